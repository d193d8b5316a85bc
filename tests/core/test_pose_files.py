"""Poses of other programs in a project: shown in the views they are of, one edit each, refused where they fit none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import export, followed, labels, pose_files
from core.document import Edit, Setting, active_key
from core.errors import ParallaxError
from core.export import Options
from core.formats import coco, dlc, openpose, slp, trc
from core.formats.labelling import Film
from core.formats.trc import Markers
from core.labels import Keypoint, Target
from core.pose import Poses2D, Poses3D
from core.skeleton import COCO17, H36M17
from core.storage import Project
from tests.core.formats.made import people
from tests.core.test_export import START, TURN, body, fill


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as made:
        fill(made)
        yield made


def bring(project: Project, file: Path, view: str = "", **more: object) -> str:
    """Does an import; what is said of it."""
    made = pose_files.importing(project, pose_files.read(file), file, view, **more)  # type: ignore[arg-type]
    before = len(project.document.done)
    project.do(made.edit)
    assert len(project.document.done) == before + 1
    return " ".join(made.sentences)


def flat(project: Project, view: str) -> Poses2D:
    row = project.document.active("2d", view)
    assert row is not None
    poses = project.poses(row.id)
    assert isinstance(poses, Poses2D)
    return poses


def deep(project: Project, view: str) -> Poses3D:
    row, under = project.document.active("3d", view), project.document.active("2d", view)
    assert row is not None and under is not None and row.made_from == under.id
    poses = project.poses(row.id)
    assert isinstance(poses, Poses3D)
    return poses


# ---------------------------------------------------------------- 2D


@pytest.mark.parametrize(("format", "name"), [("coco", "a.json"), ("slp", "a.slp")])
def test_poses_that_went_out_come_back_as_they_were(project: Project, tmp_path: Path, format: str, name: str) -> None:
    before = {view: flat(project, view) for view in ("v1", "v2")}
    ids = {view: project.document.active("2d", view) for view in before}
    export.export(project, tmp_path / name, Options("2d", format))
    project.do(Edit("Choose", (project.document.put(Setting(active_key("2d", "v1"), ids["v1"].id)),)))  # type: ignore[union-attr]
    said = bring(project, tmp_path / name)
    assert "left cam: 2 people in 60 frames." in said and "=right: 2 people in 100 frames." in said
    for view, was in before.items():
        now = flat(project, view)
        row = project.document.active("2d", view)
        assert row is not None and row.id != ids[view].id and row.model == name  # type: ignore[union-attr]
        assert now.skeleton is H36M17 and now.size == was.size
        np.testing.assert_array_equal(now.times, was.times)
        np.testing.assert_allclose(now.xys[:, row.athlete], was.xys[:, 1], atol=1e-3)
    project.undo()
    assert {view: project.document.active("2d", view) for view in before} == ids


def test_a_file_of_one_video_goes_to_the_view_of_its_name_or_to_the_one_said(project: Project, tmp_path: Path) -> None:
    made = people(COCO17, 2)
    dlc.write(tmp_path / "bDLC_resnet.csv", made)  # the video of the second view is b.mp4
    assert "=right: 2 people in 12 frames." in bring(project, tmp_path / "bDLC_resnet.csv")
    dlc.write_h5(tmp_path / "other.h5", made)
    with pytest.raises(ParallaxError, match="--view"):
        bring(project, tmp_path / "other.h5")
    assert "left cam" in bring(project, tmp_path / "other.h5", otherwise="v1")
    openpose.write(tmp_path / "op", [("elsewhere", made)])
    assert "left cam" in bring(project, tmp_path / "op/elsewhere_json", "left cam")
    assert flat(project, "v1").skeleton.name == "body25" and len(flat(project, "v1").xys) == 60
    with pytest.raises(ParallaxError, match="no view"):
        bring(project, tmp_path / "other.h5", "nobody")


def test_pictures_of_another_size(project: Project, tmp_path: Path) -> None:
    """Half as wide and high: the centre of the first pixel of the large one lies a quarter before that of the small."""
    made = people(COCO17, 1)
    film = Film("left cam", "", "", 500, 400)
    coco.write_poses(tmp_path / "a.json", [replace(made, film=film)])
    bring(project, tmp_path / "a.json")
    np.testing.assert_allclose(flat(project, "v1").xys[0, 0, :, :2], 2 * made.xys[0, 0, :, :2] + 0.5, atol=2e-3)
    coco.write_poses(tmp_path / "b.json", [replace(made, film=replace(film, height=500))])
    with pytest.raises(ParallaxError, match="500 × 500"):
        bring(project, tmp_path / "b.json")


def test_frames_beyond_the_end_and_videos_that_are_not_there_are_said(project: Project, tmp_path: Path) -> None:
    long = people(COCO17, 1, frames=70)
    slp.write_poses(tmp_path / "a.slp", [replace(long, film=Film("", "a.mp4")), replace(long, film=Film("", "z.mp4"))])
    said = bring(project, tmp_path / "a.slp")
    assert "10 frames beyond the end of left cam" in said and "Left out: z, which is not in this project" in said


def test_labels_lie_over_what_comes_in(project: Project, tmp_path: Path) -> None:
    target = Target("v1", "athlete", COCO17)
    project.do(labels.place(project.document, target, 2, {"nose": Keypoint(3.0, 4.0)}, "Move"))
    dlc.write(tmp_path / "a.csv", people(COCO17, 2))
    bring(project, tmp_path / "a.csv")
    export.export(project, tmp_path / "b.json", Options("2d", "coco"))
    out = coco.read_poses(tmp_path / "b.json")[0]
    np.testing.assert_allclose(out.xys[2, out.people.index("Athlete"), 0], [3, 4, 1])


# ---------------------------------------------------------------- 3D


@pytest.mark.parametrize(("format", "digits"), [("trc", 1e-5), ("c3d", 1e-5), ("bvh", 0.03)])
def test_a_body_that_went_out_comes_back(project: Project, tmp_path: Path, format: str, digits: float) -> None:
    """Of BVH with the bones' median lengths, and gaps filled."""
    before = deep(project, "v1")
    export.export(project, tmp_path / f"a.{format}", Options("3d", format))
    said = bring(project, tmp_path / f"a.{format}", "left cam")
    assert "a body in 60 frames" in said and "turned to face" in said
    now = deep(project, "v1")
    assert now.kind == ("relative" if format == "c3d" else "metric")  # what the file tells
    both = np.isfinite(before.xyzs[..., 0]) & np.isfinite(now.xyzs[..., 0])
    np.testing.assert_allclose(now.xyzs[both][:, :3], before.xyzs[both][:, :3], atol=digits)
    assert both.sum() >= 60 * 17 - 1 and now.xyzs[both][:, 3].min() == 1
    assert followed.stays(project.document, "v1") and not followed.behind(project.document, "v1")
    project.undo()
    assert deep(project, "v1").source == before.source


def test_a_body_is_read_at_the_times_of_the_views_frames_and_turned_to_face_as_its_3d(
        project: Project, tmp_path: Path) -> None:
    """The second view starts later, is turned by 90° and has a body a quarter larger; the file is at 100 Hz."""
    times = np.arange(-50, 200) / 100 + 10  # the recording's second 0 is the file's second 10
    points = body(times - 10) * [1, -1, -1] + [5.0, 1.0, -3.0]
    trc.write(tmp_path / "a.trc", Markers(points, times, H36M17.joints, 100))
    bring(project, tmp_path / "a.trc", "=right", offset_s=-10)
    now = deep(project, "v2")
    inside = np.isfinite(now.xyzs[:, 0, :, 0]).all(-1)
    seconds = START + np.arange(100) / 60
    want = TURN.apply(body(seconds)[inside].reshape(-1, 3)).reshape(-1, 17, 3)
    assert inside.sum() >= 90
    np.testing.assert_allclose(now.xyzs[inside, 0, :, :3], want, atol=0.01)
    with pytest.raises(ParallaxError, match=r"no body.*from 9\.50 to"):
        bring(project, tmp_path / "a.trc", "=right", offset_s=100)
    with pytest.raises(ParallaxError, match="--view"):
        bring(project, tmp_path / "a.trc")


def test_markers_of_pose2sim(project: Project, shared: Path, tmp_path: Path) -> None:
    found = pose_files.read(shared / "data/video/pose2sim_single/Pose2Sim_markers.trc")
    assert isinstance(found, pose_files.Moved) and np.isfinite(found.points).all() and found.kind == "metric"
    tall = found.points[:, H36M17.index("head"), 1] - found.points[:, H36M17.index("lankle"), 1]
    assert 1.3 < np.median(tall) < 1.9 and found.left_out == {"markers that are no joints": 6}
    few = Markers(np.zeros((2, 2, 3)), np.arange(2) / 30, ("LKnee", "RKnee"), 30)
    trc.write(tmp_path / "few.trc", few)
    with pytest.raises(ParallaxError, match="no markers of lshoulder"):
        pose_files.read(tmp_path / "few.trc")


@pytest.mark.parametrize("up", ["x", "y", "z", "-x", "-y", "-z", "+z"])
def test_whichever_way_is_up(up: str) -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(5, 3))
    turned = pose_files._upright(points, up)
    sign = -1 if up[0] == "-" else 1
    np.testing.assert_allclose(turned[:, 1], sign * points[:, "xyz".index(up[-1])])
    turn = np.linalg.lstsq(points, turned, rcond=None)[0]
    assert np.linalg.det(turn) == pytest.approx(1)  # no mirror image


def test_a_view_without_2d_has_nothing_for_a_body_to_stand_by(project: Project, tmp_path: Path) -> None:
    export.export(project, tmp_path / "a.trc", Options("3d", "trc"))
    gone = [project.document.drop("predictions", row.id) for row in project.document.predictions.values()
            if row.view == "v1"]
    project.do(Edit("Remove", tuple(gone)))
    with pytest.raises(ParallaxError, match="no 2D poses"):
        bring(project, tmp_path / "a.trc", "left cam")


def test_labels_as_csv_are_no_poses(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time_s,nose_x\n1,2\n")
    with pytest.raises(ParallaxError, match="Import labels"):
        pose_files.read(tmp_path / "a.csv")
