"""The coach view: in and out by one key, played by remote and by finger, key moments, another performance beside it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.coach_side import DifferenceRow
from app.coach_strip import Card
from app.coach_view import CoachView
from app.window import Window
from core.coaching import moments_of
from tests.app.coached import FPS, click, enter, make_project, rest


@pytest.fixture
def coach(window: Window, tmp_path: Path, qtbot: QtBot) -> CoachView:
    return enter(window, make_project(tmp_path / "kick.parallax", views=1), qtbot)


def card(coach: CoachView, name: str) -> Card:
    found = {card.moment.name: card for card in coach.strip.cards}
    assert name in found, list(found)
    return found[name]


def test_one_key_leads_in_and_the_same_or_esc_leads_back(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    grid, scene = window.grid.parentWidget(), window.scene.parentWidget()
    coach = enter(window, make_project(tmp_path / "kick.parallax"), qtbot)
    assert window.grid.isVisible() and window.grid.parentWidget() is coach.pictures and not window.menuBar().isVisible()
    can = {id for id, action in window.actions_by_id.items() if action.isEnabled()}
    assert {"play", "frame_forward", "coach", "full_screen"} <= can
    assert not can & {"detect", "correct", "train", "panel_compare", "palette", "keys", "open_videos", "synchronize"}
    for key in (Qt.Key.Key_C, Qt.Key.Key_Escape):
        qtbot.keyClick(coach, key)
        assert not window.coach.on and window.menuBar().isVisible() and not coach.isVisible()
        assert window.grid.parentWidget() is grid and window.scene.parentWidget() is scene
        assert window.grid.isVisible() and window.scene.isVisible() and window.panel.isVisible()
        assert all(pane._tool is None for pane in window.stage.panes.values())
        assert window.actions_by_id["detect"].isEnabled()
        qtbot.keyClick(window, Qt.Key.Key_C)
        assert window.coach.on and window.isFullScreen()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 800)
    window.session.close_project()
    assert not window.coach.on and window.start.isVisible() and window.menuBar().isVisible()


def test_it_is_made_for_fingers_and_speaks_a_coachs_language(coach: CoachView) -> None:
    mine = [button for button in coach.findChildren(QAbstractButton) if button.isVisible()
            and not coach.stage.grid.isAncestorOf(button)]
    small = [button.accessibleName() or button.text() for button in mine if min(button.width(), button.height()) < 44]
    assert len(mine) > 25 and small == [] and coach.bar.line.height() >= 44
    said = " ".join([*(label.text() for label in coach.findChildren(QLabel) if label.isVisible()),
                     *(f"{button.text()} {button.toolTip()}" for button in mine)]).lower()
    assert "slow" in said or "speed" in said or "key moment" in said
    assert not [word for word in ("model", "detect", "lift", "score", "keypoint", "train") if word in said]
    assert not any(button.focusPolicy() & Qt.FocusPolicy.ClickFocus for button in mine)  # keys stay the player's


def test_a_presenters_remote_and_slow_motion(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(coach, Qt.Key.Key_PageDown)  # there is no key moment yet
    assert window.player.t > 2.5
    coach.strip.keep_suggested()
    window.player.to_start()
    times = [moment.time_s for moment in coach.model.moments]
    for expected in times[:3]:
        qtbot.keyClick(coach, Qt.Key.Key_PageDown)
        assert window.player.t == pytest.approx(expected)
    qtbot.keyClick(coach, Qt.Key.Key_PageUp)
    assert window.player.t == pytest.approx(times[1])
    qtbot.keyClick(coach, Qt.Key.Key_Right)
    assert window.player.t > times[1] and not window.player.playing
    for key in ("0.5", "0.25", "0.1", "1"):
        coach.bar.speed.button(key).click()
        assert window.player.speed == float(key)
    window.player.seek((times[1] + times[2]) / 2)
    coach.bar.loop.click()
    assert window.player.loop == pytest.approx((times[1], times[2]))
    coach.bar.loop.click()
    assert window.player.loop is None
    click(coach.bar.line, QPoint(round(coach.bar.line.x_of(1.0)), 20))
    assert window.player.t == pytest.approx(1.0, abs=0.02)
    qtbot.keyClick(coach, Qt.Key.Key_Space)
    assert window.player.playing


def test_moments_are_suggested_named_commented_and_undone(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    project = window.session.project
    assert project is not None and all(card._picture is not None for card in coach.strip.cards)
    kick = card(coach, "Fastest right ankle")
    assert kick.suggested and 0.9 < kick.moment.time_s < 1.3  # of the kick, as seen from the hips
    click(kick, QPoint(40, 40))
    assert window.player.t == pytest.approx(kick.moment.time_s)
    click(kick, QPoint(kick.width() - 20, 20))
    [moment] = moments_of(project.document)
    assert moment.name == "Fastest right ankle" and moment.kind == "speed"
    qtbot.mouseDClick(card(coach, moment.name), Qt.MouseButton.LeftButton, pos=QPoint(40, 90))
    field = card(coach, moment.name)._field
    qtbot.keyClicks(field, "Contact")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [one.name for one in coach.model.moments] == ["Contact"]
    coach.side.note.selectAll()
    qtbot.keyClicks(coach.side.note, "Early!")
    coach.side.keep_comment()
    assert coach.model.moments[0].comment == "Early!"
    said = []
    for _ in range(3):
        said.append(window.session.undo_title)
        window.session.undo()
    assert coach.model.moments == [] and said == [
        "Change the key moment Contact", "Change the key moment Contact", "Add the key moment Fastest right ankle"]


def test_a_moment_is_marked_at_the_playhead_and_dropped(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    window.player.seek(0.5)
    qtbot.keyClick(coach, Qt.Key.Key_M)
    [moment] = coach.model.moments
    assert moment.time_s == pytest.approx(0.5, abs=1 / FPS)
    field = card(coach, moment.name)._field
    assert field.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible() and window.coach.on
    coach.strip.mark_here()
    assert len(coach.model.moments) == 1  # there is one here
    click(card(coach, moment.name), QPoint(card(coach, moment.name).width() - 20, 20))
    assert coach.model.moments == []


def test_recordings_stand_alone_side_by_side_or_on_one_another(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    coach = enter(window, make_project(tmp_path / "kick.parallax"), qtbot)
    first, second = window.stage.panes.values()
    assert first.isVisible() and second.isVisible()
    coach.layouts.button("one").click()
    assert first.isVisible() and not second.isVisible()
    window.actions_by_id["next_view"].trigger()
    assert second.isVisible() and not first.isVisible()
    alone = second.grab().toImage()
    coach.layouts.button("over").click()
    assert second.grab().toImage() != alone
    coach.figure.click()
    assert not window.scene.isVisible()


def test_another_performance_runs_by_key_moments_or_freely(coach: CoachView, window: Window, tmp_path: Path,
                                                          qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    coach.other.open(tmp_path)
    qtbot.waitUntil(lambda: window.banner.notice is not None, timeout=60_000)
    assert "not a Parallax project" in window.banner.notice.title  # type: ignore[union-attr]
    other = make_project(tmp_path / "idol.parallax", views=1, bent=0.25)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: str(other))
    coach.strip.keep_suggested()
    coach.compare.click()
    assert coach.others.isVisible()
    coach.others.actions()[-1].trigger()
    coach.others.hide()
    qtbot.waitUntil(lambda: coach.other.performance is not None and bool(coach.other.matched.differences)
                    and coach.other_pane.frame_index is not None, timeout=60_000)
    assert coach.other_pane.isVisible() and len(coach.other.matched.pairs) >= 3
    assert any("elbow" in one.words or "arm" in one.words for one in coach.other.matched.differences)
    words = [label.accessibleName() for label in coach.side.findChildren(QLabel)]
    assert coach.other.matched.differences[0].words in words
    row = coach.side.findChildren(DifferenceRow)[0]
    click(row, QPoint(5, 5))
    assert window.player.t == pytest.approx(coach.other.matched.differences[0].time_s)
    pair = coach.other.matched.pairs[1]
    window.player.seek(pair.a)
    assert coach.other.t == pytest.approx(pair.b)
    laid = coach.laid(window.player.t)
    assert laid is not None and [body.name for body in laid.bodies] == ["kick", "idol"]
    window.banner.dismiss()
    for width, height in ((1280, 720), (1024, 768), (1280, 800)):
        window.resize(width, height)
        size = QSize(width, height)
        qtbot.waitUntil(lambda size=size: coach.size() == size and coach.minimumSizeHint().expandedTo(size) == size)
        parts = [*coach.rail.buttons.values(), coach.rail.bin, coach.bar.speed, coach.bar.loop, coach.end_compare,
                 coach.home, coach.strip.keep_all, coach.strip.mark, coach.other_pane, window.scene]
        for part in (part for part in parts if part.isVisible()):
            assert coach.rect().contains(part.geometry().translated(part.mapTo(coach, QPoint()) - part.pos())), part
    coach.by_moments.click()
    line = coach.other_line
    click(line, QPoint(round(line.x_of(2.0)), 20))
    assert coach.other.t == pytest.approx(2.0, abs=0.02) and window.player.t == pytest.approx(pair.a)
    coach.end_compare.click()
    assert coach.other.performance is None and not coach.other_pane.isVisible()
    laid = coach.laid(window.player.t)
    assert laid is not None and len(laid.bodies) == 1


def test_without_bodies_there_are_pictures_and_no_figure(window: Window, clips: list[Path], qtbot: QtBot) -> None:
    window.session.open_paths(clips[:1])
    qtbot.waitUntil(lambda: len(window.session.times) == 1 and not window.session.jobs.busy(), timeout=60_000)
    window.coach.enter()
    coach = window.coach.view
    assert coach is not None
    rest(coach, qtbot)
    assert not window.scene.isVisible() and not coach.figure.isEnabled() and coach.strip.cards == []
    qtbot.keyClick(coach, Qt.Key.Key_M)
    assert len(coach.model.moments) == 1
    window.coach.leave()
    assert window.scene.isVisible()
