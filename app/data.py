"""`parallax data check`: what a file or folder of training data is, and what it lacks."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.console import BAD_INPUT, EXIT_CODES, PARTLY, Failure, bars, command, print_json, to_stdout

app = typer.Typer(help="Looks at data to train with.", no_args_is_help=True,
                  context_settings={"help_option_names": ["-h", "--help"]}, rich_markup_mode="markdown")
MOST = 50  # faults that are printed; --json has all
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]


@app.callback()
def data() -> None:
    """Looks at data to train with."""


@app.command(epilog=EXIT_CODES)
@command
def check(path: Annotated[Path, typer.Argument(help="A folder or a file.", metavar="PATH")],
          as_json: AsJson = False) -> None:
    """Says which data set a folder or file is, how much of it is there, and names each file that is missing or wrong.

    Everything is read as training would; nothing is changed, and nothing in the files is run. Code 0: complete, 4: not
    all of it is there, 3: no data set that is known.

    Example: `parallax data check ~/data/h36m`
    """
    from training.datasets import known

    with bars() as progress:
        found = known.recognise(path, progress)
    if found is None:
        titles = ", ".join(each.title for each in known.KNOWN.values())
        raise Failure(f"{path}: this is no data set that Parallax knows. It knows {titles}.", BAD_INPUT,
                      {"known": {name: {"title": each.title, "files": each.files} for name, each in
                                 known.KNOWN.items()}})
    entry = known.KNOWN[found.name]
    if as_json:
        print_json(answer(found, entry))
    else:
        _print(found, entry)
    if not found.complete:
        raise typer.Exit(PARTLY)


@app.command(epilog=EXIT_CODES)
@command
def convert(path: Annotated[Path, typer.Argument(help="BVH or AMC files, or AMASS.", metavar="PATH")],
            out: Annotated[Path, typer.Argument(help="The file of clips to write.", metavar="FILE.npz")],
            split: Annotated[str, typer.Option(help="Of AMASS: train or val.")] = "train",
            model: Annotated[Path | None, typer.Option(help="AMASS: your body model SMPL+H, a folder.")] = None,
            regressor: Annotated[Path | None, typer.Option(help="AMASS: your J_regressor_h36m.npy.")] = None,
            as_json: AsJson = False) -> None:
    """Makes one file of motion capture, as `train supervised` and `train uplift` take it: H36M-17, metres, 50 Hz.

    Example: `parallax data convert ~/AMASS amass.npz --model ~/smplh --regressor ~/J_regressor_h36m.npy`
    """
    from training.datasets import amass, known, mocap

    clips = list(amass.read(path, split, model, regressor)) if amass.recognises(path) else known.load(path, split)
    if any(not isinstance(clip, mocap.Clip) for clip in clips):
        raise Failure(f"{path}: this is seen by cameras; it is learned from as it is.", BAD_INPUT)
    mocap.write(out, clips)
    made = mocap.read(out)
    frames, people = sum(map(len, made)), len({clip.subject for clip in made})
    if as_json:
        print_json({"ok": True, "file": str(out), "clips": len(made), "frames": frames, "subjects": people})
    else:
        to_stdout().print(f"{out}: {len(made):,} clips, {frames:,} frames, subjects: {people}.", markup=False,
                          highlight=False, soft_wrap=True)


def answer(found: Any, entry: Any) -> dict[str, Any]:
    """The machine-readable answer."""
    return {"ok": found.complete, "name": found.name, "title": entry.title, "path": str(found.path),
            "complete": found.complete, "files": entry.files, "licence": entry.licence,
            "clips": found.clips, "frames": found.frames, "subjects": found.subjects,
            "splits": {split: {"clips": clips, "frames": frames} for split, (clips, frames) in found.splits.items()},
            "missing": [{"file": fault.file, "fault": fault.fault} for fault in found.missing],
            "remarks": found.remarks}


def _print(found: Any, entry: Any) -> None:
    console = to_stdout()
    state = "complete" if found.complete else "not complete"
    console.print(f"{found.path}: {entry.title}, {state}.\nIt consists of {entry.files}. Licence: {entry.licence}.",
                  markup=False, highlight=False, soft_wrap=True)
    if found.clips:
        table = Table("split", "clips", "frames", box=None, pad_edge=False)
        for split, (clips, frames) in found.splits.items():
            table.add_row(escape(split), f"{clips:,}", f"{frames:,}")
        console.print(table)
        people = "1 subject" if found.subjects == 1 else f"{found.subjects} subjects"
        console.print(f"{found.clips:,} clips, {found.frames:,} frames, {people}.", highlight=False)
    for fault in found.missing[:MOST]:
        console.print(f"{fault.file}: {fault.fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    if len(found.missing) > MOST:
        console.print(f"… and {len(found.missing) - MOST} more; --json names all.", highlight=False)
    for remark in found.remarks[:MOST]:
        console.print(remark, markup=False, highlight=False, soft_wrap=True)
