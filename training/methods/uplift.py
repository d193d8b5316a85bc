"""Uplift and upsample (Einfalt et al., WACV 2023, arXiv:2210.06110): 3D of all frames from 2D of every s_in-th.

The network sees a window of tokens, s_out frames apart, and the 2D of the key-frames among them; how far these are
apart and where they lie in the window is drawn anew for each sample (multi-stride training). It says all tokens and,
again and better, the centre one; both are held against the truth.

The defaults are the paper's for Human3.6M at 50 frames/s (its sec. 4 and the released configuration); `uplift_cpu.toml`
beside this file is a small network for two cores. Pre-training is this method on the clips of the
lesser kinds (`kinds`), fine-tuning goes on from its weights (`start_from`) on the exact ones. What is ours: cameras and
a detector's faults are drawn as for any lifter (training/augment.py), the input is moved and scaled
(core/nets/inputs.py), the optimizer leaves gains and biases undecayed.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core import metrics, sparse
from core.cards import FILLING
from core.errors import ParallaxError
from core.nets import inputs
from core.words import tr
from training import augment, losses
from training.datasets import mocap
from training.settings import Uplift as Settings

EDGES = 0.15  # share of windows that reach beyond an end of their recording, whose last frame then stands in for them


class Uplift:
    """The data and the loss of this method; training/run.py does the rest."""

    def __init__(self, config: Settings) -> None:
        self.config = c = config
        self.steps, self.state = c.steps, dict[str, float]()
        if c.net not in FILLING:
            raise ParallaxError(c.net, "this network does not fill in between key-frames.",
                                "Take {nets} as net.", nets=tr(" or ").join(FILLING))
        net: Any = self.net()
        self.spec, self.joints = net.config, torch.tensor(net.joint_order)
        if self.spec.in_chans not in (2, 3) or any(s % self.spec.s_out for s in c.s_in) or not c.s_in:
            strides = ", ".join(map(str, c.s_in))
            raise ParallaxError("s_in", "key-frames every {strides} frames do not fit tokens every {s_out}.",
                                "Take multiples of net_config.s_out.", strides=strides, s_out=self.spec.s_out)
        clips = mocap.read(Path(c.data))
        wanted = [clip for clip in clips if not c.kinds or clip.kind in c.kinds]
        self.train = [clip for clip in wanted if clip.subject not in c.held_out]
        self.held_out = [clip for clip in clips if clip.subject in c.held_out]
        if not self.train:
            raise ParallaxError(c.data, "no clip is left to train on.", "Name other `kinds`, or fewer in `held_out`.")
        self.epoch_steps = max(1, sum(map(len, self.train)) // (c.batch * self.spec.tokens))
        self.metric = f"noisy_{max(c.s_in)}_p_mpjpe_mm"
        self.chance = mocap.weights(self.train)
        noise = augment.read_noise(Path(c.noise))
        # Noise is told from frame to frame; tokens lie further apart.
        self.noise = replace(noise, correlation=noise.correlation**self.spec.s_out,
                             bad_correlation=noise.bad_correlation**self.spec.s_out,
                             flip_frames=noise.flip_frames / self.spec.s_out)
        self.cameras = augment.Cameras()
        self.validation = self._validation() if self.held_out else {}

    def net(self) -> nn.Module:
        """The network, with weights drawn by chance."""
        net: nn.Module = import_module(f"core.nets.{self.config.net}").build(dict(self.config.net_config))
        return net

    def batch(self, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Input (B, T, 17, C), where it is known (B, T), target (B, T, 17, 3) of a step, in the net's order of joints:
        a function of the seed and the step alone."""
        c = self.config
        rng = np.random.default_rng((c.seed, step))
        g = torch.Generator().manual_seed(int(rng.integers(2**62)))
        points = self._points(self.train, self.chance, c.batch, rng)
        flipped = torch.rand((c.batch, 1, 1, 1), generator=g) < c.flips
        points = torch.where(flipped, inputs.mirror(points), points)
        if c.crossed:
            points = augment.cross_limbs(points, c.crossed, g)
        severity = torch.exp(augment.uniform((c.batch,), np.log(c.severity[0]), np.log(c.severity[1]), g))
        severity = torch.where(torch.rand((c.batch,), generator=g) < c.perfect, 0, severity)
        known = np.stack([self.drawn(int(s), rng) for s in rng.choice(c.s_in, size=c.batch)])
        return self.make(augment.vary_bodies(points, c.bodies, g, c.typical), torch.from_numpy(known), severity, g)

    def drawn(self, s_in: int, rng: np.random.Generator) -> NDArray[np.bool_]:
        """(T,) the tokens that are key-frames: every s_in frames, or only up to some key-frame, and others beyond."""
        known = self.known(s_in, int(rng.choice(sparse.shifts(s_in, self.spec.s_out))))
        if rng.random() < self.config.mixed:
            at = int(rng.choice(np.flatnonzero(known)))
            known[at:] = np.arange(self.spec.tokens - at) % (int(rng.choice(self.config.s_in)) // self.spec.s_out) == 0
        return known

    def known(self, s_in: int, shift: int) -> NDArray[np.bool_]:
        """(T,) the tokens that are key-frames, one of them `shift` tokens from the centre."""
        frames = sparse.windows(np.zeros(1, np.int64), self.spec.tokens, self.spec.s_out)[0]
        return sparse.key(frames, s_in, shift * self.spec.s_out)

    def _points(self, clips: list[mocap.Clip], chance: NDArray[np.float64], batch: int,
                rng: np.random.Generator) -> Tensor:
        """(B, T, 17, 3) windows of the scene at the tokens; some hold the first or last frame of a recording."""
        fps = self.config.fps[0] / self.spec.s_out, self.config.fps[1] / self.spec.s_out
        points = torch.from_numpy(mocap.sample(clips, chance, batch, self.spec.tokens, fps, rng))
        at = np.tile(np.arange(self.spec.tokens), (batch, 1))
        beyond = rng.random(batch) < EDGES
        edge = rng.integers(1, max(self.spec.tokens // 2, 2), size=batch)
        first = np.where(beyond & (rng.random(batch) < 0.5), edge, 0)
        last = np.where(beyond & (first == 0), self.spec.tokens - 1 - edge, self.spec.tokens - 1)
        index = torch.from_numpy(np.clip(at, first[:, None], last[:, None]))
        return points.gather(1, index[..., None, None].expand(-1, -1, *points.shape[2:]))

    def make(self, points: Tensor, known: Tensor, severity: Tensor,
             g: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Input, where it is known, and target of windows (B, T, 17, 3) of the scene, seen by random cameras."""
        points = augment.see(points, self.cameras, g)
        meant = augment.midpoints(augment.vary_joints(points, self.config.joints * self.noise.constant, g))
        meant = torch.where((severity > 0)[:, None, None, None], meant, points)
        root = points[:, :, 0, 2]
        xys = augment.detect(augment.project(meant), root, points[..., 2] - root[..., None], self.noise, severity, g)
        xys = torch.where((severity > 0)[:, None, None, None], augment.midpoints_of_found(xys), xys)
        x = inputs.normalize(inputs.between(xys, known))[..., :self.spec.in_chans]
        return x[:, :, self.joints], known, augment.target(points)[:, :, self.joints]

    def _validation(self) -> dict[str, tuple[Tensor, Tensor, Tensor]]:
        """Windows of the held-out subjects, the same in every run, for each stride: with true 2D and with faults."""
        rng, g = np.random.default_rng(7), torch.Generator().manual_seed(7)
        points = augment.vary_bodies(self._points(self.held_out, mocap.weights(self.held_out), 96, rng), 0.0, g)
        out = {}
        for s_in in self.config.s_in:
            shifts = rng.choice(sparse.shifts(s_in, self.spec.s_out), size=96)
            known = torch.from_numpy(np.stack([self.known(s_in, int(shift)) for shift in shifts]))
            for name, severity in (("true", 0.0), ("noisy", 1.0)):
                out[f"{name}_{s_in}"] = self.make(points, known, torch.full((96,), severity), g)
        return out

    def remark(self, report: Mapping[str, float]) -> str:
        """Nothing is watched for."""
        return ""

    def loss(self, net: nn.Module, batch: tuple[Tensor, ...]) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch and its parts."""
        c = self.config
        x, known, y = batch
        every, centre = (part.float() for part in net(x, known))
        sequence, middle = losses.mpjpe(every, y), losses.mpjpe(centre, y[:, self.spec.tokens // 2])
        loss = c.sequence_weight * sequence + c.centre_weight * middle
        if c.scaled_weight:
            loss = loss + c.scaled_weight * losses.n_mpjpe(every, y)
        if c.velocity_weight:
            loss = loss + c.velocity_weight * losses.velocity(every, y)
        return loss, {"sequence_mm": 1000 * sequence.item(), "centre_mm": 1000 * middle.item()}

    @torch.inference_mode()
    def validate(self, net: nn.Module) -> dict[str, float]:
        """Millimetres of the centre frame on the held-out subjects, by 2D and stride."""
        out, root = {}, int((self.joints == 0).nonzero())
        for name, (x, known, y) in self.validation.items():
            device = next(net.parameters()).device
            pred = net(x.to(device), known.to(device))[1].float().cpu().numpy()
            true = y[:, self.spec.tokens // 2].numpy()
            out[f"{name}_mpjpe_mm"] = 1000 * metrics.mpjpe(pred - pred[:, root:root + 1], true)
            out[f"{name}_p_mpjpe_mm"] = 1000 * metrics.p_mpjpe(pred, true)
        return out
