"""The words of the window in German: complete for what is looked up, and nothing is shown past the look-up."""

import importlib.util
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from app import words
from app.key_list import rows
from app.tour import Tour
from app.window import Window
from core.words import use
from tests.app.conftest import open_project

ROOT = Path(__file__).resolve().parent.parent.parent
FIELD = r"\{[^{}]*\}"


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    spec = importlib.util.spec_from_file_location("parallax_translations", ROOT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def german() -> dict[str, str]:
    """What the .ts says, by its English."""
    messages = ET.parse(ROOT / "resources" / "translations" / "parallax_de.ts").getroot().iter("message")
    return {message.findtext("source", ""): message.findtext("translation", "") for message in messages}


@pytest.fixture
def in_german(qapp: QApplication) -> Iterator[None]:
    """German for one test."""
    before, variable = set(qapp.findChildren(QTranslator)), os.environ.get(words.VARIABLE)
    assert words.install(qapp, "de")
    yield
    use("")
    os.environ.pop(words.VARIABLE)
    if variable is not None:
        os.environ[words.VARIABLE] = variable
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


def test_every_text_has_its_german(translations: ModuleType, german: dict[str, str]) -> None:
    """One that is new is brought in by `packaging/dev.py translations`, and then to be filled in."""
    wanted = translations.texts()
    assert set(wanted) == set(german)
    assert [text for text in wanted if not german[text].strip()] == []


def test_the_german_keeps_what_is_filled_in(german: dict[str, str]) -> None:
    for english, other in german.items():
        fields = sorted(re.findall(FIELD, english))
        if "{}" in fields:
            assert re.findall(FIELD, other) == re.findall(FIELD, english), english  # filled in by their order
        assert sorted(re.findall(FIELD, other)) == fields, english
        assert english.endswith("…") == other.endswith("…"), english
        assert english.startswith("&") <= ("&" in other), english


def test_the_program_says_what_stands_there_and_so_do_the_processes_that_it_starts(
    german: dict[str, str], in_german: None
) -> None:
    assert {text: words.tr(text) for text in german} == german
    said = subprocess.run([sys.executable, "-c", "from core.words import tr; print(tr('Find poses'))"],
                          capture_output=True, text=True, cwd=ROOT)
    assert said.stdout == "Posen finden\n", said.stderr


def test_a_menu_has_an_access_key_of_its_own_in_each_language(german: dict[str, str]) -> None:
    from app.commands import MENUS

    for titles in (MENUS, [german[title] for title in MENUS]):
        keys = [title[title.index("&") + 1].lower() for title in titles]
        assert len(set(keys)) == len(keys), titles


def test_no_text_is_shown_past_the_look_up(
    translations: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translations.lint() == 0, capsys.readouterr().out
    module = tmp_path / "app" / "page.py"
    module.parent.mkdir()
    module.write_text('from app.words import tr\nQLabel("Shown")\nlabel.setText(tr("Known") if a else "Bare")\n'
                      'QLabel("")\nlabel.setToolTip(f"{n} frames")\nlabel.setText(tr("Known"))\n'
                      'Notice("info", "Said")\n')
    assert list(translations.bare(module)) == [(2, "Shown"), (3, "Bare"), (5, " frames"), (7, "Said")]
    assert list(translations.looked_up(module)) == ["Known", "Known"]
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert translations.lint() == 4


def test_the_window_speaks_german(
    in_german: None, open_window: Callable[[], Window], project: Path, qtbot: object
) -> None:
    window = open_window()
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus == ["&Datei", "&Bearbeiten", "&Abspielen", "&Synchronisieren", "&Pose", "A&nsicht", "&Hilfe"]
    assert window.actions_by_id["detect"].text() == "Posen finden"
    assert "2D-Erkennung" in window.actions_by_id["detect"].toolTip()
    assert any(label.text() == "Videos öffnen" for label in window.start.findChildren(QLabel))
    assert {row.group for row in rows(window.keys)} >= {"Datei", "Ansicht", "Maus"}
    open_project(window, project, qtbot)  # type: ignore[arg-type]
    assert [button.text() for button in window.panel.findChildren(QAbstractButton)
            if button.isVisible() and button.visibleRegion().boundingRect().width() < button.sizeHint().width()] == []
    window.actions_by_id["tour"].trigger()
    (tour,) = window.findChildren(Tour)
    assert any(label.text().startswith("Leertaste spielt") or "spielt sie zusammen" in label.text()
               for label in tour.findChildren(QLabel))


def test_english_is_what_everybody_else_gets(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("", "xx", "../de"):
        assert not words.install(qapp, language)
    assert words.tr("Find poses") == "Find poses"
    monkeypatch.setenv(words.VARIABLE, "xx")
    assert not words.install(qapp, "de")  # the variable counts, for one start


def test_without_its_file_a_language_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.words.FOLDER", tmp_path)
    assert not use("de") and words.tr("Find poses") == "Find poses"


def test_the_language_is_chosen_for_the_next_start(window: Window) -> None:
    window.actions_by_id["german"].trigger()
    assert window.session.settings.choice(words.LANGUAGE, "") == "de"
    assert window.actions_by_id["german"].isChecked() and window.banner.notice is not None
    assert words.tr("Find poses") == "Find poses"
    window.actions_by_id["german"].trigger()
    assert window.session.settings.choice(words.LANGUAGE, "") == ""
