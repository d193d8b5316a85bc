"""A plain window with text to read and to copy: the diagnostics."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.words import tr


class TextDialog(QDialog):
    """Not modal. Plain text in a fixed-width font, with a Copy button."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 620)
        self._text = QPlainTextEdit(readOnly=True)
        self._text.setObjectName("report")
        self._text.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.addStretch()
        self._copy = QPushButton(tr("Copy"))
        self._copy.setIcon(theme.icon("copy"))
        self._copy.clicked.connect(self.copy)
        buttons.addWidget(self._copy)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        buttons.addWidget(close)
        column.addLayout(buttons)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.activateWindow()  # the keys are the window's again, whatever the window manager does

    def set_text(self, text: str) -> None:
        self._text.setPlainText(text)

    def text(self) -> str:
        return self._text.toPlainText()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._copy.setText(tr("Copied"))
