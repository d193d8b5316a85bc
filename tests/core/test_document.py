"""Edits, undo and redo against a plain model: a list of snapshots."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from core.coaching import Drawing, KeyMoment
from core.document import (
    TABLES,
    Document,
    Edit,
    KnownCamera,
    Person,
    Pick,
    Prediction,
    Put,
    RunRow,
    Setting,
    StaleEdit,
    View,
    active_key,
)
from core.intrinsics import Intrinsics
from core.labels import ABSENT, Keypoint, Label, Swap, label_id, labels_of, locks_key
from core.records import build, dumps, loads, parse, plain

VIEW = View("v1", "left", "../left.mp4", 1000, "ab12", 640, 480, 30000, 1001, 90, 0.0, 2.97)


def prediction(id: str, view: str = "v1", kind: str = "2d", made_s: float = 0.0) -> Prediction:
    return Prediction(id, kind, view, f"{id}.npz", 10, "00", "blazepose", "", {}, "", 0, 90, made_s, 1, 0)


def snapshot(document: Document) -> list[tuple[str, object]]:
    return list(document.rows())


ACTIONS = st.lists(st.one_of(
    st.tuples(st.just("set"), st.sampled_from("abcd"), st.integers(0, 3)),
    st.tuples(st.just("drop"), st.sampled_from("abcd"), st.just(0)),
    st.tuples(st.just("undo"), st.just(""), st.just(0)),
    st.tuples(st.just("redo"), st.just(""), st.just(0)),
), max_size=40)


@given(ACTIONS)
def test_undo_and_redo_walk_through_exactly_the_states_that_were(actions: list[tuple[str, str, int]]) -> None:
    document = Document()
    states, at = [dict(snapshot_map(document))], 0
    for what, key, value in actions:
        if what == "undo":
            assert (document.undo() is None) == (at == 0)
            at = max(at - 1, 0)
        elif what == "redo":
            assert (document.redo() is None) == (at == len(states) - 1)
            at = min(at + 1, len(states) - 1)
        else:
            there = key in document.table("settings", Setting)
            if what == "drop" and not there:
                continue
            put = document.put(Setting(key, value)) if what == "set" else document.drop("settings", key)
            change = document.do(Edit(what, (put,)))
            assert change.keys == {"settings": {key}}
            at += 1
            del states[at:]
            states.append(snapshot_map(document))
        assert snapshot_map(document) == states[at]
        assert len(document.done) == at


def snapshot_map(document: Document) -> dict[tuple[str, str], object]:
    return {(table, row.id): row for table, row in document.rows()}


# Two of them have the same id, so that each takes the place of the other.
OWNERS = (("v1", "athlete"), ("v2", "athlete"), ("v/a", "b"), ("v", "a/b"))


@given(st.lists(st.tuples(st.sampled_from(["put", "put", "drop", "undo", "redo"]), st.sampled_from(OWNERS),
                          st.integers(0, 3)), max_size=40))
def test_the_labels_of_a_person_are_those_of_the_table(actions: list[tuple[str, tuple[str, str], int]]) -> None:
    document = Document()
    for number, (what, (view, person), frame) in enumerate(actions):
        id = label_id(view, person, frame)
        if what == "put":
            row = Label(id, view, person, frame, "coco17", {"nose": Keypoint(float(number), 0.0)})
            document.do(Edit("Put", (document.put(row),)))
        elif what == "drop" and id in document.labels:
            document.do(Edit("Drop", (document.drop("labels", id),)))
        elif what in ("undo", "redo"):
            document.undo() if what == "undo" else document.redo()
        again = Document.restored((row for _, row in document.rows()), [], [])
        for owner in OWNERS:
            mine = {label.frame: label for label in document.labels.values() if (label.view, label.person) == owner}
            assert document.labels_of(*owner) == mine == again.labels_of(*owner)
            assert labels_of(document, *owner) == [mine[frame] for frame in sorted(mine)]


def test_a_gesture_of_many_puts_is_one_undo() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(VIEW), document.put(Person("p", "Ann")))))
    moved = replace(VIEW, offset_s=1.5)
    change = document.do(Edit("Drag", (Put("views", "v1", VIEW, replace(VIEW, offset_s=0.5)),
                                       Put("views", "v1", replace(VIEW, offset_s=0.5), moved))))
    assert document.views["v1"] == moved and change.touches("views") and not change.touches("people")
    undone = document.undo()
    assert undone is not None and undone.how == "undo"
    assert document.views["v1"] == VIEW
    document.undo()
    assert snapshot(document) == []


def test_a_stale_edit_is_refused_and_changes_nothing() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(VIEW),)))
    old = document.put(replace(VIEW, name="old"))
    document.do(Edit("Rename", (document.put(replace(VIEW, name="new")),)))
    before = snapshot(document)
    with pytest.raises(StaleEdit, match="has changed since"):
        document.do(Edit("Both", (document.put(Person("p", "Ann")), old)))
    with pytest.raises(StaleEdit):
        document.do(Edit("Add again", (Put("views", "v1", None, VIEW),)))
    assert snapshot(document) == before and len(document.done) == 2


def test_what_no_edit_can_be() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        Document().do(Edit("Nothing", ()))
    with pytest.raises(ValueError, match="cannot hold"):
        Put("views", "v1", None, Person("v1", "Ann"))
    with pytest.raises(ValueError, match="cannot hold"):
        Put("views", "v2", None, VIEW)
    with pytest.raises(ValueError, match="kind"):
        prediction("a", kind="4d")
    with pytest.raises(ValueError, match="athlete"):
        replace(prediction("a"), athlete=1)
    with pytest.raises(ValueError, match="no video has"):
        replace(VIEW, fps_den=0)


def test_the_newest_prediction_is_shown_unless_another_is_chosen() -> None:
    document = Document()
    document.do(Edit("Add", (document.put(VIEW), document.put(prediction("a", made_s=1)),
                             document.put(prediction("b", made_s=2)), document.put(prediction("c", kind="3d")))))
    assert document.active("2d", "v1") == document.predictions["b"]
    assert document.active("3d", "v1") == document.predictions["c"]
    assert document.active("2d", "v2") is None
    document.do(Edit("Choose", (document.put(Setting(active_key("2d", "v1"), "a")),)))
    assert document.active("2d", "v1") == document.predictions["a"]
    document.do(Edit("Choose nonsense", (document.put(Setting(active_key("2d", "v1"), "c")),)))
    assert document.active("2d", "v1") == document.predictions["b"]


def test_removing_a_view_takes_all_that_speaks_of_it_and_undo_brings_it_back() -> None:
    document = Document()
    other = replace(VIEW, id="v2")
    document.do(Edit("Add", tuple(document.put(row) for row in (
        VIEW, other, prediction("a"), prediction("b", view="v2"), Pick("k", "v1", 3, point=(1.0, 2.0)),
        Setting(active_key("2d", "v1"), "a"), Swap("s", "v1", "athlete", 2, 9, (("lknee", "rknee"),)),
        Label("v1/athlete/3", "v1", "athlete", 3, "coco17", {"nose": Keypoint(1.5, 2.0)}),
        Setting(locks_key("v1", "athlete"), ("nose",))))))
    before = snapshot_map(document)
    document.do(document.remove_view("v1"))
    assert {row.id for _, row in document.rows()} == {"v2", "b"}
    document.undo()
    assert snapshot_map(document) == before


def test_what_a_view_of_the_tables_gives_cannot_be_written() -> None:
    document = Document()
    with pytest.raises(TypeError):
        document.views["v1"] = VIEW  # type: ignore[index]


ROWS = [VIEW, Person("p", "Ann", 1.7), Pick("k", "v1", 3, box=(0.0, 1.0, 2.0, 3.5)), prediction("a"),
        RunRow("r", "process", "Detect", 12.5, "done"), Setting("loop", (1.0, 2.0)),
        Label("v1/athlete/3", "v1", "athlete", 3, "coco17",
              {"nose": Keypoint(1.5, 2.0), "leye": Keypoint(None, None, ABSENT)}),
        Swap("s", "v1", "athlete", 2, 9, (("lknee", "rknee"),)),
        KnownCamera("v1", "cam 1", "a.toml",
                    Intrinsics(900.0, 901.0, 320.0, 239.5, (640, 480), (-0.1, 0.0, 0.0, 0.0, 0.0))),
        Drawing("d", "angle", "v1", ((1.0, 2.0), (3.5, 4.0), (5.0, 6.0)), ("lhip", "lknee", "lankle"), 1.0, None),
        KeyMoment("m", 1.25, "Contact", "late", "contact")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_every_kind_of_row_survives_json(row: object) -> None:
    assert parse(type(row), dumps(row)) == row
    assert len(ROWS) == len(TABLES)


JSON = st.recursive(st.none() | st.booleans() | st.integers(-2**53, 2**53) | st.text()
                    | st.floats(allow_nan=False, allow_infinity=False),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
                    max_leaves=12)


@given(JSON)
def test_any_json_setting_equals_itself_after_a_trip_to_disk(value: object) -> None:
    row = Setting("s", value)
    assert parse(Setting, dumps(row)) == row


@given(JSON)
def test_no_json_makes_a_row_of_the_wrong_types(value: object) -> None:
    data = {**plain(VIEW), "width": value}
    if type(value) is int and value >= 1:
        assert build(View, data).width == value
    else:
        with pytest.raises(ValueError, match=r"width|size"):
            build(View, data)


@pytest.mark.parametrize("text", ["[1", "NaN", "[" * 5000 + "]" * 5000, '{"id": 3}', "null", '{"id": "a", "x": 1}',
                                  '{"id": "a"}', '{"id": "a", "name": "b", "x": 1}', '{"id": "a", "x": 1, "y": 1}',
                                  "9" * 5000])
def test_hostile_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse(Person, text)


def test_nan_is_never_written() -> None:
    with pytest.raises(ValueError):
        dumps({"a": float("nan")})
    with pytest.raises(ValueError):
        Setting("s", float("inf"))
    assert loads('{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize("value", [None, 3, {}, {"id": "x"}, [], [[]], "x"])
def test_a_choice_from_elsewhere_that_names_no_prediction_chooses_none(value: object) -> None:
    document = Document()
    document.do(Edit("Foreign", (document.put(VIEW), document.put(Setting(f"active/2d/{VIEW.id}", value)))))
    assert document.active("2d", VIEW.id) is None
