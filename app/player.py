"""The one playhead: reference time, moved by a monotonic clock.

The position is computed from the clock at every look, never counted in ticks: a late tick skips ahead instead of
slowing the recording down. It looks when the next frame is due: oftener, the window would be painted for nothing, and
seldomer or at other times a frame would come late, or be missed.
"""

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.clock import frame_at

SLOWEST, FASTEST = 0.05, 2.0
TICK_MS = 15   # between two looks where frames follow one another faster: a little finer than a 60 Hz screen's
GLIDE_MS = 42  # at most, so that the playhead glides where they come more slowly


class Player(QObject):
    """Playback over reference seconds [start, end], with a loop range and a grid of frames to step on.

    `moved(t)` follows every change of position; `state_changed()` every change of playing, direction, speed, loop,
    range or frames.
    """

    moved = Signal(float)
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._start, self._end = 0.0, 0.0
        self._frames: NDArray[np.float64] = np.zeros(1)
        self._frame_s = 1.0  # from one of them to the next
        self._speed = 1.0
        self._direction = 1
        self._playing = False
        self._loop: tuple[float, float] | None = None
        self._t = 0.0
        self._anchor = (0.0, 0.0)  # (clock, t) where the present run of playback began
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    # What is

    @property
    def t(self) -> float:
        """Reference seconds of the playhead."""
        return self._t

    @property
    def start(self) -> float:
        return self._start

    @property
    def end(self) -> float:
        return self._end

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return self._end - self._start

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def direction(self) -> int:
        """1 forward, −1 backward."""
        return self._direction

    @property
    def speed(self) -> float:
        """Share of real time, 0.05 to 2."""
        return self._speed

    @property
    def loop(self) -> tuple[float, float] | None:
        """Reference seconds (from, to) that playback repeats, or None."""
        return self._loop

    @property
    def frames(self) -> NDArray[np.float64]:
        """(T,) reference seconds of the frames that are stepped on and counted."""
        return self._frames

    @property
    def frame(self) -> int:
        """Index of the frame on screen."""
        return frame_at(self._frames, self._t)

    # What to play

    def set_range(self, start: float, end: float) -> None:
        """Play between these reference seconds; the position and the loop are kept inside."""
        self._start, self._end = float(start), float(max(start, end))
        if self._loop is not None:
            a, b = (min(max(x, self._start), self._end) for x in self._loop)
            self._loop = (a, b) if b > a else None
        self.state_changed.emit()
        self.seek(self._t)

    def set_frames(self, times: Sequence[float] | NDArray[np.float64]) -> None:
        """Ascending reference seconds of the frames that step() walks and `frame` counts: those of the view in hand."""
        self._frames = np.asarray(times, dtype=np.float64) if len(times) else np.zeros(1)
        self._frame_s = float(np.median(np.diff(self._frames))) if len(self._frames) > 1 else 1.0
        self.state_changed.emit()

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        """Repeat this range; None plays through. Raises ValueError when it is empty."""
        if loop is not None:
            a, b = (min(max(float(x), self._start), self._end) for x in loop)
            if not b > a:
                raise ValueError(f"a loop needs a positive length, not {loop}")
            loop = (a, b)
        self._loop = loop
        self._rebase()
        self.state_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Share of real time; held within 0.05 to 2."""
        if not math.isfinite(speed):
            raise ValueError(f"speed is a number from {SLOWEST} to {FASTEST}, not {speed}")
        self._now()
        self._speed = min(max(speed, SLOWEST), FASTEST)
        self._rebase()
        self.state_changed.emit()

    # What to do

    def play(self, direction: int = 1) -> None:
        """Play forward (1) or backward (−1). At the far end, or outside the loop, it begins from the near end."""
        self._direction = 1 if direction >= 0 else -1
        first, last = self._bounds()
        if self._direction > 0 and not first <= self._t < last - 1e-9:
            self._t = first
        elif self._direction < 0 and not first + 1e-9 < self._t <= last:
            self._t = last
        self._playing = True
        self._rebase()
        self._timer.start(self._rest_ms())
        self.state_changed.emit()

    def pause(self) -> None:
        """Stop on a frame, so that what is read out is what is seen."""
        if not self._playing:
            return
        self._now()
        self._playing = False
        self._timer.stop()
        self.state_changed.emit()
        self.moved.emit(self._t)

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play(1)

    def shuttle(self, direction: int) -> None:
        """J and L of video editors: play that way; pressed again, twice as fast, up to 2×."""
        if self._playing and self._direction == direction:
            self.set_speed(self._speed * 2)
        else:
            if not self._playing or self._speed > 1:
                self.set_speed(min(self._speed, 1.0))
            self.play(direction)

    def seek(self, t: float) -> None:
        """Go to a reference time, held within the range. Playing goes on from there."""
        self._t = min(max(float(t), self._start), self._end)
        self._rebase()
        self.moved.emit(self._t)

    def step(self, frames: int) -> None:
        """Pause and move by whole frames."""
        self.pause()
        index = min(max(self.frame + frames, 0), len(self._frames) - 1)
        self.seek(float(self._frames[index]))

    def seek_frame(self, index: int) -> None:
        """Go to a frame of the grid, held within it."""
        self.seek(float(self._frames[min(max(index, 0), len(self._frames) - 1)]))

    def skip(self, seconds: float) -> None:
        """Move by seconds; playing goes on."""
        self._now()
        self.seek(self._t + seconds)

    def to_start(self) -> None:
        self.seek(self._start)

    def to_end(self) -> None:
        """The last frame, which begins before the recording's end; that end itself where other views go on longer."""
        inside = self._frames[self._frames <= self._end + 1e-9]
        last = float(inside[-1]) if len(inside) else self._end
        frame_s = float(np.diff(inside[-9:]).max()) if len(inside) > 1 else self._end - self._start
        self.seek(last if self._end - last <= 2 * frame_s else self._end)

    # How

    def _bounds(self) -> tuple[float, float]:
        return self._loop or (self._start, self._end)

    def _rebase(self) -> None:
        self._anchor = (self._clock(), self._t)

    def _now(self) -> None:
        """Bring the position up to the clock. Past the end it stops there, or begins the loop again."""
        if not self._playing:
            return
        begun, origin = self._anchor
        t = origin + self._direction * self._speed * (self._clock() - begun)
        first, last = self._bounds()
        outside = t >= last if self._direction > 0 else t <= first
        inside_at_first = first - 1e-9 <= origin <= last + 1e-9
        if not outside:
            self._t = t
        elif self._loop is not None and inside_at_first:
            self._t = first + (t - first) % (last - first)
            self._rebase()
        else:
            self._finish(t)

    def _finish(self, t: float) -> None:
        """Without a loop, or led out of it by a seek: play on to the recording's own end, and stop there."""
        self._t = min(max(t, self._start), self._end)
        if self._t in (self._start, self._end):
            self._playing = False
            self._timer.stop()
            self.state_changed.emit()

    def _tick(self) -> None:
        self._now()
        looked = self._clock()
        self.moved.emit(self._t)
        if self._playing:
            self._timer.start(self._rest_ms(self._clock() - looked))

    def _rest_ms(self, spent_s: float = 0.0) -> int:
        """Until the next frame is due; spent_s: since the position was computed."""
        if self._frame_s / self._speed < TICK_MS / 1000:
            return TICK_MS
        after = int(self._frames.searchsorted(self._t + 1e-6, side="right"))
        due = after if self._direction > 0 else after - 1
        ahead = abs(float(self._frames[due]) - self._t) if 0 <= due < len(self._frames) else GLIDE_MS
        wait_s = (ahead + 2e-6) / self._speed - spent_s  # frame_at tolerates a microsecond either way
        return min(max(int(1000 * wait_s), 0) + 1, GLIDE_MS)
