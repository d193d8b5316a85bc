"""Labels in files: what goes out comes back, others' files are read, and damaged ones are refused."""

import csv
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import sleap_io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import label_files
from core.errors import ParallaxError
from core.formats import labelling
from core.formats.labelling import Film, Labelling, Row
from core.labels import ABSENT, IMPORTED, OCCLUDED, VISIBLE, Keypoint
from core.skeleton import COCO17, SKELETONS
from tests.core.formats.label_rows import content, labellings

SUFFIXES = tuple(label_files.FORMATS)
POINTS = {"nose": Keypoint(1.25, 2.5), "leye": Keypoint(3.0, 0.0, OCCLUDED, "ghost"),
          "rhip": Keypoint(None, None, ABSENT)}
ONE = Labelling((Film("left cam", "videos/a.mp4", "v1", 640, 480),), (Row(0, "athlete", 12, "coco17", POINTS, 0.4),))


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(labels=labellings())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_back(suffix: str, labels: Labelling) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"labels{suffix}"
        label_files.write(path, labels)
        back = label_files.read(path)
    assert not back.left_out
    if suffix == ".csv":  # a table has no place for files and sizes, and names like formulas are ids there
        names = {name: film.name for film in labels.films for name in (film.name, film.view)}
        back = Labelling(tuple(Film(names[film.name]) for film in back.films), back.rows)
    else:
        assert back.films == labels.films
    assert content(back) == content(labels)


def test_coco_is_as_its_format_says(tmp_path: Path) -> None:
    label_files.write(tmp_path / "a.json", ONE)
    data = json.loads((tmp_path / "a.json").read_text())
    category, image, annotation = data["categories"][0], data["images"][0], data["annotations"][0]
    assert category["keypoints"][:3] == ["nose", "left_eye", "right_eye"] and len(category["keypoints"]) == 17
    assert category["skeleton"][0] == [1, 2] and min(min(bone) for bone in category["skeleton"]) == 1
    assert max(max(bone) for bone in category["skeleton"]) == 17
    assert (image["frame"], image["video"], image["width"], image["height"]) == (12, "videos/a.mp4", 640, 480)
    assert annotation["keypoints"][:9] == [1.25, 2.5, 2, 3.0, 0.0, 1, 0, 0, 0]
    assert len(annotation["keypoints"]) == 51 and annotation["num_keypoints"] == 2
    assert annotation["bbox"] == [1.25, 0.0, 1.75, 2.5] and annotation["category_id"] == category["id"]


def test_sleap_reads_what_we_write(tmp_path: Path) -> None:
    label_files.write(tmp_path / "a.slp", ONE)
    loaded = sleap_io.load_slp(str(tmp_path / "a.slp"), open_videos=False)
    frame = loaded.labeled_frames[0]
    instance = frame.instances[0]
    assert (frame.frame_idx, loaded.videos[0].filename, instance.track.name) == (12, "videos/a.mp4", "athlete")
    # slp.md says [height, width], its example [width, height]: the reader has frames, height, width, channels.
    assert tuple(loaded.videos[0].shape[1:3]) == (480, 640)
    assert instance.skeleton.node_names == list(COCO17.joints) and len(instance.skeleton.symmetries) == 8
    assert np.array_equal(instance.numpy(invisible_as_nan=False)[:3], [[1.25, 2.5], [3.0, 0.0], [np.nan] * 2],
                          equal_nan=True)
    assert instance.points["visible"][:2].tolist() == [True, False]


def test_csv_is_a_row_a_point(tmp_path: Path) -> None:
    label_files.write(tmp_path / "a.csv", ONE)
    with open(tmp_path / "a.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"time_s": "0.4", "frame": "12", "person": "athlete", "joint": "nose", "x_px": "1.25",
                       "y_px": "2.5", "state": "visible", "source": "human", "view": "left cam", "skeleton": "coco17"}
    assert (rows[2]["x_px"], rows[2]["state"]) == ("", "absent")


# ---------------------------------------------------------------- the files of others


def foreign_coco(**annotation: Any) -> dict[str, Any]:
    return {"images": [{"id": 5, "file_name": "cam1/frame_000042.jpg", "width": 10, "height": 10}],
            "categories": [{"id": 1, "name": "person", "keypoints": ["Left_Shoulder", "wrist.R", "tail"]}],
            "annotations": [{"id": 1, "image_id": 5, "category_id": 1, "keypoints": [1, 2, 2, 3, 4, 1, 0, 0, 0],
                             **annotation}]}


def test_foreign_coco(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(foreign_coco()))
    found = label_files.read(path)
    assert found.films == (Film("cam1", "cam1"),) and found.rows[0].frame == 42
    assert dict(found.rows[0].points) == {"lshoulder": Keypoint(1.0, 2.0, VISIBLE, IMPORTED),
                                          "rwrist": Keypoint(3.0, 4.0, OCCLUDED, IMPORTED)}


def test_foreign_sleap_with_predictions(tmp_path: Path) -> None:
    skeleton = sleap_io.Skeleton(["nose", "left_eye"])
    human = sleap_io.Instance.from_numpy(np.array([[5.0, 6.0], [np.nan, np.nan]]), skeleton=skeleton)
    guess = sleap_io.PredictedInstance.from_numpy(np.zeros((2, 2)), skeleton=skeleton, score=0.5)
    video = sleap_io.Video("C:\\films\\cam1.mp4", open_backend=False)
    frame = sleap_io.LabeledFrame(video=video, frame_idx=3, instances=[human, guess])
    sleap_io.save_slp(sleap_io.Labels([frame]), str(tmp_path / "a.slp"), verbose=False)
    found = label_files.read(tmp_path / "a.slp")
    assert found.films[0].name == "cam1" and found.left_out == {"predicted instances": 1}
    assert dict(found.rows[0].points) == {"nose": Keypoint(5.0, 6.0, VISIBLE, IMPORTED)}
    assert set(found.rows[0].points) <= set(SKELETONS[found.rows[0].skeleton].joints)


def test_what_was_changed_elsewhere_counts(tmp_path: Path) -> None:
    """A file of ours in which another program hid a joint and placed the absent one."""
    path = tmp_path / "a.slp"
    label_files.write(path, ONE)
    with h5py.File(path, "a") as file:
        points = file["points"][()]
        points["visible"][0] = False
        points["x"][COCO17.index("rhip")], points["y"][COCO17.index("rhip")] = 7, 8
        file["points"][...] = points
    found = label_files.read(path).rows[0].points
    assert found["nose"].state == OCCLUDED and found["rhip"] == Keypoint(7.0, 8.0, OCCLUDED, IMPORTED)


def test_a_plain_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("frame,joint,x_px,y_px\n3,left_hip,1.5,2\n3,nose,,\n")
    found = label_files.read(path)
    assert dict(found.rows[0].points) == {"lhip": Keypoint(1.5, 2.0, VISIBLE, IMPORTED)}
    assert found.left_out == {"points without a place": 1}


@pytest.mark.parametrize(("said", "ours"), [
    ("LShoulder", "lshoulder"), ("left ankle", "lankle"), ("Knee_R", "rknee"), ("hip-left", "lhip"),
    ("right_eye_outer", "reye_outer"), ("mouth_left", "mouth_left"), ("pelvis", "pelvis"), ("leg", "leg"),
    ("Tail", "Tail"), ("rear", "rear")])
def test_names_of_joints(said: str, ours: str) -> None:
    assert labelling.joint(said) == ours


def test_every_joint_comes_back_from_its_common_name() -> None:
    for skeleton in SKELETONS.values():
        assert labelling.joints([labelling.common(joint) for joint in skeleton.joints]) == list(skeleton.joints)


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", '{"images": 3}', json.dumps({"images": [], "annotations": [], "categories": []}),
    "[" * 5000, '{"images": [], "annotations": [], "categories": [{"id": 1, "keypoints": NaN}]}',
    json.dumps(foreign_coco(image_id=9)), json.dumps(foreign_coco(keypoints=[1, 2, 2])),
    json.dumps(foreign_coco(keypoints=[1, 2, 5, 3, 4, 1, 0, 0, 0])),
    json.dumps(foreign_coco(keypoints=["x", 2, 2, 3, 4, 1, 0, 0, 0])),
    json.dumps(foreign_coco(keypoints=[1e99, 2, 2, 3, 4, 1, 0, 0, 0])),
    json.dumps(foreign_coco(image_id=[1])), json.dumps(foreign_coco(category_id={})),
    json.dumps(foreign_coco(parallax={"sources": []})), json.dumps(foreign_coco(track_id=[3])),
])
def test_damaged_coco_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(ParallaxError, match=r"bad\.json"):
        label_files.read(path)


@pytest.mark.parametrize("text", [
    "", "a,b\n1,2\n", "frame,joint,x_px,y_px\n-1,nose,1,2\n", "frame,joint,x_px,y_px\n1.5,nose,1,2\n",
    "frame,joint,x_px,y_px\n1,nose,nan,2\n", "frame,joint,x_px,y_px\n1,nose,1\n", "frame,joint,x_px,y_px\n1,nose,1,\n",
    "frame,joint,x_px,y_px\n1,nose,1,2\n1,nose,1,2\n", "frame,joint,x_px,y_px,state\n1,nose,1,2,maybe\n",
    "frame,joint,x_px,y_px\n1,\x00,1,2\n", 'frame,joint,x_px,y_px\n1,"nose\n', "frame,joint,x_px,y_px\n1,,1,2\n",
])
def test_damaged_tables_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ParallaxError, match=r"bad\.csv"):
        label_files.read(path)


@given(data=st.data())
@settings(max_examples=15)
def test_damaged_sleap_files_are_refused_or_read(data: st.DataObject) -> None:
    """Cut short, or with bytes exchanged: an error that names the file, or labels; never anything else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bad.slp"
        label_files.write(path, ONE)
        content = bytearray(path.read_bytes())
        if data.draw(st.booleans()):
            content = content[:data.draw(st.integers(0, len(content) - 1))]
        else:
            for _ in range(data.draw(st.integers(1, 20))):
                content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        try:
            found = label_files.read(path)
        except ParallaxError as e:
            assert "bad.slp" in str(e)
        else:
            assert all(0 <= row.film < len(found.films) for row in found.rows)


def test_a_sleap_file_that_unpacks_to_gigabytes_or_points_elsewhere_is_refused(tmp_path: Path) -> None:
    damages: tuple[tuple[str, Callable[[h5py.File], Any]], ...] = (
        ("large", lambda file: file.create_dataset("x", (2**34,), "u1", chunks=(2**20,))),
        ("link", lambda file: file.__setitem__("x", h5py.ExternalLink("/etc/passwd", "/"))),
        ("soft", lambda file: file.__setitem__("x", h5py.SoftLink("/"))))
    for name, damage in damages:
        path = tmp_path / f"{name}.slp"
        label_files.write(path, ONE)
        with h5py.File(path, "a") as file:
            damage(file)
        with pytest.raises(ParallaxError, match=name):
            label_files.read(path)


def test_a_file_that_is_too_large_missing_or_no_file(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        path = tmp_path / f"a{suffix}"
        with pytest.raises(ParallaxError, match="cannot be read"):
            label_files.read(path)
        with open(path, "wb") as file:
            file.truncate(labelling.MAX_BYTES + 1)
        with pytest.raises(ParallaxError, match="more than files of labels"):
            label_files.read(path)
        with pytest.raises(ParallaxError, match="cannot be written"):
            label_files.write(tmp_path / "none" / path.name, ONE)
    with pytest.raises(ParallaxError, match="no format"):
        label_files.read(tmp_path / "a.txt")
