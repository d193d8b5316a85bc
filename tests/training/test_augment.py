"""Virtual cameras and detectors: geometry exact, faults as often and as large as the table says."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.camera import Camera
from core.errors import ParallaxError
from core.nets.inputs import BONES_M, mirror
from core.skeleton import H36M17, convert
from core.studio import MOTIONS
from training import augment

TABLE = augment.NOISE_FOLDER / "blazepose.json"
QUIET = augment.Noise(torch.zeros(14), torch.zeros(14), torch.zeros(14), torch.zeros(14), (1.0, 0.0), (1.0, 0.0),
                      0.5, 0.9, 0.0, 5.0, 0.0, 0.0)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def bodies(batch: int = 6, frames: int = 20) -> torch.Tensor:
    motion = torch.from_numpy(np.asarray(MOTIONS["serve"](4.0, 50.0, 1), dtype=np.float32))
    return torch.stack([motion[3 * i:3 * i + frames] for i in range(batch)])


def test_bodies_keep_their_motion_and_get_one_size() -> None:
    points = bodies()
    other = augment.vary_bodies(points, 0.1, generator())
    parents, children = (list(side) for side in zip(*H36M17.bones, strict=True))
    was, now = (p[:, :, children] - p[:, :, parents] for p in (points, other))
    cosine = torch.nn.functional.cosine_similarity(was, now, dim=-1)
    torch.testing.assert_close(cosine, torch.ones_like(cosine), atol=1e-4, rtol=0)  # float32: sin² of 1e-2 rad is 1e-4
    lengths = now.norm(dim=-1)
    torch.testing.assert_close(lengths.mean(dim=1).sum(-1), torch.full((6,), BONES_M))
    for (_, left), (_, right) in zip(H36M17.bones[3:6], H36M17.bones[:3], strict=True):
        ratio = (other[:, :, left] - other[:, :, left - 1 if left > 4 else 0]).norm(dim=-1) / \
            (points[:, :, left] - points[:, :, left - 1 if left > 4 else 0]).norm(dim=-1)
        same = (other[:, :, right] - other[:, :, right - 1 if right > 1 else 0]).norm(dim=-1) / \
            (points[:, :, right] - points[:, :, right - 1 if right > 1 else 0]).norm(dim=-1)
        torch.testing.assert_close(ratio, same, atol=1e-3, rtol=0)
    assert (lengths.mean(dim=1).std(dim=0) > 0.005).any()


def test_joints_are_off_alike_on_both_sides() -> None:
    points = bodies()
    symmetric = 0.5 * (points + mirror(points))  # a body that equals its mirror image (x to the side)
    symmetric[..., 0] -= symmetric[..., :1, 0]
    off = augment.vary_joints(symmetric, torch.full((14,), 0.02), generator()) - symmetric
    torch.testing.assert_close(mirror(off), off, atol=1e-5, rtol=0)
    assert 0.005 < off[:, :, augment.FOUND].std() < 0.04
    assert (off[:, :, [0, 7, 8]] == 0).all()


def test_a_virtual_camera_is_a_camera() -> None:
    """`rotation` against Camera.looking_at: the same picture of the same scene."""
    points = bodies(1)[0].double().numpy()
    azimuth, elevation, distance = 0.7, 0.3, 5.0
    eye = distance * np.array([math.cos(azimuth) * math.cos(elevation), math.sin(azimuth) * math.cos(elevation),
                               math.sin(elevation)])
    want = Camera.looking_at(eye, (0, 0, 0), 1.0, (1, 1)).to_camera(points)
    turn = augment.rotation(*(torch.tensor([a], dtype=torch.float64) for a in (azimuth, elevation, 0.0)))[0].numpy()
    np.testing.assert_allclose(points @ turn.T + [0, 0, distance], want, atol=1e-9)


def test_seen_bodies_are_in_front_and_keep_their_shape() -> None:
    points = bodies(40)
    camera = augment.see(points, augment.Cameras(panning=0.0, distance=(0.5, 3.0)), generator())
    assert camera[..., 2].min() > 0.5
    # A rigid motion of points of a few metres in float32.
    torch.testing.assert_close(torch.cdist(camera.flatten(1, 2), camera.flatten(1, 2)),
                               torch.cdist(points.flatten(1, 2), points.flatten(1, 2)), atol=1e-2, rtol=1e-3)
    down = camera[:, :, 3, 1] - camera[:, :, 10, 1]
    assert (down > 0).float().mean() > 0.95  # heads are above feet in the picture


def test_target_is_the_pose_along_the_ray() -> None:
    camera = augment.see(bodies(), augment.Cameras(), generator())
    target = augment.target(camera)
    assert (target[:, :, 0] == 0).all()
    ray = torch.nn.functional.normalize(camera[:, :, 0], dim=-1)
    depth = ((camera - camera[:, :, :1]) * ray[:, :, None]).sum(-1)
    torch.testing.assert_close(target[..., 2], depth, atol=1e-5, rtol=0)


def test_midpoints_are_those_of_the_skeleton_s_conversion() -> None:
    """COCO-17 → H36M-17 and back through `midpoints` give the same pelvis, spine and thorax."""
    from core.skeleton import COCO17
    coco = np.random.default_rng(0).uniform(0, 1, (2, 5, 17, 3)).astype(np.float32)
    h36m = torch.from_numpy(convert(coco, COCO17, H36M17))
    blank = h36m.clone()
    blank[:, :, [0, 7, 8]] = 0
    torch.testing.assert_close(augment.midpoints_of_found(blank), h36m)


def test_a_perfect_detector_changes_nothing() -> None:
    xy = torch.rand(4, 30, 17, 2)
    out = augment.detect(xy, torch.full((4, 30), 5.0), torch.zeros(4, 30, 17), QUIET, torch.ones(4), generator())
    torch.testing.assert_close(out[..., :2], xy)
    assert (out[..., 2] == 1).all()


def test_errors_are_as_large_as_the_table_says() -> None:
    noise = replace(QUIET, good=torch.full((14,), 0.02))
    xy = torch.zeros(400, 40, 17, 2)
    out = augment.detect(xy, torch.full((400, 40), 4.0), torch.zeros(400, 40, 17), noise, torch.ones(400), generator())
    error = 4.0 * out[:, :, augment.FOUND, :2]
    # The size itself varies by exp(0.4 n) and 0.15 of it is added as shake: rms 0.02·exp(0.16)·sqrt(1 + 0.15²).
    assert error.square().mean().sqrt().item() == pytest.approx(0.02 * math.exp(0.16) * math.sqrt(1.0225), rel=0.05)
    assert (error[:, 1:] * error[:, :-1]).mean() / error.square().mean() == pytest.approx(0.41, abs=0.08)
    assert (out[:, :, [0, 7, 8], :2] == 0).all()


def test_faults_are_as_often_as_the_table_says() -> None:
    xy = torch.arange(17, dtype=torch.float32)[None, None, :, None].expand(600, 60, 17, 2).contiguous()
    arguments = (xy, torch.ones(600, 60), torch.zeros(600, 60, 17))
    missing = augment.detect(*arguments, replace(QUIET, missing_share=0.05), torch.ones(600), generator())
    # Single joints and whole frames are missing independently, each by that share.
    assert (missing[..., 2] == 0).float().mean() == pytest.approx(1 - 0.95**2, abs=0.01)
    flipped = augment.detect(*arguments, replace(QUIET, flip_share=0.05), torch.ones(600), generator())
    body = (flipped[..., 0] != xy[..., 0])[:, :, 1]
    assert body.float().mean() == pytest.approx(0.05, abs=0.015)
    assert (body == (flipped[..., 0] != xy[..., 0])[:, :, 16]).all()
    assert body.any(dim=1).float().mean() < 0.3  # gathered in a quarter of the windows
    limbs = augment.detect(*arguments, replace(QUIET, limb_swap_share=0.05), torch.ones(600), generator())
    wrong = limbs[..., 0] != xy[..., 0]
    assert wrong[:, :, 1].float().mean() == pytest.approx(0.05, abs=0.015)
    assert (wrong[:, :, 1] & wrong[:, :, 16]).float().mean() < 0.01
    lost = replace(QUIET, bad=torch.ones(14), bad_share=torch.full((14,), 0.1))
    out = augment.detect(*arguments, lost, torch.ones(600), generator())
    assert (out[:, :, augment.FOUND, 0] != xy[:, :, augment.FOUND, 0]).float().mean() == pytest.approx(0.1, abs=0.02)


def test_what_is_missing_lies_on_the_line_between() -> None:
    steps = torch.arange(60, dtype=torch.float32)[None, :, None, None].expand(50, 60, 17, 2).contiguous()
    noise = replace(QUIET, missing_share=0.1)
    out = augment.detect(steps, torch.ones(50, 60), torch.zeros(50, 60, 17), noise, torch.ones(50), generator())
    gone = out[..., 2] == 0
    inside = (torch.cummax((~gone).int(), 1).values * torch.cummax((~gone).int().flip(1), 1).values.flip(1)).bool()
    assert (gone & inside).sum() > 100
    torch.testing.assert_close(out[..., 0][gone & inside], steps[..., 0][gone & inside], atol=1e-4, rtol=0)


def test_the_table_is_read_and_checked(tmp_path: Path) -> None:
    noise = augment.read_noise(TABLE)
    assert (noise.bad > noise.good).all() and 0 < noise.correlation < 1
    table = json.loads(TABLE.read_text())
    assert table["measured"] is True
    del table["good_m"]["nose"]
    (tmp_path / "a.json").write_text(json.dumps(table))
    for name in ("a.json", "none.json"):
        with pytest.raises(ParallaxError, match="noise"):
            augment.read_noise(tmp_path / name)


def test_limbs_are_crossed_in_the_axes_of_the_trunk() -> None:
    """Two bodies of which one is the other turned round: the limb it is given is the one it had."""
    points = bodies(1)
    angle = torch.tensor(2.0)
    turn = torch.tensor([[angle.cos(), -angle.sin(), 0], [angle.sin(), angle.cos(), 0], [0, 0, 1]])
    same = torch.cat((points, 1.3 * points @ turn.T + 5.0))
    # Rotations of float32 bones of half a metre, summed along a limb.
    torch.testing.assert_close(augment.cross_limbs(same, 1.0, generator()), same, atol=1e-5, rtol=0)


def test_crossing_keeps_bones_and_what_is_not_crossed() -> None:
    points = bodies(40)
    crossed = augment.cross_limbs(points, 0.5, generator())
    parents, children = (list(side) for side in zip(*H36M17.bones, strict=True))
    torch.testing.assert_close((crossed[:, :, children] - crossed[:, :, parents]).norm(dim=-1),
                               (points[:, :, children] - points[:, :, parents]).norm(dim=-1), atol=1e-5, rtol=0)
    moved = (crossed - points).abs().amax(dim=(1, 3)) > 1e-4
    limbs = [H36M17.index(side + joint) for side in "lr" for joint in ("knee", "ankle", "elbow", "wrist")]
    assert not moved[:, [j for j in range(17) if j not in limbs]].any()
    assert 0.3 < moved.any(dim=1).float().mean() < 0.7
    torch.testing.assert_close(augment.cross_limbs(points, 0.0, generator()), points, atol=1e-5, rtol=0)


def test_typical_bodies_have_an_adult_s_proportions() -> None:
    points = bodies()
    broken = points.clone()
    broken[:, :, 13] = broken[:, :, 12] + 0.5 * (broken[:, :, 13] - broken[:, :, 12])  # half a left forearm
    whole = augment.vary_bodies(broken, 0.0, generator(), typical=True)
    torch.testing.assert_close(whole, augment.vary_bodies(points, 0.0, generator(), typical=True), atol=1e-5, rtol=0)
    forearm, upper = ((whole[:, :, a] - whole[:, :, b]).norm(dim=-1) for a, b in ((13, 12), (12, 11)))
    torch.testing.assert_close(forearm / upper, torch.full_like(upper, 0.259 / 0.292), atol=1e-4, rtol=0)
