"""What the user is working on: tables of frozen rows, changed only by edits that can be undone.

No I/O here: core/storage.py writes an edit to the journal first and only then applies it to the document.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from core.clock import Clock
from core.coaching import Drawing, KeyMoment
from core.errors import ParallaxError
from core.intrinsics import Intrinsics
from core.labels import Label, Swap
from core.records import frozen


@dataclass(frozen=True)
class View:
    """One video of the recording.

    path: relative to the project folder, with '/' (absolute only where no relative path exists, as across drives);
    file_bytes and file_hash recognise the file after a move. width, height: the upright image, pixels.
    fps_num/fps_den: nominal frames a second. first_s, last_s: first and last time stamp of the file, seconds.
    offset_s, drift_ppm, slow_motion: the view's Clock. colour: index into the window's view colours.
    """

    id: str
    name: str
    path: str
    file_bytes: int
    file_hash: str
    width: int
    height: int
    fps_num: int
    fps_den: int
    frames: int
    first_s: float
    last_s: float
    offset_s: float = 0.0
    drift_ppm: float = 0.0
    colour: int = 0
    slow_motion: float = 1.0

    def __post_init__(self) -> None:
        if min(self.width, self.height, self.fps_num, self.fps_den, self.frames) < 1 or self.file_bytes < 0:
            raise ValueError(f"View {self.id}: a size, rate or length that no video has")
        if not (0.01 <= self.slow_motion <= 1000 and abs(self.drift_ppm) < 5e5):
            raise ValueError(f"View {self.id}: a clock that no camera has")

    @property
    def fps(self) -> Fraction:
        return Fraction(self.fps_num, self.fps_den)

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def clock(self) -> Clock:
        return Clock(self.offset_s, self.drift_ppm, self.slow_motion)


@dataclass(frozen=True)
class Person:
    """Someone in the recording. height_m: what lifted poses are scaled by, None while unknown."""

    id: str
    name: str
    height_m: float | None = None


@dataclass(frozen=True)
class Pick:
    """The user pointed at the athlete: in a view's frame, by a point or a box (x0, y0, x1, y1), pixels."""

    id: str
    view: str
    frame: int
    point: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    person: str = "athlete"


@dataclass(frozen=True)
class Prediction:
    """One immutable set of poses of one view, in its own file in poses/.

    kind: '2d' or '3d'. file: its name in poses/, with bytes and sha256. model, weights (sha256), settings: who made
    it. made_from: the id of the 2D set that this one was lifted or repaired from, else ''. start, stop: the frames
    looked at (half open); in settings `ranges` ((start, stop), …) where there are holes between, and `joined`, the id
    of the set whose frames were taken over. made_s: Unix time. people: number of tracks; athlete: the track of the
    athlete, None if nobody.
    """

    id: str
    kind: str
    view: str
    file: str
    file_bytes: int
    file_hash: str
    model: str
    weights: str
    settings: Mapping[str, Any]
    made_from: str
    start: int
    stop: int
    made_s: float
    people: int
    athlete: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("2d", "3d"):
            raise ValueError(f"Prediction {self.id}: kind is '2d' or '3d', not {self.kind!r}")
        if self.athlete is not None and not 0 <= self.athlete < self.people:
            raise ValueError(f"Prediction {self.id}: athlete {self.athlete} of {self.people} people")
        object.__setattr__(self, "settings", frozen(self.settings))


@dataclass(frozen=True)
class RunRow:
    """A run whose results are in this project. id: its folder's name in runs/; taken: the state it was taken in."""

    id: str
    kind: str
    title: str
    made_s: float
    taken: str


@dataclass(frozen=True)
class Setting:
    """A named JSON value that belongs to the recording, not to the window; see `active_key` and LOOP."""

    id: str
    value: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", frozen(self.value))


@dataclass(frozen=True)
class KnownCamera:
    """The camera of a view, whose id is this one's. name: what it is called in the camera file, file: what that is
    called. intrinsics: in pixels of the view's picture."""

    id: str
    name: str
    file: str
    intrinsics: Intrinsics


LOOP = "loop"  # (start, stop) in reference seconds, or None


def active_key(kind: str, view: str) -> str:
    """Id of the setting that names the prediction shown for a view; kind is '2d' or '3d'."""
    return f"active/{kind}/{view}"


Row = View | Person | Pick | Prediction | RunRow | Setting | Label | Swap | KnownCamera | Drawing | KeyMoment
R = TypeVar("R", bound=Row)

TABLES: Mapping[str, type[Row]] = MappingProxyType({
    "views": View, "people": Person, "picks": Pick, "predictions": Prediction, "runs": RunRow, "settings": Setting,
    "labels": Label, "swaps": Swap, "cameras": KnownCamera, "drawings": Drawing, "moments": KeyMoment,
})


def new_id() -> str:
    """A name for a row that no other row of the project has or will have."""
    return secrets.token_hex(6)


@dataclass(frozen=True)
class Put:
    """The row of a table before and after; None where there is none."""

    table: str
    key: str
    old: Row | None
    new: Row | None

    def __post_init__(self) -> None:
        for row in (self.old, self.new):
            if row is not None and (type(row) is not TABLES.get(self.table) or row.id != self.key):
                raise ValueError(f"{self.key!r} of {self.table!r} cannot hold {type(row).__name__} {row.id!r}")

    def inverse(self) -> "Put":
        return Put(self.table, self.key, self.new, self.old)


@dataclass(frozen=True)
class Edit:
    """One gesture, whole: what undo takes back. author: 'human' or a model card's id; time_s: Unix, set when done."""

    title: str
    puts: Sequence[Put]  # of an edit of an earlier session they may still be unread, and then turn out to be damaged
    author: str = "human"
    time_s: float = 0.0

    def inverse(self) -> "Edit":
        return replace(self, puts=tuple(put.inverse() for put in reversed(self.puts)))


@dataclass(frozen=True)
class Change:
    """What an edit, an undo or a redo touched, for whoever shows it. how: 'do', 'undo' or 'redo'."""

    title: str
    author: str
    how: str
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def touches(self, *tables: str) -> bool:
        return any(table in self.keys for table in tables)


class StaleEdit(ParallaxError):
    """The edit was made from a state of the document that is gone."""


class Document:
    """Tables of rows, and the edits that made them. `document.views['a1']`, `document.edit('Rename', view=...)`.

    The tables are read-only mappings from id to row, in the order in which rows were added.
    """

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, Row]] = {name: {} for name in TABLES}
        self._labels: dict[tuple[str, str], dict[int, Label]] = {}  # the same as in the table, by whose they are
        self._done: list[Edit] = []
        self._undone: list[Edit] = []  # the last one undone is last, and is what redo does

    def table(self, name: str, kind: type[R]) -> Mapping[str, R]:
        """The rows of a table by id; kind is its row class, for the type checker's sake."""
        if TABLES.get(name) is not kind:
            raise ValueError(f"{name!r} is not a table of {kind.__name__}")
        return MappingProxyType(self._tables[name])  # type: ignore[arg-type]

    @property
    def views(self) -> Mapping[str, View]:
        return self.table("views", View)

    @property
    def people(self) -> Mapping[str, Person]:
        return self.table("people", Person)

    @property
    def picks(self) -> Mapping[str, Pick]:
        return self.table("picks", Pick)

    @property
    def predictions(self) -> Mapping[str, Prediction]:
        return self.table("predictions", Prediction)

    @property
    def labels(self) -> Mapping[str, Label]:
        return self.table("labels", Label)

    def labels_of(self, view: str, person: str) -> Mapping[int, Label]:
        """A person's labels in a view by frame, in no order."""
        return MappingProxyType(self._labels.get((view, person), {}))

    @property
    def swaps(self) -> Mapping[str, Swap]:
        return self.table("swaps", Swap)

    @property
    def cameras(self) -> Mapping[str, KnownCamera]:
        """The cameras that are known, by their views."""
        return self.table("cameras", KnownCamera)

    @property
    def drawings(self) -> Mapping[str, Drawing]:
        return self.table("drawings", Drawing)

    @property
    def moments(self) -> Mapping[str, KeyMoment]:
        """The key moments."""
        return self.table("moments", KeyMoment)

    def intrinsics(self, view: str) -> Intrinsics | None:
        """The camera of a view, None where it is not known."""
        row = self.cameras.get(view)
        return None if row is None else row.intrinsics

    @property
    def runs(self) -> Mapping[str, RunRow]:
        return self.table("runs", RunRow)

    def setting(self, key: str, default: Any = None) -> Any:
        """The value of a setting, or the default."""
        row = self.table("settings", Setting).get(key)
        return default if row is None else row.value

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every (table, row)."""
        for name, table in self._tables.items():
            for row in table.values():
                yield name, row

    def active(self, kind: str, view: str) -> Prediction | None:
        """The prediction shown for a view: the one chosen, else the newest of that kind ('2d' or '3d')."""
        id = self.setting(active_key(kind, view), "")
        chosen = self.predictions.get(id) if isinstance(id, str) else None
        mine = [p for p in self.predictions.values() if (p.kind, p.view) == (kind, view)]
        return chosen if chosen in mine else max(mine, key=lambda p: p.made_s, default=None)

    # -- making edits

    def put(self, row: Row) -> Put:
        """The Put that adds this row or replaces the one with its id."""
        table = next(name for name, kind in TABLES.items() if kind is type(row))
        return Put(table, row.id, self._tables[table].get(row.id), row)

    def drop(self, table: str, key: str) -> Put:
        """The Put that removes a row. Raises KeyError where there is none."""
        return Put(table, key, self._tables[table][key], None)

    def remove_view(self, view: str) -> Edit:
        """The Edit that removes a view with everything that speaks of it. Its files stay, so undo brings all back."""
        puts = [self.drop("picks", p.id) for p in self.picks.values() if p.view == view]
        puts += [self.drop("predictions", p.id) for p in self.predictions.values() if p.view == view]
        puts += [self.drop("labels", label.id) for label in self.labels.values() if label.view == view]
        puts += [self.drop("swaps", swap.id) for swap in self.swaps.values() if swap.view == view]
        puts += [self.drop("drawings", drawing.id) for drawing in self.drawings.values() if drawing.view == view]
        puts += [self.drop("cameras", view)] if view in self.cameras else []
        puts += [self.drop("settings", key) for key in self._tables["settings"] if view in key.split("/")]
        return Edit(f"Remove {self.views[view].name}", (*puts, self.drop("views", view)))

    # -- doing them

    def check(self, edit: Edit) -> None:
        """Raises StaleEdit where the document is not as the edit remembers it, ValueError where it says nothing."""
        if not edit.puts:
            raise ValueError(f"the edit {edit.title!r} changes nothing")
        seen: dict[tuple[str, str], Row | None] = {}
        for put in edit.puts:
            place = (put.table, put.key)
            if seen.get(place, self._tables[put.table].get(put.key)) != put.old:
                raise StaleEdit(edit.title, "what it changes has changed since.", "Look at it again and repeat it.")
            seen[place] = put.new

    def do(self, edit: Edit) -> Change:
        """Applies an edit; what was undone can no longer be redone. Raises StaleEdit and then changes nothing."""
        self.check(edit)
        self._done.append(edit)
        self._undone.clear()
        return self._apply(edit, "do")

    @property
    def done(self) -> tuple[Edit, ...]:
        """The edits in force, oldest first: the undo list."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Edit, ...]:
        """The edits that can be done again, the next one first: the redo list."""
        return tuple(reversed(self._undone))

    @property
    def next_undo(self) -> Edit | None:
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Edit | None:
        return self._undone[-1] if self._undone else None

    def undo(self) -> Change | None:
        """Takes the last edit back; None where there is none. Raises StaleEdit."""
        if not self._done:
            return None
        self.check(self._done[-1].inverse())
        edit = self._done.pop()
        self._undone.append(edit)
        return self._apply(edit.inverse(), "undo")

    def redo(self) -> Change | None:
        """Does again what was undone last; None where there is nothing. Raises StaleEdit."""
        if not self._undone:
            return None
        self.check(self._undone[-1])
        edit = self._undone.pop()
        self._done.append(edit)
        return self._apply(edit, "redo")

    def _apply(self, edit: Edit, how: str) -> Change:
        keys: dict[str, set[str]] = {}
        for put in edit.puts:
            keys.setdefault(put.table, set()).add(put.key)
            self._set(put.table, put.key, put.new)
        return Change(edit.title, edit.author, how, {name: frozenset(k) for name, k in keys.items()})

    def _set(self, table: str, key: str, row: Row | None) -> None:
        rows = self._tables[table]
        old = rows.pop(key, None) if row is None else rows.get(key)
        if row is not None:
            rows[key] = row
        if isinstance(old, Label):
            del self._labels[old.view, old.person][old.frame]
        if isinstance(row, Label):
            self._labels.setdefault((row.view, row.person), {})[row.frame] = row

    @classmethod
    def restored(cls, rows: Iterator[Row], done: list[Edit], undone: list[Edit]) -> "Document":
        """A document as storage remembers it; undone with the next one to redo last."""
        document = cls()
        for row in rows:
            put = document.put(row)
            document._set(put.table, put.key, row)
        document._done, document._undone = done, undone
        return document
