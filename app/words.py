"""The window's language: the one that was chosen, with Qt's own words (core/words.py looks up ours)."""

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.words import KNOWN, VARIABLE, marked, tr, use

__all__ = ["LANGUAGE", "VARIABLE", "install", "locale", "marked", "tr"]

LANGUAGE = "language"  # the choice that is remembered: '' for English, or the name of another


def install(app: QCoreApplication, language: str) -> bool:
    """Takes a language for this program run and the processes that it starts. False where it is not known: English."""
    language = os.environ.get(VARIABLE, language)
    if not use(language):
        return False
    os.environ[VARIABLE] = language
    qts = QTranslator(app)
    if qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts)
    return True


def locale() -> QLocale:
    """How dates are written: as the window's language does, in English as the system."""
    language = os.environ.get(VARIABLE, "")
    return QLocale(language) if language in KNOWN else QLocale()
