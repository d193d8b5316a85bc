"""Colours of distances: dark and cool where views agree, bright and warm where they do not.

Made of six colours joined by straight lines in OKLab (Ottosson 2020), in which equal steps look equal; the lightness
rises all along, so that it can be read in grey and with every kind of colour vision, and even the darkest end stands
off the window's ground.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app import theme

STOPS = ("#3a4a6b", "#6a4fa3", "#b4508f", "#e8735c", "#f6b254", "#fbf3b8")
STEPS = 256
_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])


def to_oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """(..., 3) sRGB 0..1 → lightness, a, b."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def from_oklab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse, held within what a screen can show."""
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _table() -> NDArray[np.uint8]:
    """(STEPS, 3): the way through the stops, in steps that look alike."""
    stops = to_oklab(np.array([theme.rgb(stop) for stop in STOPS]) / 255)
    way = np.r_[0, np.cumsum(np.linalg.norm(np.diff(stops, axis=0), axis=1))]
    at = np.linspace(0, way[-1], STEPS)
    lab = np.stack([np.interp(at, way, stops[:, channel]) for channel in range(3)], axis=1)
    return np.rint(255 * from_oklab(lab)).astype(np.uint8)


TABLE = _table()


@dataclass(frozen=True)
class Scale:
    """From 0 to `top` millimetres. kind: of the lengths, relative, scaled or metric."""

    top: float
    kind: str

    def rgb(self, values: NDArray[np.floating]) -> NDArray[np.uint8]:
        """(..., 3) colours of distances in mm; NaN is as 0."""
        share = np.nan_to_num(np.asarray(values, np.float64) / max(self.top, 1e-9))
        return TABLE[np.clip(share * (STEPS - 1), 0, STEPS - 1).astype(np.intp)]

    def rgba(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """(..., 4) the same, 0..1 and opaque."""
        colours = self.rgb(values).astype(np.float32) / 255
        return np.concatenate([colours, np.ones((*colours.shape[:-1], 1), np.float32)], axis=-1)


def round_up(value: float) -> float:
    """The next of 1, 2, 3, 4, 5, 6, 8 times a power of ten: a scale's end that is easy to read. 1 for nothing."""
    if not np.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-9)))
