"""2D people in a video: what a detector is, and the loop that runs one over a recording."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.pose import Source
from core.skeleton import Skeleton

Image = NDArray[np.uint8]
Points = NDArray[np.float32]


@dataclass(frozen=True)
class Seed:
    """A person pointed at in one frame, by a point (x, y) or a box (x0, y0, x1, y1) in pixels of the upright image."""

    frame: int
    point: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        if (self.point is None) == (self.box is None):
            raise ValueError("a seed is a point or a box")


@dataclass(frozen=True)
class Person:
    """One person in one frame.

    xys: (J, 3) float32: x, y in pixels (origin at the centre of the top-left pixel), score in [0, 1].
    xyzs: (J, 4) float32: x right, y down, z away from the camera in metres from the mid-hip, score; None where the
    detector has no 3D of its own. score: that this is a person, in [0, 1]. size: about the person's height in pixels.
    memory: what the detector needs to find this person in the next frame; its own business.
    """

    xys: Points
    score: float
    size: float
    memory: Any = None
    xyzs: Points | None = None


class Detector(Protocol):
    """Finds people in one image, (H, W, 3) uint8 RGB. Not thread-safe: one detector a worker."""

    skeleton: Skeleton
    source: Source

    def one(self, image: Image) -> Person | None:
        """The most prominent person; None when there is none. Has no memory."""

    def everyone(self, image: Image) -> list[Person]:
        """Every person that can be found, best first; dearer than `one`. Has no memory."""

    def at(self, image: Image, seed: Seed) -> Person | None:
        """The person under a point or in a box."""

    def follow(self, image: Image, person: Person) -> Person | None:
        """The same person in a frame just after (or before) the one it was found in; None when lost."""
