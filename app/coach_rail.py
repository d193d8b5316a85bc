"""What one draws with: the tools in two columns, colour and size, undo and redo, all large enough for a finger."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from app import theme
from app.coach_tools import COLOURS, SIZES, TOOLS, Pencil

CELL, GAP = 44, 2  # px: a finger's width
ICONS = {
    "hand": "hand-pointing", "line": "line-segment", "arrow": "arrow-up-right", "freehand": "scribble-loop",
    "circle": "circle", "text": "text-t", "spotlight": "flashlight", "magnifier": "magnifying-glass-plus",
    "stopwatch": "timer", "angle": "", "distance": "ruler", "trace": "path",
}
COLOUR_NAMES = ("Amber", "Red", "Blue", "Green", "White", "Violet")
NAMES = {
    "hand": "Choose and move", "line": "Line", "arrow": "Arrow", "freehand": "Draw by hand", "circle": "Circle",
    "text": "Text", "spotlight": "Spotlight", "magnifier": "Magnifier", "stopwatch": "Stopwatch",
    "angle": "Angle at a joint", "distance": "Distance between joints", "trace": "Way of a joint",
}


class Rail(QFrame):
    """The tools of a pencil."""

    def __init__(self, pencil: Pencil, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._pencil = pencil
        self.setProperty("kind", "panel")
        self.setObjectName("coachRail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.buttons: dict[str, QToolButton] = {}
        tools, group = self._grid(), QButtonGroup(self)
        for n, tool in enumerate(TOOLS):
            button = _cell(_icon(tool), NAMES[tool], partial(pencil.take, tool))
            button.setCheckable(True)
            group.addButton(button)
            self.buttons[tool] = button
            tools.addWidget(button, n // 2, n % 2)
        more = self._grid()
        self.colour = _cell(_dot(COLOURS[0], 9), "Colour", self._ask_colour)
        self.colours = QMenu(self)
        self.colours.addAction(self._swatches())
        self.thickness = _cell(_dot(theme.TEXT, 5), "Width of lines and letters", self._next_size)
        self.stays = _cell(theme.icon("clock"), "", lambda: pencil.set_stays(not pencil.stays))
        self.stays.setCheckable(True)
        self.bin = _cell(theme.icon("trash"), "Delete the drawing  (Del)", lambda: pencil.delete())
        undo, redo = (_cell(theme.icon(icon), name, action(id).trigger) for icon, name, id in (
            ("arrow-u-up-left", "Undo  (Ctrl+Z)", "undo"), ("arrow-u-up-right", "Redo  (Ctrl+Shift+Z)", "redo")))
        for n, part in enumerate((self.colour, self.thickness, self.stays, self.bin, undo, redo)):
            more.addWidget(part, n // 2, n % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addSpacing(10)
        column.addLayout(more)
        column.addStretch(1)
        pencil.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """As the pencil is now."""
        pencil, at_hand = self._pencil, self._pencil.at_hand
        for tool in TOOLS:
            self.buttons[tool].setChecked(pencil.tool == tool)
        colour = at_hand.colour if at_hand is not None else pencil.colour
        self.colour.setIcon(_dot(colour, 9))
        for one in COLOURS:
            self.buttons[one].setChecked(one == colour)
        size = at_hand.size if at_hand is not None else pencil.size
        self.thickness.setIcon(_dot(theme.TEXT, 3 + min(range(len(SIZES)), key=lambda n: abs(SIZES[n] - size)) * 2.5))
        endless = at_hand.start_s is None and at_hand.stop_s is None if at_hand is not None else pencil.stays
        self.stays.setChecked(endless)
        self.stays.setIcon(theme.icon("infinity" if endless else "clock", theme.ACCENT if endless else theme.TEXT))
        said = "Seen from beginning to end" if endless else "Seen around this moment only"
        self.stays.setToolTip(f"{said}. Touch to change")
        self.stays.setAccessibleName(said)
        self.bin.setEnabled(at_hand is not None)

    def _next_size(self) -> None:
        at_hand = self._pencil.at_hand
        size = at_hand.size if at_hand is not None else self._pencil.size
        at = min(range(len(SIZES)), key=lambda n: abs(SIZES[n] - size))
        self._pencil.dress(size=SIZES[(at + 1) % len(SIZES)])

    def _ask_colour(self) -> None:
        self.colours.popup(self.colour.mapToGlobal(self.colour.rect().topRight()))

    def _swatches(self) -> QWidgetAction:
        """The colours in a box beside their button."""
        box, action = QWidget(), QWidgetAction(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(GAP)
        for colour, name in zip(COLOURS, COLOUR_NAMES, strict=True):
            button = _cell(_dot(colour, 9), name, partial(self._choose_colour, colour))
            button.setCheckable(True)
            self.buttons[colour] = button
            row.addWidget(button)
        action.setDefaultWidget(box)
        return action

    def _choose_colour(self, colour: str) -> None:
        self.colours.hide()
        self._pencil.dress(colour=colour)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        return grid


def _cell(icon: QIcon, name: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setObjectName("coachTool")
    button.setIcon(icon)
    button.setIconSize(theme.icon_size(24))
    button.setFixedSize(CELL, CELL)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys stay the player's
    button.clicked.connect(lambda: do())
    return button


def _icon(tool: str) -> QIcon:
    """Of the font of icons; that of an angle, which it has none of, is drawn."""
    if ICONS[tool]:
        return theme.icon(ICONS[tool])
    picture = QPixmap(QSize(48, 48))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.TEXT), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                        Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([QPointF(36, 8), QPointF(8, 38), QPointF(42, 38)]))
    painter.drawArc(QRectF(-12, 18, 40, 40), 0, 46 * 16)
    painter.end()
    return QIcon(picture)


def _dot(colour: str, radius: float) -> QIcon:
    picture = QPixmap(QSize(48, 48))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(24, 24), 2 * radius, 2 * radius)
    painter.end()
    return QIcon(picture)
