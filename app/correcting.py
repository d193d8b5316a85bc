"""Correcting joints by hand in the video panes: which joint is at hand, what mouse and keys do to it.

A drag is shown while it lasts and becomes one edit when the button is let go; Esc gives it up, and Enter puts the joint
where the other views have it instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication

from app import correct_paint, joint_source
from app.ghosting import Ghosting
from app.overlay import Person2D, joint_title
from app.player import Player
from app.session import Session
from app.shown import ATHLETE, Shown
from app.stage import Stage
from app.video_view import VideoView
from app.words import marked, tr
from core import labels
from core.document import Document, Edit
from core.errors import ParallaxError
from core.ghost import Ghost
from core.labels import ABSENT, OCCLUDED, VISIBLE, Keypoint, Target

REACH = 10.0          # pane pixels within which a joint is taken hold of
NUDGE, FINE = 1.0, 0.1  # video pixels that an arrow key moves a joint, and with Alt
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ROOMY = 440           # px of a pane's width from which the hint says everything
SHOW, HIDE, TAKE_OUT = (marked("Show {joint} in frame {frame}"), marked("Hide {joint} in frame {frame}"),
                        marked("Take out {joint} in frame {frame}"))


@dataclass
class Drag:
    """A joint held with the mouse. grip: from the pointer to the joint, video pixels; at: where it is now."""

    view: str
    frame: int
    joint: int
    start: QPointF
    grip: tuple[float, float]
    at: tuple[float, float] | None = None


class Correcting(QObject):
    """changed(): switched on or off, or another joint is at hand. menu_wanted(pane, spot): the right button was pressed
    there, or the menu key (None). joint_menu_wanted(joint, where): of this joint, at a place on the screen. The panes
    ask this object while it is on.
    """

    changed = Signal()
    menu_wanted = Signal(object, object)
    joint_menu_wanted = Signal(int, object)

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__(stage)
        self._session, self._stage, self._player = session, stage, player
        self.on = False
        self.joint: int | None = None
        self._drag: Drag | None = None
        self.ghosting = Ghosting(session, stage, player)
        self.ghosting.changed.connect(self._ghost_moved)
        session.opened.connect(self._panes_changed)
        session.labels_changed.connect(lambda view: self.changed.emit())
        session.poses_changed.connect(lambda view: self.changed.emit())
        stage.activated.connect(self._turned)

    # -- what is at hand

    @property
    def shown(self) -> Shown | None:
        """What was found in the view at hand, if somebody in it can be corrected."""
        shown = self._session.shown.get(self._stage.active or "")
        return shown if shown is not None and shown.athlete is not None else None

    @property
    def frame(self) -> int | None:
        """The frame that is corrected: the one whose picture the view at hand shows."""
        pane = self._stage.panes.get(self._stage.active or "")
        return pane.frame_index if pane is not None else None

    @property
    def can(self) -> bool:
        return self.shown is not None

    @property
    def chosen(self) -> bool:
        return self.on and self.joint is not None and self.shown is not None and self.joint < self._count()

    @property
    def held(self) -> bool:
        """Whether the joint at hand is held with the mouse."""
        return self._drag is not None

    @property
    def joint_name(self) -> str:
        """The joint at hand; '' without one."""
        shown = self.shown
        return shown.poses.skeleton.joints[self.joint] if shown is not None and self.chosen and self.joint is not None \
            else ""

    def target(self) -> Target | None:
        """Whose joints an edit is about."""
        shown = self.shown
        return Target(self._stage.active or "", ATHLETE, shown.poses.skeleton) if shown is not None else None

    def ghost(self) -> Ghost | None:
        """Where the other views put the joint at hand in the frame at hand; None where they do not say."""
        person, frame, shown = self.person(), self.frame, self.shown
        if not self.chosen or person is None or frame is None or shown is None or self.joint is None:
            return None
        return self.ghosting.at(self._stage.active or "", frame, self.joint, person.xys, shown.poses.skeleton)

    def _count(self) -> int:
        shown = self.shown
        return len(shown.poses.skeleton) if shown is not None else 0

    def person(self) -> Person2D | None:
        """The athlete in the frame at hand."""
        shown, frame = self.shown, self.frame
        return shown.athlete_at(frame) if shown is not None and frame is not None else None

    @property
    def pane(self) -> VideoView | None:
        """The pane of the view at hand."""
        return self._stage.panes.get(self._stage.active or "")

    def pointer(self) -> tuple[float, float] | None:
        """Where the mouse points in the picture at hand, video pixels; None where it is elsewhere."""
        pane = self.pane
        if pane is None or pane.pointer is None:
            return None
        at = pane.to_video(pane.pointer)
        return at if pane.room.contains(pane.pointer) and self._inside(*at) == at else None

    def place_of(self, joint: int) -> tuple[float, float] | None:
        """Where a joint is in the frame at hand, video pixels; None where it is missing."""
        person = self.person()
        if person is None or joint >= len(person.xys) or not np.isfinite(person.xys[joint, :2]).all():
            return None
        return float(person.xys[joint, 0]), float(person.xys[joint, 1])

    def point_of(self, joint: int) -> Keypoint | None:
        """What somebody said of a joint in the frame at hand."""
        shown, frame = self.shown, self.frame
        label = shown.labels.get(frame) if shown is not None and frame is not None else None
        return label.points.get(shown.poses.skeleton.joints[joint]) if label is not None and shown is not None else None

    # -- commands

    def toggle(self) -> None:
        """Switch correcting on or off."""
        self.on = not self.on and self.can
        self._drag = None
        self._panes_changed()
        if self.on and (pane := self._stage.panes.get(self._stage.active or "")) is not None:
            pane.setFocus()
        if self.on:
            self._session.lifting.prepare(self._stage.active or "")
        self.changed.emit()

    def choose(self, joint: int | None) -> None:
        """Take a joint to hand, or none."""
        if joint != self.joint:
            self.joint = joint
            self._repaint()
            self.changed.emit()

    def step_joint(self, by: int) -> None:
        """The next (1) or previous (-1) joint of the skeleton."""
        count = self._count()
        if count:
            first = 0 if by > 0 else count - 1
            self.choose(first if self.joint is None else (self.joint + by) % count)

    def toggle_hidden(self) -> None:
        """The joint at hand can be seen, or is hidden by something: its place stays."""
        place = self.place_of(self.joint) if self.chosen and self.joint is not None else None
        if place is None:
            self._say_missing()
            return
        point = self.point_of(self.joint or 0)
        state = VISIBLE if point is not None and point.state == OCCLUDED else OCCLUDED
        self._put(Keypoint(*place, state), SHOW if state == VISIBLE else HIDE)

    def make_absent(self) -> None:
        """The joint at hand is not in this frame at all."""
        self._put(Keypoint(None, None, ABSENT), TAKE_OUT)

    def reset(self) -> None:
        """Back to what was detected."""
        name, frame, target = self.joint_name, self.frame, self.target()
        if name and frame is not None and target is not None:
            self.edit(lambda document: labels.clear(document, target, [frame], [name]))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the joint at hand by video pixels."""
        place = self.place_of(self.joint) if self.chosen and self.joint is not None else None
        if place is None:
            self._say_missing()
        else:
            self._move(place[0] + dx, place[1] + dy)

    def accept_ghost(self) -> None:
        """The joint at hand goes where the other views put it, also in the middle of a drag, which ends."""
        ghost, held = self.ghost(), self.held
        if ghost is None:
            return
        self._drag = None
        if (point := self._accepted(ghost)) is not None:
            self._put(point, marked("Accept the ghost of {joint} in frame {frame}"))
        if held and self.pane is not None:
            self._show_people(self.pane)

    def _accepted(self, ghost: Ghost) -> Keypoint | None:
        """What Enter makes of the joint at hand; None where it was accepted before."""
        joint = self.joint or 0
        return self.ghosting.accepted(self._stage.active or "", ghost, self.place_of(joint), self.point_of(joint))

    def edit(self, make: Callable[[Document], Edit]) -> bool:
        """Do an edit of the labels; False where it cannot be, which the user is told."""
        if self._session.project is None:
            return False
        try:
            made = make(self._session.project.document)
        except ParallaxError as error:
            self._session.report(error)
            return False
        return self._session.do(made, self)

    def _say_missing(self) -> None:
        if self.chosen:
            self._session.report(ParallaxError(self._title(), "this joint is not in this frame.",
                                               "Click where it is to place it."))

    def _title(self) -> str:
        shown = self.shown
        if shown is None or self.joint is None:
            return ""
        skeleton = shown.poses.skeleton
        return joint_title(skeleton.joints[self.joint], skeleton.sides[self.joint])

    def _move(self, x: float, y: float) -> None:
        """Somebody put the joint at hand here; what was hidden there stays so."""
        point = self.point_of(self.joint or 0)
        state = OCCLUDED if point is not None and point.state == OCCLUDED else VISIBLE
        self._put(Keypoint(x, y, state), marked("Move {joint} in frame {frame}"))

    def _put(self, point: Keypoint, what: str) -> None:
        """what: the edit's title, to be looked up, with {joint} and {frame}."""
        name, frame, target = self.joint_name, self.frame, self.target()
        if name and frame is not None and target is not None:
            title = tr(what).format(joint=self._title(), frame=frame)
            self.edit(lambda document: labels.place(document, target, frame, {name: point}, title))

    # -- the panes ask

    def press(self, pane: VideoView, spot: QPointF) -> bool:
        """The mouse was pressed: on a joint, which is held from now on, or where a missing one is to be placed."""
        frame = pane.frame_index
        if frame is None or self._stage.active != pane.view_id:
            return False
        x, y = pane.to_video(spot)
        joint = self.joint_at(pane, spot)
        if joint is not None:
            place = self.place_of(joint) or (x, y)
            self._drag = Drag(pane.view_id, frame, joint, spot, (place[0] - x, place[1] - y))
            self.choose(joint)
            return True
        if self.chosen and self.joint is not None and self.place_of(self.joint) is None:
            self._drag = Drag(pane.view_id, frame, self.joint, spot, (0.0, 0.0), (x, y))
            self._show_drag(pane)
            return True
        return False

    def move(self, pane: VideoView, spot: QPointF) -> None:
        """The pointer moved with a joint held."""
        drag = self._drag
        if drag is None:
            return
        if drag.at is None and (spot - drag.start).manhattanLength() < QApplication.startDragDistance() / 2:
            return
        if pane.frame_index != drag.frame:
            self.give_up(pane)  # another picture has come: what is held is not in it
            return
        x, y = pane.to_video(spot)
        drag.at = self._inside(x + drag.grip[0], y + drag.grip[1])
        self._show_drag(pane)

    def release(self, pane: VideoView) -> None:
        """The joint is let go: one edit."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.at is not None and drag.frame == self.frame:
            before = self._session.shown.get(drag.view)
            self._move(*drag.at)
            if self._session.shown.get(drag.view) is before:  # it could not be, so it is where it was
                self._show_people(pane)

    def give_up(self, pane: VideoView) -> bool:
        """Esc: the joint goes back; again: no joint is at hand; False where there was nothing to give up."""
        if self._drag is not None:
            self._drag = None
            self._show_people(pane)
        elif self.joint is not None:
            self.choose(None)
        else:
            return False
        return True

    def menu(self, pane: VideoView, spot: QPointF | None) -> None:
        """The right button was pressed, or the menu key, which tells no spot."""
        if pane.frame_index is not None and self._stage.active == pane.view_id and not self.held:
            self.menu_wanted.emit(pane, spot)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something for the joint at hand rather than what it means elsewhere."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self._drag is not None or self.joint is not None
        if key in ENTERS:
            bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            return bare and self.ghost() is not None
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier)
        return key in TURNS or (key in ARROWS and self.chosen and plain)

    def key(self, pane: VideoView, event: QKeyEvent) -> bool:
        """Does what a key means here; False where it means nothing."""
        if not self.takes(event):
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.give_up(pane)
        if key in ENTERS:
            if not event.isAutoRepeat():
                self.accept_ghost()
        elif key in TURNS:
            self._player.step(TURNS[key])
        else:
            dx, dy = ARROWS[key]
            by = FINE if event.modifiers() & Qt.KeyboardModifier.AltModifier else NUDGE
            self.nudge(dx * by, dy * by)
        return True

    def paint(self, pane: VideoView, painter: QPainter) -> None:
        """The joint at hand, over the people."""
        if pane.view_id != self._stage.active:
            return
        ghost, moved = self.ghost(), self._drag is not None and self._drag.at is not None
        hint = correct_paint.hint(painter, pane.room, self._hints(ghost, pane.room.width() >= ROOMY))
        if not self.chosen or self.joint is None:
            return
        place = self._drag.at if self._drag is not None and moved else self.place_of(self.joint)
        spot = pane.to_pane(*place) if place is not None else None
        if ghost is not None:
            taken = [correct_paint.box(spot)] if spot is not None else []
            taken += [correct_paint.glass_of(pane.room, spot)] if spot is not None and moved else []
            self.ghosting.paint(pane, painter, ghost, place, taken, hint)
        if spot is None:
            return
        correct_paint.ghosts(painter, {0: spot, **{by: pane.to_pane(*at) for by, at in self.around().items()}})
        correct_paint.joint_box(painter, spot)
        if moved:
            correct_paint.magnifier(painter, pane, spot)

    def around(self) -> dict[int, tuple[float, float]]:
        """Where the joint at hand is one and two frames before and after, by distance in frames."""
        shown, frame = self.shown, self.frame
        if shown is None or frame is None or self.joint is None:
            return {}
        found = {}
        for by in (-2, -1, 1, 2):
            person = shown.athlete_at(frame + by)
            if person is not None and np.isfinite(person.xys[self.joint, :2]).all():
                found[by] = float(person.xys[self.joint, 0]), float(person.xys[self.joint, 1])
        return found

    def _hints(self, ghost: Ghost | None, full: bool) -> list[str]:
        if not self.chosen:
            person = self.person()
            there = person is not None and person.box is not None
            return [tr("Correcting: choose a joint")] if there else [tr("Correcting: nobody here"),
                                                                       tr("Right click: add a pose")]
        joint = self.joint or 0
        missing = self.place_of(joint) is None and self._drag is None
        what = tr("missing, click to place it") if missing else self.describe(joint, full, terse=not full)
        said = [f"{self._title()}: {what}"]
        if ghost is not None and (point := self._accepted(ghost)) is not None:
            said.append(tr("Enter: put it there, as hidden") if point.state == OCCLUDED else tr("Enter: put it there"))
        return said

    def describe(self, joint: int, full: bool = False, *, terse: bool = False) -> str:
        """State and source of a joint in the frame at hand, in words. terse: of what was detected only by whom."""
        point, person, shown = self.point_of(joint), self.person(), self.shown
        if point is not None:
            return joint_source.labelled(point)
        if self.place_of(joint) is None or shown is None or person is None or self._session.project is None:
            return tr("missing")
        swapped = person.marks.get(joint) == "swapped"
        if swapped and not full:
            return tr("swapped")
        if person.between:
            said = joint_source.between(shown.keys, self.frame or 0, full)
            return f"{tr('swapped')}, {said}" if swapped else said
        maker = joint_source.maker_of(shown.poses.source, self._session.project.document, self._stage.active or "")
        score = float(person.xys[joint, 2])
        said = joint_source.terse(maker, score) if terse else joint_source.detected(maker, score, full)
        return f"{tr('swapped')}, {said}" if swapped else said

    # -- inside

    def joint_at(self, pane: VideoView, spot: QPointF) -> int | None:
        """The athlete's joint under the pointer: the nearest within reach; the one at hand where several are."""
        person = self.person()
        if person is None:
            return None
        near = []
        for joint, (x, y, _) in enumerate(person.xys):
            if np.isfinite(x) and np.isfinite(y):
                off = pane.to_pane(float(x), float(y)) - spot
                distance = float(np.hypot(off.x(), off.y()))
                if distance <= REACH:
                    near.append((joint != self.joint, distance, joint))
        return min(near)[2] if near else None

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        view = self._session.views[self._stage.active or ""]
        return min(max(x, -0.5), view.width - 0.5), min(max(y, -0.5), view.height - 0.5)

    def _show_drag(self, pane: VideoView) -> None:
        """The athlete as it would be if the joint were let go now."""
        shown, drag = self.shown, self._drag
        if shown is None or drag is None or drag.at is None:
            return
        athlete = shown.athlete_at(drag.frame)
        if athlete is None:
            return
        xys = athlete.xys.copy()
        xys[drag.joint] = (*drag.at, 1.0)
        others = [person for person in shown.people(drag.frame) if not person.is_athlete]
        extent = athlete.box or (*drag.at, *drag.at)
        held = replace(athlete, xys=xys, box=extent, marks={**athlete.marks, drag.joint: "human"})
        pane.set_people([*others, held], shown.poses.skeleton)

    def _show_people(self, pane: VideoView) -> None:
        shown = self._session.shown.get(pane.view_id)
        if shown is not None and pane.frame_index is not None:
            pane.set_people(shown.people(pane.frame_index), shown.poses.skeleton)

    def _turned(self) -> None:
        """Another view is at hand: what was held in the last one is let go."""
        self._drag = None
        self._repaint()
        self.changed.emit()

    def _ghost_moved(self) -> None:
        self._repaint()
        self.changed.emit()

    def _panes_changed(self) -> None:
        if self.on and not self._session.views:
            self.on, self.joint = False, None
        self.ghosting.set_wanted(self.on)
        for pane in self._stage.panes.values():
            pane.set_tool(self if self.on else None)

    def _repaint(self) -> None:
        for pane in self._stage.panes.values():
            pane.update()
