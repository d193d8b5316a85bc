"""`parallax bench-detectors`, and what `parallax models` tells of detectors."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.console import BAD_INPUT, PARTLY
from core import cards, detector_speed, weights
from tests.app.test_exporting import run
from tests.core.test_topdown import bring


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Speeds of this test alone, measured on small pictures and a few of them."""
    monkeypatch.setenv("PARALLAX_SPEEDS", str(tmp_path / "speeds.json"))
    monkeypatch.setattr(detector_speed, "ENOUGH_S", 0.0)
    rng = np.random.default_rng(0)
    monkeypatch.setattr(detector_speed, "pictures", lambda size: [rng.integers(0, 255, (160, 96, 3), np.uint8)])


def test_detectors_are_listed_with_what_is_to_be_known(tmp_path: Path, blazepose: Path) -> None:
    bring("hrnet", tmp_path, 17, "score=0.0")
    listed = run("models").stdout
    ours = next(line for line in listed.splitlines() if line.startswith("hrnet"))
    assert "17" in ours and "96 × 128" in ours and "not measured yet" in ours and "MIT" in ours
    offered = next(line for line in listed.splitlines() if line.startswith("mmpose-rtmpose-l-wholebody"))
    assert "133" in offered and "288 × 384" in offered and "Apache-2.0" in offered
    assert "parallax-lifter" in listed and "mmpose-motionbert" in listed

    answer = run("bench-detectors", "hrnet")
    assert answer.exit_code == 0 and "ms/frame" in answer.stdout and "cpu: " in answer.stdout
    ours = next(line for line in run("models").stdout.splitlines() if line.startswith("hrnet"))
    assert "cpu " in ours and "ms/frame" in ours
    told = json.loads(run("models", "--json").stdout)
    assert told["models"]["hrnet"]["speeds"]["cpu"] > 0 and told["models"]["hrnet"]["crop"] == [96, 128]
    assert told["models"]["blazepose"]["speeds"] == {} and "crop" not in told["models"]["parallax-lifter"]
    assert told["published"]["mmpose-hrnet-w32"]["crop"] == [192, 256]


def test_all_are_measured_and_one_that_fails_is_said(tmp_path: Path, blazepose: Path) -> None:
    lost = bring("hrnet", tmp_path)
    assert lost.weights is not None
    (weights.folder() / lost.weights.file).unlink()
    answer = run("bench-detectors", "--json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == PARTLY and not told["ok"]
    rows = {row["id"]: row for row in told["detectors"]}
    assert rows["blazepose"]["ms"] > 0 and rows["blazepose"]["device"] == "cpu"
    assert rows["hrnet"]["ms"] is None and "are missing" in rows["hrnet"]["error"]


@pytest.mark.parametrize(("arguments", "said"), [(("blazepose", "--device", "mps"), "cannot use it here"),
                                                 (("nothing",), "no such model"),
                                                 ((cards.DEFAULT_LIFTER,), "not a detector")])
def test_what_cannot_be_measured_is_refused(arguments: tuple[str, ...], said: str, blazepose: Path,
                                            tmp_path: Path) -> None:
    answer = run("bench-detectors", *arguments, "--json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == BAD_INPUT and said in told["error"]["fault"]
    assert not (tmp_path / "speeds.json").exists()


def test_the_window_is_told_which_devices_there_are() -> None:
    told = json.loads(run("bench-detectors", "usable").stdout)
    assert told.keys() == {"torch", "onnxruntime"} and all(devices[0] == "cpu" for devices in told.values())
