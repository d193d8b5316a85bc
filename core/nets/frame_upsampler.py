"""A Transformer over time that sees key-frames only and gives every token: the default lifter, taught to fill in.

Uplift and Upsample (Einfalt et al., WACV 2023, arXiv:2210.06110) with the encoder of core/nets/frame_transformer.py: of
frames whose 2D is not known the token is learned. Two things are ours. The token of such a frame also holds the 2D on
the line between its key-frames, so that training can begin with a lifter of every frame, which takes that line for a
detection. And there is a learned vector for each distance to the key-frame before and to the one after: the farther,
the less the line is worth.

Shapes: B clips, T tokens, J joints, C channels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.nets import frame_transformer, inputs
from core.nets.frame_transformer import FrameTransformer


@dataclass(frozen=True)
class Config:
    """s_out is for the caller and changes nothing here."""

    tokens: int = 81
    s_out: int = 1
    num_joints: int = 17
    in_chans: int = 3
    dim: int = 256
    depth: int = 6
    heads: int = 8
    mlp_ratio: float = 4


class FrameUpsampler(FrameTransformer):
    """(B, T, J, 3) x, y, score and (B, T) where these are known → (B, T, J, 3), all tokens, and (B, J, 3), the centre.

    T is exactly `frames`; elsewhere x and y lie on the line in time between their known neighbours, with score 0, as
    `between` of core/nets/inputs.py puts them. s_out: frames of the recording from one token to the next.
    """

    def __init__(self, c: Config) -> None:
        super().__init__(frame_transformer.Config(dim=c.dim, depth=c.depth, heads=c.heads, mlp_ratio=c.mlp_ratio,
                                                  maxlen=c.tokens, joints=c.num_joints, dim_in=c.in_chans))
        self.config: Config = c  # type: ignore[assignment]
        self.frames, self.s_out = c.tokens, c.s_out
        self.joint_order = tuple(range(c.num_joints))
        # By the number of tokens to the nearest key-frame; the last where there is none on that side.
        self.since, self.until = (nn.Parameter(torch.zeros(c.tokens + 1, c.dim)) for _ in range(2))

    def forward(self, x_BTJC: Tensor, known_BT: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        if x_BTJC.shape[1] != self.frames:
            raise ValueError(f"{x_BTJC.shape[1]} tokens, but the network takes {self.frames}")
        since, until = distances(known_BT)
        every = self.poses(self.embed(x_BTJC.flatten(2)) + self.since[since] + self.until[until])
        return every, every[:, self.frames // 2]

    def adopt(self, weights: Mapping[str, Tensor]) -> None:
        """Begin with the weights of a lifter of every frame that has the same width and depth and as many frames or
        more. Raises RuntimeError where they do not fit."""
        own = {"since": self.since.detach(), "until": self.until.detach()}
        given = {**own, **weights}
        if "time" in given:
            given["time"] = given["time"][:, :self.frames]
        self.load_state_dict(given)


def distances(known_BT: Tensor) -> tuple[Tensor, Tensor]:
    """(B, T) where it is known → (B, T) tokens since the last key-frame and until the next, T where there is none."""
    frames = known_BT.shape[1]
    here = torch.arange(frames, device=known_BT.device)
    before, after = inputs.neighbours(known_BT)
    return torch.where(before < 0, frames, here - before), torch.where(after >= frames, frames, after - here)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError."""
    return FrameUpsampler(Config(**config))
