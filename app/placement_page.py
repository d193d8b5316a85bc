"""The page for a recording that is planned: how far apart two cameras should stand for a training to gain most."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.runs import Runs
from app.session import Session
from app.timecode import format_time
from app.words import marked, tr
from core.errors import ParallaxError
from core.runs import Run, Status

KIND = "which-views"
ASK = marked("Where should two cameras stand, so that a lifter learns most from them? This trains it for a little on "
             "motion capture that two virtual cameras see from different angles, and measures each time what is "
             "gained.")
NEAR = 0.1  # of the largest gain: angles that lose no more than this are as good as the best


@dataclass(frozen=True)
class Gains:
    """angles: (N,) degrees between two cameras, ascending; after_mm: (N,) the error after a training with them;
    before_mm: without one."""

    angles: tuple[float, ...]
    before_mm: float
    after_mm: tuple[float, ...]

    @property
    def gained(self) -> tuple[float, ...]:
        """(N,) mm."""
        return tuple(self.before_mm - after for after in self.after_mm)

    @property
    def best(self) -> int:
        return max(range(len(self.angles)), key=lambda n: self.gained[n])


def read(result: Any) -> Gains:
    """A run's result. Raises ValueError where it is none."""
    try:
        rows = sorted(zip(map(float, result["angles"]), map(float, result["after_mm"]), strict=True))
        before = float(result["before_mm"])
    except (KeyError, TypeError) as fault:
        raise ValueError(f"no result ({fault})") from None
    if not rows or not all(map(math.isfinite, (before, *(value for row in rows for value in row)))):
        raise ValueError("nothing was measured")
    return Gains(tuple(row[0] for row in rows), before, tuple(row[1] for row in rows))


def words(gains: Gains) -> str:
    """'Two cameras 90° apart gain most: 62 → 45 mm. From 60° to 120° it is nearly as much.'"""
    best, gained = gains.best, gains.gained
    if gained[best] <= 0:
        return tr("At none of these angles was anything gained.")
    said = [tr("Two cameras about {angle}° apart gain most: {before} → {after} mm.").format(
        angle=f"{gains.angles[best]:.0f}", before=f"{gains.before_mm:.0f}", after=f"{gains.after_mm[best]:.0f}")]
    low = high = best
    while low > 0 and gained[low - 1] >= (1 - NEAR) * gained[best]:
        low -= 1
    while high + 1 < len(gained) and gained[high + 1] >= (1 - NEAR) * gained[best]:
        high += 1
    if low < high:
        said.append(tr("From {low}° to {high}° it is nearly as much.").format(
            low=f"{gains.angles[low]:.0f}", high=f"{gains.angles[high]:.0f}"))
    least = min(range(len(gained)), key=lambda n: gained[n])
    said.append(tr("Least is gained at {angle}°: {n} mm.").format(
        angle=f"{gains.angles[least]:.0f}", n=f"{max(gained[least], 0):.0f}"))
    return " ".join(said)


class GainPlot(QWidget):
    """The error over the angle, and what it was before."""

    def __init__(self) -> None:
        super().__init__()
        self.gains: Gains | None = None
        self.setMinimumHeight(160)
        self.setMaximumHeight(420)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Error over the angle between two cameras"))

    def sizeHint(self) -> QSize:
        return QSize(400, 260)

    def set_gains(self, gains: Gains | None) -> None:
        self.gains = gains
        self.setAccessibleDescription(words(gains) if gains is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.gains is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gains, field = self.gains, QRectF(self.rect()).adjusted(48, 24, -14, -34)
        painter.fillRect(field, QColor(theme.BACKGROUND))
        values = (*gains.after_mm, gains.before_mm)
        room = max(0.12 * (max(values) - min(values)), 0.5)
        low, high = min(values) - room, max(values) + room

        def x(angle: float) -> float:
            return field.left() + field.width() * angle / 180

        def y(value: float) -> float:
            return field.bottom() - field.height() * (value - low) / (high - low)

        self._paint_axes(painter, field, (low, high), x, y)
        painter.setPen(QPen(QColor(theme.MUTED), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(field.left(), y(gains.before_mm)), QPointF(field.right(), y(gains.before_mm)))
        painter.setFont(theme.font(theme.SMALL))
        painter.drawText(QPointF(field.left() + 6, y(gains.before_mm) - 5), tr("before"))
        points = [QPointF(x(a), y(v)) for a, v in zip(gains.angles, gains.after_mm, strict=True)]
        painter.setPen(QPen(QColor(theme.ACCENT), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        for n, point in enumerate(points):
            painter.setBrush(QColor(theme.GOOD if n == gains.best else theme.BACKGROUND))
            painter.setPen(QPen(QColor(theme.GOOD if n == gains.best else theme.ACCENT), 2))
            painter.drawEllipse(point, 5 if n == gains.best else 4, 5 if n == gains.best else 4)
        painter.end()

    def _paint_axes(self, painter: QPainter, field: QRectF, span: tuple[float, float], x: Any, y: Any) -> None:
        painter.setFont(theme.font(11, tabular=True))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        low, high = span
        step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000) if (high - low) / s <= 7 or s == 1000)
        for k in range(math.ceil(low / step), math.floor(high / step) + 1):
            at = round(y(k * step))
            painter.fillRect(QRectF(field.left(), at, field.width(), 1), QColor(theme.LINE))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRectF(0, at - 8, field.left() - 8, 16), right, f"{k * step:g}")
        for angle in range(0, 181, 30):
            painter.fillRect(QRectF(round(x(angle)), field.top(), 1, field.height()), theme.colour(theme.LINE, 0.6))
            painter.drawText(QRectF(x(angle) - 24, field.bottom() + 4, 48, 14), Qt.AlignmentFlag.AlignCenter,
                             f"{angle}°")
        painter.setFont(theme.font(theme.SMALL))
        painter.drawText(QRectF(field.left(), 2, field.width(), 18), Qt.AlignmentFlag.AlignLeft,
                         tr("Error after it, mm"))
        painter.drawText(QRectF(field.left(), field.bottom() + 18, field.width(), 16), Qt.AlignmentFlag.AlignRight,
                         tr("Angle between the two cameras"))


class PlacementPage(QWidget):
    """The work is a run in a process of its own, which is found again after a restart."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._folder: Path | None = None
        self.gains: Gains | None = None
        self.runs = Runs(session.jobs, self, KIND, KIND)
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._show)
        self.runs.ended.connect(self._ended)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._press)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._left = QLabel()
        self._left.setObjectName("hint")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.plot = GainPlot()
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.button)
        row.addWidget(self._bar, 1)
        row.addWidget(self._left)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addLayout(row)
        column.addWidget(self.plot, 100)
        column.addStretch(1)
        session.opened.connect(self._project_changed)
        self._project_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _project_changed(self) -> None:
        project = self._session.project
        folder = project.folder if project is not None else None
        if folder != self._folder:
            self._folder, self.gains = folder, None
            self.runs.forget()
            if project is not None:
                self.runs.adopt(project)
        self._show()

    def _press(self) -> None:
        project = self._session.project
        if self.runs.running:
            self.runs.stop()
        elif project is not None and not self._session.refuses():
            self.runs.start(project.runs, KIND, tr("Which views?"), {"lifter": self._session.detection.dense})

    def _ended(self, run: Run, status: Status) -> None:
        """The last one that is done stays untaken, so that the next window finds it."""
        session = self._session
        if status.state == "done":
            try:
                self.gains = read(status.result)
            except ValueError:
                session.report(ParallaxError(tr("Which views?"), "what was measured cannot be read.",
                                             "Measure again."))
        else:
            def remember() -> None:
                from core.recording import taken

                taken(run, status)

            if not session.read_only:
                session.jobs.submit(("taken", run.name), remember, lambda _: None)
            if status.state in ("failed", "lost"):
                why = (status.message.strip().splitlines() or [tr("its process ended.")])[-1]
                session.report(ParallaxError(tr("Which views?"), why, "Try again; Help › Diagnostics has the details."))
                session.errors.add(run.request.title, trace=run.tail(40))
        self._show()

    def _show(self) -> None:
        status, running = self.runs.status, self.runs.running
        self._emphasize(not running and self.gains is None)
        self.button.setText(tr("Stop") if running else tr("Measure again") if self.gains is not None else
                            tr("Find the best angle"))
        self._bar.setVisible(running)
        self._bar.setRange(0, status.total)
        self._bar.setValue(status.done)
        self._left.setText("" if not running else tr("Stopping …") if self.runs.stopping else tr("Starting …") if
                           not status.total else "" if status.eta_s is None else
                           tr("{time} left").format(time=format_time(status.eta_s, milliseconds=False)))
        self.said.setText(words(self.gains) if self.gains is not None else tr(ASK))
        kind: Sequence[str] = ("", "muted")
        self.said.setProperty("kind", kind[self.gains is None])
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.plot.setVisible(self.gains is not None)
        self.plot.set_gains(self.gains)

    def _emphasize(self, on: bool) -> None:
        """Whether the button is the one thing to do here."""
        if (self.button.property("kind") == "primary") != on:
            self.button.setProperty("kind", "primary" if on else "")
            self.button.style().unpolish(self.button)
            self.button.style().polish(self.button)
