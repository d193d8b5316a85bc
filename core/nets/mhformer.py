"""MHFormer, the multi-hypothesis Transformer (Li et al., CVPR 2022, arXiv:2111.12707).

Three encoders, one after the other, each give a hypothesis of the 2D with one token a coordinate and the frames as its
channels (MHG). Each hypothesis becomes a token a frame; attention within them (SHR), then between them (CHI), refines
them, and all three together give the pose.

In: a clip of exactly `frames` frames, a multiple of 9, keypoints as `screen` of core/nets/inputs.py makes them. Out:
all frames, metres in the camera frame relative to the pelvis, whose own three numbers mean nothing (in use they are
set to 0). The centre frame is the one that it is judged by.

Shapes: B clips, T frames, J joints, C channels, H heads; three hypotheses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nets.dstformer import MLP, Attention
from core.nets.poseformer import Block, drop_path, growing

# The longest clip whose hypotheses are embedded with batch normalization, ReLU and dropout after the convolution.
SHORT = 27


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 351 frames (31.5 M parameters); layers: SHR and one CHI."""

    frames: int = 351
    n_joints: int = 17
    out_joints: int = 17
    in_chans: int = 2
    channel: int = 512
    d_hid: int = 1024
    layers: int = 3
    dropout: float = 0.1
    drop_path: float = 0.2


class Encoder(nn.Module):
    """The encoder of a hypothesis: (B, J·C, T) → the same, tokens are coordinates."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.pos_embed = nn.Parameter(torch.zeros(1, c.in_chans * c.n_joints, c.frames))
        self.blocks = nn.ModuleList(Block(c.frames, 9, 2 * c.frames, c.dropout, path)
                                    for path in growing(c.drop_path, 4))
        self.norm = nn.LayerNorm(c.frames, eps=1e-6)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


class CrossAttention(nn.Module):
    """Multi-head attention with queries, keys and values of its own, (B, T, C) each."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.linear_q, self.linear_k, self.linear_v, self.proj = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        q, k, v = (linear(x).unflatten(2, (self.heads, -1)).transpose(1, 2)  # B, H, T, C/H
                   for linear, x in ((self.linear_q, q), (self.linear_k, k), (self.linear_v, v)))
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Mixed(nn.Module):
    """What both kinds of blocks end with: an MLP over the channels of all three hypotheses."""

    def __init__(self, c: Config, path: float) -> None:
        super().__init__()
        self.path = path
        self.norm2 = nn.LayerNorm(3 * c.channel, eps=1e-6)
        self.mlp = MLP(3 * c.channel, c.d_hid)

    def mixed(self, *x: Tensor) -> tuple[Tensor, ...]:
        joined = torch.cat(x, dim=2)
        return (joined + self.dropped(self.mlp(self.norm2(joined)))).chunk(3, dim=2)

    def dropped(self, x: Tensor) -> Tensor:
        return drop_path(x, self.path, self.training)


class SelfRefinement(Mixed):
    """SHR: each hypothesis attends to its own frames."""

    def __init__(self, c: Config, path: float) -> None:
        super().__init__(c, path)
        for i in "123":
            self.add_module(f"norm1_{i}", nn.LayerNorm(c.channel, eps=1e-6))
            self.add_module(f"attn_{i}", Attention(c.channel, 8))

    def forward(self, *x: Tensor) -> tuple[Tensor, ...]:
        return self.mixed(*(one + self.dropped(self.get_submodule(f"attn_{i}")(self.get_submodule(f"norm1_{i}")(one)))
                            for i, one in enumerate(x, start=1)))


class CrossInteraction(Mixed):
    """CHI: each hypothesis, as values, is read by the two others, as queries and keys; later ones see it changed."""

    def __init__(self, c: Config, path: float) -> None:
        super().__init__(c, path)
        for i in "123":
            for part in "123":
                self.add_module(f"norm3_{i}{part}", nn.LayerNorm(c.channel, eps=1e-6))
            self.add_module(f"attn_{i}", CrossAttention(c.channel, 8))

    def forward(self, one: Tensor, two: Tensor, three: Tensor) -> tuple[Tensor, ...]:
        one = one + self._read(1, two, three, one)
        two = two + self._read(2, one, three, two)
        three = three + self._read(3, one, two, three)
        return self.mixed(one, two, three)

    def _read(self, i: int, *qkv: Tensor) -> Tensor:
        normed = (self.get_submodule(f"norm3_{i}{part}")(x) for part, x in enumerate(qkv, start=1))
        return self.dropped(self.get_submodule(f"attn_{i}")(*normed))


class Hypotheses(nn.Module):
    """Three hypotheses (B, T, C) → (B, T, 3·C)."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        for i in "123":
            self.register_parameter(f"pos_embed_{i}", nn.Parameter(torch.zeros(1, c.frames, c.channel)))
        *paths, last = growing(c.drop_path, c.layers)
        self.SHR_blocks = nn.ModuleList(SelfRefinement(c, path) for path in paths)
        self.CHI_blocks = nn.ModuleList([CrossInteraction(c, last)])
        self.norm = nn.LayerNorm(3 * c.channel, eps=1e-6)

    def forward(self, *x: Tensor) -> Tensor:
        x = tuple(one + self.get_parameter(f"pos_embed_{i}") for i, one in enumerate(x, start=1))
        for block in (*self.SHR_blocks, *self.CHI_blocks):
            x = block(*x)
        return self.norm(torch.cat(x, dim=2))


class MHFormer(nn.Module):
    """(B, T, J, C) → (B, T, J, 3), all frames; T is exactly `frames`."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        if c.frames % 9:
            raise ValueError(f"the frames are a multiple of 9, not {c.frames}")
        self.config = c
        self.frames = c.frames
        for i in "123":
            self.add_module(f"norm_{i}", nn.LayerNorm(c.frames))
            self.add_module(f"Transformer_encoder_{i}", Encoder(c))
            self.add_module(f"embedding_{i}", _embedding(c))
        self.Transformer_hypothesis = Hypotheses(c)
        self.regression = nn.Sequential(nn.BatchNorm1d(3 * c.channel), nn.Conv1d(3 * c.channel, 3 * c.out_joints, 1))

    def forward(self, x_BTJC: Tensor) -> Tensor:
        if x_BTJC.shape[1] != self.frames:
            raise ValueError(f"{x_BTJC.shape[1]} frames, but the network takes {self.frames}")
        x = x_BTJC.flatten(2).transpose(1, 2)  # B, J·C, T
        hypotheses = []
        for i in "123":
            x = x + self.get_submodule(f"Transformer_encoder_{i}")(self.get_submodule(f"norm_{i}")(x))
            hypotheses.append(self.get_submodule(f"embedding_{i}")(x).transpose(1, 2))
        y = self.regression(self.Transformer_hypothesis(*hypotheses).transpose(1, 2))
        return y.transpose(1, 2).unflatten(2, (self.config.out_joints, 3))


def _embedding(c: Config) -> nn.Module:
    convolution = nn.Conv1d(c.in_chans * c.n_joints, c.channel, 1)
    if c.frames > SHORT:
        return convolution
    return nn.Sequential(convolution, nn.BatchNorm1d(c.channel), nn.ReLU(), nn.Dropout(c.dropout))


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, unfit frames ValueError."""
    return MHFormer(Config(**config))
