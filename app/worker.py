"""What the process of a run does: the kinds of run, and being no burden to the window beside it."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.errors import ParallaxError
from core.progress import silent
from core.records import plain
from core.runs import Run, Status

NICE = 15  # behind the window and its decoders
VARIABLE = "PARALLAX_NICE"  # another: 0 where nobody waits for a window, as on a machine that only trains


def work(folder: Path) -> None:
    """Does the run in a folder. Raises ParallaxError for what is no run or a kind that is not known, Cancelled."""
    run = Run(folder)
    yield_to_others()
    kinds: dict[str, Callable[[Run], object]] = {
        "process": _process, "sync": _synchronize, "sides": _sides, "lifter-bench": _lifters, "proxy": _proxy,
        "film": _comparison, "train": _train, "train-trial": _trial, "train-keep": _keep, "which-views": _which_views,
        "demo": _film, "coach": _coach,
    }
    if run.request.kind not in kinds:
        raise ParallaxError(folder, "a run of kind {kind} is not known.", "Known are: {kinds}.",
                            kind=repr(run.request.kind[:40]), kinds=", ".join(kinds))
    kinds[run.request.kind](run)


def yield_to_others() -> None:
    """Others come first on a busy machine: the window must answer within a frame while this computes."""
    given = os.environ.get(VARIABLE, "")
    nice = int(given) if given.isdecimal() else NICE
    with contextlib.suppress(AttributeError, OSError):  # Windows has no nice, and a sandbox may forbid it
        os.nice(nice)
    # Where Linux schedules sessions as groups, a process with a session of its own competes as a group, whatever its
    # nice: the group takes one as well. In somebody else's session, such as a terminal's, it would be for all in it.
    with contextlib.suppress(AttributeError, OSError):
        if os.getsid(0) == os.getpid():
            Path("/proc/self/autogroup").write_text(str(min(nice, 19)))


# Each kind imports what it needs: a run of one kind does not wait for what others load.


def _process(run: Run) -> None:
    from core import pipeline

    pipeline.process(run)


def _synchronize(run: Run) -> None:
    from core import synchronize

    synchronize.work(run)


def _sides(run: Run) -> None:
    from core import sides_run

    sides_run.work(run)


def _lifters(run: Run) -> None:
    from core import lifter_bench

    lifter_bench.work(run)


def _proxy(run: Run) -> None:
    from core import proxy

    proxy.work(run)


def _comparison(run: Run) -> None:
    from app import film

    film.work(run)


def _coach(run: Run) -> None:
    from app import coach_take

    coach_take.work(run)


def _film(run: Run) -> None:
    from app import demo

    demo.work(run)


def _train(run: Run) -> None:
    from app.console import stopped_between_steps
    from training import receipt
    from training.run import asked, train_with

    method, settings = asked(run)
    with stopped_between_steps(silent) as progress:
        train_with(method, settings, run.folder, progress)
    receipt.write(run)


def _trial(run: Run) -> None:
    from dataclasses import asdict

    from training.run import trial
    from training.settings import built

    asked = run.request.settings
    with _told(run) as result:
        method = str(asked.get("method", ""))
        result |= asdict(trial(method, built(method, plain(asked.get("settings", {})), method), run.folder))


def _keep(run: Run) -> None:
    from training import receipt

    with _told(run) as result:
        asked = run.request.settings
        result["model"] = receipt.keep(Path(str(asked.get("run", ""))), title=str(asked.get("title", ""))).id


def _which_views(run: Run) -> None:
    from training import placement

    placement.work(run)


@contextlib.contextmanager
def _told(run: Run) -> Iterator[dict[str, Any]]:
    """Work that is too short to be told of on the way: the run's status says what came of it, or what was wrong."""
    run.start()
    result: dict[str, Any] = {}
    try:
        yield result
    except BaseException as fault:
        about = Path(fault.subject).name or fault.subject if isinstance(fault, ParallaxError) else ""
        said = f"{about}: {fault.fault} {fault.remedy}" if isinstance(fault, ParallaxError) else str(fault)
        run.write_status(Status("failed", message=said or type(fault).__name__))
        raise
    run.write_status(Status("done", result=result))
