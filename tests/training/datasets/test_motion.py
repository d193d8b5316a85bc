"""BVH, ASF and AMC, held against turns that SciPy puts one after the other."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from core.errors import ParallaxError
from core.motion_files import Motion, read_amc, read_bvh
from core.skeleton import H36M17
from tests.training.datasets.made import close
from training.datasets import mocap, motion

FRAMES = 4
# (joint, parent, offset in cm with y up), in the names of CMU's BVH; proportions of a person.
CMU = [("Hips", "", (0, 0, 0)), ("LHipJoint", "Hips", (0, 0, 0)), ("LeftUpLeg", "LHipJoint", (9, -10, 3)),
       ("LeftLeg", "LeftUpLeg", (14, -38, 0)), ("LeftFoot", "LeftLeg", (14, -39, 0)),
       ("LeftFoot>", "LeftFoot", (0, -4, 12)), ("RHipJoint", "Hips", (0, 0, 0)),
       ("RightUpLeg", "RHipJoint", (-9, -10, 3)),
       ("RightLeg", "RightUpLeg", (-14, -38, 0)), ("RightFoot", "RightLeg", (-14, -39, 0)),
       ("LowerBack", "Hips", (0, 0, 0)), ("Spine", "LowerBack", (0, 12, -1)), ("Spine1", "Spine", (0, 12, 0)),
       ("Neck", "Spine1", (0, 12, 0)), ("Neck1", "Neck", (0, 9, 1)), ("Head", "Neck1", (0, 9, -1)),
       ("Head>", "Head", (0, 10, 0)), ("LeftShoulder", "Spine1", (0, 12, 0)), ("LeftArm", "LeftShoulder", (18, 4, 0)),
       ("LeftForeArm", "LeftArm", (29, 0, 0)), ("LeftHand", "LeftForeArm", (26, 0, 0)),
       ("RightShoulder", "Spine1", (0, 12, 0)), ("RightArm", "RightShoulder", (-18, 4, 0)),
       ("RightForeArm", "RightArm", (-29, 0, 0)), ("RightHand", "RightForeArm", (-26, 0, 0))]
MADE_OF = {"pelvis": ("LeftUpLeg", "RightUpLeg"), "rhip": "RightUpLeg", "rknee": "RightLeg", "rankle": "RightFoot",
           "lhip": "LeftUpLeg", "lknee": "LeftLeg", "lankle": "LeftFoot", "spine": "Spine", "thorax": ("Neck", "Neck1"),
           "nose": "Head", "head": "Head>", "lshoulder": "LeftArm", "lelbow": "LeftForeArm", "lwrist": "LeftHand",
           "rshoulder": "RightArm", "relbow": "RightForeArm", "rwrist": "RightHand"}
Skeleton = list[tuple[str, str, tuple[float, float, float]]]


def turns(skeleton: Skeleton) -> dict[str, NDArray[np.float64]]:
    """Degrees about z, y, x of each joint and frame; the ends do not turn."""
    rng = np.random.default_rng(2)
    return {name: rng.uniform(-40, 40, (FRAMES, 3)) for name, _, _ in skeleton if not name.endswith(">")}


def places(skeleton: Skeleton, angles: dict[str, NDArray[np.float64]], root: NDArray[np.float64]
           ) -> dict[str, NDArray[np.float64]]:
    """Of all joints, in the file's unit and axes."""
    at: dict[str, NDArray[np.float64]] = {}
    world: dict[str, Rotation] = {}
    for name, parent, offset in skeleton:
        at[name] = at[parent] + world[parent].apply(offset) if parent else root
        turn = Rotation.from_euler("ZYX", angles.get(name, np.zeros((FRAMES, 3))), degrees=True)
        world[name] = world[parent] * turn if parent else turn
    return at


def bvh(path: Path, skeleton: Skeleton = CMU, scale: float = 1.0, up: str = "y", name: Any = str
        ) -> NDArray[np.float64]:
    """Writes the file; returns (FRAMES, 17, 3) metres, z up."""
    if up == "z":
        skeleton = [(joint, parent, (x, -z, y)) for joint, parent, (x, y, z) in skeleton]
    skeleton = [(joint, parent, (scale * x, scale * y, scale * z)) for joint, parent, (x, y, z) in skeleton]
    angles, root = turns(skeleton), scale * np.arange(3.0 * FRAMES).reshape(FRAMES, 3)
    lines = ["HIERARCHY"]

    def add(joint: str, offset: Any, depth: int) -> None:
        tab = "\t" * depth
        lines.append(f"{tab}End Site" if joint.endswith(">") else f"{tab}{'JOINT' if depth else 'ROOT'} {name(joint)}")
        lines.extend((f"{tab}{{", f"{tab}\tOFFSET {' '.join(f'{v:.6f}' for v in offset)}"))
        if not joint.endswith(">"):
            lines.append(f"{tab}\tCHANNELS " + ("6 Xposition Yposition Zposition " if not depth else "3 ")
                         + "Zrotation Yrotation Xrotation")
        for child, parent, away in skeleton:
            if parent == joint:
                add(child, away, depth + 1)
        lines.append(f"{tab}}}")

    add("Hips", (0, 0, 0), 0)
    order = [line.split()[1] for line in lines if line.split()[0] in ("ROOT", "JOINT")]
    back = {name(joint): joint for joint, _, _ in skeleton}
    lines += ["MOTION", f"Frames: {FRAMES}", "Frame Time: 0.0083333"]
    lines += [" ".join(f"{v:.6f}" for v in [*root[frame], *(v for joint in order for v in angles[back[joint]][frame])])
              for frame in range(FRAMES)]
    path.write_text("\n".join(lines) + "\n")
    at = places(skeleton, angles, root)
    parts = [[at[joint] for joint in ([made] if isinstance(made, str) else made)] for made in MADE_OF.values()]
    points = np.stack([np.mean(part, axis=0) for part in parts], axis=1) * 0.01 / scale
    return points if up == "z" else np.stack((points[..., 0], -points[..., 2], points[..., 1]), -1)


@pytest.mark.parametrize(("scale", "up"), [(1, "y"), (0.01, "y"), (10, "z"), (1 / 2.54, "y"), (0.45 / 2.54, "z")])
def test_bvh_in_any_unit_and_axes(tmp_path: Path, scale: float, up: str) -> None:
    wanted = bvh(tmp_path / "07_01.bvh", scale=scale, up=up)
    clip, = motion.read(tmp_path / "07_01.bvh")
    assert isinstance(clip, mocap.Clip) and (clip.subject, clip.action, clip.kind) == ("07", "01", "bvh")
    assert clip.fps == pytest.approx(120, abs=0.01)
    # Six decimals of offsets and degrees: 1e-6 units and 1e-6 degrees, along eight joints.
    close(clip.points, wanted, 1e-5 + 5e-7 * 0.01 / scale * 10)
    assert (clip.points[:, 10, 2] > clip.points[:, [3, 6], 2].max(axis=1)).all()


@pytest.mark.parametrize("name", [lambda joint: f"mixamorig:{joint}", lambda joint: joint.replace("Left", "Left_")])
def test_other_spellings(tmp_path: Path, name: Any) -> None:
    wanted = bvh(tmp_path / "a.bvh", name=name)
    close(next(motion.read(tmp_path)).points, wanted, 2e-5)


POSER = {"Hips": "hip", "LeftUpLeg": "lThigh", "LeftLeg": "lShin", "LeftFoot": "lFoot", "RightUpLeg": "rThigh",
         "RightLeg": "rShin", "RightFoot": "rFoot", "LeftArm": "lShldr", "LeftForeArm": "lForeArm", "LeftHand": "lHand",
         "RightArm": "rShldr", "RightForeArm": "rForeArm", "RightHand": "rHand", "LeftShoulder": "lCollar",
         "RightShoulder": "rCollar", "Spine": "abdomen", "Spine1": "chest", "Neck": "neck", "Head": "head"}


def test_another_dialect_with_one_neck_and_no_end_of_the_head(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = [(joint, {"Neck1": "Neck"}.get(parent, parent), offset) for joint, parent, offset in CMU
             if joint not in ("Neck1", "Head>")]
    at = tmp_path / "dance.bvh"
    monkeypatch.setitem(MADE_OF, "thorax", "Neck")
    monkeypatch.setitem(MADE_OF, "head", "Head")
    wanted = bvh(at, short, name=lambda joint: POSER.get(joint, joint))
    head, neck = H36M17.index("head"), H36M17.index("thorax")
    wanted[:, head] = wanted[:, head] + 2 / 3 * (wanted[:, head] - wanted[:, neck])
    clip, = motion.read(at)
    close(clip.points, wanted, 2e-5)
    assert clip.action == "dance" and clip.subject == tmp_path.name


def lost(skeleton: Skeleton, **changes: tuple[float, float, float]) -> Skeleton:
    return [(joint, parent, changes.get(joint, offset)) for joint, parent, offset in skeleton]


def test_lost_bones_are_told(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bvh(tmp_path / "a.bvh")
        list(motion.read(tmp_path / "a.bvh"))
    bvh(tmp_path / "a.bvh", lost(CMU, LeftHand=(13, 0, 0)))
    with pytest.warns(UserWarning, match="the left forearm has 45%"):
        list(motion.read(tmp_path / "a.bvh"))
    bvh(tmp_path / "a.bvh", lost(CMU, Neck=(0, 0, 0), LeftShoulder=(0, 0, 0), RightShoulder=(0, 0, 0)))
    with pytest.warns(UserWarning, match="a bone of the trunk"):
        list(motion.read(tmp_path / "a.bvh"))


def test_no_unit_makes_a_person(tmp_path: Path) -> None:
    wanted = bvh(tmp_path / "a.bvh", scale=0.0625)
    with pytest.raises(ParallaxError, match="a person's in no unit"):
        list(motion.read(tmp_path / "a.bvh"))
    close(next(motion.read(tmp_path / "a.bvh", unit=0.16)).points, wanted, 1e-4)


@pytest.mark.parametrize(("old", "new", "says"), [
    ("HIERARCHY", "MOTION", "is not of a hierarchy"), ("OFFSET 9.0", "OFFSET x9", "offset of LeftUpLeg has something"),
    ("Frames: 4", "Frames: 5", "tells of 5 frames"), ("Frame Time: 0.0083333", "Frame Time: 0", "frames of 0 s"),
    ("Frames: 4", "Frames: four", "no Frames"), ("Zrotation Yrotation", "Zrotation Wrotation", "channels of Hips"),
    ("JOINT LeftLeg", "JOINT LeftUpLeg", "LeftUpLeg is there twice"),
    ("}", "", "'MOTION' is not of a hierarchy"), ("MOTION", "", "'Frames: 4' is not of"),
    ("LeftUpLeg", "Tail", "its joints are not known: Hips"), ("MOTION", "MOTION\n7", "no Frames"),
    ("JOINT Head", "JOINT Skull", "no joints of neck and head"), ("11.000000", "nan", "frame 4 has"),
])
def test_wrong_bvh(tmp_path: Path, old: str, new: str, says: str) -> None:
    bvh(tmp_path / "a.bvh")
    text = (tmp_path / "a.bvh").read_text()
    assert old in text
    (tmp_path / "a.bvh").write_text(text.replace(old, new, 1 if old in ("HIERARCHY", "MOTION") else -1))
    with pytest.raises(ParallaxError, match=says):
        list(motion.read(tmp_path / "a.bvh"))


def test_cut_and_empty(tmp_path: Path) -> None:
    bvh(tmp_path / "a.bvh")
    text = (tmp_path / "a.bvh").read_text()
    for share in (0, 0.3, 0.6, 0.97):
        (tmp_path / "a.bvh").write_text(text[:int(share * len(text))])
        with pytest.raises(ParallaxError):
            read_bvh(tmp_path / "a.bvh")
    with pytest.raises(ParallaxError, match="no such file"):
        read_bvh(tmp_path / "b.bvh")


# ---------------------------------------------------------------- ASF and AMC

# (bone, parent, direction, length, axis, degrees of freedom), in the unit of CMU.
BONES: list[tuple[str, str, tuple[float, float, float], float, tuple[float, float, float], str]] = [
    ("lhipjoint", "root", (0.65, -0.7, 0.3), 2.5, (0, 0, 0), ""), ("lfemur", "lhipjoint", (0.34, -0.94, 0), 7.2,
                                                                   (0, 0, 20), "rx ry rz"),
    ("ltibia", "lfemur", (0.34, -0.94, 0), 7.4, (0, 0, 20), "rx"),
    ("rhipjoint", "root", (-0.65, -0.7, 0.3), 2.5, (0, 0, 0), ""), ("rfemur", "rhipjoint", (-0.34, -0.94, 0), 7.2,
                                                                    (0, 0, -20), "rx ry rz"),
    ("rtibia", "rfemur", (-0.34, -0.94, 0), 7.4, (0, 0, -20), "rx"),
    ("lowerback", "root", (0, 1, -0.05), 2.1, (10, 5, 3), "rx ry rz"),
    ("upperback", "lowerback", (0, 1, 0), 2.1, (0, 0, 0), "rx ry rz"),
    ("thorax", "upperback", (0, 1, 0), 2.1, (0, 0, 0), "rx ry rz"),
    ("lowerneck", "thorax", (0, 1, 0), 1.7, (0, 0, 0), "rx ry rz"),
    ("upperneck", "lowerneck", (0, 1, 0.1), 1.7, (0, 0, 0), "rx ry rz"),
    ("head", "upperneck", (0, 1, 0), 1.7, (0, 0, 0), "rx ry rz"),
    *[(f"{s}{bone}", f"{s}{parent}" if parent != "thorax" else parent, (sign * 0.95, 0.3, 0), length,
       (20, sign * 30, 5), dof) for s, sign in (("l", 1), ("r", -1))
      for bone, parent, length, dof in (("clavicle", "thorax", 3.5, "ry rz"), ("humerus", "clavicle", 5, "rx ry rz"),
                                        ("radius", "humerus", 4.6, "rx"))]]
ENDS = {"pelvis": ("lhipjoint", "rhipjoint"), "rhip": "rhipjoint", "rknee": "rfemur", "rankle": "rtibia",
        "lhip": "lhipjoint", "lknee": "lfemur", "lankle": "ltibia", "spine": "lowerback",
        "thorax": ("thorax", "lowerneck"), "nose": "upperneck", "head": "head", "lshoulder": "lclavicle",
        "lelbow": "lhumerus", "lwrist": "lradius", "rshoulder": "rclavicle", "relbow": "rhumerus", "rwrist": "rradius"}


def asf(folder: Path, stem: str = "07") -> NDArray[np.float64]:
    """Writes NN.asf and NN_01.amc; returns (FRAMES, 17, 3) metres, z up."""
    rng = np.random.default_rng(4)
    lines = ["# made", ":version 1.10", ":name VICON", ":units", "  mass 1.0", "  length 0.45", "  angle deg",
             ":documentation", "   words", ":root", "   order TX TY TZ RX RY RZ", "   axis XYZ", "   position 0 0 0",
             "   orientation 0 0 0", ":bonedata"]
    for number, (bone, _, way, length, axis, dof) in enumerate(BONES):
        lines += ["  begin", f"     id {number}", f"     name {bone}", f"     direction {way[0]} {way[1]} {way[2]}",
                  f"     length {length}", f"     axis {axis[0]} {axis[1]} {axis[2]}  XYZ"]
        if dof:
            lines += [f"    dof {dof}", *["    limits (-180 180)"], *["           (-180 180)"] * (len(dof.split()) - 1)]
        lines.append("  end")
    lines += [":hierarchy", "  begin", *(f"    {parent} {bone}" for bone, parent, *_ in BONES), "  end"]
    (folder / f"{stem}.asf").write_text("\n".join(lines))
    moves = [(bone, dof.split()) for bone, _, _, _, _, dof in BONES if dof]
    angles = {bone: rng.uniform(-30, 30, (FRAMES, len(dof))) for bone, dof in moves}
    root = rng.uniform(-20, 20, (FRAMES, 6))
    amc = ["#!OML:ASF F:\\x.ASF", ":FULLY-SPECIFIED", ":DEGREES"]
    for frame in range(FRAMES):
        amc += [str(frame + 1), "root " + " ".join(f"{v:.6f}" for v in root[frame])]
        amc += [f"{bone} " + " ".join(f"{v:.6f}" for v in angles[bone][frame]) for bone, _ in moves]
    (folder / f"{stem}_01.amc").write_text("\n".join(amc))
    at: dict[str, NDArray[np.float64]] = {"root": root[:, :3]}
    world = {"root": Rotation.from_euler("xyz", root[:, 3:], degrees=True)}
    for bone, parent, way, length, axis, dof in BONES:
        full = np.zeros((FRAMES, 3))
        for column, name in enumerate(dof.split()):
            full[:, "xyz".index(name[1])] = angles[bone][:, column]
        own = Rotation.from_euler("xyz", axis, degrees=True)
        world[bone] = world[parent] * own * Rotation.from_euler("xyz", full, degrees=True) * own.inv()
        at[bone] = at[parent] + world[bone].apply(np.multiply(way, length))
    parts = [[at[bone] for bone in ([made] if isinstance(made, str) else made)] for made in ENDS.values()]
    points = np.stack([np.mean(part, axis=0) for part in parts], axis=1) * 0.0254 / 0.45
    return np.stack((points[..., 0], -points[..., 2], points[..., 1]), -1)


def test_asf_and_amc(tmp_path: Path) -> None:
    wanted = asf(tmp_path)
    asf(tmp_path, "08")
    (tmp_path / "08_01.amc").unlink()
    clip, = motion.read(tmp_path)
    assert (clip.subject, clip.action, clip.kind, clip.fps) == ("07", "01", "amc", 120)
    close(clip.points, wanted, 1e-5)
    assert not motion.remarks(clip)


@pytest.mark.parametrize(("file", "old", "new", "says"), [
    ("07.asf", "length 7.2", "length seven", "no whole skeleton"), ("07.asf", "name lfemur", "name other", "no whole"),
    ("07.asf", ":hierarchy", ":other", "no whole skeleton"), ("07.asf", "dof rx ry rz", "dof rx ry rw", "hang on"),
    ("07.asf", "length 0.45", "length 0", "its length is none"), ("07_01.amc", "head ", "tail ", "moves 'tail'"),
    ("07_01.amc", "thorax ", "thorax 1 ", "frame 1, thorax, has 4 numbers, not 3"),
    ("07_01.amc", "ltibia", "# ", "frame 1 does not move all bones"), ("07_01.amc", "root ", "root x", "is no number"),
    ("07.asf", "    root lhipjoint", "    lhipjoint lhipjoint", "hang on bones")])
def test_wrong_asf_and_amc(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    asf(tmp_path)
    text = (tmp_path / file).read_text()
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new))
    with pytest.raises(ParallaxError, match=says):
        read_amc(tmp_path / "07_01.amc", tmp_path / "07.asf")


def test_which_skeleton(tmp_path: Path) -> None:
    asf(tmp_path)
    (tmp_path / "07.asf").rename(tmp_path / "HDM_bd.asf")
    (tmp_path / "07_01.amc").rename(tmp_path / "HDM_bd_cartwheel.amc")
    clip, = motion.read(tmp_path)
    assert clip.subject == "HDM"
    (tmp_path / "other.asf").write_text("")
    assert len(list(motion.read(tmp_path))) == 1
    (tmp_path / "HDM_bd.asf").rename(tmp_path / "x.asf")
    with pytest.raises(ParallaxError, match=r"2 skeletons \(.asf\) lie beside it"):
        list(motion.read(tmp_path))


def test_the_spine_where_no_joint_is_near(tmp_path: Path) -> None:
    """A trunk of one bone: the spine is a place on it."""
    at = {"Hips": (0, 1, 0), "LeftUpLeg": (0.1, 1, 0), "LeftLeg": (0.1, 0.55, 0), "LeftFoot": (0.1, 0.1, 0),
          "RightUpLeg": (-0.1, 1, 0), "RightLeg": (-0.1, 0.55, 0), "RightFoot": (-0.1, 0.1, 0), "Neck": (0, 1.5, 0),
          "Head": (0, 1.6, 0), "Head>": (0, 1.7, 0), "LeftArm": (0.2, 1.5, 0), "LeftForeArm": (0.4, 1.5, 0),
          "LeftHand": (0.6, 1.5, 0), "RightArm": (-0.2, 1.5, 0), "RightForeArm": (-0.4, 1.5, 0),
          "RightHand": (-0.6, 1.5, 0)}
    rest = {name: np.array(place, dtype=float) for name, place in at.items()}
    points = motion.as_h36m17(tmp_path, Motion(30, {name: place[None] for name, place in rest.items()}, rest,
                                               {name: "" if name == "Hips" else "Hips" for name in at}))
    close(points[0, 7], [0, 0, 1 + 0.47 * 0.5], 1e-6)
