"""The other performance in a clip: its pictures at this one's moments, and its body over this one's."""

from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.coach_other import COLOUR, THROUGH, read
from app.coach_picture import LINES, Place, Shown, as_image
from app.coach_take import checked, named
from app.overlay import OverlayOptions, Person2D, draw_person
from core.clock import nearest_frame
from core.coach_clip import Beside
from core.coach_compare import TimeMap, laid_over, match, placed_over, time_map
from core.coach_material import Material
from core.coach_material import read as read_material
from core.coach_motion import Motion, first_with_depth
from core.document import View
from core.film import FilmView
from core.skeleton import H36M17
from core.storage import Project
from core.video import Video


class Second:
    """Opened to be drawn. Close it. Raises ParallaxError where the project or its video cannot be read."""

    def __init__(self, asked: Beside) -> None:
        self.asked, self._clock = asked, TimeMap(asked.a, asked.b)
        self.material: Material = read_material(asked.project)
        self._video = Video(asked.view.video)
        self._figure = first_with_depth(list(self.material.motions.values()))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._video.__exit__(kind, error, trace)

    @property
    def size(self) -> tuple[int, int]:
        return self._video.size

    @property
    def name(self) -> str:
        return f"{self.material.title} · {self.asked.view.name}"

    def index(self, t: float) -> int:
        """Its frame at a moment of this performance, as the coach view shows it."""
        return nearest_frame(self._video.times, float(self.asked.view.clock.to_view(self._clock.to_b(t))))

    def shown(self, t: float, side: int, lines: bool) -> Shown:
        """Its picture at a moment of this performance, `side` pixels along its longer side at most."""
        index = self.index(t)
        own = float(self.asked.view.clock.to_ref(self._video.times[index]))
        return Shown(self.asked.view.id, self._video.frame(index, side), self.size, own, COLOUR if lines else "")

    def ghost(self, mine: NDArray[np.floating] | None, t: float) -> NDArray[np.floating] | None:
        """(17, 3) its body laid over this one's at a moment of this performance."""
        theirs = self._figure.at(self._clock.to_b(t), deep=True) if self._figure is not None else None
        return None if mine is None or theirs is None else laid_over(theirs, mine)

    def paint_over(self, painter: QPainter, where: QRectF, place: Place, t: float, mine: Motion | None) -> None:
        """Over a picture of this performance that fills `where`, half seen through; its body sized onto this one's."""
        shown = self.shown(t, max(1, round(max(where.width(), where.height()))), lines=True)
        image = as_image(shown.rgb)
        width = where.height() * image.width() / max(image.height(), 1)
        painter.setOpacity(THROUGH)
        painter.drawImage(QRectF(where.center().x() - width / 2, where.top(), width, where.height()), image)
        painter.setOpacity(1.0)
        theirs = self.material.motions.get(self.asked.view.id)
        still = mine.at(t) if mine is not None else None
        moving = theirs.at(self._clock.to_b(t)) if theirs is not None else None
        placed = placed_over(moving, still) if still is not None and moving is not None else None
        if placed is not None:
            known = np.isfinite(placed).all(axis=1, keepdims=True)
            xys = np.concatenate([placed, known], axis=1).astype(np.float32)
            draw_person(painter, Person2D(0, xys, COLOUR), H36M17, COLOUR, OverlayOptions(), place,
                        where.height() / LINES)


def _film_view(view: View, path: Path) -> FilmView:
    return FilmView(view.id, view.name, str(path), view.colour, view.offset_s, view.drift_ppm, view.slow_motion)


def beside(project: Path, other: Path, out: Path, way: str, view: str = "") -> Beside:
    """Another project in a clip of one, its time as the key moments of the same names say. view: its recording, by
    name; '' is the first. Raises ParallaxError where it cannot be read, or `out` is one of its videos."""
    theirs = read(other)
    with Project.open(project, read_only=True) as opened:
        views = list(opened.document.views.values())
    span = (min(float(one.clock.to_ref(one.first_s)) for one in views),
            max(float(one.clock.to_ref(one.last_s + 1 / one.fps)) for one in views))
    clock = time_map(match(read_material(project).moments, theirs.moments), span, theirs.span)
    there = [_film_view(one, path) for one in theirs.views if (path := theirs.paths.get(one.id)) is not None]
    return Beside(named(checked(there, out, other), view), str(other), way, clock.a, clock.b)
