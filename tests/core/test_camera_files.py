"""Camera files of other programs: what they say, and that wrong and hostile ones are one clear error."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.camera import Camera
from core.camera_files import read_cameras, read_toml
from core.errors import ParallaxError
from tests.core.test_camera import CALIBRATION

TOML = """
[cam_0]
name = "left"
size = [ 1280, 720,]
matrix = [ [ 900.0, 0.0, 640.0,], [ 0.0, 905.0, 360.0,], [ 0.0, 0.0, 1.0,],]
distortions = [ -0.1, 0.02, 0.001, -0.002, 0.0,]
rotation = [ 0.1, -0.7, 0.3,]
translation = [ 0.2, -0.1, 3.0,]

[cam_1]
name = "right"
size = [ 1920, 1080,]
matrix = [ [ 1500.0, 0.0, 960.0,], [ 0.0, 1500.0, 540.0,], [ 0.0, 0.0, 1.0,],]
distortions = [ 0.0, 0.0, 0.0, 0.0,]
rotation = [ 0.0, 0.0, 0.0,]
translation = [ 0.0, 0.0, 0.0,]

[metadata]
adjusted = false
error = 0.31
size = "whatever"
"""


def written(folder: Path, text: str | bytes, name: str = "calibration.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_toml_of_anipose(tmp_path: Path) -> None:
    cameras = read_cameras(written(tmp_path, TOML))
    assert list(cameras) == ["left", "right"]
    left = cameras["left"]
    assert left.size == (1280, 720) and left.dist.tolist() == [-0.1, 0.02, 0.001, -0.002, 0.0]
    np.testing.assert_allclose(left.R, cv2.Rodrigues(np.array([0.1, -0.7, 0.3]))[0], atol=1e-12)
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (20, 3))
    theirs, _ = cv2.projectPoints(points, np.array([0.1, -0.7, 0.3]), np.array([0.2, -0.1, 3.0]), left.K, left.dist)
    np.testing.assert_allclose(left.project(points)[0], theirs[:, 0], atol=1e-6)
    np.testing.assert_array_equal(cameras["right"].R, np.eye(3))
    assert left.intrinsics.fy == 905.0 and left.intrinsics.dist == (-0.1, 0.02, 0.001, -0.002, 0.0)


def test_positions_in_millimetres_come_out_in_metres(tmp_path: Path) -> None:
    """FreeMoCap says millimetres nowhere; nobody's camera is 3 km away."""
    cameras = read_toml(written(tmp_path, TOML.replace("[ 0.2, -0.1, 3.0,]", "[ 200.0, -100.0, 3000.0,]")))
    np.testing.assert_allclose(cameras["left"].t, (0.2, -0.1, 3.0))


def test_what_may_be_left_out(tmp_path: Path) -> None:
    text = "\n".join(line for line in TOML.splitlines() if not line.startswith(("rotation", "translation", "name")))
    cameras = read_toml(written(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert list(cameras) == ["cam_0", "cam_1"] and cameras["cam_0"].t.tolist() == [0, 0, 0]
    assert list(read_toml(written(tmp_path, TOML.replace('"left"', "7")))) == ["7", "right"]


def test_the_format_is_told_by_what_is_in_the_file(tmp_path: Path) -> None:
    assert isinstance(read_cameras(written(tmp_path, "\n" + CALIBRATION.replace("<?xml version='1.0'?>", ""),
                                           "odd.toml"))["a"], Camera)
    assert "left" in read_cameras(written(tmp_path, TOML, "odd.txt"))


@pytest.mark.parametrize(("change", "fault"), [
    (lambda t: "", "lists no camera"),
    (lambda t: t[t.index("[metadata]"):], "lists no camera"),
    (lambda t: t[:100], "no camera file"),
    (lambda t: "\x00\xff", "no camera file"),
    (lambda t: "a = " + "[" * 5000, "no camera file"),
    (lambda t: "a" + ".a" * 5000 + " = 1", "(no camera file|lists no camera)"),
    (lambda t: t + " " * (1 << 20), "too big"),
    (lambda t: t.replace("matrix =", "matrices =", 1), "left cannot be used: it has no matrix"),
    (lambda t: t.replace("distortions =", "lens =", 1), "left cannot be used: it has no distortions"),
    (lambda t: t.replace("size = [ 1280, 720,]", "size = [ 1280, 720.5,]"), "whole pixels"),
    (lambda t: t.replace("size = [ 1280, 720,]", "size = 'big'"), "size is not"),
    (lambda t: t.replace("size = [ 1280, 720,]", "size = [ 1280, -720,]"), "picture of"),
    (lambda t: t.replace("900.0", "nan"), "not finite"),
    (lambda t: t.replace("900.0", "9.0"), "focal length"),
    (lambda t: t.replace("900.0", "'far'"), "matrix is not"),
    (lambda t: t.replace("900.0", "1" + "0" * 400), "(matrix is not|cannot be used)"),
    (lambda t: t.replace("[ 0.0, 0.0, 1.0,],]", "[ 0.0, 1.0, 1.0,],]", 1), "not one of a camera"),
    (lambda t: t.replace("[ 0.0, 0.0, 1.0,],]", "[ 0.0, 1.0,],]", 1), "cannot be used"),
    (lambda t: t.replace("-0.002, 0.0,]", "-0.002, 0.0, 1.0, 2.0, 3.0,]"), "8 distortion values"),
    (lambda t: t.replace("-0.002, 0.0,]", "-0.002, 0.0,]\nfisheye = true"), "fisheye"),
    (lambda t: t.replace("-0.1, 0.02", "1e9, 0.02"), "lens"),
    (lambda t: t.replace("0.1, -0.7", "inf, -0.7"), "not finite"),
    (lambda t: t.replace('"right"', '"left"'), "two of this name"),
    (lambda t: "\n".join(t.split("[cam_1]")[0].replace("cam_0", f"cam_{n}").replace('"left"', str(n))
                         for n in range(101)), "more than 100"),
])
def test_bad_files_are_one_clear_error(tmp_path: Path, change, fault: str) -> None:  # type: ignore[no-untyped-def]
    path = written(tmp_path, change(TOML))
    with pytest.raises(ParallaxError, match=fault) as caught:
        read_cameras(path)
    assert caught.value.subject == str(path) and caught.value.remedy


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="folder"):
        read_cameras(tmp_path)
    for read in (read_cameras, read_toml):
        with pytest.raises(ParallaxError, match="cannot be read"):
            read(tmp_path / "none.toml")
