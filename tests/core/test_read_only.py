"""Projects that may only be looked at: open elsewhere, write-protected, left by a killed writer."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import schema
from core.document import Document, Edit, Person, Setting
from core.errors import ParallaxError
from core.storage import Project, Unwritable
from tests.core.test_storage import VIEW, content_hash, poses_2d

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with a view and its poses."""
    with Project.create(tmp_path / "my run.parallax") as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
        project.save_poses(poses_2d(), view="v1")
    return tmp_path / "my run.parallax"


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the project open, and renames the view to each line that it is given."""
    code = ("import sys; from dataclasses import replace; from core.document import Edit; from core.storage import "
            f"Project\nwith Project.open({str(folder)!r}) as p:\n print('open', flush=True)\n"
            " for line in sys.stdin:\n  p.do(Edit('Rename', (p.document.put(replace(p.document.views['v1'], "
            "name=line.strip())),)))\n  print('done', flush=True)\n")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        yield other
        other.kill()


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): content_hash(path) for path in folder.rglob("*") if path.is_file()}


def same(a: Document, b: Document) -> bool:
    return list(a.rows()) == list(b.rows()) and a.done == b.done


def test_what_another_process_works_on_can_be_looked_at(folder: Path, elsewhere: "subprocess.Popen[str]") -> None:
    assert elsewhere.stdin is not None and elsewhere.stdout is not None
    with pytest.raises(Unwritable, match="open in another window or command"):
        Project.open(folder)
    elsewhere.stdin.write("first\n")
    elsewhere.stdin.flush()
    assert elsewhere.stdout.readline() == "done\n"
    with Project.open(folder, read_only=True) as project:
        assert project.read_only and project.document.views["v1"].name == "first"  # the log is read, too
        assert len(project.poses(next(iter(project.document.predictions))).times) == 20
        elsewhere.stdin.write("second\n")  # and the writer is not held up
        elsewhere.stdin.flush()
        assert elsewhere.stdout.readline() == "done\n"
        assert project.document.views["v1"].name == "first"
    elsewhere.stdin.close()
    assert elsewhere.wait(60) == 0
    with Project.open(folder) as project:
        assert project.document.views["v1"].name == "second" and not project.read_only


def test_nothing_is_written_where_one_only_looks(folder: Path) -> None:
    (folder / "poses" / "half.npz.0a1b2c3d.part").write_text("of a writer that may be at work")
    before = files(folder)
    with Project.open(folder, read_only=True) as project:
        with Project.open(folder) as writer:  # no lock is held
            assert same(project.document, writer.document)
        (folder / "poses" / "half.npz.0a1b2c3d.part").write_text("of a writer that may be at work")
        rows = list(project.document.rows())
        edit = Edit("Set", (project.document.put(Setting("s", 1)),))
        for act in (lambda: project.do(edit), project.undo, lambda: project.store(poses_2d(), view="v1")):
            with pytest.raises(Unwritable, match="read-only"):
                act()
        assert list(project.document.rows()) == rows and [e.title for e in project.journal()][-1] == "Detect left"
    after = files(folder)
    for left in ("project.lock",):  # the writer's own mark
        before.pop(left), after.pop(left)
    assert after == before


def test_a_killed_writers_last_edit_is_seen_without_its_log_being_touched(folder: Path) -> None:
    code = ("import os, signal; from core.document import Edit, Setting; from core.storage import Project\n"
            f"p = Project.open({str(folder)!r}); p.do(Edit('Set', (p.document.put(Setting('s', 1)),)))\n"
            "os.kill(os.getpid(), signal.SIGKILL)")
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL and (folder / "project.db-wal").stat().st_size
    (folder / "project.db-shm").unlink()  # as in a copy made without it
    before = files(folder)
    with Project.open(folder, read_only=True) as project:
        assert project.document.setting("s") == 1
    assert files(folder) == before


@pytest.mark.parametrize("protected", ["folder", "database"])
def test_a_write_protected_project_can_be_looked_at(folder: Path, protected: str) -> None:
    place = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    copy = place / "p.parallax"
    shutil.copytree(folder, copy)
    place.chmod(0o755)
    for path in (copy, *copy.rglob("*")):
        everybody = 0 if protected == "folder" or path.name == "project.db" else 0o222
        path.chmod((0o555 if path.is_dir() else 0o444) | everybody)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)  # root may write anywhere, so be somebody else for a moment
        with pytest.raises(Unwritable, match="cannot be written to") as told:
            Project.open(copy)
        with Project.open(copy, read_only=True) as project:
            assert list(project.document.views) == ["v1"]
            assert len(project.poses(next(iter(project.document.predictions))).times) == 20
    finally:
        if root:
            os.seteuid(0)
        for path in (copy, copy / "poses", copy / "runs"):
            path.chmod(0o755)
        shutil.rmtree(place)
    assert "writable" in told.value.remedy


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_project_is_shown_as_it_would_be_after_its_migration(tmp_path: Path, version: int) -> None:
    folder = old_project(tmp_path / "old.parallax", version)
    before = files(folder)
    with Project.open(folder, read_only=True) as project:
        assert project.document.people["p"] == Person("p", "Ann")
    assert files(folder) == before


def test_what_is_newer_damaged_or_leads_elsewhere_is_refused_here_too(folder: Path, tmp_path: Path) -> None:
    with Project.open(folder) as project:
        project._con.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(ParallaxError, match="made by a newer Parallax"):
        Project.open(folder, read_only=True)
    (folder / "project.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(ParallaxError, match="cannot be used"):
        Project.open(folder, read_only=True)
    (folder / "poses").rename(tmp_path / "poses")
    (folder / "poses").symlink_to(tmp_path / "poses")
    with pytest.raises(ParallaxError, match="leads elsewhere"):
        Project.open(folder, read_only=True)


def old_project(folder: Path, version: int) -> Path:
    """A project as the program of that version left it: with its scripts, one person and one edit."""
    folder.mkdir()
    con = sqlite3.connect(folder / "project.db")
    for script in schema.MIGRATIONS[:version]:
        con.executescript(script)
    con.execute("INSERT INTO rows VALUES ('people', 'p', '{\"id\":\"p\",\"name\":\"Ann\"}')")
    con.execute("INSERT INTO journal (time_s, author, title, puts) VALUES (5, 'human', 'Add', ?)",
                ('[{"table":"people","key":"p","old":null,"new":{"id":"p","name":"Ann"}}]',))
    con.execute(f"PRAGMA user_version = {version}")
    con.commit()
    con.close()
    return folder


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_project_is_migrated_and_its_backup_opens(tmp_path: Path, version: int) -> None:
    folder = old_project(tmp_path / "old.parallax", version)
    with Project.open(folder) as project:
        assert project.document.people["p"] == Person("p", "Ann")
        assert project._con.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        project.undo()
        assert not project.document.people
    spare = tmp_path / "spare.parallax"
    spare.mkdir()
    shutil.copy(folder / f"project.v{version}.db", spare / "project.db")
    with Project.open(spare) as project:
        assert project.document.people["p"] == Person("p", "Ann") and [e.title for e in project.journal()] == ["Add"]
