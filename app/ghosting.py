"""The ghost of the joint at hand: where the other views' 3D puts it in this picture, and what is said of that.

The comparison it is read from has the view at hand for its reference and is a model of its own, so that the panel's may
have another one; it is made in the pool, and only while somebody corrects joints.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter

from app import ghost_paint
from app.compare_model import CompareModel
from app.player import Player
from app.session import Session
from app.stage import Stage
from app.video_view import VideoView
from app.words import tr
from core.clock import nearest_frame
from core.compare import Comparison
from core.ghost import Ghost, ghost, same_joint
from core.labels import FARTHEST, GHOST, OCCLUDED, VISIBLE, Keypoint
from core.skeleton import Skeleton

AROUND_S = 15.0  # of the recording on either side of the playhead, from which the views are laid over one another
REST_MS = 150    # the playhead has rested for so long
SAME_S = 1e-4    # two times of one frame

Place = tuple[float, float]


@dataclass(frozen=True)
class _Asked:
    """All that a ghost depends on."""

    comparison: Comparison
    frame: int
    joint: int
    pixels: bytes


class Ghosting(QObject):
    """changed(): switched on or off, or another comparison, so that a ghost may be elsewhere."""

    changed = Signal()

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__(stage)
        self._session = session
        self.model = CompareModel(session, player, self, key="ghost", kept=1)
        self._player = player
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look_around)
        player.moved.connect(lambda t: self._rest.start())
        self.on = bool(session.settings.choice("ghost", True))
        self._wanted = False
        self._last: tuple[_Asked, Ghost | None] | None = None
        stage.activated.connect(lambda view_id: self.model.set(reference=view_id))
        self.model.changed.connect(self.changed)

    def set_wanted(self, wanted: bool) -> None:
        """Whether joints are corrected just now."""
        self._wanted = wanted
        self._look_around()
        self.model.set_open(wanted and self.on)

    def _look_around(self) -> None:
        """Compares what is around the playhead: every edit is another comparison, and one of an hour takes seconds."""
        t, stretch = self._player.t, self.model.options.stretch
        if not self._wanted or (stretch is not None and stretch[0] + AROUND_S / 2 <= t <= stretch[1] - AROUND_S / 2):
            return
        long = self._player.end - self._player.start > 4 * AROUND_S
        self.model.set(stretch=(t - AROUND_S, t + AROUND_S) if long else None)

    def toggle(self) -> None:
        """Show ghosts, or do not."""
        self.on = not self.on
        self._session.settings.choose("ghost", self.on)
        self.set_wanted(self._wanted)
        self.changed.emit()

    def align(self, alignment: str) -> None:
        """How the views are laid over one another, as in the model's options: as the comparison panel says while it is
        open, since the user told it whether the cameras stand still; else 'sequence', in which the frame at hand, the
        one that is wrong, has next to no say."""
        self.model.set(alignment=alignment)

    def at(self, view_id: str, frame: int, joint: int, xys: NDArray[np.float32], skeleton: Skeleton) -> Ghost | None:
        """The ghost of a joint in a frame of the view at hand; None where there is none (yet).

        xys: (J, 3) the frame's pixels and scores, in which the joint itself is not used.
        """
        made = self.model.comparison
        if made is None or made.reference != view_id or not len(made.times):
            return None
        shown, view = self._session.shown[view_id], self._session.views[view_id]
        t = float(view.clock.to_ref(shown.poses.times[frame]))
        row = nearest_frame(made.times, t)
        if abs(made.times[row] - t) > SAME_S:
            return None  # not in the stretch that is compared, yet
        others = xys.copy()
        others[joint] = (np.nan, np.nan, 0)  # nor is what the lifter's skeleton makes of it, as the thorax of shoulders
        asked = _Asked(made, row, joint, others.tobytes())
        if self._last is None or self._last[0] != asked:
            name = same_joint(joint, skeleton, made.skeleton)
            found = ghost(made, row, name, others, skeleton) if name is not None else None
            known = found is not None and max(abs(found.x), abs(found.y)) < FARTHEST
            self._last = asked, found if known else None
        return self._last[1]

    def accepted(self, view_id: str, found: Ghost, place: Place | None, point: Keypoint | None) -> Keypoint | None:
        """What accepting a ghost makes of the joint. Its state stays, but what no detector saw is most likely hidden,
        and what is outside of the picture is. None where it was accepted before and has moved by no more than is known
        of the camera: with every edit the view's own lift moves a little, and the ghost with it.

        place: where the joint is now, None where it is missing; point: what was said of it.
        """
        if point is not None and point.source == GHOST and point.x is not None and point.y is not None \
                and np.hypot(point.x - found.x, point.y - found.y) <= max(found.fit_px, 1.0):
            return None
        view = self._session.views[view_id]
        inside = -0.5 <= found.x <= view.width - 0.5 and -0.5 <= found.y <= view.height - 0.5
        hidden = place is None or not inside or (point is not None and point.state == OCCLUDED)
        return Keypoint(found.x, found.y, OCCLUDED if hidden else VISIBLE, GHOST)

    def said(self, found: Ghost, place: Place | None) -> ghost_paint.Said:
        """What stands beside a ghost. place: where the joint is now, None where it is missing."""
        kind = self.model.comparison.kind if self.model.comparison is not None else ""
        views = tuple((self.model.name(view), self.model.colour(view)) for view, _, _ in found.each)
        if found.at_odds:
            return ghost_paint.Said(views, " ", tr("differ by {px} px").format(px=f"{found.apart_px:.0f}"),
                                    f" ({found.apart_mm:.0f} mm {tr(kind)})", True)
        away = float(np.hypot(found.x - place[0], found.y - place[1])) if place is not None else 0.0
        where = tr("{px} px from here").format(px=f"{away:.0f}") if away >= 0.5 else tr("here")
        return ghost_paint.Said(views, ": ", where)

    def paint(self, pane: VideoView, painter: QPainter, found: Ghost, place: Place | None, taken: list[QRectF],
              hint: QRectF) -> None:
        """A ghost over the picture. taken, hint: places of the pane that its words leave free, as in `words`."""
        spots = [(pane.to_pane(x, y), self.model.colour(view)) for view, x, y in found.each]
        joint = pane.to_pane(*place) if place is not None else None
        middle: QPointF = pane.to_pane(found.x, found.y)
        ghost_paint.marks(painter, middle, spots, joint, found.at_odds)
        ghost_paint.words(painter, pane.room, self.said(found, place), middle, taken, hint)
