"""The transport bar: buttons, speed, read-outs and the jump field, all driven by the Player."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.player import Player


class TransportBar(QWidget):
    """Follows and drives a Player. It owns no shortcuts: the window's commands do; tool tips name their keys."""

    jump_failed = Signal(str)

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player

    def focus_jump(self) -> None:
        """Put the cursor into the jump field."""


def format_time(seconds: float, milliseconds: bool = True) -> str:
    """'0:04.250', '1:02:03.000'; negative times carry a '−'."""
    total = round(abs(seconds) * 1000)
    hours, rest = divmod(total, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, ms = divmod(rest, 1000)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    tail = f".{ms:03d}" if milliseconds else ""
    return f"{'−' if seconds < 0 and total else ''}{head}:{whole:02d}{tail}"


def parse_jump(text: str) -> int | float:
    """'123' → frame 123 (int); '4.250', '0:04.250', '1:02:03' → seconds (float). Raises ValueError with advice."""
    text = text.strip().replace(",", ".").replace("−", "-")
    advice = f"'{text}' is neither a frame (123) nor a time (4.250 or 0:04.250)"
    try:
        if ":" not in text and "." not in text:
            return int(text)
        sign = -1.0 if text.startswith("-") else 1.0
        parts = [float(p) for p in text.removeprefix("-").split(":")]
    except ValueError:
        raise ValueError(advice) from None
    if len(parts) > 3 or any(p < 0 or p != p for p in parts):
        raise ValueError(advice)
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + part
    return sign * seconds
