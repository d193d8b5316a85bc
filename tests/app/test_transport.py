"""The transport bar drives the player and tells what it does, with the mouse and with the keyboard alone."""

from collections.abc import Iterator

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.commands import COMMANDS
from app.player import Player
from app.transport import BUTTONS, TransportBar

NATIVE = QKeySequence.SequenceFormat.NativeText


def actions() -> dict[str, QAction]:
    """Those of every command, with its standard keys."""
    made = {command.id: QAction(command.title) for command in COMMANDS}
    for command in COMMANDS:
        made[command.id].setShortcuts([QKeySequence(key) for key in command.keys])
    return made


@pytest.fixture
def player(qapp: object) -> Iterator[Player]:
    """Ten seconds at 20 frames a second."""
    owner = QObject()
    player = Player(owner)
    player.set_range(0, 10)
    player.set_frames(np.arange(200) / 20)
    yield player
    player.pause()
    shiboken6.delete(owner)


@pytest.fixture
def bar(qtbot: QtBot, player: Player) -> TransportBar:
    bar = TransportBar(player, actions().__getitem__)
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def press(bar: TransportBar, name: str) -> None:
    QTest.mouseClick(bar._buttons[name], Qt.MouseButton.LeftButton)


def test_each_button_does_what_its_tool_tip_says(bar: TransportBar, player: Player) -> None:
    for name, expected in (("next_1", 0.05), ("next_1s", 1.05), ("back_1", 1.0), ("to_end", 9.95), ("back_1s", 8.95),
                           ("to_start", 0.0)):
        press(bar, name)
        assert player.t == pytest.approx(expected), name
    press(bar, "play")
    assert player.playing
    assert bar._buttons["play"].accessibleName() == "Pause"
    press(bar, "play")
    assert not player.playing
    for name, (_, title, id) in BUTTONS.items():
        assert bar._buttons[name].toolTip() == f"{title}  ({bar._action(id).shortcut().toString(NATIVE)})"
        assert bar._buttons[name].accessibleName() == title


def test_tool_tips_name_the_keys_of_the_commands_as_they_are_now(bar: TransportBar, player: Player) -> None:
    assert bar._loop.toolTip().endswith("(I, O)") and bar._jump.toolTip().endswith("(Ctrl+J)")
    bar._action("loop_in").setShortcut("F2")
    bar._action("jump").setShortcuts([])
    bar._action("play").setShortcut("Ctrl+F3")
    assert bar._loop.toolTip().endswith("(F2, O)") and bar._jump.toolTip().endswith("0:04.250)")
    press(bar, "play")
    assert bar._buttons["play"].toolTip() == "Pause  (Ctrl+F3)"


def test_read_outs_follow_the_player(bar: TransportBar, player: Player) -> None:
    player.seek(4.25)
    assert bar._time.accessibleDescription() == "0:04.250 / 0:10.000"
    assert bar._frame.accessibleDescription() == "85 / 199"
    before = bar._time.width()
    player.seek(9.999)
    assert bar._time.width() == before  # digits of one width: nothing moves


@pytest.mark.parametrize(
    "text, t", [("123", 6.15), ("4.250", 4.25), ("0:04.25", 4.25), ("99999", 9.95), ("1:00", 10.0)]
)
def test_jump_by_keyboard(bar: TransportBar, player: Player, text: str, t: float) -> None:
    bar.focus_jump()
    QTest.keyClicks(bar._jump, text)
    QTest.keyClick(bar._jump, Qt.Key.Key_Return)
    assert player.t == pytest.approx(t)
    assert bar._jump.text() == ""


def test_a_jump_that_cannot_be_read_stays_marked_until_it_is_changed(
    bar: TransportBar, player: Player, qtbot: QtBot
) -> None:
    player.seek(2)
    with qtbot.waitSignal(bar.jump_failed) as said:
        QTest.keyClicks(bar._jump, "soon")
        QTest.keyClick(bar._jump, Qt.Key.Key_Return)
    assert "soon" in said.args[0]
    assert player.t == 2
    assert bar._jump.property("fault") is True
    QTest.keyClick(bar._jump, Qt.Key.Key_Backspace)
    assert bar._jump.property("fault") is False
    QTest.keyClick(bar._jump, Qt.Key.Key_Escape)
    assert bar._jump.text() == ""


@pytest.mark.parametrize("text, speed", [("25", 0.25), ("25 %", 0.25), ("12,5%", 0.125), ("900", 2.0), ("0", 0.05)])
def test_speed_is_typed_in_percent_of_real_time(bar: TransportBar, player: Player, text: str, speed: float) -> None:
    bar._speed_field.setFocus()
    bar._speed_field.selectAll()
    QTest.keyClicks(bar._speed_field, text)
    QTest.keyClick(bar._speed_field, Qt.Key.Key_Return)
    assert player.speed == pytest.approx(speed)
    assert bar._speed.currentText() == f"{speed * 100:g} %"


def test_a_speed_that_cannot_be_read_changes_nothing(bar: TransportBar, player: Player, qtbot: QtBot) -> None:
    player.set_speed(0.5)
    with qtbot.waitSignal(bar.jump_failed) as said:
        bar._speed_field.selectAll()
        QTest.keyClicks(bar._speed_field, "fast")
        QTest.keyClick(bar._speed_field, Qt.Key.Key_Return)
    assert "fast" in said.args[0]
    assert player.speed == 0.5
    assert bar._speed.currentText() == "50 %"


def test_the_loop_button_follows_the_loop_whoever_set_it(bar: TransportBar, player: Player) -> None:
    player.set_loop((2, 3))
    assert bar._loop.isChecked()
    QTest.mouseClick(bar._loop, Qt.MouseButton.LeftButton)
    assert player.loop is None
    QTest.mouseClick(bar._loop, Qt.MouseButton.LeftButton)
    assert player.loop == (0, 10)


def test_with_nothing_to_play_everything_is_off(qtbot: QtBot, qapp: object) -> None:
    owner = QObject()
    bar = TransportBar(Player(owner), actions().__getitem__)
    qtbot.addWidget(bar)
    assert not any(button.isEnabled() for button in bar._buttons.values())


def test_every_control_is_reached_by_tab_and_has_a_name(bar: TransportBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar._buttons["to_start"].setFocus()
    reached: list[QWidget] = []
    for _ in range(14):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    for control in (*bar._buttons.values(), bar._loop, bar._speed, bar._jump):
        assert control in reached, control.accessibleName()
        assert control.accessibleName()
