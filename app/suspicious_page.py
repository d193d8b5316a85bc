"""The page of labels that may be slips: far from where the views and the neighbouring frames have the joint."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app import theme
from app.agreement_map import joint_name
from app.session import Session
from app.suggest_page import ROLE, Nothing, columns, facts, sentence, show_sentence, view_row
from app.suggesting import Suggesting
from app.words import tr
from core.suggest import Suspicion

JOINT, WHY = 2, 3


class SuspiciousPage(QWidget):
    """Nothing is changed here: a click or Enter goes to the label, which may be right."""

    def __init__(self, session: Session, suggesting: Suggesting, find: QAction) -> None:
        super().__init__()
        self._session, self._suggesting = session, suggesting
        self._rows: tuple[object, object] = [], ()  # what the rows say
        self.list = columns(tr("Suspicious labels"), [tr("View"), tr("Time"), tr("Joint"), tr("Why")], WHY)
        self.list.itemClicked.connect(lambda item, _: suggesting.go_to_label(item.data(0, ROLE)))
        self.list.itemActivated.connect(lambda item, _: suggesting.go_to_label(item.data(0, ROLE)))
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.said = sentence(2)
        self.right = QPushButton(theme.icon("check"), tr("Looks right"))
        self.right.setToolTip(
            tr("Does not list this label any more, until it is moved or the project is opened again"))
        self.right.clicked.connect(self._looks_right)
        self.hidden = QLabel()
        self.hidden.setObjectName("hint")
        self.again = QPushButton(tr("List again"))
        self.again.clicked.connect(suggesting.list_all)
        for button in (self.right, self.again):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.nothing = Nothing(find)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        self._lay_out()
        suggesting.changed.connect(self._changed)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(theme.GRID)
        acts.addWidget(self.right)
        acts.addStretch(1)
        acts.addWidget(self.hidden)
        acts.addWidget(self.again)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 12)
        below.setSpacing(theme.GRID)
        below.addWidget(self.said)
        below.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._stack, 1)
        column.addLayout(below)

    # -- following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._suggesting.watch(self, True)
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._suggesting.watch(self, False)

    def _changed(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        found = self._suggesting.suspicions
        if (told := (found, facts(self._session))) != self._rows:
            chosen = self.list.currentIndex().row()
            self._rows = told
            self.list.clear()
            self.list.addTopLevelItems([self._row(each) for each in found])
            if chosen >= 0 and found:  # the one after that which is gone
                self.list.setCurrentIndex(self.list.model().index(min(chosen, len(found) - 1), 0))
        self.nothing.show_text(self._why_empty(), False)
        self._stack.setCurrentWidget(self.list if found else self.nothing)
        self.said.setVisible(bool(found))
        self.right.setVisible(bool(found))
        hidden = self._suggesting.hidden
        said = tr("{n} hidden, since it looks right") if hidden == 1 else tr("{n} hidden, since they look right")
        self.hidden.setText(said.format(n=hidden))
        for widget in (self.hidden, self.again):
            widget.setVisible(hidden > 0)
        self._show_chosen()

    def _why_empty(self) -> str:
        model = self._suggesting.model
        points = sum(len(label.points) for shown in self._session.shown.values() for label in shown.labels.values())
        if not points:
            return tr("Nothing was labelled yet. Labels that lie far from where the other views and the frames beside "
                      "them have the joint are listed here.")
        if model.empty or model.busy:
            return model.empty or tr("Looking at the labels …")
        if self._suggesting.hidden:
            return tr("No other label stands out.")
        return tr("None of {n} labelled joints stands out.").format(n=points) if points > 1 else \
            tr("The labelled joint is no exception.")

    def _row(self, each: Suspicion) -> QTreeWidgetItem:
        item = view_row(self._session, each.view, each.frame,
                        [joint_name(each.joint), f"{each.why[:1].upper()}{each.why[1:]}."])
        item.setData(0, ROLE, each)
        for at in (JOINT, WHY):
            item.setToolTip(at, each.reason)
        return item

    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        show_sentence(self.said, item.data(0, ROLE).reason if item is not None else "",
                      tr("Click a row, or press Enter on it, to go to the label. Nothing is changed by that."))
        self.right.setEnabled(item is not None)

    def _looks_right(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._suggesting.looks_right(item.data(0, ROLE))
