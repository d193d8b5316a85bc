"""What an error says: its values filled in, in the language in use, and the same in another process."""

import ast
import importlib.util
import json
import os
import string
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core import words
from core.errors import NothingDone, ParallaxError
from core.formats.labelling import Wrong

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("core", "training", "app")  # in which errors are made of whole texts
GERMAN = {"{n} frames of {name!r} are missing.": "Von {name!r} fehlen {n} Bilder.",
          "Film them again, at {fps:.2f}/s.": "Mit {fps:.2f}/s neu filmen.", "it is {{}}.": "es ist {{}}."}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_table", GERMAN)


def missing() -> ParallaxError:
    return ParallaxError("a.mp4", "{n} frames of {name!r} are missing.", "Film them again, at {fps:.2f}/s.", n=3,
                         name="{left}", fps=30)


def test_values_are_filled_in() -> None:
    assert str(missing()) == "a.mp4: 3 frames of '{left}' are missing. Film them again, at 30.00/s."
    assert (missing().subject, missing().remedy) == ("a.mp4", "Film them again, at 30.00/s.")


def test_they_are_filled_into_the_other_language_too(german: None) -> None:
    assert str(missing()) == "a.mp4: Von '{left}' fehlen 3 Bilder. Mit 30.00/s neu filmen."
    assert repr(missing()) == f"ParallaxError({str(missing())!r})"
    assert str(Wrong("{n} frames of {name!r} are missing.", n=3, name="b")) == "Von 'b' fehlen 3 Bilder."


def test_a_text_without_values_is_taken_as_it_stands(german: None) -> None:
    assert NothingDone("x", "it is {{}}.", "Write {name}.").fault == "es ist {{}}."
    assert NothingDone("x", "it is {{}}.", "Write {name}.").remedy == "Write {name}."


def test_what_is_told_to_another_process_is_not_filled_in_again(german: None) -> None:
    """A process tells the three texts of an error, which is made anew of them where they arrive."""
    told = json.loads(json.dumps([missing().subject, missing().fault, missing().remedy]))
    assert str(ParallaxError(*told)) == str(missing())


def test_a_process_that_is_started_says_it_in_the_language_of_the_one_that_starts_it() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from core import words\nfrom core.errors import ParallaxError\nwords.tr('')\n"
         f"words._table.update({GERMAN!r})\n"
         "print(ParallaxError('a', '{n} frames of {name!r} are missing.', 'Stop.', n=1, name='b'))"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
        env={**os.environ, words.VARIABLE: "de", "PYTHONIOENCODING": "utf-8"})
    assert said.stdout == "a: Von 'b' fehlen 1 Bilder. Stop.\n", said.stderr


# ---------------------------------------------------------------- as they are written


@cache
def trees() -> dict[Path, list[ast.AST]]:
    """The calls and assignments of each module."""
    return {path: [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                   if isinstance(node, ast.Call | ast.Assign)]
            for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))}


def errors() -> Iterator[tuple[str, ast.Call, list[ast.expr]]]:
    """Every call that makes an error: where it stands, and the arguments that are looked up."""
    spec = importlib.util.spec_from_file_location("parallax_translations", ROOT / "packaging" / "translations.py")
    assert spec is not None and spec.loader is not None
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    for path, nodes in trees().items():
        for call in nodes:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                said = call.args[1:3] if call.func.id in translations.ERRORS else \
                    call.args[:1] if call.func.id in translations.FIRST else []
                if said:
                    yield f"{path.relative_to(ROOT)}:{call.lineno}", call, said


def pieces(text: ast.expr) -> list[ast.expr]:
    """What a text may be."""
    return [*pieces(text.body), *pieces(text.orelse)] if isinstance(text, ast.IfExp) else [text]


def test_no_text_of_an_error_is_glued() -> None:
    """An f-string or a sum has as many texts as it has values: nobody can translate it."""
    found = list(errors())
    assert len(found) > 2000
    assert [where for where, _, said in found for text in said for piece in pieces(text)
            if isinstance(piece, ast.JoinedStr | ast.BinOp)] == []


def test_every_value_of_a_text_is_given() -> None:
    """Where a text has values, each field is one of them; a value that no text has is a slip."""
    for where, call, said in errors():
        given = {keyword.arg for keyword in call.keywords}
        literal = [piece.value for text in said for piece in pieces(text) if isinstance(piece, ast.Constant)]
        if not given or None in given:
            continue
        fields = {name for text in literal for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert fields <= given, where
        assert given <= fields or len(literal) < sum(len(pieces(text)) for text in said), where


def test_a_text_that_a_module_keeps_is_marked() -> None:
    """What an error is given by a name is found by the collector of texts only where it is marked."""
    bare = {(path, target.id) for path, nodes in trees().items() for node in nodes if isinstance(node, ast.Assign)
            and (isinstance(node.value, ast.JoinedStr) or isinstance(getattr(node.value, "value", "") or None, str))
            for target in node.targets if isinstance(target, ast.Name)}
    for where, _, said in errors():
        path = ROOT / where.rpartition(":")[0]
        for piece in (piece for text in said for piece in pieces(text) if isinstance(piece, ast.Name)):
            assert (path, piece.id) not in bare, f"{where}: {piece.id}"
