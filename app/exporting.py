"""`parallax export`: what a project holds, as a file for other programs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import export
from core.errors import ParallaxError
from core.export import FORMATS, WHAT, Options, Written
from core.smooth import METHODS, Smoothing
from core.storage import Project


@dataclass(frozen=True)
class Wanted:
    """The words of the command line. format '' is told by the ending of `out`."""

    project: Path
    what: str
    format: str
    out: Path
    reference: str = ""
    per_frame: bool = False
    of: str = ""
    smooth: str = "none"
    cutoff_hz: float = 6.0


def options(wanted: Wanted) -> Options:
    """What is to be exported. Raises ValueError naming the option that makes no sense."""
    format = wanted.format or wanted.out.suffix.lower().lstrip(".")
    if wanted.what not in WHAT:
        raise ValueError(f"--what is one of {', '.join(WHAT)}, not {wanted.what!r}")
    if format not in FORMATS:
        raise ValueError(f"--format is one of {', '.join(FORMATS)}, not {format!r}")
    if wanted.smooth not in METHODS:
        raise ValueError(f"--smooth is one of {', '.join(METHODS)}, not {wanted.smooth!r}")
    return Options(wanted.what, format, wanted.reference, wanted.per_frame, wanted.of,
                   Smoothing(wanted.smooth, cutoff_hz=wanted.cutoff_hz))


def work(wanted: Wanted) -> Written:
    """Writes the file. Raises ParallaxError."""
    if not wanted.out.parent.is_dir():
        raise ParallaxError(wanted.out, "the folder for it is not there.", "Make the folder first.")
    if wanted.out.is_dir():
        raise ParallaxError(wanted.out, "this is a folder.", "Give the name of a file.")
    with Project.open(wanted.project) as project:
        return export.export(project, wanted.out, options(wanted))


def data(written: Written) -> dict[str, Any]:
    """The answer for --json."""
    return {"ok": True, "file": str(written.path), "rows": written.rows, "columns": written.columns,
            "note": written.note}
