"""How well two views' movements fit at every offset at once, whatever the cameras.

Two affine cameras share one direction: every joint's movement along it is the same signal in both pictures up to one
factor, at any roll, zoom or mirroring. The first canonical correlation of the joints' velocities, over all joints and
moments of the overlap, measures that; −N·log(1 − ρ²) makes it comparable between long and short overlaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.sync_pose_tracks import GRID_HZ

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """At each lag (L,) of whole grid steps, of a against b: the log-likelihood ratio against 'nothing shared', and the
    seconds of overlap that a whole body would have to be seen in to give as much to compare."""

    lags: NDArray[np.int64]
    score: Floats
    overlap_s: Floats


def fits(v_a: Floats, weight_a: Floats, v_b: Floats, weight_b: Floats,
         orders: Sequence[NDArray[np.int64]]) -> list[Fit]:
    """One a way of ordering b's joints. v: (G, J, 2) velocities on the grid, weight: (G, J); orders: (J,) each, the
    joints of b that belong to those of a."""
    from scipy.fft import irfft, next_fast_len, rfft

    frames_a, frames_b, joints = len(v_a), len(v_b), v_a.shape[1]
    length = int(next_fast_len(frames_a + frames_b, real=True))
    # Joint by joint: the transforms of all at once would fill the memory for recordings of an hour.
    sums = [np.zeros((11, length // 2 + 1), dtype=np.complex128) for _ in orders]
    for joint in range(joints):
        of_a = rfft(_products(v_a[:, joint], weight_a[:, joint]), length, axis=-1)
        of_b: dict[int, NDArray[np.complex128]] = {}
        for total, order in zip(sums, orders, strict=True):
            other = int(order[joint])
            if other not in of_b:
                of_b[other] = np.conj(rfft(_products(v_b[:, other], weight_b[:, other]), length, axis=-1))
            total += of_a[_OF_A] * of_b[other][_OF_B]
    lags = np.arange(-(frames_b - 1), frames_a)
    return [_fit(irfft(total, length, axis=-1)[:, lags], lags, joints) for total in sums]


# Rows of _products: 1, x, y, xx, xy, yy. The moments summed over t of a(t + lag)·b(t) that the correlation needs:
# the count; a's and b's own second moments over the overlap; the four between them.
_OF_A = [0, 3, 4, 5, 0, 0, 0, 1, 1, 2, 2]
_OF_B = [0, 0, 0, 0, 3, 4, 5, 1, 2, 1, 2]


def _products(v: Floats, weight: Floats) -> Floats:
    """(6, G) of one joint's (G, 2) velocities."""
    x, y = v[:, 0], v[:, 1]
    return weight * np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def _fit(moments: Floats, lags: NDArray[np.int64], joints: int) -> Fit:
    rho2 = _first_canonical(*moments[1:])
    count = np.maximum(moments[0], 0)
    return Fit(lags, -count * np.log1p(-rho2), count / GRID_HZ / joints)


def _first_canonical(axx: Floats, axy: Floats, ayy: Floats, bxx: Floats, bxy: Floats, byy: Floats,
                     cxx: Floats, cxy: Floats, cyx: Floats, cyy: Floats) -> Floats:
    """Squared first canonical correlation from the 2×2 moments: the larger eigenvalue of A⁻¹·C·B⁻¹·Cᵀ."""
    # A movement along one line has a singular moment matrix; a ten-thousandth of its trace keeps it invertible.
    ridge_a, ridge_b = 1e-4 * (axx + ayy) + 1e-9, 1e-4 * (bxx + byy) + 1e-9
    axx, ayy, bxx, byy = axx + ridge_a, ayy + ridge_a, bxx + ridge_b, byy + ridge_b
    det_a, det_b = axx * ayy - axy * axy, bxx * byy - bxy * bxy
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = (ayy * cxx - axy * cyx) / det_a, (ayy * cxy - axy * cyy) / det_a    # A⁻¹·C, first row
        r, s = (axx * cyx - axy * cxx) / det_a, (axx * cyy - axy * cxy) / det_a
        e, f = (byy * cxx - bxy * cxy) / det_b, (byy * cyx - bxy * cyy) / det_b    # B⁻¹·Cᵀ, first row
        g, h = (bxx * cxy - bxy * cxx) / det_b, (bxx * cyy - bxy * cyx) / det_b
        trace = p * e + q * g + r * f + s * h
        det = (p * s - q * r) * (e * h - f * g)
        large = trace / 2 + np.sqrt(np.maximum(trace * trace / 4 - det, 0))
    return np.asarray(np.clip(np.nan_to_num(large), 0, 1 - 1e-9))


def canonical(aa: Floats, bb: Floats, ab: Floats) -> tuple[Floats, Floats, Floats]:
    """From the 2×2 moments of two pictures' movements: the directions (2, 2) in the first picture as columns, their
    correlations (2,), the greatest first, and the directions (2, 2) in the second."""
    roots = []
    for moment in (aa, bb):
        values, vectors = np.linalg.eigh(moment + 1e-6 * np.trace(moment) * np.eye(2) + 1e-12 * np.eye(2))
        roots.append(vectors / np.sqrt(values) @ vectors.T)
    left, correlations, right = np.linalg.svd(roots[0] @ ab @ roots[1])
    return np.asarray(roots[0] @ left), np.asarray(correlations), np.asarray(roots[1] @ right.T)
