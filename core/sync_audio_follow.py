"""Following an offset from where it was found to both ends of the recordings: drift to a fraction of a ppm, and
whether the sounds stay on one line, which they do not where a recorder dropped samples."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.progress import Progress, Step, silent
from core.sound import RATE
from core.sync_audio_fine import CLOCK_PPM, Line, cut_blocks
from core.sync_clocks import LIMIT_PPM

Floats = NDArray[np.float64]
F32 = NDArray[np.float32]

_BLOCK_S = (2.0, 10.0)  # shortest and longest stretch that is placed by itself
_NEAR_S, _WIDE_S = 0.012, 0.300  # searched around the prediction; after a loss
_CLEAR, _CLEAR_WIDE = 6.5, 9.0  # heights of a peak in its noise; 25 times as many places to be wrong in ask for more
_STEP_S = 0.004  # smaller jumps are made by echoes and by people who walk (2.9 ms a metre)
_STEADY_S = 0.0015  # on either side of a step the sounds stay on their line
_WALKING_S = 0.0003  # twice the width of the peak of a whitened correlation
_FEW = 9  # blocks of which the majority may be a place where somebody stood for a moment
_STRAY_S, _STRAY_FOR_S = 0.00015, 3.0  # what a source strays unnoticed (5 cm), and for how long it stays there
_WITNESSES = 2  # clear blocks on either side that must agree on a step


@dataclass(frozen=True, eq=False)
class Track:
    """Where each block of b was heard in a, relative to the line that was followed. times_b: (K,) s behind b's first
    sample; residual_s: (K,) NaN where the block shows no clear peak; steps: (time in b, jump of the offset, both in s)
    of every place where the sounds leave the line for good."""

    times_b: Floats
    residual_s: Floats
    steps: tuple[tuple[float, float], ...]

    def longest(self) -> NDArray[np.bool_]:
        """(K,) the clear blocks of the longest stretch between two steps."""
        clear = np.isfinite(self.residual_s)
        group = np.searchsorted(np.array([time for time, _ in self.steps]), self.times_b)
        return clear & (group == np.bincount(group[clear], minlength=1).argmax())


def follow(white_a: F32, white_b: F32, line: Line, progress: Progress = silent) -> Track:
    """Follows a line (times behind the sounds' first samples) outward from its pivot, block by block."""
    rate = 1 + line.drift_ppm * 1e-6
    start = max(0.0, -line.offset_s / rate)
    stop = min(len(white_b) / RATE, (len(white_a) / RATE - line.offset_s) / rate)
    number = max(int((stop - start) / np.clip((stop - start) / 12, *_BLOCK_S)), 1)
    edges = np.linspace(start, stop, number + 1)
    centre = int(np.clip(np.searchsorted(edges, line.pivot_s) - 1, 0, number - 1))
    residual = np.full(number, np.nan)
    for order in (range(centre, number), range(centre - 1, -1, -1)):
        _walk(white_a, white_b, line, edges, order, residual)
        progress(Step("following the sound", max(order, default=0) + 1, number))
    return Track((edges[:-1] + edges[1:]) / 2, residual, _steps(white_a, white_b, line, edges, residual))


def _walk(white_a: F32, white_b: F32, line: Line, edges: Floats, order: range, residual: Floats) -> None:
    """Fills the residual of the blocks in `order`: near where the last ones were, and after a loss further away."""
    for block in order:
        span = (float(edges[block]), float(edges[block + 1]))
        known = np.flatnonzero(np.isfinite(residual))
        near = known[np.argsort(np.abs(known - block))[:3]]
        expected = float(np.median(residual[near])) if len(near) else 0.0
        for reach, needed in ((_NEAR_S, _CLEAR), (_WIDE_S, _CLEAR_WIDE)):
            found, height = _peak(white_a, white_b, line, expected, span, reach)
            if height >= needed:
                residual[block] = found
                break


def _steps(white_a: F32, white_b: F32, line: Line, edges: Floats, residual: Floats) -> tuple[tuple[float, float], ...]:
    """Places where the residual jumps, is steady on both sides, and the old place is deserted afterwards.

    The last is what tells dropped sound from an echo that is louder than the direct sound for a while.
    """
    out = []
    clear = np.flatnonzero(np.isfinite(residual))
    for split in range(_WITNESSES, len(clear) - _WITNESSES + 1):
        left, right = clear[max(split - 3, 0):split], clear[split:split + 3]
        before, after = residual[left], residual[right]
        old, new = float(np.median(before)), float(np.median(after))
        steady = max(np.abs(before - old).max(), np.abs(after - new).max()) < _STEADY_S
        if abs(new - old) < _STEP_S or not steady:
            continue
        span = (float(edges[right[0]]), float(edges[right[-1] + 1]))
        _, height_old = _peak(white_a, white_b, line, old, span, _STEADY_S)
        _, height_new = _peak(white_a, white_b, line, new, span, _NEAR_S)
        if height_old < max(0.4 * height_new, 4.0):
            out.append((float(edges[left[-1] + 1] + edges[right[0]]) / 2, new - old))
    return tuple(out)


def _peak(white_a: F32, white_b: F32, line: Line, expected: float, span: tuple[float, float],
          reach: float) -> tuple[float, float]:
    """(residual to the line in s, height in the noise of the _NEAR_S around it) of the best fit of a stretch of b."""
    blocks = cut_blocks(white_a, white_b, line.offset_s + expected, span, reach_s=reach, drift_ppm=line.drift_ppm)
    if blocks is None:
        return 0.0, 0.0
    total, step = blocks.local.sum(axis=0), blocks.step_s
    middle, half = len(total) // 2, round(reach / step)
    around = max(half, round(_NEAR_S / step))
    spread = total[middle - around:middle + around + 1]
    spread = spread - np.median(spread)
    total = total[middle - half:middle + half + 1]
    noise = max(1.4826 * float(np.median(np.abs(spread))), 0.6 * float(np.sqrt(np.mean(spread**2))), 1e-9)
    best = int(total[1:-1].argmax()) + 1
    left, top, right = (float(v) for v in total[best - 1:best + 2])
    bend = left - 2 * top + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return expected + (best + float(np.clip(shift, -1, 1)) - half) * step, top / noise


def settled(line: Line, track: Track) -> Line:
    """The line with error bars that include how the blocks scatter about it, and its drift drawn towards 0 by them.

    What sounds may walk: a metre nearer to one microphone is 2.9 ms, which over half a minute looks like 100 ppm. The
    blocks then leave the width of the phases' peak, the stack's maximum is one of many, and the robust line through
    the blocks is the better one. Clocks are 0 ± CLOCK_PPM before listening (Bayes' rule with that prior).
    """
    main = track.longest()
    number = int(main.sum())
    times, values = (track.times_b[main], track.residual_s[main]) if number >= 3 else (track.times_b, np.zeros(0))
    scatter = _scatter(values)
    if scatter > _WALKING_S and number >= 5:
        line = fit(track, line)
    spread = max(float(np.sqrt(np.mean((times - times.mean()) ** 2))), 1.0)
    by_scatter = scatter / np.sqrt(max(number, 1))
    # The slope of a line through a wandering source's delays, where those are alike for _STRAY_FOR_S on either side.
    length = max(float(np.ptp(track.times_b)), 2 * _STRAY_FOR_S)
    strayed = _STRAY_S * np.sqrt(24 * _STRAY_FOR_S / length**3)
    sigma_drift = float(np.sqrt(line.sigma_drift_ppm**2 + (by_scatter / spread * 1e6) ** 2 + (strayed * 1e6) ** 2))
    line = replace(line, sigma_s=float(np.hypot(line.sigma_s, by_scatter)), sigma_drift_ppm=sigma_drift)
    if not np.isfinite(sigma_drift):
        return _turned(line, 0.0 if abs(line.drift_ppm) > LIMIT_PPM else line.drift_ppm)
    share = CLOCK_PPM**2 / (CLOCK_PPM**2 + sigma_drift**2)
    drift = line.drift_ppm * share
    if abs(drift) > LIMIT_PPM:  # whatever that was, it was no clock
        return replace(_turned(line, 0.0), sigma_drift_ppm=float("inf"))
    return replace(_turned(line, drift), sigma_drift_ppm=sigma_drift * float(np.sqrt(share)))


def _scatter(values: Floats) -> float:
    """How far blocks (K,) lie from their line, which was drawn through two of their places."""
    if not len(values):
        return _WALKING_S  # two points never scatter about a line: then as much as a walk that nobody notices
    if len(values) < _FEW:
        return float(np.sqrt(np.sum((values - np.median(values)) ** 2) / (len(values) - 2)))
    return 1.4826 * float(np.median(np.abs(values - np.median(values))))


def _turned(line: Line, drift_ppm: float) -> Line:
    """With another drift, the same in the middle."""
    return replace(line, offset_s=float(line.at(line.pivot_s)) - (1 + drift_ppm * 1e-6) * line.pivot_s,
                   drift_ppm=drift_ppm)


def fit(track: Track, line: Line) -> Line:
    """The line through the track's longest stretch without a step; as it was where fewer than five blocks are clear.

    Robust regression by iteratively reweighted least squares with Cauchy weights; error bars by the sandwich formula.
    """
    main = track.longest()
    if main.sum() < 5:
        return line
    times, values = track.times_b[main], track.residual_s[main]
    pivot = float(times.mean())
    basis = np.stack([np.ones_like(times), times - pivot], axis=1)
    weight, answer = np.ones(len(times)), np.zeros(2)
    for _ in range(20):
        inverse = np.linalg.inv(basis.T @ (basis * weight[:, None]))
        answer = inverse @ (basis.T @ (weight * values))
        rest = values - basis @ answer
        scale = max(1.4826 * float(np.median(np.abs(rest))), 1e-6)
        weight = 1 / (1 + (rest / (2.385 * scale)) ** 2)
    score = basis * (weight * rest)[:, None]
    covariance = inverse @ (score.T @ score) @ inverse * (len(times) / (len(times) - 2))
    slope = float(answer[1])
    drift = line.drift_ppm + slope * 1e6
    offset = line.offset_s + float(answer[0]) - slope * pivot
    return Line(offset, drift, line.z, float(np.sqrt(covariance[0, 0])), float(np.sqrt(covariance[1, 1])) * 1e6, pivot)
