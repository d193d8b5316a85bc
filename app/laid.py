"""Views laid over one another in the 3D view: their bodies, what is between them, and where they were seen from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from app import figures, theme
from app.body import Skeleton3D
from app.figures import Solid
from app.heat import TABLE, Scale
from app.scene_gl import Grid
from app.video_grid import columns
from app.words import tr

MODES = ("overlaid", "apart", "difference")
NEUTRAL = "#c3cad4"     # the mean of the views belongs to none of them
SLENDER, THIN = 0.55, 0.4  # parts of a figure's usual thickness: of bodies over one another, and of their mean
BEAD = 0.4              # of a joint's usual size where only the differences are shown
FIGURE_ASPECT = 0.7     # width to height of the room that one person needs
LEGEND_W = 132          # px

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class CameraMark:
    """Where a view was filmed from, as seen from the aligned bodies. axes: (3, 3) right, down and forward, in rows."""

    name: str
    colour: str
    centre: Array
    axes: Array


@dataclass(frozen=True, eq=False)
class Laid:
    """What the 3D view shows of a comparison at one moment, in the scene.

    bodies: aligned, one a view that has one; anchor: (3,) the pelvis that 'root' mode keeps in place. links: (N, 2, 3)
    between corresponding joints, with distances (N,) mm. mean: the views' mean or None. said: what the legend says of
    the lengths, '' shows none.
    """

    mode: str
    bodies: tuple[Skeleton3D, ...]
    anchor: Array
    links: Array = field(default_factory=lambda: np.zeros((0, 2, 3), np.float32))
    distances: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    scale: Scale = field(default_factory=lambda: Scale(100.0, "relative"))
    mean: Skeleton3D | None = None
    cameras: tuple[CameraMark, ...] = ()
    said: str = ""

    @property
    def shown(self) -> tuple[Skeleton3D, ...]:
        """Everybody, the mean last."""
        return self.bodies if self.mean is None else (*self.bodies, self.mean)

    @property
    def reach(self) -> float:
        """How wide the room is that has to be in sight, metres."""
        if self.mode == "apart":
            return 1.5  # each camera in a picture of its own would make everybody tiny
        far = [float(np.linalg.norm(mark.centre[:2] - self.anchor[:2])) for mark in self.cameras]
        return 2 * max(far, default=0.5) + 0.6

    def cells(self, width: int, height: int) -> Grid:
        """The grid of pictures: one each where the views stand apart, else one for all."""
        count = len(self.shown)
        if self.mode != "apart" or count < 2:
            return 1, 1
        across = columns([FIGURE_ASPECT] * count, max(width, 1), max(height, 1))
        return across, -(-count // across)

    def solids(self, shift: Array) -> tuple[Solid, ...]:
        """What to draw in each cell. shift: (3,) what brings everybody to their place."""
        links = figures.dashes((self.links + shift).astype(np.float32), self.scale.rgba(self.distances))
        cameras = [figures.camera((mark.centre + shift).astype(np.float32), mark.axes, mark.colour)
                   for mark in self.cameras]
        if self.mode == "apart":
            return tuple(self._one(body, shift, [mark for mark, made in zip(self.cameras, cameras, strict=True)
                                                 if mark.name == body.name], cameras) for body in self.shown)
        solids: list[Solid] = []
        shadows: list[Solid] = []
        for body in self.shown:
            made = self._figure(body, shift)
            solids += made
            shadows += figures.shadow(made, figures.rgba(figures.SHADOW))
        return (figures.join([*shadows, *solids, *links, *(part for made in cameras for part in made)]),)

    def _figure(self, body: Skeleton3D, shift: Array) -> list[Solid]:
        points = (body.points + shift).astype(np.float32)
        if self.mode == "difference" and body is not self.mean:
            return figures.beads(points, body.colour, BEAD)
        weight = 1.0 if self.mode == "apart" else THIN if body is self.mean else SLENDER
        return figures.person(points, body.skeleton, body.colour, weight)

    def _one(self, body: Skeleton3D, shift: Array, own: list[CameraMark], cameras: list[list[Solid]]) -> Solid:
        """A cell of its own: the body and its camera."""
        made = self._figure(body, shift)
        seen = [part for mark, parts in zip(self.cameras, cameras, strict=True) if mark in own for part in parts]
        return figures.join([*figures.shadow(made, figures.rgba(figures.SHADOW)), *made, *seen])


def paint_scale(painter: QPainter, laid: Laid, right: float, bottom: float) -> None:
    """The bar of colours with its ends, at the lower right."""
    bar = QRectF(right - LEGEND_W, bottom - 26, LEGEND_W, 7)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for step in range(0, len(TABLE), 15):
        gradient.setColorAt(step / (len(TABLE) - 1), QColor(*TABLE[step].tolist()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 3, 3)
    painter.setFont(theme.font(11, tabular=True))
    painter.setPen(QColor(theme.MUTED))
    below = QRectF(bar.left(), bar.bottom() + 2, bar.width(), 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "0")
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                     f"{laid.scale.top:g} mm, {tr(laid.scale.kind)}")
    painter.drawText(QRectF(bar.left() - 60, bar.top() - 18, bar.width() + 60, 16),
                     Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, laid.said)


def paint_cameras(painter: QPainter, laid: Laid, shift: Array, matrix: Array, room: QRectF) -> None:
    """The names of the cameras beside them; none for one behind the eye."""
    painter.setFont(theme.font(11))
    for mark in laid.cameras:
        far = mark.centre + figures.CAMERA * (mark.axes[2] + [[0.6], [-0.6]] * mark.axes[1])
        places = np.concatenate([mark.centre[None], far]) + shift
        clip = np.c_[places, np.ones(len(places))] @ matrix.T.astype(np.float64)
        if clip[:, 3].min() <= 0.1:
            continue
        x = room.left() + (clip[0, 0] / clip[0, 3] + 1) / 2 * room.width()
        y = room.top() + (1 - float((clip[:, 1] / clip[:, 3]).max())) / 2 * room.height()
        if room.contains(QPointF(x, y)):
            painter.setPen(QColor(mark.colour))
            width = painter.fontMetrics().horizontalAdvance(mark.name)
            left = min(max(x - width / 2, room.left() + 4), room.right() - width - 4)
            painter.drawText(QPointF(left, max(y - 8, room.top() + 12)), mark.name)


def paint_cells(painter: QPainter, laid: Laid, room: QRectF, cells: Grid) -> None:
    """The borders between the pictures of each view, and whose they are."""
    across, down = cells
    width, height = room.width() / across, room.height() / down
    painter.setFont(theme.font(theme.SMALL))
    for n, body in enumerate(laid.shown):
        cell = QRectF(room.left() + n % across * width, room.top() + n // across * height, width, height)
        if n % across:
            painter.fillRect(QRectF(cell.left(), cell.top(), 1, height), QColor(theme.LINE))
        if n >= across:
            painter.fillRect(QRectF(cell.left(), cell.top(), width, 1), QColor(theme.LINE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(body.colour))
        painter.drawRoundedRect(QRectF(cell.left() + 12, cell.top() + 13, 10, 10), 3, 3)
        painter.setPen(QColor(theme.MUTED))
        text = painter.fontMetrics().elidedText(body.name, Qt.TextElideMode.ElideMiddle, int(width) - 40)
        painter.drawText(QRectF(cell.left() + 30, cell.top() + 10, width - 36, 16), Qt.AlignmentFlag.AlignVCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
