"""A project read as training data: synchronized, corrected, weighted."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core import labels
from core.errors import ParallaxError
from core.labels import ABSENT, INTERPOLATED, OCCLUDED, Keypoint, Target
from core.skeleton import COCO17, H36M17
from core.storage import Project
from tests.core.test_export import START, fill, pixels
from training.datasets import recording

NOSE, HEAD, KNEE, WRIST = (H36M17.index(joint) for joint in ("nose", "head", "lknee", "lwrist"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "squat.parallax") as made:
        fill(made)
        yield made


def test_the_views_are_at_the_times_of_the_reference_view(project: Project) -> None:
    data = recording.read(project, H36M17)
    assert data.views == ("left cam", "=right") and data.kp.shape == (2, 60, 17, 3) and data.kp.dtype == np.float32
    assert data.times == pytest.approx(np.arange(60) / 30) and data.name == "squat"
    assert data.sizes.tolist() == [[1000, 800]] * 2 and data.videos == ("a.mp4", "b.mp4")
    truth = pixels(data.times)
    both = data.seen.all(axis=0)
    assert both.sum() > 45 * 17
    # The second view is interpolated between frames 1/60 s apart: a cubic leaves well under a pixel of the movement.
    assert np.abs(data.kp[0, ..., :2] - truth)[both].max() < 1e-3
    assert np.abs(data.kp[1, ..., :2] - truth)[both].max() < 0.5
    assert not data.seen[1, data.times < START - 1e-3].any() and not data.seen[0, 7, 3]
    assert np.isnan(data.kp[..., :2][~data.seen]).all() and (data.weights[~data.seen] == 0).all()
    assert data.weights[data.seen] == pytest.approx(0.9)
    assert data.clocks[1].to_ref(5.0) == pytest.approx(START)


def test_labels_and_swaps_are_in_it_with_what_they_are_worth(project: Project) -> None:
    document, target = project.document, Target("v1", "athlete", H36M17)
    project.do(labels.place(document, target, 30, {
        "nose": Keypoint(1.0, 2.0), "lknee": Keypoint(3.0, 4.0, OCCLUDED), "head": Keypoint(None, None, ABSENT),
        "lwrist": Keypoint(5.0, 6.0, source=INTERPOLATED)}, "Move"))
    project.do(labels.swap(document, target, 40, 50, (("lhip", "rhip"),)))
    # Frame 30 of the second view is at 0.87 s, frame 26 of the first at 0.8667.
    project.do(labels.place(document, Target("v2", "athlete", H36M17), 30, {"nose": Keypoint(7.0, 8.0)}, "Move"))
    data = recording.read(project, H36M17)
    assert data.kp[0, 30, NOSE].tolist() == [1, 2, 1] and data.kp[0, 30, KNEE].tolist() == [3, 4, 0.5]
    assert data.weights[0, 30, [NOSE, KNEE, WRIST, HEAD]].tolist() == [1.0, 0.5, 0.5, 0.0]
    assert np.flatnonzero(data.labelled[0].any(axis=1)).tolist() == [30] and data.labelled[0, 30].sum() == 4
    assert np.flatnonzero(data.labelled[1].any(axis=1)).tolist() == [26]
    left, right = H36M17.index("lhip"), H36M17.index("rhip")
    assert data.kp[0, 45, left, :2] == pytest.approx(pixels(data.times[45:46])[0, right], abs=1e-3)
    mine, other = data.labels
    assert mine.frames.tolist() == [30] and other.frames.tolist() == [30]
    assert mine.xy[0, NOSE].tolist() == [1, 2] and mine.absent[0].nonzero()[0].tolist() == [HEAD]
    assert np.isnan(mine.xy[0, HEAD]).all() and mine.weights[0, HEAD] == 0 and other.weights.sum() == 1


def test_another_reference_and_a_path(project: Project) -> None:
    folder = project.folder
    data = recording.read(project, H36M17, "v2")
    assert data.views == ("=right", "left cam") and len(data.times) == 100
    project.close()
    again = recording.read(folder, H36M17, "=right")
    assert np.array_equal(again.kp, data.kp, equal_nan=True)


def test_windows_are_where_two_views_see_the_body(project: Project) -> None:
    data = recording.read(project, H36M17)
    first = int(np.flatnonzero(data.usable())[0])
    assert data.times[first] == pytest.approx(START, abs=1 / 30)
    starts = data.windows(20, 5, share=1.0)
    assert len(starts) and all(data.usable()[start:start + 20].all() for start in starts)
    assert not len(data.windows(61, 5))


def test_refusals(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="nobody: no view"):
        recording.read(project, H36M17, "nobody")
    with pytest.raises(ParallaxError, match="do not fit"):
        recording.read(project, COCO17)
    with Project.create(tmp_path / "empty.parallax") as empty, pytest.raises(ParallaxError, match="nobody is known"):
        recording.read(empty, H36M17)
