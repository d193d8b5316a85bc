"""What a camera does between a ray and a pixel: focal length, centre and lens, and the way back.

OpenCV's convention and model of radial and tangential distortion. Pixels have their origin at the centre of the
top-left pixel of the upright picture.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.records import build, plain
from core.words import tr

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

STEPS = 50          # of Newton's; a usual lens needs 4
EXACT = 1e-12       # of the way back, in focal lengths
BLOCK = 16          # pixels: coders fill up sides to a multiple of this
NONE = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Intrinsics:
    """One camera without where it stands.

    fx, fy: focal lengths, cx, cy: centre, skew; all in pixels of a picture of size (width, height). dist: k1, k2, p1,
    p2, k3 as in OpenCV. Raises ValueError for what no camera has.
    """

    fx: float
    fy: float
    cx: float
    cy: float
    size: tuple[int, int]
    dist: tuple[float, float, float, float, float] = NONE
    skew: float = 0.0

    def __post_init__(self) -> None:
        width, height = self.size
        if not (1 <= width < 1e5 and 1 <= height < 1e5):
            raise ValueError(tr("a picture of {width} × {height}").format(width=width, height=height))
        if not all(math.isfinite(v) for v in (self.fx, self.fy, self.cx, self.cy, self.skew, *self.dist)):
            raise ValueError(tr("a number that is not finite"))
        if not all(0.05 < focal / max(self.size) < 1000 for focal in (self.fx, self.fy)):
            raise ValueError(tr("a focal length of {fx:g} × {fy:g} px in a picture of {width} × {height}").format(
                fx=self.fx, fy=self.fy, width=width, height=height))
        if not (-0.5 < self.cx / width < 1.5 and -0.5 < self.cy / height < 1.5):
            raise ValueError(tr("a centre at ({cx:g}, {cy:g}), far outside of a picture of {width} × {height}").format(
                cx=self.cx, cy=self.cy, width=width, height=height))
        if abs(self.skew) > self.fx or max(map(abs, self.dist)) > 100:
            raise ValueError(tr("a lens that bends more than any"))

    @property
    def is_pinhole(self) -> bool:
        """Whether straight lines stay straight, and nothing has to be undone."""
        return not any(self.dist) and self.skew == 0

    def pixels(self, rays: ArrayLike) -> Array:
        """(..., 2) x/z and y/z in the camera frame → (..., 2) pixels; NaN stays NaN."""
        x, y = np.moveaxis(distorted(rays, self.dist), -1, 0)
        return np.stack((self.fx * x + self.skew * y + self.cx, self.fy * y + self.cy), axis=-1)

    def rays(self, pixels: ArrayLike) -> Array:
        """(..., 2) pixels → (..., 2) x/z and y/z in the camera frame. NaN where the model of the lens has no ray, as
        beyond the circle where a strong one folds over."""
        x, y = np.moveaxis(np.asarray(pixels, dtype=np.float64), -1, 0)
        y = (y - self.cy) / self.fy
        return undistorted(np.stack(((x - self.cx - self.skew * y) / self.fx, y), axis=-1), self.dist)

    def straight(self, xys: Floats) -> Floats:
        """(..., 3) pixels and score → what the same camera would see without its lens. A pixel that no ray leads to
        stays where it is, with score 0; NaN stays NaN."""
        if self.is_pinhole:
            return xys
        seen = self.rays(xys[..., :2]) * (self.fx, self.fy) + (self.cx, self.cy)
        there = np.asarray(np.isfinite(seen).all(axis=-1))
        out = np.array(xys, dtype=np.float32)
        out[..., :2] = np.where(there[..., None], seen, xys[..., :2])
        out[..., 2] = np.where(there, xys[..., 2], 0)
        return out

    def fitted(self, size: tuple[int, int]) -> "Intrinsics":
        """The same camera in a picture of another size: a copy that was made smaller or larger as a whole, or one whose
        sides differ by less than a block of pixels. Raises ValueError where it is another picture."""
        if size == self.size:
            return self
        (width, height), (w, h) = size, self.size
        if abs(width * h - height * w) <= max(w, h):  # one shape, but for the rounding of a side to whole pixels
            a, b = width / w, height / h
            return replace(self, fx=self.fx * a, fy=self.fy * b, cx=(self.cx + 0.5) * a - 0.5, skew=self.skew * a,
                           cy=(self.cy + 0.5) * b - 0.5, size=size)
        # Some programs calibrate what a coder has filled up to whole blocks, 1088 for 1080, and some players show
        # that: the filling is on the right and at the bottom, so the origin, and with it every pixel, stays.
        if abs(width - w) < BLOCK and abs(height - h) < BLOCK:
            return replace(self, size=size)
        raise ValueError(tr("its picture is {w} × {h}, that of the view {width} × {height}").format(
            w=w, h=h, width=width, height=height))


def distorted(rays: ArrayLike, dist: ArrayLike) -> Array:
    """(..., 2) as a lens bends them. Source: OpenCV's model of radial and tangential distortion."""
    x, y = np.moveaxis(np.asarray(rays, dtype=np.float64), -1, 0)
    k1, k2, p1, p2, k3 = np.asarray(dist, dtype=np.float64)
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    return np.stack((x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
                     y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y), axis=-1)


def undistorted(bent: ArrayLike, dist: ArrayLike) -> Array:
    """(..., 2) → what `distorted` makes (..., 2) of; NaN where that is nothing. Newton's method from the bent point:
    the way back that is nearest to it."""
    bent = np.asarray(bent, dtype=np.float64)
    if not np.any(dist):
        return bent
    k1, k2, p1, p2, k3 = np.asarray(dist, dtype=np.float64)
    x, y = np.moveaxis(bent.copy(), -1, 0)
    with np.errstate(all="ignore"):  # what runs away ends as NaN
        for _ in range(STEPS):
            r2 = x * x + y * y
            radial, slope = 1 + r2 * (k1 + r2 * (k2 + r2 * k3)), k1 + r2 * (2 * k2 + r2 * 3 * k3)
            xx = radial + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x
            yy = radial + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x
            xy = 2 * x * y * slope + 2 * p1 * x + 2 * p2 * y
            off, det = distorted(np.stack((x, y), axis=-1), dist) - bent, xx * yy - xy * xy
            dx, dy = (yy * off[..., 0] - xy * off[..., 1]) / det, (xx * off[..., 1] - xy * off[..., 0]) / det
            x, y = x - dx, y - dy
            if not (np.abs(dx) + np.abs(dy) > EXACT).any():
                break
        out = np.stack((x, y), axis=-1)
        miss = np.abs(distorted(out, dist) - bent).max(axis=-1)
        # Beyond the circle where a lens folds over, its picture runs backwards: that is no ray of a real lens.
        good = (miss < 1e3 * EXACT) & (det > 0) & (radial > 0)
    return np.where(good[..., None], out, np.nan)


KEY = "camera"  # in the settings of poses: the intrinsics that they were lifted with


def told(camera: Intrinsics | None) -> dict[str, Any]:
    """What the settings of lifted poses say of the camera that they were lifted with."""
    return {} if camera is None else {KEY: plain(camera), "refined": True}


def told_of(settings: Mapping[str, Any]) -> Intrinsics | None:
    """The camera that poses with these settings were lifted with; None where that was the usual guess."""
    try:
        return build(Intrinsics, plain(settings[KEY])) if KEY in settings else None
    except ValueError:
        return None  # in a project from elsewhere: these poses are not ours to be exact about
