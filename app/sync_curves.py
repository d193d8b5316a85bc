"""Wave form and movement of a view, boiled down to the pixels of its lane."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app import theme
from app.listening import Wave
from app.strips import peaks as strip_peaks

MOVEMENT_PART = 0.42  # of the lane's height, below the wave form, where there is sound
LOUDNESS = 0.6        # the exponent that lifts quiet sound into sight without hiding how loud a clap is
_STILL = 99.0         # percentile of the movement that fills its strip: a single jump of the detector must not


@dataclass(frozen=True, eq=False)
class Energy:
    """How much the athlete moves. times: (T,) seconds of the file; values: (T,) 0..1, NaN where nobody is seen."""

    times: NDArray[np.float64]
    values: NDArray[np.float32]


def energy(keypoints: NDArray[np.float32], times: NDArray[np.float64]) -> Energy | None:
    """The movement of (T, J, 3) keypoints, scaled to its own strong moments; None where nobody moves. For a worker."""
    from core.sync_pose import motion_energy  # brings scipy, which the first window does without

    values = motion_energy(keypoints, times)
    known = values[np.isfinite(values)]
    top = float(np.percentile(known, _STILL)) if len(known) else 0.0
    if top <= 0:
        return None
    return Energy(np.asarray(times, np.float64), np.clip(values / top, 0, 1).astype(np.float32))


def lane_image(sound: Wave | None, moves: Energy | None, start: float, stop: float, columns: int, lines: int,
               colour: str) -> NDArray[np.uint8]:
    """(lines, columns, 4) premultiplied BGRA, clear where nothing is known: the wave form and, below, the movement.

    start, stop: the file's seconds at the left and right edge.
    """
    share = np.zeros((lines, columns), np.float32)
    below = round(lines * MOVEMENT_PART) if sound is not None else lines
    if moves is not None and len(moves.times):
        _, high, _ = strip_peaks(moves.times, moves.values, start, stop, columns)
        share[lines - below:] = _filled(high, below)
    else:
        below = 0 if sound is not None else lines
    if sound is not None and lines - below > 2:
        share[:lines - below] = _drawn(sound, start, stop, columns, lines - below)
    # One look-up a pixel: four times as fast as multiplying four channels.
    red, green, blue = theme.rgb(colour)
    steps = np.arange(256)[:, None] / 255 * np.array([blue, green, red, 255])
    shades = np.rint(steps).astype(np.uint8).view(np.uint32)[:, 0]
    pixels = shades[np.rint(share * 255).astype(np.uint8)]
    return np.asarray(pixels.view(np.uint8).reshape(lines, columns, 4))


def _drawn(sound: Wave, start: float, stop: float, columns: int, lines: int) -> NDArray[np.float32]:
    """(lines, columns) share of each pixel between the lowest and the highest sample behind it, at least a line."""
    middle = lines / 2
    lower, upper = (middle - np.sign(v) * np.minimum(np.abs(v) / sound.level, 1) ** LOUDNESS * (middle - 1)
                    for v in sound.peaks.between(start, stop, columns))
    thin = np.maximum(1 - (lower - upper), 0) / 2
    depth = np.arange(lines, dtype=np.float32)[:, None]
    inside = np.clip(np.minimum(depth + 1, lower + thin) - np.maximum(depth, upper - thin), 0, 1)
    return np.asarray(np.nan_to_num(inside) * 0.92, np.float32)


def _filled(high: NDArray[np.float32], lines: int) -> NDArray[np.float32]:
    """(lines, columns) share of each pixel under the curve, with a brighter line along it."""
    top = 1 + (1 - high) * (lines - 2)
    depth = np.arange(lines, dtype=np.float32)[:, None]
    under = np.clip(depth + 1 - top, 0, 1)
    line = under - np.clip(depth - top - 0.2, 0, 1)
    return np.asarray(np.nan_to_num(np.maximum(0.30 * under, 0.9 * line)), np.float32)
