"""Run folders: real processes, real deaths."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core import processes, runs
from core.errors import ParallaxError
from core.runs import ItemStatus, Run, Status

ROOT = Path(__file__).resolve().parents[2]


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return runs.create(tmp_path, "process", "Detect", {"views": [1, 2], "lifter": None})


def worker(run: Run, code: str) -> "subprocess.Popen[bytes]":
    """A process that works on a run."""
    text = f"import os, sys, time; from core.runs import *; run = Run({str(run.folder)!r}); run.start(); {code}"
    return subprocess.Popen([sys.executable, "-c", text], cwd=ROOT)


def test_a_new_run_waits_and_is_found_again(run: Run, tmp_path: Path) -> None:
    again = Run(run.folder)
    assert again.request == run.request
    assert again.request.settings == {"views": (1, 2), "lifter": None}
    assert again.status() == Status() and not again.alive
    (tmp_path / "junk").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "request.json").write_text("{")
    time.sleep(1.01)  # names sort by second
    second = runs.create(tmp_path, "train", "Train", {})
    assert [r.name for r in runs.listed(tmp_path)] == [run.name, second.name]


def test_what_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="not a run of Parallax"):
        Run(tmp_path)
    (tmp_path / "request.json").write_text('{"kind": "process", "title": 3, "settings": {}, "made_s": 1}')
    with pytest.raises(ParallaxError, match=r"Request\.title"):
        Run(tmp_path)


def test_status_and_log_come_back_as_written(run: Run) -> None:
    status = Status("running", "detect", 3, 10, 1.5, 4.0, "", {"v1": ItemStatus("left", "detect", 3, 10, 1.5, 4.0)})
    run.start()
    run.write_status(status)
    read = Run(run.folder).status()
    assert read.updated_s > 0 and read.items == status.items and read.eta_s == 4.0
    run.log({"step": 1, "loss": 0.5})
    run.log({"step": 2, "loss": float("nan")})
    with open(run.folder / "log.jsonl", "ab") as f:
        f.write(b'{"step": 3, "lo')  # a writer was killed here, or is not done yet
    entries, offset = run.read_log()
    assert entries == [{"step": 1, "loss": 0.5}, {"step": 2, "loss": None}]
    with open(run.folder / "log.jsonl", "ab") as f:
        f.write(b'ss": 0.25}\n')
    assert run.read_log(offset)[0] == [{"step": 3, "loss": 0.25}]


def test_a_worker_that_is_killed_leaves_a_lost_run_that_can_be_taken_over(run: Run) -> None:
    process = worker(run, "print('about to die', flush=True); time.sleep(60)")
    wait_for(lambda: run.status().state == "running")
    assert run.alive
    with pytest.raises(ParallaxError, match=f"process {process.pid} is at work"):
        run.start()
    with pytest.raises(ParallaxError, match="is at work"):
        run.spawn()
    run.kill()
    process.wait()
    assert run.status().state == "lost" and not run.alive
    run.start()
    assert run.status().state == "running"


def test_a_recycled_pid_is_not_taken_for_the_worker(run: Run) -> None:
    process = worker(run, "time.sleep(60)")
    wait_for(lambda: run.alive)
    told = json.loads((run.folder / "worker.json").read_text())
    (run.folder / "worker.json").write_text(json.dumps({**told, "born": "yesterday"}))
    assert run.status().state == "lost"
    run.kill()  # must not touch the process that merely has this pid
    assert process.poll() is None
    process.kill()
    process.wait()


def test_a_worker_that_ends_well_is_not_lost(run: Run) -> None:
    process = worker(run, "run.write_status(Status('done', result={'n': [1, 2]}))")
    assert process.wait() == 0
    assert run.status().state == "done" and run.status().result == {"n": (1, 2)}


def test_a_zombie_is_dead(run: Run) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("only where processes can be zombies")
    process = worker(run, "")
    wait_for(lambda: not processes.birth(process.pid))  # ended, but not waited for
    assert run.status().state == "lost"
    process.wait()


def test_two_threads_may_notice_the_same_death(monkeypatch: pytest.MonkeyPatch) -> None:
    class Child:
        def poll(self) -> int:
            processes._ours.clear()  # what the other thread does in this very moment
            return 0

    monkeypatch.setattr(processes, "_ours", {4711: Child()})
    assert processes.birth(4711) == ""


def test_spawned_runs_are_on_their_own_and_say_why_they_failed(run: Run) -> None:
    (run.folder / "stop").touch()
    pid = run.spawn()
    assert os.getpgid(pid) != os.getpgid(0) and not (run.folder / "stop").exists()
    # The request names nothing that could be processed, which the worker finds out by itself.
    wait_for(lambda: run.status().state == "failed", 60)
    wait_for(lambda: not run.alive)
    assert "cannot be understood" in run.status().message
    assert "cannot be understood" in run.tail()


def test_a_worker_that_dies_at_once_is_lost_with_its_last_words(run: Run) -> None:
    (run.folder / "request.json").write_text("{}")
    run.spawn()
    wait_for(lambda: run.status().state == "lost", 60)
    assert "not a run of Parallax" in run.status().message


@pytest.mark.parametrize("text", ["", "[]", '{"state": "flying"}', '{"state": "done", "pid": 1}', "\xff"])
def test_a_damaged_status_is_a_failed_run(run: Run, text: str) -> None:
    (run.folder / "status.json").write_text(text, encoding="latin-1")
    assert run.status().state == "failed" and "cannot be read" in run.status().message


def test_a_reader_never_sees_half_a_status(run: Run) -> None:
    process = worker(run, "[run.write_status(Status('running', 'x' * (i % 5000))) for i in range(800)]; "
                          "run.write_status(Status('done'))")
    seen = set()
    while process.poll() is None:
        seen.add(run.status().state)
    assert seen <= {"waiting", "running", "done"} and run.status().state == "done"
    assert not list(run.folder.glob("*.part"))
