"""`parallax coach`: what a coach takes home, without a window: a clip, a kinogram, a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.console import EXIT_CODES, bars, command, print_json, to_stdout

if TYPE_CHECKING:
    from app.coach_take import Take
    from core.film import FilmView

app = typer.Typer(help="Makes clips, kinograms and reports of a coach's project.", no_args_is_help=True,
                  context_settings={"help_option_names": ["-h", "--help"]}, rich_markup_mode="markdown")
Folder = Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")]
Start = Annotated[float | None, typer.Option("--from", help="Begin here, reference seconds.")]
Stop = Annotated[float | None, typer.Option("--to", help="End here, reference seconds.")]
View = Annotated[str, typer.Option(help="The recording, by name; by default the first.", metavar="VIEW")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]


@app.callback()
def coach() -> None:
    """Makes clips, kinograms and reports of a coach's project."""


@app.command(epilog=EXIT_CODES)
@command
def clip(
    project: Folder,
    out: Annotated[Path, typer.Argument(help="The film to write; one that is there is replaced.", metavar="FILE.mp4")],
    view: Annotated[str, typer.Option(help="One recording alone; by default all, side by side.", metavar="VIEW")] = "",
    reference: Annotated[str, typer.Option(help="The view that gives frame rate and sound; by default the first.",
                                           metavar="VIEW")] = "",
    start: Start = None,
    stop: Stop = None,
    speed: Annotated[float, typer.Option(min=2, max=100, help="Percent of real time; slow motion is silent.")] = 100,
    pause: Annotated[float, typer.Option(min=0, max=30, help="Seconds of rest at every key moment, with its name and "
                                         "comment.")] = 2,
    figure: Annotated[bool, typer.Option("--figure/--no-figure", help="The 3D figure beside.")] = True,
    turn: Annotated[float, typer.Option(help="From where the figure is seen: degrees about the vertical.")] = 45,
    lines: Annotated[bool, typer.Option("--lines/--no-lines", help="The lines of the body.")] = True,
    sound: Annotated[bool, typer.Option("--sound/--no-sound", help="The reference view's sound.")] = True,
    other: Annotated[Path | None, typer.Option("--compare", help="Another performance, whose key moments of the same "
                                               "names fall together with this one's.",
                                               metavar="NAME.parallax")] = None,
    over: Annotated[bool, typer.Option("--over", help="The other performance over the reference view; else beside "
                                       "it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Writes an MP4 with everything that is drawn: drawings, angles with their values, ways, the 3D figure.

    Example: `parallax coach clip kick.parallax kick.mp4 --speed 25 --pause 3`
    """
    from app.coach_second import beside
    from app.coach_take import Take, named
    from core.coach_clip import ClipRequest

    views = _views(project, out)
    second = beside(project, other, out, "over" if over else "beside") if other is not None else None
    chosen = (named(views, view),) if view else views
    request = ClipRequest(chosen, str(out), str(project), named(chosen, reference).id, start, stop, speed / 100, pause,
                          figure, turn, lines=lines, sound=sound, other=second)
    _make(Take(clip=request), as_json)


@app.command(epilog=EXIT_CODES)
@command
def kinogram(
    project: Folder,
    out: Annotated[Path, typer.Argument(help="The picture to write; one that is there is replaced.",
                                        metavar="FILE.png")],
    view: View = "",
    together: Annotated[bool, typer.Option("--together", help="All positions in one picture, from a camera that stands "
                                           "still; else a strip.")] = False,
    count: Annotated[int, typer.Option(min=1, max=40, help="How many positions, where there is no key moment.")] = 6,
    start: Start = None,
    stop: Stop = None,
    lines: Annotated[bool, typer.Option("--lines/--no-lines", help="The lines of the body.")] = False,
    drawings: Annotated[bool, typer.Option("--drawings/--no-drawings", help="What is drawn, in a strip.")] = True,
    as_json: AsJson = False,
) -> None:
    """Writes a PNG of the athlete at the key moments, with their names and times.

    Example: `parallax coach kinogram jump.parallax jump.png --together`
    """
    from app.coach_kinogram import KinogramRequest
    from app.coach_take import Take, named

    one = named(_views(project, out), view)
    _make(Take(kinogram=KinogramRequest(one, str(out), str(project), "together" if together else "strip", count, start,
                                        stop, lines, drawings)), as_json)


@app.command(epilog=EXIT_CODES)
@command
def report(
    project: Folder,
    out: Annotated[Path, typer.Argument(help="The report to write; one that is there is replaced.",
                                        metavar="FILE.pdf")],
    view: View = "",
    title: Annotated[str, typer.Option(help="By default the project's name.")] = "",
    athlete: Annotated[str, typer.Option(help="By default the name in the project.")] = "",
    date: Annotated[str, typer.Option(help="As it is to be printed.")] = "",
    comment: Annotated[str, typer.Option(help="A few sentences for the top.")] = "",
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    other: Annotated[Path | None, typer.Option("--compare", help="Another performance to compare with.",
                                               metavar="NAME.parallax")] = None,
    lines: Annotated[bool, typer.Option("--lines/--no-lines", help="The lines of the body.")] = True,
    as_json: AsJson = False,
) -> None:
    """Writes two pages to print: key moments in pictures, curves with their extremes, a table, differences.

    Example: `parallax coach report kick.parallax kick.pdf --athlete "R. Vale" --compare last-week.parallax`
    """
    from app.coach_report import ReportRequest
    from app.coach_report_parts import PAPERS
    from app.coach_take import Take, named

    if paper not in PAPERS:
        raise typer.BadParameter(f"{paper!r} is not {' or '.join(PAPERS)}", param_hint="--paper")
    one = named(_views(project, out), view)
    _make(Take(report=ReportRequest(one, str(out), str(project), title, athlete, date, comment, paper,
                                    str(other) if other is not None else "", lines)), as_json)


def _views(project: Path, out: Path) -> "tuple[FilmView, ...]":
    from app.coach_take import views_of
    from core.storage import Project

    with Project.open(project, read_only=True) as opened:
        return views_of(opened, out)


def _make(take: "Take", as_json: bool) -> None:
    from app.coach_take import make

    with bars() as progress:
        make(take, progress)
    if as_json:
        print_json({"ok": True, "file": str(take.out)})
    else:
        to_stdout().print(str(take.out), markup=False, highlight=False, soft_wrap=True)
