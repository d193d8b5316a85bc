"""The panel 'Correct': every joint of the frame at hand with where it comes from, the acts on it, and the undo list."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.correct_acts import EXTENTS, CorrectActs
from app.correcting import Correcting
from app.overlay import MARKS, joint_title
from app.player import Player
from app.session import Session
from app.stage import Stage
from core.document import Edit

EDITS = 200  # of the undo list, so many around where we are are listed: more is not read
LOCK = 2     # the column with the locks


class CorrectPanel(QWidget):
    """Follows the view at hand; it is filled again a moment after something changed, and only while it is seen."""

    def __init__(self, session: Session, stage: Stage, player: Player, correcting: Correcting,
                 action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._session, self._stage, self._player, self._correcting = session, stage, player, correcting
        self._listed: tuple[Edit, ...] = ()
        self._listed_done = -1
        self._cells: list[tuple[QTableWidgetItem, QTableWidgetItem, QTableWidgetItem]] = []
        self._acts = CorrectActs(session, correcting, player)
        self._filling = False
        self.setAccessibleName("Correct")
        self.setProperty("kind", "panel")
        self._make_head(action)
        self._make_joints()
        self._make_history()
        self._place()
        self._timer = QTimer(self, singleShot=True, interval=30)
        self._timer.timeout.connect(self.refresh)
        for signal in (correcting.changed, session.changed, session.opened, stage.frames.ready, stage.activated,
                       player.state_changed):
            signal.connect(self._later)
        self.refresh()

    # -- making

    def _make_head(self, action: Callable[[str], QAction]) -> None:
        self._on = QPushButton(theme.icon("hand-grabbing"), "Correct")
        self._on.setCheckable(True)
        self._on.setToolTip(action("correct").toolTip())
        self._on.clicked.connect(self._correcting.toggle)
        self._where = QLabel()
        self._where.setObjectName("hint")
        self._loop = QCheckBox("Swap in the whole loop")
        self._loop.setToolTip("Swaps left and right in every frame of the loop range instead of this frame only")
        self._buttons = QGridLayout()
        self._buttons.setSpacing(theme.GRID)
        rows: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("Copy previous", "arrow-left", "What the last labelled frame before has, here too",
             lambda: self._acts.copy(-1)),
            ("Copy next", "arrow-right", "What the next labelled frame has, here too", lambda: self._acts.copy(1)),
            ("Fill linearly", "line-segment", "Labels between the labelled frames around, on straight lines",
             lambda: self._acts.interpolate(False)),
            ("Fill smoothly", "line-segments", "Labels between the labelled frames around, on a spline",
             lambda: self._acts.interpolate(True)),
            ("Remove labels", "eraser", "All labels of this frame; the detection shows again", self._acts.clear),
        )
        for n, (text, icon, hint, act) in enumerate(rows):
            self._buttons.addWidget(_button(text, icon, hint, act), n // 3, n % 3)
        swap = _button("Swap sides", "swap", "Exchanges left and right", None)
        menu = QMenu(swap)
        for extent, text in EXTENTS.items():
            menu.addAction(text[0].upper() + text[1:], partial(self._swap, extent))
        swap.setMenu(menu)
        self._buttons.addWidget(swap, 1, 2)

    def _make_joints(self) -> None:
        self.joints = QTableWidget(0, 3)
        self.joints.setHorizontalHeaderLabels(["Joint", "State and source", "Lock"])
        self.joints.setAccessibleName("Joints of this frame")
        self.joints.verticalHeader().hide()
        self.joints.verticalHeader().setDefaultSectionSize(24)
        self.joints.setShowGrid(False)
        self.joints.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.joints.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.joints.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.joints.setTabKeyNavigation(False)
        head = self.joints.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(0, 130)
        head.resizeSection(LOCK, 56)
        self.joints.itemSelectionChanged.connect(self._row_chosen)
        self.joints.itemChanged.connect(self._lock_changed)

    def _make_history(self) -> None:
        self.history = QListWidget()
        self.history.setAccessibleName("Undo list")
        self.history.setUniformItemSizes(True)
        self.history.itemClicked.connect(self._go_to)
        self.history.itemActivated.connect(self._go_to)

    def _place(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(12, 12, 12, theme.GRID)
        column.setSpacing(theme.GRID)
        row = QHBoxLayout()
        row.addWidget(self._on)
        row.addWidget(self._where, 1)
        row.addWidget(self._loop)
        row.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addLayout(self._buttons)
        self.joints.setMinimumHeight(96)  # the titles and three joints
        column.addWidget(self.joints, 1)
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(12, 4, 12, 12)
        title = QLabel("What was done (click to go back or forward to there)")
        title.setObjectName("hint")
        under.addWidget(title)
        self.history.setMinimumHeight(56)
        under.addWidget(self.history, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(top)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    # -- following

    def _later(self, *_: object) -> None:
        if not self._timer.isActive() and self.isVisible() and not self._player.playing:
            self._timer.start()

    def showEvent(self, event: object) -> None:
        self._later()

    def refresh(self) -> None:
        """Everything as it is now."""
        self._filling = True
        correcting, view = self._correcting, self._session.views.get(self._stage.active or "")
        self._on.setChecked(correcting.on)
        self._on.setEnabled(correcting.can)
        frame = correcting.frame
        self._where.setText(f"{view.name}, frame {frame}" if view is not None and frame is not None else "")
        self._fill_joints()
        self._fill_history()
        self._filling = False

    def _fill_joints(self) -> None:
        shown = self._correcting.shown
        skeleton, locked = (shown.poses.skeleton, self._acts.locked()) if shown is not None else (None, frozenset())
        names = skeleton.joints if skeleton is not None else ()
        if len(self._cells) != len(names):
            self._make_rows(len(names))
        if skeleton is None:
            return
        for joint, (name, (title, state, lock)) in enumerate(zip(names, self._cells, strict=True)):
            point = self._correcting.point_of(joint)
            title.setText(joint_title(name, skeleton.sides[joint]))
            said = self._correcting.describe(joint)
            ink = theme.MUTED if point is None else MARKS["human" if point.source == "human" else "other"]
            state.setText(said)
            state.setForeground(QColor(MARKS["swapped"] if said == "swapped" else ink))
            lock.setCheckState(Qt.CheckState.Checked if name in locked else Qt.CheckState.Unchecked)
        if self._correcting.joint is None:
            self.joints.clearSelection()
        elif self.joints.currentRow() != self._correcting.joint or not self.joints.selectedItems():
            self.joints.selectRow(self._correcting.joint)

    def _make_rows(self, count: int) -> None:
        self.joints.setRowCount(0)
        self.joints.setRowCount(count)
        self._cells = [(QTableWidgetItem(), QTableWidgetItem(), QTableWidgetItem()) for _ in range(count)]
        for row, cells in enumerate(self._cells):
            cells[LOCK].setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            for column, cell in enumerate(cells):
                self.joints.setItem(row, column, cell)

    def _fill_history(self) -> None:
        project = self._session.project
        done, undone = (project.document.done, project.document.undone) if project is not None else ((), ())
        if (*done, *undone) == self._listed and len(done) == self._listed_done:
            return
        self._listed, self._listed_done = (*done, *undone), len(done)
        first = max(len(done) - EDITS, 0)
        rows = [(n + 1, edit) for n, edit in enumerate((*done, *undone[:EDITS])) if n >= first]
        rows = [(count, edit) for count, edit in reversed(rows) if edit.author != "parallax"]
        self.history.clear()
        for count, edit in rows:
            who = "" if edit.author == "human" else f", {edit.author}"
            item = QListWidgetItem(f"{time.strftime('%H:%M:%S', time.localtime(edit.time_s))}{who}  {edit.title}")
            item.setData(Qt.ItemDataRole.UserRole, count)
            item.setToolTip(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(edit.time_s)))
            if count > len(done):
                item.setForeground(QColor(theme.FAINT))
            elif count == len(done):
                item.setForeground(QColor(theme.ACCENT))
            self.history.addItem(item)

    # -- the user

    def _row_chosen(self) -> None:
        if not self._filling and self.joints.selectedItems():
            self._correcting.choose(self.joints.currentRow())

    def _lock_changed(self, item: QTableWidgetItem) -> None:
        shown = self._correcting.shown
        if not self._filling and item.column() == LOCK and shown is not None:
            self._acts.lock(shown.poses.skeleton.joints[item.row()], item.checkState() == Qt.CheckState.Checked)

    def _swap(self, extent: str) -> None:
        self._acts.swap(extent, self._loop.isChecked())

    def _go_to(self, item: QListWidgetItem) -> None:
        self._acts.go_back_to(int(item.data(Qt.ItemDataRole.UserRole)))


def _button(text: str, icon: str, hint: str, act: Callable[[], None] | None) -> QPushButton:
    made = QPushButton(theme.icon(icon), text)
    made.setToolTip(hint)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if act is not None:
        made.clicked.connect(lambda _=False: act())
    return made
