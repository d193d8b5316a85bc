"""Skeletons: joint names, bones, left/right pairs, and the conversions between them.

Joint orders are those of the publications: Human3.6M-17 as in VideoPose3D, COCO-17, BlazePose-33.
"Left" is the subject's left.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]


@dataclass(frozen=True)
class Skeleton:
    """A named set of joints. bones: (parent, child) index pairs; pairs: (left, right) index pairs."""

    name: str
    joints: tuple[str, ...]
    bones: tuple[tuple[int, int], ...]
    pairs: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.joints)

    def index(self, joint: str) -> int:
        """Index of a joint by name. Raises KeyError with the names there are."""
        try:
            return self.joints.index(joint)
        except ValueError:
            raise KeyError(f"{self.name} has no joint {joint!r}; it has {', '.join(self.joints)}") from None

    @cached_property
    def mirror(self) -> NDArray[np.int64]:
        """(J,) permutation that swaps left and right."""
        order = np.arange(len(self.joints))
        for left, right in self.pairs:
            order[left], order[right] = right, left
        return order

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """(J,) 'left', 'right' or 'middle' for each joint."""
        side = ["middle"] * len(self.joints)
        for left, right in self.pairs:
            side[left], side[right] = "left", "right"
        return tuple(side)


H36M17 = Skeleton(
    "h36m17",
    ("pelvis", "rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "spine", "thorax", "nose", "head",
     "lshoulder", "lelbow", "lwrist", "rshoulder", "relbow", "rwrist"),
    ((0, 1), (1, 2), (2, 3), (0, 4), (4, 5), (5, 6), (0, 7), (7, 8), (8, 9), (9, 10),
     (8, 11), (11, 12), (12, 13), (8, 14), (14, 15), (15, 16)),
    ((4, 1), (5, 2), (6, 3), (11, 14), (12, 15), (13, 16)),
)

COCO17 = Skeleton(
    "coco17",
    ("nose", "leye", "reye", "lear", "rear", "lshoulder", "rshoulder", "lelbow", "relbow", "lwrist", "rwrist",
     "lhip", "rhip", "lknee", "rknee", "lankle", "rankle"),
    ((0, 1), (0, 2), (1, 3), (2, 4), (5, 6), (5, 7), (7, 9), (6, 8), (8, 10), (5, 11), (6, 12), (11, 12),
     (11, 13), (13, 15), (12, 14), (14, 16)),
    tuple((i, i + 1) for i in range(1, 17, 2)),
)

BLAZEPOSE33 = Skeleton(
    "blazepose33",
    ("nose", "leye_inner", "leye", "leye_outer", "reye_inner", "reye", "reye_outer", "lear", "rear",
     "mouth_left", "mouth_right", "lshoulder", "rshoulder", "lelbow", "relbow", "lwrist", "rwrist",
     "lpinky", "rpinky", "lindex", "rindex", "lthumb", "rthumb", "lhip", "rhip", "lknee", "rknee",
     "lankle", "rankle", "lheel", "rheel", "lfoot_index", "rfoot_index"),
    ((0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10), (11, 12), (11, 13), (13, 15),
     (15, 17), (15, 19), (15, 21), (12, 14), (14, 16), (16, 18), (16, 20), (16, 22), (11, 23), (12, 24), (23, 24),
     (23, 25), (25, 27), (27, 29), (29, 31), (27, 31), (24, 26), (26, 28), (28, 30), (30, 32), (28, 32)),
    ((1, 4), (2, 5), (3, 6), (7, 8), (9, 10), *((i, i + 1) for i in range(11, 33, 2))),
)

SKELETONS = {s.name: s for s in (H36M17, COCO17, BLAZEPOSE33)}

# The 12 limb joints by name: what every human skeleton has and what figures on limbs are measured over.
LIMBS = tuple(side + joint for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in "lr")

_BLAZEPOSE_AS_COCO = [0, 2, 5, 7, 8, *range(11, 17), *range(23, 29)]


def _combine(points: Points, weights: dict[int, float]) -> Points:
    """Weighted sum of joints over the coordinates; the score is the lowest of the joints used."""
    out = np.zeros_like(points[..., 0, :])
    for joint, weight in weights.items():
        out[..., :-1] += np.float32(weight) * points[..., joint, :-1]
    out[..., -1] = points[..., list(weights), -1].min(axis=-1)
    return out


def _coco_to_h36m(points: Points) -> Points:
    """Torso joints are midpoints; head = mid-ears pushed away from the shoulders by 0.6 of that distance.

    The push lands near the vertex of the skull, where Human3.6M has its head joint; the nose is the nose.
    """
    out = np.full((*points.shape[:-2], 17, points.shape[-1]), np.nan, dtype=np.float32)
    for name in ("rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "nose",
                 "lshoulder", "lelbow", "lwrist", "rshoulder", "relbow", "rwrist"):
        out[..., H36M17.index(name), :] = points[..., COCO17.index(name), :]
    out[..., 0, :] = _combine(points, {11: 0.5, 12: 0.5})
    out[..., 8, :] = _combine(points, {5: 0.5, 6: 0.5})
    out[..., 7, :] = _combine(points, {5: 0.25, 6: 0.25, 11: 0.25, 12: 0.25})
    out[..., 10, :] = _combine(points, {3: 0.8, 4: 0.8, 5: -0.3, 6: -0.3})
    return out


def convert(points: Points, src: Skeleton, dst: Skeleton) -> Points:
    """Points of one skeleton as another's.

    points: (..., J_src, D + 1) coordinates and, last, a score; returns (..., J_dst, D + 1). A joint made of several
    has the lowest of their scores; a joint made of a missing (NaN) one is missing: NaN with score 0.
    Raises ValueError where no conversion is defined or the joint axis does not fit.
    """
    points = np.asarray(points, dtype=np.float32)
    if points.shape[-2] != len(src):
        raise ValueError(f"{src.name} has {len(src)} joints, the array has {points.shape[-2]} (shape {points.shape})")
    if src.name == dst.name:
        return points.copy()
    if src is BLAZEPOSE33:
        return convert(points[..., _BLAZEPOSE_AS_COCO, :], COCO17, dst)
    if (src, dst) != (COCO17, H36M17):
        raise ValueError(f"no conversion from {src.name} to {dst.name}")
    out = _coco_to_h36m(points)
    out[..., -1] = np.where(np.isfinite(out).all(axis=-1), out[..., -1], 0)
    return out
