"""One video pane: the picture with zoom and pan, the 2D skeletons over it, and what it has to say.

Painted with QPainter on picture data that the worker has already scaled to the pane: measured 0.4 ms a repaint of
400 × 711 pixels against 4.7 ms for pyqtgraph's image item with the same overlay, and pixels land 1 : 1.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolButton, QWidget

from app import beside, pane_header, theme
from app.frames import Frame
from app.lens import Lens
from app.overlay import OverlayOptions, Person2D, draw_person, draw_score_legend
from app.pane_header import HEADER
from app.timecode import format_time
from app.tone import Tone
from app.words import tr
from core.skeleton import COCO17, Skeleton

__all__ = ["OverlayOptions", "Person2D", "VideoView"]

NEAREST_FROM = 3.0   # screen pixels a video pixel from which pixels are shown as squares
LATE_MS = 200        # without a new picture for this long, the pane says that it is decoding
CLICK_MS = 250       # a second click within this makes a double click, which fits instead of picking
SETTLE_MS = 120      # a new picture size is asked for when zooming and resizing have rested this long


class Tool(Protocol):
    """What mouse and keys do in a pane instead of what they do otherwise."""

    def press(self, pane: "VideoView", spot: QPointF) -> bool: ...
    def move(self, pane: "VideoView", spot: QPointF) -> None: ...
    def release(self, pane: "VideoView") -> None: ...
    def menu(self, pane: "VideoView", spot: QPointF | None) -> None: ...
    def step_joint(self, by: int) -> None: ...
    def takes(self, event: QKeyEvent) -> bool: ...
    def key(self, pane: "VideoView", event: QKeyEvent) -> bool: ...
    def paint(self, pane: "VideoView", painter: QPainter) -> None: ...


class VideoView(QWidget):
    """A pane. Image positions are pixels of the upright video, origin at the centre of the top-left pixel.

    picked(x, y): a click on the picture. boxed(x0, y0, x1, y1): a box drawn (Shift + drag, or `set_box_mode`).
    activated(): the pane was clicked or focused. shown(index): another frame's picture is on screen now, so these
    are the people to set. target_changed(width, height): device pixels that the picture needs; for
    FrameSource.set_target. steered(): somebody zoomed, panned or fitted. tone_wanted(): the button was pressed that
    leads to brightness and contrast.
    """

    picked = Signal(float, float)
    boxed = Signal(float, float, float, float)
    activated = Signal()
    shown = Signal(int)
    target_changed = Signal(int, int)
    steered = Signal()
    tone_wanted = Signal()

    def __init__(self, view_id: str, name: str = "", colour: str = theme.VIEW_COLOURS[0],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_id = view_id
        self._name, self._colour = name or view_id, colour
        self._active = False
        self._position: tuple[int, int, float] | None = None  # frame, frames, seconds
        self._apart_s: float | None = None  # how much later than the view at hand's frame this one was taken
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._tone = Tone()
        self._people: list[Person2D] = []
        self._beside: beside.Beside | None = None
        self._skeleton = COCO17
        self._overlay = OverlayOptions()
        self._empty, self._error = tr("No video"), ""
        self._late = False
        self._lens = Lens()
        self._box_mode = False
        self._picked_at = (0.0, 0.0)
        self._press: QPointF | None = None
        self._last: QPointF | None = None
        self._gesture = ""  # '', 'click', 'pan', 'box', 'tool'
        self._tool: Tool | None = None
        self._hover: Person2D | None = None
        self._pointed = False  # whether the pointer is in the pane
        self.pointer: QPointF | None = None  # where the mouse was moved to last; None since it left
        self._target = (-1, -1)
        self._timers()
        self._tone_button = self._make_tone_button()
        self.setMinimumSize(160, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._describe()

    def _timers(self) -> None:
        def timer(ms: int, slot: object) -> QTimer:
            made = QTimer(self, singleShot=True, interval=ms)
            made.timeout.connect(slot)
            return made

        self._late_timer = timer(LATE_MS, self._now_late)
        self._click_timer = timer(min(CLICK_MS, QApplication.doubleClickInterval()), self._pick)
        self._settle_timer = timer(SETTLE_MS, self._ask_size)

    def _make_tone_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("paneTone")
        button.setIconSize(theme.icon_size(16))
        button.setFixedSize(pane_header.BUTTON, pane_header.BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by key it is a command
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(self.tone_wanted)
        button.hide()
        return button

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    # What it shows

    def set_title(self, name: str) -> None:
        self._name = name
        self._describe()

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def set_active(self, active: bool) -> None:
        """Draw the pane as the one that keys and steps refer to."""
        self._active = active
        self.update()

    def set_position(self, index: int, count: int, time_s: float) -> None:
        """Frame number, frames in the video and view time for the title; the pane waits for this frame's picture."""
        self._position = (index, count, time_s)
        if self._frame is None or self._frame.index != index:
            if not self._late_timer.isActive():
                self._late_timer.start()
        else:
            self._arrived()
        self.update(self._header())

    def set_apart(self, seconds: float | None) -> None:
        """How much later this view's frame was taken than the one of the view at hand; None: nothing to compare."""
        if seconds != self._apart_s:
            self._apart_s = seconds
            self.update(self._header() if self._apart_fits() else self.rect())

    def show_frame(self, frame: Frame) -> None:
        """Show a picture unless a newer one is shown already."""
        if self._frame is not None and frame.generation < self._frame.generation:
            return
        changed = self._frame is None or self._frame.index != frame.index
        first, new_size = self._frame is None, self._frame is None or self._frame.size != frame.size
        self._frame = frame
        self._make_image()
        self._error = ""
        if first:
            self._show_tone_button()
        if new_size:
            self._place()
        self._arrived()
        if self._position is not None and self._position[0] != frame.index:
            self._late_timer.start()
        self.update(self.room.toAlignedRect())  # not the title, which is painted when the playhead moves
        if changed:
            self.shown.emit(frame.index)

    def _make_image(self) -> None:
        if self._frame is not None:
            self._pixels = self._tone.apply(self._frame.rgb)  # kept: the image below only points to them
            height, width = self._pixels.shape[:2]
            self._image = QImage(self._pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)

    def set_tone(self, tone: Tone) -> None:
        """How bright pictures are shown, this one and those to come; they themselves stay as they are."""
        if tone != self._tone:
            self._tone = tone
            self._make_image()
            self._show_tone_button()
            self.update()

    def _show_tone_button(self) -> None:
        """There wherever the picture is altered; otherwise under the pointer, where it is in nobody's way."""
        plan, altered = self._plan(), not self._tone.neutral
        button = self._tone_button
        button.move(plan.button, (HEADER - button.height()) // 2)
        button.setIcon(theme.icon("circle-half", theme.ACCENT if altered else theme.MUTED))
        said = tr("Shown with {tone}. Films and exports are not affected.") if altered else \
            tr("Brightness and contrast of this picture. Films and exports are not affected.")
        button.setToolTip(said.format(tone=self._tone.words()))
        button.setAccessibleName(tr("Brightness and contrast of {view}").format(view=self._name))
        button.setVisible(self._image is not None and (altered or (self._pointed and plan.roomy)))

    @property
    def frame_index(self) -> int | None:
        """The frame whose picture is on screen."""
        return None if self._frame is None else self._frame.index

    def set_people(self, people: list[Person2D], skeleton: Skeleton = COCO17) -> None:
        """The people of the frame on screen."""
        self._people, self._skeleton, self._hover = list(people), skeleton, None
        self.update(self.room.toAlignedRect())

    def set_beside(self, found: beside.Beside | None) -> None:
        """What another detector found in the frame on screen."""
        self._beside = found
        self.update()

    def set_overlay(self, options: OverlayOptions) -> None:
        self._overlay = options
        self.update()

    def set_empty(self, text: str = "") -> None:
        """Take the picture away and say why there is none (nothing opened, 'Opening …')."""
        self._frame = self._image = self._position = None
        self._people, self._error, self._empty = [], "", text or tr("No video")
        self._arrived()
        self._describe()

    def set_error(self, message: str) -> None:
        """Say what is wrong over the (dimmed) picture; '' ends it. The next picture ends it too."""
        self._error = message
        self._arrived()
        self._describe()

    def set_tool(self, tool: Tool | None) -> None:
        """Something that mouse and keys are for from now on, where it takes them; None: nothing."""
        if tool is not self._tool:
            self._tool, self._hover = tool, None
            self._gesture = "" if self._gesture == "tool" else self._gesture
            self._show_cursor()
            self.update()

    @property
    def room(self) -> QRectF:
        """The pane's place for the picture."""
        return self._lens.room

    def pixels_around(self, spot: QPointF, across: float) -> tuple[QImage, QRectF] | None:
        """The picture as it was decoded, and the part of it that lies within a square of the pane."""
        if self._image is None:
            return None
        picture = self._lens.picture()
        share = self._image.width() / picture.width()
        left, top = spot.x() - across / 2 - picture.left(), spot.y() - across / 2 - picture.top()
        return self._image, QRectF(left * share, top * share, across * share, across * share)

    def set_box_mode(self, on: bool) -> None:
        """A drag draws a box instead of panning."""
        self._box_mode = on
        self._show_cursor()

    def _describe(self) -> None:
        self.setAccessibleName(tr("Video {view}").format(view=self._name))
        self.setAccessibleDescription(self._error or (self._empty if self._image is None else ""))
        self._show_tone_button()
        self.update()

    def _arrived(self) -> None:
        self._late_timer.stop()
        self._late = False

    def _now_late(self) -> None:
        self._late = True
        self.update()

    # Zoom and pan

    def fit(self) -> None:
        """The whole picture."""
        self._lens.fit()
        self._moved()
        self.steered.emit()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Closer (factor > 1) or further, keeping a point of the pane (its middle) in place."""
        self._lens.zoom_by(factor, around)
        self._moved()
        self.steered.emit()

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pane pixels."""
        self._lens.pan(dx, dy)
        self._moved()
        self.steered.emit()

    def look_at(self, x: float, y: float, across: float | None = None) -> None:
        """Centre on a video pixel, as near as the picture's edges allow. across: zoom until so many video pixels are
        seen along the shorter side; None: stay as close as now."""
        self._lens.look_at(x, y, across)
        self._moved()

    def to_pane(self, x: float, y: float) -> QPointF:
        """Video pixels → pane pixels."""
        return self._lens.to_pane(x, y)

    def to_video(self, spot: QPointF) -> tuple[float, float]:
        """Pane pixels → video pixels."""
        return self._lens.to_video(spot)

    def _header(self) -> QRect:
        return QRect(0, 0, self.width(), HEADER)

    def _place(self) -> None:
        """The pane's or the picture's size has changed: the picture lies below the title, inside the border."""
        lens = self._lens
        lens.room = QRectF(2, HEADER, max(self.width() - 4, 1), max(self.height() - HEADER - 2, 1))
        lens.ratio = self.devicePixelRatioF()
        if self._frame is not None:
            lens.size = self._frame.size
        lens.keep_inside()
        self._moved()

    def _moved(self) -> None:
        """Repaint, and ask for the pixels that this place needs once it has rested."""
        self._show_cursor()
        self._settle_timer.start()
        self.update()

    def _ask_size(self) -> None:
        self._lens.ratio = self.devicePixelRatioF()  # the window may have gone to another screen
        target = self._lens.needed()
        if target != self._target:
            self._target = target
            self.target_changed.emit(*target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        self._show_tone_button()

    # Mouse and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._image is not None:
            self.zoom(1.0015 ** (event.angleDelta().y() or event.pixelDelta().y()), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.RightButton and self._tool is not None and self._image is not None:
            self._tool.menu(self, event.position())
        if self._image is None or not (left or event.button() == Qt.MouseButton.MiddleButton):
            return
        self._press = self._last = event.position()
        if left and self._tool is not None and self._tool.press(self, event.position()):
            self._gesture = "tool"
            self._show_cursor()
            return
        boxing = left and (self._box_mode or event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._gesture = "box" if boxing else "click" if left else "pan"
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.pointer = event.position()
        if self._press is None or self._last is None:
            self._hover_at(spot)
            return
        if self._gesture == "tool":
            if self._tool is not None:
                self._tool.move(self, spot)
            return
        if self._gesture == "click" and (spot - self._press).manhattanLength() >= QApplication.startDragDistance():
            self._gesture = "pan"
        if self._gesture == "pan":
            self.pan(spot.x() - self._last.x(), spot.y() - self._last.y())
        self._last = spot
        self._show_cursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        gesture, self._gesture = self._gesture, ""
        self._show_cursor()
        if press is None:
            return
        if gesture == "tool":
            if self._tool is not None:
                self._tool.release(self)
        elif self._tool is not None:
            self.update()  # no other person is chosen by a click while joints are corrected
        elif gesture == "click" and self._lens.picture().contains(press):
            self._picked_at = self.to_video(press)
            self._click_timer.start()
        elif gesture == "box":
            self._finish_box(press, event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._click_timer.stop()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._tool is not None:  # two quick presses on a joint are two presses
            self.mousePressEvent(event)
        else:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # That of the right button may go to a menu that is closed by now (Qt 6.11), so the press itself counts.
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._tool is not None and self._image is not None:
            self._tool.menu(self, None)

    def _finish_box(self, start: QPointF, end: QPointF) -> None:
        """A box of at least 8 pane pixels, held inside the picture; anything smaller was a click on a person."""
        rect = QRectF(start, end).normalized().intersected(self._lens.picture())
        if rect.width() >= 8 and rect.height() >= 8:
            self.boxed.emit(*self.to_video(rect.topLeft()), *self.to_video(rect.bottomRight()))
        elif self._lens.picture().contains(start):
            self.picked.emit(*self.to_video(start))

    def _pick(self) -> None:
        self.picked.emit(*self._picked_at)

    def _hover_at(self, spot: QPointF) -> None:
        """Of several people, mark the one a click would choose: the smallest box that the pointer is in."""
        hits = []
        if len(self._people) > 1 and self._tool is None:
            x, y = self.to_video(spot)
            for person in self._people:
                box = person.extent()
                if box is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    hits.append(((box[2] - box[0]) * (box[3] - box[1]), person.id, person))
        found = min(hits, key=lambda hit: hit[:2])[2] if hits else None
        if found is not self._hover:
            self._hover = found
            self._show_cursor()
            self.update()

    def _show_cursor(self) -> None:
        if self._gesture == "pan":
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._box_mode or self._gesture in ("box", "tool"):
            shape = Qt.CursorShape.CrossCursor
        elif self._hover is not None:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor if self._lens.zoom > 1 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def leaveEvent(self, event: object) -> None:
        self._hover, self._pointed, self.pointer = None, False, None
        self._show_tone_button()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointed = True
        self._show_tone_button()
        self._hover_at(event.position())

    def event(self, event: QEvent) -> bool:
        # A key that the tool takes is no command of the window meanwhile.
        if (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._tool is not None
                and self._tool.takes(event)):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if self._tool is None:
            return super().focusNextPrevChild(next)
        self._tool.step_joint(1 if next else -1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tool is not None and self._tool.key(self, event):
            return
        steps = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
        if event.key() in steps:
            self.zoom(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.activated.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if event.rect().bottom() >= HEADER:
            self._paint_room(painter)
        if event.rect().top() < HEADER:
            self._paint_header(painter)
        painter.setClipping(False)
        strong = self._active or self.hasFocus()
        edge = self._colour if strong else theme.mix(self._colour, theme.BACKGROUND, 0.62)
        painter.setPen(QPen(QColor(edge), 2 if strong else 1))
        inset = 1.0 if strong else 0.5
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()

    def _paint_room(self, painter: QPainter) -> None:
        room = self._lens.room
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        painter.setClipRect(room)
        if self._image is not None:
            ratio = self.devicePixelRatioF()
            picture, own = self._lens.picture(), QSizeF(self._image.size()) / ratio
            # A picture made for this place is drawn as it is, even where its size was rounded otherwise. Far enough in,
            # the video's pixels themselves are what one wants to see.
            made_for_it = max(abs(picture.width() - own.width()), abs(picture.height() - own.height())) * ratio <= 1
            if made_for_it and self._lens.zoom == 1:
                picture = QRectF(picture.topLeft(), own)
            smooth = not made_for_it and self._lens.scale * ratio < NEAREST_FROM
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(picture, self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_people(painter)
            if self._tool is not None:
                self._tool.paint(self, painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._error:
            painter.fillRect(room, QColor(10, 12, 15, 205))
            theme.paint_message(painter, room, "warning-circle", theme.DANGER, self._error, theme.TEXT)
        elif self._image is None:
            theme.paint_message(painter, room, "film-strip", theme.OUTLINE, self._empty, theme.MUTED)
        elif self._late:
            theme.paint_chip(painter, tr("Decoding …"), room.left() + 8, room.bottom() - 32)
        elif self._apart_s is not None and not self._apart_fits():
            theme.paint_chip(painter, _apart(self._apart_s)[0], room.left() + 4, room.bottom() - 28)

    def _paint_people(self, painter: QPainter) -> None:
        scale, place = self._lens.scale, self._lens.placing()
        for person in sorted(self._people, key=lambda p: p.is_athlete):
            draw_person(painter, person, self._skeleton, self._colour, self._overlay, place, scale)
        if self._beside is not None:
            beside.paint(painter, self._beside, self._overlay, place, scale)
        room = self._lens.room
        if self._overlay.scores and self._people:
            draw_score_legend(painter, room.right() - 8, room.bottom() - 8)
        hover = self._hover.extent() if self._hover is not None else None
        if hover is not None and self._hover is not None and not self._gesture:
            rect = QRectF(self.to_pane(*hover[:2]), self.to_pane(*hover[2:]))
            painter.setPen(QPen(QColor(theme.TEXT), 1.5))
            painter.drawRoundedRect(rect, 4, 4)
            if not self._hover.is_athlete:
                top = max(rect.top() - 28, HEADER + 4)
                theme.paint_chip(painter, tr("Click: follow this person"), rect.left(), top)
        if self._gesture == "box" and self._press is not None and self._last is not None:
            painter.setPen(QPen(QColor(self._colour), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour(self._colour, 0.15))
            painter.drawRect(QRectF(self._press, self._last).normalized())
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_header(self, painter: QPainter) -> None:
        painter.setClipping(False)
        pane_header.paint(painter, self._plan(), self.width(), self._colour)
        if self._beside is not None:
            beside.legend(painter, self._beside, self._plan(), self._colour, self._lens.room)

    def _plan(self) -> pane_header.Plan:
        return pane_header.plan(self._name, self._read_outs(), self.width(), not self._tone.neutral)

    def _apart_fits(self) -> bool:
        """Whether the title has room for how far away the frame is; in a narrow pane it stands on the picture."""
        return self._apart_s is None or self._position is None or len(self._plan().read_outs) > 1

    def _read_outs(self) -> list[tuple[str, str]]:
        """Time and frame number with their colours, the more important first."""
        if self._position is None:
            return []
        index, count, seconds = self._position
        apart = [] if self._apart_s is None else [_apart(self._apart_s)]
        return [(format_time(seconds), theme.TEXT), *apart, (f"{index} / {max(count - 1, 0)}", theme.MUTED)]


def _apart(seconds: float) -> tuple[str, str]:
    """'+4.2 ms' and its colour: a warning where no frame is near, since the camera was not running then."""
    if abs(seconds) < 0.1:
        value = f"{1000 * seconds:+.1f} ms"
    else:
        value = f"{seconds:+.2f} s"
    return value.replace("-", "−").replace("+0.0 ms", "±0 ms").replace("−0.0 ms", "±0 ms"), (
        theme.MUTED if abs(seconds) < 0.1 else theme.WARNING)
