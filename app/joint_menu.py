"""The menu of a joint, at the pointer: what it is in this frame, its lock, its other side. Beside the joints, that of
the pose.

It comes from the right button over a joint, from the table in the panel, or from the menu key; letters and arrow keys
work in it as in every menu.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.commands import BY_ID
from app.correct_acts import CorrectActs
from app.correcting import Correcting
from app.overlay import joint_title
from app.video_view import VideoView
from app.words import marked, tr
from core.labels import ABSENT, OCCLUDED, VISIBLE

# State → what the menu says, the command that does the same by key
STATES = {VISIBLE: (marked("&Visible"), ""), OCCLUDED: (marked("&Hidden (occluded)"), "joint_hidden"),
          ABSENT: (marked("&Absent"), "joint_absent"), "": (marked("As &detected"), "joint_reset")}
POSE = ("delete_pose", "copy_pose_previous", "copy_pose_next", "copy_previous", "copy_next")


class JointMenu(QMenu):
    """One menu, filled anew each time. action: of a command's id."""

    def __init__(self, correcting: Correcting, acts: CorrectActs, action: Callable[[str], QAction],
                 parent: QWidget) -> None:
        super().__init__(parent)
        self._correcting, self._acts, self._action = correcting, acts, action
        self.setToolTipsVisible(True)
        self.setAccessibleName(tr("Joint"))
        correcting.menu_wanted.connect(self.open_in)
        correcting.joint_menu_wanted.connect(self.open_for)

    def open_in(self, pane: VideoView, spot: QPointF | None) -> None:
        """The right button was pressed at a spot of a pane: on a joint, whose menu opens; where the missing joint at
        hand is hidden, which is placed; or elsewhere, where a pose can be added. No spot: the menu key."""
        correcting = self._correcting
        held = correcting.joint if correcting.chosen else None
        place = correcting.place_of(held) if held is not None else None
        if spot is None:
            at, joint = pane.to_pane(*place) if place is not None else pane.room.center(), held
        else:
            at, joint = spot, correcting.joint_at(pane, spot)
        if joint is not None:
            self.open_for(joint, pane.mapToGlobal(at.toPoint()))
        elif held is not None and place is None:
            self._acts.place_hidden(pane.to_video(at))
        else:
            self._open_for_pose(pane.mapToGlobal(at.toPoint()), pane.to_video(at))

    def open_at_hand(self) -> None:
        """For the joint at hand, by key."""
        pane = self._correcting.pane
        if pane is not None:
            self.open_in(pane, None)

    def open_for(self, joint: int, at: QPoint) -> None:
        """The menu of this joint, which is at hand from now on. at: on the screen."""
        correcting, shown = self._correcting, self._correcting.shown
        if shown is None or joint >= len(shown.poses.skeleton) or correcting.frame is None:
            return
        correcting.choose(joint)
        skeleton = shown.poses.skeleton
        name, point = skeleton.joints[joint], correcting.point_of(joint)
        self.clear()
        head = self.addAction(f"{joint_title(name, skeleton.sides[joint])}: {correcting.describe(joint)}")
        head.setEnabled(False)
        states = QActionGroup(self)
        for state, (text, command) in STATES.items():
            act = self.addAction(_with_key(tr(text), self._action(command) if command else None))
            act.setCheckable(True)
            act.setChecked(state == (point.state if point is not None else ""))
            act.setEnabled(state in (ABSENT, "") or self._acts.last_place(joint) is not None)
            act.triggered.connect(partial(self._acts.set_state, joint, state))
            states.addAction(act)
        self.addSeparator()
        locked = name in self._acts.locked()
        lock = self.addAction(tr("Un&lock") if locked else tr("&Lock in all frames"))
        lock.triggered.connect(partial(self._acts.lock, name, not locked))
        if skeleton.sides[joint] != "middle":
            swap = self.addAction(tr("&Swap with the other side"))
            swap.triggered.connect(lambda: self._acts.swap("joint", False))
        if "zoom_joint" in BY_ID:
            self.addAction(self._action("zoom_joint"))
        self.popup(at)

    def _open_for_pose(self, at: QPoint, place: tuple[float, float]) -> None:
        """place: video pixels, where a new pose would go."""
        self.clear()
        command = self._action("add_pose")
        add = self.addAction(command.icon(), _with_key(tr("&Add a pose here"), command))
        add.setToolTip(command.toolTip())
        add.triggered.connect(lambda: self._acts.add_pose(place))
        for id in POSE:
            self.addAction(self._action(id))
        self.popup(at)


def _with_key(text: str, action: QAction | None) -> str:
    """The menu's text with the key that does the same beside it."""
    keys = action.shortcuts() if action is not None else []
    return f"{text}\t{keys[0].toString(keys[0].SequenceFormat.NativeText)}" if keys else text
