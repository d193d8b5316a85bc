"""Two recordings placed in time by their sound, against generated pairs whose clocks are exactly known."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import resample_poly

from core.clock import Clock
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.sound import RATE, Sound, load_sound
from core.studio import MOTIONS
from core.studio_sound import RATE as STUDIO_RATE
from core.studio_sound import heard, scene_events
from core.sync_audio import align_sounds, audio
from core.sync_pair import PairSync
from core.sync_solve import solve
from tests.core import audio_pairs
from tests.core.audio_pairs import Pair, Spec, make, sample_at, write_sound

# The pairs' seeds lie in the development range: the figures to believe are those of tests/bench/sync.py.
CLEAN = Spec("mixed", (20.0, 20.0), 3.217, 50.0, 901, seconds=(25.0, 25.0))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, Sound, Sound]:
    pair = make(CLEAN, tmp_path_factory.mktemp("pair"))
    return pair, load_sound(pair.path_a), load_sound(pair.path_b)


def test_the_generator_reads_a_scene_at_exact_times() -> None:
    """The truth of everything below, against sines evaluated at the very times: −80 dB is what its docstring says."""
    rng = np.random.default_rng(0)
    waves = [(f, rng.uniform(0, 6)) for f in (97.3, 440.0, 3101.7, 9000.1, 15_000.0)]

    def exact(time: np.ndarray) -> np.ndarray:
        return np.sum([np.sin(2 * np.pi * f * time + p) for f, p in waves], axis=0)

    samples = exact(np.arange(2 * audio_pairs.RATE) / audio_pairs.RATE)
    time = 0.5 + 1.00005 * np.arange(40_000) / 44_100
    heard = sample_at(samples, time * audio_pairs.RATE)
    assert np.abs(heard - exact(time)).max() < 1e-4 * len(waves)


def check(pair: Pair, answer: PairSync, middle_s: float) -> None:
    """The answer is right to middle_s, says so, and its error bars hold (five of them)."""
    middle, _ = pair.error_s(answer.offset_s, answer.drift_ppm)
    assert answer.accepted, answer.reason
    assert middle < middle_s
    assert middle < 5 * answer.sigma_s
    assert abs(answer.drift_ppm - pair.spec.drift_ppm) < 5 * answer.sigma_drift_ppm


def test_offset_and_drift_of_a_clean_pair(clean: tuple[Pair, Sound, Sound]) -> None:
    pair, a, b = clean
    answer = align_sounds(a, b)
    # The peak of a whitened correlation of 7 kHz is 0.14 ms wide; anywhere on it is within half of that.
    check(pair, answer, 70e-6)
    assert answer.evidence == ("audio",) and "fit" in answer.reason
    assert answer.overlap_s == pytest.approx(25 - CLEAN.offset_s, abs=0.1)
    assert answer.curve is not None and len(answer.curve.lags_s) <= 2000
    assert np.all(np.diff(answer.curve.lags_s) > 0)
    highest = answer.curve.lags_s[answer.curve.score.argmax()]
    # The curve is of onsets at zero drift: 15 ms of an echo and 50 ppm over 25 s.
    assert abs(highest - answer.offset_s) < 0.020
    assert answer.candidates[0].offset_s == answer.offset_s
    assert answer.candidates[0].score > answer.candidates[1].score


def test_swapped_files_give_the_inverse(clean: tuple[Pair, Sound, Sound]) -> None:
    _, a, b = clean
    shorter = Sound(a.samples[:15 * RATE], RATE, a.t0_s)  # excerpts are taken from the shorter one, whichever it is
    there, back = align_sounds(shorter, b), align_sounds(b, shorter).inverse()
    assert there.offset_s == pytest.approx(back.offset_s, abs=70e-6)
    assert there.drift_ppm == pytest.approx(back.drift_ppm, abs=5)


def test_time_stamps_count(clean: tuple[Pair, Sound, Sound]) -> None:
    _, a, b = clean
    a, b = Sound(a.samples[:12 * RATE], RATE), Sound(b.samples[:12 * RATE], RATE)
    plain, moved = align_sounds(a, b), align_sounds(replace(a, t0_s=100.0), replace(b, t0_s=40.0))
    rate = 1 + plain.drift_ppm * 1e-6
    assert moved.offset_s == pytest.approx(plain.offset_s + 100 - rate * 40, abs=1e-9)
    assert moved.sigma_s == plain.sigma_s


@pytest.mark.parametrize("spec", [
    Spec("sparse", (20.0, 20.0), -3.4, -20.0, 902, seconds=(30.0, 30.0)),
    Spec("speech", (0.0, 0.0), 6.9, 20.0, 903, seconds=(25.0, 25.0)),
    Spec("periodic", (10.0, 10.0), -4.1, 50.0, 904, seconds=(20.0, 15.0)),
], ids=lambda spec: f"{spec.kind} {spec.snr_db[0]:.0f} dB")
def test_kinds_of_sound(spec: Spec, tmp_path: Path) -> None:
    pair = make(spec, tmp_path)
    # A loud echo may be taken for the direct sound where the onsets do not tell them apart: 12 ms.
    check(pair, audio(pair.path_a, pair.path_b), 0.012)


def test_unrelated_recordings_are_refused(tmp_path: Path) -> None:
    for seed, kind in ((905, "mixed"), (906, "periodic")):
        pair = make(Spec(kind, (20.0, 20.0), 0.0, 0.0, seed, seconds=(15.0, 15.0), related=False), tmp_path)
        answer = audio(pair.path_a, pair.path_b)
        assert not answer.accepted and answer.reason.startswith("Cannot tell")


def test_silent_sounds_say_so(clean: tuple[Pair, Sound, Sound]) -> None:
    _, a, b = clean
    for samples in (np.zeros(20 * RATE, np.float32), b.samples[:0]):
        for pair in ((a, Sound(samples, RATE)), (Sound(samples, RATE), a)):
            answer = align_sounds(*pair)
            assert answer.confidence == 0 and "silent" in answer.reason


def test_a_second_of_sound_is_right_or_refused(clean: tuple[Pair, Sound, Sound]) -> None:
    _, a, b = clean
    for start in (0, 5, 11):
        answer = align_sounds(a, Sound(b.samples[start * RATE:(start + 1) * RATE], RATE, float(start)))
        # 50 ppm in the seconds from 0 to there are below a millisecond, an echo 12.
        assert not answer.accepted or abs(answer.offset_s - CLEAN.offset_s) < 0.013


def test_hum_alone_and_noise_alone_are_refused() -> None:
    time, rng = np.arange(20 * RATE) / RATE, np.random.default_rng(1)
    hum = Sound((0.3 * np.sin(2 * np.pi * 50 * time) + 0.1 * np.sin(2 * np.pi * 450 * time)).astype(np.float32), RATE)
    assert not align_sounds(hum, hum).accepted  # it fits itself at every period
    noises = [Sound((0.1 * rng.standard_normal(20 * RATE)).astype(np.float32), RATE) for _ in range(2)]
    assert not align_sounds(*noises).accepted


def test_dropped_sound_is_told(clean: tuple[Pair, Sound, Sound]) -> None:
    """40 ms are missing in the last third of a file: the answer is of the longer part, and says where it breaks."""
    pair, a, b = clean
    cut = 14 * RATE
    lossy = Sound(np.concatenate([b.samples[:cut], b.samples[cut + RATE // 25:]]), RATE)
    answer = align_sounds(a, lossy)
    assert pair.error_s(answer.offset_s, answer.drift_ppm)[0] < 0.001
    assert "dropped" in answer.reason and "+40 ms near" in answer.reason
    assert answer.confidence < align_sounds(a, b).confidence


def test_a_part_of_a_long_recording(clean: tuple[Pair, Sound, Sound]) -> None:
    """The shorter file lies at the end of 150 s that begin with other sounds."""
    pair, a, b = clean
    answer = align_sounds(Sound(np.concatenate([_crackle(120, 5), a.samples]), RATE), b)
    assert pair.error_s(answer.offset_s - 120, answer.drift_ppm)[0] < 70e-6 and answer.accepted


def _crackle(seconds: int, seed: int) -> np.ndarray:
    """(N,) float32 noise that swells and falls at random, at RATE."""
    rng = np.random.default_rng(seed)
    strength = np.exp(1.5 * rng.standard_normal(seconds * 12 + 1))
    time = np.arange(seconds * RATE) / RATE
    noise = 0.05 * np.interp(time * 12, np.arange(len(strength)), strength) * rng.standard_normal(len(time))
    return np.convolve(noise, [0.25, 0.5, 0.25], "same").astype(np.float32)


def test_long_recordings_are_followed_to_both_ends() -> None:
    """Longer than what is searched at once, with 30 ppm between them: 3 ms that a constant offset would be off."""
    scene, rng = _crackle(122, 6).astype(np.float64), np.random.default_rng(7)

    def heard(count: int, rate: float, offset: float) -> Sound:
        samples = sample_at(scene, offset * RATE + rate * np.arange(count))
        return Sound((samples + 0.05 * rng.standard_normal(count)).astype(np.float32), RATE)

    answer = align_sounds(heard(110 * RATE, 1.0, 1.0), heard(115 * RATE, 1 + 30e-6, 4.0))
    spec = Spec("speech", (0.0, 0.0), 3.0, 30.0, 0, seconds=(110.0, 115.0))
    check(Pair(spec, Path(), Path()), answer, 70e-6)
    assert abs(answer.drift_ppm - 30) < 0.5
    assert "one line" not in answer.reason


def test_files_without_sound_are_bad_input(tmp_path: Path, clean: tuple[Pair, Sound, Sound]) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no recording")
    with pytest.raises(ParallaxError, match=r"notes\.txt"):
        audio(clean[0].path_a, text)


def test_it_can_be_stopped(clean: tuple[Pair, Sound, Sound]) -> None:
    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        align_sounds(clean[1], clean[2], progress=stop)


def test_a_file_of_eight_kilohertz_and_one_in_stereo(tmp_path: Path, clean: tuple[Pair, Sound, Sound]) -> None:
    pair, a, b = clean
    write_sound(tmp_path / "narrow.wav", b.samples[::2].astype(np.float64), 8000, codec="pcm_s16le")
    wide = np.stack([a.samples, 0.5 * a.samples], axis=1).astype(np.float64)
    write_sound(tmp_path / "stereo.mkv", wide, RATE, codec="libopus")
    answer = audio(tmp_path / "stereo.mkv", tmp_path / "narrow.wav")
    assert answer.accepted
    assert pair.error_s(answer.offset_s, answer.drift_ppm)[0] < 0.001  # Matroska's stamps are whole milliseconds


@pytest.mark.parametrize("metres_per_s", [1.0, -1.5])
def test_a_source_that_comes_nearer_is_not_taken_for_a_clock(metres_per_s: float) -> None:
    """14 s of steps of somebody who walks from one microphone to the other: a delay that grows by 2.9 ms a metre."""
    rng = np.random.default_rng(5)
    heard = [0.003 * rng.standard_normal(14 * RATE).astype(np.float32) for _ in range(2)]
    for number, step in enumerate(np.arange(0.4, 13.4, 0.53) + rng.uniform(-0.12, 0.12, 25)):
        click = (rng.standard_normal(400) * np.exp(-np.arange(400) / 60)).astype(np.float32)
        late = metres_per_s * step / 343.0 if number % 4 else 0.0  # now and then somebody else who stands still
        for track, at in zip(heard, (step, step + late), strict=True):
            track[round(at * RATE):round(at * RATE) + 400] += click
    answer = align_sounds(Sound(heard[0], RATE, 0.0), Sound(heard[1], RATE, 0.0))
    assert abs(answer.drift_ppm) < 300
    assert abs(answer.drift_ppm) < 5 * answer.sigma_drift_ppm or not answer.accepted  # the truth is 0


@pytest.mark.parametrize("name", ["walk", "serve"])
def test_fourteen_seconds_of_four_studio_views_give_no_drift_that_clocks_do_not_have(name: str) -> None:
    """People walk about, steps repeat: every pair and all together stay near the truth, and the error bars hold."""
    joints = MOTIONS[name](14.0, 100.0, 4).astype(np.float64)
    events = scene_events([joints], 100.0, float(joints[..., 2].min()), (1.1, 4.7, 5.6, 10.9))
    clocks = [Clock(0.0, 0.0), Clock(1.4, 35.0), Clock(-0.9, -20.0), Clock(0.6, 10.0)]
    sounds = []
    for number, clock in enumerate(clocks):
        ear = np.array([4.5 * np.cos(1.4 * number), 4.5 * np.sin(1.4 * number), 1.4])
        samples = heard(events, ear, clock, 0.0, 12.5, 0.8, 0.002, 3, number)
        sounds.append(Sound(np.asarray(resample_poly(samples, RATE, STUDIO_RATE), dtype=np.float32), RATE, 0.0))
    pairs = {(a, b): align_sounds(sounds[a], sounds[b]) for a, b in combinations(range(4), 2)}
    for (a, b), pair in pairs.items():
        drift = ((1 + clocks[b].drift_ppm * 1e-6) / (1 + clocks[a].drift_ppm * 1e-6) - 1) * 1e6
        assert abs(pair.drift_ppm) < 300
        if pair.accepted:
            assert abs(float(pair.to_a(6.0) - clocks[a].to_view(clocks[b].to_ref(6.0)))) < 0.020
            assert abs(pair.drift_ppm - drift) < 4 * pair.sigma_drift_ppm
    solution = solve(pairs, dict.fromkeys(range(4), (0.0, 12.5)))
    # Five times what two clocks of ±40 ppm differ by.
    assert max(abs(solution[view].drift_ppm) for view in range(4)) < 5 * 40 * 2**0.5
    assert sum(pair.accepted for pair in pairs.values()) >= 3  # or this would have looked at nothing
