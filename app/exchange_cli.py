"""The commands that exchange files with other programs: `export`, `import`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app.console import bars, command, print_json, to_stdout
from core.formats.kinds import FORMATS

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]


def _list(wanted: bool) -> None:
    """Says of each format what it holds and what is lost, and ends."""
    if wanted:
        said = [f"{f.id}: {f.label}\n  {f.holds}.\n  Unit: {f.unit}.\n  Axes: {f.axes}.\n  Not in it: {f.lost}."
                for f in FORMATS.values()]
        to_stdout().print("\n\n".join(said), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit


@command
def export(
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    form: Annotated[str, typer.Argument(help=f"{', '.join(FORMATS)}; by default what the file's name ends in.",
                                        metavar="[FORMAT]")] = "",
    file: Annotated[Path | None, typer.Argument(help="The file to write, of openpose a new folder; one that is there "
                                                     "is replaced.", metavar="OUT")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The same as OUT.")] = None,
    what: Annotated[str, typer.Option(help="2d, 3d, angles or agreement; by default what the format holds, of tables "
                                           "3d.")] = "",
    format: Annotated[str, typer.Option(help="The same as FORMAT.")] = "",
    reference: Annotated[str, typer.Option(help="The view whose frames are the rows, and whose camera gives the "
                                           "axes of 3D; by default the first.", metavar="VIEW")] = "",
    per_frame: Annotated[bool, typer.Option("--per-frame", help="Align every frame by itself: for cameras that move.")]
    = False,
    of: Annotated[str, typer.Option(help="Whose body goes into a file that holds one: a view, or mean; by default the "
                                    "reference's.", metavar="VIEW")] = "",
    smooth: Annotated[str, typer.Option(help="none, butterworth, savgol, gaussian, median or hampel.")] = "none",
    cutoff: Annotated[float, typer.Option(min=0.01, help="Of the Butterworth filter, Hz.")] = 6.0,
    unit: Annotated[str, typer.Option(help="Of a TRC: m or mm.")] = "m",
    formats: Annotated[bool, typer.Option("--formats", callback=_list, is_eager=True, help="Say of each format what it "
                                          "holds, in which unit and axes, and what is lost.")] = False,
    as_json: AsJson = False,
) -> None:
    """Writes poses, joint angles or agreement to a file for other programs, on the recording's common time.

    Column names end in their unit; lengths also say whether they are relative or scaled by the athlete's height.

    Examples:

    `parallax export squat.parallax c3d squat.c3d`

    `parallax export squat.parallax --what angles -o angles.csv`

    `parallax export squat.parallax bvh squat.bvh --reference cam2 --of mean --smooth butterworth`
    """
    from app import exporting

    given = file or out
    if given is None:  # FORMAT may be left out, and OUT then stands in its place
        given, form = (Path(form), "") if form and form not in FORMATS else (None, form)
    if given is None:
        raise typer.BadParameter("the file to write is not named: OUT")
    wanted = exporting.Wanted(project, what, form or format, given, reference, per_frame, of, smooth, cutoff, unit)
    try:
        exporting.options(wanted)
    except ValueError as e:
        raise typer.BadParameter(str(e)) from None
    with bars() as progress:
        written = exporting.work(wanted, progress)
    if as_json:
        print_json(exporting.data(written))
    else:
        rows = f": {written.rows} rows of {written.columns} values." if written.rows else ""
        said = f"{written.path}{rows}\n{written.note}".rstrip()
        to_stdout().print(said, markup=False, highlight=False, soft_wrap=True)


@command
def import_(
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    file: Annotated[Path, typer.Argument(help="2D: COCO keypoints (.json), a folder of OpenPose's, SLEAP (.slp), "
                                              "DeepLabCut (.csv, .h5). 3D: .trc, .c3d, .bvh. Cameras: .toml of "
                                              "Anipose, .qca.txt of Qualisys.", metavar="FILE")],
    view: Annotated[str, typer.Option(help="Whose poses they are, where the file does not tell.", metavar="VIEW")] = "",
    offset: Annotated[float, typer.Option(help="The recording's time, in s, at which the time of a 3D file is 0.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Brings poses of other programs into a project, where they are shown in the place of those found. One undo step.

    2D is matched to the views by the names of the videos. 3D is shown as the body of one view, and turned to face as
    the 3D that is there. Labels are brought in by `parallax labels import`.

    Examples:

    `parallax import squat.parallax squat.slp`

    `parallax import squat.parallax mocap.c3d --view cam1 --offset 2.35`
    """
    from app import exporting

    said = exporting.bring(project, file, view, offset)
    if as_json:
        print_json(said.data)
    else:
        to_stdout().print("\n".join(said.sentences), markup=False, highlight=False, soft_wrap=True)


COMMANDS: dict[str, Callable[..., Any]] = {"export": export, "import": import_}
