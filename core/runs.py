"""A run: minutes of work in its own process, which talks through the files of its folder and survives the window.

request.json  what to do; written once
worker.json   the process at work: its pid and when it began
status.json   how far it is; replaced as a whole
log.jsonl     one line a step (losses, events); only appended
output.txt    all it printed; its tail is shown when it fails
stop          exists when the user wants it to end
checkpoints/  what training keeps; detection keeps its chunks in partial/
"""

import contextlib
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core import processes
from core.document import new_id
from core.errors import ParallaxError
from core.files import write_text
from core.records import dumps, frozen, loads, parse

STATES = ("waiting", "running", "done", "failed", "stopped", "lost")
ENDED = ("done", "failed", "stopped", "lost")
MAX_FILE = 64 * 2**20


@dataclass(frozen=True)
class ItemStatus:
    """One item of a run (a view): its stage, `done` of `total` units, units a second, seconds left (None unknown)."""

    name: str = ""
    stage: str = "waiting"
    done: int = 0
    total: int = 0
    rate: float = 0.0
    eta_s: float | None = None
    message: str = ""


@dataclass(frozen=True)
class Status:
    """status.json. state: one of STATES; 'lost' is never written: it is a run whose process died without a word.

    message: for the user, mostly why it failed. items: by view id. result: JSON values, when done; details: while it
    is at work. updated_s: Unix.
    """

    state: str = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0
    eta_s: float | None = None
    message: str = ""
    items: Mapping[str, ItemStatus] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    updated_s: float = 0.0

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"Status.state: {self.state[:40]!r} is not one of {', '.join(STATES)}")
        object.__setattr__(self, "result", frozen(self.result))
        object.__setattr__(self, "details", frozen(self.details))


@dataclass(frozen=True)
class Request:
    """request.json. kind: 'process' or 'train'; settings: that kind's own request as JSON values."""

    kind: str
    title: str
    settings: Mapping[str, Any]
    made_s: float


@dataclass(frozen=True)
class _Worker:
    pid: int
    born: str


class Run:
    """A run folder. Any process may read it; only the worker writes status and log."""

    def __init__(self, folder: str | Path) -> None:
        """Adopts an existing folder. Raises ParallaxError where it holds no readable request."""
        self.folder = Path(folder)
        try:
            self.request = parse(Request, _text(self.folder / "request.json"))
        except (OSError, ValueError) as e:
            raise ParallaxError(self.folder, "this is not a run of Parallax ({why}).",
                                "Choose a folder that holds a request.json, or start the run again.",
                                why=_why(e)) from e

    @property
    def name(self) -> str:
        return self.folder.name

    # -- for whoever watches

    def status(self) -> Status:
        """How far it is. A run that says it waits or runs while its process is dead is 'lost'."""
        status = self._written()
        if status.state in ENDED or not self._died():
            return status
        status = self._written()  # it may have ended properly between the two looks
        return status if status.state in ENDED else replace(
            status, state="lost", eta_s=None, message=status.message or self.tail(5) or "The process ended.")

    def _written(self) -> Status:
        try:
            return parse(Status, _text(self.folder / "status.json"))
        except FileNotFoundError:
            return Status()
        except (OSError, ValueError) as e:
            return Status("failed", message=f"{self.folder / 'status.json'} cannot be read ({_why(e)}).")

    def _worker(self) -> _Worker | None:
        try:
            return parse(_Worker, _text(self.folder / "worker.json"))
        except (OSError, ValueError):
            return None

    def _died(self) -> bool:
        worker = self._worker()
        return worker is not None and (not worker.born or processes.birth(worker.pid) != worker.born)

    @property
    def alive(self) -> bool:
        """Whether a process is at work on it."""
        return self._worker() is not None and not self._died()

    def tail(self, lines: int = 20) -> str:
        """The last lines that the worker printed."""
        try:
            with open(self.folder / "output.txt", "rb") as f:
                f.seek(max(0, f.seek(0, os.SEEK_END) - 16384))
                return "\n".join(f.read().decode(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def read_log(self, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """Log entries from a byte offset on, and the offset to go on from. A line still being written is left."""
        try:
            with open(self.folder / "log.jsonl", "rb") as f:
                f.seek(offset)
                data = f.read(MAX_FILE)
        except OSError:
            return [], offset
        whole = data[:data.rfind(b"\n") + 1]
        entries = []
        for line in whole.splitlines():
            with contextlib.suppress(ValueError):
                entry = loads(line.decode(errors="replace"))
                if isinstance(entry, dict):
                    entries.append(entry)
        return entries, offset + len(whole)

    def stop(self) -> None:
        """Asks the worker to save what it has and end."""
        (self.folder / "stop").touch()

    def kill(self) -> None:
        """Ends the worker at once; what it had finished stays."""
        if worker := self._worker():
            processes.end(worker.pid, worker.born)

    def spawn(self) -> int:
        """Starts (or goes on with) the run in a process of its own that outlives this one. Returns its pid.

        Raises ParallaxError where one is at work on it already.
        """
        self._check_idle()
        for old in ("stop", "worker.json"):
            (self.folder / old).unlink(missing_ok=True)
        write_text(self.folder / "status.json", dumps(Status(updated_s=time.time())))
        pid = processes.spawn(["run", str(self.folder.resolve())], self.folder / "output.txt")
        self._name_worker(pid)
        return pid

    def _check_idle(self) -> None:
        worker = self._worker()
        mine = (os.getpid(), os.getppid())  # Windows starts a virtual environment's Python through a parent
        if worker is not None and worker.pid not in mine and not self._died():
            raise ParallaxError(self.folder, "process {pid} is at work on this run.", "Wait for it, or stop it first.",
                                pid=worker.pid)

    def _name_worker(self, pid: int) -> None:
        write_text(self.folder / "worker.json", dumps(_Worker(pid, processes.birth(pid))))

    # -- for the worker

    def start(self) -> None:
        """This process takes the run over. Raises ParallaxError where another one is at work on it."""
        self._check_idle()
        self._name_worker(os.getpid())
        self.write_status(Status("running"))

    @property
    def stop_asked(self) -> bool:
        return (self.folder / "stop").exists()

    def write_status(self, status: Status) -> None:
        """Replaces status.json as a whole: a reader sees the old one or this one."""
        write_text(self.folder / "status.json", dumps(replace(status, updated_s=time.time())))

    def log(self, entry: Mapping[str, Any]) -> None:
        """Appends one line to log.jsonl; a number that is not finite (a diverged loss) becomes null."""
        told = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in entry.items()}
        with open(self.folder / "log.jsonl", "ab") as f:
            f.write(dumps(told).encode() + b"\n")

    @property
    def checkpoints(self) -> Path:
        path = self.folder / "checkpoints"
        path.mkdir(exist_ok=True)
        return path


def create(root: str | Path, kind: str, title: str, settings: Any) -> Run:
    """A new run folder under root, named by time so that they sort. settings: a record or JSON values."""
    folder = Path(root) / f"{time.strftime('%Y%m%d-%H%M%S')}-{kind}-{new_id()[:6]}"
    try:
        folder.mkdir(parents=True)
        request = Request(kind, title, frozen(loads(dumps(settings))), time.time())
        write_text(folder / "request.json", dumps(request), durable=True)
    except OSError as e:
        raise ParallaxError(folder, "the run cannot be made ({why}).",
                            "Free some space on that disk or make the folder writable.", why=e.strerror) from e
    return Run(folder)


def listed(root: str | Path) -> list[Run]:
    """The runs under a folder, oldest first; folders that hold none are passed over."""
    runs = []
    for request in sorted(Path(root).glob("*/request.json")):
        with contextlib.suppress(ParallaxError):
            runs.append(Run(request.parent))
    return runs


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"{path.name} is too large")
    return path.read_text(encoding="utf-8")


def _why(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)[:200]
