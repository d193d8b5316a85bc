"""How long the window's thread draws at a time what it draws most: `python -m tests.bench.drawing`.

Milliseconds of processor time, the best and the median of some rounds, beside what is allowed: 16 is a frame of a
screen of 60 Hz, 50 the longest that the window may not answer. The last line is a cold start, from the interpreter to a
painted window. Ends with 1 where a best is over. Without a display: under xvfb-run.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from app import main as program
from app.body import Skeleton3D
from app.curve_plot import CurvePlot
from app.laid import CameraMark, Laid
from app.settings import Settings
from app.sync_curves import Energy, Wave
from app.sync_lanes import Lane, Lanes
from app.timeline import Strip, Timeline
from app.tone import Tone
from core.clock import Clock
from core.sound import Peaks, Sound
from tests.compared import pictures

ROUNDS = 12
FRAME_MS, GAP_MS = 16.0, 50.0
START = ("import time; from app import main; w = main.build(); w.show(); main.application().processEvents(); "
         "print(time.process_time()); w.close()")
Task = tuple[str, float, Callable[[], object]]  # what, the most ms, and one go


def figure() -> Iterator[Task]:
    """Four views laid over one another, with lines between them, their mean and their cameras."""
    rng = np.random.default_rng(1)
    group = tuple(Skeleton3D(str(n), f"cam{n}", "#4aa5f5", rng.normal(0, 0.4, (17, 3)).astype(np.float32))
                  for n in range(4))
    links = np.stack([np.stack([group[0].points, body.points], axis=1) for body in group[1:]]).reshape(-1, 2, 3)
    marks = tuple(CameraMark(b.name, b.colour, np.float32([1, 0, n]), np.eye(3, dtype=np.float32))
                  for n, b in enumerate(group))
    shown = Laid("overlaid", group, np.zeros(3, np.float32), links, np.full(len(links), 100, np.float32),
                 mean=group[0], cameras=marks)
    yield "a figure of four views", FRAME_MS, lambda: shown.solids(np.zeros(3, np.float32))


def comparison(frames: int) -> Iterator[Task]:
    """Plot, agreement map and table of four views."""
    plot, timeline, table = pictures(frames)
    for widget in (plot, timeline, table):
        widget.show()
    program.application().processEvents()
    at = iter(np.arange(0.2, 1.6, 0.01))

    def again(widget: CurvePlot | Timeline) -> None:
        widget._redraw()
        widget.repaint()

    def follow(widget: CurvePlot | Timeline) -> None:
        widget.set_playhead(float(next(at)))
        widget.repaint()

    for name, widget in (("plot", plot), ("timeline", timeline)):
        yield f"{name} of {frames} frames", GAP_MS, lambda widget=widget: again(widget)
        yield f"{name}'s playhead", FRAME_MS, lambda widget=widget: follow(widget)
    yield f"table of {frames} frames", GAP_MS, table.rows.repaint
    for made in (plot, timeline, table):
        made.close()


def hour() -> Iterator[Task]:
    """The timeline over an hour of four views at 60 frames/s."""
    times = np.arange(60 * 60 * 60) / 60
    values = np.random.default_rng(0).random(len(times)).astype(np.float32)
    timeline = Timeline()
    timeline.resize(1100, 120)
    timeline.set_range(0, 3600)
    timeline.set_strips([Strip(str(i), str(i), "#57b6f5", times, values) for i in range(4)])
    timeline.show()
    program.application().processEvents()

    def again() -> None:
        timeline.set_active("1")
        timeline.repaint()

    yield "timeline of an hour of four views", GAP_MS, again
    timeline.close()


def lanes() -> Iterator[Task]:
    """Wave form and movement of 8 × 10 min on 1700 pixels."""
    rng = np.random.default_rng(0)
    sound = Peaks(Sound(rng.normal(0, 0.1, 600 * 8000).astype(np.float32), 8000))
    moves = Energy(np.arange(36_000) / 60, rng.random(36_000).astype(np.float32))
    lane = Lane("v0", "View", "#4aa5f5", Clock(), 0.0, 600.0, Wave(sound, 0.3), moves)
    shown = Lanes()
    shown.resize(1700, 400)
    shown.set_lanes([replace(lane, view_id=f"v{n}", clock=Clock(0.1 * n)) for n in range(8)])
    shown.set_range(0, 600)
    shown.show()
    program.application().processEvents()
    at = iter(np.linspace(299, 301, 100))

    def zoomed() -> None:
        shown.zoom(1.9, 300.0)
        shown.grab()

    def follow() -> None:
        shown.set_playhead(float(next(at)))
        shown.grab()

    yield "eight lanes of ten minutes, zoomed", GAP_MS, zoomed
    yield "their playhead", FRAME_MS, follow
    yield "one wave form", FRAME_MS / 3, lambda: sound.between(0.0, 600.0, 1500)
    shown.close()


def palette() -> Iterator[Task]:
    """A key in the command palette."""
    with tempfile.TemporaryDirectory() as folder:
        window = program.build(Settings(Path(folder) / "settings.ini"))
        window.show()
        program.application().processEvents()
        box = window.palette_box
        box.open()
        texts = iter(["f", ""] * ROUNDS)

        def typed() -> None:
            box._query.setText(next(texts))
            box.grab()

        yield "a key in the palette", FRAME_MS, typed
        window.close()
        window.deleteLater()


def tone() -> Iterator[Task]:
    rgb = np.random.default_rng(0).integers(0, 256, (1920, 1080, 3), dtype=np.uint8)
    yield "the tone of 1080×1920", 10.0, lambda: Tone(gamma=2.0).apply(rgb)


def main() -> None:
    program.application()
    over = False
    for tasks in (figure(), comparison(100), comparison(10_000), hour(), lanes(), palette(), tone()):
        for name, most, go in tasks:
            took = []
            for _ in range(ROUNDS):
                began = time.thread_time()
                go()
                took.append(1e3 * (time.thread_time() - began))
            over = over or min(took) > most
            print(f"{name}: {min(took):.1f} ms, median {np.median(took):.1f}, allowed {most:.0f}", flush=True)
    started = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout
    print(f"the first window: {json.loads(started):.2f} s of processor time, allowed 2")
    raise SystemExit(int(over or json.loads(started) > 2))


if __name__ == "__main__":
    main()
