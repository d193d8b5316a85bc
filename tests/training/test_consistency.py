"""Two views teach one: a lifter learns without truth, collapse is noticed, and what came of it becomes a model."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import cards, conventions, importing, lift, weights
from core.errors import ParallaxError
from core.nets import inputs
from core.pose import Poses2D, Source
from core.runs import Run
from core.skeleton import H36M17
from core.studio import MOTIONS
from training import lifters, losses, receipt, run, settings
from training.datasets import mocap, views
from training.datasets.views import Placement
from training.methods.consistency import Consistency

SMALL = settings.Consistency(frames=27, batch=2, steps=6, held_out=0.3, save_every=100, threads=1)


@pytest.fixture(scope="module")
def clips() -> list[views.Clip]:
    raw = [mocap.Clip(name, "a", name, "asf", 50.0, np.asarray(MOTIONS[name](2.0, 50.0, 1), np.float32))
           for name in ("walk", "squat", "kick")]
    return [views.film(clip, Placement(), None, seed) for seed, clip in enumerate(raw)]


def test_a_lifter_sees_on_the_canvas_what_it_sees_in_its_picture(clips: list[views.Clip]) -> None:
    """Whatever it is spoken to as: the same poses as `lift` makes, without the flip test."""
    kp = clips[0].kp[0] * np.float32([1.9, 1.9, 1]) - np.float32([300, 40, 0])
    size = (1080, 1920)
    for card in (cards.card("parallax-lifter"), *_random_cards()):
        trainable = lifters.Trainable(card, conventions.read(card.id, card.convention),
                                      lift.sight_of(card, conventions.read(card.id, card.convention)))
        torch.manual_seed(0)
        net = trainable.net(fresh=card.id != "parallax-lifter").eval()
        lifter = replace(lift.assemble(card, net.state_dict(), ""), flip=False)
        poses = Poses2D(kp[:27, None], np.arange(27) / 50, H36M17, size, Source("x"))
        want = lift.lift(poses, lifter).xyzs[:, 0, :, :3]
        xys = torch.from_numpy(lifters.on_canvas(lift.fill(kp[:27], poses.times), size, trainable.convention))[None]
        with torch.inference_mode():
            got = trainable.whole(net, xys)[0].numpy()
        if trainable.pictured:  # on its own scale; `lift` makes metres of it
            got = got * np.linalg.norm(want) / np.linalg.norm(got)
        # 27 frames are one window of all of these: `lift` has no seams to blend.
        np.testing.assert_allclose(got, want, atol=2e-4 * np.abs(want).max(), err_msg=card.id)


def _random_cards() -> list[cards.Card]:
    def card(net: str, name: str, config: dict[str, Any]) -> cards.Card:
        return cards.Card(f"{net}-x", "", "lifter", net, "h36m17", "", "", config, convention={"name": name})

    return [card("videopose3d", "screen", {"filter_widths": [3, 3], "channels": 16}),
            card("mixste", "screen", {"num_frame": 27, "embed_dim_ratio": 16, "depth": 2, "num_heads": 2}),
            card("dstformer", "motionbert", {"dim_feat": 16, "dim_rep": 16, "depth": 1, "num_heads": 2, "maxlen": 81}),
            card("poseformer", "screen", {"num_frame": 9, "embed_dim_ratio": 8, "depth": 1, "num_heads": 2})]


def test_a_true_pose_costs_nothing_in_the_picture_and_a_flat_one_does(clips: list[views.Clip]) -> None:
    lifter = lifters.load("parallax-lifter")
    clip = clips[0]
    assert clip.truth is not None
    for view in range(2):
        focal = 0.85 * lifters.CANVAS  # as the lifter takes it to be
        truth = torch.from_numpy(clip.truth[view])[None]
        pixels = focal * truth[..., :2] / truth[..., 2:] + lifters.MIDDLE
        xys = torch.cat((pixels, torch.ones_like(pixels[..., :1])), dim=-1)
        target = lifter.target(truth, xys, xys[..., 2])
        assert losses.stature(target, inputs.BONES_M) < 1e-4
        assert lifter.reprojection(target, xys, xys[..., 2]) < 1e-3
        turned = target @ torch.tensor([[0, 0, 1.0], [0, 1, 0], [-1, 0, 0]])
        assert lifter.reprojection(turned, xys, xys[..., 2]) > 0.02
        assert losses.mpjpe(lifter.poses(lifter.net().eval(), xys[:, :81]), target[:, :81]) < 0.12


def test_views_come_to_agree_without_any_truth(clips: list[views.Clip]) -> None:
    blind = [replace(clip, truth=None) for clip in clips]
    method = Consistency(replace(SMALL, batch=4, lr=3e-4), blind)
    net = method.net()
    before = method.validate(net.eval())
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-4)
    for step in range(12):
        loss, report = method.loss(net.train(), method.batch(step))
        assert set(report) == {"picture", "consistency", "stature", "spread"}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    after = method.validate(net.eval())
    assert "mpjpe_mm" not in after and after["loss"] < before["loss"] and after["agreement_mm"] < before["agreement_mm"]


def test_batches_are_a_function_of_seed_and_step_and_mirrored_as_a_whole(clips: list[views.Clip]) -> None:
    method = Consistency(SMALL, clips)
    for one, two in zip(method.batch(3), method.batch(3), strict=True):
        assert torch.equal(one, two)
    assert not torch.equal(method.batch(3)[0], method.batch(4)[0])
    plain = Consistency(replace(SMALL, flip=False), clips)
    seen = 0
    for step in range(6):
        xys, weights, truth, _ = method.batch(step)
        own = plain.batch(step)
        for clip in range(2):
            if torch.equal(xys[clip], own[0][clip]):
                continue
            seen += 1  # in a mirror: both views, the truth with them
            other = torch.as_tensor(H36M17.mirror)
            assert torch.allclose(2 * lifters.MIDDLE - xys[clip][..., other, 0], own[0][clip][..., 0], atol=1e-3)
            assert torch.equal(inputs.mirror(truth[clip]), own[2][clip])
            assert torch.equal(weights[clip][..., other], own[1][clip])
    assert 2 <= seen <= 10


def test_who_has_truth_is_taught_by_it(clips: list[views.Clip]) -> None:
    named = [replace(clip, subject=name) for clip, name in zip(clips, "abc", strict=True)]
    method = Consistency(replace(SMALL, held_out=0.0, supervised=("b",), batch=8), named)
    taught = method.batch(0)[3]
    _, report = method.loss(method.net().eval(), method.batch(0))
    assert 0 < int(taught.sum()) < 8
    assert {"picture", "consistency", "stature", "position", "scaled", "velocity"} <= set(report)
    everyone = Consistency(replace(SMALL, held_out=0.0, supervised=("*",), consistency_weight=0.0), named)
    _, report = everyone.loss(everyone.net().eval(), everyone.batch(0))
    assert set(report) == {"position", "scaled", "velocity", "spread"}


def test_clips_may_have_different_numbers_of_views_and_lose_the_athlete(clips: list[views.Clip]) -> None:
    lost = clips[0].kp.copy()
    lost[1, 20:60] = np.nan
    lost[1, 20:60, :, 2] = 0
    third = views.film(mocap.Clip("c", "c", "", "asf", 50.0, np.asarray(MOTIONS["kick"](2.0, 50.0, 2), np.float32)),
                       Placement(apart=(0.0, 60.0, 120.0)), None, 9)
    method = Consistency(replace(SMALL, held_out=0.0, batch=6), [replace(clips[0], kp=lost), third])
    xys, weights, _, _ = method.batch(0)
    assert xys.shape[1] == 3 and torch.isfinite(xys).all()
    assert any(float(w[2].sum()) == 0 for w in weights)  # the view that is not there
    net = method.net().eval()
    loss, _ = method.loss(net, method.batch(0))
    loss.backward()
    assert all(torch.isfinite(p.grad).all() for p in net.parameters() if p.grad is not None)


def test_a_collapse_is_said(clips: list[views.Clip]) -> None:
    method = Consistency(SMALL, clips)
    assert method.remark({"spread": 0.40}) == "" and method.remark({"spread": 0.41}) == ""
    assert method.remark({"spread": 0.38}) == ""
    assert "80% of what they were" in method.remark({"spread": 0.33})
    assert method.remark({"spread": 0.33, "position": 0.1}) == ""


def test_what_cannot_be_learned_from_is_told(clips: list[views.Clip]) -> None:
    for change, given, says in (({"views": (3,)}, clips, "not one numbered 3"), ({"views": (1,)}, clips, ""),
                                ({}, [], "no two views"), ({"lifter": "parallax-uplift"}, clips, "no lifter of every")):
        if not says:  # one view alone can be learned from by its picture
            assert Consistency(replace(SMALL, **change), given).batch(0)[0].shape[1] == 1
            continue
        with pytest.raises(ParallaxError, match=says):
            Consistency(replace(SMALL, **change), given)
    with pytest.raises(ParallaxError, match="nothing is named"):
        Consistency(SMALL)


def test_windows_are_no_longer_than_the_clips_and_fit_the_lifter(clips: list[views.Clip]) -> None:
    short = [views.part(clip, 0, 60) for clip in clips]
    assert Consistency(replace(SMALL, frames=243, held_out=0.0), short).frames == 60
    assert Consistency(replace(SMALL, frames=243, held_out=0.0), clips).frames == 162  # two of 81 hold 100


# ---------------------------------------------------------------- the whole way


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Models of the user's go here."""
    monkeypatch.setattr(cards, "own_folder", lambda: tmp_path / "own")
    monkeypatch.setattr(weights, "folder", lambda: tmp_path / "weights")
    return tmp_path / "own"


@pytest.fixture(scope="module")
def motion(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("motion") / "sport.npz"
    clips = {f"clip_{i:04d}": np.asarray(MOTIONS[name](1.5, 50.0, 1), np.float32)
             for i, name in enumerate(("walk", "squat", "kick", "serve"))}
    np.savez(path, **clips, names=list("abcd"), subjects=list("abcd"), actions=list("abcd"), kind=["asf"] * 4, fps=50)
    return str(path)


def test_a_run_ends_with_a_receipt_and_becomes_a_model(tmp_path: Path, motion: str, own: Path) -> None:
    c = replace(SMALL, data=(motion,), steps=4, held_out=0.25)
    folder = tmp_path / "runs" / "two"
    run.train_with("consistency", c, folder)
    told = receipt.write(Run(folder))
    assert told is not None and told == receipt.read(folder)
    assert {row.name for row in told.rows} >= {"agreement_mm", "picture_mm", "mpjpe_mm", "p_mpjpe_mm"}
    assert told.parent == "parallax-lifter" and told.verdict in ("better", "same", "worse")
    assert 1 <= len(told.worst) <= receipt.WORST
    worst = told.worst[0]
    assert worst.before_mm == max(w.before_mm for w in told.worst) and np.shape(worst.after) == (2, 17, 3)
    apart = np.linalg.norm(np.subtract(*worst.before), axis=-1).mean()
    assert apart * 1000 == pytest.approx(worst.before_mm, rel=0.15)  # each is rounded, and of a body of its own size

    card = receipt.keep(folder, "squats", "My squats")
    assert card.title == "My squats" and card.training["parent"] == "parallax-lifter"
    assert card.licence == cards.card("parallax-lifter").licence and "cmu" in card.training["acknowledgement"]
    lifter = lift.load("squats")
    kept = weights.load(folder / "weights.pt")
    assert all(torch.equal(value, kept[name]) for name, value in lifter.net.state_dict().items())
    known = receipt.read(folder)
    assert known is not None and known.kept == "squats"
    with pytest.raises(ParallaxError, match="there is a model of this name"):
        receipt.keep(folder, "squats")
    receipt.discard(folder)
    assert receipt.read(folder).discarded  # type: ignore[union-attr]
    imported = importing.bring(folder / "weights.pt", "by-hand")
    assert imported.net == "frame_transformer" and "learned from sport.npz" in imported.licence


def test_from_scratch_one_subject_has_truth_and_all_agree(tmp_path: Path, motion: str, own: Path) -> None:
    """The paper's semi-supervised way, with MotionBERT's network: no weights to begin with."""
    c = replace(SMALL, data=(motion,), lifter="dstformer", fresh=True, frames=9, steps=50, lr=2e-2, held_out=0.0,
                net_config={"dim_feat": 16, "dim_rep": 16, "depth": 1, "num_heads": 2, "maxlen": 9}, batch=8,
                supervised=("a",), consistency_weight=0.3, noise="")
    folder = tmp_path / "runs" / "scratch"
    run.train_with("consistency", c, folder)
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    told = [row for row in rows if "position" in row]
    assert told[-1]["position"] < 0.8 * told[0]["position"] and told[-1]["picture"] < told[0]["picture"]
    card = receipt.keep(folder, "scratch")
    assert card.net == "dstformer" and card.convention["name"] == "motionbert" and card.config["maxlen"] == 9
    assert np.isfinite(lift.load("scratch")(np.ones((1, 9, 17, 3), np.float32), (9, 9))).all()
    with pytest.raises(ParallaxError, match="without weights"):
        Consistency(replace(c, fresh=False)).net()


@pytest.mark.parametrize(("before", "after", "verdict"), [
    ({"loss": 1.0}, {"loss": 0.8}, "better"), ({"loss": 1.0}, {"loss": 1.2}, "worse"),
    ({"loss": 1.0}, {"loss": 1.001}, "same"),
    ({"loss": 1.0, "agreement_mm": 20}, {"loss": 0.9, "agreement_mm": 30}, "worse"),
    ({"loss": 1.0, "p_mpjpe_mm": 50}, {"loss": 0.5, "p_mpjpe_mm": 60}, "worse"), ({}, {}, "same")])
def test_the_verdict(before: dict[str, float], after: dict[str, float], verdict: str) -> None:
    assert receipt.judged(before, after)[0] == verdict
