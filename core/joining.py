"""Two results of one view laid together: what was found in some frames, and before that in others.

The new one counts in the frames it looked at, the old one in the rest. Which person is which is read from the frames
where both saw somebody, and else from who stood where at the border between them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core import intrinsics, sparse
from core.document import Document, Prediction
from core.people import SAME
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import Skeleton

BORDER_S = 0.5   # people further apart in time are not compared by place
PACE = 2.0       # body heights a second: who runs is no faster
COMPARED = 100   # frames that two tracks are compared in, at most: enough, and an hour takes no longer than a minute

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Found:
    """What is known of the people in one view.

    flat: what the detector said. repaired: that with left-right swaps repaired, None where there were none. lifted: the
    athlete in 3D, one person, from the repaired poses. athlete: that track. looked: (T,) the frames that were done.
    """

    flat: Poses2D
    repaired: Poses2D | None
    lifted: Poses3D | None
    athlete: int | None
    looked: Mask

    def __post_init__(self) -> None:
        frames, people = self.flat.xys.shape[:2]
        if self.looked.shape != (frames,) or not self.looked.any() or self.best.xys.shape != self.flat.xys.shape \
                or (self.lifted is not None and self.lifted.xyzs.shape[:2] != (frames, 1)):
            raise ValueError("the parts of a result do not fit together")
        if self.athlete is not None and not 0 <= self.athlete < people:
            raise ValueError(f"athlete {self.athlete} of {people} people")

    @property
    def best(self) -> Poses2D:
        return self.flat if self.repaired is None else self.repaired


@dataclass(frozen=True)
class Columns:
    """The tracks of a joined set: for each the old and the new track it is made of, None where it has none of these."""

    old: tuple[int | None, ...]
    new: tuple[int | None, ...]
    athlete: int | None


def joined(old: Found, new: Found, pointed: bool = False) -> Found | None:
    """The new result in the frames it looked at, the old one in the others; None where there is nothing to join: no
    frames outside, another detector, another skeleton, another video.

    The athlete stays who it was, unless the new one was pointed at by the user. 3D is taken from the frames where it
    is that person's, and from the old result where it is by the same model and with the same camera.
    """
    inside = new.looked
    if not alike(old.flat, new.flat) or not (old.looked & ~inside).any():
        return None
    columns = match(old.flat, new.flat, inside, old.athlete, new.athlete, pointed)
    flat = replace(new.flat, xys=laid(old.flat.xys, new.flat.xys, inside, columns))
    flat = sparse.laid(old.flat, new.flat, inside, flat)
    repaired = replace(new.best, xys=laid(old.best.xys, new.best.xys, inside, columns))
    return Found(flat, _repaired(flat, repaired, columns.athlete), _lifted(old, new, columns), columns.athlete,
                 old.looked | inside)


def match(old: Poses2D, new: Poses2D, inside: Mask, old_athlete: int | None = None, new_athlete: int | None = None,
          pointed: bool = False) -> Columns:
    """Which track is which. inside: (T,) the frames where the new poses count.

    The athletes are one person unless their places say otherwise. Old tracks come first, in their order; one that is in
    no frame any more has no column.
    """
    costs = _costs(old, new, inside)
    same: dict[int, int] = {}  # new track → old track
    for _, p, q in sorted((costs[p, q], p, q) for p, q in np.argwhere(costs <= 1).tolist()):
        if q not in same and p not in same.values():
            same[q] = p
    if old_athlete is not None and new_athlete is not None and np.isnan(costs[old_athlete, new_athlete]) \
            and new_athlete not in same and old_athlete not in same.values():
        same[new_athlete] = old_athlete
    new_of = {p: q for q, p in same.items()}
    pairs: list[tuple[int | None, int | None]] = [
        (p, new_of.get(p)) for p in range(old.xys.shape[1]) if p in new_of or _seen(old.xys[~inside, p]).any()]
    pairs += [(None, q) for q in range(new.xys.shape[1]) if q not in same]
    was = [i for i, (p, _) in enumerate(pairs) if p is not None and p == old_athlete]
    now = [i for i, (_, q) in enumerate(pairs) if q is not None and q == new_athlete]
    athlete = next(iter(now + was if pointed else was + now), None)
    return Columns(tuple(p for p, _ in pairs), tuple(q for _, q in pairs), athlete)


def laid(old: Floats, new: Floats, inside: Mask, columns: Columns) -> Floats:
    """(T, P, J, C) points of the columns: the new ones inside, the old ones outside, missing where there are none."""
    points = np.full((len(new), len(columns.old), *new.shape[2:]), np.nan, dtype=np.float32)
    points[..., -1] = 0
    for i, (p, q) in enumerate(zip(columns.old, columns.new, strict=True)):
        if p is not None:
            points[~inside, i] = old[~inside, p]
        if q is not None:
            points[inside, i] = new[inside, q]
    return points


def base(document: Document, view: str) -> tuple[Prediction, Prediction] | None:
    """What the detector said that is shown of a view, and that which is shown: the same, or repaired from it."""
    row = document.active("2d", view)
    return None if row is None else (document.predictions.get(row.made_from, row), row)


def spans(mask: Mask) -> tuple[tuple[int, int], ...]:
    """The stretches of a (T,) mask, half open."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return tuple((int(a), int(b)) for a, b in edges.reshape(-1, 2))


def looked(row: Prediction, frames: int) -> Mask:
    """(T,) the frames of a prediction that were looked at: from start to stop, but for the holes that its settings
    tell of as `ranges`. What a project from elsewhere says there and makes no sense is passed over."""
    mask = np.zeros(frames, dtype=bool)
    told = row.settings.get("ranges")
    ranges: Iterable[object] = told if isinstance(told, tuple) else [(row.start, row.stop)]
    for span in ranges:
        if isinstance(span, tuple) and len(span) == 2 and all(isinstance(edge, int) and edge >= 0 for edge in span):
            mask[span[0]:span[1]] = True
    return mask


# ---------------------------------------------------------------- who is who


def _costs(old: Poses2D, new: Poses2D, inside: Mask) -> NDArray[np.float64]:
    """(P, Q) how unlike an old and a new track are: up to 1 they are one person, above 1 not; NaN: nothing tells."""
    costs = np.full((old.xys.shape[1], new.xys.shape[1]), np.nan)
    was, now = _seen(old.xys), _seen(new.xys) & inside[:, None]
    for p in range(len(costs)):
        for q in range(costs.shape[1]):
            both = np.flatnonzero(was[:, p] & now[:, q])
            if len(both):
                both = both[np.linspace(0, len(both) - 1, min(len(both), COMPARED)).astype(int)]
                far = _apart(old.xys[both, p], new.xys[both, q], old.skeleton)
                costs[p, q] = float(np.median(far)) / SAME
                continue
            pair = _border(was[:, p] & ~inside, now[:, q], old.times)
            if pair is not None:
                a, b = pair
                reach = SAME + PACE * abs(old.times[a] - old.times[b])
                costs[p, q] = float(_apart(old.xys[[a], p], new.xys[[b], q], old.skeleton)[0]) / reach
    return costs


def _border(was: Mask, now: Mask, times: NDArray[np.float64]) -> tuple[int, int] | None:
    """The two frames nearest in time of which one is in each mask; None where they are more than BORDER_S apart."""
    old, new = np.flatnonzero(was), np.flatnonzero(now)
    if not len(old) or not len(new):
        return None
    after = np.searchsorted(times[old], times[new])
    neighbours = old[np.stack([after - 1, after]).clip(0, len(old) - 1)]  # (2, len(new))
    away = np.abs(times[neighbours] - times[new])
    side, k = np.unravel_index(int(away.argmin()), away.shape)
    return (int(neighbours[side, k]), int(new[k])) if away[side, k] <= BORDER_S else None


def _apart(a: Floats, b: Floats, skeleton: Skeleton) -> Floats:
    """(N,) mean distances of the joints of poses (N, J, 3), in units of the larger body; inf where none is in both.

    Left and right may be exchanged in one of them: that is the same person, taken for somebody seen from behind.
    """
    far = np.fmin(_mean_distance(a, b), _mean_distance(a, b[:, skeleton.mirror]))
    return np.where(np.isnan(far), np.inf, far / np.maximum(np.maximum(_extent(a), _extent(b)), 1)).astype(np.float32)


def _mean_distance(a: Floats, b: Floats) -> Floats:
    far = np.linalg.norm(a[..., :2] - b[..., :2], axis=-1)
    there = np.isfinite(far)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, far, 0).sum(axis=1) / there.sum(axis=1), dtype=np.float32)


def _extent(points: Floats) -> Floats:
    """(N,) height or width of the joints, whichever is larger."""
    there = np.isfinite(points[..., :2])
    low = np.where(there, points[..., :2], np.inf).min(axis=1)
    high = np.where(there, points[..., :2], -np.inf).max(axis=1)
    return np.asarray((high - low).max(axis=1), dtype=np.float32)


def _seen(xys: Floats) -> Mask:
    """(…) where there is any joint, of (…, J, 3)."""
    return np.asarray(np.isfinite(xys[..., :2]).all(axis=-1).any(axis=-1))


# ---------------------------------------------------------------- the parts of a joined result


def alike(old: Poses2D, new: Poses2D) -> bool:
    """Whether two sets are by one detector and of one video."""
    one = [(p.source.model, p.source.weights, p.skeleton.name, p.size, len(p.times)) for p in (old, new)]
    return one[0] == one[1]


def _repaired(flat: Poses2D, repaired: Poses2D, athlete: int | None) -> Poses2D | None:
    """The repaired poses with what was done to them; None where nothing was."""
    changed = np.asarray((np.nan_to_num(flat.xys) != np.nan_to_num(repaired.xys)).any(axis=(2, 3)))  # (T, P)
    if not changed.any():
        return None
    frames = 0 if athlete is None else int(changed[:, athlete].sum())
    return replace(repaired, source=Source("swap-repair", "", {
        "repaired": flat.source.model, "frames": frames, **sparse.marks(flat)}))


def _lifted(old: Found, new: Found, columns: Columns) -> Poses3D | None:
    """The joined athlete in 3D, from whichever results have that person; None where neither has."""
    if columns.athlete is None:
        return None
    first = old.lifted if columns.old[columns.athlete] == old.athlete else None
    then = new.lifted if columns.new[columns.athlete] == new.athlete else None
    mixed = sparse.of_keys(old.flat.source.settings) != sparse.of_keys(new.flat.source.settings)
    if first is not None and then is not None and _maker(first) != _maker(then) and not mixed:
        first = None  # a figure that changes its model in the middle would be nobody's, but key-frames need their own
    either = then if then is not None else first
    if either is None:
        return None
    nobody = either.xyzs[:, :0]
    one = Columns((None if first is None else 0,), (None if then is None else 0,), 0)
    points = laid(nobody if first is None else first.xyzs, nobody if then is None else then.xyzs, new.looked, one)
    return replace(either, xyzs=points) if _seen(points[..., :3]).any() else None


def _maker(poses: Poses3D) -> tuple[object, ...]:
    """The same for 3D that may be in one curve: also lifted with the same camera, or both without one."""
    return (poses.source.model, poses.source.weights, poses.skeleton.name, poses.kind,
            intrinsics.told_of(poses.source.settings))
