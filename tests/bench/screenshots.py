"""Pictures of the window in every state that matters, to be looked at: python -m tests.bench.screenshots OUT VIDEO...

Needs a display (xvfb-run -s "-screen 0 2560x1440x24" gives one). Works on copies of the videos in a temporary folder,
detects and lifts them for real, and writes each state at 1280×800 and 2560×1440.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.window import Window

SIZES = ((1280, 800), (2560, 1440))


def main(out: Path, videos: list[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix="parallax-pictures-") as folder:
        home = Path(folder)
        os.environ.setdefault("PARALLAX_BLAZEPOSE", str(_graphs()))
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[variable] = str(home / variable.lower())
        (home / "tennis").mkdir()
        Camera(out, home).all([Path(shutil.copyfile(video, home / "tennis" / video.name)) for video in videos])


def _graphs() -> Path:
    """Looked up before the user's folders are hidden."""
    import platformdirs

    return Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "blazepose"


class Camera:
    """A window and the states it is photographed in, in order."""

    def __init__(self, out: Path, home: Path) -> None:
        from app import main as program
        from app.settings import Settings

        self.out, self.home = out, home
        self.window: Window = program.build(Settings(home / "settings.ini"))
        self.session, self.player = self.window.session, self.window.player
        self.window.show()

    def all(self, videos: list[Path]) -> None:
        try:
            self.shoot("1-first-start")
            self.opened(videos)
            self.found()
            self.overlays()
            broken = self.home / "tennis" / "GOPR0042.MP4"
            broken.write_bytes(videos[0].read_bytes()[:20_000])
            self.error(broken, "6-error")
            self.palette()
            self.dialogs()
            self.session.close_project()
            self.shoot("9-recent")
            self.error(broken, "10-error-at-start")
        finally:
            self.window.close()

    def opened(self, videos: list[Path]) -> None:
        self.session.open_paths(videos)
        self.wait(lambda: len(self.session.times) == len(videos), 60)
        self.player.seek(0.36 * self.player.duration)
        self.shoot("2-opened")

    def found(self) -> None:
        runs = self.session.runs
        self.window.actions_by_id["detect"].trigger()
        self.wait(lambda: runs.status.done > 0.5 * runs.status.total > 0, 300)
        self.shoot("3-under-way")
        self.wait(lambda: not runs.running, 600)
        self.shoot("4-found")

    def overlays(self) -> None:
        for part in ("scores", "box"):
            self.window.toggle_overlay(part)
        self.window.toggle_trails()
        self.player.set_loop((0.2 * self.player.duration, 0.7 * self.player.duration))
        self.shoot("5-scores-box-loop-trails")
        for part in ("scores", "box"):
            self.window.toggle_overlay(part)

    def error(self, broken: Path, name: str) -> None:
        self.session.open_paths([broken])
        self.wait(self.window.banner.isVisible, 30)
        self.shoot(name)
        self.window.banner.dismiss()

    def palette(self) -> None:
        from app.pictures import save

        self.window.palette_box.open()
        self.window.palette_box._query.setText("loop")
        self.wait(lambda: False, 0.3)
        print(save(self.window, self.out / "7-palette.png"))
        self.window.palette_box.hide()

    def dialogs(self) -> None:
        from app.key_map import KeyMap
        from app.pictures import save
        from app.text_dialog import TextDialog

        self.window.show_keys()
        self.window.show_diagnostics()
        self.wait(lambda: False, 0.5)
        for dialog in (*self.window.findChildren(TextDialog), *self.window.findChildren(KeyMap)):
            print(save(dialog, self.out / f"8-{dialog.windowTitle().lower()}.png"))
            dialog.close()

    def shoot(self, name: str) -> None:
        """The window as it is now, in every size. While a run goes on there is no waiting for rest."""
        from app.pictures import save, settle

        for width, height in SIZES:
            self.window.resize(width, height)
            self.window.reset_layout()
            self.wait(lambda: False, 0.7)
            if not self.session.runs.running:
                settle(self.window)
            print(save(self.window, self.out / f"{name}-{width}x{height}.png"))

    def wait(self, until, seconds: float) -> None:  # type: ignore[no-untyped-def]
        from app import pictures

        pictures.wait(until, seconds)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
