"""Key-frames in, every frame out: which strides fit, what is missing, and that windows leave no seams."""

from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from core import lift
from core.errors import ParallaxError
from core.intrinsics import Intrinsics, told_of
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from core.upsample import Upsampler, s_in, upsample

STRIDES = (4, 10, 20)


class Straight:
    """Stands in for a network: each token lies on the line between the known tokens beside it, and z says when."""

    tokens, s_out, strides, source, flip, convention = 41, 2, STRIDES, Source("straight"), True, "parallax"
    camera: Intrinsics | None = None

    def __init__(self) -> None:
        self.windows = 0
        self.known: list[NDArray[np.bool_]] = []

    def __call__(self, xys: NDArray[np.float32], known: NDArray[np.bool_],
                 size: tuple[int, int]) -> tuple[NDArray[Any], NDArray[Any]]:
        self.windows += len(xys)
        self.known.append(known)
        every = np.zeros((*xys.shape[:3], 3), np.float32)
        for clip, row, out in zip(xys, known, every, strict=True):
            at = np.flatnonzero(row)
            for joint in range(17):
                for axis in range(2):
                    out[:, joint, axis] = np.interp(np.arange(len(row)), at, clip[at, joint, axis] - clip[at, 0, axis])
        return every, every[:, 20]


def upsampler() -> tuple[Upsampler, Straight]:
    made = Straight()
    return cast(Upsampler, made), made


def moving(frames: int, fps: float) -> Poses2D:
    """Joints that move evenly: linear between any two frames."""
    rng = np.random.default_rng(0)
    times = np.arange(frames) / fps
    start, speed = rng.uniform(200, 800, (17, 2)), rng.uniform(-50, 50, (17, 2))
    xys = np.ones((frames, 1, 17, 3), np.float32)
    xys[:, 0, :, :2] = start + speed * times[:, None, None]
    return Poses2D(xys, times, H36M17, (1000, 1000), Source("test"))


@pytest.mark.parametrize(("stride", "fps", "wanted"), [
    (20, 60, 20), (20, 30, 20), (20, 50, 20), (10, 30, 10), (4, 25, 4), (5, 25, 10), (20, 120, 10), (20, 240, 4),
    (2, 24, 4), (8, 60, 4)])
def test_key_frames_of_a_recording_are_those_of_the_network(stride: int, fps: float, wanted: int) -> None:
    assert s_in(upsampler()[0], stride, fps) == wanted


def test_a_stride_that_fits_no_training_is_refused() -> None:
    for stride, fps in ((60, 30), (1, 60)):
        with pytest.raises(ParallaxError, match="not trained for"):
            s_in(upsampler()[0], stride, fps)


@pytest.mark.parametrize(("stride", "fps"), [(20, 60.0), (10, 30.0), (5, 25.0), (20, 240.0), (4, 30.0)])
@pytest.mark.parametrize("every_window", [False, True])
def test_what_moves_evenly_is_met_at_every_frame(stride: int, fps: float, every_window: bool) -> None:
    poses = moving(401, fps)
    sparse_only = poses.xys.copy()
    sparse_only[np.arange(401) % stride != 0] = [np.nan, np.nan, 0]  # nothing else may be looked at
    made, stand_in = upsampler()
    out = upsample(Poses2D(sparse_only, poses.times, H36M17, poses.size, poses.source), made, stride,
                   every_window=every_window)
    # `to_camera` turns by the ray to the pelvis, so compare with what it makes of the truth.
    flat = poses.xys[:, 0, :, :2] - poses.xys[:, 0, :1, :2]
    truth = lift.to_camera(np.concatenate((flat, np.zeros_like(flat[..., :1])), -1), poses.xys[:, 0, 0, :2], poses.size)
    last = 400 // stride * stride + 1  # after the last key-frame nothing says that it goes on
    np.testing.assert_allclose(out.xyzs[:last, 0, :, :3], truth[:last], atol=0.05)  # pixels, of hundreds
    assert (out.xyzs[..., 3] == 1).all() and out.kind == "relative"
    assert out.source.settings["stride"] == stride
    share = np.concatenate(stand_in.known).mean()
    assert share <= 2.5 * 2 / s_in(made, stride, fps)  # key-frames are few among the tokens


def test_without_the_athlete_for_long_there_is_nothing_and_for_a_moment_it_goes_on() -> None:
    poses = moving(600, 60.0)
    poses.xys[200:221] = [np.nan, np.nan, 0]   # one or two key-frames of 20
    poses.xys[300:420] = [np.nan, np.nan, 0]   # two seconds
    out = upsample(poses, upsampler()[0], 20)
    known = np.isfinite(out.xyzs[:, 0, :, 0]).all(axis=1)
    assert known[:281].all() and not known[281:420].any() and known[420:].all()
    assert (out.xyzs[~known, 0, :, 3] == 0).all()


def test_nobody_at_all_and_a_single_frame() -> None:
    poses = moving(50, 50.0)
    nobody = Poses2D(np.full_like(poses.xys, np.nan), poses.times, H36M17, poses.size, poses.source)
    nobody.xys[..., 2] = 0
    assert np.isnan(upsample(nobody, upsampler()[0], 20).xyzs[..., :3]).all()
    one = Poses2D(poses.xys[:1], poses.times[:1], H36M17, poses.size, poses.source)
    assert np.isfinite(upsample(one, upsampler()[0], 20).xyzs).all()


def test_windows_are_few_unless_each_frame_has_its_own() -> None:
    poses = moving(2000, 50.0)
    few, all_of_them = upsampler(), upsampler()
    upsample(poses, few[0], 20)
    upsample(poses, all_of_them[0], 20, every_window=True)
    assert few[1].windows <= 1000 / 10 + 2 and all_of_them[1].windows >= 1000


def test_published_weights_are_spoken_to_as_published() -> None:
    """Screen coordinates in, axes of the camera out, joints in the publication's order: the network itself says so."""
    import torch

    from core.nets import uplift_upsample
    from core.nets.inputs import screen

    torch.manual_seed(0)
    net = uplift_upsample.build({"tokens": 41, "s_out": 2, "d_joint": 8, "d_temp": 32, "spatial_blocks": 1,
                                 "temporal_blocks": 1, "num_heads": 4, "strides": [4, 4, 3],
                                 "paddings": [[1, 1], [0, 0], [0, 0]]}).eval()
    poses = moving(81, 50.0)
    made = Upsampler(net, 41, 2, (4, 10, 20), Source("published"), flip=False, convention="screen")
    out = upsample(poses, made, 20, every_window=True)
    # The window around frame 40 is the whole recording: its centre is what the network says of it.
    x = screen(torch.from_numpy(poses.xys[::2, 0, :, :2]), torch.tensor(poses.size))[None]
    known = torch.arange(0, 81, 2)[None] % 20 == 0
    order = torch.tensor(net.joint_order)
    with torch.inference_mode():
        said = net(torch.where(known[..., None, None], x[:, :, order], 0), known)[1][0]
    said = said[torch.argsort(order)]
    np.testing.assert_allclose(out.xyzs[40, 0, :, :3], (said - said[:1]).numpy(), atol=1e-5)


@pytest.mark.parametrize("fps", [50.0, 120.0])
@pytest.mark.parametrize("every_window", [False, True])
def test_any_set_of_key_frames_is_taken(fps: float, every_window: bool) -> None:
    """Close together in one place, and in frames that no token falls on: what moves evenly is met all the same."""
    poses = moving(400, fps)
    keys = np.r_[np.arange(0, 100, 20), np.arange(100, 140, 3), np.arange(141, 400, 20)]
    made, stand_in = upsampler()
    holes = poses.xys.copy()
    holes[~np.isin(np.arange(400), keys)] = [np.nan, np.nan, 0]
    only = Poses2D(holes, poses.times, H36M17, poses.size, poses.source)
    out = upsample(only, made, 20, keys=keys, every_window=every_window)
    flat = poses.xys[:, 0, :, :2] - poses.xys[:, 0, :1, :2]
    truth = lift.to_camera(np.concatenate((flat, np.zeros_like(flat[..., :1])), -1), poses.xys[:, 0, 0, :2], poses.size)
    last = 380  # the last key-frame is beyond the last token that has one on both sides
    np.testing.assert_allclose(out.xyzs[:last, 0, :, :3], truth[:last], atol=0.05)
    assert np.isfinite(out.xyzs).all()
    if every_window and fps == 50:  # a token every other frame, and the nearest to each key-frame is known
        assert np.concatenate(stand_in.known)[:, 20].sum() == len(np.unique(np.rint(keys / 2)))


def test_where_nobody_looked_for_long_there_is_nothing() -> None:
    poses = moving(400, 50.0)
    out = upsample(poses, upsampler()[0], 20, keys=np.r_[np.arange(0, 101, 20), np.arange(300, 400, 20)])
    known = np.isfinite(out.xyzs[:, 0, 0, 0])
    assert known[:101].all() and not known[101:300].any() and known[300:].all()
    assert np.isnan(upsample(poses, upsampler()[0], 20, keys=np.arange(0)).xyzs[..., 0]).all()


def seen_by(camera: Intrinsics, stride: int, fps: float) -> tuple[Poses2D, NDArray[np.float32]]:
    """A flat body that faces a camera with a lens and moves evenly, as that sees it, and (T, 17, 3) the truth."""
    rng = np.random.default_rng(3)
    times = np.arange(201) / fps
    body = np.concatenate((rng.normal(0, 0.3, (17, 2)), np.zeros((17, 1))), axis=-1)
    place = np.stack((0.3 * times - 0.5, 0 * times, 0 * times + 4), axis=-1)
    points = body + place[:, None]
    xys = np.ones((len(times), 1, 17, 3), np.float32)
    xys[:, 0, :, :2] = camera.pixels(points[..., :2] / points[..., 2:])
    return Poses2D(xys, times, H36M17, camera.size, Source("test")), (points - points[:, :1]).astype(np.float32)


class Metres(Straight):
    """A network that says what a camera saw 4 m away, in metres, along the ray, with one joint off by 5 cm."""

    convention = "screen"  # in the camera's axes, so that nothing is turned

    def __call__(self, xys: NDArray[np.float32], known: NDArray[np.bool_],
                 size: tuple[int, int]) -> tuple[NDArray[Any], NDArray[Any]]:
        every, _ = super().__call__(xys, known, size)
        every *= np.float32(4 / 1000)
        every[..., 16, 0] += 0.05
        return every, every[:, 20]


@pytest.mark.parametrize("stride", [4, 20])
def test_a_known_camera_refines_key_frames_and_what_lies_between(stride: int) -> None:
    camera = Intrinsics(1000.0, 1000.0, 500.0, 480.0, (1000, 1000), (-0.2, 0.05, 0.001, 0.0, 0.0))
    poses, true = seen_by(camera, stride, 50.0)
    made = Metres()
    without = upsample(poses, cast(Upsampler, made), stride).xyzs[:, 0, :, :3]
    made.camera = camera
    out = upsample(poses, cast(Upsampler, made), stride)
    refined = out.xyzs[:, 0, :, :3]
    assert told_of(out.source.settings) == camera and out.source.settings["refined"] is True
    far = np.abs(refined - true)[..., :2].max(axis=-1)
    assert far[:, 16].max() < 0.04 and far[:, :16].max() < 0.01  # it was 5 cm off
    assert np.abs(without - true)[:, 16, 0].max() > 0.05 and "focal" not in out.source.settings
    step = np.abs(np.diff(refined - true, axis=0)).max()
    assert step < 0.005  # no jump at a key-frame


def test_without_a_camera_it_says_that_the_focal_length_is_a_guess() -> None:
    out = upsample(moving(81, 50.0), upsampler()[0], 20)
    assert out.source.settings["focal"] == lift.FOCAL and told_of(out.source.settings) is None
