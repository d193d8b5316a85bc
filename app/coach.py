"""Into the coach view and out of it: the window's panes and 3D view are lent to it, and everything else is put away."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QWidget

from app.commands import BY_ID, PLAY
from app.overlay import OverlayOptions
from app.turns import Steps, Turns, painting

if TYPE_CHECKING:
    from app.coach_view import CoachView
    from app.window import Window

# What can be done by key while it is open, besides playing: nothing that a coach would not know.
ALLOWED = {"coach", "undo", "redo", "full_screen", "next_view", "dismiss", "look_front", "look_side", "look_top",
           "look_reset", "fit", "quit"}
NOT_PLAYING = {"jump", "compare_worst", "next_difference"}  # they lead to what is put away


class Coach(QObject):
    """The page is made a moment after a recording was opened, or when it is first asked for."""

    def __init__(self, window: "Window", pages: QStackedWidget, work: QWidget) -> None:
        super().__init__(window)
        self._window, self._pages, self._work = window, pages, work
        self.view: CoachView | None = None
        self.on: bool = False
        self._give_back: list[Callable[[], None]] = []
        self._turns = Turns(self)
        window.session.opened.connect(self.leave)

    def allows(self, id: str) -> bool:
        """Whether a command can be done now."""
        return not self.on or id in ALLOWED or (BY_ID[id].menu == PLAY and id not in NOT_PLAYING)

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Full screen, with nothing around it."""
        window = self._window
        if self.on or not window.session.views:
            return
        view = self.prepare()
        if window.correcting.on:
            window.correcting.toggle()
        self.on = True
        window.installEventFilter(self)
        self._turns.begin(self._entering(view))

    def _entering(self, view: "CoachView") -> Steps:
        window = self._window
        with window.scene.moving():
            self._put_away()
            self._count(True)
            self._pages.setCurrentWidget(view)
            yield from view.begin(window.grid, window.scene)
        window.refresh_actions()
        yield
        yield from view.prepare_share()

    def prepare(self) -> "CoachView":
        """The page, made if it is not there: half of the work of entering it."""
        if self.view is None:
            from app.coach_view import CoachView

            self.view = CoachView(self._window.stage, self._window.actions_by_id.__getitem__)
            self.view.left.connect(self.leave)
            self._pages.addWidget(self.view)
            self._count(False)
        return self.view

    def _count(self, on: bool) -> None:
        """Whether the window must be large enough for the page: only while it is seen."""
        policy = QSizePolicy.Policy.Preferred if on else QSizePolicy.Policy.Ignored
        if self.view is not None:
            self.view.setSizePolicy(policy, policy)

    def leave(self) -> None:
        """As it was before."""
        if not self.on or self.view is None:
            return
        self.on = False
        window = self._window
        self._turns.stop()
        window.removeEventFilter(self)
        self.view.end()
        painted = painting((window.grid, window.scene, window.panel, window.timeline))
        with window.scene.moving():
            for give_back in reversed(self._give_back):
                give_back()
            self._pages.setCurrentWidget(self._work)
        self._give_back.clear()
        self._count(False)
        window.refresh_actions()
        self._turns.begin(painted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the window remembers when it is closed is how it was before."""
        if event.type() == QEvent.Type.Close:
            self.leave()
        return False

    def _put_away(self) -> None:
        """Notes down how everything is, to be so again."""
        window, stage = self._window, self._window.stage
        overlay, comparing, speed = stage.overlay, stage.comparing, window.player.speed
        full = bool(window.windowState() & Qt.WindowState.WindowFullScreen)
        menu = window.menuBar()

        def as_before() -> None:
            _set_overlay(window, overlay)
            window.scene.set_mode("ground" if window.on_ground else "root")
            stage.compare_with(comparing)
            if window.player.speed != speed:
                window.player.set_speed(speed)
            menu.show()
            if not full:
                window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)

        self._give_back = [as_before, _borrowed(window.scene), _borrowed(window.grid)]
        _set_overlay(window, replace(OverlayOptions(), bones=overlay.bones, points=overlay.points))
        window.scene.set_mode("ground")
        menu.hide()
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)


def _set_overlay(window: "Window", overlay: OverlayOptions) -> None:
    for part in OverlayOptions.__dataclass_fields__:
        window.stage.set_overlay(part, getattr(overlay, part))


def _borrowed(part: QWidget) -> Callable[[], None]:
    """What puts a widget back into the splitter that it is taken from, as wide as it was."""
    splitter = part.parentWidget()
    assert isinstance(splitter, QSplitter)
    at, sizes, hidden = splitter.indexOf(part), splitter.saveState(), part.isHidden()

    def give_back() -> None:
        splitter.insertWidget(at, part)
        part.setHidden(hidden)
        splitter.restoreState(sizes)

    return give_back
