"""Motion, cameras and files for the tests of readers: small, exact, and the same every time."""

import os
import pickle
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.camera import Camera
from core.skeleton import H36M17
from core.studio import MOTIONS

LENS = np.array([-0.12, 0.05, 0.001, -0.0015, 0.01])


@cache
def motion(frames: int = 12, name: str = "kick") -> NDArray[np.float64]:
    """(frames, 17, 3) metres, z up, near the origin; not to be written to."""
    points = np.asarray(MOTIONS[name](frames / 50, 50.0, 1), dtype=np.float64)[:frames]
    points = points - [*points[0, 0, :2], 0]
    points.flags.writeable = False
    return points


def coco(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(F, 17, 3) of H36M-17 → COCO-17 of the same limbs and nose, with eyes and ears round the nose."""
    names = [*("nose",) * 5, *(f"{side}{joint}" for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
                               for side in "lr")]
    out = points[:, [H36M17.index(name) for name in names]]
    out[:, 1:5] += [[0.03, 0, 0.04], [-0.03, 0, 0.04], [0.07, 0.1, 0.03], [-0.07, 0.1, 0.03]]
    return out


def camera(number: int = 0, size: tuple[int, int] = (1920, 1080), dist: Any = LENS) -> Camera:
    """One of several round the origin, all of which see a person there whole."""
    angle = 0.4 + 0.9 * number
    eye = 5.5 * np.cos(angle), 5.5 * np.sin(angle), 1.4 + 0.1 * number
    plain = Camera.looking_at(eye, (0, 0, 0.9), 0.8 * size[1], size)
    return Camera(plain.K, plain.R, plain.t, size, np.asarray(dist))


class Run:
    """Pickles into a call that leaves a file."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.canary),)


def write_pickle(path: Path, content: Any, protocol: int = 4) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(content, protocol))
    return path


def close(found: Any, truth: Any, within: float) -> None:
    """Equal where there is a truth, and missing where there is none."""
    np.testing.assert_allclose(found, truth, rtol=0, atol=within, equal_nan=True)
