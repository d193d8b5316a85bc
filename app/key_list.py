"""The list of the key map: every command under its menu with its keys, then what cannot be changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import theme
from app.commands import COMMANDS, MENUS
from app.keys import Keys, native, standard
from app.palette import matches
from app.words import marked, tr

ROW_H, HEADING_H, CAP_H = 32, 40, 22
KEYS_AT = 0.44   # of the width: where the column of keys begins
LOOSE = 100      # from this cost on, letters are only scattered over a title (`palette.matches`)
NARROW = 560     # px below which the standard keys of a changed row are not written beside it
NOTHING = marked("No command and no key is called that.")

# What cannot be changed: what it does, and the keys, or what the mouse does
Fixed = tuple[tuple[str, tuple[str, ...]], ...]
CORRECTING, COACH = "While joints are corrected", "In the coach view"
FOCUS, MOUSE = "In the part that has the focus", "Mouse"
CORRECTING_KEYS: Fixed = (
    ("Next joint", ("Tab",)), ("Previous joint", ("Shift+Tab",)),
    ("Move the joint by a pixel", ("Left", "Right", "Up", "Down")),
    ("By a tenth of a pixel", ("Alt+Left", "Alt+Right", "Alt+Up", "Alt+Down")),
    ("One frame back", ("PgUp",)), ("One frame forward", ("PgDown",)),
    ("Put the joint back; again: no joint", ("Esc",)),
)
COACH_KEYS: Fixed = (
    ("Next key moment", ("PgDown",)), ("Previous key moment", ("PgUp",)), ("Mark a key moment", ("M",)),
    ("Choose the next drawing", ("D",)), ("Choose the drawing before", ("Shift+D",)),
    ("Move the chosen drawing", ("Alt+Left", "Alt+Right", "Alt+Up", "Alt+Down")), ("Delete the drawing", ("Del",)),
    ("Back to the pictures; again: leave", ("Esc",)),
)
FOCUS_KEYS: Fixed = (
    ("Next part", ("Tab",)), ("Previous part", ("Shift+Tab",)), ("Press the button", ("Enter",)),
    ("Closer: video, timeline, 3D view", ("+",)), ("Further away", ("-",)),
)
GESTURES: Fixed = (
    ("Zoom a video", ("wheel",)), ("Move a video", ("drag",)), ("Fit a video", ("double click",)),
    ("Choose the athlete", ("click on a person",)), ("Track someone who was not found", ("Shift + drag a box",)),
    ("Move a joint that is corrected", ("drag it",)),
    ("Orbit the 3D view", ("drag",)), ("Move the 3D view", ("right drag", "Shift + drag")),
    ("Zoom the 3D view", ("wheel",)), ("Reset the 3D view", ("double click",)),
    ("Go to a moment", ("click on the timeline",)), ("Mark a loop", ("Shift + drag on the timeline",)),
    ("Clear the loop", ("double click on its ruler",)), ("Zoom the timeline", ("wheel",)),
    ("Move the timeline", ("Shift + wheel", "middle drag")),
)


@dataclass(frozen=True)
class Row:
    """A line of the list. keys: as this platform writes them; id: the command, '' for what cannot be changed;
    usual: what is told of a row whose keys are not the standard ones, else ''."""

    title: str
    group: str
    keys: tuple[str, ...]
    id: str = ""
    hint: str = ""
    usual: str = ""

    def spoken(self) -> str:
        """For screen readers, and for the clipboard."""
        told = tr(" or ").join(self.keys) or tr("no key")
        return f"{self.title}: {told}" + (f" ({self.usual})" if self.usual else "")


def rows(keys: Keys) -> list[Row]:
    """Everything there is to list, group by group."""
    made = [Row(tr(command.title).rstrip("…"), tr(command.menu).replace("&", ""),
                tuple(map(native, keys.of(command.id))), command.id, tr(command.hint) if command.hint else "",
                _usual(keys, command.id))
            for command in sorted(COMMANDS, key=lambda command: MENUS.index(command.menu))]
    pane_keys = [(command.title, (command.pane_key,)) for command in COMMANDS if command.pane_key]
    for group, fixed in ((CORRECTING, (*CORRECTING_KEYS, *pane_keys)), (COACH, COACH_KEYS), (FOCUS, FOCUS_KEYS)):
        made += [Row(tr(title), tr(group), tuple(map(native, pressed))) for title, pressed in fixed]
    return made + [Row(tr(title), tr(MOUSE), tuple(map(tr, done))) for title, done in GESTURES]


def _usual(keys: Keys, id: str) -> str:
    if not keys.is_changed(id):
        return ""
    usual = ", ".join(map(native, standard(id)))
    return tr("standard: {keys}").format(keys=usual) if usual else tr("standard: none")


def found(query: str, among: Sequence[Row]) -> list[Row]:
    """The rows whose title or key has what was typed; where there is none, those that have its letters in order."""
    typed = query.casefold().strip()
    costs = [matches(typed, row.title) for row in among]
    exact = [row for row, cost in zip(among, costs, strict=True)
             if (cost is not None and cost < LOOSE) or any(typed in key.casefold() for key in row.keys)]
    return exact or [row for row, cost in zip(among, costs, strict=True) if cost is not None]


class KeyList(QListWidget):
    """The rows under headings. `itemActivated` comes at Enter and at a double click."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keyList")
        self.setAccessibleName(tr("Commands and their keys"))
        self.setItemDelegate(_Rows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    @property
    def at_hand(self) -> Row | None:
        return _row(self.currentItem())

    def shown(self) -> list[Row]:
        return [row for at in range(self.count()) if (row := _row(self.item(at))) is not None]

    def fill(self, listed: Sequence[Row], query: str) -> None:
        """List what fits the query. At hand is what was so before, or what has the typed key, or the first."""
        before = self.at_hand
        shown = found(query, listed)
        self.clear()
        group = ""
        for row in shown:
            if row.group != group:
                group = row.group
                self._add_heading(group)
            self.addItem(_filled(QListWidgetItem(), row))
        typed = query.casefold().strip()
        by_key = [row for row in shown if typed in (key.casefold() for key in row.keys)]
        again = [row for row in shown if before is not None and (row.id, row.title) == (before.id, before.title)]
        if chosen := (by_key or again or shown)[:1]:
            self.choose(chosen[0])

    def refresh(self, listed: Sequence[Row]) -> None:
        """The same rows with the keys that they have now."""
        now = {(row.group, row.title): row for row in listed}
        for at in range(self.count()):
            row = _row(self.item(at))
            if row is not None:
                _filled(self.item(at), now[row.group, row.title])

    def choose(self, row: Row) -> None:
        for at in range(self.count()):
            if _row(self.item(at)) == row:
                self.setCurrentRow(at)
                self.scrollToItem(self.item(max(at - 1, 0)))  # with its heading, where that is next to it
                self.scrollToItem(self.item(at))

    def step(self, by: int) -> None:
        """To the next row or the one before, over headings."""
        at = self.currentRow() + by
        while 0 <= at < self.count() and _row(self.item(at)) is None:
            at += 1 if by > 0 else -1
        if 0 <= at < self.count():
            self.setCurrentRow(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font())
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, tr(NOTHING))
            painter.end()

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, HEADING_H))
        self.addItem(item)


def _row(item: QListWidgetItem | None) -> Row | None:
    """What a line shows; None for a heading, and for no line."""
    row = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
    return row if isinstance(row, Row) else None


def _filled(item: QListWidgetItem, row: Row) -> QListWidgetItem:
    item.setText(row.spoken())
    item.setData(Qt.ItemDataRole.UserRole, row)
    item.setSizeHint(QSize(0, ROW_H))
    return item


class _Rows(QStyledItemDelegate):
    """Paints a heading, or a row: a mark where it was changed, the title, the keys, and what is standard."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        self.initStyleOption(option, index)
        row, text, option.text = index.data(Qt.ItemDataRole.UserRole), option.text, ""
        painter.save()
        if isinstance(row, Row):
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
            _paint_row(painter, option.rect.adjusted(12, 0, -12, 0), row)
        else:
            painter.setFont(theme.font(theme.SMALL, theme.STRONG))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(option.rect.adjusted(12, 0, -12, -8),
                             Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
        painter.restore()


def _paint_row(painter: QPainter, room: QRect, row: Row) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    if row.usual:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawEllipse(room.left(), room.center().y() - 2, 6, 6)
    at = room.left() + round(KEYS_AT * room.width())
    painter.setFont(theme.font())
    painter.setPen(QColor(theme.TEXT))
    title = QRect(room.left() + 14, room.top(), at - room.left() - 26, room.height())
    painter.drawText(title, middle, painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight,
                                                                     title.width()))
    painter.setFont(theme.font(theme.SMALL))
    end = _paint_keys(painter, at, room, row)
    if row.usual and room.width() >= NARROW:
        painter.setPen(QColor(theme.MUTED))
        rest = QRect(end + 12, room.top(), room.right() - end - 12, room.height())
        said = painter.fontMetrics().elidedText(row.usual, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, said)


def _paint_keys(painter: QPainter, at: int, room: QRect, row: Row) -> int:
    """The keys as caps, what the mouse does as words. Returns where they end."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    words = row.group == tr(MOUSE)
    for n, key in enumerate(row.keys):
        text = (tr(" or ") if n else "") + key if words else key
        width = painter.fontMetrics().horizontalAdvance(text) + (0 if words else 16)
        cap = QRect(at, room.center().y() - CAP_H // 2 + 1, width, CAP_H)
        if not words:
            painter.setPen(QColor(theme.ACCENT if row.usual else theme.OUTLINE if row.id else theme.LINE))
            painter.setBrush(QColor(theme.RAISED))
            painter.drawRoundedRect(cap, 5, 5)
        painter.setPen(QColor(theme.TEXT if row.id else theme.MUTED))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
        at += width + (0 if words else 6)
    return at
