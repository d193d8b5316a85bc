"""Choosing the athlete and the person under a click; telling ghosts from people."""

import numpy as np
import pytest

from core.people import (
    Person,
    Seed,
    alike,
    apart,
    at,
    athlete,
    borrowed,
    look,
    part_of,
    pointed,
    to_bones,
    touch,
    upside_down,
)
from core.pose import Poses2D, Source
from core.skeleton import BLAZEPOSE33, COCO17, LIMBS, Skeleton


def figure(x: float, y: float, height: float, skeleton: Skeleton = COCO17) -> np.ndarray:
    """(J, 3) someone standing upright at (x, y) = the middle of the hips."""
    across = {"shoulder": 0.12, "elbow": 0.16, "wrist": 0.18, "hip": 0.07, "knee": 0.08, "ankle": 0.08}
    down = {"shoulder": -0.3, "elbow": -0.13, "wrist": 0.02, "hip": 0.0, "knee": 0.25, "ankle": 0.48}
    xys = np.empty((len(skeleton), 3), np.float32)
    xys[:] = [x, y - 0.42 * height, 0.9]
    for name in LIMBS:
        side = 1 if name[0] == "l" else -1
        xys[skeleton.index(name), :2] = [x + side * across[name[1:]] * height, y + down[name[1:]] * height]
    return xys


def person(x: float, y: float, height: float) -> Person:
    return Person(figure(x, y, height), 1.0, height)


def poses(*tracks: np.ndarray, frames: int = 4) -> Poses2D:
    """Each track (J, 3) for all frames, or (T, J, 3)."""
    xys = np.stack([np.broadcast_to(t, (frames, *t.shape[-2:])) for t in tracks], axis=1).astype(np.float32)
    return Poses2D(xys, np.arange(frames) / 30.0, COCO17, (1000, 800), Source("test"))


def nobody(frames: int) -> np.ndarray:
    missing = np.full((frames, 17, 3), np.nan, np.float32)
    missing[..., 2] = 0
    return missing


def test_the_athlete_is_large_central_and_long_seen() -> None:
    middle, edge, small = figure(500, 400, 400), figure(60, 400, 400), figure(520, 300, 150)
    assert athlete(poses(edge, middle, small)) == 1
    assert athlete(poses(small, middle)) == 1
    brief = nobody(4)
    brief[0] = figure(500, 400, 700)
    assert athlete(poses(brief, middle)) == 1
    lying = figure(500, 400, 600)[:, [1, 0, 2]]
    assert athlete(poses(figure(500, 400, 300), lying)) == 1


def test_an_athlete_among_nobody() -> None:
    with pytest.raises(ValueError, match="nobody"):
        athlete(poses(nobody(4)))
    with pytest.raises(ValueError, match="nobody"):
        athlete(Poses2D(np.empty((3, 0, 17, 3), np.float32), np.arange(3.0), COCO17, (10, 10), Source("test")))


def test_a_click_finds_whose_body_it_is_on() -> None:
    both = poses(figure(300, 400, 500), figure(420, 420, 450))
    assert at(both, 0, 300, 330) == 0
    assert at(both, 3, 420, 350) == 1
    assert at(both, 0, 345, 500) == 0        # between their knees: nearer to his, though in both boxes
    assert at(both, 0, 900, 100) is None
    gone = nobody(4)
    gone[2] = figure(700, 400, 300)
    assert at(poses(gone), 0, 700, 400) is None and at(poses(gone), 2, 700, 400) == 0


def test_a_box_finds_who_fills_it() -> None:
    joints = np.stack([figure(300, 400, 500), figure(360, 420, 200)])[:, :, :2]
    assert pointed(joints, COCO17, Seed(0, box=(180, 150, 420, 660))) == 0
    assert pointed(joints, COCO17, Seed(0, box=(315, 325, 405, 525))) == 1
    assert pointed(joints, COCO17, Seed(0, box=(700, 100, 900, 700))) is None
    assert pointed(np.empty((0, 17, 2), np.float32), COCO17, Seed(0, point=(1, 1))) is None


def test_a_seed_is_a_point_or_a_box() -> None:
    with pytest.raises(ValueError, match="point or a box"):
        Seed(0)
    with pytest.raises(ValueError, match="point or a box"):
        Seed(0, point=(1, 2), box=(1, 2, 3, 4))


def test_distances_are_in_sizes() -> None:
    assert apart(person(100, 300, 200), person(110, 300, 200)) == pytest.approx(0.05)
    assert touch(person(100, 300, 200), person(150, 300, 200))
    assert not touch(person(100, 300, 200), person(300, 300, 200))


def test_distance_to_a_body() -> None:
    body = figure(100, 100, 100)[:, :2]
    distances = to_bones(np.array([[112, 85], [100, 85], [400, 100]], np.float32), body, COCO17)
    assert distances[0] < 5      # on the line from shoulder to hip, which slants
    assert distances[1] < 3      # in the middle of the torso: its diagonals are there
    assert distances[2] == pytest.approx(300 - 18, abs=1)    # the wrist is 18 px out
    holes = body.copy()
    holes[COCO17.index("lwrist")] = np.nan
    assert np.isfinite(to_bones(np.array([[118, 102]], np.float32), holes, COCO17)).all()


def test_a_pose_made_of_two_people_is_a_ghost() -> None:
    left, right = person(200, 300, 300), person(420, 320, 300)
    mixed = left.xys.copy()
    mixed[11:] = right.xys[11:]                       # his upper body on her legs
    ghost = Person(mixed, 0.9, 300)
    assert borrowed(ghost, [left, right], COCO17)
    mirrored = Person(left.xys[COCO17.mirror], 0.9, 300)
    assert borrowed(mirrored, [left], COCO17)
    assert not borrowed(right, [left], COCO17)
    assert not borrowed(left, [], COCO17)


def test_a_small_pose_on_someones_legs_is_a_ghost() -> None:
    adult = person(300, 300, 400)
    on_leg = Person(figure(300 - 30, 400, 150), 0.8, 150)
    on_leg.xys[:, 0] = 300 - 30 + (on_leg.xys[:, 0] - 270) * 0.2
    assert part_of(on_leg, [adult], COCO17)
    assert not part_of(Person(figure(480, 380, 200), 0.8, 200), [adult], COCO17)     # a child beside


def test_clothes_tell_people_apart() -> None:
    image = np.full((400, 600, 3), 128, np.uint8)
    red, blue = person(150, 200, 300), person(450, 200, 300)
    image[:, 90:210] = (200, 40, 40)
    image[:, 390:510] = (40, 60, 200)
    a, b = look(image, red, COCO17), look(image, blue, COCO17)
    assert a.sum() == pytest.approx(1) and alike(a, a) == pytest.approx(1)
    assert alike(a, b) < 0.1
    darker = (image * 0.8).astype(np.uint8)
    assert alike(look(darker, red, COCO17), a) > 2 * alike(a, b)


def test_a_body_read_the_wrong_way_up_is_no_second_person() -> None:
    adult = Person(figure(400, 300, 400), 0.9, 400)
    # Shoulders and arms are seen in the legs, legs in the arms; the head between the knees.
    seen_in = {"shoulder": "knee", "elbow": "ankle", "wrist": "ankle", "knee": "elbow", "ankle": "wrist"}
    turned = adult.xys.copy()
    for joint, other in seen_in.items():
        for side in "lr":
            turned[COCO17.index(side + joint)] = adult.xys[COCO17.index(side + other)]
    turned[:5, :2] = turned[[COCO17.index("lshoulder"), COCO17.index("rshoulder")], :2].mean(axis=0)
    ghost = Person(turned, 0.9, 400)
    assert upside_down(ghost, [adult], COCO17)
    assert not upside_down(adult, [adult], COCO17)
    assert not upside_down(ghost, [], COCO17)
    beside = turned.copy()
    beside[:, 0] += 200
    assert not upside_down(Person(beside, 0.9, 400), [adult], COCO17)  # somebody who stands on their hands


def test_a_look_outside_the_image_says_nothing() -> None:
    image = np.zeros((50, 50, 3), np.uint8)
    assert look(image, person(900, 900, 100), COCO17).sum() == pytest.approx(1, abs=1e-5)
    half = figure(25, 25, 40)
    half[COCO17.index("lknee")] = np.nan
    assert look(image, Person(half, 1.0, 40), COCO17).max() == pytest.approx(1)


def test_every_skeleton_has_the_joints_that_are_used() -> None:
    image = np.zeros((300, 300, 3), np.uint8)
    for skeleton in (COCO17, BLAZEPOSE33):
        assert look(image, Person(figure(150, 150, 200, skeleton), 1.0, 200), skeleton).max() == pytest.approx(1)
