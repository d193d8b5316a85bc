"""A plain window with text to read and to copy: the key map, the diagnostics."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app import theme
from app.commands import MENUS, Command


class TextDialog(QDialog):
    """Not modal. copy: plain text in a fixed-width font with a Copy button; else rich text."""

    def __init__(self, title: str, parent: QWidget, copy: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 620)
        self._text = QPlainTextEdit(readOnly=True) if copy else QTextBrowser()
        self._text.setObjectName("report" if copy else "reader")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.addStretch()
        if copy:
            self._copy = QPushButton("Copy")
            self._copy.setIcon(theme.icon("copy"))
            self._copy.clicked.connect(self.copy)
            buttons.addWidget(self._copy)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        buttons.addWidget(close)
        column.addLayout(buttons)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.activateWindow()  # the keys are the window's again, whatever the window manager does

    def set_text(self, text: str) -> None:
        if isinstance(self._text, QPlainTextEdit):
            self._text.setPlainText(text)
        else:
            self._text.setHtml(text)

    def text(self) -> str:
        return self._text.toPlainText()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._copy.setText("Copied")


def key_map(commands: Sequence[Command], actions: Mapping[str, QAction]) -> str:
    """Every command that has keys, by menu, as HTML."""
    parts = []
    for menu in MENUS:
        rows = [(command, actions[command.id].shortcuts()) for command in commands if command.menu == menu]
        lines = "".join(f"<tr><td width='300' style='padding: 3px 24px 3px 0'>{escape(command.title.rstrip('…'))}</td>"
                        f"<td style='padding: 3px 0; color: {theme.ACCENT}'>{_names(keys)}</td></tr>"
                        for command, keys in rows if keys)
        if lines:
            parts.append(f"<h3>{escape(menu.replace('&', ''))}</h3><table>{lines}</table>")
    mouse = (("Zoom a video", "wheel"), ("Move a video", "drag"), ("Choose the athlete", "click on a person"),
             ("Track someone who was not found", "Shift + drag a box"), ("Orbit the 3D view", "drag"))
    gestures = "".join(f"<tr><td width='300' style='padding: 3px 24px 3px 0'>{what}</td>"
                   f"<td style='color: {theme.ACCENT}'>{how}</td></tr>" for what, how in mouse)
    return "".join(parts) + f"<h3>Mouse</h3><table>{gestures}</table>"


def _names(keys: Sequence[QKeySequence]) -> str:
    return " &nbsp;or&nbsp; ".join(escape(key.toString(QKeySequence.SequenceFormat.NativeText)) for key in keys)
