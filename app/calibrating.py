"""`parallax cameras`: the cameras of a project's views, from a camera file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import known_cameras
from core.document import Edit
from core.storage import Project

NONE = "none"


@dataclass(frozen=True)
class Said:
    """What was done, for the user and for --json."""

    sentences: tuple[str, ...]
    data: dict[str, Any]


def work(folder: Path, file: str) -> Said:
    """Gives a project's views the cameras of a file, or with NONE takes them away. Raises ParallaxError, and then
    nothing has changed."""
    with Project.open(folder) as project:
        document = project.document
        if file == NONE:
            edit: Edit | None = known_cameras.forget(document)
            sentences = ["No camera of this project is known now."]
            data: dict[str, Any] = {"ok": True, "cameras": {}}
        else:
            found = known_cameras.read(Path(file), document.views.values())
            edit = known_cameras.edit(document, found)
            sentences = found.sentences(document.views)
            data = {"ok": True, "file": file, "by": found.by, "left": list(found.left), "without": list(found.without),
                    "cameras": {document.views[row.id].name: row.name for row in found.cameras}}
        if edit is None:
            sentences.append("That was so already.")
        else:
            project.do(edit)
            sentences.append("What is lifted from now on goes by that; 3D that is there stays as it is.")
    return Said(tuple(sentences), {**data, "changed": edit is not None})
