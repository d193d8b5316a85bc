"""Pose sets as files: plain NumPy .npz (stored, no pickle) that carry where they came from.

Members: meta.npy (JSON text as bytes), points.npy (T, P, J, C) float32, times.npy (T,) float64. `numpy.load` reads
them; what we read ourselves is checked before anything is allocated, since projects come from other people.
"""

import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.files import write_whole
from core.pose import Poses2D, Poses3D, Source
from core.records import dumps, parse
from core.skeleton import SKELETONS
from core.words import marked

FORMAT = 1
MAX_META = 2**20
MAX_HEADER = 512  # bytes of an array header; ours have 118
_REMEDY = marked("Delete the file, or take the project from a backup, and detect or lift again.")


@dataclass(frozen=True)
class _Meta:
    format: int
    kind: str
    skeleton: str
    joints: tuple[str, ...]
    size: tuple[int, int] | None
    model: str
    weights: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def write(path: Path, poses: Poses2D | Poses3D) -> None:
    """Writes a pose set whole, durably, or not at all. Raises ParallaxError where the disk refuses."""
    if isinstance(poses, Poses2D):
        kind, size, points = "2d", poses.size, poses.xys
    else:
        kind, size, points = poses.kind, None, poses.xyzs
    source = poses.source
    meta = _Meta(FORMAT, kind, poses.skeleton.name, poses.skeleton.joints, size,
                 source.model, source.weights, dict(source.settings))
    try:
        write_whole(path, lambda f: np.savez(
            f, meta=np.frombuffer(dumps(meta).encode(), dtype=np.uint8),
            points=np.ascontiguousarray(points, dtype="<f4"), times=np.ascontiguousarray(poses.times, dtype="<f8")))
    except OSError as e:
        raise unwritable(path, e) from e


def read(path: Path) -> Poses2D | Poses3D:
    """The pose set in a file. Raises ParallaxError where it is missing, damaged or not one of ours."""
    try:
        with open(path, "rb") as f:
            return _read(f, path.stat().st_size)
    except FileNotFoundError:
        raise ParallaxError(path, "the pose file is missing.", _REMEDY) from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, RuntimeError) as e:
        raise ParallaxError(path, "the pose file cannot be read ({why}).", _REMEDY, why=_said(e)) from e


def unwritable(path: Path, error: OSError) -> ParallaxError:
    """What to say where poses cannot be written."""
    return ParallaxError(path, "the poses cannot be written ({why}).", "Free some space on that disk or make it "
                         "writable, and try again; nothing that was there is lost.", why=error.strerror)


def read_array(path: Path, dtype: str, ndim: int) -> NDArray[Any]:
    """The array in an .npy file of ours. Raises OSError, or ValueError where it is not of this type or is cut short."""
    size = path.stat().st_size
    with open(path, "rb") as f:
        return _checked(f, path.name, dtype, ndim, size)


def _said(error: Exception) -> str:
    return str(error).strip("'\" .") or type(error).__name__


def _read(f: IO[bytes], size: int) -> Poses2D | Poses3D:
    with zipfile.ZipFile(f) as z:
        if sorted(z.namelist()) != ["meta.npy", "points.npy", "times.npy"]:
            raise ValueError("not a pose file")
        meta = parse(_Meta, _array(z, "meta.npy", "|u1", 1, min(size, MAX_META)).tobytes().decode())
        if meta.format > FORMAT:
            raise ValueError(f"format {meta.format}, made by a newer Parallax")
        points = _array(z, "points.npy", "<f4", 4, size)
        times = _array(z, "times.npy", "<f8", 1, size)
    skeleton = SKELETONS.get(meta.skeleton)
    if skeleton is None or skeleton.joints != meta.joints:
        raise ValueError(f"unknown skeleton {meta.skeleton[:40]!r}")
    if not np.isfinite(times).all():
        raise ValueError("a time that is no number")
    source = Source(meta.model, meta.weights, meta.settings)
    if meta.kind != "2d":
        return Poses3D(points, times, source, meta.kind, skeleton)
    if meta.size is None:
        raise ValueError("no image size")
    return Poses2D(points, times, skeleton, meta.size, source)


def _array(z: zipfile.ZipFile, name: str, dtype: str, ndim: int, limit: int) -> NDArray[Any]:
    """A member of exactly this type; its bytes are counted against the file before they are asked for."""
    info = z.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > limit or info.compress_size > limit:
        raise ValueError(f"{name} claims {info.file_size} bytes")
    with z.open(info) as member:
        return _checked(member, name, dtype, ndim, limit)


def _checked(member: IO[bytes], name: str, dtype: str, ndim: int, limit: int) -> NDArray[Any]:
    shape, found = _header(member)
    wanted = math.prod(shape) * np.dtype(dtype).itemsize
    if found != np.dtype(dtype) or len(shape) != ndim or wanted > limit:
        raise ValueError(f"{name} holds {found} of {shape}, not {np.dtype(dtype)} of {ndim} axes")
    data = member.read(wanted + 1)
    if len(data) != wanted:
        raise ValueError(f"{name} holds {len(data)} bytes, not the {wanted} of {shape}")
    return np.frombuffer(bytearray(data), dtype).reshape(shape)


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type that an .npy header declares."""
    if np.lib.format.read_magic(member) != (1, 0):
        raise ValueError("an unknown array header")
    head = member.read(2)
    length = int.from_bytes(head, "little")
    if length > MAX_HEADER:
        raise ValueError(f"an array header of {length} bytes")
    try:
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(io.BytesIO(head + member.read(length)))
    except Exception as e:  # the parser of Python behind it stumbles over rubbish in half a dozen ways
        raise ValueError(f"a damaged array header ({type(e).__name__})") from e
    if fortran or any(type(n) is not int or n < 0 for n in shape):
        raise ValueError(f"an array of shape {shape} in an order that is not ours")
    return shape, dtype
