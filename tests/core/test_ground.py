"""The height of the pelvis over the floor, against motions whose height is known."""

import numpy as np
import pytest

from core.camera import Camera
from core.ground import root_heights
from core.studio import MOTIONS

FPS = 50.0
# Ankles stand 8.5 cm over the floor, and the lowest joint counts as the floor.
ANKLE_M = 0.085


def seen(motion: str, azimuth: float = 30.0, height: float = 1.2, seconds: float = 4.0):
    """(height of the pelvis over the ankles on the floor, lifted pose, picture, times) of a motion of the studio."""
    points = MOTIONS[motion](seconds, FPS, 0).astype(np.float64)
    angle = np.deg2rad(azimuth)
    target = np.array([*points[:, 0, :2].mean(axis=0), 1.0])
    eye = target + 5 * np.array([np.cos(angle), np.sin(angle), 0])
    eye[2] = height
    camera = Camera.looking_at(eye, target, 1500, (1080, 1920))
    lifted = camera.to_camera(points)
    lifted = (lifted - lifted[:, :1]).astype(np.float32)
    pixels = camera.project(points)[0].astype(np.float32)
    return points[:, 0, 2] - ANKLE_M, lifted, pixels, np.arange(len(points)) / FPS


@pytest.mark.parametrize("azimuth", [0, 60, 180])
@pytest.mark.parametrize("motion", ["jump", "squat", "kick", "walk"])
def test_the_pelvis_goes_up_and_down_as_it_did(motion: str, azimuth: float) -> None:
    true, lifted, pixels, times = seen(motion, azimuth)
    found = root_heights(lifted, pixels, times)
    # Weak perspective: at 5 m a limb 0.5 m nearer looks 10 % larger, so a way of 0.6 m is off by up to 6 cm. A walk
    # towards the camera also changes size; the floor under it is found anew within a second.
    assert np.abs(found - true).max() < 0.08
    assert np.corrcoef(found, true)[0, 1] > 0.9 or np.ptp(true) < 0.08


def test_a_jump_keeps_its_height_and_a_squat_its_depth() -> None:
    for motion in ("jump", "squat"):
        true, lifted, pixels, times = seen(motion)
        found = root_heights(lifted, pixels, times)
        assert np.ptp(true) > 0.25  # there is something to keep
        assert np.ptp(found) == pytest.approx(np.ptp(true), rel=0.15)  # 10 % of perspective and what the floor moves


def test_a_camera_that_looks_down_does_not_tilt_the_floor() -> None:
    true, lifted, pixels, times = seen("walk", 0, height=2.2)  # 13.5° down, towards the camera
    error = root_heights(lifted, pixels, times) - true
    # A floor that tilted with the camera would be 0.6 m off after 2.5 m of way. What remains is what the floor moves in
    # the second that it is looked for ahead: 0.7 m of way by tan 13.5°, none of it at the ends of the clip.
    assert np.abs(error - np.median(error)).max() < 0.17


def test_noise_of_a_detector_moves_it_little() -> None:
    true, lifted, pixels, times = seen("squat")
    rng = np.random.default_rng(0)
    noisy = pixels + rng.normal(0, 3, pixels.shape).astype(np.float32)  # 1 cm
    found = root_heights(lifted, noisy, times)
    # 3 px are 1 cm at 300 px/m. The floor's percentile of noisy feet lies about 1.3 standard deviations low.
    assert np.sqrt(np.mean((found - true) ** 2)) < 0.04


def test_missing_frames_stay_missing_and_one_frame_is_enough() -> None:
    true, lifted, pixels, times = seen("squat")
    lifted[40:60] = np.nan
    found = root_heights(lifted, pixels, times)
    assert np.isnan(found[40:60]).all() and np.isfinite(np.delete(found, slice(40, 60))).all()
    one = root_heights(lifted[:1], pixels[:1], times[:1])
    assert one[0] == pytest.approx(true[0], abs=0.03)
    assert np.isnan(root_heights(np.full((3, 17, 3), np.nan, np.float32), pixels[:3], times[:3])).all()
