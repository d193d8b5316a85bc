"""Labels of a project out and in: nothing lost, nothing silently replaced, one undo."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import label_files, labels
from core.document import Document, Edit, Person, View
from core.errors import ParallaxError
from core.formats.labelling import Film, Labelling, Row
from core.labels import ABSENT, COPIED, IMPORTED, OCCLUDED, Keypoint, Target, label_id
from core.skeleton import BLAZEPOSE33, COCO17
from core.storage import Project
from tests.core.test_export import START, fill

NOSE = Keypoint(10.5, 20.25, source=IMPORTED)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.parallax") as made:
        fill(made)
        yield made


def place(document: Document, frame: int, view: str = "v1", **points: Keypoint) -> Edit:
    return labels.place(document, Target(view, "athlete", COCO17), frame, points, "Move")


def rows(*given: Row, film: Film | None = None) -> Labelling:
    return Labelling((film or Film("left cam"),), given)


@pytest.mark.parametrize("suffix", list(label_files.FORMATS))
def test_a_project_comes_back_from_its_file_with_one_edit(project: Project, tmp_path: Path, suffix: str) -> None:
    document = project.document
    project.do(place(document, 3, nose=Keypoint(1 / 3, 2.0), leye=Keypoint(5.0, 6.0, OCCLUDED, "ghost"),
                     rhip=Keypoint(None, None, ABSENT)))
    project.do(place(document, 70, "v2", nose=Keypoint(1e-7, 700.0, source=COPIED)))
    project.do(labels.place(document, Target("v1", "athlete", BLAZEPOSE33), 9, {"lheel": Keypoint(3.0, 4.0)}, "Move"))
    before = dict(document.labels)
    out = label_files.of_project(project)
    assert [row.time_s for row in out.rows] == pytest.approx([3 / 30, 9 / 30, START + 70 / 60])
    label_files.write(tmp_path / f"a{suffix}", out)
    back = label_files.read(tmp_path / f"a{suffix}")
    assert label_files.import_edit(document, back, "a").edit is None
    for view in ("v1", "v2"):
        frames = [label.frame for label in labels.labels_of(document, view, "athlete")]
        project.do(labels.clear(document, Target(view, "athlete", COCO17), frames))
    assert not document.labels
    found = label_files.import_edit(document, back, "a")
    assert found.edit is not None and (found.frames, found.points, found.conflicts) == (3, 5, 0)
    project.do(found.edit)
    assert dict(document.labels) == before
    project.undo()
    assert not document.labels


def test_a_label_that_is_here_stays_unless_asked(project: Project) -> None:
    document = project.document
    project.do(place(document, 3, nose=Keypoint(1.0, 2.0)))
    file = rows(Row(0, "athlete", 3, "coco17", {"nose": NOSE, "leye": NOSE}))
    found = label_files.import_edit(document, file, "a")
    assert (found.points, found.conflicts) == (1, 1) and "stayed" in " ".join(found.sentences())
    assert found.edit is not None
    project.do(found.edit)
    here = document.labels[label_id("v1", "athlete", 3)].points
    assert here["nose"] == Keypoint(1.0, 2.0) and here["leye"] == NOSE
    asked = label_files.import_edit(document, file, "a", overwrite=True)
    assert asked.edit is not None and asked.conflicts == 0
    project.do(asked.edit)
    assert document.labels[label_id("v1", "athlete", 3)].points["nose"] == NOSE


def test_what_was_imported_gives_way_to_a_newer_import_and_a_lock_to_nothing(project: Project) -> None:
    document = project.document
    target = Target("v1", "athlete", COCO17)
    project.do(place(document, 3, nose=NOSE, leye=NOSE))
    project.do(labels.lock(document, target, "leye", True))
    newer = replace(NOSE, x=99.0)
    found = label_files.import_edit(document, rows(Row(0, "athlete", 3, "coco17", {"nose": newer, "leye": newer})),
                                    "a", overwrite=True)
    assert found.edit is not None and (found.points, found.conflicts, found.locked) == (1, 0, 1)
    project.do(found.edit)
    here = document.labels[label_id("v1", "athlete", 3)].points
    assert (here["nose"], here["leye"]) == (newer, NOSE)


def test_what_the_project_has_no_place_for_is_said(project: Project) -> None:
    project.do(Edit("Add", (project.document.put(Person("p2", "Coach")),)))
    file = Labelling((Film("left cam"), Film("elsewhere")), (
        Row(0, "athlete", 60, "coco17", {"nose": NOSE}), Row(0, "stranger", 1, "coco17", {"nose": NOSE}),
        Row(0, "Coach", 1, "coco17", {"nose": NOSE, "tail": NOSE}), Row(1, "athlete", 1, "coco17", {"nose": NOSE})),
        {"predicted instances": 2})
    found = label_files.import_edit(project.document, file, "a")
    assert found.edit is not None and found.edit.puts[0].key == label_id("v1", "p2", 1)
    assert sorted(found.left_out.values()) == [1, 1, 1, 1, 2] and found.points == 1


@pytest.mark.parametrize(("film", "view"), [
    (Film("x", view="v2"), "v2"), (Film("=right"), "v2"), (Film("v1"), "v1"), (Film("x", "C:\\films\\b.mp4"), "v2"),
    (Film("x", "/home/me/a.avi"), "v1"), (Film("x", "left cam"), "v1"), (Film("", ""), None),
    (Film("c", "c.mp4"), None)])
def test_videos_are_matched_by_id_name_and_file(project: Project, film: Film, view: str | None) -> None:
    if view is None:
        with pytest.raises(ParallaxError, match="not in this project"):
            label_files.matched(project.document, [film], "a")
    else:
        assert label_files.matched(project.document, [film], "a") == {0: view}


def test_a_lone_nameless_person_in_a_lone_nameless_video() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(View("v1", "a", "a.mp4", 1, "", 10, 10, 30, 1, 60, 0.0, 2.0)),)))
    found = label_files.import_edit(document, rows(Row(0, "1", 5, "other", {"nose": NOSE}), film=Film("")), "a")
    assert found.edit is not None and found.edit.puts[0].key == label_id("v1", "athlete", 5)


def test_an_edit_that_the_journal_cannot_hold_is_refused() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(View("v1", "a", "a.mp4", 1, "", 10, 10, 30, 1, 10**6, 0.0, 2.0)),)))
    points = {joint: replace(NOSE, source="x" * 1000) for joint in COCO17.joints}
    many = rows(*(Row(0, "athlete", frame, "coco17", points) for frame in range(3000)), film=Film("a"))
    with pytest.raises(ParallaxError, match="Split"):
        label_files.import_edit(document, many, "a")


def test_nothing_labelled_is_nothing_to_export(project: Project) -> None:
    with pytest.raises(ParallaxError, match="nothing is labelled"):
        label_files.of_project(project)
