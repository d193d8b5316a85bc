"""The key-frames of a strip: which frames a detector looked at, where it did not look at all."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app import theme
from app.strips import Strip
from app.words import tr

ROOM = 6   # px between two of them from which each has a tick of its own
TICK = 6   # px: its height


def apart(at: NDArray[np.float64], room: float) -> tuple[NDArray[np.float64], list[tuple[float, float]]]:
    """Of places in rising order those with so much room on both sides, and the stretches (from, to) of the others."""
    close = np.diff(at) < room
    crowded = np.r_[close, False] | np.r_[False, close]
    edges = np.flatnonzero(np.diff(np.r_[False, close, False]))
    return at[~crowded[:len(at)]], [(float(at[a]), float(at[b])) for a, b in edges.reshape(-1, 2).tolist()]


def paint(painter: QPainter, at: NDArray[np.float64], row: QRectF, ends: tuple[float, float]) -> None:
    """Ticks along the bottom of a strip, between its ends; a quiet line where they would be too close. at: px."""
    single, crowded = apart(at, ROOM)
    for x in single[(single >= ends[0]) & (single <= ends[1])].tolist():
        painter.fillRect(QRectF(round(x), row.bottom() - TICK, 1, TICK), theme.colour(theme.TEXT, 0.7))
    for a, b in crowded:
        left, right = max(a, ends[0]), min(b, ends[1])
        if right > left:
            painter.fillRect(QRectF(left, row.bottom() - 2, right - left, 2), theme.colour(theme.TEXT, 0.25))


def words(strip: Strip, t: float, reach: float) -> list[str]:
    """What is said of a time of a strip: 'key-frame' on one, and on a tick, which reaches to both sides as far as from
    t to `reach`; 'between key-frames' elsewhere."""
    keys, times = strip.keys, strip.times
    if keys is None or not len(keys):
        return []
    frame = int(np.searchsorted(times, t, side="right")) - 1
    after = int(np.searchsorted(keys, frame))
    near = [times[keys[n]] for n in (after - 1, after, after + 1) if 0 <= n < len(keys)]
    if (after < len(keys) and keys[after] == frame) or any(abs(at - t) <= reach - t for at in near):
        return [tr("key-frame")]
    return [tr("between key-frames")] if 0 < after < len(keys) else []
