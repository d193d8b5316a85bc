"""What two recorders of one scene have in common, made from a sound: when something begins, and its phases.

Room, microphone and distance change how loud and how coloured a sound is. They change little about the moments at which
the energy of a band rises (onset flux), and about the phases of the time-frequency cells that stand out of the noise.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.progress import Progress, Step, silent
from core.sound import RATE, Sound

F32 = NDArray[np.float32]

HOP = 64  # samples between two frames of the flux
FRAME_S = HOP / RATE  # 4 ms
_WINDOW = 512
_BANDS, _LOW_HZ, _HIGH_HZ = 24, 120.0, 7000.0
_PHASE_LOW_HZ, _PHASE_HIGH_HZ = 200.0, 7000.0  # below: hum and wind; above: what codecs invent
_PHASE_HOP = 256
_FLOOR_S = 4.0  # a noise floor is followed in blocks of this length: gusts, automatic gain
_AT_ONCE = 4096  # frames transformed together


def onset_flux(sound: Sound, progress: Progress = silent) -> F32:
    """(bands, frames) how much each mel band's level rises, frame k at k · FRAME_S behind the first sample.

    Log-mel spectrum, difference over two frames, positive part, standardized per band and limited, so that neither a
    loud band nor one loud event decides (spectral flux: S. Dixon, Onset Detection Revisited, DAFx 2006).
    """
    frames = -(-len(sound.samples) // HOP)
    levels = np.empty((_BANDS, frames), dtype=np.float32)
    filters = _mel_filters()
    for first, spectra in _spectra(sound.samples, HOP, frames):
        power = spectra.real**2 + spectra.imag**2
        levels[:, first:first + len(power)] = filters @ power.T
        progress(Step("finding onsets", first, frames))
    # Below the level that a band has a fifth of the time there is only noise: no onsets there. Digital silence has
    # no such level; a millionth of the mean stands in for it.
    floor = np.maximum(np.percentile(levels, 20, axis=1), 1e-6 * levels.mean(axis=1))[:, None] + 1e-12
    np.log(levels + floor.astype(np.float32), out=levels)
    flux = np.zeros_like(levels)
    flux[:, 1:-1] = np.maximum(levels[:, 2:] - levels[:, :-2], 0)
    flux -= flux.mean(axis=1, keepdims=True)
    flux /= flux.std(axis=1, keepdims=True) + 1e-6
    return np.asarray(np.clip(flux, -2, 6), dtype=np.float32)


def whitened(sound: Sound, progress: Progress = silent) -> F32:
    """(N,) the sound with the magnitude of every time-frequency cell replaced by how far it stands out of the noise.

    The phases stay: a correlation of two such signals is the phase transform (Knapp and Carter, The generalized
    correlation method, IEEE TASSP 1976) without the cells that hold only noise.
    """
    samples = sound.samples
    frames = -(-len(samples) // _PHASE_HOP) + 1
    frequency = np.arange(_WINDOW // 2 + 1) * RATE / _WINDOW
    band = (frequency >= _PHASE_LOW_HZ) & (frequency <= _PHASE_HIGH_HZ)
    block = round(_FLOOR_S * RATE / _PHASE_HOP)
    shape = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    out = np.zeros((frames + 1) * _PHASE_HOP, dtype=np.float32)
    for first, spectra in _spectra(samples, _PHASE_HOP, frames, _AT_ONCE // block * block):
        power = spectra.real**2 + spectra.imag**2
        gain = np.empty_like(power)
        for start in range(0, len(power), block):
            part = power[start:start + block]
            # Of exponentially distributed power the 30th percentile lies at 0.36 of the mean; 1.8 of it is gated at
            # two thirds of the mean, and the factor 2 below lets only cells well above it through.
            floor = 1.8 * np.percentile(part, 30, axis=0)
            gain[start:start + block] = np.clip(1 - 2 * floor / (part + 1e-20), 0, 1)
        spectra *= gain * band / np.sqrt(power + 1e-20)
        pieces = _inverse(spectra) * shape
        at = first * _PHASE_HOP
        out[at:at + len(pieces) * _PHASE_HOP] += pieces[:, :_PHASE_HOP].ravel()
        out[at + _PHASE_HOP:at + (len(pieces) + 1) * _PHASE_HOP] += pieces[:, _PHASE_HOP:].ravel()
        progress(Step("whitening", first, frames))
    return out[_WINDOW // 2:_WINDOW // 2 + len(samples)]


def _spectra(
    samples: F32, hop: int, frames: int, at_once: int = _AT_ONCE
) -> Iterator[tuple[int, NDArray[np.complex64]]]:
    """(number of the first, (n, bins) spectra) of windows centred on every `hop`th sample."""
    from scipy import fft

    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    padded = np.pad(samples, (_WINDOW // 2, _WINDOW + hop))
    windows = sliding_window_view(padded, _WINDOW)[::hop]
    for first in range(0, frames, at_once):
        yield first, fft.rfft(windows[first:min(first + at_once, frames)] * window, axis=1)


def _inverse(spectra: NDArray[np.complex64]) -> F32:
    from scipy import fft

    return np.asarray(fft.irfft(spectra, _WINDOW, axis=1), dtype=np.float32)


def _mel_filters() -> F32:
    """(bands, bins) triangles, equally wide on the mel scale."""
    def mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 2595 * np.log10(1 + hertz / 700)

    low, high = mel(np.array([_LOW_HZ, _HIGH_HZ]))
    edges = np.linspace(low, high, _BANDS + 2)
    bins = mel(np.arange(_WINDOW // 2 + 1) * RATE / _WINDOW)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)
