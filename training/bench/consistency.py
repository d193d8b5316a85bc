"""What two views teach, as the paper's tables tell it: `python -m training.bench.consistency [TABLE …] --out FOLDER`.

The default lifter, trained on CMU motion, meets a new sport: HDM05, of which every clip is seen by uncalibrated virtual
cameras that stand differently each time, with a detector's faults. It learns there, and is tested on other people of
HDM05, one view at a time. Tables (Ingwersen et al., "Two Views Are Better than One"):

    rows    Table 1: base, the picture alone, with consistency (frame, sequence), 3D, 3D with consistency
    views   Figure 4: one to seven views, with and without consistency
    angles  Table 3: where the second camera stands
    moving  Table 2: cameras that walk round the athlete, an alignment a frame or a sequence
    weight  how much consistency counts, 0 to 10
    film    real video: pose2sim_single, learning on cameras 1 and 2 without calibration, tested on 3 and 4

MPJPE is in mm of a body of known size, as in the paper, where the picture's scale is given: the truth is made as large
as the lifter's bodies. `as is` is MPJPE without that. Each row is a run of its own under --out, kept with its figures:
started again, the bench goes on where it was.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from core import cards, lift, metrics, weights
from core.formats import trc
from core.geometry import align_sequence
from core.pose import Poses2D, Source
from core.skeleton import H36M17, LIMBS
from training import augment, evaluate, run, settings
from training.bench.kept import Figures, kept
from training.datasets import mocap, recording

SHARED = Path("../shared/data")
SPORT, TEST = "mocap/hdm05_h36m17.npz", "mocap/hdm05_h36m17_test.npz"
VIEWS = ("cam01", "cam02", "cam03", "cam04")
AZIMUTHS = 4


class Bench:
    """The runs of the tables. steps: of each run of Table 1, the others take a `share` of them."""

    def __init__(self, shared: Path, out: Path, steps: int, share: float, threads: int, seed: int) -> None:
        self.shared, self.out, self.steps, self.share, self.seed = shared, out, steps, share, seed
        self.threads = threads
        self.noise = augment.read_noise(Path("blazepose.json"))
        self.test = mocap.read(shared / TEST)
        torch.set_num_threads(threads)

    def base(self) -> Figures:
        """The lifter before it learns."""
        return self._kept("base", lambda: self.tested(lift.load()))

    def row(self, name: str, steps: int | None = None, **changes: Any) -> Figures:
        """The figures of one training on the new sport."""
        return self._kept(name, lambda: self.tested(self._learned(name, steps or self.steps, **changes)))

    def short(self, name: str, **changes: Any) -> Figures:
        return self.row(name, round(self.share * self.steps), **changes)

    def tested(self, lifter: lift.Lifter) -> Figures:
        """Other people of the sport, four views a clip, one at a time, with a detector's faults."""
        rows, g = [], torch.Generator().manual_seed(self.seed)
        for number, clip in enumerate(self.test):
            for view in range(AZIMUTHS):
                angle = 2 * np.pi * view / AZIMUTHS + 2.4 * number
                xys, true = evaluate.seen(clip, angle, self.noise, g)
                poses = Poses2D(xys[:, None], np.arange(len(clip)) / clip.fps, H36M17, evaluate.SIZE, Source("mocap"))
                pred = lift.lift(poses, lifter).xyzs[:, 0, :, :3]
                sized = evaluate.figures(pred, evaluate.sized(true), clip.fps)
                rows.append((len(clip), {**sized, "as_is_mm": 1000 * metrics.mpjpe(pred, true)}))
        return evaluate.weighted_mean(rows)

    def settings(self, steps: int, **changes: Any) -> settings.Consistency:
        """What all rows share: a small training for a processor, on windows that the lifter sees at once."""
        made = settings.Consistency(
            data=(str(self.shared / SPORT),), held_out=0.0, frames=81, batch=8, steps=steps, lr=2e-4, decay_share=0.4,
            clip_norm=1.0, threads=self.threads, seed=self.seed, save_every=100, validate_every=steps)
        return replace(made, **changes)

    def _learned(self, name: str, steps: int, **changes: Any) -> lift.Lifter:
        folder = self.out / name
        c = self.settings(steps, **changes)
        run.train_with("consistency", c, folder)
        return lifter_of(folder, c.lifter)

    def _kept(self, name: str, work: Callable[[], Figures]) -> Figures:
        return kept(self.out / f"{name}.json", work)


def lifter_of(folder: Path, parent: str) -> lift.Lifter:
    """A lifter of a run's weights."""
    return lift.assemble(cards.card(parent), weights.load(folder / "weights.pt"), "")


# ---------------------------------------------------------------- the tables


def rows(b: Bench) -> dict[str, Figures]:
    """Table 1."""
    taught: dict[str, Any] = {"supervised": ("*",)}
    return {"base": b.base(), "2D": b.row("2d", consistency_weight=0.0),
            "2D + consistency, a frame": b.row("2d-frame", per_frame=True),
            "2D + consistency, a sequence": b.row("2d-sequence"),
            "3D": b.row("3d", consistency_weight=0.0, **taught), "3D + consistency": b.row("3d-sequence", **taught)}


def views(b: Bench, counts: Sequence[int] = (1, 2, 3, 4, 5, 6, 7)) -> dict[str, Figures]:
    """Figure 4. As many sequences a step whatever the number of views; the cameras stand evenly round the athlete."""
    out = {}
    for count in counts:
        apart = tuple(360 * i / count for i in range(count)) if count > 2 else (0.0, 90.0)[:count]
        for name, weight in (("2D", 0.0), ("2D + consistency", 1.0)):
            if count > 1 or not weight:
                out[f"{count} views, {name}"] = b.short(f"views-{count}-{weight:g}", apart=apart,
                                                        batch=round(16 / count), consistency_weight=weight)
    return out


def angles(b: Bench, every: Sequence[float] = (15, 30, 45, 60, 90, 120, 150, 180)) -> dict[str, Figures]:
    """Table 3."""
    return {f"{angle:g}°": b.short(f"angle-{angle:g}", apart=(0.0, float(angle))) for angle in every}


def moving(b: Bench) -> dict[str, Figures]:
    """Table 2."""
    return {"base": b.base(), "2D": b.short("moving-2d", moving=True, consistency_weight=0.0),
            "2D + consistency, a frame": b.short("moving-frame", moving=True, per_frame=True),
            "2D + consistency, a sequence": b.short("moving-sequence", moving=True)}


def weight(b: Bench, every: Sequence[float] = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0)) -> dict[str, Figures]:
    """How much consistency counts."""
    return {f"λ = {value:g}": b.short(f"weight-{value:g}", consistency_weight=value) for value in every}


def film(b: Bench) -> dict[str, Figures]:
    """Real video, one short clip: P-MPJPE over the limb joints of every camera, and how far cameras are apart."""
    project = b.out / "film.parallax"
    if not project.exists():
        videos = [str(b.shared / "video/pose2sim_single" / f"{name}.mp4") for name in VIEWS]
        subprocess.run([sys.executable, "-m", "app", "process", *videos, "-o", str(project)], check=True)
    c = b.settings(round(b.share * b.steps), data=(str(project),), views=(1, 2), batch=4)
    out = {"base": b._kept("film-base", lambda: filmed(project, lift.load(), b.shared))}
    for name, weight_ in (("2D", 0.0), ("2D + consistency", 1.0)):
        def learned(weight_: float = weight_) -> Figures:
            folder = b.out / f"film-run-{weight_:g}"
            run.train_with("consistency", replace(c, consistency_weight=weight_), folder)
            return filmed(project, lifter_of(folder, c.lifter), b.shared)

        out[name] = b._kept(f"film-{weight_:g}", learned)
    return out


def filmed(project: Path, lifter: lift.Lifter, shared: Path) -> Figures:
    """mm of each camera against the clip's own triangulation; mm between cameras 1 and 2, 3 and 4, all joints."""
    markers = trc.read(shared / "video/pose2sim_single/Pose2Sim_markers.trc")
    names = [side.upper() + joint.capitalize() for side, joint in ((name[0], name[1:]) for name in LIMBS)]
    true = markers.points[:, [markers.names.index(name) for name in names]]
    limbs = [H36M17.index(name) for name in LIMBS]
    read = recording.read(project, H36M17)
    seen = [Poses2D(kp[:, None], read.times, H36M17, (int(w), int(h)), Source("film"))
            for kp, (w, h) in zip(read.kp, read.sizes, strict=True)]
    poses = [lift.lift(view, lifter).xyzs[:, 0, :, :3] for view in seen]
    out = {f"{name}_p_mpjpe_mm": 1000 * metrics.p_mpjpe(pose[:, limbs], true)
           for name, pose in zip(VIEWS, poses, strict=True)}
    for a, b in ((0, 1), (2, 3)):
        moved = align_sequence(poses[a], poses[b])
        out[f"{VIEWS[a]}_{VIEWS[b]}_apart_mm"] = 1000 * float(np.linalg.norm(moved - poses[b], axis=-1).mean())
    return out


TABLES: dict[str, Callable[[Bench], dict[str, Figures]]] = {
    "rows": rows, "views": views, "angles": angles, "moving": moving, "weight": weight, "film": film}


def show(console: Console, title: str, table: dict[str, Figures]) -> None:
    keys = [key for key in dict.fromkeys(key for row in table.values() for key in row) if key != "mpjve_mm_s"]
    shown = Table(title, *(key.removesuffix("_mm").replace("_", " ") for key in keys))
    for name, row in table.items():
        shown.add_row(name, *(f"{row[key]:.1f}" if key in row else "" for key in keys))
    console.print(shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], default=[])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, help="where runs and figures are kept; a temporary folder if not given")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--share", type=float, default=0.5, help="of the steps that the other tables' runs take")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out = asked.out or Path(place)
        out.mkdir(parents=True, exist_ok=True)
        bench = Bench(asked.shared, out, asked.steps, asked.share, asked.threads, asked.seed)
        console, results = Console(width=150), {}
        for name in asked.tables or TABLES:
            results[name] = TABLES[name](bench)
            show(console, name, results[name])
        table = results.get("rows")
        if table:
            ratio = table["2D + consistency, a sequence"]["mpjpe_mm"] / table["2D"]["mpjpe_mm"]
            console.print(f"MPJPE of 2D + consistency is {ratio:.2f} of that of 2D alone (the paper: 0.53 to 0.56)")
        (out / "tables.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
