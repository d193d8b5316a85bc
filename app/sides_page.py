"""The page of left and right: which stretches seem exchanged, why, and putting them right."""

import math
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
from app.words import marked, tr
from core import sides, sides_run
from core.document import Change, Document, Edit
from core.errors import ParallaxError
from core.labels import Swap
from core.runs import Run, Status
from core.sides import Proposal

ASK = marked("A detector that sees a back may take it for a front and call every left joint right. This looks for such "
             "stretches by how well the views fit each other, and proposes to put them right.")
OUTDATED = marked("What was checked has been changed since: check again.")
DONE = marked("Left and right are exchanged as proposed.")


class SidesPage(QWidget):
    """The check is a run in a process of its own; the repair is one edit."""

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__()
        self._session, self._stage, self._player = session, stage, player
        self._found: list[Proposal] | None = None  # None: not looked yet
        self._news = ASK  # what is said while nothing is proposed
        self._previewed: list[Proposal] = []
        self._versions: tuple[tuple[str, str], ...] = ()  # view and fingerprint that were checked
        self._folder: Path | None = None  # of the project whose runs are watched
        self.runs = Runs(session.jobs, self, sides_run.KIND, sides_run.KIND)
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._show_run)
        self.runs.ended.connect(self._ended)
        self._make()
        session.opened.connect(self._project_changed)
        session.changed.connect(self._document_changed)
        session.runs.changed.connect(self._allow)
        self._show()
        self._project_changed()

    def _make(self) -> None:
        self.check = QPushButton(tr("Check left and right"))
        self.check.clicked.connect(self.start)
        self.repair = QPushButton(tr("Repair"))
        self.repair.setProperty("kind", "primary")
        self.repair.setToolTip(tr("Exchanges left and right in the ticked stretches, as one step that can be undone; "
                                  "3D follows"))
        self.repair.clicked.connect(self._repair)
        self.preview = QCheckBox(tr("Preview"))
        self.preview.setToolTip(tr("Shows joints and 3D as they would be; nothing is changed"))
        self.preview.toggled.connect(lambda on: self._preview())
        for button in (self.check, self.repair, self.preview):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setObjectName("hint")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.list = QTreeWidget()
        self.list.setObjectName("rows")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Proposed repairs"))
        self.list.setHeaderLabels([tr("View"), tr("Frames"), tr("Time"), tr("Closer by")])
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
        if not session.detection.dense:
            session.report(ParallaxError(tr("Left and right"), "the check needs 3D, and no lifter is chosen.",
                                         "Choose one under Models."))
            return
        request = sides_run.request_for(project.document, session.detection.dense)
        if not request.views:
            session.report(ParallaxError(tr("Left and right"), "nobody was found in any view yet.",
                                         "Find poses first."))
            return
        self._stop_preview()
        self._forget(ASK)
        self._versions = tuple((view.view, view.fingerprint) for view in request.views)
        self.runs.start(project.runs, sides_run.KIND, tr("Check left and right"), request)

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
        self._forget(ASK)
        if project is not None:
            self.runs.adopt(project)

    def _ended(self, run: Run, status: Status) -> None:
        def remember() -> None:
            from core.recording import taken

            taken(run, status)

        self._session.jobs.submit(("taken", run.name), remember, lambda _: None)
        if status.state == "done":
            try:
                self._found, self._versions, self._news = sides_run.proposals(status), sides_run.checked(run), ASK
            except ValueError:
                self._session.report(ParallaxError(tr("Left and right"), "what the check found cannot be read.",
                                                   "Check again."))
            else:
                self._forget_if_other()
                self._session.propose(self._found or ())
        elif status.state in ("failed", "lost"):
            why = (status.message.strip().splitlines() or [tr("its process ended.")])[-1]
            self._session.report(ParallaxError(tr("Left and right"), why,
                                               "Try again; Help › Diagnostics has the details."))
            self._session.errors.add(run.request.title, trace=run.tail(40))
        self._show()

    def _document_changed(self, change: Change, sender: object) -> None:
        project, swaps = self._session.project, change.keys.get("swaps", frozenset())
        followed = self._followed(project.document, swaps) if project is not None else []
        if project is None or not swaps or len(followed) < len(swaps):
            self._forget_if_other()
            return
        # Here or elsewhere somebody did as was proposed, which outdates nothing of the rest.
        self._stop_preview()
        self._found = [proposal for proposal in self._found or [] if proposal not in followed] or None
        self._versions = tuple((view, sides_run.fingerprint(project.document, view)) for view, _ in self._versions)
        self._news = DONE
        self._show()

    def _followed(self, document: Document, swaps: frozenset[str]) -> list[Proposal]:
        """The proposals that these swaps carry out."""
        shown = self._session.shown
        done = {(row.view, row.start, row.stop) for id in swaps if (row := document.swaps.get(id)) is not None
                and row.view in shown and len(row.pairs) == len(shown[row.view].poses.skeleton.pairs)}
        return [p for p in self._found or [] if (p.view, p.start, p.stop) in done]

    def _forget_if_other(self) -> None:
        """What was found speaks of 2D poses that may not be those shown any more."""
        if self._outdated:
            self._stop_preview()
            self._forget(OUTDATED)
            if self.runs.running and not self.runs.stopping:
                self.runs.stop()
        else:  # what was unticked stays so; the clocks may have moved
            self._ticked()

    def _forget(self, news: str) -> None:
        self._found, self._versions, self._news = None, (), news
        self._show()

    @property
    def _outdated(self) -> bool:
        """Whether some view that was checked shows other 2D poses now."""
        project = self._session.project
        return project is not None and any(sides_run.fingerprint(project.document, view) != checked
                                           for view, checked in self._versions)

    # -- showing

    def _show(self) -> None:
        found, left_out = self._found or [], [p for p in self._listed if p not in self.ticked]
        self.list.blockSignals(True)
        self.list.clear()
        for proposal in found:
            self.list.addTopLevelItem(self._row(proposal, proposal not in left_out))
        self._fit()
        self.list.blockSignals(False)
        if self._found is None:
            self._said.setText(tr(self._news))
        elif not found:
            self._said.setText(tr("No stretch was found in which left and right seem exchanged."))
        elif self._news == DONE:
            left = tr("{stretches} is left.") if len(found) == 1 else tr("{stretches} are left.")
            self._said.setText(f"{tr(DONE)} {left.format(stretches=_counted(found))}")
        else:
            self._said.setText(tr("{stretches}. Click one to look at it; untick what is right as it is.")
                               .format(stretches=_counted(found)))
        self.list.setVisible(bool(found))
        self._show_run()
        self._ticked()

    def _fit(self) -> None:
        for at in (1, 2):
            self.list.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        # The style forgets the box when it is asked how wide a name is.
        self.list.header().resizeSection(0, max(self.list.sizeHintForColumn(0), 0) + 3 * theme.GRID)

    def _row(self, proposal: Proposal, ticked: bool) -> QTreeWidgetItem:
        view = self._session.views.get(proposal.view)
        start, stop = self._seconds(proposal)
        gain = "–" if math.isnan(proposal.gain) else tr("{mm} mm (relative)").format(mm=f"{proposal.gain:.0f}")
        item = QTreeWidgetItem([view.name if view is not None else proposal.view,
                                f"{proposal.start}–{proposal.stop - 1}", f"{format_time(start)} – {format_time(stop)}",
                                gain])
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
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
        new = self._found is None and self._news == ASK
        self.check.setText(tr("Stop") if running else tr("Check left and right") if new else tr("Check again"))
        self._bar.setVisible(running)
        self._bar.setRange(0, status.total)  # 0 … 0 shows that it is busy
        self._bar.setValue(status.done)
        for widget in (self.preview, self.repair):
            widget.setVisible(bool(self._found) and not running)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._ticked()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop_preview()

    @property
    def ticked(self) -> list[Proposal]:
        """The proposals that are to be done."""
        return [proposal for proposal, ticked in self._listed.items() if ticked]

    @property
    def _listed(self) -> dict[Proposal, bool]:
        """The proposals in the list, and whether they are ticked."""
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return {item.data(0, Qt.ItemDataRole.UserRole): item.checkState(0) == Qt.CheckState.Checked
                for item in items if item is not None}

    def _ticked(self) -> None:
        chosen = self.ticked
        self._allow()
        marks: dict[str, tuple[tuple[float, float, str], ...]] = {}
        for proposal in chosen:
            marks[proposal.view] = (*marks.get(proposal.view, ()), (*self._seconds(proposal), theme.WARNING))
        self._stage.show_marks(marks)
        if self.preview.isChecked():
            self._preview()

    def _allow(self) -> None:
        """Poses that are about to be replaced need no repair."""
        self.repair.setEnabled(bool(self.ticked) and not self._session.runs.running)

    def _go_to(self, item: QTreeWidgetItem, *_: object) -> None:
        proposal: Proposal = item.data(0, Qt.ItemDataRole.UserRole)
        self._said.setText(proposal.reason)
        self._stage.activate(proposal.view)
        start, stop = self._seconds(proposal)
        if not start <= self._player.t < stop:
            self._player.seek(start)

    # -- preview and repair

    def _preview(self) -> None:
        """Joints and 3D as they would be."""
        wanted, before = self.ticked if self.preview.isChecked() else [], self._previewed
        if wanted == before:
            return
        self._previewed = wanted
        edit = self._edit() if wanted else None
        swaps = [put.new for put in edit.puts if isinstance(put.new, Swap)] if edit is not None else []
        for view in {proposal.view for proposal in (*before, *wanted)}:
            self._session.try_swaps(view, tuple(swap for swap in swaps if swap.view == view))

    def _stop_preview(self) -> None:
        self.preview.setChecked(False)

    def _edit(self) -> Edit | None:
        """The repair of what is ticked; None where that is nothing, or cannot be done, which the user is told."""
        session, project = self._session, self._session.project
        if project is None:
            return None
        skeletons = {view: shown.poses.skeleton for view, shown in session.shown.items()}
        try:
            return sides.repair_edit(project.document, self.ticked, skeletons)
        except ParallaxError as error:
            self._stop_preview()
            session.report(error)
            return None

    def _repair(self) -> None:
        edit = self._edit()
        self._stop_preview()
        if edit is not None:
            self._session.do(edit, self)


def _counted(found: list[Proposal]) -> str:
    frames = sum(p.stop - p.start for p in found)
    if len(found) == 1:
        said = tr("1 stretch of 1 frame") if frames == 1 else tr("1 stretch of {frames} frames")
    else:
        said = tr("{n} stretches, together 1 frame") if frames == 1 else tr("{n} stretches, together {frames} frames")
    return said.format(n=len(found), frames=frames)
