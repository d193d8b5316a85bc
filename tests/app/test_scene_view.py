"""The 3D view shows figures where they are, from where it says it looks, and survives having no OpenGL."""

import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import figures, scene_gl, theme
from app.orbit import LOOKS, Orbit
from app.scene_gl import NO_OPENGL, NoOpenGL
from app.scene_view import HEADER, SceneView, Skeleton3D, camera_to_scene, floor_of
from core.skeleton import H36M17
from core.studio import MOTIONS

BLUE, ORANGE = theme.VIEW_COLOURS[:2]


def stand(x: float = 0.0, z: float = 0.0) -> np.ndarray:
    """One standing person: the first frame of a walk, the pelvis over (x, 0)."""
    points = np.asarray(MOTIONS["walk"](1, 30)[0], np.float32)
    points = points - points[0] * [1, 1, 0]
    return (points - [0, 0, points[:, 2].min()] + [x, 0, z]).astype(np.float32)


def one(points: np.ndarray, **more: object) -> Skeleton3D:
    return Skeleton3D("a", "cam A", BLUE, points, **more)  # type: ignore[arg-type]


@pytest.fixture
def scene(qtbot: QtBot) -> SceneView:
    scene = SceneView()
    qtbot.addWidget(scene)
    scene.resize(402, 301 + HEADER)
    scene.show()
    qtbot.waitUntil(lambda: bool(scene.renderer), timeout=10000)
    return scene


@pytest.fixture
def drawn(scene: SceneView, qtbot: QtBot) -> Callable[[], np.ndarray]:
    """The 3D picture when it has come to rest: (300, 400, 3) int."""
    def picture() -> np.ndarray:
        qtbot.waitUntil(lambda: scene.up_to_date, timeout=10000)
        image = scene._image.convertToFormat(QImage.Format.Format_RGB888)  # type: ignore[union-attr]
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return rows[:, :3 * image.width()].reshape(image.height(), -1, 3).astype(int)

    return picture


def figure_mask(picture: np.ndarray) -> np.ndarray:
    """Where the blue figure is: the floor and its shadow are nearly grey."""
    return picture[..., 2] - picture[..., 0] > 45


def test_a_figure_is_drawn_where_the_camera_sees_its_joints(
    scene: SceneView, drawn: Callable[[], np.ndarray]
) -> None:
    points = stand()
    scene.set_skeletons([one(points)])
    for look in ("front", "side", "reset"):
        scene.look(look)
        mask = figure_mask(drawn())
        clip = np.c_[points, np.ones(17)] @ scene._orbit.matrix(400 / 300).T
        x = (clip[:, 0] / clip[:, 3] + 1) * 200
        y = (1 - clip[:, 1] / clip[:, 3]) * 150
        rows, columns = np.nonzero(mask)
        # The silhouette reaches beyond the joints by a ball's radius, seen from the nearest one, and half a pixel.
        ball = figures.JOINT * 150 / np.tan(np.radians(16)) / clip[:, 3].min() + 0.5
        for seen, joints in ((rows, y), (columns, x)):
            assert joints.min() - ball - 1 <= seen.min() <= joints.min()
            assert joints.max() - 1 <= seen.max() <= joints.max() + ball


def test_a_pane_that_grows_narrow_keeps_everybody_in_sight(scene: SceneView, qtbot: QtBot) -> None:
    scene.set_skeletons([one(stand()), one(stand())])
    for size in ((402, 340), (260, 900)):
        scene.resize(*size)
        qtbot.waitUntil(lambda: (scene.width(), scene.height()) == size)  # noqa: B023
        room = scene._room()
        matrix = scene._orbit.matrix(room.width() / room.height())
        for body, offset in zip(scene._skeletons, scene._offsets(), strict=True):
            clip = np.c_[body.points + offset, np.ones(17)] @ matrix.T
            assert np.abs(clip[:, :2] / clip[:, 3:]).max() < 1


def test_missing_joints_and_missing_people_are_left_out(scene: SceneView, drawn: Callable[[], np.ndarray]) -> None:
    whole = stand()
    scene.set_skeletons([one(whole)])
    scene.look("front")
    full = figure_mask(drawn()).sum()
    no_legs = whole.copy()
    no_legs[1:7] = np.nan
    scene.set_skeletons([one(no_legs)])
    assert 0.2 * full < figure_mask(drawn()).sum() < 0.75 * full
    scene.set_skeletons([one(np.full((17, 3), np.nan, np.float32))])
    assert figure_mask(drawn()).sum() == 0
    scene.set_skeletons([])
    assert figure_mask(drawn()).sum() == 0


def test_the_floor_is_one_for_the_clip_so_a_jump_stays_a_jump(
    scene: SceneView, drawn: Callable[[], np.ndarray]
) -> None:
    motion = np.asarray(MOTIONS["jump"](2, 60), np.float32) + np.float32([0, 0, 3.7])
    floor = floor_of(motion)
    lowest = motion[..., 2].min(axis=1)
    assert floor == pytest.approx(lowest.min(), abs=0.03)
    height = lowest.max() - floor
    assert height > 0.15
    scene.look("front")
    bottoms = []
    for frame in (int(lowest.argmin()), int(lowest.argmax())):
        points = motion[frame] - motion[frame][0] * [1, 1, 0]
        scene.set_skeletons([one(points.astype(np.float32), floor=floor)])
        bottoms.append(np.nonzero(figure_mask(drawn()))[0].max())
    metres_a_pixel = 2 * scene._orbit.distance * np.tan(np.radians(16)) / 300
    # The feet leave the ground by as much as the motion says; perspective over the depth of a body changes 10 %.
    assert (bottoms[0] - bottoms[1]) * metres_a_pixel == pytest.approx(height, rel=0.15)


def test_a_bad_frame_and_gaps_do_not_sink_the_floor() -> None:
    motion = np.asarray(MOTIONS["walk"](4, 30), np.float32)
    want = floor_of(motion)
    worse = motion.copy()
    worse[50] -= 5
    worse[10:20] = np.nan
    worse[60, 3] = np.nan
    assert floor_of(worse) == pytest.approx(want, abs=0.02)
    assert floor_of(np.full((4, 17, 3), np.nan, np.float32)) == 0


def test_root_mode_pins_the_pelvis(scene: SceneView, drawn: Callable[[], np.ndarray]) -> None:
    scene.look("front")
    scene.set_skeletons([one(stand(0.0))])
    scene.set_mode("root")
    middle = np.nonzero(figure_mask(drawn()))[1].mean()
    scene.set_skeletons([one(stand(0.8))])
    assert np.nonzero(figure_mask(drawn()))[1].mean() == pytest.approx(middle, abs=1)
    scene.set_mode("ground")
    assert np.nonzero(figure_mask(drawn()))[1].mean() > middle + 20
    with pytest.raises(ValueError, match="ground"):
        scene.set_mode("sky")


def test_one_colour_a_view_side_by_side_or_together(scene: SceneView, drawn: Callable[[], np.ndarray]) -> None:
    pair = [one(stand()), Skeleton3D("b", "cam B", ORANGE, stand())]
    scene.set_skeletons(pair)
    scene.look("front")
    picture = drawn()
    blue = np.nonzero(picture[..., 2] - picture[..., 0] > 45)[1]
    orange = np.nonzero(picture[..., 0] - picture[..., 2] > 45)[1]
    assert blue.max() < orange.min()
    scene.set_apart(False)
    picture = drawn()
    blue = np.nonzero(picture[..., 2] - picture[..., 0] > 45)[1]
    assert blue.size == 0 or abs(blue.mean() - 200) < 40


def test_trails_show_the_way_that_joints_came(scene: SceneView, drawn: Callable[[], np.ndarray]) -> None:
    way = np.stack([np.linspace(-0.8, 0, 20), np.zeros(20), np.full(20, 1.2)], axis=1).astype(np.float32)
    scene.look("front")
    scene.set_skeletons([one(stand(), trail=way)])
    without = figure_mask(drawn()).sum()
    scene.set_trails(True)
    assert figure_mask(drawn()).sum() > without
    scene.set_skeletons([one(stand(), trail=np.stack([way, way + 0.1], axis=1))])
    two = figure_mask(drawn()).sum()
    scene.set_skeletons([one(stand(), trail=np.full((20, 3), np.nan, np.float32))])
    assert two > figure_mask(drawn()).sum() == without


def test_mouse_and_keys_move_the_camera_and_say_so(scene: SceneView, qtbot: QtBot) -> None:
    looks: list[str] = []
    scene.looked.connect(looks.append)
    QTest.mouseClick(scene._buttons["side"], Qt.MouseButton.LeftButton)
    assert looks == ["side"] and scene._orbit.azimuth == 90 and scene._buttons["side"].isChecked()
    start = QPoint(200, 180)
    QTest.mousePress(scene, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(scene, start + QPoint(20, 10))
    QTest.mouseRelease(scene, Qt.MouseButton.LeftButton, pos=start + QPoint(20, 10))
    assert looks[-1] == "" and not scene._buttons["side"].isChecked()
    assert (scene._orbit.azimuth, scene._orbit.elevation) == (80, LOOKS["side"][1] + 5)
    centre = scene._orbit.centre.copy()
    QTest.mousePress(scene, Qt.MouseButton.RightButton, pos=start)
    QTest.mouseMove(scene, start + QPoint(0, 30))
    QTest.mouseRelease(scene, Qt.MouseButton.RightButton, pos=start)
    assert scene._orbit.centre[2] > centre[2]
    distance = scene._orbit.distance
    event = QWheelEvent(QPointF(start), QPointF(scene.mapToGlobal(start)), QPoint(), QPoint(0, 240),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(scene, event)
    assert scene._orbit.distance < distance
    QTest.mouseDClick(scene, Qt.MouseButton.LeftButton, pos=start)
    assert looks[-1] == "reset"
    QTest.keyClick(scene, Qt.Key.Key_Minus)
    assert looks[-1] == ""
    with pytest.raises(ValueError, match="front"):
        scene.look("behind")


def test_without_opengl_the_pane_says_what_to_do(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, surface: object) -> None:
            raise NoOpenGL

    monkeypatch.setattr(scene_gl, "Renderer", Broken)
    scene = SceneView()
    qtbot.addWidget(scene)
    scene.show()
    qtbot.waitUntil(lambda: scene.accessibleDescription() == NO_OPENGL)
    scene.set_skeletons([one(stand())])
    scene.look("top")
    assert "libgl1" in NO_OPENGL
    before = scene.grab().toImage()
    scene._fault = ""
    assert scene.grab().toImage() != before
    assert scene.renderer == ""


def test_a_driver_that_fails_while_drawing_is_reported_once(
    scene: SceneView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> QImage:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(scene_gl.Renderer, "draw", fails)
    scene.look("front")
    qtbot.waitUntil(lambda: "out of memory" in scene.accessibleDescription())
    scene.look("side")


def test_its_thread_lives_only_while_it_is_seen(scene: SceneView, qtbot: QtBot) -> None:
    def threads() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name == "3D view"]

    assert len(threads()) == 1
    scene.hide()
    assert threads() == []
    scene.set_skeletons([one(stand())])
    scene.show()
    qtbot.waitUntil(lambda: len(threads()) == 1)
    scene.look("front")
    assert not scene.up_to_date
    qtbot.waitUntil(lambda: scene.up_to_date, timeout=10000)


@given(st.sampled_from(sorted(LOOKS)), st.floats(-200, 200), st.floats(-200, 200))
def test_the_camera_is_a_rotation_and_what_is_at_the_centre_stays_there(look: str, dx: float, dy: float) -> None:
    orbit = Orbit()
    orbit.look(look, 2, 1.8, 1.3)
    orbit.turn(dx, dy)
    axes = np.stack(orbit.axes())
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)
    clip = orbit.matrix(1.3).astype(float) @ [*orbit.centre, 1]
    # float32 matrix: 1e-7 of distances of a few metres
    np.testing.assert_allclose(clip[:2] / clip[3], 0, atol=1e-5)
    assert clip[3] == pytest.approx(orbit.distance, rel=1e-5)


def test_looks_are_from_where_they_say() -> None:
    orbit = Orbit()
    for look, right, toward in (("front", [1, 0, 0], [0, -1, 0]), ("side", [0, 1, 0], [1, 0, 0]),
                                ("top", [1, 0, 0], [0, 0, 1])):
        orbit.look(look, 2, 2, 1)
        seen_right, _, back = orbit.axes()
        np.testing.assert_allclose(seen_right, right, atol=1e-12)
        assert np.dot(back, toward) > 0.99


def test_camera_frame_to_scene() -> None:
    """x right, y down, z forward → x right, y away, z up: a rotation, so left stays left."""
    np.testing.assert_array_equal(camera_to_scene(np.float32([[1, 2, 3]])), [[1, 3, -2]])
    turn = camera_to_scene(np.eye(3, dtype=np.float32))
    assert np.linalg.det(turn) == pytest.approx(1)


def test_figures_are_closed_and_their_sides_differ() -> None:
    solid = figures.join(figures.person(stand(), H36M17, BLUE))
    assert solid.faces.max() < len(solid.vertices) == len(solid.colours)
    assert np.isfinite(solid.vertices).all()
    ball = figures.spheres(np.zeros((1, 3), np.float32), np.ones(1, np.float32), np.ones((1, 4), np.float32))
    edges = np.sort(ball.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()  # every edge between two faces: no holes
    tints = figures._side_tints(H36M17, BLUE)
    assert tints[H36M17.index("lhip")].sum() > tints[H36M17.index("rhip")].sum()
    assert QColor.fromRgbF(*tints[H36M17.index("rhip")].tolist()).name() == BLUE
