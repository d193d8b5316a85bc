"""What a coach draws on: a video pane, and a layer over the 3D view."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app import coach_paint
from app.coach_labels import Labels
from app.coach_model import CoachModel
from app.coach_paint import Canvas
from app.coach_tools import Pencil
from app.scene_view import SceneView
from app.stage import Stage
from app.video_view import VideoView
from core.coaching import SCENE

LINES = 1080.0   # of the picture that widths are told for

Extra = Callable[[VideoView, QPainter], None]


class PaneSurface:
    """A video pane. labels: where words stood in its pictures before."""

    def __init__(self, pane: VideoView, stage: Stage, labels: Labels | None = None) -> None:
        self.pane, self._stage, self.view = pane, stage, pane.view_id
        self._labels = labels or Labels()

    @property
    def t(self) -> float:
        """Of the picture that is on screen."""
        view, times = self._stage.session.views.get(self.view), self._stage.session.times.get(self.view)
        index = self.pane.frame_index
        if view is None or times is None or index is None or not 0 <= index < len(times):
            return self._stage.player.t
        return float(self._stage.clock(view).to_ref(times[index]))

    def canvas(self) -> Canvas:
        view = self._stage.session.views.get(self.view)
        width, height = view.size if view is not None else (16, 9)
        first, last = self.pane.to_pane(-0.5, -0.5), self.pane.to_pane(width - 0.5, height - 0.5)
        where = QRectF(first, last)
        across, down = where.width() / width, where.height() / height

        def places(points: NDArray[np.floating]) -> list[QPointF]:
            """As the pane would: asked once, not for every point of a way."""
            spots = (np.asarray(points)[:, :2] + 0.5) * (across, down) + (first.x(), first.y())
            return [QPointF(x, y) for x, y in spots.tolist()]

        return Canvas(lambda point: places(point[None])[0], self.pane.room, where.height() / LINES, self.image(), where,
                      self._labels, self.t, places=places)

    def image(self) -> QImage | None:
        """The picture as it was decoded."""
        found = self.pane.pixels_around(self.pane.room.center(), 1.0)
        return found[0] if found is not None else None

    def point(self, spot: QPointF) -> tuple[float, ...]:
        return self.pane.to_video(spot)

    def refresh(self) -> None:
        self.pane.update()


class PaneTool:
    """What mouse and keys do in the panes while a coach is at work (app.video_view.Tool). under: paints between the
    picture and the drawings; tab(±1) goes on to the next part."""

    def __init__(self, pencil: Pencil, stage: Stage, under: Extra, tab: Callable[[int], object]) -> None:
        self._pencil, self._stage, self._under, self._tab = pencil, stage, under, tab
        self._labels: dict[str, Labels] = {}

    def surface(self, pane: VideoView) -> PaneSurface:
        """A pane, with what is remembered of its words."""
        return PaneSurface(pane, self._stage, self._labels.setdefault(pane.view_id, Labels()))

    def press(self, pane: VideoView, spot: QPointF) -> bool:
        return self._pencil.press(self.surface(pane), spot)

    def move(self, pane: VideoView, spot: QPointF) -> None:
        self._pencil.move(self.surface(pane), spot)

    def release(self, pane: VideoView) -> None:
        self._pencil.release(self.surface(pane))

    def menu(self, pane: VideoView, spot: QPointF | None) -> None:
        """The right button puts the tool away."""
        self._pencil.give_up()

    def step_joint(self, by: int) -> None:
        """Tab goes on to the next part."""
        self._tab(by)

    def takes(self, event: QKeyEvent) -> bool:
        return False

    def key(self, pane: VideoView, event: QKeyEvent) -> bool:
        return False

    def paint(self, pane: VideoView, painter: QPainter) -> None:
        self._under(pane, painter)
        on = self.surface(pane)
        coach_paint.paint(painter, self._pencil.shapes(on), on.canvas())


class SceneLayer(QWidget):
    """Drawings over the 3D view, which gets all gestures that are none of theirs: it is turned as ever."""

    view = SCENE

    def __init__(self, scene: SceneView, pencil: Pencil, model: CoachModel) -> None:
        super().__init__(scene)
        self._scene, self._pencil, self._model = scene, pencil, model
        self._held = False
        self._labels = Labels()
        self.setObjectName("coachLayer")
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        scene.installEventFilter(self)
        self._place_over()
        self.show()

    @property
    def t(self) -> float:
        return self._model.t

    def canvas(self) -> Canvas:
        return Canvas(self._spot, QRectF(self.rect()), self.height() / LINES, labels=self._labels, t=self.t)

    def point(self, spot: QPointF) -> tuple[float, ...]:
        """As deep as the figure's hips."""
        figure = self._model.figure
        body = figure.at(self.t, deep=True) if figure is not None else None
        through = body[0] if body is not None and np.isfinite(body[0]).all() else np.array([0.0, 0.0, 0.9])
        return self._scene.to_scene(QPointF(self.mapToParent(spot)), through)

    def refresh(self) -> None:
        self.update()

    def _spot(self, point: NDArray[np.floating]) -> QPointF | None:
        spot = self._scene.to_pane(point)
        return None if spot is None else self.mapFromParent(spot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place_over()
        return False

    def _place_over(self) -> None:
        scene, top = self._scene, self._scene.header
        self.setGeometry(1, top, max(scene.width() - 2, 1), max(scene.height() - top - 1, 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._held = left and self._pencil.press(self, event.position())
        event.setAccepted(self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._pencil.move(self, event.position())
        event.setAccepted(self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, False
        if held:
            self._pencil.release(self)
        event.setAccepted(held)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick touches are two touches

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        coach_paint.paint(painter, self._pencil.shapes(self), self.canvas())
        painter.end()
