"""How high the pelvis is above the floor in every frame of a lifted view.

A lifted pose is relative to the pelvis: a squat lifts its feet and a jump stays where it is. The picture knows better.
Joined to the lift it says how far the pelvis has gone up or down, and the feet, which are mostly on the floor, say
where the floor is. Putting the lowest joint on the floor in every frame instead would take the height out of a jump.
"""

import numpy as np
from numpy.typing import NDArray

SCALE_S = 0.5   # the person's size in the picture is a median over this time on either side
FLOOR_S = 1.0   # the floor is looked for this long on either side: longer than anyone is in the air
LOWEST = 90     # percentile of the lowest joint's depth that counts as the floor: one bad frame does not sink it

Floats = NDArray[np.float32]


def root_heights(xyzs: Floats, xys: Floats, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) height of joint 0 over the floor, metres of the lift; NaN where the pose is missing.

    xyzs: (T, J, 3+) of one person, camera frame, relative to joint 0; xys: (T, J, 2+) the same joints in pixels; times:
    (T,) seconds. The camera is level or nearly so. The floor may rise and fall slowly, as it does in the picture of a
    camera that looks down or is carried; what happens within about a second is the person's own.
    """
    from scipy.ndimage import median_filter, percentile_filter, uniform_filter1d  # the first window does without

    heights = np.full(len(xyzs), np.nan)
    known = np.flatnonzero(np.isfinite(xyzs[..., :3]).all((1, 2)) & np.isfinite(xys[:, 0, :2]).all(1))
    if not len(known):
        return heights
    points, pixels = xyzs[known, :, :3].astype(np.float64), xys[known, :, :2].astype(np.float64)
    frames = max(round(1 / float(np.median(np.diff(times)))), 1) if len(times) > 1 else 1  # a second
    scale = median_filter(_scale(points, pixels), _width(SCALE_S * frames), mode="nearest")
    # Steps, not places: how far the person is from the middle of the picture does not matter then.
    down = np.concatenate(([0.0], np.cumsum(2 * np.diff(pixels[:, 0, 1]) / (scale[1:] + scale[:-1]))))
    width = _width(FLOOR_S * frames)
    floor = percentile_filter(down + points[..., 1].max(axis=1), LOWEST, width, mode="nearest")
    heights[known] = uniform_filter1d(floor, _width(FLOOR_S * frames / 2), mode="nearest") - down
    return heights


def _scale(points: NDArray[np.float64], pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) pixels a metre: least squares between the pose seen from far away and its picture, both from joint 0."""
    flat, seen = points[..., :2] - points[:, :1, :2], pixels - pixels[:, :1]
    there = np.isfinite(seen)
    flat, seen = np.where(there, flat, 0), np.where(there, seen, 0)
    up, size = (flat * seen).sum((1, 2)), (flat**2).sum((1, 2))
    good = (up > 0) & (size > 1e-6)
    scale = np.where(good, up / np.where(good, size, 1), np.nan)
    return np.where(good, scale, np.nanmedian(scale) if good.any() else 1.0)


def _width(half: float) -> int:
    """Frames of a window that reaches `half` frames to either side."""
    return 2 * max(round(half), 1) + 1
