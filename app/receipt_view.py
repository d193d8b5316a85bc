"""What a training was good for: the verdict in words, figures before and after, the worst frames, Keep or Discard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.wipe import Wipe
from app.words import marked, tr
from core.coach_motion import joint_words
from training.receipt import OfJoint, Receipt, Row, Worst

VERDICTS = {  # icon, colour, words
    "better": ("check-circle-fill", theme.GOOD, marked("Better than before")),
    "worse": ("x-circle-fill", theme.DANGER, marked("Worse than before: discard it")),
    "same": ("equals", theme.MUTED, marked("No better and no worse")),
    "": ("question", theme.MUTED, marked("Nothing to compare with"))}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_H = 30  # px
SAME = 0.005  # a smaller change is none


class ReceiptView(QFrame):
    """keep_wanted(title), discard_wanted(): a button. lift_wanted(): the recording is to be lifted with what was kept.
    """

    keep_wanted = Signal(str)
    discard_wanted = Signal()
    lift_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.receipt: Receipt | None = None
        self._worst: Sequence[Worst] = ()
        self._at = 0
        self._colours: dict[str, str] = {}
        self._make()
        self._lay_out()

    def _make(self) -> None:
        self._sign, self.verdict, self.why = QLabel(), QLabel(), QLabel()
        self.verdict.setProperty("kind", "heading")
        self.why.setObjectName("hint")
        self.why.setWordWrap(True)
        self.why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = QTreeWidget()
        self.table.setObjectName("rows")
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setAccessibleName(tr("Figures before and after, on what was held out"))
        self.table.setHeaderLabels([tr("On what was held out"), tr("Before"), tr("After"), tr("Change")])
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.table.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in (1, 2, 3):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
            self.table.headerItem().setTextAlignment(at, RIGHT)
        self.joints = QTreeWidget()
        self.joints.setObjectName("rows")
        self.joints.setRootIsDecorated(False)
        self.joints.setUniformRowHeights(True)
        self.joints.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.joints.setAccessibleName(tr("Every joint before and after"))
        self.joints.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.joints.header().setStretchLastSection(False)
        self.previous, self.next = QToolButton(), QToolButton()
        for button, icon, words, step in ((self.previous, "caret-left", tr("The frame before in this list"), -1),
                                          (self.next, "caret-right", tr("The next frame of this list"), 1)):
            button.setIcon(theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, step=step: self._turn(step))
        self.frame = QLabel()
        self.frame.setObjectName("hint")
        self.frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.wipe = Wipe()
        self.title = QLineEdit()
        self.title.setAccessibleName(tr("Name of the new model"))
        self.title.setToolTip(tr("How the new model is called in lists"))
        self.title.setMinimumWidth(96)
        self.keep, self.discard = QPushButton(tr("Keep")), QPushButton(tr("Discard"))
        self.lift = QPushButton(tr("Lift again now"))
        self.keep.setToolTip(tr("Makes a model of it, which this recording uses from then on"))
        self.discard.setToolTip(tr("It is not wanted. Nothing is deleted: it can be kept later"))
        self.lift.setToolTip(tr("Lifts all views of the recording with the lifter that is chosen"))
        self.lift.setProperty("kind", "primary")
        self.keep.clicked.connect(lambda: self.keep_wanted.emit(self.title.text().strip()))
        self.title.returnPressed.connect(self.keep.click)
        self.discard.clicked.connect(self.discard_wanted)
        self.lift.clicked.connect(self.lift_wanted)
        for each in (self.keep, self.discard, self.lift):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.state = QLabel()
        self.state.setObjectName("hint")
        self.state.setWordWrap(True)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(self._sign)
        head.addWidget(self.verdict, 1)
        self._frame_box = QWidget()
        steps = QHBoxLayout()
        steps.setSpacing(2)
        steps.addWidget(self.frame, 1)
        steps.addWidget(self.previous)
        steps.addWidget(self.next)
        frames = QVBoxLayout(self._frame_box)
        frames.setContentsMargins(0, 0, 0, 0)
        frames.setSpacing(2)
        frames.addLayout(steps)
        frames.addWidget(self.wipe)
        acts = QHBoxLayout()
        acts.setSpacing(theme.GRID)
        acts.addWidget(self.state, 1)
        acts.addWidget(self.title, 1)
        for button in (self.lift, self.keep, self.discard):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(head)
        column.addWidget(self.why)
        column.addLayout(acts)
        column.addWidget(self.table)
        column.addWidget(self._frame_box)
        column.addWidget(self.joints)
        column.addStretch(1)

    # -- showing

    def set_receipt(self, receipt: Receipt, title: str, colours: dict[str, str], busy: bool, usable: bool) -> None:
        """title: proposed for the new model; colours: of views, by name; busy: a model is being made of it; usable:
        what was kept is there, and this recording can be lifted with it."""
        if receipt != self.receipt:
            fresh = self.receipt is None or (receipt.rows, receipt.worst, receipt.joints) != (
                self.receipt.rows, self.receipt.worst, self.receipt.joints)
            self.receipt, self._worst, self._colours = receipt, receipt.worst, colours
            self.title.setText(title)
            if fresh:
                self._at = 0
                self._show_verdict(receipt)
                self._show_rows(receipt.rows)
                self._show_joints(receipt.joints)
                self._show_worst()
        self._show_acts(receipt, busy, usable)

    def _show_verdict(self, receipt: Receipt) -> None:
        icon, tint, words = VERDICTS.get(receipt.verdict, VERDICTS["same"])
        self._sign.setPixmap(theme.icon(icon, tint).pixmap(22, 22))
        self.verdict.setText(tr(words))
        self.why.setText(receipt.why)

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self.table.clear()
        for row in rows:
            share, good = change(row)
            title, unit = tr(row.title), tr(row.unit)
            item = QTreeWidgetItem([title, _number(row.before), f"{_number(row.after)} {unit}", share])
            for at in (1, 2, 3):
                item.setTextAlignment(at, RIGHT)
                item.setFont(at, theme.font(theme.BODY, theme.STRONG if at == 2 else theme.font().weight(),
                                            tabular=True))
            item.setForeground(3, QColor({1: theme.GOOD, -1: theme.DANGER}.get(good, theme.MUTED)))
            told = tr("{title}, {unit}: the lower the better") if row.lower_is_better else \
                tr("{title}, {unit}: the higher the better")
            item.setToolTip(0, told.format(title=title, unit=unit))
            self.table.addTopLevelItem(item)
        self.table.setFixedHeight(self.table.header().sizeHint().height() + ROW_H * len(rows) + 4)
        self.table.setVisible(bool(rows))

    def _show_joints(self, joints: Sequence[OfJoint]) -> None:
        """What each joint has gained, the most first."""
        deep = any(each.before_mm is not None for each in joints)
        self.joints.clear()
        self.joints.setHeaderLabels([tr("Joint"), tr("2D, % of torso"), tr("Change"),
                                     *([tr("3D, mm"), tr("Change")] if deep else [])])
        self.joints.setColumnCount(5 if deep else 3)
        for each in sorted(joints, key=lambda each: _gain(each, deep)):
            item = QTreeWidgetItem([joint_words(each.joint)])
            for at, before, after in ((1, each.before_2d, each.after_2d), (3, each.before_mm, each.after_mm)):
                if before is None or after is None or at >= self.joints.columnCount():
                    continue
                share, good = change(Row(each.joint, "", "", before, after))
                for column, text in ((at, f"{_number(before)} → {_number(after)}"), (at + 1, share)):
                    item.setText(column, text)
                    item.setTextAlignment(column, RIGHT)
                    item.setFont(column, theme.font(theme.BODY, tabular=True))
                item.setForeground(at + 1, QColor({1: theme.GOOD, -1: theme.DANGER}.get(good, theme.MUTED)))
            self.joints.addTopLevelItem(item)
        head = self.joints.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in range(1, self.joints.columnCount()):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
            self.joints.headerItem().setTextAlignment(at, RIGHT)
        self.joints.setFixedHeight(head.sizeHint().height() + ROW_H * len(joints) + 4)
        self.joints.setVisible(bool(joints))

    def _show_worst(self) -> None:
        self._frame_box.setVisible(bool(self._worst))
        if not self._worst:
            return
        worst = self._worst[self._at]
        of_detector = self.receipt is not None and bool(self.receipt.joints)
        views = [tr(view) for view in worst.views] if of_detector else worst.views
        told = (tr("Changed most, {n} of {count}: frame {frame}, {views}, {before} → {after} mm apart") if of_detector
                else tr("Worst before, {n} of {count}: frame {frame}, {views}, {before} → {after} mm apart"))
        self.frame.setText(told.format(
            n=self._at + 1, count=len(self._worst), frame=worst.frame,
            views=tr("{} and {}").format(*views) if len(views) == 2 else ", ".join(views),
            before=f"{worst.before_mm:.0f}", after=f"{worst.after_mm:.0f}"))
        self.frame.setToolTip(worst.clip)
        colours = [self._colours.get(view, theme.VIEW_COLOURS[n]) for n, view in enumerate(worst.views[:2])]
        self.wipe.set_poses(worst.before, worst.after, (colours[0], colours[-1]))
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at + 1 < len(self._worst))

    def _show_acts(self, receipt: Receipt, busy: bool, usable: bool) -> None:
        kept = bool(receipt.kept)
        self.state.setText(tr("Making a model of it …") if busy else tr("Kept. It is in the list of models.") if kept
                           else tr("Discarded.") if receipt.discarded else "")
        self.state.setVisible(bool(self.state.text()))
        for widget in (self.title, self.keep):
            widget.setVisible(not kept and not busy)
        self.discard.setVisible(not kept and not busy and not receipt.discarded and bool(receipt.verdict))
        self.lift.setVisible(kept and usable)
        self.keep.setText(tr("Keep it after all") if receipt.discarded else tr("Keep anyway")
                          if receipt.verdict == "worse" else tr("Keep"))
        worse = receipt.verdict == "worse"
        for button, main in ((self.keep, not worse and not receipt.discarded), (self.discard, worse)):
            button.setDefault(main)
            if (button.property("kind") == "primary") != main:
                button.setProperty("kind", "primary" if main else "")
                button.style().unpolish(button)
                button.style().polish(button)

    def _turn(self, step: int) -> None:
        self._at = min(max(self._at + step, 0), len(self._worst) - 1)
        self._show_worst()


def change(row: Row) -> tuple[str, int]:
    """('−12 %', 1): how much a figure has changed, and whether that is good (1), bad (−1) or nothing (0)."""
    share = row.after / row.before - 1 if row.before else 0.0
    if abs(share) < SAME:
        return "±0 %", 0
    good = (share < 0) == row.lower_is_better
    return f"{share:+.0%}".replace("-", "−").replace("%", " %"), 1 if good else -1


def _gain(each: OfJoint, deep: bool) -> float:
    """How much a joint's error has become of what it was; the less the better."""
    before, after = (each.before_mm, each.after_mm) if deep else (each.before_2d, each.after_2d)
    return after / before if before and after is not None else 1.0


def _number(at: float) -> str:
    return f"{at:.{0 if abs(at) >= 100 else 1 if abs(at) >= 10 else 2}f}"
