"""Which frames are worth labelling next, and which labels may be slips.

Everything that speaks against a joint (core/evidence.py) is an estimate of how far off it is. Frames next to one
another with the same doubt are one suggestion, with the joints that share it, and what it is worth is the error that
goes when it is repaired: how far off, for how many joints, for how long. The most worthwhile comes first; what is near
one already chosen waits for the next time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import evidence
from core.compare import Comparison
from core.evidence import APART, BONE, JUMP, MISSING, SCORE, Apart, Evidence, Look
from core.pictured import Pictured
from core.sides import Proposal
from core.skeleton import Skeleton, in_words, without_side
from core.words import tr

SWAP = "swap"
KINDS: Mapping[int, str] = MappingProxyType({APART: "apart", JUMP: "jump", BONE: "bone", SCORE: "score",
                                             MISSING: "missing"})
LEAST = 0.08        # units of the body (about 4 cm) from which on a doubt is one
BRIDGED_S = 0.07    # doubts so near to each other are one
LONGEST_S = 1.0     # longer doubts are more than one suggestion: nobody labels more in one go
AWAY_S = 1.0        # a body that nobody sees for longer was not in the picture
APART_S = 0.4       # between the frames of two suggestions of one view
MOST_RUNS = 2000    # of the most worthwhile runs of single joints that are looked at closely
SWAP_UNITS = 0.5    # what exchanged sides are off by, where no other view tells: about the width of the body
SLIP = 0.25         # units of the body that a label may be off before it is called suspicious: 11 cm
LEAST_SLIP = 0.15   # where both the views and the frames beside it say so
MOST_SLIPS = 300    # labels of a view, furthest from the frames beside them, that are looked at closely

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Suggestion:
    """Frames of a view to look at. start, stop: half open; frame: the worst of them. joints: by name, the worst first.

    kind: 'swap', 'apart' (from the other views), 'jump', 'bone', 'score' or 'missing'. worth: units of the body times
    seconds, summed over the joints. reason: for the user, with a number.
    """

    view: str
    start: int
    stop: int
    frame: int
    joints: tuple[str, ...]
    kind: str
    worth: float
    reason: str


@dataclass(frozen=True)
class Suspicion:
    """A label that lies far from what all views and the neighbouring frames say. far: units of the body. reason: for
    the user; why: the part of it that says how far it is from what."""

    view: str
    frame: int
    joint: str
    far: float
    reason: str
    why: str


@dataclass(frozen=True)
class _Run:
    """Doubts about one joint, frames start to stop."""

    joint: int
    start: int
    stop: int
    frame: int
    worth: float


def suggest(looks: Sequence[Look], comparison: Comparison | None = None, proposals: Sequence[Proposal] = (),
            count: int = 20, apart_s: float = APART_S) -> tuple[Suggestion, ...]:
    """The frames worth labelling, most worthwhile first, of all views together.

    comparison: of the views as they are now. proposals: of core/sides.py, for the same views and frames. Frames that
    have a label are left out, and so is what is nearer than apart_s to a better suggestion of the same view.
    """
    apart = Apart(comparison) if comparison is not None else None
    found: list[Suggestion] = []
    seconds: dict[str, NDArray[np.float64]] = {}
    for look in looks:
        if not len(look.times):
            continue
        seconds[look.view] = look.times
        swapped = [p for p in proposals if p.view == look.view and 0 <= p.start < p.stop <= len(look.times)]
        evidence_ = evidence.gather(look, comparison, apart)
        far = _open(look, evidence_, swapped)
        found += [_swap(look, proposal, apart) for proposal in swapped]
        found += _grouped(look, evidence_, _runs(look, far), count, apart_s)
    found.sort(key=lambda each: (-each.worth, each.view, each.start))
    return _spread(found, seconds, count, apart_s)


def _open(look: Look, found: Evidence, swapped: Sequence[Proposal]) -> NDArray[np.float32]:
    """(T, J) the evidence where a doubt is still to be looked at: not labelled, not explained by a swap, in the
    picture."""
    far = np.where(found.far >= LEAST, found.far, np.float32(0))
    if look.labelled is not None:
        far[look.labelled.any(axis=1)] = 0
    for proposal in swapped:
        far[proposal.start:proposal.stop] = 0
    empty = np.asarray(~evidence.there(look).any(axis=1))
    for start, stop in _spans(empty, 1):
        last = min(stop, len(look.times) - 1)
        if start == 0 or stop == len(look.times) or look.times[last] - look.times[start] > AWAY_S:
            far[start:stop] = 0
    return far


def _spans(rows: NDArray[np.bool_], bridged: int) -> list[tuple[int, int]]:
    """(start, stop) of the stretches that are true; gaps of less than `bridged` frames between them do not count."""
    at = np.flatnonzero(rows)
    if not len(at):
        return []
    cuts = np.flatnonzero(np.diff(at) > max(bridged, 1))
    return list(zip(at[np.r_[0, cuts + 1]].tolist(), (at[np.r_[cuts, len(at) - 1]] + 1).tolist(), strict=True))


def _runs(look: Look, far: NDArray[np.float32]) -> list[_Run]:
    """The stretches of every joint, cut where they are too long, the most worthwhile of them."""
    step = float(np.median(np.diff(look.times))) if len(look.times) > 1 else 1.0
    step = max(step, 1e-3) * look.clock.rate
    bridged, longest = max(1, round(BRIDGED_S / step)), max(1, round(LONGEST_S / step))
    runs = []
    for j, doubts in enumerate(np.ascontiguousarray(far.T)):
        spans = _spans(doubts > 0, bridged)
        total = np.r_[0.0, np.cumsum(doubts, dtype=np.float64)]
        for start, stop in spans:
            for first in range(start, stop, longest):
                last = min(first + longest, stop)
                worth = float(total[last] - total[first]) * step
                runs.append((worth, j, first, last))
    runs.sort(key=lambda run: (-run[0], run[2], run[1]))
    return [_Run(j, start, stop, start + int(far[start:stop, j].argmax()), worth)
            for worth, j, start, stop in runs[:MOST_RUNS]]


def _grouped(look: Look, found: Evidence, runs: Sequence[_Run], count: int, apart_s: float) -> list[Suggestion]:
    """Runs of several joints at one time are one suggestion; those of one view are no nearer than apart_s."""
    groups: list[list[_Run]] = []
    starts, stops = (np.array([getattr(run, end) for run in runs], dtype=np.int64) for end in ("start", "stop"))
    free = np.ones(len(runs), dtype=bool)
    for n, run in enumerate(runs):
        if not free[n]:
            continue
        shared = np.minimum(stops, run.stop) - np.maximum(starts, run.start)
        together = np.flatnonzero(free & (2 * shared >= stops - starts) & (shared > 0))
        free[together] = False
        groups.append([runs[k] for k in together.tolist()])
    groups.sort(key=lambda group: -sum(run.worth for run in group))
    return list(_spread((_suggestion(look, found, group) for group in groups), {look.view: look.times}, count, apart_s))


def _spread(found: Iterable[Suggestion], seconds: Mapping[str, NDArray[np.float64]], count: int, apart_s: float
            ) -> tuple[Suggestion, ...]:
    """The first `count` that keep their distance from those before them."""
    kept: list[Suggestion] = []
    taken: dict[str, list[float]] = {}
    for each in found:
        at = float(seconds[each.view][each.frame])
        if each.kind != SWAP and any(abs(at - other) < apart_s for other in taken.get(each.view, [])):
            continue
        taken.setdefault(each.view, []).append(at)
        kept.append(each)
        if len(kept) == count:
            break
    return tuple(kept)


# ---------------------------------------------------------------- words


def _suggestion(look: Look, found: Evidence, runs: Sequence[_Run]) -> Suggestion:
    worst = max(runs, key=lambda run: run.worth)
    start, stop = min(run.start for run in runs), max(run.stop for run in runs)
    joints = [look.skeleton.joints[run.joint] for run in sorted(runs, key=lambda run: -run.worth)]
    kind = int(found.kind[worst.frame, worst.joint])
    joints = list(dict.fromkeys(joints))
    why = _why(kind, _plain(look.skeleton, joints[0]), float(found.value[worst.frame, worst.joint]), stop - start)
    more = "" if len(joints) == 1 else tr("; 1 more joint is in doubt") if len(joints) == 2 else \
        tr("; {n} more joints are in doubt").format(n=len(joints) - 1)
    reason = f"{_when(start, stop)}: {why}{more}."
    return Suggestion(look.view, start, stop, worst.frame, tuple(joints), KINDS[kind], sum(r.worth for r in runs),
                      reason)


def _when(start: int, stop: int) -> str:
    """As frames are counted in the window, from 0."""
    return tr("Frame {frame}").format(frame=start) if stop - start == 1 else \
        tr("Frames {first} to {last}").format(first=start, last=stop - 1)


def _plain(skeleton: Skeleton, joint: str) -> str:
    """'the left wrist' of 'lwrist', 'the right mouth' of 'mouth_right'."""
    side = skeleton.sides[skeleton.index(joint)]
    return tr("the {joint}").format(joint=in_words(without_side(joint, side), side))


def _why(kind: int, who: str, value: float, frames: int) -> str:
    if kind == APART:
        return tr("{joint} is {mm} mm from where the views together have it (relative)").format(
            joint=who, mm=f"{value:.0f}")
    if kind == JUMP:
        return tr("{joint} jumps {far} of the body's size away from its neighbours in time").format(
            joint=who, far=f"{value:.2f}")
    if kind == BONE:
        said = tr("the bone to {joint} is {percent} longer than it usually is") if value > 0 else \
            tr("the bone to {joint} is {percent} shorter than it usually is")
        return said.format(joint=who, percent=f"{abs(value):.0%}")
    if kind == SCORE:
        return tr("{joint} was found with a score of only {score}").format(joint=who, score=f"{value:.2f}")
    said = tr("{joint} is missing in {n} frame") if frames == 1 else tr("{joint} is missing in {n} frames")
    return said.format(joint=who, n=frames)


def _swap(look: Look, proposal: Proposal, apart: Apart | None) -> Suggestion:
    pairs = [look.skeleton.joints[j] for pair in look.skeleton.pairs for j in pair]
    size = apart.size_mm if apart is not None and np.isfinite(proposal.gain) else 0.0
    each = max(proposal.gain / size, LEAST) if size > 0 else SWAP_UNITS
    last = min(proposal.stop, len(look.times) - 1)
    long = max(float(look.times[last] - look.times[proposal.start]) * look.clock.rate, 0.0)
    return Suggestion(look.view, proposal.start, proposal.stop, (proposal.start + proposal.stop) // 2, tuple(pairs),
                      SWAP, each * len(pairs) * long, tr("{frames}: left and right are exchanged. {reason}").format(
                          frames=_when(proposal.start, proposal.stop), reason=proposal.reason))


# ---------------------------------------------------------------- labels that may be slips


def suspicious(looks: Sequence[Look], comparison: Comparison | None = None) -> tuple[Suspicion, ...]:
    """Labels that are far from where all views together have the joint, in 3D or in the picture, and from where the
    frames beside them lead, furthest first; of a label for which only one of the two can be told, that one. Nothing is
    changed."""
    apart = Apart(comparison) if comparison is not None else None
    found = []
    for look in looks:
        if look.labelled is None or not look.labelled.any():
            continue
        seen = evidence.there(look)
        around = evidence.from_neighbours(look, seen)
        told = np.zeros_like(seen)
        told[1:-1] = seen[2:] & seen[1:-1] & seen[:-2]
        doubts = np.argwhere(look.labelled & seen & (~told | (around > LEAST_SLIP)))
        doubts = doubts[np.argsort(-around[tuple(doubts.T)], kind="stable")][:MOST_SLIPS]
        views = _Views(look, apart, [t for t, _ in doubts.tolist()])
        for t, j in doubts.tolist():
            far, words = views.off(t, j)
            if told[t, j]:
                limit = SLIP if np.isnan(far) else LEAST_SLIP
                far = float(np.fmin(far, around[t, j]))
                words += [tr("{far} of the body's size from the frames beside it").format(far=f"{around[t, j]:.2f}")]
            else:
                limit = SLIP
            if far > limit:
                joint = look.skeleton.joints[j]
                why = tr("{one} and {other}").format(one=words[0], other=words[1]) if len(words) == 2 else words[0]
                reason = tr("Frame {frame}: {joint} is labelled {why}.").format(
                    frame=t, joint=_plain(look.skeleton, joint), why=why)
                found.append(Suspicion(look.view, t, joint, far, reason, why))
    return tuple(sorted(found, key=lambda each: (-each.far, each.view, each.frame, each.joint)))


class _Views:
    """How far labels of a view are from where the views have the joint."""

    def __init__(self, look: Look, apart: Apart | None, frames: Sequence[int]) -> None:
        self._known = apart is not None and look.view in apart.comparison.views and len(frames) > 0
        if apart is not None and self._known:
            self._over, self._mm = apart.of(look)
            self._pictured = Pictured(look, apart.comparison, frames)

    def off(self, t: int, j: int) -> tuple[float, list[str]]:
        """Units of the body, NaN where no view tells, and in words."""
        if not self._known:
            return float("nan"), []
        beyond, pixels = self._pictured.off(t, j)
        over = float(self._over[t, j]) if self._mm[t, j] > 0 else float("nan")
        if np.isnan(over) and np.isnan(beyond):
            return float("nan"), []
        if np.isnan(beyond) or over > beyond:
            return over, [tr("{mm} mm from where the views together have it (relative)").format(
                mm=f"{self._mm[t, j]:.0f}")]
        return float(beyond), [tr("{n} pixels from where the other views have it").format(n=f"{pixels:.0f}")]
