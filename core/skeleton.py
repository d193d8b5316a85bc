"""Skeletons: joint names, bones, left/right pairs, and the conversions between them.

Joint orders are those of the publications: Human3.6M-17 as in VideoPose3D, COCO-17, BlazePose-33, Halpe-26, BODY_25 of
OpenPose, and COCO-WholeBody with 133.
"Left" is the subject's left.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.words import marked, tr

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

HALPE26 = Skeleton(
    "halpe26",
    (*COCO17.joints, "head", "neck", "pelvis", "lbigtoe", "rbigtoe", "lsmalltoe", "rsmalltoe", "lheel", "rheel"),
    ((0, 1), (0, 2), (1, 3), (2, 4), (17, 18), (18, 19), (18, 5), (5, 7), (7, 9), (18, 6), (6, 8), (8, 10),
     (19, 11), (11, 13), (13, 15), (19, 12), (12, 14), (14, 16),
     (15, 20), (15, 22), (15, 24), (16, 21), (16, 23), (16, 25)),
    (*COCO17.pairs, (20, 21), (22, 23), (24, 25)),
)

BODY25 = Skeleton(
    "body25",
    ("nose", "neck", "rshoulder", "relbow", "rwrist", "lshoulder", "lelbow", "lwrist", "pelvis", "rhip", "rknee",
     "rankle", "lhip", "lknee", "lankle", "reye", "leye", "rear", "lear", "lbigtoe", "lsmalltoe", "lheel", "rbigtoe",
     "rsmalltoe", "rheel"),
    ((1, 8), (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (8, 9), (9, 10), (10, 11), (8, 12), (12, 13), (13, 14),
     (1, 0), (0, 15), (15, 17), (0, 16), (16, 18), (14, 19), (19, 20), (14, 21), (11, 22), (22, 23), (11, 24)),
    ((5, 2), (6, 3), (7, 4), (12, 9), (13, 10), (14, 11), (16, 15), (18, 17), (19, 22), (20, 23), (21, 24)),
)


def _whole_body() -> Skeleton:
    """COCO-WholeBody: body, feet, the 68 points of a face, and 21 of each hand, from its root to the finger tips."""
    feet = ("bigtoe", "smalltoe", "heel")
    # What each point of a face is in a mirror, and which are on the subject's right.
    mirrored = [*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1), 45, 44, 43, 42, 47, 46,
                39, 38, 37, 36, 41, 40, *range(54, 47, -1), *range(59, 54, -1), *range(64, 59, -1), *range(67, 64, -1)]
    right = {*range(8), *range(17, 22), 31, 32, *range(36, 42), 48, 49, 50, 58, 59, 60, 61, 67}
    face = [f"face_{i}" if i == m else f"rface_{i}" if i in right else f"lface_{m}" for i, m in enumerate(mirrored)]
    hand = ("hand", *(f"{finger}{i}" for finger in ("thumb", "index", "middle", "ring", "pinky") for i in range(1, 5)))
    joints = (*COCO17.joints, *(side + joint for side in "lr" for joint in feet), *face,
              *(side + joint for side in "lr" for joint in hand))
    chains = [range(17), range(17, 22), range(22, 27), range(27, 31), range(31, 36), [*range(36, 42), 36],
              [*range(42, 48), 42], [*range(48, 60), 48], [*range(60, 68), 60]]
    bones = [*COCO17.bones, *((ankle, foot + i) for ankle, foot in ((15, 17), (16, 20)) for i in range(3)),
             *((23 + a, 23 + b) for chain in chains for a, b in pairwise(chain))]
    for wrist, root in ((9, 91), (10, 112)):
        bones.append((wrist, root))
        bones += [bone for first in range(root + 1, root + 21, 4)
                  for bone in pairwise((root, *range(first, first + 4)))]
    pairs = [(i, joints.index("r" + name[1:])) for i, name in enumerate(joints)
             if name[0] == "l" and "r" + name[1:] in joints]
    return Skeleton("wholebody133", joints, tuple(bones), tuple(pairs))


WHOLEBODY133 = _whole_body()

SKELETONS = {s.name: s for s in (H36M17, COCO17, BLAZEPOSE33, BODY25, HALPE26, WHOLEBODY133)}

# The 12 limb joints by name: what every human skeleton has and what figures on limbs are measured over.
LIMBS = tuple(side + joint for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in "lr")

# What joints are called apart from their side and number, to be looked up when it is shown.
WORDS = ("nose", "eye", "eye inner", "eye outer", "ear", "mouth", "face", "head", "neck", "thorax", "spine", "pelvis",
         "shoulder", "elbow", "wrist", "hand", "thumb", "index", "middle", "ring", "pinky", "hip", "knee", "ankle",
         "heel", "foot index", "bigtoe", "smalltoe")
SIDES = {"left": marked("left {joint}"), "right": marked("right {joint}")}

# The joints of H36M-17 that are L2D-Pose's 15 of Panoptic: neck, nose, pelvis, left arm and leg, right arm and leg.
PANOPTIC15_IN_H36M = (8, 9, 0, 11, 12, 13, 4, 5, 6, 14, 15, 16, 1, 2, 3)

_BLAZEPOSE_AS_COCO = [0, 2, 5, 7, 8, *range(11, 17), *range(23, 29)]
_BODY25_AS_COCO = [BODY25.index(joint) for joint in COCO17.joints]


def without_side(joint: str, side: str) -> str:
    """'foot_index' of 'lfoot_index', 'mouth' of 'mouth_right'; side: 'left', 'right' or 'middle'."""
    if side == "middle":
        return joint
    return joint.removesuffix(f"_{side}") if joint.endswith(side) else joint[1:]


def in_words(joint: str, side: str = "middle") -> str:
    """'wrist', 'face 12' of the name of a joint without its side; with one 'left wrist'. In the user's language."""
    text = joint.replace("_", " ")
    word = text.rstrip("0123456789").rstrip()
    said = tr(word) + text[len(word):]
    return said if side == "middle" else tr(SIDES[side]).format(joint=said)


def _combine(points: Points, weights: dict[int, float], lowest: bool = True) -> Points:
    """Weighted sum of joints; the score is the lowest of the joints used, or a weighted sum as well."""
    out = np.zeros_like(points[..., 0, :])
    for joint, weight in weights.items():
        out += np.float32(weight) * points[..., joint, :]
    if lowest:
        out[..., -1] = points[..., list(weights), -1].min(axis=-1)
    return out


def _coco_to_h36m(points: Points, lowest: bool = True) -> Points:
    """All joints but the head: those of the torso are midpoints, the rest are what they are."""
    out = np.full((*points.shape[:-2], 17, points.shape[-1]), np.nan, dtype=np.float32)
    for name in ("rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "nose",
                 "lshoulder", "lelbow", "lwrist", "rshoulder", "relbow", "rwrist"):
        out[..., H36M17.index(name), :] = points[..., COCO17.index(name), :]
    out[..., 0, :] = _combine(points, {11: 0.5, 12: 0.5}, lowest)
    out[..., 8, :] = _combine(points, {5: 0.5, 6: 0.5}, lowest)
    out[..., 7, :] = _combine(points, {5: 0.25, 6: 0.25, 11: 0.25, 12: 0.25}, lowest)
    return out


def _coco_parallax(points: Points) -> Points:
    """Head = mid-ears pushed away from the shoulders by 0.6 of that distance.

    The push lands near the vertex of the skull, where Human3.6M has its head joint; the nose is the nose.
    """
    out = _coco_to_h36m(points)
    out[..., 10, :] = _combine(points, {3: 0.8, 4: 0.8, 5: -0.3, 6: -0.3})
    return out


def _coco_mmpose(points: Points) -> Points:
    """Head = mid-eyes: what mmpose gives its lifters and the first trainers of the consistency paper used."""
    out = _coco_to_h36m(points, lowest=False)
    out[..., 10, :] = _combine(points, {1: 0.5, 2: 0.5}, lowest=False)
    return out


def _coco_consistency(points: Points) -> Points:
    """Head = mid-ears pushed away from the neck by 0.8 of the distance between mid-ears and mid-eyes (SportsPose)."""
    out = _coco_to_h36m(points, lowest=False)
    ears, eyes = (_combine(points, {left: 0.5, left + 1: 0.5}, lowest=False) for left in (3, 1))
    away = (ears - out[..., 8, :])[..., :-1]
    far = np.linalg.norm(away, axis=-1, keepdims=True)
    push = 0.8 * np.linalg.norm((ears - eyes)[..., :-1], axis=-1, keepdims=True) / np.maximum(far, 1e-9)
    out[..., 10, :] = ears
    out[..., 10, :-1] += push * away
    return out


def _halpe_to_h36m(points: Points) -> Points:
    """What MotionBERT gives its network in the wild: pelvis, neck and top of the head are joints of Halpe."""
    out = _coco_to_h36m(points, lowest=False)
    for ours, theirs in ((0, 19), (8, 18), (10, 17)):
        out[..., ours, :] = points[..., theirs, :]
    out[..., 7, :] = _combine(points, {18: 0.5, 19: 0.5}, lowest=False)
    return out


# How COCO-17 becomes H36M-17, by name: ours, and what published lifters were trained or are used with. The published
# ones have the mean of the scores where a joint is made of several.
COCO_TO_H36M = {"parallax": _coco_parallax, "mmpose": _coco_mmpose, "consistency": _coco_consistency}


def convert(points: Points, src: Skeleton, dst: Skeleton, variant: str = "parallax") -> Points:
    """Points of one skeleton as another's.

    points: (..., J_src, D + 1) coordinates and, last, a score; returns (..., J_dst, D + 1). A joint made of several
    has the lowest of their scores; a joint made of a missing (NaN) one is missing: NaN with score 0.
    variant: a name in COCO_TO_H36M; Halpe-26 becomes H36M-17 in one way, that of MotionBERT.
    Raises ValueError where no conversion is defined or the joint axis does not fit.
    """
    points = np.asarray(points, dtype=np.float32)
    if points.shape[-2] != len(src):
        raise ValueError(f"{src.name} has {len(src)} joints, the array has {points.shape[-2]} (shape {points.shape})")
    if src.name == dst.name:
        return points.copy()
    if src is BLAZEPOSE33:
        return convert(points[..., _BLAZEPOSE_AS_COCO, :], COCO17, dst, variant)
    if src is WHOLEBODY133:
        return convert(points[..., :17, :], COCO17, dst, variant)
    if src is BODY25:
        return convert(points[..., _BODY25_AS_COCO, :], COCO17, dst, variant)
    if (src, dst) == (HALPE26, COCO17):
        return points[..., :17, :].copy()
    if (src, dst) == (HALPE26, H36M17):
        out = _halpe_to_h36m(points)
    elif (src, dst) != (COCO17, H36M17) or variant not in COCO_TO_H36M:
        raise ValueError(f"no conversion from {src.name} to {dst.name} ({variant})")
    else:
        out = COCO_TO_H36M[variant](points)
    out[..., -1] = np.where(np.isfinite(out).all(axis=-1), out[..., -1], 0)
    return out
