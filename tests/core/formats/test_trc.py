"""The TRC reader on a real file and on broken ones, and what the writer makes for it."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import ParallaxError
from core.formats import trc

HEADER = ("PathFileType\t4\t(X/Y/Z)\ta.trc\n"
          "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
          "60\t60\t2\t2\t{unit}\t60\t0\t2\n"
          "Frame#\tTime\tRHip\t\t\tLHip\t\t\t\n"
          "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\t\n\n")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.trc"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_units_and_gaps(tmp_path: Path) -> None:
    rows = "1\t0.0\t100\t200\t300\t400\t500\t600\n2\t0.5\t\t\t\t1\t2\t3\n"
    markers = trc.read(write(tmp_path, HEADER.format(unit="mm") + rows))
    assert markers.names == ("RHip", "LHip") and markers.rate == 60
    np.testing.assert_allclose(markers.times, [0, 0.5])
    np.testing.assert_allclose(markers.points[0], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    assert np.isnan(markers.points[1, 0]).all()
    np.testing.assert_allclose(markers.points[1, 1], [0.001, 0.002, 0.003])


@pytest.mark.parametrize(("text", "says"), [
    ("hello", "PathFileType"),
    (HEADER.format(unit="feet") + "1\t0\t1\t1\t1\t1\t1\t1\n", "Units"),
    (HEADER.format(unit="m"), "no frames"),
    (HEADER.format(unit="m") + "1\t0\t1\t1\tx\t1\t1\t1\n", "line 7"),
    (HEADER.format(unit="m") + "1\t0\t1\t1\t1\t1\t1\t1\t1\n", "more than 2 markers"),
])
def test_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        trc.read(write(tmp_path, text))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="no such file"):
        trc.read(tmp_path / "missing.trc")
    binary = tmp_path / "b.trc"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(ParallaxError, match="text"):
        trc.read(binary)


def test_reads_a_real_recording(shared: Path) -> None:
    markers = trc.read(shared / "data/video/pose2sim_single/Pose2Sim_markers.trc")
    assert markers.points.shape == (100, 21, 3) and np.isfinite(markers.points).all()
    np.testing.assert_allclose(np.diff(markers.times), 1 / 60, atol=1e-9)
    thigh = markers.points[:, markers.names.index("RHip")] - markers.points[:, markers.names.index("RKnee")]
    assert 0.3 < np.linalg.norm(thigh, axis=-1).mean() < 0.5  # an adult's, in metres


@pytest.mark.parametrize("empty_line", [False, True])
def test_what_is_written_is_read_back(tmp_path: Path, empty_line: bool) -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(12, 3, 3))
    points[4, 1] = np.nan
    points[:, 2] = np.nan  # the last columns are empty throughout
    made = trc.Markers(points, 3 + np.arange(12) / 29.97, ("RHip", "LHip", "Head top"), 30000 / 1001)
    path = tmp_path / "b.trc"
    trc.write(path, made, empty_line=empty_line)
    back = trc.read(path)
    assert back.names == made.names and back.rate == pytest.approx(made.rate, abs=1e-7)
    np.testing.assert_allclose(back.points, points, atol=1e-6)
    np.testing.assert_allclose(back.times, made.times, atol=1e-6)
    lines = path.read_text().splitlines()
    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\tb.trc"
    assert lines[1].split("\t") == ["DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
                                    "OrigDataStartFrame", "OrigNumFrames"]
    assert lines[2].split("\t")[2:5] == ["12", "3", "m"]
    assert lines[3].split("\t")[:6] == ["Frame#", "Time", "RHip", "", "", "LHip"] and len(lines[3].split("\t")) == 11
    assert lines[4].split("\t")[2:6] == ["X1", "Y1", "Z1", "X2"]
    assert (lines[5] == "") == empty_line and lines[-1].startswith("12\t")
    assert {len(line.split("\t")) for line in lines[5 + empty_line:]} == {11}


def test_what_cannot_be_written(tmp_path: Path) -> None:
    points, times = np.zeros((2, 1, 3)), np.arange(2) / 30
    for wrong in (trc.Markers(points, times, ("a\tb",), 30), trc.Markers(points, times, ("",), 30),
                  trc.Markers(points[:0], times[:0], ("a",), 30), trc.Markers(points, times, ("a", "b"), 30)):
        with pytest.raises(ValueError, match=r"name|points"):
            trc.write(tmp_path / "a.trc", wrong)
    assert not list(tmp_path.iterdir())
