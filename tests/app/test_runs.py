"""Finding poses from the window: a process of its own, seen as it goes, stopped, left alone and found again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.panel_model import run_row
from app.window import Window
from core import runs
from core.studio import ViewSpec
from tests.app.conftest import PATIENCE_MS

VIEWS = [ViewSpec(size=(270, 480), azimuth=azimuth) for azimuth in (0.0, 70.0)]


@pytest.fixture
def recording(studio_clip: Callable[..., Path], blazepose: Path, tmp_path: Path) -> list[Path]:
    """Two views of somebody walking, where one may write."""
    folder = studio_clip("walk", seconds=1.6, fps=30, views=VIEWS)
    paths = []
    for name in ("view01.mp4", "view02.mp4"):
        paths.append(tmp_path / name)
        paths[-1].write_bytes((folder / name).read_bytes())
    return paths


@pytest.fixture
def started(window: Window, recording: list[Path], qtbot: QtBot) -> Iterator[Window]:
    """A window whose run has found its first frames."""
    window.session.open_paths(recording)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=PATIENCE_MS)
    window.actions_by_id["detect"].trigger()
    qtbot.waitUntil(lambda: window.session.runs.status.done > 0, timeout=PATIENCE_MS)
    yield window
    for run in runs.listed(tmp_runs(recording)):
        run.kill()


def tmp_runs(recording: list[Path]) -> Path:
    return recording[0].with_suffix(".parallax") / "runs"


def ended(window: Window) -> bool:
    return not window.session.runs.running and not window.session.jobs.busy()


def seen(window: Window) -> int:
    """In how many views somebody was looked for."""
    return sum(not shown.bare for shown in window.session.shown.values())


def test_people_appear_while_they_are_found_and_are_kept_in_the_end(started: Window, qtbot: QtBot) -> None:
    session = started.session
    first = next(iter(session.views))
    qtbot.waitUntil(lambda: seen(started) > 0, timeout=PATIENCE_MS)
    partial = next(shown for shown in session.shown.values() if not shown.bare)
    assert not partial.kept and partial.done.any() and partial.athlete == 0
    assert not started.actions_by_id["detect"].isEnabled() and started.actions_by_id["cancel"].isEnabled()
    row = run_row(session)
    frames = sum(view.frames for view in session.views.values())
    assert row is not None and row.active and f"of {frames} frames" in row.detail
    qtbot.waitUntil(lambda: ended(started), timeout=PATIENCE_MS)
    shown = session.shown[first]
    assert shown.kept and shown.done.all() and np.nanmean(shown.score) > 0.5
    assert session.undo_title.startswith("Detect")
    done = run_row(session)
    assert done is not None and not done.active and not done.fault
    session.undo()
    qtbot.waitUntil(lambda: seen(started) == 0, timeout=PATIENCE_MS)
    session.redo()
    qtbot.waitUntil(lambda: seen(started) == 2, timeout=PATIENCE_MS)


def test_closing_the_window_does_not_end_a_run_and_the_next_one_finds_it(
        started: Window, open_window: Callable[[], Window], recording: list[Path], qtbot: QtBot) -> None:
    folder = tmp_runs(recording).parent
    run = started.session.runs.run
    assert run is not None
    started.close()
    again = open_window()
    again.session.open_project(folder)
    qtbot.waitUntil(lambda: ended(again) and seen(again) == 2, timeout=PATIENCE_MS)
    assert all(shown.kept and shown.done.all() for shown in again.session.shown.values())
    assert [row.id for row in again.session.project.document.runs.values()] == [run.name]  # type: ignore[union-attr]
    again.close()
    third = open_window()  # what was taken once is not taken again
    third.session.open_project(folder)
    qtbot.waitUntil(lambda: ended(third) and seen(third) == 2, timeout=PATIENCE_MS)
    assert third.banner.notice is None
    assert len(third.session.project.document.runs) == 1  # type: ignore[union-attr]


def test_what_was_found_until_the_stop_is_kept(started: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: seen(started) > 0, timeout=PATIENCE_MS)
    started.actions_by_id["cancel"].trigger()
    row = run_row(started.session)
    assert row is not None and row.title == "Stopping …"
    qtbot.waitUntil(lambda: ended(started), timeout=PATIENCE_MS)
    assert started.session.runs.status.state == "stopped"
    assert any(shown.kept and np.isfinite(shown.poses.xys).any() for shown in started.session.shown.values())
    assert started.actions_by_id["detect"].isEnabled()


def test_a_run_that_fails_says_why_and_can_be_tried_again(
        window: Window, recording: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(recording)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=PATIENCE_MS)
    for path in recording:
        path.rename(path.with_suffix(".gone"))
    window.actions_by_id["detect"].trigger()
    qtbot.waitUntil(lambda: window.banner.notice is not None, timeout=PATIENCE_MS)
    notice = window.banner.notice
    assert notice is not None and notice.kind == "error" and notice.action is not None
    assert "view01.mp4" in notice.text and "Traceback" not in notice.title + notice.text
    row = run_row(window.session)
    assert row is not None and row.fault
    qtbot.waitUntil(lambda: ended(window), timeout=PATIENCE_MS)


def test_pointing_at_nobody_fails_once_and_not_every_run_after_it(
        window: Window, recording: list[Path], qtbot: QtBot) -> None:
    session = window.session
    session.open_paths(recording)
    qtbot.waitUntil(lambda: len(session.times) == 2, timeout=PATIENCE_MS)
    assert session.project is not None
    view = next(iter(session.views.values()))
    session.pick(view.id, 0, box=(0.4, 0.4, 12.4, 20.4))  # a corner of the ceiling
    assert window.banner.notice is not None and window.banner.notice.action is not None
    window.banner.notice.action[1]()
    assert len(session.project.document.picks) == 1
    qtbot.waitUntil(lambda: window.banner.notice is not None and window.banner.notice.kind == "error",
                    timeout=PATIENCE_MS)
    notice = window.banner.notice
    assert notice.text.startswith("view01.mp4: nobody is seen at the box (0, 0, 12, 20) in frame 0"), notice.text
    row = run_row(session)
    assert row is not None and row.fault == notice.text
    qtbot.waitUntil(lambda: ended(window), timeout=PATIENCE_MS)
    assert not session.project.document.picks


def test_the_loop_range_only(window: Window, recording: list[Path], qtbot: QtBot,
                             monkeypatch: pytest.MonkeyPatch) -> None:
    window.session.open_paths(recording)
    qtbot.waitUntil(lambda: len(window.session.times) == 2, timeout=PATIENCE_MS)
    asked = []
    monkeypatch.setattr(window.session.runs, "start", lambda *request: asked.append(request))
    assert not window.actions_by_id["detect_loop"].isEnabled()
    window.player.set_loop((0.5, 1.0))
    window.actions_by_id["detect_loop"].trigger()
    request = asked[0][3]
    assert [(job.start, job.stop) for job in request.views] == [(15, 31), (15, 31)]  # both ends are in the loop
    window.player.set_loop((1.40, 1.45))
    window.detect(whole=False)
    assert [(job.start, job.stop) for job in asked[1][3].views] == [(42, 44), (42, 44)]


def test_one_range_after_another_shows_both_and_undo_the_first_alone(window: Window, recording: list[Path],
                                                                     qtbot: QtBot) -> None:
    session = window.session
    session.open_paths(recording[:1])
    qtbot.waitUntil(lambda: len(session.times) == 1, timeout=PATIENCE_MS)
    first = next(iter(session.views))

    def find(loop: tuple[float, float], then: list[int]) -> None:
        window.player.set_loop(loop)
        window.actions_by_id["detect_loop"].trigger()
        qtbot.waitUntil(lambda: ended(window) and is_shown(then), timeout=PATIENCE_MS)

    def is_shown(frames: list[int]) -> bool:
        shown = session.shown.get(first)
        return shown is not None and shown.kept and np.flatnonzero(shown.done).tolist() == frames

    find((0.0, 0.3), [*range(10)])
    xys = session.shown[first].poses.xys[:10]
    find((1.0, 1.3), [*range(10), *range(30, 40)])
    shown = session.shown[first]
    np.testing.assert_array_equal(shown.poses.xys[:10], xys)
    assert np.isfinite(shown.score).sum() == 20 and (shown.score[shown.done] > 0.5).all()
    assert shown.points is not None
    np.testing.assert_array_equal(np.isfinite(shown.points).all(axis=(1, 2)), shown.done)
    while not session.undo_title.startswith("Detect"):
        session.undo()  # the loops are edits too
    session.undo()
    qtbot.waitUntil(lambda: is_shown([*range(10)]), timeout=PATIENCE_MS)
