"""The command line as users and scripts meet it: real processes, exit codes, what goes to stdout and what to stderr."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import __main__ as cli
from app import processing
from core.storage import Project
from core.studio import ViewSpec
from tests.core.filler import install

ROOT = Path(__file__).resolve().parents[2]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1"}


def parallax(*arguments: object, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "app", *map(str, arguments)], cwd=cwd or ROOT, env=ENV,
                          capture_output=True, text=True, check=False)


def in_process(*arguments: object) -> Any:
    """The same without the cost of a process, for what does not depend on one."""
    return CliRunner().invoke(cli.app, cli.with_default([str(a) for a in arguments]))


@pytest.fixture
def videos(studio_clip: Callable[..., Path]) -> list[Path]:
    size = (270, 480)
    folder = studio_clip("walk", seconds=2, views=[ViewSpec(size=size), ViewSpec(size=size, fps=25, azimuth=60)])
    return sorted(folder.glob("view*.mp4"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.mp4"
    path.write_text("no video")
    return path


def test_help_comes_at_once_and_teaches() -> None:
    said = parallax("--help")
    assert said.returncode == 0 and "Exit codes" in said.stdout and "parallax process left.mp4 right.mp4" in said.stdout
    cost = subprocess.run([sys.executable, "-c", "import os, runpy, sys; sys.argv = ['parallax', '--help']\n"
                           "try: runpy.run_module('app', run_name='__main__')\n"
                           "except SystemExit: pass\n"
                           "heavy = {'torch', 'onnxruntime', 'PySide6', 'cv2', 'av', 'lightning', 'numpy'}\n"
                           "sys.exit(' '.join(heavy & set(sys.modules)) or None)"],
                          cwd=ROOT, env=ENV, capture_output=True, text=True, check=False)
    assert cost.returncode == 0, f"--help loads {cost.stderr}"


@pytest.mark.parametrize("name", ["open", "info", "process", "sync", "render-demo", "demo", "train", "run"])
def test_every_command_has_help_with_its_exit_codes(name: str) -> None:
    said = in_process(name, "--help")
    assert said.exit_code == 0 and "130" in said.stdout and "partly" in said.stdout
    assert name in cli.commands()


def test_a_version_is_told() -> None:
    said = in_process("--version")
    assert said.exit_code == 0 and said.stdout.split()[0] == "parallax" and said.stdout.split()[1][0].isdigit()


@pytest.mark.parametrize(("typed", "meant"), [
    ([], ["open"]), (["a.mp4", "b c.mp4"], ["open", "a.mp4", "b c.mp4"]), (["info", "a.mp4"], ["info", "a.mp4"]),
    (["./info"], ["open", "./info"]), (["--help"], ["--help"]), (["--", "-a.mp4"], ["open", "--", "-a.mp4"]),
    (["-x.mp4", "b.mp4"], ["open", "--", "-x.mp4", "b.mp4"]), (["-nosuch"], ["-nosuch"]),
])
def test_what_is_no_command_is_a_path(typed: list[str], meant: list[str], tmp_path: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "-x.mp4").touch()
    monkeypatch.chdir(tmp_path)
    assert cli.with_default(typed) == meant


def test_paths_with_spaces_and_dashes_reach_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app import main

    opened: list[list[Path]] = []
    monkeypatch.setattr(main, "run", lambda paths: opened.append(list(paths)) or 0)
    monkeypatch.chdir(tmp_path)
    for name in ("a b.mp4", "-c.mp4"):
        (tmp_path / name).touch()
    assert in_process("a b.mp4").exit_code == 0
    assert in_process("-c.mp4", "a b.mp4").exit_code == 0
    assert in_process().exit_code == 0
    assert opened == [[Path("a b.mp4")], [Path("-c.mp4"), Path("a b.mp4")], []]


def test_a_misspelt_command_is_understood(tmp_path: Path) -> None:
    said = in_process("proces")
    assert said.exit_code == 3 and "parallax process" in said.stderr and said.stdout == ""


def test_wrong_usage_is_2(tmp_path: Path, videos: list[Path]) -> None:
    assert in_process("process").exit_code == 2
    assert in_process("info", "--nosuch").exit_code == 2
    for span in ("5", "a:b", "9:3", ":", "1s:9", "-3:4"):
        said = in_process("process", videos[0], "-o", tmp_path / "p", f"--range={span}")
        assert said.exit_code == 2 and not (tmp_path / "p.parallax").exists()


@pytest.mark.parametrize("options", [["--range", "9000:9010"], ["--range", "900s:"], ["--device", "abacus"]])
def test_what_cannot_be_is_bad_input_and_leaves_nothing(options: list[str], tmp_path: Path, videos: list[Path],
                                                        blazepose: Path) -> None:
    said = in_process("process", videos[0], "-o", tmp_path / "p", *options)
    assert said.exit_code == 3 and not (tmp_path / "p.parallax").exists()
    assert options[1] in said.stderr


def test_info_for_people_for_machines_and_of_what_is_no_video(videos: list[Path], broken: Path) -> None:
    said = in_process("info", *videos)
    assert said.exit_code == 0 and "270×480" in said.stdout and "59" in said.stdout
    said = in_process("info", *videos, "--json")
    told = json.loads(said.stdout)
    assert told["ok"] and [v["frames"] for v in told["videos"]] == [59, 49] and told["videos"][1]["fps"] == "25"
    assert len(told["videos"][0]["hash"]) == 64
    said = in_process("info", videos[0], broken, "--json")
    assert said.exit_code == 4 and len(json.loads(said.stdout)["videos"]) == 1 and "broken.mp4" in said.stderr
    said = in_process("info", broken, "--json")
    assert said.exit_code == 3 and not json.loads(said.stdout)["ok"]


def test_names_are_shown_as_they_are(videos: list[Path], tmp_path: Path) -> None:
    odd = tmp_path / "[bold]my [1] run.mp4"
    odd.symlink_to(videos[0])
    assert odd.name in in_process("info", odd).stdout


def test_a_project_that_was_moved_away_from_its_videos_is_gone_on_with(blazepose: Path, videos: list[Path],
                                                                      tmp_path: Path) -> None:
    """The command names the videos, so the project finds them again; what was done already is not done again."""
    here, there = tmp_path / "here", tmp_path / "far" / "away"
    there.mkdir(parents=True)
    command = ("process", videos[0], "--lifter", "none", "--range", "0:6", "-o")
    here.mkdir()
    assert in_process(*command, here / "p").exit_code == 0
    (here / "p.parallax").rename(there / "p.parallax")
    again = in_process(*command, there / "p")
    assert again.exit_code == 0 and "done already" in again.stdout
    with Project.open(there / "p.parallax") as project:
        assert not project.missing() and len(project.document.predictions) == 1


def test_process_from_end_to_end_twice(blazepose: Path, videos: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "my squat.parallax"
    said = parallax("process", *videos, "-o", out, "--range", "0.5s:1.5s", "--json")
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    assert said.stderr == ""  # no bars where nobody watches
    assert told["state"] == "done" and told["project"] == str(out)
    assert [(v["name"], v["start"], v["stop"], v["people"], v["found"]) for v in told["views"]] == [
        ("view01", 15, 45, 1, 30), ("view02", 13, 38, 1, 25)]
    assert all(v["detect_fps"] > 0 and v["lift_fps"] > 0 for v in told["views"]) and told["detect_fps"] > 0
    with Project.open(out) as project:
        before = list(project.document.rows())
        assert all(project.document.active("3d", view) for view in project.document.views)
    again = in_process("process", *videos, "-o", out, "--range", "0.5s:1.5s")
    assert again.exit_code == 0 and "done already" in again.stdout and str(out) in again.stdout.replace("\n", "")
    other = in_process("process", videos[0], "-o", out, "--json")
    assert other.exit_code == 3 and "with other videos" in json.loads(other.stdout)["error"]["fault"]
    with Project.open(out) as project:
        assert list(project.document.rows()) == before


def test_process_looks_at_few_frames_and_lifts_all(blazepose: Path, videos: list[Path], tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    filler = install(tmp_path, monkeypatch)
    how = (*videos, "-o", tmp_path / "walk", "--lifter", filler, "--json")
    said = in_process("process", *how, "--stride", "auto")
    views = json.loads(said.stdout)["views"]
    assert said.exit_code == 0 and [view["lifted"] for view in views] == [59, 49]
    assert all(3 <= view["detected"] < 40 for view in views)
    twentieth = json.loads(in_process("process", *how, "--stride", "20").stdout)["views"]
    assert [view["detected"] for view in twentieth] == [4, 4]  # the last frame too
    assert in_process("process", *how, "--stride", "60").exit_code == cli.BAD_INPUT
    for wrong in ("0", "-3", "often", "1.5"):
        refused = in_process("process", *how, "--stride", wrong)
        assert refused.exit_code != 0 and "neither a number of frames nor auto" in " ".join(refused.output.split())
    none = in_process("process", *how[:-2], "none", "--stride", "auto")
    assert none.exit_code == cli.BAD_INPUT and "Name a lifter" in " ".join(none.output.split())


def test_process_names_what_it_cannot_use_before_it_makes_anything(videos: list[Path], broken: Path,
                                                                    tmp_path: Path) -> None:
    said = in_process("process", videos[0], broken, "-o", tmp_path / "p", "--json")
    assert said.exit_code == 3 and json.loads(said.stdout)["error"]["subject"].endswith("broken.mp4")
    (tmp_path / "full.parallax").mkdir()
    (tmp_path / "full.parallax" / "mine.txt").touch()
    assert in_process("process", videos[0], "-o", tmp_path / "full").exit_code == 3
    assert in_process("process", *videos, videos[0], "-o", tmp_path / "q").exit_code == 3
    assert in_process("process", *[videos[0]] * 9, "-o", tmp_path / "q").exit_code == 3
    for model in ("--detector", "--lifter"):
        said = in_process("process", videos[0], "-o", tmp_path / "q", model, "nosuch")
        assert said.exit_code == 3 and "nosuch" in said.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.mp4", "full.parallax"]


def test_ctrl_c_keeps_what_was_found_and_the_same_command_goes_on(blazepose: Path, videos: list[Path],
                                                                  tmp_path: Path) -> None:
    out = tmp_path / "p.parallax"
    command = ["process", videos[0], "-o", out, "--lifter", "none", "--json"]
    child = subprocess.Popen([sys.executable, "-m", "app", *map(str, command)], cwd=ROOT, env=ENV,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 120
    while not list(out.glob("runs/*/partial/*/*.npy")):
        assert time.monotonic() < end and child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.SIGINT)
    said, complained = child.communicate()
    if child.returncode == 0:
        pytest.skip("the clip was through before it could be stopped")
    assert child.returncode == 130 and "goes on from there" in complained and not json.loads(said)["ok"]
    with Project.open(out) as project:
        [view] = project.document.views
        half = project.document.active("2d", view)
        assert half is not None
    told = json.loads(parallax(*command).stdout)
    assert told["state"] == "done" and 0 < told["views"][0]["detected"] < 59 and told["views"][0]["found"] == 59


def test_a_view_that_fails_makes_4(blazepose: Path, videos: list[Path], tmp_path: Path,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    real = processing.request

    def with_a_vanished_video(project: Project, wanted: processing.Wanted) -> Any:
        from dataclasses import replace

        asked = real(project, wanted)
        return replace(asked, views=(replace(asked.views[0], path="/nowhere.mp4"), *asked.views[1:]))

    monkeypatch.setattr(processing, "request", with_a_vanished_video)
    said = in_process("process", *videos, "-o", tmp_path / "p", "--lifter", "none", "--range", "0:10", "--json")
    told = json.loads(said.stdout)
    assert said.exit_code == 4 and told["state"] == "partly" and not told["ok"]
    assert "nowhere.mp4" in told["views"][0]["error"] and not told["views"][1]["error"]


@pytest.mark.parametrize(("text", "ends"), [
    ("10:20", (10, 20)), (":20", (None, 20)), ("10:", (10, None)), ("1.5s:4s", (1.5, 4.0)), ("1.5:4.0", (1.5, 4.0)),
    (" 0s : ", (0.0, None)),
])
def test_ranges_are_frames_or_seconds(text: str, ends: tuple[object, object]) -> None:
    assert processing.parse_span(text) == ends
    assert [type(end) for end in processing.parse_span(text)] == [type(end) for end in ends]


def test_the_studio_refuses_to_film_over_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    said = in_process("render-demo", tmp_path)
    assert said.exit_code == 3 and "already" in said.stderr


def test_a_place_where_one_may_not_write_is_said(tmp_path: Path, broken: Path) -> None:
    said = in_process("render-demo", broken / "inside")
    assert said.exit_code == 1 and "broken.mp4" in said.stderr and "Not a directory" in said.stderr
    assert isinstance(said.exception, SystemExit)  # told in words, not by a stack trace


def test_models_and_diagnostics_are_told() -> None:
    told = json.loads(in_process("models", "--json").stdout)
    assert cli.DEFAULT_LIFTER in told["models"]
    from core.cards import DEFAULT_LIFTER

    assert cli.DEFAULT_LIFTER == DEFAULT_LIFTER  # written twice so that --help need not load the cards
    said = in_process("diagnostics")
    assert said.exit_code == 0 and "onnxruntime" in said.stdout


def test_a_run_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    from core import runs

    run = runs.create(tmp_path, "mine bitcoin", "x", {})
    said = parallax("run", run.folder)
    assert said.returncode == 3 and "is not known" in said.stderr


def test_an_unknown_training_method_is_named(tmp_path: Path) -> None:
    said = in_process("train", "nosuch", "-o", tmp_path / "t", "--json")
    assert said.exit_code == 3 and json.loads(said.stdout)["error"]["subject"] == "nosuch"
    assert not (tmp_path / "t").exists()


def test_the_first_ctrl_c_waits_for_the_step_and_the_second_does_not() -> None:
    from app.console import stopped_between_steps
    from core.progress import Cancelled, Step

    steps: list[Step] = []
    before = signal.getsignal(signal.SIGINT)
    with stopped_between_steps(steps.append) as progress:
        progress(Step("train", 1, 3))
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Cancelled):
            progress(Step("train", 2, 3))
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
    assert [s.done for s in steps] == [1, 2] and signal.getsignal(signal.SIGINT) == before
