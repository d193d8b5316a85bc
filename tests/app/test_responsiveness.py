"""The window stays usable while poses are found, since nothing of what takes long is done in its process; and what
measures it, in tests/bench/responsiveness.py, sees a window that does not answer."""

import shutil
import statistics
import time
from pathlib import Path

import onnxruntime
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.window import Window
from core import video
from core.detectors import blazepose as detector
from tests.app.conftest import PATIENCE_MS
from tests.heartbeat import Heartbeat

CAMERAS = ("cam01", "cam02")  # 1080×1920 at 60 frames/s
PICTURES = 40  # that come while poses are found
BLOCKED_S = 0.15


@pytest.fixture
def done_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this very process does of what takes long, whichever thread does it: decoding, and asking a net."""
    done: list[str] = []

    def told(owner: type, method: str) -> None:
        real = getattr(owner, method)
        monkeypatch.setattr(owner, method, lambda *args, **more: (done.append(method), real(*args, **more))[1])

    told(video.Decoder, "read")
    told(onnxruntime.InferenceSession, "run")
    return done


@pytest.fixture
def copies(shared: Path, tmp_path: Path) -> list[Path]:
    return [Path(shutil.copyfile(shared / f"data/video/pose2sim_single/{name}.mp4", tmp_path / f"{name}.mp4"))
            for name in CAMERAS]


def test_pictures_and_poses_are_made_by_other_processes_while_somebody_scrubs(
        window: Window, copies: list[Path], blazepose: Path, done_here: list[str], qtbot: QtBot) -> None:
    session, player = window.session, window.player
    session.open_paths(copies)
    qtbot.waitUntil(lambda: len(session.times) == len(copies) and not session.jobs.busy(), timeout=PATIENCE_MS)
    pictures: list[object] = []
    window.frames.ready.connect(pictures.append)
    began = time.perf_counter()
    scrub = QTimer(window, interval=16)
    scrub.timeout.connect(lambda: player.seek((time.perf_counter() - began) * 1.3 % player.duration))
    session.detection.find(list(session.views))
    qtbot.waitUntil(lambda: session.runs.running and session.runs.status.done > 0, timeout=PATIENCE_MS)
    pictures.clear()
    done_here.clear()
    scrub.start()
    qtbot.waitUntil(lambda: len(pictures) >= PICTURES, timeout=PATIENCE_MS)
    scrub.stop()
    assert done_here == []
    assert session.runs.run is not None and session.runs.run.alive
    session.runs.stop()
    qtbot.waitUntil(lambda: not session.runs.running, timeout=PATIENCE_MS)


def test_what_is_done_in_this_process_is_seen(copies: list[Path], blazepose: Path, done_here: list[str]) -> None:
    with video.Video(copies[0]) as opened:
        picture = opened.frame(0)
    assert set(done_here) == {"read"}
    detector.load().one(picture)
    assert set(done_here) == {"read", "run"}


@pytest.mark.parametrize("busy", [False, True], ids=["asleep", "at work"])
def test_the_measure_sees_a_window_that_does_not_answer(window: Window, qtbot: QtBot, busy: bool) -> None:
    heart = Heartbeat(window)

    def block() -> None:
        until = time.perf_counter() + BLOCKED_S
        worked = time.thread_time()
        while time.thread_time() < worked + BLOCKED_S if busy else time.perf_counter() < until:
            time.sleep(0 if busy else 0.01)

    qtbot.waitUntil(lambda: len(heart.beats) > 2)
    heart.reset()
    QTimer.singleShot(0, window, block)
    qtbot.waitUntil(lambda: any(beat.gap >= BLOCKED_S for beat in heart.beats))
    worst = max(heart.beats, key=lambda beat: beat.gap)
    if busy:
        assert worst.ours >= worst.cpu >= BLOCKED_S
    else:
        assert worst.cpu < BLOCKED_S / 2


def test_what_the_kernel_gave_to_others_is_told_apart(window: Window, qtbot: QtBot) -> None:
    """The parts of a gap are parts: work and waiting for a core are together no longer than the time that went by. Of
    single gaps that need not be: three clocks are read one after the other, and there is a time between them, too."""
    heart = Heartbeat(window)
    qtbot.waitUntil(lambda: len(heart.beats) >= 20)
    heart.stop()
    assert all(beat.waited >= 0 and beat.cpu >= 0 for beat in heart.beats)
    left = statistics.median(beat.gap - beat.cpu - beat.waited for beat in heart.beats)
    assert left > -0.004  # by a tick of the kernel's statistics
