"""A person in the scene of the 3D view, as numbers."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17, Skeleton


@dataclass(frozen=True, eq=False)
class Skeleton3D:
    """One view's person at the playhead. points: (J, 3) metres in the scene (z up); NaN is not drawn.

    floor: scene z of the floor in this view's whole clip (`floor_of`). trail: (N, 3) or (N, K, 3) earlier places of a
    joint, or of K joints, oldest first. root_z: scene z of the root over the clip, 0 for root-relative poses.
    """

    view_id: str
    name: str
    colour: str
    points: NDArray[np.float32]
    skeleton: Skeleton = field(default=H36M17)
    floor: float = 0.0
    trail: NDArray[np.float32] | None = None
    root_z: float = 0.0


def camera_to_scene(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., 3) camera frame (x right, y down, z forward) → scene (x right, y away from the camera, z up)."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([x, z, -y], axis=-1)


def floor_of(points: NDArray[np.float32]) -> float:
    """Scene z of the floor under a whole clip, points (T, J, 3): the 2nd percentile of the lowest joint a frame.

    One number a clip, never one a frame, so a jump stays a jump; a percentile, so one bad frame does not sink it.
    """
    heights = np.where(np.isfinite(points[..., 2]), points[..., 2], np.inf).min(axis=1)
    known = heights[np.isfinite(heights)]
    return float(np.percentile(known, 2)) if len(known) else 0.0
