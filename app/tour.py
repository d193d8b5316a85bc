"""Three steps through the window, on a card that points at what it tells of. Nothing waits for it: the window goes on
working underneath, and a click on what is pointed at does what it always does."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QHideEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.words import tr

WIDTH, ARROW, GAP = 340, 10, 6  # px: of the card, of its arrow, and between the arrow and what it points at
SEEN = "tour seen"  # the choice that is remembered


@dataclass(frozen=True)
class Step:
    """One card. target: what it points at; text: with {id} where the keys of a command stand."""

    target: Callable[[], QWidget]
    title: str
    text: str


class Ring(QWidget):
    """A line around what is pointed at; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ACCENT), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


class Tour(QFrame):
    """The card. ended(): it was gone through, or is not wanted again."""

    ended = Signal()

    def __init__(self, parent: QWidget, steps: list[Step], action: Callable[[str], QAction]) -> None:
        super().__init__(parent)
        self._steps, self._action = steps, action
        self._at = 0
        self._arrow: tuple[QPoint, str] | None = None  # its tip, in the card, and the side that it is on
        self._ring = Ring(parent)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._place)
        self.setObjectName("tour")
        self.setAccessibleName(tr("Tour of the window"))
        self._count, self._title, self._text = QLabel(), QLabel(), QLabel()
        self._count.setObjectName("label")
        self._title.setObjectName("cardTitle")
        self._text.setWordWrap(True)
        self._skip, self._back, self._next = (_button(text, act) for text, act in (
            (tr("Do not show again"), self.end), (tr("Back"), self.back), (tr("Next"), self.next)))
        self._skip.setProperty("kind", "quiet")
        self._skip.setToolTip(tr("The tour is in the menu Help whenever it is wanted"))
        self._next.setProperty("kind", "primary")
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GRID)
        foot.addWidget(self._skip)
        foot.addStretch()
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(ARROW + 16, ARROW + 16, ARROW + 16, ARROW + 12)
        column.setSpacing(theme.GRID)
        column.addWidget(self._count)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(theme.GRID // 2)
        column.addLayout(foot)
        self.setFixedWidth(WIDTH + 2 * ARROW)

    @property
    def step(self) -> int:
        return self._at

    def begin(self) -> None:
        """Shows the first step, and takes the keys: Enter goes on, Esc ends it."""
        self._show(0)
        self._next.setFocus()

    def next(self) -> None:
        if self._at + 1 < len(self._steps):
            self._show(self._at + 1)
        else:
            self.end()

    def back(self) -> None:
        self._show(max(self._at - 1, 0))

    def end(self) -> None:
        """Takes it away, for good where it comes by itself."""
        self.hide()
        self.ended.emit()

    def _show(self, at: int) -> None:
        self._at = at
        step, last = self._steps[at], at + 1 == len(self._steps)
        self._count.setText(tr("{} of {}").format(at + 1, len(self._steps)))
        self._title.setText(step.title)
        self._text.setText(_KeyNames(self._action).fill(step.text))
        self._back.setEnabled(at > 0)
        self._next.setText(tr("Done") if last else tr("Next"))
        self._skip.setVisible(not last)
        self.setAccessibleDescription(f"{step.title}. {self._text.text()}")
        self.show()
        self._place()
        self._later.start()  # again, when a text that was changed has its size

    def _place(self) -> None:
        """Beside what it points at, where there is most room."""
        window, target = self.parentWidget(), self._steps[self._at].target()
        if window is None or self.isHidden():
            return
        room = QRect(target.mapTo(window, QPoint(0, 0)), target.size()) if target.isVisible() else QRect()
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        if not target.isVisible():  # its panel is closed: the card tells of it in the middle
            self._arrow = None
            self._ring.hide()
            self.move((window.width() - self.width()) // 2, (window.height() - self.height()) // 2)
        else:
            self._beside(room, window.rect())
            self._ring.setGeometry(room)
            self._ring.show()
            self._ring.raise_()
        self.raise_()
        self.update()

    def _beside(self, target: QRect, window: QRect) -> None:
        width, height = self.width(), self.height()
        middle = target.center()
        places = {  # the side of the card that the arrow is on: free pixels, and the card's corner
            "left": (window.right() - target.right() - width, QPoint(target.right() + GAP, middle.y() - height // 2)),
            "right": (target.left() - width, QPoint(target.left() - GAP - width, middle.y() - height // 2)),
            "top": (window.bottom() - target.bottom() - height, QPoint(middle.x() - width // 2, target.bottom() + GAP)),
            "bottom": (target.top() - height, QPoint(middle.x() - width // 2, target.top() - GAP - height)),
        }
        side, (free, corner) = max(places.items(), key=lambda place: place[1][0])
        if free < 0:  # nowhere beside it: over its lower part
            side, corner = "top", QPoint(middle.x() - width // 2, target.bottom() - height - 24)
        x = max(GAP, min(corner.x(), window.width() - width - GAP))
        y = max(GAP, min(corner.y(), window.height() - height - GAP))
        self.move(x, y)
        tip = {"left": QPoint(0, middle.y() - y), "right": QPoint(width, middle.y() - y),
               "top": QPoint(middle.x() - x, 0), "bottom": QPoint(middle.x() - x, height)}[side]
        inner = self.rect().adjusted(2 * ARROW + 8, 2 * ARROW + 8, -2 * ARROW - 8, -2 * ARROW - 8)
        if side in ("left", "right"):
            tip.setY(max(inner.top(), min(tip.y(), inner.bottom())))
        else:
            tip.setX(max(inner.left(), min(tip.x(), inner.right())))
        self._arrow = None if free < 0 else (tip, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(ARROW, ARROW, -ARROW, -ARROW), 10, 10)
        if self._arrow is not None:
            shape = shape.united(_arrow(QPointF(self._arrow[0]), self._arrow[1]))
        painter.setPen(QPen(QColor(theme.ACCENT), 1.5))
        painter.setBrush(QColor(theme.RAISED))
        painter.drawPath(shape)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._later.start()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ring.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc is a command of the window as well; while the card has the focus it is the card's.
        if (event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)


class _KeyNames:
    """Puts the keys of commands, as they are now, into a text."""

    def __init__(self, action: Callable[[str], QAction]) -> None:
        self._action = action

    def fill(self, text: str) -> str:
        return text.format_map(self)

    def __getitem__(self, id: str) -> str:
        keys = [key.toString(key.SequenceFormat.NativeText) for key in self._action(id).shortcuts()]
        # Of several one that reads as a key: a question mark in a sentence does not.
        return next((key for key in keys if key != "?"), "") or self._action(id).text()


def _arrow(tip: QPointF, side: str) -> QPainterPath:
    along, out = {"left": (QPointF(0, 1), QPointF(1, 0)), "right": (QPointF(0, 1), QPointF(-1, 0)),
                  "top": (QPointF(1, 0), QPointF(0, 1)), "bottom": (QPointF(1, 0), QPointF(0, -1))}[side]
    path = QPainterPath(tip)
    path.lineTo(tip + out * (ARROW + 1) + along * ARROW)
    path.lineTo(tip + out * (ARROW + 1) - along * ARROW)
    path.closeSubpath()
    return path


def _button(text: str, act: Callable[[], None]) -> QPushButton:
    made = QPushButton(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(act)
    return made
