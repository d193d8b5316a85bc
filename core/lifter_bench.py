"""Every lifter on the user's own clip: each lifts all views from the same 2D, and what comes out is measured.

What is measured is told in core/lifter_figures.py. The work is a run in the project's folder, which it reads as it is
when it starts and never changes. What was lifted of a view is kept in lifted/ until its lifter is done, and what comes
of that in log.jsonl: a run that was stopped goes on from there.

Lifters of key-frames get every n-th frame of the same 2D, one row for each n that they were trained for and that fits.
"""

import shutil
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import cards, corrected, posefile, sparse
from core.clock import Clock
from core.compare import Track
from core.corrected import MadeFrom
from core.document import Document
from core.errors import ParallaxError
from core.intrinsics import Intrinsics
from core.lifter_figures import Figures, figures
from core.pose import Poses2D, Poses3D
from core.progress import Cancelled, Progress, Step, silent
from core.records import build, dumps, plain
from core.report import Report
from core.runs import ENDED, Run, Status
from core.storage import Project
from core.words import tr

KIND = "lifter-bench"
WARM_FRAMES = 100  # are lifted before the clock starts: what a network does once must not count


@dataclass(frozen=True)
class BenchView:
    """One view, and the `fingerprint` that it had when the bench was asked for."""

    view: str
    name: str
    fingerprint: str


@dataclass(frozen=True)
class BenchRequest:
    """What a run of kind 'lifter-bench' is to do. lifters: ids of cards. reference: the view whose frames are compared,
    '' for the first. frames: (start, stop) reference seconds, None for all. fixed: the cameras stand still. height_m:
    the athlete's. flip: lift with the flip test or not, None for what each card says."""

    views: tuple[BenchView, ...]
    lifters: tuple[str, ...]
    reference: str = ""
    frames: tuple[float, float] | None = None
    fixed: bool = True
    height_m: float | None = None
    flip: bool | None = None
    device: str = "cpu"


@dataclass(frozen=True)
class Row:
    """What came of one lifter. stride: 1, or every how many frames it was given; frames: lifted, of all views;
    frames_per_s: of lifting alone, warm; error: for the user, '' where it was measured."""

    lifter: str
    title: str
    stride: int = 1
    frames: int = 0
    frames_per_s: float | None = None
    figures: Figures = Figures()  # noqa: RUF009  it is frozen
    error: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.lifter, self.stride


@dataclass(frozen=True)
class _Result:
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, eq=False)
class Clip:
    """A view's athlete as every lifter is given them: P = 1, the frames wanted. keys: (K,) those that were looked at,
    no more than `stride` apart; None for all. camera: the view's, where it is known."""

    view: str
    poses: Poses2D
    clock: Clock
    keys: NDArray[np.int64] | None = None
    stride: int = 1
    camera: Intrinsics | None = None

    def cut(self, start: int, stop: int) -> "Clip":
        """Its frames from start on, before stop."""
        poses = replace(self.poses, xys=self.poses.xys[start:stop], times=self.poses.times[start:stop])
        keys = self.keys[(self.keys >= start) & (self.keys < stop)] - start if self.keys is not None else None
        return replace(self, poses=poses, keys=keys)


# ---------------------------------------------------------------- asking for it


@dataclass(frozen=True)
class Material:
    """All that a view gives to the bench. Two that are equal give the same."""

    made_from: MadeFrom
    clock: Clock
    name: str = field(compare=False)
    camera: Intrinsics | None = None


def materials(document: Document) -> dict[str, Material]:
    """View → its material, of the views whose athlete is known. Reads no files."""
    found = {}
    for view in document.views.values():
        source = corrected.made_from(document, view.id)
        if source is not None:
            swaps = tuple(sorted(source.swaps, key=lambda swap: swap.id))  # undo and redo change their order
            found[view.id] = Material(replace(source, swaps=swaps), view.clock, view.name,
                                      document.intrinsics(view.id))
    return found


def fingerprint(material: Material) -> str:
    """Another one wherever the material is another. Of thousands of labels it takes a while."""
    known = [material.camera] if material.camera is not None else []
    return sha256(dumps([material.made_from, material.clock, *known]).encode()).hexdigest()[:16]


def request_for(found: Mapping[str, Material], lifters: Sequence[str], **wanted: Any) -> BenchRequest:
    """The request for views with this material. wanted: other fields of BenchRequest."""
    views = tuple(BenchView(id, material.name, fingerprint(material)) for id, material in found.items())
    return BenchRequest(views, tuple(lifters), **wanted)


# ---------------------------------------------------------------- doing it


def work(run: Run, progress: Progress = silent) -> list[Row]:
    """Does a run of kind 'lifter-bench' in this process, or goes on with it: one row a lifter, its error where it could
    not be measured. progress counts frames of a lifter, which is named by its title.

    Raises Cancelled where it is stopped, ParallaxError where the request makes no sense, the poses are others than were
    asked about, or a file cannot be read; the run's status says the same.
    """
    run.start()
    report = Report(run, progress)
    with report:
        request = _request(run)
        clips = read_clips(run.folder.parent.parent, request)
        blanks = _blanks(request, clips)
        for at, blank in enumerate(blanks):
            report.add(str(at), called(blank))
        known, rows = {row.key: row for row in rows_so_far(run) if not row.error}, []
        for at, blank in enumerate(blanks):
            row = known.get(blank.key)
            if row is None:
                row = _Measurement(run, at, clips, request, report.of(str(at), "lift")).row(blank)
                run.log({"row": plain(row)})
                shutil.rmtree(run.folder / "lifted", ignore_errors=True)
            report.stage(str(at), "failed" if row.error else "done", row.error)
            rows.append(row)
        report.end("done", "", _Result(tuple(rows)))
        return rows


def _request(run: Run) -> BenchRequest:
    try:
        request = build(BenchRequest, run.request.settings)
        if not request.views or not request.lifters:
            raise ValueError("it names no view, or no lifter")
    except ValueError as e:
        raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Start the run again.",
                            why=e) from e
    return request


def read_clips(project_folder: Path, request: BenchRequest) -> list[Clip]:
    """What the lifters are given, of the views that have something there. Raises ParallaxError."""
    with Project.open(project_folder, read_only=True) as project:
        known = materials(project.document)
        clips = [_clip(project, asked, known.get(asked.view), request.frames) for asked in request.views]
    clips = [clip for clip in clips if np.isfinite(clip.poses.xys[..., 0]).any()]
    if not clips:
        raise ParallaxError(tr("The lifters"), "have nothing to lift: nobody was found in these frames.",
                            "Clear the loop, or find poses.")
    return clips


def _clip(project: Project, asked: BenchView, material: Material | None, frames: tuple[float, float] | None) -> Clip:
    if material is None or fingerprint(material) != asked.fingerprint:
        raise ParallaxError(asked.name, "its poses were changed before the comparison began.", "Start it again.")
    try:
        poses = corrected.to_look_at(project, asked.view)
    except (ValueError, IndexError) as e:
        raise ParallaxError(asked.name, "its pose file is not what the project says it is ({why}).",
                            "Find poses again.", why=e) from e
    assert poses is not None
    stride = sparse.stride_of(poses)
    clip = Clip(asked.view, poses, material.clock, sparse.keys_of(poses) if stride > 1 else None, stride,
                material.camera)
    if frames is None:
        return clip
    times = material.clock.to_ref(poses.times)
    return clip.cut(int(np.searchsorted(times, frames[0] - 1e-6)),
                    int(np.searchsorted(times, frames[1] + 1e-6, side="right")))


def _blanks(request: BenchRequest, clips: Sequence[Clip]) -> list[Row]:
    """The rows that there will be, without figures: one a lifter, of those of key-frames one a stride."""
    rows, there = [], cards.cards()
    for lifter in dict.fromkeys(request.lifters):
        card = there.get(lifter)
        strides = _strides(card, clips) if card is not None and card.fills else (1,)
        rows += [Row(lifter, card.title if card is not None else lifter, stride) for stride in strides]
    return rows


def _strides(card: cards.Card, clips: Sequence[Clip]) -> tuple[int, ...]:
    """At which strides a lifter of key-frames is tried: those that fit the frame rates of all views, or where only
    key-frames were looked at, these. Without any it is tried at 1, of which it says that it does not fit."""
    given = max(clip.stride for clip in clips)
    told = card.settings.get("s_in")
    trained = [s for s in told if isinstance(s, int) and s > 1] if isinstance(told, list) else []
    rates = [1 / float(np.median(np.diff(clip.poses.times))) for clip in clips if len(clip.poses.times) > 1]
    return (given,) if given > 1 else sparse.offered(trained, rates) or (1,)


def called(row: Row) -> str:
    """The lifter's title, with the frames that it was given."""
    return row.title if row.stride == 1 else tr("{title}, 1 of {n} frames").format(
        title=row.title, n=row.stride)


class _Measurement:
    """One lifter on all clips. at: its place among the rows."""

    def __init__(self, run: Run, at: int, clips: Sequence[Clip], request: BenchRequest, progress: Progress) -> None:
        self._folder, self._run, self._at = run.folder / "lifted", run, at
        self._clips, self._request, self._progress = clips, request, progress

    def row(self, blank: Row) -> Row:
        """The row with its figures, or with its error."""
        try:
            return self._measured(blank)
        except Cancelled:
            raise
        except ParallaxError as e:
            error = str(e)
        except Exception as e:  # a network that others made may fail in any way, and the next one goes on
            traceback.print_exc()
            error = tr("{lifter}: an unexpected fault ({why}).").format(
                lifter=blank.title, why=f"{type(e).__name__}: {str(e)[:200]}")
        return replace(blank, error=error)

    def _measured(self, blank: Row) -> Row:
        total, before, seconds = sum(len(clip.poses.times) for clip in self._clips), 0, 0.0
        model: Any = None
        lifted = []
        for n, clip in enumerate(self._clips):
            def tick(step: Step, before: int = before) -> None:
                self._progress(Step("lift", before + step.done, total, blank.title))

            tick(Step("lift", 0, total))
            kept = self._kept(n, clip)
            if kept is None:
                model = model or self._loaded(blank)
                kept = self._lift(n, clip, model, blank.stride, tick)
            lifted.append(kept[0])
            seconds += kept[1]
            before += len(clip.poses.times)
        tracks = [Track.of(clip.view, poses, clip.clock) for clip, poses in zip(self._clips, lifted, strict=True)]
        names = [track.view for track in tracks]
        reference = self._request.reference if self._request.reference in names else names[0]
        frames = sum(int(np.isfinite(poses.xyzs[:, 0, 0, 0]).sum()) for poses in lifted)
        if not frames:
            raise ParallaxError(blank.title, "it has lifted none of the frames.", "Choose a longer range.")
        made = figures(tracks, reference, fixed=self._request.fixed, height_m=self._request.height_m)
        return replace(blank, frames=frames, frames_per_s=frames / seconds if seconds > 0 else None, figures=made)

    def _loaded(self, blank: Row) -> Any:
        """The network, which has done something already."""
        from core import lift, upsample

        card = cards.card(blank.lifter)
        if card.fills and blank.stride == 1:
            raise ParallaxError(card.title, "it was not made for the frame rates of these views.",
                                "Choose another lifter.")
        model: Any = (upsample if card.fills else lift).load(blank.lifter, self._request.device)
        if self._request.flip is not None:
            model = replace(model, flip=self._request.flip)
        clip = self._clips[0]
        first = int(np.argmax(np.isfinite(clip.poses.xys[..., 0]).any(axis=(1, 2))))
        _lifted(clip.cut(first, first + WARM_FRAMES), model, blank.stride)
        return model

    def _lift(self, n: int, clip: Clip, model: Any, stride: int, tick: Progress) -> tuple[Poses3D, float]:
        """A clip's 3D and the seconds it took, which are kept for whoever goes on with the run."""
        began = time.perf_counter()
        poses = _lifted(clip, model, stride, tick)
        took = time.perf_counter() - began
        self._folder.mkdir(exist_ok=True)
        posefile.write(self._file(n), replace(poses, source=replace(poses.source, settings={"seconds": took})))
        return poses, took

    def _kept(self, n: int, clip: Clip) -> tuple[Poses3D, float] | None:
        """What an earlier try has lifted of a clip."""
        if not self._file(n).is_file():
            return None
        try:
            poses = posefile.read(self._file(n))
        except ParallaxError:
            return None
        took = poses.source.settings.get("seconds")
        fits = isinstance(poses, Poses3D) and np.array_equal(poses.times, clip.poses.times) and poses.xyzs.shape[1] == 1
        return (poses, float(took)) if fits and isinstance(took, float) else None  # type: ignore[return-value]

    def _file(self, n: int) -> Path:
        return self._folder / f"{self._at}-{n}.npz"


def _lifted(clip: Clip, model: Any, stride: int, progress: Progress = silent) -> Poses3D:
    from core.lift import Lifter, lift
    from core.upsample import upsample

    model = replace(model, camera=clip.camera)
    if isinstance(model, Lifter):
        return lift(clip.poses, model, progress)
    return upsample(clip.poses, model, stride if clip.keys is None else clip.stride, progress, keys=clip.keys)


# ---------------------------------------------------------------- what came of it


def rows_so_far(run: Run) -> list[Row]:
    """The lifters that a run is through with. Entries that are none of ours are passed over."""
    found: dict[tuple[str, int], Row] = {}
    for entry in run.read_log()[0]:
        with suppress(ValueError):
            row = build(Row, entry.get("row"))
            found[row.key] = row  # one that failed was tried again
    return list(found.values())


def rows_of(status: Status) -> list[Row]:
    """The rows of a run that is done. Raises ValueError where its status says something else."""
    return list(build(_Result, plain(status.result)).rows)


def asked(run: Run) -> BenchRequest:
    """What a run is about. Raises ValueError where its request says something else."""
    return build(BenchRequest, plain(run.request.settings))


def share(status: Status) -> float:
    """How much of a run is done, 0 to 1: each lifter counts the same."""
    if status.state in ENDED or not status.items:
        return float(status.state == "done")
    parts = [1.0 if item.stage in ("done", "failed") else item.done / item.total if item.total else 0.0
             for item in status.items.values()]
    return sum(parts) / len(parts)


def at_work(status: Status) -> str:
    """The lifter that is at work, '' where none is."""
    return next((item.name for item in status.items.values() if item.stage == "lift"), "")
