"""Two-step mixed training, TMT (Wang et al.): a lifter learns every batch twice, once with a hint of the true movement.

The first layer of a lifter that is given x and y is widened by channels for the movement. The first of a batch's two
optimizer steps fills them with zeros, the second with the true 3D velocity of each joint; in use they are zeros, and no
camera or network is needed that would tell a velocity. Even steps of the loop are the first ones, odd steps the second:
`steps` counts both, and a batch is a function of the seed and of half the step.

Where the paper leaves a choice: the velocity is that of the target, from the pelvis, and 0 in the first frame; one
optimizer serves both steps; the loss is that of the network (by weights, MixSTE's by default) and its gradient is not
scaled by itself. Batch normalization, where a network has it, remembers the first steps alone, which are those in use.

Table 9's other hints are the velocity of the 2D that is given, the acceleration, and velocity with acceleration. The
quality m is eq. 2: 2D = detection + m · (truth - detection), so that 0 is a detector and 1 the truth. That is of motion
capture, seen by virtual cameras; filmed people with 3D truth (Human3.6M) have the 2D of their data set.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core import conventions, lift, metrics, records
from core.errors import ParallaxError
from core.nets import inputs
from core.words import tr
from training import augment, losses
from training.datasets import filmed, known, mocap, views
from training.datasets.parts import TEST
from training.lifters import CANVAS, MIDDLE, rays
from training.settings import TwoStep as Settings

# What reads the input in each network: axis 1 has the channels, of each joint in turn where joints go in together.
FIRST = {"mixste": r"Spatial_patch_to_embedding\.weight", "poseformer": r"Spatial_patch_to_embedding\.weight",
         "dstformer": r"joints_embed\.weight", "strided_transformer": r"encoder\.0\.weight",
         "mhformer": r"embedding_\d(\.0)?\.weight|Transformer_encoder_\d\.pos_embed"}
# What its settings call the channels and the frames.
CHANNELS = {"dstformer": "dim_in"}
FRAMES = {"mixste": "num_frame", "poseformer": "num_frame", "dstformer": "maxlen"}
HINTS = {"velocity": 3, "velocity_2d": 3, "acceleration": 3, "both": 6}  # channels
WINDOWS = 192  # to validate on
Batch = tuple[Tensor, ...]


class TwoStep:
    """The data and the loss of this method; training/run.py does the rest."""

    metric = "mpjpe_mm"

    def __init__(self, config: Settings) -> None:
        self.config = c = config
        self.steps, self.state = c.steps, dict[str, float]()
        self.channels = channels(c)
        self.convention = conventions.read("convention", c.convention)
        if self.convention.name not in ("parallax", "screen"):
            raise ParallaxError("convention", "two-step training does not speak {name}.", "Take parallax or screen.",
                                name=self.convention.name)
        self.net()  # its settings are looked at before data are
        clips = self._read()
        self.train = [clip for clip in clips if clip.subject not in c.held_out]
        self.held_out = [clip for clip in clips if clip.subject in c.held_out]
        if not self.train:
            raise ParallaxError(c.data, "nothing with 3D truth is left to learn from.", "Name fewer in `held_out`, or "
                                "take fewer frames.")
        self.each = 2 if c.variant in ("tmt", "twice") else 1  # steps a batch
        self.epoch_steps = self.each * max(1, sum(map(len, self.train)) // (c.batch * c.frames))
        self.noise = augment.read_noise(Path(c.noise)) if c.quality < 1 else None
        self.cameras = _cameras(c.cameras)
        self.validation = self._validation() if self.held_out else None

    def net(self) -> nn.Module:
        """The network, with weights drawn by chance; it takes those of one with other channels, and keeps x and y."""
        c = self.config
        if odd := {FRAMES.get(c.net, "frames"), CHANNELS.get(c.net, "in_chans")} & set(c.net_config):
            raise ParallaxError("net_config", "{names} is told by `frames` and `variant`.", "Leave it out.",
                                names=tr(" and ").join(sorted(odd)))
        try:
            net: nn.Module = import_module(f"core.nets.{c.net}").build(net_config(c))
        except (TypeError, ValueError) as fault:
            raise ParallaxError(c.net, "the network cannot be built ({why}).",
                                "Give `net_config` the settings of core/nets/{net}.py.", why=fault,
                                net=c.net) from None
        if c.start_from:
            first = re.compile(FIRST[c.net])
            net.register_load_state_dict_pre_hook(  # type: ignore[no-untyped-call]
                lambda module, state, *_: _widen(module, state, first, self.channels))
        return net

    # ---------------------------------------------------------------- data

    def _read(self) -> list[Any]:
        """Motion capture, or the views of filmed people; of a data set with a test split also those held out in it."""
        c = self.config
        clips = known.load(Path(c.data))
        if clips and isinstance(clips[0], views.Clip):
            missing = set(c.held_out) - {clip.subject for clip in clips}
            clips += [clip for clip in known.load(Path(c.data), TEST) if clip.subject in missing] if missing else []
            return filmed.views(clips, c.frames, self.convention)
        return clips

    def batch(self, step: int) -> Batch:
        """Input (B, T, 17, C) and target (B, T, 17, 3): a function of the seed and the step, or of half the step."""
        c = self.config
        rng = np.random.default_rng((c.seed, step // self.each))
        g = torch.Generator().manual_seed(int(rng.integers(2**62)))
        x, y = self._filmed(rng, g) if isinstance(self.train[0], filmed.Filmed) else self._captured(rng, g)
        hinted = c.variant == "tmt2" or (c.variant == "tmt" and step % 2 == 1)
        return self.filled(x, c.hint_scale * hint(c.hint, x, y) if hinted else None), y

    def _captured(self, rng: np.random.Generator, g: torch.Generator) -> tuple[Tensor, Tensor]:
        c = self.config
        points = torch.from_numpy(mocap.sample(self.train, mocap.weights(self.train), c.batch, c.frames, c.fps, rng))
        flipped = torch.rand((c.batch, 1, 1, 1), generator=g) < c.flips
        points = augment.vary_bodies(torch.where(flipped, inputs.mirror(points), points), c.bodies, g)
        severity = torch.exp(augment.uniform((c.batch,), np.log(c.severity[0]), np.log(c.severity[1]), g))
        return self.make(points, severity, g)

    def _filmed(self, rng: np.random.Generator, g: torch.Generator) -> tuple[Tensor, Tensor]:
        c = self.config
        xys, pose = filmed.sample(self.train, c.batch, c.frames, rng)
        return self._given(*filmed.mirrored(xys, pose, torch.rand(c.batch, generator=g) < c.flips))

    def _given(self, xys: Tensor, pose: Tensor) -> tuple[Tensor, Tensor]:
        """What is given of x and y, and target, of keypoints on the canvas and poses in the camera's axes."""
        x = conventions.given(self.convention, xys, (CANVAS, CANVAS))[..., :2]
        return x, pose @ inputs.along_ray(rays(xys)).mT if self.convention.name == "parallax" else pose

    def make(self, points: Tensor, severity: Tensor, g: torch.Generator) -> tuple[Tensor, Tensor]:
        """What is given of x and y (B, T, 17, 2), and target, of windows (B, T, 17, 3) of the scene by random
        cameras."""
        points = augment.see(points, self.cameras, g)
        xys = torch.cat((augment.project(points), torch.ones_like(points[..., :1])), dim=-1)
        if self.noise is not None:
            meant = augment.midpoints(augment.vary_joints(points, self.config.joints * self.noise.constant, g))
            root = points[:, :, 0, 2]
            found = augment.detect(augment.project(meant), root, points[..., 2] - root[..., None], self.noise, severity,
                                   g)
            xys = between(augment.midpoints_of_found(found), xys, self.config.quality)
        px = torch.cat((MIDDLE + lift.FOCAL * CANVAS * xys[..., :2], xys[..., 2:]), dim=-1)
        x = conventions.given(self.convention, px, (CANVAS, CANVAS))[..., :2]
        return x, augment.target(points) if self.convention.name == "parallax" else points - points[:, :, :1]

    def filled(self, x: Tensor, movement: Tensor | None = None) -> Tensor:
        """(B, T, 17, 2) → (B, T, 17, C) with the movement, or with zeros."""
        if self.channels == 2:
            return x
        rest = x.new_zeros(*x.shape[:-1], self.channels - 2) if movement is None else movement
        return torch.cat((x, rest), dim=-1)

    def _validation(self) -> tuple[Tensor, Tensor]:
        """Windows of the held-out subjects, the same in every run."""
        rng, g = np.random.default_rng(7), torch.Generator().manual_seed(7)
        if isinstance(self.held_out[0], filmed.Filmed):
            return self._given(*filmed.sample(self.held_out, WINDOWS, self.config.frames, rng))
        chance = mocap.weights(self.held_out)
        points = mocap.sample(self.held_out, chance, WINDOWS, self.config.frames, self.config.fps, rng)
        return self.make(augment.vary_bodies(torch.from_numpy(points), 0.0, g), torch.ones(WINDOWS), g)

    def remark(self, report: Mapping[str, float]) -> str:
        """Nothing is watched for."""
        return ""

    # ---------------------------------------------------------------- loss

    def loss(self, net: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch and its parts."""
        x, y = batch
        hinted = bool(x[..., 2:].any())
        with _statistics_kept(net, hinted and self.config.variant == "tmt"):
            said = self._said(net, x)
        totals, errors = [], []
        for pred in said:  # StridedTransformer speaks twice
            true = y if pred.shape[1] == y.shape[1] else y[:, (y.shape[1] - 1) // 2:][:, :1]
            errors.append(losses.mpjpe(pred, true))
            totals.append(self._total(pred, true, errors[-1]))
        name = "hinted_mpjpe_mm" if hinted else "mpjpe_mm"
        return torch.stack(totals).sum(), {name: 1000 * errors[0].item()}

    def _total(self, pred: Tensor, true: Tensor, error: Tensor) -> Tensor:
        """Table 10: the weighted sum of the losses."""
        c = self.config
        total = c.position_weight * error
        if c.limbs_weight:
            total = total + c.limbs_weight * losses.weighted_mpjpe(pred, true)
        if c.rest_weight:
            total = total + c.rest_weight * losses.temporal_consistency(pred)
        if c.velocity_weight:
            total = total + c.velocity_weight * losses.velocity(pred, true)
        return total

    def _said(self, net: nn.Module, x: Tensor) -> list[Tensor]:
        """What is learned from: one pose a window or one a frame; of StridedTransformer both."""
        if self.config.net != "strided_transformer":
            return [net(x).float()]
        both: Any = net
        if hasattr(net, "mark_forward_method"):  # a step on several processes has to know
            both.mark_forward_method("both")
        return [pred.float() for pred in both.both(x)]

    @torch.inference_mode()
    def validate(self, net: nn.Module) -> dict[str, float]:
        """Millimetres on the held-out subjects, without a hint; MPJVE a frame, of networks that give them all."""
        if self.validation is None:
            return {}
        device, at_once = next(net.parameters()).device, self.config.batch
        x, true = self.validation
        pred = torch.cat([net(self.filled(x[i:i + at_once]).to(device)).float().cpu()
                          for i in range(0, len(x), at_once)])
        pred = conventions.from_pelvis(net, self.convention, pred)
        if pred.shape[1] == 1:
            true = true[:, (true.shape[1] - 1) // 2:][:, :1]
        mine, its = pred.numpy(), true.numpy()
        out = {"mpjpe_mm": 1000 * metrics.mpjpe(mine, its), "p_mpjpe_mm": 1000 * metrics.p_mpjpe(mine, its)}
        return out | ({"mpjve_mm": 1000 * metrics.mpjve(mine, its)} if mine.shape[1] > 1 else {})


def channels(c: Settings) -> int:
    """How many numbers of a joint the network is given."""
    return 2 if c.variant == "plain" else 2 + HINTS[c.hint]


def net_config(c: Settings) -> dict[str, Any]:
    """All settings that the network is built with."""
    return {**c.net_config, FRAMES.get(c.net, "frames"): c.frames, CHANNELS.get(c.net, "in_chans"): channels(c)}


def _cameras(ranges: Mapping[str, Any]) -> augment.Cameras:
    try:
        return records.build(augment.Cameras, dict(ranges))
    except ValueError as fault:
        raise ParallaxError("cameras", "a range does not fit ({why}).", "They are those of training/augment.py.",
                            why=fault) from None


def between(found: Tensor, true: Tensor, quality: float) -> Tensor:
    """(…, 3) keypoints and score between a detector's, 0, and the true ones, 1 (the paper's eq. 2)."""
    return found + quality * (true - found)


def hint(kind: str, x: Tensor, y: Tensor) -> Tensor:
    """(B, T, 17, C) the movement since the frame before, 0 in the first one, of the 2D x or the target y."""
    if kind == "velocity_2d":
        return torch.cat((_since(x), torch.zeros_like(x[..., :1])), dim=-1)
    velocity = _since(y)
    if kind == "velocity":
        return velocity
    return _since(velocity) if kind == "acceleration" else torch.cat((velocity, _since(velocity)), dim=-1)


def _since(values: Tensor) -> Tensor:
    """(B, T, …) differences from the frame before."""
    return torch.cat((torch.zeros_like(values[:, :1]), values.diff(dim=1)), dim=1)


def _widen(net: nn.Module, state: dict[str, Any], first: "re.Pattern[str]", channels: int) -> None:
    """Weights of a network of other channels become those of this one: x and y are theirs, the rest is this one's."""
    for name, own in net.state_dict().items():
        given = state.get(name)
        if not first.fullmatch(name) or given is None or given.shape == own.shape or given.ndim != own.ndim:
            continue
        joints = own.shape[1] // channels
        if given.shape[1] % joints or given.shape[1] < 2 * joints:
            continue  # of other joints; torch says so
        theirs = given.unflatten(1, (joints, -1))[:, :, :2]
        fresh = own.detach().clone().unflatten(1, (joints, channels))
        if fresh.shape[:2] + fresh.shape[3:] == theirs.shape[:2] + theirs.shape[3:]:
            fresh[:, :, :2] = theirs
            state[name] = fresh.flatten(1, 2)


@contextmanager
def _statistics_kept(net: nn.Module, kept: bool) -> Iterator[None]:
    """Batch normalization as always, of which nothing is remembered where they are kept."""
    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm1d)] if kept else []
    usual = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    try:
        yield
    finally:
        for norm, momentum in zip(norms, usual, strict=True):
            norm.momentum = momentum
