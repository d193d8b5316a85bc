"""The check of left and right as a run: what it is asked, what it answers, and what it says where it cannot."""

from pathlib import Path

import numpy as np
import pytest

from core import lift, sides_run
from core.document import Edit, View
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.progress import Cancelled, Step
from core.runs import Run, create
from core.sides import Proposal
from core.skeleton import COCO17
from core.storage import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two views in which somebody was found, and one in which nobody was."""
    made = Project.create(tmp_path / "p.parallax")
    puts = []
    for n, name in enumerate("abc"):
        view = View(name, name, f"../{name}.mp4", 9, "0" * 64, 96, 160, 20, 1, 10, 0.0, 0.45, offset_s=0.1 * n)
        puts.append(made.document.put(view))
        if n < 2:
            xys = np.full((10, 1, 17, 3), 0.9, np.float32)
            poses = Poses2D(xys, np.arange(10) / 20, COCO17, (96, 160), Source("by hand"))
            puts.append(made.document.put(made.store(poses, view=name, athlete=0)))
    made.do(Edit("Detect", tuple(puts)))
    return made


def asked(project: Project) -> Run:
    request = sides_run.request_for(project, "parallax-lifter")
    return create(project.runs, sides_run.KIND, "Check left and right", request)


def test_what_it_finds_comes_back_from_its_status(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Proposal("a", 2, 5, 31.5, "because"), Proposal("b", 0, 1, float("nan"), "it jumps")]
    seen = []

    def propose(views, lifted, progress):  # type: ignore[no-untyped-def]
        seen.extend((view.view, view.athlete, view.clock.offset_s) for view in views)
        assert isinstance(lifted(views[0].poses), Poses3D)
        progress(Step("sides", 1, 2))
        return found

    monkeypatch.setattr(sides_run, "propose", propose)
    monkeypatch.setattr(lift, "load", lambda card, device: (card, device))
    monkeypatch.setattr(lift, "lift", lambda poses, lifter: Poses3D(
        np.zeros((10, 1, 17, 4), np.float32), poses.times, Source(lifter[0])))
    run = asked(project)
    steps: list[Step] = []
    sides_run.work(run, steps.append)
    assert seen == [("a", 0, 0.0), ("b", 0, 0.1)] and steps[0].total == 2
    status = run.status()
    again = sides_run.proposals(status)
    assert status.state == "done" and again[0] == found[0] and np.isnan(again[1].gain)
    assert (again[1].view, again[1].start, again[1].stop, again[1].reason) == ("b", 0, 1, "it jumps")
    project.close()


def test_a_stop_and_a_damaged_pose_file_are_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lift, "load", lambda card, device: None)
    run = asked(project)

    def stopped(views, lifted, progress):  # type: ignore[no-untyped-def]
        run.stop()
        for n in range(2):
            progress(Step("sides", n, 2))
        raise AssertionError("it went on after the stop")

    monkeypatch.setattr(sides_run, "propose", stopped)
    with pytest.raises(Cancelled):
        sides_run.work(run)
    assert run.status().state == "stopped"
    for file in (project.folder / "poses").glob("*.npz"):
        file.write_bytes(b"nothing")
    again = asked(project)
    with pytest.raises(ParallaxError, match="cannot be read"):
        sides_run.work(again)
    assert again.status().state == "failed"
    broken = create(project.runs, sides_run.KIND, "x", {"views": "none"})
    with pytest.raises(ParallaxError, match="understood"):
        sides_run.work(broken)
    project.close()
