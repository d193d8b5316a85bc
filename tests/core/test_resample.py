"""Values at other times: as scipy has them, at the edges of what is known, and what it is worth on fast hands."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from core.clock import Clock
from core.resample import at_times
from core.skeleton import H36M17
from core.studio import MOTIONS

FPS = 30.0


def track(times: np.ndarray) -> np.ndarray:
    """(T, 2, 3) two joints on smooth paths, with scores."""
    x = np.stack([np.sin(3 * times), np.cos(2 * times), np.full(len(times), 0.9)], axis=-1)
    y = np.stack([times, times**2, np.linspace(0.5, 1.0, len(times))], axis=-1)
    return np.stack([x, y], axis=1)


def test_own_times_give_own_values() -> None:
    times = np.cumsum([0.0, 0.03, 0.04, 0.033, 0.02])
    values = track(times)
    np.testing.assert_array_equal(at_times(values, times, times), values)


def test_as_scipy_with_parabolic_slopes() -> None:
    """A cubic Hermite with the slopes of the parabolas through three neighbours, at irregular times."""
    rng = np.random.default_rng(0)
    times = np.cumsum(rng.uniform(0.02, 0.05, 40))
    values = rng.normal(size=(40, 3))
    wanted = np.sort(rng.uniform(times[1], times[-2], 200))
    oracle = CubicHermiteSpline(times, values, np.gradient(values, times, axis=0))(wanted)
    np.testing.assert_allclose(at_times(values, times, wanted, scored=False), oracle, atol=1e-9)


@given(st.integers(0, 2**32 - 1))
def test_a_parabola_is_exact_at_any_spacing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    times = np.cumsum(rng.uniform(0.01, 0.07, 12))
    wanted = rng.uniform(times[1], times[-2], 30)
    a, b, c = rng.normal(size=3)
    got = at_times(a + b * times + c * times**2, times, wanted)
    # A time within a microsecond of a frame is that frame's.
    steepest = abs(b) + 2 * abs(c) * times[-1]
    np.testing.assert_allclose(got, a + b * wanted + c * wanted**2, atol=1e-9 + 1e-6 * steepest)


def test_nothing_is_made_up_across_a_gap_or_outside() -> None:
    times = np.array([0.0, 0.04, 0.08, 0.20, 0.24])
    got = at_times(track(times), times, np.array([-0.01, 0.02, 0.14, 0.20, 0.22, 0.25, np.nan]))
    known = np.isfinite(got[:, 0, 0])
    assert known.tolist() == [False, True, False, True, True, False, False]
    assert (got[~known][..., 2] == 0).all() and np.isnan(got[~known][..., :2]).all()


def test_a_missing_joint_is_missing_only_beside_its_own_gap() -> None:
    times = np.arange(10) / FPS
    values = track(times)
    values[4, 0] = (np.nan, np.nan, 0)
    values[7, 0, 2] = 0  # a place without a score is not a place
    got = at_times(values, times, times[:-1] + 0.5 / FPS)
    assert np.isnan(got[[3, 4, 6, 7], 0, 0]).all() and np.isfinite(got[[0, 1, 2, 5, 8], 0, 0]).all()
    assert np.isfinite(got[:, 1]).all()
    whole = at_times(values, times, times)
    assert np.isfinite(whole[[3, 5, 6, 8], 0, 0]).all() and np.isnan(whole[[4, 7], 0, 0]).all()


def test_the_score_is_the_lower_of_both_frames() -> None:
    times = np.array([0.0, 0.04])
    values = np.array([[[0.0, 0.0, 0.4]], [[1.0, 1.0, 0.8]]])
    assert at_times(values, times, np.array([0.0, 0.01, 0.04]))[:, 0, 2].tolist() == [0.4, 0.4, 0.8]


@pytest.mark.parametrize(("values", "times", "wanted", "shape"), [
    (np.empty((0, 4, 3)), [], [0.0, 1.0], (2, 4, 3)),
    (np.ones((1, 4, 3)), [0.5], [0.5, 0.6], (2, 4, 3)),
    (np.ones((3, 4, 3)), [0.0, 0.03, 0.06], [], (0, 4, 3)),
    (np.ones(3), [0.0, 0.03, 0.06], [0.01], (1,)),
])
def test_short_and_empty(values: np.ndarray, times: list[float], wanted: list[float], shape: tuple[int, ...]) -> None:
    got = at_times(values, times, wanted)
    assert got.shape == shape
    if times == [0.5]:
        assert (got[0] == 1).all() and np.isnan(got[1, :, :2]).all()


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="do not ascend"):
        at_times(np.ones((2, 3)), [0.1, 0.1], [0.1])
    with pytest.raises(ValueError, match="need"):
        at_times(np.ones((2, 3)), [0.1], [0.1])


def fast_hands() -> list[np.ndarray]:
    """Motions (F, 17, 3) in metres at 50 Hz with quick arms: motion capture where it is there, else the studio's."""
    shared = Path(os.environ.get("PARALLAX_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    path = shared / "data" / "mocap" / "cmu_h36m17.npz"
    if not path.is_file():
        return [np.asarray(MOTIONS[name](6, 50, 0), float) for name in ("throw", "serve", "kick")]
    with np.load(path, allow_pickle=False) as data:
        names = [i for i, action in enumerate(data["actions"])
                 if any(word in str(action).lower() for word in ("martial", "basketball", "jumping", "soccer"))]
        return [np.asarray(data[f"clip_{i:04d}"], float) for i in names]


def pairing_errors() -> dict[str, tuple[float, float]]:
    """Median and 95th percentile distance in mm, of hands that move faster than 1 m/s, from where they truly are at
    frame times of another 30 frames/s camera, by the nearest frame and by interpolation."""
    nearest, between = [], []
    wrists = [H36M17.index("lwrist"), H36M17.index("rwrist")]
    for seed, clip in enumerate(fast_hands()):
        if len(clip) < 60:
            continue
        curve = CubicSpline(np.arange(len(clip)) / 50, clip[:, wrists] - clip[:, :1])
        end = (len(clip) - 1) / 50
        b = Clock(np.random.default_rng(seed).uniform(0, 1 / FPS), 20)
        times = np.arange(int(end * FPS) - 2) / FPS
        wanted = b.to_view(np.arange(2, int(end * FPS) - 4) / FPS)
        seen, truth = curve(b.to_ref(times)), curve(b.to_ref(wanted))
        fast = np.linalg.norm(curve(b.to_ref(wanted), 1), axis=-1) > 1.0
        close = seen[np.abs(wanted[:, None] - times).argmin(axis=1)]
        nearest.append(np.linalg.norm(close - truth, axis=-1)[fast])
        between.append(np.linalg.norm(at_times(seen, times, wanted, scored=False) - truth, axis=-1)[fast])
    return {name: (1000 * float(np.nanmedian(all_)), 1000 * float(np.nanquantile(all_, 0.95)))
            for name, all_ in (("nearest", np.concatenate(nearest)), ("between", np.concatenate(between)))}


def test_interpolation_takes_most_of_the_error_of_the_nearest_frame_away() -> None:
    """The mean error of the nearest frame is a quarter of a frame's movement, 8 mm at 1 m/s. That of a cubic between
    frames h apart is h²·(acceleration)/8 at worst even were it linear: 4 mm at 30 m/s², which a hand seldom reaches.
    So at least two thirds must go (measured: 10.8 mm to 0.5, 95th percentile 29.5 to 2.4)."""
    errors = pairing_errors()
    assert errors["nearest"][0] > 8.0
    assert errors["between"][0] < errors["nearest"][0] / 3
    assert errors["between"][1] < errors["nearest"][1] / 3
