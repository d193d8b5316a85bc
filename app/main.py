"""The program with a window: Qt set up once, the window, and what happens to errors nobody caught."""

import gc
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import theme, words
from app.diagnostics import ErrorLog
from app.first_start import FirstStart
from app.session import Session
from app.settings import Settings
from app.window import Window

SPARES = 2  # processes that are ready to decode by the time that videos were chosen: what one needs mostly


def application() -> QApplication:
    """The one QApplication, dressed. Qt allows one a process, so tests and the demo share it."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["parallax"])
    if app.applicationName() != "Parallax":
        app.setApplicationName("Parallax")
        app.setDesktopFileName("parallax")
        app.setWindowIcon(QIcon(str(theme.RESOURCES / "icons" / "parallax.png")))
        # Another thread lets Python's lock go after 1 ms, not 5: the window's thread takes it many times a repaint.
        sys.setswitchinterval(0.001)
        theme.apply(app)
    return app


def build(settings: Settings | None = None) -> Window:
    """A window with a session of its own."""
    application()
    return Window(Session(settings or Settings(), ErrorLog()))


def run(paths: Sequence[Path] = (), prepare: Callable[[Window], None] | None = None) -> int:
    """Opens the window on these videos or this project and returns the exit code when it is closed."""
    app, settings = application(), Settings()
    words.install(app, settings.choice(words.LANGUAGE, ""))
    window = build(settings)
    catcher = Catcher(window.session)
    catcher.install()
    # Ctrl+C in the terminal and the end of the user's session end it: nothing is unsaved. A handler in Python, such as
    # the command line sets, would never be called while Qt waits for events.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    window.show()
    FirstStart(window)
    gc.freeze()  # what is there by now stays to the end: looking through it again and again would only cost pauses
    window.frames.prepare(SPARES)
    if prepare is not None:
        prepare(window)
    if paths:
        QTimer.singleShot(0, window, lambda: window.session.open_paths(paths))
    try:
        return app.exec()
    finally:
        catcher.remove()


class Catcher(QObject):
    """Errors that nobody caught, of any thread: into the banner and the diagnostics, and the program goes on."""

    _caught = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._caught.connect(session.report, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.caught
        threading.excepthook = lambda told: self.caught(told.exc_type, told.exc_value, told.exc_traceback)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error if error is not None else kind(), trace)
            return
        self._before[0](kind, error, trace)  # in the terminal too, for those who started it there
        self._caught.emit(error)
