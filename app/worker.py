"""What the process of a run does: the kinds of run, and being no burden to the window beside it."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from core import pipeline
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.runs import Run, Status


def work(folder: Path) -> None:
    """Does the run in a folder. Raises ParallaxError for what is no run or a kind that is not known, Cancelled."""
    run = Run(folder)
    yield_to_others()
    kinds: dict[str, Callable[[Run], object]] = {"process": pipeline.process, "train": _train, "demo": _film}
    if run.request.kind not in kinds:
        raise ParallaxError(folder, f"a run of kind {run.request.kind[:40]!r} is not known.",
                            f"Known are: {', '.join(kinds)}.")
    kinds[run.request.kind](run)


def yield_to_others() -> None:
    """Others come first on a busy machine: the window must answer within a frame while this computes."""
    with contextlib.suppress(AttributeError, OSError):  # Windows has no nice, and a sandbox may forbid it
        os.nice(10)


def _film(run: Run) -> None:
    from app import demo

    demo.work(run)


def _train(run: Run) -> None:
    """A training run: its own files (log.jsonl, checkpoints, weights) lie in training/ of the run folder."""
    from training.run import train

    asked = run.request.settings
    began, first = time.monotonic(), -1
    run.start()

    def progress(step: Step) -> None:
        nonlocal began, first
        if first < 0:
            began, first = time.monotonic(), step.done
        if run.stop_asked:
            raise Cancelled
        took = time.monotonic() - began
        rate = (step.done - first) / took if took > 1 else 0.0
        eta = (step.total - step.done) / rate if rate else None
        run.write_status(Status("running", step.stage, step.done, step.total, round(rate, 3), eta))

    try:
        method, overrides = str(asked["method"]), [str(o) for o in asked.get("overrides", ())]
        config = Path(str(asked["config"])) if asked.get("config") else None
        figures = train(method, config, overrides, run.folder / "training", progress)
        run.write_status(Status("done", result={"figures": figures}))
    except (Cancelled, KeyboardInterrupt):
        run.write_status(Status("stopped"))
        raise
    except BaseException as e:
        run.write_status(Status("failed", message=str(e) or type(e).__name__))
        raise
