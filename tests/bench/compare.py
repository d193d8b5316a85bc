"""How far the views of the shared recordings agree, how well exchanged sides are found, and how fast it is.

    python -m tests.bench.compare [SHARED_FOLDER]

Prints: Procrustes and a whole comparison of 100 000 frames, in seconds of one core; the agreement of the four views of
pose2sim_single, relative and scaled; the angles between its cameras against the calibration; precision and recall of
the exchanged sides of cam02 there and in pose2sim_multi, against four-view triangulation; false alarms on motion that
is right, filmed by two and three cameras.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import geometry, lift, swaps
from core.camera import Camera
from core.clock import Clock
from core.compare import Track, compare, stature
from core.detect import detect
from core.detectors import blazepose
from core.pose import Poses2D, Source
from core.sides import Lift, Proposal, Side, propose
from core.skeleton import BLAZEPOSE33, COCO17, H36M17
from core.studio import MOTIONS
from core.video import Video

VIEWS = ("cam01", "cam02", "cam03", "cam04")
HEIGHT_M = 1.72  # taken for the example: the recording does not tell the athlete's height
FRAMES = 100_000
LIMBS = [BLAZEPOSE33.index(joint) for joint in COCO17.joints[5:]]


def _seconds(work: Callable[[], Any], repeats: int = 3) -> float:
    """Processor seconds, the least of some."""
    best = np.inf
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _speed() -> None:
    import torch

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, FRAMES, 17, 3))
    w = rng.uniform(size=(FRAMES, 17))
    print(f"{FRAMES} frames of 17 joints, s of one core:")
    for kind in (np.float32, np.float64):
        args = [x.astype(kind) for x in (a, b, w)]
        print(f"  {kind.__name__}: one similarity a frame {_seconds(lambda args=args: geometry.align(*args)):.2f}, "  # type: ignore[misc]
              f"one for all {_seconds(lambda args=args: geometry.align_sequence(*args)):.2f}, "  # type: ignore[misc]
              f"a frame in torch {_seconds(lambda args=args: _in_torch(args)):.2f}")  # type: ignore[misc]
    times = np.arange(FRAMES) / 60
    tracks = [Track(name, p.astype(np.float32), np.ones((FRAMES, 17), np.float32), times + late)
              for name, p, late in (("a", a, 0.0), ("b", b, 0.004))]
    for fixed in (True, False):
        took = _seconds(lambda fixed=fixed: compare(tracks, "a", fixed=fixed), 2)  # type: ignore[misc]
        print(f"  compare of two views, read at the reference's times, {'fixed' if fixed else 'moving'}: {took:.2f}")


def _in_torch(args: list[NDArray[Any]]) -> None:
    import torch

    a, b, w = map(torch.from_numpy, args)
    geometry.align_torch(a, b, w)


def _found(folder: Path, people: int | None) -> list[Poses2D]:
    found = []
    for view in VIEWS:
        with Video(folder / f"{view}.mp4") as video:
            found.append(detect(video, blazepose.load(), people=people))
    return found


def _agreement(poses: Sequence[Poses2D], lifter: Lift, truth: Any) -> None:
    tracks = [Track.of(view, lifter(swaps.repair(p)[0]), Clock()) for view, p in zip(VIEWS, poses, strict=True)]
    print("\nagreement of pose2sim_single's four views, mm: median, mean, 95th percentile")
    for fixed in (True, False):
        for height in (None, HEIGHT_M):
            made = compare(tracks, "cam01", fixed=fixed, height_m=height)
            every = made.agreement[np.isfinite(made.agreement)]
            print(f"  {'one similarity' if fixed else 'one a frame':15s} {made.kind:9s} {np.median(every):6.1f} "
                  f"{every.mean():6.1f} {np.percentile(every, 95):6.1f}")
    made = compare(tracks, "cam01")
    print(f"  lifted stature {stature(made.points, made.valid):.3f}, triangulated "
          f"{stature(truth['X'], np.isfinite(truth['X']).all(-1)):.3f}, taken {HEIGHT_M}")
    print("  pairs: " + ", ".join(f"{a}–{b} {spread.median:.0f}" for (a, b), spread in made.pairs.items()))
    seen = truth["cam_C"] - truth["X"][:, 0].mean(axis=0)
    for view, direction in zip(range(4), made.directions(), strict=True):
        turn = np.degrees(np.arctan2(seen[view, 1], seen[view, 0]) - np.arctan2(seen[0, 1], seen[0, 0]))
        print(f"  {VIEWS[view]} stands {direction.turn_deg:6.1f}° around the body, {(turn + 180) % 360 - 180:6.1f}° by "
              f"the calibration")


def _exchanged(poses: Poses2D, truth: NDArray[np.float64]) -> tuple[int, NDArray[np.bool_]]:
    """The track of the person that was triangulated, and (T,) where its sides are exchanged."""
    best, answer = np.inf, (0, np.zeros(len(truth), bool))
    for track in range(poses.xys.shape[1]):
        straight, crossed = (np.linalg.norm(poses.xys[:, track, order, :2] - truth, axis=-1).mean(axis=1)
                             for order in (LIMBS, BLAZEPOSE33.mirror[LIMBS]))
        far = float(np.nanmedian(np.minimum(straight, crossed)))
        if far < best:
            best, answer = far, (track, crossed < straight)
    return answer


def _score(name: str, views: Sequence[Side], wanted: dict[str, NDArray[np.bool_]], lifter: Lift) -> None:
    def line(found: dict[str, NDArray[np.bool_]]) -> str:
        right = sum(int((found[v] & wanted[v]).sum()) for v in wanted)
        said, there = (sum(int(each[v].sum()) for v in wanted) for each in (found, wanted))
        return (f"{right} of {there} found ({right / max(there, 1):.3f}), "
                f"{right} of {said} right ({right / max(said, 1):.3f})")

    start = time.process_time()
    proposals = propose(views, lifter)
    took = time.process_time() - start
    alone = {s.view: swaps.repair(s.poses)[1][:, s.athlete] for s in views}
    print(f"  {name}: {line(_rows(proposals, views))}; {took:.1f} s of one core; by its own past alone {line(alone)}")


def _rows(proposals: Sequence[Proposal], views: Sequence[Side]) -> dict[str, NDArray[np.bool_]]:
    rows = {side.view: np.zeros(len(side.poses.times), bool) for side in views}
    for p in proposals:
        rows[p.view][p.start:p.stop] = True
    return rows


def _sides(single: Sequence[Poses2D], multi: Sequence[Poses2D], truth: Any, lifter: Lift) -> None:
    print("\nframes with exchanged sides")
    views = [Side(view, p, 0, Clock()) for view, p in zip(VIEWS, single, strict=True)]
    wanted = {view: truth["lr_swapped"][:, v] for v, view in enumerate(VIEWS)}
    _score("pose2sim_single", views, wanted, lifter)
    for v, view in enumerate(VIEWS):
        turned = list(views)
        turned[v] = replace(views[v], poses=replace(single[v], xys=single[v].xys[:, :, BLAZEPOSE33.mirror]))
        _score(f"with all of {view} turned", turned, {**wanted, view: ~wanted[view]}, lifter)
    told = [_exchanged(p, truth["coco_2d"][v, :, 5:]) for v, p in enumerate(multi)]
    views = [Side(view, p, track, Clock()) for view, p, (track, _) in zip(VIEWS, multi, told, strict=True)]
    _score("pose2sim_multi", views, {view: rows for view, (_, rows) in zip(VIEWS, told, strict=True)}, lifter)


def _false_alarms(lifter: Lift) -> None:
    clips = alarms = 0
    for motion, make in MOTIONS.items():
        points = np.asarray(make(4.0, 30.0, 3), dtype=np.float64)
        for cameras in ((0.0, 0.9), (0.0, 1.6), (0.4, 2.6), (3.1, 4.5), (0.0, 1.5, 3.1)):
            for noise in (0.0, 4.0):
                views = [_filmed(points, at, noise, i) for i, at in enumerate(cameras)]
                clips += 1
                found = propose(views, lifter)
                alarms += bool(found)
                if found:
                    print(f"  false alarm: {motion}, cameras at {cameras}, {found}")
    print(f"\nfalse alarms: {alarms} of {clips} clips of the studio's motions")


def _filmed(points: NDArray[np.float64], azimuth: float, noise_px: float, seed: int) -> Side:
    eye = np.array([5 * np.cos(azimuth), 5 * np.sin(azimuth), 2])
    px, _ = Camera.looking_at(eye, (0, 0, 1), 1000, (1000, 1000)).project(points)
    px = px + np.random.default_rng(seed).normal(0, noise_px, px.shape)
    xys = np.concatenate((px, np.ones_like(px[..., :1])), axis=-1)[:, None].astype(np.float32)
    return Side(f"v{seed}", Poses2D(xys, np.arange(len(xys)) / 30, H36M17, (1000, 1000), Source("test")), 0, Clock())


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared") / "data/video"
    _speed()
    truth = np.load(shared / "pose2sim_single/triangulated.npz")
    loaded = lift.load()

    def lifter(poses: Poses2D) -> Any:
        return lift.lift(poses, loaded)

    single, multi = _found(shared / "pose2sim_single", 1), _found(shared / "pose2sim_multi", None)
    _agreement(single, lifter, truth)
    _sides(single, multi, truth, lifter)
    _false_alarms(lifter)


if __name__ == "__main__":
    main()
