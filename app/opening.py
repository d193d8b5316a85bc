"""Opening what the user dropped: projects and videos are read in the pool, moved files are found.

The project at hand stays at hand until another one is ready, and stays for good where that cannot be opened. The newest
wish wins: a project on its way that nobody waits for any more is given up, or closed if it came too late.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from app import recordings
from app.attempt import Attempt, Opened
from app.banner import Notice
from app.words import tr
from core.document import Edit, View
from core.errors import ParallaxError
from core.progress import Progress
from core.storage import Project, Unwritable

if TYPE_CHECKING:
    from app.session import Session

MOST_NAME = 48  # characters of a project's name that are shown while it is on its way
SOON_MS = 200  # a project that takes longer is said to be on its way; most are there before


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


def open_project(session: "Session", folder: Path, then: Callable[[], None]) -> None:
    """Opens a project in place of the one at hand; then() once it is at hand."""
    folder = folder.resolve()
    if session.project is not None and session.project.folder == folder:
        give_up(session)
        then()
        return
    _begin(session, Attempt(_title(folder), partial(project_at, folder)), then)


def _title(folder: Path) -> str:
    name = folder.stem if len(folder.stem) <= MOST_NAME else f"{folder.stem[:MOST_NAME]}…"
    return tr("Opening {name} …").format(name=name)


def project_at(folder: Path, progress: Progress) -> Opened:
    """The project in a folder, to be looked at where it cannot be written to. Raises ParallaxError."""
    try:
        return Opened(Project.open(folder, progress=progress))
    except Unwritable as why:
        return Opened(Project.open(folder, read_only=True, progress=progress), why)


def _begin(session: "Session", attempt: Attempt, then: Callable[[], None] = lambda: None,
           failed: Callable[[Exception], None] | None = None) -> None:
    """Brings a project on its way, in place of any other that is."""

    def done(opened: Opened) -> None:
        _stop_reading(session)
        session.opening = None
        session.adopt(opened.project, opened.unwritable)
        say_busy(session)
        then()

    def fault(error: Exception) -> None:
        session.opening = None
        say_busy(session)
        (failed or session.report)(error)

    session.jobs.submit("open project", attempt.run, done, fault, lambda: attempt.drop(session.jobs))
    session.opening = attempt
    QTimer.singleShot(SOON_MS, session, lambda: say_busy(session) if session.opening is attempt else None)


def give_up(session: "Session") -> None:
    """The project on its way is no longer wanted."""
    session.opening = None
    session.jobs.forget("open project")


def say_busy(session: "Session") -> None:
    """What the user waits for."""
    reading = tr("Reading the videos …") if session.jobs.busy("open videos") else ""
    session.busy_changed.emit(reading if session.opening is None else session.opening.title)


def say_read_only(session: "Session", why: Unwritable) -> None:
    """The banner of a project that may only be looked at."""
    assert session.project is not None
    folder = session.project.folder

    def again() -> None:
        if session.read_only and session.project is not None and session.project.folder == folder:
            _begin(session, Attempt(_title(folder), lambda progress: Opened(Project.open(folder, progress=progress))),
                   failed=still)

    def still(error: Exception) -> None:
        if isinstance(error, Unwritable) and session.read_only:
            say_read_only(session, error)
        else:
            session.report(error)

    session.noticed.emit(Notice(
        "warning", f"{folder.stem}: {why.fault}",
        tr("It is shown read-only, as it was when it was opened: nothing can be changed here. {remedy}")
        .format(remedy=why.remedy), (tr("Try again"), again)))


def open_videos(session: "Session", paths: tuple[Path, ...]) -> None:
    """A new project of these videos, or more views of the one at hand."""
    known = {session.path(view) for view in session.views.values()}
    paths = tuple(path for path in paths if path not in known)
    if not paths or (known and session.refuses()):
        return
    if len(known) + len(paths) > recordings.MOST_VIEWS:
        session.report(ParallaxError(
            tr("{n} videos").format(n=len(paths)), "a recording has at most {most} views and this one has {count}."
            if known else "a recording has at most {most} views.", "Choose fewer videos.",
            most=recordings.MOST_VIEWS, count=len(known)))
        return
    if session.views:
        give_up(session)
        _read(session, paths)
    else:  # where there are views then, the project of these very videos was there already
        _begin(session, Attempt(tr("Reading the videos …"), partial(_project_for, paths)),
               lambda: None if session.views else _read(session, paths))
        say_busy(session)


def _read(session: "Session", paths: tuple[Path, ...]) -> None:
    """Reads videos in the pool, to become views of the project at hand."""
    project = session.project
    assert project is not None
    session.expected.emit(len(paths))
    names = recordings.names(paths, [view.name for view in session.views.values()])
    hashes = {view.file_hash: view.name for view in session.views.values()}
    first_colour = 1 + max((view.colour for view in session.views.values()), default=-1)
    session.jobs.submit("open videos", lambda: _examine(project, paths, names, hashes, first_colour),
                        lambda found: _add(session, project, found), lambda error: _failed(session, error))
    say_busy(session)


def cancel(session: "Session") -> None:
    """What is being opened is no longer wanted."""
    give_up(session)
    _stop_reading(session)
    say_busy(session)


def _stop_reading(session: "Session") -> None:
    if session.jobs.busy("open videos"):
        session.jobs.forget("open videos")
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
            session.do(Edit(tr("Find moved videos"), tuple(project.document.put(view) for view in moved), "parallax"))
        missing = [view for view, path in places if path is None]
        if missing:
            names = ", ".join(view.name for view in missing)
            session.noticed.emit(Notice(
                "warning", tr("{n} of the recording's videos cannot be found: {names}.").format(
                    n=len(missing), names=names),
                tr("They were in {folder}. What was found in them is all here.").format(
                    folder=session.path(missing[0]).parent),
                (tr("Find them …"), lambda: ask_for(session, missing))))

    session.jobs.submit("find videos", look, found)


def ask_for(session: "Session", missing: list[View]) -> None:
    """Lets the user show the folder where the videos are now; they are known by their contents, not their names."""
    folder = QFileDialog.getExistingDirectory(None, tr("The folder that has the videos now"))
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
            session.do(Edit(tr("Find moved videos"), tuple(
                project.document.put(replace(view, path=project.place(path))) for view, path in places)))
        if len(places) < len(missing):
            session.report(ParallaxError(folder, "{n} of the videos are not in this folder.",
                                         "Choose the folder that has the files the project was made with.",
                                         n=len(missing) - len(places)))

    session.jobs.submit("find videos", look, found)


def _show_from(session: "Session", places: list[tuple[View, Path]]) -> None:
    """Shows a project that cannot remember where its videos are now."""
    for view, path in places:
        session.found_at(view, path)
    session.opened.emit()


def _project_for(paths: tuple[Path, ...], progress: Progress) -> Opened:
    """An open project for these videos: the one that was made of them, or a new one. Runs in a worker."""
    for folder in recordings.candidates(min(paths, key=recordings.natural)):  # whatever order they were dropped in
        if not folder.exists():
            return Opened(Project.create(folder), made=True)
        if not recordings.is_project(folder):
            continue
        opened = project_at(folder, progress)
        project = opened.project
        there = {(project.folder / view.path).resolve() for view in project.document.views.values()}
        if there == set(paths) or not (there or opened.unwritable):
            return opened
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
                raise ParallaxError(path, "is in the recording already, as {view}.", "Leave it out.",
                                    view=hashes[view.file_hash])
            hashes = {**hashes, view.file_hash: name}
            views.append(view)
        except ParallaxError as error:
            faults.append(error)
    return Examined(tuple(views), tuple(faults))


def _add(session: "Session", project: Project, found: Examined) -> None:
    say_busy(session)
    if session.project is not project:
        return
    if found.views:
        number = tr("1 view") if len(found.views) == 1 else tr("{n} views").format(n=len(found.views))
        session.do(Edit(tr("Add {views}").format(views=number),
                        tuple(project.document.put(view) for view in found.views)))
        session.settings.remember_project(project.folder)
    elif not session.views:
        _drop_empty(session, project, lambda: session.report_all(found.faults))
        return
    session.report_all(found.faults)


def _drop_empty(session: "Session", project: Project, done: Callable[[], None] = lambda: None) -> None:
    """Nothing could be opened: the project just made for it must not stay behind."""
    folder, fresh = project.folder, len(project.document.done) <= 1
    session.drop_project(fresh and not any((folder / "runs").iterdir()) and not any((folder / "poses").iterdir()),
                          done)


def _failed(session: "Session", error: Exception) -> None:
    say_busy(session)
    session.report(error)
