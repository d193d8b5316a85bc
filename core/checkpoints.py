"""Files of weights that others published, read without running anything that is in them.

torch saves by pickling, and a pickle can name any function to be called. `torch.load(weights_only=True)` calls none but
torch's own and so refuses files that hold, beside the weights, the state of a random generator or settings in a class
of their authors, as those of VideoPose3D, MixSTE and PoseFormer do. Such files are read a second time here: tensors
are put together from numbers and raw memory, and in the place of everything else stands an `Unread` (core/inert.py).
Files of torch since 1.6 (zip) and before, and Keras weight files (HDF5) of Uplift and Upsample.
"""

import pickle
import warnings
import zipfile
from collections.abc import Callable, Mapping
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core import inert
from core.errors import ParallaxError
from core.words import marked

if TYPE_CHECKING:
    from torch import Tensor

MAX_BYTES = 4 << 30  # no published pose network comes near
_MAX_PICKLE = 256 << 20  # of what describes the tensors; their memory does not count
_HDF5 = b"\x89HDF\r\n\x1a\n"
_LEGACY_MAGIC, _LEGACY_PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
_WRAPPERS = ("model_pos", "state_dict", "best_state_dict", "model")
_REMEDY = marked("Give a file of tensors saved by torch.")


def read(file: Path) -> dict[str, Any]:
    """What is saved in a file of weights: a dictionary of tensors, plain values, dictionaries and lists of them.

    What else is in it is an `Unread`. Raises ParallaxError for a file that is missing, damaged, too large or no
    weights, and for one that names functions of Python's library.
    """
    import torch

    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(len(_HDF5))
    except OSError as fault:
        raise ParallaxError(file, "it cannot be read ({why}).", _REMEDY, why=fault.strerror) from None
    if size > MAX_BYTES:
        raise ParallaxError(file, "it is too large for weights.", _REMEDY)
    if head == _HDF5:
        from core.nets import keras_uplift

        return keras_uplift.read(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an odd pickle protocol: such a file is refused or read, not discussed
            content = torch.load(file, map_location="cpu", weights_only=True)
    except Exception:  # torch stumbles over damage in a dozen ways; whether it is damage is seen at the second reading
        content = _inert(file, size)
    if not isinstance(content, dict):
        raise ParallaxError(file, "it holds no state dict.", _REMEDY)
    return content


def unwrap(content: Any) -> dict[str, Any]:
    """The state dict inside what training programs save, names after `module.`; empty where there is none."""
    for _ in _WRAPPERS:  # more than one around the other is common, a circle is not
        inner = [content[key] for key in _WRAPPERS if isinstance(content, Mapping)
                 and isinstance(content.get(key), Mapping)]
        if not inner:
            break
        content = inner[0]
    if not isinstance(content, Mapping) or not all(isinstance(name, str) for name in content):
        return {}
    return {name.removeprefix("module."): value for name, value in content.items()}


def tensors(subject: object, content: Any) -> "dict[str, Tensor]":
    """The state dict inside `content`, float32, whatever it is wrapped in; arrays of numpy count as tensors.

    Raises ParallaxError, about `subject`, when there is none.
    """
    import numpy as np
    import torch

    state = {name: torch.tensor(value) if isinstance(value, np.ndarray) and value.dtype.kind in "fiub" else value
             for name, value in unwrap(content).items()}
    if not state or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise ParallaxError(subject, "it holds no state dict.", _REMEDY)
    for name, value in state.items():
        if value.layout is not torch.strided or value.is_quantized:
            raise ParallaxError(subject, "{name} in it is no plain tensor.", _REMEDY, name=name)
        if value.numel() * value.element_size() > value.untyped_storage().nbytes():  # a few numbers told to be many
            raise ParallaxError(subject, "{name} in it is larger than its own memory.", _REMEDY, name=name)
    return {name: value.detach().float() if value.is_floating_point() else value.detach()
            for name, value in state.items()}


def _inert(file: Path, size: int) -> Any:
    """What is saved in a file of torch, with an `Unread` for each thing that is no tensor and no plain value."""
    try:
        with file.open("rb") as stream:
            return _read_zip(file, stream, size) if zipfile.is_zipfile(stream) else _read_legacy(file, stream, size)
    except ParallaxError:
        raise
    except Exception as fault:  # a pickle can be wrong in as many ways as there are
        raise ParallaxError(file, "it holds no weights that are safe to read ({kind}).", _REMEDY,
                            kind=type(fault).__name__) from None


# What a file says of a memory: type, key, location, how many numbers, and a part of it (files before 1.6).
Storage = Callable[[Any, Any, Any, int, Any], "Tensor"]


class _Reader(inert.Reader):
    """Reads a pickle and makes tensors, plain values and `Unread`s."""

    what = marked("weights")
    where = marked("Get the weights from where they were published.")

    def __init__(self, file: Path, stream: IO[bytes], storage: Storage | None = None) -> None:
        super().__init__(file, stream)
        self.storage = storage

    def find_class(self, module: str, name: str) -> Any:
        import torch

        known = {"torch.Size": tuple, "torch._utils._rebuild_tensor": _tensor,
                 "torch._utils._rebuild_tensor_v2": _tensor, "torch._utils._rebuild_parameter": _first,
                 "torch._utils._rebuild_parameter_with_state": _first}
        if f"{module}.{name}" in known:
            return known[f"{module}.{name}"]
        if module in ("torch", "torch.cuda") and name.endswith("Storage"):
            return getattr(torch, _DTYPES.get(name, ""), None)
        return super().find_class(module, name)

    def persistent_load(self, saved: Any) -> Any:
        kind, *told = saved
        if kind != "storage" or self.storage is None:
            raise pickle.UnpicklingError("an object that is no memory of tensors")
        return self.storage(*told, *[None] * (5 - len(told)))


_DTYPES = {"FloatStorage": "float32", "DoubleStorage": "float64", "HalfStorage": "float16",
           "BFloat16Storage": "bfloat16", "LongStorage": "int64", "IntStorage": "int32", "ShortStorage": "int16",
           "CharStorage": "int8", "ByteStorage": "uint8", "BoolStorage": "bool"}


def _tensor(storage: "Tensor", offset: int, shape: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> "Tensor":
    import torch

    return torch.as_strided(storage, shape, stride, storage.storage_offset() + offset)  # checks that it stays inside


def _first(tensor: "Tensor", *_: Any) -> "Tensor":
    return tensor


def _read_zip(file: Path, stream: BufferedReader, size: int) -> Any:
    """The format since torch 1.6: NAME/data.pkl describes the tensors, NAME/data/KEY is the memory of each."""
    import torch

    kept: dict[str, Tensor] = {}
    with zipfile.ZipFile(stream) as archive:
        described = [entry for entry in archive.infolist() if entry.filename.count("/") == 1
                     and entry.filename.endswith("/data.pkl")]
        if len(described) != 1 or any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise pickle.UnpicklingError("no archive of torch")
        base = described[0].filename.removesuffix("data.pkl")
        if f"{base}byteorder" in archive.namelist() and archive.read(f"{base}byteorder") != b"little":
            raise pickle.UnpicklingError("written by another kind of machine")
        left = size

        def storage(dtype: Any, key: str, location: Any, count: int, part: Any) -> "Tensor":
            nonlocal left
            if key not in kept:
                entry = archive.getinfo(f"{base}data/{key}")
                left -= entry.file_size
                if left < 0 or entry.file_size < count * dtype.itemsize:
                    raise pickle.UnpicklingError("memory that is not in the file")
                kept[key] = (torch.frombuffer(bytearray(archive.read(entry)), dtype=dtype) if entry.file_size
                             else torch.empty(0, dtype=dtype))
            return kept[key]

        if described[0].file_size > _MAX_PICKLE:
            raise pickle.UnpicklingError("too much that is no tensor")
        with archive.open(described[0]) as pickled:
            return _Reader(file, pickled, storage).load()


def _read_legacy(file: Path, stream: BufferedReader, size: int) -> Any:
    """The format before torch 1.6: pickles that describe the tensors, then the memory of each after its length."""
    import torch

    stream.seek(0)
    if _Reader(file, stream).load() != _LEGACY_MAGIC or _Reader(file, stream).load() != _LEGACY_PROTOCOL:
        raise pickle.UnpicklingError("no file of torch")
    _Reader(file, stream).load()  # of the machine that wrote it
    kept: dict[str, Tensor] = {}
    left = size

    def storage(dtype: Any, key: str, location: Any, count: int, part: Any) -> "Tensor":
        nonlocal left
        if key not in kept:
            left -= count * dtype.itemsize
            if count < 0 or left < 0:
                raise pickle.UnpicklingError("memory that is not in the file")
            kept[key] = torch.empty(count, dtype=dtype)
        return kept[key] if part is None else kept[key][part[1]:part[1] + part[2]]

    content = _Reader(file, stream, storage).load()
    for key in _Reader(file, stream).load():
        memory = kept[key].view(torch.uint8).numpy().data
        count = int.from_bytes(stream.read(8), "little")
        if count != len(kept[key]) or stream.readinto(memory) != len(memory):
            raise pickle.UnpicklingError("memory that is not in the file")
    return content
