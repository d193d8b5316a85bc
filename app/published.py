"""`parallax weights`: models that others published, brought in, fetched and taken away."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from core import cards, detector_facts, importing
from core.cards import Card
from core.errors import ParallaxError
from core.progress import Progress, Step
from core.skeleton import SKELETONS
from core.words import tr

WAYS = ("import", "get", "remove")


@dataclass(frozen=True)
class Said:
    """What was done, for the user and for --json."""

    sentences: tuple[str, ...]
    data: dict[str, Any]


def work(way: str, what: str, model: str, texts: Sequence[str], licence: str, progress: Progress,
         tell: Callable[[str], None]) -> Said:
    """Imports the file `what`, fetches the published model `what`, or removes the model `what`. Raises ParallaxError.

    tell: is told the terms of a model before it is fetched.
    """
    if way == "remove":
        importing.remove(what)
        return Said((f"{what} is removed.",), {"ok": True, "removed": what})
    if way == "get":
        if what in cards.published():
            tell("\n".join(offer(cards.published()[what])))
        return done(importing.fetch(what, progress))
    return done(importing.bring(Path(what), model, importing.settings(texts), licence))


def line(step: Step) -> None:
    """A progress callback that prints a line of JSON."""
    print(json.dumps({"done": step.done, "total": step.total}), flush=True)


def done(card: Card) -> Said:
    """That a model of the user's is there."""
    data = {"ok": True, "model": card.id, "title": card.title, "licence": card.licence,
            "consequence": card.consequence, "config": dict(card.config), "convention": dict(card.convention),
            "card": str(cards.own_folder() / f"{card.id}.toml")}
    return Said((f"{card.title} is there: choose {card.id} as the {card.task}.", *terms(card)), data)


def terms(card: Card) -> tuple[str, ...]:
    """The licence, and what it means."""
    return tuple(filter(None, (tr("Licence: {licence}").format(licence=tr(card.licence)), tr(card.consequence))))


def offer(card: Card) -> tuple[str, ...]:
    """What is to be known of a published model before it is fetched."""
    return card.title, f"{source(card)}. {check(card)}", *terms(card)


def source(card: Card) -> str:
    """'About 68 MB from example.org'."""
    return tr("{size} from {host}").format(size=size(card), host=host(card))


def size(card: Card) -> str:
    """'about 68 MB'."""
    if not card.weights or not card.weights.bytes:
        return tr("Of unknown size")
    return tr("About {n} MB").format(n=f"{card.weights.bytes / 1e6:.0f}")


def host(card: Card) -> str:
    """The server that it comes from."""
    return card.weights.url.split("/")[2] if card.weights else ""


def check(card: Card) -> str:
    """How what comes is checked."""
    if card.weights is None or not card.weights.sha256:
        return tr("Its publishers tell no checksum: that of the first download is kept, and any later one must be the "
                  "same.")
    if len(card.weights.sha256) < 64:
        return tr("Its checksum must begin with {sha256}, as its publishers tell.").format(sha256=card.weights.sha256)
    return tr("Its checksum is known.")


def listed() -> tuple[dict[str, Card], dict[str, Card], list[ParallaxError]]:
    """The models there are, the published ones that are not here yet, and what is wrong with cards of the user's."""
    here = cards.cards()
    return here, {id: card for id, card in cards.published().items() if id not in here}, cards.faults()


def tables(here: Mapping[str, Card], elsewhere: Mapping[str, Card]) -> list[Table]:
    """What there is and what could be fetched, as tables: lifters, and detectors with their crops and speeds."""
    made = []
    for title, known in (("model", here), ("to fetch: parallax weights get", elsewhere)):
        detectors, others = ({id: card for id, card in known.items() if (card.task == "detector") == is_one}
                             for is_one in (True, False))
        if others:
            table = Table(title, "task", "title", "licence", box=None, pad_edge=False)
            for id, card in others.items():
                table.add_row(*map(escape, (id, card.task, card.title, _licence(card))))
            made.append(table)
        if detectors:
            table = Table(title, "task", "title", "joints", "crop", "speed", "licence", box=None, pad_edge=False)
            for id, card in detectors.items():
                table.add_row(*map(escape, (id, card.task, card.title, str(len(SKELETONS[card.joints])),
                                            detector_facts.crop_words(card), _speeds(card, known is here),
                                            _licence(card))))
            made.append(table)
    return made


def _licence(card: Card) -> str:
    return " ".join((card.licence, card.consequence)).strip()


def _speeds(card: Card, is_here: bool) -> str:
    """'cpu 12 ms/frame (83/s)' for each device that was measured."""
    known = {device: detector_facts.speed(card, device) for device in detector_facts.DEVICES} if is_here else {}
    said = [f"{device} {speed.words}" for device, speed in known.items() if speed is not None]
    return ", ".join(said) or ("not measured yet" if is_here else "–")


def data(card: Card) -> dict[str, Any]:
    """A card for programs. speeds: of a detector, device → ms a frame on this machine, where it was measured."""
    said = {"title": card.title, "task": card.task, "licence": card.licence, "consequence": card.consequence,
            "restricted": card.restricted, "joints": card.joints, "own": card.own, "measured": dict(card.measured)}
    if card.task == "detector":
        known = {device: detector_facts.speed(card, device) for device in detector_facts.DEVICES}
        said |= {"crop": detector_facts.crop(card), "speeds": {device: speed.ms for device, speed in known.items()
                                                                if speed is not None}}
    return said
