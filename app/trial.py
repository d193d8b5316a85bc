"""A few steps of a training that is only thought of, in a process of its own: they tell how long all will take."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import Jobs
from app.runs import Runs
from app.words import tr
from core.records import dumps, plain
from core.runs import Run, Status, listed

KIND = "train-trial"
REST_MS = 1500  # of no change before it is worth trying: a number is typed letter by letter


class Trial(QObject):
    """changed(): there is an answer, or none any more. result: of what was asked for last, {} while it is not there;
    fault: why it could not be done."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted: tuple[Path, dict[str, Any]] | None = None
        self._known: dict[str, tuple[dict[str, Any], str]] = {}  # by what was asked: result and fault
        self._tried = ""  # what the process at work was asked
        self.runs = Runs(jobs, self, KIND, KIND)
        self.runs.changed.connect(self._look)
        self.runs.ended.connect(self._ended)
        self.runs.failed.connect(lambda error: self._keep({}, str(error)))
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        return self._wanted is not None and _key(self._wanted[1]) not in self._known

    @property
    def result(self) -> dict[str, Any]:
        return self._answer[0]

    @property
    def fault(self) -> str:
        return self._answer[1]

    @property
    def _answer(self) -> tuple[dict[str, Any], str]:
        return self._known.get(_key(self._wanted[1]), ({}, "")) if self._wanted is not None else ({}, "")

    def ask(self, root: Path, method: str, settings: Any) -> None:
        """What would these settings cost? root: where run folders are made. The same again is known already."""
        asked = {"method": method, "settings": plain(settings)}
        if self._wanted is not None and self._wanted == (root, asked):
            return
        self._wanted = root, asked
        if _key(asked) in self._known:
            self._timer.stop()
        else:
            self._timer.start()
        self._look()
        self.changed.emit()

    def drop(self) -> None:
        """Nobody wants to know."""
        if self._wanted is not None:
            self._wanted = None
            self._timer.stop()
            self._look()
            self.changed.emit()

    def renew(self) -> None:
        """What could not be done may be possible now."""
        self._known = {key: answer for key, answer in self._known.items() if not answer[1]}
        if self.busy and not self.runs.running:
            self._timer.start()

    def forget(self) -> None:
        """Of another project."""
        self.drop()
        self.runs.forget()

    def _start(self) -> None:
        if self._wanted is None or not self.busy:
            return
        if self.runs.running:
            self._timer.start()
            return
        root, asked = self._wanted
        self._tried = _key(asked)
        self.runs.start(root, KIND, "Try a training", asked)

    def _look(self) -> None:
        """A process whose answer nobody waits for is ended."""
        run = self.runs.run
        if run is not None and self.runs.running and (self._wanted is None or _key(self._wanted[1]) != self._tried):
            run.kill()

    def _ended(self, run: Run, status: Status) -> None:
        tried = self._tried
        if status.state == "done":
            self._keep(dict(status.result), "", tried)
        elif self._wanted is not None and _key(self._wanted[1]) == tried:  # else it was ended by us
            self._keep({}, status.message if status.state == "failed" else
                       tr("the process that tried it ended before its time. It may be short of memory."), tried)
        self._jobs.submit(("trial over", run.name), lambda: shutil.rmtree(run.folder, ignore_errors=True),
                          lambda _: None)

    def _keep(self, result: dict[str, Any], fault: str, tried: str = "") -> None:
        self._known[tried or self._tried] = result, fault
        self.changed.emit()


def sweeper(root: Path, *kinds: str) -> Callable[[], None]:
    """What removes trials, and runs of these kinds, that were left behind by a window which was closed meanwhile."""
    def sweep() -> None:
        for run in listed(root):
            if run.request.kind in (KIND, *kinds) and not run.alive:
                shutil.rmtree(run.folder, ignore_errors=True)

    return sweep


def _key(asked: dict[str, Any]) -> str:
    return dumps(asked)
