"""All evidence about a recording's clocks, one answer: the whole way from videos and poses to the views' clocks.

    request_for(document, poses, paths) → SyncRequest      no I/O, for the window
    runs.create(project.runs, "sync", title, request)      the run; its process calls `work(run)`
    take(run) → Synchronization                            what came of it, from results/sync.json
    edit_for(document, found) → Edit                       clocks and evidence, one edit to undo
    stored(document), current(document)                    the last one, as found and as it is in force now

    place_edit, nudge_edit, frame_of, slow_motion_edit, reset_edit, mark_edit, marks, manual_edit      by hand
    synchronize(inputs, method, progress) → Synchronization  without a project: the command line, a notebook

The run's status counts pairs ('sound', 'movement', '3D agreement', each with the two view ids 'a b' as item); its
result is {} where all is in results/sync.json. A run that is stopped leaves nothing; it takes seconds to do again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import sparse
from core.document import Document, Edit, Prediction, View
from core.errors import ParallaxError
from core.files import write_text
from core.progress import Progress, Step, silent
from core.records import build, dumps, loads
from core.runs import MAX_FILE, Run
from core.skeleton import H36M17, Skeleton
from core.sync_decide import Span, decide
from core.sync_edits import (
    MARKS,
    SYNC,
    current,
    edit_for,
    frame_of,
    mark_edit,
    marks,
    nudge_edit,
    place_edit,
    reset_edit,
    slow_motion_edit,
    stored,
)
from core.sync_marks import Mark, manual
from core.sync_records import PairEvidence, Synchronization, Third, ViewSync, evidence_of, read
from core.words import tr

__all__ = ["MARKS", "METHODS", "SYNC", "Mark", "PairEvidence", "SyncRequest", "SyncView", "Synchronization",
           "Third", "ViewInput", "ViewSync", "by_hand", "current", "edit_for", "frame_of", "manual_edit", "mark_edit",
           "marks", "nudge_edit", "place_edit", "request_for", "reset_edit", "slow_motion_edit", "stored",
           "synchronize", "take", "without_poses", "work"]

METHODS = ("auto", "audio", "pose")
CLOSE_S = 0.165  # key-frames that are further apart leave errors of some frames that look sure; closer ones do not


@dataclass(frozen=True, eq=False)
class ViewInput:
    """One view as `synchronize` takes it.

    path: its file, for the sound. times: (T,) seconds of the file's own time stamps. keypoints: (T, J, 3) pixels and
    score of the athlete in `skeleton`, None where nobody looked. lifted: (T, J, 4) or (T, J, 3), the athlete in 3D,
    None where not lifted; kind: of its lengths. moving: whether the camera moves, None where nobody said.
    slow_motion: how many times slower than life the file plays. marks: events seen in it, seconds of the file. apart_s:
    where only key-frames were looked at, and keypoints are on lines between, how far these are apart.
    """

    view: str
    name: str
    path: Path
    times: NDArray[np.float64]
    keypoints: NDArray[np.float32] | None = None
    skeleton: Skeleton = H36M17
    lifted: NDArray[np.float32] | None = None
    kind: str = "relative"
    moving: bool | None = None
    slow_motion: float = 1.0
    marks: tuple[Mark, ...] = ()
    apart_s: float = 0.0

    @property
    def seconds(self) -> NDArray[np.float64]:
        """(T,) real seconds on the view's clock."""
        return np.asarray(self.times, np.float64) / self.slow_motion

    @property
    def span(self) -> Span:
        times = self.seconds
        step = float(np.median(np.diff(times))) if len(times) > 1 else 1 / 30
        return Span(self.view, self.name, float(times[0]), float(times[-1]), step)


def synchronize(inputs: Sequence[ViewInput], method: str = "auto", progress: Progress = silent) -> Synchronization:
    """The clocks of two or more views, from all that their sound and their movement say.

    method: 'auto' for both, 'audio', or 'pose'. The first view is the anchor: reference time is its time. Marks by hand
    count in every method. Raises ParallaxError where fewer than two views or an unknown method are given, or a file
    cannot be read; passes on what progress raises.
    """
    if method not in METHODS:
        raise ParallaxError(method, "there is no such way to synchronize.", "Choose one of: {names}.",
                            names=", ".join(METHODS))
    if len({v.view for v in inputs}) < max(2, len(inputs)):
        raise ParallaxError(tr("Synchronizing"), "takes two or more different views.", "Add another video.")
    notes: list[str] = []
    found = _by_marks(inputs)
    if method in ("auto", "audio"):
        found += _by_sound(inputs, progress, notes)
    if method in ("auto", "pose"):
        found += _by_movement(inputs, progress, notes)
    answer = decide([v.span for v in inputs], found, method, notes)
    if method in ("auto", "pose"):
        checked = _by_agreement(inputs, answer, progress)
        if checked:
            answer = decide([v.span for v in inputs], found + checked, method, notes)
    return answer


def _by_marks(inputs: Sequence[ViewInput]) -> list[PairEvidence]:
    every = [mark for v in inputs for mark in v.marks]
    steps = {v.view: v.span.frame_s * v.slow_motion for v in inputs}
    pairs = manual(every, steps, {v.view: v.slow_motion for v in inputs})
    return [evidence_of(a, b, found) for (a, b), found in pairs.items()]


def _by_sound(inputs: Sequence[ViewInput], progress: Progress, notes: list[str]) -> list[PairEvidence]:
    """Every pair of views that have sound. What slow motion does to sound nobody knows: such views are passed over."""
    from core.sound import load_sound
    from core.sync_audio import align_sounds
    from core.video import probe

    sounds = {}
    for v in inputs:
        if v.slow_motion != 1:
            notes.append(tr("{view}: the sound of a slow-motion file is not used.").format(view=v.name))
        elif not probe(v.path).audio:
            notes.append(tr("{view} has no sound.").format(view=v.name))
        else:
            try:
                sounds[v.view] = load_sound(v.path, progress=progress)
            except ParallaxError as e:  # the others and the movement may still do
                notes.append(tr("{view}: its sound cannot be used. {why}").format(view=v.name, why=e.fault))
    pairs = list(combinations(sounds, 2))
    found = []
    for number, (a, b) in enumerate(pairs):
        tell = partial(_tell, progress, "sound", number, len(pairs), f"{a} {b}")
        tell(Step("", 0, 1))
        found.append(evidence_of(a, b, align_sounds(sounds[a], sounds[b], progress=tell)))
    _done(progress, "sound", pairs)
    return found


def _by_movement(inputs: Sequence[ViewInput], progress: Progress, notes: list[str]) -> list[PairEvidence]:
    """Every pair of views in which somebody was found."""
    from core.sync_pose import pose

    seen = []
    for v in inputs:
        if v.keypoints is None or not np.isfinite(v.keypoints[..., 0]).any():
            notes.append(without_poses(v.name))
        elif v.apart_s > CLOSE_S:
            notes.append(tr("{view}: its movement is not used, since only key-frames were looked at, {s} s apart.")
                         .format(view=v.name, s=f"{v.apart_s:.2f}"))
        else:
            seen.append(v)
    found = []
    pairs = list(combinations(seen, 2))
    for number, (a, b) in enumerate(pairs):
        _tell(progress, "movement", number, len(pairs), f"{a.view} {b.view}", Step("", 0, 1))
        kp_a, kp_b, skeleton = _alike(a, b)
        answer = pose(kp_a, a.seconds, kp_b, b.seconds, skeleton=skeleton, moving=_moving(a, b))
        found.append(evidence_of(a.view, b.view, answer))
    _done(progress, "movement", pairs)
    return found


def without_poses(view: str) -> str:
    """What is noted of a view in which nobody was looked for."""
    return tr("{view}: no poses yet, so its movement is not used.").format(view=view)


def _moving(a: ViewInput, b: ViewInput) -> bool | None:
    """Whether one of two cameras moves, as far as that was said."""
    return True if a.moving or b.moving else None if None in (a.moving, b.moving) else False


def _alike(a: ViewInput, b: ViewInput) -> tuple[NDArray[np.float32], NDArray[np.float32], Skeleton]:
    """Both views' keypoints in one skeleton."""
    from core.skeleton import convert

    assert a.keypoints is not None and b.keypoints is not None
    if a.skeleton == b.skeleton:
        return a.keypoints, b.keypoints, a.skeleton
    return convert(a.keypoints, a.skeleton, H36M17), convert(b.keypoints, b.skeleton, H36M17), H36M17


def _by_agreement(inputs: Sequence[ViewInput], answer: Synchronization, progress: Progress) -> list[PairEvidence]:
    """The lifted poses' agreement over all offsets, a check: it rests on the same poses as the movement."""
    from core.sync_agreement import agreement, thirds

    lifted = [v for v in inputs if v.lifted is not None and np.isfinite(v.lifted[..., 0]).any()]
    pairs = list(combinations(lifted, 2))
    found = []
    for number, (a, b) in enumerate(pairs):
        _tell(progress, "3D agreement", number, len(pairs), f"{a.view} {b.view}", Step("", 0, 1))
        assert a.lifted is not None and b.lifted is not None
        moving = _moving(a, b)
        check = agreement(a.lifted, a.seconds, b.lifted, b.seconds, kind=a.kind, moving=moving)
        at_a, at_b = answer.view(a.view), answer.view(b.view)
        parts: tuple[Third, ...] = ()
        if at_a.accepted and at_b.accepted:
            rate_a, rate_b = (1 + v.drift_ppm * 1e-6 for v in (at_a, at_b))
            line = ((at_b.offset_s - at_a.offset_s) / rate_a, (rate_b / rate_a - 1) * 1e6)
            parts = thirds(a.lifted, a.seconds, b.lifted, b.seconds, *line, moving=moving)
        found.append(evidence_of(a.view, b.view, check, parts))
    _done(progress, "3D agreement", pairs)
    return found


def _tell(progress: Progress, stage: str, number: int, total: int, pair: str, step: Step) -> None:
    """A pair's own steps as parts of the pairs; also where a stop is noticed."""
    part = step.done / step.total if step.total else 0
    progress(Step(stage, int(100 * (number + min(part, 1.0))), 100 * total, pair))


def _done(progress: Progress, stage: str, pairs: Sequence[Any]) -> None:
    if pairs:
        progress(Step(stage, 100 * len(pairs), 100 * len(pairs)))


# -- by hand


def by_hand(document: Document) -> Synchronization:
    """The marks of the project and the evidence that is stored, solved together anew: no I/O, milliseconds.

    A mark outweighs what a method says; a method that agrees with it makes it finer. Raises ParallaxError where no
    event is marked in two views.
    """
    views = list(document.views.values())
    frames = {v.id: 1 / float(v.fps) for v in views}
    pairs = manual(marks(document), frames, {v.id: v.slow_motion for v in views})
    if not pairs:
        raise ParallaxError(tr("Marks"), "no event is marked in two views.", "Mark the same moment in another view.")
    before = stored(document)
    found = [evidence_of(a, b, sync) for (a, b), sync in pairs.items()]
    found += [p for p in before.pairs if p.method != "manual"] if before else []
    spans = [Span(v.id, v.name, v.first_s / v.slow_motion, v.last_s / v.slow_motion, frames[v.id] / v.slow_motion)
             for v in views]
    return decide(spans, found, "auto" if before is None else before.method, before.notes if before else ())


def manual_edit(document: Document) -> Edit:
    """The Edit that sets the clocks by the marks, with what the methods said. Raises ParallaxError as `by_hand`."""
    return edit_for(document, by_hand(document), tr("Synchronize by marks"))


# -- as a run


@dataclass(frozen=True)
class SyncView:
    """A view of a request. poses2d, poses3d: pose files of it, '' where there are none; athlete: the track in poses2d;
    path: its video, absolute."""

    view: str
    name: str
    path: str
    poses2d: str = ""
    athlete: int = 0
    poses3d: str = ""
    moving: bool | None = None
    slow_motion: float = 1.0


@dataclass(frozen=True)
class SyncRequest:
    """What a run of kind 'sync' is to do. marks: by hand, seconds of the files."""

    views: tuple[SyncView, ...]
    method: str = "auto"
    marks: tuple[Mark, ...] = ()


def request_for(document: Document, poses: Path, paths: Mapping[str, Path], method: str = "auto",
                moving: Mapping[str, bool] | None = None) -> SyncRequest:
    """The request that synchronizes a project's views. poses: the project's folder of pose files; paths: the video of
    each view, absolute: a view without one is left out. moving: whether a view's camera moves, where that is known."""
    views = tuple(_asked(document, view, poses, paths[view.id], (moving or {}).get(view.id))
                  for view in document.views.values() if view.id in paths)
    return SyncRequest(views, method, marks(document))


def _asked(document: Document, view: View, poses: Path, path: Path, moving: bool | None) -> SyncView:
    flat, deep = document.active("2d", view.id), document.active("3d", view.id)
    seen = flat if flat is not None and flat.athlete is not None else None
    return SyncView(view.id, view.name, str(path), _file(poses, seen), (seen and seen.athlete) or 0,
                    _file(poses, deep), moving, view.slow_motion)


def _file(poses: Path, row: Prediction | None) -> str:
    return "" if row is None else str(poses / row.file)


def work(run: Run, progress: Progress = silent) -> Synchronization:
    """Does a run of kind 'sync' in this process. Raises Cancelled where it is stopped, ParallaxError where the request
    makes no sense or a file cannot be read; the run's status says the same."""
    from core.report import Report

    run.start()
    report = Report(run, progress)
    report.add("all", tr("Synchronize"))
    told: dict[str, Progress] = {}

    def tell(step: Step) -> None:
        told.setdefault(step.stage, report.of("all", step.stage))(step)

    with report:
        found = _found(run, tell)
        (run.folder / "results").mkdir(exist_ok=True)
        write_text(run.folder / "results" / "sync.json", dumps(found), durable=True)
        report.stage("all", "done")
        report.end("done", "" if found.accepted else _untold(found))
        return found


def _found(run: Run, progress: Progress) -> Synchronization:
    try:
        request = build(SyncRequest, run.request.settings)
    except ValueError as e:
        raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Start the run again.",
                            why=e) from e
    return synchronize([_input(v, request.marks) for v in request.views], request.method, progress)


def _input(asked: SyncView, every: Sequence[Mark]) -> ViewInput:
    """A view with its poses read. Raises ParallaxError where a file is damaged."""
    from core import posefile
    from core.pose import Poses2D, Poses3D

    flat = posefile.read(Path(asked.poses2d)) if asked.poses2d else None
    deep = posefile.read(Path(asked.poses3d)) if asked.poses3d else None
    own = tuple(mark for mark in every if mark.view == asked.view)
    times = flat.times if flat is not None else deep.times if deep is not None else times_of(Path(asked.path))
    base = ViewInput(asked.view, asked.name, Path(asked.path), times, moving=asked.moving,
                     slow_motion=asked.slow_motion, marks=own)
    return with_poses(base, flat if isinstance(flat, Poses2D) else None, asked.athlete,
                      deep if isinstance(deep, Poses3D) else None)


def with_poses(v: ViewInput, flat: Any, athlete: int | None, deep: Any = None) -> ViewInput:
    """The view with the athlete of its Poses2D and Poses3D (None where there are none). Raises ParallaxError where the
    poses are of another video."""
    from dataclasses import replace

    for poses in (flat, deep):
        if poses is not None and len(poses.times) != len(v.times):
            raise ParallaxError(v.name, "its poses are of another video.", "Find the poses again.")
    if flat is not None and athlete is not None and 0 <= athlete < flat.xys.shape[1]:
        flat, apart = sparse.filled(flat), sparse.stride_of(flat) if sparse.of_keys(flat.source.settings) else 0
        step = float(np.median(np.diff(flat.times))) if len(flat.times) > 1 else 0.0
        v = replace(v, keypoints=flat.xys[:, athlete], skeleton=flat.skeleton, apart_s=apart * step)
    if deep is not None and deep.xyzs.shape[1]:
        v = replace(v, lifted=deep.xyzs[:, 0], kind=deep.kind)
    return v


def times_of(path: Path) -> NDArray[np.float64]:
    """(T,) time stamps of a video, seconds. Raises ParallaxError where it is none."""
    from core.video import Video

    with Video(path, memory=1) as video:
        return video.times


def _untold(found: Synchronization) -> str:
    return " ".join(f"{v.sentence}." for v in found.views if not v.accepted)


def take(run: Run) -> Synchronization:
    """What a run of kind 'sync' that is done came to. Raises ParallaxError where there is nothing or it is damaged."""
    path = run.folder / "results" / "sync.json"
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= MAX_FILE else ""
        found = read(loads(text))
    except (OSError, ValueError):
        found = None
    if found is None:
        raise ParallaxError(run.folder, "the result of this run is missing or damaged.", "Synchronize again.")
    return found
