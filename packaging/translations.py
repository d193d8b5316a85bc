"""`packaging/dev.py translations`: the program's texts for Qt Linguist.

    dev.py translations            collect texts into resources/translations/*.ts, which the program reads
    dev.py translations --lint     name texts that the window shows without looking them up

A text is what stands in `tr("…")` or `marked("…")`, what an error says, or what is in a table that is looked up when it
is shown. New texts are empty in the .ts until somebody fills them in, with Qt Linguist (.venv/bin/pyside6-linguist) or
an editor; texts that are gone leave.
"""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)
WHERE = ("app", "core", "training")
# What shows its first argument, or says it to a screen reader.
SHOWN = {"setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setTitle",
         "setWindowTitle", "QLabel", "QPushButton", "QCheckBox", "QMenu", "QAction", "addAction", "addItem", "addMenu",
         "addTab"}
SHOWN_NEXT = {"Notice"}  # and its second
# Their fault and remedy are looked up by the error itself, and what `Wrong` says by that.
ERRORS = {"ParallaxError", "NothingDone", "StaleEdit", "Unwritable"}
FIRST = {"tr", "marked", "Wrong"}
# The same in every language.
SAME = {"Parallax", " · Parallax"}


def texts() -> list[str]:
    """Every text to translate, in the order of the alphabet."""
    found = {text for folder in WHERE for path in sorted((ROOT / folder).rglob("*.py")) for text in looked_up(path)}
    sys.path.insert(0, str(ROOT))
    return sorted((found | _of_the_window() | _of_the_core() | _of_trainings()) - {""})


def _of_the_window() -> set[str]:
    """The texts of its tables."""
    from app import key_list, loss_plots, train_setup, transport
    from app.commands import COMMANDS, MENUS
    from app.methods_page import ABOUT

    found = set(MENUS) | {text for command in COMMANDS for text in (command.title, command.hint)}
    found |= {text for about in ABOUT.values() for text in vars(about).values()}
    found |= {name for _, name, _ in transport.BUTTONS.values()}
    found |= {key_list.CORRECTING, key_list.COACH, key_list.FOCUS, key_list.MOUSE}
    for fixed in (key_list.CORRECTING_KEYS, key_list.COACH_KEYS, key_list.FOCUS_KEYS, key_list.GESTURES):
        found |= {title for title, _ in fixed}
    found |= {done for _, ways in key_list.GESTURES for done in ways}
    return found | {*train_setup.TITLES.values(), *loss_plots.TITLES.values()}


def _of_the_core() -> set[str]:
    """What it knows of formats, angles, joints and models."""
    from core import cards
    from core.angles import ANGLES
    from core.formats.kinds import FORMATS
    from core.skeleton import WORDS

    models = [cards.read(path, whole=False) for path in sorted(cards.FOLDER.rglob("*.toml"))]
    return {text for kind in FORMATS.values()
            for text in (kind.title, kind.use, kind.holds, kind.unit, kind.axes, kind.lost)} | {
        text for angle in ANGLES.values() for text in (angle.title, angle.zero, angle.positive)} | set(WORDS) | {
        text for card in models for text in (card.input, card.licence, card.consequence)}


def _of_trainings() -> set[str]:
    """Their methods, settings and figures."""
    from app import form_text
    from training import receipt
    from training.settings import METHODS

    fields = [each for method in METHODS.values() for each in dataclasses.fields(method.settings)]
    return {text for method in METHODS.values() for text in (method.title, method.about)} | {
        text for figure in receipt.FIGURES.values() for text in figure} | {
        form_text.label(each.name) for each in fields} | {
        each.metadata[key] for each in fields for key in ("why", "unit", "files")}


def looked_up(path: Path) -> Iterator[str]:
    """The texts in `tr("…")` and `marked("…")` of a module, and what its errors say."""
    for call in _calls(path):
        name = getattr(call.func, "id", "")
        said = call.args[1:3] if name in ERRORS else call.args[:1] if name in FIRST else ()
        for text in said:
            yield from _constants(text)


def bare(path: Path) -> Iterator[tuple[int, str]]:
    """Texts that a module shows as they stand in it: the line and the text."""
    for call in _calls(path):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name not in SHOWN | SHOWN_NEXT:
            continue
        at = int(name in SHOWN_NEXT)
        for text in (text for value in call.args[at:at + 1] for text in _literals(value)):
            if text.strip() and any(letter.isalpha() for letter in text) and text not in SAME:
                yield call.lineno, text
        for keyword in call.keywords:
            if keyword.arg in ("placeholderText", "toolTip"):
                yield from ((call.lineno, text) for text in _literals(keyword.value))


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _constants(value: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, as they stand there."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*_constants(value.body), *_constants(value.orelse))


def _literals(value: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, unless they are looked up."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _literals(value.body)
        yield from _literals(value.orelse)
    elif isinstance(value, ast.JoinedStr):
        yield from ("".join(part.value for part in value.values if isinstance(part, ast.Constant)),)


def collect() -> None:
    """Brings the .ts files up to date."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "texts.py"
        lines = [f'QCoreApplication.translate("Parallax", {_quoted(text)})' for text in texts()]
        listing.write_text("from PySide6.QtCore import QCoreApplication\n" + "\n".join(lines) + "\n", encoding="utf-8")
        for language in LANGUAGES:
            _tool("lupdate", str(listing), "-locations", "none", "-no-obsolete", "-source-language", "en",
                  "-target-language", language, "-ts", str(FOLDER / f"parallax_{language}.ts"))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _tool(name: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{name}"
    if subprocess.run([program, *arguments]).returncode:
        raise SystemExit(f"parallax: pyside6-{name} failed; its lines above say why.")


def lint() -> int:
    """How many texts are shown without being looked up; each is named."""
    found = [(path, *one) for path in sorted((ROOT / "app").glob("*.py")) for one in bare(path)]
    for path, line, text in found:
        print(f"app/{path.name}:{line}: {text!r} is shown without tr(…)")
    return len(found)


def main(arguments: list[str]) -> int:
    if arguments == ["--lint"]:
        return min(lint(), 1)
    collect()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
