"""Bodies in TRC, MOT, C3D, BVH and Blender scripts, read back by the readers of others."""

import json
import re
import runpy
import struct
import sys
import types
from fractions import Fraction
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pandas as pd
import pytest
from bvh import Bvh
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.formats import blender, bvh, c3d, mot, trc
from core.formats.trc import Markers
from core.rigid import rigid
from core.skeleton import H36M17
from tests.core.formats.made import RATE, markers, upright

# ---------------------------------------------------------------- TRC and MOT


@pytest.mark.parametrize(("unit", "metre"), [("m", 1), ("mm", 0.001), ("cm", 0.01)])
def test_a_trc_as_pose2sim_reads_it(tmp_path: Path, unit: str, metre: float) -> None:
    """Its own reading: pandas from the fifth line on, names in every third cell of the fourth."""
    made = markers()
    path = tmp_path / "Läufer.trc"
    trc.write(path, made, unit=unit)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[3].split("\t")[2::3][:17] == list(made.names) and lines[2].split("\t")[4] == unit
    assert float(lines[2].split("\t")[0]) == pytest.approx(RATE, abs=1e-7)
    table = pd.read_csv(path, sep="\t", skiprows=4)
    values = table.iloc[:, 2:2 + 3 * 17].to_numpy().reshape(-1, 17, 3) * metre
    np.testing.assert_allclose(values, made.points, atol=1e-6)
    np.testing.assert_allclose(table.iloc[:, 1], made.times, atol=1e-6)
    np.testing.assert_allclose(trc.read(path).points, made.points, atol=1e-6)


def test_a_mot_has_the_header_of_opensim(tmp_path: Path) -> None:
    times = 0.37 + np.arange(70_000) / RATE
    values = np.stack((np.sin(times) * 90, np.where(np.arange(70_000) % 7, times, np.nan)), axis=1)
    path = tmp_path / "Läufer.mot"
    mot.write(path, ("knee_left", "hip_left"), times, values, "0 is upright")
    with open(path, encoding="utf-8") as file:
        head = [file.readline().rstrip("\n") for _ in range(9)]
    assert head[:5] == ["Läufer", "version=1", "nRows=70000", "nColumns=3", "inDegrees=yes"]
    assert head[head.index("endheader") + 1] == "time\tknee_left\thip_left"
    table = pd.read_csv(path, sep="\t", skiprows=head.index("endheader") + 1)
    assert list(table) == ["time", "knee_left", "hip_left"] and len(table) == 70_000
    np.testing.assert_allclose(table.to_numpy(), np.column_stack((times, values)), atol=1e-6)
    for names in (("a b", "c"), ("", "c")):
        with pytest.raises(ValueError, match="header"):
            mot.write(path, names, times, values)
    with pytest.raises(ParallaxError, match="cannot be written"):
        mot.write(tmp_path / "none" / "a.mot", ("a", "b"), times[:2], values[:2])


# ---------------------------------------------------------------- C3D


@pytest.mark.parametrize("frames", [1, 60, 70_000])
def test_a_c3d_is_read_by_ezc3d_with_equal_numbers(tmp_path: Path, frames: int) -> None:
    """More frames than 16 bits count are told as the format's guide has it."""
    count = 17 if frames < 1000 else 4
    body = np.tile(markers().points[:, :count], (frames // 60 + 1, 1, 1))[:frames]
    names = (*H36M17.joints[:count - 2], "Ellbogen_süd", "a" * 200)
    made = Markers(body, 0.37 + np.arange(frames) / RATE, names, RATE)
    path = tmp_path / "a.c3d"
    c3d.write(path, made, "scaled", "Lengths are scaled by the athlete's height.")
    read = ezc3d.c3d(str(path))
    points = read["data"]["points"][:3].transpose(2, 1, 0)
    assert points.shape == (frames, count, 3) and read["parameters"]["POINT"]["UNITS"]["value"] == ["mm"]
    np.testing.assert_allclose(points / 1000, body, atol=1e-6)  # NaN where it is here too
    assert read["parameters"]["POINT"]["RATE"]["value"][0] == pytest.approx(RATE, rel=1e-7)
    assert read["parameters"]["POINT"]["LABELS"]["value"] == [*names[:-1], "a" * 127]
    assert read["parameters"]["PARALLAX"]["KIND"]["value"] == ["scaled"]
    assert read["parameters"]["POINT"]["Y_SCREEN"]["value"] == ["+Y"]
    back = c3d.read(path)
    np.testing.assert_allclose(back.markers.points, body, atol=1e-6)
    np.testing.assert_allclose(back.markers.times, made.times, atol=1e-3)  # START_S and RATE have single precision
    assert (back.up, back.kind, back.markers.names[-2]) == ("+y", "scaled", "Ellbogen_süd")


def test_what_ezc3d_writes_is_read(tmp_path: Path) -> None:
    made = markers()
    out = ezc3d.c3d()
    out["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    out["parameters"]["POINT"]["UNITS"]["value"] = ["m"]
    out["parameters"]["POINT"]["LABELS"]["value"] = list(made.names)
    out["parameters"]["ANALOG"]["RATE"]["value"] = [200.0]
    out["parameters"]["ANALOG"]["LABELS"]["value"] = ["force"]
    out["data"]["points"] = np.concatenate((made.points, np.ones((60, 17, 1))), axis=-1).transpose(2, 1, 0)
    out["data"]["analogs"] = np.arange(120.0).reshape(1, 1, 120)
    out.write(str(tmp_path / "a.c3d"))
    back = c3d.read(tmp_path / "a.c3d").markers
    np.testing.assert_allclose(back.points, made.points, atol=1e-6)
    assert back.names == made.names and back.rate == 100 and back.times[1] - back.times[0] == pytest.approx(0.01)


@pytest.mark.parametrize("processor", [c3d.INTEL, c3d.DEC, c3d.MIPS])
def test_files_of_old_machines(tmp_path: Path, processor: int) -> None:
    """Numbers of DEC and MIPS, as floats and as integers: a file by hand, after the format's guide."""
    order = ">" if processor == c3d.MIPS else "<"

    def real(value: float) -> bytes:
        if processor == c3d.DEC:
            raw = struct.pack("<f", value * 4)
            return raw[2:] + raw[:2]
        return struct.pack(f"{order}f", value)

    def parameter(name: bytes, kind: int, dims: bytes, data: bytes) -> bytes:
        body = struct.pack("bB", kind, len(dims)) + dims + data + b"\0"
        return struct.pack("bb", len(name), 1) + name + struct.pack(f"{order}h", 2 + len(body)) + body

    for scale in (-1.0, 0.5):
        told = struct.pack("bb", 5, -1) + b"POINT" + struct.pack(f"{order}hB", 3, 0)
        told += parameter(b"SCALE", 4, b"", real(scale)) + parameter(b"UNITS", -1, b"\x02", b"mm")
        told += parameter(b"LABELS", -1, b"\x04\x02", b"KneeHip ")
        parameters = (bytes((1, 80, 1, processor)) + told).ljust(512, b"\0")
        head = bytes((2, 80)) + struct.pack(f"{order}HHHHH", 2, 0, 11, 12, 0) + real(scale) + struct.pack(
            f"{order}HH", 3, 0) + real(50.0)
        values = [[(100, -200, 300, 0), (1, 2, 3, -1)], [(-4, 50, 6, 0), (70, 8, 9, 0)]]
        if scale < 0:
            data = b"".join(real(float(v)) for frame in values for point in frame for v in point)
        else:
            data = b"".join(struct.pack(f"{order}h", v) for frame in values for point in frame for v in point)
        (tmp_path / "old.c3d").write_bytes(head.ljust(512, b"\0") + parameters + data)
        back = c3d.read(tmp_path / "old.c3d").markers
        wanted = np.array(values, dtype=float)[..., :3] * abs(scale) / 1000
        wanted[0, 1] = np.nan
        np.testing.assert_allclose(back.points, wanted, atol=1e-9)
        assert back.names == ("Knee", "Hip") and back.rate == 50
        np.testing.assert_allclose(back.times, [10 / 50, 11 / 50])


def test_what_a_c3d_cannot_hold(tmp_path: Path) -> None:
    for wrong in (Markers(np.zeros((0, 1, 3)), np.zeros(0), ("a",), 30), Markers(
            np.zeros((1, 256, 3)), np.zeros(1), tuple(map(str, range(256))), 30)):
        with pytest.raises(ValueError, match="points"):
            c3d.write(tmp_path / "a.c3d", wrong, "metric")
    with pytest.raises(ParallaxError, match="cannot be written"):
        c3d.write(tmp_path / "none" / "a.c3d", markers(2), "metric")


# ---------------------------------------------------------------- BVH


def _about(axis: int, degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = np.eye(3)
    a, b = (axis + 1) % 3, (axis + 2) % 3
    out[a, a] = out[b, b] = c
    out[a, b], out[b, a] = -s, s
    return out


def forward(file: Bvh, frame: int) -> dict[str, NDArray[np.float64]]:
    """Where the joints of a BVH are, by turning one after the other, in its unit."""
    places: dict[str, NDArray[np.float64]] = {}
    turns: dict[str, NDArray[np.float64]] = {}
    for name in file.get_joints_names():
        turn, shift = np.eye(3), np.array(file.joint_offset(name))
        for channel in file.joint_channels(name):
            value, axis = file.frame_joint_channel(frame, name, channel), "XYZ".index(channel[0])
            if channel.endswith("rotation"):
                turn = turn @ _about(axis, value)
            else:
                shift[axis] = value
        parent = file.joint_parent(name)
        if parent is not None:
            shift, turn = places[parent.name] + turns[parent.name] @ shift, turns[parent.name] @ turn
        places[name], turns[name] = shift, turn
    return places


def test_a_bvh_puts_the_joints_where_the_rigid_body_has_them(tmp_path: Path) -> None:
    points = upright()
    points[10:14, 13] = np.nan
    body = rigid(points)
    path = tmp_path / "Läufer.bvh"
    bvh.write(path, body, RATE)
    file = Bvh(path.read_text(encoding="utf-8"))
    assert file.nframes == 60 and file.frame_time == pytest.approx(1001 / 30000, abs=1e-9)
    for frame in (0, 12, 33, 59):
        places = forward(file, frame)
        for n, joint in enumerate(H36M17.joints):
            np.testing.assert_allclose(places[joint] / 100, body.places[frame, n], atol=1e-6)
        assert places["head"][1] > places["pelvis"][1] > places["rankle"][1]  # right side up
    assert {file.joint_channels(name)[0] for name in file.get_joints_names()[1:]} == {"Zrotation"}


def test_its_rest_pose_is_a_t(tmp_path: Path) -> None:
    bvh.write(tmp_path / "a.bvh", rigid(upright()), 30)
    text = re.sub(r"(?m)^-?\d.*$", lambda row: " ".join(["0"] * len(row[0].split())),
                  (tmp_path / "a.bvh").read_text())
    at = forward(Bvh(text), 0)
    lwrist, rwrist, thorax = at["lwrist"], at["rwrist"], at["thorax"]
    assert lwrist[0] > 40 and rwrist[0] < -40 and lwrist[1] == rwrist[1] == pytest.approx(thorax[1])
    assert at["nose"][2] > 0 and abs(at["lankle"][0]) < 20 and at["lankle"][1] < -60


# ---------------------------------------------------------------- Blender


class Thing(types.SimpleNamespace):
    """What stands for anything of Blender's: takes and gives attributes and keys."""

    def __setitem__(self, key: str, value: Any) -> None:
        setattr(self, key, value)


class Curves:
    """Blender's curves of one action, as both older and newer versions have them."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, int], list[float]] = {}

    def new(self, path: str, index: int) -> Any:
        def fill(what: str, values: list[float]) -> None:
            if what == "co":
                self.made[path, index] = list(values)

        return Thing(keyframe_points=Thing(add=lambda count: None, foreach_set=fill))


class Bones(list[Any]):
    def new(self, name: str) -> Any:
        self.append(Thing(name=name, length=1.0))
        return self[-1]


def fake_blender(newer: bool) -> tuple[types.ModuleType, dict[str, Any]]:
    """A `bpy` that keeps what the script makes."""
    objects: dict[str, Any] = {}

    def action(name: str) -> Any:
        curves = Curves()
        if newer:
            return Thing(curves=curves, fcurve_ensure_for_datablock=lambda thing, path, index: curves.new(path, index))
        return Thing(curves=curves, fcurves=curves)

    def make(name: str, data: Any) -> Any:
        held = Thing(action=None)
        pose = Thing(bones={})
        objects[name] = Thing(name=name, data=data, animation_data_create=lambda: held, held=held, pose=pose)
        return objects[name]

    def mode(mode: str) -> None:
        for thing in objects.values():
            if thing.data is not None and mode == "POSE":
                thing.pose.bones = {bone.name: Thing(bone=bone, constraints=Bones()) for bone in thing.data.edit_bones}

    module = types.ModuleType("bpy")
    scene = Thing(render=Thing(), unit_settings=Thing(), collection=Thing(children=Thing(link=lambda group: None)))
    data = Thing(actions=Thing(new=action), objects=Thing(new=make),
                 armatures=Thing(new=lambda name: Thing(edit_bones=Bones())),
                 collections=Thing(new=lambda name: Thing(objects=Thing(link=lambda thing: None))))
    context = Thing(scene=scene, view_layer=Thing(objects=Thing()))
    for name, part in (("context", context), ("data", data), ("ops", Thing(object=Thing(mode_set=mode)))):
        setattr(module, name, part)
    return module, objects


@pytest.mark.parametrize("newer", [False, True])
def test_the_script_for_blender_runs_by_itself(tmp_path: Path, newer: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blender itself is not here; in 5.0.1, run by hand, the joints and the ends of the bones were where they should be
    to 0.2 µm."""
    made = markers()
    title = 'x""" \\ {0} ä\'); raise SystemExit #'
    path = tmp_path / "a.py"
    blender.write(path, made, H36M17.bones, title, "relative", 'Say "no".\\', Fraction(30000, 1001))
    module, objects = fake_blender(newer)
    monkeypatch.setitem(sys.modules, "bpy", module)
    runpy.run_path(str(path))
    assert set(objects) == {*H36M17.joints, title}
    render: Any = module.context.scene.render  # type: ignore[attr-defined]
    assert render.fps / render.fps_base == pytest.approx(RATE, abs=1e-9)
    assert module.context.scene.frame_end == 60  # type: ignore[attr-defined]
    for n, joint in enumerate(H36M17.joints):
        curves = objects[joint].held.action.curves.made
        for axis in range(3):
            keys = np.array(curves["location", axis]).reshape(-1, 2)
            known = np.flatnonzero(np.isfinite(made.points[:, n, axis]))
            np.testing.assert_array_equal(keys[:, 0], known + 1)
            np.testing.assert_allclose(keys[:, 1], made.points[known, n, axis], atol=1e-6)
    bones = objects[title].pose.bones
    assert set(bones) == {H36M17.joints[b] for _, b in H36M17.bones}
    start, end = bones["rknee"].constraints
    assert (start.target.name, end.target.name) == ("rhip", "rknee")


def test_the_script_says_what_its_lengths_are(tmp_path: Path) -> None:
    blender.write(tmp_path / "a.py", markers(2), H36M17.bones, "a", "scaled", "By the height.")
    text = (tmp_path / "a.py").read_text()
    assert "Lengths are scaled. By the height." in text and "metres, z up" in text
    told = json.loads(re.search(r"json\.loads\('(.*)'\)", text)[1])  # type: ignore[index]
    assert told["kind"] == "scaled" and told["frames"] == 2
    nothing = Markers(np.zeros((0, 17, 3)), np.zeros(0), H36M17.joints, 30)
    with pytest.raises(ValueError, match="points"):
        blender.write(tmp_path / "a.py", nothing, (), "a", "metric")
