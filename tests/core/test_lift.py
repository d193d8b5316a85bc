"""The loop of lifting: edges, gaps, rates, seams, people; and the default lifter on people it has not seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from core import cards, lift, metrics
from core.camera import Camera
from core.errors import ParallaxError
from core.formats import trc
from core.intrinsics import told_of
from core.nets import frame_transformer
from core.pose import Poses2D, Source
from core.progress import Cancelled, Step
from core.sight import Sight
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, LIMBS
from core.studio import MOTIONS
from core.swaps import repair

J = len(H36M17)


class Flat(nn.Module):
    """A network whose answer is known: the body as a flat picture. Equivariant to mirrors like a good lifter."""

    config = frame_transformer.Config(maxlen=27)

    def __init__(self) -> None:
        super().__init__()
        self.one = nn.Parameter(torch.ones(1))
        self.lengths: list[int] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.lengths.append(x.shape[1])
        return torch.cat((x[..., :2] - x[:, :, :1, :2], torch.zeros_like(x[..., :1])), dim=-1) * self.one


def flat() -> lift.Lifter:
    return lift.Lifter(Flat(), Sight(27), Source("flat", "00"))


def poses(xys: NDArray[np.floating], fps: float = 50.0, times: NDArray[np.float64] | None = None) -> Poses2D:
    xys = xys if xys.ndim == 4 else xys[:, None]
    times = np.arange(len(xys)) / fps if times is None else times
    return Poses2D(xys.astype(np.float32), times, H36M17, (1000, 800), Source("test"))


def body(frames: int, seed: int = 0) -> NDArray[np.float64]:
    """(T, 17, 3): a rigid body of constant size that wanders over the picture, all scores 1."""
    rng = np.random.default_rng(seed)
    shape = rng.normal(0, 80, (J, 2))
    path = np.stack((np.linspace(300, 600, frames), np.full(frames, 400.0)), axis=-1)
    return np.concatenate((path[:, None] + shape - shape[0], np.ones((frames, J, 1))), axis=-1)


@pytest.mark.parametrize("frames", [1, 2, 26, 27, 28, 53, 54, 100])
def test_every_length_and_no_seams(frames: int) -> None:
    """A rigid flat body has one answer, but for the turn of the ray: bones are equally long in every frame."""
    result = lift.lift(poses(body(frames)), flat())
    points = result.xyzs[:, 0, :, :3]
    assert result.xyzs.shape == (frames, 1, J, 4) and result.kind == "relative"
    assert np.isfinite(points).all() and (points[:, 0] == 0).all()
    lengths = np.linalg.norm(points, axis=-1)
    # Sums of a few float32 of size one.
    np.testing.assert_allclose(lengths, np.broadcast_to(lengths[:1], lengths.shape), atol=1e-5)


def test_output_is_turned_back_along_the_ray() -> None:
    """Seen 45° off the axis of the assumed camera, a flat body faces the camera, not the picture."""
    size = (1001, 801)
    x = (size[0] - 1) / 2 + lift.FOCAL * max(size)
    xys = np.ones((1, 1, J, 3), np.float32)
    xys[0, 0, :, :2] = [x, 400]
    xys[0, 0, 1, :2] = [x + 50, 400]
    xys[0, 0, 2, :2] = [x, 450]
    seen = Poses2D(xys, np.zeros(1), H36M17, size, Source("test"))
    points = lift.lift(seen, flat()).xyzs[0, 0, :, :3]
    across, down = (points[i] / np.linalg.norm(points[i]) for i in (1, 2))
    # To the right of the ray, which points to the right and ahead, is right and back.
    np.testing.assert_allclose(across, [0.5**0.5, 0, -(0.5**0.5)], atol=1e-5)
    np.testing.assert_allclose(down, [0, 1, 0], atol=1e-5)


def test_gaps() -> None:
    xys = body(200)
    xys[50:60] = np.nan          # 0.2 s: bridged
    xys[100:140] = np.nan        # 0.8 s: not
    xys[:5] = np.nan             # before the first
    xys[170, 3] = [5, 5, 0]      # a joint of no score
    xys[20:30, 2:14] = np.nan    # too few joints, but not for long
    out = lift.lift(poses(xys), flat()).xyzs[:, 0]
    missing = np.zeros(200, bool)
    missing[:5] = missing[100:140] = True
    np.testing.assert_array_equal(np.isnan(out[..., :3]).all((1, 2)), missing)
    np.testing.assert_array_equal(np.isfinite(out[..., :3]).all((1, 2)), ~missing)
    assert (out[missing][..., 3] == 0).all() and (out[50:60, :, 3] == 0).all() and out[170, 3, 3] == 0
    # A body that moves on a line at constant speed is exactly where the line through the gap puts it.
    whole = lift.lift(poses(body(200)), flat()).xyzs[:, 0]
    np.testing.assert_allclose(out[~missing][..., :3], whole[~missing][..., :3], atol=1e-5)


def test_nobody_and_nothing() -> None:
    assert lift.lift(poses(np.empty((5, 0, J, 3))), flat()).xyzs.shape == (5, 0, J, 4)
    assert lift.lift(poses(np.empty((0, 1, J, 3))), flat()).xyzs.shape == (0, 1, J, 4)
    out = lift.lift(poses(np.full((5, J, 3), np.nan)), flat()).xyzs
    assert np.isnan(out[..., :3]).all() and (out[..., 3] == 0).all()


def test_joints_never_seen_are_filled_and_marked() -> None:
    xys = body(10)
    xys[:, [0, 5]] = np.nan
    filled = lift.fill(xys.astype(np.float32), np.arange(10) / 50)
    assert np.isfinite(filled).all() and (filled[:, [0, 5], 2] == 0).all()
    np.testing.assert_array_equal(filled[:, 5, :2], filled[:, 0, :2])
    np.testing.assert_allclose(filled[:, 0, :2], np.delete(filled, [0, 5], 1)[..., :2].mean(1), rtol=1e-6)


def test_people_are_lifted_apart() -> None:
    one, two = body(60), body(60, seed=1)
    two[:20] = np.nan
    both = lift.lift(poses(np.stack((one, two), axis=1)), flat()).xyzs
    np.testing.assert_array_equal(both[:, 0], lift.lift(poses(one), flat()).xyzs[:, 0])
    np.testing.assert_array_equal(both[:, 1], lift.lift(poses(two), flat()).xyzs[:, 0])


@pytest.mark.parametrize("fps", [10, 15, 120, 240])
def test_other_frame_rates_are_resampled(fps: int) -> None:
    lifter = flat()
    frames = 2 * fps + 1
    out = lift.lift(poses(body(frames), fps), lifter).xyzs[:, 0, :, :3]
    # Two seconds are a hundred steps of the network's time, whatever the recording's.
    assert max(lifter.net.lengths) == 27  # type: ignore[operator, union-attr, arg-type]
    expected = lift.lift(poses(body(101), 50), flat()).xyzs[:, 0, :, :3]
    assert out.shape[0] == frames
    np.testing.assert_allclose(out[[0, -1]], expected[[0, -1]], atol=1e-5)
    lengths = np.linalg.norm(out, axis=-1)
    np.testing.assert_allclose(lengths, np.broadcast_to(lengths[:1], lengths.shape), atol=1e-5)


def test_uneven_times_are_resampled() -> None:
    rng = np.random.default_rng(3)
    times = np.cumsum(rng.uniform(0.01, 0.06, 90))
    xys = body(90)
    xys[..., 0] = xys[:1, :, 0] + 100 * (times - times[0])[:, None]  # constant speed in time, not in frames
    out = lift.lift(poses(xys, times=times), flat()).xyzs[:, 0, :, :3]
    lengths = np.linalg.norm(out, axis=-1)
    np.testing.assert_allclose(lengths, np.broadcast_to(lengths[:1], lengths.shape), atol=1e-5)
    with pytest.raises(ValueError, match="fall"):
        lift.lift(poses(body(3), times=np.array([0.0, 0.1, 0.05])), flat())


@pytest.mark.parametrize("frames", [2, 3, 90])
def test_frames_that_share_a_time_stamp_are_lifted(frames: int) -> None:
    """Matroska rounds stamps to a millisecond; at 4000 frames/s four frames share each."""
    times = np.round(np.arange(frames) / 4000, 3)
    assert (np.diff(times) == 0).any()
    xys = body(frames)
    xys[:] = xys[:1]
    out = lift.lift(poses(xys, times=times), flat()).xyzs[:, 0, :, :3]
    np.testing.assert_allclose(out, np.broadcast_to(out[:1], out.shape), atol=1e-5)  # a body at rest stays at rest


def test_progress_pieces_and_cancel() -> None:
    steps: list[Step] = []
    got: list[tuple[int, int, int]] = []
    xys = np.stack((body(60), body(60, 1)), axis=1)
    lift.lift(poses(xys), flat(), steps.append, lambda person, start, part: got.append((person, start, len(part))))
    assert [s.done for s in steps] == sorted(s.done for s in steps) and steps[-1].done == steps[-1].total == 120
    assert got == [(0, 0, 60), (1, 0, 60)]

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lift.lift(poses(xys), flat(), stop)


def test_other_skeletons_and_the_source() -> None:
    coco = np.concatenate((np.random.default_rng(0).uniform(100, 500, (4, 1, 17, 2)), np.ones((4, 1, 17, 1))), -1)
    seen = Poses2D(coco.astype(np.float32), np.arange(4) / 30, COCO17, (640, 480), Source("detector"))
    result = lift.lift(seen, flat())
    assert result.skeleton is H36M17 and result.source.model == "flat" and result.source.settings["of"] == "detector"


def test_a_run_may_say_whether_there_is_a_flip_test() -> None:
    from core.pipeline import _Lifter

    assert [_Lifter(cards.DEFAULT_LIFTER, "cpu", flip).loaded(1).flip for flip in (None, True, False)] == [
        True, True, False]


def test_wrong_models_are_told() -> None:
    with pytest.raises(ParallaxError, match="no such model"):
        lift.load("unheard-of")
    card = cards.Card("x", "", "lifter", "frame_transformer", "h36m17", "", "", {"dim": 16, "heads": 2})
    with pytest.raises(ParallaxError, match="do not fit"):
        lift.assemble(card, {}, "")
    with pytest.raises(ParallaxError, match="built"):
        lift.assemble(cards.Card("x", "", "lifter", "none_such", "h36m17", "", ""), {}, "")
    state = frame_transformer.build({"dim": 16, "heads": 2}).state_dict()
    with pytest.raises(ParallaxError, match="device"):
        lift.assemble(card, state, "", "no-device")


@pytest.fixture(scope="module")
def default() -> lift.Lifter:
    return lift.load()


def test_the_default_lifter_on_the_studio_s_motions(default: lift.Lifter) -> None:
    """Six motions made by formulas, in no training set, from four sides with exact 2D, over the limbs.

    The bound: the true picture without any depth is the best that a lifter that knows nothing can say, and a useful one
    is less than half as far off.
    """
    joints = [H36M17.index(name) for name in LIMBS]
    lifted, nothing = [], []
    for motion in MOTIONS.values():
        points = np.asarray(motion(3.0, 50.0, 1), dtype=np.float64)
        for azimuth in (0.3, 1.9, 3.4, 5.0):
            middle = points[:, 0].mean(0)
            camera = Camera.looking_at(middle + 5 * np.array([np.cos(azimuth), np.sin(azimuth), 0.1]), middle, 1000,
                                       (1000, 1000))
            px, _ = camera.project(points)
            seen = poses(np.concatenate((px, np.ones((*px.shape[:2], 1))), axis=-1))
            true = camera.to_camera(points)[:, joints]
            lifted.append(metrics.p_mpjpe(default_points(default, seen)[:, joints], true))
            nothing.append(metrics.p_mpjpe(np.concatenate((px, 0 * px[..., :1]), axis=-1)[:, joints], true))
    assert np.mean(lifted) < np.mean(nothing) / 2


def default_points(lifter: lift.Lifter, seen: Poses2D) -> NDArray[np.float32]:
    return lift.lift(seen, lifter).xyzs[:, 0, :, :3]


def test_the_default_lifter_beats_blazepose_by_a_fifth(default: lift.Lifter, shared: Path) -> None:
    """Real people, 2D of the original program, against triangulation from four cameras: what the card promises."""
    markers = trc.read(shared / "data/video/pose2sim_single/Pose2Sim_markers.trc")
    true = markers.points[:, [markers.names.index(n[0].upper() + n[1:].capitalize()) for n in LIMBS]]
    theirs, ours = ([s.index(n) for n in LIMBS] for s in (BLAZEPOSE33, H36M17))
    found = np.load(shared / "fixtures" / "blazepose_mediapipe.npz")
    world, lifted = [], []
    for view, size in (("cam01", (1080, 1920)), ("cam02", (1080, 1920)), ("cam03", (1088, 1920)),
                       ("cam04", (1088, 1920))):
        landmarks = found[f"landmarks_{view}"]
        xys = np.concatenate((landmarks[..., :2], landmarks[..., 3:]), axis=-1)[:, None].astype(np.float32)
        seen, _ = repair(Poses2D(xys, markers.times, BLAZEPOSE33, size, Source("blazepose")))
        lifted.append(metrics.p_mpjpe(default_points(default, seen)[:, ours], true))
        world.append(metrics.p_mpjpe(found[f"world_{view}"][:, theirs, :3], true))
    assert np.mean(lifted) < 0.8 * np.mean(world)


def test_a_known_camera_gives_its_focal_length_and_takes_its_lens_away(default: lift.Lifter) -> None:
    """The same people as a camera without a lens and with one sees them are lifted to the same, and in the mean nearer
    to the truth than with the usual guess."""
    joints = [H36M17.index(name) for name in LIMBS]
    off: dict[str, list[float]] = {"guessed": [], "known": []}
    for number, motion in enumerate(MOTIONS.values()):
        points = np.asarray(motion(2.0, 50.0, 1), dtype=np.float64)
        middle = points[:, 0].mean(0)
        eye = middle + np.array([2.5 + number / 5, -2.0, 0.8])
        plain = Camera.looking_at(eye, middle + np.array([0.6, 0.6, 0]), 620, (1000, 1000))
        bent = Camera(plain.K, plain.R, plain.t, plain.size, np.array([-0.2, 0.05, 0.001, -0.001, 0]))
        true = plain.to_camera(points)
        seen = {name: poses(np.concatenate((camera.project(points)[0], np.ones((*points.shape[:2], 1))), axis=-1))
                for name, camera in (("plain", plain), ("bent", bent))}
        made = {name: lift.lift(replace(seen[name], size=(1000, 1000)), replace(default, camera=camera.intrinsics))
                for name, camera in (("plain", plain), ("bent", bent))}
        np.testing.assert_allclose(made["bent"].xyzs, made["plain"].xyzs, atol=2e-3)  # float32 pixels through a net
        assert told_of(made["bent"].source.settings) == bent.intrinsics
        guessed = lift.lift(replace(seen["plain"], size=(1000, 1000)), default)
        assert "focal" in guessed.source.settings and told_of(guessed.source.settings) is None
        for name, out in (("guessed", guessed), ("known", made["plain"])):
            off[name].append(metrics.n_mpjpe(out.xyzs[:, 0, joints, :3], (true - true[:, :1])[:, joints]))
    assert np.mean(off["known"]) < 0.97 * np.mean(off["guessed"])
