"""Chunks of a detection: what is shown of them, and what a killed run goes on from."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core import partial
from core.pose import Poses2D, Source
from core.skeleton import COCO17

FRAMES = 40


def found(start: int, stop: int, people: int = 1) -> NDArray[np.float32]:
    """(n, P, 17, 3) poses that tell their frame by x."""
    xys = np.ones((stop - start, people, 17, 3), dtype=np.float32)
    xys[..., 0] = np.arange(start, stop)[:, None, None]
    return xys


def nobody(start: int, stop: int) -> NDArray[np.float32]:
    xys = np.full((stop - start, 1, 17, 3), np.nan, dtype=np.float32)
    xys[..., 2] = 0
    return xys


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    head = Poses2D(np.empty((FRAMES, 0, 17, 3), np.float32), np.arange(FRAMES) / 30, COCO17, (640, 480), Source("d"))
    partial.begin(tmp_path, head)
    return tmp_path


def frames_of(poses: Poses2D | None) -> list[int]:
    return [] if poses is None else np.flatnonzero(np.isfinite(poses.xys[..., 0]).any(axis=(1, 2))).tolist()


def test_a_run_goes_on_behind_its_last_pose(folder: Path) -> None:
    assert partial.resumable(folder, 0) is None
    partial.save(folder, 0, found(0, 8))
    partial.save(folder, 8, found(8, 16, people=2))
    poses = partial.resumable(folder, 0)
    assert poses is not None and poses.xys.shape == (FRAMES, 2, 17, 3) and frames_of(poses) == list(range(16))
    assert np.isnan(poses.xys[:8, 1, :, :2]).all() and (poses.xys[:8, 1, :, 2] == 0).all()


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_frames_of_a_damaged_chunk_are_found_again(folder: Path, damage: str) -> None:
    for start in range(0, 32, 8):
        partial.save(folder, start, found(start, start + 8))
    path = folder / "00000008.npy"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
    assert frames_of(partial.assembled(folder)) == [*range(8), *range(16, 32)]  # what can be shown
    assert frames_of(partial.resumable(folder, 0)) == list(range(8))            # what can be gone on from
    assert frames_of(partial.assembled(folder)) == list(range(8))


def test_chunks_of_nobody_do_not_cover_what_is_found_later(folder: Path) -> None:
    partial.save(folder, 0, np.concatenate((found(0, 4), nobody(4, 8))))
    partial.save(folder, 8, nobody(8, 16))
    assert frames_of(partial.resumable(folder, 0)) == [0, 1, 2, 3]
    partial.save(folder, 4, found(4, 12))  # the run goes on from frame 4, and this time sees somebody
    assert frames_of(partial.assembled(folder)) == list(range(12))


def test_a_range_begins_where_it_was_asked_for(folder: Path) -> None:
    partial.save(folder, 10, found(10, 18))
    assert frames_of(partial.resumable(folder, 10)) == list(range(10, 18))
