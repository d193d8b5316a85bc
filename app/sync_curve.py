"""The quality curve: how well two views fit at every offset, as sound, movement and 3D agreement see it.

One row a method: its curve over all offsets at the left, the same close to the offset in force at the right. The answer
of each is marked, others that were considered can be clicked to be tried.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme
from app.strips import ticks
from app.words import marked, tr
from core.clock import Clock
from core.sync_records import PairEvidence

CLOSE_S = 0.1     # either side of the offset in force, in the close half
ROW, AXIS, GAP, HEAD = 62, 20, 10, 18  # px
NEAR = 8          # px: a candidate this near to the pointer is meant
INKS = {"audio": "#e6e9ee", "pose": theme.ACCENT, "agreement": "#c885c6", "manual": theme.WARNING}
WORDS = {"audio": marked("Sound"), "pose": marked("Movement"), "agreement": marked("3D agreement"),
         "manual": marked("Marks by hand")}


@dataclass(frozen=True)
class Answer:
    """An offset (and drift) of the view that can be tried. score: 0..1 in its row, 1 the best; best: it is what the
    method answers."""

    offset_s: float
    drift_ppm: float
    score: float
    best: bool


@dataclass(frozen=True, eq=False)
class Trace:
    """What one method says of the view against the anchor, in offsets of the view's clock. lags: (N,) ascending;
    score: (N,) 0..1 of the row's height; low: the lower the better. note: '±0.4 ms, sure'. thirds: (offset, sigma) of
    the first, middle and last third of what both film, each by itself."""

    method: str
    lags: NDArray[np.float64]
    score: NDArray[np.float64]
    low: bool
    answers: tuple[Answer, ...]
    note: str
    accepted: bool
    thirds: tuple[tuple[float, float], ...] = ()


def trace(pair: PairEvidence, view: str, anchor: Clock) -> Trace:
    """A method's evidence as the offsets it means for `view`, whose partner in the pair has the clock `anchor`."""
    found = pair.sync if pair.b == view else pair.sync.inverse()
    curve = found.curve
    lags = np.asarray(curve.lags_s if curve is not None else (), np.float64)
    values = np.asarray(curve.score if curve is not None else (), np.float64)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    span = high - low or 1.0
    score = (values - low) / span
    rate = 1 + anchor.drift_ppm * 1e-6

    def own(offset_s: float, drift_ppm: float) -> tuple[float, float]:
        return anchor.offset_s + rate * offset_s, (rate * (1 + drift_ppm * 1e-6) - 1) * 1e6

    answers = [Answer(*own(pair_offset, pair_drift), _at(lags, score, pair_offset, pair.low), best)
               for pair_offset, pair_drift, best in _considered(found)]
    sure = min(round(100 * pair.confidence), 99)  # nothing is certain
    note = tr("±{error} ms, {sure} % sure").format(error=f"{1000 * pair.sigma_s:.2g}", sure=sure) if pair.accepted \
        else tr("cannot tell")
    thirds = tuple((anchor.offset_s + rate * third.offset_s, third.sigma_s) for third in pair.thirds
                   ) if pair.b == view else ()
    return Trace(pair.method, anchor.offset_s + rate * lags, score, pair.low, tuple(answers), note, pair.accepted,
                 thirds)


def _considered(found: object) -> list[tuple[float, float, bool]]:
    from core.sync_pair import PairSync

    assert isinstance(found, PairSync)
    others = [(c.offset_s, c.drift_ppm) for c in found.candidates if abs(c.offset_s - found.offset_s) > 1e-4]
    return [(found.offset_s, found.drift_ppm, True), *((offset, drift, False) for offset, drift in others[:4])]


def _at(lags: NDArray[np.float64], score: NDArray[np.float64], lag: float, low: bool) -> float:
    """The curve's height at an offset: of its best point within reach, since what is stored is thinned."""
    if not len(lags):
        return 0.5
    near = np.abs(lags - lag) <= max(0.004, float(np.abs(lags - lag).min()))
    return float(score[near].min() if low else score[near].max())


class QualityPlot(QWidget):
    """chosen(offset_s, drift_ppm): an answer was clicked, to be tried."""

    chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._traces: list[Trace] = []
        self._offset, self._colour = 0.0, theme.TEXT
        self._empty = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Quality curve"))

    def set_traces(self, traces: list[Trace], offset_s: float, colour: str, empty: str = "") -> None:
        """offset_s: the view's offset in force, in its colour. empty: what to say where there is nothing to draw."""
        more = len(traces) != len(self._traces)
        self._traces, self._offset, self._colour, self._empty = list(traces), offset_s, colour, empty
        self.setAccessibleDescription("; ".join(f"{_word(t.method)}: {t.note}" for t in traces) or empty)
        if more:
            self.updateGeometry()
        self.update()

    def set_offset(self, offset_s: float) -> None:
        """The offset in force, as while a lane is dragged."""
        if offset_s != self._offset:
            self._offset = offset_s
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, len(self._traces) * (ROW + HEAD) + AXIS if self._traces else 72)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # Where things are

    def _halves(self) -> list[tuple[float, float, float, float]]:
        """(left, width, least offset, greatest offset) of the plot of everything and of the close one."""
        lags = [lag for t in self._traces for lag in (*t.lags[:1], *t.lags[-1:], *(a.offset_s for a in t.answers))]
        low, high = min([*lags, self._offset]), max([*lags, self._offset])
        margin = max((high - low) * 0.03, 0.05)
        wide = (self.width() - GAP) * 0.56
        return [(0.0, wide, low - margin, high + margin),
                (wide + GAP, self.width() - GAP - wide, self._offset - CLOSE_S, self._offset + CLOSE_S)]

    def _row(self, index: int) -> tuple[float, float]:
        """(top, bottom) of a row's curve."""
        top = index * (ROW + HEAD) + HEAD
        return top + 4, top + ROW - 4

    def answer_spots(self) -> list[tuple[QPointF, Answer, Trace]]:
        """Where the answers that can be clicked are."""
        spots = []
        for index, t in enumerate(self._traces):
            top, bottom = self._row(index)
            for left, width, low, high in self._halves():
                spots += [(QPointF(left + width * (a.offset_s - low) / (high - low), bottom - a.score * (bottom - top)),
                           a, t) for a in t.answers if low <= a.offset_s <= high]
        return spots

    def _hit(self, spot: QPointF) -> tuple[Answer, Trace] | None:
        near = [((place - spot).manhattanLength(), n) for n, (place, _, _) in enumerate(self.answer_spots())]
        distance, n = min(near, default=(NEAR + 1.0, -1))
        return self.answer_spots()[n][1:] if distance <= NEAR else None

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if hit is not None:
            self.chosen.emit(hit[0].offset_s, hit[0].drift_ppm)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._traces and self._hit(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._traces:
            hit = self._hit(QPointF(event.pos()))
            if hit is not None:
                what = tr("what it says") if hit[0].best else tr("considered too: try this one")
                said = f"{_word(hit[1].method)}: {signed(hit[0].offset_s)}  ({what})"
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._traces:
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(QColor(theme.MUTED))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(8, 0, -8, 0), flags, self._empty)
            painter.end()
            return
        for index, t in enumerate(self._traces):
            self._paint_head(painter, index, t)
            for close, half in enumerate(self._halves()):
                self._paint_half(painter, index, t, half, bool(close))
        for half in self._halves():
            self._paint_axis(painter, *half)
        painter.end()

    def _paint_head(self, painter: QPainter, index: int, t: Trace) -> None:
        top = index * (ROW + HEAD)
        painter.setFont(theme.font(theme.SMALL, theme.STRONG))
        painter.setPen(QColor(INKS.get(t.method, theme.TEXT)))
        words = _word(t.method)
        painter.drawText(QRectF(0, top, self.width(), HEAD), Qt.AlignmentFlag.AlignVCenter, words)
        left = painter.fontMetrics().horizontalAdvance(words) + 10
        painter.setFont(theme.font(theme.SMALL, tabular=True))
        painter.setPen(QColor(theme.MUTED))
        best = t.answers[0].offset_s if t.answers else None
        text = t.note if best is None or not t.accepted else f"{signed(best)}  {t.note}"
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(self.width() - left))
        painter.drawText(QRectF(left, top, self.width() - left, HEAD), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_half(self, painter: QPainter, index: int, t: Trace, half: tuple[float, float, float, float],
                    close: bool) -> None:
        left, width, low, high = half
        top, bottom = self._row(index)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BACKGROUND))
        painter.drawRect(QRectF(left, top - 4, width, bottom - top + 8))
        painter.setClipRect(QRectF(left, top - 4, width, bottom - top + 8))

        def x(offset: float) -> float:
            return left + width * (offset - low) / (high - low)

        painter.setPen(QPen(QColor(self._colour), 1.5))
        painter.drawLine(QPointF(x(self._offset), top - 4), QPointF(x(self._offset), bottom + 4))
        ink = QColor(INKS.get(t.method, theme.TEXT))
        inside = np.flatnonzero((t.lags >= low) & (t.lags <= high))
        if len(inside):
            part = slice(max(inside[0] - 1, 0), inside[-1] + 2)
            line = QPolygonF([QPointF(x(lag), bottom - s * (bottom - top))
                              for lag, s in zip(t.lags[part], t.score[part], strict=True)])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 1.2))
            painter.drawPolyline(line)
        if close and t.thirds:
            self._paint_thirds(painter, t, x, top, bottom)
        for answer in t.answers:
            if low <= answer.offset_s <= high:
                painter.setPen(QPen(ink, 1.5))
                painter.setBrush(ink if answer.best else QColor(theme.BACKGROUND))
                painter.drawEllipse(QPointF(x(answer.offset_s), bottom - answer.score * (bottom - top)), 4, 4)
        painter.setClipping(False)

    def _paint_thirds(self, painter: QPainter, t: Trace, x: object, top: float, bottom: float) -> None:
        """First, middle and last third by themselves, from above: a slant is a drift."""
        assert callable(x)
        for number, (offset, sigma) in enumerate(t.thirds):
            y = top + (number + 0.5) / len(t.thirds) * (bottom - top)
            painter.setPen(QPen(theme.colour(theme.TEXT, 0.8), 1))
            painter.drawLine(QPointF(x(offset - sigma), y), QPointF(x(offset + sigma), y))
            painter.drawLine(QPointF(x(offset), y - 4), QPointF(x(offset), y + 4))

    def _paint_axis(self, painter: QPainter, left: float, width: float, low: float, high: float) -> None:
        step, _ = ticks(low, high, round(width), 64)
        painter.setFont(theme.font(11, tabular=True))
        top = len(self._traces) * (ROW + HEAD)
        for k in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
            at = left + width * (k * step - low) / (high - low)
            painter.fillRect(QRectF(round(at), top, 1, 4), QColor(theme.FAINT))
            text = f"{k * step:g}".replace("-", "−")
            room = painter.fontMetrics().horizontalAdvance(text)
            if left <= at - room / 2 and at + room / 2 <= left + width - 12:
                painter.setPen(QColor(theme.MUTED))
                painter.drawText(QPointF(at - room / 2, top + 15), text)
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(QPointF(left + width - 8, top + 15), "s")


def _word(method: str) -> str:
    return tr(WORDS.get(method, method))


def signed(seconds: float) -> str:
    """'+1.283 s'."""
    return f"{seconds:+.3f} s".replace("-", "−")
