"""Before and after over one another: a handle that is dragged uncovers one under the other. The bodies turn, too."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.body import camera_to_scene
from app.orbit import Orbit
from app.words import tr
from core.skeleton import H36M17

GRIP = 14     # px about the handle in which it is meant
STEP = 0.05   # of the width, by a key
MARGIN = 30   # px around the bodies

Poses = NDArray[np.float32]  # (2, 17, 3) metres in a camera's axes, of two views


class Wipe(QWidget):
    """moved(share): the handle is elsewhere. Dragged elsewhere than at the handle, the bodies turn."""

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.5  # of the width, from which `after` is shown
        self._before: Poses | None = None
        self._after: Poses | None = None
        self._colours: tuple[str, str] = (theme.VIEW_COLOURS[0], theme.VIEW_COLOURS[1])
        self._orbit = Orbit()
        self._drag: str = ""
        self._last = QPointF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Before and after"))
        self.setAccessibleDescription(tr("Left and right arrow keys move the border between the two"))
        self.setToolTip(tr("Drag the handle to uncover the one under the other; drag elsewhere to turn the bodies"))

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def set_poses(self, before: Sequence[object], after: Sequence[object], colours: tuple[str, str]) -> None:
        """(2, 17, 3) each, of the two views, moved onto one another."""
        self._before, self._after = (np.asarray(each, np.float32).reshape(2, len(H36M17), 3)
                                     for each in (before, after))
        self._colours = colours
        self.update()

    def set_share(self, share: float) -> None:
        share = min(max(share, 0.0), 1.0)
        if share != self.share:
            self.share = share
            self.update()
            self.moved.emit(share)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        painter.fillRect(room, QColor(theme.BACKGROUND))
        if self._before is not None and self._after is not None:
            x = self._x
            for poses, clip in ((self._before, QRectF(0, 0, x, room.height())),
                                (self._after, QRectF(x, 0, room.width() - x, room.height()))):
                painter.setClipRect(clip)
                self._paint_bodies(painter, poses)
            painter.setClipping(False)
            self._paint_handle(painter, x)
        painter.end()

    @property
    def _x(self) -> float:
        return round(self.share * self.width())

    def _paint_bodies(self, painter: QPainter, poses: Poses) -> None:
        assert self._before is not None and self._after is not None
        right, up, _ = self._orbit.axes()
        every = camera_to_scene(np.concatenate((self._before, self._after)))
        middle = (every.reshape(-1, 3).min(axis=0) + every.reshape(-1, 3).max(axis=0)) / 2
        reach = float(np.linalg.norm(every - middle, axis=-1).max())  # turned, they still fit
        high = float(np.ptp(every[..., 2])) / 2
        scale = min((self.height() / 2 - MARGIN) / max(high, 0.3), (self.width() / 2 - MARGIN) / max(reach, 0.3))
        scene = camera_to_scene(poses) - middle
        flat = np.stack([scene @ right, -(scene @ up)], axis=-1) * scale + [self.width() / 2, self.height() / 2]
        painter.setPen(QPen(theme.colour(theme.DANGER, 0.5), 1, Qt.PenStyle.DotLine))
        for a, b in zip(flat[0].tolist(), flat[1].tolist(), strict=True):
            painter.drawLine(QPointF(*a), QPointF(*b))
        for points, colour in zip(flat.tolist(), self._colours, strict=True):
            painter.setPen(QPen(QColor(colour), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for a, b in H36M17.bones:
                painter.drawLine(QPointF(*points[a]), QPointF(*points[b]))

    def _paint_handle(self, painter: QPainter, x: float) -> None:
        theme.paint_chip(painter, tr("Before"), 8, 8)
        painter.setFont(theme.font(theme.SMALL))
        after = tr("After")
        theme.paint_chip(painter, after, self.width() - painter.fontMetrics().horizontalAdvance(after) - 24, 8)
        accent = QColor(theme.ACCENT if self.hasFocus() or self._drag == "wipe" else theme.TEXT)
        painter.setPen(QPen(accent, 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        y = self.height() - 22.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(x, y), 11, 11)
        painter.setBrush(QColor(theme.BACKGROUND))
        for side in (-1, 1):
            painter.drawPolygon(QPolygonF([QPointF(x + side * 7, y), QPointF(x + side * 3, y - 4),
                                           QPointF(x + side * 3, y + 4)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = "wipe" if abs(event.position().x() - self._x) <= GRIP else "turn"
            self._last = event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._drag == "wipe":
            self.set_share(spot.x() / max(self.width(), 1))
        elif self._drag == "turn":
            self._orbit.turn(spot.x() - self._last.x(), spot.y() - self._last.y())
            self.update()
        near = self._drag == "wipe" or abs(spot.x() - self._x) <= GRIP
        self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.OpenHandCursor)
        self._last = spot

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = ""
        self.update()

    def event(self, event: QEvent) -> bool:
        if takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_share(self.share + step)


def takes(event: QEvent) -> bool:
    """Whether it asks for the left or right arrow key, which step frames where nobody takes them."""
    return (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers())
