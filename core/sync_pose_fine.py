"""The offset to a fraction of a frame, with its error bar and drift: robust least squares in continuous time.

Two models of what two views of one movement share, both linear in their unknown θ for a given clock:
*affine*: one direction of velocity in each picture (any camera, for a while); *fundamental*: the epipolar constraint
between positions (cameras that stand still), residual to first order in pixels (Sampson, 1982).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.sync_pose_tracks import GRID_HZ, Motion

Floats = NDArray[np.float64]

BLOCK_S = 1.0            # errors of a detector stay alike for less than this; blocks are taken as independent
BLOCKS = 8               # at least so many, shorter ones, in a short overlap
STEP_S = 1 / 30          # between moments that are compared
DRIFT_PRIOR_PPM = 60.0   # what the clocks of phones and cameras differ by
ITERATIONS = 12
MOST_SAMPLES = 30_000    # more only take longer: in minutes of movement the models' own faults decide


@dataclass(frozen=True, eq=False)
class Geometry:
    """A fundamental matrix (9,) in pixels less the middles and divided by the sizes, of two pictures."""

    theta: Floats
    middle_a: Floats
    size_a: float
    middle_b: Floats
    size_b: float


@dataclass(frozen=True, eq=False)
class Fine:
    """t_a = offset_s + (1 + drift_ppm·1e-6)·(t_b − middle_s).

    The sigmas are standard errors that allow for errors alike within a block; that of the drift is from the data alone.
    residual: the robust scale of the misfit, in units of the model. geometry: of the fundamental matrix.
    """

    offset_s: float
    drift_ppm: float
    middle_s: float
    sigma_s: float
    sigma_drift_ppm: float
    residual: float
    geometry: Geometry | None = None


@dataclass(frozen=True, eq=False)
class _Samples:
    """The moments and joints at which both views are seen: t (N,) b's time less its middle; weight, block (N,)."""

    t: Floats
    weight: Floats
    block: NDArray[np.int64]


# θ-features (N, K), their derivative by the offset (N, K), for an offset and a rate.
Features = Callable[[float, float], tuple[Floats, Floats]]


def affine(a: Motion, b: Motion, v_a: Floats, v_b: Floats, offset_s: float) -> Fine | None:
    """v_a, v_b: (G, J, 2) velocities to compare, joints already in the same order."""
    rows, joints, samples, middle = _common(a, b, offset_s)
    if len(rows) < 50:
        return None
    acceleration = np.gradient(v_a, 1 / GRID_HZ, axis=0)
    u_b = v_b[rows, joints]
    curve = _Hermite(a.t[0], v_a, acceleration)
    white_a, white_b = (_whitening(curve(b.t[rows] + offset_s, joints)[0], samples.weight),
                        _whitening(u_b, samples.weight))
    fixed = u_b @ white_b

    def features(offset: float, rate: float) -> tuple[Floats, Floats]:
        u, du = curve(offset + middle + rate * samples.t, joints)
        return (np.concatenate([u @ white_a, -fixed], axis=1),
                np.concatenate([du @ white_a, np.zeros_like(fixed)], axis=1))

    return _solve(features, samples, offset_s, middle, None)


def fundamental(a: Motion, b: Motion, offset_s: float) -> Fine | None:
    """From the positions of two views whose joints are in the same order."""
    rows, joints, samples, middle = _common(a, b, offset_s)
    if len(rows) < 100:
        return None
    curve = _Hermite(a.t[0], a.xy, a.v)
    x_a, x_b = curve(b.t[rows] + offset_s, joints)[0], b.xy[rows, joints]
    (mid_a, size_a), (mid_b, size_b) = (_normal(x, samples.weight) for x in (x_a, x_b))
    h_b = np.column_stack([(x_b - mid_b) / size_b, np.ones(len(rows))])

    def features(offset: float, rate: float) -> tuple[Floats, Floats]:
        x, dx = curve(offset + middle + rate * samples.t, joints)
        h = np.column_stack([(x - mid_a) / size_a, np.ones(len(rows))])
        dh = np.column_stack([dx / size_a, np.zeros(len(rows))])
        return ((h[:, :, None] * h_b[:, None]).reshape(-1, 9), (dh[:, :, None] * h_b[:, None]).reshape(-1, 9))

    return _solve(features, samples, offset_s, middle, _sampson,
                  lambda theta: Geometry(theta, mid_a, size_a, mid_b, size_b))


def misfit(a: Motion, b: Motion, offset_s: float, found: Geometry) -> float:
    """How badly a geometry that was found at one offset fits at another: as `Fine.residual`; infinite where there is
    nothing to compare."""
    rows, joints = _common(a, b, offset_s)[:2]
    if len(rows) < 100:
        return float("inf")
    x_a = _Hermite(a.t[0], a.xy, a.v)(b.t[rows] + offset_s, joints)[0]
    h_a = np.column_stack([(x_a - found.middle_a) / found.size_a, np.ones(len(rows))])
    h_b = np.column_stack([(b.xy[rows, joints] - found.middle_b) / found.size_b, np.ones(len(rows))])
    z = (h_a[:, :, None] * h_b[:, None]).reshape(-1, 9)
    return _scale(z @ found.theta / _sampson(z, found.theta))


def _sampson(z: Floats, theta: Floats) -> Floats:
    """(N,) the size of the epipolar form's gradient, from features x_A ⊗ x_B whose last coordinates are 1."""
    F = theta.reshape(3, 3)
    h_b, h_a = z[:, 6:9], z[:, [2, 5, 8]]
    return np.asarray(np.sqrt(((h_b @ F.T)[:, :2] ** 2).sum(axis=1) + ((h_a @ F)[:, :2] ** 2).sum(axis=1)) + 1e-9)


def _common(a: Motion, b: Motion, offset_s: float) -> tuple[NDArray[np.int64], NDArray[np.int64], _Samples, float]:
    """(N,) rows and joints of b that a saw too, their samples, and the middle of the overlap in b's time."""
    at = (b.t + offset_s - a.t[0]) * GRID_HZ
    inside = np.flatnonzero((at >= 2) & (at <= len(a.t) - 4))
    inside = inside[::max(round(STEP_S * GRID_HZ), -(-len(inside) * b.weight.shape[1] // MOST_SAMPLES))]
    left = at[inside].astype(int)
    weight = np.minimum(a.weight[left], a.weight[left + 1]) * b.weight[inside]
    which, joints = np.nonzero(weight > 0.05)
    rows = inside[which]
    if not len(rows):
        return rows, joints, _Samples(np.empty(0), np.empty(0), rows), 0.0
    middle = float(b.t[inside[0]] + b.t[inside[-1]]) / 2
    t = b.t[rows] - middle
    block = np.floor((t - t[0]) / min(BLOCK_S, (t[-1] - t[0] + STEP_S) / BLOCKS)).astype(np.int64)
    return rows, joints, _Samples(t, weight[which, joints], block), middle


class _Hermite:
    """(G, J, 2) values with derivatives on the grid, at any time of a joint: value and derivative, (N, 2) each."""

    def __init__(self, start: float, values: Floats, slopes: Floats) -> None:
        self._start, self._values, self._slopes = start, values, slopes / GRID_HZ

    def __call__(self, t: Floats, joints: NDArray[np.int64]) -> tuple[Floats, Floats]:
        at = (t - self._start) * GRID_HZ
        left = np.clip(at.astype(int), 0, len(self._values) - 2)
        s = np.clip(at - left, 0.0, 1.0)[:, None]
        y0, y1 = self._values[left, joints], self._values[left + 1, joints]
        m0, m1 = self._slopes[left, joints], self._slopes[left + 1, joints]
        c, d = 3 * (y1 - y0) - 2 * m0 - m1, m0 + m1 - 2 * (y1 - y0)
        return y0 + s * (m0 + s * (c + s * d)), (m0 + s * (2 * c + 3 * s * d)) * GRID_HZ


def _whitening(u: Floats, weight: Floats) -> Floats:
    """(2, 2) that turns u (N, 2) into a cloud of unit spread in every direction."""
    moment = (u * weight[:, None]).T @ u / weight.sum()
    values, vectors = np.linalg.eigh(moment + 1e-6 * np.trace(moment) * np.eye(2) + 1e-12 * np.eye(2))
    return np.asarray(vectors / np.sqrt(values) @ vectors.T)


def _normal(x: Floats, weight: Floats) -> tuple[Floats, float]:
    """Middle (2,) and spread of points, as Hartley (1997) has it, so that F is well conditioned."""
    middle = np.average(x, axis=0, weights=weight)
    return middle, float(np.sqrt(np.average(((x - middle) ** 2).sum(axis=1), weights=weight) / 2)) + 1e-9


def _solve(features: Features, samples: _Samples, offset: float, middle: float,
           gradient: Callable[[Floats, Floats], Floats] | None,
           geometry: Callable[[Floats], Geometry] | None = None) -> Fine | None:
    """Gauss-Newton on θ (unit norm), offset and drift with Cauchy weights (scale from the median misfit)."""
    weight, t = samples.weight, samples.t
    span = max(float(np.ptp(t)), 1.0)
    rate, theta, scale = 1.0, None, 0.0
    for _ in range(ITERATIONS):
        z, dz = features(offset, rate)
        if theta is None:
            theta = _smallest(z, weight)
            for _ in range(3):
                g = gradient(z, theta) if gradient else np.ones(len(z))
                scale = _scale(z @ theta / g)
                theta = _smallest(z, weight * _cauchy(z @ theta / g, scale) / g**2)
        g = gradient(z, theta) if gradient else np.ones(len(z))
        off, slope = z @ theta / g, dz @ theta / g
        scale = _scale(off)
        w = weight * _cauchy(off, scale)
        jacobian = np.column_stack([z / g[:, None], slope, slope * t])
        normal = jacobian.T @ (w[:, None] * jacobian)
        prior = np.zeros(len(normal))
        prior[-1] = scale**2 / (DRIFT_PRIOR_PPM * 1e-6) ** 2
        gauge = np.concatenate([theta, (0.0, 0.0)])
        bound = normal + np.diag(prior) + np.outer(gauge, gauge) * np.trace(normal[:-2, :-2])
        pull = -(jacobian.T @ (w * off)) - prior * np.concatenate([np.zeros(len(theta) + 1), [rate - 1]])
        try:
            step = np.linalg.solve(bound + 1e-12 * np.trace(bound) * np.eye(len(bound)), pull)
        except np.linalg.LinAlgError:
            return None
        theta = theta + step[:-2]
        theta /= np.linalg.norm(theta)
        # A step of more than a frame is out of what the linearization knows.
        offset += float(np.clip(step[-2], -0.03, 0.03))
        rate += float(np.clip(step[-1], -0.03 / span, 0.03 / span))
        if abs(step[-2]) < 1e-6 and abs(step[-1]) * span < 1e-6:
            break
    found = _errors(jacobian, w * off, bound, normal, gauge, samples, offset, rate, middle, scale)
    if found is None or geometry is None or theta is None:
        return found
    return replace(found, geometry=geometry(theta))


def _errors(jacobian: Floats, pull: Floats, bound: Floats, normal: Floats, gauge: Floats, samples: _Samples,
            offset: float, rate: float, middle: float, scale: float) -> Fine | None:
    """Standard errors by the sandwich with whole blocks as the independent units (Liang and Zeger, 1986)."""
    pieces = np.zeros((int(samples.block.max()) + 1, len(gauge)))
    np.add.at(pieces, samples.block, jacobian * pull[:, None])
    blocks = int((np.abs(pieces).sum(axis=1) > 0).sum())
    if blocks < 3:
        return None
    try:
        inverse = np.linalg.inv(bound)
        free = np.linalg.inv(normal + np.outer(gauge, gauge) * np.trace(normal[:-2, :-2]))
    except np.linalg.LinAlgError:
        return None
    meat = pieces.T @ pieces * blocks / (blocks - 1)
    sigma = float(np.sqrt(max((inverse @ meat @ inverse)[-2, -2], 0)))
    drift = float(np.sqrt(max((free @ meat @ free)[-1, -1], 0)))
    return Fine(offset + middle, (rate - 1) * 1e6, middle, sigma, drift * 1e6, scale)


def _smallest(z: Floats, weight: Floats) -> Floats:
    return np.asarray(np.linalg.eigh((z * weight[:, None]).T @ z)[1][:, 0])


def _scale(misfit: Floats) -> float:
    return 1.4826 * float(np.median(np.abs(misfit))) + 1e-12


def _cauchy(misfit: Floats, scale: float) -> Floats:
    return np.asarray(1 / (1 + (misfit / (2.385 * scale)) ** 2))  # 95 % efficient where errors are normal
