"""The page of the trainings: a list, how far the chosen one is, its curves, and what came of it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.loss_plots import LossPlots
from app.panel_parts import scrolling
from app.receipt_view import ReceiptView
from app.session import Session
from app.suggest_page import swatch
from app.train_setup import WIDE
from app.train_state import chosen, outcome_of, receipt_of, short_state, state_of, titled, when
from app.trainings import Training, Trainings
from app.words import tr
from core.cards import Card
from training.curves import Curves
from training.settings import learner

NAME, MODEL, WHEN, STATE = range(4)
ROLE = Qt.ItemDataRole.UserRole
ROWS, ROW_H = 3, 30  # of the list that are in sight at least; px
TALL = 640           # px of height from which more are
INKS = {"better": theme.GOOD, "worse": theme.DANGER, "failed": theme.DANGER, "lost": theme.DANGER}


class TrainRuns(QWidget):
    """duplicate_wanted(Training): the user wants one like it. setup_wanted(): there is none yet."""

    duplicate_wanted = Signal(object)
    setup_wanted = Signal()

    def __init__(self, session: Session, trainings: Trainings) -> None:
        super().__init__()
        self._session, self._trainings = session, trainings
        self._names: tuple[str, ...] = ()
        self._colours: dict[str, str] = {}
        self._wanted = ""  # that is looked at as soon as it is listed
        self._make()
        self._lay_out()
        trainings.changed.connect(self.refresh)
        trainings.grew.connect(self._draw)
        trainings.begun.connect(self.choose)
        session.detection.models_changed.connect(self.refresh)
        self.refresh()

    # -- making

    def _make(self) -> None:
        self.list = QTreeWidget()
        self.list.setObjectName("rows")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Trainings of this project"))
        self.list.setHeaderLabels([tr("Training"), tr("Model"), tr("Begun"), tr("State")])
        self.list.setIconSize(QSize(10, 10))
        head = self.list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.list.itemChanged.connect(lambda *_: self._follow())
        self._box = QFrame()
        self._box.setObjectName("runBox")
        self.title, self.detail, self.warning = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("runTitle")
        self.detail.setObjectName("hint")
        self.warning.setProperty("kind", "warning")
        for label in (self.title, self.detail, self.warning):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self.output = QPlainTextEdit(readOnly=True)
        self.output.setObjectName("report")
        self.output.setAccessibleName(tr("The last lines that its process printed"))
        self.output.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.output.setFixedHeight(132)
        self.output.setFocusPolicy(Qt.FocusPolicy.TabFocus | Qt.FocusPolicy.ClickFocus)
        self.stop = self._button(tr("Stop"), tr("It keeps what it has learned so far, and can go on later"), self._stop)
        self.resume = self._button(tr("Resume"), tr("It goes on from what was saved last"), self._resume)
        self.duplicate = self._button(tr("Duplicate…"), tr("A new training, set up like this one, to be changed"),
                                      lambda: self.duplicate_wanted.emit(self.current))
        self.receipt = ReceiptView()
        self.receipt.keep_wanted.connect(lambda title: self._trainings.keep(self._name, title or self._proposal))
        self.receipt.discard_wanted.connect(lambda: self._trainings.discard(self._name))
        self.receipt.lift_wanted.connect(lambda: self._session.detection.lift(*self._session.views))
        self.plots = LossPlots()
        self._none = QLabel(tr("No training yet. What one learns, how far it is and what it was good for stands here."))
        self._none.setWordWrap(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("kind", "muted")
        self._set_up = self._button(tr("Set one up"), tr("Choose what it learns from"), self.setup_wanted.emit)

    def _button(self, text: str, hint: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setObjectName("secondary")
        button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        for widget in (self.title, self._bar, self.detail):
            words.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addLayout(words, 1)
        for button in (self.stop, self.resume, self.duplicate):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(12, 8, 8, 8)
        inside.setSpacing(6)
        inside.addLayout(line)
        inside.addWidget(self.warning)
        inside.addWidget(self.output)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(16)
        self._parts.addWidget(self.receipt, 1)
        right = QVBoxLayout()
        right.addWidget(self.plots)
        right.addStretch(1)
        self._parts.addLayout(right, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._box)
        column.addLayout(self._parts, 1)
        self._area = scrolling(body)
        self._empty = QWidget()
        empty = QVBoxLayout(self._empty)
        empty.setContentsMargins(32, 16, 32, 16)
        empty.setSpacing(2 * theme.GRID)
        empty.addStretch(1)
        empty.addWidget(self._none)
        empty.addWidget(self._set_up, 0, Qt.AlignmentFlag.AlignHCenter)
        empty.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._empty, 1)

    # -- which one

    @property
    def _name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(NAME, ROLE)) if item is not None else ""

    @property
    def current(self) -> Training | None:
        """The chosen one."""
        return self._trainings.of(self._name)

    def choose(self, name: str) -> None:
        """This one is looked at, as soon as it is listed."""
        self._wanted = name
        item = self._item(name)
        if item is not None:
            self.list.setCurrentItem(item)
            self._wanted = ""

    def _item(self, name: str) -> QTreeWidgetItem | None:
        items = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        return next((item for item in items if item is not None and item.data(NAME, ROLE) == name), None)

    @property
    def ticked(self) -> list[str]:
        """Those that are drawn beside the chosen one."""
        items = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        return [str(item.data(NAME, ROLE)) for item in items
                if item is not None and item.checkState(NAME) == Qt.CheckState.Checked]

    # -- showing

    def refresh(self) -> None:
        """As the trainings are now."""
        every = self._trainings.all
        names = tuple(each.name for each in every)
        if names != self._names:
            self._fill(every)
        titles = {card.id: card.title for card in self._models}
        with QSignalBlocker(self.list):
            for each in every:
                self._show_row(each, titles)
        for widget, on in ((self.list, bool(every)), (self._area, bool(every)), (self._empty, not every)):
            widget.setVisible(on)
        self._show_chosen()

    def _fill(self, every: tuple[Training, ...]) -> None:
        wanted, ticked = self._wanted or self._name, self.ticked
        self._names = tuple(each.name for each in every)
        self._colours = {each.name: theme.view_colour(n) for n, each in enumerate(reversed(every))}
        with QSignalBlocker(self.list):
            self.list.clear()
            for each in every:
                item = QTreeWidgetItem([titled(each)])
                item.setData(NAME, ROLE, each.name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(NAME, Qt.CheckState.Checked if each.name in ticked else Qt.CheckState.Unchecked)
                item.setIcon(NAME, swatch(self._colours[each.name]))
                self.list.addTopLevelItem(item)
            first = self._item(wanted) or self.list.topLevelItem(0)
            if first is not None:
                self.list.setCurrentItem(first)
        if self._item(self._wanted) is not None:
            self._wanted = ""
        self._fit_list()
        self._follow()

    def _fit_list(self) -> None:
        shown = max(1, min(len(self._names), ROWS if self.height() < TALL else 2 * ROWS))
        self.list.setFixedHeight(self.list.header().sizeHint().height() + ROW_H * shown + 6)

    def _show_row(self, training: Training, titles: dict[str, str]) -> None:
        item = self._item(training.name)
        if item is None:
            return
        model, state = learner(training.settings), short_state(training)
        texts = {MODEL: titles.get(model, model), WHEN: when(training.run.request.made_s, time.time()), STATE: state}
        for at, text in texts.items():
            if item.text(at) != text:
                item.setText(at, text)
        item.setForeground(STATE, QColor(INKS.get(outcome_of(training), theme.TEXT if not training.over else
                                                  theme.MUTED)))
        item.setToolTip(NAME, "\n".join((training.run.request.title, chosen(training),
                                         tr("Ticked ones are drawn together"))))

    def _chosen(self) -> None:
        self._follow()
        self._show_chosen()

    def _follow(self) -> None:
        self._trainings.follow(dict.fromkeys([self._name, *self.ticked]))
        self._draw()

    def _show_chosen(self) -> None:
        training, trainings = self.current, self._trainings
        if training is None:
            return
        watched = trainings.runs.run is not None and trainings.runs.run.name == training.name
        said = state_of(training, watched and trainings.runs.stopping)
        self.title.setText(said.title)
        for label, text in ((self.detail, said.detail), (self.warning, said.warning)):
            label.setText(text)
            label.setVisible(bool(text))
        self._bar.setVisible(said.active)
        self._bar.setRange(0, 0 if said.share is None else 1000)
        self._bar.setValue(round(1000 * (said.share or 0)))
        if self.output.toPlainText() != said.output:
            self.output.setPlainText(said.output)
            self.output.verticalScrollBar().setValue(self.output.verticalScrollBar().maximum())
        self.output.setVisible(bool(said.output))
        self.stop.setVisible(training.status.state in ("waiting", "running"))
        self.stop.setText(tr("End at once") if watched and trainings.runs.stopping else tr("Stop"))
        self.resume.setVisible(training.status.state in ("stopped", "failed", "lost"))
        self.resume.setEnabled(training.over and not trainings.running and not self._session.read_only)
        self._show_receipt(training)
        self._draw()

    def _show_receipt(self, training: Training) -> None:
        models = self._models
        made = receipt_of(training, models)
        self.receipt.setVisible(made is not None)
        if made is not None:
            known = {card.id for card in models if card.task == "lifter"}
            colours = {view.name: theme.view_colour(view.colour) for view in self._session.views.values()}
            self.receipt.set_receipt(made, self._proposal, colours, self._trainings.keeping == training.name,
                                     made.kept in known)

    @property
    def _models(self) -> list[Card]:
        """Whatever can be trained."""
        return [*self._session.detection.lifters, *self._session.detection.detectors]

    @property
    def _proposal(self) -> str:
        """A name for the new model: 'Parallax lifter, squat'."""
        training, project = self.current, self._session.project
        if training is None or project is None:
            return ""
        cards: dict[str, Card] = {card.id: card for card in self._models}
        parent = cards.get(learner(training.settings))
        title = f"{parent.title if parent is not None else titled(training)}, {project.folder.stem}"
        taken, number = {card.title for card in cards.values()}, 2
        while (title if number == 2 else f"{title} {number - 1}") in taken:
            number += 1
        return title if number == 2 else f"{title} {number - 1}"

    def _draw(self) -> None:
        """The curves of the chosen one and of those ticked."""
        wanted = [each for each in self._trainings.all if each.name in {self._name, *self.ticked}]
        shown = [(f"{titled(each)}, {when(each.run.request.made_s, time.time())}", self._colours[each.name],
                  self._trainings.curves.get(each.name, Curves())) for each in wanted if each.name in self._colours]
        self.plots.set_shown(shown, max((each.status.total for each in wanted), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._fit_list()

    # -- doing

    def _stop(self) -> None:
        self._trainings.stop(self._name)

    def _resume(self) -> None:
        self._trainings.resume(self._name)
