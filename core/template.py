"""A standing person, for frames that have nobody's pose to begin from."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.skeleton import Skeleton

# Joint → how far from the middle and how high over the floor, in statures, of somebody who stands and faces the camera.
# Heights and widths of joints as in Drillis & Contini (1966), hands, feet and face beside them as they look.
STANDING: Mapping[str, tuple[float, float]] = MappingProxyType({
    "head": (0.0, 1.0), "eye_inner": (0.010, 0.936), "eye": (0.018, 0.936), "eye_outer": (0.026, 0.936),
    "ear": (0.043, 0.925), "nose": (0.0, 0.915), "mouth": (0.015, 0.885), "neck": (0.0, 0.835), "thorax": (0.0, 0.818),
    "shoulder": (0.115, 0.818), "elbow": (0.135, 0.630), "wrist": (0.150, 0.485), "pinky": (0.160, 0.425),
    "index": (0.150, 0.420), "thumb": (0.138, 0.445), "spine": (0.0, 0.674), "pelvis": (0.0, 0.530),
    "hip": (0.055, 0.530), "knee": (0.058, 0.285), "ankle": (0.060, 0.045), "heel": (0.055, 0.015),
    "foot_index": (0.078, 0.0), "bigtoe": (0.072, 0.0), "smalltoe": (0.092, 0.004),
})
SHARE = 0.8  # of the picture's height, and of its width, that the person takes at most


def standing(skeleton: Skeleton, size: tuple[int, int]) -> NDArray[np.float64]:
    """(J, 2) pixels of a standing person in the middle of a picture of this (width, height), the left side on the right
    as of somebody who faces the camera; NaN for a joint that no table here has."""
    width, height = size
    widest = max(across for across, _ in STANDING.values())
    stature = min(SHARE * height, SHARE * width / (2 * widest))
    found = np.full((len(skeleton), 2), np.nan)
    for j, (name, side) in enumerate(zip(skeleton.joints, skeleton.sides, strict=True)):
        place = STANDING.get(_bare(name, side))
        if place is not None:
            across = place[0] if side == "left" else -place[0]
            found[j] = (width - 1) / 2 + across * stature, (height - 1) / 2 + (0.5 - place[1]) * stature
    return found


def _bare(name: str, side: str) -> str:
    """'mouth' of 'mouth_left', 'foot_index' of 'lfoot_index'."""
    if side == "middle":
        return name
    return name.removesuffix(f"_{side}") if name.endswith(side) else name[1:]
