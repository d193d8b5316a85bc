"""The studio's own motions obey a body: bones keep their length, feet stand, nothing goes through the floor."""

import numpy as np
import pytest

from core.skeleton import H36M17
from core.studio_figure import facing, floor_of, stature
from core.studio_motion import MOTIONS

FPS = 100.0
ANKLES = [H36M17.index("lankle"), H36M17.index("rankle")]


@pytest.mark.parametrize("name", MOTIONS)
@pytest.mark.parametrize("seed", [0, 7])
def test_bones_are_rigid_and_joints_move_like_a_body(name: str, seed: int) -> None:
    joints = MOTIONS[name](6, FPS, seed).astype(np.float64)
    assert joints.shape == (600, 17, 3) and np.isfinite(joints).all()
    bones = np.stack([np.linalg.norm(joints[:, b] - joints[:, a], axis=-1) for a, b in H36M17.bones])
    # float32 of coordinates below 4 m: 2.4e-7 m a coordinate.
    assert np.ptp(bones, axis=1).max() < 2e-6
    mirrored = {frozenset((a, b)): i for i, (a, b) in enumerate(H36M17.bones)}
    for (a, b), i in [(bone, i) for i, bone in enumerate(H36M17.bones)]:
        other = mirrored[frozenset((int(H36M17.mirror[a]), int(H36M17.mirror[b])))]
        assert bones[i, 0] == pytest.approx(bones[other, 0], abs=2e-6), "left and right limbs are equal"
    assert 1.55 < stature(joints) < 1.95
    speed = np.linalg.norm(np.diff(joints, axis=0), axis=-1) * FPS
    assert 0.8 < speed.max() < 13, "from a lazy squat to a fast throw (a pitcher's hand reaches 25 m/s)"
    # Hands turn round fastest; 100 g would be a jump in the data.
    assert np.linalg.norm(np.diff(joints, 2, axis=0), axis=-1).max() * FPS**2 < 981


@pytest.mark.parametrize("name", MOTIONS)
def test_feet_stand_still_and_stay_above_the_floor(name: str) -> None:
    joints = MOTIONS[name](6, FPS, 0).astype(np.float64)
    ankles = joints[:, ANKLES]
    floor = floor_of(joints)
    assert ankles[..., 2].min() > floor + 0.07, "an ankle lower than a shoe is under the floor"
    level = ankles[..., 2] < ankles[..., 2].min() + 1e-3
    assert level.any(axis=1).mean() > 0.4, "somebody stands on something most of the time"
    steps = np.linalg.norm(np.diff(ankles[..., :2], axis=0), axis=-1) * FPS
    standing = level[1:] & level[:-1]
    # Within 1 mm of the floor a foot may be about to leave it: it starts from rest.
    assert np.percentile(steps[standing], 95) < 0.10
    assert np.median(steps[standing]) < 0.01


def test_each_motion_does_what_its_name_says() -> None:
    made = {name: motion(6, FPS, 0).astype(np.float64) for name, motion in MOTIONS.items()}

    def joint(name: str, of: str) -> np.ndarray:
        return made[name][:, H36M17.index(of)]

    heading = np.unwrap([np.arctan2(*facing(frame)[1::-1]) for frame in made["walk"]])
    assert heading[-1] - heading[0] > np.pi, "the walk goes round, so a camera sees every side"
    assert np.linalg.norm(np.diff(joint("walk", "pelvis"), axis=0), axis=-1).mean() * FPS > 0.9
    # Walking forwards: the way of the pelvis is the way it faces.
    way = np.diff(joint("walk", "pelvis"), axis=0)
    faced = np.array([facing(frame) for frame in made["walk"]])[:-1]
    assert ((way * faced).sum(axis=1) > 0).mean() > 0.99
    assert joint("squat", "pelvis")[:, 2].min() < 0.6 < 0.85 < joint("squat", "pelvis")[:, 2].max()
    assert joint("kick", "rankle")[:, 2].max() > 0.6 > joint("kick", "lankle")[:, 2].max()
    assert np.minimum(joint("jump", "lankle")[:, 2], joint("jump", "rankle")[:, 2]).max() > 0.35, "both feet off"
    for name in ("throw", "serve"):
        assert (joint(name, "rwrist")[:, 2] > joint(name, "head")[:, 2]).any(), "the hand goes over the head"
    assert (joint("serve", "lwrist")[:, 2] > joint("serve", "head")[:, 2]).any(), "the other hand tosses the ball"


def test_length_rate_and_seed() -> None:
    for name, motion in MOTIONS.items():
        assert motion(1.5, 50, 1).shape == (75, 17, 3)
        np.testing.assert_array_equal(motion(1, 50, 3), motion(1, 50, 3))
        assert not np.array_equal(motion(1, 50, 3), motion(1, 50, 4)), name
        # The rate samples the same motion.
        np.testing.assert_allclose(motion(2, 100, 3)[::2], motion(2, 50, 3), atol=1e-6)
