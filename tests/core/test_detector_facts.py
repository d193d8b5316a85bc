"""What is told of detectors: crops, devices, and speeds that are measured for real and remembered."""

from dataclasses import replace
from pathlib import Path

import pytest

from core import cards, detector_facts, detector_speed, importing
from core.cards import Card, Weights
from core.detector_facts import Speed
from core.errors import ParallaxError
from core.skeleton import SKELETONS
from tests.core.test_topdown import bring

SMALL = (96, 160)
CARD = Card("a", "A", "detector", "hrnet", "coco17", "", "", weights=Weights("ab" * 32, "a.pt"),
            settings={"size": [96, 128]})


@pytest.fixture(autouse=True)
def own_speeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARALLAX_SPEEDS", str(tmp_path / "here" / "speeds.json"))
    return tmp_path / "here" / "speeds.json"


@pytest.mark.parametrize(("ms", "words"), [(4.26, "4.3 ms/frame (235/s)"), (38.2, "38 ms/frame (26/s)"),
                                           (700.0, "700 ms/frame"), (2345.0, "2.3 s/frame"), (0.0, "too fast to tell")])
def test_a_speed_in_words(ms: float, words: str) -> None:
    assert Speed(ms).words == words


def test_a_speed_is_of_these_weights_settings_device_and_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert detector_facts.speed(CARD, "cpu") is None
    detector_facts.keep(CARD, "cpu", Speed(10.0, (1080, 1920), "x"))
    assert detector_facts.speed(CARD, "cpu") == Speed(10.0, (1080, 1920), "x")
    assert detector_facts.speed(replace(CARD, title="Other", id="b"), "cpu") is not None  # the same network
    others = [replace(CARD, weights=Weights("cd" * 32, "a.pt")), replace(CARD, settings={"size": [192, 256]})]
    assert all(detector_facts.speed(other, "cpu") is None for other in others)
    assert detector_facts.speed(CARD, "cuda") is None
    detector_facts.keep(CARD, "cuda", Speed(1.0))
    assert detector_facts.speed(CARD, "cpu") == Speed(10.0, (1080, 1920), "x")
    detector_facts._machine.cache_clear()
    monkeypatch.setattr(detector_facts.platform, "node", lambda: "elsewhere")
    assert detector_facts.speed(CARD, "cpu") is None
    detector_facts._machine.cache_clear()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": {"ms": "fast"}}', "x" * (detector_facts.MOST_CHARS + 1)])
def test_a_damaged_file_of_speeds_is_as_none(text: str, own_speeds: Path) -> None:
    own_speeds.parent.mkdir()
    own_speeds.write_text(text)
    assert detector_facts.speed(CARD, "cpu") is None
    detector_facts.keep(CARD, "cpu", Speed(3.0))
    assert detector_facts.speed(CARD, "cpu") == Speed(3.0)


def test_crops_and_runtimes_are_told() -> None:
    assert detector_facts.crop_words(cards.card("blazepose")) == "256 × 256"
    assert detector_facts.crop(CARD) == (96, 128) and detector_facts.crop_words(replace(CARD, settings={})) == "–"
    assert [detector_facts.runtime(replace(CARD, net=net)) for net in ("blazepose", "onnx", "hrnet")] == [
        "onnxruntime", "onnxruntime", "torch"]
    there = detector_facts.usable()
    assert there.keys() == {"torch", "onnxruntime"} and all(each[0] == "cpu" for each in there.values())


def test_a_detector_is_measured_and_the_speed_kept(blazepose: Path, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector_speed, "ENOUGH_S", 0.0)
    card = bring("rtmpose", tmp_path, 17, "score=0.0")
    steps = []
    made = detector_speed.measure(card, "cpu", steps.append, SMALL)
    assert made.ms > 0 and made.size == SMALL and made.name
    assert detector_facts.speed(card, "cpu") == made
    assert [step.done for step in steps] == list(range(1, detector_speed.WARM + detector_speed.FEWEST + 1))


def test_blazepose_is_measured_on_a_figure_that_it_sees(blazepose: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector_speed, "ENOUGH_S", 0.0)
    lost = []
    followed = detector_speed._followed

    def watched(detector: object, image: object, person: object) -> object:
        found = detector.follow(image, person)  # type: ignore[attr-defined]
        lost.append(found is None)
        return followed(detector, image, person)  # type: ignore[arg-type]

    monkeypatch.setattr(detector_speed, "_followed", watched)
    detector_speed.measure(cards.card("blazepose"), size=(540, 960))
    assert lost and not any(lost)


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=lambda each: each.name)
def test_somebody_who_stands_has_the_head_above_the_feet(skeleton: object) -> None:
    xys = detector_speed._standing(skeleton, (1080, 1920))  # type: ignore[arg-type]
    height = {name: xys[joint, 1] for joint, name in enumerate(skeleton.joints)}  # type: ignore[attr-defined]
    assert height["lankle"] > height["lknee"] > height["lhip"] > height["lshoulder"]
    assert (xys[:, 0] > 0).all() and (xys[:, 0] < 1080).all() and xys[:, 1].min() > 0 and xys[:, 1].max() < 1920


def test_what_cannot_be_measured_is_said_and_nothing_kept(blazepose: Path, tmp_path: Path, own_speeds: Path) -> None:
    with pytest.raises(ParallaxError, match="lifter, not a detector"):
        detector_speed.measure(cards.card(cards.DEFAULT_LIFTER))
    with pytest.raises(ParallaxError, match="cannot use it here"):
        detector_speed.measure(cards.card("blazepose"), "tpu", size=SMALL)
    card = bring("hrnet", tmp_path)
    with pytest.raises(ParallaxError, match="cannot use it here"):
        detector_speed.measure(card, "mps", size=SMALL)  # no other device is taken in its place
    assert not own_speeds.exists()
    importing.remove(card.id)
