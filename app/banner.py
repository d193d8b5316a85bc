"""One line under the menu for what the user should know: an error with its remedy, or good news. Never a dialog."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app import theme
from app.words import tr

FADE_MS = 8000  # news goes by itself; an error stays until it is read, a question until it is answered


@dataclass(frozen=True)
class Notice:
    """What to say. kind: 'error', 'warning' or 'info'; action: a button's title and what it does."""

    kind: str
    title: str
    text: str = ""
    action: tuple[str, Callable[[], None]] | None = None


class Banner(QFrame):
    """Shows the newest notice. details(): its background is asked for. changed(): it came or went."""

    details = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.notice: Notice | None = None
        self._icon, self._title, self._text = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("bannerTitle")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._action, self._details = QPushButton(), QPushButton(tr("Details"))
        self._details.setToolTip(tr("Show Help › Diagnostics"))
        self._close = QToolButton()
        self._close.setIcon(theme.icon("x"))
        self._close.setToolTip(tr("Dismiss"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 8, 8)
        line.setSpacing(10)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        for button in (self._action, self._details, self._close):
            line.addWidget(button)
        self._timer = QTimer(self, singleShot=True, interval=FADE_MS)
        self._timer.timeout.connect(self.dismiss)
        self._action.clicked.connect(self._act)
        self._details.clicked.connect(self.details)
        self._close.clicked.connect(self.dismiss)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        self.notice = notice
        colour, icon = {"error": (theme.DANGER, "warning-circle-fill"), "warning": (theme.WARNING, "warning-fill"),
                        "info": (theme.ACCENT, "info-fill")}[notice.kind]
        self._icon.setPixmap(theme.icon(icon, colour).pixmap(20, 20))
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._text.setVisible(bool(notice.text))
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.setText(notice.action[0])
        self._details.setVisible(notice.kind == "error")
        self.setProperty("kind", notice.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._timer.stop()
        if notice.kind == "info" and notice.action is None:
            self._timer.start()
        self.changed.emit()

    def dismiss(self) -> None:
        self._timer.stop()
        self.notice = None
        self.hide()
        self.changed.emit()

    def _act(self) -> None:
        notice = self.notice
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()
