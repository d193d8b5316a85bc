"""The offset of two recordings of a few seconds from their sound: one correlation of the whole, no drift.

Blocks and onset statistics need more sound than that (`sync_audio`). Over so short a time a drift moves nothing:
100 ppm in 2.5 s are a quarter of a millisecond.
"""

import math

import numpy as np
from numpy.typing import NDArray

from core.sound import RATE, Sound
from core.sync_audio_signals import whitened
from core.sync_pair import ACCEPT, Candidate, Curve, PairSync
from core.words import tr

LEAST_S = 0.4         # of overlap
LEAST_SHARE = 0.35    # of the shorter sound
APART_S = 0.020       # two answers further apart than this contradict each other
CANDIDATES = 6
CURVE_POINTS = 2000
# Probability that the error is below 20 ms, near a logistic regression on generated pairs of 1 to 5 s of sound (python
# -m tests.bench.sync_joint short): constant, ratio of the two highest peaks, log of the height in its own noise.
LOGISTIC = (-16.0, 5.0, 4.0)


def align_short(a: Sound, b: Sound) -> PairSync:
    """t_a = offset_s + t_b of two short sounds at 16 kHz: the highest peak of the phase transform over all offsets.

    The drift is 0 and unknown. Not accepted where no peak stands out.
    """
    lags, height, overlap = _correlated(whitened(a), whitened(b))
    if not len(lags):
        return PairSync(0.0, 0.0, float("inf"), 0.0, ("audio",),
                        reason=tr("Cannot tell from the sound: there is too little of it."))
    peaks = _peaks(height)
    best = peaks[0]
    second = height[peaks[1]] if len(peaks) > 1 else 1.0
    constant, by_ratio, by_height = LOGISTIC
    odds = constant + by_ratio * float(height[best] / max(second, 1.0)) + by_height * math.log(max(height[best], 1.0))
    confidence = 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
    shift = a.t0_s - b.t0_s
    offset = shift + _between(lags, height, best)
    candidates = tuple(Candidate(shift + _between(lags, height, p), 0.0, float(height[p])) for p in peaks)
    common = float(overlap[best]) / RATE
    reason = (tr("The sounds fit over the {s} s in common.") if confidence >= ACCEPT else
              tr("Cannot tell from the sound: there are only {s} s in common, in which no offset stands out.")
              ).format(s=f"{common:.1f}")
    # The error of a correlation peak of signals of band width B over T at a height z: √3 / (π·B·z) s (Quazi, IEEE
    # TASSP 1981), here with B = 6.8 kHz; echoes move it by a few samples more.
    sigma = math.hypot(math.sqrt(3) / (math.pi * 6800 * max(float(height[best]), 1.0)), 1.5 / RATE)
    step = -(-len(lags) // CURVE_POINTS)
    chosen = np.array([s + int(np.argmax(height[s:s + step])) for s in range(0, len(lags), step)])
    return PairSync(offset, 0.0, sigma, confidence, ("audio",), float("inf"), common,
                    Curve(shift + lags[chosen] / RATE, height[chosen]), candidates, reason)


def _correlated(a: NDArray[np.float32], b: NDArray[np.float32]
                ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Lags (L,) in samples (a's index minus b's), the correlation there in its own noise, and samples in common."""
    from scipy import fft

    size = fft.next_fast_len(len(a) + len(b), real=True)
    lags = np.arange(-len(b) + 1, len(a))
    overlap = np.minimum(len(a), lags + len(b)) - np.maximum(lags, 0)
    usable = overlap >= max(LEAST_S * RATE, LEAST_SHARE * min(len(a), len(b)))

    def summed(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(fft.irfft(fft.rfft(first, size) * np.conj(fft.rfft(second, size)), size)[lags])

    x, y = a.astype(np.float64), b.astype(np.float64)
    together = np.sqrt(np.maximum(summed(x**2, np.ones(len(y))) * summed(np.ones(len(x)), y**2), 1e-20))
    height = summed(x, y)[usable] / together[usable] * np.sqrt(overlap[usable])
    noise = 1.4826 * float(np.median(np.abs(height))) if usable.any() else 1.0
    return lags[usable], height / max(noise, 1e-12), overlap[usable].astype(np.float64)


def _peaks(height: NDArray[np.float64]) -> list[int]:
    """Indices of the highest values, APART_S from one another."""
    left = height.copy()
    found = []
    reach = int(APART_S * RATE)
    for _ in range(CANDIDATES):
        best = int(left.argmax())
        if left[best] <= 0:
            break
        found.append(best)
        left[max(best - reach, 0):best + reach + 1] = -np.inf
    return found or [0]


def _between(lags: NDArray[np.int64], height: NDArray[np.float64], index: int) -> float:
    """Seconds at the top of the parabola through a peak and its neighbours."""
    part = 0.0
    if 0 < index < len(height) - 1:
        low, top, high = height[index - 1:index + 2]
        bend = low - 2 * top + high
        part = float(np.clip(0.5 * (low - high) / bend, -0.5, 0.5)) if bend < 0 else 0.0
    return (float(lags[index]) + part) / RATE
