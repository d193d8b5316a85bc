"""Where to put two cameras: what a lifter would gain by the angle between them, tried out beforehand.

For a recording that is planned nothing is filmed yet, so a figure of the studio moves, virtual cameras see it with a
detector's faults, and the lifter learns from each pair for a short while. What it has gained is measured on other
movements of the kind, seen by one camera at a time. It is a comparison of angles, no promise for the gym.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core import cards, lift, records
from core.progress import Cancelled, Progress, Step, silent
from core.runs import Run, Status
from core.studio import MOTIONS
from training import augment, evaluate, settings
from training.datasets import mocap, views
from training.datasets.views import Placement
from training.methods.consistency import Consistency

ANGLES = (15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 150.0, 180.0)
KIND = "which-views"


@dataclass(frozen=True)
class Request:
    """motions: names in core/studio_motion.py, () for all; steps: of each training; frames, batch: of a step."""

    angles: tuple[float, ...] = ANGLES
    motions: tuple[str, ...] = ()
    lifter: str = cards.DEFAULT_LIFTER
    steps: int = 60
    frames: int = 81
    batch: int = 6
    clip_s: float = 4.0
    seed: int = 1
    threads: int = 0


@dataclass(frozen=True)
class Expected:
    """mm of P-MPJPE in one view, on movements that were not learned from: before, and after learning with the second
    camera at each angle. apart_mm: how far the two views were apart before, which is what there is to learn from."""

    angles: tuple[float, ...]
    before_mm: float
    after_mm: tuple[float, ...]
    apart_mm: tuple[float, ...]


def work(run: Run) -> None:
    """Does a run of this kind."""
    request = records.build(Request, dict(run.request.settings))
    run.start()

    def progress(step: Step) -> None:
        run.write_status(Status("running", "train", step.done, step.total))
        if run.stop_asked:
            raise Cancelled

    try:
        found = expected(request, progress)
    except Cancelled:
        run.write_status(Status("stopped", "train"))
        return
    except BaseException as fault:
        run.write_status(Status("failed", "train", message=str(fault) or type(fault).__name__))
        raise
    run.write_status(Status("done", "train", result=records.plain(found)))


def expected(r: Request, progress: Progress = silent) -> Expected:
    """Try all angles out. progress counts steps of all trainings."""
    import torch

    torch.set_num_threads(r.threads or torch.get_num_threads())
    noise = augment.read_noise(Path("blazepose.json"))
    names = r.motions or tuple(MOTIONS)
    # Another draw of the same movements: other people, another speed, another place.
    learned, other = ([mocap.Clip(name, f"{seed}", name, "asf", 50.0,
                                  np.asarray(MOTIONS[name](r.clip_s, 50.0, seed), np.float32)) for name in names]
                      for seed in (r.seed, r.seed + 1))
    tested = [views.film(clip, Placement(apart=(0.0, 120.0, 240.0)), noise, 50 + i) for i, clip in enumerate(other)]
    before = evaluate.on_views(lift.load(r.lifter), tested)["p_mpjpe_mm"]
    after, apart = [], []
    for n, angle in enumerate(r.angles):
        def tick(step: int, n: int = n) -> None:
            progress(Step("train", n * r.steps + step, len(r.angles) * r.steps))

        clips = [views.film(clip, Placement(apart=(0.0, angle)), noise, r.seed + i) for i, clip in enumerate(learned)]
        net, first = _learned(r, clips, tick)
        apart.append(first)
        after.append(evaluate.on_views(net, tested)["p_mpjpe_mm"])
    return Expected(r.angles, round(before, 1), tuple(round(a, 1) for a in after), tuple(round(a, 1) for a in apart))


def _learned(r: Request, clips: Sequence[views.Clip], tick: Callable[[int], None]) -> tuple[lift.Lifter, float]:
    """The lifter after a short training, and how far the views were apart before it."""
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel

    c = settings.Consistency(lifter=r.lifter, held_out=0.0, frames=r.frames, batch=r.batch, steps=r.steps, seed=r.seed)
    method = Consistency(c, [replace(clip, truth=None) for clip in clips])
    net = method.net()
    optimizer = torch.optim.Adam(net.parameters(), lr=c.lr)
    first = 0.0
    for step in range(r.steps):
        tick(step)
        for group in optimizer.param_groups:
            group["lr"] = c.lr * (1 - step / r.steps)
        with sdpa_kernel(SDPBackend.MATH):
            loss, report = method.loss(net.train(), method.batch(step))
        first = first or 1000 * report["consistency"]
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
    return lift.assemble(cards.card(r.lifter), net.eval().state_dict(), ""), first
