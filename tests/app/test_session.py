"""The session: the one road of edits, who the athlete is, and what is shown of the poses there are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.session import Session
from app.window import Window
from core.document import Edit, View
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17
from tests.app.conftest import PATIENCE_MS, open_project

FRAMES = 40


def two_people(size: tuple[int, int] = (96, 160)) -> Poses2D:
    """One to the left, one to the right, each a small cloud of joints; the right one is missing in the first half."""
    rng = np.random.default_rng(1)
    xys = np.empty((FRAMES, 2, 17, 3), dtype=np.float32)
    for person, x in enumerate((25, 70)):
        xys[:, person, :, 0] = x + rng.uniform(-8, 8, 17)
        xys[:, person, :, 1] = 80 + rng.uniform(-30, 30, 17)
    xys[..., 2] = 0.8
    xys[:FRAMES // 2, 1] = (np.nan, np.nan, 0)
    return Poses2D(xys, np.arange(FRAMES) / 20, COCO17, size, Source("by hand"))


def lifted() -> Poses3D:
    xyzs = np.random.default_rng(2).normal(0, 0.3, (FRAMES, 1, 17, 4)).astype(np.float32)
    xyzs[5] = (np.nan, np.nan, np.nan, 0)
    return Poses3D(xyzs, np.arange(FRAMES) / 20, Source("by hand"), skeleton=H36M17)


@pytest.fixture
def found(window: Window, clips: list[Path], qtbot: QtBot) -> tuple[Window, View]:
    """A window on a recording in whose first view two people were found, the first of them the athlete, in 3D."""
    window.activateWindow()
    window.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=20_000)
    session, project = window.session, window.session.project
    assert project is not None
    view = next(iter(session.views.values()))
    two = project.store(two_people(), view=view.id, athlete=0)
    three = project.store(lifted(), view=view.id, made_from=two.id, athlete=0)
    session.do(Edit("Detect", (project.document.put(two), project.document.put(three)), "by hand"))
    qtbot.waitUntil(lambda: view.id in session.shown and not session.jobs.busy(), timeout=10_000)
    return window, view


def athlete(session: Session, view: View) -> int | None:
    assert session.project is not None
    row = session.project.document.active("2d", view.id)
    return row.athlete if row is not None else None


def test_poses_of_the_project_are_shown_with_strip_overlay_and_3d(found: tuple[Window, View]) -> None:
    window, view = found
    shown = window.session.shown[view.id]
    assert shown.athlete == 0 and shown.shares == pytest.approx((1.0, 0.5))
    assert shown.score == pytest.approx(np.full(FRAMES, 0.8), abs=1e-6)
    assert [person.id for person in shown.people(0)] == [0]
    assert [person.id for person in shown.people(30)] == [1, 0], "the athlete is drawn last, on top"
    assert shown.body(30, view, "#fff", False) is not None
    assert shown.body(5, view, "#fff", False) is None, "a missing lift stays blank"
    trail = shown.body(39, view, "#fff", True)
    assert trail is not None and trail.trail is not None and len(trail.trail) == 21  # a second at 20 frames/s, and now


def test_a_click_on_a_person_makes_them_the_athlete_and_one_undo_takes_it_back(
        found: tuple[Window, View], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, view = found
    session = window.session
    assert session.project is not None
    asked: list[str] = []
    monkeypatch.setattr(session.detection, "lift", asked.append)
    before = len(session.project.document.done)
    session.pick(view.id, 30, point=(70.0, 80.0))
    qtbot.waitUntil(lambda: session.shown[view.id].athlete == 1, timeout=10_000)
    assert len(session.project.document.done) == before + 1 and asked == [view.id]
    assert session.project.document.active("3d", view.id) is None, "3D of the one before is no 3D of this one"
    assert session.shown[view.id].points is None
    assert [pick.frame for pick in session.project.document.picks.values()] == [30]
    assert np.isfinite(session.shown[view.id].score).all() and session.shown[view.id].score[0] == 0
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.shown[view.id].athlete == 0, timeout=10_000)
    assert session.shown[view.id].points is not None and not session.project.document.picks


def test_another_athlete_is_lifted_without_being_detected_again(found: tuple[Window, View], qtbot: QtBot) -> None:
    window, view = found
    session = window.session
    if not session.detection.lifter:
        pytest.skip("there is no lifter in resources/models")
    assert session.project is not None
    flat = session.project.document.active("2d", view.id)
    session.set_athlete(view.id, 1)
    qtbot.waitUntil(lambda: session.runs.running, timeout=10_000)
    qtbot.waitUntil(lambda: not session.runs.running and not session.jobs.busy(), timeout=PATIENCE_MS)
    shown, three = session.shown[view.id], session.project.document.active("3d", view.id)
    assert flat is not None and three is not None and three.made_from == flat.id
    assert len([p for p in session.project.document.predictions.values() if p.kind == "2d"]) == 1
    assert session.undo_title == "Lift 1 view" and shown.athlete == 1 and shown.points is not None
    known = np.isfinite(shown.points).all(axis=(1, 2))
    assert not known[:FRAMES // 2 - 1].any() and known[FRAMES // 2 + 1:].all()  # where this person was found


def test_a_click_where_nobody_is_offers_to_track_and_changes_nothing(found: tuple[Window, View]) -> None:
    window, view = found
    session = window.session
    session.pick(view.id, 3, point=(70.0, 80.0))  # the right one is not there yet
    notice = window.banner.notice
    assert notice is not None and notice.action is not None and notice.action[0] == "Track the person here"
    assert athlete(session, view) == 0
    window.banner.dismiss()
    session.pick(view.id, 3, point=(70.0, 80.0), offer=False)
    assert window.banner.notice is None
    session.pick(view.id, 3, box=(60.0, 40.0, 80.0, 120.0))
    assert window.banner.notice is not None and "box" in window.banner.notice.title


def test_tracking_somebody_forgets_picks_of_somebody_else(found: tuple[Window, View], qtbot: QtBot,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    window, view = found
    session = window.session
    assert session.project is not None
    asked: list[list[str]] = []
    monkeypatch.setattr(session.detection, "find", lambda views, loop=None: asked.append(views))
    for frame in (3, 4):
        session.pick(view.id, frame, point=(70.0, 80.0))
        assert window.banner.notice is not None and window.banner.notice.action is not None
        window.banner._action.click()
    # In both frames the athlete so far is seen elsewhere: each pick is of another person than those before.
    assert [pick.frame for pick in session.project.document.picks.values()] == [4]
    assert asked == [[view.id], [view.id]]


def test_the_next_person_key(found: tuple[Window, View], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, view = found
    monkeypatch.setattr(window.session.detection, "lift", lambda view_id: None)
    window.refresh_actions()
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert athlete(window.session, view) == 1
    qtbot.waitUntil(lambda: window.session.shown[view.id].athlete == 1)
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert athlete(window.session, view) == 0


def test_everything_is_there_after_a_restart(found: tuple[Window, View], open_window: Callable[[], Window],
                                             qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, view = found
    monkeypatch.setattr(window.session.detection, "lift", lambda view_id: None)
    window.session.set_athlete(view.id, 1)
    project = window.session.project
    assert project is not None
    window.close()
    again = open_window()
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: view.id in again.session.shown, timeout=10_000)
    assert again.session.shown[view.id].athlete == 1
    again.session.undo()
    qtbot.waitUntil(lambda: again.session.shown[view.id].athlete == 0, timeout=10_000)
    assert again.session.redo_title.startswith("Choose the athlete")


def test_3d_is_on_screen_as_soon_as_a_project_is_open_and_only_while_its_camera_ran(
        found: tuple[Window, View], open_window: Callable[[], Window], qtbot: QtBot) -> None:
    window, view = found
    project = window.session.project
    assert project is not None
    window.session.do(Edit("Shift", (project.document.put(replace(view, offset_s=0.5)),)))
    window.close()
    again = open_window()
    open_project(again, project.folder, qtbot)
    again.player.seek(1.0)
    shown = lambda: [body.view_id for body in again.scene._skeletons]  # noqa: E731
    qtbot.waitUntil(lambda: shown() == [view.id], timeout=10_000)
    again.player.seek(0.2)
    assert shown() == []
    again.player.seek(0.6)
    assert shown() == [view.id]


def test_3d_of_a_view_is_shown_while_its_video_is_missing(
        found: tuple[Window, View], open_window: Callable[[], Window], clips: list[Path], qtbot: QtBot) -> None:
    window, view = found
    project = window.session.project
    assert project is not None
    window.close()
    for clip in clips:
        clip.rename(clip.with_suffix(".away"))
    again = open_window()
    assert not again.actions_by_id["find_videos"].isEnabled()
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: view.id in again.session.faults and view.id in again.session.shown, timeout=10_000)
    assert [body.view_id for body in again.scene._skeletons] == [view.id]
    first = again.scene._skeletons[0].points.copy()
    again.player.seek(1.0)
    assert np.abs(again.scene._skeletons[0].points - first).max() > 0.1
    assert again.actions_by_id["find_videos"].isEnabled(), "also when the banner that offers it is gone"


def test_undo_stops_where_the_user_began(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(window.session.views) == 2, timeout=20_000)
    assert window.session.undo_title == "Add 2 views"
    window.session.undo()
    assert not window.session.views and window.start.isVisible()
    window.session.undo()  # making the project is no gesture
    assert window.session.project is not None and window.session.redo_title == "Add 2 views"
    window.session.redo()
    assert len(window.session.views) == 2 and window.grid.isVisible()


def test_a_drag_of_the_loop_is_one_edit(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=20_000)
    assert window.session.project is not None
    before = len(window.session.project.document.done)
    for end in np.linspace(0.6, 1.5, 20):
        window.player.set_loop((0.5, float(end)))
    qtbot.waitUntil(lambda: window.session.loop == (0.5, 1.5))
    assert len(window.session.project.document.done) == before + 1
    window.session.undo()
    assert window.player.loop is None


def test_a_damaged_pose_file_is_said_and_the_rest_is_shown(
        found: tuple[Window, View], open_window: Callable[[], Window], qtbot: QtBot) -> None:
    window, view = found
    project = window.session.project
    assert project is not None
    row = project.document.active("2d", view.id)
    assert row is not None
    window.close()
    path = project.folder / "poses" / row.file
    path.write_bytes(path.read_bytes()[:-100] + bytes(100))
    again = open_window()
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: again.banner.notice is not None, timeout=10_000)
    assert again.banner.notice is not None and again.banner.notice.kind == "error"
    assert len(again.session.views) == 2 and view.id not in again.session.shown


def test_a_second_window_on_the_same_project_is_told_so(window: Window, open_window: Callable[[], Window],
                                                        clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips)
    qtbot.waitUntil(lambda: len(window.session.views) == 2, timeout=20_000)
    assert window.session.project is not None
    other = open_window()
    open_project(other, window.session.project.folder, qtbot)
    said = other.banner.notice
    assert said is not None and "open in another window" in said.title and "read-only" in said.text
    assert other.session.read_only and "(read-only)" in other.windowTitle()
