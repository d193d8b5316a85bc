"""The window stays usable while poses are found: measured by a 5 ms timer while somebody scrubs in real recordings."""

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.window import Window
from tests.heartbeat import Heartbeat

pytestmark = pytest.mark.alone
GAP_S = 0.050  # the longest that the window may not answer
MEASURED_S = 5.0
ROUNDS = 3
CAMERAS = ("cam01", "cam02", "cam03", "cam04")  # 1080×1920 and 1088×1920 at 60 frames/s


@pytest.fixture
def heart(window: Window) -> Heartbeat:
    return Heartbeat(window)


def test_no_gap_over_50_ms_while_detecting_and_scrubbing(
        window: Window, heart: Heartbeat, shared: Path, blazepose: Path, tmp_path: Path, qtbot: QtBot) -> None:
    """Whatever is on the machine beside it: of each gap, only the time is taken off in which the window's thread was
    ready and the kernel gave the core to others, or a virtual machine stood still; what is left must be under 50 ms.

    A round that is not clean is repeated, twice at most: a disk or a display that stalls is nothing of ours, but what
    our own work costs comes back at every scrub, 300 times a round.
    """
    session, player = window.session, window.player
    copies = [Path(shutil.copyfile(shared / f"data/video/pose2sim_single/{name}.mp4", tmp_path / f"{name}.mp4"))
              for name in CAMERAS]
    session.open_paths(copies)
    qtbot.waitUntil(lambda: len(session.times) == len(copies), timeout=30_000)
    pictures: list[object] = []
    window.frames.ready.connect(pictures.append)
    began = time.perf_counter()
    scrub = QTimer(window, interval=16)
    scrub.timeout.connect(lambda: player.seek((time.perf_counter() - began) * 1.3 % player.duration))

    late: list[str] = []
    for _ in range(ROUNDS):
        session.detection.find(list(session.views))
        qtbot.waitUntil(lambda: session.runs.running and session.runs.status.done > 0, timeout=60_000)
        pictures.clear()
        scrub.start()
        heart.reset()
        qtbot.wait(round(1000 * MEASURED_S))
        scrub.stop()
        late = [str(beat) for beat in heart.beats if beat.ours > GAP_S]
        print(heart.summary(), f"{len(pictures)} pictures", *heart.late(GAP_S), sep="\n")
        assert session.runs.running or session.runs.status.state == "done"
        assert len(pictures) > 4 * MEASURED_S  # it was scrubbed, and the views followed
        session.runs.stop()
        qtbot.waitUntil(lambda: not session.runs.running, timeout=30_000)
        if not late:
            break
    assert late == []


@pytest.mark.parametrize("busy", [False, True], ids=["asleep", "at work"])
def test_the_measure_sees_a_window_that_does_not_answer(
        window: Window, heart: Heartbeat, qtbot: QtBot, busy: bool) -> None:
    def block() -> None:
        until = time.perf_counter() + 0.15
        while time.thread_time() < worked + 0.08 if busy else time.perf_counter() < until:
            time.sleep(0 if busy else 0.01)

    qtbot.wait(50)
    heart.reset()
    worked = time.thread_time()
    QTimer.singleShot(0, window, block)
    qtbot.wait(400)
    worst = max(heart.beats, key=lambda beat: beat.ours)
    assert worst.ours > GAP_S
    assert (worst.cpu > GAP_S) is busy


def test_what_the_kernel_gave_to_others_is_told_apart(window: Window, heart: Heartbeat, qtbot: QtBot) -> None:
    """The parts of all gaps are parts: neither work nor waiting for a core is longer than the time that went by."""
    qtbot.wait(200)
    assert heart.beats
    for beat in heart.beats:
        assert beat.waited >= 0 and beat.cpu >= 0
        assert beat.cpu + beat.waited <= beat.gap + 0.004  # three clocks, read one after the other, by a tick of 4 ms
