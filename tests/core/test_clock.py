"""A view's time to reference time and back."""

import numpy as np
import pytest

from core.clock import Clock, frame_at, nearest_frame


@pytest.mark.parametrize("clock", [Clock(), Clock(1.25, 40.0), Clock(-3.0, -120.0, 8.0)])
def test_there_and_back_is_the_same_time(clock: Clock) -> None:
    t = np.linspace(-5, 600, 1001)
    # Two roundings of numbers below 1024 s: 2 · 2^-43 s, times the slow-motion factor on the way back.
    assert np.abs(clock.to_view(clock.to_ref(t)) - t).max() < 4 * 2.0**-43 * clock.slow_motion


def test_slow_motion_plays_eight_seconds_for_one() -> None:
    clock = Clock(offset_s=2.0, slow_motion=8.0)
    assert clock.to_ref(8.0) == 3.0
    assert clock.rate == 0.125


def test_frame_at_holds_a_frame_until_the_next() -> None:
    times = np.array([0.0, 0.1, 0.35])
    assert [frame_at(times, t) for t in (-1, 0, 0.0999, 0.1, 0.34, 0.35, 9)] == [0, 0, 0, 1, 1, 2, 2]


def test_the_nearest_frame_is_the_nearest() -> None:
    times = np.array([0.0, 0.1, 0.35])
    assert [nearest_frame(times, t) for t in (-1, 0, 0.04, 0.06, 0.22, 0.23, 0.35, 9)] == [0, 0, 0, 1, 1, 2, 2, 2]
    rng = np.random.default_rng(0)
    times = np.sort(rng.uniform(0, 5, 200))
    for t in rng.uniform(-1, 6, 500):
        assert nearest_frame(times, t) == np.abs(times - t).argmin()
    assert nearest_frame(np.array([3.0]), 0.0) == 0
