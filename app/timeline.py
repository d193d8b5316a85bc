"""The timeline: a ruler, the loop range, one strip a view, one playhead."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, eq=False)
class Strip:
    """One view's detection score over reference time. times: (T,) s ascending; values: (T,) 0..1, NaN = not done.

    end: reference seconds where the view's recording ends (None: its last time).
    """

    view_id: str
    name: str
    colour: str
    times: NDArray[np.float64]
    values: NDArray[np.float32]
    end: float | None = None


class Timeline(QWidget):
    """scrubbed(t): the playhead was dragged there. scrub_ended(): the button was let go.

    loop_changed(loop): (a, b) in reference seconds, or None when it was removed. strip_activated(view_id): a strip's
    name was clicked.
    """

    scrubbed = Signal(float)
    scrub_ended = Signal()
    loop_changed = Signal(object)
    strip_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_range(self, start: float, end: float) -> None:
        """Reference seconds of the whole recording; the view shows all of it."""
    def set_strips(self, strips: list[Strip]) -> None: ...
    def set_playhead(self, t: float) -> None: ...
    def set_loop(self, loop: tuple[float, float] | None) -> None: ...
    def set_active(self, view_id: str | None) -> None: ...
    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show a shorter (factor > 1) or longer stretch, keeping `around` (the playhead) in place."""
    def show_all(self) -> None: ...
