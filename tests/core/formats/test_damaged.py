"""Files of other programs that are damaged or made to do harm: an error that names the file, never anything else."""

import json
import os
import pickle
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core import pose_files
from core.errors import ParallaxError
from core.formats import bvh, c3d, coco, dlc, openpose, slp, trc
from core.rigid import rigid
from core.skeleton import BODY25, COCO17
from tests.core.formats.made import markers, people, upright


def _folder(path: Path) -> None:
    openpose.write(path.parent / "op", [("cam", people(BODY25, frames=2))])
    (path.parent / "op/cam_json/cam_000000000000_keypoints.json").rename(path)


MAKE: dict[str, Callable[[Path], Any]] = {
    "a.trc": lambda path: trc.write(path, markers(6)),
    "a.c3d": lambda path: c3d.write(path, markers(6), "relative"),
    "a.bvh": lambda path: bvh.write(path, rigid(upright(6)), 30),
    "a.json": lambda path: coco.write_poses(path, [people(COCO17, frames=4)]),
    "a.csv": lambda path: dlc.write(path, people(COCO17, frames=4)),
    "a.h5": lambda path: dlc.write_h5(path, people(COCO17, frames=4)),
    "a.slp": lambda path: slp.write_poses(path, [people(COCO17, frames=4)]),
    "cam_000000000000_keypoints.json": _folder,
}
ROUNDS = {"a.slp": 8, "a.h5": 30}


def damaged(content: bytes, rng: np.random.Generator) -> bytes:
    """Cut off, bytes changed, a piece twice or left out."""
    raw = bytearray(content)
    how = rng.integers(4)
    at, many = int(rng.integers(len(raw))), int(rng.integers(1, 40))
    if how == 0:
        return bytes(raw[:at])
    if how == 1:
        for place in rng.integers(0, len(raw), many):
            raw[place] = rng.integers(256)
    elif how == 2:
        raw[at:at] = raw[at:at + many]
    else:
        del raw[at:at + many]
    return bytes(raw)


@pytest.mark.parametrize("name", MAKE)
def test_whatever_is_in_a_file_it_is_read_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    MAKE[name](path)
    whole = path.read_bytes()
    assert pose_files.read(path)  # else nothing is tried here
    rng = np.random.default_rng(0)
    refused, began = 0, time.monotonic()
    for _ in range(ROUNDS.get(name, 40)):
        path.write_bytes(damaged(whole, rng))
        tracemalloc.start()
        try:
            pose_files.read(path)
        except ParallaxError as error:
            refused += 1
            assert path.name in error.subject and error.fault and error.remedy and "Traceback" not in error.fault
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 64e6  # of files of some kilobytes
    assert refused > 3 and time.monotonic() - began < 60


@pytest.mark.parametrize("name", [*MAKE, "a.xyz"])
def test_what_is_no_file_of_poses(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for content in (b"", b"\0" * 2000, os.urandom(3000), b"[" * 100_000, b'{"people": 1, "annotations": {}}'):
        path.write_bytes(content)
        with pytest.raises(ParallaxError, match=name):
            pose_files.read(path)
    path.unlink()
    with pytest.raises(ParallaxError):
        pose_files.read(path)


def test_numbers_that_speak_of_more_than_there_is_allocate_nothing(tmp_path: Path) -> None:
    """Frames, joints and people by the thousand million."""
    far = {"images": [{"id": 1, "file_name": "000001.png", "frame": 2**31 - 1}], "categories": [
        {"id": 1, "keypoints": list(COCO17.joints)}], "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "keypoints": [1, 1, 2] * 17}]}
    (tmp_path / "a.json").write_text(json.dumps(far))
    (tmp_path / "b.csv").write_text("scorer,a,a,a\nbodyparts,nose,nose,nose\ncoords,x,y,likelihood\n2147483647,1,1,1\n")
    c3d.write(tmp_path / "c.c3d", markers(3), "relative")
    raw = bytearray((tmp_path / "c.c3d").read_bytes())
    at = raw.index(b"ACTUAL_END_FIELD") + len("ACTUAL_END_FIELD") + 2 + 3
    raw[at:at + 4] = b"\xff\xff\xff\x7f"
    (tmp_path / "c.c3d").write_bytes(raw)
    for name in ("a.json", "b.csv", "c.c3d"):
        tracemalloc.start()
        with pytest.raises(ParallaxError, match=name):
            pose_files.read(tmp_path / name)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 32e6, name


class _Run:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.folder),)


def test_a_pickle_in_a_table_is_not_run(tmp_path: Path) -> None:
    content = pickle.dumps(_Run(tmp_path / "ran"), 0)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        group = file.create_group(dlc.KEY)
        group.attrs["non_index_axes"] = np.bytes_(content)
        group.create_dataset("table", data=np.zeros(1, [("index", "<i8"), ("values_block_0", "<f8", (3,))]))
    with pytest.raises(ParallaxError, match=r"a\.h5"):
        pose_files.read(tmp_path / "a.h5")
    assert not (tmp_path / "ran").exists()
    pickle.loads(content)  # else this were no attack
    assert (tmp_path / "ran").exists()


def test_a_table_that_keeps_its_values_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(4000))
    dlc.write_h5(tmp_path / "a.h5", people(COCO17, frames=2))
    with h5py.File(tmp_path / "a.h5", "a") as file:
        shape = file[dlc.KEY]["block0_values"].shape
        del file[dlc.KEY]["block0_values"]
        file[dlc.KEY].create_dataset("block0_values", shape=shape, dtype="<f8",
                                     external=[(str(tmp_path / "secret"), 0, h5py.h5f.UNLIMITED)])
    with pytest.raises(ParallaxError, match="other files"):
        pose_files.read(tmp_path / "a.h5")
