"""Looking for exchanged sides as a run of its own: the lifter that it needs is not for the window's process.

The run reads the project that its folder lies in, as it is when it starts, so a request names no files.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core import corrected, sparse
from core.corrected import ATHLETE
from core.document import Document
from core.errors import ParallaxError
from core.labels import swaps_of
from core.progress import Progress, silent
from core.records import build, dumps
from core.runs import Run, Status
from core.sides import Proposal, Side, propose
from core.storage import Project
from core.words import tr

KIND = "sides"


@dataclass(frozen=True)
class SidesView:
    """One view, and the `fingerprint` that it had when the check was asked for."""

    view: str
    name: str
    fingerprint: str


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


def fingerprint(document: Document, view: str) -> str:
    """Another one wherever a view's sides are judged by something else: another prediction, athlete or swap; '' where
    it has no athlete. Labels do not count: they say nothing of which side the detector took for which."""
    row = document.active("2d", view)
    if row is None or row.athlete is None:
        return ""
    swaps = sorted(swaps_of(document, view, ATHLETE), key=lambda swap: swap.id)  # undo and redo change their order
    return sha256(dumps([row.id, row.athlete, swaps]).encode()).hexdigest()[:16]


def request_for(document: Document, lifter: str) -> SidesRequest:
    """The request that checks all views whose athlete is known. Reads no files."""
    return SidesRequest(tuple(SidesView(view.id, view.name, known) for view in document.views.values()
                              if (known := fingerprint(document, view.id))), lifter)


def side_of(project: Project, view_id: str) -> Side | None:
    """A view as it is shown: what was detected with swaps and labels laid over it; None where it has no athlete.

    Reads files: not for the GUI thread. Raises ParallaxError where they are not what the project says.
    """
    view = project.document.views.get(view_id)
    if view is None:
        return None
    try:
        found = corrected.of_project(project, view_id)
    except (ValueError, IndexError) as e:
        raise ParallaxError(view.name, "its pose file is not what the project says it is ({why}).", "Find poses again.",
                            why=e) from e
    if found is None:
        return None
    # Between key-frames a side is that of the line: the lifter that is asked sees every frame.
    poses = found.poses if sparse.stride_of(found.poses) == 1 else corrected.to_look_at(project, view_id)
    return Side(view_id, poses or found.poses, 0, view.clock, found.labelled)


def work(run: Run, progress: Progress = silent) -> list[Proposal]:
    """Does a run of kind 'sides' in this process. Raises Cancelled where it is stopped, ParallaxError where the request
    makes no sense or a file cannot be read; the run's status says the same."""
    from core.report import Report

    run.start()
    report = Report(run, progress)
    report.add("all", tr("Check left and right"))
    with report:
        found = _propose(run, report.of("all", "sides"))
        report.stage("all", "done")
        report.end("done", "", _Result(tuple(_Found(p.view, p.start, p.stop, p.gain if math.isfinite(p.gain) else None,
                                                    p.reason) for p in found)))
        return found


def _propose(run: Run, progress: Progress) -> list[Proposal]:
    from core import lift

    try:
        request = build(SidesRequest, run.request.settings)
    except ValueError as e:
        raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Start the run again.",
                            why=e) from e
    with Project.open(run.folder.parent.parent, read_only=True) as project:
        sides = [_asked(project, view) for view in request.views]
    lifter = lift.load(request.lifter, request.device)
    return propose(sides, lambda poses: lift.lift(poses, lifter), progress)


def _asked(project: Project, asked: SidesView) -> Side:
    """Raises ParallaxError where the view is not what was asked about: the answer would be thrown away in the end."""
    same = fingerprint(project.document, asked.view) == asked.fingerprint
    side = side_of(project, asked.view) if same else None
    if side is None:
        raise ParallaxError(asked.name, "its poses were changed before the check began.", "Check left and right again.")
    return side


def proposals(status: Status) -> list[Proposal]:
    """What a run of kind 'sides' that is done has found. Raises ValueError where its status says something else."""
    result: Mapping[str, Any] = status.result
    found = build(_Result, result).proposals
    if any(not 0 <= p.start < p.stop for p in found):
        raise ValueError("a stretch of no frames")
    return [Proposal(p.view, p.start, p.stop, math.nan if p.gain is None else p.gain, p.reason) for p in found]


def checked(run: Run) -> tuple[tuple[str, str], ...]:
    """(view, its fingerprint) that a run of kind 'sides' looks at: what it finds speaks of no others. Raises
    ValueError where its request says something else."""
    return tuple((view.view, view.fingerprint) for view in build(SidesRequest, run.request.settings).views)
