"""Loads what panels need before they are asked for, a little at a time: at a click, all of it at once is seen."""

import importlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

REST_MS = 1500  # after a recording was opened, whose pictures come first
STEP_MS = 50    # between two modules
# What the panels import, in an order in which each brings little that was not there.
MODULES = (
    "core.sync_records", "app.sync_curve", "core.sound", "app.listening", "app.sync_lanes", "app.sync_cards",
    "app.sync_panel", "core.sync_decide", "core.synchronize", "app.doctor_panel",
    "app.joint_table", "app.compare_panel", "core.angles", "app.angle_pictures", "app.curve_plot", "core.smooth",
    "app.curve_model", "app.curves", "core.sides", "core.sides_run", "app.sides_page", "app.correct_panel",
    "core.coach_motion", "core.coach_place", "core.coach_moments", "core.coach_compare", "app.coach_model",
    "app.coach_paint", "app.coach_tools", "app.coach_surfaces", "app.coach_rail", "app.coach_strip", "app.coach_bar",
    "app.coach_other", "app.coach_side", "app.coach_view", "core.film", "app.film", "core.coach_clip",
    "app.coach_picture", "app.coach_kinogram", "app.coach_report", "app.coach_share",
)


class Ahead(QObject):
    """Begins at the first `begin`; later ones are without effect. then: is done when all is loaded."""

    def __init__(self, parent: QObject | None = None, *then: Callable[[], object]) -> None:
        super().__init__(parent)
        self._left: list[Callable[[], object]] = [partial(importlib.import_module, name) for name in MODULES] + [*then]
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        if self._left and not self._timer.isActive():
            self._timer.start()

    @property
    def done(self) -> bool:
        return not self._left

    def _step(self) -> None:
        """In the window's thread: classes of widgets are not made in another."""
        self._left.pop(0)()
        if self._left:
            self._timer.start(STEP_MS)
