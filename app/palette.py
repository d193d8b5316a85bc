"""The command palette: type a few letters of any action, press Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.words import tr

WIDTH, ROWS, ROW_H = 560, 11, 34
MENU = Qt.ItemDataRole.UserRole + 1  # the data role of the menu's name


def matches(query: str, title: str) -> int | None:
    """How well a title fits what was typed: smaller is better, None is not at all.

    The letters must come in this order; a run of letters beats scattered ones, the start of a word beats its middle.
    """
    letters, text = query.casefold().replace(" ", ""), title.casefold()
    if (at := text.find(query.casefold().strip())) >= 0:
        return at if at == 0 or text[at - 1] == " " else 50 + at
    cost, position = 100, -1
    for letter in letters:
        found = text.find(letter, position + 1)
        if found < 0:
            return None
        starts_word = found == 0 or text[found - 1] == " "
        cost += 0 if found == position + 1 or starts_word else found - position
        position = found
    return cost


class Palette(QFrame):
    """A box over the window. actions(): every action with its menu's name, asked for again at each opening."""

    closed = Signal()

    def __init__(self, parent: QWidget, actions: Callable[[], Sequence[tuple[str, QAction]]]) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._query = QLineEdit(placeholderText=tr("What do you want to do?"))
        self._query.setObjectName("paletteQuery")
        self._query.setAccessibleName(tr("Find a command"))
        self._list = QListWidget()
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(tr("Commands"))
        self._list.setItemDelegate(_Rows(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._query)
        self._none = QLabel(tr("Nothing of that name can be done now."))
        self._none.setObjectName("paletteNone")
        column.addWidget(self._list)
        column.addWidget(self._none)
        self._query.textChanged.connect(self._fill)
        self._query.installEventFilter(self)
        self._list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Shows the box under the window's top edge with an empty query."""
        self._query.clear()
        self._fill("")
        room = self.window().width()
        width = min(WIDTH, room - 40)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room - width) // 2, 56)
        self.show()
        self.raise_()
        self._query.setFocus()

    def titles(self) -> list[str]:
        """What is listed now, best first."""
        rows = [self._list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self._list.count())]
        return [_plain(action.text()) for action in rows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}
        if key in steps and self._list.count():
            row = self._list.currentRow() + steps[Qt.Key(key)]
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, row)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True

    def _fill(self, query: str) -> None:
        self._list.clear()
        rows = [(menu, action) for menu, action in self._actions() if action.isEnabled()]
        ranked = [(cost, n, menu, action) for n, (menu, action) in enumerate(rows)
                  if (cost := matches(query, f"{action.text()} {menu}")) is not None]
        for _, _, menu, action in sorted(ranked, key=lambda row: row[:2]):
            item = QListWidgetItem(_plain(action.text()))  # the text is for screen readers
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setData(MENU, menu)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._none.setVisible(not ranked)
        self._list.setVisible(bool(ranked))
        self._list.setFixedHeight(min(ROWS, max(1, self._list.count())) * ROW_H + 4)
        self.adjustSize()

    def _run(self, item: QListWidgetItem | None) -> None:
        self._close()
        if item is not None:
            item.data(Qt.ItemDataRole.UserRole).trigger()

    def _close(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()


class _Rows(QStyledItemDelegate):
    """Paints a row: icon, title, menu, and the keys at the right. Painted, since a widget for every part of every row
    took hundreds of milliseconds a key-stroke."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_H)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        action, menu = index.data(Qt.ItemDataRole.UserRole), index.data(MENU)
        rect = option.rect.adjusted(12, 0, -12, 0)
        action.icon().paint(painter, rect.left(), rect.center().y() - 7, 16, 16)
        keys = "  ".join(key.toString(key.SequenceFormat.NativeText) for key in action.shortcuts())
        keys = keys or action.text().partition("\t")[2]
        painter.save()
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        room = rect.adjusted(28, 0, -painter.fontMetrics().horizontalAdvance(keys) - 16, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.TEXT))
        title = painter.fontMetrics().elidedText(_plain(action.text()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(title) + 10)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _plain(menu))
        painter.restore()


def _plain(text: str) -> str:
    """Without the mark of a menu's access key, and without a key that only menus show."""
    return text.replace("&", "").partition("\t")[0]
