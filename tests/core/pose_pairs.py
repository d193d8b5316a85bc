"""Pairs (and rigs) of 2D tracks of one movement as two uncalibrated phones would give them, with the true clocks.

    pair = make("hard", seed=3)
    found = pose(pair.a.kp, pair.a.t, pair.b.kp, pair.b.t)
    pair.error_s(found.offset_s, found.drift_ppm)

Movement: motion capture where it is there (development files, or the held-out ones on demand), else the studio's own
motions. Clips are joined into one long movement that stays in the middle of the scene; no clip comes twice in a scene.
"""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator

from core.camera import Camera
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, LIMBS
from core.studio import MOTIONS

Array = NDArray[np.float64]

MOCAP_HZ = 50.0
GAIT = ("walk", "run", "jog", "sneak", "hop")
HELD_OUT = ("cmu_h36m17_test.npz", "hdm05_h36m17_test.npz")
RATES = (25.0, 30000 / 1001, 30.0, 60000 / 1001, 60.0)


@dataclass(frozen=True)
class Kind:
    """What is drawn for a pair. seconds: of each view; reach: offsets are uniform in ±reach seconds."""

    seconds: float = 30.0
    reach: float = 10.0
    rates: tuple[float, ...] = RATES
    angle: tuple[float, float] = (40.0, 130.0)  # between the cameras, degrees
    dirty: bool = True                          # correlated error, bias, occlusion, swaps, gross errors, lost frames
    error: float = 1.0                          # times a usual detector's error
    moving: bool = False                        # hand-held cameras that follow the person
    gait: bool = False
    repeat: float | None = None                 # one short movement to and fro, over and over; how much the turns vary
    variable: float = 0.4                       # share of views with variable frame rate
    drift_ppm: float = 50.0                     # uniform in ±


HARD = Kind()
KINDS = {
    "std": Kind(rates=(30.0, 60.0), angle=(90.0, 90.0), dirty=False, variable=0.0, drift_ppm=0.0),
    "hard": HARD,
    "moving": replace(HARD, moving=True),
    "gait": replace(HARD, gait=True, seconds=25.0, reach=8.0),
    "gait std": Kind(25.0, 8.0, (30.0, 60.0), (90.0, 90.0), dirty=False, gait=True, variable=0.0, drift_ppm=0.0),
    "10 s": replace(HARD, seconds=10.0, reach=4.0),
    "drill": replace(HARD, repeat=0.05),       # squats, jumping jacks
    "machine": replace(HARD, repeat=0.0),      # nobody could tell the turns apart
    "5 s": replace(HARD, seconds=5.0, reach=1.5),
    "minute": replace(HARD, seconds=60.0, reach=20.0),
}


@dataclass(frozen=True)
class View:
    """One camera's track: kp (T, 17, 3) pixels and score, t (T,) seconds; scene = start_s + (1 + drift·1e-6)·t."""

    kp: Array
    t: Array
    start_s: float
    drift_ppm: float
    size: tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """Two views of one scene; related is False where they show different ones."""

    a: View
    b: View
    related: bool = True

    @property
    def drift_ppm(self) -> float:
        return ((1 + self.b.drift_ppm * 1e-6) / (1 + self.a.drift_ppm * 1e-6) - 1) * 1e6

    @property
    def offset_s(self) -> float:
        return (self.b.start_s - self.a.start_s) / (1 + self.a.drift_ppm * 1e-6)

    def error_s(self, offset_s: float, drift_ppm: float = 0.0) -> float:
        """How far an answer is from the truth in the middle of the overlap, seconds."""
        rate = 1 + self.drift_ppm * 1e-6
        first = max(self.b.t[0], (self.a.t[0] - self.offset_s) / rate)
        last = min(self.b.t[-1], (self.a.t[-1] - self.offset_s) / rate)
        middle = (first + last) / 2
        return float(abs(offset_s - self.offset_s + (drift_ppm - self.drift_ppm) * 1e-6 * middle))

    def turned(self) -> "Pair":
        """The same with view b lying on its side: x right becomes y down."""
        kp = self.b.kp.copy()
        kp[..., 0], kp[..., 1] = self.b.size[1] - 1 - self.b.kp[..., 1], self.b.kp[..., 0]
        return replace(self, b=replace(self.b, kp=kp, size=self.b.size[::-1]))

    def mirrored(self) -> "Pair":
        """The same with view b filmed in a mirror: a detector then calls the left side right."""
        kp = self.b.kp[:, H36M17.mirror].copy()
        kp[..., 0] = self.b.size[0] - 1 - kp[..., 0]
        return replace(self, b=replace(self.b, kp=kp))


def make(kind: str | Kind, seed: int, *, held_out: bool = False, related: bool = True) -> Pair:
    """The pair of a seed, always the same. held_out: from the clips that no setting may come from.

    related: otherwise the views show two movements, made of different clips.
    """
    kind = KINDS[kind] if isinstance(kind, str) else kind
    rng = np.random.default_rng([seed, 77])
    offset = rng.uniform(-kind.reach, kind.reach)
    drift = rng.uniform(-kind.drift_ppm, kind.drift_ppm)
    scenes = [Scene(rng, kind, held_out)]
    if not related:
        scenes.append(Scene(rng, kind, held_out, avoid=scenes[0].names))
    start = max(0.0, -offset) + 0.3
    azimuth = rng.uniform(0, 360)
    between = rng.uniform(*kind.angle) * rng.choice((-1, 1))
    a = film(scenes[0], kind, rng, azimuth, start, 0.0)
    b = film(scenes[-1], kind, rng, azimuth + between, start + offset, drift)
    return Pair(a, b, related)


def rig(seed: int, cameras: int = 4, kind: str | Kind = "hard", *, held_out: bool = False) -> list[View]:
    """Views of one scene, one a camera, all round it; any two make a `Pair`."""
    kind = KINDS[kind] if isinstance(kind, str) else kind
    rng = np.random.default_rng([seed, 78])
    scene = Scene(rng, kind, held_out)
    azimuths = rng.uniform(0, 360) + 360 / cameras * np.arange(cameras) + rng.uniform(-15, 15, cameras)
    return [film(scene, kind, rng, azimuth, rng.uniform(0.3, kind.reach), rng.uniform(-1, 1) * kind.drift_ppm)
            for azimuth in azimuths]


# ---------------------------------------------------------------- the movement


def shared_folder() -> Path:
    return Path(os.environ.get("PARALLAX_SHARED") or Path(__file__).resolve().parents[3] / "shared")


@lru_cache
def _clips(held_out: bool) -> dict[str, dict[str, Array]]:
    """Clips (F, 17, 3) at 50 Hz by action and name."""
    found: dict[str, dict[str, Array]] = {}
    for name in HELD_OUT if held_out else ("cmu_h36m17.npz",):
        path = shared_folder() / "data" / "mocap" / name
        if not path.is_file():
            continue
        with np.load(path, allow_pickle=False) as data:
            for index, action in enumerate(data["actions"]):
                clip = np.asarray(data[f"clip_{index:04d}"], dtype=np.float64)
                if len(clip) > MOCAP_HZ:
                    found.setdefault(str(action), {})[f"{name}:{index}"] = clip
    if not found:
        for action, motion in MOTIONS.items():
            seeds = range(100, 103) if held_out else range(3)
            found[action] = {f"{action}:{seed}": np.asarray(motion(12, MOCAP_HZ, seed), float) for seed in seeds}
    return found


def has_mocap(held_out: bool) -> bool:
    """Whether the pairs are of people who were captured; else they are of the studio's own motions."""
    return any(":" in name and ".npz" in name for clips in _clips(held_out).values() for name in clips)


class Scene:
    """A person who does one thing after another near the middle of the scene. names: of the clips used."""

    def __init__(self, rng: np.random.Generator, kind: Kind, held_out: bool, avoid: Sequence[str] = ()) -> None:
        self.names: list[str] = list(avoid)
        seconds = kind.seconds + kind.reach + 1
        keys: list[tuple[Array, Array, float, Array]] = []
        now, here, yaw = 0.0, np.zeros(2), 0.0
        pool = {name: clips for name, clips in _clips(held_out).items()
                if not kind.gait or any(word in name.lower() for word in GAIT)}
        while now < seconds + 1:
            clip = self._draw(pool, rng)
            if kind.repeat is not None:
                clip = _to_and_fro(clip, seconds + 2, kind.repeat, rng)
            own = _heading(clip)
            where = clip[:, 0, :2] - clip[0, 0, :2]
            # Walk on towards the middle: the turn that brings the clip's end nearest to it.
            turns = yaw + rng.uniform(-0.5, 0.5) + np.linspace(-np.pi, np.pi, 16)[rng.permutation(16)[:12]]
            ends = [here + _turn(where[-1:], turn)[0] for turn in turns]
            turn = turns[int(np.argmin(np.linalg.norm(ends, axis=1)))]
            path = here + _turn(where, turn)
            local = clip.copy()
            local[..., :2] -= clip[:, :1, :2]
            local[..., :2] = _turn(local[..., :2], -own[:, None])
            faces = own + turn
            faces += 2 * np.pi * np.round((yaw - faces[0]) / (2 * np.pi))
            if keys:
                now += 0.5 + 0.8 * abs(faces[0] - yaw) / np.pi
                path += rng.uniform(-0.15, 0.15, 2)
            times = now + np.arange(len(clip)) / MOCAP_HZ
            keys += [(path, local, float(times[0]), faces)]
            now, here, yaw = float(times[-1]), path[-1], float(faces[-1])
        times = np.concatenate([first + np.arange(len(path)) / MOCAP_HZ for path, _, first, _ in keys])
        # Monotone cubic: no overshoot in the bridges between clips.
        grid = np.arange(0, now, 1 / MOCAP_HZ)
        where, local, face = (PchipInterpolator(times, np.concatenate([key[i] for key in keys]))(grid)
                              for i in (0, 1, 3))
        self.middle = where[grid < seconds].mean(axis=0)
        spread = float(np.quantile(np.linalg.norm(where[grid < seconds] - self.middle, axis=1), 0.98))
        # Who films from a tripod keeps the person near: smaller steps rather than a person of 100 pixels.
        self.spread = min(spread, 1.6)
        where = self.middle + (where - self.middle) * self.spread / spread
        joints = local
        joints[..., :2] = _turn(joints[..., :2], face[:, None]) + where[:, None]
        self.curve = CubicSpline(grid, joints)

    def _draw(self, pool: dict[str, dict[str, Array]], rng: np.random.Generator) -> Array:
        left = {action: [name for name in clips if name not in self.names] for action, clips in pool.items()}
        actions = [action for action, names in left.items() if names]
        if not actions:  # a small pool: clips come again
            actions, left = list(pool), {action: list(clips) for action, clips in pool.items()}
        action = str(rng.choice(actions))
        name = str(rng.choice(left[action]))
        self.names.append(name)
        clip = pool[action][name]
        longest = int(15 * MOCAP_HZ)
        first = int(rng.integers(0, max(len(clip) - longest, 0) + 1))
        clip = clip[first:first + longest]
        far = np.linalg.norm(clip[:, 0, :2] - clip[0, 0, :2], axis=1) > 4.0  # out of the picture of a fixed camera
        return clip[:max(int(np.argmax(far)), int(MOCAP_HZ))] if far.any() else clip


def _to_and_fro(clip: Array, seconds: float, vary: float, rng: np.random.Generator) -> Array:
    """A second or two of a clip, forwards and backwards for so long, the turns of different length and depth."""
    long = min(int(rng.uniform(0.6, 1.3) * MOCAP_HZ), len(clip) - 1)
    first = int(rng.integers(0, len(clip) - long))
    turns = int(seconds * MOCAP_HZ / long) + 2
    pace = np.maximum(1 + vary * rng.normal(0, 1, turns), 0.5)
    depth = np.minimum(0.85 * (1 + vary * rng.normal(0, 1, turns)), 1.0)
    ends = np.concatenate([[0.0], np.cumsum(2 * long / MOCAP_HZ * 0.8 / pace)])
    at = np.arange(0, seconds, 1 / MOCAP_HZ)
    turn = np.clip(np.searchsorted(ends, at, side="right") - 1, 0, turns - 1)
    phase = (at - ends[turn]) / (ends[turn + 1] - ends[turn])
    place = first + long * depth[turn] * (1 - np.cos(2 * np.pi * phase)) / 2
    return np.asarray(CubicSpline(np.arange(len(clip)), clip)(place))


def _turn(points: Array, angle: Array | float) -> Array:
    """(..., 2) turned by an angle that broadcasts against (...)."""
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([c * points[..., 0] - s * points[..., 1], s * points[..., 0] + c * points[..., 1]], axis=-1)


def _heading(clip: Array) -> Array:
    """(F,) radians that the body faces, slowly varying."""
    across = clip[:, 4, :2] - clip[:, 1, :2] + clip[:, 11, :2] - clip[:, 14, :2]  # right to left
    return np.unwrap(np.arctan2(-across[:, 0], across[:, 1]))


# ---------------------------------------------------------------- a camera


def film(scene: Scene, kind: Kind, rng: np.random.Generator, azimuth: float, start_s: float, drift_ppm: float) -> View:
    """What a detector gives for one view of a scene."""
    t = frame_times(kind, rng)
    moments = start_s + (1 + drift_ppm * 1e-6) * t
    points = scene.curve(moments)
    size = ((1080, 1920), (1920, 1080), (720, 1280), (3840, 2160))[int(rng.integers(4))]
    px = _project(scene, points, moments, kind, rng, azimuth, size)
    body = float(np.nanmedian(np.ptp(px[..., 1], axis=1)))
    kp = np.concatenate([px, np.full((*px.shape[:2], 1), 0.95)], axis=-1)
    if kind.dirty:
        kp = _dirt(kp, t, body * kind.error, rng)
    else:
        kp[..., :2] += rng.normal(0, rng.uniform(3, 6), px.shape)
    kp[~np.isfinite(kp[..., :2]).all(axis=-1)] = (np.nan, np.nan, 0)
    return View(kp, t, start_s, drift_ppm, size)


def frame_times(kind: Kind, rng: np.random.Generator) -> Array:
    """(T,) time stamps: regular, or as a phone writes them that adapts its exposure and drops 1 % of the frames."""
    fps = float(rng.choice(kind.rates))
    first = float(rng.choice((0.0, rng.uniform(0, 0.1))))
    if rng.random() >= kind.variable:
        return np.asarray(first + np.arange(int(kind.seconds * fps)) / fps)
    steps = np.full(int(kind.seconds * fps * 1.2), 1 / fps)
    slow = np.cumsum(rng.random(len(steps)) < 1 / (8 * fps)) % 2 == 1  # dim light: fewer frames a second
    steps[slow] *= rng.uniform(1.0, 1.25)
    times = np.cumsum(steps) - steps[0] + rng.normal(0, 0.002, len(steps))
    times = np.maximum.accumulate(times) + 1e-6 * np.arange(len(times))
    keep = (rng.random(len(times)) > 0.01) & (times < kind.seconds)
    return np.asarray(first + np.round(times[keep] * 90000) / 90000)


def _project(scene: Scene, points: Array, moments: Array, kind: Kind, rng: np.random.Generator, azimuth: float,
             size: tuple[int, int]) -> Array:
    """(T, 17, 2) true pixels."""
    away = scene.spread + rng.uniform(3.0, 7.0)
    angle = math.radians(azimuth)
    eye = np.array([*(scene.middle + away * np.array([math.cos(angle), math.sin(angle)])), rng.uniform(0.9, 2.2)])
    wide = 1.2 if kind.moving else 2 * scene.spread + 0.8  # metres that the picture must show
    focal = away * min(size[1] / 2.2, size[0] / wide) * rng.uniform(0.75, 1.0)
    roll = math.radians(rng.normal(0, 2.5))
    dist = np.array([rng.normal(0, 0.03), rng.normal(0, 0.01), 0, 0, 0])
    aim = np.array([*scene.middle, 0.95])
    if not kind.moving:
        camera = replace(Camera.looking_at(eye, aim, focal, size, roll), dist=dist)
        return camera.project(points)[0]
    # Hand-held: the aim follows the body, late and badly; the hand sways and trembles; it may walk and zoom a little.
    late = moments - rng.uniform(0.1, 0.6)
    around = late[:, None] + np.linspace(-0.5, 0.5, 7)
    follow = scene.curve(np.clip(around, 0, scene.curve.x[-1]))[:, :, 0, :2].mean(axis=1)
    slow, fast = _sway(moments, rng, 0.1, 0.7, 6), _sway(moments, rng, 1.0, 4.0, 3)
    aims = np.column_stack([follow + away * (0.02 * slow[:, :2] + 0.0025 * fast[:, :2]),
                            0.95 + away * (0.015 * slow[:, 2] + 0.0025 * fast[:, 2])])
    eyes = eye + np.column_stack([0.25 * slow[:, 3:5], 0.05 * slow[:, 5]])
    zoom = focal * (1 + 0.04 * _sway(moments, rng, 0.05, 0.2, 1)[:, 0])
    rolls = roll + math.radians(1.0) * _sway(moments, rng, 0.2, 0.8, 1)[:, 0]
    px = [replace(Camera.looking_at(*view), dist=dist).project(joints)[0] for joints, *view in
          zip(points, eyes, aims, zoom, [size] * len(points), rolls, strict=True)]
    return np.stack(px)


def _sway(moments: Array, rng: np.random.Generator, slowest: float, fastest: float, count: int) -> Array:
    """(T, count) smooth values of about ±1 between two frequencies, Hz."""
    rate, phase = rng.uniform(slowest, fastest, (5, count)), rng.uniform(0, 2 * np.pi, (5, count))
    return np.asarray(np.sin(2 * np.pi * rate * moments[:, None, None] + phase).sum(axis=1) / math.sqrt(5 / 2))


# ---------------------------------------------------------------- a detector


def _dirt(kp: Array, t: Array, body: float, rng: np.random.Generator) -> Array:
    """A detector's error on true (T, J, 3) keypoints, in proportion to a body `body` pixels tall."""
    frames, joints = kp.shape[:2]
    kp = kp.copy()
    limbs = np.array([1.0 if name[1:] in ("wrist", "ankle", "elbow", "knee") else 0.6 for name in H36M17.joints])
    kp[..., :2] += body * rng.normal(0, 0.012, (joints, 2)) * limbs[:, None]          # this view's bias
    size = body * rng.uniform(0.006, 0.014)
    wander = np.zeros((frames, joints, 2))
    memory = np.exp(-np.diff(t, prepend=t[0]) / rng.uniform(0.1, 0.35))
    push = rng.normal(0, 1, wander.shape)
    wander[0] = push[0]
    for i in range(1, frames):
        wander[i] = memory[i] * wander[i - 1] + math.sqrt(1 - memory[i] ** 2) * push[i]
    hidden = np.stack([_bursts(t, rng, 0.12, 0.2, 1.0) for _ in range(joints)], axis=1)
    error = size * (1 + 3 * hidden) * limbs
    kp[..., :2] += error[..., None] * wander + rng.normal(0, 0.003 * body, wander.shape)
    kp[..., 2] = np.clip(rng.normal(0.9, 0.05, kp.shape[:2]) - 0.45 * hidden * rng.uniform(0.3, 1, joints), 0.05, 1)
    swapped = _bursts(t, rng, 0.12, 0.05, 0.5)
    kp[swapped] = kp[swapped][:, H36M17.mirror]
    legs = _bursts(t, rng, 0.12, 0.05, 0.5)
    order = np.where(np.isin(np.arange(joints), range(1, 7)), H36M17.mirror, np.arange(joints))
    kp[legs] = kp[legs][:, order]
    gross = rng.random(kp.shape[:2]) < 0.008
    kp[gross, :2] += rng.normal(0, 0.15 * body, (int(gross.sum()), 2))
    missing = hidden & (rng.random(joints) < 0.3) | (rng.random(kp.shape[:2]) < 0.004)
    missing |= _bursts(t, rng, 0.05, 0.1, 0.6)[:, None]
    kp[missing] = (np.nan, np.nan, 0)
    return kp


def _bursts(t: Array, rng: np.random.Generator, rate: float, shortest: float, longest: float) -> NDArray[np.bool_]:
    """(T,) true in bursts of so many seconds, `rate` of them a second."""
    inside = np.zeros(len(t), dtype=bool)
    for start in rng.uniform(t[0] - longest, t[-1], rng.poisson(rate * (t[-1] - t[0] + longest))):
        inside |= (t >= start) & (t < start + rng.uniform(shortest, longest))
    return inside


# ---------------------------------------------------------------- other skeletons


def as_skeleton(kp: Array, name: str) -> Array:
    """(T, 17, 3) Human3.6M keypoints as 'limbs12', 'coco17' or 'blazepose33': real joints, roughly placed face, hands
    and feet, which move with the body as a detector's do."""
    joint = {label: kp[:, i] for i, label in enumerate(H36M17.joints)}
    if name == "limbs12":
        return np.stack([joint[label] for label in LIMBS], axis=1)
    up, ahead = joint["head"] - joint["thorax"], joint["nose"] - joint["thorax"]
    across = joint["lshoulder"] - joint["rshoulder"]
    for side, sign in (("l", 1), ("r", -1)):
        for label, share in (("eye", 0.12), ("eye_inner", 0.06), ("eye_outer", 0.17), ("ear", 0.22)):
            joint[f"{side}{label}"] = joint["nose"] + sign * share * across + (0.25 if "eye" in label else 0.1) * up
        joint["mouth_left" if sign > 0 else "mouth_right"] = joint["nose"] + sign * 0.07 * across - 0.1 * up
        fore, shank = (joint[f"{side}{far}"] - joint[f"{side}{near}"] for far, near in
                       (("wrist", "elbow"), ("ankle", "knee")))
        for label, share in (("pinky", 0.3), ("index", 0.34), ("thumb", 0.22)):
            joint[f"{side}{label}"] = joint[f"{side}wrist"] + share * fore
        joint[f"{side}heel"] = joint[f"{side}ankle"] + 0.12 * shank - 0.1 * ahead
        joint[f"{side}foot_index"] = joint[f"{side}ankle"] + 0.12 * shank + 0.4 * ahead
    skeleton = {"coco17": COCO17, "blazepose33": BLAZEPOSE33}[name]
    out = np.stack([joint[label] for label in skeleton.joints], axis=1)
    out[..., 2] = np.where(np.isfinite(out[..., :2]).all(axis=-1), np.clip(out[..., 2], 0, 1), 0)
    out[out[..., 2] <= 0] = (np.nan, np.nan, 0)
    return out
