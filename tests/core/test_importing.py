"""Files that others published become lifters: every family from its own wrapping, lifted as its conventions say."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core import cards, conventions, importing, lift, upsample, weights
from core.errors import ParallaxError
from core.labels import Keypoint, Label, label_id
from core.nets import frame_transformer, inputs
from core.pose import Poses2D, Source
from core.relift import Following
from core.skeleton import COCO17, H36M17
from tests.core.nets import published
from tests.core.nets.test_keras_uplift import write

SIZE, FRAMES = (640, 480), 40
TIMES = np.arange(FRAMES) / 50


def several_gpus(state: dict[str, Any]) -> dict[str, Any]:
    return {f"module.{key}": value for key, value in state.items()}


def of_a_trainer(state: dict[str, Any]) -> dict[str, Any]:
    """What VideoPose3D and those after it save: beside the weights is a random generator, which torch does not read."""
    return {"epoch": 80, "lr": 1e-3, "random_state": np.random.RandomState(0), "optimizer": {}, "model_pos": state}


# Fixture → what it is saved in, and what its shapes do not tell.
FAMILIES: dict[str, tuple[Callable[[dict[str, Any]], Any], tuple[str, ...]]] = {
    "videopose3d_333_small": (of_a_trainer, ()),
    "videopose3d_333_causal_small": (of_a_trainer, ("causal=true",)),
    "mixste_9_small": (lambda s: of_a_trainer(several_gpus(s)), ("num_heads=8",)),
    "mixste_9_in5_small": (lambda s: of_a_trainer(several_gpus(s)), ("num_heads=8",)),
    "motionbert_small": (lambda s: {"epoch": 1, "min_loss": 37.2, "model_pos": several_gpus(s)}, ("num_heads=4",)),
    "poseformer_9_small": (lambda s: of_a_trainer(several_gpus(s)), ("num_heads=8",)),
    "mhformer_9_small": (lambda s: s, ()),
    "stridedtransformer_27_small": (lambda s: s, ("stride_num=[3, 3, 3]",)),
    "simplebaseline_weigq_small": (lambda s: {"epoch": 1, "err": 45.0, "state_dict": s, "optimizer": {}}, ()),
    "simplebaseline_l2d_small": (lambda s: s, ()),
    "iganet_full": (lambda s: s, ()),
}


def save(shared: Path, folder: Path, name: str) -> Path:
    """A file as it was published, with the recipe's weights."""
    known = published.fixture(shared, name)
    file = folder / f"{name}.bin"
    torch.save(FAMILIES[name][0](known["state_dict"] or published.recipe(shared, known["shapes"])), file)
    return file


def told(folder: Path, name: str) -> importing.Asked:
    """The settings for it; statistics where it needs them."""
    texts = list(FAMILIES[name][1])
    if name.startswith("simplebaseline"):
        joints, unit = (16, 0.001) if "weigq" in name else (17, 0.01)
        rng = np.random.default_rng(0)
        rows: dict[str, Any] = {f"{what}_{axes}d": rng.uniform(50, 60, (joints, axes)).tolist()
                                for axes in (2, 3) for what in ("mean", "deviation")}
        (folder / "statistics.json").write_text(json.dumps(rows | {"unit_m": unit}))
        texts.append(f"statistics={folder / 'statistics.json'}")
    return importing.settings(texts)


def bring(shared: Path, folder: Path, name: str) -> lift.Lifter:
    return lift.load(importing.bring(save(shared, folder, name), asked=told(folder, name)).id)


def walker(seed: int = 0) -> Poses2D:
    """Somebody in COCO joints; for a moment a wrist is not seen."""
    rng = np.random.default_rng(seed)
    xys = np.ones((FRAMES, 1, 17, 3), np.float32)
    xys[:, 0, :, :2] = rng.uniform(150, 350, (17, 2)) + np.cumsum(rng.normal(0, 2, (FRAMES, 17, 2)), axis=0)
    xys[10:13, 0, 9] = [np.nan, np.nan, 0]
    return Poses2D(xys, TIMES, COCO17, SIZE, Source("detector"))


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_lifts_from_its_published_file(shared: Path, tmp_path: Path, name: str) -> None:
    """Frame by frame what the network says of the frames around, worked out here without the loop."""
    lifter = bring(shared, tmp_path, name)
    out = lift.lift(walker(), lifter)
    points = out.xyzs[:, 0, :, :3]
    assert out.kind == "relative" and np.isfinite(points).all() and (points[:, 0] == 0).all()
    assert (out.xyzs[10:13, 0, H36M17.index("lwrist"), 3] == 0).all()
    flat = lift.fill(walker().to(H36M17).xys[:, 0], TIMES)
    at = 20
    if lifter.sight.way == "all":  # the windows that the frame lies in, weighted by a triangle
        width = lifter.sight.window
        starts = [s for s in sorted({*range(0, FRAMES - width, max(1, width // 2)), FRAMES - width})
                  if s <= at < s + width]
        ramp = [min(at - s + 1, width - (at - s)) for s in starts]
        said = [says(lifter, flat[None, s:s + width])[0, at - s] for s in starts]
        wanted = sum(r * y for r, y in zip(ramp, said, strict=True)) / sum(ramp)
    else:
        rows = inputs.windows(FRAMES, lifter.sight.window, causal=lifter.sight.causal)[at].numpy()
        wanted = says(lifter, flat[None, rows])[0, 0]
    np.testing.assert_allclose(points[at], wanted, atol=1e-5 * np.abs(wanted).max())


def says(lifter: lift.Lifter, xys: np.ndarray) -> np.ndarray:
    """(B, T, 17, 3) → what the network says, with the flip test, in metres from the pelvis: the convention by hand."""
    with torch.inference_mode():
        x, c = torch.from_numpy(xys), lifter.convention
        if c.name == "screen":
            return _root_is_0(_flipped(lifter, inputs.screen(x[..., :2], torch.tensor(SIZE).float())))
        if c.name == "motionbert":
            low, high = (getattr(x[..., :2][x[..., 2] > 0], f"a{end}")(dim=0) for end in ("min", "max"))
            box = (2 * (x[..., :2] - (low + high) / 2) / (high - low).max()).clamp(-1, 1)
            y = _root_is_0(_flipped(lifter, torch.cat((box, x[..., 2:]), dim=-1)))
            bones = [np.linalg.norm(y[..., b, :] - y[..., a, :], axis=-1) for a, b in H36M17.bones]
            middle = np.sort(np.sum(bones, axis=0), axis=1)[:, (y.shape[1] - 1) // 2]  # torch's median
            return y * (inputs.BONES_M / middle)[:, None, None, None]
        return conventions.answer(lifter.net, c, x, SIZE, True).numpy()  # by hand in test_conventions


def _flipped(lifter: lift.Lifter, x: Tensor) -> np.ndarray:
    chans = conventions.channels(lifter.net)
    x = torch.cat((x, x.new_zeros(*x.shape[:-1], max(chans - x.shape[-1], 0))), dim=-1)
    y = 0.5 * (lifter.net(x) + inputs.mirror(lifter.net(inputs.mirror(x))))
    middle = (y.shape[1] - 1) // 2
    return (y[:, middle:middle + 1] if lifter.sight.way == "centre" else y).numpy()


def _root_is_0(y: np.ndarray) -> np.ndarray:
    return np.concatenate((0 * y[..., :1, :], y[..., 1:, :]), axis=-2)


@pytest.mark.parametrize("name", ["mixste_9_small", "poseformer_9_small", "videopose3d_333_causal_small"])
@pytest.mark.parametrize("times", [TIMES, np.arange(FRAMES) / 12.5], ids=["50 Hz", "12.5 Hz"])
def test_3d_that_follows_corrections_is_what_lifting_anew_gives(shared: Path, tmp_path: Path, name: str,
                                                                times: np.ndarray) -> None:
    lifter = bring(shared, tmp_path, name)
    poses = walker()
    poses = Poses2D(poses.xys, times, COCO17, SIZE, poses.source)
    following = Following(poses, 0, lift.lift(poses, lifter), lifter.sight)
    labels = {20: Label(label_id("v", "athlete", 20), "v", "athlete", 20, "coco17", {"lwrist": Keypoint(300.0, 90.0)})}
    following.change([(20, 21)], labels, ())
    assert 0 < following.stale.sum() < FRAMES
    for _ in following.lift(lifter):
        pass
    changed = poses.xys.copy()
    changed[20, 0, 9] = [300, 90, 1]
    whole = lift.lift(Poses2D(changed, times, COCO17, SIZE, poses.source), lifter).xyzs[:, 0]
    np.testing.assert_allclose(following.xyzs, whole, atol=1e-5 * np.nanmax(np.abs(whole)))
    before = lift.lift(poses, lifter).xyzs[:, 0]
    assert np.abs(whole - before).max() > 1e-3


def test_short_recordings_are_lifted_with_their_ends_repeated(shared: Path, tmp_path: Path) -> None:
    lifter = bring(shared, tmp_path, "mixste_9_small")
    poses = walker()
    for frames in (1, 4, 9):
        short = Poses2D(poses.xys[:frames], TIMES[:frames], COCO17, SIZE, poses.source)
        flat = lift.fill(short.to(H36M17).xys[:, 0], TIMES[:frames])
        rows = np.clip(np.arange(9) - (9 - frames) // 2, 0, frames - 1)
        wanted = says(lifter, flat[None, rows])[0, (9 - frames) // 2:][:frames]
        np.testing.assert_allclose(lift.lift(short, lifter).xyzs[:, 0, :, :3], wanted, atol=1e-5)


def test_the_flip_test_can_be_left_out(shared: Path, tmp_path: Path) -> None:
    file = save(shared, tmp_path, "videopose3d_333_small")
    on, off = (lift.load(importing.bring(file, model, importing.settings(texts)).id)
               for model, texts in (("on", []), ("off", ["flip=false", "variant=mmpose"])))
    assert on.flip and not off.flip and off.sight.variant == "mmpose"
    a, b = (lift.lift(walker(), lifter) for lifter in (on, off))
    assert np.abs(a.xyzs - b.xyzs).max() > 0.01
    assert (b.source.settings["flip"], b.source.settings["variant"]) == (False, "mmpose")


# ---------------------------------------------------------------- the card


def test_a_card_says_what_it_is_and_is_read_again(shared: Path, tmp_path: Path) -> None:
    file = save(shared, tmp_path, "videopose3d_333_small")
    card = importing.bring(file, "mine", importing.settings(["variant=consistency"]))
    assert card == cards.card("mine") == cards.cards()["mine"]
    assert (card.net, card.own, card.restricted) == ("videopose3d", True, True)
    assert "CC BY-NC 4.0" in card.licence and "Not for commercial use" in card.consequence
    assert dict(card.convention) == {"name": "screen", "variant": "consistency"}
    assert card.config["filter_widths"] == [3, 3, 3] and card.source["sha256"] == weights.digest(file)
    assert card.weights is not None and weights.path(card).parent == weights.folder()
    assert weights.digest(weights.path(card)) == card.weights.sha256
    state = torch.load(weights.path(card), weights_only=True)
    theirs = published.fixture(shared, "videopose3d_333_small")["state_dict"]
    assert state.keys() == theirs.keys() and all(torch.equal(state[key], theirs[key]) for key in theirs)


def test_statistics_stand_in_the_card(shared: Path, tmp_path: Path) -> None:
    file = save(shared, tmp_path, "simplebaseline_weigq_small")
    with pytest.raises(ParallaxError, match=r"standardized keypoints.*mean_2d"):
        importing.bring(file)
    asked = told(tmp_path, "simplebaseline_weigq_small")
    assert importing.bring(file, asked=asked).convention["statistics"] == asked.convention["statistics"]
    (tmp_path / "wrong.json").write_text(json.dumps({**asked.convention["statistics"], "mean_3d": [[1, 2, 3]]}))
    with pytest.raises(ParallaxError, match="mean_3d"):
        importing.bring(file, "other", importing.settings([f"statistics={tmp_path / 'wrong.json'}"]))
    for text in ("none.json", "statistics.json.x"):
        with pytest.raises(ParallaxError, match="JSON file of mean_2d"):
            importing.settings([f"statistics={tmp_path / text}"])
    assert list(cards.cards()) == ["blazepose", *_shipped(), "simplebaseline_weigq_small"]


def _shipped() -> list[str]:
    return [id for id in cards.cards(cards.FOLDER) if id != "blazepose"]


def test_mmpose_s_files_are_mmpose_s(shared: Path, tmp_path: Path) -> None:
    """By their names: another licence, the same network."""
    shapes = published.table(shared, "mmpose_simplebaseline3d")["keys"]
    torch.save({"meta": {"epoch": 1}, "state_dict": published.recipe(shared, shapes)}, tmp_path / "mm.pth")
    rows = cards.published()["mmpose-simplebaseline3d"].convention
    (tmp_path / "rows.json").write_text(json.dumps(rows["statistics"]))
    card = importing.bring(tmp_path / "mm.pth", asked=importing.settings([f"statistics={tmp_path / 'rows.json'}"]))
    assert card.licence == "Apache-2.0 (open-mmlab/mmpose)" and "Human3.6M" in card.consequence
    out = lift.lift(walker(), lift.load(card.id)).xyzs
    assert np.isfinite(out).all() and (out[:, :, 0, :3] == 0).all()


def test_weights_that_nobody_published_need_a_licence(tmp_path: Path) -> None:
    state = frame_transformer.build({"dim": 256, "depth": 1, "maxlen": 9}).state_dict()
    torch.save(state, tmp_path / "ours.pt")
    with pytest.raises(ParallaxError, match="--licence"):
        importing.bring(tmp_path / "ours.pt")
    card = importing.bring(tmp_path / "ours.pt", licence="Ours; do what you like")
    assert (card.licence, card.restricted, card.convention["name"]) == ("Ours; do what you like", False, "parallax")
    assert np.isfinite(lift.lift(walker(), lift.load(card.id)).xyzs).all()


# ---------------------------------------------------------------- what is refused, and then nothing is kept


class Evil:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


def test_what_is_refused(shared: Path, tmp_path: Path) -> None:
    state = published.fixture(shared, "videopose3d_333_small")["state_dict"]
    rest = {key: value for key, value in state.items() if key != "shrink.bias"}
    refined = published.recipe(shared, published.table(shared, "stridedtransformer_refine")["keys"])
    files = {"evil": {"model_pos": state, "random_state": Evil(tmp_path / "ran")}, "missing": rest,
             "surplus": {**state, "more.weight": torch.ones(2)}, "unknown": {"a": torch.ones(2)}, "refined": refined,
             "list": [1, 2], "good": state}
    for name, content in files.items():
        torch.save(content, tmp_path / f"{name}.pt")
    (tmp_path / "noise.pt").write_bytes(pickle.dumps(3))
    for name, texts, says in (
            ("evil", (), "Nothing in it was run"), ("missing", (), "shrink.bias"), ("surplus", (), "more.weight"),
            ("unknown", (), "no network that is known here"), ("refined", (), "does not lift by itself"),
            ("list", (), "state dict"), ("noise", (), "safe to read"), ("absent", (), "cannot be read"),
            ("good", ("filter_widths=[3, 3]",), "do not fit"), ("good", ("nonsense=1",), "nonsense"),
            ("good", ("convention=song",), "song"), ("good", ("variant=3",), "variant"),
            ("good", ("convention=standardized",), "statistics")):
        with pytest.raises(ParallaxError, match=says):
            importing.bring(tmp_path / f"{name}.pt", asked=importing.settings(texts))
    for texts in (["variant"], ["=3"]):
        with pytest.raises(ParallaxError, match="key=value"):
            importing.settings(texts)
    assert not (tmp_path / "ran").exists() and not cards.own_folder().exists() and not weights.folder().exists()


def test_names_that_are_none_or_taken(shared: Path, tmp_path: Path) -> None:
    file = save(shared, tmp_path, "videopose3d_333_small")
    for model in ("../up", "A b", ".hidden", "x" * 65, cards.DEFAULT_LIFTER, "blazepose"):
        with pytest.raises(ParallaxError, match="called so"):
            importing.bring(file, model)
    card = importing.bring(file, "mine")
    with pytest.raises(ParallaxError, match="of this name"):
        importing.bring(file, "mine")
    odd = tmp_path / "Model (best) 3.BIN"
    odd.write_bytes(file.read_bytes())
    assert importing.bring(odd).id == "model-best-3"
    importing.remove("mine")
    assert list(cards.own_folder().iterdir()) == [cards.own_folder() / "model-best-3.toml"]
    assert card.weights is not None and not (weights.folder() / card.weights.file).exists()
    for model in ("mine", "blazepose", "../mine"):
        with pytest.raises(ParallaxError, match="no model that was imported"):
            importing.remove(model)


def test_a_damaged_card_costs_that_model_alone(shared: Path, tmp_path: Path) -> None:
    importing.bring(save(shared, tmp_path, "videopose3d_333_small"), "mine")
    (cards.own_folder() / "bad.toml").write_text("title = ")
    (cards.own_folder() / "blazepose.toml").write_text((cards.own_folder() / "mine.toml").read_text())
    known = cards.cards()
    assert "mine" in known and "bad" not in known and not known["blazepose"].own and not cards.card("blazepose").own
    assert [fault.subject for fault in cards.faults()] == [str(cards.own_folder() / "bad.toml")]
    (weights.folder() / known["mine"].weights.file).write_bytes(b"other")  # type: ignore[union-attr]
    with pytest.raises(ParallaxError, match=r"sha256.*import it again"):
        lift.load("mine")
    importing.remove("bad")
    assert cards.faults() == []


def test_uplift_and_upsample_is_brought_in_and_lifts_key_frames_as_its_authors_do(shared: Path, tmp_path: Path) -> None:
    """From the file that Keras wrote."""
    known = published.fixture(shared, "uplift_upsample_small_pad0")
    state, told = published.recipe(shared, known["shapes"]), known["config"]
    file = write(tmp_path / "uplift.h5", {key: value.numpy() for key, value in
                                          zip(known["keras_names"], state.values(), strict=True)})
    given = {"num_heads": 8, "s_out": told["SEQUENCE_STRIDE"], "strides": told["STRIDES"],
             "paddings": told["PADDINGS"] or [[1, 1]] * 2, "s_in": [5, 10]}
    card = importing.bring(file, asked=importing.settings([f"{key}={json.dumps(each)}" for key, each in given.items()]))
    assert card.fills and card.settings["s_in"] == [5, 10] and card.convention["name"] == "screen"
    with pytest.raises(ParallaxError, match="key-frames"):
        lift.load(card.id)
    made = upsample.load(card.id)
    assert (made.convention, made.strides, made.s_out) == ("screen", (5, 10), told["SEQUENCE_STRIDE"])
