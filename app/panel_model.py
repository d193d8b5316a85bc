"""What the left panel says, worked out from the session."""

from PySide6.QtCore import QObject, QTimer

from app import detector_speeds, theme
from app.detection import why_failed
from app.looking import why_not, words
from app.recording_panel import Choice, PersonRow, RecordingPanel, RunRow, ViewRow
from app.session import Session
from app.stage import Stage
from app.timecode import format_time
from app.words import marked, tr
from core.cards import Card
from core.detector_facts import DEVICE_TITLES, speed
from core.doctor import weightiest
from core.document import KnownCamera, View
from core.runs import ENDED, Run, Status

ROOMY = 3  # views
STAGES = {"detect": marked("Finding poses"), "athlete": marked("Choosing the athlete"), "lift": marked("Lifting to 3D"),
          "closer": marked("Looking closer where it is fast"), "loading": marked("Loading the models"),
          "": marked("Loading the models")}


class PanelModel(QObject):
    """Keeps the panel as the session is; sends what is chosen there to the session."""

    def __init__(self, session: Session, stage: Stage, panel: RecordingPanel) -> None:
        super().__init__(panel)
        self._session, self._stage, self._panel = session, stage, panel
        session.opened.connect(self._show_all)
        session.opened.connect(session.detection.speeds.look)
        session.opened.connect(lambda: QTimer.singleShot(0, self, self._show_people))  # when their poses are being read
        session.jobs.failed.connect(lambda key, error: self._show_people())
        session.changed.connect(lambda change, sender: self._show_all())
        session.poses_changed.connect(self._poses_changed)
        session.runs.changed.connect(self._show_run)
        session.runs.changed.connect(self._show_people)
        stage.activated.connect(lambda view_id: self._show_all())
        panel.view_chosen.connect(stage.activate)
        panel.person_chosen.connect(self._choose_person)
        panel.detector_chosen.connect(lambda card: session.detection.choose("detector", card))
        panel.lifter_chosen.connect(lambda card: session.detection.choose("lifter", card))
        panel.frames_chosen.connect(lambda frames: session.detection.choose("frames", frames))
        panel.flip_chosen.connect(session.detection.set_flip)
        panel.device_chosen.connect(lambda device: session.detection.choose_device(session.detection.detector, device))
        panel.measure_wanted.connect(self._measure)
        session.detection.models_changed.connect(self._show_models)
        session.doctor.changed.connect(self._show_doctor)
        self._show_models()
        self._show_run()

    def _show_all(self) -> None:
        self._show_views()
        self._show_people()
        self._show_models()
        self._show_doctor()

    def _show_views(self) -> None:
        lines = 2 if len(self._session.views) <= ROOMY else 1  # many views: the people below should stay in sight
        cameras = self._session.project.document.cameras if self._session.project is not None else {}
        rows = [ViewRow(view.id, view.name, self._stage.colour(view), _facts(view, view.id in cameras)[:lines],
                        *_offset(view), fault=self._session.faults.get(view.id, ""),
                        hint="\n".join((str(self._session.path(view)), *_camera(cameras.get(view.id)))))
                for view in self._session.views.values()]
        self._panel.set_views(rows, self._stage.active)

    def _poses_changed(self, view_id: str) -> None:
        self._show_views()
        if view_id == self._stage.active:
            self._show_people()

    def _show_people(self) -> None:
        view = self._session.views.get(self._stage.active or "")
        shown = self._session.shown.get(self._stage.active or "")
        if view is None:
            self._panel.set_people("", [], "")
            return
        if shown is None or shown.bare:
            reading, looking = self._session.jobs.busy(("poses", view.id)), self._session.detection.works_on(view.id)
            self._panel.set_people(view.name, [], tr("Reading the poses that were found …") if reading else
                                   tr("Looking for people …") if looking else
                                   tr("Nobody yet: find poses first, or place joints by hand."))
            return
        rows = [PersonRow(track, tr("Person {n}").format(n=track + 1), share, track == shown.athlete)
                for track, share in enumerate(shown.shares)]
        if not rows:
            hint = tr("Nobody was found. Drag a box with Shift around the person to track.")
        elif len(rows) > 1:
            hint = tr("Click a person, here or in the video, to make them the athlete.")
        else:
            hint = ""
        self._panel.set_people(view.name, rows, hint)

    def _show_doctor(self) -> None:
        findings = self._session.doctor.open_findings
        colours = {"warning": theme.WARNING, "advice": theme.ACCENT}
        self._panel.set_doctor(len(findings), colours.get(weightiest(findings) or "", theme.MUTED))

    def _choose_person(self, track: int) -> None:
        if self._stage.active is not None:
            self._session.set_athlete(self._stage.active, track)

    def _show_models(self) -> None:
        models = self._session.detection
        lifters = [Choice(card.id, card.title, _about(card), card.restricted) for card in models.fitting]
        detectors = [Choice(card.id, card.title, _about(card), card.restricted,
                            (detector_speeds.facts(card, models.speeds, models.device_of(card.id)), tr(card.licence)))
                     for card in models.detectors]
        self._panel.set_models(detectors, models.detector, lifters, models.lifter, models.flip,
                               models.speeds.measuring is not None)
        self._show_device()
        known = models.frame_choices
        frames = [Choice(key, *words(looks, max(models.rates))) for key, looks in known.items()]
        self._panel.set_frames(frames, models.frames, why_not(models.fillers) if len(known) == 1 else "")

    def _show_device(self) -> None:
        models = self._session.detection
        card = next((each for each in models.detectors if each.id == models.detector), None)
        there = models.speeds.devices(card) if card is not None else ()
        choices = [Choice(device, DEVICE_TITLES.get(device, device) if device in there else
                          tr("{device}, not found here").format(device=device.upper()), "" if device in there else
                          tr("The run will say why it cannot be used; nothing else is taken in its place"))
                   for device in (models.devices_of(card) if card is not None else ())]
        self._panel.set_device(choices, models.device_of(models.detector))

    def _measure(self) -> None:
        """Measures the detectors that were not measured yet, or all of them again; or stops that."""
        models = self._session.detection
        if models.speeds.measuring is not None:
            models.speeds.stop()
            return
        wanted = [(card, models.device_of(card.id)) for card in models.detectors]
        models.speeds.measure([each for each in wanted if speed(*each) is None] or wanted)

    def _show_run(self) -> None:
        self._panel.set_run(run_row(self._session))


def _about(card: Card) -> str:
    """What a model is given, and what may be done with it."""
    return f"{tr(card.input)}. {card.terms}"


def run_row(session: Session) -> RunRow | None:
    """The run in words: 'Finding poses', '412 of 1 284 frames · 61/s on CPU', '0:14 left'."""
    runs = session.runs
    if not runs.running and runs.run is None:
        return None
    status = runs.status
    if runs.running and runs.stopping:
        return RunRow(tr("Stopping …"), tr("What was found so far is kept."))
    if runs.running and status.state == "waiting":
        return RunRow(tr("Starting …"), tr("Loading the models"))
    share = status.done / status.total if status.total else None
    if status.state not in ENDED:
        parts = [tr("{done} of {total} frames").format(done=_count(status.done), total=_count(status.total))
                 ] if status.total else []
        if status.rate > 0:
            parts.append(tr("{n}/s on {device}").format(n=f"{status.rate:.0f}", device=_device(runs.run)))
        left = "" if status.eta_s is None else tr("{time} left").format(
            time=format_time(status.eta_s, milliseconds=False))
        if status.stage != "detect" and share == 1:  # every frame is looked at; what is left is not counted in frames
            share, parts = None, []
        return RunRow(tr(STAGES.get(status.stage, status.stage.capitalize())), " · ".join(parts), share, left)
    if status.state == "done":
        found = any(view.get("poses2d") for view in status.result.get("views", ()))
        stride = int(runs.run.request.settings.get("stride", 1)) if runs.run is not None else 1
        return RunRow(tr("Poses found") if found else tr("Lifted to 3D"), status.message or
                      _summary(status, stride, _device(runs.run)), 1.0, active=False)
    if status.state == "stopped":
        return RunRow(tr("Stopped"), tr("What was found so far is kept."), share, active=False)
    assert runs.run is not None
    return RunRow(tr("The run failed"), active=False, fault=why_failed(runs.run, status))


def _device(run: Run | None) -> str:
    """What a run computes on: 'CPU'."""
    return detector_speeds.short(str(run.request.settings.get("device", "cpu"))) if run is not None else "CPU"


def _summary(status: Status, stride: int, device: str) -> str:
    """'2 views · 41 frames/s on CPU' of a run that is done: of the recording, also where each stride-th was looked
    at."""
    views = status.result.get("views", ())
    seconds = status.result.get("detect_s", 0)
    frames = sum(min(stride * view.get("detected", 0), view.get("stop", 0) - view.get("start", 0)) for view in views)
    number = tr("1 view") if len(views) == 1 else tr("{n} views").format(n=len(views))
    if not seconds or not frames:
        return number
    fast = tr("{n} frames/s on {device}").format(n=f"{frames / seconds:.0f}", device=device)
    return f"{number} · {fast}"


def _facts(view: View, calibrated: bool) -> tuple[str, ...]:
    """'1088 × 1920 · 60 fps · calibrated', '100 frames · 0:01.650'."""
    fps = f"{float(view.fps):.2f}".rstrip("0").rstrip(".")
    seconds = view.last_s - view.first_s + 1 / float(view.fps)
    size = " · ".join((f"{view.width} × {view.height}", tr("{n} fps").format(n=fps),
                       *([tr("calibrated")] if calibrated else [])))
    return size, f"{tr('{n} frames').format(n=_count(view.frames))} · {format_time(seconds)}"


def _count(number: int) -> str:
    """'1 284'."""
    return f"{number:,}".replace(",", " ")


def _camera(camera: KnownCamera | None) -> tuple[str, ...]:
    """'Camera cam01 of Calib.toml' where it is known."""
    if camera is None:
        return ()
    return (tr("Camera {name} of {file}: lifted with its focal length and lens").format(
        name=camera.name, file=camera.file),)


def _offset(view: View) -> tuple[str, str]:
    """'+0.250 s', and what that means."""
    before, seconds = view.offset_s < 0, f"{abs(view.offset_s):.3f}"
    said = (tr("This view starts {n} s before the recording's zero") if before else
            tr("This view starts {n} s after the recording's zero")).format(n=seconds)
    if view.drift_ppm:
        said += tr(", and its clock drifts by {n} millionths").format(n=f"{view.drift_ppm:+.1f}")
    return f"{'−' if before else '+'}{seconds} s", said
