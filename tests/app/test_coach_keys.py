"""The coach view without a mouse: Tab comes to all of it and is seen there, keys operate it, and none of that is in a
presenter's way."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.coach_strip import Card
from app.coach_view import CoachView
from app.window import Window
from tests.app.coached import click, drag, enter, joint, make_project, pane_of, rest

KEY = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def coach(window: Window, tmp_path: Path, qtbot: QtBot) -> CoachView:
    return enter(window, make_project(tmp_path / "kick.parallax"), qtbot)


def press(key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> QWidget:
    """A key goes to what has the focus; returns what has it then."""
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key, held)
    after = QApplication.focusWidget()
    assert after is not None
    return after


def test_tab_goes_round_all_of_it_and_is_seen_there(coach: CoachView, qtbot: QtBot) -> None:
    buttons = [one for one in coach.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()
               and one.objectName() != "paneTone" and (one.group() is None or one.isChecked())]
    assert coach.hasFocus() and len(buttons) > 20
    ringed = coach.grab().toImage()
    order, at = list[QWidget](), press(KEY.Key_Tab)
    while at is not coach:
        assert at not in order and len(order) < 200
        order.append(at)
        before, ringed = ringed, coach.grab().toImage()
        assert before != ringed, f"nothing shows that {at} has the focus"
        at = press(KEY.Key_Tab)
    assert {*buttons, *coach.stage.panes.values(), coach.stage.scene, *coach.strip.cards, coach.bar.line} <= {*order}
    assert press(KEY.Key_Backtab) is order[-1] and press(KEY.Key_Escape) is coach and coach.isVisible()
    parts = (coach.top, coach.rail, coach.stage.grid, coach.stage.scene, coach.strip, coach.bar)
    first = [next(n for n, one in enumerate(order) if part is one or part.isAncestorOf(one)) for part in parts]
    assert all(a < b for a, b in pairwise(first)), "from the top to the bottom"


def test_a_remote_leads_on_wherever_the_focus_is(coach: CoachView, window: Window) -> None:
    coach.strip.keep_suggested()
    times = [moment.time_s for moment in coach.model.moments]
    for part in (coach.rail.buttons["line"], coach.strip.cards[2], coach.home, coach.bar.speed.button("1"),
                 pane_of(coach)):
        window.player.to_start()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        press(KEY.Key_PageDown)
        assert window.player.t == pytest.approx(times[0])
        press(KEY.Key_PageDown)
        press(KEY.Key_PageUp)
        assert window.player.t == pytest.approx(times[0]) and part.hasFocus()
    frame = window.player.frame
    press(KEY.Key_Right)  # on a picture the arrows are the player's
    assert window.player.frame == frame + 1
    coach.home.setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Left)   # and on a button, too
    assert window.player.frame == frame
    press(KEY.Key_Escape)
    press(KEY.Key_Space)
    assert window.player.playing and coach.hasFocus()


def test_tools_speeds_lines_and_cards_are_operated_by_keys(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    coach.rail.buttons["hand"].setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Right)
    assert coach.pencil.tool == "line" and window.player.t == window.player.start, "the arrow walks through the tools"
    press(KEY.Key_Down)
    assert coach.pencil.tool == "freehand", "in two columns"
    coach.rail.colour.setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Space)
    qtbot.waitUntil(lambda: coach.rail.colours.isVisible())
    press(KEY.Key_Right)
    assert coach.pencil.colour == "#ff6b5e" and not coach.rail.colours.isVisible()
    coach.bar.speed.button("1").setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Right)
    assert window.player.speed == 0.5
    card = coach.strip.cards[0]
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert press(KEY.Key_Right) is coach.strip.cards[1] and press(KEY.Key_Left) is card
    press(KEY.Key_Space)
    assert window.player.t == pytest.approx(card.moment.time_s) and not window.player.playing
    press(KEY.Key_Return)  # keeps it
    kept = next(one for one in coach.strip.cards if not one.suggested)
    kept.setFocus(Qt.FocusReason.TabFocusReason)
    field = press(KEY.Key_Return)
    qtbot.keyClicks(field, "Contact")
    assert press(KEY.Key_Return) is coach
    assert [moment.name for moment in coach.model.moments] == ["Contact"]
    next(one for one in coach.strip.cards if not one.suggested).setFocus(Qt.FocusReason.TabFocusReason)
    assert not isinstance(press(KEY.Key_Delete), Card) or coach.model.moments == []
    assert coach.model.moments == []


def test_a_drawing_is_chosen_moved_and_deleted_by_keys(coach: CoachView, window: Window, qtbot: QtBot) -> None:
    pane = pane_of(coach)
    middle = pane.room.center().toPoint()
    for tool, at in (("line", QPoint(0, 0)), ("circle", QPoint(20, -60))):
        coach.rail.buttons[tool].click()
        drag(pane, middle + at, middle + at + QPoint(40, 10))
    coach.rail.buttons["angle"].click()
    click(pane, middle + QPoint(-70, 80))  # of an angle that is not finished nothing is left
    press(KEY.Key_Escape)
    press(KEY.Key_Escape)
    line, circle = coach.model.drawings.values()
    coach.setFocus()
    coach.pencil.choose("")
    press(KEY.Key_D)
    assert coach.pencil.chosen == line.id and "Alt" in coach.hint.text()
    press(KEY.Key_D, SHIFT)
    assert coach.pencil.chosen == circle.id
    where = np.array(circle.points)
    for key, times in ((KEY.Key_Right, 3), (KEY.Key_Down, 2)):
        for _ in range(times):
            press(key, ALT)
    press(KEY.Key_Left, ALT, SHIFT)
    qtbot.waitUntil(lambda: coach.model.drawings[circle.id] != circle)
    by = np.array(coach.model.drawings[circle.id].points) - where
    scale = pane.to_pane(1, 0).x() - pane.to_pane(0, 0).x()
    assert by * scale == pytest.approx(np.tile([23.0, 16.0], (2, 1)), abs=0.1)
    assert window.player.t == window.player.start, "the player was not meant"
    assert window.session.undo_title == "Change the circle"
    window.session.undo()
    assert coach.model.drawings[circle.id] == circle, "moving it was one edit"
    press(KEY.Key_Up, ALT)
    press(KEY.Key_Escape)
    assert coach.model.drawings[circle.id] == circle, "given up before it rested"
    coach.pencil.choose(circle.id)
    press(KEY.Key_Delete)
    assert list(coach.model.drawings) == [line.id]
    press(KEY.Key_D)
    press(KEY.Key_Left, ALT)
    press(KEY.Key_Delete)
    assert not coach.model.drawings
    rest(coach, qtbot)


def test_a_value_and_a_difference_are_reached(coach: CoachView, window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window.player.seek(1.0)
    qtbot.waitUntil(lambda: window.stage.up_to_date, timeout=30_000)
    coach.rail.buttons["angle"].click()
    click(pane_of(coach), joint(coach, "rknee"))
    rest(coach, qtbot)
    coach.pencil.choose("")
    [(id, row)] = coach.side.rows.items()
    qtbot.waitUntil(row.isVisible)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Space)
    assert coach.pencil.chosen == id and not window.player.playing
    coach.other.open(make_project(tmp_path / "idol.parallax", views=1, bent=0.25))
    coach.strip.keep_suggested()
    qtbot.waitUntil(lambda: bool(coach.other.matched.differences), timeout=60_000)
    coach.by_moments.click()
    coach.other_line.setFocus(Qt.FocusReason.TabFocusReason)
    before, t = coach.other.t, window.player.t
    press(KEY.Key_Right)
    assert coach.other.t == pytest.approx(before + 0.04) and window.player.t == t
