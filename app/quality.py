"""How fine playback is: lowered a step at a time while pictures come late, said, and raised again with care.

The frames that the playhead passes are counted for each view, and the pictures of them that were shown. The view that
misses most decides. A picture that is missed now and then is a reason to draw less of the 3D, and else only to say so.
At rest everything is as fine as it can be.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.player import Player
from app.words import tr

WINDOW_S = 0.7       # of playing that is judged as one
LEAST = 12           # frames passed in it, or it goes on: fewer are no measure
GRACE_S = 0.3        # not counted after the start and after another quality: decoders have to get ahead first
MISSED, LATE = 2, 0.06  # frames, and their share, from which on pictures come late,
VERY_LATE = 0.25     # and from which one window is enough; otherwise it takes two in a row
NOW_AND_THEN = 0.03  # the share that is missed over so many windows in a row that none of them need be late
WINDOWS = 5
SEEN = 50.0          # a second: of more, some may be missed, since no tick of the player falls on them
PATIENCE_S = 4.0     # without a late picture until the quality is raised,
LONGEST_S = 64.0     # and twice as many, up to this, each time that it had to be lowered again soon


@dataclass(frozen=True)
class Quality:
    """every: one 3D picture for so many of the recording. coarse: it has half the size and is drawn larger. shrink:
    pictures are decoded that many times smaller than their panes."""

    every: int = 1
    coarse: bool = False
    shrink: int = 1


FULL = Quality()
STEPS = (FULL, Quality(2), Quality(3, coarse=True), Quality(3, coarse=True, shrink=2))
WITHOUT_FIGURE = (FULL, Quality(shrink=2))


@dataclass
class _Count:
    """Of a view: the frame that the playhead is on and the one on screen; how many of either there were."""

    fps: float
    due: int
    shown: int = -1
    passed: float = 0.0
    came: int = 0

    @property
    def missed(self) -> float:
        return self.passed - self.came


class Governor(QObject):
    """changed(): another quality, or other words for it.

    It is told of every frame that the playhead is on (`due`) and of every picture that is shown (`came`). figure:
    whether the 3D view is seen and drawn by the processor, so that it helps to draw less of it.
    """

    changed = Signal()

    def __init__(self, player: Player, figure: Callable[[], bool], parent: QObject | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._player, self._figure, self._clock = player, figure, clock
        self._step = FULL
        self._counts: dict[str, _Count] = {}
        self._since = 0.0                  # the clock, where counting begins
        self._playing = False
        self._drawn_t = float("-inf")      # reference seconds of the last 3D picture
        self._warned = False               # the last window was late
        self._raised = False               # the step is one that may turn out too fine
        self._calm_s, self._patience_s = 0.0, PATIENCE_S
        self._short: tuple[int, int] | None = None  # pictures a second shown and due, with nothing left to lower
        self._lately: deque[dict[str, tuple[int, float]]] = deque(maxlen=WINDOWS)  # came and passed, in each window
        self._told: tuple[object, ...] = (FULL, ("", ""))
        player.state_changed.connect(self._state_changed)

    # -- what it says

    @property
    def now(self) -> Quality:
        return self._step if self._playing and self._step in self._steps() else FULL

    @property
    def words(self) -> tuple[str, str]:
        """What is lowered, in a few words, and why; both '' where nothing is."""
        now, said = self.now, []
        if self._short is not None:
            said.append(tr("{} of {} pictures/s").format(*self._short))
        if now.every > 1:
            said.append(tr("3D at {}/s").format(max(round(self._rate / now.every), 1)))
        if now.shrink > 1:
            said.append(tr("Pictures at half size"))
        if not said:
            return "", ""
        why = tr("This computer cannot show everything at the recording's own rate. While it plays, less is drawn, so "
                 "that no picture comes late; paused, everything is whole again.")
        return " · ".join(said), why if self._short is None else f"{why} {tr('Played slower, no picture is left out.')}"

    def figure_due(self, t: float) -> bool:
        """Whether the 3D picture is to be drawn anew at a reference time; it counts as drawn then."""
        if self._playing and abs(t - self._drawn_t) * self._fps < self.now.every - 0.4:
            return False
        self._drawn_t = t
        return True

    # -- what it is told

    def due(self, view: str, index: int, fps: float) -> None:
        """The playhead is on this frame of a view that has so many a second."""
        if not self._playing:
            return
        now = self._clock()
        if now - self._since >= WINDOW_S:  # before this tick counts, so that it counts for all views in one window
            self._judge(now)
        count = self._counts.setdefault(view, _Count(fps, index))
        if index != count.due:
            step = (index - count.due) * self._player.direction
            passed = step if 0 < step <= fps else 1  # further than a second was a jump, back one is a loop
            if now >= self._since:
                count.passed += passed * min(1.0, SEEN / (fps * self._player.speed))
            count.due = index

    def came(self, view: str, index: int) -> None:
        """A picture of a view is on screen."""
        count = self._counts.get(view)
        if count is not None and index != count.shown:
            count.shown = index
            count.came += self._clock() >= self._since

    # -- judging

    @property
    def _fps(self) -> float:
        return max((count.fps for count in self._counts.values()), default=0.0)

    @property
    def _rate(self) -> float:
        """Pictures a second that are due."""
        return self._fps * self._player.speed

    def _steps(self) -> tuple[Quality, ...]:
        return STEPS if self._figure() else WITHOUT_FIGURE

    def _state_changed(self) -> None:
        if self._player.playing != self._playing:
            self._playing = self._player.playing
            self._short, self._warned = None, False
            self._lately.clear()
            self._drawn_t = float("-inf")
            self._count_anew(GRACE_S)
        self._tell()

    def _count_anew(self, grace_s: float = 0.0) -> None:
        self._since = self._clock() + grace_s
        for count in self._counts.values():
            count.passed, count.came = 0.0, 0

    def _judge(self, now: float) -> None:
        counts = [count for count in self._counts.values() if count.passed >= LEAST]
        if not counts:
            return
        seconds, steps = now - self._since, self._steps()
        worst = max(counts, key=lambda count: count.missed / count.passed)
        late = worst.missed >= max(MISSED, LATE * worst.passed)
        at = steps.index(self.now)
        self._lately.append({view: (count.came, count.passed) for view, count in self._counts.items() if count.passed})
        if not late:
            self._warned = False
            self._short = self._now_and_then()
            coarser_3d = at + 1 < len(steps) and steps[at + 1].shrink == steps[at].shrink
            if self._short is None:
                self._rest(seconds, steps, at)
            elif coarser_3d:
                self._go(steps[at + 1], raised=False)
            else:
                self._calm_s = 0.0
                self._count_anew()
        elif not self._warned and worst.missed < VERY_LATE * worst.passed:
            self._warned, self._calm_s = True, 0.0
            self._count_anew()
        elif at + 1 < len(steps):
            self._go(steps[at + 1], raised=False)
        else:
            shown = round(self._rate * max(worst.came, 0) / worst.passed)
            self._short, self._calm_s = (min(shown, round(self._rate)), round(self._rate)), 0.0
            self._count_anew()
        self._tell()

    def _now_and_then(self) -> tuple[int, int] | None:
        """Pictures a second shown and due, where some were missed in all of the last windows together."""
        if len(self._lately) < WINDOWS:
            return None
        sums = [[sum(part) for part in zip(*each, strict=True)] for view in self._counts
                if (each := [window[view] for window in self._lately if view in window])]
        came, passed = min(sums, key=lambda one: one[0] / one[1])
        shown, due = round(self._rate * came / passed), round(self._rate)
        return (shown, due) if came < (1 - NOW_AND_THEN) * passed and shown < due else None

    def _rest(self, seconds: float, steps: tuple[Quality, ...], at: int) -> None:
        """No picture came late: when that has gone on for long enough, a step up is tried."""
        self._calm_s += seconds
        if self._calm_s < self._patience_s:
            self._count_anew()
            return
        if self._raised:
            self._raised, self._patience_s = False, PATIENCE_S  # it stood the test
        if at:
            self._go(steps[at - 1], raised=True)
        else:
            self._count_anew()

    def _go(self, step: Quality, raised: bool) -> None:
        if not raised and self._raised:
            self._patience_s = min(2 * self._patience_s, LONGEST_S)
        self._step, self._raised, self._warned, self._calm_s = step, raised, False, 0.0
        self._short = None
        self._lately.clear()
        self._count_anew(GRACE_S)

    def _tell(self) -> None:
        now = (self.now, self.words)
        if now != self._told:
            self._told = now
            self.changed.emit()
