"""Looking for exchanged sides as a run of its own: the lifter that it needs is not for the window's process."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.errors import ParallaxError
from core.pose import Poses2D
from core.progress import Progress, silent
from core.records import build
from core.runs import Run, Status
from core.sides import Proposal, Side, propose
from core.storage import Project

KIND = "sides"


@dataclass(frozen=True)
class SidesView:
    """One view: its 2D poses as they are shown (a pose file, and the id of its prediction), the athlete's track."""

    view: str
    name: str
    poses: str
    poses_id: str
    athlete: int
    clock: Clock


@dataclass(frozen=True)
class SidesRequest:
    """What a run of kind 'sides' is to do. lifter: a card's id."""

    views: tuple[SidesView, ...]
    lifter: str
    device: str = "cpu"


@dataclass(frozen=True)
class _Found:
    """A Proposal as JSON holds it: gain None where no other view shows the frames."""

    view: str
    start: int
    stop: int
    gain: float | None
    reason: str


@dataclass(frozen=True)
class _Result:
    proposals: tuple[_Found, ...] = ()


def request_for(project: Project, lifter: str) -> SidesRequest:
    """The request that checks all views of a project whose athlete is known. Reads no files."""
    document = project.document
    rows = [(view, document.active("2d", view.id)) for view in document.views.values()]
    return SidesRequest(tuple(
        SidesView(view.id, view.name, str(project.folder / "poses" / row.file), row.id, row.athlete, view.clock)
        for view, row in rows if row is not None and row.athlete is not None), lifter)


def work(run: Run, progress: Progress = silent) -> list[Proposal]:
    """Does a run of kind 'sides' in this process. Raises Cancelled where it is stopped, ParallaxError where the request
    makes no sense or a file cannot be read; the run's status says the same."""
    from core.report import Report

    run.start()
    report = Report(run, progress)
    report.add("all", "Check left and right")
    with report:
        found = _propose(run, report.of("all", "sides"))
        report.stage("all", "done")
        report.end("done", "", _Result(tuple(_Found(p.view, p.start, p.stop, p.gain if math.isfinite(p.gain) else None,
                                                    p.reason) for p in found)))
        return found


def _propose(run: Run, progress: Progress) -> list[Proposal]:
    from core import lift, posefile

    try:
        request = build(SidesRequest, run.request.settings)
    except ValueError as e:
        raise ParallaxError(run.folder, f"the request cannot be understood ({e}).", "Start the run again.") from e
    lifter = lift.load(request.lifter, request.device)
    sides = []
    for asked in request.views:
        poses = posefile.read(Path(asked.poses))
        if not isinstance(poses, Poses2D) or not 0 <= asked.athlete < poses.xys.shape[1]:
            raise ParallaxError(asked.poses, f"this pose file has no person {asked.athlete} in 2D.",
                                "Find poses again.")
        sides.append(Side(asked.view, poses, asked.athlete, asked.clock))
    return propose(sides, lambda poses: lift.lift(poses, lifter), progress)


def proposals(status: Status) -> list[Proposal]:
    """What a run of kind 'sides' that is done has found. Raises ValueError where its status says something else."""
    result: Mapping[str, Any] = status.result
    return [Proposal(p.view, p.start, p.stop, math.nan if p.gain is None else p.gain, p.reason)
            for p in build(_Result, result).proposals]


def checked(run: Run) -> tuple[tuple[str, str], ...]:
    """(view, id of its 2D prediction) that a run of kind 'sides' looks at: what it finds speaks of no others. Raises
    ValueError where its request says something else."""
    return tuple((view.view, view.poses_id) for view in build(SidesRequest, run.request.settings).views)
