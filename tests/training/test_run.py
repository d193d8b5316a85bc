"""The loop: a small network learns a small data set, stops, goes on as if nothing had been, and ships."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from core import cards, lift, weights
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.runs import Run
from training import checkpoint, run, settings, ship

SMALL = ["net_config={dim = 16, depth = 1, heads = 2, maxlen = 9}", "frames=9", "batch=4", "warm_up=5", "lr=0.003",
         "validate_every=20", "save_every=10", "precision=32-true"]


def train(folder: Path, data: str, *more: str, progress=lambda step: None) -> dict[str, float]:  # type: ignore[no-untyped-def]
    return run.train("supervised", None, [data, "held_out=['b']", *SMALL, *more], folder, progress)


def log(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_the_loss_falls_and_a_run_can_be_used(tmp_path: Path, data: str) -> None:
    steps: list[Step] = []
    figures = train(tmp_path / "a", data, "steps=150", progress=steps.append)
    losses = [row["loss"] for row in log(tmp_path / "a") if "loss" in row]
    assert losses[-1] < 0.6 * losses[0]
    assert figures["noisy_p_mpjpe_mm"] > 0 and steps[-1].done == steps[-1].total == 150
    status = Run(tmp_path / "a").status()
    assert status.state == "done" and status.result["noisy_mpjpe_mm"] == figures["noisy_mpjpe_mm"]
    card = cards.Card("a", "", "lifter", "frame_transformer", "h36m17", "", "", {"dim": 16, "depth": 1, "heads": 2,
                                                                                  "maxlen": 9})
    lifter = lift.assemble(card, weights.load(tmp_path / "a" / "weights.pt"), "")
    assert np.isfinite(lifter(np.random.default_rng(0).random((1, 9, 17, 3), np.float32), (9, 9))).all()


def test_resumed_equals_uninterrupted(tmp_path: Path, data: str) -> None:
    train(tmp_path / "whole", data, "steps=24")

    def stop(step: Step) -> None:
        if step.done == 13:
            raise Cancelled

    with pytest.raises(Cancelled):
        train(tmp_path / "halves", data, "steps=24", progress=stop)
    assert Run(tmp_path / "halves").status().state == "stopped"
    train(tmp_path / "halves", data, "steps=24")
    one, two = (checkpoint.load(tmp_path / name / "weights.pt") for name in ("whole", "halves"))
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_the_stop_file_is_honoured(tmp_path: Path, data: str) -> None:
    def ask(step: Step) -> None:
        if step.done == 7:
            Run(tmp_path / "a").stop()

    train(tmp_path / "a", data, "steps=24", progress=ask)
    assert Run(tmp_path / "a").status().state == "stopped"
    assert checkpoint.load(tmp_path / "a" / "checkpoints" / "steps-7.pt")["step"] == 7


@pytest.mark.parametrize(("setting", "says"), [
    ("learning=1", "unknown learning"), ("steps=1.5", "steps"), ("steps", "key=value"), ("fps=[1]", "fps"),
    ("frames=10", "do not fit"),
    ("held_out=['a', 'b']", "held out"), ("noise=none.json", "noise"), ("data=none.npz", "no such file"),
])
def test_wrong_settings_are_told(tmp_path: Path, data: str, setting: str, says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        train(tmp_path / "a", data, setting)


def test_files_and_methods(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("lr = 1\nsteps = 3\n")
    config = settings.of("supervised", tmp_path / "a.toml", ["steps=4", "net=dstformer"])
    assert (config.lr, config.steps, config.net) == (1.0, 4, "dstformer")
    (tmp_path / "b.toml").write_text("lr = = 1")
    for method, path in (("magic", None), ("supervised", tmp_path / "b.toml"), ("supervised", tmp_path / "none")):
        with pytest.raises(ParallaxError):
            settings.of(method, path)


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path, data: str) -> None:
    train(tmp_path / "a", data, "steps=2")
    with pytest.raises(ParallaxError, match="another network"):
        train(tmp_path / "a", data, "steps=4", "net_config={dim = 32, depth = 1, heads = 2, maxlen = 9}")
    assert Run(tmp_path / "a").status().state == "failed"
    (tmp_path / "a" / "checkpoints" / "steps-2.pt").write_bytes(b"broken")
    with pytest.raises(ParallaxError):
        train(tmp_path / "a", data, "steps=4")


def test_a_diverged_loss_ends_the_run(tmp_path: Path, data: str) -> None:
    with pytest.raises(ParallaxError, match="learning rate"):
        train(tmp_path / "a", data, "steps=60", "position_weight=1e200")
    assert Run(tmp_path / "a").status().state == "failed"


def test_the_rate_rises_holds_and_falls() -> None:
    c = settings.of("supervised", None, ["steps=1000", "warm_up=100", "decay_share=0.4"])
    rates = [run.rate_at(step, c, 1000) for step in range(1000)]
    assert rates[0] == 0.01 and max(rates[100:600]) == min(rates[100:600]) == 1 and 0 < rates[-1] < 0.01
    assert rates[800] == pytest.approx(0.5)


def test_the_average_follows_and_is_exact_for_constants() -> None:
    net = torch.nn.Linear(2, 2)
    average = checkpoint.Average(net, 0.9)
    for step in range(300):
        with torch.no_grad():
            net.weight.fill_(step)
        average.update(net, step)
    # The mean of the past with weights 0.9^k lags 0.9 / 0.1 steps behind.
    assert average.weights["weight"][0, 0].item() == pytest.approx(299 - 9, abs=0.01)


def test_ships_half_precision_with_a_card(tmp_path: Path, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    train(tmp_path / "a", data, "steps=2")
    for name, folder in (("models", cards), ("weights", weights)):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(folder, "FOLDER" if name == "models" else "SHIPPED", tmp_path / name)
    path = ship.ship(tmp_path / "a", "new", {"set one": {"x's mm": 1.5}, "cam01": 2}, 'say "hi"\n')
    card = cards.read(path)
    assert card.measured == {"set one": {"x's mm": 1.5}, "cam01": 2} and card.training["command"] == 'say "hi"\n'
    lifter = lift.load("new")
    assert card.weights is not None and lifter.source.weights == card.weights.sha256
    whole = checkpoint.load(tmp_path / "a" / "weights.pt")
    assert all(torch.equal(value, whole[name].half().float()) for name, value in lifter.net.state_dict().items())
    with pytest.raises(ParallaxError):
        ship.ship(tmp_path / "none", "new", {}, "")
