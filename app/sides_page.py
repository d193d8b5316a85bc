"""The page of left and right: which stretches seem exchanged, why, and putting them right."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.player import Player
from app.runs import Runs
from app.session import Session
from app.stage import Stage
from app.timecode import format_time
from core import sides, sides_run
from core.document import Edit
from core.errors import ParallaxError
from core.runs import Run, Status
from core.sides import Proposal

ASK = ("A detector that sees a back may take it for a front and call every left joint right. This looks for such "
       "stretches by how well the views fit each other, and proposes to put them right.")


class SidesPage(QWidget):
    """The check is a run in a process of its own; the repair is one edit."""

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__()
        self._session, self._stage, self._player = session, stage, player
        self._found: list[Proposal] | None = None  # None: not looked yet
        self._previewed: set[str] = set()
        self._versions: tuple[tuple[str, str], ...] = ()  # view and 2D set that were checked
        self._folder: Path | None = None  # of the project whose runs are watched
        self.runs = Runs(session.jobs, self, sides_run.KIND, sides_run.KIND)
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._show_run)
        self.runs.ended.connect(self._ended)
        self._make()
        session.opened.connect(self._project_changed)
        session.changed.connect(lambda change, sender: self._forget_if_other())
        self._show()
        self._project_changed()

    def _make(self) -> None:
        self.check = QPushButton("Check left and right")
        self.check.clicked.connect(self.start)
        self.repair = QPushButton("Repair")
        self.repair.setProperty("kind", "primary")
        self.repair.setToolTip("Exchanges left and right in the marked stretches, as one step that can be undone, and "
                               "lifts these views to 3D again")
        self.repair.clicked.connect(self._repair)
        self.preview = QCheckBox("Preview")
        self.preview.setToolTip("Shows the videos' joints as they would be")
        self.preview.toggled.connect(lambda on: self._preview())
        for button in (self.check, self.repair, self.preview):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress")
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setObjectName("hint")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.list = QTreeWidget()
        self.list.setObjectName("rows")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("Proposed repairs")
        self.list.setHeaderLabels(["View", "Frames", "Time", "Closer by"])
        self.list.itemClicked.connect(self._go_to)
        self.list.itemActivated.connect(self._go_to)
        self.list.itemChanged.connect(lambda *_: self._ticked())
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.check)
        row.addWidget(self._bar, 1)
        row.addStretch(0)
        row.addWidget(self.preview)
        row.addWidget(self.repair)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self.list, 100)
        column.addStretch(1)

    # -- looking

    def start(self) -> None:
        """Looks for exchanged sides in all views; while it does, the same button stops it."""
        session, project = self._session, self._session.project
        if self.runs.running:
            self.runs.stop()
            return
        if project is None or session.refuses():
            return
        if not session.detection.lifter:
            session.report(ParallaxError("Left and right", "the check needs 3D, and no lifter is chosen.",
                                         "Choose one under Models."))
            return
        request = sides_run.request_for(project, session.detection.lifter)
        if not request.views:
            session.report(ParallaxError("Left and right", "nobody was found in any view yet.", "Find poses first."))
            return
        self._stop_preview()
        self._found, self._versions = None, tuple((view.view, view.poses_id) for view in request.views)
        self._show()
        self.runs.start(project.runs, sides_run.KIND, "Check left and right", request)

    def _project_changed(self) -> None:
        """Checks of an earlier window are found again; those of another project go on unwatched."""
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder == self._folder:
            self._forget_if_other()
            return
        self._folder = folder
        self.runs.forget()
        self._stop_preview()
        self._found, self._versions = None, ()
        self._show()
        if project is not None:
            self.runs.adopt(project)

    def _ended(self, run: Run, status: Status) -> None:
        def remember() -> None:
            from core.recording import taken

            taken(run, status)

        self._session.jobs.submit(("taken", run.name), remember, lambda _: None)
        if status.state == "done":
            try:
                found, self._versions = sides_run.proposals(status), sides_run.checked(run)
            except ValueError as error:
                self._session.report(error)
            else:
                self._found = None if self._outdated else found
        elif status.state in ("failed", "lost"):
            why = (status.message.strip().splitlines() or ["its process ended."])[-1]
            self._session.report(ParallaxError("Left and right", why,
                                               "Try again; Help › Diagnostics has the details."))
            self._session.errors.add(run.request.title, trace=run.tail(40))
        self._show()

    def _forget_if_other(self) -> None:
        """What was found speaks of 2D poses that may not be those shown any more."""
        if self._outdated:
            self._stop_preview()
            self._found, self._versions = None, ()
            self._show()
        else:  # what was unticked stays so; the clocks may have moved
            self._ticked()

    @property
    def _outdated(self) -> bool:
        """Whether some view that was checked shows other 2D poses now."""
        project = self._session.project
        return project is None or any((row := project.document.active("2d", view)) is None or row.id != id
                                      for view, id in self._versions)

    # -- showing

    def _show(self) -> None:
        found = self._found or []
        self.list.blockSignals(True)
        self.list.clear()
        for proposal in found:
            self.list.addTopLevelItem(self._row(proposal))
        for at in range(3):
            self.list.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        self.list.blockSignals(False)
        if self._found is None:
            self._said.setText(ASK)
        elif not found:
            self._said.setText("No stretch was found in which left and right seem exchanged.")
        else:
            frames = sum(p.stop - p.start for p in found)
            self._said.setText(f"{len(found)} {'stretch' if len(found) == 1 else 'stretches'} of {frames} frames "
                               "together. Click one to look at it; untick what is right as it is.")
        self.list.setVisible(bool(found))
        self._show_run()
        self._ticked()

    def _row(self, proposal: Proposal) -> QTreeWidgetItem:
        view = self._session.views.get(proposal.view)
        start, stop = self._seconds(proposal)
        gain = "–" if math.isnan(proposal.gain) else f"{proposal.gain:.0f} mm (relative)"
        item = QTreeWidgetItem([view.name if view is not None else proposal.view,
                                f"{proposal.start}–{proposal.stop - 1}", f"{format_time(start)} – {format_time(stop)}",
                                gain])
        item.setCheckState(0, Qt.CheckState.Checked)
        item.setData(0, Qt.ItemDataRole.UserRole, proposal)
        for at in range(4):
            item.setToolTip(at, proposal.reason)
        return item

    def _seconds(self, proposal: Proposal) -> tuple[float, float]:
        """Reference seconds of a stretch."""
        view, shown = self._session.views.get(proposal.view), self._session.shown.get(proposal.view)
        if view is None or shown is None or not len(shown.poses.times):
            return 0.0, 0.0
        times = view.clock.to_ref(shown.poses.times)
        step = float(np.median(np.diff(times))) if len(times) > 1 else 0.04
        first, last = (min(max(n, 0), len(times) - 1) for n in (proposal.start, proposal.stop - 1))
        return float(times[first]), float(times[last]) + step

    def _show_run(self) -> None:
        running, status = self.runs.running, self.runs.status
        self.check.setText("Stop" if running else "Check left and right" if self._found is None else "Check again")
        self._bar.setVisible(running)
        self._bar.setRange(0, status.total)  # 0 … 0 shows that it is busy
        self._bar.setValue(status.done)
        for widget in (self.preview, self.repair):
            widget.setVisible(bool(self._found) and not running)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticked()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_preview()

    @property
    def ticked(self) -> list[Proposal]:
        """The proposals that are to be done."""
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return [item.data(0, Qt.ItemDataRole.UserRole) for item in items
                if item is not None and item.checkState(0) == Qt.CheckState.Checked]

    def _ticked(self) -> None:
        chosen = self.ticked
        self.repair.setEnabled(bool(chosen) and not self._session.detection.runs.running)
        marks: dict[str, tuple[tuple[float, float, str], ...]] = {}
        for proposal in chosen:
            marks[proposal.view] = (*marks.get(proposal.view, ()), (*self._seconds(proposal), theme.WARNING))
        self._stage.show_marks(marks)
        if self.preview.isChecked():
            self._preview()

    def _go_to(self, item: QTreeWidgetItem, *_: object) -> None:
        proposal: Proposal = item.data(0, Qt.ItemDataRole.UserRole)
        self._said.setText(proposal.reason)
        self._stage.activate(proposal.view)
        start, stop = self._seconds(proposal)
        if not start <= self._player.t < stop:
            self._player.seek(start)

    # -- preview and repair

    def _preview(self) -> None:
        """The videos' joints as they would be; 3D stays as it is until it is lifted anew."""
        session, wanted = self._session, self.ticked if self.preview.isChecked() else []
        for view in self._previewed - {p.view for p in wanted}:
            session.load(view)
        self._previewed = {p.view for p in wanted}
        project = session.project
        for view in self._previewed:
            row = project.document.active("2d", view) if project is not None else None
            shown = session.shown.get(view)
            if row is None or project is None or row.athlete is None or shown is None:
                continue
            own = [p for p in wanted if p.view == view]

            def work(id: str = row.id, athlete: int = row.athlete, own: list[Proposal] = own) -> object:
                return sides.repair(project.poses(id), athlete, own)  # type: ignore[arg-type]

            def done(poses: object, view: str = view) -> None:
                there = session.shown.get(view)
                if there is not None and view in self._previewed:
                    session.show(view, replace(there, poses=poses))  # type: ignore[arg-type]

            session.jobs.submit(("preview", view), work, done)

    def _stop_preview(self) -> None:
        if self._previewed or self.preview.isChecked():
            self.preview.setChecked(False)

    def _repair(self) -> None:
        session, project, chosen = self._session, self._session.project, self.ticked
        if project is None or not chosen:
            return
        self._stop_preview()
        views = list(dict.fromkeys(p.view for p in chosen))

        def done(edit: Edit | None) -> None:
            if edit is not None and session.project is project and session.do(edit, self):
                session.detection.lift(*views)

        session.jobs.submit("repair sides", lambda: sides.repair_edit(project, chosen), done)
