"""Pickles of arrays that others published, read without running anything that is in them.

A pickle can name any function to be called. Here none is: arrays are put together from their shape, type and bytes,
and what is neither an array nor a plain value becomes an `Other` (core/inert.py). Lengths that a file claims are held
against the bytes that it has before anything is allocated.
"""

import math
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core import inert
from core.errors import ParallaxError
from core.words import marked

MAX_BYTES = 16 << 30  # no file of poses comes near
REMEDY = marked("Get the file again from where it was published.")
_TYPE = re.compile(r"[?bBhHiIlLqQefdFDO]|[biufcSUaO]\d{1,6}")
_MULTIARRAY = [f"{base}.multiarray" for base in ("numpy.core", "numpy._core")]


def unpickled(path: Path, stream: IO[bytes], size: int, encoding: str = "utf-8") -> Any:
    """What the next `size` bytes of a stream say: plain values, arrays, lists, dictionaries and `Other`s.

    Tuples come as lists, but for the keys of dictionaries. encoding: of the text of Python 2. Raises ParallaxError for
    a file that names what may do harm, and anything else where it is damaged.
    """
    if size > MAX_BYTES:
        raise ParallaxError(path, "it is too large for poses.", REMEDY)
    bounded: Any = _Bounded(stream, size)
    return _finished(_Reader(path, bounded, encoding).load())


class Other(inert.Unread):
    """An object that is no plain value: state is what the file says is in it (of a sparse matrix, its arrays)."""

    state: Any = None


class _Bounded:
    """A stream of so many bytes, which is asked for no more: a false length must not become an allocation."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self.stream, self.left = stream, size

    def read(self, n: int = -1) -> bytes:
        if n < 0 or n > self.left:
            raise pickle.UnpicklingError(f"{n} bytes where {self.left} are left")
        self.left -= n
        return self.stream.read(n)

    def readline(self) -> bytes:
        line = self.stream.readline(min(self.left, 1 << 20) + 1)
        self.left -= len(line)
        if self.left < 0 or len(line) > 1 << 20:
            raise pickle.UnpicklingError("a line without end")
        return line


class _Type:
    """An array's type, which a pickle makes first and tells the byte order of after."""

    def __init__(self, code: Any, *_: Any) -> None:
        if not isinstance(code, str) or not _TYPE.fullmatch(code):
            raise pickle.UnpicklingError(f"an array of type {str(code)[:20]!r}")
        self.code, self.order = "O" if code[0] == "O" else code, "="

    def value(self) -> np.dtype[Any]:
        return np.dtype(self.code if self.code == "O" else f"{self.order}{self.code}")


class _Array:
    """An array, which a pickle makes empty and fills after."""

    value: NDArray[Any] | None = None

    def __init__(self, *_: Any) -> None: ...

    def fill(self, version: Any, shape: Any, dtype: Any, fortran: Any, raw: Any) -> None:
        self.value = _filled(shape, dtype, bool(fortran), raw)


def _filled(shape: Any, dtype: Any, fortran: bool, raw: Any) -> NDArray[Any]:
    """Raises UnpicklingError where the bytes are not those of such an array."""
    if not isinstance(dtype, _Type) or not isinstance(shape, tuple) or any(type(n) is not int or n < 0 for n in shape):
        raise pickle.UnpicklingError("an array without a shape or a type")
    kind, count = dtype.value(), math.prod(shape)
    if kind.hasobject:
        if not isinstance(raw, list) or len(raw) != count:
            raise pickle.UnpicklingError(f"not {count} objects of shape {shape}")
        objects = np.empty(count, dtype=object)
        for i, value in enumerate(raw):
            objects[i] = value
        return objects.reshape(shape, order="F" if fortran else "C")
    if isinstance(raw, str):  # of Python 2, whose bytes were text
        raw = raw.encode("latin1")
    if not isinstance(raw, bytes | bytearray) or len(raw) != count * kind.itemsize:
        raise pickle.UnpicklingError(f"not the bytes of {kind} of shape {shape}")
    return np.frombuffer(raw, kind, count).reshape(shape, order="F" if fortran else "C")


def _of_buffer(buffer: Any, dtype: Any, shape: Any, order: Any) -> NDArray[Any]:
    return _filled(shape, dtype, order == "F", bytes(buffer) if isinstance(buffer, bytearray) else buffer)


def _scalar(dtype: Any, raw: Any = b"") -> Any:
    return _filled((), dtype, False, raw).item()


def _encoded(text: Any, encoding: Any = "latin1", *_: Any) -> bytes:
    """How Python 2's protocol keeps bytes."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1", "ascii", "utf-8", "utf8"):
        raise pickle.UnpicklingError("bytes in an unknown coding")
    return text.encode(encoding)


def _no_bytes() -> bytes:
    """How old protocols keep bytes that are none; they have no other use for the name."""
    return b""


class _Reader(inert.Reader):
    dispatch: ClassVar[dict[int, Callable[[Any], None]]] = dict(inert.Reader.dispatch)
    known: ClassVar[dict[str, Any]] = {
        **inert.Reader.known, "collections.defaultdict": lambda *_: {}, "_codecs.encode": _encoded,
        "__builtin__.bytes": _no_bytes, "builtins.bytes": _no_bytes,
        "copy_reg._reconstructor": Other, "copyreg._reconstructor": Other,
        "numpy.dtype": _Type, "numpy.ndarray": _Array,
        "numpy.core.numeric._frombuffer": _of_buffer, "numpy._core.numeric._frombuffer": _of_buffer,
        **{f"{module}._reconstruct": _Array for module in _MULTIARRAY},
        **{f"{module}.scalar": _scalar for module in _MULTIARRAY}}
    where = REMEDY

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        return Other if found is inert.Unread else found

    def load_build(self) -> None:
        state, made = self.stack.pop(), self.stack[-1]  # type: ignore[attr-defined]
        if isinstance(made, _Array):
            made.fill(*state)
        elif isinstance(made, _Type):
            made.order = state[1] if state[1] in "<>|=" else "="
        elif isinstance(made, Other):
            made.state = state

    def load_bytearray8(self) -> None:
        """Reads before it allocates, as Python's own does not."""
        length = int.from_bytes(self.read(8), "little")  # type: ignore[attr-defined]
        self.append(bytearray(self.read(length)))  # type: ignore[attr-defined]

    dispatch[pickle.BUILD[0]] = load_build
    dispatch[pickle.BYTEARRAY8[0]] = load_bytearray8


def _finished(content: Any) -> Any:
    """The same with the arrays in their places. Not by recursion: a file may be nested deeper than Python goes."""
    top = [content]
    stack: list[Any] = [top]
    seen: dict[int, Any] = {}  # also keeps alive what is looked at, so that no number is given twice

    def place(value: Any) -> Any:
        if isinstance(value, _Array):
            if value.value is None:
                raise pickle.UnpicklingError("an array without content")
            return place(value.value)
        if isinstance(value, tuple):
            if id(value) not in seen:
                seen[id(value)] = (value, out := list(value))
                stack.append(out)
            return seen[id(value)][1]
        holds = isinstance(value, list | dict | Other) or (isinstance(value, np.ndarray) and value.dtype.hasobject)
        if holds and id(value) not in seen:
            seen[id(value)] = (value, value)
            stack.append(value)
        return value

    while stack:
        at = stack.pop()
        if isinstance(at, dict):
            for key, value in at.items():
                at[key] = place(value)
        elif isinstance(at, Other):
            at.state = place(at.state)
        else:
            for i in np.ndindex(at.shape) if isinstance(at, np.ndarray) else range(len(at)):
                at[i] = place(at[i])
    return top[0]
