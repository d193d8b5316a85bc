"""The window 'Keyboard': every command with its keys, which are changed by pressing new ones."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.commands import BY_ID
from app.key_field import KeyField
from app.key_list import KeyList, Row, rows
from app.keys import ENTER, MOST, Keys, native, refusal, standard
from app.words import tr

WIDTH, HEIGHT, LEAST = 760, 860, 520  # px
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class KeyMap(QDialog):
    """Not modal, and stays open while its keys are tried in the window. One row is at hand; below the list stand its
    keys with what can be done, or the field that listens for a key, or a question."""

    def __init__(self, keys: Keys, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(640, LEAST)
        self.resize(WIDTH, max(LEAST, min(HEIGHT, parent.height() - 80)))
        self._keys = keys
        self._instead: str | None = None           # the key that the one to be pressed replaces
        self._agreed: Callable[[], None] = self._rest  # what the question asks for
        self._make_list()
        self._make_rest()
        self._make_field()
        self._make_question()
        self._place()
        keys.changed.connect(self._refresh)
        self._list.fill(rows(keys), "")
        self._refresh()
        self.filter.setFocus()

    # -- making

    def _make_list(self) -> None:
        self.filter = QLineEdit(placeholderText=tr("Find a command or a key"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Find a command or a key"))
        self.filter.textChanged.connect(self._find)
        self.filter.installEventFilter(self)
        self._list = KeyList()
        self._list.currentItemChanged.connect(lambda now, before: self._rest())
        self._list.itemActivated.connect(lambda item: self.change())

    def _make_rest(self) -> None:
        """The row at hand: what it is, its keys, and what can be done."""
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("kind", "heading")
        self._hint.setProperty("kind", "caption")
        self._hint.setWordWrap(True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._group = QButtonGroup(self)
        self._change = _button(tr("Change…"), self.change)
        self._add = _button(tr("Add another…"), self.add)
        self._remove = _button(tr("Remove"), self.remove)
        self._usual = _button(tr("Standard keys"), self.standard)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addLayout(self._chips)
        line.addStretch()
        for button in (self._change, self._add, self._remove, self._usual):
            line.addWidget(button)
        self._rest_page = _page(self._title, self._hint, line)

    def _make_field(self) -> None:
        self._field = KeyField()
        self._field.pressed.connect(self._pressed)
        self._field.given_up.connect(self._rest)
        self._wanted, self._why = QLabel(), QLabel()
        self._wanted.setProperty("kind", "heading")
        self._why.setProperty("kind", "caption")
        self._why.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addWidget(self._field, 1)
        line.addWidget(_button(tr("Cancel"), self._rest))
        self._field_page = _page(self._wanted, self._why, line)

    def _make_question(self) -> None:
        self._asked, self._effect = QLabel(), QLabel()
        self._asked.setProperty("kind", "heading")
        self._asked.setWordWrap(True)
        self._effect.setProperty("kind", "caption")
        self._agree = _button(tr("Replace"), lambda: self._agreed())
        self._refuse = _button(tr("Cancel"), self._rest)
        self._agree.setProperty("kind", "primary")
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addStretch()
        line.addWidget(self._agree)
        line.addWidget(self._refuse)
        self._question_page = _page(self._asked, self._effect, line)

    def _place(self) -> None:
        self._pages = QStackedWidget()
        self._pages.setFixedHeight(132)
        for page in (self._rest_page, self._field_page, self._question_page):
            self._pages.addWidget(page)
        self._all = _button(tr("Standard keys for all"), self.standard_all)
        self._copy = _button(tr("Copy"), self.copy)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GRID)
        foot.addWidget(self._all)
        foot.addStretch()
        foot.addWidget(self._copy)
        foot.addWidget(_button(tr("Close"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.filter)
        column.addWidget(self._list, 1)
        column.addWidget(self._pages)
        column.addLayout(foot)

    # -- what can be done with the row at hand

    def change(self) -> None:
        """Listen for a key in place of the one that is chosen."""
        self._listen(self._chosen)

    def add(self) -> None:
        """Listen for one key more."""
        self._listen(None)

    def remove(self) -> None:
        """Take the chosen key away."""
        row = self._list.at_hand
        if row is not None and row.id:
            self._keys.give(row.id, [key for key in self._keys.of(row.id) if key != self._chosen])

    def standard(self) -> None:
        """The keys that the command has when nobody changes them."""
        row = self._list.at_hand
        if row is not None and row.id:
            self._propose(row.id, standard(row.id))

    def standard_all(self) -> None:
        """Ask, and then forget every change."""
        count = len(self._keys.changes)
        asked = tr("Give the changed command its standard keys?") if count == 1 else \
            tr("Give all {n} changed commands their standard keys?").format(n=count)
        self._ask(asked, tr("What you chose is forgotten."), tr("Standard keys"), self._keys.reset)

    def copy(self) -> None:
        """The whole map as text."""
        QGuiApplication.clipboard().setText("\n".join(f"{row.group}: {row.spoken()}" for row in rows(self._keys)))
        self._copy.setText(tr("Copied"))

    # -- listening and asking

    @property
    def _chosen(self) -> str | None:
        """The key that is chosen of those of the row at hand."""
        chip = self._group.checkedButton()
        return str(chip.property("key")) if chip is not None else None

    def _listen(self, instead: str | None) -> None:
        row = self._list.at_hand
        if row is None or not row.id or (instead is None and len(self._keys.of(row.id)) >= MOST):
            return
        self._instead = instead
        self._wanted.setText(tr("Press the new key for “{command}”").format(command=row.title))
        self._say(tr("In place of {key}. Esc: leave it as it is.").format(key=native(instead)) if instead else
                  tr("Esc: leave it as it is."))
        self._pages.setCurrentWidget(self._field_page)
        self._field.listen(self._keys.all())

    def _pressed(self, key: str) -> None:
        row = self._list.at_hand
        if row is None:
            return
        before = self._keys.of(row.id)
        if key == self._instead:
            self._rest()
        elif key in before:
            self._say(tr("{key} is one of its keys already.").format(key=native(key)), "warning")
        elif why := refusal(row.id, key):
            self._say(tr("{key} cannot be given to a command. {why}").format(key=native(key), why=why), "warning")
        elif self._instead is None:
            self._propose(row.id, (*before, key))
        else:
            self._propose(row.id, [key if old == self._instead else old for old in before])

    def _propose(self, id: str, wanted: Sequence[str]) -> None:
        """Give a command these keys, if nobody minds."""
        owners = self._keys.owners(id, wanted)
        act = partial(self._keys.give, id, wanted)
        if not owners:
            act()
            return
        now = tr(", and ").join(tr("{key} is “{command}”").format(key=native(key), command=_title(other))
                                for key, other in owners.items())
        asked = tr("{now} now. Give it to “{command}”?") if len(owners) == 1 else \
            tr("{now} now. Give them to “{command}”?")
        left = {other: [native(key) for key in self._keys.of(other) if key not in owners] for other in owners.values()}
        effect = " ".join(
            (tr("“{command}” keeps {keys}.") if rest else tr("“{command}” is left without a key.")).format(
                command=_title(other), keys=", ".join(rest)) for other, rest in left.items())
        self._ask(asked.format(now=now, command=_title(id)), effect, tr("Replace"), act)

    def _ask(self, question: str, effect: str, yes: str, act: Callable[[], None]) -> None:
        self._field.rest()
        self._agreed = act
        self._asked.setText(question)
        self._effect.setText(effect)
        self._agree.setText(yes)
        self._pages.setCurrentWidget(self._question_page)
        self._agree.setFocus()

    def _say(self, text: str, kind: str = "caption") -> None:
        self._why.setText(text)
        self._why.setProperty("kind", kind)
        self._why.style().polish(self._why)

    # -- showing

    def _find(self, query: str) -> None:
        self._list.fill(rows(self._keys), query)
        self._rest()

    def _refresh(self) -> None:
        """Other keys than before: the rows stay where they are."""
        self._list.refresh(rows(self._keys))
        self._all.setEnabled(bool(self._keys.changes))
        self._copy.setText(tr("Copy"))
        self._rest()

    def _rest(self) -> None:
        """Neither listening nor asking: the row at hand as it is."""
        self._field.rest()
        inside = self._pages.isAncestorOf(self.focusWidget() or self)
        self._pages.setCurrentWidget(self._rest_page)
        row = self._list.at_hand
        self._title.setText(row.title if row is not None else "")
        self._hint.setText(_told(row))
        keys = self._keys.of(row.id) if row is not None and row.id else ()
        self._show_chips(keys)
        mine = row is not None and bool(row.id)
        self._change.setVisible(mine)
        self._add.setVisible(mine and 0 < len(keys) < MOST)
        self._remove.setVisible(mine and bool(keys))
        self._usual.setVisible(mine)
        self._usual.setEnabled(row is not None and bool(row.usual))
        if inside:  # what had the focus may be gone now
            self._list.setFocus()

    def _show_chips(self, keys: Sequence[str]) -> None:
        """A button for each key; the one that is chosen is what Change and Remove are about."""
        while (item := self._chips.takeAt(0)) is not None:
            if isinstance(widget := item.widget(), QToolButton):
                self._group.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        for key in keys:
            chip = QToolButton()
            chip.setText(native(key))
            chip.setCheckable(True)
            chip.setObjectName("keyChip")
            chip.setProperty("key", key)
            chip.setMinimumSize(36, 30)
            chip.setAccessibleName(tr("Key {key}").format(key=native(key)))
            self._group.addButton(chip)
            self._chips.addWidget(chip)
        chips = self._group.buttons()
        for one, next_one in pairwise((self._list, *chips, self._change)):
            QWidget.setTabOrder(one, next_one)
        if chips:
            chips[0].setChecked(True)

    # -- Qt's events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, arrows choose a row and Enter changes it, as in the command palette."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS:
                self._list.step(STEPS[key])
                return True
            if key in ENTER:
                self.change()
                return True
            if key == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if event.key() in ENTER:  # presses the button that has the focus, as everywhere, and no other
            if isinstance(button, QPushButton | QToolButton):
                button.click()
        elif event.key() == Qt.Key.Key_Escape and self._pages.currentWidget() is not self._rest_page:
            self._rest()
        elif event.key() == Qt.Key.Key_Delete and button is self._list:
            self.remove()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (parent := self.parentWidget()) is not None:
            parent.activateWindow()  # the keys are the window's again, whatever the window manager does


def _title(id: str) -> str:
    return tr(BY_ID[id].title).rstrip("…")


def _told(row: Row | None) -> str:
    """What is said of a row under its title."""
    if row is None:
        return ""
    if not row.id:
        return tr("{group}: {keys}. This cannot be changed.").format(group=row.group, keys=", ".join(row.keys))
    told = row.hint or tr("In the menu {menu}").format(menu=row.group)
    return f"{told} ({row.usual})" if row.usual else told


def _button(text: str, act: Callable[[], object]) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)  # Enter is the row's, or the button's that has the focus
    made.clicked.connect(lambda _=False: act())
    return made


def _page(title: QLabel, line: QLabel, last: QHBoxLayout) -> QFrame:
    page = QFrame()
    page.setProperty("kind", "card")
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 12, 12)
    column.setSpacing(4)
    column.addWidget(title)
    column.addWidget(line)
    column.addStretch()
    column.addLayout(last)
    return page
