"""All pairs of views together: one clock for each view, and the pairs that do not fit.

Which candidate of which pair is right is decided by the loops: the likeliest spanning tree comes first, then each of
its edges is tried with other candidates and other pairs. `sync_clocks` solves for the clocks; how sure a view's place
is, the weakest cut between it and the anchor says.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from core.sync_clocks import CHANCE, DRIFT_PPM, FAR_LAG_S, FLOOR_S, Fit, Option, options_of, solved
from core.sync_pair import ACCEPT, PairSync
from core.words import tr

View = Hashable
# What a detector errs alike in all frames of a view, which the pairs' own scatter does not show: 5 ms root mean square
# in eight views of the studio (python -m tests.bench.sync_studio FOLDER --eight), of which the scatter shows 1 to 2.
DETECTOR_S = 0.004
_MAKE_UP = 10.0  # log odds: two pairs more that agree once the errors along the tree are shared out


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
    of their overlaps: how far to trust the whole; None where there is no loop.
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
               for o in options_of(n, names.index(a), names.index(b), sync, spans)]
    fit = _search(options, len(names), root)
    return _told(fit, options, given, names, root, spans)


def _listed(pairs: Pairs) -> list[tuple[View, View, PairSync]]:
    if not isinstance(pairs, Mapping):
        return list(pairs)
    return [(a, b, sync) for (a, b), given in pairs.items()
            for sync in ([given] if isinstance(given, PairSync) else given)]


# -- which candidates


def _search(options: list[Option], views: int, root: int) -> Fit:
    """The best state that is found by exchanging one edge of the tree at a time."""
    best = _fitted(_tree(options, views), options, views, root)
    seen = {_key(best.tree)}
    for _ in range(4 * views):
        better = best
        for option in options:
            for tree in _exchanges(option, best):
                if (key := _key(tree)) in seen:
                    continue
                seen.add(key)
                tried = _fitted(tree, options, views, root, better.score)
                if tried.score > better.score + 1e-9:
                    better = tried
        if better is best:
            break
        best = better
    return best


def _key(used: Iterable[Option]) -> frozenset[tuple[int, int]]:
    return frozenset((o.link, o.rank) for o in used)


def _tree(options: Iterable[Option], views: int) -> list[Option]:
    """Kruskal's tree (a forest where the views are not connected): the likeliest options first."""
    group = list(range(views))
    tree = []
    for option in sorted(options, key=lambda o: (-o.odds, o.sigma_s)):
        if group[option.a] != group[option.b]:
            tree.append(option)
            old, new = group[option.b], group[option.a]
            group = [new if g == old else g for g in group]
    return tree


def _exchanges(option: Option, fit: Fit) -> Iterator[list[Option]]:
    """The trees with this option in place of each edge of the loop that it closes; none where it agrees already."""
    if option.a in fit.reached and option.b in fit.reached and \
            abs(option.residual(fit.clocks, fit.lags)) < option.tolerance:
        return
    for edge in fit.tree:
        tree = [option if o is edge else o for o in fit.tree]
        if len(_tree(tree, len(fit.clocks))) == len(tree):  # the edge was on the loop: without it all hold together
            yield tree


def _fitted(tree: list[Option], options: list[Option], views: int, root: int, bar: float = -np.inf) -> Fit:
    """The state that a tree leads to: what agrees with it is used, the clocks are solved, twice over.

    Where it falls short of the bar by so much that solving cannot make up for it, it is left as it is, without a score.
    """
    fit = _walked(tree, views, root)
    fit.used = _agreeing(fit, options)
    if _score(fit, options) < bar - _MAKE_UP:
        return fit
    for _ in range(2):
        used = _agreeing(fit, options)
        fit = solved(used, fit, views, root)
    fit.used, fit.tree = _agreeing(fit, options), tree
    fit.score = _score(fit, options)
    return fit


def _walked(tree: list[Option], views: int, root: int) -> Fit:
    """Clocks along a tree from the root."""
    clocks = np.zeros((views, 2))
    reached = {root}
    while True:
        steps = [o for o in tree if (o.a in reached) != (o.b in reached)]
        if not steps:
            return Fit(clocks, np.zeros(views), frozenset(reached), tree)
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


def _agreeing(fit: Fit, options: list[Option]) -> list[Option]:
    """The best option of each link that the clocks agree with; sound may come late by what distance explains."""
    chosen: dict[int, tuple[float, Option]] = {}
    for o in options:
        if o.a in fit.reached and o.b in fit.reached:
            off = abs(o.residual(fit.clocks, fit.lags))
            mixed = o.sound and any(not u.sound for u in fit.used)
            near = off < (max(o.tolerance, FAR_LAG_S) if mixed else o.tolerance)
            if near and (o.link not in chosen or off < chosen[o.link][0]):
                chosen[o.link] = (off, o)
    return [o for _, o in chosen.values()]


def _score(fit: Fit, options: list[Option]) -> float:
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


def _against(option: Option) -> float:
    """Log of the chance that an answer is wrong."""
    return float(-np.log1p(np.exp(option.odds)))


# -- what is told of it


def _told(fit: Fit, options: list[Option], given: list[tuple[View, View, PairSync]], names: list[View], root: int,
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
            placed[name] = Placed(0.0, 0.0, float("inf"), 0.0, reason=tr("nothing ties it to the first view"))
        else:
            cut = cuts.weakest(v, root)
            confidence, reason = cut.confidence, ""
            if contested & {o.link for o in cut.against}:
                confidence, reason = min(confidence, 0.9 * ACCEPT), tr("two answers contradict each other")
            elif confidence < ACCEPT:
                reason = _why(v, given, names)
            sigma, sigma_drift = _errors(fit, v, root, spans)
            placed[name] = Placed(float(fit.clocks[v, 0]), float(fit.clocks[v, 1]) * 1e6, sigma, confidence,
                                  cut.evidence, sigma_drift, lag, reason)
    return Solution(placed, names[root], tuple(links), _loops(fit))


def _errors(fit: Fit, view: int, root: int, spans: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    """Standard errors of a view's time in its middle and of its drift (ppm; infinite where only the prior speaks)."""
    column = 2 * [v for v in sorted(fit.reached) if v != root].index(view)
    times = [o.t_a if o.a == view else o.t_b for o in fit.used if view in (o.a, o.b)]
    middle = sum(spans[view]) / 2 if view in spans else float(np.mean(times)) if times else 0.0
    block = fit.cov[column:column + 2, column:column + 2]
    at = np.array([1.0, middle])
    drift = float(np.sqrt(max(block[1, 1], 0.0))) * 1e6
    sigma = float(np.sqrt(max(at @ block @ at, 0.0)))
    # What one view's detector errs is in all of its pairs: the more of them do not make it less.
    kinds = {o.kind for o in fit.used if view in (o.a, o.b)}
    if "pose" in kinds and (view in fit.lagged or kinds == {"pose"}):
        sigma = max(sigma, DETECTOR_S)
    return sigma, drift if drift < 0.7 * DRIFT_PPM else float("inf")


@dataclass(frozen=True)
class _Cut:
    """What ties two sets of views: the options that agree, the answers that are contradicted, the log odds of both."""

    agreeing: tuple[Option, ...]
    against: tuple[Option, ...]
    odds: float

    @property
    def confidence(self) -> float:
        return float(1 / (1 + np.exp(-np.clip(self.odds, -50, 50)))) if self.agreeing else 0.0

    @property
    def evidence(self) -> tuple[str, ...]:
        answers = [o for o in self.agreeing if o.rank == 0]
        # An answer that is too unsure by itself is no second witness of one that is sure.
        kinds = {o.kind for o in answers if o.odds >= 0} or {o.kind for o in answers or self.agreeing}
        return tuple(k for k in FLOOR_S if k in kinds)


class _Cuts:
    """The cuts through a state: every answer that agrees and crosses one multiplies the odds that the two sides lie
    right to one another; the second and further ones also by 1/CHANCE, for agreeing; an answer that is contradicted
    multiplies by its chance to be wrong."""

    def __init__(self, fit: Fit, options: list[Option]) -> None:
        # An answer whose other candidate is used is contradicted all the same.
        right = {o.link for o in fit.used if o.rank == 0}
        self._fit = fit
        self._against = [o for o in options if o.rank == 0 and o.link not in right
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
        first = [o for o in agreeing if o.rank == 0]
        # Another candidate than a pair's answer may agree by chance, as steps do with steps: it does not add to it.
        odds = sum(o.odds for o in first) - (len(first) - 1) * float(np.log(CHANCE)) if first else \
            max((o.odds for o in agreeing), default=0.0)
        return _Cut(agreeing, against, odds + sum(map(_against, against)))

    def outvote(self, option: Option) -> bool:
        """Whether the state ties the two views of an answer that it contradicts so well, by several pairs or by hand,
        that the answer must be wrong."""
        cut = self.weakest(option.a, option.b, option.link)
        several = len(cut.agreeing) > 1 or "manual" in cut.evidence
        return several and cut.odds > option.odds - float(np.log(CHANCE))


def _why(view: int, given: list[tuple[View, View, PairSync]], names: list[View]) -> str:
    """The reason of the surest pair of a view that could not be placed."""
    own = [sync for a, b, sync in given if names[view] in (a, b)]
    return max(own, key=lambda s: s.confidence).reason if own else ""


def _loops(fit: Fit) -> float | None:
    tied = len({frozenset((o.a, o.b)) for o in fit.used})
    if tied < len(fit.reached):  # as many pairs as a tree has
        return None
    off = [o.residual(fit.clocks, fit.lags) for o in fit.used]
    return float(np.sqrt(np.mean(np.square(off))))
