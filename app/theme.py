"""The look of the window: colours, sizes, fonts, icons and the style sheet.

One palette for everything. Contrast on `SURFACE` (WCAG 2.2): TEXT 14:1, MUTED 7:1, every view colour above 6:1.
The eight view colours were chosen for the largest least distance in OKLab, seen with protanopia, deuteranopia and
tritanopia as well as without; the earlier in the list, the further apart.
"""

from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).parent.parent / "resources"

BACKGROUND = "#0f1114"  # behind everything, and behind the pictures
SURFACE = "#16191e"     # panels
RAISED = "#1f242b"      # fields, buttons, chips
HOVER = "#2a3039"
LINE = "#2b313a"        # hairlines between surfaces
OUTLINE = "#5a6778"     # edges of what can be operated
TEXT = "#e6e9ee"
MUTED = "#a0a9b6"       # labels and units
FAINT = "#6f7a89"       # only for what need not be read: tick marks, disabled
ACCENT = "#6ea8fe"      # focus, selection, the main button
GOOD = "#4ecb8d"
WARNING = "#f2b84b"
DANGER = "#ff7b72"

VIEW_COLOURS = ("#4aa5f5", "#f7ab3e", "#58ebd8", "#f76a8c", "#d6ea88", "#c885c6", "#66d58a", "#b4c0d0")

GRID = 8  # every margin and gap is a multiple, or half, of this many pixels
SMALL, BODY, LARGE, TITLE = 12, 13, 15, 20  # type sizes in pixels
STRONG = QFont.Weight.DemiBold


def view_colour(index: int) -> str:
    """The colour of the index-th view, '#rrggbb'; more than eight views begin again."""
    return VIEW_COLOURS[index % len(VIEW_COLOURS)]


def colour(value: str, alpha: float = 1.0) -> QColor:
    """A QColor with opacity 0..1."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


def mix(a: str, b: str, share: float) -> str:
    """Colour a with `share` (0..1) of b in it."""
    return QColor(*(round(x + (y - x) * share) for x, y in zip(rgb(a), rgb(b), strict=True))).name()


def rgb(value: str) -> tuple[int, int, int]:
    """Red, green and blue, 0..255."""
    parts = QColor(value)
    return parts.red(), parts.green(), parts.blue()


@cache
def _families() -> tuple[str, ...]:
    """Font families to use, best first: Inter where it is installed (the set-up does), then the platform's own."""
    return "Inter", QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def font(pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = False) -> QFont:
    """The interface font. tabular: digits of one width, so that running numbers do not wobble."""
    result = QFont()
    result.setFamilies(list(_families()))
    result.setPixelSize(pixels)
    result.setWeight(weight)
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


@cache
def icon(name: str, tint: str = TEXT) -> QIcon:
    """A Phosphor icon by its name there ('play-fill'), greyed when disabled."""
    made: QIcon = _icons().icon(f"ph.{name}", color=tint, color_disabled=OUTLINE, color_active=tint)
    return made


@cache
def _icons() -> Any:
    """qtawesome, which loads its fonts on import: only needed once there is something to show.

    Where a layout has squeezed a button to nothing for a moment, its icon is asked for at no size; painting that, as
    qtawesome would, is what Qt warns of.
    """
    import qtawesome
    from qtawesome import iconic_font

    class Engine(iconic_font.CharIconEngine):  # type: ignore[misc]
        def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
            return QPixmap() if size.isEmpty() else super().pixmap(size, mode, state)

    iconic_font.CharIconEngine = Engine
    return qtawesome


def icon_size(pixels: int = 18) -> QSize:
    return QSize(pixels, pixels)


def paint_message(painter: QPainter, room: QRectF, name: str, tint: str, text: str, ink: str) -> None:
    """An icon above wrapped text, in the middle of a pane."""
    room = room.adjusted(24, 16, -24, -16)
    painter.setFont(font())
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    words = painter.boundingRect(room, flags, text)
    top = max(room.center().y() - (words.height() + 44) / 2, room.top())
    icon(name, tint).paint(painter, QRect(round(room.center().x()) - 16, round(top), 32, 32))
    painter.setPen(QColor(ink))
    painter.drawText(QRectF(room.left(), top + 44, room.width(), room.bottom() - top - 44), flags, text)


def paint_chip(painter: QPainter, text: str, left: float, top: float) -> QRectF:
    """A few words on a dark ground, over a picture. Returns the place they take."""
    painter.setFont(font(SMALL))
    rect = QRectF(left, top, painter.fontMetrics().horizontalAdvance(text) + 16, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("#0a0c0f", 0.8))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(TEXT))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    return rect


def style_sheet() -> str:
    """The style sheets of resources/ with @NAME replaced by this module's colours and sizes."""
    names = {k: v for k, v in globals().items() if k.isupper() and isinstance(v, str | int)}
    names["RESOURCES"] = RESOURCES.as_posix()
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(RESOURCES.glob("*.qss")))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", str(names[name]))
    return text


def apply(app: QApplication) -> None:
    """Dress the application: Fusion, the dark palette, the font and the style sheet."""
    app.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, SURFACE), (role.Base, BACKGROUND), (role.AlternateBase, SURFACE), (role.Button, RAISED),
        (role.WindowText, TEXT), (role.Text, TEXT), (role.ButtonText, TEXT), (role.BrightText, DANGER),
        (role.PlaceholderText, MUTED), (role.ToolTipBase, RAISED), (role.ToolTipText, TEXT), (role.Link, ACCENT),
        (role.Highlight, ACCENT), (role.HighlightedText, BACKGROUND), (role.Mid, LINE), (role.Dark, BACKGROUND),
        (role.Light, HOVER), (role.Midlight, OUTLINE), (role.Shadow, "#000000"), (role.Accent, ACCENT),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(FAINT))
    app.setPalette(palette)
    app.setFont(font())
    app.setStyleSheet(style_sheet())
