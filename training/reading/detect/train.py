"""Teach the detector: cross-entropy with hard negatives and Dice on the cores of text lines.

    python -m training.reading.detect.train MODEL OUT --drawings FOLDER [--real BOXES IMAGES ...] [--minutes N]
        [--device cuda] [--workers N]

MODEL is the 32-bit detector that `prune.py` writes. FOLDER holds drawn figures (training/relate/draw); BOXES holds a
JSON file a real figure, with what a reader found there (`boxes.py`), IMAGES their pictures. OUT receives `det.onnx`
(averaged weights), `log.txt` and `state.pt`; where `state.pt` stands, training goes on from it.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from training.reading.network import Network

from .data import Example, crop, drawn_example, real_example

WARM, AVERAGE, SAVE, NEGATIVES = 30, 0.98, 60, 3


class Pictures(torch.utils.data.Dataset):
    """Give crops by number; number and seed alone decide one, as long as the drawings are the same."""

    def __init__(self, drawings: Path, real: list[Example], share: float, seed: int) -> None:
        self.drawings, self.real, self.share, self.seed = drawings, real, share, seed
        self.files: list[Path] = []
        self.served = 0

    def __len__(self) -> int:
        """Give more than will ever be asked for."""
        return 1 << 40

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Cut crop `number`: picture (3, SIDE, SIDE) in [-1, 1], blue first, and goal (SIDE, SIDE)."""
        rng = random.Random(f"{self.seed}/{number}")
        if self.served % 500 == 0:  # drawing may go on while training runs
            self.files = sorted(p for p in self.drawings.glob("*.jpg") if p.with_suffix(".json").exists())
        self.served += 1
        while True:
            is_real = self.real and (rng.random() < self.share or not self.files)
            try:
                found = crop(rng.choice(self.real) if is_real else drawn_example(rng.choice(self.files)), rng)
            except ValueError:  # a file that is just being written
                continue
            if found is not None:
                pixels, goal = found
                return pixels[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) * np.float32(2 / 255) - 1, goal


def loss_of(logits: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    """Give the loss of maps (n, SIDE, SIDE): cross-entropy over cores and the hardest ground, and 1 - Dice."""
    judged = (goal != 2).float()
    want = (goal == 1).float()
    every = F.binary_cross_entropy_with_logits(logits, want, reduction="none") * judged
    positive = want.sum()
    ground = (every * (1 - want)).flatten()
    count = int(min(ground.numel(), max(positive.item() * NEGATIVES, 2000 * len(goal))))
    hardest = torch.topk(ground, count, sorted=False).values
    cross = ((every * want).sum() + hardest.sum()) / (positive + count)
    p = torch.sigmoid(logits) * judged
    dice = 1 - (2 * (p * want).sum() + 1) / (p.sum() + want.sum() + 1)
    return 5 * cross + dice


def real_examples(pairs: list[str]) -> list[Example]:
    """Read folders of boxes and pictures, given in turn."""
    out = []
    for boxes, images in zip(pairs[::2], pairs[1::2], strict=True):
        for path in sorted(Path(boxes).glob("*.json")):
            found = json.loads(path.read_text("utf-8"))
            picture = Path(images) / found["image"]
            if picture.exists():
                out.append(real_example(picture, found["boxes"]))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--drawings", type=Path, required=True)
    parser.add_argument("--real", nargs="*", default=[], metavar="BOXES IMAGES")
    parser.add_argument("--share", type=float, default=0.35, help="share of real figures")
    parser.add_argument("--minutes", type=float, default=60, help="length of the whole schedule")
    parser.add_argument("--stop", type=float, default=1e9, help="stop this run after so many minutes")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    train(Network(args.model).to(args.device), real_examples(args.real), args)


def train(network: Network, real: list[Example], args: argparse.Namespace) -> None:
    """Train until the schedule or this run's time is over; write the averaged weights now and then, and at the end."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=0.01)
    mean = copy.deepcopy({k: v.detach() for k, v in network.named_parameters()})
    state, step, used, shown = args.out / "state.pt", 0, 0.0, 0.0
    if state.exists():
        old = torch.load(state, map_location=args.device)
        network.load_state_dict(old["weights"])
        optimiser.load_state_dict(old["optimiser"])
        mean, step, used = old["mean"], old["step"], old["used"]
    pictures = Pictures(args.drawings, real, args.share, args.seed)
    first = step * args.batch
    loader = torch.utils.data.DataLoader(
        pictures, args.batch, sampler=range(first, 1 << 40), num_workers=args.workers, pin_memory=args.device != "cpu"
    )
    begin, saved = time.monotonic(), time.monotonic()
    for batch, goal in loader:
        spent = time.monotonic() - begin
        done = (used + spent) / 60 / args.minutes
        if done >= 1 or spent / 60 > args.stop:
            break
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / WARM) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        with torch.autocast(args.device, torch.bfloat16):
            logits = network(batch.to(args.device, memory_format=torch.channels_last, non_blocking=True))
        loss = loss_of(logits[:, 0].float(), goal.to(args.device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        step += 1
        keep = min(AVERAGE, step / (step + 9))
        with torch.no_grad():
            for key, weight in network.named_parameters():
                mean[key].mul_(keep).add_(weight, alpha=1 - keep)
        if step % 20 == 0:
            shown = 0.9 * shown + 0.1 * loss.item() if shown else loss.item()
            with (args.out / "log.txt").open("a") as log:
                print(f"step {step} {done:.3f} loss {shown:.4f}", file=log)
        if time.monotonic() - saved > SAVE:
            save(network, optimiser, mean, args.out, step, used + time.monotonic() - begin)
            saved = time.monotonic()
    save(network, optimiser, mean, args.out, step, used + time.monotonic() - begin)


def save(
    network: Network, optimiser: torch.optim.Optimizer, mean: dict[str, torch.Tensor], out: Path, step: int, used: float
) -> None:
    """Write the averaged weights as an ONNX model, and the state to go on from."""
    present = {k: v.detach().clone() for k, v in network.named_parameters()}
    network.load_state_dict(mean, strict=False)
    network.save(out / "part.onnx")
    (out / "part.onnx").rename(out / "det.onnx")
    network.load_state_dict(present, strict=False)
    weights = {"weights": network.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean}
    torch.save({**weights, "step": step, "used": used}, out / "state.part")
    (out / "state.part").rename(out / "state.pt")


if __name__ == "__main__":
    main()
