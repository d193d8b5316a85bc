"""Key-frames gather where somebody is fast."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from core import adaptive, sparse
from core.adaptive import closed, refined, speeds, wanted
from core.people import Image, Person
from core.pose import Poses2D, Source
from core.progress import Step
from core.skeleton import H36M17

FPS, FRAMES, TURN = 50.0, 400, 200
WRIST = H36M17.index("rwrist")


def slow_then_fast(people: int = 1) -> Poses2D:
    """Somebody 100 px high who walks through the picture; from frame 200 on the arm is swung at 1.5 Hz."""
    rng = np.random.default_rng(0)
    body = rng.uniform((0, 0), (40, 100), (17, 2))
    body[:2] = (0, 0), (40, 100)
    times = np.arange(FRAMES) / FPS
    xys = np.ones((FRAMES, people, 17, 3), np.float32)
    for person in range(people):
        xys[:, person, :, :2] = body + np.array([100 + 300 * person, 100])
    xys[..., 0] += 100 * times[:, None, None].astype(np.float32)  # one body a second, all of it
    swing = np.where(times >= TURN / FPS, 35 * np.sin(2 * np.pi * 1.5 * (times - TURN / FPS)), 0)
    xys[:, :, WRIST, 1] += swing[:, None].astype(np.float32)
    return Poses2D(xys, times, H36M17, (1000, 300), Source("test"))


def at(poses: Poses2D, keys: Sequence[int] | NDArray[np.int64]) -> Poses2D:
    xys = np.full_like(poses.xys, np.nan)
    xys[..., 2] = 0
    xys[keys] = poses.xys[keys]
    return replace(poses, xys=xys)


class Film:
    """Stands in for a video: a picture is its own number."""

    path = "film"

    def __init__(self) -> None:
        self.read: list[int] = []

    def frames(self, start: int, stop: int, step: int = 1) -> Iterator[NDArray[np.int64]]:
        for frame in range(start, stop, step):
            self.read.append(frame)
            yield np.array(frame)


class Seer:
    """Stands in for a detector: finds whoever the truth has near the place that it is told."""

    skeleton, source = H36M17, Source("test")

    def __init__(self, truth: Poses2D, blind: Sequence[int] = (), other: Sequence[int] = ()) -> None:
        self.truth, self.blind, self.other = truth, blind, other

    def recall(self, xys: NDArray[np.float32]) -> Person:
        return Person(xys, 1.0, 100.0)

    def follow(self, image: Image, person: Person, hide: Sequence[Person] = ()) -> Person | None:
        frame = int(image)  # type: ignore[call-overload]
        if frame in self.blind:
            return None
        truth = self.truth.xys[frame]
        near = min(range(len(truth)), key=lambda p: float(np.abs(truth[p, :, 0] - person.xys[:, 0]).sum()))
        found = truth[near].copy()
        found[:, 0] += 400 * (frame in self.other)
        return Person(found, 1.0, 100.0)


def look(truth: Poses2D, steps: Sequence[int] = (10, 4), **how: Any) -> tuple[Poses2D, Film, list[Step]]:
    film, said = Film(), list[Step]()
    poses = sparse.marked(at(truth, np.arange(0, FRAMES, 20)), 20, 0)
    for step in steps:
        poses = refined(cast(Any, film), cast(Any, Seer(truth, **how)), poses, step, said.append)
    return poses, film, said


def test_key_frames_gather_where_it_is_fast() -> None:
    truth = slow_then_fast()
    poses, film, said = look(truth)
    keys = sparse.keys_of(poses)
    slow, fast = keys[keys < TURN - 20], keys[keys >= TURN + 20]
    assert (np.diff(slow) == 20).all()  # also the walk, which is a line
    assert np.median(np.diff(fast)) <= 4 and len(keys) < FRAMES / 2
    assert len(film.read) < FRAMES and said[-1].done == said[-1].total
    assert poses.source.settings["stride"] == 20 and len(sparse.runs(keys)) < 60
    line, before = (sparse.filled(each).xys[TURN:381, 0, WRIST, 1]
                    for each in (poses, sparse.marked(at(truth, np.arange(0, FRAMES, 20)), 20, 0)))
    off, was = (np.abs(each - truth.xys[TURN:381, 0, WRIST, 1]).max() for each in (line, before))
    assert off < 100 * adaptive.ACCEPTED < was


def test_what_is_accepted_is_kept_and_no_more_is_asked_for() -> None:
    """A swing just below the limit asks for nothing, one just above it for a key-frame: the line misses it by that."""
    for share, asks in ((0.9, False), (1.1, True)):
        truth = slow_then_fast()
        allowed = float(adaptive.limit(np.array([0.4]))[0])
        truth.xys[TURN:, :, WRIST, 1] = truth.xys[0, 0, WRIST, 1]
        truth.xys[TURN + 20:, :, WRIST, 1] += 100 * share * 0.4 * allowed * 17 / 16  # the middle of 17 joints moves too
        assert bool(len(wanted(sparse.marked(at(truth, np.arange(0, FRAMES, 20)), 20, 0), 10))) is asks
    time, f = 0.4, adaptive.SWINGS_HZ
    assert adaptive.limit(np.array([time]))[0] * 2 * np.pi * f * time**2 / 8 == pytest.approx(adaptive.ACCEPTED)


def test_frames_without_anybody_are_no_key_frames_and_others_are_not_taken() -> None:
    truth = slow_then_fast()
    poses, film, _ = look(truth, (10,), blind=(250,), other=(270,))
    assert 250 in film.read and 270 in film.read
    keys = sparse.keys_of(poses)
    assert 230 in keys and 250 not in keys and 270 not in keys
    assert np.isnan(poses.xys[250, ..., 0]).all() and np.isfinite(sparse.filled(poses).xys[250, ..., 0]).all()


def test_two_people_keep_their_places_and_are_found_once() -> None:
    truth = slow_then_fast(2)
    poses, _, _ = look(truth)
    keys = sparse.keys_of(poses)
    np.testing.assert_array_equal(poses.xys[keys], truth.xys[keys])


def test_nobody_and_a_single_key_frame_ask_for_nothing() -> None:
    truth = slow_then_fast()
    nobody = sparse.marked(at(truth, np.arange(0)), 20, 0)
    assert not speeds(nobody, sparse.keys_of(nobody)).any() and not len(wanted(nobody, 10))
    one = sparse.keyed(at(truth, [0]), np.array([0]), 20)
    assert not len(wanted(one, 4)) and sparse.keys_of(look(truth, ())[0]).tolist() == list(range(0, FRAMES, 20))


def test_the_last_frame_is_looked_at_too() -> None:
    truth, film = slow_then_fast(), Film()
    poses = sparse.marked(at(truth, np.arange(0, FRAMES, 20)), 20, 0)
    done = closed(cast(Any, film), cast(Any, Seer(truth)), poses, FRAMES - 1)
    assert film.read == [399] and sparse.keys_of(done).tolist() == [*range(0, FRAMES, 20), 399]
    np.testing.assert_array_equal(done.xys[399], truth.xys[399])
    assert closed(cast(Any, film), cast(Any, Seer(truth)), done, 399) is done
    for how in ({"blind": [399]}, {"other": [399]}):  # nobody is there, or somebody else
        assert closed(cast(Any, film), cast(Any, Seer(truth, **how)), poses, 399) is poses
