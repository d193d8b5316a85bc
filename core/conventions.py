"""How lifters are spoken to: what of the 2D they are given, and how what they say becomes ours.

    name          is given                                             says
    parallax      moved and scaled to a fixed size, and scores         metres along the ray to the pelvis
    screen        x from -1 to 1 over the width of the picture         metres in the camera frame
    standardized  pixels, in deviations from the training set's mean   deviations from its mean pose
    motionbert    the clip's box from -1 to 1, and scores              the same picture, and depths on its scale

Sources: Pavllo et al., CVPR 2019 (screen: VideoPose3D and most after it); Martinez et al., ICCV 2017 (standardized);
Zhu et al., ICCV 2023 (motionbert). Afterwards all are H36M-17, metres from the pelvis, which is 0. What MotionBERT says
has no unit: a clip of it becomes a body whose bones measure `BONES_M` together, like ours.

A network of more than three channels was trained in two steps (training/methods/two_step.py), whichever its convention:
it is given x and y, and zeros for the movement that was told in training alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import records
from core.errors import ParallaxError
from core.skeleton import COCO_TO_H36M, H36M17, SKELETONS
from core.words import marked

if TYPE_CHECKING:
    from torch import Tensor, nn

Size = tuple[int, int]
Numbers = tuple[tuple[float, ...], ...]

NAMES = ("parallax", "screen", "standardized", "motionbert")
CROPS = ("box", "pixel")
PICTURE = 1000.0  # px: the width of Human3.6M's pictures, which statistics are of
_REMEDY = marked("Correct it (its form is described in core/conventions.py).")


@dataclass(frozen=True)
class Statistics:
    """What a standardized network was trained on: means and deviations of its joints, in its order.

    2D: (J, 2) pixels; 3D: (J, 3) of `unit_m` metres. box: where a person is in its pictures in the mean, centre x and
    y, and how large, the longer side; px.
    """

    mean_2d: Numbers
    deviation_2d: Numbers
    mean_3d: Numbers
    deviation_3d: Numbers
    unit_m: float = 1.0
    box: tuple[float, float, float] = (528.0, 427.0, 400.0)  # Human3.6M


@dataclass(frozen=True)
class Convention:
    """The [convention] table of a lifter's card.

    name: one of NAMES. joints: the skeleton that goes in; variant: how COCO-17 becomes H36M-17 (core/skeleton.py).
    crop: of standardized and motionbert. "box": the person is moved and scaled to where the training set had its
    people, or the clip's box to -1 … 1; "pixel": the picture as it is. rootrel: of motionbert, whether it was trained
    on poses relative to the pelvis. statistics: of standardized.
    """

    name: str = "parallax"
    joints: str = "h36m17"
    variant: str = "parallax"
    crop: str = "box"
    rootrel: bool = True
    statistics: Statistics | None = None


def read(subject: object, table: Mapping[str, Any]) -> Convention:
    """A convention from a card's table. Raises ParallaxError, about `subject`, naming what is wrong."""
    try:
        made = records.build(Convention, dict(table))
    except (ValueError, TypeError) as fault:
        raise ParallaxError(subject, "its convention does not fit ({why}).", _REMEDY, why=fault) from None
    for field, known in (("name", NAMES), ("variant", tuple(COCO_TO_H36M)), ("crop", CROPS),
                         ("joints", ("h36m17", "coco17"))):
        if getattr(made, field) not in known:
            raise ParallaxError(subject, "`{field}` of its convention is {value!r}.", "Write one of {names}.",
                                field=field, value=getattr(made, field), names=", ".join(known))
    if made.name == "standardized" and made.statistics is None:
        raise ParallaxError(subject, "it is given standardized keypoints, but not the statistics to make them with.",
                            "Add them (`Statistics` in core/conventions.py).")
    return made


def check(subject: object, convention: Convention, net: "nn.Module") -> None:
    """Raises ParallaxError where statistics are not those of as many joints as the network has."""
    s = convention.statistics
    if convention.name != "standardized" or s is None:
        return
    for name, joints, axes in (("2d", _order(net), 2), ("3d", _joints_out(net), 3)):
        for kind in ("mean", "deviation"):
            rows = getattr(s, f"{kind}_{name}")
            if len(rows) != len(joints) or any(len(row) != axes for row in rows):
                raise ParallaxError(subject, "`{kind}_{name}` of its statistics is not {rows} times {axes} numbers.",
                                    "Give those that belong to the weights.", kind=kind, name=name, rows=len(joints),
                                    axes=axes)


def answer(net: "nn.Module", c: Convention, xys: "Tensor", size: Size, flip: bool) -> "Tensor":
    """(B, T, J, 3) pixels and score, finite, of pictures of `size` → (B, T', 17, 3) metres from the pelvis.

    In the axes of the camera, but for "parallax": along the ray to the pelvis. T' is what the network gives of T.
    Missing (NaN) are joints that it does not know. flip: the mean of the picture and its mirror image, the usual test.
    """
    import torch

    from core.nets.inputs import mirror

    x = given(c, xys, size)
    if flip:
        x = torch.cat((x, _mirrored(x, c.joints)))
    y = said(net, c, x)
    if flip:
        there, back = y.chunk(2)
        y = 0.5 * (there + mirror(back))
    y = from_pelvis(net, c, y)
    return y * _metres(y) if c.name == "motionbert" else y


def given(c: Convention, xys: "Tensor", size: Size) -> "Tensor":
    """(B, T, J, 3) pixels and score, finite, of pictures of `size` → what a network is given of them."""
    return _GIVEN[c.name](c, xys, size)


def from_pelvis(net: "nn.Module", c: Convention, y: "Tensor") -> "Tensor":
    """(B, T', 17, 3) as it was said, from the pelvis, and with a spine where the network knows none."""
    import torch

    if c.name == "parallax" or not c.rootrel:
        y = y - y[..., :1, :]
    else:  # it was trained to say 0 there
        y = torch.cat((torch.zeros_like(y[..., :1, :]), y[..., 1:, :]), dim=-2)
    if 7 not in _joints_out(net):  # between pelvis and thorax, as in every skeleton that has no spine
        y = torch.cat((y[..., :7, :], y[..., 8:9, :] / 2, y[..., 8:, :]), dim=-2)
    return y


# ---------------------------------------------------------------- what is given: in a mirror, x is negated


def _parallax(c: Convention, xys: "Tensor", size: Size) -> "Tensor":
    from core.nets.inputs import normalize

    return normalize(xys)


def _screen(c: Convention, xys: "Tensor", size: Size) -> "Tensor":
    import torch

    from core.nets.inputs import screen

    return torch.cat((screen(xys[..., :2], xys.new_tensor(size)), torch.zeros_like(xys)), dim=-1)


def _standardized(c: Convention, xys: "Tensor", size: Size) -> "Tensor":
    """Pixels of Human3.6M's pictures, from their middle."""
    assert c.statistics is not None
    if c.crop == "pixel":
        return (xys[..., :2] - xys.new_tensor(size) / 2) * (PICTURE / max(size))
    x, y, side = c.statistics.box
    centre, extent = _box(xys[..., :2])
    return (xys[..., :2] - centre) * (side / extent) + xys.new_tensor((x - PICTURE / 2, y - PICTURE / 2))


def _motionbert(c: Convention, xys: "Tensor", size: Size) -> "Tensor":
    """As its authors give it films in the wild; the clip is the window. Joints without a score make no box."""
    import torch

    if c.crop == "pixel":
        xy = (xys[..., :2] - xys.new_tensor(size) / 2) * (2 / min(size))
    else:
        seen = (xys[..., 2:] > 0) | (xys[..., 2:] <= 0).flatten(1).all(dim=1)[:, None, None, None]
        centre, extent = _box(xys[..., :2], seen)
        xy = ((xys[..., :2] - centre) * (2 / extent)).clamp(-1, 1)
    return torch.cat((xy, xys[..., 2:]), dim=-1)


def _box(xy: "Tensor", seen: "Tensor | None" = None) -> "tuple[Tensor, Tensor]":
    """(B, T, J, 2) → (B, 1, 1, 2) the centre of the box around all of a clip, (B, 1, 1, 1) its longer side."""
    far = float("inf")
    low = (xy if seen is None else xy.where(seen, far)).amin(dim=(1, 2), keepdim=True)
    high = (xy if seen is None else xy.where(seen, -far)).amax(dim=(1, 2), keepdim=True)
    return (low + high) / 2, (high - low).amax(dim=-1, keepdim=True).clamp_min(1e-3)


_GIVEN: dict[str, Callable[[Convention, "Tensor", Size], "Tensor"]] = {
    "parallax": _parallax, "screen": _screen, "standardized": _standardized, "motionbert": _motionbert}


def _mirrored(x: "Tensor", joints: str) -> "Tensor":
    import torch

    x = x[..., torch.as_tensor(SKELETONS[joints].mirror, device=x.device), :]
    return torch.cat((-x[..., :1], x[..., 1:]), dim=-1)


# ---------------------------------------------------------------- what is said


def said(net: "nn.Module", c: Convention, x: "Tensor") -> "Tensor":
    """(B, T, J, C) as given → (B, T', 17, 3), through the network in its own joints and numbers."""
    import torch

    from core.nets.inputs import standardize, unstandardize

    x = x[..., list(_order(net)), :]
    if c.name == "standardized":
        assert c.statistics is not None
        s = {key: x.new_tensor(getattr(c.statistics, key))
             for key in ("mean_2d", "deviation_2d", "mean_3d", "deviation_3d")}
        y = net(standardize(x + PICTURE / 2, s["mean_2d"], s["deviation_2d"])).float()
        y = unstandardize(y, s["mean_3d"], s["deviation_3d"]) * c.statistics.unit_m
    else:
        y = net(_of_channels(x, channels(net))).float()
    joints = list(_joints_out(net))
    if joints == list(range(len(H36M17))):
        return y
    out = y.new_full((*y.shape[:-2], len(H36M17), 3), torch.nan)
    out[..., 0, :] = 0  # what has no pelvis is relative to it
    out[..., joints, :] = y
    return out


def _of_channels(x: "Tensor", count: int) -> "Tensor":
    """(…, C) as given → (…, count)."""
    import torch

    if count <= 3:
        return x[..., :count]
    return torch.cat((x[..., :2], x.new_zeros(*x.shape[:-1], count - 2)), dim=-1)


def channels(net: "nn.Module") -> int:
    """How many numbers of a joint a network is given."""
    config = getattr(net, "config", None)
    return next((int(getattr(config, name)) for name in ("in_chans", "dim_in", "in_features")
                 if hasattr(config, name)), 2)


def _order(net: "nn.Module") -> tuple[int, ...]:
    return tuple(getattr(net, "joint_order", range(17)))


def _joints_out(net: "nn.Module") -> tuple[int, ...]:
    return tuple(getattr(net, "joints_out", _order(net)))


def _metres(y: "Tensor") -> "Tensor":
    """(B, T, 17, 3) without a unit → (B, 1, 1, 1) metres to the unit, by the clip's bones."""
    from core.nets.inputs import BONES_M

    near, far = (list(ends) for ends in zip(*H36M17.bones, strict=True))
    bones = (y[..., far, :] - y[..., near, :]).norm(dim=-1).sum(dim=-1).median(dim=1).values
    return (BONES_M / bones.clamp_min(1e-6))[:, None, None, None]
