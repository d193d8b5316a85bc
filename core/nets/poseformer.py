"""PoseFormer (Zheng et al., ICCV 2021, arXiv:2103.10455): attention over the joints of each frame, then over frames.

In: a clip of exactly `frames` frames, keypoints as `screen` of core/nets/inputs.py makes them. Out: the pose of the
centre frame, metres in the camera frame relative to the pelvis, whose own three numbers are near 0.

Shapes: B clips, T frames, J joints, C channels of a joint, D = J·C channels of a frame.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nets.dstformer import MLP, Attention


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 81 frames (9.6 M parameters)."""

    num_frame: int = 81
    num_joints: int = 17
    in_chans: int = 2
    embed_dim_ratio: int = 32
    depth: int = 4
    num_heads: int = 8
    mlp_ratio: float = 2
    qkv_bias: bool = True
    qk_scale: float | None = None
    drop_path_rate: float = 0.1


def growing(rate: float, depth: int) -> list[float]:
    """A rate for each block, from 0 to `rate`: deeper blocks are left out more often."""
    return [rate * i / max(depth - 1, 1) for i in range(depth)]


def drop_path(x: Tensor, rate: float, training: bool) -> Tensor:
    """Stochastic depth (Huang et al., ECCV 2016): a branch is left out of some samples, and counts more in the rest."""
    if rate == 0 or not training:
        return x
    return x * F.dropout(x.new_ones(len(x), *(1,) * (x.ndim - 1)), rate)


class Block(nn.Module):
    """Attention and MLP over the last but one axis, residual and pre-normalized."""

    def __init__(self, dim: int, heads: int, hidden: int, dropout: float = 0, path: float = 0,
                 qkv_bias: bool = True) -> None:
        super().__init__()
        self.dropout, self.path = dropout, path
        self.norm1 = nn.LayerNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim, eps=1e-6)
        self.mlp = MLP(dim, hidden)
        if not qkv_bias:
            self.attn.qkv = nn.Linear(dim, 3 * dim, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self._dropped(self.attn(self.norm1(x)))
        return x + self._dropped(self.mlp(self.norm2(x)))

    def _dropped(self, x: Tensor) -> Tensor:
        return drop_path(F.dropout(x, self.dropout, self.training), self.path, self.training)


class PoseFormer(nn.Module):
    """(B, T, J, C) → (B, 1, J, 3), the centre frame; T is exactly `frames`."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        if c.qk_scale is not None:
            raise ValueError("the scale of the attention is that of its heads")
        self.config = c
        self.frames = c.num_frame
        width, whole = c.embed_dim_ratio, c.embed_dim_ratio * c.num_joints
        paths = growing(c.drop_path_rate, c.depth)
        self.Spatial_patch_to_embedding = nn.Linear(c.in_chans, width)
        self.Spatial_pos_embed = nn.Parameter(torch.zeros(1, c.num_joints, width))
        self.Temporal_pos_embed = nn.Parameter(torch.zeros(1, c.num_frame, whole))
        self.Spatial_blocks, self.blocks = (
            nn.ModuleList(Block(dim, c.num_heads, int(dim * c.mlp_ratio), path=path, qkv_bias=c.qkv_bias)
                          for path in paths) for dim in (width, whole))
        self.Spatial_norm = nn.LayerNorm(width, eps=1e-6)
        self.Temporal_norm = nn.LayerNorm(whole, eps=1e-6)
        self.weighted_mean = nn.Conv1d(c.num_frame, 1, 1)
        self.head = nn.Sequential(nn.LayerNorm(whole), nn.Linear(whole, 3 * c.num_joints))

    def forward(self, x_BTJC: Tensor) -> Tensor:
        b, t, j, _ = x_BTJC.shape
        if t != self.frames:
            raise ValueError(f"{t} frames, but the network takes {self.frames}")
        x_NJC = self.Spatial_patch_to_embedding(x_BTJC.flatten(0, 1)) + self.Spatial_pos_embed  # N = B·T
        for block in self.Spatial_blocks:
            x_NJC = block(x_NJC)
        x_BTD = self.Spatial_norm(x_NJC).view(b, t, -1) + self.Temporal_pos_embed
        for block in self.blocks:
            x_BTD = block(x_BTD)
        x_B1D = self.weighted_mean(self.Temporal_norm(x_BTD))
        return self.head(x_B1D).view(b, 1, j, 3)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return PoseFormer(Config(**config))
