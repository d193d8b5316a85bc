"""How much of a recording a lifter sees at once, which of it comes out, and what a change reaches.

A stretch of frames goes through a network in one of three ways:

* "all": windows that overlap by half; all frames of each come out and are blended by a triangle, so that the seams do
  not show. A stretch shorter than a window is one window of its own length; where the network takes windows of one
  length alone, the ends are repeated around it.
* "centre": every frame in a window of its own, the end frames repeated where the stretch ends.
* "stream": the same for a network that takes any length and gives the frames which have enough on both sides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17, Skeleton, convert

WAYS = ("all", "centre", "stream")
FPS_AS_IS = (24.0, 62.0)  # frame rates that networks are given as they are; they are trained for about these
FPS = 50.0                # what others are resampled to

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
# (B, T, J, 3) windows → (B, frames that come out, 17, 3)
Call = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Sight:
    """What a network sees.

    window: frames at once; way: one of WAYS; fixed: a window has exactly this length; causal: of "centre" and
    "stream", the frame that comes out is the window's last one. at_once: how many frames go through together.
    skeleton: of the 2D that goes in, variant: how others become that (core/skeleton.py).
    """

    window: int
    way: str = "all"
    fixed: bool = False
    causal: bool = False
    at_once: int = 5184
    skeleton: Skeleton = H36M17
    variant: str = "parallax"

    @property
    def before(self) -> int:
        """How many frames of a window come before the one that comes out."""
        return self.window - 1 if self.causal else (self.window - 1) // 2

    def seen(self, xys: Floats, skeleton: Skeleton) -> Floats:
        """(..., J, 3) keypoints as the ones that go in. Raises ValueError where they cannot be made of these."""
        return convert(xys, skeleton, self.skeleton, self.variant)

    def scores(self, xys: Floats) -> Floats:
        """(..., J, 3) of what goes in → (..., 17) scores of H36M-17."""
        return convert(xys, self.skeleton, H36M17, self.variant)[..., 2]

    def lift(self, xys: Floats, start: int, stop: int, call: Call, tick: Callable[[float], None]) -> Floats:
        """(stop − start, 17, 3): frames start to stop of what a stretch (T, J, 3) is lifted to. tick: the share done.

        Only what these frames depend on goes through the network.
        """
        if self.way == "all":
            return self._overlapping(xys, start, stop, call, tick)
        return self._around(xys, start, stop, call, tick)

    def needs(self, frames: int, start: int, stop: int) -> tuple[int, int]:
        """(first, stop) of the frames of a stretch that its frames start to stop depend on."""
        if self.way == "all":
            starts = self._covering(frames, start, stop)
            return max(0, int(starts[0])), min(frames, int(starts[-1]) + self._width(frames))
        return max(0, start - self.before), min(frames, stop - self.before + self.window - 1)

    def _overlapping(self, xys: Floats, start: int, stop: int, call: Call, tick: Callable[[float], None]) -> Floats:
        """A frame may lie in windows that reach beyond those asked for: these are lifted too, and all are added up."""
        frames, width = len(xys), self._width(len(xys))
        index = self._covering(frames, start, stop)[:, None] + np.arange(width)  # (windows, width)
        ramp = np.minimum(np.arange(1, width + 1), np.arange(width, 0, -1)).astype(np.float32)[:, None, None]
        first, last = self.needs(frames, start, stop)
        total = np.zeros((last - first, len(H36M17), 3), dtype=np.float32)
        weight = np.zeros((last - first, 1, 1), dtype=np.float32)
        for rows in self._batches(index, tick):
            for row, points in zip(rows, call(xys[rows.clip(0, frames - 1)]), strict=True):
                inside = (row >= 0) & (row < frames)
                total[row[inside] - first] += (ramp * points)[inside]
                weight[row[inside] - first] += ramp[inside]
        return (total / weight)[start - first:stop - first]

    def _around(self, xys: Floats, start: int, stop: int, call: Call, tick: Callable[[float], None]) -> Floats:
        index = np.arange(start, stop)[:, None]
        if self.way == "centre":
            index = index + np.arange(self.window) - self.before
            parts = [call(xys[rows.clip(0, len(xys) - 1)])[:, 0] for rows in self._batches(index, tick)]
        else:
            parts = []
            for first in range(start, stop, self.at_once):
                last = min(first + self.at_once, stop)
                rows = np.arange(first - self.before, last - self.before + self.window - 1).clip(0, len(xys) - 1)
                parts.append(call(xys[rows[None]])[0])
                tick((last - start) / (stop - start))
        return np.concatenate(parts)

    def _batches(self, index: NDArray[np.int64], tick: Callable[[float], None]) -> Iterator[NDArray[np.int64]]:
        size = max(1, self.at_once // self.window)
        for i in range(0, len(index), size):
            yield index[i:i + size]
            tick(min(i + size, len(index)) / len(index))

    def reached(self, changed: Mask) -> Mask:
        """(T,) frames of a stretch that changed → (T,) those that are lifted to something else now."""
        at = np.r_[0, np.cumsum(changed)]
        if self.way == "all":
            out = np.zeros(len(changed), dtype=bool)
            starts = self._starts(len(changed))
            lows, highs = starts.clip(0), (starts + self.window).clip(max=len(changed))
            touched = at[highs] > at[lows]
            for low, high in zip(lows[touched].tolist(), highs[touched].tolist(), strict=True):
                out[low:high] = True
            return out
        frames = np.arange(len(changed))
        low = (frames - self.before).clip(0)
        high = (frames - self.before + self.window).clip(max=len(changed))
        return np.asarray(at[high] > at[low])

    def _starts(self, frames: int) -> NDArray[np.int64]:
        """The first frames of the windows over a stretch; they overlap by half. A negative one: repeated ends."""
        if self.fixed and frames < self.window:
            return np.array([-((self.window - frames) // 2)])
        width = self._width(frames)
        return np.array(sorted({*range(0, frames - width, max(1, width // 2)), frames - width}))

    def _covering(self, frames: int, start: int, stop: int) -> NDArray[np.int64]:
        """The first frames of the windows that frames start to stop lie in."""
        starts = self._starts(frames)
        return starts[(starts < stop) & (starts + self._width(frames) > start)]

    def _width(self, frames: int) -> int:
        return self.window if self.fixed else min(frames, self.window)
