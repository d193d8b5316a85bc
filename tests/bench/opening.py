"""How long the window does not answer while a large project is opened, corrected and let go again:
`python -m tests.bench.opening [--labels 20000] [--joints 1] [--gestures 1]`.

Makes a project of an hour's recording with poses in every frame and so many labelled frames, each of so many gestures
of so many joints, opens it in a window, nudges a joint 50 times with the panel 'Correct' open, and opens another
project in its place. Prints what a 5 ms timer in the window's thread saw: the worst gaps, and of each how much was our
own work.
Needs the program ffmpeg; without a display: under xvfb-run.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from app import main as program
from app import opening, pictures
from app.settings import Settings
from app.window import Window
from core import labels, recording
from core.document import Edit
from core.labels import Keypoint, Target
from core.pose import Poses2D, Source
from core.skeleton import COCO17
from core.storage import Project
from tests.heartbeat import Heartbeat

FRAMES, RATE = 108_000, 30
NUDGES = 50


def make(folder: Path, video: Path, frames: int, joints: int, gestures: int) -> None:
    """A project of the video with poses, and labels in so many frames spread over it."""
    rng = np.random.default_rng(0)
    with Project.create(folder) as project:
        project._con.execute("PRAGMA synchronous = OFF")
        recording.add_views(project, [video])
        [view] = project.document.views.values()
        length = view.frames
        xys = np.ones((length, 1, 17, 3), np.float32)
        xys[..., :2] = rng.uniform(10, 50, (length, 1, 17, 2))
        poses = Poses2D(xys, np.arange(length) / RATE, COCO17, view.size, Source("by hand"))
        project.save_poses(poses, view=view.id, athlete=0)
        target = Target(view.id, "athlete", COCO17)
        for frame in np.linspace(0, length - 1, frames).astype(int).tolist():
            for _ in range(gestures):
                places = {name: Keypoint(*rng.uniform(10, 50, 2).tolist()) for name in COCO17.joints[:joints]}
                project.do(labels.place(project.document, target, frame, places, f"Move nose in frame {frame}"))
        project.do(Edit("Last", (project.document.put(view),)))


def film(path: Path, seconds: int) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size=64x48:rate={RATE}:duration={seconds}",
                    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)], check=True)
    return path


def told(what: str, heart: Heartbeat, seconds: float) -> None:
    worst = sorted(heart.beats, key=lambda beat: beat.ours)[-3:]
    work = max(beat.cpu for beat in heart.beats)
    print(f"{what}: {seconds:.2f} s, our longest gap {1e3 * worst[-1].ours:.0f} ms, longest work {1e3 * work:.0f} ms; "
          f"{heart.summary()}", flush=True)
    for beat in reversed(worst):
        print(f"    {beat}")


def settled(window: Window, folder: Path) -> bool:
    session = window.session
    return (session.project is not None and session.project.folder == folder and len(session.times) == 1
            and len(session.shown) == 1 and not session.jobs.busy() and window.stage.up_to_date)


def open_it(window: Window, heart: Heartbeat, folder: Path, what: str) -> None:
    work: list[float] = []
    real = opening.project_at

    def timed(*args: object) -> object:
        began = time.thread_time()
        try:
            return real(*args)  # type: ignore[arg-type]
        finally:
            work.append(time.thread_time() - began)

    opening.project_at = timed  # type: ignore[assignment]
    pictures.wait(lambda: False, 0.5)
    heart.reset()
    began = time.perf_counter()
    window.session.open_project(folder)
    session = window.session
    pictures.wait(lambda: session.project is not None and session.project.folder == folder, 60)
    there = time.perf_counter() - began
    pictures.wait(lambda: settled(window, folder), 60)
    pictures.wait(lambda: False, 2)
    opening.project_at = real
    told(f"{what} (at hand after {there:.2f} s; reading took {work[0]:.2f} s of processor time)", heart,
         time.perf_counter() - began)


def nudge(window: Window, heart: Heartbeat) -> None:
    window.open_panel("correct")
    window.correcting.toggle()
    window.correcting.choose(0)
    pictures.wait(lambda: False, 1)
    project = window.session.project
    assert project is not None
    own, journal = [], []
    real = project.do

    def timed(edit: Edit) -> object:
        began = time.perf_counter()
        try:
            return real(edit)
        finally:
            journal.append(time.perf_counter() - began)

    project.do = timed  # type: ignore[assignment,method-assign]
    heart.reset()
    began = time.perf_counter()
    for n in range(NUDGES):
        at = time.thread_time()
        window.correcting.nudge(1 if n % 2 else -1, 0)
        own.append(time.thread_time() - at)
        pictures.wait(lambda: False, 0.1)
    del project.do
    told(f"{NUDGES} nudges (the call: median {1e3 * np.median(own):.1f} ms of work, worst {1e3 * max(own):.1f}; of it "
         f"saving, on the clock: {1e3 * np.median(journal):.1f} and {1e3 * max(journal):.1f})", heart,
         time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=20_000, help="labelled frames")
    parser.add_argument("--joints", type=int, default=1, help="joints of a gesture")
    parser.add_argument("--gestures", type=int, default=1, help="gestures of a frame")
    parser.add_argument("--seconds", type=int, default=FRAMES // RATE)
    parser.add_argument("--keep", type=Path, help="a folder for the video and the projects, used again where they are")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = asked.keep or Path(place)
        folder.mkdir(exist_ok=True, parents=True)
        video = folder / "hour.mp4"
        large = folder / f"{asked.labels}-{asked.joints}-{asked.gestures}.parallax"
        small = folder / "small.parallax"
        if not video.exists():
            film(video, asked.seconds)
        for project, frames in ((large, asked.labels), (small, 1)):
            if not project.exists():
                make(project, video, frames, asked.joints, asked.gestures)
        print(f"project.db: {(large / 'project.db').stat().st_size / 2**20:.0f} MiB", flush=True)
        window = program.build(Settings(Path(place) / "settings.ini"))
        window.show()
        heart = Heartbeat(window)
        try:
            open_it(window, heart, small, "opening a small project")
            open_it(window, heart, large, "opening the large one")
            nudge(window, heart)
            open_it(window, heart, small, "opening the small one in its place")
        finally:
            heart.stop()
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    main()
