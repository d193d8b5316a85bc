"""Video files to pixels: one decoding thread a view, ahead of the player, newest request first.

A worker opens its own video, answers the newest request of its view and, while none waits, decodes ahead in the
direction of travel. Pictures come scaled to the pane (3 ms instead of 11 ms for 1080×1920 in 400×711, measured), so the
window's thread only draws them 1 : 1. A result crosses to it as a frozen `Frame` in one queued signal.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.garbage import Collector
from core.errors import ParallaxError
from core.progress import Cancelled, Progress, Step

AHEAD_S = 1.0             # seconds decoded ahead while playing
AHEAD_BYTES = 48 * 2**20  # at most this much of scaled pictures is kept a view
CACHE_BYTES = 2**30       # of decoded frames, shared by all views
PATIENCE_S = 1.0          # a decode that takes longer gives way to a newer request, keeping what it has decoded


@dataclass(frozen=True, eq=False)
class Frame:
    """A decoded picture. rgb: (h, w, 3) uint8, scaled for the pane; size: (width, height) of the upright video.

    generation is that of the request it answers: a view keeps the newest and drops the rest.
    """

    view: str
    index: int
    rgb: NDArray[np.uint8]
    size: tuple[int, int]
    generation: int


class VideoLike(Protocol):
    """What is needed of `core.video.Video`."""

    size: tuple[int, int]
    fps: Fraction
    times: NDArray[np.float64]

    def __len__(self) -> int: ...
    def frame(self, i: int, max_side: int | None = None, progress: Progress = ...) -> NDArray[np.uint8]: ...
    def cached(self, i: int) -> bool: ...
    def close(self) -> None: ...


def open_file(path: Path, memory: int) -> VideoLike:
    """The real thing; imported here because it loads the decoder."""
    from core.video import Video

    return Video(path, memory)


OpenVideo = Callable[[Path, int], VideoLike]


@dataclass(frozen=True)
class _Request:
    index: int
    generation: int
    direction: int           # 1 or −1 plays that way, 0 rests
    target: tuple[int, int]  # pixels to scale down to; (0, 0) is full size


class FrameSource(QObject):
    """Decoding workers by view id. All methods are called from the window's thread.

    opened(view_id, times (T,) float64 seconds, size (w, h), fps Fraction), ready(Frame), failed(view_id, message).
    """

    opened = Signal(str, object, object, object)
    ready = Signal(object)
    failed = Signal(str, str)
    _answer = Signal(object, object)  # (worker, what it found), queued from the worker's thread

    def __init__(self, parent: QObject | None = None, open_video: OpenVideo = open_file) -> None:
        super().__init__(parent)
        self._open_video = open_video
        self._workers: dict[str, _Worker] = {}
        self._generation = 0
        self._collector = Collector(self)
        self._answer.connect(self._deliver)

    def open(self, view_id: str, path: Path | str, share: int = 8) -> None:
        """Begin a worker for a file; `opened` or `failed` follows. share: views the memory is divided between."""
        self.close(view_id)
        worker = _Worker(view_id, Path(path), self._open_video, CACHE_BYTES // max(share, 1), self._answer.emit)
        self._workers[view_id] = worker
        self._collector.begin()
        worker.start()

    def request(self, view_id: str, index: int, direction: int = 0) -> int:
        """Ask for a frame; it replaces a request still waiting. Returns its generation (0: no such view)."""
        worker = self._workers.get(view_id)
        if worker is None:
            return 0
        self._generation += 1
        worker.last = (index, direction)
        worker.ask(index, self._generation, direction)
        return self._generation

    def set_target(self, view_id: str, width: int, height: int) -> None:
        """Scale pictures down to fit this many screen pixels; (0, 0): full size. The last picture comes again so."""
        worker = self._workers.get(view_id)
        if worker is None or worker.target == (width, height):
            return
        worker.target = (width, height)
        if worker.last is not None:
            self.request(view_id, *worker.last)

    def close(self, view_id: str | None = None) -> None:
        """End one view's worker, or all of them, and wait for their threads."""
        ids = list(self._workers) if view_id is None else [view_id] if view_id in self._workers else []
        workers = [self._workers.pop(name) for name in ids]
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.thread.join()
        if not self._workers:
            self._collector.end()

    def _deliver(self, worker: "_Worker", found: object) -> None:
        """In the window's thread: pass on what a worker found, unless its view was closed meanwhile."""
        if self._workers.get(worker.view_id) is not worker:
            return
        if isinstance(found, Frame):
            self.ready.emit(found)
        elif isinstance(found, _Opened):
            self.opened.emit(worker.view_id, found.times, found.size, found.fps)
        else:
            self.failed.emit(worker.view_id, str(found))


@dataclass(frozen=True, eq=False)
class _Opened:
    times: NDArray[np.float64]
    size: tuple[int, int]
    fps: Fraction


class _Worker:
    """One thread, one video. From outside, the window's thread touches only `ask`, `stop`, `target` and `last`."""

    def __init__(self, view_id: str, path: Path, open_video: OpenVideo, memory: int,
                 emit: Callable[["_Worker", object], None]) -> None:
        self.view_id = view_id
        self.target = (0, 0)
        self.last: tuple[int, int] | None = None  # index and direction of the newest request
        self._path, self._open_video, self._memory, self._emit = path, open_video, memory, emit
        self._wake = threading.Condition()
        self._request: _Request | None = None
        self._stopping = False
        self._kept: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()  # scaled pictures, oldest first
        self._kept_for = (0, 0)
        self.thread = threading.Thread(target=self._run, name=f"frames {view_id}", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def ask(self, index: int, generation: int, direction: int) -> None:
        with self._wake:
            self._request = _Request(index, generation, direction, self.target)
            self._wake.notify()

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def _run(self) -> None:
        try:
            video = self._open_video(self._path, self._memory)
        except Exception as error:  # whatever a damaged file does must reach the pane, not kill the thread silently
            self._emit(self, _message(error))
            return
        try:
            self._emit(self, _Opened(np.asarray(video.times), video.size, Fraction(video.fps)))
            self._serve(video)
        finally:
            video.close()

    def _serve(self, video: VideoLike) -> None:
        done: _Request | None = None
        while True:
            request = self._next(wait=done is None or not self._ahead(video, done))
            if request is None and self._stopping:
                return
            if request is not None:
                self._reply(video, request)
                done = request

    def _next(self, wait: bool) -> _Request | None:
        """The newest request, waiting for one if asked to. None: there is none, or it is time to stop."""
        with self._wake:
            while wait and self._request is None and not self._stopping:
                self._wake.wait()
            request, self._request = self._request, None
            return None if self._stopping else request

    def _reply(self, video: VideoLike, request: _Request) -> None:
        index = min(max(request.index, 0), len(video) - 1)
        try:
            rgb = self._picture(video, index, request.target)
        except Cancelled:
            return
        except Exception as error:
            self._emit(self, _message(error))
            return
        self._emit(self, Frame(self.view_id, index, rgb, video.size, request.generation))

    def _ahead(self, video: VideoLike, last: _Request) -> bool:
        """Decode one more frame ahead of the last request. False when there is nothing (more) to do."""
        if last.direction == 0 or self._request is not None:
            return False
        h, w = next(reversed(self._kept.values())).shape[:2] if self._kept else (1, 1)
        count = min(round(AHEAD_S * float(video.fps)), AHEAD_BYTES // (h * w * 3) - 2)
        for step in range(1, count + 1):
            index = last.index + step * last.direction
            if not 0 <= index < len(video):
                return False
            if index not in self._kept:
                try:
                    self._picture(video, index, last.target, idle=True)
                except Exception:  # whatever it is will be said when this frame itself is asked for
                    return False
                return True
        return False

    def _picture(self, video: VideoLike, index: int, target: tuple[int, int], idle: bool = False) -> NDArray[np.uint8]:
        """A picture for the pane; decoded ahead when idle, which gives way to any request. May raise Cancelled."""
        if target != self._kept_for:
            self._kept.clear()
            self._kept_for = target
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        begun = time.monotonic()

        def give_way(step: Step) -> None:
            """A newer request interrupts when it costs nothing, or when this one has taken long already."""
            newer = self._request
            waited = newer is not None and (idle or time.monotonic() - begun > PATIENCE_S or video.cached(newer.index))
            if self._stopping or waited:
                raise Cancelled

        rgb = video.frame(index, longest_side(video.size, target), give_way)
        self._kept[index] = rgb
        while len(self._kept) > 1 and len(self._kept) * rgb.nbytes > AHEAD_BYTES:
            self._kept.popitem(last=False)
        return rgb


def longest_side(size: tuple[int, int], target: tuple[int, int]) -> int | None:
    """The longer side of a picture of `size` (w, h) that is scaled down to fit `target`; None: it need not be."""
    scale = min(target[0] / size[0], target[1] / size[1])
    return max(round(max(size) * scale), 1) if 0 < scale < 1 else None


def _message(error: Exception) -> str:
    return str(error) if isinstance(error, ParallaxError) else f"{type(error).__name__}: {error}"
