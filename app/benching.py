"""`parallax bench-lifters`: every lifter on a project's own views, as a table."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from core import cards, corrected, lifter_bench, runs
from core.errors import ParallaxError
from core.lifter_bench import BenchRequest, Row
from core.progress import Progress
from core.runs import Run
from core.storage import Project

TITLE = "Compare the lifters"


def work(folder: Path, lifters: Sequence[str], span: tuple[float, float] | None, progress: Progress) -> list[Row]:
    """The rows, the best agreement first. lifters: ids of cards, none for all that are installed; span: reference
    seconds. The same again goes on where it was stopped. Raises ParallaxError."""
    with Project.open(folder, read_only=True) as project:
        found = lifter_bench.materials(project.document)
        if not found:
            raise ParallaxError(folder, "nobody was found in any view yet.", "Find poses first: `parallax process`.")
        athlete = project.document.people.get(corrected.ATHLETE)
        request = lifter_bench.request_for(found, lifters or installed(), frames=span,
                                           height_m=athlete.height_m if athlete is not None else None)
    for lifter in request.lifters:
        if cards.card(lifter).task != "lifter":
            raise ParallaxError(lifter, "this model is no lifter.", "Lifters are: {lifters}.",
                                lifters=", ".join(installed()))
    return sorted(lifter_bench.work(_run_for(project.runs, request), progress), key=_rank)


def installed() -> list[str]:
    """The ids of the lifters that are there."""
    return [id for id, card in cards.cards().items() if card.task == "lifter"]


def _run_for(root: Path, request: BenchRequest) -> Run:
    """A new run, or one for the same that was cut short."""
    for run in reversed(runs.listed(root)):
        if run.request.kind == lifter_bench.KIND and run.status().state in ("stopped", "failed", "lost"):
            with suppress(ValueError):
                if lifter_bench.asked(run) == request:
                    (run.folder / "stop").unlink(missing_ok=True)
                    return run
    return runs.create(root, lifter_bench.KIND, TITLE, request)


def _rank(row: Row) -> tuple[bool, float, float]:
    values = (row.figures.agreement_mm, row.figures.jitter_m_s2)
    first, second = (float("inf") if value is None else value for value in values)
    return bool(row.error), first, second


def data(rows: Sequence[Row]) -> dict[str, Any]:
    """For --json."""
    there = cards.cards()
    return {"ok": not any(row.error for row in rows), "lifters": [
        {"id": row.lifter, "title": row.title, "stride": row.stride, "frames": row.frames, **vars(row.figures),
         "frames_per_s": row.frames_per_s, "licence": there[row.lifter].licence,
         "restricted": there[row.lifter].restricted, "error": row.error} for row in rows]}


def table(rows: Sequence[Row]) -> Table:
    kind = rows[0].figures.kind if rows else "relative"
    heads = (f"agreement, mm ({kind})", "jitter, m/s²", "bones, ± %", "sides, %", "frames/s")
    made = Table(Column("lifter", overflow="fold"), *(Column(head, justify="right") for head in heads), box=None,
                 pad_edge=False)
    for row in rows:
        f = row.figures
        values = ((f.agreement_mm, 0), (f.jitter_m_s2, 2), (f.bones_percent, 1), (f.symmetry_percent, 1),
                  (row.frames_per_s, 0))
        made.add_row(escape(lifter_bench.called(row)),
                     *("–" if value is None else f"{value:.{digits}f}" for value, digits in values))
    return made


def sentences(rows: Sequence[Row]) -> list[str]:
    """What is to be known of the table."""
    there, said = cards.cards(), ["Agreement is not accuracy: views can share an error."]
    if all(row.figures.agreement_mm is None for row in rows):
        said = ["Agreement takes two views that see the athlete at the same time."]
    marked = {row.lifter: there[row.lifter] for row in rows if there[row.lifter].restricted}
    return said + [f"{card.title}: {card.licence}. {card.consequence}".strip() for card in marked.values()]
