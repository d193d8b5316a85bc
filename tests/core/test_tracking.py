"""Identities through crossings, exchanges and absences: real people cut out of recordings and moved over a wall."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.detectors.blazepose import BlazePose, load
from core.people import Image
from core.tracking import Track, Tracker
from core.video import Video

WALL = (120, 125, 130)
MAN_SIZE, WOMAN_SIZE = (325, 510), (187, 517)   # of the cut-outs, width and height


@pytest.fixture(scope="module")
def detector(blazepose: Path) -> BlazePose:
    return load()


@pytest.fixture(scope="module")
def cutouts(shared: Path) -> tuple[list[Image], list[Image]]:
    """40 frames of a man and of a woman, each with a little of the room around them."""
    videos = shared / "data/video"
    with Video(videos / "pose2sim_single/cam01.mp4") as video:
        men = [cv2.resize(f[280:1300, 150:800], MAN_SIZE, interpolation=cv2.INTER_AREA) for f in video.frames(0, 40)]
    with Video(videos / "pose2sim_multi/cam02.mp4") as video:
        women = [cv2.resize(f[560:1500, 0:340], WOMAN_SIZE, interpolation=cv2.INTER_AREA) for f in video.frames(0, 40)]
    return men, women


def scene(*people: tuple[Image, float]) -> Image:
    """People on a wall, each with its centre at x; later ones in front."""
    image = np.full((600, 1000, 3), WALL, np.uint8)
    for person, centre in people:
        height, width = person.shape[:2]
        left = round(centre - width / 2)
        image[60:60 + height, left:left + width] = person
    return image


def middle(track: Track, frame: int) -> float:
    """x of the torso."""
    return float(track.poses[frame].xys[[11, 12, 23, 24], 0].mean())


def tracks(detector: BlazePose, images: list[Image], first: int = 0, fps: float = 60) -> list[Track]:
    tracker = Tracker(detector)
    for i, image in enumerate(images):
        tracker.step(image, first + i, (first + i) / fps)
    tracker.finish()
    return tracker.confirmed


def path(start: float, end: float, n: int) -> NDArray[np.float64]:
    return np.linspace(start, end, n)


def test_two_people_who_cross_keep_their_identities(
        detector: BlazePose, cutouts: tuple[list[Image], list[Image]]) -> None:
    men, women = cutouts
    n = 30
    his, hers = path(200, 780, n), path(860, 110, n)
    found = tracks(detector, [scene((men[i], his[i]), (women[i], hers[i])) for i in range(n)])
    assert len(found) == 2
    man, woman = sorted(found, key=lambda track: middle(track, 0))
    # A torso is 60 px wide here and centred in its cut-out to within one width: whoever is nearer is who it is.
    for frame in [f for f in range(n) if abs(his[f] - hers[f]) > 120]:
        assert abs(middle(man, frame) - his[frame]) < abs(middle(man, frame) - hers[frame]), frame
        assert abs(middle(woman, frame) - hers[frame]) < abs(middle(woman, frame) - his[frame]), frame
    # Covered wholly for at most 187 px / 46 px a frame = 4 frames; as many again until found.
    assert len(man.poses) >= n - 8 and len(woman.poses) >= n - 1


def test_two_people_who_meet_and_turn_back_keep_their_identities(
        detector: BlazePose, cutouts: tuple[list[Image], list[Image]]) -> None:
    """He is covered wholly in the middle, and does not come out where he was going."""
    men, women = cutouts
    half = 16
    his = np.concatenate([path(220, 500, half), path(500, 220, half)])
    hers = np.concatenate([path(800, 510, half), path(510, 800, half)])
    n = 2 * half
    found = tracks(detector, [scene((men[i], his[i]), (women[i], hers[i])) for i in range(n)])
    assert len(found) == 2
    man, woman = sorted(found, key=lambda track: middle(track, 0))
    for frame in [f for f in range(n) if hers[f] - his[f] > 120]:
        assert frame in woman.poses and abs(middle(woman, frame) - hers[frame]) < abs(middle(woman, frame) - his[frame])
        assert frame not in man.poses or abs(middle(man, frame) - his[frame]) < abs(middle(man, frame) - hers[frame])
    assert n - 1 in man.poses and len(man.poses) >= n - 12


def test_someone_back_after_a_second_is_who_they_were(
        detector: BlazePose, cutouts: tuple[list[Image], list[Image]]) -> None:
    men, women = cutouts
    here = [scene((men[i], 250), (women[i], 700)) for i in range(8)]
    alone = [scene((women[i % 40], 700)) for i in range(8, 38)]
    back = [scene((men[i], 400), (women[i], 700)) for i in range(8)]
    found = tracks(detector, here + alone + back, fps=30)
    assert len(found) == 2
    man, woman = sorted(found, key=lambda track: middle(track, 0))
    assert sum(f < 8 for f in man.poses) == 8
    assert not any(8 <= f < 38 for f in man.poses)
    assert 45 in man.poses and len(woman.poses) == 46


def test_backwards_is_as_good_as_forwards(detector: BlazePose, cutouts: tuple[list[Image], list[Image]]) -> None:
    men, women = cutouts
    tracker = Tracker(detector)
    for i in range(11, -1, -1):
        tracker.step(scene((men[i], 250), (women[i], 700)), i, i / 60)
    tracker.finish()
    assert [len(track.poses) for track in tracker.confirmed] == [12, 12]


def test_a_wall_has_nobody(detector: BlazePose) -> None:
    assert tracks(detector, [scene()] * 3) == []


def test_one_frame_is_enough(detector: BlazePose, cutouts: tuple[list[Image], list[Image]]) -> None:
    assert len(tracks(detector, [scene((cutouts[0][0], 500))])) == 1


def test_nobody_is_found_twice(detector: BlazePose, shared: Path) -> None:
    """From this frame on the net also reads the man of this video the wrong way up, with good scores."""
    with Video(shared / "data/video/pose2sim_single/cam02.mp4") as video:
        assert len(tracks(detector, list(video.frames(38, 54)), 38)) == 1
