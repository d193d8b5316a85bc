"""Worker processes: starting one that outlives us, and knowing whether it still lives."""

import atexit
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from core.words import tr

_ours: dict[int, "subprocess.Popen[bytes]"] = {}  # children of this process; kept so that their ends are noticed


def command_line(arguments: list[str], module: str = "") -> list[str]:
    """What starts `parallax ARGUMENTS`, which in the frozen program is the program itself.

    module: one that does the same without the command line, which takes a while to load; taken where there is one.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    # -P: a file in the current folder, which may be somebody's project, must not pass for a module of ours.
    return [sys.executable, "-P", "-m", *([module] if module else ["app", *arguments])]


def environment() -> dict[str, str]:
    """In which the modules of this very program are found, and what is printed comes at once."""
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p), "PYTHONUNBUFFERED": "1"}


def spawn(arguments: list[str], output: Path) -> int:
    """Starts `parallax ARGUMENTS` on its own: closing or interrupting us does not end it. Returns its pid.

    output: file that gets all it prints.
    """
    command, env = command_line(arguments), environment()
    with open(output, "ab") as out:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env,
                                       creationflags=flags)
        else:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env,
                                       start_new_session=True)
    _ours[process.pid] = process
    return process.pid


@atexit.register
def _let_go() -> None:
    """Runs are meant to outlive us; without this Python complains of each one that does."""
    for child in _ours.values():
        if child.poll() is None:
            child.returncode = 0


def birth(pid: int) -> str:
    """When a running process began, as a text to compare: with the pid it names one process for ever. '' if dead."""
    child = _ours.get(pid)
    if child is not None and child.poll() is not None:
        _ours.pop(pid, None)  # unless another thread, which asked just now as well, has done so
        return ""
    if pid <= 0:
        return ""
    if sys.platform == "win32":
        return _birth_on_windows(pid)
    if sys.platform.startswith("linux"):
        return _birth_on_linux(pid)
    shown = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, begun = shown.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else begun.strip()


def ending(code: int) -> str:
    """How a child ended, by its return code: 'exit code 1', 'SIGKILL'."""
    with contextlib.suppress(ValueError):
        if code < 0:
            return signal.Signals(-code).name
    return tr("exit code {code}").format(code=code)


def _birth_on_linux(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    # The name in brackets may hold anything, so count from its end: state is the 3rd field, start time the 22nd.
    fields = stat[stat.rindex(")") + 2:].split()
    return "" if fields[0] in "ZX" else f"{boot}/{fields[19]}"


def _birth_on_windows(pid: int) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return ""
    times = [ctypes.c_ulonglong() for _ in range(4)]  # creation, exit, kernel, user
    code = ctypes.c_ulong()
    known = kernel.GetProcessTimes(handle, *map(ctypes.byref, times)) and kernel.GetExitCodeProcess(
        handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return str(times[0].value) if known and code.value == 259 else ""  # 259: STILL_ACTIVE


def end(pid: int, born: str) -> None:
    """Ends a process at once, if it is still the one that was born then."""
    if born and birth(pid) == born:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
