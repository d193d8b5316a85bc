"""Drawing the comparison for a film or a picture: the videos with what was found in them, beside the bodies in 3D.

Everything is painted on QImages, which needs neither a window nor OpenGL: the same code serves the window's 'Save
picture', the process of a run and the command line.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QImageWriter, QPainter, QPen

from app import theme
from app.body import camera_to_scene, floor_of
from app.overlay import OverlayOptions, Person2D, draw_person, side_colours
from app.timecode import format_time
from app.words import marked, tr
from core.compare import Comparison
from core.errors import ParallaxError
from core.files import write_whole
from core.film import RGB, FilmRequest, Glimpse, Moment, Reel, write
from core.progress import Progress, silent
from core.records import build, plain
from core.report import Report
from core.runs import Run
from core.skeleton import Skeleton

GAP = 12           # px between the parts
BODIES_SHARE = 0.34  # of the width for the 3D pictures, beside videos
TITLE_H = 40       # px above a picture
FOOT_H = 56        # px for the time
LOOKS = ((0.0, marked("3D, as {} sees it")), (90.0, marked("3D, from the side")))  # turned about the vertical, degrees
RAISED = 12.0      # degrees from which one looks down on the bodies
BONE = 5.0         # px, of a 1080-line film


@dataclass(frozen=True)
class Layout:
    """Where the parts stand: a rectangle for each video, and one for each look at the bodies (none without 3D)."""

    videos: tuple[QRectF, ...]
    bodies: tuple[QRectF, ...]
    foot: QRectF


def layout(size: tuple[int, int], videos: Sequence[tuple[int, int]], with_bodies: bool) -> Layout:
    """The videos as large as they can be in a grid, the looks at the bodies in a column to the right of them."""
    width, height = size
    room = QRectF(GAP, GAP, width - 2 * GAP, height - 2 * GAP - FOOT_H)
    bodies: tuple[QRectF, ...] = ()
    if with_bodies:
        column = round(width * BODIES_SHARE)
        each = (room.height() - GAP * (len(LOOKS) - 1)) / len(LOOKS)
        bodies = tuple(QRectF(room.right() - column, room.top() + n * (each + GAP), column, each)
                       for n in range(len(LOOKS)))
        room.setWidth(room.width() - column - GAP)
    across = max(range(1, len(videos) + 1), key=lambda n: _shown_area(room, videos, n))
    down = -(-len(videos) // across)
    w, h = (room.width() - GAP * (across - 1)) / across, (room.height() - GAP * (down - 1)) / down
    cells = tuple(QRectF(room.left() + n % across * (w + GAP), room.top() + n // across * (h + GAP), w, h)
                  for n in range(len(videos)))
    return Layout(cells, bodies, QRectF(GAP, height - FOOT_H, width - 2 * GAP, FOOT_H))


def _shown_area(room: QRectF, videos: Sequence[tuple[int, int]], across: int) -> float:
    """Pixels that the pictures cover in a grid so many wide."""
    down = -(-len(videos) // across)
    w = (room.width() - GAP * (across - 1)) / across
    h = (room.height() - GAP * (down - 1)) / down - TITLE_H
    return sum(min(w / vw, h / vh) ** 2 * vw * vh for vw, vh in videos) if w > 0 and h > 0 else 0.0


class Painter:
    """Paints the moments of a reel, all in one size and one layout. For one thread at a time."""

    def __init__(self, reel: Reel) -> None:
        prepare()
        request = reel.request
        self._reel = reel
        self._size = request.width // 2 * 2, request.height // 2 * 2
        self._layout = layout(self._size, reel.sizes, reel.comparison is not None)
        self._scene = _Scene(reel.comparison) if reel.comparison is not None else None
        self.sides = [max(1, round(max(size) * _fit(_below_title(cell), size)))
                      for cell, size in zip(self._layout.videos, reel.sizes, strict=True)]

    def frame(self, k: int) -> RGB:
        """(H, W, 3) of the k-th frame of the film."""
        return pixels(self.image(self._reel.moment(k, self.sides)))

    def image(self, moment: Moment) -> QImage:
        """The picture of a moment."""
        image = QImage(*self._size, QImage.Format.Format_RGB888)
        image.fill(QColor(theme.BACKGROUND))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        try:
            for glimpse, cell in zip(moment.glimpses, self._layout.videos, strict=True):
                _paint_view(painter, glimpse, cell)
            if self._scene is not None:
                for (turn, title), cell in zip(LOOKS, self._layout.bodies, strict=True):
                    self._scene.paint(painter, moment, cell, turn, tr(title).format(self._name(moment)))
            self._paint_foot(painter, moment)
        finally:
            painter.end()
        return image

    def _name(self, moment: Moment) -> str:
        assert moment.comparison is not None
        return next(g.view.name for g in moment.glimpses if g.view.id == moment.comparison.reference)

    def _paint_foot(self, painter: QPainter, moment: Moment) -> None:
        foot = self._layout.foot
        _write(painter, foot, format_time(moment.t), theme.TEXT, 24, strong=True)
        made, row = moment.comparison, moment.row
        if made is None or row is None or len(made.views) < 2 or not np.isfinite(made.per_frame[row]):
            return
        said = tr("Agreement of the views {value} {unit} ({kind})").format(
            value=f"{made.per_frame[row]:.0f}", unit=made.unit, kind=tr(made.kind))
        _write(painter, foot, said, theme.MUTED, 20, right=True)


def _paint_view(painter: QPainter, glimpse: Glimpse, cell: QRectF) -> None:
    """A video with its person, its name above."""
    colour = theme.view_colour(glimpse.view.colour)
    _title(painter, cell, glimpse.view.name, colour)
    room = _below_title(cell)
    painter.fillRect(room, QColor(theme.SURFACE))
    zoom = _fit(room, glimpse.size)
    w, h = glimpse.size[0] * zoom, glimpse.size[1] * zoom
    place = QRectF(room.center().x() - w / 2, room.center().y() - h / 2, w, h)
    if glimpse.rgb is None:
        _write(painter, room, tr("Not filmed at this moment"), theme.MUTED, 18, middle=True)
        return
    rgb = np.ascontiguousarray(glimpse.rgb)
    image = QImage(rgb.data, rgb.shape[1], rgb.shape[0], rgb.strides[0], QImage.Format.Format_RGB888)
    painter.drawImage(place, image)
    if glimpse.xys is not None and glimpse.skeleton is not None:
        painter.save()
        painter.setClipRect(place)
        # Pixel centres are whole numbers, so the picture's edge is at −0.5.
        draw_person(painter, Person2D(0, glimpse.xys), glimpse.skeleton, colour, OverlayOptions(),
                    lambda x, y: QPointF(place.left() + (x + 0.5) * zoom, place.top() + (y + 0.5) * zoom), zoom)
        painter.restore()


class _Scene:
    """The aligned bodies of a comparison."""

    def __init__(self, made: Comparison) -> None:
        self._made = made
        points = camera_to_scene(np.where(made.valid[..., None], made.points, np.float32(np.nan)))
        floor = min((floor_of(body) for body in points if np.isfinite(body).any()), default=0.0)
        self._bodies = Bodies(points, made.skeleton, floor)

    def paint(self, painter: QPainter, moment: Moment, cell: QRectF, turn_deg: float, title: str) -> None:
        _title(painter, cell, title, "")
        colours = {g.view.id: theme.view_colour(g.view.colour) for g in moment.glimpses}
        room = _below_title(cell)
        self._bodies.paint(painter, self._bodies.eye(room, turn_deg), moment.row,
                           [colours.get(view, theme.MUTED) for view in self._made.views])


class Bodies:
    """Bodies of a clip, seen without perspective from where nobody leaves the picture in all of it.

    points: (V, T, J, 3) of the scene (z up), NaN where missing; floor: its z.
    """

    def __init__(self, points: NDArray[np.floating], skeleton: Skeleton, floor: float) -> None:
        self._points, self._skeleton, self._floor = points, skeleton, floor
        known = points[np.isfinite(points).all(-1)]
        self._middle = np.median(known, axis=0) if len(known) else np.zeros(3)
        # The 99th percentile: a single joint gone astray must not make everybody small.
        self._reach = float(np.percentile(np.linalg.norm(known - self._middle, axis=1), 99)) if len(known) else 1.0

    def eye(self, room: QRectF, turn_deg: float, raised_deg: float = RAISED) -> "Eye":
        """Who looks at them from a side, and sees them in a room."""
        return Eye(room, self._middle, self._reach, turn_deg, raised_deg)

    def paint(self, painter: QPainter, eye: "Eye", row: int | None, colours: Sequence[str]) -> None:
        """The frame `row`, None where there is nobody; a colour a body. All of it is in the eye's room."""
        self.paint_frame(painter, eye, None if row is None else self._points[:, row], colours)

    def paint_frame(self, painter: QPainter, eye: "Eye", frame: NDArray[np.floating] | None, colours: Sequence[str],
                    apart: bool = True) -> None:
        """Bodies (V, J, 3) over the floor, None where there is nobody. apart: with lines between the same joints."""
        painter.fillRect(eye.room, QColor(theme.SURFACE))
        painter.save()
        painter.setClipRect(eye.room)
        self._paint_floor(painter, eye)
        if frame is not None:
            if apart:
                self._paint_apart(painter, eye, frame)
            self._paint_bodies(painter, eye, frame, colours)
        painter.restore()

    def _paint_floor(self, painter: QPainter, eye: "Eye") -> None:
        """A grid of half metres under the feet."""
        painter.setPen(QPen(QColor(theme.LINE), 1))
        half, z = 1.5, self._floor
        x0, y0 = self._middle[:2]
        for d in np.arange(-half, half + 0.01, 0.5):
            for a, b in (((x0 - half, y0 + d), (x0 + half, y0 + d)), ((x0 + d, y0 - half), (x0 + d, y0 + half))):
                painter.drawLine(eye.spot(np.array([*a, z])), eye.spot(np.array([*b, z])))

    def _paint_apart(self, painter: QPainter, eye: "Eye", frame: NDArray[np.floating]) -> None:
        first = frame[0]
        painter.setPen(QPen(QColor(theme.MUTED), 1.4, Qt.PenStyle.DashLine))
        for body in frame[1:]:
            for a, b in zip(first, body, strict=True):
                if np.isfinite(a).all() and np.isfinite(b).all():
                    painter.drawLine(eye.spot(a), eye.spot(b))

    def _paint_bodies(self, painter: QPainter, eye: "Eye", frame: NDArray[np.floating], colours: Sequence[str]) -> None:
        skeleton = self._skeleton
        bones = []  # (depth, ends, tint), so that what is nearer covers what is behind it
        for colour, body in zip(colours, frame, strict=True):
            sides = side_colours(colour)
            for a, b in skeleton.bones:
                if np.isfinite(body[[a, b]]).all():
                    side = skeleton.sides[b] if skeleton.sides[b] != "middle" else skeleton.sides[a]
                    bones.append((eye.depth((body[a] + body[b]) / 2), body[a], body[b], sides[side]))
        for _, start, end, tint in sorted(bones, key=lambda bone: -bone[0]):
            for ink, width in ((QColor(0, 0, 0, 150), BONE + 3), (tint, BONE)):
                painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(eye.spot(start), eye.spot(end))


class Eye:
    """Where points of the scene come to lie in a room of a picture. turn_deg: how far the eye has gone around to the
    right; raised_deg: from how high it looks down."""

    def __init__(self, room: QRectF, middle: NDArray[np.floating], reach: float, turn_deg: float,
                 raised_deg: float) -> None:
        turn, raised = np.radians(turn_deg), np.radians(raised_deg)
        right = np.array([np.cos(turn), np.sin(turn), 0.0])
        into = np.array([-np.sin(turn) * np.cos(raised), np.cos(turn) * np.cos(raised), -np.sin(raised)])
        self._axes = np.stack([right, np.cross(right, into), into])
        self.room, self._middle, self._centre = room, middle, room.center()
        self._scale = 0.46 * min(room.width(), room.height()) / max(reach, 1e-3)

    def spot(self, point: NDArray[np.floating]) -> QPointF:
        x, y, _ = self._axes @ (point - self._middle)
        return QPointF(self._centre.x() + self._scale * x, self._centre.y() - self._scale * y)

    def depth(self, point: NDArray[np.floating]) -> float:
        return float(self._axes[2] @ (point - self._middle))


def _below_title(cell: QRectF) -> QRectF:
    return cell.adjusted(0, TITLE_H, 0, 0)


def _fit(room: QRectF, size: tuple[int, int]) -> float:
    return min(room.width() / size[0], room.height() / size[1])


def _title(painter: QPainter, cell: QRectF, text: str, colour: str) -> None:
    left = 0.0
    if colour:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(cell.left(), cell.top() + 11, 18, 18), 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left = 28.0
    _write(painter, QRectF(cell.left() + left, cell.top(), cell.width() - left, TITLE_H), text, theme.TEXT, 20,
           strong=True)


def _write(painter: QPainter, room: QRectF, text: str, ink: str, pixels: int, *, strong: bool = False,
           right: bool = False, middle: bool = False) -> None:
    font = theme.font(pixels, theme.STRONG if strong else QFont.Weight.Normal, tabular=True)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    if middle:
        across = Qt.AlignmentFlag.AlignHCenter
    short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, short)


def pixels(image: QImage) -> RGB:
    """(H, W, 3) of an RGB888 image; a copy."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def prepare() -> None:
    """Fonts take an application of Qt's; one without a screen does where there is none yet."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _APPLICATION.append(QGuiApplication(sys.argv[:1]))


_APPLICATION: list[QGuiApplication] = []  # kept, since Qt's application ends with the last reference to it


# -- what is made of it


def save_film(request: FilmRequest, progress: Progress = silent) -> None:
    """Writes the film. Raises ParallaxError where it cannot be made or written, and what `progress` raises."""
    with Reel(request) as reel:
        write(Path(request.out), reel, Painter(reel).frame, progress)


def save_picture(request: FilmRequest, t_ref: float) -> None:
    """Writes a PNG of one moment, reference seconds, to the request's `out`. Raises ParallaxError."""
    with Reel(request) as reel:
        painter = Painter(reel)
        image = painter.image(reel.at(t_ref, painter.sides))
    save_png(image, Path(request.out))


def save_png(image: QImage, out: Path) -> None:
    """Writes a picture, whole or not at all. Raises ParallaxError where it cannot be written."""
    if out.suffix.lower() != ".png":
        raise ParallaxError(out, "is not a name for a picture.", "Let it end in .png.")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)  # QImage.save takes other types than its stubs say
    try:
        write_whole(out, lambda file: file.write(data.data()))
    except OSError as e:
        raise ParallaxError(out, "the picture cannot be written ({why}).",
                            "Free some space, or choose another folder.", why=e.strerror) from e


def work(run: Run) -> None:
    """Does a run of kind 'film'. Raises ParallaxError and Cancelled, after the run's status said the same."""
    run.start()
    report = Report(run, silent)
    with report:
        try:
            request = build(FilmRequest, plain(run.request.settings))
        except ValueError as e:
            raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Save the film again.",
                                why=e) from e
        report.add("film", Path(request.out).name)
        save_film(request, report.of("film", "film"))
        report.stage("film", "done")
        report.end("done", "", {"out": request.out})
