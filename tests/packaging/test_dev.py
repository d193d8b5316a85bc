"""The set-up script, on a tiny project of its own: real environments, real pip, real damage; nothing is downloaded."""

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "packaging" / "dev.py"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the damage done here is that of a POSIX environment")

# A build backend of twenty lines instead of setuptools, so that an editable install needs no network on any Python.
BACKEND = '''
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "tiny-0.1-py3-none-any.whl", "tiny-0.1.dist-info"
    files = {
        "tiny.pth": os.getcwd(),
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: tiny\\nVersion: 0.1\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: tiny\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{file},,\\n" for file in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return name
'''
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "tiny"
version = "0.1"
"""


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("parallax_dev", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at the tiny project's one module and leaving the machine's packages alone."""
    module = load_script()
    monkeypatch.setattr(module, "CHECKED_IMPORTS", "import tinycore")
    monkeypatch.setattr(module, "add_system_packages", lambda: None)
    return module


def make_project(root: Path) -> Path:
    for file, text in {
        "pyproject.toml": PYPROJECT,
        "backend.py": BACKEND,
        "packaging/constraints.txt": "# nothing\n",
        "tinycore/__init__.py": "",
        "core/__init__.py": "",
        "core/detectors/__init__.py": "",
        "core/detectors/blazepose_graphs.py": "print('graphs')\n",
    }.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)
    return root


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny project that was set up by the script, once for all tests, which copy it."""
    root = make_project(tmp_path_factory.mktemp("tiny"))
    dev = load_script()
    dev.CHECKED_IMPORTS = "import tinycore"
    dev.add_system_packages = lambda: None
    dev.set_up(root)
    return root


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished project that believes it was made where it lies."""

    def copy(source: str, target: str) -> None:
        # pip's 900 files are linked: copying them takes longer than the test. Damage to one replaces it.
        (os.link if "site-packages/pip/" in source else shutil.copy2)(source, target)

    root = tmp_path / "copy"
    shutil.copytree(finished, root, symlinks=True, copy_function=copy)
    stamp = root / ".venv" / "parallax-stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"place": str(root)}))
    for link in (root / ".venv").rglob("tiny.pth"):
        link.write_text(str(root))
    return root


# ---------------------------------------------------------------- making and finding it


def test_a_finished_environment_is_only_checked(
    dev: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for step in ("create", "install", "remove"):
        monkeypatch.setattr(dev, step, lambda root, step=step: pytest.fail(f"{step} was called"))
    assert dev.set_up(project) == project / ".venv" / "bin" / "python"
    said = capfd.readouterr().out
    assert "graphs" in said  # the fetcher ran, with the project's own modules
    assert "making" not in said


def test_the_project_is_installed_where_it_lies(finished: Path) -> None:
    code = "import tinycore; print(tinycore.__file__)"
    python = finished / ".venv" / "bin" / "python"
    said = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, cwd="/", check=True).stdout
    assert Path(said.strip()) == finished / "tinycore" / "__init__.py"


def site_packages(root: Path) -> Path:
    return next((root / ".venv").glob("lib/python3*/site-packages"))


def dangling_python(root: Path) -> None:
    for python in (root / ".venv" / "bin").glob("python*"):
        python.unlink()
    (root / ".venv" / "bin" / "python").symlink_to(root / "gone" / "python3")


def dangling_folder(root: Path) -> None:
    shutil.rmtree(root / ".venv")
    (root / ".venv").symlink_to(root / "gone")


def plain_file(root: Path) -> None:
    shutil.rmtree(root / ".venv")
    (root / ".venv").write_text("not an environment")


def empty_folder(root: Path) -> None:
    shutil.rmtree(root / ".venv")
    (root / ".venv").mkdir()


def unfinished(root: Path) -> None:
    (root / ".venv" / "parallax-stamp.json").unlink()


def torn_stamp(root: Path) -> None:
    (root / ".venv" / "parallax-stamp.json").write_text('{"place": ')


def cut_short(root: Path) -> None:
    path = site_packages(root) / "pip" / "__main__.py"
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(text[:-1])


def file_gone(root: Path) -> None:
    (site_packages(root) / "pip" / "__init__.py").unlink()


def list_gone(root: Path) -> None:
    next(site_packages(root).glob("pip-*.dist-info/RECORD")).unlink()


def import_fails(root: Path) -> None:
    (root / "tinycore" / "__init__.py").write_text("raise ImportError('half an upgrade')")


def other_python(root: Path) -> None:
    stamp = root / ".venv" / "parallax-stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"python": "CPython 3.10 x86_64"}))


DAMAGE: dict[Callable[[Path], None], str] = {
    dangling_python: "the Python of .venv is gone",
    dangling_folder: "points to a folder that is gone",
    plain_file: "is not a Python environment",
    empty_folder: "is not a Python environment",
    unfinished: "did not finish",
    torn_stamp: "did not finish",
    cut_short: "pip/__main__.py",
    file_gone: "pip/__init__.py",
    list_gone: "RECORD",
    import_fails: "half an upgrade",
    other_python: "CPython 3.10",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_is_seen_and_named(dev: ModuleType, project: Path, damage: Callable[[Path], None]) -> None:
    assert dev.fault_of(project) is None
    damage(project)
    fault = dev.fault_of(project)
    assert fault is not None
    assert DAMAGE[damage] in fault


def test_a_moved_project_is_set_up_anew(dev: ModuleType, project: Path) -> None:
    moved = project.rename(project.with_name("moved"))
    assert "another place" in (dev.fault_of(moved) or "")


def test_damage_is_repaired(dev: ModuleType, project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dangling_python(project)
    python = dev.set_up(project)
    assert "the Python of .venv is gone; making it anew" in capfd.readouterr().out
    assert dev.fault_of(project) is None
    assert subprocess.run([python, "-c", "import tinycore"], cwd="/").returncode == 0


def test_only_what_is_ours_is_removed(dev: ModuleType, tmp_path: Path) -> None:
    """A link or a file in the way goes; what a link points to stays."""
    theirs, venv = tmp_path / "theirs", tmp_path / ".venv"
    theirs.mkdir()
    for put in (lambda: venv.symlink_to(theirs), lambda: venv.symlink_to(tmp_path / "gone"), venv.touch, venv.mkdir):
        put()
        dev.remove(venv)
        assert not os.path.lexists(venv)
    assert theirs.is_dir()


def test_changed_requirements_update_in_place(
    dev: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "create", lambda root: pytest.fail("made anew"))
    (project / "packaging" / "constraints.txt").write_text("# changed\n")
    dev.ready_environment(project)
    assert "updating" in capfd.readouterr().out
    assert dev.stamp_of(project) == dev.built_for(project)


def test_a_failed_install_leaves_no_stamp(dev: ModuleType, project: Path) -> None:
    """What fails half-way never passes for finished; the next run starts afresh."""
    before = (project / "backend.py").read_text()
    (project / "backend.py").write_text("raise RuntimeError('broken')")
    (project / "packaging" / "constraints.txt").write_text("# changed\n")
    with pytest.raises(dev.SetupError, match="pip failed"):
        dev.ready_environment(project)
    (project / "backend.py").write_text(before)
    assert "did not finish" in dev.fault_of(project)


def test_missing_graphs_stop_the_set_up(dev: ModuleType, project: Path) -> None:
    (project / "core" / "detectors" / "blazepose_graphs.py").write_text("raise SystemExit(3)")
    with pytest.raises(dev.SetupError, match="graphs"):
        dev.set_up(project)


def test_without_a_home_the_project_holds_it(
    dev: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(project / "nowhere"))
    (project / "core" / "detectors" / "blazepose_graphs.py").write_text("import os; print('HOME', os.environ['HOME'])")
    dev.set_up(project)
    assert f"HOME {project / '.venv' / 'home'}" in capfd.readouterr().out


def test_two_at_once_take_turns(dev: ModuleType, project: Path) -> None:
    code = f"""
import importlib.util, time
spec = importlib.util.spec_from_file_location("dev", {str(SCRIPT)!r}); dev = importlib.util.module_from_spec(spec)
spec.loader.exec_module(dev)
from pathlib import Path
with dev.alone(Path({str(project)!r})):
    print("in", flush=True)
"""
    with dev.alone(project):
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert "waiting" in other.stdout.readline()
    assert other.communicate(timeout=20)[0].strip() == "in"


# ---------------------------------------------------------------- the machine it runs on


@pytest.fixture
def dpkg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a dpkg-query that answers with the given lines, as the real one, before all others."""

    def answer(lines: str) -> None:
        program = tmp_path / "bin" / "dpkg-query"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\necho 'no packages found' >&2\nexit 1\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    return answer


def test_missing_system_packages_are_found(dpkg: Callable[[str], None]) -> None:
    dev = load_script()
    wanted = dev.WINDOW_LIBRARIES + dev.TEST_PROGRAMS
    dpkg("\n".join(f"{name} installed" for name in wanted))
    assert dev.missing_system_packages() == []
    removed = {"xvfb": "config-files"}  # dpkg still knows it by its settings
    dpkg("\n".join(f"{name} {removed.get(name, 'installed')}" for name in wanted if name != "libgl1"))
    assert dev.missing_system_packages() == ["libgl1", "xvfb"]


def test_without_root_the_one_command_is_printed(
    dpkg: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    dev = load_script()
    dpkg("\n".join(f"{name} installed" for name in dev.WINDOW_LIBRARIES))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "call", lambda *_, **__: pytest.fail("something was started"))
    dev.add_system_packages()
    assert "sudo apt-get install -y --no-install-recommends xvfb ffmpeg" in capfd.readouterr().out


def test_a_missing_shared_library_is_not_blamed_on_the_environment(dev: ModuleType, project: Path) -> None:
    text = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (project / "tinycore" / "__init__.py").write_text(f"raise ImportError({text!r})")
    with pytest.raises(dev.SetupError, match=r"libEGL.so.1.*\n.*apt-get install"):
        dev.fault_of(project)


def test_python_without_ensurepip_names_the_package(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    with pytest.raises(dev.SetupError, match="apt-get install -y python3-venv"):
        dev.ready_environment(make_project(tmp_path))


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no Xvfb")
def test_a_virtual_screen_comes_and_goes(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with dev.display() as screen:
        socket = Path("/tmp/.X11-unix") / screen["DISPLAY"].replace(":", "X")
        assert socket.exists()
    assert not socket.exists()
    monkeypatch.setenv("DISPLAY", ":0")
    with dev.display() as screen:
        assert screen == {}  # the user's own


# ---------------------------------------------------------------- the commands


@pytest.fixture
def tiny_tests(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with two tests that this environment's own ruff, mypy and pytest check."""
    monkeypatch.setattr(dev, "set_up", lambda root: Path(sys.executable))
    (tmp_path / "pyproject.toml").write_text('[tool.mypy]\nfiles = ["."]\n')
    (tmp_path / "test_good.py").write_text("def test_good() -> None:\n    assert 1 + 1 == 2\n")
    (tmp_path / "test_bad.py").write_text("def test_bad() -> None:\n    assert 1 + 1 == 3\n")
    yield tmp_path


def test_the_test_command_sums_up(dev: ModuleType, tiny_tests: Path, capfd: pytest.CaptureFixture[str]) -> None:
    plain = ["-p", "no:xvfb", "-p", "no:cacheprovider"]
    assert dev.test(tiny_tests, [*plain]) == 1
    said = capfd.readouterr().out
    assert re.search(r"1 failed, 1 passed in .*\n.*ruff ok in \d+ s; mypy ok in \d+ s; pytest FAILED \(1\)", said)
    assert dev.test(tiny_tests, [*plain, "test_good.py"]) == 0
    assert "1 passed" in capfd.readouterr().out
    (tiny_tests / "test_good.py").write_text("import os\n")
    assert dev.test(tiny_tests, [*plain, "test_good.py"]) == 1
    assert "ruff FAILED" in capfd.readouterr().out


@pytest.mark.parametrize(("arguments", "code", "text"), [
    (["--help"], 0, "packaging/dev.py demo"),
    (["test", "--help"], 0, "arguments go to pytest"),
    ([], 2, "packaging/dev.py demo"),
    (["tset"], 2, "no command 'tset'"),
    (["setup", "now"], 1, "takes no arguments: now"),
])
def test_the_command_line(arguments: list[str], code: int, text: str, tmp_path: Path) -> None:
    command = [sys.executable, "-S", str(SCRIPT), *arguments]  # -S: the standard library only
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (answer.returncode, text in answer.stdout, answer.stderr) == (code, True, "")


# ---------------------------------------------------------------- the pins


def needed_by(asked: list[str]) -> dict[str, str]:
    """name: installed version, of the requirements and of all that they need here, in turn.

    Without what is needed at one exact version only (torch's CUDA libraries): who asks for it has pinned it.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    queue = [(Requirement(line), "") for line in asked]
    while queue:
        requirement, extra = queue.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        if not any(part.operator == "==" for part in requirement.specifier):
            found[name] = importlib.metadata.version(name).split("+")[0]  # torch 2.13.0+cpu is torch 2.13.0
        for wanted in {"", *requirement.extras} - {extra for other, extra in seen if other == name}:
            seen.add((name, wanted))
            queue += [(Requirement(line), wanted) for line in importlib.metadata.requires(name) or []]
    return found


def test_everything_needed_is_pinned_at_what_is_installed() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    assert pins["torch"] == "2.13.0"
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = told["project"]["dependencies"] + told["project"]["optional-dependencies"]["dev"]
    needed = needed_by(asked + told["build-system"]["requires"])
    assert len(needed) > len(asked)
    assert {name: pins.get(name) for name in needed} == needed
