"""Uplift and Upsample (Einfalt et al., WACV 2023, arXiv:2210.06110): 3D of every token from 2D of a few.

A clip is `tokens` frames, `s_out` frames apart. Of the key-frames among them the 2D is known: attention over their
joints makes a token of each (the spatial Transformer). All other tokens are one learned vector. Attention over the
tokens (the temporal one) gives all poses; its first `masked_blocks` blocks do not look at tokens without 2D. Blocks
with strides then thin the tokens down to the centre one, whose pose is the better one.

In: keypoints as `screen` of core/nets/inputs.py makes them. Out: metres in the camera frame relative to the pelvis,
whose own three numbers are near 0. Its joints are those of H36M-17 in an order of its own, `joint_order`: whoever
calls it permutes. core/sparse.py has the frames of the tokens and what becomes of the frames between them.

Names of parameters are those of the Keras layers, with torch's weight and bias (core/nets/keras_uplift.py).

Shapes: B clips, T tokens, J joints, C channels, H heads, K key-frames of all clips together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nets.poseformer import drop_path, growing

# The number in H36M-17 of each joint that goes in and comes out.
JOINT_ORDER = (3, 2, 1, 4, 5, 6, 0, 8, 7, 9, 10, 16, 15, 14, 11, 12, 13)


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 351 frames (10.4 M parameters).

    paddings: zeros before and after the tokens of each block with a stride, 0 or 1 each; s_out is for the caller and
    changes nothing here.
    """

    tokens: int = 71
    s_out: int = 5
    num_joints: int = 17
    in_chans: int = 2
    d_joint: int = 32
    d_temp: int = 384
    spatial_blocks: int = 4
    temporal_blocks: int = 4
    strides: Sequence[int] = (3, 10, 3)
    paddings: Sequence[Sequence[int]] = ((0, 0), (0, 0), (0, 0))
    num_heads: int = 8
    mlp_ratio: float = 2
    masked_blocks: int = 1
    drop_path_rate: float = 0.1


class Attention(nn.Module):
    """Multi-head self-attention over the last but one axis; `seen`, (B, T), are the tokens that are looked at."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        if dim % heads:
            raise ValueError(f"{dim} channels cannot be shared by {heads} heads")
        self.heads = heads
        self.wq, self.wk, self.wv, self.projection = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x_BTC: Tensor, seen_BT: Tensor | None) -> Tensor:
        q, k, v = (linear(x_BTC).unflatten(2, (self.heads, -1)).transpose(1, 2)  # B, H, T, C/H
                   for linear in (self.wq, self.wk, self.wv))
        mask = None if seen_BT is None else _far_below(seen_BT, q.dtype)[:, None, None]
        return self.projection(F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).flatten(2))


def _far_below(seen: Tensor, dtype: torch.dtype) -> Tensor:
    """What is added to the logits: 0 where seen; elsewhere so little that it counts nothing, but not −∞.

    Of a clip without key-frames all tokens are then looked at alike, as in the published code.
    """
    return torch.zeros(seen.shape, dtype=dtype, device=seen.device).masked_fill(~seen, torch.finfo(dtype).min / 2)


class MLP(nn.Module):
    def __init__(self, dim: int, hidden: int, gelu: bool) -> None:
        super().__init__()
        self.gelu = gelu
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)) if self.gelu else F.relu(self.fc1(x)))


class StridedMLP(nn.Module):
    """A linear layer, ReLU, and a convolution that thins the tokens."""

    def __init__(self, dim: int, hidden: int, stride: int, padding: Sequence[int]) -> None:
        super().__init__()
        self.padding = tuple(padding)
        self.fc1 = nn.Conv1d(dim, hidden, 1)
        self.strided_conv = nn.Conv1d(hidden, dim, 3, stride=stride)

    def forward(self, x_BTC: Tensor) -> Tensor:
        x_BCT = F.pad(F.relu(self.fc1(x_BTC.transpose(1, 2))), self.padding)
        return self.strided_conv(x_BCT).transpose(1, 2)


class Block(nn.Module):
    """Attention and an MLP, residual and pre-normalized."""

    def __init__(self, c: Config, dim: int, mlp: nn.Module, path: float = 0) -> None:
        super().__init__()
        self.path = path
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = Attention(dim, c.num_heads)
        self.mlp = mlp

    def forward(self, x_BTC: Tensor, seen_BT: Tensor | None = None) -> Tensor:
        x_BTC = x_BTC + self._dropped(self.attn(self.norm1(x_BTC), seen_BT))
        return self.kept(x_BTC) + self._dropped(self.mlp(self.norm2(x_BTC)))

    def kept(self, x_BTC: Tensor) -> Tensor:
        """What the residual of the MLP adds."""
        return x_BTC

    def _dropped(self, x: Tensor) -> Tensor:
        return drop_path(x, self.path, self.training)


class StridedBlock(Block):
    """A block whose MLP thins the tokens; the residual keeps those in the middle of each filter."""

    def __init__(self, c: Config, stride: int, padding: Sequence[int]) -> None:
        super().__init__(c, c.d_temp, StridedMLP(c.d_temp, int(c.d_temp * c.mlp_ratio), stride, padding))
        self.stride, self.padding = stride, tuple(padding)

    def kept(self, x_BTC: Tensor) -> Tensor:
        before, after = self.padding
        return x_BTC[:, 1 - before:x_BTC.shape[1] - (1 - after):self.stride]


class Places(nn.Module):
    """A learned vector for each place."""

    def __init__(self, count: int, dim: int) -> None:
        super().__init__()
        self.pe = nn.Parameter(torch.randn(count, dim) * 0.02)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pe


class Missing(nn.Module):
    """The tokens of key-frames in their places, (K, C) → (B, T, C), and a learned vector in all others."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.u = nn.Parameter(torch.randn(dim) * 0.02)

    def forward(self, seen_KC: Tensor, known_BT: Tensor) -> Tensor:
        return self.u.to(seen_KC.dtype).expand(*known_BT.shape, -1).masked_scatter(known_BT[..., None], seen_KC)


class UpliftUpsample(nn.Module):
    """(B, T, J, 2) and (B, T) where it is known → (B, T, J, 3), all tokens, and (B, J, 3), the centre one.

    T is exactly `frames`; where the 2D is not known it may be anything, NaN too. s_out: how many frames of the
    recording lie from one token to the next. joint_order: the joints of H36M-17 that go in and come out.
    """

    joint_order = JOINT_ORDER

    def __init__(self, c: Config) -> None:
        super().__init__()
        lengths = _lengths(c)
        self.config = c
        self.frames, self.s_out = c.tokens, c.s_out
        hidden = [int(dim * c.mlp_ratio) for dim in (c.d_joint, c.d_temp)]
        self.keypoint_embedding = nn.Linear(c.in_chans, c.d_joint)
        self.spatial_pe = Places(c.num_joints, c.d_joint)
        self.temporal_pe = Places(c.tokens, c.d_temp)
        self.strided_input_token_layer = Missing(c.d_temp)
        for i, path in enumerate(growing(c.drop_path_rate, c.spatial_blocks), start=1):
            self.add_module(f"spatial_block_{i}", Block(c, c.d_joint, MLP(c.d_joint, hidden[0], gelu=True), path))
        self.spatial_norm = nn.LayerNorm(c.d_joint, eps=1e-6)
        self.spatial_to_temporal_fc = nn.Linear(c.num_joints * c.d_joint, c.d_temp)
        for i, path in enumerate(growing(c.drop_path_rate, c.temporal_blocks), start=1):
            self.add_module(f"temporal_block_{i}", Block(c, c.d_temp, MLP(c.d_temp, hidden[1], gelu=False), path))
        for i, (length, stride, padding) in enumerate(zip(lengths, c.strides, c.paddings, strict=True), start=1):
            self.add_module(f"strided_temporal_pe_{i}", Places(length, c.d_temp))
            self.add_module(f"strided_temporal_block_{i}", StridedBlock(c, stride, padding))
        self.temporal_fc, self.strided_temporal_fc = (nn.Linear(c.d_temp, 3 * c.num_joints) for _ in range(2))
        self.apply(_initialize)

    def forward(self, x_BTJC: Tensor, known_BT: Tensor) -> tuple[Tensor, Tensor]:
        if x_BTJC.shape[1] != self.frames:
            raise ValueError(f"{x_BTJC.shape[1]} tokens, but the network takes {self.frames}")
        x_BTC = self.temporal_pe(self.strided_input_token_layer(self._seen(x_BTJC[known_BT]), known_BT))
        for i in range(self.config.temporal_blocks):
            block = self.get_submodule(f"temporal_block_{i + 1}")
            x_BTC = block(x_BTC, known_BT if i < self.config.masked_blocks else None)
        every = self.temporal_fc(x_BTC).unflatten(2, (-1, 3))
        for i in range(1, len(self.config.strides) + 1):
            x_BTC = self.get_submodule(f"strided_temporal_pe_{i}")(x_BTC)
            x_BTC = self.get_submodule(f"strided_temporal_block_{i}")(x_BTC)
        return every, self.strided_temporal_fc(x_BTC[:, 0]).unflatten(1, (-1, 3))

    def _seen(self, x_KJC: Tensor) -> Tensor:
        """(K, J, C) 2D of key-frames → (K, C) their tokens."""
        x_KJC = self.spatial_pe(self.keypoint_embedding(x_KJC))
        for i in range(1, self.config.spatial_blocks + 1):
            x_KJC = self.get_submodule(f"spatial_block_{i}")(x_KJC)
        return self.spatial_to_temporal_fc(self.spatial_norm(x_KJC).flatten(1))


def _lengths(c: Config) -> list[int]:
    """How many tokens go into each block with a stride. Raises ValueError unless one comes out of the last."""
    if len(c.paddings) != len(c.strides) or any(set(padding) - {0, 1} or len(padding) != 2 for padding in c.paddings):
        raise ValueError(f"paddings are two of 0 and 1 for each stride, not {list(c.paddings)}")
    lengths, left = [], c.tokens
    for stride, padding in zip(c.strides, c.paddings, strict=True):
        lengths.append(left)
        left = (left + sum(padding) - 3) // stride + 1
        if left < 1:
            break
    if left != 1:
        raise ValueError(f"the strides {list(c.strides)} leave {max(left, 0)} of {c.tokens} tokens, not 1")
    return lengths


def _initialize(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Conv1d):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, unfit strides ValueError."""
    return UpliftUpsample(Config(**config))
