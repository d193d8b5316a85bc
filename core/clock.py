"""A view's own time and the recording's reference time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Clock:
    """t_ref = offset_s + (1 + drift_ppm·1e-6) · t_view / slow_motion, both in seconds.

    slow_motion: how many times slower than life the file plays, its capture rate over its file rate.
    """

    offset_s: float = 0.0
    drift_ppm: float = 0.0
    slow_motion: float = 1.0

    @property
    def rate(self) -> float:
        """Reference seconds in a second of the view."""
        return (1.0 + self.drift_ppm * 1e-6) / self.slow_motion

    def to_ref(self, t_view: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Reference time of view times, same shape."""
        return self.offset_s + self.rate * np.asarray(t_view, dtype=np.float64)

    def to_view(self, t_ref: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """View time of reference times, same shape."""
        return (np.asarray(t_ref, dtype=np.float64) - self.offset_s) / self.rate


def frame_at(times: NDArray[np.float64], t: float) -> int:
    """Index of the frame on screen at view time t: the last one presented at or before it.

    times: (T,) ascending seconds, T >= 1. Before the first frame it is 0, after the last T − 1. A tolerance of a
    microsecond absorbs the rounding of a time that was itself computed from a time stamp.
    """
    return min(max(int(times.searchsorted(t + 1e-6, side="right")) - 1, 0), len(times) - 1)


def nearest_frame(times: NDArray[np.float64], t: float) -> int:
    """Index of the frame whose time stamp lies nearest to view time t; of two that are equally near the earlier one.

    times: (T,) ascending seconds, T >= 1.
    """
    after = min(max(int(times.searchsorted(t)), 1), max(len(times) - 1, 1))
    if after >= len(times):
        return 0
    return after if times[after] - t < t - times[after - 1] else after - 1
