"""What a report says in numbers: a table of values at the key moments, and what those numbers are worth, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.coach_compare import Difference, differences, match
from core.coach_material import Material
from core.coach_place import HARDLY, Measured, Reading, kind_of, value_of
from core.coaching import KeyMoment
from core.words import marked, tr

MOST_SAMPLES = 1500  # of a curve that is drawn
APART = marked("The views are too far apart here: by twice what stands after ±.")
KINDS = {
    marked("relative"): marked("Relative lengths have no true size: one camera alone cannot tell it. They can be "
                               "compared within this recording."),
    marked("scaled"): marked("Scaled lengths are those of a body of the athlete's height."),
    marked("metric"): marked("Metric lengths are true to scale."),
    marked("in the picture"): marked("Values in the picture are as they look from this camera."),
}


@dataclass(frozen=True)
class Cell:
    """text: '96° ± 4°', '0.52 ± 0.03'. note: the number of the reason why it is in doubt, 0 where it is not."""

    text: str
    note: int = 0


@dataclass(frozen=True)
class Numbers:
    """heads: of a column each, (what it is, its unit and kind). rows: (name, cells) of each key moment, then the least
    and the largest. notes: the reasons, the first is number 1."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    notes: tuple[str, ...]


def numbers(measures: Sequence[Measured], moments: Sequence[KeyMoment]) -> Numbers:
    """The table of what is measured at key moments."""
    notes = list[str]()
    rows = [(moment.name, tuple(_cell(made.at(moment.time_s), notes) for made in measures)) for moment in moments]
    for name, ends in ((tr("Least"), [made.low for made in measures]), (tr("Most"), [made.high for made in measures])):
        rows.append((name, tuple(Cell("–") if end is None else Cell(bare(made.at(end[0])))
                                 for made, end in zip(measures, ends, strict=True))))
    return Numbers(tuple(head(made) for made in measures), tuple(rows), tuple(notes))


def head(made: Measured) -> tuple[str, str]:
    """('Speed of the right ankle', 'm/s, scaled'), ('Angle at the right knee', ''), whose unit is with its values."""
    unit = made.unit.partition(" (")[0]
    named = made.drawing.text or value_of(made.drawing)
    unit = "" if unit == "°" else unit
    return named[:1].upper() + named[1:], ", ".join(filter(None, (unit, kind_of(made.unit))))


def bare(reading: Reading) -> str:
    """'96° ± 4°' of an angle, '0.52 ± 0.03' of what has its unit elsewhere."""
    unit = reading.unit.partition(" (")[0]
    text = reading.text.partition(" (")[0]
    return text if unit == "°" else text.replace(f" {unit}", "")


def _cell(reading: Reading, notes: list[str]) -> Cell:
    if not np.isfinite(reading.value):
        return Cell("–")
    if not reading.doubt:
        return Cell(bare(reading))
    why = f"{reading.doubt[:1].upper()}{reading.doubt[1:]}." if reading.doubt == tr(HARDLY) else tr(APART)
    if why not in notes:
        notes.append(why)
    return Cell(bare(reading), notes.index(why) + 1)


def worth(measures: Sequence[Measured]) -> list[str]:
    """What the kinds of lengths mean that are there, and what ± is."""
    kinds = {part for made in measures for part in made.unit.partition(" (")[2].rstrip(")").split(" and ") if part}
    said = [tr(text) for kind, text in KINDS.items() if kind in kinds]
    several = any(made.views > 1 for made in measures)
    return [*said, tr("± is half of how far the views are apart: how well they agree, which is no accuracy.") if several
            else tr("One view alone was measured: no other is there to agree with.")] if measures else said


def curve(made: Measured) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Times, values, half of how far the views are apart, and where a value is in doubt: (N,) each, thinned out."""
    step = max(len(made.times) // MOST_SAMPLES, 1)
    times = made.times[::step]
    doubted = np.array([bool(made.at(float(t)).doubt) for t in times], dtype=bool)
    return times, made.values[::step], made.spread[::step], doubted


def compared(mine: Material, other: Material) -> tuple[int, list[Difference]]:
    """How many key moments have the same name in both (the coach's, else the proposed), and how this performance
    differs from the other there."""
    pairs = match(mine.moments or mine.proposed, other.moments or other.proposed)
    return len(pairs), differences(list(mine.motions.values()), list(other.motions.values()), pairs)
