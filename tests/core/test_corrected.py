"""What labels and swaps make of a view's poses, kept as long as it holds; and which frames of 3D an edit changes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core import corrected, labels, lift
from core.corrected import Corrections, affected
from core.labels import ABSENT, Keypoint, Target
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from core.storage import Project
from tests.core.test_export import fill

TARGET = Target("v1", "athlete", H36M17)
WINDOW = 27


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


# ---------------------------------------------------------------- what changes in 3D


class Mixer:
    """Stands in for a lifter: every frame of a window answers with the mean of all of it, so that a change anywhere in
    the window is one everywhere in it."""

    window, flip, source = WINDOW, False, Source("mixer")

    def __call__(self, xys: NDArray[np.float32]) -> NDArray[np.float32]:
        mean = xys.astype(np.float64).mean(axis=(1, 2), keepdims=True)
        out = np.broadcast_to(mean, (*xys.shape[:3], 3)) * np.arange(17)[:, None]
        return np.asarray(out, dtype=np.float32)


def lifted(poses: Poses2D) -> NDArray[np.float32]:
    return lift.lift(poses, cast(lift.Lifter, Mixer())).xyzs[:, 0, :, :3]


def walker(times: NDArray[np.float64], seed: int = 0) -> Poses2D:
    xys = np.random.default_rng(seed).uniform(0, 1000, (len(times), 1, 17, 3)).astype(np.float32)
    xys[..., 2] = 0.9
    return Poses2D(xys, times, H36M17, (1000, 1000), Source("test"))


def rows_of(spans: list[tuple[int, int]], frames: int) -> NDArray[np.bool_]:
    rows = np.zeros(frames, dtype=bool)
    for start, stop in spans:
        rows[start:stop] = True
    return rows


EVEN = np.arange(200) / 30
SLOW = np.arange(120) / 12.5
UNEVEN = np.cumsum(np.random.default_rng(4).uniform(0.01, 0.12, 150))


@pytest.mark.parametrize("times", [EVEN, SLOW, UNEVEN, EVEN[:20], EVEN[:1]], ids=["even", "slow", "uneven", "short",
                                                                                  "one"])
@given(data=st.data())
@settings(max_examples=8)
def test_all_frames_that_change_are_told_and_few_others(times: NDArray[np.float64], data: st.DataObject) -> None:
    """Labels, removals and swaps at random, over detections with gaps; the lifter itself is the judge."""
    before = walker(times)
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    start = int(rng.integers(len(times)))
    before.xys[start:start + int(rng.integers(0, 30)), 0, int(rng.integers(17))] = [np.nan, np.nan, 0]
    start = int(rng.integers(len(times)))
    before.xys[start:start + int(rng.integers(0, 30)), 0] = [np.nan, np.nan, 0]
    after = replace(before, xys=before.xys.copy())
    frame, joint = int(rng.integers(len(times))), int(rng.integers(17))
    change = data.draw(st.sampled_from(["move", "remove", "swap"]))
    if change == "swap":
        after.xys[frame:frame + 10] = before.xys[frame:frame + 10][:, :, H36M17.mirror]
    else:
        after.xys[frame, 0, joint] = [500, 500, 1] if change == "move" else [np.nan, np.nan, 0]
    told = rows_of(affected(before, after, WINDOW), len(times))
    a, b = lifted(before), lifted(after)
    truly = ~((a == b) | (np.isnan(a) & np.isnan(b))).all(axis=(1, 2))
    assert not (truly & ~told).any()
    if times is EVEN and change == "move" and np.isfinite(before.xys).all():
        assert told.sum() <= 2 * WINDOW  # of two windows that overlap by half, with what is beyond the last step


def test_one_edit_of_an_hour_touches_two_windows_and_none_touches_nothing() -> None:
    before = walker(np.arange(108_000) / 30)
    after = replace(before, xys=before.xys.copy())
    assert affected(before, after, WINDOW) == []
    after.xys[50_000, 0, 3, 0] += 5
    (start, stop), = affected(before, after, WINDOW)
    assert start <= 50_000 < stop and stop - start <= 2 * WINDOW
    with pytest.raises(ValueError, match="same frames"):
        affected(before, walker(EVEN), WINDOW)
