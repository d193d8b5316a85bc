"""Networks in ONNX files: what they say is what torch says, and boxes of people in YOLOX's and RTMDet's forms."""

from pathlib import Path

import numpy as np
import pytest

from core import importing, pipeline, weights
from core.detectors import crops, onnx, runtime, topdown
from core.errors import ParallaxError
from core.people import apart
from core.skeleton import COCO17
from tests.core.test_topdown import HERE, SIZE, bring, export, painted, quiet, small


@quiet
@pytest.mark.parametrize("batch", [True, False], ids=["any batch", "one by one"])
def test_torch_and_onnx_say_the_same(batch: bool, tmp_path: Path) -> None:
    file = export(small("rtmpose", 26), tmp_path / "a.onnx", batch)
    made = runtime.session(file, "cpu")
    assert onnx.shape_of(file, made) == onnx.Shape(SIZE, 26)
    x = np.random.default_rng(0).normal(size=(5, 3, 128, 96)).astype(np.float32)
    for mine, theirs in zip(onnx.in_onnx(made)(x), topdown.in_torch(small("rtmpose", 26), "cpu")(x), strict=True):
        assert np.abs(mine - theirs).max() <= 1e-5 * np.abs(theirs).max()


@quiet
def test_the_detector_of_an_onnx_file_is_that_of_torch(blazepose: Path, tmp_path: Path) -> None:
    image, box = painted(HERE), crops.around(HERE, COCO17)
    ours, theirs = (pipeline.load_detector(bring(family, tmp_path).id, "cpu") for family in ("onnx", "rtmpose"))
    assert isinstance(ours, topdown.TopDown) and isinstance(theirs, topdown.TopDown)
    a, b = (d.poses([image], [[box]])[0][0] for d in (ours, theirs))
    assert apart(a, b) < 1e-3


@quiet
def test_onnx_files_that_are_none(blazepose: Path, tmp_path: Path) -> None:
    good = export(small("rtmpose"), tmp_path / "good.onnx")
    (tmp_path / "half.onnx").write_bytes(good.read_bytes()[:999])
    for name, texts, licence, says in (("half", (), "x", "cannot read it"), ("absent", (), "x", "cannot be read"),
                                       ("good", (), "", "may be done"),
                                       ("good", ("width=3",), "x", "no settings width"),
                                       ("good", ("size=[192, 256]",), "x", "96 × 128 alone")):
        with pytest.raises(ParallaxError, match=says):
            importing.bring(tmp_path / f"{name}.onnx", asked=importing.settings(texts), licence=licence)
    with pytest.raises(ParallaxError, match="no graph that finds joints"):
        importing.bring(boxes_file(tmp_path / "boxes.onnx", np.zeros((1, 3, 5), np.float32)), licence="x")
    card = importing.bring(good, licence="x")
    with pytest.raises(ParallaxError, match="cannot use it here"):
        onnx.load(card, "mps")
    assert card.weights is not None
    (weights.folder() / card.weights.file).write_bytes(b"other")
    with pytest.raises(ParallaxError, match="sha256"):
        onnx.load(card)


def boxes_file(file: Path, said: np.ndarray, labels: np.ndarray | None = None, size: int = 64) -> Path:
    """A graph that says the same of every picture, in the form of YOLOX's or RTMDet's."""
    from onnx import TensorProto, helper, numpy_helper, save

    outs = [("dets", said), *([("labels", labels)] if labels is not None else [])]
    # What comes in has to be used: nought times its sum is added.
    nodes = [helper.make_node("ReduceSum", ["input"], ["sum"], keepdims=0),
             helper.make_node("Mul", ["sum", "nought"], ["none"])]
    held = [numpy_helper.from_array(np.zeros((), np.float32), "nought")]
    for name, value in outs:
        held.append(numpy_helper.from_array(value, f"{name}_is"))
        nodes.append(helper.make_node("Add", [f"{name}_is", "none"], [name]) if value.dtype == np.float32
                     else helper.make_node("Identity", [f"{name}_is"], [name]))
    kinds = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int64): TensorProto.INT64}
    graph = helper.make_graph(nodes, "boxes", [helper.make_tensor_value_info("input", TensorProto.FLOAT,
                                                                             [1, 3, size, size])],
                              [helper.make_tensor_value_info(name, kinds[value.dtype], value.shape)
                               for name, value in outs], held)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(file))
    return file


def test_settled_boxes_in_the_pictures_pixels(tmp_path: Path) -> None:
    """A picture of 120 × 60 goes into 64 × 64 scaled by 64/120; who is no person, or unsure, is left out."""
    said = np.array([[[8, 4, 24, 28, 0.6], [32, 4, 48, 28, 0.9], [0, 0, 9, 9, 0.95], [40, 9, 60, 30, 0.1]]], np.float32)
    file = boxes_file(tmp_path / "rtmdet.onnx", said, np.array([[0, 0, 2, 0]], np.int64))
    boxes = onnx.Boxes(file, "rtmdet").everyone(np.zeros((60, 120, 3), np.uint8))
    assert [box.score for box in boxes] == pytest.approx([0.9, 0.6])
    assert [boxes[0].cx, boxes[0].cy, boxes[0].width, boxes[0].height] == pytest.approx([75, 30, 30, 45])
    assert onnx.Boxes(file, "rtmdet").one(np.zeros((60, 120, 3), np.uint8)) == boxes[:1]


def test_the_grids_of_yolox(tmp_path: Path) -> None:
    """Two cells of different grids see one person, a third another one; each counts once."""
    cells, strides = onnx.grid(64, 64)
    assert len(cells) == 64 + 16 + 4 and strides[[0, 64, 80], 0].tolist() == [8, 16, 32]
    said = np.zeros((1, 84, 85), np.float32)
    for row, (x, y, w, h, score) in {10: (20, 20, 16, 32, 0.9), 66: (21, 20, 16, 32, 0.8), 83: (50, 40, 20, 40, 0.7)
                                     }.items():
        said[0, row, :4] = [*((x, y) / strides[row] - cells[row]), *np.log((w, h) / strides[row])]
        said[0, row, 4:6] = np.sqrt(score)
    said[0, 30, 4:7] = 0.9, 0.1, 0.9  # another thing than a person
    found = onnx.Boxes(boxes_file(tmp_path / "yolox.onnx", said), "yolox").everyone(np.zeros((128, 128, 3), np.uint8))
    assert [(box.cx, box.cy, box.width, box.height) for box in found] == [
        pytest.approx((40, 40, 32, 64), rel=1e-4), pytest.approx((100, 80, 40, 80), rel=1e-4)]
    with pytest.raises(ParallaxError, match="not what YOLOX or RTMDet give"):
        onnx.Boxes(boxes_file(tmp_path / "odd.onnx", said[:, :50]), "yolox").one(np.zeros((9, 9, 3), np.uint8))
    with pytest.raises(ParallaxError, match="no kind"):
        onnx.Boxes(tmp_path / "yolox.onnx", "ssd")


def test_a_picture_is_given_as_yolox_has_it(tmp_path: Path) -> None:
    """Top left, grey beside it, blue first; RTMDet's are standardized."""
    file = boxes_file(tmp_path / "a.onnx", np.zeros((1, 1, 5), np.float32))
    image = np.full((30, 60, 3), (10, 20, 30), np.uint8)
    given, scale = onnx.Boxes(file, "yolox")._given(image)
    assert given.shape == (1, 3, 64, 64) and scale == pytest.approx(64 / 60)
    assert given[0, :, 0, 0].tolist() == [30, 20, 10] and given[0, :, 40, 0].tolist() == [114] * 3
    given, _ = onnx.Boxes(file, "rtmdet")._given(image)
    assert given[0, :, 0, 0].tolist() == pytest.approx([(30 - 103.53) / 57.375, (20 - 116.28) / 57.12,
                                                        (10 - 123.675) / 58.395])


def test_boxes_of_a_file_belong_to_the_model(tmp_path: Path) -> None:
    said = np.array([[[8, 4, 24, 60, 0.9]]], np.float32)
    file = boxes_file(tmp_path / "rtmdet-nano.onnx", said)
    card = bring("rtmpose", tmp_path, 17, f"boxes={file}", "score=0.0")
    file.unlink()
    d = pipeline.load_detector(card.id, "cpu")
    assert str(d.source.settings["boxes"]).startswith("rtmdet ") and "rtmdet" in card.input
    assert d.one(np.zeros((64, 64, 3), np.uint8)) is not None
    kept = weights.folder() / card.settings["boxes"]["file"]
    kept.write_bytes(b"other")
    with pytest.raises(ParallaxError, match="missing or damaged"):
        pipeline.load_detector(card.id, "cpu")
    importing.remove(card.id)
    assert not kept.exists()
