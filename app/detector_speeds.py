"""How fast the detectors are on this machine, and what they can compute on: asked of a process of its own, since torch
is not for the window's, and remembered for all windows."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.jobs import Jobs
from app.words import tr
from core import detector_facts, processes
from core.cards import Card
from core.detector_facts import Speed
from core.errors import ParallaxError

CPU = ("cpu",)
MEASURING, LOOKING = ("detectors", "measure"), ("detectors", "usable")  # keys of the jobs


class _Answer:
    """One `parallax bench-detectors …`, which can be ended before it has answered."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self._ended = False

    def wait(self) -> Any:
        """What it prints, as JSON; {} where that is nothing. In a worker."""
        if self._ended:
            return {}
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(
            processes.command_line(["bench-detectors", *self._arguments]), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=processes.environment(), encoding="utf-8",
            errors="replace", creationflags=flags)
        if self._ended:  # meanwhile
            self._process.kill()
        said = self._process.communicate()[0]
        try:
            return json.loads(said)
        except ValueError:
            return {}

    def end(self) -> None:
        self._ended = True
        if self._process is not None:
            self._process.kill()


def usable() -> _Answer:
    """A process that says what each runtime can compute on (core/detector_facts.py)."""
    return _Answer("usable")


class DetectorSpeeds(QObject):
    """changed(): another speed is known, another detector is measured, or other devices are there.

    failed(error): one could not be measured. measuring: the (detector, device) that is, or None.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._usable: dict[str, tuple[str, ...]] | None = None
        self._queue: list[tuple[Card, str]] = []
        self.measuring: tuple[str, str] | None = None

    def devices(self, card: Card) -> tuple[str, ...]:
        """What a detector can compute on here; the processor alone, where nothing else is known yet."""
        return (self._usable or {}).get(detector_facts.runtime(card), CPU)

    def look(self) -> None:
        """Asks once which devices there are, where there are signs of more than the processor."""
        if self._usable is None and not self._jobs.busy(LOOKING) and detector_facts.may_have_gpu():
            asked = usable()
            self._jobs.submit(LOOKING, asked.wait, self._found, lambda error: None, asked.end)

    def measure(self, wanted: Sequence[tuple[Card, str]]) -> None:
        """Measures these detectors on these devices, one after another."""
        there = {(card.id, device) for card, device in self._queue}
        self._queue += [(card, device) for card, device in wanted
                        if (card.id, device) not in there and (card.id, device) != self.measuring]
        self._next()

    def stop(self) -> None:
        """What was measured is kept."""
        self._queue.clear()
        self.measuring = None
        self._jobs.forget(MEASURING)
        self.changed.emit()

    def _found(self, told: Any) -> None:
        if isinstance(told, dict):
            self._usable = {str(runtime): tuple(map(str, devices)) for runtime, devices in told.items()}
            self.changed.emit()

    def _next(self) -> None:
        if self.measuring is not None or not self._queue:
            return
        card, device = self._queue.pop(0)
        self.measuring = card.id, device
        asked = _Answer(card.id, "--device", device, "--json")
        self._jobs.submit(MEASURING, asked.wait, lambda told: self._measured(card, told), self._went_wrong, asked.end)
        self.changed.emit()

    def _measured(self, card: Card, told: Any) -> None:
        self.measuring = None
        if not isinstance(told, dict) or not told.get("ok"):
            error = told.get("error", {}) if isinstance(told, dict) else {}
            said = [str(error.get(part, "")) for part in ("subject", "fault", "remedy")]
            self.failed.emit(ParallaxError(*said) if said[1] else ParallaxError(
                card.title, "its speed could not be measured: the process ended before its time.",
                "`parallax bench-detectors {model}` says more.", model=card.id))
        self._next()
        self.changed.emit()

    def _went_wrong(self, error: Exception) -> None:
        self.measuring = None
        self.failed.emit(error)
        self._next()
        self.changed.emit()


def facts(card: Card, speeds: DetectorSpeeds, device: str) -> str:
    """'33 joints · crop 256 × 256 · 12 ms/frame (83/s) on CPU', as far as it is known."""
    from core.skeleton import SKELETONS

    size = detector_facts.crop(card)
    seen = [tr("crop {width} × {height}").format(width=size[0], height=size[1])] if size else []
    fast = tr("{speed} on {device}").format(speed=speed_words(card, speeds, device), device=short(device))
    return " · ".join([tr("{n} joints").format(n=len(SKELETONS[card.joints])), *seen, fast])


def speed_words(card: Card, speeds: DetectorSpeeds, device: str) -> str:
    """What is known of a speed: 'measuring …', '12 ms/frame (83/s)' or 'not measured yet'."""
    if speeds.measuring == (card.id, device):
        return tr("measuring …")
    known = detector_facts.speed(card, device)
    return known.words if isinstance(known, Speed) else tr("not measured yet")


def short(device: str) -> str:
    """'CPU'."""
    return device.upper()
