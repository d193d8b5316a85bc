"""From what the user dropped or typed to videos and projects, and the place of a new project. No Qt."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.errors import ParallaxError
from core.storage import DATABASE, SUFFIX

VIDEOS = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp", ".ts")
MOST_VIEWS = 8


@dataclass(frozen=True)
class Wish:
    """What a list of paths asks for: a project to open, or videos (with what cannot be had)."""

    project: Path | None
    videos: tuple[Path, ...]
    faults: tuple[ParallaxError, ...] = ()


def understand(paths: Iterable[str | Path]) -> Wish:
    """Files, folders of videos and projects, as dropped on the window or given on the command line."""
    project: Path | None = None
    videos: list[Path] = []
    faults: list[ParallaxError] = []
    for path in map(Path, paths):
        if is_project(path):
            project = path
        elif path.name == DATABASE and is_project(path.parent):
            project = path.parent
        elif path.is_dir():
            inside = sorted((p for p in path.iterdir() if p.is_file() and p.suffix.lower() in VIDEOS), key=natural)
            if not inside:
                faults.append(ParallaxError(path, "there is no video in this folder.",
                                            "Choose videos ({endings} …) or a folder that has some.",
                                            endings=", ".join(VIDEOS[:4])))
            videos += inside
        elif path.is_file():
            videos.append(path)
        else:
            faults.append(ParallaxError(path, "there is no such file.", "Check its name, or choose it again."))
    resolved = dict.fromkeys(path.resolve() for path in videos)
    return Wish(project.resolve() if project else None, tuple(resolved), tuple(faults))


def is_project(path: Path) -> bool:
    return path.is_dir() and (path / DATABASE).is_file()


def natural(path: Path) -> list[tuple[int, int | str]]:
    """Sort key in which cam2 comes before cam10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(0, int(part)) if part.isdigit() else (1, part) for part in parts]


def names(paths: Sequence[Path], taken: Iterable[str] = ()) -> list[str]:
    """Names for views: the files' own, with the folder's before those that would be the same."""
    stems = [path.stem for path in paths]
    result: list[str] = []
    used = set(taken)
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 and stem not in used else f"{path.parent.name} {stem}"
        base, n = name, 2
        while name in used:
            name, n = f"{base} ({n})", n + 1
        used.add(name)
        result.append(name)
    return result


def candidates(video: Path) -> Iterable[Path]:
    """Places for the project of a new recording, best first: beside its first video, else in the documents folder.

    A folder in which nobody may write is left alone, even by those who could write there all the same.
    """
    home = video.parent if _open_to_writing(video.parent) else documents()
    yield home / f"{video.stem}{SUFFIX}"
    for n in range(2, 1000):
        yield home / f"{video.stem} {n}{SUFFIX}"


def documents() -> Path:
    """The folder for projects that cannot lie beside their videos."""
    return Path(platformdirs.user_documents_dir()) / "Parallax"


def _open_to_writing(folder: Path) -> bool:
    try:
        return bool(folder.stat().st_mode & 0o222) and os.access(folder, os.W_OK)
    except OSError:
        return False
