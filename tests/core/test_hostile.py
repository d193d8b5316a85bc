"""Projects made to do harm: names that lead elsewhere, absurd labels, settings of the wrong kind. Nothing is executed,
nothing outside is touched, nothing large is allocated: a clear error, or what makes no sense is left out."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import labels, schema
from core.document import Edit, Setting
from core.errors import ParallaxError
from core.labels import Keypoint, Label, Swap, Target, applied, label_id
from core.skeleton import COCO17
from core.storage import Project
from tests.core.test_storage import VIEW

TARGET = Target("v1", "athlete", COCO17)
POINT = {"x": 1.0, "y": 2.0, "state": "visible", "source": "human"}
LABEL = {"id": "v1/athlete/3", "view": "v1", "person": "athlete", "frame": 3, "skeleton": "coco17",
         "points": {"nose": POINT}}
SWAP = {"id": "s1", "view": "v1", "person": "athlete", "start": 2, "stop": 5, "pairs": [["lwrist", "rwrist"]]}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A closed project; what lies beside it must be as before when the test is over."""
    with Project.create(tmp_path / "p.parallax") as project:
        project.do(Edit("Add", (project.document.put(VIEW),)))
    (tmp_path / "precious.txt").write_text("not ours")
    yield tmp_path / "p.parallax"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.parallax", "precious.txt"]
    assert (tmp_path / "precious.txt").read_text() == "not ours"


def plant(folder: Path, table: str, row: dict[str, Any] | str) -> None:
    """Puts a row into a project's database behind Parallax's back."""
    with Project.open(folder) as project:
        text = row if isinstance(row, str) else json.dumps(row)
        key = row["id"] if isinstance(row, dict) else "x"
        project._con.execute("INSERT INTO rows VALUES (?, ?, ?)", (table, str(key), text))


@pytest.mark.parametrize(("table", "row"), [
    ("labels", {**LABEL, "points": {"nose": {**POINT, "x": 1e300}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "x": 1e299}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "y": -1e7}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "x": "1"}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "x": True}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "x": None}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "state": "absent"}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "state": "__import__('os').abort()"}}}),
    ("labels", {**LABEL, "points": {"nose": {**POINT, "__class__": "os"}}}),
    ("labels", {**LABEL, "points": {"nose": [1, 2]}}),
    ("labels", {**LABEL, "points": [POINT]}),
    ("labels", {**LABEL, "points": None}),
    ("labels", {**LABEL, "id": "v1/athlete/4"}),
    ("labels", {**LABEL, "id": "../../etc/passwd"}),
    ("labels", {**LABEL, "frame": -3, "id": "v1/athlete/-3"}),
    ("labels", {**LABEL, "frame": 3.5}),
    ("labels", {**LABEL, "frame": 10**30, "id": f"v1/athlete/{10**30}"}),
    ("labels", '{"id": "x", "frame": NaN}'),
    ("labels", json.dumps(LABEL).replace("1.0", "Infinity")),
    ("labels", json.dumps(LABEL)[:-20]),
    ("swaps", {**SWAP, "start": 5}),
    ("swaps", {**SWAP, "start": -1}),
    ("swaps", {**SWAP, "stop": 10**19}),
    ("swaps", {**SWAP, "pairs": []}),
    ("swaps", {**SWAP, "pairs": [["lwrist"]]}),
    ("swaps", {**SWAP, "pairs": "lwrist"}),
    ("labels; DROP TABLE rows", LABEL),
], ids=str)
def test_an_impossible_row_is_an_error_that_leaves_the_project_as_it_was(
        folder: Path, table: str, row: dict[str, Any] | str) -> None:
    plant(folder, table, row)
    before = (folder / "project.db").read_bytes()
    for read_only in (False, True):
        with pytest.raises(ParallaxError, match="did not write"):
            Project.open(folder, read_only=read_only)
    assert (folder / "project.db").read_bytes() == before


def test_a_label_with_more_points_than_any_of_ours_is_refused_before_it_is_read(
        folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAX_TEXT", 2**20)  # a smaller one than ours, or the label takes half a minute to make
    many = {f"joint {n}": POINT for n in range(20_000)}
    with pytest.raises(ParallaxError, match="too big"), Project.open(folder) as project:
        project.do(Edit("Evil", (project.document.put(Label("v1/athlete/3", "v1", "athlete", 3, "coco17", {
            name: Keypoint(1.0, 2.0) for name in many})),)))


def detected() -> np.ndarray:
    return np.random.default_rng(0).random((10, 17, 3)).astype(np.float32)


def test_absurd_labels_that_are_possible_are_laid_over_what_is_there_and_no_more(folder: Path) -> None:
    """Frames and joints that do not exist, places far outside, persons and views that nobody has."""
    plant(folder, "labels", {**LABEL, "points": {"nose": {**POINT, "x": -9e5}, "'; DROP TABLE rows; --": POINT}})
    plant(folder, "labels", {**LABEL, "frame": 10**18, "id": f"v1/athlete/{10**18}"})
    plant(folder, "labels", {**LABEL, "view": "../v", "id": "../v/athlete/3", "skeleton": "../../../etc"})
    plant(folder, "swaps", {**SWAP, "start": 0, "stop": 10**18, "pairs": [["lwrist", "rwrist"], ["a", "b"]]})
    with Project.open(folder) as project:
        found = detected()
        tracemalloc.start()
        laid = applied(found, COCO17, labels.labels_of(project.document, "v1", "athlete"),
                       labels.swaps_of(project.document, "v1", "athlete"))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 1e6  # 10 frames, whatever the rows speak of
        assert laid.xys.shape == found.shape and laid.xys[3, 0, 0] == -9e5
        wrists = [COCO17.joints.index(name) for name in ("lwrist", "rwrist")]
        np.testing.assert_array_equal(laid.xys[:, wrists], found[:, wrists[::-1]])
        project.do(labels.clear(project.document, TARGET, [3]))
    with Project.open(folder) as project:
        assert label_id("v1", "athlete", 3) not in project.document.labels


@pytest.mark.parametrize("pairs", [
    (("lwrist", "lwrist"),), (("lwrist", "rwrist"), ("lwrist", "relbow")),
    (("lwrist", "rwrist"),) * 2], ids=["itself", "overlapping", "twice"])
def test_swaps_of_the_wrong_joints_still_only_reorder(pairs: tuple[tuple[str, str], ...]) -> None:
    found = detected()
    laid = applied(found, COCO17, (), [Swap("s", "v1", "athlete", 0, 10**18, pairs)])
    np.testing.assert_array_equal(np.sort(laid.xys, axis=1), np.sort(found, axis=1))


@pytest.mark.parametrize("value", [7, "nose", True, {"nose": 1}, (1, None, ("nose",)), 1e200], ids=str)
def test_settings_of_the_wrong_kind_lock_nothing_and_break_nothing(folder: Path, value: Any) -> None:
    keys = (labels.locks_key("v1", "athlete"), "sync/locked", "sync/marks", "loop", "active/2d/v1")
    with Project.open(folder) as project:
        project.do(Edit("Evil", tuple(project.document.put(Setting(key, value)) for key in keys)))
    with Project.open(folder) as project:
        document = project.document
        assert labels.locked(document, TARGET) == frozenset() and document.active("2d", "v1") is None
        project.do(labels.place(document, TARGET, 1, {"nose": Keypoint(1.0, 2.0)}, "Move"))
        project.do(labels.lock(document, TARGET, "nose", True))
        assert labels.locked(document, TARGET) == {"nose"}


def test_text_that_looks_like_sql_stays_text(folder: Path) -> None:
    evil = "x'); DROP TABLE rows; --"
    with Project.open(folder) as project:
        row = Label(label_id("v1", evil, 3), "v1", evil, 3, evil, {evil: Keypoint(1.0, 2.0, source=evil)})
        project.do(Edit(evil, (project.document.put(row), project.document.put(Setting(evil, evil))), evil))
        before = list(project.document.rows())
        project.undo(), project.redo()
    with Project.open(folder) as project:
        assert list(project.document.rows()) == before and project.document.next_undo is not None
        assert (project.document.next_undo.title, project.document.next_undo.author) == (evil, evil)


def test_a_row_under_another_name_is_refused(folder: Path) -> None:
    """Else removing it would leave it in the database."""
    with Project.open(folder) as project:
        project._con.execute("UPDATE rows SET key = 'other' WHERE tbl = 'views'")
    with pytest.raises(ParallaxError, match="'other' of 'views' holds 'v1'"):
        Project.open(folder)


@pytest.mark.parametrize("name", ["project.db", "project.lock", "project.v1.db", "project.db-wal"])
def test_a_file_that_leads_out_of_the_project_is_neither_read_nor_written(
        folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    outside = tmp_path_factory.mktemp("outside") / "precious"
    outside.write_bytes((folder / "project.db").read_bytes())
    before = outside.read_bytes()
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    for read_only in (False, True):
        with pytest.raises(ParallaxError, match="leads elsewhere"):
            Project.open(folder, read_only=read_only)
    assert outside.read_bytes() == before
