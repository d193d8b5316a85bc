"""The figures of the field. All lengths come out in the unit of the points; nothing here multiplies by 1000.

Points are (..., T, J, 3); `pred` and `true` have the same shape. A joint with a NaN in either, or where `valid`
(..., T, J) is False, counts nowhere. Each figure is a float: the mean over the joints that count, NaN when none does.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.geometry import align, align_sequence

Array = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]


def _valid(pred: Array, true: Array, valid: Mask | None) -> Mask:
    seen = np.isfinite(pred).all(-1) & np.isfinite(true).all(-1)
    return np.asarray(seen if valid is None else seen & valid)


def _mean(errors: Array, mask: Mask) -> float:
    return float(errors[mask].mean(dtype=np.float64)) if mask.any() else float("nan")


def _clean(points: Array, mask: Mask) -> Array:
    return np.where(mask[..., None], points, 0).astype(np.float64)


def errors(pred: Array, true: Array) -> Array:
    """(..., T, J) Euclidean distance of each joint."""
    return np.linalg.norm(pred - true, axis=-1)


def mpjpe(pred: Array, true: Array, valid: Mask | None = None) -> float:
    """Mean per-joint position error, as the points are: subtract the root first (protocol 1)."""
    return _mean(errors(pred, true), _valid(pred, true, valid))


def n_mpjpe(pred: Array, true: Array, valid: Mask | None = None) -> float:
    """MPJPE after the best scale of each frame about the root (Rhodin et al., CVPR 2018)."""
    mask = _valid(pred, true, valid)
    p, t = _clean(pred, mask), _clean(true, mask)
    dot, square = (t * p).sum((-1, -2)), (p * p).sum((-1, -2))
    scale = np.where(square > 0, dot / np.where(square > 0, square, 1), 1)
    return _mean(errors(scale[..., None, None] * p, t), mask)


def p_mpjpe_errors(pred: Array, true: Array, valid: Mask | None = None) -> Array:
    """(..., T, J) distances after Procrustes alignment (similarity) of each frame; NaN where a joint does not count."""
    mask = _valid(pred, true, valid)
    p, t = _clean(pred, mask), _clean(true, mask)
    return np.where(mask, errors(align(p, t, mask.astype(np.float64)), t), np.nan)


def p_mpjpe(pred: Array, true: Array, valid: Mask | None = None) -> float:
    """MPJPE after Procrustes alignment (similarity) of each frame (protocol 2)."""
    e = p_mpjpe_errors(pred, true, valid)
    return _mean(e, np.isfinite(e))


def sequence_p_mpjpe(pred: Array, true: Array, valid: Mask | None = None) -> float:
    """MPJPE after one similarity for the whole sequence (..., T, J, 3)."""
    mask = _valid(pred, true, valid)
    p, t = _clean(pred, mask), _clean(true, mask)
    return _mean(errors(align_sequence(p, t, mask.astype(np.float64)), t), mask)


def mpjve(pred: Array, true: Array, valid: Mask | None = None) -> float:
    """Mean per-joint velocity error, in the unit of the points *per frame* (Pavllo et al., CVPR 2019)."""
    mask = _valid(pred, true, valid)
    both = mask[..., 1:, :] & mask[..., :-1, :]
    return _mean(errors(np.diff(pred, axis=-3), np.diff(true, axis=-3)), both)


def pck(pred: Array, true: Array, threshold: float, valid: Mask | None = None) -> float:
    """Share (0 to 1) of joints closer than `threshold` (in the unit of the points; 150 mm is the custom in 3D)."""
    return _mean((errors(pred, true) < threshold).astype(np.float64), _valid(pred, true, valid))


def auc(pred: Array, true: Array, thresholds: Array, valid: Mask | None = None) -> float:
    """Mean PCK over `thresholds`; 5, 10 … 150 mm is the custom of MPI-INF-3DHP."""
    return float(np.mean([pck(pred, true, float(threshold), valid) for threshold in thresholds]))
