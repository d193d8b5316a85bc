"""Opening what the user dropped: reading videos in the pool, making or finding the project, finding moved files."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app import recordings
from app.banner import Notice
from core.document import Edit, View
from core.errors import ParallaxError
from core.storage import Project, Unwritable

if TYPE_CHECKING:
    from app.session import Session


@dataclass(frozen=True)
class Examined:
    """What reading the videos came to."""

    views: tuple[View, ...]
    faults: tuple[ParallaxError, ...]


def open_paths(session: "Session", paths: Iterable[str | Path]) -> None:
    """Videos, folders of videos, or a project."""
    wish = recordings.understand(paths)
    session.report_all(wish.faults)
    if wish.project is not None:
        session.open_project(wish.project)
    elif wish.videos:
        open_videos(session, wish.videos)


def project_at(folder: Path) -> tuple[Project, Unwritable | None]:
    """The project in a folder, to be looked at where it cannot be written to, and then why. Raises ParallaxError."""
    try:
        return Project.open(folder), None
    except Unwritable as why:
        return Project.open(folder, read_only=True), why


def say_read_only(session: "Session", why: Unwritable) -> None:
    """The banner of a project that may only be looked at."""
    project = session.project
    assert project is not None

    def again() -> None:
        if session.project is not project:
            return
        try:
            session.adopt(Project.open(project.folder))
        except Unwritable as still:
            say_read_only(session, still)
        except ParallaxError as error:
            session.report(error)

    session.noticed.emit(Notice(
        "warning", f"{project.folder.stem}: {why.fault}",
        f"It is shown read-only, as it was when it was opened: nothing can be changed here. {why.remedy}",
        ("Try again", again)))


def open_videos(session: "Session", paths: tuple[Path, ...]) -> None:
    """A new project of these videos, or more views of the one at hand."""
    known = {session.path(view) for view in session.views.values()}
    paths = tuple(path for path in paths if path not in known)
    if not paths or (known and session.refuses()):
        return
    if len(known) + len(paths) > recordings.MOST_VIEWS:
        have = f" and this one has {len(known)}" if known else ""
        session.report(ParallaxError(f"{len(paths)} videos", f"a recording has at most {recordings.MOST_VIEWS} "
                                     f"views{have}.", "Choose fewer videos."))
        return
    try:
        if session.project is None or not session.views:
            session.adopt(*_project_for(paths))
            if session.views:  # the project of these very videos was there already
                return
    except ParallaxError as error:
        session.report(error)
        return
    project = session.project
    assert project is not None
    session.busy_changed.emit("Reading the videos …")
    session.expected.emit(len(paths))
    names = recordings.names(paths, [view.name for view in session.views.values()])
    hashes = {view.file_hash: view.name for view in session.views.values()}
    first_colour = 1 + max((view.colour for view in session.views.values()), default=-1)
    session.jobs.submit("open videos", lambda: _examine(project, paths, names, hashes, first_colour),
                        lambda found: _add(session, project, found), lambda error: _failed(session, error))


def cancel(session: "Session") -> None:
    """The videos being read are no longer wanted."""
    if session.jobs.busy("open videos"):
        session.jobs.forget("open videos")
        session.busy_changed.emit("")
        if session.project is not None and not session.views:
            _drop_empty(session, session.project)


def find_videos(session: "Session") -> None:
    """Checks in the pool that every view's video is where it was, or finds it near the project, or asks for it."""
    project = session.project
    assert project is not None
    views = list(project.document.views.values())

    def look() -> list[tuple[View, Path | None]]:
        from core.video import content_hash

        return [(view, project.video(view, content_hash)) for view in views]

    def found(places: list[tuple[View, Path | None]]) -> None:
        moved = [replace(view, path=project.place(path)) for view, path in places
                 if path is not None and project.place(path) != view.path]
        if moved and project.read_only:
            _show_from(session, [(view, path) for view, path in places if path is not None])
        elif moved:
            session.do(Edit("Find moved videos", tuple(project.document.put(view) for view in moved), "parallax"))
        missing = [view for view, path in places if path is None]
        if missing:
            names = ", ".join(view.name for view in missing)
            session.noticed.emit(Notice(
                "warning", f"{len(missing)} of the recording's videos cannot be found: {names}.",
                f"They were in {session.path(missing[0]).parent}. What was found in them is all here.",
                ("Find them …", lambda: ask_for(session, missing))))

    session.jobs.submit("find videos", look, found)


def ask_for(session: "Session", missing: list[View]) -> None:
    """Lets the user show the folder where the videos are now; they are known by their contents, not their names."""
    folder = QFileDialog.getExistingDirectory(None, "The folder that has the videos now")
    if folder:
        relink(session, missing, Path(folder))


def relink(session: "Session", missing: list[View], folder: Path) -> None:
    """Looks for these views' videos in a folder."""
    project = session.project
    if project is None:
        return

    def look() -> list[tuple[View, Path]]:
        from core.video import content_hash

        files = [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in recordings.VIDEOS]
        sizes = {view.file_bytes for view in missing}
        hashes = {content_hash(path): path for path in files if path.stat().st_size in sizes}
        return [(view, hashes[view.file_hash]) for view in missing if view.file_hash in hashes]

    def found(places: list[tuple[View, Path]]) -> None:
        if places and project.read_only:
            _show_from(session, places)
        elif places:
            session.do(Edit("Find moved videos", tuple(
                project.document.put(replace(view, path=project.place(path))) for view, path in places)))
        if len(places) < len(missing):
            session.report(ParallaxError(folder, f"{len(missing) - len(places)} of the videos are not in this folder.",
                                         "Choose the folder that has the files the project was made with."))

    session.jobs.submit("find videos", look, found)


def _show_from(session: "Session", places: list[tuple[View, Path]]) -> None:
    """Shows a project that cannot remember where its videos are now."""
    for view, path in places:
        session.found_at(view, path)
    session.opened.emit()


def _project_for(paths: tuple[Path, ...]) -> tuple[Project, Unwritable | None]:
    """An open project for these videos, as `project_at` says it: the one that was made of them, or a new one."""
    for folder in recordings.candidates(min(paths, key=recordings.natural)):  # whatever order they were dropped in
        if not folder.exists():
            return Project.create(folder), None
        if not recordings.is_project(folder):
            continue
        project, unwritable = project_at(folder)
        there = {(project.folder / view.path).resolve() for view in project.document.views.values()}
        if there == set(paths) or not (there or unwritable):
            return project, unwritable
        project.close()
    raise ParallaxError(paths[0].parent, "has too many projects of this name.", "Move some of them away.")


def _examine(project: Project, paths: tuple[Path, ...], names: list[str], hashes: dict[str, str],
             first_colour: int) -> Examined:
    """Runs in a worker."""
    from core.recording import view_of

    views: list[View] = []
    faults: list[ParallaxError] = []
    for path, name in zip(paths, names, strict=True):
        try:
            view = replace(view_of(project, path, first_colour + len(views)), name=name)
            if view.file_hash in hashes:
                raise ParallaxError(path, f"is in the recording already, as {hashes[view.file_hash]}.", "Leave it out.")
            hashes = {**hashes, view.file_hash: name}
            views.append(view)
        except ParallaxError as error:
            faults.append(error)
    return Examined(tuple(views), tuple(faults))


def _add(session: "Session", project: Project, found: Examined) -> None:
    session.busy_changed.emit("")
    if session.project is not project:
        return
    if found.views:
        number = f"{len(found.views)} view" + "s" * (len(found.views) > 1)
        session.do(Edit(f"Add {number}", tuple(project.document.put(view) for view in found.views)))
        session.settings.remember_project(project.folder)
    elif not session.views:
        _drop_empty(session, project)
    session.report_all(found.faults)


def _drop_empty(session: "Session", project: Project) -> None:
    """Nothing could be opened: the project just made for it must not stay behind."""
    folder, fresh = project.folder, len(project.document.done) <= 1
    session.close_project()
    if fresh and not any((folder / "runs").iterdir()) and not any((folder / "poses").iterdir()):
        shutil.rmtree(folder)


def _failed(session: "Session", error: Exception) -> None:
    session.busy_changed.emit("")
    session.report(error)
