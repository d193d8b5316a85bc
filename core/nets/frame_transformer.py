"""A Transformer over time with one token a frame: the default lifter.

The plain encoder that the lifting papers start from (the "vanilla Transformer encoder" of StridedTransformer, Li et
al., TMM 2022, arXiv:2103.14304), pre-normalized, giving every frame of the clip instead of its centre. With one token
a frame instead of one a joint and frame it is many times cheaper than DSTformer at the same width (one core trains
5400 frames/s at 4.8 M parameters, DSTformer 360 at 1.6 M: `python -m training.bench.net_speed`): a CPU can train it.

Shapes: B clips, T frames, J joints, C channels.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    dim: int = 256
    depth: int = 6
    heads: int = 8
    mlp_ratio: float = 4
    maxlen: int = 81
    joints: int = 17
    dim_in: int = 3
    dim_out: int = 3


class Block(nn.Module):
    """Attention over the frames, then an MLP on each; both residual and pre-normalized."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.heads = c.heads
        hidden = int(c.dim * c.mlp_ratio)
        self.norm1 = nn.LayerNorm(c.dim)
        self.qkv = nn.Linear(c.dim, 3 * c.dim)
        self.proj = nn.Linear(c.dim, c.dim)
        self.norm2 = nn.LayerNorm(c.dim)
        self.fc1 = nn.Linear(c.dim, hidden)
        self.fc2 = nn.Linear(hidden, c.dim)

    def forward(self, x_BTC: Tensor) -> Tensor:
        b, t, c = x_BTC.shape
        qkv = self.qkv(self.norm1(x_BTC)).view(b, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
        x_BTC = x_BTC + self.proj(y.transpose(1, 2).reshape(b, t, c))
        return x_BTC + self.fc2(F.gelu(self.fc1(self.norm2(x_BTC))))


class FrameTransformer(nn.Module):
    """(B, T, J, 3) x, y, score → (B, T, J, 3); T is at most `maxlen`."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.config, self.pose = c, (c.joints, c.dim_out)
        self.embed = nn.Linear(c.joints * c.dim_in, c.dim)
        self.time = nn.Parameter(torch.zeros(1, c.maxlen, c.dim))
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.depth))
        self.norm = nn.LayerNorm(c.dim)
        self.head = nn.Linear(c.dim, c.joints * c.dim_out)
        nn.init.trunc_normal_(self.time, std=0.02)
        for name, parameter in self.named_parameters():
            if name.endswith(("proj.weight", "fc2.weight")):  # the residual stream keeps its size at any depth
                nn.init.normal_(parameter, std=0.02 / (2 * c.depth) ** 0.5)

    def forward(self, x_BTJC: Tensor) -> Tensor:
        return self.poses(self.embed(x_BTJC.flatten(2)))

    def poses(self, x_BTC: Tensor) -> Tensor:
        """(B, T, C) tokens of frames → (B, T, J, 3)."""
        frames, most = x_BTC.shape[1], self.time.shape[1]
        if frames > most:
            raise ValueError(f"{frames} frames, but the network holds {most}")
        x_BTC = x_BTC + self.time[:, :frames]
        for block in self.blocks:
            x_BTC = block(x_BTC)
        return self.head(self.norm(x_BTC)).unflatten(2, self.pose)


def build(config: dict[str, object]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return FrameTransformer(Config(**config))  # type: ignore[arg-type]
