"""The trainings of the project at hand: the one at work, those before it, their curves and what came of them.

A training is a run in a process of its own (training/run.py), which goes on without the window and is found again.
"""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.banner import Notice
from app.runs import Runs
from app.session import Session
from app.trial import Trial, sweeper
from app.words import tr
from core.cards import Card, card
from core.errors import ParallaxError
from core.records import plain
from core.runs import ENDED, Run, Status, listed
from training import curves, receipt
from training.curves import Curves
from training.receipt import Receipt
from training.settings import METHODS

KIND, KEEP = "train", "train-keep"
LOOK_MS = 1000  # between two looks at what grows


@dataclass(frozen=True, eq=False)
class Training:
    """A training as it was seen last. receipt: what came of it, None while that is not known; fault: why it cannot be
    read; alive: its process is there, which takes a moment to end when all is said."""

    run: Run
    status: Status
    receipt: Receipt | None = None
    fault: str = ""
    alive: bool = False

    @property
    def name(self) -> str:
        return self.run.name

    @property
    def method(self) -> str:
        return str(self.run.request.settings.get("method", ""))

    @property
    def settings(self) -> dict[str, Any]:
        """As JSON values."""
        told = self.run.request.settings.get("settings")
        return plain(told) if isinstance(told, Mapping) else {}

    @property
    def finishing(self) -> bool:
        """Whether what came of it is still measured."""
        return self.status.state == "done" and self.alive and self.receipt is None and not self.fault

    @property
    def over(self) -> bool:
        return self.status.state in ENDED and not self.alive


class Trainings(QObject):
    """changed(): another training, or one is further. grew(): a curve is longer. begun(name): one has just begun.
    judged(Training): it is known what one that was watched was good for. kept(Card): a model was made of one."""

    changed = Signal()
    grew = Signal()
    kept = Signal(object)
    begun = Signal(str)
    judged = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.all: tuple[Training, ...] = ()  # the newest first
        self.curves: dict[str, Curves] = {}  # by name
        self._followed: tuple[str, ...] = ()
        self._once_more = False  # the curves were asked for while they were read
        self._folder: Path | None = None
        self._started = False
        self._keeping = ""  # of which training a model is made
        self.runs = Runs(session.jobs, self, KIND, KIND)
        self.keeps = Runs(session.jobs, self, KEEP, KEEP)
        self.trial = Trial(session.jobs, self)
        for runs in (self.runs, self.keeps):
            runs.failed.connect(session.report)
        self.runs.changed.connect(self._run_changed)
        self.runs.ended.connect(self._ended)
        self.keeps.ended.connect(self._kept)
        self.keeps.changed.connect(self.changed)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._tick)
        session.opened.connect(self.follow_project)
        self.follow_project()

    # -- what there is

    def of(self, name: str) -> Training | None:
        return next((each for each in self.all if each.name == name), None)

    @property
    def running(self) -> bool:
        return self.runs.running

    @property
    def keeping(self) -> str:
        """The training of which a model is made now, '' for none."""
        return self._keeping if self.keeps.running else ""

    def follow_project(self) -> None:
        """Trainings of another project go on unwatched."""
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder == self._folder:
            return
        self._folder = folder
        self._timer.stop()
        for key in ("trainings", "training curves"):
            self._session.jobs.forget(key)
        for runs in (self.runs, self.keeps, self.trial):
            runs.forget()
        self.all, self.curves, self._followed, self._keeping = (), {}, (), ""
        if project is not None:
            if not self._session.read_only:
                self.runs.adopt(project)
                self._session.jobs.submit("sweep trials", sweeper(project.runs, KEEP), lambda _: None)
            self._look()
        self.changed.emit()

    def follow(self, names: Iterable[str]) -> None:
        """Of these the curves are wanted."""
        self._followed = tuple(names)
        self._read_curves()

    # -- doing

    def start(self, method: str, settings: Any, title: str) -> None:
        """Begin one. settings: made, of the method's class."""
        project = self._session.project
        if project is None or self.running or self._session.refuses():
            return
        self.trial.drop()
        self.runs.forget()  # the one before, which has ended
        self._started = True
        self.runs.start(project.runs, KIND, title, {"method": method, "settings": plain(settings)})

    def resume(self, name: str) -> None:
        """Go on with one that was stopped, or whose process died."""
        training = self.of(name)
        if training is not None and not self.running and not self._session.refuses():
            self.trial.drop()
            self.runs.forget()
            self.runs.resume(training.run)

    def stop(self, name: str) -> None:
        """Ask one to keep what it has and end; asked again, the one that is watched is ended at once."""
        training = self.of(name)
        if self.runs.run is not None and self.runs.run.name == name:
            self.runs.stop()
        elif training is not None and training.run.alive:
            training.run.stop()

    def keep(self, name: str, title: str) -> None:
        """Make a model of what one has learned; kept(card) tells when it is there."""
        project, training = self._session.project, self.of(name)
        if project is None or training is None or self.keeps.running or self._session.refuses():
            return
        self._keeping = name
        # In a process of its own: reading weights brings torch, which is not for the window's process.
        self.keeps.start(project.runs, KEEP, title, {"run": str(training.run.folder.resolve()), "title": title})

    def discard(self, name: str) -> None:
        """Say that what one has learned is not wanted; nothing is deleted."""
        training = self.of(name)
        if training is not None and not self._session.refuses():
            self._session.jobs.submit(("discard", name), lambda: receipt.discard(training.run.folder),
                                      lambda _: self._look(), self._session.report)

    # -- following

    def _run_changed(self) -> None:
        run = self.runs.run
        if run is not None and self._started:
            self._started = False
            self.begun.emit(run.name)
        known = self.of(run.name) if run is not None else None
        if run is not None and known is None:
            if not self._session.jobs.busy("trainings"):
                self._look()
        elif run is not None and known is not None:
            now = replace(known, status=self.runs.status, alive=known.alive or self.running)
            self.all = tuple(now if each.name == run.name else each for each in self.all)
        if not self.running:
            self._started = False
        if self.running and not self._timer.isActive():
            self._timer.start()
        self.changed.emit()

    def _ended(self, run: Run, status: Status) -> None:
        def remember() -> None:
            from core.recording import taken

            taken(run, status)

        session = self._session
        if not session.read_only:
            session.jobs.submit(("taken", run.name), remember, lambda _: None)
        if status.state in ("failed", "lost"):
            session.errors.add(f"{run.request.title}: {status.message}", trace=run.tail(40))
            if run.folder == getattr(self.runs.run, "folder", None):
                session.noticed.emit(Notice("error", tr("The training failed."), why(run, status)))
        self._look()

    def _look(self) -> None:
        """Read again which trainings there are and how far they are."""
        project = self._session.project
        if project is None:
            return
        root = project.runs

        def look() -> tuple[Training, ...]:
            found = [run for run in listed(root) if run.request.kind == KIND]
            return tuple(_seen(run) for run in sorted(found, key=lambda run: -run.request.made_s))

        self._session.jobs.submit("trainings", look, self._take)

    def _take(self, found: tuple[Training, ...]) -> None:
        watched = self.runs.run
        if watched is not None and self.runs.status.updated_s:  # what the poll has read is newer, or the same
            found = tuple(replace(each, status=max(each.status, self.runs.status, key=lambda s: s.updated_s))
                          if each.run.folder == watched.folder else each for each in found)
        before, self.all = self.all, found
        if any(not each.over for each in found):
            self._timer.start()
        elif not self.running:
            self._timer.stop()
        self._read_curves()
        self.changed.emit()
        measured = {each.name for each in before if each.status.state == "done" and each.receipt is None}
        for each in found:
            if each.receipt is not None and each.name in measured:
                self.judged.emit(each)

    def _tick(self) -> None:
        busy = self._session.jobs.busy
        if not busy("trainings") and any(not each.over for each in self.all):
            watched = self.runs.run.name if self.runs.run is not None and self.running else ""
            if any(not each.over and each.name != watched for each in self.all):
                self._look()
        self._read_curves()

    def _read_curves(self) -> None:
        """What the logs of those followed have got since."""
        wanted = [each for each in self.all if each.name in self._followed]
        if not wanted:
            return
        if self._session.jobs.busy("training curves"):
            self._once_more = True  # others may be followed by now
            return
        known = {each.name: self.curves.get(each.name, Curves()) for each in wanted}

        def read() -> dict[str, Curves]:
            found = {each.name: curves.more(each.run, known[each.name]) for each in wanted}
            for each in found.values():
                for curve in each.losses.values():
                    _ = curve.smooth  # here, and not while they are drawn
            return found

        self._session.jobs.submit("training curves", read, self._take_curves)

    def _take_curves(self, found: dict[str, Curves]) -> None:
        longer = {name: each for name, each in found.items() if each is not self.curves.get(name)}
        if longer:
            self.curves.update(longer)
            self.grew.emit()
        if self._once_more:
            self._once_more = False
            self._read_curves()

    def _kept(self, run: Run, status: Status) -> None:
        """A model is there, or could not be made."""
        session, name = self._session, self._keeping
        self._keeping = ""
        session.jobs.submit(("kept", run.name), lambda: shutil.rmtree(run.folder, ignore_errors=True), lambda _: None)
        self._look()
        if status.state != "done":
            session.report(ParallaxError(run.request.title, status.message or tr("its process ended before its time."),
                                         "Try again."))
            return
        made = str(status.result.get("model", ""))
        session.detection.read_models()
        there = {each.id: each for each in (*session.detection.lifters, *session.detection.detectors)}
        if name and made in there:
            session.detection.choose(there[made].task, made)
            self.kept.emit(card(made))


def _seen(run: Run) -> Training:
    """A training as it is now. Reads files."""
    status, found, fault = run.status(), None, ""
    try:
        found = receipt.read(run.folder)
    except ParallaxError as wrong:
        fault = str(wrong)
    return Training(run, status, found, fault, run.alive)


def why(run: Run, status: Status) -> str:
    """Why a training failed, in its own words."""
    if status.state == "lost":
        return tr("Its process ended without a word; perhaps the memory was full. What was saved is kept: Resume goes "
                  "on from there.")
    own = status.message.removeprefix(f"{run.folder}: ")
    return own[:1].upper() + own[1:] if own != status.message else own


def title_of(method: str, model: Card | None) -> str:
    """'Two views teach one: Parallax lifter'."""
    said = tr(METHODS[method].title) if method in METHODS else method
    return f"{said}: {model.title}" if model is not None else said
