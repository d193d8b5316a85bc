"""Work of minutes: one process a run, watched through its folder, found again after a restart.

The window never waits for a run: a timer asks the pool to read the small files, and what it read comes back as one
signal. Closing the window leaves the run alone; `adopt` finds it again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import Jobs
from core import runs
from core.runs import ENDED, Run, Status
from core.storage import Project

POLL_MS = 200
STOPPING_S = 20  # after this many seconds of not ending by itself a stopped run is ended


class Runs(QObject):
    """The runs of one project. changed(): `status` is new; ended(run, status): a run ended, now or while we were away.

    One run at a time: a second would only take turns with the first on the same cores.
    """

    changed = Signal()
    ended = Signal(object, object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None, name: str = "run", kind: str = "process") -> None:
        """name: keeps the jobs of several such objects apart. kind: of the runs that `adopt` looks for."""
        super().__init__(parent)
        self._jobs, self._name, self._kind = jobs, name, kind
        self.run: Run | None = None
        self.status = Status()
        self._starting = False
        self._stopping_polls = 0
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def running(self) -> bool:
        """True from the button to the end of the process."""
        return self._starting or (self.run is not None and self.status.state not in ENDED)

    @property
    def stopping(self) -> bool:
        return self._stopping_polls > 0

    def start(self, root: Path, kind: str, title: str, settings: Any, join: bool = False) -> None:
        """Makes a run folder under root and starts its process. settings: a record or JSON values.

        join: where one of this kind is at work there already, that one is watched instead.
        """
        if self.running:
            return

        def begin() -> Run:
            for other in runs.listed(root) if join else []:
                if other.request.kind == kind and other.alive and other.status().state not in ENDED:
                    return other
            run = runs.create(root, kind, title, settings)
            run.spawn()
            return run

        self._begin(begin)

    def resume(self, run: Run) -> None:
        """Goes on with a run that was stopped, failed or lost."""
        if not self.running:
            self._begin(lambda: (run.spawn(), run)[1])

    def adopt(self, project: Project) -> None:
        """Looks for runs of an earlier window: one that is at work is watched, those that ended since are told of."""

        def look() -> tuple[list[tuple[Run, Status]], list[Run]]:
            from core import recording  # brings the decoder, which the first window does without

            ended = recording.untaken(project, self._kind)
            return ended, [run for run in runs.listed(project.runs)
                           if run.request.kind == self._kind and run.alive and run.status().state not in ENDED]

        def found(known: tuple[list[tuple[Run, Status]], list[Run]]) -> None:
            for run, status in known[0]:
                self.ended.emit(run, status)
            for run in known[1]:
                if not self.running:
                    self._watch(run)

        self._jobs.submit(("adopt runs", self._name), look, found, self.failed.emit)

    def stop(self) -> None:
        """Asks the process to keep what it has and end; asked again, or not heard for long, it is ended at once."""
        if self.run is None or self.status.state in ENDED:
            return
        if self.stopping:
            self.run.kill()
        else:
            self.run.stop()
        self._stopping_polls += 1
        self.changed.emit()

    def forget(self) -> None:
        """Watch nothing more; the process goes on."""
        self._timer.stop()
        self._jobs.forget(("run status", self._name))
        self._jobs.forget(("start run", self._name))
        self._jobs.forget(("adopt runs", self._name))
        self.run, self.status = None, Status()
        self._starting, self._stopping_polls = False, 0
        self.changed.emit()

    def _begin(self, begin: Callable[[], Run]) -> None:
        self._starting = True
        self.status = Status()
        self.changed.emit()
        self._jobs.submit(("start run", self._name), begin, self._watch, self._not_started)

    def _not_started(self, error: Exception) -> None:
        self._starting = False
        self.changed.emit()
        self.failed.emit(error)

    def _watch(self, run: Run) -> None:
        self.run, self._starting, self._stopping_polls = run, False, 0
        self.status = Status()
        self._timer.start()
        self.changed.emit()

    def _poll(self) -> None:
        run = self.run
        if run is None or self._jobs.busy(("run status", self._name)):
            return
        if self.stopping:
            self._stopping_polls += 1
            if self._stopping_polls * POLL_MS > STOPPING_S * 1000:
                run.kill()
        self._jobs.submit(("run status", self._name), run.status, lambda status: self._deliver(run, status),
                          self.failed.emit)

    def _deliver(self, run: Run, status: Status) -> None:
        if run is not self.run:
            return
        news, self.status = status != self.status, status
        if status.state in ENDED:
            self._timer.stop()
            self._stopping_polls = 0
            self.ended.emit(run, status)
        if news or status.state in ENDED:
            self.changed.emit()
