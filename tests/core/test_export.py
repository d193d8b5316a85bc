"""Exports read back by others: the csv module, NumPy, the TRC reader; times, units and kinds as they should be."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from core import angles, export, labels
from core.compare import stature
from core.document import Edit, View
from core.errors import ParallaxError
from core.export import Options
from core.formats import c3d, coco, dlc, trc
from core.formats.kinds import FORMATS, by_ending
from core.labels import Keypoint, Target
from core.motion_files import read_bvh
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import H36M17
from core.smooth import Smoothing, smooth
from core.storage import Project
from core.studio import MOTIONS

TURN = Rotation.from_euler("y", 90, degrees=True)
START = 0.37  # the second view starts so much later, and its file counts from 5 s


def body(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, 17, 3) in a level camera's axes, relative to the pelvis, at reference times."""
    from scipy.interpolate import CubicSpline

    points = np.asarray(MOTIONS["kick"](4.0, 50.0, 1), dtype=np.float64)
    points = (points - points[:, :1])[..., [0, 2, 1]] * [1, -1, 1]
    return np.asarray(CubicSpline(np.arange(200) / 50, points)(times))


def pixels(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, 17, 2): a body 300 px tall that walks 20 px a second."""
    return 170 * body(times)[..., :2] + [500, 400] + 20 * times[:, None, None] * [1, 0]


def fill(made: Project) -> None:
    """Two views with 2D and 3D."""
    for view in (View("v1", "left cam", "a.mp4", 1, "", 1000, 800, 30, 1, 60, 0.0, 59 / 30),
                 View("v2", "=right", "b.mp4", 1, "", 1000, 800, 60, 1, 100, 5.0, 5 + 99 / 60, START - 5.0, 0.0)):
        made.do(Edit("Add", (made.document.put(view),)))
        times = view.first_s + np.arange(view.frames) / float(view.fps)
        seconds = view.clock.to_ref(times)
        xys = np.concatenate((pixels(seconds), np.full((*seconds.shape, 17, 1), 0.9)), axis=-1)[:, None]
        xys = np.concatenate((xys + 50, xys), axis=1).astype(np.float32)  # the athlete is the second person
        xys[7, 1, 3] = [np.nan, np.nan, 0]
        id = made.save_poses(Poses2D(xys, times, H36M17, view.size, Source("blazepose")), view=view.id, athlete=1)
        points = body(seconds)
        points = TURN.apply(points.reshape(-1, 3)).reshape(points.shape) * 1.25 if view.id == "v2" else points
        xyzs = np.concatenate((points, np.ones((*points.shape[:2], 1))), axis=-1).astype(np.float32)[:, None]
        xyzs[3, 0, 5] = [np.nan, np.nan, np.nan, 0]
        made.save_poses(Poses3D(xyzs, times, Source("some-lifter")), view=view.id, made_from=id, athlete=0)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as made:
        fill(made)
        yield made


def table(path: Path) -> dict[str, NDArray[np.float64]]:
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1 and len(set(rows[0])) == len(rows[0])
    values = np.array([[float(cell) if cell else np.nan for cell in row] for row in rows[1:]])
    return dict(zip(rows[0], values.T, strict=True))


def test_2d_is_on_the_reference_views_times(project: Project, tmp_path: Path) -> None:
    written = export.export(project, tmp_path / "a.csv", Options("2d", "csv"))
    found = table(tmp_path / "a.csv")
    times = np.arange(60) / 30
    assert list(found)[:4] == ["time_s", "left_cam_pelvis_x_px", "left_cam_pelvis_y_px", "left_cam_pelvis_score"]
    assert (written.rows, written.columns) == (60, 2 * 17 * 3) and len(found) == written.columns + 1
    np.testing.assert_allclose(found["time_s"], times, atol=1e-6)
    np.testing.assert_allclose(found["left_cam_rwrist_x_px"], pixels(times)[:, 16, 0], atol=1e-3)
    assert np.isnan(found["left_cam_rankle_y_px"][7]) and found["left_cam_rankle_score"][7] == 0
    seen = (times >= START) & (times <= START + 99 / 60)
    # Cubic interpolation of a kick at 60 frames/s, in pixels of which the body has 300.
    np.testing.assert_allclose(found["right_lwrist_x_px"][seen], pixels(times)[seen, 13, 0], atol=1.0)
    assert np.isnan(found["right_lwrist_x_px"][~seen]).all() and (found["right_lwrist_score"][~seen] == 0).all()
    export.export(project, tmp_path / "b.csv", Options("2d", "csv", reference="=right"))
    other = table(tmp_path / "b.csv")
    assert list(other)[1] == "right_pelvis_x_px"
    np.testing.assert_allclose(other["time_s"], START + np.arange(100) / 60, atol=1e-6)
    np.testing.assert_allclose(other["right_nose_y_px"], pixels(other["time_s"])[:, 9, 1], atol=1e-3)


def test_3d_is_in_the_reference_cameras_axes_and_says_its_kind(project: Project, tmp_path: Path) -> None:
    written = export.export(project, tmp_path / "a.csv", Options("3d", "csv"))
    assert "relative" in written.note
    found = table(tmp_path / "a.csv")
    times = found["time_s"]
    for name in ("left_cam", "right", "mean"):
        got = np.stack([found[f"{name}_relbow_{axis}_m_relative"] for axis in "xyz"], axis=-1)
        seen = np.isfinite(got).all(-1)
        assert seen.sum() > 40
        np.testing.assert_allclose(got[seen], body(times)[seen, 15], atol=0.005)  # interpolated, in metres
    assert np.isnan(found["left_cam_lknee_x_m_relative"][3])


def test_the_athletes_height_scales_and_is_said(project: Project, tmp_path: Path) -> None:
    athlete = replace(project.document.people["athlete"], height_m=1.9)
    project.do(Edit("Height", (project.document.put(athlete),)))
    written = export.export(project, tmp_path / "a.npz", Options("3d", "npz"))
    assert "scaled" in written.note
    with np.load(tmp_path / "a.npz", allow_pickle=False) as file:
        assert str(file["kind"]) == "scaled" and str(file["unit"]) == "m"
        xyz = file["xyz"]
        assert stature(xyz, np.isfinite(xyz).all(-1)) == pytest.approx(1.9, rel=0.01)
    export.export(project, tmp_path / "g.csv", Options("agreement", "csv"))
    assert "agreement_rknee_mm_scaled" in table(tmp_path / "g.csv")


def test_npz_says_all_that_is_needed(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.npz", Options("3d", "npz", reference="v2", of="mean"))
    with np.load(tmp_path / "a.npz", allow_pickle=False) as file:
        assert file["xyz"].shape == (100, 17, 3) and file["conf"].shape == (100, 17)
        assert tuple(file["names"]) == H36M17.joints and file["edges"].tolist() == [list(b) for b in H36M17.bones]
        np.testing.assert_allclose(file["time_s"], START + np.arange(100) / 60)
        np.testing.assert_allclose(file["pts"], 5 + np.arange(100) / 60)
        assert (int(file["fps_num"]), int(file["fps_den"]), int(file["version"])) == (60, 1, 1)
        assert str(file["joint_set"]) == "h36m17" and "=right" in str(file["axes"]) and "y down" in str(file["axes"])
        assert str(file["source"]) == "some-lifter" and str(file["kind"]) == "relative" and str(file["body"]) == "mean"
    export.export(project, tmp_path / "b.npz", Options("2d", "npz"))
    with np.load(tmp_path / "b.npz", allow_pickle=False) as file:
        np.testing.assert_allclose(file["xy"][10], pixels(np.arange(60) / 30)[10], atol=1e-3)
        assert str(file["unit"]) == "px" and file["conf"][7, 3] == 0 and np.isnan(file["xy"][7, 3]).all()
    export.export(project, tmp_path / "c.npz", Options("angles", "npz"))
    with np.load(tmp_path / "c.npz", allow_pickle=False) as file:
        assert file["values"].shape == (60, len(file["columns"])) and "left_cam_knee_left_deg" in file["columns"]


def test_trc_is_y_up_and_stands_on_the_floor(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.trc", Options("3d", "trc"))
    markers = trc.read(tmp_path / "a.trc")
    assert markers.names == H36M17.joints and markers.rate == 30
    np.testing.assert_allclose(markers.times, np.arange(60) / 30, atol=1e-6)
    assert np.isnan(markers.points[3, 5]).all() and np.isfinite(markers.points[5]).all()
    head, ankle = (markers.points[:, H36M17.index(joint), 1] for joint in ("head", "rankle"))
    assert (head > 1).all() and 0 <= np.nanmedian(ankle) < 0.3
    # Half a turn about x, and up by the height of the pelvis: nothing else.
    upright = body(markers.times) * [1, -1, -1]
    np.testing.assert_allclose((markers.points - markers.points[:, :1])[10], upright[10], atol=1e-5)


def test_c3d_bvh_and_blender_have_the_body_of_a_trc(project: Project, tmp_path: Path) -> None:
    for format, ending in (("trc", "trc"), ("c3d", "c3d"), ("bvh", "bvh"), ("blender", "py")):
        written = export.export(project, tmp_path / f"a.{ending}", Options("3d", format))
        assert written.rows == 60 and "relative" in written.note
    want = trc.read(tmp_path / "a.trc")
    got = c3d.read(tmp_path / "a.c3d")
    assert got.kind == "relative" and got.markers.rate == 30
    np.testing.assert_allclose(got.markers.points, want.points, atol=1e-5)
    motion = read_bvh(tmp_path / "a.bvh")
    ankle = motion.places["lankle"] / 100
    np.testing.assert_allclose(ankle, want.points[:, H36M17.index("lankle")], atol=1e-4)
    compile((tmp_path / "a.py").read_text(), "a.py", "exec")
    export.export(project, tmp_path / "b.trc", Options("3d", "trc", unit="mm"))
    np.testing.assert_allclose(trc.read(tmp_path / "b.trc").points, want.points, atol=2e-6)
    assert "\tmm\t" in (tmp_path / "b.trc").read_text()


def test_frames_at_uneven_times_become_even_where_a_format_has_no_times(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.parallax") as made:
        fill(made)
        times = np.arange(60) / 30 + np.where(np.arange(60) % 2, 0.008, 0)
        flat = ""
        for kind in ("2d", "3d"):
            row = made.document.active(kind, "v1")
            assert row is not None
            poses = made.poses(row.id)
            at = body(times)
            new = replace(poses, times=times) if isinstance(poses, Poses2D) else replace(
                poses, times=times, xyzs=np.concatenate((at, np.ones((60, 17, 1))), -1).astype(np.float32)[:, None])
            made.save_poses(new, view="v1", athlete=row.athlete, made_from=flat)
            flat = next(reversed(made.document.predictions))
        written = export.export(made, tmp_path / "a.c3d", Options("3d", "c3d"))
        assert "not even" in written.note
        got = c3d.read(tmp_path / "a.c3d").markers
        upright = body(got.times)[:, 13] * [1, -1, -1]
        relative = got.points[:, 13] - got.points[:, 0]
        assert 58 <= len(got.times) <= 61
        np.testing.assert_allclose(relative[5:-2], upright[5:-2], atol=0.01)
        export.export(made, tmp_path / "a.trc", Options("3d", "trc"))
        np.testing.assert_allclose(trc.read(tmp_path / "a.trc").times, times, atol=1e-6)


def test_a_mot_has_the_angles_of_one_body(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.mot", Options("angles", "mot", of="=right"))
    export.export(project, tmp_path / "a.csv", Options("angles", "csv"))
    lines = (tmp_path / "a.mot").read_text().splitlines()
    head = lines[lines.index("endheader") + 1].split("\t")
    values = np.array([[float(cell) for cell in line.split("\t")] for line in lines[lines.index("endheader") + 2:]])
    want = table(tmp_path / "a.csv")
    assert head[0] == "time" and len(values) == 60
    for name in ("knee_left", "trunk_right"):
        np.testing.assert_allclose(values[:, head.index(name)], want[f"right_{name}_deg"], atol=1e-3)


def test_everyone_goes_into_files_of_people_and_the_athlete_as_corrected(project: Project, tmp_path: Path) -> None:
    nose = {"nose": Keypoint(11.0, 12.0)}
    project.do(labels.place(project.document, Target("v1", "athlete", H36M17), 4, nose, "Move"))
    for format, name in (("coco", "a.json"), ("slp", "a.slp"), ("openpose", "op"), ("dlc", "a.csv"),
                         ("dlc-h5", "a.h5")):
        written = export.export(project, tmp_path / name, Options("2d", format))
        assert written.rows in (2 * 160, 160, 60)
        assert ("a file each: =right" in written.note) == format.startswith("dlc")
    left, right = coco.read_poses(tmp_path / "a.json")
    assert left.film.name == "left cam" and right.film.name == "=right" and left.xys.shape == (60, 2, 17, 3)
    athlete = left.people.index("Athlete")
    np.testing.assert_allclose(left.xys[4, athlete, 9], [11, 12, 1])
    np.testing.assert_allclose(left.xys[10, athlete, :, :2], pixels(np.arange(60) / 30)[10], atol=1e-2)
    table_ = dlc.read(tmp_path / "a.h5")
    np.testing.assert_allclose(table_.xys[:, table_.people.index("Athlete")], left.xys[:, athlete], atol=1e-3)
    export.export(project, tmp_path / "b.csv", Options("2d", "dlc", reference="=right"))
    assert len(dlc.read(tmp_path / "b.csv").xys) == 100
    with pytest.raises(ParallaxError, match="is no view"):
        export.export(project, tmp_path / "c.csv", Options("2d", "dlc", reference="nobody"))


def test_the_formats_hold_what_the_exports_are() -> None:
    for format in FORMATS.values():
        assert set(format.whats) <= set(export.WHAT)
        assert all((format.holds, format.unit, format.axes, format.lost)) and format.label.startswith(format.title)
        assert not format.by_name or not format.ending or by_ending(format.ending) == format.id
    assert {f.id for f in FORMATS.values() if f.whats == ("2d",)} == set(export.export_2d.WRITERS)


def test_angles_and_agreement(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.csv", Options("angles", "csv"))
    found = table(tmp_path / "a.csv")
    want = angles.angles(body(found["time_s"]))
    assert len(found) == 1 + 3 * len(want)
    for name in ("knee_right", "elbow_left", "trunk_forward"):
        np.testing.assert_allclose(found[f"left_cam_{name}_deg"], want[name], atol=1e-3)
        np.testing.assert_allclose(found[f"right_{name}_deg"][15:50], want[name][15:50], atol=1.5)  # interpolated
    export.export(project, tmp_path / "b.csv", Options("agreement", "csv"))
    agree = table(tmp_path / "b.csv")
    assert "agreement_lwrist_mm_relative" in agree and len(agree) == 1 + 1 + 17 + 1
    seen = np.isfinite(agree["agreement_mm_relative"])
    assert 45 <= seen.sum() <= 50 and agree["agreement_mm_relative"][seen].max() < 5  # one motion, seen twice
    np.testing.assert_allclose(agree["agreement_mm_relative"], agree["agreement_left_cam_right_mm_relative"], rtol=1e-5)


def test_the_smoothing_choice_is_followed(project: Project, tmp_path: Path) -> None:
    how = Smoothing("butterworth", cutoff_hz=2)
    export.export(project, tmp_path / "a.csv", Options("2d", "csv", smoothing=how))
    found = table(tmp_path / "a.csv")
    times = np.arange(60) / 30
    np.testing.assert_allclose(found["left_cam_rwrist_x_px"], smooth(pixels(times)[:, 16, 0], times, how), atol=0.01)
    assert np.isnan(found["left_cam_rankle_x_px"][7])  # what nobody saw is not made up
    export.export(project, tmp_path / "a.npz", Options("3d", "npz", smoothing=how))
    with np.load(tmp_path / "a.npz", allow_pickle=False) as file:
        assert str(file["smoothing"]) == "Butterworth, zero lag 2 Hz"
        want = smooth(body(times)[:, 16], times, how)
        np.testing.assert_allclose(file["xyz"][:, 16], want, atol=1e-4)


def test_cameras_that_move_are_aligned_frame_by_frame(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.csv", Options("agreement", "csv", per_frame=True))
    assert np.nanmax(table(tmp_path / "a.csv")["agreement_mm_relative"]) < 5


@pytest.mark.parametrize(("options", "says"), [
    (Options("2d", "trc"), "nothing else"),
    (Options("9d", "csv"), "no such export"),
    (Options("3d", "csv", reference="elsewhere"), "is no view"),
    (Options("3d", "npz", of="elsewhere"), "no such body"),
])
def test_what_cannot_be_exported(project: Project, tmp_path: Path, options: Options, says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        export.export(project, tmp_path / "a.x", options)
    assert not (tmp_path / "a.x").exists()


def test_a_project_with_nothing_in_it(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.parallax") as empty:
        for what in export.WHAT:
            with pytest.raises(ParallaxError, match="no view of this project has"):
                export.export(empty, tmp_path / "a.csv", Options(what, "csv"))


def test_a_folder_that_cannot_be_written_to(project: Project, tmp_path: Path) -> None:
    for what, format in (("2d", "csv"), ("3d", "npz"), ("3d", "trc")):
        with pytest.raises(ParallaxError, match="cannot be written"):
            export.export(project, tmp_path / "missing" / "a.x", Options(what, format))


def test_an_export_replaces_a_file_whole(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("something else\n" * 10000)
    export.export(project, path, Options("angles", "csv"))
    assert len(table(path)["time_s"]) == 60 and sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "p.parallax"]
