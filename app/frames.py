"""Video files to pixels: one decoding process a view, ahead of the player, newest request first.

The process (`app.decoding`) opens its own video and decides what to decode; here is the window's end of it. In the
window's process only one thread a view remains, which waits for answers and hands each over as a frozen `Frame` in one
queued signal. Pictures come scaled to the pane (3 ms instead of 11 ms for 1080×1920 in 400×711, measured), so the
window's thread only draws them 1 : 1; they come through a pipe, which costs 0.3 ms of that size and works everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.decoding_process import DecoderProcess, Ended, Frame, Opened, decoder_command
from app.garbage import Collector
from core.errors import ParallaxError

CACHE_BYTES = 2**30  # of decoded frames, shared by all views
HANGS_S = 60.0       # without a word on something that was asked for, the process is taken for dead
WATCH_MS = 1000
NO_LOOP = (-1, -1)
RESTARTS = 3         # of a view's process, which may have ended for reasons of its own

__all__ = ["Frame", "FrameSource"]


class FrameSource(QObject):
    """Decoding processes by view id. All methods are called from the window's thread.

    opened(view_id, times (T,) float64 seconds, size (w, h), fps Fraction), ready(Frame), failed(view_id, message).
    A process that ends or hangs is told of by `failed`; the next request of its view starts another.
    """

    opened = Signal(str, object, object, object)
    ready = Signal(object)
    failed = Signal(str, str)
    _answer = Signal(object, object)  # (worker, what it said), queued from the worker's thread

    def __init__(self, parent: QObject | None = None, command: Callable[[], list[str]] | None = None) -> None:
        super().__init__(parent)
        self._command, self._hangs_s = command or decoder_command, HANGS_S
        self._views: dict[str, _View] = {}
        self._spares: list[DecoderProcess] = []   # started before it is known for what
        self._leaving: list[DecoderProcess] = []  # told to end; their threads have a moment left
        self._generation = 0
        self._collector = Collector(self)
        self._answer.connect(self._deliver)
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._end_hanging)

    def prepare(self, count: int) -> None:
        """So many files will be opened in a moment: their processes load what they need meanwhile."""
        self._begin_threads()
        for _ in range(count - len(self._spares)):
            self._spares.append(DecoderProcess(self._command(), self._answer.emit))

    def open(self, view_id: str, path: Path | str, share: int = 8) -> None:
        """Begin a process for a file; `opened` or `failed` follows. share: views the memory is divided between."""
        self.close(view_id)
        self._begin_threads()
        self._views[view_id] = _View(view_id, Path(path), CACHE_BYTES // max(share, 1))
        self._start(self._views[view_id])

    def request(self, view_id: str, index: int, direction: int = 0, loop: tuple[int, int] | None = None) -> int:
        """Ask for a frame; it replaces a request still waiting. Returns its generation (0: no such view).

        loop: first and last frame of what is played again and again, which is decoded ahead over its end.
        """
        view = self._views.get(view_id)
        if view is None:
            return 0
        self._generation += 1
        view.last = (index, direction, loop)
        if view.worker is None and view.was_open and view.restarts < RESTARTS:
            view.restarts += 1
            self._start(view)
        if view.worker is not None:
            view.worker.ask((self._generation, index, direction, *view.target, *(loop or NO_LOOP)))
        return self._generation

    def set_target(self, view_id: str, width: int, height: int) -> None:
        """Scale pictures down to fit this many screen pixels; (0, 0): full size. The last picture comes again so."""
        view = self._views.get(view_id)
        if view is None or view.target == (width, height):
            return
        view.target = (width, height)
        if view.last is not None:
            self.request(view_id, *view.last)

    def close(self, view_id: str | None = None) -> None:
        """End one view's process, which takes it a moment, or all of them, and wait for them."""
        for name in list(self._views) if view_id is None else [view_id] if view_id in self._views else []:
            worker = self._views.pop(name).worker
            if worker is not None:
                self._end(worker)
        self._leaving = [worker for worker in self._leaving if worker.thread.is_alive()]
        if view_id is None:
            while self._spares:
                self._end(self._spares.pop())
            for worker in self._leaving:
                worker.thread.join()
            self._leaving.clear()
            self._watch.stop()
            self._collector.end()

    def _begin_threads(self) -> None:
        self._collector.begin()
        if not self._watch.isActive():
            self._watch.start()

    def _start(self, view: "_View") -> None:
        view.worker = self._spares.pop(0) if self._spares else DecoderProcess(self._command(), self._answer.emit)
        view.worker.begin(view.id, view.path, view.memory)

    def _end(self, worker: DecoderProcess) -> None:
        worker.end()
        self._leaving.append(worker)

    def _deliver(self, worker: DecoderProcess, said: object) -> None:
        """In the window's thread: pass on what a process said, unless its view was closed meanwhile."""
        if worker in self._spares and isinstance(said, Ended):
            self._spares.remove(worker)
        view = self._views.get(worker.view_id)
        if view is None or view.worker is not worker:
            return
        worker.heard()
        if isinstance(said, Frame):
            self.ready.emit(said)
        elif isinstance(said, Opened):
            view.was_open = True
            self.opened.emit(view.id, said.times, said.size, said.fps)
        elif isinstance(said, Ended):
            view.worker = None
            if said.why:
                self.failed.emit(view.id, said.why)
        elif isinstance(said, str):
            self.failed.emit(view.id, said)

    def _end_hanging(self) -> None:
        """A decoder that some damage sent round in circles is no reason to wait for ever."""
        for view in self._views.values():
            worker = view.worker
            if worker is not None and worker.silent_s > self._hangs_s:
                view.worker = None
                self._end(worker)
                self.failed.emit(view.id, str(ParallaxError(
                    view.path, "made the decoder hang for {s} s.",
                    "Go to another frame to try again; copy the file again if it goes on.", s=f"{self._hangs_s:.0f}")))


@dataclass
class _View:
    """What the window's thread knows of a view."""

    id: str
    path: Path
    memory: int
    target: tuple[int, int] = (0, 0)
    last: tuple[int, int, tuple[int, int] | None] | None = None  # index, direction and loop of the newest request
    worker: DecoderProcess | None = None  # None: its process has ended
    was_open: bool = False
    restarts: int = 0
