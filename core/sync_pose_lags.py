"""How well two views' movements fit at every offset at once, whatever the cameras.

Two affine cameras share one direction: every joint's movement along it is the same signal in both pictures up to one
factor, at any roll, zoom or mirroring. The first canonical correlation of the joints' velocities, over all joints and
moments of the overlap, measures that; −N·log(1 − ρ²) makes it comparable between long and short overlaps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.sync_pose_tracks import GRID_HZ

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """At each lag (L,) of whole grid steps, of a against b: the log-likelihood ratio against 'nothing shared', the
    canonical correlation, and the seconds of overlap in which at least half of the body was seen."""

    lags: NDArray[np.int64]
    score: Floats
    rho: Floats
    overlap_s: Floats


class Spectra:
    """The transforms of one view's weights, weighted velocities and their products, (6, J, F)."""

    def __init__(self, v: Floats, weight: Floats, length: int) -> None:
        from scipy.fft import rfft

        x, y = v[..., 0], v[..., 1]
        parts = np.stack([weight, weight * x, weight * y, weight * x * x, weight * x * y, weight * y * y])
        self.of = rfft(np.ascontiguousarray(parts.transpose(0, 2, 1)), length, axis=-1)


def transform_length(frames_a: int, frames_b: int) -> int:
    from scipy.fft import next_fast_len

    return int(next_fast_len(frames_a + frames_b, real=True))


def fit(a: Spectra, b: Spectra, frames_a: int, frames_b: int, length: int,
        order: NDArray[np.int64] | None = None) -> Fit:
    """order: (J,) the joints of b that belong to those of a."""
    from scipy.fft import irfft

    A, B = a.of, np.conj(b.of if order is None else b.of[:, order])
    # Summed over joints: sum over t of a(t + lag)·b(t) for each product that the moments need.
    products = np.stack([
        _sum(A[0], B[0]),
        _sum(A[3], B[0]), _sum(A[4], B[0]), _sum(A[5], B[0]),
        _sum(A[0], B[3]), _sum(A[0], B[4]), _sum(A[0], B[5]),
        _sum(A[1], B[1]), _sum(A[1], B[2]), _sum(A[2], B[1]), _sum(A[2], B[2]),
    ])
    sums = irfft(products, length, axis=-1)
    lags = np.arange(-(frames_b - 1), frames_a)
    n, axx, axy, ayy, bxx, bxy, byy, cxx, cxy, cyx, cyy = sums[:, lags]
    rho2 = _first_canonical(axx, axy, ayy, bxx, bxy, byy, cxx, cxy, cyx, cyy)
    n = np.maximum(n, 0)
    return Fit(lags, -n * np.log1p(-rho2), np.sqrt(rho2), n / GRID_HZ / A.shape[1])


def _sum(a: NDArray[np.complex128], b: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return np.asarray(np.einsum("jf,jf->f", a, b))


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
