"""A performance of the studio as one or several views see it: exact 3D, and what an upright camera makes of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.coach_motion import Motion
from core.studio import MOTIONS, ViewSpec

FPS = 50.0
FRAMES = 23  # of the kick that is filmed


def motion(name: str = "kick", seconds: float = 2.0, view: str = "v1", *, turn_deg: float = 0.0, start_s: float = 0.0,
           faster: float = 1.0, deep: bool = True, kind: str = "relative") -> Motion:
    """The figure turned about the vertical; pixels are 300 to the metre, x right and y down, from (500, 900)."""
    points = np.asarray(MOTIONS[name](seconds, FPS, 0), np.float64)
    points[..., :2] -= points[:, :1, :2]
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    points = points @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    flat = np.stack([500 + 300 * points[..., 0], 900 - 300 * points[..., 2]], axis=-1)
    times = start_s + np.arange(len(points)) / FPS / faster
    return Motion(view, f"cam {view}", times, flat, np.ones(points.shape[:2]), points if deep else None, kind,
                  (1000, 1000))


def kicked(studio_clip: Callable[..., Path]) -> Path:
    """A folder with a kick in two tiny videos of 20 frames/s, with sound: FRAMES in the first, and the second begins
    0.1 s later."""
    views = [ViewSpec(size=(128, 192), fps=20, azimuth=-60),
             ViewSpec(size=(160, 120), fps=20, azimuth=20, offset_s=0.1)]
    return studio_clip("kick", seconds=1.2, fps=20, views=views)
