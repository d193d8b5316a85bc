"""Corrections of more than one joint or frame, for the view at hand: whole poses, copy, swap, interpolate, remove, undo
list; and what the menu of a joint does.

Where an act cannot be done it says why in the banner, and nothing is changed.
"""

from collections.abc import Callable, Sequence

import numpy as np

from app.banner import Notice
from app.correcting import HIDE, SHOW, TAKE_OUT, Correcting
from app.overlay import joint_title
from app.player import Player
from app.session import Session
from app.words import marked, tr
from core import labels, template, whole_pose
from core.clock import frame_at
from core.document import Document, Edit
from core.errors import ParallaxError
from core.labels import ABSENT, HUMAN, OCCLUDED, VISIBLE, Keypoint, Target
from core.whole_pose import Whole

EXTENTS = {"joint": marked("this joint's pair"), "limb": marked("the whole limb"), "person": marked("the whole person")}


class CorrectActs:
    """Acts on what `correcting` has at hand."""

    def __init__(self, session: Session, correcting: Correcting, player: Player) -> None:
        self._session, self._correcting, self._player = session, correcting, player

    def labelled_frames(self) -> list[int]:
        """The frames of the view at hand in which something is labelled."""
        shown = self._correcting.shown
        return sorted(shown.labels) if shown is not None else []

    def neighbour(self, direction: int) -> int | None:
        """The nearest labelled frame before (-1) or after (1) the one at hand."""
        frame = self._correcting.frame
        if frame is None:
            return None
        if direction < 0:
            return max((other for other in self.labelled_frames() if other < frame), default=None)
        return min((other for other in self.labelled_frames() if other > frame), default=None)

    def copy(self, direction: int) -> None:
        """What is labelled in the nearest labelled frame before (-1) or after (1), here too."""
        target, frame, source = self._correcting.target(), self._correcting.frame, self.neighbour(direction)
        if target is None or frame is None:
            return
        if source is None:
            self._session.report(ParallaxError(
                _frame(frame), "no frame before this one is labelled." if direction < 0 else
                "no frame after this one is labelled.", "Label a joint there first."))
            return
        self._correcting.edit(lambda document: labels.copy(document, target, source, frame))

    # -- whole poses

    def add_pose(self, at: tuple[float, float] | None = None) -> None:
        """The joints that are missing in this frame, as in the nearest frame that has a pose, else as somebody stands.

        at: video pixels, where the middle of the pose goes; by default where the pointer is, if that is in the picture.
        """
        correcting = self._correcting
        target, frame, shown, person = correcting.target(), correcting.frame, correcting.shown, correcting.person()
        if target is None or frame is None or shown is None or person is None:
            return
        near = shown.nearest_pose(frame)
        points = self._points(near) if near is not None else None
        if points is None:
            points = whole_pose.points_of(template.standing(target.skeleton, shown.poses.size), target.skeleton)
        place = at or correcting.pointer()
        if self._do_whole(target, lambda document: whole_pose.add(document, target, frame, person.xys, points, place)) \
                and not correcting.on:
            correcting.toggle()  # to be moved where it belongs

    def delete_pose(self) -> None:
        """Every joint of this frame is absent."""
        target, frame, person = self._correcting.target(), self._correcting.frame, self._correcting.person()
        if target is not None and frame is not None and person is not None:
            self._do_whole(target, lambda document: whole_pose.delete(document, target, frame, person.xys))

    def copy_pose(self, direction: int) -> None:
        """All joints of the frame before (-1) or after (1), detected or labelled, in this one too."""
        target, frame = self._correcting.target(), self._correcting.frame
        if target is None or frame is None:
            return
        source = frame + direction
        points = self._points(source)
        if points is None:
            self._session.report(ParallaxError(
                _frame(frame), "this is the first one." if direction < 0 else "this is the last one.",
                "Copy the other one."))
            return
        here = self._session.shown[target.view].labels.get(frame)
        by_hand = [joint for joint, point in here.points.items() if point.source == HUMAN] if here is not None else []
        self._do_whole(target, lambda document: whole_pose.copy(document, target, frame, source, points), by_hand)

    def _points(self, frame: int) -> dict[str, Keypoint] | None:
        """What can be copied of a frame of the view at hand; None where there is no such frame."""
        shown = self._correcting.shown
        person = shown.athlete_at(frame) if shown is not None else None
        if shown is None or person is None:
            return None
        return whole_pose.points_of(person.xys, shown.poses.skeleton, shown.labels.get(frame))

    def _do_whole(self, target: Target, make: Callable[[Document], Whole], by_hand: Sequence[str] = ()) -> bool:
        """Does an edit of a pose and says what is not plain to see: joints that stayed since they are locked, and those
        placed by hand that gave way."""
        made: list[Whole] = []

        def edit(document: Document) -> Edit:
            made.append(make(document))
            return made[0].edit

        if not self._correcting.edit(edit):
            return False
        held = made[0].held
        gone = [joint for joint in by_hand if joint not in held]
        said = []
        if held:
            stayed = tr("Stayed, since it is locked: {joints}.") if len(held) == 1 else \
                tr("Stayed, since they are locked: {joints}.")
            said.append(stayed.format(joints=_titles(target, held)))
        if gone:
            said.append(tr("Placed by hand before: {joints}. Undo brings that back.").format(
                joints=_titles(target, gone)))
        if said:
            title = tr("{title}: done.").format(title=made[0].edit.title)
            self._session.noticed.emit(Notice("info", title, " ".join(said)))
        return True

    # -- the menu of a joint

    def last_place(self, joint: int) -> tuple[float, float] | None:
        """Where a joint is in this frame, or was detected before somebody took it out; None where nothing says."""
        shown, frame = self._correcting.shown, self._correcting.frame
        place = self._correcting.place_of(joint)
        if place is not None or shown is None or frame is None or shown.athlete is None:
            return place
        x, y = shown.poses.xys[frame, shown.athlete, joint, :2].tolist()
        return (x, y) if np.isfinite((x, y)).all() else None

    def set_state(self, joint: int, state: str) -> None:
        """A joint is visible, hidden or absent from now on, in this frame; '' is as detected."""
        correcting = self._correcting
        target, frame, place = correcting.target(), correcting.frame, self.last_place(joint)
        if target is None or frame is None or (place is None and state in (VISIBLE, OCCLUDED)):
            return
        name, title = target.skeleton.joints[joint], _titles(target, [target.skeleton.joints[joint]])
        if not state:
            if correcting.point_of(joint) is not None:
                correcting.edit(lambda document: labels.clear(document, target, [frame], [name]))
            return
        point = Keypoint(None, None, ABSENT) if state == ABSENT or place is None else Keypoint(*place, state)
        if point != correcting.point_of(joint):
            what = {VISIBLE: SHOW, OCCLUDED: HIDE, ABSENT: TAKE_OUT}[state]
            correcting.edit(lambda document: labels.place(document, target, frame, {name: point},
                                                          tr(what).format(joint=title, frame=frame)))

    def place_hidden(self, place: tuple[float, float]) -> None:
        """The joint at hand is at this place, video pixels, behind something."""
        target, frame, name = self._correcting.target(), self._correcting.frame, self._correcting.joint_name
        if target is not None and frame is not None and name:
            point = Keypoint(*place, OCCLUDED)
            title = tr("Place {joint} hidden in frame {frame}").format(joint=_titles(target, [name]), frame=frame)
            self._correcting.edit(lambda document: labels.place(document, target, frame, {name: point}, title))

    # -- the rest

    def swap(self, extent: str, in_loop: bool) -> None:
        """Left and right exchanged: of the pair of the joint at hand, its limb or the person, in this frame or the
        loop range."""
        correcting = self._correcting
        target, frame, joint = correcting.target(), correcting.frame, correcting.joint_name
        if target is None or frame is None:
            return
        if extent != "person" and not joint:
            self._session.report(ParallaxError(tr(EXTENTS[extent]), "no joint is chosen.", "Choose a joint first."))
            return
        start, stop = self._range(target.view) if in_loop else (frame, frame + 1)
        if stop <= start:
            self._session.report(ParallaxError(tr("The loop"), "no range is set, or this view was not filmed in it.",
                                               "Set its ends with I and O."))
            return
        where = _frame(start) if stop == start + 1 else \
            tr("frames {start} to {stop}").format(start=start, stop=stop - 1)
        title = tr("Swap left and right of {what} in {frames}").format(what=tr(EXTENTS[extent]), frames=where)
        correcting.edit(lambda document: labels.swap(
            document, target, start, stop, labels.pairs_of(target.skeleton, joint, extent), title))

    def interpolate(self, cubic: bool) -> None:
        """Fills the frames between the labelled ones around the frame at hand."""
        target, frame, shown = self._correcting.target(), self._correcting.frame, self._correcting.shown
        if target is None or frame is None or shown is None:
            return
        ends = self._ends(frame)
        if ends is None:
            self._session.report(ParallaxError(_frame(frame), "it does not lie between two labelled frames.",
                                               "Label a frame before it and one after it."))
            return
        times = shown.poses.times
        self._correcting.edit(lambda document: labels.interpolate(document, target, *ends, times, cubic))

    def clear(self) -> None:
        """All labels of the frame at hand are removed, so that the detection shows again."""
        target, frame = self._correcting.target(), self._correcting.frame
        if target is not None and frame is not None:
            self._correcting.edit(lambda document: labels.clear(document, target, [frame]))

    def lock(self, joint: str, on: bool) -> None:
        """Nothing moves this joint any more, in any frame of this view; or it does again."""
        target = self._correcting.target()
        if target is not None:
            self._correcting.edit(lambda document: labels.lock(document, target, joint, on))

    def locked(self) -> frozenset[str]:
        target, project = self._correcting.target(), self._session.project
        return labels.locked(project.document, target) if target is not None and project is not None else frozenset()

    def go_back_to(self, count: int) -> None:
        """Undo or redo until exactly so many edits are in force. Stops where one cannot be."""
        while self._session.project is not None:
            done = len(self._session.project.document.done)
            if done > count:
                self._session.undo()
            elif done < count:
                self._session.redo()
            if len(self._session.project.document.done) in (done, count):
                return

    def _range(self, view_id: str) -> tuple[int, int]:
        """The loop range in frames of the view, half open; empty without one."""
        shown, loop, view = self._correcting.shown, self._player.loop, self._session.views.get(view_id)
        if shown is None or loop is None or view is None:
            return 0, 0
        times = shown.poses.times
        start, end = (float(view.clock.to_view(edge)) for edge in loop)
        if end < times[0] or start > times[-1]:
            return 0, 0
        # A frame whose picture is on at the loop's beginning is in it; one that begins at its end is not.
        return frame_at(times, start), int(np.searchsorted(times, end - 1e-6))

    def _ends(self, frame: int) -> tuple[int, int] | None:
        """The frames labelled otherwise than by interpolation around this one."""
        shown = self._correcting.shown
        if shown is None:
            return None
        by_hand = [other for other, label in shown.labels.items()
                   if any(point.source != labels.INTERPOLATED for point in label.points.values())]
        before = max((other for other in by_hand if other < frame), default=None)
        after = min((other for other in by_hand if other > frame), default=None)
        if before is not None and after is not None:
            return before, after
        return None


def _titles(target: Target, joints: Sequence[str]) -> str:
    """'L wrist, nose'; of many the first few and how many more."""
    named = [joint_title(joint, target.skeleton.sides[target.skeleton.index(joint)]) for joint in joints[:4]]
    few = ", ".join(named)
    return tr("{joints} and {n} more").format(joints=few, n=len(joints) - 4) if len(joints) > 4 else few


def _frame(number: int) -> str:
    return tr("frame {n}").format(n=number)
