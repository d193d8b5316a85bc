"""Planted faults are listed, gone to with mouse and keys, and off the list once corrected; slips are only shown."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from app.suggest_model import REST_MS
from app.suggesting import NOTHING, Suggesting
from app.window import Window
from core import recording
from core.document import Edit
from core.labels import Keypoint, Target, clear, place, swap
from core.pose import Poses2D, Poses3D, Source
from core.sides import Proposal
from core.skeleton import H36M17
from core.storage import Project
from tests.app.conftest import PATIENCE_MS, write_clip
from tests.app.test_sides_page import ended
from tests.core.planted import FPS, Studio, lay

LEFT, NO, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
FRAMES, SIZE = 90, 200
WRIST, KNEE = H36M17.index("lwrist"), H36M17.index("rknee")
GONE, JUMPS = (50, 62), 30  # frames in which the first view has no right knee; in which the second's left wrist is off
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def studio() -> Studio:
    """A walk that three cameras see, with a fault in the first and one in the second."""
    made = Studio("walk", FRAMES / FPS, 2, faulty=0)
    rng = np.random.default_rng(3)
    lay(made.views[0], ("missing", *GONE, (KNEE,)), rng)
    made.views[1].xys[JUMPS, WRIST, :2] += 90
    return made


@pytest.fixture
def project(tmp_path: Path, studio: Studio) -> Path:
    """The first two of the views, on small pictures."""
    clips = [write_clip(tmp_path / "rec" / f"cam{n}.mp4", FRAMES, (SIZE, SIZE), FPS) for n in (1, 2)]
    folder = tmp_path / "walk.parallax"
    with Project.create(folder) as made:
        recording.add_views(made, clips)
        for view, seen in zip(list(made.document.views.values()), studio.views, strict=False):
            poses, shrunk = seen.poses, seen.xys.copy()
            shrunk[..., :2] *= SIZE / 1000
            flat = made.store(Poses2D(shrunk[:, None], poses.times, H36M17, (SIZE, SIZE), Source("by hand")),
                              view=view.id, athlete=0)
            deep = made.store(Poses3D(studio.lift(poses).xyzs, poses.times, Source("by hand")), view=view.id,
                              made_from=flat.id, athlete=0)
            made.do(Edit("Poses", (made.document.put(flat), made.document.put(deep))))
    return folder


@pytest.fixture
def walk(window: Window, project: Path, qtbot: QtBot) -> Window:
    """The project in a window that has the keys. No lifter follows corrections: what is 3D stays as planted."""
    window.session.open_project(project)
    qtbot.waitUntil(lambda: len(window.session.times) == 2 and len(window.session.shown) == 2
                    and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    return window


def page(window: Window, name: str, qtbot: QtBot) -> Any:
    """A page of the panel 'Correct', opened with the mouse."""
    window.open_panel("correct")
    panel: Any = window._work.side.panel("correct")
    QTest.mouseClick(panel.pages.button(name), LEFT)
    qtbot.waitUntil(lambda: not window.suggesting.model.busy, timeout=PATIENCE_MS)
    return {"suggestions": panel.suggestions, "suspicious": panel.suspicious}.get(name, panel)


def lines(of: QTreeWidget) -> list[list[str]]:
    items = [of.topLevelItem(row) for row in range(of.topLevelItemCount())]
    return [[item.text(at) for at in range(of.columnCount())] for item in items if item is not None]


def click(of: QTreeWidget, row: int) -> None:
    item = of.topLevelItem(row)
    assert item is not None
    QTest.mouseClick(of.viewport(), LEFT, NO, of.visualItemRect(item).center())


def views(window: Window) -> list[str]:
    return list(window.session.views)


def at_hand(window: Window) -> tuple[str, int, str]:
    """View, frame and joint."""
    return window.stage.active or "", window.player.frame, window.correcting.joint_name


def target(window: Window, view: int) -> Target:
    return Target(views(window)[view], "athlete", H36M17)


def label(window: Window, view: int, frame: int, joint: int, x: float, y: float) -> None:
    project = window.session.project
    assert project is not None
    assert window.session.do(place(project.document, target(window, view), frame, {
        H36M17.joints[joint]: Keypoint(x, y)}, "Move a joint"))


def truth(studio: Studio, view: int, frame: int, joint: int) -> tuple[float, float]:
    x, y = studio.views[view].truth[frame, joint] * SIZE / 1000
    return float(x), float(y)


def edits(window: Window) -> int:
    assert window.session.project is not None
    return len(window.session.project.document.done)


def row_of(window: Window, view: int, joint: str) -> int:
    found = window.suggesting.model.suggestions
    return next(n for n, each in enumerate(found) if each.view == views(window)[view] and each.joints[0] == joint)


# -- the page


def test_planted_faults_are_listed_and_a_click_goes_there(walk: Window, qtbot: QtBot) -> None:
    listed = page(walk, "suggestions", qtbot)
    found = walk.suggesting.model.suggestions
    assert walk.suggesting.model.compared
    assert [each.worth for each in found] == sorted((each.worth for each in found), reverse=True)
    knee, wrist = row_of(walk, 0, "rknee"), row_of(walk, 1, "lwrist")
    assert {knee, wrist} <= {0, 1, 2}
    assert lines(listed.list)[knee][:3] == ["cam1", f"0:0{found[knee].frame / FPS:.3f}", "Missing"]
    assert lines(listed.list)[knee][3].startswith("The right knee is missing in 12 frames")
    assert listed.said.text().startswith("Click a row")
    assert not walk.correcting.on

    click(listed.list, wrist)
    assert at_hand(walk) == (views(walk)[1], JUMPS, "lwrist") and walk.correcting.on
    assert listed.said.text() == found[wrist].reason and f"Frame {JUMPS}:" in found[wrist].reason
    assert not listed.exchange.isVisible()
    item = listed.list.topLevelItem(wrist)
    assert item.toolTip(4) == "Looked at" and not item.icon(4).isNull()
    assert listed.list.topLevelItem(knee).icon(4).isNull()

    listed.list.setFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_Up if knee < wrist else Qt.Key.Key_Down)
    assert walk.player.frame == JUMPS  # only Enter goes there
    row = listed.list.indexOfTopLevelItem(listed.list.currentItem())
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert at_hand(walk)[:2] == (found[row].view, found[row].frame)
    assert walk.stage.panes[found[row].view].hasFocus()  # so that keys move the joint
    before = walk.suggesting.chosen
    listed.list.setFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_Q)
    assert walk.suggesting.chosen != before and listed.said.text() == walk.suggesting.chosen.reason


def test_a_corrected_frame_is_ticked_and_gone_at_the_next_look(walk: Window, studio: Studio, qtbot: QtBot) -> None:
    listed = page(walk, "suggestions", qtbot)
    wrist = row_of(walk, 1, "lwrist")
    before = walk.suggesting.model.suggestions
    label(walk, 1, JUMPS, WRIST, *truth(studio, 1, JUMPS, WRIST))
    rest = walk.suggesting.model._rest
    assert rest.isActive()
    rest.stop()  # the next look waits for us
    qtbot.waitUntil(lambda: listed.list.topLevelItem(wrist).toolTip(4) == "Corrected", timeout=PATIENCE_MS)
    rest.start(0)
    qtbot.waitUntil(lambda: walk.suggesting.model.suggestions is not before, timeout=PATIENCE_MS)
    found = walk.suggesting.model.suggestions
    assert not any(each.view == views(walk)[1] and each.start <= JUMPS < each.stop for each in found)
    assert len(lines(listed.list)) == len(found)
    walk.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: walk.suggesting.model.suggestions == before, timeout=PATIENCE_MS)


def test_nothing_is_worked_out_while_nobody_looks(walk: Window, studio: Studio, qtbot: QtBot) -> None:
    page(walk, "suggestions", qtbot)
    model = walk.suggesting.model
    before = model.suggestions
    page(walk, "joints", qtbot)
    label(walk, 1, JUMPS, WRIST, *truth(studio, 1, JUMPS, WRIST))
    qtbot.wait(REST_MS + 200)
    assert model.suggestions is before and not model.wanted and model._compare.comparison is None
    page(walk, "suggestions", qtbot)
    qtbot.waitUntil(lambda: model.suggestions is not before, timeout=PATIENCE_MS)


def test_why_there_is_nothing_to_list(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.session.open_paths([write_clip(tmp_path / "rec" / "cam1.mp4", FRAMES, (SIZE, SIZE), FPS)])
    qtbot.waitUntil(lambda: len(window.session.times) == 1 and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    listed = page(window, "suggestions", qtbot)
    assert "There are no poses yet" in listed._nothing.text
    find = next(button for button in listed.findChildren(QPushButton) if button.text() == "Find poses")
    assert find.isVisible()
    project, good = window.session.project, Studio("walk", FRAMES / FPS, 2, faulty=0).views[0]
    assert project is not None
    xys = good.xys.copy()
    xys[..., :2] = good.truth * SIZE / 1000
    flat = project.store(Poses2D(xys[:, None], good.poses.times, H36M17, (SIZE, SIZE), Source("by hand")),
                         view=next(iter(window.session.views)), athlete=0)
    window.session.do(Edit("Poses", (project.document.put(flat),), "by hand"))
    qtbot.waitUntil(lambda: listed._nothing.text == NOTHING, timeout=PATIENCE_MS)
    assert not find.isVisible()


# -- keys


def test_the_key_goes_from_one_to_the_next_with_the_panel_closed(walk: Window, qtbot: QtBot) -> None:
    suggesting, banner = walk.suggesting, walk.banner
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: suggesting.chosen is not None, timeout=PATIENCE_MS)
    found = suggesting.model.suggestions
    assert len(found) > 1 and at_hand(walk)[:2] == (found[0].view, found[0].frame) and walk.correcting.on
    assert banner.notice is not None and banner.notice.title.startswith(f"Suggestion 1 of {len(found)}, cam")
    assert banner.notice.text == found[0].reason
    QTest.keyClick(walk.stage.panes[found[0].view], Qt.Key.Key_Q)
    assert at_hand(walk) == (found[1].view, found[1].frame, found[1].joints[0])
    QTest.keyClick(walk, Qt.Key.Key_Q, SHIFT)
    assert at_hand(walk)[:2] == (found[0].view, found[0].frame)
    QTest.keyClick(walk, Qt.Key.Key_Q, SHIFT)
    assert at_hand(walk)[:2] == (found[0].view, found[0].frame)
    assert "No suggestion was looked at before" in banner.notice.title
    for each in found[1:]:
        QTest.keyClick(walk, Qt.Key.Key_Q)
        assert at_hand(walk)[:2] == (each.view, each.frame)
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: suggesting.chosen == found[0], timeout=PATIENCE_MS)
    assert at_hand(walk)[:2] == (found[0].view, found[0].frame)
    assert banner.notice.title.startswith("That was the last suggestion. This is the first of another look, 1 of")
    assert not walk.suggesting.visited(found[-1])


def test_a_look_that_takes_long_is_told_of(walk: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(walk.suggesting.model._compare), "busy", property(lambda self: True))
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: walk.banner.notice is not None, timeout=5000)
    assert walk.banner.notice.title == "Looking for frames worth labelling …"  # type: ignore[union-attr]
    QTest.keyClick(walk, Qt.Key.Key_Q)  # once is enough
    monkeypatch.undo()
    qtbot.waitUntil(lambda: walk.suggesting.chosen is not None, timeout=PATIENCE_MS)
    assert walk.suggesting.chosen == walk.suggesting.model.suggestions[0]


def test_what_was_labelled_meanwhile_is_passed_over(walk: Window, studio: Studio, qtbot: QtBot) -> None:
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: walk.suggesting.chosen is not None, timeout=PATIENCE_MS)
    _, second, *rest = walk.suggesting.model.suggestions
    assert rest
    view, joint = views(walk).index(second.view), H36M17.index(second.joints[0])
    label(walk, view, second.frame, joint, *truth(studio, view, second.frame, joint))
    QTest.keyClick(walk, Qt.Key.Key_Q)
    assert at_hand(walk)[:2] == (rest[0].view, rest[0].frame)


def test_other_poses_make_another_look(walk: Window, qtbot: QtBot) -> None:
    """What was found in frames of another detection is not gone to, though the page is closed."""
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: walk.suggesting.chosen is not None, timeout=PATIENCE_MS)
    session, project, view = walk.session, walk.session.project, views(walk)[1]
    assert project is not None
    poses = session.shown[view].poses
    xys = poses.xys.copy()
    xys[70, 0, KNEE, :2] += 60
    other = project.store(Poses2D(xys, poses.times, H36M17, (SIZE, SIZE), Source("another")), view=view, athlete=0)
    session.do(Edit("Detect", (project.document.put(other),), "another"))
    qtbot.waitUntil(lambda: session.shown[view].poses is not poses, timeout=PATIENCE_MS)
    assert not walk.suggesting.model.usable
    walk.suggesting.chosen = None
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: walk.suggesting.chosen is not None, timeout=PATIENCE_MS)
    assert any((each.view, each.frame) == (view, 70) for each in walk.suggesting.model.suggestions)


def test_a_closed_project_takes_all_with_it(walk: Window, qtbot: QtBot) -> None:
    page(walk, "suggestions", qtbot)
    walk.suggesting.next()
    assert walk.suggesting.chosen is not None
    walk.session.close_project()
    assert walk.suggesting.chosen is None and walk.suggesting.model.suggestions == ()


# -- exchanged sides


def checked(window: Window, *proposals: Proposal) -> None:
    """A check of left and right has ended with these."""
    window.open_panel("compare")
    panel: Any = window._work.side.panel("compare")
    panel.show_page("sides")
    assert window.session.project is not None
    run = ended(window.session.project, *proposals)
    panel.page("sides")._ended(run, run.status())


def sides_listed(listed: Any) -> int:
    return sum(line[2] == "Sides" for line in lines(listed.list))


def test_exchanged_sides_are_put_right_from_the_list(walk: Window, qtbot: QtBot) -> None:
    view = views(walk)[1]
    was = walk.session.shown[view].athlete_at(12)
    checked(walk, Proposal(view, 10, 20, 120.0, "These frames fit the others better."),
            Proposal(views(walk)[0], 70, 75, 40.0, "These too."))
    listed = page(walk, "suggestions", qtbot)
    assert sides_listed(listed) == 2
    row = next(n for n, line in enumerate(lines(listed.list)) if line[0] == "cam2" and line[2] == "Sides")
    click(listed.list, row)
    assert at_hand(walk)[:2] == (view, 15) and "left and right are exchanged" in listed.said.text()
    assert listed.exchange.isVisible() and listed.exchange.isEnabled()
    count = edits(walk)
    QTest.mouseClick(listed.exchange, LEFT)
    assert edits(walk) == count + 1 and "Exchange left and right" in walk.session.undo_title
    now = walk.session.shown[view].athlete_at(12)
    assert was is not None and now is not None
    assert np.array_equal(now.xys, was.xys[H36M17.mirror])
    assert not listed.exchange.isEnabled()
    qtbot.waitUntil(lambda: sides_listed(listed) == 1, timeout=PATIENCE_MS)  # the other one still holds
    walk.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: sides_listed(listed) == 2, timeout=PATIENCE_MS)


def test_a_proposal_holds_while_nothing_is_exchanged_in_its_frames(walk: Window) -> None:
    model, document, view = walk.suggesting.model, walk.session.project.document, views(walk)[0]  # type: ignore
    walk.session.propose([Proposal(view, 10, 20, 120.0, ""), Proposal(view, 40, 50, 120.0, "")])
    pairs = (("lknee", "rknee"),)
    walk.session.do(swap(document, target(walk, 0), 19, 25, pairs))
    assert [p.start for p in model._proposals()] == [40]
    walk.session.undo()
    assert [p.start for p in model._proposals()] == [10, 40]


# -- suspicious labels


@pytest.fixture
def slipped(walk: Window, studio: Studio, qtbot: QtBot) -> Any:
    """The page, with three labels of which one has slipped: it is where the detector's mistake was."""
    for frame in (20, JUMPS, 75):
        x, y = truth(studio, 1, frame, WRIST)
        off = 90 * SIZE / 1000 if frame == JUMPS else 0
        label(walk, 1, frame, WRIST, x + off, y + off)
    return page(walk, "suspicious", qtbot)


def test_a_slip_is_listed_and_nothing_is_changed(slipped: Any, walk: Window) -> None:
    assert [line[:3] for line in lines(slipped.list)] == [["cam2", "0:01.000", "Left wrist"]]
    count = edits(walk)
    click(slipped.list, 0)
    assert at_hand(walk) == (views(walk)[1], JUMPS, "lwrist") and walk.correcting.on
    assert slipped.said.text().startswith(f"Frame {JUMPS}: the left wrist is labelled")
    assert edits(walk) == count


def test_what_looks_right_is_hidden_until_it_is_moved(slipped: Any, walk: Window, qtbot: QtBot) -> None:
    count = edits(walk)
    assert not slipped.right.isEnabled() and not slipped.hidden.isVisible()
    click(slipped.list, 0)
    QTest.mouseClick(slipped.right, LEFT)
    assert lines(slipped.list) == [] and slipped.hidden.text() == "1 hidden, since it looks right"
    assert slipped.nothing.text == "No other label stands out." and edits(walk) == count
    QTest.mouseClick(slipped.again, LEFT)
    assert len(lines(slipped.list)) == 1 and not slipped.hidden.isVisible()
    click(slipped.list, 0)
    QTest.mouseClick(slipped.right, LEFT)
    label(walk, 1, JUMPS, WRIST, 10.0, 10.0)
    qtbot.waitUntil(lambda: len(lines(slipped.list)) == 1, timeout=PATIENCE_MS)
    walk.session.do(clear(walk.session.project.document, target(walk, 1), [20, JUMPS, 75]))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "Nothing was labelled yet" in slipped.nothing.text, timeout=PATIENCE_MS)
    assert lines(slipped.list) == []


# -- a project that may only be looked at


@pytest.fixture
def elsewhere(project: Path) -> Iterator[None]:
    """Another process has the project open."""
    code = (f"from core.storage import Project\nwith Project.open({str(project)!r}):\n print('open', flush=True)\n"
            " input()")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        yield
        other.communicate("\n", timeout=60)


def test_looking_works_read_only(elsewhere: None, walk: Window, qtbot: QtBot) -> None:
    assert walk.session.read_only
    walk.refresh_actions()
    QTest.keyClick(walk, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: walk.suggesting.chosen is not None, timeout=PATIENCE_MS)
    first = walk.suggesting.model.suggestions[0]
    assert at_hand(walk)[:2] == (first.view, first.frame) and not walk.correcting.on
    view = views(walk)[1]
    walk.session.propose([Proposal(view, 10, 20, 120.0, "These frames fit the others better.")])
    listed = page(walk, "suggestions", qtbot)
    qtbot.waitUntil(lambda: sides_listed(listed) == 1, timeout=PATIENCE_MS)
    click(listed.list, next(n for n, line in enumerate(lines(listed.list)) if line[2] == "Sides"))
    assert at_hand(walk)[:2] == (view, 15) and not listed.exchange.isVisible()
    assert isinstance(walk.suggesting, Suggesting)
    count = edits(walk)
    walk.suggesting.exchange(walk.suggesting.chosen)
    assert edits(walk) == count


# -- the undo list stays near


def test_the_undo_list_is_one_click_away(walk: Window, studio: Studio, qtbot: QtBot) -> None:
    label(walk, 1, JUMPS, WRIST, *truth(studio, 1, JUMPS, WRIST))
    panel = page(walk, "done", qtbot)
    qtbot.waitUntil(lambda: panel.history.count() > 0 and "Move a joint" in panel.history.item(0).text(),
                    timeout=PATIENCE_MS)
    count = edits(walk)
    QTest.mouseClick(panel.history.viewport(), LEFT, NO, panel.history.visualItemRect(panel.history.item(1)).center())
    assert edits(walk) == count - 1
