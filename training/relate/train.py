"""Train the network of `net` on drawn figures; resume from the last checkpoint.

    python -m training.relate.train DRAWINGS OUT --steps 6000

One thread by default, bfloat16 where the processor has it. Batch k depends on the seed and k alone, so a run that
was cut off goes on as if it had not been.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from .data import Crops
from .net import HeadNet


def loss_of(out: Tensor, want: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Sum the losses: focal for heat maps, BCE and Dice for lines, L1 for directions."""
    out = out.float()
    heat, goal = out[:, :4], want[:, :4]
    p = torch.sigmoid(heat).clamp(1e-4, 1 - 1e-4)
    hit = (goal >= 0.999).float()
    n = hit.sum().clamp(min=8)
    focal = -(hit * (1 - p) ** 2 * p.log() + (1 - hit) * (1 - goal) ** 4 * p**2 * (1 - p).log())
    weight = torch.tensor([1.0, 1.0, 1.0, 0.5]).view(1, 4, 1, 1)
    l_heat = (focal * weight).sum() / n
    on = want[:, 9:10]
    l_way = ((out[:, 4:6] - want[:, 4:6]).abs() * on).sum() / on.sum().clamp(min=8)
    line, is_line = out[:, 6], want[:, 6]
    bce = functional.binary_cross_entropy_with_logits(line, is_line, pos_weight=torch.tensor(2.0))
    q = torch.sigmoid(line)
    dice = 1 - (2 * (q * is_line).sum() + 1) / (q.sum() + is_line.sum() + 1)
    some = is_line.unsqueeze(1)
    l_turn = ((out[:, 7:9] - want[:, 7:9]).abs() * some).sum() / some.sum().clamp(min=8)
    total = l_heat + 0.5 * l_way + 4 * bce + dice + 0.3 * l_turn
    return total, {
        "heat": l_heat.item(),
        "way": l_way.item(),
        "bce": bce.item(),
        "dice": dice.item(),
        "turn": l_turn.item(),
    }


def rate(step: int, steps: int, top: float) -> float:
    """Give the learning rate: a short rise, then half a cosine."""
    rise = min(1.0, (step + 1) / 150)
    return top * rise * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


def save(path: Path, state: dict) -> None:
    """Write a checkpoint whole or not at all."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("drawings", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--steps", type=int, default=6000)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--from-weights", type=Path, help="start from the averaged weights of another run")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    net = HeadNet().to(memory_format=torch.channels_last)
    if a.from_weights:
        net.load_state_dict(torch.load(a.from_weights, weights_only=True)["mean"])
    mean = copy.deepcopy(net)
    opt = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=1e-4)
    first, last = 0, a.out / "last.pt"
    a.out.mkdir(parents=True, exist_ok=True)
    if last.exists():
        state = torch.load(last, weights_only=True)
        net.load_state_dict(state["net"]), mean.load_state_dict(state["mean"]), opt.load_state_dict(state["opt"])
        first = state["step"]
    crops = Crops(a.drawings, a.seed)
    began, sums = time.perf_counter(), {}
    net.train()
    for k in range(first, a.steps):
        if k % 250 == 0 or not crops.files:
            crops.refresh()
        x, y = (torch.from_numpy(v) for v in crops.batch(k, a.batch))
        for g in opt.param_groups:
            g["lr"] = rate(k, a.steps, a.rate)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(x.contiguous(memory_format=torch.channels_last))
        loss, parts = loss_of(out, y)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        keep = min(0.998, (k + 1) / (k + 10))
        with torch.no_grad():
            for m, p in zip(mean.state_dict().values(), net.state_dict().values(), strict=False):
                if m.dtype.is_floating_point:
                    m.lerp_(p, 1 - keep)
        for name, v in parts.items():
            sums[name] = sums.get(name, 0) * 0.98 + v * 0.02 if name in sums else v
        if (k + 1) % 50 == 0:
            spent = (time.perf_counter() - began) / (k + 1 - first)
            print(k + 1, f"{spent:.2f} s/step", {n: round(v, 3) for n, v in sums.items()}, flush=True)
        if (k + 1) % 200 == 0 or k + 1 == a.steps:
            save(last, {"net": net.state_dict(), "mean": mean.state_dict(), "opt": opt.state_dict(), "step": k + 1})


if __name__ == "__main__":
    main()
