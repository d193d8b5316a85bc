"""The loop that lifts 2D poses to 3D with a network of core/nets, window by window.

What it promises at the seams of real recordings:

* A joint without evidence in a frame is put on the straight line in time between its neighbours, with score 0, which
  the network has learned to distrust. A frame needs `MIN_JOINTS` joints of its own, or lies in a gap of at most
  `MAX_GAP_S` between such frames; elsewhere the output is missing (NaN, score 0). Longer gaps cut the recording into
  pieces that are lifted apart.
* Frame rates from 24 to 62 frames/s are taken as they are, as in training; slower, faster (slow motion) or uneven
  recordings are resampled to 50 frames/s for the network and its output back to the recording's own time stamps.
* Windows overlap by half and are blended by a triangle, so that the seams do not show; a piece shorter than a window
  is one window of its own length, down to a single frame.
* The network speaks along the ray to the pelvis (core/nets/inputs.py). Its words are turned into the camera frame with
  an assumed focal length of `FOCAL` times the longer side of the picture: a phone's or a camcorder's ordinary view.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core import cards, weights
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.progress import Progress, Step, silent
from core.skeleton import H36M17

if TYPE_CHECKING:
    from torch import nn

MAX_GAP_S = 0.5
MIN_JOINTS = 6
FOCAL = 0.85
FPS_AS_IS = (24.0, 62.0)
FPS = 50.0

Floats = NDArray[np.float32]
# sink(person, start, xyzs (t, 17, 4)): a piece of one person as soon as it is lifted.
Sink = Callable[[int, int, Floats], None]


@dataclass(frozen=True)
class Lifter:
    """A network that is ready: B windows of T frames, at most `window`, in and out as in core/nets/inputs.py."""

    net: "nn.Module"
    window: int
    source: Source
    flip: bool = True

    def __call__(self, xys_BTJ3: Floats) -> Floats:
        """(B, T, 17, 3) pixels and score, finite → (B, T, 17, 3) relative to the pelvis, along the ray to it.

        With `flip` the mean of the picture and its mirror image, the usual flip test.
        """
        import torch

        from core.nets.inputs import mirror, normalize

        device = next(self.net.parameters()).device
        with torch.inference_mode():
            x = normalize(torch.from_numpy(xys_BTJ3).to(device))
            if self.flip:
                there, back = self.net(torch.cat((x, mirror(x)))).float().chunk(2)
                y = 0.5 * (there + mirror(back))
            else:
                y = self.net(x).float()
            return (y - y[:, :, :1]).cpu().numpy()


def load(card_id: str = cards.DEFAULT_LIFTER, device: str = "cpu") -> Lifter:
    """The lifter of a card. Raises ParallaxError: no such card or device, no lifter, or damaged or unfit weights."""
    card = cards.card(card_id)
    if card.task != "lifter":
        raise ParallaxError(card_id, f"this model is a {card.task}, not a lifter.", "Choose a lifter.")
    file = weights.path(card)
    return assemble(card, weights.load(file), weights.digest(file), device)


def assemble(card: cards.Card, state: Any, sha256: str, device: str = "cpu") -> Lifter:
    """A lifter of a card's net and a state dict; raises ParallaxError where they do not fit."""
    from importlib import import_module

    import torch

    try:
        net = import_module(f"core.nets.{card.net}").build(dict(card.config))
        window = int(net.config.maxlen)
    except (ImportError, TypeError, AttributeError) as fault:
        raise ParallaxError(card.id, f"its network cannot be built ({fault}).", "Correct the card.") from None
    try:
        net.load_state_dict(state)
    except RuntimeError as fault:
        raise ParallaxError(card.id, f"the weights do not fit the network ({str(fault).splitlines()[0]}).",
                            "Choose the weights that belong to the card.") from None
    try:
        net = net.to(torch.device(device)).eval()
    except (RuntimeError, AssertionError) as fault:
        raise ParallaxError(device, f"this device cannot be used ({str(fault).splitlines()[0]}).",
                            "Choose cpu.") from None
    return Lifter(net, window, Source(card.id, sha256), bool(card.settings.get("flip", True)))


def lift(poses: Poses2D, lifter: Lifter, progress: Progress = silent, sink: Sink | None = None,
         batch: int = 64) -> Poses3D:
    """Every person of a view in 3D: (T, P, 17, 4), kind 'relative', on the time stamps of the 2D.

    poses: any skeleton that converts to H36M-17. The score of a joint is that of its 2D, 0 where it was filled in.
    progress counts frames. Frames may share a time stamp, as where a container rounds those of a very fast camera.
    Raises ValueError for times that fall.
    """
    if (np.diff(poses.times) < 0).any():
        raise ValueError("the times of the poses fall")
    flat = poses.to(H36M17)
    frames, people = flat.xys.shape[:2]
    out = np.full((frames, people, len(H36M17), 4), np.nan, dtype=np.float32)
    out[..., 3] = 0
    done = 0
    for person in range(people):
        xys = flat.xys[:, person]
        for start, stop in pieces(xys, flat.times):
            def tick(share: float, first: int = done + start, length: int = stop - start) -> None:
                progress(Step("lift", first + int(share * length), people * frames))

            filled = fill(xys[start:stop], flat.times[start:stop])
            points = part(filled, flat.times[start:stop], lifter, 0, stop - start, batch, tick)
            points = to_camera(points, filled[:, 0, :2], poses.size)
            out[start:stop, person] = np.concatenate((points, filled[..., 2:]), axis=-1)
            if sink is not None:
                sink(person, start, out[start:stop, person])
        done += frames
        progress(Step("lift", done, people * frames))
    settings = {**lifter.source.settings, "flip": lifter.flip, "focal": FOCAL, "of": poses.source.model}
    return Poses3D(out, poses.times, Source(lifter.source.model, lifter.source.weights, settings))


def pieces(xys: Floats, times: NDArray[np.float64]) -> list[tuple[int, int]]:
    """(start, stop) of the stretches of (T, J, 3) that have evidence, gaps of up to MAX_GAP_S bridged."""
    return stretches(evident(is_seen(xys)), times)


def evident(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(T, J) joints that are seen → (T,) the frames that have evidence of their own."""
    return np.asarray(seen.sum(axis=1) >= MIN_JOINTS)


def stretches(evident_: NDArray[np.bool_], times: NDArray[np.float64]) -> list[tuple[int, int]]:
    """(start, stop) of the stretches of frames that have evidence (T,), gaps of up to MAX_GAP_S bridged."""
    seen = np.flatnonzero(evident_)
    if len(seen) == 0:
        return []
    # Two frames next to each other are never a gap, however slow the recording is.
    cuts = np.flatnonzero((np.diff(times[seen]) > MAX_GAP_S) & (np.diff(seen) > 1))
    firsts, lasts = np.r_[seen[0], seen[cuts + 1]], np.r_[seen[cuts], seen[-1]]
    return [(int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True)]


def is_seen(xys: Floats) -> NDArray[np.bool_]:
    """(..., 3) → (...) where there is evidence."""
    x, y, score = np.moveaxis(xys, -1, 0)  # a reduction over three values costs several times more
    return np.asarray(np.isfinite(x) & np.isfinite(y) & np.isfinite(score) & (score > 0))


def fill(xys: Floats, times: NDArray[np.float64]) -> Floats:
    """(T, J, 3) with every missing joint on the line in time between its neighbours, held at the ends, score 0.

    A joint never seen lies on the pelvis, and a pelvis never seen on the mean of the joints of its frame.
    """
    out = np.array(xys, dtype=np.float32)
    seen = is_seen(xys)
    out[..., 2] = np.where(seen, out[..., 2], 0)
    for joint in np.flatnonzero(~seen.all(axis=0) & seen.any(axis=0)):
        at = seen[:, joint]
        for axis in range(2):
            out[~at, joint, axis] = np.interp(times[~at], times[at], out[at, joint, axis])
    never = np.asarray(~seen.any(axis=0))
    if never[0]:
        out[:, 0, :2] = out[:, ~never, :2].mean(axis=1)
    out[:, never, :2] = out[:, :1, :2]
    return out


def part(xys: Floats, times: NDArray[np.float64], lifter: Lifter, start: int, stop: int, batch: int = 64,
         tick: Callable[[float], None] = lambda share: None) -> Floats:
    """(stop − start, 17, 3) along the ray: frames start to stop of what the whole stretch is lifted to.

    xys: (T, 17, 3) finite 2D of a stretch, as `fill` makes it. Only the windows that these frames lie in go through the
    network, at its own frame rate where the recording's does not fit.
    """
    if takes(times):
        first, starts, width = _covering(len(times), lifter.window, start, stop)
        lifted = _windows(xys[first:starts[-1] + width], starts - first, width, lifter, batch, tick)
        return lifted[start - first:stop - first]
    grid = steps(times)
    low, high = np.clip(np.searchsorted(grid, times[[start, stop - 1]], side="right") - 1, 0, len(grid) - 2)
    first, starts, width = _covering(len(grid), lifter.window, int(low), int(high) + 2)
    at = grid[first:starts[-1] + width]
    lifted = _windows(_resample(xys, times, at), starts - first, width, lifter, batch, tick)
    return _resample(lifted, at, times[start:stop])


def takes(times: NDArray[np.float64]) -> bool:
    """Whether the network can take the frames as they come: an even rate like those of its training."""
    if len(times) < 2:
        return True
    apart = np.diff(times)
    slowest, fastest = 1 / FPS_AS_IS[0], 1 / FPS_AS_IS[1]
    # A container rounds its stamps to a millisecond: that much is still even.
    return bool(fastest - 1e-3 <= apart.min() and apart.max() <= slowest + 1e-3 and np.ptp(apart) <= 4e-3)


def steps(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """The network's own even times over a stretch of frames that it does not take as they come."""
    return np.linspace(times[0], times[-1], max(2, round((times[-1] - times[0]) * FPS) + 1))


def window_starts(frames: int, window: int) -> list[int]:
    """The first frames of the windows over a stretch; each is min(frames, window) long, and they overlap by half."""
    width = min(frames, window)
    return sorted({*range(0, frames - width, max(1, width // 2)), frames - width})


def _resample(values: Floats, times: NDArray[np.float64], at: NDArray[np.float64]) -> Floats:
    """(T, ...) values of `times`, which may repeat, at other times, linear in between."""
    low = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 2)
    step = np.maximum(times[low + 1] - times[low], 1e-9)  # the last two may be one
    share = np.clip((at - times[low]) / step, 0, 1).astype(np.float32)
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    return (1 - share) * values[low] + share * values[low + 1]


def _covering(frames: int, window: int, start: int, stop: int) -> tuple[int, NDArray[np.int64], int]:
    """The first frame that is needed for frames start to stop of a stretch, the first frames of all windows that these
    lie in, and how long a window is."""
    starts, width = np.array(window_starts(frames, window), dtype=np.int64), min(frames, window)
    starts = starts[(starts < stop) & (starts + width > start)]
    return int(starts[0]), starts, width


def _windows(xys: Floats, starts: NDArray[np.int64], width: int, lifter: Lifter, batch: int,
             tick: Callable[[float], None]) -> Floats:
    """(T, 17, 3) → (T, 17, 3): windows from these first frames, blended by a triangle. tick is told the share done.

    Frames at either end may lie in windows that are not among these: what is said of them is not yet the whole.
    """
    index = starts[:, None] + np.arange(width)  # (windows, width)
    ramp = np.minimum(np.arange(1, width + 1), np.arange(width, 0, -1)).astype(np.float32)[:, None, None]
    total = np.zeros((len(xys), len(H36M17), 3), dtype=np.float32)
    weight = np.zeros((len(xys), 1, 1), dtype=np.float32)
    for i in range(0, len(index), batch):
        for rows, points in zip(index[i:i + batch], lifter(xys[index[i:i + batch]]), strict=True):
            total[rows] += ramp * points
            weight[rows] += ramp
        tick(min(i + batch, len(index)) / len(index))
    return total / weight


def to_camera(points: Floats, pelvis: Floats, size: tuple[int, int]) -> Floats:
    """Points (T, J, 3) along the ray to the pelvis (T, 2) px → in the camera's axes, by the assumed focal length."""
    import torch

    from core.nets.inputs import along_ray

    middle = (np.array(size, dtype=np.float32) - 1) / 2
    ray = np.concatenate((pelvis - middle, np.full((len(pelvis), 1), FOCAL * max(size), np.float32)), axis=-1)
    turn = along_ray(torch.from_numpy(ray)).numpy()  # camera → ray; its transpose leads back
    return points @ turn
