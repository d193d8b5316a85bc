"""The panel 'Correct': every joint of the frame at hand with where it comes from and the acts on it, the frames that
are worth correcting, the labels that may be slips, and the undo list."""

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
    QLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.correct_acts import EXTENTS, CorrectActs
from app.correcting import Correcting
from app.mark_legend import MarkLegend
from app.overlay import MARKS, joint_title
from app.player import Player
from app.segments import Segments
from app.session import Session
from app.stage import Stage
from app.suggest_page import SuggestPage
from app.suggesting import Suggesting
from app.suspicious_page import SuspiciousPage
from app.words import marked, tr
from core.document import Edit

EDITS = 200  # of the undo list, so many around where we are are listed: more is not read
STATE, LOCK = 1, 2  # columns
PAGES = (
    ("joints", marked("Joints"), marked("Every joint of this frame, and what can be done with them")),
    ("suggestions", marked("Suggestions"), marked("Frames that are worth correcting, the most worthwhile first")),
    ("suspicious", marked("Suspicious"), marked("Labels that may be slips")),
    ("done", marked("Done"), marked("What was done so far: go back and forward in it")),
)


class CorrectPanel(QWidget):
    """Follows the view at hand; it is filled again a moment after something changed, and only while it is seen."""

    def __init__(self, session: Session, stage: Stage, player: Player, correcting: Correcting, acts: CorrectActs,
                 suggesting: Suggesting, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._session, self._stage, self._player, self._correcting = session, stage, player, correcting
        self._suggesting = suggesting
        self._listed: tuple[Edit, ...] = ()
        self._listed_done = -1
        self._cells: list[tuple[QTableWidgetItem, QTableWidgetItem, QTableWidgetItem]] = []
        self._acts = acts
        self._filling = False
        self.setAccessibleName(tr("Correct"))
        self.setProperty("kind", "panel")
        self._make_head(action)
        self._make_joints()
        self._make_history()
        self._place(action)
        self._timer = QTimer(self, singleShot=True, interval=30)
        self._timer.timeout.connect(self.refresh)
        for signal in (correcting.changed, session.changed, session.opened, stage.frames.ready, stage.activated,
                       player.state_changed):
            signal.connect(self._later)
        self.refresh()

    # -- making

    def _make_head(self, action: Callable[[str], QAction]) -> None:
        self._on = QPushButton(theme.icon("hand-grabbing"), tr("Correct"))
        self._on.setCheckable(True)
        self._on.setToolTip(action("correct").toolTip())
        action("correct").changed.connect(lambda: self._on.setToolTip(action("correct").toolTip()))
        self._on.clicked.connect(self._correcting.toggle)
        self._where = QLabel()
        self._where.setObjectName("hint")
        self._loop = QCheckBox(tr("Swap in the whole loop"))
        self._loop.setToolTip(tr("Swaps left and right in every frame of the loop range instead of this frame only"))
        self._buttons = QGridLayout()
        self._buttons.setSpacing(theme.GRID)
        for n, (text, id) in enumerate(((tr("Add pose"), "add_pose"), (tr("Delete pose"), "delete_pose"),
                                        (tr("Remove labels"), "remove_labels"))):
            self._buttons.addWidget(_button(text, action(id)), 0, n)
        copy = _menu_button(tr("Copy"), "copy", tr("Takes joints of another frame over"))
        copy.menu().addActions([action(id) for id in ("copy_pose_previous", "copy_pose_next", "copy_previous",
                                                      "copy_next")])
        fill = _menu_button(tr("Fill between"), "line-segments", tr("Labels between the labelled frames around"))
        fill.menu().addAction(tr("On straight lines"), partial(self._acts.interpolate, False))
        fill.menu().addAction(tr("On a smooth curve"), partial(self._acts.interpolate, True))
        swap = _menu_button(tr("Swap sides"), "swap", tr("Exchanges left and right"))
        for extent, text in EXTENTS.items():
            said = tr(text)
            swap.menu().addAction(said[0].upper() + said[1:], partial(self._swap, extent))
        for n, button in enumerate((copy, fill, swap)):
            self._buttons.addWidget(button, 1, n)

    def _make_joints(self) -> None:
        self.joints = QTableWidget(0, 3)
        self.joints.setHorizontalHeaderLabels([tr("Joint"), tr("State and source"), tr("Lock")])
        self.joints.setObjectName("rows")
        self.joints.setAccessibleName(tr("Joints of this frame"))
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
        self.joints.itemClicked.connect(self._clicked)
        self.joints.itemActivated.connect(self._open_menu)
        self.joints.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.joints.customContextMenuRequested.connect(lambda: self._open_menu(self.joints.currentItem()))
        self._legend = MarkLegend()

    def _make_history(self) -> None:
        self.history = QListWidget()
        self.history.setAccessibleName(tr("Undo list"))
        self.history.setUniformItemSizes(True)
        self.history.itemClicked.connect(self._go_to)
        self.history.itemActivated.connect(self._go_to)

    def _place(self, action: Callable[[str], QAction]) -> None:
        self.joints.setMinimumHeight(96)  # the titles and three joints
        self.suggestions = SuggestPage(self._session, self._suggesting, action)
        self.suspicious = SuspiciousPage(self._session, self._suggesting, action("detect"))
        title = QLabel(tr("Click to go back or forward to there"))
        title.setObjectName("hint")
        self._places = {"joints": _page(self._buttons, self._legend, self.joints), "suggestions": self.suggestions,
                        "suspicious": self.suspicious, "done": _page(title, self.history)}
        self._stack = QStackedWidget()
        for place in self._places.values():
            self._stack.addWidget(place)
        self.pages = Segments(tr("Page"), PAGES)
        self.pages.chosen.connect(self.show_page)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self._on)
        row.addWidget(self._where, 1)
        row.addWidget(self._loop)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 0)
        top.setSpacing(theme.GRID)
        top.addLayout(row)
        top.addWidget(self.pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GRID)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)

    def show_page(self, page: str) -> None:
        """'joints', 'suggestions', 'suspicious' or 'done'."""
        self.pages.choose(page)
        self._stack.setCurrentWidget(self._places[page])
        self._loop.setVisible(page == "joints")
        self.history.doItemsLayout()  # rows that were measured before they were seen are too low

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
        self._where.setText(
            tr("{view}, frame {frame}").format(view=view.name, frame=frame)
            if view is not None and frame is not None else "")
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
            state.setToolTip(tr("{state}. Click: change it").format(state=self._correcting.describe(joint, True)))
            state.setForeground(QColor(MARKS["swapped"] if said == tr("swapped") else ink))
            lock.setCheckState(Qt.CheckState.Checked if name in locked else Qt.CheckState.Unchecked)
        self._legend.set_colour(self._stage.colour(self._session.views[self._stage.active or ""]))
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
        first, listed = max(len(done) - EDITS, 0), (*done[-EDITS:], *undone[:EDITS])
        # By who they are: to compare what they did, edits of long ago would have to be read from the disk.
        if len(done) == self._listed_done and list(map(id, listed)) == list(map(id, self._listed)):
            return
        self._listed, self._listed_done = listed, len(done)
        rows = [(count, edit) for count, edit in enumerate(listed, first + 1)]
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

    def _clicked(self, item: QTableWidgetItem) -> None:
        if item.column() == STATE:
            self._open_menu(item)

    def _open_menu(self, item: QTableWidgetItem | None) -> None:
        """That of the row's joint, below its state."""
        if item is not None and item.column() != LOCK:
            cell = self.joints.visualItemRect(self._cells[item.row()][STATE])
            self._correcting.joint_menu_wanted.emit(item.row(), self.joints.viewport().mapToGlobal(cell.bottomLeft()))

    def _lock_changed(self, item: QTableWidgetItem) -> None:
        shown = self._correcting.shown
        if not self._filling and item.column() == LOCK and shown is not None:
            self._acts.lock(shown.poses.skeleton.joints[item.row()], item.checkState() == Qt.CheckState.Checked)

    def _swap(self, extent: str) -> None:
        self._acts.swap(extent, self._loop.isChecked())

    def _go_to(self, item: QListWidgetItem) -> None:
        self._acts.go_back_to(int(item.data(Qt.ItemDataRole.UserRole)))


def _page(*parts: QWidget | QLayout) -> QWidget:
    """Parts below one another; the last takes the room that is left."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(12, 0, 12, 12)
    column.setSpacing(theme.GRID)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part, part is parts[-1])
        else:
            column.addLayout(part)
    return made


def _button(text: str, action: QAction) -> QPushButton:
    """A command's, with a shorter text."""
    made = QPushButton(action.icon(), text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(action.trigger)

    def follow() -> None:
        made.setToolTip(action.toolTip())
        made.setEnabled(action.isEnabled())

    action.changed.connect(follow)
    follow()
    return made


def _menu_button(text: str, icon: str, hint: str) -> QPushButton:
    made = QPushButton(theme.icon(icon), text)
    made.setToolTip(hint)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setMenu(QMenu(made))
    return made
