"""Ski-Pose PTZ: {train,test}/labels.h5, a row a picture of one of six cameras that pan, tilt and zoom.

Rows: seq, cam, frame, subj; 3D (51) = 17 x 3 metres from the pelvis in the camera's axes, 2D (34) = 17 x 2 from 0 to 1
of a cut-out of 256 x 256; cam_position (3) and R_cam_2_world (9) in the world. Joints are in the order of H36M-17.
Pictures are missing here and there. ski_centers.csv, where it is there, tells where the pelvis was: seq frame x y z.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from training.datasets.arrays import shaped
from training.datasets.parts import TEST, TRAIN, Fault, Part, Survey, clips_of, keypoints
from training.datasets.pickles import REMEDY
from training.datasets.views import Clip

FPS = 50.0  # the field cameras of the recordings
SIDE = 256
CAMERAS = 6
ROWS = {TRAIN: 8481, TEST: 1716}  # of the published files
CENTRES = "ski_centers.csv"
_MAX_SPAN = 100_000  # frames of a sequence


def recognises(path: Path) -> bool:
    return any((Path(path) / split / "labels.h5").is_file() for split in ROWS)


def survey(path: Path) -> Survey:
    path = Path(path)
    files = {split: path / split / "labels.h5" for split in ROWS}
    there = (path / CENTRES).is_file()
    return Survey([Part(file, (split,), partial(_clips, file, path / CENTRES if there else None))
                   for split, file in files.items() if file.is_file()],
                  [Fault(f"{split}/labels.h5", "it is not there.") for split, file in files.items()
                   if not file.is_file()],
                  [] if there else [f"Without {CENTRES} the truth is from the pelvis; its path is not known."])


def read(path: Path, split: str = TRAIN) -> Iterator[Clip]:
    """A clip a sequence, of six views; frames of which a view has no picture are missing there.

    truth in metres in each camera's axes, from the camera where ski_centers.csv tells of all frames, else from the
    pelvis. Raises ParallaxError, some of it only while clips are read.
    """
    return clips_of(path, survey(path).parts, split)


def _clips(file: Path, centres: Path | None) -> Iterator[Clip]:
    rows = _rows(file)
    known = {} if centres is None else _centres(centres)
    for number in np.unique(rows["seq"]).tolist():
        yield _sequence(file, number, {name: each[rows["seq"] == number] for name, each in rows.items()}, known)


def _rows(file: Path) -> dict[str, NDArray[Any]]:
    import h5py

    widths = {"seq": 0, "cam": 0, "frame": 0, "subj": 0, "3D": 51, "2D": 34, "cam_position": 3, "R_cam_2_world": 9}
    out = {}
    try:
        with h5py.File(file, "r") as content:
            for name in widths:
                found = content.get(name)
                if not isinstance(found, h5py.Dataset) or not found.ndim:
                    raise ParallaxError(file, "it lacks {names}.", REMEDY, names=name)
                if found.size * found.dtype.itemsize > max(1 << 26, 100 * file.stat().st_size):
                    raise ParallaxError(file, "{name} claims {shape} numbers.", REMEDY, name=name, shape=found.shape)
                out[name] = np.asarray(found[()])
    except ParallaxError:
        raise
    except Exception as fault:  # a damaged file can be anything to the reader
        raise ParallaxError(file, "it cannot be read as HDF5 ({why}).", REMEDY, why=str(fault)[:150]) from None
    count = len(out["seq"])
    for name, width in widths.items():
        each = out[name].reshape(len(out[name]), -1) if out[name].size else np.zeros((0, max(width, 1)))
        out[name] = shaped(file, name, each, (count, max(width, 1)))
        if not width:
            out[name] = out[name][:, 0]
    for name in ("seq", "cam", "frame", "subj"):
        if not np.isfinite(out[name]).all():
            raise ParallaxError(file, "{name} has a number that is not finite.", REMEDY, name=name)
        out[name] = out[name].astype(np.int64)
    return out


def _sequence(file: Path, number: int, rows: dict[str, NDArray[Any]], known: dict[tuple[int, int], NDArray[np.float64]]
              ) -> Clip:
    cameras, frames = rows["cam"], rows["frame"]
    first, last = int(frames.min()), int(frames.max())
    if last - first > _MAX_SPAN or cameras.min() < 0 or cameras.max() >= CAMERAS:
        raise ParallaxError(file, "sequence {n} has frames {first} to {last} of cameras {low} to {high}, not of 0 to "
                            "{most}.", REMEDY, n=number, first=first, last=last, low=cameras.min(), high=cameras.max(),
                            most=CAMERAS - 1)
    at = cameras, frames - first
    truth = np.full((CAMERAS, last - first + 1, 17, 3), np.nan)
    flat = np.full((*truth.shape[:3], 2), np.nan)
    truth[at] = rows["3D"].reshape(-1, 17, 3)
    flat[at] = rows["2D"].reshape(-1, 17, 2) * SIDE
    roots = [root for frame in frames.tolist() if (root := known.get((number, frame))) is not None]
    if len(roots) == len(frames):
        off = np.stack(roots) - rows["cam_position"]
        truth[at] += np.einsum("nji,nj->ni", rows["R_cam_2_world"].reshape(-1, 3, 3), off)[:, None]
    return Clip(f"seq_{number:03d}", f"subject {rows['subj'][0]}", "giant slalom", FPS, keypoints(flat),
                np.full((CAMERAS, 2), SIDE), truth.astype(np.float32), moving=True,
                views=tuple(f"cam_{camera:02d}" for camera in range(CAMERAS)))


def _centres(file: Path) -> dict[tuple[int, int], NDArray[np.float64]]:
    """(sequence, frame) → place of the pelvis in the world, metres."""
    out = {}
    try:
        if file.stat().st_size > 1 << 26:
            raise ParallaxError(file, "it is too large for such a file.", REMEDY)
        for count, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
            cells = line.replace(",", " ").split()
            if not cells or (count == 1 and cells[0] == "seq"):
                continue
            if len(cells) != 5:
                raise ParallaxError(file, "line {line} has {n} values, not seq frame x y z.", REMEDY, line=count,
                                    n=len(cells))
            out[int(float(cells[0])), int(float(cells[1]))] = np.array([float(cell) for cell in cells[2:]])
    except OSError as fault:
        raise ParallaxError(file, "it cannot be read ({why}).", "Check the path.", why=fault.strerror) from None
    except (ValueError, OverflowError) as fault:
        raise ParallaxError(file, "it holds something that is no number ({why}).", REMEDY,
                            why=str(fault)[:80]) from None
    return out
