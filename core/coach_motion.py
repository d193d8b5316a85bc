"""The athlete's motion in one view, as drawings, key moments and comparisons need it: pixels and 3D on one clock.

Everything is in H36M-17. The 3D is in the scene (x right, y away from the camera, z up), over the clip's own floor, in
metres of the kind that it says: what one camera alone tells of lengths is relative.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.clock import nearest_frame
from core.compare import stature
from core.document import View
from core.pose import Poses3D
from core.skeleton import H36M17, Skeleton, convert
from core.storage import Project
from core.words import marked, tr

NEAR_S = 0.1   # a frame further from a moment says nothing of it
ATHLETE = "athlete"
UP = (0.0, 0.0, 1.0)
JOINTS = {
    "pelvis": marked("pelvis"), "spine": marked("spine"), "thorax": marked("thorax"), "nose": marked("nose"),
    "head": marked("head"), "lshoulder": marked("left shoulder"), "rshoulder": marked("right shoulder"),
    "lelbow": marked("left elbow"), "relbow": marked("right elbow"), "lwrist": marked("left wrist"),
    "rwrist": marked("right wrist"), "lhip": marked("left hip"), "rhip": marked("right hip"),
    "lknee": marked("left knee"), "rknee": marked("right knee"), "lankle": marked("left ankle"),
    "rankle": marked("right ankle"),
}

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Motion:
    """view: its id, name: what it is called. times: (T,) reference seconds, ascending. flat: (T, 17, 2) pixels of the
    upright picture and scores: (T, 17); deep: (T, 17, 3) metres in the scene, None without a lift; NaN where missing.
    kind: of the lengths: relative, scaled or metric. size: (width, height) of the picture, pixels."""

    view: str
    name: str
    times: NDArray[np.float64]
    flat: Floats
    scores: Floats
    deep: Floats | None = None
    kind: str = "relative"
    size: tuple[int, int] = (0, 0)
    skeleton: Skeleton = field(default=H36M17)

    def frame(self, t: float) -> int | None:
        """The frame nearest to a reference time; None where none is near."""
        if not len(self.times):
            return None
        index = nearest_frame(self.times, t)
        return index if abs(float(self.times[index]) - t) <= NEAR_S else None

    def at(self, t: float, deep: bool = False) -> Floats | None:
        """(17, 2) pixels, or (17, 3) metres, at a reference time; None where there is nothing near."""
        index, points = self.frame(t), self.deep if deep else self.flat
        return None if index is None or points is None else points[index]


def motion(view: View, xys: Floats, skeleton: Skeleton, times: NDArray[np.float64], lifted: Poses3D | None = None,
           height_m: float | None = None) -> Motion | None:
    """The motion of a view's athlete; None where the skeleton cannot be read as H36M-17.

    xys: (T, J, 3) as corrected, times: (T,) of the file; lifted: the athlete alone, at the same frames. height_m: the
    athlete's, to scale by. Works for tens of milliseconds a minute of film: not for the GUI thread.
    """
    try:
        flat = convert(np.asarray(xys, np.float32), skeleton, H36M17)
    except ValueError:
        return None
    seen = np.isfinite(flat[..., 0]) & (flat[..., 2] > 0)
    pixels = np.where(seen[..., None], flat[..., :2], np.nan)
    deep, kind = None, "relative"
    if lifted is not None and lifted.skeleton is H36M17 and len(lifted.xyzs) == len(times):
        deep, kind = _scene(lifted, flat, times, height_m)
    return Motion(view.id, view.name, view.clock.to_ref(times), pixels, np.where(seen, flat[..., 2], 0), deep, kind,
                  view.size)


def _scene(lifted: Poses3D, flat: Floats, times: NDArray[np.float64], height_m: float | None) -> tuple[Floats, str]:
    """(T, 17, 3) over the floor, and the kind of its lengths."""
    from core.ground import root_heights

    xyzs = lifted.xyzs[:, 0]
    points = np.where(xyzs[..., 3:] > 0, xyzs[..., :3], np.nan).astype(np.float64)
    size, kind = 1.0, lifted.kind
    if height_m is not None and kind != "metric":
        own = stature(points, np.asarray(np.isfinite(points).all(-1)))
        size, kind = (height_m / own, "scaled") if np.isfinite(own) and own > 0 else (size, kind)
    heights = root_heights(xyzs, flat.astype(np.float32), times)
    known = np.isfinite(heights)
    heights = np.interp(times, times[known], heights[known]) if known.any() else np.zeros(len(times))
    scene = np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)
    scene[..., 2] += heights[:, None]
    return size * scene, kind


def of_project(project: Project) -> dict[str, Motion]:
    """View id → the athlete's motion, corrected, of the views that have any. Reads pose files: not for the GUI thread.
    Raises ParallaxError."""
    from core import corrected, followed

    person, found = project.document.people.get(ATHLETE), {}
    for view in project.document.views.values():
        flat = corrected.to_look_at(project, view.id)
        if flat is None:
            continue
        lifted = followed.poses3d(project, view)
        made = motion(view, flat.xys[:, 0], flat.skeleton, flat.times, lifted, person.height_m if person else None)
        if made is not None:
            found[view.id] = made
    return found


def first_with_depth(motions: Sequence[Motion]) -> Motion | None:
    """The view that has most of the athlete in 3D."""
    deep = [one for one in motions if one.deep is not None and np.isfinite(one.deep).any()]
    return max(deep, key=lambda one: int(np.isfinite(one.deep[:, 0, 0]).sum()) if one.deep is not None else 0,
               default=None)


def at_times_of(base: Motion, other: Motion, values: Floats) -> NDArray[np.float64]:
    """(T, …) another view's values at the base's times; NaN where that has no frame near. values: one a frame."""
    from core.resample import at_times

    if other is base:
        return np.asarray(values, dtype=np.float64)
    first = np.diff(other.times, prepend=-np.inf) > 0
    step = float(np.median(np.diff(other.times))) if len(other.times) > 1 else 0.0
    return at_times(values[first], other.times[first], base.times, max_gap_s=max(NEAR_S, 1.5 * step), scored=False)


def joint_words(joint: str) -> str:
    """'lwrist' → 'left wrist'."""
    return tr(JOINTS.get(joint, joint))
