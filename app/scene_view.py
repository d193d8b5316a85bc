"""The 3D view: one skeleton a view on a floor, orbited with the mouse."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.skeleton import H36M17, Skeleton


@dataclass(frozen=True, eq=False)
class Skeleton3D:
    """One view's person at the playhead. points: (J, 3) metres in the scene (z up); NaN is not drawn.

    floor: scene z of the floor in this view's whole clip (`floor_of`). trail: (N, 3) earlier places of a joint,
    oldest first, or None.
    """

    view_id: str
    name: str
    colour: str
    points: NDArray[np.float32]
    skeleton: Skeleton = H36M17
    floor: float = 0.0
    trail: NDArray[np.float32] | None = None


class SceneView(QWidget):
    """The 3D pane. Works without OpenGL too: then it says what is missing.

    looked(name): the camera went to 'front', 'side', 'top' or 'reset'; '' once it was moved by hand.
    """

    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renderer = ""  # OpenGL renderer and version, once drawn; for the diagnostics

    def set_skeletons(self, skeletons: list[Skeleton3D]) -> None:
        """Show these; a view that is not among them disappears."""
    def set_trails(self, on: bool) -> None: ...
    def set_mode(self, mode: str) -> None:
        """'ground': on the floor estimated over the clip. 'root': the pelvis stays at one place."""
    def set_apart(self, apart: bool) -> None:
        """Side by side (True) or all at one place, to compare shapes."""
    def look(self, name: str) -> None:
        """'front', 'side', 'top' or 'reset'."""
    def set_empty(self, text: str) -> None:
        """What to say while there is no skeleton."""


def camera_to_scene(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., 3) camera frame (x right, y down, z forward) → scene (x right, y away from the camera, z up)."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([x, z, -y], axis=-1)


def floor_of(points: NDArray[np.float32]) -> float:
    """Scene z of the floor under a whole clip, points (T, J, 3): the 2nd percentile of the lowest joint a frame.

    One number a clip, never one a frame, so a jump stays a jump; a percentile, so one bad frame does not sink it.
    """
    with np.errstate(invalid="ignore"):
        known = points[np.isfinite(points).any(axis=(1, 2))]
    if not len(known):
        return 0.0
    return float(np.percentile(np.nanmin(known[..., 2], axis=1), 2))
