"""Teach the recogniser small figure text: CTC loss, AdamW, warm-up and cosine, averaged weights, checkpoints.

    python training/reading/finetune/train.py MODEL DATA OUT [--minutes N] [--rate R] [--share S] [--seed N]
        [--fresh HGNC MESH METADATA FONTS] [--device cuda] [--workers N]

MODEL is a pruned 32-bit recogniser. OUT receives `rec.onnx` (the averaged weights), `log.txt` and `state.pt`; where
`state.pt` stands, training goes on from it. Layers run with 16-bit brain floats, which halves the time. With
`--fresh`, drawn lines are drawn anew for each batch and not taken from DATA.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from lines import Crop, load, pool
from scene import scene
from texts import Texts
from training.reading.draw import Fonts
from training.reading.network import Network
from training.reading.words import Words

from figway.read.crops import stack

WARM, AVERAGE, SAVE = 20, 0.98, 60


class Pools(torch.utils.data.Dataset):
    """Give pools of batches by number: (pixels, class indices, lengths) of each batch."""

    def __init__(self, kinds: dict[str, list[Any]], index: dict[str, int], args: argparse.Namespace) -> None:
        self.kinds, self.index, self.args = kinds, index, args
        self.fresh = Fresh(args.fresh, set(index)) if args.fresh else None

    def __len__(self) -> int:
        """Give more than will ever be asked for."""
        return 1 << 40

    def __getitem__(self, number: int) -> list[tuple[np.ndarray, list[int], list[int]]]:
        """Make pool `number`; number and seed alone decide it."""
        rng = random.Random(self.args.seed * 100003 + number)
        return [self._batch(group) for group in pool(self.kinds, rng, self.args.share, self.fresh)]

    def _batch(self, group: list[Crop]) -> tuple[np.ndarray, list[int], list[int]]:
        texts = [[self.index[c] for c in text] for _, text in group]
        return stack([c for c, _ in group]), [i for t in texts for i in t], [len(t) for t in texts]


class Fresh:
    """Draw a new line each time it is called."""

    def __init__(self, paths: list[Path], kept: set[str]) -> None:
        hgnc, mesh, metadata, fonts = paths
        self.texts = Texts(hgnc, Words(hgnc, mesh, metadata, kept))
        self.fonts = Fonts.find(fonts)

    def __call__(self, rng: random.Random) -> Any:
        """Give (picture, corners of the text, text, kind)."""
        text = self.texts.plain(rng) if rng.random() < 0.25 else self.texts.draw(rng)
        font = rng.choice(self.fonts.all if text.isascii() else self.fonts.greek)
        return *scene(text, self.texts.draw(rng), font, None, rng), text, "drawn"


def loss_of(network: Network, batch: tuple[np.ndarray, list[int], list[int]], device: str) -> torch.Tensor:
    """Give the CTC loss of one batch, the mean over its lines of the loss a character."""
    pixels, targets, lengths = batch
    with torch.autocast(device, torch.bfloat16):
        logits = network(torch.as_tensor(pixels).to(device, memory_format=torch.channels_last))
    scores = F.log_softmax(logits.float(), -1).permute(1, 0, 2)
    steps = torch.full((len(lengths),), scores.shape[0])
    return F.ctc_loss(scores, torch.tensor(targets), steps, torch.tensor(lengths), zero_infinity=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--share", type=float, default=0.45, help="share of real lines")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=Path, nargs=4, metavar=("HGNC", "MESH", "METADATA", "FONTS"))
    parser.add_argument("--stop", type=float, default=1e9, help="stop this run after so many minutes")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    network = Network(args.model).to(args.device)
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
        old = torch.load(state, map_location=args.device)
        network.load_state_dict(old["weights"])
        optimiser.load_state_dict(old["optimiser"])
        mean, step, used = old["mean"], old["step"], old["used"]
    pools = torch.utils.data.DataLoader(
        Pools(kinds, index, args), None, sampler=range(step, 1 << 40), num_workers=args.workers, collate_fn=_as_it_is
    )
    begin, saved, since = time.monotonic() - used, time.monotonic(), time.monotonic()
    for batch in (b for p in pools for b in p):
        done = (time.monotonic() - begin) / 60 / args.minutes
        if done >= 1 or (time.monotonic() - since) / 60 > args.stop:
            break
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / WARM) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        loss = loss_of(network, batch, args.device)
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
            save(network, optimiser, mean, args.out, step, time.monotonic() - begin)
            saved = time.monotonic()
    save(network, optimiser, mean, args.out, step, time.monotonic() - begin)


def _as_it_is(pool_: Any) -> Any:
    return pool_


def save(
    network: Network, optimiser: torch.optim.Optimizer, mean: dict[str, torch.Tensor], out: Path, step: int, used: float
) -> None:
    """Write the averaged weights as an ONNX model, and the state to go on from."""
    present = {k: v.detach().clone() for k, v in network.named_parameters()}
    network.load_state_dict(mean, strict=False)
    network.save(out / "part.onnx")
    (out / "part.onnx").rename(out / "rec.onnx")
    network.load_state_dict(present, strict=False)
    weights = {"weights": network.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean}
    torch.save({**weights, "step": step, "used": used}, out / "state.part")
    (out / "state.part").rename(out / "state.pt")


if __name__ == "__main__":
    main()
