"""The comparison of the views as things are now: worked out in the pool, kept while nothing it stands on changes."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app import theme
from app.agreement_map import Agreement
from app.body import Skeleton3D, camera_to_scene
from app.laid import NEUTRAL, CameraMark, Laid
from app.player import Player
from app.session import Session
from app.words import tr
from core.clock import Clock, frame_at
from core.compare import Comparison, Track, compare, direction
from core.document import Edit, Person, Prediction
from core.errors import ParallaxError
from core.pose import Poses3D

KEPT = 6           # comparisons that are remembered, so that going back to one costs nothing
FOLLOW_MS = 250    # corrections come one after another, and each is a comparison of everything
GATHER_MS = 40     # several reasons to look again within this time are one
CAMERA_AWAY = 1.2  # m: cameras are drawn this far from the body; how far they really were is not known
ATHLETE = "athlete"
MEAN = "mean"


@dataclass(frozen=True)
class Options:
    """What the user chose. mode: as in laid.MODES. reference: a view's id, '' for the first that has 3D. alignment:
    'sequence', 'loop' or 'frame'. scale: sizes are brought together too. mean, cameras: shown in 3D. stretch: the
    reference seconds that are compared, None for all."""

    mode: str = "overlaid"
    reference: str = ""
    alignment: str = "sequence"
    scale: bool = True
    mean: bool = False
    cameras: bool = False
    stretch: tuple[float, float] | None = None


@dataclass(frozen=True)
class _Wanted:
    """All that a comparison depends on, so that two equal ones need not be worked out twice."""

    tracks: tuple[tuple[str, "Lifted", Clock], ...]  # the reference first
    fixed: bool
    scale: bool
    frames: tuple[float, float] | None
    height_m: float | None
    stretch: tuple[float, float] | None = None


@dataclass(frozen=True)
class Lifted:
    """The 3D of a view that is shown. id: of its prediction; now: as corrections have made it since, None where it is
    not read yet. Two are equal where they are of one prediction and one state of it."""

    id: str
    now: Poses3D | None = field(default=None, compare=False)
    state: int = 0  # which `now` this is: arrays do not compare


class CompareModel(QObject):
    """changed(): another comparison, other options, or a reason why there is none. busy: one is being worked out.

    key: of its jobs; each of several models has its own. kept: comparisons that are remembered.
    """

    changed = Signal()

    def __init__(self, session: Session, player: Player, parent: QObject | None = None, *,
                 key: Hashable = "compare", kept: int = KEPT) -> None:
        super().__init__(parent)
        self._session, self._player, self._key, self._most = session, player, key, kept
        self.options = Options()
        self.comparison: Comparison | None = None
        self.agreement: Agreement | None = None
        self.empty = ""  # why there is no comparison
        self.open = False
        self._kept: OrderedDict[_Wanted, Comparison] = OrderedDict()
        self._poses: dict[str, Poses3D] = {}
        self._wanted: _Wanted | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._look)
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._look)
        session.opened.connect(self._again)
        session.changed.connect(lambda change, sender: self._again())
        session.poses_changed.connect(lambda view_id: self._again())
        session.lifting.followed.connect(lambda view_id: self._follow.start())
        player.state_changed.connect(self._again)

    # -- what is asked for

    @property
    def busy(self) -> bool:
        return self._gather.isActive() or self._follow.isActive() or self._session.jobs.busy(self._key)

    def set_open(self, is_open: bool) -> None:
        """Whether anybody wants to see a comparison; nothing is worked out while nobody does."""
        if is_open != self.open:
            self.open = is_open
            self._look()
            self.changed.emit()

    def set(self, **options: Any) -> None:
        """Other options, by the names of the fields of Options."""
        wanted = replace(self.options, **options)
        if wanted != self.options:
            self.options = wanted
            self._look()
            self.changed.emit()

    @property
    def height_m(self) -> float | None:
        """The athlete's."""
        project = self._session.project
        person = project.document.people.get(ATHLETE) if project is not None else None
        return person.height_m if person is not None else None

    def set_height(self, height_m: float | None, sender: object = None) -> None:
        """The athlete's height, for good: part of the project, and undone like any edit."""
        project = self._session.project
        if project is None or height_m == self.height_m:
            return
        person = project.document.people.get(ATHLETE, Person(ATHLETE, "Athlete"))
        title = tr("Forget the athlete's height") if height_m is None else \
            tr("The athlete is {height} m tall").format(height=f"{height_m:.2f}")
        self._session.do(Edit(title, (project.document.put(replace(person, height_m=height_m)),)), sender)

    # -- what there is to compare

    def lifted(self) -> dict[str, Prediction]:
        """View → its 3D that is shown, in the order of the views."""
        project = self._session.project
        if project is None:
            return {}
        document, found = project.document, {}
        for view in self._session.views:
            two, three = document.active("2d", view), document.active("3d", view)
            if two is not None and three is not None and three.made_from == two.id:
                found[view] = three
        return found

    def as_shown(self, view: str, row: Prediction) -> Lifted:
        """A view's 3D with what corrections have made of it."""
        shown = self._session.shown.get(view)
        now = shown.lifted if shown is not None and shown.kept else None
        return Lifted(row.id, now, id(now) if now is not None else 0)

    @property
    def reference(self) -> str:
        """The view that the others are laid over; '' where none has 3D."""
        lifted = self.lifted()
        return self.options.reference if self.options.reference in lifted else next(iter(lifted), "")

    def name(self, view: str) -> str:
        row = self._session.views.get(view)
        return row.name if row is not None else view

    def colour(self, view: str) -> str:
        row = self._session.views.get(view)
        return theme.view_colour(row.colour) if row is not None else theme.MUTED

    # -- working it out

    def _again(self) -> None:
        self._gather.start()

    def _look(self) -> None:
        self._gather.stop()
        said = self.empty
        wanted = self._now() if self.open else None
        if wanted == self._wanted and (wanted is None or self.comparison is not None or self.busy):
            if self.empty != said:
                self.changed.emit()
            return
        self._wanted = wanted
        if wanted is None:
            self._session.jobs.forget(self._key)
            self._take(None)
        elif wanted in self._kept:
            self._session.jobs.forget(self._key)
            self._kept.move_to_end(wanted)
            self._take(self._kept[wanted])
        else:
            self._ask(wanted)

    def _now(self) -> _Wanted | None:
        lifted, options = self.lifted(), self.options
        self.empty = _why_empty(len(self._session.views), len(lifted))
        if self.empty:
            return None
        first = self.reference
        order = [first, *(view for view in lifted if view != first)]
        tracks = tuple((view, self.as_shown(view, lifted[view]), self._session.views[view].clock) for view in order)
        loop = self._player.loop if options.alignment == "loop" else None
        return _Wanted(tracks, options.alignment != "frame", options.scale, loop, self.height_m, options.stretch)

    def _ask(self, wanted: _Wanted) -> None:
        project, known = self._session.project, dict(self._poses)
        assert project is not None

        def work() -> tuple[Comparison, dict[str, Poses3D]]:
            used = {}
            for _, lifted, _ in wanted.tracks:
                poses = lifted.now or known.get(lifted.id) or project.poses(lifted.id)
                assert isinstance(poses, Poses3D)
                used[lifted.id] = poses
            tracks = [Track.of(view, used[lifted.id], clock) for view, lifted, clock in wanted.tracks]
            if wanted.stretch is not None:
                tracks = [track.within(*wanted.stretch) for track in tracks]
            made = compare(tracks, wanted.tracks[0][0], fixed=wanted.fixed, scale=wanted.scale, frames=wanted.frames,
                           height_m=wanted.height_m)
            _ = made.joints  # worked out here rather than when the table is painted
            return made, used

        def done(result: tuple[Comparison, dict[str, Poses3D]]) -> None:
            made, self._poses = result
            states = {lifted.id: lifted.state for _, lifted, _ in wanted.tracks}
            for other in list(self._kept):  # what corrections have overtaken is not gone back to
                if any(states.get(lifted.id, lifted.state) != lifted.state for _, lifted, _ in other.tracks):
                    del self._kept[other]
            self._kept[wanted] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            self._take(made)

        def failed(error: Exception) -> None:
            self.empty = str(error) if isinstance(error, ParallaxError) else tr("The views could not be compared.")
            if not isinstance(error, ParallaxError):
                self._session.report(error)
            self._take(None)

        self._session.jobs.submit(self._key, work, done, failed)

    def _take(self, made: Comparison | None) -> None:
        self.comparison = made
        self.agreement = None
        if made is not None:
            times = made.times
            step = float(np.median(np.diff(times))) if len(times) > 1 else 0.04
            self.agreement = Agreement(times, made.agreement, made.per_frame, made.skeleton, made.kind,
                                       float(times[-1]) + step)
        self.changed.emit()

    # -- at the playhead

    def laid(self, t: float) -> Laid | None:
        """What the 3D view shows of the comparison at a reference time; None where there is none."""
        made, options = self.comparison, self.options
        if made is None or self.agreement is None:
            return None
        index = self.agreement.frame(t)
        if index is None:
            return Laid(options.mode, (), np.zeros(3, np.float32))
        places = camera_to_scene(np.where(made.valid[:, index, :, None], made.points[:, index], np.float32(np.nan)))
        mean = camera_to_scene(made.mean[index])
        up, root_z = self._height(made, index)
        places[..., 2] += up
        mean[:, 2] += up
        bodies = tuple(Skeleton3D(view, self.name(view), self.colour(view), places[v], made.skeleton, root_z=root_z)
                       for v, view in enumerate(made.views) if np.isfinite(places[v]).any())
        if not bodies:
            return Laid(options.mode, (), np.zeros(3, np.float32))
        of_all = Skeleton3D(MEAN, tr("Mean of the views"), NEUTRAL, mean, made.skeleton, root_z=root_z)
        anchor = bodies[0].points[0]
        difference = options.mode == "difference"
        base, others = (mean, bodies) if difference else (bodies[0].points, bodies[1:])
        links = np.stack([np.stack([base, body.points], axis=1) for body in others]).reshape(-1, 2, 3) \
            if others and options.mode != "apart" else np.zeros((0, 2, 3), np.float32)
        far = 1000 * np.linalg.norm(links[:, 1] - links[:, 0], axis=1)
        said = "" if not len(links) else tr("Distance to the mean") if difference else \
            tr("Distance to {view}").format(view=bodies[0].name)
        return Laid(options.mode, bodies, anchor, links, far.astype(np.float32), self.agreement.scale,
                    of_all if options.mean or difference else None,
                    self._cameras(made, index, anchor) if options.cameras else (), said)

    def _height(self, made: Comparison, index: int) -> tuple[float, float]:
        """How far the bodies are moved up onto the floor that the reference view's has, and where its pelvis mostly is.
        """
        shown = self._session.shown.get(made.reference)
        own = camera_to_scene(made.points[0, index])[0, 2]
        if shown is None or shown.points is None or len(shown.points) != len(made.times):
            return 0.0, 0.0
        pelvis = shown.points[index, 0, 2]
        up = made.size * float(pelvis if np.isfinite(pelvis) else shown.root_z) - float(own if np.isfinite(own) else 0)
        return up, made.size * shown.root_z

    def _cameras(self, made: Comparison, index: int, anchor: NDArray[np.float32]) -> tuple[CameraMark, ...]:
        if not np.isfinite(anchor).all():
            return ()
        marks = []
        for v, view in enumerate(made.views):
            rotations = made.rotations[v] if made.fixed else made.rotations[v, index]
            if view in made.faults or not np.isfinite(rotations).all():
                continue
            stood = direction(view, rotations)
            centre = anchor + CAMERA_AWAY * camera_to_scene(stood.towards.astype(np.float32))
            axes = camera_to_scene(stood.rotation.T.astype(np.float32))
            marks.append(CameraMark(self.name(view), self.colour(view), centre, axes))
        return tuple(marks)

    def frame_of(self, index: int) -> float:
        """Reference seconds of a frame of the reference view, well inside it."""
        assert self.comparison is not None
        return float(self.comparison.times[index])

    def at(self, t: float) -> int | None:
        """The frame of the comparison at a reference time."""
        return frame_at(self.comparison.times, t) if self.comparison is not None else None


def _why_empty(views: int, lifted: int) -> str:
    if lifted >= 2:
        return ""
    if views < 2:
        return tr("A comparison needs two views of the same moment. Add another video of it.")
    if lifted == 1:
        return tr("Only one view has 3D so far. Find poses in another one to see where they agree.")
    return tr("There is no 3D yet. Find poses first: each view is lifted on its own, then they are compared.")
