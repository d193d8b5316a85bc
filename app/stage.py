"""What is on screen at the playhead: pictures, people and 3D of every view, at one reference time.

The only place where player, frames, panes, 3D view and timeline meet. It reads the session and writes nothing to it.

The view at hand is the reference of stepping: it shows the frame that is on at the playhead. Every other view shows the
frame nearest to that picture's instant, and its pane says how far away that is.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app import theme
from app.frames import Frame, FrameSource
from app.laid import Laid
from app.player import Player
from app.quality import Governor
from app.scene_view import SceneView
from app.session import Session
from app.shown import ATHLETE, Shown
from app.strips import exchanged, stretches
from app.timeline import Strip, Timeline
from app.tones import Tones
from app.video_grid import VideoGrid
from app.video_view import OverlayOptions, VideoView
from app.words import tr
from core.clock import Clock, frame_at, nearest_frame
from core.document import Change, View
from core.labels import swaps_of

CHOOSING_S = 0.8  # a click this soon after the view came to hand may have meant the view, not a place in it


class Stage(QObject):
    """`activated(view_id)`: the view at hand changed: frames are stepped and counted in it. `pictured(view_id, frame)`:
    a pane shows another frame. `steered(view_id)`: somebody moved the picture in a pane.
    """

    activated = Signal(str)
    pictured = Signal(str, int)
    steered = Signal(str)
    tone_wanted = Signal(str)                               # view whose brightness is to be set
    picked = Signal(str, int, float, float, bool)           # view, frame, x, y, whether the view was at hand before
    boxed = Signal(str, int, float, float, float, float)    # view, frame, x0, y0, x1, y1

    def __init__(self, session: Session, player: Player, frames: FrameSource, grid: VideoGrid, scene: SceneView,
                 timeline: Timeline) -> None:
        super().__init__(grid)
        self.session, self.player, self.frames = session, player, frames
        self.grid, self.scene, self.timeline = grid, scene, timeline
        self.panes: dict[str, VideoView] = {}
        self.active: str | None = None
        self._activated_s = 0.0
        self._filmed: list[tuple[str, int | None]] = []   # views whose cameras run at the playhead, and which frame
        self.overlay = OverlayOptions()
        self.trails = False
        self.tones = Tones(session.settings, self)
        self._paths: dict[str, Path] = {}
        self._on_screen: dict[str, int] = {}              # view → frame asked for
        self._arrived: dict[str, int] = {}                # view → frame that came last
        self._targets: dict[str, tuple[int, int]] = {}    # view → screen pixels that its pane has for the picture
        self.quality = Governor(player, lambda: scene.isVisible() and scene.software, self)
        self.comparing: Callable[[float], Laid | None] | None = None  # what takes the place of the views' own bodies
        self.marks: dict[str, tuple[tuple[float, float, str], ...]] = {}  # view → stretches (start, stop, colour)
        self._extra: Strip | None = None                  # below those of the views
        self._tried: dict[str, float] = {}                # view → an offset that is tried out, as while it is dragged
        self._news = QTimer(self, singleShot=True, interval=0)
        self._news.timeout.connect(self._show_news)
        self.tones.changed.connect(self._tone_changed)
        self.quality.changed.connect(self._show_quality)
        player.moved.connect(self._follow)
        frames.opened.connect(self._file_opened)
        frames.ready.connect(self._show_frame)
        frames.failed.connect(self._file_failed)
        session.expected.connect(frames.prepare)
        session.opened.connect(self.rebuild)
        session.doctor.pictures_changed.connect(self.rebuild)
        session.poses_changed.connect(self._poses_changed)
        session.labels_changed.connect(self._labels_changed)
        session.lifting.followed.connect(lambda view_id: self._show_scene())
        session.changed.connect(self._document_changed)

    # -- views come and go

    def rebuild(self) -> None:
        """Panes and decoders for the session's views; what is the same stays."""
        views = self.session.views
        for gone in self.panes.keys() - views.keys():
            self.frames.close(gone)
            self.panes.pop(gone)
            for memory in (self._paths, self._on_screen, self._arrived, self._tried, self._targets):
                memory.pop(gone, None)
        for view in views.values():
            self._pane_of(view)
        self.grid.set_panes([(self.panes[view.id], view.width / view.height) for view in views.values()])
        for view in views.values():
            self._open(view, len(views))
        self.refresh_times()
        if self.active not in views:
            self.activate(next(iter(views), None))
        self.refresh()

    @property
    def up_to_date(self) -> bool:
        """Whether every picture that was asked for is there."""
        return all(self._arrived.get(view) == index for view, index in self._on_screen.items())

    def refresh_times(self) -> None:
        """The player's range and the strips' places, after clocks or views changed."""
        views = self.session.views.values()
        if views:
            start = min(float(self.clock(view).to_ref(view.first_s)) for view in views)
            end = max(float(self.clock(view).to_ref(view.last_s + 1 / view.fps)) for view in views)
            self.timeline.set_range(start, end)
            self.player.set_range(start, end)
        self._set_frames()
        self._set_strips()

    def clock(self, view: View) -> Clock:
        """The view's clock, or the one that is tried out."""
        offset = self._tried.get(view.id)
        return view.clock if offset is None else replace(view.clock, offset_s=offset)

    def try_offset(self, view_id: str, offset_s: float | None) -> None:
        """Show the recording as it would be with this offset of a view; None ends that. Nothing is written."""
        if self._tried.get(view_id) == offset_s:
            return
        if offset_s is None:
            self._tried.pop(view_id, None)
        else:
            self._tried[view_id] = offset_s
        if view_id == self.active:
            self._set_frames()
        self._filmed.clear()
        self._follow(self.player.t)

    def colour(self, view: View) -> str:
        return theme.view_colour(view.colour)

    def activate(self, view_id: str | None) -> None:
        """Make this the view at hand."""
        if view_id == self.active:
            return
        self.active, self._activated_s = view_id, time.monotonic()
        for id, pane in self.panes.items():
            pane.set_active(id == view_id and len(self.panes) > 1)
        self.timeline.set_active(view_id)
        self._set_frames()
        self._follow(self.player.t)  # the instant on screen is that of another view's frame now
        self.activated.emit(view_id or "")

    def activate_next(self) -> None:
        """Make the view after this one the view at hand."""
        views = list(self.session.views)
        if views:
            at = views.index(self.active) if self.active in views else -1
            self.activate(views[(at + 1) % len(views)])

    def _pane_of(self, view: View) -> None:
        pane = self.panes.get(view.id)
        if pane is None:
            pane = VideoView(view.id, view.name, self.colour(view))
            pane.set_overlay(self.overlay)
            pane.set_tone(self.tones.of(view.id))
            pane.activated.connect(partial(self.activate, view.id))
            pane.shown.connect(partial(self._show_people, view.id))
            pane.picked.connect(partial(self._picked, view.id))
            pane.boxed.connect(partial(self._boxed, view.id))
            pane.target_changed.connect(partial(self._target_changed, view.id))
            pane.shown.connect(partial(self.pictured.emit, view.id))
            pane.steered.connect(partial(self.steered.emit, view.id))
            pane.tone_wanted.connect(partial(self.tone_wanted.emit, view.id))
            self.panes[view.id] = pane
        pane.set_title(view.name)
        pane.set_colour(self.colour(view))

    def _open(self, view: View, share: int) -> None:
        path = self.session.picture_path(view)
        if self._paths.get(view.id) == path:
            return
        self._paths[view.id] = path
        self.session.times.pop(view.id, None)
        self._on_screen.pop(view.id, None)
        self._arrived.pop(view.id, None)
        self.panes[view.id].set_error("")
        self.panes[view.id].set_empty(tr("Opening …"))
        self.frames.open(view.id, path, share)

    def _file_opened(self, view_id: str, times: NDArray[np.float64], size: tuple[int, int], fps: Fraction) -> None:
        view = self.session.views.get(view_id)
        if view is not None and len(times) != view.frames and self.session.doctor.reject(view_id):
            return  # a copy of something else
        self.session.view_opened(view_id, times)
        if view_id == self.active:
            self._set_frames()
        self._request(view_id)
        self._show_apart()
        self._show_scene()

    def _file_failed(self, view_id: str, message: str) -> None:
        if self.session.doctor.reject(view_id):  # its video is opened instead
            return
        if view_id in self.panes:
            self.panes[view_id].set_error(message)
            self.session.view_failed(view_id, message)

    # -- the playhead moves

    def refresh(self) -> None:
        """Draw everything again at the playhead."""
        self._on_screen.clear()
        self._filmed.clear()
        self._follow(self.player.t)

    @property
    def instant(self) -> float:
        """Reference seconds of what is on screen: of the frame that the view at hand shows, else the playhead's."""
        view, times = self.session.views.get(self.active or ""), self.session.times.get(self.active or "")
        if view is None or times is None or not len(times) or not self._films(view):
            return self.player.t
        clock = self.clock(view)
        return float(clock.to_ref(times[frame_at(times, float(clock.to_view(self.player.t)))]))

    def frame_of(self, view_id: str) -> int | None:
        """The frame of a view that belongs to the playhead; None before its file is open."""
        return self._frame_at(view_id, self.session.times.get(view_id))

    def _show_apart(self) -> None:
        for view_id, pane in self.panes.items():
            pane.set_apart(self.apart_s(view_id))

    def apart_s(self, view_id: str) -> float | None:
        """How much later (reference seconds) the frame that a view shows was taken than the instant on screen; None
        for the view at hand, which sets that instant, and before its file is open."""
        view, times, index = self.session.views.get(view_id), self.session.times.get(view_id), self.frame_of(view_id)
        if view is None or times is None or index is None or view_id == self.active:
            return None
        return float(self.clock(view).to_ref(times[index])) - self.instant

    def _pose_frame(self, view_id: str) -> int | None:
        """The frame of what was found in a view, which is there without its file."""
        shown = self.session.shown.get(view_id)
        return self._frame_at(view_id, shown.poses.times if shown is not None else None)

    def _frame_at(self, view_id: str, times: NDArray[np.float64] | None) -> int | None:
        view = self.session.views.get(view_id)
        if times is None or view is None or not len(times):
            return None
        clock = self.clock(view)
        if view_id == self.active:
            return frame_at(times, float(clock.to_view(self.player.t)))
        return nearest_frame(times, float(clock.to_view(self.instant)))

    def _films(self, view: View) -> bool:
        """Whether the view's camera ran at the playhead; before and after, its first or last picture is on screen."""
        t, frame_s = float(self.clock(view).to_view(self.player.t)), 1 / float(view.fps)
        return view.first_s - 1e-6 <= t <= view.last_s + frame_s + 1e-6

    def _follow(self, t: float) -> None:
        self.timeline.set_playhead(t)
        for view_id in self.panes:
            self._request(view_id)
        self._show_apart()
        filmed = [(view.id, self._pose_frame(view.id)) for view in self.session.views.values() if self._films(view)]
        if filmed != self._filmed and self.quality.figure_due(t):
            self._filmed = filmed
            self._show_scene()

    def _request(self, view_id: str) -> bool:
        """Ask for the picture at the playhead; False if it was asked for already."""
        index = self.frame_of(view_id)
        if index is None:
            return False
        pane = self.panes[view_id]
        if pane.isVisible():
            self.quality.due(view_id, index, float(self.session.views[view_id].fps))
        if self._on_screen.get(view_id) == index:
            return False
        self._on_screen[view_id] = index
        times = self.session.times[view_id]
        pane.set_position(index, len(times), float(times[index]))
        self.frames.request(view_id, index, self.player.direction if self.player.playing else 0, self._loop_of(view_id))
        return True

    def _loop_of(self, view_id: str) -> tuple[int, int] | None:
        """First and last frame of the loop in a view."""
        loop, times = self.player.loop, self.session.times[view_id]
        if loop is None:
            return None
        clock = self.session.views[view_id].clock
        first, last = (frame_at(times, float(clock.to_view(t))) for t in loop)
        return first, last

    def _show_frame(self, frame: Frame) -> None:
        pane = self.panes.get(frame.view)
        if pane is not None:
            self._arrived[frame.view] = frame.index
            pane.show_frame(frame)
            self.quality.came(frame.view, frame.index)

    def _show_people(self, view_id: str, index: int) -> None:
        shown = self.session.shown.get(view_id)
        if shown is None:
            self.panes[view_id].set_people([])
        else:
            self.panes[view_id].set_people(shown.people(index), shown.poses.skeleton)

    def show_marks(self, marks: dict[str, tuple[tuple[float, float, str], ...]]) -> None:
        """Tell stretches of the views' strips apart: view → (start, stop, colour) in reference seconds."""
        if marks != self.marks:
            self.marks = marks
            self._set_strips()

    def show_extra(self, strip: Strip | None) -> None:
        """A strip that is of no view, below those of the views; None: none."""
        if strip is not self._extra:
            self._extra = strip
            self._set_strips()

    def compare_with(self, comparing: Callable[[float], Laid | None] | None) -> None:
        """Show in 3D what this makes of a reference time, in place of each view's own body; None: those again."""
        self.comparing = comparing
        self._show_scene()

    def _show_scene(self) -> None:
        laid = self.comparing(self.player.t) if self.comparing is not None else None
        if laid is not None:
            self.scene.set_laid(laid)
            return
        bodies = []
        for view in self.session.views.values():
            shown, index = self.session.shown.get(view.id), self._pose_frame(view.id)
            if shown is not None and index is not None and self._films(view):
                bodies.append(shown.body(index, view, self.colour(view), self.trails))
        self.scene.set_skeletons([body for body in bodies if body is not None])

    def _document_changed(self, change: Change, sender: object) -> None:
        if change.touches("swaps"):
            self._news.start()

    def _labels_changed(self, view_id: str) -> None:
        index = self._arrived.get(view_id)
        if view_id in self.panes and index is not None:
            self._show_people(view_id, index)

    def _poses_changed(self, view_id: str) -> None:
        index = self._arrived.get(view_id)
        if view_id in self.panes and index is not None:
            self._show_people(view_id, index)
        self._news.start()  # several views often have some at once

    def _show_news(self) -> None:
        self._show_scene()
        self._set_strips()

    # -- the rest

    def set_overlay(self, part: str, on: bool) -> None:
        self.overlay = replace(self.overlay, **{part: on})
        for pane in self.panes.values():
            pane.set_overlay(self.overlay)

    def _tone_changed(self, view_id: str) -> None:
        if view_id in self.panes:
            self.panes[view_id].set_tone(self.tones.of(view_id))

    def set_trails(self, on: bool) -> None:
        self.trails = on
        self.scene.set_trails(on)
        self._show_scene()

    def close(self) -> None:
        self.player.pause()
        self.tones.keep()
        self.frames.close()

    def _set_frames(self) -> None:
        view, times = self.session.views.get(self.active or ""), self.session.times.get(self.active or "")
        if view is not None and times is not None:
            self.player.set_frames(self.clock(view).to_ref(times))

    def _set_strips(self) -> None:
        strips = []
        for view in self.session.views.values():
            clock = self.clock(view)
            shown, end = self.session.shown.get(view.id), float(clock.to_ref(view.last_s + 1 / view.fps))
            marks, keys = self.marks.get(view.id, ()), None
            if shown is not None:
                times, values, keys = clock.to_ref(shown.poses.times), shown.score, shown.keys
                marks = (*stretches(self._exchanged(view.id, shown), times, theme.GOOD), *marks)
            else:
                times = clock.to_ref(np.array([view.first_s, view.last_s]))
                values = np.full(2, np.nan, dtype=np.float32)
            strips.append(Strip(view.id, view.name, self.colour(view), times, values, end, marks, keys))
        self.timeline.set_strips([*strips, *([self._extra] if self._extra is not None else [])])

    def _exchanged(self, view_id: str, shown: Shown) -> tuple[tuple[int, int], ...]:
        """The frames in which left and right are other than the detector called them."""
        assert self.session.project is not None
        swaps = swaps_of(self.session.project.document, view_id, ATHLETE)
        return exchanged(shown.poses.source.settings.get("swapped"), swaps, shown.poses.skeleton,
                         len(shown.poses.times))

    def _target_changed(self, view_id: str, width: int, height: int) -> None:
        self._targets[view_id] = (width, height)
        self._set_target(view_id)
        self._on_screen.pop(view_id, None)
        self._request(view_id)

    def _set_target(self, view_id: str) -> None:
        """As many pixels as the pane has, or fewer while playing."""
        target, shrink = self._targets[view_id], self.quality.now.shrink
        if shrink > 1 and view_id in self.session.views:
            whole = target if all(target) else self.session.views[view_id].size
            target = (max(whole[0] // shrink, 1), max(whole[1] // shrink, 1))
        self.frames.set_target(view_id, *target)

    def _show_quality(self) -> None:
        self.scene.set_coarse(self.quality.now.coarse)
        for view_id in self._targets.keys() & self.panes.keys():
            self._set_target(view_id)

    def _picked(self, view_id: str, x: float, y: float) -> None:
        index = self.frame_of(view_id)
        if index is not None:
            self.picked.emit(view_id, index, x, y, time.monotonic() - self._activated_s > CHOOSING_S)

    def _boxed(self, view_id: str, x0: float, y0: float, x1: float, y1: float) -> None:
        index = self.frame_of(view_id)
        if index is not None:
            self.boxed.emit(view_id, index, x0, y0, x1, y1)
