"""The transport bar: buttons, speed, read-outs and the jump field, all driven by the Player."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.player import Player
from app.timecode import format_time, parse_jump

__all__ = ["TransportBar", "format_time", "parse_jump"]


class TransportBar(QWidget):
    """Follows and drives a Player. It owns no shortcuts: the window's commands do; tool tips name their keys."""

    jump_failed = Signal(str)

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player

    def focus_jump(self) -> None:
        """Put the cursor into the jump field."""

