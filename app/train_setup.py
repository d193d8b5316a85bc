"""The page on which a training is made: method, what it learns from and begins with, settings, a check, Start."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.findings_list import WAITING, FindingsList
from app.form import Form
from app.lifter_ticks import LifterTicks
from app.method_cards import MethodCards
from app.panel_parts import choice, scrolling
from app.session import Session
from app.train_sources import Sources
from app.trainings import Training, Trainings, title_of
from app.words import marked, tr
from core.cards import Card
from core.document import Change
from core.errors import ParallaxError
from core.sync_edits import SYNC
from training import readiness
from training.readiness import BAD, Finding
from training.settings import METHODS, Loop, built, fields_of, learner

WIDE = 820     # px of width from which the settings stand beside the rest
CHECK_MS = 300  # of rest before it is looked at again
ABOVE = ("data", "views", "lifter", "detector", "lifters", "device")  # have a place of their own above the form
TABLES = ("views", "predictions", "labels", "swaps")  # of the project, that a check reads
LOOKING = marked("Looking at what is chosen …")
DEVICES = (("auto", marked("Automatic"), marked("A GPU where there is one, else the processor")),
           ("cpu", marked("Processor"), ""), ("cuda", "NVIDIA GPU", "CUDA"), ("mps", "Apple GPU", "Metal"))
TITLES = {"lr": "Learning rate", "ema": "Averaging (EMA)", "beta2": "Adam's β₂", "s_in": "Strides",
          "fps": "Frame rates", "held_out": "Held out", "net": "Network", "net_config": "Network settings",
          "apart": "Cameras apart", "data": "Motion capture", "warm_up": "Warm-up", "clip_norm": "Longest gradient",
          "per_frame": "Align every frame", "flip": "Mirrored clips", "fresh": "From scratch", "steps": "Steps",
          "supervised": "Taught with 3D truth", "every": "Every n-th frame", "share": "Held-out share",
          "ohklm": "Hard joints again", "split": "Depth apart", "dwa": "Weigh lifters anew", "dropout": "Drop lifters",
          "sized": "Bodies of one size", "picture_weight": "2D weight", "noise": "Detector's faults",
          "frames": "Frames of a window", "quality": "Quality of the 2D"}


class TrainSetup(QWidget):
    """Everything that is chosen here becomes the settings of one training."""

    changed = Signal()  # what is chosen, or whether it can begin

    def __init__(self, session: Session, trainings: Trainings) -> None:
        super().__init__()
        self._session, self._trainings = session, trainings
        self._findings: tuple[Finding, ...] | None = None  # None: not looked yet
        self._checked: Any = None                          # the settings that they are of
        self._stale = True                                 # something was changed since
        self._forms: dict[str, Form] = {}
        self._why = ""
        self._timer = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._make()
        self._lay_out()
        self._choose_method(self.methods.current)
        session.opened.connect(self._project_changed)
        session.changed.connect(self._document_changed)
        session.detection.models_changed.connect(self._show_lifters)
        trainings.changed.connect(self._show)
        trainings.trial.changed.connect(self._show)

    # -- making

    def _make(self) -> None:
        self.methods = MethodCards()
        self.methods.chosen.connect(self._choose_method)
        self.sources = Sources(self._session)
        self.sources.changed.connect(self._edited)
        self.lifter = choice(tr("Lifter to start from"),
                             tr("Its weights are the ones that learn further; it stays as it is"))
        self.lifter.activated.connect(self._edited)
        self.detector = choice(tr("Detector to start from"),
                               tr("Its weights are the ones that learn further; it stays as is"))
        self.detector.setPlaceholderText(tr("No detector that can learn"))
        self.detector.activated.connect(self._edited)
        self.lifters = LifterTicks()
        self.lifters.changed.connect(self._edited)
        self.device = choice(tr("Device"), tr("What computes the training"))
        for key, title, hint in DEVICES:
            self.device.addItem(tr(title), key)
            self.device.setItemData(self.device.count() - 1, tr(hint), Qt.ItemDataRole.ToolTipRole)
        self.device.activated.connect(self._edited)
        self.checks = FindingsList()
        self.said = QLabel()
        self.said.setObjectName("hint")
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.said.setFixedHeight(3 * self.said.fontMetrics().lineSpacing() + 2)
        self.start = QPushButton(tr("Start training"))
        self.start.setProperty("kind", "primary")
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.start.clicked.connect(self._start)

    def _lay_out(self) -> None:
        self._source_box = _section(tr("Learn from"), self.sources)
        self._lifter_box, device = _labelled(tr("Start from"), self.lifter), _labelled(tr("Device"), self.device)
        self._detector_box = _labelled(tr("Start from"), self.detector)
        self._guides_box = _section(tr("Lifters that teach"), self.lifters)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self._lifter_box, 3)
        pair.addWidget(self._detector_box, 3)
        pair.addWidget(device, 2)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._source_box)
        left.addLayout(pair)
        left.addWidget(self._guides_box)
        left.addWidget(_section(tr("Check"), self.checks))
        left.addStretch(1)
        self._form_box = QVBoxLayout()
        self._form_box.setSpacing(theme.GRID)
        self._form_box.addWidget(_heading(tr("Settings")))
        self._form_box.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(20)
        self._parts.addLayout(left, 1)
        self._parts.addLayout(self._form_box, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(16)
        column.addWidget(self.methods)
        column.addLayout(self._parts)
        column.addStretch(1)
        foot = QFrame()
        foot.setProperty("kind", "bar")
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(self.said, 1)
        line.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(body), 1)
        whole.addWidget(foot)

    # -- what is chosen

    @property
    def form(self) -> Form:
        return self._forms[self.methods.current]

    def values(self) -> dict[str, Any]:
        """What differs from the defaults of the method."""
        kind = METHODS[self.methods.current].settings
        told = self.form.values()
        named = {"data": self.sources.data, "views": self.sources.chosen_views, "lifter": self.lifter.currentData(),
                 "detector": self.detector.currentData(), "lifters": self.lifters.chosen}
        if self._has_sources:
            told |= {name: value for name, value in named.items() if value is not None and _has(kind, name)}
        told["device"] = self.device.currentData()
        defaults = kind()
        return {name: value for name, value in told.items() if value != getattr(defaults, name)}

    def settings(self) -> Any:
        """Made of the method's class. Raises ParallaxError for what does not fit."""
        return built(self.methods.current, self.values(), tr(METHODS[self.methods.current].title))

    def fill(self, training: Training) -> None:
        """As a training was made, to be changed."""
        if training.method not in METHODS:
            return
        told = training.settings
        self.methods.choose(training.method)
        self._choose_method(training.method)
        self.form.set_values(told)
        self.sources.set_chosen([str(name) for name in told.get("data", ()) if self._has_sources],
                                [int(n) for n in told.get("views", ()) if self._has_sources])
        self.lifters.set_chosen([str(name) for name in told.get("lifters", ())])
        for box, name in ((self.lifter, "lifter"), (self.detector, "detector"), (self.device, "device")):
            at = box.findData(told.get(name))
            if at >= 0:
                box.setCurrentIndex(at)
        self._edited()

    @property
    def _has_sources(self) -> bool:
        """Whether the method learns from recordings and data sets, and not from a file that its settings name."""
        return _has(METHODS[self.methods.current].settings, "lifter") or self._guided

    @property
    def _guided(self) -> bool:
        """Whether it is a detector that learns."""
        return _has(METHODS[self.methods.current].settings, "detector")

    # -- following

    def _choose_method(self, method: str) -> None:
        if method not in self._forms:
            kind = METHODS[method].settings
            above = ABOVE if self._has_sources else ("device",)
            form = Form(kind, [field.name for field in fields_of(kind) if field.name not in above], TITLES)
            form.changed.connect(self._edited)
            form.explained.connect(self._explain)
            self._forms[method] = form
            self._form_box.insertWidget(1, form)
        for name, form in self._forms.items():
            form.setVisible(name == method)
        self._source_box.setVisible(self._has_sources)
        self.sources.set_by_view(not self._guided)
        self._lifter_box.setVisible(self._has_sources and not self._guided)
        for box in (self._detector_box, self._guides_box):
            box.setVisible(self._guided)
        self._edited()

    def _project_changed(self) -> None:
        self._trainings.trial.renew()
        self._edited()

    def _document_changed(self, change: Change, sender: object) -> None:
        if change.touches(*TABLES) or any(key.startswith(("active/", SYNC)) for key in change.keys.get("settings", ())):
            self._trainings.trial.renew()
            self._edited()

    def _show_lifters(self) -> None:
        detection = self._session.detection
        there = [card for card in detection.lifters if readiness.trainable(card)]
        self.lifters.set_cards([card for card in there if readiness.guides(card)])
        learning = [card for card in detection.detectors if readiness.learns(card)]
        changed = [_filled(self.lifter, there, detection.dense), _filled(self.detector, learning, detection.detector)]
        if any(changed):
            self._edited()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_lifters()
        self._edited()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._trainings.trial.drop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _explain(self, why: str) -> None:
        self._why = why
        self._say()

    # -- the check

    def _edited(self) -> None:
        """Something is chosen otherwise, or what it stands on is other: it is looked at again in a moment."""
        self.sources.refresh()
        self._stale = True
        if self.isVisible():
            self._timer.start()
        self._show()
        self.changed.emit()

    def _check(self) -> None:
        project = self._session.project
        if project is None or not self.isVisible():
            return
        try:
            settings = self.settings()
        except ParallaxError as fault:
            self._take(None, [Finding(BAD, f"{fault.fault} {fault.remedy}")])
            return
        self._session.jobs.submit("readiness", partial(readiness.check, settings, project.runs),
                                  partial(self._take, settings))

    def _take(self, settings: Any, findings: list[Finding]) -> None:
        self._findings, self._checked, self._stale = tuple(findings), settings, False
        self._try()
        self._show()

    def _try(self) -> None:
        """How long it takes is found out where nothing else speaks against it."""
        project = self._session.project
        quiet = not self._trainings.running and not self._session.read_only and not self.form.faults
        able = self._checked is not None and readiness.worst(self._findings or ()) != BAD
        if project is not None and quiet and able and self.isVisible() and not self.sources.nothing_left:
            self._trainings.trial.ask(project.runs, self.methods.current, self._checked)
        else:
            self._trainings.trial.drop()

    def _show(self) -> None:
        self.checks.set_findings(self._told())
        self.start.setEnabled(not self._hindrance)
        self.start.setToolTip(self._hindrance or tr("It runs beside the window, which may be closed meanwhile"))
        self._say()

    def _told(self) -> list[Finding]:
        """What is known, and what is being looked at."""
        if self._findings is None:
            return [Finding(WAITING, tr(LOOKING))]
        trial = self._trainings.trial
        if trial.fault:
            cost = [Finding(BAD, tr("A few steps were tried, and failed: {why}").format(why=trial.fault))]
        elif trial.result:
            cost = readiness.of_trial(trial.result)
        elif trial.busy:
            cost = [Finding(WAITING, tr("Trying a few steps to see how long it will take …"))]
        else:
            cost = []
        return [*self._findings, *cost]

    @property
    def _hindrance(self) -> str:
        """Why it cannot begin; '' where it can."""
        if self._session.read_only:
            return tr("The project is open read-only.")
        if self._trainings.running:
            return tr("A training is at work. Stop it, or wait for its end.")
        if self.form.faults:
            return next(iter(self.form.faults.values()))
        if self._has_sources and not self._guided and self.sources.nothing_left:
            return tr("No view is chosen to learn from.")
        if self._stale:
            return tr(LOOKING)
        bad = [each.sentence for each in self._told() if each.state == BAD]
        return bad[0] if bad else ""

    def _say(self) -> None:
        """What the field at hand is for; else why it cannot begin, or how long it will take."""
        trial = self._trainings.trial
        cost = readiness.of_trial(trial.result) if trial.result else []
        text = self._why or self._hindrance or (cost[0].sentence if cost else "")
        kind = "error" if not self._why and self._hindrance and not (self._stale or self._trainings.running) else ""
        stays = (tr("The detector that is chosen stays as it is; what learns is a copy.") if self._guided else
                 tr("The lifter that is chosen stays as it is; what learns is a copy."))
        self.said.setText(text or (stays if self._has_sources else ""))
        self.said.setToolTip(text)
        if (self.said.property("kind") or "") != kind:
            self.said.setProperty("kind", kind)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)

    def _start(self) -> None:
        try:
            settings = self.settings()
        except ParallaxError as fault:
            self._session.report(fault)
            return
        known = {card.id: card for card in (*self._session.detection.lifters, *self._session.detection.detectors)}
        self._trainings.start(self.methods.current, settings,
                              title_of(self.methods.current, known.get(learner(settings))))


def _filled(box: QComboBox, cards: Sequence[Card], usual: str) -> bool:
    """Shows these models in a box; whether they are others than before. The chosen one stays, else it is `usual`."""
    if [card.id for card in cards] == [box.itemData(n) for n in range(box.count())]:
        return False
    chosen = box.currentData() or usual
    box.clear()
    for card in cards:
        box.addItem(card.title, card.id)
    box.setCurrentIndex(max(box.findData(chosen), 0) if cards else -1)
    return True


def _has(kind: type[Loop], name: str) -> bool:
    return name in kind.__dataclass_fields__


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("sectionTitle")
    return label


def _section(title: str, content: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(_heading(title))
    column.addWidget(content)
    return box


def _labelled(title: str, content: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = QLabel(title)
    label.setObjectName("label")
    column.addWidget(label)
    column.addWidget(content)
    return box
