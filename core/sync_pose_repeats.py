"""Whether repeated movement makes several offsets possible of which the scores would pick one.

Who walks in a circle shows each camera what the other one saw some steps earlier. At that lag both pictures show the
very same movement, which correlates higher than two sides of it ever do; only it is not that moment. Which of such
offsets is right the correlation cannot say, and the more movement there is the surer it is of the wrong one. The
epipolar geometry can: at a wrong offset no fundamental matrix fits so well, unless the steps are alike to the
millimetre. Then nothing can tell.
"""

from collections.abc import Sequence

import numpy as np

from core.sync_pose_fine import Fine, fundamental, misfit
from core.sync_pose_lags import canonical
from core.sync_pose_scores import Scores, between, velocity
from core.sync_pose_tracks import GRID_HZ, Motion

RIVAL = 0.2          # of the best score: two sides of a walk reach no more of what the same side does
HIGH = 0.78          # of the best's first canonical correlation: at offsets where movement does not recur it is less
ALIKE = 1.1          # the misfits of two geometries that fit equally well; noise and a detector's habits are as much
ALIKE_SAME = 2.0     # and where the best may be of one and the same picture, in which a detector errs alike twice
SAME = 0.5           # of the first canonical correlation, the second: two sides of a body share one direction
OTHERWISE = 0.3      # of that share: the sides that the cameras see differ between two offsets
ELSEWHERE = 1.5      # times its own misfit that another geometry makes: the cameras then stand at other places
NO_GEOMETRY = 0.07   # misfit above which a camera moves, and the geometry says nothing


def repeats(a: Motion, b: Motion, scores: Scores, peaks: Sequence[int]) -> int:
    """How many other offsets among the peaks fit the two views as well as the first of them does.

    Only those count that see the cameras at other places: of a movement that repeats itself on the spot the scores can
    be compared.
    """
    best, *others = peaks
    first, second = _correlations(a, b, scores, best)
    near = [peak for peak in others if scores.score[peak] > RIVAL * scores.score[best]]
    found_at = {peak: _correlations(a, b, scores, peak) for peak in near}
    rivals = [peak for peak in near if found_at[peak][0] > HIGH * first]
    if not rivals:
        return 0
    same = second > SAME
    own, *theirs = (_geometry(a, b, scores, peak) for peak in (best, *rivals))
    if own is None or own.geometry is None or \
            min(found.residual for found in (own, *theirs) if found is not None) > NO_GEOMETRY:
        return sum(abs(found_at[rival][1] - second) > OTHERWISE for rival in rivals) if same else 0
    limit = (ALIKE_SAME if same else ALIKE) * own.residual
    count = 0
    for rival, found in zip(rivals, theirs, strict=True):
        if found is not None and found.residual < limit:
            turned = b.reordered(scores.orders[scores.which[rival]])
            count += misfit(a, turned, between(scores, rival), own.geometry) > ELSEWHERE * found.residual
    return count


def _geometry(a: Motion, b: Motion, scores: Scores, peak: int) -> Fine | None:
    return fundamental(a, b.reordered(scores.orders[scores.which[peak]]), between(scores, peak))


def _correlations(a: Motion, b: Motion, scores: Scores, peak: int) -> tuple[float, float]:
    """The first canonical correlation of the joints' velocities at an offset, and the second as a share of it."""
    b = b.reordered(scores.orders[scores.which[peak]])
    at = np.rint((between(scores, peak) + b.t - a.t[0]) * GRID_HZ).astype(int)
    both = (at >= 0) & (at < len(a.t))
    weight = a.weight[at[both]] * b.weight[both]
    u, v = velocity(a)[at[both]], velocity(b)[both]
    aa, bb, ab = (np.einsum("gj,gjx,gjy->xy", weight, x, y) for x, y in ((u, u), (v, v), (u, v)))
    values = canonical(aa, bb, ab)[1]
    return float(values[0]), float(values[1] / max(values[0], 1e-9))
