"""Python's garbage is collected in the window's thread only, while other threads run.

Python collects in whichever thread happens to allocate. A QObject that is only reachable through a cycle is then
destroyed outside its own thread, which Qt does not survive: a timer of it fires into freed memory (seen, as a crash).
"""

import contextlib
import gc
import sys
import threading
from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Collector(QObject):
    """Made in the window's thread by whoever starts threads: `begin` before the first, `end` after the last."""

    modules: ClassVar[int] = 0  # how many were loaded when objects were last set aside
    held: ClassVar[int] = 0     # workers that make very many objects
    begun: ClassVar[int] = 0    # collectors that are at it; the last one to end gives automatic collection back

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(collect)

    def begin(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
            Collector.begun += 1
            gc.disable()

    def end(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            Collector.begun -= 1
            if Collector.begun == 0:
                gc.unfreeze()
                Collector.modules = 0
                gc.enable()


def collect() -> None:
    """The youngest generation every time; an older one when Python would, after so many collections of the younger.

    A full collection looks at every object there is, which takes 50 ms after the imports of a video and its decoder.
    What modules bring with them stays to the end anyway: when some have been loaded since, all that is there by now is
    set aside instead, and the next full collections look at what came later (1 ms). Nothing is set aside for ever: the
    last collector to end gives it back.
    """
    if Collector.held:
        return
    _, middle, old = (count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
    if len(sys.modules) != Collector.modules:
        gc.collect(1)
        gc.freeze()
        Collector.modules = len(sys.modules)
    else:
        gc.collect(2 if old else 1 if middle else 0)


_counting = threading.Lock()


@contextlib.contextmanager
def held() -> Iterator[None]:
    """For a worker that makes very many objects of which none is garbage: nothing is collected meanwhile, and they are
    set aside in the end, since looking at a million of them, once as young and once as old ones, stops the window for
    half a second. They are freed all the same when nobody refers to them any more."""
    with _counting:
        Collector.held += 1
    try:
        yield
    finally:
        with _counting:
            Collector.held -= 1
            if Collector.begun:
                gc.freeze()
