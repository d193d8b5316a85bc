"""The clocks of views by least squares: what a candidate of a pair says of them, and what all together say.

The clocks t_ref = s + (1 + p)·t_view solve, by iteratively reweighted least squares with Cauchy weights, for every pair
(a, b) that is used, in the middle t_b = m of its overlap, where its error is smallest, with t_a = o + (1 + d)·m:

    s_a + (1 + p_a)·(t_a − l_a) = s_b + (1 + p_b)·(m − l_b)      known to the pair's sigma
    (1 + p_a)·(1 + d) = 1 + p_b                                  known to its sigma of the drift

l is how much later than the picture a view's sound is (distance over the speed of sound, the device's own lag), and is
solved for where sound and picture both tie the same views.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.sync_pair import Floats, PairSync

DRIFT_PPM = 40.0 * 2**0.5   # between two cameras of ±40 ppm each, the tolerance of consumer quartz
LIMIT_PPM = 300.0           # no clock of a phone or camera is this far off
HELD_PPM = 0.01             # where a drift is taken as 0
LAG_S = 0.015               # of a view's sound: 5 m, or what phones differ by
FAR_LAG_S = 0.060           # no explanation by distance (20 m) or device goes beyond this
CAUCHY_S = 0.005
CLOSES_S = 0.010            # a loop that closes to this, or to 3 sigma, is closed
CHANCE = 0.1                # that a wrong answer closes a loop: one in as many as a wrong pair has likely places
FLOOR_S = {"audio": 5e-5, "pose": 5e-4, "agreement": 2e-3, "manual": 1e-3}  # no method is better than this
SUREST = 0.98               # no method is believed more than this
BY_HAND = 12.0              # log odds of what somebody marked: above what the methods say together
_TRIED = 5                  # candidates of a pair that are looked at


@dataclass(frozen=True)
class Option:
    """One candidate of one pair, ready for the equations: at t_b = middle view a shows t_a."""

    link: int
    rank: int
    a: int
    b: int
    t_a: float
    t_b: float
    drift: float
    sigma_s: float
    sigma_drift: float
    kind: str
    odds: float  # log of probability over its complement

    @property
    def sound(self) -> bool:
        return self.kind == "audio"

    def residual(self, clocks: Floats, lags: Floats) -> float:
        """Reference seconds by which clocks (V, 2) miss it."""
        t_a, t_b = (self.t_a - lags[self.a], self.t_b - lags[self.b]) if self.sound else (self.t_a, self.t_b)
        (s_a, p_a), (s_b, p_b) = clocks[self.a], clocks[self.b]
        return float(s_a + (1 + p_a) * t_a - s_b - (1 + p_b) * t_b)

    @property
    def tolerance(self) -> float:
        return max(CLOSES_S, 3 * self.sigma_s)


@dataclass
class Fit:
    """A state of the search: clocks (V, 2) with offset and drift, lags (V,), the views placed, the options used, and
    the tree that it began from."""

    clocks: Floats
    lags: Floats
    reached: frozenset[int]
    used: list[Option]
    score: float = -np.inf
    tree: list[Option] = field(default_factory=list)
    cov: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    lagged: tuple[int, ...] = ()


def options_of(link: int, a: int, b: int, sync: PairSync, spans: Mapping[int, tuple[float, float]]) -> list[Option]:
    """The candidates of a pair. What its confidence leaves over is shared: half among the other candidates by their
    scores, half for 'none of these'."""
    kind = sync.evidence[0] if sync.evidence else "audio"
    sure = min(max(sync.confidence, 0.02), SUREST)
    lines = [(sync.offset_s, sync.drift_ppm, sure)]
    others = [c for c in sync.candidates if abs(c.offset_s - sync.offset_s) > CLOSES_S][:_TRIED - 1]
    total = sum(max(c.score, 0.0) for c in others)
    lines += [(c.offset_s, c.drift_ppm, (1 - sure) / 2 * (max(c.score, 0.0) / total if total > 0 else 1 / len(others)))
              for c in others]
    made = []
    for rank, (offset, ppm, chance) in enumerate(lines):
        drift = ppm * 1e-6
        middle = _middle(offset, 1 + drift, sync.overlap_s, spans.get(a), spans.get(b))
        chance = max(chance, 1e-4)
        odds = float(np.log(chance / (1 - chance)))
        if kind == "manual" and sync.accepted:
            odds = BY_HAND
        floor = FLOOR_S.get(kind, 1e-3)
        sigma = float(np.hypot(sync.sigma_s if np.isfinite(sync.sigma_s) else 1.0, floor))
        made.append(Option(link, rank, a, b, offset + (1 + drift) * middle, middle, drift, sigma,
                            sync.sigma_drift_ppm * 1e-6, kind, odds))
    return made


def _middle(offset: float, rate: float, overlap_s: float, a: tuple[float, float] | None,
            b: tuple[float, float] | None) -> float:
    """The middle of the overlap in b's time; without the views' spans, taken to begin at 0."""
    if a is None or b is None:
        return max(0.0, -offset / rate) + overlap_s / 2
    first, last = max(b[0], (a[0] - offset) / rate), min(b[1], (a[1] - offset) / rate)
    return (first + last) / 2


def solved(used: list[Option], fit: Fit, views: int, root: int) -> Fit:
    """The least squares over the used options, from the clocks of `fit`.

    No drift is more than what clocks have, or else what a pair measured: moments that contradict one another by some
    milliseconds a few seconds apart would otherwise pass for thousands of ppm.
    """
    measured = [abs(o.drift) for o in used if np.isfinite(o.sigma_drift)]
    limit = max(LIMIT_PPM * 1e-6, 1.5 * max(measured, default=0.0))
    held: frozenset[int] = frozenset()
    while True:
        found = _least_squares(used, fit, views, root, held)
        beyond = {v for v in found.reached if v not in held and abs(found.clocks[v, 1]) > limit}
        if not beyond:
            return found
        held |= beyond


def _least_squares(used: list[Option], fit: Fit, views: int, root: int, held: frozenset[int]) -> Fit:
    """As `solved`; held: views whose drift is kept at 0."""
    free = [v for v in sorted(fit.reached) if v != root]
    lagged = _lagged(used, views)
    columns = {v: 2 * i for i, v in enumerate(free)}
    of_lag = {v: 2 * len(free) + i for i, v in enumerate(lagged)}
    size = 2 * len(free) + len(lagged)
    clocks, lags = fit.clocks.copy(), np.where(np.isin(np.arange(views), lagged), fit.lags, 0.0)
    rows, values, sigmas, kinds = _equations(used, columns, of_lag, size, held)
    normal = np.zeros((size, size))
    for _ in range(30 if size else 0):
        x = np.zeros(size)
        for v, c in columns.items():
            x[c:c + 2] = clocks[v]
        for v, c in of_lag.items():
            x[c] = lags[v]
        off = rows @ x - values
        # The scale of the Cauchy weights: 5 ms, or what the pair's own error allows; a drift's, in its sigmas.
        scale = np.where(kinds == 0, np.maximum(CAUCHY_S, 3 * sigmas), 3 * sigmas)
        weight = np.where(kinds == 2, 1.0, 1 / (1 + (off / scale) ** 2)) / sigmas**2
        # Seconds and parts per million differ by far: columns of one size.
        unit = np.ones(size)
        unit[[c + 1 for c in columns.values()]] = 1e-6
        normal = (rows * unit).T @ (weight[:, None] * rows * unit)
        new = unit * np.linalg.lstsq(normal, (rows * unit).T @ (weight * values), rcond=None)[0]
        moved = np.abs((new - x) / np.where(unit < 1, 1e-3, 1.0)).max()
        for v, c in columns.items():
            clocks[v] = new[c:c + 2]
        for v, c in of_lag.items():
            lags[v] = new[c]
        if moved < 1e-9:
            break
    cov = np.linalg.pinv(normal) if size else np.zeros((0, 0))
    scaled = np.ones(size)
    scaled[[c + 1 for c in columns.values()]] = 1e-6
    cov = cov * scaled[:, None] * scaled
    for v in held:  # kept, not known
        cov[columns[v] + 1, columns[v] + 1] = (DRIFT_PPM * 1e-6) ** 2
    return Fit(clocks, lags, fit.reached, used, cov=cov, lagged=tuple(lagged))


def _lagged(used: list[Option], views: int) -> list[int]:
    """The views whose sound lag can be told from the picture's clock: sound ties two of them that pictures tie too."""
    group = list(range(views))
    for o in used:
        if not o.sound:
            old, new = group[o.b], group[o.a]
            group = [new if g == old else g for g in group]
    return sorted({v for o in used if o.sound and group[o.a] == group[o.b] for v in (o.a, o.b)})


def _equations(used: list[Option], columns: Mapping[int, int], of_lag: Mapping[int, int],
               size: int, held: frozenset[int]) -> tuple[Floats, Floats, Floats, Floats]:
    """Rows, right sides, sigmas and kinds (0 a moment, 1 a drift, 2 a prior) of the linear equations."""
    rows, values, sigmas, kinds = [], [], [], []

    def add(terms: Sequence[tuple[int | None, float]], value: float, sigma: float, kind: int) -> None:
        row = np.zeros(size)
        for column, factor in terms:
            if column is not None:
                row[column] += factor
        rows.append(row)
        values.append(value)
        sigmas.append(sigma)
        kinds.append(kind)

    for o in used:
        a, b = columns.get(o.a), columns.get(o.b)
        drift_a, drift_b = (None if c is None else c + 1 for c in (a, b))
        terms: list[tuple[int | None, float]] = [(a, 1), (drift_a, o.t_a), (b, -1), (drift_b, -o.t_b)]
        if o.sound:
            terms += [(of_lag.get(o.a), -1), (of_lag.get(o.b), 1)]
        add(terms, o.t_b - o.t_a, o.sigma_s, 0)
        if np.isfinite(o.sigma_drift):
            add([(drift_a, 1 + o.drift), (drift_b, -1)], -o.drift, max(o.sigma_drift, 1e-8), 1)
    for v, c in columns.items():
        # Robust: a file that lies about its rate is far off, and marks a minute apart show it.
        add([(c + 1, 1)], 0.0, HELD_PPM * 1e-6 if v in held else DRIFT_PPM * 1e-6, 2 if v in held else 1)
    for c in of_lag.values():
        add([(c, 1)], 0.0, LAG_S, 2)
    return np.array(rows).reshape(len(rows), size), np.array(values), np.array(sigmas), np.array(kinds)
