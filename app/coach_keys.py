"""Keys in the coach view: what the parts take of them, in which order Tab comes to them, and the ring of the focus.

On the stage, keys are the player's and the presenter's. Tab leads from there into the bars, Esc back.
"""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from app import theme

Acts = Mapping[Qt.Key, Callable[[], object]]
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
TOUCHES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
RING = 2.0  # px


class KeyTaker(QObject):
    """Gives a part some keys, which are no command of the window while it has the focus, or something within it."""

    def __init__(self, part: QWidget, acts: Acts, within: bool = False) -> None:
        super().__init__(part)
        self._part, self._acts, self._within = part, acts, within
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._part.update()
        if not isinstance(event, QKeyEvent) or event.modifiers() & HELD or not (self._within or self._part.hasFocus()):
            return False
        act = self._acts.get(Qt.Key(event.key()))
        if act is None or event.type() == QEvent.Type.KeyRelease:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True


def stops(parts: Iterable[QWidget]) -> list[QWidget]:
    """What Tab comes to: each part and what is in it, as it was put there, of what is to be seen and can be used."""
    found = list[QWidget]()
    for part in parts:
        for one in (part, *part.findChildren(QWidget)):
            tabbed = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
            if tabbed and one.isVisible() and one.isEnabled() and one not in found:
                found.append(one)
    return found


def move_on(found: list[QWidget], by: int) -> None:
    """The next (1) or previous (−1) of them gets the focus, and is scrolled into sight."""
    at = QApplication.focusWidget()
    where = found.index(at) if at in found else 0
    wanted = found[(where + by) % len(found)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason)
    area = wanted.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(wanted)


def walks_in_group(event: QEvent) -> bool:
    """Whether an arrow is about to walk through buttons of which one holds, rather than to be the player's."""
    at = QApplication.focusWidget()
    return (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in ARROWS
            and isinstance(at, QAbstractButton) and at.group() is not None)


def paint_ring(painter: QPainter, room: QRectF, radius: float = 8.0) -> None:
    """What has the focus is told apart from what is chosen by more than a colour: the ring is wider, and white."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.TEXT), RING))
    half = RING / 2
    painter.drawRoundedRect(room.adjusted(half, half, -half, -half), radius, radius)
