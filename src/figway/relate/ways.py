"""Weigh the ways that may lead to a head against one another, by how they run and how they end.

The walkers of `strokes` price a way while they walk it. What tells the right one among those found is known only at
its end: whether the line goes on beyond, whether text stands there, whether its colour stayed the same. A linear
model over plain numbers, fitted on drawn figures by `training/relate/ways.py`, ranks them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from figway.relate.heads import Mark
from figway.relate.walk import Floats, Trace, sample

WEIGHTS = Path(__file__).parent / "models" / "ways.json"
FEATURES = (
    "missing", "missing length", "longest gap", "weakest", "against", "turned", "sharpest", "length", "short",
    "tail", "loose", "head", "askew", "ahead", "aside", "text ahead", "over text", "claimed", "passed", "walked",
    "colour", "strange colour", "contrast", "pale",
)  # fmt: skip
LOOKS = np.radians(np.array([0, 12, -12, 25, -25, 45, -45, 65, -65, 90, -90], np.float32))
STRAIGHT = math.radians(30)
LOOK_FAR = np.array([4, 6, 8], np.float32)
TEXT_FAR = np.array([1, 3, 5, 7, 9, 12, 15], np.float32)
ON_LINE = 0.3
END_PART = 5
PASS_REACH = 2.5
SIDE = 2.5


@lru_cache(maxsize=8)
def weights(path: Path = WEIGHTS) -> Floats:
    """Load the weight of each feature."""
    data = json.loads(path.read_text())
    return np.array([data["weights"].get(name, 0.0) for name in FEATURES], np.float32)


def beyond(field: Floats, traces: Sequence[Trace]) -> tuple[Floats, Floats]:
    """Give how surely a line goes on beyond the end of each trace, straight on and around a corner (0 to 1)."""
    at = np.array([t.path[0] for t in traces], np.float32)[:, None, None]
    going = np.array([math.atan2(t.going[1], t.going[0]) for t in traces], np.float32)
    angle = (going[:, None] + LOOKS)[:, :, None]
    places = at + np.stack([np.cos(angle), np.sin(angle)], 3) * LOOK_FAR[:, None]
    there = sample(field, places.reshape(-1, 2).astype(np.float32)).reshape(4, *places.shape[:3])
    agree = there[1] * np.cos(2 * angle) + there[2] * np.sin(2 * angle)
    on: Floats = (there[0] * np.clip(agree, 0, 1)).min(2)
    straight = np.abs(LOOKS) < STRAIGHT
    return on[:, straight].max(1), on[:, ~straight].max(1)


def text_ahead(field: Floats, traces: Sequence[Trace]) -> Floats:
    """Give how near text stands ahead of each end: 1 at the end itself, 0 where none is within reach."""
    at = np.array([t.path[0] for t in traces], np.float32)[:, None]
    way = np.array([t.way for t in traces], np.float32)[:, None]
    places = (at + way * TEXT_FAR[:, None]).astype(np.float32)
    there = sample(field, places.reshape(-1, 2))[3].reshape(len(traces), -1) > 0.5
    first = np.where(there.any(1), there.argmax(1), len(TEXT_FAR))
    near: Floats = (1 - first / len(TEXT_FAR)).astype(np.float32)
    return near


def measure(field: Floats, traces: Sequence[Trace], tails: Sequence[Mark], colours: Floats | None = None) -> Floats:
    """Measure every trace of a figure: (traces, features). `colours` is the picture (H, W, 3) at the maps' size."""
    ahead, aside = beyond(field, traces)
    text = text_ahead(field, traces)
    places = np.array([m.at for m in tails], np.float32).reshape(-1, 2)
    tail_ways = np.array([m.way for m in tails], np.float32).reshape(-1, 2)
    best: dict[int, tuple[float, float]] = {}
    for t in traces:
        if t.tail >= 0:
            a, b = best.get(t.tail, (math.inf, math.inf))
            best[t.tail] = (t.cost, a) if t.cost < a else (a, min(b, t.cost))
    felt = along(field, traces)
    seen = along(colours, traces) if colours is not None else [None] * len(traces)
    rows = [
        (*_course(felt[i], t), *_end(t, tails), float(ahead[i]), float(aside[i]), float(text[i]),
         float(felt[i][3].mean()), _claimed(t, best), _passed(t, places, tail_ways), min(t.cost, 8.0),
         *_colour(seen[i]), *_contrast(colours, t))
        for i, t in enumerate(traces)
    ]  # fmt: skip
    return np.array(rows, np.float32)


def along(maps: Floats, traces: Sequence[Trace]) -> list[Floats]:
    """Read maps along every trace, all in one go: (channels, points of the path) each."""
    there = sample(maps, np.concatenate([np.array(t.path, np.float32) for t in traces]))
    return np.split(there, np.cumsum([len(t.path) for t in traces])[:-1], axis=1)


def _course(felt: Floats, t: Trace) -> tuple[float, ...]:
    """Measure how well the line shows along the way, and how the way bends."""
    path = np.array(t.path, np.float32)
    steps = np.diff(path, axis=0)
    steps = steps[np.hypot(steps[:, 0], steps[:, 1]) > 0.2]
    angle = np.arctan2(steps[:, 1], steps[:, 0])
    there = felt[:3, 1:-1] if len(path) > 2 else felt[:3]
    line = np.clip(there[0], 0, 1)
    off = line < ON_LINE
    theta = np.arctan2(*(path[2:] - path[:-2]).T[::-1]) if len(path) > 2 else np.zeros(len(path), np.float32)
    agree = there[1] * np.cos(2 * theta) + there[2] * np.sin(2 * theta)
    bend = np.abs((np.diff(angle) + math.pi) % (2 * math.pi) - math.pi) if len(angle) > 1 else np.zeros(1)
    wide = np.convolve(bend, np.ones(3), "valid") if len(bend) >= 3 else bend.sum(keepdims=True)
    smooth = np.convolve(line, np.ones(3) / 3, "valid") if len(line) >= 3 else line
    n = len(t.path)
    return (
        float((1 - line).mean()), math.log1p(float(off.sum())), math.log1p(_longest(off)), 1 - float(smooth.min()),
        float((line * (1 - np.clip(agree, -1, 1)) / 2).mean()), min(6.0, float((bend**2).sum())),
        min(2.0, float(wide.max())), math.log1p(n), float(n < 7),
    )  # fmt: skip


def _longest(off: NDArray[np.bool_]) -> float:
    run = longest = 0
    for value in off.tolist():
        run = run + 1 if value else 0
        longest = max(longest, run)
    return float(longest)


def _end(t: Trace, tails: Sequence[Mark]) -> tuple[float, ...]:
    """Measure the end: how sure a marked tail is, whether there is none, a head, and how askew it stands."""
    if t.tail < 0:
        return 0.0, 1.0, 0.0, 0.0
    if t.tail >= len(tails):
        return 0.0, 0.0, 1.0, 0.0
    score = min(max(tails[t.tail].score, 0.02), 0.98)
    askew = 1 - (t.way[0] * t.going[0] + t.way[1] * t.going[1])
    return 2 + 0.5 * math.log(score / (1 - score)), 0.0, 0.0, askew


def _claimed(t: Trace, best: dict[int, tuple[float, float]]) -> float:
    """Give by how much another head reaches the same tail more easily."""
    if t.tail < 0:
        return 0.0
    first, second = best[t.tail]
    other = second if t.cost == first else first
    return min(2.0, max(0.0, t.cost - other))


def _passed(t: Trace, places: Floats, ways: Floats) -> float:
    """Count the marked tails passed on the way that point along it."""
    if not len(places) or len(t.path) < 6:
        return 0.0
    path = np.array(t.path, np.float32)[3:-2]
    apart = ((path[:, None] - places[None]) ** 2).sum(2)
    nearest = apart.argmin(0)
    going = path[np.maximum(nearest - 1, 0)] - path[np.minimum(nearest + 1, len(path) - 1)]
    along = (going * ways).sum(1) / np.maximum(np.hypot(going[:, 0], going[:, 1]), 1e-6)
    return min(3.0, float(((apart.min(0) < PASS_REACH**2) & (along > 0.7)).sum()))


def _colour(seen: Floats | None) -> tuple[float, float]:
    """Give how far the colour at the end, and anywhere on the way, is from that near the head (0 to 1)."""
    if seen is None or seen.shape[1] < 8:
        return 0.0, 0.0
    inner = seen[:, 1:-2].T
    start, end = np.median(inner[-END_PART:], axis=0), np.median(inner[:END_PART], axis=0)
    apart = np.abs(inner - start).max(1)
    return float(np.abs(start - end).max()), float(np.percentile(apart, 80))


def _contrast(colours: Floats | None, t: Trace) -> tuple[float, float]:
    """Give how far the picture on the way differs from both its sides: in the mean, and where it differs least."""
    path = np.array(t.path, np.float32)
    if colours is None or len(path) < 5:
        return 0.0, 0.0
    along = path[2:] - path[:-2]
    aside = np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    middle = path[1:-1]
    places = np.concatenate([middle, middle + aside * SIDE, middle - aside * SIDE]).astype(np.float32)
    on, left, right = sample(colours, places).reshape(3, 3, -1).transpose(1, 0, 2)
    apart = np.minimum(np.abs(on - left).max(0), np.abs(on - right).max(0))
    return min(0.5, float(apart.mean())), min(0.3, float(np.percentile(apart, 25)))
