"""What the commands share: exit codes, progress bars, JSON, and errors without stack traces. Loads in milliseconds."""

import functools
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from core import progress as core_progress
from core.errors import NothingDone, ParallaxError
from core.progress import Cancelled, Step
from core.records import plain

OK, FAILED, USAGE, BAD_INPUT, PARTLY, STOPPED = 0, 1, 2, 3, 4, 130
CANNOT_TELL = BAD_INPUT  # for a script it is the same: these files do not give what was asked for
EXIT_CODES = ("**Exit codes:** 0 done · 1 failed · 2 wrong usage · 3 bad input (a file or setting that cannot be "
              "used, or files that cannot be synchronized: 'cannot tell') · 4 partly done (some views or files "
              "failed) · 130 stopped by Ctrl-C, what was finished is kept")

F = TypeVar("F", bound=Callable[..., Any])


class Failure(Exception):
    """The command ran but did not succeed. data: the JSON answer; message: the same for people."""

    def __init__(self, message: str, code: int = FAILED, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code, self.data = code, dict(data or {})


def command(function: F) -> F:
    """Turns the errors of a command into messages and exit codes; with --json (`as_json`) also into JSON."""

    @functools.wraps(function)
    def guarded(*args: Any, **options: Any) -> None:
        as_json = bool(options.get("as_json"))
        with _interruptible():
            try:
                function(*args, **options)
            except ParallaxError as e:
                words = f"[red]{escape(e.subject)}[/]: {escape(e.fault)}\n{escape(e.remedy)}"
                _fail(FAILED if isinstance(e, NothingDone) else BAD_INPUT, words, as_json,
                      {"error": {"subject": e.subject, "fault": e.fault, "remedy": e.remedy}})
            except BrokenPipeError:
                raise  # whoever read our output has gone, which typer ends quietly
            except OSError as e:  # a disk that is full or may not be written to, wherever that is noticed first
                words = f"{e.filename}: {e.strerror}." if e.filename else f"{e.strerror or e}."
                _fail(FAILED, escape(words), as_json, {"error": {"subject": str(e.filename or ""), "fault": words}})
            except Failure as e:
                _fail(e.code, escape(str(e)), as_json, {"error": {"fault": str(e)}, **e.data})
            except (Cancelled, KeyboardInterrupt):
                _fail(STOPPED, "Stopped.", as_json, {"error": {"fault": "stopped"}})

    return guarded  # type: ignore[return-value]


def _fail(code: int, words: str, as_json: bool, data: dict[str, Any]) -> None:
    to_people().print(words, highlight=False, soft_wrap=True)
    if as_json:
        print_json({"ok": False, **data})
    raise typer.Exit(code)


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl-C does: what was finished is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def stopped_between_steps(progress: core_progress.Progress) -> Iterator[core_progress.Progress]:
    """A progress callback for work that saves when it is cancelled: the first Ctrl-C is Cancelled at the next step, a
    second one interrupts at once."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    def step(step: Step) -> None:
        progress(step)
        if asked.is_set():
            raise Cancelled

    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, ask) for number in signals]
    try:
        yield step
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def to_people() -> Console:
    """Standard error: stdout is for results."""
    return Console(stderr=True)


def to_stdout() -> Console:
    """Standard output; wide where it is no terminal, so that tables in a file or a pipe are not folded."""
    console = Console()
    return console if console.is_terminal else Console(width=200)


def print_json(value: Any) -> None:
    """The machine-readable answer: one JSON value, alone on stdout."""
    json.dump(plain(value), sys.stdout, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


@contextmanager
def bars(names: Mapping[str, str] | None = None) -> Iterator[core_progress.Progress]:
    """A progress callback that draws one bar an item on standard error, and nothing where that is no terminal.

    names: what to call items that report by an id. Threads may report at once.
    """
    console = to_people()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"),
               TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as drawn:
        tasks: dict[tuple[str, str], TaskID] = {}
        lock = threading.Lock()

        def step(step: Step) -> None:
            with lock:
                key = (step.stage, step.item)
                if key not in tasks:
                    called = escape(f"{step.stage} {(names or {}).get(step.item, step.item)}".strip())
                    tasks[key] = drawn.add_task(called, total=max(step.total, 1), completed=step.done, rate="")
                task = next(t for t in drawn.tasks if t.id == tasks[key])
                rate = f"{task.speed:.0f}/s" if task.speed else ""
                drawn.update(tasks[key], completed=step.done, total=max(step.total, 1), rate=rate)

        yield step
