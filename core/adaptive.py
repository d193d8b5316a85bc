"""More key-frames: where the motion is fast, which ones are worth it, and who is in them; and one at the very end.

A joint that swings at a speed v, to and fro f times a second, is accelerated by at most 2πf·v. A line between two
moments T seconds apart then misses it by at most 2πf·v·T²/8. What is accepted of that says how fast somebody may be
between two key-frames before another one is looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core import batched, sparse
from core.detect import Detector
from core.people import SAME, Image, Person, apart, touch
from core.pose import Poses2D
from core.progress import Progress, Step, silent
from core.skeleton import H36M17

if TYPE_CHECKING:
    from core.video import Video

ACCEPTED = 0.04   # sizes of the body (its joints' height or width) that a line may miss a joint by: 7 cm of an adult
SWINGS_HZ = 1.0   # of arms and legs in sports: a stride, a stroke, a pedalled turn each take about a second
FURTHEST = 0.5    # sizes of the body from the line, beyond which what is found is somebody else

Frames = NDArray[np.int64]
Floats = NDArray[np.float32]


def limit(apart_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sizes of the body a second that a joint may cover between key-frames so many seconds apart."""
    return 8 * ACCEPTED / (2 * np.pi * SWINGS_HZ * np.maximum(apart_s, 1e-6) ** 2)


def speeds(poses: Poses2D, keys: Frames) -> NDArray[np.float64]:
    """(K − 1,) how fast the fastest joint of anybody is between neighbouring key-frames, sizes of the body a second;
    0 where nobody is in both. Somebody who is carried along as a whole counts as at rest: a line leads there too."""
    at_keys = replace(poses, xys=poses.xys[keys], times=poses.times[keys])
    xy = at_keys.to(H36M17).xys[..., :2].astype(np.float64)  # (K, P, 17, 2)
    steps = np.diff(xy, axis=0)
    there = np.asarray(np.isfinite(steps).all(axis=-1))
    count = np.maximum(there.sum(axis=-1), 1)[..., None, None]
    middle = np.where(there[..., None], steps, 0).sum(axis=-2, keepdims=True) / count
    far = np.where(there, np.linalg.norm(np.where(there[..., None], steps - middle, 0), axis=-1), 0)
    size = _sizes(xy)[None, :, None]
    times = np.maximum(np.diff(poses.times[keys]), 1e-6)
    fastest = (far / size).max(axis=(1, 2), initial=0)
    return np.asarray(fastest / times)


def _sizes(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """(P,) pixels that a person's joints are high or wide, in the middle of what they are over time."""
    seen = np.asarray(np.isfinite(xy).all(axis=-1))[..., None]
    across = np.where(seen, xy, -np.inf).max(axis=2) - np.where(seen, xy, np.inf).min(axis=2)  # (K, P, 2)
    high = across.max(axis=-1)
    return np.array([np.median(col[np.isfinite(col) & (col > 0)]) if (np.isfinite(col) & (col > 0)).any() else np.inf
                     for col in high.T])


def wanted(poses: Poses2D, step: int) -> Frames:
    """The frames, every `step`-th, that are to be key-frames too: between two key-frames where a joint is fast, or is
    just before or after, since it may turn round in between and be back."""
    keys = sparse.keys_of(poses)
    if len(keys) < 2:
        return keys[:0]
    around = np.pad(speeds(poses, keys), 1)
    fast = np.maximum(np.maximum(around[:-2], around[2:]), around[1:-1]) > limit(np.diff(poses.times[keys]))
    grid = np.arange(keys[0], keys[-1], step)
    before = np.searchsorted(keys, grid, side="right") - 1
    return grid[fast[before] & (keys[before] != grid)]


def refined(video: "Video", detector: Detector, poses: Poses2D, step: int, progress: Progress = silent) -> Poses2D:
    """The poses with the key-frames that are `wanted`: everybody is looked for where the line between the key-frames
    puts them. A frame in which nobody is found becomes none. progress counts the frames to come."""
    frames = wanted(poses, step)
    on_line, xys = sparse.filled(poses).xys, poses.xys.copy()
    done = 0
    for group in batched.grouped(_pictures(video, frames, step), batched.together(detector)):
        progress(Step("closer", done, len(frames), str(video.path)))
        found = _found(detector, [(image, on_line[frame]) for frame, image in group])
        for (frame, _), people in zip(group, found, strict=True):
            xys[frame], done = people, done + 1
            progress(Step("closer", done, len(frames), str(video.path)))
    return _with(poses, xys, frames)


def closed(video: "Video", detector: Detector, poses: Poses2D, last: int) -> Poses2D:
    """The poses with the frame `last` as a key-frame too, where somebody is found in it near the key-frame before: else
    nothing would be known of the frames in between, which are fewer than the stride."""
    keys = sparse.keys_of(poses)
    before = keys[keys <= last]
    if not len(before) or before[-1] == last:
        return poses
    xys = poses.xys.copy()
    if not np.isfinite(xys[last, ..., 0]).any():  # else it was looked at on the way
        (xys[last],) = _found(detector, [(next(video.frames(last, last + 1)), poses.xys[before[-1]])])
    return _with(poses, xys, np.array([last]))


def _with(poses: Poses2D, xys: Floats, frames: Frames) -> Poses2D:
    """The poses with those of these frames in which somebody is as key-frames."""
    there = frames[np.isfinite(xys[frames, ..., 0]).any(axis=(1, 2))]
    if not len(there):
        return poses
    keys = np.union1d(sparse.keys_of(poses), there)
    return sparse.keyed(replace(poses, xys=xys), keys, sparse.stride_of(poses))


def _pictures(video: "Video", frames: Frames, step: int) -> Iterator[tuple[int, Image]]:
    """The frames, all multiples of `step` apart, with their pictures; what lies close together is read in one go."""
    for part in np.split(frames, np.flatnonzero(np.diff(frames) > 10 * step) + 1) if len(frames) else []:
        every = range(int(part[0]), int(part[-1]) + 1, step)
        asked = set(part.tolist())
        for frame, image in zip(every, video.frames(every.start, every.stop, step), strict=True):
            if frame in asked:
                yield frame, image


def _found(detector: Detector, pictures: Sequence[tuple[Image, Floats]]) -> list[Floats]:
    """Of each picture, (P, J, 3) people near where they are thought to be, as told; missing where nobody is."""
    out, asked, wanted = [np.full_like(on_line, np.nan) for _, on_line in pictures], list[batched.Asked](), []
    for at, (image, on_line) in enumerate(pictures):
        out[at][..., 2] = 0
        there: dict[int, Person] = {p: detector.recall(xys) for p, xys in enumerate(on_line)
                                    if np.isfinite(xys[:, :2]).all()}
        for p, thought in there.items():
            asked.append((image, thought, [other for q, other in there.items() if q != p and touch(other, thought)]))
            wanted.append((at, p))
    kept: list[list[Person]] = [[] for _ in pictures]
    for (at, p), (_, thought, _), person in zip(wanted, asked, batched.follow_all(detector, asked), strict=True):
        if person is None or apart(person, thought) > FURTHEST or any(apart(person, k) < SAME for k in kept[at]):
            continue
        kept[at].append(person)
        out[at][p] = person.xys
    return out
