"""Frames come from a worker a view: the newest request wins, playing decodes ahead, nothing is left running."""

import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.frames import Frame, FrameSource, longest_side
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.video import Video
from tests.app.conftest import write_clip


class SlowVideo:
    """Stands in for a file where a test must hold the decoder. Frame i is a picture of the number i."""

    size = (40, 60)
    fps = Fraction(20)

    def __init__(self, path: Path, memory: int) -> None:
        self.times = np.arange(100) / 20
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[int] = []
        self.closed = False

    def __len__(self) -> int:
        return 100

    def cached(self, i: int) -> bool:
        return False

    def frame(self, i: int, max_side: int | None = None, progress: Progress = silent) -> NDArray[np.uint8]:
        self.asked.append(i)
        while not self.gate.wait(0.01):
            progress(Step("decoding", 0, 1))
        return np.full((60, 40, 3), i, np.uint8)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def slow(qapp: object) -> Iterator[tuple[FrameSource, list[SlowVideo], list[Frame]]]:
    made: list[SlowVideo] = []

    def open_video(path: Path, memory: int) -> SlowVideo:
        made.append(SlowVideo(path, memory))
        return made[-1]

    source = FrameSource(open_video=open_video)
    frames: list[Frame] = []
    source.ready.connect(frames.append)
    yield source, made, frames
    source.close()


@pytest.fixture
def source(qapp: object) -> Iterator[FrameSource]:
    source = FrameSource()
    yield source
    source.close()


def test_a_real_file_gives_exactly_its_frames_scaled_to_the_pane(
    qtbot: QtBot, source: FrameSource, tmp_path: Path
) -> None:
    path = write_clip(tmp_path / "a.mp4", frames=12)
    with qtbot.waitSignal(source.opened, timeout=5000) as opened:
        source.open("v", path)
    view, times, size, fps = opened.args
    with Video(path) as video:
        assert (view, size, fps) == ("v", (96, 160), video.fps)
        np.testing.assert_array_equal(times, video.times)
        for index in (0, 7, 3, 11):
            with qtbot.waitSignal(source.ready, timeout=5000) as ready:
                source.request("v", index)
            frame: Frame = ready.args[0]
            assert (frame.index, frame.size) == (index, (96, 160))
            np.testing.assert_array_equal(frame.rgb, video.frame(index))
    with qtbot.waitSignal(source.ready, timeout=5000) as ready:
        source.set_target("v", 1000, 80)  # the last picture comes again, in the new size
    assert ready.args[0].index == 11
    assert ready.args[0].rgb.shape == (80, 48, 3)
    assert ready.args[0].size == (96, 160)


def test_scrubbing_keeps_only_the_newest_request(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]]
) -> None:
    source, made, frames = slow
    source.open("v", "x")
    qtbot.waitUntil(lambda: bool(made))
    made[0].gate.clear()
    source.request("v", 5)
    qtbot.waitUntil(lambda: made[0].asked == [5])
    generations = [source.request("v", index) for index in range(10, 60)]
    made[0].gate.set()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].index == 59)
    assert [frame.index for frame in frames] == [5, 59]
    assert made[0].asked == [5, 59]
    assert frames[-1].generation == generations[-1] > frames[0].generation


@pytest.mark.parametrize("direction, ahead", [(1, [51, 52, 53]), (-1, [49, 48, 47])])
def test_playing_decodes_ahead_in_the_direction_of_travel(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]], direction: int, ahead: list[int]
) -> None:
    source, made, frames = slow
    source.open("v", "x")
    source.request("v", 50, direction)
    qtbot.waitUntil(lambda: len(made) == 1 and len(made[0].asked) >= 21)  # 1 s of 20 frames a second, and no more
    time.sleep(0.05)
    assert made[0].asked[:4] == [50, *ahead]
    assert len(made[0].asked) == 21
    source.request("v", ahead[0], direction)
    qtbot.waitUntil(lambda: len(frames) == 2)
    assert made[0].asked.count(ahead[0]) == 1  # it was there already


def test_at_rest_nothing_is_decoded_ahead(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]]
) -> None:
    source, made, frames = slow
    source.open("v", "x")
    source.request("v", 50, 0)
    qtbot.waitUntil(lambda: bool(frames))
    time.sleep(0.05)
    assert made[0].asked == [50]


def test_decoding_ahead_gives_way_to_a_request(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]]
) -> None:
    source, made, frames = slow
    source.open("v", "x")
    source.request("v", 50, 1)
    qtbot.waitUntil(lambda: len(made) == 1 and bool(frames))
    made[0].gate.clear()
    source.request("v", 10, 1)
    qtbot.waitUntil(lambda: 10 in made[0].asked)
    made[0].gate.set()
    qtbot.waitUntil(lambda: frames[-1].index == 10)
    made[0].gate.clear()
    qtbot.waitUntil(lambda: made[0].asked[-1] in range(11, 32))
    source.request("v", 90)
    qtbot.waitUntil(lambda: made[0].asked[-1] == 90)  # although the gate is still shut
    made[0].gate.set()


def test_closing_ends_a_decode_under_way_and_drops_what_was_found(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]]
) -> None:
    source, made, frames = slow
    source.open("v", "x")
    source.open("w", "y")
    qtbot.waitUntil(lambda: len(made) == 2)
    for video in made:
        video.gate.clear()
    source.request("v", 5)
    source.request("w", 6)
    qtbot.waitUntil(lambda: all(video.asked for video in made))
    begun = time.monotonic()
    source.close()
    assert time.monotonic() - begun < 1
    assert all(video.closed for video in made)
    assert source.request("v", 7) == 0
    qtbot.wait(20)
    assert frames == []


@pytest.mark.parametrize("content, says", [(b"", "no.mp4"), (b"this is no video" * 100, "no.mp4")])
def test_a_file_that_cannot_be_read_is_said_once_in_the_words_of_the_error(
    qtbot: QtBot, source: FrameSource, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "no.mp4"
    path.write_bytes(content)
    with qtbot.waitSignal(source.failed, timeout=5000) as failed:
        source.open("v", path)
    with pytest.raises(ParallaxError) as error:
        Video(path)
    assert failed.args == ["v", str(error.value)]
    assert says in failed.args[1]


def test_a_decoder_that_breaks_reaches_the_pane_and_the_next_request_is_served(
    qtbot: QtBot, slow: tuple[FrameSource, list[SlowVideo], list[Frame]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _, frames = slow
    good: Callable[..., NDArray[np.uint8]] = SlowVideo.frame

    def breaks(self: SlowVideo, i: int, *rest: object) -> NDArray[np.uint8]:
        if i == 3:
            raise RuntimeError("bad packet")
        return good(self, i)

    monkeypatch.setattr(SlowVideo, "frame", breaks)
    source.open("v", "x")
    with qtbot.waitSignal(source.failed, timeout=5000) as failed:
        source.request("v", 3)
    assert failed.args == ["v", "RuntimeError: bad packet"]
    source.request("v", 4)
    qtbot.waitUntil(lambda: bool(frames))
    assert frames[0].index == 4


def test_pictures_are_made_no_larger_than_they_are_and_fit_both_ways() -> None:
    assert longest_side((1080, 1920), (400, 711)) == 711
    assert longest_side((1080, 1920), (200, 711)) == round(1920 * 200 / 1080)
    assert longest_side((1920, 1080), (960, 2000)) == 960
    assert longest_side((96, 160), (400, 711)) is None
    assert longest_side((96, 160), (0, 0)) is None
