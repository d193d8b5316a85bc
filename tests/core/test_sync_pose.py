"""Synchronization by movement: every kind of generated pair, what must not matter, and where it must not be sure."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.camera import Camera
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.resample import at_times
from core.skeleton import BLAZEPOSE33, COCO17
from core.studio import MOTIONS
from core.sync_pair import PairSync
from core.sync_pose import motion_energy, pose, shared_motion
from tests.core.pose_pairs import HARD, KINDS, Pair, as_skeleton, make, rig

FRAME_S = 1 / 30
# ms: the median that each set of 40 pairs must reach. The mean of two pairs stays below four times it unless the method
# got worse: of a half-normal distribution the mean is 1.2 medians, the 99th percentile 3.8.
TARGETS = {"std": 1.0, "hard": 3.0, "moving": 4.0, "gait": 3.0, "gait std": 3.0, "10 s": 5.0}


def found(pair: Pair, **settings: object) -> PairSync:
    return pose(pair.a.kp, pair.a.t, pair.b.kp, pair.b.t, **settings)  # type: ignore[arg-type]


def error_ms(pair: Pair, answer: PairSync) -> float:
    return 1000 * pair.error_s(answer.offset_s, answer.drift_ppm)


@pytest.mark.parametrize("kind", TARGETS)
def test_every_kind_of_pair(kind: str) -> None:
    pairs = [make(kind, seed) for seed in (1, 2)]
    answers = [found(pair) for pair in pairs]
    errors = [error_ms(pair, answer) for pair, answer in zip(pairs, answers, strict=True)]
    assert max(errors) < 1000 * FRAME_S, errors
    assert np.mean(errors) < 4 * TARGETS[kind], errors
    for answer, error in zip(answers, errors, strict=True):
        assert answer.accepted and answer.evidence == ("pose",) and answer.reason
        assert error < 5 * 1000 * answer.sigma_s  # five standard errors
        assert answer.candidates[0].offset_s == answer.offset_s
        assert answer.curve is not None and (np.diff(answer.curve.lags_s) > 0).all()
        best = answer.curve.lags_s[answer.curve.score.argmax()]
        assert abs(best - answer.offset_s) < 2 * FRAME_S


@pytest.mark.parametrize("kind", ["hard", "gait"])
def test_a_view_on_its_side_or_in_a_mirror_changes_nothing(kind: str) -> None:
    """The method knows no up and no left, so what is left is rounding, far below a microsecond."""
    pair = make(kind, 4)
    plain = found(pair)
    for other in (pair.turned(), pair.mirrored()):
        answer = found(other)
        assert answer.offset_s == pytest.approx(plain.offset_s, abs=1e-6)
        assert answer.confidence == pytest.approx(plain.confidence, abs=1e-6)


def test_the_other_way_round_is_the_inverse() -> None:
    pair = make("hard", 5)
    there, back = found(pair), found(Pair(pair.b, pair.a))
    assert back.offset_s == pytest.approx(there.inverse().offset_s, abs=3 * there.sigma_s)


@pytest.mark.parametrize("kind", ["hard", "moving", "gait", "10 s"])
def test_unrelated_views_are_refused(kind: str) -> None:
    for seed in (1, 2):
        answer = found(make(kind, seed, related=False))
        assert not answer.accepted, answer
        assert "No offset stands out" in answer.reason or "nearly as well" in answer.reason


def seen_by(joints: np.ndarray, hz: float, azimuth: float, start: float, fps: float, seed: int
            ) -> tuple[np.ndarray, np.ndarray]:
    """kp and t of a still camera 4.5 m away, on a clock that starts at `start`, with 2 pixels of noise."""
    eye = np.array([4.5 * np.cos(np.deg2rad(azimuth)), 4.5 * np.sin(np.deg2rad(azimuth)), 1.3])
    camera = Camera.looking_at(eye, np.array([0.0, 0.0, 0.9]), 500.0, (640, 640))
    t = np.arange(0.0, (len(joints) - 1) / hz - start - 0.02, 1 / fps)
    shown = at_times(joints, np.arange(len(joints)) / hz, t + start, max_gap_s=1.0)
    px = camera.project(shown)[0] + np.random.default_rng(seed).normal(0, 2, (len(t), 17, 2))
    return np.concatenate([px, np.full((len(t), 17, 1), 0.9)], axis=-1), t


@pytest.mark.parametrize("angle", [70, -110, 150])
def test_walking_in_a_circle_does_not_show_one_camera_s_cycle_to_the_other(angle: float) -> None:
    """Two gait cycles of the studio's walk are one, turned: whatever lag fits, others fit as well."""
    joints = MOTIONS["walk"](15.0, 50.0, 3)
    answers = [pose(*seen_by(joints, 50.0, 20, 0.0, 30, 1), *seen_by(joints, 50.0, 20 + angle, start, 29.97, 2))
               for start in (0.4, 1.3)]
    for answer in answers:
        assert not answer.accepted and answer.reason, answer


def test_movement_that_nearly_repeats_itself_on_the_spot_is_still_placed() -> None:
    """Squats of which each lasts a few percent longer or shorter: the cameras stand where they stand for every one."""
    even = MOTIONS["squat"](18.0, 50.0, 3)
    t = np.arange(15 * 50) / 50
    joints = at_times(even, np.arange(len(even)) / 50, t + 0.25 * np.sin(0.9 * t) + 0.25, max_gap_s=1.0)
    answer = pose(*seen_by(joints, 50.0, 20, 0.0, 30, 1), *seen_by(joints, 50.0, 95, 0.7, 29.97, 2))
    assert answer.accepted and abs(answer.offset_s - 0.7) < FRAME_S, answer


@pytest.mark.parametrize("name", ["limbs12", "coco17", "blazepose33"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_other_skeletons_with_and_without_their_name(name: str, mirrored: bool) -> None:
    pair = make("hard", 6)
    if mirrored:
        pair = pair.mirrored()
    kp_a, kp_b = as_skeleton(pair.a.kp, name), as_skeleton(pair.b.kp, name)
    skeleton = {"coco17": COCO17, "blazepose33": BLAZEPOSE33}.get(name)
    for settings in ({"skeleton": skeleton}, {"mirror": skeleton.mirror if skeleton else np.arange(12) ^ 1}):
        answer = pose(kp_a, pair.a.t, kp_b, pair.b.t, **settings)  # type: ignore[arg-type]
        assert answer.accepted and error_ms(pair, answer) < 1000 * FRAME_S


def test_pixels_seconds_and_scores_have_no_scale() -> None:
    """Twice the pixels, clocks that start a day later, a detector with half the scores: the same answer."""
    pair = make("hard", 7)
    plain = found(pair)
    kp = pair.a.kp * (2, 2, 0.5)
    answer = pose(kp, pair.a.t + 86400, pair.b.kp, pair.b.t)
    assert answer.offset_s - 86400 == pytest.approx(plain.offset_s, abs=1e-4)
    assert answer.confidence == pytest.approx(plain.confidence, abs=0.01)


def test_frame_rates_from_24_to_240_and_offsets_of_a_minute() -> None:
    kind = replace(HARD, rates=(24.0, 240.0), seconds=70.0, reach=60.0)
    pair = make(kind, 8)
    answer = found(pair)
    assert answer.accepted and error_ms(pair, answer) < 1000 * FRAME_S


def test_drift_is_told_where_the_overlap_carries_it() -> None:
    pair = make(replace(HARD, seconds=180.0, rates=(30.0,), drift_ppm=50.0), 10)
    answer = found(pair)
    assert np.isfinite(answer.sigma_drift_ppm)
    assert abs(answer.drift_ppm - pair.drift_ppm) < 4 * answer.sigma_drift_ppm
    short = found(make("10 s", 1))
    assert short.drift_ppm == 0 and short.sigma_drift_ppm == float("inf")


def test_steps_that_repeat_exactly_give_no_certainty() -> None:
    """One cycle of a walk on the spot, over and over: every cycle fits as well as the right one."""
    cycle = np.asarray(MOTIONS["walk"](12, 50, 0), dtype=float)
    cycle[..., :2] -= cycle[:, :1, :2]
    ahead = cycle[:, 11, :2] - cycle[:, 14, :2]
    turn = -np.arctan2(ahead[:, 1], ahead[:, 0])
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    cycle = np.stack([c * cycle[..., 0] - s * cycle[..., 1], s * cycle[..., 0] + c * cycle[..., 1], cycle[..., 2]], -1)
    # The cycle that comes back nearest to where it began.
    far = np.linalg.norm(cycle[40:90] - cycle[:1], axis=-1).sum(axis=1)
    cycle = cycle[: 40 + int(far.argmin())]
    joints = np.tile(cycle, (30, 1, 1))
    times = np.arange(len(joints)) / 50
    rng = np.random.default_rng(0)

    def seen(x: int, first: int) -> tuple[np.ndarray, np.ndarray]:
        kp = np.stack([300 * joints[..., x], -300 * joints[..., 2], np.ones(joints.shape[:2])], axis=-1)[first:]
        kp[..., :2] += rng.normal(0, 2, kp[..., :2].shape)
        return kp[:800], times[first:][:800] - times[first]

    period = len(cycle) / 50
    answer = pose(*seen(0, 0), *seen(1, 37))
    off = (answer.offset_s - 37 / 50 + period / 2) % period - period / 2
    assert abs(off) < FRAME_S           # right but for whole cycles
    assert len(answer.candidates) > 1
    second = answer.candidates[1]
    assert abs(abs(second.offset_s - answer.candidates[0].offset_s) - period) < 2 * FRAME_S
    # A cycle less overlap is all that tells the cycles apart, and that is no evidence.
    assert not answer.accepted
    assert "nearly as well" in answer.reason


def test_a_short_clip_is_told_what_is_missing() -> None:
    pair = make(replace(KINDS["5 s"], seconds=2.0, reach=0.5), 3, related=False)
    answer = found(pair)
    assert not answer.accepted and "10 s" in answer.reason


@pytest.mark.parametrize("case", ["empty", "one frame", "missing", "still", "apart"])
def test_nothing_to_go_by_is_no_answer(case: str) -> None:
    pair = make("10 s", 2)
    kp, t = pair.b.kp.copy(), pair.b.t
    if case == "empty":
        kp, t = kp[:0], t[:0]
    elif case == "one frame":
        kp, t = kp[:1], t[:1]
    elif case == "missing":
        kp[..., 2] = 0
    elif case == "still":
        kp = np.repeat(np.nan_to_num(kp[:1], nan=100.0), len(t), axis=0)
        kp[..., 2] = 1
    else:
        kp[5:] = np.nan
    answer = pose(pair.a.kp, pair.a.t, kp, t)
    assert not answer.accepted and answer.reason
    assert pose(kp, t, pair.a.kp, pair.a.t).confidence < 0.5


def test_doubled_and_unordered_time_stamps_do_no_harm() -> None:
    pair = make("hard", 1)
    order = np.random.default_rng(0).permutation(len(pair.a.t))
    kp, t = np.concatenate([pair.a.kp[order], pair.a.kp[:5]]), np.concatenate([pair.a.t[order], pair.a.t[:5]])
    assert pose(kp, t, pair.b.kp, pair.b.t).offset_s == pytest.approx(found(pair).offset_s, abs=1e-9)


@pytest.mark.parametrize(("kp", "t", "fault"), [
    (np.ones((4, 17)), np.arange(4.0), "shape"), (np.ones((4, 17, 3)), np.arange(5.0), "times"),
    (np.ones((4, 17, 3)), np.array([0, 1, np.nan, 3]), "not a number"), (np.ones((4, 12, 3)), np.arange(4.0), "joints"),
    (np.ones((4, 17, 3)), np.arange(4.0) * 1e6, "lasts"),
])
def test_bad_input_is_named(kp: np.ndarray, t: np.ndarray, fault: str) -> None:
    pair = make("10 s", 2)
    with pytest.raises(ParallaxError, match=fault):
        pose(pair.a.kp, pair.a.t, kp, t)


def test_wrong_names_of_sides_are_refused() -> None:
    pair = make("10 s", 2)
    with pytest.raises(ParallaxError, match="not an order"):
        found(pair, mirror=np.zeros(17))
    with pytest.raises(ParallaxError, match="33"):
        found(pair, skeleton=BLAZEPOSE33)


def test_it_can_be_stopped() -> None:
    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        found(make("10 s", 2), progress=stop)


def test_what_it_takes_grows_as_the_recording_does() -> None:
    """Processor time, the better of two: of four times as much less than twice four times, where its square would be
    16. A minute takes 0.6 s: `python -m tests.bench.sync_pose_rows --sets minute`."""
    found(make("10 s", 1))  # scipy is loaded
    few, many = (min(_seconds(seconds) for _ in range(2)) for seconds in (15.0, 60.0))
    assert many < 2 * 4 * few


def _seconds(length: float) -> float:
    pair = make(replace(HARD, seconds=length, rates=(60.0,)), 1)
    start = time.thread_time()
    found(pair)
    return time.thread_time() - start


def test_four_cameras_agree_with_one_another() -> None:
    """Three pairs in a ring close to within their error bars."""
    views = rig(1)
    a, b, c = (pose(views[i].kp, views[i].t, views[j].kp, views[j].t) for i, j in ((0, 1), (1, 2), (0, 2)))
    # At the middle of what the third view shows.
    middle = float(np.mean(views[2].t))
    gap = float(a.to_a(b.to_a(middle)) - c.to_a(middle))
    assert abs(gap) < 4 * np.sqrt(a.sigma_s**2 + b.sigma_s**2 + c.sigma_s**2)


def test_real_detections_of_synchronized_cameras(shared: Path) -> None:
    """100 frames at 60 a second, true offset 0, a detector that exchanges left and right in a third of one view."""
    with np.load(shared / "data" / "video" / "pose2sim_single" / "triangulated.npz", allow_pickle=False) as data:
        kp = np.concatenate([data["coco_2d"], data["coco_conf"][..., None]], axis=-1)
    t = np.arange(100) / 60
    for i in range(4):
        for j in range(i + 1, 4):
            answer = pose(kp[i], t, kp[j], t, skeleton=COCO17)
            assert abs(answer.offset_s) < FRAME_S, (i, j, answer)


# ---------------------------------------------------------------- what is drawn


def test_motion_energy_is_in_body_sizes_a_second() -> None:
    pair = make("std", 1)
    kp, t = pair.a.kp, pair.a.t
    energy = motion_energy(kp, t)
    assert energy.shape == t.shape and (energy[np.isfinite(energy)] >= 0).all()
    np.testing.assert_allclose(motion_energy(kp * (3, 3, 1), t), energy, rtol=1e-6)
    np.testing.assert_allclose(motion_energy(kp + np.array([500, 0, 0]), t), energy, rtol=1e-6)
    still = np.repeat(kp[:1], len(t), axis=0)
    assert np.nanmax(motion_energy(still, t)) < 1e-6


def test_motion_energy_knows_where_nobody_is() -> None:
    pair = make("std", 1)
    kp = pair.a.kp.copy()
    kp[100:200] = (np.nan, np.nan, 0)
    energy = motion_energy(kp, pair.a.t)
    assert np.isnan(energy[115:185]).all() and np.isfinite(energy[:90]).all()
    kp[:] = np.nan
    assert np.isnan(motion_energy(kp, pair.a.t)).all()
    assert motion_energy(kp[:0], pair.a.t[:0]).shape == (0,)


def test_a_known_speed_gives_a_known_energy() -> None:
    """Two joints swing against each other: at distance d from the middle the size is d, the speed d'."""
    t = np.arange(300) / 60
    d = 100 + 10 * np.sin(2 * np.pi * 0.5 * t)
    kp = np.ones((300, 2, 3))
    kp[:, 0, 0], kp[:, 1, 0] = 500 + d, 500 - d
    kp[..., 1] = 0
    # The smoothing (35 ms) takes (2π·0.5·0.035)²/2 = 0.6 % from a 0.5 Hz movement.
    expected = np.abs(10 * np.pi * np.cos(2 * np.pi * 0.5 * t)) / 100
    np.testing.assert_allclose(motion_energy(kp, t)[12:-12], expected[12:-12], atol=0.012)


def test_shared_motion_is_one_curve_where_the_offset_is_right() -> None:
    pair = make("std", 2)
    right, wrong = [], []
    for offset, out in ((pair.offset_s, right), (pair.offset_s + 1.0, wrong)):
        a, b = shared_motion(pair.a.kp, pair.a.t, pair.b.kp, pair.b.t, offset)
        assert a.shape == pair.a.t.shape and b.shape == pair.b.t.shape
        inside = (pair.b.t + pair.offset_s > pair.a.t[0]) & (pair.b.t + pair.offset_s < pair.a.t[-1])
        there = np.interp(pair.b.t[inside] + pair.offset_s, pair.a.t, np.nan_to_num(a))
        out.append(float(np.corrcoef(there, np.nan_to_num(b[inside]))[0, 1]))
    assert right[0] > 0.7


def test_the_generator_repeats_itself() -> None:
    """The same pair for the same seed, or no figure measured on it could be compared."""
    one, two = make("10 s", 3), make("10 s", 3)
    np.testing.assert_array_equal(one.b.kp, two.b.kp)
    assert one.offset_s == two.offset_s
