"""The report that a person copies when asking for help."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import diagnostics
from app.diagnostics import ErrorLog
from core.errors import ParallaxError


def test_names_versions_machine_and_errors_with_their_traces(tmp_path: Path) -> None:
    log = ErrorLog()
    try:
        raise ParallaxError("cam01.mp4", "is empty (0 bytes).", "Copy it again.")
    except ParallaxError as error:
        log.add(str(error), error)
    said = diagnostics.text(list(log.problems), "llvmpipe", tmp_path)
    for part in ("Python  ", "torch", "PySide6-Essentials", "CPU", "llvmpipe", str(tmp_path), "is empty (0 bytes)",
                 "test_names_versions_machine_and_errors_with_their_traces"):
        assert part in said
    assert "torch                   not installed" not in said


def test_a_package_that_is_missing_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "PACKAGES", ("no-such-package",))
    assert "no-such-package  not installed" in diagnostics.text()


def test_only_the_last_errors_are_kept() -> None:
    log = ErrorLog()
    for n in range(diagnostics.KEPT + 5):
        log.add(f"error {n}")
    assert [p.said for p in log.problems] == [f"error {n}" for n in range(5, diagnostics.KEPT + 5)]


def test_asking_loads_nothing_that_is_asked_about() -> None:
    code = ("import sys; from app import diagnostics; print(diagnostics.text()); "
            "sys.exit(', '.join({'torch', 'onnxruntime', 'lightning', 'PySide6'} & set(sys.modules)) or None)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no window" in done.stdout


def test_devices_are_asked_of_torch_only_where_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Torch:
        class cuda:
            is_available = staticmethod(lambda: True)
            device_count = staticmethod(lambda: 1)
            get_device_name = staticmethod(lambda i: f"card {i}")

        class backends:
            class mps:
                is_available = staticmethod(lambda: False)

    monkeypatch.setitem(sys.modules, "torch", Torch)  # type: ignore[arg-type]
    assert diagnostics.devices() == ["CPU", "CUDA 0: card 0"]
    monkeypatch.delitem(sys.modules, "torch")
    assert diagnostics.devices()[0] == "CPU"
