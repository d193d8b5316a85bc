"""What is to be known before a training begins, one line each with its sign."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.words import marked, tr
from training.readiness import BAD, OK, WARNING, Finding

WAITING = "waiting"
SIGNS = {  # state → icon, its colour, and what it says to those who do not see it
    OK: ("check-circle", theme.GOOD, marked("In order")),
    WARNING: ("warning-fill", theme.WARNING, marked("Worth knowing")),
    BAD: ("x-circle-fill", theme.DANGER, marked("Keeps the training from starting")),
    WAITING: ("hourglass", theme.MUTED, marked("Being looked at"))}


class FindingsList(QWidget):
    """Rows stay where they are when their words change."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Check before the start"))
        self._lines: list[tuple[QWidget, QLabel, QLabel]] = []
        self.findings: tuple[Finding, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """The gravest first."""
        order = (BAD, WARNING, OK, WAITING)
        told = tuple(sorted(findings, key=lambda each: order.index(each.state)))
        if told == self.findings:
            return
        self.findings = told
        while len(self._lines) < len(told):
            self._lines.append(self._line())
        for n, (line, icon, label) in enumerate(self._lines):
            line.setVisible(n < len(told))
            if n < len(told):
                name, tint, words = SIGNS[told[n].state]
                icon.setPixmap(theme.icon(name, tint).pixmap(16, 16))
                icon.setToolTip(tr(words))
                label.setText(told[n].sentence)
                label.setAccessibleName(f"{tr(words)}: {told[n].sentence}")
        self.updateGeometry()

    def _line(self) -> tuple[QWidget, QLabel, QLabel]:
        line, icon, label = QWidget(), QLabel(), QLabel()
        icon.setFixedSize(16, 18)
        label.setWordWrap(True)
        label.setFont(theme.font(theme.SMALL))
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._column.addWidget(line)
        return line, icon, label
