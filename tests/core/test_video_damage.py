"""Files that are cut off, damaged, or no video at all."""

from __future__ import annotations  # av.Packet takes a parameter for the type checker only

import random
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from core.errors import ParallaxError
from core.progress import Step
from core.video import Video, probe
from core.video_file import open_video
from tests.core.video_clips import Clips, ffmpeg, frames_by_ffmpeg


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))


def fault_of(path: Path) -> str:
    """The message of the one error that opening raises, which names the file and ends in a remedy."""
    with pytest.raises(ParallaxError) as caught:
        Video(path)
    assert caught.value.subject == str(path)
    assert caught.value.fault.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value.fault


# ---------------------------------------------------------------- not to be opened


@pytest.mark.parametrize("name", ["sound.mp4", "open_gop.mkv", "vp9.webm", "mpeg4.avi", "prores.mov"])
@pytest.mark.parametrize("part", [0.05, 0.6, 0.99])
def test_a_file_that_was_cut_off_says_so(clips: Clips, name: str, part: float) -> None:
    path = clips.changed(f"cut{part}_{name}", name, lambda data: data[: int(len(data) * part)])
    assert "cut off" in fault_of(path)


def test_a_cut_where_the_index_comes_first(clips: Clips, tmp_path: Path) -> None:
    path = tmp_path / "fast.mp4"
    ffmpeg("-i", str(clips("sound.mp4")), "-c", "copy", "-movflags", "+faststart", str(path))
    path.write_bytes(path.read_bytes()[:-2000])
    assert "cut off" in fault_of(path)


def test_a_head_that_claims_more_than_there_is(clips: Clips) -> None:
    def boundless(data: bytearray) -> bytearray:
        data[4:12] = b"\x01" + b"\x7f" * 7  # the size of the EBML head: 2^55 bytes and more
        return data

    assert "damaged" in fault_of(clips.changed("boundless.webm", "vp9.webm", boundless))


def test_a_recording_that_was_never_finished(clips: Clips) -> None:
    def without_index(data: bytearray) -> bytearray:
        return data[: data.rindex(b"moov") - 4]

    assert "never finished" in fault_of(clips.changed("unfinished.mp4", "bframes.mp4", without_index))


def test_files_that_are_no_video(tmp_path: Path) -> None:
    contents = {
        "empty.mp4": (b"", "empty"),
        "text.mp4": (b"Dear diary, today I filmed nothing.\n" * 50, "not a video"),
        "noise.mov": (random.Random(0).randbytes(40_000), "not a video"),
        # Text that makes the library open other files and addresses: never followed.
        "list.m3u8": (b"#EXTM3U\n#EXTINF:1,\nclip.ts\n#EXT-X-ENDLIST\n", "not a video"),
        "join.mp4": (b"ffconcat version 1.0\nfile 'clip.mp4'\n", "not a video"),
        "terminal.txt": (b"\x1b[31mhello\x1b[0m", "not a video"),
        "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "still image"),
        "picture.heic": (b"\0\0\0\x18ftypheic" + bytes(100), "still image"),
        "picture.mp4": (b"\xff\xd8\xff\xe0" + bytes(100), "still image"),
    }
    for name, (content, fault) in contents.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert fault in fault_of(path), name


def test_sound_without_a_picture(tmp_path: Path) -> None:
    for name in ("voice.mp4", "voice.mp3", "voice.wav"):
        ffmpeg("-f", "lavfi", "-i", "sine=d=0.3", str(tmp_path / name))
        assert "no video" in fault_of(tmp_path / name)
    cover = tmp_path / "cover.png"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=d=0.1", "-frames:v", "1", str(cover))
    song = tmp_path / "song.mp3"
    ffmpeg("-i", str(tmp_path / "voice.mp3"), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy",
           "-disposition:v", "attached_pic", str(song))
    assert "no video" in fault_of(song)


def test_places_without_a_file(tmp_path: Path) -> None:
    assert "does not exist" in fault_of(tmp_path / "gone.mp4")
    assert "not a file" in fault_of(tmp_path)


def test_a_wrong_extension_does_not_matter(clips: Clips) -> None:
    path = clips.changed("notes.txt", "vp9.webm", bytes)
    assert probe(path) == probe(clips("vp9.webm")).__class__(**{**vars(probe(clips("vp9.webm"))), "path": path})


def test_video_that_no_decoder_understands(clips: Clips) -> None:
    def blank(data: bytearray) -> bytearray:
        start = data.index(b"mdat") + 4
        end = data.rindex(b"moov") - 4
        data[start:end] = bytes(end - start)
        return data

    assert "none of it can be decoded" in fault_of(clips.changed("blank.mp4", "bframes.mp4", blank))


# ---------------------------------------------------------------- damaged, and still of use


def with_hole(clips: Clips, name: str, source: str, first: int, last: int, filler: bytes = b"") -> Path:
    """A copy whose packets first … last − 1, in the order of storing, are overwritten."""
    with av.open(str(clips(source))) as container:
        stored = [(p.pos, p.size) for p in container.demux(video=0) if p.size]

    def overwrite(data: bytearray) -> bytearray:
        for position, size in stored[first:last]:
            assert position is not None
            data[position : position + size] = filler[:size].ljust(size, b"\0")
        return data

    return clips.changed(name, source, overwrite)


@pytest.mark.parametrize("filler", [b"", random.Random(0).randbytes(1 << 16)], ids=["zeros", "noise"])
@pytest.mark.parametrize("source", ["sound.mp4", "fragments.mp4", "hevc.mp4", "mpeg4.mp4", "prores.mov"])
def test_a_damaged_middle_plays_up_to_and_after_it(
    clips: Clips, source: str, filler: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = with_hole(clips, f"hole{len(filler)}_{source}", source, 22, 26, filler)
    with Video(clips(source)) as whole:
        truth, times = [whole.frame(i) for i in range(len(whole))], whole.times
        key = next(i for i in (*whole._index.starts.tolist(), 45) if i > 26)
    capfd.readouterr()
    with Video(path, memory=1) as video:
        assert len(video) == 45
        assert (video.times == times).all()
        seen = list(video.frames())
        assert len(seen) == 45
        # Before the hole (B-frames in front of it refer to it) and from the next key-frame on, nothing is lost.
        assert all((seen[i] == truth[i]).all() for i in (*range(18), *range(key, 45)))
        assert video.damaged
        assert all(18 <= i < key for i in video.damaged)
    with Video(path) as again:
        order = random.Random(0).sample(range(45), 45)
        there = {i: again.frame(i) for i in order}
        assert all((there[i] == truth[i]).all() for i in (*range(18), *range(key, 45)))
        assert all(image.shape == truth[0].shape for image in there.values())
        assert all(18 <= i < key for i in again.damaged)
    assert capfd.readouterr().err == ""


def test_a_lost_frame_is_shown_as_the_good_one_before_it(clips: Clips) -> None:
    path = with_hole(clips, "lost.mov", "prores.mov", 20, 23)  # every frame on its own: exactly these are lost
    with Video(clips("prores.mov")) as whole, Video(path) as video:
        for i in (22, 21, 20):
            assert (video.frame(i) == whole.frame(19)).all()
        assert video.damaged == {20, 21, 22}
        assert (video.frame(23) == whole.frame(23)).all()
        assert all((a == whole.frame(i)).all() for i, a in enumerate(video.frames(18, 25), 18) if i not in (20, 21, 22))
        steps: list[Step] = []
        video.frame(21, progress=steps.append)
        assert steps == []  # known to be lost: not tried again


def test_damage_at_the_start_shows_the_first_good_frame(clips: Clips) -> None:
    path = with_hole(clips, "start.mov", "prores.mov", 0, 2)
    with Video(clips("prores.mov")) as whole, Video(path) as video:
        assert len(video) == len(whole)
        assert (video.frame(0) == whole.frame(2)).all()
        assert (next(iter(video.frames())) == whole.frame(2)).all()
        assert video.damaged == {0, 1}


@pytest.mark.parametrize("source", ["open_gop.mkv", "vp9.webm", "bframes.ts", "mpeg4.avi"])
def test_a_hole_in_the_container_itself(clips: Clips, source: str) -> None:
    """Frames may be gone without a trace; what is left keeps its time and can be reached in any order."""

    def hole(data: bytearray) -> bytearray:
        middle, length = len(data) // 2, len(data) // 20
        data[middle : middle + length] = bytes(length)
        return data

    path = clips.changed(f"torn_{source}", source, hole)
    with Video(clips(source)) as whole, Video(path) as video:
        assert 20 <= len(video) < 46
        at = {round(t, 6): i for i, t in enumerate(whole.times.tolist())}
        if source != "mpeg4.avi":  # which has no time stamps of its own
            assert all(round(t, 6) in at for t in video.times.tolist())
        forward = list(video.frames())
        assert (forward[0] == whole.frame(0)).all()
        assert (forward[-1] == whole.frame(len(whole) - 1)).all()
        assert len(forward) == len(video)
        for i in random.Random(2).sample(range(len(video)), 12):
            assert video.frame(i).shape == forward[0].shape


def test_a_recording_that_starts_between_key_frames(clips: Clips, tmp_path: Path) -> None:
    """A capture of a running transmission: what no decoder shows is not counted either."""
    whole = clips("bframes.ts").read_bytes()
    path = tmp_path / "tuned in.ts"
    path.write_bytes(whole[188 * 20 :])
    with Video(path) as video:
        truth = frames_by_ffmpeg(path, video.size)
        assert 20 < len(video) < 45
        ours = list(video.frames())
        assert (ours[-1] == truth[-1]).all()
        assert np.abs(ours[0].astype(int) - truth[len(truth) - len(ours)]).max() == 0


def test_fragments_that_were_cut_play_up_to_the_cut(clips: Clips) -> None:
    path = clips.changed("cut_fragments.mp4", "fragments.mp4", lambda data: data[: len(data) * 6 // 10])
    with Video(path) as video, Video(clips("fragments.mp4")) as whole:
        assert 10 < len(video) < 45
        assert (video.times == whole.times[: len(video)]).all()
        assert (video.frame(9) == whole.frame(9)).all()


def test_a_stream_that_begins_in_the_middle_is_passed_over(clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    """Transport streams may begin one anywhere; the library stumbles at its packets. It is made to, at every tenth."""
    path = clips("bframes.ts")
    with Video(path) as video:
        expected = [video.frame(i) for i in range(len(video))]

    class Stumbling:
        def __init__(self, container: InputContainer) -> None:
            self._container, self._count = container, 0

        def __getattr__(self, name: str) -> object:
            return getattr(self._container, name)

        def demux(self, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
            for packet in self._container.demux(stream):
                yield packet
                self._count += 1
                if self._count % 10 == 0:
                    raise IndexError("list index out of range")

    def opened(path: Path) -> tuple[object, VideoStream]:
        container, stream = open_video(path)
        return Stumbling(container), stream

    for module in ("core.video_file", "core.video_index"):
        monkeypatch.setattr(f"{module}.open_video", opened)
    with Video(path) as video:
        for i, frame in enumerate(video.frames()):
            np.testing.assert_array_equal(frame, expected[i])
        assert len(video) == i + 1 == len(expected)
