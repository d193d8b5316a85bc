"""What a detection has found so far: files of some frames each in its run folder, whole or absent.

partial/VIEW/head.npz       the video's times, size, skeleton and detector: a pose set of nobody
partial/VIEW/00000032.npy   (n, P, J, 3) float32 poses of the frames from 32 on
A killed run goes on from them, the window shows them as they come, and no frame in them is lost.
"""

import contextlib
import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core import posefile
from core.errors import ParallaxError
from core.files import sweep, write_whole
from core.pose import Poses2D

_CHUNK = re.compile(r"(\d{8})\.npy")


def folder_of(run: Path, view: str) -> Path:
    """Where a view's chunks are. Raises ValueError for an id that would lead elsewhere."""
    if not re.fullmatch(r"[0-9A-Za-z_-]{1,64}", view):
        raise ValueError(f"{view[:64]!r} is no id of a view")
    return run / "partial" / view


def begin(folder: Path, head: Poses2D) -> None:
    """Makes a view's folder ready; head: a pose set without people."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    posefile.write(folder / "head.npz", head)


def save(folder: Path, start: int, xys: NDArray[np.float32]) -> None:
    """Keeps the poses (n, P, J, 3) of the frames from start on: then they survive the death of the process.

    Raises ParallaxError where the disk refuses.
    """
    whole, path = np.ascontiguousarray(xys, dtype="<f4"), folder / f"{start:08d}.npy"
    try:
        write_whole(path, lambda f: np.save(f, whole, allow_pickle=False), durable=False)
    except OSError as e:
        raise posefile.unwritable(path, e) from e


def since(folder: Path, after: int = -1) -> list[tuple[int, NDArray[np.float32]]]:
    """The chunks that begin after a frame, in order, as (first frame, poses (n, P, J, 3)). Damaged ones are left
    out."""
    found = []
    for path in sorted(folder.glob("*.npy")):
        match = _CHUNK.fullmatch(path.name)
        if match and int(match[1]) > after:
            with contextlib.suppress(ValueError, OSError):
                found.append((int(match[1]), posefile.read_array(path, "<f4", 4)))
    return found


def head(folder: Path) -> Poses2D | None:
    """The view's times, size, skeleton and source as a pose set without people; None before detection began."""
    try:
        return cast(Poses2D, posefile.read(folder / "head.npz"))
    except ParallaxError:
        return None


def assembled(folder: Path) -> Poses2D | None:
    """Everything found so far, frames not done yet missing; None where nothing was."""
    first, fitting = head(folder), _fitting(folder)
    if first is None or not fitting:
        return None
    frames, joints = len(first.times), len(first.skeleton)
    people = max((xys.shape[1] for _, xys in fitting), default=0)
    points = np.full((frames, people, joints, 3), np.nan, dtype=np.float32)
    points[..., 2] = 0
    for start, xys in fitting:
        points[start:start + len(xys), :xys.shape[1]] = xys
    return replace(first, xys=points)


def resumable(folder: Path, start: int) -> Poses2D | None:
    """What a killed run can go on from: everything found from the frame `start` on up to the first frame that no whole
    chunk holds; None where that is nothing.

    A detection goes on after the last pose in it. Chunks from there on are removed: they are of nobody, or lie behind
    a damaged one, and would be laid over what is found now.
    """
    poses = assembled(folder)
    if poses is None:
        return None
    held = np.zeros(len(poses.times), dtype=bool)
    for first, xys in _fitting(folder):
        held[first:first + len(xys)] = True
    missing = np.flatnonzero(~held[start:])
    stop = start + int(missing[0]) if len(missing) else len(held)
    found = np.flatnonzero(np.isfinite(poses.xys[:stop, :, :, 0]).any(axis=(1, 2)))
    reached = int(found[-1]) + 1 if len(found) else start
    for path in folder.glob("*.npy"):
        match = _CHUNK.fullmatch(path.name)
        if match and int(match[1]) >= reached:
            path.unlink()
    if not len(found):
        return None
    poses.xys[reached:] = np.nan
    poses.xys[reached:, ..., 2] = 0
    return poses


def _fitting(folder: Path) -> list[tuple[int, NDArray[np.float32]]]:
    """The chunks that are of the video and the skeleton of the head."""
    first = head(folder)
    if not isinstance(first, Poses2D):
        return []
    return [(start, xys) for start, xys in since(folder)
            if start + len(xys) <= len(first.times) and xys.shape[2:] == (len(first.skeleton), 3)]
