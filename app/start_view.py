"""What a window without a project shows: three ways in, and the projects of before."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.commands import BY_ID
from app.words import tr

RECENT = 5  # rows; the File menu has them all


class Card(QPushButton):
    """A large button: an icon, what it does, one line more, and its key."""

    def __init__(self, id: str, action: QAction, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("startCard")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        icon, head, line = QLabel(), QLabel(title), QLabel(text)
        icon.setPixmap(theme.icon(BY_ID[id].icon, theme.ACCENT).pixmap(QSize(28, 28)))
        head.setObjectName("cardTitle")
        line.setObjectName("cardText")
        line.setWordWrap(True)
        keys = QLabel()
        keys.setObjectName("cardKey")
        top = QHBoxLayout()
        top.addWidget(icon)
        top.addStretch()
        top.addWidget(keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(theme.GRID)
        column.addLayout(top)
        column.addSpacing(theme.GRID)
        column.addWidget(head)
        column.addWidget(line)
        column.addStretch()
        for label in (icon, head, line, keys):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(172)
        self.clicked.connect(action.trigger)

        def follow() -> None:
            keys.setText(action.shortcut().toString(action.shortcut().SequenceFormat.NativeText))

        action.changed.connect(follow)
        follow()


class StartView(QWidget):
    """opened(path): a project of before was chosen. cancelled(): what is being prepared is no longer wanted."""

    opened = Signal(Path)
    cancelled = Signal()

    def __init__(self, action: Callable[[str], QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startView")
        name, what = QLabel("Parallax"), QLabel(tr("Human motion in 3D, from ordinary cameras."))
        name.setObjectName("startName")
        what.setObjectName("startWhat")
        cards = QHBoxLayout()
        cards.setSpacing(theme.GRID * 2)
        for id, title, text in (
            ("open_videos", tr("Open videos"),
             tr("One to eight recordings of the same person. No calibration needed.")),
            ("open_project", tr("Open a project"), tr("Go on where you were: everything was kept.")),
            ("demo", tr("See the demo"), tr("Two made-up recordings, processed before your eyes.")),
        ):
            cards.addWidget(Card(id, action(id), title, text), 1)
        self._recent_title = QLabel(tr("Recent projects"))
        self._recent_title.setObjectName("sectionTitle")
        self._machine = QLabel()
        self._machine.setObjectName("startMachine")
        self._machine.setWordWrap(True)
        self._machine.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        drop = QLabel(tr("or drop videos, a folder of videos or a project anywhere in this window"))
        drop.setObjectName("startDrop")
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)

        middle = QFrame()
        middle.setMaximumWidth(880)
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(middle)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(what)
        column.addSpacing(32)
        column.addLayout(cards)
        column.addSpacing(16)
        column.addWidget(drop)
        column.addSpacing(16)
        column.addWidget(self._work_box())
        column.addSpacing(16)
        column.addWidget(self._recent_title)
        column.addSpacing(8)
        column.addLayout(self._recent)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 20)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
        whole.addWidget(self._machine)
        self.set_recent([])

    def set_machine(self, text: str) -> None:
        """What can compute here, at the lower edge."""
        self._machine.setText(text)

    def set_work(self, text: str, share: float | None = None) -> None:
        """What is being prepared, with a bar; '' when nothing is."""
        self._work.setVisible(bool(text))
        self._work_text.setText(text)
        self._bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self._bar.setValue(round(1000 * share))

    def _work_box(self) -> QFrame:
        self._work = QFrame()
        self._work.setProperty("kind", "card")
        self._work_text, self._bar = QLabel(), QProgressBar(textVisible=False)
        cancel = QPushButton(tr("Cancel"))
        cancel.setProperty("kind", "quiet")
        cancel.clicked.connect(self.cancelled)
        line = QHBoxLayout(self._work)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(16)
        line.addWidget(self._work_text)
        line.addWidget(self._bar, 1)
        line.addWidget(cancel)
        self._work.hide()
        return self._work

    def set_recent(self, folders: Sequence[Path]) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(folders))
        for folder in folders[:RECENT]:
            self._recent.addWidget(self._row(folder))

    def _row(self, folder: Path) -> QPushButton:
        row = QPushButton()
        row.setObjectName("recentRow")
        row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.setCursor(Qt.CursorShape.PointingHandCursor)
        row.setAccessibleName(tr("Open {}").format(folder.stem))
        row.setToolTip(str(folder))
        name, place = QLabel(folder.stem), QLabel()
        place.setObjectName("recentPlace")
        place.setText(place.fontMetrics().elidedText(str(folder.parent), Qt.TextElideMode.ElideMiddle, 520))
        line = QHBoxLayout(row)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(name)
        line.addStretch()
        line.addWidget(place)
        row.setFixedHeight(36)
        for label in (name, place):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.clicked.connect(lambda: self.opened.emit(folder))
        return row
