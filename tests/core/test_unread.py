"""What is read only when somebody looks at it."""

import gc
import weakref

import pytest

from core.unread import Unread


def test_it_is_read_once_when_it_is_first_looked_at() -> None:
    read: list[int] = []
    late = Unread(lambda: (read.append(1), ("a", "b"))[1])
    assert read == []
    assert len(late) == 2 and late[0] == "a" and late[-1:] == ("b",) and list(late) == ["a", "b"] and read == [1]
    assert list(reversed(late)) == ["b", "a"]


def test_it_equals_the_tuple_and_nothing_else() -> None:
    late, read = Unread(lambda: ("a", "b")), ("a", "b")
    assert late == read and read == late and late == Unread(lambda: ("a", "b"))
    assert late != ("a",) and late != ["a", "b"] and late != Unread(lambda: ())
    assert hash(late) == hash(read) and (1, late) == (1, read)


def test_what_cannot_be_read_says_so_every_time() -> None:
    faults = [ValueError("first"), ValueError("second")]

    def read() -> tuple[str, ...]:
        if faults:
            raise faults.pop(0)
        return ("a",)

    late = Unread(read)
    for word in ("first", "second"):
        with pytest.raises(ValueError, match=word):
            len(late)
    assert late == ("a",)


def test_once_it_is_read_it_holds_on_to_nothing_else() -> None:
    class Source:
        def read(self) -> tuple[str, ...]:
            return ("a",)

    source = Source()
    late, gone = Unread(source.read), weakref.ref(source)
    assert late == ("a",)
    gc.disable()
    try:
        del source
        assert gone() is None
    finally:
        gc.enable()
