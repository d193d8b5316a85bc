"""Pictures cut to the crops that a detector sees, once: the official training changes nothing about them from epoch to
epoch, and to read a crop is far quicker than to decode a film.

They lie in a folder as arrays that are read from the disk as they are needed: crops.npy and joints.npz. The folder's
name is a digest of what they are made of, so that the same pictures are cut once.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from core.detectors import crops
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from training.datasets.pictures import Shots

PADDING = 1.25
LEAST_PX = 8.0  # of a person: what is smaller shows no joints


@dataclass(frozen=True, eq=False)
class Crops:
    """N crops. images: (N, H, W, 3) RGB; there: (N, 2, 3) from pixels of the picture to those of the crop; xy: (N,
    17, 2) pixels of the picture, finite; weights: (N, 17); xyz: (N, 17, 3) metres, finite, known: (N, 17) where;
    size: (N, 2) of the pictures; subject, name, frame: (N,) where it comes from."""

    images: NDArray[np.uint8]
    there: NDArray[np.float32]
    xy: NDArray[np.float32]
    weights: NDArray[np.float32]
    xyz: NDArray[np.float32]
    known: NDArray[np.float32]
    size: NDArray[np.float32]
    subject: NDArray[np.str_]
    name: NDArray[np.str_]
    frame: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.images)


def cached(shots: Sequence[Shots], size: tuple[int, int], folder: Path | None = None,
           progress: Progress = silent) -> Crops:
    """The crops of these pictures, of (width, height) pixels, cut now if they are not there yet.

    folder: where all such are kept; None: the user's cache. Raises ParallaxError where a picture is missing or the disk
    is full; passes on what `progress` raises, and then nothing is left behind.
    """
    base = Path(folder) if folder else Path(platformdirs.user_cache_dir("parallax", appauthor=False)) / "crops"
    place = base / _digest(shots, size)
    if not (place / "joints.npz").is_file():
        try:
            _cut(shots, size, place, progress)
        except OSError as fault:
            shutil.rmtree(place, ignore_errors=True)
            raise ParallaxError(place, "the crops cannot be written ({why}).",
                                "Make room on the disk, or name another folder (cache).",
                                why=fault.strerror) from None
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
    with np.load(place / "joints.npz", allow_pickle=False) as data:
        told = {field.name: data[field.name] for field in fields(Crops) if field.name != "images"}
    return Crops(np.load(place / "crops.npy", mmap_mode="r", allow_pickle=False), **told)


def _digest(shots: Sequence[Shots], size: tuple[int, int]) -> str:
    made = hashlib.sha256(json.dumps([size, PADDING]).encode())
    for each in shots:
        told = [each.name, str(each.source.resolve()), each.source.stat().st_mtime, each.files]
        made.update(json.dumps(told).encode())
        made.update(each.frames.tobytes() + each.xy.tobytes() + each.xyz.tobytes())
    return made.hexdigest()[:20]


def _cut(shots: Sequence[Shots], size: tuple[int, int], place: Path, progress: Progress) -> None:
    total, width, height = sum(map(len, shots)), *size
    place.mkdir(parents=True, exist_ok=True)
    images: Any = np.lib.format.open_memmap(place / "crops.npy", mode="w+", dtype=np.uint8,
                                            shape=(total, height, width, 3))
    there, at = np.zeros((total, 2, 3), np.float32), 0
    for each in shots:
        for row, image in enumerate(each.images()):
            region = crops.region_of(box_of(each.xy[row], each.weights[row], each.size), size, PADDING)
            there[at] = crops.matrix(region, size)
            images[at] = crops.crop(np.ascontiguousarray(image), region, size)
            at += 1
            if at % 16 == 0 or at == total:
                progress(Step("crop", at, total, each.name))
    images.flush()
    xy, xyz = (np.concatenate([getattr(each, key) for each in shots]) for key in ("xy", "xyz"))
    known = np.isfinite(xyz).all(axis=-1)
    weights = np.concatenate([each.weights for each in shots]) * np.isfinite(xy).all(axis=-1)

    def of_each(value: Callable[[Shots], Any]) -> NDArray[Any]:
        return np.repeat(np.array([value(each) for each in shots]), [len(each) for each in shots], axis=0)

    np.savez(place / "joints.npz", there=there, xy=np.nan_to_num(xy), weights=weights.astype(np.float32),
             xyz=np.nan_to_num(xyz), known=known.astype(np.float32), size=of_each(lambda s: s.size).astype(np.float32),
             subject=of_each(lambda s: s.subject), name=of_each(lambda s: s.name),
             frame=np.concatenate([each.frames for each in shots]))


def box_of(xy: NDArray[np.float32], weights: NDArray[np.float32], size: tuple[int, int]) -> crops.Box:
    """Round the joints (17, 2) that are known, with the margin that the detectors are used with, no further than the
    picture, on whole pixels: as the official code of L2D-Pose makes it of the truth."""
    points = xy[np.isfinite(xy).all(axis=-1) & (weights > 0)].astype(float)
    low, high = points.min(axis=0), points.max(axis=0)
    room = crops.MARGIN * (high - low)
    low, high = np.maximum(low - room, 0), np.minimum(high + room, np.array(size) - 1)
    x0, y0 = np.trunc(low)
    x1, y1 = np.maximum(np.trunc(high), (x0 + LEAST_PX, y0 + LEAST_PX))
    return crops.of_corners(float(x0), float(y0), float(x1), float(y1))
