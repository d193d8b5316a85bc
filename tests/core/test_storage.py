"""Projects on a real disk: nothing is lost, and nothing that is wrong is let in."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from core import posefile, schema
from core.document import Edit, Person, Prediction, Put, Setting, View
from core.errors import ParallaxError
from core.pose import Poses2D, Poses3D, Source
from core.skeleton import COCO17, H36M17
from core.storage import Project, Unwritable

ROOT = Path(__file__).resolve().parents[2]
TIMES = np.arange(20) / 30
VIEW = View("v1", "left", "left.mp4", 5, "", 640, 480, 30, 1, 20, 0.0, 19 / 30)


def content_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def poses_2d(people: int = 2, seed: int = 0) -> Poses2D:
    xys = np.random.default_rng(seed).random((20, people, 17, 3)).astype(np.float32)
    xys[3, 0] = (np.nan, np.nan, 0)
    return Poses2D(xys, TIMES, COCO17, (640, 480), Source("blazepose", "ff" * 32, {"tiles": [1, 2], "x": None}))


def poses_3d() -> Poses3D:
    xyzs = np.random.default_rng(1).random((20, 1, 17, 4)).astype(np.float32)
    return Poses3D(xyzs, TIMES, Source("lifter"), "scaled", H36M17)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "my run.parallax") as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
        yield project


def rename(project: Project, name: str) -> None:
    project.do(Edit(f"Rename to {name}", (project.document.put(replace(project.document.views["v1"], name=name)),)))


def rows(project: Project) -> list[tuple[str, object]]:
    return list(project.document.rows())


def edits(project: Project) -> list[list[tuple[str, str, float, tuple[Put, ...]]]]:
    """The undo and the redo list, read to the last change."""
    return [[(edit.title, edit.author, edit.time_s, tuple(edit.puts)) for edit in listed]
            for listed in (project.document.done, project.document.undone)]


# -- coming back


def test_closing_and_reopening_gives_back_everything(project: Project) -> None:
    flat = project.save_poses(poses_2d(), view="v1", start=2, stop=18, athlete=1)
    deep = project.save_poses(poses_3d(), view="v1", made_from=flat)
    rename(project, "Größe 'quoted'; DROP TABLE rows")
    before = rows(project)
    project.close()
    with Project.open(project.folder) as again:
        assert rows(again) == before
        back = again.poses(flat)
        assert isinstance(back, Poses2D)
        np.testing.assert_array_equal(back.xys, poses_2d().xys)
        np.testing.assert_array_equal(back.times, TIMES)
        assert (back.skeleton, back.size, back.source.model) == (COCO17, (640, 480), "blazepose")
        assert back.source.settings == {"tiles": (1, 2), "x": None}
        lifted = again.poses(deep)
        assert isinstance(lifted, Poses3D) and lifted.kind == "scaled"
        np.testing.assert_array_equal(lifted.xyzs, poses_3d().xyzs)
        row = again.document.predictions[flat]
        assert (row.kind, row.view, row.start, row.stop, row.people, row.athlete) == ("2d", "v1", 2, 18, 2, 1)
        assert again.document.predictions[deep].made_from == flat


def test_undo_and_redo_go_on_after_a_restart(project: Project) -> None:
    names = [f"name {i}" for i in range(30)]
    for name in names:
        rename(project, name)
    for _ in range(10):
        project.undo()
    project.close()
    with Project.open(project.folder) as again:
        assert again.document.views["v1"].name == names[19]
        for name in names[20:]:
            again.redo()
            assert again.document.views["v1"].name == name
        assert again.redo() is None
        for name in reversed(names[:-1]):
            again.undo()
            assert again.document.views["v1"].name == name
    with Project.open(project.folder) as once_more:
        assert once_more.document.views["v1"].name == names[0]
        while once_more.undo():
            continue
        assert rows(once_more) == []
        while once_more.redo():
            continue
        assert once_more.document.views["v1"].name == names[-1]


def test_the_journal_keeps_who_what_and_when_even_of_what_was_edited_over(project: Project) -> None:
    rename(project, "a")
    project.undo()
    project.do(Edit("Better", (project.document.put(Person("p2", "Bo")),), "vitpose"))
    project.close()
    with Project.open(project.folder) as again:
        assert [(e.title, e.author, e.state) for e in again.journal()][1:] == [
            ("Add", "human", "done"), ("Rename to a", "human", "dropped"), ("Better", "vitpose", "done")]
        times = [e.time_s for e in again.journal()]
        assert times == sorted(times) and times[0] > 1.7e9
        assert [e.title for e in again.document.done][1:] == ["Add", "Better"] and again.redo() is None


@given(st.lists(st.sampled_from(["a", "b", "c", "undo", "redo", "reopen"]), max_size=15))
def test_disk_and_memory_agree_whatever_is_done(actions: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "p.parallax")
        for number, action in enumerate(actions):
            if action == "reopen":
                before = rows(project), edits(project)
                project.close()
                project = Project.open(project.folder)
                assert (rows(project), edits(project)) == before
            elif action in ("undo", "redo"):
                project.undo() if action == "undo" else project.redo()
            else:
                project.do(Edit(action, (project.document.put(Setting(action, {"n": [number, 0.5]})),)))
        before = rows(project), edits(project)
        project.close()
        with Project.open(project.folder) as again:
            assert (rows(again), edits(again)) == before


def test_a_stale_edit_leaves_no_trace_on_disk(project: Project) -> None:
    stale = Edit("Stale", (project.document.put(replace(VIEW, name="x")),))
    rename(project, "y")
    with pytest.raises(ParallaxError, match="has changed since"):
        project.do(stale)
    assert [e.title for e in project.journal()][-1] == "Rename to y"


def test_a_failing_disk_leaves_memory_as_the_disk_has_it(project: Project) -> None:
    # The page limit makes SQLite's own "disk is full" at the moment of writing.
    pages = project._con.execute("PRAGMA page_count").fetchone()[0]
    project._con.execute(f"PRAGMA max_page_count = {pages}")
    before = rows(project)
    with pytest.raises(ParallaxError, match=r"could not be saved \(database or disk is full\)"):
        project.do(Edit("Big", (project.document.put(Setting("s", "x" * 100_000)),)))
    assert rows(project) == before
    project._con.execute("PRAGMA max_page_count = 1000000")
    rename(project, "after")
    project.close()
    with Project.open(project.folder) as again:
        assert again.document.views["v1"].name == "after" and again.document.setting("s") is None


# -- threads


def test_a_project_may_be_opened_in_one_thread_and_used_in_another(project: Project) -> None:
    rename(project, "a")
    project.close()
    with ThreadPoolExecutor(1) as pool:
        again = pool.submit(Project.open, project.folder).result()
        rename(again, "b")
        assert again.undo() is not None and again.undo() is not None
        assert again.document.views["v1"].name == "left"
        pool.submit(again.close).result()
    with Project.open(project.folder) as once_more:
        assert once_more.document.views["v1"].name == "left" and once_more.redo() is not None


def test_a_project_that_is_let_go_can_be_had_by_others_and_takes_nothing_more(project: Project) -> None:
    project.release()
    with Project.open(project.folder) as other:
        rename(other, "theirs")
        with pytest.raises(Unwritable, match="read-only"):
            rename(project, "ours")
        project.close()
        rename(other, "still theirs")
    with Project.open(project.folder) as again:
        assert again.document.views["v1"].name == "still theirs"


# -- one writer


def test_a_second_writer_is_told_who_has_it(project: Project) -> None:
    with pytest.raises(ParallaxError, match=f"open in another window or command .process {os.getpid()}"):
        Project.open(project.folder)
    code = f"from core.storage import Project; Project.open({str(project.folder)!r})"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 1 and "Close it there first" in told.stderr
    project.close()
    Project.open(project.folder).close()


def test_the_lock_of_a_killed_writer_blocks_nobody(tmp_path: Path) -> None:
    code = ("import os, signal; from core.storage import Project\n"
            f"p = Project.create({str(tmp_path / 'p.parallax')!r})\n"
            "os.kill(os.getpid(), signal.SIGKILL)")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode < 0
    with Project.open(tmp_path / "p.parallax") as project:
        assert list(project.document.people) == ["athlete"]


def test_a_folder_one_may_not_write_to_is_said(project: Project) -> None:
    project.close()
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    copy = folder / "p.parallax"
    shutil.copytree(project.folder, copy)
    for path in (folder, copy, *copy.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)  # root may write anywhere, so be somebody else for a moment
        with pytest.raises(ParallaxError, match="the project cannot be written to") as told:
            Project.open(copy)
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, copy, copy / "poses", copy / "runs"):
            path.chmod(0o755)
        shutil.rmtree(folder)
    assert "Make the folder writable" in told.value.remedy


@pytest.mark.parametrize("what", ["project", "file", "folder"])
def test_nothing_is_ever_created_over_something(tmp_path: Path, what: str) -> None:
    path = tmp_path / "p.parallax"
    if what == "project":
        Project.create(path).close()
    elif what == "file":
        path.write_text("mine")
    else:
        path.mkdir()
        (path / "holiday.txt").write_text("mine")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    with pytest.raises(ParallaxError, match=r"there already|a project already"):
        Project.create(path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


# -- versions and damage


def test_an_older_project_is_migrated_with_a_backup(tmp_path: Path) -> None:
    folder = tmp_path / "old.parallax"
    folder.mkdir()
    con = sqlite3.connect(folder / "project.db")
    con.executescript(schema.MIGRATIONS[0])
    con.execute("INSERT INTO rows VALUES ('people', 'p', '{\"id\":\"p\",\"name\":\"Ann\"}')")
    con.execute("INSERT INTO journal (time_s, author, title, puts) VALUES (5, 'human', 'Add', ?)",
                ('[{"table":"people","key":"p","old":null,"new":{"id":"p","name":"Ann"}}]',))
    con.execute("PRAGMA user_version = 1")
    con.commit()
    con.close()
    with Project.open(folder) as project:
        assert project.document.people["p"] == Person("p", "Ann")
        assert project._con.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        project.undo()
        assert not project.document.people
    backup = sqlite3.connect(folder / "project.v1.db")
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("SELECT key FROM rows").fetchall() == [("p",)]
    backup.close()


@pytest.mark.parametrize("killed", [False, True], ids=["closed", "its writer was killed"])
def test_a_newer_project_is_refused_and_left_alone(project: Project, tmp_path: Path, killed: bool) -> None:
    project._con.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    project._con.execute("PRAGMA wal_checkpoint")
    project._con.execute("CREATE TABLE news (x)")
    if killed:  # what is in its log must not be tidied away by who does not know what it is
        left = shutil.copytree(project.folder, tmp_path / "left.parallax")
        assert (left / "project.db-wal").stat().st_size
    project.close()
    folder = left if killed else project.folder
    for name in ("poses/half.npz.0a1b2c3d.part", "runs/note"):
        (folder / name).write_text("of the newer program")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "project.lock"}
    for read_only in (False, True):
        with pytest.raises(ParallaxError, match="made by a newer Parallax"):
            Project.open(folder, read_only=read_only)
    assert before == {path: path.read_bytes() for path in folder.rglob("*")
                      if path.is_file() and path.name != "project.lock"}


def test_a_project_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "p.parallax"
    folder.mkdir()
    (folder / "project.db").touch()
    with Project.open(folder) as project:
        assert rows(project) == []


@pytest.mark.parametrize("damage", ["noise", "cut", "names", "text"])
def test_a_damaged_database_is_said_and_left_alone(project: Project, damage: str) -> None:
    for i in range(200):
        project.do(Edit("s", (project.document.put(Setting(f"s{i}", "x" * 300)),)))
    project.close()
    path = project.folder / "project.db"
    data = bytearray(path.read_bytes())
    if damage == "noise":
        data[8192:20000] = np.random.default_rng(0).bytes(20000 - 8192)
    elif damage == "cut":
        del data[len(data) // 2:]
    elif damage == "names":
        # SQLite's message quotes what cannot be decoded.
        data[:] = data.replace(b"CREATE TABLE rows (", b"CREATE TABLE rows \xe9")
    else:
        data[:] = b"this is not a database" * 100
    path.write_bytes(data)
    with pytest.raises(ParallaxError, match="cannot be used") as told:
        Project.open(project.folder)
    assert "backup" in told.value.remedy
    assert path.read_bytes() == bytes(data)
    with pytest.raises(ParallaxError, match="cannot be used"):  # and the lock is free again
        Project.open(project.folder)


def test_a_folder_without_a_project_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match="not a Parallax project"):
        Project.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


# -- hostile projects


HOSTILE = [
    ("UPDATE rows SET value = '{' WHERE tbl = 'views'", "did not write"),
    ("UPDATE rows SET value = '[' || hex(zeroblob(30000)) WHERE tbl = 'views'", "did not write"),
    ("UPDATE rows SET value = replace(value, '640', '\"wide\"')", "View.width"),
    ("UPDATE rows SET value = replace(value, '640', '1e999')", "View.width"),
    ("UPDATE rows SET value = replace(value, '640', '-640')", "no video has"),
    ("UPDATE rows SET value = x'00ff' WHERE tbl = 'views'", "did not write"),
    ("UPDATE rows SET tbl = '__class__' WHERE tbl = 'views'", "did not write"),
    ("UPDATE journal SET time_s = 'soon'", "did not write"),
    ("UPDATE journal SET time_s = 9e999", "in no calendar"),
    ("UPDATE journal SET time_s = -1", "in no calendar"),
    ("CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM rows; END", "not a Parallax project"),
    ("CREATE VIEW v AS SELECT 1", "not a Parallax project"),
    ("CREATE TABLE more (x)", "not a Parallax project"),
    ("DROP TABLE journal", "did not write"),
]


@pytest.mark.parametrize(("attack", "said"), HOSTILE)
def test_a_hostile_database_is_an_error_and_no_more(project: Project, attack: str, said: str) -> None:
    project._con.execute(attack)
    project.close()
    with pytest.raises(ParallaxError, match=said):
        Project.open(project.folder)


@pytest.mark.parametrize("file", ["../../secret.npz", "/etc/passwd", "a/b.npz", "..", "", "link.npz", "C:\\x.npz"])
def test_a_pose_file_outside_the_project_is_never_read(project: Project, tmp_path: Path, file: str) -> None:
    posefile.write(tmp_path / "secret.npz", poses_2d())
    (project.folder / "poses" / "link.npz").symlink_to(tmp_path / "secret.npz")
    row = project.store(poses_2d(), view="v1")
    project.do(Edit("Evil", (project.document.put(replace(row, file=file)),)))
    with pytest.raises(ParallaxError, match="outside itself"):
        project.poses(row.id)


@pytest.mark.parametrize("name", ["poses", "runs"])
def test_a_folder_that_leads_out_of_the_project_is_refused(project: Project, tmp_path: Path, name: str) -> None:
    project.close()
    outside = tmp_path / "outside"
    (project.folder / name).rename(outside)
    (outside / "precious.part").write_text("not ours to sweep")
    (project.folder / name).symlink_to(outside)
    with pytest.raises(ParallaxError, match="leads elsewhere"):
        Project.open(project.folder)
    assert (outside / "precious.part").exists()


def test_a_file_in_the_place_of_a_folder_is_said(project: Project) -> None:
    project.close()
    (project.folder / "runs").rmdir()
    (project.folder / "runs").write_text("no folder")
    with pytest.raises(ParallaxError, match="cannot be made"):
        Project.open(project.folder)


def saved(project: Project) -> tuple[Prediction, Path]:
    row = project.document.predictions[project.save_poses(poses_2d(), view="v1")]
    return row, project.folder / "poses" / row.file


@pytest.mark.parametrize("damage", ["gone", "cut", "flipped", "replaced"])
def test_a_damaged_pose_file_is_said(project: Project, damage: str) -> None:
    row, path = saved(project)
    data = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(data[:-100])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        posefile.write(path, poses_2d(seed=5))
    with pytest.raises(ParallaxError, match=r"missing|not the one that was saved"):
        project.poses(row.id)


def npy(header: str, data: bytes = b"") -> bytes:
    text = header.encode() + b" " * (-(10 + len(header) + 1) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


@pytest.mark.parametrize("points", [
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000, 17, 3)}"),
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-5, 1, 17, 3)}"),
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (20, 1, 17, 3)}", b"\0" * 100),
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (20, 1, 17, 3)}", b"\0" * 8160),
    npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", b"cos\nsystem\n(S'false'\ntR."),
    npy("__import__('os').abort()"),
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + "(" * 400),
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "-" * 9000 + "1, 1, 17, 3)}"),
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (True, True, True, 3)}", b"\0" * 12),
    b"nothing of the sort",
    b"",
], ids=["huge", "negative", "short", "doubles", "pickle", "code", "open", "deep", "true", "noise", "empty"])
def test_a_hostile_pose_file_is_an_error_and_no_more(tmp_path: Path, points: bytes) -> None:
    good, bad = tmp_path / "good.npz", tmp_path / "bad.npz"
    posefile.write(good, poses_2d())
    with zipfile.ZipFile(good) as z, zipfile.ZipFile(bad, "w") as out:
        for name in z.namelist():
            out.writestr(name, points if name == "points.npy" else z.read(name))
    with pytest.raises(ParallaxError, match="cannot be read"):
        posefile.read(bad)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.npz"
    posefile.write(tmp_path / "good.npz", poses_2d())
    with zipfile.ZipFile(tmp_path / "good.npz") as z, zipfile.ZipFile(bomb, "w") as out:
        for name in z.namelist():
            packed = name == "points.npy"
            out.writestr(name, b"\0" * 50_000_000 if packed else z.read(name),
                         zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    with pytest.raises(ParallaxError, match="claims 50000000 bytes"):
        posefile.read(bomb)


def test_unfinished_pose_files_are_swept_and_finished_ones_kept(project: Project) -> None:
    _, path = saved(project)
    left = path.with_name(f"{path.name}.0a1b2c3d.part")
    left.write_bytes(b"half a file")
    project.close()
    with Project.open(project.folder):
        assert sorted(p.name for p in path.parent.iterdir()) == [path.name]


# -- videos that move


def with_video(tmp_path: Path) -> tuple[Project, Path]:
    video = tmp_path / "videos" / "left one.mp4"
    video.parent.mkdir()
    video.write_bytes(b"video")
    project = Project.create(tmp_path / "p.parallax")
    view = replace(VIEW, path=project.place(video), file_hash=content_hash(video))
    project.do(Edit("Add", (project.document.put(view),)))
    return project, video


def test_a_project_moved_together_with_its_videos_finds_them(tmp_path: Path) -> None:
    project, video = with_video(tmp_path)
    assert project.document.views["v1"].path == "../videos/left one.mp4"
    assert project.video(project.document.views["v1"], content_hash) == video
    project.close()
    new = tmp_path / "elsewhere"
    new.mkdir()
    shutil.move(project.folder, new)
    shutil.move(video.parent, new)
    with Project.open(new / "p.parallax") as moved:
        assert moved.video(moved.document.views["v1"], content_hash) == new / "videos" / "left one.mp4"
        assert moved.missing(content_hash) == []


def test_a_video_beside_the_project_is_found_and_a_lost_one_is_asked_for_once(tmp_path: Path) -> None:
    project, video = with_video(tmp_path)
    with project:
        view = project.document.views["v1"]
        beside = shutil.move(video, tmp_path / "left one.mp4")
        assert project.video(view, content_hash) == beside
        far = tmp_path / "archive"
        far.mkdir()
        shutil.move(beside, far / "renamed.mp4")
        assert project.missing(content_hash) == [view]
        (far / "other.mp4").write_bytes(b"oediv")  # as long, but another video
        with pytest.raises(ParallaxError, match="not the video of left"):
            project.relink("v1", far / "other.mp4", content_hash)
        project.relink("v1", far / "renamed.mp4", content_hash)
        assert project.missing(content_hash) == []
    with Project.open(project.folder) as again:
        assert again.missing(content_hash) == []


def test_both_copies_of_a_project_find_its_videos_and_remember_for_themselves(tmp_path: Path) -> None:
    project, video = with_video(tmp_path)
    project.close()
    beside = shutil.copytree(project.folder, tmp_path / "copy.parallax")
    apart = tmp_path / "stick"
    shutil.copytree(project.folder, apart / "p.parallax")
    shutil.copytree(video.parent, apart / "videos")
    for folder, place in ((beside, video), (apart / "p.parallax", apart / "videos" / video.name)):
        with Project.open(project.folder) as one, Project.open(folder) as two:
            assert one.video(one.document.views["v1"], content_hash) == video
            assert two.video(two.document.views["v1"], content_hash) == place
    with Project.open(beside) as two:
        moved = shutil.copyfile(video, tmp_path / "moved.mp4")
        two.relink("v1", moved, content_hash)
    with Project.open(project.folder) as one, Project.open(beside) as two:
        assert two.document.views["v1"].path == "../moved.mp4"
        assert one.document.views["v1"].path == "../videos/left one.mp4"


def test_another_video_in_the_old_place_is_not_taken_for_it(tmp_path: Path) -> None:
    project, video = with_video(tmp_path)
    with project:
        video.write_bytes(b"oedix")
        assert [v.id for v in project.missing(content_hash)] == ["v1"]


@pytest.mark.parametrize("path", ["//host/share/x.mp4", "\\\\host\\share\\x.mp4", "/dev/zero", ".", "a\0b"])
def test_a_hostile_video_path_is_simply_not_there(tmp_path: Path, path: str) -> None:
    project, _ = with_video(tmp_path)
    with project:
        view = replace(project.document.views["v1"], path=path)
        assert project.video(view, content_hash) is None
