"""From a card to a checked local file, from a file to tensors, and from tensors to the network that they are of.

Nothing here runs code out of a file (core/checkpoints.py).
"""

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Collection, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from core import checkpoints
from core.cards import Card
from core.errors import ParallaxError
from core.progress import Progress, Step, silent
from core.words import marked, tr

if TYPE_CHECKING:
    from torch import Tensor, nn

    from core.nets.recognise import Family, Found

SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "weights"
_CHUNK = 1 << 20
_THESE = "These weights"  # what an error is about where no file is known
_COUNTER = "num_batches_tracked"
# Names that end so are beside the weights in some files and are not read: copies of IGANet's graph, which follows from
# the skeleton, and counts of batches and operations.
_NEEDLESS = ("A", "adj", _COUNTER, "total_ops", "total_params")


def folder() -> Path:
    """Where fetched weights are kept: env PARALLAX_WEIGHTS, or the user's data folder."""
    named = os.environ.get("PARALLAX_WEIGHTS")
    return Path(named) if named else Path(platformdirs.user_data_dir("parallax", appauthor=False)) / "weights"


def path(card: Card, progress: Progress = silent) -> Path:
    """The weights of a card as a local file whose sha256 has been checked.

    A card with a URL is fetched on first use, reporting bytes; a broken transfer is taken up where it ended. Raises
    ParallaxError when the card has no weights, or the file is missing, damaged or out of reach.
    """
    if card.weights is None:
        raise ParallaxError(card.id, "its card names no weights.", "Choose another model.")
    if card.weights.file:
        there = (folder() if card.own else SHIPPED) / card.weights.file
        remedy = marked("Remove {id} and import it again.") if card.own else marked("Install Parallax again.")
        if not there.is_file():
            raise ParallaxError(there, "the weights of {model} are missing.", remedy, model=card.title, id=card.id)
        return _checked(there, card.weights.sha256, remedy, id=card.id)
    kept = folder() / f"{card.id}-{card.weights.sha256[:12]}.pt"
    if kept.is_file() and digest(kept) == card.weights.sha256:
        return kept
    part = kept.with_name(kept.name + ".part")
    download(card.weights.url, part, progress)
    try:
        _checked(part, card.weights.sha256, "Try again; if it stays so, the published file has changed.")
    except ParallaxError:
        part.unlink()  # taking up a wrong file where it ended would fail for ever
        raise
    os.replace(part, kept)
    return kept


def digest(file: Path) -> str:
    """sha256 of a file in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checked(file: Path, sha256: str, remedy: str, **values: object) -> Path:
    if digest(file) != sha256:
        raise ParallaxError(file, "its content is not what the model's card promises (sha256).", remedy, **values)
    return file


def download(url: str, part: Path, progress: Progress = silent) -> None:
    """Fetches what is at a URL into a file; what is in the file already is not fetched again. progress: bytes.

    Raises ParallaxError when the transfer breaks off; what has come is kept.
    """
    if urlsplit(url).scheme not in ("https", "http"):
        raise ParallaxError(url, "weights are fetched over https alone.", "Correct the model's card.")
    part.parent.mkdir(parents=True, exist_ok=True)
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            if answer.status != 206:  # the server starts from the beginning: so do we
                have = 0
            length = answer.headers.get("Content-Length")
            total = have + int(length) if length and length.isdecimal() else 0
            with part.open("ab" if have else "wb") as out:
                while chunk := answer.read(_CHUNK):
                    have += out.write(chunk)
                    if have > checkpoints.MAX_BYTES:  # an endless answer must not fill the disk
                        raise ParallaxError(url, "the file is too large for weights.", "Correct the model's card.")
                    progress(Step("download", have, max(total, have), part.stem))
    except urllib.error.HTTPError as fault:
        if fault.code == 416:  # nothing is left to send: the part is whole (or wrong, which its sha256 tells)
            return
        raise ParallaxError(url, "the server answered {code}.", "Try again later.", code=fault.code) from None
    except (OSError, http.client.HTTPException) as fault:
        raise ParallaxError(url, "the download broke off ({why}).",
                            "Check the network and try again; what has come is kept.", why=fault) from None
    if total and have < total:
        raise ParallaxError(url, "the download broke off after {have} of {total} bytes.",
                            "Try again; what has come is kept.", have=have, total=total)


def load(file: Path) -> "dict[str, Tensor]":
    """The state dict in a file, float32, whatever it is wrapped in. Raises ParallaxError when there is none."""
    return checkpoints.tensors(file, checkpoints.read(file))


def from_state_dict(state_dict: Mapping[str, Any], **overrides: Any) -> "nn.Module":
    """The network, ready for use, that a published file of weights is of, on the device of its tensors.

    state_dict: what `checkpoints.read` gives of the file, wrapped in whatever or not, names and layouts as they are.
    overrides: settings of the network's Config that its shapes do not tell, or other ones than were recognised. Raises
    ParallaxError: no known network, settings that are missing or unfit, or weights that do not fit the network, which
    names are missing, too many or of another shape.
    """
    import torch

    found = recognised(_THESE, state_dict, overrides)
    with torch.device(next(iter(found.state.values())).device):
        net = _built(found.family, found.config)
    net.load_state_dict(found.state)
    return net.eval()


def recognised(subject: object, state_dict: Mapping[str, Any], overrides: Mapping[str, Any]) -> "Found":
    """What a file of weights is: its family, all settings of the network, and the tensors that this one takes.

    As `from_state_dict`, without building anything; errors about the file are about `subject`.
    """
    import torch

    from core.nets import recognise

    state = checkpoints.tensors(subject, state_dict)
    found = recognise.recognise(state)
    if found is None:
        raise ParallaxError(subject, "no network that is known here has weights that are called {names}.",
                            "Give those of {families}.", names=_few(state),
                            families=", ".join(family.title for family in recognise.FAMILIES))
    config = {**found.config, **overrides}
    if untold := [name for name in found.family.untold if name not in config]:
        raise ParallaxError(found.family.title,
                            "its weights do not tell {names}; that is known of the published sizes alone.",
                            "Give these settings with them (--set).", names=", ".join(untold))
    with torch.device("meta"):  # without memory: what was recognised in part may be of any size
        fitting = _fitting(found, _built(found.family, config))
    return recognise.Found(found.family, config, fitting)


def _built(family: "Family", config: Mapping[str, Any]) -> "nn.Module":
    try:
        net: nn.Module = getattr(import_module(f"core.nets.{family.net}"), family.build)(config)
    except (TypeError, ValueError, RuntimeError, ArithmeticError) as fault:
        raise ParallaxError(family.title, "its network cannot be built ({why}).",
                            "Correct the settings that were given with the weights, or give others.",
                            why=fault) from None
    return net


def _fitting(found: "Found", net: "nn.Module") -> "dict[str, Tensor]":
    """The weights that a network takes, under its names. Raises ParallaxError unless they are all there and no more."""
    want = {name: tuple(value.shape) for name, value in net.state_dict().items()}
    have = {name: tuple(value.shape) for name, value in found.state.items()}
    missing = [name for name in want if name not in have and not name.endswith(_COUNTER)]  # torch makes it up itself
    surplus = [name for name in have if name not in want and name.rpartition(".")[2] not in _NEEDLESS]
    other = [tr("{name} {shape} instead of {wanted}").format(name=name, shape=have[name], wanted=shape)
             for name, shape in want.items() if have.get(name, shape) != shape]
    faults = [said.format(n=len(names), names=_few(names)) for said, names in (
        (tr("missing ({n}): {names}"), missing), (tr("too many ({n}): {names}"), surplus),
        (tr("of another shape ({n}): {names}"), other)) if names]
    if faults:
        raise ParallaxError(found.family.title, "the weights do not fit; {faults}.",
                            "Give a file as it was published, or the settings that it was made with.",
                            faults="; ".join(faults))
    return {name: found.state[name] for name in want if name in have}


def _few(names: Collection[str]) -> str:
    """The first three, and how many more."""
    more = len(names) - 3
    return ", ".join(list(names)[:3]) + (f" and {more} more" if more > 0 else "")
