"""What comes out of windows, and which of it a change reaches: for every way that a network sees."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from core.sight import Sight

Floats = NDArray[np.float32]
SIGHTS = {"all": Sight(9, at_once=30), "fixed": Sight(9, fixed=True), "one": Sight(1), "centre": Sight(9, "centre"),
          "causal": Sight(9, "centre", causal=True), "stream": Sight(9, "stream", at_once=7),
          "causal stream": Sight(9, "stream", causal=True)}


def mean_of(sight: Sight) -> Callable[[Floats], Floats]:
    """A network whose pose of a frame is the mean of its window, so that every frame of the window is in it."""
    def call(xys: Floats) -> Floats:
        if sight.fixed and sight.way == "all":
            assert xys.shape[1] == sight.window
        x = xys[..., :1, :3].astype(np.float64)
        if sight.way == "all":
            out = np.broadcast_to(x.mean(axis=1, keepdims=True), x.shape)
        elif sight.way == "centre":
            assert xys.shape[1] == sight.window
            out = x.mean(axis=1, keepdims=True)
        else:
            out = np.lib.stride_tricks.sliding_window_view(x, sight.window, axis=1).mean(axis=-1)
        return np.broadcast_to(out, (*out.shape[:2], 17, 3)).astype(np.float32)

    return call


def lift(sight: Sight, xys: Floats, start: int = 0, stop: int | None = None) -> Floats:
    return sight.lift(xys, start, len(xys) if stop is None else stop, mean_of(sight), lambda share: None)


def walk(frames: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).normal(size=(frames, 17, 3)).astype(np.float32)


@pytest.mark.parametrize("name", SIGHTS)
@pytest.mark.parametrize("frames", [1, 2, 8, 9, 10, 40])
def test_every_length_comes_out_whole(name: str, frames: int) -> None:
    xys = np.full((frames, 17, 3), 2.5, np.float32)
    shares: list[float] = []
    out = SIGHTS[name].lift(xys, 0, frames, mean_of(SIGHTS[name]), shares.append)
    np.testing.assert_allclose(out, np.full((frames, 17, 3), 2.5), rtol=1e-6)
    assert shares == sorted(shares) and shares[-1] == 1


@pytest.mark.parametrize("causal", [False, True])
def test_ends_are_repeated_and_two_ways_are_one(causal: bool) -> None:
    """By the definition, frame by frame; the stream gives what windows of their own give."""
    xys = walk(30)
    before = 8 if causal else 4
    centre = replace(SIGHTS["centre"], causal=causal)
    wanted = [xys[[min(max(t - before + k, 0), 29) for k in range(9)], 0].mean(axis=0) for t in range(30)]
    np.testing.assert_allclose(lift(centre, xys)[:, 5], wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(lift(replace(centre, way="stream"), xys), lift(centre, xys), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", SIGHTS)
@pytest.mark.parametrize("frames", [3, 40])
def test_a_part_is_that_part_of_the_whole(name: str, frames: int) -> None:
    sight, xys = SIGHTS[name], walk(frames)
    whole = lift(sight, xys)
    for start, stop in ((0, 1), (1, 3), (frames // 2, frames), (0, frames)):
        first, last = sight.needs(frames, start, stop)
        only = np.full_like(xys, np.nan)  # whatever is not needed is not looked at
        only[first:last] = xys[first:last]
        np.testing.assert_allclose(lift(sight, only, start, stop), whole[start:stop], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", SIGHTS)
@pytest.mark.parametrize("frames", [3, 40])
def test_a_change_reaches_what_it_changes_and_no_more(name: str, frames: int) -> None:
    sight, xys = SIGHTS[name], walk(frames)
    for at in range(0, frames, 2):
        other, changed = xys.copy(), np.zeros(frames, dtype=bool)
        other[at] += 10
        changed[at] = True
        differs = (np.abs(lift(sight, other) - lift(sight, xys)) > 1e-4).any(axis=(1, 2))
        np.testing.assert_array_equal(sight.reached(changed), differs)
    assert not sight.reached(np.zeros(frames, dtype=bool)).any()


def test_no_more_goes_through_at_once_than_was_said() -> None:
    sight, sizes = Sight(9, "centre", at_once=30), []

    def call(xys: Floats) -> Floats:
        sizes.append(len(xys))
        return mean_of(sight)(xys)

    sight.lift(walk(10), 0, 10, call, lambda share: None)
    assert sizes == [3, 3, 3, 1]
