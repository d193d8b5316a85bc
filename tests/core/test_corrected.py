"""What labels and swaps make of a view's poses, kept as long as it holds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import corrected, labels
from core.corrected import Corrections
from core.labels import ABSENT, Keypoint, Target
from core.pose import Poses2D
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
