"""IGANet, the interweaved graph and attention network (Wang et al., ICASSP 2023, arXiv:2304.14045).

In each block a convolution over the graph of the skeleton and attention over the joints help each other: attention is
given what the graph found, and a second graph convolution what attention found.

In: keypoints as `screen` of core/nets/inputs.py makes them. Out: metres in the camera frame relative to the pelvis,
whose own three numbers mean nothing (in use they are set to 0). Every frame is on its own: any number is taken and all
of them come out.

Shapes: B clips, T frames, J joints, C channels, N = B·T, H heads, K = 4 kinds of neighbours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nets.poseformer import drop_path, growing
from core.skeleton import H36M17, PANOPTIC15_IN_H36M

# How the names of copies of the graph end that some files hold beside the weights. Nothing reads them: the graph
# follows from the skeleton.
GRAPH_COPIES = ("adj", "A")

# By the number of joints: bones, each from the end nearer to the middle of the body outwards, and (left, right) pairs.
# 15 is Panoptic as in PANOPTIC15_IN_H36M.
_GRAPHS = {
    17: (tuple((7, 0) if bone == (0, 7) else bone for bone in H36M17.bones), H36M17.pairs),
    15: (((2, 0), (0, 1), (0, 3), (3, 4), (4, 5), (2, 6), (6, 7), (7, 8), (0, 9), (9, 10), (10, 11),
          (2, 12), (12, 13), (13, 14)), tuple((i, i + 6) for i in range(3, 9))),
}


@dataclass(frozen=True)
class Config:
    """Defaults are the published network (10.6 M parameters)."""

    layers: int = 3
    channel: int = 512
    d_hid: int = 1024  # stands in published configurations and changes nothing
    n_joints: int = 17
    dropout: float = 0.1
    drop_path: float = 0.2


def graph(joints: int) -> Tensor:
    """(4, J, J) the shares that a joint (column) takes of itself, its neighbours inwards and outwards, and its twin."""
    if joints not in _GRAPHS:
        raise ValueError(f"{joints} joints, but graphs are known of {', '.join(map(str, _GRAPHS))}")
    bones, pairs = _GRAPHS[joints]
    (near, far), (left, right) = zip(*bones, strict=True), zip(*pairs, strict=True)
    links = torch.zeros(4, joints, joints)
    links[0] = torch.eye(joints)
    links[1, far, near] = links[2, near, far] = 1
    links[3, left, right] = links[3, right, left] = 1
    return links / links.sum(dim=(0, 1))


class Encoder(nn.Module):
    """Four linear layers on each joint with nothing between them."""

    def __init__(self, channel: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(2, channel // 8)
        self.fc3 = nn.Linear(channel // 8, channel // 4)
        self.fc4 = nn.Linear(channel // 4, channel // 2)
        self.fc5 = nn.Linear(channel // 2, channel)

    def forward(self, x_NJC: Tensor) -> Tensor:
        return self.fc5(self.fc4(self.fc3(self.fc1(x_NJC))))


class GraphConvolution(nn.Module):
    """One linear map for each kind of neighbour; a joint adds up what its neighbours send."""

    def __init__(self, channel: int) -> None:
        super().__init__()
        self.conv1d = nn.Conv1d(channel, 4 * channel, 1)

    def forward(self, x_NJC: Tensor, graph_KJJ: Tensor) -> Tensor:
        sent = self.conv1d(x_NJC.transpose(1, 2)).unflatten(1, (4, -1))  # N, K, C, J
        return torch.einsum("nkcv,kvw->nwc", sent, graph_KJJ)


class Attention(nn.Module):
    """Multi-head self-attention over the joints; `proj` is left to the caller."""

    def __init__(self, channel: int, heads: int = 8) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(channel, 3 * channel)
        self.proj = nn.Linear(channel, channel)

    def forward(self, x_NJC: Tensor) -> Tensor:
        qkv = self.qkv(x_NJC).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)  # 3, N, H, J, C/H
        return F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).flatten(2)


class Linear(nn.Module):
    def __init__(self, dim_in: int, dim_out: int, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Sequential(nn.Linear(dim_in, dim_out), nn.GELU(), nn.Dropout(dropout))

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


class UMLP(nn.Module):
    """An MLP that narrows, with a residual at its narrowest; names are those of the published width of 512."""

    def __init__(self, channel: int, dropout: float) -> None:
        super().__init__()
        self.linear512_256 = Linear(channel, channel // 2, dropout)
        self.linear256_256 = Linear(channel // 2, channel // 2, dropout)
        self.linear256_512 = Linear(channel // 2, channel, dropout)

    def forward(self, x_NJC: Tensor) -> Tensor:
        narrow = self.linear512_256(x_NJC)
        return self.linear256_512(narrow + self.linear256_256(narrow))


class Block(nn.Module):
    def __init__(self, c: Config, path: float) -> None:
        super().__init__()
        self.path = path
        self.s_gcn2attn = nn.Parameter(torch.tensor([0.5]), requires_grad=False)
        self.s_attn2gcn = nn.Parameter(torch.tensor([0.8]), requires_grad=False)
        self.norm1 = nn.LayerNorm(c.n_joints, eps=1e-6)  # over the joints of a channel
        self.GCN_Block1 = GraphConvolution(c.channel)
        self.GCN_Block2 = GraphConvolution(c.channel)
        self.norm_att1 = nn.LayerNorm(c.channel, eps=1e-6)
        self.attn = Attention(c.channel)
        self.norm2 = nn.LayerNorm(c.channel, eps=1e-6)
        self.uMLP = UMLP(c.channel, c.dropout)

    def forward(self, x_NJC: Tensor, graph_KJJ: Tensor) -> Tensor:
        along = self.GCN_Block1(self.norm1(x_NJC.transpose(1, 2)).transpose(1, 2), graph_KJJ)
        across = self.attn(self.norm_att1(x_NJC))
        both = (self.attn.proj(across + self.s_gcn2attn * along)
                + self.GCN_Block2(along + self.s_attn2gcn * across, graph_KJJ))
        x_NJC = x_NJC + drop_path(both, self.path, self.training)
        return x_NJC + drop_path(self.uMLP(self.norm2(x_NJC)), self.path, self.training)


class Blocks(nn.Module):
    def __init__(self, c: Config) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(Block(c, path) for path in growing(c.drop_path, c.layers))
        self.norm = nn.LayerNorm(c.channel, eps=1e-6)

    def forward(self, x_NJC: Tensor, graph_KJJ: Tensor) -> Tensor:
        for block in self.blocks:
            x_NJC = block(x_NJC, graph_KJJ)
        return self.norm(x_NJC)


class IGANet(nn.Module):
    """(B, T, J, 2) → (B, T, J, 3); any T.

    frames: 1, how many one pose is made from. joint_order: the joints of H36M-17 that go in and come out.
    """

    A: Tensor
    frames = 1

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.config = c
        self.joint_order = PANOPTIC15_IN_H36M if c.n_joints == 15 else tuple(range(17))
        self.register_buffer("A", graph(c.n_joints), persistent=False)  # published files do not hold it
        self.encoder = Encoder(c.channel)
        self.IGANet = Blocks(c)
        self.fcn = nn.Linear(c.channel, 3)

    def forward(self, x_BTJC: Tensor) -> Tensor:
        x_NJC = self.IGANet(self.encoder(x_BTJC.flatten(0, 1)), self.A)
        return self.fcn(x_NJC).unflatten(0, x_BTJC.shape[:2])


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, an unknown skeleton ValueError."""
    return IGANet(Config(**config))
