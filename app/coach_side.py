"""The coach view's column: what is said of the key moment at hand, what the drawings measure, and what is different."""

import time
from functools import partial
from html import escape

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.coach_keys import TOUCHES, KeyTaker, paint_ring
from app.coach_model import CoachModel
from app.coach_tools import Pencil
from app.panel_parts import scrolling
from app.player import Player
from app.timecode import format_time
from app.words import tr
from core.coach_compare import Difference
from core.coach_place import Measured, name_of, with_unit
from core.coaching import KeyMoment, keep_moments

WIDTH = 320        # px, about
ROW_H = 130        # px of a measure, its curve included
KEEP_MS = 700      # of rest before a comment is one edit
MOST_WORDS = 60    # differences that are listed
READ_S = 0.1       # values that change faster cannot be read


class MeasureRow(QWidget):
    """One drawing's value now, its least and its largest, and its curve. seeked(t): touched there. wanted(): the
    drawing is to be at hand."""

    seeked = Signal(float)
    wanted = Signal()

    def __init__(self, measured: Measured) -> None:
        super().__init__()
        self.measured, self._t, self._chosen = measured, 0.0, False
        self._still: QPixmap | None = None  # all but what is said now, made anew for another width
        self._ends = self._said_of_ends()
        self._seen: tuple[object, ...] = ()
        self.setFixedHeight(ROW_H)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name_of(measured.drawing))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyTaker(self, dict.fromkeys(TOUCHES, self.wanted.emit))

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, ROW_H)

    def show_time(self, t: float, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen, self._still = chosen, None
        self._t = t
        seen = (*self.words(), round(self._at()), chosen)
        if seen != self._seen:  # not between two frames: painted at every look at the clock it held playback up
            self._seen = seen
            self.update()

    def words(self) -> tuple[str, str]:
        """What is said of it now: the value, and why it is not to be trusted or what its ends are."""
        reading = self.measured.at(self._t)
        return reading.text, reading.doubt or self._ends

    def _said_of_ends(self) -> str:
        made = self.measured
        ends = [said.format(value=with_unit(end[1], made.unit), time=format_time(end[0]))
                for said, end in ((tr("least {value} at {time}"), made.low), (tr("most {value} at {time}"), made.high))
                if end is not None]
        alone = [tr("one view alone tells")] if made.views == 1 and "picture" not in made.unit else []
        return " · ".join([*alone, *ends])

    def _plot(self) -> QRectF:
        return QRectF(12, 78, self.width() - 24, ROW_H - 90)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        times, plot = self.measured.times, self._plot()
        share = min(max((event.position().x() - plot.left()) / max(plot.width(), 1), 0), 1)
        if len(times):
            self.seeked.emit(float(times[0] + share * (times[-1] - times[0])))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._still is None or self._still.devicePixelRatioF() != self.devicePixelRatioF():
            self._still = self._made_still()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reading, (value, below) = self.measured.at(self._t), self.words()
        ink = theme.MUTED if reading.doubt else self.measured.drawing.colour
        self._line(painter, 24, value, ink, theme.LARGE, strong=True)
        self._two_lines(painter, 43, _capital(below), theme.WARNING if reading.doubt else theme.MUTED, 11)
        plot, at = self._plot(), self._at()
        if plot.left() <= at <= plot.right():
            painter.setPen(QPen(QColor(theme.TEXT), 1))
            painter.drawLine(QPointF(at, plot.top() - 3), QPointF(at, plot.bottom() + 3))
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))
        painter.end()

    def _made_still(self) -> QPixmap:
        """The card, its name and the curve."""
        ratio = self.devicePixelRatioF()
        made = QPixmap((QSizeF(self.size()) * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ACCENT if self._chosen else theme.LINE), 1.5 if self._chosen else 1))
        painter.setBrush(QColor(theme.RAISED))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._line(painter, 8, _capital(name_of(self.measured.drawing)), theme.MUTED, theme.SMALL)
        painter.setPen(QPen(QColor(self.measured.drawing.colour), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._curve():
            painter.drawPolyline(line)
        painter.end()
        return made

    def _line(self, painter: QPainter, top: float, text: str, ink: str, size: int, strong: bool = False) -> None:
        room, weight = QRectF(12, top, self.width() - 24, size + 6), theme.STRONG if strong else theme.font().weight()
        painter.setFont(theme.font(size, weight, tabular=True))
        if painter.fontMetrics().horizontalAdvance(text) > room.width():
            painter.setFont(theme.font(round(0.85 * size), weight, tabular=True))
        painter.setPen(QColor(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width())))

    def _two_lines(self, painter: QPainter, top: float, text: str, ink: str, size: int) -> None:
        """Broken between two things that are said, where there is no room for both in one line."""
        painter.setFont(theme.font(size, tabular=True))
        painter.setPen(QColor(ink))
        room = QRectF(12, top, self.width() - 24, 2 * size + 8)
        if painter.fontMetrics().horizontalAdvance(text) > room.width():
            before, dot, after = text.rpartition(" · ")
            text = f"{before}\n{_capital(after)}" if dot else text
        painter.drawText(room, Qt.TextFlag.TextWordWrap, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._still = None

    def _curve(self) -> list[QPolygonF]:
        """One line for each stretch that is known, two points a pixel at most."""
        made, plot = self.measured, self._plot()
        known = np.isfinite(made.values)
        if known.sum() < 2:
            return []
        low, high = float(made.values[known].min()), float(made.values[known].max())
        x = plot.left() + (made.times - made.times[0]) / self._length * plot.width()
        y = plot.bottom() - (made.values - low) / max(high - low, 1e-6) * plot.height()
        frames = np.arange(0, len(x), max(len(x) // max(int(2 * plot.width()), 1), 1))
        runs = np.split(frames, np.flatnonzero(~known[frames]))
        return [QPolygonF([QPointF(float(x[n]), float(y[n])) for n in run if known[n]]) for run in runs]

    @property
    def _length(self) -> float:
        times = self.measured.times
        return max(float(times[-1] - times[0]), 1e-6) if len(times) else 1.0

    def _at(self) -> float:
        """px: where the moment is on the curve; −1 without one."""
        plot, times = self._plot(), self.measured.times
        return plot.left() + (self._t - float(times[0])) / self._length * plot.width() if len(times) else -1.0


class DifferenceRow(QLabel):
    """One difference in words. touched(t): this performance's seconds of the key moment that it is at."""

    touched = Signal(float)

    def __init__(self, one: Difference) -> None:
        super().__init__()
        self._t = one.time_s
        values = tr("{here} here, {there} there").format(here=f"{one.a_deg:.0f}°", there=f"{one.b_deg:.0f}°")
        values += f" ± {one.spread_deg:.0f}°" if one.spread_deg is not None else ""
        ink = theme.MUTED if one.doubt else theme.TEXT
        doubt = f"<br><span style='color:{theme.WARNING}'>{_capital(one.doubt)}</span>" if one.doubt else ""
        said = f"<span style='color:{ink}'>{escape(_capital(one.words))}</span><br>"
        self.setText(said + f"<span style='color:{theme.MUTED}'>{escape(values)}</span>{doubt}")
        self.setWordWrap(True)
        self.setMinimumHeight(44)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(one.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyTaker(self, dict.fromkeys(TOUCHES, lambda: self.touched.emit(self._t)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit(self._t)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_ring(painter, QRectF(self.rect()), 4)
            painter.end()


class Side(QFrame):
    """The column. rested(): a comment was typed."""

    rested = Signal()

    def __init__(self, model: CoachModel, pencil: Pencil, player: Player) -> None:
        super().__init__()
        self._model, self._pencil, self._player = model, pencil, player
        self.setProperty("kind", "panel")
        self.setObjectName("coachSide")
        self.rows: dict[str, MeasureRow] = {}
        self._moment: KeyMoment | None = None
        self._read_s = 0.0  # when the rows were last shown anew
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep_timer.timeout.connect(self.keep_comment)
        self._make_note()
        self._measures, self._differences = QVBoxLayout(), QVBoxLayout()
        self._hint = _words(tr("Measure with the tools for angles, distances and ways: they follow the joints."))
        self._measures_title = _title(tr("Measures"))
        self._differences_title = _title(tr("Differences"))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(theme.GRID)
        for part in (self._note_title, self.note, self._differences_title):
            self._column.addWidget(part)
        self._column.addLayout(self._differences)
        self._column.addWidget(self._measures_title)
        self._column.addWidget(self._hint)
        self._column.addLayout(self._measures)
        self._column.addStretch(1)
        for layout in (self._measures, self._differences):
            layout.setSpacing(theme.GRID)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))
        self.show_differences(None)
        model.changed.connect(self.refresh)
        model.drawn.connect(self.refresh)
        pencil.changed.connect(lambda: self._follow(player.t))
        player.moved.connect(self._follow)

    def _make_note(self) -> None:
        self._note_title = _title("")
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(tr("What you see here"))
        self.note.setAccessibleName(tr("Comment on the key moment"))
        self.note.setFixedHeight(84)
        self.note.setTabChangesFocus(True)
        self.note.installEventFilter(self)
        self.note.textChanged.connect(self._typed)

    # -- comments

    def _typed(self) -> None:
        if self._moment is not None and self.note.toPlainText() != self._moment.comment:
            self._keep_timer.start()

    def keep_comment(self) -> None:
        """What was typed becomes part of the project."""
        self._keep_timer.stop()
        project, moment = self._model.session.project, self._moment
        kept = project.document.moments.get(moment.id) if project is not None and moment is not None else None
        text = self.note.toPlainText()[:2000]
        if project is not None and kept is not None and text != kept.comment:
            new = KeyMoment(kept.id, kept.time_s, kept.name, text, kept.kind)
            self._moment = new
            self._model.session.do(keep_moments(project.document, [new]), self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc and leaving the field keep what was typed."""
        if event.type() == QEvent.Type.FocusOut:
            self.keep_comment()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.rested.emit()
            return True
        return False

    # -- following

    def refresh(self) -> None:
        """Rows for what is measured now."""
        if {id: row.measured for id, row in self.rows.items()} != self._model.measured:
            for row in self.rows.values():
                row.hide()
                row.deleteLater()
            self.rows = {id: MeasureRow(measured) for id, measured in self._model.measured.items()}
            for id, row in self.rows.items():
                row.seeked.connect(partial(self._go, id))
                row.wanted.connect(partial(self._pencil.choose, id))
                self._measures.addWidget(row)
        self._hint.setVisible(not self.rows)
        self._follow(self._player.t)

    def _go(self, id: str, t: float) -> None:
        """To a place of a drawing's curve."""
        self._pencil.choose(id)
        self._player.seek(t)

    def _follow(self, t: float) -> None:
        now = time.monotonic()
        if not self._player.playing or now - self._read_s >= READ_S:
            self._read_s = now
            for id, row in self.rows.items():
                row.show_time(t, id == self._pencil.chosen)
        moment = self._model.moment_at(t)
        if self._moment is not None and (moment is None or moment.id != self._moment.id):
            self.keep_comment()
        changed, self._moment = moment != self._moment, moment
        for part in (self._note_title, self.note):
            part.setVisible(moment is not None)
        if changed and moment is not None:
            self._note_title.setText(moment.name)
            if not self._keep_timer.isActive() and self.note.toPlainText() != moment.comment:
                self.note.setPlainText(moment.comment)

    # -- two performances

    def show_differences(self, found: list[Difference] | None, said: str = "") -> None:
        """In words, the largest first; None without a comparison. said: why there are none."""
        while (item := self._differences.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._differences_title.setVisible(found is not None)
        if found is None:
            return
        if not found:
            self._differences.addWidget(_words(said or tr("No difference of 3° or more at the key moments.")))
        for one in found[:MOST_WORDS]:
            row = DifferenceRow(one)
            row.touched.connect(self._player.seek)
            self._differences.addWidget(row)


def _title(text: str) -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText)  # names come from projects
    label.setProperty("kind", "heading")
    label.setWordWrap(True)
    return label


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "muted")
    label.setWordWrap(True)
    return label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
