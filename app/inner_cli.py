"""Commands that the program gives itself when it is frozen, and that it is checked by: not shown in the help."""

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Annotated, Any

import typer

from app.console import FAILED, Failure, command, print_json

# Libraries that are imported where they are used, inside functions: they too have to be in a bundle.
LATE = ("av", "cv2", "flatbuffers", "flatbuffers.table", "h5py", "lightning.fabric",
        "lightning.fabric.loggers.tensorboard", "numpy", "onnx", "onnxruntime", "platformdirs", "qtawesome", "scipy",
        "scipy.fft", "scipy.interpolate", "scipy.io", "scipy.ndimage", "scipy.signal", "scipy.sparse", "sleap_io",
        "torch", "torch.distributed", "torch.nn.attention", "vispy", "vispy.gloo.context")


@command
def follow_corrections() -> None:
    """Lifts what was corrected, for the window, which starts the frozen program this way and talks to it by pipes."""
    from app import lifting_process

    lifting_process.main()


@command
def parts(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")] = False) -> None:
    """Loads every part of the program and lists models, methods, formats and data sets, to compare a bundle by."""
    told = {"ok": True, **listed()}
    if told["faults"]:
        raise Failure("\n".join(told["faults"]), FAILED, told)
    if as_json:
        print_json(told)
    else:
        for name, values in told.items():
            typer.echo(f"{name}: {', '.join(values) if isinstance(values, list) else values}")


def listed() -> dict[str, Any]:
    """Names of what there is, sorted, and of the modules; faults: what cannot be loaded, and why."""
    import app
    import core
    import training
    from core import cards, label_files
    from core.formats import kinds
    from core.pipeline import DETECTORS
    from core.skeleton import SKELETONS
    from core.words import KNOWN, read
    from training.datasets import known
    from training.settings import METHODS

    faults: list[str] = []
    modules = [name for package in (app, core, training) for name in _modules(package, faults)]
    for library in LATE:
        _load(library, faults)
    return {
        "version": version(),
        "models": sorted(cards.cards()), "published": sorted(cards.published()), "detectors": sorted(DETECTORS),
        "methods": sorted(METHODS), "formats": sorted(kinds.FORMATS), "labels": sorted(label_files.FORMATS),
        "data_sets": sorted(known.KNOWN), "skeletons": sorted(SKELETONS), "modules": modules, "faults": faults,
        "languages": sorted(name for name in KNOWN if read(name)),
    }


def _modules(package: ModuleType, faults: list[str]) -> list[str]:
    """The names of a package's modules, each loaded; one that cannot be is added to the faults."""
    found = []
    for info in walk_packages(package.__path__, f"{package.__name__}.", onerror=faults.append):
        if info.name == "app.__main__":  # would be loaded a second time, under another name
            continue
        found.append(info.name)
        _load(info.name, faults)
    return sorted(found)


def _load(name: str, faults: list[str]) -> None:
    try:
        import_module(name)
    except Exception as error:
        faults.append(f"{name}: {type(error).__name__}: {error}")


def version() -> str:
    """Of the program: what pyproject.toml says, in a checkout that is not installed too."""
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    try:
        return version("parallax")
    except PackageNotFoundError:
        import tomllib

        project = Path(__file__).resolve().parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
