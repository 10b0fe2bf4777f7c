"""Weigh the ways that may lead to a head against one another, by what is seen along them and at their ends.

The walkers of `walk` price a way while they walk it. What tells the right one among those found is seen only as a
whole: whether the line keeps its colour and thickness, whether it goes on beyond the end, what stands there. A small
network (docs/models/ways.md) sees each way as a ribbon and answers how likely it is that the arrow begins at its end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from figway.onnx import Network
from figway.relate.heads import Maps
from figway.relate.ribbons import layers, ribbons
from figway.relate.walk import Floats, Trace

MODEL = Path(__file__).parent / "models" / "ways.onnx"
PLAIN = ("tail", "loose", "other head", "claimed", "walked", "bar", "circle", "sure")
"""What the network is told of a way beside its ribbon."""
AT_ONCE = 48


def plain(maps: Maps, traces: Sequence[Trace]) -> Floats:
    """Tell what no ribbon shows of each way of a figure: (ways, len(PLAIN))."""
    marks = np.array([t.tail for t in traces], np.int64)
    on_tail = (marks >= 0) & (marks < len(maps.tails))
    tails = np.array([*(m.score for m in maps.tails), 0.5])[np.where(on_tail, marks, -1)]
    heads = [maps.heads[t.head] for t in traces]
    told = {
        "tail": np.where(on_tail, 2 + 0.5 * _odds(tails), 0.0),
        "loose": marks < 0,
        "other head": marks >= len(maps.tails),
        "claimed": claimed(traces),
        "walked": [min(t.cost, 8.0) for t in traces],
        "bar": [m.kind == "bar" for m in heads],
        "circle": [m.kind == "circle" for m in heads],
        "sure": _odds(np.array([m.score for m in heads])),
    }
    return np.stack([np.asarray(told[name], np.float32) for name in PLAIN], 1)


def claimed(traces: Sequence[Trace]) -> list[float]:
    """Give by how much another head reaches the same tail more easily."""
    best: dict[int, tuple[float, float]] = {}
    for t in traces:
        if t.tail >= 0:
            a, b = best.get(t.tail, (math.inf, math.inf))
            best[t.tail] = (t.cost, a) if t.cost < a else (a, min(b, t.cost))
    others = [best[t.tail][t.cost == best[t.tail][0]] if t.tail >= 0 else math.inf for t in traces]
    return [min(2.0, max(0.0, t.cost - other)) for t, other in zip(traces, others, strict=True)]


def _odds(score: Floats) -> Floats:
    p = np.clip(score, 0.02, 0.98)
    odds: Floats = np.log(p / (1 - p))
    return odds


class WayWeigher:
    """Run the network of ways; raises EngineError where the model is missing, and when first run where damaged."""

    def __init__(self, model: Path = MODEL, threads: int = 1) -> None:
        self.network = Network(model, "the model of ways", threads)

    def __call__(self, maps: Maps, traces: Sequence[Trace]) -> Floats:
        """Give the log odds of each way of a figure that its head's arrow begins where it ends, and nowhere else."""
        cut, told = ribbons(layers(maps), traces, maps.heads), plain(maps, traces)
        order = np.argsort([len(r) for r in cut], kind="stable")
        odds = np.zeros(len(traces), np.float32)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            steps = np.array([len(cut[i]) for i in some], np.int64)
            batch = np.zeros((len(some), steps.max(), cut[0].shape[1] * cut[0].shape[2]), np.float32)
            for row, i in zip(batch, some, strict=True):
                row[: len(cut[i])] = cut[i].reshape(len(cut[i]), -1)
            odds[some] = self.network(ribbons=batch, steps=steps, plain=told[some])
        return odds
