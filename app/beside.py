"""What another detector found, drawn beside what is shown: white, dashed and hollow, and a legend that names both.

The view's colour is never white, so the two differ in lightness, in the stroke and in the shape of the joints: none of
it has to be told by hue.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app import theme
from app.overlay import OverlayOptions, Person2D, fine
from app.pane_header import HEADER, Plan
from app.words import tr
from core.skeleton import Skeleton

INK, DARK = QColor("#ffffff"), QColor(0, 0, 0, 170)
ON, OFF = 5.0, 3.5           # px of its dashes
SAMPLE, GAP, PAD = 22, 6, 8  # px of the legend: a piece of a bone, between that and its name, around
BETWEEN = 14                 # px between the two names
BUTTON_END = 32              # px that the header keeps for the button beside the name
LINE = 20                    # px of a row of it on the picture


@dataclass(frozen=True, eq=False)
class Beside:
    """person: in the frame on screen, None where it found nobody there. shown, other: the names of the detectors."""

    person: Person2D | None
    skeleton: Skeleton
    shown: str
    other: str


def paint(painter: QPainter, beside: Beside, options: OverlayOptions, place: Callable[[float, float], QPointF],
          zoom: float) -> None:
    """Over the people that are shown. place, zoom: as in overlay.draw_person."""
    person = beside.person
    extent = person.extent() if person is not None else None
    if person is None or extent is None:
        return
    seen = np.asarray(np.isfinite(person.xys[:, :2]).all(axis=1))
    spots = [place(float(x), float(y)) if ok else None for (x, y, _), ok in zip(person.xys, seen, strict=True)]
    high = zoom * (extent[3] - extent[1])
    small, width = fine(beside.skeleton), min(max(high / 190, 1.1), 2.0)
    if options.bones:
        _bones(painter, beside.skeleton, spots, small, width)
    if options.points:
        _joints(painter, spots, small, width, min(max(high / 60, 2.6), 5.6))


def _bones(painter: QPainter, skeleton: Skeleton, spots: list[QPointF | None], small: frozenset[int],
           width: float) -> None:
    lines: dict[bool, list[QLineF]] = {False: [], True: []}
    for a, b in skeleton.bones:
        start, end = spots[a], spots[b]
        if start is not None and end is not None:
            lines[a in small and b in small].append(QLineF(start, end))
    for is_small, those in lines.items():
        across = 1.0 if is_small else width
        for ink, more in ((DARK, 1.4), (INK, 0.0)):
            painter.setPen(_dashes(ink, across + more))
            painter.drawLines(those)


def _joints(painter: QPainter, spots: list[QPointF | None], small: frozenset[int], width: float, reach: float) -> None:
    """Hollow diamonds, `reach` px from their middle; of faces and hands dots."""
    dots = [spot for joint, spot in enumerate(spots) if spot is not None and joint in small]
    for ink, across in ((DARK, 3.2), (INK, 1.8)):
        painter.setPen(QPen(ink, across, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(dots)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, across in ((DARK, width + 1.4), (INK, width)):
        painter.setPen(QPen(ink, across))
        for joint, spot in enumerate(spots):
            if spot is not None and joint not in small:
                painter.drawPolygon(_diamond(spot, reach))


def _dashes(ink: QColor, width: float) -> QPen:
    pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([ON / width, OFF / width])
    return pen


def _diamond(middle: QPointF, reach: float) -> QPolygonF:
    return QPolygonF([middle + QPointF(dx, dy) * reach for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0))])


# ---------------------------------------------------------------- the legend


def legend(painter: QPainter, beside: Beside, plan: Plan, colour: str, room: QRectF) -> None:
    """Which is which: in the header where there is room between the name and the read-outs, else on the picture.

    plan: of the header; colour: the view's; room: the pane's place for the picture.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = plan.button + BUTTON_END
    right = min([spot for _, _, spot in plan.read_outs], default=round(room.right())) - BETWEEN
    whole = width(beside)
    if right - left >= whole:
        _paint(painter, beside, colour, [QRectF(right - whole, 0, whole, HEADER)])
        return
    wide = min(whole + 2 * PAD, room.width() - 8)
    rows = 1 if wide == whole + 2 * PAD else 2
    if rows == 2:  # a name below the other, rather than both shortened
        wide = min(max(_widths(beside)) + SAMPLE + GAP + 2 * PAD + 2, room.width() - 8)
    box = QRectF(room.left() + 4, room.top() + 4, wide, 6 + LINE * rows)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("#0a0c0f", 0.8))
    painter.drawRoundedRect(box, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint(painter, beside, colour, [QRectF(box.left() + PAD, box.top() + 3 + LINE * row, wide - 2 * PAD, LINE)
                                     for row in range(rows)])


def width(beside: Beside) -> int:
    """px of the legend with both names in one line."""
    return sum(_widths(beside)) + 2 * (SAMPLE + GAP) + BETWEEN


def _widths(beside: Beside) -> list[int]:
    metrics = QFontMetrics(theme.font(theme.SMALL))
    return [metrics.horizontalAdvance(_name(beside, which)) for which in (0, 1)]


def _name(beside: Beside, which: int) -> str:
    name = (beside.shown, beside.other)[which]
    return tr("{detector}: nobody").format(detector=name) if which and beside.person is None else name


def _paint(painter: QPainter, beside: Beside, colour: str, boxes: Sequence[QRectF]) -> None:
    """Both samples with their names, in one box or in one each."""
    painter.setFont(theme.font(theme.SMALL))
    left = boxes[0].left()
    for which in (0, 1):
        box = boxes[which % len(boxes)]
        _sample(painter, QPointF(left, box.center().y()), colour, bool(which))
        painter.setPen(QColor(theme.TEXT))
        left += SAMPLE + GAP
        name, metrics = _name(beside, which), painter.fontMetrics()
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(box.right() - left) + 1)
        painter.drawText(QRectF(left, box.top(), box.right() - left + 2, box.height()), Qt.AlignmentFlag.AlignVCenter,
                         text)
        left = left + metrics.horizontalAdvance(name) + BETWEEN if len(boxes) == 1 else boxes[0].left()


def _sample(painter: QPainter, at: QPointF, colour: str, other: bool) -> None:
    """A piece of a bone with its joint, from a point to the right."""
    ends, middle = (at + QPointF(1, 0), at + QPointF(SAMPLE - 1, 0)), at + QPointF(SAMPLE / 2, 0)
    if other:
        painter.setPen(_dashes(INK, 1.6))
        painter.drawLine(*ends)
        painter.setPen(QPen(INK, 1.6))
        painter.setBrush(QColor(theme.SURFACE))
        painter.drawPolygon(_diamond(middle, 4.4))
    else:
        painter.setPen(QPen(QColor(colour), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(*ends)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
