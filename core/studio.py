"""The synthetic studio: any Human3.6M-17 motion, filmed by any number of unsynchronized cameras, with exact truth.

`render` dresses the skeleton as a human, films it in a sports hall with sound, and writes one video a view and
`truth.npz`. The same seed gives the same files.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from core.camera import Camera
from core.clock import Clock
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.studio_draw import Canvas, Light, Solid, region_of
from core.studio_dress import Dress, drawn
from core.studio_figure import FLESH, OWN_FLESH, PARTS, facing, figure, floor_of, stature
from core.studio_film import CODECS, Film, frame_times
from core.studio_motion import MOTIONS
from core.studio_room import Room, cast_shadow
from core.studio_sound import SPEED_OF_SOUND, Events, heard, scene_events
from core.studio_truth import Truth, ViewTruth, load_truth, save_truth
from core.words import marked, tr

__all__ = ["MOTIONS", "Truth", "ViewSpec", "ViewTruth", "demo_recording", "load_truth", "render"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ViewSpec:
    """One camera of the studio.

    size: (width, height) of the upright picture, even. fps: frames a second, nominal where `variable`.
    azimuth: degrees round the figure as it stands at the start: 0 in front, 90 at its left, 180 behind.
    distance, height: of the camera from the middle of the motion and over the floor, metres; without a distance one is
    chosen that suits the motion.
    offset_s, drift_ppm: the view's clock, t_ref = offset + (1 + drift·1e-6)·t_view. rotation: 0, 90, 180 or 270 degrees
    that the stored picture must be turned clockwise. moving: held in a hand that sways, walks a little and follows
    the figures.
    variable: irregular time stamps. codec: of studio_film.CODECS. seconds: length; None is to the motion's end.
    focal: pixels; None fits the whole motion into the picture. sound: with a microphone; gain and hiss (root mean
    square) are its own. shutter_s: how long a picture is exposed, seconds: what moves meanwhile is blurred. exposure:
    factors on red, green and blue.
    """

    size: tuple[int, int] = (540, 960)
    fps: Fraction | int | float = 30
    azimuth: float = 0.0
    distance: float | None = None
    height: float = 1.35
    offset_s: float = 0.0
    drift_ppm: float = 0.0
    rotation: int = 0
    moving: bool = False
    variable: bool = False
    codec: str = "h264"
    seconds: float | None = None
    focal: float | None = None
    sound: bool = True
    gain: float = 1.0
    hiss: float = 0.002
    shutter_s: float = 0.0
    exposure: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def check(self) -> None:
        """Raises ParallaxError where a value cannot be filmed."""
        wrong = None
        if any(side % 2 or not 64 <= side <= 4096 for side in self.size):
            wrong = marked("a size of {size} is not even numbers from 64 to 4096.")
        elif self.rotation not in (0, 90, 180, 270):
            wrong = marked("a rotation of {rotation} is not 0, 90, 180 or 270.")
        elif self.codec not in CODECS:
            wrong = marked("the codec {codec!r} is not one of {codecs}.")
        elif not 1 <= self.fps <= 1000:
            wrong = marked("{fps} frames a second is not between 1 and 1000.")
        elif self.distance is not None and self.distance < 1.5:
            wrong = marked("a camera {distance} m away stands in the figure.")
        elif self.seconds is not None and not 0 < self.seconds <= 3600:
            wrong = marked("{seconds} seconds is not between 0 and 3600.")
        if wrong:
            raise ParallaxError(tr("A studio view"), wrong, "Change the view's settings.", codecs=", ".join(CODECS),
                                **vars(self))

    @property
    def rate(self) -> Fraction:
        return Fraction(self.fps).limit_denominator(1001)


class _Stage:
    """What all views share: the motions as curves in time, the floor, the middle and the figures' looks."""

    def __init__(self, motions: list[Array], fps: float, claps: Sequence[float],
                 dress: Callable[["_Stage"], Dress] | None = None) -> None:
        self.seconds = max(len(motion) - 1 for motion in motions) / fps
        # Cubic in time: exact at the samples, and bones stay as long between them to well under a millimetre.
        self.curves = [CubicSpline(np.arange(len(m)) / fps, m, axis=0) for m in motions]
        self.ends = [(len(m) - 1) / fps for m in motions]
        self.scales = [stature(m) / 1.75 for m in motions]
        self.floor = floor_of(np.concatenate(motions))
        every = np.concatenate([m.reshape(-1, 3) for m in motions])
        low, high = every.min(axis=0), every.max(axis=0)
        self.points = every
        self.moments = np.concatenate([np.repeat(np.arange(len(m)) / fps, 17) for m in motions])  # of each point
        self.middle = (low + high) / 2
        self.middle[2] = (self.floor + high[2]) / 2 + 0.02
        ahead = facing(motions[0][: max(int(0.2 * fps), 1)].mean(axis=0))
        self.heading = math.atan2(ahead[1], ahead[0])
        # The key light stands in front of the first figure, to its left.
        side = self.heading + math.radians(38.0)
        self.dress = dress(self) if dress else Dress()
        self.light = self.dress.light or Light((0.566 * math.cos(side), 0.566 * math.sin(side), 0.824))
        self.scales = [self.dress.bulk * scale for scale in self.scales]
        self.events = scene_events(motions, fps, self.floor, tuple(claps))

    def distance(self, view: ViewSpec) -> float:
        """Metres from the middle of the motion to a view's camera."""
        reach = float(np.linalg.norm(self.points[:, :2] - self.middle[:2], axis=1).max())
        return view.distance if view.distance is not None else 3.6 + 1.4 * max(reach - 0.3, 0.0)

    def eye(self, view: ViewSpec) -> Array:
        """(3,) where a view's camera stands, before anybody moves it."""
        angle, distance = self.heading + math.radians(view.azimuth), self.distance(view)
        eye = self.middle + distance * np.array([math.cos(angle), math.sin(angle), 0.0])
        eye[2] = self.floor + view.height
        return np.asarray(eye)

    def wander(self, t_ref: Array) -> Array:
        """(T, 3) how far, on the floor, the figures' middle is from that of the motion, averaged over 1.2 s."""
        around = np.asarray(t_ref)[:, None] + np.linspace(-0.6, 0.6, 9)
        places = [curve(np.clip(around, 0.0, end))[:, :, 0] for curve, end in zip(self.curves, self.ends, strict=True)]
        moved = np.mean(places, axis=(0, 2)) - self.middle
        return np.asarray(moved * (1.0, 1.0, 0.0))

    def joints(self, t_ref: float) -> Array:
        """(P, 17, 3) at a reference time; before and after its motion a figure holds still."""
        return np.stack([curve(min(max(t_ref, 0.0), end)) for curve, end in zip(self.curves, self.ends, strict=True)])


def render(motion: ArrayLike | Sequence[ArrayLike], fps: float, out: Path, views: Sequence[ViewSpec], seed: int = 0,
           progress: Progress = silent, *, claps: Sequence[float] = (0.6,), varied: bool = False) -> Truth:
    """Films a motion and writes `view01.mp4`, `view02.mp4`, … and `truth.npz` into the folder `out`.

    motion: (F, 17, 3) Human3.6M-17 joints, metres, z up, or several of them, one a person; fps: of the motion, whose
    first frame is at reference time 0. claps: reference times of hand claps in the sound track. varied: other people,
    clothes, light and things in the way for every seed (core/studio_dress.py).
    Raises ParallaxError where the motion or a view cannot be filmed; passes on what `progress` raises.
    """
    motions = _checked(motion, fps)
    for view in views:
        view.check()
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "truth.npz").unlink(missing_ok=True)  # truth is written last: half a recording has none
    stage = _Stage(motions, fps, claps, (lambda made: drawn(seed, made.middle, [made.eye(view) for view in views],
                                                            made.floor)) if varied else None)
    reach = float(np.abs(stage.points[:, :2] - stage.middle[:2]).max()) + 1.0
    half = max(6.0, reach, *(stage.distance(view) + 1.2 for view in views))
    room = Room(stage.middle[:2], half, stage.floor, seed)
    truths = tuple(_film(stage, room, view, number, out, seed, progress) for number, view in enumerate(views, 1))
    truth = Truth(truths, stage.floor, stage.events.times, stage.events.kinds, stage.events.places, out)
    save_truth(truth)
    return truth


def seen(motion: ArrayLike, fps: float, view: ViewSpec, seed: int = 0) -> tuple[Array, Array]:
    """What `render` would film, without the pictures: of each frame (T, P, 17, 3) joints in the camera frame,
    metres, and (T, P, 17, 2) pixels. Raises as `render` does."""
    view.check()
    stage = _Stage(_checked(motion, fps), fps, ())
    clock = Clock(view.offset_s, view.drift_ppm)
    seconds = view.seconds if view.seconds is not None else float(clock.to_view(stage.seconds))
    t_ref = clock.to_ref(frame_times(view.rate, seconds, view.variable, seed))
    cameras = _cameras(stage, view, t_ref, seed)
    joints = [stage.joints(float(t)) for t in t_ref]
    return (np.stack([cameras(i).to_camera(j) for i, j in enumerate(joints)]),
            np.stack([cameras(i).project(j)[0] for i, j in enumerate(joints)]))


def _checked(motion: ArrayLike | Sequence[ArrayLike], fps: float) -> list[Array]:
    single = isinstance(motion, np.ndarray) and motion.ndim == 3
    people = [np.asarray(m, dtype=np.float64) for m in ([motion] if single else motion)]  # type: ignore[union-attr]
    subject, remedy = tr("The motion"), marked("Give joints as (frames, 17, 3) in metres, z up, and their frame rate.")
    for joints in people:
        if joints.ndim != 3 or joints.shape[1:] != (17, 3) or len(joints) < 2:
            raise ParallaxError(subject, "has the shape {shape}.", remedy, shape=joints.shape)
        if not np.isfinite(joints).all():
            raise ParallaxError(subject, "has missing or infinite joints.", remedy)
        if not 0.3 < stature(joints) < 3.0:
            raise ParallaxError(subject, "is of a figure {height:.2f} m tall.", remedy, height=stature(joints))
    if not people or not fps > 0:
        raise ParallaxError(subject, "has nobody in it or no frame rate.", remedy)
    return people


def _film(stage: _Stage, room: Room, view: ViewSpec, number: int, out: Path, seed: int,
          progress: Progress) -> ViewTruth:
    clock = Clock(view.offset_s, view.drift_ppm)
    seconds = view.seconds if view.seconds is not None else float(clock.to_view(stage.seconds))
    if seconds <= 0:
        raise ParallaxError(tr("A studio view"), "starts at {start} s, after the motion's end.",
                            "Give it an earlier offset or a length.", start=view.offset_s)
    times = frame_times(view.rate, seconds, view.variable, seed + number)
    cameras = _cameras(stage, view, clock.to_ref(times), seed + number)
    name = f"view{number:02d}.mp4"
    ear = cameras(0).centre
    sound = None
    if view.sound:
        sound = heard(stage.events, ear, clock, 0.0, seconds, view.gain, view.hiss, seed, number)
    shots = _Shots(stage, room, view, seed + number)
    with Film(out / name, view.size, view.rate, times, view.variable, view.codec, view.rotation, sound) as film:
        for frame, t_ref in enumerate(clock.to_ref(times)):
            film.show(shots.take(cameras(frame), float(t_ref)))
            if frame % 8 == 7 or frame == len(times) - 1:
                progress(Step("render", frame + 1, len(times), name))
    return shots.truth(name, view, clock, times, _heard_at(stage.events, ear, clock))


def _heard_at(events: Events, ear: Array, clock: Clock) -> Array:
    return np.asarray(clock.to_view(events.times + np.linalg.norm(events.places - ear, axis=1) / SPEED_OF_SOUND))


class _Shots:
    """Takes the pictures of one view and remembers the truth of each."""

    def __init__(self, stage: _Stage, room: Room, view: ViewSpec, seed: int) -> None:
        self._stage, self._room, self._view = stage, room, view
        self._rng = np.random.default_rng([seed, 5])
        self._empty: NDArray[np.uint8] | None = None
        self._light = stage.light
        self._cameras: list[Camera] = []
        self._joints: list[Array] = []
        self._visible: list[NDArray[np.bool_]] = []
        width, height = view.size
        grain = self._rng.normal(0, 1.6, (height + 64, width + 64, 3))
        self._brighter = np.clip(grain.round(), 0, 255).astype(np.uint8)
        self._darker = np.clip(-grain.round(), 0, 255).astype(np.uint8)

    def take(self, camera: Camera, t_ref: float) -> NDArray[np.uint8]:
        """The (H, W, 3) picture at a reference time."""
        joints = self._stage.joints(t_ref)
        if self._view.moving:
            empty = self._room.picture(camera)
        else:
            if self._empty is None:
                self._empty = self._room.picture(camera, fine=3)
            empty = self._empty
        picture, seen = self._drawn(empty.copy(), camera, joints)
        others = self._during(camera, t_ref)
        if others:
            drawn = [picture, *(self._drawn(empty.copy(), camera, moment)[0] for moment in others)]
            picture = np.asarray(np.mean(drawn, axis=0).round(), np.uint8)
        if self._view.exposure != (1.0, 1.0, 1.0):
            picture = np.asarray(np.clip(picture * np.array(self._view.exposure, np.float32), 0, 255), np.uint8)
        self._cameras.append(camera)
        self._joints.append(joints)
        self._visible.append(seen)
        dx, dy = self._rng.integers(0, 64, 2)
        part = np.s_[dy:dy + picture.shape[0], dx:dx + picture.shape[1]]
        cv2.add(picture, self._brighter[part], dst=picture)
        cv2.subtract(picture, self._darker[part], dst=picture)
        return picture

    def _during(self, camera: Camera, t_ref: float) -> list[Array]:
        """The joints at other moments of the exposure, as many as what moves fastest needs to leave no gaps."""
        half = self._view.shutter_s / 2
        if not half:
            return []
        ends = [camera.project(self._stage.joints(t_ref + side))[0] for side in (-half, half)]
        swept = float(np.nan_to_num(np.linalg.norm(ends[1] - ends[0], axis=-1)).max())
        count = min(round(swept / 3.0), 6)
        return [self._stage.joints(t_ref + half * at) for at in np.linspace(-1, 1, count)] if count > 1 else []

    def _drawn(self, picture: NDArray[np.uint8], camera: Camera, joints: Array
               ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """The picture, drawn into, with (P, 17, 3) joints, and which of them are seen."""
        solids: list[Solid] = []
        owners: list[int] = []
        dress = self._stage.dress
        for person, (points, scale) in enumerate(zip(joints, self._stage.scales, strict=True)):
            body, parts = figure(points, scale, self._stage.floor, dress.outfits[person % len(dress.outfits)])
            cast_shadow(picture, camera, body, self._stage.floor, self._light)
            solids += body
            owners += [person * len(PARTS) + part for part in parts]
        if dress.props:
            cast_shadow(picture, camera, dress.props, self._stage.floor, self._light)
        solids += dress.props
        owners += [len(joints) * len(PARTS)] * len(dress.props)  # nobody's
        region = region_of(solids, camera)
        x0, y0, x1, y1 = region
        canvas = Canvas(picture, region)
        canvas.draw(solids, owners, camera, self._light)
        np.clip(canvas.rgb, 0, 255, out=canvas.rgb)
        picture[y0:y1, x0:x1] = canvas.rgb
        return picture, self._seen(camera, joints, canvas)

    def _seen(self, camera: Camera, joints: Array, canvas: Canvas) -> NDArray[np.bool_]:
        """(P, 17) whether the flesh at a joint is what the camera sees there."""
        px, depth = camera.project(joints)
        seen = camera.inside(px)
        x0, y0, x1, y1 = canvas.region
        column = np.clip(np.nan_to_num(px[..., 0]).round().astype(int) - x0, 0, max(x1 - x0 - 1, 0))
        row = np.clip(np.nan_to_num(px[..., 1]).round().astype(int) - y0, 0, max(y1 - y0 - 1, 0))
        if canvas.depth.size:
            scales = np.asarray(self._stage.scales)[:, None]
            seen &= canvas.depth[row, column] > depth - FLESH * scales
            owner = canvas.owner[row, column]
            person, part = np.divmod(owner, len(PARTS))
            own = OWN_FLESH[np.arange(17), part] & (person == np.arange(len(joints))[:, None])
            seen &= own | (owner < 0)
        return np.asarray(seen)

    def truth(self, name: str, view: ViewSpec, clock: Clock, times: Array, heard_at: Array) -> ViewTruth:
        scene = np.stack(self._joints)
        camera = np.stack([c.to_camera(j) for c, j in zip(self._cameras, self._joints, strict=True)])
        px = np.stack([c.project(j)[0] for c, j in zip(self._cameras, self._joints, strict=True)])
        K, R, t = (np.stack([getattr(c, part) for c in self._cameras]) for part in ("K", "R", "t"))
        return ViewTruth(name, clock, times, scene, camera, px, np.stack(self._visible), K, R, t, view.size,
                         (view.rate.numerator, view.rate.denominator), view.rotation, heard_at)


def _cameras(stage: _Stage, view: ViewSpec, t_ref: Array, seed: int) -> Callable[[int], Camera]:
    """The camera of each frame at reference times (T,): still, or held in a hand."""
    angle, distance, eye = stage.heading + math.radians(view.azimuth), stage.distance(view), stage.eye(view)
    if not view.moving:
        target, focal = _framing(stage.points, stage, view, eye)
        still = Camera.looking_at(eye, target, focal, view.size)
        return lambda frame: still
    target, focal = _framing(stage.points - stage.wander(stage.moments), stage, view, eye)
    wander = stage.wander(t_ref)
    rng = np.random.default_rng([seed, 3])
    pace, phase = rng.uniform(0.12, 0.55, (6, 2)), rng.uniform(0, 2 * np.pi, (6, 2))

    def held(frame: int) -> Camera:
        # Six smooth values in about ±1: orbit, step, height, aim left, aim up, roll.
        a, b, c, d, e, f = np.sin(2 * np.pi * pace * t_ref[frame] + phase).mean(axis=1)
        turn = angle + math.radians(9.0) * a
        where = stage.middle + (distance + 0.12 * b) * np.array([math.cos(turn), math.sin(turn), 0.0])
        where[2] = eye[2] + 0.06 * c
        aim = target + wander[frame] + 0.07 * np.array([-math.sin(turn) * d, math.cos(turn) * d, e])
        return Camera.looking_at(where, aim, focal, view.size, roll=math.radians(1.2) * f)

    return held


def _framing(points: Array, stage: _Stage, view: ViewSpec, eye: Array) -> tuple[Array, float]:
    """Where to look (3,), and the focal length in pixels, so that all points (N, 3) fill the picture.

    There is room for hands, hair and shoes, and for a hand-held camera to sway.
    """
    target = stage.middle.copy()
    points = points[:: max(len(points) // 20000, 1)]
    half = np.ones(2)
    for _ in range(3):
        unit = Camera.looking_at(eye, target, 1.0, (1, 1))
        px, depth = unit.project(points)
        flesh = 0.17 * max(stage.scales) / depth[:, None]
        low, high = np.nanmin(px - flesh, axis=0), np.nanmax(px + flesh, axis=0)
        half = (high - low) / 2
        ahead = float(np.linalg.norm(target - eye))
        target += ahead * (unit.R[0] * (low + high)[0] / 2 + unit.R[1] * (low + high)[1] / 2)
    fit = float(min(np.asarray(view.size) / 2 / half)) / (1.20 if view.moving else 1.04)
    return target, view.focal or fit


def demo_recording(folder: Path, progress: Progress = silent) -> Truth:
    """Films the demonstration: a tennis serve by two cameras that were started at different moments.

    One is a portrait phone at 30 frames/s, the other a landscape camera at 29.97 whose clock drifts.
    """
    motion = MOTIONS["serve"](7.5, 100.0, 2)
    views = (
        ViewSpec(size=(720, 1280), fps=30, azimuth=-28.0, distance=4.6, height=1.45, offset_s=0.0),
        ViewSpec(size=(1280, 720), fps=Fraction(30000, 1001), azimuth=52.0, distance=4.2, height=1.25, offset_s=0.84,
                 drift_ppm=60.0, gain=0.7),
    )
    return render(motion, 100.0, folder, views, seed=2, progress=progress, claps=(0.3, 6.6))
