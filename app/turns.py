"""Work that only the window's thread can do, a little in each turn of the event loop: meanwhile the window answers."""

from collections.abc import Generator, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

Steps = Generator[None, None, None]


class Turns(QObject):
    """Takes one thing after another, each from yield to yield."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, steps: Steps) -> None:
        """The first step is done at once, and what was under way is given up."""
        self.stop()
        self._steps = steps
        self._go_on()

    def stop(self) -> None:
        """What is left is given up; its `finally` puts it in order."""
        self._timer.stop()
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.close()

    def _go_on(self) -> None:
        if self._steps is not None:
            try:
                next(self._steps)
            except StopIteration:
                self._steps = None
            else:
                self._timer.start()


def painting(parts: Sequence[QWidget]) -> Steps:
    """What is about to come into sight is held back from now on and painted part by part, all of it where that is given
    up: all of a large window at once takes longer than is not felt."""
    steps = _painting(parts)
    next(steps)
    return steps


def _painting(parts: Sequence[QWidget]) -> Steps:
    try:
        for part in parts:
            part.setUpdatesEnabled(False)
        for part in parts:
            yield
            _show(part)
    finally:
        for part in parts:
            _show(part)


def _show(part: QWidget) -> None:
    if isValid(part):  # the window may be gone by now
        part.setUpdatesEnabled(True)
