"""Painting a coach's drawings, on a pane of the window or on a picture of a film alike: only QPainter is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from app import theme
from app.coach_labels import Labels, Wish
from core.coach_place import Geometry

DARK = QColor(0, 0, 0, 150)
DOUBTED = "#98a1ad"    # of a value that is not to be trusted
DIM = QColor(6, 8, 10, 170)
MAGNIFIED = 2.0
LETTERS = 6.0          # letters are so many times as high as lines are wide
VALUES = 0.75          # and those of a value so much of that
REASON = 0.7           # of a value's letters: those of why it is in doubt
LEAST_LETTERS = 12.0   # px
SEEN_STEP = 1.5        # px: a way's points that are nearer to each other are one
MANY = 24              # corners of a way, which are then not rounded: that takes three times as long
MOST_SPOTS = 400       # of a line: more are not told apart
HANDLE = 8.0           # px: radius of what a drawing is held by
WORDS = ("text", "stopwatch")  # are nothing but what is written
HEAD = 4.5             # an arrow's head is so many times as long as its line is wide

Place = Callable[[NDArray[np.floating]], QPointF | None]


@dataclass(frozen=True, eq=False)
class Canvas:
    """What is painted on. place: a drawing's point → the canvas, None out of sight. room: where the picture may be
    painted; unit: canvas pixels in one pixel of a picture 1080 high. image, where: the picture and where it lies, for
    the magnifier; None where there is none. labels: where words stood in pictures before; t: seconds of this one."""

    place: Place
    room: QRectF
    unit: float
    image: QImage | None = None
    where: QRectF = field(default_factory=QRectF)
    labels: Labels = field(default_factory=Labels)
    t: float = 0.0
    words: list["Words"] = field(default_factory=list)  # to be written when all else is painted
    places: Callable[[NDArray[np.floating]], list[QPointF]] | None = None  # as place, for many, where all are in sight


@dataclass(frozen=True, eq=False)
class Shape:
    """A drawing where it is now. doubt: why its value is not to be trusted; chosen: it has handles."""

    geometry: Geometry
    doubt: str = ""
    chosen: bool = False


@dataclass(frozen=True, eq=False)
class Words:
    """What is written beside a drawing. box: where it wants to stand; fixed: somebody put it there."""

    shape: Shape
    box: QRectF
    lines: list[str]
    fonts: list[QFont]
    fixed: bool = False


def paint(painter: QPainter, shapes: Sequence[Shape], canvas: Canvas) -> None:
    """All of them: first what dims the picture, then what enlarges it, then lines, and words over everything."""
    painter.save()
    canvas.words.clear()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_spotlights(painter, [shape for shape in shapes if shape.geometry.drawing.kind == "spotlight"], canvas)
    for shape in sorted(shapes, key=lambda shape: shape.geometry.drawing.kind != "magnifier"):
        spots = spots_of(shape.geometry, canvas)
        if spots is None:
            continue
        _PAINTERS[shape.geometry.drawing.kind](painter, shape, spots, canvas)
    chosen = [shape for shape in shapes if shape.chosen]
    _write(painter, canvas, [spot for shape in chosen if shape.geometry.drawing.kind not in WORDS
                             for spot in handles_on(shape, canvas)])
    _paint_handles(painter, [spot for shape in chosen for spot in handles_on(shape, canvas)])
    painter.restore()


def spots_of(geometry: Geometry, canvas: Canvas) -> list[QPointF] | None:
    """Where its points are on the canvas, of a long way not all; None where one is out of sight."""
    points = geometry.points
    if len(points) > MOST_SPOTS:
        points = np.concatenate([points[:-1:len(points) // MOST_SPOTS + 1], points[-1:]])
    if canvas.places is not None:
        return canvas.places(points) or None
    spots = [canvas.place(point) for point in points]
    return [spot for spot in spots if spot is not None] if None not in spots and spots else None


def handles_of(geometry: Geometry) -> list[int]:
    """Indices (of the drawing's own points) of what it can be held by; a hand-drawn line only as a whole."""
    return [] if geometry.drawing.kind in ("freehand", "trace") else list(range(len(geometry.drawing.points)))


def handle_spot(geometry: Geometry, index: int, canvas: Canvas) -> QPointF | None:
    """Where a handle is."""
    extra = len(geometry.points) - len(geometry.drawing.points)  # an angle with the vertical has a point in front
    return canvas.place(geometry.points[index + extra]) if 0 <= index + extra < len(geometry.points) else None


def distance_to(geometry: Geometry, canvas: Canvas, spot: QPointF) -> float:
    """Canvas pixels from a spot to a drawing; infinite where it is out of sight."""
    spots = spots_of(geometry, canvas)
    if spots is None:
        return float("inf")
    kind = geometry.drawing.kind
    if kind in ("circle", "spotlight", "magnifier"):
        middle, rim = spots[:2]
        radius = _length(rim - middle)
        return min(abs(_length(spot - middle) - radius), _length(spot - middle) if kind != "circle" else np.inf)
    if kind in WORDS:
        box = canvas.labels.boxes.get(geometry.drawing.id) or text_box(geometry, canvas, spots[0])
        return 0.0 if box.contains(spot) else _length(spot - box.center()) - box.width() / 2
    ends = [spots[-1], *spots[-1:]] if len(spots) == 1 else spots
    return min(_to_segment(spot, a, b) for a, b in pairwise(ends))


def text_box(geometry: Geometry, canvas: Canvas, spot: QPointF) -> QRectF:
    """Where the words of a text or a stopwatch want to be: they begin at its point."""
    return _box([geometry.text], [_font(geometry, canvas)], spot)


# -- one kind each


def _paint_line(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    _stroke(painter, QPolygonF(spots), shape, canvas)


def _paint_arrow(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    start, end = spots[0], spots[1]
    width, length = _width(shape, canvas), _length(end - start)
    if length < 1:
        return
    along = (end - start) / length
    across = QPointF(-along.y(), along.x())
    head = min(HEAD * width + 6, 0.6 * length)
    neck = end - along * head
    _stroke(painter, QPolygonF([start, neck + along * (head * 0.3)]), shape, canvas)
    tip = QPolygonF([end, neck + across * head * 0.5, neck + along * (head * 0.2), neck - across * head * 0.5])
    painter.setPen(QPen(DARK, 2.0))
    painter.setBrush(_tint(shape))
    painter.drawPolygon(tip)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_circle(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    path = QPainterPath()
    radius = _length(spots[1] - spots[0])
    path.addEllipse(spots[0], radius, radius)
    _stroke(painter, path, shape, canvas)


def _paint_spotlight(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    """Its rim; the dark around it was painted before everything else."""
    radius = _length(spots[1] - spots[0])
    painter.setPen(QPen(QColor(255, 255, 255, 90), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(spots[0], radius, radius)


def _paint_spotlights(painter: QPainter, shapes: Sequence[Shape], canvas: Canvas) -> None:
    """All but what they light is dim."""
    lit = QPainterPath()
    for shape in shapes:
        spots = spots_of(shape.geometry, canvas)
        if spots is not None:
            one = QPainterPath()
            radius = _length(spots[1] - spots[0])
            one.addEllipse(spots[0], radius, radius)
            lit = lit.united(one)
    if not lit.isEmpty():
        dark = QPainterPath()
        dark.addRect(canvas.room)
        painter.fillPath(dark.subtracted(lit), DIM)


def _paint_magnifier(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    """The picture around its middle, larger, in place."""
    middle, radius = spots[0], max(_length(spots[1] - spots[0]), 1.0)
    glass = QPainterPath()
    glass.addEllipse(middle, radius, radius)
    if canvas.image is not None and canvas.where.width() > 0:
        share = canvas.image.width() / canvas.where.width()
        across = 2 * radius / MAGNIFIED
        source = QRectF((middle.x() - across / 2 - canvas.where.left()) * share,
                        (middle.y() - across / 2 - canvas.where.top()) * share, across * share, across * share)
        painter.save()
        painter.setClipPath(glass, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(glass.boundingRect(), canvas.image, source)
        painter.restore()
    _stroke(painter, glass, shape, canvas)


def _paint_text(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    canvas.words.append(Words(shape, text_box(shape.geometry, canvas, spots[0]), [shape.geometry.text],
                              [_font(shape.geometry, canvas)], fixed=True))


def _paint_angle(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    corner = spots[shape.geometry.corner]
    arms = [spot - corner for n, spot in enumerate(spots) if n != shape.geometry.corner]
    _stroke(painter, QPolygonF([corner + arms[0], corner, corner + arms[1]]), shape, canvas)
    reach = 0.42 * min(_length(arms[0]), _length(arms[1]))
    if reach >= 4:
        start, sweep = _turn(arms[0]), _between(arms[0], arms[1])
        box = QRectF(corner.x() - reach, corner.y() - reach, 2 * reach, 2 * reach)
        wedge = QPainterPath(corner)
        wedge.arcTo(box, start, sweep)
        wedge.closeSubpath()
        fill = _tint(shape)
        fill.setAlphaF(0.28)
        painter.fillPath(wedge, fill)
        arc = QPainterPath()
        arc.arcMoveTo(box, start)
        arc.arcTo(box, start, sweep)
        _stroke(painter, arc, shape, canvas, 0.6)
        middle = np.radians(start + sweep / 2)
        corner = corner + QPointF(np.cos(middle), -np.sin(middle)) * (reach + 8)
    _label(shape, corner, canvas)


def _paint_distance(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    along = spots[1] - spots[0]
    length = max(_length(along), 1.0)
    across = QPointF(-along.y(), along.x()) / length * (2.2 * _width(shape, canvas) + 3)
    _stroke(painter, QPolygonF(spots), shape, canvas)
    for spot in spots:
        _stroke(painter, QPolygonF([spot - across, spot + across]), shape, canvas)
    _label(shape, (spots[0] + spots[1]) / 2 + across * 1.5, canvas)


def _paint_trace(painter: QPainter, shape: Shape, spots: list[QPointF], canvas: Canvas) -> None:
    sure = Shape(shape.geometry)  # the way is there to be seen, whatever the speed is worth
    if len(spots) > 1:
        _stroke(painter, QPolygonF(_thinned(spots)), sure, canvas, 0.8)
    painter.setPen(QPen(DARK, 2))
    painter.setBrush(_tint(sure))
    radius = 1.4 * _width(shape, canvas)
    painter.drawEllipse(spots[-1], radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _label(shape, spots[-1] + QPointF(radius + 6, 0), canvas)


_PAINTERS: dict[str, Callable[[QPainter, Shape, list[QPointF], Canvas], None]] = {
    "line": _paint_line, "arrow": _paint_arrow, "freehand": _paint_line, "circle": _paint_circle, "text": _paint_text,
    "spotlight": _paint_spotlight, "magnifier": _paint_magnifier, "stopwatch": _paint_text, "angle": _paint_angle,
    "distance": _paint_distance, "trace": _paint_trace,
}


# -- inside


def _tint(shape: Shape) -> QColor:
    return QColor(DOUBTED if shape.doubt else shape.geometry.drawing.colour)


def _width(shape: Shape, canvas: Canvas) -> float:
    return max(shape.geometry.drawing.size * canvas.unit, 1.5)


def _stroke(painter: QPainter, what: QPolygonF | QPainterPath, shape: Shape, canvas: Canvas,
            share: float = 1.0) -> None:
    """Dark and wider first, so that it stays legible on any picture. Dashed where it is in doubt."""
    width = max(share * _width(shape, canvas), 1.2)
    style = Qt.PenStyle.DashLine if shape.doubt else Qt.PenStyle.SolidLine
    smooth = isinstance(what, QPolygonF) and what.size() > MANY  # its corners are too blunt for a difference
    join = Qt.PenJoinStyle.BevelJoin if smooth else Qt.PenJoinStyle.RoundJoin
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, extra, how in ((DARK, 2.0, Qt.PenStyle.SolidLine), (_tint(shape), 0.0, style)):
        painter.setPen(QPen(ink, width + extra, how, Qt.PenCapStyle.RoundCap, join))
        if isinstance(what, QPainterPath):
            painter.drawPath(what)
        else:
            painter.drawPolyline(what)


def _thinned(spots: list[QPointF]) -> list[QPointF]:
    """A way without the points of a joint that rests: each costs a round corner, and none is seen."""
    kept = spots[:1]
    for spot in spots[1:-1]:
        if abs(spot.x() - kept[-1].x()) + abs(spot.y() - kept[-1].y()) >= SEEN_STEP:
            kept.append(spot)
    return [*kept, spots[-1]]


def _label(shape: Shape, spot: QPointF, canvas: Canvas) -> None:
    """A value beside its drawing, with the reason below where it is in doubt."""
    if not shape.geometry.text:
        return
    lines = [shape.geometry.text, *([shape.doubt] if shape.doubt else [])]
    fonts = [_font(shape.geometry, canvas, VALUES), _font(shape.geometry, canvas, VALUES * REASON)][:len(lines)]
    box = _box(lines, fonts, spot)
    box.moveTop(spot.y() - box.height() / 2)
    canvas.words.append(Words(shape, box, lines, fonts))


def _write(painter: QPainter, canvas: Canvas, handles: Sequence[QPointF]) -> None:
    """All words, in the room and none over another nor over a handle; those that somebody put there stay, if they can.
    """
    words = sorted(canvas.words, key=lambda one: not one.fixed)
    room = canvas.room.adjusted(4, 4, -4, -4)
    taken = [QRectF(spot.x() - HANDLE, spot.y() - HANDLE, 2 * HANDLE, 2 * HANDLE) for spot in handles]
    boxes = canvas.labels.settle([Wish(one.shape.geometry.drawing.id, one.box) for one in words], room, canvas.t, taken)
    for one, box in zip(words, boxes, strict=True):
        _words(painter, one.shape, box, one.lines, one.fonts)


def _words(painter: QPainter, shape: Shape, box: QRectF, lines: list[str], fonts: list[QFont]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("#0a0c0f", 0.86))
    painter.drawRoundedRect(box, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_tint(shape))
    heights = [QFontMetricsF(font).height() for font in fonts]
    top = box.top() + (box.height() - sum(heights)) / 2
    for line, font, height in zip(lines, fonts, heights, strict=True):
        painter.setFont(font)
        painter.drawText(QRectF(box.left(), top, box.width(), height), Qt.AlignmentFlag.AlignCenter, line)
        top += height


def _box(lines: list[str], fonts: list[QFont], spot: QPointF) -> QRectF:
    """The room that lines take, with a margin, from a spot to the right and down."""
    metrics = [QFontMetricsF(font) for font in fonts]
    width = max(one.horizontalAdvance(line) for one, line in zip(metrics, lines, strict=True))
    margin = metrics[0].height()
    return QRectF(spot.x(), spot.y(), max(width + 0.8 * margin, 24), sum(m.height() for m in metrics) + 0.35 * margin)


def _font(geometry: Geometry, canvas: Canvas, share: float = 1.0) -> QFont:
    pixels = round(max(share * LETTERS * geometry.drawing.size * canvas.unit, LEAST_LETTERS))
    return theme.font(pixels, theme.STRONG, tabular=True)


def handles_on(shape: Shape, canvas: Canvas) -> list[QPointF]:
    """Where the handles of a drawing are; the ends of one that is only held as a whole."""
    indices = handles_of(shape.geometry)
    spots = [handle_spot(shape.geometry, n, canvas) for n in indices]
    if not indices:
        placed = spots_of(shape.geometry, canvas) or []
        spots = [placed[0], placed[-1]] if placed else []
    return [spot for spot in spots if spot is not None]


def _paint_handles(painter: QPainter, spots: Sequence[QPointF]) -> None:
    painter.setPen(QPen(QColor(theme.ACCENT), 2.5))
    painter.setBrush(QColor("#ffffff"))
    for spot in spots:
        painter.drawEllipse(spot, HANDLE, HANDLE)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _length(vector: QPointF) -> float:
    return float(np.hypot(vector.x(), vector.y()))


def _turn(arm: QPointF) -> float:
    """Degrees counter-clockwise from the right, as Qt's arcs."""
    return float(np.degrees(np.arctan2(-arm.y(), arm.x())))


def _between(a: QPointF, b: QPointF) -> float:
    """Degrees from one arm to the other, the short way."""
    return (_turn(b) - _turn(a) + 180) % 360 - 180


def _to_segment(spot: QPointF, a: QPointF, b: QPointF) -> float:
    along = b - a
    length = along.x() ** 2 + along.y() ** 2
    share = 0.0 if length <= 0 else QPointF.dotProduct(spot - a, along) / length
    return _length(spot - (a + along * min(max(share, 0.0), 1.0)))
