"""What is known of the people in one view, worked out once so that any frame of it can be drawn at once.

Made in a worker from pose arrays, frozen, then only read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.body import Skeleton3D, camera_to_scene
from app.video_view import Person2D
from core.corrected import at_frame, blank
from core.document import View
from core.ground import root_heights
from core.labels import HUMAN, OCCLUDED, Label, Swap, applied, applied_at
from core.pose import Poses2D, Poses3D
from core.relift import Part
from core.skeleton import H36M17, Skeleton, convert
from core.sparse import filled, keys_of, stride_of, unseen

TRAIL_S = 1.0
FLOOR_REACH_S = 2.0   # from a frame to the furthest that is looked at for its floor (core/ground.py): 1.0 + 0.5 + 0.5
LOOKS = 200  # frames in which somebody is, that are looked at for a pose that is whole enough
ATHLETE = "athlete"   # whose joints are corrected
OTHERS = "#a0a9b6"  # people who are not the athlete; the athlete has the view's colour


@dataclass(frozen=True, eq=False)
class Shown:
    """poses: the 2D set, people and athlete's track; done: (T,) bool, frames that were looked at; score: (T,) 0..1 of
    the athlete, 0 where nobody was found, NaN where not done; points: (T, J, 3) of the athlete in the scene, on
    its floor, or None. kept: these are the project's; False while a run is still finding them. labels (by frame) and
    swaps of the athlete lie over the poses, which stay as they were detected; lifted and points follow them.
    """

    poses: Poses2D
    athlete: int | None
    done: NDArray[np.bool_]
    score: NDArray[np.float32]
    shares: tuple[float, ...]  # of the frames done, for each track
    points: NDArray[np.float32] | None = None
    skeleton: Skeleton = H36M17
    kind: str = ""             # of the 3D: relative, scaled or metric
    root_z: float = 0.0        # median height of the pelvis over the floor, which is z = 0
    busiest: int = 0           # the joint that moves most, which leaves a trail
    kept: bool = True
    lifted: Poses3D | None = None  # the athlete in 3D as lifted, one person
    labels: Mapping[int, Label] = field(default_factory=dict)
    swaps: tuple[Swap, ...] = ()
    keys: NDArray[np.int64] | None = None  # the key-frames, where others were not looked at; poses are filled in there
    unseen: NDArray[np.bool_] | None = None  # (T,) the frames between key-frames

    @property
    def bare(self) -> bool:
        """Nobody was looked for in this view yet: there is only what is placed by hand."""
        return not self.poses.source.model

    def corrected(self, labels: Mapping[int, Label], swaps: tuple[Swap, ...]) -> "Shown":
        """The same with these corrections in place of those so far."""
        return replace(self, labels=labels, swaps=swaps)

    def athlete_at(self, index: int) -> Person2D | None:
        """The athlete in a frame, corrected, with no joint known where nobody was found; None without an athlete."""
        if self.athlete is None or not 0 <= index < len(self.poses.xys):
            return None
        skeleton, label = self.poses.skeleton, self.labels.get(index)
        if self.keys is None:
            found = applied_at(self.poses.xys[index, self.athlete], skeleton, index, label, self.swaps)
        else:
            found = at_frame(self.poses.xys[:, self.athlete], skeleton, self.keys, stride_of(self.poses), index,
                             self.labels, self.swaps)
        points = label.points if label is not None else {}
        marks = {int(j): "swapped" for j in np.flatnonzero(found.swapped[0])}
        hidden = set()
        for joint, point in points.items():
            if joint in skeleton.joints:
                marks[skeleton.index(joint)] = "human" if point.source == HUMAN else "other"
                if point.state == OCCLUDED:
                    hidden.add(skeleton.index(joint))
        return Person2D(self.athlete, found.xys[0], None, _box(found.xys[0]), True, marks, frozenset(hidden),
                        self.is_between(index))

    def is_between(self, index: int) -> bool:
        """Whether a frame lies between key-frames, so that nobody was looked for in it."""
        return self.unseen is not None and 0 <= index < len(self.unseen) and bool(self.unseen[index])

    def nearest_pose(self, index: int) -> int | None:
        """The frame nearest to this one, but not this one, in which most of the athlete's joints are; None where there
        is none near."""
        known = self.score > 0
        known[[frame for frame in self.labels if frame < len(known)]] = True
        known[index:index + 1] = False
        frames = np.flatnonzero(known)
        for frame in frames[np.argsort(np.abs(frames - index), kind="stable")][:LOOKS].tolist():
            athlete = self.athlete_at(frame)
            if athlete is not None and 2 * np.isfinite(athlete.xys[:, 0]).sum() >= len(athlete.xys):
                return int(frame)
        return None

    def sees(self, index: int, track: int) -> bool:
        """Whether a person was found in a frame."""
        return 0 <= index < len(self.poses.xys) and bool(np.isfinite(self.poses.xys[index, track]).any())

    def people(self, index: int) -> list[Person2D]:
        """Everyone in a frame, the athlete last so that it is drawn on top."""
        if not 0 <= index < len(self.poses.xys):
            return []
        found = []
        for track, xys in enumerate(self.poses.xys[index]):
            box = _box(xys)
            if box is not None and track != self.athlete:
                found.append(Person2D(track, xys, OTHERS, box, False, between=self.is_between(index)))
        athlete = self.athlete_at(index)
        return found if athlete is None or athlete.box is None else [*found, athlete]

    def body(self, index: int, view: View, colour: str, trails: bool) -> Skeleton3D | None:
        """The athlete in 3D at a frame; None where there is no lift."""
        if self.points is None or not 0 <= index < len(self.points) or not np.isfinite(self.points[index]).any():
            return None
        trail = None
        if trails:
            first = np.searchsorted(self.poses.times, self.poses.times[index] - TRAIL_S)
            trail = self.points[first:index + 1, self.busiest]
        return Skeleton3D(view.id, view.name, colour, self.points[index], self.skeleton, 0.0, trail,
                          self.root_z)


def work_out(poses: Poses2D, athlete: int | None, done: NDArray[np.bool_], lifted: Poses3D | None = None,
             kept: bool = True) -> Shown:
    """lifted: the athlete in 3D, one person. Runs in a worker; reads only its arguments."""
    sparse = stride_of(poses) > 1
    keys, between = (keys_of(poses), unseen(poses)) if sparse else (None, None)
    poses = filled(poses)
    found = np.asarray(np.isfinite(poses.xys[..., 0]).any(axis=2))  # (T, P)
    if keys is not None:  # beyond the first and the last of them nobody looked, and no line leads there
        ends = keys[done[keys]]
        done = done & (np.arange(len(done)) >= ends[0]) & (np.arange(len(done)) <= ends[-1]) if len(ends) else done
    at = done if keys is None else done & ~unseen(poses)
    shares = tuple(float(share) for share in (found & at[:, None]).sum(axis=0) / max(int(at.sum()), 1))
    score = np.where(done, np.float32(0), np.float32(np.nan)).astype(np.float32)
    if athlete is not None and athlete < poses.xys.shape[1]:
        mean = np.nan_to_num(poses.xys[:, athlete, :, 2]).mean(axis=1)
        score = np.where(done & found[:, athlete], mean, score).astype(np.float32)
    if lifted is None or lifted.xyzs.shape[1] != 1:
        return Shown(poses, athlete, done, score, shares, kept=kept, keys=keys, unseen=between)
    xys = convert(poses.xys[:, athlete or 0], poses.skeleton, lifted.skeleton)
    heights = root_heights(lifted.xyzs[:, 0], xys, poses.times)
    if sparse and np.isfinite(heights).any():  # beyond the last key-frame it is as high as there
        known = np.isfinite(heights)
        heights = np.interp(poses.times, poses.times[known], heights[known])
    known = np.isfinite(heights)
    points = camera_to_scene(lifted.xyzs[:, 0, :, :3])
    points[known, :, 2] += heights[known, None].astype(np.float32)
    return Shown(poses, athlete, done, score, shares, points, lifted.skeleton, lifted.kind,
                 float(np.median(heights[known])) if known.any() else 0.0, busiest(points), kept, lifted, keys=keys,
                 unseen=between)


def follow(shown: Shown, parts: Sequence[Part]) -> Shown:
    """The same with these frames of 3D, and their place over the floor. Runs in a worker; reads only its arguments."""
    if shown.lifted is not None and shown.points is not None:
        xyzs, points = shown.lifted.xyzs.copy(), shown.points.copy()
    else:
        xyzs = np.full((len(shown.poses.times), 1, len(H36M17), 4), np.nan, np.float32)
        xyzs[..., 3] = 0
        points = xyzs[:, 0, :, :3].copy()
    for part in parts:
        xyzs[part.start:part.stop, 0] = part.xyzs
    for start, stop in _merged([(part.start, part.stop) for part in parts], shown.poses.times, 2 * FLOOR_REACH_S):
        _place(shown, xyzs[:, 0], points, start, stop)
    known = np.isfinite(points[:, 0, 2])
    root_z = float(np.median(points[known, 0, 2])) if known.any() else 0.0
    lifted = replace(shown.lifted, xyzs=xyzs) if shown.lifted is not None else Poses3D(xyzs, shown.poses.times,
                                                                                      shown.poses.source)
    return replace(shown, points=points, lifted=lifted, skeleton=lifted.skeleton, kind=lifted.kind, root_z=root_z,
                   busiest=shown.busiest if shown.lifted is not None else busiest(points))


def _place(shown: Shown, xyzs: NDArray[np.float32], points: NDArray[np.float32], start: int, stop: int) -> None:
    """Puts frames start to stop, and those whose floor they are looked for with, into the scene."""
    times, athlete = shown.poses.times, shown.athlete or 0
    first, last = (int(edge) for edge in np.searchsorted(times, (
        times[start] - 2 * FLOOR_REACH_S, times[stop - 1] + 2 * FLOOR_REACH_S)))
    labels = [shown.labels[frame] for frame in range(first, last) if frame in shown.labels]
    flat = applied(shown.poses.xys[first:last, athlete], shown.poses.skeleton, labels, shown.swaps, first).xys
    xys = convert(flat, shown.poses.skeleton, H36M17)
    heights = root_heights(xyzs[first:last], xys, times[first:last])
    here = camera_to_scene(xyzs[first:last, :, :3])
    known = np.isfinite(heights)
    here[known, :, 2] += heights[known, None].astype(np.float32)
    # At the ends of the stretch the floor was looked for with half of what there is to look at: these stay.
    near = (times[first:last] >= times[start] - FLOOR_REACH_S) & (times[first:last] <= times[stop - 1] + FLOOR_REACH_S)
    points[first:last][near] = here[near]


def _merged(spans: Sequence[tuple[int, int]], times: NDArray[np.float64], apart_s: float) -> list[tuple[int, int]]:
    """Spans in order, those that are nearer to one another than apart_s as one."""
    out: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if out and times[start] - times[out[-1][1] - 1] < apart_s:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        else:
            out.append((start, stop))
    return out


def bare(size: tuple[int, int], times: NDArray[np.float64], skeleton: Skeleton) -> Shown:
    """A view in which nobody was looked for: one person of whom nothing is known, for joints to be placed by hand.

    size: (width, height) of the picture; times: (T,) of its frames.
    """
    return Shown(blank(times, skeleton, size), 0, np.zeros(len(times), dtype=bool),
                 np.full(len(times), np.nan, dtype=np.float32), ())


def _box(xys: NDArray[np.float32]) -> tuple[float, float, float, float] | None:
    """The joints that are known, with a margin; None where there are none."""
    known = xys[np.isfinite(xys[:, 0]) & np.isfinite(xys[:, 1])]
    if not len(known):
        return None
    (x0, y0), (x1, y1) = known[:, :2].min(axis=0), known[:, :2].max(axis=0)
    margin = 0.06 * max(x1 - x0, y1 - y0)
    return float(x0 - margin), float(y0 - margin), float(x1 + margin), float(y1 + margin)


def busiest(points: NDArray[np.float32]) -> int:
    """The joint with the longest way through the clip: (T, J, 3) → its index."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=2)
    return int(np.nansum(steps, axis=0).argmax()) if len(steps) else 0
