"""Strips tell the truth at any width, and the mouse does on the timeline what an editor expects."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.strips import curve, exchanged, peaks, stretches, ticks
from app.timeline import NAMES, RULER, Strip, Timeline
from core.labels import Swap, applied, pairs_of
from core.skeleton import COCO17


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """Ten seconds on 1000 pixels."""
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(NAMES + 12 + 1000, 120)
    timeline.set_range(0, 10)
    times = np.arange(200) / 20
    timeline.set_strips([Strip("a", "cam A", "#57b6f5", times, np.full(200, 0.8, np.float32)),
                         Strip("b", "cam B", "#f5a142", times, np.full(200, np.nan, np.float32))])
    timeline.show()
    qtbot.waitExposed(timeline)
    return timeline


def at(t: float, y: int = RULER // 2) -> QPoint:
    """Where a time lies on the ruler: 100 pixels a second."""
    return QPoint(NAMES + round(100 * t), y)


@given(st.integers(1, 400), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_no_peak_is_lost_at_any_width(frames: int, width: int, seed: int) -> None:
    """Against a plain loop: a pixel shows every frame that is on screen at some time inside it."""
    rng = np.random.default_rng(seed)
    times = np.sort(rng.uniform(0, 10, frames))
    values = rng.random(frames).astype(np.float32)
    values[rng.random(frames) < 0.3] = np.nan
    low, high, covered = peaks(times, values, 0, 10, width)
    edges = 10 * np.arange(width + 1) / width
    tail = times[-1] + (times[-1] - times[0]) / max(frames - 1, 1)
    for x in range(width):
        ends = np.append(times[1:], np.inf)
        on_screen = (times < edges[x + 1]) & (ends > edges[x])
        assert covered[x] == (on_screen.any() and edges[x] < tail)
        seen = values[on_screen & np.isfinite(values)]
        if covered[x] and len(seen):
            assert (low[x], high[x]) == (seen.min(), seen.max())
        else:
            assert np.isnan(high[x])


def test_an_hour_of_four_views_is_drawn_at_the_cost_of_its_pixels(qtbot: QtBot, timeline: Timeline) -> None:
    """Sixty times the frames of a minute take no twenty times as long; `python -m tests.bench.drawing` tells how long.
    """

    def drawn_s(minutes: int) -> float:
        times = np.arange(minutes * 60 * 60) / 60
        values = np.random.default_rng(0).random(len(times)).astype(np.float32)
        timeline.set_range(0, 60 * minutes)
        timeline.set_strips([Strip(str(i), str(i), "#57b6f5", times, values) for i in range(4)])
        took = []
        for _ in range(5):
            timeline.set_active("1")
            begun = time.thread_time()  # of this thread alone: the machine is shared
            timeline.repaint()
            took.append(time.thread_time() - begun)
        return min(took)

    assert drawn_s(60) < 20 * drawn_s(1)


def test_a_curve_fills_to_its_value_and_leaves_the_unknown_clear() -> None:
    low = np.array([0.5, 0.0, np.nan], np.float32)
    high = np.array([0.5, 1.0, np.nan], np.float32)
    pixels = curve(low, high, 20, "#ffffff", "#000000")
    assert (pixels[..., 3] == [[255, 255, 0]] * 20).all()
    grey = pixels[..., 0].astype(int)
    assert (grey[:8, 0] == 0).all() and (grey[13:, 0] > 90).all()      # half full
    assert grey[5:15, 1].min() > 0 and grey[10, 1] < grey[15, 0]        # a span between 0 and 1 is lighter than a bar
    assert grey[:2, 1].max() > 200                                      # the line along the top


def test_only_the_strip_that_grew_is_worked_out_anew(
        qtbot: QtBot, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline.grab()
    drawn: list[str] = []

    def told(low: np.ndarray, high: np.ndarray, lines: int, colour: str, *rest: object) -> np.ndarray:
        drawn.append(colour)
        return curve(low, high, lines, colour, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("app.timeline.curve", told)
    a, b = timeline._strips
    before = timeline.grab().toImage()
    timeline.set_strips([replace(a, times=a.times.copy()), replace(b, values=np.full(200, 0.5, np.float32))])
    assert timeline.grab().toImage() != before and drawn == [b.colour]
    timeline.set_strips([replace(a, times=a.times + 0.5), timeline._strips[1]])  # its clock was moved
    timeline.grab()
    assert drawn == [b.colour, a.colour]
    timeline.zoom(2.0)
    timeline.grab()
    assert sorted(drawn[2:]) == sorted([a.colour, b.colour])


@pytest.mark.parametrize("span", [0.02, 0.7, 1, 9.99, 61, 600, 3600, 36000, 400000])
def test_ticks_are_few_enough_to_read_and_enough_to_tell(span: float) -> None:
    step, small = ticks(0, span, 1000)
    assert 1 <= span / step <= 1000 / 88
    assert (step / small) == pytest.approx(round(step / small))


def test_press_and_drag_scrub_and_letting_go_is_told(qtbot: QtBot, timeline: Timeline) -> None:
    seen: list[float] = []
    ended: list[bool] = []
    timeline.scrubbed.connect(seen.append)
    timeline.scrub_ended.connect(lambda: ended.append(True))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(2, 60))
    QTest.mouseMove(timeline, at(5, 60))
    QTest.mouseMove(timeline, at(99, 60))
    assert not ended
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(5, 60))
    assert seen[0] == pytest.approx(2)
    assert seen[1] == pytest.approx(5)
    assert seen[-1] == 10  # held inside
    assert ended == [True]


def test_shift_drag_marks_a_loop_in_either_direction_as_one_change(qtbot: QtBot, timeline: Timeline) -> None:
    changes: list[object] = []
    timeline.loop_changed.connect(changes.append)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at(6))
    for t in (5, 4, 3):
        QTest.mouseMove(timeline, at(t))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at(3))
    assert changes == [pytest.approx((3, 6))]


def test_loop_handles_move_cross_over_and_a_double_click_removes(qtbot: QtBot, timeline: Timeline) -> None:
    changes: list[object] = []
    timeline.loop_changed.connect(changes.append)
    timeline.set_loop((2, 4))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(4))
    QTest.mouseMove(timeline, at(5))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(5))
    assert changes[-1] == pytest.approx((2, 5))
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(2))
    QTest.mouseMove(timeline, at(6))
    QTest.mouseMove(timeline, at(7))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(7))
    assert changes[-1] == pytest.approx((5, 7))
    QTest.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=at(6))
    assert changes[-1] is None


def test_wheel_zooms_at_the_pointer_and_the_playhead_turns_the_page(qtbot: QtBot, timeline: Timeline) -> None:
    spot = at(8, 60)
    event = QWheelEvent(QPointF(spot), QPointF(timeline.mapToGlobal(spot)), QPoint(), QPoint(0, 480),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(timeline, event)
    assert timeline._to - timeline._from < 5
    assert timeline._x(8) == pytest.approx(spot.x(), abs=1e-6)
    begin, end = timeline._from, timeline._to
    timeline.set_playhead(end + 0.01)
    assert timeline._from == pytest.approx(min(end + 0.01, 10 - (end - begin)))
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert (timeline._from, timeline._to) == (0, 10)


def test_a_click_on_a_name_names_the_view(qtbot: QtBot, timeline: Timeline) -> None:
    seen: list[str] = []
    timeline.strip_activated.connect(seen.append)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(20, round(timeline._row(1).center().y())))
    assert seen == ["b"]


def test_what_is_done_looks_other_than_what_is_not(qtbot: QtBot, timeline: Timeline) -> None:
    image = timeline.grab().toImage()
    rows = [round(timeline._row(i).bottom()) - 8 for i in (0, 1)]
    done, open_ = ([image.pixelColor(x, y) for x in range(300, 400)] for y in rows)
    assert all(colour.blue() - colour.red() > 40 for colour in done)  # the view's blue
    assert all(abs(colour.blue() - colour.red()) < 40 for colour in open_)
    assert len({colour.rgb() for colour in open_}) > 1  # hatched


def test_an_empty_timeline_paints_and_ignores_the_mouse(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.show()
    timeline.zoom(2)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 40))
    assert not timeline.grab().isNull()


EVERY = pairs_of(COCO17, "", "person")
LEGS, KNEES = pairs_of(COCO17, "lknee", "limb"), pairs_of(COCO17, "lknee", "joint")


def exchange(start: int, stop: int, pairs: tuple[tuple[str, str], ...] = EVERY) -> Swap:
    return Swap(f"{start}-{stop}-{len(pairs)}", "v", "athlete", start, stop, pairs)


@pytest.mark.parametrize(("told", "swaps", "spans"), [
    (None, [], ()), (None, [exchange(3, 7)], ((3, 7),)), (None, [exchange(3, 7), exchange(5, 9)], ((3, 5), (7, 9))),
    (None, [exchange(3, 7), exchange(3, 7)], ()), (((3, 7),), [exchange(3, 7)], ()),
    (((3, 7),), [exchange(4, 5)], ((3, 4), (5, 7))), (None, [exchange(3, 7), exchange(4, 6, KNEES)], ((3, 7),)),
    (None, [exchange(3, 7, KNEES), exchange(5, 9, LEGS)], ((3, 9),)),
    (None, [exchange(18, 40), exchange(30, 40)], ((18, 20),)),
    (((5, 3), (1, 99), "x", (1.0, 2), (-1, 4), (2, 4)), [exchange(1, 2, (("a", "b"),))], ((2, 4),)), ("x", [], ())])
def test_what_is_exchanged_and_not_back_again_is_marked(told: object, swaps: list[Swap],
                                                        spans: tuple[tuple[int, int], ...]) -> None:
    assert exchanged(told, swaps, COCO17, 20) == spans


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20), st.sampled_from([EVERY, LEGS, KNEES])), max_size=8))
def test_the_frames_marked_are_those_in_which_a_joint_is_elsewhere(
        made: list[tuple[int, int, tuple[tuple[str, str], ...]]]) -> None:
    swaps = [exchange(start, start + frames, pairs) for start, frames, pairs in made]
    found = np.zeros(25, dtype=bool)
    for start, stop in exchanged(None, swaps, COCO17, 25):
        found[start:stop] = True
    there = applied(np.ones((25, 17, 3), np.float32), COCO17, (), swaps)
    np.testing.assert_array_equal(found, there.swapped.any(axis=1))


def test_a_mark_ends_where_the_next_frame_begins() -> None:
    times = np.array([0.0, 0.5, 1.5, 2.0])
    assert stretches([(0, 2), (3, 4)], times, "#fff") == ((0.0, 1.5, "#fff"), (2.0, 2.5, "#fff"))
    assert stretches([(0, 1)], times[:1], "#fff") == ((0.0, 0.0, "#fff"),)
