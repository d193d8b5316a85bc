"""How far a run is: from many threads' steps to status.json, its rates and times left, and the wish to stop."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from core.errors import ParallaxError
from core.progress import Cancelled, Progress, Step
from core.records import plain
from core.runs import ItemStatus, Run, Status

WRITE_S = 0.25  # between two status files: often enough to look live, seldom enough to cost nothing
STOP_S = 0.2  # between two looks for the file `stop`


@dataclass
class _Item:
    """A view's stage and what its rate is measured from: the first step of the stage, where a resumed one begins."""

    name: str
    stage: str = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""
    first: int = 0
    first_s: float = field(default_factory=time.monotonic)

    def enter(self, stage: str, done: int = 0) -> None:
        self.stage, self.first, self.first_s = stage, done, time.monotonic()

    def status(self) -> ItemStatus:
        took = time.monotonic() - self.first_s
        working = self.stage not in ("waiting", "done", "failed")
        rate = (self.done - self.first) / took if took > 0.5 and working else 0.0
        eta = (self.total - self.done) / rate if rate > 0 else None
        return ItemStatus(self.name, self.stage, self.done, self.total, round(rate, 2), eta, self.message)


class Report:
    """Collects the steps of a run's views. Thread-safe. Raises Cancelled in whoever reports once a stop is asked.

    `with report:` around the work sees to it that a run that is stopped or fails says so.
    """

    def __init__(self, run: Run, progress: Progress) -> None:
        self._run, self._progress = run, progress
        self._lock = threading.Lock()
        self._items: dict[str, _Item] = {}
        self._cancelled = threading.Event()
        self._written_s = self._looked_s = 0.0

    def add(self, view: str, name: str) -> None:
        """A view that will be reported on."""
        self._items[view] = _Item(name)

    def cancel(self) -> None:
        """Everyone who reports from now on is stopped."""
        self._cancelled.set()

    def stage(self, view: str, stage: str, message: str = "") -> None:
        """The view enters a stage that has no steps, or has ended."""
        with self._lock:
            self._items[view].enter(stage)
            self._items[view].message = message
        self._write()

    def of(self, view: str, stage: str) -> Progress:
        """The progress callback for one stage of one view."""

        def step(step: Step) -> None:
            with self._lock:
                item = self._items[view]
                if item.stage != stage:
                    item.enter(stage, step.done)
                item.done, item.total = step.done, step.total
            self._check()
            self._progress(Step(stage, step.done, step.total, view))
            if time.monotonic() - self._written_s > WRITE_S:
                self._write()

        return step

    def end(self, state: str, message: str = "", result: Any = None) -> None:
        """The last word of a run. Raises ParallaxError where 'done' cannot be written down."""
        self._write(state, message, plain(result) if result is not None else {})

    def __enter__(self) -> "Report":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Whatever ends the work early is the run's last word, and goes on to whoever asked for it."""
        if isinstance(error, Cancelled | KeyboardInterrupt):
            self.end("stopped")
        elif error is not None:
            self.end("failed", str(error) if isinstance(error, ParallaxError) else f"{type(error).__name__}: {error}")

    def _check(self) -> None:
        now = time.monotonic()
        if now - self._looked_s > STOP_S:
            self._looked_s = now
            if self._run.stop_asked:
                self._cancelled.set()
        if self._cancelled.is_set():
            raise Cancelled

    def _write(self, state: str = "running", message: str = "", result: Any = None) -> None:
        with self._lock:
            self._written_s = time.monotonic()
            items = {view: item.status() for view, item in self._items.items()}
            try:
                self._run.write_status(_summed(items, state, message, result or {}))
            except OSError as e:
                # A full disk must not end work that may yet be saved, nor cover the fault that ended it: a run without
                # a last word counts as lost, and goes on. But what could not be written down is not done.
                if state == "done":
                    raise ParallaxError(self._run.folder, "the run's status cannot be written ({why}).",
                                        "Free some space on that disk and do the same again; it goes on from there.",
                                        why=e.strerror) from e


def _summed(items: dict[str, ItemStatus], state: str, message: str, result: Any) -> Status:
    """The run as a whole: frames of all views; what is left at the rate of all, no sooner than the slowest view."""
    total = sum(i.total for i in items.values())
    # Later stages count again from 0, and a failed view has nothing left to do: both are through with detection.
    done = sum(i.done if i.stage in ("waiting", "detect") else i.total for i in items.values())
    rate = sum(i.rate for i in items.values() if i.stage == "detect")
    stages = [i.stage for i in items.values() if i.stage not in ("waiting", "done", "failed")]
    etas = [i.eta_s for i in items.values() if i.stage == "detect" and i.eta_s is not None]
    eta = max((total - done) / rate, 0.0) if rate > 0 and etas else None
    return Status(state, min(stages, default=""), done, total, round(rate, 2), eta, message, items, result)
