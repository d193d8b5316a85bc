"""SportsPose: a world of metres, COCO-17, seven cameras whose pictures are stored turned."""

import shutil
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from core.errors import ParallaxError
from core.skeleton import COCO17, H36M17
from tests.training.datasets.made import Run, camera, close, coco, motion, write_pickle
from training.datasets import sportspose

FRAMES = 6
TURNS = [0, 1, 2, 3, 0, 1, 0]


def write(root: Path, place: str = "indoors", subject: str = "S01", **changes: Any) -> Path:
    folder = root / "data" / place / subject
    (folder / "tennis").mkdir(parents=True)
    np.save(folder / "tennis/tennis0021.npy", coco(motion(FRAMES)).astype(np.float32))
    cameras = []
    for number in range(7):
        at = camera(number)
        cameras.append({"f": np.diag(at.K)[:2], "c": at.K[:2, 2], "k": np.r_[at.dist, 0, 0, 0], "R": at.R, "T": at.t,
                        "tpr": np.zeros(3), "A": at.K})
    write_pickle(folder / "calib.pkl", {"calibration": cameras, "numtimesrot90clockwise": TURNS, **changes})
    write_pickle(folder / "tennis/tennis0021_timing.pkl", {
        "video_path": np.array([place, subject, "Video_1"]), "video_index": np.tile(np.arange(FRAMES), (7, 1)),
        "times_ms": np.tile(np.arange(FRAMES) * 11, (7, 1))})
    return root


def wanted() -> np.ndarray[Any, Any]:
    """(F, 17, 3): midpoints of hips and shoulders, and of the eyes for the head."""
    face, out = coco(motion(FRAMES)), np.empty((FRAMES, 17, 3))
    for joint, name in enumerate(H36M17.joints):
        if name in COCO17.joints:
            out[:, joint] = face[:, COCO17.index(name)]
    out[:, 0], out[:, 8] = (out[:, 1] + out[:, 4]) / 2, (out[:, 11] + out[:, 14]) / 2
    out[:, 7] = (out[:, 0] + out[:, 8]) / 2
    out[:, 10] = (face[:, COCO17.index("leye")] + face[:, COCO17.index("reye")]) / 2
    return out


def test_truth_and_what_the_cameras_see_upright(tmp_path: Path) -> None:
    clip, = sportspose.read(write(tmp_path))
    assert (clip.name, clip.subject, clip.action) == ("indoors/S01/tennis0021", "S01", "tennis")
    assert clip.fps == 90 and clip.kp.shape == (7, FRAMES, 17, 3) and clip.truth is not None
    assert clip.views == ("right", "front-right", "back-right", "back", "back-left", "left", "front-left")
    for row, number in enumerate((3, 6, 2, 1, 0, 5, 4)):
        at, (width, height) = camera(number), (1920, 1080)
        metres, pixels = at.to_camera(wanted()), at.project(wanted())[0]
        for _ in range(TURNS[number]):  # a clockwise turn brings the lower left corner to the upper left
            pixels = np.stack((height - 1 - pixels[..., 1], pixels[..., 0]), -1)
            metres = np.stack((-metres[..., 1], metres[..., 0], metres[..., 2]), -1)
            width, height = height, width
        assert clip.sizes[row].tolist() == [width, height]
        close(clip.truth[row], metres, 2e-6)
        close(clip.kp[row, ..., :2], pixels, 2e-3)
        # The turned truth is still what a pinhole sees: pixels lie where its rays lead to.
        x, y = np.moveaxis(clip.truth[row, ..., :2] / clip.truth[row, ..., 2:], -1, 0)
        assert np.corrcoef(x.ravel(), clip.kp[row, ..., 0].ravel())[0, 1] > 0.99
        assert np.corrcoef(y.ravel(), clip.kp[row, ..., 1].ravel())[0, 1] > 0.99


def test_sessions_and_splits(tmp_path: Path) -> None:
    for place, subject in (("indoors", "S04"), ("indoors", "S12"), ("indoors", "S15"), ("outdoors", "S22"),
                           ("outdoors", "S00")):
        write(tmp_path, place, subject)
    assert [clip.name.split("/")[1] for clip in sportspose.read(tmp_path, "val")] == ["S04", "S22"]
    assert [clip.subject for clip in sportspose.read(tmp_path, "test")] == ["S12"]
    late, outdoors = sportspose.read(tmp_path)
    assert (late.subject, outdoors.subject) == ("S15", "S00")
    assert late.truth is not None and outdoors.truth is not None
    close(late.truth[4], camera(0).to_camera(wanted()), 2e-6)  # back-left
    close(outdoors.truth[6], camera(4).to_camera(wanted()), 2e-6)  # front-left
    survey = sportspose.survey(tmp_path)
    assert len(survey.missing) == 26 - 5 and survey.remarks[0] == "5 of 654 clips are there."


def test_the_size_of_pictures(tmp_path: Path) -> None:
    root = write(tmp_path, numtimesrot90clockwise=[0] * 7)
    calib = root / "data/indoors/S01/calib.pkl"
    larger = [{"f": [900, 900], "c": [968, 608], "k": [0] * 5, "R": camera(n).R, "T": camera(n).t} for n in range(7)]
    write_pickle(calib, {"calibration": larger, "numtimesrot90clockwise": [0] * 7})
    clip, = sportspose.read(root)
    assert clip.sizes.tolist() == [[1936, 1216]] * 7  # by where the centre is
    videos = root / "videos/indoors/S01/Video_1"
    videos.mkdir(parents=True)
    with av.open(str(videos / "CAM3.avi"), "w") as container:
        stream = container.add_stream("mjpeg", rate=90)
        stream.width, stream.height, stream.pix_fmt = 1920, 1200, "yuvj420p"
        for packet in [*stream.encode(av.VideoFrame(1920, 1200, "yuvj420p")), *stream.encode()]:
            container.mux(packet)
    clip, = sportspose.read(root)
    assert clip.sizes.tolist() == [[1920, 1200]] + [[1936, 1216]] * 6
    (videos / "CAM3.avi").write_bytes(b"no video")
    with pytest.raises(ParallaxError, match="no video that can be read"):
        list(sportspose.read(root))
    write_pickle(root / "data/indoors/S01/tennis/tennis0021_timing.pkl",
                 {"video_path": ["..", "..", "videos", "indoors", "S01", "Video_1"], "video_index": []})
    assert next(sportspose.read(root)).sizes.tolist() == [[1936, 1216]] * 7  # no path leads out of the folder


def one(**changes: Any) -> list[dict[str, Any]]:
    good: dict[str, Any] = {"f": [900, 900], "c": [960, 540], "k": [0] * 5, "R": np.eye(3), "T": [0, 0, 4]}
    return [{**good, **changes}] * 7


@pytest.mark.parametrize(("changes", "says"), [
    ({"calibration": one()[:6]}, "not of 7 cameras"), ({"calibration": one(k=[0] * 6)}, "k of camera 3 has 6 values"),
    ({"calibration": one(R=[1, 2, 3])}, "R of camera 3 has shape"), ({"calibration": [{}] * 7}, "camera 3 lacks f, c"),
    ({"calibration": one(T=[0, 0, float("inf")])}, "not finite"),
    ({"numtimesrot90clockwise": [9] * 7}, "turned 9 times"),
    ({"numtimesrot90clockwise": ["a"] * 7}, "turned 'a' times")])
def test_wrong_calibration(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        list(sportspose.read(write(tmp_path, **changes)))


def test_wrong_missing_and_malicious(tmp_path: Path) -> None:
    folder = write(tmp_path) / "data/indoors/S01"
    np.save(folder / "tennis/tennis0021.npy", np.zeros((3, 16, 3)))
    with pytest.raises(ParallaxError, match=r"\(3, 16, 3\), not \(any, 17, 3\)"):
        list(sportspose.read(tmp_path))
    np.save(folder / "tennis/tennis0021.npy", np.zeros((3, 17, 3)))
    (folder / "tennis/tennis0021_timing.pkl").unlink()
    assert any(fault.file.endswith("tennis0021_timing.pkl") for fault in sportspose.survey(tmp_path).missing)
    write_pickle(folder / "calib.pkl", Run(tmp_path / "ran"))
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        list(sportspose.read(tmp_path))
    assert not (tmp_path / "ran").exists()
    (folder / "calib.pkl").unlink()
    missing = {fault.file: fault.fault for fault in sportspose.survey(tmp_path).missing}
    assert "calib.pkl" in missing["data/indoors/S01"]
    shutil.rmtree(tmp_path / "data")
    assert not sportspose.recognises(tmp_path)
