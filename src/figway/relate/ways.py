"""Weigh the ways that may lead to a head against one another, by how they run and how they end.

The walkers of `strokes` price a way while they walk it. What tells the right one among those found is known only at
its end: whether the line goes on beyond, whether text stands there, whether its colour stayed the same. A linear
model over plain numbers, fitted on drawn figures by `training/relate/ways.py`, ranks them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.relate.heads import Mark
from figway.relate.runs import Ints, Result, Runs, within
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
SHORT = 7
PASS_REACH, PASS_FROM, PASS_TO, PASS_ALONG = 2.5, 3, 2, 0.7
"""How near a tail is passed, how many points from a way's end and head that counts, and how well it points along."""
SIDE = 2.5

Columns = Mapping[str, NDArray[Any]]


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
    points = np.concatenate([np.array(t.path, np.float32) for t in traces])
    runs = Runs.of_sizes([len(t.path) for t in traces])
    felt = sample(field, points)
    ahead, aside = beyond(field, traces)
    found = {
        **_line(points, runs, felt),
        **_bends(points, runs),
        **_ends(traces, tails),
        **_colours(points, runs, colours),
        "length": np.log1p(runs.sizes),
        "short": runs.sizes < SHORT,
        "ahead": ahead,
        "aside": aside,
        "text ahead": text_ahead(field, traces),
        "over text": runs.mean(felt[3]),
        "claimed": _claimed(traces),
        "passed": _passed(points, runs, tails),
        "walked": [min(t.cost, 8.0) for t in traces],
    }
    return np.stack([np.asarray(found[name], np.float32) for name in FEATURES], 1)


def _line(points: Floats, runs: Runs, felt: Floats) -> Columns:
    """Measure how well the line shows along the ways, but for their ends."""
    inner = (runs.place > 0) & (runs.left > 0)
    middle, line = runs.where(inner), np.clip(felt[0, inner], 0, 1)
    way = np.flatnonzero(inner)
    x, y = (points[way + 1] - points[way - 1]).T
    norm = np.maximum(x**2 + y**2, 1e-6)
    agree = (felt[1, inner] * (x**2 - y**2) + felt[2, inner] * 2 * x * y) / norm
    off = line < ON_LINE
    few, shows = middle.windows(line, 3)
    return {
        "missing": middle.mean(1 - line),
        "missing length": np.log1p(middle.total(off)),
        "longest gap": np.log1p(middle.longest(off)),
        "weakest": np.where(middle.sizes < 3, middle.highest(1 - line), 1 + few.highest(-shows / 3)),
        "against": middle.mean(line * (1 - np.clip(agree, -1, 1)) / 2),
    }


def _bends(points: Floats, runs: Runs) -> Columns:
    """Measure how the ways bend."""
    steps, way = np.diff(points, axis=0), runs.where(runs.left > 0)
    steps = steps[runs.left[:-1] > 0]
    far = np.hypot(steps[:, 0], steps[:, 1]) > 0.2
    way, angle = way.where(far), np.arctan2(steps[far, 1], steps[far, 0])
    bend = np.abs((np.diff(angle) + math.pi) % (2 * math.pi) - math.pi)[way.left[:-1] > 0]
    turns = way.where(way.left > 0)
    few, sharp = turns.windows(bend, 3)
    return {"turned": np.minimum(turns.total(bend**2), 6.0), "sharpest": np.minimum(few.highest(sharp), 2.0)}


def _ends(traces: Sequence[Trace], tails: Sequence[Mark]) -> Columns:
    """Measure the ends: how sure a marked tail is, whether there is none, a head, and how askew it stands."""
    mark = np.array([t.tail for t in traces])
    score = np.array([*(t.score for t in tails), 0.5])[np.where(mark < len(tails), mark, -1)].clip(0.02, 0.98)
    askew = 1 - (np.array([t.way for t in traces]) * np.array([t.going for t in traces])).sum(1)
    on_tail = (mark >= 0) & (mark < len(tails))
    return {
        "tail": np.where(on_tail, 2 + 0.5 * np.log(score / (1 - score)), 0.0),
        "loose": mark < 0,
        "head": mark >= len(tails),
        "askew": np.where(on_tail, askew, 0.0),
    }


def _claimed(traces: Sequence[Trace]) -> list[float]:
    """Give by how much another head reaches the same tail more easily."""
    best: dict[int, tuple[float, float]] = {}
    for t in traces:
        if t.tail >= 0:
            a, b = best.get(t.tail, (math.inf, math.inf))
            best[t.tail] = (t.cost, a) if t.cost < a else (a, min(b, t.cost))
    others = [best[t.tail][t.cost == best[t.tail][0]] if t.tail >= 0 else math.inf for t in traces]
    return [min(2.0, max(0.0, t.cost - other)) for t, other in zip(traces, others, strict=True)]


def _passed(points: Floats, runs: Runs, tails: Sequence[Mark]) -> Result:
    """Count the marked tails passed on the ways that point along them."""
    if not tails:
        return np.zeros(runs.count)
    places, ways = np.array([m.at for m in tails], np.float32), np.array([m.way for m in tails], np.float32)
    able = np.flatnonzero((runs.place >= PASS_FROM) & (runs.left >= PASS_TO))
    near, mark = within(points[able], places, PASS_REACH)
    run, apart = runs.of[able[near]], np.hypot(*(points[able[near]] - places[mark]).T)
    order = np.lexsort((near, apart, mark, run))
    _, first = np.unique(run[order] * len(tails) + mark[order], return_index=True)
    nearest, run, mark = able[near[order[first]]], run[order[first]], mark[order[first]]
    before = np.maximum(nearest - 1, runs.starts[run] + PASS_FROM)
    after = np.minimum(nearest + 1, runs.starts[run] + runs.sizes[run] - 1 - PASS_TO)
    going = points[before] - points[after]
    along = (going * ways[mark]).sum(1) / np.maximum(np.hypot(going[:, 0], going[:, 1]), 1e-6)
    return np.minimum(np.bincount(run, along > PASS_ALONG, runs.count), 3.0)


def _colours(points: Floats, runs: Runs, colours: Floats | None) -> Columns:
    """Measure how far the colour changes on the ways, and how far the picture there differs from both their sides."""
    if colours is None:
        return dict.fromkeys(("colour", "strange colour", "contrast", "pale"), np.zeros(runs.count))
    seen = sample(colours, points)
    inner = np.flatnonzero((runs.place > 0) & (runs.left > 0))
    along = points[inner + 1] - points[inner - 1]
    aside = np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    sides = [sample(colours, points[inner] + way * aside) for way in (SIDE, -SIDE)]
    apart = np.minimum(*(np.abs(seen[:, inner] - side).max(0) for side in sides))
    middle, long = Runs(runs.of[inner], runs.count), runs.sizes >= 5
    start, end = (_middle_colour(seen, first) for first in _end_parts(runs))
    within = (runs.place > 0) & (runs.left > 1)
    of = runs.of[within]
    strange = np.abs(seen[:, within] - start[:, of]).max(0)
    enough = runs.sizes >= END_PART + 3
    return {
        "colour": np.where(enough, np.abs(start - end).max(0), 0.0),
        "strange colour": np.where(enough, runs.where(within).quantile(strange, 0.8), 0.0),
        "contrast": np.where(long, np.minimum(middle.mean(apart), 0.5), 0.0),
        "pale": np.where(long, np.minimum(middle.quantile(apart, 0.25), 0.3), 0.0),
    }


def _end_parts(runs: Runs) -> tuple[Ints, Ints]:
    """Give the indices of the points next to the head of each way, and of those next to its other end: (ways, 5)."""
    last = runs.starts + runs.sizes - 2
    parts = (np.arange(END_PART) + first[:, None] for first in (last - END_PART, runs.starts + 1))
    near_head, near_end = (np.clip(part, 0, len(runs.of) - 1) for part in parts)
    return near_head, near_end


def _middle_colour(seen: Floats, part: Ints) -> Floats:
    middle: Floats = np.median(seen[:, part], axis=2)
    return middle
