"""The 3D view: one skeleton a view on a floor, orbited with the mouse."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app import figures, theme
from core.skeleton import H36M17, Skeleton

HEADER = 32  # px
FIELD_OF_VIEW = 32.0  # degrees
LOOKS = {  # azimuth and elevation in degrees; the cameras that lifted poses come from look along +y
    "reset": (-28.0, 14.0),
    "front": (0.0, 4.0),
    "side": (90.0, 4.0),
    "top": (0.0, 90.0),
}
APART_M = 1.2  # between skeletons side by side
NO_OPENGL = ("The 3D view needs OpenGL 2.1, which this computer does not offer here.\n"
             "Install or update the graphics driver (on Debian: libgl1-mesa-dri, libegl1) and start again.\n"
             "Videos, 2D poses and exports work without it.")


@dataclass(frozen=True, eq=False)
class Skeleton3D:
    """One view's person at the playhead. points: (J, 3) metres in the scene (z up); NaN is not drawn.

    floor: scene z of the floor in this view's whole clip (`floor_of`). trail: (N, 3) or (N, K, 3) earlier places of a
    joint, or of K joints, oldest first. root_z: scene z of the root over the clip, 0 for root-relative poses.
    """

    view_id: str
    name: str
    colour: str
    points: NDArray[np.float32]
    skeleton: Skeleton = field(default=H36M17)
    floor: float = 0.0
    trail: NDArray[np.float32] | None = None
    root_z: float = 0.0


def camera_to_scene(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., 3) camera frame (x right, y down, z forward) → scene (x right, y away from the camera, z up)."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([x, z, -y], axis=-1)


def floor_of(points: NDArray[np.float32]) -> float:
    """Scene z of the floor under a whole clip, points (T, J, 3): the 2nd percentile of the lowest joint a frame.

    One number a clip, never one a frame, so a jump stays a jump; a percentile, so one bad frame does not sink it.
    """
    heights = np.where(np.isfinite(points[..., 2]), points[..., 2], np.inf).min(axis=1)
    known = heights[np.isfinite(heights)]
    return float(np.percentile(known, 2)) if len(known) else 0.0


def find_renderer() -> str:
    """The OpenGL renderer and version; '' where a context cannot be made."""
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    functions = context.functions()
    name = f"{functions.glGetString(0x1F01)}, OpenGL {functions.glGetString(0x1F02)}"  # GL_RENDERER, GL_VERSION
    context.doneCurrent()
    version = context.format().version()
    return name if version >= (2, 1) else ""


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
        self._trails, self._mode, self._apart = False, "ground", True
        self._empty = "No 3D pose yet"
        self._fault = ""
        self._stage: _Stage | None = None
        self._last: QPointF | None = None
        self._look = "reset"
        self._front = _Front(self)
        self._buttons = self._make_header()
        self.setMinimumSize(240, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("3D view")

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    # What it shows

    def set_skeletons(self, skeletons: list[Skeleton3D]) -> None:
        """Show these; a view that is not among them disappears."""
        names = [(s.name, s.colour) for s in self._skeletons]
        self._skeletons = list(skeletons)
        if names != [(s.name, s.colour) for s in skeletons]:
            self._front.update()
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
        self._draw()

    def set_empty(self, text: str) -> None:
        """What to say while there is no skeleton."""
        self._empty = text
        self._front.update()

    def look(self, name: str) -> None:
        """'front', 'side', 'top' or 'reset', which also brings back distance and centre."""
        if name not in LOOKS:
            raise ValueError(f"look is one of {', '.join(LOOKS)}, not {name!r}")
        if self._stage is not None:
            self._stage.look(name, len(self._skeletons) if self._apart else 1)
        self._set_look(name)

    def _set_look(self, name: str) -> None:
        self._look = name
        for key, button in self._buttons.items():
            button.setChecked(key == name and key != "reset")
        self._front.update()
        self.looked.emit(name)

    # Making it

    def _make_header(self) -> dict[str, QToolButton]:
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addStretch(1)
        buttons = {}
        for name in ("front", "side", "top", "reset"):
            button = QToolButton(self)
            button.setText(name.capitalize())
            button.setCheckable(name != "reset")
            button.setToolTip(f"Look from the {name}" if name != "reset" else "Reset the camera  (double click)")
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
        """OpenGL is begun after the window's first paint, which need not wait for it."""
        super().showEvent(event)
        if self._stage is None and not self._fault:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if self._stage is not None or self._fault:
            return
        self.renderer = find_renderer()
        if not self.renderer:
            self._fault = NO_OPENGL
            self.setAccessibleDescription(self._fault)
            self._front.update()
            return
        self._stage = _Stage(self)
        self._place()
        self._stage.look(self._look or "reset", len(self._skeletons))
        self._stage.native.show()
        self._stage.native.lower()
        self._draw()

    def _place(self) -> None:
        room = QRect(1, HEADER, max(self.width() - 2, 1), max(self.height() - HEADER - 1, 1))
        if self._stage is not None:
            self._stage.native.setGeometry(room)
        self._front.setGeometry(room)
        self._header.setGeometry(60, 0, max(self.width() - 60, 1), HEADER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _draw(self) -> None:
        if self._stage is None:
            return
        solids: list[figures.Solid] = []
        shadows: list[figures.Solid] = []
        ground = figures.rgba("#07080a")
        for skeleton, offset in zip(self._skeletons, self._offsets(), strict=True):
            shift = self._shift(skeleton) + offset
            body = figures.person((skeleton.points + shift).astype(np.float32), skeleton.skeleton, skeleton.colour)
            solids += body
            shadows += figures.shadow(body, ground)
            if self._trails and skeleton.trail is not None and len(skeleton.trail) > 1:
                way = skeleton.trail.reshape(len(skeleton.trail), -1, 3) + shift
                solids += figures.trail(way.astype(np.float32), skeleton.colour, theme.BACKGROUND)
        self._stage.show(figures.join(shadows + solids))

    def _shift(self, skeleton: Skeleton3D) -> NDArray[np.float32]:
        """What brings a skeleton to its place: the clip's floor to z = 0, or its root over the origin."""
        if self._mode == "root" and np.isfinite(skeleton.points[0]).all():
            height = skeleton.root_z - skeleton.floor
            return np.array([0, 0, height], np.float32) - skeleton.points[0]
        return np.array([0, 0, -skeleton.floor], np.float32)

    def _offsets(self) -> NDArray[np.float32]:
        """(N, 3): side by side along x, in the order of the views."""
        n = len(self._skeletons)
        offsets = np.zeros((n, 3), np.float32)
        if self._apart:
            offsets[:, 0] = (np.arange(n) - (n - 1) / 2) * APART_M
        return offsets

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is None or self._stage is None:
            return
        step, self._last = event.position() - self._last, event.position()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.buttons() & Qt.MouseButton.LeftButton and not shift:
            self._stage.orbit(step.x(), step.y())
            if self._look:
                self._set_look("")
        else:
            self._stage.pan(step.x(), step.y())
        self._front.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.look("reset")

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._stage is not None:
            self._stage.zoom(1.0015 ** event.angleDelta().y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._stage is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._stage.zoom(1.2)
        elif event.key() == Qt.Key.Key_Minus:
            self._stage.zoom(1 / 1.2)
        elif event.key() == Qt.Key.Key_0:
            self.look("reset")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BACKGROUND))
        painter.fillRect(QRect(0, 0, self.width(), HEADER), QColor(theme.SURFACE))
        painter.setFont(theme.font(theme.BODY, theme.QFont.Weight.DemiBold))
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(QRect(12, 0, 60, HEADER), Qt.AlignmentFlag.AlignVCenter, "3D")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.LINE), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def directions(self) -> NDArray[np.float64]:
        """(3, 2): where the scene's x, y and z point on screen (x right, y down), unit length seen from the side."""
        azimuth, elevation = self._stage.angles() if self._stage is not None else LOOKS["reset"]
        a, e = np.radians(azimuth), np.radians(elevation)
        right = np.array([np.cos(a), np.sin(a), 0])
        up = np.array([np.sin(e) * np.sin(a) * -1, np.sin(e) * np.cos(a), np.cos(e)])
        return np.stack([right, -up], axis=1)


class _Front(QWidget):
    """What is written over the 3D picture: legend, axes, messages. Lets the mouse through."""

    def __init__(self, view: SceneView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self._view
        if view._fault or not view._skeletons:
            icon, tint = ("warning-circle", theme.DANGER) if view._fault else ("person-simple-run", theme.OUTLINE)
            self._message(painter, icon, tint, view._fault or view._empty)
        if not view._fault:
            self._axes(painter, view.directions())
        self._legend(painter, [(s.name, s.colour) for s in view._skeletons])
        painter.end()

    def _legend(self, painter: QPainter, entries: list[tuple[str, str]]) -> None:
        painter.setFont(theme.font(theme.SMALL))
        y = 10.0
        for name, colour in entries:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(12, y + 3, 10, 10), 3, 3)
            painter.setPen(QColor(theme.MUTED))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, self.width() - 48)
            painter.drawText(QRectF(30, y, self.width() - 36, 16), Qt.AlignmentFlag.AlignVCenter, text)
            y += 20

    def _axes(self, painter: QPainter, directions: NDArray[np.float64]) -> None:
        """x, y and z as short arms in the lower left corner."""
        centre = QPointF(44, self.height() - 44)
        painter.setFont(theme.font(11, theme.QFont.Weight.DemiBold))
        for (dx, dy), name, colour in zip(directions, "xyz", ("#ff8a80", "#7fd88f", "#7fb2ff"), strict=True):
            tip = centre + QPointF(dx, dy) * 26
            painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(centre, tip)
            label = centre + QPointF(dx, dy) * 35
            if np.hypot(dx, dy) > 0.2:
                painter.drawText(QRectF(label.x() - 8, label.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, name)

    def _message(self, painter: QPainter, icon: str, tint: str, text: str) -> None:
        room = QRectF(self.rect()).adjusted(32, 16, -32, -16)
        painter.setFont(theme.font(theme.BODY))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(room, flags, text)
        top = max(room.center().y() - (words.height() + 44) / 2, room.top())
        theme.icon(icon, tint).paint(painter, QRect(round(room.center().x()) - 16, round(top), 32, 32))
        painter.setPen(QColor(theme.TEXT if self._view._fault else theme.MUTED))
        painter.drawText(QRectF(room.left(), top + 44, room.width(), room.bottom() - top - 44), flags, text)


class _Stage:
    """The OpenGL half: a vispy canvas with a floor, one mesh for all figures, and the camera."""

    def __init__(self, parent: QWidget) -> None:
        import vispy

        vispy.use("pyside6")
        from vispy import scene

        self._canvas = scene.SceneCanvas(bgcolor=theme.BACKGROUND, parent=parent, keys=None, autoswap=False,
                                         config={"samples": 4})
        self.native: Any = self._canvas.native
        self.native.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.native.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view = self._canvas.central_widget.add_view()
        self._camera = scene.cameras.TurntableCamera(fov=FIELD_OF_VIEW, interactive=False)
        view.camera = self._camera
        points, colours = figures.grid()
        floor = scene.visuals.Line(points, colours, connect="segments", method="gl", parent=view.scene)
        floor.set_gl_state("translucent", depth_test=True)
        floor.order = 0
        self._mesh = scene.visuals.Mesh(parent=view.scene)
        self._mesh.set_gl_state("opaque", depth_test=True, cull_face=False)
        self._mesh.visible = False

    def show(self, solid: figures.Solid) -> None:
        self._mesh.visible = len(solid.faces) > 0
        if len(solid.faces):
            self._mesh.set_data(vertices=solid.vertices, faces=solid.faces, vertex_colors=solid.colours)
        self._canvas.update()

    def look(self, name: str, people: int) -> None:
        """Angles from the table; reset brings all the people into view."""
        self._camera.azimuth, self._camera.elevation = LOOKS[name]
        if name == "reset" or self._camera.distance is None:
            self._camera.center = (0, 0, 0.9)
            self._camera.distance = 4.2 + max(people - 1, 0) * APART_M * 1.1

    def angles(self) -> tuple[float, float]:
        return self._camera.azimuth, self._camera.elevation

    def orbit(self, dx: float, dy: float) -> None:
        self._camera.azimuth -= dx * 0.5
        self._camera.elevation = min(max(self._camera.elevation + dy * 0.5, -20), 90)

    def pan(self, dx: float, dy: float) -> None:
        """Move the centre so that what is under the pointer stays there."""
        metres = 2 * self._camera.distance * np.tan(np.radians(FIELD_OF_VIEW / 2)) / max(self.native.height(), 1)
        a, e = np.radians(self.angles())
        right = np.array([np.cos(a), np.sin(a), 0])
        up = np.array([-np.sin(e) * np.sin(a), np.sin(e) * np.cos(a), np.cos(e)])
        self._camera.center = tuple(np.array(self._camera.center) + (-dx * right + dy * up) * metres)

    def zoom(self, factor: float) -> None:
        self._camera.distance = min(max(self._camera.distance / factor, 0.5), 30)
