"""Filters against what they promise: their cut-off, no lag, gaps left alone."""

import numpy as np
import pytest

from core.smooth import METHODS, Smoothing, smooth

FILTERS = [name for name in METHODS if name != "none"]


def wave(times: np.ndarray, hz: float) -> np.ndarray:
    return np.sin(2 * np.pi * hz * times)


@pytest.mark.parametrize("order", [2, 4])
@pytest.mark.parametrize("rate", [30, 60, 240])
def test_butterworth_halves_the_power_at_its_cutoff_without_lag(rate: int, order: int) -> None:
    times = np.arange(20 * rate) / rate
    got = smooth(wave(times, 5), times, Smoothing("butterworth", cutoff_hz=5, order=order))
    middle = slice(5 * rate, 15 * rate)  # away from the ends; whole periods
    share = 2 * np.mean(got[middle] * wave(times, 5)[middle])
    lag = 2 * np.mean(got[middle] * np.cos(2 * np.pi * 5 * times)[middle])
    assert share == pytest.approx(np.sqrt(0.5), abs=1e-3)  # amplitude at half of the power
    assert lag == pytest.approx(0, abs=1e-3)


def test_butterworth_keeps_what_is_slow_and_takes_what_is_fast() -> None:
    times = np.arange(600) / 60
    got = smooth(np.stack([wave(times, 1), wave(times, 20)], axis=1), times, Smoothing("butterworth"))
    np.testing.assert_allclose(got[60:-60, 0], wave(times, 1)[60:-60], atol=0.01)  # 1/(1 + (1/6)^4) with both passes
    assert np.abs(got[60:-60, 1]).max() < 0.02  # (6/20)^4 of it, and less


def test_a_cutoff_that_the_frame_rate_cannot_hold_changes_nothing() -> None:
    times = np.arange(30) / 10
    values = np.random.default_rng(0).normal(size=30)
    np.testing.assert_array_equal(smooth(values, times, Smoothing("butterworth", cutoff_hz=5)), values)


@pytest.mark.parametrize("method", FILTERS)
def test_straight_lines_stay(method: str) -> None:
    """In the middle: at the ends some filters hold the last value."""
    times = np.arange(100) / 30
    got = smooth(np.stack([3 * times, 0 * times + 7], axis=1), times, Smoothing(method))
    np.testing.assert_allclose(got[20:-20, 0], 3 * times[20:-20], atol=1e-6)
    np.testing.assert_allclose(got[:, 1], 7, atol=1e-9)


@pytest.mark.parametrize("method", FILTERS)
def test_uneven_times_are_smoothed_in_time(method: str) -> None:
    rng = np.random.default_rng(2)
    even = np.arange(300) / 60
    uneven = np.sort(even + rng.uniform(-0.3, 0.3, 300) / 60)
    got = smooth(wave(uneven, 0.7), uneven, Smoothing(method))
    want = smooth(wave(even, 0.7), even, Smoothing(method))
    # The slow wave is hardly changed by any of them; the frames' unevenness must not show in it. Its steepest slope is
    # 4.4 a second, so a third of a frame mistaken would be 0.024; a median may pick a frame's neighbour's value.
    bound = 0.024 if method == "median" else 0.008
    assert np.abs(got - np.interp(uneven, even, want))[20:-20].max() < bound


@pytest.mark.parametrize("method", FILTERS)
def test_short_gaps_are_bridged_and_long_ones_are_not(method: str) -> None:
    times = np.arange(200) / 50
    points = np.stack([wave(times, 0.5)] * 3, axis=-1)[:, None].repeat(2, axis=1)
    points[50:53, 0] = np.nan    # 0.08 s between its neighbours
    points[100:140, 0] = np.nan
    got = smooth(points, times, Smoothing(method, max_gap_s=0.1))
    assert np.isfinite(got[50:53]).all() and np.isnan(got[100:140, 0]).all()
    assert np.isfinite(got[np.r_[0:100, 140:200], 0]).all()
    # The other joint knows nothing of it.
    alone = smooth(points[:, 1:], times, Smoothing(method, max_gap_s=0.1))
    np.testing.assert_array_equal(got[:, 1:], alone)
    # Neither side of the long gap hears of the other.
    other = points.copy()
    other[140:] += 100
    np.testing.assert_array_equal(smooth(other, times, Smoothing(method))[:100, 0], got[:100, 0])


def test_hampel_takes_outliers_and_nothing_else() -> None:
    times = np.arange(200) / 60
    clean = wave(times, 1)
    spoilt = clean.copy()
    spoilt[[40, 90, 91]] += 5
    got = smooth(spoilt, times, Smoothing("hampel", window_s=0.2))
    assert np.abs(got - clean).max() < 0.25  # the median of 13 frames of a wave that rises 0.1 a frame
    ramp = np.linspace(0, 1, 50)
    np.testing.assert_array_equal(smooth(ramp, np.arange(50) / 60, Smoothing("hampel")), ramp)


def test_noise_gets_less() -> None:
    times = np.arange(400) / 60
    noise = np.random.default_rng(3).normal(size=400)
    for method in ("butterworth", "savgol", "gaussian", "median"):
        assert smooth(noise, times, Smoothing(method)).std() < 0.75, method


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("frames", [0, 1, 2, 3, 4, 6])
def test_tiny_clips_and_nothing_at_all(method: str, frames: int) -> None:
    times = np.arange(frames) / 30
    values = np.linspace(0, 1, frames)
    got = smooth(values, times, Smoothing(method))
    assert got.shape == (frames,) and np.isfinite(got).all()
    assert np.isnan(smooth(values * np.nan, times, Smoothing(method))).all()


def test_frames_that_share_a_time_stamp_are_survived() -> None:
    times = np.repeat(np.arange(50) / 25, 2)
    got = smooth(wave(times, 1), times, Smoothing("butterworth", cutoff_hz=8))
    np.testing.assert_allclose(got[10:-10], wave(times, 1)[10:-10], atol=0.02)


def test_choices_that_make_no_sense() -> None:
    for wrong in ({"method": "magic"}, {"cutoff_hz": 0}, {"window_s": -1}, {"order": 0}):
        with pytest.raises(ValueError, match=r"choose|above"):
            Smoothing(**wrong)
    assert Smoothing("butterworth").label == "Butterworth, zero lag 6 Hz" and "outliers" in Smoothing("hampel").label
