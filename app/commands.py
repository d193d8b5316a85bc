"""Every action of the window, one row each: menus, shortcuts, buttons and the command palette all come from here.

A row says what it is called, where it stands in the menus, its keys, its icon, when it can be done and what it does.
`do`, `enabled` and `checked` get the window; what changes the project goes on from there to the session.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.window import Window

Do = Callable[["Window"], None]
Test = Callable[["Window"], bool]


def always(window: "Window") -> bool:
    return True


def has_views(window: "Window") -> bool:
    return bool(window.session.views)


def has_project(window: "Window") -> bool:
    return window.session.project is not None


def has_poses(window: "Window") -> bool:
    return any(not shown.bare or shown.labels for shown in window.session.shown.values())


def has_labels(window: "Window") -> bool:
    project = window.session.project
    return project is not None and bool(project.document.labels)


def can_correct(window: "Window") -> bool:
    return window.correcting.can


def can_run(window: "Window") -> bool:
    return has_views(window) and not window.session.runs.running


def can_lift(window: "Window") -> bool:
    shown = window.session.shown.get(window.stage.active or "")
    return shown is not None and shown.kept and not shown.bare and shown.athlete is not None


def running(window: "Window") -> bool:
    return window.session.runs.running or window.session.syncing.running


def has_notice(window: "Window") -> bool:
    return window.banner.notice is not None


def several_views(window: "Window") -> bool:
    return len(window.session.views) > 1


def has_loop(window: "Window") -> bool:
    return window.player.loop is not None


def joint_chosen(window: "Window") -> bool:
    return window.correcting.chosen


def has_second(window: "Window") -> bool:
    """Whether a second detector is beside what is shown, also while its panel is closed."""
    return bool(getattr(window._work.side.panel("compare"), "has_second", False))


def toggle_second(window: "Window") -> None:
    panel: Any = window._work.side.panel("compare")
    if has_second(window):
        panel.toggle_second()
        window.refresh_actions()
    else:
        window.in_comparison(lambda opened: opened.toggle_second())


def _help(what: str) -> Do:
    """Opens something of app/help_menu.py, which is loaded for it."""

    def do(window: "Window") -> None:
        from app import help_menu

        getattr(help_menu, what)(window)

    return do


@dataclass(frozen=True)
class Command:
    """One action. menu: its menu's title; group: actions of one group stand between separators; checked: the state
    of a switch, or None for a plain action; repeat: holding the key repeats it; pane_key: a key that the picture which
    has the focus takes for it, and that means something else elsewhere."""

    id: str
    title: str
    menu: str
    group: int
    do: Do
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Test = always
    checked: Test | None = None
    repeat: bool = False
    hint: str = ""
    pane_key: str = ""


MENUS = ("&File", "&Edit", "&Play", "&Sync", "P&ose", "&View", "&Help")
FILE, EDIT, PLAY, SYNC, POSE, VIEW, HELP = MENUS


def edits(command: "Command") -> bool:
    """Whether an action changes the project or starts a run in it, which one that is open read-only forbids."""
    looks = command.id in ("next_suggestion", "previous_suggestion")
    return (command.menu in (EDIT, SYNC, POSE) and not looks) or \
        command.id in ("save_film", "import_labels", "import_poses")


def _overlay(id: str, title: str, key: str, icon: str, part: str) -> Command:
    """A switch of the 2D overlay. part: the field of OverlayOptions."""
    return Command(f"overlay_{id}", title, VIEW, 1, lambda w: w.toggle_overlay(part), (key,), icon, has_views,
                   lambda w: bool(getattr(w.overlay, part)))


def _panel(id: str, title: str, key: str, icon: str) -> Command:
    return Command(f"panel_{id}", title, VIEW, 5, lambda w: w.toggle_panel(id), (key,), icon, has_views,
                   lambda w: w.panel_wanted(id))


def _export(what: str, title: str, key: str, hint: str) -> Command:
    """Saves a part of what was found for other programs."""
    return Command(f"export_{what}", title, FILE, 2, lambda w: w.export_data(what), (key,), "export", has_poses,
                   hint=hint)


def _copy(what: str, which: str, title: str, key: str, hint: str, do: Do) -> Command:
    """Takes joints of another frame over."""
    return Command(f"{what}_{which}", title, POSE, 5, do, (key,), "copy" if what == "copy_pose" else "tag",
                   can_correct, hint=hint)


def _nudge(id: str, title: str, key: str, frames: float = 0.0, seconds: float = 0.0) -> Command:
    """Moves the view at hand on the timeline."""
    icon = "arrow-line-right" if frames + seconds > 0 else "arrow-line-left"
    return Command(id, title, SYNC, 1 if frames + seconds > 0 else 2, lambda w: w.sync.nudge(frames, seconds), (key,),
                   icon, several_views, repeat=True, hint=f"{title}, against the other views")


def _compare(mode: str, title: str, key: str, hint: str) -> Command:
    """A way of showing the comparison in the 3D view."""
    return Command(f"compare_{mode}", title, VIEW, 3, lambda w: w.in_comparison(lambda p: p.set_mode(mode)), (key,),
                   "intersect", has_views, lambda w: w.comparison(lambda p: bool(p.model.options.mode == mode)),
                   hint=hint)


def _look(direction: str, keys: tuple[str, ...]) -> Command:
    return Command(f"look_{direction}", f"Look from the {direction}", VIEW, 2, lambda w: w.scene.look(direction), keys,
                   "cube", has_views)


COMMANDS: tuple[Command, ...] = (
    Command("open_videos", "Open videos…", FILE, 0, lambda w: w.ask_videos(), ("Ctrl+O",), "film-strip",
            hint="One to eight videos of the same person: a new project, or more views of the open one"),
    Command("open_project", "Open project…", FILE, 0, lambda w: w.ask_project(), ("Ctrl+Shift+O",),
            "folder-open", hint="A folder whose name ends in .parallax"),
    Command("demo", "See the demo", FILE, 0, lambda w: w.see_demo(), (), "person-simple-run",
            hint="Two made-up recordings of a known motion, processed from end to end"),
    Command("find_videos", "Find missing videos…", FILE, 1, lambda w: w.find_videos(), (), "magnifying-glass",
            lambda w: bool(w.session.faults), hint="The folder that has them now; they are known by their contents"),
    Command("save_picture", "Save picture…", FILE, 1, lambda w: w.save_picture(), ("Ctrl+Alt+P",), "image", has_views,
            hint="The videos and the aligned 3D at this moment, as PNG"),
    Command("save_film", "Save film…", FILE, 1, lambda w: w.save_film(), ("Ctrl+Alt+F",), "film-strip",
            lambda w: has_views(w) and not w.film_bar.runs.running,
            hint="The loop range, or all of it, as MP4: the videos and the aligned 3D, with the sound of the view at "
                 "hand"),
    Command("export", "Export…", FILE, 2, lambda w: w.data_saver.open_dialog(w), ("Ctrl+E",), "export", has_poses,
            hint="All formats: what each holds, in which unit and axes, and what is lost"),
    _export("2d", "Export keypoints…", "Ctrl+Alt+K", "The joints in every video, in pixels: the athlete's as CSV or "
            "NPZ, everyone's for other programs"),
    _export("3d", "Export 3D…", "Ctrl+Alt+B", "The views' bodies laid over that of the view at hand: tables, TRC, C3D, "
            "BVH or a Blender script"),
    _export("angles", "Export joint angles…", "Ctrl+Alt+A", "In degrees, of every view and of their mean: CSV, "
            "NPZ or MOT"),
    _export("agreement", "Export agreement…", "Ctrl+Alt+G", "How far the views are apart, frame by frame and joint by "
            "joint: CSV or NPZ"),
    Command("import_poses", "Import poses…", FILE, 2, lambda w: w.pose_import.ask(w.stage.active or ""),
            ("Ctrl+Shift+E",), "download-simple", has_views, hint="2D of COCO, OpenPose, SLEAP or DeepLabCut; 3D of "
            "TRC, C3D or BVH: shown in the place of what was found"),
    Command("export_labels", "Export labels…", FILE, 2, lambda w: w.label_transfer.ask_export(), ("Ctrl+Alt+L",),
            "export", has_labels, hint="Joints placed by hand, of all views: COCO keypoints, SLEAP or CSV"),
    Command("import_labels", "Import labels…", FILE, 2, lambda w: w.label_transfer.ask_import(), ("Ctrl+Alt+I",),
            "download-simple", has_views, hint="From COCO keypoints, SLEAP or CSV. No label that is here is replaced "
            "unasked"),
    Command("import_weights", "Import weights…", FILE, 3, lambda w: w.models.ask_import(), (), "brain",
            lambda w: not w.models.busy, hint="A lifter or detector that others published, from a file: it is "
            "recognised, and nothing in it is run"),
    Command("more_models", "Get more models…", FILE, 3, lambda w: w.show_more_models(), (), "cloud-arrow-down",
            hint="Lifters and detectors that others published, with their size and terms"),
    Command("show_folder", "Show the project's folder", FILE, 4, lambda w: w.show_folder(), (), "folder",
            has_project),
    Command("close_project", "Close project", FILE, 4, lambda w: w.close_project(), ("Ctrl+W",), "x",
            has_project, hint="Everything is kept already; a run goes on"),
    Command("quit", "Quit", FILE, 5, lambda w: w.quit(), ("Ctrl+Q",), "sign-out"),

    Command("undo", "Undo", EDIT, 0, lambda w: w.session.undo(), ("Ctrl+Z",), "arrow-u-up-left",
            lambda w: bool(w.session.undo_title), repeat=True),
    Command("redo", "Redo", EDIT, 0, lambda w: w.session.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-u-up-right",
            lambda w: bool(w.session.redo_title), repeat=True),

    Command("remove_view", "Remove the view at hand", EDIT, 1, lambda w: w.remove_view(), (), "trash", has_views,
            hint="From the recording, with what was found in it; the video file stays where it is"),

    Command("play", "Play or pause", PLAY, 0, lambda w: w.player.toggle(), ("Space",), "play", has_views),
    Command("pause", "Pause", PLAY, 0, lambda w: w.player.pause(), ("K",), "pause", has_views),
    Command("forward", "Play forward; again: faster", PLAY, 0, lambda w: w.player.shuttle(1), ("L",), "fast-forward",
            has_views),
    Command("backward", "Play backward; again: faster", PLAY, 0, lambda w: w.player.shuttle(-1), ("J",), "rewind",
            has_views),
    Command("slower", "Slower", PLAY, 0, lambda w: w.player.set_speed(w.player.speed / 2), ("Shift+J",),
            "caret-down", has_views),
    Command("faster", "Faster", PLAY, 0, lambda w: w.player.set_speed(w.player.speed * 2), ("Shift+L",),
            "caret-up", has_views),
    Command("real_time", "Real-time speed", PLAY, 0, lambda w: w.player.set_speed(1.0), ("Shift+K",),
            "gauge", has_views),
    Command("frame_back", "One frame back", PLAY, 1, lambda w: w.player.step(-1), ("Left",), "caret-left",
            has_views, repeat=True),
    Command("frame_forward", "One frame forward", PLAY, 1, lambda w: w.player.step(+1), ("Right",),
            "caret-right", has_views, repeat=True),
    Command("second_back", "One second back", PLAY, 1, lambda w: w.player.skip(-1.0), ("Shift+Left",),
            "caret-double-left", has_views, repeat=True),
    Command("second_forward", "One second forward", PLAY, 1, lambda w: w.player.skip(+1.0), ("Shift+Right",),
            "caret-double-right", has_views, repeat=True),
    Command("start", "Go to the start", PLAY, 1, lambda w: w.player.to_start(), ("Home",), "skip-back",
            has_views),
    Command("end", "Go to the end", PLAY, 1, lambda w: w.player.to_end(), ("End",), "skip-forward", has_views),
    Command("jump", "Jump to a frame or time…", PLAY, 1, lambda w: w.ask_jump(), ("Ctrl+J",), "arrow-bend-down-right",
            has_views),
    Command("loop_in", "Loop from here", PLAY, 2, lambda w: w.set_loop_edge(0), ("I",), "brackets-square",
            has_views),
    Command("loop_out", "Loop to here", PLAY, 2, lambda w: w.set_loop_edge(1), ("O",), "brackets-square", has_views),
    Command("loop_clear", "Clear the loop", PLAY, 2, lambda w: w.player.set_loop(None), ("Shift+I", "Shift+O"),
            "backspace", has_loop),

    Command("synchronize", "Synchronize the views", SYNC, 0, lambda w: w.synchronize(), ("Ctrl+Shift+S",),
            "clock-clockwise", lambda w: several_views(w) and not w.session.syncing.running,
            hint="Works out from sound and movement when each camera was started and how fast its clock runs"),
    _nudge("later_frame", "Move the view later by a frame", ".", frames=1),
    _nudge("later_tenth", "Move the view later by a tenth of a frame", "Shift+.", frames=0.1),
    _nudge("later_ms", "Move the view later by a millisecond", "Alt+.", seconds=0.001),
    _nudge("earlier_frame", "Move the view earlier by a frame", ",", frames=-1),
    _nudge("earlier_tenth", "Move the view earlier by a tenth of a frame", "Shift+,", frames=-0.1),
    _nudge("earlier_ms", "Move the view earlier by a millisecond", "Alt+,", seconds=-0.001),
    Command("mark_event", "Mark this moment", SYNC, 3, lambda w: w.sync.mark(), ("M",), "flag", several_views,
            hint="The same moment (a clap, a touch of the ball) in every view, one by one: it sets the clocks"),
    Command("clear_marks", "Remove the marks", SYNC, 3, lambda w: w.sync.clear_marks(), (), "eraser",
            lambda w: w.sync.has_marks),
    Command("lock_clock", "Lock the clock of the view", SYNC, 4, lambda w: w.sync.lock(), (), "lock-simple",
            several_views, lambda w: w.sync.locked, hint="Nothing moves it then, not even synchronizing"),
    Command("reset_clocks", "Reset the clocks", SYNC, 4, lambda w: w.sync.reset(), (), "clock-counter-clockwise",
            lambda w: w.sync.has_clocks, hint="Forgets when the views were started, but for those that are locked"),

    Command("detect", "Find poses", POSE, 0, lambda w: w.detect(whole=True), ("Ctrl+D",), "magic-wand",
            can_run, hint="2D detection and 3D lifting of the whole recording, in the background"),
    Command("detect_loop", "Find poses in the loop", POSE, 0, lambda w: w.detect(whole=False), ("Ctrl+Shift+D",),
            "repeat", lambda w: can_run(w) and has_loop(w), hint="2D detection and 3D lifting of the loop range"),
    Command("lift", "Lift the view again", POSE, 0, lambda w: w.session.detection.lift(w.stage.active or ""), (),
            "cube", lambda w: can_run(w) and can_lift(w), hint="3D of the view at hand anew, with the lifter chosen"),
    Command("camera_file", "Camera file…", POSE, 0, lambda w: w.camera_file.ask(), (), "aperture", has_views,
            hint="A calibration of the cameras: views are lifted with their own focal length and lens"),
    Command("forget_cameras", "Forget the cameras", POSE, 0, lambda w: w.camera_file.forget(), (), "eraser",
            lambda w: w.camera_file.any_known, hint="Views are lifted with the usual guess of a focal length again"),
    Command("cancel", "Stop the run", POSE, 0, lambda w: w.stop_run(), ("Ctrl+.",),
            "stop-circle", running, hint="What was found so far is kept"),
    Command("next_person", "Next person is the athlete", POSE, 1, lambda w: w.next_athlete(), ("N",),
            "users", lambda w: w.session.several_people),

    Command("correct", "Correct joints", POSE, 2, lambda w: w.correcting.toggle(), ("E",), "hand-grabbing",
            lambda w: w.correcting.can or w.correcting.on, lambda w: w.correcting.on,
            hint="Drag the athlete's joints where they belong; Tab: next joint, arrows: by a pixel, with Alt by a "
                 "tenth, Page Up and Down: frames"),
    Command("next_suggestion", "Next suggestion", POSE, 2, lambda w: w.suggesting.next(), ("Q",), "lightbulb",
            has_poses, hint="The next frame that is worth correcting, the most worthwhile first"),
    Command("previous_suggestion", "Previous suggestion", POSE, 2, lambda w: w.suggesting.previous(), ("Shift+Q",),
            "arrow-bend-up-left", has_poses, hint="The suggestion that was looked at before"),
    Command("joint_hidden", "Joint hidden or visible", POSE, 3, lambda w: w.correcting.toggle_hidden(), ("H",),
            "eye-slash", joint_chosen, hint="It is there, but something is in front of it: its place is kept"),
    Command("joint_absent", "Joint absent", POSE, 3, lambda w: w.correcting.make_absent(), ("Del",), "prohibit",
            joint_chosen, hint="It is not in this frame at all"),
    Command("accept_ghost", "Accept the ghost", POSE, 3, lambda w: w.correcting.accept_ghost(), (), "ghost",
            lambda w: w.correcting.ghost() is not None, hint="The joint goes where the other views' 3D puts it",
            pane_key="Enter"),
    Command("joint_reset", "Joint as detected", POSE, 3, lambda w: w.correcting.reset(), ("R", "Backspace"),
            "arrow-counter-clockwise", joint_chosen, hint="Removes what was said of this joint in this frame"),
    Command("joint_menu", "Menu of the joint", POSE, 3, lambda w: w.joint_menu.open_at_hand(), ("Shift+F10",), "list",
            joint_chosen, hint="What it is in this frame, its lock, its other side", pane_key="Menu"),
    Command("add_pose", "Add a pose here", POSE, 4, lambda w: w.acts.add_pose(), ("Ins",), "user-plus", can_correct,
            hint="The joints that are missing in this frame, as in the nearest frame that has a pose, with the middle "
                 "at the pointer. What is there already stays"),
    Command("delete_pose", "Delete the pose in this frame", POSE, 4, lambda w: w.acts.delete_pose(), ("Shift+Del",),
            "user-minus", can_correct, hint="Nobody is in this frame: all joints become absent, also those detected"),
    Command("remove_labels", "Remove the labels of this frame", POSE, 4, lambda w: w.acts.clear(), (), "eraser",
            can_correct, hint="Back to the detection: what was said of this frame's joints by hand is taken back"),
    _copy("copy_pose", "previous", "Copy the pose of the previous frame", "Ctrl+Left",
          "All joints of the frame before, detected or labelled, as labels here", lambda w: w.acts.copy_pose(-1)),
    _copy("copy_pose", "next", "Copy the pose of the next frame", "Ctrl+Right",
          "All joints of the frame after, detected or labelled, as labels here", lambda w: w.acts.copy_pose(1)),
    _copy("copy", "previous", "Copy the labels of the labelled frame before", "Ctrl+Shift+Left",
          "Only what is labelled in the nearest labelled frame before, here too", lambda w: w.acts.copy(-1)),
    _copy("copy", "next", "Copy the labels of the labelled frame after", "Ctrl+Shift+Right",
          "Only what is labelled in the nearest labelled frame after, here too", lambda w: w.acts.copy(1)),

    Command("train", "Train…", POSE, 6, lambda w: w.open_panel("train"), ("Ctrl+T",), "graduation-cap", has_views,
            hint="A lifter learns further from what the views of this recording disagree on, in the background"),

    Command("palette", "Command palette…", VIEW, 0, lambda w: w.palette_box.open(), ("Ctrl+K", "Ctrl+Shift+P"),
            "command"),
    Command("dismiss", "Dismiss the message", VIEW, 0, lambda w: w.banner.dismiss(), ("Esc",), "x", has_notice),
    Command("next_view", "Next view", VIEW, 0, lambda w: w.stage.activate_next(), ("V",), "columns",
            lambda w: len(w.session.views) > 1, hint="The one whose frames are stepped and counted"),
    _overlay("points", "Points", "P", "dots-nine", "points"),
    _overlay("bones", "Bones", "B", "line-segments", "bones"),
    _overlay("labels", "Joint names", "Shift+N", "tag", "labels"),
    _overlay("scores", "Score colours", "S", "palette", "scores"),
    _overlay("box", "Box", "X", "bounding-box", "box"),
    Command("ghost", "Ghost of the joint at hand", VIEW, 1, lambda w: w.correcting.ghosting.toggle(), ("Shift+G",),
            "ghost", several_views, lambda w: w.correcting.ghosting.on,
            hint="While joints are corrected: where the other views' 3D puts the joint in this picture"),
    Command("tone", "Brightness and contrast…", VIEW, 1, lambda w: w.tone_box.toggle(), ("Shift+B",), "circle-half",
            has_views, hint="How bright the view at hand is shown; films and exports are not affected"),
    Command("zoom_joint", "Zoom to the joint", VIEW, 1, lambda w: w.follow_joint.toggle(), ("Z",), "crosshair",
            lambda w: w.follow_joint.can, lambda w: w.follow_joint.zoomed,
            hint="The view at hand stays on the joint that is corrected, from frame to frame; again: the whole "
                 "picture"),
    Command("fit", "Fit the videos", VIEW, 1, lambda w: w.fit_videos(), ("0",), "arrows-in-simple", has_views),
    _look("front", ("1",)),
    _look("side", ("3",)),
    _look("top", ("7",)),
    Command("look_reset", "Reset the 3D camera", VIEW, 2, lambda w: w.scene.look("reset"), ("5",),
            "arrows-clockwise", has_views),
    Command("ground", "Feet on the ground", VIEW, 3, lambda w: w.toggle_ground(), ("G",), "paw-print", has_views,
            lambda w: w.on_ground),
    Command("trails", "Trails", VIEW, 3, lambda w: w.toggle_trails(), ("T",), "path", has_views,
            lambda w: w.trails),
    Command("apart", "Side by side", VIEW, 3, lambda w: w.toggle_apart(), ("A",), "arrows-left-right", has_views,
            lambda w: w.apart, hint="The views' skeletons beside each other, or all at one place to compare them"),
    _compare("overlaid", "Compare: overlaid", "Ctrl+1", "The views' bodies laid over one another"),
    _compare("apart", "Compare: side by side", "Ctrl+2", "A picture for each view, all seen from one place"),
    _compare("difference", "Compare: difference", "Ctrl+3", "Only what lies between the views"),
    Command("compare_mean", "Compare: mean of the views", VIEW, 3,
            lambda w: w.in_comparison(lambda p: p.model.set(mean=not p.model.options.mean)), ("Ctrl+4",), "user",
            has_views, lambda w: w.comparison(lambda p: bool(p.model.options.mean))),
    Command("compare_cameras", "Compare: cameras", VIEW, 3,
            lambda w: w.in_comparison(lambda p: p.model.set(cameras=not p.model.options.cameras)), ("Ctrl+5",),
            "video-camera", has_views, lambda w: w.comparison(lambda p: bool(p.model.options.cameras))),
    Command("compare_worst", "Go to the next worst frame", PLAY, 1,
            lambda w: w.in_comparison(lambda p: p.go_to_next_worst()), ("W",), "warning", has_views,
            hint="Where the views are furthest apart; again: the next one of the list"),
    Command("next_difference", "Go to the next difference of the detectors", PLAY, 1,
            lambda w: w.in_comparison(lambda p: p.next_difference()), ("Shift+W",), "arrows-out-line-horizontal",
            has_second, hint="Where two detectors are furthest apart; again: the next one of the list"),
    Command("second_detector", "Second detector", VIEW, 1, toggle_second, ("Shift+D",), "users-three", has_poses,
            has_second, hint="What another detector found, over the same picture"),
    Command("timeline_closer", "Closer timeline", VIEW, 4, lambda w: w.timeline.zoom(1.5), ("Ctrl+=", "Ctrl++"),
            "magnifying-glass-plus", has_views, repeat=True),
    Command("timeline_wider", "Wider timeline", VIEW, 4, lambda w: w.timeline.zoom(1 / 1.5), ("Ctrl+-",),
            "magnifying-glass-minus", has_views, repeat=True),
    Command("timeline_all", "Whole timeline", VIEW, 4, lambda w: w.timeline.show_all(), ("Ctrl+0",),
            "arrows-out-line-horizontal", has_views),
    _panel("recording", "Recording and models", "F5", "list-dashes"),
    _panel("scene", "3D view", "F6", "cube"),
    _panel("timeline", "Timeline", "F7", "rows"),
    _panel("sync", "Synchronization", "F8", "clock-clockwise"),
    _panel("compare", "Comparison", "F9", "intersect"),
    _panel("correct", "Corrections", "F10", "hand-grabbing"),
    _panel("doctor", "Video doctor", "F4", "first-aid-kit"),
    _panel("train", "Training", "F3", "graduation-cap"),
    Command("coach", "Coach view", VIEW, 6, lambda w: w.coach.toggle(), ("C",), "chalkboard-teacher", has_views,
            lambda w: w.coach.on, hint="All of the screen: slow motion, drawing, measuring, key moments, comparing"),
    Command("full_screen", "Full screen", VIEW, 6, lambda w: w.toggle_full_screen(), ("F11",), "corners-out",
            always, lambda w: w.isFullScreen()),
    Command("reset_layout", "Reset the layout", VIEW, 6, lambda w: w.reset_layout(), (),
            "layout"),

    Command("keys", "Keyboard", HELP, 0, lambda w: w.show_keys(), ("?", "F1"), "keyboard"),
    Command("methods", "Training methods", HELP, 0, _help("methods"), (), "graduation-cap",
            hint="What each of them needs, when to use it, and what comes of it"),
    Command("tour", "Tour of the window", HELP, 0, _help("tour"), (), "compass", has_views,
            hint="Three cards that point at what is where"),
    Command("diagnostics", "Diagnostics", HELP, 0, lambda w: w.show_diagnostics(), ("Ctrl+Shift+G",),
            "first-aid-kit", hint="Versions, devices, last errors: everything to copy into a report"),
    Command("german", "Deutsch", HELP, 1, _help("german"), (), "globe",
            checked=lambda w: w.session.settings.choice("language", "") == "de",
            hint="The window in German, from the next start on"),
    Command("about", "About Parallax", HELP, 1, _help("about"), (), "info", hint="The version, and the licences"),
)
BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def groups(menu: str) -> Iterator[list[Command]]:
    """The commands of one menu, a list for each group, in order."""
    rows = [command for command in COMMANDS if command.menu == menu]
    for group in sorted({command.group for command in rows}):
        yield [command for command in rows if command.group == group]
