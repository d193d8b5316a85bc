"""What the readers of data sets share: a data set is a list of parts, which are read one at a time.

Each reader has `recognises(path)`, cheap; `survey(path)`, which lists the parts that are there and the files that are
not; and `read(path, split)`, which gives the clips of the parts of a split.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets.pickles import REMEDY

TRAIN, VAL, TEST = SPLITS = ("train", "val", "test")
_FAR = np.linspace(0, 5, 501)  # of rays, x/z


@dataclass(frozen=True)
class Part:
    """A file of a data set, or a subject in one. splits: those that it is in; load: its clips, or ParallaxError."""

    file: Path
    splits: tuple[str, ...]
    load: Callable[[], Iterable[Any]]

    def clips(self) -> Iterator[Any]:
        """Those of `load`. Raises ParallaxError, also where rubbish in a file made a reader stumble."""
        try:
            clips: Iterator[Any] | None = None
            while True:
                with np.errstate(over="ignore", invalid="ignore"):  # of numbers that are too large for any place
                    clips = iter(self.load()) if clips is None else clips
                    clip = next(clips, None)
                if clip is None:
                    return
                truth = getattr(clip, "truth", None)
                if truth is not None and np.isinf(truth).any():
                    raise ValueError(tr("places that are infinitely far"))
                yield clip
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, MemoryError) as fault:
            said = (str(fault) or type(fault).__name__)[:150]
            raise ParallaxError(self.file, "it is not as it should be ({why}).", REMEDY, why=said) from fault


@dataclass(frozen=True)
class Fault:
    """A file that is missing or wrong, and how."""

    file: str
    fault: str


@dataclass(frozen=True)
class Survey:
    """What there is of a data set: parts, the files that are missing, and what else is worth telling."""

    parts: list[Part]
    missing: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def clips_of(path: Path, parts: Iterable[Part], split: str) -> Iterator[Any]:
    """The clips of a split, read part after part. Raises ParallaxError where the split has no part."""
    parts = list(parts)
    chosen = [part for part in parts if split in part.splits]
    if not chosen:
        there = sorted({name for part in parts for name in part.splits})
        raise ParallaxError(path, "nothing in it belongs to the split {split!r}.",
                            "It has {splits}." if there else "Check the folder with `parallax data check`.",
                            split=split, splits=", ".join(there))
    return (clip for part in chosen for clip in part.clips())


def keypoints(pixels: ArrayLike, scores: ArrayLike = 1.0) -> NDArray[np.float32]:
    """(..., 2) pixels and their scores → (..., 3): NaN and 0 where a coordinate is missing or the score is not
    above 0."""
    pixels = np.asarray(pixels, dtype=np.float32)
    score = np.broadcast_to(np.asarray(scores, dtype=np.float32), pixels.shape[:-1])
    out = np.concatenate((pixels, score[..., None]), axis=-1)
    out[~(np.isfinite(out).all(axis=-1) & (score > 0))] = np.nan, np.nan, 0
    return out


def seen(points: ArrayLike, matrix: NDArray[Any], dist: NDArray[Any], size: tuple[int, int]) -> NDArray[np.float32]:
    """(..., 3) metres in the camera frame → (..., 3) pixels and score 1, through a lens of OpenCV's model.

    NaN and 0 where a joint is missing, behind the camera, or not in the picture. matrix: (3, 3); dist: 4, 5, 8, 12 or
    14 values; size: width and height.
    """
    import cv2

    points = np.asarray(points, dtype=np.float64)
    dist = np.asarray(dist, dtype=np.float64).ravel()
    flat = points.reshape(-1, 1, 3)
    with np.errstate(invalid="ignore"):
        front = flat[:, 0, 2] > 0.01
    # A strong lens folds over: from some angle on it would show what is far outside of the picture inside it again.
    rays = np.stack((_FAR, np.zeros_like(_FAR), np.ones_like(_FAR)), axis=-1)
    bent = cv2.projectPoints(rays[:, None], np.zeros(3), np.zeros(3), np.eye(3), dist)[0][:, 0, 0]
    folds = np.flatnonzero(np.diff(bent) <= 0)
    widest = _FAR[folds[0]] if len(folds) else np.inf
    pixels = np.full((len(flat), 2), np.nan)
    if front.any():
        ahead = flat[front]
        found = cv2.projectPoints(ahead, np.zeros(3), np.zeros(3), np.asarray(matrix, dtype=np.float64), dist)[0][:, 0]
        found[np.linalg.norm(ahead[:, 0, :2] / ahead[:, 0, 2:], axis=-1) >= widest] = np.nan
        pixels[front] = found
    return keypoints(inside(pixels, size).reshape(*points.shape[:-1], 2))


def inside(pixels: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """(..., 2) pixels, NaN where they are not in the picture."""
    with np.errstate(invalid="ignore"):
        there = np.asarray(((pixels >= -0.5) & (pixels < np.asarray(size) - 0.5)).all(axis=-1))
    return np.where(there[..., None], pixels, np.nan)
