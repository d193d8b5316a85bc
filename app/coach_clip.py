"""A coach's clip: the recordings with everything drawn on them, the figure beside, slow and with pauses, as an MP4."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from app import theme
from app.coach_labels import Labels
from app.coach_other import COLOUR
from app.coach_picture import Ink, Shown, Under, paint_picture, paint_scene_drawings, write_lines
from app.coach_second import Second
from app.film import Bodies, pixels, prepare
from app.timecode import format_time
from app.words import tr
from core.coach_clip import ClipRequest, Shot, plan, sound
from core.coach_material import Material, read
from core.coaching import SCENE
from core.film import RGB, Glimpse, Reel, encode
from core.progress import Progress, silent

BOXES = ((1920, 1080), (1080, 1920))  # px that a clip fits into, lying or standing
LEAST_H = 720        # px of a small picture, which is enlarged to it
FIGURE = 0.8         # width of the figure's room, of its height
GAP = 8              # px between pictures, of a clip 1080 high
NAME, COMMENT, SMALL = 34, 26, 24  # px of letters, likewise
COMMENT_LINES = 2    # at most
MARK = 11            # px: half of the mark of a key moment
BOLDER = 1.5         # lines and letters of drawings: a clip is looked at on a phone
MEASURED = 6         # frames that are drawn to tell how long the clip will take


@dataclass(frozen=True)
class Layout:
    """Where the parts of a clip stand. size: even pixels; unit: of one px of a clip 1080 high."""

    size: tuple[int, int]
    pictures: tuple[QRectF, ...]
    foot: QRectF
    unit: float


def layout(pictures: Sequence[tuple[float, float]], tallest: int, comment_lines: int) -> Layout:
    """The pictures, each of a (width, height), in rows of one height, as large as they can be in one of BOXES.

    tallest: px beyond which nothing more is to be seen. comment_lines: of what is to be read under them.
    """
    tries = [_fitted(pictures, across, box, comment_lines) for box in BOXES for across in range(1, len(pictures) + 1)]
    height, across, unit = max(tries, key=lambda one: one[0])
    scale = min(1.0, max(tallest, LEAST_H) / height)
    height, unit = height * scale, unit * scale
    gap = GAP * unit
    rows = [pictures[n:n + across] for n in range(0, len(pictures), across)]
    widths = [sum(w / h for w, h in row) * height + gap * (len(row) - 1) for row in rows]
    width = _even(max(widths) + 2 * gap)
    cells = []
    for n, row in enumerate(rows):
        left = (width - widths[n]) / 2
        for w, h in row:
            cells.append(QRectF(left, gap + n * (height + gap), w / h * height, height))
            left += w / h * height + gap
    below = gap + len(rows) * (height + gap)
    foot = QRectF(2 * gap, below, width - 4 * gap, _foot_h(comment_lines) * unit)
    return Layout((width, _even(foot.bottom() + gap)), tuple(cells), foot, unit)


def _fitted(pictures: Sequence[tuple[float, float]], across: int, box: tuple[int, int],
            comment_lines: int) -> tuple[float, int, float]:
    """(px of a row's height, pictures in a row, unit) in a box."""
    unit = min(box[1] / 1080, box[0] / 720)
    gap = GAP * unit
    rows = [pictures[n:n + across] for n in range(0, len(pictures), across)]
    wide = min((box[0] - gap * (len(row) + 1)) / sum(w / h for w, h in row) for row in rows)
    high = (box[1] - _foot_h(comment_lines) * unit - gap * (len(rows) + 2)) / len(rows)
    return min(wide, high), across, unit


def _foot_h(comment_lines: int) -> float:
    return NAME * 1.5 + comment_lines * COMMENT * 1.3


def _even(pixels: float) -> int:
    return max(round(pixels / 2), 1) * 2


class ClipPainter:
    """A clip opened to be drawn: `len(plan.shots)` frames, `frame(k)` in order. Close it.

    Raises ParallaxError where the project or a video cannot be read, or the range lies outside of the reference view.
    """

    def __init__(self, request: ClipRequest) -> None:
        prepare()
        self.request = request
        self.material: Material = read(request.project)
        self.reel = Reel(request.film())
        self.plan = plan(self.reel, request, self.material.moments)
        self._sizes = dict(zip((view.id for view in self.reel.request.views), self.reel.sizes, strict=True))
        self._figure = self.material.figure if request.figure else None
        self._second: Second | None = None
        try:
            self._second = Second(request.other) if request.other is not None else None
        except BaseException:
            self.reel.__exit__()
            raise
        self._beside = self._second if self._second is not None and self._second.asked.way == "beside" else None
        self._labels: dict[str, Labels] = {}
        self._layout = self._laid_out()
        rooms = dict(zip((view.id for view in request.views), self._layout.pictures, strict=False))
        self._rooms = rooms
        self._sides = [max(1, round(max(rooms[view.id].width(), rooms[view.id].height())))
                       for view in self.reel.request.views]
        self._bodies = None
        if self._figure is not None and self._figure.deep is not None:
            self._bodies = Bodies(self._figure.deep[None], self._figure.skeleton, 0.0)
        self._last: tuple[object, RGB] | None = None

    def __enter__(self) -> "ClipPainter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.reel.__exit__(kind, error, trace)
        if self._second is not None:
            self._second.__exit__(kind, error, trace)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the clip, pixels, even."""
        return self._layout.size

    def _laid_out(self) -> Layout:
        sizes = [self._sizes[view.id] for view in self.request.views]
        sizes += [self._beside.size] if self._beside is not None else []
        pictures: list[tuple[float, float]] = [*sizes]
        if self._figure is not None:
            pictures.append((FIGURE, 1.0))
        tallest = max(h for _, h in sizes)
        comments = [shot.held.comment for shot in self.plan.shots if shot.held is not None and shot.held.comment]
        if not comments:
            return layout(pictures, tallest, 0)
        one = layout(pictures, tallest, 1)
        room = one.foot.width() - 3 * MARK * one.unit
        fits = all(Ink(COMMENT * one.unit).wide(comment) <= room for comment in set(comments))
        return one if fits else layout(pictures, tallest, COMMENT_LINES)

    def frame(self, k: int) -> RGB:
        """(H, W, 3) of the k-th frame; one that shows the same as the one before it is not drawn again."""
        shot = self.plan.shots[k]
        key = self._key(shot)
        if self._last is None or self._last[0] != key:
            self._last = key, pixels(self.image(shot))
        return self._last[1]

    def different(self) -> list[int]:
        """The frames that are drawn: those that show something else than the one before."""
        keys = [self._key(shot) for shot in self.plan.shots]
        return [k for k, key in enumerate(keys) if k == 0 or key != keys[k - 1]]

    def _key(self, shot: Shot) -> object:
        return self.reel.indices(shot.t), self._second.index(shot.t) if self._second is not None else -1, shot.held

    def image(self, shot: Shot) -> QImage:
        """The picture of a shot."""
        moment = self.reel.at(shot.t, self._sides)
        image = QImage(*self._layout.size, QImage.Format.Format_RGB888)
        image.fill(QColor(theme.BACKGROUND))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        try:
            for glimpse in moment.glimpses:
                self._paint_view(painter, glimpse, self._rooms[glimpse.view.id], shot.t)
            if self._beside is not None:
                self._paint_beside(painter, self._beside, shot.t, self._layout.pictures[len(self._rooms)])
            if self._bodies is not None:
                self._paint_figure(painter, moment.glimpses[0].t, shot.t, self._layout.pictures[-1])
            self._paint_foot(painter, shot, moment.glimpses[0].t)
        finally:
            painter.end()
        return image

    # -- parts

    def _paint_view(self, painter: QPainter, glimpse: Glimpse, room: QRectF, t: float) -> None:
        unit, second = self._layout.unit, self._second
        under: Under | None = None
        if second is not None and self._beside is None and glimpse.view is self.reel.request.views[0]:
            mine = self.material.motions.get(glimpse.view.id)
            under = partial(second.paint_over, t=t, mine=mine)
        if glimpse.rgb is None:
            painter.fillRect(room, QColor(theme.SURFACE))
            words = QRectF(room.left(), room.center().y() - SMALL * unit, room.width(), 2 * SMALL * unit)
            said = tr("Not filmed at this moment")
            write_lines(painter, words, said, Ink(SMALL * unit, theme.MUTED, middle=True), 2)
        else:
            colour = theme.view_colour(glimpse.view.colour) if self.request.lines else ""
            paint_picture(painter, Shown(glimpse.view.id, glimpse.rgb, glimpse.size, glimpse.t, colour), room,
                          self.material, bolder=BOLDER, labels=self._labels_of(glimpse.view.id), under=under)
        if len(self._rooms) > 1 or self._beside is not None:
            self._chip(painter, room, glimpse.view.name)

    def _paint_beside(self, painter: QPainter, second: Second, t: float, room: QRectF) -> None:
        """The other performance, without what was drawn on it."""
        side = max(1, round(max(room.width(), room.height())))
        bare = replace(second.material, drawings=())
        paint_picture(painter, second.shown(t, side, self.request.lines), room, bare, bolder=BOLDER)
        self._chip(painter, room, second.name)

    def _labels_of(self, view: str) -> Labels:
        """Where words stand in the pictures of a view."""
        return self._labels.setdefault(view, Labels())

    def _paint_figure(self, painter: QPainter, t: float, at_s: float, room: QRectF) -> None:
        """t: of the picture beside; at_s: of the clip, by which the other performance goes."""
        assert self._bodies is not None and self._figure is not None
        view = next((view for view in self.request.views if view.id == self._figure.view), self.request.views[0])
        eye = self._bodies.eye(room, self.request.turn_deg, self.request.raised_deg)
        mine = self._figure.at(t, deep=True)
        ghost = self._second.ghost(mine, at_s) if self._second is not None else None
        bodies = [body for body in (mine, ghost) if body is not None]
        self._bodies.paint_frame(painter, eye, np.stack(bodies) if bodies else None,
                                 [theme.view_colour(view.colour), COLOUR][:len(bodies)], apart=False)
        paint_scene_drawings(painter, eye, self.material, t, BOLDER, self._labels_of(SCENE))
        self._chip(painter, room, tr("3D, lengths {kind}").format(kind=tr(self._figure.kind)))

    def _chip(self, painter: QPainter, room: QRectF, text: str) -> None:
        """A name in the upper left corner, on a dark ground."""
        unit = self._layout.unit
        ink = Ink(SMALL * unit, theme.TEXT)
        width = min(ink.wide(text) + 24 * unit, room.width() - 24 * unit)
        box = QRectF(room.left() + 12 * unit, room.top() + 12 * unit, width, ink.line + 12 * unit)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(theme.colour("#0a0c0f", 0.8))
        painter.drawRoundedRect(box, 8 * unit, 8 * unit)
        write_lines(painter, box.adjusted(12 * unit, 6 * unit, -12 * unit, 0), text, ink)

    def _paint_foot(self, painter: QPainter, shot: Shot, t: float) -> None:
        """The time and how slow it is; while it rests the key moment's name and comment."""
        foot, unit = self._layout.foot, self._layout.unit
        said = format_time(t)
        if self.request.speed != 1.0:
            said = tr("{percent} % speed · {time}").format(percent=round(100 * self.request.speed), time=said)
        small = Ink(SMALL * unit, theme.MUTED, right=True, tabular=True)
        aside = small.wide(said) + 24 * unit
        write_lines(painter, foot.adjusted(0, (NAME - SMALL) * 0.75 * unit, 0, 0), said, small)
        if shot.held is None:
            return
        mark, middle = MARK * unit, foot.top() + NAME * 0.72 * unit
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(theme.WARNING))
        x = foot.left() + mark
        painter.drawPolygon(QPolygonF([QPointF(x, middle - mark), QPointF(x + mark, middle),
                                       QPointF(x, middle + mark), QPointF(x - mark, middle)]))
        name = Ink(NAME * unit, theme.TEXT, strong=True)
        room = foot.adjusted(3 * mark, 0, -aside, 0)
        high = write_lines(painter, room, shot.held.name, name)
        write_lines(painter, foot.adjusted(3 * mark, high, 0, 0), shot.held.comment, Ink(COMMENT * unit, theme.MUTED),
                    COMMENT_LINES)


# -- what is made of it


def save_clip(request: ClipRequest, progress: Progress = silent) -> None:
    """Writes the clip. Raises ParallaxError where it cannot be made or written, and what `progress` raises."""
    with ClipPainter(request) as painter:
        heard = sound(painter.reel, request, painter.plan)
        encode(Path(request.out), painter.plan.fps, len(painter.plan.shots), painter.frame, heard, progress)


@dataclass(frozen=True)
class Estimate:
    """How long the clip plays, how long making it takes on this machine as busy as it is, seconds, and its size."""

    plays_s: float
    takes_s: float
    size: tuple[int, int]


def estimate(request: ClipRequest, progress: Progress = silent) -> Estimate:
    """Measured: a few frames from the middle of the clip are drawn and encoded. Raises as `save_clip`."""
    began = time.perf_counter()
    with ClipPainter(request) as painter, tempfile.TemporaryDirectory() as folder:
        drawn, fps, some = painter.different(), painter.plan.fps, Path(folder) / "some.mp4"
        chosen = drawn[len(drawn) // 2:][:MEASURED]
        painter.frame(chosen[0])  # finds its place in the file, which is done once
        opened = time.perf_counter()
        encode(some, fps, len(chosen), lambda k: painter.frame(chosen[k]), progress=progress)
        moved = time.perf_counter()
        encode(some, fps, MEASURED, lambda k: painter.frame(chosen[-1]), progress=progress)
        each, still = (moved - opened) / len(chosen), (time.perf_counter() - moved) / MEASURED
        takes = opened - began + len(drawn) * each + (len(painter.plan.shots) - len(drawn)) * still
        return Estimate(painter.plan.duration_s, takes, painter.size)


def preview(request: ClipRequest, t: float) -> QImage:
    """What the clip shows at a reference time, at rest where that is a key moment. Raises as `save_clip`."""
    with ClipPainter(request) as painter:
        shots = painter.plan.shots
        nearest = min(shots, key=lambda shot: (abs(shot.t - t), shot.held is None))
        return painter.image(nearest)
