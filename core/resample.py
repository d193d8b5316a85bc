"""Keypoints of one view at another view's frame times.

Cameras that are not shuttered together show no moment twice. Pairing the nearest frames leaves up to half a frame
between them, centimetres at a fast hand; interpolating the points in time leaves millimetres. Videos are never touched.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MAX_GAP_S = 0.08  # at 30 frames a second a movement may turn round within more than two lost frames


def at_times(values: ArrayLike, times: ArrayLike, wanted: ArrayLike, max_gap_s: float = MAX_GAP_S, *,
             scored: bool | None = None) -> Floats:
    """Values at other times: cubic Hermite where a neighbour on either side is near enough, linear where not.

    values: (T, ..., C), NaN where missing; times: (T,) ascending seconds; wanted: (N,) seconds on the same clock.
    Returns (N, ..., C): NaN where the frames on either side are more than max_gap_s apart, either of them is missing,
    or the time is outside of the view; a time that is a frame's own gets that frame's values.
    scored: whether the last of C is a score: the lower of the two frames' then, and 0 where the rest is NaN. None
    takes arrays of three or more axes with C of 3 or 4, keypoints (…, J, 3) and (…, J, 4), to be scored.
    Raises ValueError where the lengths do not fit or the times do not ascend.
    """
    y, t, at = (np.asarray(each, dtype=np.float64) for each in (values, times, wanted))
    if t.ndim != 1 or at.ndim != 1 or y.ndim < 1 or len(y) != len(t):
        raise ValueError(f"values {y.shape} need (T,) times, not {t.shape}, and (N,) wanted, not {at.shape}")
    if (np.diff(t) <= 0).any():
        raise ValueError("times do not ascend")
    shape = (len(at), *y.shape[1:])
    if scored is None:
        scored = y.ndim >= 3 and y.shape[-1] in (3, 4)
    if not len(t) or not len(at):
        return _blank(shape, scored)
    points = y[..., :-1] if scored else y
    known = np.asarray(np.isfinite(points).all(axis=-1) if points.ndim > 1 else np.isfinite(points))
    if scored:
        known = known & (y[..., -1] > 0)
    flat, seen = points.reshape(len(t), known[0].size, -1), known.reshape(len(t), -1)
    left, share, usable = _brackets(t, at, max_gap_s)
    right = np.minimum(left + 1, len(t) - 1)
    ok = usable[:, None] & (seen[left] | (share == 1)[:, None]) & (seen[right] | (share == 0)[:, None])
    out = _hermite(flat, seen, t, left, right, share, max_gap_s)
    out[~ok] = np.nan
    result = _blank(shape, scored)
    (result[..., :-1] if scored else result)[...] = out.reshape(len(at), *points.shape[1:])
    if scored:
        score = np.where(np.isfinite(y[..., -1]), y[..., -1], 0.0).reshape(len(t), -1)
        low = np.where((share == 0)[:, None], score[left], np.minimum(score[left], score[right]))
        low = np.where((share == 1)[:, None], score[right], low)
        result[..., -1] = np.where(ok, low, 0.0).reshape(shape[:-1])
    return result


def _blank(shape: tuple[int, ...], scored: bool) -> Floats:
    """All missing: NaN, with score 0 where there is one."""
    blank = np.full(shape, np.nan)
    if scored:
        blank[..., -1] = 0.0
    return blank


def _brackets(t: Floats, at: Floats, max_gap_s: float) -> tuple[NDArray[np.int64], Floats, NDArray[np.bool_]]:
    """(N,) the frame before each time, how far it is on the way to the next (0 to 1), whether the gap is small enough.

    A microsecond of tolerance at either end absorbs the rounding of a clock.
    """
    last = max(len(t) - 2, 0)
    left = np.clip(np.searchsorted(t, at, side="right") - 1, 0, last)
    gap = t[np.minimum(left + 1, len(t) - 1)] - t[left]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(gap > 0, (at - t[left]) / gap, 0.0)
    inside = np.isfinite(at) & (at >= t[0] - 1e-6) & (at <= t[-1] + 1e-6)
    share = np.clip(np.nan_to_num(share), 0.0, 1.0)
    share = np.where(share * gap < 1e-6, 0.0, np.where((1 - share) * gap < 1e-6, 1.0, share))
    return left, share, inside & ((gap <= max_gap_s) | (share == 0) | (share == 1))


def _hermite(y: Floats, seen: NDArray[np.bool_], t: Floats, left: NDArray[np.int64], right: NDArray[np.int64],
             share: Floats, max_gap_s: float) -> Floats:
    """(N, M, C) with slopes at both ends from the neighbours beyond, or from the bracket itself where there is none."""
    gap = np.maximum(t[right] - t[left], 1e-12)[:, None, None]
    filled = np.where(seen[..., None], y, 0.0)
    y0, y1 = filled[left], filled[right]
    # A frame of which the neighbour is missing stands alone only at share 0 or 1; its partner must not be 0 there.
    alone = (share[:, None, None] == 0)
    y1 = np.where(alone, y0, y1)
    y0 = np.where(share[:, None, None] == 1, y1, y0)
    chord = (y1 - y0) / gap
    slopes = []
    for middle, beyond, other in ((left, np.maximum(left - 1, 0), y0), (right, np.minimum(right + 1, len(t) - 1), y1)):
        step = np.abs(t[middle] - t[beyond])[:, None]
        good = (seen[beyond] & (step > 0) & (step <= max_gap_s))[..., None]
        step = np.where(step > 0, step, 1.0)[..., None]
        outer = np.where(beyond[:, None, None] < middle[:, None, None], other - filled[beyond],
                         filled[beyond] - other) / step
        # The parabola through the three frames has this slope in its middle one, whatever their spacing.
        slopes.append(np.where(good, (outer * gap + chord * step) / (gap + step), chord))
    s = share[:, None, None]
    m0, m1 = slopes[0] * gap, slopes[1] * gap
    c, d = 3 * (y1 - y0) - 2 * m0 - m1, m0 + m1 - 2 * (y1 - y0)
    return np.asarray(y0 + s * (m0 + s * (c + s * d)))
