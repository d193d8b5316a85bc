"""One video pane: the picture with zoom and pan, the 2D skeletons over it, and what it has to say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.frames import Frame
from core.skeleton import COCO17, Skeleton


@dataclass(frozen=True, eq=False)
class Person2D:
    """One person in one frame. xys: (J, 3) x, y in pixels of the upright video and score; NaN is not drawn.

    colour: '#rrggbb', None takes the view's. box: x0, y0, x1, y1 in the same pixels.
    """

    id: int
    xys: NDArray[np.float32]
    colour: str | None = None
    box: tuple[float, float, float, float] | None = None
    is_athlete: bool = True


@dataclass(frozen=True)
class OverlayOptions:
    """What is drawn over the picture. scores: bones and points coloured by score instead of by view."""

    points: bool = True
    bones: bool = True
    labels: bool = False
    scores: bool = False
    box: bool = False


class VideoView(QWidget):
    """A pane. Image positions are pixels of the upright video, origin at the centre of the top-left pixel.

    picked(x, y): a click on the picture. boxed(x0, y0, x1, y1): a box drawn (Shift + drag, or `set_box_mode`).
    activated(): the pane was clicked or focused. target_changed(width, height): device pixels the picture needs now
    (0, 0: all there are); goes to FrameSource.set_target, followed by a new request.
    files_dropped is left to the window: the pane ignores drags.
    """

    picked = Signal(float, float)
    boxed = Signal(float, float, float, float)
    activated = Signal()
    target_changed = Signal(int, int)

    def __init__(self, view_id: str, name: str = "", colour: str = "#57b6f5", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_id = view_id
        self._name, self._colour = name, colour
        self._people: list[Person2D] = []
        self._skeleton = COCO17
        self._overlay = OverlayOptions()
        self._generation = 0

    def set_title(self, name: str) -> None: self._name = name
    def set_colour(self, colour: str) -> None: self._colour = colour
    def set_active(self, active: bool) -> None:
        """Draw the pane as the one that keys and steps refer to."""
    def set_position(self, index: int, count: int, time_s: float) -> None:
        """Frame number, frames in the video and view time for the title; the pane waits for this frame's picture."""
    def show_frame(self, frame: Frame) -> None:
        """Show a picture unless a newer one is shown already."""
    def set_people(self, people: list[Person2D], skeleton: Skeleton = COCO17) -> None:
        """The people of the frame on screen."""
    def set_overlay(self, options: OverlayOptions) -> None: ...
    def set_empty(self, text: str = "") -> None:
        """No picture: say why (nothing opened, 'Opening …')."""
    def set_error(self, message: str) -> None:
        """Say what is wrong over the (dimmed) picture; '' ends it."""
    def set_box_mode(self, on: bool) -> None:
        """A drag draws a box instead of panning."""
    def fit(self) -> None:
        """The whole picture."""
    def zoom(self, factor: float) -> None:
        """Zoom about the middle of the pane."""
