"""What is drawn of a ghost joint: a ring where the other views put the joint, a dot for each of them, and a few words.

Drawn dark and wider first, as people are, so that it is seen on bright and on dark pictures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from app import theme
from app.laid import NEUTRAL
from app.words import tr

DARK = QColor(0, 0, 0, 170)
RING = 9.0         # px: its radius
TICK = (5.0, 14.0)  # px from the middle: the arms of its cross, which leave the middle free
DOT = 3.5
SEEN = 6.0         # px around the joint that nothing is drawn on
HIGH, PAD, GAP = 24.0, 8.0, 6.0  # of the words' ground, its margins, and its distance from what it speaks of
EDGE = 4.0         # px between them and the edge of the room
NEVER = 1e6        # px² that something counts for which must not be covered
NAME = 96          # px that the name of a view has
NAMED = 3          # views; of more than so many only the colours are shown


@dataclass(frozen=True)
class Said:
    """Of whom (name, colour), and what: `between` joins their names to it; `more` goes where there is no room."""

    views: tuple[tuple[str, str], ...]
    between: str
    what: str
    more: str = ""
    warning: bool = False

    @property
    def text(self) -> str:
        names = [name for name, _ in self.views]
        who = ", ".join(names) if len(names) <= NAMED else tr("{n} views").format(n=len(names))
        return who + self.between + self.what + self.more


def marks(painter: QPainter, middle: QPointF, spots: Sequence[tuple[QPointF, str]], joint: QPointF | None,
          warning: bool) -> None:
    """The ring and the dots. spots: (place, colour) of each view; joint: where the joint is, which stays in sight."""
    painter.save()
    if joint is not None:
        free, seen = QPainterPath(), QPainterPath()
        free.addRect(painter.clipBoundingRect())
        seen.addEllipse(joint, SEEN, SEEN)
        painter.setClipPath(free - seen, Qt.ClipOperation.IntersectClip)
    for ink, width in ((DARK, 3.5), (None, 1.5)):
        for spot, tint in spots:
            painter.setPen(QPen(ink or QColor(tint), width))
            painter.drawLine(middle, spot)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((DARK, 4.5), (QColor(theme.WARNING if warning else NEUTRAL), 2.0)):
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawEllipse(middle, RING, RING)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(middle + QPointF(dx, dy) * TICK[0], middle + QPointF(dx, dy) * TICK[1])
    for spot, tint in spots:
        painter.setPen(QPen(DARK, 1.5))
        painter.setBrush(QColor(tint))
        painter.drawEllipse(spot, DOT, DOT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.restore()


def words(painter: QPainter, room: QRectF, said: Said, middle: QPointF, taken: Sequence[QRectF],
          hint: QRectF) -> QRectF:
    """What is said of the ghost, near its ring. Returns the place it takes, an empty one where there is none for it.

    taken: what is never covered; hint: what is not where that can be helped, as is the ring.
    """
    metrics = QFontMetrics(theme.font(theme.SMALL, tabular=True))
    ring = QRectF(middle.x() - TICK[1], middle.y() - TICK[1], 2 * TICK[1], 2 * TICK[1])
    best, rect, parts = float("inf"), QRectF(), list[Part]()
    for way in _ways(said, metrics):
        width = sum(_width(part, metrics) for part in way) + 2 * PAD
        if width <= room.width() - 2 * EDGE and best > 0:
            covered, place = _place(room.adjusted(EDGE, EDGE, -EDGE, -EDGE), width, ring, taken, hint)
            if covered < best:
                best, rect, parts = covered, place, way
    if best >= NEVER:
        return QRectF()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("#0a0c0f", 0.8))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setFont(theme.font(theme.SMALL, tabular=True))
    left = rect.left() + PAD
    for tint, text in parts:
        if tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tint))
            painter.drawEllipse(QPointF(left + DOT, rect.center().y()), DOT, DOT)
        painter.setPen(QColor(theme.WARNING if said.warning else theme.TEXT))
        start = left + (2 * DOT + 4 if tint else 0)
        painter.drawText(QRectF(start, rect.top(), rect.right() - start, HIGH), Qt.AlignmentFlag.AlignVCenter, text)
        left += _width((tint, text), metrics)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return rect


Part = tuple[str, str]  # the colour of a dot before it, '' without; the words


def _ways(said: Said, metrics: QFontMetrics) -> list[list[Part]]:
    """How it can be said, the longest first: with names, with only the views' colours, without them."""
    last = len(said.views) - 1
    named = [(tint, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, NAME) + (", " if n < last else said.between))
             for n, (name, tint) in enumerate(said.views)]
    dots = [(tint, "") for _, tint in said.views]
    who = [named, dots] if last < NAMED else [dots]
    whole = [[*views, ("", said.what + said.more)] for views in who]
    return [*whole, *([*views, ("", said.what)] for views in (*who, []))]


def _width(part: Part, metrics: QFontMetrics) -> float:
    tint, text = part
    return metrics.horizontalAdvance(text) + ((2 * DOT + 4) if tint else 0)


def _place(room: QRectF, width: float, ring: QRectF, taken: Sequence[QRectF], hint: QRectF) -> tuple[float, QRectF]:
    """A place beside the ring, else anywhere in the room, that covers nothing; else the one that covers least. With how
    much that is, NEVER and more where something is covered that must not be."""
    least, chosen = float("inf"), QRectF()
    for left, top in _corners(room, width, ring):
        rect = QRectF(min(max(left, room.left()), room.right() - width),
                      min(max(top, room.top()), room.bottom() - HIGH), width, HIGH)
        covered = sum(_area(rect.intersected(other)) for other in (ring, hint))
        covered += sum(NEVER for other in taken if rect.intersects(other))
        if covered < least:
            least, chosen = covered, rect
        if covered == 0:
            break
    return least, chosen


def _area(rect: QRectF) -> float:
    return 0.0 if rect.isEmpty() else rect.width() * rect.height()


def _corners(room: QRectF, width: float, ring: QRectF) -> Iterator[tuple[float, float]]:
    """Left upper corners to try, the best first."""
    right, left = ring.right() + GAP, ring.left() - GAP - width
    above, below, level = ring.top() - GAP - HIGH, ring.bottom() + GAP, ring.center().y() - HIGH / 2
    over = ring.center().x() - width / 2
    yield from ((right, level), (left, level), (right, below), (right, above), (left, below), (left, above),
                (over, below), (over, above))
    rows = int(max(room.height() - HIGH, 0) / GAP) + 1
    for row in sorted(range(rows), key=lambda row: abs(room.top() + row * GAP - level)):
        yield from ((x, room.top() + row * GAP) for x in (right, left, over, room.left(), room.right() - width))
