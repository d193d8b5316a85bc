"""What the coach view knows of the athlete's motion, worked out in the pool: motions, measures, suggested moments."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from app.player import Player
from app.session import Session
from app.shown import ATHLETE, Shown
from core import coaching
from core.coach_moments import Suggested, suggest
from core.coach_motion import Motion, first_with_depth, motion
from core.coach_place import Geometry, Measured, measure, place
from core.coaching import SCENE, Drawing, KeyMoment
from core.document import Change, View
from core.labels import applied

GATHER_MS = 60   # several reasons to look again within this time are one
NEAR_S = 0.02    # from a key moment to a suggestion that says the same
HERE_S = 0.05    # from the playhead to a key moment that counts as at hand


class CoachModel(QObject):
    """changed(): other motions, measures or suggestions; drawn(): other drawings or key moments."""

    changed = Signal()
    drawn = Signal()

    def __init__(self, session: Session, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self._player = session, player
        self.motions: dict[str, Motion] = {}
        self.measured: dict[str, Measured] = {}
        self._suggested: list[Suggested] = []
        self._open = False
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._look)
        session.poses_changed.connect(lambda view_id: self._again())
        session.labels_changed.connect(lambda view_id: self._again())
        session.lifting.followed.connect(lambda view_id: self._again())
        session.changed.connect(self._document_changed)

    def set_open(self, is_open: bool) -> None:
        """Nothing is worked out while nobody looks."""
        self._open = is_open
        if is_open:
            self._look()
        else:
            self._gather.stop()
            for key in ("coach motions", "coach measures"):
                self.session.jobs.forget(key)

    @property
    def busy(self) -> bool:
        jobs = self.session.jobs
        return self._gather.isActive() or jobs.busy("coach motions") or jobs.busy("coach measures")

    # -- what there is

    @property
    def t(self) -> float:
        """Reference seconds of the playhead."""
        return self._player.t

    @property
    def drawings(self) -> Mapping[str, Drawing]:
        return self.session.project.document.drawings if self.session.project is not None else {}

    @property
    def moments(self) -> list[KeyMoment]:
        """In the order of their times."""
        return coaching.moments_of(self.session.project.document) if self.session.project is not None else []

    @property
    def suggested(self) -> list[Suggested]:
        """Those that are no key moment yet, in the order of their times."""
        taken = [moment.time_s for moment in self.moments]
        free = [one for one in self._suggested if all(abs(one.time_s - t) > NEAR_S for t in taken)]
        return sorted(free, key=lambda one: one.time_s)

    @property
    def figure(self) -> Motion | None:
        """Whose 3D is shown: of the view that has most of it."""
        return first_with_depth(list(self.motions.values()))

    def motion_of(self, view: str) -> Motion | None:
        """Of a view, or of the figure for SCENE."""
        return self.figure if view == SCENE else self.motions.get(view)

    def placed(self, drawing: Drawing, t: float) -> Geometry | None:
        """Where a drawing is at a reference time."""
        return place(drawing, self.motion_of(drawing.view), t, self.measured.get(drawing.id))

    def doubt(self, drawing: Drawing, t: float) -> str:
        """Why its value is not to be trusted at a reference time; '' where it is, or has none."""
        measured = self.measured.get(drawing.id)
        return measured.at(t).doubt if measured is not None else ""

    def moment_at(self, t: float) -> KeyMoment | None:
        """The key moment at the playhead."""
        near = [moment for moment in self.moments if abs(moment.time_s - t) <= HERE_S]
        return min(near, key=lambda moment: abs(moment.time_s - t), default=None)

    # -- working it out

    def _again(self) -> None:
        if self._open:
            self._gather.start()

    def _document_changed(self, change: Change, sender: object) -> None:
        if not self._open:
            return
        if change.touches("drawings"):
            self._measure()
        if change.touches("drawings", "moments"):
            self.drawn.emit()
        if change.touches("people", "views", "labels", "swaps"):
            self._gather.start()

    def _look(self) -> None:
        self._gather.stop()
        session, project = self.session, self.session.project
        if project is None:
            return
        person = project.document.people.get(ATHLETE)
        height_m = person.height_m if person is not None else None
        views = [(session.views[id], shown) for id, shown in session.shown.items()
                 if id in session.views and shown.athlete is not None and not shown.bare]

        def work() -> tuple[dict[str, Motion], list[Suggested]]:
            made = {view.id: one for view, shown in views if (one := motion_of(view, shown, height_m)) is not None}
            return made, suggest(list(made.values()))

        session.jobs.submit("coach motions", work, self._take)

    def _take(self, found: tuple[dict[str, Motion], list[Suggested]]) -> None:
        self.motions, self._suggested = found
        self._measure()
        self.changed.emit()

    def _measure(self) -> None:
        """All that is drawn, anew: a few milliseconds each."""
        drawings = [drawing for drawing in self.drawings.values() if drawing.measures]
        motions = list(self.motions.values())
        if not drawings or not motions:
            self.session.jobs.forget("coach measures")
            self.measured = {}
            return

        def work() -> dict[str, Measured]:
            made = {}
            for drawing in drawings:
                one = measure(drawing, motions)
                if one is not None:
                    _ = one.low, one.high  # looked for here rather than when they are painted
                    made[drawing.id] = one
            return made

        self.session.jobs.submit("coach measures", work, self._take_measures)

    def _take_measures(self, measured: dict[str, Measured]) -> None:
        self.measured = measured
        self.changed.emit()


def motion_of(view: View, shown: Shown, height_m: float | None) -> Motion | None:
    """Runs in a worker; reads only its arguments."""
    flat = applied(shown.poses.xys[:, shown.athlete or 0], shown.poses.skeleton, list(shown.labels.values()),
                   shown.swaps).xys
    return motion(view, flat, shown.poses.skeleton, shown.poses.times, shown.lifted, height_m)
