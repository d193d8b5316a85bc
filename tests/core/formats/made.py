"""What the tests of formats write: a body that moves, and people in a video."""

import numpy as np
from numpy.typing import NDArray

from core.formats.labelling import Film
from core.formats.seen import Seen
from core.formats.trc import Markers
from core.skeleton import H36M17, Skeleton
from core.studio_motion import MOTIONS

RATE = 30000 / 1001


def upright(frames: int = 60) -> NDArray[np.float64]:
    """(T, 17, 3) metres of a kick, y up, facing z."""
    points = np.asarray(MOTIONS["kick"](frames / 30, 30.0, 1), dtype=np.float64)[:frames]
    return np.stack((points[..., 0], points[..., 2], -points[..., 1]), axis=-1)


def markers(frames: int = 60, start_s: float = 0.37) -> Markers:
    """That body at 29.97 frames/s, an ankle missing in two frames."""
    points = upright(frames)
    points[3:5, 3] = np.nan
    return Markers(points, start_s + np.arange(frames) / RATE, H36M17.joints, RATE)


def people(skeleton: Skeleton, count: int = 2, frames: int = 12) -> Seen:
    """People beside one another, one of whom goes away in the middle; a joint is missing here and there."""
    rng = np.random.default_rng(len(skeleton) + count)
    xys = np.empty((frames, count, len(skeleton), 3), np.float32)
    xys[..., :2] = rng.uniform(0, 100, (1, count, len(skeleton), 2)) + rng.normal(0, 2, xys[..., :2].shape)
    xys[..., 0] += 200 * np.arange(count)[:, None]
    xys[..., 2] = rng.uniform(0.2, 1, xys.shape[:3])
    xys[1, 0, 4] = xys[5:6, 0, 6] = xys[5:7, count - 1] = (np.nan, np.nan, 0)
    names = ("Athlete", *(f"Ünal {n}" for n in range(1, count)))
    return Seen(Film("Kamera Süd", "../videos/süd.mp4", "v1", 640, 480), skeleton, xys, names)
