"""3D that follows corrections: after an edit only the frames whose 3D it changes are lifted again.

A view's 3D was lifted from what the detector said. `Following` holds both, and what corrections have made of them
since. A label, a swap, an undo are all the same to it: these frames are other now. It works out which frames of the 3D
that reaches (a joint that comes or goes is filled in between its neighbours, a window of the network sees its
neighbours, core/lift.py), and lifts those, the newest change first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import lift, refine
from core.labels import Label, Swap, applied
from core.lift import Lifter
from core.pose import Poses2D, Poses3D, Source
from core.sight import Sight
from core.skeleton import H36M17

MOST = 400  # frames that are lifted in one go: a fifth of a second, then a newer change may go first

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Part:
    """Frames start … of a view's 3D, lifted again. xyzs: (n, 17, 4)."""

    start: int
    xyzs: Floats

    @property
    def stop(self) -> int:
        return self.start + len(self.xyzs)


@dataclass(frozen=True, eq=False)
class Kept:
    """What is other than at first, of frames `rows` (N,), to go on from another time. flat: (N, 17, 3), xyzs:
    (N, 17, 4)."""

    rows: NDArray[np.int64]
    flat: Floats
    xyzs: Floats


class Following:
    """One person of one view. raw: (T, J, 3) as detected, of `poses`' athlete; lifted: the 3D from just that, None
    where there is none; sight: of the lifter; refined: whether that knows the camera, and looks at the 2D once more
    (core/refine.py). Raises ValueError where they are not of the same frames, or the lifter cannot be given these
    joints."""

    def __init__(self, poses: Poses2D, athlete: int, lifted: Poses3D | None, sight: Sight,
                 refined: bool = False) -> None:
        self._raw, self._skeleton = poses.xys[:, athlete], poses.skeleton
        self.times, self._size, self._sight, self._refined = poses.times, poses.size, sight, refined
        if lifted is None:
            self._base = np.full((len(self.times), len(H36M17), 4), np.nan, np.float32)
            self._base[..., 3] = 0
        else:
            self._base = lifted.xyzs[:, 0]
        if len(self._base) != len(self.times) or self._base.shape[1] != len(H36M17):
            raise ValueError("the 2D and the 3D poses are not of the same frames")
        self._flat_base = sight.seen(self._raw, self._skeleton)
        self._begin(self._flat_base.copy(), self._base.copy())
        self.stale = np.zeros(len(self.times), dtype=bool)  # (T,) frames that are still to be lifted
        self._recent: list[Span] = []                       # where the newest changes reach, the last one last

    def _begin(self, flat: Floats, xyzs: Floats) -> None:
        self._flat, self.xyzs = flat, xyzs
        self._seen = lift.is_seen(flat)  # (T, 17), since looking at an hour takes a while
        self._evident = lift.evident(self._seen)  # (T,)
        self._pieces = lift.stretches(self._evident, self.times)
        self._filled = np.full_like(flat, np.nan)
        for start, stop in self._pieces:
            self._filled[start:stop] = lift.fill(flat[start:stop], self.times[start:stop])

    # -- changes

    def change(self, frames: Iterable[Span], labels: Mapping[int, Label], swaps: tuple[Swap, ...]) -> None:
        """These frames (half open spans) were corrected. labels: all there are now, by frame; swaps: all in force."""
        touched = np.zeros(len(self.times), dtype=bool)
        changed = np.zeros(self._flat.shape[:2], dtype=bool)
        for start, stop in frames:
            start, stop = max(start, 0), min(stop, len(self.times))
            if start < stop:
                here = [labels[f] for f in range(start, stop) if f in labels]
                made = applied(self._raw[start:stop], self._skeleton, here, swaps, start).xys
                new = self._sight.seen(made, self._skeleton)
                changed[start:stop] = ~_same(self._flat[start:stop], new).all(axis=-1)
                self._flat[start:stop] = new
                self._seen[start:stop] = lift.is_seen(new)
                self._evident[start:stop] = lift.evident(self._seen[start:stop])
        if not changed.any():
            return
        before, self._pieces = set(self._pieces), lift.stretches(self._evident, self.times)
        for start, stop in before ^ set(self._pieces):
            touched[start:stop] = True
        for start, stop in self._pieces:
            rows = slice(start, stop)
            if (start, stop) not in before:
                self._filled[rows] = lift.fill(self._flat[rows], self.times[rows])
            elif changed[rows].any():
                other = _reached(self._refill(rows, changed[rows]), self.times[rows], self._sight)
                touched[rows] |= refine.reached(other, self.times[rows]) if self._refined else other
        self._stale(touched)

    def _stale(self, touched: Mask) -> None:
        self.stale |= touched
        self._recent += _spans(touched)

    def _refill(self, rows: slice, changed: Mask) -> Mask:
        """Fills a stretch in again where joints have changed, (t, 17); returns (t,) the frames that are other now."""
        flat, filled, times = self._flat[rows], self._filled[rows], self.times[rows]
        joints = np.flatnonzero(changed.any(axis=0))
        other = np.zeros(len(times), dtype=bool)
        seen = self._seen[rows]
        never = ~seen.any(axis=0)
        # A joint that is never seen lies where others are, so that all of them may be other than before; one that was
        # never seen before has no neighbour outside of what changed.
        if never.any() or not np.isin(joints, np.flatnonzero((seen & ~changed).any(axis=0))).all():
            new = lift.fill(flat, times)
            other = np.asarray(~_same(filled, new).reshape(len(times), -1).all(axis=1))
            filled[:] = new
            return other
        for joint in joints.tolist():
            at = np.flatnonzero(changed[:, joint])
            sure = np.flatnonzero(seen[:, joint] & ~changed[:, joint])
            before, after = sure[sure < at[0]], sure[sure > at[-1]]
            start = int(before[-1]) if len(before) else 0
            stop = int(after[0]) + 1 if len(after) else len(times)
            new = lift.fill(flat[start:stop, joint:joint + 1], times[start:stop])
            other[start:stop] |= ~_same(filled[start:stop, joint:joint + 1], new).reshape(stop - start, -1).all(axis=1)
            filled[start:stop, joint:joint + 1] = new
        return other

    # -- lifting

    def lift(self, lifter: Lifter) -> Iterator[Part]:
        """Lifts what is stale, in parts of at most MOST frames, the newest change first. A change may be made between
        two parts."""
        while self.stale.any():
            start, stop = self._next()
            part = self._part(lifter, start, stop)
            self.xyzs[start:stop] = part
            self.stale[start:stop] = False
            yield Part(start, part)

    def _next(self) -> Span:
        while self._recent:
            start, stop = self._recent[-1]
            left = np.flatnonzero(self.stale[start:stop])
            if len(left):
                return self._run(start + int(left[0]))
            self._recent.pop()
        return self._run(int(self.stale.argmax()))

    def _run(self, start: int) -> Span:
        """The stale frames from here on, at most MOST."""
        run = self.stale[start:start + MOST]
        return start, start + (len(run) if run.all() else int(run.argmin()))

    def _part(self, lifter: Lifter, start: int, stop: int) -> Floats:
        out = np.full((stop - start, len(H36M17), 4), np.nan, dtype=np.float32)
        out[..., 3] = 0
        for first, last in self._pieces:
            a, b = max(start, first), min(stop, last)
            if a < b:
                out[a - start:b - start] = lift.part(self._filled[first:last], self.times[first:last], self._size,
                                                     lifter, a - first, b - first)
        return out

    # -- keeping it

    def kept(self) -> Kept:
        """What corrections have made of the view, as far as it has been lifted again. For `restore`."""
        other = ~_same(self._flat, self._flat_base).all(axis=(1, 2)) | ~_same(self.xyzs, self._base).all(axis=(1, 2))
        rows = np.flatnonzero(other & ~self.stale)
        return Kept(rows, self._flat[rows], self.xyzs[rows])

    def restore(self, kept: Kept) -> list[Part]:
        """Takes up what was kept of the same poses; tell `change` then of every frame in it, and of all corrected ones.
        Returns the 3D that is other than at first. Raises ValueError where it is not of these frames."""
        rows, count = kept.rows, len(kept.rows)
        if kept.flat.shape != (count, len(H36M17), 3) or kept.xyzs.shape != (count, len(H36M17), 4) or (
                count and not (rows[0] >= 0 and rows[-1] < len(self.times) and (np.diff(rows) > 0).all())):
            raise ValueError("what was kept is of other frames")
        flat, xyzs = self._flat_base.copy(), self._base.copy()
        flat[rows], xyzs[rows] = kept.flat, kept.xyzs
        self._begin(flat, xyzs)
        mask = np.zeros(len(self.times), dtype=bool)
        mask[rows] = True
        return [Part(start, xyzs[start:stop]) for start, stop in _spans(mask)]

    def poses(self, source: Source) -> Poses3D:
        """The view's 3D as it is now."""
        return Poses3D(self.xyzs[:, None].copy(), self.times, source)


def corrected_spans(labels: Iterable[int], swaps: Iterable[Swap], frames: int) -> list[Span]:
    """The frames, of `frames`, that labels (their frames) or swaps speak of."""
    mask = np.zeros(frames, dtype=bool)
    mask[[frame for frame in labels if 0 <= frame < frames]] = True
    for swap in swaps:
        mask[swap.start:swap.stop] = True
    return _spans(mask)


def rows_spans(rows: NDArray[np.int64], frames: int) -> list[Span]:
    """Frame numbers as spans."""
    mask = np.zeros(frames, dtype=bool)
    mask[rows] = True
    return _spans(mask)


def _spans(mask: Mask) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _same(a: Floats, b: Floats) -> Mask:
    """Bit by bit: a missing joint is as it was, and an hour takes milliseconds."""
    return np.asarray(np.ascontiguousarray(a).view(np.int32) == np.ascontiguousarray(b).view(np.int32))


def _reached(changed: Mask, times: NDArray[np.float64], sight: Sight) -> Mask:
    """(T,) the frames of a stretch that share a window with one that changed."""
    if lift.takes(times):
        return sight.reached(changed)
    # The lifter sees the stretch at its own even rate, on the line between two frames: one frame changes all steps
    # between those beside it, and is itself on the line between two steps.
    grid = lift.steps(times)
    at = np.minimum(np.searchsorted(grid, times), len(grid) - 1)
    frames = np.flatnonzero(changed)
    edges = np.zeros(len(grid) + 1, dtype=np.int64)
    np.add.at(edges, at[np.maximum(frames - 1, 0)], 1)
    np.add.at(edges, at[np.minimum(frames + 1, len(times) - 1)] + 1, -1)
    reached = sight.reached(np.cumsum(edges[:-1]) > 0)
    return np.asarray(reached[at] | reached[np.maximum(at - 1, 0)])
