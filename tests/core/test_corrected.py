"""What labels and swaps make of a view's poses, kept as long as it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import corrected, labels, sparse
from core.corrected import Corrections
from core.labels import ABSENT, Keypoint, Label, Swap, Target
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from core.storage import Project
from tests.core.test_export import fill

TARGET = Target("v1", "athlete", H36M17)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as made:
        fill(made)
        yield made


def test_the_athlete_with_labels_and_swaps_over_a_prediction_that_stays(project: Project) -> None:
    document = project.document
    row = document.active("2d", "v1")
    assert row is not None
    raw = project.poses(row.id)
    assert isinstance(raw, Poses2D)
    before = raw.xys.copy()
    project.do(labels.swap(document, TARGET, 10, 20, (("lknee", "rknee"),)))
    project.do(labels.place(document, TARGET, 5, {"nose": Keypoint(1.0, 2.0), "head": Keypoint(None, None, ABSENT)},
                            "Move"))
    found = corrected.of_project(project, "v1")
    assert found is not None and found.poses.xys.shape == (60, 1, 17, 3)
    assert found.poses.xys[5, 0, H36M17.index("nose")].tolist() == [1.0, 2.0, 1.0]
    assert np.isnan(found.poses.xys[5, 0, H36M17.index("head"), 0])
    left, right = H36M17.index("lknee"), H36M17.index("rknee")
    assert np.array_equal(found.poses.xys[10:20, 0, left], before[10:20, 1, right])
    assert np.array_equal(found.poses.xys[20:, 0], before[20:, 1])
    assert found.labelled.sum() == 2 and found.swapped.sum() == 20
    assert (found.poses.source.model, found.poses.source.settings) == ("blazepose", {"labels": 1, "swaps": 1})


def test_it_is_made_once_and_again_when_something_changes(project: Project) -> None:
    document, loads = project.document, []

    def load(id: str) -> Any:
        loads.append(id)
        return project.poses(id)

    kept = Corrections(load)
    first = kept.of(document, "v1")
    assert first is not None and kept.of(document, "v1") is first
    project.do(labels.place(document, TARGET, 5, {"nose": Keypoint(1.0, 2.0)}, "Move"))
    second = kept.of(document, "v1")
    assert second is not None and second is not first and kept.of(document, "v1") is second
    project.do(labels.place(document, Target("v2", "athlete", H36M17), 5, {"nose": Keypoint(1.0, 2.0)}, "Move"))
    assert kept.of(document, "v1") is second  # a label of another view is no change of this one
    project.undo()
    project.undo()
    again = kept.of(document, "v1")
    assert again is not None and np.array_equal(again.poses.xys, first.poses.xys, equal_nan=True)
    assert len(loads) == 1
    newer = replace(second.poses, xys=np.repeat(second.poses.xys, 2, axis=1))
    id = project.save_poses(newer, view="v1", athlete=0)
    third = kept.of(document, "v1")
    assert third is not None and third.made_from.prediction == id == loads[-1]
    nobody = project.save_poses(newer, view="v1", athlete=None)
    assert kept.of(document, "v1") is None and nobody not in loads


# ---------------------------------------------------------------- poses of key-frames


def of_keys(keys: Sequence[int] = range(0, 61, 20)) -> Poses2D:
    """One person who moves evenly, seen in key-frames alone."""
    xys = np.full((61, 1, 17, 3), np.nan, np.float32)
    xys[..., 2] = 0
    for frame in keys:
        xys[frame, 0] = np.stack((np.arange(17.0) * 10 + frame, np.full(17, frame), np.full(17, 0.5)), axis=1)
    return sparse.keyed(Poses2D(xys, np.arange(61) / 50, H36M17, (300, 300), Source("test")), np.array(keys), 20)


def label(frame: int, joint: str, x: float) -> Label:
    return Label(f"v/athlete/{frame}", "v", "athlete", frame, H36M17.name, {joint: Keypoint(x, 0.0)})


def seen(poses: Poses2D, frame: int, labels: Sequence[Label] = (), swaps: Sequence[Swap] = ()) -> np.ndarray:
    return corrected.at_frame(poses.xys[:, 0], H36M17, sparse.keys_of(poses), 20, frame,
                              {each.frame: each for each in labels}, swaps).xys[0]


def test_frames_between_go_along_with_corrected_key_frames() -> None:
    poses, wrist = of_keys(), H36M17.index("lwrist")
    before = seen(poses, 10)
    assert before[wrist].tolist() == [wrist * 10 + 10, 10, 0.5]
    moved = label(20, "lwrist", 500.0)
    after = seen(poses, 10, [moved])
    assert after[wrist, 0] == pytest.approx((wrist * 10 + 500) / 2)
    np.testing.assert_array_equal(np.delete(after, wrist, 0), np.delete(before, wrist, 0))
    between = label(10, "lwrist", 400.0)  # counts as a key-frame for those beside it
    assert seen(poses, 10, [between])[wrist, 0] == 400
    assert seen(poses, 5, [between])[wrist, 0] == pytest.approx((wrist * 10 + 400) / 2)
    assert seen(poses, 15, [between, moved])[wrist, 0] == pytest.approx(450)
    assert np.isnan(seen(of_keys((0, 40)), 20)[:, 0]).all()  # nobody looked for longer than the stride


def test_a_swap_holds_for_the_frames_that_it_names() -> None:
    poses = of_keys()
    left, right = H36M17.index("lwrist"), H36M17.index("rwrist")
    for start, stop, at_5, at_15 in ((0, 10, True, False), (10, 20, False, True), (0, 61, True, True)):
        turned = Swap("s", "v", "athlete", start, stop, (("lwrist", "rwrist"),))
        for frame, is_swapped in ((5, at_5), (15, at_15)):
            plain = seen(poses, frame)
            assert seen(poses, frame, (), [turned])[left, 0] == plain[right if is_swapped else left, 0]


def test_labelled_frames_become_key_frames() -> None:
    poses, wrist = of_keys(), H36M17.index("lwrist")
    labels = (label(10, "lwrist", 400.0), label(20, "lwrist", 500.0))
    source = corrected.MadeFrom("p", 0, labels, ())
    made = corrected.at_keys(poses, source)
    assert sparse.keys_of(made).tolist() == [0, 10, 20, 40, 60]
    assert made.xys[10, 0, wrist, 0] == 400 and made.xys[20, 0, wrist, 0] == 500
    np.testing.assert_array_equal(np.delete(made.xys[10, 0], wrist, 0), np.delete(seen(poses, 10), wrist, 0))
    assert corrected.told(made) == {"labels": 2, "corrected": corrected.fingerprint(source)}
    assert corrected.fingerprint(source) != corrected.fingerprint(replace(source, labels=labels[:1]))
    assert corrected.fingerprint(replace(source, labels=())) == "" and np.isnan(poses.xys[10, 0, 0, 0])
