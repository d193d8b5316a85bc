"""The project on disk: a journal and the tables it leads to in SQLite, and immutable pose files.

`NAME.parallax/` holds project.db, poses/, runs/ and project.lock. Every edit is a committed journal row before it is
in memory, every pose file is whole and named before a row speaks of it: a kill at any instant loses at most the
gesture under way.
"""

import errno
import hashlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from core import posefile, restore
from core.document import Change, Edit, Person, Prediction, Put, View, new_id
from core.errors import ParallaxError
from core.files import Lock, Locked, sweep
from core.pose import Poses2D, Poses3D
from core.progress import Progress, silent
from core.records import dumps
from core.schema import connect, snapshot
from core.video_probe import content_hash as hash_of_video
from core.words import tr

SUFFIX = ".parallax"
DATABASE = "project.db"
_POSE_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}\.npz")

ContentHash = Callable[[Path], str]


@dataclass(frozen=True)
class Entry:
    """A row of the journal. state: 'done', 'undone' (redo brings it back) or 'dropped' (undone, then edited over)."""

    id: int
    time_s: float
    author: str
    title: str
    state: str


class Unwritable(ParallaxError):
    """A project that is open elsewhere, or lies where one may not write: `Project.open(…, read_only=True)` shows it."""


class Project:
    """An open project: its Document, and the only road by which that changes. One writer at a time.

    Made by `Project.create(folder)` or `Project.open(folder)`; close it, or use it in a `with`.
    Not for several threads at a time, except `store`, `poses` and `video`, which only touch files: it may be opened in
    one and used in another.
    A read_only one is the project as it was when it was opened; every road to change it raises Unwritable.
    """

    def __init__(self, folder: Path, lock: Lock | None, con: sqlite3.Connection, progress: Progress = silent) -> None:
        self.folder = folder
        self._lock, self._con = lock, con
        self.document = restore.document(con, folder / DATABASE, progress)

    # -- opening and closing

    @classmethod
    def create(cls, folder: str | Path) -> "Project":
        """A new, empty project in a new or empty folder. Raises ParallaxError where something is there already."""
        folder = _absolute(folder)
        if (folder / DATABASE).exists():
            raise ParallaxError(folder, "there is a project already.", "Open it, or choose another name.")
        if folder.exists() and (not folder.is_dir() or any(p.name not in ("poses", "runs", "project.lock")
                                                           for p in folder.iterdir())):
            raise ParallaxError(folder, "something else is there already.", "Choose another name.")
        new = not folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise ParallaxError(folder, "the folder cannot be made ({why}).", "Choose another place.",
                                why=e.strerror) from e
        try:
            return cls._begun(folder)
        except BaseException:
            if new:
                shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    def _begun(cls, folder: Path) -> "Project":
        project = cls._open(folder)
        try:
            project.do(Edit("New project", (project.document.put(Person("athlete", "Athlete")),), "parallax"))
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def open(cls, folder: str | Path, read_only: bool = False, progress: Progress = silent) -> "Project":
        """The project in a folder. Raises ParallaxError where there is none, where it is damaged, hostile or of a newer
        version, and Unwritable where it is open elsewhere or in a place where one may not write; it is then left as
        it was. read_only: takes no lock and writes nothing, so the last two do not matter. progress: hears of the rows
        read; what it raises, such as Cancelled, ends the opening."""
        folder = _absolute(folder)
        if not (folder / DATABASE).is_file():
            raise ParallaxError(folder, "this is not a Parallax project.",
                                "Choose a folder NAME{suffix} that holds a {database}.", suffix=SUFFIX,
                                database=DATABASE)
        if read_only:
            _check_links(folder)
            con = snapshot(folder / DATABASE)
            try:
                return cls(folder, None, con, progress)
            except BaseException:
                con.close()
                raise
        return cls._open(folder, progress)

    @classmethod
    def _open(cls, folder: Path, progress: Progress = silent) -> "Project":
        _check_links(folder)
        try:
            lock = Lock(folder / "project.lock", f"process {os.getpid()}")
        except Locked as e:
            raise Unwritable(folder, "the project is open in another window or command ({why}).",
                             "Close it there first.", why=e) from None
        except OSError as e:
            raise _unwritable(folder, e.strerror or str(e), e.errno == errno.ENOSPC) from e
        try:
            if (folder / DATABASE).exists() and not _may_write(folder / DATABASE):
                raise _unwritable(folder, tr("{file} is write-protected").format(file=DATABASE))
            con = connect(folder / DATABASE)
        except BaseException:
            lock.release()
            raise
        try:
            _make_folders(folder)  # now that it is known to be a project of ours
            return cls(folder, lock, con, progress)
        except BaseException:
            con.close()
            lock.release()
            raise

    def close(self) -> None:
        """Ends the session with the files; nothing is saved here, since everything already is."""
        self._con.close()
        self.release()

    def release(self) -> None:
        """Lets others have it before it is closed, which may take a moment; here it is read-only from now on."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        return self._lock is None

    @property
    def runs(self) -> Path:
        """Where the run folders of this project live."""
        return self.folder / "runs"

    # -- edits

    def do(self, edit: Edit) -> Change:
        """Does an edit: journal first, then memory. Raises StaleEdit or ParallaxError, and then nothing changed."""
        edit = replace(edit, time_s=edit.time_s or time.time())
        self.document.check(edit)
        with self._transaction() as con:
            if self.document.undone:
                con.execute("UPDATE journal SET state = 'dropped' WHERE state = 'undone'")
            con.execute("INSERT INTO journal (time_s, author, title, puts) VALUES (?, ?, ?, ?)",
                        (edit.time_s, edit.author, edit.title, dumps(tuple(edit.puts))))
            self._write_rows(edit.puts)
        return self.document.do(edit)

    def undo(self) -> Change | None:
        """Takes back the last edit, of this session or an earlier one; None where there is none left."""
        edit = self.document.next_undo
        if edit is None:
            return None
        self.document.check(edit.inverse())
        with self._transaction() as con:
            con.execute("UPDATE journal SET state = 'undone' "
                        "WHERE id = (SELECT max(id) FROM journal WHERE state = 'done')")
            self._write_rows(edit.inverse().puts)
        return self.document.undo()

    def redo(self) -> Change | None:
        """Does again what was undone last; None where there is nothing."""
        edit = self.document.next_redo
        if edit is None:
            return None
        self.document.check(edit)
        with self._transaction() as con:
            con.execute("UPDATE journal SET state = 'done' "
                        "WHERE id = (SELECT min(id) FROM journal WHERE state = 'undone')")
            self._write_rows(edit.puts)
        return self.document.redo()

    def journal(self) -> list[Entry]:
        """Every edit ever made, oldest first, also those that were undone and then edited over."""
        rows = self._con.execute("SELECT id, time_s, author, title, state FROM journal ORDER BY id")
        return [Entry(*row) for row in rows]

    def _transaction(self) -> "_Transaction":
        self._refuse_read_only()
        return _Transaction(self._con, self.folder)

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise read_only_error(self.folder)

    def _write_rows(self, puts: Sequence[Put]) -> None:
        for put in puts:
            if put.new is None:
                self._con.execute("DELETE FROM rows WHERE tbl = ? AND key = ?", (put.table, put.key))
            else:
                self._con.execute("INSERT INTO rows VALUES (?, ?, ?) "
                                  "ON CONFLICT (tbl, key) DO UPDATE SET value = excluded.value",
                                  (put.table, put.key, dumps(put.new)))

    # -- poses

    def store(self, poses: Poses2D | Poses3D, *, view: str, made_from: str = "", start: int = 0,
              stop: int | None = None, athlete: int | None = None, id: str = "") -> Prediction:
        """Writes a pose file, durably, and returns the row for it, which an edit then puts into the document.

        Touches files only, so a worker thread may do it. id: fixed beforehand where doing it twice must be harmless.
        """
        self._refuse_read_only()
        id = id or new_id()
        two = isinstance(poses, Poses2D)
        path = self.folder / "poses" / f"{id}.npz"
        posefile.write(path, poses)
        size, digest = path.stat().st_size, _sha256(path)
        people = (poses.xys if isinstance(poses, Poses2D) else poses.xyzs).shape[1]
        return Prediction(
            id, "2d" if two else "3d", view, path.name, size, digest, poses.source.model, poses.source.weights,
            dict(poses.source.settings), made_from, start, len(poses.times) if stop is None else stop, time.time(),
            people, athlete)

    def save_poses(self, poses: Poses2D | Poses3D, *, view: str, made_from: str = "", start: int = 0,
                   stop: int | None = None, athlete: int | None = None) -> str:
        """`store` and the edit that names the file, authored by the model. Returns the prediction's id."""
        row = self.store(poses, view=view, made_from=made_from, start=start, stop=stop, athlete=athlete)
        verb = "Detect" if row.kind == "2d" else "Lift"
        self.do(Edit(f"{verb} {self.document.views[view].name}", (self.document.put(row),), row.model))
        return row.id

    def poses(self, prediction: str) -> Poses2D | Poses3D:
        """The poses of a prediction. Raises ParallaxError where the file is missing, damaged or not the one named."""
        row = self.document.predictions[prediction]
        path = self._pose_path(row)
        if not path.is_file():
            raise ParallaxError(path, "the pose file is missing.", "Take it from a backup, or detect or lift again.")
        if path.stat().st_size != row.file_bytes or _sha256(path) != row.file_hash:
            raise ParallaxError(path, "the pose file is not the one that was saved: it is damaged or was replaced.",
                                "Take it from a backup, or detect or lift again.")
        return posefile.read(path)

    def _pose_path(self, row: Prediction) -> Path:
        folder = self.folder / "poses"
        path = folder / row.file
        if not _POSE_NAME.fullmatch(row.file) or path.resolve().parent != folder.resolve():
            raise ParallaxError(self.folder / DATABASE, "the project names a pose file outside itself ({file!r}).",
                                "Do not use this project; ask where it came from.", file=row.file[:80])
        return path

    # -- videos

    def place(self, video: str | Path) -> str:
        """How this project writes down where a video is: relative to its folder wherever that is possible."""
        path = Path(video).resolve()
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # another drive
            return path.as_posix()

    def video(self, view: View, content_hash: ContentHash = hash_of_video) -> Path | None:
        """Where a view's video is now, or None: where it was relative to the project, else beside or in the project.

        A file counts where its size and content hash are those of the view.
        """
        if _remote(view.path):
            return None
        name = PurePosixPath(view.path).name
        places = (self.folder / view.path, self.folder.parent / name, self.folder / name)
        return next((Path(os.path.normpath(p)) for p in places if _is(p, view, content_hash)), None)

    def missing(self, content_hash: ContentHash = hash_of_video) -> list[View]:
        """The views whose video is nowhere to be found; the user is asked for these, once."""
        return [v for v in self.document.views.values() if self.video(v, content_hash) is None]

    def relink(self, view: str, video: str | Path, content_hash: ContentHash = hash_of_video) -> Change:
        """Remembers where a view's video is now. Raises ParallaxError where that is not the same video."""
        row = self.document.views[view]
        if not _is(Path(video), row, content_hash):
            raise ParallaxError(video, "this is not the video of {view}: its contents differ.",
                                "Choose the file that was used before, or add this one as a new view.", view=row.name)
        return self.do(Edit(f"Find {row.name}", (self.document.put(replace(row, path=self.place(video))),)))


class _Transaction:
    """All of it is committed, or the error becomes one that a user can act on and none of it is."""

    def __init__(self, con: sqlite3.Connection, folder: Path) -> None:
        self._con, self._folder = con, folder

    def __enter__(self) -> sqlite3.Connection:
        self._begin_or_commit("BEGIN IMMEDIATE")
        return self._con

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._begin_or_commit("COMMIT")
            return
        if self._con.in_transaction:
            self._con.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise self._said(error) from error

    def _begin_or_commit(self, statement: str) -> None:
        try:
            self._con.execute(statement)
        except sqlite3.Error as e:
            if self._con.in_transaction:
                self._con.execute("ROLLBACK")
            raise self._said(e) from e

    def _said(self, error: sqlite3.Error) -> ParallaxError:
        return ParallaxError(self._folder, "the change could not be saved ({why}).",
                             "Free some space on that disk or make it writable, and try again; everything before it is "
                             "safe.", why=error)


def read_only_error(folder: Path) -> Unwritable:
    """What somebody is told who wants to change a project that is open read-only."""
    return Unwritable(folder, "the project is open read-only: nothing in it can be changed here.",
                      "Close it where else it is open, or make it writable, and open it again.")


def _unwritable(folder: Path, why: str, full: bool = False) -> Unwritable:
    return Unwritable(folder, "the project cannot be written to ({why}).",
                      "Free some space on that disk, or copy the project to a place where you may write." if full else
                      "Make the folder writable, or copy the project to a place where you may write.", why=why)


def _may_write(file: Path) -> bool:
    return os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _check_links(folder: Path) -> None:
    """Raises ParallaxError where a part of a project leads out of it: what is written, emptied, swept and read there
    must not be somebody else's."""
    for path in (folder / "poses", folder / "runs", *folder.glob("project.*")):
        if path.is_symlink():
            raise ParallaxError(path, "this part of the project leads elsewhere.", "Do not use this project unless you "
                                "made the link; then move what it leads to back into the project.")


def _make_folders(folder: Path) -> None:
    """The folders inside a project, swept. Raises ParallaxError where one cannot be had."""
    for path in (folder / "poses", folder / "runs"):
        try:
            path.mkdir(exist_ok=True)
        except PermissionError as e:
            raise _unwritable(folder, e.strerror or str(e)) from e
        except OSError as e:
            raise ParallaxError(path, "this folder of the project cannot be made ({why}).",
                                "Make the project writable, or copy it to a place where you may write.",
                                why=e.strerror) from e
    with suppress(OSError):  # what cannot be swept does no harm
        sweep(folder / "poses")


def _absolute(folder: str | Path) -> Path:
    return Path(folder).expanduser().resolve()


def _remote(path: str) -> bool:
    """A path on another computer: a project from outside must not make us call there (and log in)."""
    return path.startswith(("//", "\\\\")) or PureWindowsPath(path).drive.startswith("\\\\")


def _is(path: Path, view: View, content_hash: ContentHash = hash_of_video) -> bool:
    try:
        return path.is_file() and path.stat().st_size == view.file_bytes and content_hash(path) == view.file_hash
    except (OSError, ValueError, ParallaxError):
        return False


def _sha256(path: Path) -> str:
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
