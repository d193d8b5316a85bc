"""The video doctor as its user meets it: what it lists, what its buttons do, and copies that take the video's place."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.doctor_panel import DoctorPanel, FindingRow
from app.window import Window
from core import doctor, proxy, runs
from core.document import Edit, Setting
from core.storage import Project
from core.video import Video
from tests.app.conftest import write_clip
from tests.core.video_clips import ffmpeg

PATIENCE_MS = 240_000  # the run's process comes last on a busy machine; an idle one takes 3 s


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """cam1 drops frames and says that it was filmed at 80 a second; cam2 lies on its side; neither has sound.

    Jumps into these small files are fast: the limit is lowered, so that the one long way between key-frames counts.
    """
    monkeypatch.setattr(doctor, "SLOW_JUMP_S", 40 * 96 * 160 / doctor.PIXELS_A_SECOND / 2)
    plain = write_clip(tmp_path / "rec" / "plain.mp4")
    one, two = tmp_path / "rec" / "cam1.mp4", tmp_path / "rec" / "cam2.mp4"
    ffmpeg("-i", str(plain), "-vf", "select='not(between(n,10,13))'", "-vsync", "vfr", "-c:v", "libx264",
           "-metadata", "com.android.capture.fps=80", "-movflags", "use_metadata_tags", "-g", "99", str(one))
    ffmpeg("-i", str(write_clip(tmp_path / "rec" / "other.mp4")), "-c", "copy", "-metadata:s:v", "rotate=180", str(two))
    return [one, two]


@pytest.fixture
def panel(window: Window, odd: list[Path], qtbot: QtBot) -> DoctorPanel:
    window.activateWindow()
    window.session.open_paths(odd)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    window.open_panel("doctor")
    made = window._work.side.panel("doctor")
    assert isinstance(made, DoctorPanel)
    return made


def settled(window: Window, views: int) -> bool:
    session = window.session
    return len(session.times) == views and not session.doctor.busy and not session.jobs.busy() and \
        window.stage.up_to_date


def rows(panel: DoctorPanel) -> dict[str, FindingRow]:
    """What is listed, by kind and the view's name. Qt shows rows that came into a layout when it next looks at events.
    """
    QApplication.processEvents()
    names = {view.id: view.name for view in panel._session.views.values()}
    return {f"{row.finding.kind} {names[row.finding.view]}": row for row in panel.findChildren(FindingRow)
            if row.isVisible()}


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def view_named(window: Window, name: str) -> str:
    return next(view.id for view in window.session.views.values() if view.name == name)


def test_findings_come_by_themselves_and_their_number_stands_beside_the_views(
        panel: DoctorPanel, window: Window) -> None:
    listed = rows(panel)
    assert {"slow_motion cam1", "dropped cam1", "silent cam1", "key_frames cam1", "rotated cam2"} <= listed.keys()
    assert window.panel._doctor.isVisible() and f"{len(listed)} findings" in window.panel._doctor.text()
    assert window.banner.notice is None  # nobody was interrupted
    for row in listed.values():
        assert row.button.isVisible() and row.button.text() == row.finding.button
        assert row.button.width() >= row.button.sizeHint().width() - 1


def test_a_plain_recording_has_no_badge(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips[:1])
    qtbot.waitUntil(lambda: settled(window, 1), timeout=PATIENCE_MS)
    assert window.session.doctor.findings == () and not window.panel._doctor.isVisible()


def test_the_badge_opens_the_panel(window: Window, odd: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(odd)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    click(qtbot, window.panel._doctor)
    assert window.panel_wanted("doctor")


def test_slow_motion_is_set_and_taken_back(panel: DoctorPanel, window: Window, qtbot: QtBot) -> None:
    view, before = view_named(window, "cam1"), window.player.duration
    click(qtbot, rows(panel)["slow_motion cam1"].button)
    assert window.session.views[view].slow_motion == 4
    first = window.session.views[view].first_s
    assert float(window.session.views[view].clock.to_ref(first)) == pytest.approx(first), "it keeps its moment"
    assert "slow_motion cam1" not in rows(panel)
    window.session.undo()
    assert window.session.views[view].slow_motion == 1 and window.player.duration == pytest.approx(before)
    assert "slow_motion cam1" in rows(panel)


def test_what_was_read_is_put_aside_for_good_and_can_come_back(
        panel: DoctorPanel, window: Window, open_window: Callable[[], Window], qtbot: QtBot) -> None:
    count = len(rows(panel))
    click(qtbot, rows(panel)["rotated cam2"].button)   # 'Understood'
    click(qtbot, rows(panel)["dropped cam1"]._close)
    assert len(rows(panel)) == count - 2 and f"{count - 2} findings" in window.panel._doctor.text()
    folder = window.session.project.folder  # type: ignore[union-attr]
    window.session.close_project()
    again = open_window()
    again.session.open_project(folder)
    qtbot.waitUntil(lambda: settled(again, 2), timeout=PATIENCE_MS)
    again.open_panel("doctor")
    listed = again._work.side.panel("doctor")
    assert isinstance(listed, DoctorPanel) and len(rows(listed)) == count - 2
    click(qtbot, listed._aside)
    assert len(rows(listed)) == count
    click(qtbot, rows(listed)["rotated cam2"]._close)
    click(qtbot, listed._aside)
    assert "rotated cam2" in rows(listed) and "dropped cam1" not in rows(listed)


def test_the_first_gap_is_shown(panel: DoctorPanel, window: Window, qtbot: QtBot) -> None:
    click(qtbot, rows(panel)["dropped cam1"].button)
    view = view_named(window, "cam1")
    assert window.stage.active == view and window.stage.frame_of(view) == 9


def test_a_silent_view_is_synchronized_by_movement(
        panel: DoctorPanel, window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    asked: list[str] = []
    monkeypatch.setattr(window.session.syncing, "start", asked.append)
    click(qtbot, rows(panel)["silent cam1"].button)
    assert asked == ["pose"] and window.panel_wanted("sync")


def test_a_copy_takes_the_place_of_the_video_and_undo_brings_the_video_back(
        panel: DoctorPanel, window: Window, odd: list[Path], qtbot: QtBot) -> None:
    session, view = window.session, view_named(window, "cam1")
    click(qtbot, rows(panel)["key_frames cam1"].button)
    assert not rows(panel)["key_frames cam1"].button.isVisible()
    before = odd[0].read_bytes()
    qtbot.waitUntil(lambda: session.picture_path(session.views[view]) != odd[0], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    assert session.picture_path(session.views[view]).parent.name == proxy.FOLDER
    assert "key_frames cam1" not in rows(panel) and odd[0].read_bytes() == before
    with Video(odd[0]) as original:
        np.testing.assert_allclose(session.times[view], original.times, atol=1e-9)
    session.undo()
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    assert session.picture_path(session.views[view]) == odd[0]
    qtbot.waitUntil(lambda: "key_frames cam1" in rows(panel), timeout=PATIENCE_MS)


def test_a_copy_made_while_no_window_watched_is_found(
        window: Window, odd: list[Path], open_window: Callable[[], Window], qtbot: QtBot) -> None:
    window.session.open_paths(odd)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    project = window.session.project
    assert project is not None
    folder, view = project.folder, next(iter(project.document.views.values()))
    window.session.close_project()
    with Project.open(folder) as opened:
        request = proxy.request_for(opened, [view], {view.id: odd[0]})
        proxy.work(runs.create(opened.runs, "proxy", "Copy cam1 for scrubbing", request))
    again = open_window()
    again.session.open_project(folder)
    qtbot.waitUntil(lambda: again.session.picture_path(view) != odd[0], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: settled(again, 2), timeout=PATIENCE_MS)


def test_copies_of_removed_views_are_gone_with_the_next_opening(
        window: Window, clips: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    from core.recording import add_views

    folder = tmp_path / "p.parallax"
    with Project.create(folder) as made:
        add_views(made, clips)
        (folder / proxy.FOLDER).mkdir()
        (folder / proxy.FOLDER / "left.mp4").write_bytes(b"a copy of a view that was removed")
    window.session.open_project(folder)
    qtbot.waitUntil(lambda: not (folder / proxy.FOLDER / "left.mp4").exists(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)


@pytest.mark.parametrize("damage", ["contents", "other video", "missing"])
def test_a_damaged_copy_gives_way_to_the_video(
        window: Window, odd: list[Path], tmp_path: Path, damage: str, qtbot: QtBot) -> None:
    """Damaged: found by its contents. Another video under a name and hash of its own: found by its frames."""
    from core.recording import add_views
    from core.video import content_hash

    folder = tmp_path / "p.parallax"
    with Project.create(folder) as made:
        add_views(made, odd)
        view = next(iter(made.document.views.values()))
        path = folder / proxy.FOLDER / "copy.mp4"
        path.parent.mkdir()
        write_clip(path, frames=view.frames if damage == "contents" else 7)
        value = {"file": path.name, "bytes": path.stat().st_size, "hash": content_hash(path)}
        made.do(Edit("Copy", (made.document.put(Setting(proxy.key(view.id), value)),)))
        if damage == "contents":
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 255
            path.write_bytes(data)
        elif damage == "missing":
            path.unlink()
    window.session.open_project(folder)
    qtbot.waitUntil(lambda: settled(window, 2) and len(window.session.times[view.id]) == view.frames
                    and window.session.picture_path(view) == odd[0], timeout=PATIENCE_MS)
    assert not window.session.faults


def test_copies_wait_for_one_another_and_can_be_stopped(panel: DoctorPanel, window: Window, qtbot: QtBot) -> None:
    doctor_of = window.session.doctor
    first, second = view_named(window, "cam1"), view_named(window, "cam2")
    doctor_of.copy(first)
    doctor_of.copy(second)
    assert doctor_of.copying(first) is not None and doctor_of.copying(second) is not None
    doctor_of.stop_copying(second)
    assert doctor_of.copying(second) is None
    qtbot.waitUntil(lambda: not doctor_of.runs.running and not window.session.jobs.busy(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: settled(window, 2), timeout=PATIENCE_MS)
    paths = {view.id: window.session.picture_path(view) for view in window.session.views.values()}
    assert paths[first].parent.name == proxy.FOLDER and paths[second].parent.name != proxy.FOLDER
