"""What can be chosen of a clip, a kinogram and a report, as requests that app.coach_take does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.coach_bar import SPEEDS
from app.coach_kinogram import KinogramRequest
from app.coach_report import ReportRequest
from app.coach_take import Take
from app.panel_parts import choice
from app.segments import Segments
from app.timecode import format_time
from core.coach_clip import ClipRequest
from core.film import FilmView

RESTS = (0.0, 1.0, 2.0, 3.0, 5.0)  # seconds at a key moment
TALL, SEGMENTS_H = 44, 50          # px: a finger's height, and that with a frame around it


@dataclass(frozen=True)
class Around:
    """What the coach view is at when something is to be taken home. views: whose videos are there; at_hand: a view's
    id; loop: the part that is repeated; look: azimuth and elevation of the figure, degrees; moments: how many key
    moments; other: the project that is compared with."""

    project: Path
    title: str
    athlete: str
    views: tuple[FilmView, ...]
    at_hand: str = ""
    t: float = 0.0
    loop: tuple[float, float] | None = None
    look: tuple[float, float] = (45.0, 12.0)
    moments: int = 0
    other: Path | None = None


class Form(QWidget):
    """changed(): something else was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.around: Around | None = None
        self._rows = QFormLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.addLayout(self._rows)
        column.addStretch(1)

    def _row(self, title: str, part: QWidget, height: int = TALL) -> None:
        label = QLabel(title)
        label.setObjectName("label")
        label.setFixedHeight(height)
        label.setBuddy(part)
        self._rows.addRow(label, part)

    def _choice(self, title: str, hint: str) -> QComboBox:
        box = choice(title, hint)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._row(title, box)
        return box

    def _check(self, title: str, hint: str, on: bool) -> QCheckBox:
        box = QCheckBox(title)
        box.setToolTip(hint)
        box.setChecked(on)
        box.setMinimumHeight(TALL)
        box.toggled.connect(lambda _: self.changed.emit())
        self._rows.addRow("", box)
        return box

    def _segments(self, title: str, choices: Sequence[tuple[str, str, str]]) -> Segments:
        made = Segments(title, choices)
        for key, _, _ in choices:
            made.button(key).setMinimumHeight(TALL)
        made.chosen.connect(lambda _: self.changed.emit())
        made.setFixedHeight(SEGMENTS_H)
        self._row(title, made, SEGMENTS_H)
        return made

    def _set_views(self, box: QComboBox, everything: str = "") -> None:
        """The recordings to choose from; the one that was chosen stays, or is that at hand."""
        assert self.around is not None
        chosen = box.currentData() if box.count() else "" if everything else self.around.at_hand
        rows = [(everything, "")] if everything and len(self.around.views) > 1 else []
        rows += [(view.name, view.id) for view in self.around.views]
        with QSignalBlocker(box):
            box.clear()
            for name, id in rows:
                box.addItem(name, id)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def _view(self, box: QComboBox) -> FilmView:
        assert self.around is not None
        return next((view for view in self.around.views if view.id == box.currentData()), self.around.views[0])


class ClipForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.which = self._choice("Recordings", "All of them side by side, or one")
        self.part = self._choice("Part", "All that the recording at hand filmed, or what is repeated")
        self.speed = self._segments("Speed", SPEEDS)
        self.rest = self._choice("Rest", "How long it stands still at every key moment, with name and comment")
        for seconds in RESTS:
            self.rest.addItem("No rest at key moments" if not seconds else
                              f"{seconds:.0f} s at every key moment", seconds)
        self.rest.setCurrentIndex(RESTS.index(2.0))
        self.figure = self._check("The 3D figure beside", "Seen from where it is turned to now", True)
        self.lines = self._check("The lines of the body", "Over the pictures", True)
        self.sound = self._check("Sound", "Of the recording at hand, at real time; slow motion is silent", True)
        self.changed.connect(self._allow)

    def show_around(self, around: Around) -> None:
        self.around = around
        self._set_views(self.which, "All, side by side")
        with QSignalBlocker(self.part):
            repeated = self.part.currentIndex() == 1
            self.part.clear()
            self.part.addItem("All of it")
            if around.loop is not None:
                a, b = around.loop
                self.part.addItem(f"What is repeated, {format_time(a)} to {format_time(b)}")
                self.part.setCurrentIndex(1 if repeated or self.part.count() == 2 else 0)
        self._rows.setRowVisible(self.rest, around.moments > 0)
        self._allow()

    def _allow(self) -> None:
        slow = self.speed.current != "1"
        self.sound.setEnabled(not slow)
        self.sound.setText("Sound (slow motion is silent)" if slow else "Sound")

    def take(self, out: Path) -> Take:
        around = self.around
        assert around is not None
        one = str(self.which.currentData() or "")
        views = tuple(view for view in around.views if one in ("", view.id))
        span = around.loop if self.part.currentIndex() == 1 and around.loop is not None else (None, None)
        reference = around.at_hand if any(view.id == around.at_hand for view in views) else views[0].id
        return Take(clip=ClipRequest(
            views, str(out), str(around.project), reference, span[0], span[1], float(self.speed.current),
            float(self.rest.currentData()), self.figure.isChecked(), around.look[0], around.look[1],
            self.lines.isChecked(), self.sound.isChecked()))


class KinogramForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.which = self._choice("Recording", "Whose pictures are taken")
        self.way = self._segments("Layout", (("strip", "Strip", "One position beside the other"),
                                             ("together", "One picture", "All positions in one picture: for an athlete "
                                              "who moves through it, filmed by a camera that stands still")))
        self.count = QSpinBox()
        self.count.setRange(2, 20)
        self.count.setValue(6)
        self.count.setAccessibleName("Positions")
        self.count.setToolTip("Evenly spaced, since no key moment is named")
        self.count.valueChanged.connect(lambda _: self.changed.emit())
        self._row("Positions", self.count)
        self.lines = self._check("The lines of the body", "Over the pictures", False)
        self.drawings = self._check("Drawings and measures", "In a strip", True)

    def show_around(self, around: Around) -> None:
        self.around = around
        self._set_views(self.which)
        self._rows.setRowVisible(self.count, not around.moments)

    def take(self, out: Path) -> Take:
        around = self.around
        assert around is not None
        span = around.loop if around.loop is not None and not around.moments else (None, None)
        return Take(kinogram=KinogramRequest(self._view(self.which), str(out), str(around.project), self.way.current,
                                             self.count.value(), span[0], span[1], self.lines.isChecked(),
                                             self.drawings.isChecked()))


class ReportForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.title, self.athlete, self.date = (self._line(name) for name in ("Title", "Athlete", "Date"))
        self.date.setText(QLocale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat))
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName("Comment")
        self.comment.setPlaceholderText("A few sentences for the top of the page")
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(96)
        self.comment.textChanged.connect(self.changed)
        self._row("Comment", self.comment)
        self.which = self._choice("Recording", "Whose pictures are printed")
        self.paper = self._segments("Paper", (("a4", "A4", "210 × 297 mm"), ("letter", "Letter", "8.5 × 11 in")))
        self.lines = self._check("The lines of the body", "Over the pictures", True)
        self.compare = self._check("Differences", "", True)
        self._for: Path | None = None

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setMaxLength(200)
        made.textChanged.connect(lambda _: self.changed.emit())
        self._row(name, made)
        return made

    def show_around(self, around: Around) -> None:
        self.around = around
        self._set_views(self.which)
        if self._for != around.project:  # another project's words are not kept
            self._for = around.project
            for field, text in ((self.title, around.title), (self.athlete, around.athlete)):
                with QSignalBlocker(field):
                    field.setText(text)
        self.compare.setVisible(around.other is not None)
        if around.other is not None:
            self.compare.setText(f"What is different from {around.other.stem}")

    def take(self, out: Path) -> Take:
        around = self.around
        assert around is not None
        other = str(around.other) if around.other is not None and self.compare.isChecked() else ""
        return Take(report=ReportRequest(
            self._view(self.which), str(out), str(around.project), self.title.text().strip(),
            self.athlete.text().strip(), self.date.text().strip(), self.comment.toPlainText().strip(),
            self.paper.current, other, self.lines.isChecked()))
