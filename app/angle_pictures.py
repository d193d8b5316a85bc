"""What an angle is, as a small picture: a stick figure with the two directions and the arc between them.

Drawn from the same definition (core.angles.Angle) that the number is worked out from.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.words import tr
from core.angles import Angle
from core.skeleton import H36M17

# Where the joints of a small figure are, in parts of its height: x to its front (from the side) or to its left as we
# see it (from the front), y up. The near side is the athlete's right in the side view.
SIDE = {
    "pelvis": (0.50, 0.52), "spine": (0.53, 0.64), "thorax": (0.57, 0.77), "nose": (0.66, 0.88), "head": (0.63, 0.95),
    "rhip": (0.50, 0.52), "rknee": (0.70, 0.36), "rankle": (0.58, 0.10), "lhip": (0.50, 0.52), "lknee": (0.36, 0.31),
    "lankle": (0.13, 0.19), "rshoulder": (0.57, 0.76), "relbow": (0.74, 0.62), "rwrist": (0.92, 0.70),
    "lshoulder": (0.57, 0.76), "lelbow": (0.42, 0.60), "lwrist": (0.46, 0.44),
}
FRONT = {
    "pelvis": (0.50, 0.52), "spine": (0.47, 0.64), "thorax": (0.42, 0.77), "nose": (0.38, 0.88), "head": (0.37, 0.94),
    "rhip": (0.42, 0.52), "rknee": (0.40, 0.30), "rankle": (0.40, 0.08), "lhip": (0.58, 0.52), "lknee": (0.60, 0.30),
    "lankle": (0.60, 0.08), "rshoulder": (0.30, 0.73), "relbow": (0.24, 0.57), "rwrist": (0.22, 0.42),
    "lshoulder": (0.54, 0.79), "lelbow": (0.62, 0.64), "lwrist": (0.62, 0.49),
}
REACH = 0.26  # how long the two directions are drawn, in parts of the height


class AnglePicture(QWidget):
    """The picture of one angle, or of one joint; its words are the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._angle: Angle | None = None
        self._joint = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(68, 68)

    def show_angle(self, angle: Angle) -> None:
        self._angle, self._joint = angle, ""
        self.setToolTip(definition(angle))
        self.setAccessibleName(f"{tr(angle.title)}: {definition(angle)}")
        self.update()

    def show_joint(self, joint: str, said: str) -> None:
        self._angle, self._joint = None, joint
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BACKGROUND))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        paint(painter, QRectF(self.rect()).adjusted(4, 4, -4, -4), self._angle, self._joint)
        painter.end()


def definition(angle: Angle) -> str:
    """'0° is leg straight; more is knee bent.'"""
    return tr("0° is {zero}; more is {positive}.").format(zero=tr(angle.zero), positive=tr(angle.positive))


def paint(painter: QPainter, room: QRectF, angle: Angle | None, joint: str = "") -> None:
    """The figure in a square, with an angle or a joint marked."""
    places = FRONT if angle is not None and (angle.plane == "right" or angle.name == "trunk_right") else SIDE
    spots = {name: QPointF(room.left() + x * room.width(), room.bottom() - y * room.height())
             for name, (x, y) in places.items()}
    painter.setPen(QPen(QColor(theme.OUTLINE), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for a, b in H36M17.bones:
        painter.drawLine(spots[H36M17.joints[a]], spots[H36M17.joints[b]])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.OUTLINE))
    painter.drawEllipse(spots["head"], 3.2, 3.2)
    if angle is not None:
        _paint_angle(painter, spots, angle, REACH * room.height())
    elif joint in spots:
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawEllipse(spots[joint], 4, 4)


def _paint_angle(painter: QPainter, spots: dict[str, QPointF], angle: Angle, reach: float) -> None:
    """Where 0 is (dashed), the segment that turns, and the arc from one to the other."""
    corner, zero, turned = corner_of(angle, {name: np.array([p.x(), p.y()]) for name, p in spots.items()})
    at = QPointF(*corner.tolist())
    painter.setPen(QPen(QColor(theme.MUTED), 1.6, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(at, at + QPointF(*(reach * zero).tolist()))
    painter.setPen(QPen(QColor(theme.ACCENT), 2.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    segment = angle.second or angle.first
    painter.drawLine(spots[segment[0]], spots[segment[1]])
    radius = 0.62 * reach
    box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    begin, end = (float(np.degrees(np.arctan2(-d[1], d[0]))) for d in (zero, turned))  # Qt turns counter-clockwise
    sweep = (end - begin + 180) % 360 - 180
    painter.setPen(QPen(QColor(theme.WARNING), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(box, round(16 * begin), round(16 * sweep))


def corner_of(angle: Angle, spots: dict[str, NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """(corner, direction of 0, direction of the segment that turns) on the picture, y down; directions of length 1."""

    def along(segment: tuple[str, str]) -> NDArray[np.float64]:
        step = spots[segment[1]] - spots[segment[0]]
        return np.asarray(step / np.linalg.norm(step))

    if angle.second is None:
        return spots[angle.first[0]], np.array([0.0, -1.0]), along(angle.first)
    return spots[angle.second[0]], along(angle.first), along(angle.second)
