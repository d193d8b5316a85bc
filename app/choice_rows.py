"""The rows of a list of models: the title, and below it what is to be known before one is chosen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import theme

FACTS = Qt.ItemDataRole.UserRole + 1  # lines below the title, a tuple of texts
PAD, HIGH, LINE, SEPARATOR = 10, 28, 17, 9  # px: beside the words, a row of a title alone, each line more, a separator
MARK = 16  # px: of the sign of a licence that forbids something
MOST_W = 460


class ChoiceRows(QStyledItemDelegate):
    """For the list of a box, which is as wide as its widest row."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if _is_separator(index):
            return QSize(0, SEPARATOR)
        lines = [str(line) for line in index.data(FACTS) or ()]
        small, body = QFontMetrics(theme.font(theme.SMALL, tabular=True)), QFontMetrics(theme.font())
        wide = max([body.horizontalAdvance(str(index.data())) + MARK + 6, *map(small.horizontalAdvance, lines)])
        wide = min(wide + 2 * PAD + 12, MOST_W)
        view = self._box.view()
        if view.minimumWidth() < wide:  # it is as wide as the box otherwise
            view.setMinimumWidth(wide)
        return QSize(wide, HIGH + LINE * len(lines) + (6 if lines else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        painter.save()
        if _is_separator(index):
            painter.fillRect(option.rect.adjusted(8, SEPARATOR // 2, -8, -(SEPARATOR // 2)), QColor(theme.LINE))
        else:
            self._paint_row(painter, option, index)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem,
                   index: QModelIndex | QPersistentModelIndex) -> None:
        chosen = index.row() == self._box.currentIndex()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.HOVER))
            painter.drawRoundedRect(option.rect, 6, 6)
        lines = [str(line) for line in index.data(FACTS) or ()]
        room = option.rect.adjusted(PAD, 3 if lines else 0, -PAD, 0)
        left, middle = room.left(), Qt.AlignmentFlag.AlignVCenter
        mark = index.data(Qt.ItemDataRole.DecorationRole)
        title = room.adjusted(0, 0, 0, HIGH - room.height())
        if mark is not None and not mark.isNull():
            mark.paint(painter, left, title.center().y() - MARK // 2 + 1, MARK, MARK)
            title.setLeft(left + MARK + 6)
        painter.setFont(theme.font(theme.BODY, theme.STRONG if lines else theme.font().weight()))
        painter.setPen(QColor(theme.ACCENT if chosen else theme.TEXT))
        painter.drawText(title, middle, painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, title.width()))
        painter.setFont(theme.font(theme.SMALL, tabular=True))
        painter.setPen(QColor(theme.MUTED))
        for n, line in enumerate(lines):
            place = room.adjusted(0, HIGH - 4 + n * LINE, 0, HIGH - 4 + (n + 1) * LINE - room.height())
            painter.drawText(place, middle, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight,
                                                                             place.width()))


def _is_separator(index: QModelIndex | QPersistentModelIndex) -> bool:
    return str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole)) == "separator"
