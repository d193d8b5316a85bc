"""How long the window does not answer while it is busiest:
`python -m tests.bench.responsiveness [VIDEO...] [--rounds 3] [--seconds 5]`.

Copies the videos, opens the copies in a window, finds poses in them and lifts them to 3D, while every 16 ms the
playhead jumps as under a mouse; a 5 ms timer in the window's thread tells the gaps. Prints for each round the ticks,
the median, 99th percentile and worst gap, how many pictures came, and of every gap over 50 ms how long the thread
worked itself and how long it was ready but waited for a core, which is what other programs on the machine take. Ends
with 1 where no round was clean: a disk or a display that stalls is nothing of ours, but what our own work costs comes
back at every jump. Without a display: under xvfb-run.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app import main as program
from app import pictures
from app.settings import Settings
from tests.heartbeat import Heartbeat

SHARED = Path(os.environ.get("PARALLAX_SHARED") or Path(__file__).resolve().parents[3] / "shared")
DEFAULT = [SHARED / f"data/video/pose2sim_single/cam0{n}.mp4" for n in (1, 2, 3, 4)]
GAP_S = 0.050
SCRUB_MS = 16
SPEED = 1.3  # recording seconds a second
LONGEST_S = 600.0


def measure(paths: list[Path], size: tuple[int, int], folder: Path, seconds: float) -> tuple[Heartbeat, int]:
    """One round, from the button to 1.5 s after the end of the run, or so many seconds from the first frame in which
    poses were looked for. Returns the gaps, and how many pictures came."""
    copies = [Path(shutil.copyfile(path, folder / f"{n}-{path.name}")) for n, path in enumerate(paths)]
    window = program.build(Settings(folder / "settings.ini"))
    window.resize(*size)
    window.show()
    session, player = window.session, window.player
    session.open_paths(copies)
    if not pictures.wait(lambda: len(session.times) == len(copies), 60):
        raise SystemExit("The videos could not be opened.")
    pictures.settle(window)
    ended: list[tuple[float, str]] = []
    session.runs.ended.connect(lambda run, status: ended.append((time.monotonic(), status.state)))
    came: list[object] = []
    window.frames.ready.connect(came.append)
    begun = time.monotonic()
    scrub = QTimer(window, interval=SCRUB_MS)
    scrub.timeout.connect(lambda: player.seek(player.start + (time.monotonic() - begun) * SPEED % player.duration))
    heart = Heartbeat(window)
    window.actions_by_id["detect"].trigger()
    scrub.start()
    if seconds < LONGEST_S:
        loop_until(lambda: bool(ended) or session.runs.status.done > 0)
        begun = time.monotonic()
        heart.reset()
        came.clear()
    loop_until(lambda: (bool(ended) and time.monotonic() - ended[0][0] > 1.5) or time.monotonic() - begun > seconds)
    heart.stop()
    scrub.stop()
    cut = seconds < LONGEST_S and not ended
    session.runs.stop()
    loop_until(lambda: not session.runs.running)
    window.close()
    window.deleteLater()
    if not cut and [state for _, state in ended] != ["done"]:
        raise SystemExit(f"The run is not done: {ended}")
    return heart, len(came)


def loop_until(done: Callable[[], bool]) -> None:
    """The event loop as it runs in the program, which processEvents in a loop of our own would not be."""
    loop = QEventLoop()
    look = QTimer(interval=100)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start()
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="*", type=Path, default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=LONGEST_S, help="of finding poses; else to the end of the run")
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800))
    options = parser.parse_args()
    for path in options.videos:
        if not path.is_file():
            raise SystemExit(f"{path}: there is no such video.")
    clean = 0
    for number in range(options.rounds):
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            heart, came = measure(options.videos, tuple(options.size), Path(folder), options.seconds)
        late = heart.late(GAP_S)
        ours = sum(beat.ours > GAP_S for beat in late)
        clean += not ours
        load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        print(f"round {number + 1}: {heart.summary()}; {len(late)} over {1e3 * GAP_S:.0f} ms, {ours} of them without "
              f"waiting for a core; worked {sum(beat.cpu for beat in heart.beats):.1f} s of "
              f"{time.perf_counter() - begun:.0f} s; {came} pictures{load}", flush=True)
        for beat in late:
            print(f"    {beat}")
    print(f"{clean} of {options.rounds} rounds without a gap of ours over {1e3 * GAP_S:.0f} ms")
    raise SystemExit(0 if clean else 1)


if __name__ == "__main__":
    main()
