"""From a card to a checked local file, and from that file to tensors. Nothing here runs code out of a file."""

import hashlib
import http.client
import os
import urllib.error
import urllib.request
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from core.cards import Card
from core.errors import ParallaxError
from core.progress import Progress, Step, silent

if TYPE_CHECKING:
    from torch import Tensor

SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "weights"
_CHUNK = 1 << 20
_MAX_BYTES = 4 << 30  # no published pose network comes near; an endless answer must not fill the disk


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
        shipped = SHIPPED / card.weights.file
        if not shipped.is_file():
            raise ParallaxError(shipped, "the weights that belong to Parallax are missing.", "Install Parallax again.")
        return _checked(shipped, card.weights.sha256, "Install Parallax again.")
    kept = folder() / f"{card.id}-{card.weights.sha256[:12]}.pt"
    if kept.is_file() and digest(kept) == card.weights.sha256:
        return kept
    part = kept.with_name(kept.name + ".part")
    _download(card.weights.url, part, progress)
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


def _checked(file: Path, sha256: str, remedy: str) -> Path:
    if digest(file) != sha256:
        raise ParallaxError(file, "its content is not what the model's card promises (sha256).", remedy)
    return file


def _download(url: str, part: Path, progress: Progress) -> None:
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
                    if have > _MAX_BYTES:
                        raise ParallaxError(url, "the file is too large for weights.", "Correct the model's card.")
                    progress(Step("download", have, max(total, have), part.stem))
    except urllib.error.HTTPError as fault:
        if fault.code == 416:  # nothing is left to send: the part is whole (or wrong, which its sha256 tells)
            return
        raise ParallaxError(url, f"the server answered {fault.code}.", "Try again later.") from None
    except (OSError, http.client.HTTPException) as fault:
        raise ParallaxError(url, f"the download broke off ({fault}).",
                            "Check the network and try again; what has come is kept.") from None
    if total and have < total:
        raise ParallaxError(url, f"the download broke off after {have} of {total} bytes.",
                            "Try again; what has come is kept.")


def load(file: Path) -> "dict[str, Tensor]":
    """The state dict in a file, float32, whatever it is wrapped in. Raises ParallaxError when there is none."""
    import torch

    state = unwrap(read(file))
    if not state or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise ParallaxError(file, "it holds no state dict.", "Give a file of tensors saved by torch.")
    return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}


def read(file: Path) -> Any:
    """What torch saved in a file, if it is tensors and plain values and nothing else. Raises ParallaxError."""
    import torch

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an odd pickle protocol: such a file is refused or read, not discussed
            return torch.load(file, map_location="cpu", weights_only=True)
    except Exception as fault:  # torch stumbles over damage in a dozen ways, IndexError among them
        raise ParallaxError(file, f"it holds no weights that are safe to read ({type(fault).__name__}).",
                            "Give a file of tensors saved by torch.") from None


def unwrap(content: Any) -> dict[str, Any]:
    """The state dict inside what training programs save: under `model_pos` or `state_dict`, names after `module.`."""
    for key in ("model_pos", "state_dict", "model"):
        if isinstance(content, Mapping) and isinstance(content.get(key), Mapping):
            content = content[key]
    if not isinstance(content, Mapping) or not all(isinstance(name, str) for name in content):
        return {}
    return {name.removeprefix("module."): value for name, value in content.items()}
