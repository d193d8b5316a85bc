"""How smoothly two panes, overlay, 3D view and timeline play together: `python -m tests.bench.playback [VIDEO...]`.

Plays for some seconds at real time and prints, a second, the pictures drawn in each pane and in the 3D view, how late
pictures were against the playhead, and the longest gaps of the window's thread, seen by a 5 ms timer.

With --coach FOLDER the coach view plays two views of 1080 × 1920 at 30 frames/s instead (filmed into FOLDER where they
are not there yet): by turns bare, and with the lines of the body, an angle, a way, a circle, a text and the 3D figure.
"""

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from app.coach_view import CoachView
    from app.window import Window

COACHED_SIZE, COACHED_FPS, COACHED_S = (1080, 1920), 30, 2.0
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
        self.motion = MOTIONS["walk"](10, 60, 0).astype(np.float32)
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


class Watch:
    """Counts pictures and gaps of the window's thread while something plays."""

    def __init__(self) -> None:
        self.shown: dict[str, list[int]] = {}
        self.figures = 0
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def figure(self, image: object, order: int) -> None:
        self.figures += 1

    def play(self, player: Player, seconds: float) -> tuple[float, float]:
        """Wall seconds that it took, and how many cores were busy in this process."""
        self._last = time.perf_counter()
        self._timer.start()
        busy, begun = time.process_time(), time.perf_counter()
        player.play()
        wait(seconds)
        player.pause()
        took = time.perf_counter() - begun
        self._timer.stop()
        return took, (time.process_time() - busy) / took


def coached(folder: Path) -> Path:
    """A project of two views of 1080 lines with the studio's own poses; filmed unless it is there."""
    from core import studio
    from tests.bench.coach_session import store_truth

    place = folder / "kick1080.parallax"
    if not place.is_dir():
        specs = [studio.ViewSpec(size=COACHED_SIZE, fps=COACHED_FPS, azimuth=azimuth) for azimuth in (-55, 25)]
        motion = MOTIONS["kick"](COACHED_S, COACHED_FPS, 0)
        store_truth(place, studio.render(motion, COACHED_FPS, folder / "kick1080", specs))
    return place


def play_coached(folder: Path, seconds: float, rounds: int, size: tuple[int, int]) -> None:
    """Prints a line a turn, and how much less is shown with drawings than without; the first turn of each, when
    nothing is decoded yet, does not count."""
    from app import main as program
    from app import pictures
    from app.settings import Settings

    window = program.build(Settings(folder / "settings.ini"))
    window.resize(*size)
    window.show()
    window.session.open_project(coached(folder))
    pictures.settle(window)
    pictures.wait(lambda: window.ahead.done, 120)
    window.coach.enter()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    coach = window.coach.view
    assert coach is not None
    pictures.settle(window, lambda: not coach.model.busy)
    window.player.set_loop((window.player.start, window.player.end))
    told: dict[str, list[float]] = {"bare": [], "with drawings": []}
    for turn in range(2 * rounds):
        name = list(told)[turn % 2]
        _dress(window, coach, turn % 2 == 1)
        pictures.settle(window, lambda: not coach.model.busy)
        told[name].append(_turn(name, window, seconds))
        if turn < 2:
            pictures.save(window, folder / f"playback-{name.split()[0]}.png")
    ratio = np.mean(told["with drawings"][1:] or told["with drawings"]) / np.mean(told["bare"][1:] or told["bare"])
    print(f"with drawings {100 * ratio:.0f} % of the pictures that are shown without")
    window.close()


def _dress(window: "Window", coach: "CoachView", on: bool) -> None:
    """Lines, drawings and figure, or nothing but the pictures."""
    from core.coaching import Drawing, draw, erase

    project = window.session.project
    assert project is not None
    if coach.stage.overlay.bones != on:
        coach.toggle_lines()
    if coach._with_figure != on:
        coach.toggle_figure()
    for view in project.document.views if on else ():
        for drawing in (
            Drawing(f"angle {view}", "angle", view, ((0.0, 0.0),) * 3, ("rhip", "rknee", "rankle")),
            Drawing(f"way {view}", "trace", view, ((0.0, 0.0),), ("rankle",), colour="#ff6b5e"),
            Drawing(f"circle {view}", "circle", view, ((540.0, 700.0), (700.0, 800.0)), colour="#4aa5f5"),
            Drawing(f"text {view}", "text", view, ((120.0, 300.0),), text="Keep the knee over the ball"),
        ):
            window.session.do(draw(project.document, drawing))
    if not on and project.document.drawings:
        window.session.do(erase(project.document, list(project.document.drawings)))


def _turn(name: str, window: "Window", seconds: float) -> float:
    """Plays once; returns pictures a second, of a pane on average."""
    watch = Watch()
    panes = list(window.stage.panes.values())
    for pane in panes:
        watch.shown[pane.view_id] = []
        pane.shown.connect(watch.shown[pane.view_id].append)
    render = window.scene._render if window.scene.isVisible() else None
    if render is not None:
        render.drawn.connect(watch.figure)
    took, busy = watch.play(window.player, seconds)
    for pane in panes:
        pane.shown.disconnect(watch.shown[pane.view_id].append)
    if render is not None:
        render.drawn.disconnect(watch.figure)
    rates = [_pictures(watch.shown[pane.view_id]) / took for pane in panes]
    worst = np.sort(np.array(watch.gaps) * 1e3)[::-1]
    dropped = [max(COACHED_FPS - rate, 0.0) / COACHED_FPS for rate in rates]
    sizes = ["{1} × {0}".format(*pane._frame.rgb.shape) for pane in panes if pane._frame is not None]
    print(f"{name:14s} painted in {_paint_ms(panes[0]):.1f} ms; "
          f"{' and '.join(f'{rate:4.1f}' for rate in rates)} pictures/s, {100 * np.mean(dropped):3.0f} % "
          f"dropped, decoded to {sizes[0]}; 3D {watch.figures / took:4.1f}/s{_edges(window, render is not None)}; "
          f"longest gap {worst[0]:.0f} ms, p99 {worst[len(worst) // 100]:.0f} ms; {busy:.2f} cores", flush=True)
    return float(np.mean(rates))


def _paint_ms(pane: VideoView) -> float:
    """Of the processor, for a pane at rest: a busy machine does not change it."""
    took = []
    for _ in range(15):
        began = time.thread_time()
        pane.grab()
        took.append((time.thread_time() - began) * 1e3)
    return float(np.median(took))


def _pictures(shown: list[int]) -> int:
    """How many times another picture came."""
    return sum(a != b for a, b in zip([-1, *shown], shown, strict=False))


def _edges(window: "Window", seen: bool) -> str:
    """Software OpenGL draws without smooth edges while anything moves."""
    return " (edges not smoothed)" if seen and window.scene._software else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("videos", nargs="*", type=Path, default=[SHARED / "cam01.mp4", SHARED / "cam03.mp4"])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800))
    parser.add_argument("--coach", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=3, help="of --coach, each with and without drawings")
    options = parser.parse_args()
    if options.coach is not None:
        options.coach.mkdir(parents=True, exist_ok=True)
        play_coached(options.coach.resolve(), options.seconds, options.rounds, tuple(options.size))
        return
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
