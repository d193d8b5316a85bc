"""What published lifters see: pictures, statistics, windows and lenses as their authors' code has them."""

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation

from core import metrics
from core.camera import Camera
from core.nets import inputs
from tests.core.nets import published

PICTURE = torch.tensor([1000.0, 1002.0])  # of the fixture


def test_the_screen_equals_the_published_one(shared: Path) -> None:
    known = published.fixture(shared, "ops_videopose3d")
    pixels = known["pix"].double()
    torch.testing.assert_close(inputs.screen(pixels, PICTURE.double()), known["norm"], atol=1e-6, rtol=0)
    torch.testing.assert_close(inputs.unscreen(known["norm"], PICTURE.double()), known["denorm"])
    torch.testing.assert_close(inputs.unscreen(inputs.screen(pixels, PICTURE), PICTURE), pixels)


def test_pictures_of_many_sizes_in_one_batch(shared: Path) -> None:
    known = published.fixture(shared, "ops_l2d")
    size = torch.stack((known["w"], known["h"]), dim=-1)[:, None]  # (3, 1, 2): one a picture, for all of its joints
    torch.testing.assert_close(inputs.screen(known["pix"], size), known["normalised"])


def test_the_edges_of_the_picture() -> None:
    corners = torch.tensor([[0.0, 0.0], [1000.0, 0.0], [500.0, 501.0]])
    torch.testing.assert_close(inputs.screen(corners, PICTURE), torch.tensor([[-1.0, -1.002], [1, -1.002], [0, 0]]))


def test_standardizing_and_back() -> None:
    torch.manual_seed(0)
    points = 300 * torch.randn(50, 4, 17, 2, dtype=torch.float64) + 500
    mean, deviation = points.mean(dim=(0, 1)), points.std(dim=(0, 1))
    even = inputs.standardize(points, mean, deviation)
    torch.testing.assert_close(even.std(dim=(0, 1)), torch.ones(17, 2, dtype=torch.float64))
    assert even.mean(dim=(0, 1)).abs().max() < 1e-9
    torch.testing.assert_close(inputs.unstandardize(even, mean, deviation), points)
    assert inputs.standardize(mean, mean, 0 * deviation).abs().max() == 0  # a joint that never moves, as the pelvis


def test_windows_equal_the_published_ones(shared: Path) -> None:
    for case in published.fixture(shared, "ops_keypoints")["extract_pose_sequence"]:
        index = inputs.windows(case["n"], case["seq_len"], case["step"], case["causal"])
        assert index.shape == (case["n"], case["seq_len"])
        assert index[case["idx"]].tolist() == case["frames"]


@pytest.mark.parametrize("causal", [False, True])
def test_padding_is_all_windows_at_once(causal: bool) -> None:
    x = torch.arange(6.0).view(1, 6, 1, 1)
    padded = inputs.pad_ends(x, 5, causal)[0, :, 0, 0]
    assert torch.equal(padded.unfold(0, 5, 1), x[0, inputs.windows(6, 5, causal=causal), 0, 0])


def test_projection_equals_the_published_one(shared: Path) -> None:
    known = published.fixture(shared, "ops_videopose3d")
    lens = known["cam_params"]
    points = known["Xc"][:len(known["proj"])]
    torch.testing.assert_close(inputs.project(points, lens[:, None]), known["proj"], atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(inputs.project(points, lens[:, None], distorted=False), known["proj_linear"],
                               atol=1e-6, rtol=1e-5)
    far_off, at_45 = torch.tensor([[9.0, -9.0, 1.0], [1.0, -1.0, 1.0]])
    torch.testing.assert_close(inputs.project(far_off, lens[0]), inputs.project(at_45, lens[0]))


def test_our_figures_and_cameras_equal_the_published_ones(shared: Path) -> None:
    known = published.fixture(shared, "ops_videopose3d")
    pred, true = (known[name].double().numpy() for name in ("pred", "target"))
    for name in ("mpjpe", "n_mpjpe", "p_mpjpe"):
        assert getattr(metrics, name)(pred, true) == pytest.approx(float(known[name]), rel=1e-5)
    w, x, y, z = known["quat"].double().numpy()
    turn = Rotation.from_quat([x, y, z, w]).as_matrix().T  # it turns the camera into the world
    where = known["trans"].double().numpy()
    camera = Camera(np.eye(3), turn, -turn @ where, (1000, 1000))
    np.testing.assert_allclose(camera.to_camera(known["world"].double().numpy()), known["cam"], atol=1e-5)
