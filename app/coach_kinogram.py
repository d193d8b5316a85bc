"""A kinogram: the athlete at the key moments, side by side in a strip, or all of them in one picture, as a PNG."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app import theme
from app.coach_picture import Ink, Shown, lines_of, paint_picture, write_lines
from app.film import prepare, save_png
from app.timecode import format_time
from app.words import tr
from core.clock import frame_at
from core.coach_cut import BACKGROUND, Region, all_of, empty, laid_in, moments_for, regions, stays
from core.coach_material import Material, read
from core.coach_motion import Motion
from core.coaching import KeyMoment
from core.errors import ParallaxError
from core.film import FilmView
from core.progress import Progress, Step, silent
from core.video import Video

PAPER, PRINT, GREY, RULE = "#ffffff", "#15181d", "#5b6470", "#c9ced6"  # it is for paper and for chats alike
CELL_H = 720          # px of a picture in a strip
LEAST_W = 300         # px, so that there is room for words under it
WIDEST = 6000         # px of a strip; more pictures go into further rows
MARGIN, GAP = 40, 24  # px
HEAD, NAME, SMALL = 40, 30, 24
NAME_LINES, COMMENT_LINES = 2, 3
NUMBER = 40.0         # px: a number in a circle
LARGEST = 2560        # px: the longer side of a picture that holds all
BOLDER = 1.5          # lines and letters of drawings
WAYS = ("strip", "together")


@dataclass(frozen=True)
class KinogramRequest:
    """A kinogram to make. view: the recording; project: the folder; out: the PNG. count: how many positions where no
    key moment is in the span (reference seconds). way: of WAYS; lines: of the body; drawings: of the coach."""

    view: FilmView
    out: str
    project: str
    way: str = "strip"
    count: int = 6
    start_s: float | None = None
    stop_s: float | None = None
    lines: bool = False
    drawings: bool = True

    def __post_init__(self) -> None:
        if self.way not in WAYS or not 1 <= self.count <= 40:
            raise ValueError(f"a kinogram of {self.count} positions, {self.way[:20]!r}, cannot be made")


def save_kinogram(request: KinogramRequest, progress: Progress = silent) -> None:
    """Writes the PNG. Raises ParallaxError where it cannot be made or written, and what `progress` raises."""
    save_png(kinogram(request, progress), Path(request.out))


def kinogram(request: KinogramRequest, progress: Progress = silent) -> QImage:
    """The picture. Raises as `save_kinogram`."""
    prepare()
    material = read(request.project)
    moments = moments_for(material, request.view.id, request.count, (request.start_s, request.stop_s))
    motion = material.motions[request.view.id]
    with Video(request.view.video) as video:
        if request.way == "together":
            return _together(request, material, moments, motion, video, progress)
        return _strip(request, material, moments, motion, video, progress)


# -- a strip


def _strip(request: KinogramRequest, material: Material, moments: list[KeyMoment], motion: Motion, video: Video,
           progress: Progress) -> QImage:
    cut = regions(motion, [moment.time_s for moment in moments], LEAST_W / CELL_H)
    cell = QRectF(0, 0, CELL_H * cut[0].width / cut[0].height, CELL_H)
    across = max(min(len(moments), int((WIDEST - 2 * MARGIN + GAP) // (cell.width() + GAP))), 1)
    across = -(-len(moments) // -(-len(moments) // across))  # rows of one length
    colour = theme.view_colour(request.view.colour) if request.lines else ""
    drawn = material if request.drawings else replace(material, drawings=())
    below = [_words_h(moment, cell.width()) for moment in moments]
    rows = [range(n, min(n + across, len(moments))) for n in range(0, len(moments), across)]
    heights = [CELL_H + 16 + max(below[n] for n in row) for row in rows]
    head = HEAD * 1.3 + GAP
    image = _sheet(2 * MARGIN + across * (cell.width() + GAP) - GAP, 2 * MARGIN + head + sum(heights)
                   + GAP * (len(rows) - 1))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        _paint_head(painter, material, request.view, image.width())
        top = MARGIN + head
        for row, height in zip(rows, heights, strict=True):
            for n in row:
                room = cell.translated(MARGIN + (n - row[0]) * (cell.width() + GAP), top)
                shown = frame_of(request.view, video, moments[n].time_s, colour=colour)
                paint_cell(painter, shown, drawn, cut[n], room)
                _paint_words(painter, moments[n], QRectF(room.left(), room.bottom() + 16, room.width(), below[n]))
                progress(Step("kinogram", n + 1, len(moments), Path(request.out).name))
            top += height + GAP
    finally:
        painter.end()
    return image


def paint_cell(painter: QPainter, shown: Shown, material: Material, cut: Region, room: QRectF,
               bolder: float = BOLDER) -> None:
    """A region of a picture with what was drawn on it, so much bolder than on a whole picture of the room's height."""
    painter.fillRect(room, QColor("#e9ecf0"))
    paint_picture(painter, shown, room, material, QRectF(cut.left, cut.top, cut.width, cut.height),
                  bolder * cut.height / shown.size[1])


def _paint_head(painter: QPainter, material: Material, view: FilmView, width: int) -> None:
    said = " · ".join(filter(None, (material.athlete, material.title)))
    name = Ink(SMALL, GREY, right=True)
    wide = name.wide(view.name)
    write_lines(painter, QRectF(MARGIN, MARGIN, width - 2 * MARGIN - wide - GAP, HEAD * 1.4), said,
                Ink(HEAD, PRINT, strong=True))
    write_lines(painter, QRectF(width - MARGIN - wide - 2, MARGIN + 12, wide + 2, SMALL * 1.4), view.name, name)


def _words_h(moment: KeyMoment, width: float) -> float:
    name, small = Ink(NAME, strong=True), Ink(SMALL)
    return (len(lines_of(moment.name, name, width, NAME_LINES)) * name.line + small.line
            + len(lines_of(moment.comment, small, width, COMMENT_LINES)) * small.line)


def _paint_words(painter: QPainter, moment: KeyMoment, room: QRectF) -> None:
    """Name, time and comment under a picture."""
    top = room.top()
    top += write_lines(painter, room, moment.name, Ink(NAME, PRINT, strong=True), NAME_LINES)
    top += write_lines(painter, QRectF(room.left(), top, room.width(), SMALL), format_time(moment.time_s),
                       Ink(SMALL, GREY))
    write_lines(painter, QRectF(room.left(), top, room.width(), SMALL), moment.comment, Ink(SMALL, GREY), COMMENT_LINES)


# -- all in one picture


def _together(request: KinogramRequest, material: Material, moments: list[KeyMoment], motion: Motion, video: Video,
              progress: Progress) -> QImage:
    if stays(motion, [moment.time_s for moment in moments]):
        raise ParallaxError(tr("The athlete"), "stays in one place, where one position would cover the other.",
                            "Take the strip, or moments at which the athlete has moved on.")
    scale = min(1.0, LARGEST / max(video.size))
    side, total = max(round(scale * max(video.size)), 1), BACKGROUND + len(moments)
    grounds, behind = [], []
    for k, n in enumerate(np.linspace(0, len(video) - 1, BACKGROUND).round()):
        grounds.append(video.frame(int(n), side).copy())
        body = motion.at(float(request.view.clock.to_ref(video.times[int(n)])))
        behind.append(np.full((len(motion.skeleton), 2), np.nan) if body is None else scale * (body + 0.5) - 0.5)
        progress(Step("kinogram", k + 1, total, Path(request.out).name))
    shown = [frame_of(request.view, video, moment.time_s, side) for moment in moments]
    bodies = [_at(motion, moment.time_s) for moment in moments]
    rgb = laid_in(empty(grounds, behind, motion.skeleton.bones), [one.rgb for one in shown],
                  [scale * (body + 0.5) - 0.5 for body in bodies], motion.skeleton.bones)
    progress(Step("kinogram", total, total, Path(request.out).name))
    crop = all_of(regions(motion, [moment.time_s for moment in moments]), video.size)
    return _sheet_of_all(request, material, moments, bodies, Shown(request.view.id, rgb, video.size, 0.0), crop)


def _sheet_of_all(request: KinogramRequest, material: Material, moments: list[KeyMoment], bodies: list[np.ndarray],
                  shown: Shown, crop: Region) -> QImage:
    """The picture, marked with numbers over the heads, and what they stand for below it."""
    width = max(min(crop.width, LARGEST), 1280.0)
    room = QRectF(MARGIN, MARGIN + HEAD * 1.3 + GAP, width, width * crop.height / crop.width)
    columns = max(int(room.width() // 420), 1)
    each = (room.width() - GAP * (columns - 1)) / columns
    words = [max(_words_h(moment, each - 60), NUMBER) + GAP for moment in moments]
    rows = [max(words[n:n + columns]) for n in range(0, len(moments), columns)]
    image = _sheet(room.width() + 2 * MARGIN, room.bottom() + GAP + sum(rows) + MARGIN)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        _paint_head(painter, material, request.view, image.width())
        paint_picture(painter, shown, room, Material("", {}), QRectF(crop.left, crop.top, crop.width, crop.height))
        heads = [body[np.isfinite(body).all(axis=1)] for body in bodies]
        spots = [(one[one[:, 1].argmin()] - (crop.left, crop.top)) * width / crop.width for one in heads]
        for n, box in enumerate(_beside([room.topLeft() + QPointF(x, y) for x, y in spots], room)):
            _paint_number(painter, n, box)
        for n, moment in enumerate(moments):
            row, column = divmod(n, columns)
            left, top = room.left() + column * (each + GAP), room.bottom() + GAP + sum(rows[:row])
            _paint_number(painter, n, QRectF(left, top, NUMBER, NUMBER))
            line = Ink(NAME, strong=True).line if moment.name else Ink(SMALL).line
            _paint_words(painter, moment, QRectF(left + 60, top + (NUMBER - line) / 2, each - 60, words[n]))
    finally:
        painter.end()
    return image


def _beside(heads: list[QPointF], room: QRectF) -> list[QRectF]:
    """Where the numbers stand: over the heads, and none over another."""
    boxes = list[QRectF]()
    for spot in heads:
        y = max(spot.y() - 1.9 * NUMBER, room.top() + 4)
        box = QRectF(spot.x() - NUMBER / 2, y, NUMBER, NUMBER)
        while any(box.intersects(other) for other in boxes):
            box.translate(NUMBER / 4, 0)
        boxes.append(box)
    return boxes


def _paint_number(painter: QPainter, n: int, box: QRectF) -> None:
    painter.setPen(QPen(QColor("#ffffff"), 3))
    painter.setBrush(QColor(PRINT))
    painter.drawEllipse(box)
    ink = Ink(SMALL, "#ffffff", strong=True, middle=True)
    write_lines(painter, QRectF(box.left(), box.center().y() - ink.line / 2, box.width(), ink.line), str(n + 1), ink)


# -- inside


def _at(motion: Motion, t: float) -> np.ndarray:
    body = motion.at(t)
    assert body is not None  # moments_for has looked
    return body


def frame_of(view: FilmView, video: Video, t: float, side: int | None = None, colour: str = "") -> Shown:
    """The picture on screen at a reference time, with the time that it was taken at. colour: of the body's lines."""
    index = frame_at(video.times, float(view.clock.to_view(t)))
    return Shown(view.id, video.frame(index, side), video.size, float(view.clock.to_ref(video.times[index])), colour)


def _sheet(width: float, height: float) -> QImage:
    image = QImage(round(width), round(height), QImage.Format.Format_RGB888)
    image.fill(QColor(PAPER))
    return image
