"""Write the averaged weights of a checkpoint as an ONNX model, mixed with those of an earlier one if wanted.

python -m training.relate.export OUT/last.pt src/figway/relate/models/heads.onnx [--with BEFORE/last.pt --share 0.65]
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from .net import CHANNELS, HeadNet


class Finished(nn.Module):
    """Turn logits into probabilities, so that inference needs nothing but the model."""

    def __init__(self, net: HeadNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        """Give the maps with heat and line as probabilities."""
        y = self.net(x)
        return torch.cat([torch.sigmoid(y[:, :4]), y[:, 4:6], torch.sigmoid(y[:, 6:7]), y[:, 7:9]], 1)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("model", type=Path)
    ap.add_argument(
        "--with", dest="other", type=Path, help="mix in the weights of the checkpoint that it was trained on from"
    )
    ap.add_argument("--share", type=float, default=0.65, help="share of CHECKPOINT in the mixture")
    a = ap.parse_args()
    net = HeadNet()
    state = torch.load(a.checkpoint, map_location="cpu", weights_only=True)["mean"]
    if a.other:
        other = torch.load(a.other, map_location="cpu", weights_only=True)["mean"]
        state = {n: other[n].lerp(v, a.share) if v.dtype.is_floating_point else v for n, v in state.items()}
    net.load_state_dict(state)
    a.model.parent.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    torch.onnx.export(
        Finished(net).eval(), (torch.zeros(1, 4, 320, 320),), str(a.model), dynamo=False, opset_version=17,
        input_names=["image"], output_names=["maps"],
        dynamic_axes={"image": {2: "h", 3: "w"}, "maps": {2: "h2", 3: "w2"}},
    )  # fmt: skip
    model = onnx.load(str(a.model))
    for key, value in {"channels": ",".join(CHANNELS), "name": "figway heads"}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(a.model))
    print(a.model, a.model.stat().st_size)


if __name__ == "__main__":
    main()
