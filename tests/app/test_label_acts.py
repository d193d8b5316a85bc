"""Whole poses by mouse and key in a real window, and labelling where nothing was detected at all."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panel_model import run_row
from app.window import Window
from core import export
from core.document import Edit
from core.errors import ParallaxError
from core.labels import ABSENT, COPIED, HUMAN, VISIBLE, Keypoint, Target, lock
from core.pose import Poses2D, Source
from core.skeleton import BLAZEPOSE33, COCO17
from tests.app.conftest import PATIENCE_MS
from tests.app.test_labelling import LEFT, NO, correcting, drag, drawn, edits, pane, points, spot, to_frame  # noqa: F401

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KNEE = COCO17.index("lknee")


def key(window: Window, code: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    QTest.keyClick(pane(window), code, held)


def joints(window: Window) -> np.ndarray:
    """(J, 2) the athlete in the frame at hand."""
    person = window.correcting.person()
    assert person is not None
    return np.array(person.xys[:, :2])


def middle(places: np.ndarray) -> np.ndarray:
    return np.asarray((np.nanmin(places, axis=0) + np.nanmax(places, axis=0)) / 2)


def away(window: Window) -> None:
    """The pointer leaves the picture, as the window system tells it."""
    for at in (pane(window).rect().center(), QPoint(-5, -5)):
        QTest.mouseMove(window.windowHandle(), pane(window).mapTo(window, at))
    assert window.correcting.pointer() is None


# -- poses


def test_a_pose_is_deleted_and_added_again_as_its_neighbour_has_it(correcting: Window) -> None:  # noqa: F811
    window, before, count = correcting, joints(correcting), edits(correcting)
    away(window)
    key(window, Qt.Key.Key_Delete, SHIFT)
    assert edits(window) == count + 1 and np.isnan(joints(window)).all() and not pane(window)._people
    assert {point.state for point in points(window).values()} == {ABSENT} and len(points(window)) == 17
    key(window, Qt.Key.Key_Delete, SHIFT)
    assert edits(window) == count + 1
    assert window.banner.notice is not None and "no pose to delete" in window.banner.notice.title
    key(window, Qt.Key.Key_Insert)
    assert edits(window) == count + 2 and np.allclose(joints(window), before, atol=1e-4)
    assert {(p.state, p.source) for p in points(window).values()} == {(VISIBLE, COPIED)}
    for _ in range(2):
        window.actions_by_id["undo"].trigger()
    assert not points(window) and np.array_equal(joints(window), before)


def test_a_new_pose_comes_to_the_pointer(correcting: Window) -> None:  # noqa: F811
    window, shape = correcting, joints(correcting)
    key(window, Qt.Key.Key_Delete, SHIFT)
    at = pane(window).to_pane(40.0, 70.0).toPoint()
    QTest.mouseMove(pane(window), at + QPoint(3, 3))
    QTest.mouseMove(pane(window), at)
    key(window, Qt.Key.Key_Insert)
    assert np.allclose(middle(joints(window)), (40, 70), atol=1 / pane(window)._lens.scale)
    assert np.allclose(joints(window) - middle(joints(window)), shape - middle(shape), atol=1e-3)


def test_only_what_is_missing_is_added(correcting: Window) -> None:  # noqa: F811
    window = correcting
    away(window)
    drag(window, spot(window, KNEE), QPoint(20, 0))
    moved = joints(window)[KNEE]
    key(window, Qt.Key.Key_Insert)
    assert list(points(window)) == ["lknee"]
    assert window.banner.notice is not None and "no joint is missing" in window.banner.notice.title
    assert np.array_equal(joints(window)[KNEE], moved) and points(window)["lknee"].source == HUMAN


def test_locked_joints_stay_and_are_told(correcting: Window) -> None:  # noqa: F811
    window = correcting
    document = window.session.project.document  # type: ignore[union-attr]
    window.session.do(lock(document, Target(window.stage.active or "", "athlete", COCO17), "lknee", True))
    before = joints(window)[KNEE]
    key(window, Qt.Key.Key_Delete, SHIFT)
    assert np.array_equal(joints(window)[KNEE], before) and np.isnan(np.delete(joints(window), KNEE, axis=0)).all()
    assert window.banner.notice is not None and "Stayed, since it is locked: L knee." in window.banner.notice.text


def test_the_whole_pose_of_the_frame_before_or_after_is_taken_over(correcting: Window, qtbot: QtBot) -> None:  # noqa: F811
    window = correcting
    drag(window, spot(window, KNEE), QPoint(20, 0))
    moved = joints(window)
    to_frame(window, 21, qtbot)
    count = edits(window)
    key(window, Qt.Key.Key_Left, CTRL)
    assert edits(window) == count + 1 and np.allclose(joints(window), moved, atol=1e-4)
    assert {p.source for p in points(window, 21).values()} == {COPIED} and len(points(window, 21)) == 17
    to_frame(window, 19, qtbot)
    drag(window, spot(window, KNEE), QPoint(0, 30))
    key(window, Qt.Key.Key_Right, CTRL)
    assert np.allclose(joints(window), moved, atol=1e-4)
    notice = window.banner.notice  # what somebody had placed gave way, which is said
    assert notice is not None and "Placed by hand before: L knee." in notice.text
    to_frame(window, 25, qtbot)
    key(window, Qt.Key.Key_Left, CTRL | SHIFT)  # of the labelled frame before: every joint is labelled in 21
    assert len(points(window, 25)) == 17
    to_frame(window, 0, qtbot)
    count = edits(window)
    key(window, Qt.Key.Key_Left, CTRL)
    assert edits(window) == count
    assert window.banner.notice is not None and "this is the first one" in window.banner.notice.title
    key(window, Qt.Key.Key_Right, CTRL | SHIFT)  # the labels of 19, which are all joints of it
    assert len(points(window, 0)) == 17


def test_with_a_joint_at_hand_the_keys_mean_the_same(correcting: Window, qtbot: QtBot) -> None:  # noqa: F811
    window = correcting
    QTest.mouseClick(pane(window), LEFT, NO, spot(window, KNEE))
    key(window, Qt.Key.Key_Left, CTRL)
    assert len(points(window)) == 17 and window.correcting.joint_name == "lknee"


def test_adding_a_pose_begins_to_correct(shown: Window, qtbot: QtBot) -> None:
    shown.activateWindow()
    to_frame(shown, 20, qtbot)
    pane(shown).setFocus()
    shown.actions_by_id["delete_pose"].trigger()
    assert not shown.correcting.on
    shown.actions_by_id["add_pose"].trigger()
    assert shown.correcting.on and len(points(shown)) == 17


# -- where nothing was detected


@pytest.fixture
def bare(window: Window, clips: list[Path], qtbot: QtBot) -> Window:
    """Two videos in which nobody was looked for, with the first at hand."""
    window.activateWindow()
    window.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(window.session.shown) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    to_frame(window, 20, qtbot)
    return window


def test_nothing_else_is_made_of_a_view_in_which_nobody_was_looked_for(bare: Window) -> None:
    session = bare.session
    assert all(shown.bare and shown.kept and not shown.done.any() for shown in session.shown.values())
    assert not session.several_people and bare.actions_by_id["correct"].isEnabled()
    assert not bare.actions_by_id["export_2d"].isEnabled() and not bare.actions_by_id["export_labels"].isEnabled()
    assert all(np.isnan(strip.values).all() for strip in bare.timeline._strips)
    assert bare.panel._people_hint.text() == "Nobody yet: find poses first, or place joints by hand."
    assert run_row(session) is None and not pane(bare)._people
    assert all(session.shown[view].body(20, session.views[view], "#ffffff", True) is None for view in session.views)


def test_a_standing_person_is_placed_and_corrected_where_nothing_was_detected(
        bare: Window, open_window: Callable[[], Window], qtbot: QtBot) -> None:
    bare.actions_by_id["correct"].trigger()
    away(bare)
    key(bare, Qt.Key.Key_Insert)
    placed = joints(bare)
    assert len(placed) == 33 and np.isfinite(placed).all() and (placed >= 0).all() and (placed < (96, 160)).all()
    assert {p.source for p in points(bare).values()} == {COPIED}
    wrist = BLAZEPOSE33.index("lwrist")
    drag(bare, spot(bare, wrist), QPoint(15, 10))
    assert points(bare)["lwrist"].source == HUMAN and not np.allclose(drawn(bare, wrist)[:2], placed[wrist])
    moved = joints(bare)
    to_frame(bare, 30, qtbot)
    assert np.isnan(joints(bare)).all()
    away(bare)
    key(bare, Qt.Key.Key_Insert)  # from the frame that has one now
    assert np.allclose(joints(bare), moved, atol=1e-4)
    assert bare.actions_by_id["export_labels"].isEnabled()
    folder = bare.session.project.folder  # type: ignore[union-attr]
    bare.close()
    again = open_window()
    again.session.open_project(folder)
    qtbot.waitUntil(lambda: len(again.session.shown) == 2 and not again.session.jobs.busy(), timeout=PATIENCE_MS)
    to_frame(again, 20, qtbot)
    assert np.allclose(joints(again), moved, atol=1e-4)


def test_a_detection_that_comes_later_lies_beneath_the_labels(bare: Window, qtbot: QtBot) -> None:
    session, view = bare.session, bare.stage.active or ""
    bare.actions_by_id["correct"].trigger()
    bare.correcting.choose(BLAZEPOSE33.index("nose"))
    QTest.mouseClick(pane(bare), LEFT, NO, pane(bare).to_pane(30.0, 40.0).toPoint())
    assert list(points(bare)) == ["nose"]
    project = session.project
    assert project is not None
    found = np.full((40, 1, 17, 3), 50, np.float32)
    found[..., 2] = 0.7
    row = project.store(Poses2D(found, np.arange(40) / 20, COCO17, (96, 160), Source("blazepose-full", "1a2b3c4d" * 8)),
                        view=view, athlete=0)
    session.do(Edit("Detect", (project.document.put(row),), "blazepose"))
    qtbot.waitUntil(lambda: not session.shown[view].bare, timeout=PATIENCE_MS)
    assert np.allclose(joints(bare)[0], (30, 40), atol=1) and (joints(bare)[1:] == 50).all()
    session.undo()
    qtbot.waitUntil(lambda: session.shown[view].bare, timeout=PATIENCE_MS)
    assert np.allclose(joints(bare)[0], (30, 40), atol=1) and np.isnan(joints(bare)[1:]).all()
    session.undo()
    assert not points(bare)


def test_labels_of_another_skeleton_bring_theirs(bare: Window, qtbot: QtBot) -> None:
    session, view = bare.session, bare.stage.active or ""
    bare.actions_by_id["correct"].trigger()
    bare.correcting.choose(32)
    from core import labels

    document = session.project.document  # type: ignore[union-attr]
    session.do(labels.place(document, Target(view, "athlete", COCO17), 20, {"nose": Keypoint(5.0, 6.0)}, "Import"))
    assert session.shown[view].poses.skeleton == COCO17 and not bare.correcting.chosen
    assert np.array_equal(joints(bare)[0], (5, 6)) and len(pane(bare)._people) == 1
    session.undo()
    assert session.shown[view].poses.skeleton == BLAZEPOSE33 and not pane(bare)._people


def test_an_export_of_keypoints_says_what_it_leaves_out(bare: Window, tmp_path: Path, qtbot: QtBot) -> None:
    bare.actions_by_id["correct"].trigger()
    key(bare, Qt.Key.Key_Insert)
    assert bare.actions_by_id["export_2d"].isEnabled()
    project = bare.session.project
    assert project is not None
    with pytest.raises(ParallaxError, match="Export labels"):
        export.export(project, tmp_path / "a.csv", export.Options("2d", "csv"))
    other = next(view for view in bare.session.views if view != bare.stage.active)
    xys = np.full((40, 1, 17, 3), 50, np.float32)
    row = project.store(Poses2D(xys, np.arange(40) / 20, COCO17, (96, 160), Source("x")), view=other, athlete=0)
    bare.session.do(Edit("Detect", (project.document.put(row),), "x"))
    said = export.export(project, tmp_path / "a.csv", export.Options("2d", "csv")).note
    assert "cam1" in said and "Export labels" in said
    with open(tmp_path / "a.csv", newline="") as file:
        head = next(csv.reader(file))
    assert not any(column.startswith("cam1") for column in head)
