"""The key map: found, changed by pressing keys, put back, kept; and no key ever belongs to two commands."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.commands import BY_ID, COMMANDS
from app.key_field import KeyField
from app.key_list import found, rows
from app.key_map import KeyMap
from app.keys import MOST, Keys, native, refusal, standard
from app.settings import Settings
from app.text_dialog import TextDialog
from app.window import Window

CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def active(window: Window, qtbot: QtBot) -> Window:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def key_map(active: Window, qtbot: QtBot) -> KeyMap:
    qtbot.keyClick(active, Qt.Key.Key_F1)
    return opened_map(active, qtbot)


def opened_map(window: Window, qtbot: QtBot) -> KeyMap:
    (shown,) = [one for one in window.findChildren(KeyMap) if one.isVisible()]
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, held)


def go_to(key_map: KeyMap, qtbot: QtBot, title: str) -> None:
    """Types a title into the filter."""
    key_map.filter.setFocus()
    key_map.filter.clear()
    qtbot.keyClicks(key_map.filter, title)
    assert key_map._list.at_hand is not None and key_map._list.at_hand.title == title


def shortcuts(window: Window) -> dict[str, list[str]]:
    return {id: [key.toString() for key in action.shortcuts()] for id, action in window.actions_by_id.items()}


def twice(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def reports(window: Window) -> list[TextDialog]:
    return [dialog for dialog in window.findChildren(TextDialog) if dialog.isVisible()]


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_f1_and_the_question_mark_open_it_once(active: Window, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(active, key)
    shown = opened_map(active, qtbot)
    assert not shown.isModal() and shown.windowTitle() == "Keyboard" and shown.filter.hasFocus()
    active.show_keys()
    assert active.findChildren(KeyMap) == [shown]
    press(qtbot, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    qtbot.waitUntil(active.isActiveWindow)
    qtbot.keyClick(active, key)
    assert opened_map(active, qtbot) is not shown


def test_every_command_is_listed_with_its_keys_and_what_is_fixed_after_them(key_map: KeyMap) -> None:
    listed = key_map._list.shown()
    assert [row.id for row in listed if row.id] == [c.id for menu in
                                                    dict.fromkeys(row.group for row in listed if row.id)
                                                    for c in COMMANDS if c.menu.replace("&", "") == menu]
    assert {row.id for row in listed if row.id} == set(BY_ID)
    for row in listed:
        if row.id:
            assert row.keys == tuple(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                                     for key in BY_ID[row.id].keys)
    fixed = [row.title for row in listed if not row.id]
    assert {"Next joint", "Move the joint by a pixel", "Orbit the 3D view", "Accept the ghost"} <= set(fixed)


def test_a_key_is_changed_at_once_and_everywhere(active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    go_to(key_map, qtbot, "Open videos")
    press(qtbot, Qt.Key.Key_Return)
    assert key_map._field.hasFocus()
    press(qtbot, Qt.Key.Key_F3, CTRL | SHIFT)
    action = active.actions_by_id["open_videos"]
    assert shortcuts(active)["open_videos"] == ["Ctrl+Shift+F3"]
    assert "(Ctrl+Shift+F3)" in action.toolTip() and "Ctrl+O" not in action.toolTip()
    assert active.start.findChildren(QLabel, "cardKey")[0].text() == "Ctrl+Shift+F3"
    assert key_map._list.at_hand is not None and key_map._list.at_hand.usual == "standard: Ctrl+O"
    assert key_map._list.hasFocus() and key_map._pages.currentWidget() is key_map._rest_page
    assert active.session.settings.choice("keys", {}) == {"open_videos": ["Ctrl+Shift+F3"]}
    go_to(key_map, qtbot, "Play or pause")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F6, CTRL)
    assert active.transport._buttons["play"].toolTip() == "Play  (Ctrl+F6)"


def test_the_new_key_works_and_the_old_one_no_more(active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    go_to(key_map, qtbot, "Diagnostics")
    qtbot.mouseClick(key_map._change, Qt.MouseButton.LeftButton)
    press(qtbot, Qt.Key.Key_F3, CTRL)
    key_map.close()
    qtbot.waitUntil(active.isActiveWindow)
    qtbot.keyClick(active, Qt.Key.Key_G, CTRL | SHIFT)
    assert not reports(active)
    qtbot.keyClick(active, Qt.Key.Key_F3, CTRL)
    assert len(reports(active)) == 1


def test_a_key_of_another_command_is_told_before_anything_changes(
        active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    before = shortcuts(active)
    go_to(key_map, qtbot, "Diagnostics")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_D, CTRL)
    assert key_map._asked.text() == "Ctrl+D is “Find poses” now. Give it to “Diagnostics”?"
    assert key_map._effect.text() == "“Find poses” is left without a key."
    assert key_map._agree.hasFocus() and shortcuts(active) == before
    press(qtbot, Qt.Key.Key_Escape)
    assert key_map.isVisible() and key_map._list.hasFocus() and shortcuts(active) == before

    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_D, CTRL)
    press(qtbot, Qt.Key.Key_Return)  # Replace
    assert shortcuts(active) == {**before, "diagnostics": ["Ctrl+D"], "detect": []}
    assert active.session.settings.choice("keys", {}) == {"diagnostics": ["Ctrl+D"], "detect": []}
    assert "Ctrl+D" not in active.actions_by_id["detect"].toolTip()
    key_map.close()
    qtbot.waitUntil(active.isActiveWindow)
    qtbot.keyClick(active, Qt.Key.Key_D, CTRL)  # were it ambiguous, neither would be done, and Qt would warn
    assert len(reports(active)) == 1


def test_what_keeps_another_key_is_said(key_map: KeyMap, qtbot: QtBot) -> None:
    go_to(key_map, qtbot, "Fit the videos")
    key_map.filter.clear()  # the row stays at hand
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Y, CTRL)
    assert key_map._effect.text() == "“Redo” keeps Ctrl+Shift+Z."
    key_map._list.step(1)  # to another row: the question is no more
    assert key_map._pages.currentWidget() is key_map._rest_page


def test_keys_are_added_chosen_and_removed(active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    go_to(key_map, qtbot, "Diagnostics")
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F12):
        qtbot.mouseClick(key_map._add, Qt.MouseButton.LeftButton)
        press(qtbot, key, CTRL)
    assert shortcuts(active)["diagnostics"] == ["Ctrl+Shift+G", "Ctrl+F2", "Ctrl+F3", "Ctrl+F12"]
    assert len(key_map._group.buttons()) == MOST and key_map._add.isHidden()
    qtbot.mouseClick(key_map._group.buttons()[2], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(key_map._change, Qt.MouseButton.LeftButton)
    press(qtbot, Qt.Key.Key_F2, CTRL)
    assert "already" in key_map._why.text() and key_map._field.hasFocus()
    press(qtbot, Qt.Key.Key_F6, CTRL)
    assert shortcuts(active)["diagnostics"] == ["Ctrl+Shift+G", "Ctrl+F2", "Ctrl+F6", "Ctrl+F12"]
    qtbot.mouseClick(key_map._remove, Qt.MouseButton.LeftButton)
    assert shortcuts(active)["diagnostics"] == ["Ctrl+F2", "Ctrl+F6", "Ctrl+F12"]
    for _ in range(3):
        key_map._list.setFocus()
        press(qtbot, Qt.Key.Key_Delete)
    assert shortcuts(active)["diagnostics"] == [] and key_map._remove.isHidden() and key_map._add.isHidden()
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F4, CTRL)
    assert shortcuts(active)["diagnostics"] == ["Ctrl+F4"]


@pytest.mark.parametrize(("key", "held", "why"), [
    (Qt.Key.Key_Tab, None, "next joint"), (Qt.Key.Key_Backtab, SHIFT, "next joint"), (Qt.Key.Key_Up, None, "corrected"),
    (Qt.Key.Key_Left, ALT, "corrected"), (Qt.Key.Key_PageDown, CTRL, "Page Down"), (Qt.Key.Key_Return, None, "button"),
    (Qt.Key.Key_Plus, None, "zoom"), (Qt.Key.Key_F, ALT, "menu File"), (Qt.Key.Key_F4, ALT, "system"),
    (Qt.Key.Key_Enter, None, "Accept the ghost")])
def test_a_key_that_is_not_free_is_refused_with_the_reason(
        active: Window, key_map: KeyMap, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier | None, why: str) -> None:
    before = shortcuts(active)
    go_to(key_map, qtbot, "Diagnostics")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, key, held or Qt.KeyboardModifier.NoModifier)
    assert why in key_map._why.text() and key_map._why.property("kind") == "warning"
    assert key_map._field.hasFocus() and shortcuts(active) == before
    press(qtbot, Qt.Key.Key_F2, CTRL)  # it still listens
    assert shortcuts(active)["diagnostics"] == ["Ctrl+F2"]


def test_a_command_may_have_its_own_standard_key_though_no_other_may() -> None:
    for command in COMMANDS:
        assert not any(refusal(command.id, key) for key in standard(command.id))
    assert refusal("fit", "Left") and refusal("fit", "Esc") and not refusal("fit", "Ctrl+Shift+Left")


def test_escape_and_a_click_elsewhere_give_up_listening(active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    before = shortcuts(active)
    go_to(key_map, qtbot, "Diagnostics")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyPress(key_map._field, Qt.Key.Key_Control)
    assert key_map._field.text() == "Ctrl+…"
    qtbot.keyRelease(key_map._field, Qt.Key.Key_Control, CTRL)
    assert key_map._field.text() == "…"
    press(qtbot, Qt.Key.Key_Escape)
    assert key_map.isVisible() and key_map._pages.currentWidget() is key_map._rest_page and key_map._list.hasFocus()
    key_map.change()
    key_map.filter.setFocus()
    assert key_map._pages.currentWidget() is key_map._rest_page and key_map.filter.hasFocus()
    assert shortcuts(active) == before


def test_standard_keys_of_one_row_are_asked_back_from_who_has_them(
        active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    before = shortcuts(active)
    active.keys.give("detect", ["Ctrl+Y", "Ctrl+F2"])
    go_to(key_map, qtbot, "Redo")
    assert key_map._usual.isEnabled()
    qtbot.mouseClick(key_map._usual, Qt.MouseButton.LeftButton)
    assert key_map._asked.text() == "Ctrl+Y is “Find poses” now. Give it to “Redo”?"
    assert key_map._effect.text() == "“Find poses” keeps Ctrl+F2."
    qtbot.mouseClick(key_map._agree, Qt.MouseButton.LeftButton)
    assert shortcuts(active) == {**before, "detect": ["Ctrl+F2"]}
    assert not key_map._usual.isEnabled()
    go_to(key_map, qtbot, "Find poses")
    qtbot.mouseClick(key_map._usual, Qt.MouseButton.LeftButton)  # nobody has it: nothing to ask
    assert shortcuts(active) == before and not key_map._all.isEnabled()


def test_standard_keys_for_all_ask_first(active: Window, key_map: KeyMap, qtbot: QtBot) -> None:
    before = shortcuts(active)
    active.keys.give("detect", ["Ctrl+Y"])
    changed = shortcuts(active)
    qtbot.mouseClick(key_map._all, Qt.MouseButton.LeftButton)
    assert key_map._asked.text() == "Give all 2 changed commands their standard keys?"
    assert shortcuts(active) == changed
    press(qtbot, Qt.Key.Key_Return)
    assert shortcuts(active) == before and active.session.settings.choice("keys", {1: 1}) == {}


def test_a_new_window_has_the_changed_keys(open_window: Callable[[], Window], qtbot: QtBot) -> None:
    first = open_window()
    first.keys.give("diagnostics", ["Ctrl+F3", "Ctrl+D"])
    first.close()
    again = open_window()
    again.activateWindow()
    qtbot.waitUntil(again.isActiveWindow)
    assert shortcuts(again)["diagnostics"] == ["Ctrl+F3", "Ctrl+D"] and shortcuts(again)["detect"] == []
    qtbot.keyClick(again, Qt.Key.Key_D, CTRL)
    assert len(reports(again)) == 1


@pytest.mark.parametrize("chosen", [
    [1], "F2", {"no_such_command": ["F2"]}, {"fit": "F2"}, {"fit": [2]}, {"fit": ["F2", None]}, {"fit": ["Ctrl+"]},
    {"fit": ["no key"]}, {"fit": [""]}, {"fit": ["Ctrl+K, Ctrl+D"]}, {"fit": ["Tab"]}, {"fit": {"F2": 1}},
    {"fit": ["F2", "F3", "F12", "Q", "Ctrl+Q"]}])
def test_what_no_key_map_would_have_written_is_ignored(settings: Settings, qapp: object, chosen: object) -> None:
    settings.choose("keys", chosen)
    assert Keys(settings).changes == {}


def test_a_chosen_key_comes_before_a_standard_one_and_the_first_before_the_second(
        settings: Settings, qapp: object) -> None:
    settings.choose("keys", {"fit": ["ctrl+d", "Ctrl+F2", "Ctrl+F2"], "ground": ["Ctrl+F2", "Ctrl+F3"]})
    keys = Keys(settings)
    assert keys.of("fit") == ("Ctrl+D", "Ctrl+F2") and keys.of("ground") == ("Ctrl+F3",) and keys.of("detect") == ()
    assert twice(keys.all()) == []


def test_whatever_is_changed_no_key_belongs_to_two_commands(settings: Settings, qapp: object) -> None:
    chance = random.Random(1)
    keys = Keys(settings)
    every = [*keys.all(), "Ctrl+F2", "Ctrl+F3", "Ctrl+F12"]
    for n in range(300):
        id = chance.choice(COMMANDS).id
        keys.give(id, standard(id) if n % 5 == 0 else chance.sample(every, chance.randrange(3)))
        assert twice(keys.all()) == []
    kept = {id: value for id, value in keys.changes.items() if not any(refusal(id, key) for key in value)}
    settings.choose("keys", kept)
    assert {id: again for id in kept if list(again := Keys(settings).of(id)) != kept[id]} == {}
    keys.reset()
    assert keys.changes == {} and all(keys.of(command.id) == standard(command.id) for command in COMMANDS)


@pytest.mark.parametrize("known", ["Shift+.", ">"])
def test_a_key_in_use_is_told_as_it_is_written_where_it_is_in_use(qtbot: QtBot, known: str) -> None:
    field, told = KeyField(), []
    qtbot.addWidget(field)
    field.pressed.connect(told.append)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.listen([known, "K"])
    qtbot.keyClick(field, *((Qt.Key.Key_Period, SHIFT) if known == "Shift+." else (Qt.Key.Key_Greater,)))
    qtbot.keyClick(field, Qt.Key.Key_K)
    qtbot.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.KeypadModifier | SHIFT)
    field.rest()
    qtbot.keyClick(field, Qt.Key.Key_K)
    assert told == [known, "K", "Shift+K"]


@pytest.mark.parametrize(("query", "title"), [
    ("find po", "Find poses"), ("FP", "Find poses"), ("ctrl+d", "Find poses"), ("f9", "Comparison"),
    ("next joint", "Next joint"), ("wheel", "Zoom a video")])
def test_commands_are_found_by_letters_and_by_keys(settings: Settings, qapp: object, query: str, title: str) -> None:
    listed = rows(Keys(settings))
    assert title in [row.title for row in found(query, listed)]
    assert len(found(query, listed)) < len(listed) / 3
    assert found("no such thing", listed) == [] and found("", listed) == listed


def test_the_row_that_has_the_typed_key_is_at_hand(key_map: KeyMap, qtbot: QtBot) -> None:
    qtbot.keyClicks(key_map.filter, "k")
    assert key_map._list.at_hand is not None and key_map._list.at_hand.id == "pause" and len(key_map._list.shown()) > 3
    qtbot.keyClicks(key_map.filter, "zzz")
    assert not key_map._list.count() and key_map._change.isHidden()
    empty = key_map._list.viewport().grab().toImage()
    inks = {empty.pixel(x, y) for x in range(0, empty.width(), 2) for y in range(0, empty.height(), 2)}
    assert len(inks) > 2  # it says so
    press(qtbot, Qt.Key.Key_Return)  # nothing to change
    press(qtbot, Qt.Key.Key_Escape)  # first the filter, then the window
    assert key_map.isVisible() and len(key_map._list.shown()) > len(COMMANDS)
    press(qtbot, Qt.Key.Key_Escape)
    assert not key_map.isVisible()


def test_arrows_go_from_row_to_row_and_over_headings(key_map: KeyMap, qtbot: QtBot) -> None:
    listed = [(row.group, row.title) for row in key_map._list.shown()]
    reached = []
    for _ in listed:
        row = key_map._list.at_hand
        assert row is not None
        reached.append((row.group, row.title))
        press(qtbot, Qt.Key.Key_Down)
    assert reached == listed
    assert key_map._change.isHidden() and "cannot be changed" in key_map._hint.text()
    press(qtbot, Qt.Key.Key_Return)
    assert key_map._pages.currentWidget() is key_map._rest_page
    press(qtbot, Qt.Key.Key_Up)
    before_last = key_map._list.at_hand
    assert before_last is not None and (before_last.group, before_last.title) == listed[-2]


def test_everything_is_reached_by_tab_and_pressed_with_enter(key_map: KeyMap, qtbot: QtBot) -> None:
    go_to(key_map, qtbot, "Redo")
    qtbot.waitUntil(key_map._group.buttons()[-1].isVisible)
    reached: list[QWidget] = []
    for _ in range(12):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    chip = key_map._group.buttons()[0]
    wanted = [key_map.filter, key_map._list, chip, key_map._change, key_map._add, key_map._remove, key_map._copy]
    assert [widget for widget in reached if widget in wanted][:len(wanted)] == wanted
    key_map._group.buttons()[0].setFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert key_map._chosen == "Ctrl+Y"
    key_map._remove.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert key_map._keys.of("redo") == ("Ctrl+Shift+Z",) and key_map.isVisible()
    closes = next(button for button in key_map.findChildren(QPushButton) if button.text() == "Close")
    closes.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert not key_map.isVisible()


def test_the_map_can_be_copied(key_map: KeyMap) -> None:
    key_map.copy()
    text = QGuiApplication.clipboard().text()
    assert "Edit: Redo: Ctrl+Shift+Z or Ctrl+Y" in text and "Mouse: Orbit the 3D view: drag" in text
    QGuiApplication.clipboard().clear()


def test_a_key_that_only_menus_show_gives_way_to_a_real_one(active: Window) -> None:
    (command,) = [one for one in COMMANDS if one.id == "accept_ghost"]
    action = active.actions_by_id["accept_ghost"]
    assert action.text() == f"{command.title}\t{command.pane_key}"
    active.keys.give("accept_ghost", ["Ctrl+F2"])
    assert action.text() == command.title and action.toolTip().endswith(f"({native('Ctrl+F2')}, {command.pane_key})")
    shown = [one.text() for menu in active.menuBar().findChildren(QMenu) for one in menu.actions()]
    assert command.title in shown
    active.keys.reset()
    assert action.text().endswith(command.pane_key)
