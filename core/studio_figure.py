"""The studio's figure: 17 joints → a clothed human made of round cones and ellipsoids.

Human3.6M-17 has no hands, feet or face, so they are inferred: the face looks where the nose is, toes point where the
knee points, hands go on from the forearm. All sizes scale with the figure's own bones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.skeleton import H36M17
from core.studio_draw import Solid, ball, cone

Array = NDArray[np.float64]
Colour = tuple[float, float, float]

_J = {name: index for index, name in enumerate(H36M17.joints)}

# Distance from a joint to the front of the body there, metres at a stature of 1.75 m. What is nearer hides the joint.
# Elbows, knees, wrists and ankles also see through the limb that points at the camera, as people do.
FLESH = np.array([0.22, 0.19, 0.11, 0.10, 0.19, 0.11, 0.10, 0.18, 0.16, 0.07, 0.13,
                  0.10, 0.09, 0.08, 0.10, 0.09, 0.08])

PARTS = ("trunk", "head", "larm", "rarm", "lleg", "rleg")


def _flesh_of(joint: str) -> tuple[str, ...]:
    side = joint[0] if joint[1:] in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist") else ""
    if side:
        limb = f"{side}leg" if joint[1:] in ("hip", "knee", "ankle") else f"{side}arm"
        return (limb, "trunk") if joint[1:] in ("hip", "shoulder") else (limb,)
    return {"nose": ("head",), "head": ("head",), "thorax": ("trunk", "head"),
            "pelvis": ("trunk", "lleg", "rleg")}.get(joint, ("trunk",))


# (17, 6): which parts are a joint's own flesh; anything else in front hides it.
OWN_FLESH = np.array([[part in _flesh_of(joint) for part in PARTS] for joint in H36M17.joints])


@dataclass(frozen=True)
class Outfit:
    """Colours of a figure, RGB in 0..1."""

    shirt: Colour = (0.12, 0.46, 0.66)
    trim: Colour = (0.95, 0.95, 0.93)
    trousers: Colour = (0.22, 0.25, 0.33)
    shoe: Colour = (0.88, 0.30, 0.20)
    sole: Colour = (0.93, 0.93, 0.92)
    skin: Colour = (0.88, 0.67, 0.54)
    hair: Colour = (0.20, 0.13, 0.09)


OUTFITS = (
    Outfit(),
    Outfit(shirt=(0.80, 0.26, 0.18), trousers=(0.30, 0.33, 0.38), shoe=(0.16, 0.20, 0.30), skin=(0.62, 0.42, 0.31),
           hair=(0.07, 0.06, 0.06)),
    Outfit(shirt=(0.36, 0.52, 0.24), trousers=(0.20, 0.19, 0.28), shoe=(0.85, 0.82, 0.35), hair=(0.45, 0.29, 0.14)),
    Outfit(shirt=(0.87, 0.70, 0.22), trim=(0.2, 0.2, 0.25), trousers=(0.12, 0.20, 0.33), skin=(0.75, 0.53, 0.40)),
)


def stature(joints: Array) -> float:
    """Height in metres of the human whose bones these are, from (..., 17, 3) joints: the median over frames.

    Legs and trunk are 0.847 of a stature (Drillis & Contini 1966, ankle height added), whatever the pose.
    """
    bones = ((1, 2), (2, 3), (0, 7), (7, 8))
    frames = np.asarray(joints, dtype=np.float64).reshape(-1, 17, 3)
    length = sum(np.linalg.norm(frames[:, b] - frames[:, a], axis=-1) for a, b in bones)
    return float(np.median(length)) / 0.768


def floor_of(joints: Array) -> float:
    """Height of the floor under (..., 17, 3) joints: where the soles are when the lower ankle is at its lowest."""
    ankles = np.asarray(joints, dtype=np.float64).reshape(-1, 17, 3)[:, (3, 6), 2]
    return float(np.percentile(ankles.min(axis=1), 2)) - 0.082 * stature(joints) / 1.75


def _unit(v: Array, fallback: Array | None = None) -> Array:
    length = np.linalg.norm(v)
    if length < 1e-6:
        return _unit(fallback) if fallback is not None else np.array([1.0, 0.0, 0.0])
    return np.asarray(v / length)


def _across(v: Array, axis: Array) -> Array:
    return np.asarray(v - (v @ axis) * axis)


def facing(joints: Array) -> Array:
    """(3,) unit vector the pelvis and chest of (17, 3) joints face, level with the floor."""
    left = (joints[_J["lhip"]] - joints[_J["rhip"]]) + (joints[_J["lshoulder"]] - joints[_J["rshoulder"]])
    return _unit(np.array([left[1], -left[0], 0.0]), np.array([1.0, 0.0, 0.0]))


def figure(joints: Array, scale: float, floor: float, outfit: Outfit) -> tuple[list[Solid], list[int]]:
    """The solids of one figure, and of each the index of its part in PARTS.

    joints: (17, 3) scene metres, z up; scale: stature / 1.75 m; floor: its height, metres.
    """
    joints = np.asarray(joints, dtype=np.float64)

    def at(name: str) -> Array:
        return joints[_J[name]]

    groups = {"trunk": _trunk(at, scale, outfit), "head": _head(at, scale, outfit)}
    for side in "lr":
        groups[f"{side}arm"] = _arm(at, side, scale, outfit)
        groups[f"{side}leg"] = _leg(at, side, scale, floor, outfit)
    solids = [solid for part in PARTS for solid in groups[part]]
    return solids, [index for index, part in enumerate(PARTS) for _ in groups[part]]


Joint = Callable[[str], Array]


def _trunk(at: Joint, s: float, wear: Outfit) -> list[Solid]:
    pelvis, spine, thorax = at("pelvis"), at("spine"), at("thorax")
    up = _unit(thorax - pelvis)
    low_left = _unit(_across(at("lhip") - at("rhip"), up))
    left = _unit(_across(at("lshoulder") - at("rshoulder"), up), low_left)
    front = _unit(np.cross(left, up))
    low_front = _unit(np.cross(low_left, up))
    hip_half = max(float(np.linalg.norm(at("lhip") - at("rhip"))) / 2, 0.07 * s)
    half = float(np.linalg.norm(at("lshoulder") - at("rshoulder"))) / 2
    chest = thorax - up * 0.14 * s
    belly = spine - up * 0.02 * s
    waist = _unit(belly - pelvis)
    hem, breast = pelvis - waist * 0.045 * s, thorax - up * 0.050 * s
    solids = [
        # Seat of the trousers, then the shirt from its hem over waist and chest; each flattened front to back.
        ball(pelvis - up * 0.035 * s, np.stack([low_left, low_front, up]),
             (hip_half + 0.066 * s, 0.120 * s, 0.110 * s), wear.trousers),
        cone(hem, belly, hip_half + 0.090 * s, 0.156 * s, wear.shirt, thin=(low_front, 0.80), ends=("hem", "ball"),
             tilt=(-0.12, 0.0)),
        cone(belly, chest, 0.156 * s, 0.170 * s, wear.shirt, thin=(front, 0.72), tilt=(0.0, 0.0)),
        cone(chest, breast, 0.170 * s, 0.152 * s, wear.shirt, thin=(front, 0.68), ends=("join", "ball"),
             tilt=(0.0, -0.35)),
        ball(thorax - up * 0.042 * s, np.stack([left, front, up]), (half, 0.084 * s, 0.074 * s), wear.shirt,
             lean=-up * 0.05 * s),
    ]
    for side in ("l", "r"):
        shoulder = at(f"{side}shoulder")
        # Trapezius: from the neck down to the shoulder.
        solids.append(cone(thorax + up * 0.030 * s, shoulder - up * 0.004 * s, 0.062 * s, 0.056 * s, wear.shirt,
                           ends=("join", "ball")))
    return solids


def _head(at: Joint, s: float, wear: Outfit) -> list[Solid]:
    thorax, nose, top = at("thorax"), at("nose"), at("head")
    left_body = at("lshoulder") - at("rshoulder")
    up = _unit(top - thorax, np.array([0.0, 0.0, 1.0]))
    ahead_body = np.cross(_unit(_across(left_body, up)), up)
    # The nose joint leads where it is in front; captured "noses" that lie in the neck leave it to the shoulders.
    nose_out = _across(nose - thorax, up)
    lead = float(np.clip((nose_out @ ahead_body) / (0.05 * s), 0, 1))
    front = _unit(lead * _unit(nose_out, ahead_body) + (1.05 - lead) * ahead_body, ahead_body)
    left = np.cross(up, front)
    axes = np.stack([left, front, up])
    # Captured skeletons have short necks (their thorax lies high): the chin stays above the collar.
    rise = max(float(np.linalg.norm(top - thorax)) - 0.098 * s, 0.182 * s)
    centre = thorax + up * rise + front * 0.012 * s

    def on(x: float, y: float, z: float) -> Array:
        """A point of the head: x to its left, y forward, z up from its centre, metres at scale 1."""
        return np.asarray(centre + s * (x * left + y * front + z * up))

    def oval(x: float, y: float, z: float, radii: tuple[float, float, float], colour: Colour,
             gloss: float = 0.0, lean: tuple[float, float, float] | None = None) -> Solid:
        shift = None if lean is None else s * (lean[0] * left + lean[1] * front + lean[2] * up)
        return ball(on(x, y, z), axes, [r * s for r in radii], colour, gloss, shift)

    lip = (0.66 * wear.skin[0], 0.36 * wear.skin[1], 0.38 * wear.skin[2])
    shade = (0.90 * wear.skin[0], 0.86 * wear.skin[1], 0.84 * wear.skin[2])
    neck_base = thorax + _unit(top - thorax) * 0.02 * s
    solids = [
        cone(neck_base, on(0, -0.012, -0.06), 0.058 * s, 0.052 * s, wear.skin, ends=("join", "join")),
        cone(neck_base - front * 0.004 * s, neck_base + up * 0.022 * s, 0.072 * s, 0.066 * s, wear.trim),
        oval(0, 0.0, 0.012, (0.076, 0.094, 0.108), wear.skin),
        oval(0, 0.022, -0.050, (0.0625, 0.070, 0.075), wear.skin, lean=(0, -0.008, 0.022)),
        oval(0, 0.050, -0.096, (0.028, 0.032, 0.025), wear.skin, lean=(0, -0.008, 0.010)),
        # Hair: a cap set back and up, so that the forehead comes through it, and a fringe.
        oval(0, -0.020, 0.030, (0.083, 0.098, 0.104), wear.hair, 0.10),
        oval(0, -0.045, -0.020, (0.076, 0.066, 0.085), wear.hair, 0.10),
        oval(0.010, 0.044, 0.092, (0.058, 0.052, 0.028), wear.hair, 0.10),
        cone(on(0, 0.088, 0.020), on(0, 0.101, -0.024), 0.009 * s, 0.0145 * s, wear.skin),
        oval(0, 0.083, -0.062, (0.025, 0.012, 0.0075), lip),
        oval(0, 0.0885, -0.0615, (0.019, 0.008, 0.0018), (0.45 * lip[0], 0.3 * lip[1], 0.3 * lip[2])),
    ]
    for x in (1, -1):
        solids += [
            oval(x * 0.079, -0.006, -0.008, (0.011, 0.022, 0.032), shade),
            oval(x * 0.032, 0.076, 0.018, (0.0165, 0.014, 0.0100), (0.97, 0.96, 0.94)),
            oval(x * 0.0315, 0.0855, 0.018, (0.0078, 0.0060, 0.0082), (0.10, 0.08, 0.07), 0.5),
            cone(on(x * 0.018, 0.089, 0.041), on(x * 0.050, 0.076, 0.0405), 0.0046 * s, 0.0036 * s, wear.hair),
        ]
    return solids


def _arm(at: Joint, side: str, s: float, wear: Outfit) -> list[Solid]:
    shoulder, elbow, wrist = at(f"{side}shoulder"), at(f"{side}elbow"), at(f"{side}wrist")
    sleeve = shoulder + 0.62 * (elbow - shoulder)
    swell = elbow + 0.32 * (wrist - elbow)
    along = _unit(wrist - elbow, elbow - shoulder)
    bend = _across(_unit(elbow - shoulder), along)
    # The back of the hand looks to the outside of the elbow; a straight arm has its thumb forward.
    outward = at("lshoulder") - at("rshoulder") if side == "l" else at("rshoulder") - at("lshoulder")
    back = _unit(_across(bend * 1.5 + 0.6 * _unit(outward), along), np.array([0.0, 0.0, 1.0]))
    wide = np.cross(along, back)
    thumb = wide if wide @ facing_of_chest(at) > 0 else -wide
    axes = np.stack([along, wide, back])
    solids = [
        cone(shoulder - 0.008 * s * _unit(at("thorax") - at("pelvis")), sleeve, 0.066 * s, 0.056 * s, wear.shirt,
             stripe=(wear.trim, 0.86, 2.0), ends=("ball", "hem")),
        cone(shoulder + 0.3 * (elbow - shoulder), elbow, 0.046 * s, 0.038 * s, wear.skin, ends=("join", "ball"),
             tilt=(-0.1, 0.0)),
        cone(elbow, swell, 0.038 * s, 0.041 * s, wear.skin, ends=("join", "ball"), tilt=(0.0, 0.0)),
        cone(swell, wrist, 0.041 * s, 0.027 * s, wear.skin, ends=("join", "ball"), tilt=(0.0, -0.1)),
        ball(wrist + along * 0.048 * s, axes, (0.054 * s, 0.041 * s, 0.019 * s), wear.skin),
    ]
    for k in range(4):
        base = wrist + s * (along * 0.080 + thumb * (0.027 - 0.018 * k))
        length = (0.078, 0.086, 0.080, 0.062)[k]
        tip = base + s * length * _unit(along + thumb * (0.10 - 0.06 * k) - back * 0.28)
        solids.append(cone(base, tip, 0.0105 * s, 0.0085 * s, wear.skin, ends=("join", "ball")))
    base = wrist + s * (along * 0.028 + thumb * 0.028)
    solids.append(cone(base, base + s * 0.066 * _unit(along * 0.85 + thumb * 0.60 - back * 0.2), 0.0135 * s, 0.0095 * s,
                       wear.skin))
    return solids


def facing_of_chest(at: Joint) -> Array:
    """(3,) the way the chest looks, unit."""
    return _unit(np.cross(at("lshoulder") - at("rshoulder"), at("thorax") - at("pelvis")))


def _leg(at: Joint, side: str, s: float, floor: float, wear: Outfit) -> list[Solid]:
    hip, knee, ankle = at(f"{side}hip"), at(f"{side}knee"), at(f"{side}ankle")
    thigh, shank = _unit(knee - hip), _unit(ankle - knee)
    up = _unit(at("spine") - at("pelvis"))
    left = _unit(at("lhip") - at("rhip"))
    outward = left if side == "l" else -left
    ahead = _unit(np.cross(left, up))
    toes, sole_up = foot_axes(thigh, shank, ahead, outward, (ankle[2] - floor) / s)
    across = np.cross(toes, sole_up)
    calf = knee + 0.30 * (ankle - knee) - ahead * 0.012 * s
    cuff = knee + 0.93 * (ankle - knee)
    heel = ankle - sole_up * 0.048 * s - toes * 0.042 * s
    ball_of_foot = heel + toes * 0.165 * s - sole_up * 0.006 * s
    tip = ball_of_foot + toes * 0.052 * s
    axes = np.stack([toes, across, sole_up])
    return [
        cone(hip, knee, 0.083 * s, 0.063 * s, wear.trousers, tilt=(-0.05, 0.0)),
        cone(knee, calf, 0.063 * s, 0.062 * s, wear.trousers, ends=("join", "ball"), tilt=(0.0, 0.0)),
        cone(calf, cuff, 0.062 * s, 0.050 * s, wear.trousers, ends=("join", "hem"),
             tilt=(0.0, -0.05)),
        cone(cuff, ankle - sole_up * 0.01 * s, 0.036 * s, 0.036 * s, wear.trim, ends=("join", "join")),
        # Shoe: upper, toe cap, laces and a light sole.
        ball(heel + toes * 0.022 * s + sole_up * 0.012 * s, axes, (0.060 * s, 0.039 * s, 0.046 * s), wear.shoe, 0.08),
        cone(ankle - sole_up * 0.018 * s + toes * 0.015 * s, ball_of_foot + sole_up * 0.016 * s, 0.042 * s, 0.034 * s,
             wear.shoe, 0.08),
        cone(ball_of_foot + sole_up * 0.006 * s, tip + sole_up * 0.002 * s, 0.036 * s, 0.030 * s, wear.shoe, 0.08),
        cone(ankle + toes * 0.050 * s - sole_up * 0.006 * s, ankle + toes * 0.092 * s - sole_up * 0.020 * s, 0.020 * s,
             0.018 * s, wear.trim),
        cone(heel - sole_up * 0.022 * s, tip - sole_up * 0.016 * s, 0.041 * s, 0.040 * s, wear.sole,
             thin=(sole_up, 0.30)),
    ]


def foot_axes(thigh: Array, shank: Array, ahead: Array, outward: Array, height: float) -> tuple[Array, Array]:
    """Unit vectors of the toes and of the upper side of a foot.

    thigh, shank: unit, downwards; ahead, outward: the pelvis's; height: of the ankle over the floor, metres at scale 1.
    A foot near the floor lies flat; a lifted one turns with the shank, toes a little down.
    """
    vertical = np.array([0.0, 0.0, 1.0])
    lead = ahead + 1.2 * (thigh - shank) + 0.15 * outward
    flat = _unit(np.array([lead[0], lead[1], 0.0]), ahead)
    free = _unit(_across(lead, shank), ahead)
    free = _unit(free + 0.45 * shank)
    lifted = float(np.clip((height - 0.10) / 0.14, 0, 1))
    lifted = lifted * lifted * (3 - 2 * lifted)
    toes = _unit((1 - lifted) * flat + lifted * free, flat)
    return toes, _unit(_across((1 - lifted) * vertical - lifted * shank, toes), vertical)
