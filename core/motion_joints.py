"""Which joints of a file of motion capture are those of H36M-17.

Joints are found by their names, which differ between programs; the dialects that are known are below. BVH tells no
unit: it is the one in which the legs are as long as a person's.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.motion_files import END, Motion
from core.skeleton import H36M17
from core.words import marked

Array = NDArray[np.float64]

LEGS_M = (0.65, 1.08)  # thigh and shank of a person
# Metres a unit: metre, centimetre, millimetre, inch, and the unit of CMU's ASF, which its BVH keep.
UNITS = (1.0, 0.01, 0.001, 0.0254, 0.0254 / 0.45)
# Hip, knee, ankle, shoulder, elbow and wrist of the left side; the right is called alike. Names without signs, small.
DIALECTS = (
    ("leftupleg", "leftleg", "leftfoot", "leftarm", "leftforearm", "lefthand"),  # MotionBuilder, CMU, Mixamo
    ("lthigh", "lshin", "lfoot", "lshldr", "lforearm", "lhand"),  # Poser, DAZ
    ("lthigh", "lcalf", "lfoot", "lupperarm", "lforearm", "lhand"),  # 3ds Max Biped
    ("leftupperleg", "leftlowerleg", "leftfoot", "leftupperarm", "leftforearm", "lefthand"),  # Xsens
    ("lefthip", "leftknee", "leftankle", "leftshoulder", "leftelbow", "leftwrist"),  # by the joint
    ("lhipjoint", "lfemur", "ltibia", "lclavicle", "lhumerus", "lradius"),  # ASF, by where bones end
)
_LIMBS = ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
_REMEDY = marked("Export the motion with the skeleton of MotionBuilder, CMU, Mixamo, Poser, Biped or Xsens.")
SPINE = 0.47  # of the way from the pelvis to the thorax is the joint that Human3.6M has there


def as_h36m17(file: Path, motion: Motion, unit: float | None = None) -> NDArray[np.float32]:
    """(F, 17, 3) metres, z up. Raises ParallaxError where joints are not found, or no unit makes a person of it."""
    names = {_plain(name): name for name in reversed(motion.places)}
    picked = _joints(file, motion, names)
    points, rest = (np.stack([sum(part * at[name] for name, part in picked[joint]) for joint in H36M17.joints], axis=-2)
                    for at in (motion.places, motion.rest))
    legs = float(np.linalg.norm(np.diff(rest[[4, 5, 6]], axis=0), axis=-1).sum())
    told = UNITS if motion.unit is None else (motion.unit, *UNITS)
    unit = unit or next((each for each in told if LEGS_M[0] <= legs * each <= LEGS_M[1]), None)
    if unit is None:
        raise ParallaxError(file, "its legs are {length:.4g} long, which is a person's in no unit.",
                            "Say what a unit of the file is in metres.", length=legs)
    up = rest[10] - (rest[3] + rest[6]) / 2  # from the feet to the head
    if np.argmax(np.abs(up)) == 1:  # y is up: turned about x, so that z is
        points = np.stack((points[..., 0], -np.sign(up[1]) * points[..., 2], np.sign(up[1]) * points[..., 1]), axis=-1)
    return np.asarray(points * unit, dtype=np.float32)


def _plain(name: str) -> str:
    """mixamorig:LeftUpLeg, Left_Up_Leg and Bip01 LeftUpLeg are one name; that of an end keeps its sign."""
    short = "".join(letter for letter in name.rpartition(":")[2].lower() if letter.isalnum() or letter == END)
    return short.removeprefix("bip01").removeprefix("mixamorig")


def _joints(file: Path, motion: Motion, names: dict[str, str]) -> dict[str, list[tuple[str, float]]]:
    """Of each joint of H36M-17 the file's joints that it is made of, and their parts."""
    if all(joint in names for joint in H36M17.joints):
        return {joint: [(names[joint], 1.0)] for joint in H36M17.joints}
    dialect = next((each for each in DIALECTS if all(name in names and _right(name) in names for name in each)), None)
    if dialect is None:
        raise ParallaxError(file, "its joints are not known: {names}.", _REMEDY,
                            names=", ".join(list(motion.places)[:12]))
    one = {f"l{limb}": [(names[name], 1.0)] for limb, name in zip(_LIMBS, dialect, strict=True)}
    one |= {f"r{limb}": [(names[_right(name)], 1.0)] for limb, name in zip(_LIMBS, dialect, strict=True)}
    one["pelvis"] = [(one["lhip"][0][0], 0.5), (one["rhip"][0][0], 0.5)]
    bones = dialect == DIALECTS[-1]
    # The thorax of Human3.6M is in the middle of the lower of two bones of the neck, its nose at the end of the upper.
    neck, upper, head = (("thorax", "lowerneck", "upperneck") if bones else
                         ("neck", next((name for name in ("neck1", "neck2") if name in names), "neck"), "head"))
    if any(name not in names for name in (neck, upper, head)):
        raise ParallaxError(file, "it has no joints of neck and head that are known.", _REMEDY)
    one["thorax"] = [(names[neck], 0.5), (names[upper], 0.5)]
    one["nose"] = [(names[head], 1.0)]
    one["head"] = _top(motion, names, head, upper, bones)
    one["spine"] = _spine(motion, one, names[neck])
    return one


def _right(left: str) -> str:
    return f"right{left[4:]}" if left.startswith("left") else f"r{left[1:]}"


def _top(motion: Motion, names: dict[str, str], head: str, neck: str, bones: bool) -> list[tuple[str, float]]:
    """Where the head ends; where no file says so, two thirds of the way from neck to head further."""
    ends = ("head",) if bones else (f"{head}{END}", "headtopend", "headend", "headtop", "headnub")
    for name in ends:
        if name in names and np.linalg.norm(motion.rest[names[name]] - motion.rest[names[head]]) > 0:
            return [(names[name], 1.0)]
    return [(names[head], 5 / 3), (names[neck], -2 / 3)]


def _spine(motion: Motion, one: dict[str, list[tuple[str, float]]], neck: str) -> list[tuple[str, float]]:
    """The joint between pelvis and thorax that is nearest to where Human3.6M has one, else that place itself."""
    pelvis, thorax = (sum((part * motion.rest[name] for name, part in one[joint]), np.zeros(3))
                      for joint in ("pelvis", "thorax"))
    along = (thorax - pelvis) / max(float((thorax - pelvis) @ (thorax - pelvis)), 1e-9)
    chain, at = [], motion.parents[neck]
    while at:
        chain.append(at)
        at = motion.parents[at]
    shares = {name: float((motion.rest[name] - pelvis) @ along) for name in chain}
    best = min(shares, key=lambda name: abs(shares[name] - SPINE), default="")
    if best and 0.25 < shares[best] < 0.75:
        return [(best, 1.0)]
    return [*((name, part * (1 - SPINE)) for name, part in one["pelvis"]),
            *((name, part * SPINE) for name, part in one["thorax"])]
