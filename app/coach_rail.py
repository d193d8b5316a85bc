"""What one draws with: the tools in two columns, colour and size, undo and redo, all large enough for a finger."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF, QResizeEvent
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
from app.words import marked, tr

CELL, GAP = 44, 2  # px: a finger's width
MARGIN, BETWEEN = (8, 6), 10  # px around the tools, and between them and the rest
COLUMNS = (2, 3)  # as many as the height asks for
ICONS = {
    "hand": "hand-pointing", "line": "line-segment", "arrow": "arrow-up-right", "freehand": "scribble-loop",
    "circle": "circle", "text": "text-t", "spotlight": "flashlight", "magnifier": "magnifying-glass-plus",
    "stopwatch": "timer", "angle": "", "distance": "ruler", "trace": "path",
}
COLOUR_NAMES = (marked("Amber"), marked("Red"), marked("Blue"), marked("Green"), marked("White"), marked("Violet"))
NAMES = {
    "hand": marked("Choose and move"), "line": marked("Line"), "arrow": marked("Arrow"),
    "freehand": marked("Draw by hand"), "circle": marked("Circle"), "text": marked("Text"),
    "spotlight": marked("Spotlight"), "magnifier": marked("Magnifier"), "stopwatch": marked("Stopwatch"),
    "angle": marked("Angle at a joint"), "distance": marked("Distance between joints"),
    "trace": marked("Way of a joint"),
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
        self._tools, self._more, group = _grid(), _grid(), QButtonGroup(self)
        for tool in TOOLS:
            button = _cell(_icon(tool), tr(NAMES[tool]), partial(pencil.take, tool))
            button.setCheckable(True)
            group.addButton(button)
            self.buttons[tool] = button
        self.colour = _cell(_dot(COLOURS[0], 9), tr("Colour"), self._ask_colour)
        self.colours = QMenu(self)
        self.colours.addAction(self._swatches())
        self.thickness = _cell(_dot(theme.TEXT, 5), tr("Width of lines and letters"), self._next_size)
        self.stays = _cell(theme.icon("clock"), "", lambda: pencil.set_stays(not pencil.stays))
        self.stays.setCheckable(True)
        self.bin = _cell(theme.icon("trash"), tr("Delete the drawing  (Del)"), lambda: pencil.delete())
        undo, redo = (_cell(theme.icon(icon), name, action(id).trigger) for icon, name, id in (
            ("arrow-u-up-left", tr("Undo  (Ctrl+Z)"), "undo"),
            ("arrow-u-up-right", tr("Redo  (Ctrl+Shift+Z)"), "redo")))
        self._rest = (self.colour, self.thickness, self.stays, self.bin, undo, redo)
        self._columns = 0
        self._arrange(COLUMNS[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGIN, *MARGIN)
        column.setSpacing(0)
        column.addLayout(self._tools)
        column.addSpacing(BETWEEN)
        column.addLayout(self._more)
        column.addStretch(1)
        pencil.changed.connect(self.refresh)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """As low as it can be made; how wide it is then is found out when it is."""
        return QSize(super().minimumSizeHint().width(), self._height(COLUMNS[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(next((n for n in COLUMNS if self._height(n) <= self.height()), COLUMNS[-1]))

    def _height(self, columns: int) -> int:
        rows = sum(-(-count // columns) for count in (len(TOOLS), len(self._rest)))
        return 2 * MARGIN[1] + BETWEEN + rows * (CELL + GAP) - 2 * GAP

    def _arrange(self, columns: int) -> None:
        """In so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for grid, parts in ((self._tools, [self.buttons[tool] for tool in TOOLS]), (self._more, self._rest)):
            for n, part in enumerate(parts):
                grid.addWidget(part, n // columns, n % columns)  # which takes it from where it was
        self.updateGeometry()

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
        said = tr("Seen from beginning to end") if endless else tr("Seen around this moment only")
        self.stays.setToolTip(tr("{said}. Touch to change").format(said=said))
        self.stays.setAccessibleName(said)
        self.bin.setEnabled(at_hand is not None)

    def _next_size(self) -> None:
        at_hand = self._pencil.at_hand
        size = at_hand.size if at_hand is not None else self._pencil.size
        at = min(range(len(SIZES)), key=lambda n: abs(SIZES[n] - size))
        self._pencil.dress(size=SIZES[(at + 1) % len(SIZES)])

    def _ask_colour(self) -> None:
        self.colours.popup(self.colour.mapToGlobal(self.colour.rect().topRight()))
        at_hand = self._pencil.at_hand
        chosen = self.buttons.get(at_hand.colour if at_hand is not None else self._pencil.colour)
        if chosen is not None:  # from there the arrows lead to the others
            chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def _swatches(self) -> QWidgetAction:
        """The colours in a box beside their button."""
        box, action, group = QWidget(), QWidgetAction(self), QButtonGroup(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(GAP)
        for colour, name in zip(COLOURS, COLOUR_NAMES, strict=True):
            button = _cell(_dot(colour, 9), tr(name), partial(self._choose_colour, colour))
            button.setCheckable(True)
            group.addButton(button)
            self.buttons[colour] = button
            row.addWidget(button)
        action.setDefaultWidget(box)
        return action

    def _choose_colour(self, colour: str) -> None:
        self.colours.hide()
        self._pencil.dress(colour=colour)


def _grid() -> QGridLayout:
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
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, keys stay the player's
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
