"""What greets somebody who has started the program for the first time: what the machine can do, and the tour."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.tour import SEEN, Step, Tour
from app.words import tr
from core import detector_facts

if TYPE_CHECKING:
    from app.window import Window

REST_MS = 900  # after the first recording was opened: its pictures come first


class FirstStart(QObject):
    """One for the window that a user sees. The tour comes with the first recording, until it was seen or sent away."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._begin)
        window.session.opened.connect(self._opened)
        self._tell_machine()

    def _opened(self) -> None:
        window = self._window
        if window.session.views and not window.session.settings.choice(SEEN, False):
            self._timer.start()

    def _begin(self) -> None:
        window = self._window
        if window.session.views and not window.session.settings.choice(SEEN, False) and not window.coach.on:
            show_tour(window)

    def _tell_machine(self) -> None:
        """At once where nothing hints at a graphics card; else when a process of its own has asked torch."""
        window = self._window
        if not detector_facts.may_have_gpu():
            window.start.set_machine(machine(()))
            return
        from app.detector_speeds import LOOKING, usable

        asked = usable()
        window.session.jobs.submit(
            (*LOOKING, "start"), asked.wait,
            lambda told: window.start.set_machine(machine(tuple(told.get("torch", ("cpu",))))),
            lambda error: window.start.set_machine(machine(())), asked.end)


def show_tour(window: "Window") -> None:
    """The tour from its first step; what had begun of an earlier one is put away."""
    for old in window.findChildren(Tour):
        old.hide()
        old.deleteLater()
    tour = Tour(window, steps(window), window.actions_by_id.__getitem__)

    def seen() -> None:
        window.session.settings.choose(SEEN, True)
        window.setFocus()
        tour.deleteLater()

    tour.ended.connect(seen)
    tour.begin()


def steps(window: "Window") -> list[Step]:
    return [
        Step(lambda: window.grid, tr("The videos, all at one moment"), tr(
            "{play} plays them together, {frame_back} and {frame_forward} step by one frame. The view with the bright "
            "frame is the one at hand: its frames are counted, and {next_view} goes to the next.")),
        Step(lambda: window.panel, tr("From videos to 3D"), tr(
            "“Find poses” ({detect}) marks the joints in every video and lifts each view to 3D. Cameras that were not "
            "started together are aligned by their sound and movement: {synchronize}.")),
        Step(lambda: window.scene, tr("See where the views agree"), tr(
            "The skeletons of all views, to be turned with the mouse. {panel_compare} shows how far apart they are, "
            "and “Train…” ({train}) lets them teach the model. {palette} finds every command, {keys} every key.")),
    ]


def machine(devices: tuple[str, ...]) -> str:
    """What can compute here, in a line. devices: what torch can use, as `cpu` and `cuda`; () where nobody asked."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts = [tr("{} processor cores").format(cores) if cores != 1 else tr("1 processor core"), *_memory()]
    names = {"cuda": tr("a graphics card (CUDA)"), "mps": tr("Apple's graphics (MPS)")}
    cards = [names[device] for device in devices if device in names]
    if cards:
        told = tr("This machine: {} and {}. Detectors and trainings can compute on it.")
        return told.format(", ".join(parts), cards[0])
    none = tr("a graphics card that torch cannot use") if devices else tr("no graphics card to compute on")
    return tr("This machine: {}, {}. The processor does all of it.").format(", ".join(parts), none)


def _memory() -> list[str]:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return []
    return [tr("{} GB of memory").format(round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30))]
