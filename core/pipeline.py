"""Recording in, detected and lifted recording out. Works in a run folder and never in the project.

    for each view, all at once:      video → 2D people (chunks in partial/) → the athlete → left-right swaps repaired
    for each view, as it is done:    the athlete in 2D → 3D
    results/VIEW.*.npz and status.json say what came of it; core/recording.py takes it into the project.

A fault in one view is told with that view and leaves the others alone. A killed or stopped run goes on from its chunks.
"""

import time
import traceback
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import adaptive, cards, corrected, joining, partial, posefile, sparse
from core.detect import Detector, Seed
from core.errors import NothingDone, ParallaxError
from core.intrinsics import Intrinsics
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Progress, silent
from core.records import build
from core.report import Report
from core.runs import Run
from core.storage import Project
from core.words import tr

# Name → module with `load(device)`. Imported when asked for: each brings its runtime. Other detectors are told by their
# cards.
DETECTORS = {"blazepose": "core.detectors.blazepose"}


@dataclass(frozen=True)
class ViewJob:
    """One view of a request. path: its video, absolute; start, stop: the frames wanted, stop None for the end.

    seeds: where the user pointed at the athlete. known: a pose file of other frames of the view, with the track of the
    athlete, who is then the athlete here too. poses: a pose file whose people are taken instead of looking for any,
    with the id of its prediction and the track of the athlete: then the view is only lifted. corrected: with the labels
    and swaps that the run's project has; only where poses are of key-frames, since other 3D follows by itself. camera:
    the view's, where it is known.
    """

    view: str
    name: str
    path: str
    start: int = 0
    stop: int | None = None
    seeds: tuple[Seed, ...] = ()
    poses: str = ""
    poses_id: str = ""
    athlete: int = 0
    known: str = ""
    corrected: bool = False
    camera: Intrinsics | None = None


@dataclass(frozen=True)
class ProcessRequest:
    """What `process` is to do. lifter: a card's id, '' for no lifting. people: how many to look for, None: all. stride:
    the detector looks at every so many frames only, and the lifter makes 3D of all of them; finer: strides at which it
    looks again where somebody is fast (core/adaptive.py), the coarsest first. flip: lift with the flip
    test or not, None for what the lifter's card says."""

    views: tuple[ViewJob, ...]
    detector: str = "blazepose"
    lifter: str = ""
    device: str = "cpu"
    people: int | None = None
    stride: int = 1
    flip: bool | None = None
    finer: tuple[int, ...] = ()


@dataclass(frozen=True)
class ViewResult:
    """What came of one view. Files are names in results/, '' where there is none; error is for the user.

    repaired: the 2D poses with left-right swaps repaired, where any were found; 3D is lifted from them, or from the
    prediction made_from where the 2D was given.
    seconds, frames: what detection and lifting took and did in this run, for their rates.
    """

    view: str
    start: int = 0
    stop: int = 0
    poses2d: str = ""
    repaired: str = ""
    poses3d: str = ""
    people: int = 0
    athlete: int | None = None
    found: int = 0
    swapped: int = 0
    detected: int = 0
    detect_s: float = 0.0
    lifted: int = 0
    lift_s: float = 0.0
    error: str = ""
    made_from: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a request: the views in its order; seconds from first to last."""

    views: tuple[ViewResult, ...] = ()
    seconds: float = 0.0
    detect_s: float = 0.0

    @property
    def failed(self) -> list[ViewResult]:
        return [v for v in self.views if v.error]


@dataclass(frozen=True)
class _Found:
    """A view between its two halves: the poses to lift."""

    result: ViewResult
    poses: Poses2D


def process(run: Run, progress: Progress = silent) -> Outcome:
    """Does a run of kind 'process' in this process, or goes on with it, and returns what came of it.

    progress gets a Step(stage, done, total, view id) from several threads, every few frames; it may raise Cancelled.
    Raises Cancelled when that or the file `stop` asked for it (what was found stays), ParallaxError where the request
    makes no sense, NothingDone where every view failed; the run's status says the same.
    """
    run.start()
    (run.folder / "taken").unlink(missing_ok=True)  # there will be more to take
    report = Report(run, progress)
    with report:
        request = _request(run)
        for job in request.views:
            report.add(job.view, job.name)
        outcome = _outcome(run.folder, request, report)
        failed = outcome.failed
        if len(failed) == len(outcome.views):
            raise NothingDone(run.request.title, "no view could be done.", failed[0].error)
        report.end("done", "; ".join(v.error for v in failed), outcome)
        return outcome


def _request(run: Run) -> ProcessRequest:
    try:
        request = build(ProcessRequest, run.request.settings)
        for job in request.views:
            partial.folder_of(run.folder, job.view)
        if not request.views:
            raise ValueError("it names no view")
    except ValueError as e:
        raise ParallaxError(run.folder, "the request cannot be understood ({why}).", "Start the run again.",
                            why=e) from e
    check_models(request.detector, request.lifter, request.stride)
    return request


def _outcome(folder: Path, request: ProcessRequest, report: Report) -> Outcome:
    """Detects the views side by side and lifts each one as soon as its 2D poses are there.

    Threads, not processes: decoding and the nets run outside Python's lock, and threads share what they load, and on a
    GPU the batches of a network that sees crops (core/detectors/together.py).
    """
    began = time.monotonic()
    (folder / "results").mkdir(exist_ok=True)
    results: dict[str, ViewResult] = {}
    detect_s = 0.0
    lifter = _Lifter(request.lifter, request.device, request.flip)
    with ThreadPoolExecutor(len(request.views), "view") as pool:
        jobs = {pool.submit(_detect, folder, job, request, report): job for job in request.views}
        try:
            for answer in as_completed(jobs):
                detect_s = max(detect_s, time.monotonic() - began)
                job = jobs[answer]
                results[job.view] = _finish(folder, job, answer, lifter, report)
        except BaseException:
            report.cancel()  # the other views' threads, which the pool now waits for
            raise
    return Outcome(tuple(results[job.view] for job in request.views), time.monotonic() - began, detect_s)


def _finish(folder: Path, job: ViewJob, answer: "Future[_Found]", lifter: "_Lifter", report: Report) -> ViewResult:
    """The view's result, lifted where a lifter was asked for; its error, where one half failed."""
    result = ViewResult(job.view)
    try:
        found = answer.result()
        result = found.result
        if lifter.card:
            result = _lift(folder, found, lifter, job.camera, report)
        report.stage(job.view, "done")
        return result
    except Cancelled:
        raise
    except ParallaxError as e:
        error = str(e)
    except Exception as e:
        traceback.print_exc()  # into the run's output.txt, where the window looks for it
        error = f"{job.name}: an unexpected fault ({type(e).__name__}: {e})."
    report.stage(job.view, "failed", error)
    return replace(result, error=error)


def _detect(folder: Path, job: ViewJob, request: ProcessRequest, report: Report) -> _Found:
    """First half of a view: its people in 2D, the athlete, and the swaps repaired."""
    if job.poses:
        return _given(folder, job)
    from core import people, swaps
    from core.detect import detect
    from core.video import Video

    chunks = partial.folder_of(folder, job.view)
    detector = load_detector(request.detector, request.device)
    with Video(job.path) as video:
        frames = _range(job, len(video), request.stride)
        nobody = Poses2D(_nobody(len(video), detector), video.times, detector.skeleton, video.size, detector.source)
        partial.begin(chunks, _marked(nobody, request.stride, frames.start))
        before = partial.resumable(chunks, frames.start)
        began = time.monotonic()
        # Who was pointed at elsewhere is known from what is shown there, which the result is joined to.
        seeds = tuple(seed for seed in job.seeds if seed.frame in frames)

        def sink(start: int, xys: NDArray[np.float32]) -> None:
            partial.save(chunks, start, xys)

        poses = detect(video, detector, report.of(job.view, "detect"), frames=frames, seeds=seeds,
                       people=request.people, sink=sink, resume=None if before is None else before.xys,
                       closing=request.stride > 1)
        poses = _marked(poses, request.stride, frames.start)
        looked = len(sparse.keys_of(poses))
        poses = adaptive.closed(video, detector, poses, frames.stop - 1) if request.stride > 1 else poses
        for step in request.finer:
            poses = adaptive.refined(video, detector, poses, step, report.of(job.view, "closer"))
        looked = len(sparse.keys_of(poses)) - looked + len(frames)
    result = ViewResult(job.view, frames.start, frames.stop, poses2d=f"{job.view}.2d.npz",
                        people=poses.xys.shape[1], detect_s=time.monotonic() - began,
                        detected=looked - _known(before, frames))
    posefile.write(folder / "results" / result.poses2d, poses)
    report.stage(job.view, "athlete")
    if not result.people:
        raise ParallaxError(job.name, "nobody was found in this view.",
                            "Click on the athlete in the window, or choose another range.")
    athlete = _known_athlete(job, poses, frames) if job.known and not seeds else None
    athlete = people.athlete(poses) if athlete is None else athlete
    found = int(np.isfinite(poses.xys[frames.start:frames.stop, athlete, :, 0]).any(axis=-1).sum())
    repaired, swapped = sparse.at_keys(poses, swaps.repair)
    result = replace(result, athlete=athlete, found=found, swapped=int(swapped[:, athlete].sum()))
    if result.swapped:
        result = replace(result, repaired=f"{job.view}.repaired.npz")
        source = Source("swap-repair", "", {"repaired": poses.source.model, "frames": result.swapped,
                                            **sparse.marks(poses)})
        poses = replace(repaired, source=source)
        posefile.write(folder / "results" / result.repaired, poses)
    return _Found(result, poses)


def _known_athlete(job: ViewJob, poses: Poses2D, frames: range) -> int | None:
    """The track of the person who is the athlete in other frames; None where nothing tells which one that is."""
    try:
        known = posefile.read(Path(job.known))
    except ParallaxError:
        return None  # this range can be done all the same
    if not isinstance(known, Poses2D) or not joining.alike(known, poses) or not 0 <= job.athlete < known.xys.shape[1]:
        return None
    inside = np.zeros(len(poses.times), dtype=bool)
    inside[frames.start:frames.stop] = True
    columns = joining.match(known, poses, inside, job.athlete)
    return None if columns.athlete is None else columns.new[columns.athlete]


def _given(folder: Path, job: ViewJob) -> _Found:
    """First half of a view whose people are known: the athlete that the user chose among them."""
    poses = posefile.read(Path(job.poses))
    if not isinstance(poses, Poses2D) or not 0 <= job.athlete < poses.xys.shape[1]:
        raise ParallaxError(job.poses, "this pose file has no person {person} in 2D.", "Find poses again.",
                            person=job.athlete)
    poses = _corrected(folder, job, poses) if job.corrected else poses
    frames = _range(job, len(poses.times))
    found = int(np.isfinite(poses.xys[frames.start:frames.stop, job.athlete, :, 0]).any(axis=-1).sum())
    return _Found(ViewResult(job.view, frames.start, frames.stop, people=poses.xys.shape[1], athlete=job.athlete,
                             found=found, made_from=job.poses_id), poses)


def _corrected(folder: Path, job: ViewJob, poses: Poses2D) -> Poses2D:
    """The poses with what the project of this run says of its athlete."""
    with Project.open(folder.parent.parent, read_only=True) as project:
        source = corrected.made_from(project.document, job.view)
    if source is None or (source.prediction, source.athlete) != (job.poses_id, job.athlete):
        raise ParallaxError(job.name, "its poses were changed before the run began.", "Lift it again.")
    return corrected.at_keys(poses, source)


def _marked(poses: Poses2D, stride: int, first: int) -> Poses2D:
    return sparse.marked(poses, stride, first) if stride > 1 else poses


def _nobody(frames: int, detector: Detector) -> NDArray[np.float32]:
    return np.empty((frames, 0, len(detector.skeleton), 3), dtype=np.float32)


def _known(before: Poses2D | None, frames: range) -> int:
    """How many of the wanted frames an earlier try has done; those without anybody count as not done."""
    if before is None:
        return 0
    return int(np.isfinite(before.xys[frames.start:frames.stop, :, :, 0]).any(axis=(1, 2)).sum())


def _range(job: ViewJob, frames: int, stride: int = 1) -> range:
    start, stop = job.start, frames if job.stop is None else min(job.stop, frames)
    if not 0 <= start < stop:
        raise ParallaxError(job.name, "the range {start}:{stop} holds none of its {frames} frames.",
                            "Choose a range inside the recording.", start=start, stop=job.stop, frames=frames)
    return range(start, stop, stride)


def _lift(folder: Path, found: _Found, lifter: "_Lifter", camera: Intrinsics | None, report: Report) -> ViewResult:
    """Second half of a view: the athlete in 3D, one person."""
    from core.lift import lift
    from core.upsample import upsample

    result, poses = found.result, found.poses
    assert result.athlete is not None
    report.stage(result.view, "loading")
    stride = sparse.stride_of(poses)
    model = replace(lifter.loaded(stride), camera=camera)  # some seconds for the first view, not the lifting's
    began = time.monotonic()
    # Only the frames asked for: a 5 s range of an hour must not cost an hour of lifting.
    span = slice(result.start, result.stop)
    one = replace(poses, xys=poses.xys[span, result.athlete:result.athlete + 1], times=poses.times[span])
    if stride > 1:
        keys = sparse.keys_of(poses)
        inside = keys[(keys >= result.start) & (keys < result.stop)] - result.start
        lifted = upsample(one, model, stride, report.of(result.view, "lift"), keys=inside)
    else:
        lifted = lift(one, model, report.of(result.view, "lift"))
    whole = np.full((len(poses.times), 1, *lifted.xyzs.shape[2:]), np.nan, dtype=np.float32)
    whole[..., 3] = 0
    whole[span] = lifted.xyzs
    told = {**lifted.source.settings, **corrected.told(poses)}
    lifted = replace(lifted, source=replace(lifted.source, settings=told))
    name = f"{result.view}.3d.npz"
    posefile.write(folder / "results" / name, Poses3D(whole, poses.times, lifted.source, lifted.kind, lifted.skeleton))
    return replace(result, poses3d=name, lifted=result.stop - result.start, lift_s=time.monotonic() - began)


class _Lifter:
    """The lifter of a request, loaded (torch with it) when the first view needs it."""

    def __init__(self, card: str, device: str, flip: bool | None) -> None:
        self.card, self._device, self._flip = card, device, flip
        self._lifter: Any = None

    def loaded(self, stride: int) -> Any:
        from core import lift, upsample

        if self._lifter is None:
            check_lifter(self.card, stride)
            self._lifter = (lift if stride == 1 else upsample).load(self.card, self._device)
            if self._flip is not None:
                self._lifter = replace(self._lifter, flip=self._flip)
        return self._lifter


def check_models(detector: str, lifter: str, stride: int = 1) -> None:
    """Raises ParallaxError where there is no such detector or lifter; lifter '' is none."""
    if detector not in DETECTORS:
        known = {id: card for id, card in cards.cards().items() if card.task == "detector"}
        if detector not in known:
            raise ParallaxError(detector, "there is no such detector.", "Choose one of: {names}.",
                                names=", ".join(dict.fromkeys((*DETECTORS, *known))))
    if stride < 1:
        raise ParallaxError(tr("A stride of {n} frames").format(n=stride), "is none.",
                            "Give 1 for every frame, or more.")
    if lifter:
        check_lifter(lifter, stride)


def check_lifter(lifter: str, stride: int) -> None:
    """Raises ParallaxError where a model is no lifter, or none of every frame, or of key-frames, as is wanted."""
    card = cards.card(lifter)
    if card.task != "lifter":
        raise ParallaxError(lifter, "this model is no lifter.", "Choose a lifter.")
    fills = card.fills
    if fills and stride == 1:
        raise ParallaxError(lifter, "this lifter sees key-frames only.", "Give a stride, or choose another lifter.")
    if not fills and stride > 1:
        known = [id for id, other in cards.cards().items() if other.fills]
        raise ParallaxError(lifter, "this lifter has to see every frame.",
                            "Choose {names}, or a stride of 1." if known else
                            "Choose a lifter of key-frames, or a stride of 1.", names=f" {tr('or')} ".join(known))


def load_detector(name: str, device: str) -> Detector:
    """A detector by its name in DETECTORS, or by the id of its card. Raises ParallaxError."""
    if name in DETECTORS:
        detector: Detector = import_module(DETECTORS[name]).load(device)
        return detector
    card = cards.card(name)
    if card.task != "detector":
        raise ParallaxError(name, "this model is a {task}, not a detector.", "Choose a detector.", task=tr(card.task))
    if card.net == "onnx":
        from core.detectors import onnx

        return onnx.load(card, device)
    from core.detectors import topdown

    return topdown.load(card, device)
