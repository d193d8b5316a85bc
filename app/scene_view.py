"""The 3D view: one skeleton a view on a floor, orbited with the mouse."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app import figures, laid, theme
from app.body import Skeleton3D, camera_to_scene, floor_of
from app.figures import Solid
from app.laid import Laid
from app.orbit import LOOKS, Orbit
from app.scene_gl import Grid, RenderThread
from app.words import marked, tr

HEADER, TALL = 32, 48  # px of what stands above the picture, for a pointer and for fingers
APART_M = 1.2  # between skeletons side by side
BUTTONS = {  # from where they look, what they say and their hints
    "front": (marked("Front"), marked("Look from the front")), "side": (marked("Side"), marked("Look from the side")),
    "top": (marked("Top"), marked("Look from the top")),
    "reset": (marked("Reset"), marked("Reset the camera  (double click)")),
}
AXES = ("#ff8a80", "#7fd88f", "#7fb2ff")  # x, y, z
__all__ = ["SceneView", "Skeleton3D", "camera_to_scene", "floor_of"]
REST_MS = 180  # after this long without a change, software OpenGL draws once more with smooth edges


class SceneView(QWidget):
    """The 3D pane. Works without OpenGL too: then it says what is missing.

    Left drag orbits, right or middle drag (or Shift + left) moves, wheel zooms, double click resets.
    looked(name): the camera went to 'front', 'side', 'top' or 'reset'; '' once it was moved by hand.
    """

    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.renderer = ""  # OpenGL renderer and version, once drawn; for the diagnostics
        self._skeletons: list[Skeleton3D] = []
        self._laid: Laid | None = None  # a comparison in place of the skeletons
        self._trails, self._mode, self._apart = False, "ground", True
        self._empty = tr("No 3D pose yet")
        self._fault = ""
        self._orbit = Orbit()
        self._render: RenderThread | None = None
        self._software = True  # until it is known
        self._coarse = False   # half the pixels either way, while anything moves
        self._image: QImage | None = None
        self._ordered, self._arrived = 0, 0  # numbers of the newest order and of the picture on screen
        self._last: QPointF | None = None
        self._look = "reset"
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._draw_smooth)
        self._moving = False
        self._top = HEADER
        self._buttons = self._make_header()
        self.setMinimumSize(240, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("3D view"))

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    @property
    def up_to_date(self) -> bool:
        """Whether the picture on screen is the newest asked for, with smooth edges; true where there can be none."""
        if self._fault or self._render is None:
            return True
        return bool(self.renderer) and self._arrived == self._ordered and not self._rest.isActive()

    # What it shows

    def set_skeletons(self, skeletons: list[Skeleton3D]) -> None:
        """Show these; a view that is not among them disappears."""
        self._show(list(skeletons), None)

    def set_laid(self, laid: Laid) -> None:
        """Show views laid over one another instead; `set_skeletons` goes back to one beside the other."""
        self._show(list(laid.shown), laid)

    def _show(self, skeletons: list[Skeleton3D], laid: Laid | None) -> None:
        before, after = (_frame(kept, also) for kept, also in ((self._skeletons, self._laid), (skeletons, laid)))
        self._skeletons, self._laid = skeletons, laid
        if before != after:
            if self._look == "reset":  # until someone takes the camera, it keeps everyone in view
                self._aim("reset")
            self.update()
        self._draw()

    def set_trails(self, on: bool) -> None:
        self._trails = on
        self._draw()

    def set_mode(self, mode: str) -> None:
        """'ground': on the floor estimated over the clip. 'root': the pelvis stays at one place."""
        if mode not in ("ground", "root"):
            raise ValueError(f"mode is 'ground' or 'root', not {mode!r}")
        self._mode = mode
        self._draw()

    def set_apart(self, apart: bool) -> None:
        """Side by side (True) or all at one place, to compare shapes."""
        self._apart = apart
        if self._look == "reset":
            self._aim("reset")
        self._draw()

    def set_for_fingers(self, on: bool) -> None:
        """Buttons as large as a finger, or as a pointer needs them."""
        self._top = TALL if on else HEADER
        for button in self._buttons.values():
            button.setFixedHeight(self._top - 4)
            button.setMinimumWidth(self._top - 4 if on else 0)
        self._place_header()
        self._draw(figures_too=False)

    @property
    def header(self) -> int:
        """px above the picture."""
        return self._top

    @property
    def software(self) -> bool:
        """Whether the processor draws it."""
        return self._software and self._render is not None

    def set_coarse(self, coarse: bool) -> None:
        """Draw pictures of half the size, shown larger, while anything moves; whole ones again at rest."""
        if coarse != self._coarse:
            self._coarse = coarse
            self._draw(figures_too=False)

    def set_empty(self, text: str) -> None:
        """What to say while there is no skeleton."""
        self._empty = text
        self.update()

    def look(self, name: str) -> None:
        """'front', 'side', 'top' or 'reset', which also brings back distance and centre."""
        if name not in LOOKS:
            raise ValueError(f"look is one of {', '.join(LOOKS)}, not {name!r}")
        self._aim(name)
        self._set_look(name)
        self._draw(figures_too=False)

    @property
    def seen_from(self) -> tuple[float, float]:
        """Azimuth and elevation of the eye, degrees, as in Orbit."""
        return self._orbit.azimuth, self._orbit.elevation

    def to_pane(self, point: NDArray[np.floating]) -> QPointF | None:
        """Where a point of the scene, metres, is in the pane; None behind the eye."""
        room, clip = QRectF(self._room()), self._matrix().astype(np.float64) @ np.array([*point, 1.0])
        if clip[3] <= 0.05:
            return None
        x, y = clip[:2] / clip[3]
        return QPointF(room.left() + (x + 1) / 2 * room.width(), room.top() + (1 - y) / 2 * room.height())

    def to_scene(self, spot: QPointF, through: NDArray[np.floating]) -> tuple[float, float, float]:
        """The place under a spot of the pane that is as far from the eye as a point of the scene, metres."""
        room = QRectF(self._room())
        x, y = 2 * (spot.x() - room.left()) / room.width() - 1, 1 - 2 * (spot.y() - room.top()) / room.height()
        place = self._orbit.under(x, y, room.width() / room.height(), through)
        return float(place[0]), float(place[1]), float(place[2])

    def _aim(self, name: str) -> None:
        people = max(len(self._skeletons), 1) if self._apart and self._laid is None else 1
        width = max((people - 1) * APART_M + 1.6, self._laid.reach if self._laid is not None else 0.0)
        room, (columns, rows) = self._room(), self._cells()
        self._orbit.look(name, width, 1.8, (room.width() / columns) / (room.height() / rows))

    def _set_look(self, name: str) -> None:
        self._look = name
        for key, button in self._buttons.items():
            button.setChecked(key == name and key != "reset")
        self.update()
        self.looked.emit(name)

    # Making it

    def _make_header(self) -> dict[str, QToolButton]:
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addStretch(1)
        buttons = {}
        for name, (text, hint) in BUTTONS.items():
            button = QToolButton(self)
            button.setText(tr(text))
            button.setCheckable(name != "reset")
            button.setToolTip(tr(hint))
            button.setAccessibleName(button.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFont(theme.font(theme.SMALL))
            button.setFixedHeight(28)
            button.clicked.connect(lambda _=False, name=name: self.look(name))
            row.addWidget(button)
            buttons[name] = button
        self._header = QWidget(self)
        self._header.setLayout(row)
        return buttons

    def showEvent(self, event: QShowEvent) -> None:
        """OpenGL is begun, in its thread, when the pane is first seen."""
        super().showEvent(event)
        if self._render is None and not self._fault:
            render = RenderThread(self._ordered)
            render.begun.connect(self._begun)
            render.drawn.connect(self._drawn)
            render.failed.connect(self._failed)
            self.destroyed.connect(render.stop)
            self._render = render
            render.start()
            self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """And ended when it is put away or its window closes; a minimized window (spontaneous) keeps it."""
        if not event.spontaneous() and not self._moving:
            self._end_render()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Put in another place meanwhile, for which Qt hides it, it goes on where it was."""
        self._moving = True
        try:
            yield
        finally:
            self._moving = False
            if not self.isVisible():
                self._end_render()

    def _end_render(self) -> None:
        if self._render is not None:
            self.destroyed.disconnect(self._render.stop)
            self._render.stop()
            self._render = None
            self._rest.stop()

    def _begun(self, renderer: str, software: bool) -> None:
        self.renderer, self._software = renderer, software
        self._draw()

    def _drawn(self, image: QImage, order: int) -> None:
        self._arrived, self._image = order, image
        self.update(self._room())

    def _failed(self, message: str) -> None:
        self._fault = message
        self._image = None
        self.setAccessibleDescription(message)
        self.update()

    # Drawing

    def _room(self) -> QRect:
        return QRect(1, self._top, max(self.width() - 2, 1), max(self.height() - self._top - 1, 1))

    def _draw(self, figures_too: bool = True) -> None:
        """Ask for a new picture: of new figures, or of the same from a new place."""
        if self._render is None:
            return
        self._order(self._solids() if figures_too else None, smooth=not self._software)
        if self._software:
            self._rest.start()

    def _draw_smooth(self) -> None:
        self._order(None, smooth=True)

    def _order(self, solids: tuple[Solid, ...] | None, smooth: bool) -> None:
        room, ratio, cells = self._room(), self.devicePixelRatioF(), self._cells()
        if self._coarse and not smooth:
            ratio /= 2
        size = (max(round(room.width() * ratio), 1), max(round(room.height() * ratio), 1))
        if self._render is not None:
            self._ordered = self._render.draw(solids, cells, size, self._matrix(), smooth)

    def _matrix(self) -> NDArray[np.float32]:
        """Of a cell of the picture; all are seen from one place."""
        room, (columns, rows) = self._room(), self._cells()
        return self._orbit.matrix((room.width() / columns) / (room.height() / rows))

    def _cells(self) -> Grid:
        room = self._room()
        return (1, 1) if self._laid is None else self._laid.cells(room.width(), room.height())

    def _solids(self) -> tuple[Solid, ...]:
        """All figures with their shadows, and trails, as one for each cell."""
        if self._laid is not None:
            return self._laid.solids(self._laid_shift(self._laid))
        solids: list[Solid] = []
        shadows: list[Solid] = []
        ground = figures.rgba(figures.SHADOW)
        for skeleton, offset in zip(self._skeletons, self._offsets(), strict=True):
            shift = self._shift(skeleton) + offset
            body = figures.person((skeleton.points + shift).astype(np.float32), skeleton.skeleton, skeleton.colour)
            solids += body
            shadows += figures.shadow(body, ground)
            if self._trails and skeleton.trail is not None and len(skeleton.trail) > 1:
                way = skeleton.trail.reshape(len(skeleton.trail), -1, 3) + shift
                solids += figures.trail(way.astype(np.float32), skeleton.colour, theme.BACKGROUND)
        return (figures.join(shadows + solids),)

    def _laid_shift(self, laid: Laid) -> NDArray[np.float32]:
        """One for all bodies of a comparison, which must not be moved against each other."""
        if self._mode == "root" and laid.bodies and np.isfinite(laid.anchor).all():
            return np.asarray(np.array([0, 0, laid.bodies[0].root_z], np.float32) - laid.anchor)
        return np.zeros(3, np.float32)

    def _shift(self, skeleton: Skeleton3D) -> NDArray[np.float32]:
        """What brings a skeleton to its place: the clip's floor to z = 0, or its root over the origin."""
        if self._mode == "root" and np.isfinite(skeleton.points[0]).all():
            height = skeleton.root_z - skeleton.floor
            return np.asarray(np.array([0, 0, height], np.float32) - skeleton.points[0])
        return np.array([0, 0, -skeleton.floor], np.float32)

    def _offsets(self) -> NDArray[np.float32]:
        """(N, 3): side by side along x, in the order of the views."""
        n = len(self._skeletons)
        offsets = np.zeros((n, 3), np.float32)
        if self._apart:
            offsets[:, 0] = (np.arange(n) - (n - 1) / 2) * APART_M
        return offsets

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_header()
        if self._look == "reset":
            self._aim("reset")  # a pane grown taller or narrower would cut people off at its sides
        self._draw(figures_too=False)

    def _place_header(self) -> None:
        left = 60 if self._top == HEADER else 40
        self._header.setGeometry(left, 0, max(self.width() - left, 1), self._top)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None:
            return
        step, self._last = event.position() - self._last, event.position()
        turning = event.buttons() & Qt.MouseButton.LeftButton
        if turning and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._orbit.turn(step.x(), step.y())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.pan(step.x(), step.y())
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            return
        self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.look("reset")

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.2)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / 1.2)
        elif event.key() == Qt.Key.Key_0:
            self.look("reset")
        else:
            super().keyPressEvent(event)

    def zoom(self, factor: float) -> None:
        """Closer (factor > 1) or further."""
        self._orbit.zoom(factor)
        self._moved()

    def pan(self, dx: float, dy: float) -> None:
        """Shift what is seen by pixels of the pane."""
        self._orbit.move(dx, dy, self._room().height())
        self._moved()

    def _moved(self) -> None:
        """The camera was moved by hand."""
        if self._look:
            self._set_look("")
        self._draw(figures_too=False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self._room()
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        if self._image is not None:
            self._paint_picture(painter, room, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._fault:
            theme.paint_message(painter, QRectF(room), "warning-circle", theme.DANGER, self._fault, theme.TEXT)
        else:
            beside = self.height() < self._top + 20 * len(self._skeletons) + 104  # beside the names, not over them
            self._paint_axes(painter, QPointF(self._beside_names() if beside else 44, self.height() - 44))
            if self._laid is not None:
                self._paint_laid(painter, self._laid, QRectF(room))
            if not self._skeletons:
                theme.paint_message(painter, QRectF(room), "person-simple-run", theme.OUTLINE, self._empty, theme.MUTED)
        if self._cells() == (1, 1):
            self._paint_legend(painter)
        painter.fillRect(QRect(0, 0, self.width(), self._top), QColor(theme.SURFACE))
        painter.setFont(theme.font(theme.BODY, theme.STRONG))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(QRect(12, 0, 60, self._top), Qt.AlignmentFlag.AlignVCenter, "3D")
        painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _beside_names(self) -> float:
        """px from the left to the middle of the axes, so that they are clear of the legend."""
        metrics = QFontMetrics(theme.font(theme.SMALL))
        widest = max((metrics.horizontalAdvance(skeleton.name) for skeleton in self._skeletons), default=0)
        return max(140.0, min(30 + widest + 44, self.width() / 2))

    def _paint_picture(self, painter: QPainter, room: QRect, image: QImage) -> None:
        """As it is where it was drawn for this room; a coarse one as large as the room."""
        ratio = self.devicePixelRatioF()
        if 1.5 * image.width() < room.width() * ratio:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, image)
        else:
            image.setDevicePixelRatio(ratio)
            painter.drawImage(room.topLeft(), image)

    def _paint_legend(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        y = self._top + 10.0
        for skeleton in self._skeletons:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(skeleton.colour))
            painter.drawRoundedRect(QRectF(12, y + 3, 10, 10), 3, 3)
            painter.setPen(QColor(theme.MUTED))
            text = painter.fontMetrics().elidedText(skeleton.name, Qt.TextElideMode.ElideMiddle, self.width() - 48)
            painter.drawText(QRectF(30, y, self.width() - 36, 16), Qt.AlignmentFlag.AlignVCenter, text)
            y += 20
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_laid(self, painter: QPainter, shown: Laid, room: QRectF) -> None:
        if self._cells() != (1, 1):
            laid.paint_cells(painter, shown, room, self._cells())
            return
        laid.paint_cameras(painter, shown, self._laid_shift(shown), self._matrix(), room)
        if shown.said:
            laid.paint_scale(painter, shown, room.right() - 12, room.bottom() - 12)

    def _paint_axes(self, painter: QPainter, centre: QPointF) -> None:
        """x, y and z as short arms in the lower left corner; one that points at the eye has no name."""
        painter.setFont(theme.font(11, theme.STRONG))
        for (dx, dy), name, colour in zip(self._orbit.directions(), "xyz", AXES, strict=True):
            painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(centre, centre + QPointF(dx, dy) * 26)
            if np.hypot(dx, dy) > 0.2:
                label = centre + QPointF(dx, dy) * 35
                painter.drawText(QRectF(label.x() - 8, label.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, name)


def _frame(skeletons: list[Skeleton3D], shown: Laid | None) -> tuple[object, ...]:
    """What decides what has to be in sight."""
    return len(skeletons), shown.mode if shown is not None else "", bool(shown is not None and shown.cameras)
