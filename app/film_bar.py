"""Saving the comparison as a film or a picture: where to, the run, and one line under the menu while it works."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from app import theme
from app.banner import Notice
from app.runs import Runs
from app.timecode import format_time
from app.words import tr
from core.errors import ParallaxError
from core.runs import Run, Status

if TYPE_CHECKING:
    from app.session import Session
    from core.film import FilmRequest

ATHLETE = "athlete"


class FilmBar(QFrame):
    """'Saving squat.mp4 …', how far it is, and a button to stop it; there only while a film is being made."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._session = session
        self._out: Path | None = None
        self.runs = Runs(session.jobs, self, "film", "film")
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._show)
        self.runs.ended.connect(self._ended)
        session.opened.connect(self._project_changed)
        self._folder: Path | None = None  # of the project whose runs are watched
        self._words, self._left = QLabel(), QLabel()
        self._left.setObjectName("hint")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress of the film"))
        self.stop = QPushButton(tr("Stop"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.runs.stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 14, 6)
        line.setSpacing(theme.GRID + 4)
        line.addWidget(self._words)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self.stop)
        self.hide()

    # -- what commands ask for

    def ask_film(self, reference: str, span: tuple[float, float] | None) -> None:
        """Ask for a name, then film the span (reference seconds), or all that the reference view filmed."""
        out = self._asked(tr("Save a film of the comparison"), "mp4", tr("Films"))
        if out is not None:
            self.save_film(out, reference, span)

    def ask_picture(self, reference: str, t_ref: float) -> None:
        out = self._asked(tr("Save a picture of the comparison"), "png", tr("Pictures"))
        if out is not None:
            self.save_picture(out, reference, t_ref)

    def save_film(self, out: Path, reference: str, span: tuple[float, float] | None) -> None:
        project, request = self._session.project, self._request(out, reference, span)
        if project is None or request is None or self._session.refuses():
            return
        if self.runs.running:
            self._session.noticed.emit(Notice("warning", tr("A film is being saved."),
                                              tr("Stop it first, or wait for it.")))
            return
        self._out = out
        self.runs.start(project.runs, "film", tr("Save {file}").format(file=out.name), request)

    def save_picture(self, out: Path, reference: str, t_ref: float) -> None:
        request = self._request(out, reference, None)
        if request is None:
            return
        self._session.busy_changed.emit(tr("Saving {file} …").format(file=out.name))

        def work() -> None:
            from app import film

            film.save_picture(request, t_ref)

        def done(_: None) -> None:
            self._session.busy_changed.emit("")
            self._told(out)

        def failed(error: Exception) -> None:
            self._session.busy_changed.emit("")
            self._session.report(error)

        self._session.jobs.submit("save picture", work, done, failed)

    # -- inside

    def _asked(self, title: str, suffix: str, kinds: str) -> Path | None:
        project = self._session.project
        if project is None:
            return None
        start = Path(str(self._session.settings.choice("saved to", str(project.folder.parent))))
        proposed = start / f"{project.folder.stem}.{suffix}"
        name, _ = QFileDialog.getSaveFileName(self.window(), title, str(proposed), f"{kinds} (*.{suffix})")
        if not name:
            return None
        out = Path(name) if Path(name).suffix.lower() == f".{suffix}" else Path(f"{name}.{suffix}")
        self._session.settings.choose("saved to", str(out.parent))
        return out

    def _request(self, out: Path, reference: str, span: tuple[float, float] | None) -> "FilmRequest | None":
        from core.film import request_for  # brings the encoder, which the first window does without

        session, project = self._session, self._session.project
        if project is None:
            return None
        paths = {view.id: session.path(view) for view in session.views.values() if view.id not in session.faults}
        if out.resolve() in {path.resolve() for path in paths.values()}:
            session.report(ParallaxError(out, "is one of the recording's videos.", "Choose another name."))
            return None
        person = project.document.people.get(ATHLETE)
        return request_for(project, paths, out, reference=reference, span=span or (None, None),
                           height_m=person.height_m if person is not None else None)

    def _project_changed(self) -> None:
        """Films of an earlier window are found again, and those of another project go on unwatched."""
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder != self._folder:
            self._folder = folder
            self.runs.forget()
            if project is not None:
                self.runs.adopt(project)

    def _show(self) -> None:
        self.setVisible(self.runs.running)
        status = self.runs.status
        name = self._out.name if self._out is not None else tr("the film")
        if self.runs.run is not None:
            name = Path(str(self.runs.run.request.settings.get("out", name))).name
        said = tr("Stopping {file} …") if self.runs.stopping else tr("Saving {file} …")
        self._words.setText(said.format(file=name))
        item = status.items.get("film")
        self._bar.setRange(0, item.total if item is not None else 0)
        self._bar.setValue(item.done if item is not None else 0)
        left = item.eta_s if item is not None else None
        self._left.setText("" if left is None else
                           tr("{time} left").format(time=format_time(left, milliseconds=False)))

    def _ended(self, run: Run, status: Status) -> None:
        from core.recording import taken

        self._session.jobs.submit(("taken", run.name), lambda: taken(run, status), lambda _: None)
        if status.state == "done":
            self._told(Path(str(status.result.get("out", ""))))
        elif status.state in ("failed", "lost"):
            why = status.message if status.state == "failed" else \
                tr("Its process ended before its time; save it again.")
            self._session.errors.add(f"{run.request.title}: {status.message}", trace=run.tail(40))
            title = tr("{title}: the film could not be saved.").format(title=run.request.title)
            self._session.noticed.emit(Notice("error", title, why))

    def _told(self, out: Path) -> None:
        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(out.parent)))

        self._session.noticed.emit(Notice("info", tr("{file} is saved.").format(file=out.name), str(out.parent),
                                          (tr("Show it"), show)))
