"""Python's garbage is collected in the window's thread only, while other threads run.

Python collects in whichever thread happens to allocate. A QObject that is only reachable through a cycle is then
destroyed outside its own thread, which Qt does not survive: a timer of it fires into freed memory (seen, as a crash).
"""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Collector(QObject):
    """Made in the window's thread by whoever starts threads: `begin` before the first, `end` after the last."""

    _begun: ClassVar[int] = 0  # collectors that are at it; the last one to end gives automatic collection back

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(collect)

    def begin(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
            Collector._begun += 1
            gc.disable()

    def end(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            Collector._begun -= 1
            if Collector._begun == 0:
                gc.enable()


def collect() -> None:
    """The youngest generation every time; an older one when Python would, after so many collections of the younger."""
    _, middle, old = (count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
    gc.collect(2 if old else 1 if middle else 0)
