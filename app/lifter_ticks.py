"""The lifters that teach a detector: a box each to tick, and in words what so many of them mean."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.words import marked, tr
from core.cards import Card

NONE = marked("None: the detector learns in 2D alone.")
ONE = marked("One lifter: its errors in 3D say which joints matter.")
SEVERAL = marked("{count} lifters: each step weighs them anew, and they are to agree with one another.")


class LifterTicks(QWidget):
    """changed(): others are ticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._chosen: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.said = QLabel(tr(NONE))
        self.said.setObjectName("hint")
        self.said.setWordWrap(True)
        self._column.addWidget(self.said)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(id for id, box in self.boxes.items() if box.isChecked())

    def set_cards(self, cards: Sequence[Card]) -> None:
        """The lifters there are; those ticked stay so."""
        if [card.id for card in cards] == list(self.boxes):
            return
        ticked = self._chosen or self.chosen
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        for row, card in enumerate(cards):
            box = QCheckBox(card.title)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.setToolTip(f"{card.title}: {tr(card.licence)}")
            box.setChecked(card.id in ticked)
            box.toggled.connect(self._toggled)
            self._column.insertWidget(row, box)
            self.boxes[card.id] = box
        self._say()

    def set_chosen(self, ids: Sequence[str]) -> None:
        """These and no others; of those that are not there yet it is remembered."""
        self._chosen = tuple(ids)
        for id, box in self.boxes.items():
            box.setChecked(id in ids)
        self._say()

    def _toggled(self) -> None:
        self._chosen = ()
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        count = len(self.chosen)
        self.said.setText(tr(NONE if not count else ONE if count == 1 else SEVERAL).format(count=count))
