"""What the files of labels have in common: videos, and persons in frames with as many joints as somebody touched.

Pixels have their origin at the centre of the top-left pixel of the upright image, frames count from 0. Files from
elsewhere are untrusted: sizes are checked before anything is made of them, and whatever is wrong is a ParallaxError.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import ParallaxError, filled
from core.labels import Keypoint
from core.skeleton import SKELETONS, Skeleton
from core.words import marked, tr

MAX_BYTES = 64 * 2**20   # of a file of labels: an hour with every tenth frame labelled is a third of it
MAX_ROWS = 200_000       # persons in frames
MAX_POINTS = 8_000_000  # an hour of 33 joints at 60 frames/s
MAX_JOINTS = 1000        # of one skeleton
MAX_FRAME = 2**31 - 1
FURTHEST_PX = 1e6        # no picture is so large; what is further out is damage
LONGEST_NAME = 1000
# What is not called by its name in the file.
_CALLED = {marked("a frame"), marked("the frame"), marked("a joint"), marked("a person"), marked("a path"),
           marked("a skeleton"), marked("a source"), marked("the source"), marked("a time"), marked("a track"),
           marked("a video"), marked("a video's file"), marked("a video's name"), marked("an image's file"),
           marked("a view"), marked("a width"), marked("a height")}


@dataclass(frozen=True)
class Film:
    """A video that labels are of. view: the id of a project's view, '' in the files of others; path as the file says;
    width, height of the upright image, 0 where the file does not say."""

    name: str
    path: str = ""
    view: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Row:
    """The labelled joints of a person in a frame of films[film]. time_s: reference seconds, None where not known."""

    film: int
    person: str
    frame: int
    skeleton: str
    points: Mapping[str, Keypoint]
    time_s: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", MappingProxyType(dict(self.points)))


@dataclass(frozen=True)
class Labelling:
    """All labels of a file. left_out: what the file held that is no label, by kind, with how many."""

    films: tuple[Film, ...]
    rows: tuple[Row, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


class Wrong(ValueError):
    """What does not fit in a file; the reader says in which. Looked up, with its values, as an error's fault is."""

    def __init__(self, fault: str, **values: object) -> None:
        super().__init__(filled(fault, values))


def check_size(path: Path, most: int = MAX_BYTES) -> None:
    """Raises ParallaxError where a file is missing or larger than files of labels are, or than `most` bytes."""
    try:
        size = path.stat().st_size
        ordinary = path.is_file()
    except OSError as e:
        raise ParallaxError(path, "the file cannot be read ({why}).", "Check the name.", why=e.strerror) from e
    if not ordinary:
        raise ParallaxError(path, "this is not a file.", "Choose a file of labels.")
    if size > most:
        raise ParallaxError(path, "the file has {size:.0f} MB, more than files of labels have ({most} MB).",
                            "Export fewer frames from where it comes from.", size=size / 2**20, most=most // 2**20)


def number(value: Any, what: str) -> float:
    """A finite coordinate."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("{what} is {value!r}, not a number", what=_called(what), value=str(value)[:40])
    if not math.isfinite(value) or abs(value) > FURTHEST_PX:
        raise Wrong("{what} is {value:g}, which is outside of any picture", what=_called(what), value=value)
    return float(value)


def whole(value: Any, what: str) -> int:
    """A frame number or id: not below 0, and no larger than any of a video."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) \
            or value != int(value) or not 0 <= value <= MAX_FRAME:
        raise Wrong("{what} is {value!r}, not a whole number from 0 up", what=_called(what), value=str(value)[:40])
    return int(value)


def name(value: Any, what: str) -> str:
    """A short text on one line."""
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise Wrong("{what} is {value!r}, not a name", what=_called(what), value=str(value)[:40])
    return value


def check_count(rows: int, points: int = 0) -> None:
    if rows > MAX_ROWS or points > MAX_POINTS:
        raise Wrong("it holds {rows} labelled persons with {points} points, more than {most} and {most_points}",
                    rows=rows, points=points, most=MAX_ROWS, most_points=MAX_POINTS)


def _called(what: str) -> str:
    return tr(what) if what in _CALLED else what


# ---------------------------------------------------------------- joints and skeletons

_KNOWN = frozenset(joint for skeleton in SKELETONS.values() for joint in skeleton.joints)
_SIDE_FIRST = re.compile(r"(left|right|l|r)_?(.+)")
_SIDE_LAST = re.compile(r"(.+?)_?(left|right|l|r)")


def joint(said: str) -> str:
    """A joint's name as Parallax has it: 'left_shoulder', 'Shoulder-L' and 'LShoulder' are all lshoulder. A name that
    belongs to no joint known here stays as it is."""
    plain = re.sub(r"[\s.\-]+", "_", said.strip()).lower()
    if plain in _KNOWN:
        return plain
    for match, side, rest in ((_SIDE_FIRST.fullmatch(plain), 1, 2), (_SIDE_LAST.fullmatch(plain), 2, 1)):
        if match is not None and (found := match[side][0] + match[rest]) in _KNOWN:
            return found
    return said


def joints(said: Sequence[Any]) -> list[str]:
    """The names of a file's skeleton, as `joint` says; where two would become one, both stay as they are."""
    if len(said) > MAX_JOINTS:
        raise Wrong("a skeleton has {n} joints", n=len(said))
    named = [name(each, "a joint") for each in said]
    if len(set(named)) != len(named):
        raise Wrong("a skeleton has two joints of one name")
    ours = [joint(each) for each in named]
    return [new if ours.count(new) == 1 else old for old, new in zip(named, ours, strict=True)]


def common(ours: str) -> str:
    """A joint's name as other programs write it: lshoulder is left_shoulder; `joint` takes it back."""
    for skeleton in SKELETONS.values():
        if ours in skeleton.joints and skeleton.sides[skeleton.index(ours)] != "middle" and ours[0] in "lr":
            long = ("left_" if ours[0] == "l" else "right_") + ours[1:]
            return long if joint(long) == ours else ours
    return ours


def skeleton_of(told: str, rows: Iterable[Row]) -> Skeleton:
    """The skeleton of this name, with the joints at its end that the rows have and it has not."""
    known = SKELETONS.get(told)
    first = known.joints if known is not None else ()
    more = sorted({each for row in rows if row.skeleton == told for each in row.points} - set(first))
    if known is not None and not more:
        return known
    return Skeleton(told, (*first, *more), known.bones if known is not None else (),
                    known.pairs if known is not None else ())


def guessed(told: str, names: Sequence[str]) -> str:
    """The name of the skeleton that a file's joints are of: the one it tells, where there is such a one, else the
    smallest known one that has all of them, else what it tells."""
    if told in SKELETONS:
        return told
    fitting = [s for s in SKELETONS.values() if set(names) <= set(s.joints)]
    return min(fitting, key=len).name if fitting and names else told
