"""How far a training is, in words: plain rows, no widgets."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import form_text
from app.timecode import format_time
from app.trainings import Training, why
from app.words import marked, tr
from core.cards import Card
from core.records import plain
from training import readiness
from training.receipt import Receipt
from training.settings import METHODS, learner

VERDICTS = {"better": marked("better"), "worse": marked("worse"), "same": marked("no change")}
STATES = {"waiting": marked("starting"), "stopped": marked("stopped"), "done": marked("done"),
          "failed": marked("failed"), "lost": marked("cut short")}
MONTHS = (marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun"), marked("Jul"),
          marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec"))


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
        return State(tr("Stopping …"), tr("What it has learned so far is kept."), active=True)
    if status.state == "waiting":
        return State(tr("Starting …"), tr("Loading the network and what it learns from"), active=True)
    at = {"done": _count(status.done), "total": _count(status.total)}
    share = status.done / status.total if status.total else None
    if status.state == "running":
        if not status.total:
            return State(tr("Starting …"), tr("Loading the network and what it learns from"), active=True)
        epoch = training.status.details.get("epoch")
        passes = [tr("epoch {n}").format(n=f"{epoch:.1f}")] if isinstance(epoch, int | float) else []
        title = " · ".join([tr("Step {done} of {total}").format(**at), *passes])
        return State(title, _pace(training), share, True, status.message)
    if status.state == "stopped":
        return State(tr("Stopped at step {done} of {total}").format(**at),
                     tr("What it has learned is kept. Resume goes on from there."))
    if status.state == "done":
        if training.finishing:
            return State(tr("Measuring what it was good for …"),
                         tr("Before and after, on what nothing was learned from"), active=True)
        if training.receipt is not None or began_anew(training):
            return State(tr("Done"), _took(training))
        return State(tr("Done, but what it was good for could not be measured"), training.fault,
                     output=training.run.tail(12))
    return State(tr("The training failed") if status.state == "failed" else tr("The training was cut short"), "",
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
    why = (tr("It began from scratch: there was nothing before it.") if began_anew(training) else
           tr("It was not measured before and after. It can be kept, and compared with others under Compare › "
              "Lifters."))
    kept = next((card.id for card in cards if card.source.get("run") == training.name), "")
    return Receipt("", why, "", kept=kept)


def short_state(training: Training) -> str:
    """'34 %', 'better', 'stopped', for the list."""
    status = training.status
    if status.state == "running":
        return f"{100 * status.done // status.total} %" if status.total else tr("starting")
    if training.finishing:
        return tr("measuring")
    if status.state == "done" and training.receipt is not None:
        made = training.receipt
        said = tr("{verdict}, kept") if made.kept else tr("{verdict}, discarded") if made.discarded else "{verdict}"
        return said.format(verdict=tr(VERDICTS.get(made.verdict, made.verdict)))
    return tr(STATES.get(status.state, status.state))


def outcome_of(training: Training) -> str:
    """The verdict where it is known, else the state of the run: no words."""
    status, made = training.status, training.receipt
    return made.verdict if status.state == "done" and made is not None else status.state


def titled(training: Training) -> str:
    """The method in words; its request's title where the method is not known."""
    method = METHODS.get(training.method)
    return tr(method.title) if method is not None else training.run.request.title


def chosen(training: Training) -> str:
    """What it was given that is not the default: 'batch 1, frames 27'."""
    method = METHODS.get(training.method)
    if method is None:
        return ""
    defaults = plain(method.settings())
    other = {name: value for name, value in training.settings.items() if value != defaults.get(name)}
    return ", ".join(f"{form_text.within(name)} {form_text.told(value)}" for name, value in other.items())


def when(made_s: float, now_s: float) -> str:
    """'14:32', '27 Nov 14:32'."""
    made, now = time.localtime(made_s), time.localtime(now_s)
    clock = f"{made.tm_hour:02d}:{made.tm_min:02d}"
    if made[:3] == now[:3]:
        return clock
    return tr("{day} {month} {clock}").format(day=made.tm_mday, month=tr(MONTHS[made.tm_mon - 1]), clock=clock)


def _pace(training: Training) -> str:
    status, details = training.status, training.status.details
    parts = []
    if status.rate > 0:
        parts.append(tr("{n} steps/s").format(n=f"{status.rate:.1f}") if status.rate >= 1 else
                     tr("{n} s a step").format(n=f"{1 / status.rate:.1f}"))
    if status.eta_s is not None:
        parts.append(tr("{time} left").format(time=format_time(status.eta_s, milliseconds=False)))
    if _positive(details.get("memory_mb")):
        parts.append(tr("{size} of memory").format(size=readiness.size(float(details["memory_mb"]))))
    if details.get("device"):
        parts.append(tr("on {device}").format(device=details["device"]))
    if _positive(details.get("processes"), 1):
        parts.append(tr("{n} processes").format(n=details["processes"]))
    if _positive(details.get("pieces"), 1):
        parts.append(tr("batches in {n} pieces, for the memory").format(n=details["pieces"]))
    return " · ".join(parts)


def _took(training: Training) -> str:
    steps, device = _count(training.status.total), training.status.details.get("device")
    if not device:
        return tr("{n} steps").format(n=steps)
    return tr("{n} steps on {device}").format(n=steps, device=device)


def _positive(value: Any, more_than: float = 0) -> bool:
    return isinstance(value, int | float) and value > more_than


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")
