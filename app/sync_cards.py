"""The list of views in the synchronization panel: where each lies, how sure that is, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.sync_model import CardRow, Try
from app.words import tr

CHIPS = {"good": theme.GOOD, "fair": theme.WARNING, "bad": theme.DANGER, "none": theme.MUTED}


class Chip(QWidget):
    """A word on a coloured ground: how sure something is."""

    def __init__(self) -> None:
        super().__init__()
        self._word, self._kind = "", "none"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_word(self, word: str, kind: str) -> None:
        self._word, self._kind = word, kind
        self.setFont(theme.font(theme.SMALL, theme.STRONG))
        self.setFixedSize(self.fontMetrics().horizontalAdvance(word) + 30, 20)
        self.setAccessibleName(word)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = CHIPS[self._kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ink, 0.16))
        painter.drawRoundedRect(self.rect(), 10, 10)
        painter.setBrush(theme.colour(ink))
        painter.drawEllipse(8, 6, 8, 8)
        painter.setPen(theme.colour(ink))
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(21, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.end()


class Number(QDoubleSpinBox):
    """A number field that tells of what was typed or stepped, and leaves the wheel to the panel."""

    chosen = Signal(float)

    def __init__(self, name: str, suffix: str, decimals: int, low: float, high: float) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus | Qt.FocusPolicy.TabFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.valueChanged.connect(self.chosen)

    def show_value(self, value: float) -> None:
        if abs(value - self.value()) > 0.5 * 10**-self.decimals() and not self.lineEdit().isModified():
            with QSignalBlocker(self):
                self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Tries(QWidget):
    """Answers to choose from, a button each. tried(Try)."""

    tried = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self.hide()

    def set_tries(self, tries: tuple[Try, ...], prefix: str = "") -> None:
        self.setVisible(bool(tries))
        if not tries or (prefix, *tries) == self._shown:
            return  # buttons made anew under the pointer would swallow its click
        self._shown = (prefix, *tries)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, answer in enumerate(tries):
            button = QPushButton(prefix + answer.title)
            button.setObjectName("secondary")
            button.setToolTip(tr("Try this one; undo takes it back"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._chosen, answer))
            self._grid.addWidget(button, number // 2, number % 2)
            button.show()

    def _chosen(self, answer: Try, *_: object) -> None:
        self.tried.emit(answer)


class Card(QFrame):
    """One view. chosen(): it was clicked. placed(offset_s), tried(Try), slowed(factor), locked(on)."""

    chosen = Signal()
    placed = Signal(float)
    tried = Signal(object)
    slowed = Signal(float)
    locked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("row")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._swatch = QFrame()
        self._swatch.setFixedWidth(4)
        self._name, self._sentence, self._warning = _label("rowTitle"), _label("hint", True), _label("hint", True)
        self._warning.setProperty("kind", "warning")
        self._chip = Chip()
        self._offset = Number(tr("Offset in seconds"), " s", 4, -1e6, 1e6)
        self._offset.setFixedWidth(124)
        self._offset.setToolTip(tr("When the view's clock shows zero, in reference seconds"))
        self._lock = QToolButton()
        self._lock.setCheckable(True)
        self._lock.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tries = Tries()
        self._more = self._details()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._chip)
        head.addWidget(self._offset)
        head.addWidget(self._lock)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(head)
        words.addWidget(self._sentence)
        words.addWidget(self._warning)
        words.addWidget(self._tries)
        words.addWidget(self._more)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 6, 6, 8)
        across.setSpacing(10)
        across.addWidget(self._swatch)
        across.addLayout(words, 1)
        self._tries.tried.connect(self.tried)
        self._offset.chosen.connect(self.placed)
        self._lock.clicked.connect(self.locked)

    def _details(self) -> QWidget:
        """What is shown of the view at hand only: slow motion."""
        more = QWidget()
        line = QHBoxLayout(more)
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(8)
        words = QLabel(tr("Slow motion"))
        words.setObjectName("label")
        self._factor = Number(tr("How many times slower than life the file plays"), " ×", 3, 0.01, 1000)
        self._factor.setFixedWidth(104)
        self._factor.setToolTip(
            tr("Capture rate over the file's rate: 8 for 240 frames/s played at 30; 1 is life's speed"))
        self._factor.chosen.connect(self.slowed)
        self._hint = QPushButton()
        self._hint.setObjectName("secondary")
        self._hint.clicked.connect(lambda: self.slowed.emit(float(self._hint.property("factor"))))
        line.addWidget(words)
        line.addWidget(self._factor)
        line.addWidget(self._hint)
        line.addStretch()
        return more

    def show_row(self, row: CardRow) -> None:
        self.setProperty("chosen", row.active)
        self.style().polish(self)
        self.setAccessibleName(f"{row.name}: {row.chip}")
        self._swatch.setStyleSheet(f"background: {row.colour}; border-radius: 2px;")
        self._name.setText(row.name)
        self._name.setToolTip(row.name)
        self._chip.set_word(row.chip, row.kind)
        for label, text in ((self._sentence, row.sentence), (self._warning, row.warning)):
            label.setText(text)
            label.setVisible(bool(text))
        self._offset.setSingleStep(row.step_s)
        self._offset.show_value(row.offset_s)
        self._offset.setEnabled(not row.locked)
        self._lock.setChecked(row.locked)
        self._lock.setIcon(theme.icon("lock-simple-fill" if row.locked else "lock-simple-open",
                                      theme.ACCENT if row.locked else theme.MUTED))
        said = (tr("Unlock the clock of {name}: nothing moves a clock that is locked") if row.locked else
                tr("Lock the clock of {name}: nothing moves a clock that is locked")).format(name=row.name)
        self._lock.setToolTip(said)
        self._lock.setAccessibleName(said)
        self._tries.set_tries(row.tries)
        self._more.setVisible(row.active)
        self._factor.show_value(row.slow_motion)
        self._factor.setEnabled(not row.locked)
        hint = row.slow_hint is not None and abs(row.slow_hint - row.slow_motion) > 1e-6
        self._hint.setVisible(hint)
        if hint:
            self._hint.setText(tr("Seems to be {factor} ×").format(factor=f"{row.slow_hint:g}"))
            self._hint.setProperty("factor", row.slow_hint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()


class Cards(QWidget):
    """All views. chosen(view_id), placed(view_id, offset_s), tried(view_id, Try), slowed(view_id, factor),
    locked(view_id, on)."""

    chosen = Signal(str)
    placed = Signal(str, float)
    tried = Signal(str, object)
    slowed = Signal(str, float)
    locked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[str, Card] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def card(self, view_id: str) -> Card:
        return self._cards[view_id]

    def set_rows(self, rows: list[CardRow]) -> None:
        if [row.id for row in rows] != list(self._cards):
            for card in self._cards.values():
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            self._cards = {row.id: self._new(row.id) for row in rows}
            for card in self._cards.values():
                self._column.addWidget(card)
        for row in rows:
            self._cards[row.id].show_row(row)

    def _new(self, view_id: str) -> Card:
        card = Card()

        def pass_on(signal: Callable[..., None]) -> Callable[..., None]:
            return lambda *values: signal(view_id, *values)

        card.chosen.connect(pass_on(self.chosen.emit))
        card.placed.connect(pass_on(self.placed.emit))
        card.tried.connect(pass_on(self.tried.emit))
        card.slowed.connect(pass_on(self.slowed.emit))
        card.locked.connect(pass_on(self.locked.emit))
        return card


def _label(name: str, wraps: bool = False) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(wraps)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
