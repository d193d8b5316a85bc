"""Left and right in a real window: checked by a run, tried out, repaired as one edit, taken back by one undo."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import sides_page, theme
from app.lifting import lifter_command
from app.sides_page import SidesPage
from app.window import Window
from core import labels, recording, runs, sides_run
from core.document import Edit
from core.labels import Keypoint, Target
from core.pose import Poses2D, Source
from core.sides import Proposal
from core.skeleton import H36M17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.core.test_sides import AROUND, film

FRAMES, FPS, SIDE = 60, 30, 200  # SIDE: pixels of a square picture
START, STOP = 20, 32             # the frames of the second view in which left and right are exchanged
EVERY = labels.pairs_of(H36M17, "", "person")
REASON = "With left and right exchanged …"

Opened = tuple[Window, SidesPage, list[str]]


@pytest.fixture
def opened(window: Window, tmp_path: Path, qtbot: QtBot) -> Callable[..., Opened]:
    """A window on three views of a walk, with the page of left and right open; and the views' ids. follows: whether 3D
    follows the repair, which takes seconds to begin."""

    def make(source: Source = Source("by hand"), follows: bool = False) -> Opened:
        if follows:
            window.session.lifting._command = lifter_command
        folder = tmp_path / "walk.parallax"
        with Project.create(folder) as made:
            recording.add_views(made, [write_clip(tmp_path / f"cam{n + 1}.mp4", FRAMES, (SIDE, SIDE), FPS)
                                       for n in range(3)])
            for n, view in enumerate(list(made.document.views.values())):
                xys = film("walk", AROUND[n], n, FPS, FRAMES / FPS) * np.float32([SIDE / 1000, SIDE / 1000, 1])
                if n == 1:
                    xys[START:STOP] = xys[START:STOP, H36M17.mirror]
                poses = Poses2D(xys[:, None], np.arange(FRAMES) / FPS, H36M17, (SIDE, SIDE), source)
                made.save_poses(poses, view=view.id, athlete=0)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.session.open_project(folder)
        qtbot.waitUntil(lambda: len(window.session.times) == 3 and len(window.session.shown) == 3
                        and not window.session.jobs.busy(), timeout=PATIENCE_MS)
        QTest.keyClick(window, Qt.Key.Key_F9)
        panel = window._work.side.panel("compare")
        QTest.mouseClick(panel.pages.button("sides"), Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
        page = panel.page("sides")  # type: ignore[union-attr]
        assert isinstance(page, SidesPage)
        return window, page, list(window.session.views)

    return make


def propose(page: SidesPage, *proposals: Proposal) -> None:
    """As if a check of the project as it is had found these."""
    project = page._session.project
    assert project is not None
    run = ended(project, *proposals)
    page._ended(run, run.status())


def ended(project: Project, *proposals: Proposal) -> runs.Run:
    run = runs.create(project.runs, sides_run.KIND, "Check left and right",
                      sides_run.request_for(project.document, "parallax-lifter"))
    told = [{"view": p.view, "start": p.start, "stop": p.stop, "gain": None if math.isnan(p.gain) else p.gain,
             "reason": p.reason} for p in proposals]
    run.write_status(runs.Status("done", result={"proposals": told}))
    return run


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def untick(page: SidesPage, row: int) -> None:
    item = page.list.topLevelItem(row)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Unchecked)


def shown(window: Window, view: str) -> np.ndarray:
    """(T, 17, 3) the athlete as drawn in the view's frames."""
    drawn = [window.session.shown[view].athlete_at(frame) for frame in range(FRAMES)]
    return np.stack([person.xys for person in drawn if person is not None])


def marks(window: Window, view: int) -> list[tuple[int, int, str]]:
    """Of a view's strip, in frames."""
    return [(round(a * FPS), round(b * FPS), colour) for a, b, colour in window.timeline._strips[view].marks]


def test_check_repair_check_again_and_one_undo(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    """The whole way, with the real lifter in a process of its own; a label and another swap lie in the way."""
    window, page, views = opened(follows=True)
    session, project = window.session, window.session.project
    assert project is not None and page._said.text() == sides_page.ASK
    session.do(labels.swap(project.document, Target(views[0], "athlete", H36M17), 40, 50, EVERY))
    session.do(labels.swap(project.document, Target(views[0], "athlete", H36M17), 40, 50, EVERY))
    session.do(labels.place(project.document, Target(views[1], "athlete", H36M17), 25,
                            {"lwrist": Keypoint(*shown(window, views[1])[25, H36M17.index("rwrist"), :2].tolist())},
                            "Move"))
    before, done = shown(window, views[1]), len(project.document.done)
    click(page.check)
    qtbot.waitUntil(lambda: bool(page.ticked), timeout=PATIENCE_MS)
    assert [(p.view, p.start, p.stop) for p in page.ticked] == [(views[1], START, STOP)]
    assert marks(window, 1) == [(START, STOP, theme.WARNING)] and len(project.document.done) == done

    click(page.repair)
    assert len(project.document.done) == done + 1
    assert session.undo_title == f"Exchange left and right in frames {START} to {STOP - 1} of cam2"
    after = shown(window, views[1])
    frames = np.r_[START:25, 26:STOP]
    np.testing.assert_array_equal(after[frames], before[frames][:, H36M17.mirror])
    left = H36M17.index("lwrist")
    np.testing.assert_array_equal(after[25, left], before[25, left])  # a label stays
    np.testing.assert_array_equal(np.delete(after, np.r_[START:STOP], 0), np.delete(before, np.r_[START:STOP], 0))
    qtbot.waitUntil(lambda: marks(window, 1) == [(START, STOP, theme.GOOD)], timeout=5_000)
    assert not page.ticked and page._said.text() == sides_page.DONE and page.check.text() == "Check again"
    assert not session.runs.running, "3D follows by itself"

    click(page.check)
    qtbot.waitUntil(lambda: page._found is not None, timeout=PATIENCE_MS)
    assert page._found == [] and "No stretch was found" in page._said.text()

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(project.document.done) == done
    np.testing.assert_array_equal(shown(window, views[1]), before)
    qtbot.waitUntil(lambda: not marks(window, 1), timeout=5_000)
    assert page._found is None and page._said.text() == sides_page.OUTDATED
    qtbot.waitUntil(lambda: session.lifting.all_settled and not session.jobs.busy(), timeout=PATIENCE_MS)


def test_a_preview_changes_what_is_shown_and_nothing_else(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    before, done = shown(window, views[1]), len(project.document.done)
    propose(page, Proposal(views[1], 10, 20, 80.0, REASON), Proposal(views[1], 30, 32, math.nan, "It jumps."))
    second = page.list.topLevelItem(1)
    assert second is not None and second.text(3) == "–"
    click(page.preview)
    rows = np.r_[10:20, 30:32]
    np.testing.assert_array_equal(shown(window, views[1])[rows], before[rows][:, H36M17.mirror])
    untick(page, 1)
    np.testing.assert_array_equal(shown(window, views[1])[30:32], before[30:32])
    assert marks(window, 1) == [(10, 20, theme.WARNING)]
    # Labels and what is loaded anew lie beneath and above it as they always do.
    session.do(labels.place(project.document, Target(views[1], "athlete", H36M17), 12, {"nose": Keypoint(1.0, 2.0)},
                            "Move"))
    session.load(views[1])
    qtbot.waitUntil(lambda: not session.jobs.busy(), timeout=10_000)
    drawn = shown(window, views[1])
    assert drawn[12, H36M17.index("nose"), :2].tolist() == [1.0, 2.0]
    np.testing.assert_array_equal(drawn[13:20], before[13:20][:, H36M17.mirror])
    assert len(project.document.done) == done + 1 and not project.document.swaps
    page.hide()
    np.testing.assert_array_equal(shown(window, views[1])[13:20], before[13:20])
    assert not page.preview.isChecked()


def test_what_was_left_out_of_a_repair_stays_listed_and_unticked(opened: Callable[..., Opened]) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    all_of_them = [Proposal(views[0], 5, 9, 60.0, REASON), Proposal(views[1], 10, 20, 80.0, REASON),
                   Proposal(views[1], 30, 32, 70.0, REASON), Proposal(views[2], 1, 2, 50.0, REASON)]
    propose(page, *all_of_them)
    untick(page, 2)
    # One is followed elsewhere: the page takes note, and keeps what was unticked.
    session.do(labels.swap(project.document, Target(views[2], "athlete", H36M17), 1, 2, EVERY))
    assert page._found == all_of_them[:3] and page.ticked == all_of_them[:2]
    click(page.repair)
    assert session.undo_title == "Exchange left and right in 2 stretches of cam1, cam2"
    assert page._found == [all_of_them[2]] and not page.ticked and not page.repair.isEnabled()
    # A swap that nobody proposed outdates the rest, also one of a proposal's frames but for one pair of joints.
    session.do(labels.swap(project.document, Target(views[1], "athlete", H36M17), 30, 32, EVERY[:1]))
    assert page._found is None and page._said.text() == sides_page.OUTDATED
    session.undo()
    session.undo()
    assert [swap.view for swap in project.document.swaps.values()] == [views[2]]


def test_a_locked_joint_is_told_and_nothing_is_done(opened: Callable[..., Opened]) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    session.do(labels.lock(project.document, Target(views[1], "athlete", H36M17), "lknee", True))
    propose(page, Proposal(views[1], 10, 20, 80.0, REASON))
    before, done = shown(window, views[1]), len(project.document.done)
    told: list[str] = []
    session.noticed.connect(lambda notice: told.append(notice.title))
    click(page.preview)
    assert told == ["lknee: this joint is locked."] and not page.preview.isChecked()
    click(page.repair)
    assert len(told) == 2 and len(project.document.done) == done and len(page.ticked) == 1
    np.testing.assert_array_equal(shown(window, views[1]), before)


def test_a_check_of_an_earlier_window_is_found_again_while_it_speaks_of_these_poses(
        opened: Callable[..., Opened], qtbot: QtBot) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    found = Proposal(views[0], 10, 20, 80.0, REASON)
    run, late, foreign = ended(project, found), ended(project, found), ended(project)
    (foreign.folder / "taken").write_text("done")
    page.runs.adopt(project)
    qtbot.waitUntil(lambda: (late.folder / "taken").is_file() and not session.jobs.busy(), timeout=10_000)
    assert (run.folder / "taken").is_file() and page.ticked == [found]

    session.do(labels.place(project.document, Target(views[0], "athlete", H36M17), 12, {"nose": Keypoint(1.0, 2.0)},
                            "Move"))
    assert page.ticked == [found], "labels do not outdate it"
    (late.folder / "taken").unlink()
    session.do(labels.swap(project.document, Target(views[0], "athlete", H36M17), 40, 50, EVERY))
    assert not page.ticked
    page.runs.adopt(project)
    qtbot.waitUntil(lambda: (late.folder / "taken").is_file() and not session.jobs.busy(), timeout=10_000)
    assert not page.ticked and page._said.text() == sides_page.OUTDATED


def test_a_check_that_will_be_thrown_away_is_stopped(opened: Callable[..., Opened]) -> None:
    window, page, views = opened()
    session, project = window.session, window.session.project
    assert project is not None
    run = runs.create(project.runs, sides_run.KIND, "Check left and right",
                      sides_run.request_for(project.document, "parallax-lifter"))
    page._versions = sides_run.checked(run)
    page.runs._watch(run)
    assert page.check.text() == "Stop"
    target = Target(views[0], "athlete", H36M17)
    session.do(labels.place(project.document, target, 12, {"nose": Keypoint(1.0, 2.0)}, "Move"))
    assert not run.stop_asked
    session.do(labels.swap(project.document, target, 40, 50, EVERY))
    assert run.stop_asked and page._said.text() == sides_page.OUTDATED
    page.runs.forget()


def test_an_answer_that_is_not_ours_is_told(opened: Callable[..., Opened]) -> None:
    window, page, views = opened()
    project = window.session.project
    assert project is not None
    told: list[str] = []
    window.session.noticed.connect(lambda notice: told.append(notice.title))
    for run in (ended(project, Proposal(views[0], 5, 5, 1.0, "")),
                runs.create(project.runs, sides_run.KIND, "x", {"views": [{"view": "a", "poses": "/etc/passwd"}]})):
        run.write_status(runs.Status("done", result=dict(run.status().result)))
        page._ended(run, run.status())
    assert told == ["Left and right: what the check found cannot be read."] * 2 and page._found is None


def test_poses_that_were_repaired_the_old_way_are_shown_and_can_be_repaired(opened: Callable[..., Opened],
                                                                            qtbot: QtBot) -> None:
    """The set tells which frames it has exchanged; exchanged once more they are as the detector called them."""
    window, page, views = opened(Source("swap-repair", "", {"repaired": "blazepose", "frames": 20,
                                                            "swapped": ((10, 30), (5, 3), (50, 999))}))
    session, project = window.session, window.session.project
    assert project is not None and marks(window, 1) == [(10, 30, theme.GOOD)]
    propose(page, Proposal(views[1], 20, 40, 80.0, REASON))
    click(page.repair)
    qtbot.waitUntil(lambda: marks(window, 1) == [(10, 20, theme.GOOD), (30, 40, theme.GOOD)], timeout=5_000)
    row = project.document.active("2d", views[1])
    assert row is not None and row.model == "swap-repair" and len(project.document.predictions) == 3
    session.do(Edit("Remove", tuple(project.document.drop("swaps", id) for id in project.document.swaps)))
    qtbot.waitUntil(lambda: marks(window, 1) == [(10, 30, theme.GOOD)], timeout=5_000)
