"""3D agreement over all offsets: poses of one movement seen from two sides, with a lifter's kind of errors."""

import numpy as np
import pytest

from core.studio import MOTIONS
from core.sync_agreement import agreement, thirds
from core.sync_pair import ACCEPT

HZ = 50.0
OFFSET, DRIFT = 1.437, 40.0


def movement(seconds: float, seed: int = 0) -> np.ndarray:
    """(F, 17, 3): smooth, root-relative, never the same twice: a studio pose with joints that wander about it."""
    rng = np.random.default_rng(seed)
    base = MOTIONS["squat"](1.0, HZ, seed)[0]
    t = np.arange(int(seconds * HZ)) / HZ
    rate, phase = rng.uniform(0.2, 1.5, (6, 17, 3)), rng.uniform(0, 2 * np.pi, (6, 17, 3))
    sway = np.sin(2 * np.pi * rate * t[:, None, None, None] + phase).mean(axis=1) * 0.25
    joints = base + sway
    return joints - joints[:, :1]


def seen(joints: np.ndarray, t: np.ndarray, degrees: float, noise: float, seed: int, scale: float = 1.0) -> np.ndarray:
    """(T, 17, 4) float32 of a camera that stands at an angle, at times t of the movement."""
    rng = np.random.default_rng(seed)
    place = np.clip(t * HZ, 0, len(joints) - 1.001)
    low, part = place.astype(int), (place % 1)[:, None, None]
    points = joints[low] * (1 - part) + joints[low + 1] * part
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    points = scale * points @ turn.T + rng.normal(0, noise, points.shape) + rng.normal(0, noise, (17, 3))
    return np.concatenate([points, np.ones((*points.shape[:2], 1))], axis=-1).astype(np.float32)


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, ...]:
    joints = movement(40.0)
    t_a, t_b = np.arange(0, 36, 1 / 29.97), np.arange(0, 30, 1 / 60)
    return (seen(joints, t_a, 0, 0.02, 1), t_a,
            seen(joints, OFFSET + (1 + DRIFT * 1e-6) * t_b, 110, 0.02, 2, scale=1.2), t_b)


@pytest.mark.parametrize("moving", [None, True])
def test_the_minimum_lies_at_the_true_offset(pair: tuple[np.ndarray, ...], moving: bool | None) -> None:
    found = agreement(*pair, moving=moving)
    off = found.offset_s - OFFSET + (found.drift_ppm - DRIFT) * 15e-6
    # Errors of 2 cm that are independent from frame to frame are far smaller than those the error bar is made for.
    assert abs(off) < 0.003 < 1 / 30 and abs(off) < 3 * found.sigma_s
    assert found.accepted and found.evidence == ("agreement",) and 28 < found.overlap_s < 31
    curve = found.curve
    assert curve is not None and curve.low and curve.unit == "mm, relative"
    best = int(np.argmin(np.abs(curve.lags_s - OFFSET)))
    # Each view is off by 2 cm of noise and 2 cm of bias a coordinate: √(3·4)·20 mm, b's at its scale of 1.2.
    assert 0.8 < curve.score[best] / (20 * np.sqrt(6 * (1 + 1 / 1.44))) < 1.1
    far = np.abs(curve.lags_s - OFFSET) > 1
    assert curve.score[best] < 0.8 * np.min(curve.score[far & (np.abs(curve.lags_s - OFFSET) < 10)])


def test_the_thirds_show_a_drift_that_was_left_over(pair: tuple[np.ndarray, ...]) -> None:
    p_a, t_a, p_b, t_b = pair
    level = thirds(p_a, t_a, p_b, t_b, OFFSET, DRIFT)
    assert len(level) == 3 and all(abs(part.offset_s - OFFSET) < 3 * part.sigma_s for part in level)
    fast = thirds(p_a, t_a, p_b, t_b * (1 - 2000e-6), OFFSET, 0.0)  # 2 ms a second: 20 ms from third to third
    steps = np.diff([part.offset_s for part in fast])
    assert steps == pytest.approx(np.full(2, 0.0204), abs=0.004)


def test_other_movements_and_too_little_are_refused(pair: tuple[np.ndarray, ...]) -> None:
    p_a, t_a, _, t_b = pair
    foreign = seen(movement(40.0, 7), t_b, 40, 0.02, 3)
    assert agreement(p_a, t_a, foreign, t_b).confidence < ACCEPT
    blank = np.full((len(t_b), 17, 4), np.nan, np.float32)
    nothing = agreement(p_a, t_a, blank, t_b)
    assert nothing.confidence == 0 and "too few" in nothing.reason and nothing.curve is None
    assert thirds(p_a, t_a, blank, t_b, 0.0) == ()


def test_gaps_are_left_out(pair: tuple[np.ndarray, ...]) -> None:
    p_a, t_a, p_b, t_b = pair
    holed = p_b.copy()
    holed[300:700] = np.nan
    found = agreement(p_a, t_a, holed, t_b)
    assert abs(found.offset_s - OFFSET + (found.drift_ppm - DRIFT) * 15e-6) < 0.005 and found.accepted


def test_arrays_that_do_not_fit_are_refused(pair: tuple[np.ndarray, ...]) -> None:
    p_a, t_a, p_b, t_b = pair
    for bad in ((p_a, t_a[:-1], p_b, t_b), (p_a[:, :5], t_a, p_b, t_b), (p_a, t_a[::-1], p_b, t_b)):
        with pytest.raises(ValueError):
            agreement(*bad)
