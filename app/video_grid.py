"""The videos side by side: as many as fit, as large as they can be."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

GAP = 6
HEADER = 26  # the strip of a pane that names its view


def columns(aspects: Sequence[float], width: int, height: int) -> int:
    """The number of columns that shows the most video. aspects: width / height of each view."""
    best, most = 1, -1.0
    for count in range(1, len(aspects) + 1):
        rows = ceil(len(aspects) / count)
        cell_w, cell_h = (width - GAP * (count - 1)) / count, (height - GAP * (rows - 1)) / rows - HEADER
        if cell_w <= 0 or cell_h <= 0:
            continue
        area = sum(min(cell_w, cell_h * aspect) ** 2 / aspect for aspect in aspects)
        if area > most * 1.001:  # equal areas: fewer columns, larger headers
            best, most = count, area
    return best


def cells(aspects: Sequence[float], width: int, height: int) -> list[QRect]:
    """Where each view goes. A last row that is not full is stretched over the width."""
    if not aspects:
        return []
    count = columns(aspects, width, height)
    rows = ceil(len(aspects) / count)
    places = []
    for row in range(rows):
        inside = min(count, len(aspects) - row * count)
        top, bottom = (round((height + GAP) * edge / rows) for edge in (row, row + 1))
        for n in range(inside):
            left, right = (round((width + GAP) * edge / inside) for edge in (n, n + 1))
            places.append(QRect(left, top, right - left - GAP, bottom - top - GAP))
    return places


class VideoGrid(QWidget):
    """Lays out one pane a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes: list[tuple[QWidget, float]] = []
        self._only: QWidget | None = None
        self.setMinimumSize(QSize(320, 240))

    def set_panes(self, panes: Sequence[tuple[QWidget, float]]) -> None:
        """panes: the widgets in order, each with the width / height of its video. Those that are gone are deleted."""
        kept = {pane for pane, _ in panes}
        for pane, _ in self._panes:
            if pane not in kept:
                pane.hide()
                pane.deleteLater()
        self._panes = list(panes)
        for pane, _ in panes:
            pane.setParent(self)
            pane.setMinimumSize(1, 1)  # eight of them must fit as well
            pane.setVisible(self._only in (None, pane))
        self._place()

    def show_only(self, only: QWidget | None) -> None:
        """One of the panes alone, in all of the room; None: all of them again."""
        self._only = only
        for pane, _ in self._panes:
            pane.setVisible(only in (None, pane))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        shown = [(pane, aspect) for pane, aspect in self._panes if self._only in (None, pane)]
        aspects = [aspect for _, aspect in shown]
        for (pane, _), rect in zip(shown, cells(aspects, self.width(), self.height()), strict=True):
            pane.setGeometry(rect)
