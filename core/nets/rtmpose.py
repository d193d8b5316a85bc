"""RTMPose (Jiang et al. 2023, arXiv:2303.07399): a person's crop → where each joint is, along x and along y apart.

In: crops, RGB, standardized; out: for each joint a row over the bins of the crop's width and one over those of its
height (SimCC, Li et al., ECCV 2022, arXiv:2107.03332), `simcc_split_ratio` bins a pixel. Rows are as they are learned:
a Gaussian of peak 1 about the joint, not a softmax. The trunk is CSPNeXt (Lyu et al. 2022, arXiv:2212.07784); the head
is a gated attention unit (Hua et al., ICML 2022, arXiv:2202.10447) among the joints. Names and shapes are mmpose's.

DWPose (Yang et al., ICCV 2023 workshops, arXiv:2307.15880) is RTMPose-l with 133 joints, learned from a larger one.

Shapes: B crops, H × W their pixels, C channels, J joints, D numbers a joint.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STRIDE = 32
# Of each stage: channels that come out and residual blocks, at factors of 1.
STAGES = ((128, 3), (256, 6), (512, 6), (1024, 3))
_STEM = 64
_POOLS = (5, 9, 13)


@dataclass(frozen=True)
class Config:
    """Defaults are RTMPose-m for crops of 288 × 384 (13.7 M parameters).

    deepen_factor and widen_factor: tiny 0.167 and 0.375, small 0.33 and 0.5, medium 0.67 and 0.75, large 1 and 1.
    input_size: width and height of a crop. hidden_dims, attention_dims, expansion_factor: of the attention unit.
    """

    deepen_factor: float = 0.67
    widen_factor: float = 0.75
    out_channels: int = 17
    input_size: Sequence[int] = (288, 384)
    simcc_split_ratio: float = 2.0
    final_layer_kernel_size: int = 7
    hidden_dims: int = 256
    attention_dims: int = 128
    expansion_factor: int = 2


class RTMPose(nn.Module):
    """(B, 3, H, W) → (B, J, W · split), (B, J, H · split); H and W are those of the settings."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        if any(side % STRIDE for side in c.input_size) or len(c.input_size) != 2:
            raise ValueError(f"crops of {c.input_size}, but {STRIDE} has to divide width and height")
        self.config = c
        self.backbone = CSPNeXt(c.deepen_factor, c.widen_factor)
        self.head = Head(c, self.backbone.channels)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        if list(x.shape[:1:-1]) != list(self.config.input_size):
            raise ValueError(f"crops of {x.shape[-1]} × {x.shape[-2]} pixels instead of "
                             f"{' × '.join(map(str, self.config.input_size))}")
        return self.head(self.backbone(x))


# ---------------------------------------------------------------- the trunk


class CSPNeXt(nn.Module):
    """(B, 3, H, W) → (B, C, H/32, W/32)."""

    def __init__(self, deepen: float, widen: float) -> None:
        super().__init__()
        stem = int(_STEM * widen)
        half = int(_STEM * widen // 2)
        self.stem = nn.Sequential(Conv(3, half, 3, 2), Conv(half, half, 3), Conv(half, stem, 3))
        channels = stem
        for i, (width, blocks) in enumerate(STAGES, start=1):
            out, last = int(width * widen), i == len(STAGES)
            layers = [Conv(channels, out, 3, 2), *([Pyramid(out)] if last else []),
                      CSPLayer(out, max(round(blocks * deepen), 1), add=not last)]
            self.add_module(f"stage{i}", nn.Sequential(*layers))
            channels = out
        self.channels = channels

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)                                 # H/2
        for i in range(1, len(STAGES) + 1):
            x = self.get_submodule(f"stage{i}")(x)       # H/4, H/8, H/16, H/32
        return x


class Conv(nn.Module):
    """A convolution, its normalization, and SiLU."""

    def __init__(self, channels: int, width: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, width, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(width)  # its eps is 1e-5: RTMPose's settings say so, not CSPNeXt's 1e-3

    def forward(self, x: Tensor) -> Tensor:
        return F.silu(self.bn(self.conv(x)))


class Separable(nn.Module):
    """A convolution within each channel, and then one among them."""

    def __init__(self, width: int, kernel: int) -> None:
        super().__init__()
        self.depthwise_conv = Conv(width, width, kernel, groups=width)
        self.pointwise_conv = Conv(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.pointwise_conv(self.depthwise_conv(x))


class Block(nn.Module):
    """add: around a residual."""

    def __init__(self, width: int, add: bool) -> None:
        super().__init__()
        self.add = add
        self.conv1 = Conv(width, width, 3)
        self.conv2 = Separable(width, 5)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(self.conv1(x))
        return x + y if self.add else y


class CSPLayer(nn.Module):
    """Half of the channels through the blocks, half past them; then each channel weighted by what all see."""

    def __init__(self, width: int, blocks: int, add: bool) -> None:
        super().__init__()
        half = width // 2
        self.main_conv, self.short_conv = Conv(width, half, 1), Conv(width, half, 1)
        self.blocks = nn.Sequential(*(Block(half, add) for _ in range(blocks)))
        self.attention = Attention(2 * half)
        self.final_conv = Conv(2 * half, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        both = torch.cat((self.blocks(self.main_conv(x)), self.short_conv(x)), dim=1)
        return self.final_conv(self.attention(both))


class Attention(nn.Module):
    """A weight from 0 to 1 for each channel, from the means of all."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x * F.hardsigmoid(self.fc(x.mean(dim=(2, 3), keepdim=True)))


class Pyramid(nn.Module):
    """The greatest values of ever larger surroundings, beside what is there."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = Conv(width, width // 2, 1)
        self.conv2 = Conv((1 + len(_POOLS)) * (width // 2), width, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv1(x)
        return self.conv2(torch.cat([x, *(F.max_pool2d(x, side, 1, side // 2) for side in _POOLS)], dim=1))


# ---------------------------------------------------------------- the head


class Head(nn.Module):
    """(B, C, H/32, W/32) → rows over x and over y."""

    def __init__(self, c: Config, channels: int) -> None:
        super().__init__()
        width, height = c.input_size
        cells = (width // STRIDE) * (height // STRIDE)
        kernel = c.final_layer_kernel_size
        self.final_layer = nn.Conv2d(channels, c.out_channels, kernel, padding=kernel // 2)
        self.mlp = nn.Sequential(ScaleNorm(cells), nn.Linear(cells, c.hidden_dims, bias=False))
        self.gau = GatedAttention(c.hidden_dims, c.attention_dims, c.expansion_factor)
        self.cls_x = nn.Linear(c.hidden_dims, int(width * c.simcc_split_ratio), bias=False)
        self.cls_y = nn.Linear(c.hidden_dims, int(height * c.simcc_split_ratio), bias=False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        tokens = self.mlp(self.final_layer(x).flatten(2))   # B, J, D
        tokens = self.gau(tokens)
        # Not in half precision: joints are read from differences of bins far smaller than their peaks.
        with torch.autocast(x.device.type, enabled=False):
            tokens = tokens.to(self.cls_x.weight.dtype)
            return self.cls_x(tokens), self.cls_y(tokens)


class ScaleNorm(nn.Module):
    """Vectors over the root of the mean of their squares, times one learned number (arXiv:1910.05895)."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.root = math.sqrt(size)
        self.g = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        return x / (x.norm(dim=-1, keepdim=True) / self.root).clamp(min=1e-5) * self.g


class Scale(nn.Module):
    """Times a learned number for each channel."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(size))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale


class GatedAttention(nn.Module):
    """(B, J, D) → the same: attention among the joints by squared ReLU, gated, around a scaled residual."""

    def __init__(self, size: int, shared: int, expansion: int) -> None:
        super().__init__()
        self.inner, self.shared = expansion * size, shared
        self.ln = ScaleNorm(size)
        self.uv = nn.Linear(size, 2 * self.inner + shared, bias=False)
        self.gamma, self.beta = nn.Parameter(torch.rand(2, shared)), nn.Parameter(torch.rand(2, shared))
        self.o = nn.Linear(self.inner, size, bias=False)
        self.res_scale = Scale(size)

    def forward(self, x: Tensor) -> Tensor:
        gate, value, base = torch.split(F.silu(self.uv(self.ln(x))), [self.inner, self.inner, self.shared], dim=-1)
        query, key = (base[..., None, :] * self.gamma + self.beta).unbind(dim=-2)   # B, J, S each
        seen = F.relu(query @ key.transpose(1, 2) / math.sqrt(self.shared)) ** 2      # B, J, J
        return self.res_scale(x) + self.o(gate * (seen @ value))


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return RTMPose(Config(**config))
