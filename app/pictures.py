"""Pictures of the window, made without anybody watching: for the demo's report, the README and the people who check."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Settings
from app.window import Window
from app.words import tr
from core.errors import ParallaxError

PATIENCE_S = 60.0


def photograph(project: Path, out: Path, sizes: Iterable[tuple[int, int]], at: float = 0.3) -> list[Path]:
    """Opens a project and writes a picture of the window in each size; at: share of the recording to stand at.

    Raises ParallaxError where the project does not come up.
    """
    from app import main

    window = main.build(Settings(out / "window.ini"))
    try:
        window.show()
        window.session.open_project(project)
        settle(window)
        if window.session.project is None:
            raise ParallaxError(project, "this project could not be opened.", "Open it in the window to see why.")
        paths = []
        for width, height in sizes:
            window.resize(QSize(width, height))
            window.reset_layout()
            window.player.seek(window.player.start + at * window.player.duration)
            settle(window)
            paths.append(save(window, out / f"window-{width}x{height}.png"))
        return paths
    finally:
        window.close()
        window.deleteLater()
        (out / "window.ini").unlink(missing_ok=True)


def settle(window: Window, also: Callable[[], bool] = lambda: True) -> None:
    """Lets the window work until everything that was asked for is on screen."""

    def ready() -> bool:
        panes_open = all(view in window.session.times or view in window.session.faults for view in window.session.views)
        return panes_open and not window.session.jobs.busy() and window.stage.up_to_date and also()

    if not wait(ready, PATIENCE_S):
        raise ParallaxError(tr("The window"), "was not ready within {s} s.", "Try again on an idle machine.",
                            s=f"{PATIENCE_S:.0f}")
    wait(lambda: False, 0.3)  # what is drawn a moment later: hover effects gone, the 3D view's first picture


def wait(until: Callable[[], bool], seconds: float) -> bool:
    """Runs the event loop until the condition holds; False where it did not in time."""
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            return False
        QApplication.processEvents()
        time.sleep(0.005)
    return True


def save(widget: QWidget, path: Path) -> Path:
    """Writes what a widget looks like now as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise ParallaxError(path, "the picture could not be written.", "Free some space, or choose another folder.")
    return path
