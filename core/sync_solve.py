"""All pairs of views together: one clock for each view, and the pairs that do not fit.

The clocks t_ref = s + (1 + p)·t_view solve, by iteratively reweighted least squares with Cauchy weights, for every pair
(a, b) that is used, in the middle t_b = m of its overlap, where its error is smallest, with t_a = o + (1 + d)·m:

    s_a + (1 + p_a)·(t_a − l_a) = s_b + (1 + p_b)·(m − l_b)      known to the pair's sigma
    (1 + p_a)·(1 + d) = 1 + p_b                                  known to its sigma of the drift

l is how much later than the picture a view's sound is (distance over the speed of sound, the device's own lag), and is
solved for where sound and picture both tie the same views. Which candidate of which pair is right is decided by the
loops: the likeliest spanning tree comes first, then each of its edges is tried with other candidates and other pairs.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from core.sync_pair import ACCEPT, Floats, PairSync

DRIFT_PPM = 40.0 * 2**0.5   # between two cameras of ±40 ppm each, the tolerance of consumer quartz
LAG_S = 0.015               # of a view's sound: 5 m, or what phones differ by
FAR_LAG_S = 0.060           # no explanation by distance (20 m) or device goes beyond this
CAUCHY_S = 0.005
CLOSES_S = 0.010            # a loop that closes to this, or to 3 sigma, is closed
CHANCE = 0.1                # that a wrong answer closes a loop: one in as many as a wrong pair has likely places
FLOOR_S = {"audio": 5e-5, "pose": 5e-4, "agreement": 2e-3, "manual": 1e-3}  # no method is better than this
SUREST = 0.98               # no method is believed more than this
BY_HAND = 12.0              # log odds of what somebody marked: above what the methods say together
_TRIED = 5                  # candidates of a pair that are looked at

View = Hashable


@dataclass(frozen=True)
class Placed:
    """One view's clock: t_ref = offset_s + (1 + drift_ppm·1e-6)·t_view.

    sigma_s: standard error in the middle of the view; confidence: that it is right to a frame, the odds of the weakest
    set of pairs that ties it to the anchor; below ACCEPT it is 'cannot tell'. evidence: the methods in that. lag_s: of
    its sound behind its picture, None where it is not known. reason: why there is no answer, '' where there is.
    """

    offset_s: float
    drift_ppm: float
    sigma_s: float
    confidence: float
    evidence: tuple[str, ...] = ()
    sigma_drift_ppm: float = float("inf")
    lag_s: float | None = None
    reason: str = ""

    @property
    def accepted(self) -> bool:
        return self.confidence >= ACCEPT


@dataclass(frozen=True, eq=False)
class Link:
    """One pair as it was given, and what came of it.

    chosen: which candidate of it the solution agrees with (0: its answer), None where none. residual_s: from the
    solution to its answer, NaN where a view is not placed. outvoted: an answer that the solution contradicts, and is
    surely right in it; contested: one that it contradicts without being so sure.
    """

    a: View
    b: View
    sync: PairSync
    chosen: int | None = None
    residual_s: float = float("nan")
    outvoted: bool = False
    contested: bool = False

    @property
    def left_out(self) -> bool:
        """Whether it was an answer and the solution contradicts it."""
        return self.outvoted or self.contested


@dataclass(frozen=True, eq=False)
class Solution(Mapping[View, Placed]):
    """The views' clocks by view: `solution[view].offset_s`. anchor: the view whose time is the reference.

    links: every pair given. loop_residual_s: root mean square by which the pairs used miss the solution in the middle
    of their overlaps, the honest accuracy; None where there is no loop.
    """

    placed: Mapping[View, Placed]
    anchor: View
    links: tuple[Link, ...]
    loop_residual_s: float | None = None

    def __getitem__(self, view: View) -> Placed:
        return self.placed[view]

    def __iter__(self) -> Iterator[View]:
        return iter(self.placed)

    def __len__(self) -> int:
        return len(self.placed)

    @property
    def left_out(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.left_out)

    def pair(self, a: View, b: View) -> tuple[float, float]:
        """(offset_s, drift_ppm) of t_a from t_b as solved."""
        rate = 1 + self[a].drift_ppm * 1e-6
        return (self[b].offset_s - self[a].offset_s) / rate, ((1 + self[b].drift_ppm * 1e-6) / rate - 1) * 1e6


@dataclass(frozen=True)
class _Option:
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
class _Fit:
    """A state of the search: clocks (V, 2) with offset and drift, lags (V,), the views placed, the options used."""

    clocks: Floats
    lags: Floats
    reached: frozenset[int]
    used: list[_Option]
    score: float = -np.inf
    cov: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    lagged: tuple[int, ...] = ()


Pairs = Mapping[tuple[View, View], PairSync | Sequence[PairSync]] | Iterable[tuple[View, View, PairSync]]


def solve(pairs: Pairs, views: Sequence[View] | Mapping[View, tuple[float, float]] | None = None,
          anchor: View | None = None) -> Solution:
    """The clocks of all views from all pairs.

    pairs: {(a, b): PairSync, or several of different methods}, or (a, b, PairSync) each; with t_a = o + (1 + d)·t_b.
    views: all views, those without a pair too; as a mapping with (first, last) time of each, which tells where overlaps
    lie. anchor: the view whose clock is the reference, else the first.

    A pair below ACCEPT alone proves nothing, but where its candidates close loops they count. Raises ValueError where
    a pair is of one view, or of one that is not in `views`, or there is no view at all.
    """
    given = _listed(pairs)
    names = list(views) if views is not None else list(dict.fromkeys(v for a, b, _ in given for v in (a, b)))
    if not names or (anchor is not None and anchor not in names):
        raise ValueError("there is no view to be the anchor")
    for a, b, _ in given:
        if a == b or a not in names or b not in names:
            raise ValueError(f"a pair of {a!r} and {b!r} is not of two of the views")
    root = names.index(names[0] if anchor is None else anchor)
    spans = {i: views[v] for i, v in enumerate(names)} if isinstance(views, Mapping) else {}
    options = [o for n, (a, b, sync) in enumerate(given)
               for o in _options(n, names.index(a), names.index(b), sync, spans)]
    fit = _search(options, len(names), root)
    return _told(fit, options, given, names, root, spans)


def _listed(pairs: Pairs) -> list[tuple[View, View, PairSync]]:
    if not isinstance(pairs, Mapping):
        return list(pairs)
    return [(a, b, sync) for (a, b), given in pairs.items()
            for sync in ([given] if isinstance(given, PairSync) else given)]


def _options(link: int, a: int, b: int, sync: PairSync, spans: Mapping[int, tuple[float, float]]) -> list[_Option]:
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
        made.append(_Option(link, rank, a, b, offset + (1 + drift) * middle, middle, drift, sigma,
                            sync.sigma_drift_ppm * 1e-6, kind, odds))
    return made


def _middle(offset: float, rate: float, overlap_s: float, a: tuple[float, float] | None,
            b: tuple[float, float] | None) -> float:
    """The middle of the overlap in b's time; without the views' spans, taken to begin at 0."""
    if a is None or b is None:
        return max(0.0, -offset / rate) + overlap_s / 2
    first, last = max(b[0], (a[0] - offset) / rate), min(b[1], (a[1] - offset) / rate)
    return (first + last) / 2


# -- which candidates


def _search(options: list[_Option], views: int, root: int) -> _Fit:
    """The best state that is found by exchanging one edge of the tree at a time."""
    best = _fitted(_tree(options, views), options, views, root)
    seen = {_key(best.used)}
    for _ in range(4 * views):
        better = best
        for option in options:
            tree = _with(option, options, best, views)
            if tree is None or (key := _key(tree)) in seen:
                continue
            seen.add(key)
            tried = _fitted(tree, options, views, root)
            if tried.score > better.score + 1e-9:
                better = tried
        if better is best:
            break
        best = better
    return best


def _key(used: Iterable[_Option]) -> frozenset[tuple[int, int]]:
    return frozenset((o.link, o.rank) for o in used)


def _tree(options: Iterable[_Option], views: int, first: _Option | None = None) -> list[_Option]:
    """Kruskal's tree (a forest where the views are not connected): the likeliest options first, `first` before them."""
    group = list(range(views))
    tree = []
    ordered = sorted(options, key=lambda o: (-o.odds, o.sigma_s))
    for option in ([first] if first else []) + ordered:
        if group[option.a] != group[option.b]:
            tree.append(option)
            old, new = group[option.b], group[option.a]
            group = [new if g == old else g for g in group]
    return tree


def _with(option: _Option, options: list[_Option], fit: _Fit, views: int) -> list[_Option] | None:
    """A tree that has this option in it: the weakest link of the loop that it closes goes; None where it agrees with
    the state already."""
    if option.a in fit.reached and option.b in fit.reached and \
            abs(option.residual(fit.clocks, fit.lags)) < option.tolerance:
        return None
    return _tree([o for o in fit.used if o.link != option.link] + [o for o in options if o.rank == 0], views, option)


def _fitted(tree: list[_Option], options: list[_Option], views: int, root: int) -> _Fit:
    """The state that a tree leads to: what agrees with it is used, the clocks are solved, twice over."""
    fit = _walked(tree, views, root)
    for _ in range(2):
        used = _agreeing(fit, options)
        fit = _solved(used, fit, views, root)
    fit.used = _agreeing(fit, options)
    fit.score = _score(fit, options)
    return fit


def _walked(tree: list[_Option], views: int, root: int) -> _Fit:
    """Clocks along a tree from the root."""
    clocks = np.zeros((views, 2))
    reached = {root}
    while True:
        steps = [o for o in tree if (o.a in reached) != (o.b in reached)]
        if not steps:
            return _Fit(clocks, np.zeros(views), frozenset(reached), tree)
        for o in steps:
            drift = o.drift if np.isfinite(o.sigma_drift) else 0.0
            if o.a in reached and o.b not in reached:
                p = (1 + clocks[o.a, 1]) * (1 + drift) - 1
                clocks[o.b] = clocks[o.a, 0] + (1 + clocks[o.a, 1]) * o.t_a - (1 + p) * o.t_b, p
                reached.add(o.b)
            elif o.b in reached and o.a not in reached:
                p = (1 + clocks[o.b, 1]) / (1 + drift) - 1
                clocks[o.a] = clocks[o.b, 0] + (1 + clocks[o.b, 1]) * o.t_b - (1 + p) * o.t_a, p
                reached.add(o.a)


def _agreeing(fit: _Fit, options: list[_Option]) -> list[_Option]:
    """The best option of each link that the clocks agree with; sound may come late by what distance explains."""
    chosen: dict[int, tuple[float, _Option]] = {}
    for o in options:
        if o.a in fit.reached and o.b in fit.reached:
            off = abs(o.residual(fit.clocks, fit.lags))
            mixed = o.sound and any(not u.sound for u in fit.used)
            near = off < (max(o.tolerance, FAR_LAG_S) if mixed else o.tolerance)
            if near and (o.link not in chosen or off < chosen[o.link][0]):
                chosen[o.link] = (off, o)
    return [o for _, o in chosen.values()]


def _score(fit: _Fit, options: list[_Option]) -> float:
    """Log odds of a state: what agrees speaks for it, one loop closed is one chance coincidence, and an answer that
    is contradicted speaks against it."""
    agreeing = {o.link: o for o in fit.used}
    score = 0.0
    for o in options:
        if o.rank == 0 and o.a in fit.reached and o.b in fit.reached and o.link not in agreeing:
            score += _against(o)
    score += sum(o.odds - np.log(CHANCE) for o in agreeing.values()) + (len(fit.reached) - 1) * np.log(CHANCE)
    # Among states of the same links the one that closes best.
    return score - 0.01 * sum(abs(o.residual(fit.clocks, fit.lags)) / o.tolerance for o in agreeing.values())


def _against(option: _Option) -> float:
    """Log of the chance that an answer is wrong."""
    return float(-np.log1p(np.exp(option.odds)))


# -- the clocks


def _solved(used: list[_Option], fit: _Fit, views: int, root: int) -> _Fit:
    """The least squares over the used options, from the clocks of `fit`."""
    free = [v for v in sorted(fit.reached) if v != root]
    lagged = _lagged(used, views)
    columns = {v: 2 * i for i, v in enumerate(free)}
    of_lag = {v: 2 * len(free) + i for i, v in enumerate(lagged)}
    size = 2 * len(free) + len(lagged)
    clocks, lags = fit.clocks.copy(), np.where(np.isin(np.arange(views), lagged), fit.lags, 0.0)
    rows, values, sigmas, kinds = _equations(used, columns, of_lag, size)
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
    return _Fit(clocks, lags, fit.reached, used, fit.score, cov * scaled[:, None] * scaled, tuple(lagged))


def _lagged(used: list[_Option], views: int) -> list[int]:
    """The views whose sound lag can be told from the picture's clock: sound ties two of them that pictures tie too."""
    group = list(range(views))
    for o in used:
        if not o.sound:
            old, new = group[o.b], group[o.a]
            group = [new if g == old else g for g in group]
    return sorted({v for o in used if o.sound and group[o.a] == group[o.b] for v in (o.a, o.b)})


def _equations(used: list[_Option], columns: Mapping[int, int], of_lag: Mapping[int, int],
               size: int) -> tuple[Floats, Floats, Floats, Floats]:
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
    for c in columns.values():
        add([(c + 1, 1)], 0.0, DRIFT_PPM * 1e-6, 1)  # robust: a camera that lies about its rate is far off
    for c in of_lag.values():
        add([(c, 1)], 0.0, LAG_S, 2)
    return np.array(rows).reshape(-1, size), np.array(values), np.array(sigmas), np.array(kinds)


# -- what is told of it


def _told(fit: _Fit, options: list[_Option], given: list[tuple[View, View, PairSync]], names: list[View], root: int,
          spans: Mapping[int, tuple[float, float]]) -> Solution:
    cuts = _Cuts(fit, options)
    chosen = {o.link: o.rank for o in fit.used}
    links, contested = [], set()
    for o in (o for o in options if o.rank == 0):
        a, b, sync = given[o.link]
        link = Link(a, b, sync, chosen.get(o.link))
        if o.a in fit.reached and o.b in fit.reached:
            wrong = sync.accepted and chosen.get(o.link) != 0
            outvoted = wrong and cuts.outvote(o)
            contested |= {o.link} if wrong and not outvoted else set()
            link = replace(link, residual_s=o.residual(fit.clocks, fit.lags), outvoted=outvoted,
                           contested=wrong and not outvoted)
        links.append(link)
    placed: dict[View, Placed] = {}
    for v, name in enumerate(names):
        lag = float(fit.lags[v]) if v in fit.lagged else None
        if v == root:
            placed[name] = Placed(0.0, 0.0, 0.0, 1.0, sigma_drift_ppm=0.0, lag_s=lag)
        elif v not in fit.reached:
            placed[name] = Placed(0.0, 0.0, float("inf"), 0.0, reason="nothing ties it to the first view")
        else:
            cut = cuts.weakest(v, root)
            confidence, reason = cut.confidence, ""
            if contested & {o.link for o in cut.against}:
                confidence, reason = min(confidence, 0.9 * ACCEPT), "two answers contradict each other"
            elif confidence < ACCEPT:
                reason = _why(v, given, names)
            sigma, sigma_drift = _errors(fit, v, root, spans)
            placed[name] = Placed(float(fit.clocks[v, 0]), float(fit.clocks[v, 1]) * 1e6, sigma, confidence,
                                  cut.evidence, sigma_drift, lag, reason)
    return Solution(placed, names[root], tuple(links), _loops(fit))


def _errors(fit: _Fit, view: int, root: int, spans: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    """Standard errors of a view's time in its middle and of its drift (ppm; infinite where only the prior speaks)."""
    column = 2 * [v for v in sorted(fit.reached) if v != root].index(view)
    times = [o.t_a if o.a == view else o.t_b for o in fit.used if view in (o.a, o.b)]
    middle = sum(spans[view]) / 2 if view in spans else float(np.mean(times)) if times else 0.0
    block = fit.cov[column:column + 2, column:column + 2]
    at = np.array([1.0, middle])
    drift = float(np.sqrt(max(block[1, 1], 0.0))) * 1e6
    return float(np.sqrt(max(at @ block @ at, 0.0))), drift if drift < 0.7 * DRIFT_PPM else float("inf")


@dataclass(frozen=True)
class _Cut:
    """What ties two sets of views: the options that agree, the answers that are contradicted, the log odds of both."""

    agreeing: tuple[_Option, ...]
    against: tuple[_Option, ...]
    odds: float

    @property
    def confidence(self) -> float:
        return float(1 / (1 + np.exp(-np.clip(self.odds, -50, 50)))) if self.agreeing else 0.0

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(k for k in FLOOR_S if k in {o.kind for o in self.agreeing})


class _Cuts:
    """The cuts through a state: every option that agrees and crosses one multiplies the odds that the two sides lie
    right to one another; the second and further ones also by 1/CHANCE, for agreeing; an answer that is contradicted
    multiplies by its chance to be wrong."""

    def __init__(self, fit: _Fit, options: list[_Option]) -> None:
        used = {o.link for o in fit.used}
        self._fit = fit
        self._against = [o for o in options if o.rank == 0 and o.link not in used
                         and o.a in fit.reached and o.b in fit.reached]

    def weakest(self, a: int, b: int, without: int = -1) -> _Cut:
        """The cut of the lowest odds between two views; `without`: a link that is not counted."""
        others = [v for v in self._fit.reached if v not in (a, b)]
        cuts = [self._cut({a, *chosen}, without) for size in range(len(others) + 1)
                for chosen in combinations(others, size)]
        return min(cuts, key=lambda cut: (cut.odds, len(cut.agreeing)))

    def _cut(self, side: set[int], without: int) -> _Cut:
        agreeing = tuple(o for o in self._fit.used if (o.a in side) != (o.b in side))
        against = tuple(o for o in self._against if (o.a in side) != (o.b in side) and o.link != without)
        odds = sum(o.odds for o in agreeing) - (len(agreeing) - 1) * float(np.log(CHANCE))
        return _Cut(agreeing, against, odds + sum(map(_against, against)))

    def outvote(self, option: _Option) -> bool:
        """Whether the state ties the two views of an answer that it contradicts so well, by several pairs or by hand,
        that the answer must be wrong."""
        cut = self.weakest(option.a, option.b, option.link)
        several = len(cut.agreeing) > 1 or "manual" in cut.evidence
        return several and cut.odds > option.odds - float(np.log(CHANCE))


def _why(view: int, given: list[tuple[View, View, PairSync]], names: list[View]) -> str:
    """The reason of the surest pair of a view that could not be placed."""
    own = [sync for a, b, sync in given if names[view] in (a, b)]
    return max(own, key=lambda s: s.confidence).reason if own else ""


def _loops(fit: _Fit) -> float | None:
    tied = len({frozenset((o.a, o.b)) for o in fit.used})
    if tied < len(fit.reached):  # as many pairs as a tree has
        return None
    off = [o.residual(fit.clocks, fit.lags) for o in fit.used]
    return float(np.sqrt(np.mean(np.square(off))))
