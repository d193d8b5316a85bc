"""2D tracks of any frame rate as smooth movement on a regular grid: what two views are compared by.

Never by frame number: every sample stands at its own time stamp, so variable rates and lost frames need no repair.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParallaxError

Floats = NDArray[np.float64]

GRID_HZ = 60.0
BANDWIDTH_S = 0.035       # of the Gaussian that joins samples; a 10 Hz movement keeps a tenth of its size
BANDWIDTH_FRAMES = 0.9    # and never less than this many frames, or there is nothing to join
LONGEST_S = 4 * 3600.0    # a time stamp beyond is a fault, and would ask for a grid that fills the memory
MISSING = 0.25            # share of a full set of samples below which a joint counts as missing
UNSURE = 0.15             # the same for its speed: at an end of a clip, where half of the samples are, it is 0.18
RUSH = 6.0                # times a joint's usual speed beyond which a movement is likely a fault of the detector


@dataclass(frozen=True, eq=False)
class Motion:
    """A track on a grid of GRID_HZ. t: (G,) seconds; xy: (G, J, 2) pixels; v: (G, J, 2) pixels a second; weight: (G, J)
    0 to 1, how well a joint's movement is known there, 0 where xy and v are 0 for want of samples. size: of the body,
    pixels (root mean square distance of the joints from their middle)."""

    t: Floats
    xy: Floats
    v: Floats
    weight: Floats
    size: float

    @property
    def relative(self) -> Floats:
        """(G, J, 2) velocities against the body's middle: what a moving camera leaves of the movement."""
        total = self.weight.sum(axis=1)[:, None, None]
        middle = (self.weight[..., None] * self.v).sum(axis=1, keepdims=True) / np.maximum(total, 1e-9)
        return np.asarray((self.v - middle) * (self.weight > 0)[..., None])

    def reordered(self, order: NDArray[np.int64]) -> "Motion":
        """With the joints (J,) in another order."""
        return replace(self, xy=self.xy[:, order], v=self.v[:, order], weight=self.weight[:, order])


def checked(kp: ArrayLike, t: ArrayLike, name: str) -> tuple[Floats, Floats]:
    """kp (T, J, 3) and t (T,) as float64 in ascending time without doubles; missing joints NaN with score 0.

    Raises ParallaxError, about `name`, where the shapes do not fit or no time can be told.
    """
    points, times = np.array(kp, dtype=np.float64), np.asarray(t, dtype=np.float64)
    if points.ndim != 3 or points.shape[1] < 1 or points.shape[2] != 3:
        raise ParallaxError(name, "has keypoints of the shape {shape}.", "Give (frames, joints, 3).",
                            shape=points.shape)
    if times.shape != points.shape[:1]:
        raise ParallaxError(name, "has {frames} frames but times of the shape {times}.", "Give one time stamp a frame.",
                            frames=len(points), times=times.shape)
    if not np.isfinite(times).all():
        raise ParallaxError(name, "has a time stamp that is not a number.", "Give seconds from the file.")
    if len(times) and np.ptp(times) > LONGEST_S:
        raise ParallaxError(name, "lasts {length:.0f} s by its time stamps.",
                            "Give seconds, and at most {most:.0f} hours.", length=np.ptp(times), most=LONGEST_S / 3600)
    times, first = np.unique(times, return_index=True)
    points = points[first]
    missing = ~np.isfinite(points).all(axis=-1) | ~(points[..., 2] > 0)
    points[missing] = (np.nan, np.nan, 0.0)
    return points, times


def motion(kp: Floats, t: Floats) -> Motion | None:
    """The movement of a checked track; None where it has fewer than three frames or no joint seen in them.

    Local-linear regression with a Gaussian kernel on the time stamps (Fan and Gijbels, 1996), weighted by the scores.
    """
    from scipy.sparse import csr_array

    if len(t) < 3:
        return None
    seen = kp[..., 2] > 0
    if seen.sum() < 3:
        return None
    sigma = max(BANDWIDTH_S, BANDWIDTH_FRAMES * float(np.median(np.diff(t))))
    grid = t[0] + np.arange(int((t[-1] - t[0]) * GRID_HZ) + 1) / GRID_HZ
    low, high = np.searchsorted(t, grid - 3 * sigma), np.searchsorted(t, grid + 3 * sigma)
    count = high - low
    rows = np.repeat(np.arange(len(grid)), count)
    columns = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    d = (t[columns] - grid[rows]) / sigma
    k = np.exp(-0.5 * d * d)
    shape = (len(grid), len(t))
    k0, k1, k2 = (csr_array((k * d**power, (rows, columns)), shape=shape) for power in range(3))

    # Detectors differ in what score a plainly visible joint gets.
    plain = float(np.quantile(kp[..., 2][seen], 0.9))
    weight = np.where(seen, np.minimum(kp[..., 2] / plain, 1.0), 0.0) * _trust(kp[..., :2], t, seen)
    middle = np.nanmedian(np.where(seen[..., None], kp[..., :2], np.nan), axis=(0, 1))
    samples = np.where(seen[..., None], kp[..., :2] - middle, 0.0)
    wx = np.concatenate([weight, weight * samples[..., 0], weight * samples[..., 1]], axis=1)
    joints = kp.shape[1]
    (s0, x0, y0), (s1, x1, y1) = (np.split(kernel @ wx, 3, axis=1) for kernel in (k0, k1))
    s2 = k2 @ weight
    spread = s0 * s2 - s1 * s1
    # What a full set of samples at the usual rate would give in the middle of a clip.
    full = np.sqrt(2 * np.pi) * sigma / np.median(np.diff(t))
    known = spread / np.maximum(s0, 1e-9) / full
    known = np.where((s0 > MISSING * full) & (known > UNSURE), np.minimum(known, 1.0), 0.0)
    safe = np.where(known > 0, spread, 1.0)[..., None]
    y0, y1 = np.stack([x0, y0], axis=-1), np.stack([x1, y1], axis=-1)
    here = (known > 0)[..., None]
    xy = np.where(here, (s2[..., None] * y0 - s1[..., None] * y1) / safe + middle, 0.0)
    v = np.where(here, (s0[..., None] * y1 - s1[..., None] * y0) / safe / sigma, 0.0)
    assert xy.shape == (len(grid), joints, 2)
    return Motion(grid, xy, v, known * _unhurried(v, known), _size(xy, known))


def _trust(xy: Floats, t: Floats, seen: NDArray[np.bool_]) -> Floats:
    """(T, J) 1 where a sample lies between its neighbours, less where it jumps out and back."""
    trust = np.ones(seen.shape)
    if len(t) < 5:
        return trust
    share = ((t[1:-1] - t[:-2]) / (t[2:] - t[:-2]))[:, None, None]
    jump = np.linalg.norm(xy[1:-1] - (1 - share) * xy[:-2] - share * xy[2:], axis=-1)
    usual = np.nanmedian(np.where(np.isfinite(jump), jump, np.nan)) if np.isfinite(jump).any() else 0.0
    if usual > 0:
        trust[1:-1] = np.where(np.isfinite(jump), 1 / (1 + (jump / (6 * usual)) ** 4), 1.0)
    return trust


def _unhurried(v: Floats, known: Floats) -> Floats:
    """(G, J) less than 1 where a joint is far faster than usual, as where a detector swaps left and right."""
    speed = np.linalg.norm(v, axis=-1)
    moving = speed[known > 0]
    usual = float(np.sqrt(np.mean(np.minimum(moving, 3 * np.median(moving)) ** 2))) if moving.size else 0.0
    return np.asarray(1 / (1 + (speed / (RUSH * usual)) ** 4)) if usual > 0 else np.ones_like(speed)


def _size(xy: Floats, known: Floats) -> float:
    weight = (known > 0)[..., None]
    count = np.maximum(weight.sum(axis=1, keepdims=True), 1)
    middle = (xy * weight).sum(axis=1, keepdims=True) / count
    away = np.sqrt((weight * (xy - middle) ** 2).sum(axis=(1, 2)) / count[:, 0, 0])
    whole = away[weight.sum(axis=(1, 2)) >= max(0.6 * xy.shape[1], 1)]
    return float(np.median(whole)) if whole.size else float(np.median(away))
