"""How long it takes to get a frame: Video against OpenCV's CAP_PROP_POS_FRAMES, alternating in one run.

    python -m tests.bench.video FILE [--rounds 3] [--frames 60]

Milliseconds, median and 95th percentile, from the request to an RGB array in memory. What is measured:
  sequential   frame 0, 1, 2 … once through; OpenCV reads without seeking. `frames()` is the generator of the detection
  step         ±1 within the frames just decoded; OpenCV has to seek
  drag         to and fro over the frames just decoded, as with a mouse
  random       any frame, everything as it has come to be kept
  random cold  any frame, nothing kept but one frame: each jump is decoded from the key-frame
OpenCV gives its frames unturned where a file has a rotation that it does not know; only the time is compared.
"""

import argparse
import itertools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from core.video import Video


class ByOpenCV:
    """frame(i) as programs usually have it."""

    def __init__(self, path: Path) -> None:
        self._capture = cv2.VideoCapture(str(path))
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


def timed(frame: Callable[[int], object], order: list[int]) -> list[float]:
    """Milliseconds of each frame(i)."""
    spent = []
    for i in order:
        start = time.perf_counter()
        frame(i)
        spent.append((time.perf_counter() - start) * 1e3)
    return spent


def timed_frames(frames: Iterator[object]) -> list[float]:
    """Milliseconds of each step of a generator."""
    spent, start = [], time.perf_counter()
    for _ in frames:
        spent.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
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


def measure(path: Path, rounds: int, count: int) -> dict[tuple[str, str], list[float]]:
    """All times by (kind, who)."""
    spent: dict[tuple[str, str], list[float]] = {}
    for seed in range(rounds):
        with Video(path) as video, Video(path, memory=1) as cold:
            other = ByOpenCV(path)
            for kind, order in orders(len(video), count, seed).items():
                ours = cold if kind == "random cold" else video
                spent.setdefault((kind, "OpenCV"), []).extend(timed(other.frame, order))
                spent.setdefault((kind, "Video"), []).extend(timed(ours.frame, order))
                if kind == "sequential":
                    spent.setdefault((kind, "frames()"), []).extend(timed_frames(video.frames()))
            other.close()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frames", type=int, default=60)
    options = parser.parse_args()
    start = time.perf_counter()
    with Video(options.path) as video:
        opened = (time.perf_counter() - start) * 1e3
        print(f"{options.path.name}: {len(video)} frames of {video.size[0]}×{video.size[1]}, {video.codec}, "
              f"{video.info.key_frames} key-frame(s); opened in {opened:.0f} ms; keeps {video.capacity} frames")
    spent = measure(options.path, options.rounds, options.frames)
    print(f"{'ms':12} {'who':9} {'median':>8} {'p95':>8}   OpenCV's median / ours")
    for (kind, who), values in spent.items():
        times = float(np.median(spent[kind, "OpenCV"]) / np.median(values))
        ratio = "" if who == "OpenCV" else f"   {times:6.1f} ×"
        print(f"{kind:12} {who:9} {np.median(values):8.2f} {np.percentile(values, 95):8.2f}{ratio}")


if __name__ == "__main__":
    main()
