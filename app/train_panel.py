"""The training panel: setting one up, those there are, and where cameras should stand for one to gain most."""

from functools import cached_property

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.banner import Notice
from app.placement_page import PlacementPage
from app.receipt_view import VERDICTS
from app.segments import Segments
from app.session import Session
from app.train_runs import TrainRuns
from app.train_setup import TrainSetup
from app.trainings import Training, Trainings
from app.words import marked, tr
from core.cards import Card

PAGES = (
    ("setup", marked("New training"), marked("Choose what a model learns from, and begin")),
    ("runs", marked("Trainings"), marked("Those of this project: curves, what came of them, keep or discard")),
    ("views", marked("Which views?"), marked("Where two cameras should stand for a training to gain most")),
)


class TrainPanel(QWidget):
    """Reads the session; a training is a run in a process of its own, which the window need not outlive."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setAccessibleName(tr("Training"))
        self.trainings = Trainings(session, self)
        self.pages = Segments(tr("Page"), [(key, tr(title), tr(hint)) for key, title, hint in PAGES])
        self.pages.chosen.connect(self.show_page)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.pages)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.trainings.begun.connect(self._look_at)
        self.trainings.changed.connect(self._show_running)
        self.trainings.judged.connect(self._judged)
        self.trainings.kept.connect(self._kept)
        self._seen_running = False
        self.show_page("setup")
        self._show_running()

    # -- the pages, each made when it is first seen

    @cached_property
    def setup(self) -> TrainSetup:
        return TrainSetup(self._session, self.trainings)

    @cached_property
    def runs(self) -> TrainRuns:
        made = TrainRuns(self._session, self.trainings)
        made.duplicate_wanted.connect(self._duplicate)
        made.setup_wanted.connect(lambda: self.show_page("setup"))
        return made

    @cached_property
    def placement(self) -> PlacementPage:
        return PlacementPage(self._session)

    def show_page(self, page: str) -> None:
        """A key of PAGES."""
        self.pages.choose(page)
        place: QWidget = self.setup if page == "setup" else self.runs if page == "runs" else self.placement
        if self._stack.indexOf(place) < 0:
            self._stack.addWidget(place)
        self._stack.setCurrentWidget(place)

    def _show_running(self) -> None:
        """One that goes on from an earlier window is what the user wants to see first."""
        running = self.trainings.running
        if running and not self._seen_running and self.trainings.runs.run is not None:
            self._seen_running = True
            self._look_at(self.trainings.runs.run.name)
        elif not running:
            self._seen_running = False

    def _look_at(self, name: str) -> None:
        self.runs.choose(name)
        self.show_page("runs")

    def _duplicate(self, training: Training) -> None:
        self.setup.fill(training)
        self.show_page("setup")

    def _judged(self, training: Training) -> None:
        """What came of it is said to whoever looks at something else."""
        if training.receipt is not None and not self.isVisible():
            said = tr(VERDICTS.get(training.receipt.verdict, VERDICTS[""])[2])
            self._session.noticed.emit(Notice("info", tr("The training is done. {verdict}.").format(verdict=said),
                                              training.receipt.why))

    def _kept(self, card: Card) -> None:
        session = self._session
        if card.task == "detector":
            there = tr("{title} is there, and is the detector of this recording now.").format(title=card.title)
            session.noticed.emit(Notice("info", there,
                                        tr("What is shown was found by another one. Find the poses again.")))
            return
        there = tr("{title} is there, and is the lifter of this recording now.").format(title=card.title)
        lift = (tr("Lift again now"), lambda: session.detection.lift(*session.views))
        session.noticed.emit(Notice("info", there, tr("What is shown was lifted by another one."), lift))
