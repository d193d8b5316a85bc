"""Uplift and upsample on motion capture, beside interpolation and a lifter of every frame.

    python -m training.bench.uplift --run FOLDER [--run FOLDER …] [--stride 20] [--only learned]
        [--every-window] [--out FILE.json] [--ship ID]

--ship makes the weights of the first run a model of Parallax: half precision in resources/weights, a card with figures.

Each run is one of `parallax train uplift`. Both test files, which no weight or setting has seen, each clip by four
cameras at 50 frames/s, for each stride of key-frames (MPJPE, N-MPJPE, P-MPJPE in mm over every frame, MPJVE in mm/s):

  learned       the network's tokens, windows blended (what `parallax process --stride` does)
  learned, 1    a window for each token and its centre, as the paper counts
  interpolated  what the same network says at key-frames alone, and straight lines between them: the paper's baseline
  2D, dense     the default lifter on 2D that is interpolated between key-frames
  dense         the default lifter on the 2D of every frame: what there is to lose

with true 2D and with a detector's measured faults. Last come the paper's own figures, on other data: what sparse 2D and
pre-training do to a network there is to be held beside what they do here.
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from core import lift, records, sparse
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from core.upsample import Upsampler, upsample
from training import augment, checkpoint, evaluate
from training.datasets import mocap
from training.datasets.mocap import Clip
from training.ship import ship

AZIMUTHS = 4
WINDOWS = "learned, 1"
# MPJPE in mm on Human3.6M with the 2D of CPN, by s_in, as the authors tell them of their weights.
PAPER = {"351 frames": {5: 45.7, 10: 46.1, 20: 47.8}, "351 frames, pre-trained": {5: 42.6, 10: 43.1, 20: 45.0},
         "81 frames": {4: 47.4, 10: 47.9, 20: 49.9}}
Floats = np.ndarray[Any, np.dtype[np.float32]]
Lift = Callable[[Poses2D, int], Floats]


def load(folder: Path) -> Upsampler:
    """The network of a run of the method 'uplift'."""
    config = records.loads((folder / "config.json").read_text(encoding="utf-8"))
    net = import_module(f"core.nets.{config['net']}").build(config["net_config"])
    net.load_state_dict(checkpoint.load(folder / "weights.pt"))
    return Upsampler(net.eval(), net.frames, net.s_out, tuple(config["s_in"]), Source(folder.name))


def ways(model: Upsampler, dense: lift.Lifter) -> dict[str, Lift]:
    """What is compared: 2D of every frame, of which all but 'dense' look at each `stride`-th alone → (T, 17, 3)."""

    kept: list[tuple[Poses2D, int, Floats]] = []

    def learned(poses: Poses2D, stride: int) -> Floats:
        if not kept or kept[0][0] is not poses or kept[0][1] != stride:
            kept[:] = [(poses, stride, upsample(poses, model, stride).xyzs[:, 0, :, :3])]
        return kept[0][2]

    def every_window(poses: Poses2D, stride: int) -> Floats:
        return upsample(poses, model, stride, every_window=True).xyzs[:, 0, :, :3]

    def interpolated(poses: Poses2D, stride: int) -> Floats:
        keys = np.arange(0, len(poses.times), stride)
        at_keys = learned(poses, stride)[keys]
        return sparse.between(at_keys, keys, np.arange(len(poses.times))).astype(np.float32)

    def flat_interpolated(poses: Poses2D, stride: int) -> Floats:
        keys = np.arange(0, len(poses.times), stride)
        xys = sparse.between(poses.xys[keys], keys, np.arange(len(poses.times))).astype(np.float32)
        return lift.lift(Poses2D(xys, poses.times, H36M17, poses.size, poses.source), dense).xyzs[:, 0, :, :3]

    def every_frame(poses: Poses2D, stride: int) -> Floats:
        return lift.lift(poses, dense).xyzs[:, 0, :, :3]

    return {"learned": learned, WINDOWS: every_window, "interpolated": interpolated,
            "2D, dense": flat_interpolated, "dense": every_frame}


def on_clips(ways: Mapping[str, Lift], stride: int, clips: list[Clip], noise: augment.Noise | None,
             seed: int) -> dict[str, dict[str, float]]:
    """As training.evaluate.on_mocap, of whatever makes 3D: the figures of each way."""
    rows: dict[str, list[tuple[int, dict[str, float]]]] = {way: [] for way in ways}
    g = torch.Generator().manual_seed(seed)
    for number, clip in enumerate(clips):
        for view in range(AZIMUTHS):
            xys, true = evaluate.seen(clip, 2 * np.pi * view / AZIMUTHS + 2.4 * number, noise, g)
            poses = Poses2D(xys[:, None], np.arange(len(clip)) / clip.fps, H36M17, evaluate.SIZE, Source("projection"))
            for way, made in ways.items():
                rows[way].append((len(clip), evaluate.figures(made(poses, stride), true, clip.fps)))
    return {way: evaluate.weighted_mean(row) for way, row in rows.items()}


def measured(rows: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """The figures as a card keeps them: P-MPJPE in millimetres to a tenth, plain names."""
    return {re.sub("[^a-z0-9]+", "_", part.lower()): {
        re.sub("[^a-z0-9]+", "_", f"{way}_p_mpjpe_mm"): round(row["p_mpjpe_mm"], 1) for way, row in ways_.items()}
        for part, ways_ in rows.items()}


def paper() -> Table:
    """The figures of the paper."""
    table = Table("", *(f"s_in {s_in}" for s_in in (4, 5, 10, 20)), title="The paper, Human3.6M, MPJPE")
    for name, row in PAPER.items():
        table.add_row(name, *(f"{row[s_in]:.1f}" if s_in in row else "" for s_in in (4, 5, 10, 20)))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, action="append", required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stride", type=int, action="append", help="of those the network knows, all by default")
    parser.add_argument("--only", action="append", metavar="WAY",
                        help="of the ways above, all but the second by default")
    parser.add_argument("--every-window", action="store_true", help="the second way too, which takes long")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--ship", metavar="ID")
    parser.add_argument("--command", default="parallax train uplift --config training/methods/uplift_cpu.toml",
                        help="what trained it, for the card")
    args = parser.parse_args()
    dense, noise, console = lift.load(), augment.read_noise(Path("blazepose.json")), Console(width=130)
    results: dict[str, Any] = {}
    for name in ("cmu_h36m17_test", "hdm05_h36m17_test"):
        clips = mocap.read(args.shared / "data/mocap" / f"{name}.npz")
        for faults, told in ((None, "true 2D"), (noise, "a detector's 2D")):
            table = Table("s_in", "run", "way", "MPJPE", "N-MPJPE", "P-MPJPE", "MPJVE", title=f"{name}, {told}")
            every: dict[str, dict[str, float]] = {}  # of the default lifter, which no stride changes
            for run in args.run:
                model = load(run)
                for stride in args.stride or model.strides:
                    wanted = {way: made for way, made in ways(model, dense).items() if way not in every
                              and (way != WINDOWS or args.every_window) and way in (args.only or [way])}
                    rows = on_clips(wanted, stride, clips, faults, args.seed)
                    every |= {way: row for way, row in rows.items() if way == "dense"}
                    for way, row in {**rows, **every}.items():
                        results.setdefault(f"{name}, {told}", {}).setdefault(run.name, {})[f"{stride}, {way}"] = row
                        table.add_row(str(stride), run.name, way, *(f"{value:.1f}" for value in row.values()))
            console.print(table)
    console.print(paper())
    if args.ship:
        first = {part: runs[args.run[0].name] for part, runs in results.items()}
        print(ship(args.run[0], args.ship, measured(first), args.command))
    if args.out is not None:
        args.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
