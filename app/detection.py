"""Finding poses: the run, what it has found so far, and taking the result into the project."""

from functools import partial as bind
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.banner import Notice
from app.detector_speeds import DetectorSpeeds
from app.growing import Growing
from app.looking import ALL, Looks, choices, nearest
from app.runs import Runs
from app.shown import Shown
from app.words import marked, tr
from core import sparse
from core.cards import DEFAULT_FILLER, DEFAULT_LIFTER, Card, cards
from core.clock import frame_at
from core.detect import Seed
from core.document import Edit, StaleEdit, View
from core.errors import ParallaxError
from core.pipeline import ProcessRequest, ViewJob
from core.records import build, plain
from core.runs import ENDED, Run, Status

if TYPE_CHECKING:
    from app.session import Session

# The detector that needs no card, since it brings its own weights.
BLAZEPOSE = Card("blazepose", "BlazePose", "detector", "blazepose", "blazepose33", "RGB image", "Apache-2.0")
POINTING = marked("Point at the athlete")  # the title of the edit that a failed run takes back
USUAL_FPS = 50.0  # where there is no view yet
PARTIAL_MS = 400  # between two looks at what the run has found


class Detection(QObject):
    """The session's runs of kind 'process'. Starts them, shows what they find, takes it in when they end.

    models_changed(): there are others, or others are chosen.
    """

    models_changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.runs = Runs(session.jobs, self)
        self.runs.failed.connect(session.report)
        self.runs.changed.connect(self._run_changed)
        self.runs.ended.connect(self._take)
        self._growing: dict[str, Growing] = {}
        self._ranges: set[str] = set()  # the views of which the run does a part: the rest is shown as it was
        self._lift_later: list[tuple[str, ...]] = []
        self._timer = QTimer(self, interval=PARTIAL_MS)
        self._timer.timeout.connect(self._look)
        self.speeds = DetectorSpeeds(session.jobs, self)
        self.speeds.changed.connect(self.models_changed)
        self.speeds.failed.connect(session.report)
        self.read_models()

    # -- the models

    def read_models(self) -> None:
        """The models that there are now."""
        known = cards().values()
        self.detectors = [card for card in known if card.task == "detector"] or [BLAZEPOSE]
        self.lifters = [card for card in known if card.task == "lifter"]
        self.models_changed.emit()

    @property
    def detector(self) -> str:
        return self._chosen("detector", self.detectors)

    def device_of(self, detector: str) -> str:
        """What a detector, and the lifter after it, compute on: as was chosen, and nothing else in its place."""
        return str(self._session.settings.choice("devices", {}).get(detector, "cpu"))

    def devices_of(self, card: Card) -> list[str]:
        """What can be chosen for a detector, and what was, which may be gone."""
        return list(dict.fromkeys((*self.speeds.devices(card), self.device_of(card.id))))

    def choose_device(self, detector: str, device: str) -> None:
        settings = self._session.settings
        settings.choose("devices", {**settings.choice("devices", {}), detector: device})
        self.models_changed.emit()

    @property
    def lifter(self) -> str:
        """The lifter for the frames that are looked at."""
        return self.filler if self.looks.stride > 1 else self.dense

    @property
    def dense(self) -> str:
        """The lifter of views that were looked at frame by frame."""
        return self._chosen("lifter", [card for card in self.lifters if not card.fills], DEFAULT_LIFTER)

    @property
    def fillers(self) -> list[Card]:
        """The lifters that fill in what lies between key-frames."""
        return [card for card in self.lifters if card.fills]

    @property
    def filler(self) -> str:
        """The lifter of views of which only key-frames were looked at; '' where none is installed."""
        return self._chosen("filler", self.fillers, DEFAULT_FILLER)

    @property
    def fitting(self) -> list[Card]:
        """The lifters that fit the frames that are looked at."""
        return [card for card in self.lifters if card.fills == (self.looks.stride > 1)]

    @property
    def rates(self) -> list[float]:
        """Frames a second of the views at hand."""
        return [float(view.fps) for view in self._session.views.values()] or [USUAL_FPS]

    @property
    def frame_choices(self) -> dict[str, Looks]:
        """Which frames could be looked at."""
        filler = next((card for card in self.fillers if card.id == self.filler), None)
        return choices(filler, self.rates)

    @property
    def frames(self) -> str:
        """Which frames are looked at: a key of frame_choices."""
        return nearest(self.frame_choices, self._session.settings.choice("frames", ALL))

    @property
    def looks(self) -> Looks:
        return self.frame_choices[self.frames]

    @property
    def flip(self) -> bool:
        """Whether views are lifted with the flip test, the mean of the picture and its mirror image: as was chosen
        last, else as the lifter's card says."""
        card = next((card for card in self.lifters if card.id == self.lifter), None)
        return bool(self._session.settings.choice("flip", card is None or bool(card.settings.get("flip", True))))

    def set_flip(self, flip: bool) -> None:
        self._session.settings.choose("flip", flip)

    def choose(self, task: str, card: str) -> None:
        """Remembered for the next recording too. task: 'detector', 'lifter', or 'frames' with a key of
        frame_choices. A lifter that does not fit the frames that are looked at changes these."""
        remember = self._session.settings.choose
        if task == "lifter":
            fills = card in {each.id for each in self.fillers}
            remember("filler" if fills else "lifter", card)
            if fills != (self.looks.stride > 1):
                remember("frames", list(self.frame_choices)[-1] if fills else ALL)
        else:
            remember(task, card)
        self.models_changed.emit()

    def lift(self, *view_ids: str) -> None:
        """3D of the athlete anew in these views, from the 2D poses there are; of key-frames with their corrections."""
        session, project = self._session, self._session.project
        if project is None or session.refuses():
            return
        rows = {view_id: row for view_id in view_ids
                if (row := project.document.active("2d", view_id)) is not None and row.athlete is not None}
        of_keys = {view_id: row for view_id, row in rows.items() if sparse.of_keys(row.settings)}
        if not rows or not (of_keys or self.dense):
            return
        if of_keys and len(of_keys) < len(rows):  # each kind has a lifter of its own
            self.lift(*(rows.keys() - of_keys.keys()))
            self._lift_later.append(tuple(of_keys))
            return
        if of_keys and not self.filler:
            session.report(ParallaxError(session.views[next(iter(of_keys))].name, "only some of its frames were looked "
                                         "at, and no lifter that fills in the others is installed.",
                                         "Find poses in every frame."))
            return
        if self.runs.running:
            session.noticed.emit(Notice("info", tr("What is shown now has no 3D yet."), tr("A run is under way."),
                                        (tr("Lift when it ends"), lambda: self._lift_later.append(tuple(rows)))))
            return
        jobs = [ViewJob(view_id, session.views[view_id].name, str(session.path(session.views[view_id])), row.start,
                        row.stop, poses=str(project.folder / "poses" / row.file), poses_id=row.id,
                        athlete=row.athlete or 0, corrected=view_id in of_keys,
                        camera=project.document.intrinsics(view_id)) for view_id, row in rows.items()]
        strides = [int(row.settings["stride"]) for row in of_keys.values()]
        request = ProcessRequest(tuple(jobs), self.detector, self.filler if of_keys else self.dense, flip=self.flip,
                                 stride=max(strides, default=1))
        title = (tr("Lift {view}").format(view=jobs[0].name) if len(jobs) == 1 else
                 tr("Lift {n} views").format(n=len(jobs)))
        self.runs.start(project.runs, "process", title, request)

    def _chosen(self, task: str, known: list[Card], default: str = "") -> str:
        ids = [card.id for card in known]
        kept = self._session.settings.choice(task, "")
        return next((card for card in (kept, default, *ids) if card in ids), "")

    # -- the run

    def find(self, view_ids: list[str], loop: tuple[float, float] | None = None) -> None:
        """Poses of these views, in the loop range (reference seconds) or the whole of them, in the background."""
        session, project = self._session, self._session.project
        if project is None or session.refuses():
            return
        if self.runs.running:
            session.noticed.emit(Notice("warning", tr("A run is under way."),
                                        tr("Stop it first, or wait for its end.")))
            return
        jobs = [job for view in session.views.values() if view.id in view_ids
                for job in [self._job(view, loop)] if job is not None]
        if not jobs:
            session.report(ParallaxError(tr("The loop"), "lies outside of every view.", "Move it, or clear it."))
            return
        looks = self.looks
        request = ProcessRequest(tuple(jobs), self.detector, self.lifter, self.device_of(self.detector),
                                 flip=self.flip, stride=looks.stride, finer=looks.finer)
        title = (tr("Find poses in 1 view") if len(jobs) == 1 else
                 tr("Find poses in {n} views").format(n=len(jobs)))
        self.runs.start(project.runs, "process", title, request)

    def _job(self, view: View, loop: tuple[float, float] | None) -> ViewJob | None:
        """None where the loop has no frame of this view."""
        session, start, stop = self._session, 0, None
        assert session.project is not None
        if loop is not None:
            times = session.times.get(view.id)
            a, b = (float(view.clock.to_view(t)) for t in loop)
            if times is None or b < times[0] or a > times[-1]:
                return None
            start, stop = frame_at(times, a), frame_at(times, b) + 1
        seeds = tuple(Seed(pick.frame, pick.point, pick.box)
                      for pick in session.project.document.picks.values() if pick.view == view.id)
        job = ViewJob(view.id, view.name, str(session.path(view)), start, stop, seeds,
                      camera=session.project.document.intrinsics(view.id))
        if loop is None:
            return job
        from core import recording  # brings the decoder, which the first window does without

        return recording.with_athlete(session.project, job)

    def works_on(self, view_id: str) -> bool:
        """Whether a run is finding this view's people now."""
        return view_id in self._growing

    def adopt(self) -> None:
        """Looks for runs that an earlier window left: those at work are watched, those that ended are taken in."""
        project = self._session.project
        if project is not None:
            self.runs.adopt(project)

    def forget(self) -> None:
        self._timer.stop()
        for view_id in self._growing:
            self._session.jobs.forget(("partial", view_id))
        self._growing.clear()
        self.runs.forget()

    # -- what it has found so far

    def _run_changed(self) -> None:
        run = self.runs.run
        if run is None or self.runs.status.state in ENDED or self._growing:
            return
        try:
            request = build(ProcessRequest, plain(run.request.settings))
        except ValueError as error:
            self._session.report(error)
            return
        self._growing = {job.view: _growing(run, job) for job in request.views if not job.poses}
        self._ranges = {job.view for job in request.views if job.start or job.stop is not None}
        self._timer.start()

    def _look(self) -> None:
        jobs = self._session.jobs
        for view_id, growing in self._growing.items():
            if not jobs.busy(("partial", view_id)):
                there = self._session.shown.get(view_id)
                under = there if there is not None and there.kept and view_id in self._ranges else None
                jobs.submit(("partial", view_id), bind(growing.more, under), bind(self._grew, view_id))

    def _grew(self, view_id: str, shown: Shown | None) -> None:
        if shown is not None and self.works_on(view_id):
            self._session.show(view_id, shown)

    # -- and in the end

    def _take(self, run: Run, status: Status, again: bool = True) -> None:
        """An ended run's results become the project's, as one edit that can be undone."""
        project = self._session.project
        if project is None:
            return

        def read() -> Edit | None:
            from core import recording  # brings the decoder, which the first window does without

            return recording.taking(project, run, status) if recording.is_untaken(run, status) else None

        def done(edit: Edit | None) -> None:
            if self._session.project is not project:
                return
            try:
                change = project.do(edit) if edit is not None else None
            except StaleEdit:
                if again:  # the user changed something while the results were read
                    self._take(run, status, False)
                    return
                raise
            self._session.jobs.submit(("taken", run.name), lambda: _taken(run, status), lambda _: None)
            self._end(run)
            if change is not None:
                self._session.after(change)
            self._say(run, status)
            self._go_on()

        def failed(error: Exception) -> None:
            self._end(run)
            self._session.report(error)

        self._session.jobs.submit(("take run", run.name), read, done, failed)

    def _take_back_pick(self, run: Run) -> None:
        """Pointing at somebody who cannot be tracked is undone: kept, it would fail every later run in the same way."""
        session, project = self._session, self._session.project
        last = project.document.next_undo if project is not None else None
        if last is not None and last.title in (POINTING, tr(POINTING)) and any(
                job.seeds for job in build(ProcessRequest, plain(run.request.settings)).views):
            session.undo()

    def _end(self, run: Run) -> None:
        if self.runs.run is None or self.runs.run.folder == run.folder:
            self._timer.stop()
            views = list(self._growing)
            self._growing.clear()
            for view_id in views:
                self._session.jobs.forget(("partial", view_id))
                self._session.load(view_id)

    def _go_on(self) -> None:
        """Lifts what had to wait for the end of the run."""
        if self._lift_later and not self.runs.running:
            self.lift(*self._lift_later.pop(0))

    def _say(self, run: Run, status: Status) -> None:
        session = self._session
        if status.state in ("failed", "lost"):
            session.errors.add(f"{run.request.title}: {status.message}", trace=run.tail(40))
            if status.state == "failed":
                self._take_back_pick(run)
            session.noticed.emit(Notice("error", tr("{title}: the run failed.").format(title=run.request.title),
                                        why_failed(run, status), (tr("Try again"), lambda: self.runs.resume(run))))
        elif status.message:
            session.errors.add(f"{run.request.title}: {status.message}", trace=run.tail(40))
            session.noticed.emit(Notice("warning", tr("Not every view could be done."), status.message))


def why_failed(run: Run, status: Status) -> str:
    """Why a run failed, in few words: without its title and with files by their names, which the views have too."""
    if status.state == "lost":
        return tr("Its process ended before its time. What was found so far is kept: trying again goes on from there.")
    words = status.message.removeprefix(f"{run.request.title}: ").removeprefix(f"{tr('no view could be done.')} ")
    for job in build(ProcessRequest, plain(run.request.settings)).views:
        words = words.replace(job.path, Path(job.path).name)
    return words


def _growing(run: Run, job: ViewJob) -> Growing:
    stop = float("inf") if job.stop is None else job.stop
    return Growing(run.folder, job.view, any(job.start <= seed.frame < stop for seed in job.seeds))


def _taken(run: Run, status: Status) -> None:
    """In a worker: it deletes the chunks that are in the project now, which may be many files."""
    from core import recording

    recording.taken(run, status)
