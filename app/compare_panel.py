"""The comparison panel: where the views agree, which frames and joints do not, and what the joints do over time."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.agreement_map import joint_name
from app.banner import Notice
from app.compare_model import CompareModel
from app.joint_table import JointTable
from app.panel_parts import choice, scrolling
from app.player import Player
from app.segments import Segments
from app.session import Session
from app.stage import Stage
from app.timecode import format_time
from app.words import marked, tr
from core.compare import Comparison

MODES = (
    ("overlaid", marked("Overlaid"),
     marked("The views' bodies laid over one another, with dashed lines between the same joints")),
    ("apart", marked("Side by side"), marked("A picture for each view, all seen from one place")),
    ("difference", marked("Difference"), marked("Only what lies between the views, around their mean")),
)
PAGES = (
    ("joints", marked("Joints"), marked("How far the views are apart at each joint")),
    ("frames", marked("Worst frames"), marked("Where they are furthest apart")),
    ("curves", marked("Curves"), marked("Angles, speeds and heights over time")),
    ("sides", marked("Left/right"), marked("Frames in which the sides of the body may be exchanged")),
    ("detectors", marked("Detectors"),
     marked("The installed detectors; what two of them found, beside one another")),
    ("lifters", marked("Lifters"), marked("The installed lifters on this clip, measured")),
    ("options", marked("Alignment"),
     marked("Which view the others are laid over, and how; the athlete's height")),
)
ALIGNMENTS = (
    ("sequence", marked("Whole recording"),
     marked("One alignment for all frames: for cameras that stand still")),
    ("loop", marked("Loop range"),
     marked("One alignment from the frames of the loop, of which tables and lists then speak too")),
    ("frame", marked("Each frame"), marked("An alignment for each frame: for cameras that move")),
)
HEIGHTS_M = (0.4, 2.8)  # that a person may have
WORST = 12


class ComparePanel(QWidget):
    """Reads the session; every change of the project goes through `session.do`."""

    def __init__(self, session: Session, stage: Stage, player: Player, action: Callable[[str], QAction]) -> None:
        super().__init__()
        self._session, self._stage, self._player, self._action = session, stage, player, action
        self.model = CompareModel(session, player, self)
        self._listed: Comparison | None = None
        self.setAccessibleName(tr("Comparison of the views"))
        self._make_controls()
        self._make_pages()
        self._lay_out()
        self.model.changed.connect(self._show)
        self._show()

    def set_open(self, is_open: bool) -> None:
        """Whether the panel is among those that are open; in front or behind another one."""
        self._stage.compare_with(self.model.laid if is_open else None)
        self.model.set_open(is_open)

    def set_mode(self, mode: str) -> None:
        self.model.set(mode=mode)

    def show_page(self, page: str) -> None:
        """A key of PAGES."""
        self.pages.choose(page)
        self._turn(page)

    # -- making it

    def _make_controls(self) -> None:
        self.modes = Segments(tr("In the 3D view"), MODES)
        self.modes.chosen.connect(self.set_mode)
        self.mean = _check(tr("Mean"), tr("The mean of the views, in grey"), lambda on: self.model.set(mean=on))
        self.cameras = _check(
            tr("Cameras"), tr("From where each view was filmed, as the alignment has it; how far away is not known"),
            lambda on: self.model.set(cameras=on))
        self.reference = choice(
            tr("Reference"), tr("The view that the others are laid over, and whose frames are compared"))
        self.reference.activated.connect(lambda at: self.model.set(reference=self.reference.itemData(at)))
        self.alignment = choice(tr("Alignment"), tr("From which frames the views are brought together"))
        for key, title, hint in ALIGNMENTS:
            self.alignment.addItem(tr(title), key)
            self.alignment.setItemData(self.alignment.count() - 1, tr(hint), Qt.ItemDataRole.ToolTipRole)
        self.alignment.activated.connect(lambda at: self.model.set(alignment=self.alignment.itemData(at)))
        self.scale = _check(
            tr("Bring sizes together"),
            tr("Lifted bodies have no size of their own: off, their different sizes count as disagreement"),
            lambda on: self.model.set(scale=on))
        self.height_field = QLineEdit()
        self.height_field.setPlaceholderText(tr("not known"))
        self.height_field.setFixedWidth(112)
        self.height_field.setAccessibleName(tr("The athlete's height in metres"))
        self.height_field.setToolTip(tr("The athlete's height: 1.75, 175 cm. With it, millimetres are scaled to the "
                                        "athlete; without, they are relative to the lifter's idea of a body"))
        self.height_field.editingFinished.connect(self._read_height)
        self.summary = QLabel()
        self.summary.setObjectName("hint")
        self.summary.setWordWrap(True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _make_pages(self) -> None:
        self.pages = Segments(tr("Page"), PAGES)
        self.pages.chosen.connect(self._turn)
        self.joints = JointTable()
        self.joints.chosen.connect(self._go_to_worst_of)
        self.worst = QTreeWidget()
        self.worst.setObjectName("rows")
        self.worst.setRootIsDecorated(False)
        self.worst.setUniformRowHeights(True)
        self.worst.setAccessibleName(tr("Worst frames"))
        self.worst.itemActivated.connect(self._go_to)
        self.worst.itemClicked.connect(self._go_to)
        self._stack = QStackedWidget()
        self._places: dict[str, QWidget] = {"joints": self.joints, "frames": self.worst,
                                            "options": scrolling(self._options())}
        for page in self._places.values():
            self._stack.addWidget(page)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("kind", "muted")
        find = self._action("detect")
        self._find = QPushButton(tr("Find poses"))
        self._find.setToolTip(find.toolTip())
        find.changed.connect(lambda: self._find.setToolTip(find.toolTip()))
        self._find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._find.clicked.connect(find.trigger)
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(32, 16, 32, 16)
        column.setSpacing(2 * theme.GRID)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._find, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._stack.addWidget(self._nothing)

    def _options(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(12, 8, 12, 12)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(theme.GRID)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        height = QHBoxLayout()
        height.setSpacing(theme.GRID)
        height.addWidget(self.height_field)
        height.addWidget(_label("m"))
        height.addStretch(1)
        form.addRow(_label(tr("Reference view")), self.reference)
        form.addRow(_label(tr("Aligned by")), self.alignment)
        form.addRow(_label(tr("Sizes")), self.scale)
        form.addRow(_label(tr("Athlete's height")), height)
        return page

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        rows = QVBoxLayout()
        rows.setContentsMargins(12, 0, 12, 0)
        rows.setSpacing(theme.GRID)
        rows.addLayout(_line(self.modes, 8, self.mean, 4, self.cameras, stretch=self.modes))
        rows.addWidget(self.pages)
        rows.addWidget(self.summary)
        column.addLayout(rows)
        column.addWidget(self._stack, 1)

    def _turn(self, page: str) -> None:
        """Show a page; those of curves, sides, detectors and lifters are made when they are first seen."""
        if page not in self._places:
            self._places[page] = self._make_page(page)
            self._stack.addWidget(self._places[page])
        self.summary.setVisible(self.model.comparison is not None and page not in ("curves", "detectors", "lifters"))
        if self.model.comparison is None and page in ("joints", "frames"):
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self._places[page])

    def _make_page(self, page: str) -> QWidget:
        from app.curves import CurvesPage
        from app.detectors_page import DetectorsPage
        from app.lifters_page import LiftersPage
        from app.sides_page import SidesPage

        if page == "curves":
            return scrolling(CurvesPage(self._session, self._player, self.model))
        if page == "detectors":
            return scrolling(DetectorsPage(self._session, self._stage, self._player))
        if page == "lifters":
            return LiftersPage(self._session, self._player, self.model)
        return scrolling(SidesPage(self._session, self._stage, self._player))

    # -- following

    def _show(self) -> None:
        model, made = self.model, self.model.comparison
        options = model.options
        self.modes.choose(options.mode)
        for box, on in ((self.mean, options.mean), (self.cameras, options.cameras), (self.scale, options.scale)):
            with QSignalBlocker(box):
                box.setChecked(on)
        self._show_reference()
        self.alignment.setCurrentIndex(max(self.alignment.findData(options.alignment), 0))
        if not self.height_field.hasFocus() or not self.height_field.isModified():
            self.height_field.setText("" if model.height_m is None else f"{model.height_m:.2f}")
        for widget in (self.modes, self.mean, self.cameras, self.reference, self.alignment, self.scale):
            widget.setEnabled(made is not None or model.busy)
        no_loop = options.alignment == "loop" and self._player.loop is None
        said = [tr("No loop is set (I, O), so all frames count.")] if no_loop else []
        self.summary.setText("" if made is None else " ".join([*said, summary(made, model)]))
        self._empty.setText(model.empty or tr("Comparing the views …"))
        self._find.setVisible(len(self._session.views) > 1 and len(model.lifted()) < 2)
        if made is not self._listed:
            self._listed = made
            self._show_tables()
        self._turn(self.pages.current)
        self._show_elsewhere()

    def page(self, page: str) -> QWidget | None:
        """What stands on a page, once it was seen."""
        place = self._places.get(page)
        return place.widget() if isinstance(place, QScrollArea) and page != "joints" else place

    def _show_reference(self) -> None:
        rows = [(self.model.name(view), view) for view in self.model.lifted()]
        if rows != [(self.reference.itemText(n), self.reference.itemData(n)) for n in range(self.reference.count())]:
            self.reference.clear()
            for name, view in rows:
                self.reference.addItem(name, view)
        self.reference.setCurrentIndex(max(self.reference.findData(self.model.reference), 0))

    def _show_tables(self) -> None:
        made, agreement = self.model.comparison, self.model.agreement
        if made is None or agreement is None:
            self.joints.set_spreads([], [], None)
            self.worst.clear()
            return
        self.joints.set_spreads(made.joints, agreement.order, agreement.scale)
        self.worst.clear()
        self.worst.setHeaderLabels([tr("Time"), tr("Frame"), tr("Agreement, {unit}").format(unit=made.label),
                                    tr("Furthest apart")])
        duration = float(made.times[-1] - made.times[0]) if len(made.times) else 0.0
        for row in made.worst(WORST, apart_s=min(max(duration / 20, 0.1), 0.5)):
            item = QTreeWidgetItem([format_time(row.time_s), str(row.index), f"{row.value:.0f}",
                                    _furthest(made, row.index)])
            item.setData(0, Qt.ItemDataRole.UserRole, row.time_s)
            for at in (1, 2):
                item.setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.worst.addTopLevelItem(item)
        for at in range(3):
            self.worst.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)

    def _show_elsewhere(self) -> None:
        """The timeline and the 3D view."""
        is_open = self.model.open
        self._stage.timeline.set_agreement(self.model.agreement if is_open else None)
        self._stage.compare_with(self.model.laid if is_open else None)

    # -- doing

    def _go_to(self, item: QTreeWidgetItem, *_: object) -> None:
        self._seek(float(item.data(0, Qt.ItemDataRole.UserRole)))

    def _seek(self, t: float) -> None:
        """Go to a frame of the reference view, which becomes the view at hand: the others show their nearest to it."""
        self._stage.activate(self.model.reference)
        self._player.seek(t)

    def go_to_next_worst(self) -> None:
        """The first of the worst frames, or the one after that at the playhead."""
        items = [self.worst.topLevelItem(row) for row in range(self.worst.topLevelItemCount())]
        times = [float(item.data(0, Qt.ItemDataRole.UserRole)) for item in items if item is not None]
        if times:
            here = next((n for n, t in enumerate(times) if abs(t - self._player.t) < 1e-6), -1)
            item = items[(here + 1) % len(times)]
            assert item is not None
            self.worst.setCurrentItem(item)
            self._seek(times[(here + 1) % len(times)])

    @property
    def has_second(self) -> bool:
        """Whether a second detector is beside what is shown."""
        page: Any = self.page("detectors")
        return page is not None and bool(page.second.chosen)

    def toggle_second(self) -> None:
        """Puts a second detector beside what is shown, or takes it away; on the page of detectors."""
        if not self.has_second:
            self.show_page("detectors")
        page: Any = self.page("detectors")
        page.toggle()

    def next_difference(self) -> None:
        """Goes to where two detectors are furthest apart, or from there to the next frame of the list."""
        self.show_page("detectors")
        page: Any = self.page("detectors")
        page.go_to_next()

    def _go_to_worst_of(self, joint: int) -> None:
        made = self.model.comparison
        if made is None:
            return
        values = np.where(made.inside, made.agreement[:, joint], np.nan)
        if np.isfinite(values).any():
            self._seek(float(made.times[int(np.nanargmax(values))]))

    def _read_height(self) -> None:
        if not self.height_field.isModified():
            return
        self.height_field.setModified(False)
        try:
            self.model.set_height(read_height(self.height_field.text()), self)
        except ValueError as why:
            self._session.noticed.emit(Notice("warning", tr("That is no height."), str(why)))
        height = self.model.height_m
        self.height_field.setText("" if height is None else f"{height:.2f}")


def read_height(text: str) -> float | None:
    """'1.75', '1,75 m', '175', '175 cm' → metres; '' → None. Raises ValueError with what to type."""
    said = text.strip().lower().replace(",", ".")
    if not said:
        return None
    number, unit = said.rstrip(" cm"), said.endswith("cm")
    try:
        value = float(number)
    except ValueError:
        raise ValueError(tr("Type metres or centimetres, as 1.75 or 175.")) from None
    if unit or value > 10:
        value /= 100
    if not HEIGHTS_M[0] <= value <= HEIGHTS_M[1]:
        raise ValueError(tr("A person is {least} to {most} m tall.").format(least=HEIGHTS_M[0], most=HEIGHTS_M[1]))
    return round(value, 3)


def summary(made: Comparison, model: CompareModel) -> str:
    """'4 views agree to 62 mm (relative), the median of all joints in 100 frames.'"""
    frames = int(made.inside.sum())
    count = len(made.views) - len(made.faults)
    if not np.isfinite(made.median):
        said = tr("No joint is seen by two views at once.")
    else:
        said = _agree(frames == 1, frames < len(made.inside)).format(
            views=count, mm=f"{made.median:.0f}", kind=tr(made.kind), frames=frames)
    for view, why in made.faults.items():
        left = tr("{view} is left out: {why}").format(view=model.name(view), why=f"{why[0].lower()}{why[1:]}")
        said = f"{said} {left}"
    return said


def _agree(one_frame: bool, looped: bool) -> str:
    """The sentence on the agreement, to be filled in. looped: not all frames count."""
    if one_frame:
        return tr("{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frame of the loop.") \
            if looped else tr("{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frame.")
    return tr("{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frames of the loop.") \
        if looped else tr("{views} views agree to {mm} mm ({kind}), the median of all joints in {frames} frames.")


def _furthest(made: Comparison, index: int) -> str:
    """The joint that is furthest apart in a frame, with its distance."""
    values = made.agreement[index]
    if not np.isfinite(values).any():
        return ""
    joint = int(np.nanargmax(values))
    return f"{joint_name(made.skeleton.joints[joint])}, {values[joint]:.0f} mm"


def _check(title: str, hint: str, toggled: Callable[[bool], None]) -> QCheckBox:
    box = QCheckBox(title)
    box.setToolTip(hint)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    box.toggled.connect(toggled)
    return box


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("label")
    return label


def _line(*parts: QWidget | int | None, stretch: QWidget | None = None) -> QHBoxLayout:
    """Widgets in a row; a number is a gap in pixels, None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(theme.GRID)
    for part in parts:
        if part is None:
            row.addStretch(1)
        elif isinstance(part, int):
            row.addSpacing(part)
        else:
            row.addWidget(part, 1 if part is stretch else 0)
    return row
