"""The page of lifters: every installed one on this clip, from the same 2D, and one click to use the best."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.compare_model import CompareModel
from app.lifter_table import LifterTable, told, why_none
from app.player import Player
from app.runs import Runs
from app.session import Session
from app.words import marked, tr
from core import lifter_bench, sparse
from core.cards import Card
from core.document import Change
from core.errors import ParallaxError
from core.lifter_bench import BenchRequest, Material, Row
from core.runs import Run, Status

TITLE = marked("Compare the lifters")
BUTTON = marked("Compare the lifters on this clip")
ASK = marked("Each installed lifter lifts all views from the same 2D, corrections included, and is measured on what "
             "comes out. Nothing in the project is changed.")
NOBODY = marked("Nobody was found in any view yet. Find poses first; then lifters can be compared on them.")
ONLY_ONE = marked("Only one lifter is installed; File › Get more models… brings others.")
OUTDATED = marked("Joints, people or clocks were changed since: compare again.")
KEPT = marked("Stopped. What was measured is kept, and the same comparison goes on from there.")
CAREFUL = marked("Agreement is not accuracy: views can share an error.")
KINDS = {"scaled": marked("lengths scaled"), "relative": marked("lengths relative")}
TABLES = ("views", "predictions", "labels", "swaps", "settings")  # of the project, that a clip depends on
ASKING = ("ask", lifter_bench.KIND)


class LiftersPage(QWidget):
    """The comparison is a run in a process of its own, which is found again after a restart."""

    def __init__(self, session: Session, player: Player, model: CompareModel) -> None:
        super().__init__()
        self._session, self._player, self._model = session, player, model
        self._rows: list[Row] = []
        self._run: Run | None = None                  # that the rows are of
        self._request: BenchRequest | None = None     # of that run
        self._about: dict[str, Material] | None = None  # what it was made of; None: not looked yet
        self._stopped = False
        self._folder: Path | None = None              # of the project whose runs are watched
        self.runs = Runs(session.jobs, self, lifter_bench.KIND, lifter_bench.KIND)
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._run_changed)
        self.runs.ended.connect(self._ended)
        self._make()
        self._lay_out()
        session.opened.connect(self._project_changed)
        session.changed.connect(self._document_changed)
        session.runs.changed.connect(self._allow)
        session.detection.models_changed.connect(self._show)
        player.state_changed.connect(self._show_loop)
        self._project_changed()

    def _make(self) -> None:
        self.compare = QPushButton(tr(BUTTON))
        self.compare.clicked.connect(self.start)
        self.loop = QCheckBox(tr("Loop only"))
        self.loop.setToolTip(tr("Only the frames of the loop range are lifted and measured"))
        self.loop.setChecked(True)
        self.use = QPushButton(tr("Use this one"))
        self.use.setToolTip(tr("The next lifting is done with the chosen lifter"))
        self.use.clicked.connect(self._use)
        self.lift = QPushButton(tr("Lift again now"))
        self.lift.setProperty("kind", "primary")
        self.lift.clicked.connect(lambda: self._session.detection.lift(*self._others()))
        for button in (self.compare, self.loop, self.use, self.lift):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self.said, self.note = _text(), _text()
        self.table = LifterTable()
        self.table.row_chosen.connect(self._allow)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.compare)
        row.addWidget(self.loop)
        row.addWidget(self._bar, 1)
        row.addStretch(0)
        row.addWidget(self.use)
        row.addWidget(self.lift)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, theme.GRID)
        column.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.table, 100)
        column.addWidget(self.note)
        column.addStretch(1)

    # -- measuring

    def start(self) -> None:
        """Measures all lifters, or goes on with that where it was stopped; while it does, the same button stops it."""
        session, project = self._session, self._session.project
        if self.runs.running:
            self.runs.stop()
            return
        if project is None or session.refuses():
            return
        found = lifter_bench.materials(project.document)
        if not found:
            session.report(ParallaxError(tr("The lifters"), "have nothing to lift: nobody was found in any view yet.",
                                         "Find poses first."))
            return
        ids = [card.id for card in session.detection.lifters]
        flips = {session.settings.choice("flip", on) for on in (False, True)}  # both: it was never chosen
        wanted = {"reference": self._model.reference, "fixed": self._model.options.alignment != "frame",
                  "frames": self._player.loop if self.loop.isChecked() else None, "height_m": self._model.height_m,
                  "flip": flips.pop() if len(flips) == 1 else None}

        def ask() -> BenchRequest:  # of thousands of labels that takes a while
            return lifter_bench.request_for(found, ids, **wanted)

        session.jobs.submit(ASKING, ask, lambda request: self._start(request, found))

    def _start(self, request: BenchRequest, found: dict[str, Material]) -> None:
        project = self._session.project
        if project is None or self.runs.running:
            return
        self._about = found
        if self._stopped and self._run is not None and request == self._request:
            self.runs.resume(self._run)
            return
        self._rows, self._run, self._request = [], None, request
        self.runs.start(project.runs, lifter_bench.KIND, tr(TITLE), request)

    def _project_changed(self) -> None:
        """Comparisons of an earlier window are found again; those of another project go on unwatched."""
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder != self._folder:
            self._folder = folder
            for key in (ASKING, *map(_key, ("rows", "look"))):
                self._session.jobs.forget(key)
            self.runs.forget()
            self._rows, self._run, self._request, self._about, self._stopped = [], None, None, None, False
            if project is not None:
                self.runs.adopt(project)
        self._show()

    def _run_changed(self) -> None:
        """A lifter more may have been measured."""
        run, status = self.runs.run, self.runs.status
        if run is not None and self.runs.running:
            self._stopped = False
            done = sum(item.stage in ("done", "failed") for item in status.items.values())
            if done > len(self._rows) and not self._session.jobs.busy(_key("rows")):
                self._session.jobs.submit(_key("rows"), lambda: lifter_bench.rows_so_far(run),
                                          lambda rows: self._take(run, rows))
        self._show_state()

    def _take(self, run: Run, rows: list[Row]) -> None:
        """Shows what a run has measured so far, or all of it."""
        try:
            self._request = lifter_bench.asked(run)
        except ValueError:
            return
        self._run, self._rows = run, rows
        self._show()

    def _ended(self, run: Run, status: Status) -> None:
        self._session.jobs.forget(_key("rows"))
        before = self._run if self._run is not None and self._run.folder != run.folder else None
        # The last one that is done stays untaken, so that the next window finds it too.
        self._remember([before] if status.state == "done" and before is not None else
                       [run] if status.state != "done" else [])
        self._stopped = status.state in ("stopped", "lost")
        try:
            rows = lifter_bench.rows_of(status) if status.state == "done" else lifter_bench.rows_so_far(run)
        except ValueError:
            rows = []
            self._session.report(ParallaxError(tr("The lifters"), "what was measured cannot be read.",
                                               "Compare again."))
        self._take(run, rows)
        if status.state in ("failed", "lost"):
            why = (status.message.strip().splitlines() or [tr("its process ended.")])[-1]
            self._session.report(ParallaxError(tr("The lifters"), why,
                                               "Try again; Help › Diagnostics has the details."))
            self._session.errors.add(run.request.title, trace=run.tail(40))
        self._look()
        self._show()

    def _remember(self, over: list[Run]) -> None:
        """These runs need not be found again."""
        def taken() -> None:
            from core import recording

            for run in over:
                recording.taken(run, run.status())

        if over and not self._session.read_only:
            self._session.jobs.submit(("taken", over[0].name), taken, lambda _: None)

    def _look(self) -> None:
        """Whether a comparison that another window began is of the project as it is now."""
        project, request = self._session.project, self._request
        if project is None or request is None or self._about is not None:
            return
        now = lifter_bench.materials(project.document)

        def same() -> bool:
            return {id: lifter_bench.fingerprint(material) for id, material in now.items()} == {
                view.view: view.fingerprint for view in request.views}

        def done(is_same: bool) -> None:
            self._about = now if is_same else {}
            self._show_state()

        self._session.jobs.submit(_key("look"), same, done)

    @property
    def outdated(self) -> bool:
        """Whether what was measured is not of the project as it is now."""
        project = self._session.project
        return (self._about is not None and self._request is not None and project is not None
                and lifter_bench.materials(project.document) != self._about)

    # -- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _document_changed(self, change: Change, sender: object) -> None:
        if self.isVisible() and change.touches(*TABLES):
            self._show()

    def _show(self) -> None:
        self.table.set_rows(self._rows, self._cards, self._used, self._views == 1)
        self.table.setVisible(bool(self._rows))
        self._show_state()

    def _show_state(self) -> None:
        running, outdated = self.runs.running, self.outdated
        self.compare.setText(tr("Stop") if running else tr("Go on") if self._stopped and not outdated else
                             tr("Compare again") if self._rows else tr(BUTTON))
        self.compare.setEnabled(running or self._found)
        self._bar.setVisible(running)
        share = lifter_bench.share(self.runs.status)
        self._bar.setRange(0, 1000 if share else 0)  # 0 … 0 shows that it is busy
        self._bar.setValue(round(1000 * share))
        self.said.setText(self._words(outdated))
        self._show_loop()
        self._allow()

    def _show_loop(self) -> None:
        self.loop.setVisible(self._player.loop is not None and not self.runs.running)

    def _words(self, outdated: bool) -> str:
        """What goes on, or what the table is of."""
        if self.runs.running:
            return self._progress()
        if not self._found and not self._rows:
            return tr(NOBODY)
        if self._stopped and not outdated:
            return tr(KEPT)
        if not self._rows:
            return tr(ASK) if len(self._cards) > 1 else f"{tr(ASK)} {tr(ONLY_ONE)}"
        if outdated:
            return tr(OUTDATED)
        measured = [row for row in self._rows if not row.error]
        said = [self._measured_on(measured[0].figures.kind if measured else "")]
        if measured and all(row.figures.agreement_mm is None for row in measured):
            return " ".join([*said, why_none(self._views == 1)])
        failed = len(self._rows) - len(measured)
        if failed:
            said.append(tr("1 could not be measured: click it to see why.") if failed == 1 else
                        tr("{n} could not be measured: click one to see why.").format(n=failed))
        return " ".join([*said, tr(CAREFUL), *([] if len(self._cards) > 1 else [tr(ONLY_ONE)])])

    def _measured_on(self, kind: str) -> str:
        """'3 lifters on 2 views, 100 frames in the loop, lengths scaled.'"""
        count, views = len({row.lifter for row in self._rows}), self._views
        in_loop = self._request is not None and self._request.frames is not None
        frames = tr("{n} frames in the loop") if in_loop else tr("{n} frames")
        parts = [tr("{lifters} on {views}").format(
            lifters=tr("1 lifter") if count == 1 else tr("{n} lifters").format(n=count),
            views=tr("1 view") if views == 1 else tr("{n} views").format(n=views)),
            frames.format(n=max(row.frames for row in self._rows)), *([tr(KINDS.get(kind, kind))] if kind else [])]
        return f"{', '.join(parts)}."

    def _progress(self) -> str:
        status = self.runs.status
        if self.runs.stopping:
            return tr("Stopping …")
        name, items = lifter_bench.at_work(status), list(status.items.values())
        at = sum(item.stage in ("done", "failed") for item in items) + 1
        return tr("Measuring {name}, {n} of {count}").format(name=name, n=at, count=len(items)) if name else \
            tr("Starting …")

    def _allow(self) -> None:
        row, session = self.table.chosen, self._session
        usable = row is not None and not row.error and row.key != self._used and row.lifter in self._cards
        self.use.setEnabled(usable)
        others = self._others()
        self.lift.setEnabled(bool(others) and not session.runs.running)
        self.lift.setToolTip(tr("Lifts the views again that were lifted by another one") if others else
                             tr("All views are lifted by the lifter in use already"))
        for button in (self.use, self.lift):
            button.setVisible(bool(self._rows) and not self.runs.running)
        self.note.setText(self._note(row, others) if self._rows else "")
        self.note.setVisible(bool(self._rows))

    def _note(self, row: Row | None, others: list[str]) -> str:
        """What is to be known of the current row, or of the one in use."""
        if row is not None:
            later = row.stride > 1 and row.key != self._used and not row.error
            said = told(row, self._cards.get(row.lifter), row.key == self._used)
            return f"{said} {tr('To be used when poses are found the next time.')}" if later else said
        used = self._cards.get(self._used[0])
        said = tr("In use: {title}.").format(title=used.title) if used is not None else ""
        return f"{said} {tr('What is shown was not lifted by it.')}" if others else said

    # -- what there is

    @property
    def _cards(self) -> dict[str, Card]:
        return {card.id: card for card in self._session.detection.lifters}

    @property
    def _used(self) -> tuple[str, int]:
        """The lifter and the stride that are in use."""
        detection = self._session.detection
        return detection.lifter, detection.looks.stride

    @property
    def _views(self) -> int:
        return len(self._request.views) if self._request is not None else 0

    @property
    def _found(self) -> bool:
        """Whether somebody was found in a view."""
        project = self._session.project
        flat = [project.document.active("2d", view) for view in self._session.views] if project is not None else []
        return any(row is not None and row.athlete is not None for row in flat)

    def _others(self) -> list[str]:
        """The views whose 3D is not of the lifter in use, or that have none."""
        project, detection, found = self._session.project, self._session.detection, []
        if project is None:
            return []
        for view in project.document.views:
            flat, deep = (project.document.active(kind, view) for kind in ("2d", "3d"))
            if flat is None or flat.athlete is None:
                continue
            wanted = detection.filler if sparse.of_keys(flat.settings) else detection.dense
            if wanted and (deep is None or deep.made_from != flat.id or deep.model != wanted):
                found.append(view)
        return found

    # -- using

    def _use(self) -> None:
        row, detection = self.table.chosen, self._session.detection
        if row is None:
            return
        detection.choose("lifter", row.lifter)
        if row.stride > 1 and str(row.stride) in detection.frame_choices:
            detection.choose("frames", str(row.stride))


def _key(what: str) -> tuple[str, str]:
    return what, lifter_bench.KIND


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setObjectName("hint")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
