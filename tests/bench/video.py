"""How long it takes to get a frame: Video against OpenCV's CAP_PROP_POS_FRAMES, alternating in one run.

    python -m tests.bench.video [FILE] [--rounds 4] [--frames 40]
    python -m tests.bench.video --hour

Milliseconds, median and 95th percentile, from the request to an RGB array in memory; beside them the mean processor
time, which a busy machine disturbs less. Ours is always compared with OpenCV at the same number of decoding threads:
one, which is the default of `frames()`, and two, that of `frame()`. --hour: how long opening an hour of video takes.
What is measured:
  sequential   frame 0, 1, 2 … once through; OpenCV reads without seeking. frames() is the generator of the detection.
               frame() keeps what it decodes, in memory that it asks the system for (1.5 ms of 1080×1920, at the first
               300 frames); full: its memory is full, and used again
  step         ±1 within the frames just decoded; OpenCV has to seek
  drag         to and fro over the frames just decoded, as with a mouse
  random       any frame, everything as it has come to be kept
  random cold  any frame, nothing kept but one frame: each jump is decoded from the key-frame
OpenCV gives its frames unturned where a file has a rotation that it does not know; only the time is compared.
"""

import argparse
import itertools
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from core.video import Video

# A real recording of 100 frames with a single key-frame.
SHARED = Path(os.environ.get("PARALLAX_SHARED") or Path(__file__).resolve().parents[3] / "shared")
DEFAULT = SHARED / "data/video/pose2sim_single/cam04.mp4"


# Who is measured, and with whom it is compared.
ROWS = [("OpenCV, 1 thread", ""), ("frames()", "OpenCV, 1 thread"), ("OpenCV, 2 threads", ""),
        ("frame()", "OpenCV, 2 threads"), ("frame(), full", "OpenCV, 2 threads"),
        ("frames(threads=2)", "OpenCV, 2 threads")]


class ByOpenCV:
    """frame(i) as programs usually have it."""

    def __init__(self, path: Path, threads: int) -> None:
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, threads])
        self._next = 0

    def frame(self, i: int) -> np.ndarray:
        if i != self._next:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, i)
        self._next = i + 1
        ok, image = self._capture.read()
        if not ok:
            raise RuntimeError(f"OpenCV gave no frame {i}")
        return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)

    def close(self) -> None:
        self._capture.release()


def timed(images: Iterator[object]) -> list[tuple[float, float]]:
    """(elapsed, processor) milliseconds of each step."""
    spent, wall, cpu = [], time.perf_counter(), time.process_time()
    for _ in images:
        spent.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3))
        wall, cpu = time.perf_counter(), time.process_time()
    return spent


def orders(length: int, count: int, seed: int) -> dict[str, list[int]]:
    """The frames asked for, by kind of access."""
    rng = random.Random(seed)
    middle = length // 2
    steps = [middle + offset for offset in itertools.accumulate(rng.choice((-1, 1)) for _ in range(count))]
    span = min(count, length)
    there = list(range(length - 1, length - span, -3))
    drag = (there + there[::-1]) * 3
    anywhere = [rng.randrange(length) for _ in range(count)]
    return {
        "sequential": list(range(length)),
        "step": [min(max(i, 0), length - 1) for i in steps],
        "drag": drag[:count],
        "random": anywhere,
        "random cold": anywhere,
    }


def measure(path: Path, rounds: int, count: int) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """All times by (kind, who). Whose turn is first changes from round to round."""
    spent: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for seed in range(rounds):
        with Video(path) as video, Video(path, memory=1) as cold:
            others = {threads: ByOpenCV(path, threads) for threads in (1, 2)}
            for kind, order in orders(len(video), count, seed).items():
                ours = cold if kind == "random cold" else video
                turns: list[tuple[str, Callable[[], Iterator[object]]]] = [
                    ("OpenCV, 2 threads", partial(map, others[2].frame, order)),
                    ("frame()", partial(map, ours.frame, order))]
                if kind == "sequential":
                    turns.append(("frame(), full", partial(map, cold.frame, order)))
                if kind == "sequential":
                    turns += [("frames(threads=2)", partial(video.frames, threads=2)),
                              ("OpenCV, 1 thread", partial(map, others[1].frame, order)),
                              ("frames()", video.frames)]
                for who, images in turns if seed % 2 == 0 else reversed(turns):
                    spent.setdefault((kind, who), []).extend(timed(images()))
            for other in others.values():
                other.close()
    return spent


def open_an_hour() -> None:
    """Prints how long an hour of 160×120 at 30 frames/s takes to open, and to jump in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.mp4"
        source = ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=30:d=3600"]
        coder = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "300"]
        subprocess.run(["ffmpeg", "-v", "error", *source, *coder, str(path)], check=True)
        start = time.perf_counter()
        with Video(path) as video:
            opened = time.perf_counter() - start
            jumps = [wall for wall, _ in timed(map(video.frame, (90_000, 10, 50_000, len(video) - 1)))]
            print(f"an hour, {len(video)} frames, {path.stat().st_size / 1e6:.0f} MB: opened in {opened:.2f} s "
                  f"({opened / len(video) * 1e6:.1f} µs a frame); jumps of {max(jumps):.0f} ms at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="?", default=DEFAULT, help=f"a video; {DEFAULT}")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--hour", action="store_true")
    options = parser.parse_args()
    if options.hour:
        open_an_hour()
        return
    start = time.perf_counter()
    with Video(options.path) as video:
        opened = (time.perf_counter() - start) * 1e3
        print(f"{options.path.name}: {len(video)} frames of {video.size[0]}×{video.size[1]}, {video.codec}, "
              f"{video.info.key_frames} key-frame(s); opened in {opened:.0f} ms; keeps {video.capacity} frames")
    spent = measure(options.path, options.rounds, options.frames)
    print(f"{'ms':12} {'who':18} {'median':>8} {'p95':>8} {'cpu':>8}   OpenCV / ours: median, cpu")
    figures = {key: (*np.percentile(np.array(values)[:, 0], (50, 95)), float(np.mean(values, axis=0)[1]))
               for key, values in spent.items()}
    for kind in dict.fromkeys(kind for kind, _ in figures):
        for who, rival in ROWS:
            if (kind, who) in figures:
                median, late, cpu = figures[kind, who]
                theirs = figures[kind, rival] if rival else None
                ratio = "" if theirs is None else f"   {theirs[0] / median:6.2f} × {theirs[2] / cpu:6.2f} ×"
                print(f"{kind:12} {who:18} {median:8.2f} {late:8.2f} {cpu:8.2f}{ratio}")


if __name__ == "__main__":
    main()
