"""Motion-capture files and the windows drawn from them."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.errors import ParallaxError
from training.datasets import mocap


def write(path: Path, lengths: tuple[int, ...] = (40, 10), **changes: object) -> Path:
    n = len(lengths)
    clips = {f"clip_{i:04d}": np.cumsum(np.full((f, 17, 3), 0.01, np.float32), 0) for i, f in enumerate(lengths)}
    table = {"names": np.array([f"n{i}" for i in range(n)]), "subjects": np.array([f"s{i}" for i in range(n)]),
             "actions": np.array(["walk"] * n), "kind": np.array(["asf"] * n), "fps": np.float32(50)}
    np.savez(path, **{key: value for key, value in {**clips, **table, **changes}.items() if value is not None})
    return path


def test_reads(tmp_path: Path) -> None:
    clips = mocap.read(write(tmp_path / "a.npz"))
    assert [len(clip) for clip in clips] == [40, 10]
    assert clips[1].subject == "s1" and clips[0].fps == 50


@pytest.mark.parametrize(("changes", "says"), [
    ({"names": None}, "lacks"),
    ({"clip_0001": np.zeros((4, 16, 3), np.float32)}, "clip 1"),
    ({"clip_0001": np.full((4, 17, 3), np.nan, np.float32)}, "missing points"),
    ({"subjects": np.array(["one"])}, "cannot be read"),
    ({"kind": np.array([{"evil": 1}, {}], dtype=object)}, "cannot be read"),
])
def test_says_what_is_wrong(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        mocap.read(write(tmp_path / "a.npz", **changes))


@pytest.mark.parametrize("shape", ["(1000000000000, 17, 3)", "(" * 400], ids=["larger than memory", "rubbish"])
def test_a_hostile_header_is_an_error_and_no_more(tmp_path: Path, shape: str) -> None:
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    with zipfile.ZipFile(write(tmp_path / "a.npz", clip_0001=None), "a") as archive:
        archive.writestr("clip_0001.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    with pytest.raises(ParallaxError, match="cannot be read"):
        mocap.read(tmp_path / "a.npz")


def test_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"PK no zip")
    for name in ("a.npz", "none.npz"):
        with pytest.raises(ParallaxError):
            mocap.read(tmp_path / name)


def test_windows_run_to_and_fro(tmp_path: Path) -> None:
    clip = mocap.read(write(tmp_path / "a.npz"))[1]
    frame = mocap.window(clip, 0, 40, 1.0)[:, 0, 0] / 0.01 - 1
    expected = [min(t % 18, 18 - t % 18) for t in range(40)]
    # Sums of a few dozen float32 hundredths.
    np.testing.assert_allclose(frame, expected, atol=1e-4)
    np.testing.assert_allclose(mocap.window(clip, 2, 3, 0.5)[:, 0, 0] / 0.01 - 1, [2, 2.5, 3], atol=1e-4)
    single = mocap.Clip("", "", "", "asf", 50, clip.points[:1])
    assert (mocap.window(single, 3.3, 5, 1.7) == clip.points[0]).all()


def test_no_action_rules(tmp_path: Path) -> None:
    points = np.zeros((100, 17, 3), np.float32)
    salsa = [mocap.Clip("", "a", "salsa", "asf", 50, points)] * 9
    others = [mocap.Clip("", "b", "run", "asf", 50, points), mocap.Clip("", "b", "kick", "retarget-daz", 50, points)]
    chance = mocap.weights([*salsa, *others])
    assert chance.sum() == pytest.approx(1)
    assert chance[:9].sum() / chance[9] == pytest.approx(3)  # nine times the frames, three times the chance
    assert chance[10] / chance[9] == pytest.approx(0.5)
    drawn = mocap.sample(others, np.array([0.5, 0.5]), 3, 7, (25, 60), np.random.default_rng(0))
    assert drawn.shape == (3, 7, 17, 3)


def test_the_shared_files_are_such(shared: Path) -> None:
    clips = mocap.read(shared / "data/mocap/cmu_h36m17_test.npz")
    assert {clip.subject for clip in clips} == {"cmu049", "cmu086"} and len(clips) == 5
