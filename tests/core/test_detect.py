"""The loop over a video: everyone found and never swapped, clicks, ranges, strides, cancel and resume."""

import threading
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core import people
from core.detect import Seed, ahead, detect, detect_with_world
from core.detectors.blazepose import BlazePose, load
from core.errors import ParallaxError
from core.pose import Poses2D
from core.progress import Cancelled, Step
from core.skeleton import BLAZEPOSE33
from core.video import Video

VIEWS = ("cam01", "cam02", "cam03", "cam04")
TORSO = [BLAZEPOSE33.index(name) for name in ("lshoulder", "rshoulder", "lhip", "rhip")]
# Where his and her torso is in pose2sim_multi, looked up by eye in the frames: {view: {frame: (his, hers)}}.
TORSOS = {
    "cam01": {0: ((434, 618), (798, 1192)), 50: ((544, 694), (728, 1190)), 99: ((656, 744), (797, 1170))},
    "cam02": {0: ((575, 648), (209, 933)), 50: ((560, 700), (159, 961)), 99: ((502, 704), (196, 945))},
    "cam03": {0: ((655, 757), (265, 698)), 50: ((478, 745), (290, 709)), 99: ((334, 687), (260, 700))},
    "cam04": {0: ((338, 843), (758, 606)), 50: ((415, 781), (775, 612)), 99: ((484, 679), (742, 603))},
}
# Share of sampled frames with two people or more that one search a frame finds (whole frame and tiles).
AT_LEAST = {"cam01": 0.95, "cam02": 1.0, "cam03": 0.5, "cam04": 0.85}


@pytest.fixture(scope="module")
def detector(blazepose: Path) -> BlazePose:
    return load()


@pytest.fixture(scope="module")
def multi(detector: BlazePose, shared: Path) -> Callable[[str], Poses2D]:
    """Everyone in a view of pose2sim_multi, found once."""
    @cache
    def found(view: str) -> Poses2D:
        with Video(shared / f"data/video/pose2sim_multi/{view}.mp4") as video:
            return detect(video, detector)
    return found


@pytest.fixture
def single(shared: Path) -> Path:
    return shared / "data/video/pose2sim_single/cam01.mp4"


def found_in(poses: Poses2D) -> np.ndarray:
    """(T, P) where a person was found."""
    return np.isfinite(poses.xys[..., 0]).all(axis=-1)


def torso(poses: Poses2D, track: int, frame: int) -> np.ndarray:
    return poses.xys[frame, track][TORSO, :2].mean(axis=0)


def redness(image: np.ndarray, joints: np.ndarray) -> float:
    """Red minus blue on a torso: he wears nothing there, she a grey shirt."""
    corners = joints[TORSO, :2]
    points = np.concatenate([share * corners.mean(axis=0) + (1 - share) * corners for share in (0.4, 0.6, 0.8, 1.0)])
    columns, rows = points.round().astype(int).T
    pixels = image[rows.clip(0, image.shape[0] - 1), columns.clip(0, image.shape[1] - 1)].astype(int)
    return float(np.median(pixels[:, 0] - pixels[:, 2]))


@pytest.mark.parametrize("view", VIEWS)
def test_both_people_are_found(multi: Callable[[str], Poses2D], view: str) -> None:
    both = found_in(multi(view)).sum(axis=1) >= 2
    assert both[::5].mean() >= AT_LEAST[view]
    assert both.mean() >= 0.9


@pytest.mark.parametrize("view", VIEWS)
def test_they_are_never_swapped(multi: Callable[[str], Poses2D], shared: Path, view: str) -> None:
    poses = multi(view)
    him, her = (people.at(poses, 0, *TORSOS[view][0][who]) for who in (0, 1))
    assert him is not None and her is not None and him != her
    for frame, truth in TORSOS[view].items():
        for track, point in zip((him, her), truth, strict=True):
            # A third of a torso's length (about 200 px): the points are by eye, the poses of the hidden rough.
            assert np.linalg.norm(torso(poses, track, frame) - point) < 70, (frame, track)
    found = found_in(poses)
    with Video(shared / f"data/video/pose2sim_multi/{view}.mp4") as video:
        for frame, image in enumerate(video.frames()):
            if found[frame, him] and found[frame, her]:
                his, hers = (redness(image, poses.xys[frame, track]) for track in (him, her))
                assert his > hers, frame


@pytest.mark.parametrize("view", VIEWS)
def test_a_click_anywhere_gives_the_same_two_tracks(multi: Callable[[str], Poses2D], view: str) -> None:
    poses = multi(view)
    for who in (0, 1):
        assert len({people.at(poses, frame, *points[who]) for frame, points in TORSOS[view].items()}) == 1


def test_seeds_follow_to_both_ends(
        multi: Callable[[str], Poses2D], detector: BlazePose, shared: Path) -> None:
    """He is pointed at where she stands in front of him, she by a box; each gets one track, in the seeds' order."""
    seeds = [Seed(50, point=TORSOS["cam03"][50][0], person=1), Seed(0, box=(190, 490, 350, 1010), person=0)]
    chunks: list[tuple[int, np.ndarray]] = []
    with Video(shared / "data/video/pose2sim_multi/cam03.mp4") as video:
        poses = detect(video, detector, seeds=seeds, sink=lambda start, xys: chunks.append((start, xys)))
    assert poses.xys.shape[1] == 2
    found = found_in(poses)
    assert found.mean(axis=0).min() >= 0.9 and found[[0, -1]].all()
    everyone = multi("cam03")
    for track, who in ((0, 1), (1, 0)):
        same = people.at(everyone, 0, *TORSOS["cam03"][0][who])
        np.testing.assert_array_equal(poses.xys[:, track], everyone.xys[:, same])
    np.testing.assert_array_equal(np.concatenate([xys for _, xys in chunks]), poses.xys)
    assert [start for start, _ in chunks] == [0, 8, 24, 56, 88]  # none before both are known


def test_a_seed_on_somebody_who_is_not_followed(detector: BlazePose, shared: Path) -> None:
    """A bystander far behind, too small to be followed unasked, is followed back and on from the click."""
    with Video(shared / "data/video/pose2sim_multi/cam02.mp4") as video:
        poses = detect(video, detector, frames=range(10, 40), seeds=[Seed(24, point=(800.0, 640.0))])
    found = found_in(poses)[:, 0]
    assert poses.xys.shape[1] == 1 and found[10:40].all() and not found[:10].any() and not found[40:].any()
    at = np.array([torso(poses, 0, frame) for frame in range(10, 40)])
    assert np.linalg.norm(at - at.mean(axis=0), axis=1).max() < 60      # he stands


def test_one_person_is_one_track_and_the_rest_of_the_video_is_missing(detector: BlazePose, single: Path) -> None:
    with Video(single) as video:
        poses = detect(video, detector, frames=range(20, 50))
        assert poses.xys.shape == (100, 1, 33, 3) and poses.size == video.size
        np.testing.assert_array_equal(poses.times, video.times)
    found = found_in(poses)[:, 0]
    assert found[20:50].all() and found.sum() == 30
    assert np.isnan(poses.xys[~found, 0, :, :2]).all() and (poses.xys[~found, 0, :, 2] == 0).all()
    assert poses.source.model and len(poses.source.weights) == 64


def test_a_stride_looks_at_every_nth_frame(detector: BlazePose, single: Path) -> None:
    steps: list[Step] = []
    with Video(single) as video:
        poses = detect(video, detector, steps.append, frames=range(3, 60, 8))
    assert np.flatnonzero(found_in(poses)[:, 0]).tolist() == list(range(3, 60, 8))
    assert steps[0].done == 0 and steps[-1].done == steps[-1].total == 8


def test_a_stride_can_be_closed_by_the_last_frame(detector: BlazePose, single: Path) -> None:
    """In the same pass: nothing is decoded twice. Where a step falls on it anyway, it is looked at once."""
    steps: list[Step] = []
    with Video(single) as video:
        poses = detect(video, detector, steps.append, frames=range(0, 60, 16), closing=True)
        even = detect(video, detector, frames=range(0, 33, 16), closing=True)
        x, y = people_middle(poses)
        clicked = detect(video, detector, frames=range(0, 60, 16), closing=True, seeds=[Seed(16, (x, y))])
    assert np.flatnonzero(found_in(poses)[:, 0]).tolist() == [0, 16, 32, 48, 59]
    assert steps[-1].done == steps[-1].total == 5
    assert np.flatnonzero(found_in(even)[:, 0]).tolist() == [0, 16, 32]
    np.testing.assert_array_equal(clicked.xys[:, 0], poses.xys[:, 0])


def people_middle(poses: Poses2D, frame: int = 16) -> tuple[float, float]:
    """Where to click to mean the first person in a frame."""
    x, y = np.nanmean(poses.xys[frame, 0, :, :2], axis=0)
    return float(x), float(y)


def test_a_single_frame(detector: BlazePose, single: Path) -> None:
    with Video(single) as video:
        assert detect(video, detector, frames=range(99, 100)).xys.shape[1] == 1


def test_a_limit_on_people(detector: BlazePose, shared: Path) -> None:
    with Video(shared / "data/video/pose2sim_multi/cam04.mp4") as video:
        poses = detect(video, detector, frames=range(8), people=1)
    assert poses.xys.shape[1] == 1
    assert people.at(poses, 0, *TORSOS["cam04"][0][0]) == 0     # the larger of the two


def test_cancelled_work_goes_on_where_it_was(detector: BlazePose, single: Path) -> None:
    chunks: list[tuple[int, np.ndarray]] = []

    def stop(step: Step) -> None:
        if step.done == 50:
            raise Cancelled

    with Video(single) as video:
        with pytest.raises(Cancelled):
            detect(video, detector, stop, frames=range(5, 80), sink=lambda start, xys: chunks.append((start, xys)))
        # Nothing that was looked at is lost, and the first results come soon.
        assert [(start, len(xys)) for start, xys in chunks] == [(5, 8), (13, 16), (29, 26)]
        before = np.full((100, 1, 33, 3), np.nan, np.float32)
        before[5:55] = kept = np.concatenate([xys for _, xys in chunks])
        again: list[int] = []
        steps: list[Step] = []
        poses = detect(video, detector, steps.append, frames=range(5, 80), resume=before,
                       sink=lambda start, xys: again.append(start))
    assert again == [55, 63] and steps[0].done == 50 and steps[-1].done == steps[-1].total == 75
    assert found_in(poses)[5:80].all() and poses.xys.shape[1] == 1
    np.testing.assert_array_equal(poses.xys[5:55], kept)
    # The person goes on as the same one: no jump at the seam beyond what one frame at 60 Hz allows.
    step = np.linalg.norm(poses.xys[55, 0, :, :2] - poses.xys[54, 0, :, :2], axis=1)
    assert np.median(step) < 30


def test_all_done_before_is_given_back(detector: BlazePose, single: Path) -> None:
    with Video(single) as video:
        whole = detect(video, detector, frames=range(10))
        again = detect(video, detector, frames=range(10), resume=whole.xys)
    np.testing.assert_array_equal(whole.xys, again.xys)


def test_the_detectors_own_3d(detector: BlazePose, single: Path) -> None:
    with Video(single) as video:
        poses, world = detect_with_world(video, detector, frames=range(4))
    assert world.xyzs.shape == (100, 1, 33, 4) and world.kind == "relative"
    hips = world.xyzs[:4, 0, 23:25, :3].mean(axis=1)
    assert np.abs(hips).max() < 0.05                              # its origin is the mid-hip
    nose, ankle = world.xyzs[:4, 0, 0, 1], world.xyzs[:4, 0, 27, 1]
    assert ((ankle - nose) > 1.0).all() and ((ankle - nose) < 2.0).all()
    np.testing.assert_array_equal(world.xyzs[:4, ..., 3], poses.xys[:4, ..., 2])


def test_a_seed_on_nobody(detector: BlazePose, single: Path) -> None:
    with Video(single) as video:
        with pytest.raises(ParallaxError, match=r"cam01\.mp4: nobody is seen at the point .* in frame 2"):
            detect(video, detector, frames=range(4), seeds=[Seed(2, point=(1070.0, 1910.0))])
        with pytest.raises(ParallaxError, match="frame 50, which is not looked at"):
            detect(video, detector, frames=range(4), seeds=[Seed(50, point=(1.0, 1.0))])


@pytest.mark.parametrize("frames", [range(0), range(90, 101), range(-1, 5), range(5, 0, -1)])
def test_a_range_that_is_not_in_the_video(detector: BlazePose, single: Path, frames: range) -> None:
    with Video(single) as video, pytest.raises(ParallaxError, match="100 frames"):
        detect(video, detector, frames=frames)


def test_pictures_are_decoded_ahead_and_the_decoder_is_closed_whatever_happens() -> None:
    asked: list[int] = []
    closed: list[bool] = []

    def decoder() -> Generator[tuple[int, np.ndarray]]:
        try:
            for i in range(5):
                asked.append(i)
                yield i, np.full((1, 1, 3), i, np.uint8)
            raise ParallaxError("clip.mp4", "cannot be decoded.", "Copy it again.")
        finally:
            closed.append(True)

    before = threading.active_count()
    pictures = ahead(decoder())
    assert [next(pictures)[0] for _ in range(2)] == [0, 1]
    pictures.close()
    assert asked == [0, 1, 2]  # one ahead
    assert closed == [True] and threading.active_count() == before

    seen = []
    with pytest.raises(ParallaxError, match="cannot be decoded"):
        for i, picture in ahead(decoder()):
            seen.append(i)
            assert picture[0, 0, 0] == i
    assert seen == [0, 1, 2, 3, 4]
    assert closed == [True, True] and threading.active_count() == before
