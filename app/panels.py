"""The panels of the window's right column, and what each is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.words import tr
from app.workspace import Workspace

if TYPE_CHECKING:
    from app.window import Window


def add_panels(window: "Window", work: Workspace, aligned: Callable[[], None], sync_by: Callable[[str], None]) -> None:
    """The panels of the right column, in the order of their tabs. Each imports what it needs when it is made."""

    def sync() -> QWidget:
        from app.sync_panel import SyncPanel

        return SyncPanel(window.session, window.stage, window.player, window.sync, window.actions_by_id.__getitem__)

    def compare() -> QWidget:
        from app.compare_panel import ComparePanel

        panel = ComparePanel(window.session, window.stage, window.player, window.actions_by_id.__getitem__)
        panel.model.changed.connect(aligned)
        return panel

    def doctor() -> QWidget:
        from app.doctor_panel import DoctorPanel

        panel = DoctorPanel(window.session, window.stage, window.player)
        panel.sync_wanted.connect(sync_by)
        return panel

    def correct() -> QWidget:
        from app.correct_panel import CorrectPanel

        return CorrectPanel(window.session, window.stage, window.player, window.correcting, window.acts,
                            window.suggesting, window.actions_by_id.__getitem__)

    def train() -> QWidget:
        from app.train_panel import TrainPanel

        return TrainPanel(window.session)

    work.add_panel("sync", tr("Synchronize"), sync)
    work.add_panel("compare", tr("Compare"), compare)
    work.add_panel("correct", tr("Correct"), correct)
    work.add_panel("doctor", tr("Video doctor"), doctor)
    work.add_panel("train", tr("Train"), train)
