"""Sparse to dense: 2D poses of a few key-frames, 3D poses of every frame (core/nets/uplift_upsample.py).

Key-frames are the frames 0, s_in, 2·s_in … of the recording. A network sees a window of tokens, s_out frames apart;
s_in is a multiple of s_out. Frames are numbered from the start of the recording; a window may reach beyond its ends.
Source of the rules: Einfalt et al., WACV 2023, arXiv:2210.06110.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.int64]
Array = NDArray[np.floating[Any]]


def windows(centres: Frames, tokens: int, s_out: int) -> Frames:
    """(K, tokens) the frames of the tokens around each of (K,) centres, also those beyond the ends; tokens is odd."""
    if tokens % 2 == 0:
        raise ValueError(f"{tokens} tokens have no centre")
    return np.asarray(centres)[:, None] + s_out * (np.arange(tokens) - tokens // 2)


def held(frames: Frames, count: int, s_out: int) -> Frames:
    """(K, tokens) frames of `windows` → the frame of the recording, of `count`, whose 2D each token is given.

    Beyond the ends it is that of the last token inside: each window goes on in its own steps of s_out.
    """
    first = frames % s_out
    return np.clip(frames, first, first + s_out * ((count - 1 - first) // s_out))


def key(frames: Frames, s_in: int, shift: int = 0) -> NDArray[np.bool_]:
    """Where `frames` are key-frames; with a shift those are the frames shift, shift + s_in …"""
    return np.asarray((frames - shift) % s_in == 0)


def shifts(s_in: int, s_out: int) -> range:
    """By how many tokens the key-frames of a training window may lie beside its centre: each of them once."""
    ratio = s_in // s_out
    if s_in % s_out:
        raise ValueError(f"key-frames every {s_in} frames lie between tokens every {s_out} frames")
    return range(-(ratio // 2), ratio - ratio // 2)


def needed(count: int, s_in: int, s_out: int) -> Frames:
    """The frames whose 2D is read by the windows around 0, s_out, 2·s_out …: the key-frames and the last token.

    That last one stands for the key-frames beyond the end of the recording.
    """
    return np.union1d(np.arange(0, count, s_in), np.arange(0, count, s_out)[-1:])


def between(values: Array, at: Array, wanted: Array) -> Array:
    """(K, …) values at (K,) rising frames or times → (T, …) at the wanted ones, on straight lines between neighbours.

    Before the first and after the last the end value is held. What is missing (NaN) makes what lies beside it missing.
    """
    if not len(at):
        raise ValueError("there is no value to go between")
    before = np.clip(np.searchsorted(at, wanted, side="right") - 1, 0, len(at) - 1)
    after = np.minimum(before + 1, len(at) - 1)
    span = at[after] - at[before]
    share = np.clip((wanted - at[before]) / np.where(span > 0, span, 1), 0, 1).reshape(-1, *(1,) * (values.ndim - 1))
    mixed = (1 - share) * values[before] + share * values[after]
    return np.where(share == 0, values[before], np.where(share == 1, values[after], mixed)).astype(values.dtype)
