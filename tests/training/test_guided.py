"""3D-guided training of small detectors: the loss and its gradient, what is learned from, the receipt, and what is
kept.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import cards, importing
from core.detectors import crops as core_crops
from core.detectors import topdown
from core.errors import ParallaxError
from core.runs import Run
from core.skeleton import COCO17, H36M17
from core.studio import ViewSpec
from tests.core import tiny_lifter
from training import checkpoint, detectors, readiness, receipt, run
from training.methods import guided
from training.methods.guided import Guided
from training.settings import Guided as Settings

VIEWS = (ViewSpec(size=(128, 160), fps=10, sound=False), ViewSpec(size=(128, 160), fps=10, azimuth=80.0, sound=False))
HRNET: dict[str, Any] = {"width": 4, "modules": (1, 1, 1), "blocks": 1, "crop": (32, 64)}
RTMPOSE: dict[str, Any] = {"deepen_factor": 0.1, "widen_factor": 0.125, "crop": (32, 64), "hidden_dims": 32,
                           "attention_dims": 16}


@pytest.fixture
def made(studio_clip: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    clip = studio_clip("walk", seconds=0.6, fps=30, views=VIEWS)
    tiny_lifter.install(tmp_path, monkeypatch)
    tiny_lifter.install(tmp_path, monkeypatch, "other-lifter", "Other", seed=2)

    def settings(net: str = "hrnet", **changes: Any) -> Settings:
        return replace(Settings(data=(str(clip),), detector=net, net_config=HRNET if net == "hrnet" else RTMPOSE,
                                fresh=True, batch=4, lifters=("tiny-lifter", "other-lifter"), threads=1,
                                cache=str(tmp_path / "cache"), device="cpu"), **changes)

    return settings


@pytest.mark.parametrize("net", ["hrnet", "rtmpose"])
def test_the_gradient_reaches_the_detector_through_frozen_lifters(net: str, made: Callable[..., Settings]) -> None:
    """All of the loss but 3D switched off: what is left comes through the lifters alone, which do not move."""
    method = Guided(made(net, picture_weight=0.0, ohklm=False))
    own = method.net().train()
    loss, report = method.loss(own, method.batch(0))
    torch.autograd.backward(loss)
    head = own.get_parameter(f"{detectors.HEADS[net][1]}.weight")
    assert head.grad is not None and float(head.grad.abs().max()) > 0
    assert all(not p.requires_grad and p.grad is None for lifter in method.guides.nets for p in lifter.parameters())
    assert {"picture", "pairs", "mean", "mpjpe_mm"} <= set(report)


def test_without_lifters_it_is_2d_training(made: Callable[..., Settings]) -> None:
    method = Guided(made(lifters=()))
    loss, report = method.loss(method.net().train(), method.batch(0))
    assert set(report) == {"picture"} and float(loss.detach()) == pytest.approx(0.5 * report["picture"], rel=1e-5)
    assert method.metric == "torso_percent"


def test_an_epoch_sees_every_crop_once_and_a_batch_is_its_step_s(made: Callable[..., Settings]) -> None:
    method, again = Guided(made(share=0.0, batch=3)), Guided(made(share=0.0, batch=3))
    seen = [method.batch(step) for step in range(method.epoch_steps)]
    places = torch.cat([batch[2] for batch in seen])
    assert method.epoch_steps == len(method.crops) // 3 and len(torch.unique(places, dim=0)) == len(places)
    other = again.batch(2)
    assert all(torch.equal(a, b) for a, b in zip(seen[2], other, strict=True))


def test_a_mirrored_crop_is_that_of_the_mirrored_picture(made: Callable[..., Settings]) -> None:
    method = Guided(made())
    batch = method._rows(np.arange(3))
    images, there, xy, *_, sizes = guided._mirrored(batch, torch.tensor([True, False, True]))
    assert torch.equal(images[1], batch[0][1]) and torch.equal(images[0], batch[0][0].flip(1))
    places, before = guided._into(there, xy), guided._into(batch[1], batch[2])
    wanted = before[0][torch.as_tensor(H36M17.mirror)]
    assert torch.allclose(places[0], torch.stack((31 - wanted[:, 0], wanted[:, 1]), -1), atol=1e-3)
    assert torch.allclose(xy[0, 1], torch.stack((sizes[0, 0] - 1 - batch[2][0, 4, 0], batch[2][0, 4, 1])))


def test_dropped_lifters_and_their_weights(made: Callable[..., Settings]) -> None:
    method = Guided(made())
    seen = set()
    for step in range(30):
        method.batch(step)
        seen.add(method.dropped)
        assert [share == 0 for share in method._shares()] == [m == method.dropped for m in range(2)]
    assert seen == {-1, 0, 1}
    method = Guided(made(dropout=False, dwa=False))
    method.batch(0)
    assert method._shares() == [0.5, 0.5]


def test_it_learns_and_goes_on_as_if_it_had_not_been_stopped(made: Callable[..., Settings], tmp_path: Path) -> None:
    """The dynamic weights of a step come from the two before: they too are in the checkpoint."""
    c = made(steps=6, lr=3e-3, decay_epochs=0, flip=True)
    figures = run.train_with("guided", c, tmp_path / "once")
    run.train_with("guided", replace(c, steps=3), tmp_path / "twice")
    run.train_with("guided", c, tmp_path / "twice")
    once, twice = (checkpoint.load(tmp_path / name / "weights.pt") for name in ("once", "twice"))
    assert all(torch.equal(once[key], twice[key]) for key in once)
    assert {"torso_percent", "pck", "mpjpe_mm", "p_mpjpe_mm"} == set(figures)


def test_receipt_and_what_is_kept(made: Callable[..., Settings], tmp_path: Path) -> None:
    """A COCO detector that was brought learns with a head of H36M-17, whose rows of the same joints are its own."""
    coco = detectors.load("hrnet", HRNET)
    state = replace(coco, card=replace(coco.card, config={**coco.card.config, "num_joints": 17})).net(fresh=True)
    torch.save(state.state_dict(), tmp_path / "small.pt")
    asked = importing.settings(["joints=coco17", "size=[32, 64]"])
    importing.bring(tmp_path / "small.pt", "small", asked, licence="none")
    assert cards.card("small").joints == "coco17" and readiness.learns(cards.card("small"))
    own = detectors.load("small").net().state_dict()["final_layer.weight"]
    for name in ("lshoulder", "rankle", "nose"):
        assert torch.equal(own[H36M17.index(name)], state.state_dict()["final_layer.weight"][COCO17.index(name)])
    c = made(detector="small", net_config={}, fresh=False, steps=2)
    run.train_with("guided", c, tmp_path / "runs/a")
    told = receipt.write(Run(tmp_path / "runs/a"))
    assert told is not None and told.parent == "small" and [each.joint for each in told.joints] == list(H36M17.joints)
    assert {row.name for row in told.rows} == {"torso_percent", "pck", "mpjpe_mm", "p_mpjpe_mm"} and told.worst
    assert next(row for row in told.rows if row.name == "pck").lower_is_better is False
    kept = receipt.keep(tmp_path / "runs/a", "taught", "Taught")
    assert (kept.task, kept.joints, kept.training["parent"]) == ("detector", "h36m17", "small")
    found = topdown.load(kept, boxes=_Whole())
    person = found.poses([np.zeros((160, 128, 3), np.uint8)], [[core_crops.of_corners(10, 10, 100, 150)]])[0][0]
    assert person.xys.shape == (17, 3) and found.skeleton is H36M17


class _Whole:
    """Boxes that are never asked for."""

    name = "none"

    def one(self, image: Any) -> list[Any]:
        return []

    def everyone(self, image: Any) -> list[Any]:
        return []


def test_what_cannot_be_learned(made: Callable[..., Settings], tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="no detector that learns"):
        Guided(made(detector="blazepose"))
    with pytest.raises(ParallaxError, match="nobody is called that"):
        Guided(made(held_out=("S9",)))
    with pytest.raises(ParallaxError, match="nothing is named"):
        Guided(made(data=()))


def test_readiness(made: Callable[..., Settings], tmp_path: Path) -> None:
    states = {each.sentence: each.state for each in readiness.check(made(detector=""), tmp_path)}
    assert any("pictures with 3D" in sentence for sentence in states)
    assert any(state == readiness.BAD and "No detector is chosen" in sentence for sentence, state in states.items())
    assert readiness.guides(cards.card("tiny-lifter"))
    mixste = cards.Card("m", "M", "lifter", "mixste", "h36m17", "", "", {"num_frame": 27},
                        convention={"name": "screen"})
    assert not readiness.guides(mixste) and readiness.guides(replace(mixste, config={"num_frame": 1}))


def test_it_is_evaluated_on_other_pictures(made: Callable[..., Settings], tmp_path: Path) -> None:
    from app.train_cli import _evaluated

    c = made(steps=1)
    run.train_with("guided", c, tmp_path / "run")
    rows = _evaluated(str(tmp_path / "run"), [Path(c.data[0])], "test")
    assert [set(row) for row in rows.values()] == [{"torso_percent", "pck", "mpjpe_mm", "p_mpjpe_mm"}]
