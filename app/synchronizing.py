"""`parallax sync`: videos or a project in, clocks out. The work is core/synchronize.py's; here it is asked for.

Movement needs poses: those that are missing are found first, by a run like that of `parallax process`: in the project,
where one was given, else in a folder that is thrown away.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from core import pipeline, posefile, recording, runs, synchronize
from core.errors import NothingDone, ParallaxError
from core.pipeline import ProcessRequest, ViewJob
from core.pose import Poses2D
from core.progress import Progress, Step, silent
from core.storage import DATABASE, Project
from core.sync_records import PairEvidence, Synchronization, level
from core.synchronize import ViewInput
from core.video import content_hash, probe
from core.words import tr

DETECTOR = "blazepose"


@dataclass(frozen=True)
class Answer:
    """What came of it. names, paths: of the views by id; project: whose clocks were set, None for loose videos."""

    found: Synchronization
    names: dict[str, str]
    paths: dict[str, str]
    project: Path | None = None

    @property
    def ok(self) -> bool:
        return self.found.accepted

    def data(self) -> dict[str, Any]:
        """As JSON values. A view of which nothing can be told has null for its offset and drift."""
        found = self.found
        views = [{"name": self.names[v.view], "path": self.paths[v.view], "accepted": v.accepted,
                  "offset_s": v.offset_s if v.accepted else None, "drift_ppm": v.drift_ppm if v.accepted else None,
                  "sigma_s": v.sigma_s if v.accepted else None, "confidence": v.confidence, "evidence": v.evidence,
                  "sound_lag_s": v.sound_lag_s, "sentence": v.sentence} for v in found.views]
        return {"ok": self.ok, "method": found.method, "anchor": self.names[found.anchor], "views": views,
                "pairs": [self._pair(p) for p in found.pairs],
                "left_out": [p.sentence for p in found.left_out], "conflicts": [c.sentence for c in found.conflicts],
                "loop_residual_s": found.loop_residual_s, "notes": found.notes,
                "project": str(self.project) if self.project else None}

    def _pair(self, p: PairEvidence) -> dict[str, Any]:
        return {"a": self.names[p.a], "b": self.names[p.b], "method": p.method, "offset_s": p.offset_s,
                "drift_ppm": p.drift_ppm, "sigma_s": p.sigma_s, "sigma_drift_ppm": p.sigma_drift_ppm,
                "confidence": p.confidence, "accepted": p.accepted, "used": p.used, "residual_s": p.residual_s,
                "reason": p.reason, "candidates": [list(c) for c in p.candidates]}

    def table(self) -> Table:
        """A line a view."""
        table = Table("view", "offset", "drift", "±", "confidence", "evidence", box=None, pad_edge=False)
        for v in self.found.views:
            name = escape(self.names[v.view])
            if v.view == self.found.anchor:
                table.add_row(name, "0", "0", "", "", "reference")
            elif not v.accepted:
                table.add_row(name, "–", "–", "–", f"{v.confidence:.2f} {level(v.confidence)}", "")
            else:
                drift = round(v.drift_ppm, 1) + 0.0  # no "-0.0"
                table.add_row(name, f"{v.offset_s:+.4f} s", f"{drift:+.1f} ppm", f"{1000 * v.sigma_s:.2f} ms",
                              f"{v.confidence:.2f} {level(v.confidence)}", ", ".join(v.evidence))
        return table

    def sentences(self) -> list[str]:
        """All of it in words."""
        found = self.found
        told = [f"{v.sentence}." for v in found.views]
        told += [f"{p.sentence}." for p in found.left_out]
        if found.loop_residual_s is not None:
            told.append(f"The views close on one another to {1000 * found.loop_residual_s:.2f} ms.")
        if self.project is not None and any(v.accepted for v in found.views[1:]):
            told.append(f"The clocks are set in {self.project}.")
        return told


def synchronized(paths: Sequence[Path], method: str, progress: Progress = silent) -> Answer:
    """The clocks of videos, or of a project, which then has them. Raises ParallaxError, Cancelled."""
    if len(paths) == 1 and (paths[0] / DATABASE).is_file():
        return _of_project(paths[0], method, progress)
    if len(paths) < 2:
        raise ParallaxError(paths[0], "one video has nothing to be synchronized with.",
                            "Name two or more videos, or a project NAME.parallax.")
    if len(paths) > recording.MOST_VIEWS:
        raise ParallaxError(tr("{n} videos").format(n=len(paths)), "are more than the {most} of a recording.",
                            "Choose fewer videos.", most=recording.MOST_VIEWS)
    return _of_videos(paths, method, progress)


def _of_videos(paths: Sequence[Path], method: str, progress: Progress) -> Answer:
    for path in paths:  # before anything long begins
        probe(path, progress)
    names = {f"view{i + 1:02d}": path.name for i, path in enumerate(paths)}
    files = dict(zip(names, paths, strict=True))
    poses = {} if method == "audio" else poses_of(files, names, progress)
    inputs = []
    for view, path in files.items():
        flat, athlete = poses.get(view, (None, None))
        times = synchronize.times_of(path) if flat is None else flat.times
        inputs.append(synchronize.with_poses(ViewInput(view, names[view], path, times), flat, athlete))
    found = synchronize.synchronize(inputs, method, progress)
    return Answer(found, names, {view: str(path) for view, path in files.items()})


def poses_of(files: dict[str, Path], names: dict[str, str], progress: Progress = silent
             ) -> dict[str, tuple[Poses2D, int]]:
    """The people in each video, and which of them is the athlete; views in which nobody was found are left out.

    files, names: by view id. Raises ParallaxError, Cancelled.
    """
    with tempfile.TemporaryDirectory(prefix="parallax-sync-") as folder:
        jobs = tuple(ViewJob(view, names[view], str(path)) for view, path in files.items())
        run = runs.create(folder, "process", "Find poses", ProcessRequest(jobs, DETECTOR))
        try:
            outcome = pipeline.process(run, _named(progress, names))
        except NothingDone:
            return {}
        results = {}
        for result in outcome.views:
            file = result.repaired or result.poses2d
            poses = posefile.read(run.folder / "results" / file) if file else None
            if isinstance(poses, Poses2D) and result.athlete is not None:
                results[result.view] = poses, result.athlete
        return results


def _named(progress: Progress, names: dict[str, str]) -> Progress:
    def step(step: Step) -> None:
        progress(Step(step.stage, step.done, step.total, names.get(step.item, step.item)))

    return step


def _of_project(folder: Path, method: str, progress: Progress) -> Answer:
    from app import processing

    with Project.open(folder) as project:
        document = project.document
        if len(document.views) < 2:
            raise ParallaxError(folder, "this project has fewer than two views.", "Add a video in the window.")
        names = {view.id: view.name for view in document.views.values()}
        paths = {}
        for view in document.views.values():
            path = project.video(view, content_hash)
            if path is None:
                raise ParallaxError(view.path, "the video of {view} is not there.",
                                    "Put it back, or show the project where it is now.", view=view.name)
            paths[view.id] = path
        bare: dict[str, tuple[int, int | None]] = {v: (0, None) for v in names if document.active("2d", v) is None}
        if bare and method != "audio":
            processing.work(project, recording.request_for(project, bare, detector=DETECTOR), _named(progress, names))
        asked = synchronize.request_for(document, project.folder / "poses", paths, method)
        run = runs.create(project.runs, "sync", tr("Synchronize {n} views").format(n=len(names)), asked)
        synchronize.work(run, _named(progress, names))
        found = synchronize.take(run)
        project.do(synchronize.edit_for(document, found))
        recording.taken(run, run.status())  # the window need not do it again
        return Answer(found, names, {view: str(path) for view, path in paths.items()}, project.folder)
