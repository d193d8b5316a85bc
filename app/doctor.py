"""The video doctor: what is odd about the recording's videos, what helps, and the copies for scrubbing.

Looks at the files one after the other in the pool, after they were opened, so that nothing waits for it. What it finds
is `findings`; what the user has put aside is remembered in the project.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.banner import Notice
from app.runs import Runs
from app.words import tr
from core import doctor, proxy
from core.doctor import Finding
from core.document import Change, Edit, Setting, View
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.runs import ItemStatus, Run, Status

if TYPE_CHECKING:
    from app.session import Session
    from core.video_probe import VideoInfo

ASIDE = "doctor/aside"  # the setting with the ids of the findings that the user has put aside


class Doctor(QObject):
    """changed(): other findings, or how far a copy is. pictures_changed(): some view is shown from another file."""

    changed = Signal()
    pictures_changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.findings: tuple[Finding, ...] = ()
        self._infos: dict[str, VideoInfo] = {}    # by view
        self._faulty: set[str] = set()            # views that cannot be read; their pane says why
        self._bad_files: set[str] = set()         # proxies that are not what was made
        self._pictures: dict[str, Path] = {}
        self._queue: list[str] = []               # views whose copy is wanted when the run at work has ended
        self._starting: tuple[str, ...] = ()      # what a run that is not there yet was asked for
        self._leave = threading.Event()
        self.runs = Runs(session.jobs, self, "proxy", "proxy")
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self.changed)
        self.runs.ended.connect(self._ended)
        session.opened.connect(self._look_further)
        session.changed.connect(self._document_changed)

    # -- what is known

    @property
    def busy(self) -> bool:
        """Whether some video was not looked at yet."""
        return self._next() is not None

    @property
    def aside(self) -> frozenset[str]:
        """Ids of the findings that the user has put aside."""
        project = self._session.project
        kept = project.document.setting(ASIDE, ()) if project is not None else ()
        return frozenset(id for id in kept if isinstance(id, str)) if isinstance(kept, tuple) else frozenset()

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Those that were not put aside."""
        aside = self.aside
        return tuple(finding for finding in self.findings if finding.id not in aside)

    def picture_path(self, view: View) -> Path:
        """The file that the view is shown from: its copy for scrubbing, or else its video."""
        project = self._session.project
        made = proxy.find(project, view.id, whole=False) if project is not None else None
        return made if made is not None and made.name not in self._bad_files else self._session.path(view)

    def copying(self, view_id: str) -> ItemStatus | None:
        """How far the copy of a view is; None where none is being made or waits to be."""
        if view_id in self._queue:
            return ItemStatus(stage="waiting")
        if self.runs.running and view_id in self._asked:
            return self.runs.status.items.get(view_id, ItemStatus(stage="waiting"))
        return None

    @property
    def _asked(self) -> tuple[str, ...]:
        """The views of the run at work."""
        if self.runs.run is None:
            return self._starting
        return tuple(str(job.get("view")) for job in self.runs.run.request.settings.get("views", ()))

    # -- what helps

    def put_aside(self, finding: Finding, on: bool = True) -> None:
        """The user has read it and wants to hear no more of it, or does again."""
        project = self._session.project
        if project is not None:
            ids = sorted(self.aside | {finding.id} if on else self.aside - {finding.id})
            title = tr("Put a finding aside") if on else tr("Bring a finding back")
            self._session.do(Edit(title, (project.document.put(Setting(ASIDE, ids)),)))

    def set_slow_motion(self, view_id: str, factor: float) -> None:
        """How many times slower than life the view's file plays; its first frame keeps its moment."""
        from core.sync_edits import slow_motion_edit

        project = self._session.project
        if project is not None and view_id in self._session.views:
            self._session.do(slow_motion_edit(project.document, view_id, float(factor)))

    def copy(self, view_id: str) -> None:
        """Makes the copy for scrubbing of a view, in the background; after the one at work, if there is one."""
        session, project = self._session, self._session.project
        view = session.views.get(view_id)
        if project is None or view is None or self.copying(view_id) is not None or session.refuses():
            return
        if self.runs.running:
            self._queue.append(view_id)
            self.changed.emit()
            return
        request = proxy.request_for(project, [view], {view_id: session.path(view)})
        self._starting = (view_id,)
        self.runs.start(project.runs, "proxy", tr("Copy {view} for scrubbing").format(view=view.name), request)

    def stop_copying(self, view_id: str) -> None:
        if view_id in self._queue:
            self._queue.remove(view_id)
            self.changed.emit()
        else:
            self.runs.stop()

    def reject(self, view_id: str) -> bool:
        """The view's copy turned out not to be playable: the video itself is shown from now on. False where none was
        shown."""
        view = self._session.views.get(view_id)
        if view is None or self.picture_path(view) == self._session.path(view):
            return False
        self._drop([self.picture_path(view).name])
        return True

    # -- with the project

    def adopt(self) -> None:
        """Another project: its copies are checked, and runs of an earlier window found again."""
        project = self._session.project
        if project is None:
            return
        self.runs.adopt(project)
        self._check(project.document.views)
        self._sweep()

    def forget(self) -> None:
        self._leave.set()
        self._leave = threading.Event()
        self._session.jobs.forget("examine")
        self._session.jobs.forget("check copies")
        self._session.jobs.forget("sweep copies")
        self.runs.forget()
        for memory in (self._infos, self._faulty, self._bad_files, self._pictures, self._queue):
            memory.clear()
        self.findings = ()
        self.changed.emit()

    def _check(self, views: Mapping[str, View]) -> None:
        """A copy is recognised by its size at once, and by its contents here."""
        project = self._session.project
        assert project is not None
        named = {view: path for view in views if (path := proxy.find(project, view, whole=False)) is not None}
        self._pictures = {view.id: self.picture_path(view) for view in views.values()}
        if named:
            def bad() -> list[str]:
                return [path.name for view, path in named.items() if proxy.find(project, view) is None]

            self._session.jobs.submit("check copies", bad, self._drop)

    def _sweep(self) -> None:
        """Copies that no view is shown from any more are deleted."""
        jobs, project = self._session.jobs, self._session.project
        assert project is not None

        def found(names: tuple[str, ...]) -> None:
            unused = sorted(set(names) - proxy.in_use(project)) if project is self._session.project else []
            if unused:
                jobs.submit("sweep copies", lambda: proxy.delete(project.folder, unused), lambda _: None)

        jobs.submit("sweep copies", lambda: proxy.settled(project.folder), found)

    def _drop(self, names: list[str]) -> None:
        """These files are not the copies they should be."""
        if names:
            self._bad_files.update(names)
            self._session.errors.add(tr("{files}: damaged copies for scrubbing; the videos are shown instead.").format(
                files=", ".join(names)))
            self._pictures_may_differ()
            self._examine()

    def _document_changed(self, change: Change, sender: object) -> None:
        if change.touches("settings"):
            self._pictures_may_differ()
        if change.touches("settings", "views"):
            self._examine()

    def _pictures_may_differ(self) -> None:
        now = {view.id: self.picture_path(view) for view in self._session.views.values()}
        if now != self._pictures:
            self._pictures = now
            self.pictures_changed.emit()

    # -- looking

    def _next(self) -> View | None:
        return next((view for view in self._session.views.values()
                     if view.id not in self._infos and view.id not in self._faulty), None)

    def _look_further(self) -> None:
        """One file after the other, so that the pool has a thread left for what the user asks for."""
        session, leave = self._session, self._leave
        for gone in self._infos.keys() - session.views.keys():
            del self._infos[gone]
        view = self._next()
        if view is None or session.jobs.busy("examine"):
            self._examine()
            return
        path, id = session.path(view), view.id

        def step(step: Step) -> None:
            if leave.is_set():
                raise Cancelled

        def look() -> "VideoInfo":
            from core.video import probe

            return probe(path, step)

        session.jobs.submit("examine", look, lambda info: self._found(id, info), lambda error: self._failed(id))

    def _found(self, view_id: str, info: "VideoInfo") -> None:
        self._infos[view_id] = info
        self._look_further()

    def _failed(self, view_id: str) -> None:
        self._faulty.add(view_id)
        self._look_further()

    def _examine(self) -> None:
        views = self._session.views
        copied = [view.id for view in views.values() if self.picture_path(view) != self._session.path(view)]
        infos = {view: self._infos[view] for view in views if view in self._infos}
        self.findings = doctor.examine(infos, views, copied)
        self.changed.emit()

    # -- copies

    def _ended(self, run: Run, status: Status) -> None:
        """What an ended run has made is shown from now on."""
        session, project = self._session, self._session.project
        if project is None:
            return

        def taken() -> None:
            from core.recording import is_untaken
            from core.recording import taken as remember

            if is_untaken(run, status):
                remember(run, status)

        edit = proxy.taking(project, status)
        if edit is None or session.do(edit, self):
            session.jobs.submit(("taken", run.name), taken, lambda _: None)
        if status.state in ("failed", "lost"):
            why = status.message if status.state == "failed" else tr("Its process ended before its time.")
            session.report(ParallaxError(run.request.title, "no copy could be made.", why))
        elif status.state == "done" and edit is not None:
            session.noticed.emit(Notice("info", tr("Scrubbing is immediate now."),
                                        tr("{title}: done.").format(title=run.request.title)))
        waiting = [view for view in self._queue if view in session.views]
        self._queue.clear()
        for view_id in waiting:
            self.copy(view_id)
        self.changed.emit()
