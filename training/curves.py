"""The curves of a training, read from its log as that grows. No torch here; files are read: not for the GUI thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.runs import Run

TIMES = ("step", "epoch", "time_s", "lr", "event", "validation")  # of a row, what is no curve
SMOOTH = 1 / 12  # of a curve's points that are averaged into one

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """steps: (N,) ascending; values: (N,), NaN where it was no number."""

    steps: Floats
    values: Floats

    def before(self, step: float) -> "Curve":
        """Its points before a step."""
        stop = int(np.searchsorted(self.steps, step))
        return Curve(self.steps[:stop], self.values[:stop])

    def and_then(self, steps: list[float], values: list[float]) -> "Curve":
        return Curve(np.r_[self.steps, steps], np.r_[self.values, values])

    @cached_property
    def smooth(self) -> Floats:
        """(N,) the mean of the points around each, fewer at the ends; NaN where there is none."""
        known = np.isfinite(self.values)
        half = round(SMOOTH * len(self.values) / 2)
        total, count = (np.r_[0.0, np.cumsum(part)] for part in (np.where(known, self.values, 0), known))
        at = np.arange(len(self.values))
        reach = np.minimum(half, np.minimum(at, len(at) - 1 - at))  # as far to one side as to the other
        low, high = at - reach, at + reach + 1
        seen = count[high] - count[low]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((total[high] - total[low]) / np.where(seen > 0, seen, np.nan))


NONE = Curve(np.zeros(0), np.zeros(0))


@dataclass(frozen=True, eq=False)
class Curves:
    """losses: loss and its terms; figures: what was measured on what is held out; events: (step, what) each. offset:
    bytes of the log that were read."""

    losses: Mapping[str, Curve] = field(default_factory=dict)
    figures: Mapping[str, Curve] = field(default_factory=dict)
    events: tuple[tuple[float, str], ...] = ()
    offset: int = 0


def more(run: Run, known: Curves) -> Curves:
    """With what the log has got since. Steps that a run did again, after a stop, take the place of the first ones."""
    rows, offset = run.read_log(known.offset)
    if not rows:
        return known
    losses, figures, events = dict(known.losses), dict(known.figures), list(known.events)
    last = max((float(curve.steps[-1]) for curve in losses.values() if len(curve.steps)), default=0.0)
    batch: list[dict[str, Any]] = []
    for row in rows:
        step = _number(row.get("step"))
        if not np.isfinite(step):
            continue
        if "validation" not in row and step < last:
            _add(batch, losses, figures)
            batch = []
            losses, figures = ({name: curve.before(step) for name, curve in each.items()}
                               for each in (losses, figures))
            events = [event for event in events if event[0] < step]
        last = step if "validation" not in row else last
        batch.append(row)
        if isinstance(row.get("event"), str):
            events.append((step, row["event"]))
    _add(batch, losses, figures)
    return Curves(losses, figures, tuple(events), offset)


def _add(rows: list[dict[str, Any]], losses: dict[str, Curve], figures: dict[str, Curve]) -> None:
    found: dict[tuple[bool, str], tuple[list[float], list[float]]] = {}
    for row in rows:
        measured = row.get("validation")
        told = measured if isinstance(measured, dict) else {k: v for k, v in row.items() if k not in TIMES}
        for name, value in told.items():
            if value is None or isinstance(value, int | float):
                steps, values = found.setdefault((isinstance(measured, dict), name), ([], []))
                steps.append(_number(row["step"]))
                values.append(_number(value))
    for (is_figure, name), (steps, values) in found.items():
        target = figures if is_figure else losses
        target[name] = target.get(name, NONE).and_then(steps, values)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")
