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
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import geometry, joining, swaps
from core.clock import Clock
from core.compare import LONGEST_GAP_S
from core.document import Edit, Prediction, Put, active_key
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.progress import Progress, Step, silent
from core.skeleton import H36M17, LIMBS
from core.storage import Project

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
    """One view as the resolver takes it: its id, the 2D poses as they are shown, the athlete's track, its clock."""

    view: str
    poses: Poses2D
    athlete: int
    clock: Clock


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
        self.limbs = poses.xys[:, side.athlete][:, [poses.skeleton.index(joint) for joint in LIMBS]]
        self.times = side.clock.to_ref(poses.times)
        self.labels = swaps.exchanged(self.limbs, poses.times)
        self.as_called = self.exchanged = np.empty(0)

    def relift(self) -> None:
        """(T, 12, 4) of the limbs in 3D with the labels as they are thought to be, and with all of them turned."""
        self.as_called, self.exchanged = (self._lift(_turned(self.one, labels)).xyzs[:, 0][:, _LIMBS].astype(np.float64)
                                          for labels in (self.labels, ~self.labels))

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
        labels = swaps.exchanged(self.limbs, times, against)
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
                            "All joints jump to the other side at its ends; no other view shows these frames.")
        was, now = float(before[known].mean()), float(after[known].mean())
        return Proposal(self.side.view, start, stop, was - now, f"With left and right exchanged these frames fit the "
                        f"other views better: {now:.0f} mm apart instead of {was:.0f} (relative).")


def repair(poses: Poses2D, athlete: int, proposals: Sequence[Proposal]) -> Poses2D:
    """The poses with the athlete's sides exchanged in the proposals' frames, which its source tells of."""
    rows = np.zeros(len(poses.times), dtype=bool)
    for proposal in proposals:
        rows[proposal.start:proposal.stop] ^= True
    xys = poses.xys.copy()
    xys[rows, athlete] = poses.xys[rows, athlete][:, poses.skeleton.mirror]
    detector = str(poses.source.settings.get("repaired", poses.source.model))
    said = {"repaired": detector, "frames": int(rows.sum()), "swapped": joining.spans(rows)}
    return replace(poses, xys=xys, source=Source("swap-repair", "", said))


def sides_of(project: Project) -> list[Side]:
    """The views of a project whose athlete is known, as they are shown. Reads files: not for the GUI thread."""
    found = []
    for view in project.document.views.values():
        row = project.document.active("2d", view.id)
        if row is not None and row.athlete is not None:
            poses = project.poses(row.id)
            assert isinstance(poses, Poses2D)
            found.append(Side(view.id, poses, row.athlete, view.clock))
    return found


def repair_edit(project: Project, proposals: Sequence[Proposal]) -> Edit | None:
    """The edit that shows each proposal's view repaired; None where there is nothing to do. Undo shows what was before.

    Writes the pose files that the edit names, so a worker may do it; `project.do` follows. The 3D that was lifted from
    what is shown now is no longer shown then: lift the views again. Raises ParallaxError where a view has changed.
    """
    puts: list[Put] = []
    views = list(dict.fromkeys(proposal.view for proposal in proposals))
    for view in views:
        puts.append(project.document.put(_stored(project, view, [p for p in proposals if p.view == view])))
        if project.document.setting(active_key("2d", view)):
            puts.append(project.document.drop("settings", active_key("2d", view)))
    if not puts:
        return None
    names = ", ".join(project.document.views[view].name for view in views)
    return Edit(f"Exchange left and right in {names}", tuple(puts))


def _stored(project: Project, view: str, proposals: Sequence[Proposal]) -> Prediction:
    """The row of a view's repaired poses, which are written. It stems from what the detector said, as others do."""
    base = joining.base(project.document, view) if view in project.document.views else None
    poses = project.poses(base[1].id) if base is not None else None
    if base is None or base[1].athlete is None or not isinstance(poses, Poses2D):
        raise ParallaxError(view, "there is nobody in this view any more.", "Look for exchanged sides again.")
    raw, row = base
    made = project.store(repair(poses, row.athlete or 0, proposals), view=view, made_from=raw.id, start=row.start,
                         stop=row.stop, athlete=row.athlete)
    kept = {key: row.settings[key] for key in ("ranges", "joined", "run") if key in row.settings}
    return replace(made, settings={**kept, **made.settings})


# ---------------------------------------------------------------- small sums


def _turned(poses: Poses2D, rows: Mask) -> Poses2D:
    xys = poses.xys.copy()
    xys[rows] = poses.xys[rows][:, :, poses.skeleton.mirror]
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
