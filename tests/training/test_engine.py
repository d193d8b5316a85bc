"""What a run survives: memory that is full, losses that are no number, a kill; and that processes do not change it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.errors import ParallaxError
from core.runs import Run
from training import checkpoint, run, settings
from training.methods import supervised

SMALL = ["net_config={dim = 16, depth = 1, heads = 2, maxlen = 9}", "frames=9", "batch=4", "warm_up=5", "lr=0.003",
         "validate_every=10", "save_every=5", "precision=32-true", "short=0.0"]
ROOT = Path(run.__file__).parent.parent


def train(folder: Path, data: str, *more: str) -> dict[str, float]:
    return run.train("supervised", None, [data, "held_out=['b']", *SMALL, *more], folder)


def log(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def same(one: Path, two: Path) -> bool:
    a, b = checkpoint.load(one), checkpoint.load(two)
    return all(torch.equal(a[key], b[key]) for key in a)


def test_checkpoints_are_the_last_two_and_the_best(tmp_path: Path, data: str) -> None:
    train(tmp_path / "a", data, "steps=23")
    folder = tmp_path / "a" / "checkpoints"
    assert sorted(path.name for path in folder.iterdir()) == ["best.pt", "steps-20.pt", "steps-23.pt"]
    figures = [row["validation"] for row in log(tmp_path / "a") if "validation" in row]
    least = min(f["noisy_p_mpjpe_mm"] for f in figures)  # type: ignore[index]
    assert checkpoint.load(folder / "best.pt")["figures"]["noisy_p_mpjpe_mm"] == least
    assert len(figures) == 3 and checkpoint.load(folder / "steps-23.pt")["best"] == least


def test_a_stop_at_any_step_changes_nothing(tmp_path: Path, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bit for bit, with a network that draws by chance itself: the generators go on from where they stood."""
    build = supervised.Supervised.net
    monkeypatch.setattr(supervised.Supervised, "net",
                        lambda method: torch.nn.Sequential(build(method), torch.nn.Dropout(0.3)))
    train(tmp_path / "whole", data, "steps=24")
    at = random.Random(os.getpid()).randrange(1, 24)

    def stop(step: object) -> None:
        if step.done == at:  # type: ignore[attr-defined]
            Run(tmp_path / "halves").stop()

    made = settings.of("supervised", None, [data, "held_out=['b']", *SMALL, "steps=24"])
    run.train_with("supervised", made, tmp_path / "halves", stop)  # type: ignore[arg-type]
    assert Run(tmp_path / "halves").status().state == "stopped"
    run.resume(tmp_path / "halves")
    assert same(tmp_path / "whole" / "weights.pt", tmp_path / "halves" / "weights.pt"), f"stopped at step {at}"


def test_a_batch_that_does_not_fit_goes_through_in_pieces(tmp_path: Path, data: str,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    loss = supervised.Supervised.loss
    sizes: list[int] = []

    def heavy(method: object, net: object, batch: tuple[torch.Tensor, ...]) -> object:
        if len(batch[0]) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        sizes.append(len(batch[0]))
        return loss(method, net, batch)  # type: ignore[arg-type]

    train(tmp_path / "whole", data, "steps=3", "velocity_weight=0.0")
    monkeypatch.setattr(supervised.Supervised, "loss", heavy)
    train(tmp_path / "pieces", data, "steps=3", "velocity_weight=0.0")
    assert sizes == [2] * 6
    events = [row["event"] for row in log(tmp_path / "pieces") if "event" in row]
    assert len(events) == 1 and "2 pieces" in str(events[0])
    assert checkpoint.load(tmp_path / "pieces" / "checkpoints" / "steps-3.pt")["pieces"] == 2
    one, two = (checkpoint.load(tmp_path / name / "weights.pt") for name in ("whole", "pieces"))
    # The same mean in another order: Adam divides by the size of gradients, so that rounding of 1e-7 shows as lr times
    # that at most where a gradient is next to nothing.
    assert max(float((one[key] - two[key]).abs().max()) for key in one) < 1e-4

    monkeypatch.setattr(supervised.Supervised, "loss", lambda *_: (_ for _ in ()).throw(
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 1 bytes.")))
    with pytest.raises(ParallaxError, match="not even one clip"):
        train(tmp_path / "none", data, "steps=3")


def test_what_made_a_loss_no_number_is_kept(tmp_path: Path, data: str) -> None:
    with pytest.raises(ParallaxError, match=r"batch-1\.pt"):
        train(tmp_path / "a", data, "steps=5", "position_weight=1e200")
    kept = checkpoint.load(tmp_path / "a" / "batch-1.pt")
    x, y = kept["batch"]
    assert x.shape == (4, 9, 17, 3) and torch.isfinite(y).all() and "embed.weight" in kept["net"]
    assert Run(tmp_path / "a").status().state == "failed"


def test_a_run_tells_what_it_does(tmp_path: Path, data: str) -> None:
    train(tmp_path / "a", data, "steps=12")
    status = Run(tmp_path / "a").status()
    details = status.details
    assert (status.done, status.total, details["device"], details["processes"]) == (12, 12, "cpu", 1)
    assert details["losses"]["loss"] > 0 and details["figures"] == status.result and details["memory_mb"] > 50
    assert details["epoch"] == pytest.approx(12 / run.made("supervised", settings.of(
        "supervised", None, [data, "held_out=['b']", *SMALL])).epoch_steps, abs=1e-3)
    assert list((tmp_path / "a" / "events").glob("events.out.tfevents*"))
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(tmp_path / "a" / "events"))
    events.Reload()
    assert [e.step for e in events.Scalars("train/loss")] == [1, 12]
    assert events.Scalars("validation/noisy_p_mpjpe_mm")[-1].value == pytest.approx(status.result["noisy_p_mpjpe_mm"])


def test_killed_at_any_time_it_loses_no_more_than_the_steps_since_a_checkpoint(tmp_path: Path, data: str) -> None:
    command = [sys.executable, "-m", "training.run", "supervised", str(tmp_path / "a"), data, "held_out=['b']", *SMALL,
               "steps=100000", "save_every=5"]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    kept = checkpoint.Kept(tmp_path / "a" / "checkpoints", 2)
    deadline = time.monotonic() + 120
    while not (kept.newest() and int(kept.newest().stem[6:]) >= 10):  # type: ignore[union-attr]
        assert worker.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    newest = kept.newest()
    assert newest is not None
    step = checkpoint.load(newest)["step"]
    assert step == int(newest.stem[6:])
    told = [row["step"] for row in log(tmp_path / "a")]
    assert max(told) < step + 5 + 1
    assert Run(tmp_path / "a").status().state == "lost"
    c = replace(run.asked(Run(tmp_path / "a"))[1], steps=step + 3)
    run.train_with("supervised", c, tmp_path / "a")
    assert Run(tmp_path / "a").status().done == step + 3


def test_two_processes_learn_what_one_does(tmp_path: Path, data: str) -> None:
    """Each takes half of every batch, and their gradients are one mean (gloo)."""
    arguments = ["supervised", str(tmp_path / "two"), data, "held_out=['b']", *SMALL, "steps=6", "validate_every=100"]
    done = subprocess.run([sys.executable, "-m", "lightning.fabric.cli", "--accelerator", "cpu", "--devices",
                           "2", "--strategy", "ddp", str(ROOT / "training" / "run.py"), *arguments], cwd=tmp_path,
                          capture_output=True, text=True, timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-2000:]
    train(tmp_path / "one", data, "steps=6", "validate_every=100")
    one, two = ([row["loss"] for row in log(tmp_path / name) if "loss" in row] for name in ("one", "two"))
    np.testing.assert_allclose(two, one, rtol=0, atol=1e-5)
    assert Run(tmp_path / "two").status().details["processes"] == 2
    a, b = (checkpoint.load(tmp_path / name / "weights.pt") for name in ("one", "two"))
    assert max(float((a[key] - b[key]).abs().max()) for key in a) < 1e-4


def test_a_few_steps_tell_how_long_it_will_take(tmp_path: Path, data: str) -> None:
    c = settings.of("supervised", None, [data, "held_out=['b']", *SMALL, "steps=1000"])
    told = run.trial("supervised", c, tmp_path / "a")
    assert told.steps == 1000 and told.total_s == pytest.approx(1000 * told.step_s) and told.device == "cpu"
    assert not (tmp_path / "a" / "checkpoints").exists() and not (tmp_path / "a" / "log.jsonl").exists()


@pytest.mark.parametrize(("change", "says"), [
    ("lr=-1.0", "at least 0"), ("device=tpu", "not one of"), ("batch=0", "at least 1"), ("perfect=2.0", "at most 1")])
def test_what_is_out_of_range_is_told(data: str, change: str, says: str) -> None:
    with pytest.raises(ParallaxError, match=says):
        settings.of("supervised", None, [data, change])


def test_every_setting_says_why() -> None:
    import dataclasses

    for method in settings.METHODS.values():
        for field in dataclasses.fields(method.settings):
            assert field.metadata["why"], field.name
        assert method.settings() == method.settings()  # all have a default
