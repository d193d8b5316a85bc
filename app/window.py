"""The main window: where everything stands, and the wires between the parts."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QMainWindow,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import opening, theme
from app.ahead import Ahead
from app.banner import Banner, Notice
from app.camera_file import CameraFile
from app.coach import Coach
from app.commands import COMMANDS, MENUS, Do, edits, groups
from app.correct_acts import CorrectActs
from app.correcting import Correcting
from app.data_saver import DataSaver
from app.demo_guide import DemoGuide
from app.film_bar import FilmBar
from app.follow_joint import FollowJoint
from app.frames import FrameSource
from app.joint_menu import JointMenu
from app.key_map import KeyMap
from app.keys import Keys, native
from app.label_transfer import LabelTransfer
from app.model_import import ModelImport
from app.palette import Palette
from app.panel_model import PanelModel
from app.panels import add_panels
from app.player import Player
from app.pose_import import PoseImport
from app.recording_panel import RecordingPanel
from app.recordings import VIDEOS
from app.scene_view import SceneView
from app.session import Session
from app.stage import Stage
from app.start_view import StartView
from app.sync_actions import SyncActions
from app.text_dialog import TextDialog
from app.timeline import Timeline
from app.tone_box import ToneBox
from app.transport import TransportBar
from app.video_grid import VideoGrid
from app.video_view import OverlayOptions
from app.words import tr
from app.workspace import Workspace

LOOP_MS = 500  # of rest before a changed loop range counts as one edit


class Window(QMainWindow):
    """Built on a session, which it closes with itself."""

    session: Session
    player: Player
    scene: SceneView
    stage: Stage
    sync: SyncActions
    correcting: Correcting
    acts: CorrectActs
    joint_menu: JointMenu
    data_saver: DataSaver
    label_transfer: LabelTransfer
    pose_import: PoseImport
    camera_file: CameraFile
    models: ModelImport
    follow_joint: FollowJoint
    tone_box: ToneBox
    film_bar: FilmBar
    palette_box: Palette
    coach: Coach
    banner: Banner
    timeline: Timeline
    on_ground: bool
    apart: bool

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(880, 560))
        self.resize(1280, 800)
        self.actions_by_id: dict[str, QAction] = {}
        self.keys = Keys(session.settings, self)
        self._make_actions()
        self._make_parts()
        self._place_parts()
        self._make_menus()
        self._wire()
        self._restore()
        self._project_changed()

    # -- what commands ask for

    @property
    def overlay(self) -> OverlayOptions:
        return self.stage.overlay

    @property
    def trails(self) -> bool:
        return self.stage.trails

    def ask_videos(self) -> None:
        patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in VIDEOS)
        files, _ = QFileDialog.getOpenFileNames(self, tr("Open videos of the same person"), self._last_folder(),
                                                f"{tr('Videos')} ({patterns});;{tr('All files')} (*)")
        if files:
            self._remember_folder(Path(files[0]).parent)
            self.session.open_paths(files)

    def ask_project(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Open a project (a folder NAME.parallax)"),
                                                  self._last_folder())
        if folder:
            self._remember_folder(Path(folder).parent)
            self.session.open_project(Path(folder))

    def see_demo(self) -> None:
        self.demo.see()

    def find_videos(self) -> None:
        session = self.session
        opening.ask_for(session, [view for view in session.views.values() if view.id in session.faults])

    def show_folder(self) -> None:
        if self.session.project is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.project.folder)))

    def save_film(self) -> None:
        self.film_bar.ask_film(self.stage.active or "", self.player.loop)

    def save_picture(self) -> None:
        self.film_bar.ask_picture(self.stage.active or "", self.player.t)

    def export_data(self, what: str) -> None:
        """Keypoints, 3D, angles or agreement as a file, aligned as the comparison is."""
        per_frame = self.comparison(lambda panel: bool(panel.model.options.alignment == "frame"))
        self.data_saver.ask(what, self.stage.active or "", per_frame)

    def close_project(self) -> None:
        self.session.close_project()

    def quit(self) -> None:
        self.close()

    def ask_jump(self) -> None:
        self.transport.focus_jump()

    def set_loop_edge(self, edge: int) -> None:
        """The loop begins (0) or ends (1) at the playhead; an edge on the wrong side of the other moves that one."""
        player = self.player
        a, b = player.loop or (player.start, player.end)
        t = player.t
        if edge == 0:
            a, b = t, b if b > t else player.end
        else:
            a, b = a if a < t else player.start, t
        if b > a:
            player.set_loop((a, b))

    def detect(self, whole: bool) -> None:
        self.session.detection.find(list(self.session.views), None if whole else self.player.loop)

    def stop_run(self) -> None:
        """Of several runs the one that takes long."""
        (self.session.runs if self.session.runs.running else self.session.syncing.runs).stop()

    def synchronize(self) -> None:
        self.open_panel("sync")
        self.sync.synchronize()

    def remove_view(self) -> None:
        self.session.remove_view(self.stage.active)

    def toggle_overlay(self, part: str) -> None:
        self.stage.set_overlay(part, not getattr(self.overlay, part))
        self.refresh_actions()

    def toggle_trails(self) -> None:
        self.stage.set_trails(not self.trails)
        self.refresh_actions()

    def toggle_ground(self) -> None:
        self.on_ground = not self.on_ground
        self.scene.set_mode("ground" if self.on_ground else "root")
        self.refresh_actions()

    def toggle_apart(self) -> None:
        self.apart = not self.apart
        self.scene.set_apart(self.apart)
        self.refresh_actions()

    def fit_videos(self) -> None:
        for pane in self.stage.panes.values():
            pane.fit()

    def next_athlete(self) -> None:
        self.session.next_athlete(self.stage.active)

    def panel_wanted(self, name: str) -> bool:
        return self._work.wanted(name)

    def toggle_panel(self, name: str) -> None:
        self._work.toggle(name)
        self.refresh_actions()

    def open_panel(self, name: str) -> None:
        """A panel of the right column, brought to the front."""
        self._work.open_panel(name)
        self.refresh_actions()

    def in_comparison(self, act: Callable[[Any], None]) -> None:
        """Do something in the comparison panel, which is opened for it."""
        self.open_panel("compare")
        act(self._work.side.panel("compare"))
        self.refresh_actions()

    def comparison(self, test: Callable[[Any], bool]) -> bool:
        """Ask something of the comparison panel; False while it is closed."""
        panel = self._work.side.panel("compare") if self.panel_wanted("compare") else None
        return panel is not None and test(panel)

    @cached_property
    def suggesting(self) -> Any:
        """Going through the frames worth labelling; made when they are first asked for."""
        from app.suggesting import Suggesting

        return Suggesting(self.session, self.stage, self.player, self.correcting)

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def reset_layout(self) -> None:
        self.session.settings.forget_layout()
        self._work.reset(self.size())
        self.refresh_actions()

    def show_keys(self) -> None:
        _bring(next((map for map in self.findChildren(KeyMap) if map.isVisible()), None) or KeyMap(self.keys, self))

    def show_more_models(self) -> None:
        from app.more_models import MoreModels

        _bring(next((more for more in self.findChildren(MoreModels) if more.isVisible()), None)
               or MoreModels(self.models, self))

    def show_diagnostics(self) -> None:
        self._show_text(tr("Diagnostics"), self.session.diagnostics(self.scene.renderer))

    # -- making

    def _make_actions(self) -> None:
        for command in COMMANDS:
            action = QAction(theme.icon(command.icon), tr(command.title), self)
            action.setAutoRepeat(command.repeat)
            action.setCheckable(command.checked is not None)
            action.setIconVisibleInMenu(command.checked is None)  # beside an icon, a menu shows no check mark
            action.triggered.connect(partial(_do, command.do, self))
            self.addAction(action)
            self.actions_by_id[command.id] = action
        self._take_keys()
        self.keys.changed.connect(self._take_keys)

    def _take_keys(self) -> None:
        """Every action has the keys that the user wants, and names them in its tool tip."""
        for command in COMMANDS:
            action, keys = self.actions_by_id[command.id], self.keys.of(command.id)
            action.setShortcuts([QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in keys])
            named = ", ".join(filter(None, (*map(native, keys), command.pane_key)))
            action.setToolTip(tr(command.hint or command.title) + (f"  ({named})" if named else ""))
            if command.pane_key:  # a menu shows it where there is no other
                action.setText(tr(command.title) + ("" if keys else f"\t{command.pane_key}"))

    def _make_parts(self) -> None:
        self.on_ground, self.apart = True, True
        self._loop: tuple[float, float] | None = None  # as it was last taken from or given to the project
        self._loop_timer = QTimer(self, singleShot=True, interval=LOOP_MS)
        self._loop_timer.timeout.connect(self._keep_loop)
        self.player = Player(self)
        self.frames = FrameSource(self)
        self.grid, self.scene, self.timeline = VideoGrid(), SceneView(), Timeline()
        self.transport = TransportBar(self.player, self.actions_by_id.__getitem__)
        self.stage = Stage(self.session, self.player, self.frames, self.grid, self.scene, self.timeline)
        self.sync = SyncActions(self.session, self.stage)
        self.correcting = Correcting(self.session, self.stage, self.player)
        self.acts = CorrectActs(self.session, self.correcting, self.player)
        self.joint_menu = JointMenu(self.correcting, self.acts, self.actions_by_id.__getitem__, self)
        self.follow_joint = FollowJoint(self.session, self.stage, self.correcting)
        self.panel = RecordingPanel(self.actions_by_id.__getitem__)
        self.model = PanelModel(self.session, self.stage, self.panel)
        self.start = StartView(self.actions_by_id.__getitem__)
        self.demo = DemoGuide(self.session, self.start)
        self.banner = Banner()
        self.film_bar = FilmBar(self.session)
        self.ahead = Ahead(self, lambda: self.coach.prepare())
        self.data_saver = DataSaver(self.session, self)
        self.label_transfer = LabelTransfer(self.session, self)
        self.pose_import = PoseImport(self.session, self)
        self.camera_file = CameraFile(self.session, self)
        self.models = ModelImport(self.session, self)
        self._busy = QProgressBar(textVisible=False)
        self._busy.setObjectName("busy")
        self._busy.setRange(0, 0)
        self._busy.hide()

    def _place_parts(self) -> None:
        self._work = Workspace(self.panel, self.grid, self.scene, self.transport, self.timeline)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self._work)
        self.coach = Coach(self, self._pages, self._work)
        add_panels(self, self._work, self._align_ghosts, self._sync_by)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._busy)
        whole.addWidget(self.banner)
        whole.addWidget(self.film_bar)
        whole.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        self.palette_box = Palette(self, self._palette_rows)
        self.tone_box = ToneBox(self, self.stage)

    def _make_menus(self) -> None:
        self._recent = QMenu(tr("Recent projects"), self)
        self._recent.aboutToShow.connect(self._fill_recent)
        for title in MENUS:
            menu = self.menuBar().addMenu(tr(title))
            menu.aboutToShow.connect(self.refresh_actions)
            for n, group in enumerate(groups(title)):
                if n:
                    menu.addSeparator()
                menu.addActions([self.actions_by_id[command.id] for command in group])
                if any(command.id == "open_project" for command in group):
                    menu.insertMenu(self.actions_by_id["demo"], self._recent)

    def _wire(self) -> None:
        session = self.session
        session.noticed.connect(self.banner.show_notice)
        session.opened.connect(self._project_changed)
        session.changed.connect(self._document_changed)
        session.busy_changed.connect(self._show_busy)
        session.runs.changed.connect(self.refresh_actions)
        session.syncing.changed.connect(self.refresh_actions)
        self.models.changed.connect(self.refresh_actions)
        self.panel.more_wanted.connect(self.show_more_models)
        self.panel.compare_wanted.connect(lambda: self.in_comparison(lambda panel: panel.show_page("detectors")))
        session.poses_changed.connect(lambda _: self.refresh_actions())
        self.banner.details.connect(self.show_diagnostics)
        self.banner.changed.connect(self.refresh_actions)
        self.start.cancelled.connect(lambda: opening.cancel(session))
        self.start.opened.connect(session.open_project)
        self.transport.jump_failed.connect(lambda why: self.banner.show_notice(Notice("warning", why)))
        self.player.state_changed.connect(self._player_changed)
        self.transport.quality.follow(self.stage.quality)
        self.timeline.scrubbed.connect(self.player.seek)
        self.timeline.loop_changed.connect(self.player.set_loop)
        self.timeline.strip_activated.connect(self.stage.activate)
        self.timeline.room_wanted.connect(self._work.fit_timeline)
        self._work.changed.connect(self._panels_changed)
        self.correcting.changed.connect(self.refresh_actions)
        self.follow_joint.changed.connect(self.refresh_actions)
        self.stage.tone_wanted.connect(self.tone_box.toggle)
        self.stage.picked.connect(self._picked)
        self.stage.boxed.connect(self._boxed)
        for button in self.findChildren(QAbstractButton):  # a click must not take the space bar from the player
            if button.focusPolicy() & Qt.FocusPolicy.ClickFocus:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _sync_by(self, method: str) -> None:
        self.open_panel("sync")
        self.session.syncing.start(method)

    # -- following

    def refresh_actions(self) -> None:
        """Enabled, checked and spoken as things are now."""
        for command in COMMANDS:
            action = self.actions_by_id[command.id]
            action.setEnabled(command.enabled(self) and self.coach.allows(command.id)
                              and not (self.session.read_only and edits(command)))
            if command.checked is not None:
                action.setChecked(command.checked(self))
        undo, redo = self.session.undo_title, self.session.redo_title
        self.actions_by_id["undo"].setText(tr("Undo: {}").format(tr(undo)) if undo else tr("Undo"))
        self.actions_by_id["redo"].setText(tr("Redo: {}").format(tr(redo)) if redo else tr("Redo"))

    def _project_changed(self) -> None:
        project = self.session.project
        self._pages.setCurrentWidget(self._work if self.session.views else self.start)
        if self.session.views:
            self.ahead.begin()
        kept = f" ({tr('read-only')})" if self.session.read_only else ""
        self.setWindowTitle(f"{project.folder.stem}{kept} · Parallax" if project is not None else "Parallax")
        self.start.set_recent(self.session.settings.recent())
        if project is None:
            self.player.pause()
            self.setFocus()  # not whatever row of the start page comes first
        self._take_loop()
        self.refresh_actions()

    def _document_changed(self, change: Any, sender: object) -> None:
        if sender is not self and change.touches("settings"):
            self._take_loop()
        self.refresh_actions()

    def _panels_changed(self) -> None:
        for name in ("sync", "compare"):
            panel: Any = self._work.side.panel(name)
            if panel is not None:
                panel.set_open(self.panel_wanted(name))
        self._align_ghosts()
        self.refresh_actions()

    def _align_ghosts(self) -> None:
        panel: Any = self._work.side.panel("compare") if self.panel_wanted("compare") else None
        self.correcting.ghosting.align("sequence" if panel is None else panel.model.options.alignment)

    def _player_changed(self) -> None:
        self.timeline.set_loop(self.player.loop)
        if self.player.loop != self._loop:
            self._loop = self.player.loop
            self._loop_timer.start()
        self.refresh_actions()

    def _keep_loop(self) -> None:
        """The loop range belongs to the project; a drag of its edge is one edit."""
        self._loop_timer.stop()
        self.session.keep_loop(self._loop, self)

    def _take_loop(self) -> None:
        """Show the loop range that the project has."""
        loop = self.session.loop
        self._loop_timer.stop()
        self._loop = loop if loop is None or self.player.start <= loop[0] < loop[1] <= self.player.end else None
        self.player.set_loop(self._loop)

    def _show_busy(self, text: str) -> None:
        self._busy.setVisible(bool(text) and bool(self.session.views))
        self._busy.setToolTip(text)
        self.start.set_work(text)

    def _picked(self, view_id: str, frame: int, x: float, y: float, at_hand: bool) -> None:
        self.session.pick(view_id, frame, point=(x, y), offer=at_hand)

    def _boxed(self, view_id: str, frame: int, x0: float, y0: float, x1: float, y1: float) -> None:
        self.session.pick(view_id, frame, box=(x0, y0, x1, y1))

    def _palette_rows(self) -> list[tuple[str, QAction]]:
        self.refresh_actions()
        return [(tr(command.menu), self.actions_by_id[command.id]) for command in COMMANDS if command.id != "palette"]

    def _fill_recent(self) -> None:
        self._recent.clear()
        for folder in self.session.settings.recent():
            row = self._recent.addAction(f"{folder.stem}   —   {folder.parent}")
            row.triggered.connect(partial(self.session.open_project, folder))
        if self._recent.isEmpty():
            self._recent.addAction(tr("None yet")).setEnabled(False)
        else:
            self._recent.addSeparator()
            self._recent.addAction(tr("Forget these"), self._forget_recent)

    def _forget_recent(self) -> None:
        self.session.settings.forget_projects()
        self.start.set_recent([])

    def _show_text(self, title: str, text: str) -> None:
        """A window of its own beside this one; never modal, one for each title."""
        dialog = next((d for d in self.findChildren(TextDialog) if d.windowTitle() == title), None)
        if dialog is None:
            dialog = TextDialog(title, self)
        dialog.set_text(text)
        _bring(dialog)

    # -- layout

    def _restore(self) -> None:
        settings = self.session.settings
        if not settings.layout("window").isEmpty():
            self.restoreGeometry(settings.layout("window"))
        self._work.reset(self.size())
        self._work.restore(settings)
        for part, on in settings.choice("overlay", {}).items():
            if hasattr(OverlayOptions(), part):
                self.stage.set_overlay(part, bool(on))

    def _remember(self) -> None:
        settings = self.session.settings
        settings.remember_layout([("window", self.saveGeometry())])
        self._work.remember(settings)
        settings.choose("overlay", {part: getattr(self.overlay, part) for part in OverlayOptions.__dataclass_fields__})
        settings.flush()

    def _last_folder(self) -> str:
        return str(self.session.settings.choice("folder", str(Path.home())))

    def _remember_folder(self, folder: Path) -> None:
        self.session.settings.choose("folder", str(folder))

    # -- Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.session.open_paths(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())

    def event(self, event: QEvent) -> bool:
        # The space bar plays, unless a button was reached with Tab: then it presses that button.
        if (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
                and event.key() == Qt.Key.Key_Space and isinstance(self.focusWidget(), QAbstractButton)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the focus, as everywhere; Qt leaves that to dialogs.
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.palette_box.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember()
        if self._loop_timer.isActive():
            self._keep_loop()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.models.close()
        self.stage.close()
        self.session.close()
        super().closeEvent(event)


def _bring(dialog: QDialog) -> None:
    """Show a window beside the main one, in front."""
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _do(do: Do, window: Window, *_: object) -> None:
    """The slot of an action; Qt says whether it is checked, which the command works out for itself."""
    do(window)
