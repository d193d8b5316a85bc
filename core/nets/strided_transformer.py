"""StridedTransformer (Li et al., IEEE TMM 2022, arXiv:2103.14304): an encoder over frames, then one that thins them.

A plain Transformer gives every frame (VTE); a second one, whose MLPs are convolutions with strides, thins the frames
down to one (STE). Both speak: `both` gives all frames and the centre one, for training; calling gives the centre one.

In: a clip of exactly `frames` frames, keypoints as `screen` of core/nets/inputs.py makes them. Out: metres in the
camera frame relative to the pelvis, whose own three numbers mean nothing (in use they are set to 0).

`Refinement` is the optional last step: the same pose read twice, as it came out and as the 2D keypoints at the depths
that came out say it (needs the camera), weighed against each other.

Shapes: B clips, T frames, J joints, C channels, H heads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEADS = 8


@dataclass(frozen=True)
class Config:
    """Defaults are the published network of 351 frames (4.3 M parameters); the strides multiply to the frames."""

    frames: int = 351
    n_joints: int = 17
    out_joints: int = 17
    in_chans: int = 2
    channel: int = 256
    d_hid: int = 512
    layers: int = 3
    stride_num: Sequence[int] = (3, 9, 13)
    dropout: float = 0.1
    embed_dropout: float = 0.25


class Norm(nn.Module):
    """Layer normalization by the unbiased deviation, kept from zero after the root."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.a_2 = nn.Parameter(torch.ones(dim))
        self.b_2 = nn.Parameter(torch.zeros(dim))

    def forward(self, x: Tensor) -> Tensor:
        deviation, mean = torch.std_mean(x, dim=-1, keepdim=True)
        return self.a_2 * (x - mean) / (deviation + 1e-6) + self.b_2


class Sublayer(nn.Module):
    """Holds the normalization of a branch, under its published name."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.norm = Norm(dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x)


class Attention(nn.Module):
    """Multi-head self-attention over the frames; the linear maps are of queries, keys, values and the result."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x_BTC: Tensor) -> Tensor:
        *qkv, out = self.linears
        q, k, v = (linear(x_BTC).unflatten(2, (HEADS, -1)).transpose(1, 2) for linear in qkv)  # B, H, T, C/H
        return out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class MLP(nn.Module):
    """On each frame: linear, ReLU, linear. With a stride the second one is a convolution that thins the frames."""

    def __init__(self, c: Config, stride: int | None) -> None:
        super().__init__()
        self.stride, self.dropout = stride, c.dropout
        self.w_1: nn.Module
        self.w_2: nn.Module
        if stride is None:
            self.w_1, self.w_2 = nn.Linear(c.channel, c.d_hid), nn.Linear(c.d_hid, c.channel)
        else:
            self.w_1 = nn.Conv1d(c.channel, c.d_hid, 1)
            self.w_2 = nn.Conv1d(c.d_hid, c.channel, 3, stride=stride, padding=1)

    def forward(self, x_BTC: Tensor) -> Tensor:
        x = x_BTC if self.stride is None else x_BTC.transpose(1, 2)
        x = self.w_2(F.dropout(F.relu(self.w_1(x)), self.dropout, self.training))
        return x if self.stride is None else x.transpose(1, 2)


class Layer(nn.Module):
    """Attention and MLP over frames, pre-normalized and residual; the residual keeps the frames that a stride keeps."""

    def __init__(self, c: Config, stride: int | None = None) -> None:
        super().__init__()
        self.dropout, self.stride = c.dropout, stride
        self.self_attn = Attention(c.channel)
        self.feed_forward = MLP(c, stride)
        self.sublayer = nn.ModuleList(Sublayer(c.channel) for _ in range(2))

    def forward(self, x_BTC: Tensor) -> Tensor:
        x_BTC = x_BTC + self._dropped(self.self_attn(self.sublayer[0](x_BTC)))
        return x_BTC[:, ::self.stride] + self._dropped(self.feed_forward(self.sublayer[1](x_BTC)))

    def _dropped(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)


class Vanilla(nn.Module):
    """The layers of VTE. `norm` is among the published weights and is not applied."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.norm = Norm(c.channel)

    def forward(self, x_BTC: Tensor) -> Tensor:
        for layer in self.layers:
            x_BTC = layer(x_BTC)
        return x_BTC


class Strided(nn.Module):
    """The layers of STE; each adds its own place in time. `norm` is among the published weights and is not applied."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(c, stride) for stride in c.stride_num)
        for i in range(1, len(c.stride_num) + 1):
            self.register_parameter(f"pos_embedding_{i}", nn.Parameter(torch.zeros(1, c.frames, c.channel)))
        self.norm = Norm(c.channel)

    def forward(self, x_BTC: Tensor) -> Tensor:
        for i, layer in enumerate(self.layers, start=1):
            x_BTC = layer(x_BTC + self.get_parameter(f"pos_embedding_{i}")[:, :x_BTC.shape[1]])
        return x_BTC


class Placed(nn.Module):
    """VTE: each frame's place in time, then the layers."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.pos_embedding = nn.Parameter(torch.zeros(1, c.frames, c.channel))
        self.model = Vanilla(c)

    def forward(self, x_BTC: Tensor) -> Tensor:
        return self.model(x_BTC + self.pos_embedding)


class StridedTransformer(nn.Module):
    """(B, T, J, C) → (B, 1, J, 3), the centre frame; T is exactly `frames`."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        left = c.frames
        for stride in c.stride_num:
            left = -(-left // stride)
        if left != 1:
            raise ValueError(f"the strides {list(c.stride_num)} leave {left} of {c.frames} frames, not 1")
        self.config = c
        self.frames = c.frames
        self.encoder = nn.Sequential(nn.Conv1d(c.in_chans * c.n_joints, c.channel, 1), nn.BatchNorm1d(c.channel),
                                     nn.ReLU(), nn.Dropout(c.embed_dropout))
        self.Transformer = Placed(c)
        self.Transformer_reduce = nn.ModuleDict({"model": Strided(c)})
        self.fcn, self.fcn_1 = (nn.Sequential(nn.BatchNorm1d(c.channel), nn.Conv1d(c.channel, 3 * c.out_joints, 1))
                                for _ in range(2))

    def forward(self, x_BTJC: Tensor) -> Tensor:
        return self.both(x_BTJC)[0]

    def both(self, x_BTJC: Tensor) -> tuple[Tensor, Tensor]:
        """(B, 1, J, 3) the centre frame, from STE, and (B, T, J, 3) all frames, from VTE."""
        if x_BTJC.shape[1] != self.frames:
            raise ValueError(f"{x_BTJC.shape[1]} frames, but the network takes {self.frames}")
        x_BTC = self.encoder(x_BTJC.flatten(2).transpose(1, 2)).transpose(1, 2)
        all_BTC = self.Transformer(x_BTC)
        centre_B1C = self.Transformer_reduce["model"](all_BTC)
        return self._poses(self.fcn, centre_B1C), self._poses(self.fcn_1, all_BTC)

    def _poses(self, head: nn.Module, x_BTC: Tensor) -> Tensor:
        return head(x_BTC.transpose(1, 2)).transpose(1, 2).unflatten(2, (self.config.out_joints, 3))


@dataclass(frozen=True)
class RefinementConfig:
    """Defaults are the published refinement (0.14 M parameters)."""

    out_channels: int = 3
    in_channels: int = 2
    n_joints: int = 17
    hidden: int = 1024
    dropout: float = 0.5


class Refinement(nn.Module):
    """(B, T, J, 3) as lifted and (B, T, J, 3) by the 2D, metres relative to the pelvis → (B, T, J, 3) refined; any T.

    The second is the 2D keypoints taken to the lifted depths by the camera. A share between 0 and 1 for each joint and
    axis tells how much of x and y is the first one's, the rest is the second one's; z stays as it was lifted.
    """

    def __init__(self, c: RefinementConfig) -> None:
        super().__init__()
        self.config = c
        self.post_refine = nn.Sequential(
            nn.Linear(2 * c.out_channels * c.n_joints, c.hidden), nn.ReLU(), nn.Dropout(c.dropout),
            nn.Linear(c.hidden, c.in_channels * c.n_joints), nn.Sigmoid())

    def forward(self, lifted_BTJ3: Tensor, seen_BTJ3: Tensor) -> Tensor:
        flat = self.config.in_channels
        share = self.post_refine(torch.cat((lifted_BTJ3, seen_BTJ3), dim=3).flatten(2)).unflatten(2, (-1, flat))
        mixed = share * lifted_BTJ3[..., :flat] + (1 - share) * seen_BTJ3[..., :flat]
        return torch.cat((mixed, lifted_BTJ3[..., flat:]), dim=3)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, unfit strides ValueError."""
    return StridedTransformer(Config(**config))


def build_refinement(config: Mapping[str, Any]) -> nn.Module:
    """The refinement that goes with it; unknown keys raise TypeError."""
    return Refinement(RefinementConfig(**config))
