"""How long the window does not answer: seconds between the ticks of a 5 ms timer, and what they went by with."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 5
SCHEDSTAT = Path("/proc/thread-self/schedstat")
STAT = Path("/proc/stat")
JIFFY = 0.01  # seconds that /proc/stat counts in


@dataclass(frozen=True)
class Beat:
    """One tick of the timer. Seconds: gap since the tick before; cpu: of it the window's thread worked; waited: of it
    the thread was ready to work and the kernel gave the core to somebody else (0 where the system does not tell).

    What is left was spent waiting for a lock of another thread, for the display, or for the tick itself.
    """

    gap: float
    cpu: float
    waited: float
    stolen: float = 0.0

    @property
    def ours(self) -> float:
        """The part of the gap that the program answers for, whoever else uses the machine; at least what it worked."""
        return max(self.gap - self.waited - self.stolen, self.cpu)

    def __str__(self) -> str:
        return (f"{1e3 * self.gap:.0f} ms: worked {1e3 * self.cpu:.0f}, waited for a core {1e3 * self.waited:.0f}, "
                f"machine stood still {1e3 * self.stolen:.0f}")


class Heartbeat:
    """Made and read in the window's thread. beats: one a tick since the beginning, or since `reset`."""

    def __init__(self, parent: QObject) -> None:
        self.beats: list[Beat] = []
        self._last = _now()
        self._timer = QTimer(parent, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def reset(self) -> None:
        self.beats.clear()
        self._last = _now()

    def stop(self) -> None:
        self._timer.stop()

    def late(self, seconds: float) -> list[Beat]:
        """The gaps that were longer."""
        return [beat for beat in self.beats if beat.gap > seconds]

    def summary(self) -> str:
        """'1262 ticks, median 6.4 ms, p99 31.5 ms, worst 46 ms'"""
        gaps = sorted(beat.gap * 1e3 for beat in self.beats)
        if not gaps:
            return "no tick"
        return (f"{len(gaps)} ticks, median {gaps[len(gaps) // 2]:.1f} ms, p99 {gaps[int(0.99 * len(gaps))]:.1f} ms, "
                f"worst {gaps[-1]:.0f} ms")

    def _tick(self) -> None:
        now = _now()
        self.beats.append(Beat(*(b - a for a, b in zip(self._last, now, strict=True))))
        self._last = now


def _now() -> tuple[float, float, float, float]:
    """Seconds on the clock, of this thread's work, of its waiting for a core, and of the machine's standing still."""
    waited = stolen = 0.0
    if sys.platform.startswith("linux"):
        try:
            waited = int(SCHEDSTAT.read_text().split()[1]) / 1e9
            # "cpu user nice system idle iowait irq softirq steal …", the sum over the cores
            stolen = int(STAT.read_text().split(maxsplit=9)[8]) * JIFFY
        except (OSError, IndexError, ValueError):  # a kernel that keeps no such statistics
            waited = stolen = 0.0
    return time.perf_counter(), time.thread_time(), waited, stolen
