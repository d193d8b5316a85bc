"""Files of motion capture with a skeleton: BVH, and ASF with AMC. Both become the places of named joints over time.

BVH: a hierarchy of joints with offsets and channels, then a line of numbers a frame; turns in degrees, in the order of
the channels. ASF: bones with direction, length, axis and degrees of freedom; AMC: the turns of the bones, a frame after
the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError, filled
from core.words import marked

Array = NDArray[np.float64]

END = ">"  # after a joint's name: where it ends, if no other begins there
MAX_BYTES = 512 << 20
AMC_FPS = 120.0  # the files do not tell; those of CMU and HDM05 are so
_INCH = 0.0254
_MOST = 1000  # joints
_REMEDY = marked("Export the motion again, as BVH or as ASF and AMC.")


@dataclass(frozen=True)
class Motion:
    """places: name → (F, 3); rest: name → (3,), where all turns are 0; parents: name → name, '' for the root.

    All in the file's axes and unit. unit: of it in metres, None where the file does not tell.
    """

    fps: float
    places: dict[str, Array]
    rest: dict[str, Array]
    parents: dict[str, str]
    unit: float | None = None


@dataclass
class _Joint:
    """offset: from the parent (BVH), or from begin to end of the bone (ASF); axis: of a bone's turns, (3, 3)."""

    name: str
    parent: str
    offset: Array = field(default_factory=lambda: np.zeros(3))
    channels: list[str] = field(default_factory=list)
    axis: Array = field(default_factory=lambda: np.eye(3))


# ---------------------------------------------------------------- BVH


def read_bvh(path: Path) -> Motion:
    """Raises ParallaxError saying what is wrong."""
    lines = _lines(path)
    joints, at = _hierarchy(path, lines)
    head = {key.strip().lower(): value for key, _, value in (line.partition(":") for line in lines[at:at + 2])}
    try:
        frames, seconds = int(head["frames"]), float(head["frame time"])
    except (KeyError, ValueError):
        raise ParallaxError(path, "after its hierarchy it tells no Frames and Frame Time.", _REMEDY) from None
    width = sum(len(joint.channels) for joint in joints)
    rows = lines[at + 2:]
    if not 1e-4 < seconds < 10 or not 1 <= frames <= len(rows):
        raise ParallaxError(path, "it tells of {frames} frames of {seconds:g} s and has {count}.", _REMEDY,
                            frames=frames, seconds=seconds, count=len(rows))
    table = np.stack([_numbers(path, marked("frame {n}"), line.split(), width, n=number)
                      for number, line in enumerate(rows[:frames], 1)])
    places: dict[str, Array] = {}
    rest: dict[str, Array] = {}
    turns: dict[str, Array] = {}
    column = 0
    for joint in joints:
        shift, turn = np.repeat(joint.offset[None], frames, axis=0), np.eye(3)[None]
        for name in joint.channels:
            axis = "xyz".index(name[0])
            if name.endswith("position"):
                shift[:, axis] = table[:, column]
            else:
                turn = turn @ about(axis, table[:, column])
            column += 1
        if joint.parent:
            base = turns[joint.parent]
            shift, turn = places[joint.parent] + (base @ shift[..., None])[..., 0], base @ turn
        places[joint.name], turns[joint.name] = shift, turn
        rest[joint.name] = joint.offset + (rest[joint.parent] if joint.parent else 0)
    return Motion(1 / seconds, places, rest, {joint.name: joint.parent for joint in joints})


def _hierarchy(path: Path, lines: list[str]) -> tuple[list[_Joint], int]:
    """Joints, parents first, and the line after MOTION."""
    joints: list[_Joint] = []
    open_: list[_Joint] = []
    new: _Joint | None = None
    for at, line in enumerate(lines):
        words = line.split()
        what = words[0].upper()
        if what == "MOTION" and not open_ and joints:
            return joints, at + 1
        if what in ("ROOT", "JOINT", "END") and len(words) > 1:
            parent = open_[-1].name if open_ else ""
            new = _Joint(parent + END if what == "END" else " ".join(words[1:]), parent)
            if any(joint.name == new.name for joint in joints) or len(joints) >= _MOST or (joints and not parent):
                raise ParallaxError(path, "the joint {joint} is there twice, or is one too many.", _REMEDY,
                                    joint=new.name[:40])
            joints.append(new)
        elif what == "{" and new is not None:
            open_.append(new)
            new = None
        elif what == "}" and open_:
            open_.pop()
        elif what == "OFFSET" and open_:
            open_[-1].offset = _numbers(path, marked("the offset of {joint}"), words[1:], 3,
                                        joint=open_[-1].name[:40])
        elif what == "CHANNELS" and open_:
            open_[-1].channels = [word.lower() for word in words[2:]]
            if any(word[0] not in "xyz" or word[1:] not in ("position", "rotation") for word in open_[-1].channels):
                raise ParallaxError(path, "the channels of {joint} are unknown.", _REMEDY, joint=open_[-1].name[:40])
        elif what != "HIERARCHY":
            raise ParallaxError(path, "{line!r} is not of a hierarchy.", _REMEDY, line=line[:40])
    raise ParallaxError(path, "its hierarchy has no end.", _REMEDY)


# ---------------------------------------------------------------- ASF and AMC


def read_amc(path: Path, skeleton: Path) -> Motion:
    """A motion and the ASF that it is of; a joint is called as the bone that ends there. Raises ParallaxError."""
    joints, unit, degrees = _read_asf(skeleton)
    wanted = {joint.name: len(joint.channels) for joint in joints if joint.channels}
    frames: list[dict[str, Array]] = []
    for line in _lines(path):
        words = line.split()
        if words[0].isdigit() and len(words) == 1:
            frames.append({})
        elif frames and words[0] in wanted:
            frames[-1][words[0]] = _numbers(path, marked("frame {n}, {bone},"), words[1:], wanted[words[0]],
                                            n=len(frames), bone=words[0])
        elif words[0][0] not in ":#":
            raise ParallaxError(path, "it moves {joint!r}, which {skeleton} does not have.", _REMEDY,
                                joint=words[0][:40], skeleton=skeleton.name)
    short = next((i for i, frame in enumerate(frames, 1) if len(frame) != len(wanted)), 0)
    if not frames or short:
        raise ParallaxError(path, "frame {n} does not move all bones." if frames else "it has no frames.", _REMEDY,
                            n=short)
    places: dict[str, Array] = {}
    rest: dict[str, Array] = {}
    turns: dict[str, Array] = {}
    for joint in joints:
        turn, shift = np.repeat(np.eye(3)[None], len(frames), axis=0), np.zeros((len(frames), 3))
        for column, name in enumerate(joint.channels):
            values = np.array([frame[joint.name][column] for frame in frames])
            axis = "xyz".index(name[1])
            if name[0] == "t":
                shift[:, axis] = values
            else:
                turn = about(axis, values if degrees else np.degrees(values)) @ turn
        turn = joint.axis @ turn @ joint.axis.T
        if joint.parent:
            turn = turns[joint.parent] @ turn
            shift = places[joint.parent] + turn @ joint.offset
        places[joint.name], turns[joint.name] = shift, turn
        rest[joint.name] = joint.offset + (rest[joint.parent] if joint.parent else 0)
    return Motion(AMC_FPS, places, rest, {joint.name: joint.parent for joint in joints}, unit)


def _read_asf(path: Path) -> tuple[list[_Joint], float, bool]:
    """Bones, parents first; the unit in metres; whether turns are in degrees."""
    sections: dict[str, list[list[str]]] = {}
    for line in _lines(path):
        words = line.split()
        if words[0].startswith(":"):
            current = sections.setdefault(words[0].lower(), [])
        elif sections:
            current.append(words)
    units = {words[0].lower(): words[-1] for words in sections.get(":units", ())}
    root = {words[0].lower(): words[1:] for words in sections.get(":root", ())}
    try:
        length = float(units.get("length", "1"))
        degrees = units.get("angle", "deg").lower() == "deg"
        bones = {"root": _Joint("root", "", channels=[word.lower() for word in root["order"]])}
        bones |= {bone.name: bone for bone in _bones(path, sections[":bonedata"], degrees)}
        parents = [(words[0], child) for words in sections[":hierarchy"] for child in words[1:]]
        joints = [bones["root"]]
        for parent, child in parents:
            bones[child].parent = parent
            joints.append(bones[child])
        order = {joint.name: i for i, joint in enumerate(joints)}
        bad = not length > 0 or len(order) != len(joints)
        bad |= any(order[parent] >= order[child] for parent, child in parents)
        bad |= any(len(word) != 2 or word[0] not in "tr" or word[1] not in "xyz" for joint in joints
                   for word in joint.channels)
    except (KeyError, ValueError, IndexError) as fault:
        raise ParallaxError(path, "it is no whole skeleton ({why}).", _REMEDY, why=str(fault)[:80]) from None
    if bad or len(joints) > _MOST:
        raise ParallaxError(path, "its bones do not hang on bones before them, or its length is none.", _REMEDY)
    return joints, _INCH / length, degrees


def _bones(path: Path, rows: Iterable[list[str]], degrees: bool) -> Iterator[_Joint]:
    told: dict[str, list[str]] = {}
    for words in rows:
        if words[0] == "begin":
            told = {}
        elif words[0] == "end":
            name, angles = told["name"][0], told["axis"]
            axis = np.eye(3)
            for letter, value in zip(angles[3].lower(), _numbers(path, name, angles[:3], 3), strict=True):
                axis = about("xyz".index(letter), np.array([value if degrees else np.degrees(value)]))[0] @ axis
            offset = _numbers(path, name, told["direction"], 3) * float(told["length"][0])
            yield _Joint(name, "", offset, [word.lower() for word in told.get("dof", ()) if word.lower() != "l"], axis)
        else:
            told.setdefault(words[0].lower(), words[1:])


# ---------------------------------------------------------------- both


def about(axis: int, degrees: Array) -> Array:
    """(F,) degrees → (F, 3, 3) turns about x, y or z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = np.zeros((len(degrees), 3, 3))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    out[:, axis, axis] = 1
    out[:, a, a], out[:, b, b], out[:, a, b], out[:, b, a] = c, c, -s, s
    return out


def _lines(path: Path) -> list[str]:
    """Those that are not empty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ParallaxError(path, "it is too large for such a file.", _REMEDY)
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        raise ParallaxError(path, "there is no such file.", "Check the path.") from None
    except OSError as fault:
        raise ParallaxError(path, "it cannot be read ({why}).", "Check the path.", why=fault.strerror) from None
    return [line for raw in text.splitlines() if (line := raw.strip())]


def _numbers(path: Path, what: str, words: list[str], count: int, **values: object) -> Array:
    """values: what an error fills into `what`, which says whose numbers they are."""
    try:
        found = np.array([float(word) for word in words])
    except ValueError:
        raise ParallaxError(path, "{what} has something that is no number.", _REMEDY,
                            what=filled(what, values)) from None
    if len(found) != count or not np.isfinite(found).all():
        raise ParallaxError(path, "{what} has {numbers} numbers, not {count} finite ones.", _REMEDY,
                            what=filled(what, values), numbers=len(found), count=count)
    return found
