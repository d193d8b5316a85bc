"""Which clocks are locked, also in a project that anybody may have written."""

import pytest

from app.syncing import LOCKED, lock_edit, locked, without_locked
from core.document import Document, Edit, Setting, View
from core.sync_edits import place_edit


@pytest.fixture
def document() -> Document:
    made = Document()
    for name in "ab":
        made.do(Edit("Add", (made.put(View(name, name, f"{name}.mp4", 1, "", 100, 80, 30, 1, 60, 0.0, 2.0)),)))
    return made


def test_a_locked_clock_is_left_out_of_an_edit_until_it_is_unlocked(document: Document) -> None:
    document.do(lock_edit(document, "b", True))
    assert locked(document) == {"b"}
    assert without_locked(document, place_edit(document, "b", 1.5)).puts == ()
    assert len(without_locked(document, place_edit(document, "a", 1.5)).puts) == 1
    document.do(lock_edit(document, "b", False))
    assert locked(document) == frozenset() and len(without_locked(document, place_edit(document, "b", 1.5)).puts) == 1


@pytest.mark.parametrize(("value", "views"), [
    (None, set()), (3, set()), ("ab", set()), ({"a": 1}, set()), ([{"a": 1}, ["b"], None], set()),
    (["a", "nobody", {"b": 1}], {"a"}),
])
def test_what_is_no_list_of_views_locks_nothing(document: Document, value: object, views: set[str]) -> None:
    document.do(Edit("Foreign", (document.put(Setting(LOCKED, value)),)))
    assert locked(document) == views
