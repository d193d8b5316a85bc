"""From a box round a person to the crop that a network sees, and back, as HRNet and RTMPose were published.

The box is padded and given the crop's aspect; the crop's pixels are then the region's, moved, scaled and turned about
its centre, without half a pixel at the edges. Pixels are ours: the origin is the centre of the top-left one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.people import TORSO, Image, Person
from core.skeleton import Skeleton

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

MARGIN = 0.075    # of the joints' extent, on each side: what a person has beyond the joints
SURE = 0.3        # the score of joints that a box is drawn round, where there are ENOUGH of them
ENOUGH = 4
TURNED = np.pi / 3  # from here on a body counts as lying or upside down; bending forward does not


@dataclass(frozen=True)
class Box:
    """Round a person, in pixels, turned about its centre by an angle (radians, clockwise on screen); score: how sure
    it is that there is one."""

    cx: float
    cy: float
    width: float
    height: float
    angle: float = 0.0
    score: float = 1.0


def of_corners(x0: float, y0: float, x1: float, y1: float, score: float = 1.0) -> Box:
    return Box((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, 0.0, score)


def around(xys: Floats, skeleton: Skeleton, upright: bool = False, score: float = 1.0) -> Box:
    """The box round the joints, (J, 3), that are sure enough. upright: of somebody who lies or is upside down it is
    turned so that the shoulders are above the hips."""
    sure = np.isfinite(xys[:, :2]).all(axis=1) & (xys[:, 2] >= SURE)
    known = sure if sure.sum() >= ENOUGH else np.isfinite(xys[:, :2]).all(axis=1)
    angle = turn_of(xys, skeleton) if upright else 0.0
    angle = angle if abs(angle) >= TURNED else 0.0
    points = xys[known, :2].astype(float) @ _rotation(angle)     # in the box's own axes
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = (high - low) * (1 + 2 * MARGIN)
    cx, cy = _rotation(angle) @ ((low + high) / 2)
    return Box(float(cx), float(cy), float(width), float(height), angle, score)


def turn_of(xys: Floats, skeleton: Skeleton) -> float:
    """How far the torso of joints (J, 3) is turned from upright, clockwise on screen, in −π … π; 0 where unknown."""
    rows = {name: xys[skeleton.index(name), :2] for name in TORSO}
    dx, dy = (rows["lshoulder"] + rows["rshoulder"] - rows["lhip"] - rows["rhip"]) / 2
    return float(np.arctan2(dx, -dy)) if np.isfinite([dx, dy]).all() and (dx or dy) else 0.0


def region_of(box: Box, size: Sequence[int], padding: float) -> Box:
    """What is seen of the picture: the box times `padding`, made as wide for its height as the crop of this size."""
    aspect = size[0] / size[1]
    width, height = max(box.width, box.height * aspect), max(box.height, box.width / aspect)
    return Box(box.cx, box.cy, width * padding, height * padding, box.angle, box.score)


def matrix(region: Box, size: Sequence[int]) -> Doubles:
    """(2, 3): from the picture's pixels to those of a crop (or the cells of a heat map) of this size."""
    scale = size[0] / region.width
    turn = scale * _rotation(region.angle).T
    return np.column_stack([turn, np.array(size) / 2 - turn @ [region.cx, region.cy]])


def placed(points: Floats, region: Box, size: Sequence[int]) -> Floats:
    """Points (..., 2) of a crop or heat map of this size in the picture's pixels."""
    there = matrix(region, size)
    return np.asarray((points - there[:, 2]) @ np.linalg.inv(there[:, :2]).T, np.float32)


def crop(image: Image, region: Box, size: Sequence[int]) -> Image:
    """(height, width, 3): the region of a picture, bilinear, black outside."""
    import cv2
    return np.asarray(cv2.warpAffine(image, matrix(region, size), (size[0], size[1]), flags=cv2.INTER_LINEAR), np.uint8)


def hidden(picture: Image, person: Person, skeleton: Skeleton, region: Box) -> Image:
    """A crop of the region in which a person is covered with its mean colour: torso, limbs and head."""
    import cv2
    height, width = picture.shape[:2]
    there = matrix(region, (width, height))
    points = person.xys[:, :2] @ there[:, :2].T + there[:, 2]
    points = np.rint(np.nan_to_num(points).clip(-width, [2 * width, 2 * height])).astype(np.int32)
    thick = max(round(0.06 * person.size * width / region.width), 2)
    covered, colour = picture.copy(), [float(c) for c in cv2.mean(picture)[:3]]
    corners = points[[skeleton.index(name) for name in TORSO]]
    cv2.fillConvexPoly(covered, cv2.convexHull(corners), colour)
    cv2.line(covered, points[skeleton.index("nose")].tolist(), corners[[0, 2]].mean(axis=0).astype(int).tolist(),
             colour, 2 * thick)
    for a, b in skeleton.bones:
        cv2.line(covered, points[a].tolist(), points[b].tolist(), colour, thick)
    return covered


def standardized(crops: Sequence[Image], mean: Sequence[float], deviation: Sequence[float], order: str) -> Floats:
    """Crops (height, width, 3), RGB, as a network takes them: (B, 3, height, width), its channels in this order."""
    channels = [0, 1, 2] if order == "rgb" else [2, 1, 0]
    pixels = (np.stack(crops)[..., channels].astype(np.float32) - np.array(mean, np.float32)) / np.array(
        deviation, np.float32)
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))


def _rotation(angle: float) -> Doubles:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
