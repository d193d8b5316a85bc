"""The studio's sound: one scene of claps, steps and a hall's murmur, heard by each camera's microphone.

A microphone hears an event of reference time t at t + distance / 343 m/s, on its own clock, with its own gain.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.clock import Clock

Array = NDArray[np.float64]
F32 = NDArray[np.float32]

SPEED_OF_SOUND = 343.0  # m/s at 20 °C
RATE = 48_000
KINDS = ("clap", "step")


@dataclass(frozen=True)
class Events:
    """What sounds in the scene. times: (E,) reference seconds; kinds: (E,) indices of KINDS; places: (E, 3) metres."""

    times: Array
    kinds: NDArray[np.int64]
    places: Array


def foot_contacts(joints: Array, fps: float, floor: float) -> list[tuple[float, Array]]:
    """Times (s) and places of the steps in (F, 17, 3) joints: an ankle that comes down to its resting height."""
    out: list[tuple[float, Array]] = []
    for ankle in (3, 6):
        height = joints[:, ankle, 2] - floor
        low = float(np.percentile(height, 5)) + 0.035
        down = height < low
        falls = np.flatnonzero(down[1:] & ~down[:-1]) + 1
        last = -1.0
        for frame in falls:
            if frame / fps - last > 0.15:  # a heel that trembles is one step
                last = float(frame / fps)
                out.append((last, joints[frame, ankle]))
    return out


def scene_events(motions: list[Array], fps: float, floor: float, claps: tuple[float, ...]) -> Events:
    """Steps of all figures, and claps at the given reference times from the first figure's chest."""
    found = []
    for joints in motions:
        found += [(time, 1, place) for time, place in foot_contacts(joints, fps, floor)]
    for time in claps:
        frame = int(np.clip(round(time * fps), 0, len(motions[0]) - 1))
        found.append((time, 0, motions[0][frame, 8]))
    found.sort(key=lambda event: event[0])
    return Events(np.array([e[0] for e in found]), np.array([e[1] for e in found], dtype=np.int64),
                  np.array([e[2] for e in found]).reshape(-1, 3))


def heard(events: Events, ear: Array, clock: Clock, start: float, seconds: float, gain: float, noise: float,
          seed: int, view: int) -> F32:
    """(N,) samples at RATE, in ±1, of a microphone at `ear` (3,) whose file starts at view time `start`.

    gain: of the scene; noise: root mean square of the microphone's own hiss. The same seed gives the same scene
    whatever the view; only the hiss is the view's own.
    """
    count = round(seconds * RATE)
    reference = clock.to_ref(start + np.arange(count) / RATE)
    first, last = float(reference[0]) - 1.0, float(reference[-1]) + 1.0
    scene = np.zeros(int((last - first) * RATE) + 1, dtype=np.float64)
    rng = np.random.default_rng(seed)
    templates = [_template(kind, number, rng) for number in range(4) for kind in range(len(KINDS))]
    for number, (time, kind, place) in enumerate(zip(events.times, events.kinds, events.places, strict=True)):
        distance = max(float(np.linalg.norm(place - ear)), 0.3)
        sound = templates[(number % 4) * len(KINDS) + int(kind)]
        _add(scene, sound / distance, (time + distance / SPEED_OF_SOUND - first) * RATE)
    scene += _murmur(first, last, float(np.linalg.norm(ear)), len(scene), seed)
    own = np.random.default_rng([seed, view])
    out = gain * np.interp((reference - first) * RATE, np.arange(len(scene)), scene)
    out += noise * own.standard_normal(count)
    return np.asarray(np.tanh(out), dtype=np.float32)


def _add(track: Array, sound: Array, at: float) -> None:
    """Adds a sound at a fractional sample by linear interpolation."""
    whole = int(np.floor(at))
    part = at - whole
    shifted = np.zeros(len(sound) + 1)
    shifted[:-1] += (1 - part) * sound
    shifted[1:] += part * sound
    low, high = max(whole, 0), min(whole + len(shifted), len(track))
    if low < high:
        track[low:high] += shifted[low - whole:high - whole]


def _template(kind: int, number: int, rng: np.random.Generator) -> Array:
    """A clap (bright, 60 ms, with the hall's tail) or a step (a thud and a squeak)."""
    time = np.arange(int(0.30 * RATE)) / RATE
    if kind == 0:
        body = rng.standard_normal(len(time)) * np.exp(-time / 0.006)
        tail = rng.standard_normal(len(time)) * np.exp(-time / 0.070) * 0.10
        return np.asarray(1.6 * _smooth(body + tail, 3))
    thud = np.sin(2 * np.pi * (75 + 6 * number) * time) * np.exp(-time / 0.030) * np.minimum(time / 0.002, 1)
    scuff = _smooth(rng.standard_normal(len(time)), 5) * np.exp(-time / 0.018)
    return np.asarray(0.30 * thud + 0.26 * scuff)


def _murmur(first: float, last: float, distance: float, count: int, seed: int) -> Array:
    """A low hum of voices from the middle of the hall, the same for all ears but for delay: (count,) samples.

    Built from fixed sines of slowly changing strength, so any stretch of time can be computed without the others.
    """
    rng = np.random.default_rng([seed, 99])
    # Nothing in it is above 900 Hz: a sixth of the rate holds it.
    grid = np.linspace(first, last, count // 6 + 2)
    time = grid - distance / SPEED_OF_SOUND
    out = np.zeros(len(grid))
    for _ in range(24):
        pitch, slow = rng.uniform(140, 900), rng.uniform(0.3, 2.5)
        phase, beat = rng.uniform(0, 2 * np.pi, 2)
        out += np.sin(2 * np.pi * pitch * time + phase) * (1 + np.sin(2 * np.pi * slow * time + beat)) * (200 / pitch)
    return np.interp(np.linspace(first, last, count), grid, 0.0012 * out)


def _smooth(sound: Array, width: int) -> Array:
    return np.convolve(sound, np.ones(width) / width, mode="same")
