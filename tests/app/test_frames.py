"""Frames come from a process a view: the newest request wins, playing decodes ahead, nothing is left running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app import decoding
from app.decoding import NICE, Answer, Decoding, Request, longest_side
from app.decoding_process import decoder_command
from app.frames import RESTARTS, Frame, FrameSource
from core import processes
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.video import Video
from tests.app.conftest import write_clip


class SlowVideo:
    """Stands in for a file where a test must hold the decoder. Frame i is a picture of the number i."""

    size = (40, 60)
    fps = Fraction(20)

    def __init__(self) -> None:
        self.times = np.arange(100) / 20
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[int] = []

    def __len__(self) -> int:
        return 100

    def cached(self, i: int) -> bool:
        return False

    def frame(self, i: int, max_side: int | None = None, progress: Progress = silent, *,
              hurry: bool = False) -> NDArray[np.uint8]:
        self.asked.append(i)
        while not self.gate.wait(0.01):
            progress(Step("decoding", 0, 1))
        return np.full((60, 40, 3), i, np.uint8)


class Served:
    """A slow video, served in a thread here as it would be in a process."""

    def __init__(self) -> None:
        self.video, self.answers = SlowVideo(), list[Answer]()
        self.signs = 0
        self.decoding = Decoding(self.answers.append, self._alive)
        self._thread = threading.Thread(target=self.decoding.serve, args=(self.video,))
        self._thread.start()
        self._generation = 0

    def ask(self, index: int, direction: int = 0, loop: tuple[int, int] | None = None) -> int:
        self._generation += 1
        self.decoding.ask(Request(index, self._generation, direction, loop=loop))
        return self._generation

    def stop(self) -> None:
        self.decoding.stop()
        self._thread.join(30)
        assert not self._thread.is_alive()

    def _alive(self) -> None:
        self.signs += 1


@pytest.fixture
def slow() -> Iterator[Served]:
    served = Served()
    yield served
    served.stop()


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.005)


def test_scrubbing_keeps_only_the_newest_request(slow: Served) -> None:
    slow.video.gate.clear()
    slow.ask(5)
    until(lambda: slow.video.asked == [5])
    generations = [slow.ask(index) for index in range(10, 60)]
    slow.video.gate.set()
    until(lambda: bool(slow.answers) and slow.answers[-1].index == 59)
    assert [answer.index for answer in slow.answers] == [5, 59]
    assert slow.video.asked == [5, 59]
    assert slow.answers[-1].generation == generations[-1] > slow.answers[0].generation


@pytest.mark.parametrize("direction, ahead", [(1, [51, 52, 53]), (-1, [49, 48, 47])])
def test_playing_decodes_ahead_in_the_direction_of_travel(slow: Served, direction: int, ahead: list[int]) -> None:
    slow.ask(50, direction)
    until(lambda: len(slow.video.asked) >= 21)  # 1 s of 20 frames a second, and no more
    time.sleep(0.05)
    assert slow.video.asked[:4] == [50, *ahead]
    assert len(slow.video.asked) == 21
    slow.ask(ahead[0], direction)
    until(lambda: len(slow.answers) == 2)
    assert slow.video.asked.count(ahead[0]) == 1  # it was there already


@pytest.mark.parametrize("direction, loop, ahead", [
    (1, (40, 52), [51, 52, *range(40, 50)]), (-1, (48, 60), [49, 48, *range(60, 50, -1)]),  # each of them once
    (1, (0, 52), [51, 52, *range(18)]), (1, (60, 70), list(range(51, 71)))])  # as far as without; not in the loop
def test_playing_in_a_loop_decodes_ahead_over_its_end(slow: Served, direction: int, loop: tuple[int, int],
                                                      ahead: list[int]) -> None:
    """Or the picture would stand still there until the decoder has gone back."""
    slow.ask(50, direction, loop)
    until(lambda: len(slow.video.asked) > len(ahead))
    time.sleep(0.05)
    assert slow.video.asked == [50, *ahead]


def test_at_rest_nothing_is_decoded_ahead(slow: Served) -> None:
    slow.ask(50, 0)
    until(lambda: bool(slow.answers))
    time.sleep(0.05)
    assert slow.video.asked == [50]


def test_decoding_ahead_gives_way_to_a_request(slow: Served) -> None:
    video = slow.video
    slow.ask(50, 1)
    until(lambda: bool(slow.answers))
    video.gate.clear()
    slow.ask(10, 1)
    until(lambda: 10 in video.asked)
    video.gate.set()
    until(lambda: slow.answers[-1].index == 10)
    video.gate.clear()
    until(lambda: video.asked[-1] in range(11, 32))
    slow.ask(90)
    until(lambda: video.asked[-1] == 90)  # although the gate is still shut
    video.gate.set()


def test_where_playing_is_faster_than_decoding_what_has_been_reached_is_shown(
    slow: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request is further away than the one before: waiting for it, the picture would stand still for good."""
    reached = -1

    def frame(self: SlowVideo, i: int, max_side: int | None = None, progress: Progress = silent, *,
              hurry: bool = False) -> NDArray[np.uint8]:
        nonlocal reached
        begin = reached
        while reached < i:
            time.sleep(0.002)
            reached += 1
            progress(Step("decode", reached - begin, i - begin))
        return np.full((60, 40, 3), i, np.uint8)

    monkeypatch.setattr(SlowVideo, "frame", frame)
    monkeypatch.setattr(SlowVideo, "cached", lambda self, i: i <= reached)
    monkeypatch.setattr(decoding, "PLAYING_S", 0.005)
    wanted = 0
    while wanted < 90:  # ever further ahead of what has been reached
        wanted += 5
        slow.ask(wanted, 1)
        time.sleep(0.003)
    until(lambda: bool(slow.answers) and slow.answers[-1].index == 90)
    on_the_way = [answer.index for answer in slow.answers if answer.index % 5]
    assert len(on_the_way) > 2 and on_the_way == sorted(on_the_way)
    assert all(answer.rgb is not None and answer.rgb[0, 0, 0] == answer.index for answer in slow.answers)


def test_a_decode_under_way_gives_signs_of_life_and_ends_when_it_is_told_to(slow: Served) -> None:
    slow.video.gate.clear()
    slow.ask(5)
    until(lambda: slow.signs > 3)
    slow.stop()  # although the gate is shut
    assert slow.answers == []


def test_a_frame_that_cannot_be_had_is_said_and_the_next_request_is_served(
    slow: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    good: Callable[..., NDArray[np.uint8]] = SlowVideo.frame

    def breaks(self: SlowVideo, i: int, *rest: object, **more: object) -> NDArray[np.uint8]:
        if i == 3:
            raise RuntimeError("bad packet")
        return good(self, i)

    monkeypatch.setattr(SlowVideo, "frame", breaks)
    slow.ask(3)
    until(lambda: bool(slow.answers))
    assert (slow.answers[0].rgb, slow.answers[0].fault) == (None, "RuntimeError: bad packet")
    slow.ask(4)
    until(lambda: len(slow.answers) == 2)
    assert slow.answers[1].index == 4


@pytest.fixture(autouse=True)
def quick_decoders() -> None:
    """Here they are the program's own."""


@pytest.fixture
def source(qapp: object) -> Iterator[FrameSource]:
    source = FrameSource()
    yield source
    source.close()


def test_a_real_file_gives_exactly_its_frames_scaled_to_the_pane(
    qtbot: QtBot, source: FrameSource, tmp_path: Path
) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=12)
    with qtbot.waitSignal(source.opened, timeout=30_000) as opened:
        source.open("v", path)
    view, times, size, fps = opened.args
    with Video(path) as video:
        assert (view, size, fps) == ("v", (96, 160), video.fps)
        np.testing.assert_array_equal(times, video.times)
        for index in (0, 7, 3, 11):
            with qtbot.waitSignal(source.ready, timeout=30_000) as ready:
                source.request("v", index)
            frame: Frame = ready.args[0]
            assert (frame.index, frame.size) == (index, (96, 160))
            np.testing.assert_array_equal(frame.rgb, video.frame(index))
    with qtbot.waitSignal(source.ready, timeout=30_000) as ready:
        source.set_target("v", 1000, 80)  # the last picture comes again, in the new size
    assert ready.args[0].index == 11
    assert ready.args[0].rgb.shape == (80, 48, 3)
    assert ready.args[0].size == (96, 160)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "a.mp4", frames=12)


def opened(qtbot: QtBot, source: FrameSource, path: Path, view: str = "v") -> int:
    """Opens a file and returns the pid of its process."""
    with qtbot.waitSignal(source.opened, timeout=10_000):
        source.open(view, path)
    return pid_of(source, view)


def pid_of(source: FrameSource, view: str = "v") -> int:
    worker = source._views[view].worker
    assert worker is not None and worker._process is not None
    return worker._process.pid


def shown(qtbot: QtBot, source: FrameSource, index: int) -> Frame:
    with qtbot.waitSignal(source.ready, timeout=10_000) as ready:
        source.request("v", index)
    frame: Frame = ready.args[0]
    return frame


def gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    return not Path(f"/proc/{pid}").exists()


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")


@linux
def test_the_window_goes_before_the_process_and_closing_leaves_nothing(
    qtbot: QtBot, source: FrameSource, clip: Path
) -> None:
    pids = [opened(qtbot, source, clip, view) for view in ("v", "w")]
    assert os.getpriority(os.PRIO_PROCESS, pids[0]) == min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19)
    source.close("v")
    until(lambda: gone(pids[0]))
    assert not gone(pids[1])
    assert source.request("v", 1) == 0
    source.close()
    assert gone(pids[1])


@linux
def test_the_window_never_waits_for_a_process_that_does_not_read(
    qtbot: QtBot, source: FrameSource, clip: Path
) -> None:
    pid = opened(qtbot, source, clip)
    frames: list[Frame] = []
    source.ready.connect(frames.append)
    os.kill(pid, signal.SIGSTOP)
    for n in range(20_000):  # more than any pipe would hold: who waited for it would wait for ever
        newest = source.request("v", n % 12)
    os.kill(pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].generation == newest, timeout=10_000)
    assert frames[-1].index == 19_999 % 12


@linux
def test_closing_does_not_wait_for_a_process_that_hangs(qtbot: QtBot, source: FrameSource, clip: Path) -> None:
    pid = opened(qtbot, source, clip)
    os.kill(pid, signal.SIGSTOP)
    source.request("v", 3)
    source.close()
    assert gone(pid)  # although it would have stood still for ever


@linux
def test_a_process_that_dies_is_told_of_and_the_next_request_starts_another(
    qtbot: QtBot, source: FrameSource, clip: Path
) -> None:
    pids = {opened(qtbot, source, clip)}
    for _ in range(RESTARTS):
        with qtbot.waitSignal(source.failed, timeout=30_000) as failed:
            os.kill(pid_of(source), signal.SIGSEGV)
        assert failed.args[0] == "v"
        assert "a.mp4: the process that decodes it ended unexpectedly (SIGSEGV)." in failed.args[1]
        with Video(clip) as video:
            np.testing.assert_array_equal(shown(qtbot, source, 7).rgb, video.frame(7))
        pids.add(pid_of(source))
    assert len(pids) == RESTARTS + 1
    with qtbot.waitSignal(source.failed, timeout=30_000):
        os.kill(pid_of(source), signal.SIGKILL)
    source.request("v", 2)  # a file that does this every time is not tried for ever
    assert source._views["v"].worker is None
    assert all(map(gone, pids))


@linux
def test_a_process_that_hangs_is_ended_and_told_of(qtbot: QtBot, source: FrameSource, clip: Path) -> None:
    pid = opened(qtbot, source, clip)
    assert shown(qtbot, source, 1).index == 1
    source._hangs_s = 0.3
    qtbot.wait(1500)  # nothing is asked of it, so it may be silent
    assert pid_of(source) == pid
    os.kill(pid, signal.SIGSTOP)
    with qtbot.waitSignal(source.failed, timeout=30_000) as failed:
        source.request("v", 3)
    assert "a.mp4: made the decoder hang for 0 s." in failed.args[1]
    source._hangs_s = 60  # the next one may take its time to begin
    assert shown(qtbot, source, 4).index == 4
    qtbot.waitUntil(lambda: gone(pid), timeout=30_000)


@pytest.mark.parametrize("program, says", [
    ("import os; os.abort()", "ended unexpectedly (SIGABRT)"),
    ("raise SystemExit(3)", "ended unexpectedly (exit code 3)"),
    ("import sys; sys.stdin.readline(); print('hello', flush=True); sys.stdin.readline()", "ended unexpectedly"),
    ("print('{\"say\": \"frame\", \"read\": 0, \"bytes\": 7, \"height\": 9, \"width\": 9}')", "ended unexpectedly"),
])
def test_a_process_that_makes_no_sense_is_told_of_once(
    qtbot: QtBot, qapp: object, clip: Path, program: str, says: str
) -> None:
    source = FrameSource(command=lambda: [sys.executable, "-c", program])
    said: list[str] = []
    source.failed.connect(lambda view, message: said.append(message))
    try:
        source.open("v", clip)
        source.request("v", 3)
        qtbot.waitUntil(lambda: bool(said), timeout=30_000)
        source.request("v", 4)
        qtbot.wait(50)
        assert len(said) == 1 and says in said[0]
    finally:
        source.close()


def test_no_program_to_start_is_said(qtbot: QtBot, qapp: object, clip: Path, tmp_path: Path) -> None:
    source = FrameSource(command=lambda: [str(tmp_path / "nothing")])
    with qtbot.waitSignal(source.failed, timeout=30_000) as failed:
        source.open("v", clip)
    assert "no decoder could be started" in failed.args[1]
    source.close()


def test_the_frozen_program_decodes_by_its_command(qtbot: QtBot, qapp: object, clip: Path) -> None:
    source = FrameSource(command=lambda: processes.command_line(["decode-view"]))
    try:
        opened(qtbot, source, clip)
        with Video(clip) as video:
            np.testing.assert_array_equal(shown(qtbot, source, 5).rgb, video.frame(5))
    finally:
        source.close()


@linux
def test_what_was_prepared_is_used_and_what_is_not_used_ends(
    qtbot: QtBot, source: FrameSource, clip: Path
) -> None:
    source.prepare(2)
    qtbot.waitUntil(lambda: all(spare._process is not None for spare in source._spares))
    pids = [spare._process.pid for spare in source._spares if spare._process is not None]
    assert opened(qtbot, source, clip) == pids[0]
    assert shown(qtbot, source, 2).index == 2
    source.close()
    assert all(map(gone, pids))


def test_a_process_that_gets_no_file_ends_quietly() -> None:
    done = subprocess.run(decoder_command(), env=processes.environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@linux
def test_killing_the_window_leaves_no_process(clip: Path) -> None:
    program = """
import sys
from PySide6.QtCore import QCoreApplication
from app.frames import FrameSource
app = QCoreApplication([])
source = FrameSource()
source.opened.connect(lambda *_: print(source._views["v"].worker._process.pid, flush=True))
source.open("v", sys.argv[1])
app.exec()
"""
    root = Path(__file__).resolve().parents[2]
    window = subprocess.Popen([sys.executable, "-c", program, str(clip)], cwd=root, stdout=subprocess.PIPE)
    with window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        assert not gone(pid)
        window.kill()
    until(lambda: gone(pid))


def test_the_windows_thread_is_free_while_pictures_come(qtbot: QtBot, source: FrameSource, clip: Path) -> None:
    opened(qtbot, source, clip)
    frames: list[Frame] = []
    source.ready.connect(frames.append)
    asker = QTimer(interval=2)
    asker.timeout.connect(lambda: source.request("v", len(frames) % 12, 1))
    asker.start()
    qtbot.waitUntil(lambda: len(frames) >= 100, timeout=10_000)
    asker.stop()
    generations = [frame.generation for frame in frames]
    assert generations == sorted(generations)


@pytest.mark.parametrize("content, says", [(b"", "no.mp4"), (b"this is no video" * 100, "no.mp4")])
def test_a_file_that_cannot_be_read_is_said_once_in_the_words_of_the_error(
    qtbot: QtBot, source: FrameSource, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "no.mp4"
    path.write_bytes(content)
    with qtbot.waitSignal(source.failed, timeout=30_000) as failed:
        source.open("v", path)
    with pytest.raises(ParallaxError) as error:
        Video(path)
    assert failed.args == ["v", str(error.value)]
    assert says in failed.args[1]


def test_pictures_are_made_no_larger_than_they_are_and_fit_both_ways() -> None:
    assert longest_side((1080, 1920), (400, 711)) == 711
    assert longest_side((1080, 1920), (200, 711)) == round(1920 * 200 / 1080)
    assert longest_side((1920, 1080), (960, 2000)) == 960
    assert longest_side((96, 160), (400, 711)) is None
    assert longest_side((96, 160), (0, 0)) is None
