"""What a file or folder is: every data set that is known, whole and with something missing or wrong."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from core.progress import Step
from core.storage import Project
from tests.core.test_export import fill
from tests.training import test_mocap
from tests.training.datasets import (
    test_amass,
    test_h36m,
    test_motion,
    test_motionbert,
    test_mpi_inf_3dhp,
    test_panoptic,
    test_skipose,
    test_sportspose,
    test_threedpw,
)
from training.datasets import known


def amass(folder: Path) -> None:
    test_amass.write(folder, "CMU/07/07_01_poses.npz", **test_amass.take())
    test_amass.write(folder, "SFU/01/01_02_poses.npz", **test_amass.take())


def mpi_npz(folder: Path) -> None:
    for name in ("train", "test"):
        np.savez(folder / f"data_{name}_3dhp.npz", data=test_mpi_inf_3dhp.npz(name))


def skipose(folder: Path) -> None:
    test_skipose.write(folder)
    test_skipose.write(folder, "test", (9,))


# Name → how it is written, clips, subjects, and the clips of each split.
WHOLE: dict[str, tuple[Callable[[Path], Any], int, int, dict[str, int]]] = {
    "h36m": (test_h36m.write, 209, 7, {"train": 150, "val": 30, "test": 59}),
    "h36m-motionbert": (test_motionbert.write, 8, 7, {"train": 6, "val": 2, "test": 2}),
    "mpi-inf-3dhp": (mpi_npz, 3, 3, {"train": 2, "test": 1}),
    "skipose": (skipose, 3, 1, {"train": 2, "test": 1}),
    "amass": (amass, 2, 2, {"train": 1, "val": 1}),
    "motion": (test_motion.asf, 1, 1, {"train": 1}),
}


def test_what_is_no_data_set_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="no data set that is known"):
        known.load(tmp_path)
    with pytest.raises(ParallaxError, match="no such file or folder"):
        known.load(tmp_path / "none")


def test_a_lifter_learns_from_a_data_set(tmp_path: Path) -> None:
    """Six views of skiers, moving, of which frames are missing: one alignment a frame."""
    from training import settings
    from training.methods.consistency import Consistency

    test_skipose.write(tmp_path)
    method = Consistency(settings.Consistency(data=(str(tmp_path),), frames=9, batch=2, held_out=0.0, per_frame=True))
    xys, weights, _, _ = method.batch(0)
    assert xys.shape[:2] == (2, 6) and np.isfinite(xys.numpy()).all() and float(weights.sum()) > 0
    loss, report = method.loss(method.net().eval(), method.batch(0))
    assert np.isfinite(loss.item()) and "consistency" in report


@pytest.mark.parametrize("name", WHOLE)
def test_whole_data_sets(tmp_path: Path, name: str) -> None:
    write, clips, subjects, splits = WHOLE[name]
    write(tmp_path)
    steps: list[Step] = []
    found = known.recognise(tmp_path, steps.append)
    assert found is not None and (found.name, found.complete, found.missing) == (name, True, [])
    assert (found.clips, found.subjects) == (clips, subjects) and found.frames > clips
    assert {split: count for split, (count, _) in found.splits.items()} == splits
    assert list(found.splits) == [split for split in ("train", "val", "test") if split in splits]
    assert steps[-1].done == steps[-1].total > 0
    if name != "amass":  # which needs a body model
        assert len(known.load(tmp_path)) == splits["train"]


@pytest.mark.parametrize(("name", "write", "lacks"), [
    ("sportspose", test_sportspose.write, "data/indoors/S00"), ("panoptic", test_panoptic.write, "171204_pose2"),
    ("3dpw", test_threedpw.write, "sequenceFiles/test"), ("mpi-inf-3dhp", test_mpi_inf_3dhp.write_train, "TS1/annot"),
    ("mpi-inf-3dhp", test_mpi_inf_3dhp.write_test, "S1/Seq1/annot.mat"), ("skipose", test_skipose.write, "test/labels"),
])
def test_what_is_missing_is_named(tmp_path: Path, name: str, write: Callable[[Path], Any], lacks: str) -> None:
    write(tmp_path)
    found = known.recognise(tmp_path)
    assert found is not None and found.name == name and not found.complete and found.clips > 0
    assert any(fault.file.startswith(lacks) and fault.fault for fault in found.missing)


def test_what_is_wrong_is_named_with_what_was_expected_and_the_rest_is_counted(tmp_path: Path) -> None:
    amass(tmp_path)
    test_amass.write(tmp_path, "CMU/08/08_01_poses.npz", **test_amass.take(poses=np.zeros((3, 165))))
    (tmp_path / "CMU/08/08_02_poses.npz").write_bytes(b"rubbish")
    found = known.recognise(tmp_path)
    assert found is not None and not found.complete and found.clips == 2
    told = {fault.file: fault.fault for fault in found.missing}
    assert told.keys() == {"CMU/08/08_01_poses.npz", "CMU/08/08_02_poses.npz"}
    assert "(3, 165), not (any, 156)" in told["CMU/08/08_01_poses.npz"]
    assert "cannot be read" in told["CMU/08/08_02_poses.npz"]


def test_a_lost_bone_is_a_remark(tmp_path: Path) -> None:
    test_motion.bvh(tmp_path / "a.bvh", test_motion.lost(test_motion.CMU, LeftHand=(13, 0, 0)))
    found = known.recognise(tmp_path / "a.bvh")
    assert found is not None and found.complete and "left forearm" in found.remarks[0]


def test_motion_capture_and_projects(tmp_path: Path) -> None:
    found = known.recognise(test_mocap.write(tmp_path / "a.npz"))
    assert found is not None and (found.name, found.complete, found.clips, found.frames) == ("mocap", True, 2, 50)
    found = known.recognise(test_mocap.write(tmp_path / "b.npz", clip_0001=np.zeros((4, 16, 3), np.float32)))
    assert found is not None and not found.complete and "clip 1 has shape" in found.missing[0].fault
    with Project.create(tmp_path / "squat.parallax") as project:
        fill(project)
    found = known.recognise(tmp_path / "squat.parallax")
    assert found is not None and (found.name, found.complete, found.clips) == ("project", True, 1)
    with Project.create(tmp_path / "empty.parallax"):
        pass
    found = known.recognise(tmp_path / "empty.parallax")
    assert found is not None and not found.complete and "nobody is known" in found.missing[0].fault


def test_what_is_no_data_set(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    np.savez(tmp_path / "a.npz", a=np.ones(2))
    for path in (tmp_path, tmp_path / "a.txt", tmp_path / "a.npz"):
        assert known.recognise(path) is None
    with pytest.raises(ParallaxError, match="no such file or folder"):
        known.recognise(tmp_path / "none")


def test_none_is_taken_for_another(tmp_path: Path) -> None:
    """Each data set is recognised by its own reader alone, whatever the order they are asked in."""
    for name, (write, *_) in WHOLE.items():
        folder = tmp_path / name
        folder.mkdir()
        write(folder)
        here = [other for other, entry in known.KNOWN.items() if entry.module
                and import_module(f"training.datasets.{entry.module}").recognises(folder)]
        assert here == [name]
        shutil.rmtree(folder)


def test_every_entry_has_a_reader_with_the_same_functions() -> None:
    for name, entry in known.KNOWN.items():
        assert entry.title and entry.files and entry.licence
        if entry.module:
            module = import_module(f"training.datasets.{entry.module}")
            assert all(callable(getattr(module, each, None)) for each in ("recognises", "survey", "read")), name


def test_no_reader_loads_torch() -> None:
    modules = ", ".join(f"training.datasets.{entry.module}" for entry in known.KNOWN.values() if entry.module)
    program = (f"import sys, training.datasets.known, {modules}\n"
               "sys.exit(' '.join({'torch', 'onnxruntime', 'h5py', 'scipy', 'PySide6'} & set(sys.modules)) or None)")
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
