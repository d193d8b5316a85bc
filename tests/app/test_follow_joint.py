"""Zoomed to the joint at hand: the pane stays on it while frames and joints are stepped, until the picture is moved."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.follow_joint import LEAST_PX, NEAR, SHARE, longer_side, place_near
from app.lens import LARGEST, Lens
from app.shown import Shown, work_out
from app.window import Window
from core import recording
from core.document import Edit
from core.labels import ABSENT, Keypoint, Target, place
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.app.test_labelling import drag, drawn, edits, pane, spot, to_frame
from tests.app.test_video_view import wheel

LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FRAMES, SIZE = 40, (320, 480)
NOSE, WRIST, ANKLE = (COCO17.index(name) for name in ("nose", "lwrist", "lankle"))


def walking() -> np.ndarray:
    """(T, 17, 3) somebody 150 pixels high in the middle of the picture, who goes a pixel to the right each frame."""
    xys = np.ones((FRAMES, 17, 3), np.float32)
    across = np.array([-1, 1] * 8 + [0])
    xys[..., 0] = 140 + np.arange(FRAMES)[:, None] + 20 * across
    xys[..., 1] = 165 + 150 / 16 * np.arange(17)
    return xys


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two views of somebody who walks; in place of conftest's, who does not move."""
    folder = tmp_path / "walk.parallax"
    clips = [write_clip(tmp_path / "rec" / f"cam{n}.mp4", FRAMES, SIZE) for n in (1, 2)]
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for view in list(made.document.views.values()):
            poses = Poses2D(walking()[:, None], np.arange(FRAMES) / 20, COCO17, SIZE, Source("by hand"))
            flat = made.store(poses, view=view.id, athlete=0)
            body = np.ones((FRAMES, 1, 17, 4), np.float32)
            deep = made.store(Poses3D(body, poses.times, Source("by hand")), view=view.id, made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return folder


@pytest.fixture
def correcting(shown: Window, qtbot: QtBot) -> Window:
    """The wrist of frame 20 of the first view is at hand."""
    shown.activateWindow()
    to_frame(shown, 20, qtbot)
    shown.actions_by_id["correct"].trigger()
    QTest.mouseClick(pane(shown), LEFT, NO, spot(shown, WRIST))
    assert shown.correcting.joint_name == "lwrist"
    return shown


@pytest.fixture
def zoomed(correcting: Window) -> Window:
    QTest.keyClick(pane(correcting), Qt.Key.Key_Z)
    assert correcting.follow_joint.zoomed and off(correcting, WRIST) < 1
    return correcting


def off(window: Window, joint: int) -> float:
    """How far a joint is from the middle of the pane's picture, pane pixels."""
    x, y, _ = drawn(window, joint)
    apart = pane(window).to_pane(float(x), float(y)) - pane(window).room.center()
    return float(np.hypot(apart.x(), apart.y()))


def seen(window: Window) -> float:
    """Video pixels along the shorter side of the pane."""
    room = pane(window).room
    return min(room.width(), room.height()) / pane(window)._lens.scale


def middle(window: Window) -> tuple[float, float]:
    """The video pixel in the middle, where the picture is although the pane may have become lower by a message."""
    return pane(window).to_video(pane(window).room.center())


def whole(window: Window) -> bool:
    return pane(window)._lens.zoom == 1


def test_the_key_zooms_to_the_joint_and_back(correcting: Window) -> None:
    action = correcting.actions_by_id["zoom_joint"]
    assert whole(correcting) and action.isEnabled() and not action.isChecked()
    QTest.keyClick(pane(correcting), Qt.Key.Key_Z)
    assert off(correcting, WRIST) < 1 and action.isChecked()
    athlete = correcting.correcting.person()
    assert athlete is not None and athlete.box is not None
    assert seen(correcting) == pytest.approx(SHARE * (athlete.box[3] - athlete.box[1]), rel=0.01)
    QTest.keyClick(pane(correcting), Qt.Key.Key_Z)
    assert whole(correcting) and not action.isChecked()


def test_without_a_joint_at_hand_there_is_nothing_to_zoom_to(shown: Window) -> None:
    action = shown.actions_by_id["zoom_joint"]
    assert not action.isEnabled()
    shown.actions_by_id["correct"].trigger()
    assert not action.isEnabled()
    shown.follow_joint.toggle()
    assert whole(shown) and not shown.follow_joint.zoomed
    QTest.keyClick(pane(shown), Qt.Key.Key_Tab)
    assert action.isEnabled()


def test_it_stays_on_the_joint_from_frame_to_frame_and_joint_to_joint(zoomed: Window, qtbot: QtBot) -> None:
    here, close = pane(zoomed), seen(zoomed)
    QTest.keyClick(here, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: here.frame_index == 21, timeout=PATIENCE_MS)
    assert off(zoomed, WRIST) < 1
    to_frame(zoomed, 5, qtbot)
    assert off(zoomed, WRIST) < 1
    QTest.keyClick(here, Qt.Key.Key_Tab)
    assert off(zoomed, WRIST + 1) < 1 and off(zoomed, WRIST) > 10
    assert seen(zoomed) == close


@pytest.mark.parametrize("how", ["wheel", "pan", "fit", "plus"])
def test_whoever_moves_the_picture_has_it_for_himself(zoomed: Window, how: str, qtbot: QtBot) -> None:
    here = pane(zoomed)
    centre = here.room.center().toPoint()
    if how == "wheel":
        wheel(here, centre + QPoint(30, 30), 120)
    elif how == "pan":
        QTest.mousePress(here, Qt.MouseButton.MiddleButton, NO, centre)
        QTest.mouseMove(here, centre + QPoint(25, 0))
        QTest.mouseRelease(here, Qt.MouseButton.MiddleButton, NO, centre + QPoint(25, 0))
    elif how == "fit":
        QTest.keyClick(here, Qt.Key.Key_0)
    else:
        QTest.keyClick(here, Qt.Key.Key_Plus)
    assert not zoomed.follow_joint.zoomed and not zoomed.actions_by_id["zoom_joint"].isChecked()
    before = middle(zoomed)
    to_frame(zoomed, 30, qtbot)
    QTest.keyClick(here, Qt.Key.Key_Tab)
    assert middle(zoomed) == before


def test_the_picture_rests_while_a_joint_is_held_and_after_it_is_placed(zoomed: Window, qtbot: QtBot) -> None:
    """A picture that moved under the pointer would take the joint along."""
    here, before, count = pane(zoomed), pytest.approx(middle(zoomed)), edits(zoomed)
    scale = here._lens.scale
    sight = here.room.adjusted(20, 60, -20, -60)
    other = next(joint for joint in range(17) if off(zoomed, joint) > 30 and sight.contains(spot(zoomed, joint)))
    was = drawn(zoomed, other)[:2].copy()
    drag(zoomed, spot(zoomed, other), QPoint(18, -12))
    assert zoomed.correcting.joint == other and edits(zoomed) == count + 1
    assert np.allclose(drawn(zoomed, other)[:2], was + np.array([18, -12]) / scale, atol=1e-3)
    assert middle(zoomed) == before
    QTest.keyClick(here, Qt.Key.Key_Right)
    assert middle(zoomed) == before and edits(zoomed) == count + 2
    to_frame(zoomed, 21, qtbot)
    assert off(zoomed, other) < 1


def test_a_joint_that_goes_out_of_sight_is_followed(zoomed: Window) -> None:
    """As by undoing: it is placed far away in the frame at hand."""
    session, target = zoomed.session, zoomed.correcting.target()
    assert session.project is not None and target is not None
    session.do(place(session.project.document, target, 20, {"lwrist": Keypoint(200.0, 150.0)}, "Elsewhere"))
    assert off(zoomed, WRIST) < 1 and drawn(zoomed, WRIST)[0] == 200


def test_a_missing_joint_is_looked_for_where_it_was(zoomed: Window, qtbot: QtBot) -> None:
    target, session = zoomed.correcting.target(), zoomed.session
    assert target is not None
    there = walking()[:, WRIST, :2]

    absent(zoomed, target, range(10, 26))
    to_frame(zoomed, 24, qtbot)
    assert middle(zoomed) == pytest.approx(there[26], abs=0.5)
    QTest.keyClick(pane(zoomed), Qt.Key.Key_0)
    QTest.keyClick(pane(zoomed), Qt.Key.Key_Z)
    assert middle(zoomed) == pytest.approx(there[26], abs=0.5)
    absent(zoomed, target, range(FRAMES))
    to_frame(zoomed, 20, qtbot)
    box = session.shown[target.view].athlete_at(20).box  # type: ignore[union-attr]
    assert box is not None
    assert middle(zoomed) == pytest.approx(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), abs=0.5)


def absent(window: Window, target: Target, frames: range) -> None:
    for frame in frames:
        window.session.do(place(window.session.project.document, target, frame,  # type: ignore[union-attr]
                                {"lwrist": Keypoint(None, None, ABSENT)}, "Take out"))


def test_each_view_has_its_own(zoomed: Window, qtbot: QtBot) -> None:
    """The view that is not at hand stays on the joint too; the key is about the view at hand."""
    first, second = zoomed.stage.panes.values()
    QTest.keyClick(first, Qt.Key.Key_V)
    assert not zoomed.follow_joint.zoomed and not zoomed.actions_by_id["zoom_joint"].isChecked()
    assert second._lens.zoom == 1
    to_frame(zoomed, 26, qtbot)
    qtbot.waitUntil(lambda: first.frame_index == 26, timeout=PATIENCE_MS)
    assert first.to_video(first.room.center()) == pytest.approx(walking()[26, WRIST, :2], abs=0.5)
    QTest.keyClick(second, Qt.Key.Key_Z)
    assert off(zoomed, WRIST) < 1
    QTest.keyClick(second, Qt.Key.Key_V)
    QTest.keyClick(first, Qt.Key.Key_Z)
    assert first._lens.zoom == 1 and second._lens.zoom > 1


def test_after_correcting_the_key_still_leads_back(zoomed: Window, qtbot: QtBot) -> None:
    zoomed.actions_by_id["correct"].trigger()
    before = middle(zoomed)
    to_frame(zoomed, 30, qtbot)
    assert middle(zoomed) == before  # no joint is at hand
    QTest.keyClick(pane(zoomed), Qt.Key.Key_Z)
    assert whole(zoomed) and not zoomed.actions_by_id["zoom_joint"].isEnabled()


def test_a_view_that_goes_is_forgotten(zoomed: Window, qtbot: QtBot) -> None:
    zoomed.actions_by_id["remove_view"].trigger()
    assert not zoomed.follow_joint.zoomed
    zoomed.actions_by_id["undo"].trigger()
    assert not zoomed.follow_joint.zoomed and all(p._lens.zoom == 1 for p in zoomed.stage.panes.values())


def test_a_joint_that_nobody_ever_saw_cannot_be_zoomed_to(correcting: Window) -> None:
    view = correcting.stage.active or ""
    nobody = made(np.full((FRAMES, 17, 3), np.nan, np.float32))
    correcting.session.show(view, nobody)
    correcting.follow_joint.toggle()
    assert whole(correcting) and not correcting.follow_joint.zoomed
    assert correcting.banner.notice is not None and "no frame near this one" in correcting.banner.notice.title


# -- where, and how close


def made(xys: np.ndarray) -> Shown:
    poses = Poses2D(xys[:, None], np.arange(len(xys)) / 20, COCO17, SIZE, Source("by hand"))
    return work_out(poses, 0, np.ones(len(xys), bool))


@pytest.mark.parametrize(("gone", "wanted"), [
    (range(20, 21), 19), (range(18, 21), 21), (range(20, 20 + NEAR), 19), (range(20 - NEAR, 20 + NEAR), 20 + NEAR),
    (range(20 - NEAR, 21 + NEAR), None)])
def test_the_nearest_frame_counts(gone: range, wanted: int | None) -> None:
    """Of two as near the earlier one; beyond NEAR frames the athlete counts."""
    xys = walking()
    xys[list(gone), WRIST] = np.nan
    found, box = place_near(made(xys), 20, WRIST), made(xys).athlete_at(20).box  # type: ignore[union-attr]
    assert box is not None
    assert found == (tuple(xys[wanted, WRIST, :2]) if wanted is not None
                     else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))


def test_a_frame_in_which_nobody_is_has_the_size_of_its_neighbours() -> None:
    xys = walking()
    xys[20] = np.nan
    assert longer_side(made(xys), 20) == pytest.approx(150 * 1.12)
    assert longer_side(made(np.full_like(xys, np.nan)), 20) == 0 < LEAST_PX


@pytest.mark.parametrize("at", [(0.0, 0.0), (540.0, 960.0), (1079.0, 900.0), (300.0, 1919.0)])
@pytest.mark.parametrize("across", [1.0, 40.0, 350.0, 5000.0])
@pytest.mark.parametrize("room", [(300, 600), (800, 300)])
def test_a_lens_comes_as_near_as_it_can(at: tuple[float, float], across: float, room: tuple[int, int]) -> None:
    lens = Lens()
    lens.room, lens.size = QRectF(2, 32, *room), (1080, 1920)
    lens.look_at(*at, across)
    assert lens.zoom >= 1 and lens.scale <= LARGEST * 1.001
    if 40 <= across < 1080:
        assert min(room) / lens.scale == pytest.approx(across)
    spot, picture, middle = lens.to_pane(*at), lens.picture(), lens.room.center()
    for where, centre, low, high, a, b in (
            (spot.x(), middle.x(), picture.left(), picture.right(), lens.room.left(), lens.room.right()),
            (spot.y(), middle.y(), picture.top(), picture.bottom(), lens.room.top(), lens.room.bottom())):
        held = low >= a - 1 or high <= b + 1  # the picture ends here
        assert abs(where - centre) <= 0.5 or held
        assert (low <= a + 1 and high >= b - 1) or abs(low + high - a - b) <= 2
    zoom = lens.zoom
    lens.look_at(540, 960)
    assert lens.zoom == zoom
