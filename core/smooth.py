"""Smoothing of curves and of poses, in time and never in frames.

Every choice works on stretches without long gaps: a gap of up to `max_gap_s` is bridged by interpolation and stays
filled, a longer one is left open and neither side of it is smoothed across. Frames that are unevenly spaced (variable
frame rate, dropped frames) are filtered on an even grid of their median spacing and read back at their own times.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.resample import at_times
from core.words import marked

Floats = NDArray[np.floating[Any]]

METHODS = {
    "none": marked("As it was found"),
    "butterworth": marked("Butterworth, zero lag"),
    "savgol": marked("Savitzky–Golay"),
    "gaussian": marked("Gaussian"),
    "median": marked("Median"),
    "hampel": marked("Hampel: outliers only"),
}
OUTLIER = 3.0  # robust standard deviations from the median of its window at which Hampel calls a value an outlier
UNEVEN = 0.02  # share of the median step that steps may differ by and still count as even


@dataclass(frozen=True)
class Smoothing:
    """How to smooth. method: a key of METHODS.

    cutoff_hz: where Butterworth halves the power, both passes together; order: of one pass. window_s: the width of the
    window of Savitzky–Golay (a cubic), median and Hampel; of the Gaussian it is four standard deviations.
    Raises ValueError where there is no such method or a number makes no sense.
    """

    method: str = "none"
    cutoff_hz: float = 6.0
    window_s: float = 0.15
    order: int = 2
    max_gap_s: float = 0.1

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"there is no smoothing {self.method!r}; choose one of {', '.join(METHODS)}")
        if not (self.cutoff_hz > 0 and self.window_s > 0 and 1 <= self.order <= 8 and self.max_gap_s >= 0):
            raise ValueError("cut-off and window are above 0, the order is 1 to 8, the gap not negative")

    @property
    def label(self) -> str:
        """What was done, for the header of a file."""
        return METHODS[self.method] + self.detail

    @property
    def detail(self) -> str:
        """Its number with the unit, to follow the name."""
        return {"none": "", "butterworth": f" {self.cutoff_hz:g} Hz"}.get(self.method, f" {self.window_s:g} s")


def smooth(values: Floats, times: NDArray[np.float64], how: Smoothing) -> NDArray[np.float64]:
    """The values smoothed over their first axis; same shape. Points (T, J, 3), angles (T,), or anything of T rows.

    times: (T,) seconds, not falling. NaN is missing; a point of which one coordinate is missing is not special here.
    """
    out: NDArray[np.float64] = np.array(values, dtype=np.float64)
    if how.method == "none" or len(times) < 3:
        return out
    columns = out.reshape(len(times), -1)  # a view of out
    distinct = np.diff(times, prepend=-np.inf) > 0  # frames that share a time stamp: the first speaks for them
    masks = np.isfinite(columns)
    for pattern in np.unique(masks.T, axis=0):  # columns with the same gaps are done together
        group = np.flatnonzero((masks == pattern[:, None]).all(axis=0))
        for piece in _pieces(pattern & distinct, times, how.max_gap_s):
            span = np.arange(piece[0], piece[-1] + 1)
            columns[np.ix_(span, group)] = _piece(columns[np.ix_(piece, group)], times[piece], times[span], how)
    return out


def _pieces(there: NDArray[np.bool_], times: NDArray[np.float64], max_gap_s: float) -> list[NDArray[np.intp]]:
    """The frames of each stretch without a long gap. Two neighbours are never a gap, however slow the recording."""
    frames = np.flatnonzero(there)
    if not len(frames):
        return []
    cuts = (np.diff(times[frames]) > max_gap_s) & (np.diff(frames) > 1)
    return [piece for piece in np.split(frames, np.flatnonzero(cuts) + 1) if len(piece) >= 3]


def _piece(values: NDArray[np.float64], times: NDArray[np.float64], wanted: NDArray[np.float64],
           how: Smoothing) -> NDArray[np.float64]:
    """(N, C) values at N times → (M, C) smoothed at the wanted times, which lie between."""
    steps = np.diff(times)
    step = float(np.median(steps))
    if np.ptp(steps) <= UNEVEN * step and len(times) == len(wanted):
        return _filter(values, 1 / step, how)
    grid = np.linspace(times[0], times[-1], max(len(times), round((times[-1] - times[0]) / step) + 1))
    even = at_times(values, times, grid, max_gap_s=np.inf, scored=False)
    return at_times(_filter(even, (len(grid) - 1) / (times[-1] - times[0]), how), grid, wanted, max_gap_s=np.inf,
                    scored=False)


def _filter(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    return _FILTERS[how.method](values, rate, how)


def _butterworth(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    """Forward and backward. The second pass narrows the filter: the cut-off of each is moved up so that the power is
    halved at the asked one by both together (Winter, Biomechanics, 4th ed., sec. 2.2.4.4)."""
    from scipy.signal import butter, sosfiltfilt

    if how.cutoff_hz >= rate / 2:
        return values  # there is nothing above it to take away
    each = np.tan(np.pi * how.cutoff_hz / rate) / (np.sqrt(2) - 1) ** (1 / (2 * how.order))
    sections = butter(how.order, 2 / np.pi * np.arctan(each), output="sos")
    return sosfiltfilt(sections, values, axis=0, padlen=min(len(values) - 1, int(3 * rate / how.cutoff_hz)))


def _savgol(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    from scipy.signal import savgol_filter

    width = min(_odd(how.window_s * rate), len(values) - (len(values) + 1) % 2)
    return values if width < 5 else savgol_filter(values, width, 3, axis=0)


def _gaussian(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(values, how.window_s * rate / 4, axis=0, mode="nearest")


def _median(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    from scipy.ndimage import median_filter

    return median_filter(values, (_odd(how.window_s * rate), 1), mode="nearest")


def _hampel(values: NDArray[np.float64], rate: float, how: Smoothing) -> NDArray[np.float64]:
    """Outliers replaced by the median of their window, the rest untouched (Davies & Gather, JASA 1993)."""
    from scipy.ndimage import median_filter

    width = (_odd(how.window_s * rate), 1)
    middle = median_filter(values, width, mode="nearest")
    far = np.abs(values - middle)
    spread = 1.4826 * median_filter(far, width, mode="nearest")
    return np.where(far > OUTLIER * spread, middle, values)


_FILTERS: dict[str, Callable[[NDArray[np.float64], float, Smoothing], NDArray[np.float64]]] = {
    "butterworth": _butterworth, "savgol": _savgol, "gaussian": _gaussian, "median": _median, "hampel": _hampel}


def _odd(frames: float) -> int:
    """The odd number of frames nearest to a width, at least 3."""
    return max(2 * round((frames - 1) / 2) + 1, 3)
