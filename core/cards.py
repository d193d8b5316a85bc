"""Model cards: one TOML file a model; the file's name is the model's id.

Those of Parallax are in resources/models, those of models that the user brought in the user's data folder. Models that
others published, and that are fetched when asked for, have theirs in resources/models/published.

    title = "…"               # for people
    task = "lifter"           # or "detector"
    net = "frame_transformer" # module in core/nets, or, of a detector without one there, in core/detectors
    joints = "h36m17"         # skeleton that comes out
    input = "…"               # convention of the input, for people
    licence = "…"
    consequence = "…"         # of the licence, in words
    restricted = true         # whether that forbids something that a user may want
    [config]                  # what `build` of the net takes
    [convention]              # how a lifter is spoken to; core/conventions.py. Absent: like ours
    [weights]                 # absent where the net brings its own
    file = "NAME.pt"          # in resources/weights (the user's: with the weights in the data folder), or
    url = "https://…"         # fetched once into the user's data folder
    sha256 = "…"              # of published ones as much of it as is known, 8 digits or more
    bytes = 1                 # of published ones about how many
    [settings], [training], [measured]: settings of its use, how it was made, its figures
    [source]                  # of the user's: where it came from

A new model of a known architecture is a new card and no code.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from core.errors import ParallaxError
from core.skeleton import SKELETONS
from core.words import marked, tr

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "models"
PUBLISHED = FOLDER / "published"
DEFAULT_LIFTER = "parallax-lifter"
DEFAULT_FILLER = "parallax-uplift"
# The nets of lifters that see key-frames and fill in the rest (core/upsample.py).
FILLING = ("uplift_upsample", "frame_upsampler")
_TEXTS = ("title", "task", "net", "joints", "input", "licence")
_TABLES = ("config", "settings", "training", "measured", "convention", "source")
_TASKS = (marked("detector"), marked("lifter"))
_REMEDY = marked("Correct the card (its form is described in core/cards.py).")


@dataclass(frozen=True)
class Weights:
    """Where the weights are: `file` in a folder of weights or an https `url`; sha256 in hex; bytes, 0: not known."""

    sha256: str
    file: str = ""
    url: str = ""
    bytes: int = 0


@dataclass(frozen=True)
class Card:
    """One model; see the module's words for the fields. own: the user brought it."""

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
    convention: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)
    consequence: str = ""
    restricted: bool = False
    own: bool = False

    @property
    def fills(self) -> bool:
        """Whether it lifts key-frames, and not every frame."""
        return self.net in FILLING

    @property
    def terms(self) -> str:
        """The licence, and what it means, for the user."""
        said = tr("Licence: {licence}. {consequence}")
        return said.format(licence=tr(self.licence), consequence=tr(self.consequence)).replace("..", ".").strip()


def own_folder() -> Path:
    """Where the cards of the user's models are: env PARALLAX_MODELS, or the user's data folder."""
    named = os.environ.get("PARALLAX_MODELS")
    return Path(named) if named else Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "models"


def cards(folder: Path | None = None) -> dict[str, Card]:
    """All cards by id, in the order of their ids: those of a folder, or ours and then the user's.

    Raises ParallaxError for one that is wrong; of the user's those are left out, as are those with an id of ours.
    """
    known = {path.stem: read(path) for path in _cards_in(folder or FOLDER)}
    if folder is None:
        for path in _own():
            try:
                known.setdefault(path.stem, read(path, own=True))
            except ParallaxError:
                continue
    return known


def faults() -> list[ParallaxError]:
    """What is wrong with cards of the user's that are left out."""
    found = []
    for path in _own():
        try:
            read(path, own=True)
        except ParallaxError as fault:
            found.append(fault)
    return found


def _own() -> list[Path]:
    return _cards_in(own_folder())


def published() -> dict[str, Card]:
    """The cards of models that others published, by id; their weights have a URL, and of their sha256 what is known.

    Those in resources, or in the folder that env PARALLAX_PUBLISHED names.
    """
    folder = Path(os.environ.get("PARALLAX_PUBLISHED") or PUBLISHED)
    return {path.stem: read(path, whole=False) for path in _cards_in(folder)}


def _cards_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"), key=lambda path: path.stem)


def card(model: str, folder: Path | None = None) -> Card:
    """The card of a model id. Raises ParallaxError with the ids there are."""
    ours = {path.stem: path for path in _cards_in(folder or FOLDER)}
    if model in ours:
        return read(ours[model])
    own = {path.stem: path for path in _own()} if folder is None else {}
    if model in own:
        return read(own[model], own=True)
    raise ParallaxError(model, "there is no such model.", "There are: {names}." if ours or own else "There are: none.",
                        names=", ".join((*ours, *own)))


def filler(known: Mapping[str, Card]) -> str:
    """The id of the lifter of key-frames among these cards: the default one, else the first. Raises ParallaxError where
    there is none."""
    ids = [id for id, each in known.items() if each.fills]
    if not ids:
        raise ParallaxError(tr("A stride"), "needs a lifter of key-frames, and none is installed.",
                            "Train one (`parallax train uplift`) and import it, or import published weights (`parallax "
                            "weights import`).")
    return DEFAULT_FILLER if DEFAULT_FILLER in ids else ids[0]


def read(path: Path, own: bool = False, whole: bool = True) -> Card:
    """Read and check one card. own: it is the user's; whole: the whole sha256 must be told.

    Raises ParallaxError naming the file and the field.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ParallaxError(path, "it is no TOML file ({why}).", _REMEDY, why=fault) from None
    title, task, net, joints, inputs, licence = (_text(path, table, key) for key in _TEXTS)
    if task not in _TASKS:
        raise ParallaxError(path, "`task` is {task!r}.", "Write one of {names}.", task=task, names=", ".join(_TASKS))
    if not net.isidentifier():  # it names a module to import
        raise ParallaxError(path, "`net` is {net!r}, not the name of a module.", _REMEDY, net=net)
    if joints not in SKELETONS:
        raise ParallaxError(path, "`joints` is {joints!r}.", "Write one of {names}.", joints=joints,
                            names=", ".join(SKELETONS))
    if unknown := set(table) - {*_TEXTS, *_TABLES, "weights", "consequence", "restricted"}:
        raise ParallaxError(path, "it has fields of no meaning: {names}.", _REMEDY, names=", ".join(sorted(unknown)))
    consequence = _text(path, table, "consequence") if "consequence" in table else ""
    if not isinstance(restricted := table.get("restricted", False), bool):
        raise ParallaxError(path, "`restricted` is neither true nor false.", _REMEDY)
    weights = _weights(path, _table(path, table, "weights"), whole) if "weights" in table else None
    config, settings, training, measured, convention, source = (_table(path, table, key) for key in _TABLES)
    return Card(path.stem, title, task, net, joints, inputs, licence, config, weights, settings, training, measured,
                convention, source, consequence, restricted, own)


def _text(path: Path, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise ParallaxError(path, "`{key}` is missing or no text.", _REMEDY, key=key)
    return value


def _table(path: Path, table: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ParallaxError(path, "`{key}` is no table.", _REMEDY, key=key)
    return value


def _weights(path: Path, table: Mapping[str, Any], whole: bool) -> Weights:
    sha256, file, url, count = (table.get(key, "") for key in ("sha256", "file", "url", "bytes"))
    if not isinstance(sha256, str) or not re.fullmatch("[0-9a-f]{64}" if whole else "([0-9a-f]{8,64})?", sha256):
        raise ParallaxError(path, "`weights.sha256` is not 64 hexadecimal digits.", _REMEDY)
    if not isinstance(file, str) or not isinstance(url, str) or bool(file) == bool(url):
        raise ParallaxError(path, "`weights` needs either a `file` or a `url`.", _REMEDY)
    if file and Path(file).name != file:  # a card must not reach out of its folder
        raise ParallaxError(path, "`weights.file` is {file!r}, not a plain name.", _REMEDY, file=file)
    return Weights(sha256, file, url, count if isinstance(count, int) else 0)


def toml(table: Mapping[str, Any], name: str = "") -> str:
    """A table of texts, numbers, truth values, lists and tables as TOML."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [f"[{name}]"] if name else []
    # A JSON text, number, truth value or list of them is written alike in TOML.
    lines += [f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    parts = ["\n".join(lines) + "\n"] if lines else []
    for key, value in table.items():
        if isinstance(value, Mapping):
            parts.append(toml(value, f"{name}.{_key(key)}" if name else _key(key)))
    return "\n".join(parts)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)
