"""Joints corrected with mouse and keys in a real window, and nothing of it lost by closing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.video_view import VideoView
from app.window import Window
from core.labels import ABSENT, HUMAN, OCCLUDED, VISIBLE, Keypoint, Target, lock
from core.skeleton import COCO17
from tests.app.conftest import PATIENCE_MS, open_project

LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WRIST = COCO17.index("lwrist")


@pytest.fixture
def correcting(shown: Window, qtbot: QtBot) -> Window:
    """A window whose first view is at hand, on frame 20, with correcting on."""
    shown.activateWindow()
    to_frame(shown, 20, qtbot)
    shown.actions_by_id["correct"].trigger()
    assert shown.correcting.on and pane(shown).hasFocus()
    return shown


def to_frame(window: Window, frame: int, qtbot: QtBot) -> None:
    window.player.seek(frame / 20 + 0.001)
    qtbot.waitUntil(lambda: pane(window).frame_index == frame, timeout=PATIENCE_MS)


def pane(window: Window) -> VideoView:
    return window.stage.panes[window.stage.active or ""]


def drawn(window: Window, joint: int) -> np.ndarray:
    """(3,) the joint as the pane draws it."""
    athlete = next(person for person in pane(window)._people if person.is_athlete)
    return np.asarray(athlete.xys[joint])


def spot(window: Window, joint: int) -> QPoint:
    x, y, _ = drawn(window, joint)
    return pane(window).to_pane(float(x), float(y)).toPoint()


def drag(window: Window, start: QPoint, by: QPoint, release: bool = True) -> None:
    here = pane(window)
    QTest.mousePress(here, LEFT, NO, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(here, start + by * share)
    if release:
        QTest.mouseRelease(here, LEFT, NO, start + by)


def points(window: Window, frame: int = 20) -> dict[str, Keypoint]:
    """What is labelled in the frame of the view at hand."""
    assert window.session.project is not None
    row = window.session.project.document.labels.get(f"{window.stage.active}/athlete/{frame}")
    return dict(row.points) if row is not None else {}


def edits(window: Window) -> int:
    assert window.session.project is not None
    return len(window.session.project.document.done)


def test_a_drag_is_one_edit_that_outlives_the_window(
        correcting: Window, open_window: Callable[[], Window], project: Path, qtbot: QtBot) -> None:
    window, before, count = correcting, drawn(correcting, WRIST).copy(), edits(correcting)
    start, by = spot(window, WRIST), QPoint(31, -22)
    drag(window, start, by, release=False)
    scale = pane(window)._lens.scale
    moved = before[:2] + np.array([by.x(), by.y()]) / scale
    assert np.allclose(drawn(window, WRIST)[:2], moved, atol=1e-3)  # seen while it is held
    assert edits(window) == count
    QTest.mouseRelease(pane(window), LEFT, NO, start + by)
    label = points(window)["lwrist"]
    assert edits(window) == count + 1 and list(points(window)) == ["lwrist"]
    assert (label.state, label.source) == (VISIBLE, HUMAN) and np.allclose(label.xys[:2], moved, atol=1e-3)
    assert np.allclose(drawn(window, WRIST), [*moved, 1.0], atol=1e-3)
    assert "Move L wrist in frame 20" in window.actions_by_id["undo"].text()

    window.actions_by_id["undo"].trigger()
    assert np.array_equal(drawn(window, WRIST), before) and not points(window)
    window.actions_by_id["redo"].trigger()
    assert np.allclose(drawn(window, WRIST)[:2], moved, atol=1e-3)
    window.close()

    again = open_window()
    again.session.open_project(project)
    qtbot.waitUntil(lambda: len(again.session.times) == 2 and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    to_frame(again, 20, qtbot)
    assert np.allclose(drawn(again, WRIST)[:2], moved, atol=1e-3)
    again.actions_by_id["undo"].trigger()
    assert np.array_equal(drawn(again, WRIST), before)


def test_escape_gives_a_drag_up(correcting: Window) -> None:
    before, count = drawn(correcting, WRIST).copy(), edits(correcting)
    start = spot(correcting, WRIST)
    drag(correcting, start, QPoint(40, 10), release=False)
    QTest.keyClick(pane(correcting), Qt.Key.Key_Escape)
    assert np.array_equal(drawn(correcting, WRIST), before)
    QTest.mouseRelease(pane(correcting), LEFT, NO, start + QPoint(40, 10))
    assert edits(correcting) == count and correcting.correcting.joint_name == "lwrist"
    QTest.keyClick(pane(correcting), Qt.Key.Key_Escape)
    assert not correcting.correcting.chosen


def test_a_click_only_chooses(correcting: Window) -> None:
    count = edits(correcting)
    QTest.mouseClick(pane(correcting), LEFT, NO, spot(correcting, WRIST))
    assert correcting.correcting.joint_name == "lwrist" and edits(correcting) == count


def test_keys_alone(correcting: Window, qtbot: QtBot) -> None:
    here, frame = pane(correcting), correcting.correcting
    QTest.keyClick(here, Qt.Key.Key_Tab)
    QTest.keyClick(here, Qt.Key.Key_Tab)
    assert frame.joint_name == COCO17.joints[1]
    QTest.keyClick(here, Qt.Key.Key_Backtab)
    assert frame.joint_name == COCO17.joints[0]
    x, y, _ = drawn(correcting, 0)
    count = edits(correcting)
    QTest.keyClick(here, Qt.Key.Key_Right)
    QTest.keyClick(here, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert np.allclose(drawn(correcting, 0)[:2], (x + 1, y - 0.1), atol=1e-4) and edits(correcting) == count + 2
    QTest.keyClick(here, Qt.Key.Key_H)
    assert points(correcting)["nose"].state == OCCLUDED and drawn(correcting, 0)[2] == 0.5
    QTest.keyClick(here, Qt.Key.Key_H)
    assert points(correcting)["nose"].state == VISIBLE
    QTest.keyClick(here, Qt.Key.Key_Delete)
    assert points(correcting)["nose"].state == ABSENT and np.isnan(drawn(correcting, 0)[:2]).all()
    QTest.keyClick(here, Qt.Key.Key_R)
    assert not points(correcting) and np.allclose(drawn(correcting, 0)[:2], (x, y))
    QTest.keyClick(here, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: here.frame_index == 21, timeout=PATIENCE_MS)
    QTest.keyClick(here, Qt.Key.Key_Escape)
    QTest.keyClick(here, Qt.Key.Key_Left)  # no joint is at hand, so it steps again
    qtbot.waitUntil(lambda: here.frame_index == 20, timeout=PATIENCE_MS)


def test_a_missing_joint_is_placed_where_one_clicks(correcting: Window) -> None:
    QTest.mouseClick(pane(correcting), LEFT, NO, spot(correcting, WRIST))
    correcting.actions_by_id["joint_absent"].trigger()
    wanted = pane(correcting).to_pane(3.0, 5.0).toPoint()
    QTest.mouseClick(pane(correcting), LEFT, NO, wanted)
    label = points(correcting)["lwrist"]
    near = 1 / pane(correcting)._lens.scale  # the pointer stands on whole pixels of the pane
    assert label.state == VISIBLE and np.allclose(label.xys[:2], (3, 5), atol=near)


def test_a_locked_joint_stays_and_the_user_is_told(correcting: Window) -> None:
    document = correcting.session.project.document  # type: ignore[union-attr]
    correcting.session.do(lock(document, Target(correcting.stage.active or "", "athlete", COCO17), "lwrist", True))
    before, count = drawn(correcting, WRIST).copy(), edits(correcting)
    drag(correcting, spot(correcting, WRIST), QPoint(30, 0))
    assert edits(correcting) == count and np.array_equal(drawn(correcting, WRIST), before)
    assert correcting.banner.notice is not None and "lwrist: this joint is locked" in correcting.banner.notice.title


def test_the_picture_is_still_moved_by_hand(correcting: Window) -> None:
    here, count = pane(correcting), edits(correcting)
    here.zoom(3.0, spot(correcting, WRIST).toPointF())
    before = here.to_pane(0, 0)
    start = spot(correcting, WRIST)
    QTest.mousePress(here, Qt.MouseButton.MiddleButton, NO, start)
    QTest.mouseMove(here, start + QPoint(25, 0))
    QTest.mouseRelease(here, Qt.MouseButton.MiddleButton, NO, start + QPoint(25, 0))
    assert here.to_pane(0, 0).x() - before.x() == pytest.approx(25) and edits(correcting) == count


def test_nobody_else_becomes_the_athlete_by_a_click(correcting: Window, qtbot: QtBot) -> None:
    asked = []
    correcting.stage.picked.connect(lambda *where: asked.append(where))
    QTest.mouseClick(pane(correcting), LEFT, NO, pane(correcting).room.center().toPoint() + QPoint(0, 5))
    qtbot.wait(400)
    assert not asked
    correcting.actions_by_id["correct"].trigger()
    QTest.mouseClick(pane(correcting), LEFT, NO, pane(correcting).room.center().toPoint() + QPoint(0, 5))
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=5000)


# -- the panel


@pytest.fixture
def panel(correcting: Window, qtbot: QtBot) -> Any:
    """The panel 'Correct' of that window, with the wrist at hand."""
    correcting.open_panel("correct")
    made: Any = correcting._work.side.panel("correct")
    QTest.mouseClick(pane(correcting), LEFT, NO, spot(correcting, WRIST))
    qtbot.waitUntil(lambda: made.joints.currentRow() == WRIST, timeout=PATIENCE_MS)
    return made


def press(panel: QWidget, text: str) -> None:
    button = next(button for button in panel.findChildren(QPushButton) if button.text() == text)
    QTest.mouseClick(button, LEFT)


def said(panel: Any, joint: int) -> str:
    return str(panel.joints.item(joint, 1).text())


def choose(panel: QWidget, text: str, row: str) -> None:
    """The menu of a button, without opening it."""
    button = next(button for button in panel.findChildren(QPushButton) if button.text() == text)
    next(action for action in button.menu().actions() if action.text() == row).trigger()


def test_sides_are_swapped_in_a_frame_and_in_the_loop(correcting: Window, panel: Any, qtbot: QtBot) -> None:
    left, right = drawn(correcting, WRIST).copy(), drawn(correcting, WRIST + 1).copy()
    knee = drawn(correcting, COCO17.index("lknee")).copy()
    choose(panel, "Swap sides", "The whole limb")
    assert np.array_equal(drawn(correcting, WRIST), right) and np.array_equal(drawn(correcting, WRIST + 1), left)
    assert np.array_equal(drawn(correcting, COCO17.index("lknee")), knee)
    qtbot.waitUntil(lambda: said(panel, WRIST) == "swapped", timeout=PATIENCE_MS)
    correcting.actions_by_id["undo"].trigger()
    assert np.array_equal(drawn(correcting, WRIST), left)
    correcting.player.set_loop((0.5, 1.0))  # frames 10 to 19
    panel._loop.setChecked(True)
    choose(panel, "Swap sides", "The whole person")
    swap = next(iter(correcting.session.project.document.swaps.values()))  # type: ignore[union-attr]
    assert (swap.start, swap.stop, len(swap.pairs)) == (10, 20, 8)
    assert np.array_equal(drawn(correcting, WRIST), left)  # this frame is not in the loop


def test_frames_between_two_labelled_ones_are_filled(correcting: Window, panel: Any, qtbot: QtBot) -> None:
    drag(correcting, spot(correcting, WRIST), QPoint(30, 0))
    first = drawn(correcting, WRIST).copy()
    to_frame(correcting, 24, qtbot)
    drag(correcting, spot(correcting, WRIST), QPoint(-10, 20))
    last = drawn(correcting, WRIST).copy()
    to_frame(correcting, 21, qtbot)
    count = edits(correcting)
    choose(panel, "Fill between", "On straight lines")
    assert edits(correcting) == count + 1
    assert [len(points(correcting, n)) for n in range(19, 26)] == [0, 1, 1, 1, 1, 1, 0]
    assert np.allclose(drawn(correcting, WRIST), 0.75 * first + 0.25 * last, atol=1e-3)
    qtbot.waitUntil(lambda: said(panel, WRIST) == "visible, interpolated", timeout=PATIENCE_MS)
    press(panel, "Remove labels")
    assert not points(correcting, 21) and points(correcting, 22)
    choose(panel, "Copy", "Copy the labels of the labelled frame before")
    assert np.allclose(drawn(correcting, WRIST), first)
    to_frame(correcting, 2, qtbot)
    count = edits(correcting)
    choose(panel, "Fill between", "On straight lines")
    assert edits(correcting) == count
    assert correcting.banner.notice is not None and "between two labelled frames" in correcting.banner.notice.title


def test_a_lock_of_the_list_holds_a_joint(correcting: Window, panel: Any) -> None:
    panel.joints.item(WRIST, 2).setCheckState(Qt.CheckState.Checked)
    count = edits(correcting)
    correcting.actions_by_id["joint_absent"].trigger()
    assert edits(correcting) == count and not points(correcting)
    panel.joints.item(WRIST, 2).setCheckState(Qt.CheckState.Unchecked)
    correcting.actions_by_id["joint_absent"].trigger()
    assert points(correcting)["lwrist"].state == ABSENT


def test_the_undo_list_goes_back_and_forward(correcting: Window, panel: Any, qtbot: QtBot) -> None:
    here = pane(correcting)
    before, count = drawn(correcting, WRIST).copy(), edits(correcting)
    for _ in range(3):
        QTest.keyClick(here, Qt.Key.Key_Right)
    moved = "Move L wrist in frame 20"
    qtbot.waitUntil(lambda: sum(moved in panel.history.item(row).text() for row in range(panel.history.count())) == 3,
                    timeout=PATIENCE_MS)

    QTest.mouseClick(panel.pages.button("done"), LEFT)

    def click(row: int) -> None:
        rect = panel.history.visualItemRect(panel.history.item(row))
        QTest.mouseClick(panel.history.viewport(), LEFT, NO, rect.center())

    click(2)
    assert edits(correcting) == count + 1 and np.allclose(drawn(correcting, WRIST)[0], before[0] + 1)
    qtbot.wait(100)
    click(0)
    assert edits(correcting) == count + 3 and np.allclose(drawn(correcting, WRIST)[0], before[0] + 3)


def test_the_frames_around_and_a_magnifier_help_to_place_a_joint(correcting: Window, qtbot: QtBot) -> None:
    start = spot(correcting, WRIST)
    drag(correcting, start, QPoint(20, 20))
    moved = drawn(correcting, WRIST)[:2]
    to_frame(correcting, 22, qtbot)
    around = correcting.correcting.around()
    assert set(around) == {-2, -1, 1, 2} and np.allclose(around[-2], moved)
    assert np.allclose(around[-1], drawn(correcting, WRIST)[:2])  # the detector found the same place in every frame
    here, hold = pane(correcting), spot(correcting, WRIST)
    room = here.room.toRect()
    left = 8 if hold.x() > room.center().x() else room.right() - 128
    corner = QRect(QPoint(left, room.bottom() - 128), QSize(120, 120))

    def looks() -> QImage:
        return here.grab(corner).toImage()

    before = looks()
    drag(correcting, hold, QPoint(3, 2), release=False)
    assert looks() != before  # the magnifier is there while the joint is held
    QTest.keyClick(here, Qt.Key.Key_Escape)
    assert looks() == before
    QTest.mouseRelease(here, LEFT, NO, hold)


def test_the_whole_way_with_mouse_and_keys_and_back_after_the_window_was_closed(
        correcting: Window, panel: Any, project: Path, open_window: Callable[[], Window], qtbot: QtBot) -> None:
    """Label, swap, interpolate, undo, redo, close, open again, undo again: each step is there, and gone, by itself."""
    window, count = correcting, edits(correcting)
    states = [state(window)]
    drag(window, spot(window, WRIST), QPoint(31, -22))                      # label
    states.append(state(window))
    to_frame(window, 30, qtbot)
    choose(panel, "Swap sides", "The whole person")                          # swap
    states.append(state(window))
    to_frame(window, 26, qtbot)
    drag(window, spot(window, WRIST), QPoint(-14, 9))
    states.append(state(window))
    to_frame(window, 23, qtbot)
    choose(panel, "Fill between", "On straight lines")                       # interpolate
    states.append(state(window))
    assert edits(window) == count + 4 and len({repr(each) for each in states}) == 5
    here = pane(window)
    for back in (3, 2):                                                      # undo
        QTest.keyClick(here, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert state(window) == states[back]
    for forth in (3, 4):                                                     # redo
        QTest.keyClick(here, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert state(window) == states[forth]
    window.close()

    again = open_window()
    again.activateWindow()
    open_project(again, project, qtbot)
    qtbot.waitUntil(lambda: len(again.session.times) == 2 and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    assert state(again) == states[4]
    again.setFocus()
    for back in (3, 2, 1, 0):
        QTest.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert state(again) == states[back]
    assert edits(again) == count
    QTest.keyClick(again, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert state(again) == states[1]


def state(window: Window) -> tuple[dict[str, Any], list[Any]]:
    """All labels and swaps of the project."""
    assert window.session.project is not None
    document = window.session.project.document
    return dict(document.labels), list(document.swaps.values())
