"""The commands of training: `train`, `runs`, `resume`, `evaluate`. What they do is training/'s; here it is told of."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from app.console import bars, command, print_json, stopped_between_steps, to_people, to_stdout

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Override one setting; may be given "
                                                                                  "often.")]


@command
def train(
    method: Annotated[str, typer.Argument(help="How to train: consistency, guided, supervised, uplift or two-step.")],
    config: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
    settings: Set = None,
    data: Annotated[list[Path] | None, typer.Option(help="A project or data set to learn from; may be given often.")]
    = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The run folder; an existing one is gone on with.")]
    = None,
    explain: Annotated[bool, typer.Option("--settings", help="List the method's settings and why each is there.")]
    = False,
    as_json: AsJson = False,
) -> None:
    """Trains a model in a folder of its own; started again there, it goes on from its last checkpoint.

    Ctrl-C saves a checkpoint before it ends. What came of it is compared with what was before (receipt.json).

    Examples:

    `parallax train consistency --data squat.parallax -o runs/squat`: two views teach the lifter

    `parallax train supervised --config lifter.toml --set lr=0.0005 -o runs/lifter`
    """
    from training import settings as known

    if explain:
        _explain(method, as_json)
        return
    overrides = [*(settings or [])]
    if data:
        overrides.append(f"data={_toml([str(path) for path in data], method)}")
    _go(method, known.of(method, config, overrides), out or Path("runs") / f"train-{method}", as_json)


@command
def resume(folder: Annotated[Path, typer.Argument(help="The folder of a training that was stopped, failed or killed.")],
           as_json: AsJson = False) -> None:
    """Goes on with a training, with the settings that it was started with, from its last checkpoint.

    Example: `parallax resume runs/squat`
    """
    from core.runs import Run
    from training.run import asked

    method, made = asked(Run(folder))
    _go(method, made, folder, as_json)


@command
def runs(root: Annotated[Path, typer.Argument(help="A folder of runs, or a project.")] = Path("runs"),
         as_json: AsJson = False) -> None:
    """Lists runs: what they are, how far they are, and what came of them.

    Example: `parallax runs squat.parallax`
    """
    from core import runs as known
    from core.storage import SUFFIX

    found = known.listed(root / "runs" if root.suffix == SUFFIX else root)
    told = [_told(run) for run in found]
    if as_json:
        print_json({"ok": True, "runs": told})
        return
    if not told:
        to_people().print(f"There are no runs in {root}.", markup=False, highlight=False)
        return
    table = Table("run", "what", "state", "done", "since", "loss", "verdict", box=None, pad_edge=False)
    for row in told:
        loss = row["losses"].get("loss")
        table.add_row(row["name"], row["title"], row["state"], f"{row['done']}/{row['total']}",
                      time.strftime("%Y-%m-%d %H:%M", time.localtime(row["made_s"])),
                      "" if loss is None else f"{loss:.4g}", row["verdict"])
    to_stdout().print(table)


@command
def evaluate(
    what: Annotated[str, typer.Argument(help="A lifter (`parallax models`), or the folder of a training.",
                                        metavar="LIFTER|RUN")],
    data: Annotated[list[Path] | None, typer.Argument(help="Projects or data sets (`parallax data check`); "
                                                           "none: the receipt of a training is made anew.",
                                                           metavar="DATA...")] = None,
    split: Annotated[str, typer.Option(help="Of published data sets: train, val or test.")] = "test",
    as_json: AsJson = False,
) -> None:
    """Tells how good a lifter is: errors where there is 3D truth, agreement between views where there is none; and a
    detector that was trained, on pictures with 3D.

    Motion capture is seen by four virtual cameras a clip, with true 2D and with a detector's faults.

    Examples:

    `parallax evaluate parallax-lifter hdm05_h36m17_test.npz squat.parallax`

    `parallax evaluate runs/squat`
    """
    rows = _evaluated(what, list(data or []), split)
    if as_json:
        print_json({"ok": True, "figures": rows})
        return
    keys = list(dict.fromkeys(key for row in rows.values() for key in row))
    table = Table("", *(key.replace("_", " ") for key in keys), box=None, pad_edge=False)
    for name, row in rows.items():
        table.add_row(name, *(f"{row[key]:.1f}" if key in row else "" for key in keys))
    to_stdout().print(table)


COMMANDS = (train, runs, resume, evaluate)


def _go(method: str, made: Any, folder: Path, as_json: bool) -> None:
    from core.runs import Run
    from training import receipt, run

    with bars() as drawn, stopped_between_steps(drawn) as progress:
        figures = run.train_with(method, made, folder, progress)
    told = receipt.write(Run(folder))
    if as_json:
        print_json({"ok": True, "folder": str(folder), "figures": figures, "receipt": told})
        return
    words = ", ".join(f"{name} {value:.4g}" for name, value in figures.items())
    out = to_stdout()
    if told is not None and told.rows:
        table = Table("on what was held out", "before", "after", box=None, pad_edge=False)
        for row in told.rows:
            table.add_row(row.title, f"{row.before:.1f} {row.unit}", f"{row.after:.1f} {row.unit}")
        out.print(table)
        out.print(f"{told.verdict}: {told.why}", markup=False, highlight=False, soft_wrap=True)
    elif words:
        out.print(words, markup=False, highlight=False, soft_wrap=True)
    out.print(f"The weights are in {folder / 'weights.pt'}; `parallax weights import` makes a model of them.",
              markup=False, highlight=False, soft_wrap=True)


def _told(run: Any) -> dict[str, Any]:
    """A run as JSON values."""
    from training import receipt

    status = run.status()
    came = receipt.read(run.folder) if run.request.kind == "train" else None
    return {"name": run.name, "kind": run.request.kind, "title": run.request.title, "made_s": run.request.made_s,
            "state": status.state, "done": status.done, "total": status.total, "message": status.message,
            "losses": dict(status.details.get("losses", {})), "verdict": came.verdict if came else ""}


def _explain(method: str, as_json: bool) -> None:
    from core.errors import ParallaxError
    from training.settings import METHODS, fields_of

    if method not in METHODS:
        raise ParallaxError(method, "there is no such training method.", "There are: {names}.",
                            names=", ".join(METHODS))
    kind = METHODS[method].settings
    made = kind()
    fields = [(f.name, getattr(made, f.name), f.metadata["unit"], f.metadata["why"]) for f in fields_of(kind)]
    if as_json:
        print_json({"ok": True, "settings": {name: {"default": default, "unit": unit, "why": why}
                                             for name, default, unit, why in fields}})
        return
    table = Table("setting", "default", "", "why", box=None, pad_edge=False)
    for name, default, unit, why in fields:
        table.add_row(name, str(default), unit, why)
    to_stdout().print(table)


def _toml(names: list[str], method: str) -> str:
    """A TOML value of paths: a list, or the one that a method takes."""
    from core.cards import toml
    from training.settings import METHODS

    one = method in METHODS and isinstance(METHODS[method].settings().data, str)  # type: ignore[attr-defined]
    return toml({"data": names[0] if one and len(names) == 1 else names}).partition("=")[2].strip()


def _of_detector(folder: Path, c: Any, path: Path, split: str) -> dict[str, float]:
    """A detector that was trained, on all pictures of other data, through the lifters that taught it."""
    from dataclasses import replace

    import numpy as np

    from core import weights
    from training.methods.guided import Guided

    with bars() as progress:
        made = Guided(replace(c, data=(str(path),), held_out=(), share=0.0), progress, split)
    net = made.detector.net(fresh=True)
    net.load_state_dict(weights.load(folder / "weights.pt"))
    return made.figures(net.eval(), np.arange(len(made.crops)))


def _evaluated(what: str, data: list[Path], split: str) -> dict[str, dict[str, float]]:
    from core import cards, lift, weights
    from core.errors import ParallaxError
    from core.runs import Run
    from training import augment, receipt, settings
    from training import evaluate as figures
    from training.datasets import known, mocap, views
    from training.methods import two_step
    from training.run import asked

    folder = Path(what)
    if (folder / "request.json").exists():
        method, c = asked(Run(folder))
        if not data:
            told = receipt.write(Run(folder))
            if told is None:
                raise ParallaxError(folder, "it is not done, or began from scratch: nothing was before.",
                                    "Name data to evaluate it on.")
            return {"before": {row.name: row.before for row in told.rows},
                    "after": {row.name: row.after for row in told.rows}}
        if method == "guided":
            return {path.stem: _of_detector(folder, c, path, split) for path in data}
        config = two_step.net_config(c) if isinstance(c, settings.TwoStep) else dict(c.net_config)
        card = cards.card(c.lifter) if hasattr(c, "lifter") else \
            cards.Card(folder.name, "", "lifter", c.net, "h36m17", "", "", config,
                       convention=dict(getattr(c, "convention", {})))
        lifter = lift.assemble(card, weights.load(folder / "weights.pt"), "")
    else:
        lifter = lift.load(what)
    noise = augment.read_noise(Path("blazepose.json"))
    rows: dict[str, dict[str, float]] = {}
    for path in data:
        clips = known.load(path, split)
        seen = [clip for clip in clips if isinstance(clip, views.Clip)]
        motion = [clip for clip in clips if isinstance(clip, mocap.Clip)]
        if seen:
            rows[path.stem] = figures.on_views(lifter, seen)
        if motion:
            rows[f"{path.stem}, true 2D"] = figures.on_mocap(lifter, motion, None)
            rows[f"{path.stem}, detector's 2D"] = figures.on_mocap(lifter, motion, noise)
    return rows
