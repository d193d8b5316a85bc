"""How published lifters are spoken to, against numbers of their own code and networks whose answer is known."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core import conventions, lift
from core.conventions import Convention, Statistics
from core.errors import ParallaxError
from core.nets import inputs
from core.pose import Poses2D, Source
from core.sight import Sight
from core.skeleton import BLAZEPOSE33, COCO17, H36M17, PANOPTIC15_IN_H36M
from tests.core.nets import published

SIZE = (1000, 1002)  # of Human3.6M
BONES = [list(ends) for ends in zip(*H36M17.bones, strict=True)]


class Ear(nn.Module):
    """Keeps what it is given; says what it is told to, or what it was given."""

    config: Any = None

    def __init__(self, says: Tensor | None = None, **kept: Any) -> None:
        super().__init__()
        self.one = nn.Parameter(torch.ones(1))
        self.says, self.heard = says, torch.empty(0)
        for name, value in kept.items():
            setattr(self, name, value)

    def forward(self, x: Tensor) -> Tensor:
        self.heard = x
        if self.says is None:
            return torch.cat((x[..., :2], torch.zeros_like(x[..., :1])), dim=-1)
        return self.says.expand(len(x), *self.says.shape[1:])


def scored(xy: Tensor, score: float = 1.0) -> Tensor:
    return torch.cat((xy, torch.full_like(xy[..., :1], score)), dim=-1).float()


def test_screen_is_what_videopose3d_was_given(shared: Path) -> None:
    known = published.fixture(shared, "ops_videopose3d")
    ear = Ear(torch.randn(1, 3, 17, 3))
    y = conventions.answer(ear, Convention("screen"), scored(known["pix"])[None], SIZE, False)
    torch.testing.assert_close(ear.heard[0], known["norm"].float(), atol=1e-6, rtol=0)
    assert ear.heard.shape[-1] == 2
    torch.testing.assert_close(y[..., 1:, :], ear.says[..., 1:, :])  # metres already
    assert (y[..., 0, :] == 0).all()


def test_the_flip_test_looks_into_a_mirror() -> None:
    xys = scored(1000 * torch.rand(2, 5, 17, 2))
    mirrored = xys[..., H36M17.mirror, :].clone()
    mirrored[..., 0] = SIZE[0] - mirrored[..., 0]
    for c in (Convention("screen"), Convention("motionbert"), Convention("motionbert", crop="pixel"),
              Convention("parallax"), Convention("standardized", statistics=statistics(17)),
              Convention("standardized", crop="pixel", statistics=statistics(17))):
        ear, other = Ear(config=None), Ear(config=None)
        if c.name in ("parallax", "motionbert"):
            ear.config = type("C", (), {"dim_in": 3})
        conventions.answer(ear, c, xys, SIZE, True)
        other.config = ear.config
        conventions.answer(other, c, mirrored, SIZE, False)
        if c.name == "standardized" and c.crop == "box":  # the box stands where the training set's is, mirrored too
            continue
        torch.testing.assert_close(ear.heard[2:], other.heard, atol=2e-4, rtol=1e-4)


def test_an_equivariant_network_gives_the_same_with_and_without_the_flip_test() -> None:
    """And one that is not becomes so: the mirrored picture gives the mirrored body."""
    torch.manual_seed(0)
    linear = nn.Linear(34, 51)

    class Net(nn.Module):
        config = None

        def forward(self, x: Tensor) -> Tensor:
            return linear(x.flatten(2)).unflatten(2, (17, 3))

    xys = scored(1000 * torch.rand(1, 4, 17, 2))
    mirrored = xys[..., H36M17.mirror, :].clone()
    mirrored[..., 0] = SIZE[0] - mirrored[..., 0]
    with torch.no_grad():
        y, z = (conventions.answer(Net(), Convention("screen"), x, SIZE, True) for x in (xys, mirrored))
    torch.testing.assert_close(inputs.mirror(y), z, atol=1e-5, rtol=1e-5)


def statistics(joints: int, out: int = 0, unit: float = 1.0) -> Statistics:
    rng = np.random.default_rng(joints)
    rows = [tuple(map(tuple, rng.uniform(50, 500, (n, d)).tolist())) for n, d in
            ((joints, 2), (joints, 2), (out or joints, 3), (out or joints, 3))]
    return Statistics(rows[0], rows[1], rows[2], rows[3], unit)


def test_standardized_by_hand() -> None:
    """weigq's network: 16 joints in, without the nose, and 16 out, without the pelvis; millimetres."""
    s = statistics(16, unit=0.001)
    joints, out = (*range(9), *range(10, 17)), tuple(range(1, 17))
    ear = Ear(torch.randn(1, 1, 16, 3), joint_order=joints, joints_out=out)
    xys = scored(torch.rand(3, 1, 17, 2) * 300 + 200)
    y = conventions.answer(ear, Convention("standardized", crop="pixel", statistics=s), xys, (1000, 1000), False)
    wanted = (xys[..., list(joints), :2].numpy() - np.array(s.mean_2d)) / np.array(s.deviation_2d)
    np.testing.assert_allclose(ear.heard.numpy(), wanted, atol=1e-4)
    says = (ear.says.numpy() * np.array(s.deviation_3d) + np.array(s.mean_3d)) / 1000
    np.testing.assert_allclose(y[:1, :, 1:], says, rtol=1e-4)
    assert (y[..., 0, :] == 0).all()


def test_standardized_people_stand_where_the_training_set_s_do() -> None:
    """However large and wherever a person is in the picture, the network is given the same."""
    s, xy = statistics(17), torch.rand(1, 1, 17, 2)
    ears = [Ear(torch.randn(1, 1, 17, 3)) for _ in range(2)]
    for ear, moved in zip(ears, (100 + 200 * xy, 900 + 750 * xy), strict=True):
        conventions.answer(ear, Convention("standardized", statistics=s), scored(moved), (1920, 1080), False)
    torch.testing.assert_close(ears[0].heard, ears[1].heard, atol=1e-4, rtol=1e-4)
    px = ears[0].heard[0, 0] * torch.tensor(s.deviation_2d) + torch.tensor(s.mean_2d)
    low, high = px.amin(dim=0), px.amax(dim=0)
    torch.testing.assert_close((low + high) / 2, torch.tensor(s.box[:2]), atol=0.1, rtol=0)
    assert float((high - low).max()) == pytest.approx(s.box[2], abs=0.1)


def motionbert(**kept: Any) -> Ear:
    return Ear(config=type("C", (), {"dim_in": 3}), **kept)


def test_motionbert_s_box_is_the_clip_s() -> None:
    """Its longer side goes from -1 to 1, the other one is in the middle; joints without a score make no box."""
    ear = motionbert()
    xys = scored(torch.rand(1, 6, 17, 2) * torch.tensor([200.0, 400.0]) + 300)
    xys[0, 2, 4] = torch.tensor([5000.0, -5000.0, 0.0])
    seen = xys[0, :, :, :2][xys[0, :, :, 2] > 0]
    conventions.answer(ear, Convention("motionbert"), xys, (1080, 1920), False)
    low, high = seen.amin(dim=0), seen.amax(dim=0)
    wanted = 2 * (xys[..., :2] - (low + high) / 2) / (high - low).max()
    torch.testing.assert_close(ear.heard[..., :2], wanted.clamp(-1, 1), atol=1e-5, rtol=1e-5)
    assert ear.heard[0, 2, 4].tolist() == [1, -1, 0] and (ear.heard[..., 2] == xys[..., 2]).all()
    conventions.answer(ear, Convention("motionbert", crop="pixel"), xys, (1080, 1920), False)
    torch.testing.assert_close(ear.heard[0, 0, 0, :2], (xys[0, 0, 0, :2] - torch.tensor([540.0, 960.0])) / 540)
    nobody = scored(torch.rand(1, 2, 17, 2), 0.0)
    assert conventions.answer(ear, Convention("motionbert"), nobody, SIZE, False).isfinite().all()


def test_what_motionbert_says_is_a_body_in_metres(shared: Path) -> None:
    """Its numbers of true poses, from mmpose: pixels and depths on their scale. We make the same body of them as its
    own factor to millimetres does, but for the size, which is that of our bodies."""
    known = published.fixture(shared, "ops_keypoints")["camera_to_image_coord"]
    image, factor = (torch.as_tensor(known[key]).float() for key in ("image", "factor"))
    for i in range(len(image)):
        y = conventions.answer(motionbert(says=image[i][None, None]), Convention("motionbert", rootrel=False),
                               scored(torch.rand(1, 1, 17, 2)), SIZE, False)[0, 0]
        bones = (y[BONES[1]] - y[BONES[0]]).norm(dim=-1).sum()
        assert float(bones) == pytest.approx(inputs.BONES_M, rel=1e-4)
        theirs = (image[i] - image[i][0]) * factor[i]
        theirs = theirs * (inputs.BONES_M / (theirs[BONES[1]] - theirs[BONES[0]]).norm(dim=-1).sum())
        torch.testing.assert_close(y, theirs, atol=1e-4, rtol=1e-4)


def test_joints_that_a_network_does_not_know_are_missing() -> None:
    """L2D-Pose's 15 joints of Panoptic: there is no spine, which is in the middle, and no head."""
    ear = Ear(torch.randn(1, 4, 15, 3), joint_order=PANOPTIC15_IN_H36M)
    y = conventions.answer(ear, Convention("screen"), scored(torch.rand(1, 4, 17, 2)), SIZE, True)
    assert y[..., 10, :].isnan().all() and y[..., [i for i in range(17) if i != 10], :].isfinite().all()
    torch.testing.assert_close(y[..., 7, :], y[..., 8, :] / 2)
    lifter = lift.Lifter(ear, Sight(4), Source("ear"), convention=Convention("screen"))
    xys = np.ones((4, 1, 17, 3), np.float32)
    xys[..., :2] = np.random.default_rng(0).uniform(0, 100, (4, 1, 17, 2))
    out = lift.lift(Poses2D(xys, np.arange(4) / 50, H36M17, SIZE, Source("t")), lifter).xyzs
    assert (out[:, :, 10, 3] == 0).all() and (out[:, :, 9, 3] == 1).all()


def test_a_velocity_that_is_not_known_is_none() -> None:
    """TMT: five numbers a joint, of which three are a velocity that is 0 in use."""
    ear = Ear(torch.randn(1, 2, 17, 3), config=type("C", (), {"in_chans": 5}))
    conventions.answer(ear, Convention("screen"), scored(torch.rand(1, 2, 17, 2)), SIZE, True)
    assert ear.heard.shape == (2, 2, 17, 5) and (ear.heard[..., 2:] == 0).all()


def coco(frames: int = 6) -> Poses2D:
    xys = np.random.default_rng(1).uniform(100, 500, (frames, 1, 17, 3)).astype(np.float32)
    xys[..., 2] = np.random.default_rng(2).uniform(0.2, 1, (frames, 1, 17))
    return Poses2D(xys, np.arange(frames) / 50, COCO17, SIZE, Source("detector"))


def ear_lifter(**kept: Any) -> lift.Lifter:
    return lift.Lifter(Ear(torch.randn(1, 6, 17, 3)), Sight(6, **kept), Source("ear"), False, Convention("screen"))


@pytest.mark.parametrize(("variant", "fixture"), [("mmpose", "h36m_from_coco_mmpose"),
                                                  ("consistency", "h36m_from_coco_sportspose_release")])
def test_coco_becomes_h36m_as_the_network_is_used(shared: Path, variant: str, fixture: str) -> None:
    known = published.fixture(shared, "ops_keypoints")
    xys = known["coco17"].float().numpy()[:, None]
    poses = Poses2D(xys, np.arange(4) / 50, COCO17, SIZE, Source("detector"))
    lifter = ear_lifter(variant=variant)
    lifter.net.says = torch.randn(1, 4, 17, 3)  # type: ignore[assignment]
    lift.lift(poses, lifter)
    heard = inputs.unscreen(lifter.net.heard[0], torch.tensor(SIZE))  # type: ignore[index, arg-type]
    torch.testing.assert_close(heard, known[fixture][..., :2].float(), atol=1e-2, rtol=1e-4)


def test_a_network_of_coco_joints_is_given_those() -> None:
    poses, lifter = coco(), ear_lifter(skeleton=COCO17)
    lifter = replace(lifter, convention=replace(lifter.convention, joints="coco17"))
    out = lift.lift(poses, lifter)
    heard = inputs.unscreen(lifter.net.heard[0], torch.tensor(SIZE))  # type: ignore[index, arg-type]
    np.testing.assert_allclose(heard, poses.xys[:, 0, :, :2], rtol=1e-4)
    wrist, shoulders = H36M17.index("lwrist"), [COCO17.index(name) for name in ("lshoulder", "rshoulder")]
    np.testing.assert_array_equal(out.xyzs[:, 0, wrist, 3], poses.xys[:, 0, COCO17.index("lwrist"), 2])
    np.testing.assert_array_equal(out.xyzs[:, 0, 8, 3], poses.xys[:, 0, shoulders, 2].min(axis=1))
    assert out.source.settings["joints"] == "coco17"
    blaze = np.ones((6, 1, 33, 3), np.float32)
    lift.lift(Poses2D(blaze, poses.times, BLAZEPOSE33, SIZE, Source("t")), lifter)
    with pytest.raises(ParallaxError, match=r"takes coco17.*h36m17"):
        lift.lift(Poses2D(poses.xys, poses.times, H36M17, SIZE, Source("t")), lifter)


@pytest.mark.parametrize(("table", "says"), [
    ({"name": "song"}, "song"), ({"name": "screen", "variant": "x"}, "variant"), ({"crop": "x"}, "crop"),
    ({"joints": "octopus"}, "joints"), ({"nam": "screen"}, "nam"), ({"name": "standardized"}, "statistics"),
    ({"rootrel": 3}, "rootrel"), ({"name": "standardized", "statistics": {"mean_2d": [[1, 2]]}}, "deviation_2d")])
def test_what_is_wrong_is_told(table: dict[str, Any], says: str) -> None:
    with pytest.raises(ParallaxError, match=says) as fault:
        conventions.read("a card", table)
    assert fault.value.subject == "a card"


def test_statistics_must_be_of_the_network_s_joints() -> None:
    right = Convention("standardized", statistics=statistics(17))
    conventions.check("a card", right, Ear())
    for wrong in (statistics(16), statistics(17, out=16)):
        with pytest.raises(ParallaxError, match="17 times"):
            conventions.check("a card", replace(right, statistics=wrong), Ear())
