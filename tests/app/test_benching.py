"""`parallax bench-lifters`: what it prints, what it says of lifters that cannot be measured, and how it goes on."""

import json
from pathlib import Path

import pytest

from app import __main__ as cli
from app import benching
from core import lifter_bench, runs
from core.progress import Cancelled, Step, silent
from core.storage import Project
from tests.app.test_exporting import run
from tests.core import tiny_lifter
from tests.core.test_export import fill

FIGURES = ("agreement_mm", "jitter_m_s2", "bones_percent", "symmetry_percent", "frames_per_s")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tiny_lifter.install(tmp_path, monkeypatch, restricted=True)
    with Project.create(tmp_path / "p.parallax") as project:
        fill(project)
    return tmp_path / "p.parallax"


def test_a_table_best_agreement_first_and_what_to_mind(folder: Path) -> None:
    answer = run("bench-lifters", folder)
    lines = answer.stdout.splitlines()
    assert answer.exit_code == 0 and "agreement, mm (relative)" in lines[0] and "frames/s" in lines[0]
    assert sorted(line.split("  ")[0] for line in lines[1:3]) == ["Parallax lifter", "Tiny lifter"]
    agreements = [float(line.split()[2]) for line in lines[1:3]]
    assert agreements == sorted(agreements)
    assert "Agreement is not accuracy" in lines[3] and "Tiny lifter: CC BY-NC 4.0. Not for commercial" in lines[4]


def test_json_of_chosen_lifters_in_a_range(folder: Path) -> None:
    answer = run("bench-lifters", folder, "--lifter", "tiny-lifter", "--from", 0.5, "--to", 1.2, "--json")
    made = json.loads(answer.stdout)
    assert answer.exit_code == 0 and made["ok"] and [row["id"] for row in made["lifters"]] == ["tiny-lifter"]
    row = made["lifters"][0]
    assert all(row[name] > 0 for name in FIGURES) and row["kind"] == "relative" and row["restricted"]
    assert row["frames"] == 22 + 42, "0.7 s at 30 and at 60 frames/s"


def test_one_that_cannot_be_measured_is_partly_and_all_of_them_a_failure(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "weights" / "tiny-lifter.pt").unlink()
    answer = run("bench-lifters", folder, "--json")
    made = json.loads(answer.stdout)
    assert answer.exit_code == 4 and not made["ok"] and made["lifters"][0]["id"] == "parallax-lifter"
    assert "missing" in made["lifters"][1]["error"] and made["lifters"][1]["jitter_m_s2"] is None
    answer = run("bench-lifters", folder, "--lifter", "tiny-lifter")
    assert answer.exit_code == 1 and "are missing" in answer.output


def test_after_a_stop_the_same_goes_on(folder: Path) -> None:
    def stop(step: Step) -> None:
        if step.item == "1" and step.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        benching.work(folder, [], None, stop)
    (first,) = runs.listed(folder / "runs")
    assert first.status().state == "stopped"
    first.stop()  # as the window stops it
    assert len(benching.work(folder, [], None, silent)) == 2 and first.status().state == "done"
    benching.work(folder, ["tiny-lifter"], None, silent)
    assert [lifter_bench.asked(each).lifters[-1] for each in runs.listed(folder / "runs")] == ["tiny-lifter"] * 2


@pytest.mark.parametrize(("options", "says"), [
    (["--lifter", "nothing"], "no such model"), (["--lifter", "blazepose"], "no lifter"),
    (["--from", "50"], "nobody was found in these frames")])
def test_refusals(folder: Path, options: list[str], says: str) -> None:
    answer = run("bench-lifters", folder, *options)
    assert answer.exit_code == 3 and says in answer.output


def test_a_project_with_nobody_in_it_and_one_that_is_none(tmp_path: Path) -> None:
    Project.create(tmp_path / "q.parallax").close()
    answer = run("bench-lifters", tmp_path / "q.parallax")
    assert answer.exit_code == 3 and "nobody was found in any view" in answer.output
    assert run("bench-lifters", tmp_path / "none.parallax").exit_code == 3 and "bench-lifters" in cli.commands()
