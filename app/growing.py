"""What a run under way has found so far in one view, read chunk by chunk in a worker as the files appear."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.shown import Shown, work_out
from core import joining, partial, people, sparse
from core.pose import Poses2D


class Growing:
    """One view of one run. Only `more` is called, by one worker at a time; the Shown it returns is only read.

    pointed: the run follows somebody whom the user pointed at.
    """

    def __init__(self, run: Path, view: str, pointed: bool = False) -> None:
        self._folder, self._pointed = partial.folder_of(run, view), pointed
        self._under: Shown | None = None
        self._head: Poses2D | None = None
        self._after = -1
        self._done: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._xys: NDArray[np.float32] = np.zeros((0, 0, 0, 3), dtype=np.float32)

    def more(self, under: Shown | None = None) -> Shown | None:
        """Everything so far where there is something new, else None. under: what the project has of this view, which
        is shown in the frames that are not done."""
        self._under = under or self._under
        if self._head is None:
            self._head = partial.head(self._folder)
            if self._head is None:
                return None
            self._done = np.zeros(len(self._head.times), dtype=bool)
            self._xys = _nobody(len(self._head.times), 0, len(self._head.skeleton))
        chunks = partial.since(self._folder, self._after)
        for start, xys in chunks:
            self._take(start, xys)
        if not chunks:
            return None
        poses = replace(self._head, xys=self._xys)
        found = poses.xys.shape[1] > 0 and bool(np.isfinite(poses.xys[..., 0]).any())
        shown = work_out(poses, people.athlete(poses) if found else None, self._done.copy(), kept=False)
        return shown if self._under is None else over(self._under, shown, self._pointed)

    def _take(self, start: int, xys: NDArray[np.float32]) -> None:
        frames, known, joints = self._xys.shape[:3]
        if start + len(xys) > frames or xys.shape[2:] != (joints, 3):
            return
        wider = np.concatenate([self._xys, _nobody(frames, max(0, xys.shape[1] - known), joints)], axis=1)
        wider[start:start + len(xys), :xys.shape[1]] = xys  # a copy: the arrays shown before stay as they were
        self._xys = wider
        self._done[start:start + len(xys)] = True
        self._after = max(self._after, start)


def over(old: Shown, new: Shown, pointed: bool = False) -> Shown:
    """What is being found laid over what was there, as it will be joined in the end."""
    if _maker(old.poses) != _maker(new.poses):
        return new
    columns = joining.match(old.poses, new.poses, new.done, old.athlete, new.athlete, pointed)
    poses = replace(new.poses, xys=joining.laid(old.poses.xys, new.poses.xys, new.done, columns))
    poses = sparse.laid(old.poses, new.poses, new.done, poses)
    shown = work_out(poses, columns.athlete, old.done | new.done, kept=False)
    if old.points is None or columns.athlete is None or columns.old[columns.athlete] != old.athlete:
        return shown
    outside = ~new.done[:, None]
    return replace(shown, points=np.where(outside[..., None], old.points, np.float32(np.nan)), skeleton=old.skeleton,
                   kind=old.kind, root_z=old.root_z, busiest=old.busiest)


def _maker(poses: Poses2D) -> tuple[object, ...]:
    source = poses.source
    return source.settings.get("repaired", source.model), poses.skeleton.name, poses.size, len(poses.times)


def _nobody(frames: int, people: int, joints: int) -> NDArray[np.float32]:
    points = np.full((frames, people, joints, 3), np.nan, dtype=np.float32)
    points[..., 2] = 0
    return points
