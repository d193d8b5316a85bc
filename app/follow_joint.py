"""Zoom to the joint at hand. A pane that is zoomed so stays on the joint while joints and frames are stepped, until
somebody moves the picture otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.correcting import Correcting
from app.overlay import Person2D
from app.session import Session
from app.shown import Shown
from app.stage import Stage
from app.video_view import VideoView
from core.errors import ParallaxError

SHARE = 0.35      # of the athlete's longer side that is seen along the pane's shorter side: a joint and its bones
LEAST_PX = 32.0   # video pixels that are seen there at least: of fewer one recognizes nothing
NEAR = 15         # frames before and after in which a joint is looked for that is missing

Place = tuple[float, float]  # video pixels


@dataclass
class Zoomed:
    """A pane that is zoomed to a joint. centred: the joint and the frame that it was last centred for."""

    pane: VideoView
    centred: tuple[int, int]


class FollowJoint(QObject):
    """changed(): the pane of some view is zoomed to a joint now, or no longer."""

    changed = Signal()

    def __init__(self, session: Session, stage: Stage, correcting: Correcting) -> None:
        super().__init__(stage)
        self._session, self._stage, self._correcting = session, stage, correcting
        self._zoomed: dict[str, Zoomed] = {}
        session.opened.connect(self._panes_changed)
        correcting.changed.connect(self._follow_all)
        stage.pictured.connect(lambda view_id, frame: self._follow(view_id))
        stage.steered.connect(self._let_go)

    @property
    def zoomed(self) -> bool:
        """Whether the pane of the view at hand is zoomed to a joint."""
        return self._stage.active in self._zoomed

    @property
    def can(self) -> bool:
        return self._correcting.chosen or self.zoomed

    def toggle(self) -> None:
        """Zoom the pane of the view at hand to the joint at hand, or back to the whole picture."""
        view_id = self._stage.active or ""
        pane = self._stage.panes.get(view_id)
        if self.zoomed:
            self._zoomed[view_id].pane.fit()
        elif pane is not None and pane.frame_index is not None and self._correcting.chosen:
            self._zoom(view_id, pane, pane.frame_index)

    # -- inside

    def _zoom(self, view_id: str, pane: VideoView, frame: int) -> None:
        shown, joint = self._session.shown[view_id], self._correcting.joint or 0
        place = place_near(shown, frame, joint)
        if place is None:
            self._session.report(ParallaxError(self._correcting.joint_name, "this joint is in no frame near this one.",
                                               "Click where it is to place it."))
            return
        pane.look_at(*place, across=max(SHARE * longer_side(shown, frame), LEAST_PX))
        self._zoomed[view_id] = Zoomed(pane, (joint, frame))
        self.changed.emit()

    def _follow_all(self) -> None:
        for view_id in self._zoomed:
            self._follow(view_id)

    def _follow(self, view_id: str) -> None:
        """Centre another joint or the joint in another frame; what is placed in the frame at hand stays where it is,
        unless that is out of sight. A picture under a held joint does not move either."""
        zoomed, shown, joint = self._zoomed.get(view_id), self._session.shown.get(view_id), self._correcting.joint
        if zoomed is None or shown is None or joint is None or not self._correcting.on:
            return
        pane, frame = zoomed.pane, zoomed.pane.frame_index
        if frame is None or joint >= len(shown.poses.skeleton):
            return
        new, zoomed.centred = zoomed.centred != (joint, frame), (joint, frame)
        if self._correcting.held:
            return
        place = place_near(shown, frame, joint)
        if place is not None and (new or not pane.room.contains(pane.to_pane(*place))):
            pane.look_at(*place)

    def _let_go(self, view_id: str) -> None:
        if self._zoomed.pop(view_id, None) is not None:
            self.changed.emit()

    def _panes_changed(self) -> None:
        for view_id, zoomed in list(self._zoomed.items()):
            if self._stage.panes.get(view_id) is not zoomed.pane:
                self._let_go(view_id)


def place_near(shown: Shown, frame: int, joint: int) -> Place | None:
    """Where a joint of the athlete is in a frame; where it is missing, its place in the nearest frame around that has
    it, else the middle of the athlete; None where nobody is."""
    for person in _athletes(shown, frame):
        if np.isfinite(person.xys[joint, :2]).all():
            return float(person.xys[joint, 0]), float(person.xys[joint, 1])
    boxes = (person.box for person in _athletes(shown, frame) if person.box is not None)
    return next((((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes), None)


def longer_side(shown: Shown, frame: int) -> float:
    """Of the athlete's box, in this frame or the nearest that has one, video pixels; 0 where nobody is."""
    boxes = (person.box for person in _athletes(shown, frame) if person.box is not None)
    return next((max(box[2] - box[0], box[3] - box[1]) for box in boxes), 0.0)


def _athletes(shown: Shown, frame: int) -> Iterator[Person2D]:
    """The athlete in this frame and in those around, the nearest first."""
    for at in sorted(range(frame - NEAR, frame + NEAR + 1), key=lambda at: abs(at - frame)):
        person = shown.athlete_at(at)
        if person is not None:
            yield person
