"""Work off the window's thread: the newest wins, and nothing reaches the window late."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.jobs import Jobs


@pytest.fixture
def jobs(qapp: object):  # type: ignore[no-untyped-def]
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_the_answer_comes_back_in_the_windows_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []
    jobs.submit("k", lambda: threading.current_thread().name,
                lambda worker: seen.append((worker, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("parallax-job") and seen[0][1] == "MainThread"


def test_only_the_newest_answer_of_a_key_arrives(jobs: Jobs, qtbot: QtBot) -> None:
    gate, seen = threading.Event(), []
    for n in range(20):
        jobs.submit("k", lambda n=n: (gate.wait(5), n)[1], seen.append)
    jobs.submit("other", lambda: "other", seen.append)
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    qtbot.wait(50)
    assert sorted(map(str, seen)) == ["19", "other"]
    assert not jobs.busy()


def test_a_fault_goes_to_whoever_asked_and_else_to_everybody(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    jobs.failed.connect(lambda key, error: told.append((key, type(error))))
    jobs.submit("a", lambda: 1 / 0, told.append)
    jobs.submit("b", lambda: 1 / 0, told.append, lambda error: told.append(type(error)))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert set(told) == {("a", ZeroDivisionError), ZeroDivisionError}


def test_what_is_forgotten_or_closed_is_never_heard_of(qapp: object, qtbot: QtBot) -> None:
    jobs, gate, seen = Jobs(), threading.Event(), []
    jobs.submit("k", lambda: gate.wait(5), seen.append)
    jobs.forget("k")
    jobs.submit("l", lambda: gate.wait(5), seen.append)
    gate.set()
    jobs.close()
    jobs.submit("m", lambda: 1, seen.append)
    qtbot.wait(50)
    assert seen == []
