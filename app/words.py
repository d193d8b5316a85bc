"""The words of the window in other languages: looked up where they are shown, English where there is no other.

`tr("…")` around a text is all that a module needs; packaging/dev.py translations collects them. What is made before the
language is known, as the table of commands, is looked up when it is shown.
"""

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

CONTEXT = "Parallax"
FOLDER = Path(__file__).parent.parent / "resources" / "translations"
LANGUAGE = "language"            # the choice that is remembered: '' for English, or the name of another
VARIABLE = "PARALLAX_LANGUAGE"   # the same for one start
KNOWN = {"de": "Deutsch"}


def tr(text: str) -> str:
    """A text in the language of the window."""
    return QCoreApplication.translate(CONTEXT, text)


def install(app: QCoreApplication, language: str) -> bool:
    """Takes a language for this program run, Qt's own words included. False where it is not known; nothing changes."""
    language = os.environ.get(VARIABLE, language)
    if language not in KNOWN:
        return False
    ours, qts = QTranslator(app), QTranslator(app)
    if not ours.load(str(FOLDER / f"parallax_{language}.qm")):
        return False
    if qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts)
    return app.installTranslator(ours)
