"""Make the 8-bit detector that figway ships.

    python -m training.reading.detector MODEL IMAGES OUT

MODEL is the 32-bit detector that `prune.py` writes. Nearly all operators become 8-bit (static, per channel); weights use
7 bits, so that the 16-bit sums of processors without VNNI never overflow and every x86 machine reads alike.
Activations are calibrated on pictures of the folder IMAGES. GELU is fused to one node first: as five nodes, each in
32 bits between 8-bit ones, it takes more time than the convolutions save.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from figway.read.image import load_image

SCALE, SIDE, PICTURES = 1.25, 960, 20
OPERATORS = ["Conv", "MatMul", "Concat", "Resize", "MaxPool", "Relu", "Mul", "GlobalAveragePool", "Add"]


class Pictures(CalibrationDataReader):
    """Hand pictures of a folder to the calibration, enlarged as the detector sees them."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
        self._inputs = iter(_inputs(paths[:: max(1, len(paths) // PICTURES)][:PICTURES]))

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """Give the next picture, None after the last."""
        return next(self._inputs, None)


def _inputs(paths: list[Path]) -> Iterator[dict[str, NDArray[np.float32]]]:
    for path in paths:
        big = cv2.resize(load_image(path).pixels, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_LINEAR)[
            :SIDE, :SIDE
        ]
        part = big[: big.shape[0] // 32 * 32, : big.shape[1] // 32 * 32]
        yield {"x": part[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32) * np.float32(2 / 255) - 1}


def fuse_gelu(model: onnx.ModelProto) -> int:
    """Replace x / sqrt 2, erf, + 1, * x, / 2 by one Gelu node each; give how many there were."""
    graph, count = model.graph, 0
    maker = {out: node for node in graph.node for out in node.output}
    user = {name: node for node in graph.node for name in node.input}
    for erf in [n for n in graph.node if n.op_type == "Erf"]:
        divide, add = maker[erf.input[0]], user[erf.output[0]]
        multiply = user[add.output[0]]
        half = user[multiply.output[0]]
        gelu = helper.make_node("Gelu", [divide.input[0]], list(half.output), f"gelu_{count}", domain="com.microsoft")
        graph.node.insert(list(graph.node).index(half), gelu)
        for node in (divide, erf, add, multiply, half):
            graph.node.remove(node)
        count += 1
    if count:
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return count


def main() -> None:
    source, images, out = (Path(a) for a in sys.argv[1:])
    model = onnx.load(source)
    print(f"{fuse_gelu(model)} GELU nodes fused")
    with tempfile.TemporaryDirectory() as folder:
        fused = Path(folder) / "fused.onnx"
        onnx.save(model, fused)
        quantize_static(
            fused,
            out,
            Pictures(images),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=OPERATORS,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
    print(out, out.stat().st_size, hashlib.sha256(out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
