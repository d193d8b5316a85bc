"""A project's database as a Document, checked as it is read: it may be damaged, or made to do harm."""

import gc
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from core.document import TABLES, Document, Edit, Put, Row
from core.errors import ParallaxError
from core.progress import Progress, Step
from core.records import build, loads, parse
from core.unread import Unread

MAX_TITLE = 300  # characters of an edit's title and author: more is no name, and those of all edits are read at once
EVERY = 100      # rows from one report of the progress to the next: some milliseconds
_NOT_OURS = (ValueError, KeyError, TypeError, sqlite3.Error)  # what reading something strange ends in


def document(con: sqlite3.Connection, path: Path, progress: Progress) -> Document:
    """All rows, and the edits with who, what and when. path: of the database, to speak of.

    What an edit changed is read when it is needed: the journal is most of a project, and hardly any of it is ever
    undone. Raises ParallaxError where something is not ours, and what progress raises.
    """
    collecting = gc.isenabled()
    gc.disable()  # it would look through the million new objects of a large project again and again
    try:
        return Document.restored(iter(_rows(con, path.parent.stem, progress)), _edits(con, path, "done"),
                                 _edits(con, path, "undone")[::-1])
    except _NOT_OURS as e:
        raise _not_ours(path, e) from e
    finally:
        if collecting:
            gc.enable()


def _rows(con: sqlite3.Connection, name: str, progress: Progress) -> list[Row]:
    [total] = con.execute("SELECT count(*) FROM rows").fetchone()
    rows: list[Row] = []
    try:
        for row in con.execute("SELECT tbl, key, value FROM rows ORDER BY rowid"):
            if len(rows) % EVERY == 0:
                progress(Step("open", len(rows), total, name))
            rows.append(_row(*row))
    except BaseException:
        while rows:  # one by one: freed at once, a million objects stop every other thread meanwhile
            rows.pop()
        raise
    return rows


def _row(table: str, key: str, text: str) -> Row:
    row: Row = parse(TABLES[str(table)], text)
    if row.id != key:
        raise ValueError(f"{str(key)[:80]!r} of {table!r} holds {row.id[:80]!r}")
    return row


def _edits(con: sqlite3.Connection, path: Path, state: str) -> list[Edit]:
    """The edits in a state ('done' or 'undone'), oldest first."""
    found = con.execute("SELECT id, time_s, substr(author, 1, ?), substr(title, 1, ?) FROM journal WHERE state = ? "
                        "ORDER BY id", (MAX_TITLE, MAX_TITLE, state))
    return [Edit(str(title), Unread(partial(_puts, con, path, id)), str(author), _time(time_s))
            for id, time_s, author, title in found]


def _time(value: Any) -> float:
    """When an edit was made, Unix time."""
    time_s = float(value)
    if not 0 <= time_s < 1e11:
        raise ValueError(f"an edit was made at {time_s}, which is in no calendar")
    return time_s


def _puts(con: sqlite3.Connection, path: Path, id: int) -> tuple[Put, ...]:
    """What an edit changed. Raises ParallaxError where that makes no sense."""
    try:
        [text] = con.execute("SELECT puts FROM journal WHERE id = ?", (id,)).fetchone()
        puts = tuple(map(_put, loads(text)))
        if not puts:
            raise ValueError("an edit that changes nothing")
        return puts
    except _NOT_OURS as e:
        raise _not_ours(path, e) from e


def _put(data: Any) -> Put:
    table, key = data["table"], data["key"]
    kind: type[Row] = TABLES[table]
    old, new = (None if data[side] is None else build(kind, data[side]) for side in ("old", "new"))
    return Put(table, key, old, new)


def _not_ours(path: Path, error: Exception) -> ParallaxError:
    return ParallaxError(path, "the project holds something that Parallax did not write ({why}).",
                         "It was left untouched; take it from a backup.", why=str(error)[:200])
