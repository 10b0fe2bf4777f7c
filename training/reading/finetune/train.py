"""Teach the recogniser small figure text: CTC loss, AdamW, warm-up and cosine, averaged weights, checkpoints.

    python training/reading/finetune/train.py MODEL DATA OUT [--minutes N] [--rate R] [--share S] [--seed N]

MODEL is a pruned 32-bit recogniser. OUT receives `rec.onnx` (the averaged weights), `log.txt` and `state.pt`; where
`state.pt` stands, training goes on from it. Layers run with 16-bit brain floats, which halves the time.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from lines import Crop, batches, load
from training.reading.network import Network

from figway.read.crops import stack

WARM, AVERAGE, SAVE = 20, 0.98, 60


def loss_of(network: Network, group: list[Crop], index: dict[str, int]) -> torch.Tensor:
    """Give the CTC loss of one batch, the mean over its lines of the loss a character."""
    batch = torch.from_numpy(stack([c for c, _ in group])).to(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(batch)
    scores = F.log_softmax(logits.float(), -1).permute(1, 0, 2)
    targets = [[index[c] for c in text] for _, text in group]
    lengths = torch.tensor([len(t) for t in targets])
    steps = torch.full((len(group),), scores.shape[0])
    return F.ctc_loss(scores, torch.tensor([i for t in targets for i in t]), steps, lengths, zero_infinity=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--share", type=float, default=0.45, help="share of real lines")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    network = Network(args.model)
    (kept,) = (p.value for p in network.model.metadata_props if p.key == "character")
    index = {c: i for i, c in enumerate(kept.replace("\n", "") + " ", 1)}
    kinds = load(args.data)
    print({k: len(v) for k, v in kinds.items()}, flush=True)
    train(network, kinds, index, args)


def train(network: Network, kinds: dict, index: dict[str, int], args: argparse.Namespace) -> None:
    """Train for the given minutes; write the averaged weights now and then, and at the end."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=0.01)
    mean = copy.deepcopy({k: v.detach() for k, v in network.named_parameters()})
    state, step, used, shown = args.out / "state.pt", 0, 0.0, 0.0
    if state.exists():
        old = torch.load(state)
        network.load_state_dict(old["weights"])
        optimiser.load_state_dict(old["optimiser"])
        mean, step, used = old["mean"], old["step"], old["used"]
    stream = batches(kinds, random.Random(args.seed * 100003 + step), args.share)
    begin, saved = time.monotonic() - used, time.monotonic()
    while (done := (time.monotonic() - begin) / 60 / args.minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / WARM) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        loss = loss_of(network, next(stream), index)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        value, step = loss.item(), step + 1
        shown = 0.95 * shown + 0.05 * value if shown else value
        keep = min(AVERAGE, step / (step + 9))
        for key, weight in network.named_parameters():
            mean[key].mul_(keep).add_(weight.detach(), alpha=1 - keep)
        if step % 20 == 0:
            with (args.out / "log.txt").open("a") as log:
                print(f"step {step} {done:.3f} loss {shown:.4f}", file=log)
        if time.monotonic() - saved > SAVE:
            save(network, mean, args.out)
            weights = {"weights": network.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean}
            torch.save({**weights, "step": step, "used": time.monotonic() - begin}, state)
            saved = time.monotonic()
    save(network, mean, args.out)


def save(network: Network, mean: dict[str, torch.Tensor], out: Path) -> None:
    """Write the averaged weights as an ONNX model."""
    present = {k: v.detach().clone() for k, v in network.named_parameters()}
    network.load_state_dict(mean, strict=False)
    network.save(out / "part.onnx")
    (out / "part.onnx").rename(out / "rec.onnx")
    network.load_state_dict(present, strict=False)


if __name__ == "__main__":
    main()
