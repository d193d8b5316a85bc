"""Two detectors on one video: distances of known size, the same person among several, skeletons that differ."""

from dataclasses import replace

import numpy as np
import pytest

from core.detector_difference import FEWEST, difference, shared
from core.errors import ParallaxError
from core.pose import Poses2D, Source
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, HALPE26, LIMBS, SKELETONS, WHOLEBODY133, Skeleton
from tests.core.test_crops import standing

FRAMES, SIZE = 60, (400, 400)
AWAY = 150.0  # px from one person to the other


def clip(skeleton: Skeleton = COCO17, *people: np.ndarray, fps: float = 30) -> Poses2D:
    """People (T, 17, 2) of COCO as a set of another skeleton that has those joints; the others are far away."""
    xys = np.full((FRAMES, len(people), len(skeleton), 3), 5000, np.float32)
    xys[..., 2] = 1
    for p, points in enumerate(people):
        for joint, name in enumerate(COCO17.joints):
            if name in skeleton.joints:
                xys[:, p, skeleton.index(name), :2] = points[:, joint]
    return Poses2D(xys, np.arange(FRAMES) / fps, skeleton, SIZE, Source(skeleton.name))


def walker(offset: float = 0.0) -> np.ndarray:
    """Somebody 150 px high who moves a pixel a frame, (T, 17, 2)."""
    points = np.repeat(standing(90, 200, 150)[None, :, :2], FRAMES, axis=0).astype(np.float32)
    points[:, :, 0] += np.arange(FRAMES)[:, None] + offset
    return points


def test_a_distance_is_told_in_pixels_and_of_the_torso() -> None:
    moved = walker()
    moved[10:20, COCO17.index("lwrist"), 1] += 34.0
    made = difference(clip(COCO17, walker()), 0, clip(COCO17, moved))
    assert made.frame_px[5] == 0 and made.frame_px[15] == pytest.approx(34 / 17, rel=1e-5)
    a, b = (standing(90, 200, 150)[COCO17.index(name), :2] for name in ("lshoulder", "rhip"))
    assert made.frame_percent[15] == pytest.approx(100 * 2 / np.linalg.norm(a - b), rel=1e-3)
    assert made.furthest(15) == ("lwrist", pytest.approx(34.0, rel=1e-5)) and made.frames == FRAMES
    assert made.median_percent == 0 and made.track == 0
    assert 10 <= made.largest(1, 5)[0] < 20


def test_the_largest_come_first_and_are_apart() -> None:
    moved = walker()
    for frame, by in ((10, 20), (11, 30), (30, 50), (59, 10)):
        moved[frame] += by
    made = difference(clip(COCO17, walker()), 0, clip(COCO17, moved))
    assert made.largest(9, 5) == [30, 11, 59] and made.largest(2, 5) == [30, 11]
    assert made.largest(9, 0) == [30, 11, 10, 59]
    assert difference(clip(COCO17, walker()), 0, clip(COCO17, walker())).largest(9, 5) == []


@pytest.mark.parametrize("skeleton", [BLAZEPOSE33, HALPE26, WHOLEBODY133, H36M17])
def test_skeletons_are_compared_over_what_both_have(skeleton: Skeleton) -> None:
    """The same places are no distance apart, whatever else a skeleton has, and both ways round."""
    for first, second in ((skeleton, COCO17), (COCO17, skeleton)):
        moved = walker() + np.float32(3)
        made = difference(clip(first, walker()), 0, clip(second, moved))
        assert np.allclose(made.frame_px, 3 * np.sqrt(2), rtol=1e-4)
        assert made.joints == shared(first, second)


def test_joints_that_are_made_of_others_are_left_out() -> None:
    assert set(shared(COCO17, H36M17)) == {*LIMBS} and shared(BLAZEPOSE33, WHOLEBODY133) == COCO17.joints
    assert all(shared(a, b) == shared(b, a) for a in SKELETONS.values() for b in SKELETONS.values())


def test_the_athlete_is_the_same_person_in_both() -> None:
    """Whoever the second detector calls the first."""
    both = clip(COCO17, walker(AWAY), walker(1))
    made = difference(clip(COCO17, walker()), 0, both)
    assert made.track == 1 and np.allclose(made.frame_px, 1)
    half = replace(both, xys=both.xys.copy())
    half.xys[::3, 1] = half.xys[1::3, 1] = np.nan  # seen a third of the time, and still the same one
    assert difference(clip(COCO17, walker()), 0, half).track == 1
    assert difference(clip(COCO17, walker(AWAY), walker()), 0, both).track == 0


def test_where_one_sees_nobody_or_did_not_look_nothing_is_told() -> None:
    other = clip(COCO17, walker(2))
    other.xys[20:30] = np.nan
    other.xys[40, 0, FEWEST - 1:, 0] = np.nan
    looked = np.ones(FRAMES, bool)
    looked[50:] = False
    made = difference(clip(COCO17, walker()), 0, other, looked)
    assert np.isnan(made.frame_percent[20:30]).all() and np.isnan(made.frame_percent[50:]).all()
    assert np.isnan(made.frame_percent[40]) and np.isfinite(made.frame_percent[:20]).all()
    assert made.frames == 39 and made.furthest(25) is None and np.isfinite(made.torso).all()


def test_one_bad_frame_does_not_change_the_unit() -> None:
    """A torso that collapses in a frame would make any distance there look vast."""
    bad = walker()
    bad[30] = bad[30, :1]
    made = difference(clip(COCO17, bad), 0, clip(COCO17, bad + np.float32(1)))
    assert made.torso[30] == pytest.approx(made.torso[29], rel=0.01)


def test_other_videos_and_empty_sets_are_refused() -> None:
    one = clip(COCO17, walker())
    with pytest.raises(ParallaxError, match="same frames"):
        difference(one, 0, replace(one, size=(300, 400)))
    with pytest.raises(ParallaxError, match="found nobody"):
        difference(one, 0, clip(COCO17))
