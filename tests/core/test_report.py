"""The status of a run where the disk refuses it."""

import errno
from pathlib import Path

import pytest

from core import runs
from core.errors import ParallaxError
from core.progress import silent
from core.report import Report
from core.runs import Run, Status


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A report on a run whose disk is full."""
    run = runs.create(tmp_path, "process", "Full", {})

    def refuse(self: Run, status: Status) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Run, "write_status", refuse)
    return Report(run, silent)


def test_a_full_disk_does_not_end_work_nor_cover_the_fault_that_did(full: Report) -> None:
    full.add("v1", "left")
    full.stage("v1", "detect")
    full.end("failed", "the fault that ended it")
    full.end("stopped")


def test_what_cannot_be_written_down_is_not_done(full: Report) -> None:
    with pytest.raises(ParallaxError, match="No space left on device"):
        full.end("done")
