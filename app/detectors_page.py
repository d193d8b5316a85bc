"""The page of detectors: what is installed and how fast it is here, and two of them on one clip."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import detector_speeds, theme
from app.panel_parts import choice
from app.player import Player
from app.second import OTHER_NAMES, UNIT_HINT, Second, number
from app.session import Session
from app.stage import Stage
from app.timecode import format_time
from app.words import marked, tr
from core import detector_facts
from core.cards import Card
from core.skeleton import SKELETONS

USED = "✓ "
HEADS = ((marked("Detector"), ""), (marked("Joints"), marked("How many it finds")),
         (marked("Crop"), marked("What its network sees of one person, width × height in pixels")),
         (marked("Speed"), marked("One person followed through frames of 1080 × 1920, decoding not counted, on this "
                                  "computer as busy as it was")),
         (marked("On"), marked("What it computes on; chosen beside Find poses")),
         (marked("Found"), marked("In how many views there are poses by it")))
SPOT_HEADS = (marked("View"), marked("Time"), marked("Frame"), marked("% of torso"), "px", marked("Furthest"))
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_H, HEAD_H, MOST_ROWS = 30, 32, 5
KEY = Qt.ItemDataRole.UserRole
NONE = marked("Find poses with another detector: what is found already stays, and the two can be laid over one another "
              "here.")
NOTHING_FOUND = marked("Nobody was found in any view yet. Find poses first, then with another detector.")


class DetectorsPage(QWidget):
    """second: what is beside what is shown."""

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__()
        self._session = session
        self.second = Second(session, stage, player, self)
        self._last = ""  # the one that was beside last
        self._make()
        self._lay_out()
        session.detection.models_changed.connect(self._show)
        session.runs.changed.connect(self._allow)
        self.second.changed.connect(self._show)
        session.detection.speeds.look()
        self._show()

    # -- making it

    def _make(self) -> None:
        self.table = _tree(tr("The detectors"), [tr(title) for title, _ in HEADS])
        for at, (_, hint) in enumerate(HEADS):
            self.table.headerItem().setToolTip(at, tr(hint))
        _sizes(self.table, len(HEADS), 0)
        self.table.setIconSize(QSize(16, 16))
        self.table.currentItemChanged.connect(lambda *_: self._allow())
        self.measure = QPushButton(tr("Measure speeds"))
        self.measure.setToolTip(tr("How long each of them takes on this computer; remembered"))
        self.measure.clicked.connect(self._measure)
        self.use = QPushButton(tr("Use this one"))
        self.use.setToolTip(tr("Poses are found with the chosen detector the next time"))
        self.use.clicked.connect(self._use)
        self.find_poses = QPushButton(tr("Find poses now"))
        self.find_poses.setProperty("kind", "primary")
        self.find_poses.setToolTip(tr("In all views, with the detector in use. What others found stays"))
        self.find_poses.clicked.connect(lambda: self._session.detection.find(list(self._session.views)))
        self.note = _text()
        self.beside = choice(tr("Second detector"),
                             tr("What another detector found, over the same pictures: white, dashed"))
        self.beside.activated.connect(lambda at: self.second.choose(self.beside.itemData(at)))
        self.exchange = QPushButton(tr("Show it instead"))
        self.exchange.setToolTip(tr("What the second found is shown, corrected and lifted; the other goes beside it"))
        self.exchange.clicked.connect(self.second.exchange)
        self.next = QPushButton(tr("Next difference"))
        self.next.setToolTip(
            tr("The frame in which the two are furthest apart; again: the next of the list  (Shift+W)"))
        self.next.clicked.connect(self.go_to_next)
        self.said = _text()
        self.said.setToolTip(tr(UNIT_HINT))
        self.spots = _tree(tr("Where they are furthest apart"), [tr(title) for title in SPOT_HEADS])
        self.spots.headerItem().setToolTip(3, tr(UNIT_HINT))
        _sizes(self.spots, len(SPOT_HEADS), len(SPOT_HEADS) - 1)
        self.spots.setMinimumHeight(HEAD_H + 4 * ROW_H)
        self.spots.itemClicked.connect(self._go_to)
        self.spots.itemActivated.connect(self._go_to)
        for button in (self.measure, self.use, self.find_poses, self.exchange, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.measure)
        buttons.addStretch(1)
        buttons.addWidget(self.use)
        buttons.addWidget(self.find_poses)
        line = QFrame()
        line.setFixedHeight(1)
        line.setProperty("kind", "line")
        second = QHBoxLayout()
        second.setSpacing(theme.GRID)
        label = QLabel(tr("Beside it"))
        label.setObjectName("label")
        label.setBuddy(self.beside)
        second.addWidget(label)
        second.addWidget(self.beside, 1)
        second.addWidget(self.exchange)
        second.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, theme.GRID)
        column.setSpacing(theme.GRID)
        column.addLayout(second)
        column.addWidget(self.said)
        column.addWidget(self.spots, 100)
        column.addWidget(line)
        column.addLayout(buttons)
        column.addWidget(self.table)
        column.addWidget(self.note)
        column.addStretch(1)

    # -- doing

    def toggle(self) -> None:
        """Puts the one beside that was there last, or the first there is; or takes it away."""
        others = list(self.second.others)
        wanted = self._last if self._last in others else next(iter(others), "")
        self.second.choose("" if self.second.chosen else wanted)

    def go_to_next(self) -> None:
        spot = self.second.next()
        item = self.spots.topLevelItem(self.second.spots.index(spot)) if spot is not None else None
        if item is not None:
            self.spots.setCurrentItem(item)

    def _go_to(self, item: QTreeWidgetItem, *_: object) -> None:
        at = self.spots.indexOfTopLevelItem(item)
        if 0 <= at < len(self.second.spots):
            self.second.go_to(self.second.spots[at])

    def _measure(self) -> None:
        """The chosen one, or those that were not measured yet, or all again; or no longer."""
        models, card = self._session.detection, self.card
        if models.speeds.measuring is not None:
            models.speeds.stop()
            return
        known = [(each, models.device_of(each.id)) for each in models.detectors]
        new = [each for each in known if detector_facts.speed(*each) is None]
        models.speeds.measure([(card, models.device_of(card.id))] if card is not None else new or known)

    def _use(self) -> None:
        if self.card is not None:
            self._session.detection.choose("detector", self.card.id)

    @property
    def card(self) -> Card | None:
        """The chosen row's."""
        item = self.table.currentItem()
        wanted = item.data(0, KEY) if item is not None else ""
        return next((card for card in self._session.detection.detectors if card.id == wanted), None)

    # -- showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self.second.chosen:
            self._last = self.second.chosen
        if not self.isVisible():  # shown as it is then when it comes to the front
            return
        self._show_table()
        self._show_beside()
        self._show_spots()
        self._allow()

    def _show_table(self) -> None:
        models, chosen = self._session.detection, self.card
        with QSignalBlocker(self.table):
            self.table.clear()
            for card in models.detectors:
                item = self._row(card)
                self.table.addTopLevelItem(item)
                if chosen is not None and card.id == chosen.id:
                    self.table.setCurrentItem(item)
        rows = min(max(len(models.detectors), 1), MOST_ROWS)
        self.table.setFixedHeight(HEAD_H + ROW_H * rows + 4)

    def _row(self, card: Card) -> QTreeWidgetItem:
        models = self._session.detection
        used, device = card.id == models.detector, models.device_of(card.id)
        speed = detector_speeds.speed_words(card, models.speeds, device)
        item = QTreeWidgetItem([USED + card.title if used else card.title, str(len(SKELETONS[card.joints])),
                                detector_facts.crop_words(card), speed, detector_speeds.short(device),
                                self._found(card)])
        item.setData(0, KEY, card.id)
        item.setToolTip(0, f"{card.title}. {card.terms}")
        if used:
            item.setForeground(0, QColor(theme.ACCENT))
        if card.restricted:
            item.setIcon(0, theme.icon("warning-circle", theme.WARNING))
        for at in range(1, len(HEADS)):
            item.setFont(at, theme.font(theme.SMALL, tabular=True))
            item.setTextAlignment(at, RIGHT)
        if not speed[0].isdecimal():
            item.setForeground(3, QColor(theme.MUTED))
        return item

    def _found(self, card: Card) -> str:
        """'shown', '2 views', '–'."""
        names = {card.id, *(other for other, id in OTHER_NAMES.items() if id == card.id)}
        views = [view for view in self._session.views if names & self.second.sets(view).keys()]
        if not views:
            return "–"
        on_screen = sum(self.second.shown(view) in names for view in views)
        if on_screen == len(self._session.views):
            return tr("shown")
        return tr("1 view") if len(views) == 1 else tr("{n} views").format(n=len(views))

    def _show_beside(self) -> None:
        second, box = self.second, self.beside
        rows = [(tr("Nothing"), "")]
        for name, count in second.others.items():
            text = tr("{detector} (1 view)") if count == 1 else tr("{detector} ({n} views)")
            rows.append((text.format(detector=second.title(name), n=count), name))
        with QSignalBlocker(box):
            if rows != [(box.itemText(at), box.itemData(at)) for at in range(box.count())]:
                box.clear()
                for text, key in rows:
                    box.addItem(text, key)
            box.setCurrentIndex(max(box.findData(second.chosen), 0))
        box.setEnabled(len(rows) > 1)

    def _show_spots(self) -> None:
        second, current = self.second, self.spots.currentIndex().row()
        with QSignalBlocker(self.spots):
            self.spots.clear()
            for spot in second.spots:
                name = self._session.views[spot.view].name
                item = QTreeWidgetItem([name, format_time(spot.t), str(spot.frame), number(spot.percent),
                                        f"{spot.px:.0f}", f"{spot.joint}, {spot.joint_px:.0f} px"])
                for at in (1, 2, 3, 4):
                    item.setTextAlignment(at, RIGHT)
                    item.setFont(at, theme.font(theme.BODY, tabular=True))
                self.spots.addTopLevelItem(item)
            again = self.spots.topLevelItem(current) if current >= 0 else None
            if again is not None:
                self.spots.setCurrentItem(again)
        self.spots.setVisible(bool(second.spots))
        self.said.setText(self._words())

    def _words(self) -> str:
        """What is beside what, and how far they are apart."""
        second, session = self.second, self._session
        if not second.chosen:
            if second.others:
                return tr("Choose one to lay it over what is shown.")
            return tr(NONE if any(second.sets(view) for view in session.views) else NOTHING_FOUND)
        faults = " ".join(f"{session.views[view].name}: {why}" for view, why in second.faults.items()
                          if view in session.views)
        made = [(row.name, second.compared[view].difference) for view, row in session.views.items()
                if view in second.compared and second.compared[view].difference.frames]
        if not made:
            return faults or (tr("Comparing …") if second.busy else tr("The two were never seen in the same frame."))
        parts = [f"{name} {number(away.median_percent)}" for name, away in made]
        said = tr("Apart, the median of {frames} frames over {joints} joints, % of the torso: {views}. A distance is "
                  "no error.").format(frames=sum(away.frames for _, away in made), views=", ".join(parts),
                                      joints=min(len(away.joints) for _, away in made))
        return f"{said} {faults}".strip()

    def _allow(self) -> None:
        models, card = self._session.detection, self.card
        self.measure.setText(tr("Stop measuring") if models.speeds.measuring is not None else
                             tr("Measure this one") if card is not None else tr("Measure speeds"))
        self.use.setEnabled(card is not None and card.id != models.detector)
        self.find_poses.setEnabled(bool(self._session.views) and not self._session.runs.running
                             and not self._session.read_only)
        self.exchange.setEnabled(bool(self.second.compared) and not self._session.read_only)
        self.next.setEnabled(bool(self.second.spots))
        told = card if card is not None else next((each for each in models.detectors if each.id == models.detector),
                                                  None)
        if told is None:
            self.note.setText("")
        else:
            used = [tr("in use")] if told.id == models.detector else []
            self.note.setText(f"{', '.join([told.title, *used])}. {told.terms}")


def _tree(name: str, heads: list[str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("rows")
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    tree.setAccessibleName(name)
    tree.setHeaderLabels(heads)
    tree.header().setFont(theme.font(theme.SMALL))
    tree.header().setStretchLastSection(False)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return tree


def _sizes(tree: QTreeWidget, count: int, wide: int) -> None:
    """Every column as wide as what is in it; `wide` has the rest. Numbers stand to the right, below their titles."""
    for at in range(count):
        mode = QHeaderView.ResizeMode.Stretch if at == wide else QHeaderView.ResizeMode.ResizeToContents
        tree.header().setSectionResizeMode(at, mode)
        if at and at != wide:
            tree.headerItem().setTextAlignment(at, RIGHT)


def _text() -> QLabel:
    label = QLabel()
    label.setObjectName("hint")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
