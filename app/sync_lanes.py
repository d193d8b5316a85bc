"""The lanes: every view's wave form and movement on the reference timeline, to be dragged until they fit.

Ruler and lanes are kept as a picture, and each lane's curves as one of its own: a moving playhead costs a copy, a
dragged lane only its own curves.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app import theme
from app.listening import Wave
from app.strips import ticks
from app.sync_curves import Energy, lane_image
from app.timecode import format_time
from app.words import tr
from core.clock import Clock

RULER = 24            # px
NAMES = 116           # px: the column of names and offsets
HEIGHTS = (76, 56, 40)  # px a lane: of up to two, up to four, more
LOW = (48, 44, 36)      # where the panel is not high
SHORTEST_S = 0.02     # seconds in view at the closest zoom


@dataclass(frozen=True, eq=False)
class Lane:
    """One view. start, stop: the file's seconds from its first frame to the end of its last. wave, energy: None while
    they are not known; note: why, in a few words. marks: (label, seconds of the file)."""

    view_id: str
    name: str
    colour: str
    clock: Clock
    start: float
    stop: float
    wave: Wave | None = None
    energy: Energy | None = None
    note: str = ""
    locked: bool = False
    marks: tuple[tuple[str, float], ...] = ()


class Lanes(QWidget):
    """sought(t): the playhead should go there. tried(view_id, offset_s): a lane is under the pointer's drag, there.
    moved(view_id, offset_s): and was let go there. dropped(view_id): it was put back with Esc. activated(view_id).

    A click seeks, a drag of a lane moves it, a drag on the ruler scrubs; wheel zooms, Shift + wheel and the middle
    button move along, a double click shows everything.
    """

    sought = Signal(float)
    tried = Signal(str, float)
    moved = Signal(str, float)
    dropped = Signal(str)
    activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: list[Lane] = []
        self._start, self._end = 0.0, 0.0
        self._from, self._to = 0.0, 0.0
        self._t = 0.0
        self._active: str | None = None
        self._press: QPointF | None = None
        self._gesture = ""  # '', 'lane', 'drag', 'scrub', 'pan'
        self._held: Lane | None = None  # the lane under the pointer, as it was before the drag
        self._low = False
        self._picture: QPixmap | None = None
        self._images: dict[str, tuple[object, QImage]] = {}  # view → what it was drawn from, and its curves
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Wave forms and movement"))

    # What it shows

    def set_lanes(self, lanes: list[Lane]) -> None:
        if self._gesture == "drag":  # news must not take the lane out of the hand
            held = next((lane for lane in self._lanes if self._held and lane.view_id == self._held.view_id), None)
            lanes = [replace(lane, clock=held.clock) if held is not None and lane.view_id == held.view_id else lane
                     for lane in lanes]
        more = len(lanes) != len(self._lanes)
        self._lanes = list(lanes)
        if more:
            self.updateGeometry()
        self._redraw()

    def set_range(self, start: float, end: float) -> None:
        """Reference seconds of the recording; all of it comes into view, unless a part of it was being looked at."""
        whole = self._to - self._from >= (self._end - self._start) * 0.999
        self._start, self._end = float(start), float(max(start, end))
        if whole or not self._from < self._end or not self._to > self._start:
            self._from, self._to = self._start, self._end
        self._redraw()

    def set_playhead(self, t: float) -> None:
        before, self._t = self._x(self._t), float(t)
        for x in (before, self._x(self._t)):
            self.update(round(x) - 6, 0, 13, self.height())

    def set_active(self, view_id: str | None) -> None:
        self._active = view_id
        self._redraw()

    def set_low(self, low: bool) -> None:
        """Lower lanes, where the panel has little height."""
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self._redraw()

    def show_all(self) -> None:
        self._view(self._start, self._end - self._start)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Closer (factor > 1) or wider, keeping `around` (the playhead) in place."""
        span = self._to - self._from
        if span > 0:
            at = self._t if around is None else around
            share = min(max((at - self._from) / span, 0.0), 1.0)
            whole = self._end - self._start
            wanted = min(max(span / factor, min(SHORTEST_S, whole)), whole)
            self._view(at - share * wanted, wanted)

    @property
    def view_range(self) -> tuple[float, float]:
        """Reference seconds in view."""
        return self._from, self._to

    def sizeHint(self) -> QSize:
        return QSize(480, RULER + max(len(self._lanes), 1) * self._lane_height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # Where things are

    def _lane_height(self) -> int:
        count, heights = len(self._lanes), LOW if self._low else HEIGHTS
        return heights[0] if count <= 2 else heights[1] if count <= 4 else heights[2]

    def _view(self, start: float, span: float) -> None:
        start = min(max(start, self._start), self._end - span)
        self._from, self._to = start, start + span
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _width(self) -> int:
        return max(self.width() - NAMES - 8, 1)

    def _x(self, t: float) -> float:
        span = self._to - self._from
        return NAMES + (self._width() * (t - self._from) / span if span > 0 else 0.0)

    def _time(self, x: float) -> float:
        t = self._from + (x - NAMES) * (self._to - self._from) / self._width()
        return min(max(t, self._start), self._end)

    def _row(self, index: int) -> QRectF:
        height = self._lane_height()
        return QRectF(0, RULER + index * height, self.width(), height)

    def lane_rect(self, view_id: str) -> QRectF:
        """Where a view's lane is, names left out."""
        index = next(i for i, lane in enumerate(self._lanes) if lane.view_id == view_id)
        return self._row(index).adjusted(NAMES, 2, -8, -2)

    def _lane_at(self, spot: QPointF) -> Lane | None:
        return next((lane for i, lane in enumerate(self._lanes) if self._row(i).contains(spot)), None)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        self._press = spot
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        lane = self._lane_at(spot)
        if event.button() == Qt.MouseButton.MiddleButton or (shift and event.button() == Qt.MouseButton.LeftButton):
            self._gesture = "pan"
        elif event.button() != Qt.MouseButton.LeftButton:
            return
        elif lane is not None:
            self.activated.emit(lane.view_id)
            self._gesture, self._held = ("lane" if spot.x() >= NAMES else ""), lane
        elif spot.x() >= NAMES - 4:
            self._gesture = "scrub"
            self.sought.emit(self._time(spot.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._press is None:
            lane = self._lane_at(spot)
            over = lane is not None and spot.x() >= NAMES and not lane.locked
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._gesture == "scrub":
            self.sought.emit(self._time(spot.x()))
        elif self._gesture == "pan":
            per_px = (self._to - self._from) / self._width()
            self._view(self._from - (spot.x() - self._press.x()) * per_px, self._to - self._from)
            self._press = spot
        elif (self._gesture == "lane" and self._held is not None and not self._held.locked
                and abs(spot.x() - self._press.x()) >= max(QApplication.startDragDistance() // 2, 3)):
            self._gesture = "drag"
        if self._gesture == "drag":
            self._drag_to(spot)

    def _drag_to(self, spot: QPointF) -> None:
        assert self._held is not None and self._press is not None
        by = (spot.x() - self._press.x()) * (self._to - self._from) / self._width()
        self._set_offset(self._held.view_id, self._held.clock.offset_s + by)
        self.tried.emit(self._held.view_id, self._held.clock.offset_s + by)

    def _set_offset(self, view_id: str, offset_s: float) -> None:
        self._lanes = [replace(lane, clock=replace(lane.clock, offset_s=offset_s)) if lane.view_id == view_id else lane
                       for lane in self._lanes]
        self._redraw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, held = self._gesture, self._held
        self._press, self._gesture, self._held = None, "", None
        if gesture == "lane":
            self.sought.emit(self._time(event.position().x()))
        elif gesture == "drag" and held is not None:
            lane = next(lane for lane in self._lanes if lane.view_id == held.view_id)
            self.moved.emit(lane.view_id, lane.clock.offset_s)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= NAMES:
            self.show_all()

    def cancel_drag(self) -> bool:
        """Puts a dragged lane back; False where none was."""
        held = self._held
        if self._gesture != "drag" or held is None:
            return False
        self._press, self._gesture, self._held = None, "", None
        self._set_offset(held.view_id, held.clock.offset_s)
        self.dropped.emit(held.view_id)
        return True

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._gesture == "drag":
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # Esc is ours while a lane is in the hand
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self.cancel_drag()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.5)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / 1.5)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        span = self._to - self._from
        if sideways:
            self._view(self._from - sideways / 1200 * span, span)
        elif delta.y():
            self.zoom(1.002 ** delta.y(), self._time(event.position().x()))
        event.accept()

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._picture = self._still()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self._end > self._start and self._from <= self._t <= self._to:
            x = round(self._x(self._t))
            painter.fillRect(QRectF(x, 0, 1.5, self.height()), QColor(theme.TEXT))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.TEXT))
            painter.drawPolygon(QPolygonF([QPointF(x - 4, 0), QPointF(x + 5.5, 0), QPointF(x + 0.75, 7)]))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _still(self) -> QPixmap:
        """Ruler and lanes, which do not change while playing."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.SURFACE))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._end > self._start:
            self._paint_overlap(painter)
            self._paint_ruler(painter)
        for index, lane in enumerate(self._lanes):
            self._paint_lane(painter, lane, self._row(index))
        painter.end()
        return picture

    def _span(self, lane: Lane) -> tuple[float, float]:
        """Reference seconds that the view films."""
        return float(lane.clock.to_ref(lane.start)), float(lane.clock.to_ref(lane.stop))

    def _paint_overlap(self, painter: QPainter) -> None:
        """What all views film stands on a lighter ground."""
        if len(self._lanes) < 2:
            return
        spans = [self._span(lane) for lane in self._lanes]
        left, right = self._x(max(a for a, _ in spans)), self._x(min(b for _, b in spans))
        left, right = max(left, NAMES), min(right, NAMES + self._width())
        if right > left:
            painter.fillRect(QRectF(left, RULER - 3, right - left, self.height() - RULER + 3),
                             theme.colour(theme.ACCENT, 0.14))
            painter.fillRect(QRectF(left, RULER - 3, right - left, 2), QColor(theme.ACCENT))

    def _paint_ruler(self, painter: QPainter) -> None:
        step, small = ticks(self._from, self._to, self._width(), 72)
        painter.setFont(theme.font(11, tabular=True))
        parts = round(step / small)
        first, last = int(np.ceil(self._from / small - 1e-6)), int(np.floor(self._to / small + 1e-6))
        for k in range(first, last + 1):
            x, labelled = self._x(k * small), k % parts == 0
            painter.fillRect(QRectF(round(x), RULER - (8 if labelled else 5), 1, 4 if labelled else 2),
                             QColor(theme.FAINT if labelled else theme.OUTLINE))
            if labelled and x < self.width() - 24:
                painter.setPen(QColor(theme.MUTED))
                painter.drawText(QPointF(x + 4, 13), ruler_label(k * small, step))

    def _paint_lane(self, painter: QPainter, lane: Lane, row: QRectF) -> None:
        active = lane.view_id == self._active and len(self._lanes) > 1
        if active:
            painter.fillRect(QRectF(0, row.top(), NAMES - 6, row.height()), QColor(theme.HOVER))
        self._paint_name(painter, lane, row, active)
        start, stop = self._span(lane)
        left, right = max(self._x(start), NAMES), min(self._x(stop), NAMES + self._width())
        room = row.adjusted(NAMES, 2, -8, -2)
        if right > left:
            bed = QRectF(left, room.top(), right - left, room.height())
            painter.fillRect(bed, theme.colour(theme.BACKGROUND, 0.75))
            painter.drawImage(room.topLeft(), self._curves(lane, room))
            painter.setPen(QPen(theme.colour(lane.colour, 0.9 if active else 0.45), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bed.adjusted(0.5, 0.5, -0.5, -0.5))
            if lane.note:
                self._paint_note(painter, lane.note, bed)
        for label, t in lane.marks:
            x = self._x(float(lane.clock.to_ref(t)))
            if NAMES <= x <= NAMES + self._width():
                self._paint_mark(painter, label, x, room)

    def _paint_name(self, painter: QPainter, lane: Lane, row: QRectF, active: bool) -> None:
        two = row.height() >= 36
        middle = row.center().y() - (8 if two else 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(lane.colour))
        painter.drawRoundedRect(QRectF(8, middle - 5, 10, 10), 3, 3)
        painter.setFont(theme.font(theme.SMALL, theme.STRONG if active else theme.font().weight()))
        painter.setPen(QColor(theme.TEXT))
        name = painter.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideMiddle, NAMES - 36)
        painter.drawText(QRectF(24, middle - 9, NAMES - 32, 18), Qt.AlignmentFlag.AlignVCenter, name)
        if two:
            painter.setFont(theme.font(theme.SMALL, tabular=True))
            painter.setPen(QColor(theme.MUTED))
            offset = f"{lane.clock.offset_s:+.3f} s".replace("-", "−")
            painter.drawText(QRectF(24, middle + 8, NAMES - 32, 16), Qt.AlignmentFlag.AlignVCenter, offset)
            if lane.locked:
                theme.icon("lock-simple-fill", theme.MUTED).paint(painter, 7, round(middle + 10), 13, 13)

    def _paint_note(self, painter: QPainter, note: str, bed: QRectF) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        room = bed.adjusted(6, 1, -6, 0)
        room.setHeight(room.height() / 2)
        text = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_mark(self, painter: QPainter, label: str, x: float, room: QRectF) -> None:
        painter.fillRect(QRectF(round(x), room.top(), 1, room.height()), QColor(theme.WARNING))
        painter.setFont(theme.font(11, theme.STRONG))
        flag = QRectF(round(x), room.top(), painter.fontMetrics().horizontalAdvance(label) + 8, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.WARNING))
        painter.drawRect(flag)
        painter.setPen(QColor(theme.BACKGROUND))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, label)

    def _curves(self, lane: Lane, room: QRectF) -> QImage:
        """The lane's curves for what is in view, drawn anew only when something about them has changed."""
        ratio = self.devicePixelRatioF()
        columns, lines = round(self._width() * ratio), round(room.height() * ratio)
        start, stop = (float(lane.clock.to_view(t)) for t in (self._from, self._to))
        made_from = (lane.wave, lane.energy, start, stop, columns, lines, lane.colour)
        kept = self._images.get(lane.view_id)
        if kept is not None and kept[0] == made_from:
            return kept[1]
        pixels: NDArray[np.uint8] = lane_image(lane.wave, lane.energy, start, stop, columns, lines, lane.colour)
        image = QImage(pixels.data, columns, lines, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied).copy()
        image.setDevicePixelRatio(ratio)
        self._images[lane.view_id] = made_from, image
        return image


def ruler_label(seconds: float, step: float) -> str:
    """A time with as many decimals as the ticks need."""
    if step >= 1:
        return format_time(seconds, milliseconds=False)
    text = format_time(seconds)
    return text[:-2] if step >= 0.1 else text[:-1] if step >= 0.01 else text
