"""The words that people read, in other languages: looked up where they are shown, English where there is no other.

`tr("…")` around a text is all that a module needs; packaging/dev.py translations collects them for Qt Linguist. What is
made before the language is known, as a table of a module, is `marked("…")` there and looked up when it is shown. Values
are filled in afterwards: `tr("{n} frames").format(n=n)`.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "translations"
VARIABLE = "PARALLAX_LANGUAGE"   # the language of one start, and of the processes that it starts
KNOWN = {"de": "Deutsch"}

_table: dict[str, str] | None = None  # None: no language has been asked for yet


def tr(text: str) -> str:
    """A text in the language in use."""
    if _table is None:
        use(os.environ.get(VARIABLE, ""))
    return (_table or {}).get(text, text)


def marked(text: str) -> str:
    """The text itself, to be looked up when it is shown."""
    return text


def use(language: str) -> bool:
    """Takes a language for this program run; '' and what is not at hand are English. False where it is not at hand."""
    global _table
    _table = read(language) if language in KNOWN else {}
    return bool(_table)


def read(language: str) -> dict[str, str]:
    """What Qt Linguist has kept of a language: each English text that has another, with it. Empty without its file."""
    import xml.etree.ElementTree as ET  # only other languages need it

    if not (FOLDER / f"parallax_{language}.ts").is_file():
        return {}
    messages = ET.parse(FOLDER / f"parallax_{language}.ts").getroot().iter("message")
    pairs = ((message.findtext("source", ""), message.findtext("translation", "")) for message in messages)
    return {english: other for english, other in pairs if other.strip()}
