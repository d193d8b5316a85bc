"""The TRC reader on a real file and on broken ones."""

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
