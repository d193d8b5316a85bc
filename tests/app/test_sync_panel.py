"""The synchronization panel as its user meets it: one button, lanes that are dragged, keys, marks, and undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.sync_curves import Energy, Wave
from app.sync_lanes import Lane, Lanes
from app.sync_panel import SyncPanel
from app.window import Window
from core.clock import Clock
from core.document import Document, View
from core.sound import Peaks, Sound
from core.studio import ViewSpec
from core.sync_records import Conflict, PairEvidence, Synchronization, ViewSync
from core.synchronize import edit_for, marks, place_edit, stored
from tests.app.test_window import opened

START_S = 0.75  # of the second studio camera
LEFT = Qt.MouseButton.LeftButton


def document(window: Window) -> Document:
    assert window.session.project is not None
    return window.session.project.document


def shown(window: Window, qtbot: QtBot) -> SyncPanel:
    """The panel, opened with its key, once it has listened to every view."""
    qtbot.keyClick(window, Qt.Key.Key_F8)
    panel = window._work.side.panel("sync")
    assert isinstance(panel, SyncPanel)
    qtbot.waitUntil(lambda: all(panel.sources.of(view).heard for view in window.session.views), timeout=30_000)
    qtbot.waitUntil(lambda: not window.session.jobs.busy(), timeout=30_000)
    return panel


def views(window: Window) -> list[View]:
    return list(window.session.views.values())


def words(widget: QWidget) -> str:
    """Everything that can be read in it."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(widget: QWidget, text: str) -> QPushButton:
    found = [b for b in widget.findChildren(QPushButton) if text in b.text() and b.isVisibleTo(widget)]
    assert len(found) == 1, [b.text() for b in widget.findChildren(QPushButton)]
    return found[0]


@pytest.fixture
def filmed(studio_clip: Callable[..., Path], tmp_path: Path) -> list[Path]:
    """Two studio recordings with sound, copied to where one may write; the second began START_S later."""
    specs = [ViewSpec(size=(64, 96), azimuth=0.0), ViewSpec(size=(64, 96), azimuth=50.0, offset_s=START_S)]
    folder = studio_clip("walk", seconds=7, fps=30, views=specs, drawn=False)
    copies = []
    for name in ("view01.mp4", "view02.mp4"):
        copies.append(tmp_path / name)
        copies[-1].write_bytes((folder / name).read_bytes())
    return copies


def test_synchronize_nudge_undo_and_drag(window: Window, filmed: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, filmed)
    panel = shown(window, qtbot)
    qtbot.mouseClick(button(panel, "Synchronize"), LEFT)
    assert window.session.syncing.running
    qtbot.waitUntil(lambda: stored(document(window)) is not None, timeout=180_000)
    first, second = views(window)
    # A frame at 30 frames/s is what an accepted answer promises.
    assert first.offset_s == 0 and second.offset_s == pytest.approx(START_S, abs=1 / 30)
    assert "later" in words(panel.cards) and "sound alone" in words(panel.cards)
    assert document(window).done[-1].title == "Synchronize 2 views"

    window.stage.activate(second.id)
    edits = len(document(window).done)
    qtbot.keyClick(window, Qt.Key.Key_Period)
    assert views(window)[1].offset_s == pytest.approx(second.offset_s + second.clock.rate / 30, abs=1e-9)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.AltModifier)
    assert views(window)[1].offset_s == pytest.approx(second.offset_s + second.clock.rate / 30 - 0.001, abs=1e-9)
    assert len(document(window).done) == edits + 2 and "by hand" in panel.cards.card(second.id)._chip._word
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert views(window)[1] == second

    lanes, t = panel.lanes, window.player.t
    spot = lanes.lane_rect(second.id).center().toPoint()
    low, high = lanes.view_range
    per_px = (high - low) / lanes._width()
    window.player.seek(2.0)
    before = window.stage.frame_of(first.id)
    QTest.mousePress(lanes, LEFT, pos=spot)
    for by in (10, 20, 40):
        QTest.mouseMove(lanes, spot + QPoint(by, 0))
        qtbot.wait(20)
    live = window.stage.clock(second).offset_s
    assert live == pytest.approx(second.offset_s + 40 * per_px, abs=1e-6)
    assert views(window)[1] == second and len(document(window).done) == edits, "nothing is written while it is dragged"
    assert window.stage.frame_of(first.id) != before or window.player.t != t
    QTest.mouseRelease(lanes, LEFT, pos=spot + QPoint(40, 0))
    assert len(document(window).done) == edits + 1
    assert views(window)[1].offset_s == pytest.approx(live, abs=1e-9)
    assert window.stage.clock(views(window)[1]) == views(window)[1].clock


def test_escape_puts_a_dragged_lane_back(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    second, edits = views(window)[1], len(document(window).done)
    spot = panel.lanes.lane_rect(second.id).center().toPoint()
    QTest.mousePress(panel.lanes, LEFT, pos=spot)
    QTest.mouseMove(panel.lanes, spot + QPoint(30, 0))
    qtbot.waitUntil(lambda: window.stage.clock(second).offset_s > 0)
    QTest.keyClick(panel.lanes, Qt.Key.Key_Escape)
    assert window.stage.clock(second) == Clock()
    QTest.mouseRelease(panel.lanes, LEFT, pos=spot + QPoint(30, 0))
    assert views(window)[1] == second and len(document(window).done) == edits


def test_a_click_in_a_lane_seeks_and_the_wheel_zooms(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    second = views(window)[1]
    rect = panel.lanes.lane_rect(second.id)
    qtbot.mouseClick(panel.lanes, LEFT, pos=rect.center().toPoint())
    low, high = panel.lanes.view_range
    assert window.player.t == pytest.approx((low + high) / 2, abs=2 * (high - low) / rect.width())
    assert window.stage.active == second.id
    panel.lanes.zoom(8)
    low8, high8 = panel.lanes.view_range
    assert high8 - low8 == pytest.approx((high - low) / 8)
    qtbot.keyClick(window, Qt.Key.Key_Period)
    assert panel.lanes.view_range == pytest.approx((low8, high8)), "a nudge leaves the eye where it is"


def test_other_views_show_their_nearest_frame_and_say_how_far_it_is(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    first, second = views(window)
    window.session.do(place_edit(document(window), second.id, 0.03))  # of frames that are 0.05 s long
    window.stage.activate(first.id)
    window.player.seek_frame(10)
    # at 0.5 s: the second view's own 0.47 s lies between its frames at 0.45 and 0.50, and nearer to the first of them
    assert window.stage.frame_of(first.id) == 10 and window.stage.frame_of(second.id) == 9
    assert window.stage.apart_s(second.id) == pytest.approx(-0.02, abs=1e-6) and window.stage.apart_s(first.id) is None
    assert ("−20.0 ms" in [text for text, _ in window.stage.panes[second.id]._read_outs()])
    window.stage.activate(second.id)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.player.t == pytest.approx(0.03 + 0.05 * 10), "stepping goes by the frames of the view at hand"
    assert window.stage.frame_of(second.id) == 10 and window.stage.frame_of(first.id) == 11
    assert window.stage.apart_s(first.id) == pytest.approx(0.02, abs=1e-6)


def test_marking_one_event_in_every_view_sets_the_clocks(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    first, second = views(window)
    window.stage.activate(first.id)
    window.player.seek_frame(20)
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert [(m.label, m.view) for m in marks(document(window))] == [("A", first.id)]
    window.stage.activate(second.id)
    window.player.seek_frame(8)
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert views(window)[1].offset_s == pytest.approx((20 - 8) / 20, abs=1e-6)
    assert "by hand" in words(panel.cards) and window.sync.event_at_hand() == "B"
    window.session.undo()
    window.session.undo()
    assert views(window)[1].offset_s == 0 and len(marks(document(window))) == 1
    window.actions_by_id["clear_marks"].trigger()
    assert marks(document(window)) == ()


def test_without_sound_and_poses_it_says_so_and_offers_to_find_poses(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    assert "None of these videos has sound" in words(panel) and "No poses are found yet" in words(panel)
    assert button(panel._box, "Find poses").isEnabled()


def test_a_locked_clock_stays(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    second = views(window)[1]
    window.stage.activate(second.id)
    qtbot.mouseClick(panel.cards.card(second.id)._lock, LEFT)
    qtbot.keyClick(window, Qt.Key.Key_Period)
    assert views(window)[1] == second
    assert window.banner.notice is not None and "locked" in window.banner.notice.title
    spot = panel.lanes.lane_rect(second.id).center().toPoint()
    QTest.mousePress(panel.lanes, LEFT, pos=spot)
    QTest.mouseMove(panel.lanes, spot + QPoint(40, 0))
    QTest.mouseRelease(panel.lanes, LEFT, pos=spot + QPoint(40, 0))
    assert views(window)[1] == second and not panel.cards.card(second.id)._offset.isEnabled()


def test_the_number_field_and_the_slow_motion_factor_are_edits(
        window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    second, edits = views(window)[1], len(document(window).done)
    window.stage.activate(second.id)
    card = panel.cards.card(second.id)
    field = card._offset
    field.selectAll()
    qtbot.keyClicks(field, "1.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert views(window)[1].offset_s == 1.25 and len(document(window).done) == edits + 1
    card._factor.selectAll()
    qtbot.keyClicks(card._factor, "4")
    qtbot.keyClick(card._factor, Qt.Key.Key_Return)
    assert views(window)[1].slow_motion == 4 and len(document(window).done) == edits + 2
    window.session.undo()
    assert card._factor.value() == 1 and views(window)[1].slow_motion == 1


def conflicting(first: str, second: str) -> Synchronization:
    """Sound and movement that contradict each other."""
    lags = np.linspace(-2, 2, 200)
    pairs = tuple(PairEvidence(
        first, second, method, offset, 0.0, 0.002, 0.9, overlap_s=5.0, lags_s=tuple(lags.tolist()),
        score=tuple(np.exp(-((lags - offset) / 0.1) ** 2).tolist()),
        candidates=((offset, 0.0, 1.0), (offset - 0.5, 0.0, 0.4)))
        for method, offset in (("audio", 0.4), ("pose", 0.9)))
    told = (ViewSync(first, 0.0, 0.0, 0.0, 1.0, (), ""), ViewSync(second, 0.0, 0.0, 1.0, 0.2, (), "Cannot tell."))
    return Synchronization(first, "auto", told, pairs, conflicts=(
        Conflict(first, second, (("audio", 0.4), ("pose", 0.9)), "Sound says +0.400 s, movement says +0.900 s."),))


def test_a_conflict_shows_both_answers_and_chooses_neither(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    first, second = views(window)
    window.session.do(edit_for(document(window), conflicting(first.id, second.id)))
    assert views(window)[1].offset_s == 0, "nothing is chosen silently"
    card = panel.cards.card(second.id)
    assert card._chip._word == "conflict" and "movement says +0.900 s" in words(card)
    qtbot.waitUntil(lambda: len([b for b in card.findChildren(QPushButton) if b.isVisibleTo(card)]) == 2)
    qtbot.mouseClick(button(card, "Movement: +0.900 s"), LEFT)
    assert views(window)[1].offset_s == pytest.approx(0.9)
    assert card._chip._word == "by hand"
    window.session.undo()
    # and the runner-up of the sound, by a click on the curve
    spots = [spot for spot, answer, t in panel.plot.answer_spots() if t.method == "audio" and not answer.best]
    qtbot.mouseClick(panel.plot, LEFT, pos=spots[0].toPoint())
    assert views(window)[1].offset_s == pytest.approx(-0.1)


def test_a_fault_is_said_with_a_way_on(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    opened(qtbot, window, clips)
    panel = shown(window, qtbot)
    window.session.syncing.fault = "view01.mp4: the file is damaged."
    window.session.syncing.changed.emit()
    assert "Synchronizing failed." in words(panel._box) and "damaged" in words(panel._box)
    assert button(panel._box, "Try again").isEnabled()


def test_a_moving_playhead_draws_no_lane_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wave form and movement of 8 × 10 min on 1700 pixels. Milliseconds are told by `python -m tests.bench.drawing`."""
    rng = np.random.default_rng(0)
    sound = Peaks(Sound(rng.normal(0, 0.1, 600 * 8000).astype(np.float32), 8000))
    times = np.arange(36_000) / 60
    moves = Energy(times, rng.random(36_000).astype(np.float32))
    lane = Lane("v0", "View", "#4aa5f5", Clock(), 0.0, 600.0, Wave(sound, 0.3), moves)
    lanes = Lanes()
    qtbot.addWidget(lanes)
    lanes.resize(1700, 400)
    lanes.set_lanes([replace(lane, view_id=f"v{n}", clock=Clock(0.1 * n)) for n in range(8)])
    lanes.set_range(0, 600)
    lanes.show()
    qtbot.waitExposed(lanes)
    painted: list[str] = []
    real = Lanes._paint_lane
    monkeypatch.setattr(Lanes, "_paint_lane",
                        lambda self, painter, lane, row: (painted.append(lane.view_id), real(self, painter, lane, row)))
    for _ in range(3):
        painted.clear()
        lanes.zoom(1.9, 300.0)
        lanes.grab()
        assert painted == [f"v{n}" for n in range(8)]
    painted.clear()
    before = lanes.grab().toImage()
    for t in np.linspace(299.9, 300.1, 5):
        lanes.set_playhead(float(t))
        now = lanes.grab().toImage()
        assert now != before, "the playhead is seen where it is"
        before = now
    assert painted == []
