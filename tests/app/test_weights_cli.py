"""`parallax weights` and `parallax models`: what is brought in, what is refused with which exit code, what is said."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from app import __main__ as cli
from core import cards, weights
from tests.app.test_cli import ENV, ROOT
from tests.app.test_exporting import run
from tests.core.nets import published
from tests.core.test_fetching import offered
from tests.core.test_importing import FAMILIES, Evil, save
from tests.core.test_weights import Server, server

__all__ = ["offered", "server"]  # fixtures


@pytest.fixture
def file(shared: Path, tmp_path: Path) -> Path:
    return save(shared, tmp_path, "videopose3d_333_small")


def test_a_file_is_brought_in_listed_and_removed(file: Path) -> None:
    answer = run("weights", "import", file, "--as", "vp3d", "--set", "variant=mmpose", "--set", "flip=false")
    assert answer.exit_code == 0 and "vp3d" in answer.stdout
    assert "CC BY-NC 4.0" in answer.stdout and "Not for commercial use." in answer.stdout
    card = cards.card("vp3d")
    assert (card.convention["variant"], card.settings["flip"]) == ("mmpose", False)
    listed = run("models")
    assert "vp3d" in listed.stdout and "Not for commercial use." in listed.stdout
    assert "to fetch" in listed.stdout and "mmpose-motionbert" in listed.stdout
    told = json.loads(run("models", "--json").stdout)
    assert told["models"]["vp3d"]["own"] and told["models"]["vp3d"]["restricted"]
    assert told["published"]["videopose3d-cpn"]["consequence"] and "vp3d" not in told["published"]
    assert run("weights", "remove", "vp3d").exit_code == 0 and "vp3d" not in cards.cards()


def test_json_says_all(file: Path) -> None:
    told = json.loads(run("weights", "import", file, "--json").stdout)
    assert told["ok"] and told["model"] == "videopose3d_333_small" and told["config"]["filter_widths"] == [3, 3, 3]
    assert Path(told["card"]).is_file()


def test_a_malicious_file_is_refused_and_nothing_in_it_runs(shared: Path, tmp_path: Path) -> None:
    """In a process of its own, as a user does it."""
    state = published.fixture(shared, "videopose3d_333_small")["state_dict"]
    torch.save({"model_pos": state, "random_state": Evil(tmp_path / "ran")}, tmp_path / "evil.bin")
    said = subprocess.run([sys.executable, "-m", "app", "weights", "import", str(tmp_path / "evil.bin")], cwd=ROOT,
                          env={**ENV, "XDG_DATA_HOME": str(tmp_path / "home")}, capture_output=True, text=True,
                          check=False)
    assert said.returncode == 3 and "Nothing in it was run" in said.stderr and "Traceback" not in said.stderr
    assert not (tmp_path / "ran").exists() and not (tmp_path / "home").exists()


@pytest.mark.parametrize(("arguments", "code", "says"), [
    (("steal", "a.bin"), 2, "import, get, remove"), (("import", "absent.bin"), 3, "cannot be read"),
    (("import", "FILE", "--as", "blazepose"), 3, "called so"), (("import", "FILE", "--set", "variant"), 3, "key=value"),
    (("import", "FILE", "--set", "filter_widths=[3]"), 3, "do not fit"),
    (("get", "unheard-of"), 3, "no such published model"),
    (("remove", "blazepose"), 3, "no model that was imported"), (("import", "HALF"), 3, "missing (1): shrink.bias")])
def test_refusals(file: Path, shared: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    state = published.fixture(shared, "videopose3d_333_small")["state_dict"]
    torch.save({key: value for key, value in state.items() if key != "shrink.bias"}, tmp_path / "half.pt")
    places = {"FILE": file, "HALF": tmp_path / "half.pt"}
    answer = run("weights", *[places.get(each, each) for each in arguments])
    assert answer.exit_code == code and says in answer.output
    assert not cards.own_folder().exists() and not weights.folder().exists()


def test_what_a_file_does_not_tell_is_asked_for(shared: Path, tmp_path: Path) -> None:
    answer = run("weights", "import", save(shared, tmp_path, "mixste_9_small"))
    assert answer.exit_code == 3 and "do not tell num_heads" in answer.output and "--set" in answer.output
    sets: list[Any] = [each for text in FAMILIES["mixste_9_small"][1] for each in ("--set", text)]
    assert run("weights", "import", tmp_path / "mixste_9_small.bin", *sets).exit_code == 0


def test_terms_are_told_before_a_model_is_fetched(offered: type[Server]) -> None:
    offered.cut = 1000
    answer = run("weights", "get", "vp")
    assert answer.exit_code == 3 and "broke off" in answer.output
    for words in ("A published lifter", "About 1 MB from 127.0.0.1", "no checksum", "CC BY-NC 4.0",
                  "Not for commercial use."):
        assert words in answer.output
    offered.cut = None
    lines = run("weights", "get", "vp", "--json", "--lines").stdout.splitlines()
    assert json.loads(lines[0]).keys() == {"done", "total"}
    assert "vp" in cards.cards() and offered.ranges == ["", "bytes=1000-"]


def test_they_are_commands() -> None:
    assert {"weights", "models"} <= set(cli.commands())
    assert "130" in run("weights", "--help").stdout
