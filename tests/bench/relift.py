"""How soon 3D follows a correction in the window: `python -m tests.bench.relift [--seconds 3600] [--rate 60]`.

Makes a recording of this length with poses in every frame, opens it in a window, corrects joints here and there, one
edit after another, and prints how long it takes from the edit until the process has lifted the frames that it changes,
and until the window has them in its 3D. Needs the program ffmpeg; without a display: under xvfb-run.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from app import main as program
from app import pictures
from app.settings import Settings
from app.window import Window
from core import cards, recording, weights
from core.document import Edit
from core.labels import Keypoint, Target, place
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17
from core.storage import Project

EDITS = 40


def make(folder: Path, seconds: int, rate: int) -> Path:
    """A project of a video of nothing, with a body in the middle of it. Its 3D says that the lifter made it: what the
    frames far from an edit are does not matter here."""
    video, project = folder / "view.mp4", folder / "long.parallax"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size=64x48:rate={rate}:duration={seconds}",
                    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(video)], check=True)
    card = cards.card(cards.DEFAULT_LIFTER)
    with Project.create(project) as made:
        recording.add_views(made, [video])
        [view] = made.document.views.values()
        rng, times = np.random.default_rng(0), np.arange(view.frames) / rate
        xys = np.ones((view.frames, 1, 17, 3), np.float32)
        xys[..., :2] = rng.uniform(10, 50, (17, 2)) + 2 * np.sin(3 * times[:, None, None, None])
        flat = made.store(Poses2D(xys, times, COCO17, view.size, Source("by hand")), view=view.id, athlete=0)
        points = np.ones((view.frames, 1, 17, 4), np.float32)
        points[..., :3] = rng.normal(0, 0.3, (17, 3))
        lifted = Poses3D(points, times, Source(card.id, weights.digest(weights.path(card))))
        deep = made.store(lifted, view=view.id, made_from=flat.id, athlete=0)
        made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return project


def measure(window: Window) -> tuple[list[float], list[float]]:
    """(lifted, shown) seconds of each edit."""
    session, rng = window.session, np.random.default_rng(1)
    view = next(iter(session.views))
    frames, target = len(session.shown[view].poses.times), Target(view, "athlete", COCO17)
    lifted, shown = [], []
    for _ in range(EDITS):
        pictures.wait(lambda: session.lifting.all_settled and not session.jobs.busy(), 120)
        pictures.wait(lambda: False, 0.3)
        frame, before, came = int(rng.integers(frames)), session.shown[view].lifted, list[float]()
        began = time.perf_counter()
        point = Keypoint(*rng.uniform(10, 40, 2).tolist())
        window.correcting.edit(lambda document, f=frame, p=point: place(document, target, f, {"lwrist": p}, "Move"))

        def seen(began: float = began, came: list[float] = came, before: object = before) -> bool:
            follower = session.lifting._views[view]
            if not came and follower.settled >= follower.count:
                came.append(time.perf_counter() - began)
            return session.shown[view].lifted is not before

        pictures.wait(seen, 30)
        shown.append(time.perf_counter() - began)
        lifted.append(came[0] if came else shown[-1])
    return lifted, shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--rate", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place_:
        project = make(Path(place_), asked.seconds, asked.rate)
        window = program.build(Settings(Path(place_) / "settings.ini"))
        window.show()
        try:
            window.session.open_project(project)
            pictures.wait(lambda: len(window.session.shown) == 1 and len(window.session.times) == 1
                          and not window.session.jobs.busy(), 120)
            window.correcting.toggle()
            pictures.wait(lambda: window.session.lifting.all_settled, 120)
            lifted, shown = (1e3 * np.array(part) for part in measure(window))
        finally:
            window.close()
            window.deleteLater()
    for what, values in (("lifted again", lifted), ("in the 3D view", shown)):
        print(f"{EDITS} edits of {asked.seconds} s at {asked.rate}/s, {what}: median {np.median(values):.0f} ms, "
              f"90 % {np.quantile(values, 0.9):.0f}, worst {values.max():.0f}")


if __name__ == "__main__":
    main()
