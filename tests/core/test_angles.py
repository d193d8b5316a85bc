"""Angles of bodies that are bent by hand, speeds of points that move as told."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core import angles
from core.skeleton import H36M17
from core.studio import MOTIONS

# Standing upright before a level camera, its back to it, in metres: x right, y down, z forward (away from the camera).
STANDING = {
    "pelvis": (0, 0, 0), "rhip": (0.1, 0, 0), "lhip": (-0.1, 0, 0), "rknee": (0.1, 0.45, 0), "lknee": (-0.1, 0.45, 0),
    "rankle": (0.1, 0.9, 0), "lankle": (-0.1, 0.9, 0), "spine": (0, -0.25, 0), "thorax": (0, -0.5, 0),
    "nose": (0, -0.6, 0.1), "head": (0, -0.7, 0), "rshoulder": (0.2, -0.5, 0), "lshoulder": (-0.2, -0.5, 0),
    "relbow": (0.2, -0.2, 0), "lelbow": (-0.2, -0.2, 0), "rwrist": (0.2, 0.05, 0), "lwrist": (-0.2, 0.05, 0),
}


def body(**moved: tuple[float, float, float]) -> NDArray[np.float64]:
    return np.array([{**STANDING, **moved}[joint] for joint in H36M17.joints])


def test_everything_is_zero_when_standing() -> None:
    for name, value in angles.angles(body()).items():
        assert value == pytest.approx(0, abs=1e-9), name


@pytest.mark.parametrize(("name", "moved", "want"), [
    ("knee_right", {"rankle": (0.1, 0.45, -0.45)}, 90),
    ("knee_left", {"lankle": (-0.1, 0.45 + 0.45 * np.cos(0.5), -0.45 * np.sin(0.5))}, np.degrees(0.5)),
    ("hip_right", {"rknee": (0.1, 0, 0.45)}, 90),
    ("hip_left", {"lknee": (-0.1 - 0.45 * np.sin(0.3), 0.45 * np.cos(0.3), 0)}, np.degrees(0.3)),
    ("elbow_left", {"lwrist": (-0.2, -0.5, 0)}, 180),
    ("shoulder_right", {"relbow": (0.2, -0.8, 0)}, 180),
    ("shoulder_left", {"lelbow": (-0.5, -0.5, 0)}, 90),
    ("trunk", {"thorax": (0.5, 0, 0)}, 90),
    ("trunk_forward", {"thorax": (0, -0.4, 0.3)}, np.degrees(np.arctan2(3, 4))),
    ("trunk_forward", {"thorax": (0.3, -0.4, 0)}, 0),
    ("trunk_right", {"thorax": (0.3, -0.4, 0.1)}, np.degrees(np.arctan2(3, 4))),
    ("trunk_right", {"thorax": (-0.3, -0.4, 0)}, -np.degrees(np.arctan2(3, 4))),
])
def test_a_bent_body(name: str, moved: dict[str, tuple[float, float, float]], want: float) -> None:
    value = angles.angle(body(**moved), name)
    assert value == pytest.approx(want, abs=1e-6)
    low, high = angles.ANGLES[name].range
    assert low <= value <= high
    # Turned round, the same body: its front and its right go with it.
    turned = body(**moved) * [-1, 1, -1]
    assert angles.angle(turned, name) == pytest.approx(want, abs=1e-6)


def test_sides_have_their_own_joints_and_missing_ones_spoil_only_their_angles() -> None:
    points = np.stack([body()] * 3)
    points[1, H36M17.index("lknee")] = np.nan
    found = angles.angles(np.stack((points, points)))
    for name, values in found.items():
        assert values.shape == (2, 3)
        needs = "lknee" in angles.ANGLES[name].joints
        assert np.isnan(values[:, 1]).all() == needs and np.isfinite(values[:, [0, 2]]).all(), name
    mirrored = points[0][H36M17.mirror] * [-1, 1, 1]
    bent = body(lankle=(-0.1, 0.45, -0.45))
    assert angles.angle(bent[H36M17.mirror] * [-1, 1, 1], "knee_right") == pytest.approx(90)
    np.testing.assert_allclose(mirrored, points[0], atol=1e-12)


def test_a_segment_without_length_has_no_angle() -> None:
    assert np.isnan(angles.angle(body(rankle=(0.1, 0.45, 0)), "knee_right"))
    assert np.isnan(angles.angle(body(rhip=(0, 0, 0), lhip=(0, 0, 0)), "trunk_forward"))


def test_the_figure_does_not_depend_on_where_and_how_large_it_is() -> None:
    points = np.asarray(MOTIONS["kick"](1.0, 30.0, 2), dtype=np.float64)
    here, there = (angles.angles(p, up=(0, 0, 1)) for p in (points, 2.5 * points + [3, -4, 5]))
    for name in here:
        np.testing.assert_allclose(here[name], there[name], atol=1e-8)
    assert np.nanmax(here["knee_right"]) > 60 or np.nanmax(here["knee_left"]) > 60  # somebody who kicks bends a knee


def test_speed_is_by_time_and_not_by_frame() -> None:
    times = np.cumsum(np.random.default_rng(1).uniform(0.01, 0.05, 50))
    points = np.zeros((50, 17, 3))
    points[:, 3, 0] = 2.5 * times
    points[:, 4, 1] = -4 * times**2
    got = angles.speeds(points, times)
    np.testing.assert_allclose(got[:, 3], 2.5, rtol=1e-9)
    np.testing.assert_allclose(got[1:-1, 4], 8 * times[1:-1], rtol=1e-9)  # a parabola is exact for three points
    assert (got[:, 0] == 0).all()


def test_speed_beside_gaps() -> None:
    times = np.arange(10) / 10
    points = np.zeros((10, 17, 3))
    points[..., 0] = 3 * times[:, None]
    points[4, 2] = points[6, 2] = np.nan  # frame 5 is alone
    got = angles.speeds(points, times)[:, 2]
    assert np.isnan(got[[4, 5, 6]]).all()
    np.testing.assert_allclose(got[[0, 1, 2, 3, 7, 8, 9]], 3)
    np.testing.assert_allclose(angles.speeds(points, times)[:, 1], 3)
    twice = np.r_[times[:5], times[4:9]]  # two frames share a time stamp
    assert np.isfinite(angles.speeds(points[:, 1:2] * 0, twice)).sum() >= 8


@pytest.mark.parametrize("frames", [0, 1, 2])
def test_tiny_clips(frames: int) -> None:
    points, times = np.zeros((frames, 17, 3)), np.arange(frames) / 30
    assert angles.speeds(points, times).shape == (frames, 17)
    assert all(values.shape == (frames,) for values in angles.angles(points).values())


def test_heights_over_pelvis_and_floor() -> None:
    points = np.stack([body()] * 2)
    over = angles.heights(points)
    assert over[0, H36M17.index("head")] == pytest.approx(0.7)
    assert over[1, H36M17.index("lankle")] == pytest.approx(-0.9)
    floor = angles.heights(points, np.array([0.95, 1.05]))
    np.testing.assert_allclose(floor[:, H36M17.index("lankle")], [0.05, 0.15])
