"""What the window works on: the open project, the poses shown, the run. The only writer of all three.

Views and panels read from here and hear `changed(change, sender)`; every edit of the project goes through `do`.
Reading files happens in the pool; what it finds comes back to the window's thread before anything is touched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app import opening
from app.attempt import Attempt, close_later
from app.banner import Notice
from app.detection import POINTING, Detection
from app.diagnostics import ErrorLog, text
from app.doctor import Doctor
from app.jobs import Jobs
from app.lifting import Lifting
from app.settings import Settings
from app.shown import ATHLETE, Shown, bare, work_out
from app.syncing import Syncing
from app.words import tr
from core import joining, people
from core.document import LOOP, Change, Edit, Pick, Prediction, Setting, View, new_id
from core.errors import ParallaxError
from core.followed import labelled_skeleton
from core.labels import Swap, swaps_of
from core.pose import Poses2D, Poses3D
from core.storage import Project, Unwritable, read_only_error

if TYPE_CHECKING:
    from core.sides import Proposal


class Session(QObject):
    """opened(): another project, other views, or none. changed(Change, sender). poses_changed(view_id).
    labels_changed(view_id): its athlete was corrected. noticed(Notice) for the banner. busy_changed(text): what the
    pool works on that the user waits for, '' when nothing. expected(n): so many videos will come to be shown in a
    moment. proposed(): a check of left and right has ended; `proposals` are what it found.
    """

    opened = Signal()
    changed = Signal(object, object)
    poses_changed = Signal(str)
    labels_changed = Signal(str)
    noticed = Signal(object)
    busy_changed = Signal(str)
    expected = Signal(int)
    proposed = Signal()

    def __init__(self, settings: Settings, errors: ErrorLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self.errors = settings, errors
        self.jobs = Jobs(self)
        self.project: Project | None = None
        self.opening: Attempt | None = None  # the project on its way
        self.shown: dict[str, Shown] = {}
        self._places: dict[Path, Path] = {}
        self._loaded: set[str] = set()  # the views whose poses were asked for
        self._tried: dict[str, tuple[Swap, ...]] = {}  # view → swaps that are shown and not the project's
        self.proposals: tuple[Proposal, ...] = ()
        self.faults: dict[str, str] = {}  # view → why its video cannot be shown
        self.times: dict[str, NDArray[np.float64]] = {}  # view → (T,) time stamps of its file, once it is open
        self.detection = Detection(self)
        self.runs = self.detection.runs
        self.doctor = Doctor(self)
        self.syncing = Syncing(self)
        self.lifting = Lifting(self)
        self.jobs.failed.connect(lambda key, error: self.report(error))

    # -- what is

    @property
    def views(self) -> Mapping[str, View]:
        return self.project.document.views if self.project is not None else {}

    def path(self, view: View) -> Path:
        """Where the view's video is said to be."""
        assert self.project is not None
        written = self.project.folder / view.path
        if written not in self._places:  # asked for at every turn, and it takes a look at the disk
            self._places[written] = written.resolve()
        return self._places[written]

    def picture_path(self, view: View) -> Path:
        """The file that the view is shown from: its copy for scrubbing where it has one."""
        return self.doctor.picture_path(view)

    @property
    def read_only(self) -> bool:
        """Whether the project at hand may only be looked at."""
        return self.project is not None and self.project.read_only

    def refuses(self) -> bool:
        """Whether no work on the project may begin, since it is open read-only; the user is told."""
        if self.read_only:
            assert self.project is not None
            opening.say_read_only(self, read_only_error(self.project.folder))
        return self.read_only

    def found_at(self, view: View, path: Path) -> None:
        """The view's video is there, for as long as this project is open: one that is read-only cannot remember it."""
        assert self.project is not None
        self._places[self.project.folder / view.path] = path

    @property
    def undo_title(self) -> str:
        """What undo would take back; '' at the beginning of the project, which is no gesture of the user."""
        edit = self.project.document.next_undo if self.project is not None and not self.read_only else None
        return edit.title if edit is not None and edit.author != "parallax" else ""

    @property
    def redo_title(self) -> str:
        edit = self.project.document.next_redo if self.project is not None and not self.read_only else None
        return edit.title if edit is not None else ""

    @property
    def loop(self) -> tuple[float, float] | None:
        """The loop range that the project remembers, reference seconds."""
        kept = self.project.document.setting(LOOP) if self.project is not None else None
        if isinstance(kept, tuple) and len(kept) == 2 and all(isinstance(edge, int | float) for edge in kept):
            return float(kept[0]), float(kept[1])
        return None

    @property
    def several_people(self) -> bool:
        return any(len(shown.shares) > 1 for shown in self.shown.values())

    def diagnostics(self, opengl: str) -> str:
        """The report of Help › Diagnostics."""
        return text(list(self.errors.problems), opengl, self.project.folder if self.project is not None else None)

    # -- opening and closing

    def open_paths(self, paths: Iterable[str | Path]) -> None:
        """Whatever was dropped, chosen or typed: videos, folders of videos, a project."""
        opening.open_paths(self, paths)

    def open_project(self, folder: Path, *, then: Callable[[], None] = lambda: None) -> None:
        """Opens a project in the pool, in place of the one at hand, which stays where there is a fault. then(): it is
        at hand. A run goes on by itself."""
        opening.open_project(self, folder, then)

    def adopt(self, project: Project, unwritable: Unwritable | None = None) -> None:
        """Take an open project over, in place of the one at hand. unwritable: why it is open read-only."""
        before = self._let_go()
        self.project = project
        if unwritable is not None:
            opening.say_read_only(self, unwritable)
        if self.views:
            self.settings.remember_project(project.folder)
        self.opened.emit()
        if self.views:
            opening.find_videos(self)
        close_later(self.jobs, before)  # now that nobody holds on to it
        self._load_all()
        if not self.read_only:  # their results would have to be taken into the project
            self.detection.adopt()
            self.doctor.adopt()
            self.syncing.adopt()

    def close_project(self) -> None:
        """Nothing is lost by it: everything is kept already, and a run goes on."""
        opening.give_up(self)
        self.drop_project()

    def drop_project(self, remove: bool = False, done: Callable[[], None] = lambda: None) -> None:
        """The project at hand is at hand no more. remove: its folder is deleted; done(): it is closed."""
        if self.project is not None:
            before = self._let_go()
            self.opened.emit()
            close_later(self.jobs, before, remove, done)

    def close(self) -> None:
        close_later(self.jobs, self._let_go())
        self.jobs.close()

    # -- edits

    def do(self, edit: Edit, sender: object = None) -> bool:
        """The one road by which the project changes. False where it could not be, which the user is told."""
        return self._apply(lambda project: project.do(edit), sender)

    def undo(self, sender: object = None) -> None:
        if self.undo_title:
            self._apply(lambda project: project.undo(), sender)

    def redo(self, sender: object = None) -> None:
        self._apply(lambda project: project.redo(), sender)

    def keep_loop(self, loop: tuple[float, float] | None, sender: object = None) -> None:
        """The loop range, as part of the project."""
        if self.project is not None and self.views and loop != self.loop and not self.read_only:
            row = self.project.document.put(Setting(LOOP, loop))
            self.do(Edit(tr("Set the loop") if loop else tr("Clear the loop"), (row,)), sender)

    def pick(self, view_id: str, frame: int, point: tuple[float, float] | None = None,
             box: tuple[float, float, float, float] | None = None, offer: bool = True) -> None:
        """The user pointed into a picture: at somebody who was found, who becomes the athlete, or at somebody else,
        whom we then offer to track. offer: False keeps quiet where nobody is."""
        shown = self.shown.get(view_id)
        mark = Pick(new_id(), view_id, frame, point, box)
        track = people.at(shown.poses, frame, *point) if shown is not None and shown.kept and point else None
        if track is not None:
            self.set_athlete(view_id, track, mark)
        elif offer and view_id in self.views:
            title = tr("Nobody was found there in {view}.") if box is None else \
                tr("Track the person in this box through {view}?")
            self.noticed.emit(Notice(
                "info", title.format(view=self.views[view_id].name), "",
                (tr("Track this person") if box else tr("Track the person here"), lambda: self._track(mark))))

    def set_athlete(self, view_id: str, track: int, pick: Pick | None = None, sender: object = None) -> None:
        """This person is the athlete in this view. 3D that was lifted from somebody else goes; undo brings it back."""
        row = self._active("2d", view_id)
        if self.project is None or row is None or row.athlete == track or not 0 <= track < row.people:
            return
        document = self.project.document
        puts = [document.put(replace(row, athlete=track))]
        # Earlier picks spoke of somebody else; a detection to come must not follow both as one person.
        puts += [document.drop("picks", old.id) for old in document.picks.values() if old.view == view_id]
        puts += [document.drop("predictions", lift.id) for lift in document.predictions.values()
                 if lift.kind == "3d" and lift.view == view_id and lift.made_from == row.id]
        if pick is not None:
            puts.append(document.put(pick))
        if self.do(Edit(tr("Choose the athlete in {view}").format(view=self.views[view_id].name), tuple(puts)), sender):
            self.detection.lift(view_id)

    def remove_view(self, view_id: str | None) -> None:
        """Takes a view out of the recording, with what was found in it. No file is touched; undo brings all back."""
        if self.project is not None and view_id is not None and view_id in self.views:
            if self.detection.works_on(view_id):
                self.report(ParallaxError(self.views[view_id].name, "a run is finding poses in this view.",
                                          "Stop the run first."))
                return
            self.do(self.project.document.remove_view(view_id))

    def next_athlete(self, view_id: str | None) -> None:
        """The next of the people found in this view becomes the athlete."""
        shown = self.shown.get(view_id or "")
        if view_id is not None and shown is not None and len(shown.shares) > 1:
            self.set_athlete(view_id, ((-1 if shown.athlete is None else shown.athlete) + 1) % len(shown.shares))

    # -- what files turned out to be

    def view_opened(self, view_id: str, times: NDArray[np.float64]) -> None:
        """The view's video is open; times: (T,) its time stamps."""
        self.times[view_id] = times
        mended = self.faults.pop(view_id, None) is not None
        if view_id in self.views and self._active("2d", view_id) is None:
            self.load(view_id)
        elif mended:
            self.poses_changed.emit(view_id)

    def view_failed(self, view_id: str, message: str) -> None:
        """The view's video cannot be shown."""
        if view_id in self.views and self.faults.get(view_id) != message:
            self.faults[view_id] = message
            self.errors.add(f"{self.views[view_id].name}: {message}")
            self.poses_changed.emit(view_id)

    def show(self, view_id: str, shown: Shown | None) -> None:
        """These people are shown from now on."""
        if shown is None:
            self.shown.pop(view_id, None)
        elif view_id in self.views and self.project is not None:
            document = self.project.document  # corrections lie over whatever is found, also by a run that goes on
            labels = dict(document.labels_of(view_id, ATHLETE))
            self.shown[view_id] = shown.corrected(labels, self._swaps(view_id))
        self.lifting.show(view_id, self.shown.get(view_id))
        self.poses_changed.emit(view_id)

    def try_swaps(self, view_id: str, swaps: tuple[Swap, ...]) -> None:
        """Shows the athlete as with these swaps too; without any as it is. Nothing is written."""
        if self._tried.get(view_id, ()) == swaps:
            return
        self._tried[view_id] = swaps
        shown = self.shown.get(view_id)
        if shown is not None:
            self._correct_as(view_id, shown.corrected(shown.labels, self._swaps(view_id)), ())

    def propose(self, proposals: "Iterable[Proposal]") -> None:
        """Left and right seem to be exchanged in these frames."""
        self.proposals = tuple(proposals)
        self.proposed.emit()

    # -- what went wrong

    def report_all(self, errors: Sequence[ParallaxError]) -> None:
        """Several at once, which would hide each other in the banner."""
        if len(errors) == 1:
            self.report(errors[0])
        elif errors:
            said = [f"{Path(error.subject).name or error.subject}: {error.fault}" for error in errors]
            for error in errors:
                self.errors.add(str(error), error)
            self.noticed.emit(Notice("error", tr("{n} of these could not be opened.").format(n=len(errors)),
                                     "\n".join(said)))

    def report(self, error: BaseException) -> None:
        """An error as the user should hear it; the trace goes to the diagnostics."""
        if isinstance(error, ParallaxError):
            name = Path(error.subject).name or error.subject
            title, said = f"{name}: {error.fault}", error.remedy
        else:
            title, said = tr("Something went wrong inside Parallax."), f"{type(error).__name__}: {error}"
        self.errors.add(f"{title} {said}", error)
        self.noticed.emit(Notice("error", title, said))

    # -- inside

    def _apply(self, act: Callable[[Project], Change | None], sender: object) -> bool:
        if self.project is None:
            return False
        try:
            change = act(self.project)
        except Unwritable as error:
            opening.say_read_only(self, error)
            return False
        except ParallaxError as error:
            self.report(error)
            return False
        if change is not None:
            self.after(change, sender)
        return True

    def after(self, change: Change, sender: object = None) -> None:
        """Tell everybody what an edit touched."""
        if change.touches("views"):
            for gone in self.shown.keys() - self.views.keys():
                self.lifting.forget(gone)
            self.opened.emit()
        shown = any(key.startswith("active/") for key in change.keys.get("settings", ()))
        came = set(self.views) != self._loaded  # a clock that moved needs no poses read again
        if shown or came or change.touches("predictions"):
            self._load_all()
        for view_id in change.keys.get("cameras", ()):
            if view_id in self.views and self._active("3d", view_id) is None:
                self.load(view_id)  # 3D that is made of labels alone is made with what is known of the camera
        if change.touches("labels", "swaps"):
            self._correct(change)
        self.changed.emit(change, sender)

    def _correct(self, change: Change) -> None:
        """Lays what was labelled just now over what is shown: of the frames touched, since it happens at every key."""
        assert self.project is not None
        document, touched = self.project.document, {key.rsplit("/", 2)[0] for key in change.keys.get("labels", ())}
        for view_id, shown in list(self.shown.items()):
            if view_id not in touched and not change.touches("swaps"):
                continue
            labels, frames = dict(shown.labels), list[int]()
            for key in change.keys.get("labels", ()):
                view, person, frame = key.rsplit("/", 2)
                if (view, person) == (view_id, ATHLETE):
                    labels.pop(int(frame), None)
                    frames.append(int(frame))
                    if key in document.labels:
                        labels[int(frame)] = document.labels[key]
            if shown.bare and labelled_skeleton(document, view_id) != shown.poses.skeleton:
                self.load(view_id)  # they came from a file, or the first ones are gone
                continue
            self._correct_as(view_id, shown.corrected(labels, self._swaps(view_id)), frames)

    def _correct_as(self, view_id: str, after: Shown, frames: Sequence[int]) -> None:
        """The athlete of a view is as this from now on. frames: whose labels are other."""
        before, self.shown[view_id] = self.shown[view_id], after
        self.lifting.change(view_id, before, after, frames)
        self.labels_changed.emit(view_id)

    def _swaps(self, view_id: str) -> tuple[Swap, ...]:
        """Of the athlete, and those tried out."""
        assert self.project is not None
        return (*swaps_of(self.project.document, view_id, ATHLETE), *self._tried.get(view_id, ()))

    def _track(self, mark: Pick) -> None:
        if self.project is None:
            return
        document, shown = self.project.document, self.shown.get(mark.view)
        puts = [document.put(mark)]
        if shown is not None and shown.athlete is not None and shown.sees(mark.frame, shown.athlete):
            # The athlete so far is elsewhere in this frame, so this is another person: earlier picks are not of them.
            puts += [document.drop("picks", old.id) for old in document.picks.values() if old.view == mark.view]
        if self.do(Edit(POINTING, tuple(puts))):
            self.detection.find([mark.view])

    def _active(self, kind: str, view_id: str) -> Prediction | None:
        return self.project.document.active(kind, view_id) if self.project is not None else None

    def _load_all(self) -> None:
        self._loaded = set(self.views)
        for view_id in self.views:
            self.load(view_id)

    def load(self, view_id: str) -> None:
        """Shows what the project knows of a view; while a run works on the view, what that finds is shown instead."""
        if self.project is None or self.detection.works_on(view_id):
            return
        two, three, project = self._active("2d", view_id), self._active("3d", view_id), self.project
        if two is None:
            self.jobs.forget(("poses", view_id))
            times = self.times.get(view_id)  # without its pictures nothing can be placed in a view
            skeleton = labelled_skeleton(project.document, view_id)
            self.show(view_id, bare(self.views[view_id].size, times, skeleton) if times is not None else None)
            return
        if three is not None and three.made_from != two.id:
            three = None  # lifted from other 2D poses than those on screen

        def read() -> Shown:
            poses = project.poses(two.id)
            assert isinstance(poses, Poses2D)
            lifted = project.poses(three.id) if three is not None else None
            done = joining.looked(two, len(poses.times))
            return work_out(poses, two.athlete, done, lifted if isinstance(lifted, Poses3D) else None)

        self.jobs.submit(("poses", view_id), read, lambda shown: self.show(view_id, shown))

    def _let_go(self) -> list[Project]:
        """Nothing is at hand any more; what was, which is to be closed."""
        self.lifting.close()
        self.detection.forget()
        self.doctor.forget()
        self.syncing.forget()
        for key in ("open videos", "find videos", *(("poses", view_id) for view_id in self.views)):
            self.jobs.forget(key)
        for memory in (self.shown, self.faults, self.times, self._places, self._tried):
            memory.clear()
        self.proposals = ()
        self.busy_changed.emit("")
        held, self.project = [self.project] if self.project is not None else [], None
        return held
