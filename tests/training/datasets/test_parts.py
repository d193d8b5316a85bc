"""What a lens shows of joints, held against core/camera.py, which is another implementation."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import ParallaxError
from tests.training.datasets.made import camera, close, motion
from training.datasets.parts import Part, clips_of, keypoints, seen
from training.datasets.views import Clip


def test_through_a_lens() -> None:
    for number in range(3):
        at, points = camera(number), motion()
        pixels, _ = at.project(points)
        found = seen(at.to_camera(points), at.K, at.dist, at.size)
        close(found[..., :2], pixels, 1e-3)  # float32 of 1920 px
        assert (found[..., 2] == 1).all()


def test_what_is_not_in_the_picture_is_missing() -> None:
    at = camera()
    points = np.array([[0, 0, 4], [0, 0, -4], [np.nan, 0, 4], [9, 0, 4], [0, 0, 0]])
    found = seen(points, at.K, at.dist, at.size)
    assert found[:, 2].tolist() == [1, 0, 0, 0, 0] and np.isnan(found[1:, :2]).all()


def test_a_lens_that_folds_over_shows_nothing_twice() -> None:
    at, lens = camera(), np.array([-0.4, 0, 0, 0, 0])
    outside = np.array([[1.5, 0, 1.0]])  # 56 degrees aside: 1.5 (1 - 0.4 * 2.25) = 0.15, in the middle of the picture
    assert np.isnan(seen(outside, at.K, lens, at.size)[0, 0])
    assert np.isfinite(seen(np.array([[0.6, 0, 1.0]]), at.K, lens, at.size)).all()


def test_scores() -> None:
    found = keypoints([[1, 2], [np.nan, 2], [3, 4], [5, 6]], [0.5, 1, 0, np.nan])
    assert found[0].tolist() == [1, 2, 0.5] and np.isnan(found[1:, :2]).all() and (found[1:, 2] == 0).all()


def test_only_parts_of_the_split_are_read() -> None:
    def broken() -> list[str]:
        raise ParallaxError("b", "broken.", "")

    parts = [Part(Path("a"), ("train", "val"), lambda: ["one", "two"]), Part(Path("b"), ("test",), broken)]
    assert list(clips_of(Path("x"), parts, "val")) == ["one", "two"]
    assert list(clips_of(Path("x"), parts, "train")) == ["one", "two"]
    with pytest.raises(ParallaxError, match="broken"):
        list(clips_of(Path("x"), parts, "test"))
    with pytest.raises(ParallaxError, match=r"'dev'.*It has test, train, val"):
        clips_of(Path("x"), parts, "dev")


def test_a_reader_that_stumbles_is_a_fault_of_the_file() -> None:
    part = Part(Path("a.pkl"), ("train",), lambda: [int("rubbish")])
    with pytest.raises(ParallaxError, match=r"a.pkl: it is not as it should be .*rubbish"):
        list(part.clips())


def test_numbers_that_are_no_places_are_a_fault_and_no_warning() -> None:
    def clips() -> list[Clip]:
        huge = np.full((1, 2, 17, 3), 1e300).astype(np.float32)
        return [Clip("a", "", "", 25, np.zeros((1, 2, 17, 3), np.float32), np.array([[1, 1]]), huge)]

    with pytest.raises(ParallaxError, match="infinitely far"):
        list(Part(Path("a.mat"), ("train",), clips).clips())
