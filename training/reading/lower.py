"""Put into 8 bits what quantising left in 32 bits between 8-bit operators, where time goes into conversions.

    python -m training.reading.lower MODEL OUT

MODEL is an 8-bit model with QuantizeLinear and DequantizeLinear nodes. Three things change, none of them trained or
calibrated anew: GELU becomes x * sigmoid(1.702 x) (off by 0.02 at most), whose parts have 8-bit operators; a mean over
rows and columns becomes the pooling that has one; and the detector's two transposed convolutions, whose windows do
not overlap, become two convolutions of one pixel before one rearrangement of channels into pixels.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, helper, numpy_helper

SLOPE = 1.702
STEPS = 256
WEIGHT = 63


class Graph:
    """Give the nodes of a model by what they make and use, and edit them."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.graph = model.graph
        self.values = {t.name: numpy_helper.to_array(t) for t in self.graph.initializer}
        self.refresh()

    def refresh(self) -> None:
        """Find anew who makes and uses each value."""
        self.maker = {out: node for node in self.graph.node for out in node.output}
        self.users: dict[str, list[NodeProto]] = {}
        for node in self.graph.node:
            for name in node.input:
                self.users.setdefault(name, []).append(node)

    def constant(self, name: str, value: NDArray) -> str:
        """Add a constant, where there is none of the name, and give the name."""
        if name not in self.values:
            self.values[name] = value
            self.graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def replace(self, old: list[NodeProto], new: list[NodeProto]) -> None:
        """Put new nodes in the place of the last old one."""
        at = list(self.graph.node).index(old[-1])
        for offset, node in enumerate(new):
            self.graph.node.insert(at + offset, node)
        for node in old:
            self.graph.node.remove(node)
        self.refresh()


def lower_gelu(g: Graph) -> int:
    """Write each GELU between 8-bit values as x * sigmoid(1.702 x); give how many."""
    nodes = [n for n in g.graph.node if n.op_type == "Gelu" and g.maker[n.input[0]].op_type == "DequantizeLinear"]
    zero = g.constant("gelu_sigmoid_zero", np.uint8(0))
    step = g.constant("gelu_sigmoid_scale", np.float32(1 / STEPS))
    for node in nodes:
        given = g.maker[node.input[0]]
        name = node.name or node.output[0]
        scale = g.constant(f"{name}_slope", np.float32(g.values[given.input[1]] * SLOPE))
        new = [
            helper.make_node("DequantizeLinear", [given.input[0], scale, given.input[2]], [f"{name}_a"]),
            helper.make_node("Sigmoid", [f"{name}_a"], [f"{name}_b"], f"{name}_sigmoid"),
            helper.make_node("QuantizeLinear", [f"{name}_b", step, zero], [f"{name}_c"]),
            helper.make_node("DequantizeLinear", [f"{name}_c", step, zero], [f"{name}_d"]),
            helper.make_node("Mul", [node.input[0], f"{name}_d"], list(node.output), f"{name}_mul"),
        ]
        g.replace([node], new)
    return len(nodes)


def lower_means(g: Graph) -> int:
    """Write each mean over rows and columns as GlobalAveragePool; give how many."""
    nodes = []
    for node in g.graph.node:
        given = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "ReduceMean" and given.get("axes") == [2, 3] and given.get("keepdims", 1):
            nodes.append(node)
    for node in nodes:
        g.replace([node], [helper.make_node("GlobalAveragePool", list(node.input), list(node.output), node.name)])
    return len(nodes)


def _quantised(weights: NDArray) -> tuple[NDArray, NDArray]:
    """Give int8 weights of at most 7 bits and the scale of each output channel."""
    largest = np.abs(weights).max(axis=tuple(range(1, weights.ndim)))
    scale = np.maximum(largest / WEIGHT, 1e-9).astype(np.float32)
    return np.round(weights / scale.reshape(-1, 1, 1, 1)).astype(np.int8), scale


def _value(g: Graph, name: str) -> NDArray:
    """Give a constant, which may stand behind a DequantizeLinear node."""
    if name in g.values:
        return g.values[name]
    data, scale, zero = (g.values[i] for i in g.maker[name].input)
    return (data.astype(np.float32) - zero) * scale


def _pointwise(g: Graph, name: str, given: str, weights: NDArray, bias: NDArray, made: str) -> list[NodeProto]:
    """Write an 8-bit convolution of one pixel; `given` comes from a DequantizeLinear, `made` is what it gives."""
    quantised, scale = _quantised(weights)
    steps = scale * g.values[g.maker[given].input[1]]
    w, w_scale = g.constant(f"{name}_w", quantised), g.constant(f"{name}_w_scale", scale)
    w_zero = g.constant(f"{name}_w_zero", np.zeros(len(scale), np.int8))
    b = g.constant(f"{name}_b", np.round(bias / steps).astype(np.int32))
    b_scale = g.constant(f"{name}_b_scale", steps.astype(np.float32))
    b_zero = g.constant(f"{name}_b_zero", np.zeros(len(scale), np.int32))
    return [
        helper.make_node("DequantizeLinear", [w, w_scale, w_zero], [f"{name}_wd"], axis=0),
        helper.make_node("DequantizeLinear", [b, b_scale, b_zero], [f"{name}_bd"], axis=0),
        helper.make_node("Conv", [given, f"{name}_wd", f"{name}_bd"], [made], name, kernel_shape=[1, 1]),
    ]


def lower_head(g: Graph) -> int:
    """Write the detector's two transposed convolutions by pixels; the output is uint8 (n, h / 4, w / 4, 16).

    Channel 4 r + s of a place is the probability (times 255) of the pixel in row r and column s of its square.
    """
    first, second = (n for n in g.graph.node if n.op_type == "ConvTranspose")
    w1, w2 = _value(g, first.input[1]), _value(g, second.input[1])  # (24, 24, 2, 2), (24, 1, 2, 2)
    inner = w1.shape[1]
    add1, add2 = (_next(g, n.output[0], "Add") for n in (first, second))
    b1 = np.tile(_value(g, add1.input[1]).ravel(), 4)
    b2 = np.repeat(_value(g, add2.input[1]).ravel(), 16)
    wide = w1.transpose(2, 3, 1, 0).reshape(4 * inner, -1, 1, 1)
    narrow = np.zeros((4, 4, 2, 2, inner), np.float32)  # row, column of 16; a, b, channel of 96
    for a, b, c, d in np.ndindex(2, 2, 2, 2):
        narrow[2 * a + c, 2 * b + d, a, b] = w2[:, 0, c, d]
    narrow = narrow.reshape(16, 4 * inner, 1, 1)
    relu = _pointwise(g, "head_wide", first.input[0], wide, b1, add1.output[0])
    last = _pointwise(g, "head_narrow", second.input[0], narrow, b2, add2.output[0])
    sigmoid = next(n for n in g.graph.node if n.op_type == "Sigmoid" and n.output[0] == g.graph.output[0].name)
    g.replace(_between(g, first, add1), relu)
    g.replace(_between(g, second, add2), last)
    scale, zero = g.constant("out_scale", np.float32(1 / 255)), g.constant("out_zero", np.uint8(0))
    end = [
        helper.make_node("Sigmoid", list(sigmoid.input), ["out_float"], "head_sigmoid"),
        helper.make_node("QuantizeLinear", ["out_float", scale, zero], ["out_planes"]),
        helper.make_node("Transpose", ["out_planes"], ["out"], perm=[0, 2, 3, 1]),
    ]
    g.replace([sigmoid], end)
    del g.graph.output[:]
    g.graph.output.append(helper.make_tensor_value_info("out", onnx.TensorProto.UINT8, ["n", "h4", "w4", 16]))
    return 2


def _next(g: Graph, name: str, kind: str) -> NodeProto:
    """Follow single uses of a value to the next node of a kind."""
    node = g.users[name][0]
    return node if node.op_type == kind else _next(g, node.output[0], kind)


def _between(g: Graph, first: NodeProto, last: NodeProto) -> list[NodeProto]:
    nodes = [first]
    while nodes[-1] is not last:
        nodes.append(g.users[nodes[-1].output[0]][0])
    return nodes


def lower_input(g: Graph) -> None:
    """Take uint8 squares of two by two RGB pixels, (n, h / 2, w / 2, 12), instead of BGR planes of -1 to 1.

    The first convolution, 3 x 3 at every other pixel, becomes one of 2 x 2 squares, which are read in longer runs.
    A pixel p stands for (p - 127.5) / 127.5, p - 128 where it is 8 bits; half a step goes into the bias.
    """
    quantise = g.users["x"][0]
    dequantise = g.users[quantise.output[0]][0]
    conv = g.users[dequantise.output[0]][0]
    weights, bias = g.maker[conv.input[1]], g.maker[conv.input[2]]
    old, given = g.values[weights.input[0]], g.values[bias.input[0]]
    new = np.zeros((len(old), 2, 2, 3, 2, 2), np.int8)  # row and column in a square, colour, square
    for y, x in np.ndindex(3, 3):
        new[:, (y + 1) % 2, (x + 1) % 2, :, (y + 1) // 2, (x + 1) // 2] = old[:, ::-1, y, x]
    half = np.round(old.astype(np.int64).sum(axis=(1, 2, 3)) / 2).astype(np.int32)
    weights.input[0] = g.constant("squares_w", new.reshape(len(old), 12, 2, 2))
    bias.input[0] = g.constant("squares_b", given + half)
    for attribute in conv.attribute:
        changed = {"kernel_shape": [2, 2], "strides": [1, 1], "pads": [1, 1, 0, 0]}.get(attribute.name)
        if changed:
            attribute.CopyFrom(helper.make_attribute(attribute.name, changed))
    planes = helper.make_node("Transpose", ["squares"], ["planes"], perm=[0, 3, 1, 2])
    dequantise.input[0] = "planes"
    g.replace([quantise], [planes])
    del g.graph.input[:]
    g.graph.input.append(helper.make_tensor_value_info("squares", onnx.TensorProto.UINT8, ["n", "h2", "w2", 12]))


def main() -> None:
    source, out = (Path(a) for a in sys.argv[1:])
    model = onnx.load(source)
    graph = Graph(model)
    print(f"{lower_gelu(graph)} GELU, {lower_means(graph)} means")
    if any(n.op_type == "ConvTranspose" for n in graph.graph.node):
        lower_head(graph)
        lower_input(graph)
    onnx.checker.check_model(model)
    onnx.save(model, out)
    print(out, out.stat().st_size, hashlib.sha256(out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
