"""Fingers in the coach view: one does what the mouse does, two enlarge and shift, a swipe moves what is scrolled."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QEvent, QObject, QPointF, QPropertyAnimation, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

SWIPE = 12.0       # px that a finger goes before it is no touch any more
GLIDE_S = 0.25     # that a swipe goes on at its speed, about
GLIDE_MS = 400
RECENT_S = 0.1     # of a swipe tell its speed
RELEASED = QEventPoint.State.Released
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Fingers(QObject):
    """Over a picture that can be enlarged. zoom(factor, spot) and shift(dx, dy) are what two fingers do, pixels of the
    part; drop(): what one finger had begun when the second came is not meant."""

    def __init__(self, part: QWidget, zoom: Callable[[float, QPointF], object],
                 shift: Callable[[float, float], object], drop: Callable[[], object]) -> None:
        super().__init__(part)
        self._part, self._zoom, self._shift, self._drop = part, zoom, shift, drop
        self._fingers = 0                  # one is a mouse, two are a pinch; 0 when none is down
        self._spots: dict[int, QPointF] = {}  # where those are that are down
        self._pair: tuple[QPointF, float] | None = None  # where the two were last: their middle, how far apart
        part.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        part.installEventFilter(self)

    def end(self) -> None:
        """The part is touched as before."""
        self._part.removeEventFilter(self)
        self._part.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QTouchEvent) or not _on_screen(event):
            return False
        event.accept()
        self._follow(event.points())
        if self._fingers == 0 and event.type() == QEvent.Type.TouchBegin:
            self._fingers = 1
            send(self._part, QEvent.Type.MouseButtonPress, event.points()[0])
        if self._fingers == 1 and (len(self._spots) > 1 or event.type() == QEvent.Type.TouchCancel):
            self._fingers, self._pair = 2, None
            self._drop()
            send(self._part, QEvent.Type.MouseButtonRelease, event.points()[0])
        if self._fingers == 2:
            self._pinch()
        elif self._fingers == 1:
            self._as_mouse(event.points()[0])
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._fingers, self._pair = 0, None
            self._spots.clear()
        return True

    def _follow(self, points: Sequence[QEventPoint]) -> None:
        for point in points:
            if point.state() == RELEASED:
                self._spots.pop(point.id(), None)
            elif point.state() != QEventPoint.State.Stationary:  # such a one is said to be anywhere
                self._spots[point.id()] = QPointF(point.position())

    def _as_mouse(self, point: QEventPoint) -> None:
        if point.state() == QEventPoint.State.Updated:
            send(self._part, QEvent.Type.MouseMove, point)
        elif point.state() == RELEASED:
            send(self._part, QEvent.Type.MouseButtonRelease, point)

    def _pinch(self) -> None:
        """From where the two fingers were to where they are; one that is left when the other went does nothing."""
        if len(self._spots) < 2:
            self._pair = None
            return
        a, b = (self._spots[id] for id in sorted(self._spots)[:2])
        middle, apart = (a + b) / 2, max(_length(b - a), 1.0)
        if self._pair is not None:
            before, was = self._pair
            self._zoom(apart / was, before)
            self._shift(middle.x() - before.x(), middle.y() - before.y())
        self._pair = middle, apart


class Swipe(QObject):
    """Lets a finger move what can be scrolled, along one direction, with a little way to glide; a touch is a click."""

    def __init__(self, area: QScrollArea, along: Qt.Orientation) -> None:
        super().__init__(area)
        across = along == Qt.Orientation.Horizontal
        self._area, self._across = area, across
        self._bar = area.horizontalScrollBar() if across else area.verticalScrollBar()
        self._glide = QPropertyAnimation(self._bar, b"value", self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._start, self._value, self._swiping = QPointF(), 0, False
        self._way: list[tuple[float, float]] = []  # seconds and pixels of the last moves
        self._touched = (0.0, QPointF())           # the touch before, of which this one may make a double click
        area.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QTouchEvent) or not _on_screen(event):
            return False
        event.accept()
        point = event.points()[0]
        at = point.position().x() if self._across else point.position().y()
        if event.type() == QEvent.Type.TouchBegin:
            self._glide.stop()
            self._start, self._value, self._swiping = point.position(), self._bar.value(), False
            self._way = [(time.monotonic(), at)]
            return True
        gone = at - (self._start.x() if self._across else self._start.y())
        self._swiping = self._swiping or abs(gone) > SWIPE
        if self._swiping and event.type() != QEvent.Type.TouchCancel:
            self._way.append((time.monotonic(), at))
            self._bar.setValue(round(self._value - gone))
        if event.type() == QEvent.Type.TouchEnd:
            self._let_go() if self._swiping else self._touch(point)
        return True

    def _let_go(self) -> None:
        """It glides on, as fast as it was swiped last."""
        end, where = self._way[-1]
        since, whence = next(one for one in self._way if one[0] >= end - RECENT_S)
        if end - since > 0.01 and self._glide.state() != QAbstractAnimation.State.Running:
            self._glide.setStartValue(self._bar.value())
            self._glide.setEndValue(round(self._bar.value() - (where - whence) / (end - since) * GLIDE_S))
            self._glide.start()

    def _touch(self, point: QEventPoint) -> None:
        """What is under the finger is clicked, a second time soon after doubly."""
        view = self._area.viewport()
        target = view.childAt(self._start.toPoint()) or view
        now, (before, where) = time.monotonic(), self._touched
        double = now - before < QApplication.doubleClickInterval() / 1000 and _length(self._start - where) < 2 * SWIPE
        self._touched = (0.0 if double else now, self._start)
        for kind in (QEvent.Type.MouseButtonDblClick if double else QEvent.Type.MouseButtonPress,
                     QEvent.Type.MouseButtonRelease):
            send(target, kind, point)
        taking: QWidget | None = target
        while taking is not None and taking is not view:
            if taking.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                taking.setFocus(Qt.FocusReason.MouseFocusReason)
                break
            taking = taking.parentWidget()


def send(part: QWidget, kind: QEvent.Type, point: QEventPoint) -> None:
    """What a finger does, as the left button would do it."""
    spot = QPointF(part.mapFromGlobal(point.globalPosition()))
    which, held = (NONE if kind == QEvent.Type.MouseMove else LEFT,
                   NONE if kind == QEvent.Type.MouseButtonRelease else LEFT)
    QApplication.sendEvent(part, QMouseEvent(kind, spot, point.globalPosition(), which, held,
                                             Qt.KeyboardModifier.NoModifier))


def _on_screen(event: QTouchEvent) -> bool:
    """Whether it comes from fingers on a screen; a touch pad moves the pointer, and scrolls."""
    device = event.device()
    return device is None or device.type() == QInputDevice.DeviceType.TouchScreen


def _length(vector: QPointF) -> float:
    return float((vector.x() ** 2 + vector.y() ** 2) ** 0.5)
