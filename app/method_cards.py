"""The training methods to choose from: a picture each, painted, with a name; what the chosen one does is said below."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.wipe import takes
from app.words import tr
from core.skeleton import H36M17
from training.settings import METHODS

CARD_H, PICTURE_H, LEAST_W = 104, 64, 150  # px
ONE, OTHER = theme.VIEW_COLOURS[0], theme.VIEW_COLOURS[1]
# A walking body, (17, 2): x right, y down, the pelvis at 0, about 1.7 high.
_BODY = np.array([
    (0, 0), (-0.1, 0.02), (-0.24, 0.4), (-0.34, 0.82), (0.1, 0.02), (0.2, 0.42), (0.22, 0.86), (0.01, -0.24),
    (0.03, -0.48), (0.06, -0.62), (0.05, -0.78), (0.17, -0.42), (0.34, -0.2), (0.5, -0.32), (-0.14, -0.42),
    (-0.32, -0.18), (-0.24, 0.08)])


def paint_body(painter: QPainter, at: QPointF, size: float, colour: QColor, turn: float = 0.0, sway: float = 0.0,
               width: float = 2.0) -> None:
    """A stick figure. size: px of its height; turn: radians, as if one walked around it; sway: the arms and legs
    further (1) or the other way (−1)."""
    points = _BODY.copy()
    points[:, 0] *= math.cos(turn) * (1 + sway)
    points = points * size / 1.7 + [at.x(), at.y()]
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for a, b in H36M17.bones:
        painter.drawLine(QPointF(*points[a]), QPointF(*points[b]))


def _camera(painter: QPainter, at: QPointF, towards: QPointF, colour: str) -> None:
    """A camera, and the wedge that it sees."""
    angle = math.atan2(towards.y() - at.y(), towards.x() - at.x())
    reach = math.hypot(towards.x() - at.x(), towards.y() - at.y())
    edges = [at + QPointF(reach * math.cos(angle + s * 0.3), reach * math.sin(angle + s * 0.3)) for s in (-1, 1)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colour, 0.13))
    painter.drawPolygon(QPolygonF([at, *edges]))
    painter.save()
    painter.translate(at)
    painter.rotate(math.degrees(angle))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(-7, -4.5, 10, 9), 2, 2)
    painter.drawPolygon(QPolygonF([QPointF(3, 0), QPointF(7, -4), QPointF(7, 4)]))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _arrow(painter: QPainter, start: QPointF, end: QPointF, colour: str = theme.MUTED) -> None:
    painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(start, end)
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    for side in (-0.5, 0.5):
        painter.drawLine(end, end - QPointF(5 * math.cos(angle + side), 5 * math.sin(angle + side)))


def _consistency(painter: QPainter, room: QRectF) -> None:
    """Two cameras, what each says of the body, and the two laid over one another."""
    left, middle, y = room.left() + 10, room.left() + 0.36 * room.width(), room.center().y() + 3
    size, right = 0.86 * room.height(), room.right() - 0.17 * room.width()
    _camera(painter, QPointF(left, room.top() + 12), QPointF(middle, y), ONE)
    _camera(painter, QPointF(left, room.bottom() - 10), QPointF(middle, y), OTHER)
    paint_body(painter, QPointF(middle - 4, y), size, QColor(ONE))
    paint_body(painter, QPointF(middle + 10, y), size, QColor(OTHER), 0.35, 0.25)
    _arrow(painter, QPointF(middle + 0.15 * room.width(), y), QPointF(right - 0.15 * room.width(), y))
    paint_body(painter, QPointF(right, y), size, QColor(ONE), width=3.2)
    paint_body(painter, QPointF(right + 1, y), size, QColor(OTHER), width=1.3)


def _supervised(painter: QPainter, room: QRectF) -> None:
    """A body with markers, seen by cameras that are drawn at random."""
    x, y, size = room.center().x(), room.center().y() + 3, 0.86 * room.height()
    for share, height, colour in ((0.1, 0.25, theme.MUTED), (0.9, 0.2, theme.MUTED), (0.14, 0.9, theme.MUTED)):
        _camera(painter, QPointF(room.left() + share * room.width(), room.top() + height * room.height()),
                QPointF(x, y), colour)
    paint_body(painter, QPointF(x, y), size, QColor(theme.TEXT))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.GOOD))
    for joint in _BODY * size / 1.7 + [x, y]:
        painter.drawEllipse(QPointF(*joint), 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _uplift(painter: QPainter, room: QRectF) -> None:
    """Key-frames, and what comes between them."""
    y, size, count = room.center().y() + 3, 0.78 * room.height(), 7
    for n in range(count):
        key = n % 3 == 0
        x = room.left() + room.width() * (n + 1.1) / (count + 1.2)
        paint_body(painter, QPointF(x, y), size, theme.colour(theme.ACCENT if key else theme.TEXT, 1 if key else 0.3),
                   0.3, 0.6 * math.cos(n * math.pi / 3), 2.2 if key else 1.3)


def _two_step(painter: QPainter, room: QRectF) -> None:
    """The same body twice: as it is seen, and with where its joints are moving to."""
    y, size = room.center().y() + 3, 0.86 * room.height()
    left, right = room.left() + 0.27 * room.width(), room.left() + 0.7 * room.width()
    paint_body(painter, QPointF(left, y), size, theme.colour(theme.TEXT, 0.5))
    paint_body(painter, QPointF(right, y), size, QColor(theme.TEXT))
    for joint, x, up in ((13, 15, -5), (3, 16, -2), (10, 17, 0), (6, 15, 0)):
        start = QPointF(*(_BODY[joint] * size / 1.7 + [right, y]))
        _arrow(painter, start, start + QPointF(x, up), theme.ACCENT)


def _guided(painter: QPainter, room: QRectF) -> None:
    """A body in a picture, the same in 3D, and what goes back from there."""
    y, size = room.center().y() + 3, 0.8 * room.height()
    left, right = room.left() + 0.25 * room.width(), room.left() + 0.76 * room.width()
    painter.setPen(QPen(QColor(theme.MUTED), 1))
    painter.drawRoundedRect(QRectF(left - 0.42 * size, room.top() + 3, 0.84 * size, room.height() - 4), 4, 4)
    paint_body(painter, QPointF(left, y), size, theme.colour(theme.TEXT, 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ONE))
    for joint in _BODY * size / 1.7 + [left, y]:
        painter.drawEllipse(QPointF(*joint), 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    paint_body(painter, QPointF(right + 4, y), size, theme.colour(theme.TEXT, 0.35), 0.9, 0.3)
    paint_body(painter, QPointF(right, y), size, QColor(OTHER), 0.9, 0.2)
    ends = (left + 0.5 * size, right - 0.42 * size)
    _arrow(painter, QPointF(ends[0], y - 9), QPointF(ends[1], y - 9))
    _arrow(painter, QPointF(ends[1], y + 9), QPointF(ends[0], y + 9), theme.ACCENT)


def _other(painter: QPainter, room: QRectF) -> None:
    """Of a method that has no picture of its own."""
    paint_body(painter, QPointF(room.center().x(), room.center().y() + 3), 0.86 * room.height(), QColor(theme.ACCENT))


PICTURES: dict[str, Callable[[QPainter, QRectF], None]] = {
    "consistency": _consistency, "supervised": _supervised, "uplift": _uplift, "two-step": _two_step,
    "guided": _guided}


class _Card(QAbstractButton):
    """One method."""

    def __init__(self, method: str) -> None:
        super().__init__()
        self._method = method
        title, about = tr(METHODS[method].title), tr(METHODS[method].about)
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(tr("Method: {title}").format(title=title))
        self.setAccessibleDescription(about)
        self.setToolTip(about)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(150, CARD_H)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_W // 2, CARD_H)  # so that the row can become narrow enough to be broken

    def event(self, event: QEvent) -> bool:
        if takes(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, rect = self.isChecked(), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.ACCENT if chosen or self.hasFocus() else theme.LINE), 2 if chosen else 1))
        painter.setBrush(QColor(theme.HOVER if self.underMouse() and not chosen else theme.RAISED))
        painter.drawRoundedRect(rect, 8, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(theme.font(theme.SMALL, theme.STRONG))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        within = QRectF(rect.left() + 6, rect.top(), rect.width() - 12, rect.height())
        needed = painter.boundingRect(within, centred, self.text()).height()
        width = min(rect.width() - 24, 190.0)
        high = min(float(PICTURE_H), rect.height() - 20 - needed)  # a title of two lines has its room
        room = QRectF(rect.center().x() - width / 2, rect.top() + 8, width, high)
        PICTURES.get(self._method, _other)(painter, room)
        painter.setPen(QColor(theme.TEXT if chosen else theme.MUTED))
        words = QRectF(within.left(), room.bottom() + 4, within.width(), rect.bottom() - room.bottom() - 8)
        painter.drawText(words, centred, self.text())
        painter.end()


class MethodCards(QWidget):
    """chosen(method): the user chose another. Left and right walk through them."""

    chosen = Signal(str)

    def __init__(self, methods: Sequence[str] = tuple(METHODS)) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.cards = {method: _Card(method) for method in methods}
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.GRID)
        self._columns = 0
        for method, card in self.cards.items():
            self._group.addButton(card)
            card.clicked.connect(lambda _=False, method=method: self._choose(method))
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setObjectName("hint")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(self._grid)
        self._lay_out(len(self.cards))
        column.addWidget(self.about)
        self.choose(methods[0])

    def _lay_out(self, columns: int) -> None:
        """As many cards in a row."""
        if columns == self._columns:
            return
        for at in range(self._columns):
            self._grid.setColumnStretch(at, 0)
        self._columns = columns
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
        for n, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, n // columns, n % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self.cards)
        room = max(1, min(count, (event.size().width() + theme.GRID) // (LEAST_W + theme.GRID)))
        self._lay_out(-(-count // -(-count // room)))  # rows of about the same length

    @property
    def current(self) -> str:
        return next(method for method, card in self.cards.items() if card.isChecked())

    def choose(self, method: str) -> None:
        """Show this one as chosen; tells nobody."""
        self.cards[method].setChecked(True)
        self.about.setText(tr(METHODS[method].about))

    def _choose(self, method: str) -> None:
        self.choose(method)
        self.chosen.emit(method)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What a card does not take: from the last one on to the first.
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        methods = list(self.cards)
        method = methods[(methods.index(self.current) + step) % len(methods)]
        self.cards[method].setFocus(Qt.FocusReason.TabFocusReason)
        self._choose(method)
