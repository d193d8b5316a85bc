"""How fast and how well the default detector works on the shared recordings.

    python -m tests.bench.detect [SHARED_FOLDER]

Prints, with one worker a view: frames/s summed over the four views of pose2sim_single, decoding included, by the clock
and by the processor time used (what two idle cores would give: on a shared machine the clock also counts the others);
milliseconds a frame of each stage, alone; and how often both people of pose2sim_multi are found.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from core.detect import detect
from core.detectors import blazepose
from core.pose import Poses2D
from core.video import Video

VIEWS = ("cam01", "cam02", "cam03", "cam04")


def _one(path: Path) -> Poses2D:
    with Video(path) as video:
        return detect(video, blazepose.load())


def _all(folder: Path, workers: int) -> tuple[list[Poses2D], float, float]:
    """The four views' poses, seconds by the clock, seconds of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(workers) as pool:
        poses = list(pool.map(_one, [folder / f"{view}.mp4" for view in VIEWS]))
    return poses, time.perf_counter() - clock, time.process_time() - processor


def _cost(name: str, work: Callable[[], Any], repeats: int = 40) -> None:
    """Prints the median of a stage, by the processor time of this thread (each stage has just this one)."""
    times = []
    for _ in range(repeats):
        start = time.thread_time()
        work()
        times.append(1000 * (time.thread_time() - start))
    print(f"  {name:34s} {np.median(times):6.2f}")


def _stages(path: Path) -> None:
    detector = blazepose.load()
    with Video(path) as video:
        frames = video.frames()
        image = next(frames)
        person = detector.one(image)
        assert person is not None
        region = person.memory.region
        crop = blazepose._crop(image, region, 256, replicate=True)[None]
        letterbox = blazepose.Region(540, 960, 1920)
        small = blazepose._crop(image, letterbox, 224, replicate=False)[None]
        print("ms of processor a frame, median")
        _cost("decode and convert", lambda: next(frames))
        _cost("crop 256 × 256", lambda: blazepose._crop(image, region, 256, replicate=True))
        _cost("landmark net", lambda: detector.landmark.run(None, {"image": crop}))
        _cost("follow one person, whole", lambda: detector.follow(image, person))
        _cost("detector net", lambda: detector.detection.run(None, {"image": small}))
        _cost("find one person, whole", lambda: detector.one(image))
        _cost("search the frame, nobody new", lambda: detector.everyone(image, [person]), 10)


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared") / "data/video"
    _stages(shared / "pose2sim_single/cam01.mp4")
    for workers in (1, 4):
        poses, clock, processor = _all(shared / "pose2sim_single", workers)
        frames = sum(len(p.times) for p in poses)
        print(f"pose2sim_single, {workers} worker(s): {frames / clock:.1f} frames/s by the clock, "
              f"{1000 * processor / frames:.1f} ms of processor a frame = {2 * frames / processor:.1f} frames/s "
              f"on two idle cores; people {[p.xys.shape[1] for p in poses]}")
    poses, clock, processor = _all(shared / "pose2sim_multi", 4)
    for view, p in zip(VIEWS, poses, strict=True):
        found = np.isfinite(p.xys[..., 0]).all(axis=-1).sum(axis=1) >= 2
        print(f"pose2sim_multi {view}: {p.xys.shape[1]} tracks; two people in {100 * found.mean():.0f} % of the "
              f"frames, {100 * found[::5].mean():.0f} % of every fifth")
    print(f"pose2sim_multi: {1000 * processor / sum(len(p.times) for p in poses):.1f} ms of processor a frame")


if __name__ == "__main__":
    main()
