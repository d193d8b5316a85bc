"""Two-step training: what each step sees, the losses, widened networks, going on, and a five-channel net in use."""

import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import conventions, importing, lift, weights
from core.errors import ParallaxError
from core.nets import inputs, recognise
from core.pose import Poses2D, Source
from core.runs import Run
from core.skeleton import H36M17
from tests.training.datasets.test_h36m import write as write_h36m
from training import augment, checkpoint, losses, run, settings
from training.bench import two_step as bench
from training.datasets import h36m
from training.methods import two_step
from training.methods.two_step import TwoStep

SMALL = ["net_config={embed_dim_ratio = 16, depth = 1, num_heads = 2}", "frames=9", "batch=6", "warm_up=2", "lr=0.003",
         "validate_every=100", "save_every=100", "threads=1", "ema=0.9"]
OTHERS = {"poseformer": "{embed_dim_ratio = 8, depth = 1, num_heads = 2}",
          "mhformer": "{channel = 16, d_hid = 32, layers = 2}",
          "strided_transformer": "{channel = 16, d_hid = 32, layers = 1, stride_num = [3, 3]}",
          "dstformer": "{dim_feat = 16, dim_rep = 16, depth = 1, num_heads = 2}"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few windows to validate on."""
    monkeypatch.setattr(two_step, "WINDOWS", 12)


def made(data: str, *more: str) -> TwoStep:
    return TwoStep(settings.of("two-step", None, [data, "held_out=['b']", *SMALL, *more]))


def train(folder: Path, data: str, *more: str) -> dict[str, float]:
    return run.train("two-step", None, [data, "held_out=['b']", *SMALL, *more], folder)


def test_the_paper_s_settings_and_those_for_two_cores() -> None:
    c = settings.of("two-step", Path("training/methods/two_step_h36m.toml"))
    assert (c.net, c.frames, c.lr, c.weight_decay, c.decay_rate, c.quality) == ("mixste", 243, 4e-5, 0.1, 0.99, 1.0)
    assert c.steps == 120 * c.decay_every and (c.limbs_weight, c.rest_weight, c.velocity_weight) == (1.0, 0.5, 2.0)
    with torch.device("meta"):
        net = import_module("core.nets.mixste").build(two_step.net_config(c))
        plain = import_module("core.nets.mixste").build(two_step.net_config(replace(c, variant="plain")))
    counts = [sum(value.numel() for value in made.parameters()) for made in (plain, net)]
    assert counts == [33_783_811, 33_785_347]  # Table 4
    small = settings.of("two-step", Path("training/methods/two_step_cpu.toml"))
    net = import_module("core.nets.mixste").build(two_step.net_config(small))
    assert sum(value.numel() for value in net.parameters()) < 1e5


# ---------------------------------------------------------------- losses


@pytest.fixture(scope="module")
def official(shared: Path) -> Any:
    return torch.load(shared / "fixtures" / "ops_mixste_tmt.pt", weights_only=True)


def test_the_losses_are_those_of_mixste_and_their_gradient_is_not_scaled(official: Any) -> None:
    pred = official["pred"].clone().requires_grad_()
    parts = {"loss_wmpjpe": losses.weighted_mpjpe(pred, official["target"]),
             "loss_tc": losses.temporal_consistency(pred), "loss_mpjve": losses.velocity(pred, official["target"]),
             "mpjpe": losses.mpjpe(pred, official["target"])}
    for name, value in parts.items():
        assert value.item() == pytest.approx(official[name].item(), rel=1e-6), name
    (parts["loss_wmpjpe"] + 0.5 * parts["loss_tc"] + 2 * parts["loss_mpjve"]).backward()
    assert pred.grad is not None
    assert float((pred.grad - official["grad_total"]).abs().max()) < 1e-7
    assert float((pred.grad - official["grad_as_trained"]).abs().max()) > 1e-3
    assert torch.equal(losses.LIMBS_COUNT, official["w_mpjpe"])
    assert losses.temporal_consistency(pred[:, :1]) == 0


class Says(torch.nn.Module):
    """Says what it is told to."""

    def __init__(self, pred: torch.Tensor) -> None:
        super().__init__()
        self.pred = torch.nn.Parameter(pred.clone())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pred


@pytest.mark.parametrize(("told", "due"), [
    ((), lambda f: f["loss_total"]), (("limbs_weight=0.0", "position_weight=1.0", "rest_weight=0.0",
                                       "velocity_weight=0.0"), lambda f: f["mpjpe"]),
    (("limbs_weight=0.0", "rest_weight=3.0", "velocity_weight=0.0"), lambda f: 3 * f["loss_tc"])])
def test_the_loss_is_the_weighted_sum(data: str, official: Any, few: None, told: tuple[str, ...], due: Any) -> None:
    method, net = made(data, *told), Says(official["pred"])
    loss, report = method.loss(net, (method.filled(torch.zeros(2, 9, 17, 2)), official["target"]))
    assert loss.item() == pytest.approx(due(official).item(), rel=1e-6)
    assert report == {"mpjpe_mm": pytest.approx(1000 * official["mpjpe"].item(), rel=1e-6)}
    loss.backward()
    if not told:
        assert net.pred.grad is not None and float((net.pred.grad - official["grad_total"]).abs().max()) < 1e-7


# ---------------------------------------------------------------- what a step sees


def test_two_steps_see_one_batch_without_the_hint_and_with_it(data: str, few: None) -> None:
    method = made(data)
    (x, y), (hinted, same), (other, _) = (method.batch(step) for step in (6, 7, 8))
    assert x.shape == (6, 9, 17, 5) and torch.equal(y, same) and torch.equal(x[..., :2], hinted[..., :2])
    assert (x[..., 2:] == 0).all() and (other[..., 2:] == 0).all() and not torch.equal(other, x)
    assert (hinted[:, 0, :, 2:] == 0).all() and (hinted[:, :, 0, 2:] == 0).all()  # the first frame, and the pelvis
    torch.testing.assert_close(hinted[:, 1:, :, 2:], y.diff(dim=1))
    assert torch.equal(method.batch(7)[0], hinted)
    assert method.epoch_steps == 2 * made(data, "variant=tmt1").epoch_steps


def test_the_variants_of_a_seed_see_the_same_batches(data: str, few: None) -> None:
    tmt, one, two, plain, twice = (made(data, f"variant={name}") for name in ("tmt", "tmt1", "tmt2", "plain", "twice"))
    x, y = tmt.batch(6)
    for method in (one, two, plain):
        assert torch.equal(method.batch(3)[1], y) and torch.equal(method.batch(3)[0][..., :2], x[..., :2])
    assert plain.batch(3)[0].shape[-1] == 2 and torch.equal(one.batch(3)[0], x)
    assert torch.equal(two.batch(3)[0], tmt.batch(7)[0])
    assert torch.equal(twice.batch(6)[0], x) and torch.equal(twice.batch(7)[0], x)


def test_the_other_hints(data: str, few: None) -> None:
    _, y = made(data).batch(1)
    x = made(data, "hint=velocity_2d").batch(1)[0]
    torch.testing.assert_close(x[:, 1:, :, 2:4], x[..., :2].diff(dim=1))
    assert (x[..., 4] == 0).all() and (x[:, 0, :, 2:] == 0).all()
    fast = made(data, "hint=acceleration").batch(1)[0][..., 2:]
    torch.testing.assert_close(fast[:, 2:], y.diff(dim=1, n=2), atol=1e-6, rtol=0)
    both = made(data, "hint=both").batch(1)[0]
    assert both.shape[-1] == 8 and torch.equal(both[..., 5:], fast)
    torch.testing.assert_close(both[:, 1:, :, 2:5], y.diff(dim=1))
    large = made(data, "hint_scale=50").batch(1)[0]
    torch.testing.assert_close(large[:, 1:, :, 2:], 50 * y.diff(dim=1))


def test_quality_lies_between_a_detector_and_the_truth(data: str, few: None) -> None:
    exact, half, poor = (made(data, f"quality={m}", "convention={name = 'screen'}").batch(0) for m in (1.0, 0.5, 0.0))
    assert torch.equal(exact[1], half[1]) and torch.equal(half[1], poor[1])
    torch.testing.assert_close(half[0], (exact[0] + poor[0]) / 2, atol=1e-6, rtol=0)
    assert 0.002 < float((poor[0] - exact[0])[..., :2].norm(dim=-1).mean()) < 0.2  # of a picture from -1 to 1


@pytest.mark.parametrize("name", ["parallax", "screen"])
def test_it_is_spoken_to_in_training_as_in_use(data: str, few: None, name: str) -> None:
    """What a step gives of exact 2D is what the pipeline gives of the same pixels, and the target what it takes."""
    method = made(data, f"convention={{name = '{name}'}}")
    g = torch.Generator().manual_seed(3)
    points = torch.randn(2, 9, 17, 3, generator=g) * 0.3
    state = g.get_state()
    x, y = method.make(points, torch.ones(2), g)
    g.set_state(state)
    camera = augment.see(points, method.cameras, g)
    px = 499.5 + 850 * camera[..., :2] / camera[..., 2:]
    xys = torch.cat((px, torch.ones_like(px[..., :1])), dim=-1)
    torch.testing.assert_close(x, conventions.given(method.convention, xys, (1000, 1000))[..., :2])
    net = Says(y)
    net.config = type("C", (), {"in_chans": 5})  # type: ignore[assignment]
    from core.sight import Sight

    lifter = lift.Lifter(net, Sight(9, fixed=True), Source("says"), False, method.convention)
    wanted = camera - camera[:, :, :1]
    np.testing.assert_allclose(lifter(xys.numpy(), (1000, 1000)), wanted.numpy(), atol=2e-3)


@pytest.mark.parametrize("name", ["parallax", "screen"])
def test_filmed_people_with_truth_are_learned_from(tmp_path: Path, few: None, name: str) -> None:
    """Human3.6M: every window is one of a view's, its 2D as the network is given it, its pose from the pelvis."""
    told = [f"data='{write_h36m(tmp_path)}'", *SMALL, "frames=3", f"convention={{name = '{name}'}}"]
    method = TwoStep(settings.of("two-step", None, [*told, "held_out=['S9']", "flips=0.0"]))
    assert {view.subject for view in method.train} == {"S1", "S5", "S6", "S7", "S8"}
    assert {view.subject for view in method.held_out} == {"S9"} and len(method.validation[0]) == 12  # type: ignore[index]
    x, y = method.batch(1)
    clips = [clip for clip in h36m.read(tmp_path, "train") for _ in range(4)]
    kp = torch.from_numpy(np.stack([clip.kp[n % 4, s:s + 3] for n, clip in enumerate(clips) for s in range(3)]))
    true = torch.from_numpy(np.stack([clip.truth[n % 4, s:s + 3]  # type: ignore[index]
                                      for n, clip in enumerate(clips) for s in range(3)]))
    sizes = torch.tensor([clip.sizes[n % 4].tolist() for n, clip in enumerate(clips) for _ in range(3)])[:, None, None]
    given = inputs.screen(kp[..., :2], sizes) if name == "screen" else inputs.normalize(kp)[..., :2]
    apart = (given[None] - x[:, None, ..., :2]).abs().amax(dim=(2, 3, 4))
    # Half a pixel of 1000 is 0.001: the canvas measures from the centre of the first pixel, the screen from its edge.
    assert float(apart.amin(dim=1).max()) < 2e-3
    pose = (true - true[:, :, :1])[apart.argmin(dim=1)]
    if name == "screen":
        torch.testing.assert_close(y, pose, atol=1e-3, rtol=0)
    else:  # turned onto the ray to the pelvis
        torch.testing.assert_close(y.norm(dim=-1), pose.norm(dim=-1), atol=1e-3, rtol=0)
        assert not torch.allclose(y, pose, atol=1e-2)
    torch.testing.assert_close(x[:, 1:, :, 2:], y.diff(dim=1))
    flipped = TwoStep(settings.of("two-step", None, [*told, "flips=1.0"])).batch(1)
    torch.testing.assert_close(flipped[1], inputs.mirror(y), atol=1e-5, rtol=0)
    if name == "screen":
        torch.testing.assert_close(flipped[0][..., :2], inputs.mirror(x[..., :2]), atol=3e-3, rtol=0)


# ---------------------------------------------------------------- the networks


@pytest.mark.parametrize("net", ["mixste", *OTHERS])
def test_a_network_of_two_channels_is_widened(tmp_path: Path, data: str, few: None, net: str) -> None:
    told = [f"net={net}", *([f"net_config={OTHERS[net]}"] if net in OTHERS else [])]
    torch.manual_seed(1)
    plain = made(data, *told, "variant=plain")
    old = plain.net().eval()
    checkpoint.save(tmp_path / "plain.pt", old.state_dict())
    wide = made(data, *told, f"start_from='{tmp_path / 'plain.pt'}'")
    new = wide.net().eval()
    fresh = {name: value.clone() for name, value in new.state_dict().items()}
    checkpoint.begin(new, str(tmp_path / "plain.pt"))
    changed = [name for name, value in old.state_dict().items() if value.shape != new.state_dict()[name].shape]
    assert len(changed) == (6 if net == "mhformer" else 1)
    for name in changed:
        own, theirs, before = new.state_dict()[name], old.state_dict()[name], fresh[name]
        joints = theirs.shape[1] // 2
        own, before = (value.unflatten(1, (joints, 5)) for value in (own, before))
        assert torch.equal(own[:, :, :2], theirs.unflatten(1, (joints, 2))) and torch.equal(own[:, :, 2:],
                                                                                            before[:, :, 2:])
    for name, value in old.state_dict().items():
        assert name in changed or torch.equal(value, new.state_dict()[name])
    if net != "mhformer":  # whose tokens are coordinates: more of them are another attention
        x = plain.validation[0][:3]  # type: ignore[index]
        with torch.inference_mode():
            torch.testing.assert_close(new(wide.filled(x)), old(x), atol=1e-5, rtol=1e-5)
            assert not torch.allclose(new(wide.filled(x, torch.ones(*x.shape[:-1], 3))), old(x), atol=1e-3)
    loss, report = wide.loss(new.train(), wide.batch(1))
    loss.backward()
    assert list(report) == ["hinted_mpjpe_mm"]
    unused = {name for name, value in new.named_parameters() if value.grad is None}
    assert all(re.fullmatch(r"Transformer.*model\.norm\.[ab]_2", name) for name in unused), unused
    told_back = recognise.recognise(new.state_dict())
    assert told_back is not None and told_back.family.net == net
    assert told_back.config.get("dim_in" if net == "dstformer" else "in_chans") == 5


def test_weights_of_another_network_are_refused(tmp_path: Path, data: str, few: None) -> None:
    checkpoint.save(tmp_path / "other.pt", made(data, "variant=plain", "frames=18").net().state_dict())
    with pytest.raises(ParallaxError, match="of another network"):
        checkpoint.begin(made(data, f"start_from='{tmp_path / 'other.pt'}'").net(), str(tmp_path / "other.pt"))
    with pytest.raises(ParallaxError, match=r"cannot be built.*core/nets/mhformer\.py"):
        made(data, "net=mhformer")
    with pytest.raises(ParallaxError, match="in_chans is told by"):
        made(data, "net_config={in_chans = 2}")
    with pytest.raises(ParallaxError, match="does not speak motionbert"):
        made(data, "convention={name = 'motionbert'}")
    with pytest.raises(ParallaxError, match="a range does not fit"):
        made(data, "cameras={height = [1, 2]}")
    with pytest.raises(ParallaxError, match="nothing with 3D truth is left"):
        TwoStep(settings.of("two-step", None, [data, "held_out=['a', 'b']", *SMALL]))


def test_batch_statistics_are_those_of_the_step_without_the_hint(data: str, few: None) -> None:
    method = made(data, "net=mhformer", f"net_config={OTHERS['mhformer']}")
    net = method.net().train()
    norm = next(module for module in net.modules() if isinstance(module, torch.nn.BatchNorm1d))
    before = norm.running_mean.clone()  # type: ignore[union-attr]
    method.loss(net, method.batch(1))
    assert torch.equal(norm.running_mean, before) and norm.momentum == 0.1  # type: ignore[arg-type]
    method.loss(net, method.batch(0))
    assert not torch.equal(norm.running_mean, before)  # type: ignore[arg-type]


# ---------------------------------------------------------------- a run


def test_a_run_stopped_between_the_two_steps_goes_on_bit_for_bit(tmp_path: Path, data: str, few: None) -> None:
    train(tmp_path / "whole", data, "steps=6")

    def stop(step: object) -> None:
        if step.done == 3:  # type: ignore[attr-defined]
            Run(tmp_path / "halves").stop()

    c = settings.of("two-step", None, [data, "held_out=['b']", *SMALL, "steps=6"])
    run.train_with("two-step", c, tmp_path / "halves", stop)  # type: ignore[arg-type]
    assert Run(tmp_path / "halves").status().done == 3
    run.resume(tmp_path / "halves")
    one, two = (checkpoint.load(tmp_path / name / "weights.pt") for name in ("whole", "halves"))
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_validation_is_without_a_hint(data: str, few: None) -> None:
    method = made(data)
    heard: list[torch.Tensor] = []
    net = method.net().eval()
    net.register_forward_pre_hook(lambda module, args: heard.append(args[0]))
    figures = method.validate(net)
    assert set(figures) == {"mpjpe_mm", "p_mpjpe_mm", "mpjve_mm"} and sum(map(len, heard)) == 12
    assert all((x[..., 2:] == 0).all() and x.shape[-1] == 5 for x in heard)
    centre = made(data, "net=poseformer", f"net_config={OTHERS['poseformer']}")
    assert set(centre.validate(centre.net().eval())) == {"mpjpe_mm", "p_mpjpe_mm"}


def test_a_run_becomes_a_lifter_of_the_list(tmp_path: Path, data: str, few: None,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    """Its heads and how it is spoken to are not told by shapes; it lifts as it was validated."""
    monkeypatch.setenv("PARALLAX_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(tmp_path / "weights"))
    train(tmp_path / "a", data, "steps=4", "convention={name = 'screen'}",
          "net_config={embed_dim_ratio = 16, depth = 1}")
    card = importing.bring(tmp_path / "a" / "weights.pt", "hinted")
    assert card.net == "mixste" and card.convention == {"name": "screen"}
    assert card.config["in_chans"] == 5 and card.config["num_heads"] == 8
    lifter = lift.load("hinted")
    rng = np.random.default_rng(0)
    xys = np.concatenate((rng.uniform(100, 900, (9, 17, 2)), np.ones((9, 17, 1))), -1).astype(np.float32)
    poses = Poses2D(xys[:, None], np.arange(9) / 50, H36M17, (1000, 1000), Source("by hand"))
    lifted = lift.lift(poses, replace(lifter, flip=False)).xyzs[:, 0, :, :3]
    given = inputs.screen(torch.from_numpy(xys[..., :2]), torch.tensor([1000.0, 1000.0]))
    with torch.inference_mode():
        wanted = lifter.net(torch.cat((given, torch.zeros(9, 17, 3)), dim=-1)[None])[0].numpy()
    np.testing.assert_allclose(lifted[:, 1:], wanted[:, 1:], atol=1e-5)


@pytest.mark.parametrize("channels", [2, 5, 8])
def test_a_network_of_any_channels_is_given_zeros(channels: int) -> None:
    """Also one of Parallax's or MotionBERT's convention, whose third number is a score."""
    xys = torch.cat((torch.rand(1, 4, 17, 2) * 900, torch.full((1, 4, 17, 1), 0.7)), dim=-1)
    for name in ("parallax", "screen", "motionbert"):
        net = Says(torch.zeros(1, 4, 17, 3))
        net.config = type("C", (), {"in_chans": channels})  # type: ignore[assignment]
        heard: list[torch.Tensor] = []
        net.register_forward_pre_hook(lambda module, args, heard=heard: heard.append(args[0]))
        c = conventions.Convention(name)
        conventions.said(net, c, conventions.given(c, xys, (1000, 1000)))
        assert heard[0].shape[-1] == channels and (heard[0][..., 2:] == 0).all() and heard[0].any()


def test_published_five_channels_lift_as_their_own_numbers(shared: Path, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(tmp_path / "weights"))
    known = torch.load(shared / "fixtures" / "mixste_9_in5_small.pt", weights_only=True)
    file = tmp_path / "tmt.pt"
    torch.save({"model_pos": {f"module.{key}": value for key, value in known["state_dict"].items()}}, file)
    card = importing.bring(file, "tmt", importing.settings(["num_heads=8"]))
    assert card.config["in_chans"] == 5 and card.convention["name"] == "screen"
    net = import_module("core.nets.mixste").build(dict(card.config)).eval()
    net.load_state_dict(weights.load(weights.path(card)))
    with torch.inference_mode():
        assert float((net(known["input"]) - known["output"]).abs().max()) < 1e-4 * float(known["output"].abs().max())


# ---------------------------------------------------------------- the bench


def test_the_bench_compares_by_steps_and_by_batches() -> None:
    """plain 100 then 90 mm; TMT, which sees half as many batches, 95 then 81; zeros twice 108. Seed 2 is half done."""
    def one(values: tuple[float, ...], course: list[tuple[int, float]]) -> dict[str, Any]:
        return {"at": {str(at): {"mpjpe_mm": value} for at, value in zip((10, 20), values, strict=False)},
                "validation": course, "step_s": 0.6}

    course = [(5, 120.0), (10, 104.0), (15, 99.0)]
    every: dict[str, dict[int, Any]] = {
        "plain": {1: one((100, 90), course), 2: one((50,), course)}, "tmt2": {1: one((150,), course)},
        "tmt": {1: one((95, 81), [(5, 130.0), (10, 106.0), (15, 103.0)]), 2: {}},
        "twice": {1: one((110, 108), [(5, 130.0), (10, 120.0)]), 2: {}}}
    rows = bench.rows_of(every, 10)
    assert rows["plain, 10 steps, 10 batches"]["seeds"] == 2 and rows["plain, 10 steps, 10 batches"]["mpjpe_mm"] == 75
    last = rows["tmt, 20 steps, 10 batches"]
    assert [last[key] for key in ("seeds", "mpjpe_mm", "% of steps", "% of batches", "% of twice")] == pytest.approx(
        [1, 81, -10, -19, -25])  # against plain after 20 steps, after 10 batches of the same seed, and zeros twice
    assert rows["tmt, 10 steps, 5 batches"]["% of steps"] == pytest.approx(-5)
    assert "% of batches" not in rows["tmt, 10 steps, 5 batches"]
    assert rows["tmt2, 10 steps, 10 batches"]["% of steps"] == pytest.approx(50)
    assert rows["twice, 20 steps, 10 batches"]["% of batches"] == pytest.approx(8)
    assert rows["plain, 20 steps, 20 batches"]["reached, steps"] == 10
    assert last["reached, steps"] == 15 and last["reached, min"] == pytest.approx(15 * 0.6 / 60)
    assert "reached, steps" not in rows["twice, 20 steps, 10 batches"]  # it never was
    assert "| tmt, 20 steps, 10 batches | 1 | 81.0 |" in bench.markdown({"perfect": rows})
