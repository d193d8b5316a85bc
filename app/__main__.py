"""The command line: one subcommand a job, and the window when there is none. Heavy things load inside the commands."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app import coach_cli, data, detectors_cli, exchange_cli, inner_cli, train_cli
from app.console import (
    BAD_INPUT,
    CANNOT_TELL,
    EXIT_CODES,
    FAILED,
    PARTLY,
    Failure,
    bars,
    command,
    print_json,
    to_people,
    to_stdout,
)

app = typer.Typer(
    name="parallax", rich_markup_mode="markdown", pretty_exceptions_enable=False, add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)

Videos = Annotated[list[Path], typer.Argument(help="Video files, one a camera.", metavar="VIDEO...")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]
DEFAULT_LIFTER = "parallax-lifter"


@app.callback(epilog=EXIT_CODES, invoke_without_command=True)
def parallax(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    """Human motion in 3D from ordinary, uncalibrated cameras.

    **Look at recordings:** `parallax` opens the window; `parallax left.mp4 right.mp4` opens videos in it,
    `parallax squat.parallax` a project.

    **Work without the window:** `parallax process left.mp4 right.mp4 -o squat.parallax` finds the person in 2D and
    lifts them to 3D; open the result with `parallax squat.parallax`.
    """
    if version:
        typer.echo(f"parallax {inner_cli.version()}")
        raise typer.Exit


@app.command("open", epilog=EXIT_CODES)
@command
def open_window(paths: Annotated[list[Path] | None, typer.Argument(help="Videos, or a project NAME.parallax.")] = None
                ) -> None:
    """Opens the window; `parallax PATHS...` is short for it.

    Write `./info` for a file that is called like a command, and `parallax -- -odd.mp4` for one that begins with a dash.
    """
    for path in paths or []:
        if not path.exists():
            near = get_close_matches(str(path), commands(), 1)
            hint = f"Did you mean the command `parallax {near[0]}`?" if near else "Check the name."
            raise Failure(f"{path}: there is no such file. {hint}", BAD_INPUT)
    from app import main as window

    raise typer.Exit(window.run(paths or []))


@app.command(epilog=EXIT_CODES)
@command
def info(videos: Videos, as_json: AsJson = False) -> None:
    """Says what is in video files: size, rate, rotation, variable frame rate, key-frames, sound.

    Example: `parallax info *.mp4`
    """
    from app import probing

    with bars() as progress:
        said = probing.work(videos, progress)
    if as_json and said.found:
        print_json(said.data())
    elif said.found:
        to_stdout().print(said.table())
    if said.faults:
        for fault in said.faults[:None if said.found else -1]:
            to_people().print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
        if said.found:
            raise typer.Exit(PARTLY)
        raise Failure(said.faults[-1], BAD_INPUT, {"errors": list(said.faults)})


@app.command(epilog=EXIT_CODES)
@command
def process(
    videos: Videos,
    out: Annotated[Path, typer.Option("--out", "-o", help="The project to make, or to go on with.",
                                      metavar="NAME.parallax")],
    detector: Annotated[str, typer.Option(help="The model that finds people in 2D (`parallax models`).")] = "blazepose",
    lifter: Annotated[str, typer.Option(help="The model that makes 3D of it (`parallax models`), or none.")]
    = DEFAULT_LIFTER,
    device: Annotated[str, typer.Option(help="cpu, cuda, or mps of Apple.")] = "cpu",
    span: Annotated[str, typer.Option("--range", metavar="START:STOP", help="Frames (100:250) or seconds of each "
                                      "video's own clock (1.5:4s); either end may be left out.")] = "",
    people: Annotated[int | None, typer.Option(min=1, help="Follow at most this many people a view.")] = None,
    stride: Annotated[str, typer.Option(metavar="N|auto", help="Look at every so many frames only, 20 say, and lift "
                                        "all of them: faster, with a lifter made for it. auto: few frames, and more "
                                        "of them where somebody is fast.")] = "1",
    flip: Annotated[bool | None, typer.Option("--flip/--no-flip", help="Lift the picture and its mirror image and take "
                                              "the mean; by default as the lifter's card says.")] = None,
    cameras: Annotated[Path | None, typer.Option(metavar="FILE", help="A calibration of the cameras (see `parallax "
                                                 "cameras`): 3D is made with their focal lengths and lenses.")] = None,
    as_json: AsJson = False,
) -> None:
    """Finds the person in every video in 2D, repairs swapped sides, lifts each view to 3D, and keeps it as a project.

    Examples:

    `parallax process cam1.mp4 cam2.mp4 -o squat.parallax`

    `parallax process *.mp4 -o squat.parallax --range 2s:10s --json > summary.json`

    `parallax process hour.mp4 -o hour.parallax --stride 20`

    A project that is there already is gone on with, if it is of the same videos, and never overwritten: after Ctrl-C,
    a crash or a power cut the same command continues where the last one was stopped.
    """
    from app import processing

    try:
        if span:
            processing.parse_span(span)
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--range") from None
    if stride != "auto" and not (stride.isdecimal() and 1 <= int(stride) < 1_000_000):
        raise typer.BadParameter(f"{stride!r} is neither a number of frames nor auto", param_hint="--stride")
    every = processing.AUTO if stride == "auto" else int(stride)
    if every != 1 and lifter == DEFAULT_LIFTER:
        from core.cards import cards, filler

        lifter = filler(cards())
    wanted = processing.Wanted(tuple(videos), out, detector, "" if lifter == "none" else lifter, device, span, people,
                               every, flip, cameras)
    with bars() as progress:
        project = processing.prepared(wanted, progress)
    with project:
        names = {view.id: view.name for view in project.document.views.values()}
        try:
            with bars(names) as progress:
                answer = processing.work(project, processing.request(project, wanted), progress)
        except KeyboardInterrupt:
            to_people().print(f"What was found is kept in {project.folder}; the same command goes on from there.",
                              markup=False, highlight=False, soft_wrap=True)
            raise
    if as_json:
        print_json(answer.data())
    else:
        _print_answer(answer.data())
    if answer.outcome.failed:
        raise typer.Exit(PARTLY)


def _print_answer(data: dict[str, Any]) -> None:
    table = Table("view", "frames", "people", "athlete found in", "sides repaired", "detect frames/s",
                  "lift frames/s", box=None, pad_edge=False)
    for v in data["views"]:
        frames = v["stop"] - v["start"]
        table.add_row(escape(v["name"]), str(frames), str(v["people"]), f"{v['found']} frames",
                      f"{v['swapped']} frames", str(v["detect_fps"] or "–"), str(v["lift_fps"] or "–"))
    console = to_stdout()
    console.print(table)
    for v in data["views"]:
        if v["error"]:
            to_people().print(f"{v['name']}: {v['error']}", style="red", markup=False, highlight=False, soft_wrap=True)
    rates = [f"{what} at {data[key]} frames/s" for what, key in (("detected", "detect_fps"), ("lifted", "lift_fps"))
             if data[key]]
    views = "1 view" if len(data["views"]) == 1 else f"{len(data['views'])} views together"
    done = "This was done already." if data["state"] == "already done" else (
        f"{views}: {' and '.join(rates) or 'done'}, in {data['seconds']:.1f} s.")
    console.print(f"{done}\nThe result is in {data['project']}", markup=False, highlight=False, soft_wrap=True)


@app.command(epilog=EXIT_CODES)
@command
def sync(
    paths: Annotated[list[Path], typer.Argument(help="Two or more videos, or a project.", metavar="VIDEO...")],
    method: Annotated[str, typer.Option(help="By what: auto (sound and movement), audio, or pose.")] = "auto",
    as_json: AsJson = False,
) -> None:
    """Finds when each video was started and how its clock drifts, from sound and movement; the first is the reference.

    Examples:

    `parallax sync left.mp4 right.mp4`

    `parallax sync *.mp4 --method audio --json > clocks.json`

    `parallax sync squat.parallax` also sets the clocks in the project. A time t of a video is the time
    offset + (1 + drift · 1e-6) · t of the first. Where nothing is sure it says 'cannot tell' and ends with code 3.
    """
    from app import synchronizing

    if method not in ("auto", "audio", "pose"):
        raise typer.BadParameter(f"{method!r} is not auto, audio or pose", param_hint="--method")
    with bars() as progress:
        answer = synchronizing.synchronized(paths, method, progress)
    if as_json:
        print_json(answer.data())
    else:
        to_stdout().print(answer.table())
        to_stdout().print("\n".join(answer.sentences()), markup=False, highlight=False, soft_wrap=True)
        for note in answer.found.notes:
            to_people().print(note, markup=False, highlight=False, soft_wrap=True)
    if not answer.ok:
        raise typer.Exit(CANNOT_TELL)


for name, exchange in exchange_cli.COMMANDS.items():
    app.command(name, epilog=EXIT_CODES)(exchange)


@app.command(epilog=EXIT_CODES)
@command
def labels(
    way: Annotated[str, typer.Argument(help="export or import.", metavar="export|import")],
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    file: Annotated[Path, typer.Argument(help="NAME.json (COCO keypoints), NAME.slp (SLEAP) or NAME.csv; one that is "
                                              "there is replaced by an export.", metavar="FILE")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Import also over joints that are labelled here.")]
    = False,
    as_json: AsJson = False,
) -> None:
    """Writes labelled frames to a file for other programs, or takes them from one.

    An import is one step to undo, and leaves joints that are labelled here as they are unless told otherwise.

    Examples:

    `parallax labels export squat.parallax squat.slp`

    `parallax labels import squat.parallax corrected.json`
    """
    from app import labelling

    if way not in labelling.WAYS:
        raise typer.BadParameter(f"this is {' or '.join(labelling.WAYS)}, not {way!r}")
    said = labelling.work(way, project, file, overwrite)
    if as_json:
        print_json(said.data)
    else:
        to_stdout().print("\n".join(said.sentences), markup=False, highlight=False, soft_wrap=True)


@app.command(epilog=EXIT_CODES)
@command
def cameras(
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    file: Annotated[str, typer.Argument(help="Calibration.toml as Anipose, Pose2Sim, Caliscope or FreeMoCap write it, "
                                             "or Calib.qca.txt of Qualisys; none: forget the cameras.",
                                        metavar="FILE|none")],
    as_json: AsJson = False,
) -> None:
    """Tells a project the focal length, centre and lens of its cameras, from a calibration.

    A camera is that of the view of its name, or of its video's; where no name fits, they are taken in their order.
    Views are lifted with their cameras from then on. It is one step to undo.

    Example: `parallax cameras squat.parallax calibration.toml`
    """
    from app import calibrating

    said = calibrating.work(project, file)
    if as_json:
        print_json(said.data)
    else:
        to_stdout().print("\n".join(said.sentences), markup=False, highlight=False, soft_wrap=True)


@app.command(epilog=EXIT_CODES)
@command
def film(
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The film to write, NAME.mp4, or the picture, NAME.png; "
                                                          "one that is there is replaced.")],
    start: Annotated[float | None, typer.Option("--from", help="Begin here, reference seconds; the moment of a "
                                                               "picture.")] = None,
    stop: Annotated[float | None, typer.Option("--to", help="End here, reference seconds.")] = None,
    reference: Annotated[str, typer.Option(help="The view that gives frame rate and sound; by default the first.",
                                           metavar="VIEW")] = "",
    as_json: AsJson = False,
) -> None:
    """Writes a film or a picture of the comparison: the videos with the poses found, beside the aligned 3D.

    A film is H.264 in an MP4, at the frame rate and with the sound of the reference view; the other views follow their
    clocks.

    Examples:

    `parallax film squat.parallax -o squat.mp4 --from 1.5 --to 4`

    `parallax film squat.parallax -o lowest.png --from 2.3`
    """
    from app import filming

    with bars() as progress:
        request = filming.work(project, out, reference, start, stop, progress)
    if as_json:
        print_json({"ok": True, "film": request.out, "views": [view.name for view in request.views]})
    else:
        to_stdout().print(request.out, markup=False, highlight=False, soft_wrap=True)


@app.command("render-demo", epilog=EXIT_CODES)
@command
def render_demo(out: Annotated[Path, typer.Argument(help="A new or empty folder.")] = Path("demo-recording"),
                as_json: AsJson = False) -> None:
    """Films two unsynchronized videos of one person in the synthetic studio, with the exact truth beside them.

    Example: `parallax render-demo studio` then `parallax process studio/view*.mp4 -o studio.parallax`
    """
    from core.errors import ParallaxError
    from core.studio import demo_recording

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ParallaxError(out, "something is there already.", "Choose another folder.")
    with bars() as progress:
        truth = demo_recording(out, progress)
    if as_json:
        print_json({"ok": True, "folder": str(out), "videos": [str(p) for p in truth.paths]})
    else:
        to_stdout().print("\n".join(str(p) for p in truth.paths), markup=False, highlight=False, soft_wrap=True)


@app.command(epilog=EXIT_CODES)
@command
def demo(headless: Annotated[bool, typer.Option("--headless", help="No window: pictures and a report.")] = False,
         out: Annotated[Path | None, typer.Option(help="Where pictures and the report go.")] = None) -> None:
    """Films a recording, processes it and opens the window on the result.

    Example: `parallax demo --headless --out shots`
    """
    from app import demo as shown

    raise typer.Exit(shown.run(out, headless))


for training in train_cli.COMMANDS:
    app.command(epilog=EXIT_CODES)(training)


@app.command("run", epilog=EXIT_CODES)
@command
def run_folder(folder: Annotated[Path, typer.Argument(help="A run folder with its request.json.")]) -> None:
    """Does what a run folder asks for, here; the window starts its long work this way.

    A run that was stopped or killed goes on where it was. To stop it, create the file `stop` in its folder.
    """
    from app import worker

    worker.work(folder)


@app.command("decode-view", hidden=True)
def decode_view() -> None:
    """Decodes one view for the window, which starts the frozen program this way and talks to it through pipes."""
    from app import decoding

    decoding.main()


@app.command("read-sound", hidden=True)
def read_sound() -> None:
    """Reads the wave form of a file for the window, which starts the frozen program this way."""
    from app import listening

    listening.main()


app.command("follow-corrections", hidden=True)(inner_cli.follow_corrections)
app.command("parts", hidden=True)(inner_cli.parts)


@app.command(epilog=EXIT_CODES)
@command
def models(as_json: AsJson = False) -> None:
    """Lists the models there are, and those that others published, with their task, figures and licence."""
    from app import published

    here, elsewhere, faults = published.listed()
    if as_json:
        print_json({"ok": True, "models": {id: published.data(card) for id, card in here.items()},
                    "published": {id: published.data(card) for id, card in elsewhere.items()}})
        return
    for table in published.tables(here, elsewhere):
        to_stdout().print(table)
    for fault in faults:
        to_people().print(f"Left out: {fault}", markup=False, highlight=False, soft_wrap=True)


app.command("bench-detectors", epilog=EXIT_CODES)(detectors_cli.bench_detectors)


@app.command("bench-lifters", epilog=EXIT_CODES)
@command
def bench_lifters(
    project: Annotated[Path, typer.Argument(help="The project.", metavar="NAME.parallax")],
    lifter: Annotated[list[str] | None, typer.Option(help="One to compare; may be given often. By default all that are "
                                                     "installed.", metavar="ID")] = None,
    start: Annotated[float | None, typer.Option("--from", help="Begin here, reference seconds.")] = None,
    stop: Annotated[float | None, typer.Option("--to", help="End here, reference seconds.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compares the lifters on a project's own views: each lifts all of them from the same 2D, corrections included.

    Agreement: how far the views are apart, the median in mm after one alignment a view; of bodies brought to one size.
    Jitter: the acceleration of what is faster than 6 Hz. Bones: by how much their lengths vary. Sides: how
    different left and right are. Nothing in the project is changed; after Ctrl-C the same command goes on.

    Example: `parallax bench-lifters squat.parallax --lifter parallax-lifter --lifter mmpose-motionbert`
    """
    from app import benching

    span = None
    if start is not None or stop is not None:
        span = (start if start is not None else -1e9, stop if stop is not None else 1e9)
    with bars() as progress:
        rows = benching.work(project, lifter or [], span, progress)
    if as_json:
        print_json(benching.data(rows))
    else:
        to_stdout().print(benching.table(rows))
        to_stdout().print("\n".join(benching.sentences(rows)), markup=False, highlight=False, soft_wrap=True)
    failed = [row for row in rows if row.error]
    for row in failed:
        to_people().print(row.error, style="red", markup=False, highlight=False, soft_wrap=True)
    if failed:
        raise typer.Exit(PARTLY if len(failed) < len(rows) else FAILED)


@app.command(epilog=EXIT_CODES)
@command
def weights(
    way: Annotated[str, typer.Argument(help="import, get or remove.", metavar="import|get|remove")],
    what: Annotated[str, typer.Argument(help="import: a file of weights; get: a published model (`parallax models`); "
                                             "remove: a model that was brought in.", metavar="FILE|MODEL")],
    model: Annotated[str, typer.Option("--as", metavar="ID", help="What the model is called; by default as the file.")]
    = "",
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="What the file does not tell;"
                                                       " may be given often.")] = None,
    licence: Annotated[str, typer.Option(help="What may be done with the weights, where that is not known.")] = "",
    lines: Annotated[bool, typer.Option("--lines", hidden=True, help="For the window: how far it is, a line each.")]
    = False,
    as_json: AsJson = False,
) -> None:
    """Brings in a lifter or a detector that others published, fetches one, or takes one away.

    A file is recognised by its tensors. Lifters: SimpleBaseline, VideoPose3D, MixSTE, IGANet, MotionBERT, PoseFormer,
    MHFormer, StridedTransformer, Uplift and Upsample, as published or from mmpose. Detectors: HRNet, RTMPose, DWPose,
    the latter two also as ONNX files. Nothing in it is run. Settings: those of the network (num_heads=8).

    Of a lifter: convention (parallax, screen, standardized, motionbert), joints (h36m17, coco17), variant (how COCO
    joints become those of Human3.6M: parallax, mmpose, consistency), crop (box, pixel), rootrel, flip, and
    statistics=FILE.json.

    Of a detector: joints (coco17, h36m17, halpe26, wholebody133), size=[288, 384] of a crop, flip, upright (lying and
    upside-down people are turned), score (below which there is nobody), mean, deviation, order (rgb, bgr), padding,
    track=false (people are found in every frame, not followed from the one before: quicker on a GPU, as frames go
    together), batch (crops that go through together, of all views; by default what suits the device, 1 for one by one),
    and boxes=FILE.onnx, a YOLOX or RTMDet that finds people in the place of BlazePose.

    Examples:

    `parallax weights import pretrained_h36m_cpn.bin --as vp3d --set variant=mmpose`

    `parallax weights import pose_hrnet_w32_384x288.pth --as hrnet`, then `parallax process a.mp4 -o a.parallax
    --detector hrnet`

    `parallax weights get mmpose-motionbert`, then `parallax process a.mp4 -o a.parallax --lifter mmpose-motionbert`
    """
    from app import published

    if way not in published.WAYS:
        raise typer.BadParameter(f"this is {', '.join(published.WAYS)}, not {way!r}")

    def tell(text: str) -> None:
        to_people().print(text, markup=False, highlight=False, soft_wrap=True)

    with bars() as drawn:
        said = published.work(way, what, model, settings or [], licence, published.line if lines else drawn, tell)
    if as_json:
        print_json(said.data)
    else:
        to_stdout().print("\n".join(said.sentences), markup=False, highlight=False, soft_wrap=True)


@app.command(epilog=EXIT_CODES)
@command
def diagnostics() -> None:
    """Versions, devices and folders, to paste into a report of a problem."""
    from app.diagnostics import text

    typer.echo(text())


app.add_typer(data.app, name="data")
app.add_typer(coach_cli.app, name="coach")


def commands() -> list[str]:
    """The names of the commands."""
    groups = [group.name for group in app.registered_groups if group.name]
    return [*(c.name or c.callback.__name__ for c in app.registered_commands if c.callback), *groups]


def with_default(arguments: list[str]) -> list[str]:
    """The arguments with `open` put in where they are paths: anything but a command or an option comes first.

    An argument that begins with a dash is a path where such a file exists; `--` says so in any case.
    """
    first = arguments[0] if arguments else None
    if first in (None, "--"):
        return ["open", *arguments]
    assert first is not None
    if first.startswith("-"):
        return ["open", "--", *arguments] if Path(first).exists() else arguments
    return arguments if first in commands() else ["open", *arguments]


def main() -> None:
    """The entry point of `parallax` and of the frozen program."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # one thread a net and one worker a view beat nets that share cores
    app(with_default(sys.argv[1:]), prog_name="parallax")


if __name__ == "__main__":
    main()
