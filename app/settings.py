"""What the program remembers between starts: recent projects, the window's layout, a few choices.

Everything else belongs to a project and lives in its folder.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

RECENT = 10


class Settings:
    """A thin, typed reader and writer of one settings file. path: the file; None is the user's own."""

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Parallax", "Parallax")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def file(self) -> str:
        return self._store.fileName()

    def recent(self) -> list[Path]:
        """Project folders, newest first; those that are gone are left out."""
        return [path for path in map(Path, self.choice("recent", [])) if (path / "project.db").is_file()]

    def remember_project(self, folder: Path) -> None:
        folder = folder.resolve()
        others = [str(path) for path in self.recent() if path != folder]
        self.choose("recent", [str(folder), *others][:RECENT])

    def forget_projects(self) -> None:
        self.choose("recent", [])

    def choice(self, name: str, default: Any) -> Any:
        """A remembered choice: any JSON value. A value that is not of the default's type counts as never made."""
        try:
            value = json.loads(str(self._store.value(f"choices/{name}", "null")))
        except json.JSONDecodeError:
            return default
        return value if isinstance(value, type(default)) else default

    def choose(self, name: str, value: Any) -> None:
        self._store.setValue(f"choices/{name}", json.dumps(value))

    def layout(self, name: str) -> QByteArray:
        """The state of a splitter or window, as Qt wrote it; empty if there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_layout(self, states: Sequence[tuple[str, QByteArray]]) -> None:
        for name, state in states:
            self._store.setValue(f"layout/{name}", state)

    def forget_layout(self) -> None:
        self._store.remove("layout")

    def flush(self) -> None:
        self._store.sync()
