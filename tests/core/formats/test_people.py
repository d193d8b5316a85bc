"""People in COCO, OpenPose, SLEAP and DeepLabCut files: read back by the readers of others, and by ours."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sleap_io

from core.errors import ParallaxError
from core.formats import coco, dlc, labelling, openpose, seen, slp
from core.formats.labelling import Film
from core.formats.seen import Seen, Someone
from core.skeleton import BLAZEPOSE33, BODY25, COCO17, H36M17, HALPE26, WHOLEBODY133
from tests.core.formats.made import people

ALL = [COCO17, BLAZEPOSE33, H36M17, HALPE26]


def same(found: Seen, made: Seen, digits: float = 1e-3) -> None:
    """Frames at the end in which nobody is are in no file."""
    assert found.skeleton is made.skeleton and found.people == made.people and not found.left_out
    xys = seen.blank(len(made.xys), *made.xys.shape[1:3])
    xys[:len(found.xys)] = found.xys
    np.testing.assert_allclose(xys, made.xys, atol=digits)


# ---------------------------------------------------------------- COCO


@pytest.mark.parametrize("skeleton", ALL, ids=lambda s: s.name)
@pytest.mark.parametrize("count", [1, 3])
def test_coco(tmp_path: Path, skeleton: object, count: int) -> None:
    made = people(skeleton, count)  # type: ignore[arg-type]
    path = tmp_path / "Läufer.json"
    written = coco.write_poses(path, [made])
    back, = coco.read_poses(path)
    same(back, made)
    assert back.film == made.film
    data = json.loads(path.read_text(encoding="utf-8"))
    assert written == len(data["annotations"]) == int((made.xys[..., 2] > 0).any(axis=2).sum())
    one = data["annotations"][0]
    flat = np.array(one["keypoints"]).reshape(-1, 3)
    np.testing.assert_allclose(flat[:, :2], made.xys[0, 0, :, :2], atol=1e-3)
    assert set(flat[:, 2]) == {2} and one["num_keypoints"] == len(made.skeleton)
    x, y, w, h = one["bbox"]
    assert (x, y) == pytest.approx(tuple(made.xys[0, 0, :, :2].min(axis=0)), abs=1e-3) and one["area"] == pytest.approx(
        w * h, abs=1e-2)
    assert data["categories"][0]["skeleton"][0] == [a + 1 for a in made.skeleton.bones[0]]


def test_coco_of_others(tmp_path: Path) -> None:
    """Without what Parallax adds: v tells what is seen, images name the video and the frame, boxes are left out."""
    path = tmp_path / "a.json"
    flat = [[10 * j, 5 * j, j % 3] for j in range(17)]
    data = {"images": [{"id": 7, "file_name": "squat/frame_000012.png"}],
            "categories": [{"id": 1, "name": "person", "keypoints": ["nose", "left_eye", "right_eye", "left_ear",
                            "right_ear", *(f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist", "hip", "knee",
                                                                           "ankle") for side in ("left", "right"))]}],
            "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "keypoints": [v for row in flat for v in row]},
                            {"id": 2, "image_id": 7, "category_id": 1}]}
    path.write_text(json.dumps(data))
    found, = coco.read_poses(path)
    assert found.skeleton is COCO17 and found.film.name == "squat" and found.xys.shape == (13, 1, 17, 3)
    np.testing.assert_allclose(found.xys[12, 0, :, 2], [0, 0.5, 1] * 5 + [0, 0.5])
    assert np.isnan(found.xys[12, 0, 3, 0]) and found.xys[12, 0, 4, 1] == 20
    assert found.left_out == {"annotations without keypoints": 1}


def test_lists_of_results(tmp_path: Path) -> None:
    """As AlphaPose and mmpose write them: a list, the frame in the image's name, two people who cross over."""
    made = people(HALPE26, 2)
    rows = [{"image_id": f"{frame}.jpg", "category_id": 1, "score": 2.5,
             "keypoints": np.nan_to_num(made.xys[frame, p]).ravel().astype(float).tolist()}
            for frame in range(12) for p in ((0, 1) if frame % 2 else (1, 0)) if made.xys[frame, p, :, 2].any()]
    (tmp_path / "alphapose-results.json").write_text(json.dumps(rows))
    found, = coco.read_poses(tmp_path / "alphapose-results.json")
    order = [0, 1] if found.xys[0, 0, 0, 0] < 150 else [1, 0]
    assert found.skeleton is HALPE26
    np.testing.assert_allclose(found.xys[:, order], made.xys, atol=1e-3)


# ---------------------------------------------------------------- OpenPose


@pytest.mark.parametrize("skeleton", [COCO17, BLAZEPOSE33, HALPE26, WHOLEBODY133, H36M17, BODY25], ids=lambda s: s.name)
def test_openpose(tmp_path: Path, skeleton: object) -> None:
    made = people(skeleton, 2)  # type: ignore[arg-type]
    assert openpose.write(tmp_path / "Ordner", [("cam1", made), ("cam2", made)]) == 24
    assert sorted(p.name for p in (tmp_path / "Ordner").iterdir()) == ["cam1_json", "cam2_json"]
    files = sorted((tmp_path / "Ordner/cam1_json").iterdir())
    assert files[3].name == "cam1_000000000003_keypoints.json" and len(files) == 12
    first = json.loads(files[0].read_text())["people"][0]["pose_keypoints_2d"]
    assert len(first) == 75
    place = made.xys[0, 0, made.skeleton.index("lknee")]
    np.testing.assert_allclose(first[39:42], place, atol=1e-3)
    neck = made.xys[0, 0, [made.skeleton.index(s + "shoulder") for s in "lr"], :2].mean(axis=0)
    if made.skeleton in (COCO17, BLAZEPOSE33):
        np.testing.assert_allclose(first[3:5], neck, atol=1e-3)
    found = openpose.read(tmp_path / "Ordner/cam1_json")
    assert found.skeleton is BODY25 and found.people == ("0", "1") and found.film.name == "cam1"
    ours = [BODY25.index(f"{s}{joint}") for s in "lr" for joint in ("hip", "knee", "wrist")]
    theirs = [made.skeleton.index(f"{s}{joint}") for s in "lr" for joint in ("hip", "knee", "wrist")]
    np.testing.assert_allclose(found.xys[:, :, ours], made.xys[:, :, theirs], atol=1e-3)


def test_openpose_itself_does_not_tell_who_is_who(tmp_path: Path) -> None:
    made = people(BODY25, 2)
    for frame in range(12):
        who = [p for p in ((0, 1) if frame % 2 else (1, 0)) if made.xys[frame, p, :, 2].any()]
        told = [{"person_id": [-1], "pose_keypoints_2d": np.nan_to_num(made.xys[frame, p]).ravel().astype(
            float).tolist()} for p in who]
        (tmp_path / f"clip_{frame:012d}_keypoints.json").write_text(json.dumps({"version": 1.3, "people": told}))
    found = openpose.read(tmp_path / "clip_000000000000_keypoints.json")
    order = [0, 1] if found.xys[0, 0, 0, 0] < 150 else [1, 0]
    np.testing.assert_allclose(found.xys[:, order], made.xys, atol=1e-3)


def test_where_openpose_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "precious").write_text("mine")
    with pytest.raises(ParallaxError, match="something is there"):
        openpose.write(tmp_path / "full", [("a", people(COCO17))])
    with pytest.raises(ParallaxError, match="cannot be written"):
        openpose.write(tmp_path / "none" / "a", [("a", people(COCO17))])
    with pytest.raises(ParallaxError, match="no files of frames"):
        openpose.read(tmp_path / "full")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["full"]


# ---------------------------------------------------------------- SLEAP


@pytest.mark.parametrize("count", [1, 2])
def test_sleap(tmp_path: Path, count: int) -> None:
    made = people(BLAZEPOSE33, count)
    path = tmp_path / "Läufer.slp"
    slp.write_poses(path, [made])
    back, = slp.read_poses(path)
    same(back, made, 1e-5)
    labels = sleap_io.load_slp(str(path), open_videos=False)
    assert [track.name for track in labels.tracks] == list(made.people) and labels.videos[0].filename == made.film.path
    frame = labels.labeled_frames[0]
    np.testing.assert_allclose(frame.instances[0].numpy(), made.xys[0, 0, :, :2], atol=1e-4)
    np.testing.assert_allclose(frame.instances[0].points["score"], made.xys[0, 0, :, 2], atol=1e-6)
    assert all(type(each).__name__ == "PredictedInstance" for each in frame.instances)


# ---------------------------------------------------------------- DeepLabCut


@pytest.mark.parametrize("count", [1, 2])
def test_deeplabcut(tmp_path: Path, count: int) -> None:
    made = people(BLAZEPOSE33, count)
    dlc.write(tmp_path / "LäuferDLC_resnet50.csv", made)
    dlc.write_h5(tmp_path / "LäuferDLC_resnet50.h5", made)
    header = 4 if count > 1 else 3
    tables = (pd.read_csv(tmp_path / "LäuferDLC_resnet50.csv", header=list(range(header)), index_col=0),
              pd.read_hdf(tmp_path / "LäuferDLC_resnet50.h5"))
    for table in tables:
        assert table.columns.names == ["scorer", *(["individuals"] if count > 1 else []), "bodyparts", "coords"]
        assert list(table.index) == list(range(12)) and table.columns[0][-2:] == ("nose", "x")
        values = table.to_numpy().reshape(12, count, 33, 3)
        np.testing.assert_allclose(values[..., :2], made.xys[..., :2], atol=1e-4)  # NaN where deleted
        assert np.isnan(values[1, 0, 4]).all()
    for ending in ("csv", "h5"):
        back = dlc.read(tmp_path / f"LäuferDLC_resnet50.{ending}")
        assert back.film.name == "Läufer" and back.people == (made.people if count > 1 else ("1",))
        np.testing.assert_allclose(back.xys, made.xys, atol=1e-4)


def test_pandas_other_form_and_labelled_pictures(tmp_path: Path) -> None:
    made = people(COCO17, 2)
    dlc.write_h5(tmp_path / "a.h5", made)
    table = pd.read_hdf(tmp_path / "a.h5")
    table.to_hdf(tmp_path / "b.h5", key="df_with_missing", format="table", mode="w")
    same(dlc.read(tmp_path / "b.h5"), made, 1e-5)
    (tmp_path / "c.csv").write_text("scorer,,,me,me,me,me,me,me,me,me\n" + "bodyparts,,,"
                                    + ",".join(f"{j},{j}" for j in ("LShoulder", "RShoulder", "Left_Hip", "right hip"))
                                    + "\ncoords,,,x,y,x,y,x,y,x,y\nlabeled-data,squat,img0012.png,1,2,3,4,5,6,,\n")
    found = dlc.read(tmp_path / "c.csv")
    assert len(found.xys) == 13
    np.testing.assert_allclose(found.xys[12, 0, found.skeleton.index("rshoulder")], [3, 4, 1])
    assert np.isnan(found.xys[12, 0, found.skeleton.index("rhip"), 0])


# ---------------------------------------------------------------- what they share


def test_joints_that_no_skeleton_has(tmp_path: Path) -> None:
    (tmp_path / "mouse.csv").write_text("scorer,me,me\nbodyparts,tail,snout\ncoords,x,x\n0,1,2\n")
    with pytest.raises(ParallaxError, match=r"tail.*no skeleton"):
        dlc.read(tmp_path / "mouse.csv")
    skeleton, columns, missing = seen.fitting(["Nose", "LKnee", "MidHip", "RKnee", "tail", "LAnkle", "RAnkle"])
    assert "pelvis" in skeleton.joints and missing == 1 and len(columns) == 6


def test_who_is_there_longest_stays() -> None:
    rows = [Someone(frame, np.concatenate((np.random.default_rng(n).uniform(0, 50, (17, 2)) + 100 * n,
                                           np.ones((17, 1))), axis=1).astype(np.float32))
            for n in range(seen.MAX_PEOPLE + 3) for frame in range(1 + n)]
    found = seen.of_people(Film("a"), COCO17.joints, rows)
    assert found.xys.shape[:2] == (seen.MAX_PEOPLE + 3, seen.MAX_PEOPLE)
    assert found.left_out == {"people who are there for a shorter time": 3}
    assert (found.xys[..., 2] > 0).any(axis=2).sum(axis=0).tolist() == list(range(seen.MAX_PEOPLE + 3, 3, -1))


@pytest.mark.parametrize("values", [["1"], [True], [None], [float("nan")], [1e7], [10**400], [[1]]], ids=str)
def test_coordinates_that_are_none(values: list[object]) -> None:
    with pytest.raises(labelling.Wrong):
        seen.numbers(values)
