"""Pickles of others: plain values come out, everything else inert, and nothing is ever run."""

import argparse
import io
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from core.errors import ParallaxError
from core.inert import Reader, Unread


def read(content: bytes) -> Any:
    return Reader(Path("a.pkl"), io.BytesIO(content)).load()


class Own:
    """A class of the file's authors, with a state."""

    def __init__(self) -> None:
        self.secret = 1


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_values_and_the_rest(protocol: int) -> None:
    found = read(pickle.dumps({"a": [1, 2.5, None, "ä"], "own": Own(), "args": argparse.Namespace(x=3)}, protocol))
    assert found["a"] == [1, 2.5, None, "ä"]
    assert type(found["own"]) is Unread and not vars(found["own"]) and type(found["args"]) is Unread


class Run:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.folder),)


def test_a_call_is_refused(tmp_path: Path) -> None:
    content = pickle.dumps(Run(tmp_path / "ran"))
    with pytest.raises(ParallaxError, match=r"a.pkl: it names (posix|nt).mkdir, which data have no use for.*was run"):
        read(content)
    assert not (tmp_path / "ran").exists()
    pickle.loads(content)  # else this were no attack
    assert (tmp_path / "ran").exists()
