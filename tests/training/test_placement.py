"""Angles are tried out on movements that nothing was learned from, and a run can be stopped."""

from pathlib import Path

import pytest

from core import records, runs
from core.runs import Run
from training import placement
from training.placement import Request

SMALL = Request(angles=(20.0, 90.0), motions=("squat", "kick"), steps=2, frames=27, batch=1, clip_s=1.5, threads=1)


def test_a_run_tells_what_each_angle_gains(tmp_path: Path) -> None:
    run = runs.create(tmp_path, placement.KIND, "Which views?", SMALL)
    placement.work(run)
    status = Run(run.folder).status()
    assert status.state == "done"
    found = records.build(placement.Expected, dict(status.result))
    assert found.angles == (20.0, 90.0) and len(found.after_mm) == len(found.apart_mm) == 2
    # 20 to 150 mm is what a lifter is off on such movements; two steps change little.
    assert 20 < found.before_mm < 150 and all(abs(after - found.before_mm) < 15 for after in found.after_mm)
    assert found.after_mm[0] != found.after_mm[1]


def test_it_can_be_stopped(tmp_path: Path) -> None:
    run = runs.create(tmp_path, placement.KIND, "Which views?", SMALL)
    write = Run.write_status

    def stop(self: Run, status: runs.Status) -> None:
        write(self, status)
        if status.done == 1:
            self.stop()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "write_status", stop)
        placement.work(run)
    assert Run(run.folder).status().state == "stopped"
