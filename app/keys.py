"""Which keys each command has: those of the table in `commands.py`, and what the user made of them.

A key is Qt's portable text of one press, as 'Ctrl+D'. No key belongs to two commands: Qt would then obey neither. Only
what differs from the table is kept in the settings.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from app.commands import BY_ID, COMMANDS, MENUS
from app.correcting import ARROWS, TURNS
from app.settings import Settings
from app.words import marked, tr

MOST = 4  # keys a command
MODIFIER = Qt.KeyboardModifier
PLAIN = (MODIFIER.NoModifier,)
EVERY = tuple(a | b | c | d for a, b, c, d in product(*((MODIFIER.NoModifier, held) for held in (
    MODIFIER.ShiftModifier, MODIFIER.ControlModifier, MODIFIER.AltModifier, MODIFIER.MetaModifier))))
SYSTEM = marked("The system takes it for itself.")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ZOOM = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus)
# Keys that never reach a program, or that the desktop acts on as well
RESERVED = {"Alt+F4", "Alt+Space", "Ctrl+Alt+Del", "Ctrl+Alt+Backspace", "Print", "Alt+Print", "Sleep"}
if sys.platform == "darwin":  # where Qt calls the command key Ctrl
    RESERVED |= {"Ctrl+Space", "Ctrl+H", "Ctrl+M", "Ctrl+`", "Ctrl+Shift+3", "Ctrl+Shift+4", "Ctrl+Shift+5"}
elif sys.platform != "win32":
    RESERVED |= {f"Ctrl+Alt+F{n}" for n in range(1, 13)}


def portable(text: str) -> str:
    """A key's text as Qt writes it; '' for what is not one press of a key."""
    keys = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    return keys.toString() if keys.count() == 1 else ""


def native(key: str) -> str:
    """A key's text as this platform's users know it."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText)


def standard(id: str) -> tuple[str, ...]:
    """The keys that a command has when nobody changes them."""
    return tuple(map(portable, BY_ID[id].keys))


def refusal(id: str, key: str) -> str:
    """Why a command cannot have a key, in a sentence; '' if it can. Its standard keys it always can."""
    if key in standard(id):
        return ""
    if "Meta+" in key and sys.platform != "darwin":
        return tr(SYSTEM)
    return _refused().get(key, "")


def _refused() -> dict[str, str]:
    """Keys that mean something whatever the commands are, and what."""
    table: dict[str, str] = dict.fromkeys(RESERVED, tr(SYSTEM))
    for keys, held, why in (
        (ZOOM, PLAIN, tr("+ and − zoom the video, the timeline or the 3D view that has the focus.")),
        (ENTER, PLAIN, tr("Enter presses the button that has the focus.")),
        (ARROWS, (*PLAIN, MODIFIER.AltModifier),
         tr("While joints are corrected, arrow keys move the joint at hand, also with Alt.")),
        (TURNS, EVERY, tr("While joints are corrected, Page Up and Page Down turn the frames.")),
        ((Qt.Key.Key_Tab, Qt.Key.Key_Backtab), EVERY,
         tr("Tab goes to the next part of the window and, while joints are corrected, to the next joint.")),
        ((Qt.Key.Key_Escape,), EVERY, tr("Esc gives up what is under way, everywhere.")),
    ):
        table |= {QKeySequence(QKeyCombination(one, key)).toString(): why for key in keys for one in held}
    table |= {QKeySequence.mnemonic(menu).toString(): tr("It opens the menu {menu}.").format(menu=menu.replace("&", ""))
              for menu in map(tr, MENUS)}
    return table | {portable(command.pane_key): tr("While joints are corrected, it does “{command}”.").format(
        command=tr(command.title)) for command in COMMANDS if command.pane_key}


class Keys(QObject):
    """The keys of every command now. changed(): some command has others than before."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._keys = _resolved(settings.choice("keys", {}))

    def of(self, id: str) -> tuple[str, ...]:
        """A command's keys; the first is the one that menus show."""
        return self._keys[id]

    def all(self) -> list[str]:
        """Every key that does something."""
        return [key for keys in self._keys.values() for key in keys]

    def is_changed(self, id: str) -> bool:
        return self._keys[id] != standard(id)

    @property
    def changes(self) -> dict[str, list[str]]:
        """The keys of the commands whose keys are not the standard ones."""
        return {id: list(keys) for id, keys in self._keys.items() if self.is_changed(id)}

    def owners(self, id: str, keys: Iterable[str]) -> dict[str, str]:
        """Which of these keys belong to another command than this one: key → command."""
        return {key: other for key in keys for other, theirs in self._keys.items() if other != id and key in theirs}

    def give(self, id: str, keys: Sequence[str]) -> None:
        """A command has these keys from now on, and no other command has them."""
        for other, theirs in self._keys.items():
            self._keys[other] = tuple(key for key in theirs if key not in keys)
        self._keys[id] = tuple(keys)
        self._keep()

    def reset(self) -> None:
        """Every command has its standard keys."""
        self._keys = _resolved({})
        self._keep()

    def _keep(self) -> None:
        self._settings.choose("keys", self.changes)
        self.changed.emit()


def _resolved(chosen: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The keys of every command, of which no two are the same: what was chosen comes before what is standard."""
    mine = {id: read for id, value in chosen.items() if (read := _read(id, value)) is not None}
    keys: dict[str, tuple[str, ...]] = {command.id: () for command in COMMANDS}
    taken: set[str] = set()
    for id in sorted(keys, key=lambda id: id not in mine):
        keys[id] = tuple(key for key in mine.get(id, standard(id)) if key not in taken)
        taken.update(keys[id])
    return keys


def _read(id: str, value: Any) -> tuple[str, ...] | None:
    """A command's keys out of the settings file; None where it has anything that no key map would have written."""
    if id not in BY_ID or not isinstance(value, list) or len(value) > MOST:
        return None
    keys = tuple(dict.fromkeys(portable(key) if isinstance(key, str) else "" for key in value))
    return keys if all(key and not refusal(id, key) for key in keys) else None
