"""The ghost joint in a real window: where the other views put a joint, accepted with Enter. One motion, seen by level
cameras around it, whose 2D and lifted 3D are exact but for the faults that are planted."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.window import Window
from core import recording
from core.compare import Comparison
from core.document import Edit
from core.ghost import Ghost, ghost
from core.labels import GHOST, OCCLUDED, VISIBLE, Target, lock
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17, convert
from core.storage import Project
from core.studio import MOTIONS
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.app.test_labelling import LEFT, NO, drag, drawn, edits, pane, points, spot, to_frame

FRAMES, FPS = 40, 20
SIZE = (240, 240)
SCALE = 80.0                          # pixels a metre
TURN = 0.7                            # radians from one camera to the next
WRIST = COCO17.index("lwrist")
WRONG, MISSING, LYING = 20, 25, 30    # frames of the first view
OFF = np.array([24.0, -16.0])         # pixels that the wrist is off in WRONG
FAR_M = 0.3                           # metres that the last view's wrist is off in LYING, up
# float32 metres of about one, times the scale and summed over a few: 80 px · 2^-23 · 10 is far below this.
EXACT_PX = 0.01


def motion() -> np.ndarray:
    """(T, 17, 3) COCO joints of a kick in metres, in the axes of a level camera, relative to the pelvis."""
    studio = MOTIONS["kick"](FRAMES / FPS, float(FPS))[:FRAMES]
    seen = np.stack([studio[..., 0], -studio[..., 2], studio[..., 1]], axis=-1)
    seen -= seen[:, :1]
    known = [H36M17.index(name if name in H36M17.joints else "head") for name in COCO17.joints]
    body = seen[:, known]
    for joint, side in ((1, -1), (2, 1), (3, -2), (4, 2)):  # eyes and ears lie beside the head
        body[:, joint, 0] += 0.04 * side
    return body


def seen_by(camera: int) -> tuple[np.ndarray, np.ndarray]:
    """What a camera sees: (T, 17, 3) pixels and scores of COCO joints, (T, 17, 3) metres of H36M joints."""
    c, s = np.cos(TURN * camera), np.sin(TURN * camera)
    body = motion() @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T
    pixels = np.concatenate((SCALE * body[..., :2] + np.array(SIZE) / 2, np.ones((*body.shape[:2], 1))), axis=-1)
    deep = convert(np.concatenate((body, np.ones((*body.shape[:2], 1))), axis=-1), COCO17, H36M17)[..., :3]
    return pixels, deep - deep[:, :1]


def made(folder: Path, views: int) -> Path:
    """A project of so many views, with the faults planted; the last of three or more lies about the wrist."""
    clips = [write_clip(folder / "rec" / f"cam{n + 1}.mp4", FRAMES, SIZE, FPS) for n in range(views)]
    project = folder / "kick.parallax"
    times = np.arange(FRAMES) / FPS
    with Project.create(project) as opened:
        recording.add_views(opened, clips)
        for camera, view in enumerate(list(opened.document.views.values())):
            flat, deep = seen_by(camera)
            xyzs = np.ones((FRAMES, 1, 17, 4), np.float32)
            xyzs[:, 0, :, :3] = deep
            if camera == 0:
                flat[WRONG, WRIST, :2] += OFF
                flat[MISSING, WRIST] = (np.nan, np.nan, 0)
                xyzs[MISSING, 0, H36M17.index("lwrist"), 3] = 0
            if 1 < camera == views - 1:
                xyzs[LYING, 0, H36M17.index("lwrist"), 1] -= FAR_M
            two = opened.store(Poses2D(flat[:, None].astype(np.float32), times, COCO17, SIZE, Source("by hand")),
                               view=view.id, athlete=0)
            three = opened.store(Poses3D(xyzs, times, Source("by hand")), view=view.id, made_from=two.id, athlete=0)
            opened.do(Edit("Poses", (opened.document.put(two), opened.document.put(three))))
    return project


def truth(frame: int, camera: int = 0, joint: int = WRIST) -> np.ndarray:
    """(2,) where a joint really is in a camera's picture."""
    return np.asarray(seen_by(camera)[0][frame, joint, :2])


def off(window: Window, frame: int, camera: int = 0) -> float:
    """Pixels from the ghost to where the wrist really is."""
    found = window.correcting.ghost()
    assert found is not None
    return float(np.hypot(*(np.array([found.x, found.y]) - truth(frame, camera))))


def said(window: Window) -> str:
    """What stands beside the ghost."""
    correcting = window.correcting
    found, joint = correcting.ghost(), correcting.joint
    assert found is not None and joint is not None
    return correcting.ghosting.said(found, correcting.place_of(joint)).text


@pytest.fixture
def correct(window: Window, tmp_path: Path, qtbot: QtBot) -> Callable[[int], Window]:
    """Opens a project of so many views, the first of them at hand, corrects, and waits for the comparison."""

    def begin(views: int) -> Window:
        window.session.open_project(made(tmp_path, views))
        qtbot.waitUntil(lambda: len(window.session.times) == views and not window.session.jobs.busy(),
                        timeout=PATIENCE_MS)
        window.activateWindow()
        to_frame(window, WRONG, qtbot)
        window.actions_by_id["correct"].trigger()
        window.correcting.choose(WRIST)
        settled(window, qtbot)
        return window

    return begin


def settled(window: Window, qtbot: QtBot) -> None:
    """The comparison of the view at hand is there, if there is to be one."""
    qtbot.waitUntil(lambda: not window.correcting.ghosting.model.busy, timeout=PATIENCE_MS)


def test_enter_brings_a_wrong_joint_to_where_the_other_view_sees_it(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    before, count = drawn(window, WRIST).copy(), edits(window)
    assert np.allclose(before[:2], truth(WRONG) + OFF, atol=1e-3)
    assert off(window, WRONG) < EXACT_PX
    assert said(window) == f"cam2: {np.hypot(*OFF):.0f} px from here"
    QTest.keyClick(pane(window), Qt.Key.Key_Return)
    label = points(window, WRONG)["lwrist"]
    assert edits(window) == count + 1 and (label.state, label.source) == (VISIBLE, GHOST)
    assert np.hypot(*(drawn(window, WRIST)[:2] - truth(WRONG))) < EXACT_PX
    assert "Accept the ghost of L wrist in frame 20" in window.actions_by_id["undo"].text()
    assert said(window) == "cam2: here" and window.correcting.describe(WRIST) == "visible, from the other views"
    QTest.keyClick(pane(window), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)  # it is there already
    assert edits(window) == count + 1
    window.actions_by_id["undo"].trigger()
    assert np.array_equal(drawn(window, WRIST), before) and said(window) == f"cam2: {np.hypot(*OFF):.0f} px from here"
    QTest.keyClick(pane(window), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert points(window, WRONG)["lwrist"].source == GHOST


def test_a_joint_that_nobody_saw_is_placed_as_hidden(correct: Callable[[int], Window], qtbot: QtBot) -> None:
    window = correct(2)
    to_frame(window, MISSING, qtbot)
    assert np.isnan(drawn(window, WRIST)[:2]).all() and off(window, MISSING) < EXACT_PX
    assert said(window) == "cam2: here"
    hints = window.correcting._hints(window.correcting.ghost(), False)
    assert hints == ["L wrist: missing, click to place it", "Enter: put it there, as hidden"]
    with_it = pane(window).grab().toImage()
    window.actions_by_id["ghost"].trigger()
    assert pane(window).grab().toImage() != with_it  # it is drawn though there is no joint
    window.actions_by_id["ghost"].trigger()
    settled(window, qtbot)
    QTest.keyClick(pane(window), Qt.Key.Key_Return)
    label = points(window, MISSING)["lwrist"]
    assert (label.state, label.source) == (OCCLUDED, GHOST)
    assert np.hypot(*(np.array(label.xys[:2]) - truth(MISSING))) < EXACT_PX
    assert len(window.correcting._hints(window.correcting.ghost(), False)) == 1
    QTest.keyClick(pane(window), Qt.Key.Key_Right)
    QTest.keyClick(pane(window), Qt.Key.Key_Return)  # by hand a pixel away and back: it stays hidden
    assert points(window, MISSING)["lwrist"] == label


def test_enter_ends_a_drag_at_the_ghost_with_one_edit(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    count, start = edits(window), spot(window, WRIST)
    drag(window, start, QPoint(-40, 30), release=False)
    assert off(window, WRONG) < EXACT_PX  # what is held has no say in it
    QTest.keyClick(pane(window), Qt.Key.Key_Return)
    assert edits(window) == count + 1 and not window.correcting.held
    placed = drawn(window, WRIST)[:2].copy()
    assert np.hypot(*(placed - truth(WRONG))) < EXACT_PX
    QTest.mouseMove(pane(window), start + QPoint(-60, 60))
    QTest.mouseRelease(pane(window), LEFT, NO, start + QPoint(-60, 60))
    assert edits(window) == count + 1 and np.array_equal(drawn(window, WRIST)[:2], placed)


def test_a_wrong_shoulder_does_not_draw_its_ghost_along(correct: Callable[[int], Window], qtbot: QtBot) -> None:
    window, shoulder = correct(2), COCO17.index("lshoulder")
    to_frame(window, 10, qtbot)
    window.correcting.choose(shoulder)
    window.correcting.nudge(30.0, -20.0)  # and with it thorax and spine, which are made of both shoulders
    found = window.correcting.ghost()
    assert found is not None
    assert np.hypot(*(np.array([found.x, found.y]) - truth(10, joint=shoulder))) < EXACT_PX


def test_a_locked_joint_does_not_follow_its_ghost(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    document = window.session.project.document  # type: ignore[union-attr]
    window.session.do(lock(document, Target(window.stage.active or "", "athlete", COCO17), "lwrist", True))
    before, count = drawn(window, WRIST).copy(), edits(window)
    drag(window, spot(window, WRIST), QPoint(20, 0), release=False)
    QTest.keyClick(pane(window), Qt.Key.Key_Return)
    assert edits(window) == count and np.array_equal(drawn(window, WRIST), before)
    assert window.banner.notice is not None and "locked" in window.banner.notice.title
    QTest.mouseRelease(pane(window), LEFT, NO, spot(window, WRIST))
    assert edits(window) == count


def test_there_is_none_without_a_second_view_or_for_a_joint_that_the_lifter_does_not_know(
        correct: Callable[[int], Window]) -> None:
    window = correct(1)
    count = edits(window)
    assert window.correcting.ghost() is None and len(window.correcting._hints(None, False)) == 1
    QTest.keyClick(pane(window), Qt.Key.Key_Return)
    window.correcting.accept_ghost()
    assert edits(window) == count


def test_a_joint_that_is_only_the_detectors_has_none(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    assert window.correcting.ghost() is not None
    window.correcting.choose(COCO17.index("lear"))
    assert window.correcting.ghost() is None
    assert not window.actions_by_id["accept_ghost"].isEnabled()
    window.correcting.choose(COCO17.index("rknee"))
    window.actions_by_id["accept_ghost"].trigger()
    assert list(points(window, WRONG)) == ["rknee"]


def test_views_that_contradict_one_another_say_by_how_much(correct: Callable[[int], Window], qtbot: QtBot) -> None:
    window = correct(3)
    found = window.correcting.ghost()
    # One wrist of 17 · 40 joints is off by 24 px: all of the alignment moves by its share of that, 0.04 px, and out at
    # a wrist by a few times as much.
    assert found is not None and not found.at_odds and off(window, WRONG) < 0.2
    assert said(window) == f"cam2, cam3: {np.hypot(*OFF):.0f} px from here"
    to_frame(window, LYING, qtbot)
    told = re.fullmatch(r"cam2, cam3 differ by (\d+) px \((\d+) mm relative\)", said(window))
    assert told is not None
    # So the fault stays whole, and level cameras draw what is up as it is.
    assert int(told[1]) == pytest.approx(SCALE * FAR_M, abs=1) and int(told[2]) == pytest.approx(1000 * FAR_M, abs=10)
    assert window.correcting.ghosting.said(window.correcting.ghost(), None).warning  # type: ignore[arg-type]
    assert off(window, LYING) == pytest.approx(SCALE * FAR_M / 2, abs=1)  # between the two


def test_it_follows_the_view_at_hand(correct: Callable[[int], Window], qtbot: QtBot) -> None:
    window = correct(2)
    views = list(window.session.views)
    window.stage.activate(views[1])
    assert window.correcting.ghost() is None or window.correcting.ghosting.model.comparison is not None
    settled(window, qtbot)
    qtbot.waitUntil(lambda: pane(window).frame_index == WRONG, timeout=PATIENCE_MS)
    assert window.correcting.ghosting.model.comparison.views == (views[1], views[0])  # type: ignore[union-attr]
    assert said(window) == "cam1: here" and off(window, WRONG, 1) < EXACT_PX


def test_it_is_aligned_as_the_open_comparison_panel_says(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    options = window.correcting.ghosting.model
    assert options.options.alignment == "sequence"
    window.open_panel("compare")
    panel: Any = window._work.side.panel("compare")
    panel.model.set(alignment="frame")
    assert options.options.alignment == "frame" and options.options.reference == window.stage.active
    assert panel.model.comparison is None or panel.model.comparison is not options.comparison
    window.toggle_panel("compare")
    assert options.options.alignment == "sequence"


def test_it_costs_nothing_while_nobody_corrects_and_can_be_switched_off(
        correct: Callable[[int], Window], settings: Settings, qtbot: QtBot) -> None:
    window = correct(2)
    ghosting = window.correcting.ghosting
    window.actions_by_id["ghost"].trigger()
    assert not ghosting.on and window.correcting.ghost() is None and ghosting.model.comparison is None
    assert settings.choice("ghost", True) is False
    window.actions_by_id["ghost"].trigger()
    settled(window, qtbot)
    assert window.correcting.ghost() is not None
    window.actions_by_id["correct"].trigger()
    assert not ghosting.model.open and ghosting.model.comparison is None


def test_enter_still_presses_a_button(correct: Callable[[int], Window]) -> None:
    window, count = correct(2), 0
    count = edits(window)
    window.open_panel("correct")
    panel: Any = window._work.side.panel("correct")
    panel._on.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.focusWidget() is panel._on and window.correcting.ghost() is not None
    QTest.keyClick(panel._on, Qt.Key.Key_Return)
    assert not window.correcting.on and edits(window) == count


def test_a_repaint_works_nothing_out_again(
        correct: Callable[[int], Window], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is one joint of one frame; a comparison has them all at hand, so that takes a millisecond."""
    window = correct(3)
    shown, ghosting = window.correcting.shown, window.correcting.ghosting
    assert shown is not None
    worked: list[int] = []
    def told(made: Comparison, row: int, *rest: Any) -> Ghost | None:
        worked.append(row)
        return ghost(made, row, *rest)

    monkeypatch.setattr("app.ghosting.ghost", told)

    def asked(frames: list[int]) -> list[Ghost | None]:
        worked.clear()
        people = [shown.athlete_at(frame) for frame in frames]
        return [ghosting.at(window.stage.active or "", frame, WRIST, person.xys, COCO17)
                for frame, person in zip(frames, people, strict=True) if person is not None]

    first = asked(list(range(8)))
    assert None not in first and len(worked) == len(set(worked)) == 8
    assert len({id(each) for each in asked([5] * 8)}) == 1 and len(worked) == 1
    assert asked([6])[0] == first[6]


def test_a_place_outside_of_the_picture_is_hidden(correct: Callable[[int], Window]) -> None:
    window = correct(2)
    found = window.correcting.ghost()
    assert found is not None
    ghosting, view = window.correcting.ghosting, window.stage.active or ""
    for away, state in ((0.0, VISIBLE), (500.0, OCCLUDED)):
        point = ghosting.accepted(view, replace(found, x=found.x + away), (10.0, 10.0), None)
        assert point is not None and point.state == state
