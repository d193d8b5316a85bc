"""A network that sees one crop at a time, followed through pictures: with a network that knows colours, and with small
ones of every family on filmed people."""

import gc
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from core import cards, importing, pipeline, posefile, recording, runs, weights
from core.detect import Detector, Seed, detect
from core.detectors import crops, settings, topdown
from core.detectors.crops import Box
from core.errors import ParallaxError
from core.nets import hrnet, rtmpose, videopose3d
from core.people import Image, Person
from core.pose import Poses2D, Source
from core.skeleton import COCO17, H36M17, SKELETONS
from core.storage import Project
from core.video import Video
from tests.core.test_crops import standing, turned

SIZE = (96, 128)
VIEWS = ("cam01", "cam02", "cam03", "cam04")
HRNET = {"width": 4, "modules": [1, 1, 1], "blocks": 1}
RTMPOSE = {"deepen_factor": 0.167, "widen_factor": 0.125, "input_size": list(SIZE)}
# Seventeen colours far apart, and far from grey.
COLOURS = np.array([cv2.cvtColor(np.array([[[i * 10.5, 255, 255 - 90 * (i % 2)]]], np.uint8), cv2.COLOR_HSV2RGB)[0, 0]
                    for i in range(17)], np.float32)


def painted(*people: np.ndarray, size: tuple[int, int] = (300, 260)) -> Image:
    """A grey picture of people, each joint a disc of its own colour; the last is in front."""
    return paint(np.full((size[1], size[0], 3), 128, np.uint8), *people)


def paint(image: Image, *people: np.ndarray) -> Image:
    for xys in people:
        for (x, y), colour in zip(xys[:, :2], COLOURS, strict=True):
            cv2.circle(image, (round(16 * float(x)), round(16 * float(y))), 16 * 5, colour.tolist(), cv2.FILLED,
                       cv2.LINE_AA, 4)
    return image


def by_colour(x: np.ndarray) -> np.ndarray:
    """(B, 3, h, w), colours from 0 to 255 → (B, 17, h, w), 1 where a joint's colour is, smoothly."""
    away = np.linalg.norm(x[:, None] - COLOURS[:, :, None, None], axis=2)
    close = np.clip(1 - away / 60, 0, 1).astype(np.float32)
    return np.stack([[cv2.GaussianBlur(plane, (0, 0), 1.5) for plane in each] for each in close]) * 2


def maps(x: np.ndarray) -> Sequence[np.ndarray]:
    return [by_colour(x)[..., ::4, ::4].copy()]


def rows(x: np.ndarray) -> Sequence[np.ndarray]:
    """SimCC with two bins a pixel."""
    seen = by_colour(x)
    return [np.repeat(seen.max(axis=2), 2, axis=-1), np.repeat(seen.max(axis=3), 2, axis=-1)]


class Told:
    """Boxes that the test tells."""

    name = "told"

    def __init__(self, *boxes: Box) -> None:
        self.boxes = list(boxes)

    def one(self, image: Image) -> list[Box]:
        return self.boxes[:1]

    def everyone(self, image: Image) -> list[Box]:
        return self.boxes


def detector(net: topdown.Net = maps, *boxes: Box, **used: Any) -> topdown.TopDown:
    plain = {"size": list(SIZE), "mean": [0.0] * 3, "deviation": [1.0] * 3, "flip": False, "score": 0.5, **used}
    return topdown.TopDown(COCO17, settings.read("test", plain), net, Told(*boxes), Source("test"))


def error(person: Person | None, xys: np.ndarray) -> float:
    """The mean distance of the joints, px."""
    assert person is not None
    return float(np.linalg.norm(person.xys[:, :2] - xys[:, :2], axis=1).mean())


HERE, THERE = standing(90, 130, 150), standing(210, 130, 140)


# A crop's pixel is two of the picture's at most: how far a joint can be off, a quarter of a cell of four pixels on
# either axis, or a quarter of a pixel and what the drawing adds.
A_CELL, A_BIN = 2.9, 1.0


@pytest.mark.parametrize(("net", "most"), [(maps, A_CELL), (rows, A_BIN)])
def test_joints_are_found_in_the_picture(net: topdown.Net, most: float) -> None:
    found = detector(net, crops.around(HERE, COCO17)).one(painted(HERE))
    assert error(found, HERE) < most and found is not None
    assert found.score > 0.7 and found.size == pytest.approx(150 * 1.06 * 1.15, rel=0.05)
    assert found.xys.dtype == np.float32 and found.xys.shape == (17, 3)
    assert detector(net, crops.around(HERE, COCO17)).one(painted(THERE)) is None  # nobody is in the box


def test_the_score_stays_in_its_range() -> None:
    def loud(x: np.ndarray) -> Sequence[np.ndarray]:
        return [5 * maps(x)[0] - 1]

    found = detector(loud, crops.around(HERE, COCO17)).one(painted(HERE))
    assert found is not None and found.xys[:, 2].max() == 1 and found.score <= 1


def test_someone_is_followed_and_lost() -> None:
    d = detector(maps, crops.around(HERE, COCO17))
    person = d.one(painted(HERE))
    for step in range(1, 8):
        moved = HERE.copy()
        moved[:, 0] += 8 * step
        assert person is not None
        person = d.follow(painted(moved), person)
        assert error(person, moved) < A_CELL
    assert person is not None and d.follow(np.full((260, 300, 3), 128, np.uint8), person) is None


def test_a_wider_box_finds_who_moved_far() -> None:
    d = detector(maps, score=0.9)
    moved = HERE.copy()
    moved[:, 1] += 38
    assert error(d.follow(painted(moved), d.recall(HERE)), moved) < A_CELL
    assert not d._in(painted(moved), [d.recall(HERE).memory])  # the box itself does not hold enough of them


def test_everyone_is_found_once_and_those_known_left_out() -> None:
    boxes = [crops.around(xys, COCO17) for xys in (HERE, HERE, THERE)]
    d = detector(maps, *boxes)
    image = painted(HERE, THERE)
    people = d.everyone(image)
    assert len(people) == 2 and {min((0, 1), key=lambda i: error(p, (HERE, THERE)[i])) for p in people} == {0, 1}
    rest = d.everyone(image, [d.recall(HERE)])
    assert len(rest) == 1 and error(rest[0], THERE) < A_CELL


def test_who_is_in_front_can_be_hidden() -> None:
    """Of two people over each other the network takes the one it sees better; without that one, the other."""
    behind = HERE.copy()
    behind[:, :2] += (28, 8)
    faint = painted(behind) * 0.7 + 128 * 0.3
    image = paint(np.rint(faint).astype(np.uint8), HERE)
    d = detector(maps, score=0.1)
    plain, hidden = d.follow(image, d.recall(behind)), d.follow(image, d.recall(behind), [d.recall(HERE)])
    assert plain is not None and hidden is not None
    at_front, at_back = (np.median(np.linalg.norm(person.xys[:, :2] - xys[:, :2], axis=1))
                         for person, xys in ((plain, HERE), (hidden, behind)))
    assert at_front < A_CELL and at_back < A_CELL


@pytest.mark.parametrize("seed", [Seed(0, point=(210, 120)), Seed(0, box=(170, 40, 250, 215))])
def test_who_is_pointed_at_is_found_without_boxes(seed: Seed) -> None:
    """Alone, as this network does not know whom of two a crop is of."""
    assert error(detector(maps).at(painted(THERE), seed), THERE) < A_CELL
    assert detector(maps).at(painted(THERE), Seed(0, point=(40, 20))) is None
    both = detector(maps, *(crops.around(xys, COCO17) for xys in (HERE, THERE)))
    assert error(both.at(painted(HERE, THERE), seed), THERE) < A_CELL


def test_a_body_upside_down_is_turned() -> None:
    """The network, asked for it, sees the crop as it would somebody who stands."""
    seen = []

    def net(x: np.ndarray) -> Sequence[np.ndarray]:
        seen.append(maps(x)[0])
        return [seen[-1]]

    inverted = turned(HERE, np.pi, (150, 130))
    for upright in (False, True):
        d = detector(net, upright=upright)
        assert error(d.follow(painted(inverted), d.recall(inverted)), inverted) < A_CELL
        peaks = seen[-1][0].reshape(17, -1).argmax(axis=1) // (SIZE[0] // 4)
        assert (peaks[COCO17.index("nose")] < peaks[COCO17.index("lankle")]) == upright


def test_the_flip_test_is_the_mean_with_the_mirror_image() -> None:
    """A network that tells left from right by where they are gives the same joints for both; sides are put back."""
    def net(x: np.ndarray) -> Sequence[np.ndarray]:
        assert len(x) == 2
        np.testing.assert_array_equal(x[1], x[0, :, :, ::-1])
        seen = by_colour(x)
        seen[1] = seen[1, COCO17.mirror]  # in a mirror image, what has the colour of the left is on the right
        return [np.repeat(seen.max(axis=2), 2, axis=-1), np.repeat(seen.max(axis=3), 2, axis=-1)]

    d = detector(net, crops.around(HERE, COCO17), flip=True)
    assert error(d.one(painted(HERE)), HERE) < A_BIN


def test_people_frames_and_views_go_through_together() -> None:
    counts = []

    def net(x: np.ndarray) -> Sequence[np.ndarray]:
        counts.append(len(x))
        return maps(x)

    d, images = detector(net), [painted(HERE, THERE), painted(THERE), painted()]
    boxes = [[crops.around(HERE, COCO17), crops.around(THERE, COCO17)], [crops.around(THERE, COCO17)], []]
    people = d.poses(images, boxes)
    assert counts == [3] and [len(each) for each in people] == [2, 1, 0]
    assert error(people[0][0], HERE) < A_CELL and error(people[0][1], THERE) < A_CELL
    assert error(people[1][0], THERE) < A_CELL
    many = d.poses([images[0]], [boxes[0] * (d.at_once // 2 + 1)])[0]
    assert counts[1:] == [d.at_once, 2] and error(many[-1], THERE) < A_CELL


def test_boxes_of_no_size_and_beyond_all_sizes_do_no_harm() -> None:
    d, image = detector(maps), painted(HERE)
    for box in (Box(50, 50, 0, 0), Box(-900, 50, 1e9, 3), Box(50, 50, -3, 5)):
        person = d.poses([image], [[box]])[0][0]
        assert np.isfinite(person.xys).all()
    nothing = d.recall(np.zeros((17, 3), np.float32))
    assert np.isfinite(nothing.size)
    d.follow(image, nothing)


# ---------------------------------------------------------------- every family, from its file


def export(net: torch.nn.Module, file: Path, batch: bool = True) -> Path:
    """An ONNX file as mmdeploy writes RTMPose."""
    names = ["input", "simcc_x", "simcc_y"]
    axes = {name: {0: "batch"} for name in names} if batch else None
    torch.onnx.export(net.eval(), (torch.randn(1, 3, SIZE[1], SIZE[0]),), file, input_names=names[:1],
                      output_names=names[1:], dynamic_axes=axes, dynamo=False)
    return file


quiet = pytest.mark.filterwarnings("ignore:.*TorchScript:DeprecationWarning",
                                   "ignore:The feature will be removed:DeprecationWarning",
                                   "ignore:Converting a tensor:torch.jit.TracerWarning")


def small(family: str, joints: int = 17) -> torch.nn.Module:
    torch.manual_seed(0)
    net = hrnet.build({**HRNET, "num_joints": joints}) if family == "hrnet" else rtmpose.build(
        {**RTMPOSE, "out_channels": joints})
    return net.eval()


def bring(family: str, folder: Path, joints: int = 17, *texts: str) -> cards.Card:
    """A small network of a family with random weights, brought in as a published file would be."""
    net = small(family, joints)
    if family == "onnx":
        return importing.bring(export(net, folder / "small.onnx"), asked=importing.settings(texts), licence="ours")
    state = net.state_dict()
    content = state if family == "hrnet" else {"meta": {}, "state_dict": state}
    torch.save(content, folder / f"{family}.pth")
    size = [f"size=[{SIZE[0]}, {SIZE[1]}]"] if family == "hrnet" else []
    return importing.bring(folder / f"{family}.pth", asked=importing.settings([*size, *texts]))


FAMILIES = ["hrnet", "rtmpose", pytest.param("onnx", marks=quiet)]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_runs_on_all_views(family: str, shared: Path, blazepose: Path, tmp_path: Path) -> None:
    """With random weights nobody is found where they are; everything else is as in use."""
    joints = {"hrnet": 17, "rtmpose": 133, "onnx": 26}[family]
    card = bring(family, tmp_path, joints, "score=0.0")
    assert card.joints == settings.OF_COUNT[joints] and card.task == "detector"
    d: Detector = pipeline.load_detector(card.id, "cpu")
    for view in VIEWS:
        with Video(shared / f"data/video/pose2sim_single/{view}.mp4") as video:
            poses = detect(video, d, frames=range(0, 12, 4))
            image = video.frame(0)
        assert poses.source.model == card.id and poses.skeleton.name == card.joints
        found = d.everyone(image)
        assert found and all(np.isfinite(person.xys).all() for person in found)
        assert all(0 <= person.score <= 1 for person in found)
    told = d.source.settings
    assert told["device"] == "cpu" and str(told["boxes"]).startswith("blazepose-full") and told["flip"] is True
    assert told["runtime"] == ("onnxruntime" if family == "onnx" else "torch")
    poses = Poses2D(np.stack([[person.xys for person in found[:1]]] * 2), np.array([0, 0.1]), d.skeleton,
                    (image.shape[1], image.shape[0]), d.source)
    assert poses.to(H36M17).xys.shape == (2, 1, 17, 3)  # a lifter can be given it


def test_blazepose_tells_where_people_are(shared: Path, blazepose: Path, tmp_path: Path) -> None:
    """The box is the same person's: it holds the joints that BlazePose finds, and little more."""
    from core.detectors import blazepose as mediapipe

    with Video(shared / "data/video/pose2sim_single/cam01.mp4") as video:
        image = video.frame(0)
    finder = mediapipe.load()
    boxes = topdown.BlazePoseBoxes(finder, upright=False)
    (box,), person = boxes.one(image), finder.one(image)
    assert person is not None and boxes.everyone(image)[0].score > 0.5
    low, high = person.xys[:, :2].min(axis=0), person.xys[:, :2].max(axis=0)
    assert box.cx == pytest.approx((low + high)[0] / 2, abs=2) and box.cy == pytest.approx((low + high)[1] / 2, abs=2)
    assert [box.width, box.height] == pytest.approx((1.15 * (high - low)).tolist(), rel=0.02)


@pytest.mark.parametrize("family", ["hrnet", "rtmpose"])
def test_what_is_loaded_says_what_the_network_says(family: str, blazepose: Path, tmp_path: Path) -> None:
    """From the card, by the loop, and worked out by hand: colours, both images, heat maps or rows, and back."""
    d = pipeline.load_detector(bring(family, tmp_path).id, "cpu")
    assert isinstance(d, topdown.TopDown)
    image = painted(HERE)
    box = crops.around(HERE, COCO17)
    found = d.poses([image], [[box]])[0][0]
    region = crops.region_of(box, SIZE, 1.25)
    picture = crops.crop(image, region, SIZE).astype(np.float32) / 255
    x = torch.from_numpy((picture - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]).float().permute(2, 0, 1)[None]
    order = torch.from_numpy(COCO17.mirror.copy())
    with torch.inference_mode():
        plain, other = small(family)(x), small(family)(x.flip(-1))
    if family == "hrnet":
        back = other.flip(-1)[:, order]
        back[..., 1:] = back[..., :-1].clone()
        best = (0.5 * (plain + back))[0].flatten(1).argmax(dim=1)
        best[(0.5 * (plain + back))[0].flatten(1).max(dim=1).values <= 0] = 0
        coarse = torch.stack([best % 24, best // 24], dim=-1).numpy()
        cells, most = (24, 32), 0.25 * np.sqrt(2) + 1e-3
    else:
        both = [0.5 * (plain[0] + other[0].flip(-1)[:, order]), 0.5 * (plain[1] + other[1][:, order])]
        coarse = torch.stack([each[0].argmax(dim=1) / 2 for each in both], dim=-1).numpy()
        coarse[np.minimum(*(each[0].max(dim=1).values.numpy() for each in both)) <= 0] = -1
        cells, most = SIZE, 1e-3
    wanted = crops.placed(coarse.astype(np.float32), region, cells)
    assert np.linalg.norm(found.xys[:, :2] - wanted, axis=1).max() <= most * region.width / cells[0]


def test_views_share_a_network(blazepose: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card, made = bring("rtmpose", tmp_path), []
    assembled = topdown.assembled

    def counted(*given: Any) -> torch.nn.Module:
        made.append(given)
        return assembled(*given)

    monkeypatch.setattr(topdown, "assembled", counted)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: topdown.load(card), range(2))
    assert first is not second and len(made) == 1
    key = (first.source.weights, "cpu", first.settings)
    assert key in topdown._LOADED
    del first, second, pool
    gc.collect()
    assert key not in topdown._LOADED  # nothing is kept longer than it is used


@pytest.mark.parametrize("skeleton", ["h36m17", "halpe26", "wholebody133"])
def test_the_whole_pipeline_with_a_card(skeleton: str, studio_clip: Any, blazepose: Path, tmp_path: Path) -> None:
    """`process --detector ID`, with a network that sees the same pose in every crop: people, sides, 3D."""
    net: Any = small("rtmpose", len(SKELETONS[skeleton]))
    with torch.no_grad():
        net.backbone.stage4[-1].final_conv.bn.weight.zero_()  # nothing of the picture gets past this
        net.backbone.stage4[-1].final_conv.bn.bias.normal_()
        net.head.cls_x.weight *= 20
        net.head.cls_y.weight *= 20
    torch.save(net.state_dict(), tmp_path / "same.pth")
    card = importing.bring(tmp_path / "same.pth", asked=importing.settings([f"joints={skeleton}", "flip=false"]))
    clip = next(studio_clip("walk", seconds=1).glob("view*.mp4"))
    with Project.create(tmp_path / "p.parallax") as project:
        recording.add_views(project, [clip])
        (view,) = project.document.views
        run = runs.create(project.runs, "process", "Detect", recording.request_for(
            project, {view: (0, 8)}, detector=card.id, lifter=cards.DEFAULT_LIFTER))
        (result,) = pipeline.process(run).views
        assert not result.error and result.found >= 5 and result.lifted == 8
        poses = posefile.read(run.folder / "results" / f"{view}.2d.npz")
        assert isinstance(poses, Poses2D) and poses.skeleton.name == skeleton and poses.source.model == card.id
        assert poses.source.settings["boxes"] and poses.source.weights == card.weights.sha256  # type: ignore[union-attr]


def test_what_is_no_detector() -> None:
    for name in ("nobody", "parallax-lifter"):
        with pytest.raises(ParallaxError, match="no such detector") as caught:
            pipeline.check_models(name, "")
        assert "blazepose" in caught.value.remedy
    with pytest.raises(ParallaxError, match="not a detector"):
        pipeline.load_detector("parallax-lifter", "cpu")


# ---------------------------------------------------------------- cards


def test_cards_of_detectors(tmp_path: Path) -> None:
    card = bring("hrnet", tmp_path)
    assert (card.net, card.joints, card.config["width"]) == ("hrnet", "coco17", 4)
    assert card.licence.startswith("MIT") and "96 × 128" in card.input and card.restricted
    used = settings.read("", card.settings)
    assert used.size == SIZE and used.flip and used.shift and used.padding == 1.25 and used.order == "rgb"
    other = bring("rtmpose", tmp_path, 17, "joints=h36m17", "upright=true", "order=bgr")
    assert other.joints == "h36m17" and other.licence.startswith("Apache") and "mmpose" in other.title
    assert other.settings["upright"] is True and other.settings["order"] == "bgr" and other.settings["score"] == 0.3
    importing.remove(other.id)
    assert other.id not in cards.cards() and other.weights is not None
    assert not (weights.folder() / other.weights.file).exists()


def test_the_name_of_a_file_tells_hrnets_crop() -> None:
    for name, size in (("pose_hrnet_w32_384x288.pth", (288, 384)), ("hrnet_w32_coco_256x192-c78dce93.pth", (192, 256)),
                       ("mine.pth", (288, 384))):
        assert settings.given("", {}, name, {}).size == size
    assert settings.given("", {}, "x_256x192", {"size": [96, 128]}).size == (96, 128)


@pytest.mark.parametrize(("texts", "says"), [
    (["size=[100, 128]"], "size"), (["order=grb"], "order"), (["padding=0"], "padding"), (["flip=3"], "flip"),
    (["batch=-1"], "batch"), (["track=false", "upright=true"], "track"),
    (["deviation=[0.0, 1.0, 1.0]"], "deviation"), (["joints=halpe26"], "halpe26 is no skeleton of so many"),
    (["boxes=nothing.onnx"], "is not there"), (["nonsense=1"], "nonsense"), (["mean=[1.0]"], "mean"),
    (["variant=mmpose"], "is a detector, which has no variant")])
def test_settings_that_do_not_fit(texts: list[str], says: str, tmp_path: Path) -> None:
    torch.save(small("hrnet").state_dict(), tmp_path / "a.pth")
    with pytest.raises(ParallaxError, match=says):
        importing.bring(tmp_path / "a.pth", asked=importing.settings(texts))
    assert not cards.own_folder().exists() and not weights.folder().exists()


def test_what_a_lifter_or_a_count_has_not(tmp_path: Path) -> None:
    torch.save(videopose3d.build({"channels": 8, "filter_widths": [3]}).state_dict(), tmp_path / "lifter.pt")
    with pytest.raises(ParallaxError, match="is a lifter, which has no upright, padding"):
        importing.bring(tmp_path / "lifter.pt", asked=importing.settings(["upright=true", "padding=1.0"]))
    torch.save(small("rtmpose", 5).state_dict(), tmp_path / "a.pth")
    with pytest.raises(ParallaxError, match="it finds 5 joints"):
        importing.bring(tmp_path / "a.pth")
    torch.save(small("rtmpose").state_dict(), tmp_path / "b.pth")
    with pytest.raises(ParallaxError, match="does not take"):
        importing.bring(tmp_path / "b.pth", asked=importing.settings(["size=[192, 256]"]))


def test_a_device_that_is_not_there(blazepose: Path, tmp_path: Path) -> None:
    card = bring("hrnet", tmp_path)
    for device in ("cuda", "mps", "teapot"):
        if device == "teapot" or not getattr(torch, device).is_available():
            with pytest.raises(ParallaxError, match="torch cannot use it here"):
                topdown.load(card, device)
