"""Take the weights of a shipped ONNX model back into the network, so that training can go on from them.

python -m training.relate.unfold src/figway/relate/models/heads.onnx DRAWINGS OUT/start.pt

The export folds each batch norm into its convolution. Drawn figures tell what passes there: their mean and variance
become the running statistics, and scale and shift are set so that the network gives the same maps as the model.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .data import Crops
from .net import HeadNet


def folded(model: onnx.ModelProto) -> Iterator[tuple[Tensor, Tensor]]:
    """Give weight and bias of each convolution in the order in which they run."""
    held = {i.name: torch.from_numpy(numpy_helper.to_array(i).astype(np.float32)) for i in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Conv":
            yield held[node.input[1]], held[node.input[2]]


def unfold(net: HeadNet, model: onnx.ModelProto, sample: Tensor) -> None:
    """Fill `net` from `model`; statistics come from one pass of `sample` (N x 4 x H x W)."""
    weights, shifts = folded(model), []

    def before_conv(module: nn.Module, _: tuple[Tensor]) -> None:
        assert isinstance(module, nn.Conv2d)
        weight, bias = next(weights)
        module.weight.copy_(weight)
        if module.bias is None:
            shifts.append(bias)
        else:
            module.bias.copy_(bias)

    def before_norm(module: nn.Module, passed: tuple[Tensor]) -> None:
        assert isinstance(module, nn.BatchNorm2d)
        assert module.running_mean is not None
        assert module.running_var is not None
        var, mean = torch.var_mean(passed[0], dim=(0, 2, 3), correction=0)
        module.running_mean.copy_(mean)
        module.running_var.copy_(var)
        module.weight.copy_((var + module.eps).sqrt())
        module.bias.copy_(shifts.pop() + mean)

    hooks = [m.register_forward_pre_hook(before_conv) for m in net.modules() if isinstance(m, nn.Conv2d)]
    hooks += [m.register_forward_pre_hook(before_norm) for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    with torch.no_grad():
        net.eval()(sample)
    for hook in hooks:
        hook.remove()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("drawings", type=Path)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--crops", type=int, default=64)
    a = ap.parse_args()
    crops = Crops(a.drawings, 3)
    crops.refresh()
    sample = torch.from_numpy(crops.batch(0, a.crops)[0])
    net = HeadNet()
    unfold(net, onnx.load(str(a.model)), sample)
    a.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"mean": net.state_dict()}, a.checkpoint)


if __name__ == "__main__":
    main()
