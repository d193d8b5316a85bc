"""A box over the window with brightness, contrast and gamma of the view at hand. It stands beside the picture that it
is about, and is never in the way of other work: everything else goes on working while it is open."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import log2

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.stage import Stage
from app.tone import BRIGHTNESS, CONTRAST, GAMMA, Tone, bare, percent, times
from app.words import tr

WIDTH, NAME_W, GAP = 264, 128, 8  # px: of the box, of the view's name in it, and between it and the picture
KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}  # they move a slider that has the focus, and are no commands then


class ToneBox(QFrame):
    """Follows the view at hand. Nothing of it is written into the project."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent)
        self._stage = stage
        self._grip: QPoint | None = None  # where the box is held with the mouse
        self._moved = False               # whether it was put somewhere since it was opened
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._place)
        self.setObjectName("toneBox")
        self.setAccessibleName(tr("Brightness and contrast"))
        self.setToolTip(tr("Changes how the picture is looked at, and nothing else: poses, films and exports stay as "
                           "they are."))
        self._view = QLabel()
        self._view.setObjectName("hint")
        self._view.setFixedWidth(NAME_W)
        self._swatch = QFrame()
        self._swatch.setFixedSize(12, 12)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("x", theme.MUTED))
        self.close_button.setToolTip(tr("Close (Esc)"))
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.clicked.connect(self.dismiss)
        self.sliders = {"brightness": Dial(tr("Brightness"), BRIGHTNESS, percent, linear=True),
                        "contrast": Dial(tr("Contrast"), CONTRAST, times, linear=False),
                        "gamma": Dial(tr("Gamma"), GAMMA, bare, linear=False)}
        self.for_all = QCheckBox(tr("For all views"))
        self.for_all.setToolTip(tr("Every view is shown as this one is"))
        self.reset = QPushButton(tr("Reset"))
        self.reset.setToolTip(tr("The picture as it is; a double click on one slider resets that one"))
        for button in (self.close_button, self.for_all, self.reset):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place_parts()
        for name, dial in self.sliders.items():
            dial.moved.connect(partial(self._slide, name))
        self.reset.clicked.connect(lambda: self._set(Tone()))
        self.for_all.toggled.connect(lambda on: self._set(self.tone))
        stage.activated.connect(self._turned)
        stage.tones.changed.connect(lambda view_id: self._fill())
        stage.session.opened.connect(self._project_changed)
        stage.grid.installEventFilter(self)
        self.hide()

    def _place_parts(self) -> None:
        title = QLabel(tr("Picture"))
        title.setObjectName("sectionTitle")
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(title)
        head.addSpacing(4)
        head.addWidget(self._swatch)
        head.addWidget(self._view)
        head.addStretch()
        head.addWidget(self.close_button)
        rows = QGridLayout()
        rows.setHorizontalSpacing(theme.GRID + 4)
        rows.setVerticalSpacing(theme.GRID)
        rows.setColumnStretch(1, 1)
        for row, dial in enumerate(self.sliders.values()):
            for column, part in enumerate((dial.title, dial, dial.value_label)):
                rows.addWidget(part, row, column)
        foot = QHBoxLayout()
        foot.addWidget(self.for_all)
        foot.addStretch()
        foot.addWidget(self.reset)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 10, 12)
        whole.setSpacing(theme.GRID + 2)
        whole.addLayout(head)
        whole.addLayout(rows)
        whole.addLayout(foot)
        self.setFixedWidth(WIDTH)

    @property
    def tone(self) -> Tone:
        """That of the view at hand."""
        return self._stage.tones.of(self._stage.active or "")

    # -- opening and closing

    def toggle(self, view_id: str | None = None) -> None:
        """Open it for a view (the one at hand), or close it where it is open for that one."""
        if self.isVisible() and view_id in (None, self._stage.active):
            self.dismiss()
            return
        self._stage.activate(view_id or self._stage.active)
        if self._stage.active is None:
            return
        self._fill()
        if not self.isVisible():
            self._moved = False
            self.for_all.setChecked(False)
            self.adjustSize()
            self._place()
            self.show()
        self.raise_()
        self.sliders["brightness"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close it; keys are for the picture again."""
        focus, pane = self.window().focusWidget(), self._stage.panes.get(self._stage.active or "")
        if focus is not None and self.isAncestorOf(focus) and pane is not None:
            pane.setFocus()
        self.hide()

    # -- inside

    def _slide(self, name: str, value: float) -> None:
        self._set(replace(self.tone, **{name: value}))

    def _set(self, tone: Tone) -> None:
        views = list(self._stage.panes) if self.for_all.isChecked() else [self._stage.active or ""]
        self._stage.tones.set(views, tone)

    def _fill(self) -> None:
        """Names, handles and values as they are for the view at hand."""
        view, tone = self._stage.session.views.get(self._stage.active or ""), self.tone
        name, metrics = view.name if view is not None else "", self._view.fontMetrics()
        self._view.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_W))
        self._swatch.setStyleSheet(f"background: {self._stage.colour(view) if view is not None else theme.LINE}; "
                                   "border-radius: 3px;")
        for name, dial in self.sliders.items():
            dial.show_value(getattr(tone, name))
        self.reset.setEnabled(not tone.neutral)
        self.for_all.setVisible(len(self._stage.panes) > 1)

    def _turned(self) -> None:
        if self.isVisible():
            self._fill()
            pane = self._stage.panes.get(self._stage.active or "")
            if pane is not None and not self._moved and self.geometry().intersects(self._rect_of(pane)):
                self._place()

    def _project_changed(self) -> None:
        if not self._stage.session.views:
            self.for_all.setChecked(False)
            self.hide()
        elif self.isVisible():
            self._fill()
            self._later.start()

    # -- where it stands

    def _place(self) -> None:
        """Beside the picture at hand, where it covers the least of the other pictures."""
        pane = self._stage.panes.get(self._stage.active or "")
        if pane is None or self._moved:
            return
        room, here, grid = self.window().rect(), self._rect_of(pane), self._rect_of(self._stage.grid)
        panes = [self._rect_of(other) for other in self._stage.panes.values()]
        lefts = [edge for rect in (here, grid) for edge in (rect.right() + 1 + GAP, rect.left() - GAP - WIDTH)]
        spots = [self._inside(QRect(left, here.top() + GAP, WIDTH, self.height()), room) for left in lefts]
        self.setGeometry(min(spots, key=lambda spot: _covered(spot, here, panes)))

    def _inside(self, spot: QRect, room: QRect) -> QRect:
        spot.moveLeft(max(min(spot.left(), room.right() - GAP - spot.width()), GAP))
        spot.moveTop(max(min(spot.top(), room.bottom() - GAP - spot.height()), GAP))
        return spot

    def _rect_of(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self.window(), QPoint(0, 0)), part.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._later.start()  # when the panes have their places
        return super().eventFilter(watched, event)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._moved = True
            spot = QRect(self.mapToParent(event.position().toPoint() - self._grip), self.size())
            self.setGeometry(self._inside(spot, self.window().rect()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def event(self, event: QEvent) -> bool:
        # Esc closes the box rather than what it closes elsewhere.
        if (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
                and event.key() == Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)


class Dial(QSlider):
    """A slider with its name and its value, neutral in the middle, where a double click brings it. moved(value): by
    somebody. Its places are hundredths: of the value itself, or of its logarithm to base 2."""

    moved = Signal(float)

    def __init__(self, name: str, limits: tuple[float, float], words: Callable[[float], str], linear: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._linear, self._words = linear, words
        self.title, self.value_label = QLabel(name), QLabel()
        self.title.setObjectName("label")
        self.title.setBuddy(self)
        self.value_label.setFont(theme.font(theme.SMALL, tabular=True))
        self.value_label.setFixedWidth(self.value_label.fontMetrics().horizontalAdvance("+50 %"))
        self.value_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(name)
        self.setRange(self._place_of(limits[0]), self._place_of(limits[1]))
        self.setSingleStep(1 if linear else 5)
        self.setPageStep(10 if linear else 25)
        self.show_value(self._value())
        self.valueChanged.connect(lambda place: self.moved.emit(self._value()))

    def show_value(self, value: float) -> None:
        """Put the handle there, as nobody's doing."""
        self.blockSignals(True)
        self.setValue(self._place_of(value))
        self.blockSignals(False)
        self.value_label.setText(self._words(value))

    def _value(self) -> float:
        return self.value() / 100 if self._linear else float(2 ** (self.value() / 100))

    def _place_of(self, value: float) -> int:
        return round(100 * (value if self._linear else log2(value)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)

    def event(self, event: QEvent) -> bool:
        # The keys that move the handle are no commands of the window meanwhile.
        if (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in KEYS
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option,
                                             QStyle.SubControl.SC_SliderHandle, self).center().x() + 0.5
        middle, y, inset = self.width() / 2, self.height() / 2, 6
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, ink in ((inset, self.width() - inset, theme.OUTLINE),
                                 (min(handle, middle), max(handle, middle), theme.ACCENT)):
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(QRectF(left, y - 1.5, right - left, 3), 1.5, 1.5)
        painter.setBrush(QColor(theme.MUTED))
        painter.drawRect(QRectF(middle - 0.75, y - 6, 1.5, 12))
        painter.end()
        super().paintEvent(event)  # the handle; the style sheet leaves the rest to us


def _covered(spot: QRect, here: QRect, panes: list[QRect]) -> tuple[int, int]:
    """How much of the picture at hand, and of all of them, lies under a box."""
    def area(rect: QRect) -> int:
        part = spot.intersected(rect)
        return max(part.width(), 0) * max(part.height(), 0)

    return area(here), sum(map(area, panes))
