"""A project's corrected 3D for whoever has no window, and what is kept of it between times."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core import corrected, followed, lift
from core.document import Edit, KnownCamera, View
from core.errors import ParallaxError
from core.export import Options, export
from core.intrinsics import Intrinsics
from core.labels import Keypoint, Target, place, swap
from core.lift import Lifter
from core.pose import Poses2D, Poses3D, Source
from core.progress import Step
from core.records import build, plain
from core.skeleton import COCO17
from core.storage import Project

FRAMES = 120
TARGET = Target("v1", "athlete", COCO17)
PAIRS = tuple((COCO17.joints[left], COCO17.joints[right]) for left, right in COCO17.pairs)


@pytest.fixture(scope="module")
def lifter() -> Lifter:
    return lift.load()


@pytest.fixture
def project(tmp_path: Path, lifter: Lifter) -> Iterator[Project]:
    """A view with somebody who sways, lifted by the lifter that is installed."""
    flat = np.array([(0, -40), (2, -42), (-2, -42), (4, -40), (-4, -40), (10, -30), (-10, -30), (14, -15), (-14, -15),
                     (15, 0), (-15, 0), (6, 0), (-6, 0), (7, 22), (-7, 22), (7, 44), (-7, 44)], np.float32)
    times = np.arange(FRAMES) / 30
    xys = np.ones((FRAMES, 2, 17, 3), np.float32)
    xys[:, 1, :, :2] = flat + 3 * np.sin(4 * times[:, None, None] + np.arange(17)[:, None] * 0.1) + (48, 80)
    xys[..., 2] = 0.9
    poses = Poses2D(xys, times, COCO17, (96, 160), Source("by hand"))
    view = View("v1", "cam01", "cam01.mp4", 1, "0", 96, 160, 30, 1, FRAMES, 0.0, (FRAMES - 1) / 30)
    one = lift.lift(replace(poses, xys=poses.xys[:, 1:]), lifter)
    with Project.create(tmp_path / "p.parallax") as made:
        row = made.store(poses, view="v1", athlete=1)
        deep = made.store(one, view="v1", made_from=row.id, athlete=0)
        made.do(Edit("Poses", tuple(made.document.put(each) for each in (view, row, deep))))
        yield made


def followed_3d(project: Project, seen: list[Step] | None = None) -> NDArray[np.float32]:
    made = followed.poses3d(project, project.document.views["v1"], (seen if seen is not None else []).append)
    assert made is not None
    return made.xyzs[:, 0]


def expected(project: Project, lifter: Lifter) -> NDArray[np.float32]:
    """The corrected 2D lifted from end to end."""
    effective = corrected.of_project(project, "v1")
    assert effective is not None
    return lift.lift(effective.poses, lifter).xyzs[:, 0]


def correct(project: Project) -> None:
    project.do(place(project.document, TARGET, 20, {"lwrist": Keypoint(20.0, 30.0)}, "Move"))
    project.do(swap(project.document, TARGET, 90, 100, PAIRS))


def test_it_is_lifted_as_the_view_was(project: Project, lifter: Lifter) -> None:
    """With the flip test or not: that is kept with the view, whatever the lifter's card says."""
    poses = project.poses(project.document.active("2d", "v1").id)  # type: ignore[union-attr]
    assert isinstance(poses, Poses2D)
    plain = replace(lifter, flip=False)
    deep = project.store(lift.lift(replace(poses, xys=poses.xys[:, 1:]), plain), view="v1", athlete=0,
                         made_from=project.document.active("2d", "v1").id)  # type: ignore[union-attr]
    project.do(Edit("Lift", (project.document.put(deep),)))
    about = followed.origin(project, project.document.views["v1"])
    assert about is not None and about.flip is False
    assert not followed.fit(lifter, about).flip and followed.fit(lifter, replace(about, flip=None)).flip
    correct(project)
    np.testing.assert_allclose(followed_3d(project), expected(project, plain), atol=1e-5)


def test_without_corrections_it_is_what_was_lifted(project: Project) -> None:
    row = project.document.active("3d", "v1")
    assert row is not None
    raw = project.poses(row.id)
    assert isinstance(raw, Poses3D) and np.array_equal(followed_3d(project), raw.xyzs[:, 0])
    assert not (project.folder / followed.FOLDER).exists()


def test_labels_and_swaps_are_in_the_3d_and_in_what_is_exported(project: Project, lifter: Lifter,
                                                               tmp_path: Path) -> None:
    before = followed_3d(project)
    correct(project)
    seen: list[Step] = []
    now = followed_3d(project, seen)
    np.testing.assert_allclose(now, expected(project, lifter), atol=1e-4)  # metres; batches sum in other orders
    assert np.abs(now[:, :, :3] - before[:, :, :3]).max() > 0.02 and seen[-1].done == seen[-1].total <= FRAMES
    export(project, tmp_path / "a.npz", Options("3d", "npz"))
    np.testing.assert_allclose(np.load(tmp_path / "a.npz")["xyz"], now[..., :3], atol=1e-4)
    export(project, tmp_path / "b.npz", Options("2d", "npz"))
    written = np.load(tmp_path / "b.npz")
    assert np.allclose(written["xy"][20, COCO17.index("lwrist")], (20, 30))
    raw = project.poses(project.document.active("2d", "v1").id)  # type: ignore[union-attr]
    assert isinstance(raw, Poses2D)
    assert np.allclose(written["xy"][95, COCO17.index("lwrist")], raw.xys[95, 1, COCO17.index("rwrist"), :2])


def test_what_was_lifted_is_kept_and_only_changes_are_lifted_again(project: Project, lifter: Lifter) -> None:
    correct(project)
    first = followed_3d(project)
    seen: list[Step] = []
    assert np.array_equal(followed_3d(project, seen), first) and not seen
    project.undo()
    np.testing.assert_allclose(followed_3d(project, seen), expected(project, lifter), atol=1e-4)
    assert seen


def test_what_is_damaged_foreign_or_of_another_is_passed_over(project: Project, lifter: Lifter, tmp_path: Path) -> None:
    correct(project)
    first = followed_3d(project)
    (file,) = (project.folder / followed.FOLDER).glob("*.bin")
    whole = file.read_bytes()
    head, _, rest = whole.partition(b"\n")
    for wrong in (b"", whole[:-5], b"{}\n" + rest, head.replace(b'"rows": ', b'"rows": 9') + b"\n" + rest,
                  head.replace(b'"key": "', b'"key": "0') + b"\n" + rest, head + b"\n" + b"\xff" * len(rest)):
        file.write_bytes(wrong)
        seen: list[Step] = []
        np.testing.assert_allclose(followed_3d(project, seen), first, atol=1e-5)
        assert seen, wrong[:80]
    file.unlink()
    (tmp_path / "elsewhere").mkdir()
    file.parent.rmdir()
    os.symlink(tmp_path / "elsewhere", file.parent)
    followed_3d(project)
    assert not list((tmp_path / "elsewhere").iterdir())  # nothing is written out of the project


def test_a_project_that_may_only_be_looked_at_is_not_written_to(project: Project, lifter: Lifter) -> None:
    correct(project)
    with Project.open(project.folder, read_only=True) as opened:
        np.testing.assert_allclose(followed_3d(opened), expected(opened, lifter), atol=1e-4)
    assert not (project.folder / followed.FOLDER).exists()


def test_other_weights_are_not_mixed_in(project: Project) -> None:
    correct(project)
    row = project.document.active("3d", "v1")
    assert row is not None
    project.do(Edit("x", (project.document.put(replace(row, weights="0" * 64)),)))
    with pytest.raises(ParallaxError, match="other weights"):
        followed_3d(project)
    project.do(Edit("x", (project.document.put(replace(row, model="gone")),)))
    with pytest.raises(ParallaxError, match="gone"):
        followed_3d(project)


def test_it_is_followed_with_the_camera_that_it_was_lifted_with(project: Project, lifter: Lifter) -> None:
    """Not with one that the view was given since: that would be another curve."""
    flat = project.document.active("2d", "v1")
    assert flat is not None
    poses = project.poses(flat.id)
    assert isinstance(poses, Poses2D)
    camera = Intrinsics(140.0, 141.0, 47.0, 80.0, (96, 160), (-0.1, 0.02, 0.0, 0.0, 0.0))
    known = replace(lifter, camera=camera)
    deep = project.store(lift.lift(replace(poses, xys=poses.xys[:, 1:]), known), view="v1", athlete=0,
                         made_from=flat.id)
    put = project.document.put
    project.do(Edit("Lift", (put(deep), put(KnownCamera("v1", "a", "a.toml", replace(camera, fx=200.0))))))
    about = followed.origin(project, project.document.views["v1"])
    assert about is not None and about.camera == camera and build(followed.Origin, plain(about)) == about
    correct(project)
    now = followed_3d(project)
    np.testing.assert_allclose(now, expected(project, known), atol=1e-4)
    assert np.abs(now - expected(project, lifter))[..., :3].max() > 1e-3
    project.do(Edit("x", (project.document.drop("predictions", deep.id), *(
        project.document.drop("predictions", row.id) for row in project.document.predictions.values()
        if row.kind == "3d" and row.id != deep.id))))
    bare = followed.origin(project, project.document.views["v1"])
    assert bare is not None and bare.camera is not None and bare.camera.fx == 200.0 and bare.key != about.key
