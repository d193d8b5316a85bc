"""Which offsets of two sounds are worth a closer look: the correlation of their onsets at every lag at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.sync_audio_signals import FRAME_S

F32 = NDArray[np.float32]
Floats = NDArray[np.float64]

MIN_OVERLAP_S = 4.0  # with less in common there is nothing to be sure of
APART_S = 0.030  # two peaks nearer than this are one candidate


@dataclass(frozen=True, eq=False)
class Coarse:
    """Fit of the onsets at every lag. lags_s: (L,) ascending, of b's first frame against a's; score: (L,) robust z:
    standard deviations above what lags have by chance."""

    lags_s: Floats
    score: Floats

    def peaks(self, number: int) -> list[tuple[float, float]]:
        """(lag in s, refined between frames; score) of the highest local maxima, the best first."""
        score = self.score
        inner = np.flatnonzero((score[1:-1] >= score[:-2]) & (score[1:-1] > score[2:])) + 1
        out: list[tuple[float, float]] = []
        for index in inner[np.argsort(-score[inner], kind="stable")]:
            lag, value = self._refined(int(index))
            if all(abs(lag - other) >= APART_S for other, _ in out):
                out.append((lag, value))
                if len(out) == number:
                    break
        return out

    def at(self, lag_s: float) -> float:
        """The highest score within a frame and a half of a lag."""
        index = round((lag_s - float(self.lags_s[0])) / FRAME_S)
        near = self.score[max(index - 1, 0):index + 2]
        return float(near.max()) if len(near) and index >= 0 else 0.0

    def _refined(self, index: int) -> tuple[float, float]:
        """The vertex of the parabola through three scores."""
        left, middle, right = self.score[index - 1:index + 2]
        bend = left - 2 * middle + right
        shift = 0.0 if bend == 0 else float(0.5 * (left - right) / bend)
        return float(self.lags_s[index] + shift * FRAME_S), float(middle - 0.25 * (left - right) * shift)


def correlate(flux_a: F32, flux_b: F32) -> Coarse | None:
    """All lags at which (bands, frames) of a and b overlap by MIN_OVERLAP_S; None where there are none."""
    from scipy import fft

    count_a, count_b = flux_a.shape[1], flux_b.shape[1]
    least = round(MIN_OVERLAP_S / FRAME_S)
    if min(count_a, count_b) <= least + 2:
        return None
    size = fft.next_fast_len(count_a + count_b, real=True)
    total = np.zeros(size // 2 + 1, dtype=np.complex64)
    for band_a, band_b in zip(flux_a, flux_b, strict=True):  # one at a time: an hour's spectra need not be held
        total += fft.rfft(band_a, size) * np.conj(fft.rfft(band_b, size))
    raw = fft.irfft(total, size)
    lags = np.arange(-(count_b - least), count_a - least + 1)
    overlap = np.minimum(count_a, lags + count_b) - np.maximum(0, lags)
    # A sum of products of two standardized series grows with the root of their number by chance.
    score = raw[lags % size].astype(np.float64) / np.sqrt(overlap)
    score -= np.median(score)
    spread = 1.4826 * np.median(np.abs(score))
    return Coarse(lags * FRAME_S, score / (spread + 1e-9))
