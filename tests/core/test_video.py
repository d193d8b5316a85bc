"""Frame access, against what the ffmpeg program shows of the same files."""

import contextlib
import gc
import itertools
import os
import random
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from core.clock import frame_at
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.video import Video, content_hash, probe
from core.video_file import Decoder
from core.video_picture import Converter, Orientation
from tests.core.video_clips import RECIPES, Clips, ffmpeg, frames_by_ffmpeg, times_by_ffprobe, worst

FRAME = 96 * 64 * 3 // 2  # bytes of one kept frame of the clips

# Decoding is exact by the standards of all codecs here but MPEG-4 part 2, whose inverse DCT may be off by one level in
# each sample (IEEE 1180); predicted frames add that up, over at most the 12 frames of a group, and the conversion to
# RGB multiplies it by up to 2.02 (BT.601). Frames next to each other differ far more, which the tests check.
ROUNDING = {name: 25 for name in RECIPES if name.startswith(("mpeg4", "packed"))} | {"rotate270.mp4": 25}


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))


class Count:
    """A progress that counts: one report is one step of the decoder."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self, step: Step) -> None:
        assert step.stage == "decode"
        self.steps += 1


# ---------------------------------------------------------------- the right frame, at the right time


@pytest.mark.parametrize("name", RECIPES)
def test_every_frame_is_the_one_that_ffmpeg_shows(clips: Clips, name: str) -> None:
    path = clips(name)
    with Video(path, memory=8 * FRAME) as video:
        truth = frames_by_ffmpeg(path, video.size)
        assert len(video) == len(truth) == len(video.times)
        assert all(np.abs(a.astype(int) - b).mean() > 0.5 for a, b in itertools.pairwise(truth))
        allowed = ROUNDING.get(name, 0)
        assert worst(video.frames(), truth) <= allowed
        order = list(range(len(video))) * 2
        random.Random(name).shuffle(order)
        assert worst((video.frame(i) for i in order), truth[order]) <= allowed
        assert worst((video.frame(i) for i in reversed(range(len(video)))), truth[::-1]) <= allowed
        for start, step in ((0, 7), (3, 5), (4, 20)) if len(video) > 4 else ((0, 7),):
            assert worst(video.frames(start, step=step), truth[start::step]) <= allowed
            closed = np.union1d(np.arange(start, len(truth), step), [len(truth) - 1])
            assert worst(video.frames(start, step=step, closing=True), truth[closed]) <= allowed
        assert not video.damaged


def test_what_no_frame_is_made_from_is_not_decoded_between_those_that_are_wanted(
        clips: Clips, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three B frames in a row two are made nothing from: at a step of 7 most of them are left out."""
    came: list[int] = []
    read = Decoder.read

    def counted(self: Decoder, *wanted: Any) -> Any:
        got = read(self, *wanted)
        came.extend([] if got is None else [got[0]])
        return got

    with Video(clips("bframes.mp4")) as video:
        monkeypatch.setattr(Decoder, "read", counted)
        every = len(list(video.frames()))
        assert len(came) == every
        came.clear()
        assert len(list(video.frames(step=7))) == len(range(0, every, 7))
        assert len(came) < 0.75 * every


@pytest.mark.parametrize("name", [name for name in RECIPES if not name.endswith((".avi", ".h264"))])
def test_times_are_the_containers_own(clips: Clips, name: str) -> None:
    path = clips(name)
    with Video(path) as video:
        # Both are k·tick in double precision: equal to the last bit or two of numbers below 10.
        np.testing.assert_allclose(video.times, [float(t) for t in times_by_ffprobe(path)], rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", ["bframes.avi", "mpeg4.avi", "mpeg4_b.avi", "packed.avi", "bare.h264"])
def test_containers_without_presentation_times_get_even_ones(clips: Clips, name: str) -> None:
    with Video(clips(name)) as video:
        steps = np.diff(video.times)
        assert (steps > 0).all()
        assert float(np.median(steps)) == pytest.approx(float(1 / video.fps), abs=1e-9)
        assert 0 <= video.times[0] <= 3 / float(video.fps) + 1e-9  # by how much the decoder lags


@pytest.mark.parametrize(
    ("name", "fps"),
    [("bframes.mp4", 30), ("29.97.mp4", Fraction(30000, 1001)), ("59.94.mp4", Fraction(60000, 1001)),
     ("59.94.mkv", Fraction(60000, 1001)), ("late.mkv", 30), ("bframes.ts", 30), ("one.mp4", 30)],
)
def test_frame_rate_is_exact(clips: Clips, name: str, fps: Fraction) -> None:
    with Video(clips(name)) as video:
        assert video.fps == fps
        assert isinstance(video.fps, Fraction)
        assert not video.info.variable


@pytest.mark.parametrize("name", ["variable.mp4", "variable.mkv"])
def test_variable_rate_is_kept_and_told(clips: Clips, name: str) -> None:
    with Video(clips(name)) as video:
        info = video.info
        assert info.variable
        assert info.interval_max_s > 1.5 * info.interval_min_s > 0
        assert float(video.fps) == pytest.approx((len(video) - 1) / (video.times[-1] - video.times[0]), rel=1e-4)
        between = (video.times[5] + video.times[6]) / 2
        assert frame_at(video.times, between) == 5


def test_first_time_stamp_may_be_late(clips: Clips) -> None:
    with Video(clips("late.mp4")) as video:
        assert video.times[0] == pytest.approx(5.25, abs=1e-3)
        assert video.info.first_time_s == video.times[0]


@pytest.mark.parametrize("vflip", [False, True])
@pytest.mark.parametrize("hflip", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_every_orientation_of_the_display_matrix(
    clips: Clips, tmp_path: Path, degrees: int, hflip: bool, vflip: bool
) -> None:
    path = tmp_path / "turned.mp4"
    with av.open(str(clips("mjpeg.avi"))) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        stream.set_display_rotation(degrees, hflip=hflip, vflip=vflip)
        for packet in list(source.demux(video=0))[:3]:
            packet.stream = stream
            target.mux(packet)
    with Video(path) as video:
        assert video.size == ((64, 96) if degrees in (90, 270) else (96, 64))
        assert video.info.mirrored == (hflip != vflip)
        assert worst(video.frames(), frames_by_ffmpeg(path, video.size)) == 0


def test_frames_that_share_a_time_stamp_are_all_there(clips: Clips, tmp_path: Path) -> None:
    path = tmp_path / "twice.mkv"
    with av.open(str(clips("mpeg4.mp4"))) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for n, packet in enumerate(p for p in source.demux(video=0) if p.size):
            packet.stream, packet.time_base = stream, Fraction(1, 30)
            packet.pts = packet.dts = n // 2 * 2
            target.mux(packet)
    with Video(clips("mpeg4.mp4")) as once, Video(path, memory=4 * FRAME) as twice:
        assert len(twice) == len(once)
        assert (np.diff(twice.times)[::2] == 0).all()
        order = random.Random(0).sample(range(len(once)), len(once))
        assert worst((twice.frame(i) for i in order), np.stack([once.frame(i) for i in order])) == 0


def test_a_name_with_spaces_and_other_scripts(clips: Clips, tmp_path: Path) -> None:
    path = tmp_path / "日本 é #1 %20: 'x'.mp4"
    path.write_bytes(clips("one.mp4").read_bytes())
    with Video(path) as video:
        assert video.frame(0).shape == (64, 96, 3)
        assert video.info.path == path


def test_real_recordings(shared: Path) -> None:
    for name in ("cam01.mp4", "cam02.mp4"):  # H.264 and VP9 of 1080×1920
        path = shared / "data" / "video" / "pose2sim_single" / name
        with Video(path) as video:
            assert (len(video), video.size, video.fps) == (100, (1080, 1920), 60)
            assert video.capacity >= 300
            wanted = [57, 3]
            raw = ffmpeg("-i", str(path), "-vf", "select=eq(n\\,57)+eq(n\\,3)", "-vsync", "passthrough",
                         "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
            truth = np.frombuffer(raw, dtype=np.uint8).reshape(2, 1920, 1080, 3)[::-1]
            assert worst((video.frame(i) for i in wanted), truth) == 0


# ---------------------------------------------------------------- what it costs


def test_going_back_over_what_was_decoded_costs_no_decoding(clips: Clips) -> None:
    with Video(clips("bframes.mp4"), memory=20 * FRAME) as video:
        assert video.capacity == 20
        for i in range(40):
            video.frame(i)
        count = Count()
        for i in (39, 38, 37, 38, 39, 25, 20, 31, 39):
            assert video.cached(i)
            video.frame(i, progress=count)
        assert count.steps == 0
        assert not video.cached(19)
        video.frame(40, progress=count)
        assert count.steps <= 2  # and the decoder still stands where it was: one packet, one frame


def test_a_jump_back_keeps_the_stretch_before_its_target(clips: Clips) -> None:
    with Video(clips("bframes.mp4"), memory=20 * FRAME) as video:
        video.frame(44)
        count = Count()
        video.frame(22, progress=count)  # one key-frame: decoded from the start
        assert 22 <= count.steps <= 22 + 8
        count.steps = 0
        for i in range(22, 2, -1):
            video.frame(i, progress=count)
        assert count.steps == 0


def test_a_jump_costs_one_run_from_the_nearest_key_frame(clips: Clips) -> None:
    with Video(clips("sound.mp4"), memory=FRAME, threads=2) as video:
        lag = 2 + 2 + 2  # frames out of order (two B-frames and their pyramid) and frames in two threads
        for i in random.Random(1).sample(range(len(video)), 30):
            count = Count()
            video.frame(i, progress=count)
            assert count.steps <= i % 10 + 1 + lag + 8  # 8: where passing by is nearer than going to the key-frame


def test_memory_stays_under_the_bound(tmp_path: Path) -> None:
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("reads the resident memory the way Linux shows it")

    def resident() -> int:
        gc.collect()
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    path = tmp_path / "wide.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=10", "-c:v", "mpeg4", "-g", "300", str(path))
    one = 640 * 360 * 3 // 2
    with Video(path, memory=100 * one) as video:
        assert 98 <= video.capacity <= 100  # rows may be padded to 16 bytes
        for i in range(30):
            video.frame(i)
        before = resident()
        for i in (*range(300), *range(299, 0, -40), *range(100)):
            video.frame(i)
        assert sum(video.cached(i) for i in range(300)) == video.capacity
        # 70 more frames are kept now than then; all 300 would be 270. The rest: what the allocator and codec hold.
        assert resident() - before < (70 + 60) * one


def test_a_bound_below_one_frame_keeps_one(clips: Clips) -> None:
    with Video(clips("bframes.mp4"), memory=1) as video:
        truth = frames_by_ffmpeg(video.path, video.size)
        assert worst((video.frame(i) for i in (3, 2, 2, 9)), truth[[3, 2, 2, 9]]) == 0
        assert video.cached(9)
        assert not video.cached(2)


def test_cancelling_keeps_what_was_decoded(clips: Clips) -> None:
    def impatient(step: Step) -> None:
        if step.done >= 12:
            raise Cancelled

    with Video(clips("bframes.mp4")) as video:
        with pytest.raises(Cancelled):
            video.frame(40, progress=impatient)
        assert video.cached(10)
        assert not video.cached(40)
        assert worst([video.frame(40)], frames_by_ffmpeg(video.path, video.size)[40:41]) == 0


def test_opening_a_long_file_reports_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=32x32:r=30:d=100", "-c:v", "mpeg4", str(path))
    steps: list[Step] = []
    with Video(path, progress=steps.append) as video:
        assert len(video) == 3000
    assert [step.stage for step in steps] == ["index"] * len(steps)
    assert 0 < steps[0].done < steps[-1].done <= steps[-1].total == path.stat().st_size

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        Video(path, progress=stop)


# ---------------------------------------------------------------- manners


def test_frames_is_lazy_and_keeps_nothing(clips: Clips) -> None:
    with Video(clips("open_gop.mkv")) as video:
        truth = frames_by_ffmpeg(video.path, video.size)
        assert worst(video.frames(7, 23), truth[7:23]) == 0
        assert worst(video.frames(40, 99), truth[40:]) == 0
        assert list(video.frames(5, 5)) == []
        assert not any(video.cached(i) for i in range(len(video)))


@pytest.mark.parametrize("name", ["bframes.mp4", "open_gop.mkv", "refresh.mp4", "bframes.ts", "bare.h264", "hevc.mp4",
                                  "vp9.webm", "mpeg4_b.avi", "packed.avi", "mjpeg.avi", "variable.mkv",
                                  "edited_open.mp4"])
def test_in_a_hurry_frames_are_the_same_and_none_is_taken_for_lost(clips: Clips, name: str) -> None:
    """Whether it gets there, is called off on the way, or goes back to what was left out."""
    with Video(clips(name), memory=1) as video, Video(clips(name)) as calm:
        rng, asked = random.Random(0), list[tuple[int, bool, int]]()
        for i in range(3, len(video), 4):
            asked.append((i, True, 99))
        for _ in range(60):
            asked.append((rng.randrange(len(video)), rng.random() < 0.6, rng.choice([1, 3, 99, 99])))
        for i, hurry, patience in asked:
            steps = itertools.count(1)

            def call_off(step: Step, steps: Iterator[int] = steps, patience: int = patience) -> None:
                if next(steps) >= patience and step.done < step.total:
                    raise Cancelled

            with contextlib.suppress(Cancelled):
                assert worst([video.frame(i, progress=call_off, hurry=hurry)], calm.frame(i)[None]) == 0, (i, hurry)
        assert not video.damaged and not calm.damaged


def test_in_a_hurry_less_is_decoded(clips: Clips) -> None:
    """Of every four frames of this clip three are made into no other."""
    with Video(clips("bframes.mp4"), memory=2**30) as video:
        for i in range(0, 45, 9):
            video.frame(i, hurry=True)
        assert sum(video.cached(i) for i in range(45)) < 30
        assert worst((video.frame(i) for i in range(45)), frames_by_ffmpeg(video.path, video.size)) == 0


def test_scaled_down_access(clips: Clips) -> None:
    with Video(clips("rotate90.mp4")) as video:
        assert video.frame(3, max_side=48).shape == (48, 32, 3)
        small = video.frame(3, max_side=60)
        assert small.shape == (60, 40, 3)
        # Means agree: scaling neither shifts nor changes colours by more than its rounding of half a level and chroma.
        assert np.abs(small.mean((0, 1)) - video.frame(3).mean((0, 1))).max() < 2
        assert video.frame(3, max_side=500).shape == (96, 64, 3)


@pytest.mark.parametrize("name", ["yuv420p", "yuvj420p", "yuv420p10le", "yuv444p", "gbrp", "gray"])
@pytest.mark.parametrize("side", [300, 200, 155, 100, 61, 40])
def test_scaled_down_to_less_than_half(name: str, side: int) -> None:
    """Halved first, a picture is not shifted: it is what the means of its pixels are, by another library.

    Waves of 80 pixels and 60 levels: a pixel of a mean is off by as much as the slope, 60 · 2π / 80 = 4.7 levels a
    pixel, so a shift of half a pixel of a picture halved twice would be 9; the curve of a wave is 60 · (2π / 80)² / 24
    of the square of a pixel, 1 level at a tenth of the size, and 1.5 each are lost by rounding and by the colours."""
    y, x = np.mgrid[0:320, 0:400]
    wave = 128 + 60 * np.sin(2 * np.pi * x / 80) * np.sin(2 * np.pi * y / 80)
    colours = np.stack((wave, wave, wave), axis=-1).round().astype(np.uint8)
    frame = av.VideoFrame.from_ndarray(colours, "rgb24").reformat(format=name)
    converter = Converter((400, 320), Orientation())
    small, whole = converter.rgb(frame, side).astype(float), converter.rgb(frame).astype(float)
    assert small.shape == (round(320 * side / 400), side, 3)
    means = cv2.resize(whole, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    off = np.abs(small - means)
    assert off[2:-2, 2:-2].max() < 4
    assert off.max() < 9  # at the edge filters differ in what they take for what lies beyond: half a pixel or so


def test_a_frame_belongs_to_the_caller(clips: Clips) -> None:
    for name in ("bframes.mp4", "lossless.mkv", "vp9_odd.webm"):
        with Video(clips(name)) as video:
            image = video.frame(5)
            before = image.copy()
            assert image.flags.c_contiguous
            assert image.dtype == np.uint8
            video.frame(6)
            assert (image == before).all()
            image[:] = 0
            assert (video.frame(5) == before).all()


def test_a_worker_and_a_caller_can_share_a_video(clips: Clips) -> None:
    with Video(clips("sound.mp4"), memory=6 * FRAME) as video:
        truth = frames_by_ffmpeg(video.path, video.size)
        wrong: list[object] = []

        def work(seed: int) -> None:
            try:
                order = random.Random(seed).choices(range(len(video)), k=40)
                wrong.extend(i for i in order if not np.array_equal(video.frame(i), truth[i]))
                wrong.extend(i for i, image in enumerate(video.frames()) if not np.array_equal(image, truth[i]))
            except Exception as error:  # a thread's exception would otherwise be lost
                wrong.append(error)

        workers = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert wrong == []


def test_closing_frees_file_and_threads(clips: Clips) -> None:
    def open_things() -> tuple[int, int]:
        gc.collect()
        return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("counts open files the way Linux shows them")
    path = clips("bframes.mp4")
    Video(path).close()
    before = open_things()
    for _ in range(3):
        video = Video(path, threads=3)
        video.frame(20)
        started: Iterator[object] = video.frames(threads=3)
        next(started)
        del started
        video.close()
        video.close()
        with pytest.raises(ValueError, match="closed"):
            video.frame(20)
    del video
    assert open_things() == before


def test_a_number_out_of_range(clips: Clips) -> None:
    with Video(clips("one.mp4")) as video:
        assert len(video) == 1
        for i in (-1, 1):
            with pytest.raises(IndexError, match="has 1"):
                video.frame(i)


# ---------------------------------------------------------------- probe and hash


def test_probe_tells_what_the_file_is(clips: Clips) -> None:
    info = probe(clips("sound.mp4"))
    assert (info.codec, info.container, info.frames, info.size, info.fps) == ("h264", "mov", 45, (96, 64), 30)
    assert (info.key_frames, info.longest_gop, info.bit_depth, info.pixel_format) == (5, 10, 8, "yuv420p")
    assert info.duration_s == pytest.approx(1.5)
    assert info.bytes == clips("sound.mp4").stat().st_size
    (audio,) = info.audio
    assert (audio.codec, audio.rate, audio.channels) == ("aac", 44100, 1)
    assert audio.duration_s == pytest.approx(1.5, abs=0.05)  # AAC comes in blocks of 1024 samples

    turned = probe(clips("rotate90.mp4"))
    assert (turned.size, turned.coded_size, turned.rotation, turned.mirrored) == ((64, 96), (96, 64), 270, False)
    assert turned.audio == ()
    deep = probe(clips("hevc10.mp4"))
    assert (deep.codec, deep.bit_depth, deep.colour_space, deep.full_range) == ("hevc", 10, "bt2020nc", False)
    full = probe(clips("bt709_full.mp4"))
    assert (full.colour_space, full.full_range) == ("bt709", True)


def test_video_says_the_same_as_probe(clips: Clips) -> None:
    with Video(clips("sound.mp4")) as video:
        assert video.info == probe(video.path)
        assert video.has_audio
        assert (video.codec, video.rotation, video.duration_s) == ("h264", 0, video.info.duration_s)


def test_hash_follows_the_content_not_the_name(clips: Clips, tmp_path: Path) -> None:
    copy = tmp_path / "other name.mov"
    copy.write_bytes(clips("sound.mp4").read_bytes())
    assert content_hash(copy) == content_hash(clips("sound.mp4")) != content_hash(clips("bframes.mp4"))


def test_hash_of_a_large_file_sees_both_ends_the_middle_and_the_size(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    data = bytearray(np.random.default_rng(0).bytes(6 << 20))
    seen = {}
    for change in (None, 0, 2**20 - 1, 2**20, len(data) // 2, len(data) - 1, len(data) - 2**20 - 99):
        if change is not None:
            data[change] ^= 1
        path.write_bytes(data)
        seen[change] = content_hash(path)
    path.write_bytes(data + b"\0")
    seen["longer"] = content_hash(path)
    # The exact middle may fall between two of the six blocks; everything else must show.
    assert len({digest for change, digest in seen.items() if change != len(data) // 2}) == len(seen) - 1
    with pytest.raises(ParallaxError, match="cannot be read"):
        content_hash(tmp_path / "absent.mp4")
