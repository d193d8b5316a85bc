"""The menu of a joint: by the right button in the picture, by a click in the table, by key."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.commands import BY_ID
from app.window import Window
from core.document import Edit
from core.labels import ABSENT, HUMAN, OCCLUDED, VISIBLE, Keypoint, Target, place
from core.pose import Poses2D, Source
from core.skeleton import COCO17
from tests.app.conftest import PATIENCE_MS
from tests.app.test_labelling import (  # noqa: F401
    LEFT,
    NO,
    WRIST,
    correcting,
    drawn,
    edits,
    pane,
    panel,
    points,
    spot,
    to_frame,
)

RIGHT = Qt.MouseButton.RightButton


def right_click(window: Window, at: QPoint) -> None:
    QTest.mouseClick(pane(window), RIGHT, NO, at)


def rows(window: Window) -> dict[str, bool]:
    """The menu that is open: text → whether it can be chosen."""
    assert window.joint_menu.isVisible()
    return {action.text().split("\t")[0].replace("&", ""): action.isEnabled() for action in window.joint_menu.actions()
            if not action.isSeparator()}


def ticked(window: Window) -> list[str]:
    return [action.text().split("\t")[0].replace("&", "") for action in window.joint_menu.actions()
            if action.isChecked()]


def press(window: Window, *keys: Qt.Key) -> None:
    """In the menu that is open."""
    assert window.joint_menu.isVisible()
    for key in keys:
        QTest.keyClick(window.joint_menu, key)


def test_the_right_button_on_a_joint_says_what_it_is(correcting: Window) -> None:  # noqa: F811
    window, before, count = correcting, drawn(correcting, WRIST).copy(), edits(correcting)
    right_click(window, spot(window, WRIST))
    assert window.correcting.joint_name == "lwrist" and ticked(window) == ["As detected"]
    shown = rows(window)
    assert list(shown)[:6] == ["L wrist: detected by by hand, 1.00", "Visible", "Hidden (occluded)", "Absent",
                               "As detected", "Lock in all frames"]
    assert shown.pop("L wrist: detected by by hand, 1.00") is False and all(shown.values())
    assert ("zoom_joint" in BY_ID) == (BY_ID["zoom_joint"].title in shown)
    press(window, Qt.Key.Key_H)
    assert not window.joint_menu.isVisible() and edits(window) == count + 1
    assert points(window)["lwrist"] == Keypoint(float(before[0]), float(before[1]), OCCLUDED, HUMAN)
    assert "Hide L wrist in frame 20" in window.actions_by_id["undo"].text()

    right_click(window, spot(window, WRIST))
    assert ticked(window) == ["Hidden (occluded)"]
    press(window, Qt.Key.Key_V)
    assert points(window)["lwrist"].state == VISIBLE
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_D)
    assert not points(window) and np.array_equal(drawn(window, WRIST), before) and edits(window) == count + 3
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_Escape)
    assert not window.joint_menu.isVisible() and edits(window) == count + 3


def test_what_was_taken_out_comes_back_where_it_was_detected(correcting: Window) -> None:  # noqa: F811
    window, before = correcting, drawn(correcting, WRIST).copy()
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_A)
    assert points(window)["lwrist"].state == ABSENT
    window.actions_by_id["joint_menu"].trigger()  # it is nowhere, so by key
    assert ticked(window) == ["Absent"]
    press(window, Qt.Key.Key_V)
    assert np.allclose(drawn(window, WRIST)[:2], before[:2]) and points(window)["lwrist"].source == HUMAN


def test_lock_and_swap(correcting: Window) -> None:  # noqa: F811
    window, left, right = correcting, drawn(correcting, WRIST).copy(), drawn(correcting, WRIST + 1).copy()
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_S)
    assert np.array_equal(drawn(window, WRIST), right) and np.array_equal(drawn(window, WRIST + 1), left)
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_L)
    assert window.acts.locked() == {"lwrist"}
    count = edits(window)
    right_click(window, spot(window, WRIST))
    assert rows(window)["Unlock"]
    press(window, Qt.Key.Key_A)
    assert edits(window) == count
    assert window.banner.notice is not None and "lwrist: this joint is locked" in window.banner.notice.title
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_L)
    assert not window.acts.locked()
    right_click(window, spot(window, COCO17.index("nose")))
    assert not any("Swap" in row for row in rows(window))
    press(window, Qt.Key.Key_Escape)


def test_the_right_button_places_the_missing_joint_at_hand_hidden(correcting: Window) -> None:  # noqa: F811
    window = correcting
    right_click(window, spot(window, WRIST))
    press(window, Qt.Key.Key_A)
    right_click(window, pane(window).to_pane(3.0, 5.0).toPoint())
    assert not window.joint_menu.isVisible()
    label = points(window)["lwrist"]
    assert label.state == OCCLUDED and np.allclose(label.xys[:2], (3, 5), atol=1 / pane(window)._lens.scale)
    assert "Place L wrist hidden" in window.actions_by_id["undo"].text()


def test_the_right_button_beside_the_joints_adds_a_pose_there(correcting: Window) -> None:  # noqa: F811
    window = correcting
    QTest.keyClick(pane(window), Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    right_click(window, pane(window).to_pane(30.0, 60.0).toPoint())
    assert list(rows(window))[:2] == ["Add a pose here", "Delete the pose in this frame"]
    press(window, Qt.Key.Key_A)
    person = window.correcting.person()
    assert person is not None
    places = person.xys[:, :2]
    assert np.allclose((places.min(axis=0) + places.max(axis=0)) / 2, (30, 60), atol=1 / pane(window)._lens.scale)


def test_the_menu_key_opens_the_menu_of_the_joint_at_hand(correcting: Window) -> None:  # noqa: F811
    window = correcting
    QTest.mouseClick(pane(window), LEFT, NO, spot(window, WRIST))
    at = pane(window).rect().center()  # as the window system sends it for that key, wherever the pointer is
    QApplication.sendEvent(pane(window), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at,
                                                           pane(window).mapToGlobal(at)))
    assert next(iter(rows(window))).startswith("L wrist")
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    chosen = window.joint_menu.activeAction()
    assert chosen is not None and chosen.text().startswith("&Absent")
    press(window, Qt.Key.Key_Return)
    assert points(window)["lwrist"].state == ABSENT
    QTest.keyClick(pane(window), Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert ticked(window) == ["Absent"]
    press(window, Qt.Key.Key_Escape)


def test_without_correcting_there_is_no_menu(correcting: Window) -> None:  # noqa: F811
    at = spot(correcting, WRIST)
    correcting.actions_by_id["correct"].trigger()
    right_click(correcting, at)
    assert not correcting.joint_menu.isVisible()


def test_a_click_on_a_state_in_the_table_opens_the_menu(correcting: Window, panel: Any) -> None:  # noqa: F811
    table = panel.joints
    KNEE = COCO17.index("lknee")
    at = table.visualItemRect(table.item(KNEE, 1)).center()
    if not table.viewport().rect().contains(at):
        table.scrollToItem(table.item(KNEE, 1))
        at = table.visualItemRect(table.item(KNEE, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, NO, at)
    assert next(iter(rows(correcting))).startswith("L knee") and correcting.correcting.joint_name == "lknee"
    press(correcting, Qt.Key.Key_H)
    assert points(correcting)["lknee"].state == OCCLUDED
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert ticked(correcting) == ["Hidden (occluded)"]
    press(correcting, Qt.Key.Key_Escape)
    QTest.mouseClick(table.viewport(), LEFT, NO, table.visualItemRect(table.item(KNEE, 0)).center())
    assert not correcting.joint_menu.isVisible()  # a click on the name only chooses


# -- sources


def test_every_point_says_where_it_is_from(correcting: Window, panel: Any, qtbot: QtBot) -> None:  # noqa: F811
    window, project = correcting, correcting.session.project
    assert project is not None
    view = window.stage.active or ""
    xys = window.session.shown[view].poses.xys.copy()
    xys[..., 2] = 0.834
    row = project.store(Poses2D(xys, np.arange(len(xys)) / 20, COCO17, (96, 160),
                                Source("blazepose-full", "1a2b3c4d" * 8)), view=view, athlete=0)
    window.session.do(Edit("Detect", (project.document.put(row),), "blazepose"))
    qtbot.waitUntil(lambda: window.session.shown[view].poses.source.model == "blazepose-full", timeout=PATIENCE_MS)
    by = {"nose": "human", "leye": "copied", "reye": "interpolated", "lear": "ghost", "rear": "imported",
          "lshoulder": "parallax-lifter", "rshoulder": "somebody's model"}
    window.session.do(place(project.document, Target(view, "athlete", COCO17), 20,
                            {joint: Keypoint(5.0, 5.0, OCCLUDED if joint == "leye" else VISIBLE, source)
                             for joint, source in by.items()}, "Move"))
    panel.refresh()
    said = {joint: panel.joints.item(n, 1).text() for n, joint in enumerate(COCO17.joints)}
    assert said["lwrist"] == "detected by BlazePose full, 0.83"
    assert [said[joint] for joint in by] == [
        "visible, by hand", "hidden, copied", "visible, interpolated", "visible, from the other views",
        "visible, imported", "visible, corrected by Parallax lifter", "visible, corrected by somebody's model"]
    full = "detected by BlazePose full, weights 1a2b3c4d, score 0.83"
    assert panel.joints.item(WRIST, 1).toolTip().startswith(full)
    window.correcting.choose(WRIST)
    assert window.correcting._hints(None, True)[0] == f"L wrist: {full}"


def test_of_poses_with_sides_put_right_the_detector_is_named(correcting: Window, qtbot: QtBot) -> None:  # noqa: F811
    window, project = correcting, correcting.session.project
    assert project is not None
    view = window.stage.active or ""
    xys, times = window.session.shown[view].poses.xys, np.arange(40) / 20
    first = project.store(Poses2D(xys, times, COCO17, (96, 160), Source("blazepose-full", "1a2b3c4d" * 8)), view=view,
                          athlete=0)
    repaired = Source("swap-repair", "", {"repaired": "blazepose-full", "frames": 3})
    second = project.store(Poses2D(xys, times, COCO17, (96, 160), repaired), view=view, athlete=0, made_from=first.id)
    window.session.do(Edit("Detect", (project.document.put(first), project.document.put(second)), "blazepose"))
    qtbot.waitUntil(lambda: window.session.shown[view].poses.source.model == "swap-repair", timeout=PATIENCE_MS)
    assert window.correcting.describe(WRIST, True) == "detected by BlazePose full, weights 1a2b3c4d, score 1.00"


def test_the_legend_shows_every_mark(correcting: Window, panel: Any) -> None:  # noqa: F811
    from app.mark_legend import MARKED
    from app.overlay import MARKS

    legend = panel._legend
    assert {mark for _, mark, _ in MARKED if mark} == set(MARKS) and any(hidden for _, _, hidden in MARKED)
    assert legend.height() == legend.heightForWidth(legend.width())
    assert legend.heightForWidth(100) > legend.heightForWidth(1000)
    assert legend.visibleRegion().boundingRect().height() == legend.height()


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
def test_nothing_of_the_panel_is_cut_off(correcting: Window, panel: Any, size: tuple[int, int],  # noqa: F811
                                         tmp_path: Path, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QPushButton

    correcting.resize(*size)
    QApplication.processEvents()
    for button in panel.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width(), button.text()
