"""Refinement by reprojection against known truth: what is exact stays, faults get smaller, nothing comes of nothing."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core import refine
from core.camera import Camera
from core.intrinsics import Intrinsics
from core.skeleton import H36M17
from core.studio import MOTIONS

LENS = np.array([-0.25, 0.08, 0.001, -0.002, 0.0])
FPS = 50.0


def filmed(motion: str = "walk", seconds: float = 3.0) -> tuple[Intrinsics, NDArray[np.float32], NDArray[np.float32]]:
    """The camera with a lens, (T, 17, 3) what it sees, pixels and score 1, and (T, 17, 3) the truth from the pelvis."""
    points = np.asarray(MOTIONS[motion](seconds, FPS, 1), dtype=np.float64)
    middle = points[:, 0].mean(0)
    straight = Camera.looking_at(middle + np.array([3.0, 2.5, 0.4]), middle, 1000.0, (1000, 1000))
    camera = Camera(straight.K, straight.R, straight.t, straight.size, LENS)
    px, _ = camera.project(points)
    seen = np.concatenate((px, np.ones((*px.shape[:2], 1))), axis=-1).astype(np.float32)
    true = camera.to_camera(points)
    return camera.intrinsics, camera.intrinsics.straight(seen), (true - true[:, :1]).astype(np.float32)


def times(points: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.arange(len(points)) / FPS


def off(points: NDArray[np.float32], true: NDArray[np.float32]) -> float:
    """Mean distance in metres."""
    return float(np.linalg.norm(points - true, axis=-1).mean())


def test_the_place_of_a_true_body_is_found_and_the_body_stays() -> None:
    camera, seen, true = filmed()
    rays = (seen[..., :2].astype(np.float64) - (camera.cx, camera.cy)) / (camera.fx, camera.fy)
    place = refine.standing(true.astype(np.float64), rays, np.ones(true.shape[:2]))
    assert (place[:, 2] > 2).all() and (place[:, 2] < 6).all()
    at = (true[..., :2] + place[:, None, :2]) / (true[..., 2:] + place[:, None, 2:])
    np.testing.assert_allclose(at, rays, atol=1e-6)  # float32 pixels: 3e-5 px of 1000
    np.testing.assert_allclose(refine.refined(true, seen, times(true), camera), true, atol=1e-5)


def test_the_true_camera_matters() -> None:
    """With its lens forgotten or the usual guess of a focal length the exact body would not stay."""
    camera, seen, true = filmed()
    wrong = Intrinsics(1300.0, 1300.0, 499.5, 499.5, camera.size)
    assert off(refine.refined(true, seen, times(true), wrong), true) > 0.003


@pytest.mark.parametrize("motion", ["walk", "squat"])
def test_a_lift_that_is_off_comes_nearer_and_one_keypoint_that_is_off_does_little(motion: str) -> None:
    camera, seen, true = filmed(motion)
    rng = np.random.default_rng(2)
    slow = np.repeat(rng.normal(0, 0.04, (4, 17, 3)), len(true) // 4 + 1, axis=0)[:len(true)]  # as a lifter errs
    slow[:, 0] = 0
    lifted = (true + slow).astype(np.float32)
    better = refine.refined(lifted, seen, times(true), camera)
    assert off(better, true) < 0.85 * off(lifted, true)
    assert (better[:, 0] == 0).all() and np.array_equal(np.diff(better[..., 2]), np.diff(lifted[..., 2]))
    gross = seen.copy()
    gross[70, H36M17.index("lwrist"), 0] += 300  # a metre
    moved = np.abs(refine.refined(lifted, gross, times(true), camera) - better).max(axis=(1, 2))
    assert moved.max() < 0.02 and not moved[:70 - 15].any() and not moved[70 + 16:].any()


def test_without_evidence_it_is_as_lifted_and_near_to_some_it_follows_with_falling_weight() -> None:
    camera, seen, true = filmed()
    lifted = true.copy()
    lifted[:, H36M17.index("lwrist"), 0] += 0.05
    assert np.array_equal(refine.refined(lifted, 0 * seen, times(true), camera), lifted)
    nowhere = np.full_like(seen, np.nan)
    assert np.array_equal(refine.refined(lifted, nowhere, times(true), camera), lifted)
    gap = seen.copy()
    gap[60:100] = [np.nan, np.nan, 0]
    gap[:, H36M17.index("rankle"), 2] = 0
    out = refine.refined(lifted, gap, times(true), camera)
    moved = np.linalg.norm(out - lifted, axis=-1)[:, H36M17.index("lwrist")]
    assert moved[59] > moved[62] > moved[66] > moved[72] > 0 and not moved[60 + 15:100 - 15].any()
    two = np.zeros_like(seen)
    two[:, :2] = seen[:, :2]  # two joints place no body
    assert np.array_equal(refine.refined(lifted, two, times(true), camera), lifted)


def test_a_body_that_no_place_in_front_of_the_camera_explains_stays() -> None:
    camera, seen, true = filmed()
    mirrored = seen.copy()
    mirrored[..., :2] = 999 - seen[..., :2]  # upside down and left for right: it would stand behind the camera
    assert np.array_equal(refine.refined(true, mirrored, times(true), camera), true)
    point = np.broadcast_to(seen[:, :1], seen.shape)
    assert np.array_equal(refine.refined(true, point, times(true), camera), true)


def test_a_frame_depends_on_what_lies_within_reach_and_bit_for_bit() -> None:
    rng = np.random.default_rng(5)
    camera, seen, true = filmed()
    lifted = (true + rng.normal(0, 0.02, true.shape)).astype(np.float32)
    uneven = np.cumsum(rng.uniform(0.005, 0.06, len(true)))
    uneven[40:44] = uneven[40]  # frames may share a time stamp
    whole = refine.refined(lifted, seen, uneven, camera)
    for start, stop in ((0, 10), (40, 43), (77, 78), (100, len(true))):
        a, b = refine.reach(uneven, start, stop)
        part = refine.refined(lifted[a:b], seen[a:b], uneven[a:b], camera)[start - a:stop - a]
        assert np.array_equal(part, whole[start:stop])
        assert b - a < len(true)
        mask = np.zeros(len(true), dtype=bool)
        mask[start:stop] = True
        assert np.flatnonzero(refine.reached(mask, uneven))[[0, -1]].tolist() == [a, b - 1]


def test_missing_points_stay_missing_and_cost_no_other() -> None:
    camera, seen, true = filmed()
    holed = true.copy()
    holed[:, H36M17.index("nose")] = np.nan  # what a network does not know
    out = refine.refined(holed, seen, times(true), camera)
    assert np.isnan(out[:, H36M17.index("nose")]).all()
    rest = np.arange(17) != H36M17.index("nose")
    np.testing.assert_allclose(out[:, rest], true[:, rest], atol=1e-5)
    assert refine.refined(true[:1], seen[:1], np.zeros(1), camera).shape == (1, 17, 3)
