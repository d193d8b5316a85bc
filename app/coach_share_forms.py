"""What can be chosen of a clip, a kinogram and a report, as requests that app.coach_take does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from app.coach_bar import SPEEDS, looked_up
from app.coach_kinogram import KinogramRequest
from app.coach_report import ReportRequest
from app.coach_take import Take
from app.panel_parts import choice
from app.segments import Segments
from app.timecode import format_time
from app.words import locale, marked, tr
from core.coach_clip import WAYS, Beside, ClipRequest
from core.film import FilmView

RESTS = (0.0, 1.0, 2.0, 3.0, 5.0)  # seconds at a key moment
TALL, SEGMENTS_H = 44, 50          # px: a finger's height, and that with a frame around it
LAYOUTS = (("strip", marked("Strip"), marked("One position beside the other")),
           ("together", marked("One picture"), marked("All positions in one picture: for an athlete who moves through "
                                                      "it, filmed by a camera that stands still")))
PAPERS = (("a4", "A4", "210 × 297 mm"), ("letter", "Letter", "8.5 × 11 in"))


@dataclass(frozen=True)
class Around:
    """What the coach view is at when something is to be taken home. views: whose videos are there; at_hand: a view's
    id; loop: the part that is repeated; look: azimuth and elevation of the figure, degrees; moments: how many key
    moments; other: the project that is compared with; beside: its recording at hand, None where there is no video
    of it; comparing: how that is seen now, of WAYS, '' not at all."""

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
    beside: Beside | None = None
    comparing: str = ""


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
        made = Segments(title, looked_up(choices))
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
        self.which = self._choice(tr("Recordings"), tr("All of them side by side, or one"))
        self.part = self._choice(tr("Part"), tr("All that the recording at hand filmed, or what is repeated"))
        self.speed = self._segments(tr("Speed"), SPEEDS)
        self.rest = self._choice(tr("Rest"), tr("How long it stands still at every key moment, with name and "
                                                "comment"))
        for seconds in RESTS:
            self.rest.addItem(tr("{n} s at every key moment").format(n=round(seconds)) if seconds else
                              tr("No rest at key moments"), seconds)
        self.rest.setCurrentIndex(RESTS.index(2.0))
        self.other = self._choice(tr("Compared"), tr("The performance that is compared with, its time as in the view"))
        for way, said in (("", tr("Only this performance")), (WAYS[0], tr("The other beside it")),
                          (WAYS[1], tr("The other over it"))):
            self.other.addItem(said, way)
        self._for: tuple[Path, str] | None = None  # what was compared with, and how, when that was last looked at
        self.figure = self._check(tr("The 3D figure beside"), tr("Seen from where it is turned to now"), True)
        self.lines = self._check(tr("The lines of the body"), tr("Over the pictures"), True)
        self.sound = self._check(tr("Sound"), tr("Of the recording at hand, at real time; slow motion is silent"), True)
        self.changed.connect(self._allow)

    def show_around(self, around: Around) -> None:
        self.around = around
        self._set_views(self.which, tr("All, side by side"))
        with QSignalBlocker(self.part):
            repeated = self.part.currentIndex() == 1
            self.part.clear()
            self.part.addItem(tr("All of it"))
            if around.loop is not None:
                a, b = around.loop
                said = tr("What is repeated, {start} to {end}")
                self.part.addItem(said.format(start=format_time(a), end=format_time(b)))
                self.part.setCurrentIndex(1 if repeated or self.part.count() == 2 else 0)
        self._rows.setRowVisible(self.rest, around.moments > 0)
        self._rows.setRowVisible(self.other, around.beside is not None)
        seen = (around.other, around.comparing) if around.other is not None else None
        if seen != self._for:  # as the coach sees it, until something else is chosen
            self._for = seen
            with QSignalBlocker(self.other), QSignalBlocker(self.which):
                self.other.setCurrentIndex(self.other.findData(around.comparing))
                self.which.setCurrentIndex(max(self.which.findData(around.at_hand if around.comparing else ""), 0))
        self._allow()

    def _allow(self) -> None:
        slow = self.speed.current != "1"
        self.sound.setEnabled(not slow)
        self.sound.setText(tr("Sound (slow motion is silent)") if slow else tr("Sound"))

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
            self.lines.isChecked(), self.sound.isChecked(), self._beside()))

    def _beside(self) -> Beside | None:
        """The other performance, where it is to be seen."""
        beside, way = self.around.beside if self.around is not None else None, str(self.other.currentData() or "")
        return replace(beside, way=way) if beside is not None and way else None


class KinogramForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.which = self._choice(tr("Recording"), tr("Whose pictures are taken"))
        self.way = self._segments(tr("Layout"), LAYOUTS)
        self.count = QSpinBox()
        self.count.setRange(2, 20)
        self.count.setValue(6)
        self.count.setAccessibleName(tr("Positions"))
        self.count.setToolTip(tr("Evenly spaced, since no key moment is named"))
        self.count.valueChanged.connect(lambda _: self.changed.emit())
        self._row(tr("Positions"), self.count)
        self.lines = self._check(tr("The lines of the body"), tr("Over the pictures"), False)
        self.drawings = self._check(tr("Drawings and measures"), tr("In a strip"), True)

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
        self.title, self.athlete, self.date = (
            self._line(name) for name in (tr("Title"), tr("Athlete"), tr("Date")))
        self.date.setText(locale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat))
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(tr("Comment"))
        self.comment.setPlaceholderText(tr("A few sentences for the top of the page"))
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(96)
        self.comment.textChanged.connect(self.changed)
        self._row(tr("Comment"), self.comment)
        self.which = self._choice(tr("Recording"), tr("Whose pictures are printed"))
        self.paper = self._segments(tr("Paper"), PAPERS)
        self.lines = self._check(tr("The lines of the body"), tr("Over the pictures"), True)
        self.compare = self._check(tr("Differences"), "", True)
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
            self.compare.setText(tr("What is different from {name}").format(name=around.other.stem))

    def take(self, out: Path) -> Take:
        around = self.around
        assert around is not None
        other = str(around.other) if around.other is not None and self.compare.isChecked() else ""
        return Take(report=ReportRequest(
            self._view(self.which), str(out), str(around.project), self.title.text().strip(),
            self.athlete.text().strip(), self.date.text().strip(), self.comment.toPlainText().strip(),
            self.paper.current, other, self.lines.isChecked()))
