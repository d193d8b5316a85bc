"""The loop that lifts 2D poses to 3D with a network of core/nets, window by window.

What it promises at the seams of real recordings:

* A joint without evidence in a frame is put on the straight line in time between its neighbours, with score 0, which
  the network has learned to distrust. A frame needs `MIN_JOINTS` joints of its own, or lies in a gap of at most
  `MAX_GAP_S` between such frames; elsewhere the output is missing (NaN, score 0). Longer gaps cut the recording into
  pieces that are lifted apart.
* Frame rates from 24 to 62 frames/s are taken as they are, as in training; slower, faster (slow motion) or uneven
  recordings are resampled to 50 frames/s for the network and its output back to the recording's own time stamps.
* A network sees a recording in windows, down to a single frame (core/sight.py).
* Networks of others are given other numbers, and say others (core/conventions.py). Ours speak along the ray to the
  pelvis, which is turned into the camera frame with an assumed focal length of `FOCAL` times the longer side of the
  picture: a phone's or a camcorder's ordinary view.
* Where the camera is known (core/intrinsics.py) its own takes the place of that, the network sees what it would without
  its lens, and what is lifted is drawn towards the rays of the keypoints (core/refine.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core import cards, conventions, intrinsics, refine, weights
from core.conventions import Convention
from core.errors import ParallaxError
from core.intrinsics import Intrinsics
from core.pose import Poses2D, Poses3D, Source
from core.progress import Progress, Step, silent
from core.sight import FPS, FPS_AS_IS, Sight
from core.skeleton import H36M17, SKELETONS, Skeleton, convert
from core.words import tr

if TYPE_CHECKING:
    from torch import nn

MAX_GAP_S = 0.5
MIN_JOINTS = 6
FOCAL = 0.85

Floats = NDArray[np.float32]
# sink(person, start, xyzs (t, 17, 4)): a piece of one person as soon as it is lifted.
Sink = Callable[[int, int, Floats], None]

# How a net of core/nets sees, where that is not windows of any length up to its own: the way, whether windows have one
# length, and how many frames go through together, for those that need much memory for one (core/sight.py).
_SEES: dict[str, dict[str, Any]] = {
    "simple_baseline": {"at_once": 1024}, "iganet": {"at_once": 256}, "dstformer": {"at_once": 972},
    "mixste": {"fixed": True, "at_once": 486}, "videopose3d": {"way": "stream", "at_once": 4096},
    "poseformer": {"way": "centre", "fixed": True}, "mhformer": {"way": "centre", "fixed": True},
    "strided_transformer": {"way": "centre", "fixed": True, "at_once": 22464},
}


@dataclass(frozen=True)
class Lifter:
    """A network that is ready: what it sees of a recording, and how it is spoken to. camera: the one that the
    recording is of, where it is known."""

    net: "nn.Module"
    sight: Sight
    source: Source
    flip: bool = True
    convention: Convention = Convention()  # noqa: RUF009  it is frozen
    camera: Intrinsics | None = None

    def __call__(self, xys_BTJ3: Floats, size: tuple[int, int]) -> Floats:
        """(B, T, J, 3) pixels and score, finite, of pictures of this size → (B, T', 17, 3) metres from the pelvis.

        In the camera's axes. T' is what comes out of T frames of a window (core/sight.py). With `flip` the mean of the
        picture and its mirror image, the usual flip test.
        """
        import torch

        device = next(self.net.parameters()).device
        xys_BTJ3 = xys_BTJ3 if self.camera is None else self.camera.straight(xys_BTJ3)
        with torch.inference_mode():
            y = conventions.answer(self.net, self.convention, torch.from_numpy(xys_BTJ3).to(device), size, self.flip)
            points = y.cpu().numpy()
        if self.sight.way == "centre" and points.shape[1] > 1:  # some give all frames, and are good at this one
            points = points[:, self.sight.before:self.sight.before + 1]
        if self.convention.name != "parallax":
            return points
        first = 0 if points.shape[1] == xys_BTJ3.shape[1] else self.sight.before
        pelvis = xys_BTJ3[:, first:first + points.shape[1], 0, :2]
        turned = to_camera(points.reshape(-1, *points.shape[2:]), pelvis.reshape(-1, 2), size, self.camera)
        return turned.reshape(points.shape)


def load(card_id: str = cards.DEFAULT_LIFTER, device: str = "cpu") -> Lifter:
    """The lifter of a card. Raises ParallaxError: no such card or device, no lifter, or damaged or unfit weights."""
    card = cards.card(card_id)
    if card.task != "lifter":
        raise ParallaxError(card_id, "this model is a {task}, not a lifter.", "Choose a lifter.", task=tr(card.task))
    file = weights.path(card)
    return assemble(card, weights.load(file), weights.digest(file), device)


def assemble(card: cards.Card, state: Any, sha256: str, device: str = "cpu") -> Lifter:
    """A lifter of a card's net and a state dict; raises ParallaxError where they do not fit."""
    import torch

    if card.fills:  # it sees key-frames alone, which is another loop: core/upsample.py
        raise ParallaxError(card.id, "it lifts key-frames, not every frame.", "Choose another lifter.")
    convention = conventions.read(card.id, card.convention)
    net = _built(card)
    try:
        net.load_state_dict(state)
    except RuntimeError as fault:
        raise ParallaxError(card.id, "the weights do not fit the network ({why}).",
                            "Choose the weights that belong to the card.", why=str(fault).splitlines()[0]) from None
    conventions.check(card.id, convention, net)
    try:
        net = net.to(torch.device(device)).eval()
    except (RuntimeError, AssertionError) as fault:
        raise ParallaxError(device, "this device cannot be used ({why}).", "Choose cpu.",
                            why=str(fault).splitlines()[0]) from None
    return Lifter(net, sight_of(card, convention, net), Source(card.id, sha256), bool(card.settings.get("flip", True)),
                  convention)


def _built(card: cards.Card) -> "nn.Module":
    from importlib import import_module

    try:
        net: nn.Module = import_module(f"core.nets.{card.net}").build(dict(card.config))
    except (ImportError, TypeError, AttributeError, ValueError, RuntimeError, ArithmeticError) as fault:
        raise ParallaxError(card.id, "its network cannot be built ({why}).", "Correct the card.", why=fault) from None
    return net


def sight_of(card: cards.Card, convention: Convention, net: "nn.Module | None" = None) -> Sight:
    """What a network sees: `frames` of it, or `maxlen` of its settings where it has no such number."""
    net = _built(card) if net is None else net
    config: Any = net.config
    window = int(getattr(net, "frames", 0) or config.maxlen)
    return Sight(window, causal=bool(getattr(config, "causal", False)), skeleton=SKELETONS[convention.joints],
                 variant=convention.variant, **_SEES.get(card.net, {}))


def lift(poses: Poses2D, lifter: Lifter, progress: Progress = silent, sink: Sink | None = None) -> Poses3D:
    """Every person of a view in 3D: (T, P, 17, 4), kind 'relative', on the time stamps of the 2D.

    poses: any skeleton that converts to the lifter's. The score of a joint is that of its 2D, 0 where it was filled in.
    progress counts frames. Frames may share a time stamp, as where a container rounds those of a very fast camera.
    Raises ValueError for times that fall, ParallaxError for a skeleton that the lifter cannot be given.
    """
    if (np.diff(poses.times) < 0).any():
        raise ValueError("the times of the poses fall")
    flat = given(poses.xys, poses.skeleton, lifter)
    frames, people = flat.shape[:2]
    out = np.full((frames, people, len(H36M17), 4), np.nan, dtype=np.float32)
    out[..., 3] = 0
    done = 0
    for person in range(people):
        xys = flat[:, person]
        for start, stop in pieces(xys, poses.times):
            def tick(share: float, first: int = done + start, length: int = stop - start) -> None:
                progress(Step("lift", first + int(share * length), people * frames))

            filled = fill(xys[start:stop], poses.times[start:stop])
            out[start:stop, person] = part(filled, poses.times[start:stop], poses.size, lifter, 0, stop - start, tick)
            if sink is not None:
                sink(person, start, out[start:stop, person])
        done += frames
        progress(Step("lift", done, people * frames))
    return Poses3D(out, poses.times, Source(lifter.source.model, lifter.source.weights, _told(lifter, poses)))


def _told(lifter: Lifter, poses: Poses2D) -> dict[str, Any]:
    """The settings that a lifted pose was made with."""
    c = lifter.convention
    told = (guessed(lifter.camera) if c.name == "parallax" else
            {"convention": c.name, "joints": c.joints, "variant": c.variant, "crop": c.crop})
    return {**lifter.source.settings, "flip": lifter.flip, **told, **intrinsics.told(lifter.camera),
            "of": poses.source.model}


def guessed(camera: Intrinsics | None) -> dict[str, Any]:
    """The focal length that a pose is turned into the camera frame with, as settings tell it, where that is a guess."""
    return {"focal": FOCAL} if camera is None else {}


def given(xys: Floats, skeleton: Skeleton, lifter: Lifter) -> Floats:
    """(..., J, 3) keypoints as the lifter takes them. Raises ParallaxError where they cannot be made of these."""
    try:
        return lifter.sight.seen(xys, skeleton)
    except ValueError:
        raise ParallaxError(lifter.source.model, "it takes {taken}, which cannot be made of {skeleton}.",
                            "Choose another lifter, or another detector.", taken=lifter.sight.skeleton.name,
                            skeleton=skeleton.name) from None


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


def part(xys: Floats, times: NDArray[np.float64], size: tuple[int, int], lifter: Lifter, start: int, stop: int,
         tick: Callable[[float], None] = lambda share: None) -> Floats:
    """(stop − start, 17, 4) points in the camera's axes and scores: frames start to stop of what a stretch becomes.

    xys: (T, J, 3) finite 2D of the whole stretch, as `fill` makes it. Only what these frames depend on goes through the
    network, at its own frame rate where the recording's does not fit.
    """
    if lifter.camera is None:
        points = _part(xys, times, size, lifter, start, stop, tick)
    else:
        first, last = refine.reach(times, start, stop)
        sight, seen = lifter.sight, lifter.camera.straight(xys[first:last])
        points = refine.refined(_part(xys, times, size, lifter, first, last, tick),
                                convert(seen, sight.skeleton, H36M17, sight.variant), times[first:last],
                                lifter.camera)[start - first:stop - first]
    scores = lifter.sight.scores(xys[start:stop])
    scores[np.isnan(points).any(axis=-1)] = 0
    return np.concatenate((points, scores[..., None]), axis=-1)


def _part(xys: Floats, times: NDArray[np.float64], size: tuple[int, int], lifter: Lifter, start: int, stop: int,
          tick: Callable[[float], None]) -> Floats:
    """(stop − start, 17, 3): what the network says of these frames."""
    def call(windows: Floats) -> Floats:
        return lifter(windows, size)

    if takes(times):
        return lifter.sight.lift(xys, start, stop, call, tick)
    grid = steps(times)
    low, high = np.clip(np.searchsorted(grid, times[[start, stop - 1]], side="right") - 1, 0, len(grid) - 2)
    first, last = lifter.sight.needs(len(grid), int(low), int(high) + 2)
    even = np.empty((len(grid), *xys.shape[1:]), dtype=np.float32)  # of an hour only what is needed is worked out
    even[first:last] = _resample(xys, times, grid[first:last])
    lifted = lifter.sight.lift(even, int(low), int(high) + 2, call, tick)
    return _resample(lifted, grid[low:high + 2], times[start:stop])


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


def _resample(values: Floats, times: NDArray[np.float64], at: NDArray[np.float64]) -> Floats:
    """(T, ...) values of `times`, which may repeat, at other times, linear in between."""
    low = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 2)
    step = np.maximum(times[low + 1] - times[low], 1e-9)  # the last two may be one
    share = np.clip((at - times[low]) / step, 0, 1).astype(np.float32)
    share = share.reshape(-1, *[1] * (values.ndim - 1))
    return (1 - share) * values[low] + share * values[low + 1]


def to_camera(points: Floats, pelvis: Floats, size: tuple[int, int], camera: Intrinsics | None = None) -> Floats:
    """Points (T, J, 3) along the ray to the pelvis (T, 2) px → in the camera's axes, by the assumed focal length, or
    by a camera, which has seen the pelvis `straight`."""
    import torch

    from core.nets.inputs import along_ray

    if camera is None:
        middle = (np.array(size, dtype=np.float32) - 1) / 2
        ray = np.concatenate((pelvis - middle, np.full((len(pelvis), 1), FOCAL * max(size), np.float32)), axis=-1)
    else:
        at = (pelvis - np.array((camera.cx, camera.cy))) / np.array((camera.fx, camera.fy))
        ray = np.concatenate((at, np.ones((len(pelvis), 1))), axis=-1).astype(np.float32)
    turn = along_ray(torch.from_numpy(ray)).numpy()  # camera → ray; its transpose leads back
    return points @ turn
