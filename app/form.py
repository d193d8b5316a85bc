"""A settings class as a form: one row a field, what is wrong beside it, and one click back to its default.

A field says in its metadata what a user is to know: why, unit, low, high, choices, rare, files (`setting` in
training/settings.py). Rows of rare fields are made when somebody wants to see them.
"""

import dataclasses
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import form_text, theme
from app.words import tr

LABEL_W, NUMBER_W, CHOICE_W, ROW_H = 136, 104, 136, 30  # px
MOST_SHOWN = 14  # letters of a default on its button
AT_ONCE = 4      # rows that are made between two looks at the user: one takes some 5 ms


class _Choice(QComboBox):
    """The wheel does not change it, since it scrolls the form."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FormRow(QWidget):
    """One field. changed(): its value, or what is wrong with it."""

    changed = Signal()

    def __init__(self, field: "dataclasses.Field[Any]", hint: Any, title: str) -> None:
        super().__init__()
        self.field, self._hint, self.title = field, hint, title
        self.default = default_of(field)
        self.value, self.fault = self.default, ""
        self.why = tr(str(field.metadata.get("why", "")))
        tip = form_text.hint_of(field, self.default)
        self._label = QLabel(title)
        self._label.setObjectName("label")
        self._label.setFixedWidth(LABEL_W)
        self._label.setWordWrap(True)
        self.editor = self._make_editor()
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(self.why)
        self._note = QLabel()
        self._note.setObjectName("hint")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.back: QToolButton | None = None  # made when there is something to go back from
        for widget in (self._label, self.editor):
            widget.setToolTip(tip)
        self.setMinimumHeight(ROW_H)
        self._lay_out()
        self._show()

    def _make_editor(self) -> QWidget:
        kind, _ = form_text.inner(self._hint)
        choices = self.field.metadata.get("choices", ())
        if kind is bool:
            box = QCheckBox()
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.toggled.connect(self._take)
            return box
        if choices:
            combo = _Choice()
            combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            combo.setFixedWidth(CHOICE_W)
            for choice in choices:
                combo.addItem(form_text.written(choice) or tr("none"), choice)
            combo.activated.connect(lambda at: self._take(combo.itemData(at)))
            return combo
        line = QLineEdit()
        if kind in (int, float):
            line.setFixedWidth(NUMBER_W)
        line.textEdited.connect(self._type)
        return line

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self._label)
        row.addWidget(self.editor, 3 if self._wide else 0)
        if self.field.metadata.get("files") or form_text.inner(self._hint)[0] is Path:
            browse = QPushButton(tr("Choose…"))
            browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            browse.setAccessibleName(tr("{title}: choose a file").format(title=self.title))
            browse.clicked.connect(self._browse)
            row.addWidget(browse)
        row.addWidget(self._note, 2 if self._wide else 1)

    @property
    def _wide(self) -> bool:
        """Whether its editor takes the room that there is."""
        return isinstance(self.editor, QLineEdit) and self.editor.maximumWidth() > NUMBER_W

    # -- the value

    def set_value(self, value: Any) -> None:
        """Shows another value; tells nobody."""
        self.value, self.fault = value, ""
        self._show()

    def reset(self) -> None:
        self.set_value(self.default)
        self.changed.emit()

    @property
    def is_default(self) -> bool:
        return not self.fault and self.value == self.default

    def _type(self, text: str) -> None:
        try:
            value = form_text.read(text, self._hint)
            self.fault = form_text.out_of_range(self.field.metadata, value)
            if not self.fault:
                self.value = value
        except ValueError as wrong:
            self.fault = str(wrong)
        self._mark()
        self.changed.emit()

    def _take(self, value: Any) -> None:
        self.value, self.fault = value, ""
        self._mark()
        self.changed.emit()

    def _browse(self) -> None:
        every = tr("All files (*)")
        told = tr(str(self.field.metadata.get("files", ""))) or every
        start = str(Path(form_text.written(self.value)).parent) if self.value else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self, self.title, start, f"{told};;{every}")
        if name:
            kind = form_text.inner(self._hint)[0]
            self.set_value(kind(name))
            self.changed.emit()

    def _show(self) -> None:
        editor = self.editor
        editor.blockSignals(True)
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(self.value))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(self.value), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(form_text.written(self.value))
            editor.setCursorPosition(0)
        editor.blockSignals(False)
        self._mark()

    def _mark(self) -> None:
        """The unit, or what is wrong; and the way back where it is not the default."""
        self._note.setText(self.fault[:1].upper() + self.fault[1:] if self.fault else
                           tr(str(self.field.metadata.get("unit", ""))))
        self._note.setVisible(not self._wide or bool(self._note.text()))
        self._note.setToolTip(self.fault)
        kind = "error" if self.fault else ""
        if (self._note.property("kind") or "") != kind:
            self._note.setProperty("kind", kind)
            self.editor.setProperty("fault", bool(kind))
            for widget in (self._note, self.editor):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        if self.back is None and not self.is_default:
            self.back = self._make_back()
        if self.back is not None:
            self.back.setVisible(not self.is_default)

    def _make_back(self) -> QToolButton:
        back, said = QToolButton(), form_text.told(self.default) or tr("nothing")
        back.setIcon(theme.icon("arrow-counter-clockwise", theme.MUTED))
        back.setIconSize(theme.icon_size(14))
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setFont(theme.font(theme.SMALL))
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.setText(said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN - 1]}…")
        back.setToolTip(tr("Back to the default: {value}").format(value=said))
        back.setAccessibleName(tr("{title}: back to the default, {value}").format(title=self.title, value=said))
        back.clicked.connect(self.reset)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.addWidget(back)
        QWidget.setTabOrder(self.editor, back)
        return back


class Form(QWidget):
    """changed(): a value, or what is wrong with one. explained(why): the field that has the focus; '' none has."""

    changed = Signal()
    explained = Signal(str)

    def __init__(self, kind: type, names: Sequence[str] | None = None, titles: Mapping[str, str] | None = None) -> None:
        """names: the fields to show, in this order; all where it is None. titles: of fields whose name says too little.

        Raises ValueError for a field of a type that no line can hold.
        """
        super().__init__()
        self.kind, self._titles = kind, dict(titles or {})
        self._hints = typing.get_type_hints(kind)
        self._fields = {field.name: field for field in dataclasses.fields(kind)}
        chosen = list(self._fields) if names is None else list(names)
        for name in chosen:
            if not form_text.can(self._hints[name]):
                raise ValueError(f"{kind.__name__}.{name}: a form cannot hold {self._hints[name]}")
        self.rows: dict[str, FormRow] = {}
        self._late = [name for name in chosen if self._fields[name].metadata.get("rare")]
        self._kept: dict[str, Any] = {}  # values of rows that are not made yet
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID // 2)
        for name in chosen:
            if name not in self._late:
                self._add(name)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setObjectName("formMore")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._open)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._rare = list(self._late)
        self.more.setVisible(bool(self._rare))
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._make_some)
        self._name_more()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    # -- values

    def values(self) -> dict[str, Any]:
        """What differs from the defaults; of what is wrong the value that was right before."""
        shown = {name: row.value for name, row in self.rows.items() if row.value != row.default}
        return {**shown, **self._kept}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """These, and the defaults for all others. What the form does not show is left out."""
        for name, row in self.rows.items():
            row.set_value(_like(values[name], row.default) if name in values else row.default)
        late = {name: _like(values[name], default_of(self._fields[name])) for name in self._late if name in values}
        self._kept = {name: value for name, value in late.items() if value != default_of(self._fields[name])}
        if self._kept:
            self.more.setChecked(True)
        self._name_more()
        self.changed.emit()

    @property
    def faults(self) -> dict[str, str]:
        """By field what is wrong, with the field's title before it."""
        return {name: f"{row.title}: {row.fault}." for name, row in self.rows.items() if row.fault}

    # -- rows

    def _add(self, name: str, at: int | None = None) -> FormRow:
        row = FormRow(self._fields[name], self._hints[name], tr(self._titles.get(name, form_text.label(name))))
        row.changed.connect(self._row_changed)
        self.rows[name] = row
        self._column.insertWidget(self._column.count() if at is None else at, row)
        return row

    @property
    def whole(self) -> bool:
        """Whether all rows that somebody wants to see are there."""
        return not self._late or not self.more.isChecked()

    def _open(self, is_open: bool) -> None:
        """Show the rare ones, behind the button."""
        for name in self._rare:
            if name in self.rows:
                self.rows[name].setVisible(is_open)
        if is_open and self._late:
            self._timer.start()
        self._name_more()

    def _make_some(self) -> None:
        """A few of the rare ones; the keyboard reaches them one after the other."""
        for name in self._late[:AT_ONCE]:
            before = self._last()
            row = self._add(name)
            if name in self._kept:
                row.set_value(self._kept.pop(name))
            row.setVisible(self.more.isChecked())
            for widget in (row.editor, *row.findChildren(QPushButton), *row.findChildren(QToolButton)):
                QWidget.setTabOrder(before, widget)
                before = widget
        del self._late[:AT_ONCE]
        if not self._late:
            self._timer.stop()
        self._name_more()

    def _last(self) -> QWidget:
        """What the keyboard reaches last."""
        made = [self.rows[name] for name in self._rare if name in self.rows]
        if not made:
            return self.more
        return (*made[-1].findChildren(QToolButton), *made[-1].findChildren(QPushButton), made[-1].editor)[0]

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        why = {row.editor: row.why for row in self.rows.values()}
        if before in why or now in why:
            self.explained.emit("" if now is None else why.get(now, ""))

    def _row_changed(self) -> None:
        self._name_more()
        self.changed.emit()

    def _name_more(self) -> None:
        other = sum(name in self._kept or (name in self.rows and not self.rows[name].is_default)
                    for name in self._rare)
        more = tr("More settings ({n}, {other} changed)") if other else tr("More settings ({n})")
        self.more.setText(tr("Fewer settings") if self.more.isChecked() else
                          more.format(n=len(self._rare), other=other))
        self.more.setIcon(theme.icon("caret-up" if self.more.isChecked() else "caret-down", theme.MUTED))


def default_of(field: "dataclasses.Field[Any]") -> Any:
    """A field's default; None where it has none."""
    if field.default is not dataclasses.MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else None


def _like(value: Any, default: Any) -> Any:
    """A value from JSON, as it is held against a default."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return float(value) if isinstance(default, float) and type(value) is int else value
