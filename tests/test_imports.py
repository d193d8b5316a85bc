"""Imports go one way, app → training → core; Qt stays in app; heavy libraries wait until they are needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {"core": {"core"}, "training": {"training", "core"}, "app": {"app", "training", "core"}}
OURS = {"app", "training", "core", "tests", "packaging"}
QT = {"PySide6", "shiboken6", "qtpy", "pyqtgraph", "vispy", "qtawesome"}
HEAVY = {"torch", "lightning", "pytorch_lightning", "torchmetrics", "onnxruntime", "onnx", "tensorboard"}
# The only folders of core and app whose modules may import a heavy library when they are themselves imported.
HEAVY_FOLDERS = ("core/nets/",)

# ---------------------------------------------------------------- reading the source


def imports(path: Path, package: str) -> Iterator[tuple[str, int, bool]]:
    """Every import of a file as (module, line, whether it runs when the file is imported)."""

    def walk(node: ast.AST, at_import: bool) -> Iterator[tuple[str, int, bool]]:
        for child in ast.iter_child_nodes(node):
            inside = at_import and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for module in _modules(child, package):
                yield module, child.lineno, at_import
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                for part in child.body:  # read by the type checker only
                    yield from walk(ast.Module([part], []), False)
                for part in child.orelse:
                    yield from walk(ast.Module([part], []), inside)
            else:
                yield from walk(child, inside)

    yield from walk(ast.parse(path.read_text(encoding="utf-8"), str(path)), True)


def _modules(node: ast.AST, package: str) -> list[str]:
    """The modules that one node imports, relative names resolved, import_module("…") and __import__("…") included."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        return [f"{base}.{alias.name}" for alias in node.names]  # the name itself may be a module
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
            return [node.args[0].value]
    return []


def violations(root: Path) -> list[str]:
    """What in app, training and core breaks the rules, as 'file:line: fault'."""
    faults = []
    for layer, allowed in MAY_IMPORT.items():
        for path in sorted((root / layer).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for module, line, at_import in imports(path, ".".join(path.relative_to(root).parent.parts)):
                top = module.split(".")[0]
                if top in OURS and top not in allowed:
                    faults.append(f"{name}:{line}: {layer} imports {module}")
                if top in QT and layer != "app":
                    faults.append(f"{name}:{line}: {module} is Qt, which belongs to app")
                light = layer != "training" and not name.startswith(HEAVY_FOLDERS)
                if top in HEAVY and at_import and light:
                    faults.append(f"{name}:{line}: {module} is heavy; import it in the function that needs it")
                if at_import and light and any(f"{module}.".startswith(f.replace("/", ".")) for f in HEAVY_FOLDERS):
                    faults.append(f"{name}:{line}: {module} loads torch; import it in the function that needs it")
    return faults


def test_the_source_keeps_the_rules() -> None:
    assert not violations(ROOT)
    for layer in MAY_IMPORT:  # a wrong root would keep every rule
        assert list((ROOT / layer).rglob("*.py")), f"no source in {layer}"


BROKEN = {
    "core imports app": ("core/a.py", "import app.window", "core imports app.window"),
    "core imports training in a function": (
        "core/a.py", "def f():\n    from training import run", "core imports training.run"),
    "core imports app by name": (
        "core/a.py", "import importlib\nimportlib.import_module('app.main')", "core imports app.main"),
    "core imports app in a method": (
        "core/sub/a.py", "class A:\n    async def f(self):\n        import app", "core imports app"),
    "core imports app for types": (
        "core/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app", "core imports app"),
    "training imports app": ("training/methods/a.py", "from app.main import x", "training imports app.main.x"),
    "core imports app by dots": ("core/a.py", "from ..app import main", "core imports app"),
    "source imports tests": ("app/a.py", "import tests.conftest", "app imports tests.conftest"),
    "Qt in core": ("core/a.py", "def f():\n    import PySide6.QtCore", "is Qt"),
    "plots in training": ("training/a.py", "try:\n    import pyqtgraph\nexcept ImportError:\n    x = 1", "is Qt"),
    "torch in core": ("core/a.py", "import torch.nn.functional as F", "is heavy"),
    "torch under a condition": ("core/a.py", "if 1:\n    from torch import nn", "is heavy"),
    "torch in a class body": ("core/a.py", "class A:\n    import torch", "is heavy"),
    "ONNX Runtime in a detector": ("core/detectors/a.py", "import onnxruntime as ort", "is heavy"),
    "nets at import": ("core/a.py", "from core.nets import stcformer", "loads torch"),
    "torch in app": ("app/a.py", "import torch", "is heavy"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_caught(case: str, tmp_path: Path) -> None:
    file, source, fault = BROKEN[case]
    write(tmp_path, file, source)
    found = violations(tmp_path)
    assert len({text.split(" ")[0] for text in found}) == 1  # one line is at fault, and it is named
    assert found[0].startswith(f"{file}:")
    assert fault in found[0]


@pytest.mark.parametrize(("file", "source"), [
    ("core/a.py", "def load():\n    import torch\n    import onnxruntime"),
    ("core/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch"),
    ("core/nets/a.py", "import torch\nfrom core.nets import blocks"),
    ("core/a.py", "from . import pose\nfrom .nets_of_another_name import x"),
    ("core/formats/a.py", "from ..pose import Poses2D"),
    ("training/a.py", "import torch\nimport core.pose"),
    ("app/a.py", "import PySide6.QtCore\nimport core.pose\ndef f():\n    import training.run"),
    ("app/a.py", "import packaging_of_another_name"),
])
def test_what_the_rules_allow_passes(file: str, source: str, tmp_path: Path) -> None:
    write(tmp_path, file, source)
    assert violations(tmp_path) == []


def write(root: Path, file: str, source: str) -> None:
    (root / file).parent.mkdir(parents=True)
    (root / file).write_text(source + "\n")


# ---------------------------------------------------------------- running it


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh Python holds after running the code at the root of the project."""
    tail = "\nimport sys\nprint('\\nLOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    answer = subprocess.run([sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.rsplit("LOADED ", 1)[1].split())


def light_modules(layer: str) -> list[str]:
    paths = [path.relative_to(ROOT) for path in sorted((ROOT / layer).rglob("*.py"))]
    paths = [path for path in paths if not path.as_posix().startswith(HEAVY_FOLDERS)]
    return [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]


def test_core_is_light() -> None:
    loaded = loaded_after("\n".join(f"import {module}" for module in light_modules("core")))
    assert "core" in loaded
    assert not loaded & (HEAVY | QT)


def test_listing_the_models_is_light() -> None:
    loaded = loaded_after("from core.cards import cards\nassert cards(), 'no model cards'")
    assert not loaded & (HEAVY | QT)


def test_the_window_is_light() -> None:
    modules = [module for module in light_modules("app") if module != "app.__main__"]
    loaded = loaded_after("\n".join(f"import {module}" for module in modules))
    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_the_command_line_needs_no_window() -> None:
    loaded = loaded_after("import app.__main__")
    assert not loaded & (HEAVY | QT)


def test_a_heavy_import_would_be_seen() -> None:
    assert "onnxruntime" in loaded_after("import onnxruntime")


def test_the_folder_packaging_does_not_hide_the_library() -> None:
    """At the root of the project, `packaging` stays the PyPI library: the folder has no __init__.py."""
    code = "import packaging, packaging.version as v; assert v.Version('1.10') > v.Version('1.9')"
    assert "packaging" in loaded_after(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}")
    import packaging

    assert packaging.__file__ is not None
    assert "site-packages" in packaging.__file__
