"""The parts of a coach's report: a sheet of paper, curves, a table. Lengths are tenths of a point, 1/720 inch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.coach_picture import Ink, lines_of, write_lines
from app.timecode import format_time
from app.words import tr
from core.coach_numbers import Numbers, curve, head
from core.coach_place import Measured, decimal
from core.coaching import KeyMoment

PT, MM = 10.0, 720 / 25.4
PRINT, GREY, RULE, DOUBTED, LINE = "#15181d", "#5b6470", "#c9ced6", "#7e8794", "#1f5fbf"
HEAD, BODY, SMALL = 13 * PT, 10 * PT, 9 * PT
ROW, FIRST = 5.6 * MM, 0.28  # of a table: a row's height, and what of the width the rows' names take
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Paper:
    """name: as Qt calls it; width, height: of the sheet."""

    name: str
    width: float
    height: float

    @property
    def room(self) -> QRectF:
        """Within the margins."""
        return QRectF(0, 0, self.width, self.height).adjusted(15 * MM, 14 * MM, -15 * MM, -14 * MM)


PAPERS = {"a4": Paper("A4", 210 * MM, 297 * MM), "letter": Paper("Letter", 215.9 * MM, 279.4 * MM)}


def write(painter: QPainter, room: QRectF, text: str, size: float = BODY, colour: str = PRINT, *, strong: bool = False,
          right: bool = False, most: int = 1) -> float:
    """Words at the top of a room; how high they are."""
    return write_lines(painter, room, text, Ink(size, colour, strong, right), most)


def rule(painter: QPainter, left: float, right: float, y: float, ink: str = RULE) -> None:
    painter.setPen(QPen(QColor(ink), 0.6 * PT))
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def heading(painter: QPainter, room: QRectF, text: str) -> float:
    """A heading over a part; how far down that begins."""
    return write(painter, room, text, HEAD, strong=True) + 2 * MM


# -- curves


def paint_chart(painter: QPainter, room: QRectF, made: Measured, moments: Sequence[KeyMoment]) -> None:
    """A measure over time: its name, its curve with its ±, its least and largest value, the key moments' numbers."""
    title, unit = head(made)
    said = Ink(SMALL, GREY, right=True)
    write(painter, room.adjusted(0, 0, -said.wide(unit) - 2 * MM, 0), title, SMALL, strong=True)
    write_lines(painter, room, unit, said)
    plot = room.adjusted(9 * MM, 8 * MM, -2 * MM, -4.5 * MM)
    times, values, spread, doubted = curve(made)
    known = np.isfinite(values)
    if known.sum() < 2:
        write(painter, plot, tr("Too little was seen."), SMALL, GREY)
        return
    axes = _Axes(plot, times, values, spread)
    _paint_axes(painter, axes)
    _paint_moments(painter, axes, moments)
    axes.band(painter, times, values, spread)
    # A curve goes on to its neighbours, or there would be a gap wherever trust begins and ends.
    beside = doubted | np.roll(doubted, 1) | np.roll(doubted, -1)
    axes.curve(painter, times, values, known & beside, DOUBTED, Qt.PenStyle.DotLine)
    axes.curve(painter, times, values, known & ~doubted, LINE, Qt.PenStyle.SolidLine)
    for end, over in ((made.low, False), (made.high, True)):
        if end is not None:
            _paint_extreme(painter, axes, end, over, made.unit)


class _Axes:
    """Where times and values are in a plot."""

    def __init__(self, plot: QRectF, times: np.ndarray, values: np.ndarray, spread: np.ndarray) -> None:
        known = np.isfinite(values)
        wide = np.nan_to_num(spread)
        low, high = float((values - wide)[known].min()), float((values + wide)[known].max())
        margin = 0.16 * max(high - low, 1e-3)
        self.plot, self.low, self.high = plot, low - margin, high + margin
        self.first, self.last = float(times[0]), max(float(times[-1]), float(times[0]) + 1e-6)

    def x(self, t: float) -> float:
        return self.plot.left() + (t - self.first) / (self.last - self.first) * self.plot.width()

    def y(self, value: float) -> float:
        return self.plot.bottom() - (value - self.low) / (self.high - self.low) * self.plot.height()

    def ticks(self) -> list[float]:
        """Two to four round values."""
        raw = (self.high - self.low) / 4
        power = 10 ** np.floor(np.log10(raw))
        step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
        return [float(v) + 0.0 for v in np.arange(np.ceil(self.low / step), np.ceil(self.high / step)) * step]

    def curve(self, painter: QPainter, times: np.ndarray, values: np.ndarray, where: np.ndarray, ink: str,
              style: Qt.PenStyle) -> None:
        painter.setPen(QPen(QColor(ink), 1.3 * PT, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in _runs(where):
            points = [QPointF(self.x(float(times[n])), self.y(float(values[n]))) for n in run]
            painter.drawPolyline(QPolygonF(points))

    def band(self, painter: QPainter, times: np.ndarray, values: np.ndarray, spread: np.ndarray) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#d9e4f4"))
        for run in _runs(np.isfinite(values) & np.isfinite(spread)):
            over = [QPointF(self.x(float(times[n])), self.y(float(values[n] + spread[n]))) for n in run]
            under = [QPointF(self.x(float(times[n])), self.y(float(values[n] - spread[n]))) for n in reversed(run)]
            painter.drawPolygon(QPolygonF(over + under))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _runs(where: np.ndarray) -> list[list[int]]:
    """Indices that follow one another, two at least."""
    at = np.flatnonzero(where)
    return [run.tolist() for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(run) > 1]


def _paint_axes(painter: QPainter, axes: _Axes) -> None:
    plot, ticks = axes.plot, axes.ticks()
    digits = 0 if all(abs(v - round(v)) < 1e-9 for v in ticks) else 1 if all(abs(10 * v - round(10 * v)) < 1e-9
                                                                             for v in ticks) else 2
    for value in ticks:
        rule(painter, plot.left(), plot.right(), axes.y(value), "#e3e6eb")
        line = QRectF(plot.left() - 10 * MM, axes.y(value) - 0.6 * SMALL, 9 * MM, SMALL)
        write(painter, line, decimal(value, digits).replace("-", "−"), 8 * PT, GREY, right=True)
    rule(painter, plot.left(), plot.right(), plot.bottom())
    below = QRectF(plot.left(), plot.bottom() + 0.6 * MM, plot.width(), SMALL)
    write(painter, below, format_time(axes.first), 8 * PT, GREY)
    write(painter, below, format_time(axes.last), 8 * PT, GREY, right=True)


def _paint_moments(painter: QPainter, axes: _Axes, moments: Sequence[KeyMoment]) -> None:
    for n, moment in enumerate(moments):
        if axes.first <= moment.time_s <= axes.last:
            x = axes.x(moment.time_s)
            painter.setPen(QPen(QColor(GREY), 0.5 * PT, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, axes.plot.top()), QPointF(x, axes.plot.bottom()))
            ink = Ink(7.5 * PT, GREY, strong=True, middle=True)
            write_lines(painter, QRectF(x - 5 * MM, axes.plot.top() - ink.line, 10 * MM, ink.line), str(n + 1), ink)


def _paint_extreme(painter: QPainter, axes: _Axes, end: tuple[float, float], over: bool, unit: str) -> None:
    """A dot, and its value over or under it, in the plot."""
    x, y = axes.x(end[0]), axes.y(end[1])
    painter.setPen(QPen(QColor("#ffffff"), 0.8 * PT))
    painter.setBrush(QColor(LINE))
    painter.drawEllipse(QPointF(x, y), 2.2 * PT, 2.2 * PT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    digits, sign = (0, "") if unit.startswith("px") else (2, "") if unit.startswith("m") else (0, "°")
    text = decimal(end[1], digits) + sign
    ink = Ink(8 * PT, LINE, strong=True)
    wide = ink.wide(text)
    left = min(max(x - wide / 2, axes.plot.left()), axes.plot.right() - wide)
    top = y - ink.line - 2 * PT if over else y + 2 * PT
    top = min(max(top, axes.plot.top()), axes.plot.bottom() - ink.line)
    painter.fillRect(QRectF(left - PT, top + PT, wide + 2 * PT, ink.line - 2 * PT), QColor(255, 255, 255, 190))
    write_lines(painter, QRectF(left, top, wide + PT, ink.line), text, ink)


# -- the table


def table_h(made: Numbers, width: float) -> float:
    """How high the table is."""
    return _head_h(made, width) + len(made.rows) * ROW + 1.5 * MM


def _column(made: Numbers, width: float) -> float:
    return width * (1 - FIRST) / max(len(made.heads), 4)


def _head_h(made: Numbers, width: float) -> float:
    """As many lines as the longest name takes, one for the units where there are any."""
    ink, wide = Ink(SMALL, strong=True), _column(made, width) - 2 * MM
    lines = max((len(lines_of(name, ink, wide, 3)) for name, _ in made.heads), default=0)
    return lines * ink.line + (Ink(SMALL).line if any(unit for _, unit in made.heads) else 0) + 1.5 * MM


def paint_table(painter: QPainter, room: QRectF, made: Numbers, moments: int) -> float:
    """The table at the top of a room; how high it is. The first `moments` rows are numbered."""
    column, head_h = _column(made, room.width()), _head_h(made, room.width())
    for n, (name, unit) in enumerate(made.heads):
        cell = QRectF(room.left() + FIRST * room.width() + n * column, room.top(), column - 2 * MM, head_h)
        high = write(painter, cell, name, SMALL, strong=True, most=3)
        write(painter, cell.adjusted(0, high, 0, 0), unit, SMALL, GREY)
    rule(painter, room.left(), room.right(), room.top() + head_h - MM, GREY)
    for k, (name, cells) in enumerate(made.rows):
        top = room.top() + head_h + k * ROW
        if k == moments and k:
            rule(painter, room.left(), room.right(), top)
        text = top + (ROW - Ink(SMALL).line) / 2
        label = f"{k + 1}. {name}" if k < moments else name
        write(painter, QRectF(room.left(), text, FIRST * room.width() - 2 * MM, ROW), label, SMALL, strong=k >= moments)
        for n, value in enumerate(cells):
            where = QRectF(room.left() + FIRST * room.width() + n * column, text, column - MM, ROW)
            mark = str(value.note).translate(SUPERSCRIPT) if value.note else ""
            write(painter, where, value.text + mark, SMALL, DOUBTED if value.note else PRINT)
    rule(painter, room.left(), room.right(), room.top() + head_h + len(made.rows) * ROW + 0.5 * MM)
    return table_h(made, room.width())
