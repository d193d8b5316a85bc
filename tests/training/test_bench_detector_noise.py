"""The table of a detector's faults, from faults that were put in on purpose."""

import numpy as np
import pytest
from scipy.signal import lfilter

from core.skeleton import H36M17
from training.augment import FOUND
from training.bench import detector_noise as bench


def sample(seed: int, frames: int = 400, lost: float = 0.0, rho: float = 0.8, off: float = 0.01) -> bench.Sample:
    rng = np.random.default_rng(seed)
    white = rng.normal(0, 0.01 * (1 - rho**2) ** 0.5, (frames, 17, 2))
    error = lfilter([1], [1, -rho], white, axis=0) + off
    gone = rng.random((frames, 17)) < lost
    error[gone] += 0.3
    score = np.where(gone, 0.2, 0.9)
    none = np.zeros(frames, bool)
    flipped = none.copy()
    flipped[10:18] = True
    return bench.Sample(error, score, none, flipped, np.zeros((frames, 2), bool), np.full(frames, 170.0))


def test_what_was_put_in_comes_out() -> None:
    table = bench.table([sample(seed, lost=0.1) for seed in range(6)])
    names = [H36M17.joints[j] for j in FOUND]
    good, share = (np.array([table[key][name] for name in names]) for key in ("good_m", "bad_share"))
    # 2400 samples that correlate by 0.8 over frames tell a deviation to some 5 %.
    np.testing.assert_allclose(good, 0.01, rtol=0.12)
    np.testing.assert_allclose(share, 0.1, atol=0.03)
    # 400 such frames are worth 44: the median of a clip wavers by 0.002 m, and a tenth of wild ones pushes it as far.
    np.testing.assert_allclose([table["constant_m"][name] for name in names], 0.01, atol=0.004)
    assert table["score_good"] == pytest.approx([0.9, 0]) and table["score_bad"] == pytest.approx([0.2, 0])
    assert table["flip_share"] == pytest.approx(8 / 400) and table["flip_frames"] == 8
    assert table["by_view"]["back"]["frames"] == 2400 and table["by_view"]["front"]["frames"] == 0
    assert table["bad_correlation"] < 0.2  # the faults came and went at random


def test_correlation_is_measured_while_joints_are_seen() -> None:
    table = bench.table([sample(seed) for seed in range(6)])
    assert table["correlation"] == pytest.approx(0.8, abs=0.04)


def test_spells_as_long_as_asked_for() -> None:
    """Normal values correlated so persist beyond the quantile as often as asked, by drawing them."""
    rho = bench.spell_correlation(0.2, 0.7)
    rng = np.random.default_rng(0)
    a = rng.normal(size=400_000)
    b = rho * a + (1 - rho**2) ** 0.5 * rng.normal(size=a.size)
    quantile = np.quantile(a, 0.2)
    assert (b < quantile)[a < quantile].mean() == pytest.approx(0.7, abs=0.01)  # 80 000 draws: 0.002 a deviation


def test_lengths_of_spells() -> None:
    assert bench.lengths(np.array([1, 1, 0, 1, 0, 0, 1], bool)) == [2, 1, 1]
    assert bench.lengths(np.zeros(3, bool)) == []
