"""3D-guided training on films of the studio: what it gives over 2D training, for two small detectors and four lifters.

    python -m training.bench.guided --out FOLDER

Films of CMU motion are made for training, of other people's (the two test files) for testing. A detector of each family
learns from 2D alone; four lifters of one frame learn from true 2D and are frozen. From the same detector, with the same
pictures, steps and seeds, then go on: 2D alone (FT-2D), guided by one lifter, by all four, and by three of them, so
that the fourth is one that nothing was learned from.

Tables in the form of the paper's: single (1), multi (3), an unseen lifter (4), switches (7). Errors are in mm, of a
body of known size, which one view does not tell. Every run is kept in the folder: it can be stopped and gone on with.
"""

import argparse
import json
import os
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor

from core import conventions, importing, lift, metrics, records, studio
from core.cards import Card
from core.conventions import PICTURE, Convention, Statistics
from core.nets import inputs
from core.runs import Run
from training import checkpoint, lifters, losses, run, settings
from training.bench.kept import Figures, kept
from training.datasets import mocap, studio_clips
from training.methods.guided import PCK, Guided

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRAIN, TEST = ("cmu_h36m17.npz",), ("cmu_h36m17_test.npz", "hdm05_h36m17_test.npz")
SIZE = (240, 320)
# Network, its settings, and those of its 2D training. On maps of 24 × 32 cells a Gaussian of one cell is too little to
# be found from nothing in so few steps: HRNet has one of two.
DETECTORS: Mapping[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "HRNet-w16": ("hrnet", {"width": 16, "modules": [1, 1, 1], "blocks": 1, "crop": [96, 128]},
                  {"epochs": 14, "lr": 2e-3, "sigma": 2.0}),
    "RTMPose-t": ("rtmpose", {"deepen_factor": 0.167, "widen_factor": 0.375, "crop": [96, 128]}, {"epochs": 26}),
}
LIFTERS: Mapping[str, tuple[str, dict[str, Any], int]] = {  # network, its settings, steps of training
    "SB": ("simple_baseline", {}, 1500),
    "IGANet": ("iganet", {"layers": 2, "channel": 64}, 1000),
    "VideoPose3D": ("videopose3d", {"filter_widths": [1, 1, 1], "channels": 512}, 1500),
    "MixSTE": ("mixste", {"num_frame": 1, "embed_dim_ratio": 32, "depth": 3, "num_heads": 8}, 1200),
}
UNSEEN = "VideoPose3D"
SWITCHES: Mapping[str, dict[str, Any]] = {
    "without hard joints": {"ohklm": False}, "depth not apart": {"split": False},
    "without dynamic weights": {"dwa": False}, "without dropout": {"dropout": False},
    "without local consistency": {"local_consistency": False},
    "without global consistency": {"global_consistency": False}}



class Bench:
    """Runs, each made once; `out` keeps them."""

    def __init__(self, shared: Path, out: Path, clips: int, epochs: int, seeds: int, threads: int) -> None:
        self.shared, self.out, self.clips, self.epochs, self.seeds = shared, out, clips, epochs, seeds
        self.threads = threads
        os.environ["PARALLAX_MODELS"], os.environ["PARALLAX_WEIGHTS"] = str(out / "models"), str(out / "weights")
        torch.set_num_threads(threads)

    # ---------------------------------------------------------------- data

    def motions(self, names: Iterable[str], without: Iterable[str] = ()) -> list[mocap.Clip]:
        return [clip for name in names for clip in mocap.read(self.shared / "data/mocap" / name)
                if len(clip) > 16 and clip.subject not in without]

    def films(self) -> None:
        studio_clips.film(self.motions(TRAIN, settings.HELD_OUT), self.out / "train", self.clips, 16, SIZE, 1)
        studio_clips.film(self.motions(TEST), self.out / "test", round(self.clips * 0.3), 12, SIZE, 2)

    def people(self) -> tuple[str, ...]:
        """Those of the test films."""
        return tuple(sorted({folder.name.partition("-")[0] for folder in (self.out / "test").iterdir()}))

    # ---------------------------------------------------------------- lifters

    def lifter(self, name: str) -> str:
        """The id of a lifter, learned now if it is not there yet."""
        model = f"bench-{name.lower()}"
        if not (self.out / "models" / f"{model}.toml").exists():
            net_name, config, steps = LIFTERS[name]
            xys, true = self._seen()
            made, file = _lifter(net_name, config, xys), self.out / f"{model}.pt"
            if not file.exists():
                torch.save(_taught(made, xys, true, steps), file)
            told = {key: value for key, value in records.plain(made.convention).items() if value is not None}
            importing.bring(file, model, importing.Asked(config, told, {}), licence="made for this comparison")
        return model

    def _seen(self, clips: int = 2500) -> tuple[Tensor, Tensor]:
        """(N, 17, 3) pixels and score on the canvas, of a picture as the films', and (N, 17, 3) metres, known size."""
        path = self.out / "seen.npz"
        if not path.exists():
            motions = self.motions(TRAIN, settings.HELD_OUT)
            chance, flat, deep = mocap.weights(motions), [], []
            for number in range(clips):
                rng = np.random.default_rng([77, number])
                clip = motions[rng.choice(len(motions), p=chance)]
                body, view = studio_clips.drawn(clip, 16, SIZE, rng, 77_000 + number)
                xyz, px = studio.seen(body, clip.fps, view, number)
                flat.append(px[:, 0])
                deep.append(xyz[:, 0])
            np.savez(path, px=np.concatenate(flat).astype(np.float32), xyz=np.concatenate(deep).astype(np.float32))
        with np.load(path) as data:
            flat_, deep_ = torch.from_numpy(data["px"]), torch.from_numpy(data["xyz"])
        pose = deep_ - deep_[:, :1]
        pose = pose * (inputs.BONES_M / losses.bone_lengths(pose).sum(-1))[:, None, None]
        return torch.cat((flat_, torch.ones_like(flat_[..., :1])), dim=-1), pose

    # ---------------------------------------------------------------- detectors

    def base(self, detector: str) -> Path:
        """The weights that all others begin with."""
        folder, (net, config, own) = self.out / f"base-{net_of(detector)}", DETECTORS[detector]
        if not (folder / "weights.pt").exists() or Run(folder).status().state != "done":
            run.train_with("guided", replace(settings.Guided(
                data=(str(self.out / "train"),), detector=net, net_config=config, fresh=True, batch=32, flip=True,
                cache=str(self.out / "cache"), share=0.0, lr=1e-3, decay_epochs=0, decay_share=0.4, warm_up=60,
                clip_norm=1.0, precision="bf16-mixed", threads=self.threads, save_every=100), **own), folder)
        return folder / "weights.pt"

    def row(self, detector: str, name: str, seed: int, taught_by: tuple[str, ...], **changes: Any) -> Figures:
        """A detector that went on from the base, and its figures on the test films."""
        def work() -> Figures:
            net, config, own = DETECTORS[detector]
            folder = self.out / f"run-{net_of(detector)}-{name}-{seed}"
            c = replace(settings.Guided(
                data=(str(self.out / "train"),), detector=net, net_config=config, fresh=True, batch=32, flip=True,
                sized=True, lifters=tuple(self.lifter(each) for each in taught_by), cache=str(self.out / "cache"),
                share=0.0, epochs=self.epochs, lr=3e-4, decay_epochs=0, decay_share=0.5, warm_up=10, clip_norm=1.0,
                precision="bf16-mixed", threads=self.threads, save_every=1000, seed=seed,
                start_from=str(self.base(detector)), sigma=own.get("sigma", 0.0)), **changes)
            run.train_with("guided", c, folder)
            return self.tested(detector, folder / "weights.pt")

        return self._kept(f"{net_of(detector)}-{name}-{seed}", work)

    def tested(self, detector: str, weights: Path) -> Figures:
        """PCK@0.2 and percent of the torso, and with each lifter MPJPE and P-MPJPE, on people that were never seen."""
        net_name, config, _ = DETECTORS[detector]
        made = Guided(settings.Guided(
            data=(str(self.out / "train"), str(self.out / "test")), held_out=self.people(), detector=net_name,
            net_config=config, sized=True, lifters=tuple(self.lifter(name) for name in LIFTERS),
            cache=str(self.out / "cache")))
        net, rows = made.detector.net(fresh=True), made.kept_out
        net.load_state_dict(checkpoint.load(weights))
        xy = made.found(net.eval(), rows)
        apart, known = made._apart(xy, rows), made.crops.weights[rows] > 0
        out = {"torso_percent": 100 * float(apart[known].mean()), "pck": 100 * float((apart[known] < PCK).mean())}
        for name, source in (("", xy), ("true ", made.crops.xy[rows])):
            poses, truth = made.lifted(source, rows)
            for lifter, pose in zip(LIFTERS, poses, strict=True):
                out[f"{name}{lifter} mpjpe"] = 1000 * metrics.mpjpe(pose, truth)
                out[f"{name}{lifter} p_mpjpe"] = 1000 * metrics.p_mpjpe(pose, truth)
        return out

    def _kept(self, name: str, work: Callable[[], Figures]) -> Figures:
        return kept(self.out / f"{name}.json", work)


def net_of(detector: str) -> str:
    return DETECTORS[detector][0]


def _lifter(net: str, config: Mapping[str, Any], xys: Tensor) -> lifters.Trainable:
    """A network of one frame. What is standardized gets the statistics of these joints, as the official code asks."""
    c = Convention(importing.CONVENTIONS[net])
    if c.name == "standardized":
        unit = Statistics((), (), (), ())
        flat = conventions.given(replace(c, statistics=unit), xys[:, None], SIZE)[:, 0, :, :2] + PICTURE / 2
        zeros, ones = ([[value] * 3] * 17 for value in (0.0, 1.0))
        c = replace(c, statistics=Statistics(_rows(flat.mean(0)), _rows(flat.std(0)), _rows(torch.tensor(zeros)),
                                             _rows(torch.tensor(ones)), 1.0))
    card = Card(net, net, "lifter", net, "h36m17", "", "", config, convention=records.plain(c))
    return lifters.Trainable(card, c, lift.sight_of(card, c))


def _rows(values: Tensor) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in values)


def _taught(made: lifters.Trainable, xys: Tensor, true: Tensor, steps: int,
            batch: int = 128) -> dict[str, Tensor]:
    """Weights after so many steps on true 2D."""
    torch.manual_seed(1)
    net = import_module(f"core.nets.{made.card.net}").build(dict(made.card.config)).train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)
    rng = torch.Generator().manual_seed(1)
    sizes = torch.tensor([SIZE], dtype=torch.float32).expand(batch, 2)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * min(1.0, (steps - step) / (0.5 * steps))
        rows = torch.randint(len(xys), (batch,), generator=rng)
        seen = lifters.onto_canvas(xys[rows][..., :2], sizes, made.convention)
        poses = made.poses(net, torch.cat((seen, xys[rows][..., 2:]), dim=-1)[:, None])[:, 0]
        loss = losses.mpjpe(poses, true[rows])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
    print(f"{made.card.net}: {1000 * loss.item():.1f} mm on its last batch, true 2D", flush=True)
    return {name: value.detach() for name, value in net.state_dict().items()}


# ---------------------------------------------------------------- the tables


def rows_of(b: Bench, detector: str) -> dict[str, list[Figures]]:
    """All rows of a detector, of every seed; the same seed draws the same batches for each."""
    every = tuple(LIFTERS)
    out: dict[str, list[Figures]] = {"2D (the start)": [b._kept(f"{net_of(detector)}-base",
                                                                lambda: b.tested(detector, b.base(detector)))]}
    kinds = {"FT-2D": ("ft2d", ()), "single (SB)": ("single", ("SB",)), "multi": ("multi", every),
             f"multi, without {UNSEEN}": ("three", tuple(name for name in every if name != UNSEEN))}
    for seed in range(1, b.seeds + 1):
        for title, (name, taught_by) in kinds.items():
            out.setdefault(title, []).append(b.row(detector, name, seed, taught_by))
    return out


def switches(b: Bench, detector: str) -> dict[str, list[Figures]]:
    """Each switch of the multi-lifter training off, one seed."""
    every = tuple(LIFTERS)
    return {"multi": [b.row(detector, "multi", 1, every)],
            **{title: [b.row(detector, title.replace(" ", "-"), 1, every, **change)]
               for title, change in SWITCHES.items()}}


def show(console: Console, title: str, table: dict[str, list[Figures]]) -> None:
    keys = ["torso_percent", "pck", *(f"{name} {kind}" for name in LIFTERS for kind in ("mpjpe", "p_mpjpe"))]
    shown = Table(title, *("2D, % of torso", "PCK@0.2", *(key.replace("_", "-") for key in keys[2:])))
    for name, rows in table.items():
        cells = []
        for key in keys:
            values = [row[key] for row in rows]
            spread = f" ± {statistics.stdev(values):.2f}" if len(values) > 1 else ""
            cells.append(f"{statistics.mean(values):.2f}{spread}")
        shown.add_row(name, *cells)
    console.print(shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=160)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--detectors", nargs="*", choices=tuple(DETECTORS), default=tuple(DETECTORS))
    parser.add_argument("--only", choices=("lifters", "rows", "switches"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    bench = Bench(asked.shared, asked.out.resolve(), asked.clips, asked.epochs, asked.seeds, asked.threads)
    bench.films()
    console, results = Console(width=200), {}
    for name in LIFTERS:
        bench.lifter(name)
    for detector in asked.detectors if asked.only != "lifters" else ():
        for title, table in (("rows", rows_of), ("switches", switches)):
            if asked.only in (None, title):
                results[f"{detector}, {title}"] = table(bench, detector)
                show(console, f"{detector}, {title}", results[f"{detector}, {title}"])
                (asked.out / f"tables-{detector}-{title}.json").write_text(
                    json.dumps(results[f"{detector}, {title}"], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
