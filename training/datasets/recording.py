"""A project as training data: its synchronized views frame by frame, and the labels that somebody made in them.

Layout, plain NumPy, missing joints NaN with score 0 as everywhere:

* `kp` (V, T, J, 3): the athlete in V views at the times of the T frames of the reference view, which is the first:
  pixels of each view's upright picture and score, with labels and swaps laid over the detections. The other views are
  interpolated to those times (core/resample.py); where a view does not show them, or for too long not, it is missing.
* `seen` (V, T, J): joints with a place. `labelled` (V, T, J): joints that a label speaks of, in the frame of the view
  nearest to the time. `weights` (V, T, J): how far to trust a joint, its score, or for a label what its source and
  state are worth (`worth`); 0 where not seen.
* `labels`: for each view the labels as they were made, on the view's own frames, for training on pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.compare import LONGEST_GAP_S
from core.corrected import ATHLETE, Corrections, Effective
from core.document import View
from core.errors import ParallaxError
from core.labels import COPIED, GHOST, HUMAN, IMPORTED, INTERPOLATED, SCORES, Keypoint
from core.resample import at_times
from core.skeleton import Skeleton, convert
from core.storage import Project

# What a visible label of each source is worth: nobody looked at what was interpolated, and a copied pose or a place
# that other views propose was accepted rather than placed. Any other source is a model's, worth what its score is.
TRUST: Mapping[str, float] = MappingProxyType({HUMAN: 1.0, IMPORTED: 1.0, COPIED: 0.7, GHOST: 0.7, INTERPOLATED: 0.5})
MODEL = 0.5
FEWEST = 6  # joints that a view must see in a frame to be of use there


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of a view. frames: (N,) ascending, of its video; xy: (N, J, 2) pixels, NaN where not labelled or
    absent; weights: (N, J) as above; absent: (N, J) said not to be in the picture."""

    frames: NDArray[np.int64]
    xy: NDArray[np.float32]
    weights: NDArray[np.float32]
    absent: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Recording:
    """See the head of this file. times: (T,) reference seconds; views: names; videos: paths as the project has them;
    sizes: (V, 2) width and height, pixels; clocks: of each view, its own seconds ↔ reference seconds."""

    name: str
    views: tuple[str, ...]
    videos: tuple[str, ...]
    sizes: NDArray[np.int64]
    clocks: tuple[Clock, ...]
    skeleton: Skeleton
    times: NDArray[np.float64]
    kp: NDArray[np.float32]
    seen: NDArray[np.bool_]
    labelled: NDArray[np.bool_]
    weights: NDArray[np.float32]
    labels: tuple[Labels, ...]

    def usable(self, views: int = 2, joints: int = FEWEST) -> NDArray[np.bool_]:
        """(T,) frames in which so many views see so many joints, so that they can be held against one another."""
        return np.asarray((self.seen.sum(axis=2) >= joints).sum(axis=0) >= views)

    def windows(self, frames: int, stride: int, share: float = 0.9) -> NDArray[np.int64]:
        """(N,) the first frames of windows in which at least this share of the frames is usable."""
        total = np.r_[0, np.cumsum(self.usable())]
        starts = np.arange(0, len(self.times) - frames + 1, stride)
        return np.asarray(starts[total[starts + frames] - total[starts] >= share * frames])


def read(project: Project | Path | str, skeleton: Skeleton, reference: str = "") -> Recording:
    """The recording of a project, all views whose athlete is known. reference: a view's id or name, '' for the first.

    Raises ParallaxError where there is no such project or view, nobody is known in any view, or poses are of a skeleton
    that does not convert to the one asked for.
    """
    if not isinstance(project, Project):
        with Project.open(project, read_only=True) as opened:  # it may be open in the window
            return read(opened, skeleton, reference)
    document = project.document
    kept = Corrections(project.poses)
    found = [(view, effective) for view in document.views.values()
             if (effective := kept.of(document, view.id, ATHLETE)) is not None and len(effective.poses.times)]
    if not found:
        raise ParallaxError(project.folder, "nobody is known in any view.", "Detect the athlete first.")
    found = _ordered(found, reference, project)
    base, first = found[0]
    times = base.clock.to_ref(first.poses.times)
    parts = [_at(view, effective, times, skeleton) for view, effective in found]
    kp, labelled, weights = (np.stack(each) for each in zip(*parts, strict=True))
    return Recording(project.folder.stem, tuple(v.name for v, _ in found), tuple(v.path for v, _ in found),
                     np.array([v.size for v, _ in found]), tuple(v.clock for v, _ in found), skeleton, times, kp,
                     np.isfinite(kp[..., 0]) & (kp[..., 2] > 0), labelled, weights,
                     tuple(_labels(effective, skeleton) for _, effective in found))


def worth(point: Keypoint) -> float:
    """How far a label is to be trusted, 0 to 1; an absent joint has no place to trust."""
    return TRUST.get(point.source, MODEL) * SCORES[point.state]


def _ordered(found: list[tuple[View, Effective]], reference: str, project: Project) -> list[tuple[View, Effective]]:
    """The reference view first."""
    if not reference:
        return found
    chosen = [each for each in found if reference in (each[0].id, each[0].name)]
    if len(chosen) != 1:
        raise ParallaxError(reference, "more than one view of {project} with poses is called that." if chosen else
                            "no view of {project} with poses is called that.", "Choose one of {views}.",
                            project=project.folder.name, views=", ".join(v.name for v, _ in found))
    return chosen + [each for each in found if each is not chosen[0]]


def _at(view: View, effective: Effective, times: NDArray[np.float64], skeleton: Skeleton
        ) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float32]]:
    """kp, labelled and weights of a view at reference times."""
    poses = effective.poses
    own = view.clock.to_ref(poses.times)
    flat = _converted(poses.xys[:, 0], view, poses.skeleton, skeleton)
    rows = np.diff(own, prepend=-np.inf) > 0  # of frames that share a time stamp
    step = float(np.median(np.diff(own))) if len(own) > 1 else 0.0
    kp = at_times(flat[rows], own[rows], times, max_gap_s=max(LONGEST_GAP_S, 1.5 * step), scored=True)
    here = _labels(effective, skeleton)
    told = np.zeros(flat.shape[:2], dtype=np.float32)
    told[here.frames] = np.where(here.absent, 0, here.weights)
    spoken = np.zeros(flat.shape[:2], dtype=bool)
    spoken[here.frames] = (here.weights > 0) | here.absent
    near = _nearest(own, times)
    apart = np.abs(own[near] - times) <= max(step, 1e-6)
    labelled = spoken[near] & apart[:, None]
    seen = np.isfinite(kp[..., 0]) & (kp[..., 2] > 0)
    weights = np.where(seen, np.where(labelled, told[near], kp[..., 2]), 0)
    return kp.astype(np.float32), labelled, weights.astype(np.float32)


def _nearest(own: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.int64]:
    after = np.minimum(np.searchsorted(own, times), len(own) - 1)
    before = np.maximum(after - 1, 0)
    return np.asarray(np.where(np.abs(times - own[before]) <= np.abs(own[after] - times), before, after))


def _labels(effective: Effective, skeleton: Skeleton) -> Labels:
    """A view's labels by frame; those beyond its last frame wait for a prediction that has it."""
    rows = [label for label in effective.made_from.labels if label.frame < len(effective.poses.times) and label.points]
    shape = len(rows), len(skeleton)
    xy = np.full((*shape, 2), np.nan, dtype=np.float32)
    weights, absent = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=bool)
    for n, label in enumerate(rows):
        for joint, point in label.points.items():
            if joint in skeleton.joints:
                j = skeleton.index(joint)
                xy[n, j], weights[n, j], absent[n, j] = point.xys[:2], worth(point), point.x is None
    return Labels(np.array([label.frame for label in rows], dtype=np.int64), xy, weights, absent)


def _converted(xys: NDArray[np.float32], view: View, src: Skeleton, dst: Skeleton) -> NDArray[np.float32]:
    try:
        return convert(xys, src, dst)
    except ValueError as e:
        raise ParallaxError(view.name, "its poses do not fit ({why}).",
                            "Detect with a detector of that skeleton, or ask for the skeleton of the poses.",
                            why=e) from e
