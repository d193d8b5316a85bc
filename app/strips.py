"""What the timeline's strips are made of: scores over time, boiled down to pixels.

A curve is drawn from the least and greatest value behind each pixel, so that a single bad frame in an hour shows, and
an hour costs as little to draw as a second.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app import theme
from core import joining
from core.labels import Swap
from core.skeleton import Skeleton

STEPS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
           3600)  # between labelled ticks
PARTS = {15: 3, 30: 3, 60: 6, 120: 4, 900: 3, 1800: 3, 3600: 4}  # small ticks in those seconds; elsewhere 5


@dataclass(frozen=True, eq=False)
class Strip:
    """One view's detection score over reference time. times: (T,) s ascending; values: (T,) 0..1, NaN = not done.

    end: reference seconds where the view's recording ends (None: its last time). marks: stretches (start, stop, colour)
    in reference seconds that are told apart by a bar along the top. keys: (K,) the frames that were looked at, rising,
    where others lie between them; None: all were. top: what a value of 1 means, written beside the name; said: what is
    to be told at a reference time, for those that are of no view (view_id '').
    """

    view_id: str
    name: str
    colour: str
    times: NDArray[np.float64]
    values: NDArray[np.float32]
    end: float | None = None
    marks: tuple[tuple[float, float, str], ...] = ()
    keys: NDArray[np.int64] | None = None
    top: str = ""
    said: Callable[[float], str] | None = None


def spans(times: NDArray[np.float64], start: float, stop: float,
          width: int) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """The frames behind each of `width` pixels: (covered (width,), bounds for ufunc.reduceat of the covered ones).

    reduceat reduces [begin, end) at the even places and whatever lies between at the odd ones, which are to be dropped;
    `end` may point one behind the last frame, so the array needs one row of padding.
    """
    edges = start + (stop - start) * np.arange(width + 1) / width
    first = np.searchsorted(times, edges[:-1], side="right") - 1  # the frame on screen where the pixel begins
    last = np.searchsorted(times, edges[1:], side="left")         # one past the last frame that begins inside it
    # The end of the recording: its last frame lasts about as long as the one before it.
    tail = times[-1] + (times[-1] - times[0]) / max(len(times) - 1, 1) if len(times) else -np.inf
    covered = (last > 0) & (edges[:-1] < tail)
    begin, end = np.maximum(first, 0)[covered], np.maximum(last, first + 1)[covered]
    return covered, np.stack([begin, end], axis=1).ravel()


def peaks(times: NDArray[np.float64], values: NDArray[np.float32], start: float, stop: float,
          width: int) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Least and greatest value behind each of `width` pixels, NaN where nothing is known, and where frames lie.

    Returns (low, high, covered), each (width,). A pixel between two frames repeats the frame before it, so a few frames
    over many pixels are drawn as steps; covered tells the pixels that any frame of the view falls on.
    """
    covered, bounds = spans(times, start, stop, width)
    low = np.full(width, np.nan, np.float32)
    high = np.full(width, np.nan, np.float32)
    if not covered.any():
        return low, high, covered
    filled = np.append(values, np.float32(np.nan)).astype(np.float32)
    low[covered] = np.fmin.reduceat(filled, bounds)[::2]
    high[covered] = np.fmax.reduceat(filled, bounds)[::2]
    return low, high, covered


def exchanged(told: object, swaps: Iterable[Swap], skeleton: Skeleton, frames: int) -> tuple[tuple[int, int], ...]:
    """The stretches of frames (start, stop) in which left and right of any joints are exchanged, and not back again.

    told: stretches that a pose set says it has exchanged of all joints; what makes no sense there is passed over.
    """
    every = [joint for pair in skeleton.pairs for joint in pair]
    done = [(start, stop, every) for start, stop in _told(told, frames)]
    for swap in swaps:
        joints = [skeleton.index(name) for pair in swap.pairs for name in pair if name in skeleton.joints]
        done.append((min(swap.start, frames), min(swap.stop, frames), joints))
    edges = np.unique([edge for start, stop, _ in done for edge in (start, stop)]).astype(int)
    odd = np.zeros((max(len(edges) - 1, 0), len(skeleton)), dtype=bool)  # between two edges nothing changes
    for start, stop, joints in done:
        odd[slice(*np.searchsorted(edges, (start, stop))), joints] ^= True
    return tuple((int(edges[a]), int(edges[b])) for a, b in joining.spans(np.asarray(odd.any(axis=1))))


def _told(told: object, frames: int) -> list[tuple[int, int]]:
    return [(span[0], span[1]) for span in (told if isinstance(told, tuple | list) else ())
            if isinstance(span, tuple | list) and len(span) == 2 and all(isinstance(n, int) for n in span)
            and 0 <= span[0] < span[1] <= frames]


def stretches(spans: Iterable[tuple[int, int]], times: NDArray[np.float64],
              colour: str) -> tuple[tuple[float, float, str], ...]:
    """Marks of stretches of frames (start, stop). times: (T,) reference s of the frames."""
    def end(stop: int) -> float:
        return float(times[stop] if stop < len(times) else 2 * times[-1] - times[max(len(times) - 2, 0)])

    return tuple((float(times[start]), end(stop), colour) for start, stop in spans)


def ticks(start: float, stop: float, width: int, room: int = 88) -> tuple[float, float]:
    """(seconds between labelled ticks, seconds between small ones), with at least `room` pixels a label."""
    need = (stop - start) * room / max(width, 1)
    step = next((s for s in STEPS_S if s >= need), None)
    if step is None:
        step = 3600.0 * np.ceil(need / 3600)
    parts = PARTS.get(int(step), 5)
    return float(step), float(step) / parts


def curve(low: NDArray[np.float32], high: NDArray[np.float32], lines: int, colour: str, ground: str,
          ratio: float = 1.0) -> NDArray[np.uint8]:
    """(lines, W, 4) premultiplied BGRA: filled up to `low`, lighter up to `high`, a line along the top.

    Columns of NaN are clear, the others stand on the colour `ground`. ratio: screen pixels a pane pixel (for the
    line's width).
    """
    thick = 1.4 * ratio
    depth = np.arange(lines, dtype=np.float32)[:, None]  # of a pixel's upper edge

    def below(level: NDArray[np.float32]) -> NDArray[np.float32]:
        """Share of each pixel that lies below a level given as a depth."""
        return np.asarray(np.clip(depth + 1 - level, 0, 1))

    room = lines - 2 * thick
    top, middle = (thick + (1 - np.clip(values, 0, 1)) * room for values in (high, low))
    line = below(top - thick) - below(top)
    share = np.maximum(0.95 * line, 0.18 * below(top) + 0.24 * below(middle))
    known = np.isfinite(high)
    share[:, ~known] = 0
    share = np.nan_to_num(share, copy=False)
    # One look-up a pixel: three times as fast as mixing three channels.
    ink, bed = (np.array([*theme.rgb(value)[::-1], 255], np.float32) for value in (colour, ground))
    shades = np.rint(bed + (ink - bed) * (np.arange(256, dtype=np.float32)[:, None] / 255)).astype(np.uint8)
    pixels = shades.view(np.uint32)[:, 0][np.rint(share * 255).astype(np.uint8)]
    pixels[:, ~known] = 0
    return np.asarray(pixels.view(np.uint8).reshape(lines, len(low), 4))
