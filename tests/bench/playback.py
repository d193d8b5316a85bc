"""How smoothly two panes, overlay, 3D view and timeline play together: `python -m tests.bench.playback [VIDEO...]`.

Plays for some seconds at real time and prints, a second, the pictures drawn in each pane and in the 3D view, how late
pictures were against the playhead, and the longest gaps of the window's thread, seen by a 5 ms timer.

With --coach FOLDER the window and the coach view play two views of 1080 × 1920 at 30 frames/s instead (filmed into
FOLDER where they are not there yet): by turns the pictures alone, and with the lines of the body and the 3D figure, in
the coach view also an angle, a way, a circle and a text. What playback lowered is named; --held has turns without that.
"""

import argparse
import os
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app import scene_gl, theme
from app.commands import COMMANDS
from app.frames import Frame, FrameSource
from app.player import Player
from app.quality import FULL, Governor
from app.scene_view import SceneView, Skeleton3D, floor_of
from app.timeline import Strip, Timeline
from app.transport import TransportBar
from app.video_view import Person2D, VideoView
from core.clock import frame_at
from core.skeleton import COCO17, H36M17
from core.studio import MOTIONS

if TYPE_CHECKING:
    from app.window import Window

COACHED_SIZE, COACHED_FPS, COACHED_S = (1080, 1920), 30, 8.0
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
    """Counts pictures, how late they were, and gaps of the window's thread while something plays."""

    def __init__(self) -> None:
        self.shown: dict[str, list[int]] = {}
        self.figures = 0
        self.late: list[float] = []  # s from when a picture was due until it came
        self.gaps: list[float] = []
        self.said: Counter[str] = Counter()
        self._last = 0.0
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def figure(self, image: object, order: int) -> None:
        self.figures += 1

    def play(self, player: Player, seconds: float, quality: Governor | None = None) -> tuple[float, dict[str, float]]:
        """Wall seconds that it took, and those of the processor by who took them."""
        if quality is not None:
            ask = QTimer(self._timer, interval=100)
            ask.timeout.connect(lambda: self.said.update([quality.words[0]]))
            ask.start()
        self._last = time.perf_counter()
        self._timer.start()
        busy, begun = processor(), time.perf_counter()
        player.play()
        wait(seconds)
        took, after = time.perf_counter() - begun, processor()
        player.pause()
        self._timer.stop()
        return took, {who: after[who] - busy.get(who, 0.0) for who in after}


def processor() -> dict[str, float]:
    """Seconds of the processor so far: of the window's thread, of those of the 3D view and software OpenGL, of the
    decoders, which are processes, and of all others in this process. Elsewhere than on Linux, of this process."""
    if not Path("/proc/self/task").is_dir():
        return {"all": time.process_time()}
    names = {thread.native_id: thread.name for thread in threading.enumerate()}
    spent: dict[str, float] = dict.fromkeys(("window", "3D thread", "OpenGL", "decoders", "others"), 0.0)
    for task in Path("/proc/self/task").glob("*"):
        with suppress(OSError):
            called, own = (task / "comm").read_text(), names.get(int(task.name), "")
            who = ("window" if int(task.name) == os.getpid() else "OpenGL" if called.startswith("llvmpipe")
                   else "3D thread" if own == "3D view" else "others")
            spent[who] += int((task / "schedstat").read_text().split()[0]) * 1e-9
            for child in (task / "children").read_text().split():
                ticks = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]
                spent["decoders"] += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return spent


def coached(folder: Path) -> Path:
    """A project of two views of 1080 lines with the studio's own poses; filmed unless it is there."""
    from core import studio
    from core.storage import Project
    from tests.app.coached_project import store_truth

    place = folder / "kick1080.parallax"
    if not place.is_dir():
        specs = [studio.ViewSpec(size=COACHED_SIZE, fps=COACHED_FPS, azimuth=azimuth) for azimuth in (-55, 25)]
        motion = MOTIONS["kick"](COACHED_S, COACHED_FPS, 0)
        truth = studio.render(motion, COACHED_FPS, folder / "kick1080", specs)
        with Project.create(place) as made:
            store_truth(made, truth)
    return place


@dataclass(frozen=True)
class Turn:
    """where: 'window' or 'coach'; dressed: with lines, drawings and 3D; held: nothing is lowered, and software OpenGL
    takes the processor as it likes."""

    where: str
    dressed: bool
    held: bool = False

    def __str__(self) -> str:
        what = "pictures alone" if not self.dressed else "drawings + 3D" if self.where == "coach" else "lines + 3D"
        return f"{self.where}, {what}{', held' if self.held else ''}"


def play_coached(folder: Path, seconds: float, rounds: int, size: tuple[int, int], held: bool) -> None:
    """Prints a line a turn, and what is shown with drawings for each picture without; the first round, in which
    the decoders begin and the quality is found, does not count."""
    from app import main as program
    from app import pictures
    from app.settings import Settings

    window = program.build(Settings(folder / "settings.ini"))
    window.resize(*size)
    window.show()
    window.session.open_project(coached(folder))
    pictures.settle(window)
    pictures.wait(lambda: window.ahead.done, 120)
    window.player.set_loop((window.player.start, window.player.end))
    turns = [Turn("window", False), Turn("window", True), Turn("coach", False), Turn("coach", True)]
    if held:
        turns += [Turn("window", True, True), Turn("coach", True, True)]
    told: dict[Turn, list[float]] = {turn: [] for turn in turns}
    for number in range(rounds):
        for turn in sorted(turns, key=lambda turn: turn.where, reverse=bool(number % 2)):
            _dress(window, turn, size)
            pictures.settle(window)
            told[turn].append(_turn(turn, window, seconds, folder if number == rounds - 1 else None))
    for turn in turns:
        bare = told[Turn(turn.where, False)]
        print(f"{turn!s:30s} {np.mean(told[turn][1:] or told[turn]):4.1f} of {COACHED_FPS} pictures/s, "
              f"{100 * np.mean(told[turn][1:] or told[turn]) / np.mean(bare[1:] or bare):3.0f} % of pictures alone")
    window.close()


def _dress(window: "Window", turn: Turn, size: tuple[int, int]) -> None:
    """The page of a turn, with lines, drawings and figure, or nothing but the pictures."""
    if window.coach.on != (turn.where == "coach"):
        window.coach.toggle()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*size)
        pictures_wait(window)
    for part in ("bones", "points"):
        window.stage.set_overlay(part, turn.dressed)
    coach = window.coach.view
    if turn.where == "coach" and coach is not None:
        if coach._with_figure != turn.dressed:
            coach.toggle_figure()
        _draw(window, turn.dressed)
    else:
        window.scene.setVisible(turn.dressed)
    _hold(window.stage.quality, turn.held)


def pictures_wait(window: "Window") -> None:
    """Until the coach's measures are there."""
    from app import pictures

    coach = window.coach.view
    pictures.wait(lambda: coach is None or not window.coach.on or not coach.model.busy, 60)


def _hold(quality: Governor, on: bool) -> None:
    """Keep it from lowering anything, and OpenGL's threads from standing back; for what it was without both."""
    if not on:
        for name in ("_judge", "figure_due"):
            vars(quality).pop(name, None)
        scene_gl.stand_back()
        return
    quality._step = FULL
    vars(quality).update(_judge=lambda now: None, figure_due=lambda t: True)
    for task in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # only the administrator may take them in front again
            if (task / "comm").read_text().startswith("llvmpipe"):
                os.setpriority(os.PRIO_PROCESS, int(task.name), 0)


def _draw(window: "Window", on: bool) -> None:
    from core.coaching import Drawing, draw, erase

    project = window.session.project
    assert project is not None
    if not on and project.document.drawings:
        window.session.do(erase(project.document, list(project.document.drawings)))
    for view in project.document.views if on and not project.document.drawings else ():
        for drawing in (
            Drawing(f"angle {view}", "angle", view, ((0.0, 0.0),) * 3, ("rhip", "rknee", "rankle")),
            Drawing(f"way {view}", "trace", view, ((0.0, 0.0),), ("rankle",), colour="#ff6b5e"),
            Drawing(f"circle {view}", "circle", view, ((540.0, 700.0), (700.0, 800.0)), colour="#4aa5f5"),
            Drawing(f"text {view}", "text", view, ((120.0, 300.0),), text="Keep the knee over the ball"),
        ):
            window.session.do(draw(project.document, drawing))
    pictures_wait(window)


def _turn(turn: Turn, window: "Window", seconds: float, folder: Path | None) -> float:
    """Plays once; returns pictures a second, of a pane on average. folder: for a picture of the window as it plays."""
    watch = Watch()
    panes = list(window.stage.panes.values())
    for pane in panes:
        watch.shown[pane.view_id] = []
        pane.shown.connect(watch.shown[pane.view_id].append)
    arrived = window.stage.pictured.connect(
        lambda view, index: watch.late.append(window.player.t - float(window.session.times[view][index])))
    render = window.scene._render if window.scene.isVisible() else None
    if render is not None:
        render.drawn.connect(watch.figure)
    took, busy = watch.play(window.player, seconds, window.stage.quality)
    window.stage.disconnect(arrived)
    for pane in panes:
        pane.shown.disconnect(watch.shown[pane.view_id].append)
    if render is not None:
        render.drawn.disconnect(watch.figure)
    if folder is not None:  # after what is counted: it keeps the window's thread for 0.2 s
        shot = folder / f"playback-{turn.where}-{'dressed' if turn.dressed else 'bare'}{'-held' * turn.held}.png"
        window.player.play()
        wait(1.0)
        window.grab().save(str(shot))
        window.player.pause()
    counts = [_pictures(watch.shown[pane.view_id]) for pane in panes]
    worst = np.sort(np.array(watch.gaps) * 1e3)[::-1]
    late = np.array(watch.late)
    late = late[(late >= 0) & (late < 1)] * 1e3  # not those of the other end of the loop
    asked = max(sum(watch.said.values()), 1)
    said = ", ".join(f"“{words}” {100 * n / asked:.0f} % of the time" for words, n in watch.said.items() if words)
    spent = ", ".join(f"{who} {1e3 * s / max(sum(counts), 1):.1f}" for who, s in busy.items())
    print(f"{turn!s:30s} {' and '.join(f'{count / took:4.1f}' for count in counts)} pictures/s, late by p95 "
          f"{np.percentile(late, 95) if len(late) else 0:.0f} ms; 3D {watch.figures / took:.1f}/s; gaps: longest "
          f"{worst[0]:.0f} ms, p99 {worst[len(worst) // 100]:.0f} ms; {sum(busy.values()) / took:.2f} cores, a picture "
          f"ms: {spent}; load {os.getloadavg()[0]:.1f}; said: {said or 'nothing'}", flush=True)
    return float(np.mean(counts)) / took


def _pictures(shown: list[int]) -> int:
    """How many times another picture came."""
    return sum(a != b for a, b in zip([-1, *shown], shown, strict=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("videos", nargs="*", type=Path, default=[SHARED / "cam01.mp4", SHARED / "cam03.mp4"])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800))
    parser.add_argument("--coach", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=3, help="of --coach; the first does not count")
    parser.add_argument("--held", action="store_true", help="also play with nothing lowered, to compare")
    options = parser.parse_args()
    if options.coach is not None:
        options.coach.mkdir(parents=True, exist_ok=True)
        play_coached(options.coach.resolve(), options.seconds, options.rounds, tuple(options.size), options.held)
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
