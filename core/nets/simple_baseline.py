"""SimpleBaseline (Martinez et al., ICCV 2017, arXiv:1705.03098): a frame's keypoints through six linear layers.

In: keypoints standardized joint by joint and axis by axis; out: the 3D, standardized likewise (`standardize` and
`unstandardize` in core/nets/inputs.py). The means and deviations of the training set belong to the weights; the 3D is
relative to the pelvis in the camera frame. Every frame is on its own: any number is taken and all of them come out.

Weights are published in two layouts, told apart by the names of the normalizations (`Config.norms`):
"bn" (L2D-Pose): 17 joints in and out, of pixels and of centimetres (15 for Panoptic);
"batch_norm" (weigq's and thereby Martinez'): 16 joints in, H36M-17 without the nose, and 16 out, without the pelvis.

Shapes: B clips, T frames, J joints, C channels, N = B·T.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn

from core.skeleton import PANOPTIC15_IN_H36M

# The joints of H36M-17 that go in and that come out, by their number.
JOINTS_IN = {17: tuple(range(17)), 16: (*range(9), *range(10, 17)), 15: PANOPTIC15_IN_H36M}
JOINTS_OUT = {**JOINTS_IN, 16: tuple(range(1, 17))}


@dataclass(frozen=True)
class Config:
    """Defaults are L2D-Pose's network (4.3 M parameters); joints_out 0: as many as go in."""

    linear_size: int = 1024
    num_stages: int = 2
    p_dropout: float = 0.5
    num_joints: int = 17
    joints_out: int = 0
    norms: str = "bn"
    norm_eps: float = 1e-5  # 1e-3 for weights that TensorFlow trained


class Layers(nn.Module):
    """Linear layers w1 … with a normalization each, ReLU and dropout after it."""

    def __init__(self, c: Config, *sizes: int) -> None:
        super().__init__()
        self.c = c
        for i, size in enumerate(sizes, start=1):
            self.add_module(f"w{i}", nn.Linear(size, c.linear_size))
            self.add_module(f"{c.norms}{i}", nn.BatchNorm1d(c.linear_size, eps=c.norm_eps))

    def layer(self, i: int, x_NC: Tensor) -> Tensor:
        x_NC = self.get_submodule(f"{self.c.norms}{i}")(self.get_submodule(f"w{i}")(x_NC))
        return F.dropout(F.relu(x_NC), self.c.p_dropout, self.training)


class Stage(Layers):
    """Two layers around a residual."""

    def __init__(self, c: Config) -> None:
        super().__init__(c, c.linear_size, c.linear_size)

    def forward(self, x_NC: Tensor) -> Tensor:
        return x_NC + self.layer(2, self.layer(1, x_NC))


class SimpleBaseline(Layers):
    """(B, T, J, 2) standardized → (B, T, J_out, 3) standardized; any T.

    frames: 1, how many one pose is made from. joint_order, joints_out: the joints of H36M-17 that go in and come out.
    """

    frames = 1

    def __init__(self, c: Config) -> None:
        super().__init__(c, 2 * c.num_joints)
        self.config = c
        out = c.joints_out or c.num_joints
        for known, joints in ((JOINTS_IN, c.num_joints), (JOINTS_OUT, out)):
            if joints not in known:
                raise ValueError(f"{joints} joints, but it is known which {', '.join(map(str, known))} are")
        self.joint_order, self.joints_out = JOINTS_IN[c.num_joints], JOINTS_OUT[out]
        self.linear_stages = nn.ModuleList(Stage(c) for _ in range(c.num_stages))
        self.w2 = nn.Linear(c.linear_size, 3 * out)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, x_BTJC: Tensor) -> Tensor:
        b, t, _, _ = x_BTJC.shape
        x_NC = self.layer(1, x_BTJC.reshape(b * t, -1))
        for stage in self.linear_stages:
            x_NC = stage(x_NC)
        return self.w2(x_NC).view(b, t, len(self.joints_out), 3)


def build(config: Mapping[str, Any]) -> nn.Module:
    """The network of a card's [config] table; unknown keys raise TypeError, unknown joints ValueError."""
    return SimpleBaseline(Config(**config))
