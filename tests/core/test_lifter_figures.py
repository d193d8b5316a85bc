"""The figures of lifters on bodies made by hand, of which each figure is known beforehand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core.compare import Track
from core.lifter_figures import CUTOFF_HZ, STATURE_M, figures, jitter
from core.skeleton import H36M17

FRAMES, FPS = 600, 50.0
Floats = NDArray[np.float64]


def body(left: float = 1.0) -> Floats:
    """(17, 3) metres from the pelvis, of bones that are `left` times as long on the left side as on the right."""
    out = np.zeros((17, 3))
    for parent, child in H36M17.bones:
        side = H36M17.sides[child]
        name = H36M17.joints[child].lstrip("lr")
        vector = np.array({"hip": (0.13, 0, 0), "knee": (0, 0.43, 0), "ankle": (0, 0.44, 0), "shoulder": (0.15, 0, 0),
                           "elbow": (0.28, 0, 0), "wrist": (0.25, 0, 0)}.get(name, (0, -0.2, 0)))
        vector[0] *= -1 if side == "right" else 1
        out[child] = out[parent] + vector * (left if side == "left" else 1)
    return out


def track(points: Floats, view: str = "a", fps: float = FPS, size: float = 1.0) -> Track:
    return Track(view, points * size, np.ones(points.shape[:2]), np.arange(len(points)) / fps)


def moving(points: Floats, frames: int = FRAMES) -> Floats:
    """The body, turning by half a radian to either side every two seconds."""
    angle = 0.5 * np.sin(np.pi * np.arange(frames) / FPS)
    c, s, zero = np.cos(angle), np.sin(angle), np.zeros(frames)
    turns = np.stack([[c, zero, s], [zero, zero + 1, zero], [-s, zero, c]])  # (3, 3, T)
    return np.asarray(np.einsum("ijt,kj->tki", turns, points))


def noise(frames: int, mm: float, seed: int) -> Floats:
    out = np.random.default_rng(seed).normal(0, mm / 1000, (frames, 17, 3))
    out[:, 0] = 0
    return out


def test_what_moves_slowly_does_not_shake() -> None:
    points = moving(body())
    times = np.arange(FRAMES) / FPS
    own = np.abs(np.diff(points, 2, axis=0)).max() * FPS ** 2
    assert own > 1, "the movement itself is accelerated"
    assert np.nanmedian(jitter(points[:, 1:], times)) < 0.01 * own


def test_a_shake_to_and_fro_in_every_frame() -> None:
    """0.5 mm to either side at half the frame rate: each second difference is 4 · 0.5 mm, by 50² in a second."""
    points = moving(body())
    points[:, 1:, 1] += 0.0005 * (-1.0) ** np.arange(FRAMES)[:, None]
    shaken = jitter(points[:, 1:], np.arange(FRAMES) / FPS)
    assert np.isnan(shaken[[0, -1]]).all() and shaken.shape == (FRAMES, 16)
    np.testing.assert_allclose(shaken[50:-50], 4 * 0.0005 * FPS ** 2, rtol=0.02)  # what is left of the movement


@pytest.mark.parametrize("mm", [1.0, 5.0])
def test_noise_of_a_known_size(mm: float) -> None:
    """A second difference of noise is √6 times as large, and the length of three such numbers is 1.538 times one's in
    the median. Below the cut-off lies a hundredth of it."""
    made = figures([track(moving(body()) + noise(FRAMES, mm, 1), "a")], "a")
    assert made.jitter_m_s2 == pytest.approx(mm / 1000 * 6 ** 0.5 * FPS ** 2 * 1.538 * scale_of(), rel=0.03)


def scale_of() -> float:
    """The body is brought to one height before lengths are told: 4 parts of 0.2 m, hip to ankle, over the floor."""
    return STATURE_M / ((4 * 0.2 + 0.87) / (1 - 0.039))


def test_gaps_uneven_and_slow_recordings() -> None:
    points, times = moving(body()) + noise(FRAMES, 1, 1), np.arange(FRAMES) / FPS
    points[100:150, 3] = np.nan
    shaken = jitter(points, times)
    assert np.isnan(shaken[99:151, 3]).all() and np.isfinite(shaken[98, 3]) and np.isfinite(shaken[120, 4])
    keep = np.r_[0:200, 203:FRAMES]  # three frames were dropped
    dropped = jitter(points[keep], times[keep])
    assert np.isnan(dropped[199:201]).all() and np.isfinite(dropped[198, 4]) and np.isfinite(dropped[201, 4])
    assert np.isnan(jitter(points, np.arange(FRAMES) / (2 * CUTOFF_HZ))).all(), "nothing is faster than its frames show"
    assert np.isnan(jitter(points, np.zeros(FRAMES))).all() and jitter(points[:2], times[:2]).shape == (2, 17)


def test_bones_that_grow_and_shrink() -> None:
    """By 3 % to either side as a sine: 3/√2 % is its standard deviation."""
    breath = 1 + 0.03 * np.sin(2 * np.pi * np.arange(FRAMES) / 100)
    made = figures([track(body()[None] * breath[:, None, None])], "a")
    assert made.bones_percent == pytest.approx(3 / 2 ** 0.5, rel=1e-3)
    assert figures([track(moving(body()))], "a").bones_percent == pytest.approx(0, abs=1e-6)


def test_left_longer_than_right() -> None:
    made = figures([track(np.repeat(body(1.1)[None], 50, axis=0))], "a")
    assert made.symmetry_percent == pytest.approx(100 * 0.1 / 1.05)
    assert figures([track(np.repeat(body()[None], 50, axis=0))], "a").symmetry_percent == pytest.approx(0, abs=1e-6)


def test_agreement_does_not_depend_on_how_large_a_lifter_makes_bodies() -> None:
    turn = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    first, second = noise(FRAMES, 5, 1), noise(FRAMES, 5, 2)
    one, other = moving(body()) + first, (moving(body()) + second) @ turn.T
    small, large = (figures([track(one, "a", size=size), track(other, "b", size=2 * size)], "a") for size in (0.3, 3.0))
    assert small.agreement_mm is not None and small.agreement_mm == pytest.approx(large.agreement_mm, rel=1e-4)
    apart = 1000 * np.median(np.linalg.norm(first - second, axis=-1))
    assert small.agreement_mm == pytest.approx(apart * scale_of(), rel=0.01)  # noise makes bones longer by 0.1 %
    assert small.jitter_m_s2 == pytest.approx(large.jitter_m_s2, rel=1e-4) and small.kind == "relative"
    tall = figures([track(one, "a"), track(other, "b")], "a", height_m=2.0)
    assert tall.kind == "scaled" and tall.agreement_mm == pytest.approx(small.agreement_mm * 2.0 / STATURE_M, rel=1e-4)
    exact = figures([track(moving(body()), "a"), track(moving(body()) @ turn.T, "b", size=1.3)], "a")
    assert exact.agreement_mm == pytest.approx(0, abs=0.01)


def test_what_cannot_be_told_is_none() -> None:
    alone = figures([track(moving(body()))], "a")
    assert alone.agreement_mm is None and alone.jitter_m_s2 is not None
    nobody = figures([track(np.full((50, 17, 3), np.nan)), track(moving(body(), 50), "b")], "a")
    assert nobody.agreement_mm is None and nobody.bones_percent is not None
    short = figures([track(moving(body(), 1))], "a")
    assert (short.jitter_m_s2, short.bones_percent) == (None, None) and short.symmetry_percent is not None
    unseen = track(moving(body(), 50))
    unseen.scores[:, H36M17.index("lknee")] = 0  # such a joint is made up
    assert figures([unseen], "a").symmetry_percent is not None
    unseen.scores[:] = 0
    assert figures([unseen], "a").symmetry_percent is None
