"""How bright a view is looked at: the numbers, the pane and its magnifier, the box of sliders, and what is kept."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.frames import Frame
from app.settings import Settings
from app.tone import Tone, read, table
from app.tone_box import Dial, ToneBox
from app.tones import KEPT, Tones
from app.video_view import VideoView
from app.window import Window
from tests.app.conftest import PATIENCE_MS

LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SIZE = (200, 300)


# -- the numbers


def test_a_tone_is_what_its_formula_says() -> None:
    values = np.arange(256) / 255
    for tone in (Tone(0.2), Tone(contrast=2.0), Tone(gamma=2.2), Tone(-0.1, 0.5, 0.7)):
        wanted = np.clip((values - 0.5) * tone.contrast + 0.5 + tone.brightness, 0, 1) ** (1 / tone.gamma)
        assert np.abs(table(tone) / 255 - wanted).max() <= 0.5 / 255 + 1e-9
    rgb = np.random.default_rng(0).integers(0, 256, (30, 20, 3), dtype=np.uint8)
    np.testing.assert_array_equal(Tone(0.1, 1.5, 1.8).apply(rgb), table(Tone(0.1, 1.5, 1.8))[rgb])


def test_a_neutral_tone_costs_nothing_and_any_other_little() -> None:
    """A hundredth of what its formula takes for every sample; milliseconds: `python -m tests.bench.drawing`."""
    rgb = np.random.default_rng(0).integers(0, 256, (1920, 1080, 3), dtype=np.uint8)
    assert Tone().apply(rgb) is rgb and Tone(0.0, 1.0, 1.0).neutral

    def spent(work: Callable[[], object]) -> float:
        began = time.thread_time()
        work()
        return time.thread_time() - began

    formula = spent(lambda: (255 * (rgb / np.float32(255)) ** np.float32(0.5) + 0.5).astype(np.uint8))
    took = min(spent(lambda: Tone(gamma=2.0).apply(rgb)) for _ in range(4))
    print(f"{1e3 * took:.1f} ms, the formula {1e3 * formula:.0f} ms")
    assert took < formula / 4


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9))
def test_whatever_is_asked_for_lighter_stays_lighter(brightness: float, contrast: float, gamma: float) -> None:
    shown = table(Tone(brightness, contrast, gamma)).astype(int)
    assert (np.diff(shown) >= 0).all()


@pytest.mark.parametrize("kept", [None, [], [0.1], ["a", 1, 1], [float("nan"), 1, 1], {"b": 1}, [0.1, 2, [1]]])
def test_what_is_no_tone_is_read_as_a_neutral_one(kept: object) -> None:
    assert read(kept) == Tone()
    assert read([9, 0.1, 2]) == Tone(0.5, 0.25, 2.0)


def test_a_tone_says_what_is_other_than_usual() -> None:
    assert Tone().words() == ""
    assert Tone(-0.2, 1.5).words() == "brightness −20 %, contrast 1.50 ×"


# -- the pane


@pytest.fixture
def pane(qtbot: QtBot) -> VideoView:
    """A video of 200 × 300 shown pixel for pixel."""
    pane = VideoView("v", "cam 1")
    qtbot.addWidget(pane)
    pane.resize(204, 334)
    pane.show()
    qtbot.waitExposed(pane)
    pane.show_frame(picture(40))
    return pane


def picture(value: int, index: int = 0, generation: int = 1) -> Frame:
    return Frame("v", index, np.full((SIZE[1], SIZE[0], 3), value, np.uint8), SIZE, generation)


def value(pane: VideoView, x: float = 100, y: float = 150) -> int:
    return pane.grab().toImage().pixelColor(pane.to_pane(x, y).toPoint()).value()


def button(pane: VideoView) -> QToolButton:
    found = pane.findChild(QToolButton, "paneTone")
    assert isinstance(found, QToolButton)
    return found


def point_at(pane: VideoView, inside: bool) -> None:
    """The event alone: the real pointer is everybody's."""
    spot = QPointF(20, 60)
    QApplication.sendEvent(pane, QEnterEvent(spot, spot, spot) if inside else QEvent(QEvent.Type.Leave))


def test_the_picture_at_hand_and_those_to_come_are_shown_so(pane: VideoView) -> None:
    tone = Tone(gamma=2.0)
    assert value(pane) == 40
    rgb = pane._frame.rgb  # type: ignore[union-attr]
    pane.set_tone(tone)
    assert value(pane) == table(tone)[40] > 90
    assert (rgb == 40).all()  # the picture itself stays as it was decoded
    pane.show_frame(picture(60, 1, 2))
    assert value(pane) == table(tone)[60]
    pane.set_tone(Tone())
    assert value(pane) == 60
    pane.set_empty()
    pane.set_tone(tone)  # nothing to show so
    assert pane.grab().toImage().pixelColor(100, 60).value() < 30


def test_the_magnifier_shows_the_same(pane: VideoView) -> None:
    tone = Tone(0.3)
    pane.set_tone(tone)
    around = pane.pixels_around(QPointF(100, 150), 30)
    assert around is not None
    assert around[0].format() == QImage.Format.Format_RGB888
    assert around[0].pixelColor(100, 150).value() == table(tone)[40]


def test_a_button_shows_that_a_picture_is_altered_and_leads_to_the_sliders(pane: VideoView, qtbot: QtBot) -> None:
    point_at(pane, inside=False)
    assert not button(pane).isVisible()
    point_at(pane, inside=True)
    assert button(pane).isVisible()
    with qtbot.waitSignal(pane.tone_wanted):
        QTest.mouseClick(button(pane), LEFT)
    point_at(pane, inside=False)
    assert not button(pane).isVisible()
    pane.set_tone(Tone(0.1))
    assert button(pane).isVisible() and "brightness +10 %" in button(pane).toolTip()
    pane.set_empty()
    assert not button(pane).isVisible()


@pytest.mark.parametrize("width", [150, 700])
def test_the_button_stands_in_nobodys_way(pane: VideoView, width: int) -> None:
    """In a narrow pane the time has no room left for it, so there the pointer alone does not bring it."""
    pane.set_position(3, 100, 0.1)
    pane.setMinimumSize(1, 1)
    pane.resize(width, 334)
    point_at(pane, inside=True)
    assert button(pane).isVisible() is (width > 200)
    pane.set_tone(Tone(0.1))
    plan = pane._plan()
    assert button(pane).isVisible() and button(pane).x() == plan.button
    assert all(button(pane).geometry().right() < left for _, _, left in plan.read_outs)
    pane.set_title("a name that is far too long for a pane of this width, whatever is done about it " * 3)
    assert button(pane).geometry().right() < width


# -- the box


@pytest.fixture
def box(shown: Window, qtbot: QtBot) -> ToneBox:
    """Open for the first of two views."""
    shown.activateWindow()
    pictures(shown, qtbot)
    shown.actions_by_id["tone"].trigger()
    assert shown.tone_box.isVisible()
    return shown.tone_box


def pictures(window: Window, qtbot: QtBot) -> None:
    """Every pane has one."""
    qtbot.waitUntil(lambda: all(pane.frame_index is not None for pane in window.stage.panes.values()),
                    timeout=PATIENCE_MS)


def tones(window: Window) -> list[Tone]:
    return [pane._tone for pane in window.stage.panes.values()]


def edits(window: Window) -> int:
    assert window.session.project is not None
    return len(window.session.project.document.done)


def handle(dial: Dial) -> QPoint:
    share = (dial.value() - dial.minimum()) / (dial.maximum() - dial.minimum())
    return QPoint(round(7 + share * (dial.width() - 14)), dial.height() // 2)


def drag(dial: Dial, by: int) -> None:
    start = handle(dial)
    QTest.mousePress(dial, LEFT, NO, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(dial, start + QPoint(round(by * share), 0))
    QTest.mouseRelease(dial, LEFT, NO, start + QPoint(by, 0))


def test_a_slider_alters_the_view_at_hand_and_no_project(shown: Window, box: ToneBox) -> None:
    count = edits(shown)
    pane = next(iter(shown.stage.panes.values()))
    before = pane.grab().toImage()
    drag(box.sliders["gamma"], 30)
    first, second = tones(shown)
    assert first.gamma > 1.3 and first == Tone(gamma=first.gamma) and second == Tone()
    assert pane.grab().toImage() != before
    assert box.sliders["gamma"].value_label.text() == f"{first.gamma:.2f}"
    assert edits(shown) == count and "Poses" in shown.actions_by_id["undo"].text()


def test_a_double_click_resets_one_slider_and_the_button_all(shown: Window, box: ToneBox) -> None:
    assert not box.reset.isEnabled()
    for name, by in (("brightness", -20), ("contrast", 25), ("gamma", 30)):
        drag(box.sliders[name], by)
    altered = box.tone
    assert altered.brightness < 0 and altered.contrast > 1 and altered.gamma > 1
    dial = box.sliders["contrast"]
    QTest.mouseClick(dial, LEFT, NO, handle(dial))
    QTest.mouseDClick(dial, LEFT, NO, handle(dial))
    assert box.tone == Tone(altered.brightness, 1.0, altered.gamma)
    QTest.mouseClick(box.reset, LEFT)
    assert box.tone == Tone() and tones(shown) == [Tone(), Tone()]
    assert [dial.value() for dial in box.sliders.values()] == [0, 0, 0]


def test_keys_alone(shown: Window, box: ToneBox, qtbot: QtBot) -> None:
    """Arrows move the slider that has the focus rather than the playhead; Space still plays; Esc closes."""
    at, pane = shown.player.t, next(iter(shown.stage.panes.values()))
    dial = box.sliders["brightness"]
    qtbot.waitUntil(dial.hasFocus)
    for _ in range(3):
        QTest.keyClick(dial, Qt.Key.Key_Right)
    assert box.tone == Tone(0.03) and shown.player.t == at
    QTest.keyClick(dial, Qt.Key.Key_Tab)
    assert box.sliders["contrast"].hasFocus()
    QTest.keyClick(box.sliders["contrast"], Qt.Key.Key_End)
    assert box.tone == Tone(0.03, 4.0)
    QTest.keyClick(box.sliders["contrast"], Qt.Key.Key_Space)
    assert shown.player.playing
    shown.player.pause()
    QTest.keyClick(box.sliders["contrast"], Qt.Key.Key_Escape)
    assert not box.isVisible() and pane.hasFocus()
    at = shown.player.t
    QTest.keyClick(pane, Qt.Key.Key_Left)
    assert shown.player.t != at
    QTest.keyClick(pane, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert box.isVisible()
    QTest.keyClick(dial, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert not box.isVisible()


def test_it_follows_the_view_at_hand(shown: Window, box: ToneBox) -> None:
    first, second = shown.stage.panes
    drag(box.sliders["brightness"], 20)
    kept = box.tone
    QTest.keyClick(box.sliders["brightness"], Qt.Key.Key_V)
    assert shown.stage.active == second and box.tone == Tone() and box.sliders["brightness"].value() == 0
    drag(box.sliders["gamma"], 20)
    assert tones(shown)[0] == kept and tones(shown)[1].gamma > 1
    shown.stage.activate(first)
    assert box.sliders["brightness"].value() == round(100 * kept.brightness) and box.sliders["gamma"].value() == 0


def test_for_all_views(shown: Window, box: ToneBox) -> None:
    drag(box.sliders["brightness"], 20)
    assert tones(shown)[1] == Tone()
    QTest.mouseClick(box.for_all, LEFT, NO, QPoint(8, box.for_all.height() // 2))
    assert box.for_all.isChecked() and tones(shown) == [box.tone] * 2 and not box.tone.neutral
    drag(box.sliders["gamma"], 20)
    assert tones(shown) == [box.tone] * 2 and box.tone.gamma > 1
    QTest.mouseClick(box.reset, LEFT)
    assert tones(shown) == [Tone(), Tone()]


def test_the_button_of_a_pane_opens_the_box_for_that_pane_and_closes_it(shown: Window, qtbot: QtBot) -> None:
    pictures(shown, qtbot)
    box, (first, second) = shown.tone_box, shown.stage.panes
    for view_id in (first, second):
        point_at(shown.stage.panes[view_id], inside=True)
    QTest.mouseClick(button(shown.stage.panes[second]), LEFT)
    assert box.isVisible() and shown.stage.active == second
    QTest.mouseClick(button(shown.stage.panes[first]), LEFT)
    assert box.isVisible() and shown.stage.active == first
    QTest.mouseClick(button(shown.stage.panes[first]), LEFT)
    assert not box.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
def test_it_stands_beside_the_picture_and_inside_the_window(shown: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    shown.resize(*size)
    qtbot.wait(50)
    box = shown.tone_box
    box.toggle()
    for view_id, pane in shown.stage.panes.items():
        shown.stage.activate(view_id)
        assert not box.geometry().intersects(box._rect_of(pane))
        assert shown.rect().contains(box.geometry())
    shown.resize(1000, 700)
    qtbot.waitUntil(lambda: shown.rect().contains(box.geometry()))
    start = QPoint(60, 14)
    QTest.mousePress(box, LEFT, NO, start)
    QTest.mouseMove(box, start + QPoint(-3000, 40))
    QTest.mouseRelease(box, LEFT, NO, start)
    assert box.x() == 8  # moved by hand, not out of the window


def test_it_goes_with_the_project(shown: Window, box: ToneBox) -> None:
    shown.actions_by_id["close_project"].trigger()
    assert not box.isVisible() and not shown.actions_by_id["tone"].isEnabled()
    box.toggle()
    assert not box.isVisible()


# -- what is kept


def test_a_tone_outlives_the_window(shown: Window, box: ToneBox, open_window: Callable[[], Window], project: Path,
                                    qtbot: QtBot) -> None:
    drag(box.sliders["gamma"], 30)
    kept = tones(shown)
    shown.close()
    again = open_window()
    again.session.open_project(project)
    qtbot.waitUntil(lambda: len(again.session.times) == 2 and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    assert tones(again) == kept and not kept[0].neutral
    again.tone_box.toggle()
    QTest.mouseClick(again.tone_box.reset, LEFT)
    again.close()
    assert again.session.settings.choice("tones", {"": 0}) == {}


def test_what_another_window_wrote_meanwhile_stays_and_the_oldest_go(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.ini"
    one, other = Tones(Settings(path)), Tones(Settings(path))
    one.set([f"old{n}" for n in range(KEPT)], Tone(0.1))
    one.keep()
    other.set(["new"], Tone(0.2))
    other.set(["old7"], Tone(0.3))
    other.keep()
    again = Tones(Settings(path))
    assert again.of("new") == Tone(0.2) and again.of("old7") == Tone(0.3) and again.of("old8") == Tone(0.1)
    assert again.of("old0") == Tone()


def test_settings_that_somebody_spoiled_are_no_reason_to_fail(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path / "settings.ini")
    settings.choose("tones", {"a": [1, 2], "b": "x", "c": [0.1, 1, 1]})
    kept = Tones(settings)
    assert [kept.of(view) for view in "abcd"] == [Tone(), Tone(), Tone(0.1), Tone()]
