"""Motions of the studio's own: walk, squat, kick, throw, serve, jump.

Each is a table of key poses (or a gait) for a body of constant bone lengths: feet and hands are placed, knees and
elbows follow by two-bone inverse kinematics. Between keys every value moves without overshoot, so a foot that is
keyed twice at one place does not slide.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from core.skeleton import H36M17

Array = NDArray[np.float64]
Motion = Callable[[float, float, int], NDArray[np.float32]]

_J = {name: index for index, name in enumerate(H36M17.joints)}
_ANKLE = 0.085  # height of the ankle of a flat foot, metres


@dataclass(frozen=True)
class Body:
    """Bone lengths in metres (adult, stature 1.75)."""

    hip: float = 0.105
    thigh: float = 0.425
    shank: float = 0.415
    spine: float = 0.235
    thorax: float = 0.255
    shoulder: float = 0.172
    upper_arm: float = 0.285
    forearm: float = 0.255


# What a key pose may say. Rotations in degrees. Feet: ankle positions in the scene, x forward, y to the left, z up.
# Hands: wrist positions from their shoulder in the chest's axes: x forward, y outward, z up.
# Elbow: the way each elbow points, same axes.
_NEUTRAL: dict[str, tuple[float, ...]] = {
    "pelvis": (0.0, 0.0, 0.917), "yaw": (0.0,), "pitch": (4.0,), "roll": (0.0,), "twist": (0.0,), "bend": (0.0,),
    "look": (0.0, 0.0),  # degrees to the left and down, relative to the chest
    "lfoot": (0.0, 0.11, _ANKLE), "rfoot": (0.0, -0.11, _ANKLE),
    "lhand": (0.07, 0.10, -0.50), "rhand": (0.07, 0.10, -0.50),
    "lelbow": (-0.8, 0.5, -0.3), "relbow": (-0.8, 0.5, -0.3),
}

Key = tuple[float, dict[str, tuple[float, ...]]]


def _rotation(axis: int, degrees: Array) -> Array:
    """(F, 3, 3) right-handed rotations about a scene axis."""
    angle = np.deg2rad(degrees)
    c, s = np.cos(angle), np.sin(angle)
    out = np.zeros((*angle.shape, 3, 3))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    out[..., axis, axis] = 1
    out[..., i, i] = out[..., j, j] = c
    out[..., i, j], out[..., j, i] = -s, s
    return out


def _two_bones(root: Array, target: Array, pole: Array, first: float, second: float) -> tuple[Array, Array]:
    """Middle and end joints (F, 3) of a limb from root towards target that bends to the side of `pole`.

    A target out of reach is approached; the lengths are exact.
    """
    to = target - root
    distance = np.linalg.norm(to, axis=-1, keepdims=True)
    along = to / np.maximum(distance, 1e-9)
    # 0.5 % short of straight, so that the bend's side stays defined.
    reach = np.clip(distance, abs(first - second) + 0.02, 0.995 * (first + second))
    ahead = (first**2 - second**2 + reach**2) / (2 * reach)
    side = pole - (pole * along).sum(axis=-1, keepdims=True) * along
    side /= np.maximum(np.linalg.norm(side, axis=-1, keepdims=True), 1e-9)
    middle = root + ahead * along + np.sqrt(np.maximum(first**2 - ahead**2, 0)) * side
    return middle, root + reach * along


def assemble(values: dict[str, Array], body: Body) -> NDArray[np.float32]:
    """(F, 17, 3) joints from (F, n) tracks of the names of a key pose."""
    def turned(rotation: Array, x: float, y: float, z: float) -> Array:
        return np.asarray(rotation @ np.array([x, y, z]))

    yaw, pitch, roll = (values[name][:, 0] for name in ("yaw", "pitch", "roll"))
    heading = _rotation(2, yaw)
    low = heading @ _rotation(1, 0.45 * pitch) @ _rotation(0, roll)
    chest = heading @ _rotation(2, values["twist"][:, 0]) @ _rotation(1, pitch) @ _rotation(0, values["bend"][:, 0])
    middle = heading @ _rotation(2, 0.4 * values["twist"][:, 0]) @ _rotation(1, 0.7 * pitch) @ _rotation(
        0, 0.5 * (roll + values["bend"][:, 0]))
    # The neck takes half of the lean back, as people keep their eyes level.
    head = chest @ _rotation(2, values["look"][:, 0]) @ _rotation(1, values["look"][:, 1] - 0.5 * pitch)
    out = np.empty((len(yaw), 17, 3))

    def put(name: str, where: Array) -> Array:
        out[:, _J[name]] = where
        return where

    pelvis = put("pelvis", values["pelvis"])
    spine = put("spine", pelvis + turned(middle, 0.0, 0.0, body.spine))
    thorax = put("thorax", spine + turned(chest, -0.012, 0.0, body.thorax))
    nose = put("nose", thorax + turned(head, 0.095, 0.0, 0.180))
    put("head", nose + turned(head, -0.085, 0.0, 0.102))
    for side, sign in (("l", 1.0), ("r", -1.0)):
        hip = put(f"{side}hip", pelvis + turned(low, 0.0, sign * body.hip, 0.0))
        knee, ankle = _two_bones(hip, values[f"{side}foot"], turned(heading, 1.0, sign * 0.18, 0.0), body.thigh,
                                 body.shank)
        put(f"{side}knee", knee)
        put(f"{side}ankle", ankle)
        shoulder = put(f"{side}shoulder", thorax + turned(chest, 0.0, sign * body.shoulder, -0.015))
        mirror = np.array([1.0, sign, 1.0])
        wrist = shoulder + np.einsum("fij,fj->fi", chest, values[f"{side}hand"] * mirror)
        pole = np.einsum("fij,fj->fi", chest, values[f"{side}elbow"] * mirror)
        elbow, wrist = _two_bones(shoulder, wrist, pole, body.upper_arm, body.forearm)
        put(f"{side}elbow", elbow)
        put(f"{side}wrist", wrist)
    return out.astype(np.float32)


def _play(keys: Sequence[Key], seconds: float, fps: float, seed: int) -> NDArray[np.float32]:
    """Repeats a table of key poses for `seconds`; the seed changes tempo by up to 6 % and size by up to 4 %."""
    rng = np.random.default_rng(seed)
    tempo, size = 1 + rng.uniform(-0.06, 0.06), 1 + rng.uniform(-0.04, 0.04)
    frames = max(round(seconds * fps), 1)
    period = keys[-1][0] / tempo
    time = (np.arange(frames) / fps) % period * tempo
    values = {}
    for name, rest in _NEUTRAL.items():
        said = [(at, pose[name]) for at, pose in keys if name in pose]
        if not said or said[0][0] > 0:
            said.insert(0, (0.0, rest))
        if said[-1][0] < keys[-1][0]:
            said.append((keys[-1][0], said[0][1]))
        at, pose = np.array([k for k, _ in said]), np.array([p for _, p in said], dtype=np.float64)
        values[name] = PchipInterpolator(at, pose, axis=0)(time)
    # Nobody stands still: the trunk sways by millimetres.
    clock = np.arange(frames) / fps
    for axis, (speed, phase) in enumerate(zip(rng.uniform(0.25, 0.5, 2), rng.uniform(0, 6, 2), strict=True)):
        values["pelvis"][:, axis] += 0.004 * np.sin(2 * np.pi * speed * clock + phase)
    return np.asarray(assemble(values, Body()) * np.float32(size), dtype=np.float32)


def walk(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """Walking on a circle of 1 m radius, so that a fixed camera sees every side. (F, 17, 3) metres."""
    rng = np.random.default_rng(seed)
    size, speed = 1 + rng.uniform(-0.04, 0.04), 1.15 + rng.uniform(-0.1, 0.1)
    step, radius = 0.56, 1.0
    frames = max(round(seconds * fps), 1)
    time = np.arange(frames) / fps

    def path(at: Array, aside: float, offset: float = 0.0) -> Array:
        """Place on the floor at time `at`, `aside` to the left of the circle's line; offset: metres ahead."""
        angle = (speed * at + offset) / radius
        return np.stack([(radius - aside) * np.sin(angle), -(radius - aside) * np.cos(angle), 0 * angle], axis=-1)

    phase = time / step
    swing = 0.40  # of a stride, as in adults at this speed
    values = {name: np.tile(np.array(rest), (frames, 1)) for name, rest in _NEUTRAL.items()}
    for side, sign, shift in (("l", 1.0, 0.0), ("r", -1.0, 1.0)):
        stride = (phase + shift) / 2
        whole, part = np.floor(stride), stride % 1
        moving = np.clip(part / swing, 0, 1)
        # Where this foot stood, and where it will stand: half a stance ahead of the body's middle at touch-down.
        moment = (2 * whole - shift) * step
        before = path(moment + (swing - 1) * 2 * step + (1 - swing) * step, sign * 0.085)
        after = path(moment + swing * 2 * step + (1 - swing) * step, sign * 0.085)
        ease = moving**2 * (3 - 2 * moving)
        ankle = before + ease[:, None] * (after - before)
        heel_off = np.clip((part - 0.84) / 0.16, 0, 1)
        ankle[:, 2] = _ANKLE + 0.055 * heel_off**2 + (1 - moving) ** 2 * 0.055 * (moving > 0) * (moving < 1)
        ankle[:, 2] += 0.085 * np.sin(np.pi * moving) ** 1.5
        late = (moving <= 0) | (moving >= 1)
        ankle[late & (part < 0.5), 2] = _ANKLE
        values[f"{side}foot"] = ankle
        # Arms swing against the legs.
        beat = np.cos(2 * np.pi * (stride - swing))
        values[f"{side}hand"] = np.stack([0.06 - 0.20 * beat, 0.09 + 0 * beat, -0.485 + 0.035 * np.abs(beat)], axis=-1)
    values["pelvis"] = path(time, 0.0)
    values["pelvis"][:, 2] = 0.900 + 0.014 * np.cos(2 * np.pi * (phase - 0.9))
    values["yaw"] = np.rad2deg(speed * time / radius)[:, None]
    turn = np.cos(np.pi * (phase - 2 * swing))
    values["twist"] = (6.0 * turn)[:, None]
    values["roll"] = (3.0 * np.sin(np.pi * (phase - 0.4)))[:, None]
    values["look"] = np.stack([-5.0 * turn + 6, 0 * turn + 2], axis=-1)
    return np.asarray(assemble(values, Body()) * np.float32(size), dtype=np.float32)


def squat(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """Deep squats with the arms brought forward. (F, 17, 3) metres."""
    feet = {"lfoot": (0.02, 0.17, _ANKLE), "rfoot": (0.02, -0.17, _ANKLE)}
    stand = {**feet, "pelvis": (0.0, 0.0, 0.912), "pitch": (3.0,), "lhand": (0.07, 0.10, -0.50),
             "rhand": (0.07, 0.10, -0.50), "lelbow": (-0.8, 0.5, -0.3), "relbow": (-0.8, 0.5, -0.3), "look": (0.0, 0.0)}
    low = {**feet, "pelvis": (-0.20, 0.0, 0.500), "pitch": (38.0,), "lhand": (0.45, 0.00, 0.14),
           "rhand": (0.45, 0.00, 0.14), "lelbow": (-0.2, 0.5, -0.8), "relbow": (-0.2, 0.5, -0.8), "look": (0.0, -12.0)}
    return _play([(0.0, stand), (0.3, stand), (1.2, low), (1.5, low), (2.3, stand), (2.6, stand)], seconds, fps, seed)


def kick(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """An instep kick with the right leg: step, back-swing, kick, follow-through, return. (F, 17, 3) metres."""
    keys: list[Key] = [
        (0.0, {"pelvis": (-0.30, 0.0, 0.914), "lfoot": (-0.28, 0.11, _ANKLE), "rfoot": (-0.42, -0.11, _ANKLE),
               "pitch": (6.0,), "lhand": (0.10, 0.14, -0.47), "rhand": (0.10, 0.12, -0.47), "twist": (0.0,),
               "yaw": (0.0,), "bend": (0.0,), "look": (0.0, 8.0)}),
        (0.35, {"pelvis": (-0.26, 0.02, 0.906), "lfoot": (-0.28, 0.11, _ANKLE), "rfoot": (-0.42, -0.11, _ANKLE)}),
        (0.60, {"pelvis": (-0.12, 0.0, 0.906), "lfoot": (-0.05, 0.11, 0.17)}),
        (0.82, {"pelvis": (0.0, 0.04, 0.865), "lfoot": (0.10, 0.12, _ANKLE), "rfoot": (-0.55, -0.14, 0.30),
                "pitch": (-4.0,), "lhand": (0.05, 0.44, -0.08), "rhand": (-0.22, 0.28, -0.32), "twist": (-16.0,),
                "yaw": (-8.0,), "look": (8.0, 22.0)}),
        (0.95, {"rfoot": (-0.50, -0.16, 0.46)}),
        (1.12, {"pelvis": (0.10, 0.05, 0.889), "rfoot": (0.24, -0.10, 0.16), "pitch": (8.0,),
                "lhand": (0.16, 0.38, -0.18), "rhand": (-0.20, 0.32, -0.30), "twist": (6.0,), "yaw": (4.0,)}),
        (1.32, {"pelvis": (0.13, 0.05, 0.914), "rfoot": (0.82, -0.04, 0.78), "pitch": (2.0,),
                "lhand": (0.34, 0.14, -0.24), "rhand": (-0.26, 0.26, -0.34), "twist": (20.0,), "yaw": (10.0,),
                "lfoot": (0.10, 0.12, _ANKLE + 0.02), "look": (-10.0, 10.0)}),
        (1.60, {"pelvis": (0.14, 0.04, 0.912), "rfoot": (0.58, -0.08, 0.34), "lfoot": (0.10, 0.12, _ANKLE)}),
        (1.90, {"pelvis": (0.16, 0.0, 0.901), "rfoot": (0.24, -0.12, _ANKLE), "pitch": (6.0,),
                "lhand": (0.10, 0.14, -0.46), "rhand": (0.10, 0.14, -0.46), "twist": (0.0,), "yaw": (0.0,),
                "look": (0.0, 4.0), "lfoot": (0.10, 0.12, _ANKLE)}),
        (2.30, {"pelvis": (0.10, -0.03, 0.906), "rfoot": (0.24, -0.12, _ANKLE), "lfoot": (0.10, 0.12, _ANKLE)}),
        (2.60, {"pelvis": (-0.04, -0.02, 0.901), "rfoot": (0.24, -0.12, _ANKLE), "lfoot": (-0.10, 0.11, 0.15)}),
        (2.85, {"pelvis": (-0.14, 0.02, 0.901), "rfoot": (0.24, -0.12, _ANKLE), "lfoot": (-0.28, 0.11, _ANKLE)}),
        (3.15, {"rfoot": (-0.12, -0.11, 0.15)}),
        (3.40, {"pelvis": (-0.30, 0.0, 0.914), "rfoot": (-0.42, -0.11, _ANKLE), "lfoot": (-0.28, 0.11, _ANKLE)}),
        (3.60, {"pelvis": (-0.30, 0.0, 0.914), "lfoot": (-0.28, 0.11, _ANKLE), "rfoot": (-0.42, -0.11, _ANKLE)}),
    ]
    return _play(keys, seconds, fps, seed)


def throw(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """An overarm throw with the right arm and a stride of the left leg. (F, 17, 3) metres."""
    rest = {"lhand": (0.24, 0.02, -0.30), "rhand": (0.24, 0.02, -0.30), "lelbow": (-0.4, 0.7, -0.6),
            "relbow": (-0.4, 0.7, -0.6)}
    keys: list[Key] = [
        (0.0, {"pelvis": (0.0, 0.0, 0.914), "lfoot": (0.06, 0.12, _ANKLE), "rfoot": (-0.14, -0.13, _ANKLE), **rest,
               "twist": (0.0,), "yaw": (-10.0,), "pitch": (5.0,), "look": (8.0, 0.0), "bend": (0.0,)}),
        (0.40, {"pelvis": (-0.05, -0.03, 0.906), "lfoot": (0.06, 0.12, _ANKLE), "yaw": (-22.0,), **rest}),
        (0.80, {"pelvis": (-0.12, -0.04, 0.906), "lfoot": (0.12, 0.10, 0.30), "yaw": (-50.0,), "twist": (-14.0,),
                "pitch": (-5.0,), "rhand": (-0.20, 0.34, 0.02), "lhand": (0.30, 0.36, -0.02), "look": (50.0, 0.0)}),
        (1.10, {"pelvis": (0.12, 0.0, 0.850), "lfoot": (0.62, 0.14, _ANKLE), "yaw": (-42.0,), "twist": (-20.0,),
                "pitch": (-8.0,), "rhand": (-0.16, 0.26, 0.30), "relbow": (-0.5, 0.9, -0.2),
                "lhand": (0.36, 0.30, 0.02), "look": (54.0, 0.0)}),
        (1.24, {"pelvis": (0.24, 0.02, 0.840), "lfoot": (0.62, 0.14, _ANKLE), "yaw": (0.0,), "twist": (4.0,),
                "pitch": (4.0,), "rhand": (-0.10, 0.16, 0.40), "relbow": (0.4, 0.9, 0.1), "lhand": (0.16, 0.24, -0.20),
                "look": (0.0, 0.0), "bend": (-6.0,), "rfoot": (-0.14, -0.13, _ANKLE)}),
        (1.36, {"pelvis": (0.31, 0.03, 0.840), "yaw": (18.0,), "twist": (16.0,), "pitch": (18.0,),
                "rhand": (0.40, 0.05, 0.30), "relbow": (0.1, 0.9, -0.3), "lhand": (-0.02, 0.20, -0.36),
                "look": (-24.0, 0.0), "rfoot": (-0.08, -0.14, 0.17)}),
        (1.62, {"pelvis": (0.38, 0.04, 0.840), "yaw": (26.0,), "twist": (24.0,), "pitch": (34.0,),
                "rhand": (0.32, -0.30, -0.36), "relbow": (-0.4, 0.8, -0.3), "lhand": (-0.14, 0.20, -0.42),
                "look": (-30.0, -14.0), "rfoot": (0.10, -0.16, 0.32), "bend": (0.0,)}),
        (2.00, {"pelvis": (0.50, 0.0, 0.880), "lfoot": (0.62, 0.14, _ANKLE), "rfoot": (0.56, -0.16, _ANKLE),
                "yaw": (8.0,), "twist": (6.0,), "pitch": (12.0,), "rhand": (0.26, -0.04, -0.36),
                "lhand": (0.16, 0.08, -0.40), "look": (0.0, 0.0)}),
        (2.50, {"pelvis": (0.48, 0.0, 0.896), "lfoot": (0.62, 0.14, _ANKLE), "rfoot": (0.56, -0.16, _ANKLE), **rest}),
        (2.80, {"pelvis": (0.34, 0.03, 0.896), "lfoot": (0.62, 0.14, _ANKLE), "rfoot": (0.20, -0.14, 0.16)}),
        (3.05, {"pelvis": (0.18, -0.03, 0.896), "lfoot": (0.62, 0.14, _ANKLE), "rfoot": (-0.14, -0.13, _ANKLE)}),
        (3.30, {"pelvis": (0.06, -0.02, 0.901), "lfoot": (0.30, 0.13, 0.16)}),
        (3.55, {"pelvis": (0.0, 0.0, 0.914), "lfoot": (0.06, 0.12, _ANKLE), "rfoot": (-0.14, -0.13, _ANKLE)}),
        (3.80, {"pelvis": (0.0, 0.0, 0.914), "lfoot": (0.06, 0.12, _ANKLE), **rest}),
    ]
    return _play(keys, seconds, fps, seed)


def serve(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """A tennis serve: toss with the left arm, trophy pose, strike overhead, follow-through. (F, 17, 3) metres."""
    ready = {"lhand": (0.36, -0.02, -0.16), "rhand": (0.36, -0.06, -0.18), "lelbow": (-0.3, 0.6, -0.8),
             "relbow": (-0.3, 0.6, -0.8)}
    stance = {"lfoot": (0.16, 0.08, _ANKLE), "rfoot": (-0.22, -0.10, _ANKLE)}
    keys: list[Key] = [
        (0.0, {**ready, **stance, "pelvis": (0.0, 0.0, 0.912), "yaw": (-48.0,), "twist": (0.0,), "pitch": (6.0,),
               "bend": (0.0,), "roll": (0.0,), "look": (34.0, 4.0)}),
        (0.50, {**ready, **stance, "pelvis": (0.03, 0.01, 0.912), "pitch": (8.0,)}),
        (0.95, {"pelvis": (-0.06, -0.02, 0.901), "lhand": (0.30, 0.10, -0.40), "rhand": (0.06, 0.20, -0.46),
                "pitch": (6.0,), "look": (30.0, 6.0)}),
        (1.35, {"pelvis": (0.02, 0.02, 0.880), "lhand": (0.34, 0.12, 0.36), "rhand": (-0.26, 0.38, -0.16),
                "yaw": (-62.0,), "twist": (-12.0,), "pitch": (-6.0,), "bend": (-6.0,), "look": (44.0, -28.0),
                "lelbow": (0.0, 0.8, -0.5), "relbow": (-0.5, 0.5, -0.8)}),
        (1.75, {**stance, "pelvis": (0.10, 0.05, 0.790), "lhand": (0.20, 0.14, 0.48), "rhand": (-0.12, 0.20, 0.30),
                "relbow": (-0.5, 1.0, -0.1), "twist": (-22.0,), "pitch": (-14.0,), "bend": (-12.0,), "roll": (-6.0,),
                "look": (50.0, -30.0)}),
        (1.98, {"pelvis": (0.17, 0.07, 0.914), "lhand": (0.26, 0.16, 0.22), "rhand": (-0.16, 0.12, 0.16),
                "relbow": (0.2, 1.0, 0.5), "yaw": (-30.0,), "twist": (-4.0,), "pitch": (-4.0,),
                "rfoot": (-0.16, -0.08, 0.15), "lfoot": (0.18, 0.08, 0.12)}),
        (2.12, {"pelvis": (0.24, 0.08, 0.975), "lhand": (0.22, 0.06, -0.14), "rhand": (0.14, 0.03, 0.52),
                "relbow": (0.3, 1.0, 0.0), "yaw": (0.0,), "twist": (12.0,), "pitch": (8.0,), "bend": (14.0,),
                "look": (4.0, -24.0), "lfoot": (0.24, 0.08, 0.155), "rfoot": (-0.20, -0.04, 0.24)}),
        (2.32, {"pelvis": (0.38, 0.09, 0.880), "rhand": (0.42, -0.14, -0.12), "relbow": (-0.1, 0.9, -0.3),
                "lhand": (0.12, 0.04, -0.26), "yaw": (16.0,), "twist": (24.0,), "pitch": (26.0,), "bend": (4.0,),
                "look": (-24.0, -6.0), "lfoot": (0.44, 0.10, _ANKLE), "rfoot": (-0.20, -0.06, 0.42), "roll": (0.0,)}),
        (2.56, {"pelvis": (0.46, 0.09, 0.850), "rhand": (0.20, -0.38, -0.40), "lhand": (0.06, 0.16, -0.34),
                "yaw": (20.0,), "twist": (22.0,), "pitch": (32.0,), "look": (-28.0, -12.0),
                "lfoot": (0.44, 0.10, _ANKLE), "rfoot": (0.08, -0.10, 0.36)}),
        (2.95, {"pelvis": (0.62, 0.02, 0.889), "rhand": (0.24, -0.06, -0.34), "lhand": (0.18, 0.06, -0.36),
                "yaw": (4.0,), "twist": (4.0,), "pitch": (14.0,), "look": (0.0, 0.0), "lfoot": (0.44, 0.10, _ANKLE),
                "rfoot": (0.74, -0.12, _ANKLE), "bend": (0.0,)}),
        (3.35, {**ready, "pelvis": (0.58, 0.0, 0.901), "pitch": (8.0,), "lfoot": (0.44, 0.10, _ANKLE),
                "rfoot": (0.74, -0.12, _ANKLE), "yaw": (0.0,)}),
        (3.70, {"pelvis": (0.40, 0.03, 0.896), "rfoot": (0.26, -0.11, 0.17), "lfoot": (0.44, 0.10, _ANKLE)}),
        (4.00, {"pelvis": (0.20, -0.03, 0.896), "rfoot": (-0.22, -0.10, _ANKLE), "lfoot": (0.44, 0.10, _ANKLE),
                "yaw": (-24.0,), "look": (16.0, 2.0)}),
        (4.25, {"pelvis": (0.06, -0.04, 0.901), "rfoot": (-0.22, -0.10, _ANKLE), "lfoot": (0.30, 0.09, 0.14)}),
        (4.50, {**ready, **stance, "pelvis": (0.0, 0.0, 0.912), "yaw": (-48.0,), "twist": (0.0,), "pitch": (6.0,),
                "look": (34.0, 4.0)}),
        (4.80, {**ready, **stance, "pelvis": (0.0, 0.0, 0.912)}),
    ]
    return _play(keys, seconds, fps, seed)


def jump(seconds: float, fps: float, seed: int = 0) -> NDArray[np.float32]:
    """Standing vertical jumps of about 30 cm with an arm swing. (F, 17, 3) metres."""
    feet = {"lfoot": (0.0, 0.12, _ANKLE), "rfoot": (0.0, -0.12, _ANKLE)}

    def arms(hand: tuple[float, ...], elbow: tuple[float, ...]) -> dict[str, tuple[float, ...]]:
        return {"lhand": hand, "rhand": hand, "lelbow": elbow, "relbow": elbow}

    stand = {**feet, "pelvis": (0.0, 0.0, 0.915), "pitch": (4.0,), "look": (0.0, 0.0),
             **arms((0.08, 0.10, -0.50), (-0.8, 0.5, -0.3))}
    crouch = {**feet, "pelvis": (-0.14, 0.0, 0.66), "pitch": (34.0,), "look": (0.0, -14.0),
              **arms((-0.34, 0.16, -0.36), (-0.7, 0.6, 0.2))}
    push = {**feet, "pelvis": (-0.05, 0.0, 0.82), "pitch": (16.0,), **arms((0.30, 0.12, -0.42), (-0.6, 0.8, -0.3))}
    off = {"pelvis": (0.02, 0.0, 0.985), "pitch": (2.0,), "lfoot": (-0.02, 0.12, 0.155), "rfoot": (-0.02, -0.12, 0.155),
           "look": (0.0, -6.0), **arms((0.40, 0.10, 0.28), (0.1, 0.9, -0.4))}
    air = {"pelvis": (0.02, 0.0, 1.265), "pitch": (0.0,), "lfoot": (-0.04, 0.13, 0.43), "rfoot": (-0.04, -0.13, 0.43),
           "look": (0.0, -8.0), **arms((0.16, 0.12, 0.50), (0.3, 0.9, 0.0))}
    touch = {**feet, "pelvis": (0.0, 0.0, 0.91), **arms((0.42, 0.20, 0.06), (-0.1, 0.9, -0.5))}
    land = {**feet, "pelvis": (-0.10, 0.0, 0.72), "pitch": (26.0,), "look": (0.0, -8.0),
            **arms((0.26, 0.18, -0.34), (-0.6, 0.7, -0.4))}
    # Take-off to touch-down lasts as gravity says: 2·√(2·0.30 m / 9.81 m/s²) = 0.49 s.
    keys: list[Key] = [(0.0, stand), (0.35, stand), (0.95, crouch), (1.05, crouch), (1.20, push), (1.32, off),
                       (1.565, air), (1.81, touch), (2.05, land), (2.60, stand), (2.80, stand)]
    return _play(keys, seconds, fps, seed)


MOTIONS: dict[str, Motion] = {"walk": walk, "squat": squat, "kick": kick, "throw": throw, "serve": serve, "jump": jump}
