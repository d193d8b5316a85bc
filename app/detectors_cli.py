"""`parallax bench-detectors`: how fast the detectors are on this machine, remembered for the window and `models`."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from app.console import FAILED, PARTLY, bars, command, print_json, to_people, to_stdout
from core.errors import ParallaxError

if TYPE_CHECKING:
    from core.cards import Card
    from core.detector_facts import Speed

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout and nothing else there.")]
ONE_LINE = "usable"  # in the place of a model: which devices there are, for the window


@command
def bench_detectors(
    models: Annotated[list[str] | None, typer.Argument(help="Detectors (`parallax models`); by default all that are "
                                                       "installed.", metavar="MODEL...")] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda, or mps of Apple. One that cannot be used is refused.")]
    = "cpu",
    as_json: AsJson = False,
) -> None:
    """Measures how long the detectors take on this machine: one person followed through frames of 1080 × 1920.

    Decoding is not counted. What is measured is remembered for these weights, this device and this machine, and shown
    by `parallax models` and in the window.

    Example: `parallax bench-detectors blazepose --device cpu`
    """
    from core import cards, detector_facts, detector_speed

    if models == [ONE_LINE]:
        print(json.dumps(detector_facts.usable()))
        return
    chosen = [cards.card(model) for model in models] if models else detectors()
    measured: dict[str, Speed | ParallaxError] = {}  # by id
    with bars() as progress:
        for card in chosen:
            try:
                measured[card.id] = detector_speed.measure(card, device, progress)
            except ParallaxError as fault:
                measured[card.id] = fault
    faults = [each for each in measured.values() if isinstance(each, ParallaxError)]
    if len(chosen) == 1 and faults:
        raise faults[0]
    if as_json:
        print_json(answer(chosen, measured, device))
    else:
        to_stdout().print(table(chosen, measured, device))
    for each in faults:
        to_people().print(str(each), style="red", markup=False, highlight=False, soft_wrap=True)
    if faults:
        raise typer.Exit(PARTLY if len(faults) < len(chosen) else FAILED)


def detectors() -> "list[Card]":
    """The detectors that are installed."""
    from core import cards

    return [card for card in cards.cards().values() if card.task == "detector"]


def answer(chosen: "Sequence[Card]", measured: "dict[str, Speed | ParallaxError]", device: str) -> dict[str, Any]:
    """For --json."""
    from core.detector_facts import Speed

    rows = []
    for card in chosen:
        said = measured[card.id]
        row: dict[str, Any] = {"id": card.id, "title": card.title, "device": device}
        if isinstance(said, Speed):
            row |= {"ms": said.ms, "size": list(said.size), "name": said.name, "error": ""}
        else:
            row |= {"ms": None, "size": None, "name": "", "error": str(said)}
        rows.append(row)
    return {"ok": not any(row["error"] for row in rows), "detectors": rows}


def table(chosen: "Sequence[Card]", measured: "dict[str, Speed | ParallaxError]", device: str) -> Table:
    from core import detector_facts
    from core.detector_facts import Speed

    made = Table(Column("detector", overflow="fold"), "crop", "device", Column("speed", justify="right"), box=None,
                 pad_edge=False)
    for card in chosen:
        said = measured[card.id]
        named = f"{device}: {said.name}" if isinstance(said, Speed) and said.name else device
        made.add_row(escape(card.title), detector_facts.crop_words(card), escape(named),
                     said.words if isinstance(said, Speed) else "failed")
    return made
