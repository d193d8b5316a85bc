"""Wave forms are read in a process of its own, which says what it cannot hear and never outlives what wants it."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app import listening
from app.listening import DRAWN_HZ, Listener
from app.sync_panel import SyncPanel
from app.window import Window
from core import processes
from core.sound import Peaks, load_sound
from core.studio import ViewSpec
from tests.app.conftest import write_clip
from tests.app.test_frames import gone, linux, until
from tests.app.test_window import opened

HANGS = [sys.executable, "-c", "import sys; sys.stdin.read()"]  # says nothing until its pipe is closed


def python(program: str) -> Callable[[], list[str]]:
    return lambda: [sys.executable, "-c", program]


@pytest.fixture(scope="module")
def clip(studio_clip: Callable[..., Path]) -> Path:
    folder = studio_clip("walk", seconds=3, fps=30, views=[ViewSpec(size=(64, 96), azimuth=0.0)], drawn=False)
    return folder / "view01.mp4"


def pid_of(listener: Listener) -> int:
    until(lambda: listener._process is not None)
    assert listener._process is not None
    return listener._process.pid


@pytest.mark.parametrize("module", ["app.listening", ""])  # the second is how the frozen program does it
def test_what_it_hears_is_what_one_hears_here(clip: Path, module: str) -> None:
    heard = Listener(clip, lambda: processes.command_line(["read-sound"], module)).listen()
    here = Peaks(load_sound(clip, DRAWN_HZ))
    assert heard.wave is not None and heard.note == "" and heard.wave.level == listening.loudness(here)
    there = heard.wave.peaks
    assert (there.sound.rate, there.sound.t0_s) == (here.sound.rate, here.sound.t0_s)
    np.testing.assert_array_equal(there.sound.samples, here.sound.samples)
    for columns in (3, 300, 9000):
        np.testing.assert_array_equal(there.between(0, 3, columns), here.between(0, 3, columns))


def test_what_cannot_be_heard_is_said(tmp_path: Path) -> None:
    silent = Listener(write_clip(tmp_path / "a.mp4")).listen()
    assert silent.wave is None and silent.note == "The file has no sound"
    assert Listener(tmp_path / "b.mp4").listen().note == "The file does not exist"


@pytest.mark.parametrize(("program", "said"), [
    ("print('no answer')", "exit code 0"), ("raise SystemExit(3)", "exit code 3"),
    ("print('{\"sizes\": [[1, 9]], \"rate\": 8000, \"t0_s\": 0, \"level\": 1, \"slow_motion\": null}')", "exit code 0"),
    ("print('{\"sizes\": [[1, -9]], \"rate\": 8000, \"t0_s\": 0, \"level\": 1, \"slow_motion\": null}')", "exit code"),
    pytest.param("import os; os.kill(os.getpid(), 11)", "SIGSEGV", marks=linux),
])
def test_a_process_that_breaks_down_is_said(clip: Path, program: str, said: str) -> None:
    heard = Listener(clip, python(program + "\nimport sys; sys.stdout.flush()")).listen()
    assert heard.wave is None and "its process ended unexpectedly" in heard.note and said in heard.note


def test_a_process_that_cannot_be_started_is_said(clip: Path, tmp_path: Path) -> None:
    assert "could not be read" in Listener(clip, lambda: [str(tmp_path / "nothing")]).listen().note


def test_stopping_ends_the_process_at_once(clip: Path) -> None:
    listener = Listener(clip, lambda: HANGS)
    thread = threading.Thread(target=listener.listen)
    thread.start()
    pid = pid_of(listener)
    listener.stop()
    thread.join(30)
    assert not thread.is_alive() and gone(pid)  # the process would wait for ever
    early = Listener(clip, lambda: HANGS)
    early.stop()
    assert early.listen().wave is None, "stopped before it was started"


@linux
def test_killing_the_window_leaves_no_process(clip: Path, tmp_path: Path) -> None:
    busy = tmp_path / "busy.py"  # the process, at work on something that never ends
    busy.write_text("""
import threading
from app import listening
listening._answer = lambda path, rate, out: (out.write(b"begun\\n"), out.flush(), threading.Event().wait())
listening.main()
""")
    program = """
import sys
from pathlib import Path
from app import listening
listener = listening.Listener(Path(sys.argv[1]), lambda: [sys.executable, sys.argv[2]])
listening._understood = lambda source: print(listener._process.pid, source.read(5).decode(), flush=True) or input()
listener.listen()
"""
    root = Path(__file__).resolve().parents[2]
    window = subprocess.Popen([sys.executable, "-c", program, str(clip), str(busy)], cwd=root, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
    with window:
        assert window.stdout is not None
        pid, word = window.stdout.readline().decode().split()
        assert word == "begun" and not gone(int(pid))
        window.kill()
    until(lambda: gone(int(pid)))


@linux
@pytest.mark.parametrize("end", ["panel", "project", "window"])
def test_what_is_closed_listens_no_longer(
    window: Window, clips: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    made: list[Listener] = []

    def hanging(path: Path) -> Listener:
        made.append(Listener(path, lambda: HANGS))
        return made[-1]

    monkeypatch.setattr("app.sync_sources.Listener", hanging)
    opened(qtbot, window, clips)
    window.toggle_panel("sync")
    panel = window._work.side.panel("sync")
    assert isinstance(panel, SyncPanel)
    pid = pid_of(made[0])
    {"panel": lambda: window.toggle_panel("sync"), "project": window.close_project, "window": window.close}[end]()
    until(lambda: gone(pid))
    qtbot.wait(50)
    assert len(made) == 1, "the next file is not begun either"
    if end == "panel":
        window.toggle_panel("sync")
        qtbot.waitUntil(lambda: len(made) == 2)
        assert made[1]._path == made[0]._path, "the same file again, from its beginning"
