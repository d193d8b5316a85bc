"""What a synchronization of two views is: one line through time, how sure it is, and what it rests on."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

ACCEPT = 0.5  # a confidence below this says 'cannot tell'

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """How well the views fit at each candidate offset. lags_s: (N,) ascending offsets, seconds; score: (N,), higher is
    better unless `low` says that it is a distance. unit: of the score, '' where it has none."""

    lags_s: Floats
    score: Floats
    low: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Candidate:
    """An answer that was considered, with its score; the best first wherever several stand."""

    offset_s: float
    drift_ppm: float
    score: float


@dataclass(frozen=True, eq=False)
class PairSync:
    """t_a = offset_s + (1 + drift_ppm·1e-6) · t_b, both in seconds of the files' own time stamps.

    sigma_s: standard error of the offset at the middle of the overlap; sigma_drift_ppm: of the drift (infinite where it
    could not be estimated and 0 was taken). confidence: the probability, 0 to 1, that the answer is right to a frame
    at 30 frames/s; below `ACCEPT` the answer is 'cannot tell' and only its candidates are worth a look.
    evidence: of 'audio', 'pose', 'agreement', 'manual'. overlap_s: seconds that both views cover. reason: a sentence
    for the user about what the answer rests on or why there is none.
    """

    offset_s: float
    drift_ppm: float
    sigma_s: float
    confidence: float
    evidence: tuple[str, ...]
    sigma_drift_ppm: float = float("inf")
    overlap_s: float = 0.0
    curve: Curve | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def accepted(self) -> bool:
        """Whether this is an answer; otherwise it is 'cannot tell'."""
        return self.confidence >= ACCEPT

    def to_a(self, t_b: Floats | float) -> Floats:
        """Times of view a that belong to times of view b, same shape."""
        return self.offset_s + (1 + self.drift_ppm * 1e-6) * np.asarray(t_b, dtype=np.float64)

    def inverse(self) -> "PairSync":
        """The same answer for (b, a): t_b from t_a. The curve is mirrored, which neglects the drift."""
        rate = 1 + self.drift_ppm * 1e-6
        curve = self.curve
        if curve is not None:
            curve = replace(curve, lags_s=-curve.lags_s[::-1], score=curve.score[::-1])
        turned = tuple(Candidate(-c.offset_s / (1 + c.drift_ppm * 1e-6), _turned(c.drift_ppm), c.score)
                       for c in self.candidates)
        return replace(self, offset_s=-self.offset_s / rate, drift_ppm=_turned(self.drift_ppm),
                       curve=curve, candidates=turned)


def _turned(drift_ppm: float) -> float:
    """The drift of the inverse line."""
    return (1 / (1 + drift_ppm * 1e-6) - 1) * 1e6
