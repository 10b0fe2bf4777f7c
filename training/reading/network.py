"""Run an ONNX recogniser or detector in torch, so that its weights can be trained and written back to the same file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import Tensor, nn


class Network(nn.Module):
    """Hold the graph of an ONNX model; floating-point tensors of two and more values are trainable weights."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.model = onnx.load(path)
        self.weights = nn.ParameterDict()
        self.fixed: dict[str, Tensor] = {}
        for tensor in self.model.graph.initializer:
            value = torch.from_numpy(numpy_helper.to_array(tensor).copy())
            if value.is_floating_point() and value.numel() > 1:
                self.weights[_key(tensor.name)] = nn.Parameter(value)
            else:  # sizes and single numbers: the latter without a shape, so that they meet any device
                self.fixed[tensor.name] = value.reshape(()) if value.is_floating_point() and value.numel() else value
        self.attributes = [_attributes(node) for node in self.model.graph.node]

    def forward(self, batch: Tensor) -> Tensor:
        """Give the logits: the input of the graph's last node, Softmax or Sigmoid."""
        values: dict[str, Tensor] = {"x": batch, **self.fixed, **dict(self.weights.items())}
        nodes = self.model.graph.node
        for node, attributes in zip(nodes[:-1], self.attributes, strict=False):
            inputs = [values[n] if n in values else values[_key(n)] if n else None for n in node.input]
            outputs = _run(node.op_type, inputs, attributes)
            values.update(zip(node.output, outputs if isinstance(outputs, tuple) else (outputs,), strict=False))
        return values[nodes[-1].input[0]]

    def save(self, path: Path) -> None:
        """Write the model with its present weights."""
        for tensor in self.model.graph.initializer:
            key = _key(tensor.name)
            if key in self.weights:
                array = self.weights[key].detach().cpu().numpy().astype(np.float32)
                tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))
        onnx.save(self.model, path)


def _key(name: str) -> str:
    return name.replace(".", "~")


def _attributes(node: onnx.NodeProto) -> dict[str, object]:
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def _pads(x: Tensor, a: dict, kernel: list[int], value: float = 0.0) -> Tensor:
    """Pad as the node's `pads` or `auto_pad` say."""
    if a.get("auto_pad") in (b"SAME_UPPER", b"SAME_LOWER"):
        pads = []
        for size, k, s in zip(x.shape[2:], kernel, a.get("strides", [1, 1]), strict=True):
            total = max((-(-size // s) - 1) * s + k - size, 0)
            small, large = total // 2, total - total // 2
            pads.append((small, large) if a["auto_pad"] == b"SAME_UPPER" else (large, small))
        (top, bottom), (left, right) = pads
    else:
        top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
    return F.pad(x, (left, right, top, bottom), value=value) if top or bottom or left or right else x


def _run(op: str, i: list, a: dict) -> Tensor:
    """Carry out one node; raise KeyError for one that the recogniser does not use."""
    simple = {
        "Add": lambda: i[0] + i[1],
        "Sub": lambda: i[0] - i[1],
        "Mul": lambda: i[0] * i[1],
        "Div": lambda: i[0] / i[1],
        "Pow": lambda: i[0] ** i[1],
        "Sqrt": lambda: torch.sqrt(i[0]),
        "Erf": lambda: torch.erf(i[0]),
        "Relu": lambda: F.relu(i[0]),
        "Sigmoid": lambda: torch.sigmoid(i[0]),
        "MatMul": lambda: i[0] @ i[1],
        "Identity": lambda: i[0],
        "Softmax": lambda: torch.softmax(i[0], a.get("axis", -1)),
        "HardSigmoid": lambda: torch.clamp(i[0] * a.get("alpha", 0.2) + a.get("beta", 0.5), 0, 1),
        "GlobalAveragePool": lambda: i[0].mean((2, 3), keepdim=True),
        "Concat": lambda: torch.cat(i, a["axis"]),
        "Transpose": lambda: i[0].permute(*a["perm"]),
        "Flatten": lambda: i[0].flatten(0, a.get("axis", 1) - 1).flatten(1),
        "Shape": lambda: torch.tensor(i[0].shape),
        "ReduceMean": lambda: i[0].mean(tuple(a["axes"]), keepdim=bool(a.get("keepdims", 1))),
    }
    if op in simple:
        return simple[op]()
    return _SHAPED[op](i, a)


def _conv(i: list, a: dict) -> Tensor:
    x = _pads(i[0], a, list(i[1].shape[2:]))
    bias = i[2] if len(i) > 2 else None
    return F.conv2d(x, i[1], bias, a.get("strides", 1), 0, a.get("dilations", 1), a.get("group", 1))


def _max_pool(i: list, a: dict) -> Tensor:
    x = _pads(i[0], a, a["kernel_shape"], float("-inf"))
    return F.max_pool2d(x, a["kernel_shape"], a.get("strides", 1), ceil_mode=bool(a.get("ceil_mode", 0)))


def _average_pool(i: list, a: dict) -> Tensor:
    return F.avg_pool2d(_pads(i[0], a, a["kernel_shape"]), a["kernel_shape"], a.get("strides", 1))


def _resize(i: list, a: dict) -> Tensor:
    return F.interpolate(i[0], scale_factor=tuple(i[2].tolist()[2:]), mode="nearest")


def _conv_transpose(i: list, a: dict) -> Tensor:
    return F.conv_transpose2d(i[0], i[1], i[2] if len(i) > 2 else None, a.get("strides", 1))


def _batch_norm(i: list, a: dict) -> Tensor:
    return F.batch_norm(i[0], i[3].detach(), i[4].detach(), i[1], i[2], False, 0.0, a.get("epsilon", 1e-5))


def _reshape(i: list, a: dict) -> Tensor:
    shape = [i[0].shape[n] if s == 0 else s for n, s in enumerate(i[1].tolist())]
    return i[0].reshape(shape)


def _squeeze(i: list, a: dict) -> Tensor:
    for axis in sorted(i[1].tolist(), reverse=True):
        i[0] = i[0].squeeze(axis)
    return i[0]


def _unsqueeze(i: list, a: dict) -> Tensor:
    for axis in sorted(i[1].tolist()):
        i[0] = i[0].unsqueeze(axis)
    return i[0]


def _slice(i: list, a: dict) -> Tensor:
    starts, ends = i[1].tolist(), i[2].tolist()
    axes = i[3].tolist() if len(i) > 3 else range(len(starts))
    steps = i[4].tolist() if len(i) > 4 else [1] * len(starts)
    cut = [slice(None)] * i[0].ndim
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        cut[axis] = slice(start, end, step)
    return i[0][tuple(cut)]


_SHAPED = {
    "Conv": _conv, "MaxPool": _max_pool, "AveragePool": _average_pool, "BatchNormalization": _batch_norm,
    "Reshape": _reshape, "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Slice": _slice,
    "Resize": _resize, "ConvTranspose": _conv_transpose,
}  # fmt: skip
