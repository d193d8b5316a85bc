"""A project's way into the pipeline and back: adding videos, asking for a run, taking in what came of it."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from core import joining, partial, posefile
from core.detect import Seed
from core.document import Change, Edit, Prediction, Put, RunRow, View, active_key, new_id
from core.errors import ParallaxError
from core.files import write_text
from core.joining import Found
from core.pipeline import Outcome, ProcessRequest, ViewJob, ViewResult
from core.pose import Poses2D, Poses3D
from core.records import build, plain
from core.runs import ENDED, Run, Status, listed
from core.storage import Project
from core.video import VideoInfo, content_hash, probe
from core.words import tr

MOST_VIEWS = 8


def view_of(project: Project, path: str | Path, colour: int) -> View:
    """The row of a video that is not in the project yet. Reads the file (its time stamps, its hash): not for the GUI
    thread. Raises ParallaxError where it is no video."""
    path = Path(path)
    info: VideoInfo = probe(path)
    rate = info.fps
    return View(
        new_id(), path.stem, project.place(path), path.stat().st_size, content_hash(path), info.size[0], info.size[1],
        rate.numerator, rate.denominator, info.frames, info.first_time_s,
        info.first_time_s + info.duration_s - info.interval_median_s, colour=colour)


def add_views(project: Project, paths: Sequence[str | Path]) -> Change:
    """Adds videos as one edit. Raises ParallaxError where one is no video or is there already, and then adds none."""
    there = {v.file_hash: v.name for v in project.document.views.values()}
    if len(there) + len(paths) > MOST_VIEWS:
        raise ParallaxError(project.folder, "a recording has at most {most} views.", "Choose fewer videos.",
                            most=MOST_VIEWS)
    puts = []
    for path in paths:
        view = view_of(project, path, len(there))
        if view.file_hash in there:
            raise ParallaxError(path, "this video is in the recording already, as {view}.", "Leave it out.",
                                view=there[view.file_hash])
        there[view.file_hash] = view.name
        puts.append(project.document.put(view))
    return project.do(Edit(tr("Add {views}").format(views=_views(len(puts))), tuple(puts)))


def request_for(project: Project, ranges: dict[str, tuple[int, int | None]] | None = None, *,
                detector: str = "blazepose", lifter: str = "", device: str = "cpu",
                people: int | None = None, stride: int = 1, flip: bool | None = None,
                finer: tuple[int, ...] = ()) -> ProcessRequest:
    """The request that processes the project's views. ranges: (start, stop) frames of the views wanted; None: all.

    Raises ParallaxError naming a video that cannot be found.
    """
    jobs = []
    for view in project.document.views.values():
        if ranges is None or view.id in ranges:
            start, stop = ranges[view.id] if ranges else (0, None)
            jobs.append(_job(project, view, start, stop))
    return ProcessRequest(tuple(jobs), detector, lifter, device, people, stride, flip, finer)


def _job(project: Project, view: View, start: int, stop: int | None) -> ViewJob:
    video = project.video(view, content_hash)
    if video is None:
        raise ParallaxError(view.path, "the video of {view} is not there.",
                            "Put it back, or show the project where it is now.", view=view.name)
    seeds = tuple(Seed(p.frame, p.point, p.box) for p in project.document.picks.values() if p.view == view.id)
    job = ViewJob(view.id, view.name, str(video), start, stop, seeds,
                  camera=project.document.intrinsics(view.id))
    return with_athlete(project, job) if start or stop is not None else job


def with_athlete(project: Project, job: ViewJob) -> ViewJob:
    """The job of a range, told who the athlete is in the frames that are known."""
    base = joining.base(project.document, job.view)
    if base is None or base[1].athlete is None:
        return job
    return replace(job, known=str(project.folder / "poses" / base[0].file), athlete=base[1].athlete)


def untaken(project: Project, kind: str = "process") -> list[tuple[Run, Status]]:
    """The ended runs of a kind, however they ended, that have something the project has not taken in, oldest first."""
    known = [(run, run.status()) for run in listed(project.runs)]
    return [(run, status) for run, status in known
            if run.request.kind == kind and is_untaken(run, status)]


def is_untaken(run: Run, status: Status) -> bool:
    """Whether a run has ended with something that was not taken in yet."""
    return status.state in ENDED and _taken(run) != status.state


def _taken(run: Run) -> str:
    """The state a run was taken in, '' if never. The mark outlives an undo, which the user meant."""
    try:
        return (run.folder / "taken").read_text()[:20]
    except (OSError, UnicodeDecodeError):
        return ""


def take(project: Project, run: Run) -> Change | None:
    """Takes what an ended run found into the project, as one edit; None where there is nothing new.

    A run that was stopped or lost gives the frames it had done; when it has gone on to its end, that replaces them.
    """
    status = run.status()
    if not is_untaken(run, status):
        return None
    edit = taking(project, run, status)
    change = project.do(edit) if edit else None
    taken(run, status)
    return change


def taken(run: Run, status: Status) -> None:
    """Remembers that a run was taken in this state, and frees what is now in the project."""
    write_text(run.folder / "taken", status.state)
    if status.state == "done":
        for name in ("partial", "results"):
            shutil.rmtree(run.folder / name, ignore_errors=True)


def taking(project: Project, run: Run, status: Status) -> Edit | None:
    """The edit that takes an ended run in; None where it found nothing. Writes the pose files the edit names, so a
    worker thread may do it; `project.do` and `taken` follow. Raises ParallaxError where its results are damaged."""
    try:
        return _taking(project, run, status)
    except ValueError as e:
        raise ParallaxError(run.folder, "the results of this run are damaged ({why}).", "Run it again.", why=e) from e


def _taking(project: Project, run: Run, status: Status) -> Edit | None:
    request = build(ProcessRequest, run.request.settings)
    results = {r.view: r for r in _results(status)}
    puts: list[Put] = []
    views = 0
    for job in request.views:
        if job.view not in project.document.views:
            continue  # removed meanwhile
        result = results.get(job.view, ViewResult(job.view))
        rows = _from_result(project, run, job, result) or _from_chunks(project, run, job)
        for row in rows:
            puts += [project.document.put(row), *_show_newest(project, row)]
        views += bool(rows)
    if not puts:
        return None
    new = {put.key for put in puts}
    kinds = {put.new.kind for put in puts if isinstance(put.new, Prediction)}
    if not any(result.poses3d for result in results.values()):
        kinds.discard("3d")  # what there was is carried over
    for old in project.document.predictions.values():  # the frames of an earlier stop, now among more
        if old.settings.get("run") == run.name and old.id not in new:
            puts.append(project.document.drop("predictions", old.id))
    done = RunRow(run.name, run.request.kind, run.request.title, run.request.made_s, status.state)
    title = (tr("Detect and lift {views}") if kinds == {"2d", "3d"} else tr("Lift {views}") if "3d" in kinds else
             tr("Detect {views}")).format(views=_views(views))
    if status.state != "done":
        title = tr("{title} (in part)").format(title=title)
    return Edit(title, (*puts, project.document.put(done)), request.detector)


def _results(status: Status) -> tuple[ViewResult, ...]:
    return build(Outcome, plain(status.result)).views if status.result else ()


def _show_newest(project: Project, row: Prediction) -> list[Put]:
    """Forgets an earlier choice of what is shown, so that the newest is."""
    key = active_key(row.kind, row.view)
    return [project.document.drop("settings", key)] if project.document.setting(key) else []


def _from_result(project: Project, run: Run, job: ViewJob, result: ViewResult) -> list[Prediction]:
    """A finished view's rows: what the detector said, that with its swaps repaired, and the athlete in 3D."""
    flat = _read(run, result.poses2d, Poses2D)
    lifted = _read(run, result.poses3d, Poses3D)
    if flat is not None:
        looked = np.zeros(len(flat.times), dtype=bool)
        looked[result.start:result.stop] = True
        new = Found(flat, _read(run, result.repaired, Poses2D), lifted, result.athlete, looked)
        return _rows(project, run, job, job.view, new)
    if lifted is not None:  # from 2D poses that were there before
        return [_stored(project, run, lifted, job.view, f"{job.view}.3d", ((result.start, result.stop),), 0,
                        result.made_from)]
    return []


P = TypeVar("P", Poses2D, Poses3D)


def _read(run: Run, file: str, kind: type[P]) -> P | None:
    """A pose file among a run's results, None for ''. Raises ValueError where it is of another kind."""
    if not file:
        return None
    poses = posefile.read(run.folder / "results" / Path(file).name)
    if not isinstance(poses, kind):
        raise ValueError(f"{Path(file).name} holds other poses than it should")
    return poses


def _from_chunks(project: Project, run: Run, job: ViewJob) -> list[Prediction]:
    """The rows of a view that was cut short: the frames that were done."""
    from core import people

    folder = partial.folder_of(run.folder, job.view)
    poses = partial.assembled(folder)
    if poses is None or not poses.xys.shape[1]:
        return []
    looked = np.zeros(len(poses.times), dtype=bool)
    for start, xys in partial.since(folder):
        looked[start:start + len(xys)] = True
    frames = int(np.isfinite(poses.xys[..., 0]).any(axis=(1, 2)).sum())
    return _rows(project, run, job, f"{job.view}.part{frames}", Found(poses, None, None, people.athlete(poses), looked))


def _rows(project: Project, run: Run, job: ViewJob, name: str, new: Found) -> list[Prediction]:
    """The rows of what a run found in a view, joined to what is shown of the frames that the run did not look at."""
    both, base = None, _shown(project, job.view)
    if base is not None:
        row, old = base
        both = joining.joined(old, new, _pointed(project, job, new))
        # Another base makes another file, since a file never changes that a row has named.
        name = f"{name}.{sha256(f'{row.id} {row.athlete}'.encode()).hexdigest()[:8]}" if both else name
    found = both or new
    rows: list[Prediction] = []
    for part, poses in (("2d", found.flat), ("repaired", found.repaired), ("3d", found.lifted)):
        if poses is not None:
            athlete = found.athlete if isinstance(poses, Poses2D) else 0
            rows.append(_stored(project, run, poses, job.view, f"{name}.{part}", joining.spans(found.looked), athlete,
                                rows[-1].id if rows else "", row.id if both else ""))
    return rows


def _shown(project: Project, view: str) -> tuple[Prediction, Found] | None:
    """What is shown of a view, and the row of its 2D; None where that is nothing, or cannot be read any more: what was
    found since is not lost by that."""
    base, deep = joining.base(project.document, view), project.document.active("3d", view)
    if base is None:
        return None
    raw, row = base
    try:
        best = project.poses(row.id)
        flat = project.poses(raw.id) if raw is not row else best
        lifted = project.poses(deep.id) if deep is not None and deep.made_from == row.id else None
        if not isinstance(flat, Poses2D) or not isinstance(best, Poses2D) or isinstance(lifted, Poses2D):
            return None
        looked = joining.looked(row, len(best.times))
        return row, Found(flat, best if best is not flat else None, lifted, row.athlete, looked)
    except (ParallaxError, ValueError):
        return None


def _pointed(project: Project, job: ViewJob, new: Found) -> bool:
    """Whether the run followed somebody whom the user still points at."""
    picks = {(p.frame, p.point, p.box) for p in project.document.picks.values() if p.view == job.view}
    return any((s.frame, s.point, s.box) in picks and new.looked[s.frame:s.frame + 1].any() for s in job.seeds)


def _stored(project: Project, run: Run, poses: Poses2D | Poses3D, view: str, name: str,
            looked: tuple[tuple[int, int], ...], athlete: int | None, made_from: str = "",
            joined: str = "") -> Prediction:
    # The id is the run's and the result's: taking the same result twice writes the same file and row.
    id = f"{run.name}-{name}".replace(".", "-")
    row = project.store(poses, view=view, made_from=made_from, start=looked[0][0], stop=looked[-1][1],
                        athlete=athlete, id=id)
    said: dict[str, object] = {**row.settings, "run": run.name}
    if len(looked) > 1:
        said["ranges"] = looked
    if joined:
        said["joined"] = joined
    return replace(row, settings=said)


def _views(count: int) -> str:
    return tr("1 view") if count == 1 else tr("{n} views").format(n=count)
