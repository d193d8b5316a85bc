"""The curves of trainings while they run: a small plot for each term and figure, in it a line for each training.

Thin is what was logged, thick its running mean, rings are what was measured on what is held out. Painted here, as the
curves over time are (app/curve_plot.py tells why).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app import form_text, theme
from app.words import tr
from training.curves import Curve, Curves, Floats
from training.receipt import FIGURES

LEFT, RIGHT, TOP, BOTTOM = 44, 10, 24, 20  # px around the field
HEIGHT, WIDTH = 132, 210                   # px of a plot, and how wide it is at least where two stand side by side
TALL, ROOMY = 176, 300                     # the same where there is room
STEPS = (1, 2, 2.5, 5, 10)
TITLES = {  # of terms and figures, as short as a plot is narrow; in this order
    "loss": "Loss", "consistency": "Views against each other", "picture": "Against the picture",
    "stature": "Length of all bones", "spread": "Spread of the poses", "position": "Against the 3D truth",
    "scaled": "The same, at its best size", "velocity": "Movements", "mpjpe_mm": "MPJPE, mm",
    "hinted_mpjpe_mm": "MPJPE with the hint, mm", "mpjve_mm": "MPJVE, mm a frame",
    "p_mpjpe_mm": "P-MPJPE, mm", "agreement_mm": "Between the views, mm", "picture_mm": "From the picture, mm",
    "bones_percent": "Bone lengths, ± %", "jitter_mm": "Jitter, mm", "true_mpjpe_mm": "MPJPE, true 2D, mm",
    "true_p_mpjpe_mm": "P-MPJPE, true 2D, mm", "noisy_mpjpe_mm": "MPJPE, detected 2D, mm",
    "noisy_p_mpjpe_mm": "P-MPJPE, detected 2D, mm", "torso_percent": "2D error, % of the torso", "pck": "PCK@0.2, %",
    "pairs": "Between the lifters, m²", "mean": "Of their mean, m²"}


@dataclass(frozen=True, eq=False)
class Line:
    """A training in a plot. raw: as it was logged; smooth: (N,) its running mean; held: on what is held out."""

    name: str
    colour: str
    raw: Curve | None
    smooth: Floats | None
    held: Curve | None


def lines(shown: Sequence[tuple[str, str, Curves]]) -> dict[str, list[Line]]:
    """By term or figure, in their order: of trainings (name, colour, curves)."""
    every: dict[str, list[Line]] = {}
    order = list(TITLES)
    known = {key for _, _, curves in shown for key in (*curves.losses, *curves.figures)}
    for key in sorted(known, key=lambda key: (order.index(key) if key in order else len(order), key)):
        for name, colour, curves in shown:
            raw, held = curves.losses.get(key), curves.figures.get(key)
            if raw is not None or held is not None:
                every.setdefault(key, []).append(Line(name, colour, raw, None if raw is None else raw.smooth, held))
    return every


class TermPlot(QWidget):
    """One term or figure over the steps."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.title = tr(TITLES.get(key, form_text.label(key)))
        self._lines: list[Line] = []
        self._told: object = None  # what they were made of
        self._end = 1.0
        self._low, self._high = 0.0, 1.0
        self._hover: float | None = None
        self._picture: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.title)
        self.setToolTip(tr(FIGURES[key][0]) if key in FIGURES else "")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    @property
    def lines(self) -> list[Line]:
        return self._lines

    def set_lines(self, drawn: Sequence[Line], end: float) -> None:
        """end: the step at the right edge."""
        told = [(line.name, line.colour, line.raw, line.held) for line in drawn], end
        if told == self._told:
            return
        self._told = told
        self._lines, self._end = list(drawn), max(end, 1.0)
        self.setAccessibleDescription("; ".join(f"{line.name}: {value(line, None)}" for line in drawn))
        self._fit()
        self._picture = None
        self.update()

    def _fit(self) -> None:
        """The running means and what was measured fill the field, and most of what was logged lies in it."""
        parts = []
        for line in self._lines:
            if line.smooth is not None and line.raw is not None:
                known = line.raw.values[np.isfinite(line.raw.values)]
                parts += [line.smooth, np.quantile(known, (0.02, 0.98)) if len(known) else known]
            if line.held is not None:
                parts.append(line.held.values)
        every = np.concatenate([np.asarray(part) for part in parts]) if parts else np.zeros(0)
        every = every[np.isfinite(every)]
        low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
        room = max(0.08 * (high - low), 0.01 * max(abs(low), abs(high)), 1e-9)
        self._low, self._high = low - room, high + room

    # -- painting

    def _field(self) -> QRectF:
        return QRectF(LEFT, TOP, max(self.width() - LEFT - RIGHT, 1), max(self.height() - TOP - BOTTOM, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        field = self._field()
        if self._hover is not None:
            x = field.left() + field.width() * self._hover / self._end
            painter.fillRect(QRectF(round(x), field.top(), 1, field.height()), theme.colour(theme.TEXT, 0.35))
        self._paint_values(painter)
        painter.end()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        painter.fillRect(field, QColor(theme.BACKGROUND))
        self._paint_axes(painter, field)
        painter.setClipRect(field.adjusted(-3, 0, 3, 0))
        for line in self._lines:
            if line.raw is not None and line.smooth is not None:
                self._paint_curve(painter, line.raw.steps, line.raw.values, theme.colour(line.colour, 0.3), 1.0)
                self._paint_curve(painter, line.raw.steps, line.smooth, QColor(line.colour), 2.0)
            if line.held is not None:
                self._paint_held(painter, line.held, line.colour, alone=line.raw is None)
        painter.end()
        return picture

    def _paint_axes(self, painter: QPainter, field: QRectF) -> None:
        painter.setFont(theme.font(11, tabular=True))
        step = _step(self._high - self._low, field.height() / 26)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for k in range(int(np.ceil(self._low / step)), int(np.floor(self._high / step)) + 1):
            y = round(self._y(k * step))
            painter.fillRect(QRectF(field.left(), y, field.width(), 1), QColor(theme.LINE))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16), right, f"{k * step + 0.0:.4g}".replace("-", "−"))
        across = max(_step(self._end, field.width() / 64), 1.0)
        for k in range(int(self._end / across) + 1):
            x = field.left() + field.width() * k * across / self._end
            text = short(k * across)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(min(max(x - width / 2, field.left()), field.right() - width),
                                     field.bottom() + 14), text)

    def _paint_curve(self, painter: QPainter, steps: Floats, values: Floats, colour: QColor, width: float) -> None:
        field = self._field()
        every = max(1, len(steps) // max(2 * round(field.width()), 1))  # no more than can be seen
        known = np.isfinite(values[::every])
        x = (field.left() + field.width() * steps[::every] / self._end)[known]
        y = self._y(values[::every][known])
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        points = [QPointF(a, b) for a, b in zip(x.tolist(), np.atleast_1d(y).tolist(), strict=True)]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))

    def _paint_held(self, painter: QPainter, held: Curve, colour: str, alone: bool) -> None:
        if alone:
            self._paint_curve(painter, held.steps, held.values, QColor(colour), 1.6)
        field = self._field()
        painter.setPen(QPen(QColor(colour), 1.8))
        painter.setBrush(QColor(theme.BACKGROUND))
        for step, at in zip(held.steps[-400:].tolist(), held.values[-400:].tolist(), strict=True):
            if np.isfinite(at):
                painter.drawEllipse(QPointF(field.left() + field.width() * step / self._end, self._y(at)), 3.2, 3.2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_values(self, painter: QPainter) -> None:
        """The title, and at its right the values at the pointer, or the last ones."""
        painter.setFont(theme.font(theme.SMALL, theme.STRONG))
        painter.setPen(QColor(theme.TEXT))
        metrics = painter.fontMetrics()
        right = float(self.width() - RIGHT)
        painter.setFont(theme.font(theme.SMALL, tabular=True))
        for line in reversed(self._lines[:4]):
            text = value(line, self._hover)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(QColor(line.colour))
            painter.drawText(QRectF(right - width, 2, width, 20), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 10
        painter.setFont(theme.font(theme.SMALL, theme.STRONG))
        painter.setPen(QColor(theme.TEXT))
        title = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, round(right - 6))
        painter.drawText(QRectF(2, 2, right - 4, 20), Qt.AlignmentFlag.AlignVCenter, title)

    def _y(self, at: float | Floats) -> float:
        field = self._field()
        return field.bottom() - field.height() * (at - self._low) / (self._high - self._low)  # type: ignore[return-value]

    # -- pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        field = self._field()
        share = (event.position().x() - field.left()) / field.width()
        self._hover = share * self._end if 0 <= share <= 1 else None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None


class LossPlots(QWidget):
    """All plots, as many beside one another as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Curves of the training"))
        self.plots: dict[str, TermPlot] = {}
        self._columns = 0
        self._empty = QLabel(tr("The first curves come with the first steps."))
        self._empty.setObjectName("hint")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.addWidget(self._empty, 0, 0)

    def set_shown(self, shown: Sequence[tuple[str, str, Curves]], end: float) -> None:
        """Trainings, each with its name and colour. end: the most steps that one of them has."""
        drawn: Mapping[str, list[Line]] = lines(shown)
        if list(drawn) != list(self.plots):
            for key in [key for key in self.plots if key not in drawn]:
                self.plots.pop(key).deleteLater()
            self.plots = {key: self.plots.get(key) or TermPlot(key) for key in drawn}
            self._columns = 0
            self._place()
        for key, plot in self.plots.items():
            plot.set_lines(drawn[key], end)
        self._empty.setVisible(not self.plots)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = max(1, min(2, self.width() // WIDTH) if self.width() < 2 * ROOMY else self.width() // ROOMY)
        if columns == self._columns:
            return
        self._columns = columns
        for n, plot in enumerate(self.plots.values()):
            plot.setFixedHeight(TALL if self.width() >= 2 * ROOMY else HEIGHT)
            self._grid.addWidget(plot, 1 + n // columns, n % columns)
        for at in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)


def value(line: Line, step: float | None) -> str:
    """What a line is at a step, or in the end: the running mean, or what was measured last before it."""
    steps, values = (line.raw.steps, line.smooth) if line.raw is not None and line.smooth is not None else \
        (line.held.steps, line.held.values) if line.held is not None else (np.zeros(0), np.zeros(0))
    if not len(steps):
        return ""
    at = len(steps) - 1 if step is None else max(int(np.searchsorted(steps, step, side="right")) - 1, 0)
    found = float(values[at])
    return f"{found:.{3 if abs(found) < 10 else 1}f}".replace("-", "−") if np.isfinite(found) else "–"


def short(steps: float) -> str:
    """'12k' for 12 000 steps."""
    return f"{steps / 1000:g}k" if steps >= 10_000 else f"{steps:g}"


def _step(span: float, count: float) -> float:
    """Between two of about so many lines."""
    need = max(span, 1e-12) / max(count, 1.0)
    power = 10.0 ** np.floor(np.log10(need))
    return float(next(step * power for step in STEPS if step * power >= need * (1 - 1e-9)))
