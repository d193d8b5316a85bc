"""A lifter as something to train: its network, how clips of pixels go in, and its poses, all frames, with a gradient.

Pixels are first laid on one picture of `CANVAS` pixels, so that views of different sizes go through together; a lifter
sees the same as it would of their own pictures. A pose comes out in the camera's axes, from the pelvis: in metres, or,
of one that speaks in the space of its picture (MotionBERT), on that scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core import cards, conventions, importing, lift, weights
from core.conventions import Convention
from core.errors import ParallaxError
from core.nets import inputs
from core.sight import Sight
from core.skeleton import H36M17
from training import losses

CANVAS = 1000
MIDDLE = (CANVAS - 1) / 2
# What the joints of a body are from its pelvis, root mean square: reprojection comes out in metres of such a body.
BODY_M = 0.55


@dataclass(frozen=True)
class Trainable:
    """card: of the lifter that a training begins with; its network and settings are the ones that are trained."""

    card: cards.Card
    convention: Convention
    sight: Sight

    @property
    def pictured(self) -> bool:
        """Whether it speaks in the space of the picture, where to project is to leave out z."""
        return self.convention.name == "motionbert"

    def net(self, fresh: bool = False) -> nn.Module:
        """The network with the card's weights, or, for a training from scratch, as it is initialized."""
        net: nn.Module = import_module(f"core.nets.{self.card.net}").build(dict(self.card.config))
        if not fresh and self.card.weights is None:
            raise ParallaxError(self.card.id, "this is a network without weights.",
                                "Choose a lifter of the list, or train from scratch (fresh = true).")
        if not fresh:
            net.load_state_dict(weights.load(weights.path(self.card)))
        return net

    def poses(self, net: nn.Module, xys: Tensor) -> Tensor:
        """(N, T, 17, 3) pixels on the canvas and score, finite → (N, T, 17, 3) poses. T is a multiple of the network's
        window where that is fixed or shorter."""
        frames, window = xys.shape[1], self.sight.window
        if self.sight.way == "all":
            width = window if self.sight.fixed or frames > window else frames
            if frames % width:
                raise ValueError(f"{frames} frames are not a multiple of the {width} that {self.card.id} sees")
            seen = xys.reshape(-1, width, *xys.shape[2:])
        else:
            around = inputs.windows(frames, window, causal=self.sight.causal)
            seen = xys[:, around].flatten(0, 1) if self.sight.way == "centre" else \
                inputs.pad_ends(xys, window, self.sight.causal)
        y = conventions.said(net, self.convention, conventions.given(self.convention, seen, (CANVAS, CANVAS)))
        if self.sight.way == "centre" and y.shape[1] > 1:  # some give all frames, and are good at this one
            y = y[:, self.sight.before:self.sight.before + 1]
        y = conventions.from_pelvis(net, self.convention, y.reshape(*xys.shape[:3], 3))
        return y @ inputs.along_ray(rays(xys)) if self.convention.name == "parallax" else y

    def whole(self, net: nn.Module, xys: Tensor) -> Tensor:
        """As `poses`, of any number of frames: the last one is repeated as far as the network needs."""
        frames, window = xys.shape[1], self.sight.window
        if self.sight.way == "all" and (self.sight.fixed or frames > window):
            index = torch.arange(-(-frames // window) * window).clamp(max=frames - 1)
            return self.poses(net, xys[:, index])[:, :frames]
        return self.poses(net, xys)

    def reprojection(self, poses: Tensor, xys: Tensor, confidence: Tensor) -> Tensor:
        """How far poses (N, T, 17, 3) are from the 2D (N, T, 17, 3) in the picture, times confidence (N, T, 17).

        In the space of the picture where the lifter speaks in it, else in metres of a body at the athlete's distance,
        which is found for each frame.
        """
        if self.pictured:
            given = conventions.given(self.convention, xys, (CANVAS, CANVAS))[..., :2]
            given = given - given[..., :1, :] if self.convention.rootrel else given
            return losses.reprojection(poses, given, confidence)
        xy = (xys[..., :2] - xys[..., :1, :2]) / (lift.FOCAL * CANVAS)
        seen = losses.perspective(poses, rays(xys), xy, confidence)
        weight = confidence[..., None]
        size = (weight * xy * xy).sum((-1, -2, -3)) / weight.sum((-1, -2, -3)).clamp_min(1e-9)
        metres = BODY_M / size.clamp_min(1e-9).sqrt()  # (N,)
        return losses.reprojection(seen * metres[:, None, None, None], xy * metres[:, None, None, None], confidence)

    def target(self, truth: Tensor, xys: Tensor, confidence: Tensor) -> Tensor:
        """(N, T, 17, 3) metres in the camera frame, finite → what the lifter is to say of them.

        Like the picture, a lifter does not know the size of a body: its bones are made `BONES_M` long. One that speaks
        in the space of its picture is given a body as large as it is seen there, by least squares in each frame.
        """
        pose = truth - truth[..., :1, :]
        if self.pictured:
            given = conventions.given(self.convention, xys, (CANVAS, CANVAS))[..., :2]
            seen, weight = given - given[..., :1, :], confidence[..., None]
            flat = pose[..., :2]
            size = (weight * seen * flat).sum((-1, -2)) / (weight * flat * flat).sum((-1, -2)).clamp_min(1e-9)
            return pose * size[..., None, None]
        bones = losses.bone_lengths(pose).sum(-1).mean(-1)
        return pose * (inputs.BONES_M / bones.clamp_min(1e-6))[:, None, None, None]


def load(card_id: str, net_config: Mapping[str, Any] | None = None) -> Trainable:
    """A lifter of the list; or, for a training from scratch, a network of core/nets by its name.

    net_config: settings of its network other than the card's. Raises ParallaxError for no such lifter, or one that
    takes other joints or key-frames alone.
    """
    card = cards.card(card_id) if card_id in cards.cards() or card_id not in importing.CONVENTIONS else \
        cards.Card(card_id, card_id, "lifter", card_id, "h36m17", "", "", {},
                   convention={"name": importing.CONVENTIONS[card_id]})
    if card.task != "lifter" or card.fills:
        raise ParallaxError(card_id, "this model is no lifter of every frame.", "Choose a lifter of the list.")
    if net_config:
        card = replace(card, config={**card.config, **net_config})
    convention = conventions.read(card_id, card.convention)
    sight = lift.sight_of(card, convention)
    if sight.skeleton is not H36M17:
        raise ParallaxError(card_id, "it takes {taken}; recordings are read as {read}.",
                            "Choose a lifter that takes H36M-17.", taken=sight.skeleton.name, read=H36M17.name)
    return Trainable(card, convention, sight)


def rays(xys: Tensor) -> Tensor:
    """(…, 17, 3) pixels on the canvas → (…, 3) the direction of the pelvis, z = 1, by the assumed focal length."""
    at = (xys[..., 0, :2] - MIDDLE) / (lift.FOCAL * CANVAS)
    return torch.cat((at, torch.ones_like(at[..., :1])), dim=-1)


def on_canvas(xys: NDArray[np.float32], size: tuple[int, int], convention: Convention) -> NDArray[np.float32]:
    """(T, 17, 3) pixels of a picture → on the canvas, where the lifter sees the same."""
    out = xys.copy()
    side = _side(torch.tensor(size), convention).numpy()
    out[..., :2] = (xys[..., :2] - (np.array(size, np.float32) - 1) / 2) * np.float32(CANVAS / side) + MIDDLE
    return out


def onto_canvas(xy: Tensor, sizes: Tensor, convention: Convention) -> Tensor:
    """The same with a gradient, for pictures of several sizes: (N, J, 2) pixels, (N, 2) width and height."""
    scale = CANVAS / _side(sizes, convention)
    return (xy - (sizes[:, None] - 1) / 2) * scale[:, None, None] + MIDDLE


def _side(sizes: Tensor, convention: Convention) -> Tensor:
    """(…, 2) → (…,) what a lifter measures a picture by, which becomes CANVAS: its width for 'screen', its shorter side
    for a crop of the whole picture by MotionBERT, else the longer, which ours take the focal length from."""
    if convention.name == "screen":
        return sizes[..., 0]
    if convention.name == "motionbert" and convention.crop == "pixel":
        return sizes.amin(dim=-1)
    return sizes.amax(dim=-1)
