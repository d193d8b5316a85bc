"""The tables of project.db: making them, bringing old ones up to date, and refusing what is not ours."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from core.errors import ParallaxError
from core.words import marked

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
    # Cameras that are known: such rows too.
    """
    INSERT INTO meta VALUES ('cameras', '1');
    """,
    # Drawings and key moments.
    """
    INSERT INTO meta VALUES ('coaching', '1');
    """,
)
VERSION = len(MIGRATIONS)
_OURS = {"rows", "journal", "meta", "journal_state", "sqlite_sequence"}


def connect(path: Path) -> sqlite3.Connection:
    """An open, checked, up-to-date project database. path: project.db; an empty file becomes a new project.

    Raises ParallaxError where it is damaged, foreign, or of a newer version; the file is then left as it was.
    """
    _refuse_newer(path, _written_version(path))  # before SQLite sees it, which tidies up after a killed writer
    con = _new(path)
    with _told(path, con):
        version = _prepare(con, path)
        con.execute("PRAGMA journal_mode=WAL")
        if 0 < version < VERSION:
            with contextlib.closing(sqlite3.connect(path.with_name(f"project.v{version}.db"))) as backup:
                con.backup(backup)
        _migrate(con, version)
    return con


def snapshot(path: Path) -> sqlite3.Connection:
    """A checked, up-to-date copy in memory of a project database, the last commit of whoever writes it included.

    Nothing in its folder is written, and nothing there is held afterwards. Raises ParallaxError as `connect` does.
    """
    _refuse_newer(path, _written_version(path))
    con = _new(":memory:")
    with _told(path, con):
        with _reading(path) as source:
            version = _prepare(source, path)
            source.backup(con)
        con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT)
        _migrate(con, version)
    return con


def _new(path: Path | str) -> sqlite3.Connection:
    # A project is opened in a worker and then used in the window's thread, never in both at a time; that the library
    # takes care of itself all the same is what threadsafety 3 says (and any build that Python is shipped with).
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, whether somebody has the database open, it was closed, or its writer was killed.

    SQLite reads a log (-wal) only with its index (-shm), and makes that where there is none, or fails where it may not.
    """
    log, index = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    if index.exists() or not log.exists():
        how = "mode=ro" if log.exists() else "immutable=1"  # without a log everything is in the one file
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, isolation_level=None)) as con:
            yield con
        return
    with tempfile.TemporaryDirectory() as place:
        for file in (path, log):
            shutil.copyfile(file, Path(place) / file.name)
        with contextlib.closing(sqlite3.connect(Path(place) / path.name, isolation_level=None)) as con:
            yield con


def _prepare(con: sqlite3.Connection, path: Path) -> int:
    """Sets a connection up for a database that need not be ours; its version, once it is known to be sound."""
    con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT)
    # FULL: a commit is on the disk before the user is shown that it happened, power cut or not.
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=FULL", "foreign_keys=ON"):
        con.execute(f"PRAGMA {pragma}")
    return _check(con, path)


@contextlib.contextmanager
def _told(path: Path, con: sqlite3.Connection) -> Iterator[None]:
    """On an error closes the connection, and makes of SQLite's what a user can act on."""
    try:
        yield
    except (OSError, sqlite3.DatabaseError, UnicodeDecodeError) as e:  # the last of a message quoting damaged names
        con.close()
        raise ParallaxError(path, "the project's database cannot be used ({why}).", _remedy(e), why=e,
                            file=path.name) from e
    except BaseException:
        con.close()
        raise


def _remedy(error: Exception) -> str:
    """To be looked up, and given the name of the `file`."""
    if any(word in str(error) for word in ("readonly", "unable to open", "disk I/O")):
        return marked("Make the folder writable, or copy the project to a place where you may write.")
    if "full" in str(error):
        return marked("Free some space on that disk and try again.")
    return marked("It was left untouched. Take {file} from a backup of the project, or recover what is in it with "
                  "`sqlite3 {file} .recover`.")


def _check(con: sqlite3.Connection, path: Path) -> int:
    """The version of a sound database of ours."""
    version = int(con.execute("PRAGMA user_version").fetchone()[0])
    _refuse_newer(path, version)
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


def _refuse_newer(path: Path, version: int) -> None:
    if version > VERSION:
        raise ParallaxError(path,
                            "the project was made by a newer Parallax (format {version}, this one knows {known}).",
                            "Open it with that version or update this one; it was left untouched.", version=version,
                            known=VERSION)


def _written_version(path: Path) -> int:
    """The version in the file itself, which its log may still raise; 0 where there is none to be read."""
    try:
        with open(path, "rb") as file:
            head = file.read(100)
    except OSError:
        return 0
    return int.from_bytes(head[60:64], "big", signed=True) if head.startswith(b"SQLite format 3\0") else 0


def _migrate(con: sqlite3.Connection, version: int) -> None:
    if version == VERSION:
        return
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
