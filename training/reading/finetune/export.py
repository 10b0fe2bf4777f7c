"""Make the two files that ship of a 32-bit recogniser: weights kept in 16 bits, and an 8-bit one.

    python training/reading/finetune/export.py MODEL DATA OUT

`rec.onnx` keeps its weights as half floats and works in 32 bits. `rec_int8.onnx` has 8-bit convolutions and products
(static, per channel, 7-bit weights, activations calibrated by moving average on lines of DATA); the first two and the
last three layers stay in 32 bits, for they lose most.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from lines import drawn, load, real
from onnx import TensorProto, helper, numpy_helper

from figway.read.crops import batches, stack

SMALLEST = 256
LAYERS = ("Conv", "MatMul", "ConvTranspose", "Gemm")


def half(model: onnx.ModelProto) -> None:
    """Keep every large weight as half floats, with a cast before its use."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= SMALLEST:
            name = tensor.name
            array = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(array, name + "_h"))
            casts.append(helper.make_node("Cast", [name + "_h"], [name], to=TensorProto.FLOAT))
    for place, node in enumerate(casts):
        model.graph.node.insert(place, node)


def whole(model: onnx.ModelProto) -> None:
    """Undo `half`: keep all weights as 32-bit floats, so that a shipped model can be trained further."""
    graph, cast = model.graph, {}
    for node in [n for n in graph.node if n.op_type == "Cast" and n.input[0].endswith("_h")]:
        cast[node.input[0]] = node.output[0]
        graph.node.remove(node)
    for tensor in graph.initializer:
        if tensor.name in cast:
            array = numpy_helper.to_array(tensor).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(array, cast[tensor.name]))


def fuse(model: onnx.ModelProto) -> None:
    """Put one Gelu node in the place of each x / sqrt(2), erf, + 1, * x, * 0.5."""
    graph = model.graph
    made = {o: n for n in graph.node for o in n.output}
    users: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    for erf in [n for n in graph.node if n.op_type == "Erf"]:
        scaled = made[erf.input[0]]
        plus = users[erf.output[0]][0]
        times = users[plus.output[0]][0]
        last = users[times.output[0]][0]
        gelu = helper.make_node(
            "Gelu", [scaled.input[0]], [last.output[0]], name=erf.name + "_gelu", domain="com.microsoft"
        )
        place = next(i for i, n in enumerate(graph.node) if n.output[0] == last.output[0])
        graph.node.insert(place, gelu)
        for node in (scaled, erf, plus, times, last):
            graph.node.remove(node)
    if not any(o.domain == "com.microsoft" for o in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def examples(folder: Path, number: int = 500) -> list[np.ndarray]:
    """Give batches of lines, three of four real, to calibrate on."""
    kinds, rng = load(folder), random.Random(11)
    crops = [real(x, rng) for x in rng.sample(kinds["real"], number * 3 // 4)]
    crops += [drawn(x, rng) for x in rng.sample(kinds["drawn"], number // 4)]
    pixels = [c for c, _ in crops]
    return [stack([pixels[i] for i in group]) for group in batches(pixels)]


def quantise(model: onnx.ModelProto, goal: Path, batches_: list[np.ndarray]) -> None:
    """Write the 8-bit model."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Lines(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self.left = iter(batches_)

        def get_next(self) -> dict[str, np.ndarray] | None:
            batch = next(self.left, None)
            return None if batch is None else {"x": batch}

    layers = [n.name for n in model.graph.node if n.op_type in LAYERS]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(model, plain)
        quantize_static(
            plain, goal, Lines(), quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=["Conv", "MatMul"],
            nodes_to_exclude=layers[:2] + layers[-3:], extra_options={"CalibMovingAverage": True},
        )  # fmt: skip
    done = onnx.load(goal)
    if not done.metadata_props:
        done.metadata_props.extend(model.metadata_props)
        onnx.save(done, goal)


def main() -> None:
    source, data, out = (Path(a) for a in sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    exact, quick = onnx.load(source), onnx.load(source)
    half(exact)
    onnx.save(exact, out / "rec.onnx")
    fuse(quick)
    quantise(quick, out / "rec_int8.onnx", examples(data))
    for name in ("rec.onnx", "rec_int8.onnx"):
        data_ = (out / name).read_bytes()
        print(name, len(data_), hashlib.sha256(data_).hexdigest())


if __name__ == "__main__":
    main()
