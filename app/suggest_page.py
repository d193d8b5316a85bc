"""The page of the frames that are worth labelling: a list, best first, and why the one at hand is in it."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QHideEvent, QIcon, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.session import Session
from app.suggesting import LOOKING, NOTHING, Suggesting
from app.timecode import format_time
from app.words import marked, tr
from core.suggest import SWAP, Suggestion

KINDS = {  # of a suggestion: how it is called, and its icon
    "apart": (marked("Apart"), "intersect"), "jump": (marked("Jump"), "lightning"), "bone": (marked("Bone"), "ruler"),
    "score": (marked("Doubt"), "question"), "missing": (marked("Missing"), "eye-slash"),
    SWAP: (marked("Sides"), "swap")}
VIEW, TIME, KIND, WHY, SEEN = range(5)
ROLE = Qt.ItemDataRole.UserRole


class SuggestPage(QWidget):
    """Filled while it is seen; a click or Enter goes to the frame."""

    def __init__(self, session: Session, suggesting: Suggesting, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._session, self._suggesting = session, suggesting
        self._rows: tuple[object, object] = (), ()  # what the rows say
        self._at_hand: Suggestion | None = None  # whose row was chosen last
        self.list = columns(tr("Suggestions"), [tr("View"), tr("Time"), tr("Kind"), tr("Why"), ""], WHY)
        self.list.itemClicked.connect(lambda item, _: suggesting.go_to(item.data(0, ROLE)))
        self.list.itemActivated.connect(lambda item, _: suggesting.go_to(item.data(0, ROLE)))
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.said = sentence(2)
        self.exchange = QPushButton(theme.icon("swap"), tr("Exchange left and right"))
        self.exchange.setToolTip(tr("In all of these frames, as one step that can be undone"))
        self.exchange.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.exchange.clicked.connect(self._exchange)
        self._count = QLabel()
        self._count.setObjectName("hint")
        self._nothing = Nothing(action("detect"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self._lay_out(action)
        suggesting.changed.connect(self._changed)

    def _lay_out(self, action: Callable[[str], QAction]) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(theme.GRID)
        steps.addWidget(self.exchange)
        steps.addWidget(self._count, 1)
        for id, text, icon in (("previous_suggestion", tr("Previous"), "caret-left"),
                               ("next_suggestion", tr("Next"), "caret-right")):
            steps.addWidget(_step(action(id), text, icon))
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(12, 0, 12, 12)
        below.setSpacing(theme.GRID)
        below.addWidget(self.said)
        below.addLayout(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._stack, 1)
        column.addWidget(self._below)

    # -- following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._suggesting.watch(self, True)
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._suggesting.watch(self, False)

    def _changed(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        model, found = self._suggesting.model, self._suggesting.model.suggestions
        if (told := (found, facts(self._session))) != self._rows:
            self._rows = told
            self.list.clear()
            self.list.addTopLevelItems([self._row(each) for each in found])
            self._at_hand = None
        if self._suggesting.chosen is not self._at_hand:  # the keys may have gone on to another row
            self._at_hand = self._suggesting.chosen
            self._choose()
        for each, item in zip(found, self._items(), strict=True):
            show_seen(item, SEEN, self._suggesting.done(each), self._suggesting.visited(each))
        waits = model.busy and not found
        self._nothing.show_text(model.empty or (tr(LOOKING) if waits else tr(NOTHING) +
                                                _alone(self._session, model.compared)),
                                bool(model.empty) and not self._session.runs.running)
        self._stack.setCurrentWidget(self.list if found else self._nothing)
        self._below.setVisible(bool(found))
        self._show_chosen()

    def _counted(self) -> str:
        found, suggesting = self._suggesting.model.suggestions, self._suggesting
        left = sum(not suggesting.visited(each) and not suggesting.done(each) for each in found)
        return tr("{n} of {count} not looked at yet").format(n=left, count=len(found)) if left else \
            tr("All of these were looked at")

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _row(self, each: Suggestion) -> QTreeWidgetItem:
        title, icon = KINDS[each.kind]
        when, _, why = each.reason.partition(": ")
        item = view_row(self._session, each.view, each.frame, [tr(title), why[:1].upper() + why[1:], ""])
        item.setIcon(KIND, theme.icon(icon, theme.MUTED))
        item.setData(0, ROLE, each)
        for at in (TIME, KIND, WHY):
            item.setToolTip(at, each.reason)
        item.setToolTip(TIME, when)
        return item

    def _choose(self) -> None:
        """The row of the one at hand, if it is still listed."""
        chosen = self._suggesting.chosen
        for item in self._items():
            if item.data(0, ROLE) == chosen:
                self.list.setCurrentItem(item)
                return
        self.list.setCurrentIndex(QModelIndex())

    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        each: Suggestion | None = item.data(0, ROLE) if item is not None else None
        show_sentence(self.said, each.reason if each is not None else "",
                      tr("Click a row, or press Enter on it, to go to its frame."))
        exchanges = each is not None and each.kind == SWAP and not self._session.read_only
        self.exchange.setVisible(exchanges)
        self._count.setText("" if exchanges else self._counted())
        self.exchange.setEnabled(each is not None and not self._suggesting.done(each))

    def _exchange(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._suggesting.exchange(item.data(0, ROLE))


def _step(action: QAction, text: str, icon: str) -> QPushButton:
    """A command's button, with a shorter text."""
    made = QPushButton(theme.icon(icon), text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(action.trigger)
    made.setToolTip(action.toolTip())
    action.changed.connect(lambda: made.setToolTip(action.toolTip()))
    return made


def _alone(session: Session, compared: bool) -> str:
    """What else could be looked at."""
    if compared or len(session.views) < 2:
        return ""
    return " " + tr("The views were not compared: that needs 3D of two of them.")


class Nothing(QWidget):
    """Why a list is empty, with the button that helps where that is one."""

    def __init__(self, find: QAction) -> None:
        super().__init__()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setProperty("kind", "muted")
        self._find, self._button = find, QPushButton(tr("Find poses"))
        self._button.setToolTip(find.toolTip())
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(find.trigger)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 16, 32, 16)
        column.setSpacing(2 * theme.GRID)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_text(self, text: str, finds: bool) -> None:
        """finds: finding poses would help."""
        self._text.setText(text)
        self._button.setVisible(finds and self._find.isEnabled())

    @property
    def text(self) -> str:
        return self._text.text()


# -- shared with the page of suspicious labels


def columns(name: str, titles: list[str], wide: int) -> QTreeWidget:
    """A list with columns, of which one takes the room that is left; the last, without a title, has a tick."""
    made = QTreeWidget()
    made.setObjectName("rows")
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAccessibleName(name)
    made.setHeaderLabels(titles)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    head = made.header()
    head.setStretchLastSection(False)
    head.setMinimumSectionSize(28)
    for at in range(len(titles)):
        head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if at == wide else
                                  QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(VIEW, QHeaderView.ResizeMode.Interactive)
    head.resizeSection(VIEW, 96)
    if not titles[-1]:
        head.setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(len(titles) - 1, 36)
    return made


def facts(session: Session) -> tuple[object, ...]:
    """What rows say of the views."""
    return tuple((view.id, view.name, view.colour, view.clock) for view in session.views.values())


def view_row(session: Session, view_id: str, frame: int, rest: list[str]) -> QTreeWidgetItem:
    """A row with the view, in its colour, and the time of a frame."""
    view, shown = session.views.get(view_id), session.shown.get(view_id)
    known = view is not None and shown is not None and frame < len(shown.poses.times)
    at = float(view.clock.to_ref(shown.poses.times[frame])) if known and view is not None and shown is not None else 0.0
    item = QTreeWidgetItem([view.name if view is not None else "", format_time(at), *rest])
    if view is not None:
        item.setIcon(VIEW, swatch(theme.view_colour(view.colour)))
        item.setToolTip(VIEW, view.name)
    return item


def show_seen(item: QTreeWidgetItem, column: int, done: bool, visited: bool) -> None:
    """The tick of a row."""
    item.setIcon(column, theme.icon("check-circle-fill", theme.GOOD) if done else
                 theme.icon("check", theme.MUTED) if visited else QIcon())
    item.setToolTip(column, tr("Corrected") if done else tr("Looked at") if visited else "")
    item.setForeground(WHY, QColor(theme.MUTED if done or visited else theme.TEXT))


def sentence(lines: int) -> QLabel:
    """Room for so many lines of text, whether it is full or not."""
    label = QLabel()
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setMinimumHeight(lines * label.fontMetrics().lineSpacing())
    return label


def show_sentence(label: QLabel, text: str, otherwise: str) -> None:
    """A sentence, or, muted, what there is to do."""
    if label.property("kind") != ("" if text else "muted"):
        label.setProperty("kind", "" if text else "muted")
        label.style().unpolish(label)
        label.style().polish(label)
    label.setText(text or otherwise)


def swatch(colour: str, size: int = 10) -> QIcon:
    """A small square in a view's colour."""
    picture = QPixmap(QSize(2 * size, 2 * size))
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0, 0, size, size), 3, 3)
    painter.end()
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # which would be tinted
    return icon
