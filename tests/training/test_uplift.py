"""Training of lifters of key-frames: what a step sees, where a run begins, and that both networks learn."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import cards, importing, weights
from core.errors import ParallaxError
from core.pose import Poses2D, Source
from core.skeleton import H36M17
from core.upsample import load, upsample
from training import checkpoint, run, settings, ship
from training.bench import uplift as bench
from training.methods.uplift import Uplift

CPU = Path("training/methods/uplift_cpu.toml")
SMALL = ["net_config={tokens = 9, s_out = 2, dim = 16, depth = 1, heads = 2}", "s_in=[4, 8]", "batch=8", "warm_up=5",
         "lr=0.003", "validate_every=40", "save_every=20", "precision=32-true", "start_from=''"]
PAPER = ["net_config={tokens = 9, s_out = 2, d_joint = 8, d_temp = 16, spatial_blocks = 1, temporal_blocks = 2, "
         "num_heads = 2, strides = [3, 3], paddings = [[0, 0], [0, 0]]}", "s_in=[4, 8]", "batch=8", "lr=0.003",
         "validate_every=40", "save_every=20", "ema=0.99"]


def made(data: str, *more: str, config: Path | None = CPU) -> Uplift:
    small = SMALL if config is CPU else PAPER
    return Uplift(settings.of("uplift", config, [data, "held_out=['b']", *small, *more]))


def train(folder: Path, data: str, *more: str, config: Path | None = CPU) -> dict[str, float]:
    small = SMALL if config is CPU else PAPER
    return run.train("uplift", config, [data, "held_out=['b']", *small, *more], folder)


def test_the_defaults_are_those_of_the_paper() -> None:
    c = settings.of("uplift")
    assert (c.net, c.s_in, c.batch, c.steps, c.lr, c.decay_rate, c.decay_every) == (
        "uplift_upsample", (5, 10, 20), 512, 120 * 6000, 4e-5, 0.99, 6000)
    assert c.weight_decay * c.lr == pytest.approx(4e-6)  # torch's AdamW takes lr times of it
    assert (c.centre_weight, c.sequence_weight, c.scaled_weight, c.velocity_weight, c.mixed) == (0.5, 0.5, 0, 0, 0)
    assert c.fps == (50.0, 50.0) and c.perfect == 1.0 and c.bodies == c.crossed == 0


@pytest.mark.parametrize("config", [CPU, None], ids=["ours", "paper"])
def test_the_loss_falls(tmp_path: Path, data: str, config: Path | None) -> None:
    figures = train(tmp_path / "a", data, "steps=120", config=config)
    rows = [json.loads(line) for line in (tmp_path / "a" / "log.jsonl").read_text().splitlines()]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < 0.7 * losses[0]
    assert set(figures) == {f"{seen}_{s_in}_{figure}_mm" for seen in ("true", "noisy") for s_in in (4, 8)
                            for figure in ("mpjpe", "p_mpjpe")}


def test_a_step_sees_key_frames_and_is_a_function_of_its_number(data: str) -> None:
    method = made(data)
    x, known, y = method.batch(3)
    assert x.shape == (8, 9, 17, 3) and y.shape == (8, 9, 17, 3) and known.shape == (8, 9)
    assert all(torch.equal(one, two) for one, two in zip(method.batch(3), (x, known, y), strict=True))
    assert not torch.equal(method.batch(4)[0], x)
    assert (x[~known][..., 2] == 0).all()  # what was not looked at has no score
    strides = {int(gap) * 2 for row in known for gap in row.nonzero()[:, 0].diff()}
    assert strides <= {4, 8} and len({tuple(row.tolist()) for row in known}) > 2  # and the key-frames move about
    # Between key-frames x and y are on the line between them, up to the normalization, which is the same for a window.
    row = next(i for i in range(8) if known[i].sum() >= 2)
    a, b = known[row].nonzero()[:2, 0].tolist()
    torch.testing.assert_close(x[row, (a + b) // 2, :, :2], (x[row, a, :, :2] + x[row, b, :, :2]) / 2)


def test_a_stride_can_change_on_the_way(data: str) -> None:
    method = made(data, "mixed=1.0", "net_config={tokens = 61, s_out = 2, dim = 16, depth = 1, heads = 2}")
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(200):
        gaps = 2 * np.diff(np.flatnonzero(method.drawn(4, rng)))
        assert set(gaps.tolist()) <= {4, 8} and np.count_nonzero(np.diff(gaps)) <= 1
        seen.add(tuple(sorted(set(gaps.tolist()))))
    assert (4, 8) in seen


def test_key_frames_of_a_stride_that_tokens_do_not_meet_are_refused(data: str) -> None:
    with pytest.raises(ParallaxError, match=r"every 5, 10 frames do not fit tokens every 2.*multiples of net_config"):
        made(data, "s_in=[5, 10]")
    with pytest.raises(ParallaxError, match=r"does not fill in.*uplift_upsample or frame_upsampler"):
        made(data, "net=mixste")
    with pytest.raises(ParallaxError, match="no clip is left"):
        made(data, "kinds=['expmap']")


def test_a_run_begins_with_a_lifter_of_every_frame_or_another_run(tmp_path: Path, data: str) -> None:
    run.train("supervised", None, [data, "held_out=['b']", "steps=20", "frames=12", "batch=2", "save_every=20",
                                   "net_config={dim = 16, depth = 1, heads = 2, maxlen = 12}", "precision=32-true"],
              tmp_path / "dense")
    dense = checkpoint.load(tmp_path / "dense" / "weights.pt")
    net = _net(made(data))
    checkpoint.begin(net, str(tmp_path / "dense" / "weights.pt"))
    assert torch.equal(net.state_dict()["embed.weight"], dense["embed.weight"])
    assert torch.equal(net.state_dict()["time"], dense["time"][:, :9])

    train(tmp_path / "first", data, "steps=20")
    first = str(tmp_path / "first" / "weights.pt")
    checkpoint.begin(net, first)
    assert torch.equal(net.state_dict()["since"], checkpoint.load(tmp_path / "first" / "weights.pt")["since"])
    train(tmp_path / "second", data, f"start_from='{first}'", "steps=1", "lr=0.0", "ema=0.0")
    second = checkpoint.load(tmp_path / "second" / "weights.pt")
    assert all(torch.equal(value, second[name]) for name, value in net.state_dict().items())
    (tmp_path / "first" / "weights.pt").unlink()  # what a run began with is not needed to go on with it
    train(tmp_path / "second", data, f"start_from='{first}'", "steps=2")
    assert checkpoint.load(tmp_path / "second" / "checkpoints" / "steps-2.pt")["step"] == 2
    checkpoint.save(Path(first), second)
    with pytest.raises(ParallaxError, match="of another network"):
        checkpoint.begin(_net(made(data, config=None)), first)


def _net(method: Uplift) -> Any:
    from importlib import import_module

    return import_module(f"core.nets.{method.config.net}").build(dict(method.config.net_config))


def test_a_run_becomes_a_model_that_fills_in(tmp_path: Path, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    train(tmp_path / "a", data, "steps=20")
    monkeypatch.setattr(weights, "SHIPPED", tmp_path / "weights")
    monkeypatch.setattr(cards, "FOLDER", tmp_path / "models")
    for name in ("weights", "models"):
        (tmp_path / name).mkdir()
    card = cards.read(ship.ship(tmp_path / "a", "fills", {"test": {"p_mpjpe_mm": 1.0}}, "parallax train uplift"))
    assert card.fills and card.settings["s_in"] == [4, 8]
    model = bench.load(tmp_path / "a")
    rng = np.random.default_rng(0)
    xys = np.concatenate((rng.uniform(100, 900, (60, 1, 17, 2)), np.ones((60, 1, 17, 1))), -1).astype(np.float32)
    poses = Poses2D(xys, np.arange(60) / 50, H36M17, (1000, 1000), Source("by hand"))
    rows = {name: way(poses, 8) for name, way in bench.ways(model, model).items() if "dense" not in name}
    assert list(rows) == ["learned", "learned, 1", "interpolated"]
    assert all(np.isfinite(row).all() and row.shape == (60, 17, 3) for row in rows.values())
    np.testing.assert_array_equal(rows["interpolated"][::8], rows["learned"][::8])  # the same at key-frames
    np.testing.assert_array_equal(rows["learned"], upsample(poses, model, 8).xyzs[:, 0, :, :3])
    middle = (rows["interpolated"][0] + rows["interpolated"][8]) / 2
    np.testing.assert_allclose(rows["interpolated"][4], middle, atol=1e-5)


@pytest.mark.parametrize("config", [CPU, None], ids=["ours", "paper"])
def test_a_run_is_imported_with_the_settings_that_lie_beside_it(tmp_path: Path, data: str, config: Path | None,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads, tokens and what it was trained for are not told by shapes; the paper's network of ours is not spoken to as
    the published one is."""
    monkeypatch.setenv("PARALLAX_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(tmp_path / "weights"))
    train(tmp_path / "Club, autumn", data, "steps=2", config=config)
    card = importing.bring(tmp_path / "Club, autumn" / "weights.pt")
    assert (card.id, card.fills, card.convention["name"], card.settings["s_in"]) == (
        "club-autumn", True, "parallax", [4, 8])
    assert card.licence == "yours; learned from mocap.npz" and not card.restricted
    net = load(card.id).net
    expected = checkpoint.load(tmp_path / "Club, autumn" / "weights.pt")
    assert all(torch.equal(value, expected[name]) for name, value in net.state_dict().items())
    (tmp_path / "Club, autumn" / "config.json").write_text('{"net": 3}')
    with pytest.raises(ParallaxError, match=r"config\.json.*no settings of a training.*names no network"):
        importing.bring(tmp_path / "Club, autumn" / "weights.pt", "other")
