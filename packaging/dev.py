#!/usr/bin/env python3
"""Sets Parallax up in its own folder and runs it. Needs Python 3.11 or newer and nothing else.

    python3 packaging/dev.py demo [ARGUMENTS]   set up, render two recordings, run the whole pipeline, open the window
                                                (without a display: write the pictures and the report, say where)
    python3 packaging/dev.py test [ARGUMENTS]   set up, then ruff, mypy and pytest; arguments go to pytest
    python3 packaging/dev.py setup              set up only
    python3 packaging/dev.py bundle             set up, then the program in one folder, for machines without Python;
                                                with --check: do its work with that folder (see bundle.py)
    python3 packaging/dev.py translations       set up, then collect the program's texts for Qt Linguist

The set-up makes `.venv`, installs the versions of packaging/constraints.txt into it, adds the missing system libraries
(or names the one command that does), and fetches the graphs of the default detector. Once made it is only checked,
which takes about a second and no network; an unfinished or damaged one is made anew.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import importlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Beside a bare Debian 12. The names are the same in the Debians and Ubuntus since.
WINDOW_LIBRARIES = [
    *("libegl1", "libgl1", "libgl1-mesa-dri", "libglx-mesa0", "libxkbcommon-x11-0", "libdbus-1-3"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xinerama0"),
    "fonts-inter",  # a bare machine has no font at all
]
TEST_PROGRAMS = ["xvfb", "ffmpeg"]
# Imported by every check: compiled, so a wrong Python or a missing library shows, and quick. torch takes seconds; its
# files are only compared with pip's list.
CHECKED_IMPORTS = "import numpy, cv2, av, onnxruntime, PySide6.QtWidgets, core, training, app"


class SetupError(Exception):
    """What is wrong and what to do; printed without a stack trace."""


def say(text: str) -> None:
    print(f"parallax: {text}", flush=True)


def environment() -> dict[str, str]:
    """The environment of every program started here: nothing that points Python or pip at another place."""
    misleading = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    misleading |= {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    kept = {name: value for name, value in os.environ.items() if name not in misleading}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONSAFEPATH": "1"}


def call(command: list[str | Path], where: Path | None = None, **more: str) -> int:
    """Run a program in sight of the user, without standard input. Returns its exit code."""
    return subprocess.run(
        [str(part) for part in command], cwd=where, env=environment() | more, stdin=subprocess.DEVNULL
    ).returncode


# ---------------------------------------------------------------- system libraries


def missing_system_packages() -> list[str]:
    """The Debian packages that are not installed; empty where dpkg does not say."""
    if not shutil.which("dpkg-query"):
        return []
    wanted = WINDOW_LIBRARIES + TEST_PROGRAMS
    # Exit code 1 only says that some are unknown, which is what is asked.
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *wanted], capture_output=True, text=True
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    missing = [name for name in wanted if name not in installed]
    # Debian takes the part that fills a new environment out of Python.
    return missing if importlib.util.find_spec("ensurepip") else [*missing, "python3-venv"]


def add_system_packages() -> None:
    missing = missing_system_packages()
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        say(f"{len(missing)} system packages are missing. This installs them:\n    sudo {' '.join(install)}")
        return
    say(f"installing system packages: {' '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if call(["apt-get", "update", "-q"], **quiet) or call([*install, "-q"], **quiet):
        say(f"they could not be installed; going on without. This tries again:\n    {' '.join(install)}")
    importlib.invalidate_caches()


# ---------------------------------------------------------------- the environment in .venv


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def built_for(root: Path) -> dict[str, str]:
    """What the environment depends on: where it lies, for which Python, and what was asked for."""
    asked = b"".join((root / name).read_bytes() for name in ("pyproject.toml", "packaging/constraints.txt"))
    version = f"{platform.python_implementation()} {sys.version_info[0]}.{sys.version_info[1]} {platform.machine()}"
    return {"place": str(root), "python": version, "asked": hashlib.sha256(asked).hexdigest()}


def stamp_of(root: Path) -> dict[str, str]:
    """What the finished environment was built for; empty when it was never finished."""
    try:
        stamp = json.loads((root / ".venv" / "parallax-stamp.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def damaged_file(venv: Path) -> str | None:
    """The first installed file that is gone or has another size than pip wrote down (0.2 s for 40 000 files)."""
    for packages in [*venv.glob("lib/python3*/site-packages"), *venv.glob("Lib/site-packages")]:
        for info in packages.glob("*.dist-info"):
            if not (info / "RECORD").is_file():
                return f"{info.name}/RECORD"
            with open(info / "RECORD", newline="", encoding="utf-8") as lines:
                for name, _, size in csv.reader(lines):
                    if name.endswith(".pyc"):
                        continue  # Python writes those anew as it likes
                    try:
                        found = os.stat(packages / name).st_size
                    except OSError:
                        return name
                    if size and found != int(size):
                        return name
    return None


def fault_of(root: Path) -> str | None:
    """Why the environment cannot be used as it is; None when it is sound. It may still be out of date."""
    venv, stamp, wanted = root / ".venv", stamp_of(root), built_for(root)
    if venv.is_symlink() and not venv.exists():
        return ".venv points to a folder that is gone"
    if not (venv / "pyvenv.cfg").is_file():
        return ".venv is not a Python environment"
    if not python_of(venv).exists():
        return "the Python of .venv is gone"
    if not stamp:
        return "the last set-up did not finish"
    for what in ("place", "python"):
        if stamp.get(what) != wanted[what]:
            return f".venv was made for another {what}: {stamp.get(what)}"
    if damaged := damaged_file(venv):
        return f"a file of .venv is missing or cut short: {damaged}"
    return None if (error := import_error(root)) is None else f".venv does not import what it should: {error}"


def import_error(root: Path) -> str | None:
    """The last line that Python says when the checked modules do not import; None when they do."""
    command = [str(python_of(root / ".venv")), "-I", "-c", CHECKED_IMPORTS]
    try:
        answer = subprocess.run(command, env=environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError as error:
        return str(error)
    if answer.returncode == 0:
        return None
    last = (answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"])[-1]
    if "cannot open shared object file" in last:  # .venv has all its files by now: it is the system that lacks one
        names = " ".join(missing_system_packages() or WINDOW_LIBRARIES)
        raise SetupError(f"{last}\n    On Debian and Ubuntu this adds what is missing: sudo apt-get install -y {names}")
    return last


def remove(venv: Path) -> None:
    if venv.is_symlink() or venv.is_file():
        venv.unlink()  # the link only: what it points to is not ours
    elif venv.exists():
        shutil.rmtree(venv)


def create(root: Path) -> None:
    if not importlib.util.find_spec("ensurepip"):
        raise SetupError("this Python makes no environments; Debian and Ubuntu: sudo apt-get install -y python3-venv")
    say(f"making .venv with Python {platform.python_version()}")
    if call([sys.executable, "-m", "venv", root / ".venv"]):
        raise SetupError(f"{root / '.venv'} could not be made; the lines above say why")


def install(root: Path) -> None:
    """Everything that pyproject.toml asks for at the pinned versions, then the project itself, editable."""
    import tomllib

    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = told["project"]
    asked = told["build-system"]["requires"] + project.get("dependencies", [])
    asked += project.get("optional-dependencies", {}).get("dev", [])
    constraints = root / "packaging" / "constraints.txt"
    pins = [line for line in constraints.read_text(encoding="utf-8").splitlines() if line.startswith("torch==")]
    # -qq: errors only. pip warns of mirrors that lack a package, one line each.
    pip = [python_of(root / ".venv"), "-m", "pip", "install", "-qq"]
    steps = {
        # Alone and first: a CPU build that lies at hand is taken, and nothing later finds a reason to replace it.
        f"installing {''.join(pins)}": [*pip, "-c", constraints, *pins] if pins else [],
        f"installing {len(asked)} packages and what they need": [*pip, "-c", constraints, *asked] if asked else [],
        "installing Parallax itself, as it lies here": [*pip, "--no-deps", "--no-build-isolation", "-e", root],
    }
    for title, command in steps.items():
        start = time.monotonic()
        if not command:
            continue
        say(title)
        if call(command):
            raise SetupError(f"{title}: pip failed; its lines above say why. Running this again starts afresh.")
        say(f"    done in {time.monotonic() - start:.0f} s")


def ready_environment(root: Path) -> None:
    """Make, update or repair .venv, or find it sound. The stamp is written last: half an environment never passes."""
    venv = root / ".venv"
    fault = fault_of(root) if os.path.lexists(venv) else ""
    if fault is None and stamp_of(root) == built_for(root):
        return
    if fault:
        say(f"{fault}; making it anew")
    if fault is None:
        say("the requirements have changed; updating .venv")
        (venv / "parallax-stamp.json").unlink()
    else:
        remove(venv)
        create(root)
    install(root)
    if error := damaged_file(venv) or import_error(root):
        raise SetupError(f"the new .venv is not sound: {error}")
    (venv / "parallax-stamp.json").write_text(json.dumps(built_for(root), indent=1))


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """One set-up of this folder at a time; a second one waits and then finds everything done."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with open(root / "pyproject.toml", "rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up of this folder")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure_home(root: Path) -> None:
    """Containers run people without a home; user files then stay in the project folder."""
    home = Path(os.path.expanduser("~"))
    if not os.access(home, os.W_OK):
        os.environ["HOME"] = str(root / ".venv" / "home")
        Path(os.environ["HOME"]).mkdir(exist_ok=True)
        say(f"there is no home folder to write to; using {os.environ['HOME']}")


def set_up(root: Path) -> Path:
    """Returns the Python to run with."""
    start = time.monotonic()
    if os.name == "posix" and sys.platform == "linux":
        add_system_packages()
    try:
        with alone(root):
            ready_environment(root)
            ensure_home(root)
            if call([python_of(root / ".venv"), "-m", "core.detectors.blazepose_graphs"], root, PYTHONSAFEPATH=""):
                raise SetupError("the default detector's graphs are not there; the lines above say why and what to do")
    except PermissionError as error:
        raise SetupError(f"{error.filename} cannot be written; it belongs to somebody else") from error
    say(f"set up ({time.monotonic() - start:.1f} s)")
    return python_of(root / ".venv")


# ---------------------------------------------------------------- the commands


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The variables under which Qt has a screen: the user's own, a virtual one, or none but in memory."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield {}
        return
    if not shutil.which("Xvfb"):
        say("no display and no Xvfb: Qt draws in memory, without OpenGL")
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "2560x1440x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write_end)
    try:
        with open(read_end) as answer:
            number = answer.readline().strip()  # empty when it ended before it had a screen
        if not number:
            raise SetupError("Xvfb did not start; `Xvfb :99` says why")
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def demo(root: Path, arguments: list[str]) -> int:
    python = set_up(root)
    with display() as screen:
        headless = ["--headless"] if screen and "--headless" not in arguments else []
        return call([python, "-m", "app", "demo", *headless, *arguments], None, **screen)


# All tests share the cores, a file to each.
SHARED = ("-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile")


def test(root: Path, arguments: list[str]) -> int:
    """All three checks run, whatever the first one says; the exit code is 0 only when all are content."""
    python = set_up(root)
    # pytest runs at the root; a path typed elsewhere is meant from there.
    arguments = [str(Path(a).absolute()) if not a.startswith("-") and Path(a).exists() else a for a in arguments]
    checks: dict[str, list[str | Path]] = {
        "ruff": [python, "-m", "ruff", "check", "--output-format=concise", "."],
        "mypy": [python, "-m", "mypy"],
        "pytest": [python, "-m", "pytest", *(arguments or SHARED)],
    }
    verdicts, failed = [], False
    for name, command in checks.items():
        say(name)
        start = time.monotonic()
        code = call(command, root, PYTHONSAFEPATH="")
        failed = failed or code != 0
        verdicts.append(f"{name} {'ok' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - start:.0f} s")
    say("; ".join(verdicts))
    return int(failed)


def bundle(root: Path, arguments: list[str]) -> int:
    python = set_up(root)
    with display() as screen:
        return call([python, root / "packaging" / "bundle.py", *arguments], None, PYTHONSAFEPATH="", **screen)


def translations(root: Path, arguments: list[str]) -> int:
    return call([set_up(root), root / "packaging" / "translations.py", *arguments], None, PYTHONSAFEPATH="")


def setup(root: Path, arguments: list[str]) -> int:
    if arguments:
        raise SetupError(f"setup takes no arguments: {' '.join(arguments)}")
    set_up(root)
    return 0


def main(arguments: list[str]) -> int:
    commands = {"demo": demo, "test": test, "setup": setup, "bundle": bundle, "translations": translations}
    if not arguments or {"-h", "--help"} & set(arguments):
        print(__doc__.strip())
        return 0 if arguments else 2
    if sys.version_info < (3, 11):  # noqa: UP036 an older Python may well be the one that reads this file
        say(f"Python 3.11 or newer is needed; this is {platform.python_version()}: {sys.executable}")
        return 2
    if arguments[0] not in commands:
        say(f"there is no command {arguments[0]!r}: {', '.join(commands)}")
        return 2
    try:
        return commands[arguments[0]](ROOT, arguments[1:])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
