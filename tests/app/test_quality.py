"""Playback lowers what it must for pictures to come in time, no more, says so, and takes it back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.player import TICK_MS, Player
from app.quality import FULL, PATIENCE_S, STEPS, WITHOUT_FIGURE, Governor, Quality
from app.transport import QualityChip
from app.window import Window

FPS = 30.0


@dataclass
class Computer:
    """Plays two views on a made-up processor: cores seconds of it a second, shared by a 3D picture and by pictures of
    the views, which come late when it does not suffice."""

    player: Player
    cores: float
    now: float = 100.0
    picture_s: float = 0.012
    figure_s: float = 0.02
    seen: list[tuple[float, Quality]] = field(default_factory=list)  # every change
    shown: list[float] = field(default_factory=list)                 # when pictures came, of one view

    def attach(self, quality: Governor) -> None:
        self.quality, self._spare, self._last = quality, 0.0, {"a": -1, "b": -1}
        self.figures = 0

    def run(self, seconds: float) -> None:
        begun = self.now
        while self.now < begun + seconds:
            self.now += TICK_MS / 1000
            self._spare = min(self._spare + self.cores * TICK_MS / 1000, 0.05)
            t = (self.now - 100.0) * self.player.speed
            frame, before = int(t * FPS), self.quality.now
            if frame != self._last["a"] and self.quality.figure_due(t):
                self._spare -= self.figure_s
                self.figures += 1
            for view in self._last:
                self.quality.due(view, frame, FPS)
                if frame != self._last[view] and self._spare > 0:
                    self._spare -= self.picture_s / self.quality.now.shrink
                    self._last[view] = frame
                    self.quality.came(view, frame)
                    self.shown += [self.now] if view == "a" else []
            if self.quality.now != before:
                self.seen.append((self.now, self.quality.now))

    def rate(self, last_s: float) -> float:
        return sum(t > self.now - last_s for t in self.shown) / last_s


@pytest.fixture
def computer(qapp: object) -> Iterator[Computer]:
    """A powerful one, which has begun to play; with a 3D figure."""
    owner = QObject()
    machine = Computer(Player(owner, lambda: machine.now), 3.0)
    machine.player.set_range(0, 1e6)
    machine.attach(Governor(machine.player, lambda: True, owner, lambda: machine.now))
    machine.player.play()
    yield machine
    machine.player.pause()
    shiboken6.delete(owner)


def test_nothing_is_lowered_where_everything_comes_in_time(computer: Computer) -> None:
    computer.run(20)
    assert computer.seen == [] and computer.quality.words == ("", "")
    assert computer.figures == pytest.approx(20 * FPS, rel=0.05)


# 0.72 s of the processor go to two views' pictures; the 3D takes 0.6 s at 30 pictures a second, 0.3 at 15, 0.2 at 10.
@pytest.mark.parametrize(("cores", "enough"), [(1.12, 1), (0.98, 2), (0.65, 3)])
def test_it_stops_at_the_first_step_that_is_enough_and_stays_there(computer: Computer, cores: float,
                                                                   enough: int) -> None:
    computer.cores = cores
    computer.run(5)
    assert [quality for _, quality in computer.seen[:enough]] == list(STEPS[1:enough + 1])
    computer.run(300)
    assert computer.rate(300) > 0.98 * FPS
    # A finer quality is tried less and less often, and given up each time.
    tries = [t for t, quality in computer.seen if quality == STEPS[enough - 1]]
    assert 2 <= len(tries) <= 10 and tries[-1] - tries[-2] > 10 * PATIENCE_S
    assert {quality for t, quality in computer.seen if t > 110} <= set(STEPS[enough - 1:enough + 1])


def test_it_is_raised_again_when_there_is_room(computer: Computer) -> None:
    computer.cores = 0.65
    computer.run(5)
    assert computer.quality.now == STEPS[3]
    computer.cores = 3.0
    computer.run(5 * PATIENCE_S)
    assert computer.quality.now == FULL and computer.quality.words == ("", "")


def test_it_says_what_is_lowered_and_what_is_missed_all_the_same(computer: Computer) -> None:
    computer.cores = 1.12
    computer.run(5)
    text, why = computer.quality.words
    assert text == "3D at 15/s" and "cannot show everything" in why
    drawn = computer.figures
    computer.run(10)
    assert computer.figures - drawn == pytest.approx(150, rel=0.1)
    computer.cores = 0.4
    computer.run(10)
    text, why = computer.quality.words
    said = int(text.split(" of 30 pictures/s")[0])
    assert said == pytest.approx(computer.rate(5), abs=2.0) and said < 20
    assert "3D at 10/s" in text and "half size" in text and "slower" in why


def miss(computer: Computer, every: int, seconds: float) -> None:
    """One picture in so many is missed, whatever is lowered: the window itself is busy."""
    came, count = computer.quality.came, 0

    def some(view: str, index: int) -> None:
        nonlocal count
        count += view == "a"
        if count % every or view != "a":
            came(view, index)

    computer.quality.came = some  # type: ignore[method-assign]
    computer.run(seconds)
    computer.quality.came = came  # type: ignore[method-assign]


def test_pictures_missed_now_and_then_cost_3d_and_are_said_but_no_sharpness(computer: Computer) -> None:
    miss(computer, 20, 20)  # one in each window: none of them is late
    assert [quality for _, quality in computer.seen] == list(STEPS[1:3])
    assert computer.quality.words[0] in ("28 of 30 pictures/s · 3D at 10/s", "29 of 30 pictures/s · 3D at 10/s")
    computer.run(60)
    assert computer.quality.now == FULL and computer.quality.words == ("", "")
    computer.seen.clear()
    miss(computer, 100, 20)  # one in a hundred: nobody sees that
    assert computer.seen == [] and computer.quality.words == ("", "")


def test_at_rest_everything_is_whole_and_nothing_is_said(computer: Computer) -> None:
    computer.cores = 0.65
    computer.run(5)
    told: list[Quality] = []
    computer.quality.changed.connect(lambda: told.append(computer.quality.now))
    computer.player.pause()
    assert told == [FULL] and computer.quality.words == ("", "")
    assert all(computer.quality.figure_due(1.0) for _ in range(3))
    computer.player.play()
    assert told == [FULL, STEPS[3]]  # what it needed before, it needs again


def test_jumps_and_loops_miss_nothing_and_one_hiccup_is_forgiven(computer: Computer) -> None:
    for leap in (100.0, -50.0, 30.0, -79.9):
        computer.run(2)
        computer.quality.due("a", int((computer.now - 100.0 + leap) * FPS), FPS)
    computer.run(2)
    computer.now += 0.1  # as when a program in front takes the processor for a moment
    computer.run(3)
    assert computer.seen == []


def test_without_a_figure_only_the_pictures_can_be_lowered(computer: Computer) -> None:
    owner = QObject()
    computer.attach(Governor(computer.player, lambda: False, owner, lambda: computer.now))
    computer.player.pause()
    computer.player.play()
    computer.cores, computer.figure_s = 0.5, 0.0
    computer.run(5)
    assert computer.quality.now == WITHOUT_FIGURE[1] and computer.quality.words[0].startswith("Pictures at half size")
    computer.player.pause()
    shiboken6.delete(owner)


def test_the_chip_is_empty_unless_something_is_lowered(computer: Computer, qtbot: QtBot) -> None:
    chip = QualityChip()
    qtbot.addWidget(chip)
    chip.follow(computer.quality)
    chip.resize(300, 40)
    bare = chip.grab().toImage()
    computer.cores = 1.12
    computer.run(5)
    assert chip.toolTip().startswith("3D at 15/s. ") and chip.grab().toImage() != bare
    computer.player.pause()
    assert chip.toolTip() == "" and chip.grab().toImage() == bare


def test_lowered_pictures_are_half_as_large_while_playing_and_whole_at_rest(
        open_window: Callable[[], Window], clips: list[Path], qtbot: QtBot) -> None:
    window = open_window()
    window.session.open_paths(clips)
    stage = window.stage
    qtbot.waitUntil(lambda: len(stage.panes) == 2 and all(pane._frame is not None for pane in stage.panes.values())
                    and stage.up_to_date, timeout=20000)
    pane = next(iter(stage.panes.values()))
    whole = pane._frame.rgb.shape  # type: ignore[union-attr]
    assert whole == (160, 96, 3)   # the panes are larger than that
    window.player.set_loop((window.player.start, window.player.end))
    window.player.play()
    stage.quality._step = stage.quality._steps()[-1]
    stage.quality._tell()
    assert "Pictures at half size" in window.transport.quality.toolTip()
    qtbot.waitUntil(lambda: pane._frame.rgb.shape == (80, 48, 3), timeout=20000)  # type: ignore[union-attr]
    window.player.pause()
    assert window.transport.quality.toolTip() == ""
    qtbot.waitUntil(lambda: pane._frame.rgb.shape == whole and stage.up_to_date,  # type: ignore[union-attr]
                    timeout=20000)
