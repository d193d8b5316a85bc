"""A settings class as a form: every kind of field, what is wrong beside it, defaults a click away, keys alone."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import form_text
from app.form import AT_ONCE, Form
from core.records import plain
from training.settings import METHODS, built, fields_of, setting


@dataclasses.dataclass(frozen=True)
class Every:
    """A field of each kind."""

    count: int = setting(6, "How many.", "clips", 1, 100)
    rate: float = setting(2e-4, "How far.", "", 0, 1)
    on: bool = setting(True, "Whether.")
    way: str = setting("a", "Which way.", choices=("a", "b"))
    name: str = setting("", "What it is called.")
    views: tuple[int, ...] = setting((), "Which views.")
    span: tuple[float, float] = setting((24.0, 62.0), "From, to.", "frames/s")
    file: str = setting("", "What it begins with.", files="Weights (*.pt)")
    folder: Path | None = setting(None, "Where.")  # noqa: RUF009
    table: Mapping[str, Any] = setting({"dim": 256}, "Of the network.")
    seldom: int = setting(3, "Seldom changed.", rare=True)
    never: float = setting(0.5, "Never changed.", rare=True)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with a form of `Every` between two buttons."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.form = Form(Every, titles={"rate": "Learning rate"})  # type: ignore[attr-defined]
    for part in (QPushButton("before"), window.form, QPushButton("after")):  # type: ignore[attr-defined]
        column.addWidget(part)
    qtbot.addWidget(window)
    window.resize(520, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window


def form_of(window: QWidget) -> Form:
    return window.form  # type: ignore[attr-defined, no-any-return]


def write(form: Form, name: str, text: str) -> None:
    """Types into a field, in place of what is there."""
    line = form.rows[name].editor
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def fault(form: Form, name: str) -> str:
    return form.rows[name]._note.text() if form.rows[name].fault else ""


def test_what_is_typed_comes_out_as_plain_values(shown: QWidget) -> None:
    form = form_of(shown)
    assert form.values() == {}, "only what differs from the defaults"
    for name, text in (("count", "12"), ("rate", "0.5"), ("name", "Anna"), ("views", "1, 3"), ("span", "25, 50"),
                       ("file", "/a/b.pt"), ("folder", "/tmp"), ("table", "dim = 16, heads = 2")):
        write(form, name, text)
    box, way = form.rows["on"].editor, form.rows["way"].editor
    assert isinstance(box, QCheckBox) and isinstance(way, QComboBox)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().bottomLeft() / 2)
    box.setChecked(False)
    QTest.keyClick(way, Qt.Key.Key_Down)
    way.activated.emit(way.currentIndex())
    assert form.values() == {"count": 12, "rate": 0.5, "on": False, "way": "b", "name": "Anna", "views": (1, 3),
                             "span": (25.0, 50.0), "file": "/a/b.pt", "folder": Path("/tmp"),
                             "table": {"dim": 16, "heads": 2}}
    write(form, "count", "6")
    assert "count" not in form.values()


@pytest.mark.parametrize(("name", "text", "says"), [
    ("count", "many", "whole number"), ("count", "1.5", "whole number"), ("count", "0", "at least 1"),
    ("count", "101", "at most 100"), ("count", "", "whole number"), ("rate", "fast", "a number"),
    ("rate", "-1", "at least 0"), ("rate", "nan", "a number"), ("rate", "1e400", "a number"),
    ("views", "1, two", "whole number"), ("span", "24", "2 values"), ("table", "dim 16", "as in")])
def test_a_wrong_value_says_what_is_wrong_beside_it(shown: QWidget, name: str, text: str, says: str) -> None:
    form = form_of(shown)
    row, before = form.rows[name], form.rows[name].value
    write(form, name, text)
    assert says in fault(form, name).lower() and row._note.isVisible()
    assert row._note.geometry().left() >= row.editor.geometry().right(), "beside the field"
    assert row.editor.property("fault") is True and list(form.faults) == [name]
    assert row.title in form.faults[name] and isinstance(row.value, type(before)), "it has what was right last"
    write(form, name, form_text.written(before))
    assert form.faults == {} and row.editor.property("fault") is False


def test_the_way_back_is_one_click_and_names_the_default(shown: QWidget, qtbot: QtBot) -> None:
    form = form_of(shown)
    row = form.rows["count"]
    assert row.back is None
    write(form, "count", "7")
    assert row.back is not None and row.back.isVisible() and row.back.text() == "6"
    heard: list[None] = []
    form.changed.connect(lambda: heard.append(None))
    QTest.mouseClick(row.back, Qt.MouseButton.LeftButton)
    assert form.values() == {} and not row.back.isVisible() and heard
    assert isinstance(row.editor, QLineEdit) and row.editor.text() == "6"
    write(form, "count", "x")  # what is wrong is no default either
    assert row.back.isVisible()
    QTest.mouseClick(row.back, Qt.MouseButton.LeftButton)
    assert form.faults == {}


def test_why_is_a_tool_tip_and_told_while_the_field_has_the_focus(shown: QWidget, qtbot: QtBot) -> None:
    form, told = form_of(shown), []
    form.explained.connect(told.append)
    tip = form.rows["count"].editor.toolTip()
    assert tip.startswith("How many.") and "count: 6" in tip and "1 to 100" in tip
    form.rows["count"].editor.setFocus()
    form.rows["rate"].editor.setFocus()
    shown.findChildren(QPushButton)[0].setFocus()
    assert told == ["How many.", "How far.", ""]
    assert form.rows["rate"]._label.text() == "Learning rate" and form.rows["count"]._label.text() == "Count"
    assert form.rows["count"]._note.text() == "clips"


def test_rare_settings_are_made_when_asked_for_and_keep_what_they_were_given(shown: QWidget, qtbot: QtBot) -> None:
    form = form_of(shown)
    assert "seldom" not in form.rows and form.more.text() == "More settings (2)"
    QTest.mouseClick(form.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.whole and "never" in form.rows)
    write(form, "seldom", "9")
    QTest.mouseClick(form.more, Qt.MouseButton.LeftButton)
    assert not form.rows["seldom"].isVisible() and form.more.text() == "More settings (2, 1 changed)"
    assert form.values() == {"seldom": 9}


def test_values_given_before_their_row_is_made_are_there(shown: QWidget, qtbot: QtBot) -> None:
    form = form_of(shown)
    form.set_values({"count": 2, "never": 0.25, "span": [25, 50], "not": "ours", "seldom": 3})
    assert form.values() == {"count": 2, "never": 0.25, "span": (25, 50)} and form.more.isChecked()
    qtbot.waitUntil(lambda: form.whole)
    assert form.values() == {"count": 2, "never": 0.25, "span": (25, 50)}
    form.set_values({})
    assert form.values() == {}


def test_the_keyboard_reaches_everything_in_order(shown: QWidget, qtbot: QtBot) -> None:
    form = form_of(shown)
    form.more.click()
    qtbot.waitUntil(lambda: form.whole)
    write(form, "seldom", "4")  # has a way back now
    before, after = (button for button in shown.findChildren(QPushButton) if button.text() in ("before", "after"))
    before.setFocus()
    reached: list[QWidget | None] = []
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
        if reached[-1] is after:
            break
    editors = [row.editor for row in form.rows.values()]
    assert [widget for widget in reached if widget in editors] == editors
    assert form.rows["seldom"].back in reached and form.more in reached and reached[-1] is after
    assert reached.index(form.more) < reached.index(form.rows["seldom"].editor)
    choose = form.rows["file"].findChildren(QPushButton)
    assert len(choose) == 1 and choose[0] in reached


def test_a_file_is_chosen_in_a_dialog(shown: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *told: (asked.append(told), ("/x/y.pt", ""))[1])
    form = form_of(shown)
    QTest.mouseClick(form.rows["file"].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert form.values() == {"file": "/x/y.pt"} and "Weights (*.pt)" in asked[0][3]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *told: ("", ""))
    QTest.mouseClick(form.rows["file"].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert form.values() == {"file": "/x/y.pt"}, "the user thought better of it"


def test_what_no_line_can_hold_is_refused() -> None:
    @dataclasses.dataclass(frozen=True)
    class Odd:
        what: complex = 1j

    with pytest.raises(ValueError, match=r"Odd\.what"):
        Form(Odd)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_a_form_whose_values_make_its_settings(qtbot: QtBot, method: str) -> None:
    kind = METHODS[method].settings
    form = Form(kind, [field.name for field in fields_of(kind)])
    qtbot.addWidget(form)
    form.show()
    form.more.setChecked(True)
    qtbot.waitUntil(lambda: form.whole)
    assert set(form.rows) == {field.name for field in dataclasses.fields(kind)} and len(form.rows) > AT_ONCE
    assert built(method, form.values(), "form") == kind()
    for row in form.rows.values():  # what stands there is read as the default
        if isinstance(row.editor, QLineEdit):
            row._type(row.editor.text())
        assert (row.fault, row.value) == ("", row.default), row.field.name
    write(form, "lr", "0.01")
    write(form, "batch", "3")
    made = built(method, form.values(), "form")
    assert (made.lr, made.batch) == (0.01, 3)
    other = Form(kind)
    qtbot.addWidget(other)
    other.set_values(plain(made))
    assert other.values() == form.values(), "there and back"
