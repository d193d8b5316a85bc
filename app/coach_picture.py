"""A view's picture with the lines of the body and a coach's drawings over it, for films, strips and reports."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from app import coach_paint, theme
from app.coach_labels import Labels
from app.coach_paint import Canvas, Shape
from app.film import Eye
from app.overlay import OverlayOptions, Person2D, draw_person
from core.coach_material import Material
from core.coaching import SCENE
from core.film import RGB
from core.skeleton import H36M17

LINES = 1080.0   # of the picture that widths of drawings are told for

Place = Callable[[float, float], QPointF]
Under = Callable[[QPainter, QRectF, Place], None]


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture of a view. rgb: (h, w, 3), scaled as it may be; size: (width, height) of the whole picture; t: its
    reference time; colour: of the body's lines, '' draws none."""

    view: str
    rgb: RGB
    size: tuple[int, int]
    t: float
    colour: str = ""


def paint_picture(painter: QPainter, shown: Shown, room: QRectF, material: Material, crop: QRectF | None = None,
                  bolder: float = 1.0, labels: Labels | None = None, under: Under | None = None) -> None:
    """Fills a room with a picture, or with a crop of it (pixels of the whole picture, which may reach beyond it), and
    with what was drawn on it. bolder: how much wider lines and larger letters are than the picture's height asks;
    labels: where words stood in the picture before, of a film. under: paints between the picture and the drawings, and
    is told where the picture lies and where its pixels are."""
    whole = QRectF(-0.5, -0.5, *shown.size)  # pixel centres are whole numbers
    crop = whole if crop is None else crop
    zoom = room.width() / crop.width()
    where = QRectF(room.left() + (whole.left() - crop.left()) * zoom, room.top() + (whole.top() - crop.top()) * zoom,
                   whole.width() * zoom, whole.height() * zoom)
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    image = as_image(shown.rgb)
    painter.drawImage(where, image)

    def place(x: float, y: float) -> QPointF:
        return QPointF(room.left() + (x - crop.left()) * zoom, room.top() + (y - crop.top()) * zoom)

    if shown.colour:
        _paint_body(painter, shown, material, place, zoom)
    if under is not None:
        under(painter, where, place)
    canvas = Canvas(lambda point: place(float(point[0]), float(point[1])), room, where.height() / LINES * bolder,
                    image, where, labels or Labels(), shown.t)
    coach_paint.paint(painter, shapes(material, shown.view, shown.t), canvas)
    painter.restore()


def paint_scene_drawings(painter: QPainter, eye: Eye, material: Material, t: float, bolder: float = 1.0,
                         labels: Labels | None = None) -> None:
    """What was drawn on the figure, over the figure as an eye sees it. bolder, labels: as for a picture."""
    painter.save()
    painter.setClipRect(eye.room, Qt.ClipOperation.IntersectClip)
    canvas = Canvas(eye.spot, eye.room, eye.room.height() / LINES * bolder, labels=labels or Labels(), t=t)
    coach_paint.paint(painter, shapes(material, SCENE, t), canvas)
    painter.restore()


def shapes(material: Material, view: str, t: float) -> list[Shape]:
    """The drawings of a view, or of SCENE, at a reference time."""
    placed = [material.placed(drawing, t) for drawing in material.drawings if drawing.view == view]
    return [Shape(*one) for one in placed if one is not None]


def _paint_body(painter: QPainter, shown: Shown, material: Material, place: Place, zoom: float) -> None:
    motion = material.motions.get(shown.view)
    row = motion.frame(shown.t) if motion is not None else None
    if motion is None or row is None:
        return
    xys = np.concatenate([motion.flat[row], motion.scores[row, :, None]], axis=1).astype(np.float32)
    draw_person(painter, Person2D(0, xys), H36M17, shown.colour, OverlayOptions(), place, zoom)


def as_image(rgb: NDArray[np.uint8]) -> QImage:
    """A QImage of its own of (h, w, 3)."""
    rows = np.ascontiguousarray(rgb)
    return QImage(rows.data, rows.shape[1], rows.shape[0], rows.strides[0], QImage.Format.Format_RGB888).copy()


# -- words


@dataclass(frozen=True)
class Ink:
    """How words look. pixels: their height; right, middle: where they stand in their room. tabular: digits of one
    width, for a number that runs; in a PDF they are no digits to those who search or copy it."""

    pixels: float
    colour: str = theme.TEXT
    strong: bool = False
    right: bool = False
    middle: bool = False
    tabular: bool = False

    def font(self) -> QFont:
        return theme.font(max(round(self.pixels), 1), theme.STRONG if self.strong else QFont.Weight.Normal,
                          self.tabular)

    def wide(self, text: str) -> float:
        """px that a line takes."""
        return QFontMetricsF(self.font()).horizontalAdvance(text)

    @property
    def line(self) -> float:
        """px from line to line."""
        return QFontMetricsF(self.font()).lineSpacing()


def lines_of(text: str, ink: Ink, width: float, most: int) -> list[str]:
    """Words in lines of a width, the last ending in … where they are more than `most`."""
    metrics = QFontMetricsF(ink.font())
    lines, words = list[str](), text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        if words and len(lines) == most - 1:
            line = f"{line} {' '.join(words)}"
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
    return lines


def write_lines(painter: QPainter, room: QRectF, text: str, ink: Ink, most: int = 1) -> float:
    """Words from the top of a room down, in at most so many lines and no wider than it; how many px high they are."""
    painter.setFont(ink.font())
    painter.setPen(QColor(ink.colour))
    across = Qt.AlignmentFlag.AlignRight if ink.right else Qt.AlignmentFlag.AlignHCenter if ink.middle else \
        Qt.AlignmentFlag.AlignLeft
    lines = lines_of(text, ink, room.width(), most)
    for n, line in enumerate(lines):
        painter.drawText(QRectF(room.left(), room.top() + n * ink.line, room.width(), ink.line),
                         across | Qt.AlignmentFlag.AlignVCenter, line)
    return len(lines) * ink.line
