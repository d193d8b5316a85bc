"""2D poses for other programs: everyone in the videos as detected, the athlete as corrected, on each video's frames.

What a spreadsheet gets, the athlete alone on one clock, is in core/export.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import corrected
from core.document import View
from core.errors import ParallaxError
from core.formats import coco, dlc, openpose, slp
from core.formats.labelling import Film
from core.formats.seen import Seen, cleaned
from core.pose import Poses2D
from core.storage import Project
from core.words import marked, tr

BY_HAND = marked("whose joints are placed by hand alone: File › Export labels writes them (parallax labels export)")


@dataclass(frozen=True)
class Written:
    """What was written: rows, columns (of coordinates or values), and a sentence on what is to be known of it."""

    path: Path
    rows: int
    columns: int
    note: str = ""


def write(project: Project, path: Path, format: str, reference: str = "") -> Written:
    """Writes the poses of all views; where a file holds one video, of the reference view: its name or id, '' for the
    first. format: a key of WRITERS. Reads pose files: not for the GUI thread. Raises ParallaxError."""
    videos = everyone(project)
    if reference:
        asked = [v for v in project.document.views.values() if reference in (v.name, v.id)]
        first = next((video for video in videos if asked and video.film.view == asked[0].id), None)
        if first is None and (format in ONE or not asked):
            raise ParallaxError(reference, "is no view of this project with poses.", "Choose one of: {names}.",
                                names=", ".join(video.film.name for video in videos))
        videos = [*([first] if first is not None else []), *(video for video in videos if video is not first)]
    count = WRITERS[format](path, videos)
    others = ", ".join(video.film.name for video in videos[1:]) if format in ONE else ""
    notes = [tr("Of {view}; the other views need a file each: {others}.").format(
        view=videos[0].film.name, others=others)] if others else []
    bare = by_hand_alone(project)
    notes += [left_out(bare)] if bare else []
    return Written(path, count, 3 * max(len(video.skeleton) for video in videos), " ".join(notes))


def left_out(views: Sequence[View]) -> str:
    """That views are not in a file since nothing was detected in them, for the user."""
    return tr("Left out: {views}, {by_hand}.").format(views=", ".join(view.name for view in views), by_hand=tr(BY_HAND))


def by_hand_alone(project: Project) -> list[View]:
    """The views that have labels of the athlete and nothing detected beneath them."""
    document = project.document
    labelled = {label.view for label in list(document.labels.values()) if label.person == corrected.ATHLETE}
    return [v for v in document.views.values() if v.id in labelled and document.active("2d", v.id) is None]


def everyone(project: Project) -> list[Seen]:
    """The people of every view that has poses, corrected; the athlete by that name. Raises ParallaxError where no view
    has any."""
    found = [video for view in project.document.views.values() if (video := _seen(project, view)) is not None]
    if not found:
        raise ParallaxError(project.folder, "no view of this project has poses.",
                            "Find poses first. There are views {by_hand}." if by_hand_alone(project) else
                            "Find poses first.", by_hand=tr(BY_HAND))
    return found


def _seen(project: Project, view: View) -> Seen | None:
    row = project.document.active("2d", view.id)
    poses = project.poses(row.id) if row is not None else None
    if row is None or not isinstance(poses, Poses2D):
        return None
    xys = poses.xys.copy()
    people = [f"person {p}" for p in range(1, xys.shape[1] + 1)]
    made = corrected.of_project(project, view.id)
    if made is not None and row.athlete is not None:
        xys[:, row.athlete] = made.poses.xys[:, 0]
        person = project.document.people.get(corrected.ATHLETE)
        people[row.athlete] = _plain(person.name if person is not None else corrected.ATHLETE)
    there = np.asarray((xys[..., 2] > 0).any(axis=(0, 2)))
    there[0] |= not there.any()
    film = Film(_plain(view.name), _plain(view.path), view.id, view.width, view.height)
    kept = np.flatnonzero(there).tolist()
    return Seen(film, poses.skeleton, cleaned(xys[:, kept]), tuple(people[p] for p in kept))


def _plain(text: str) -> str:
    """One line, as names in files are."""
    return "".join(c if c.isprintable() else " " for c in text)[:1000]


def _folders(path: Path, videos: list[Seen]) -> int:
    """OpenPose's: a folder for each video, called as it."""
    names: dict[str, Seen] = {}
    for video in videos:
        name = "".join(c if c.isalnum() or c in "-_" else "_" for c in video.film.name) or "video"
        names[name if name not in names else f"{name}_{video.film.view}"] = video
    return openpose.write(path, list(names.items()))


def _table(writer: Callable[[Path, Seen], None]) -> Callable[[Path, list[Seen]], int]:
    def write(path: Path, videos: list[Seen]) -> int:
        writer(path, videos[0])
        return len(videos[0].xys)

    return write


WRITERS: Mapping[str, Callable[[Path, list[Seen]], int]] = {
    "coco": coco.write_poses, "openpose": _folders, "slp": slp.write_poses, "dlc": _table(dlc.write),
    "dlc-h5": _table(dlc.write_h5)}
ONE = ("dlc", "dlc-h5")  # what holds one video
