"""How far two detectors are apart on one video: per frame and joint, over the joints that both have.

A distance is no error: nothing tells which of the two is right.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.pose import Poses2D
from core.skeleton import COCO17, LIMBS, Skeleton
from core.words import tr

SMOOTH_S = 1.0   # the torso's size is the median of so many seconds: one bad frame must not change the unit
FEWEST = 3       # joints that both see, below which a frame is not compared

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Difference:
    """px: (T, J) pixels between the same joints of the athlete, NaN where either is missing or nobody looked. torso:
    (T,) pixels from a shoulder to the opposite hip. joints: (J,) their names. track: of the athlete in the second set.
    """

    px: Floats
    torso: Floats
    joints: tuple[str, ...]
    track: int

    @cached_property
    def frame_px(self) -> Floats:
        """(T,) the mean over the joints, NaN where fewer than FEWEST are seen by both."""
        known = np.isfinite(self.px)
        count = known.sum(axis=1)
        total = np.where(known, self.px, 0).sum(axis=1)
        return np.where(count >= FEWEST, total / np.maximum(count, 1), np.nan).astype(np.float32)

    @cached_property
    def frame_percent(self) -> Floats:
        """(T,) the same, % of the torso."""
        return np.asarray(100 * self.frame_px / self.torso, np.float32)

    @cached_property
    def median_percent(self) -> float:
        """Over the frames; NaN where no frame is compared."""
        known = self.frame_percent[np.isfinite(self.frame_percent)]
        return float(np.median(known)) if len(known) else float("nan")

    @property
    def frames(self) -> int:
        """How many are compared."""
        return int(np.isfinite(self.frame_percent).sum())

    def furthest(self, frame: int) -> tuple[str, float] | None:
        """The joint that is furthest apart in a frame, and its distance in pixels."""
        values = self.px[frame]
        if not np.isfinite(values).any():
            return None
        joint = int(np.nanargmax(values))
        return self.joints[joint], float(values[joint])

    def largest(self, count: int, apart: int) -> list[int]:
        """The frames with the largest distances, the largest first, no two nearer than `apart` frames."""
        left = np.nan_to_num(self.frame_percent, nan=-1.0).copy()
        found: list[int] = []
        while len(found) < count and len(left) and left.max() > 0:
            frame = int(left.argmax())
            found.append(frame)
            left[max(frame - apart, 0):frame + apart + 1] = -1
        return found


def shared(first: Skeleton, second: Skeleton) -> tuple[str, ...]:
    """The names of the joints that two skeletons both have, in COCO's order. Joints that are made of others, as the
    middle of the hips, are left out: there two would differ in what they mean."""
    return tuple(name for name in COCO17.joints if all(_has(each, name) for each in (first, second)))


def difference(shown: Poses2D, athlete: int, other: Poses2D, compared: NDArray[np.bool_] | None = None) -> Difference:
    """How far the athlete of one set is from the same person in the other, which is the track that is nearest to them
    in the most frames.

    compared: (T,) the frames in which both detectors looked; None: all. Raises ParallaxError where the sets are not of
    one video, or nobody is in the second.
    """
    if len(shown.times) != len(other.times) or shown.size != other.size:
        raise ParallaxError(tr("The two detectors"), "did not look at the same frames.", "Find poses again with both.")
    if not other.xys.shape[1]:
        raise ParallaxError(other.source.model, "it found nobody in this view.", "Choose another detector.")
    names = shared(shown.skeleton, other.skeleton)
    mine, theirs = _named(shown.xys[:, athlete], shown.skeleton, names), _named(other.xys, other.skeleton, names)
    inside = np.ones(len(shown.times), bool) if compared is None else compared
    px = np.linalg.norm(theirs - mine[:, None], axis=-1).astype(np.float32)  # (T, P, J)
    px[~inside] = np.nan
    known = np.isfinite(px)
    means = np.where(known.sum(axis=2) >= FEWEST, np.where(known, px, 0).sum(axis=2) / np.maximum(known.sum(axis=2), 1),
                     np.inf)
    nearest, least = means.argmin(axis=1), means.min(axis=1)
    # Further than a torso away is somebody else, who must not count where the athlete is not seen.
    same = least < _torso(mine, mine, names, shown.times)
    votes = np.bincount(nearest[same if same.any() else np.isfinite(least)], minlength=px.shape[1])
    track = int(votes.argmax())
    return Difference(px[:, track], _torso(mine, theirs[:, track], names, shown.times), names, track)


def _has(skeleton: Skeleton, name: str) -> bool:
    """Skeletons that do not have all of COCO's joints agree with the others on the limbs alone."""
    whole = set(COCO17.joints) <= set(skeleton.joints)
    return name in skeleton.joints and (whole or name in LIMBS)


def _named(xys: Floats, skeleton: Skeleton, names: tuple[str, ...]) -> Floats:
    """(..., J, 3) points of a skeleton → (..., names, 2) of these joints."""
    return np.asarray(xys[..., [skeleton.index(name) for name in names], :2])


def _torso(mine: Floats, theirs: Floats, names: tuple[str, ...], times: NDArray[np.float64]) -> Floats:
    """(T,) pixels from a shoulder to the opposite hip, the longer of the two and the larger of both detectors: the
    median around each of many frames, and on straight lines between these."""
    at = {name: names.index(name) for name in ("lshoulder", "rshoulder", "lhip", "rhip")}
    lengths = np.stack([np.linalg.norm(points[:, at[a]] - points[:, at[b]], axis=-1) for points in (mine, theirs)
                        for a, b in (("lshoulder", "rhip"), ("rshoulder", "lhip"))])
    known = np.flatnonzero(np.isfinite(lengths).any(axis=0))
    if not len(known):
        return np.full(len(times), np.nan, np.float32)
    longest = np.nanmax(lengths[:, known], axis=0)
    step = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    reach = max(round(SMOOTH_S / 2 / max(step, 1e-6)), 1)
    some = known[::max(reach // 2, 1)]
    first, last = np.searchsorted(known, some - reach), np.searchsorted(known, some + reach, "right")
    medians = [float(np.median(longest[low:high])) for low, high in zip(first, last, strict=True)]
    return np.maximum(np.interp(np.arange(len(times)), some, medians), 1.0).astype(np.float32)
