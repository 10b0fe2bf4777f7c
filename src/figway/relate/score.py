"""Weigh all that speaks for and against a linked arrow to one score between 0 and 1.

A logistic model over two dozen plain numbers; its weights stand in `weights.json` and were fitted by
`training/relate/weigh.py` with whole figures left out in turn.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from figway.geometry import Point, length
from figway.relate.link import FARTHEST, Ends, Link, Stroke, ahead, costs

WEIGHTS = Path(__file__).parent / "models" / "weights.json"
FEATURES = (
    "head", "support", "tail", "loose", "source distance", "target distance", "source margin", "target margin",
    "cost", "length", "short", "note", "known", "bar", "circle", "rival", "anchored", "crowd", "branch", "worse way",
    "share", "source ahead", "target ahead", "over labels",
)  # fmt: skip

AWAY = 6.0


@lru_cache(maxsize=8)
def weights(path: Path = WEIGHTS) -> tuple[float, dict[str, float]]:
    """Load the bias and the weight of each feature."""
    data = json.loads(path.read_text())
    return float(data["bias"]), {name: float(data["weights"].get(name, 0.0)) for name in FEATURES}


def features(link: Link, strokes: Sequence[Stroke], ends: Ends) -> dict[str, float]:
    """Measure one linked arrow."""
    s = strokes[link.stroke]
    head = min(max(s.head_score, 0.02), 0.98)
    long = length(s.path) / ends.unit
    a, b = ends.labels[link.source], ends.labels[link.target]
    return {
        "head": math.log(head / (1 - head)),
        "support": s.support,
        "tail": s.tail_score,
        "loose": float(not s.marked_tail),
        "source distance": link.source_cost,
        "target distance": link.target_cost,
        "source margin": margin(s.path[0], s.tail_way, link.source, ends),
        "target margin": margin(s.path[-1], s.head_way, link.target, ends),
        "cost": max(-8.0, min(s.cost, 5.0)),
        "length": math.log(1 + long),
        "short": float(long < 1.0),
        "note": float(a.note) + float(b.note),
        "known": float(a.known) + float(b.known),
        "bar": float(s.kind == "bar"),
        "circle": float(s.kind == "circle"),
        "anchored": float(link.anchor >= 0),
        "branch": float(link.branch >= 0),
        "source ahead": straight(s.path[0], s.tail_way, link.source, ends),
        "target ahead": straight(s.path[-1], s.head_way, link.target, ends),
        "over labels": over_labels(s, ends),
        **among(link.stroke, strokes, ends),
    }


def among(index: int, strokes: Sequence[Stroke], ends: Ends) -> dict[str, float]:
    """Measure a stroke beside the figure's others, once for all its links."""
    if index not in ends.among:
        s = strokes[index]
        own = [t.cost for t in strokes if t.head == s.head]
        ends.among[index] = {
            "rival": rival(s, strokes, ends.unit),
            "crowd": min(
                4.0, len({t.head for t in strokes if math.dist(t.path[-1], s.path[-1]) < 1.5 * ends.unit}) - 1.0
            ),
            "worse way": min(6.0, s.cost - min(own)),
            "share": 1 / sum(math.exp(min(s.cost - cost, 20.0)) for cost in own),
        }
    return ends.among[index]


def straight(point: Point, way: Point, label: int, ends: Ends) -> float:
    """Give how far straight ahead of an end a label stands; `AWAY` where the line does not point at it."""
    return min(AWAY, ahead(point, way, ends.labels[label].box.grow(0.2 * ends.unit), ends.unit))


def over_labels(s: Stroke, ends: Ends) -> float:
    """Give how much of a line, but for its ends, runs over labels: what no arrow does."""
    if s.path not in ends.over:
        path, boxes = np.array(s.path)[2:-2, None], np.array([tuple(n.box) for n in ends.labels]).reshape(-1, 4)
        inside = np.any(np.all((path > boxes[:, :2]) & (path < boxes[:, 2:]), axis=2), axis=1)
        ends.over[s.path] = math.log1p(float(inside.sum()))
    return ends.over[s.path]


def margin(point: tuple[float, float], way: tuple[float, float], chosen: int, ends: Ends) -> float:
    """Give how much farther the next label is than the chosen one."""
    ranked = {i: c for c, i in costs(point, way, ends)}
    other = min((c for i, c in ranked.items() if i != chosen), default=FARTHEST)
    return max(-2.0, min(3.0, other - ranked.get(chosen, 0.0)))


def rival(s: Stroke, strokes: Sequence[Stroke], unit: float) -> float:
    """Give by how much a head at this arrow's tail, pointing outward, is surer than its own head."""
    near = (
        t.head_score for t in strokes
        if t.head != s.head and math.dist(t.path[-1], s.path[0]) < unit
        and t.head_way[0] * s.tail_way[0] + t.head_way[1] * s.tail_way[1] > 0.5
    )  # fmt: skip
    return max(near, default=s.head_score - 0.5) - s.head_score


def score(link: Link, strokes: Sequence[Stroke], ends: Ends) -> float:
    """Give the chance that a linked arrow is right."""
    bias, weight = weights()
    found = features(link, strokes, ends)
    total = bias + sum(weight[name] * found[name] for name in FEATURES)
    return 1 / (1 + math.exp(-total))
