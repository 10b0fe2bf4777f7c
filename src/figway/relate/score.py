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

from figway.geometry import length
from figway.relate.link import FARTHEST, Ends, Link, Look, Stroke, look

WEIGHTS = Path(__file__).parent / "models" / "weights.json"
FEATURES = (
    "head", "support", "tail", "loose", "source distance", "target distance", "source margin", "target margin",
    "cost", "length", "short", "note", "known", "bar", "circle", "rival", "anchored", "crowd", "branch", "worse way",
    "share", "chance", "source ahead", "target ahead", "over labels",
)  # fmt: skip

AWAY = 6.0


@lru_cache(maxsize=8)
def weights(path: Path = WEIGHTS) -> tuple[float, dict[str, float]]:
    """Load the bias and the weight of each feature."""
    data = json.loads(path.read_text())
    return float(data["bias"]), {name: float(data["weights"].get(name, 0.0)) for name in FEATURES}


def features(links: Sequence[Link], strokes: Sequence[Stroke], ends: Ends) -> list[dict[str, float]]:
    """Measure linked arrows."""
    own = among(sorted({k.stroke for k in links}), strokes, ends)
    return [{**own[k.stroke], **_of_link(k, strokes[k.stroke], ends)} for k in links]


def _of_link(link: Link, s: Stroke, ends: Ends) -> dict[str, float]:
    """Measure what a link adds to its stroke."""
    a, b = ends.labels[link.source], ends.labels[link.target]
    source, target = (look(*end, ends) for end in s.ends)
    return {
        "source distance": link.source_cost,
        "target distance": link.target_cost,
        "source margin": margin(source, link.source),
        "target margin": margin(target, link.target),
        "note": float(a.note) + float(b.note),
        "known": float(a.known) + float(b.known),
        "anchored": float(link.anchor >= 0),
        "branch": float(link.branch >= 0),
        "source ahead": min(AWAY, float(source.straight[link.source])),
        "target ahead": min(AWAY, float(target.straight[link.target])),
    }


def among(wanted: Sequence[int], strokes: Sequence[Stroke], ends: Ends) -> dict[int, dict[str, float]]:
    """Measure some strokes, each beside all others and the labels."""
    heads = {s.head: s for s in strokes}
    numbers = np.array([*heads])
    at, way = (np.array([s.ends[1][k] for s in heads.values()]).reshape(-1, 2) for k in (0, 1))
    surest = np.array([s.head_score for s in heads.values()])
    costs: dict[int, list[float]] = {}
    for s in strokes:
        costs.setdefault(s.head, []).append(s.cost)
    found = {}
    for n in wanted:
        s = strokes[n]
        outward = (np.hypot(*(at - s.path[0]).T) < ends.unit) & (way @ s.tail_way > 0.5) & (numbers != s.head)
        crowd = (np.hypot(*(at - s.path[-1]).T) < 1.5 * ends.unit).sum() - 1.0
        found[n] = {
            **_of_stroke(s, ends),
            "rival": float(surest[outward].max()) - s.head_score if outward.any() else -0.5,
            "crowd": min(4.0, float(crowd)),
            "worse way": min(6.0, s.cost - min(costs[s.head])),
            "share": (share := 1 / sum(math.exp(min(s.cost - cost, 20.0)) for cost in (0.0, *costs[s.head]))),
            "chance": max(-6.0, math.log(share)),
        }
    return found


def _of_stroke(s: Stroke, ends: Ends) -> dict[str, float]:
    """Measure a stroke alone."""
    head, long = min(max(s.head_score, 0.02), 0.98), length(s.path) / ends.unit
    return {
        "head": math.log(head / (1 - head)),
        "support": s.support,
        "tail": s.tail_score,
        "loose": float(not s.marked_tail),
        "cost": max(-8.0, min(s.cost, 5.0)),
        "length": math.log(1 + long),
        "short": float(long < 1.0),
        "bar": float(s.kind == "bar"),
        "circle": float(s.kind == "circle"),
        "over labels": over_labels(s, ends),
    }


def over_labels(s: Stroke, ends: Ends) -> float:
    """Give how much of a line, but for its ends, runs over labels: what no arrow does."""
    path, boxes = np.array(s.path)[2:-2, None], ends.boxes
    inside = np.any(np.all((path > boxes[:, :2]) & (path < boxes[:, 2:]), axis=2), axis=1)
    return math.log1p(float(inside.sum()))


def margin(seen: Look, chosen: int) -> float:
    """Give how much farther the next label is than the chosen one."""
    ranked = {i: c for c, i in seen.near}
    other = min((c for i, c in ranked.items() if i != chosen), default=FARTHEST)
    return max(-2.0, min(3.0, other - ranked.get(chosen, 0.0)))


def score(links: Sequence[Link], strokes: Sequence[Stroke], ends: Ends) -> list[float]:
    """Give the chance that each linked arrow is right."""
    bias, weight = weights()
    table = np.array([[found[name] for name in FEATURES] for found in features(links, strokes, ends)])
    total = bias + table.reshape(-1, len(FEATURES)) @ np.array([weight[name] for name in FEATURES])
    return [float(p) for p in 1 / (1 + np.exp(-total))]
