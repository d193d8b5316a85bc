"""Procrustes alignment and triangulation.

Procrustes: the similarity (or rigid motion) that brings one set of points closest to another in the sense of least
squares (Umeyama, PAMI 1991, eq. 40-43). `align` is written for numpy, `align_torch` is its twin with a gradient; both
take any batch axes, so that one frame of J points and a whole sequence of T·J points are the same call.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

Array = NDArray[np.floating[Any]]


def procrustes(a: Array, b: Array, weights: Array | None = None,
               scale: bool = True) -> tuple[Array, Array, Array]:
    """Scale c (...), rotation R (..., D, D) and translation t (..., D) with c·R·a + t ≈ b.

    a, b: (..., N, D), finite. weights: (..., N), not negative; points with weight 0 are ignored (their coordinates must
    still be finite). scale False gives c = 1. Where all weighted points of `a` coincide c is 1; where all weights
    are zero the result is the identity.
    """
    w = np.ones(a.shape[:-1], a.dtype) if weights is None else np.broadcast_to(weights, a.shape[:-1]).astype(a.dtype)
    w = (w / np.maximum(w.sum(-1, keepdims=True), np.finfo(a.dtype).tiny))[..., None]
    mean_a, mean_b = (w * a).sum(-2, keepdims=True), (w * b).sum(-2, keepdims=True)
    a0, b0 = a - mean_a, b - mean_b
    u, s, vt = np.linalg.svd(np.swapaxes(w * b0, -1, -2) @ a0)
    sign = np.ones_like(s)
    sign[..., -1] = np.where(np.linalg.det(u) * np.linalg.det(vt) < 0, -1, 1)  # a rotation, never a mirror image
    r = (u * sign[..., None, :]) @ vt
    spread = (w * a0**2).sum((-1, -2))
    c = np.ones_like(spread)
    if scale:
        c = np.where(spread > 0, (s * sign).sum(-1) / np.where(spread > 0, spread, 1), 1)
    t = (mean_b - c[..., None, None] * mean_a @ np.swapaxes(r, -1, -2))[..., 0, :]
    return c, r, t


def transform(points: Array, c: Array, r: Array, t: Array) -> Array:
    """c·R·points + t for points (..., N, D)."""
    return c[..., None, None] * points @ np.swapaxes(r, -1, -2) + t[..., None, :]


def align(a: Array, b: Array, weights: Array | None = None, scale: bool = True) -> Array:
    """`a` (..., N, D) moved onto `b` by `procrustes`; same shape."""
    return transform(a, *procrustes(a, b, weights, scale))


def align_sequence(a: Array, b: Array, weights: Array | None = None, scale: bool = True) -> Array:
    """(..., T, J, D) moved onto `b` by one similarity for all T frames. weights: (..., T, J)."""
    flat = (*a.shape[:-3], a.shape[-3] * a.shape[-2], a.shape[-1])
    w = None if weights is None else np.broadcast_to(weights, a.shape[:-1]).reshape(flat[:-1])
    return align(a.reshape(flat), b.reshape(flat), w, scale).reshape(a.shape)


def procrustes_torch(a: "Tensor", b: "Tensor", weights: "Tensor | None" = None,
                     scale: bool = True) -> "tuple[Tensor, Tensor, Tensor]":
    """The twin of `procrustes` for torch tensors, with the gradient through all three parts."""
    import torch

    w = torch.ones_like(a[..., 0]) if weights is None else weights.expand(a.shape[:-1]).to(a.dtype)
    w = (w / w.sum(-1, keepdim=True).clamp_min(torch.finfo(a.dtype).tiny))[..., None]
    mean_a, mean_b = (w * a).sum(-2, keepdim=True), (w * b).sum(-2, keepdim=True)
    a0, b0 = a - mean_a, b - mean_b
    spread_ab = (w * b0).transpose(-1, -2) @ a0
    r: Tensor = _rotation().apply(spread_ab)
    spread = (w * a0**2).sum((-1, -2))
    c = torch.ones_like(spread)
    if scale:
        # trace(Rᵀ·H), the sum of H's singular values with the sign of its determinant.
        c = torch.where(spread > 0, (r * spread_ab).sum((-1, -2)) / torch.where(spread > 0, spread, 1.0), c)
    return c, r, (mean_b - c[..., None, None] * mean_a @ r.transpose(-1, -2))[..., 0, :]


@cache
def _rotation() -> Any:
    """The rotation nearest to (..., D, D) matrices H, as an operation of torch with its exact gradient.

    H = R·P with P symmetric. A change of H turns R by Ω, where Ω·P + P·Ω is twice the antisymmetric part of Rᵀ·dH: in
    the axes of P, where P is the diagonal s, an element of Ω is that of the right side divided by s_i + s_j. Through
    the gradient of an SVD it would be divided by s_i² − s_j² as well, which nothing keeps from 0.
    """
    import torch

    class Rotation(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, h: "Tensor") -> "Tensor":
            # Apple's GPUs have no SVD of torch's; that of a few 3 × 3 matrices is nothing for the processor beside.
            u, s, vt = torch.linalg.svd(h.cpu() if h.device.type == "mps" else h)
            sign = torch.ones_like(s)
            sign[..., -1] = torch.where(torch.linalg.det(u) * torch.linalg.det(vt) < 0, -1.0, 1.0)
            s, vt, sign = (part.to(h.device) for part in (s, vt, sign))
            r: Tensor = (u.to(h.device) * sign[..., None, :]) @ vt
            ctx.save_for_backward(r, s * sign, vt)
            return r

        @staticmethod
        def backward(ctx: Any, *grads: "Tensor") -> "Tensor":
            r, s, vt = ctx.saved_tensors
            pull = r.transpose(-1, -2) @ grads[0]
            turn = vt @ (pull - pull.transpose(-1, -2)) @ vt.transpose(-1, -2) / 2
            total = s[..., :, None] + s[..., None, :]
            # Where two axes carry nothing, or cancel, the rotation in their plane is not determined: no pull there.
            least = torch.finfo(s.dtype).eps * s.abs().amax(-1)[..., None, None]
            turn = torch.where(total.abs() > least, turn / torch.where(total.abs() > least, total, 1.0), 0)
            out: Tensor = 2 * r @ vt.transpose(-1, -2) @ turn @ vt
            return out

    return Rotation


def align_torch(a: "Tensor", b: "Tensor", weights: "Tensor | None" = None, scale: bool = True) -> "Tensor":
    """The twin of `align` for torch tensors, with the gradient through the alignment."""
    c, r, t = procrustes_torch(a, b, weights, scale)
    return c[..., None, None] * a @ r.transpose(-1, -2) + t[..., None, :]


def align_sequence_torch(a: "Tensor", b: "Tensor", weights: "Tensor | None" = None, scale: bool = True) -> "Tensor":
    """The twin of `align_sequence` for torch tensors: (..., T, J, D) by one similarity for all T frames."""
    w = None if weights is None else weights.expand(a.shape[:-1]).flatten(-2)
    return align_torch(a.flatten(-3, -2), b.flatten(-3, -2), w, scale).reshape(a.shape)


def triangulate(xy: Array, projections: Array, weights: Array | None = None) -> Array:
    """Points (..., 3) seen by V cameras: the direct linear transform (Hartley & Zisserman, 2nd ed., sec. 12.2).

    xy: (V, ..., 2) undistorted pixels, NaN where not seen; projections: (V, 3, 4) K[R|t]; weights: (V, ...), not
    negative. NaN where fewer than two views see the point.
    """
    w = np.ones(xy.shape[:-1]) if weights is None else np.asarray(weights, np.float64)
    seen = np.isfinite(xy).all(-1) & (w > 0)
    w = np.where(seen, w, 0.0)
    xy = np.where(seen[..., None], xy, 0.0).astype(np.float64)
    p = projections.astype(np.float64).reshape(len(xy), *[1] * (xy.ndim - 2), 3, 4)
    rows = w[..., None, None] * (xy[..., None] * p[..., 2:, :] - p[..., :2, :])  # (V, ..., 2, 4)
    rows = np.moveaxis(rows, 0, -3).reshape(*xy.shape[1:-1], 2 * len(xy), 4)
    # Pixels and metres differ by thousands: columns of equal size keep the smallest singular vector meaningful.
    size = np.maximum(np.linalg.norm(rows, axis=-2, keepdims=True), np.finfo(np.float64).tiny)
    point = np.linalg.svd(rows / size)[2][..., -1, :] / size[..., 0, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        point = point[..., :3] / point[..., 3:]
    return np.where((seen.sum(0) >= 2)[..., None], point, np.nan)
