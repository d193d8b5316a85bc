"""Pickles of others, read without running anything that is in them.

A pickle can name any function to be called. Here no name in a file is ever looked up: a few stand for functions of
ours, what belongs to Python's library and is no plain data refuses the file, and all else becomes an `Unread`.
"""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar

from core.errors import ParallaxError
from core.words import marked, tr

# Of Python's own library, what a file may name: plain data. Nothing of it is made; all else is refused, since data do
# not need it and an attack does. The safety does not rest on this list: no name in a file is ever looked up.
_BUILTIN = ("set", "frozenset", "list", "dict", "tuple", "object", "int", "float", "complex", "str", "bytes",
            "bytearray", "bool", "slice", "range", "unicode", "long")
_PLAIN = {f"{module}.{name}" for module in ("builtins", "__builtin__") for name in _BUILTIN} | {
    "_codecs.encode", "argparse.Namespace", "types.SimpleNamespace", "collections.defaultdict", "collections.Counter",
    "collections.deque", "copyreg._reconstructor", "copy_reg._reconstructor", "datetime.datetime", "datetime.date",
    "datetime.timedelta", "datetime.timezone", "decimal.Decimal", "fractions.Fraction", "pathlib.Path",
    "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath", "pathlib.PureWindowsPath", "uuid.UUID"}
_OF_PYTHON = sys.stdlib_module_names | {"__builtin__", "copy_reg", "commands"}


class Unread:
    """Stands where something was that is not read: takes all that a pickle does, keeps nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __call__(self, *args: Any, **kwargs: Any) -> "Unread":
        return self

    def __setitem__(self, key: Any, value: Any) -> None: ...

    def append(self, value: Any) -> None: ...

    def extend(self, values: Any) -> None: ...

    def add(self, value: Any) -> None: ...


class Reader(pickle._Unpickler):
    """Reads a pickle and makes plain values and `Unread`s.

    It is Python's reader in Python: for a single false number the one in C takes 64 GiB of memory. known: what stands
    for names; what, where: of the data, for the message about a file that names anything dangerous.
    """

    dispatch: ClassVar[dict[int, Callable[[Any], None]]] = dict(pickle._Unpickler.dispatch)
    known: ClassVar[dict[str, Any]] = {"collections.OrderedDict": dict}
    what: ClassVar[str] = marked("data")
    where: ClassVar[str] = marked("Get the file from where it was published.")

    def __init__(self, file: Path, stream: IO[bytes], encoding: str = "utf-8") -> None:
        super().__init__(stream, encoding=encoding, errors="replace")
        self.file = file

    def find_class(self, module: str, name: str) -> Any:
        full = f"{module}.{name}"
        if full in self.known:
            return self.known[full]
        if module.split(".")[0] in _OF_PYTHON and full not in _PLAIN:
            raise ParallaxError(self.file, "it names {name}, which {what} have no use for: it may be meant to do harm. "
                                "Nothing in it was run.", self.where, name=full, what=tr(self.what))
        return Unread

    def load_build(self) -> None:
        """A file would hang attributes on what it has made; nothing here has need of any."""
        self.stack.pop()  # type: ignore[attr-defined]

    dispatch[pickle.BUILD[0]] = load_build
