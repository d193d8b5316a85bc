"""Help › Diagnostics: everything a person needs to say when asking for help, in one place that can be copied.

It is English in every language, since it is for whoever helps.
Nothing here imports what it reports: versions come from the packages' metadata, so asking about torch does not load it.
"""

import os
import platform
import sys
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("parallax", "PySide6-Essentials", "pyqtgraph", "vispy", "av", "opencv-python-headless", "onnxruntime",
            "torch", "lightning", "numpy", "scipy")
KEPT = 20  # errors


@dataclass(frozen=True)
class Problem:
    """One error: when, the sentence shown to the user, and the trace kept for whoever helps."""

    when: datetime
    said: str
    trace: str


class ErrorLog:
    """The last errors of this program run."""

    def __init__(self) -> None:
        self.problems: deque[Problem] = deque(maxlen=KEPT)

    def add(self, said: str, error: BaseException | None = None, trace: str = "") -> Problem:
        if error is not None:
            trace = "".join(traceback.format_exception(error))
        problem = Problem(datetime.now(), said, trace.rstrip())
        self.problems.append(problem)
        return problem


def text(problems: Sequence[Problem] = (), opengl: str = "", project: Path | None = None) -> str:
    """The report. opengl: the renderer's name where a 3D view runs; project: the open project's folder."""
    lines = ["Parallax diagnostics", ""]
    packages = [(name, _version(name)) for name in PACKAGES]
    lines += _section("Versions", [("Python", platform.python_version()), *packages])
    lines += _section("Machine", [
        ("system", platform.platform()), ("processor", f"{platform.machine()}, {os.cpu_count()} cores"),
        ("memory", _memory()), ("devices", ", ".join(devices())), ("OpenGL", opengl or "no 3D view in this process"),
        ("Qt platform", _qt_platform()), ("program", "frozen" if getattr(sys, "frozen", False) else sys.executable)])
    if project is not None:
        lines += _section("Project", [("folder", str(project))])
    lines.append("Last errors")
    if not problems:
        lines.append("  none")
    for problem in reversed(problems):
        lines.append(f"  {problem.when:%H:%M:%S}  {problem.said}")
        lines += [f"    {line}" for line in problem.trace.splitlines()]
    return "\n".join(lines) + "\n"


def devices() -> list[str]:
    """What can compute. A GPU is told of only where torch is loaded already: asking must not load it."""
    torch = sys.modules.get("torch")
    found = ["CPU"]
    if torch is None:
        return [*found, "GPUs are looked for when a run starts"]
    if torch.cuda.is_available():
        found += [f"CUDA {i}: {torch.cuda.get_device_name(i)}" for i in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("MPS")
    return found


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [title, *(f"  {name:<{width}}  {value}" for name, value in rows), ""]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return "unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"


def _qt_platform() -> str:
    gui = sys.modules.get("PySide6.QtGui")
    return gui.QGuiApplication.platformName() if gui is not None and gui.QGuiApplication.instance() else "no window"
