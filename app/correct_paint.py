"""What is drawn over a picture while a joint is corrected: the joint at hand, its way through the frames around, and a
magnifier beside the pointer while it is held."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from app import theme
from app.video_view import VideoView

DARK = QColor(0, 0, 0, 170)
GLASS_PX, GLASS_SHARE = 120.0, 0.34  # the magnifier: across, at most, and of the pane's shorter side
GLASS_TIMES = 3.0                    # and how much larger than the pane it shows the picture


def hint(painter: QPainter, room: QRectF, parts: list[str]) -> QRectF:
    """What is at hand, in the upper left corner: on one line, or on one each where the pane is narrow. Returns the
    place it takes."""
    metrics, width = QFontMetrics(theme.font(theme.SMALL)), int(room.width()) - 28
    whole, taken = "  ·  ".join(parts), QRectF()
    for n, line in enumerate([whole] if metrics.horizontalAdvance(whole) <= width else parts):
        fitting = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
        taken |= theme.paint_chip(painter, fitting, room.left() + 8, room.top() + 8 + 26 * n)
    return taken


def box(spot: QPointF) -> QRectF:
    """The frame around the joint at hand."""
    return QRectF(spot.x() - 11, spot.y() - 11, 22, 22)


def joint_box(painter: QPainter, spot: QPointF) -> None:
    """The joint at hand."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((DARK, 4.0), (QColor(theme.ACCENT), 2.0)):
        painter.setPen(QPen(ink, width))
        painter.drawRoundedRect(box(spot), 5, 5)


def ghosts(painter: QPainter, spots: Mapping[int, QPointF]) -> None:
    """Where the joint is in the frames around. spots: by distance in frames (-2 to 2, 0 is the joint itself); frames
    before are drawn in another colour than those after, and the further away the fainter."""
    for by, spot in spots.items():
        if by == 0:
            continue
        inward = spots.get(by - 1 if by > 0 else by + 1)
        tint = theme.colour(theme.WARNING if by < 0 else theme.GOOD, 1.0 - 0.3 * abs(by))
        painter.setPen(QPen(tint, 1.5))
        if inward is not None:
            painter.drawLine(inward, spot)
        painter.setPen(QPen(DARK, 1.0))
        painter.setBrush(tint)
        painter.drawEllipse(spot, 3.5, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def glass_of(room: QRectF, spot: QPointF) -> QRectF:
    """Where the magnifier is: in the corner that is further away from the spot."""
    across = min(GLASS_PX, GLASS_SHARE * min(room.width(), room.height()))
    left = room.left() + 8 if spot.x() > room.center().x() else room.right() - 8 - across
    glass = QRectF(left, room.bottom() - 8 - across, across, across)
    if glass.adjusted(-20, -20, 20, 20).contains(spot):
        glass.moveTop(room.top() + 64)
    return glass


def magnifier(painter: QPainter, pane: VideoView, spot: QPointF) -> None:
    """The picture around a spot of the pane, larger."""
    glass = glass_of(pane.room, spot)
    source = pane.pixels_around(spot, glass.width() / GLASS_TIMES)
    if source is None:
        return
    image, part = source
    round_glass = QPainterPath()
    round_glass.addEllipse(glass)
    painter.save()
    painter.setClipPath(round_glass, Qt.ClipOperation.IntersectClip)
    painter.fillRect(glass, QColor(theme.BACKGROUND))
    painter.drawImage(glass, image, part)
    middle = glass.center()
    for ink, width in ((DARK, 3.0), (QColor(theme.TEXT), 1.0)):  # a cross that leaves the point itself free
        painter.setPen(QPen(ink, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(middle + QPointF(4 * dx, 4 * dy), middle + QPointF(14 * dx, 14 * dy))
    painter.restore()
    painter.setPen(QPen(QColor(theme.OUTLINE), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(glass)
