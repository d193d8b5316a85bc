"""File › Import poses: 2D and 3D of other programs, brought into the views that they are of (core/pose_files.py)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.session import Session
from app.words import tr
from core.document import StaleEdit

if TYPE_CHECKING:
    from core.pose_files import Import

JOB = "poses file"
ENDINGS = "*.json *.slp *.csv *.h5 *.trc *.c3d *.bvh"


class PoseImport(QObject):
    """Asks for a file and has it read in the pool; what comes of it is one edit."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent

    def ask(self, at_hand: str) -> None:
        """at_hand: the view whose poses they are where the file does not tell."""
        project = self._session.project
        if project is None or self._session.refuses():
            return
        folder = str(self._session.settings.choice("poses from", str(project.folder.parent)))
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Import poses (of OpenPose: any file of the folder)"), folder,
            f"{tr('Poses')} ({ENDINGS});;{tr('All files')} (*)")
        if name:
            self._session.settings.choose("poses from", str(Path(name).parent))
            self.bring(Path(name), at_hand)

    def bring(self, file: Path, at_hand: str, again: bool = True) -> None:
        """Shows the poses of a file in its views. again: try once more where the project changed meanwhile."""
        session, project = self._session, self._session.project
        if project is None:
            return
        from core import pose_files  # after the first window: it brings the readers

        def work() -> "Import":
            return pose_files.importing(project, pose_files.read(file), file, otherwise=at_hand)

        def done(made: "Import") -> None:
            session.busy_changed.emit("")
            if session.project is not project:
                return
            try:
                project.document.check(made.edit)
            except StaleEdit:
                if again:
                    self.bring(file, at_hand, False)
                    return
            if session.do(made.edit, self):
                self._say(file, made)

        def failed(error: Exception) -> None:
            session.busy_changed.emit("")
            session.report(error)

        session.busy_changed.emit(tr("Reading {file} …").format(file=file.name))
        session.jobs.submit(JOB, work, done, failed)

    def _say(self, file: Path, made: "Import") -> None:
        """What came, and that 2D without 3D can be lifted."""
        session = self._session
        views = [view for view in made.views if view in session.views]
        flat = [view for view in views if not self._has_3d(view)]
        lift = tr("Lift them") if len(flat) > 1 else tr("Lift it")
        action = (lift, lambda: session.detection.lift(*flat)) if flat else None
        session.noticed.emit(Notice("info", tr("{file} is imported.").format(file=file.name),
                                    " ".join(made.sentences), action))

    def _has_3d(self, view: str) -> bool:
        document = self._session.project.document if self._session.project is not None else None
        flat, deep = (document.active(kind, view) for kind in ("2d", "3d")) if document is not None else (None, None)
        return flat is not None and deep is not None and deep.made_from == flat.id
