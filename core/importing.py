"""A file of weights that somebody published becomes a model of the user's: recognised, checked, and given a card.

Nothing in the file is run (core/checkpoints.py). The tensors go into the user's data folder under the names of our
networks, and a card beside them says what they are, where they came from and what may be done with them.
"""

import io
import re
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import cards, checkpoints, conventions, detector_files, lift, records, weights
from core.cards import Card
from core.conventions import Convention
from core.detectors.settings import NAMES as OF_CROPS
from core.errors import ParallaxError
from core.files import write_text, write_whole
from core.progress import Progress, silent
from core.publications import Publication, publication
from core.words import marked, tr

if TYPE_CHECKING:
    from torch import Tensor

    from core.nets.recognise import Found

# How weights of a network are spoken to.
CONVENTIONS = {"simple_baseline": "standardized", "dstformer": "motionbert", "frame_transformer": "parallax",
               "frame_upsampler": "parallax", "videopose3d": "screen", "mixste": "screen", "iganet": "screen",
               "poseformer": "screen", "mhformer": "screen", "strided_transformer": "screen",
               "uplift_upsample": "screen"}
_INPUT = {"parallax": "{joints} in pixels and scores, any camera", "screen": "{joints} in pixels of the whole picture",
          "standardized": "{joints} in pixels, one frame at a time", "motionbert": "{joints} in pixels and scores"}
_JOINTS = {"h36m17": "H36M-17", "coco17": "COCO-17"}
# What a setting may be called that is not one of the network: of the convention, and of its use.
_OF_CONVENTION = {"convention" if field.name == "name" else field.name: field.name for field in fields(Convention)}
_OF_USE = ("flip", "s_in")
_UPSAMPLED = {5: [5, 10, 20], 2: [4, 10, 20], 1: [4, 10, 20]}  # the s_in of lifters of key-frames, by their s_out
_MOST_SETTINGS = 1 << 20  # bytes of a training's settings
_ID = "[a-z0-9][a-z0-9._-]{0,63}"
_STATISTICS = marked("mean_2d, deviation_2d (pixels), mean_3d, deviation_3d, a list of numbers a joint, and unit_m, "
                     "how many metres a unit of the 3D is")


@dataclass(frozen=True)
class Asked:
    """Settings that were given with a file: of the network, of how it is spoken to, and of its use."""

    config: Mapping[str, Any]
    convention: Mapping[str, Any]
    use: Mapping[str, Any]


def settings(texts: Sequence[str]) -> Asked:
    """`key=value` each, a value as TOML writes it; statistics=FILE names a JSON file.

    Raises ParallaxError for what is none.
    """
    given: dict[str, Any] = {}
    for text in texts:
        key, mark, value = text.partition("=")
        key = key.strip()
        if not mark or not key:
            raise ParallaxError(text, "a setting reads key=value.", "Write for example variant=mmpose.")
        try:
            given[key] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            given[key] = value.strip()  # a word without quotes is itself
    if isinstance(given.get("statistics"), str):
        given["statistics"] = _statistics(Path(given["statistics"]))
    return sorted_out(given)


def sorted_out(given: Mapping[str, Any]) -> Asked:
    """Settings by what they are of."""
    of_use = (*_OF_USE, *OF_CROPS)
    return Asked({key: value for key, value in given.items() if key not in _OF_CONVENTION and key not in of_use},
                 {_OF_CONVENTION[key]: value for key, value in given.items() if key in _OF_CONVENTION},
                 {key: value for key, value in given.items() if key in of_use})


def bring(file: Path, model: str = "", asked: Asked | None = None, licence: str = "", about: Card | None = None,
          source: Mapping[str, Any] | None = None, again: bool = False) -> Card:
    """Makes a model of the user's of a file of weights, and returns its card.

    model: its id, '' for one from the file's name. licence: the user's words, needed where nobody is known to have
    published such weights. about: the card of a published model that the file is of; source: more of where it is from.
    again: in the place of a model of this id.
    Raises ParallaxError: no weights, of no known network, not all of them or too many, settings that are missing or do
    not fit, an id that is taken; then nothing is kept.
    """
    if file.suffix.lower() == ".onnx":
        return _bring_onnx(file, model or _id_of(file), asked or Asked({}, {}, {}), licence)
    run = {} if about is not None else _run_of(file)
    asked = _also(run, asked or Asked({}, {}, {}))
    model = model or (_id_of(file.resolve().parent) if run else _id_of(file))
    if not again:
        _free(model)
    content = checkpoints.read(file)
    found = weights.recognised(file, content, asked.config)
    if found.family.build != "build":
        raise ParallaxError(file, "it holds {family}, which does not lift by itself.",
                            "Import the weights of the network that it belongs to.", family=found.family.title)
    known = None if run else publication(found.family.net, checkpoints.unwrap(content))
    if run:
        data = run.get("data") or ()
        names = ", ".join(Path(str(name)).name for name in ([data] if isinstance(data, str) else data))
        licence = licence or f"{run.get('licence', 'yours')}; learned from {names or 'data of your own'}"
    if about is None and known is None and not licence:
        raise ParallaxError(file, "it holds weights of {family}, and nothing tells what may be done with them.",
                            "Give the licence in your words (--licence).", family=found.family.title)
    made = _card(file, model, found, asked, known, licence, about)
    data = _saved(found.state)
    made |= {"weights": {"file": f"{model}-{_sha256(data)[:12]}.pt", "sha256": _sha256(data)},
             "source": {**_source(file), **(source or {})}}
    if found.family.task == "detector":
        _try_detector(made, model, found, file)
        detector_files.keep_boxes(made, asked.use)
    else:
        _try(made, model, found, file)
    return _keep(model, made, data)


def _bring_onnx(file: Path, model: str, asked: Asked, licence: str) -> Card:
    """Of a detector in an ONNX file: nothing in such a file tells whose it is, so its licence must be given."""
    _free(model)
    if asked.config:
        raise ParallaxError(file, "an ONNX file has no settings {names}.", "Leave them out.",
                            names=", ".join(asked.config))
    if not file.is_file():
        raise ParallaxError(file, "it cannot be read.", "Give an ONNX file.")
    if file.stat().st_size > checkpoints.MAX_BYTES:
        raise ParallaxError(file, "it is too large for weights.", "Give an ONNX file of a detector.")
    told = detector_files.onnx_fields(file, model, asked.use, asked.convention.get("joints"))
    if not licence:
        raise ParallaxError(file, "nothing tells what may be done with it.", "Give the licence in your words "
                            "(--licence).")
    data = file.read_bytes()
    made = {"title": f"{told['joints']} in ONNX · {model}", "task": "detector", "net": "onnx",
            "joints": told["joints"], "input": told["input"], "licence": licence, "settings": told["settings"],
            "weights": {"file": f"{model}-{_sha256(data)[:12]}.onnx", "sha256": _sha256(data)}, "source": _source(file)}
    from core.detectors import onnx, runtime

    detector_files.check(file, _read_card(model, made), onnx.in_onnx(runtime.session(file, "cpu")))
    detector_files.keep_boxes(made, asked.use)
    return _keep(model, made, data)


def _source(file: Path) -> dict[str, Any]:
    return {"file": file.name, "sha256": weights.digest(file), "bytes": file.stat().st_size,
            "imported": time.strftime("%Y-%m-%d")}


def _read_card(model: str, table: Mapping[str, Any]) -> Card:
    """The card of a table, as far as it is used to try the network."""
    return Card(model, table["title"], table["task"], table["net"], table["joints"], "", "", table.get("config", {}),
                settings=table["settings"])


def _try_detector(table: Mapping[str, Any], model: str, found: "Found", file: Path) -> None:
    from core.detectors import topdown

    card = _read_card(model, table)
    detector_files.check(file, card, topdown.in_torch(topdown.assembled(card, found.state, "cpu"), "cpu"))


def _run_of(file: Path) -> dict[str, Any]:
    """The settings of the training that wrote these weights (training/run.py), which lie beside them; else nothing."""
    beside = file.parent / "config.json"
    if file.name != "weights.pt" or not beside.is_file():
        return {}
    try:
        if beside.stat().st_size > _MOST_SETTINGS:
            raise ValueError("it is too large")
        told = records.loads(beside.read_text(encoding="utf-8"))
        if isinstance(told, dict) and isinstance(told.get("lifter"), str):  # it went on from one of the list
            told |= _went_on(told["lifter"], told.get("net_config", {}))
        if isinstance(told, dict) and isinstance(told.get("detector"), str):
            told |= _detector_of(told["detector"], told.get("net_config", {}))
        if not (isinstance(told, dict) and isinstance(told.get("net"), str)
                and isinstance(told.get("net_config"), dict)):
            raise ValueError("it names no network")
    except (OSError, ValueError) as fault:
        raise ParallaxError(beside, "these are no settings of a training ({why}).",
                            "Move the weights into a folder of their own to import them without.", why=fault) from None
    return told


def _went_on(lifter: str, net_config: Mapping[str, Any]) -> dict[str, Any]:
    """The network of a training that went on from a lifter of the list, or began with a network, by its name."""
    if lifter in CONVENTIONS and lifter not in cards.cards():
        return {"net": lifter, "net_config": dict(net_config), "convention": {"name": CONVENTIONS[lifter]}}
    parent = cards.card(lifter)
    return {"net": parent.net, "net_config": {**parent.config, **net_config}, "convention": dict(parent.convention),
            "licence": parent.licence}


def _detector_of(detector: str, net_config: Mapping[str, Any]) -> dict[str, Any]:
    """The network of a detector's training, which makes its head one of H36M-17 (training/detectors.py)."""
    config, joints = dict(net_config), {"joints": "h36m17"}
    crop = {"size": config.pop("crop")} if "crop" in config else {}
    parent = cards.cards().get(detector)
    if parent is None:
        own = {"input_size": crop["size"]} if crop and detector == "rtmpose" else {}
        return {"net": detector, "net_config": {**config, **own}, "convention": joints, "use": crop}
    kept = {key: value for key, value in parent.config.items() if key not in ("num_joints", "out_channels")}
    use = {key: value for key, value in parent.settings.items() if key != "boxes"}
    return {"net": parent.net, "net_config": {**kept, **config}, "convention": joints, "use": {**use, **crop},
            "licence": parent.licence}


def _also(run: Mapping[str, Any], asked: Asked) -> Asked:
    """What was asked, and what a training of ours tells of its weights beside that."""
    if not run:
        return asked
    use = {"s_in": list(run["s_in"])} if run["net"] in cards.FILLING and isinstance(run.get("s_in"), list) else \
        dict(run.get("use", {}))
    spoken = run.get("convention") or {"name": "parallax"}
    config = {**_defaults(run["net"]), **run["net_config"]}
    return Asked({**config, **asked.config}, {**spoken, **asked.convention}, {**use, **asked.use})


def _defaults(net: str) -> dict[str, Any]:
    """What a training of ours took where it was not told: settings that the shapes of weights do not always tell."""
    from core.nets import recognise

    untold = {name for family in recognise.FAMILIES if (family.net, family.build) == (net, "build")
              for name in family.untold}
    known = fields(import_module(f"core.nets.{net}").Config) if untold else ()
    return {field.name: field.default for field in known if field.name in untold and field.default is not MISSING}


def remove(model: str) -> None:
    """Takes a model of the user's away, weights and card. Raises ParallaxError where it is none."""
    path = cards.own_folder() / f"{model}.toml"
    if not re.fullmatch(_ID, model) or not path.is_file():
        raise ParallaxError(model, "this is no model that was imported.", "`parallax models` lists them.")
    try:
        card = cards.read(path, own=True)
    except ParallaxError:  # a damaged card goes too
        card = None
    path.unlink()
    if card is not None:
        names = [card.weights.file] if card.weights is not None and card.weights.file else []
        for name in (*names, *detector_files.files(card)):
            (weights.folder() / name).unlink(missing_ok=True)


def fetch(model: str, progress: Progress = silent) -> Card:
    """Fetches a published model (`cards.published`) and makes it one of the user's; a broken transfer is taken up.

    Where the publishers tell no sha256, that of the first transfer is kept in the user's card (`source`); whatever is
    fetched later, because the weights were lost, must be the same. Raises ParallaxError: no such model, out of reach,
    or not what it should be.
    """
    known = cards.published()
    if model not in known:
        raise ParallaxError(model, "there is no such published model.",
                            "There are: {names}." if known else "There are: none.", names=", ".join(known))
    card = known[model]
    assert card.weights is not None
    url, promised = card.weights.url, card.weights.sha256
    have = cards.cards().get(model)
    if have is not None and have.source.get("url") == url:
        if _whole(have):
            return have
        promised = str(have.source.get("sha256", promised))
    else:
        _free(model)
    part = weights.folder() / f"{model}.download"
    weights.download(url, part, progress)
    try:
        return _fetched(card, part, promised)
    finally:
        part.unlink()  # it is kept as a model; taking up a wrong one where it ended would fail for ever


def _fetched(card: Card, part: Path, promised: str) -> Card:
    """promised: the sha256, as much of it as is known."""
    assert card.weights is not None
    url, sha256 = card.weights.url, weights.digest(part)
    if not sha256.startswith(promised):
        raise ParallaxError(url, "what came is not what it should be: its sha256 is {sha256}…, not {promised}…",
                            "Try again; if it stays so, the published file has changed.", sha256=sha256[:12],
                            promised=promised[:12])
    return bring(part, card.id, Asked(card.config, card.convention, card.settings), about=card, again=True,
                 source={"file": url.rpartition("/")[2], "url": url})


def _whole(card: Card) -> bool:
    try:
        weights.path(card)
    except ParallaxError:
        return False
    return True


# ---------------------------------------------------------------- the card


def _card(file: Path, model: str, found: "Found", asked: Asked, known: Publication | None, licence: str,
          about: Card | None) -> dict[str, Any]:
    """The card as a table, but for weights and source."""
    net = found.family.net
    title, extra = _told(model, found, known, licence, about)
    if found.family.task == "detector":
        if odd := [name for name in ("variant", "crop", "rootrel", "statistics") if name in asked.convention]:
            raise ParallaxError(file, "it is a detector, which has no {names}.", "Leave that out.",
                                names=", ".join(odd))
        own = detector_files.fields(file, model, net, found.config, asked.use, asked.convention.get("joints"))
        return {**title, "task": "detector", "net": net, "joints": own["joints"], "input": own["input"],
                "config": _plain(found.config), "settings": _plain(own["settings"]), **extra}
    convention = {"name": CONVENTIONS[net], **asked.convention}
    if net == "simple_baseline" and convention["name"] == "standardized" and "statistics" not in convention:
        raise ParallaxError(file, "SimpleBaseline is given standardized keypoints, and the file does not hold the "
                            "statistics.", "Give statistics=FILE, a JSON file of {names}.", names=tr(_STATISTICS))
    read = conventions.read(file, convention)
    use = dict(asked.use)
    if odd := [name for name in use if name in OF_CROPS and name not in _OF_USE]:
        raise ParallaxError(file, "it is a lifter, which has no {names}.", "Leave that out.", names=", ".join(odd))
    if net in cards.FILLING:
        use.setdefault("s_in", _UPSAMPLED.get(found.config.get("s_out", 0), []))
    return {**title, "task": "lifter", "net": net, "joints": "h36m17",
            "input": _INPUT[read.name].format(joints=_JOINTS[read.joints]), "config": _plain(found.config),
            "convention": _plain(convention), "settings": _plain({"flip": True, **use}), **extra}


def _told(model: str, found: "Found", known: Publication | None, licence: str,
          about: Card | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of a card the title and what may be done with the model; and how it was made, and its figures."""
    if about is not None:
        told: dict[str, Any] = {"title": about.title, "licence": about.licence, "consequence": about.consequence,
                                "restricted": about.restricted}
        extra = {"training": dict(about.training), "measured": dict(about.measured)}
    else:
        told = {"title": f"{known.title if known else found.family.title} · {model}", **_terms(known, licence)}
        extra = {"training": {"paper": known.paper, "published": known.source}} if known else {}
    return {key: value for key, value in told.items() if value not in ("", False)}, extra


def _terms(known: Publication | None, licence: str) -> dict[str, Any]:
    if licence:
        return {"licence": licence}
    assert known is not None
    return {"licence": f"{known.licence} ({known.source})", "consequence": known.consequence,
            "restricted": known.restricted}


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table without what TOML cannot hold."""
    return {key: value for key, value in records.plain(table).items() if value is not None}


def _free(model: str) -> None:
    """Raises ParallaxError for an id that a new model cannot have."""
    if not re.fullmatch(_ID, model):
        raise ParallaxError(model, "a model cannot be called so.", "Use small letters, digits, dots and dashes.")
    if (cards.FOLDER / f"{model}.toml").exists():
        raise ParallaxError(model, "a model of Parallax is called so.", "Give another name (--as).")
    if (cards.own_folder() / f"{model}.toml").exists():
        raise ParallaxError(model, "there is a model of this name.", "Give another name (--as), or remove that one.")


def _id_of(file: Path) -> str:
    return re.sub("[^a-z0-9._]+", "-", file.stem.lower()).strip("-._")[:64].rstrip("-._")


# ---------------------------------------------------------------- the weights


def _saved(state: "Mapping[str, Tensor]") -> bytes:
    """A plain state dict as a file of torch, which is read without trust."""
    import torch

    out = io.BytesIO()
    torch.save({name: value.contiguous().clone() for name, value in state.items()}, out)
    return out.getvalue()


def _sha256(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _try(table: Mapping[str, Any], model: str, found: "Found", file: Path) -> None:
    """Lifts a picture of noise with what is to be kept. Raises ParallaxError where that cannot be."""
    import numpy as np

    if found.family.net in cards.FILLING:
        return
    card = Card(model, table["title"], "lifter", table["net"], "h36m17", "", "", table["config"],
                convention=table["convention"], settings=table["settings"])
    lifter = lift.assemble(card, found.state, "")
    xys = np.random.default_rng(0).uniform(200, 800, (1, lifter.sight.window, len(lifter.sight.skeleton), 3))
    try:
        points = lifter(xys.astype(np.float32), (1000, 1000))
    except RuntimeError as fault:
        raise ParallaxError(file, "the network does not take what it would be given ({why}).",
                            "Give the settings that it was made with.", why=fault) from None
    if points.shape[1:] != (1 if lifter.sight.way != "all" else lifter.sight.window, 17, 3) or np.isinf(points).any():
        raise ParallaxError(file, "the network does not give a pose.", "Give the settings that it was made with.")


def _keep(model: str, table: Mapping[str, Any], data: bytes) -> Card:
    """Writes weights and then the card, which must be readable."""
    path = cards.own_folder() / f"{model}.toml"
    for folder in (weights.folder(), path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(weights.folder() / table["weights"]["file"], lambda out: out.write(data))
    write_text(path, cards.toml(table), durable=True)
    return cards.read(path, own=True)


def _statistics(path: Path) -> dict[str, Any]:
    try:
        told = records.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ParallaxError(path, "the statistics cannot be read ({why}).", "Give a JSON file of {names}.", why=fault,
                            names=tr(_STATISTICS)) from None
    if not isinstance(told, dict):
        raise ParallaxError(path, "these are no statistics.", "Give a JSON file of {names}.", names=tr(_STATISTICS))
    return told
