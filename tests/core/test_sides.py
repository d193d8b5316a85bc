"""Sides exchanged on purpose and by a detector are found; bodies that are right are left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core import corrected, labels, lift, sides
from core.camera import Camera
from core.clock import Clock
from core.corrected import ATHLETE
from core.document import Edit, View
from core.errors import ParallaxError
from core.labels import Keypoint, Target
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Step
from core.sides import Proposal, Side, propose
from core.skeleton import BLAZEPOSE33, H36M17, Skeleton
from core.storage import Project
from core.studio import MOTIONS

AROUND = (0.0, 1.2, 2.6)  # where three cameras stand, radians


@pytest.fixture(scope="module")
def lifter() -> sides.Lift:
    loaded = lift.load()
    return lambda poses: lift.lift(poses, loaded)


def film(motion: str, azimuth: float, seed: int, fps: float = 30, seconds: float = 4) -> NDArray[np.float32]:
    """(T, 17, 3) pixels of a body about 300 px tall, as a good detector sees it: 3 px are 2 cm."""
    points = np.asarray(MOTIONS[motion](seconds, fps, 3), dtype=np.float64)
    eye = np.array([5 * np.cos(azimuth), 5 * np.sin(azimuth), 2])
    px, _ = Camera.looking_at(eye, (0, 0, 1), 1000, (1000, 1000)).project(points)
    px += np.random.default_rng(seed).normal(0, 3, px.shape)
    return np.concatenate((px, np.ones_like(px[..., :1])), axis=-1).astype(np.float32)


def side(view: str, xys: NDArray[np.float32], clock: Clock | None = None, fps: float = 30,
         skeleton: Skeleton = H36M17) -> Side:
    poses = Poses2D(xys[:, None], np.arange(len(xys)) / fps, skeleton, (1000, 1000), Source("test"))
    return Side(view, poses, 0, clock or Clock())


def spans(proposals: Sequence[Proposal]) -> list[tuple[str, int, int]]:
    return [(p.view, p.start, p.stop) for p in proposals]


@pytest.mark.parametrize("motion", sorted(MOTIONS))
def test_what_is_right_is_left_alone(motion: str, lifter: sides.Lift) -> None:
    for cameras in ((0.4, 2.6), AROUND):
        views = [side(f"v{i}", film(motion, at, i)) for i, at in enumerate(cameras)]
        assert propose(views, lifter) == []


@pytest.mark.parametrize("view", [0, 1, 2])
def test_a_view_that_is_wrong_from_end_to_end(view: int, lifter: sides.Lift) -> None:
    """Nothing jumps, so no view by itself can tell."""
    films = [film("walk", at, i) for i, at in enumerate(AROUND)]
    films[view] = films[view][:, H36M17.mirror]
    found = propose([side(f"v{i}", xys) for i, xys in enumerate(films)], lifter)
    assert spans(found) == [(f"v{view}", 0, 120)]
    assert found[0].gain > 100 and "fit the other views better" in found[0].reason


def test_after_a_gap_and_on_other_clocks(lifter: sides.Lift) -> None:
    """The athlete is out of the picture for 0.7 s and comes back with the sides exchanged; 30 and 60 frames/s, other
    zeros of time, and a file in slow motion."""
    films = [film("serve", at, i, fps) for i, (at, fps) in enumerate(zip(AROUND, (30, 60, 30), strict=True))]
    films[1][80:122] = np.nan
    films[1][122:] = films[1][122:, H36M17.mirror]
    slow = replace(side("v2", films[2]).poses, times=np.arange(120) * 2 / 30)
    found = propose([side("v0", films[0]), side("v1", films[1], Clock(-3.0), 60),
                     Side("v2", slow, 0, Clock(0.0, 0.0, 2.0))], lifter)
    assert found == []  # on the common clock v1 shows another time altogether, and nothing is in common
    times = replace(side("v1", films[1], None, 60).poses, times=3 + np.arange(240) / 60)
    found = propose([side("v0", films[0]), Side("v1", times, 0, Clock(-3.0)), Side("v2", slow, 0, Clock(0, 0, 2.0))],
                    lifter)
    assert spans(found) == [("v1", 122, 240)]


def test_one_view_has_its_own_past_alone(lifter: sides.Lift) -> None:
    xys = film("walk", 0.3, 0)
    xys[50:60] = xys[50:60, H36M17.mirror]
    found = propose([side("a", xys)], lifter)
    assert spans(found) == [("a", 50, 60)] and np.isnan(found[0].gain) and "no other view" in found[0].reason
    assert propose([], lifter) == []


@pytest.mark.parametrize("frames", [0, 1, 3])
def test_tiny_and_empty_clips(frames: int, lifter: sides.Lift) -> None:
    views = [side(f"v{i}", film("walk", at, i)[:frames]) for i, at in enumerate(AROUND[:2])]
    assert propose(views, lifter) == []
    nobody = [side(f"v{i}", np.full((frames, 17, 3), np.nan, np.float32)) for i in range(2)]
    assert propose(nobody, lifter) == []


def test_a_skeleton_without_sides_and_a_stop() -> None:
    def never(poses: Poses2D) -> Poses3D:
        raise AssertionError("nothing is to be lifted")

    half = Skeleton("half", ("nose", "lshoulder"), (), ())
    with pytest.raises(ParallaxError, match="no left and right"):
        propose([side("a", np.zeros((3, 2, 3), np.float32), skeleton=half)], never)

    def stop(step: Step) -> None:
        raise Cancelled

    def still(poses: Poses2D) -> Poses3D:
        return Poses3D(np.zeros((*poses.xys.shape[:2], 17, 4), np.float32), poses.times, Source("test"))

    with pytest.raises(Cancelled):
        propose([side("a", film("walk", 0, 0))], still, stop)


def test_a_real_detectors_flips_are_found(shared: Path, blazepose: Path, lifter: sides.Lift) -> None:
    """Four views as BlazePose sees them; four-view triangulation, which knows the calibration, says where cam02's sides
    are exchanged. At least 95 % of what is proposed is right and at least 95 % of what is wrong is proposed."""
    from core.detect import detect
    from core.detectors import blazepose as detector
    from core.video import Video

    folder = shared / "data/video/pose2sim_single"
    truth = np.load(folder / "triangulated.npz")["lr_swapped"].T  # (view, frame)
    views = []
    for name in ("cam01", "cam02", "cam03", "cam04"):
        with Video(folder / f"{name}.mp4") as video:
            poses = detect(video, detector.load(), people=1)
        views.append(Side(name, poses, 0, Clock()))

    def score(proposals: Sequence[Proposal], wanted: NDArray[np.bool_]) -> tuple[float, float]:
        found = np.zeros_like(wanted)
        for p in proposals:
            found[int(p.view[-1]) - 1, p.start:p.stop] = True
        right = (found & wanted).sum()
        return right / found.sum(), right / wanted.sum()

    precision, recall = score(propose(views, lifter), truth)
    assert precision >= 0.95 and recall >= 0.95
    assert propose([views[0], views[2]], lifter) == []
    # One more view made wrong from end to end, beside the one that flips.
    third = replace(views[2].poses, xys=views[2].poses.xys[:, :, BLAZEPOSE33.mirror])
    truth[2] = ~truth[2]
    precision, recall = score(propose([*views[:2], replace(views[2], poses=third), views[3]], lifter), truth)
    assert precision >= 0.95 and recall >= 0.95


# ---------------------------------------------------------------- what a human labelled


def test_joints_that_were_labelled_stay_and_do_not_split_a_stretch(lifter: sides.Lift) -> None:
    """In the middle of an exchanged stretch a human put all joints of a frame right, and in others a wrist."""
    films = [film("walk", at, i) for i, at in enumerate(AROUND)]
    right = films[1].copy()
    films[1][50:70] = films[1][50:70, H36M17.mirror]
    held = np.zeros((120, 17), dtype=bool)
    held[60] = held[52:56, H36M17.index("lwrist")] = True
    films[1][held] = right[held]
    views = [side(f"v{i}", xys) for i, xys in enumerate(films)]
    assert spans(propose([views[0], replace(views[1], held=held), views[2]], lifter)) == [("v1", 50, 70)]
    assert spans(propose(views, lifter)) == [("v1", 50, 60), ("v1", 61, 70)], "who does not know of labels sees two"


def test_a_view_that_was_labelled_from_end_to_end_proposes_nothing(lifter: sides.Lift) -> None:
    films = [film("walk", at, i)[:60] for i, at in enumerate(AROUND)]
    views = [side(f"v{i}", xys) for i, xys in enumerate(films)]
    views[1] = replace(views[1], held=np.ones((60, 17), dtype=bool))
    assert propose(views, lifter) == []


# ---------------------------------------------------------------- the repair


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two views with the athlete as the second of two people, and one in which nobody is."""
    with Project.create(tmp_path / "p.parallax") as made:
        for i, at in enumerate(AROUND):
            view = View(f"v{i}", f"cam0{i}", f"v{i}.mp4", 1, "", 1000, 1000, 30, 1, 120, 0.0, 119 / 30)
            made.do(Edit("Add", (made.document.put(view),)))
            if i < 2:
                xys = np.stack([film("serve", at, i), film("walk", at, i)], axis=1)
                made.save_poses(replace(side("", xys[:, 0]).poses, xys=xys), view=f"v{i}", athlete=1)
        yield made


SKELETONS = {f"v{i}": H36M17 for i in range(3)}


def test_a_repair_is_one_edit_of_a_swap_a_proposal(project: Project) -> None:
    document = project.document
    before = [corrected.of_project(project, view) for view in ("v0", "v1")]
    edit = sides.repair_edit(document, [Proposal("v0", 12, 34, 5.0, ""), Proposal("v1", 40, 41, 5.0, "")], SKELETONS)
    assert edit is not None and edit.title == "Exchange left and right in 2 stretches of cam00, cam01"
    assert edit.author == "human" and not document.swaps, "it is the caller who does it"
    project.do(edit)
    swaps = list(document.swaps.values())
    assert [(s.view, s.person, s.start, s.stop) for s in swaps] == [("v0", ATHLETE, 12, 34), ("v1", ATHLETE, 40, 41)]
    for old, view, rows in zip(before, ("v0", "v1"), (np.r_[12:34], np.r_[40]), strict=True):
        new = corrected.of_project(project, view)
        assert old is not None and new is not None
        np.testing.assert_array_equal(new.poses.xys[rows, 0], old.poses.xys[rows, 0][:, H36M17.mirror])
        np.testing.assert_array_equal(np.delete(new.poses.xys, rows, 0), np.delete(old.poses.xys, rows, 0))
    project.undo()
    assert not document.swaps


@pytest.mark.parametrize(("proposals", "title"), [
    ([(12, 34)], "frames 12 to 33 of cam01"), ([(40, 41)], "frame 40 of cam01"),
    ([(1, 2), (5, 9), (11, 20)], "3 stretches of cam01")])
def test_the_title_counts_frames_as_the_window_does(project: Project, proposals: list[tuple[int, int]],
                                                    title: str) -> None:
    edit = sides.repair_edit(project.document, [Proposal("v1", *span, 0.0, "") for span in proposals], SKELETONS)
    assert edit is not None and edit.title == f"Exchange left and right in {title}"


def test_labels_stay_where_a_human_put_them(project: Project) -> None:
    target = Target("v0", ATHLETE, H36M17)
    project.do(labels.place(project.document, target, 20, {"lwrist": Keypoint(7.0, 8.0)}, "Move"))
    raw = corrected.of_project(project, "v0")
    edit = sides.repair_edit(project.document, [Proposal("v0", 12, 34, 5.0, "")], SKELETONS)
    assert raw is not None and edit is not None and {put.table for put in edit.puts} == {"swaps"}
    project.do(edit)
    found = corrected.of_project(project, "v0")
    left, right = H36M17.index("lwrist"), H36M17.index("rwrist")
    assert found is not None and found.poses.xys[20, 0, left].tolist() == [7.0, 8.0, 1.0]
    row = project.document.active("2d", "v0")
    assert row is not None
    flat = project.poses(row.id)
    assert isinstance(flat, Poses2D)
    np.testing.assert_array_equal(found.poses.xys[20, 0, right], flat.xys[20, 1, left])


def test_what_cannot_be_repaired_is_told_and_nothing_is_edited(project: Project) -> None:
    document = project.document
    assert sides.repair_edit(document, [], SKELETONS) is None
    for view in ("gone", "v2"):
        with pytest.raises(ParallaxError, match="nobody"):
            sides.repair_edit(document, [Proposal("v0", 0, 3, 0.0, ""), Proposal(view, 0, 3, 0.0, "")], SKELETONS)
    project.do(labels.lock(document, Target("v1", ATHLETE, H36M17), "lknee", True))
    with pytest.raises(ParallaxError, match="lknee: this joint is locked"):
        sides.repair_edit(document, [Proposal("v0", 0, 3, 0.0, ""), Proposal("v1", 0, 3, 0.0, "")], SKELETONS)
    assert not document.swaps
