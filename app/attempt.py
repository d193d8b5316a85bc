"""A project on its way from the disk, and one on its way out: what happens to both in a worker."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app import garbage
from app.jobs import Jobs
from core.progress import Cancelled, Progress, Step
from core.storage import Project, Unwritable


@dataclass(frozen=True)
class Opened:
    """An open project. unwritable: why it may only be looked at. made: it is new, made for what is to go into it."""

    project: Project
    unwritable: Unwritable | None = None
    made: bool = False


class Attempt:
    """One opening. Whoever is the second, the worker that has opened it or the window that does not want it any more,
    sees to its being closed.

    title: what the user is told meanwhile. find: opens it; ended by Cancelled out of its progress.
    """

    _one = threading.Lock()  # a project that is being given up still holds its lock: the next one waits for that

    def __init__(self, title: str, find: Callable[[Progress], Opened]) -> None:
        self.title = title
        self._find = find
        self._meeting = threading.Lock()
        self._wanted = True
        self._opened: list[Opened] = []

    def run(self) -> Opened:
        """In a worker. Raises ParallaxError, and Cancelled where nobody waits any more."""
        with self._one, garbage.held():
            self._hear(Step("open", 0, 1))
            opened = self._find(self._hear)
            with self._meeting:
                if self._wanted:
                    self._opened.append(opened)
                    return opened
            held = [opened.project]
            remove = opened.made
            del opened
            dissolve(held, remove)
            raise Cancelled

    def drop(self, jobs: Jobs) -> None:
        """In the window's thread: it is not wanted any more."""
        with self._meeting:
            self._wanted = False
        while self._opened:
            opened = self._opened.pop()
            held, made = [opened.project], opened.made
            del opened
            close_later(jobs, held, made)

    def _hear(self, step: Step) -> None:
        if not self._wanted:
            raise Cancelled


def close_later(jobs: Jobs, held: list[Project], remove: bool = False,
                done: Callable[[], None] = lambda: None) -> None:
    """Closes a project that is at hand no more, in the pool; others may have it at once. remove: deletes its folder.

    held: it alone, or nothing. The worker takes it out, and where nobody else refers to it, it is freed there.
    """
    if held:
        held[0].release()
        jobs.submit(("close project", id(held)), lambda: dissolve(held, remove), lambda _: done(),
                    stop=lambda: _close(held))


def _close(held: list[Project]) -> None:
    for project in held:
        project.close()


def dissolve(held: list[Project], remove: bool) -> None:
    """In a worker: takes the one project out of the list, closes it, and frees it row by row, since a million objects
    freed at once would stop every other thread meanwhile. remove: deletes its folder."""
    project = held.pop()
    project.close()
    if remove:
        shutil.rmtree(project.folder, ignore_errors=True)
    rows: list[object] = [row for _, row in project.document.rows()]
    rows += project.document.done
    del project
    while rows:
        rows.pop()
