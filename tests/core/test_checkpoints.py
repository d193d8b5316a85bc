"""Files of others: tensors come out exactly, everything else inert, and nothing in a file is ever run."""

import argparse
import builtins
import collections
import os
import pickle
import struct
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import checkpoints, inert
from core.errors import ParallaxError


class Call:
    """Pickles into a call."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.call = function, args

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call


def state() -> dict[str, torch.Tensor]:
    base = torch.arange(24.0).view(4, 6)
    return {"module.plain": torch.nn.Parameter(torch.randn(2, 3)), "module.turned": base.T,
            "module.part": base[1:3, 2:5], "module.half": torch.ones(3).half(), "module.none": torch.empty(0),
            "module.brain": torch.ones(2).bfloat16(), "module.double": torch.ones(2, dtype=torch.float64),
            "module.count": torch.tensor(5), "module.truth": torch.tensor([True, False])}


def published_by(authors: str, weights: dict[str, Any]) -> dict[str, Any]:
    return {"epoch": 3, "lr": 1e-3, "random_state": np.random.RandomState(3), "args": argparse.Namespace(arc="3,3"),
            "loss": np.float64(0.5), "history": [np.ones(4), collections.deque([1])], "note": authors,
            "optimizer": {"state": {0: {"exp_avg": torch.ones(2)}}, "param_groups": [{"lr": 1e-3, "params": [0]}]},
            "model_pos": weights, "model_traj": None}


@pytest.mark.parametrize("zipped", [True, False])
def test_files_with_other_things_in_them_are_read(tmp_path: Path, zipped: bool) -> None:
    file, wanted = tmp_path / "a.bin", state()
    torch.save(published_by("VideoPose3D", wanted), file, _use_new_zipfile_serialization=zipped)
    with pytest.raises(pickle.UnpicklingError):  # else this test would be of torch
        torch.load(file, weights_only=True)
    content = checkpoints.read(file)
    assert (content["epoch"], content["lr"], content["note"]) == (3, 1e-3, "VideoPose3D")
    assert {key for key, value in content.items() if isinstance(value, inert.Unread)} == {
        "random_state", "args", "loss"}
    assert torch.equal(content["optimizer"]["state"][0]["exp_avg"], torch.ones(2))
    got = checkpoints.tensors(file, content)
    assert list(got) == [name.removeprefix("module.") for name in wanted]
    for name, value in wanted.items():
        mine = got[name.removeprefix("module.")]
        assert torch.equal(mine, value.detach().float() if value.is_floating_point() else value)
        assert mine.dtype in (torch.float32, torch.int64, torch.bool) and not mine.requires_grad


@pytest.mark.parametrize("zipped", [True, False])
def test_plain_files_are_read_as_torch_reads_them(tmp_path: Path, zipped: bool) -> None:
    torch.save({"state_dict": state()}, tmp_path / "a.pth", _use_new_zipfile_serialization=zipped)
    ours = checkpoints._inert(tmp_path / "a.pth", (tmp_path / "a.pth").stat().st_size)["state_dict"]
    theirs = checkpoints.read(tmp_path / "a.pth")["state_dict"]
    assert ours.keys() == theirs.keys()
    for name, value in theirs.items():
        assert ours[name].dtype == value.dtype and torch.equal(ours[name], value)


def test_tensors_share_memory_as_they_did(tmp_path: Path) -> None:
    base = torch.zeros(4)
    torch.save({"a": base, "b": base[2:], "c": np.random.RandomState(0)}, tmp_path / "a.pth")
    content = checkpoints.read(tmp_path / "a.pth")
    content["a"][3] = 7
    assert content["b"].tolist() == [0, 7]


def test_parts_of_a_memory_in_old_files(tmp_path: Path) -> None:
    """torch before 0.4 could write a part of a memory as if it were one, with the place where it begins."""
    class Pickler(pickle.Pickler):
        def persistent_id(self, value: Any) -> Any:
            return value if isinstance(value, tuple) and value[:1] == ("storage",) else None

    memory = ("storage", torch.FloatStorage, "0", "cpu", 6, ("1", 2, 3))
    content = {"a": Call(torch._utils._rebuild_tensor, memory, 1, (2,), (1,)), "x": np.random.RandomState(0)}
    with (tmp_path / "a.pth").open("wb") as file:
        for told in (checkpoints._LEGACY_MAGIC, checkpoints._LEGACY_PROTOCOL, {"little_endian": True}):
            pickle.dump(told, file, protocol=2)
        Pickler(file, protocol=2).dump(content)
        pickle.dump(["0"], file, protocol=2)
        file.write(struct.pack("<q6f", 6, *range(6)))
    assert checkpoints.read(tmp_path / "a.pth")["a"].tolist() == [3, 4]
    assert torch.load(tmp_path / "a.pth", weights_only=False)["a"].tolist() == [3, 4]


# ---------------------------------------------------------------- attacks


def attacks(mark: Path) -> dict[str, Any]:
    """What would make the file `mark`, if anything of it were run."""
    command = f"open({str(mark)!r}, 'w').close()"
    return {"os.system": Call(os.system, f"touch {mark}"), "eval": Call(builtins.eval, command),
            "exec": Call(builtins.exec, command), "touch": Call(Path.touch, mark),
            "open": Call(open, str(mark), "w"),
            "popen": Call(subprocess.Popen, ["touch", str(mark)]),
            "import": Call(builtins.__import__, "antigravity")}


def save(content: dict[str, Any], file: Path, form: str) -> None:
    if form == "pickle":  # what torch does not write, but a file may be
        file.write_bytes(pickle.dumps({key: value for key, value in content.items() if isinstance(value, Call)}))
    else:
        torch.save(content, file, _use_new_zipfile_serialization=form == "zip")


@pytest.mark.parametrize("kind", ["os.system", "eval", "exec", "touch", "open", "popen", "import"])
@pytest.mark.parametrize("form", ["zip", "legacy", "pickle"])
def test_code_in_a_file_is_not_run(tmp_path: Path, kind: str, form: str) -> None:
    mark, file = tmp_path / "ran", tmp_path / "a.pth"
    weights = {"w1.weight": torch.ones(2)}
    for place in ({**weights, "x": attacks(mark)[kind]}, {"model_pos": weights, "random_state": attacks(mark)[kind]}):
        save(place, file, form)
        with pytest.raises(ParallaxError, match=r"names .*may be meant to do harm\. Nothing in it was run") as caught:
            checkpoints.read(file)
        assert caught.value.subject == str(file)
        assert not mark.exists()
    pickle.loads(pickle.dumps(attacks(mark)["touch"]))  # the attack would have worked
    assert mark.exists()


def test_functions_of_other_packages_are_not_run_either(tmp_path: Path) -> None:
    """They are not known to be harmful, and become what any unknown thing becomes."""
    mark, file = tmp_path / "ran", tmp_path / "a.pth"
    for attack in (Call(np.savetxt, str(mark), np.ones(2)), Call(torch.save, 1, str(mark))):
        torch.save({"model_pos": {"a": torch.ones(2)}, "x": attack}, file)
        content = checkpoints.read(file)
        assert isinstance(content["x"], inert.Unread) and torch.equal(content["model_pos"]["a"], torch.ones(2))
        assert not mark.exists()


def zipped(file: Path, described: bytes, memory: bytes = b"\0" * 16, compress: int = zipfile.ZIP_STORED) -> Path:
    """A file of torch by hand: one memory, and the pickle that describes it."""
    with zipfile.ZipFile(file, "w", compress) as archive:
        archive.writestr("a/data.pkl", described)
        archive.writestr("a/data/0", memory)
    return file


def described(count: int = 4, offset: int = 0, shape: tuple[int, ...] = (4,), stride: tuple[int, ...] = (1,)) -> bytes:
    """The pickle of {"a": a tensor, "x": numpy.x()}; the second is what weights_only refuses."""
    def number(n: int) -> bytes:
        return pickle.dumps(n, protocol=2)[2:-1]

    def numbers(values: tuple[int, ...]) -> bytes:
        return b"(" + b"".join(map(number, values)) + b"t"

    memory = b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\0" + b"0X\x03\0\0\0cpu" + number(count) + b"tQ"
    tensor = b"ctorch._utils\n_rebuild_tensor_v2\n(" + memory + number(offset) + numbers(shape) + numbers(stride)
    return b"\x80\x02}(X\x01\0\0\0a" + tensor + b"\x89}tRX\x01\0\0\0xcnumpy\nx\n)Ru."


def test_the_file_by_hand_is_one(tmp_path: Path) -> None:
    content = checkpoints.read(zipped(tmp_path / "a.pth", described(), struct.pack("<4f", 1, 2, 3, 4)))
    assert content["a"].tolist() == [1, 2, 3, 4] and isinstance(content["x"], inert.Unread)


@pytest.mark.parametrize("lie", [{"count": 5}, {"count": 1 << 40}, {"offset": 1}, {"offset": -1}, {"shape": (5,)},
                                 {"stride": (2,)}, {"stride": (-1,)}, {"shape": (1 << 40,), "stride": (1,)},
                                 {"shape": (4, 4), "stride": (4, 1)}, {"shape": (-4,)}])
def test_tensors_do_not_reach_out_of_their_memory(tmp_path: Path, lie: dict[str, Any]) -> None:
    with pytest.raises(ParallaxError, match="safe to read"):
        checkpoints.read(zipped(tmp_path / "a.pth", described(**lie)))


def test_a_few_numbers_are_not_told_to_be_many(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.pth", described(shape=(1 << 20, 1 << 20), stride=(0, 0)))
    content = checkpoints.read(file)
    del content["x"]
    with pytest.raises(ParallaxError, match="larger than its own memory"):
        checkpoints.tensors(file, content)


def test_a_false_number_takes_no_memory(tmp_path: Path) -> None:
    """Of places to remember things, of the length of a text, and of a frame."""
    for bomb in (b"\x80\x02Nr\xff\xff\xff\xff.", b"\x80\x04\x8d" + b"\xff" * 7 + b"\x0f", b"\x80\x05\x96" + b"\xff" * 8,
                 b"\x80\x04\x95" + b"\xff" * 7 + b"\x0fN."):
        with pytest.raises(ParallaxError):
            checkpoints.read(zipped(tmp_path / "a.pth", bomb))


def test_a_file_cannot_change_the_program(tmp_path: Path) -> None:
    """To hang an attribute on a function or a class that reads it does nothing."""
    before = dict(vars(inert.Unread)), checkpoints._tensor.__defaults__, dict(vars(checkpoints._tensor))
    for target in (b"ctorch._utils\n_rebuild_tensor_v2\n", b"cnumpy\nx\n", b"cnumpy\nx\n)R", b"ctorch\nSize\n"):
        harm = target + b"}(X\x0c\0\0\0__defaults__)X\x03\0\0\0newNub"
        checkpoints.read(zipped(tmp_path / "a.pth", b"\x80\x02}X\x01\0\0\0x" + harm + b"s."))
    assert (dict(vars(inert.Unread)), checkpoints._tensor.__defaults__, dict(vars(checkpoints._tensor))) == before


def test_only_archives_of_torch_are_read(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError):
        checkpoints.read(zipped(tmp_path / "bomb.pth", described(), b"\0" * 10_000_000, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(tmp_path / "two.pth", "w") as archive:
        for name in "ab":
            archive.writestr(f"{name}/data.pkl", described())
    with zipfile.ZipFile(zipped(tmp_path / "big.pth", described()), "a") as archive:
        archive.writestr("a/byteorder", "big")
    for name in ("two", "big"):
        with pytest.raises(ParallaxError):
            checkpoints.read(tmp_path / f"{name}.pth")


@pytest.mark.parametrize("zipped_", [True, False])
def test_damage_is_told(tmp_path: Path, zipped_: bool) -> None:
    whole = tmp_path / "a.pth"
    torch.save(published_by("", {"a": torch.ones(300)}), whole, _use_new_zipfile_serialization=zipped_)
    content = whole.read_bytes()
    for i, length in enumerate(range(0, len(content), len(content) // 9)):
        cut = tmp_path / f"{i}.pth"
        cut.write_bytes(content[:length])
        with pytest.raises(ParallaxError):
            checkpoints.read(cut)


def test_what_is_no_file_of_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.save([1, 2], tmp_path / "list.pth")
    torch.save(torch.nn.Linear(2, 2), tmp_path / "module.pth")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), tmp_path / "script.pth")
    (tmp_path / "text.pth").write_text("PK\x03\x04 no weights")
    (tmp_path / "folder.pth").mkdir()
    for name in ("list", "module", "script", "text", "folder", "missing"):
        with pytest.raises(ParallaxError):
            checkpoints.tensors(name, checkpoints.read(tmp_path / f"{name}.pth"))
    monkeypatch.setattr(checkpoints, "MAX_BYTES", 100)
    with pytest.raises(ParallaxError, match="too large"):
        checkpoints.read(tmp_path / "list.pth")


def test_what_it_is_wrapped_in_comes_off() -> None:
    weights = {"a": torch.ones(1)}
    for content in (weights, {"state_dict": weights}, {"model": {"state_dict": {"module.a": weights["a"]}}},
                    {"model": "name", "best_state_dict": weights}, {"model_pos": weights, "model": {"b": 1}}):
        assert checkpoints.unwrap(content) == weights
    circle: dict[str, Any] = {"meta": 1}
    circle["model"] = circle
    assert checkpoints.unwrap(circle) == circle
    assert checkpoints.unwrap([weights]) == checkpoints.unwrap({1: weights}) == checkpoints.unwrap(None) == {}
