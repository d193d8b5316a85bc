"""Pose arrays with what they mean and where they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17, Skeleton, convert
from core.words import marked

KINDS = (marked("relative"), marked("scaled"), marked("metric"))  # of lengths


@dataclass(frozen=True)
class Source:
    """Who made a pose: model card id, sha256 of the weights (hex), settings that change the result (JSON values)."""

    model: str
    weights: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Poses2D:
    """2D keypoints of one view.

    xys: (T, P, J, 3) float32: x, y in pixels of the upright image (origin at the centre of the top-left pixel),
    score in [0, 1]; missing is NaN with score 0. times: (T,) float64, seconds of the file's own time stamps.
    T is the whole video; frames that were not asked for are missing. P people, in the order of their track ids.
    size: (width, height) in pixels of the upright image.
    """

    xys: NDArray[np.float32]
    times: NDArray[np.float64]
    skeleton: Skeleton
    size: tuple[int, int]
    source: Source

    def __post_init__(self) -> None:
        _check(self.xys, self.times, self.skeleton, 3)

    def to(self, skeleton: Skeleton) -> "Poses2D":
        """The same poses in another skeleton."""
        xys = convert(self.xys, self.skeleton, skeleton)
        return Poses2D(xys, self.times, skeleton, self.size, self.source)


@dataclass(frozen=True)
class Poses3D:
    """3D keypoints of one view.

    xyzs: (T, P, J, 4) float32: x right, y down, z forward of the camera, then the score; root-relative where lifted;
    missing is NaN with score 0. times: (T,) float64 seconds.
    kind: 'relative' (lifted: shape right, size not), 'scaled' (by the athlete's height) or 'metric' (metres).
    """

    xyzs: NDArray[np.float32]
    times: NDArray[np.float64]
    source: Source
    kind: str = "relative"
    skeleton: Skeleton = H36M17

    def __post_init__(self) -> None:
        _check(self.xyzs, self.times, self.skeleton, 4)
        if self.kind not in KINDS:
            raise ValueError(f"kind is 'relative', 'scaled' or 'metric', not {self.kind!r}")


def _check(points: NDArray[np.float32], times: NDArray[np.float64], skeleton: Skeleton, channels: int) -> None:
    want = (len(times), points.shape[1] if points.ndim == 4 else "P", len(skeleton), channels)
    if points.ndim != 4 or points.shape != want or points.dtype != np.float32:
        raise ValueError(f"poses are float32 of shape {want}, not {points.dtype} of {points.shape}")
