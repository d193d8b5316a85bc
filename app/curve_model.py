"""The curves of the views as things are now: worked out in the pool from whatever 3D sets were chosen."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDateTime, QObject, QTimer, Signal

from app.compare_model import GATHER_MS, CompareModel, Lifted
from app.curve_plot import Series
from app.laid import NEUTRAL
from app.session import Session
from app.words import locale, tr
from core.angles import ANGLES, angle, heights, speeds
from core.clock import Clock
from core.compare import stature
from core.corrected import MadeFrom, correct, made_from
from core.document import Prediction
from core.ground import root_heights
from core.pose import Poses2D, Poses3D
from core.skeleton import H36M17
from core.smooth import Smoothing, smooth
from core.sparse import filled

LONGEST_GAP_S = 0.1  # over which a view is interpolated for the mean


@dataclass(frozen=True)
class Plot:
    """What to plot. quantity: 'angle' (which: a name of core.angles.ANGLES), 'speed' or 'height' (which: a joint).
    mean: the mean of the views with their spread. more: 3D sets besides those that are shown."""

    quantity: str = "angle"
    which: str = "knee_right"
    smoothing: Smoothing = field(default_factory=Smoothing)
    mean: bool = True
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Set:
    """A 3D set to plot, with the 2D that it was lifted from and what corrects it, and how it is drawn."""

    lifted: Lifted
    flat: str
    corrections: MadeFrom | None
    athlete: int
    clock: Clock
    name: str
    colour: str
    style: int


@dataclass(frozen=True, eq=False)
class Curves:
    """What is plotted. unit: with its kind, as files have it; said: the same as it is shown. series: the views, then
    further sets; mean: over the views, or None."""

    title: str
    unit: str
    said: str
    series: tuple[Series, ...]
    mean: Series | None

    @property
    def all(self) -> tuple[Series, ...]:
        return self.series if self.mean is None else (*self.series, self.mean)


class CurveModel(QObject):
    """changed(): other curves, or none any more."""

    changed = Signal()

    def __init__(self, session: Session, compare: CompareModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._compare = session, compare
        self.plot = Plot()
        self.curves: Curves | None = None
        self.seen = False  # whether anybody looks
        self._asked: tuple[Any, ...] | None = None
        self._poses: dict[str, Poses2D | Poses3D] = {}
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._look)
        session.opened.connect(self._gather.start)
        session.changed.connect(lambda change, sender: self._gather.start())
        session.poses_changed.connect(lambda view_id: self._gather.start())
        session.lifting.followed.connect(lambda view_id: self._gather.start())
        compare.changed.connect(self._gather.start)

    @property
    def busy(self) -> bool:
        return self._gather.isActive() or self._session.jobs.busy("curves")

    def set(self, **plot: Any) -> None:
        """Plot something else, by the names of the fields of Plot."""
        self.plot = replace(self.plot, **plot)
        self._look()

    def set_seen(self, seen: bool) -> None:
        self.seen = seen
        if seen:
            self._look()

    def others(self) -> list[tuple[Prediction, str]]:
        """The 3D sets of the project that are not those shown, newest first, with a name for each."""
        project, shown = self._session.project, {row.id for row in self._compare.lifted().values()}
        if project is None:
            return []
        rows = [row for row in project.document.predictions.values()
                if row.kind == "3d" and row.id not in shown and row.view in self._session.views]
        rows.sort(key=lambda row: row.made_s, reverse=True)
        return [(row, set_name(row, self._compare.name(row.view))) for row in rows]

    def _sets(self) -> tuple[_Set, ...]:
        project = self._session.project
        if project is None:
            return ()
        predictions = project.document.predictions
        shown = list(self._compare.lifted().values())
        others = [row for row, _ in self.others() if row.id in self.plot.more]
        made, styles = [], dict[str, int]()
        for row in (*shown, *others):
            view = self._session.views[row.view]
            style = styles[row.view] = styles.get(row.view, -1) + 1
            name = view.name if not style and row in shown else set_name(row, view.name)
            flat = predictions.get(row.made_from)
            athlete = flat.athlete if flat is not None and flat.athlete is not None else -1
            lifted = self._compare.as_shown(row.view, row) if row in shown else Lifted(row.id)
            corrections = made_from(project.document, row.view) if lifted.now is not None else None
            made.append(_Set(lifted, flat.id if flat is not None else "", corrections, athlete, view.clock, name,
                             self._compare.colour(row.view), style))
        return tuple(made)

    def _look(self) -> None:
        self._gather.stop()
        sets = self._sets() if self.seen else ()
        asked = (sets, self.plot, self._compare.height_m)
        if not self.seen or asked == self._asked:
            return
        self._asked = asked
        if not sets:
            self._session.jobs.forget("curves")
            self._take(None)
            return
        project, known = self._session.project, dict(self._poses)
        plot, height_m = self.plot, self._compare.height_m
        assert project is not None

        def work() -> tuple[Curves, dict[str, Poses2D | Poses3D]]:
            wanted = {one.lifted.id for one in sets if one.lifted.now is None}
            wanted |= {one.flat for one in sets if plot.quantity == "height" and one.flat}
            used = {id: known.get(id) or project.poses(id) for id in wanted}
            return curves_of(plot, sets, used, height_m), used

        def done(result: tuple[Curves, dict[str, Poses2D | Poses3D]]) -> None:
            made, self._poses = result
            self._take(made)

        def failed(error: Exception) -> None:
            self._asked = None
            self._take(None)
            self._session.report(error)

        self._session.jobs.submit("curves", work, done, failed)

    def _take(self, curves: Curves | None) -> None:
        self.curves = curves
        self.changed.emit()


def set_name(row: Prediction, view: str) -> str:
    """'cam01 · parallax-lifter · 20 Nov 13:42'."""
    return f"{view} · {row.model} · {locale().toString(QDateTime.fromSecsSinceEpoch(int(row.made_s)), 'd MMM HH:mm')}"


def curves_of(plot: Plot, sets: tuple[_Set, ...], poses: dict[str, Poses2D | Poses3D],
              height_m: float | None) -> Curves:
    """Runs in a worker; reads only its arguments."""
    series, kinds = [], []
    for one in sets:
        lifted = one.lifted.now or poses[one.lifted.id]
        assert isinstance(lifted, Poses3D)
        flat = poses.get(one.flat)
        values, kind = _values(plot, one, lifted, flat if isinstance(flat, Poses2D) else None, height_m)
        values = smooth(values, lifted.times, plot.smoothing)
        series.append(Series(one.name, one.colour, one.clock.to_ref(lifted.times), values, one.style))
        kinds.append(kind)
    kinds = list(dict.fromkeys(kinds))
    unit = unit_of(plot.quantity, " and ".join(kinds))
    said = unit_of(plot.quantity, f" {tr('and')} ".join(map(tr, kinds)))
    first = [s for s in series if not s.style]
    return Curves(title_of(plot), unit, said, tuple(series),
                  mean_of(first) if plot.mean and len(first) > 1 else None)


def _values(plot: Plot, one: _Set, lifted: Poses3D, flat: Poses2D | None,
            height_m: float | None) -> tuple[NDArray[np.float64], str]:
    """(T,) of one set, and the kind of its lengths."""
    points = np.where(lifted.xyzs[:, 0, :, 3:] > 0, lifted.xyzs[:, 0, :, :3], np.nan)
    if plot.quantity == "angle":
        return angle(points, plot.which, lifted.skeleton), lifted.kind
    size, kind = 1.0, lifted.kind
    own = stature(points, np.asarray(np.isfinite(points).all(-1)), lifted.skeleton) if height_m is not None else np.nan
    if height_m is not None and np.isfinite(own):
        size, kind = height_m / own, "scaled"
    joint = lifted.skeleton.index(plot.which)
    if plot.quantity == "speed":
        return size * speeds(points, lifted.times)[:, joint], kind
    floor = None
    if flat is not None and 0 <= one.athlete < flat.xys.shape[1]:
        from core.skeleton import convert

        alone = replace(flat, xys=flat.xys[:, one.athlete:one.athlete + 1]) if one.corrections is None else \
            correct(flat, one.corrections).poses
        xys = convert(filled(alone).xys[:, 0], flat.skeleton, lifted.skeleton)
        floor = root_heights(lifted.xyzs[:, 0], xys, flat.times)
    return size * heights(points, floor)[:, joint], kind


def mean_of(series: list[Series]) -> Series:
    """The mean of the views at the first one's times, with their standard deviation as the spread."""
    from core.resample import at_times

    times = series[0].times
    rows = np.stack([series[0].values, *(at_times(s.values, s.times, times, max_gap_s=LONGEST_GAP_S, scored=False)
                                         for s in series[1:])])
    known = np.isfinite(rows)
    count = known.sum(axis=0)
    total = np.maximum(count, 1)
    mean = np.where(known, rows, 0).sum(axis=0) / total
    spread = np.sqrt((np.where(known, rows - mean, 0) ** 2).sum(axis=0) / total)
    mean, spread = (np.where(count > 1, values, np.nan) for values in (mean, spread))
    return Series(tr("Mean"), NEUTRAL, times, mean, spread=spread)


def title_of(plot: Plot) -> str:
    """'Knee, left', 'Speed of the left wrist'."""
    from app.agreement_map import joint_words

    if plot.quantity == "angle":
        return tr(ANGLES[plot.which].title)
    said = tr("Speed of the {joint}") if plot.quantity == "speed" else tr("Height of the {joint}")
    return said.format(joint=joint_words(plot.which))


def unit_of(quantity: str, kind: str) -> str:
    return {"angle": "°", "speed": f"m/s ({kind})", "height": f"m ({kind})"}[quantity]


def joints() -> tuple[str, ...]:
    """Whose speeds and heights can be plotted."""
    return H36M17.joints
