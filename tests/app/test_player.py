"""The playhead follows the clock, whatever happens between two looks at it."""

from collections.abc import Iterator

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.player import FASTEST, GLIDE_MS, SLOWEST, Player
from app.timecode import format_time, parse_jump


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:
    """Takes the player and its timer along when the test is over."""
    owner = QObject()
    yield owner
    shiboken6.delete(owner)


@pytest.fixture
def player(owner: QObject, clock: Clock) -> Player:
    """Ten seconds at 20 frames a second."""
    player = Player(clock=clock, parent=owner)
    player.set_range(0, 10)
    player.set_frames(np.arange(200) / 20)
    return player


def later(qtbot: QtBot, player: Player, clock: Clock, seconds: float) -> float:
    """The position after the next tick, that much later by the clock."""
    clock.now += seconds
    with qtbot.waitSignal(player.moved, timeout=2000):
        pass
    return player.t


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize(("fps", "speed"), [(30, 1.0), (60, 1.0), (25, 2.0), (60, 0.5)])
def test_it_looks_once_a_frame_and_misses_none(player: Player, clock: Clock, fps: int, speed: float,
                                               direction: int) -> None:
    player.set_frames(np.arange(10 * fps) / fps)
    player.set_speed(speed)
    player.seek(5)
    player.play(direction)
    seen = [player.frame]
    for _ in range(60):
        clock.now += player._timer.interval() / 1000
        player._tick()
        seen.append(player.frame)
    assert np.diff(seen).tolist() == [direction] * 60


def test_the_playhead_glides_where_frames_are_far_apart(player: Player, clock: Clock) -> None:
    player.set_speed(0.1)  # a frame in half a second
    player.play()
    for _ in range(20):
        assert 0 < player._timer.interval() <= GLIDE_MS
        clock.now += player._timer.interval() / 1000
        player._tick()


@pytest.mark.parametrize("speed", [0.05, 0.5, 1.0, 2.0])
def test_a_late_tick_skips_ahead_by_the_time_that_passed(
    qtbot: QtBot, player: Player, clock: Clock, speed: float
) -> None:
    player.set_speed(speed)
    player.play()
    assert later(qtbot, player, clock, 3.0) == pytest.approx(3 * speed, abs=1e-9)
    assert later(qtbot, player, clock, 0.004) == pytest.approx(3.004 * speed, abs=1e-9)
    player.pause()


def test_it_stops_at_the_end_and_begins_again_from_the_start(qtbot: QtBot, player: Player, clock: Clock) -> None:
    player.seek(9.5)
    player.play()
    assert later(qtbot, player, clock, 2) == 10
    assert not player.playing
    player.play()
    assert player.t == 0
    player.pause()


def test_backwards_stops_at_the_start(qtbot: QtBot, player: Player, clock: Clock) -> None:
    player.seek(1)
    player.play(-1)
    assert later(qtbot, player, clock, 0.25) == pytest.approx(0.75)
    assert later(qtbot, player, clock, 5) == 0
    assert not player.playing


@pytest.mark.parametrize("direction, expected", [(1, 2.5), (-1, 3.5)])
def test_a_loop_repeats_without_losing_time(
    qtbot: QtBot, player: Player, clock: Clock, direction: int, expected: float
) -> None:
    player.set_loop((2, 4))
    player.seek(3)
    player.play(direction)
    # 7.5 s from 3 s in a loop of 2 s: three rounds and 1.5 s on, which is 0.5 s behind the edge it came in by
    assert later(qtbot, player, clock, 7.5) == pytest.approx(expected)
    assert player.playing
    player.pause()


def test_play_goes_into_the_loop_and_a_seek_leads_out_of_it(qtbot: QtBot, player: Player, clock: Clock) -> None:
    player.set_loop((2, 4))
    player.seek(6)
    player.play()
    assert player.t == 2
    player.seek(6)
    assert later(qtbot, player, clock, 1) == pytest.approx(7)
    assert later(qtbot, player, clock, 9) == 10
    assert not player.playing


def test_an_empty_loop_and_a_speed_that_is_no_number_are_refused(player: Player) -> None:
    with pytest.raises(ValueError, match="positive length"):
        player.set_loop((3, 3))
    with pytest.raises(ValueError, match="speed"):
        player.set_speed(float("nan"))
    player.set_speed(99)
    assert player.speed == FASTEST
    player.set_speed(0)
    assert player.speed == SLOWEST


def test_changing_speed_while_playing_does_not_jump(qtbot: QtBot, player: Player, clock: Clock) -> None:
    player.play()
    clock.now += 2
    player.set_speed(0.5)
    assert player.t == pytest.approx(2)
    assert later(qtbot, player, clock, 1) == pytest.approx(2.5)
    player.pause()


def test_steps_walk_the_frames_of_a_recording_with_a_variable_rate(player: Player) -> None:
    times = [0.0, 0.04, 0.05, 0.2, 1.0]
    player.set_frames(times)
    seen = []
    for _ in range(6):
        player.step(1)
        seen.append((player.frame, player.t))
    assert seen == [(1, 0.04), (2, 0.05), (3, 0.2), (4, 1.0), (4, 1.0), (4, 1.0)]
    player.step(-2)
    assert (player.frame, player.t) == (2, 0.05)
    player.seek(0.19)
    assert player.frame == 2
    player.step(-1)
    assert player.frame == 1


def test_step_pauses_and_seeks_stay_inside(player: Player) -> None:
    player.play()
    player.step(1)
    assert not player.playing
    player.seek(-5)
    assert player.t == 0
    player.seek_frame(9999)
    assert player.frame == 199
    player.to_start()
    player.to_end()
    assert player.t == pytest.approx(9.95)  # the last frame begins one interval before the end
    player.skip(-1)
    assert player.t == pytest.approx(8.95)


def test_the_end_is_the_recordings_where_the_view_at_hand_ends_before(player: Player) -> None:
    player.set_frames([0.0, 0.5, 1.0, 1.5])
    player.to_end()
    assert player.t == 10
    player.set_frames([0.0, 9.0, 9.4, 9.5])
    player.to_end()
    assert player.t == 9.5


def test_shuttle_doubles_up_to_twice_real_time(player: Player) -> None:
    player.set_speed(0.5)
    speeds = []
    for _ in range(4):
        player.shuttle(1)
        speeds.append(player.speed)
    assert speeds == [0.5, 1, 2, 2]
    player.shuttle(-1)
    assert (player.direction, player.speed, player.playing) == (-1, 1, True)
    player.pause()


def test_a_shorter_recording_keeps_position_and_loop_inside(player: Player) -> None:
    player.set_loop((2, 8))
    player.seek(9)
    player.set_range(0, 5)
    assert player.t == 5
    assert player.loop == (2, 5)
    player.set_range(0, 1)
    assert player.loop is None


@pytest.mark.parametrize("seconds, text", [(0, "0:00.000"), (4.25, "0:04.250"), (59.9996, "1:00.000"),
                                           (3723.5, "1:02:03.500"), (-0.5, "−0:00.500"), (-0.0001, "0:00.000")])
def test_times_are_written_to_the_millisecond(seconds: float, text: str) -> None:
    assert format_time(seconds) == text


@pytest.mark.parametrize("text, value", [("123", 123), (" 0 ", 0), ("4.250", 4.25), ("4,25", 4.25), ("0:04.250", 4.25),
                                         ("1:02:03", 3723.0), ("−1.5", -1.5), (".5", 0.5)])
def test_jumps_tell_frames_from_times(text: str, value: float) -> None:
    parsed = parse_jump(text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize("text", ["", "abc", "1:2:3:4", "1.2.3", "nan", "inf", "1e3", ":", "1_000", "--3"])
def test_what_is_no_frame_and_no_time_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match=r"123.*4\.250"):
        parse_jump(text)
