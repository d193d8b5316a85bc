"""The window as its user meets it: opening, keys, panels, errors, and what is there again after a restart."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from app.main import Catcher
from app.settings import Settings
from app.window import Window
from core.document import Edit
from tests.app.conftest import write_clip

HEAVY = {"torch", "onnxruntime", "lightning", "scipy", "vispy.scene"}


def opened(qtbot: QtBot, window: Window, paths: list[Path]) -> None:
    """Opens videos and waits until their pictures can be shown."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.open_paths(paths)
    qtbot.waitUntil(lambda: len(window.session.times) == len(window.session.views) > 0, timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.jobs.busy() and window.stage.up_to_date, timeout=20_000)


def test_the_first_window_loads_no_nets() -> None:
    """So that it is there within two seconds: `python -m tests.bench.drawing` tells how soon."""
    code = ("from app import main; w = main.build(); w.show(); main.application().processEvents(); import sys, json; "
            f"print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules)))); w.close()")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [] and done.stderr == ""


def test_the_end_of_the_users_session_ends_the_window() -> None:
    """SIGTERM, which the command line answers in Python, must be heard while Qt waits for events, too."""
    code = ("from app import console, main\n"
            "with console._interruptible():\n"
            "    main.run(prepare=lambda window: print('up', flush=True))")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None and window.stdout.readline() == "up\n"
        time.sleep(1)  # it waits for events now
        window.terminate()
        try:
            assert window.wait(20) == -signal.SIGTERM
        finally:
            window.kill()


def test_first_start_shows_three_ways_in(window: Window) -> None:
    assert window.start.isVisible() and not window.grid.isVisible()
    assert window.windowTitle() == "Parallax"


def test_videos_become_a_project_beside_them_and_are_shown(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    assert window.grid.isVisible() and not window.start.isVisible()
    assert [view.name for view in window.session.views.values()] == ["cam1", "cam2"]
    assert (clips[0].parent / "cam1.parallax" / "project.db").is_file()
    assert window.windowTitle() == "cam1 · Parallax"
    assert window.player.duration == pytest.approx(2.0, abs=0.05)  # 40 frames at 20 a second, the last one included
    assert not window.stage.panes[next(iter(window.session.views))].grab().isNull()


def test_the_same_videos_again_are_the_same_project(
        window: Window, open_window: Callable[[], Window], clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    window.player.set_loop((0.5, 1.0))
    window.close()
    again = open_window()
    opened(qtbot, again, list(reversed(clips)))
    assert again.player.loop == (0.5, 1.0)
    assert [folder.name for folder in clips[0].parent.glob("*.parallax")] == ["cam1.parallax"]


def test_closing_and_opening_gives_back_everything(
        window: Window, open_window: Callable[[], Window], clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    window.player.set_loop((0.5, 1.0))
    window.toggle_overlay("labels")
    window.toggle_panel("scene")
    window.resize(1100, 700)
    project = window.session.project
    assert project is not None
    window.close()
    again = open_window()
    assert again.session.settings.recent() == [project.folder]
    assert again.start._recent.count() == 1
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: again.session.project is not None, timeout=20_000)
    assert again.player.loop == (0.5, 1.0)
    assert again.overlay.labels and not again.panel_wanted("scene") and again.panel_wanted("recording")
    again.actions_by_id["reset_layout"].trigger()
    assert again.panel_wanted("scene")


def test_layout_is_restored_in_size(open_window: Callable[[], Window], settings: Settings) -> None:
    first = open_window()
    first.resize(1010, 640)
    first.close()
    second = main_window(settings)
    assert (second.width(), second.height()) == (1010, 640)
    second.close()
    second.deleteLater()


def main_window(settings: Settings) -> Window:
    from app import main

    return main.build(settings)


def test_a_drop_of_a_folder_opens_its_videos(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clips[0].parent))])
    place = QPointF(400, 300)
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place.toPoint(), *args)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(place, *args))
    qtbot.waitUntil(lambda: len(window.session.views) == 2, timeout=20_000)


def test_text_is_no_drop(window: Window) -> None:
    data = QMimeData()
    data.setText("hello")
    enter = QDragEnterEvent(QPointF(4, 4).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_keyboard_of_a_video_editor(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    player = window.player

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(window, key, modifier)

    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert player.frame == 2 and player.t == pytest.approx(0.1)
    press(Qt.Key.Key_Left)
    assert player.frame == 1
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert player.t == pytest.approx(1.05)
    press(Qt.Key.Key_I)
    press(Qt.Key.Key_End)
    assert player.frame == 39
    press(Qt.Key.Key_O)
    assert player.loop == pytest.approx((1.05, 1.95))
    press(Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert player.loop is None
    press(Qt.Key.Key_Home)
    assert player.t == 0
    press(Qt.Key.Key_Space)
    assert player.playing
    qtbot.waitUntil(lambda: player.t > 0.1)
    press(Qt.Key.Key_K)
    assert not player.playing
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_L)
    assert player.playing and player.speed == 2
    press(Qt.Key.Key_J)
    assert player.direction == -1
    press(Qt.Key.Key_Space)
    assert not player.playing


def test_every_view_is_told_which_of_its_frames_are_looped(
    window: Window, clips: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its own clock, so that it can decode ahead over the end."""
    opened(qtbot, window, clips)
    asked: dict[str, object] = {}
    request = window.stage.frames.request

    def heard(view_id: str, index: int, direction: int = 0, loop: tuple[int, int] | None = None) -> int:
        asked[view_id] = loop
        return request(view_id, index, direction, loop)

    monkeypatch.setattr(window.stage.frames, "request", heard)
    first, second = list(window.session.views)[:2]
    window.session.do(Edit("Later", (window.session.project.document.put(
        replace(window.session.views[second], offset_s=0.5)),)))
    window.player.set_loop((1.05, 1.95))
    window.player.seek(1.5)
    assert asked == {first: (21, 39), second: (11, 29)}
    window.player.set_loop(None)
    window.player.seek(1.2)
    assert asked == {first: None, second: None}


def test_overlay_and_panels_by_key(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    parts = {Qt.Key.Key_P: "points", Qt.Key.Key_B: "bones", Qt.Key.Key_S: "scores", Qt.Key.Key_X: "box"}
    for key, part in parts.items():
        before = getattr(window.overlay, part)
        qtbot.keyClick(window, key)
        assert getattr(window.overlay, part) is not before
        assert window.actions_by_id[f"overlay_{part}"].isChecked() is not before
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert not window.scene.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.scene.isVisible()


def test_enter_presses_the_button_with_the_focus(
        window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    from app.start_view import Card

    asked: list[int] = []
    monkeypatch.setattr(window, "ask_project", lambda: asked.append(1))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    card = next(card for card in window.start.findChildren(Card) if card.accessibleName() == "Open a project")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert asked == [1]


def test_a_button_that_was_clicked_leaves_the_space_bar_to_the_player(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    from PySide6.QtWidgets import QAbstractButton

    takers = [button for button in window.findChildren(QAbstractButton)
              if button.focusPolicy() & Qt.FocusPolicy.ClickFocus]
    assert takers == []


def test_what_cannot_be_opened_is_said_without_a_trace_and_leaves_nothing_behind(
        window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "rec" / "broken.mp4"
    broken.parent.mkdir()
    broken.write_bytes(b"\x00\x01not a video" * 100)
    window.session.open_paths([broken])
    qtbot.waitUntil(lambda: window.banner.notice is not None, timeout=20_000)
    notice = window.banner.notice
    assert notice is not None and notice.kind == "error"
    assert "broken.mp4" in notice.title and notice.text and "Traceback" not in notice.title + notice.text
    assert window.start.isVisible() and window.session.project is None
    assert list(broken.parent.iterdir()) == [broken]
    assert "Traceback" in window.session.diagnostics("")
    window.banner._details.click()
    assert "broken.mp4" in next(w for w in window.children() if w.objectName() == "" and hasattr(w, "copy")).text()


def test_one_bad_file_among_good_ones_costs_only_itself(
        window: Window, clips: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    empty = tmp_path / "rec" / "empty.mp4"
    empty.touch()
    window.session.open_paths([*clips, empty])
    qtbot.waitUntil(lambda: len(window.session.views) == 2, timeout=20_000)
    assert window.banner.notice is not None and "empty.mp4" in window.banner.notice.title


def test_several_bad_files_are_all_named(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    bad = [tmp_path / "rec" / name for name in ("empty.mp4", "text.mp4")]
    bad[0].parent.mkdir()
    bad[0].write_bytes(b"")
    bad[1].write_bytes(b"hello\n" * 100)
    window.session.open_paths(bad)
    qtbot.waitUntil(lambda: window.banner.notice is not None, timeout=20_000)
    notice = window.banner.notice
    assert notice is not None and notice.title == "2 of these could not be opened."
    assert [line.partition(":")[0] for line in notice.text.splitlines()] == ["empty.mp4", "text.mp4"]


def test_videos_and_3d_share_what_a_resized_window_gains_and_loses(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    before = window.panel.width(), window.grid.width(), window.scene.width()
    window.resize(1580, 900)
    qtbot.waitUntil(lambda: window.width() == 1580)
    after = window.panel.width(), window.grid.width(), window.scene.width()
    gained = [now - then for now, then in zip(after, before, strict=True)]
    assert gained[0] == 0 and sum(gained) == 300 and 150 < gained[1] < 250, gained  # Qt shares it in its own measure


def test_more_than_eight_views_are_refused_before_anything_is_made(window: Window, tmp_path: Path) -> None:
    many = [tmp_path / f"v{n}.mp4" for n in range(9)]
    for path in many:
        path.touch()
    window.session.open_paths(many)
    assert window.banner.notice is not None and "at most 8" in window.banner.notice.title
    assert not list(tmp_path.glob("*.parallax"))


def test_one_to_eight_panes_fill_the_grid_without_overlap(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [write_clip(tmp_path / "rec" / f"v{n}.mp4", 3, (64, 48)) for n in range(8)]
    opened(qtbot, window, paths)
    panes = [pane.geometry() for pane in window.stage.panes.values()]
    assert len(panes) == 8
    assert not any(a.intersects(b) for i, a in enumerate(panes) for b in panes[:i])
    assert all(window.grid.rect().contains(pane) for pane in panes)


def test_an_error_nobody_caught_reaches_the_banner_and_the_program_goes_on(
        window: Window, qtbot: QtBot) -> None:
    def faulty() -> None:
        raise ValueError("a fault of ours")

    with qtbot.captureExceptions() as caught:
        catcher = Catcher(window.session)
        catcher.install()
        try:
            QTimer.singleShot(0, window, faulty)
            thread = threading.Thread(target=faulty)
            qtbot.waitUntil(lambda: window.banner.notice is not None)
            window.banner.dismiss()
            thread.start()
            qtbot.waitUntil(lambda: window.banner.notice is not None)
            thread.join()
        finally:
            catcher.remove()
    assert [kind for kind, *_ in caught] == [ValueError, ValueError]  # and they are still printed
    notice = window.banner.notice
    assert notice is not None and notice.kind == "error" and "a fault of ours" in notice.text
    assert "a fault of ours" in window.session.diagnostics("") and "test_window.py" in window.session.diagnostics("")


def test_a_video_that_is_gone_is_asked_for_once_and_found_by_its_contents(
        window: Window, open_window: Callable[[], Window], clips: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    project = window.session.project
    assert project is not None
    window.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clips[1].rename(elsewhere / "renamed.mp4")
    again = open_window()
    again.session.open_project(project.folder)
    qtbot.waitUntil(lambda: again.banner.notice is not None and again.banner.notice.kind == "warning", timeout=20_000)
    assert again.banner.notice is not None and "cam2" in again.banner.notice.title
    from app import opening

    gone = [view for view in again.session.views.values() if view.name == "cam2"]
    opening.relink(again.session, gone, elsewhere)
    qtbot.waitUntil(lambda: len(again.session.times) == 2, timeout=20_000)


def test_diagnostics_can_be_copied(window: Window, qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    from app.text_dialog import TextDialog

    window.show_diagnostics()
    dialog = window.findChildren(TextDialog)[0]
    dialog.copy()
    assert "Parallax diagnostics" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_a_view_is_removed_and_brought_back(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    first, second = window.session.views
    qtbot.keyClick(window, Qt.Key.Key_V)
    assert window.stage.active == second
    window.actions_by_id["remove_view"].trigger()
    assert list(window.session.views) == [first] == list(window.stage.panes)
    window.session.undo()
    qtbot.waitUntil(lambda: len(window.session.times) == 2 and window.stage.up_to_date, timeout=20_000)
    assert list(window.stage.panes) == [first, second] and clips[1].is_file()


def test_escape_dismisses_the_message(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.open_paths([tmp_path / "gone.mp4"])
    assert window.banner.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.banner.isVisible() and not window.actions_by_id["dismiss"].isEnabled()


def test_reading_videos_can_be_cancelled_and_leaves_nothing(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips)
    assert window.start._work.isVisible()
    window.start.cancelled.emit()
    assert not window.start._work.isVisible() and window.session.project is None
    qtbot.wait(300)
    assert sorted(clips[0].parent.iterdir()) == clips


def test_what_has_the_focus_is_framed_not_painted_over(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    for part in (window.timeline, window.scene, *window.stage.panes.values()):
        part.setFocus()
        picture = part.grab().toImage()
        spots = [picture.pixelColor(x, picture.height() - 4).lightness() for x in range(8, picture.width() - 8, 7)]
        assert sorted(spots)[len(spots) // 2] < 128, type(part).__name__
