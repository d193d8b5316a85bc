"""File › Export: one window that says of each format what it holds, in which unit and axes, and what is lost."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.panel_parts import choice, scrolling
from app.words import marked, tr
from core.formats.kinds import FORMATS, Format

if TYPE_CHECKING:
    from app.window import Window

WIDTH, HEIGHT = 760, 620  # px
LIST, ROW, HEAD = 204, 28, 30
WORDS = 64                # of the column before a choice
GROUPS = {marked("Tables"): ("csv", "npz"), marked("Biomechanics"): ("trc", "mot", "c3d"),
          marked("Animation"): ("bvh", "blender"),
          marked("2D keypoints"): ("coco", "openpose", "slp", "dlc", "dlc-h5"), marked("To watch"): ("mp4",)}
WHAT = {"3d": marked("Joints in 3D"), "2d": marked("Keypoints in the pictures"), "angles": marked("Joint angles"),
        "agreement": marked("Agreement")}
UNITS = {"m": marked("metres"), "mm": marked("millimetres")}
SMOOTHING = {"none": marked("As it was found"), "butterworth": marked("Butterworth, 6 Hz"),
             "gaussian": marked("Gaussian")}
ONE_VIEW = ("dlc", "dlc-h5")


class ExportDialog(QDialog):
    """Not modal. Chooses a format and what goes into it; the window's DataSaver asks for the name and writes."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 420)
        self.resize(WIDTH, min(HEIGHT, window.height() - 80))
        self.formats = self._listed()
        self.what = choice(tr("What to export"), tr("What the table holds"))
        self.body = choice(tr("Whose body"), tr("The file holds one body: of a view, or the mean of all"))
        self.view = choice(tr("Which view"), tr("The file holds one video"))
        self.unit = choice(tr("Unit"), tr("Old versions of OpenSim show metres wrongly"))
        self.smooth = choice(tr("Smoothing"), tr("What is exported, not what is shown"))
        self._page = QWidget()
        self._words = [_label("", kind) for kind in ("title", "muted")]
        self._facts = {name: _label("", "") for name in (tr("Holds"), tr("Unit"), tr("Axes"), tr("Not in it"))}
        self.go = QPushButton(tr("Export…"))
        self._lay()
        self._fill()
        self.what.currentIndexChanged.connect(self._show)
        self.formats.currentItemChanged.connect(self._show)
        self.formats.itemDoubleClicked.connect(lambda _: self.export())
        self.go.clicked.connect(self.export)
        window.session.changed.connect(self._refill)
        window.session.opened.connect(self._refill)
        self.choose(str(window.session.settings.choice("export format", "csv")))

    # -- making

    def _listed(self) -> QListWidget:
        found = QListWidget()
        found.setObjectName("formats")
        found.setAccessibleName(tr("Formats"))
        found.setFixedWidth(LIST)
        for group, ids in GROUPS.items():
            head = QListWidgetItem(tr(group))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(theme.font(theme.SMALL))
            head.setForeground(theme.colour(theme.MUTED))
            head.setSizeHint(QSize(0, HEAD))
            head.setTextAlignment(Qt.AlignmentFlag.AlignBottom)
            found.addItem(head)
            for id in ids:
                row = QListWidgetItem(tr(FORMATS[id].title))
                row.setData(Qt.ItemDataRole.UserRole, id)
                row.setSizeHint(QSize(0, ROW))
                row.setToolTip(FORMATS[id].label)
                found.addItem(row)
        return found

    def _lay(self) -> None:
        column = QVBoxLayout(self._page)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        for words in self._words:
            column.addWidget(words)
        for name, fact in self._facts.items():
            column.addSpacing(8)
            column.addWidget(_label(name, "caption"))
            column.addWidget(fact)
        column.addSpacing(16)
        self._line = QFrame()
        self._line.setProperty("kind", "line")
        self._line.setFixedHeight(1)
        column.addWidget(self._line)
        column.addSpacing(12)
        self._choices = QFormLayout()
        self._choices.setHorizontalSpacing(12)
        self._choices.setVerticalSpacing(theme.GRID)
        for title, box in ((tr("What"), self.what), (tr("Body"), self.body), (tr("View"), self.view),
                           (tr("Unit"), self.unit), (tr("Smoothing"), self.smooth)):
            said = _label(title, "muted")
            said.setMinimumWidth(WORDS)
            self._choices.addRow(said, box)
        column.addLayout(self._choices)
        column.addStretch()
        card = QFrame()
        card.setProperty("kind", "panel")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(scrolling(self._page))
        middle = QHBoxLayout()
        middle.setSpacing(theme.GRID)
        middle.addWidget(self.formats)
        middle.addWidget(card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(middle, 1)
        whole.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        self.go.setProperty("kind", "primary")
        for button in (close, self.go):
            button.setAutoDefault(False)
        line.addStretch()
        line.addWidget(close)
        line.addWidget(self.go)
        return line

    def _fill(self) -> None:
        """The choices that do not hang on the format."""
        views = self._window.session.views
        for box in (self.body, self.view):
            box.clear()
        for view in views.values():
            self.body.addItem(view.name, view.id)
            self.view.addItem(view.name, view.id)
        if len(views) > 1:
            self.body.addItem(tr("Mean of the views"), "mean")
        for box, words in ((self.unit, UNITS), (self.smooth, SMOOTHING)):
            if not box.count():
                for key, text in words.items():
                    box.addItem(tr(text), key)
        at_hand = self._window.stage.active or ""
        for box in (self.body, self.view):
            box.setCurrentIndex(max(box.findData(at_hand), 0))

    def _refill(self, *_: object) -> None:
        if not self._window.session.views:
            self.close()
        elif [self.view.itemData(n) for n in range(self.view.count())] != list(self._window.session.views):
            self._fill()

    # -- what is chosen

    @property
    def format(self) -> Format:
        row = self.formats.currentItem()
        return FORMATS[row.data(Qt.ItemDataRole.UserRole)] if row is not None else FORMATS["csv"]

    def choose(self, format: str) -> None:
        """Shows a format; an id of another table than ours shows the first."""
        rows = [self.formats.item(n) for n in range(self.formats.count())]
        fits = [row for row in rows if row.data(Qt.ItemDataRole.UserRole) == format]
        self.formats.setCurrentItem((fits or rows[1:])[0])

    def _show(self, *_: object) -> None:
        """The words and choices of the format at hand."""
        format = self.format
        self._words[0].setText(tr(format.title))
        self._words[1].setText(_sentence(tr(format.use)))
        for fact, text in zip(self._facts.values(), (format.holds, format.unit, format.axes, format.lost), strict=True):
            fact.setText(_sentence(tr(text)))
        if [self.what.itemData(n) for n in range(self.what.count())] != list(format.whats):
            self.what.blockSignals(True)
            self.what.clear()
            for what in format.whats:
                self.what.addItem(tr(WHAT[what]), what)
            self.what.blockSignals(False)
        what, several = str(self.what.currentData() or ""), len(self._window.session.views) > 1
        one = what in ("3d", "angles") and format.id != "csv" and (format.id, what) != ("npz", "angles")
        film = not format.whats
        shown: dict[QComboBox, bool] = {
            self.what: len(format.whats) > 1, self.body: one and several,
            self.view: several and (format.id in ONE_VIEW or (format.id, what) == ("npz", "2d")),
            self.unit: format.id == "trc", self.smooth: not film and (what != "2d" or format.id in ("csv", "npz"))}
        for box, on in shown.items():
            self._choices.setRowVisible(box, on)
        self._line.setVisible(any(shown.values()))

    def export(self) -> None:
        """Asks for a name and has it written."""
        window, format = self._window, self.format
        window.session.settings.choose("export format", format.id)
        if not format.whats:
            window.save_film()
            return
        view = str(self.view.currentData()) if not self.view.isHidden() else ""
        window.data_saver.ask_as(
            format, str(self.what.currentData()), view or window.stage.active or "",
            per_frame=window.comparison(lambda panel: bool(panel.model.options.alignment == "frame")),
            of=str(self.body.currentData()) if not self.body.isHidden() else "", unit=str(self.unit.currentData()),
            smooth=str(self.smooth.currentData()) if not self.smooth.isHidden() else "none", parent=self)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label
