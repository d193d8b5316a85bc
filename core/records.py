"""Frozen dataclasses as JSON and back, every value checked against its type hint.

What comes from a project on disk is untrusted: a missing field, a field too many, a wrong type, a number that is not
finite or a structure nested without end is a ValueError that names the field, never a surprise later.
"""

import dataclasses
import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any, TypeVar

T = TypeVar("T")
MAX_CHARS = 64 * 2**20
MAX_DEPTH = 32
_SCALARS = (str, float, int, bool, type(None))


def plain(value: Any) -> Any:
    """A record, or any JSON-like value, as dicts, lists and scalars."""
    if type(value) in _SCALARS:
        return value
    if names := _names(type(value)):  # type: ignore[arg-type]  # a class is hashable
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a record's class; none of any other."""
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def dumps(value: Any) -> str:
    """JSON text of a record or JSON-like value. Raises ValueError for NaN, infinity or what JSON cannot hold."""
    try:
        return json.dumps(plain(value), allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except TypeError as e:
        raise ValueError(str(e)) from e


def loads(text: str, most: int = MAX_CHARS) -> Any:
    """The JSON value in a text. Raises ValueError where it is none, larger (`most` letters) or deeper than any of
    ours."""
    if not isinstance(text, str) or len(text) > most:
        raise ValueError("not a text of a sensible length")
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def frozen(value: Any, depth: int = MAX_DEPTH) -> Any:
    """A JSON-like value with tuples for lists, so that it equals itself after a trip to disk.

    Raises ValueError for anything that is not JSON.
    """
    if value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, list | tuple):
        return tuple(frozen(v, depth - 1) for v in value)
    if isinstance(value, Mapping):
        if not all(isinstance(k, str) for k in value):
            raise ValueError("the keys are not all text")
        return {k: frozen(v, depth - 1) for k, v in value.items()}
    raise ValueError(f"{value!r} is not a JSON value")


def parse(kind: type[T], text: str) -> T:
    """A record from JSON text. Raises ValueError naming what does not fit."""
    return build(kind, loads(text))


def build(kind: type[T], data: Any) -> T:
    """A record from dicts, lists and scalars. Raises ValueError naming the field that does not fit."""
    if not isinstance(data, dict):
        raise ValueError(f"{kind.__name__}: not an object")
    fields = _shape(kind)  # type: ignore[arg-type]
    if len(data) == len(fields):  # all that we wrote ourselves
        with suppress(KeyError):  # as many names and not the same ones: what is said of them is said below
            return kind(*[fit(data[name]) for name, _, fit in fields])
    if extra := data.keys() - {name for name, _, _ in fields}:
        raise ValueError(f"{kind.__name__}: unknown {', '.join(sorted(extra))}")
    if lacking := [name for name, required, _ in fields if required and name not in data]:
        raise ValueError(f"{kind.__name__}: no {lacking[0]}")
    return kind(**{name: fit(data[name]) for name, _, fit in fields if name in data})


Fit = Callable[[Any], Any]


@cache
def _shape(kind: Any) -> tuple[tuple[str, bool, Fit], ...]:
    """Of each field its name, whether it is required, and what checks a value of it. Worked out once: a project has a
    million."""
    hints = typing.get_type_hints(kind)
    return tuple(
        (f.name, f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
         _fit(hints[f.name], f"{kind.__name__}.{f.name}"))
        for f in dataclasses.fields(kind) if f.init
    )


def _fit(hint: Any, where: str) -> Fit:
    """What makes a value of this type of a JSON value, or raises ValueError."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)

    def refuse(value: Any) -> Any:
        raise ValueError(f"{where}: {str(value)[:60]!r} is not {getattr(hint, '__name__', hint)}")

    if hint is Any:
        return frozen
    if origin in (types.UnionType, typing.Union):
        fit = _fit(next(a for a in args if a is not type(None)), where)
        return (lambda value: None if value is None else fit(value)) if type(None) in args else fit
    if origin is tuple and args[-1] is Ellipsis:
        each = _fit(args[0], where)
        return lambda value: tuple(map(each, value)) if isinstance(value, list | tuple) else refuse(value)
    if origin is tuple:
        fits = [_fit(a, where) for a in args]
        return lambda value: (tuple(fit(v) for fit, v in zip(fits, value, strict=True))
                              if isinstance(value, list | tuple) and len(value) == len(fits) else refuse(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _fit(args[1], where)
        return lambda value: ({str(k): inner(v) for k, v in value.items()} if isinstance(value, dict)
                              else refuse(value))
    if dataclasses.is_dataclass(hint):
        return partial(build, typing.cast(type[Any], hint))
    if hint is float:
        return lambda value: (value if type(value) is float and -1e300 < value < 1e300 else
                              float(value) if type(value) is int and abs(value) < 1e300 else refuse(value))
    if hint is int:
        return lambda value: value if type(value) is int and abs(value) < 2**63 else refuse(value)
    if hint in (str, bool):
        return lambda value: value if type(value) is hint else refuse(value)
    return refuse
