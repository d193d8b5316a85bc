"""What detecting every n-th frame saves, end to end: `python -m tests.bench.sparse [--rounds 3] [--studio]`.

(a) BlazePose on the four files of pose2sim_single and, with --studio, on a minute of the studio: decoding alone, which
is the floor; every frame detected and lifted; every 20th detected, all frames lifted. The three take turns in one run.
As in the program one thread decodes, a picture ahead of the one of the networks. Milliseconds a frame, and how the
sparse run compares with the floor. On pose2sim_single also P-MPJPE over the 12 limb joints against its own
triangulation, with swaps of left and right repaired in both.
(b) The same with a heavy detector, without and with decoding: until there is one, a stack of convolutions of the
multiplications of HRNet-w32 at 288 × 384 (16 G), which is run on a picture's crop of that size.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core import adaptive, cards, lift, metrics, sparse, swaps
from core.detect import detect
from core.detectors import blazepose
from core.formats import trc
from core.pose import Poses2D, Poses3D
from core.skeleton import H36M17, LIMBS
from core.upsample import load as load_filler
from core.upsample import upsample
from core.video import Video
from core.video_file import Decoder

SINGLE = Path("../shared/data/video/pose2sim_single")
STRIDE = 20


def decode(path: Path) -> int:
    """All frames decoded, in one thread, and none made a picture of."""
    with Video(path) as video:
        decoder, frames = Decoder(path, video._index.packets, 1), 0
        while not decoder.ended:
            frames += decoder.read() is not None
        decoder.close()
        assert frames == len(video)
        return frames


def found(path: Path, detector: Any, stride: int) -> Poses2D:
    """The most prominent person, with swapped sides put right."""
    with Video(path) as video:
        poses = detect(video, detector, frames=range(0, len(video), stride), people=1, closing=stride > 1)
        if stride > 1:
            poses = adaptive.closed(video, detector, sparse.marked(poses, stride, 0), len(video) - 1)
    return sparse.at_keys(poses, swaps.repair)[0]


def sweep(paths: list[Path], rounds: int) -> tuple[dict[str, float], dict[str, list[Poses3D]]]:
    """Milliseconds a frame of each way, the median of the rounds, and what came of it."""
    detector, dense, filler = blazepose.load("cpu"), lift.load(), load_filler(cards.DEFAULT_FILLER)
    came: dict[str, list[Poses3D]] = {"dense": [], "sparse": []}
    spent: dict[str, list[float]] = {"decode": [], "dense": [], "sparse": []}
    frames = sum(decode(path) for path in paths)

    def every_frame() -> None:
        came["dense"] = [lift.lift(found(path, detector, 1), dense) for path in paths]

    def few_frames() -> None:
        few = [found(path, detector, STRIDE) for path in paths]
        came["sparse"] = [upsample(poses, filler, STRIDE, keys=sparse.keys_of(poses)) for poses in few]

    ways: dict[str, Callable[[], object]] = {"decode": lambda: [decode(path) for path in paths], "dense": every_frame,
                                             "sparse": few_frames}
    for _ in range(rounds):
        for name, work in ways.items():
            began = time.perf_counter()
            work()
            spent[name].append(1000 * (time.perf_counter() - began) / frames)
    return {name: float(np.median(times)) for name, times in spent.items()}, came


def p_mpjpe(folder: Path, lifted: list[Poses3D]) -> list[float]:
    """mm of each view over the limb joints."""
    markers = trc.read(folder / "Pose2Sim_markers.trc")
    names = [side.upper() + joint.capitalize() for side, joint in ((name[0], name[1:]) for name in LIMBS)]
    true = markers.points[:, [markers.names.index(name) for name in names]]
    ours = [H36M17.index(name) for name in LIMBS]
    return [1000 * metrics.p_mpjpe(poses.xyzs[:, 0, ours, :3], true) for poses in lifted]


def heavy() -> Callable[[], object]:
    """The stand-in: 16 G multiplications on 72 × 96 places."""
    import torch
    from torch import nn

    width, layers = 128, 16e9 / (72 * 96 * 9 * 128 * 128)
    net = nn.Sequential(*(nn.Conv2d(width, width, 3, padding=1) for _ in range(round(layers)))).eval()
    x = torch.zeros(1, width, 96, 72)

    def once() -> object:
        with torch.inference_mode():
            return net(x)

    return once


def cost_of(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds."""
    work()
    began = time.perf_counter()
    for _ in range(times):
        work()
    return 1000 * (time.perf_counter() - began) / times


def lifting(poses: Poses2D) -> tuple[float, float]:
    """Milliseconds a frame that lifting takes: of every frame, from key-frames."""
    dense, filler = lift.load(), load_filler(cards.DEFAULT_FILLER)
    marked = sparse.marked(poses, STRIDE, 0)
    return tuple(cost_of(work, 3) / len(poses.times) for work in (  # type: ignore[return-value]
        lambda: lift.lift(poses, dense), lambda: upsample(marked, filler, STRIDE)))


def report(title: str, cost: dict[str, float]) -> None:
    print(f"{title}: decode {cost['decode']:.2f} ms a frame, every frame {cost['dense']:.2f}, every {STRIDE}th "
          f"{cost['sparse']:.2f}: {cost['dense'] / cost['sparse']:.1f}× faster, {cost['sparse'] / cost['decode']:.2f}× "
          "decoding alone", flush=True)


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--studio", action="store_true", help="a minute of the studio too, which takes a while to film")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    cost, came = sweep([SINGLE / f"cam0{n}.mp4" for n in (1, 2, 3, 4)], asked.rounds)
    report("pose2sim_single", cost)
    errors = {way: p_mpjpe(SINGLE, lifted) for way, lifted in came.items()}
    means = {way: float(np.mean(values)) for way, values in errors.items()}
    print(f"P-MPJPE: every frame {means['dense']:.1f} mm, every {STRIDE}th {means['sparse']:.1f} "
          f"({means['sparse'] / means['dense'] - 1:+.1%}); by view "
          f"{', '.join(f'{a:.1f} → {b:.1f}' for a, b in zip(errors['dense'], errors['sparse'], strict=True))}")
    long = np.repeat(came["dense"][0].xyzs[:, :, :, :3], 20, axis=0)[..., :2] * 300 + 500
    poses = Poses2D(np.concatenate((long, np.ones_like(long[..., :1])), -1).astype(np.float32),
                    np.arange(len(long)) / 60, H36M17, (1000, 1000), came["dense"][0].source)
    one, (every, few) = cost_of(heavy()), lifting(replace(poses, xys=np.nan_to_num(poses.xys, nan=500)))
    dense, key = one + every, one / STRIDE + few
    print(f"a heavy detector (stand-in, {one:.0f} ms): every frame {dense:.1f} ms, every {STRIDE}th {key:.2f}: "
          f"{dense / key:.1f}× without decoding, {(dense + cost['decode']) / (key + cost['decode']):.1f}× with")
    if asked.studio:
        with tempfile.TemporaryDirectory() as place:
            report("a minute of the studio", sweep([_minute(Path(place))], asked.rounds)[0])


def _minute(folder: Path) -> Path:
    """A minute of walking, squats and serves one after the other, filmed as a phone does: 1080 × 1920, 30 frames/s."""
    from core.studio import ViewSpec, render
    from core.studio_motion import MOTIONS

    parts = [MOTIONS[name](20.0, 30.0, 1) for name in ("walk", "squat", "serve")]
    render(np.concatenate(parts), 30.0, folder, (ViewSpec(azimuth=20.0, size=(1080, 1920)),), seed=1)
    return next(folder.glob("*.mp4"))


if __name__ == "__main__":
    main()
