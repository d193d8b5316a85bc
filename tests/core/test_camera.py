"""Cameras: OpenCV as the oracle of projection, a real calibration against the recordings it belongs to."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.camera import Camera, read_qualisys
from core.errors import ParallaxError

RNG = np.random.default_rng(4)


def test_projection_equals_opencv_with_lens_distortion() -> None:
    eye, target = (3.0, -2.0, 1.6), (0.1, 0.2, 0.9)
    straight = Camera.looking_at(eye, target, 900.0, (640, 480), roll=0.1)
    camera = Camera(straight.K, straight.R, straight.t, straight.size, np.array([-0.11, 0.05, 0.002, -0.003, 0.01]))
    points = RNG.uniform(-0.7, 0.7, (50, 3)) + target
    ours, depth = camera.project(points)
    theirs, _ = cv2.projectPoints(points, cv2.Rodrigues(camera.R)[0], camera.t, camera.K, camera.dist)
    np.testing.assert_allclose(ours, theirs[:, 0], atol=1e-6)  # double precision on both sides
    np.testing.assert_allclose(depth, (points @ camera.R.T + camera.t)[:, 2])


def test_looking_at_puts_the_target_in_the_middle_and_up_is_up() -> None:
    camera = Camera.looking_at((4, 1, 1.5), (0, 0, 1), 700.0, (320, 240))
    middle, depth = camera.project([0, 0, 1])
    np.testing.assert_allclose(middle, (159.5, 119.5), atol=1e-9)  # between the middle pixels: their centres are whole
    assert depth == pytest.approx(np.sqrt(16 + 1 + 0.25))
    above, _ = camera.project([0, 0, 1.3])
    assert above[0] == pytest.approx(middle[0]) and above[1] < middle[1]
    np.testing.assert_allclose(camera.centre, (4, 1, 1.5), atol=1e-12)
    assert np.linalg.det(camera.R) == pytest.approx(1)


def test_behind_the_camera_is_nan_and_outside() -> None:
    camera = Camera.looking_at((4, 0, 1), (0, 0, 1), 700.0, (320, 240))
    px, depth = camera.project([[8.0, 0, 1], [0, 0, 1]])
    assert np.isnan(px[0]).all() and depth[0] < 0
    assert camera.inside(px).tolist() == [False, True]
    assert camera.inside([[-0.5, 0], [-0.51, 0], [319.49, 239.49], [319.5, 0]]).tolist() == [True, False, True, False]


def test_wrong_shapes_and_lost_horizons_are_refused() -> None:
    good = Camera.looking_at((4, 0, 1), (0, 0, 1), 700.0, (320, 240))
    with pytest.raises(ValueError, match=r"K has shape \(3, 3\)"):
        Camera(np.eye(4), good.R, good.t, good.size)
    with pytest.raises(ValueError, match="4 or 5"):
        Camera(good.K, good.R, good.t, good.size, np.zeros(3))
    with pytest.raises(ValueError, match="straight up or down"):
        Camera.looking_at((0, 0, 3), (0, 0, 0), 700.0, (320, 240))


def read_trc(path: Path) -> np.ndarray:
    """(F, 21, 3) positions as written."""
    rows = [line.split("\t") for line in path.read_text().splitlines()[5:] if line.strip()]
    return np.array([[float(v) for v in row[2:65]] for row in rows]).reshape(len(rows), 21, 3)


def test_a_real_calibration_puts_the_markers_on_the_people(shared: Path) -> None:
    """Truth independent of the reader: landmarks that another program found in the very pictures.

    The data set's calibration does not fit its videos well (10.5 px on points of the scene, 24 px in cam03), and a
    marker is not a landmark (2 cm, 6–8 px here). So 5 % of the people's 640 px a view and half of that for the median
    of the four: a wrong convention is off by hundreds.
    """
    folder = shared / "data" / "video" / "pose2sim_single"
    cameras = read_qualisys(folder / "Calib.qca.txt")
    assert list(cameras) == ["cam01", "cam02", "cam03", "cam04"]
    assert {camera.size for camera in cameras.values()} == {(1088, 1920)}
    scene = read_trc(folder / "Pose2Sim_markers.trc")[:, :, [2, 0, 1]]
    landmarks = np.load(shared / "fixtures" / "blazepose_mediapipe.npz")
    # Marker and BlazePose numbers of the same joint: hips, knees, ankles, shoulders, elbows, wrists.
    markers = [0, 1, 2, 6, 7, 8, 15, 16, 17, 18, 19, 20]
    joints = [24, 26, 28, 23, 25, 27, 12, 14, 16, 11, 13, 15]
    median = []
    for name, camera in cameras.items():
        px, depth = camera.project(scene[:, markers])
        assert (depth > 0).all() and camera.inside(px).all()
        median.append(np.median(np.linalg.norm(px - landmarks[f"landmarks_{name}"][:, joints, :2], axis=-1)))
    assert max(median) < 32
    assert np.median(median) < 16


def test_a_triangulation_lands_where_it_came_from(shared: Path) -> None:
    """Joints triangulated with these cameras elsewhere land on their own 2D: 7.3 px in the median, it says there."""
    folder = shared / "data" / "video" / "pose2sim_single"
    cameras = read_qualisys(folder / "Calib.qca.txt")
    other = np.load(folder / "triangulated.npz")
    gaps = [np.linalg.norm(camera.project(other["X_qualisys"])[0] - other["h36m_2d"][number], axis=-1)
            for number, camera in enumerate(cameras.values())]
    assert np.nanmedian(gaps) < 10


def test_the_reader_agrees_with_an_independent_reading(shared: Path) -> None:
    folder = shared / "data" / "video" / "pose2sim_single"
    cameras = read_qualisys(folder / "Calib.qca.txt")
    other = np.load(folder / "triangulated.npz")
    for number, camera in enumerate(cameras.values()):
        np.testing.assert_allclose(camera.K, other["camq_K"][number], rtol=1e-6)
        np.testing.assert_allclose(camera.R, other["camq_R"][number], atol=1e-6)
        np.testing.assert_allclose(camera.t, np.ravel(other["camq_t"][number]), atol=1e-4)


CALIBRATION = """<?xml version='1.0'?><calibration><cameras><camera serial="a">
<fov_video left="0" top="0" right="639" bottom="479"/>
<transform r11="1" r12="0" r13="0" r21="0" r22="1" r23="0" r31="0" r32="0" r33="1" x="1000" y="0" z="2000"/>
<intrinsic focalLengthU="51200" focalLengthV="51200" centerPointU="20448" centerPointV="15328" skew="0"
 radialDistortion1="0" radialDistortion2="0" radialDistortion3="0" tangentalDistortion1="0" tangentalDistortion2="0"/>
</camera></cameras></calibration>"""


def test_units_of_the_format(tmp_path: Path) -> None:
    path = tmp_path / "a.qca.txt"
    path.write_text(CALIBRATION)
    camera = read_qualisys(path)["a"]
    np.testing.assert_allclose(camera.K, [[800, 0, 319.5], [0, 800, 239.5], [0, 0, 1]])
    np.testing.assert_allclose(camera.centre, (1, 0, 2))
    px, depth = camera.project([1, 0.1, 0])  # 2 m below a camera that looks down: file axes x right, y up, z backward
    np.testing.assert_allclose((*px, depth), (319.5, 239.5 - 40, 2), atol=1e-9)


@pytest.mark.parametrize(("change", "fault"), [
    (lambda t: t[: len(t) // 2], "not a complete"),
    (lambda t: t.replace("<intrinsic", "<lens"), "lacks <intrinsic>"),
    (lambda t: t.replace('x="1000"', 'x="far"'), "not a complete"),
    (lambda t: t.replace('x="1000"', 'x="nan"'), "not finite"),
    (lambda t: t.replace('r11="1"', 'r11="2"'), "not a rotation"),
    (lambda t: t.replace("<calibration>", '<!DOCTYPE x [<!ENTITY a "b">]><calibration>'), "declares XML entities"),
    (lambda t: "<calibration/>", "lists no camera"),
    (lambda t: t + " " * (1 << 20), "too big"),
])
def test_bad_calibrations_are_one_clear_error(tmp_path: Path, change, fault: str) -> None:
    path = tmp_path / "bad.qca.txt"
    text = change(CALIBRATION)
    path.write_text(text.replace("<?xml version='1.0'?>", "") if "DOCTYPE" in text else text)
    with pytest.raises(ParallaxError, match=fault) as caught:
        read_qualisys(path)
    assert caught.value.subject == str(path)


def test_a_missing_calibration_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match=r"nowhere\.txt: cannot be read"):
        read_qualisys(tmp_path / "nowhere.txt")
