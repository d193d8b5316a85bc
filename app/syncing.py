"""Synchronizing: the run that works the clocks out, and taking its answer into the project as one edit."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.banner import Notice
from app.runs import Runs
from app.words import tr
from core.document import Document, Edit, Setting
from core.files import write_text
from core.runs import Run, Status

if TYPE_CHECKING:
    from app.session import Session

LOCKED = "sync/locked"  # id of the Setting that names the views whose clocks stay as they are
TAKEN = "taken"         # a file in the run's folder: the state it was taken in


def locked(document: Document) -> frozenset[str]:
    """The views whose clocks nothing but unlocking may change."""
    value = document.setting(LOCKED, ())
    return frozenset(set(document.views) & {v for v in value if isinstance(v, str)}) \
        if isinstance(value, tuple) else frozenset()


def lock_edit(document: Document, view: str, on: bool) -> Edit:
    """The Edit that locks a view's clock, or unlocks it."""
    views = tuple(sorted(locked(document) | {view} if on else locked(document) - {view}))
    title = tr("Lock the clock of {view}") if on else tr("Unlock the clock of {view}")
    return Edit(title.format(view=document.views[view].name), (document.put(Setting(LOCKED, views)),))


def without_locked(document: Document, edit: Edit) -> Edit:
    """The same edit, with the clocks of locked views as they are."""
    kept = locked(document)
    return replace(edit, puts=tuple(put for put in edit.puts if put.table != "views" or put.key not in kept))


class Syncing(QObject):
    """The session's runs of kind 'sync'. changed(): the run's state is another."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.fault = ""  # why the last run failed
        self.runs = Runs(session.jobs, self, "sync", "sync")
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self.changed)
        self.runs.ended.connect(self._take)

    @property
    def running(self) -> bool:
        return self.runs.running

    def start(self, method: str = "auto") -> None:
        """Works the clocks of all views out. method: 'auto', 'audio' or 'pose'."""
        from core.synchronize import request_for  # brings what the first window does without

        session, project = self._session, self._session.project
        if project is None or self.running or session.refuses():
            return
        views = {view.id: session.path(view) for view in session.views.values() if view.id not in session.faults}
        if len(views) < 2:
            session.noticed.emit(Notice("warning", tr("Synchronizing takes two videos or more."),
                                        tr("Add another video of the same moment.")))
            return
        self.fault = ""
        request = request_for(project.document, project.folder / "poses", views, method)
        self.runs.start(project.runs, "sync", tr("Synchronize {n} views").format(n=len(views)), request)

    def adopt(self) -> None:
        """Looks for runs that an earlier window left."""
        if self._session.project is not None:
            self.runs.adopt(self._session.project)

    def forget(self) -> None:
        self.fault = ""
        self.runs.forget()

    def _take(self, run: Run, status: Status) -> None:
        session, project = self._session, self._session.project

        def mark() -> None:
            write_text(run.folder / TAKEN, status.state)

        if status.state != "done":
            session.jobs.submit(("sync taken", run.name), mark, lambda _: None)
            if status.state in ("failed", "lost"):
                why = status.message.removeprefix(f"{run.request.title}: ")
                self.fault = why or tr("Its process ended unexpectedly.")
                session.errors.add(f"{run.request.title}: {self.fault}", trace=run.tail(40))
                self.changed.emit()
            return
        from core import synchronize

        def done(found: synchronize.Synchronization) -> None:
            if session.project is not project or project is None:
                return
            edit = without_locked(project.document, synchronize.edit_for(project.document, found))
            if session.do(edit):
                session.jobs.submit(("sync taken", run.name), mark, lambda _: None)
            self.changed.emit()

        session.jobs.submit(("take sync", run.name), lambda: synchronize.take(run), done)

