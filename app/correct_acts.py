"""Corrections of more than one joint or frame, for the view at hand: copy, swap, interpolate, remove, undo list.

Where an act cannot be done it says why in the banner, and nothing is changed.
"""

import numpy as np

from app.correcting import Correcting
from app.player import Player
from app.session import Session
from core import labels
from core.clock import frame_at
from core.errors import ParallaxError

EXTENTS = {"joint": "this joint's pair", "limb": "the whole limb", "person": "the whole person"}


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
            where = "before" if direction < 0 else "after"
            self._session.report(ParallaxError(f"frame {frame}", f"no frame {where} this one is labelled.",
                                               "Label a joint there first."))
            return
        self._correcting.edit(lambda document: labels.copy(document, target, source, frame))

    def swap(self, extent: str, in_loop: bool) -> None:
        """Left and right exchanged: of the pair of the joint at hand, its limb or the person, in this frame or the
        loop range."""
        correcting = self._correcting
        target, frame, joint = correcting.target(), correcting.frame, correcting.joint_name
        if target is None or frame is None:
            return
        if extent != "person" and not joint:
            self._session.report(ParallaxError(EXTENTS[extent], "no joint is chosen.", "Choose a joint first."))
            return
        start, stop = self._range(target.view) if in_loop else (frame, frame + 1)
        if stop <= start:
            self._session.report(ParallaxError("The loop", "no range is set, or this view was not filmed in it.",
                                               "Set its ends with I and O."))
            return
        where = f"frame {start}" if stop == start + 1 else f"frames {start} to {stop - 1}"
        title = f"Swap left and right of {EXTENTS[extent]} in {where}"
        correcting.edit(lambda document: labels.swap(
            document, target, start, stop, labels.pairs_of(target.skeleton, joint, extent), title))

    def interpolate(self, cubic: bool) -> None:
        """Fills the frames between the labelled ones around the frame at hand."""
        target, frame, shown = self._correcting.target(), self._correcting.frame, self._correcting.shown
        if target is None or frame is None or shown is None:
            return
        ends = self._ends(frame)
        if ends is None:
            self._session.report(ParallaxError(f"frame {frame}", "it does not lie between two labelled frames.",
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
