"""NPY and NPZ of others."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ParallaxError
from tests.training.datasets.made import Run
from training.datasets import arrays
from training.datasets.arrays import load_npy, load_npz, mapping, shaped, shapes


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_plain_arrays_and_objects(tmp_path: Path, save: Any) -> None:
    inside = {"S1": {"Walk": np.arange(6.0).reshape(2, 3)}}
    save(tmp_path / "a.npz", poses=np.asfortranarray(np.ones((2, 3))), name=np.array("x"), positions=inside,
         several=np.array([[1, None], ["a", {"b": np.ones(1)}]], dtype=object))
    found = load_npz(tmp_path / "a.npz")
    assert found["poses"].tolist() == [[1] * 3] * 2 and found["name"].item() == "x"
    assert found["positions"]["S1"]["Walk"].tolist() == inside["S1"]["Walk"].tolist()
    assert found["several"].shape == (2, 2) and found["several"][1, 1]["b"].tolist() == [1]
    assert shapes(tmp_path / "a.npz") == {"poses": (2, 3), "name": (), "positions": (), "several": (2, 2)}
    assert set(load_npz(tmp_path / "a.npz", ["poses"], ["name", "none"])) == {"poses", "name"}
    np.save(tmp_path / "a.npy", np.ones((3, 17, 3), np.float32))
    assert load_npy(tmp_path / "a.npy").shape == (3, 17, 3)


def test_a_malicious_npz_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    np.savez(tmp_path / "a.npz", positions_3d=np.array({"S1": Run(canary)}, dtype=object))
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        load_npz(tmp_path / "a.npz")
    assert not canary.exists()
    np.load(tmp_path / "a.npz", allow_pickle=True)["positions_3d"]  # else this were no attack
    assert canary.exists()


def test_a_header_of_python_2_is_no_warning(tmp_path: Path) -> None:
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }\n"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(16))
    assert load_npy(tmp_path / "a.npy").tolist() == [0, 0]


@pytest.mark.parametrize("header", [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 17, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "{'descr': '|O', 'fortran_order': False, 'shape': ()}",
    "__import__('os').mkdir('ran')", "(" * 400, "x" * 20_000,
])
def test_a_hostile_header_is_an_error_and_no_more(tmp_path: Path, header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw = f"{header}\n".encode()
    data = b"\x93NUMPY\x01\x00" + len(raw).to_bytes(2, "little") + raw + bytes(8)
    with zipfile.ZipFile("a.npz", "w") as archive:
        archive.writestr("poses.npy", data)
    Path("a.npy").write_bytes(data)
    for read, path in ((load_npz, Path("a.npz")), (load_npy, Path("a.npy"))):
        with pytest.raises(ParallaxError, match="cannot be read"):
            read(path)
    assert not Path("ran").exists()


def test_a_file_that_grows_without_end_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "FREE_BYTES", 1 << 20)
    stream = io.BytesIO()
    np.save(stream, np.zeros(1_000_000))  # 8 MB, which become 8 kB
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("poses.npy", stream.getvalue())
    with pytest.raises(ParallaxError, match="claims to unpack"):
        load_npz(tmp_path / "a.npz")


def test_what_is_no_such_file(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", poses=np.ones(2))
    whole = (tmp_path / "a.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[:len(whole) // 2])
    (tmp_path / "text.npz").write_text("no")
    for name, says in (("cut.npz", "cannot be read"), ("text.npz", "cannot be read"), ("none.npz", "no such file"),
                       ("", "is a folder")):
        with pytest.raises(ParallaxError, match=says):
            load_npz(tmp_path / name)
    with pytest.raises(ParallaxError, match=r"lacks trans; it has poses"):
        load_npz(tmp_path / "a.npz", ["trans"])


def test_shapes_and_keys_are_told(tmp_path: Path) -> None:
    assert shaped(tmp_path, "poses", [[1, 2], [3, 4]], (None, 2)).shape == (2, 2)
    for value, says in ((np.ones((2, 3)), r"shape \(2, 3\), not \(any, 2\)"), ("text", "is str, not numbers"),
                        (np.array(["a"]), "an array of <U1"), ([[1], [1, 2]], "is list"), (None, "is NoneType")):
        with pytest.raises(ParallaxError, match=says):
            shaped(tmp_path, "poses", value, (None, 2))
    with pytest.raises(ParallaxError, match="it lacks b"):
        mapping(tmp_path, "it", {"a": 1}, ["a", "b"])
    with pytest.raises(ParallaxError, match="is list, not a dictionary"):
        mapping(tmp_path, "it", [])
