"""Fetching and converting BlazePose's graphs: what is refused, what is kept, what a damaged file does."""

import hashlib
import random
import shutil
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.detectors import blazepose_graphs as graphs
from core.detectors import blazepose_tflite
from core.errors import ParallaxError
from core.progress import Cancelled, Step


@pytest.fixture(scope="module")
def tflite(blazepose: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two TFLite files."""
    folder = tmp_path_factory.mktemp("tflite")
    for name, (path, _, _) in graphs.FILES.items():
        if blazepose.is_dir() and (blazepose / name).is_file():
            shutil.copy(blazepose / name, folder / name)
        elif blazepose.is_file():
            with zipfile.ZipFile(blazepose) as wheel:
                (folder / name).write_bytes(wheel.read(path))
        else:
            pytest.skip(f"{blazepose} holds converted graphs only")
    return folder


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing is named by the environment, and pip finds no network."""
    monkeypatch.delenv(graphs.VARIABLE, raising=False)
    fail = "import sys; print('ERROR: Could not find a version (no network)'); sys.exit(1)"
    monkeypatch.setattr(graphs, "_pip_command", lambda to, python=sys.executable: [python, "-c", fail])
    return monkeypatch


def wheel(path: Path, tflite: Path, change: bytes = b"", skip: str = "") -> Path:
    """A wheel as published in what matters here; `change` is written over the head of every graph."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (inside, _, _) in graphs.FILES.items():
            if name != skip:
                archive.writestr(inside, change + (tflite / name).read_bytes()[len(change):])
        archive.writestr(graphs.LICENCE, "Apache License 2.0")
    return path


def test_a_wheel_gives_graphs_and_licence_and_nothing_half_done(
        alone: pytest.MonkeyPatch, tflite: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    steps: list[Step] = []
    assert graphs.ensure(steps.append, folder=home, wheel=wheel(tmp_path / "w.whl", tflite)) == home
    assert {file.name for file in home.iterdir()} == {*graphs.FILES, *graphs.GRAPHS, "LICENSE"}
    assert steps[-1].done == steps[-1].total
    for name, (_, _, digest) in graphs.FILES.items():
        assert hashlib.sha256((home / name).read_bytes()).hexdigest() == digest
    before = (home / graphs.LANDMARK).stat().st_mtime_ns
    assert graphs.ensure(folder=home) == home    # the second time: no pip, which would fail here, and no work
    assert (home / graphs.LANDMARK).stat().st_mtime_ns == before


def test_the_environment_names_a_folder_with_graphs(
        alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in graphs.GRAPHS:
        (tmp_path / name).touch()
    alone.setenv(graphs.VARIABLE, str(tmp_path))
    assert graphs.ensure(folder=tmp_path / "never") == tmp_path
    assert not (tmp_path / "never").exists()


def test_the_environment_names_a_folder_with_tflite_files(
        alone: pytest.MonkeyPatch, tflite: Path, tmp_path: Path) -> None:
    alone.setenv(graphs.VARIABLE, str(tflite))
    assert graphs.ensure(folder=tmp_path / "home") == tmp_path / "home"
    alone.setenv(graphs.VARIABLE, str(tmp_path / "missing"))
    with pytest.raises(ParallaxError, match=r"missing.*does not exist.*unset"):
        graphs.ensure(folder=tmp_path / "home")


@pytest.mark.parametrize("case", ["changed", "short", "no zip", "other wheel", "empty folder"])
def test_what_is_not_the_published_wheel_is_refused(
        alone: pytest.MonkeyPatch, tflite: Path, tmp_path: Path, case: str) -> None:
    path = tmp_path / "w.whl"
    if case == "changed":
        wheel(path, tflite, change=b"\x1c\x00\x00\x00TFL3\x01")
    elif case == "short":
        wheel(path, tflite)
        path.write_bytes(path.read_bytes()[:100_000])
    elif case == "no zip":
        path.write_bytes(b"not a zip")
    elif case == "other wheel":
        wheel(path, tflite, skip="pose_landmark_full.tflite")
    else:
        path.mkdir()
    home = tmp_path / "home"
    with pytest.raises(ParallaxError, match=r"mediapipe==0\.10\.21"):
        graphs.ensure(folder=home, wheel=path)
    assert list(home.iterdir()) == []


def test_a_wheel_that_claims_to_be_huge_is_refused_before_it_is_unpacked(
        alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "bomb.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, _, _ in graphs.FILES.values():
            archive.writestr(inside, bytes(50_000_000))

    def unpack(*_: object) -> bytes:
        raise AssertionError("unpacked")

    alone.setattr(zipfile.ZipFile, "read", unpack)
    with pytest.raises(ParallaxError, match="size or sha256"):
        graphs.ensure(folder=tmp_path / "home", wheel=path)


def test_without_network_the_error_says_what_to_do(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match=r"no network.*--wheel"):
        graphs.ensure(folder=tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []
    assert graphs.main(["--wheel", str(tmp_path / "absent.whl")]) == 1


def test_a_download_can_be_cancelled(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wait = "import time; time.sleep(60)"
    alone.setattr(graphs, "_pip_command", lambda to, python=sys.executable: [python, "-c", wait])

    def stop(step: Step) -> None:
        raise Cancelled

    began = time.perf_counter()
    with pytest.raises(Cancelled):
        graphs.ensure(stop, folder=tmp_path / "home")
    assert time.perf_counter() - began < 50
    assert list((tmp_path / "home").iterdir()) == []


def test_pip_is_asked_for_the_pinned_wheel_whatever_the_platform() -> None:
    command = graphs._pip_command("there")
    assert command[-1] == "mediapipe==0.10.21" and "--no-deps" in command and "manylinux_2_28_x86_64" in command


@pytest.mark.parametrize("name", list(graphs.FILES))
def test_damaged_files_give_one_clear_error_and_never_hang(tflite: Path, name: str) -> None:
    """Cut anywhere, or with bytes changed anywhere: converted (a weight was hit) or refused by name, soon."""
    whole = (tflite / name).read_bytes()
    _, scale, shift, outputs = next(graph for graph in graphs.GRAPHS.values() if graph[0] == name)
    dice = random.Random(7)
    damaged = [whole[:n] for n in (0, 3, 8, 100, 5000, len(whole) // 2, len(whole) - 1)]
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(40):   # the tables lie behind the weights: most hits there
            end = len(data) - 1 - dice.randrange(120_000)
            place = dice.choice([dice.randrange(64), dice.randrange(len(data)), end])
            data[place] = dice.choice([0, 0xFF, 0x7F, dice.randrange(256)])
        damaged.append(bytes(data))
    refused = 0
    for data in damaged:
        began = time.perf_counter()
        try:
            blazepose_tflite.convert(data, name, scale, shift, outputs)
        except ParallaxError as error:
            refused += 1
            assert error.subject == name and "--again" in error.remedy
        assert time.perf_counter() - began < 50
    assert refused >= 7


def test_a_tensor_that_claims_to_be_huge_is_refused(tflite: Path) -> None:
    data = bytearray((tflite / "pose_detection.tflite").read_bytes())
    shape = np.array([24, 3, 3, 3], "<i4").tobytes()     # the first weights
    place = data.find(shape)
    assert place > 0
    data[place:place + 16] = np.array([2**30, 2**30, 3, 3], "<i4").tobytes()
    with pytest.raises(ParallaxError, match="1073741824"):
        blazepose_tflite.convert(bytes(data), "huge", 1.0, 0.0, {0: "boxes"})
