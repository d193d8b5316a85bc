"""What a synchronization of a recording says: frozen records that go to JSON and back, and how they are told in words.

The sentences are those of the command line, the window and the project: written once, here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.records import build, plain
from core.sync_pair import ACCEPT, Candidate, Curve, Floats, PairSync
from core.words import marked, tr

CURVE_POINTS = 400  # of a stored curve: what a plot can show
_NEAR_S = 0.15      # about its answer a curve is kept finer
MOST = 2000         # of points, candidates, letters, pairs: far above ours, and what a foreign project may hold
FURTHEST_S = 1e6    # eleven days
WORDS = {"audio": marked("sound"), "pose": marked("movement"), "agreement": marked("3D agreement"),
         "manual": marked("marks by hand")}


def _sane(what: str, offset_s: float, drift_ppm: float, sigma_s: float, confidence: float) -> None:
    """Raises ValueError for what no synchronization can have found: a project may come from anywhere."""
    if not (abs(offset_s) <= FURTHEST_S and abs(drift_ppm) < 5e5 and sigma_s >= 0 and 0 <= confidence <= 1):
        raise ValueError(f"{what}: numbers that no synchronization finds")


@dataclass(frozen=True)
class Third:
    """A third of the overlap by itself: the offset at its middle t_s (seconds of view b) that makes the views' 3D agree
    best, how sure that is (one standard error), and the agreement there in mm."""

    t_s: float
    offset_s: float
    sigma_s: float
    agreement_mm: float


@dataclass(frozen=True)
class PairEvidence:
    """What one method says of one pair of views: t_a = offset_s + (1 + drift_ppm·1e-6)·t_b.

    a, b: view ids. method: 'audio', 'pose', 'agreement' or 'manual'. sigma_s, sigma_drift_ppm (None: not measured):
    standard errors. confidence: 0 to 1, see `PairSync`. lags_s, score: (≤ 400,) the score at each candidate offset,
    lower is better where `low`; unit: of the score. candidates: (offset_s, drift_ppm, score) each, the best first.
    used: whether the joint solution rests on it; residual_s: its distance from that solution in the middle of the
    overlap (None where that places one of the views nowhere).
    """

    a: str
    b: str
    method: str
    offset_s: float
    drift_ppm: float
    sigma_s: float
    confidence: float
    sigma_drift_ppm: float | None = None
    reason: str = ""
    overlap_s: float = 0.0
    lags_s: tuple[float, ...] = ()
    score: tuple[float, ...] = ()
    low: bool = False
    unit: str = ""
    candidates: tuple[tuple[float, float, float], ...] = ()
    thirds: tuple[Third, ...] = ()
    used: bool = False
    residual_s: float | None = None

    def __post_init__(self) -> None:
        if self.a == self.b or len(self.lags_s) != len(self.score):
            raise ValueError("PairEvidence: a pair of one view, or a curve of unequal lists")
        _sane("PairEvidence", self.offset_s, self.drift_ppm, self.sigma_s, self.confidence)
        if max(len(self.lags_s), len(self.candidates), len(self.thirds), len(self.reason)) > MOST:
            raise ValueError("PairEvidence: more than any answer of ours says")

    @property
    def accepted(self) -> bool:
        return self.confidence >= ACCEPT

    @property
    def sync(self) -> PairSync:
        """The same as `PairSync`, for solving anew."""
        curve = Curve(np.asarray(self.lags_s), np.asarray(self.score), self.low, self.unit) if self.lags_s else None
        return PairSync(self.offset_s, self.drift_ppm, self.sigma_s, self.confidence, (self.method,),
                        float("inf") if self.sigma_drift_ppm is None else self.sigma_drift_ppm, self.overlap_s, curve,
                        tuple(Candidate(*c) for c in self.candidates), self.reason)


@dataclass(frozen=True)
class LeftOut:
    """An accepted pair that the others outvote: it lies residual_s away from their common solution."""

    a: str
    b: str
    method: str
    residual_s: float
    sentence: str


@dataclass(frozen=True)
class Conflict:
    """Two answers for one pair of which neither can be preferred: (method, offset_s) each."""

    a: str
    b: str
    answers: tuple[tuple[str, float], ...]
    sentence: str


@dataclass(frozen=True)
class ViewSync:
    """Where one view lies on the reference timeline, which is the anchor's: t_ref = offset_s + rate·t_view.

    sigma_s: standard error in the middle of the view. confidence: that this is right to a frame; below ACCEPT the
    answer is 'cannot tell' and offset_s is the likeliest candidate. evidence: of 'audio', 'pose', 'manual', in force
    for this view; () for the anchor. sound_lag_s: how much later than the picture its sound is, where both were
    heard and seen. sentence: all of it in words.
    """

    view: str
    offset_s: float
    drift_ppm: float
    sigma_s: float
    confidence: float
    evidence: tuple[str, ...]
    sentence: str
    sigma_drift_ppm: float | None = None
    sound_lag_s: float | None = None

    def __post_init__(self) -> None:
        _sane("ViewSync", self.offset_s, self.drift_ppm, self.sigma_s, self.confidence)
        if len(self.sentence) > MOST:
            raise ValueError("ViewSync: more than any answer of ours says")

    @property
    def accepted(self) -> bool:
        return self.confidence >= ACCEPT


@dataclass(frozen=True)
class Synchronization:
    """All evidence of a recording and the one answer. anchor: the view whose time is the reference time.

    left_out: pairs outvoted by the others. conflicts: what keeps a view from being accepted. loop_residual_s: how well
    three and more views close (root mean square; None without loops): how far to trust it. notes: sentences on what
    could not be used and why. made_s: Unix time.
    """

    anchor: str
    method: str
    views: tuple[ViewSync, ...]
    pairs: tuple[PairEvidence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    loop_residual_s: float | None = None
    notes: tuple[str, ...] = ()
    made_s: float = 0.0

    def __post_init__(self) -> None:
        if max(len(self.views), len(self.pairs), len(self.left_out), len(self.conflicts), len(self.notes)) > MOST:
            raise ValueError("Synchronization: of more views than a recording has")

    @property
    def accepted(self) -> bool:
        """Whether every view has its place."""
        return all(view.accepted for view in self.views)

    def view(self, view: str) -> ViewSync:
        """The answer for a view. Raises KeyError where it took no part."""
        return next((v for v in self.views if v.view == view), None) or _no(view)

    def about(self, a: str, b: str) -> tuple[PairEvidence, ...]:
        """What each method says of a pair, in either order."""
        return tuple(p for p in self.pairs if {p.a, p.b} == {a, b})


def _no(view: str) -> ViewSync:
    raise KeyError(view)


def read(data: Any, known: set[str] | None = None) -> Synchronization | None:
    """A Synchronization from JSON values; None where they are none (the project may come from anywhere).

    known: the views there are; what is said of others is left away.
    """
    try:
        found = build(Synchronization, plain(data))
    except (ValueError, TypeError):
        return None
    if known is None:
        return found
    return replace(found, views=tuple(v for v in found.views if v.view in known),
                   pairs=tuple(p for p in found.pairs if {p.a, p.b} <= known),
                   left_out=tuple(p for p in found.left_out if {p.a, p.b} <= known),
                   conflicts=tuple(c for c in found.conflicts if {c.a, c.b} <= known))


def evidence_of(a: str, b: str, found: PairSync, thirds: Sequence[Third] = ()) -> PairEvidence:
    """A method's answer as a record."""
    sigma = found.sigma_drift_ppm
    lags, score = _thinned(found)
    curve = found.curve
    return PairEvidence(
        a, b, found.evidence[0] if found.evidence else "", float(found.offset_s), float(found.drift_ppm),
        _finite(found.sigma_s), float(found.confidence), float(sigma) if np.isfinite(sigma) else None, found.reason,
        float(found.overlap_s), lags, score, curve is not None and curve.low, curve.unit if curve else "",
        tuple((float(c.offset_s), float(c.drift_ppm), float(c.score)) for c in found.candidates), tuple(thirds))


def _finite(sigma_s: float) -> float:
    """JSON has no infinity: an error bar of an hour says as much."""
    return float(sigma_s) if np.isfinite(sigma_s) else 3600.0


def _thinned(found: PairSync) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The curve with at most CURVE_POINTS points: the best of each stretch, in finer stretches about the answer."""
    if found.curve is None or not len(found.curve.lags_s):
        return (), ()
    lags, score = np.asarray(found.curve.lags_s, np.float64), np.asarray(found.curve.score, np.float64)
    good = np.isfinite(lags) & np.isfinite(score)
    lags, score = lags[good], score[good]
    keep: list[Floats] = []
    near = np.abs(lags - found.offset_s) <= _NEAR_S
    for part, count in ((np.flatnonzero(near), CURVE_POINTS // 2), (np.flatnonzero(~near), CURVE_POINTS // 2 - 1)):
        for chunk in np.array_split(part, min(len(part), count)) if len(part) else []:
            best = np.argmin(score[chunk]) if found.curve.low else np.argmax(score[chunk])
            keep.append(chunk[best])
    order = np.sort(np.asarray(keep, dtype=np.int64))
    return tuple(np.round(lags[order], 6).tolist()), tuple(float(f"{s:.5g}") for s in score[order])


# -- in words


def placed(name: str, start_s: float, drift_ppm: float, sigma_drift_ppm: float | None, evidence: Sequence[str],
           confidence: float, remark: str = "", sure: bool = True) -> str:
    """'View 2 starts 1.283 s later, runs 12 ppm slow; sound and movement agree; confidence high'.

    start_s: reference seconds from the anchor's first frame to this view's. sure: whether each of the evidence is
    sure by itself.
    """
    parts = [f"{name} {starts(start_s)}{_runs(drift_ppm, sigma_drift_ppm)}", agree(evidence, sure)]
    told = tr("confidence {level}").format(level=level(confidence))
    return "; ".join(part for part in (*parts, remark, told) if part)


def starts(start_s: float) -> str:
    """'starts 1.283 s later'."""
    if abs(start_s) < 0.0005:
        return tr("starts at the same moment")
    return (tr("starts {s} s later") if start_s > 0 else tr("starts {s} s earlier")).format(s=f"{abs(start_s):.3f}")


def _runs(drift_ppm: float, sigma_ppm: float | None) -> str:
    """Nothing where no drift could be measured, or less than its own error."""
    if drift_ppm == 0 or abs(drift_ppm) < max(0.5, sigma_ppm or 0.0):
        return ""
    # A positive drift stretches the view's seconds: its own clock counts too few of them.
    size = f"{abs(drift_ppm):.{0 if abs(drift_ppm) >= 9.95 else 1}f}"
    return ", " + (tr("runs {ppm} ppm slow") if drift_ppm > 0 else tr("runs {ppm} ppm fast")).format(ppm=size)


def agree(evidence: Sequence[str], sure: bool = True) -> str:
    """'sound and movement agree', or what alone it rests on."""
    words = [word(e) for e in evidence]
    if not words:
        return ""
    if len(words) == 1:
        return tr("placed by hand") if evidence[0] == "manual" else tr("by {method} alone").format(method=words[0])
    listed = tr("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])
    return (tr("{methods} agree") if sure else
            tr("by {methods} together, not each of them sure by itself")).format(methods=listed)


def word(method: str) -> str:
    """What evidence of a kind is called."""
    return tr(WORDS.get(method, method))


def level(confidence: float) -> str:
    """A confidence in a word."""
    if confidence < ACCEPT:
        return tr("too low: cannot tell")
    return tr("high") if confidence >= 0.9 else tr("good") if confidence >= 0.75 else tr("fair")
