"""How far a training is, in words: plain rows, no widgets."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import form_text
from app.timecode import format_time
from app.trainings import Training, why
from core.cards import Card
from core.records import plain
from training import readiness
from training.receipt import Receipt
from training.settings import METHODS, learner

VERDICTS = {"better": "better", "worse": "worse", "same": "no change"}


@dataclass(frozen=True)
class State:
    """title and detail: of the box; share: of the way, 0 to 1, None where that is not known or over; warning: what is
    to be known of it; output: the last lines that its process printed, where it failed."""

    title: str
    detail: str = ""
    share: float | None = None
    active: bool = False
    warning: str = ""
    output: str = ""


def state_of(training: Training, stopping: bool = False) -> State:
    """What the box of a training says. stopping: it was asked to."""
    status = training.status
    if stopping and status.state in ("waiting", "running"):
        return State("Stopping …", "What it has learned so far is kept.", active=True)
    if status.state == "waiting":
        return State("Starting …", "Loading the network and what it learns from", active=True)
    at = f"step {_count(status.done)} of {_count(status.total)}"
    share = status.done / status.total if status.total else None
    if status.state == "running":
        if not status.total:
            return State("Starting …", "Loading the network and what it learns from", active=True)
        epoch = training.status.details.get("epoch")
        passes = f" · epoch {epoch:.1f}" if isinstance(epoch, int | float) else ""
        return State(f"{at[:1].upper()}{at[1:]}{passes}", _pace(training), share, True, status.message)
    if status.state == "stopped":
        return State(f"Stopped at {at}", "What it has learned is kept. Resume goes on from there.")
    if status.state == "done":
        if training.finishing:
            return State("Measuring what it was good for …", "Before and after, on what nothing was learned from",
                         active=True)
        if training.receipt is not None or began_anew(training):
            return State("Done", _took(training))
        return State("Done, but what it was good for could not be measured", training.fault,
                     output=training.run.tail(12))
    return State("The training failed" if status.state == "failed" else "The training was cut short", "",
                 warning=why(training.run, status), output=training.run.tail(12))


def began_anew(training: Training) -> bool:
    """Whether it began from scratch, so that there is no before."""
    told = training.settings
    return bool(told.get("fresh")) or not (learner(told) or told.get("start_from"))


def receipt_of(training: Training, cards: Sequence[Card]) -> Receipt | None:
    """What came of a training that is over; of one that could not be compared with anything that it can be kept.
    cards: of the lifters there are."""
    if training.receipt is not None or training.status.state != "done" or training.alive:
        return training.receipt
    why = ("It began from scratch: there was nothing before it." if began_anew(training) else
           "It was not measured before and after. It can be kept, and compared with others under Compare › Lifters.")
    kept = next((card.id for card in cards if card.source.get("run") == training.name), "")
    return Receipt("", why, "", kept=kept)


def short_state(training: Training) -> str:
    """'34 %', 'better', 'stopped', for the list."""
    status = training.status
    if status.state == "running":
        return f"{100 * status.done // status.total} %" if status.total else "starting"
    if training.finishing:
        return "measuring"
    if status.state == "done" and training.receipt is not None:
        made = training.receipt
        said = VERDICTS.get(made.verdict, made.verdict)
        return f"{said}, kept" if made.kept else f"{said}, discarded" if made.discarded else said
    return {"waiting": "starting", "lost": "cut short"}.get(status.state, status.state)


def titled(training: Training) -> str:
    """The method in words; its request's title where the method is not known."""
    method = METHODS.get(training.method)
    return method.title if method is not None else training.run.request.title


def chosen(training: Training) -> str:
    """What it was given that is not the default: 'batch 1, frames 27'."""
    method = METHODS.get(training.method)
    if method is None:
        return ""
    defaults = plain(method.settings())
    other = {name: value for name, value in training.settings.items() if value != defaults.get(name)}
    return ", ".join(f"{form_text.label(name).lower()} {form_text.written(value)}" for name, value in other.items())


def when(made_s: float, now_s: float) -> str:
    """'14:32', '27 Nov 14:32'."""
    made, now = time.localtime(made_s), time.localtime(now_s)
    clock = f"{made.tm_hour:02d}:{made.tm_min:02d}"
    return clock if made[:3] == now[:3] else f"{made.tm_mday} {time.strftime('%b', made)} {clock}"


def _pace(training: Training) -> str:
    status, details = training.status, training.status.details
    parts = []
    if status.rate > 0:
        parts.append(f"{status.rate:.1f} steps/s" if status.rate >= 1 else f"{1 / status.rate:.1f} s a step")
    if status.eta_s is not None:
        parts.append(f"{format_time(status.eta_s, milliseconds=False)} left")
    if _positive(details.get("memory_mb")):
        parts.append(f"{readiness.size(float(details['memory_mb']))} of memory")
    if details.get("device"):
        parts.append(f"on {details['device']}")
    if _positive(details.get("processes"), 1):
        parts.append(f"{details['processes']} processes")
    if _positive(details.get("pieces"), 1):
        parts.append(f"batches in {details['pieces']} pieces, for the memory")
    return " · ".join(parts)


def _took(training: Training) -> str:
    status = training.status
    device = f" on {status.details['device']}" if status.details.get("device") else ""
    return f"{_count(status.total)} steps{device}"


def _positive(value: Any, more_than: float = 0) -> bool:
    return isinstance(value, int | float) and value > more_than


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")
