"""File › Export: keypoints, 3D, angles and agreement as files for other programs."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.session import Session

ENDINGS = {"csv": "CSV, for spreadsheets", "npz": "NPZ, for NumPy", "trc": "TRC, for OpenSim"}


class DataSaver(QObject):
    """Asks for a name and has core/export.py write it in the pool; says when it is there and what its lengths are."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent

    def ask(self, what: str, reference: str, per_frame: bool = False) -> None:
        """what: a key of core.export.WHAT. reference: the view whose frames are the rows, by id. per_frame: each frame
        is aligned by itself, for cameras that move."""
        session, project = self._session, self._session.project
        if project is None:
            return
        formats = [format for format in ENDINGS if format != "trc" or what == "3d"]
        start = Path(str(session.settings.choice("saved to", str(project.folder.parent))))
        name, kind = QFileDialog.getSaveFileName(
            self._window, "Export", str(start / f"{project.folder.stem}-{what}.csv"),
            ";;".join(f"{ENDINGS[format]} (*.{format})" for format in formats))
        if name:
            out, format = named(Path(name), kind, formats)
            session.settings.choose("saved to", str(out.parent))
            self.save(out, what, format, reference, per_frame)

    def save(self, out: Path, what: str, format: str, reference: str, per_frame: bool = False) -> None:
        """Writes the file, in the pool. format: a key of ENDINGS."""
        session, project = self._session, self._session.project
        if project is None:
            return
        session.busy_changed.emit(f"Exporting {out.name} …")

        def work() -> str:
            from core.export import Options, export

            return export(project, out, Options(what, format, reference, per_frame)).note

        def done(note: str) -> None:
            session.busy_changed.emit("")
            session.noticed.emit(Notice("info", f"{out.name} is saved.", note, ("Show it", lambda: show(out))))

        def failed(error: Exception) -> None:
            session.busy_changed.emit("")
            session.report(error)

        session.jobs.submit("export", work, done, failed)


def named(path: Path, kind: str, formats: list[str]) -> tuple[Path, str]:
    """The file and its format: by its ending, else by the kind that was chosen in the dialog ('… (*.npz)')."""
    ending = path.suffix.lower().lstrip(".")
    if ending in formats:
        return path, ending
    format = next((format for format in formats if f"(*.{format})" in kind), formats[0])
    return path.with_name(f"{path.name}.{format}"), format


def show(out: Path) -> None:
    """The folder that a file lies in, in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(out.parent)))
