"""Curves out of a log that grows: read once, cut where a run goes back, gaps and rubbish passed over."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import runs
from core.runs import Run
from training.curves import Curve, Curves, more


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return runs.create(tmp_path, "train", "Test", {})


def log(run: Run, *steps: int, **row: Any) -> None:
    for step in steps:
        run.log({"step": step, "epoch": 1.0, "time_s": 1.0, "lr": 0.1, "loss": 1.0 / step, **row})


def test_what_is_new_is_added_and_read_once(run: Run) -> None:
    assert more(run, Curves()).losses == {}
    log(run, 1, 25)
    run.log({"step": 25, "epoch": 1.0, "time_s": 1.0, "validation": {"agreement_mm": 40.0, "loss": 0.5}})
    first = more(run, Curves())
    assert first.losses["loss"].steps.tolist() == [1, 25] and set(first.losses) == {"loss"}
    assert first.figures["agreement_mm"].values.tolist() == [40.0] and first.figures["loss"].steps.tolist() == [25]
    assert more(run, first) is first
    log(run, 50, picture=0.2)
    second = more(run, first)
    assert second.losses["loss"].steps.tolist() == [1, 25, 50] and second.losses["picture"].steps.tolist() == [50]
    assert first.losses["loss"].steps.tolist() == [1, 25], "the old ones stay as they are"
    whole = more(run, Curves())
    assert whole.losses["loss"].values.tolist() == second.losses["loss"].values.tolist()


@pytest.mark.parametrize("at_once", [True, False])
def test_steps_done_again_take_the_place_of_the_first(run: Run, at_once: bool) -> None:
    log(run, 1, 25, 50, 75)
    run.log({"step": 60, "time_s": 1.0, "validation": {"agreement_mm": 40.0}})
    run.log({"step": 75, "time_s": 1.0, "event": "memory was full"})
    known = Curves() if at_once else more(run, Curves())
    log(run, 51, 75, 100)  # went on from a checkpoint at step 50
    found = more(run, known)
    assert found.losses["loss"].steps.tolist() == [1, 25, 50, 51, 75, 100]
    assert found.figures["agreement_mm"].steps.tolist() == [] and found.events == ()


def test_gaps_events_and_rubbish(run: Run) -> None:
    log(run, 1, event="The poses have shrunk.", words="no number", flag=True)
    run.log({"step": 2, "loss": float("nan")})
    run.log({"loss": 3.0})
    run.log({"step": "four", "loss": 3.0})
    with open(run.folder / "log.jsonl", "ab") as file:
        file.write(b"not json\n{\"step\": 9, \"los")  # the last line is still being written
    found = more(run, Curves())
    assert found.losses["loss"].steps.tolist() == [1, 2] and np.isnan(found.losses["loss"].values[1])
    assert found.events == ((1.0, "The poses have shrunk."),) and "words" not in found.losses
    with open(run.folder / "log.jsonl", "ab") as file:
        file.write(b"s\": 0.5}\n")
    assert more(run, found).losses["loss"].steps.tolist() == [1, 2, 9]


def test_the_running_mean_follows_without_lagging_behind() -> None:
    steps = np.arange(240.0)
    line = Curve(steps, 3 + 0.5 * steps)
    np.testing.assert_allclose(line.smooth, line.values, rtol=1e-12)  # of a straight line also at its ends
    noise = np.random.default_rng(0).normal(0, 1, 240)
    rough = Curve(steps, noise)
    assert rough.smooth[20:-20].std() < 0.35  # the mean of 21 points: 1 / √21 is 0.22
    gaps = noise.copy()
    gaps[50:120] = np.nan
    smooth = Curve(steps, gaps).smooth
    assert np.isnan(smooth[70:100]).all() and np.isfinite(smooth[:50]).all()
    assert Curve(np.zeros(0), np.zeros(0)).smooth.shape == (0,)
    assert Curve(np.ones(1), np.ones(1)).smooth.tolist() == [1.0]
