"""Pictures of the window in every state that matters, to be looked at: python -m tests.bench.screenshots OUT VIDEO...

Needs a display (xvfb-run -s "-screen 0 2560x1440x24" gives one). Works on copies of the videos in a temporary folder,
detects and lifts them for real, and writes each state at 1280×800 and 2560×1440.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

SIZES = ((1280, 800), (2560, 1440))


def main(out: Path, videos: list[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix="parallax-pictures-") as folder:
        home = Path(folder)
        os.environ.setdefault("PARALLAX_BLAZEPOSE", str(_graphs()))
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[variable] = str(home / variable.lower())
        (home / "tennis").mkdir()
        copies = [Path(shutil.copyfile(video, home / "tennis" / video.name)) for video in videos]
        _photograph(out, home, copies)


def _graphs() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "blazepose"


def _photograph(out: Path, home: Path, copies: list[Path]) -> None:
    from app import main as program
    from app.pictures import save, settle, wait

    window = program.build(program.Settings(home / "settings.ini"))
    window.show()
    session = window.session

    def shoot(name: str) -> None:
        for width, height in SIZES:
            window.resize(width, height)
            window.reset_layout()
            wait(lambda: False, 0.3)
            settle(window, also=lambda: session.runs.running or not session.jobs.busy()) \
                if not session.runs.running else wait(lambda: False, 0.7)
            print(save(window, out / f"{name}-{width}x{height}.png"))

    try:
        shoot("1-first-start")
        session.open_paths(copies)
        wait(lambda: len(session.times) == len(copies), 60)
        settle(window)
        window.player.seek(0.36 * window.player.duration)
        shoot("2-opened")
        window.actions_by_id["detect"].trigger()
        wait(lambda: session.runs.status.done > 0.5 * session.runs.status.total > 0, 300)
        shoot("3-under-way")
        wait(lambda: not session.runs.running, 600)
        settle(window)
        shoot("4-found")
        window.toggle_overlay("scores")
        window.toggle_overlay("box")
        window.toggle_trails()
        window.player.set_loop((0.2 * window.player.duration, 0.7 * window.player.duration))
        shoot("5-scores-box-loop-trails")
        for part in ("scores", "box"):
            window.toggle_overlay(part)
        broken = home / "tennis" / "GOPR0042.MP4"
        broken.write_bytes(copies[0].read_bytes()[:20_000])
        session.open_paths([broken])
        wait(lambda: window.banner.isVisible(), 30)
        shoot("6-error")
        window.banner.dismiss()
        window.palette_box.open()
        window.palette_box._query.setText("loop")
        wait(lambda: False, 0.3)
        print(save(window, out / "7-palette.png"))
        window.palette_box.hide()
        window.show_keys()
        window.show_diagnostics()
        wait(lambda: False, 0.5)
        from app.text_dialog import TextDialog

        for dialog in window.findChildren(TextDialog):
            print(save(dialog, out / f"8-{dialog.windowTitle().lower()}.png"))
    finally:
        window.close()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
