"""The synchronization panel: how the views' clocks stand to one another, what says so, and putting it right."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.player import Player
from app.session import Session
from app.stage import Stage


class SyncPanel(QWidget):
    """Reads the session; every change goes through `session.do`."""

    def __init__(self, session: Session, stage: Stage, player: Player, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._session, self._stage, self._player = session, stage, player
