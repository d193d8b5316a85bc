"""The strip above a picture: the view's name, a button beside it, and of time and frame number what there is room
for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from app import theme

HEADER = 32          # px: its height
NAME, EDGE = 28, 10  # px: left of the name, and right of everything
BUTTON = 24          # px: the button's width


@dataclass(frozen=True)
class Plan:
    """Where things stand, in pixels from the left. read_outs: (text, ink, left) of those that fit; button: its left
    edge; roomy: whether it fits without anything making way for it."""

    name: str
    read_outs: tuple[tuple[str, str, int], ...]
    button: int
    roomy: bool


def plan(name: str, read_outs: Sequence[tuple[str, str]], width: int, button: bool) -> Plan:
    """The name comes first, then the button where it has to be there, then read-outs (text, ink) in their order."""
    bold = QFontMetrics(theme.font(theme.BODY, theme.STRONG))
    small = QFontMetrics(theme.font(theme.SMALL, tabular=True))
    kept = BUTTON if button else 0
    right, left, placed = width - EDGE, NAME + bold.horizontalAdvance(name) + kept, []
    for text, ink in read_outs:
        wide = small.horizontalAdvance(text)
        if right - wide - 8 < left:
            break
        placed.append((text, ink, right - wide))
        right -= wide + 12
    short = bold.elidedText(name, Qt.TextElideMode.ElideMiddle, right - 20 - kept)
    after = NAME + bold.horizontalAdvance(short) + 2
    return Plan(short, tuple(placed), after, after + BUTTON + 8 <= right)


def paint(painter: QPainter, plan: Plan, width: int, colour: str) -> None:
    """The strip of a view in its colour, without the button."""
    painter.fillRect(0, 0, width, HEADER, QColor(theme.SURFACE))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(10, 10, 12, 12), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    flags = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font(theme.SMALL, tabular=True))
    for text, ink, left in plan.read_outs:
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(left, 0, width - left, HEADER), flags, text)
    painter.setFont(theme.font(theme.BODY, theme.STRONG))
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(QRectF(NAME, 0, width - NAME, HEADER), flags, plan.name)
