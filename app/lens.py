"""Zoom and pan of a picture in a pane: where the picture lies, and the way between its pixels and the pane's."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF

UNKNOWN = (1, 1)  # the video's size before its first picture
LARGEST = 48.0    # screen pixels a video pixel at the closest zoom


class Lens:
    """room: the pane's place for the picture; size: (width, height) of the video; ratio: screen pixels a pane pixel.

    zoom is 1 when the whole picture fits. The picture always covers the room, or lies in its middle where smaller.
    """

    def __init__(self) -> None:
        self.room = QRectF(0, 0, 1, 1)
        self.size = UNKNOWN
        self.ratio = 1.0
        self.zoom = 1.0
        self._centre = (0.5, 0.5)  # the share of the picture that lies in the middle of the room

    @property
    def fitting(self) -> float:
        """Pane pixels a video pixel when the whole picture is shown."""
        return min(self.room.width() / self.size[0], self.room.height() / self.size[1])

    @property
    def scale(self) -> float:
        """Pane pixels a video pixel now."""
        return self.fitting * self.zoom

    def picture(self) -> QRectF:
        """Where the whole picture lies in the pane; at rest on whole screen pixels, so that it is not resampled."""
        width, height = self.size[0] * self.scale, self.size[1] * self.scale
        left = self.room.center().x() - self._centre[0] * width
        top = self.room.center().y() - self._centre[1] * height
        if self.zoom > 1:
            return QRectF(left, top, width, height)
        return QRectF(*(round(value * self.ratio) / self.ratio for value in (left, top, width, height)))

    def to_pane(self, x: float, y: float) -> QPointF:
        """Video pixels (centre of the top-left one is 0, 0) → pane pixels."""
        rect = self.picture()
        return QPointF(rect.left() + (x + 0.5) * rect.width() / self.size[0],
                       rect.top() + (y + 0.5) * rect.height() / self.size[1])

    def placing(self) -> Callable[[float, float], QPointF]:
        """to_pane for many points in a row, while nothing changes."""
        rect, (width, height) = self.picture(), self.size
        left, top, across, down = rect.left(), rect.top(), rect.width() / width, rect.height() / height
        return lambda x, y: QPointF(left + (x + 0.5) * across, top + (y + 0.5) * down)

    def to_video(self, spot: QPointF) -> tuple[float, float]:
        """Pane pixels → video pixels."""
        rect = self.picture()
        return ((spot.x() - rect.left()) * self.size[0] / rect.width() - 0.5,
                (spot.y() - rect.top()) * self.size[1] / rect.height() - 0.5)

    def fit(self) -> None:
        self.zoom, self._centre = 1.0, (0.5, 0.5)

    def zoom_by(self, factor: float, spot: QPointF | None = None) -> None:
        """Closer (factor > 1) or further, keeping a point of the pane (its middle) over the same pixel."""
        middle = self.room.center()
        spot = spot or middle
        before = self.picture()
        u = (spot.x() - before.left()) / before.width()
        v = (spot.y() - before.top()) / before.height()
        self.zoom = min(max(self.zoom * factor, 1.0), self._closest)
        width, height = self.size[0] * self.scale, self.size[1] * self.scale
        self._centre = (u - (spot.x() - middle.x()) / width, v - (spot.y() - middle.y()) / height)
        self.keep_inside()

    @property
    def _closest(self) -> float:
        return max(LARGEST / (self.fitting * self.ratio), 1.0)

    def look_at(self, x: float, y: float, across: float | None = None) -> None:
        """A video pixel in the middle, or as near to it as the picture's edges allow. across: the video pixels that are
        to be seen along the room's shorter side; None: as many as now."""
        if across is not None:
            wanted = min(self.room.width(), self.room.height()) / across / self.fitting
            self.zoom = min(max(wanted, 1.0), self._closest)
        self._centre = ((x + 0.5) / self.size[0], (y + 0.5) / self.size[1])
        self.keep_inside()

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pane pixels."""
        width, height = self.size[0] * self.scale, self.size[1] * self.scale
        self._centre = (self._centre[0] - dx / width, self._centre[1] - dy / height)
        self.keep_inside()

    def keep_inside(self) -> None:
        """After the room or the picture changed: no empty edge where the picture is large enough."""
        lengths = (self.size[0] * self.scale, self.size[1] * self.scale)
        spaces = (self.room.width(), self.room.height())
        inside = []
        for centre, length, space in zip(self._centre, lengths, spaces, strict=True):
            half = min(space / length / 2, 0.5)
            inside.append(min(max(centre, half), 1 - half))
        self._centre = (inside[0], inside[1])

    def needed(self) -> tuple[int, int]:
        """(width, height) in screen pixels that the picture is to fit into; (0, 0) when it needs all of its own."""
        width = round(self.room.width() * self.ratio * self.zoom)
        height = round(self.room.height() * self.ratio * self.zoom)
        all_of_it = self.size != UNKNOWN and self.scale * self.ratio >= 1
        return (0, 0) if all_of_it else (width, height)
