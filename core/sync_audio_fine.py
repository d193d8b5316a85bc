"""The offset of two sounds to a fraction of a sample, and their drift, in the neighbourhood of a guess.

Blocks of the whitened sounds are correlated around the guess. With the right drift the peaks of all blocks fall on one
line; the stack of all blocks along every line is searched, its peak refined by Newton's method on the blocks' exact
(band-limited) correlations, and the error bars follow from how much the blocks disagree.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.sound import RATE

F32 = NDArray[np.float32]
Floats = NDArray[np.float64]

BLOCK_S = 2.0
REACH_S = 0.060  # of the search around the guess
DRIFTS_PPM = np.arange(-200.0, 201.0, 4.0)  # phones: tens; 4 ppm over half a minute is 0.1 ms, a peak's width
CLOCK_PPM = 50.0  # standard deviation of a drift that one expects before listening
_BLOCK_SIGMA_S = 14e-6  # a tenth of the period of 7 kHz: what one block by itself can at best be trusted with
_FINER = 2  # samples of a local correlation per sample of sound


@dataclass(frozen=True, eq=False)
class Blocks:
    """Local correlations of K blocks around a guessed line t_a = guess_s + (1 + drift_ppm·1e-6)·t_b. centres_s: (K,)
    in seconds of b; spectra: (K, F) cross spectra whose inverse transform at τ says how well a block fits τ later than
    guessed; local: (K, M) that inverse in steps of step_s from −margin to +margin."""

    guess_s: float
    drift_ppm: float
    centres_s: Floats
    spectra: NDArray[np.complex64]
    frequency: F32
    local: F32

    @property
    def step_s(self) -> float:
        """Between two values of `local`."""
        return 1 / (RATE * _FINER)

    @property
    def pivot_s(self) -> float:
        """The middle of the blocks."""
        return float(self.centres_s.mean())


@dataclass(frozen=True)
class Line:
    """t_a = offset_s + (1 + drift_ppm·1e-6)·t_b, times behind the sounds' first samples. z: height of the stack's peak
    in its own noise; sigma_s at pivot_s (s of b), the middle of the overlap."""

    offset_s: float
    drift_ppm: float
    z: float
    sigma_s: float = 0.004
    sigma_drift_ppm: float = float("inf")
    pivot_s: float = 0.0

    def at(self, t_b: Floats | float) -> Floats:
        return self.offset_s + (1 + self.drift_ppm * 1e-6) * np.asarray(t_b, dtype=np.float64)


def cut_blocks(white_a: F32, white_b: F32, guess_s: float, span_b: tuple[float, float], *, block_s: float = BLOCK_S,
               reach_s: float = REACH_S, drift_ppm: float = 0.0) -> Blocks | None:
    """The blocks of b within span_b (s) that a covers at the guess t_a = guess_s + (1 + drift_ppm·1e-6)·t_b.

    None if there is no complete block.
    """
    from scipy import fft

    rate = 1 + drift_ppm * 1e-6
    start = max(span_b[0], -guess_s / rate)
    stop = min(span_b[1], len(white_b) / RATE, (len(white_a) / RATE - guess_s) / rate)
    number = int((stop - start) / block_s)
    if number < 1:
        return None
    span = max(span_b[1] - span_b[0], block_s)
    margin = round((reach_s + DRIFTS_PPM[-1] * 1e-6 * span / 2) * RATE) + 2
    length = round(block_s * RATE)
    size = fft.next_fast_len(length + 2 * margin, real=True)
    centres = start + (stop - start - number * block_s) / 2 + (np.arange(number) + 0.5) * block_s
    first_b = np.round((centres - block_s / 2) * RATE).astype(np.int64)
    # The middle of a block lies on the line; within it the drift is not undone.
    ideal_a = guess_s * RATE + (first_b + length / 2) * rate - length / 2
    first_a = np.round(ideal_a).astype(np.int64)
    heard_a = _windows(white_a, first_a - margin, length + 2 * margin)
    heard_b = _windows(white_b, first_b, length)
    frequency = fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    spectra = fft.rfft(heard_a, size, axis=1) * np.conj(fft.rfft(heard_b, size, axis=1))
    # Lag 0 moves from sample `margin` to 0, and from whole samples to the guess itself.
    shift = (margin + ideal_a - first_a)[:, None] / RATE
    shift = shift if drift_ppm else shift[:1]  # without drift the same for all: a twentieth of the exponentials
    spectra *= np.exp(2j * np.pi * frequency * shift.astype(np.float32)).astype(np.complex64)
    fine = fft.irfft(spectra, size * _FINER, axis=1)
    half = margin * _FINER
    local = np.concatenate([fine[:, -half:], fine[:, :half + 1]], axis=1)
    # No single bang may decide: a block counts at most like a few ordinary ones.
    heights = np.abs(local).max(axis=1)
    limit = 4 * np.median(heights) + 0.25 * heights.max()
    weight = np.minimum(1, limit / (heights + 1e-12)).astype(np.float32)[:, None]
    return Blocks(guess_s, drift_ppm, first_b / RATE + block_s / 2, spectra * weight, frequency, local * weight)


def _windows(samples: F32, firsts: NDArray[np.int64], length: int) -> F32:
    """(K, length) stretches of a sound, zeros where it has none."""
    out = np.zeros((len(firsts), length), dtype=np.float32)
    for row, first in zip(out, firsts, strict=True):
        low, high = max(first, 0), min(first + length, len(samples))
        if low < high:
            row[low - first:high - first] = samples[low:high]
    return out


def stack(blocks: Blocks, reach_s: float, drifts_ppm: Floats = DRIFTS_PPM) -> F32:
    """(drifts, lags) sum of the blocks along every line through (pivot, guess + lag) with every drift; lags in steps of
    1 / (RATE·_FINER) from −reach_s to +reach_s."""
    fine = RATE * _FINER
    half = round(reach_s * fine)
    middle = blocks.local.shape[1] // 2
    behind = (blocks.centres_s - blocks.pivot_s) * fine * 1e-6
    out = np.zeros((len(drifts_ppm), 2 * half + 1), dtype=np.float32)
    for row, drift in zip(out, drifts_ppm, strict=True):
        for local, shift in zip(blocks.local, np.round(drift * behind).astype(np.int64), strict=True):
            start = middle - half + shift
            row += local[start:start + len(row)]
    return out


def best_line(blocks: Blocks, reach_s: float = REACH_S) -> Line:
    """The best line by the stack, to the grid's resolution. Clocks of phones and cameras are tens of ppm off, so a
    larger drift needs a higher peak: the prior has a standard deviation of CLOCK_PPM."""
    surface = stack(blocks, reach_s)
    centred = surface[::5] - np.median(surface)
    noise = max(1.4826 * float(np.median(np.abs(centred))), 0.6 * float(np.sqrt(np.mean(centred**2))), 1e-9)
    heights = surface.max(axis=1) / noise
    likelihood = np.maximum(heights, 0) ** 2 - (DRIFTS_PPM / CLOCK_PPM) ** 2
    row = int(likelihood.argmax())
    column = int(surface[row].argmax())
    lag = (column - surface.shape[1] // 2) * blocks.step_s
    drift = float(DRIFTS_PPM[row])
    offset = blocks.guess_s + lag - drift * 1e-6 * blocks.pivot_s
    return Line(offset, drift, float(heights[row]), pivot_s=blocks.pivot_s)


def refine(blocks: Blocks, line: Line) -> Line:
    """The line at the stack's exact maximum, with error bars.

    Newton's method on S(θ) = Σ r_k(τ + d·t_k) with θ = (τ, d); covariance H⁻¹ G H⁻¹ of an M-estimator (Huber 1967)
    with H the second derivatives and G the outer products of the blocks' first ones. Blocks that say nothing do not
    count as evidence: the correction for few blocks uses their effective number. Where hardly two blocks speak (one
    clap) the drift is unknown: it is 0, and the error at the pivot includes what clocks do until then.
    """
    turning = 2 * np.pi * blocks.frequency.astype(np.float64)
    band = (blocks.frequency > 150) & (blocks.frequency < 7500)
    spectra, turning = blocks.spectra[:, band], turning[band]

    def derivatives(delays: Floats) -> tuple[Floats, Floats]:
        """First and second ones of every block's correlation at its delay."""
        turned = spectra * np.exp(1j * (delays[:, None] * turning).astype(np.float32))
        return -(turned.imag @ turning), -(turned.real @ turning**2)

    pivot, times = blocks.pivot_s, blocks.centres_s
    guessed = blocks.guess_s + blocks.drift_ppm * 1e-6 * times
    slope, bend = derivatives(line.at(times) - times - guessed)
    strength = np.maximum(-bend, 0)
    effective = float(strength.sum() ** 2 / (np.sum(strength**2) + 1e-30))
    event = float(np.sum(strength * times) / max(strength.sum(), 1e-30))  # the moment that the sounds know best
    both = effective >= 1.6
    drift = line.drift_ppm if both else 0.0
    scale = max(float(np.abs(times - event).max()), 1.0)
    basis = np.stack([np.ones_like(times), (times - event) / scale])[:2 if both else 1]
    theta = np.array([line.at(event) - event, drift * 1e-6 * scale])[:len(basis)]
    for _ in range(8):
        slope, bend = derivatives(theta @ basis - guessed)
        hessian = (basis * bend) @ basis.T
        if not (np.linalg.eigvalsh(hessian) < 0).all():
            return line  # not on a peak: the grid's answer stands, with its wide error bar
        step = np.linalg.solve(hessian, basis @ slope)
        theta -= np.clip(step, -3e-5, 3e-5)
        if np.abs(step).max() < 1e-9:
            break
    inverse = np.linalg.inv(hessian)
    free = len(theta)
    covariance = inverse @ ((basis * slope**2) @ basis.T) @ inverse * (effective / max(effective - free, 0.2))
    floor = _BLOCK_SIGMA_S**2 / effective
    sigma_drift = np.inf
    if both:
        drift = float(theta[1]) / scale * 1e6
        spread = float(np.sum(strength * (times - event) ** 2) / strength.sum())
        sigma_drift = 1e6 * float(np.sqrt(covariance[1, 1] / scale**2 + floor / max(spread, 1e-3)))
    away = (pivot - event) * min(sigma_drift, CLOCK_PPM) * 1e-6
    sigma = float(np.sqrt(covariance[0, 0] + floor + away**2))
    return Line(float(theta[0] - drift * 1e-6 * event), drift, line.z, sigma, sigma_drift, pivot)
