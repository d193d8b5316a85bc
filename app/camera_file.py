"""Pose › Camera file: whose focal length, centre and lens are known is lifted with them (core/known_cameras.py)."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.session import Session
from app.words import tr
from core.intrinsics import told_of
from core.storage import Project

JOB = "camera file"


class CameraFile(QObject):
    """Asks for a camera file and has it read in the pool. What it gives the views is one edit."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent

    @property
    def any_known(self) -> bool:
        project = self._session.project
        return project is not None and bool(project.document.cameras)

    def ask(self) -> None:
        project = self._session.project
        if project is None or self._session.refuses():
            return
        folder = str(self._session.settings.choice("cameras from", str(project.folder.parent)))
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Camera file"), folder,
            f"{tr('Camera files')} (*.toml *.txt *.xml);;{tr('All files')} (*)")
        if name:
            self._session.settings.choose("cameras from", str(Path(name).parent))
            self.bring(Path(name))

    def bring(self, file: Path) -> None:
        """Gives the views the cameras of a file."""
        session, project = self._session, self._session.project
        if project is None:
            return
        from core import known_cameras  # after the first window: it brings the readers

        views = tuple(session.views.values())

        def done(found: known_cameras.Found) -> None:
            session.busy_changed.emit("")
            if session.project is project and all(row.id in session.views for row in found.cameras):
                edit = known_cameras.edit(project.document, found)
                if edit is None or session.do(edit, self):
                    self._say(project, " ".join(found.sentences(session.views)), [row.id for row in found.cameras])

        session.busy_changed.emit(tr("Reading {file} …").format(file=file.name))
        session.jobs.submit(JOB, lambda: known_cameras.read(file, views), done, self._failed)

    def forget(self) -> None:
        """No camera is known any more."""
        project = self._session.project
        if project is None:
            return
        from core import known_cameras

        edit, views = known_cameras.forget(project.document), list(project.document.cameras)
        if edit is not None and self._session.do(edit, self):
            self._say(project, tr("No camera is known any more."), views)

    def _say(self, project: Project, said: str, views: list[str]) -> None:
        """What is known now, and that 3D which is there can be lifted again with it."""
        session, document = self._session, project.document
        behind = [view for view in views if (deep := document.active("3d", view)) is not None
                  and told_of(deep.settings) != document.intrinsics(view)]
        action = (tr("Lift again"), lambda: session.detection.lift(*behind)) if behind else None
        more = tr("Views are lifted so from now on. The 3D that is there was made in another way: lift it again.") \
            if behind else tr("Views are lifted so from now on.")
        session.noticed.emit(Notice("info", said, more, action))

    def _failed(self, error: Exception) -> None:
        self._session.busy_changed.emit("")
        self._session.report(error)
