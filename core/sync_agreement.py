"""How well the lifted 3D poses of two views fit at every offset between them: a check on a synchronization.

At each offset one similarity (a rotation and a scale; every pose about its own middle) lays one view's poses on the
other's, and what is left is the agreement in mm. All offsets at once: the 3×3 cross-covariances of Procrustes' problem
are correlations in time, so the fast Fourier transform gives them together (Kabsch's solution, Acta Cryst. A 32, 1976,
at each). Near the best offset the poses are interpolated in time and compared exactly.

It rests on the same pictures as the synchronization by movement and so is no second witness. But it looks at the
whole pose where that looks at velocities in the picture, and its curve says how much a wrong offset costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.sync_pair import Candidate, Curve, Floats, PairSync
from core.sync_records import Third
from core.words import tr

GRID_HZ = 30.0
WINDOW_S = 4.0        # a moving camera has turned little in that time
LEAST_OVERLAP_S = 2.0
APART_S = 0.4         # between two answers
REACH_S = 0.15        # of the exact comparison about the best offset
STEP_S = 0.01
CANDIDATES = 5
CARRIED_PPM = 100.0   # a drift known no better than that is not told
ERRORS_LAST_S = 0.5   # a lifter's errors last: so many seconds of them are about one independent observation
# Measured on generated pairs lifted by the default lifter (python -m tests.bench.sync_joint agreement): the error bar
# of least squares is too small by this factor, since a lifter's errors depend on the pose and come back with it.
SIGMA_TIMES = 2.3
# Probability of being right to a frame, by logistic regression there: constant, log ratio of the evidence to that of
# the next answer, log of the evidence itself.
_LOGISTIC = (-11.3, 4.3, 2.65)


@dataclass(frozen=True, eq=False)
class _Track:
    """Poses about their own middle: x (T, J, 3) metres (or what the lifter calls so), NaN where not seen; t (T,)."""

    x: Floats
    t: Floats

    @property
    def changing(self) -> "_Track":
        """Less their mean in time: what moves, without what a lifter always gets wrong."""
        return _Track(self.x - np.nanmean(self.x, axis=0), self.t)


def agreement(poses_a: ArrayLike, t_a: ArrayLike, poses_b: ArrayLike, t_b: ArrayLike, *, kind: str = "relative",
              moving: bool | None = None) -> PairSync:
    """The offset at which the 3D of two views agrees best, with the curve of the agreement over all offsets.

    poses_a, poses_b: (T, J, 3) or (T, J, 4) in each camera's frame, the same joints, NaN where missing; t_a, t_b: (T,)
    seconds. kind: of their lengths ('relative', 'scaled', 'metric'), which the curve's unit says. moving: a camera
    does not stand still, so each few seconds have a rotation of their own.
    The curve is in mm at the size of view a, low where the views fit. Raises ValueError where the arrays do not fit.
    """
    a, b = _tracks(poses_a, t_a, poses_b, t_b)
    if a is None or b is None:
        return _nothing(tr("The 3D poses are too few to compare."))
    window = WINDOW_S if moving else None
    lags, score, mm = _all_lags(a, b, window)
    if not len(lags):
        return _nothing(tr("The views are too short to compare their 3D."))
    peaks = _peaks(lags, score)
    best = float(lags[peaks[0]])
    offset, sigma = _minimum(a.changing, b.changing, best, 0.0, window)
    overlap = _overlap(a, b, offset)
    ratio = float(score[peaks[0]] / max(score[peaks[1]] if len(peaks) > 1 else 0.0, 1.0))
    odds = _LOGISTIC[0] + _LOGISTIC[1] * np.log(max(ratio, 1e-3)) + _LOGISTIC[2] * np.log(max(score[peaks[0]], 1e-3))
    confidence = float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
    candidates = (Candidate(offset, 0.0, float(score[peaks[0]])),
                  *(Candidate(float(lags[p]), 0.0, float(score[p])) for p in peaks[1:]))
    drift, sigma_drift = _drift(_thirds(a, b, offset, 0.0, window))
    if sigma_drift < CARRIED_PPM:
        offset -= drift * 1e-6 * _middle(a, b, offset)  # the minimum is that of the overlap's middle
    else:
        drift, sigma_drift = 0.0, float("inf")
    fits = float(np.nanmin(mm)) if np.isfinite(mm).any() else float("nan")
    reason = (tr("The 3D of the views agrees best there, to {mm} mm").format(mm=f"{fits:.0f}") if confidence >= 0.5 else
              tr("Cannot tell from the 3D: it fits about as well at other offsets"))
    return PairSync(offset, drift, sigma, confidence, ("agreement",), sigma_drift, overlap,
                    Curve(lags, mm, low=True, unit=f"mm, {kind}"), candidates, reason)


def thirds(poses_a: ArrayLike, t_a: ArrayLike, poses_b: ArrayLike, t_b: ArrayLike, offset_s: float,
           drift_ppm: float = 0.0, *, moving: bool | None = None) -> tuple[Third, ...]:
    """The first, middle and last third of the overlap apart: where each by itself fits best, as the offset that the
    line t_a = offset_s + (1 + drift_ppm·1e-6)·t_b would need there. Three like offsets: no drift is left.

    Thirds in which too little is seen are left out. Raises ValueError where the arrays do not fit.
    """
    a, b = _tracks(poses_a, t_a, poses_b, t_b)
    if a is None or b is None:
        return ()
    return _thirds(a, b, offset_s, drift_ppm, WINDOW_S if moving else None)


def _nothing(reason: str) -> PairSync:
    return PairSync(0.0, 0.0, float("inf"), 0.0, ("agreement",), reason=reason)


def _tracks(poses_a: ArrayLike, t_a: ArrayLike, poses_b: ArrayLike, t_b: ArrayLike
            ) -> tuple[_Track | None, _Track | None]:
    """Both views' poses of the joints that both have, each pose about its own middle; None with too few of them."""
    xs = [np.asarray(p, dtype=np.float64)[..., :3] for p in (poses_a, poses_b)]
    ts = [np.asarray(t, dtype=np.float64) for t in (t_a, t_b)]
    for x, t in zip(xs, ts, strict=True):
        if x.ndim != 3 or x.shape[-1] != 3 or t.shape != x.shape[:1] or (np.diff(t) <= 0).any():
            raise ValueError(f"poses are (T, J, 3) at (T,) ascending times, not {x.shape} at {t.shape}")
    if xs[0].shape[1] != xs[1].shape[1]:
        raise ValueError(f"the views have {xs[0].shape[1]} and {xs[1].shape[1]} joints")
    # A pose counts where every joint is there; joints that a view hardly ever has count nowhere.
    common = np.ones(xs[0].shape[1], dtype=bool)
    for x in xs:
        there = np.isfinite(x).all(axis=-1)
        common &= there.sum(axis=0) > 0.5 * np.count_nonzero(np.any(there, axis=1))
    made: list[_Track | None] = []
    for x, t in zip(xs, ts, strict=True):
        x = x[:, common]
        x = np.where(np.isfinite(x).all(axis=(1, 2), keepdims=True), x, np.nan)
        enough = common.sum() >= 4 and np.isfinite(x[:, 0, 0]).sum() >= 10 if common.any() else False
        made.append(_Track(x - x.mean(axis=1, keepdims=True), t) if enough else None)
    return made[0], made[1]


# -- all offsets at once


def _all_lags(a: _Track, b: _Track, window_s: float | None) -> tuple[Floats, Floats, Floats]:
    """Offsets (L,), the evidence for each, and the agreement in mm at each."""
    x_a, x_b = _gridded(a), _gridded(b)
    count_a, count_b = len(x_a), len(x_b)
    length = 1 << int(np.ceil(np.log2(count_a + count_b)))
    lags = np.arange(-count_b + 1, count_a)
    window = count_b if window_s is None else int(window_s * GRID_HZ)
    places = [slice(i, min(i + window, count_b)) for i in range(0, count_b, window)]
    rest, total, common = _misfit(x_a - np.nanmean(x_a, axis=0), x_b - np.nanmean(x_b, axis=0), places, length, lags)
    least = min(LEAST_OVERLAP_S * GRID_HZ, 0.5 * min(count_a, count_b))
    usable = (common >= max(least, 10)) & (total > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Log likelihood ratio of 'fits' against 'has nothing to do with it', in independent observations.
        score = -common / GRID_HZ / ERRORS_LAST_S * np.log(np.clip(rest / total, 1e-9, 1.0))
        whole, _, seen = _misfit(x_a, x_b, places, length, lags)
        mm = 1000 * np.sqrt(whole / (seen * x_a.shape[1]))
    offsets = float(a.t[0] - b.t[0]) + lags / GRID_HZ
    return offsets[usable], np.asarray(score[usable]), np.asarray(mm[usable])


def _gridded(track: _Track) -> Floats:
    """(G, J, 3) on a regular grid from the first time stamp on, NaN where nobody is seen."""
    from core.resample import at_times

    grid = track.t[0] + np.arange(max(int((track.t[-1] - track.t[0]) * GRID_HZ) + 1, 2)) / GRID_HZ
    return at_times(track.x, track.t, grid, 0.2, scored=False)


def _misfit(a: Floats, b: Floats, places: Sequence[slice], length: int, lags: NDArray[np.int64]
            ) -> tuple[Floats, Floats, Floats]:
    """(L,) sums over the overlap: squares left after the best similarity, squares of a, and poses, at each lag
    (a's index minus b's)."""
    from scipy import fft

    def transformed(values: Floats) -> NDArray[np.complex128]:
        return np.asarray(fft.rfft(values, length, axis=0))

    def correlated(first: NDArray[np.complex128], second: NDArray[np.complex128]) -> Floats:
        return np.asarray(fft.irfft(first * np.conj(second), length, axis=0)[lags])  # a negative lag is at the end

    (x_a, seen_a), (x_b, seen_b) = ((np.nan_to_num(x), np.isfinite(x[:, 0, 0]).astype(float)) for x in (a, b))
    f_a, f_seen, f_square = transformed(x_a), transformed(seen_a), transformed((x_a**2).sum(axis=(1, 2)))
    rest, total, common = (np.zeros(len(lags)) for _ in range(3))
    for place in places:
        part, seen = np.zeros_like(x_b), np.zeros_like(seen_b)
        part[place], seen[place] = x_b[place], seen_b[place]
        f_b, f_part = transformed(part), transformed(seen)
        cross = np.stack([np.stack([correlated(f_a[..., i], f_b[..., j]).sum(axis=1) for j in range(3)], axis=-1)
                          for i in range(3)], axis=-2)
        squares_a = correlated(f_square, f_part)
        squares_b = correlated(f_seen, transformed((part**2).sum(axis=(1, 2))))
        rest += _left(cross, np.maximum(squares_a, 0), np.maximum(squares_b, 0))
        total += np.maximum(squares_a, 0)
        common += np.round(correlated(f_seen, f_part))
    return rest, total, common


def _left(cross: Floats, squares_a: Floats, squares_b: Floats) -> Floats:
    """(L,) sums of squares that the best rotation and scale of b leave of a, from their moments."""
    s = np.linalg.svd(cross, compute_uv=False)
    s[..., 2] *= np.where(np.linalg.det(cross) < 0, -1, 1)  # a rotation, never a mirror image
    gain = np.maximum(s.sum(axis=-1), 0) ** 2
    return np.asarray(squares_a - np.where(squares_b > 0, gain / np.where(squares_b > 0, squares_b, 1), 0.0))


def _peaks(lags: Floats, score: Floats) -> list[int]:
    """Indices of the best offset and of the next best local maxima that are other answers."""
    inner = np.flatnonzero((score[1:-1] >= score[:-2]) & (score[1:-1] > score[2:])) + 1
    found = [int(score.argmax())]
    for index in inner[np.argsort(-score[inner], kind="stable")]:
        if len(found) == CANDIDATES:
            break
        if min(abs(lags[index] - lags[other]) for other in found) >= APART_S:
            found.append(int(index))
    return found


# -- exactly, near one offset


def _minimum(a: _Track, b: _Track, offset: float, drift: float, window_s: float | None,
             between: tuple[float, float] | None = None) -> tuple[float, float]:
    """The offset near one at which the poses fit best, and its standard error; between: only these seconds of b.

    The error is that of a least-squares estimate, σ² = 2·s²/S″ with the squares left s² of one coordinate and the
    bend S″ of their sum, with as many observations as errors are independent.
    """
    steps = np.arange(-REACH_S, REACH_S + STEP_S / 2, STEP_S)
    sums = np.array([_exact(a, b, offset + step, drift, window_s, between) for step in steps])
    left, count = sums[:, 0], sums[:, 1]
    if not (count > 0).all():
        return offset, REACH_S
    mean = left / count  # what is seen changes with the offset by a frame or two
    low = int(np.clip(np.argmin(mean), 2, len(steps) - 3))
    near = slice(max(low - 3, 0), low + 4)
    bend, slope, _ = np.polyfit(steps[near] - steps[low], mean[near], 2)
    if bend <= 0 or not 0 < int(np.argmin(mean)) < len(steps) - 1:
        return offset + float(steps[np.argmin(mean)]), REACH_S
    found = offset + float(steps[low] + np.clip(-slope / (2 * bend), -3 * STEP_S, 3 * STEP_S))
    rate = (len(a.t) - 1) / (a.t[-1] - a.t[0])
    independent = max(float(count[low]) / (rate * ERRORS_LAST_S), 1.0)
    values = 3 * a.x.shape[1]
    return found, SIGMA_TIMES * float(np.sqrt(mean[low] / values / (bend * independent)))


def _exact(a: _Track, b: _Track, offset: float, drift: float, window_s: float | None,
           between: tuple[float, float] | None) -> tuple[float, float]:
    """(squares left, poses compared) with b's poses at the times of a's frames."""
    from core.resample import at_times

    moments = (a.t - offset) / (1 + drift * 1e-6)
    inside = (moments >= b.t[0]) & (moments <= b.t[-1])
    if between is not None:
        inside &= (moments >= between[0]) & (moments < between[1])
    x_a, x_b, moments = a.x[inside], at_times(b.x, b.t, moments[inside], 0.2, scored=False), moments[inside]
    both = np.isfinite(x_a[:, 0, 0]) & np.isfinite(x_b[:, 0, 0])
    if both.sum() < 5:
        return 0.0, 0.0
    x_a, x_b, moments = x_a[both], x_b[both], moments[both]
    part = np.zeros(len(x_a), dtype=int) if window_s is None else ((moments - b.t[0]) // window_s).astype(int)
    left = 0.0
    for number in np.unique(part):
        p, q = x_a[part == number], x_b[part == number]
        left += float(_left(np.einsum("tji,tjk->ik", p, q), (p**2).sum(), (q**2).sum()))
    return left, float(len(x_a))


def _thirds(a: _Track, b: _Track, offset: float, drift: float, window_s: float | None) -> tuple[Third, ...]:
    rate = 1 + drift * 1e-6
    first, last = max(b.t[0], (a.t[0] - offset) / rate), min(b.t[-1], (a.t[-1] - offset) / rate)
    if last - first < 3 * LEAST_OVERLAP_S:
        return ()
    moving_a, moving_b = a.changing, b.changing
    found = []
    edges = np.linspace(first, last, 4)
    for low, high in pairwise(edges):
        here, sigma = _minimum(moving_a, moving_b, offset, drift, window_s, (float(low), float(high)))
        left, count = _exact(a, b, here, drift, window_s, (float(low), float(high)))
        if count >= 10 and sigma < REACH_S:
            mm = 1000 * float(np.sqrt(left / (count * a.x.shape[1])))
            found.append(Third(float(low + high) / 2, here, sigma, mm))
    return tuple(found)


def _drift(parts: Sequence[Third]) -> tuple[float, float]:
    """The slope of the thirds' offsets, in ppm, and its standard error: weighted least squares."""
    if len(parts) < 3:
        return 0.0, float("inf")
    t, offset, weight = (np.array(v) for v in zip(*((p.t_s, p.offset_s, p.sigma_s**-2) for p in parts), strict=True))
    t = t - (weight * t).sum() / weight.sum()
    spread = float((weight * t**2).sum())
    return float((weight * t * offset).sum()) / spread * 1e6, spread**-0.5 * 1e6


def _overlap(a: _Track, b: _Track, offset: float) -> float:
    return max(0.0, float(min(a.t[-1], b.t[-1] + offset) - max(a.t[0], b.t[0] + offset)))


def _middle(a: _Track, b: _Track, offset: float) -> float:
    """The middle of the overlap in b's time."""
    return float(max(b.t[0], a.t[0] - offset) + min(b.t[-1], a.t[-1] - offset)) / 2
