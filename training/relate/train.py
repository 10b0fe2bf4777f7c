"""Train the network of `net` on drawn figures; resume from the last checkpoint.

    python -m training.relate.train DRAWINGS OUT --steps 6000 [--device cuda] [--workers N]

One thread by default, bfloat16 where the processor has it. Batch k depends on the seed and k alone, so a run that
was cut off goes on as if it had not been. With `--minutes` the schedule follows the clock and not the steps.
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


def loss_of(out: Tensor, want: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Sum the losses: focal for heat maps, BCE and Dice for lines, L1 for directions; each where its truth is known."""
    out = out.float()
    heat, goal = out[:, :4], want[:, :4]
    whole = want[:, 10]
    known = torch.stack([torch.ones_like(whole)] * 3 + [whole], 1)
    p = torch.sigmoid(heat).clamp(1e-4, 1 - 1e-4)
    hit = (goal >= 0.999).float()
    n = hit.sum().clamp(min=8)
    focal = -(hit * (1 - p) ** 2 * p.log() + (1 - hit) * (1 - goal) ** 4 * p**2 * (1 - p).log())
    weight = torch.tensor([1.0, 1.0, 1.0, 0.5], device=out.device).view(1, 4, 1, 1)
    l_heat = (focal * weight * known).sum() / n
    on = want[:, 9:10]
    l_way = ((out[:, 4:6] - want[:, 4:6]).abs() * on).sum() / on.sum().clamp(min=8)
    line, is_line = out[:, 6], want[:, 6]
    bce = functional.binary_cross_entropy_with_logits(
        line, is_line, weight=whole, pos_weight=torch.tensor(2.0, device=out.device)
    ) / whole.mean().clamp(min=0.1)
    q = torch.sigmoid(line) * whole
    dice = 1 - (2 * (q * is_line).sum() + 1) / (q.sum() + is_line.sum() + 1)
    some = is_line.unsqueeze(1)
    l_turn = ((out[:, 7:9] - want[:, 7:9]).abs() * some).sum() / some.sum().clamp(min=8)
    total = l_heat + 0.5 * l_way + 4 * bce + dice + 0.3 * l_turn
    return total, {
        "heat": l_heat.detach(),
        "way": l_way.detach(),
        "bce": bce.detach(),
        "dice": dice.detach(),
        "turn": l_turn.detach(),
    }


class Batches(torch.utils.data.Dataset):
    """Give the batches of `Crops` by number."""

    def __init__(self, crops: Crops, size: int) -> None:
        self.crops, self.size, self.served = crops, size, 0

    def __len__(self) -> int:
        """Give more than will ever be asked for."""
        return 1 << 40

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        """Cut batch `number`: inputs and targets."""
        if self.served % 60 == 0:
            self.crops.refresh()
        self.served += 1
        x, y = self.crops.batch(number, self.size)
        return torch.from_numpy(x), torch.from_numpy(y)


def rate(step: int, done: float, top: float) -> float:
    """Give the learning rate: a short rise, then half a cosine; `done` runs from 0 to 1."""
    rise = min(1.0, (step + 1) / 150)
    return top * rise * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


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
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--workers", type=int, default=0, help="processes that cut crops")
    ap.add_argument("--minutes", type=float, help="length of the whole schedule, instead of --steps")
    ap.add_argument("--stop", type=float, default=1e9, help="stop this run after so many minutes")
    ap.add_argument("--from-weights", type=Path, help="start from the averaged weights of another run")
    ap.add_argument("--marked", type=Path, help="published figures with marked heads (training.relate.marked)")
    ap.add_argument("--share", type=float, default=0.35, help="share of the pictures that are such figures")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    net = HeadNet().to(a.device, memory_format=torch.channels_last)
    if a.from_weights:
        net.load_state_dict(torch.load(a.from_weights, map_location=a.device, weights_only=True)["mean"])
    train(net, a)


def train(net: HeadNet, a: argparse.Namespace) -> None:
    """Train to the end of the schedule or of this run; keep a checkpoint every 200 steps."""
    mean = copy.deepcopy(net)
    opt = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=1e-4)
    first, used, last = 0, 0.0, a.out / "last.pt"
    a.out.mkdir(parents=True, exist_ok=True)
    if last.exists():
        state = torch.load(last, map_location=a.device, weights_only=True)
        net.load_state_dict(state["net"]), mean.load_state_dict(state["mean"]), opt.load_state_dict(state["opt"])
        first, used = state["step"], state.get("used", 0.0)
    steps = a.steps if a.minutes is None else 1 << 40
    batches = Batches(Crops(a.drawings, a.seed, a.marked, a.share), a.batch)
    loader = torch.utils.data.DataLoader(batches, None, sampler=range(first, steps), num_workers=a.workers)
    began, sums = time.perf_counter(), {}
    net.train()
    for k, (x, y) in enumerate(loader, first):
        spent = time.perf_counter() - began
        done = k / a.steps if a.minutes is None else (used + spent) / 60 / a.minutes
        if done >= 1 or spent / 60 > a.stop:
            break
        for g in opt.param_groups:
            g["lr"] = rate(k, done, a.rate)
        y = y.to(a.device, non_blocking=True)
        with torch.autocast(a.device, dtype=torch.bfloat16):
            out = net(x.to(a.device, memory_format=torch.channels_last))
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
            shown = {n: round(v.item(), 3) for n, v in sums.items()}
            print(k + 1, f"{spent / (k + 1 - first):.3f} s/step {done:.3f}", shown, flush=True)
        if (k + 1) % 200 == 0:
            save(last, _state(net, mean, opt, k + 1, used + spent))
    save(last, _state(net, mean, opt, k + 1, used + time.perf_counter() - began))


def _state(net: HeadNet, mean: HeadNet, opt: torch.optim.Optimizer, step: int, used: float) -> dict:
    return {
        "net": net.state_dict(), "mean": mean.state_dict(), "opt": opt.state_dict(), "step": step, "used": used
    }  # fmt: skip


if __name__ == "__main__":
    main()
