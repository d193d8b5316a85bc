"""HRNet (Sun et al., CVPR 2019, arXiv:1902.09212): a person's crop through branches of four resolutions side by side.

In: crops, RGB, standardized as ImageNet's; out: a heat map a joint, of a quarter of the crop's width and height. Any
size that 32 divides is taken. Names and shapes are those of the authors' files; mmpose's differ in the prefix alone
(`mmpose_hrnet` in core/nets/renames.py).

Shapes: B crops, H × W their pixels, C channels of the finest branch, J joints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_STEM = 64       # channels before the first stage
_FIRST = 256     # and after it


@dataclass(frozen=True)
class Config:
    """Defaults are HRNet-w32 (28.5 M parameters); HRNet-w48 has width 48.

    modules: how often the branches of the stages with two, three and four of them exchange what they see; blocks: how
    many residual blocks each branch has before.
    """

    width: int = 32
    num_joints: int = 17
    modules: Sequence[int] = (1, 4, 3)
    blocks: int = 4
    final_kernel: int = 1


class HRNet(nn.Module):
    """(B, 3, H, W) → (B, J, H/4, W/4)."""

    stride = 32

    def __init__(self, c: Config) -> None:
        super().__init__()
        if len(c.modules) != 3:
            raise ValueError(f"{len(c.modules)} stages with several branches instead of 3")
        self.config = c
        widths = [c.width << i for i in range(4)]  # C, 2C, 4C, 8C
        self.conv1, self.bn1 = _conv(3, _STEM, 3, 2)
        self.conv2, self.bn2 = _conv(_STEM, _STEM, 3, 2)
        self.layer1 = nn.Sequential(Bottleneck(_STEM, _STEM), *(Bottleneck(_FIRST, _STEM) for _ in range(3)))
        self.transition1 = _transition([_FIRST], widths[:2])
        self.stage2 = _stage(widths[:2], c.blocks, c.modules[0])
        self.transition2 = _transition(widths[:2], widths[:3])
        self.stage3 = _stage(widths[:3], c.blocks, c.modules[1])
        self.transition3 = _transition(widths[:3], widths)
        self.stage4 = _stage(widths, c.blocks, c.modules[2], last=True)
        self.final_layer = nn.Conv2d(c.width, c.num_joints, c.final_kernel, padding=c.final_kernel // 2)

    def forward(self, x: Tensor) -> Tensor:
        if x.shape[-1] % self.stride or x.shape[-2] % self.stride:
            raise ValueError(f"crops of {x.shape[-1]} × {x.shape[-2]} pixels, but {self.stride} has to divide both")
        x = F.relu(self.bn1(self.conv1(x)))         # B, 64, H/2, W/2
        x = F.relu(self.bn2(self.conv2(x)))         # B, 64, H/4, W/4
        branches = [self.layer1(x)]                 # B, 256, H/4, W/4
        for transition, stage in ((self.transition1, self.stage2), (self.transition2, self.stage3),
                                  (self.transition3, self.stage4)):
            # A branch goes on from its own; a new one begins with the coarsest there is.
            branches = [change(branches[min(i, len(branches) - 1)]) for i, change in enumerate(transition)]
            branches = stage(branches)              # B, C·2^i, H/(4·2^i), W/(4·2^i)
        # Not in half precision: joints are read from differences of heat maps far smaller than their peaks.
        with torch.autocast(x.device.type, enabled=False):
            return self.final_layer(branches[0].to(self.final_layer.weight.dtype))


class Basic(nn.Module):
    """Two convolutions around a residual; (B, C, H, W) → the same."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = _conv(width, width, 3)
        self.conv2, self.bn2 = _conv(width, width, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(x + self.bn2(self.conv2(y)))


class Bottleneck(nn.Module):
    """Three convolutions around a residual, the middle one on a quarter of the channels that come out."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = _conv(channels, width, 1)
        self.conv2, self.bn2 = _conv(width, width, 3)
        self.conv3, self.bn3 = _conv(width, 4 * width, 1)
        self.downsample = None if channels == 4 * width else nn.Sequential(*_conv(channels, 4 * width, 1))

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Exchange(nn.Module):
    """Residual blocks on every branch, and then the sum of all of them on each, at its own resolution.

    outputs: how many branches come out, the finest first.
    """

    def __init__(self, widths: Sequence[int], blocks: int, outputs: int) -> None:
        super().__init__()
        self.branches = nn.ModuleList(nn.Sequential(*(Basic(width) for _ in range(blocks))) for width in widths)
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(_between(widths, j, i) for j in range(len(widths))) for i in range(outputs))

    def forward(self, xs: list[Tensor]) -> list[Tensor]:
        xs = [branch(x) for branch, x in zip(self.branches, xs, strict=True)]
        return [F.relu(reduce(add, map(_through, layers.children(), xs))) for layers in self.fuse_layers]


def _through(layer: nn.Module, x: Tensor) -> Tensor:
    y: Tensor = layer(x)
    return y


def _stage(widths: Sequence[int], blocks: int, modules: int, last: bool = False) -> nn.Sequential:
    """Modules one after the other. Of the very last only the finest branch is wanted."""
    return nn.Sequential(*(Exchange(widths, blocks, 1 if last and i == modules - 1 else len(widths))
                           for i in range(modules)))


def _between(widths: Sequence[int], src: int, dst: int) -> nn.Module:
    """From the resolution of one branch to another's: finer by nearest neighbours, coarser by steps of two."""
    if src == dst:
        return nn.Identity()
    if src > dst:
        return nn.Sequential(*_conv(widths[src], widths[dst], 1), nn.Upsample(scale_factor=2 ** (src - dst)))
    steps = [_down(widths[src], widths[src]) for _ in range(dst - src - 1)]
    return nn.Sequential(*steps, nn.Sequential(*_conv(widths[src], widths[dst], 3, 2)))


def _transition(before: Sequence[int], after: Sequence[int]) -> nn.ModuleList:
    """What makes the branches of one stage of those of the stage before, one of them new."""
    changes: list[nn.Module] = []
    for i, width in enumerate(after):
        if i >= len(before):
            changes.append(nn.Sequential(_down(before[-1], width)))
        elif before[i] != width:
            changes.append(nn.Sequential(*_conv(before[i], width, 3), nn.ReLU()))
        else:
            changes.append(nn.Identity())
    return nn.ModuleList(changes)


def _down(channels: int, width: int) -> nn.Sequential:
    return nn.Sequential(*_conv(channels, width, 3, 2), nn.ReLU())


def _conv(channels: int, width: int, kernel: int, stride: int = 1) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    return nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(width)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return HRNet(Config(**config))
