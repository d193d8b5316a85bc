"""What is remembered between starts."""

from pathlib import Path

from PySide6.QtCore import QByteArray

from app.settings import RECENT, Settings


def project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "project.db").touch()
    return folder.resolve()


def test_recent_projects_newest_first_once_each_and_only_those_that_are_there(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    folders = [project(tmp_path / f"p{n}.parallax") for n in range(RECENT + 3)]
    for folder in [*folders, folders[0]]:
        settings.remember_project(folder)
    assert settings.recent() == [folders[0], *folders[:3:-1]][:RECENT]
    (folders[0] / "project.db").unlink()
    assert folders[0] not in settings.recent()


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    first = Settings(tmp_path / "s.ini")
    first.choose("panels", {"scene": False})
    first.remember_layout([("window", QByteArray(b"\x00\x01\xffstate"))])
    first.remember_project(project(tmp_path / "a.parallax"))
    first.flush()
    second = Settings(tmp_path / "s.ini")
    assert second.choice("panels", {}) == {"scene": False}
    assert second.layout("window") == QByteArray(b"\x00\x01\xffstate")
    assert second.recent() == [(tmp_path / "a.parallax").resolve()]
    second.forget_layout()
    assert second.layout("window").isEmpty()


def test_a_damaged_file_costs_only_what_it_held(tmp_path: Path) -> None:
    (tmp_path / "s.ini").write_text("[choices]\nrecent=not json\npanels=[1]\n[layout]\nwindow=7\n")
    settings = Settings(tmp_path / "s.ini")
    assert settings.recent() == []
    assert settings.choice("panels", {"scene": True}) == {"scene": True}  # a list is not what was asked for
    assert settings.layout("window").isEmpty()


def test_the_users_own_file_is_under_the_users_own_folder(own_home: Path, qapp: object) -> None:
    settings = Settings()
    settings.choose("folder", "/videos")
    settings.flush()
    assert Path(settings.file).is_relative_to(own_home)
