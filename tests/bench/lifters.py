"""What each family of lifters costs: milliseconds and memory for 1000 frames of one person, as `lift` lifts them.

    python -m tests.bench.lifters [--only NAME …] [--devices cpu,cuda] [--kinds fp32,bf16] [--compile off,on]
                                  [--frames 1000] [--threads 2] [--out FILE.json]

Networks of their published default size with random weights, which cost what trained ones cost; with the flip test,
which is the default. Every row is measured in a process of its own: after a first round of all frames (in which
torch.compile works), the best of --repeats rounds. Memory is the most that the process held, with what it holds when
the network has been loaded beside it (resident; of CUDA what torch allocated on the device). Lifters of key-frames see
every 10th frame.
"""

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

# Name → net of core/nets, its settings, and how it is spoken to.
FAMILIES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "Parallax": ("frame_transformer", {}, {"name": "parallax"}),
    "SimpleBaseline": ("simple_baseline", {}, {"name": "standardized"}),
    "VideoPose3D 243": ("videopose3d", {}, {"name": "screen"}),
    "IGANet": ("iganet", {}, {"name": "screen"}),
    "MixSTE 243": ("mixste", {}, {"name": "screen"}),
    "MotionBERT 243": ("dstformer", {}, {"name": "motionbert"}),
    "MotionBERT lite": ("dstformer", {"dim_feat": 256, "mlp_ratio": 4}, {"name": "motionbert"}),
    "PoseFormer 81": ("poseformer", {}, {"name": "screen"}),
    "MHFormer 351": ("mhformer", {}, {"name": "screen"}),
    "StridedTransformer 351": ("strided_transformer", {}, {"name": "screen"}),
    "Uplift and Upsample 351": ("uplift_upsample", {}, {"name": "screen"}),
    "Parallax, key-frames": ("frame_upsampler", {}, {"name": "parallax"}),
}
STRIDE = 10  # of key-frames, for the last two


@dataclass(frozen=True)
class Row:
    """What is measured: milliseconds and peak memory for so many frames; loaded_mb: before the first of them."""

    family: str
    device: str
    kind: str
    compiled: bool
    million_parameters: float = 0.0
    ms: float = 0.0
    peak_mb: float = 0.0
    loaded_mb: float = 0.0
    error: str = ""


@contextlib.contextmanager
def _as(kind: str, device: str) -> Iterator[None]:
    import torch

    with torch.autocast(device, torch.bfloat16, enabled=kind == "bf16"):
        yield


def _lifter(family: str, device: str, compiled: bool) -> Any:
    """A lifter, or an upsampler, with random weights."""
    import torch

    from core import cards, lift
    from core.pose import Source
    from core.upsample import Upsampler

    torch.manual_seed(0)
    net_name, config, _ = FAMILIES[family]
    net = import_module(f"core.nets.{net_name}").build(config)
    if net_name in cards.FILLING:
        made: Any = Upsampler(net.to(device).eval(), net.frames, net.s_out, (5, 10, 20), Source(family))
    else:
        made = lift.assemble(_card(family), net.state_dict(), "", device)
    if compiled:
        made.net.compile()
    return made


def _card(family: str) -> Any:
    from core import cards

    net, config, convention = FAMILIES[family]
    if convention["name"] == "standardized":
        joints = 17 * [[500.0, 400.0, 0.0]]
        flat = [row[:2] for row in joints]
        convention = {**convention, "statistics": {"mean_2d": flat, "deviation_2d": flat, "mean_3d": joints,
                                                   "deviation_3d": joints}}
    return cards.Card(family, family, "lifter", net, "h36m17", "", "", config, convention=convention)


def measure(row: Row, frames: int, threads: int, repeats: int) -> Row:
    """In this process, which is to be a fresh one."""
    import torch

    from core.lift import lift
    from core.pose import Poses2D, Source
    from core.skeleton import H36M17
    from core.upsample import Upsampler, upsample

    torch.set_num_threads(threads)
    rng = np.random.default_rng(0)
    body = rng.uniform(300, 700, (17, 2)) + np.cumsum(rng.normal(0, 2, (frames, 1, 2)), axis=0)
    xys = np.concatenate((body, np.ones((frames, 17, 1))), axis=-1)[:, None].astype(np.float32)
    poses = Poses2D(xys, np.arange(frames) / 50, H36M17, (1000, 1000), Source("random"))
    made = _lifter(row.family, row.device, row.compiled)
    loaded, times = _resident(), []
    for _ in range(1 + repeats):
        began = time.perf_counter()
        with _as(row.kind, row.device):
            if isinstance(made, Upsampler):
                upsample(poses, made, STRIDE)
            else:
                lift(poses, made)
        times.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    if row.device == "cuda":
        peak, loaded = torch.cuda.max_memory_allocated() / 1e6, sum(
            p.numel() * p.element_size() for p in made.net.parameters()) / 1e6
    size = sum(p.numel() for p in made.net.parameters()) / 1e6
    return Row(row.family, row.device, row.kind, row.compiled, size, 1e6 * min(times[1:]) / frames, peak, loaded)


def _resident() -> float:
    """MB that this process holds now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return 0.0


def _apart(row: Row, args: argparse.Namespace) -> Row:
    """`measure` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.lifters", "--one", json.dumps(asdict(row)), "--frames",
               str(args.frames), "--threads", str(args.threads), "--repeats", str(args.repeats)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return Row(**json.loads(said.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        why = (said.stderr.strip().splitlines() or [f"exit code {said.returncode}"])[-1]
        return Row(row.family, row.device, row.kind, row.compiled, error=why[:200])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=list(FAMILIES), choices=list(FAMILIES), metavar="NAME")
    parser.add_argument("--devices", default="")
    parser.add_argument("--kinds", default="fp32,bf16")
    parser.add_argument("--compile", default="off,on")
    parser.add_argument("--frames", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(asdict(measure(Row(**json.loads(args.one)), args.frames, args.threads, args.repeats))))
        return
    if not args.devices:
        import torch

        args.devices = "cpu,cuda" if torch.cuda.is_available() else "cpu"
    console, table = Console(width=150), Table(
        "random weights", "million parameters", "device", "", "compiled", "ms / 1000 frames", "peak MB", "loaded MB",
        title=f"{args.frames} frames of one person, flip test on, {args.threads} threads")
    rows = []
    for family in args.only:
        for device in args.devices.split(","):
            for kind in args.kinds.split(","):
                for compiled in args.compile.split(","):
                    row = _apart(Row(family, device, kind, compiled == "on"), args)
                    rows.append(row)
                    print(f"{family} {device} {kind} compile {compiled}: {row.error or f'{row.ms:.0f} ms'}", flush=True)
                    figures = ("", row.error, "") if row.error else (f"{row.ms:.0f}", f"{row.peak_mb:.0f}",
                                                                     f"{row.loaded_mb:.0f}")
                    table.add_row(family, f"{row.million_parameters:.1f}", device, kind, compiled, *figures)
    console.print(table)
    if args.out is not None:
        args.out.write_text(json.dumps({"frames": args.frames, "threads": args.threads, "weights": "random",
                                        "flip": True, "rows": [asdict(row) for row in rows]}, indent=1) + "\n",
                            encoding="utf-8")


if __name__ == "__main__":
    main()
