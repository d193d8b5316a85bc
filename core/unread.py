"""What is read only when somebody looks at it."""

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Unread(Sequence[T]):
    """A tuple that is read when it is first asked for, and equal to that tuple.

    read: where it raises, so does all that looks inside, and it is read again the next time. What it refers to must not
    refer to whoever holds this: nothing would then be freed without the garbage collector.
    """

    def __init__(self, read: Callable[[], tuple[T, ...]]) -> None:
        self._read: Callable[[], tuple[T, ...]] | None = read
        self._items: tuple[T, ...] = ()

    def _all(self) -> tuple[T, ...]:
        if self._read is not None:
            self._items, self._read = self._read(), None
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Unread) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())
