"""Train the network that weighs the ways to a head, on drawn figures that the network of heads has not seen.

    python -m training.relate.ways cut DRAWN CUT [--part 0 --parts 2]
    python -m training.relate.ways train CUT MODEL.onnx --test CUT [--epochs 5]
    python -m training.relate.ways test CUT [MODEL.onnx]

`cut` finds heads and ways in each drawing as figway does, says which ways begin at the true other end (of heads that
are none, no way does), and keeps their ribbons in a file a drawing; it goes on where it stopped. `train` fits the
network: of all ways to one head, or none of them, the right one should have the most weight. Mirrored ribbons and
exchanged colours are as good as new drawings. It saves after every epoch and goes on from there. `test` says how often
a model (the shipped one) ranks the right way first; it needs no torch.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from figway.read.image import load_image
from figway.relate.heads import HeadFinder, Maps
from figway.relate.labels import line_height
from figway.relate.ribbons import ASIDE, CHANNELS, layers, ribbons
from figway.relate.stage import HEAD_FLOOR
from figway.relate.strokes import ways_to
from figway.relate.ways import MODEL, PLAIN, WayWeigher, plain

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from relating import NEAR_HEAD, NEAR_TAIL, record_of

MOST_WAYS = 12
SCALE = 100
"""Ribbons are kept in bytes, in hundredths."""
AT_ONCE = 24
INPUTS = ["ribbons", "steps", "plain"]
RATE, DECAY = 2e-3, 0.01
ACROSS = [CHANNELS.index(name) for name in CHANNELS if name.endswith("across")]
COLOURS = [CHANNELS.index(name) for name in ("red", "green", "blue")]


@dataclass(frozen=True)
class Head:
    """Hold the ways to one head: ribbons (bytes), plain numbers, which are right, and whether the head is one."""

    ribbons: list[np.ndarray]
    plain: np.ndarray
    right: np.ndarray
    true: bool


def true_ends(truth: dict[str, Any], maps: Maps) -> dict[int, tuple[float, float]]:
    """Give the true other end of each head that was found, in pixels of the figure, the surest head first."""
    left = [(h, a["path"][-1 if n else 0]) for a in truth["arrows"] for n, h in enumerate(a["heads"])]
    ends = {}
    for i, mark in sorted(enumerate(maps.heads), key=lambda m: -m[1].score):
        at = maps.to_figure(mark.at)
        near = [
            (math.dist(h["at"], at), n)
            for n, (h, _) in enumerate(left)
            if math.dist(h["at"], at) < NEAR_HEAD and np.dot(h["way"], mark.way) > 0.5
        ]
        if near:
            ends[i] = tuple(left.pop(min(near)[1])[1])
    return ends


def cut(finder: HeadFinder, path: Path) -> dict[str, np.ndarray]:
    """Cut the ribbons of one drawing."""
    truth = json.loads(path.read_text())
    record, image = record_of(truth, path.stem), load_image(path.with_suffix(".jpg")).pixels
    maps = finder(image, [t.polygon for t in record.text], list(map(line_height, record.text)), HEAD_FLOOR)
    ends = true_ends(truth, maps)
    found = [sorted(ways, key=lambda t: t.cost)[:MOST_WAYS] for ways in ways_to(maps)]
    every = [t for ways in found for t in ways]
    if not every:
        return {}
    strips = ribbons(layers(maps), every, maps.heads)
    right = [t.head in ends and math.dist(maps.to_figure(t.path[0]), ends[t.head]) < NEAR_TAIL for t in every]
    return {
        "ribbons": np.clip(np.rint(np.concatenate(strips) * SCALE), -127, 127).astype(np.int8),
        "steps": np.array([len(s) for s in strips], np.int32),
        "plain": plain(maps, every),
        "head": np.array([t.head for t in every], np.int32),
        "right": np.array(right),
        "true": np.array([t.head in ends for t in every]),
    }


def cut_all(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    finder = HeadFinder()
    for path in sorted(args.drawn.glob("*.json"))[args.part :: args.parts]:
        out = args.out / f"{path.stem}.npz"
        if not out.exists():
            part = out.with_suffix(".part")
            with part.open("wb") as file:
                np.savez(file, **cut(finder, path))
            part.replace(out)


def heads_in(folder: Path) -> list[Head]:
    """Load all heads of a folder of cut drawings."""
    found = []
    for path in sorted(folder.glob("*.npz")):
        data = dict(np.load(path))
        if not data:
            continue
        strips = np.split(data["ribbons"].reshape(len(data["ribbons"]), -1), np.cumsum(data["steps"])[:-1])
        for head in np.unique(data["head"]):
            own = np.flatnonzero(data["head"] == head)
            found.append(
                Head([strips[i] for i in own], data["plain"][own], data["right"][own], bool(data["true"][own[0]]))
            )
    return found


def batch(heads: Sequence[Head]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stack the ribbons of some heads, padded with zeros: ribbons, steps, plain."""
    strips = [s for h in heads for s in h.ribbons]
    steps = np.array([len(s) for s in strips], np.int64)
    x = np.zeros((len(strips), steps.max(), strips[0].shape[1]), np.float32)
    for row, strip in zip(x, strips, strict=True):
        row[: len(strip)] = strip
    return x / SCALE, steps, np.concatenate([h.plain for h in heads])


def varied(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mirror ribbons at random, and exchange, invert and fade their colours."""
    x = x.reshape(*x.shape[:2], -1, len(CHANNELS))
    mirrored = np.flatnonzero(rng.random(len(x)) < 0.5)
    x[mirrored] = x[mirrored][:, :, ::-1]
    x[np.ix_(mirrored, range(x.shape[1]), range(x.shape[2]), ACROSS)] *= -1
    x[..., COLOURS] = x[..., rng.permutation(COLOURS)]
    if rng.random() < 0.3:
        x[..., COLOURS] = 0.5 + (x[..., COLOURS] - 0.5) * rng.uniform(-1, 1)
    return x.reshape(*x.shape[:2], -1)


def told(heads: Sequence[Head], weigh: Callable[[Sequence[Head]], np.ndarray]) -> str:
    """Say for how many true heads the first, one of the first three, and any of the ways is right."""
    hits = np.zeros(3)
    true = [h for h in heads if h.true]
    for h in true:
        ranked = h.right[np.argsort(-weigh([h]), kind="stable")]
        hits += ranked[:1].any(), ranked[:3].any(), ranked.any()
    return "first {:.3f}, of three {:.3f}, any {:.3f} of {} heads".format(*(hits / max(1, len(true))), len(true))


def test(args: argparse.Namespace) -> None:
    network = WayWeigher(args.model).network

    def weigh(some: Sequence[Head]) -> np.ndarray:
        return network(**dict(zip(INPUTS, batch(some), strict=True)))

    print(told(heads_in(args.cut), weigh))


def train(args: argparse.Namespace) -> None:
    import torch

    from .waynet import WayNet

    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    heads, held_out = heads_in(args.cut), heads_in(args.test) if args.test else []
    net, rng = WayNet(), np.random.default_rng(args.seed)
    print(f"{len(heads)} heads, {sum(len(h.ribbons) for h in heads)} ways", flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = args.epochs * -(-len(heads) // AT_ONCE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.15)
    checkpoint, first = args.model.with_suffix(".pt"), 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        rng.bit_generator.state, first = state["rng"], state["epoch"]

    def weigh(some: Sequence[Head]) -> np.ndarray:
        with torch.no_grad():
            return net(*map(torch.from_numpy, batch(some))).numpy()

    longest = np.array([max(len(r) for r in h.ribbons) for h in heads])
    for epoch in range(first, args.epochs):
        order = np.argsort(longest + rng.normal(0, 8, len(heads)))
        chunks = [order[a : a + AT_ONCE] for a in range(0, len(order), AT_ONCE)]
        total = 0.0
        for chunk in rng.permutation(len(chunks)):
            some = [heads[i] for i in chunks[chunk]]
            x, lengths, plains = batch(some)
            logits = net(*map(torch.from_numpy, (varied(x, rng), lengths, plains)))
            loss = loss_of(logits, some)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        torch.save(state | {"rng": rng.bit_generator.state, "epoch": epoch + 1}, checkpoint)
        print(
            f"epoch {epoch + 1}: loss {total / len(chunks):.4f}; {told(held_out, weigh) if held_out else ''}",
            flush=True,
        )
    write(net, args.model)


def loss_of(logits: Any, heads: Sequence[Head]) -> Any:
    """Give the mean surprise at the right ways of each head; where none is right, at "none of them"."""
    import torch

    losses = []
    for own, h in zip(torch.split(logits, [len(h.ribbons) for h in heads]), heads, strict=True):
        with_none = torch.cat([own, torch.zeros(1)])
        right = own[torch.from_numpy(h.right)] if h.right.any() else torch.zeros(1)
        losses.append(torch.logsumexp(with_none, 0) - torch.logsumexp(right, 0))
    return torch.stack(losses).mean()


def write(net: Any, model: Path) -> None:
    """Write the network as an ONNX model."""
    import torch

    example = (torch.zeros(2, 40, len(ASIDE) * len(CHANNELS)), torch.tensor([40, 30]), torch.zeros(2, len(PLAIN)))
    torch.onnx.export(
        net.eval(), example, str(model), dynamo=False, opset_version=17,
        input_names=INPUTS, output_names=["odds"],
        dynamic_axes={"ribbons": {0: "n", 1: "steps"}, "steps": {0: "n"}, "plain": {0: "n"}, "odds": {0: "n"}},
    )  # fmt: skip
    print(model, model.stat().st_size)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(required=True)
    p = sub.add_parser("cut")
    p.add_argument("drawn", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--part", type=int, default=0)
    p.add_argument("--parts", type=int, default=1)
    p.set_defaults(run=cut_all)
    p = sub.add_parser("train")
    p.add_argument("cut", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("--test", type=Path)
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--seed", type=int, default=1)
    p.set_defaults(run=train)
    p = sub.add_parser("test")
    p.add_argument("cut", type=Path)
    p.add_argument("model", type=Path, nargs="?", default=MODEL)
    p.set_defaults(run=test)
    args = ap.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
