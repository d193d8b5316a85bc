"""Losses on (B, T, J, 3) poses. Each names its paper; all come out in the unit of the poses."""

import torch
from torch import Tensor


def mpjpe(pred: Tensor, true: Tensor) -> Tensor:
    """Mean per-joint position error (Martinez et al., ICCV 2017, sec. 4)."""
    error: Tensor = (pred - true).norm(dim=-1)
    return error.mean()


def n_mpjpe(pred: Tensor, true: Tensor) -> Tensor:
    """MPJPE after the best scale of each frame (Rhodin et al., CVPR 2018, eq. 4)."""
    scale = (true * pred).sum((-1, -2), keepdim=True) / (pred * pred).sum((-1, -2), keepdim=True).clamp_min(1e-9)
    return mpjpe(scale * pred, true)


def velocity(pred: Tensor, true: Tensor) -> Tensor:
    """Mean error of the differences of neighbouring frames (Pavllo et al., CVPR 2019, MPJVE); 0 for a single frame."""
    if pred.shape[1] < 2:
        return torch.zeros((), dtype=pred.dtype, device=pred.device)
    return mpjpe(pred.diff(dim=1), true.diff(dim=1))
