"""The values of a settings class as the words of a form, and back."""

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.words import tr
from core.cards import toml

PLAIN = (bool, int, float, str, Path)


def label(name: str) -> str:
    """'held_out' → 'Held out'."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def within(name: str) -> str:
    """The label within a sentence: 'held out'. Other languages have capitals of their own."""
    said = label(name)
    return said.lower() if tr(said) == said else tr(said)


def told(value: Any) -> str:
    """A value as it is told of, which nobody is to read back."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return written(value)


def inner(hint: Any) -> tuple[Any, bool]:
    """A type without `| None`, and whether that was there."""
    args = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union) and type(None) in args:
        return next(each for each in args if each is not type(None)), True
    return hint, False


def can(hint: Any) -> bool:
    """Whether a value of this type can be written in a line."""
    hint, _ = inner(hint)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return all(each is Ellipsis or each in PLAIN for each in args)
    return hint in PLAIN or (isinstance(origin, type) and issubclass(origin, Mapping))


def written(value: Any) -> str:
    """A value as it stands in its field; '' for None, '' and nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(written, value))
    if isinstance(value, Mapping):
        return ", ".join(toml(dict(value)).splitlines())
    return str(value)


def read(text: str, hint: Any) -> Any:
    """The value of a text. Raises ValueError in a few words."""
    hint, optional = inner(hint)
    text = text.strip()
    if optional and not text:
        return None
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _several(text, args)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _table(text)
    return _one(text, hint)


def _one(text: str, hint: Any) -> Any:
    if hint is bool:
        known = {"on": True, "true": True, "off": False, "false": False}
        if text.lower() not in known:
            raise ValueError(tr("on or off"))
        return known[text.lower()]
    if hint is int:
        try:
            return int(text.replace(" ", "").replace("_", ""))
        except ValueError:
            raise ValueError(tr("a whole number, please")) from None
    if hint is float:
        try:
            value = float(text.replace(" ", "").replace(",", "."))
        except ValueError:
            raise ValueError(tr("a number, please")) from None
        if value != value or abs(value) >= 1e300:
            raise ValueError(tr("a number, please"))
        return value
    return Path(text) if hint is Path else text


def _several(text: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    # A number may have a comma of its own only where there is one alone: in a list the comma stands between two.
    parts = [part.strip() for part in text.split(",")] if text else []
    if args[-1] is Ellipsis:
        return tuple(_one(part, args[0]) for part in parts if part)
    if len(parts) != len(args):
        raise ValueError(tr("{n} values with a comma between, please").format(n=len(args)))
    return tuple(_one(part, hint) for part, hint in zip(parts, args, strict=True))


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(f"value = {{{text}}}")["value"]  # type: ignore[no-any-return]
    except (tomllib.TOMLDecodeError, RecursionError):
        raise ValueError(tr("as in: dim = 256, depth = 6")) from None


def out_of_range(about: Mapping[str, Any], value: Any) -> str:
    """What is wrong with a value of a field with this metadata (`low`, `high`, `choices`), '' where nothing is."""
    low, high, choices = about.get("low"), about.get("high"), about.get("choices", ())
    if choices and value not in choices:
        return tr("one of {choices}").format(choices=", ".join(map(written, choices)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if low is not None and value < low:
            return tr("at least {n}").format(n=f"{low:g}")
        if high is not None and value > high:
            return tr("at most {n}").format(n=f"{high:g}")
    return ""


def hint_of(field: "dataclasses.Field[Any]", default: Any) -> str:
    """Why a setting is there, its default and its range, for a tool tip."""
    low, high = field.metadata.get("low"), field.metadata.get("high")
    ends = {"low": f"{low or 0:g}", "high": f"{high or 0:g}"}
    reach = tr("{low} to {high}") if None not in (low, high) else tr("{low} or more") if low is not None else \
        tr("{high} or less") if high is not None else ""
    usual = tr("{name}: {value} unless it is changed").format(name=field.name, value=told(default) or tr("nothing"))
    said = ", ".join(filter(None, (usual, reach.format(**ends))))
    return f"{tr(field.metadata.get('why', ''))}\n{said}".strip()
