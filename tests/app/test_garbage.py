"""While other threads run, what Python throws away is destroyed in the window's thread."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.garbage import Collector


class Knot:
    """Only the collector of cycles can free it."""

    def __init__(self) -> None:
        self.me = self


def busy() -> None:
    """Allocates enough for Python to collect, were it allowed to, in this thread."""
    kept = [[] for _ in range(200_000)]  # type: ignore[var-annotated]
    assert len(kept) == 200_000


def freed_in(collector: Collector | None, qtbot: QtBot) -> int:
    """The thread in which a knot dies while a worker is busy."""
    dead: list[int] = []
    gc.collect()
    if collector is not None:
        collector.begin()
    knot = Knot()
    weakref.finalize(knot, lambda: dead.append(threading.get_ident()))
    del knot
    worker = threading.Thread(target=busy)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(dead), timeout=5000)
    if collector is not None:
        collector.end()
    return dead[0]


def test_the_windows_thread_collects(qtbot: QtBot) -> None:
    owner = QObject()
    assert freed_in(Collector(owner), qtbot) == threading.get_ident()
    assert gc.isenabled()


def test_without_a_collector_the_worker_does(qtbot: QtBot) -> None:
    """The trap is real: this is what the collector is for."""
    assert freed_in(None, qtbot) != threading.get_ident()


def test_the_last_to_end_gives_automatic_collection_back(qapp: object) -> None:
    owner = QObject()
    one, two = Collector(owner), Collector(owner)
    one.begin()
    one.begin()
    two.begin()
    one.end()
    assert not gc.isenabled()
    one.end()
    assert not gc.isenabled()
    two.end()
    assert gc.isenabled()


@pytest.fixture(autouse=True)
def as_it_was() -> None:
    assert gc.isenabled()
