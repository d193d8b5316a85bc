"""How smoothly two panes, overlay, 3D view and timeline play together: `python -m tests.bench.playback [VIDEO...]`.

Plays for some seconds at real time and prints, a second, the pictures drawn in each pane and in the 3D view, how late
pictures were against the playhead, and the longest gaps of the window's thread, seen by a 5 ms timer.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app import theme
from app.commands import COMMANDS
from app.frames import Frame, FrameSource
from app.player import Player
from app.scene_view import SceneView, Skeleton3D, floor_of
from app.timeline import Strip, Timeline
from app.transport import TransportBar
from app.video_view import Person2D, VideoView
from core.clock import frame_at
from core.skeleton import COCO17, H36M17
from core.studio import MOTIONS

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "video" / "pose2sim_single"


class Desk:
    """The widgets wired as the window wires them."""

    def __init__(self, paths: list[Path], size: tuple[int, int]) -> None:
        self.window = QWidget()
        layout = QGridLayout(self.window)
        layout.setSpacing(4)
        self.player, self.frames = Player(self.window), FrameSource(self.window)
        self.panes = {f"v{i}": VideoView(f"v{i}", path.name, theme.view_colour(i)) for i, path in enumerate(paths)}
        self.scene, self.timeline = SceneView(), Timeline()
        for i, widget in enumerate((*self.panes.values(), self.scene)):
            layout.addWidget(widget, 0, i)
            layout.setColumnStretch(i, 1)
        actions = {command.id: QAction(command.title, self.window) for command in COMMANDS}
        layout.addWidget(TransportBar(self.player, actions.__getitem__), 1, 0, 1, -1)
        layout.addWidget(self.timeline, 2, 0, 1, -1)
        layout.setRowStretch(0, 1)
        self.times: dict[str, np.ndarray] = {}
        self.counts: Counter[str] = Counter()
        self.late: list[float] = []
        self.motion = MOTIONS["walk"](10, 60).astype(np.float32)
        self._wire(paths)
        self.window.resize(*size)
        self.window.show()

    def _wire(self, paths: list[Path]) -> None:
        self.frames.opened.connect(self._opened)
        self.frames.ready.connect(self._show)
        self.player.moved.connect(self._follow)
        for view_id, pane in self.panes.items():
            pane.target_changed.connect(lambda w, h, v=view_id: self.frames.set_target(v, w, h))
        for view_id, path in zip(self.panes, paths, strict=True):
            self.frames.open(view_id, path, len(paths))

    def _opened(self, view_id: str, times: np.ndarray, size: tuple[int, int], fps: object) -> None:
        self.times[view_id] = times
        end = max(float(t[-1]) for t in self.times.values())
        self.player.set_range(0, end)
        self.player.set_frames(times)
        self.player.set_loop((0, end))
        self.timeline.set_range(0, end)
        self.timeline.set_strips([Strip(v, v, self.panes[v]._colour, t, np.full(len(t), 0.9, np.float32))
                                  for v, t in self.times.items()])

    def _follow(self, t: float) -> None:
        self.timeline.set_playhead(t)
        for view_id, times in self.times.items():
            index = frame_at(times, t)
            pane = self.panes[view_id]
            if pane._position is None or pane._position[0] != index:
                pane.set_position(index, len(times), float(times[index]))
                self.frames.request(view_id, index, self.player.direction if self.player.playing else 0)

    def _show(self, frame: Frame) -> None:
        pane, t = self.panes[frame.view], float(self.times[frame.view][frame.index])
        pane.show_frame(frame)
        xys = np.full((17, 3), 0.9, np.float32)
        body = self.motion[frame.index % len(self.motion)]
        xys[:, 0] = frame.size[0] / 2 + body[:, 0] * frame.size[1] / 3
        xys[:, 1] = frame.size[1] * 0.8 - body[:, 2] * frame.size[1] / 3
        pane.set_people([Person2D(0, xys)], H36M17 if len(body) == 17 else COCO17)
        self.counts[frame.view] += 1
        if self.player.playing:
            self.late.append(self.player.t - t)
        if frame.view == next(iter(self.panes)):
            floor = floor_of(self.motion)
            self.scene.set_skeletons([Skeleton3D(v, v, p._colour, body, H36M17, floor) for v, p in self.panes.items()])


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("videos", nargs="*", type=Path, default=[SHARED / "cam01.mp4", SHARED / "cam03.mp4"])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800))
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    theme.apply(app)  # type: ignore[arg-type]
    desk = Desk(options.videos, tuple(options.size))
    wait(1.5)
    gaps: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    pictures: Counter[str] = Counter()
    if desk.scene._render is not None:
        desk.scene._render.drawn.connect(lambda *_: pictures.update(["3D"]))
    desk.counts.clear()
    desk.late.clear()
    timer.start()
    last[0] = time.perf_counter()
    busy, begun = time.process_time(), time.perf_counter()
    desk.player.play()
    wait(options.seconds)
    took = time.perf_counter() - begun
    busy = (time.process_time() - busy) / took
    timer.stop()
    desk.player.pause()
    for view_id, count in sorted(desk.counts.items()):
        print(f"{view_id}: {count / took:5.1f} pictures/s")
    print(f"3D: {pictures['3D'] / took:5.1f} pictures/s  ({desk.scene.renderer})")
    late = np.array(desk.late) * 1e3
    print(f"behind the playhead: median {np.median(late):.0f} ms, p95 {np.percentile(late, 95):.0f} ms")
    worst = np.sort(np.array(gaps) * 1e3)[::-1]
    print(f"gaps of the window's thread: longest {worst[0]:.0f} ms, p99 {np.percentile(worst, 99):.0f} ms, "
          f"over 50 ms: {(worst > 50).sum()} of {len(worst)}")
    print(f"processor: {busy:.2f} cores")
    desk.window.grab().save("/tmp/playback.png")
    desk.frames.close()
    desk.window.close()


if __name__ == "__main__":
    main()
