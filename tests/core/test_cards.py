"""Model cards: what is shipped is sound, what is wrong is said."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from core import cards, weights
from core.errors import ParallaxError

GOOD = """title = "A lifter"
task = "lifter"
net = "frame_transformer"
joints = "h36m17"
input = "pixels"
licence = "none"
[config]
dim = 16
[weights]
file = "a.pt"
sha256 = "%s"
""" % ("0" * 64)


def test_reads_a_card(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD.replace('file = "a.pt"', 'url = "https://host/a.pt"'))
    known = cards.cards(tmp_path)
    assert list(known) == ["a", "b"]
    assert known["a"].config == {"dim": 16} and known["a"].weights == cards.Weights("0" * 64, file="a.pt")
    assert cards.card("b", tmp_path).weights == cards.Weights("0" * 64, url="https://host/a.pt")


@pytest.mark.parametrize(("old", "new", "says"), [
    ('task = "lifter"', 'task = "painter"', "task"),
    ('net = "frame_transformer"', 'net = "os.path"', "net"),
    ('joints = "h36m17"', 'joints = "octopus"', "joints"),
    ('title = "A lifter"', "title = 3", "title"),
    ('licence = "none"', "", "licence"),
    ('file = "a.pt"', 'file = "../a.pt"', "plain name"),
    ('file = "a.pt"', "", "either"),
    ('file = "a.pt"', 'file = "a.pt"\nurl = "https://host/a"', "either"),
    ("0000", "zzzz", "sha256"),
    ("[config]", "[konfig]", "konfig"),
    ("[config]\ndim = 16", "", ""),
    ("[config]", "[config", "TOML"),
])
def test_says_what_is_wrong(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(GOOD.replace(old, new, 1))
    if not says:  # a net of no settings is allowed
        assert cards.read(path).config == {}
        return
    with pytest.raises(ParallaxError, match=says) as fault:
        cards.read(path)
    assert str(path) in str(fault.value)


def test_an_unknown_model_is_told_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    with pytest.raises(ParallaxError, match="There are: a"):
        cards.card("b", tmp_path)


def test_what_ships_is_sound() -> None:
    known = cards.cards()
    assert cards.DEFAULT_LIFTER in known
    for card in known.values():
        assert card.licence
        if card.weights is not None and card.weights.file:
            file = weights.SHIPPED / card.weights.file
            assert hashlib.sha256(file.read_bytes()).hexdigest() == card.weights.sha256
            assert file.stat().st_size <= 12e6
    card = known[cards.DEFAULT_LIFTER]
    assert all(part in card.training["acknowledgement"] for part in ("mocap.cs.cmu.edu", "NSF EIA-0196217"))
    assert {"data", "seed", "command"} <= set(card.training) and card.measured


def test_listing_models_loads_no_torch() -> None:
    code = "import sys; from core import cards, weights, lift, swaps; cards.cards(); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_lifter_of_key_frames_is_the_default_one_or_the_first_and_without_any_it_is_said_what_to_do() -> None:
    def of(id: str, net: str) -> cards.Card:
        return cards.Card(id, id, "lifter", net, "h36m17", "", "")

    known = {"a": of("a", "frame_transformer"), "b": of("b", "uplift_upsample"), "c": of("c", "frame_upsampler")}
    assert cards.filler(known) == "b"
    assert cards.filler({**known, cards.DEFAULT_FILLER: of(cards.DEFAULT_FILLER, "frame_upsampler")}) \
        == cards.DEFAULT_FILLER
    with pytest.raises(ParallaxError, match="none is installed") as told:
        cards.filler({"a": known["a"]})
    assert "parallax weights import" in told.value.remedy
