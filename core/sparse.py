"""Sparse to dense: 2D poses of a few key-frames, 3D poses of every frame (core/nets/uplift_upsample.py).

Key-frames are the frames 0, s_in, 2·s_in … of the recording. A network sees a window of tokens, s_out frames apart;
s_in is a multiple of s_out. Frames are numbered from the start of the recording; a window may reach beyond its ends.
Source of the rules: Einfalt et al., WACV 2023, arXiv:2210.06110.

2D poses in which not every frame was looked at say so in their source. Every n-th: `stride` n, and `first`, a
key-frame. Others: `stride`, how far two key-frames are apart at most, and `keys`, runs (start, stop, step) of them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.pose import Poses2D
from core.sight import FPS, FPS_AS_IS

BLOCK = 4096  # frames that are filled in at once, which bounds the memory that an hour takes

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


def between(values: Array, at: NDArray[Any], wanted: NDArray[Any]) -> Array:
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


# ---------------------------------------------------------------- strides that fit a recording


def fitting(strides: Sequence[int], stride: int, fps: float) -> int | None:
    """How many of a network's own frames, one of the `strides` it was trained for, lie between key-frames that are
    `stride` frames of a recording apart; None where that fits none.

    The stride itself where the network knows it and the rate; else the one that brings the rate nearest to 50 frames/s.
    """
    fits = [s for s in strides if FPS_AS_IS[0] - 1 <= s * fps / stride <= FPS_AS_IS[1] + 1]
    return stride if stride in fits else min(fits, key=lambda s: abs(math.log(s * fps / stride / FPS)), default=None)


def offered(strides: Sequence[int], rates: Sequence[float]) -> tuple[int, ...]:
    """The strides, rising, of which a user can choose for views of these frame rates: those of the network, and of
    faster (slower) recordings so many times more (fewer) frames."""
    found = set()
    for fps in rates:
        if fps > FPS_AS_IS[1] + 1:
            times = math.ceil(fps / (FPS_AS_IS[1] + 1))
            found |= {s * times for s in strides}
        else:
            parts = math.ceil((FPS_AS_IS[0] - 1) / fps) if fps > 0 else 1
            found |= {s // parts for s in strides if s % parts == 0}
    return tuple(s for s in sorted(found) if s > 1 and all(fitting(strides, s, fps) is not None for fps in rates))


# ---------------------------------------------------------------- poses of key-frames


def of_keys(settings: Mapping[str, Any]) -> bool:
    """Whether poses with these settings are of key-frames alone."""
    return _stride(settings) > 1


def marks(poses: Poses2D) -> dict[str, Any]:
    """What the settings of poses say of their key-frames; nothing where every frame was looked at."""
    settings = poses.source.settings
    return {name: settings[name] for name in ("stride", "first", "keys") if name in settings} \
        if of_keys(settings) else {}


def stride_of(poses: Poses2D) -> int:
    """Every how many frames the detector has looked at, or more often; 1 for all."""
    return _stride(poses.source.settings)


def _stride(settings: Mapping[str, Any]) -> int:
    stride = settings.get("stride", 1)
    return stride if isinstance(stride, int) and stride > 1 else 1


def keys_of(poses: Poses2D) -> Frames:
    """(K,) the key-frames of poses, rising: all frames where every one was looked at. What a file from elsewhere says
    of them and makes no sense is passed over."""
    settings, frames, stride = poses.source.settings, len(poses.times), stride_of(poses)
    told = settings.get("keys")
    if stride > 1 and isinstance(told, list | tuple):
        parts = [np.arange(run[0], min(run[1], frames), run[2]) for run in told if _is_run(run)]
        return np.unique(np.concatenate(parts)) if parts else np.arange(0)
    first = settings.get("first", 0)
    return np.arange((first if isinstance(first, int) else 0) % stride, frames, stride)


def _is_run(run: object) -> bool:
    return isinstance(run, list | tuple) and len(run) == 3 and all(isinstance(n, int) for n in run) \
        and run[0] >= 0 and run[2] >= 1


def runs(frames: Frames) -> list[list[int]]:
    """(K,) rising frames as runs [start, stop, step]."""
    found: list[list[int]] = []
    at = 0
    steps = np.diff(frames)
    while at < len(frames):
        step = int(steps[at]) if at < len(steps) else 1
        other = np.flatnonzero(steps[at:] != step)
        last = at + int(other[0]) if len(other) else len(frames) - 1
        found.append([int(frames[at]), int(frames[last]) + 1, step])
        at = last + 1
    return found


def marked(poses: Poses2D, stride: int, first: int) -> Poses2D:
    """Poses whose detector has looked at the frames first, first + stride … alone."""
    return _with(poses, {"stride": stride, "first": first})


def keyed(poses: Poses2D, keys: Frames, stride: int) -> Poses2D:
    """Poses that are known in these (K,) frames alone, which are no more than `stride` apart."""
    return _with(poses, {"stride": stride, "keys": runs(keys)})


def _with(poses: Poses2D, told: Mapping[str, Any]) -> Poses2D:
    """The poses with other marks, or none."""
    kept = {name: value for name, value in poses.source.settings.items() if name not in ("stride", "first", "keys")}
    return replace(poses, source=replace(poses.source, settings={**kept, **told}))


def laid(old: Poses2D, new: Poses2D, inside: NDArray[np.bool_], poses: Poses2D) -> Poses2D:
    """`poses`, which are the new ones in the frames `inside` and the old ones elsewhere, marked as that."""
    was, now = keys_of(old), keys_of(new)
    stride = max(stride_of(old), stride_of(new))
    if stride == 1:
        return poses
    return keyed(poses, np.union1d(was[~inside[was]], now[inside[now]]), stride)


def at_keys(poses: Poses2D, repair: Callable[[Poses2D], tuple[Poses2D, NDArray[np.bool_]]]
            ) -> tuple[Poses2D, NDArray[np.bool_]]:
    """What a repair of whole recordings, poses → poses and (T, P) frames, makes of the key-frames alone."""
    keys = keys_of(poses)
    if len(keys) == len(poses.times):
        return repair(poses)
    repaired, rows = repair(replace(poses, xys=poses.xys[keys], times=poses.times[keys]))
    xys, where = poses.xys.copy(), np.zeros(poses.xys.shape[:2], dtype=bool)
    xys[keys], where[keys] = repaired.xys, rows
    return replace(poses, xys=xys), where


def unseen(poses: Poses2D) -> NDArray[np.bool_]:
    """(T,) the frames between two key-frames, at which the detector did not look."""
    keys = keys_of(poses)
    mask = np.zeros(len(poses.times), dtype=bool)
    if len(keys):
        mask[keys[0]:keys[-1]] = True
        mask[keys] = False
    return mask


def filled(poses: Poses2D) -> Poses2D:
    """The poses with what lies between two key-frames on straight lines, for looking at; where a key-frame has nobody,
    nothing lies beside it."""
    keys, stride = keys_of(poses), stride_of(poses)
    known = np.flatnonzero(np.isfinite(poses.xys[keys, ..., 0]).any(axis=(1, 2)))
    if stride == 1 or len(known) < 2:
        return poses
    xys = poses.xys.copy()
    wanted = np.arange(keys[known[0]], keys[known[-1]] + 1)
    after = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    near = keys[after] - keys[np.maximum(after - 1, 0)] <= stride  # else nobody looked for longer
    wanted = wanted[near & (keys[after] != wanted)]
    for start in range(0, len(wanted), BLOCK):
        rows = wanted[start:start + BLOCK]
        here = slice(max(int(np.searchsorted(keys, rows[0])) - 1, 0), int(np.searchsorted(keys, rows[-1])) + 1)
        part = between(poses.xys[keys[here]], keys[here], rows)
        part[..., 2] = np.where(np.isfinite(part[..., 0]), np.nan_to_num(part[..., 2]), 0)
        xys[rows] = part
    return replace(poses, xys=xys)
