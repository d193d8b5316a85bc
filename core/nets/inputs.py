"""What a lifter of ours sees and what it says: the same lines for training and for use.

Input: the 2D of one window of frames, moved so that the pelvis is at (0, 0) in the mean and scaled so that the body has
about the size 1. Position, size, resolution and focal length of the camera leave no trace: they are unknown.
Output: H36M-17 relative to the pelvis, x right, y down, z forward *along the ray to the pelvis*, in metres of a body
whose sixteen bones measure `BONES_M` together. The true size cannot be seen in one view; a fixed one makes windows of
one recording agree.

Published lifters see and say other things; the second half has what their nets name.
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


def between(xys_BTJ3: Tensor, known_BT: Tensor) -> Tensor:
    """(B, T, 17, 3) with what is not known on the line in time between its known neighbours, held at the ends, score 0.

    Of a network that sees some frames only, the others are there for `normalize` to look at. A window in which nothing
    is known is all zeros.
    """
    frames = known_BT.shape[1]
    here = torch.arange(frames, device=known_BT.device)
    before, after = neighbours(known_BT)
    low = torch.where(before < 0, after, before).clamp(0, frames - 1)
    high = torch.where(after >= frames, before, after).clamp(0, frames - 1)
    share = ((here - low) / (high - low).clamp_min(1)).clamp(0, 1)[..., None, None]
    clean = torch.where(known_BT[..., None, None], xys_BTJ3, 0)
    ends = [clean.gather(1, at[..., None, None].expand(-1, -1, *xys_BTJ3.shape[2:])) for at in (low, high)]
    out = ends[0] + share * (ends[1] - ends[0])
    return torch.cat((out[..., :2], torch.where(known_BT[..., None, None], out[..., 2:], 0)), dim=-1)


def neighbours(known_BT: Tensor) -> tuple[Tensor, Tensor]:
    """(B, T) what is known → (B, T) the last known one up to each and the first from it on; −1 and T for none."""
    frames = known_BT.shape[1]
    here = torch.arange(frames, device=known_BT.device)
    return (torch.where(known_BT, here, -1).cummax(dim=1).values,
            torch.where(known_BT, here, frames).flip(1).cummin(dim=1).values.flip(1))


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


# ---------------------------------------------------------------- published lifters


def screen(xy: Tensor, size: Tensor) -> Tensor:
    """(..., 2) pixels → x from -1 to 1 over the width of the picture, y on the same scale about its middle.

    size: (..., 2) width and height in pixels, broadcast against xy. Source: Pavllo et al., CVPR 2019.
    """
    return (2 * xy - size) / size[..., :1]


def unscreen(xy: Tensor, size: Tensor) -> Tensor:
    """The inverse of `screen`."""
    return (xy * size[..., :1] + size) / 2


def standardize(points: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """(..., J, D) in deviations from the mean, (J, D) each, of the training set. Source: Martinez et al., ICCV 2017."""
    return (points - mean) / (deviation + 1e-8)


def unstandardize(points: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """(..., J, D) deviations → the unit of mean and deviation, (J, D) each."""
    return points * deviation + mean


def windows(count: int, length: int, step: int = 1, causal: bool = False) -> Tensor:
    """(count, length) the frames that a network sees to give each of `count` frames, `step` apart.

    A frame is in the middle of its window, or last where causal; where the recording ends, its end frame is repeated.
    """
    back = length - 1 if causal else (length - 1) // 2
    return (torch.arange(count)[:, None] + step * (torch.arange(length) - back)).clamp(0, count - 1)


def pad_ends(x_BTJC: Tensor, frames: int, causal: bool = False) -> Tensor:
    """(B, T, J, C) → (B, T + frames − 1, J, C): the end frames repeated, so that every frame has its surroundings."""
    before = frames - 1 if causal else frames // 2
    count = x_BTJC.shape[1]
    index = torch.arange(-before, count + frames - 1 - before, device=x_BTJC.device)
    return x_BTJC[:, index.clamp(0, count - 1)]


def project(points: Tensor, lens: Tensor, distorted: bool = True) -> Tensor:
    """(..., 3) metres in the camera frame → (..., 2) as `screen` has it, through a lens as Human3.6M gives it.

    lens: (..., 9) focal lengths and centre (2 each, on the scale of `screen`), k1, k2, k3, p1, p2, broadcast. Rays more
    than 45° off the axis count as 45°. The tangential terms are Human3.6M's, not OpenCV's.
    Source: Pavllo et al., CVPR 2019.
    """
    focal, centre, radial, tangential = lens[..., :2], lens[..., 2:4], lens[..., 4:7], lens[..., 7:]
    ray = (points[..., :2] / points[..., 2:]).clamp(-1, 1)
    if distorted:
        r2 = (ray * ray).sum(dim=-1, keepdim=True)
        bent = 1 + (radial * torch.cat((r2, r2**2, r2**3), dim=-1)).sum(dim=-1, keepdim=True)
        ray = ray * (bent + (tangential * ray).sum(dim=-1, keepdim=True)) + tangential * r2
    return focal * ray + centre
