"""From the evidence of all pairs to what is said of each view: who is placed, who contradicts whom, and in which words.

Nothing is chosen silently: an answer that the others outvote is left out and named; two answers of which neither can be
preferred leave the view unplaced, with both named.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.sync_clocks import CLOSES_S, FAR_LAG_S
from core.sync_pair import ACCEPT
from core.sync_records import (
    Conflict,
    LeftOut,
    PairEvidence,
    Synchronization,
    ViewSync,
    placed,
    starts,
    word,
)
from core.sync_solve import Link, Placed, Solution, solve
from core.words import marked, tr

DOUBT = 0.15        # confidence from which an answer that is too unsure to be one is worth a word where it contradicts
LAG_TOLD_S = 0.005  # a sound that is this late against the picture is worth a word


@dataclass(frozen=True)
class Span:
    """A view as the solution needs it: first and last time stamp and a frame's length, real seconds of its clock."""

    view: str
    name: str
    first_s: float
    last_s: float
    frame_s: float


def decide(spans: Sequence[Span], pairs: Sequence[PairEvidence], method: str = "auto",
           notes: Sequence[str] = ()) -> Synchronization:
    """One answer from all evidence. spans: the views, the anchor first; pairs: of these views, by any method.

    The 3D agreement is a check and takes no part in the solution: it rests on the same poses as the movement.
    """
    solving = [p for p in pairs if p.method != "agreement"]
    solution = solve([(p.a, p.b, p.sync) for p in solving], {s.view: (s.first_s, s.last_s) for s in spans},
                     spans[0].view)
    names = {s.view: s.name for s in spans}
    told = iter(solution.links)
    evidence = tuple(_checked(p, solution) if p.method == "agreement" else _with(p, next(told)) for p in pairs)
    contested = [link for link in solution.links if link.contested]
    views = tuple(_view(s, spans[0], solution, evidence, names) for s in spans)
    left_out = tuple(_left_out(link, names) for link in solution.links if link.outvoted)
    conflicts = tuple(_conflict(link, solution, names) for link in contested)
    return Synchronization(spans[0].view, method, views, evidence, left_out, conflicts, solution.loop_residual_s,
                           tuple(notes), time.time())


def _with(pair: PairEvidence, link: Link) -> PairEvidence:
    residual = float(link.residual_s) if np.isfinite(link.residual_s) else None
    return replace(pair, used=link.chosen == 0, residual_s=residual)


def _checked(pair: PairEvidence, solution: Solution) -> PairEvidence:
    """An agreement with its distance from the solution, in the middle of the overlap as far as that is known."""
    a, b = solution[pair.a], solution[pair.b]
    if not (a.accepted and b.accepted):
        return replace(pair, used=False, residual_s=None)
    offset, drift = solution.pair(pair.a, pair.b)
    middle = max(0.0, -pair.offset_s) + pair.overlap_s / 2
    off = pair.offset_s - offset + (pair.drift_ppm - drift) * 1e-6 * middle
    return replace(pair, used=False, residual_s=off)


def _view(span: Span, anchor: Span, solution: Solution, evidence: Sequence[PairEvidence],
          names: dict[str, str]) -> ViewSync:
    found = solution[span.view]
    doubt = _doubt(span, found, solution)
    if doubt is not None:
        less = found.confidence * (1 - doubt.sync.confidence)
        found = replace(found, confidence=less, reason="" if less >= ACCEPT else _otherwise(doubt, span))
    sigma_drift = found.sigma_drift_ppm if np.isfinite(found.sigma_drift_ppm) else None
    sigma = float(found.sigma_s) if np.isfinite(found.sigma_s) else 3600.0
    remark = "" if doubt is None else _otherwise(doubt, span)
    sentence = _sentence(span, anchor, found, solution, evidence, names, sigma_drift, remark)
    return ViewSync(span.view, found.offset_s, found.drift_ppm, sigma, found.confidence, found.evidence, sentence,
                    sigma_drift, found.lag_s)


def _sentence(span: Span, anchor: Span, found: Placed, solution: Solution, evidence: Sequence[PairEvidence],
              names: dict[str, str], sigma_drift: float | None, doubt: str = "") -> str:
    if span.view == solution.anchor:
        return tr("{view} is the reference").format(view=span.name)
    contested = [link for link in solution.links if link.contested and span.view in (link.a, link.b)]
    if contested and not found.accepted:
        return tr("{view}: cannot tell; {why}").format(
            view=span.name, why=_conflict(contested[0], solution, names).sentence)
    if not found.accepted:
        return (tr("{view}: cannot tell; {why}") if found.reason else
                tr("{view}: cannot tell")).format(view=span.name, why=found.reason)
    start = found.offset_s + (1 + found.drift_ppm * 1e-6) * span.first_s - anchor.first_s
    remarks = [doubt, _lag(span, found)]
    alone = [p for p in evidence if p.method == "agreement" and p.accepted and span.view in (p.a, p.b)
             and p.residual_s is not None and abs(p.residual_s) > max(4 * CLOSES_S, 3 * p.sigma_s)]
    if alone:
        remarks.append(tr("the 3D agreement would move it by {s} s").format(s=f"{abs(alone[0].residual_s or 0):.3f}"))
    return placed(span.name, start, found.drift_ppm, sigma_drift, found.evidence, found.confidence,
                  "; ".join(r for r in remarks if r), _sure(span, found, solution))


def _sure(span: Span, found: Placed, solution: Solution) -> bool:
    """Whether every method that the view rests on has an answer of its own that agrees."""
    own = {link.sync.evidence[0] for link in solution.links if link.chosen == 0 and link.sync.accepted}
    return set(found.evidence) <= own


def _doubt(span: Span, found: Placed, solution: Solution) -> Link | None:
    """The surest answer that is too unsure to count, says something else, and has none of its kind that agrees."""
    if not found.accepted or span.view == solution.anchor or "manual" in found.evidence:
        return None
    against = [link for link in solution.links if span.view in (link.a, link.b) and link.chosen is None
               and DOUBT <= link.sync.confidence < ACCEPT and link.sync.evidence[0] not in found.evidence
               and abs(link.residual_s) > max(FAR_LAG_S, 3 * link.sync.sigma_s)]
    return max(against, key=lambda link: link.sync.confidence, default=None)


def _otherwise(link: Link, span: Span) -> str:
    """What such an answer says."""
    away = -link.residual_s if link.a == span.view else link.residual_s
    said = (tr("its {method} would rather have it {s} s later, without being sure: look at it before relying on it")
            if away > 0 else
            tr("its {method} would rather have it {s} s earlier, without being sure: look at it before relying on it"))
    return said.format(method=_word(link), s=f"{abs(away):.3f}")


def _lag(span: Span, found: Placed) -> str:
    """What the difference between sound and picture means, where it is worth a word."""
    lag = found.lag_s
    if lag is None or abs(lag) < LAG_TOLD_S:
        return ""
    said = tr("its sound is {ms} ms late against the others'") if lag > 0 else \
        tr("its sound is {ms} ms early against the others'")
    return said.format(ms=f"{1000 * abs(lag):.0f}")


def _left_out(link: Link, names: dict[str, str]) -> LeftOut:
    sentence = tr("{a} and {b}: the {method} is left out, it contradicts all other evidence by {s} s").format(
        a=names[str(link.a)], b=names[str(link.b)], method=_word(link), s=f"{abs(link.residual_s):.3f}")
    return LeftOut(str(link.a), str(link.b), link.sync.evidence[0], float(link.residual_s), sentence)


def _conflict(link: Link, solution: Solution, names: dict[str, str]) -> Conflict:
    """Both answers of a pair, as starts of the second view after the first one's beginning."""
    own = [other for other in solution.links if {other.a, other.b} == {link.a, link.b} and other.chosen == 0]
    rest = solution.pair(link.a, link.b)[0]
    methods = tuple(other.sync.evidence[0] for other in own) or (marked("the others"),)
    answers = ((link.sync.evidence[0], float(link.sync.offset_s)), (methods[0], float(rest)))
    against = tr(" and ").join(word(m) for m in methods)
    sentence = tr("the {method} of {a} and {b} says that {b} {starts}, the {others} that it {otherwise}; choose one, "
                  "or mark the same moment in both").format(
        method=_word(link), a=names[str(link.a)], b=names[str(link.b)], starts=starts(link.sync.offset_s),
        others=against, otherwise=starts(rest))
    return Conflict(str(link.a), str(link.b), answers, sentence)


def _word(link: Link) -> str:
    return word(link.sync.evidence[0])
