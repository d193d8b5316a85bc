"""What the marks on joints mean: each drawn as it is in the picture, with a word beside it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.overlay import OverlayOptions, Person2D, draw_person
from app.words import marked, tr
from core.skeleton import Skeleton

ONE = Skeleton("one joint", ("joint",), (), ())
# What it means, the mark of the joint or '', whether it is said to be hidden
MARKED = ((marked("detected"), "", False), (marked("by hand"), "human", False),
          (marked("copied, filled, imported"), "other", False), (marked("swapped"), "swapped", False),
          (marked("hidden"), "human", True))
LINE, SPOT, GAP = 20, 16, 14  # px: a line's height, a mark's width, between two
SIZE = 200.0                  # of the person that the joint is of, which says how large it is drawn


class MarkLegend(QWidget):
    """As many lines as its width needs."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = theme.VIEW_COLOURS[0]
        self.setAccessibleName(tr("Marks"))
        self.setAccessibleDescription(", ".join(tr(text) for text, _, _ in MARKED))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_colour(self, colour: str) -> None:
        """Of the view at hand."""
        if colour != self._colour:
            self._colour = colour
            self.update()

    def places(self, width: int) -> list[tuple[int, int]]:
        """(left, line) of every mark in a width."""
        metrics, found, left, line = QFontMetrics(theme.font(theme.SMALL)), [], 0, 0
        for text, _, _ in MARKED:
            wide = SPOT + 4 + metrics.horizontalAdvance(tr(text))
            if left and left + wide > width:
                left, line = 0, line + 1
            found.append((left, line))
            left += wide + GAP
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return LINE * (self.places(width)[-1][1] + 1)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (text, mark, hidden), (left, line) in zip(MARKED, self.places(self.width()), strict=True):
            x, y = left + SPOT / 2, (line + 0.5) * LINE
            joint = np.array([[x, y, 1.0]], np.float32)
            person = Person2D(0, joint, None, (0.0, 0.0, SIZE, SIZE), True, {0: mark} if mark else {},
                              frozenset({0}) if hidden else frozenset())
            draw_person(painter, person, ONE, self._colour, OverlayOptions(bones=False), QPointF, 1.0)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(theme.colour(theme.MUTED))
            room = QRectF(left + SPOT + 4, line * LINE, self.width(), LINE)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, tr(text))
        painter.end()
