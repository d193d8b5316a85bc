"""Heat maps and SimCC rows in training: targets, losses, and joints read from them with a gradient (soft-argmax).

Shapes: B crops, J joints, h × w cells of a heat map, X and Y bins of a crop's width and height. A place in a crop is in
its pixels, by the centres of cells as the detectors decode (core/detectors/decoding.py).

Sources: Lee, Hwang, Lee, "3D-guided" training of 2D detectors (L2D-Pose); Sun et al., CVPR 2019 (heat maps); Li et al.,
ECCV 2022, and RTMPose (SimCC); Chen et al., CVPR 2018 (hard keypoints); Liu et al., CVPR 2019 (weights of tasks).
"""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

BETA = 100.0          # of the softmax over cells or bins
KL_BETA = 10.0        # of RTMPose's loss, on rows and labels alike
TEMPERATURE = 2.0     # of the dynamic weight average
SIGMA = 3.0 / 72      # of a heat map's Gaussian, in widths of the map: 3 cells of 72
SIMCC_SIGMA = (6.0, 6.93)   # of SimCC's Gaussians, bins, for crops of
SIMCC_SIZE = (288, 384)     # this width and height; with the root of the size for others
_REACH = 3            # deviations: as far as a Gaussian is drawn

# ---------------------------------------------------------------- targets


def maps_of(cells: Tensor, size: tuple[int, int], sigma: float) -> Tensor:
    """Gaussians of peak 1 about joints (B, J, 2) in cells → (B, J, h, w), about the nearest cell and no further than
    3 sigma; all 0 where that is outside. size: (w, h). As HRNet is taught."""
    w, h = size
    centre = (cells + 0.5).floor()  # the nearest cell, as it rounds
    reach = math.floor(_REACH * sigma)
    x, y = (torch.arange(n, device=cells.device, dtype=cells.dtype) for n in (w, h))
    across, down = (torch.where(d.abs() <= reach, torch.exp(-d.square() / (2 * sigma**2)), 0.0)
                    for d in (x - centre[..., :1], y - centre[..., 1:]))
    return down[..., :, None] * across[..., None, :]


def rows_of(places: Tensor, size: tuple[int, int], split: float) -> tuple[Tensor, Tensor]:
    """Gaussians of peak 1 about joints (B, J, 2) in pixels of the crop → (B, J, X), (B, J, Y). size: (width,
    height).
    """
    out = []
    for axis, (side, sigma, usual) in enumerate(zip(size, SIMCC_SIGMA, SIMCC_SIZE, strict=True)):
        bins = torch.arange(round(side * split), device=places.device, dtype=places.dtype)
        spread = sigma * math.sqrt(side / usual)
        centre = (places[..., axis:axis + 1] * split).round()
        out.append(torch.exp(-(bins - centre).square() / (2 * spread**2)).nan_to_num())
    return out[0], out[1]


# ---------------------------------------------------------------- joints of what a network says


def soft_argmax_2d(maps: Tensor, beta: float = BETA) -> Tensor:
    """Heat maps (B, J, h, w) → cells (B, J, 2), x and y: the mean place under softmax(beta · map)."""
    h, w = maps.shape[-2:]
    share = F.softmax(beta * maps.flatten(-2), dim=-1).reshape(maps.shape)
    x, y = (torch.arange(n, device=maps.device, dtype=maps.dtype) for n in (w, h))
    return torch.stack(((share.sum(-2) * x).sum(-1), (share.sum(-1) * y).sum(-1)), dim=-1)


def soft_argmax_1d(rows: Tensor, beta: float = BETA) -> Tensor:
    """Rows (…, L) → (…,) bins."""
    return (F.softmax(beta * rows, dim=-1) * torch.arange(rows.shape[-1], device=rows.device, dtype=rows.dtype)).sum(-1)


def nudged(cells: Tensor, maps: Tensor) -> Tensor:
    """Cells (B, J, 2) of maps (B, J, h, w) a quarter of a cell towards the higher neighbour on either axis, as HRNet's
    decoding moves its peaks; the gradient passes by it."""
    h, w = maps.shape[-2:]
    at = (cells.detach() + 0.5).floor().long()
    x, y = at[..., 0], at[..., 1]
    inside = (x > 1) & (x < w - 1) & (y > 1) & (y < h - 1)
    flat = maps.detach().flatten(-2)
    x, y = x.clamp(1, w - 2), y.clamp(1, h - 2)

    def there(dx: int, dy: int) -> Tensor:
        return flat.gather(-1, ((y + dy) * w + x + dx)[..., None])[..., 0]

    moves = torch.stack((there(1, 0) - there(-1, 0), there(0, 1) - there(0, -1)), dim=-1).sign()
    return cells + 0.25 * moves * inside[..., None]


# ---------------------------------------------------------------- losses in 2D


def map_losses(pred: Tensor, true: Tensor, weights: Tensor) -> Tensor:
    """(B, J) half the mean squared difference of heat maps, weights (B, J) inside the square (JointsMSELoss)."""
    scaled = (pred - true) * weights[..., None, None]
    return 0.5 * scaled.square().mean(dim=(-1, -2))


def row_losses(pred: tuple[Tensor, Tensor], true: tuple[Tensor, Tensor], weights: Tensor) -> Tensor:
    """(B, J) the divergence of rows from their labels, both under softmax(10 ·), mean over bins, x and y together,
    times weights (B, J) (KLDiscretLoss)."""
    total = torch.zeros_like(weights)
    for said, label in zip(pred, true, strict=True):
        log = F.log_softmax(KL_BETA * said, dim=-1)
        total = total + F.kl_div(log, F.softmax(KL_BETA * label, dim=-1), reduction="none").mean(dim=-1)
    return total * weights


def hard_joints(losses_2d: Tensor, errors_3d: Tensor, most: int) -> Tensor:
    """Online hard keypoint mining by the error in 3D: the mean of the 2D losses (B, J) of the `most` joints of each
    crop whose 3D errors (B, J) are the largest."""
    worst = errors_3d.detach().topk(min(most, errors_3d.shape[-1]), dim=-1).indices
    return losses_2d.gather(-1, worst).mean()


# ---------------------------------------------------------------- several lifters


def dwa(last: Sequence[float], before: Sequence[float], temperature: float = TEMPERATURE) -> list[float]:
    """Dynamic weight average: a weight for each lifter, sum 1, the higher the less its loss fell from the step `before`
    to the `last`."""
    with_floor = [a / max(b, 1e-12) / temperature for a, b in zip(last, before, strict=True)]
    return torch.softmax(torch.tensor(with_floor, dtype=torch.float64), dim=0).tolist()


def local_consistency(poses: Sequence[Tensor]) -> Tensor:
    """Mean squared difference of what two lifters say, over all ordered pairs of them, added up (L2D-Pose, eq. 6)."""
    total = poses[0].new_zeros(())
    for i, a in enumerate(poses):
        for b in poses[i + 1:]:
            total = total + 2 * F.mse_loss(a, b)
    return total


def global_consistency(poses: Sequence[Tensor], true: Tensor) -> Tensor:
    """Mean squared difference of the lifters' mean from the truth (L2D-Pose, eq. 7)."""
    return F.mse_loss(torch.stack(list(poses)).mean(dim=0), true)
