"""The tables of project.db: making them, bringing old ones up to date, and refusing what is not ours."""

import contextlib
import sqlite3
from pathlib import Path

from core.errors import ParallaxError

MAX_TEXT = 64 * 2**20  # no text or blob of ours comes near this many bytes

# One script a version; a project of version n has had the first n. Never change one: add the next.
MIGRATIONS = (
    """
    CREATE TABLE rows (
        tbl TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (tbl, key)
    );
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT, time_s REAL NOT NULL, author TEXT NOT NULL, title TEXT NOT NULL,
        puts TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'done'
    );
    """,
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    INSERT INTO meta VALUES ('program', 'parallax');
    CREATE INDEX journal_state ON journal (state, id);
    """,
    # Labels, swaps and slow motion: rows that an older program would take for damage.
    """
    INSERT INTO meta VALUES ('labels', '1');
    """,
)
VERSION = len(MIGRATIONS)
_OURS = {"rows", "journal", "meta", "journal_state", "sqlite_sequence"}


def connect(path: Path) -> sqlite3.Connection:
    """An open, checked, up-to-date project database. path: project.db; an empty file becomes a new project.

    Raises ParallaxError where it is damaged, foreign, or of a newer version; the file is then left as it was.
    """
    con = sqlite3.connect(path, isolation_level=None)
    try:
        con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT)
        # FULL: a commit is on the disk before the user is shown that it happened, power cut or not.
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=FULL", "foreign_keys=ON"):
            con.execute(f"PRAGMA {pragma}")
        version = _check(con, path)
        con.execute("PRAGMA journal_mode=WAL")
        _migrate(con, path, version)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as e:  # the latter of a message that quotes damaged names
        con.close()
        raise ParallaxError(path, f"the project's database cannot be used ({e}).", _remedy(path, e)) from e
    except BaseException:
        con.close()
        raise
    return con


def _remedy(path: Path, error: Exception) -> str:
    if any(word in str(error) for word in ("readonly", "unable to open", "disk I/O")):
        return "Make the folder writable, or copy the project to a place where you may write."
    if "full" in str(error):
        return "Free some space on that disk and try again."
    return (f"It was left untouched. Take {path.name} from a backup of the project, or recover what is in it with "
            f"`sqlite3 {path.name} .recover`.")


def _check(con: sqlite3.Connection, path: Path) -> int:
    """The version of a sound database of ours."""
    version = int(con.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise ParallaxError(path, f"the project was made by a newer Parallax (format {version}, this one knows "
                            f"{VERSION}).", "Open it with that version or update this one; it was left untouched.")
    found = con.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(str(found))
    things = con.execute("SELECT type, name FROM sqlite_master").fetchall()
    # sqlite_autoindex_*: what UNIQUE and PRIMARY KEY make by themselves.
    foreign = [n for t, n in things if t not in ("table", "index")
               or (n not in _OURS and not n.startswith("sqlite_autoindex_"))]
    if foreign or version < 0 or (version == 0 and things):
        raise sqlite3.DatabaseError(f"it is not a Parallax project: {', '.join(foreign) or 'no version'}")
    return version


def _migrate(con: sqlite3.Connection, path: Path, version: int) -> None:
    if version == VERSION:
        return
    if version > 0:
        with contextlib.closing(sqlite3.connect(path.with_name(f"project.v{version}.db"))) as backup:
            con.backup(backup)
    con.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version:]:
            for statement in script.split(";"):
                con.execute(statement)
        con.execute(f"PRAGMA user_version = {VERSION}")
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
