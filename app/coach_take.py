"""What a coach takes home, as a run: a clip, a kinogram or a report is made in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.coach_kinogram import KinogramRequest, save_kinogram
from app.coach_report import ReportRequest, save_report
from core.coach_clip import ClipRequest
from core.errors import ParallaxError
from core.film import FilmView, request_for
from core.progress import Progress, silent
from core.records import build, plain
from core.report import Report
from core.runs import Run
from core.storage import Project

KIND = "coach"  # of the runs
SUFFIX = {"clip": ".mp4", "kinogram": ".png", "report": ".pdf"}


@dataclass(frozen=True)
class Take:
    """What to make: one of them."""

    clip: ClipRequest | None = None
    kinogram: KinogramRequest | None = None
    report: ReportRequest | None = None

    @property
    def out(self) -> Path:
        return Path(next(one.out for one in (self.clip, self.kinogram, self.report) if one is not None))


def make(take: Take, progress: Progress = silent) -> None:
    """Writes it. Raises ParallaxError where it cannot be made or written, and what `progress` raises."""
    if take.clip is not None:
        from app.coach_clip import save_clip

        save_clip(take.clip, progress)
    elif take.kinogram is not None:
        save_kinogram(take.kinogram, progress)
    elif take.report is not None:
        save_report(take.report, progress)


def work(run: Run) -> None:
    """Does a run of this kind. Raises ParallaxError and Cancelled, after the run's status said the same."""
    run.start()
    report = Report(run, silent)
    with report:
        try:
            take = build(Take, plain(run.request.settings))
            out = take.out
        except (ValueError, StopIteration) as e:
            raise ParallaxError(run.folder, "the request cannot be understood ({reason}).", "Save it again.",
                                reason=e) from e
        report.add("coach", out.name)
        make(take, report.of("coach", "coach"))
        report.stage("coach", "done")
        report.end("done", "", {"out": str(out)})


def views_of(project: Project, out: Path) -> tuple[FilmView, ...]:
    """The recordings whose videos are there. Raises ParallaxError where none is, or `out` is one of them."""
    views = project.document.views
    paths = {view.id: path for view in views.values() if (path := project.video(view)) is not None}
    return checked(request_for(project, paths, out).views, out, project.folder)


def checked(views: Sequence[FilmView], out: Path, folder: Path) -> tuple[FilmView, ...]:
    """The views. Raises ParallaxError where there is none, or `out` is one of their videos."""
    if not views:
        raise ParallaxError(folder, "no video of this project is where it was.",
                            "Put it back, or open the project in the window and show where it is now.")
    if out.resolve() in {Path(view.video).resolve() for view in views}:
        raise ParallaxError(out, "is one of the recording's videos.", "Choose another name.")
    return tuple(views)


def named(views: Sequence[FilmView], name: str) -> FilmView:
    """The view of a name or an id, '' is the first. Raises ParallaxError."""
    found = next((view for view in views if name in ("", view.id, view.name)), None)
    if found is None:
        raise ParallaxError(name, "is no view of this project.",
                            "Its views are: {names}.", names=", ".join(view.name for view in views))
    return found
