"""A window on a project that somebody else has open: it shows everything, changes nothing, and can try again."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.commands import COMMANDS, edits
from app.window import Window
from core.document import Edit, Setting
from core.storage import Project
from tests.app.conftest import PATIENCE_MS, open_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def elsewhere(project: Path) -> Iterator[Callable[[], None]]:
    """Another process has the project open, until what this gives is called."""
    code = (f"from core.storage import Project\nwith Project.open({str(project)!r}):\n print('open', flush=True)\n"
            " input()")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"

        def leave() -> None:
            other.communicate("\n", timeout=60)

        yield leave
        other.kill()


def seen(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(window.session.shown) == 2 and not window.session.jobs.busy(), timeout=PATIENCE_MS)


def said_now(window: Window) -> str:
    return window.banner.notice.title if window.banner.notice is not None else ""


def try_again(window: Window) -> None:
    notice = window.banner.notice
    assert notice is not None and notice.action is not None
    notice.action[1]()


def test_a_locked_project_is_shown_read_only_until_it_is_free(
        window: Window, project: Path, elsewhere: Callable[[], None], qtbot: QtBot) -> None:
    with Project.open(project, read_only=True) as at_first:
        before = list(at_first.document.rows())
    open_project(window, project, qtbot)
    seen(window, qtbot)
    said = window.banner.notice
    assert said is not None and said.kind == "warning" and "open in another window" in said.title
    assert "nothing can be changed here" in said.text and said.action is not None and said.action[0] == "Try again"
    assert "(read-only)" in window.windowTitle()
    window.refresh_actions()
    assert not [c.id for c in COMMANDS if edits(c) and window.actions_by_id[c.id].isEnabled()]
    assert window.actions_by_id["play"].isEnabled()

    document = window.session.project.document if window.session.project is not None else None
    assert document is not None
    window.banner.dismiss()
    assert not window.session.do(Edit("Set", (document.put(Setting("s", 1)),)))
    assert window.banner.notice is not None and "nothing in it can be changed" in window.banner.notice.title
    view = next(iter(window.session.views))
    window.session.undo()
    window.session.keep_loop((0.1, 0.5))
    window.session.detection.find([view])
    window.session.detection.lift(view)
    window.session.doctor.copy(view)
    window.session.syncing.start()
    assert not window.session.runs.running and not window.session.syncing.running
    assert list((project / "runs").iterdir()) == [] and list(document.rows()) == before

    at_hand = window.session.project
    try_again(window)  # still open there
    qtbot.waitUntil(lambda: "open in another window" in said_now(window), timeout=PATIENCE_MS)
    assert window.session.read_only and window.session.project is at_hand
    elsewhere()
    try_again(window)
    qtbot.waitUntil(lambda: not window.session.read_only, timeout=PATIENCE_MS)
    seen(window, qtbot)
    assert not window.session.read_only and "(read-only)" not in window.windowTitle()
    assert window.session.project is not None
    assert window.session.do(Edit("Set", (window.session.project.document.put(Setting("s", 1)),)))


def test_videos_of_a_locked_project_that_moved_are_shown_but_not_remembered(
        window: Window, project: Path, clips: list[Path], elsewhere: Callable[[], None], qtbot: QtBot) -> None:
    for clip in clips:
        clip.rename(project.parent / clip.name)
    with Project.open(project, read_only=True) as at_first:
        before = list(at_first.document.rows())
    open_project(window, project, qtbot)
    seen(window, qtbot)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=PATIENCE_MS)
    places = {window.session.path(view) for view in window.session.views.values()}
    assert places == {project.parent / clip.name for clip in clips}
    assert window.session.project is not None and list(window.session.project.document.rows()) == before
