"""Another performance beside the one at hand: another day, or an athlete to look up to. Read once, never changed.

Its time runs so that key moments of the same name fall together, or freely, by as much as it was dragged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.coach_model import CoachModel
from app.frames import Frame, FrameSource
from app.player import Player
from app.video_view import Person2D, VideoView
from app.words import marked, tr
from core.clock import nearest_frame
from core.coach_compare import Difference, Pair, TimeMap, differences, laid_over, match, placed_over, time_map
from core.coach_moments import suggest
from core.coach_motion import Motion, first_with_depth, of_project
from core.coaching import KeyMoment, moments_of
from core.document import View, new_id
from core.errors import ParallaxError
from core.skeleton import H36M17
from core.storage import Project

COLOUR = "#f76a8c"   # of the other performance, which no first view has
THROUGH = 0.5        # how much is seen of its picture where that lies over another
NO_PAIRS = marked("No key moment has the same name in both. Give those that belong together the same name, as "
                  "“Contact”, and they will fall together.")


@dataclass(frozen=True, eq=False)
class Performance:
    """What was read of a project. paths: where its videos are, None of those that were not found. moments: its key
    moments, or those that its motion suggests where it has none."""

    folder: Path
    views: tuple[View, ...]
    paths: Mapping[str, Path | None]
    motions: Mapping[str, Motion]
    moments: tuple[KeyMoment, ...]

    @property
    def name(self) -> str:
        return self.folder.stem

    @property
    def span(self) -> tuple[float, float]:
        """Reference seconds of its first and its last picture."""
        return (min(float(view.clock.to_ref(view.first_s)) for view in self.views),
                max(float(view.clock.to_ref(view.last_s)) for view in self.views))


def read(folder: Path) -> Performance:
    """Reads a project, of which nothing is kept open. Runs in a worker. Raises ParallaxError."""
    with Project.open(folder, read_only=True) as project:
        views = tuple(project.document.views.values())
        if not views:
            raise ParallaxError(folder, "there is no recording in this project.", "Choose another one.")
        motions = of_project(project)
        moments = moments_of(project.document) or [
            KeyMoment(new_id(), one.time_s, one.name, one.reason, one.kind) for one in suggest(list(motions.values()))]
        return Performance(folder, views, {view.id: project.video(view) for view in views}, motions,
                           tuple(sorted(moments, key=lambda moment: moment.time_s)))


@dataclass(frozen=True, eq=False)
class Matched:
    """How the two belong together. clock: this one's seconds to the other's."""

    pairs: tuple[Pair, ...] = ()
    clock: TimeMap = field(default_factory=lambda: TimeMap((0.0,), (0.0,)))
    differences: tuple[Difference, ...] = ()


class Other(QObject):
    """changed(): another performance, none any more, or how the two belong together. moved(t): of the other's time."""

    changed = Signal()
    moved = Signal(float)

    def __init__(self, model: CoachModel, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._session, self._player = model, model.session, player
        self.performance: Performance | None = None
        self.matched = Matched()
        self.by_moments = True
        self._shift_s = 0.0      # of free time: the other's seconds ahead of this one's
        self._pane: VideoView | None = None
        self._view = ""
        self._times: NDArray[np.float64] | None = None
        self._frames: FrameSource | None = None
        self._asked = -1
        player.moved.connect(self._follow)
        model.changed.connect(self._match)
        model.drawn.connect(self._match)

    # -- opening and closing

    def open(self, folder: Path) -> None:
        """Reads another project in the pool and shows it beside this one."""
        self._session.jobs.submit("coach other", lambda: read(folder), self._take)

    def close(self) -> None:
        """Only this performance is shown again."""
        self._session.jobs.forget("coach other")
        self._session.jobs.forget("coach differences")
        if self._frames is not None:
            self._frames.close()
            self._frames.deleteLater()
            self._frames = None
        if self.performance is not None:
            self.performance, self.matched, self._times = None, Matched(), None
            self.changed.emit()

    def show_in(self, pane: VideoView) -> None:
        """The pane that its pictures go to."""
        self._pane = pane
        pane.set_colour(COLOUR)
        pane.target_changed.connect(self._target_changed)
        pane.shown.connect(self._show_body)

    @property
    def view(self) -> View | None:
        """The camera that is shown."""
        views = self.performance.views if self.performance is not None else ()
        return next((view for view in views if view.id == self._view), None)

    def next_camera(self) -> None:
        """The next of its recordings."""
        if self.performance is not None:
            ids = [view.id for view in self.performance.views]
            self._open_view(ids[(ids.index(self._view) + 1) % len(ids)])

    def set_by_moments(self, on: bool) -> None:
        """Whether key moments of one name fall together, or time runs freely from where the two are now."""
        self._shift_s = self.t - self._player.t
        self.by_moments = on
        self._follow(self._player.t)
        self.changed.emit()

    def seek(self, t: float) -> None:
        """Free time: the other is here while this one stays where it is."""
        if self.by_moments:
            self._player.seek(self.matched.clock.to_a(t))
        else:
            self._shift_s = t - self._player.t
            self._follow(self._player.t)

    # -- where it is

    @property
    def t(self) -> float:
        """The other's reference seconds at the playhead."""
        t = self._player.t
        return self.matched.clock.to_b(t) if self.by_moments else t + self._shift_s

    @property
    def clock(self) -> TimeMap:
        """This one's seconds to the other's, as it runs now."""
        return self.matched.clock if self.by_moments else TimeMap((0.0,), (self._shift_s,))

    @property
    def motion(self) -> Motion | None:
        """Of the camera that is shown."""
        return self.performance.motions.get(self._view) if self.performance is not None else None

    def ghost(self) -> NDArray[np.floating] | None:
        """(17, 3) its body laid over this one's at the playhead, metres in this one's scene."""
        mine = self._model.figure
        theirs = first_with_depth(list(self.performance.motions.values())) if self.performance is not None else None
        still = mine.at(self._player.t, deep=True) if mine is not None else None
        moving = theirs.at(self.t, deep=True) if theirs is not None else None
        return None if still is None or moving is None else laid_over(moving, still)

    def person_over(self, view_id: str) -> Person2D | None:
        """Its body in pixels, sized and moved onto this one's in a view, but not turned."""
        mine, theirs = self._model.motion_of(view_id), self.motion
        still = mine.at(self._player.t) if mine is not None else None
        moving = theirs.at(self.t) if theirs is not None else None
        placed = placed_over(moving, still) if still is not None and moving is not None else None
        if placed is None:
            return None
        return Person2D(0, _scored(placed), COLOUR)

    # -- inside

    def _take(self, found: Performance) -> None:
        self.performance = found
        self._shift_s = found.span[0] - self._player.start
        self._open_view(found.views[0].id)
        self._match()
        self.changed.emit()

    def _open_view(self, view_id: str) -> None:
        assert self.performance is not None
        self._view, self._times, self._asked = view_id, None, -1
        view, path = self.view, self.performance.paths.get(view_id)
        if self._pane is None or view is None:
            return
        self._pane.set_title(f"{self.performance.name} · {view.name}")
        self._pane.set_people([])
        self._pane.set_empty(tr("Opening …") if path is not None else tr("The video is not where it was."))
        if self._frames is None:
            self._frames = FrameSource(self)
            self._frames.opened.connect(self._opened)
            self._frames.ready.connect(self._ready)
            self._frames.failed.connect(self._failed)
        if path is not None:
            self._frames.open(view_id, path, len(self._session.views) + 1)

    def _opened(self, view_id: str, times: NDArray[np.float64], size: object, fps: object) -> None:
        if view_id == self._view:
            self._times = times
            self._follow(self._player.t)

    def _ready(self, frame: Frame) -> None:
        if self._pane is not None and frame.view == self._view:
            self._pane.show_frame(frame)

    def _failed(self, view_id: str, why: str) -> None:
        if self._pane is not None and view_id == self._view:
            self._pane.set_error(why)

    def _target_changed(self, width: int, height: int) -> None:
        if self._frames is not None:
            self._frames.set_target(self._view, width, height)

    def _follow(self, t: float) -> None:
        if self.performance is None:
            return
        view, times = self.view, self._times
        self.moved.emit(self.t)
        if view is None or times is None or self._pane is None or self._frames is None or not len(times):
            return
        index = nearest_frame(times, float(view.clock.to_view(self.t)))
        if index != self._asked:
            self._asked = index
            self._pane.set_position(index, len(times), float(times[index]))
            self._frames.request(self._view, index, self._player.direction if self._player.playing else 0)

    def _show_body(self, index: int) -> None:
        motion, times, view = self.motion, self._times, self.view
        if self._pane is None or motion is None or times is None or view is None or not 0 <= index < len(times):
            return
        body = motion.at(float(view.clock.to_ref(times[index])))
        self._pane.set_people([Person2D(0, _scored(body))] if body is not None else [], H36M17)

    def _match(self) -> None:
        """Pairs and differences as key moments and motions are now."""
        other = self.performance
        if other is None:
            return
        pairs = tuple(match(self._model.moments, other.moments))
        clock = time_map(pairs, (self._player.start, self._player.end), other.span)
        mine, theirs = list(self._model.motions.values()), list(other.motions.values())
        self.matched = Matched(pairs, clock, self.matched.differences if pairs == self.matched.pairs else ())
        self._follow(self._player.t)

        def take(found: list[Difference]) -> None:
            self.matched = Matched(pairs, clock, tuple(found))
            self.changed.emit()

        self._session.jobs.submit("coach differences", lambda: differences(mine, theirs, pairs), take)


def _scored(points: NDArray[np.floating]) -> NDArray[np.float32]:
    """(J, 3) of pixels (J, 2): with a score of 1 where there is a place."""
    scores = np.isfinite(points[:, :1]) & np.isfinite(points[:, 1:])
    return np.concatenate([points, scores], axis=1).astype(np.float32)
