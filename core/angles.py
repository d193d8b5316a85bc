"""What a body does, as curves: joint angles, speeds and heights.

Each angle is a value (`Angle`) that says by which joints it is defined, so that a drawing, a header and the sum below
come from one place. All of them are 0 for a body that stands upright with its arms hanging and its legs straight.

Points are (..., T, J, 3) of one skeleton with any axes in front (views, models), in the axes of a camera that is level:
x right, y down, z forward. Missing joints (NaN) make the values that need them NaN and no others.
Lengths are of the kind that the points are; angles have no kind.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17, Skeleton

Floats = NDArray[np.floating[Any]]

UP = (0.0, -1.0, 0.0)  # against gravity, in the axes of a level camera


@dataclass(frozen=True)
class Angle:
    """An angle between two segments, or of a segment with the vertical; degrees.

    first, second: each a segment (from joint, to joint); second None is the vertical, upwards. plane: '' for the angle
    in space, which is never negative, 0 to 180; 'forward' or 'right' for that of the first segment with the vertical
    in the plane that these span, which is signed, −180 to 180, positive towards the athlete's front or right side.
    title, zero, positive: what it is called, what 0 means, and what a larger value means, for the user: looked up when
    they are shown.
    """

    name: str
    title: str
    first: tuple[str, str]
    second: tuple[str, str] | None
    zero: str
    positive: str
    plane: str = ""

    @property
    def range(self) -> tuple[float, float]:
        return (-180.0, 180.0) if self.plane else (0.0, 180.0)

    @property
    def joints(self) -> tuple[str, ...]:
        """The joints that it needs, each once, in the order of the segments: for a small picture of it."""
        hips = ("lhip", "rhip") if self.plane else ()
        return tuple(dict.fromkeys((*self.first, *(self.second or ()), *hips)))


def _both_sides() -> list[Angle]:
    made = []
    for side, s in (("left", "l"), ("right", "r")):
        made += [
            Angle(f"knee_{side}", f"Knee, {side}", (s + "hip", s + "knee"), (s + "knee", s + "ankle"),
                  "leg straight", "knee bent"),
            Angle(f"hip_{side}", f"Hip, {side}", ("thorax", "pelvis"), (s + "hip", s + "knee"),
                  "thigh in line with the trunk", "thigh away from that line, to whichever side"),
            Angle(f"elbow_{side}", f"Elbow, {side}", (s + "shoulder", s + "elbow"), (s + "elbow", s + "wrist"),
                  "arm straight", "elbow bent"),
            Angle(f"shoulder_{side}", f"Shoulder, {side}", ("thorax", "pelvis"), (s + "shoulder", s + "elbow"),
                  "upper arm along the trunk, hanging", "arm lifted, to whichever side; 180 overhead"),
        ]
    return made


ANGLES: dict[str, Angle] = {angle.name: angle for angle in (
    *_both_sides(),
    Angle("trunk", "Trunk", ("pelvis", "thorax"), None, "trunk upright", "leaning, to whichever side"),
    Angle("trunk_forward", "Trunk, forward", ("pelvis", "thorax"), None, "trunk upright", "leaning forward", "forward"),
    Angle("trunk_right", "Trunk, to the right", ("pelvis", "thorax"), None, "trunk upright",
          "leaning to the athlete's right", "right"),
)}


def angle(points: Floats, which: Angle | str, skeleton: Skeleton = H36M17,
          up: tuple[float, float, float] = UP) -> NDArray[np.float64]:
    """(..., T) degrees; NaN where a joint that it needs is missing or a segment has no length.

    which: an Angle or its name in ANGLES. up: against gravity in the axes of the points. Raises KeyError for a name
    or joint that there is not.
    """
    which = ANGLES[which] if isinstance(which, str) else which
    points = np.asarray(points, dtype=np.float64)

    def segment(joints: tuple[str, str]) -> NDArray[np.float64]:
        return points[..., skeleton.index(joints[1]), :] - points[..., skeleton.index(joints[0]), :]

    vertical = np.asarray(up, dtype=np.float64) / np.linalg.norm(up)
    a = segment(which.first)
    if which.plane:
        side = _level(segment(("lhip", "rhip")), vertical)  # to the athlete's right, level
        # Up × right is forward in every right-handed frame.
        across = np.cross(np.broadcast_to(vertical, side.shape), side) if which.plane == "forward" else side
        along, upwards = (a * across).sum(-1), a @ vertical
        return np.where(np.hypot(along, upwards) > 0, np.degrees(np.arctan2(along, upwards)), np.nan)
    b = np.broadcast_to(vertical, a.shape) if which.second is None else segment(which.second)
    # The arc tangent is exact for segments in line, where the arc cosine loses half of the digits.
    sine, cosine = np.linalg.norm(np.cross(a, b), axis=-1), (a * b).sum(-1)
    return np.where(np.hypot(sine, cosine) > 0, np.degrees(np.arctan2(sine, cosine)), np.nan)


def angles(points: Floats, skeleton: Skeleton = H36M17,
           up: tuple[float, float, float] = UP) -> dict[str, NDArray[np.float64]]:
    """Every angle of ANGLES that the skeleton has the joints for: name → (..., T) degrees."""
    return {name: angle(points, which, skeleton, up) for name, which in ANGLES.items()
            if set(which.joints) <= set(skeleton.joints)}


def speeds(points: Floats, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(..., T, J) speed in the points' length a second; lifted poses are relative to the pelvis, and so is this.

    times: (T,) seconds, not falling. The slope of the parabola through a frame and its two neighbours, whatever their
    spacing; of the line to the one neighbour at the ends and beside a missing frame; NaN where there is neither.
    """
    points = np.asarray(points, dtype=np.float64)
    velocity = np.full(points.shape, np.nan)
    step = np.diff(times)[:, None, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.where(step > 0, np.diff(points, axis=-3) / step, np.nan)
        before, after = slope[..., :-1, :, :], slope[..., 1:, :, :]
        weighed = (before * step[1:] + after * step[:-1]) / (step[1:] + step[:-1])
    velocity[..., :-1, :, :] = slope
    velocity[..., 1:, :, :] = np.where(np.isfinite(velocity[..., 1:, :, :]), velocity[..., 1:, :, :], slope)
    velocity[..., 1:-1, :, :] = np.where(np.isfinite(weighed), weighed, velocity[..., 1:-1, :, :])
    # A frame without the joint itself has no speed, whatever its neighbours do.
    return np.where(np.isfinite(points).all(-1), np.linalg.norm(velocity, axis=-1), np.nan)


def heights(points: Floats, root_height: Floats | None = None,
            up: tuple[float, float, float] = UP) -> NDArray[np.float64]:
    """(..., T, J) height over the pelvis; over the floor where the pelvis' own height is given.

    root_height: (T,) or (..., T) in the unit of the points, as core.ground.root_heights finds it.
    """
    points = np.asarray(points, dtype=np.float64)
    vertical = np.asarray(up, dtype=np.float64) / np.linalg.norm(up)
    over = points @ vertical - (points[..., :1, :] @ vertical)
    return over if root_height is None else over + np.asarray(root_height, dtype=np.float64)[..., None]


def _level(vectors: NDArray[np.float64], vertical: NDArray[np.float64]) -> NDArray[np.float64]:
    """The level part of vectors (..., 3), of length 1; NaN where there is none."""
    flat = vectors - (vectors @ vertical)[..., None] * vertical
    length = np.linalg.norm(flat, axis=-1, keepdims=True)
    return np.where(length > 0, flat / np.where(length > 0, length, 1), np.nan)
