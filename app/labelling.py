"""`parallax labels`: labelled frames out of a project and into it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import label_files
from core.errors import ParallaxError
from core.storage import Project

WAYS = ("export", "import")


@dataclass(frozen=True)
class Said:
    """What was done, for the user and for --json."""

    sentences: tuple[str, ...]
    data: dict[str, Any]


def work(way: str, project: Path, file: Path, overwrite: bool = False) -> Said:
    """Writes a project's labels to a file, or lays those of a file over the project's. Raises ParallaxError."""
    label_files.suffix(file)
    if way == "import":
        return _import(project, file, overwrite)
    if not file.parent.is_dir():
        raise ParallaxError(file, "the folder for it is not there.", "Make the folder first.")
    if file.is_dir():
        raise ParallaxError(file, "this is a folder.", "Give the name of a file.")
    with Project.open(project) as opened:
        labels = label_files.of_project(opened)
    label_files.write(file, labels)
    points = sum(len(row.points) for row in labels.rows)
    return Said((f"{file}: {label_files.summary(labels)}",),
                {"ok": True, "file": str(file), "frames": len(labels.rows), "points": points})


def _import(project: Path, file: Path, overwrite: bool) -> Said:
    labels = label_files.read(file)
    with Project.open(project) as opened:
        found = label_files.import_edit(opened.document, labels, file, overwrite=overwrite)
        if found.edit is not None:
            opened.do(found.edit)
    said = found.sentences()
    if found.conflicts:
        said.append("Import with --overwrite to take those of the file.")
    return Said(tuple(said), {"ok": True, "file": str(file), "frames": found.frames, "points": found.points,
                              "conflicts": found.conflicts, "locked": found.locked, "left_out": dict(found.left_out)})
