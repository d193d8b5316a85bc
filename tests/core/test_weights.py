"""Weights: fetched, taken up again, checked, and never trusted."""

import hashlib
import http.server
import pickle
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from core import cards, weights
from core.errors import ParallaxError
from core.progress import Cancelled, Step

CONTENT = bytes(range(256)) * 16384  # 4 MiB: several chunks


class Server(http.server.BaseHTTPRequestHandler):
    """Serves its content with ranges. cut: bytes after which the answer breaks off; ranges: what was asked for."""

    content = CONTENT
    cut: int | None = None
    ignores_ranges = False
    ranges: list[str]

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        type(self).ranges.append(asked)
        match = None if self.ignores_ranges else re.fullmatch(r"bytes=(\d+)-", asked)
        start = int(match[1]) if match else 0
        if self.path != "/a.pt":
            self.send_error(404)
            return
        if start >= len(self.content):
            self.send_error(416)
            return
        self.send_response(206 if match else 200)
        self.send_header("Content-Length", str(len(self.content) - start))
        self.end_headers()
        self.wfile.write(self.content[start:type(self).cut])

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[type[Server], str]]:
    monkeypatch.setenv("PARALLAX_WEIGHTS", str(tmp_path / "kept"))
    handler = type("Handler", (Server,), {"ranges": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield handler, f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def card(url: str, content: bytes = CONTENT) -> cards.Card:
    found = cards.Weights(hashlib.sha256(content).hexdigest(), url=url)
    return cards.Card("a", "", "lifter", "n", "h36m17", "", "", weights=found)


def test_fetches_once(server: tuple[type[Server], str]) -> None:
    handler, host = server
    steps: list[Step] = []
    path = weights.path(card(f"{host}/a.pt"), steps.append)
    assert path.read_bytes() == CONTENT and path.parent == weights.folder()
    assert steps[-1].done == steps[-1].total == len(CONTENT)
    assert weights.path(card(f"{host}/a.pt")) == path
    assert len(handler.ranges) == 1
    path.write_bytes(b"damaged")
    assert weights.path(card(f"{host}/a.pt")).read_bytes() == CONTENT


def test_goes_on_after_a_break(server: tuple[type[Server], str]) -> None:
    handler, host = server
    handler.cut = 3 << 20
    with pytest.raises(ParallaxError, match="broke off"):
        weights.path(card(f"{host}/a.pt"))
    handler.cut = None
    assert weights.path(card(f"{host}/a.pt")).read_bytes() == CONTENT
    assert handler.ranges == ["", f"bytes={3 << 20}-"]


def test_goes_on_after_cancel_and_with_a_server_without_ranges(server: tuple[type[Server], str]) -> None:
    handler, host = server

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        weights.path(card(f"{host}/a.pt"), stop)
    handler.ignores_ranges = True
    assert weights.path(card(f"{host}/a.pt")).read_bytes() == CONTENT


def test_a_whole_part_needs_no_bytes(server: tuple[type[Server], str]) -> None:
    _, host = server
    wanted = card(f"{host}/a.pt")
    assert wanted.weights is not None
    weights.folder().mkdir(parents=True)
    (weights.folder() / f"a-{wanted.weights.sha256[:12]}.pt.part").write_bytes(CONTENT)
    assert weights.path(wanted).read_bytes() == CONTENT


def test_other_content_is_refused_and_thrown_away(server: tuple[type[Server], str]) -> None:
    _, host = server
    with pytest.raises(ParallaxError, match="sha256"):
        weights.path(card(f"{host}/a.pt", b"other"))
    assert list(weights.folder().iterdir()) == []


def test_faults_are_told(server: tuple[type[Server], str]) -> None:
    _, host = server
    with pytest.raises(ParallaxError, match="404"):
        weights.path(card(f"{host}/b.pt"))
    with pytest.raises(ParallaxError, match="https"):
        weights.path(card("file:///etc/passwd"))
    with pytest.raises(ParallaxError, match="broke off"):
        weights.path(card("http://127.0.0.1:1/a.pt"))
    missing = cards.Card("a", "", "lifter", "n", "h36m17", "", "", weights=cards.Weights("0" * 64, file="none.pt"))
    with pytest.raises(ParallaxError, match="missing"):
        weights.path(missing)
    own = cards.Card("a", "Mine", "lifter", "n", "h36m17", "", "", weights=missing.weights, own=True)
    with pytest.raises(ParallaxError, match=r"weights of Mine are missing.*import it again"):
        weights.path(own)
    with pytest.raises(ParallaxError, match="no weights"):
        weights.path(cards.Card("a", "", "detector", "n", "h36m17", "", ""))


@pytest.mark.parametrize("wrap", [lambda s: s, lambda s: {"epoch": 3, "model_pos": s}, lambda s: {"state_dict": s},
                                  lambda s: {"model_pos": {f"module.{k}": v for k, v in s.items()}}])
def test_unwraps_and_widens(tmp_path: Path, wrap) -> None:  # type: ignore[no-untyped-def]
    state = {"a.weight": torch.ones(2, 3).half(), "n": torch.tensor(3)}
    torch.save(wrap(state), tmp_path / "a.pt")
    got = weights.load(tmp_path / "a.pt")
    assert list(got) == ["a.weight", "n"] and got["a.weight"].dtype == torch.float32 and got["n"] == 3


def test_code_in_a_file_is_not_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "ran",))

    (tmp_path / "plain.pt").write_bytes(pickle.dumps({"a": Evil()}))
    torch.save({"a": Evil()}, tmp_path / "zip.pt")
    torch.save([1, 2], tmp_path / "list.pt")
    torch.save({"a": 1}, tmp_path / "number.pt")
    (tmp_path / "empty.pt").write_bytes(b"")
    for name in ("plain", "zip", "list", "number", "empty", "missing"):
        with pytest.raises(ParallaxError):
            weights.load(tmp_path / f"{name}.pt")
    assert not (tmp_path / "ran").exists()
