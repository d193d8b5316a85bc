"""Work of seconds, off the window's thread: a small pool in which the newest request of a key wins.

A job gets what it needs as plain values and returns a plain value; only the window's thread touches state. An answer
that was overtaken by a newer request of the same key is dropped, so a view never goes back to older data.
"""

import os
import sys
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.garbage import Collector

T = TypeVar("T")
BEHIND = 15  # nice: after the decoders of what is played, which have 10
THREADS = 2  # hashing and reading wait for the disk; more threads would only take turns with the window


@dataclass(frozen=True)
class _Job:
    generation: int
    future: Future[Any]
    stop: Callable[[], None] | None

    def end(self) -> None:
        """Nobody waits for the answer any more."""
        self.future.cancel()
        if self.stop is not None:
            self.stop()


class Jobs(QObject):
    """A pool of THREADS workers, and one more for what can wait while something plays. `failed(key, exception)` tells
    of a job that nobody offered to handle."""

    failed = Signal(object, object)
    _finished = Signal(object, int, object, object)  # key, generation, future, handlers

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="parallax-job")
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="parallax-behind", initializer=_stand_back)
        self._newest: dict[Hashable, _Job] = {}
        self._generation = 0
        self._open = True
        self._collector = Collector(self)
        self._collector.begin()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, key: Hashable, work: Callable[[], T], done: Callable[[T], None],
               failed: Callable[[Exception], None] | None = None, stop: Callable[[], None] | None = None,
               behind: bool = False) -> None:
        """Runs work() in the pool, then done(result) or failed(exception) in the window's thread.

        A later submit of the same key cancels this one: its answer is dropped, and it never starts if it was waiting.
        stop: called in the window's thread when the answer is no longer wanted, to make an end of work() sooner.
        behind: it takes long and nobody waits for it, so that all else goes first.
        """
        if not self._open:
            if stop is not None:
                stop()
            return
        self.forget(key)
        self._generation += 1
        generation = self._generation
        future = (self._behind if behind else self._pool).submit(work)
        self._newest[key] = _Job(generation, future, stop)
        future.add_done_callback(lambda ended: self._report(key, generation, ended, (done, failed)))

    def forget(self, key: Hashable) -> None:
        """The answer of this key is no longer wanted."""
        job = self._newest.pop(key, None)
        if job is not None:
            job.end()

    def busy(self, key: Hashable | None = None) -> bool:
        """True while an answer (of this key) is still to come."""
        return bool(self._newest) if key is None else key in self._newest

    def close(self) -> None:
        """Drops every answer and waits for the jobs that run."""
        self._open = False
        for job in self._newest.values():
            job.end()
        self._newest.clear()
        for pool in (self._pool, self._behind):
            pool.shutdown(wait=True, cancel_futures=True)
        self._collector.end()

    def _report(self, key: Hashable, generation: int, future: Future[Any], handlers: tuple[Any, Any]) -> None:
        # runs in the pool's thread: the queued signal is the only thing it may touch
        if self._open and not future.cancelled():
            self._finished.emit(key, generation, future, handlers)

    def _deliver(self, key: Hashable, generation: int, future: Future[Any], handlers: tuple[Any, Any]) -> None:
        newest = self._newest.get(key)
        if not self._open or newest is None or newest.generation != generation:
            return
        del self._newest[key]
        done, failed = handlers
        error = future.exception()
        if error is None:
            done(future.result())
        elif failed is not None:
            failed(error)
        else:
            self.failed.emit(key, error)


def _stand_back() -> None:
    """This thread goes behind all others; only on Linux is niceness a thread's own."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
