"""MixSTE (Zhang et al., CVPR 2022, arXiv:2203.00859): attention over joints and over frames by turns.

In: a clip of exactly `frames` frames, keypoints as `screen` of core/nets/inputs.py makes them. Out: all frames, metres
in the camera frame relative to the pelvis, whose own three numbers are near 0.

With 5 channels it is the network of TMT, two-step mixed training: after x and y come the three of a velocity, which is
0 in use (training/methods/two_step.py). With a clip of one frame it is the lifter that L2D-Pose learns from.

Shapes: B clips, T frames, J joints, C channels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.nets.poseformer import Block, growing


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 243 frames (33.8 M parameters)."""

    num_frame: int = 243
    num_joints: int = 17
    in_chans: int = 2
    embed_dim_ratio: int = 512
    depth: int = 8
    num_heads: int = 8
    mlp_ratio: float = 2
    qkv_bias: bool = True
    qk_scale: float | None = None
    drop_path_rate: float = 0.1


class MixSTE(nn.Module):
    """(B, T, J, C) → (B, T, J, 3); T is exactly `frames`. joint_order: the joints of H36M-17 that go in and come out.

    One normalization over joints and one over frames serve all blocks; places are told before the first ones alone.
    """

    def __init__(self, c: Config) -> None:
        super().__init__()
        if c.qk_scale is not None:
            raise ValueError("the scale of the attention is that of its heads")
        self.config = c
        self.frames, self.joint_order = c.num_frame, tuple(range(c.num_joints))
        width = c.embed_dim_ratio
        self.Spatial_patch_to_embedding = nn.Linear(c.in_chans, width)
        self.Spatial_pos_embed = nn.Parameter(torch.zeros(1, c.num_joints, width))
        self.Temporal_pos_embed = nn.Parameter(torch.zeros(1, c.num_frame, width))
        self.STEblocks, self.TTEblocks = (
            nn.ModuleList(Block(width, c.num_heads, int(width * c.mlp_ratio), path=path, qkv_bias=c.qkv_bias)
                          for path in growing(c.drop_path_rate, c.depth)) for _ in range(2))
        self.Spatial_norm, self.Temporal_norm = (nn.LayerNorm(width, eps=1e-6) for _ in range(2))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 3))

    def forward(self, x_BTJC: Tensor) -> Tensor:
        if x_BTJC.shape[1] != self.frames:
            raise ValueError(f"{x_BTJC.shape[1]} frames, but the network takes {self.frames}")
        x = self.Spatial_patch_to_embedding(x_BTJC) + self.Spatial_pos_embed[:, None]
        for depth, (over_joints, over_frames) in enumerate(zip(self.STEblocks, self.TTEblocks, strict=True)):
            x = self.Spatial_norm(_folded(over_joints, x)).transpose(1, 2)  # B, J, T, C
            if depth == 0:
                x = x + self.Temporal_pos_embed[:, None]
            x = self.Temporal_norm(_folded(over_frames, x)).transpose(1, 2)
        return self.head(x)


def _folded(block: nn.Module, x: Tensor) -> Tensor:
    """A block on the last two axes of four: each of the first two counts as a sample of its own."""
    return block(x.flatten(0, 1)).unflatten(0, x.shape[:2])


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return MixSTE(Config(**config))
