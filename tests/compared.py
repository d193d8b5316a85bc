"""What a comparison of four views draws: curves, agreement map and table, filled and not shown yet."""

import numpy as np

from app.agreement_map import Agreement
from app.curve_plot import CurvePlot, Series
from app.joint_table import JointTable
from app.timeline import Strip, Timeline
from core.compare import Spread
from core.skeleton import H36M17


def agreement(frames: int, seed: int = 0, fps: float = 60) -> Agreement:
    values = np.random.default_rng(seed).gamma(2, 30, (frames, 17)).astype(np.float32)
    return Agreement(np.arange(frames) / fps, values, values.mean(axis=1), H36M17, "relative", frames / fps)


def pictures(frames: int) -> tuple[CurvePlot, Timeline, JointTable]:
    """Of so many frames, at 60 a second."""
    times = np.arange(frames) / 60
    plot, timeline, table = CurvePlot(), Timeline(), JointTable()
    for widget, size in ((plot, (520, 260)), (timeline, (1280, 240)), (table, (520, 420))):
        widget.resize(*size)
    noise = np.random.default_rng(0).normal(0, 3, (5, frames))
    waves = [40 + 30 * np.sin(times * (1 + n / 10)) + noise[n] for n in range(4)]
    plot.set_series([*(Series(f"cam{n}", "#4aa5f5", times, wave) for n, wave in enumerate(waves)),
                     Series("Mean", "#c3cad4", times, np.mean(waves, axis=0), spread=np.std(waves, axis=0))], "", "°")
    timeline.set_range(0, frames / 60)
    timeline.set_strips([Strip(str(n), str(n), "#4aa5f5", times, np.full(frames, 0.9, np.float32)) for n in range(4)])
    shown = agreement(frames)
    timeline.set_agreement(shown)
    table.set_spreads([Spread(name, 10, 20, 30, 40, 60, frames) for name in H36M17.joints], shown.order, shown.scale)
    return plot, timeline, table
