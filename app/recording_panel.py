"""The left panel: the recording's views, the people in the view at hand, the models, and the run.

It is told what to show in plain rows and says what was chosen; it knows neither session nor project.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QIcon, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.choice_rows import FACTS, ChoiceRows
from app.commands import BY_ID
from app.words import tr

MARGINS = (12, 12, 12, 12)
LABEL = 60  # px: the column of labels beside the models
# In the place of a model's id: others that are not here yet; how fast they are; what they find, beside one another.
MORE, MEASURE, COMPARE = "+", "measure", "compare"


@dataclass(frozen=True)
class ViewRow:
    """One view. facts: what the file is, in a few words each; aside: its offset, beside the name, with a hint;
    fault: what is wrong with it, or ''; hint: more about it."""

    id: str
    name: str
    colour: str
    facts: tuple[str, ...] = ()
    aside: str = ""
    aside_hint: str = ""
    fault: str = ""
    hint: str = ""


@dataclass(frozen=True)
class PersonRow:
    """One person found in the view at hand. share: of the frames looked at, 0..1."""

    id: int
    name: str
    share: float
    athlete: bool


@dataclass(frozen=True)
class Choice:
    """A model to choose: card id, title, a line about it; restricted: its licence forbids something; facts: lines that
    stand below its title in the list."""

    id: str
    title: str
    text: str = ""
    restricted: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunRow:
    """The run: what it does now, how far and fast, how long still. share: 0..1, None when not known. fault: why it
    failed."""

    title: str
    detail: str = ""
    share: float | None = None
    left: str = ""
    active: bool = True
    fault: str = ""


class RecordingPanel(QWidget):
    """view_chosen(id), person_chosen(id) of the view at hand, detector_chosen(id), frames_chosen(id: which are looked
    at), lifter_chosen(id), flip_chosen(with the flip test), device_chosen(name): what the detector computes on;
    more_wanted(): models that are not here yet. measure_wanted(): how fast the detectors are, or no longer;
    compare_wanted(): what several detectors found.

    The models and the run stay at the bottom, in sight; what is above them scrolls.
    """

    view_chosen = Signal(str)
    person_chosen = Signal(int)
    detector_chosen = Signal(str)
    frames_chosen = Signal(str)
    lifter_chosen = Signal(str)
    flip_chosen = Signal(bool)
    device_chosen = Signal(str)
    more_wanted = Signal()
    measure_wanted = Signal()
    compare_wanted = Signal()

    def __init__(self, action: Callable[[str], QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_views: tuple[list[ViewRow], str | None] = ([], None)
        self._shown_people: list[PersonRow] = []
        self._shown_run: RunRow | None = None
        self._chosen: dict[QComboBox, str | None] = {}  # what stands in each list
        self.setObjectName("recordingPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(248)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scrolling(action), 1)
        whole.addWidget(self._footer(action))

    def _scrolling(self, action: Callable[[str], QAction]) -> QScrollArea:
        """Views and people."""
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setObjectName("recordingBody")
        area.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(theme.GRID)

        add = _button(action("open_videos"), tr("Add"))
        column.addLayout(_heading(tr("Views"), _button(action("camera_file"), tr("Cameras")), add))
        self._views = _list(column)
        self._doctor = _button(action("panel_doctor"), "")
        self._doctor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._doctor.hide()
        column.addWidget(self._doctor)
        column.addSpacing(theme.GRID * 2)
        self._people_heading = QLabel(tr("People"))
        self._people_heading.setObjectName("sectionTitle")
        column.addWidget(self._people_heading)
        self._people = _list(column)
        self._people_hint = _text("", "hint")
        column.addWidget(self._people_hint)
        column.addStretch()
        return area

    def _footer(self, action: Callable[[str], QAction]) -> QFrame:
        """The models, the buttons and the run."""
        footer = QFrame()
        footer.setObjectName("recordingFooter")
        column = QVBoxLayout(footer)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(theme.GRID)
        self._detector = self._chooser(column, tr("Detector"), self.detector_chosen)
        self._detector.setItemDelegate(ChoiceRows(self._detector))
        self._device_row = QWidget()
        device = QVBoxLayout(self._device_row)
        device.setContentsMargins(0, 0, 0, 0)
        self._device = self._chooser(device, tr("Device"), self.device_chosen)
        column.addWidget(self._device_row)
        self._frames = self._chooser(column, tr("Frames"), self.frames_chosen)
        self._lifter = self._chooser(column, tr("Lifter"), self.lifter_chosen)
        self._flip = QCheckBox(tr("Flip test"))
        self._flip.setToolTip(
            tr("Lift the picture and its mirror image and take the mean: steadier, in twice the time"))
        self._flip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._flip.toggled.connect(self.flip_chosen)
        line, under = QHBoxLayout(), QLabel()
        under.setFixedWidth(LABEL)
        line.addWidget(under)
        line.addWidget(self._flip, 1)
        column.addLayout(line)
        column.addSpacing(theme.GRID // 2)
        column.addLayout(self._run_box(action))
        return footer

    def set_views(self, rows: Sequence[ViewRow], active: str | None) -> None:
        if self._shown_views != (list(rows), active):  # rows made anew under the pointer would swallow its click
            self._shown_views = (list(rows), active)
            _fill(self._views, [_ViewCard(row, row.id == active, self.view_chosen.emit) for row in rows])

    def set_doctor(self, count: int, colour: str) -> None:
        """So many things are to be known about the videos; colour: of the weightiest."""
        self._doctor.setVisible(count > 0)
        self._doctor.setText(tr("Video doctor: 1 finding") if count == 1
                             else tr("Video doctor: {} findings").format(count))
        self._doctor.setIcon(theme.icon("first-aid-kit", colour))

    def set_people(self, view_name: str, rows: Sequence[PersonRow], hint: str) -> None:
        """The people of the view at hand. hint: what to say below the list."""
        self._people_heading.setText(tr("People in {}").format(view_name) if view_name else tr("People"))
        if self._shown_people != list(rows):
            self._shown_people = list(rows)
            _fill(self._people, [_PersonCard(row, self.person_chosen.emit) for row in rows])
        self._people_hint.setText(hint)
        self._people_hint.setVisible(bool(hint))

    def set_models(self, detectors: Sequence[Choice], detector: str, lifters: Sequence[Choice], lifter: str,
                   flip: bool, measuring: bool = False) -> None:
        """measuring: how fast detectors are is being measured."""
        more = (tr("Get more models…"), MORE)
        extras = {self._detector: ((tr("Stop measuring") if measuring else tr("Measure speeds"), MEASURE),
                                   (tr("Compare detectors…"), COMPARE), more), self._lifter: (more,)}
        with QSignalBlocker(self._flip):
            self._flip.setChecked(flip)
        for box, choices, chosen in ((self._detector, detectors, detector), (self._lifter, lifters, lifter)):
            if box.view().isVisible():  # it would lose its place while somebody reads it
                self._refresh_rows(box, choices)
                continue
            with QSignalBlocker(box):
                box.clear()
                for choice in choices:
                    mark = theme.icon("warning-circle", theme.WARNING) if choice.restricted else QIcon()
                    box.addItem(mark, choice.title, choice.id)
                    box.setItemData(box.count() - 1, choice.text, Qt.ItemDataRole.ToolTipRole)
                    box.setItemData(box.count() - 1, choice.facts, FACTS)
                box.insertSeparator(box.count())
                for title, key in extras[box]:
                    box.addItem(title, key)
                box.setCurrentIndex(max(0, box.findData(chosen)))
                self._chosen[box] = box.currentData()
            box.setPlaceholderText(tr("none"))
            box.setEnabled(bool(choices))
            box.setToolTip({choice.id: choice.text for choice in choices}.get(box.currentData() or "", ""))

    def _refresh_rows(self, box: QComboBox, choices: Sequence[Choice]) -> None:
        """What stands below the titles of a list that is open."""
        for choice in choices:
            at = box.findData(choice.id)
            if at >= 0 and box.itemData(at, FACTS) != choice.facts:
                box.setItemData(at, choice.facts, FACTS)

    def set_device(self, choices: Sequence[Choice], chosen: str) -> None:
        """What the detector can compute on; of one there is nothing to choose."""
        with QSignalBlocker(self._device):
            self._device.clear()
            for choice in choices:
                self._device.addItem(choice.title, choice.id)
                self._device.setItemData(self._device.count() - 1, choice.text, Qt.ItemDataRole.ToolTipRole)
            self._device.setCurrentIndex(max(0, self._device.findData(chosen)))
            self._chosen[self._device] = self._device.currentData()
        self._device_row.setVisible(len(choices) > 1)

    def set_frames(self, choices: Sequence[Choice], chosen: str, why: str = "") -> None:
        """Which frames can be looked at. why: there is but one choice."""
        box = self._frames
        with QSignalBlocker(box):
            box.clear()
            for choice in choices:
                box.addItem(choice.title, choice.id)
                box.setItemData(box.count() - 1, choice.text, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setEnabled(len(choices) > 1)
        box.setToolTip(why or next((choice.text for choice in choices if choice.id == chosen), ""))

    def set_run(self, row: RunRow | None) -> None:
        """What the run does; None: there is none."""
        if row == self._shown_run:
            return
        before, self._shown_run = self._shown_run, row
        self._run.setVisible(row is not None)
        if row is None:
            return
        self._run_title.setText(row.title)
        self._run_detail.setText(row.fault or row.detail)
        self._run_detail.setVisible(bool(row.fault or row.detail))
        if before is None or bool(before.fault) != bool(row.fault):
            self._run_detail.setProperty("kind", "error" if row.fault else "")
            self._run_detail.style().polish(self._run_detail)
        self._run_left.setText(row.left)
        self._bar.setVisible(row.active)
        self._stop.setVisible(row.active)
        # A bar paints itself, and all else that waits to be painted, before setValue returns; so it comes in its turn.
        self._bar.setUpdatesEnabled(False)
        self._bar.setRange(0, 0 if row.share is None else 1000)  # an empty range shows that it is busy
        if row.share is not None:
            self._bar.setValue(round(1000 * row.share))
        self._bar.setUpdatesEnabled(True)

    def _chooser(self, column: QVBoxLayout, title: str, chosen: SignalInstance) -> QComboBox:
        label, box = QLabel(title), _Chooser()
        label.setObjectName("label")
        label.setFixedWidth(LABEL)
        box.setAccessibleName(title)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.activated.connect(lambda index: self._choose(box, box.itemData(index), chosen))
        label.setBuddy(box)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(box, 1)
        column.addLayout(line)
        return box

    def _choose(self, box: QComboBox, model: str, chosen: SignalInstance) -> None:
        asked = {MORE: self.more_wanted, MEASURE: self.measure_wanted, COMPARE: self.compare_wanted}.get(model)
        if asked is None:
            self._chosen[box] = model
            chosen.emit(model)
            return
        box.setCurrentIndex(box.findData(self._chosen.get(box)))
        asked.emit()

    def _run_box(self, action: Callable[[str], QAction]) -> QVBoxLayout:
        find = _button(action("detect"), tr("Find poses"), QPushButton())
        loop = _button(action("detect_loop"), tr("In the loop"), QPushButton())
        find.setObjectName("primary")
        loop.setObjectName("secondary")
        find.setIcon(theme.icon(BY_ID["detect"].icon, theme.BACKGROUND))
        for button in (find, loop):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(find, 3)
        buttons.addWidget(loop, 2)

        self._run = QFrame()
        self._run.setObjectName("runBox")
        self._run_title, self._run_detail = _text("", "runTitle"), _text("", "hint")
        self._run_left = QLabel()
        self._run_left.setObjectName("hint")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._stop = _button(action("cancel"), tr("Stop"))
        head = QHBoxLayout()
        head.addWidget(self._run_title, 1)
        head.addWidget(self._stop)
        inside = QVBoxLayout(self._run)
        inside.setContentsMargins(12, 8, 8, 12)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addWidget(self._bar)
        below = QHBoxLayout()
        below.addWidget(self._run_detail, 1)
        below.addWidget(self._run_left)
        inside.addLayout(below)
        self._run.hide()
        box = QVBoxLayout()
        box.setSpacing(theme.GRID)
        box.addLayout(buttons)
        box.addWidget(self._run)
        return box


class _Card(QFrame):
    """A row that can be clicked, or chosen with Enter when it has the focus."""

    def __init__(self, name: str, chosen: bool, choose: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("row")
        self.setProperty("chosen", chosen)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self._choose = choose

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)


class _ViewCard(_Card):
    def __init__(self, row: ViewRow, active: bool, choose: Callable[[str], None]) -> None:
        super().__init__(row.name, active, lambda: choose(row.id))
        self.setToolTip(row.hint)
        swatch = QFrame()
        swatch.setFixedWidth(4)
        swatch.setStyleSheet(f"background: {row.colour}; border-radius: 2px;")
        words = QVBoxLayout()
        words.setSpacing(2)
        head = QHBoxLayout()
        aside = QLabel(row.aside)
        aside.setObjectName("hint")
        aside.setToolTip(row.aside_hint)
        head.addWidget(_elided(row.name, "rowTitle"), 1)
        head.addWidget(aside)
        words.addLayout(head)
        if row.fault:
            fault = _text(row.fault, "hint")
            fault.setProperty("kind", "error")
            words.addWidget(fault)
        for line in row.facts:
            words.addWidget(_elided(line, "hint"))
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 8, 8, 8)
        across.setSpacing(10)
        across.addWidget(swatch)
        across.addLayout(words, 1)


class _PersonCard(_Card):
    def __init__(self, row: PersonRow, choose: Callable[[int], None]) -> None:
        super().__init__(row.name, row.athlete, lambda: choose(row.id))
        self.setToolTip(tr("The athlete: lifted to 3D") if row.athlete else tr("Make this person the athlete"))
        icon = QLabel()
        tint = theme.ACCENT if row.athlete else theme.MUTED
        icon.setPixmap(theme.icon("user-circle-fill" if row.athlete else "user-circle", tint).pixmap(18, 18))
        share = QLabel(tr("{} % of frames").format(f"{100 * row.share:.0f}"))
        share.setObjectName("hint")
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 6, 8, 6)
        across.setSpacing(8)
        across.addWidget(icon)
        across.addWidget(QLabel(row.name))
        if row.athlete:
            badge = QLabel(tr("athlete"))
            badge.setObjectName("badge")
            across.addWidget(badge)
        across.addStretch()
        across.addWidget(share)


class _Chooser(QComboBox):
    """A combo box that shortens its text with an ellipsis and leaves the wheel to the panel, so that scrolling by
    never changes a model."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        text = option.currentText or self.placeholderText()
        kind, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        painter.drawComplexControl(kind, option)
        room = self.style().subControlRect(kind, option, field, self).width() - 4
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + 4
        if self.fontMetrics().horizontalAdvance(text) > room:
            text = text.partition(" (")[0]  # what stands in brackets is the first to go; the list has it all
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class _Elided(QLabel):
    """A label that shortens its middle instead of widening the panel; the whole text is its tool tip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(short)
        self.setToolTip(self._whole if short != self._whole else "")


def _elided(text: str, name: str) -> QLabel:
    label = _Elided(text)
    label.setObjectName(name)
    return label


def _text(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _heading(title: str, *buttons: QWidget) -> QHBoxLayout:
    label = QLabel(title)
    label.setObjectName("sectionTitle")
    line = QHBoxLayout()
    line.addWidget(label)
    line.addStretch()
    for button in buttons:
        line.addWidget(button)
    return line


def _button(action: QAction, title: str, button: QAbstractButton | None = None) -> QAbstractButton:
    """A button of a command, under a shorter title: enabled, hint and keys follow the command. A flat one, unless
    another is given."""
    if button is None:
        button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setObjectName("flat")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIcon(action.icon())
    button.setText(title)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return button


def _list(column: QVBoxLayout) -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(4)
    column.addLayout(rows)
    return rows


def _fill(rows: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := rows.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        rows.addWidget(widget)
