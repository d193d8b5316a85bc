"""What a drop means, how views are named, where a new project goes."""

from itertools import islice
from pathlib import Path

import platformdirs
import pytest

from app import recordings


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_a_drop_of_files_folders_and_projects(tmp_path: Path) -> None:
    touch(tmp_path / "a.mp4", tmp_path / "f/cam10.MOV", tmp_path / "f/cam2.mov", tmp_path / "f/notes.txt",
          tmp_path / "p.parallax/project.db")
    wish = recordings.understand([tmp_path / "a.mp4", tmp_path / "f", tmp_path / "a.mp4"])
    assert [p.name for p in wish.videos] == ["a.mp4", "cam2.mov", "cam10.MOV"]  # once each, 2 before 10
    assert wish.project is None and not wish.faults
    for path in (tmp_path / "p.parallax", tmp_path / "p.parallax/project.db"):
        assert recordings.understand([path]).project == tmp_path / "p.parallax"


def test_what_cannot_be_had_is_said_and_the_rest_is_opened(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    touch(tmp_path / "a.mp4")
    wish = recordings.understand([tmp_path / "gone.mp4", tmp_path / "empty", tmp_path / "a.mp4"])
    assert [f.fault for f in wish.faults] == ["there is no such file.", "there is no video in this folder."]
    assert [p.name for p in wish.videos] == ["a.mp4"]


def test_views_are_named_by_file_and_by_folder_where_files_are_called_alike() -> None:
    paths = [Path("/x/left/take.mp4"), Path("/x/right/take.mp4"), Path("/x/other.mp4")]
    assert recordings.names(paths) == ["left take", "right take", "other"]
    assert recordings.names(paths[2:], taken=["other"]) == ["x other"]


def test_a_new_project_goes_beside_its_first_video(tmp_path: Path) -> None:
    first = list(islice(recordings.candidates(tmp_path / "jump.mp4"), 2))
    assert first == [tmp_path / "jump.parallax", tmp_path / "jump 2.parallax"]


def test_a_folder_without_leave_to_write_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_documents_dir", lambda: str(tmp_path / "documents"))
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)  # root could write here all the same
    assert next(iter(recordings.candidates(closed / "jump.mp4"))) == tmp_path / "documents/Parallax/jump.parallax"
