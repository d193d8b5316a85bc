"""Moments in several views: virtual cameras see what a camera sees, and nothing held out is learned from."""

from pathlib import Path

import numpy as np
import pytest

from core import metrics
from core.errors import ParallaxError
from core.studio import MOTIONS
from training import augment
from training.datasets import mocap, views
from training.datasets.views import Clip, Placement


@pytest.fixture(scope="module")
def walk() -> mocap.Clip:
    return mocap.Clip("walk", "a", "walk", "asf", 50.0, np.asarray(MOTIONS["walk"](2.0, 50.0, 1), np.float32))


def test_cameras_see_the_same_motion_and_stand_apart(walk: mocap.Clip) -> None:
    clip = views.film(walk, Placement(apart=(0.0, 90.0, 180.0), elevation=(0.0, 0.0), roll=0.0), None, seed=3)
    assert clip.kp.shape == (3, len(walk), 17, 3) and clip.views == ("0°", "90°", "180°") and clip.truth is not None
    for truth in clip.truth:  # a rigid motion of the scene, one for the whole clip
        assert metrics.sequence_p_mpjpe(truth, walk.points) < 1e-5
        assert truth[..., 2].min() > 0.5
    a, b = (truth - truth[:, :1] for truth in clip.truth[[0, 2]])
    np.testing.assert_allclose(a[..., 0], -b[..., 0], atol=1e-5)  # from behind right is left, as far away
    np.testing.assert_allclose(a[..., 1], b[..., 1], atol=1e-5)
    middle = (np.array(views.SIZE) - 1) / 2
    for kp, truth in zip(clip.kp, clip.truth, strict=True):
        rays, seen = truth[..., :2] / truth[..., 2:], kp[..., :2] - middle
        focal = (rays * seen).sum() / (rays * rays).sum()
        assert 800 <= focal <= 1250 and np.abs(seen - focal * rays).max() < 1e-2
    again = views.film(walk, Placement(), None, seed=3)
    assert np.array_equal(again.kp, views.film(walk, Placement(), None, seed=3).kp)
    assert not np.allclose(again.kp, views.film(walk, Placement(), None, seed=4).kp)


def test_moving_cameras_turn_and_a_detector_is_wrong(walk: mocap.Clip) -> None:
    still, moving = (views.film(walk, Placement(moving=on), None, seed=5) for on in (False, True))
    assert moving.moving and moving.truth is not None and still.truth is not None
    assert metrics.sequence_p_mpjpe(moving.truth[0], walk.points) > 0.02
    relative, scene = (p - p[:, :1] for p in (moving.truth[0], walk.points))
    assert metrics.p_mpjpe(relative, scene) < 1e-5  # frame by frame it is the same body
    found = views.film(walk, Placement(), augment.read_noise(Path("blazepose.json")), seed=5)
    assert found.truth is not None
    errors = np.linalg.norm(found.kp[..., :2] - views.film(walk, Placement(), None, seed=5).kp[..., :2], axis=-1)
    assert np.median(errors) > 0.5 and found.kp[..., 2].max() <= 1


def _clip(name: str, subject: str, frames: int = 100) -> Clip:
    return Clip(name, subject, "", 50.0, np.full((2, frames, 17, 3), float(len(name)), np.float32),
                np.array([[100, 50]] * 2), views=("left", "right"))


def test_held_out_are_people_else_clips_else_the_end() -> None:
    people = [_clip(f"{s}{i}", s) for s in "abcde" for i in range(3)]
    train, kept = views.held_out(people, 0.2)
    assert not {c.subject for c in train} & {c.subject for c in kept} and len(kept) == 3
    clips = [_clip(f"{i}", "a") for i in range(20)]
    train, kept = views.held_out(clips, 0.2)
    assert len(kept) == 4 and not {c.name for c in train} & {c.name for c in kept}
    train, kept = views.held_out(clips[:1], 0.2)
    assert [len(c) for c in (*train, *kept)] == [80, 20]


def test_views_are_chosen_by_number() -> None:
    clip = _clip("a", "a")
    assert views.of_views(clip, [1]).views == ("right",) and len(views.of_views(clip, [1, 0]).kp) == 2
    with pytest.raises(ParallaxError, match="2 views, not one numbered 3"):
        views.of_views(clip, [0, 2])
    with pytest.raises(ValueError, match="not of the same views"):
        Clip("a", "a", "", 50.0, clip.kp, clip.sizes[:1])
    assert len(views.part(clip, 3, 7)) == 4
