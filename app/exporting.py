"""`parallax export` and `parallax import`: what a project holds as a file for other programs, and theirs in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import camera_files, export, pose_files
from core.errors import ParallaxError
from core.export import UNITS, WHAT, Options
from core.export_2d import Written
from core.formats.kinds import FORMATS, by_ending
from core.progress import Progress
from core.smooth import METHODS, Smoothing
from core.storage import Project


@dataclass(frozen=True)
class Wanted:
    """The words of the command line. format '' is told by the ending of `out`, what '' by the format."""

    project: Path
    what: str
    format: str
    out: Path
    reference: str = ""
    per_frame: bool = False
    of: str = ""
    smooth: str = "none"
    cutoff_hz: float = 6.0
    unit: str = "m"


def options(wanted: Wanted) -> Options:
    """What is to be exported. Raises ValueError naming the option that makes no sense."""
    ending = wanted.out.suffix.lower().lstrip(".")
    format = wanted.format or by_ending(ending)
    if wanted.what not in ("", *WHAT):
        raise ValueError(f"--what is one of {', '.join(WHAT)}, not {wanted.what!r}")
    if format not in FORMATS:
        raise ValueError(f"--format is one of {', '.join(FORMATS)}, not {format or ending!r}")
    if wanted.unit not in UNITS:
        raise ValueError(f"--unit is one of {', '.join(UNITS)}, not {wanted.unit!r}")
    what = wanted.what or next(iter(FORMATS[format].whats), "")
    if wanted.smooth not in METHODS:
        raise ValueError(f"--smooth is one of {', '.join(METHODS)}, not {wanted.smooth!r}")
    return Options(what, format, wanted.reference, wanted.per_frame, wanted.of,
                   Smoothing(wanted.smooth, cutoff_hz=wanted.cutoff_hz), wanted.unit)


def work(wanted: Wanted, progress: Progress) -> Written:
    """Writes the file. Raises ParallaxError."""
    chosen = options(wanted)
    if not wanted.out.parent.is_dir():
        raise ParallaxError(wanted.out, "the folder for it is not there.", "Make the folder first.")
    if wanted.out.is_dir() and FORMATS[chosen.format].ending:
        raise ParallaxError(wanted.out, "this is a folder.", "Give the name of a file.")
    if not FORMATS[chosen.format].whats:
        from app import filming

        made = filming.work(wanted.project, wanted.out, wanted.reference, None, None, progress)
        return Written(Path(made.out), 0, 0)
    with Project.open(wanted.project) as project:
        return export.export(project, wanted.out, chosen)


def data(written: Written) -> dict[str, Any]:
    """The answer for --json."""
    return {"ok": True, "file": str(written.path), "rows": written.rows, "columns": written.columns,
            "note": written.note}


@dataclass(frozen=True)
class Said:
    """What an import did, for the user and for --json."""

    sentences: tuple[str, ...]
    data: dict[str, Any]


def bring(project: Path, file: Path, view: str = "", offset_s: float = 0.0) -> Said:
    """Brings the poses of a file into a project, or the cameras of a camera file. Raises ParallaxError, and then
    nothing has changed."""
    if file.suffix.lower() in camera_files.ENDINGS:
        from app import calibrating

        cameras = calibrating.work(project, str(file))
        return Said(cameras.sentences, cameras.data)
    found = pose_files.read(file)
    with Project.open(project) as opened:
        made = pose_files.importing(opened, found, file, view, offset_s)
        opened.do(made.edit)
        names = [opened.document.views[id].name for id in made.views]
    return Said(made.sentences, {"ok": True, "file": str(file), "views": names, "sentences": list(made.sentences)})
