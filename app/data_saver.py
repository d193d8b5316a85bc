"""File › Export: keypoints, 3D, angles and agreement as files for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.banner import Notice
from app.session import Session
from app.words import tr
from core.formats.kinds import Format, by_ending, holding

if TYPE_CHECKING:
    from app.window import Window


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
        formats = holding(what)
        start = Path(str(session.settings.choice("saved to", str(project.folder.parent))))
        name, kind = QFileDialog.getSaveFileName(
            self._window, tr("Export"), str(start / f"{project.folder.stem}-{what}.csv"),
            ";;".join(f"{tr(format.label)} (*.{format.ending})" for format in formats))
        if name:
            out, ending = named(Path(name), kind, [format.ending for format in formats])
            session.settings.choose("saved to", str(out.parent))
            self.save(out, what, by_ending(ending), reference, per_frame)

    def open_dialog(self, window: "Window") -> None:
        """The window of all formats, in front."""
        from app.export_dialog import ExportDialog

        dialog = next((d for d in window.findChildren(ExportDialog) if d.isVisible()), None) or ExportDialog(window)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def ask_as(self, format: Format, what: str, reference: str, *, per_frame: bool, of: str, unit: str, smooth: str,
               parent: QWidget) -> None:
        """Asks for a name in one format; the rest as in core.export.Options."""
        session, project = self._session, self._session.project
        if project is None:
            return
        unit_said = {"bvh": "-cm", "trc": f"-{unit}"}.get(format.id, "")  # which the files do not tell, or not all see
        said = f"{project.folder.stem}-{what}{unit_said}"
        start = Path(str(session.settings.choice("saved to", str(project.folder.parent))))
        if format.ending:
            name, _ = QFileDialog.getSaveFileName(
                parent, tr("Export {format}").format(format=tr(format.title)), str(start / f"{said}.{format.ending}"),
                f"{tr(format.label)} (*.{format.ending})")
        else:
            name, _ = QFileDialog.getSaveFileName(
                parent, tr("Export {format}: a new folder").format(format=tr(format.title)),
                str(start / f"{project.folder.stem}-{format.id}"), f"{tr('New folder')} (*)")
        if name:
            out = named(Path(name), "", [format.ending])[0] if format.ending else Path(name)
            session.settings.choose("saved to", str(out.parent))
            self.save(out, what, format.id, reference, per_frame, of, unit, smooth)

    def save(self, out: Path, what: str, format: str, reference: str, per_frame: bool = False, of: str = "",
             unit: str = "m", smooth: str = "none") -> None:
        """Writes the file, in the pool. format: an id of core/formats/kinds.py."""
        session, project = self._session, self._session.project
        if project is None:
            return
        session.busy_changed.emit(tr("Exporting {file} …").format(file=out.name))

        def work() -> str:
            from core.export import Options, export
            from core.smooth import Smoothing

            return export(project, out, Options(what, format, reference, per_frame, of, Smoothing(smooth), unit)).note

        def done(note: str) -> None:
            session.busy_changed.emit("")
            session.noticed.emit(Notice("info", tr("{file} is saved.").format(file=out.name), note,
                                        (tr("Show it"), lambda: show(out))))

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
