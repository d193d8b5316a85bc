"""The transport bar: buttons, speed, read-outs and the jump field, all driven by the Player."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from app import theme
from app.player import FASTEST, SLOWEST, Player
from app.quality import Governor
from app.timecode import format_time, parse_jump
from app.words import tr

__all__ = ["TransportBar", "format_time", "parse_jump"]

SPEEDS = (0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
HEIGHT = 48  # px

# What each button does: icon, name, the command whose keys its tool tip names
BUTTONS = {
    "to_start": ("skip-back-fill", "Go to the start", "start"),
    "back_1s": ("rewind-fill", "Back 1 second", "second_back"),
    "back_1": ("caret-left-fill", "Back 1 frame", "frame_back"),
    "play": ("play-fill", "Play", "play"),
    "next_1": ("caret-right-fill", "Forward 1 frame", "frame_forward"),
    "next_1s": ("fast-forward-fill", "Forward 1 second", "second_forward"),
    "to_end": ("skip-forward-fill", "Go to the end", "end"),
}


class ReadOut(QWidget):
    """A number that runs, with its name, in digits of one width; as wide as its widest text so far."""

    def __init__(self, name: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._text, self._rest = name, "", ""
        self._font = theme.font(size, theme.STRONG, tabular=True)
        self._rest_font = theme.font(theme.SMALL, tabular=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or all that lies under it is painted at every look
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_text(self, text: str, rest: str) -> None:
        """The number, and what it is out of."""
        if (text, rest) == (self._text, self._rest):
            return
        if (len(text), rest) != (len(self._text), self._rest):
            self._measure(text, rest)
        self._text, self._rest = text, rest
        self.setAccessibleDescription(f"{text} {rest}")
        self.update()

    def _measure(self, text: str, rest: str) -> None:
        self.setFont(self._font)
        width = self.fontMetrics().horizontalAdvance(text)
        self._split = max(width, getattr(self, "_split", 0))
        self.setFont(self._rest_font)
        self.setFixedWidth(self._split + 6 + self.fontMetrics().horizontalAdvance(rest) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.SURFACE))
        painter.setFont(self._font)
        painter.setPen(theme.colour(theme.TEXT if self.isEnabled() else theme.FAINT))
        baseline = (self.height() + painter.fontMetrics().capHeight()) // 2
        painter.drawText(self._split - painter.fontMetrics().horizontalAdvance(self._text), baseline, self._text)
        painter.setFont(self._rest_font)
        painter.setPen(theme.colour(theme.MUTED if self.isEnabled() else theme.FAINT))
        painter.drawText(self._split + 6, baseline, self._rest)
        painter.end()


class QualityChip(QWidget):
    """What of playback is lowered, in the room that a bar has left over: empty while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setObjectName("quality")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # nothing moves when it speaks
        self.setFont(theme.font(theme.SMALL))
        self.setAccessibleName(tr("Quality of playback"))

    def follow(self, quality: Governor) -> None:
        """Say from now on what it lowers."""
        quality.changed.connect(lambda: self._say(*quality.words))

    def _say(self, text: str, why: str) -> None:
        self._text = text
        self.setToolTip(f"{text}. {why}" if text else "")
        self.setAccessibleDescription(self.toolTip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, lines = self.width() - 40, [self._text]
        if self.fontMetrics().horizontalAdvance(self._text) > room and " · " in self._text:
            lines = list(self._text.rpartition(" · ")[::2])
        lines = [self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
        width, height = max(map(self.fontMetrics().horizontalAdvance, lines)) + 28, 8 + 16 * len(lines)
        chip = QRectF(12, (self.height() - height) / 2, width, height)
        painter.setPen(theme.colour(theme.LINE))
        painter.setBrush(theme.colour(theme.RAISED))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.WARNING))
        painter.drawEllipse(QRectF(chip.left() + 8, chip.center().y() - 3, 6, 6))
        painter.setPen(theme.colour(theme.TEXT))
        painter.drawText(chip.adjusted(20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))
        painter.end()


class TransportBar(QFrame):
    """Follows and drives a Player. It owns no shortcuts: the window's commands do; tool tips name their keys.

    action(id): the action of a command. jump_failed(message): what was typed into the jump field could not be read.
    """

    jump_failed = Signal(str)

    def __init__(self, player: Player, action: Callable[[str], QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._action = player, action
        self.setProperty("kind", "bar")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Transport"))
        self._buttons = {key: self._button(icon, tr(name)) for key, (icon, name, _) in BUTTONS.items()}
        for key, slot in self._slots().items():
            self._buttons[key].clicked.connect(slot)
        for key in ("back_1s", "back_1", "next_1", "next_1s"):
            self._buttons[key].setAutoRepeat(True)
        self._loop = self._button("repeat", tr("Loop: repeat the marked range, or all of it"))
        self._loop.setCheckable(True)
        self._loop.toggled.connect(self._set_looping)
        self._time = ReadOut(tr("Reference time"), theme.LARGE)
        self._frame = ReadOut(tr("Frame"), theme.LARGE)
        self.quality = QualityChip()
        self._make_speed()
        self._make_jump()
        self._lay_out()
        player.moved.connect(self._show_position)
        player.state_changed.connect(self._show_state)
        for id in {id for _, _, id in BUTTONS.values()} | {"loop_in", "loop_out", "jump"}:
            action(id).changed.connect(self._name_keys)
        self._show_state()
        self._name_keys()

    def focus_jump(self) -> None:
        """Put the cursor into the jump field."""
        self._jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._jump.selectAll()

    # Making it

    def _slots(self) -> dict[str, Callable[[], None]]:
        player = self._player
        return {
            "to_start": player.to_start, "to_end": player.to_end, "play": player.toggle,
            "back_1s": lambda: player.skip(-1), "next_1s": lambda: player.skip(1),
            "back_1": lambda: player.step(-1), "next_1": lambda: player.step(1),
        }

    def _button(self, icon: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(theme.icon(icon))
        button.setIconSize(theme.icon_size(18))
        button.setFixedSize(32, 32)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a ring for those who tab, none after a click
        return button

    def _make_speed(self) -> None:
        self._speed = QComboBox(self)
        self._speed_field = QLineEdit(self._speed)
        self._speed.setEditable(True)
        self._speed.setLineEdit(self._speed_field)
        self._speed.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._speed.addItems([_percent(speed) for speed in SPEEDS])
        self._speed.setFixedWidth(92)
        self._speed.setMaxVisibleItems(len(SPEEDS))
        self._speed.setToolTip(tr("Speed in percent of real time: 100 % is as it was filmed"))
        self._speed.setAccessibleName(tr("Speed in percent of real time"))
        self._speed.activated.connect(self._read_speed)
        self._speed_field.editingFinished.connect(self._read_speed)

    def _make_jump(self) -> None:
        self._jump = QLineEdit(self)
        self._jump.setPlaceholderText(tr("Frame or time"))
        self._jump.setFixedWidth(120)
        self._jump.setAccessibleName(tr("Jump to a frame or a time"))
        self._jump.returnPressed.connect(self._do_jump)
        self._jump.textEdited.connect(lambda: self._mark_fault(False))
        self._jump.installEventFilter(self)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        self._buttons["play"].setIconSize(theme.icon_size(20))
        self._buttons["play"].setFixedSize(40, 36)
        self._buttons["play"].setProperty("kind", "key")
        row.addWidget(self._time)
        row.addWidget(self.quality, 1)
        for key in BUTTONS:
            row.addWidget(self._buttons[key])
        row.addSpacing(8)
        row.addWidget(self._loop)
        row.addSpacing(8)
        row.addWidget(self._speed)
        row.addStretch(1)
        row.addWidget(self._frame)
        row.addSpacing(16)
        row.addWidget(self._jump)

    # Following the player

    def _show_position(self, t: float) -> None:
        player = self._player
        self._time.show_text(format_time(t), f"/ {format_time(player.end)}")
        self._frame.show_text(str(player.frame), f"/ {len(player.frames) - 1}")

    def _show_state(self) -> None:
        player = self._player
        able = player.duration > 0
        for button in (*self._buttons.values(), self._loop, self._speed, self._jump, self._time, self._frame):
            button.setEnabled(able)
        play = self._buttons["play"]
        play.setIcon(theme.icon("pause-fill" if player.playing else "play-fill"))
        play.setAccessibleName(tr("Pause") if player.playing else tr("Play"))
        play.setToolTip(self._with_keys(play.accessibleName(), "play"))
        self._loop.blockSignals(True)
        self._loop.setChecked(player.loop is not None)
        self._loop.blockSignals(False)
        self._loop.setIcon(theme.icon("repeat", theme.ACCENT if player.loop is not None else theme.TEXT))
        if not self._speed_field.isModified():
            self._speed.setCurrentText(_percent(player.speed))
        self._show_position(player.t)

    def _name_keys(self) -> None:
        """The tool tips, with the keys that the commands have now."""
        for key, (_, _, id) in BUTTONS.items():
            self._buttons[key].setToolTip(self._with_keys(self._buttons[key].accessibleName(), id))
        self._loop.setToolTip(self._with_keys(self._loop.accessibleName(), "loop_in", "loop_out"))
        self._jump.setToolTip(self._with_keys(tr("Jump to a frame (123) or a time (4.250 or 0:04.250)"), "jump"))

    def _with_keys(self, said: str, *ids: str) -> str:
        keys = [self._action(id).shortcut().toString(QKeySequence.SequenceFormat.NativeText) for id in ids]
        named = ", ".join(filter(None, keys))
        return f"{said}  ({named})" if named else said

    # Driving it

    def _set_looping(self, on: bool) -> None:
        """The button repeats everything; a range is marked on the timeline or by key."""
        player = self._player
        player.set_loop((player.start, player.end) if on and player.duration > 0 else None)

    def _read_speed(self) -> None:
        text = self._speed.currentText().replace("%", "").replace(",", ".").strip()
        self._speed_field.setModified(False)
        try:
            self._player.set_speed(float(text) / 100)
        except ValueError:
            self.jump_failed.emit(tr("“{}” is not a speed: type {} to {} percent").format(
                text, f"{SLOWEST * 100:g}", f"{FASTEST * 100:g}"))
        self._speed.setCurrentText(_percent(self._player.speed))

    def _do_jump(self) -> None:
        try:
            target = parse_jump(self._jump.text())
        except ValueError as error:
            self._mark_fault(True)
            self.jump_failed.emit(str(error))
            return
        self._mark_fault(False)
        if isinstance(target, int):
            self._player.seek_frame(target)
        else:
            self._player.seek(target)
        self._jump.clear()
        self._jump.clearFocus()

    def _mark_fault(self, fault: bool) -> None:
        if bool(self._jump.property("fault")) != fault:
            self._jump.setProperty("fault", fault)
            self._jump.style().polish(self._jump)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves the jump field."""
        if watched is self._jump and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._jump.clear()
            self._mark_fault(False)
            self._jump.clearFocus()
            return True
        return super().eventFilter(watched, event)


def _percent(speed: float) -> str:
    return f"{speed * 100:g} %"
