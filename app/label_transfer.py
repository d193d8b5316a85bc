"""File › Export labels and Import labels: to and from COCO keypoints, SLEAP and CSV (core/label_files.py)."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.data_saver import named, show
from app.session import Session
from app.words import tr
from core.document import StaleEdit
from core.formats.labelling import Labelling
from core.label_files import FORMATS, Import, import_edit, of_project, read, summary, write
from core.storage import Project

JOB = "labels"


class LabelTransfer(QObject):
    """Asks for a file and has it written or read in the pool. An import is one edit; where labels of the project differ
    from the file's they stay, and the notice that says so offers to take the file's, which is one more."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent

    # -- out

    def ask_export(self) -> None:
        project = self._session.project
        if project is None:
            return
        folder = Path(str(self._session.settings.choice("saved to", str(project.folder.parent))))
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export labels"), str(folder / f"{project.folder.stem}-labels.json"),
            ";;".join(f"{tr(title)} (*{end})" for end, title in FORMATS.items()))
        if name:
            out, _ = named(Path(name), kind, [end.lstrip(".") for end in FORMATS])
            self._session.settings.choose("saved to", str(out.parent))
            self.export(out)

    def export(self, out: Path) -> None:
        """Writes all labels of the project, in the format that the name tells."""
        session, project = self._session, self._session.project
        if project is None:
            return

        def work() -> Labelling:
            labels = of_project(project)
            write(out, labels)
            return labels

        def done(labels: Labelling) -> None:
            session.busy_changed.emit("")
            session.noticed.emit(Notice("info", tr("{file} is saved.").format(file=out.name), summary(labels),
                                        (tr("Show it"), lambda: show(out))))

        session.busy_changed.emit(tr("Exporting {file} …").format(file=out.name))
        session.jobs.submit(JOB, work, done, self._failed)

    # -- in

    def ask_import(self) -> None:
        project = self._session.project
        if project is None or self._session.refuses():
            return
        folder = str(self._session.settings.choice("saved to", str(project.folder.parent)))
        every = " ".join(f"*{end}" for end in FORMATS)
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Import labels"), folder, ";;".join(
            (f"{tr('Labels')} ({every})", *(f"{tr(title)} (*{end})" for end, title in FORMATS.items()))))
        if name:
            self._session.settings.choose("saved to", str(Path(name).parent))
            self.bring(Path(name))

    def bring(self, file: Path) -> None:
        """Lays the labels of a file over the project's; no label that is here gives way."""
        project = self._session.project
        if project is not None:
            self._session.busy_changed.emit(tr("Reading {file} …").format(file=file.name))
            self._session.jobs.submit(JOB, lambda: read(file), lambda labels: self._lay(project, file, labels, False),
                                      self._failed)

    def _lay(self, project: Project, file: Path, labels: Labelling, overwrite: bool, again: bool = True) -> None:
        """overwrite: labels that are here give way. again: try once more where the project changed meanwhile."""
        session = self._session
        if session.project is not project:  # it was closed meanwhile
            session.busy_changed.emit("")
            return

        def done(found: Import) -> None:
            session.busy_changed.emit("")
            if session.project is not project:
                return
            if found.edit is not None:
                try:
                    project.document.check(found.edit)
                except StaleEdit:
                    if again:
                        self._lay(project, file, labels, overwrite, False)
                        return
                if not session.do(found.edit, self):
                    return
            self._say(project, file, labels, found)

        session.busy_changed.emit(tr("Reading {file} …").format(file=file.name))
        session.jobs.submit(JOB, lambda: import_edit(project.document, labels, file, overwrite=overwrite), done,
                            self._failed)

    def _say(self, project: Project, file: Path, labels: Labelling, found: Import) -> None:
        first, *rest = found.sentences()
        action = (tr("Take those of the file"), lambda: self._lay(project, file, labels, True)) \
            if found.conflicts else None
        kind = "warning" if rest else "info"
        self._session.noticed.emit(Notice(kind, f"{file.name}: {first}", " ".join(rest), action))

    def _failed(self, error: Exception) -> None:
        self._session.busy_changed.emit("")
        self._session.report(error)
