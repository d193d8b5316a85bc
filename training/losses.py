"""Losses on poses. Each names its paper; all come out in the unit of the poses.

Shapes: B clips, V views, T frames, J joints. Weights are not negative; a joint with weight 0 counts nowhere, and its
coordinates must still be finite. Without weights every joint counts alike.
"""

from itertools import combinations

import torch
from torch import Tensor

from core.geometry import align_sequence_torch, align_torch
from core.skeleton import H36M17


def mean(values: Tensor, weights: Tensor | None) -> Tensor:
    """The weighted mean of all values; 0 where no weight is."""
    if weights is None:
        return values.mean()
    out: Tensor = (values * weights).sum() / weights.sum().clamp_min(torch.finfo(values.dtype).tiny)
    return out


def mpjpe(pred: Tensor, true: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean per-joint position error (Martinez et al., ICCV 2017, sec. 4). weights: (…, J)."""
    return mean((pred - true).norm(dim=-1), weights)


def n_mpjpe(pred: Tensor, true: Tensor, weights: Tensor | None = None) -> Tensor:
    """MPJPE after the best scale of each frame (Rhodin et al., CVPR 2018, eq. 4)."""
    w = 1.0 if weights is None else weights[..., None]
    both, own = ((w * part * pred).sum((-1, -2), keepdim=True) for part in (true, pred))
    return mpjpe(both / own.clamp_min(1e-9) * pred, true, weights)


def velocity(pred: Tensor, true: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean error of the differences of neighbouring frames of (…, T, J, 3) (Pavllo et al., CVPR 2019, MPJVE); 0 for a
    single frame. A difference counts as the lesser of its two frames."""
    if pred.shape[-3] < 2:
        return pred.new_zeros(())
    both = None if weights is None else torch.minimum(weights[..., 1:, :], weights[..., :-1, :])
    return mpjpe(pred.diff(dim=-3), true.diff(dim=-3), both)


# ---------------------------------------------------------------- several views


def consistency(a: Tensor, b: Tensor, weights: Tensor | None = None, per_frame: bool = False) -> Tensor:
    """Mean distance of (…, T, J, 3) poses of one view from another's once they are aligned, a onto b.

    One similarity for the whole sequence, or, for cameras that move, one for each frame; the gradient goes through the
    alignment. weights: (…, T, J); as in the paper a joint counts where both views have it. Not symmetric: the unit is
    that of b. Source: Ingwersen et al., "Two Views Are Better than One", eq. 1.
    """
    moved = (align_torch if per_frame else align_sequence_torch)(a, b, weights)
    distance: Tensor = (moved - b).norm(dim=-1)
    if weights is None:
        return distance.mean()
    # As without weights: the mean of a sequence (a frame) first, and over those of which something is seen.
    axes = (-1,) if per_frame else (-1, -2)
    total = weights.sum(axes)
    each = (distance * weights).sum(axes) / total.clamp_min(torch.finfo(a.dtype).tiny)
    return mean(each, (total > 0).to(a.dtype))


def consistency_of_views(poses: Tensor, weights: Tensor | None = None, per_frame: bool = False,
                         symmetric: bool = False) -> Tensor:
    """The mean of `consistency` over all pairs of the V views of (B, V, T, J, 3) poses, the earlier onto the later one.

    weights: (B, V, T, J); a pair counts what both see, as far as they multiply. symmetric: both ways, and their mean.
    """
    pairs = list(combinations(range(poses.shape[1]), 2))
    if not pairs:
        return poses.new_zeros(())
    first, second = (torch.tensor(side, device=poses.device) for side in zip(*pairs, strict=True))
    a, b = poses[:, first], poses[:, second]
    w = None if weights is None else weights[:, first] * weights[:, second]
    loss = consistency(a, b, w, per_frame)
    return (loss + consistency(b, a, w, per_frame)) / 2 if symmetric else loss


# ---------------------------------------------------------------- the picture


def reprojection(pred: Tensor, xy: Tensor, confidence: Tensor) -> Tensor:
    """Mean over all joints of their distance in the picture, times confidence: (…, J, 2 or 3) against (…, J, 2).

    For a lifter that speaks in the space of the picture, where to project is to leave out z (Zhu et al., ICCV 2023).
    """
    distance: Tensor = ((pred[..., :2] - xy) * confidence[..., None]).norm(dim=-1)
    return distance.mean()


def perspective(points: Tensor, ray: Tensor, xy: Tensor, weights: Tensor) -> Tensor:
    """(…, J, 3) points from the pelvis, in the camera's axes, in a picture: (…, J, 2) from where the pelvis is.

    ray: (…, 3) to the pelvis, z = 1; xy: (…, J, 2) where the joints are seen, on the plane at distance 1, from the
    pelvis; weights: (…, J). How far away the body is is not known: it is put where it comes, in the sense of least
    squares, nearest to what is seen, by four steps of Gauss and Newton from where a body without depth would be.
    """
    w = weights[..., None]
    flat, depth = points[..., :2] - ray[..., None, :2] * points[..., 2:], points[..., 2:]
    near = (w * flat * xy).sum((-1, -2)) / (w * flat * flat).sum((-1, -2)).clamp_min(1e-9)  # 1 / distance
    # No joint comes nearer to the camera than a fifth of the way to the pelvis: there the picture has no end.
    most = 0.8 / (-depth.detach()).amax(dim=(-1, -2)).clamp_min(1e-3)
    near = torch.minimum(near.clamp_min(1e-3), most)
    for _ in range(4):
        ahead = 1 + near[..., None, None] * depth
        slope, missing = flat / ahead**2, xy - near[..., None, None] * flat / ahead
        step = (w * slope * missing).sum((-1, -2)) / (w * slope * slope).sum((-1, -2)).clamp_min(1e-9)
        near = torch.minimum((near + step).clamp_min(1e-3), most)
    return near[..., None, None] * flat / (1 + near[..., None, None] * depth)


# ---------------------------------------------------------------- bones


def bone_lengths(poses: Tensor) -> Tensor:
    """(…, 17, 3) → (…, 16) in the order of H36M-17's bones."""
    near, far = (list(ends) for ends in zip(*H36M17.bones, strict=True))
    out: Tensor = (poses[..., far, :] - poses[..., near, :]).norm(dim=-1)
    return out


def limb_lengths(pred: Tensor, true: Tensor) -> Tensor:
    """Mean difference of bone lengths (Zhu et al., ICCV 2023, loss_limb_gt)."""
    return (bone_lengths(pred) - bone_lengths(true)).abs().mean()


def limb_variance(pred: Tensor) -> Tensor:
    """Mean variance over time of the bone lengths of (…, T, 17, 3) (Zhu et al., ICCV 2023, loss_limb_var); 0 for a
    single frame."""
    if pred.shape[-3] < 2:
        return pred.new_zeros(())
    return bone_lengths(pred).var(dim=-2).mean()


def stature(poses: Tensor, bones_m: float) -> Tensor:
    """How far the bones of (…, T, 17, 3) together are from their due length, as a share of it.

    A lifter of one view cannot see a body's size, and neither distances after Procrustes nor a picture at an unknown
    distance say it: without this all would be served by smaller and smaller bodies.
    """
    return (bone_lengths(poses).sum(-1).mean(-1) / bones_m - 1).abs().mean()


def spread(poses: Tensor) -> Tensor:
    """Root mean square distance of the joints of (…, J, 3) from their frame's mean: what falls when poses collapse."""
    return (poses - poses.mean(-2, keepdim=True)).square().sum(-1).mean().sqrt()


# ---------------------------------------------------------------- MixSTE

# How much each joint of H36M-17 counts: the further from the trunk, the more.
LIMBS_COUNT = torch.tensor([1, 1, 2.5, 2.5, 1, 2.5, 2.5, 1, 1, 1, 1.5, 1.5, 4, 4, 1.5, 4, 4])


def weighted_mpjpe(pred: Tensor, true: Tensor) -> Tensor:
    """WMPJPE of (…, 17, 3): the mean over all joints of their distance times `LIMBS_COUNT` (Zhang et al., CVPR 2022).
    The weights are not divided by their sum."""
    out: Tensor = ((pred - true).norm(dim=-1) * LIMBS_COUNT.to(pred)).mean()
    return out


def temporal_consistency(pred: Tensor) -> Tensor:
    """TCLoss: mean square of the movements between neighbouring frames of (…, T, 17, 3), each joint times `LIMBS_COUNT`
    (Zhang et al., CVPR 2022; Hossain and Little, ECCV 2018); 0 for a single frame. It pulls towards rest, and its unit
    is that of the poses squared."""
    if pred.shape[-3] < 2:
        return pred.new_zeros(())
    return (pred.diff(dim=-3).square() * LIMBS_COUNT.to(pred)[:, None]).mean()
