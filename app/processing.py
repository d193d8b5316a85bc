"""`parallax process`: videos in, project out. The work is core/pipeline.py's; here it is asked for and told of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import looking
from app.looking import Looks
from core import cards, known_cameras, pipeline, recording, runs, sparse
from core.document import View
from core.errors import ParallaxError
from core.pipeline import Outcome, ProcessRequest
from core.progress import Cancelled, Progress
from core.records import build, plain
from core.runs import Run
from core.storage import DATABASE, SUFFIX, Project
from core.video import Video, content_hash, probe

AUTO = 0


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for. span: as typed, '' for everything; lifter: '' for none; stride: AUTO, or every
    so many frames; cameras: a camera file."""

    videos: tuple[Path, ...]
    out: Path
    detector: str
    lifter: str
    device: str
    span: str = ""
    people: int | None = None
    stride: int = 1
    flip: bool | None = None
    cameras: Path | None = None


@dataclass(frozen=True)
class Answer:
    """What came of it. state: 'done', 'partly' or 'already done'."""

    project: Path
    state: str
    outcome: Outcome
    names: dict[str, str]

    def data(self) -> dict[str, Any]:
        """The summary as JSON values; rates in frames a second."""
        views = [{**plain(v), "name": self.names[v.view], "detect_fps": _rate(v.detected, v.detect_s),
                  "lift_fps": _rate(v.lifted, v.lift_s)} for v in self.outcome.views]
        detected, lifted = (sum(getattr(v, n) for v in self.outcome.views) for n in ("detected", "lifted"))
        return {"ok": self.state != "partly", "state": self.state, "project": str(self.project), "views": views,
                "seconds": self.outcome.seconds, "detect_fps": _rate(detected, self.outcome.detect_s),
                "lift_fps": _rate(lifted, sum(v.lift_s for v in self.outcome.views))}


def _rate(frames: int, seconds: float) -> float | None:
    return round(frames / seconds, 1) if frames and seconds > 0 else None


def prepared(wanted: Wanted, progress: Progress) -> Project:
    """The project to work in: new, or the one of the same videos that is there already.

    Raises ParallaxError where a video is none or the place holds something else; nothing is made or changed then.
    """
    out = wanted.out if wanted.out.suffix == SUFFIX else wanted.out.with_name(wanted.out.name + SUFFIX)
    if not (out / DATABASE).is_file():
        _check(wanted, progress)  # before anything is made
        project = Project.create(out)
        try:
            recording.add_views(project, wanted.videos)
            _know_cameras(project, wanted)
        except BaseException:
            project.close()
            raise
        return project
    project = Project.open(out)
    try:
        _check_same(project, wanted.videos)
        views = project.document.views.values()
        _check_can(wanted, [(view.frames, view.first_s, view.last_s) for view in views])
        _know_cameras(project, wanted)
    except BaseException:
        project.close()
        raise
    return project


def _check(wanted: Wanted, progress: Progress) -> None:
    """Raises ParallaxError where the videos or the models cannot be used."""
    pipeline.check_models(wanted.detector, wanted.lifter, 2 if wanted.stride == AUTO else wanted.stride)
    if len(wanted.videos) > recording.MOST_VIEWS:
        raise ParallaxError(wanted.out, "a recording has at most {most} views, these are {n}.", "Choose fewer videos.",
                            most=recording.MOST_VIEWS, n=len(wanted.videos))
    seen: dict[str, Path] = {}
    lengths, views = [], []
    for video in wanted.videos:
        info = probe(video, progress)
        views.append(View(str(video), video.stem, str(video), 0, "", *info.size, 1, 1, 1, 0.0, 0.0))
        lengths.append((info.frames, info.first_time_s, info.first_time_s + info.duration_s))
        first = seen.setdefault(content_hash(video), video)
        if first is not video:
            raise ParallaxError(video, "this is the same video as {other}.", "Leave one of them out.", other=first)
    if wanted.cameras is not None:
        known_cameras.read(wanted.cameras, views)  # says what does not fit
    _check_can(wanted, lengths)


def _know_cameras(project: Project, wanted: Wanted) -> None:
    """Gives the views their cameras where a camera file was named."""
    if wanted.cameras is not None:
        document = project.document
        edit = known_cameras.edit(document, known_cameras.read(wanted.cameras, document.views.values()))
        if edit is not None:
            project.do(edit)


def _check_can(wanted: Wanted, lengths: Sequence[tuple[int, float, float]]) -> None:
    """Raises ParallaxError where the range holds nothing of any video, (frames, first and last second) each, or where
    the device is not there."""
    if wanted.span:
        start, stop = parse_span(wanted.span)
        in_seconds = isinstance(start, float) or isinstance(stop, float)
        inside = [(start or 0) <= last and (stop is None or stop > first) if in_seconds else (start or 0) < frames
                  for frames, first, last in lengths]
        if not any(inside):
            longest = max((last for _, _, last in lengths), default=0) if in_seconds else max(n for n, _, _ in lengths)
            raise ParallaxError(f"--range {wanted.span}", "lies outside of every video.",
                                "The longest ends at {n} s." if in_seconds else "The longest ends at frame {n}.",
                                n=f"{longest:.3f}" if in_seconds else longest)
    if wanted.device != "cpu":
        pipeline.load_detector(wanted.detector, wanted.device)  # says which devices there are


def _check_same(project: Project, videos: Sequence[Path]) -> None:
    """An existing project is gone on with, never overwritten: it must be of these videos. An empty one takes them.

    Videos that are no longer where the project knew them are where the command line says.
    """
    there = {view.file_hash: view for view in project.document.views.values()}
    if not there:
        recording.add_views(project, videos)
        return
    given = {content_hash(video): video for video in videos}
    if given.keys() != there.keys():
        names = ", ".join(view.name for view in there.values())
        raise ParallaxError(project.folder, "this project is there already, with other videos ({names}); nothing was "
                            "changed.", "Choose another name with -o, or open it with `parallax` and add the videos "
                            "there.", names=names)
    for view in project.missing():
        project.relink(view.id, given[view.file_hash])


def request(project: Project, wanted: Wanted) -> ProcessRequest:
    """The request; a range in seconds becomes each view's own frames."""
    ranges = {view: span_of(wanted.span, project, view) for view in project.document.views} if wanted.span else None
    looks = _looks(wanted, [float(view.fps) for view in project.document.views.values()])
    return recording.request_for(project, ranges, detector=wanted.detector, lifter=wanted.lifter,
                                 device=wanted.device, people=wanted.people, stride=looks.stride, flip=wanted.flip,
                                 finer=looks.finer)


def _looks(wanted: Wanted, rates: Sequence[float]) -> Looks:
    """Which frames are looked at. Raises ParallaxError where the lifter does not fit them, before hours are spent."""
    if wanted.stride != AUTO and (wanted.stride == 1 or not wanted.lifter):
        return Looks(wanted.stride)
    if not wanted.lifter:
        raise ParallaxError("--stride auto", "goes by what a lifter was made for, and there is none.",
                            "Name a lifter, or give a number of frames.")
    card = cards.card(wanted.lifter)
    fit = sparse.offered(looking.strides_of(card), rates)
    found = looking.choices(card, rates).get(looking.AUTO)
    if wanted.stride == AUTO and found is not None:
        return found
    if wanted.stride != AUTO and all(sparse.fitting(looking.strides_of(card), wanted.stride, fps) for fps in rates):
        return Looks(wanted.stride)
    raise ParallaxError(f"--stride {wanted.stride or 'auto'}", "{lifter} was not made for that at the frame rates of "
                        "these videos.", "Give one of {strides}.", lifter=wanted.lifter,
                        strides=", ".join(map(str, (1, *fit))))


def span_of(text: str, project: Project, view: str) -> tuple[int, int | None]:
    """(start, stop) frames of a range as typed: '100:250' in frames, '1.5:4s' in seconds of the view's own clock."""
    ends = parse_span(text)
    if not any(isinstance(end, float) for end in ends):
        return int(ends[0] or 0), None if ends[1] is None else int(ends[1])
    path = project.video(project.document.views[view], content_hash)
    if path is None:
        raise ParallaxError(project.document.views[view].path, "the video is not there.", "Put it back.")
    with Video(path) as video:
        times = video.times
    start, stop = (None if end is None else int(times.searchsorted(end)) for end in ends)
    return start or 0, stop


def parse_span(text: str) -> tuple[int | float | None, int | float | None]:
    """The two ends of START:STOP: ints are frames, floats are seconds, None is open. Raises ValueError."""
    first, mark, last = text.partition(":")
    ends = tuple(_end(part.strip()) for part in (first, last))
    kinds = {type(end) for end in ends if end is not None}
    if not mark or not kinds or len(kinds) > 1:
        raise ValueError(f"{text!r} is not START:STOP in frames (100:250) or seconds (1.5s:4s)")
    if None not in ends and ends[0] >= ends[1]:  # type: ignore[operator]
        raise ValueError(f"{text!r} ends before it begins")
    return ends[0], ends[1]


def _end(text: str) -> int | float | None:
    if not text:
        return None
    try:
        value: int | float = int(text) if text.isdecimal() else float(text.removesuffix("s"))
    except ValueError:
        value = -1
    if not 0 <= value < 1e9:
        raise ValueError(f"{text!r} is neither a frame (100) nor seconds (1.5 or 4s)")
    return value


def work(project: Project, asked: ProcessRequest, progress: Progress) -> Answer:
    """Does the request, goes on with it where an earlier try was cut short, or says that it is done already.

    Raises KeyboardInterrupt or Cancelled when stopped; what was found by then is in the project.
    """
    names = {view.id: view.name for view in project.document.views.values()}
    run, finished = _run_for(project, asked)
    if finished is not None:
        recording.take(project, run)
        return Answer(project.folder, "already done", finished, names)
    try:
        outcome = pipeline.process(run, progress)
    except (KeyboardInterrupt, Cancelled):
        recording.take(project, run)
        raise
    recording.take(project, run)
    return Answer(project.folder, "partly" if outcome.failed else "done", outcome, names)


def _run_for(project: Project, asked: ProcessRequest) -> tuple[Run, Outcome | None]:
    """The run to do or go on with, and its outcome where it has ended well and its results are still there."""
    for run in reversed(runs.listed(project.runs)):
        if run.request.kind != "process" or not _same(run, asked):
            continue
        status = run.status()
        if status.state != "done":
            if _same(run, asked, in_place=True):
                return run, None
            continue  # it would look for the videos where they were
        outcome = build(Outcome, plain(status.result))
        if not outcome.failed and (run.name in project.document.runs or recording.is_untaken(run, status)):
            return run, outcome
    return runs.create(project.runs, "process", _title(asked), asked), None


def _title(asked: ProcessRequest) -> str:
    return "Process 1 video" if len(asked.views) == 1 else f"Process {len(asked.views)} videos"


def _same(run: Run, asked: ProcessRequest, in_place: bool = False) -> bool:
    """Whether a run was asked for the same, wherever the videos were then: a view's video is known by its content.
    What was known of other frames when it was asked for makes no difference."""
    try:
        made = build(ProcessRequest, run.request.settings)
    except ValueError:
        return False
    first, second = (replace(r, views=tuple(replace(v, path=v.path if in_place else "", known="", athlete=0)
                                            for v in r.views)) for r in (made, asked))
    return first == second
