"""Reading a project back: the journal only where it is needed, and with an end where nobody waits any more."""

import sqlite3
import tracemalloc

import pytest

from core import restore
from core.document import Edit, Setting
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.storage import Project
from tests.core.test_storage import project, rename, rows

__all__ = ["project"]  # the fixture


def test_what_edits_of_long_ago_did_is_read_when_it_is_needed_and_not_before(
        project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"name {i}" for i in range(300)]
    for name in names:
        rename(project, name)
    project.undo()
    project.close()
    read: list[int] = []
    real = restore._puts
    monkeypatch.setattr(restore, "_puts", lambda con, path, id: (read.append(id), real(con, path, id))[1])
    with Project.open(project.folder) as again:
        assert [edit.title for edit in again.document.done[-2:]] == ["Rename to name 297", "Rename to name 298"]
        assert again.document.next_redo is not None and again.document.next_redo.title == "Rename to name 299"
        assert read == []
        again.redo()
        for name in reversed(names[:-1]):
            again.undo()
            assert again.document.views["v1"].name == name
        assert sorted(read) == list(range(4, 303))  # each once; before them the project and its view were made
        again.redo()
        assert again.document.views["v1"].name == names[1] and len(read) == 299


def test_an_opening_that_is_no_longer_wanted_ends_early_and_leaves_the_project_free(project: Project) -> None:
    for i in range(3 * restore.EVERY):
        project.do(Edit("s", (project.document.put(Setting(f"s{i}", i)),)))
    project.close()
    heard: list[Step] = []

    def unwanted(step: Step) -> None:
        heard.append(step)
        if len(heard) == 2:
            raise Cancelled

    for read_only in (False, True):
        heard.clear()
        with pytest.raises(Cancelled):
            Project.open(project.folder, read_only, unwanted)
        assert [step.done for step in heard] == [0, restore.EVERY] and heard[0].total == 3 * restore.EVERY + 2
    with Project.open(project.folder) as again:
        assert again.document.setting("s299") == 299 and not again.read_only


@pytest.mark.parametrize("puts", [
    "'7'", "'[7]'", "'{'", "'[{\"table\": \"os\"}]'", "replace(puts, '640', '\"wide\"')",
    "replace(puts, '640', '-640')", "replace(puts, 'views', 'people')", "replace(puts, 'v1', 'v2')", "x'00ff'",
    "substr(puts, 1, 200)", "'[]'",
    "'[' || replace(hex(zeroblob(30000)), '0', '[')"], ids=str)
def test_a_hostile_edit_of_long_ago_is_refused_when_undo_comes_to_it(project: Project, puts: str) -> None:
    """All else stays as it was and goes on: labels and poses do not depend on what was before them."""
    for name in ("a", "b"):
        rename(project, name)
    project._con.execute(f"UPDATE journal SET puts = {puts} WHERE title = 'Add'")
    project.close()
    with Project.open(project.folder) as again:
        assert [edit.title for edit in again.document.done[1:]] == ["Add", "Rename to a", "Rename to b"]
        again.undo(), again.undo()
        before, journal = rows(again), again.journal()
        for _ in range(2):
            with pytest.raises(ParallaxError, match=r"did not write|has changed since"):
                again.undo()
            assert rows(again) == before and again.journal() == journal
        again.redo()
        rename(again, "c")
    with Project.open(project.folder) as once_more:
        assert once_more.document.views["v1"].name == "c" and once_more.undo() is not None


@pytest.mark.parametrize("read_only", [False, True])
def test_a_blob_larger_than_any_of_ours_is_refused_before_it_is_read(project: Project, read_only: bool) -> None:
    project._con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2**30)
    project._con.execute("UPDATE rows SET value = CAST(zeroblob(?) AS TEXT) WHERE tbl = 'views'", (70 * 2**20,))
    project.close()
    tracemalloc.start()
    with pytest.raises(ParallaxError, match="too big"):
        Project.open(project.folder, read_only=read_only)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**20


def test_endless_titles_and_an_endless_edit_cost_nothing_until_they_are_undone(project: Project) -> None:
    project._con.execute("UPDATE journal SET title = hex(zeroblob(?)), author = title", (15 * 2**20,))
    project._con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2**30)
    project._con.execute("UPDATE journal SET puts = CAST(zeroblob(?) AS TEXT) WHERE id = 2", (70 * 2**20,))
    project.close()
    tracemalloc.start()
    with Project.open(project.folder) as again:
        assert [len(edit.title) for edit in again.document.done] == [restore.MAX_TITLE] * 2
        with pytest.raises(ParallaxError, match="too big"):
            again.undo()
        assert list(again.document.views) == ["v1"]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**20
