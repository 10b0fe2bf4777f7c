"""Time the attractors of random 60-node networks, and compare published .bnet models with the engine's own reading.

    python benchmarks/simulating.py [FOLDER of .bnet files, such as pyboolnet's repository]

Seconds are of processor time. Models of more than six inputs are passed over, and named.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from biodivine_aeon import AsynchronousGraph, Attractors, BooleanNetwork

from figway.simulate import Influence, attractors, default_model, read_bnet


def random_networks() -> None:
    for seed in range(6):
        rng = random.Random(seed)
        labels = {f"x{i}": f"x{i}" for i in range(60)}
        influences = [
            Influence((source,), f"x{i}", "+" if rng.random() < 0.7 else "-")
            for i in range(10, 60)
            for source in rng.sample(list(labels), rng.randint(1, 4))
        ]
        model = default_model(labels, influences)
        model = model.fixed(dict.fromkeys(model.inputs, True))
        begin = time.process_time()
        states = [a.states for a in attractors(model)]
        print(f"random {seed}: 60 nodes, attractors of {states} states, {time.process_time() - begin:.2f} s")


def published(folder: Path) -> None:
    for path in sorted(folder.rglob("*.bnet")):
        text = path.read_text("utf-8")
        model = read_bnet(text, path.name)
        if len(model.inputs) > 6:
            print(f"{path.stem}: {len(model.inputs)} inputs, passed over")
            continue
        own = sorted(a.states for a in attractors(model))
        engine = Attractors.attractors(AsynchronousGraph(BooleanNetwork.from_bnet(text)))
        same = own == sorted(int(x.vertices().cardinality()) for x in engine)
        print(f"{path.stem}: {len(model.labels)} nodes, {len(own)} attractors, {'same' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    random_networks()
    if len(sys.argv) > 1:
        published(Path(sys.argv[1]))
