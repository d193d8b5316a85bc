"""Views made from one motion by known similarities, and real ones: what is found again, and what remains."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from core import lift, swaps
from core.clock import Clock
from core.compare import Track, compare, stature
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import BLAZEPOSE33, COCO17, H36M17
from core.studio import MOTIONS

Floats = NDArray[np.float64]
RNG = np.random.default_rng(11)
# float32 points of a metre have steps of 6e-8; Procrustes sums thousands of them in float64.
EXACT_MM = 1e-2


def motion(times: Floats, seconds: float = 4.0) -> Floats:
    """(T, 17, 3) of a kick in a camera's axes, relative to the pelvis, at any times: smooth in between."""
    from scipy.interpolate import CubicSpline

    points = np.asarray(MOTIONS["kick"](seconds, 50.0, 1), dtype=np.float64)
    points -= points[:, :1]
    return np.asarray(CubicSpline(np.arange(len(points)) / 50, points[..., [0, 2, 1]] * [1, -1, 1])(times))


def track(view: str, times: Floats, turn: Rotation | None = None, size: float = 1.0, noise: float = 0.0) -> Track:
    points = motion(times)
    if turn is not None:
        points = turn.apply(points.reshape(-1, 3)).reshape(points.shape)
    points = size * (points + noise * RNG.normal(size=points.shape))
    return Track(view, points.astype(np.float32), np.ones(points.shape[:2], np.float32), times)


TIMES = np.arange(90) / 30 + 0.2


def test_a_known_similarity_is_found_and_nothing_remains() -> None:
    turn = Rotation.from_euler("y", 70, degrees=True)  # about the vertical
    made = compare([track("b", TIMES, turn, 1.3), track("a", TIMES)], "a")
    assert made.views == ("a", "b") and made.kind == "relative" and made.label == "mm (relative)"
    assert np.nanmax(made.agreement) < EXACT_MM and np.nanmax(made.per_frame) < EXACT_MM
    np.testing.assert_allclose(made.rotations[1], turn.inv().as_matrix(), atol=1e-6)
    assert made.scales[1] == pytest.approx(1 / 1.3)
    np.testing.assert_allclose(made.mean, made.points[0], atol=1e-5)
    assert made.valid.all() and made.inside.all() and not made.faults


@pytest.mark.parametrize("degrees", [-150, -60, 35, 90, 180])
def test_where_the_cameras_stood(degrees: float) -> None:
    """A camera that walked `degrees` counter-clockwise around the body sees it turned the other way about."""
    angle = np.radians(degrees)
    # Camera axes in those of the reference: it stands at (sin, 0, −cos) of the body and looks at it.
    forward = np.array([-np.sin(angle), 0, np.cos(angle)])
    axes = np.stack([np.cross([0, 1, 0], forward), [0, 1, 0], forward], axis=1)
    made = compare([track("a", TIMES), track("b", TIMES, Rotation.from_matrix(axes.T))], "a")
    first, second = made.directions()
    assert first.angle_deg == pytest.approx(0, abs=1e-4) and second.angle_deg == pytest.approx(abs(degrees), abs=0.01)
    assert (second.turn_deg - degrees + 180) % 360 == pytest.approx(180, abs=0.01)
    np.testing.assert_allclose(second.towards, -forward, atol=1e-4)
    np.testing.assert_allclose(second.rotation, axes, atol=1e-4)


def test_views_are_read_at_the_times_of_the_reference() -> None:
    """30 against 59.94 frames/s and a start in between: only what interpolation costs remains."""
    other = np.arange(170) / 59.94 + 0.193
    made = compare([track("a", TIMES), track("b", other)], "a")
    np.testing.assert_array_equal(made.times, TIMES)
    inside = np.clip(TIMES, other[0], other[-1]) == TIMES
    nearest = motion(other)[np.abs(other[:, None] - TIMES).argmin(axis=0)]
    late = 1000 * np.linalg.norm(nearest - motion(TIMES), axis=-1)[inside]
    assert np.nanpercentile(made.agreement[inside], 99) < 0.1 * np.percentile(late, 99)
    outside = compare([track("a", TIMES + 2), track("b", other)], "a")
    gone = outside.times > other[-1] + 1e-6
    assert gone.any() and np.isnan(outside.points[1, gone]).all() and not outside.valid[1, gone].any()
    assert np.isnan(outside.agreement[gone]).all() and np.isfinite(outside.mean[gone]).all()


def test_a_camera_that_moves_is_aligned_frame_by_frame() -> None:
    turns = Rotation.from_euler("yxz", np.linspace([0, 0, 0], [80, 20, -10], 90), degrees=True)
    moving = Track("b", np.stack([t.apply(p) for t, p in zip(turns, motion(TIMES), strict=True)]),
                   np.ones((90, 17)), TIMES)
    still, free = (compare([track("a", TIMES), moving], "a", fixed=fixed) for fixed in (True, False))
    assert still.median > 50 and free.median < EXACT_MM
    np.testing.assert_allclose(free.rotations[1], turns.inv().as_matrix(), atol=1e-5)
    assert free.scales.shape == (2, 90) and len(free.directions()) == 2


def test_scale_can_be_kept() -> None:
    tracks = [track("a", TIMES), track("b", TIMES, None, 1.1)]
    made = compare(tracks, "a", scale=False)
    assert (made.scales == 1).all() and made.median > 10 and compare(tracks, "a").median < EXACT_MM


def test_a_mirror_image_stays_one() -> None:
    mirrored = track("b", TIMES)
    made = compare([track("a", TIMES), Track("b", mirrored.points * [-1, 1, 1], mirrored.scores, TIMES)], "a")
    assert np.linalg.det(made.rotations[1]) == pytest.approx(1) and made.median > 20


def test_what_is_not_certain_does_not_pull() -> None:
    wrong = track("b", TIMES)
    hand = H36M17.index("rwrist")
    points, scores = wrong.points.copy(), wrong.scores.copy()
    points[:, hand] += 2
    scores[:, hand] = 0.001
    made = compare([track("a", TIMES), Track("b", points, scores, TIMES)], "a")
    # A thousandth of the weight and 3.5 m off pull as much as one joint of full weight that is 3.5 mm off.
    assert np.nanmax(np.delete(made.agreement, hand, axis=1)) < 3.5
    assert np.nanmin(made.agreement[:, hand]) > 3000
    np.testing.assert_allclose(made.mean[:, hand], made.points[0, :, hand], atol=0.01)
    scores[:, hand] = 0  # filled in by the lifter: nobody saw it
    unseen = compare([track("a", TIMES), Track("b", points, scores, TIMES)], "a")
    assert np.isnan(unseen.agreement[:, hand]).all() and not unseen.valid[1, :, hand].any()


def test_a_range_is_what_is_fitted_and_spoken_of() -> None:
    other = track("b", TIMES)
    points = other.points.copy()
    points[60:] = Rotation.from_euler("y", 90, degrees=True).apply(points[60:].reshape(-1, 3)).reshape(-1, 17, 3)
    tracks = [track("a", TIMES), Track("b", points, other.scores, TIMES)]
    whole, part = compare(tracks, "a"), compare(tracks, "a", frames=(TIMES[10], TIMES[50]))
    assert whole.median > 20
    assert part.inside.sum() == 41 and part.median < EXACT_MM and part.joints[3].frames == 41
    assert part.pairs["a", "b"].p95 < EXACT_MM
    assert np.nanmedian(part.per_frame[60:]) > 100  # the rest is shown too, by the same alignment
    assert all(10 <= worst.index <= 50 for worst in part.worst())


def test_the_athletes_height_gives_the_size() -> None:
    tracks = [track("a", TIMES), track("b", TIMES, None, 1.2, 0.01)]
    plain, scaled = (compare(tracks, "a", height_m=height) for height in (None, 2.0))
    assert scaled.kind == "scaled"
    assert stature(scaled.points, scaled.valid) == pytest.approx(2.0, rel=1e-4)
    np.testing.assert_allclose(scaled.agreement, plain.agreement * scaled.size, rtol=1e-4)
    # Of the body that moved: the studio's people are adults.
    assert 1.5 < stature(plain.points, plain.valid) < 2.0


def test_stature_is_that_of_the_bones_whatever_the_posture() -> None:
    points = motion(TIMES)
    valid = np.ones(points.shape[:2], bool)
    whole = stature(points, valid)
    for rows in (slice(0, 20), slice(40, 60)):
        assert stature(points[rows], valid[rows]) == pytest.approx(whole, rel=0.02)
    points[:10] *= 3  # some bad frames
    assert stature(points, valid) == pytest.approx(whole, rel=0.02)
    assert np.isnan(stature(points, ~valid))


def test_worst_frames_are_not_neighbours() -> None:
    other = track("b", TIMES)
    points = other.points.copy()
    for frame, off in ((20, 0.3), (21, 0.29), (22, 0.28), (60, 0.2), (80, 0.1)):
        points[frame] += np.where(np.arange(17) % 2, off, -off)[:, None].astype(np.float32)
    made = compare([track("a", TIMES), Track("b", points, other.scores, TIMES)], "a")
    worst = made.worst(3, apart_s=0.5)
    assert [w.index for w in worst] == [20, 60, 80]
    assert worst[0].time_s == TIMES[20] and worst[0].value == pytest.approx(float(made.per_frame[20]))
    assert len(made.worst(500, apart_s=0.0)) == 90


def test_three_views_and_the_odd_one_out() -> None:
    tracks = [track("a", TIMES), track("b", TIMES, None, 1, 0.005), track("c", TIMES, None, 1, 0.05)]
    made = compare(tracks, "a")
    by_pair = {pair: spread.median for pair, spread in made.pairs.items()}
    assert list(by_pair) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert by_pair["a", "b"] < 15 < by_pair["a", "c"]
    mean = np.mean([made.distance(a, b) for a, b in by_pair], axis=0)
    np.testing.assert_allclose(made.agreement, mean, rtol=1e-4)
    # What is off in one of three views alone is two thirds off its mean with the others, and these one third.
    assert np.median(made.from_mean("c")) > 1.8 * np.median(made.from_mean("b"))
    elbow = made.joints[H36M17.index("relbow")]
    assert elbow.name == "relbow" and elbow.p5 < elbow.p25 < elbow.median < elbow.p75 < elbow.p95
    assert elbow.median == pytest.approx(np.median(made.agreement[:, H36M17.index("relbow")]))


@pytest.mark.parametrize("fixed", [True, False])
def test_views_without_a_moment_in_common_are_told(fixed: bool) -> None:
    made = compare([track("a", TIMES), track("b", TIMES[:3] + 50), track("c", TIMES)], "a", fixed=fixed)
    assert set(made.faults) == {"b"} and "in common" in made.faults["b"]
    assert made.median < EXACT_MM and np.isnan(made.points[1]).all()
    assert [d.view for d in made.directions()] == ["a", "c"]
    alone = compare([track("a", TIMES)], "a", fixed=fixed)
    assert np.isnan(alone.median) and alone.worst() == () and alone.points.shape == (1, 90, 17, 3)


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize("frames", [0, 1, 2])
def test_tiny_clips(frames: int, fixed: bool) -> None:
    made = compare([track("a", TIMES[:frames]), track("b", TIMES[:frames])], "a", fixed=fixed)
    assert made.agreement.shape == (frames, 17) and np.nan_to_num(made.agreement).max(initial=0) < EXACT_MM


def test_bad_input() -> None:
    one = track("a", TIMES)
    with pytest.raises(ParallaxError, match="no 3D poses"):
        compare([one], "z")
    with pytest.raises(ValueError, match="one name"):
        compare([one, one], "a")
    with pytest.raises(ValueError, match="height"):
        compare([one], "a", height_m=-1)
    with pytest.raises(ValueError, match="do not fit"):
        Track("a", one.points[:3], one.scores, TIMES)
    coco = Track("b", np.zeros((90, 17, 3)), np.ones((90, 17)), TIMES, COCO17)
    with pytest.raises(ParallaxError, match="skeleton"):
        compare([one, coco], "a")


def test_a_track_follows_the_clock() -> None:
    xyzs = np.ones((10, 1, 17, 4), np.float32)
    made = Track.of("a", Poses3D(xyzs, np.arange(10) / 30, Source("test")), Clock(1.5, 100, 2))
    np.testing.assert_allclose(made.times, 1.5 + (1 + 1e-4) * np.arange(10) / 60)
    assert made.kind == "relative" and made.points.shape == (10, 17, 3)


def test_real_views_agree_and_show_where_the_cameras_stood(shared: Path) -> None:
    """Four cameras around somebody, nothing calibrated: the angles between them against the calibration."""
    found = np.load(shared / "fixtures" / "blazepose_mediapipe.npz")
    truth = np.load(shared / "data/video/pose2sim_single/triangulated.npz")
    lifter, tracks = lift.load(), []
    for view, size in enumerate(truth["image_size"].tolist()):
        landmarks = found[f"landmarks_cam0{view + 1}"]
        xys = np.concatenate((landmarks[..., :2], landmarks[..., 3:]), axis=-1)[:, None].astype(np.float32)
        poses, _ = swaps.repair(Poses2D(xys, np.arange(100) / 60, BLAZEPOSE33, tuple(size), Source("test")))
        tracks.append(Track.of(f"cam0{view + 1}", lift.lift(poses, lifter), Clock()))
    made = compare(tracks, "cam01", height_m=1.72)
    # Lifted single views of people are wrong by 50 to 100 mm; two that were unrelated would be 300 mm apart and more.
    assert 40 < made.median < 130
    assert compare(tracks, "cam01", fixed=False, height_m=1.72).median < made.median
    subject = truth["X"][:, 0].mean(axis=0)
    seen = truth["cam_C"] - subject
    for view, direction in enumerate(made.directions()):
        cosine = seen[0] @ seen[view] / np.linalg.norm(seen[0]) / np.linalg.norm(seen[view])
        assert direction.angle_deg == pytest.approx(np.degrees(np.arccos(min(cosine, 1.0))), abs=25)
