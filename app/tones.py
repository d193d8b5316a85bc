"""The tone in which each view is looked at, as this user left it: no part of the project, and nothing to undo."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings import Settings
from app.tone import Tone, read

KEPT = 200      # views whose tones are remembered, the newest
KEEP_MS = 1000  # of rest before what was changed is written


class Tones(QObject):
    """changed(view_id): this view is looked at otherwise."""

    changed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tones = {view: read(kept) for view, kept in settings.choice("tones", {}).items()}
        self._news: dict[str, Tone] = {}  # not written yet
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def of(self, view_id: str) -> Tone:
        return self._tones.get(view_id, Tone())

    def set(self, view_ids: Iterable[str], tone: Tone) -> None:
        """Look at these views so."""
        for view_id in view_ids:
            if tone != self.of(view_id):
                self._tones[view_id] = self._news[view_id] = tone
                self._timer.start()
                self.changed.emit(view_id)

    def keep(self) -> None:
        """Write what has changed, beside what another window has written meanwhile."""
        self._timer.stop()
        if self._news:
            kept = self._settings.choice("tones", {})
            for view_id, tone in self._news.items():
                kept.pop(view_id, None)
                if not tone.neutral:
                    kept[view_id] = [tone.brightness, tone.contrast, tone.gamma]
            self._news.clear()
            self._settings.choose("tones", dict(list(kept.items())[-KEPT:]))
