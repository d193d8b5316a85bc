"""A detector as something to train: its network with an H36M-17 head, crops in, joints with a gradient out.

HRNet says heat maps, RTMPose and DWPose say rows of SimCC; both are read by soft-argmax. The head of a detector of
other joints (COCO-17, Halpe-26, 133) is made new: rows of the joints of the same name are its own, the others are
drawn by chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import torch
from torch import Tensor, nn

from core import cards, weights
from core.detectors import settings
from core.errors import ParallaxError
from core.skeleton import H36M17, SKELETONS
from training import heatmaps

# Of each network: the field of its settings that counts joints, the layer whose rows are joints.
HEADS: Mapping[str, tuple[str, str]] = {"hrnet": ("num_joints", "final_layer"),
                                        "rtmpose": ("out_channels", "head.final_layer")}
JOINTS = len(H36M17)
# Limbs are harder the further from the trunk (HRNet's training for COCO): elbows and knees, wrists and ankles.
_HARDER = {"elbow": 1.2, "knee": 1.2, "wrist": 1.5, "ankle": 1.5}
JOINT_WEIGHTS = torch.tensor([_HARDER.get(name[1:], 1.0) for name in H36M17.joints])

Said = Tensor | tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Trainable:
    """card: of the detector that a training begins with, its config made for H36M-17; joints: of the card's own head.
    used: size of the crop and colours."""

    card: cards.Card
    joints: str
    used: settings.Settings

    @property
    def rows(self) -> bool:
        """Whether it says rows of SimCC, not heat maps."""
        return self.card.net == "rtmpose"

    def net(self, fresh: bool = False) -> nn.Module:
        """The network with the card's weights, or, for a training from scratch, as it is initialized."""
        net: nn.Module = import_module(f"core.nets.{self.card.net}").build(dict(self.card.config))
        net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # as the crops; twice as fast
        if fresh:
            if not self.rows:  # heat maps begin at 0, as most of them is in the end
                head: Any = net.get_submodule(HEADS[self.card.net][1])
                nn.init.normal_(head.weight, std=0.001)
                nn.init.zeros_(head.bias)
            return net
        if self.card.weights is None:
            raise ParallaxError(self.card.id, "this is a network without weights.", "Choose a detector of the list, or "
                                "train from scratch (fresh = true).")
        state = dict(weights.load(weights.path(self.card)))
        net.load_state_dict(self._with_head(state, net.state_dict()))
        return net

    def _with_head(self, state: dict[str, Tensor], own: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The state with an H36M-17 head: own: of the network as it is initialized."""
        if self.joints == H36M17.name:
            return state
        layer, there = HEADS[self.card.net][1], SKELETONS[self.joints].joints
        for key in (f"{layer}.weight", f"{layer}.bias"):
            head = own[key].clone()
            for j, name in enumerate(H36M17.joints):
                if name in there:
                    head[j] = state[key][there.index(name)]
            state[key] = head
        return state

    def crops(self, images: Tensor) -> Tensor:
        """(B, H, W, 3) RGB, 0 to 255 → as the network takes them, (B, 3, H, W)."""
        mean, deviation = (torch.tensor(each, device=images.device) for each in (self.used.mean, self.used.deviation))
        x = images if self.used.order == "rgb" else images.flip(-1)
        return ((x.float() - mean) / deviation).permute(0, 3, 1, 2)

    def places(self, said: Said, beta: float = heatmaps.BETA, nudge: bool = True) -> Tensor:
        """(B, 17, 2) pixels of the crop, with a gradient. nudge: heat maps are read as HRNet reads its peaks."""
        if isinstance(said, tuple):
            split = said[0].shape[-1] / self.used.size[0]
            return torch.stack([heatmaps.soft_argmax_1d(rows, beta) for rows in said], dim=-1) / split
        cells = heatmaps.soft_argmax_2d(said, beta)
        if nudge:
            cells = heatmaps.nudged(cells, said)
        return cells * (self.used.size[0] / said.shape[-1])

    def losses(self, said: Said, places: Tensor, joint_weights: Tensor, sigma: float = 0.0) -> Tensor:
        """(B, 17) of what was said against the true places (B, 17, 2), pixels of the crop. sigma: of heat maps,
        cells.
        """
        if isinstance(said, tuple):
            split = said[0].shape[-1] / self.used.size[0]
            return heatmaps.row_losses(said, heatmaps.rows_of(places, self.used.size, split), joint_weights)
        h, w = said.shape[-2:]
        maps = heatmaps.maps_of(places * (w / self.used.size[0]), (w, h), sigma or heatmaps.SIGMA * w)
        return heatmaps.map_losses(said, maps, joint_weights)


def load(name: str, net_config: Mapping[str, Any] | None = None) -> Trainable:
    """A detector of the list; or, for a training from scratch, a network of core/nets by its name.

    net_config: settings of its network other than the card's, and `crop`, the width and height of HRNet's crops. Raises
    ParallaxError for no such detector, or one whose network does not learn here.
    """
    config = dict(net_config or {})
    crop = config.pop("crop", None)
    if name in HEADS and name not in cards.cards():
        asked = {"size": list(crop or config.get("input_size", (288, 384)))}
        card = cards.Card(name, name, "detector", name, H36M17.name, "", "", config, settings=asked)
    else:
        card = cards.card(name)
        if config:
            card = replace(card, config={**card.config, **config})
    if card.task != "detector" or card.net not in HEADS:
        raise ParallaxError(name, "it is no detector that learns here.", "Choose an HRNet, RTMPose or DWPose whose "
                            "weights are of PyTorch (an ONNX file does not learn).")
    count = HEADS[card.net][0]
    made = replace(card, config={**card.config, count: JOINTS, **(
        {"input_size": list(crop)} if crop and card.net == "rtmpose" else {})})
    return Trainable(made, card.joints, settings.read(name, card.settings))
