"""How far joints are, in a view's picture, from where the other views' 3D puts them (core/ghost.py).

A joint that is off in one frame hardly moves the view's own 3D: a lifter looks at many frames at once. In the picture
it shows as far as it is off.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.compare import Comparison
from core.evidence import STRAYS, Look, median, size_px, there
from core.ghost import ghost, same_joint

SAMPLE = 40  # frames that tell how far a joint usually is from there
FEWEST = 8   # of them in which it must be seen


class Pictured:
    """Of one view, which must be in the comparison. frames: those that will be asked for."""

    def __init__(self, look: Look, comparison: Comparison, frames: Sequence[int]) -> None:
        self._look = look
        seen = there(look)
        x, y = (np.ascontiguousarray(look.xys[..., at], dtype=np.float32) for at in (0, 1))
        self._size = size_px(x, y, seen)
        sample = np.flatnonzero(seen.any(axis=1))
        self._sample = sample[np.linspace(0, len(sample) - 1, min(SAMPLE, len(sample))).astype(int)].tolist()
        self._frames = {frame: n for n, frame in enumerate(dict.fromkeys((*frames, *self._sample)))}
        self._seen = seen_by(comparison, look, list(self._frames))
        self._usual: dict[int, float] = {}

    def off(self, frame: int, joint: int) -> tuple[float, float]:
        """Units of the body beyond what is usual for the joint, and pixels; NaN where no other view tells."""
        pixels = self._pixels(frame, joint)
        return pixels / float(self._size[frame]) - self.usual(joint), pixels

    def usual(self, joint: int) -> float:
        """Units of the body: what lifters always get wrong of a joint is no fault of a frame."""
        if joint not in self._usual:
            far = np.array([self._pixels(frame, joint) / float(self._size[frame]) for frame in self._sample])
            middle = median(far, axis=0)
            told = np.isfinite(far).sum() >= FEWEST
            self._usual[joint] = float(middle + STRAYS * median(np.abs(far - middle), axis=0)) if told else float("nan")
        return self._usual[joint]

    def _pixels(self, frame: int, joint: int) -> float:
        name = same_joint(joint, self._look.skeleton, self._seen.skeleton)
        others = self._look.xys[frame].copy()
        x, y = float(others[joint, 0]), float(others[joint, 1])
        others[joint] = (np.nan, np.nan, 0)  # nor is what the lifter's skeleton makes of it, as the thorax of shoulders
        found = ghost(self._seen, self._frames[frame], name, others, self._look.skeleton) if name is not None else None
        return float(np.hypot(found.x - x, found.y - y)) if found is not None else float("nan")


def seen_by(comparison: Comparison, look: Look, frames: Sequence[int]) -> Comparison:
    """What `ghost` reads of a comparison, at these frames of a view, which becomes the reference: in the axes of its
    camera, on the line between the frames that were compared. What else a comparison says is left as it was."""
    v = comparison.views.index(look.view)
    times = look.clock.to_ref(look.times[list(frames)])
    after = np.clip(np.searchsorted(comparison.times, times), 1, max(len(comparison.times) - 1, 1))
    before = after - 1
    after = np.minimum(after, len(comparison.times) - 1)
    span = comparison.times[after] - comparison.times[before]
    share = np.divide(times - comparison.times[before], span, out=np.zeros_like(times), where=span > 0)
    inside = (share > -0.5) & (share < 1.5)
    share = np.clip(share, 0, 1)
    order = [v, *(k for k in range(len(comparison.views)) if k != v)]

    def turned(at: NDArray[np.int64]) -> NDArray[np.float32]:
        rotation = comparison.rotations[v] if comparison.fixed else comparison.rotations[v][at]
        return (comparison.points[order][:, at] @ rotation).astype(np.float32)

    points = (1 - share[:, None, None]) * turned(before) + share[:, None, None] * turned(after)
    scores, valid = comparison.scores[order], comparison.valid[order]
    return replace(comparison, views=tuple(comparison.views[k] for k in order), times=times,
                   points=points.astype(np.float32), scores=np.minimum(scores[:, before], scores[:, after]),
                   valid=valid[:, before] & valid[:, after] & inside[:, None])
