"""Sound on its file's own time line, and its wave form for drawing, against the ffmpeg program and known signals."""

import shlex
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from core.errors import ParallaxError
from core.sound import RATE, Peaks, Sound, load_sound
from tests.core.audio_pairs import write_sound


def ffmpeg(arguments: str, target: Path) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *shlex.split(arguments), str(target)], check=True)
    return target


def ticks(rate: int, seconds: float, times: tuple[float, ...]) -> np.ndarray:
    """(N,) bursts of 2 kHz, 5 ms long with a soft edge, centred at the given times."""
    time_s = np.arange(int(seconds * rate)) / rate
    out = np.zeros(len(time_s))
    for at in times:
        out += 0.6 * np.sin(2 * np.pi * 2000 * (time_s - at)) * np.exp(-(((time_s - at) / 0.0015) ** 2))
    return out


def found(sound: Sound, around: float) -> float:
    """The centre of the burst near a time: the energy's centroid."""
    time_s = sound.t0_s + np.arange(len(sound.samples)) / sound.rate
    near = np.abs(time_s - around) < 0.05
    energy = sound.samples[near].astype(np.float64) ** 2
    return float((energy * time_s[near]).sum() / energy.sum())


@pytest.mark.parametrize(("name", "rate", "codec", "channels"), [
    ("a.m4a", 44_100, "aac", 2), ("b.m4a", 48_000, "aac", 1), ("c.wav", 8000, "pcm_s16le", 1),
    ("d.wav", 96_000, "pcm_s16le", 2), ("e.mkv", 48_000, "libopus", 2), ("f.mp3", 44_100, "libmp3lame", 1),
])
def test_every_codec_and_rate_keeps_time(name: str, rate: int, codec: str, channels: int, tmp_path: Path) -> None:
    samples = ticks(rate, 3.0, (0.7, 2.35))
    if channels == 2:
        samples = np.stack([samples, 0.5 * samples], axis=1)
    write_sound(tmp_path / name, samples, rate, codec=codec)
    sound = load_sound(tmp_path / name)
    assert sound.rate == RATE and sound.samples.dtype == np.float32
    assert sound.duration_s == pytest.approx(3.0, abs=0.06)  # a codec's frame may be filled up
    # Matroska counts in milliseconds; otherwise a codec's smearing of a 5 ms burst moves its centroid by less than a
    # sample at 16 kHz, 0.06 ms.
    tolerance = 1.2e-3 if name.endswith("mkv") else 6e-5
    # An MP3's own time begins with its encoder's delay: 1105 samples (LAME).
    shift = 1105 / rate if name.endswith("mp3") else 0.0
    for at in (0.7, 2.35):
        assert found(sound, at + shift) == pytest.approx(at + shift, abs=tolerance)


def test_the_resampler_agrees_with_ffmpeg(tmp_path: Path) -> None:
    """Blocks of 20 s are resampled one by one: 45 s of a sweep have two seams, which must not be heard."""
    sweep = "aevalsrc='0.5*sin(2*PI*(100*t+60*t*t))':s=44100:d=45"
    source = ffmpeg(f"-f lavfi -i {sweep} -c:a pcm_s16le", tmp_path / "s.wav")
    oracle = subprocess.run(["ffmpeg", "-v", "error", "-i", str(source), "-ar", str(RATE), "-f", "f32le", "-"],
                            check=True, capture_output=True).stdout
    expected, sound = np.frombuffer(oracle, np.float32), load_sound(source)
    assert abs(len(expected) - len(sound.samples)) <= 2
    inner = slice(RATE // 10, 45 * RATE - RATE // 10)
    # Both filters are flat to 0.5 % below 6 kHz, where the sweep ends; 16-bit rounding adds 3e-5.
    assert np.abs(expected[inner] - sound.samples[inner]).max() < 5e-3


def test_sound_that_starts_late_and_has_a_gap(tmp_path: Path) -> None:
    """A video of variable rate whose sound starts 0.5 s in, and a packet of sound is missing in the middle."""
    write_sound(tmp_path / "t.wav", ticks(48_000, 4.0, (0.3, 3.1)), 48_000, codec="pcm_s16le")
    video = "-f lavfi -i testsrc2=s=64x64:r=30:d=5 -vf select='not(eq(mod(n\\,7)\\,3))' -fps_mode vfr"
    late = ffmpeg(f"-itsoffset 0.5 -i {tmp_path / 't.wav'} {video} -map 1:v -map 0:a -c:v libx264 -c:a aac",
                  tmp_path / "late.mp4")
    sound = load_sound(late)
    # The edit list that says so counts in the film's time scale, milliseconds.
    assert found(sound, 0.8) == pytest.approx(0.8, abs=1e-3)
    assert found(sound, 3.6) == pytest.approx(3.6, abs=1e-3)
    # Half a second of silence takes the place of the packets that were left out; what comes after stays where it was.
    gap = ffmpeg(f"-i {tmp_path / 't.wav'} -af aselect='not(between(t\\,1\\,1.5))' -c:a pcm_s16le", tmp_path / "g.mkv")
    sound = load_sound(gap)
    assert found(sound, 3.1) == pytest.approx(3.1, abs=1.2e-3)
    assert np.abs(sound.samples[int(1.06 * RATE):int(1.44 * RATE)]).max() == 0


def test_files_without_sound(tmp_path: Path) -> None:
    silent_film = ffmpeg("-f lavfi -i testsrc2=s=64x64:r=30:d=1 -c:v libx264", tmp_path / "film.mp4")
    with pytest.raises(ParallaxError, match=r"film\.mp4: has no sound"):
        load_sound(silent_film)
    with pytest.raises(ParallaxError, match="does not exist"):
        load_sound(tmp_path / "nothing.mp4")
    (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(0).bytes(4000))
    with pytest.raises(ParallaxError, match=r"noise\.mp4"):
        load_sound(tmp_path / "noise.mp4")


def test_damage_becomes_silence_or_is_told(tmp_path: Path) -> None:
    write_sound(tmp_path / "a.m4a", ticks(48_000, 10.0, (1.0, 9.0)), 48_000)
    data = bytearray((tmp_path / "a.m4a").read_bytes())
    start = data.index(b"mdat") + 4
    body = slice(start + (len(data) - start) // 3, start + (len(data) - start) // 2)
    data[body] = np.random.default_rng(1).bytes(body.stop - body.start)
    (tmp_path / "b.m4a").write_bytes(data)
    try:
        sound = load_sound(tmp_path / "b.m4a")
    except ParallaxError as error:
        assert "b.m4a" in str(error)
    else:
        assert found(sound, 1.0) == pytest.approx(1.0, abs=1e-3)


def _spent(work: Callable[[], object]) -> float:
    """Processor seconds of this thread."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def test_a_wave_form_draws_its_extremes_at_every_zoom() -> None:
    rng = np.random.default_rng(2)
    sound = Sound(rng.standard_normal(600 * RATE).astype(np.float32) * 0.1, RATE, t0_s=2.0)
    peaks = Peaks(sound)
    direct = min(_spent(lambda: np.maximum.reduceat(sound.samples, np.arange(0, len(sound.samples), 3200)))
                 for _ in range(3))
    slowest = 0.0
    for seconds in (600.0, 60.0, 7.3, 0.5, 0.02):
        for start in (2.0, 151.7):
            draw = partial(peaks.between, start, start + seconds, 1500)
            slowest = max(slowest, min(_spent(draw) for _ in range(3)))
            low, high = draw()
            inside = np.isfinite(low)
            assert np.all(low[inside] <= high[inside])
            first = int((start - 2.0) * RATE)
            part = sound.samples[first:first + int(seconds * RATE)]
            # The outermost columns may take in half a bin of what is beside them.
            inner = slice(2, -2) if seconds < 500 else slice(0, -2)
            assert np.nanmin(low[inner]) >= part.min() - 1e-6 or seconds < 1
            assert np.nanmax(high) >= part[len(part) // 100:-len(part) // 100 - 1].max() - 1e-6
    print(f"{1e3 * slowest:.2f} ms, the highest of all samples {1e3 * direct:.2f} ms")
    assert slowest < direct  # what is drawn costs by the column; milliseconds: python -m tests.bench.drawing
    low, high = peaks.between(-1.0, 1.0, 100)
    assert np.isnan(low).all() and np.isnan(high).all()
    empty = Peaks(Sound(np.zeros(0, np.float32), RATE))
    assert np.isnan(empty.between(0, 1, 10)[0]).all()
