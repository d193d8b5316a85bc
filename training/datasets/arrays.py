"""Files of arrays that others published: NPY, NPZ and pickles, read without running anything that is in them.

NumPy keeps what is no plain array, as the dictionaries of VideoPose3D, as a pickle; those are read by pickles.py.
What a file says of its size is held against the size that it has before anything is allocated.
"""

import io
import math
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import tr
from training.datasets.pickles import REMEDY, unpickled

MAX_HEADER = 10_000    # bytes of what an array says of itself
MAX_GROWTH = 100       # how much larger than its compressed bytes a member may be; floats grow less than tenfold
FREE_BYTES = 64 << 20  # growth below this does no harm


def load_pickle(path: Path, encoding: str = "utf-8") -> Any:
    """What is in a pickle: plain values, arrays, lists (tuples too come as lists), dictionaries; else an `Other`.

    encoding: of the text of Python 2, whose files need latin1. Raises ParallaxError.
    """
    path = Path(path)
    with _told(path), path.open("rb") as stream:
        return unpickled(path, stream, path.stat().st_size, encoding)


def load_npz(path: Path, names: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Any]:
    """Members of an NPZ by name: those asked for, which must be there, and optional ones; without any all there are.

    An array of one object is that object. Raises ParallaxError.
    """
    path, names = Path(path), list(names)
    with _told(path), zipfile.ZipFile(path) as archive:
        there = {name.removesuffix(".npy"): name for name in archive.namelist()}
        if lacking := [name for name in names if name not in there]:
            raise ParallaxError(path, "it lacks {names}; it has {there}.", REMEDY, names=", ".join(lacking),
                                there=", ".join(sorted(there)[:12]))
        wanted = [*names, *(name for name in optional if name in there)] or list(there)
        return {name: _member(path, archive, there[name]) for name in wanted}


def load_npy(path: Path) -> NDArray[Any]:
    """The array in an NPY file. Raises ParallaxError."""
    path = Path(path)
    with _told(path), path.open("rb") as stream:
        return np.asarray(_array(path, stream, path.stat().st_size))


def shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The shape of each member of an NPZ, by name; nothing else is read. Raises ParallaxError."""
    path = Path(path)
    with _told(path), zipfile.ZipFile(path) as archive:
        found = {}
        for name in archive.namelist():
            with archive.open(name) as member:
                found[name.removesuffix(".npy")] = _header(member)[0]
        return found


def shaped(path: Path, name: str, value: Any, shape: tuple[int | None, ...]) -> NDArray[Any]:
    """The value as an array of numbers of this shape, None for any length. Raises ParallaxError naming what it is."""
    array = value if isinstance(value, np.ndarray) else np.asarray(value) if _is_numbers(value) else None
    if array is None or array.dtype.kind not in "fiub":
        found = type(value).__name__ if array is None else tr("an array of {kind}").format(kind=array.dtype)
        raise ParallaxError(path, "{name} is {found}, not numbers of shape {shape}.", REMEDY, name=name, found=found,
                            shape=_said(shape))
    if array.ndim != len(shape) or any(want not in (None, got) for want, got in zip(shape, array.shape, strict=True)):
        raise ParallaxError(path, "{name} has shape {shape}, not {wanted}.", REMEDY, name=name, shape=array.shape,
                            wanted=_said(shape))
    return array


def mapping(path: Path, name: str, value: Any, keys: Iterable[str] = ()) -> dict[Any, Any]:
    """The value as a dictionary that has these keys. Raises ParallaxError naming what it lacks."""
    if not isinstance(value, dict):
        raise ParallaxError(path, "{name} is {kind}, not a dictionary.", REMEDY, name=name, kind=type(value).__name__)
    if lacking := [key for key in keys if key not in value]:
        raise ParallaxError(path, "{name} lacks {keys}.", REMEDY, name=name, keys=", ".join(map(str, lacking)))
    return value


def key_of(key: str, name: str) -> str:
    """What errors call a key of something in a file."""
    return tr("{key} of {name}").format(key=key, name=name)


def _said(shape: tuple[int | None, ...]) -> str:
    return f"({', '.join(tr('any') if n is None else str(n) for n in shape)})"


def _is_numbers(value: Any) -> bool:
    """Whether NumPy makes an array of numbers of it: of lists of numbers that are all of one length."""
    if isinstance(value, bool | int | float):
        return True
    try:
        return isinstance(value, list | tuple) and np.asarray(value).dtype.kind in "fiub"
    except (ValueError, TypeError, OverflowError):
        return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever goes wrong in reading a file is told as a fault of the file."""
    if path.is_dir():
        raise ParallaxError(path, "it is a folder, not a file.", "Give the path of the file.")
    try:
        yield
    except ParallaxError:
        raise
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Check the path.") from None
    except Exception as fault:  # damage shows as anything: a MemoryError, a TokenError, an IndexError and a dozen more
        said = (str(fault) or type(fault).__name__)[:150]
        raise ParallaxError(path, "it cannot be read ({why}).", REMEDY, why=said) from None


def _member(path: Path, archive: zipfile.ZipFile, name: str) -> Any:
    info = archive.getinfo(name)
    if info.file_size > max(FREE_BYTES, MAX_GROWTH * info.compress_size):
        raise ValueError(f"{name} claims to unpack to {info.file_size} bytes")
    with archive.open(info) as stream:
        return _array(path, stream, info.file_size)


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, whether columns come first, type, and how many bytes said so."""
    version = np.lib.format.read_magic(stream)
    width = {1: 2, 2: 4, 3: 4}[version[0]]
    length = int.from_bytes(head := stream.read(width), "little")
    if length > MAX_HEADER:
        raise ValueError(f"an array header of {length} bytes")
    reader: Callable[..., Any] = (np.lib.format.read_array_header_1_0 if width == 2
                                  else np.lib.format.read_array_header_2_0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files that Python 2 wrote, as those of AMASS
        shape, fortran, dtype = reader(io.BytesIO(head + stream.read(length)))
    if any(type(n) is not int or n < 0 for n in shape):
        raise ValueError(f"an array of shape {shape}")
    return shape, fortran, dtype, 6 + 2 + width + length


def _array(path: Path, stream: IO[bytes], size: int) -> Any:
    shape, fortran, dtype, begun = _header(stream)
    if dtype.hasobject:
        content = unpickled(path, stream, size - begun)
        if not isinstance(content, np.ndarray) or content.shape != shape:
            raise ValueError("an object that is no array of its shape")
        return content.item() if not shape else content
    wanted = math.prod(shape) * dtype.itemsize
    if wanted > size - begun:
        raise ValueError(f"an array of {dtype} and shape {shape} in {size} bytes")
    data = stream.read(wanted)
    if len(data) != wanted:
        raise ValueError(f"{len(data)} bytes of the {wanted} of shape {shape}")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
