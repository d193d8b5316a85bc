"""From what a network says of crops to where the joints are: heat maps as HRNet reads them, SimCC as RTMPose does.

Shapes: B crops, J joints, h × w cells of a heat map, X and Y bins along a crop's width and height.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Order = NDArray[np.int64]

QUARTER = np.float32(0.25)  # of a cell: how far a peak is moved towards its higher neighbour


def peaks(maps: Floats) -> tuple[Floats, Floats]:
    """Heat maps (B, J, h, w) → cells (B, J, 2), x and y, and the height of the peaks (B, J).

    The highest cell, a quarter of a cell towards the higher neighbour on either axis; (0, 0) where none is above 0.
    """
    height, width = maps.shape[2:]
    flat = maps.reshape(*maps.shape[:2], -1)
    best = flat.argmax(axis=-1)
    scores = np.take_along_axis(flat, best[..., None], axis=-1)[..., 0]
    x, y = np.where(scores > 0, best % width, 0), np.where(scores > 0, best // width, 0)
    inside = (x > 1) & (x < width - 1) & (y > 1) & (y < height - 1)
    b, j = np.ogrid[:maps.shape[0], :maps.shape[1]]
    left, right = (maps[b, j, y, (x + step).clip(0, width - 1)] for step in (-1, 1))
    above, below = (maps[b, j, (y + step).clip(0, height - 1), x] for step in (-1, 1))
    moves = np.stack([np.sign(right - left), np.sign(below - above)], axis=-1) * QUARTER
    cells = np.stack([x, y], axis=-1) + np.where(inside[..., None], moves, 0)
    return cells.astype(np.float32), scores


def bins(x: Floats, y: Floats, split: float) -> tuple[Floats, Floats]:
    """Rows (B, J, X) and (B, J, Y) → pixels of the crop (B, J, 2), and scores (B, J): the lower of the two peaks.

    (−1, −1) where a score is not above 0. split: how many bins a pixel has.
    """
    scores = np.minimum(x.max(axis=-1), y.max(axis=-1))
    places = np.stack([x.argmax(axis=-1), y.argmax(axis=-1)], axis=-1).astype(np.float32) / np.float32(split)
    return np.where(scores[..., None] > 0, places, np.float32(-1)), scores


def unflipped_maps(maps: Floats, mirror: Order, shift: bool) -> Floats:
    """Heat maps of crops flipped left to right, as of the crops themselves. shift: moved by a cell to the right, which
    HRNet does, as a flipped crop and its strides do not fall on the same pixels."""
    back = maps[:, mirror, :, ::-1].copy()
    if shift:
        back[..., 1:] = back[..., :-1].copy()
    return back


def unflipped_bins(x: Floats, y: Floats, mirror: Order) -> tuple[Floats, Floats]:
    """Rows of crops flipped left to right, as of the crops themselves."""
    return x[:, mirror, ::-1], y[:, mirror]
