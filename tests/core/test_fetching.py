"""Published models, fetched from a server on this machine: taken up after a break, checked, trusted on first use."""

import hashlib
import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import cards, importing, lift, pipeline, publications, weights
from core.detectors import settings
from core.errors import ParallaxError
from core.progress import Cancelled, Step
from core.skeleton import COCO17, SKELETONS
from tests.core.nets import published
from tests.core.test_importing import of_a_trainer, walker
from tests.core.test_topdown import HRNET, small
from tests.core.test_weights import Server, server

__all__ = ["server"]  # the fixture
CARD = """title = "A published lifter"
task = "lifter"
net = "videopose3d"
joints = "h36m17"
input = "pixels"
licence = "CC BY-NC 4.0"
consequence = "Not for commercial use."
restricted = true
[config]
channels = 48
filter_widths = [3, 3, 3]
[convention]
name = "screen"
variant = "mmpose"
[weights]
url = "%s/a.pt"
sha256 = "%s"
bytes = 700000
[measured.published]
h36m_mpjpe_mm = 46.8
"""


@pytest.fixture
def offered(shared: Path, server: tuple[type[Server], str], tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    """A server that has a file as VideoPose3D's were published, and the card 'vp' of it."""
    handler, host = server
    out = io.BytesIO()
    torch.save(of_a_trainer(published.fixture(shared, "videopose3d_333_small")["state_dict"]), out)
    handler.content = out.getvalue()
    offer(tmp_path, monkeypatch, host)
    return handler


def offer(folder: Path, monkeypatch: pytest.MonkeyPatch, host: str, sha256: str = "") -> None:
    (folder / "published").mkdir(exist_ok=True)
    (folder / "published" / "vp.toml").write_text(CARD % (host, sha256))
    monkeypatch.setenv("PARALLAX_PUBLISHED", str(folder / "published"))


def test_a_published_model_becomes_one_of_the_user_s(offered: type[Server]) -> None:
    steps: list[Step] = []
    card = importing.fetch("vp", steps.append)
    assert steps[-1].done == steps[-1].total == len(offered.content)
    assert (card.id, card.title, card.own, card.restricted) == ("vp", "A published lifter", True, True)
    assert (card.licence, card.consequence) == ("CC BY-NC 4.0", "Not for commercial use.")
    assert dict(card.convention) == {"name": "screen", "variant": "mmpose"}
    assert card.source["sha256"] == hashlib.sha256(offered.content).hexdigest()
    assert card.source["url"].endswith("/a.pt") and card.source["bytes"] == len(offered.content)
    assert card.measured == {"published": {"h36m_mpjpe_mm": 46.8}}
    assert np.isfinite(lift.lift(walker(), lift.load("vp")).xyzs).all()
    assert not list(weights.folder().glob("*.download"))
    assert importing.fetch("vp") == card and len(offered.ranges) == 1  # it is there


def test_a_download_is_taken_up_where_it_broke_off(offered: type[Server]) -> None:
    offered.cut = 50_000
    with pytest.raises(ParallaxError, match=r"broke off.*what has come is kept"):
        importing.fetch("vp")
    assert (weights.folder() / "vp.download").stat().st_size == 50_000 and "vp" not in cards.cards()
    offered.cut = 60_000
    with pytest.raises(ParallaxError, match="broke off"):
        importing.fetch("vp")
    offered.cut = None

    def stop(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        importing.fetch("vp", stop)
    assert importing.fetch("vp").own
    assert offered.ranges[:3] == ["", "bytes=50000-", "bytes=60000-"]


def test_a_checksum_that_is_known_in_part_is_checked(offered: type[Server], server: tuple[type[Server], str],
                                                     tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = hashlib.sha256(offered.content).hexdigest()
    for promised in ("0" * 8, "0" * 64):
        offer(tmp_path, monkeypatch, server[1], promised)
        with pytest.raises(ParallaxError, match="not what it should be"):
            importing.fetch("vp")
        assert "vp" not in cards.cards() and not list(weights.folder().iterdir())
    offer(tmp_path, monkeypatch, server[1], right[:8])
    assert importing.fetch("vp").source["sha256"] == right


def test_what_came_first_is_what_must_come_later(offered: type[Server]) -> None:
    """No checksum is published; the weights are lost, and the file on the server is another one meanwhile."""
    card = importing.fetch("vp")
    assert card.weights is not None
    (weights.folder() / card.weights.file).unlink()
    with pytest.raises(ParallaxError, match="missing"):
        lift.load("vp")
    first, offered.content = offered.content, offered.content + b" "
    with pytest.raises(ParallaxError, match="not what it should be"):
        importing.fetch("vp")
    offered.content = first
    assert importing.fetch("vp").source["sha256"] == card.source["sha256"]
    assert lift.load("vp").source.weights == card.weights.sha256


def test_a_file_that_is_something_else_is_refused_and_thrown_away(offered: type[Server], tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "ran",)

    for content in ({"model_pos": {"a": torch.ones(2)}}, {"a": Evil()}):
        out = io.BytesIO()
        torch.save(content, out)
        offered.content = out.getvalue()
        with pytest.raises(ParallaxError):
            importing.fetch("vp")
        assert "vp" not in cards.cards() and not list(weights.folder().iterdir())
    assert not (tmp_path / "ran").exists()


def test_a_model_that_is_called_so_is_not_replaced(offered: type[Server], shared: Path, tmp_path: Path) -> None:
    torch.save(published.fixture(shared, "videopose3d_333_small")["state_dict"], tmp_path / "a.pt")
    mine = importing.bring(tmp_path / "a.pt", "vp")
    with pytest.raises(ParallaxError, match="of this name"):
        importing.fetch("vp")
    assert cards.card("vp") == mine and not offered.ranges
    with pytest.raises(ParallaxError, match="There are: vp"):
        importing.fetch("other")


def test_what_is_offered_is_sound() -> None:
    """Every card names a network that its settings build, how it is spoken to, and what may be done with it."""
    from core import conventions

    known = cards.published()
    assert {"videopose3d-cpn", "videopose3d-coco", "mmpose-motionbert", "mmpose-motionbert-ft",
            "mmpose-simplebaseline3d", "mmpose-videopose3d-243-cpn"} <= known.keys()
    assert {"mmpose-rtmpose-m", "mmpose-rtmpose-l-wholebody", "mmpose-hrnet-w48"} <= known.keys()
    for id, card in known.items():
        assert card.weights is not None and card.weights.url.startswith("https://") and card.weights.bytes > 1e6
        assert card.weights.sha256[:8] in card.weights.url
        assert card.licence and card.consequence and card.restricted and id not in cards.cards()
        if card.task == "detector":
            _sound_detector(card)
            continue
        with torch.device("meta"):
            net = lift._built(card)
        convention = conventions.read(id, card.convention)
        conventions.check(id, convention, net)
        # The size that is told is that of the network; a file has it in single precision and little beside it.
        assert sum(p.numel() for p in net.parameters()) * 4 == pytest.approx(card.weights.bytes, rel=0.05)
        assert lift.sight_of(card, convention, net).window >= 1
    assert known["videopose3d-coco"].convention["joints"] == "coco17"
    assert "CC BY-NC" in known["videopose3d-cpn"].licence and "commercial" in known["videopose3d-cpn"].consequence


def _sound_detector(card: cards.Card) -> None:
    """Its network finds the joints of its skeleton, in crops of the size that its settings and its file name tell."""
    used = settings.read(card.id, card.settings)
    assert card.weights is not None and f"{used.size[1]}x{used.size[0]}" in card.weights.url
    with torch.device("meta"):
        net = import_module(f"core.nets.{card.net}").build(dict(card.config))
    joints = [len(net.state_dict()[name]) for name in ("head.final_layer.weight", "final_layer.weight")
              if name in net.state_dict()]
    assert joints == [len(SKELETONS[card.joints])] and used.flip and card.input.count(str(used.size[0])) >= 1
    assert sum(p.numel() for p in net.parameters()) * 4 == pytest.approx(card.weights.bytes, rel=0.05)


def test_a_published_detector_is_fetched_with_its_crops(server: tuple[type[Server], str], blazepose: Path,
                                                       tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the weights of HRNet tells the size of its crops, so the card does; whoever fetches it can use it."""
    handler, host = server
    out = io.BytesIO()
    torch.save({"meta": {}, "state_dict": small("hrnet").state_dict()}, out)
    handler.content = out.getvalue()
    (tmp_path / "published").mkdir()
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    table = {"title": "A small HRNet", "task": "detector", "net": "hrnet", "joints": "coco17", "input": "pictures",
             "licence": "Apache-2.0", "consequence": "Ask before you use it.", "restricted": True, "config": HRNET,
             "settings": {"size": [96, 128]}, "weights": {"url": f"{host}/a.pt", "sha256": sha256[:8], "bytes": 1000}}
    (tmp_path / "published" / "net.toml").write_text(cards.toml(table))
    monkeypatch.setenv("PARALLAX_PUBLISHED", str(tmp_path / "published"))
    card = importing.fetch("net")
    assert (card.task, card.settings["size"], card.restricted) == ("detector", [96, 128], True)
    detector = pipeline.load_detector("net", "cpu")
    assert detector.source.model == "net" and detector.skeleton is COCO17
    offered = cards.published()["net"]
    assert offered.settings["size"] == [96, 128] and "net" in cards.cards()


def test_every_family_has_publishers() -> None:
    from core.nets import recognise

    ours = {"frame_transformer", "frame_upsampler"}
    assert publications.PUBLICATIONS.keys() == {family.net for family in recognise.FAMILIES} - ours
    assert all(publications.publication(net, []) is None for net in ours)
