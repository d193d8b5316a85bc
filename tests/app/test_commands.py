"""One table of actions: menus, keys and the palette come from it, and nothing in it is dead."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.commands import BY_ID, COMMANDS, MENUS, groups
from app.palette import matches
from app.window import Window


def test_no_key_and_no_name_is_used_twice() -> None:
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys, "a key that Qt does not know"
    assert len(BY_ID) == len(COMMANDS) == len({command.title for command in COMMANDS})


def test_the_keys_of_video_editors() -> None:
    wanted = {"play": "Space", "pause": "K", "backward": "J", "forward": "L", "frame_back": "Left",
              "frame_forward": "Right", "second_back": "Shift+Left", "second_forward": "Shift+Right", "start": "Home",
              "end": "End", "loop_in": "I", "loop_out": "O", "undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z",
              "open_videos": "Ctrl+O", "detect": "Ctrl+D", "palette": "Ctrl+K", "keys": "?"}
    assert {id: key for id, key in wanted.items() if key not in BY_ID[id].keys} == {}


def test_every_command_stands_in_its_menu_once(window: Window) -> None:
    shown = []
    for menu in window.menuBar().findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        shown += [action for action in menu.actions() if not action.isSeparator() and action.menu() is None]
    assert Counter(map(id, shown)) == Counter(map(id, window.actions_by_id.values()))
    assert sum(len(group) for menu in MENUS for group in groups(menu)) == len(COMMANDS)


def test_every_command_has_an_icon_and_a_tool_tip_with_its_keys(window: Window) -> None:
    for command in COMMANDS:
        action = window.actions_by_id[command.id]
        assert not action.icon().isNull(), command.id
        assert len(action.shortcuts()) == len(command.keys)
        for key in action.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in action.toolTip()


def test_without_a_recording_only_what_makes_sense_can_be_done(window: Window) -> None:
    can = {command.id for command in COMMANDS if window.actions_by_id[command.id].isEnabled()}
    assert can == {"open_videos", "open_project", "demo", "quit", "palette", "full_screen", "reset_layout", "keys",
                   "diagnostics", "import_weights", "more_models", "methods", "about", "german"}


@pytest.mark.parametrize(("query", "title", "fits"), [
    ("find", "Find poses", True), ("fp", "Find poses", True), ("POSES", "Find poses", True),
    ("zz", "Find poses", False), ("psf", "Find poses", False), ("", "Find poses", True)])
def test_a_few_letters_find_a_command(query: str, title: str, fits: bool) -> None:
    assert (matches(query, title) is not None) is fits


def test_a_word_beats_scattered_letters() -> None:
    titles = ["Front ordinary lookup", "Clear the loop", "Loop from here"]
    ranked = sorted(titles, key=lambda title: matches("loop", title) or 0)
    assert ranked == ["Loop from here", "Clear the loop", "Front ordinary lookup"]


def test_the_palette_runs_what_is_typed(window: Window, qtbot: QtBot) -> None:
    qtbot.waitExposed(window)
    window.actions_by_id["palette"].trigger()
    box = window.palette_box
    assert box.isVisible() and "Open videos…" in box.titles() and "Undo" not in box.titles()  # nothing to undo
    qtbot.keyClicks(box._query, "diag")
    assert box.titles()[0] == "Diagnostics"
    qtbot.keyClick(box._query, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert any(child.windowTitle() == "Diagnostics" and child.isVisible() for child in window.children()
               if child.isWidgetType())


def test_typing_in_the_palette_makes_no_widgets_and_what_does_not_exist_is_said(window: Window, qtbot: QtBot) -> None:
    """A key takes some 5 ms (`python -m tests.bench.drawing`); with a widget for each part of each row it took 50 ms
    and more, which is a gap that one feels."""
    qtbot.waitExposed(window)
    box = window.palette_box
    box.open()
    parts = box.findChildren(QWidget)
    qtbot.keyClicks(box._query, "f")
    box.grab()
    assert 1 < box._list.count() < len(window.actions_by_id) and box.findChildren(QWidget) == parts
    assert not box._none.isVisible()
    qtbot.keyClicks(box._query, "zzzz")
    assert box._none.isVisible() and not box._list.isVisible()
    qtbot.keyClick(box._query, Qt.Key.Key_Return)
    assert not box.isVisible()


def test_escape_closes_the_palette_and_arrows_choose(window: Window, qtbot: QtBot) -> None:
    box = window.palette_box
    box.open()
    first = box._list.currentRow()
    qtbot.keyClick(box._query, Qt.Key.Key_Down)
    assert box._list.currentRow() == first + 1
    for _ in range(100):
        qtbot.keyClick(box._query, Qt.Key.Key_PageDown)
    assert box._list.currentRow() == box._list.count() - 1
    qtbot.keyClick(box._query, Qt.Key.Key_Escape)
    assert not box.isVisible()
