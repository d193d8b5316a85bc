"""Curves over time with one playhead: zoomed with the wheel, read at the pointer, a click goes there.

Painted here: pyqtgraph takes 220 ms of processor time to repaint four curves of 10 000 frames and leaves seven
top-level menus behind; from the least and greatest value behind each pixel it is a few milliseconds at any length.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.agreement_map import image
from app.strips import peaks, ticks
from app.timecode import format_time
from app.words import tr
from core.clock import frame_at

LEFT, RIGHT, TOP, BOTTOM = 40, 12, 6, 22  # px around the field
LEGEND = 18                                # px: a row of the legend
STEP, ROOM = 24, 0.06                      # px between horizontal lines; share of the values left free at either end
SHORTEST_S = 0.05
STEPS = (1, 2, 2.5, 5, 10)
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)

LINE, BAND = 1.7, 0.18                     # px of a curve; how opaque the band around a mean is

Floats = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Series:
    """A curve. times: (T,) reference s, ascending; values: (T,), NaN leaves a gap. style: 0 solid, 1 … for further
    models of the same view. spread: (T,) half the width of a band around it, None for no band."""

    name: str
    colour: str
    times: NDArray[np.float64]
    values: Floats
    style: int = 0
    spread: Floats | None = None


class CurvePlot(QWidget):
    """seeked(t): the user clicked or dragged to a time."""

    seeked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: list[Series] = []
        self._title, self._unit, self._empty = "", "", tr("Nothing to plot yet")
        self._start, self._end = 0.0, 1.0   # all there is
        self._from, self._to = 0.0, 1.0     # in view
        self._low, self._high = 0.0, 1.0
        self._t = 0.0
        self._hover: float | None = None
        self._picture: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(104)
        self.setAccessibleName(tr("Curves"))

    def sizeHint(self) -> QSize:
        return QSize(400, 260)

    # What it shows

    def set_series(self, series: Sequence[Series], title: str, unit: str) -> None:
        """unit: with its kind where it is a length: '°', 'm/s (relative)'."""
        self._series, self._title, self._unit = list(series), title, unit
        known = [s for s in self._series if len(s.times)]
        start = min((float(s.times[0]) for s in known), default=0.0)
        end = max((float(s.times[-1]) for s in known), default=1.0)
        if (start, end) != (self._start, self._end):
            self._start, self._end = start, max(end, start + SHORTEST_S)
            self._from, self._to = self._start, self._end
        self.setAccessibleDescription(tr("{title} in {unit}: {curves}").format(
            title=title, unit=unit, curves=", ".join(s.name for s in self._series)))
        self._redraw()

    def set_empty(self, text: str) -> None:
        """What to say while there is no curve."""
        self._empty = text
        self._redraw()

    def set_playhead(self, t: float) -> None:
        before, self._t = self._x(self._t), float(t)
        for x in (before, self._x(self._t)):
            self.update(round(x) - 3, 0, 7, self.height())
        if self._hover is None:
            self.update(0, self.height() - self._legend_height(), self.width(), self._legend_height())

    def zoom(self, factor: float, around: float) -> None:
        span = self._to - self._from
        share = (around - self._from) / span
        wanted = min(max(span / factor, SHORTEST_S), self._end - self._start)
        self._view(around - share * wanted, wanted)

    def show_all(self) -> None:
        self._view(self._start, self._end - self._start)

    def _view(self, start: float, span: float) -> None:
        start = min(max(start, self._start), self._end - span)
        self._from, self._to = start, start + span
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    # Where things are

    def _field(self) -> QRectF:
        height = self.height() - TOP - BOTTOM - self._legend_height()
        return QRectF(LEFT, TOP, max(self.width() - LEFT - RIGHT, 1), max(height, 1))

    def _legend_places(self) -> list[tuple[float, float]]:
        """(x, y) of each name below the field, in as many rows as they need."""
        metrics = QFontMetricsF(theme.font(theme.SMALL, tabular=True))
        places, x, y = [], float(LEFT), 0.0
        for series in self._series:
            width = metrics.horizontalAdvance(f"{series.name} −00.0") + 30
            if x + width > self.width() - RIGHT + 12 and x > LEFT:
                x, y = float(LEFT), y + LEGEND
            places.append((x, y))
            x += width
        return places

    def _legend_height(self) -> int:
        places = self._legend_places()
        return round(places[-1][1]) + LEGEND + 8 if places else 0

    def _x(self, t: float) -> float:
        field = self._field()
        return field.left() + field.width() * (t - self._from) / (self._to - self._from)

    def _time(self, x: float) -> float:
        field = self._field()
        t = self._from + (x - field.left()) * (self._to - self._from) / field.width()
        return min(max(t, self._from), self._to)

    def _y(self, values: Floats) -> Floats:
        field = self._field()
        return field.bottom() - field.height() * (values - self._low) / (self._high - self._low)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._series:
            self.seeked.emit(self._time(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        self._hover = self._time(spot.x()) if self._field().contains(spot) else None
        if event.buttons() & Qt.MouseButton.LeftButton and self._series:
            self.seeked.emit(self._time(spot.x()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self._view(self._from - sideways / 1200 * (self._to - self._from), self._to - self._from)
        elif delta.y():
            self.zoom(1.002 ** delta.y(), self._time(event.position().x()))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self.picture(self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._series:
            field = self._field()
            if self._hover is not None:
                x = round(self._x(self._hover))
                painter.fillRect(QRectF(x, field.top(), 1, field.height()), theme.colour(theme.TEXT, 0.3))
            if self._from <= self._t <= self._to:
                painter.fillRect(QRectF(round(self._x(self._t)) - 0.75, field.top(), 1.5, field.height()),
                                 QColor(theme.TEXT))
            self._paint_legend(painter, self._t if self._hover is None else self._hover)
        painter.end()

    def picture(self, ratio: float) -> QPixmap:
        """All but playhead, pointer and what is read at them, `ratio` screen pixels to a pixel."""
        size = QSize(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.SURFACE))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        if not self._series:
            theme.paint_message(painter, QRectF(self.rect()), "chart-line", theme.OUTLINE, self._empty, theme.MUTED)
        else:
            painter.fillRect(field, QColor(theme.BACKGROUND))
            drawn = [self._points(series, round(field.width() * ratio)) for series in self._series]
            self._fit(drawn)
            self._paint_axes(painter, field)
            painter.setClipRect(field)
            for series, (times, low, high, band) in zip(self._series, drawn, strict=True):
                self._paint_curve(painter, series, times, low, high, band)
        painter.end()
        return picture

    def saved_picture(self, ratio: float = 2.0) -> QPixmap:
        """As it is kept: with its title and legend, without playhead."""
        picture = self.picture(ratio)
        painter = QPainter(picture)
        if self._series:
            self._paint_legend(painter, None)
            painter.setFont(theme.font(theme.SMALL, theme.STRONG))
            painter.setPen(QColor(theme.TEXT))
            painter.drawText(self._field().adjusted(8, 6, -8, 0), Qt.AlignmentFlag.AlignTop, self._title)
        painter.end()
        return picture

    def _points(self, series: Series, columns: int) -> tuple[Floats, Floats, Floats, Floats | None]:
        """What to draw of a curve: (N,) times with the least and greatest value there, and half the band's width."""
        first = max(int(np.searchsorted(series.times, self._from)) - 1, 0)
        last = int(np.searchsorted(series.times, self._to, side="right")) + 1
        times, values = series.times[first:last], np.asarray(series.values[first:last], np.float32)
        spread = None if series.spread is None else np.asarray(series.spread[first:last], np.float32)
        if len(times) <= 2 * columns:
            return times, values, values, spread
        low, high, _ = peaks(times, values, self._from, self._to, columns)
        at = self._from + (self._to - self._from) * (np.arange(columns) + 0.5) / columns
        if spread is not None:
            _, spread, _ = peaks(times, spread, self._from, self._to, columns)
        return at, low, high, spread

    def _fit(self, drawn: list[tuple[Floats, Floats, Floats, Floats | None]]) -> None:
        """The values in view fill the field, but for a little room above and below."""
        lows = [low if band is None else low - band for _, low, _, band in drawn]
        highs = [high if band is None else high + band for _, _, high, band in drawn]
        every = np.concatenate([np.concatenate([a, b]) for a, b in zip(lows, highs, strict=True)])
        known = every[np.isfinite(every)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        room = max(ROOM * (high - low), 0.01 * max(abs(high), abs(low)), 1e-3)
        self._low, self._high = low - room, high + room

    def _step(self, low: float, high: float) -> float:
        """Between two horizontal lines."""
        need = max(high - low, 1e-6) * STEP / max(self._field().height(), 1)
        power = 10.0 ** np.floor(np.log10(need))
        return float(next(step * power for step in STEPS if step * power >= need * (1 - 1e-9)))

    def _paint_axes(self, painter: QPainter, field: QRectF) -> None:
        painter.setFont(theme.font(11, tabular=True))
        step = self._step(self._low, self._high)
        for k in range(int(np.ceil(self._low / step - 1e-6)), int(np.floor(self._high / step + 1e-6)) + 1):
            value = k * step
            y = round(float(self._y(np.array(value))))
            painter.fillRect(QRectF(field.left(), y, field.width(), 1), QColor(theme.LINE))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                             f"{value + 0.0:.6g}".replace("-", "−"))
        wide, _ = ticks(self._from, self._to, int(field.width()), 76)
        for k in range(int(np.ceil(self._from / wide - 1e-6)), int(np.floor(self._to / wide + 1e-6)) + 1):
            x = round(self._x(k * wide))
            painter.fillRect(QRectF(x, field.top(), 1, field.height()), theme.colour(theme.LINE, 0.6))
            text = format_time(k * wide, milliseconds=wide < 1)
            text = text[:-1] if 0.01 <= wide < 1 else text
            if x + 3 + painter.fontMetrics().horizontalAdvance(text) < self.width():
                painter.drawText(QPointF(x + 3, field.bottom() + 15), text)

    def _paint_curve(self, painter: QPainter, series: Series, times: Floats, low: Floats, high: Floats,
                     band: Floats | None) -> None:
        top, bottom = self._y(high), self._y(low)
        if low is not high:
            wide = None if band is None else self._y(np.zeros(1)) - self._y(band)
            self._paint_columns(painter, series, top, bottom, wide)
            return
        x = LEFT + self._field().width() * (times - self._from) / (self._to - self._from)
        for start, stop in _runs(np.isfinite(top)):
            if band is not None:
                wide = np.nan_to_num(band[start:stop])
                upper, lower = self._y(high[start:stop] + wide), self._y(low[start:stop] - wide)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(series.colour, BAND))
                painter.drawPolygon(_polygon(np.concatenate([x[start:stop], x[start:stop][::-1]]),
                                             np.concatenate([upper, lower[::-1]])))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(QColor(series.colour), LINE, DASHES[series.style % len(DASHES)])
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            if stop - start == 1:
                painter.drawPoint(QPointF(float(x[start]), float(top[start])))
            else:
                painter.drawPolyline(_polygon(x[start:stop], top[start:stop]))

    def _paint_columns(self, painter: QPainter, series: Series, top: Floats, bottom: Floats,
                       wide: Floats | None) -> None:
        """A curve of more frames than pixels, column by column: stroking such a zigzag would take ten times as long."""
        field = self._field()
        ratio = len(top) / field.width()
        lines = round(field.height() * ratio)
        upper, lower = (top - field.top()) * ratio, (bottom - field.top()) * ratio
        half = LINE / 2 * ratio
        alpha = covered(upper - half, lower + half, lines)
        if wide is not None:
            alpha = np.maximum(alpha, BAND * covered(upper - wide * ratio, lower + wide * ratio, lines))
        if series.style:
            alpha[:, np.arange(len(top)) // round(6 * ratio) % 2 == 1] *= 0.25  # dashes
        pixels = np.rint(alpha[..., None] * np.array([*theme.rgb(series.colour)[::-1], 255], np.float32))
        painter.drawImage(field, image(pixels.astype(np.uint8)))

    def _paint_legend(self, painter: QPainter, t: float | None) -> None:
        """Whose curve is which, with the values at a time."""
        top = self.height() - self._legend_height() + 4
        painter.fillRect(QRectF(0, top - 4, self.width(), self.height() - top + 4), QColor(theme.SURFACE))
        painter.setFont(theme.font(theme.SMALL, tabular=True))
        for series, (x, y) in zip(self._series, self._legend_places(), strict=True):
            middle = top + y + LEGEND / 2
            painter.setPen(QPen(QColor(series.colour), 2.4, DASHES[series.style % len(DASHES)]))
            painter.drawLine(QPointF(x, middle), QPointF(x + 16, middle))
            value = "" if t is None else _read(series, t)
            painter.setPen(QColor(theme.MUTED))
            row = QRectF(x + 22, top + y, self.width() - x - 22, LEGEND)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, series.name)
            painter.setPen(QColor(theme.TEXT))
            row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(series.name) + 6)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, value)
        painter.setFont(theme.font(11))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(self._field().adjusted(6, 4, -8, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight,
                         self._unit)


def _read(series: Series, t: float) -> str:
    """The value of the frame on screen at a time."""
    if not len(series.times) or not series.times[0] - 1e-6 <= t <= series.times[-1] + 0.5:
        return ""
    value = float(series.values[frame_at(series.times, t)])
    if not np.isfinite(value):
        return "–"
    return f"{value:.{1 if abs(value) >= 10 else 2}f}".replace("-", "−")


def covered(upper: Floats, lower: Floats, lines: int) -> NDArray[np.float32]:
    """(lines, W) the share of each pixel between two depths (W,) in pixels; nothing where they are NaN."""
    depth = np.arange(lines, dtype=np.float32)[:, None]
    upper, lower = (np.nan_to_num(np.asarray(edge, np.float32), nan=-9.0) for edge in (upper, lower))
    share: NDArray[np.float32] = np.clip(lower - depth, 0, 1) - np.clip(upper - depth, 0, 1)
    return share


def _runs(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of True, half open."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
