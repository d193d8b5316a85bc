"""Several detectors in one project: what the first found stays, each has its newest set, and any can be shown."""

import time
from pathlib import Path

import numpy as np
import pytest

from core import pipeline, recording, runs, second
from core.document import Edit, Prediction
from core.pipeline import ProcessRequest, ViewJob
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import BLAZEPOSE33, COCO17, Skeleton
from core.storage import Project
from tests.app.conftest import write_clip
from tests.core.test_topdown import bring

FRAMES = 12


@pytest.fixture
def project(tmp_path: Path) -> Project:
    with Project.create(tmp_path / "a.parallax") as made:
        recording.add_views(made, [write_clip(tmp_path / "a.mp4", FRAMES)])
        yield made


def view_of(project: Project) -> str:
    return next(iter(project.document.views))


def found(project: Project, model: str, skeleton: Skeleton = COCO17, made_from: str = "", **told: object) -> Prediction:
    xys = np.ones((FRAMES, 1, len(skeleton), 3), np.float32)
    poses = Poses2D(xys, np.arange(FRAMES) / 20, skeleton, (96, 160), Source(model, "", told))
    row = project.store(poses, view=view_of(project), athlete=0, made_from=made_from)
    project.do(Edit("Found", (project.document.put(row),)))
    time.sleep(0.002)  # the newest is told by its time
    return row


def lifted(project: Project, flat: Prediction) -> Prediction:
    deep = Poses3D(np.ones((FRAMES, 1, 17, 4), np.float32), np.arange(FRAMES) / 20, Source("lifter"))
    row = project.store(deep, view=view_of(project), athlete=0, made_from=flat.id)
    project.do(Edit("Lifted", (project.document.put(row),)))
    return row


def test_each_detector_has_its_newest_set_repaired_where_it_was(project: Project) -> None:
    old, raw = found(project, "one"), found(project, "one")
    repaired = found(project, "swap-repair", made_from=raw.id, repaired="one")
    other = found(project, "two", BLAZEPOSE33)
    document, view = project.document, view_of(project)
    assert second.sets(document, view) == {"one": repaired, "two": other}
    assert second.detector_of(document, repaired) == second.detector_of(document, old) == "one"
    assert document.active("2d", view) == other and second.sets(document, "nowhere") == {}


def test_another_set_is_shown_with_its_own_3d_and_undone_in_one_step(project: Project) -> None:
    first = found(project, "one")
    deep = lifted(project, first)
    other = found(project, "two")
    newer = lifted(project, other)
    document, view = project.document, view_of(project)
    edit = second.show(document, [view], "one", "One")
    assert edit is not None and edit.title == "Show what One found"
    project.do(edit)
    assert (document.active("2d", view), document.active("3d", view)) == (first, deep)
    assert second.show(document, [view], "one", "One") is None and second.show(document, [view], "none", "") is None
    assert set(second.sets(document, view)) == {"one", "two"}
    project.undo()
    assert (document.active("2d", view), document.active("3d", view)) == (other, newer)


def test_a_set_of_a_set_that_points_at_itself_ends() -> None:
    from core.document import Document

    rows = [Prediction(a, "2d", "v", "f", 1, "", "m", "", {}, b, 0, 1, 0.0, 1, 0) for a, b in (("a", "b"), ("b", "a"))]
    document = Document.restored(iter(rows), [], [])
    assert second.detector_of(document, rows[0]) == "m"


def test_a_second_run_with_another_detector_keeps_what_the_first_found(shared: Path, blazepose: Path,
                                                                      tmp_path: Path) -> None:
    """Real runs of two small networks on a filmed man, the second over a part of the frames alone."""
    video = shared / "data/video/pose2sim_single/cam01.mp4"
    with Project.create(tmp_path / "b.parallax") as project:
        recording.add_views(project, [video])
        view = view_of(project)
        for family, joints, span in (("hrnet", 17, (0, 6)), ("rtmpose", 133, (2, 5))):
            card = bring(family, tmp_path, joints, "score=0.0", "flip=false")
            request = ProcessRequest((ViewJob(view, "a", str(video), *span),), card.id)
            run = runs.create(project.runs, "process", "Find poses", request)
            pipeline.process(run)
            recording.take(project, run)
        sets, active = second.sets(project.document, view), project.document.active("2d", view)
        assert set(sets) == {"hrnet", "rtmpose"} and active == sets["rtmpose"]
        assert active is not None and (active.start, active.stop) == (2, 5)
        kept = project.poses(sets["hrnet"].id)
        assert isinstance(kept, Poses2D) and kept.skeleton is COCO17
        assert np.isfinite(kept.xys[:, :, 0, 0]).any(axis=1).sum() == 6
