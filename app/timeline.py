"""The timeline: a ruler, the loop range, one strip a view, how far the views agree, one playhead.

Ruler and strips are kept as a picture and made anew only when they change, so a moving playhead costs two stripes.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import key_ticks, theme
from app.agreement_map import AGREES, JOINT, ROOMY, SMALLEST, Agreement, image, paint_agreement
from app.strips import Strip, curve, peaks, ticks
from app.timecode import format_time
from app.words import tr

RULER = 32     # px
STRIP = 32     # px; of up to four strips
DENSE = 20     # px; of more
DENSEST = 16   # px; of many above the agreement of the views
NAMES = 128    # px: the column of names
GRAB = 6       # px either side of a loop handle
SHORTEST_S = 0.05  # seconds in view at the closest zoom


__all__ = ["Strip", "Timeline"]


class Timeline(QWidget):
    """scrubbed(t): the playhead was dragged there. scrub_ended(): the button was let go.

    loop_changed(loop): (a, b) in reference seconds, or None when it was removed. strip_activated(view_id): a strip's
    name was clicked. room_wanted(): there is more or less to show than before. Drag on the ruler with Shift, or Alt,
    marks a loop; its ends are handles; a double click on it removes it. Wheel zooms, Shift + wheel moves.
    """

    scrubbed = Signal(float)
    scrub_ended = Signal()
    loop_changed = Signal(object)
    strip_activated = Signal(str)
    room_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start, self._end = 0.0, 0.0    # the recording
        self._from, self._to = 0.0, 0.0      # what is in view
        self._strips: list[Strip] = []
        self._curves: dict[str, tuple[Strip, tuple[object, ...], QImage]] = {}  # view → what was drawn how, and drawn
        self._agreement: Agreement | None = None
        self._t = 0.0
        self._loop: tuple[float, float] | None = None
        self._active: str | None = None
        self._hover: QPointF | None = None
        self._drag = ""  # '', 'scrub', 'loop from', 'loop to', 'mark', 'move'
        self._mark = 0.0
        self._picture: QPixmap | None = None  # ruler and strips; the loop and the playhead are drawn over it
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Timeline"))
        self._say_where()

    # What it shows

    def set_range(self, start: float, end: float) -> None:
        """Reference seconds of the whole recording. All of it comes into view, unless a part of it was being looked at:
        a clock that is moved must not take the eye off the place."""
        close = self._to - self._from < (self._end - self._start) * 0.999
        self._start, self._end = float(start), float(max(start, end))
        if close and self._from < self._end and self._to > self._start:
            self._view(self._from, min(self._to - self._from, self._end - self._start))
        else:
            self.show_all()

    def set_strips(self, strips: list[Strip]) -> None:
        changed = len(strips) != len(self._strips)
        extra = [sum(not strip.view_id for strip in those) for those in (self._strips, strips)]
        self._strips = list(strips)
        for gone in self._curves.keys() - {strip.view_id for strip in strips}:
            del self._curves[gone]
        if changed:
            self.updateGeometry()
        if extra[0] != extra[1]:
            self.room_wanted.emit()
        self._redraw()

    def set_agreement(self, agreement: Agreement | None) -> None:
        """Show how far the views agree below their strips; None shows nothing of it."""
        changed = (agreement is None) != (self._agreement is None)
        self._agreement = agreement
        if changed:
            self.updateGeometry()
            self.room_wanted.emit()
        self._redraw()

    def set_playhead(self, t: float) -> None:
        """Move the playhead; a zoomed timeline turns its page when it leaves the view."""
        before, self._t = self._x(self._t), float(t)
        span = self._to - self._from
        if not self._drag and span > 0 and not self._from <= t <= self._to:
            self._view(t if t > self._to else t - span, span)
        else:
            for x in (before, self._x(self._t)):  # two narrow stripes instead of the whole widget
                self.update(round(x) - 8, 0, 17, self.height())
        self._say_where()

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        self._loop = loop
        self.update()

    def set_active(self, view_id: str | None) -> None:
        """Mark one view's strip."""
        self._active = view_id
        self._redraw()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show a shorter (factor > 1) or longer stretch, keeping `around` (the playhead) in place."""
        span = self._to - self._from
        if span <= 0:
            return
        at = self._t if around is None else around
        share = min(max((at - self._from) / span, 0.0), 1.0)
        wanted = min(max(span / factor, min(SHORTEST_S, self._end - self._start)), self._end - self._start)
        self._view(at - share * wanted, wanted)

    def show_all(self) -> None:
        self._view(self._start, self._end - self._start)

    def sizeHint(self) -> QSize:
        count = max(len(self._strips), 1)
        if self._agreement is None:
            return QSize(640, RULER + (STRIP if count <= 4 else DENSE) * count + 8)
        return QSize(640, RULER + (STRIP if count <= 4 else DENSE) * count + AGREES
                     + ROOMY * len(self._agreement.order) + 16)

    def minimumSizeHint(self) -> QSize:
        count = max(len(self._strips), 1)
        if self._agreement is None:
            return QSize(240, RULER + STRIP * min(count, 4) + 8)
        return QSize(240, RULER + (STRIP if count <= 2 else DENSE if count <= 3 else DENSEST) * count + AGREES
                     + JOINT * len(self._agreement.order) + 16)

    def _say_where(self) -> None:
        self.setAccessibleDescription(tr("Playhead at {time} of {end}").format(
            time=format_time(self._t), end=format_time(self._end)))

    # Where things are

    def _view(self, start: float, span: float) -> None:
        start = min(max(start, self._start), self._end - span)
        self._from, self._to = start, start + span
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _width(self) -> int:
        return max(self.width() - NAMES - 12, 1)

    def _x(self, t: float) -> float:
        span = self._to - self._from
        return NAMES + (self._width() * (t - self._from) / span if span > 0 else 0.0)

    def _time(self, x: float) -> float:
        t = self._from + (x - NAMES) * (self._to - self._from) / self._width()
        return min(max(t, self._start), self._end)

    def _row(self, index: int) -> QRectF:
        count = max(len(self._strips), 1)
        room = self.height() - RULER - 8.0
        if self._agreement is not None:  # the map has its least, and then half of what is left
            least = AGREES + JOINT * len(self._agreement.order) + 8
            room = max(room - least - max(room - least - DENSEST * count, 0) / 2, 12.0 * count)
        height = min(max(room / count, 12.0), 48.0)
        return QRectF(0, RULER + index * height, self.width(), height)

    def _agreement_rows(self) -> tuple[QRectF, QRectF]:
        """The strip of the frames, and the map of the joints below it."""
        assert self._agreement is not None
        top = self._row(max(len(self._strips), 1) - 1).bottom() + 6
        strip = QRectF(0, top, self.width(), AGREES)
        room = self.height() - strip.bottom() - 6
        joints = len(self._agreement.order)
        height = joints * min(max(int(room / joints), 2), 12)
        return strip, QRectF(0, strip.bottom() + 2, self.width(), height)

    def _joint_at(self, spot: QPointF) -> tuple[bool, int | None]:
        """Whether a place is on the agreement, and on which row of the map (None: on the strip of the frames)."""
        if self._agreement is None:
            return False, None
        strip, area = self._agreement_rows()
        if strip.contains(spot):
            return True, None
        count = len(self._agreement.order)
        inside = area.contains(spot)
        return inside, min(int((spot.y() - area.top()) / area.height() * count), count - 1) if inside else None

    def _key_words(self, spot: QPointF) -> list[str]:
        """What the pointer is over in a strip of key-frames, or in one that speaks for itself."""
        strip = next((each for i, each in enumerate(self._strips) if self._row(i).contains(spot)), None)
        if strip is not None and strip.said is not None:
            return [said] if (said := strip.said(self._time(spot.x()))) else []
        return [] if strip is None else key_ticks.words(strip, self._time(spot.x()), self._time(spot.x() + 3))

    def _handle_at(self, spot: QPointF) -> str:
        """'loop from' or 'loop to' when a loop handle is under the pointer; the nearer of the two."""
        if self._loop is None or spot.y() > RULER:
            return ""
        a, b = self._loop
        distance, name = min((abs(spot.x() - self._x(a)), "loop from"), (abs(spot.x() - self._x(b)), "loop to"))
        return name if distance <= GRAB else ""

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag, self._mark = "move", self._time(spot.x())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if spot.x() < NAMES - 4:
            for i, strip in enumerate(self._strips):
                if self._row(i).contains(spot) and strip.view_id:
                    self.strip_activated.emit(strip.view_id)
            return
        marking = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier)
        self._drag = self._handle_at(spot) or ("mark" if marking else "scrub")
        self._mark = self._time(spot.x())
        if self._drag == "scrub":
            self._scrub(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._hover = event.position()
        t = self._time(spot.x())
        if self._drag == "scrub":
            self._scrub(spot)
        elif self._drag == "move":
            self._view(self._from + self._mark - t, self._to - self._from)
        elif self._drag == "mark":
            self._change_loop(self._mark, t)
        elif self._drag and self._loop is not None:
            a, b = self._loop
            self._mark = b if self._drag == "loop from" else a
            self._change_loop(self._mark, t)
            if self._loop is not None:  # a handle dragged past the other becomes the other
                self._drag = "loop from" if t < self._mark else "loop to"
        if self._drag in ("loop from", "loop to") or self._handle_at(spot):
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif spot.x() < NAMES - 4:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, ""
        if drag == "scrub":
            self.scrub_ended.emit()
        elif drag.startswith(("loop", "mark")):
            self.loop_changed.emit(self._loop)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        inside = self._loop is not None and self._x(self._loop[0]) <= spot.x() <= self._x(self._loop[1])
        if spot.y() <= RULER and inside:
            self.set_loop(None)
            self.loop_changed.emit(None)
        else:
            self.mousePressEvent(event)

    def _scrub(self, spot: QPointF) -> None:
        t = self._time(spot.x())
        self.set_playhead(t)
        self.scrubbed.emit(t)

    def _change_loop(self, a: float, b: float) -> None:
        if abs(b - a) > 1e-3:
            self._loop = (min(a, b), max(a, b))

    def leaveEvent(self, event: object) -> None:
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        span = self._to - self._from
        if sideways:
            self._view(self._from - sideways / 1200 * span, span)
        elif delta.y():
            self.zoom(1.002 ** delta.y(), self._time(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.5)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / 1.5)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._end > self._start:
            painter.setClipRect(NAMES - 6, 0, self.width() - NAMES + 6, self.height())
            if self._loop is not None:
                self._paint_loop(painter, *self._loop)
            if self._hover is not None and self._hover.x() >= NAMES and not self._drag.startswith("loop"):
                self._paint_hover(painter, self._hover.x())
            self._paint_playhead(painter)
            painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _still(self) -> QPixmap:
        """What does not change while playing: ruler and strips."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.SURFACE))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._end > self._start:
            self._paint_ruler(painter)
        for i, strip in enumerate(self._strips):
            self._paint_strip(painter, strip, self._row(i))
        if self._agreement is not None and self._to > self._from:
            paint_agreement(painter, self._agreement, self._agreement_rows(), (self._from, self._to), NAMES,
                            self._width(), ratio)
        if not self._strips:
            painter.setFont(theme.font(theme.BODY))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRectF(0, RULER, self.width(), STRIP), Qt.AlignmentFlag.AlignCenter,
                             tr("No recording yet"))
        painter.end()
        return picture

    def _paint_ruler(self, painter: QPainter) -> None:
        step, small = ticks(self._from, self._to, self._width())
        painter.setFont(theme.font(11, tabular=True))
        painter.fillRect(QRectF(NAMES, RULER - 1, self.width(), 1), QColor(theme.LINE))
        count = int(np.floor(self._to / small + 1e-6))
        parts = round(step / small)
        for k in range(int(np.ceil(self._from / small - 1e-6)), count + 1):
            x, labelled = self._x(k * small), k % parts == 0
            painter.fillRect(QRectF(round(x), RULER - (9 if labelled else 5), 1, 8 if labelled else 4),
                             QColor(theme.FAINT if labelled else theme.OUTLINE))
            if labelled and x < self.width() - 20:
                painter.setPen(QColor(theme.MUTED))
                painter.drawText(QPointF(x + 5, 17), _label(k * small, step))

    def _paint_strip(self, painter: QPainter, strip: Strip, row: QRectF) -> None:
        active = strip.view_id == self._active
        if active:
            painter.fillRect(QRectF(0, row.top(), NAMES - 8, row.height()), QColor(theme.HOVER))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(strip.colour))
        painter.drawRoundedRect(QRectF(10, row.center().y() - 5, 10, 10), 3, 3)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.TEXT if active else theme.MUTED))
        name = painter.fontMetrics().elidedText(strip.name, Qt.TextElideMode.ElideMiddle, NAMES - 40)
        painter.drawText(QRectF(28, row.top(), NAMES - 36, row.height()), Qt.AlignmentFlag.AlignVCenter, name)
        if strip.top:
            painter.setFont(theme.font(SMALLEST, tabular=True))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRectF(28, row.top() + 1, NAMES - 36, 12), Qt.AlignmentFlag.AlignRight, strip.top)
        self._paint_curve(painter, strip, row.adjusted(0, 3, 0, -3))

    def _paint_curve(self, painter: QPainter, strip: Strip, row: QRectF) -> None:
        """Where the view has frames a bed, hatched where nothing is detected yet, with the score's peaks on it."""
        if not len(strip.times) or self._to <= self._from:
            return
        stop = strip.end if strip.end is not None else float(strip.times[-1])
        left, right = max(self._x(float(strip.times[0])), NAMES), min(self._x(stop), NAMES + self._width())
        if right <= left:
            return
        bed = QRectF(left, row.top(), right - left, row.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BACKGROUND))
        painter.drawRoundedRect(bed, 3, 3)
        painter.setBrush(QBrush(theme.colour(theme.OUTLINE, 0.55), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(bed, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ratio = self.devicePixelRatioF()
        columns, lines = round(self._width() * ratio), round(row.height() * ratio)
        painter.drawImage(QRectF(NAMES, row.top(), columns / ratio, lines / ratio),
                          self._curve(strip, columns, lines, ratio))
        for start, end, tint in strip.marks:
            a, b = max(self._x(start), NAMES), min(self._x(end), NAMES + self._width())
            if b > a:
                painter.fillRect(QRectF(a, row.top() - 1, max(b - a, 2), 3), QColor(tint))
        if strip.keys is not None:
            at = NAMES + self._width() * (strip.times[strip.keys] - self._from) / (self._to - self._from)
            key_ticks.paint(painter, at, row, (NAMES, NAMES + self._width()))

    def _curve(self, strip: Strip, columns: int, lines: int, ratio: float) -> QImage:
        """As it was drawn last, where nothing of it has changed: while a run finds poses, one strip of many grows."""
        how = (self._from, self._to, columns, lines, ratio, strip.colour)
        kept = self._curves.get(strip.view_id)
        if kept is None or kept[1] != how or kept[0].values is not strip.values \
                or not np.array_equal(kept[0].times, strip.times):
            low, high, _ = peaks(strip.times, strip.values, self._from, self._to, columns)
            kept = strip, how, image(curve(low, high, lines, strip.colour, theme.BACKGROUND, ratio))
            self._curves[strip.view_id] = kept
        return kept[2]

    def _paint_loop(self, painter: QPainter, a: float, b: float) -> None:
        left, right = self._x(a), self._x(b)
        shade = theme.colour(theme.BACKGROUND, 0.5)
        painter.fillRect(QRectF(NAMES, RULER, max(left - NAMES, 0), self.height()), shade)
        painter.fillRect(QRectF(right, RULER, max(self.width() - right, 0), self.height()), shade)
        painter.fillRect(QRectF(left, 0, right - left, RULER - 1), theme.colour(theme.ACCENT, 0.16))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT))
        for x in (left, right):
            painter.drawRoundedRect(QRectF(x - 2.5, 4, 5, RULER - 10), 2, 2)
            painter.fillRect(QRectF(x - 0.5, RULER - 8, 1, self.height()), theme.colour(theme.ACCENT, 0.5))

    def _paint_hover(self, painter: QPainter, x: float) -> None:
        painter.fillRect(QRectF(round(x), RULER, 1, self.height()), theme.colour(theme.TEXT, 0.25))
        said = "  ·  ".join([format_time(self._time(x)), *self._key_words(self._hover or QPointF())])
        self._paint_tag(painter, x, said, theme.HOVER, theme.TEXT)
        inside, joint = self._joint_at(self._hover or QPointF())
        if inside and self._agreement is not None:
            said = self._agreement.said(self._time(x), joint)
            if said:
                self._paint_tag(painter, x, said, theme.HOVER, theme.TEXT, self._agreement_rows()[0].top() - 21)

    def _paint_playhead(self, painter: QPainter) -> None:
        x = round(self._x(self._t)) + 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TEXT))
        cap = QPainterPath(QPointF(x - 6, RULER - 15))
        for dx, y in ((6, RULER - 15), (6, RULER - 9), (0, RULER - 2), (-6, RULER - 9)):
            cap.lineTo(x + dx, y)
        painter.fillPath(cap, QColor(theme.TEXT))
        painter.fillRect(QRectF(x - 0.75, RULER - 4, 1.5, self.height()), QColor(theme.TEXT))

    def _paint_tag(self, painter: QPainter, x: float, text: str, ground: str, ink: str, top: float = 3) -> None:
        painter.setFont(theme.font(11, tabular=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        left = min(max(x - width / 2, NAMES), self.width() - width - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(left, top, width, 18), 4, 4)
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(left, top, width, 18), Qt.AlignmentFlag.AlignCenter, text)


def _label(seconds: float, step: float) -> str:
    """A ruler's label with as many decimals as the ticks need."""
    if step >= 1:
        return format_time(seconds, milliseconds=False)
    text = format_time(seconds)
    return text[:-2] if step >= 0.1 else text[:-1] if step >= 0.01 else text
