"""Supervised training of a lifter on motion capture seen by random virtual cameras with a detector's faults."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from core import metrics
from core.errors import ParallaxError
from core.nets import inputs
from training import augment, losses
from training.datasets import mocap
from training.settings import Supervised as Settings


class Supervised:
    """The data and the loss of this method; training/run.py does the rest."""

    metric = "noisy_p_mpjpe_mm"

    def __init__(self, config: Settings) -> None:
        self.config, self.steps, self.state = config, config.steps, dict[str, float]()
        if config.net_config.get("maxlen", config.frames) < config.frames:
            raise ParallaxError("frames", "windows of {n} frames do not fit the network.",
                                "Raise net_config.maxlen or lower frames.", n=config.frames)
        clips = mocap.read(Path(config.data))
        self.train = [clip for clip in clips if clip.subject not in config.held_out]
        self.held_out = [clip for clip in clips if clip.subject in config.held_out]
        if not self.train:
            raise ParallaxError(config.data, "all its subjects are held out for validation.",
                                "Name fewer in `held_out`.")
        self.epoch_steps = max(1, sum(map(len, self.train)) // (config.batch * config.frames))
        self.chance = mocap.weights(self.train)
        self.noise = augment.read_noise(Path(config.noise))
        self.cameras = augment.Cameras()
        self.validation = self._validation() if self.held_out else {}

    def net(self) -> nn.Module:
        """The network, with weights drawn by chance."""
        net: nn.Module = import_module(f"core.nets.{self.config.net}").build(dict(self.config.net_config))
        return net

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Input (B, T, 17, 3) and target (B, T, 17, 3) of a step: a function of the seed and the step alone."""
        c = self.config
        rng = np.random.default_rng((c.seed, step))
        g = torch.Generator().manual_seed(int(rng.integers(2**62)))
        frames = c.frames
        if rng.random() < c.short:
            shortest = min(9, c.frames) if rng.random() < 0.9 else 1
            frames = int(np.exp(rng.uniform(np.log(shortest), np.log(c.frames))))
        batch = max(1, min(c.batch * c.frames // frames, 8 * c.batch))
        points = torch.from_numpy(mocap.sample(self.train, self.chance, batch, frames, c.fps, rng))
        flipped = torch.rand((batch, 1, 1, 1), generator=g) < 0.5
        points = torch.where(flipped, inputs.mirror(points), points)
        if step >= c.crossed_from:
            points = augment.cross_limbs(points, c.crossed, g)
        severity = torch.exp(augment.uniform((batch,), np.log(c.severity[0]), np.log(c.severity[1]), g))
        severity = torch.where(torch.rand((batch,), generator=g) < c.perfect, 0, severity)
        return self.make(augment.vary_bodies(points, c.bodies, g, step >= c.typical_from), severity, g)

    def make(self, points: Tensor, severity: Tensor, g: torch.Generator) -> tuple[Tensor, Tensor]:
        """Input and target of windows (B, T, 17, 3) of the scene, seen by random cameras."""
        points = augment.see(points, self.cameras, g)
        meant = augment.midpoints(augment.vary_joints(points, self.config.joints * self.noise.constant, g))
        meant = torch.where((severity > 0)[:, None, None, None], meant, points)
        root = points[:, :, 0, 2]
        xys = augment.detect(augment.project(meant), root, points[..., 2] - root[..., None], self.noise, severity, g)
        xys = torch.where((severity > 0)[:, None, None, None], augment.midpoints_of_found(xys), xys)
        return inputs.normalize(xys), augment.target(points)

    def _validation(self) -> dict[str, tuple[Tensor, Tensor]]:
        """Windows of the held-out subjects, the same in every run: with true 2D and with a detector's faults."""
        rng, g = np.random.default_rng(7), torch.Generator().manual_seed(7)
        chance = mocap.weights(self.held_out)
        points = torch.from_numpy(mocap.sample(self.held_out, chance, 96, self.config.frames, self.config.fps, rng))
        points = augment.vary_bodies(points, 0.0, g)
        return {name: self.make(points, torch.full((96,), severity), g)
                for name, severity in (("true", 0.0), ("noisy", 1.0))}

    def remark(self, report: Mapping[str, float]) -> str:
        """Nothing is watched for."""
        return ""

    def loss(self, net: nn.Module, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch and its parts."""
        x, y = batch
        pred = net(x).float()
        position = losses.mpjpe(pred, y)
        scaled = losses.n_mpjpe(pred, y)
        speed = losses.velocity(pred, y)
        c = self.config
        loss = c.position_weight * position + c.scaled_weight * scaled + c.velocity_weight * speed
        return loss, {"mpjpe_mm": 1000 * position.item(), "n_mpjpe_mm": 1000 * scaled.item(),
                      "velocity_mm": 1000 * speed.item()}

    @torch.inference_mode()
    def validate(self, net: nn.Module) -> dict[str, float]:
        """Millimetres on the held-out subjects."""
        out = {}
        for name, (x, y) in self.validation.items():
            pred, true = net(x.to(next(net.parameters()).device)).float().cpu().numpy(), y.numpy()
            out[f"{name}_mpjpe_mm"] = 1000 * metrics.mpjpe(pred - pred[..., :1, :], true)
            out[f"{name}_p_mpjpe_mm"] = 1000 * metrics.p_mpjpe(pred, true)
        return out
