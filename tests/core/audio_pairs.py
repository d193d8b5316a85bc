"""Pairs of sound recordings of one scene with exactly known clocks: the truth of the audio synchronization.

One scene (synthetic speech, claps, thuds, steps) is heard by recorders that share nothing else: each has its own room
response (direct-to-reverberant −6 to 9 dB, RT60 0.2 to 0.9 s), frequency response, gain, clipping or automatic gain,
mains hum, gusty noise, sounds that only it hears (the finger on the record button at both ends, knocks, the operator's
voice), sample rate (44.1 or 48 kHz) and AAC bit rate. The direct sound reaches every recorder at the scene's time, so
    t_a = offset_s + (1 + drift_ppm·1e-6) · t_b
holds exactly for the sample positions that are read from the scene; everything else is the recorder's own.

Seeds: `development` draws from 1 to 9 999 and is what thresholds and the confidence were fitted on; `held_out` and
`unrelated_held_out`, `long_held_out`, `rigs_held_out` use seeds from 100 000, for reporting only: nothing may be
tuned on them.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage, signal

Floats = NDArray[np.float64]

RATE = 48_000  # of the scene
KINDS = ("mixed", "speech", "sparse", "periodic")
_CENTRE = 512  # half the length of the symmetric filter that colours a recorder
_MARGIN = 2048  # samples on either side of what is read by `sample_at`
SPEECH_RMS = 0.05  # of the scene's speech while somebody speaks; signal-to-noise ratios refer to it


@dataclass(frozen=True)
class Spec:
    """What to generate. snr_db: one for each recorder; seconds: length of each recorder's file; related: False gives
    the second recorder a scene of its own. offset_s, drift_ppm: of the pair, as in the module's formula."""

    kind: str
    snr_db: tuple[float, float]
    offset_s: float
    drift_ppm: float
    seed: int
    seconds: tuple[float, float] = (60.0, 60.0)
    related: bool = True


@dataclass(frozen=True)
class Pair:
    """Two files and the truth about them."""

    spec: Spec
    path_a: Path
    path_b: Path

    def error_s(self, offset_s: float, drift_ppm: float) -> tuple[float, float]:
        """(error at the middle of the overlap, largest error over the overlap) of an answer, in seconds of A."""
        length_a, length_b = self.spec.seconds
        rate = 1 + self.spec.drift_ppm * 1e-6
        start = max(0.0, -self.spec.offset_s / rate)
        stop = min(length_b, (length_a - self.spec.offset_s) / rate)
        t_b = np.array([(start + stop) / 2, start, stop])
        wrong = offset_s - self.spec.offset_s + (drift_ppm - self.spec.drift_ppm) * 1e-6 * t_b
        return float(abs(wrong[0])), float(np.abs(wrong).max())


# ---------------------------------------------------------------- which pairs


def development(number: int, first_seed: int = 1) -> list[Spec]:
    """Specifications for tuning, drawn at random (not a factorial), seeds first_seed … first_seed + number − 1."""
    out = []
    for seed in range(first_seed, first_seed + number):
        rng = np.random.default_rng([seed, 7])
        snr = float(rng.choice([20, 10, 5, 0, -3, -5, -8]))
        out.append(Spec(str(rng.choice(KINDS)), (snr, snr), float(rng.uniform(-20, 20)),
                        float(rng.choice([0, 20, -20, 50, -50, 90])), seed, related=seed % 5 != 0))
    return out


def development_hard(number: int, first_seed: int = 5000) -> list[Spec]:
    """For tuning: short files, little overlap, unequal lengths and noise, fast clocks."""
    out = []
    for seed in range(first_seed, first_seed + number):
        rng = np.random.default_rng([seed, 7])
        lengths = float(rng.choice([8, 12, 20, 40, 60])), float(rng.choice([8, 12, 20, 40, 60]))
        common = rng.uniform(0.25, 1) * min(lengths)
        offset = lengths[0] - common if rng.random() < 0.5 else common - lengths[1]
        snr = float(rng.choice([20, 10, 0, -5])), float(rng.choice([20, 10, 0, -5]))
        out.append(Spec(str(rng.choice(KINDS)), snr, float(offset), float(rng.uniform(-150, 150)), seed, lengths,
                        related=seed % 4 != 0))
    return out


def held_out(number: int = 48, seed: int = 100_000) -> list[Spec]:
    """The factorial 4 SNR × 3 drifts × 4 kinds, offsets drawn from ±20 s. For reporting only."""
    out = []
    for index, (snr, drift, kind) in enumerate(itertools.product((20, 10, 0, -5), (0, 20, 50), KINDS)):
        rng = np.random.default_rng([seed + index, 7])
        out.append(Spec(kind, (snr, snr), float(rng.uniform(-20, 20)), drift * float(rng.choice([-1, 1])),
                        seed + index))
    # Fewer than all are still spread over every factor: 5 has no common divisor with 48.
    return [out[5 * k % len(out)] for k in range(min(number, len(out)))]


def unrelated_held_out(number: int = 24, seed: int = 110_000) -> list[Spec]:
    """Two recordings of different scenes. For reporting only."""
    base = [Spec(KINDS[k % 4], (snr, snr), 0.0, 0.0, seed + k, related=False)
            for k, snr in zip(range(number), itertools.cycle((20.0, 20.0, 10.0, 0.0, -5.0)), strict=False)]
    return base[:number]


def long_held_out(number: int = 8, seed: int = 120_000) -> list[Spec]:
    """Ten minutes, drift 0 or 20 ppm, all signal-to-noise ratios. For reporting only."""
    out = []
    for k in range(number):
        rng = np.random.default_rng([seed + k, 7])
        snr = (20.0, 10.0, 0.0, -5.0)[k % 4]
        out.append(Spec(KINDS[(k + k // 4) % 4], (snr, snr), float(rng.uniform(-20, 20)),
                        (0.0, 20.0)[k // 4 % 2], seed + k, seconds=(600.0, 600.0)))
    return out


@dataclass(frozen=True)
class Rig:
    """Cameras of one scene: offsets_s and drifts_ppm (C,) of each to the scene, files (C,)."""

    offsets_s: Floats
    drifts_ppm: Floats
    paths: tuple[Path, ...]

    def truth(self, a: int, b: int) -> tuple[float, float]:
        """(offset_s, drift_ppm) of the pair (a, b)."""
        rate_a, rate_b = 1 + self.drifts_ppm[[a, b]] * 1e-6
        return float((self.offsets_s[b] - self.offsets_s[a]) / rate_a), float((rate_b / rate_a - 1) * 1e6)


def rigs_held_out(folder: Path, number: int = 12, cameras: int = 4, seed: int = 130_000) -> Iterator[Rig]:
    """Rigs with signal-to-noise ratios mixed from 20 to −5 dB. For reporting only."""
    for k in range(number):
        rng = np.random.default_rng([seed + k, 7])
        offsets, drifts = rng.uniform(-10, 10, cameras), rng.choice([-20.0, 0.0, 20.0], cameras)
        kind = KINDS[k % 4]
        scene = Scene(kind, -15.0, 90.0, np.random.default_rng([seed + k, 0]))
        paths = []
        for camera in range(cameras):
            snr = (20.0, 10.0, 0.0, -5.0)[(camera + k) % 4]
            paths.append(folder / f"rig{seed + k}-{camera}.m4a")
            own = np.random.default_rng([seed + k, 1 + camera])
            _record(scene, paths[-1], 60.0, offsets[camera], drifts[camera], snr, own)
        yield Rig(offsets, drifts, tuple(paths))


# ---------------------------------------------------------------- making one


def make(spec: Spec, folder: Path) -> Pair:
    """Generates the two files of a specification into the folder; the same specification gives the same files."""
    rate = 1 + spec.drift_ppm * 1e-6
    spans = ((0.0, spec.seconds[0]), (spec.offset_s, spec.offset_s + rate * spec.seconds[1]))
    start, stop = min(s[0] for s in spans) - 2, max(s[1] for s in spans) + 2
    scene = Scene(spec.kind, start, stop - start, np.random.default_rng([spec.seed, 0]))
    other = scene if spec.related else Scene(spec.kind, start, stop - start, np.random.default_rng([spec.seed, 3]))
    paths = folder / f"{spec.seed}a.m4a", folder / f"{spec.seed}b.m4a"
    _record(scene, paths[0], spec.seconds[0], 0.0, 0.0, spec.snr_db[0], np.random.default_rng([spec.seed, 1]))
    _record(other, paths[1], spec.seconds[1], spec.offset_s, spec.drift_ppm, spec.snr_db[1],
            np.random.default_rng([spec.seed, 2]))
    return Pair(spec, *paths)


class Scene:
    """Sound of a place over time: sample k of `samples` is at scene time `start` + k / RATE."""

    def __init__(self, kind: str, start: float, seconds: float, rng: np.random.Generator) -> None:
        self.start = start
        self.samples = np.zeros(int(seconds * RATE))
        if kind in ("mixed", "speech"):
            self.samples += speech(len(self.samples), rng)
        if kind == "mixed":
            for time in np.sort(rng.uniform(0, seconds, int(seconds / 6))):
                self._add(time, _clap(rng) if rng.random() < 0.5 else _thud(rng))
        elif kind == "sparse":  # 3 to 5 claps in the 20 s that any two files of a minute share, rarer outside
            middle = seconds / 2
            inside = rng.uniform(middle - 10, middle + 10, rng.integers(3, 6)) if seconds < 200 else ()
            for time in (*inside, *rng.uniform(0, seconds, int(seconds / 20))):
                self._add(time, _clap(rng))
        elif kind == "periodic":
            time, step = rng.uniform(0, 0.5), rng.uniform(0.42, 0.62)
            while time < seconds - 1:
                self._add(time, _step(rng))
                time += step * (1 + 0.04 * rng.standard_normal())

    def _add(self, time: float, sound: Floats) -> None:
        at = int(time * RATE)
        stop = min(at + len(sound), len(self.samples))
        self.samples[at:stop] += sound[: stop - at]


def speech(count: int, rng: np.random.Generator) -> Floats:
    """(count,) samples at RATE of something with speech's structure: phrases and pauses, syllables of 90 to 260 ms, a
    pitch that wanders, three resonances that move from syllable to syllable, and hissing consonants."""
    out = np.zeros(count)
    at, voice = int(rng.uniform(0, 1) * RATE), rng.uniform(95, 220)
    while at < count:
        for _ in range(rng.integers(4, 16)):
            length = int(rng.uniform(0.09, 0.26) * RATE)
            sound = _syllable(length, voice * rng.uniform(0.8, 1.3), rng)
            stop = min(at + length, count)
            if stop > at:
                out[at:stop] += sound[: stop - at]
            at += int(length * rng.uniform(0.85, 1.1))
        at += int(rng.uniform(0.25, 1.6) * RATE)
        if rng.random() < 0.2:
            voice = rng.uniform(95, 220)  # somebody else answers
    active = np.abs(out) > 1e-4
    return out * (SPEECH_RMS / np.sqrt(np.mean(out[active] ** 2)))


def _syllable(length: int, pitch: float, rng: np.random.Generator) -> Floats:
    time = np.arange(length) / RATE
    glide = pitch * (1 + rng.uniform(-0.15, 0.15) * time / time[-1]) * (1 + 0.01 * rng.standard_normal())
    phase = np.cumsum(glide) / RATE
    source = np.diff(np.floor(phase), prepend=0.0) - pitch / RATE + 0.02 * rng.standard_normal(length)
    out = np.zeros(length)
    for low, high, width in ((280, 850, 80), (900, 2400, 120), (2400, 3500, 200)):
        b, a = signal.iirpeak(rng.uniform(low, high), rng.uniform(low, high) / width / 2, fs=RATE)
        out += signal.lfilter(b, a, source)
    out *= np.sin(np.pi * np.minimum(time / 0.03, 0.5)) * np.minimum(1, (time[-1] - time) / 0.05)
    out /= np.sqrt(np.mean(out**2)) + 1e-12
    if rng.random() < 0.5:  # a consonant in front
        hiss = int(rng.uniform(0.02, 0.09) * RATE)
        low = rng.uniform(1500, 4500)
        sos = signal.butter(2, (low, low * 2.2), "bandpass", fs=RATE, output="sos")
        noise = signal.sosfilt(sos, rng.standard_normal(hiss)) * np.hanning(hiss)
        out[:hiss] = 0.3 * out[:hiss] + noise[:length] * rng.uniform(0.8, 2.0)
    return np.asarray(out * rng.uniform(0.5, 1.3))


def _clap(rng: np.random.Generator) -> Floats:
    time = np.arange(int(0.08 * RATE)) / RATE
    centre = rng.uniform(900, 2400)
    sos = signal.butter(2, (centre / 2, centre * 3), "bandpass", fs=RATE, output="sos")
    noise = signal.sosfilt(sos, rng.standard_normal(len(time)))
    return np.asarray(noise * np.exp(-time / rng.uniform(0.004, 0.012)) * 0.9 * rng.uniform(0.6, 1.3))


def _thud(rng: np.random.Generator) -> Floats:
    time = np.arange(int(0.15 * RATE)) / RATE
    low = np.sin(2 * np.pi * rng.uniform(60, 160) * time) * np.exp(-time / 0.04)
    knock = _smooth(rng.standard_normal(len(time)), 6) * np.exp(-time / 0.008)
    return np.asarray((0.3 * low + 0.4 * knock) * np.minimum(time / 0.002, 1) * rng.uniform(0.5, 1.2))


def _step(rng: np.random.Generator) -> Floats:
    time = np.arange(int(0.2 * RATE)) / RATE
    heel = _smooth(rng.standard_normal(len(time)), 8) * np.exp(-time / rng.uniform(0.005, 0.012))
    scuff = _smooth(rng.standard_normal(len(time)), 3) * np.exp(-(((time - 0.07) / 0.03) ** 2)) * 0.15
    low = np.sin(2 * np.pi * rng.uniform(70, 110) * time) * np.exp(-time / 0.03) * 0.5
    return np.asarray((heel + scuff + low) * 0.25 * rng.uniform(0.5, 1.2))


def _smooth(sound: Floats, width: int) -> Floats:
    return np.convolve(sound, np.ones(width) / np.sqrt(width), mode="same")


# ---------------------------------------------------------------- recorders


def _record(scene: Scene, path: Path, seconds: float, offset: float, drift: float, snr: float,
            rng: np.random.Generator) -> None:
    """Writes the file of a recorder whose time t is scene time offset + (1 + drift·1e-6) · t."""
    rate = int(rng.choice([44_100, 48_000]))
    time = np.arange(int(seconds * rate)) / rate
    response = _room(rng)
    heard = fft.irfft(fft.rfft(scene.samples, n := fft.next_fast_len(len(scene.samples) + len(response), real=True))
                      * fft.rfft(response, n), n)[_CENTRE:_CENTRE + len(scene.samples)]
    out = sample_at(heard, (offset + (1 + drift * 1e-6) * time - scene.start) * RATE)
    out += _noise(len(out), rate, rng) * SPEECH_RMS * 10 ** (-snr / 20)
    out += _local(len(out), rate, rng)
    out += _hum(time, rng)
    out = _electronics(out, rate, rng)
    write_sound(path, out, rate, int(rng.choice([64_000, 96_000, 128_000, 192_000])))


def sample_at(samples: Floats, positions: Floats) -> Floats:
    """The band-limited signal at fractional sample positions: twice as many samples by Fourier, then a quintic spline.

    Content up to a third of the sample rate is exact to −80 dB (tests/core/test_sync_audio.py compares it with sines).
    """
    low, high = int(np.floor(positions.min())) - _MARGIN, int(np.ceil(positions.max())) + _MARGIN
    piece = np.zeros(fft.next_fast_len(high - low, real=True))
    start, stop = max(low, 0), min(high, len(samples))
    piece[start - low:stop - low] = samples[start:stop]
    fade = np.sin(np.linspace(0, np.pi / 2, _MARGIN)) ** 2  # an edge would ring into what is read
    piece[:_MARGIN] *= fade
    piece[high - low - _MARGIN:high - low] *= fade[::-1]
    spectrum = fft.rfft(piece)
    doubled = fft.irfft(np.pad(spectrum, (0, len(piece) - len(spectrum) + 1)), 2 * len(piece)) * 2
    return np.asarray(ndimage.map_coordinates(doubled, [(positions - low) * 2], order=5, mode="nearest"))


def _room(rng: np.random.Generator) -> Floats:
    """A direct sound at sample _CENTRE, a few early reflections and an exponential tail, the microphone's colour."""
    rt60, ratio_db = rng.uniform(0.2, 0.9), rng.uniform(-6, 9)
    time = np.arange(int(rt60 * RATE)) / RATE
    tail = rng.standard_normal(len(time)) * np.exp(-6.9 * time / rt60) * np.clip((time - 0.004) / 0.02, 0, 1)
    for at in rng.uniform(0.0015, 0.03, rng.integers(3, 8)):
        tail[int(at * RATE)] += rng.choice([-1, 1]) * rng.uniform(2, 8)
    tail = signal.sosfilt(signal.butter(1, rng.uniform(2500, 9000), fs=RATE, output="sos"), tail)
    tail *= 10 ** (-ratio_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] += 1.0
    # A symmetric filter colours without delay; 15 kHz keeps `sample_at` exact.
    points = np.array([0, 60, 200, 1000, 4000, 9000, 14_000, 15_500, RATE / 2])
    gains = np.array([0, rng.uniform(0.2, 1), *10 ** (rng.uniform(-6, 6, 4) / 20), 0.3, 0, 0])
    colour = signal.firwin2(2 * _CENTRE + 1, points, gains, fs=RATE)
    return np.convolve(tail, colour)


def _noise(count: int, rate: int, rng: np.random.Generator) -> Floats:
    """Coloured noise of root mean square 1 whose strength swells and falls like wind."""
    spectrum = fft.rfft(rng.standard_normal(count))
    frequency = np.maximum(fft.rfftfreq(count, 1 / rate), 20)
    spectrum *= frequency ** -rng.uniform(0.2, 0.7)
    noise = fft.irfft(spectrum, count)
    knots = np.exp(0.5 * rng.standard_normal(int(count / rate / 0.7) + 3))
    noise *= np.interp(np.arange(count) / rate / 0.7, np.arange(len(knots)), knots)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def _local(count: int, rate: int, rng: np.random.Generator) -> Floats:
    """Sounds that only this recorder hears."""
    out = np.zeros(count)

    def add(at: float, sound: Floats, gain: float) -> None:
        start = int(at * rate)
        stop = min(start + len(sound), count)
        out[start:stop] += gain * sound[: stop - start]

    seconds = count / rate
    for at in (rng.uniform(0.02, 0.4), seconds - rng.uniform(0.15, 0.5)):
        add(at, _thud(rng), rng.uniform(1.5, 4))
    for at in rng.uniform(1, seconds - 1, rng.poisson(seconds / 15)):
        add(at, _thud(rng) if rng.random() < 0.6 else _clap(rng), rng.uniform(0.5, 2.5))
    if rng.random() < 0.4:
        add(rng.uniform(0, seconds - 6), speech(int(rng.uniform(2, 6) * rate), rng), rng.uniform(0.5, 1.5))
    return out


def _hum(time: Floats, rng: np.random.Generator) -> Floats:
    out = np.zeros(len(time))
    if rng.random() < 0.6:
        mains = rng.choice([50, 60]) * (1 + 2e-4 * rng.standard_normal())
        for harmonic in range(1, 8):
            out += np.sin(2 * np.pi * mains * harmonic * time + rng.uniform(0, 6.3)) / harmonic * rng.uniform(0, 1)
    return out * SPEECH_RMS * rng.uniform(0.02, 0.2)


def _electronics(sound: Floats, rate: int, rng: np.random.Generator) -> Floats:
    """Gain, then hard clipping, soft clipping or an automatic gain with a slow release."""
    choice, sound = rng.integers(3), sound * rng.uniform(0.5, 4)
    if choice == 0:
        return np.clip(sound, -0.95, 0.95)
    if choice == 1:
        return np.tanh(sound)
    b, a = signal.butter(1, 1.5, fs=rate)
    level = np.sqrt(np.maximum(signal.lfilter(b, a, sound**2), 0)) + 0.02
    return np.clip(sound * (0.12 / level) ** 0.6, -0.98, 0.98)


def write_sound(path: Path, samples: Floats, rate: int, bit_rate: int = 128_000, codec: str = "aac",
                first: int = 0) -> None:
    """Encodes (N,) mono or (N, channels) samples; the first sample is presented at `first` / rate seconds."""
    block = np.ascontiguousarray(np.atleast_2d(samples.T), dtype=np.float32)
    layout = {1: "mono", 2: "stereo"}[len(block)]
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate, layout=layout)
        if codec in ("aac", "libopus", "libmp3lame", "libvorbis"):
            stream.bit_rate = bit_rate
        if codec.startswith("pcm"):
            block = (np.clip(block, -1, 1) * 32767).astype(np.int16).T.reshape(1, -1)
        packed = codec.startswith("pcm")
        width = len(samples.T) if packed and samples.ndim > 1 else 1  # values a sample in a row of the block
        for start in range(0, len(samples), 1024):
            part = np.ascontiguousarray(block[:, start * width:(start + 1024) * width])
            frame = av.AudioFrame.from_ndarray(part, "s16" if packed else "fltp", layout)
            frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), first + start
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
