"""Files that are whole or absent, and locks that die with their holder."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TEMPORARY = ".part"  # what an unfinished file's name ends in; swept when a project opens


def write_whole(path: Path, write: Callable[[IO[bytes]], Any], durable: bool = True) -> None:
    """Writes a file so that at every instant there is the old one or the new one, never a part of it.

    write: gets the open binary file. durable: wait until disk and folder entry survive a power cut; without it the
    file still survives the death of this process. Raises OSError, and then leaves what was there.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with open(part, "xb") as f:
            write(f)
            f.flush()
            if durable:
                os.fsync(f.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def write_text(path: Path, text: str, durable: bool = False) -> None:
    """`write_whole` of a UTF-8 text."""
    write_whole(path, lambda f: f.write(text.encode()), durable)


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder durable. Windows has no such call and keeps them in its own log."""
    if sys.platform != "win32":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def sweep(folder: Path) -> None:
    """Removes the unfinished files that a killed writer left in a folder."""
    for part in folder.glob(f"*{TEMPORARY}"):
        part.unlink(missing_ok=True)


class Locked(Exception):
    """Somebody else holds the lock; the message is what they wrote about themselves."""


class Lock:
    """An exclusive lock on a file, held by the operating system for this process: a killed holder holds nothing.

    Raises Locked where it is held, by another process or elsewhere in this one, and OSError where the file cannot be
    made. note: what others are told about the holder.
    """

    def __init__(self, path: Path, note: str) -> None:
        self._file = open(path, "a+b")  # noqa: SIM115  held until release
        try:
            _lock(self._file)
        except OSError:
            self._file.seek(0)
            holder = self._file.read(200).decode(errors="replace").strip()
            self._file.close()
            raise Locked(holder) from None
        self._file.truncate(0)
        self._file.write(note.encode())
        self._file.flush()

    def release(self) -> None:
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(2**30)  # beyond the note, which others must be able to read while the lock is held
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
