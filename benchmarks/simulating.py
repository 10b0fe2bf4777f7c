"""Time the attractors of random 60-node networks, and compare published .bnet models with the engine's own reading.

    python benchmarks/simulating.py [FOLDER of .bnet files; by default the models that pyboolnet ships]

Seconds are of processor time. Inputs are free where there are three at most, else all are off, then all on.
"""

from __future__ import annotations

import random
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from biodivine_aeon import AsynchronousGraph, Attractors, BooleanNetwork

from figway.simulate import Influence, attractors, default_model, read_bnet

MOST_FREE = 3


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
    for path in sorted(folder.rglob("*.bnet"), key=lambda p: p.stat().st_size):
        text = path.read_text("utf-8")
        model = read_bnet(text, path.name)
        free = len(model.inputs)
        for on in (None,) if free <= MOST_FREE else (False, True):
            inputs = {} if on is None else dict.fromkeys(model.inputs, on)
            begin = time.process_time()
            own = sorted(a.states for a in attractors(model.fixed(inputs)))
            middle = time.process_time()
            lines = [line for line in text.splitlines() if line.split(",")[0].strip() not in inputs]
            network = BooleanNetwork.from_bnet("\n".join([*lines, *(f"{v}, {int(x)}" for v, x in inputs.items())]))
            engine = Attractors.attractors(AsynchronousGraph(network))
            same = "same" if own == sorted(int(x.vertices().cardinality()) for x in engine) else "DIFFERENT"
            set_to = "free" if on is None else "on" if on else "off"
            seconds = f"{middle - begin:.2f} s, the engine's own reading {time.process_time() - middle:.2f} s"
            print(
                f"{path.stem}: {len(model.labels)} nodes, {free} inputs {set_to}, {len(own)} attractors, {same}, {seconds}"
            )


def repository() -> Path | None:
    """Find the models that pyboolnet ships, if it is installed."""
    found = find_spec("pyboolnet")
    return Path((found.submodule_search_locations or [""])[0]) / "repository" if found else None


if __name__ == "__main__":
    random_networks()
    if folder := Path(sys.argv[1]) if len(sys.argv) > 1 else repository():
        published(folder)
