"""DSTformer, the lifter of MotionBERT (Zhu et al., ICCV 2023, arXiv:2210.06551), fig. 2 and eq. 1-4.

Two streams go over the same tokens, one token a joint and frame: one attends over the joints first and then over time,
the other the other way round; at every depth the two are mixed by weights that the tokens themselves give.
Names of parameters equal the published checkpoints, so those load as they are.

In: keypoints as `screen` of core/nets/inputs.py makes them, and their scores. Out: for weights trained on Human3.6M,
x and y in the same picture and z on their scale; how long that is in metres the network does not say.

Shapes: B clips, T frames, J joints, C channels, H heads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    """Defaults are the published full model (42.5 M parameters); the light one (16.0 M) has dim_feat 256, mlp_ratio 4.

    att_fuse: the streams are mixed by what the tokens say, else each counts half.
    """

    dim_in: int = 3
    dim_out: int = 3
    dim_feat: int = 512
    dim_rep: int = 512
    depth: int = 5
    num_heads: int = 8
    mlp_ratio: float = 2
    maxlen: int = 243
    num_joints: int = 17
    norm_eps: float = 1e-6
    att_fuse: bool = True


class Attention(nn.Module):
    """Multi-head self-attention over the last but one axis; all axes before it are a batch."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        if dim % heads:
            raise ValueError(f"{dim} channels cannot be shared by {heads} heads")
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x: Tensor) -> Tensor:
        *batch, n, c = x.shape
        qkv = self.qkv(x).view(-1, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)  # 3, batch, H, n, C/H
        y = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
        return self.proj(y.transpose(1, 2).reshape(*batch, n, c))


class MLP(nn.Module):
    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """Attention and MLP over joints (s) and over time (t), pre-normalized; `order` says which comes first."""

    def __init__(self, c: Config, order: str) -> None:
        super().__init__()
        self.order = order
        hidden = int(c.dim_feat * c.mlp_ratio)
        for axis in "st":
            self.add_module(f"norm1_{axis}", nn.LayerNorm(c.dim_feat, eps=c.norm_eps))
            self.add_module(f"attn_{axis}", Attention(c.dim_feat, c.num_heads))
            self.add_module(f"norm2_{axis}", nn.LayerNorm(c.dim_feat, eps=c.norm_eps))
            self.add_module(f"mlp_{axis}", MLP(c.dim_feat, hidden))

    def forward(self, x_BTJC: Tensor) -> Tensor:
        x = x_BTJC
        for axis in self.order:
            norm1, attn = self.get_submodule(f"norm1_{axis}"), self.get_submodule(f"attn_{axis}")
            norm2, mlp = self.get_submodule(f"norm2_{axis}"), self.get_submodule(f"mlp_{axis}")
            if axis == "s":
                x = x + attn(norm1(x))
            else:
                x = x + attn(norm1(x).transpose(1, 2)).transpose(1, 2)
            x = x + mlp(norm2(x))
        return x


class PreLogits(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.fc = nn.Linear(dim_in, dim_out)

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(self.fc(x))


class DSTformer(nn.Module):
    """(B, T, J, C) x, y, score → (B, T, J, 3); T is at most `frames`.

    joint_order: the joints of H36M-17 that go in and come out.
    """

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.config = c
        self.frames, self.joint_order = c.maxlen, tuple(range(c.num_joints))
        self.joints_embed = nn.Linear(c.dim_in, c.dim_feat)
        self.pos_embed = nn.Parameter(torch.zeros(1, c.num_joints, c.dim_feat))
        self.temp_embed = nn.Parameter(torch.zeros(1, c.maxlen, 1, c.dim_feat))
        self.blocks_st = nn.ModuleList(Block(c, "st") for _ in range(c.depth))
        self.blocks_ts = nn.ModuleList(Block(c, "ts") for _ in range(c.depth))
        self.norm = nn.LayerNorm(c.dim_feat, eps=c.norm_eps)
        self.pre_logits = PreLogits(c.dim_feat, c.dim_rep)
        self.head = nn.Linear(c.dim_rep, c.dim_out)
        self.apply(_initialize)
        for embed in (self.pos_embed, self.temp_embed):
            nn.init.trunc_normal_(embed, std=0.02)
        if c.att_fuse:
            self.ts_attn = nn.ModuleList(nn.Linear(2 * c.dim_feat, 2) for _ in range(c.depth))
            for parameter in self.ts_attn.parameters():  # training begins with the plain mean of the streams
                nn.init.zeros_(parameter)

    def forward(self, x_BTJC: Tensor) -> Tensor:
        return self.head(self.get_representation(x_BTJC))

    def get_representation(self, x_BTJC: Tensor) -> Tensor:
        """(B, T, J, dim_rep): what the head reads."""
        frames = x_BTJC.shape[1]
        if frames > self.frames:
            raise ValueError(f"{frames} frames, but the network holds {self.frames}")
        x = self.joints_embed(x_BTJC) + self.pos_embed[:, None] + self.temp_embed[:, :frames]
        for depth, (block_st, block_ts) in enumerate(zip(self.blocks_st, self.blocks_ts, strict=True)):
            st, ts = block_st(x), block_ts(x)
            if self.config.att_fuse:
                share = self.ts_attn[depth](torch.cat((st, ts), dim=-1)).softmax(dim=-1)
                x = st * share[..., :1] + ts * share[..., 1:]
            else:
                x = 0.5 * (st + ts)
        return self.pre_logits(self.norm(x))


def _initialize(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return DSTformer(Config(**config))
