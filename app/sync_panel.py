"""The synchronization panel: how the views' clocks stand to one another, what says so, and putting it right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
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

from app import sync_model, theme
from app.commands import BY_ID
from app.player import Player
from app.session import Session
from app.stage import Stage
from app.sync_actions import SyncActions
from app.sync_cards import Cards, Tries
from app.sync_curve import QualityPlot, signed
from app.sync_lanes import Lanes
from app.sync_model import Try
from app.sync_sources import Sources
from app.words import marked, tr
from core.sync_records import Synchronization

MARGIN = 12  # px left and right of everything
WIDE = 820  # px of width from which the quality curve stands beside the views
LOW = 620   # px of height below which the lanes are lower
METHODS = (("auto", marked("By everything")), ("audio", marked("By sound")), ("pose", marked("By movement")))
NUDGES = ("earlier_frame", "earlier_tenth", "earlier_ms", "later_ms", "later_tenth", "later_frame")
NUDGE_TEXTS = (marked("−1 frame"), "−0.1", "−1 ms", "+1 ms", "+0.1", marked("+1 frame"))
STAGES = {"sound": marked("Listening …"), "movement": marked("Comparing movements …"),
          "3D agreement": marked("Comparing in 3D …")}
INKS = {"good": theme.GOOD, "fair": theme.WARNING, "bad": theme.DANGER, "none": theme.MUTED}

Action = Callable[[str], QAction]


class SyncPanel(QWidget):
    """Reads the session; every change goes through `session.do`, by way of SyncActions."""

    def __init__(self, session: Session, stage: Stage, player: Player, actions: SyncActions, action: Action) -> None:
        super().__init__()
        self._session, self._stage, self._player, self._actions = session, stage, player, actions
        self.setObjectName("syncPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(300)
        self.sources = Sources(session, self)
        self.lanes, self.plot, self.cards = Lanes(), QualityPlot(), Cards()
        self._lay_out(action)
        self._wire()
        self.refresh()

    def set_open(self, is_open: bool) -> None:
        """Whether the panel is among those that are open; in front or behind another one."""
        self.sources.set_open(is_open)

    # -- making

    def _lay_out(self, action: Action) -> None:
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = body = QWidget()
        body.setObjectName("syncBody")
        area.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, 10, MARGIN, 12)
        column.setSpacing(theme.GRID)
        column.addLayout(self._head(action))
        column.addWidget(self._message(action))
        column.addWidget(self.lanes)
        column.addLayout(self._tools(action))
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(16)
        self._parts.addWidget(self.cards, 1, Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(self._quality(), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._parts)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _head(self, action: Action) -> QHBoxLayout:
        self._go = _button(action("synchronize"), tr("Synchronize"), QPushButton())
        self._go.setObjectName("primary")
        self._go.setIcon(theme.icon(BY_ID["synchronize"].icon, theme.BACKGROUND))
        self._method = QComboBox()
        self._method.setAccessibleName(tr("What the clocks are worked out from"))
        self._method.setToolTip(tr("What the clocks are worked out from; marks by hand count in any case"))
        self._method.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._method.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for key, title in METHODS:
            self._method.addItem(tr(title), key)
        self._method.setCurrentIndex(self._method.findData(self._actions.method))
        self._method.activated.connect(lambda at: self._actions.choose_method(self._method.itemData(at)))
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addWidget(self._go)
        line.addWidget(self._method, 1)
        self._mark, self._reset = (_button(action("mark_event"), tr("Mark here")),
                                   _button(action("reset_clocks"), tr("Reset")))
        line.addWidget(self._mark)
        line.addWidget(self._reset)
        return line

    def _fit_head(self) -> None:
        """What is needed least keeps its icon only, where the choice beside it would be cut off."""
        self._reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        parts = [part.sizeHint().width() for part in (self._go, self._method, self._mark, self._reset)]
        if sum(parts) + 3 * theme.GRID > self._body.width() - 2 * MARGIN:
            self._reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _message(self, action: Action) -> QFrame:
        """What is going on, or came of it, and the one button that helps."""
        self._box = QFrame()
        self._box.setObjectName("runBox")
        self._said, self._detail = QLabel(), QLabel()
        self._said.setObjectName("runTitle")
        self._detail.setObjectName("hint")
        for label in (self._said, self._detail):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(tr("Progress"))
        self._stop, self._help, self._poses, self._add = (QPushButton(text) for text in (
            tr("Stop"), tr("Try again"), tr("Find poses"), tr("Add videos")))
        self._stop.clicked.connect(self._session.syncing.runs.stop)
        self._help.clicked.connect(self._actions.synchronize)
        self._poses.clicked.connect(action("detect").trigger)
        self._add.clicked.connect(action("open_videos").trigger)
        for button in (self._stop, self._help, self._poses, self._add):
            button.setObjectName("secondary")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._said)
        words.addWidget(self._bar)
        words.addWidget(self._detail)
        self._choices = Tries()
        self._choices.tried.connect(lambda answer: self._take(self._contested, answer))
        words.addWidget(self._choices)
        line = QHBoxLayout(self._box)
        line.setContentsMargins(12, 8, 8, 8)
        line.setSpacing(12)
        line.addLayout(words, 1)
        for button in (self._stop, self._help, self._poses, self._add):
            line.addWidget(button)
        return self._box

    def _tools(self, action: Action) -> QHBoxLayout:
        """Nudging the view at hand, and taking marks away."""
        line = QHBoxLayout()
        line.setSpacing(2)
        nudge = QLabel(tr("Nudge"))
        nudge.setObjectName("hint")
        nudge.setToolTip(tr("The view at hand, on the timeline"))
        line.addWidget(nudge, 1)
        for id, text in zip(NUDGES, NUDGE_TEXTS, strict=True):
            button = _button(action(id), tr(text))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setAutoRepeat(True)
            line.addWidget(button)
        clear = _button(action("clear_marks"), "")
        clear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        line.addWidget(clear)
        return line

    def _quality(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._quality_title = QLabel()
        self._quality_title.setObjectName("sectionTitle")
        self._quality_title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._thirds = QLabel()
        self._thirds.setObjectName("hint")
        self._thirds.setWordWrap(True)
        self._thirds.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self._quality_title)
        column.addWidget(self.plot)
        column.addWidget(self._thirds)
        return box

    def _wire(self) -> None:
        session, stage, lanes = self._session, self._stage, self.lanes
        session.opened.connect(self.refresh)
        session.changed.connect(lambda change, sender: self.refresh())
        session.poses_changed.connect(lambda view_id: self.refresh())
        session.syncing.changed.connect(self._show_message)
        session.runs.changed.connect(self._show_message)
        stage.activated.connect(lambda view_id: self.refresh())  # also where the quality and the message change
        self.sources.changed.connect(self._show_views)
        self.sources.changed.connect(self._show_message)
        self._player.moved.connect(lanes.set_playhead)
        lanes.sought.connect(self._player.seek)
        lanes.activated.connect(stage.activate)
        lanes.tried.connect(self._try_offset)
        lanes.dropped.connect(lambda view_id: self._stop_trying(view_id))
        lanes.moved.connect(self._move)
        self.plot.chosen.connect(self._choose)
        self.cards.chosen.connect(stage.activate)
        self.cards.placed.connect(self._actions.place)
        self.cards.tried.connect(self._take)
        self.cards.slowed.connect(self._actions.slow_motion)
        self.cards.locked.connect(self._actions.lock)

    # -- showing

    def refresh(self) -> None:
        """Everything, as the project is now."""
        self.sources.follow()
        self.lanes.set_range(self._player.start, self._player.end)
        self.lanes.set_active(self._stage.active)
        self.lanes.set_playhead(self._player.t)
        self._show_views()
        self._show_message()
        self._show_quality()

    def _show_views(self) -> None:
        document = self._actions.document
        if document is None:
            self.lanes.set_lanes([])
            self.cards.set_rows([])
            return
        from core.synchronize import current

        self.lanes.set_lanes(sync_model.lanes(document, self._stage, self.sources))
        self.cards.set_rows(sync_model.cards(document, current(document), self._stage, self.sources))

    def _show_quality(self) -> None:
        document, view_id = self._actions.document, self._subject()
        if document is None or view_id is None:
            self._quality_title.setText("")
            self._thirds.hide()
            self.plot.set_traces([], 0.0, theme.TEXT)
            return
        from core.synchronize import stored

        view, found = document.views[view_id], stored(document)
        traces = sync_model.traces(document, found, view_id)
        self._quality_title.setText(tr("How well {view} fits at other offsets").format(view=view.name))
        empty = tr("The quality curve is drawn once the views are synchronized.") if found is None else \
            tr("Nothing could be compared: neither sound nor movement of two views.")
        self.plot.set_traces(traces, self._stage.clock(view).offset_s, self._stage.colour(view), empty)
        parts = next((t for t in traces if len(t.thirds) == 3), None)
        self._thirds.setVisible(parts is not None)
        if parts is not None:
            names = (tr("first third"), tr("middle"), tr("last"))
            told = " · ".join(f"{name} {1000 * (offset - view.offset_s):+.1f} ms".replace("-", "−")
                              for name, (offset, _) in zip(names, parts.thirds, strict=True))
            self._thirds.setText(tr("3D agreement by parts: {parts}. A slant would be a drift.").format(parts=told))

    def _subject(self) -> str | None:
        """The view whose quality is shown: the one at hand, or the next one where that is the reference."""
        views = list(self._session.views)
        if len(views) < 2:
            return None
        return self._stage.active if self._stage.active in views[1:] else views[1]

    def _show_message(self) -> None:
        session, document = self._session, self._actions.document
        syncing = session.syncing
        self._contested = ""  # the view whose answers stand in the message
        self._choices.set_tries(())
        for widget in (self._stop, self._help, self._poses, self._add, self._bar):
            widget.hide()
        if document is None:
            return
        if len(document.views) < 2:
            self._say("none", tr("One view has nothing to be synchronized with."),
                      tr("Add another video of the same moment."))
            self._add.show()
        elif syncing.running:
            self._show_run()
        elif syncing.fault:
            self._say("bad", tr("Synchronizing failed."), syncing.fault)
            self._help.show()
        else:
            self._show_result()

    def _show_run(self) -> None:
        runs = self._session.syncing.runs
        status = runs.status
        share = status.done / status.total if status.total else None
        pairs = tr("{n} of {total} pairs").format(n=status.done // 100 + 1, total=status.total // 100) \
            if status.total and share != 1 else ""
        title = tr("Stopping …") if runs.stopping else tr(STAGES.get(status.stage, marked("Starting …")))
        self._say("none", title, pairs)
        self._bar.setRange(0, 0 if share is None else 1000)
        self._bar.setValue(round(1000 * (share or 0)))
        self._bar.show()
        self._stop.show()

    def _show_result(self) -> None:
        from core.synchronize import current, without_poses

        document, session = self._actions.document, self._session
        assert document is not None
        found = current(document)
        kind, said = sync_model.summary(document, found)
        blind = [view.name for view in document.views.values() if document.active("2d", view.id) is None]
        told = {without_poses(view.name) for view in document.views.values()}
        notes = [note for note in found.notes if note not in told] if found is not None else []
        if found is not None and blind and "pose" not in {p.method for p in found.pairs}:
            notes.append(tr("Movement was not used: no poses are found yet."))
        deaf = all(self.sources.of(view).heard and self.sources.of(view).wave is None for view in document.views)
        helps = bool(blind) and (kind == "bad" or (found is None and deaf))
        if helps:
            all_blind = len(blind) == len(document.views)
            who = tr("No poses are found yet") if all_blind else \
                tr("No poses yet in {views}").format(views=", ".join(blind))
            notes = [tr("{who}: with them the movement can tell. Or mark the same moment in every view.")
                     .format(who=who)]
            if found is None:
                kind, said = "fair", tr("None of these videos has sound.")
        subject = self._subject()
        if kind == "good" and found is not None:
            notes = [v.sentence.rstrip(".") + "." for v in found.views if v.view == subject and v.sentence] + notes
        if kind == "fair" and found is not None:
            self._show_choices(found)
        self._say(kind, said, " ".join(notes))
        self._poses.setVisible(helps)
        self._poses.setEnabled(not session.runs.running)

    def _show_choices(self, found: Synchronization) -> None:
        """Both sides of a conflict, under the words that say so: nobody should have to look for them."""
        document = self._actions.document
        assert document is not None
        rows = sync_model.cards(document, found, self._stage, self.sources)
        row = next((row for row in rows if row.kind == "fair" and row.tries), None)
        if row is not None:
            self._contested = row.id
            self._choices.set_tries(row.tries, f"{row.name} · " if len(rows) > 2 else "")

    def _say(self, kind: str, said: str, detail: str = "") -> None:
        self._said.setText(said)
        self._said.setStyleSheet(f"color: {INKS[kind] if kind != 'none' else theme.TEXT};")
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    # -- doing

    def _try_offset(self, view_id: str, offset_s: float) -> None:
        """A lane is being dragged: everything shows how it would be, nothing is written."""
        self._stage.try_offset(view_id, offset_s)
        if view_id == self._subject():
            self.plot.set_offset(offset_s)

    def _stop_trying(self, view_id: str) -> None:
        self._stage.try_offset(view_id, None)
        self._show_quality()

    def _move(self, view_id: str, offset_s: float) -> None:
        """A lane was let go: one edit."""
        self._stage.try_offset(view_id, None)
        self._actions.place(view_id, offset_s)
        self.refresh()  # also where the edit could not be made

    def _choose(self, offset_s: float, drift_ppm: float) -> None:
        view_id = self._subject()
        if view_id is not None:
            self._take(view_id, Try("", offset_s, drift_ppm))

    def _take(self, view_id: str, answer: Try) -> None:
        name = self._session.views[view_id].name
        title = tr("Try {offset} for {view}").format(offset=signed(answer.offset_s), view=name)
        self._actions.place(view_id, answer.offset_s, answer.drift_ppm, title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lanes.set_low(self.height() < LOW)
        wide = self.width() >= WIDE
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._fit_head()


def _button(action: QAction, title: str, button: QPushButton | QToolButton | None = None):  # type: ignore[no-untyped-def]
    """A button of a command, under a shorter title: enabled, hint and keys follow the command."""
    if button is None:
        button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setObjectName("flat")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIcon(action.icon())
    button.setText(title)
    button.setAccessibleName(action.text())
    button.clicked.connect(lambda: action.trigger())

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return button
