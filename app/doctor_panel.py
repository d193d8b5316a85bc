"""The video doctor's panel: for each view what is odd about its video, what that means, and one button that helps."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.player import Player
from app.session import Session
from app.stage import Stage
from app.timecode import format_time
from app.words import tr
from core.doctor import Finding, Severity
from core.runs import ItemStatus

# severity → icon and colour
SIGNS: dict[Severity, tuple[str, str]] = {
    "warning": ("warning-fill", theme.WARNING), "advice": ("lightbulb", theme.ACCENT), "note": ("info", theme.MUTED),
}


class DoctorPanel(QWidget):
    """Reads the session's doctor. sync_wanted(method): the user wants the views synchronized, 'auto' or 'pose'."""

    sync_wanted = Signal(str)

    def __init__(self, session: Session, stage: Stage, player: Player) -> None:
        super().__init__()
        self._session, self._stage, self._player = session, stage, player
        self._doctor = session.doctor
        self._rows: dict[str, FindingRow] = {}
        self._listed: list[tuple[str, str, bool, tuple[Finding, ...]]] = []
        self._showing_aside = False
        self.setAccessibleName(tr("Video doctor"))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.GRID)
        self._head = QLabel()
        self._head.setObjectName("hint")
        self._head.setWordWrap(True)
        self._aside = QToolButton()
        self._aside.setObjectName("flat")
        self._aside.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._aside.clicked.connect(self._turn_aside)
        body = QWidget()
        body.setProperty("kind", "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(theme.GRID + 4)
        column.addWidget(self._head)
        column.addLayout(self._list)
        column.addWidget(self._aside, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._doctor.changed.connect(self.refresh)
        session.changed.connect(lambda change, sender: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """As the doctor has it now; rows that are still right stay, so that a click never falls between two."""
        doctor, aside = self._doctor, self._doctor.aside
        shown = tuple(f for f in doctor.findings if self._showing_aside or f.id not in aside)
        views = [view for view in self._session.views.values() if any(f.view == view.id for f in shown)]
        listed = [(view.name, self._stage.colour(view), self._showing_aside,
                   tuple(f for f in shown if f.view == view.id)) for view in views]
        if listed != self._listed:
            self._listed = listed
            self._fill(aside)
        for finding in shown:
            row = self._rows[finding.id]
            row.set_aside(finding.id in aside)
            row.set_copying(doctor.copying(finding.view) if finding.action == "proxy" else None)
        self._say(len(shown), sum(f.id in aside for f in doctor.findings))

    def _fill(self, aside: frozenset[str]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows.clear()
        for name, colour, _, findings in self._listed:
            self._list.addWidget(_view_heading(name, colour))
            for finding in findings:
                row = self._rows[finding.id] = FindingRow(finding)
                row.helped.connect(partial(self._help, finding))
                row.put_aside.connect(partial(self._doctor.put_aside, finding))
                row.stopped.connect(partial(self._doctor.stop_copying, finding.view))
                self._list.addWidget(row)

    def _say(self, count: int, aside: int) -> None:
        if self._doctor.busy:
            self._head.setText(tr("Looking at the videos …"))
        elif count == 0:
            self._head.setText(tr("Nothing about these videos needs your attention.") if not aside else
                               tr("Nothing else about these videos needs your attention."))
        else:
            self._head.setText(
                tr("What is odd about the videos, and what helps. The files themselves are never changed."))
        self._aside.setVisible(aside > 0)
        text = tr("Hide {n} put aside") if self._showing_aside else tr("Show {n} put aside")
        self._aside.setText(text.format(n=aside))

    def _turn_aside(self) -> None:
        self._showing_aside = not self._showing_aside
        self.refresh()

    def _help(self, finding: Finding) -> None:
        acts: dict[str, Callable[[], None]] = {
            "proxy": lambda: self._doctor.copy(finding.view),
            "slow_motion": lambda: self._doctor.set_slow_motion(finding.view, finding.value),
            "sync": lambda: self.sync_wanted.emit("auto"),
            "sync_pose": lambda: self.sync_wanted.emit("pose"),
            "show": lambda: self._show(finding),
            "none": lambda: self._doctor.put_aside(finding),
        }
        acts[finding.action]()

    def _show(self, finding: Finding) -> None:
        """Go to the frame in front of the gap."""
        view, times = self._session.views.get(finding.view), self._session.times.get(finding.view)
        if view is not None and times is not None and 0 <= finding.value < len(times):
            self._stage.activate(view.id)
            self._player.seek(float(view.clock.to_ref(times[int(finding.value)])))


class FindingRow(QFrame):
    """One finding. helped(): its button; put_aside(on): it was read, or is wanted back; stopped(): no copy, please."""

    helped = Signal()
    put_aside = Signal(bool)
    stopped = Signal()

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding, self._is_aside = finding, False
        self.setProperty("kind", "card")
        self.setAccessibleName(finding.title)
        icon_name, tint = SIGNS[finding.severity]
        sign = QLabel()
        sign.setPixmap(theme.icon(icon_name, tint).pixmap(18, 18))
        sign.setToolTip({"warning": tr("Results suffer unless this is seen to"), "advice": tr("Something helps here"),
                         "note": tr("Good to know; nothing needs doing")}[finding.severity])
        title = QLabel(finding.title)
        title.setObjectName("rowTitle")
        title.setWordWrap(True)
        meaning = QLabel(finding.meaning)
        meaning.setObjectName("hint")
        meaning.setWordWrap(True)
        for label in (title, meaning):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setFixedSize(26, 26)  # a row that is not laid out yet would squeeze its icon to nothing
        self._close.setIconSize(theme.icon_size(16))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(lambda: self.put_aside.emit(not self._is_aside))
        self.button = QPushButton(finding.button)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.helped)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress of the copy"))
        self._left = QLabel()
        self._left.setObjectName("hint")
        self.stop = QPushButton(tr("Stop"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.stopped)
        self._lay_out(sign, title, meaning)
        self.set_aside(False)
        self.set_copying(None)

    def _lay_out(self, sign: QLabel, title: QLabel, meaning: QLabel) -> None:
        self._bar.setMinimumWidth(90)
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(sign)
        head.addWidget(title, 1)
        for widget in (self.button, self._bar, self._left, self.stop, self._close):
            head.addWidget(widget)
        under = QVBoxLayout()
        under.setContentsMargins(18 + theme.GRID, 0, 36, 0)
        under.addWidget(meaning)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 8, 10)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addLayout(under)

    def set_aside(self, aside: bool) -> None:
        self._is_aside = aside
        self._close.setIcon(theme.icon("arrow-u-up-left" if aside else "x", theme.MUTED))
        self._close.setToolTip(tr("Bring it back") if aside else tr("Put aside; it can be brought back below"))
        self.button.setEnabled(not (aside and self.finding.action == "none"))

    def set_copying(self, status: ItemStatus | None) -> None:
        """How far the copy is; None: none is being made."""
        self.button.setVisible(status is None)
        for widget in (self._bar, self._left, self.stop):
            widget.setVisible(status is not None)
        if status is not None:
            self._bar.setRange(0, status.total)  # 0: busy
            self._bar.setValue(status.done)
            left = "" if status.eta_s is None else \
                tr("{time} left").format(time=format_time(status.eta_s, milliseconds=False))
            self._left.setText(tr("Waiting") if status.stage == "waiting" else left)


def _view_heading(name: str, colour: str) -> QWidget:
    swatch = QFrame()
    swatch.setFixedSize(4, 16)
    swatch.setStyleSheet(f"background: {colour}; border-radius: 2px;")
    label = QLabel(name)
    label.setObjectName("sectionTitle")
    heading = QWidget()
    line = QHBoxLayout(heading)
    line.setContentsMargins(0, 4, 0, 0)
    line.setSpacing(theme.GRID)
    line.addWidget(swatch)
    line.addWidget(label, 1)
    return heading
