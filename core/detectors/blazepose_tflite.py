"""BlazePose's TFLite files as ONNX graphs.

Reads just what those two files use: 12 kinds of operation, float16 weights behind DEQUANTIZE, and weights stored
sparse behind DENSIFY. Format: TensorFlow Lite's schema.fbs (slot numbers below are its field numbers).
The file is untrusted: every length is checked against the bytes there are before anything is allocated.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParallaxError
from core.words import marked

Array = NDArray[Any]

MAX_WEIGHTS = 1 << 24   # elements in one tensor; the largest of BlazePose has half a million
_DTYPES = {0: "<f4", 1: "<f2", 2: "<i4"}
_SEGMENTS = {1: "<i4", 2: "<u2", 3: "u1"}
# builtin code: (name, {option: (slot, kind, default)}); kinds are those of flatbuffers' number types
_SAME_OR_VALID = ("padding", 0, "Int8", 0)
_CODES: dict[int, tuple[str, tuple[tuple[str, int, str, int], ...]]] = {
    0: ("ADD", (("activation", 0, "Int8", 0),)),
    2: ("CONCATENATION", (("axis", 0, "Int32", 0), ("activation", 1, "Int8", 0))),
    3: ("CONV_2D", (_SAME_OR_VALID, ("stride_w", 1, "Int32", 0), ("stride_h", 2, "Int32", 0),
                    ("activation", 3, "Int8", 0), ("dilation_w", 4, "Int32", 1), ("dilation_h", 5, "Int32", 1))),
    4: ("DEPTHWISE_CONV_2D", (_SAME_OR_VALID, ("stride_w", 1, "Int32", 0), ("stride_h", 2, "Int32", 0),
                              ("multiplier", 3, "Int32", 0), ("activation", 4, "Int8", 0),
                              ("dilation_w", 5, "Int32", 1), ("dilation_h", 6, "Int32", 1))),
    5: ("DEPTH_TO_SPACE", (("block", 0, "Int32", 0),)),
    6: ("DEQUANTIZE", ()),
    14: ("LOGISTIC", ()),
    17: ("MAX_POOL_2D", (_SAME_OR_VALID, ("stride_w", 1, "Int32", 0), ("stride_h", 2, "Int32", 0),
                         ("filter_w", 3, "Int32", 0), ("filter_h", 4, "Int32", 0), ("activation", 5, "Int8", 0))),
    22: ("RESHAPE", ()),
    23: ("RESIZE_BILINEAR", (("align_corners", 2, "Bool", 0), ("half_pixel", 3, "Bool", 0))),
    34: ("PAD", ()),
    124: ("DENSIFY", ()),
}


@dataclass(frozen=True)
class Tensor:
    """shape: as stored (NHWC). data: the constant, float32 or int32, or None for what is computed."""

    name: str
    shape: tuple[int, ...]
    data: Array | None


@dataclass(frozen=True)
class Op:
    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: dict[str, int]


@dataclass(frozen=True)
class Graph:
    tensors: tuple[Tensor, ...]
    ops: tuple[Op, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def convert(data: bytes, name: str, scale: float, shift: float, outputs: dict[int, str]) -> bytes:
    """A TFLite file as an ONNX model that takes pixels as they are.

    Input "image": (N, H, W, 3) uint8 RGB, normalised inside to scale · value + shift. outputs: position among the
    file's outputs → name; only what leads to them is kept. 4D outputs are (N, C, H, W). N is free.
    name: what an error calls the file. Raises ParallaxError when it is damaged or not of BlazePose's kind.
    """
    from onnx import checker, shape_inference
    if data[4:8] != b"TFL3":
        raise _broken(name, marked("it is not a TFLite file."))
    try:
        return _to_onnx(_read(data), scale, shift, outputs)
    except (struct.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
            checker.ValidationError, shape_inference.InferenceError) as error:
        raise _broken(name, marked("it cannot be read as a BlazePose graph ({why})."), why=error) from error


def _broken(name: str, fault: str, **values: object) -> ParallaxError:
    return ParallaxError(name, fault, "Fetch it again: `python -m core.detectors.blazepose_graphs --again`.", **values)


class _Table:
    """One FlatBuffers table, read by slot number, with every offset and length checked by numpy or struct."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def number(self, slot: int, kind: str = "Int32", default: int = 0) -> int:
        from flatbuffers import number_types
        return int(self.table.GetSlot(4 + 2 * slot, default, getattr(number_types, f"{kind}Flags")))

    def child(self, slot: int) -> "_Table | None":
        from flatbuffers.table import Table
        offset = self.table.Offset(4 + 2 * slot)
        return _Table(Table(self.table.Bytes, self.table.Indirect(offset + self.table.Pos))) if offset else None

    def array(self, slot: int, dtype: str = "<i4") -> Array:
        offset = self.table.Offset(4 + 2 * slot)
        if not offset:
            return np.zeros(0, dtype)
        return np.frombuffer(self.table.Bytes, dtype, self.table.VectorLen(offset), self.table.Vector(offset))

    def children(self, slot: int) -> "list[_Table]":
        from flatbuffers.table import Table
        offsets = self.array(slot, "<u4")   # reading them first bounds their number by the size of the file
        if not len(offsets):
            return []
        start = self.table.Vector(self.table.Offset(4 + 2 * slot))
        return [_Table(Table(self.table.Bytes, start + 4 * i + int(offset))) for i, offset in enumerate(offsets)]


def _read(data: bytes) -> Graph:
    from flatbuffers.table import Table
    model = _Table(Table(data, struct.unpack_from("<I", data)[0]))
    # A code below 127 stands in the old one-byte field, and the new field may repeat it.
    codes = [_CODES[max(code.number(0, "Int8"), code.number(3))] for code in model.children(1)]
    graph = model.children(2)[0]
    buffers = [buffer.array(0, "u1") for buffer in model.children(4)]
    tensors = [_tensor(table, buffers) for table in graph.children(0)]
    ops = []
    for table in graph.children(3):
        kind, fields = codes[table.number(0, "Uint32")]
        options = table.child(4)
        values = {name: options.number(slot, number, default) if options else default
                  for name, slot, number, default in fields}
        op = Op(kind, _indices(table, 1, tensors), _indices(table, 2, tensors), values)
        if kind in ("DEQUANTIZE", "DENSIFY"):   # constants, already stored dense and float32 by _tensor
            tensors[op.outputs[0]] = tensors[op.inputs[0]]
        else:
            ops.append(op)
    return Graph(tuple(tensors), tuple(ops), _indices(graph, 1, tensors), _indices(graph, 2, tensors))


def _indices(table: _Table, slot: int, tensors: list[Tensor]) -> tuple[int, ...]:
    indices = tuple(int(i) for i in table.array(slot))
    if any(not 0 <= i < len(tensors) for i in indices):
        raise ValueError("an operation names a tensor that is not there")
    return indices


def _tensor(table: _Table, buffers: list[Array]) -> Tensor:
    shape = tuple(int(n) for n in table.array(0))
    size = 1
    for n in shape:
        size *= n
    if any(n < 0 for n in shape) or size > MAX_WEIGHTS:
        raise ValueError(f"a tensor of shape {shape}")
    name = bytes(table.array(3, "u1")).decode()
    raw = buffers[table.number(2, "Uint32")]
    if not len(raw):
        return Tensor(name, shape, None)
    values = raw.view(_DTYPES[table.number(1, "Int8")])
    sparsity = table.child(6)
    if sparsity:
        values = _densify(values, sparsity, shape)
    if values.size != size:
        raise ValueError(f"{values.size} values for a tensor of shape {shape}")
    return Tensor(name, shape, values.reshape(shape).astype("<i4" if values.dtype == "<i4" else "<f4"))


def _densify(values: Array, sparsity: _Table, shape: tuple[int, ...]) -> Array:
    """Compressed rows (all axes dense, the last one CSR), the only sparse layout that BlazePose's files have."""
    axes = sparsity.children(2)
    plain = list(sparsity.array(0)) == list(range(len(shape))) and not len(sparsity.array(1))
    if not plain or [axis.number(0, "Int8") for axis in axes] != [0] * (len(shape) - 1) + [1]:
        raise ValueError("a sparse layout that is not compressed rows")
    last = axes[-1]
    segments, columns = last.child(3), last.child(5)
    if segments is None or columns is None:
        raise ValueError("a sparse tensor without its row table")
    starts = segments.array(0, _SEGMENTS[last.number(2, "Uint8")]).astype(np.int64)
    index = columns.array(0, _SEGMENTS[last.number(4, "Uint8")])
    dense = np.zeros((int(np.prod(shape[:-1])), shape[-1]), values.dtype)
    if len(starts) != len(dense) + 1 or starts[0] != 0 or starts[-1] != len(index) or len(index) != len(values):
        raise ValueError("a sparse tensor whose row table does not fit it")
    dense[np.repeat(np.arange(len(dense)), np.diff(starts)), index] = values
    return dense.reshape(shape)


def _to_onnx(graph: Graph, scale: float, shift: float, outputs: dict[int, str]) -> bytes:
    from onnx import TensorProto, checker, helper
    writer = _Writer(graph)
    height, width = graph.tensors[graph.inputs[0]].shape[1:3]
    chw = writer.node("Transpose", ["image"], perm=[0, 3, 1, 2])
    floats = writer.node("Cast", [chw], to=TensorProto.FLOAT)
    scaled = writer.node("Mul", [floats, writer.constant(np.float32(scale))])
    writer.names[graph.inputs[0]] = writer.node("Add", [scaled, writer.constant(np.float32(shift))])
    wanted = {graph.outputs[i]: name for i, name in outputs.items()}
    for op in _needed(graph, set(wanted)):
        writer.names[op.outputs[0]] = _CONVERTERS[op.kind](writer, op)
    results = []
    for tensor, name in wanted.items():
        writer.node("Identity", [writer.names[tensor]], name)
        shape: list[Any] = ["N", *graph.tensors[tensor].shape[1:]]
        if len(shape) == 4:
            shape = [shape[0], shape[3], *shape[1:3]]
        results.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", height, width, 3])
    model = helper.make_model(
        helper.make_graph(writer.nodes, "blazepose", [image], results, writer.constants),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=9, producer_name="parallax")
    checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _needed(graph: Graph, wanted: set[int]) -> list[Op]:
    """The operations that lead to the wanted tensors, in order (a TFLite file lists them in order of execution)."""
    needed, ops = set(wanted), []
    for op in reversed(graph.ops):
        if op.outputs[0] in needed:
            ops.append(op)
            needed.update(op.inputs)
    return ops[::-1]


class _Writer:
    """ONNX nodes and constants under construction. names: TFLite tensor index → ONNX value name (NCHW where 4D)."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.names: dict[int, str] = {}

    def node(self, kind: str, inputs: list[str], name: str = "", **attributes: Any) -> str:
        from onnx import helper
        name = name or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def data(self, tensor: int) -> Array:
        data = self.graph.tensors[tensor].data
        if data is None:
            raise ValueError("weights that are computed")
        return data

    def shape(self, tensor: int) -> tuple[int, ...]:
        return self.graph.tensors[tensor].shape

    def activated(self, name: str, code: int) -> str:
        """NONE 0, RELU 1, RELU6 3."""
        if code == 0:
            return name
        if code == 1:
            return self.node("Relu", [name])
        if code == 3:
            return self.node("Clip", [name, self.constant(np.float32(0)), self.constant(np.float32(6))])
        raise ValueError(f"activation {code}")


def _same_pads(size: tuple[int, int], kernel: tuple[int, int], stride: tuple[int, int], same: bool) -> list[int]:
    """TensorFlow's padding: SAME puts the odd pixel after the image, where ONNX's strided default puts none."""
    if not same:
        return [0, 0, 0, 0]
    totals = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(size, kernel, stride, strict=True)]
    before = [total // 2 for total in totals]
    return [*before, *(total - b for total, b in zip(totals, before, strict=True))]


def _window(writer: _Writer, op: Op, kernel: tuple[int, int]) -> dict[str, Any]:
    stride = (op.options["stride_h"], op.options["stride_w"])
    if min(stride) < 1 or op.options.get("dilation_h", 1) != 1 or op.options.get("dilation_w", 1) != 1:
        raise ValueError(f"a window of stride {stride} or dilated")
    _, height, width, _ = writer.shape(op.inputs[0])
    pads = _same_pads((height, width), kernel, stride, op.options["padding"] == 0)
    return {"kernel_shape": list(kernel), "strides": list(stride), "pads": pads}


def _conv(writer: _Writer, op: Op) -> str:
    weights = writer.data(op.inputs[1])                    # (out, h, w, in), depthwise (1, h, w, out)
    depthwise = op.kind == "DEPTHWISE_CONV_2D"
    if depthwise and op.options["multiplier"] != 1:
        raise ValueError("a depthwise convolution that multiplies channels")
    kernel = (weights.shape[1], weights.shape[2])
    weights = weights.transpose(3, 0, 1, 2) if depthwise else weights.transpose(0, 3, 1, 2)
    inputs = [writer.names[op.inputs[0]], writer.constant(weights), writer.constant(writer.data(op.inputs[2]))]
    group = weights.shape[0] if depthwise else 1
    out = writer.node("Conv", inputs, group=group, **_window(writer, op, kernel))
    return writer.activated(out, op.options["activation"])


def _pool(writer: _Writer, op: Op) -> str:
    kernel = (op.options["filter_h"], op.options["filter_w"])
    out = writer.node("MaxPool", [writer.names[op.inputs[0]]], **_window(writer, op, kernel))
    return writer.activated(out, op.options["activation"])


def _add(writer: _Writer, op: Op) -> str:
    out = writer.node("Add", [writer.names[i] for i in op.inputs])
    return writer.activated(out, op.options["activation"])


def _pad(writer: _Writer, op: Op) -> str:
    pads = writer.data(op.inputs[1])[[0, 3, 1, 2]]         # (4, 2) before, after; NHWC → NCHW
    return writer.node("Pad", [writer.names[op.inputs[0]], writer.constant(pads.T.reshape(-1).astype(np.int64))])


def _reshape(writer: _Writer, op: Op) -> str:
    name = writer.names[op.inputs[0]]
    if len(writer.shape(op.inputs[0])) == 4:               # the values must lie in TFLite's order first
        name = writer.node("Transpose", [name], perm=[0, 2, 3, 1])
    shape = np.array([0, *writer.shape(op.outputs[0])[1:]], np.int64)     # 0: N stays what it is
    return writer.node("Reshape", [name, writer.constant(shape)])


def _concatenation(writer: _Writer, op: Op) -> str:
    if len(writer.shape(op.inputs[0])) == 4:
        raise ValueError("a concatenation of images")
    out = writer.node("Concat", [writer.names[i] for i in op.inputs], axis=op.options["axis"])
    return writer.activated(out, op.options["activation"])


def _depth_to_space(writer: _Writer, op: Op) -> str:
    return writer.node("DepthToSpace", [writer.names[op.inputs[0]]], blocksize=op.options["block"], mode="DCR")


def _resize(writer: _Writer, op: Op) -> str:
    if op.options["align_corners"] or not op.options["half_pixel"]:
        raise ValueError("a resize that is not by half-pixel centres")
    (_, height, width, _), (_, out_height, out_width, _) = writer.shape(op.inputs[0]), writer.shape(op.outputs[0])
    scales = writer.constant(np.array([1, 1, out_height / height, out_width / width], np.float32))
    return writer.node("Resize", [writer.names[op.inputs[0]], "", scales], mode="linear",
                       coordinate_transformation_mode="half_pixel")


def _logistic(writer: _Writer, op: Op) -> str:
    return writer.node("Sigmoid", [writer.names[op.inputs[0]]])


_CONVERTERS: dict[str, Callable[[_Writer, Op], str]] = {
    "CONV_2D": _conv, "DEPTHWISE_CONV_2D": _conv, "MAX_POOL_2D": _pool, "ADD": _add, "PAD": _pad,
    "RESHAPE": _reshape, "CONCATENATION": _concatenation, "DEPTH_TO_SPACE": _depth_to_space,
    "RESIZE_BILINEAR": _resize, "LOGISTIC": _logistic,
}
