"""A second detector beside what is shown: its poses in the panes, and over time how far the two are apart.

Nothing of the project is changed by looking. What is compared is what was detected, sides put right, without what was
corrected by hand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app import theme
from app.agreement_map import joint_name, joint_words
from app.beside import Beside
from app.heat import round_up
from app.overlay import Person2D
from app.player import Player
from app.session import Session
from app.shown import Shown
from app.stage import Stage
from app.strips import Strip
from app.words import marked, tr
from core import joining, second, sparse
from core.clock import frame_at
from core.detector_difference import Difference, difference
from core.document import Prediction
from core.errors import ParallaxError
from core.pose import Poses2D

WORST = 20          # frames that are listed, of all views together
OTHER_NAMES = {"blazepose-full": "blazepose"}  # models that call themselves otherwise than their cards
UNIT_HINT = marked("The mean distance of the joints that both have, as a share of the athlete's torso in the picture "
                   "(from a shoulder to the opposite hip). A distance is no error: it does not tell which of the two "
                   "is right.")


@dataclass(frozen=True, eq=False)
class Compared:
    """Of one view. poses: of the second detector, filled in between key-frames; difference: from what is shown.
    unseen: (T,) frames in which the second did not look, None: it looked in all."""

    poses: Poses2D
    difference: Difference
    unseen: NDArray[np.bool_] | None = None

    def person(self, frame: int) -> Person2D | None:
        """The athlete as the second detector has them; None where it found nobody."""
        track = self.difference.track
        if not 0 <= frame < len(self.poses.xys) or not np.isfinite(self.poses.xys[frame, track, :, 0]).any():
            return None
        return Person2D(track, self.poses.xys[frame, track],
                        between=self.unseen is not None and bool(self.unseen[frame]))


@dataclass(frozen=True)
class Spot:
    """A frame in which the two are far apart. t: reference s; percent of the torso, px; joint: the furthest."""

    view: str
    frame: int
    t: float
    percent: float
    px: float
    joint: str
    joint_px: float


class Second(QObject):
    """changed(): another detector is beside what is shown, or more of it is known.

    chosen: its name, '' for none. compared: by view, what could be; faults: by view, why not.
    """

    changed = Signal()

    def __init__(self, session: Session, stage: Stage, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage, self._player = session, stage, player
        self.chosen = ""
        self.compared: dict[str, Compared] = {}
        self.faults: dict[str, str] = {}
        self._made: dict[str, tuple[Poses2D, int, str]] = {}  # view → the poses, athlete and set that it was made of
        self._spots: tuple[Spot, ...] | None = None
        self._last: Spot | None = None                        # that somebody went to
        session.opened.connect(self._follow)
        session.changed.connect(lambda change, sender: self._follow())
        session.poses_changed.connect(lambda view_id: self._follow())
        stage.pictured.connect(self._show)
        stage.activated.connect(lambda view_id: self._show_strip())

    # -- what there is

    def sets(self, view_id: str) -> dict[str, Prediction]:
        """Detector → its 2D of a view."""
        project = self._session.project
        return second.sets(project.document, view_id) if project is not None else {}

    def shown(self, view_id: str) -> str:
        """The detector whose 2D is shown in a view, '' where nothing is."""
        project = self._session.project
        row = project.document.active("2d", view_id) if project is not None else None
        return second.detector_of(project.document, row) if project is not None and row is not None else ""

    @property
    def others(self) -> dict[str, int]:
        """The detectors that can be put beside what is shown, with the number of views in which they can."""
        count: dict[str, int] = {}
        for view_id in self._session.views:
            for name in self.sets(view_id):
                if name != self.shown(view_id):
                    count[name] = count.get(name, 0) + 1
        return count

    def title(self, detector: str) -> str:
        """'BlazePose full' of 'blazepose-full', as far as its card is here."""
        wanted = OTHER_NAMES.get(detector, detector)
        card = next((card for card in self._session.detection.detectors if card.id == wanted), None)
        return card.title.partition(" (")[0] if card is not None else detector

    @property
    def busy(self) -> bool:
        return any(self._session.jobs.busy(("second", view_id)) for view_id in self._session.views)

    # -- choosing

    def choose(self, detector: str) -> None:
        """Puts this one beside what is shown; '' nothing."""
        if detector != self.chosen:
            self.chosen = detector
            self._forget()
            self._follow()
            self.changed.emit()

    def exchange(self) -> None:
        """Shows what the second found, and the other beside it. One step to undo; nothing is lost."""
        project, other = self._session.project, self.chosen
        if project is None or not other or self._session.refuses():
            return
        before = next((self.shown(view_id) for view_id in self._session.views
                       if other in self.sets(view_id) and self.shown(view_id) != other), "")
        edit = second.show(project.document, self._session.views, other, self.title(other))
        if edit is not None and self._session.do(edit, self):
            self.choose(before)

    # -- going to where they differ

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where the two are furthest apart, the furthest first, of all views."""
        if self._spots is None:
            found = []
            for view_id, made in self.compared.items():
                view, away = self._session.views[view_id], made.difference
                times, rate = made.poses.times, float(view.fps)
                for frame in away.largest(WORST, max(round(min(len(times) / 20, rate / 2)), 1)):
                    joint, px = away.furthest(frame) or ("", 0.0)
                    found.append(Spot(view_id, frame, float(view.clock.to_ref(times[frame])),
                                      float(away.frame_percent[frame]), float(away.frame_px[frame]),
                                      joint_name(joint), px))
            self._spots = tuple(sorted(found, key=lambda spot: -spot.percent)[:WORST])
        return self._spots

    def go_to(self, spot: Spot) -> None:
        """That frame of its view, which becomes the view at hand."""
        self._last = spot
        self._stage.activate(spot.view)
        self._player.seek(spot.t)

    def next(self) -> Spot | None:
        """Goes to the largest difference; where the last step of it led to is still on screen, to the next largest."""
        spots, last = self.spots, self._last
        if not spots:
            return None
        still = last is not None and last in spots and abs(last.t - self._player.t) < 1e-6
        spot = spots[(spots.index(last) + 1) % len(spots)] if last is not None and still else spots[0]
        self.go_to(spot)
        return spot

    # -- keeping up

    def _forget(self) -> None:
        for view_id in {*self._made, *self.compared}:
            self._session.jobs.forget(("second", view_id))
        for memory in (self.compared, self.faults, self._made):
            memory.clear()
        self._spots = None
        self._show_all()

    def _follow(self) -> None:
        """Compares anew what has changed."""
        views = self._session.views
        gone = (self.compared.keys() | self._made.keys() | self.faults.keys()) - views.keys()
        for view_id in gone:
            self._session.jobs.forget(("second", view_id))
            for memory in (self.compared, self.faults, self._made):
                memory.pop(view_id, None)
        if self.chosen and self.chosen not in self.others:  # it is gone, or shown itself
            self.chosen = ""
            self._forget()
        self._spots = None  # a clock may have moved
        for view_id in views:
            self._ask(view_id)
        self._show_strip()
        self.changed.emit()

    def _ask(self, view_id: str) -> None:
        if self._session.jobs.busy(("poses", view_id)):
            return  # other ones will be shown in a moment
        project, shown = self._session.project, self._session.shown.get(view_id)
        row = self.sets(view_id).get(self.chosen)
        possible = (project is not None and row is not None and shown is not None and shown.kept and not shown.bare
                    and shown.athlete is not None and self.shown(view_id) != self.chosen)
        if not possible:
            if view_id in self._made or view_id in self.compared:
                self._session.jobs.forget(("second", view_id))
                self._made.pop(view_id, None)
                self._take(view_id, None)
            return
        assert project is not None and row is not None and shown is not None and shown.athlete is not None
        before, there, asked_for = self._made.get(view_id), shown, row
        if before is not None and before[0] is shown.poses and before[1:] == (shown.athlete, row.id):
            return
        self._made[view_id] = shown.poses, shown.athlete, row.id

        def work() -> Compared:
            poses = project.poses(asked_for.id)
            assert isinstance(poses, Poses2D)
            return compare(there, poses, joining.looked(asked_for, len(poses.times)))

        self._session.jobs.submit(("second", view_id), work, lambda made: self._take(view_id, made),
                                  lambda error: self._take(view_id, None, error))

    def _take(self, view_id: str, made: Compared | None, error: Exception | None = None) -> None:
        self.compared.pop(view_id, None)
        self.faults.pop(view_id, None)
        self._spots = None
        if made is not None:
            self.compared[view_id] = made
        elif isinstance(error, ParallaxError):
            self.faults[view_id] = error.fault
        elif error is not None:
            self._session.report(error)
        self._show_all()
        self.changed.emit()

    # -- showing

    def _show_all(self) -> None:
        for view_id, pane in self._stage.panes.items():
            self._show(view_id, pane.frame_index if pane.frame_index is not None else -1)
        self._show_strip()

    def _show(self, view_id: str, frame: int) -> None:
        """In a pane, at the frame whose picture it has."""
        pane, made = self._stage.panes.get(view_id), self.compared.get(view_id)
        if pane is not None:
            pane.set_beside(None if made is None or frame < 0 else Beside(
                made.person(frame), made.poses.skeleton, self.title(self.shown(view_id)), self.title(self.chosen)))

    def _show_strip(self) -> None:
        """How far the two are apart in the view at hand."""
        view, made = self._session.views.get(self._stage.active or ""), self.compared.get(self._stage.active or "")
        if view is None or made is None:
            self._stage.show_extra(None)
            return
        values = made.difference.frame_percent
        known = values[np.isfinite(values)]
        top = round_up(float(known.max())) if len(known) and known.max() > 0 else 100.0
        times = np.asarray(view.clock.to_ref(made.poses.times))
        self._stage.show_extra(Strip("", tr("Detectors"), theme.TEXT, times, values / np.float32(top),
                                     float(view.clock.to_ref(view.last_s + 1 / view.fps)), top=f"{top:g} %",
                                     said=lambda t: words(made.difference, frame_at(times, t))))


def compare(shown: Shown, other: Poses2D, looked: NDArray[np.bool_]) -> Compared:
    """In a worker. looked: (T,) the frames that the other set is of."""
    assert shown.athlete is not None
    unseen = sparse.unseen(other) if sparse.stride_of(other) > 1 else None
    inside = looked.copy()
    if len(shown.done) == len(inside):
        inside &= shown.done
    for skipped in (unseen, shown.unseen):
        if skipped is not None and len(skipped) == len(inside):
            inside &= ~skipped
    other = sparse.filled(other)
    away = difference(shown.poses, shown.athlete, other, inside)
    _ = away.median_percent  # kept with what it is made of, so that the window need not work it out
    return Compared(other, away, unseen)


def words(away: Difference, frame: int) -> str:
    """'frame 41 · 12 % of the torso (18 px) apart · most: left wrist, 40 px'."""
    value = float(away.frame_percent[frame])
    furthest = away.furthest(frame)
    if not np.isfinite(value) or furthest is None:
        return tr("frame {frame} · not seen by both detectors").format(frame=frame)
    return tr("frame {frame} · {n} % of the torso ({px} px) apart · most: {joint}, {most} px").format(
        frame=frame, n=number(value), px=f"{away.frame_px[frame]:.0f}", most=f"{furthest[1]:.0f}",
        joint=joint_words(furthest[0]))


def number(value: float) -> str:
    """'4.2', '63'."""
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
