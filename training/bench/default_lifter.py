"""The figures of the default lifter, beside those of BlazePose's own world landmarks.

    python -m training.bench.default_lifter [--lifter ID | --run FOLDER [--ship ID [--command TEXT]]]
        [--out FILE.json]

--ship makes the run's weights a model of Parallax: half precision in resources/weights and a card with these figures.

Motion capture: MPJPE, N-MPJPE, P-MPJPE (mm) on the test files, which no weight or setting has seen, from true 2D
and from 2D with a detector's measured faults. MPJPE compares the lifter's fixed body (core/nets/inputs.py) with the
true one. Filmed people: P-MPJPE (mm) of each view of pose2sim_single over the 12 limb joints against the TRC, 2D from
BlazePose, with left-right swaps repaired and not, beside BlazePose's world landmarks on the same frames.
"""

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from core import cards, lift, metrics, records, swaps, weights
from core.detectors import blazepose
from core.formats import trc
from core.pose import Poses2D, Source
from core.skeleton import BLAZEPOSE33, H36M17, LIMBS
from core.video import Video
from training import augment, evaluate
from training.datasets import mocap
from training.ship import ship

VIEWS = ("cam01", "cam02", "cam03", "cam04")
TRAINED_BY = "python -m training.run supervised FOLDER  # all settings at their defaults"
Rows = dict[str, dict[str, float]]
Floats = NDArray[np.float32]


def detect(path: Path, detector: Any) -> tuple[Poses2D, Floats]:
    """BlazePose on every frame of a video, following its person: 2D, and (T, 33, 3) world landmarks in metres."""
    xys, world = [], []
    person = None
    with Video(path) as video:
        for image in video.frames(0, len(video)):
            person = (detector.follow(image, person) if person is not None else None) or detector.one(image)
            xys.append(person.xys if person is not None else np.full((33, 3), np.nan, np.float32))
            world.append(person.xyzs[:, :3] if person is not None else np.full((33, 3), np.nan, np.float32))
        poses = Poses2D(np.stack(xys)[:, None], video.times, BLAZEPOSE33, video.size, detector.source)
    return poses, np.stack(world)


def limbs(folder: Path) -> NDArray[np.float64]:
    """(T, 12, 3) metres: the true limb joints of the filmed man, in the order of LIMBS."""
    markers = trc.read(folder / "Pose2Sim_markers.trc")
    names = [side.upper() + joint.capitalize() for side, joint in ((name[0], name[1:]) for name in LIMBS)]
    return markers.points[:, [markers.names.index(name) for name in names]]


def on_videos(lifter: lift.Lifter, folder: Path) -> Rows:
    """P-MPJPE in mm over the limb joints: world landmarks, ours, ours without the repair of swaps; a row a view."""
    true = limbs(folder)
    ours, theirs = ([skeleton.index(name) for name in LIMBS] for skeleton in (H36M17, BLAZEPOSE33))
    detector = blazepose.load("cpu")
    rows: Rows = {}
    for view in VIEWS:
        poses, world = detect(folder / f"{view}.mp4", detector)
        repaired, swapped = swaps.repair(poses)
        lifted, raw = (lift.lift(p, lifter).xyzs[:, 0, ours, :3] for p in (repaired, poses))
        rows[view] = {"world_mm": 1000 * metrics.p_mpjpe(world[:, theirs], true),
                      "lifter_mm": 1000 * metrics.p_mpjpe(lifted, true),
                      "without_repair_mm": 1000 * metrics.p_mpjpe(raw, true), "swapped_frames": int(swapped.sum())}
    keys = ("world_mm", "lifter_mm", "without_repair_mm")
    rows["mean"] = {key: float(np.mean([rows[view][key] for view in VIEWS])) for key in keys}
    rows["mean"]["better_share"] = 1 - rows["mean"]["lifter_mm"] / rows["mean"]["world_mm"]
    return rows


def speed(lifter: lift.Lifter, frames: int = 6000) -> float:
    """Frames a second of `lift` on a recording of one person at 50 frames/s, with all threads that torch has."""
    rng = np.random.default_rng(0)
    xys = np.concatenate((rng.normal(500, 100, (frames, 1, 17, 2)), np.ones((frames, 1, 17, 1))), -1)
    poses = Poses2D(xys.astype(np.float32), np.arange(frames) / 50, H36M17, (1000, 1000), Source("random"))
    began = time.perf_counter()
    lift.lift(poses, lifter)
    return frames / (time.perf_counter() - began)


def load(args: argparse.Namespace) -> lift.Lifter:
    """The lifter of a card, or of a training run's folder."""
    if args.run is None:
        return lift.load(args.lifter)
    config = records.loads((args.run / "config.json").read_text(encoding="utf-8"))
    card = cards.Card(args.run.name, "", "lifter", config["net"], "h36m17", "", "", config["net_config"])
    return lift.assemble(card, weights.load(args.run / "weights.pt"), "")


def measured(on_mocap: Rows, videos: Rows) -> dict[str, dict[str, float]]:
    """The figures as a card keeps them: millimetres to a tenth, plain names."""
    kept = {re.sub("[^a-z0-9]+", "_", name.lower()): {key: round(value, 1) for key, value in row.items()}
            for name, row in on_mocap.items()}
    kept["pose2sim_single_p_mpjpe"] = {f"{view}_{key}": round(row[key], 1) for view, row in videos.items()
                                       for key in ("lifter_mm", "world_mm")}
    return kept


def show(console: Console, title: str, rows: Rows) -> None:
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    table = Table("", *columns, title=title)
    for name, row in rows.items():
        table.add_row(name, *("" if key not in row else f"{row[key]:.{3 if key.endswith('share') else 1}f}"
                              for key in columns))
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lifter", default=cards.DEFAULT_LIFTER)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--ship", metavar="ID")
    parser.add_argument("--command", default=TRAINED_BY, help="what trained it, for the card")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.ship and args.run is None:
        parser.error("--ship needs --run")
    lifter, noise = load(args), augment.read_noise(Path("blazepose.json"))
    on_mocap = {}
    for name in ("cmu_h36m17_test", "hdm05_h36m17_test"):
        clips = mocap.read(args.shared / "data/mocap" / f"{name}.npz")
        on_mocap[f"{name}, true 2D"] = evaluate.on_mocap(lifter, clips, None)
        on_mocap[f"{name}, detector's 2D"] = evaluate.on_mocap(lifter, clips, noise)
    videos = on_videos(lifter, args.shared / "data/video/pose2sim_single")
    result = {"lifter": lifter.source.model, "weights": lifter.source.weights, "mocap": on_mocap, "videos": videos,
              "frames_per_s": speed(lifter)}
    console = Console(width=150)
    show(console, "Motion capture, four views a clip", on_mocap)
    show(console, "pose2sim_single, P-MPJPE over 12 limb joints, mm", videos)
    console.print(f"{result['frames_per_s']:.0f} frames/s lifted")
    if args.ship:
        print(ship(args.run, args.ship, measured(on_mocap, videos), args.command))
    if args.out is not None:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
