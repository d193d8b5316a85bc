"""How long work reports and is stopped: the only callback that core knows."""

from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """Raised by a progress callback; the work unwinds and keeps what it had finished."""


@dataclass(frozen=True)
class Step:
    """One report: `done` of `total` units (frames, bytes, steps) of `stage`, on `item` (a file, a view)."""

    stage: str
    done: int
    total: int
    item: str = ""


# Called often (every few frames), from the thread that works. Raises Cancelled to stop the work.
Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """The progress of a caller who does not want to know."""
    return
