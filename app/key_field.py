"""A field that listens for one press of a key, whatever that key does elsewhere."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel

from app.words import tr

MODIFIER = Qt.KeyboardModifier
HELD = MODIFIER.ShiftModifier | MODIFIER.ControlModifier | MODIFIER.AltModifier | MODIFIER.MetaModifier
# Keys that are only held down while another is pressed, or that switch the keyboard
SILENT = {getattr(Qt.Key, f"Key_{name}") for name in (
    "Shift", "Control", "Meta", "Alt", "AltGr", "CapsLock", "NumLock", "ScrollLock", "Super_L", "Super_R", "Hyper_L",
    "Hyper_R", "Mode_switch", "Multi_key", "unknown")}


class KeyField(QLabel):
    """pressed(key): a key, as portable text. given_up(): Esc, or the focus went elsewhere."""

    pressed = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keyField")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(tr("Press the new key"))
        self._known: list[QShortcut] = []
        self._listening = False

    def listen(self, known: Iterable[str]) -> None:
        """From now on, until `rest`. known: keys in use.

        Which of these a press means depends on the keyboard's layout (Shift and the full stop are '>' on one, ':' on
        another), so Qt is asked: each is a shortcut of this field meanwhile, and is told as it is written there.
        """
        self.rest()
        self._listening = True
        for key in known:
            if key != "Esc":
                shortcut = QShortcut(QKeySequence(key, QKeySequence.SequenceFormat.PortableText), self,
                                     context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self.pressed.emit, key))
                self._known.append(shortcut)
        self._show_held(MODIFIER.NoModifier)
        self.setFocus()

    def rest(self) -> None:
        """Keys mean what they mean elsewhere."""
        self._listening = False
        for shortcut in self._known:
            shortcut.setEnabled(False)
            shortcut.deleteLater()  # it may be what is told of just now
        self._known.clear()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)  # Tab too, which would turn to the next widget
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._listening or event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and not event.modifiers() & HELD:
            self.given_up.emit()
        elif event.key() in SILENT or not event.key():
            self._show_held(event.modifiers() & HELD)
        else:
            self.pressed.emit(_text(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._show_held(event.modifiers() & HELD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._listening:
            self.given_up.emit()

    def _show_held(self, held: Qt.KeyboardModifier) -> None:
        """What is held down so far."""
        sample = QKeySequence(QKeyCombination(held, Qt.Key.Key_A)).toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{sample[:-1]}…")


def _text(event: QKeyEvent) -> str:
    """A press as portable text. The Shift that only makes one sign of another is in that sign already."""
    held, text = event.modifiers() & HELD, event.text()
    if text and text.isprintable() and not text.isspace() and not text.isalnum():
        held &= ~MODIFIER.ShiftModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    return QKeySequence(QKeyCombination(held, key)).toString()
