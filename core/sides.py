"""Left and right put right again with the help of the other views.

A detector that takes a back for a front calls every left joint right. core/swaps.py sees where that begins and ends by
the jump it makes in the picture. It cannot see it where there is no jump: in a whole recording, after a long gap, or
where the body is side on and left and right lie upon one another. The other views can: with its sides exchanged the
same picture lifts to another body, turned round, which fits what the others show two or three times worse.

So each view is lifted twice, as its joints are called and with all sides exchanged; whichever body is closer to those
of the other views in a frame is evidence for its labels, and the path of least motion of core/swaps.py weighs that
against the view's own past. The view that gains most is put right first, lifted again, and so on until none gains:
a view that is wrong makes all others look worse, but none as much as itself.

Nothing here knows the cameras. All views exchanged together cannot be told from none; of two views that contradict one
another from beginning to end either may be the one; and a body that does the same with both sides throughout, as in a
squat, looks like one that faces the other way: then only the frames that differ from most others can be told.
Joints that a human labelled are where they are, whichever way round the detector called the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import geometry, joining, swaps
from core.clock import Clock
from core.compare import LONGEST_GAP_S
from core.corrected import ATHLETE
from core.document import Document, Edit, Put
from core.errors import ParallaxError
from core.labels import Target, pairs_of, swap
from core.pose import Poses2D, Poses3D
from core.progress import Progress, Step, silent
from core.skeleton import H36M17, LIMBS, Skeleton
from core.words import tr

RATE = 10.0    # units of the body a second that a distance of one body's unit counts for, against the view's own past
DOUBT = 0.1    # units of the body by which one of the two poses must fit better before it counts: 4 cm
STILL = 2.0    # cameras that stood still are known by this: one rotation fits at most so much worse than one a frame
TURNED = 0.6   # a whole view is exchanged only where one rotation then fits by so much better: about 0.35 where it is
FEWEST = 6     # limb joints that two views must share in a frame to be compared
ROUNDS = 3     # times that each view may be put right; more is a contradiction that nothing resolves

Floats = NDArray[np.float64]
Points = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Lift = Callable[[Poses2D], Poses3D]
_LIMBS = [H36M17.index(joint) for joint in LIMBS]


@dataclass(frozen=True, eq=False)
class Side:
    """One view as the resolver takes it: its id, the 2D poses as they are shown, the athlete's track, its clock.

    held: (T, J) joints of the athlete that no exchange moves, since a label says where they are; None: none.
    """

    view: str
    poses: Poses2D
    athlete: int
    clock: Clock
    held: Mask | None = None


@dataclass(frozen=True)
class Proposal:
    """Frames start to stop (half open) of a view in which left and right are to be exchanged.

    gain: mm of the lifter's kind (relative) by which the athlete's joints come closer to the other views, mean over
    the frames; NaN where no other view shows them and the view's own movement alone speaks. reason: for the user.
    """

    view: str
    start: int
    stop: int
    gain: float
    reason: str


def propose(sides: Sequence[Side], lift: Lift, progress: Progress = silent) -> list[Proposal]:
    """The repairs that the views' poses call for, by view and frame; none where they agree.

    lift: 2D poses of one person → 3D, H36M-17, as core.lift.lift with a lifter. progress counts the lifts.
    Raises ParallaxError for a skeleton without limbs.
    """
    for side in sides:
        if not set(LIMBS) <= set(side.poses.skeleton.joints):
            raise ParallaxError(side.poses.skeleton.name, "this skeleton has no left and right limbs.",
                                "Detect with a detector of whole bodies.")
    bodies = [_Body(side, lift) for side in sides]
    most = 2 * len(bodies) * (1 + ROUNDS)
    done = 0

    def tell(view: str) -> None:
        nonlocal done
        done += 2
        progress(Step("sides", min(done, most), most, view))

    for body in bodies:
        body.relift()
        tell(body.side.view)
    for _ in range(ROUNDS * len(bodies)):
        options = [body.better(bodies) for body in bodies]
        saved, labels, body = max(((*option, body) for option, body in zip(options, bodies, strict=True)),
                                  key=lambda option: option[0])
        if saved <= 1e-9:
            break
        body.labels = labels
        body.relift()
        tell(body.side.view)
    progress(Step("sides", most, most))
    return [proposal for body in bodies for proposal in body.proposals(bodies)]


class _Body:
    """A view while it is worked on: its labels, and its two lifted poses on the recording's clock."""

    def __init__(self, side: Side, lift: Lift) -> None:
        self.side, self._lift = side, lift
        poses = side.poses
        self.one = replace(poses, xys=poses.xys[:, side.athlete:side.athlete + 1])
        self.held = np.zeros(self.one.xys[:, 0, :, 0].shape, dtype=bool) if side.held is None else side.held
        limbs = [poses.skeleton.index(joint) for joint in LIMBS]
        # How the detector's joints moved says nothing of those that a human placed.
        self.limbs = np.where(self.held[:, limbs, None], np.float32(np.nan), self.one.xys[:, 0, limbs])
        self.times = side.clock.to_ref(poses.times)
        self.labels = self._chosen()
        self.as_called = self.exchanged = np.empty(0)

    def relift(self) -> None:
        """(T, 12, 4) of the limbs in 3D with the labels as they are thought to be, and with all of them turned."""
        self.as_called, self.exchanged = (
            self._lift(_turned(self.one, labels, self.held)).xyzs[:, 0][:, _LIMBS].astype(np.float64)
            for labels in (self.labels, ~self.labels))

    def _chosen(self, against: Floats | None = None) -> Mask:
        """(T,) the labels on the path of least motion. Frames in which a human placed too many joints to tell go with
        those on either side, where these are called alike."""
        labels = swaps.exchanged(self.limbs, self.side.poses.times, against)
        untold = self.held.any(axis=1) & (np.isfinite(self.limbs).all(-1).sum(axis=1) < swaps.FEWEST)
        known = np.flatnonzero(~untold)
        beside = np.r_[False, labels[known], False]
        after = np.searchsorted(known, np.arange(len(labels)))
        return np.where(untold, beside[after] & beside[after + 1], labels)

    def better(self, bodies: "Sequence[_Body]") -> tuple[float, Mask]:
        """What other labels would save, and those labels."""
        straight, turned, size = self.distances(bodies)
        better = np.nan_to_num((turned - straight) / size)
        # Standing still, a body looks much the same either way: that is no evidence for the labels as they are either.
        doubt = np.sign(better) * np.maximum(np.abs(better) - DOUBT, 0)
        times = self.side.poses.times
        span = np.minimum(np.diff(times, append=times[-1] + np.median(np.diff(times))) if len(times) > 1
                          else np.zeros(1), LONGEST_GAP_S)
        # The evidence is on the labels as they are now; what the path is chosen by is on those of the detector.
        against = RATE * span * np.where(self.labels, -doubt, doubt)
        labels = self._chosen(against)
        return (swaps.cost(self.limbs, times, self.labels, against) - swaps.cost(self.limbs, times, labels, against),
                labels)

    def distances(self, bodies: "Sequence[_Body]") -> tuple[Floats, Floats, float]:
        """(T,) how far the limbs are from those of the other views, their median, as called and exchanged, NaN where no
        other shows them; and the size of the body in the same unit."""
        others = [body for body in bodies if body is not self]
        if not others:
            nothing = np.full(len(self.times), np.nan)
            return nothing, nothing, 1.0
        there = [_at(other.as_called, other.times, self.times) for other in others]
        far = np.stack([_apart(self.as_called, self.exchanged, other) for other in there])  # (V, 2, T)
        return _median(far[:, 0]), _median(far[:, 1]), _size(self.as_called)

    def proposals(self, bodies: "Sequence[_Body]") -> list[Proposal]:
        """The stretches whose labels are now other than the detector's."""
        after, before, _ = self.distances(bodies)
        return [self._proposal(start, stop, 1000 * before[start:stop], 1000 * after[start:stop])
                for start, stop in joining.spans(self.labels)]

    def _proposal(self, start: int, stop: int, before: Floats, after: Floats) -> Proposal:
        known = np.isfinite(before) & np.isfinite(after)
        if not known.any():
            return Proposal(self.side.view, start, stop, float("nan"),
                            tr("All joints jump to the other side at its ends; no other view shows these frames."))
        was, now = float(before[known].mean()), float(after[known].mean())
        said = tr("With left and right exchanged these frames fit the other views better: {now} mm apart instead of "
                  "{was} (relative).").format(now=f"{now:.0f}", was=f"{was:.0f}")
        return Proposal(self.side.view, start, stop, was - now, said)


def repair_edit(document: Document, proposals: Sequence[Proposal], skeletons: Mapping[str, Skeleton]) -> Edit | None:
    """The edit that exchanges left and right as proposed: a swap of the athlete a proposal; None where there is none.

    skeletons: of the views' poses. Raises ParallaxError where a view is gone or one of its joints is locked.
    """
    puts: list[Put] = []
    for proposal in proposals:
        row = document.active("2d", proposal.view)
        if row is None or row.athlete is None or proposal.view not in skeletons:
            raise ParallaxError(proposal.view, "there is nobody in this view any more.", "Check left and right again.")
        target = Target(proposal.view, ATHLETE, skeletons[proposal.view])
        # Labels stay where a human put them: what was found is that the detector took one side for the other.
        puts += swap(document, target, proposal.start, proposal.stop,
                     pairs_of(target.skeleton, "", "person"), labelled=False).puts
    return Edit(_title(document, proposals), tuple(puts)) if puts else None


def _title(document: Document, proposals: Sequence[Proposal]) -> str:
    names = ", ".join(document.views[view].name for view in dict.fromkeys(p.view for p in proposals))
    if len(proposals) > 1:
        return tr("Exchange left and right in {n} stretches of {views}").format(n=len(proposals), views=names)
    start, last = proposals[0].start, proposals[0].stop - 1
    if start == last:
        return tr("Exchange left and right in frame {frame} of {views}").format(frame=start, views=names)
    return tr("Exchange left and right in frames {first} to {last} of {views}").format(
        first=start, last=last, views=names)


# ---------------------------------------------------------------- small sums


def _turned(poses: Poses2D, rows: Mask, held: Mask) -> Poses2D:
    xys = poses.xys.copy()
    xys[rows] = poses.xys[rows][:, :, poses.skeleton.mirror]
    xys[:, 0][held] = poses.xys[:, 0][held]
    return replace(poses, xys=xys)


def _at(points: Floats, times: Floats, wanted: Floats) -> Floats:
    """(T, 12, 4) at other times; missing where it was not filmed, or a joint was not seen, for too long."""
    from core.resample import at_times

    first = np.diff(times, prepend=-np.inf) > 0  # of frames that share a time stamp
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return at_times(points[first], times[first], wanted, max_gap_s=max(LONGEST_GAP_S, 1.5 * step), scored=True)


def _apart(straight: Floats, turned: Floats, other: Floats) -> Floats:
    """(2, T) mean distance of the joints (T, 12, 4) of either pose from another view's; NaN where too few are in both.

    After Procrustes of each frame. Where the cameras stood still, as is seen by the result, the mean of that and of the
    distance after one similarity for all frames: it also tells which way a body faces that is left-right symmetric.
    """
    there = np.isfinite(straight).all(-1) & np.isfinite(turned).all(-1) & np.isfinite(other).all(-1)
    w = np.where(there, np.minimum(straight[..., 3], np.clip(np.nan_to_num(other[..., 3]), 0, 1)), 0)
    known = (w > 0).sum(axis=1) >= FEWEST
    if not known.any():
        return np.full((2, len(w)), np.nan)
    w = w[known]
    a, b, q = (np.where(w[..., None] > 0, x[known, :, :3], 0) for x in (straight, turned, other))
    free = np.stack([_distance(geometry.align(p, q, w), q, w) for p in (a, b)])
    still = [np.stack([_distance(geometry.transform(p, *fit), q, w) for p in (a, b)]) for fit in (
        _similarity(a, q, w), _similarity(b, q, w))]
    # A view that is exchanged from end to end shows by the other pose fitting much better; in doubt it is not.
    one = still[1] if np.median(still[1][1]) < TURNED * np.median(still[0][0]) else still[0]
    if np.median(one.min(axis=0)) < STILL * np.median(free.min(axis=0)):
        free = (free + one) / 2
    out = np.full((2, len(known)), np.nan)
    out[:, known] = free
    return out


def _similarity(p: Floats, q: Floats, w: Floats) -> tuple[Points, Points, Points]:
    """The similarity of most frames from p to q: those that fit badly, as the exchanged ones, count less each time."""
    rows = np.ones(len(p))
    for _ in range(4):
        c, r, t = geometry.procrustes(p.reshape(-1, 3), q.reshape(-1, 3), (rows[:, None] * w).reshape(-1))
        far = _distance(geometry.transform(p, c, r, t), q, w)
        rows = 1 / (1 + (far / np.maximum(np.median(far), 1e-9)) ** 2)
    return c, r, t


def _distance(p: Points, q: Points, w: Points) -> Floats:
    """(T,) weighted mean distance of the joints."""
    return np.asarray((w * np.linalg.norm(p - q, axis=-1)).sum(axis=1) / w.sum(axis=1))


def _median(values: Floats) -> Floats:
    """(V, T) → (T,), NaN where no view has a value, without numpy's warning of it."""
    out = np.full(values.shape[1], np.nan)
    some = np.isfinite(values).any(axis=0)
    out[some] = np.nanmedian(values[:, some], axis=0)
    return out


def _size(points: Floats) -> float:
    """The mean distance of the joints from their centre, a body's unit: about 0.45 m for an adult who stands."""
    xyz = points[..., :3]
    far = np.linalg.norm(xyz - xyz.mean(axis=1, keepdims=True), axis=-1)
    return float(np.median(far[np.isfinite(far)])) if np.isfinite(far).any() else 1.0
