"""What a lifter of ours sees and what it says: the same lines for training and for use.

Input: the 2D of one window of frames, moved so that the pelvis is at (0, 0) in the mean and scaled so that the body has
about the size 1. Position, size, resolution and focal length of the camera leave no trace: they are unknown.
Output: H36M-17 relative to the pelvis, x right, y down, z forward *along the ray to the pelvis*, in metres of a body
whose sixteen bones measure `BONES_M` together. The true size cannot be seen in one view; a fixed one makes windows of
one recording agree.
"""

import torch
from torch import Tensor

from core.skeleton import H36M17

# Sum of the 16 bones of H36M-17 for an adult of about 1.75 m (mean of the CMU subjects).
BONES_M = 4.05


def normalize(xys_BTJ3: Tensor) -> Tensor:
    """(B, T, 17, 3) pixels and score, finite everywhere → the input of the network, same shape.

    The size is the median over the frames of the mean distance of the joints from the pelvis: one wild joint or a few
    wild frames do not change it.
    """
    xy, score = xys_BTJ3[..., :2], xys_BTJ3[..., 2:]
    pelvis = xy[..., :1, :]
    size = (xy - pelvis).norm(dim=-1).mean(dim=-1).median(dim=1).values  # (B,)
    xy = (xy - pelvis.mean(dim=1, keepdim=True)) / (2 * size.clamp_min(1e-3))[:, None, None, None]
    return torch.cat((xy.clamp(-8, 8), score), dim=-1)


def mirror(points: Tensor) -> Tensor:
    """(..., 17, D) seen in a mirror: x negated, left and right exchanged."""
    points = points[..., torch.as_tensor(H36M17.mirror), :]
    return torch.cat((-points[..., :1], points[..., 1:]), dim=-1)


def along_ray(ray: Tensor) -> Tensor:
    """(..., 3) directions → (..., 3, 3) smallest rotations that turn them onto the optical axis (0, 0, 1).

    Rodrigues' formula for the rotation between two unit vectors. Directions backwards along the axis have none.
    """
    x, y, z = torch.nn.functional.normalize(ray, dim=-1).unbind(-1)
    k = 1 / (1 + z).clamp_min(1e-6)
    rows = (1 - k * x * x, -k * x * y, -x, -k * x * y, 1 - k * y * y, -y, x, y, z)
    return torch.stack(rows, dim=-1).view(*ray.shape, 3)
