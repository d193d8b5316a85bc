"""What is told before a training begins: clocks, views, angles, room, and what a few steps have cost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import cards
from core.document import Edit
from core.storage import Project
from tests import recorded
from tests.core import filler, tiny_lifter
from training import readiness, settings
from training.readiness import BAD, OK, WARNING, Finding

FRAMES = 300  # 12 s

Made = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Made]:
    """A project with views at these angles, synchronized where `sure` says how surely."""
    opened: list[Project] = []

    def made(*degrees: float, sure: float | None = 0.97, frames: int = FRAMES, **more: Any) -> Project:
        project = Project.create(tmp_path / f"walk{len(opened)}.parallax")
        opened.append(project)
        for n in range(len(degrees)):
            project.do(Edit("Add", (project.document.put(recorded.view(n + 1, frames)),)))
        recorded.fill(project, degrees, **more)
        if sure is not None:
            recorded.synchronized(project, sure)
        return project

    yield made
    for project in opened:
        project.close()


def check(*projects: Project, **values: Any) -> list[Finding]:
    """What is said of a training on these, which stay open as they are in a window."""
    given = {"data": [str(project.folder) for project in projects], "frames": 27, **values}
    return readiness.check(settings.built("consistency", given, "test"), projects[0].runs)


def told(findings: list[Finding], words: str) -> Finding:
    """The one finding with these words."""
    found = [each for each in findings if words in each.sentence]
    assert len(found) == 1, findings
    return found[0]


def test_two_synchronized_views_at_right_angles_are_in_order(make: Made) -> None:
    findings = check(make(0, 90))
    assert {each.state for each in findings} == {OK} and readiness.worst(findings) == OK
    assert told(findings, "sound and movement").sentence == \
        "Synchronized by sound and movement, 97 % sure, to 2 ms."
    assert told(findings, "at the same time").sentence == \
        "Two views show the athlete at the same time for 12.0 s (300 frames)."
    assert "90° apart" in told(findings, "cam1 and cam2").sentence
    assert "free on the disk" in told(findings, "disk").sentence


@pytest.mark.parametrize(("degrees", "says"), [
    ((0, 8), "one side"), ((0, 176), "face each other"), ((0, 4, 8), "nearly one line")])
def test_views_that_err_alike_are_told(make: Made, degrees: tuple[float, ...], says: str) -> None:
    assert told(check(make(*degrees)), says).state == WARNING


def test_of_three_views_the_best_pair_counts_and_the_rest_is_mentioned(make: Made) -> None:
    finding = told(check(make(0, 5, 85)), "apart")
    assert finding.state == OK and "cam1 and cam3 are 85°" in finding.sentence
    assert "cam1 and cam2 err alike" in finding.sentence
    project = make(0, 5, 85)
    assert "cam1 and cam2" in told(check(project, views=[1, 2]), "one side").sentence, "of the views chosen"


def test_clocks_that_nobody_is_sure_of(make: Made) -> None:
    never = told(check(make(0, 90, sure=None)), "never synchronized")
    assert never.state == WARNING
    assert told(check(make(0, 90, sure=0.6)), "only 60 % sure").state == WARNING
    lost = told(check(make(0, 90, sure=0.2)), "is not known")
    assert lost.state == BAD and "cam2" in lost.sentence and "cam1" not in lost.sentence
    project = make(0, 90, sure=0.2)
    row = project.document.views["v2"]
    project.do(Edit("Move", (project.document.put(replace(row, offset_s=0.1)),)))
    assert told(check(project), "marks by hand").state == OK, "somebody has placed it"
    by_hand = make(0, 90, sure=None)
    row = by_hand.document.views["v2"]
    by_hand.do(Edit("Move", (by_hand.document.put(replace(row, offset_s=0.1)),)))
    assert told(check(by_hand), "set by hand").state == WARNING


def test_what_two_views_see_at_once(make: Made) -> None:
    short = told(check(make(0, 90, frames=100)), "little to learn from")
    assert short.state == WARNING and "4.0 s (100 frames)" in short.sentence
    apart = make(0, 90, unseen=(slice(0, 150), slice(150, None)))
    assert told(check(apart), "No two of these views").state == BAD
    few = make(0, 90, unseen=(slice(8, None),))
    assert told(check(few), "in 8 frames only").state == BAD
    held = make(0, 90, unseen=(slice(0, 250),))  # what is left is held out
    assert told(check(held), "only").state == BAD
    assert told(check(held, held_out=0.0), "2.0 s (50 frames)").state == WARNING


def test_nobody_one_view_and_nothing_lifted(make: Made, tmp_path: Path) -> None:
    assert told(check(make(0)), "takes a second view").state == BAD
    assert told(check(make(0, 90), views=[2]), "One view alone (cam2)").state == BAD
    assert told(check(make(0, 90, deep=False)), "Not lifted to 3D yet").state == WARNING
    empty = make(sure=None)
    empty.do(Edit("Add", (empty.document.put(recorded.view(1, 50)),)))
    assert told(check(empty), "Find poses first").state == BAD
    nothing = readiness.check(settings.built("consistency", {}, "test"), tmp_path)
    assert told(nothing, "Nothing is chosen").state == BAD and readiness.worst(nothing) == BAD


def test_of_several_sources_each_is_told_by_name(make: Made, tmp_path: Path) -> None:
    good, bad = make(0, 90), make(0)
    (tmp_path / "h36m").mkdir()
    findings = check(good, bad, data=[str(good.folder), str(bad.folder), str(tmp_path / "h36m"), "/gone"])
    assert told(findings, "second view").sentence.startswith("walk1: ")
    assert told(findings, "h36m: read when").state == OK and told(findings, "gone is not there").state == BAD
    assert told(findings, "walk0: Synchronized").state == OK


def test_the_lifter_that_it_begins_with(make: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make(0, 90)
    tiny_lifter.install(tmp_path, monkeypatch, restricted=True)
    warned = told(check(project, lifter="tiny-lifter"), "Not for commercial use.")
    assert warned.state == WARNING and "what learns from it" in warned.sentence
    (tmp_path / "weights" / "tiny-lifter.pt").unlink()
    assert told(check(project, lifter="tiny-lifter"), "weights of Tiny lifter are missing").state == BAD
    assert told(check(project, lifter="none"), "there is no such model").state == BAD
    filler.install(tmp_path, monkeypatch)
    assert told(check(project, lifter=filler.ID), "key-frames").state == BAD
    card = cards.card("parallax-lifter")
    monkeypatch.setattr(cards, "card", lambda model: replace(card, convention={"joints": "coco17"}))
    assert told(check(project), "takes coco17").state == BAD


def test_room_on_the_disk_and_in_memory(make: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make(0, 90)
    file = readiness._file(cards.card("parallax-lifter"))
    assert file is not None
    need = readiness.KEPT_SIZES * file.stat().st_size
    for free, state in ((0.9 * need, BAD), (2 * need, WARNING), (4 * need, OK)):
        monkeypatch.setattr("shutil.disk_usage", lambda path, free=free: type("Usage", (), {"free": free}))
        assert told(check(project), "free on the disk").state == state
    assert readiness.memory_mb() > 0
    monkeypatch.setattr(readiness, "memory_mb", lambda: 400.0)
    assert told(check(project), "Only 400 MB of memory").state == WARNING


def test_motion_capture_must_be_there(tmp_path: Path) -> None:
    missing = readiness.check(settings.built("supervised", {"data": "/gone.npz"}, "test"), tmp_path)
    assert told(missing, "no motion capture at /gone.npz").state == BAD
    (tmp_path / "a.npz").write_bytes(b"x" * 3_000_000)
    there = readiness.check(settings.built("uplift", {"data": str(tmp_path / "a.npz")}, "test"), tmp_path)
    assert told(there, "a.npz, 3 MB").state == OK


def test_what_a_few_steps_have_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = {"step_s": 0.8, "total_s": 720.0, "memory_mb": 1100.0, "steps": 900, "device": "cpu"}
    monkeypatch.setattr(readiness, "memory_mb", lambda: 4000.0)
    assert [each.sentence for each in readiness.of_trial(cost)] == ["About 12 min: 900 steps of 0.8 s on cpu."]
    monkeypatch.setattr(readiness, "memory_mb", lambda: 1000.0)
    full = readiness.of_trial(cost)
    assert full[1].state == WARNING and "1.1 GB of memory, and 1.0 GB are free" in full[1].sentence
    assert len(readiness.of_trial({**cost, "device": "cuda"})) == 1, "the memory is the GPU's"
    assert readiness.of_trial({"step_s": "x"}) == [] == readiness.of_trial({})


@pytest.mark.parametrize(("seconds", "words"), [
    (3, "less than a minute"), (60, "about 1 min"), (5000, "about 83 min"), (20_000, "about 6 h"),
    (400_000, "about 5 days")])
def test_durations(seconds: float, words: str) -> None:
    assert readiness.duration(seconds) == words
