"""The coach view's transport: a line of time to drag on, large buttons, slow motion in percent of real time, a loop."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app import theme
from app.coach_keys import KeyTaker, paint_ring
from app.coach_model import CoachModel
from app.player import Player
from app.segments import Segments
from app.timecode import format_time
from app.transport import QualityChip, ReadOut
from app.words import marked, tr

SPEEDS = (("1", "100 %", marked("As it was filmed")), ("0.5", "50 %", marked("Half of real time")),
          ("0.25", "25 %", marked("A quarter of real time")), ("0.1", "10 %", marked("A tenth of real time")))
BUTTON, PLAY = 48, 60  # px
LINE_H = 44            # px of the line of time: a finger's width
EDGE = 16.0            # px
STEP_S = 0.04          # that an arrow goes on the line of another performance


class TimeLine(QWidget):
    """The recording from left to right. seeked(t): dragged to there. Key moments are marks, the loop a brighter part.

    colour: of the playhead. alone: the player's arrows do not move it, so it takes them itself.
    """

    seeked = Signal(float)

    def __init__(self, colour: str = theme.ACCENT, alone: bool = False) -> None:
        super().__init__()
        self._span, self._t = (0.0, 1.0), 0.0
        self._loop: tuple[float, float] | None = None
        self._marks: tuple[float, ...] = ()
        self._colour = colour
        self.setFixedHeight(LINE_H)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Line of time"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = Qt.Key
        KeyTaker(self, {key.Key_Left: lambda: self._step(-STEP_S), key.Key_Right: lambda: self._step(STEP_S),
                        key.Key_Home: lambda: self._step(-np.inf), key.Key_End: lambda: self._step(np.inf)}
                 if alone else {})

    def sizeHint(self) -> QSize:
        return QSize(400, LINE_H)

    def show_time(self, t: float, span: tuple[float, float], loop: tuple[float, float] | None) -> None:
        """Where the playhead is, seconds, between which ends, and the part that is repeated."""
        if (span, loop) != (self._span, self._loop):
            self._t, self._span, self._loop = t, span, loop
            self.update()
        elif t != self._t:
            before, self._t = self.x_of(self._t), t
            for x in (before, self.x_of(t)):  # where the playhead was and where it is, not all of the line
                self.update(round(x) - 14, 0, 28, self.height())

    def set_marks(self, marks: Sequence[float]) -> None:
        """Seconds of the key moments."""
        self._marks = tuple(marks)
        self.update()

    def x_of(self, t: float) -> float:
        """px of a time."""
        length = max(self._span[1] - self._span[0], 1e-6)
        return EDGE + (t - self._span[0]) / length * (self.width() - 2 * EDGE)

    def _step(self, seconds: float) -> None:
        self.seeked.emit(min(max(self._t + seconds, self._span[0]), self._span[1]))

    def _seek(self, x: float) -> None:
        share = min(max((x - EDGE) / max(self.width() - 2 * EDGE, 1.0), 0.0), 1.0)
        self.seeked.emit(self._span[0] + share * (self._span[1] - self._span[0]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, x = self.height() / 2, self.x_of(self._t)
        track = QRectF(EDGE, middle - 3, self.width() - 2 * EDGE, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.HOVER))
        painter.drawRoundedRect(track, 3, 3)
        if self._loop is not None:
            a, b = self.x_of(self._loop[0]), self.x_of(self._loop[1])
            painter.setBrush(theme.colour(theme.ACCENT, 0.45))
            painter.drawRoundedRect(QRectF(a, middle - 7, b - a, 14), 4, 4)
        painter.setBrush(theme.colour(self._colour, 0.8))
        painter.drawRoundedRect(QRectF(EDGE, middle - 3, max(x - EDGE, 0), 6), 3, 3)
        painter.setPen(QPen(QColor(theme.BACKGROUND), 1.5))
        painter.setBrush(QColor(theme.WARNING))
        for mark in self._marks:
            at = self.x_of(mark)
            painter.drawPolygon([QPointF(at, middle - 7), QPointF(at + 6, middle), QPointF(at, middle + 7),
                                 QPointF(at - 6, middle)])
        painter.setPen(QPen(QColor(theme.BACKGROUND), 2))
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QPointF(x, middle), 11, 11)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()


class CoachBar(QFrame):
    """moment_wanted(±1): the next or the previous key moment."""

    moment_wanted = Signal(int)

    def __init__(self, player: Player, model: CoachModel) -> None:
        super().__init__()
        self._player, self._model = player, model
        self.setProperty("kind", "bar")
        self.setObjectName("coachBar")
        self.line = TimeLine()
        self.line.seeked.connect(player.seek)
        self._buttons = {
            "previous": _button("skip-back-fill", tr("Previous key moment  (Page Up)"),
                                lambda: self.moment_wanted.emit(-1)),
            "back": _button("caret-left-fill", tr("One picture back  (←)"), lambda: player.step(-1)),
            "play": _button("play-fill", tr("Play or pause  (Space)"), player.toggle, PLAY),
            "forward": _button("caret-right-fill", tr("One picture forward  (→)"), lambda: player.step(1)),
            "next": _button("skip-forward-fill", tr("Next key moment  (Page Down)"),
                            lambda: self.moment_wanted.emit(1)),
        }
        for key in ("back", "forward"):
            self._buttons[key].setAutoRepeat(True)
        self.loop = _button("repeat", tr("Repeat the part between the key moments on either side; I and O set its "
                                         "ends"), self._toggle_loop)
        self.speed = Segments(tr("Speed"), looked_up(SPEEDS))
        self.speed.chosen.connect(lambda key: player.set_speed(float(key)))
        self._time = ReadOut(tr("Time"), 22)
        self.quality = QualityChip()
        self._lay_out()
        player.moved.connect(self._follow)
        player.state_changed.connect(self.refresh)
        model.drawn.connect(self.refresh_marks)
        model.changed.connect(self.refresh_marks)

    def button(self, name: str) -> QToolButton:
        """'previous', 'back', 'play', 'forward' or 'next'."""
        return self._buttons[name]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._time)
        row.addWidget(self.quality, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.loop)
        row.addSpacing(theme.GRID)
        row.addWidget(self.speed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addLayout(row)

    def refresh(self) -> None:
        """As the player is now."""
        player = self._player
        self._follow(player.t)
        icon = "pause-fill" if player.playing else "play-fill"
        self._buttons["play"].setIcon(theme.icon(icon))
        self.loop.setIcon(theme.icon("repeat", theme.ACCENT if player.loop is not None else theme.TEXT))
        self.loop.setChecked(player.loop is not None)
        for key, _, _ in SPEEDS:
            if abs(float(key) - player.speed) < 1e-6 and self.speed.current != key:
                self.speed.choose(key)

    def _follow(self, t: float) -> None:
        player = self._player
        self.line.show_time(t, (player.start, player.end), player.loop)
        self._time.show_text(format_time(t), f"/ {format_time(player.end)}")

    def refresh_marks(self) -> None:
        self.line.set_marks([moment.time_s for moment in self._model.moments])

    def _toggle_loop(self) -> None:
        """Between the key moments around the playhead, or the ends where there is none."""
        player = self._player
        if player.loop is not None:
            player.set_loop(None)
            return
        times = [moment.time_s for moment in self._model.moments]
        before = max((t for t in times if t <= player.t + 1e-3), default=player.start)
        after = min((t for t in times if t > player.t + 1e-3), default=player.end)
        if after > before:
            player.set_loop((before, after))
        self.refresh()


def looked_up(choices: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Choices of a segmented control in the language in use."""
    return [(key, tr(title), tr(hint)) for key, title, hint in choices]


def _button(icon: str, hint: str, do: Callable[[], None], size: int = BUTTON) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setIconSize(theme.icon_size(size // 2))
    button.setFixedSize(size, BUTTON)
    button.setToolTip(hint)
    button.setAccessibleName(hint)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, keys stay the player's
    button.clicked.connect(lambda: do())
    return button
