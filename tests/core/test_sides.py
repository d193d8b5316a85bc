"""Sides exchanged on purpose and by a detector are found; bodies that are right are left alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core import joining, lift, sides
from core.camera import Camera
from core.clock import Clock
from core.document import Edit, Setting, View, active_key
from core.errors import ParallaxError
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


# ---------------------------------------------------------------- the repair


def test_a_repair_exchanges_the_athlete_alone_and_says_so() -> None:
    xys = np.stack([film("walk", 0, 0), film("walk", 1, 1)], axis=1)
    poses = Poses2D(xys, np.arange(120) / 30, H36M17, (1000, 1000), Source("blazepose", "ab"))
    made = sides.repair(poses, 1, [Proposal("a", 10, 20, 5.0, ""), Proposal("a", 40, 41, 5.0, "")])
    rows = np.r_[10:20, 40]
    np.testing.assert_array_equal(made.xys[rows, 1], xys[rows, 1][:, H36M17.mirror])
    np.testing.assert_array_equal(np.delete(made.xys[:, 1], rows, 0), np.delete(xys[:, 1], rows, 0))
    np.testing.assert_array_equal(made.xys[:, 0], xys[:, 0])
    assert made.source.model == "swap-repair" and made.source.settings["repaired"] == "blazepose"
    assert made.source.settings["frames"] == 11 and made.source.settings["swapped"] == ((10, 20), (40, 41))
    again = sides.repair(made, 1, [Proposal("a", 10, 20, 5.0, "")])
    assert again.source.settings["repaired"] == "blazepose"


def test_the_repair_of_a_project_can_be_undone(tmp_path: Path, lifter: sides.Lift) -> None:
    with Project.create(tmp_path / "p.parallax") as project:
        for i, at in enumerate(AROUND):
            xys = film("walk", at, i)
            xys = xys[:, H36M17.mirror] if i == 2 else xys
            view = View(f"v{i}", f"View {i}", f"v{i}.mp4", 1, "", 1000, 1000, 30, 1, 120, 0.0, 119 / 30)
            project.do(Edit("Add", (project.document.put(view),)))
            project.save_poses(side("", xys).poses, view=f"v{i}", athlete=0)
        before = project.document.active("2d", "v2")
        assert before is not None
        project.do(Edit("Choose", (project.document.put(Setting(active_key("2d", "v2"), before.id)),)))
        found = propose(sides.sides_of(project), lifter)
        assert spans(found) == [("v2", 0, 120)]
        edit = sides.repair_edit(project, found)
        assert edit is not None and "View 2" in edit.title
        project.do(edit)
        after = project.document.active("2d", "v2")
        assert after is not None and after.made_from == before.id and after.model == "swap-repair"
        assert after.athlete == 0 and (after.start, after.stop) == (before.start, before.stop)
        base = joining.base(project.document, "v2")
        assert base is not None and base[0].id == before.id  # what the detector said stays known
        assert propose(sides.sides_of(project), lifter) == []
        # A repair of the repair stems from the detector's poses too.
        more = sides.repair_edit(project, [Proposal("v2", 0, 3, 0.0, "")])
        assert more is not None
        project.do(more)
        newest = project.document.active("2d", "v2")
        assert newest is not None and newest.made_from == before.id
        project.undo()
        project.undo()
        assert project.document.active("2d", "v2") == before
        assert sides.repair_edit(project, []) is None
        with pytest.raises(ParallaxError, match="nobody"):
            sides.repair_edit(project, [Proposal("gone", 0, 3, 0.0, "")])
