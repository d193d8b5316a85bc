"""VideoPose3D (Pavllo et al., CVPR 2019, arXiv:1811.11742): dilated convolutions over time.

In: keypoints as `screen` of core/nets/inputs.py makes them, H36M-17 or, for the network trained on them, COCO-17. Out:
H36M-17 in metres in the camera frame relative to the pelvis, whose own three numbers are near 0; the trajectory
network, num_joints_out = 1, gives the pelvis in the camera frame.

A pose is made from `frames` frames, the product of the widths: of T frames T − frames + 1 poses come out, those of the
frames with enough of them on both sides (causal: before them). `pad_ends` of core/nets/inputs.py makes up the ends.

`strided` is the form for training on single poses: a convolution skips what no later one reads. Each `frames` frames
give one pose, the same one that the other form gives, from the same weights.

Shapes: B clips, T frames, J joints, C channels; convolutions have time last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 243 frames (17.0 M parameters)."""

    num_joints_in: int = 17
    in_features: int = 2
    num_joints_out: int = 17
    filter_widths: Sequence[int] = (3, 3, 3, 3, 3)
    causal: bool = False
    dropout: float = 0.25
    channels: int = 1024
    dense: bool = False  # one wide filter in place of each dilated one: the paper's ablation
    strided: bool = False


class VideoPose3D(nn.Module):
    """(B, T, J, 2) → (B, T − frames + 1, J_out, 3), or (B, T / frames, J_out, 3) where strided; T is at least `frames`.

    frames: how many one pose is made from.
    """

    def __init__(self, c: Config) -> None:
        super().__init__()
        if any(width % 2 == 0 for width in c.filter_widths):
            raise ValueError(f"filter_widths are odd, not {list(c.filter_widths)}")
        self.config = c
        self.frames = prod(c.filter_widths)
        first, *rest = c.filter_widths
        self.expand_conv = nn.Conv1d(c.num_joints_in * c.in_features, c.channels, first, bias=False,
                                     stride=first if c.strided else 1)
        self.expand_bn = nn.BatchNorm1d(c.channels)
        self.layers_conv, self.layers_bn = nn.ModuleList(), nn.ModuleList()
        step = first
        for width in rest:
            self.layers_conv += [_over_time(c, width, step), nn.Conv1d(c.channels, c.channels, 1, bias=False)]
            self.layers_bn += [nn.BatchNorm1d(c.channels), nn.BatchNorm1d(c.channels)]
            step *= width
        self.shrink = nn.Conv1d(c.channels, c.num_joints_out * 3, 1)

    def forward(self, x_BTJC: Tensor) -> Tensor:
        frames = x_BTJC.shape[1]
        if frames < self.frames or (self.config.strided and frames % self.frames):
            raise ValueError(f"{frames} frames, but a pose is made from {self.frames}")
        x_BCT = self._active(self.expand_bn, self.expand_conv(x_BTJC.flatten(2).transpose(1, 2)))
        for i in range(0, len(self.layers_conv), 2):
            y_BCT = self._active(self.layers_bn[i], self.layers_conv[i](x_BCT))
            y_BCT = self._active(self.layers_bn[i + 1], self.layers_conv[i + 1](y_BCT))
            x_BCT = self._in_reach(i // 2 + 1, x_BCT) + y_BCT
        return self.shrink(x_BCT).transpose(1, 2).unflatten(2, (self.config.num_joints_out, 3))

    def _active(self, norm: nn.Module, x_BCT: Tensor) -> Tensor:
        return F.dropout(F.relu(norm(x_BCT)), self.config.dropout, self.training)

    def _in_reach(self, block: int, x_BCT: Tensor) -> Tensor:
        """The frames that the residual of a block adds: the middle one under its filter, or the last where causal."""
        width = self.config.filter_widths[block]
        at = width - 1 if self.config.causal else width // 2
        if self.config.strided:
            return x_BCT[..., at::width]
        step = prod(self.config.filter_widths[:block])
        return x_BCT[..., at * step:x_BCT.shape[-1] - (width - 1 - at) * step]


def _over_time(c: Config, width: int, step: int) -> nn.Conv1d:
    """The filter of a block that looks at `width` frames, `step` frames apart."""
    if c.strided:
        return nn.Conv1d(c.channels, c.channels, width, stride=width, bias=False)
    if c.dense:
        return nn.Conv1d(c.channels, c.channels, (width - 1) * step + 1, bias=False)
    return nn.Conv1d(c.channels, c.channels, width, dilation=step, bias=False)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, even widths ValueError."""
    return VideoPose3D(Config(**config))
