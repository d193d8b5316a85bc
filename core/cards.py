"""Model cards: one TOML file a model in resources/models; the file's name is the model's id.

    title = "…"               # for people
    task = "lifter"           # or "detector"
    net = "frame_transformer" # module in core/nets (lifter) or core/detectors (detector)
    joints = "h36m17"         # skeleton that comes out
    input = "…"               # convention of the input, for people
    licence = "…"
    [config]                  # what `build` of the net takes
    [weights]                 # absent where the net brings its own
    file = "NAME.pt"          # in resources/weights, or
    url = "https://…"         # fetched once into the user's data folder
    sha256 = "…"
    [settings], [training], [measured]: settings of its use, how it was made, its figures

A new model of a known architecture is a new card and no code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ParallaxError
from core.skeleton import SKELETONS

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "models"
DEFAULT_LIFTER = "parallax-lifter"
_TEXTS = ("title", "task", "net", "joints", "input", "licence")
_TABLES = ("config", "settings", "training", "measured")
_TASKS = ("detector", "lifter")
_REMEDY = "Correct the card (its form is described in core/cards.py)."


@dataclass(frozen=True)
class Weights:
    """Where the weights are: `file` in resources/weights or an https `url`; sha256 in hex."""

    sha256: str
    file: str = ""
    url: str = ""


@dataclass(frozen=True)
class Card:
    """One model; see the module's words for the fields."""

    id: str
    title: str
    task: str
    net: str
    joints: str
    input: str
    licence: str
    config: Mapping[str, Any] = field(default_factory=dict)
    weights: Weights | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)


def cards(folder: Path = FOLDER) -> dict[str, Card]:
    """All cards of a folder by id, in the order of their ids. Raises ParallaxError for one that is wrong."""
    return {path.stem: read(path) for path in sorted(Path(folder).glob("*.toml"))}


def card(model: str, folder: Path = FOLDER) -> Card:
    """The card of a model id. Raises ParallaxError with the ids there are."""
    known = sorted(path.stem for path in Path(folder).glob("*.toml"))
    if model not in known:
        raise ParallaxError(model, "there is no such model.", f"There are: {', '.join(known) or 'none'}.")
    return read(Path(folder) / f"{model}.toml")


def read(path: Path) -> Card:
    """Read and check one card. Raises ParallaxError naming the file and the field."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ParallaxError(path, f"it is no TOML file ({fault}).", _REMEDY) from None
    title, task, net, joints, inputs, licence = (_text(path, table, key) for key in _TEXTS)
    if task not in _TASKS:
        raise ParallaxError(path, f"`task` is {task!r}.", f"Write one of {', '.join(_TASKS)}.")
    if not net.isidentifier():  # it names a module to import
        raise ParallaxError(path, f"`net` is {net!r}, not the name of a module.", _REMEDY)
    if joints not in SKELETONS:
        raise ParallaxError(path, f"`joints` is {joints!r}.", f"Write one of {', '.join(SKELETONS)}.")
    if unknown := set(table) - {*_TEXTS, *_TABLES, "weights"}:
        raise ParallaxError(path, f"it has fields of no meaning: {', '.join(sorted(unknown))}.", _REMEDY)
    weights = _weights(path, _table(path, table, "weights")) if "weights" in table else None
    config, settings, training, measured = (_table(path, table, key) for key in _TABLES)
    return Card(path.stem, title, task, net, joints, inputs, licence, config,
                weights, settings, training, measured)


def _text(path: Path, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise ParallaxError(path, f"`{key}` is missing or no text.", _REMEDY)
    return value


def _table(path: Path, table: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ParallaxError(path, f"`{key}` is no table.", _REMEDY)
    return value


def _weights(path: Path, table: Mapping[str, Any]) -> Weights:
    sha256, file, url = (table.get(key, "") for key in ("sha256", "file", "url"))
    if not isinstance(sha256, str) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ParallaxError(path, "`weights.sha256` is not 64 hexadecimal digits.", _REMEDY)
    if not isinstance(file, str) or not isinstance(url, str) or bool(file) == bool(url):
        raise ParallaxError(path, "`weights` needs either a `file` or a `url`.", _REMEDY)
    if file and Path(file).name != file:  # a card must not reach out of its folder
        raise ParallaxError(path, f"`weights.file` is {file!r}, not a plain name.", _REMEDY)
    return Weights(sha256, file, url)
