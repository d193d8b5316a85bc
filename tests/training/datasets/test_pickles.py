"""Arrays of others come out exactly, and nothing in a file is ever run."""

import collections
import os
import pickle
import struct
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse

from core.errors import ParallaxError
from tests.training.datasets.made import Run, write_pickle
from training.datasets.arrays import load_pickle
from training.datasets.pickles import Other


def content() -> dict[Any, Any]:
    shared, six = np.arange(3.0), np.arange(6.0).reshape(2, 3)
    return {"floats": six, "columns": np.asfortranarray(six.astype(np.int16)), "turned": six.T,
            "half": np.ones(2, np.float16), "big": np.arange(3, dtype=">i4"), "truth": np.array([True, False]),
            "names": np.array(["s_01", "s_0009"]), "bytes": np.array([b"a", b"bcd"]), "one": np.array(2.5),
            "none": np.zeros((0, 17, 3), np.float32), "scalar": np.float32(0.5), "count": np.int64(7),
            "objects": np.array([{"a": np.ones(2)}, "text"], dtype=object), "shared": [shared, shared],
            "plain": [None, True, 1, 2.5, "ä", b"\x00\xff", 2**70], ("S1", 3): {"deep": [[np.zeros(1)]]},
            "ordered": collections.OrderedDict(a=1)}


def same(found: Any, wanted: Any) -> None:
    if isinstance(wanted, np.ndarray) and wanted.dtype != object:
        assert found.dtype == wanted.dtype and found.shape == wanted.shape
        np.testing.assert_array_equal(found, wanted)
    elif isinstance(wanted, dict):
        assert found.keys() == wanted.keys()
        for key, value in wanted.items():
            same(found[key], value)
    elif isinstance(wanted, list | np.ndarray):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            same(one, other)
    else:
        assert found == wanted


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_arrays_and_plain_values_of_every_protocol(tmp_path: Path, protocol: int) -> None:
    found = load_pickle(write_pickle(tmp_path / "a.pkl", content(), protocol))
    same(found, content())
    assert found["shared"][0] is found["shared"][1]


def test_tuples_come_as_lists_and_circles_end(tmp_path: Path) -> None:
    circle: list[Any] = [(np.ones(1), (2, np.zeros(1)))]
    circle.append(circle)
    found = load_pickle(write_pickle(tmp_path / "a.pkl", circle))
    assert found[1] is found and found[0][0].tolist() == [1] and found[0][1][1].tolist() == [0]


def test_python_2(tmp_path: Path) -> None:
    """Its text is bytes, and so is what its arrays are made of."""
    raw = struct.pack("<2d", 1.5, -2.0)
    array = (b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I2\ntcnumpy\ndtype\n"
             b"(S'f8'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n" + b"T" + struct.pack("<i", 16) + raw + b"tb")
    (tmp_path / "a.pkl").write_bytes(b"(dS'poses'\n" + array + b"sS'gender'\nS'm'\ns.")
    found = load_pickle(tmp_path / "a.pkl", "latin1")
    assert found["poses"].tolist() == [1.5, -2.0] and found["gender"] == "m"


def test_other_objects_keep_their_state_and_are_not_made(tmp_path: Path) -> None:
    matrix = scipy.sparse.csc_matrix(np.eye(3))
    found = load_pickle(write_pickle(tmp_path / "a.pkl", {"m": matrix, "p": collections.Counter("ab")}))
    assert type(found["m"]) is Other and found["m"].state["data"].tolist() == [1, 1, 1]
    assert type(found["p"]) is Other


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_a_malicious_pickle_is_refused_and_runs_nothing(tmp_path: Path, protocol: int) -> None:
    canary = tmp_path / "ran"
    path = write_pickle(tmp_path / "a.pkl", {"a": np.ones(2), "b": Run(canary)}, protocol)
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        load_pickle(path)
    assert not canary.exists()
    pickle.loads(path.read_bytes())  # else this were no attack
    assert canary.exists()


@pytest.mark.parametrize("name", ["os\nsystem", "builtins\neval", "posix\nsystem", "subprocess\nPopen", "nt\nsystem",
                                  "builtins\ngetattr", "operator\nattrgetter", "importlib\nimport_module",
                                  "functools\npartial", "ctypes\nCDLL", "pickle\nloads", "__builtin__\napply"])
def test_names_of_pythons_library_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pkl").write_bytes(f"c{name}\n(S'touch {tmp_path}/ran'\ntR.".encode())
    with pytest.raises(ParallaxError, match="Nothing in it was run"):
        load_pickle(tmp_path / "a.pkl")
    assert os.listdir(tmp_path) == ["a.pkl"]


@pytest.mark.parametrize("name", ["numpy\nload", "numpy.testing._private.utils\nrunstring", "scipy.io\nloadmat",
                                  "numpy.core.multiarray\nfromfile", "core.files\nwrite_text"])
def test_names_of_other_libraries_are_never_called(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pkl").write_bytes(f"c{name}\n(S'{tmp_path}/ran'\nS'x'\ntR.".encode())
    assert type(load_pickle(tmp_path / "a.pkl")) is Other
    assert os.listdir(tmp_path) == ["a.pkl"]


def array(shape: str, dtype: bytes = b"S'f8'\n", raw: bytes = b"T\x08\x00\x00\x00" + bytes(8)) -> bytes:
    return (b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(" + shape.encode()
            + b"tcnumpy\ndtype\n(" + dtype + b"I0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n" + raw + b"tb.")


@pytest.mark.parametrize("attack", [
    b"\x80\x04\x8e" + struct.pack("<Q", 1 << 40) + b"x.",                       # bytes
    b"\x80\x05\x96" + struct.pack("<Q", 1 << 34) + b"x.",                       # a bytearray: made before it is read
    b"\x80\x04\x95" + struct.pack("<Q", 1 << 40) + b"N.",                       # a frame
    b"\x80\x02\x8b" + struct.pack("<i", 1 << 30) + b"x.",                       # a long number
    b"\x80\x02Nr" + struct.pack("<I", 1 << 31) + b"j\x00\x00\x00\x00.",         # a place in the memo
    array("I1000000000000\n"), array("I-1\n"), array("I1\n", b"S'V8'\n"), array("I1\n", b"S'O8'\n"),
    array("I1\n", b"S'f8,f8'\n"), array("I1\n", b"S'U999999999'\n"), array("I1\n", raw=b"T\x07\x00\x00\x00" + bytes(7)),
    array("I1\n").replace(b"S'<'\n", b"(I1\nt"), b"(lp0\n" + b"]" * 10, b"", b"\x00\x01\x02", b"(" * 1000 + b"t" * 1000,
], ids=lambda attack: attack[:12].hex())
def test_damage_and_false_sizes_are_told_at_once(tmp_path: Path, attack: bytes) -> None:
    (tmp_path / "a.pkl").write_bytes(attack)
    started = time.perf_counter()
    with pytest.raises(ParallaxError, match="cannot be read"):
        load_pickle(tmp_path / "a.pkl")
    assert time.perf_counter() - started < 2  # 16 GiB of zeros would take longer


def test_nesting_without_end_is_read(tmp_path: Path) -> None:
    """Deeper than Python calls itself, and a list of pairs that would be 2 ** 60 lists if each were made twice."""
    (tmp_path / "a.pkl").write_bytes(b"]" * 5000 + b"a" * 4999 + b".")
    assert isinstance(load_pickle(tmp_path / "a.pkl"), list)
    (tmp_path / "a.pkl").write_bytes(b"\x80\x02N" + b"2\x86" * 60 + b".")
    assert len(load_pickle(tmp_path / "a.pkl")) == 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated(tmp_path: Path, share: float) -> None:
    whole = pickle.dumps(content())
    (tmp_path / "a.pkl").write_bytes(whole[:int(share * len(whole))])
    with pytest.raises(ParallaxError, match="cannot be read"):
        load_pickle(tmp_path / "a.pkl")
