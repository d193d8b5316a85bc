"""The program in one folder: what it is made of, what stays out, its licences; and a bundle, where one was built."""

import ast
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from importlib.metadata import Distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from app import inner_cli
from app.__main__ import commands

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"
BUILT = Path(os.environ.get("PARALLAX_BUNDLE", ROOT / "build" / "bundle" / "parallax"))
needs_bundle = pytest.mark.skipif(not (BUILT / "_internal").is_dir(),
                                  reason="no bundle was built: python3 packaging/dev.py bundle")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"parallax_{name}", PACKAGING / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    return script("bundle")


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    return script("licences")


@pytest.fixture(scope="module")
def unneeded() -> ModuleType:
    return script("unneeded")


# ---------------------------------------------------------------- what it is made of


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert inner_cli.version() == project["version"]
    newest = re.search(r"^## (\S+)", (PACKAGING / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None and newest.group(1) == project["version"]


def test_the_frozen_program_knows_what_it_starts_itself_with() -> None:
    """Where there is no Python, a worker is a command of the program; one that is missing would open a window."""
    known, started = set(commands()), set()
    for path in [*(ROOT / "app").glob("*.py"), *(ROOT / "core").glob("*.py")]:
        text = path.read_text()
        for call in ast.walk(ast.parse(text if "command_line(" in text or "spawn(" in text else "")):
            name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
            if isinstance(call, ast.Call) and name in ("command_line", "spawn") and call.args:
                first = call.args[0]
                if isinstance(first, ast.List) and isinstance(first.elts[0], ast.Constant):
                    started.add(first.elts[0].value)
    assert {"decode-view", "follow-corrections", "run"} <= started <= known


def test_what_is_imported_late_is_known() -> None:
    """Imports inside functions: `parallax parts` loads them too, for the bundle and for its check."""
    late = set()
    for path in (path for folder in ("app", "core", "training") for path in (ROOT / folder).rglob("*.py")):
        for statement in ast.walk(ast.parse(path.read_text())):
            if isinstance(statement, ast.Import | ast.ImportFrom) and statement.col_offset:
                named = [name.name for name in statement.names] if isinstance(statement, ast.Import) else []
                late |= {*named, getattr(statement, "module", None) or ""}
    own = {"", "app", "core", "training", "tests", *sys.stdlib_module_names}
    assert {name for name in late if name.partition(".")[0] not in own} <= set(inner_cli.LATE) | {"PySide6.QtWidgets"}


def test_a_list_that_differs_is_told(bundle: ModuleType) -> None:
    source = {"methods": ["consistency", "uplift"], "formats": ["csv"]}
    bundle.compare_parts(dict(source), source)
    with pytest.raises(bundle.Wrong, match=r"methods .* Missing: \['uplift'\]"):
        bundle.compare_parts(source | {"methods": ["consistency"]}, source)
    with pytest.raises(bundle.Wrong, match="formats"):
        bundle.compare_parts({"methods": source["methods"]}, source)


def test_what_stays_out(unneeded: ModuleType) -> None:
    for name in ("PySide6/Qt/lib/libQt6Qml.so.6", "PySide6/Qt/qml/QtQuick/x.so", "torch/include/ATen/ATen.h",
                 "PySide6/Qt/translations/qtbase_fr.qm", "PySide6\\Qt\\translations\\qtbase_fr.qm"):
        assert unneeded.file(name), name
    for name in ("PySide6/Qt/lib/libQt6Widgets.so.6", "PySide6/Qt/plugins/platforms/libqxcb.so",
                 "PySide6/Qt/translations/qtbase_de.qm", "torch/lib/libtorch_cpu.so", "resources/style.qss"):
        assert not unneeded.file(name), name
    assert unneeded.module("numpy.core.tests.test_x") and not unneeded.module("tests_of_time")
    for package in ("app", "core", "training", "torch", "scipy", "sleap_io", "tensorboard"):
        assert package not in unneeded.MODULES


def test_a_bundle_that_is_too_large_is_refused(
    bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_internal" / "torch").mkdir(parents=True)
    (tmp_path / "_internal" / "torch" / "lib").write_bytes(bytes(3_000_000))
    bundle.weigh(tmp_path, cuda=False)
    monkeypatch.setattr(bundle, "LIMIT_MB", {False: 2})
    with pytest.raises(bundle.Wrong, match="more than 2 MB"):
        bundle.weigh(tmp_path, cuda=False)


def test_torch_for_another_device_is_refused(bundle: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", _torch("13.0"))
    bundle._check_torch(cuda=True)
    with pytest.raises(bundle.Wrong, match="torch for the CPU"):
        bundle._check_torch(cuda=False)
    monkeypatch.setitem(sys.modules, "torch", _torch(None))
    with pytest.raises(bundle.Wrong, match="a torch for CUDA"):
        bundle._check_torch(cuda=True)


def _torch(cuda: str | None) -> ModuleType:
    made = ModuleType("torch")
    made.__version__ = "2.9.0"
    made.version = ModuleType("torch.version")  # type: ignore[attr-defined]
    made.version.cuda = cuda
    return made


# ---------------------------------------------------------------- licences


def needed(names: list[str]) -> set[str]:
    """Installed distributions that these need, and what those need."""
    found: set[str] = set()
    queue = [Requirement(name) for name in names]
    while queue:
        one = queue.pop()
        if one.name in found or (one.marker is not None and not one.marker.evaluate({"extra": ""})):
            continue
        try:
            asked = importlib.metadata.distribution(one.name).requires or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(one.name)
        queue += [Requirement(text) for text in asked]
    return found


def test_everything_that_is_bundled_tells_its_licence(licences: ModuleType) -> None:
    names = needed(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    assert {"torch", "av", "PySide6-Essentials", "numpy", "sympy"} <= names
    mute = [name for name in sorted(names) if not any(licences.texts(importlib.metadata.distribution(name)).values())]
    assert mute == []


def test_files_lead_to_the_library_that_they_belong_to(licences: ModuleType) -> None:
    import av
    import numpy

    sources = [Path(numpy.__file__), Path(av.__file__), Path(os.__file__), ROOT / "app" / "main.py"]
    assert set(licences.bundled(sources)) == {"numpy", "av"}


def test_a_library_without_a_licence_ends_the_build(
    licences: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "mute-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mute\nVersion: 1\n")
    (tmp_path / "mute.py").write_text("")
    mute = Distribution.at(info)
    assert licences.texts(mute) == {}
    monkeypatch.setattr(licences, "_owners", lambda: {os.path.realpath(tmp_path / "mute.py"): mute})
    with pytest.raises(SystemExit, match="mute"):
        licences.collected([tmp_path / "mute.py"], tmp_path / "out")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mute\nVersion: 1\nLicense-Expression: MIT\n")
    rows = licences.collected([tmp_path / "mute.py"], tmp_path / "out")
    assert "licences/mute/LICENCE.txt" in [row[0] for row in rows]
    index = (tmp_path / "out" / "README.txt").read_text()
    assert "mute 1: MIT" in index and "LGPL-3.0" in index and "PSF-2.0" in index


# ---------------------------------------------------------------- the desktop's menu


def test_the_menu_entry_says_what_a_desktop_wants_to_know() -> None:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((PACKAGING / "linux" / "parallax.desktop").read_text())
    entry = parser["Desktop Entry"]
    assert (entry["Type"], entry["Terminal"], entry["Icon"]) == ("Application", "false", "parallax")
    assert entry["Exec"].startswith("parallax open") and entry["Categories"].endswith(";")
    assert entry["StartupWMClass"] == "parallax"  # as Qt names the window's class, after the program


@pytest.mark.skipif(os.name == "nt", reason="a script for Linux desktops")
def test_the_menu_entry_is_put_in_and_taken_out(tmp_path: Path) -> None:
    folder, home = tmp_path / "my $programs & more" / "parallax", tmp_path / "home"
    folder.mkdir(parents=True)
    for name, text in {"parallax": "#!/bin/sh\n", "parallax.png": "", "install.sh": "", "parallax.desktop": ""}.items():
        source = PACKAGING / "linux" / name
        (folder / name).write_text(source.read_text() if source.is_file() else text)
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    run = ["sh", str(folder / "install.sh")]
    subprocess.run(run, env=env, check=True, capture_output=True)
    entry = home / ".local/share/applications/parallax.desktop"
    exec_line = next(line for line in entry.read_text().splitlines() if line.startswith("Exec="))
    assert exec_line == f'Exec="{str(folder).replace("$", chr(92) + "$")}/parallax" open %F'
    assert (home / ".local/bin/parallax").resolve() == (folder / "parallax").resolve()
    assert (home / ".local/share/icons/hicolor/512x512/apps/parallax.png").is_file()
    subprocess.run([*run, "--remove"], env=env, check=True, capture_output=True)
    assert not entry.exists() and not (home / ".local/bin/parallax").exists() and (folder / "parallax").exists()


# ---------------------------------------------------------------- a bundle that was built


@needs_bundle
def test_every_library_in_the_bundle_has_its_licence_there(bundle: ModuleType) -> None:
    assert bundle.unlicensed(BUILT) == []


@needs_bundle
def test_the_bundle_is_not_too_large_and_has_no_parts_of_qt_that_nothing_uses(bundle: ModuleType) -> None:
    assert bundle.size_mb(BUILT) < bundle.LIMIT_MB[False]
    names = {path.name for path in (BUILT / "_internal").rglob("*.so*")}
    assert not any("Qt6Qml" in name or "Qt6Quick" in name or "WebEngine" in name for name in names)
    assert not any("tests" in path.parts for path in (BUILT / "_internal").rglob("*.py"))


@needs_bundle
def test_the_bundle_starts_without_this_python(bundle: ModuleType, tmp_path: Path) -> None:
    assert bundle.Bundle(BUILT, tmp_path).run("--version").strip() == f"parallax {inner_cli.version()}"
