"""What it brings to know the cameras: lifting with and without them, on the test files that no setting has seen.

    python -m training.bench.refine [--lifter ID] [--filler ID | --run FOLDER] [--stride 10] [--shared FOLDER]
        [--out FILE.json]

Motion capture: both test files, each clip by four cameras whose focal length is known (training.evaluate.seen), from
true 2D and from 2D with a detector's measured faults: MPJPE, N-MPJPE, P-MPJPE (mm) and MPJVE (mm/s). Filmed people:
P-MPJPE (mm) over the 12 limb joints of each view of pose2sim_single, 2D from BlazePose with left-right swaps repaired,
with the cameras of its Qualisys calibration. A lifter of key-frames is compared at one stride where one is installed or
named; on the videos, with every frame detected and only key-frames given to it.
"""

import argparse
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from core import cards, known_cameras, lift, metrics, swaps, upsample
from core.detectors import blazepose
from core.document import View
from core.intrinsics import Intrinsics
from core.lift import Lifter
from core.pose import Poses2D
from core.skeleton import H36M17, LIMBS
from core.upsample import Upsampler
from training import augment, evaluate
from training.bench import uplift
from training.bench.default_lifter import VIEWS, Rows, detect, limbs, show
from training.datasets import mocap

MIDDLE = (evaluate.SIZE[0] - 1) / 2
CAMERA = Intrinsics(evaluate.FOCAL_PX, evaluate.FOCAL_PX, MIDDLE, MIDDLE, evaluate.SIZE)
Net = Lifter | Upsampler


def lifted(poses: Poses2D, stride: int, net: Net) -> uplift.Floats:
    """(T, 17, 3) of one person."""
    made = lift.lift(poses, net) if isinstance(net, Lifter) else upsample.upsample(poses, net, stride)
    return made.xyzs[:, 0, :, :3]


def known(net: Net, camera: Intrinsics | None) -> Net:
    return replace(net, camera=camera)


def on_mocap(nets: dict[str, tuple[Net, int]], shared: Path, seed: int) -> Rows:
    """A row a file, kind of 2D and network, without the camera and with it, on the same 2D."""
    noise, rows = augment.read_noise(Path("blazepose.json")), {}
    for name in ("cmu_h36m17_test", "hdm05_h36m17_test"):
        clips = mocap.read(shared / "data/mocap" / f"{name}.npz")
        for told, faults in (("true 2D", None), ("a detector's 2D", noise)):
            for title, (net, stride) in nets.items():
                for way, camera in (("guessed", None), ("known", CAMERA)):
                    made = partial(lifted, net=known(net, camera))
                    title_ = f"{name}, {told}, {title}, camera {way}"
                    rows[title_] = uplift.on_clips({way: made}, stride, clips, faults, seed)[way]
    return rows


def on_videos(nets: dict[str, tuple[Net, int]], folder: Path) -> Rows:
    """A row a view, and their mean."""
    true, ours, detector = limbs(folder), [H36M17.index(name) for name in LIMBS], blazepose.load("cpu")
    rows: Rows = {}
    for name in VIEWS:
        poses, _ = swaps.repair(detect(folder / f"{name}.mp4", detector)[0])
        view = View(name, name, f"{name}.mp4", 0, "", *poses.size, 1, 1, 1, 0.0, 0.0)
        (row,) = known_cameras.read(folder / "Calib.qca.txt", [view]).cameras
        rows[name] = {f"{title}, camera {way}": 1000 * metrics.p_mpjpe(
            lifted(poses, stride, known(net, camera))[:, ours], true)
            for title, (net, stride) in nets.items() for way, camera in (("guessed", None), ("known", row.intrinsics))}
    rows["mean"] = {key: float(np.mean([row[key] for row in rows.values()])) for key in rows[VIEWS[0]]}
    return rows


def networks(args: argparse.Namespace) -> dict[str, tuple[Net, int]]:
    """What is compared, each with its stride."""
    nets: dict[str, tuple[Net, int]] = {args.lifter: (lift.load(args.lifter), 1)}
    if args.run is not None:
        nets[f"{args.run.name}, 1 of {args.stride}"] = (uplift.load(args.run), args.stride)
    elif args.filler in cards.cards():
        nets[f"{args.filler}, 1 of {args.stride}"] = (upsample.load(args.filler), args.stride)
    return nets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lifter", default=cards.DEFAULT_LIFTER)
    parser.add_argument("--filler", default=cards.DEFAULT_FILLER)
    parser.add_argument("--run", type=Path, help="a run of the method 'uplift'")
    parser.add_argument("--stride", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    nets = networks(args)
    result: dict[str, Any] = {"videos": on_videos(nets, args.shared / "data/video/pose2sim_single"),
                              "mocap": on_mocap(nets, args.shared, args.seed)}
    console = Console(width=150)
    show(console, "pose2sim_single, P-MPJPE over 12 limb joints, mm", result["videos"])
    show(console, "Motion capture, four views a clip", result["mocap"])
    if args.out is not None:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
