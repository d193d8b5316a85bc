"""The window's end of a decoding process: starting it, asking it for frames, and hearing what it says."""

import json
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import processes
from core.errors import ParallaxError

UNREAD = 32          # requests written ahead of what the process has read: less than the smallest pipe holds
PIPE_BYTES = 2**20   # a whole picture fits in, so that neither end waits for the other in the middle of one
MOST_BYTES = 2**31   # no answer is longer
LAST_MOMENT_S = 2.0  # for a process to end that has said its last word
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # loads faster, and needs no more


def decoder_command() -> list[str]:
    """How the process of a view is started."""
    return processes.command_line(["decode-view"], "app.decoding")


@dataclass(frozen=True, eq=False)
class Frame:
    """A decoded picture. rgb: (h, w, 3) uint8, scaled for the pane; size: (width, height) of the upright video.

    generation is that of the request it answers: a view keeps the newest and drops the rest.
    """

    view: str
    index: int
    rgb: NDArray[np.uint8]
    size: tuple[int, int]
    generation: int


@dataclass(frozen=True, eq=False)
class Opened:
    times: NDArray[np.float64]
    size: tuple[int, int]
    fps: Fraction


@dataclass(frozen=True)
class Ended:
    why: str  # '' where the process has said so itself


class DecoderProcess:
    """One process, and the thread that starts it and waits for what it says.

    The window's thread writes the requests itself, never more than the process is known to have room for: a writing
    thread would compete with it for Python's lock, and a full pipe would stop it.
    """

    def __init__(self, command: list[str], emit: Callable[["DecoderProcess", object], None]) -> None:
        self.view_id = ""                     # a spare has no view yet
        self._path, self._first = Path(), b""  # the file, and the line that names it
        self._command, self._emit = command, emit
        self._lock = threading.Lock()  # over the process, and writing to it; never held for long
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = False
        self._read = 0                        # generation of the newest request that the process has read
        self._unread: deque[int] = deque()    # generations written and not known to be read
        self._waiting: tuple[int, ...] | None = None  # the newest request, while there is no room
        self._asked = self._answered = 0      # generations
        self._size = (0, 0)
        self._open = self._failed = False
        self._since = time.monotonic()        # when it last gave a sign of life, or was given something to do
        self.thread = threading.Thread(target=self._run, name="frames of a view", daemon=True)
        self.thread.start()

    # -- in the window's thread

    def begin(self, view_id: str, path: Path, memory: int) -> None:
        """Work for this view from now on."""
        self.view_id, self._path, self._since = view_id, path, time.monotonic()
        with self._lock:
            self._first = json.dumps({"path": str(path), "memory": memory}).encode() + b"\n"
            self._introduce()
        self._write()

    def ask(self, request: tuple[int, ...]) -> None:
        """(generation, index, direction, width, height, first, last), as app.decoding tells."""
        if self._asked <= self._answered and self._open:
            self._since = time.monotonic()
        self._asked, self._waiting = request[0], request
        self._write()

    def heard(self) -> None:
        """It said something: there may be room for a request that waits."""
        self._write()

    @property
    def silent_s(self) -> float:
        """Seconds without a word while something is asked of it; 0 while nothing is."""
        idle = self._open and self._asked <= self._answered
        return 0.0 if idle else time.monotonic() - self._since

    def end(self) -> None:
        """Ends the process at once. The thread ends when it is gone."""
        with self._lock:
            self._ending = True
            if self._process is not None:
                self._process.kill()

    def _write(self) -> None:
        while self._unread and self._unread[0] <= self._read:
            self._unread.popleft()
        with self._lock:
            if self._waiting is None or self._process is None or self._first or len(self._unread) >= UNREAD:
                return
            self._unread.append(self._waiting[0])
            _say(self._process, json.dumps(self._waiting).encode() + b"\n")
            self._waiting = None

    def _introduce(self) -> None:
        """The first line, as soon as there are both it and the process. Call with the lock."""
        if self._process is not None and self._first:
            _say(self._process, self._first)
            self._first = b""

    # -- in its own thread

    def _run(self) -> None:
        try:
            flags = 0
            if sys.platform == "win32":
                flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
            process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                       env=processes.environment() | SINGLE, creationflags=flags)
        except OSError as error:
            self._emit(self, Ended(str(ParallaxError(self._path, "no decoder could be started ({why}).",
                                                     "Close other programs and open the video again.",
                                                     why=error.strerror))))
            return
        assert process.stdout is not None
        widen(process.stdout.fileno())
        with self._lock:
            self._process = process
            if self._ending:
                process.kill()
            self._introduce()
        self._emit(self, None)  # it is there: what was asked meanwhile can be written
        with open(process.stdout.fileno(), "rb", closefd=False) as source:
            self._listen(source)
        code = ended(process)
        if not self._ending:
            self._emit(self, Ended(self._epitaph(code)))

    def _listen(self, source: BufferedReader) -> None:
        """Until the process closes its end; an answer that is none ends it."""
        while line := source.readline():
            try:
                head = json.loads(line)
                said = self._understood(head, source)
            except (ValueError, KeyError, TypeError, EOFError):
                return
            self._read = int(head["read"])
            self._since = time.monotonic()
            if said is not None or self._waiting is not None:
                self._emit(self, said)

    def _understood(self, head: dict[str, Any], source: BufferedReader) -> Frame | Opened | str | None:
        what, length = head["say"], int(head["bytes"])
        if not 0 <= length <= MOST_BYTES:
            raise ValueError("an answer too long")
        if what == "frame":
            height, width = int(head["height"]), int(head["width"])
            if height * width * 3 != length:
                raise ValueError("a picture of another size than it says")
            rgb = filled(source, np.empty((height, width, 3), np.uint8))
            self._answered = int(head["generation"])
            return Frame(self.view_id, int(head["index"]), rgb, self._size, self._answered)
        if what == "opened":
            times = filled(source, np.empty(length // 8, np.float64))
            self._size, self._open = (int(head["size"][0]), int(head["size"][1])), True
            return Opened(times, self._size, Fraction(head["fps"]))
        data = bytes(filled(source, np.empty(length, np.uint8)))
        if what != "failed":
            return None
        self._answered = max(self._answered, int(head["read"]))
        self._failed = True
        return data.decode(errors="replace")

    def _epitaph(self, code: int) -> str:
        """Why the process ended, unless it has said that it cannot open the file."""
        if self._failed and not self._open:
            return ""
        return str(ParallaxError(
            self._path, "the process that decodes it ended unexpectedly ({how}).",
            "Go to another frame to start it again; copy the file again if it goes on." if self._open else
            "Copy the file again from the camera.", how=processes.ending(code)))


def ended(process: "subprocess.Popen[bytes]") -> int:
    """The exit code of a process that has said its last word; it has a moment to go by itself."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        return process.wait(timeout=LAST_MOMENT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _say(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    with suppress(OSError, ValueError):  # it ended just now, which its thread will tell
        if process.stdin is not None:
            process.stdin.write(line)


def widen(pipe: int) -> None:
    """Room for a whole picture in the pipe, where the system lets us."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # the user may have as many as allowed
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def filled(source: BufferedReader, array: NDArray[Any]) -> NDArray[Any]:
    """The array, filled from the pipe. Raises EOFError."""
    rest = memoryview(array.data).cast("B") if array.size else memoryview(b"")
    while rest:
        got = source.readinto(rest)
        if not got:
            raise EOFError
        rest = rest[got:]
    return array
