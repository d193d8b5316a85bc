"""'See the demo' inside the window: the studio films in its own process, then the poses are found in sight."""

from pathlib import Path

from PySide6.QtCore import QObject

from app import demo_place, recordings
from app.runs import Runs
from app.session import Session
from app.start_view import StartView
from app.words import marked, tr
from core.errors import ParallaxError
from core.runs import ENDED, Run, Status

TITLE = marked("Filming two recordings in the synthetic studio")


class DemoGuide(QObject):
    """One for each window. `see` is the whole of it."""

    def __init__(self, session: Session, start: StartView) -> None:
        super().__init__(start)
        self._session, self._start = session, start
        self._runs = Runs(session.jobs, self, "demo")
        self._runs.changed.connect(self._show)
        self._runs.ended.connect(self._filmed)
        self._runs.failed.connect(session.report)
        start.cancelled.connect(self._runs.stop)

    def see(self) -> None:
        """Opens the demo; films it first where that was not done yet."""
        if self._runs.running:
            return
        folder = demo_place.home()
        place = demo_place.project_in(folder)
        if recordings.is_project(place):
            self._open(place)
        else:
            self._runs.start(folder / "runs", demo_place.KIND, tr(TITLE), {"folder": str(folder)}, join=True)

    def _show(self) -> None:
        status = self._runs.status
        if not self._runs.running:
            self._start.set_work("")
        elif status.state in ENDED or not status.total:
            self._start.set_work(f"{tr(TITLE)} …")
        else:
            done = tr("{video}: {done} of {total} frames").format(
                video=status.message, done=status.done, total=status.total)
            self._start.set_work(f"{tr(TITLE)} … {done}", status.done / status.total)

    def _filmed(self, run: Run, status: Status) -> None:
        if status.state == "done":
            self._open(Path(str(status.result["project"])))
        elif status.state != "stopped":
            self._session.report(ParallaxError(tr("The demo"), "could not be filmed ({why}).",
                                               "Look at the details, then try again.", why=status.message))

    def _open(self, place: Path) -> None:
        self._session.open_project(place, then=self._opened)

    def _opened(self) -> None:
        session = self._session
        if not session.runs.running and session.project is not None:
            document = session.project.document
            unseen = [view for view in session.views if document.active("3d", view) is None]
            if unseen:
                session.detection.find(unseen)
