"""The loop that lifts every frame to 3D from the 2D of key-frames alone (Einfalt et al., WACV 2023, arXiv:2210.06110).

Key-frames are every `stride`-th frame of the recording. The network has tokens, `s_out` of its own frames apart, and
was trained for key-frames every `s_in` of them at 24 to 62 frames/s (`Upsampler.strides`): its frames are laid so that
key-frames fall on key-frames, which fits many more strides of a recording than there are in that list. Windows overlap
and are blended by a triangle; between tokens the way is a straight line. `every_window` asks for the centre token of a
window around each token instead, as the paper does: better by a little, and dearer by the number of tokens.

A key-frame without the athlete is a token without 2D like the others. Where there is none for longer than `MAX_GAP_S`
the output is missing, and the recording is lifted in pieces.

Where the camera is known, what is lifted is drawn towards the rays of the keypoints (core/refine.py) at key-frames, and
between these by as much as lies between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core import cards, conventions, intrinsics, lift, refine, sparse, weights
from core.errors import ParallaxError
from core.intrinsics import Intrinsics
from core.pose import Poses2D, Poses3D, Source
from core.progress import Progress, Step, silent
from core.sight import FPS, FPS_AS_IS
from core.skeleton import H36M17
from core.words import tr

if TYPE_CHECKING:
    from torch import nn

MAX_GAP_S = 1.0
OVERLAP = 2   # a window begins every so many parts of its length
BATCH = 32

Floats = NDArray[np.float32]
Frames = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Upsampler:
    """A network that is ready. strides: the s_in that it was trained for, in frames of its own. convention: as of a
    lifter's card (core/conventions.py), 'parallax' or, of published weights, 'screen'. camera: as of a Lifter."""

    net: "nn.Module"
    tokens: int
    s_out: int
    strides: tuple[int, ...]
    source: Source
    flip: bool = True
    convention: str = "parallax"
    camera: Intrinsics | None = None

    def __call__(self, xys_BTJ3: Floats, known_BT: Mask, size: tuple[int, int]) -> tuple[Floats, Floats]:
        """(B, T, 17, 3) pixels and score of the tokens in pictures of this size, (B, T) which of them are known →
        (B, T, 17, 3) all tokens and (B, 17, 3) the centre one, from the pelvis: along the ray to it, or, of published
        weights, in the axes of the camera."""
        import torch

        from core.nets.inputs import between, mirror, normalize, screen

        net, order = self.net, torch.tensor(self.net.joint_order)
        back = torch.argsort(order)
        device = next(net.parameters()).device
        with torch.inference_mode():
            known = torch.from_numpy(known_BT).to(device)
            x = between(torch.from_numpy(xys_BTJ3).to(device), known)
            x = normalize(x) if self.convention == "parallax" else screen(x[..., :2], x.new_tensor(size))
            both = torch.cat((x, mirror(x))) if self.flip else x
            seen = torch.cat((known, known)) if self.flip else known
            chans = int(net.config.in_chans)  # type: ignore[union-attr, arg-type]
            answers = [part.float()[..., back, :] for part in net(both[..., order, :chans], seen)]
            if self.flip:
                answers = [0.5 * (there + mirror(mirrored)) for there, mirrored in
                           (part.chunk(2) for part in answers)]
            every, centre = (part - part[..., :1, :] for part in answers)
            return every.cpu().numpy(), centre.cpu().numpy()


def load(card_id: str, device: str = "cpu") -> Upsampler:
    """The network of a card. Raises ParallaxError: no such card or device, no such lifter, or damaged weights."""
    import torch

    card = cards.card(card_id)
    strides = card.settings.get("s_in", ())
    if not card.fills or not isinstance(strides, list) or not all(isinstance(s, int) for s in strides):
        raise ParallaxError(card_id, "this model is no lifter of key-frames, or does not say of which (`s_in`).",
                            "Choose another lifter, or correct its card.")
    convention = conventions.read(card_id, card.convention)
    if convention.name not in ("parallax", "screen"):
        raise ParallaxError(card_id, "lifters of key-frames are not spoken to as {name!r}.",
                            "Write 'parallax' or 'screen' for `name` in the card's [convention].", name=convention.name)
    file = weights.path(card)
    net = weights.from_state_dict(weights.load(file), **card.config)
    try:
        net = net.to(torch.device(device))
    except (RuntimeError, AssertionError) as fault:
        raise ParallaxError(device, "this device cannot be used ({why}).", "Choose cpu.",
                            why=str(fault).splitlines()[0]) from None
    return Upsampler(net, int(net.frames), int(net.s_out), tuple(strides),  # type: ignore[arg-type]
                     Source(card.id, weights.digest(file)), bool(card.settings.get("flip", True)),
                     convention.name)


def s_in(upsampler: Upsampler, stride: int, fps: float) -> int:
    """How many of the network's frames lie between key-frames that are `stride` frames apart at `fps`.

    See core/sparse.py for the rule. Raises ParallaxError where none fits.
    """
    found = sparse.fitting(upsampler.strides, stride, fps)
    if found is None:
        spans = ", ".join(tr("{start:.2f} to {end:.2f}").format(start=s / FPS_AS_IS[1], end=s / FPS_AS_IS[0])
                          for s in sorted(upsampler.strides))
        raise ParallaxError(tr("A stride of {n} frames").format(n=stride),
                            "is {length:.2f} s at {fps:.1f} frames/s, which the lifter was not trained for.",
                            "Choose one of {spans} s.", length=stride / fps, fps=fps, spans=spans)
    return found


def upsample(poses: Poses2D, upsampler: Upsampler, stride: int, progress: Progress = silent, *,
             keys: Frames | None = None, every_window: bool = False) -> Poses3D:
    """Every person of a view in 3D at every frame: (T, P, 17, 4), kind 'relative'.

    poses: any skeleton that converts to H36M-17; only the key-frames are looked at. keys: (K,) which these are, rising
    and mostly no more than `stride` apart; by default every stride-th. The score of a joint is that of its 2D at
    key-frames, on a line between them elsewhere. progress counts frames. Raises ParallaxError where the stride does not
    fit the network.
    """
    flat = poses.to(H36M17)
    frames, people = flat.xys.shape[:2]
    out = np.full((frames, people, len(H36M17), 4), np.nan, dtype=np.float32)
    out[..., 3] = 0
    keys = np.arange(0, frames, stride) if keys is None else keys
    fps = 1 / float(np.median(np.diff(poses.times))) if frames > 1 else FPS
    ratio = s_in(upsampler, stride, fps)
    for person in range(people):
        def tick(share: float, done: int = person * frames) -> None:
            progress(Step("lift", done + int(share * frames), people * frames))

        at_keys = flat.xys[keys, person]
        for start, stop in _pieces(at_keys, keys, poses.times[keys], stride):
            here = keys[start:stop]
            rows = np.arange(here[0], frames if stop == len(keys) else here[-1] + 1)
            at, wanted = ((part - here[0]) / stride * ratio for part in (here, rows))
            filled, camera = lift.fill(at_keys[start:stop], poses.times[here]), upsampler.camera
            filled = filled if camera is None else camera.straight(filled)
            points, scores = _piece(filled, lift.is_seen(at_keys[start:stop]).sum(axis=1) >= lift.MIN_JOINTS,
                                    at, wanted, upsampler, poses.size, every_window, tick)
            if camera is not None:
                left, weights_ = refine.residuals(points[here - rows[0]], filled, camera)
                shift = refine.steady(left, weights_, poses.times[here], refine.AT_KEYS)
                points = refine.corrected(points, sparse.between(shift, here, rows))
            out[rows, person, :, :3] = points
            out[rows, person, :, 3] = scores
        progress(Step("lift", (person + 1) * frames, people * frames))
    settings = {**upsampler.source.settings, "flip": upsampler.flip, **lift.guessed(upsampler.camera),
                **intrinsics.told(upsampler.camera), "of": poses.source.model, "stride": stride, "s_in": ratio}
    return Poses3D(out, poses.times, Source(upsampler.source.model, upsampler.source.weights, settings))


def _pieces(xys: Floats, keys: Frames, times: NDArray[np.float64], stride: int) -> list[tuple[int, int]]:
    """(start, stop) of the stretches of key-frames in which nobody is missing for longer than MAX_GAP_S."""
    seen = np.flatnonzero(lift.evident(lift.is_seen(xys)))
    if not len(seen):
        return []
    apart = (np.diff(seen) > 1) | (np.diff(keys[seen]) > stride)
    cuts = np.flatnonzero((np.diff(times[seen]) > MAX_GAP_S) & apart)
    firsts, lasts = np.r_[seen[0], seen[cuts + 1]], np.r_[seen[cuts], seen[-1]]
    return [(int(a), int(b) + 1) for a, b in zip(firsts, lasts, strict=True)]


def _middles(count: int, tokens: int) -> Frames:
    """The tokens around which windows are laid over a piece of `count`: from its start to its end, and none beyond."""
    if count <= tokens:
        return np.array([tokens // 2])
    windows = int(np.ceil(OVERLAP * (count - tokens) / tokens)) + 1
    return tokens // 2 + np.rint(np.linspace(0, count - tokens, windows)).astype(np.int64)


def _piece(xys: Floats, seen: Mask, at: NDArray[np.float64], wanted: NDArray[np.float64], upsampler: Upsampler,
           size: tuple[int, int], every_window: bool, tick: Callable[[float], None]) -> tuple[Floats, Floats]:
    """(K, 17, 3) finite 2D of key-frames, straight where the camera is known, (K,) which of them say something, (K,)
    their places in the network's frames, (T,) those wanted → (T, 17, 3) in the camera's axes, (T, 17) scores."""
    s_out, tokens = upsampler.s_out, upsampler.tokens
    count = max(int(np.ceil(wanted[-1])) + 1, 1)
    centres = np.arange(0, count + s_out - 1, s_out)  # the tokens of the piece, the last one at its end or beyond
    # A key-frame that lies between two tokens makes the nearer one known, with what lies there on the way.
    given = sparse.between(xys, at, centres)
    known = np.zeros(len(centres), dtype=bool)
    known[np.rint(at[seen] / s_out).astype(int)] = True
    middles = np.arange(len(centres)) if every_window else _middles(len(centres), tokens)
    total = np.zeros((len(centres), *xys.shape[1:]), np.float32)
    weight = np.zeros((len(centres), 1, 1), np.float32)
    ramp = np.minimum(np.arange(1, tokens + 1), np.arange(tokens, 0, -1)).astype(np.float32)[:, None, None]
    for i in range(0, len(middles), BATCH):
        index = sparse.windows(middles[i:i + BATCH], tokens, 1)
        inside = np.clip(index, 0, len(centres) - 1)
        every, centre = upsampler(given[inside], known[inside], size)
        if every_window:
            total[middles[i:i + BATCH]], weight[middles[i:i + BATCH]] = centre, 1
        else:
            for row, points in zip(index, every, strict=True):
                here = (row >= 0) & (row < len(centres))
                total[row[here]] += (ramp * points)[here]
                weight[row[here]] += ramp[here]
        tick(min(i + BATCH, len(middles)) / len(middles))
    points = sparse.between(total / weight, centres, wanted)
    scores, pelvis = (sparse.between(part, at, wanted) for part in (xys[..., 2], xys[:, 0, :2]))
    if upsampler.convention == "parallax":
        points = lift.to_camera(points, pelvis, size, upsampler.camera)
    return points, scores
