"""How fast and how well the default detector works on the shared recordings.

    python -m tests.bench.detect [SHARED_FOLDER]
    python -m tests.bench.detect [SHARED_FOLDER] --batches

Prints, with one worker a view: frames/s summed over the four views of pose2sim_single, decoding included, by the clock
and by the processor time used (what two idle cores would give: on a shared machine the clock also counts the others);
milliseconds a frame of each stage, alone; and how often both people of pose2sim_multi are found.

--batches: how much quicker networks of crops are when crops go through them together: as is usual on the device, and
32 crops of all views and, where people are found in every frame, of eight frames of each. The boxes are known; the
networks have weights by chance. All ways alternate in every round with one by one, whose keypoints are theirs too.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import cards
from core.detect import detect
from core.detectors import blazepose, crops, settings, topdown
from core.detectors.crops import Box
from core.people import Image
from core.pose import Poses2D
from core.video import Video

VIEWS = ("cam01", "cam02", "cam03", "cam04")
SIZE = (192, 256)
NETS: dict[str, tuple[str, dict[str, Any]]] = {
    "RTMPose-t": ("rtmpose", {"deepen_factor": 0.167, "widen_factor": 0.375, "input_size": SIZE, "out_channels": 17}),
    "HRNet-w32": ("hrnet", {"width": 32, "num_joints": 17})}
WAYS = {"one by one": 1, "as usual": 0, "32 of all views": 32}


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


# ---------------------------------------------------------------- crops that go together


class _Known:
    """Tells a box that was found before, the same in every frame."""

    name = "known"

    def __init__(self, box: Box) -> None:
        self.box = box

    def one(self, image: Image) -> list[Box]:
        return [self.box]

    def everyone(self, image: Image) -> list[Box]:
        return [self.box]


def _boxes(folder: Path) -> list[Box]:
    finder, found = blazepose.load(), []
    for view in VIEWS:
        with Video(folder / f"{view}.mp4") as video:
            person = finder.one(video.frame(0))
            assert person is not None
            found.append(crops.around(person.xys, finder.skeleton))
    return found


def _seconds(folder: Path, detectors: list[topdown.TopDown], frames: range) -> tuple[float, float, list[Poses2D]]:
    """Seconds by the clock, and of processor, for the views side by side, as the pipeline has them; what is found."""
    def view(at: int) -> Poses2D:
        with Video(folder / f"{VIEWS[at]}.mp4") as video:
            return detect(video, detectors[at], frames=frames)

    clock, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(len(VIEWS)) as pool:
        poses = list(pool.map(view, range(len(VIEWS))))
    return time.perf_counter() - clock, time.process_time() - processor, poses


def _detector(title: str, device: str) -> Callable[[Box, bool, int], topdown.TopDown]:
    """Box, whether it follows, and crops at once → a detector with a network by chance; all of a kind share it."""
    import torch

    torch.manual_seed(0)
    net, config = NETS[title]
    card = cards.Card(title, title, "detector", net, "coco17", "", "", config)
    fresh = import_module(f"core.nets.{net}").build(dict(config)).state_dict()
    answer = topdown.in_torch(topdown.assembled(card, fresh, device), device)

    def made(box: Box, track: bool, batch: int) -> topdown.TopDown:
        used = settings.Settings(size=SIZE, score=0.0, track=track, batch=batch)
        return topdown.of_net(card, used, lambda: answer, _Known(box), title, "torch", device)

    return made


def _away(mine: list[Poses2D], theirs: list[Poses2D], frames: range) -> NDArray[np.float32]:
    """Pixels between the keypoints of people in both."""
    apart = [(a.xys - b.xys)[frames.start:frames.stop, ..., :2] for a, b in zip(mine, theirs, strict=True)]
    away = np.concatenate([np.linalg.norm(each, axis=-1).ravel() for each in apart])
    return away[np.isfinite(away)]


def _batches(folder: Path, device: str, frames: range, rounds: int) -> None:
    import torch

    torch.set_num_threads(1)
    boxes = _boxes(folder)
    for title, track in product(NETS, (True, False)):
        made = _detector(title, device)
        took: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        found: dict[str, list[Poses2D]] = {}
        for _ in range(rounds):
            for way, batch in WAYS.items():
                *seconds, found[way] = _seconds(folder, [made(box, track, batch) for box in boxes], frames)
                took[way].append((seconds[0], seconds[1]))
        print(f"{title}, {'followed' if track else 'found in every frame'}, on {device}")
        for way in WAYS:
            clock, processor = np.median(np.array(took["one by one"]) / np.array(took[way]), axis=0)
            each = 1000 * np.median(took[way], axis=0) / len(frames) / len(VIEWS)
            away = _away(found[way], found["one by one"], frames)
            print(f"  {way:16s} {each[0]:6.1f} ms a frame, {clock:.2f} times as fast; {each[1]:6.1f} ms of processor, "
                  f"{processor:.2f} times; {100 * (away < 0.01).mean():.1f} % of the keypoints the same, the furthest "
                  f"{away.max():.4f} px away", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared")
    parser.add_argument("--batches", action="store_true")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    shared = asked.shared / "data/video"
    if asked.batches:
        _batches(shared / "pose2sim_single", asked.device, range(asked.frames), asked.rounds)
        return
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
