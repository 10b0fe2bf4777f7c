"""Link the ends of traced arrows to labels, and settle signs, anchors, double heads and duplicates.

Distances are in heights of the figure's text. An end looks ahead along its line: a label straight ahead counts as
nearer than one beside, one behind as far away. An end with no label near that lies on another arrow takes over
that arrow's target (of a head) or source (of a tail).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Box, Point
from figway.relate.labels import Label
from figway.relate.shapes import Shape

BESIDE, BEHIND = 1.7, 3.0
FARTHEST = 4.5
NOTE_COST = 1.5
TOUCHING = 1.0
ON_ARROW, ON_ARROW_COST, AHEAD = 0.45, 0.4, 1.5
CLEAR = 0.7
FURTHER = 0.6
MOST_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Stroke:
    """Hold one traced arrow in pixels of the figure: path from tail to head, outward directions at its ends.

    `double` says that it begins at another head, as an arrow with two heads does.
    """

    path: tuple[Point, ...]
    tail_way: Point
    head_way: Point
    kind: str
    head_score: float
    support: float
    marked_tail: bool
    head: int
    tail_score: float = 0.0
    cost: float = 0.0
    tail: int = -1
    double: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one arrow with the labels at its ends (indices), how far they are, and the arrow it ends on."""

    stroke: int
    source: int
    target: int
    source_cost: float
    target_cost: float
    anchor: int = -1
    branch: int = -1
    score: float = 0.0
    said: bool = False


def reach(point: Point, way: Point, box: Box, unit: float) -> float:
    """Price the distance from an end, looking along `way`, to a box; 0 where the end touches it."""
    qx, qy = min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1)
    dx, dy = (qx - point[0]) / unit, (qy - point[1]) / unit
    along, beside = dx * way[0] + dy * way[1], abs(dx * way[1] - dy * way[0])
    cost = math.hypot(max(along, 0.0), BESIDE * beside) + BEHIND * max(0.0, -along)
    return min(cost, 0.9 * ahead(point, way, box.grow(0.2 * unit), unit))


def ahead(point: Point, way: Point, box: Box, unit: float) -> float:
    """Give how far ahead a ray meets a box, in units; infinity where it misses."""
    near, far = 0.0, math.inf
    for p, d, low, high in ((point[0], way[0], box.x0, box.x1), (point[1], way[1], box.y0, box.y1)):
        if abs(d) < 1e-6:
            if not low <= p <= high:
                return math.inf
            continue
        a, b = sorted(((low - p) / d, (high - p) / d))
        near, far = max(near, a), min(far, b)
    return near / unit if near <= far else math.inf


@dataclass(frozen=True, slots=True)
class Ends:
    """Hold what an arrow may end on: labels, the shapes that they stand in, and the height of text."""

    labels: Sequence[Label]
    shapes: Sequence[Shape | None]
    unit: float
    known: dict[tuple[Point, Point], list[tuple[float, int]]] = field(default_factory=dict, repr=False, compare=False)
    over: dict[tuple[Point, ...], float] = field(default_factory=dict, repr=False, compare=False)
    among: dict[int, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)


def costs(point: Point, way: Point, ends: Ends) -> list[tuple[float, int]]:
    """Price every label for an end, the nearest first, leaving out those too far away."""
    if (point, way) in ends.known:
        return ends.known[point, way]
    found = []
    for i, (label, shape) in enumerate(zip(ends.labels, ends.shapes, strict=True)):
        cost = reach(point, way, label.box, ends.unit)
        if shape is not None and reach(point, way, shape.box, ends.unit) < FARTHEST:
            apart = shape.distance(point) / ends.unit
            if apart < TOUCHING:
                cost = min(cost, 0.1 + apart + 0.1 * cost)
        cost += NOTE_COST if label.note else 0.0
        if cost < FARTHEST:
            found.append((cost, i))
    return ends.known.setdefault((point, way), sorted(found))


def propose(strokes: Sequence[Stroke], ends: Ends) -> list[Link]:
    """List the likely pairs of labels of every stroke: the nearest four at each end."""
    found = []
    for i, s in enumerate(strokes):
        sources, targets = costs(s.path[0], s.tail_way, ends)[:4], costs(s.path[-1], s.head_way, ends)[:4]
        found += _pairs(i, sources, targets)
    return found


def propose_on_arrows(strokes: Sequence[Stroke], chosen: Sequence[Link], ends: Ends) -> list[Link]:
    """List further pairs for strokes with an end on a chosen arrow, whose target (or source) they take over."""
    by_stroke = {k.stroke: k for k in chosen}
    courses = {i: np.array(strokes[i].path) for i in sorted(by_stroke)}
    found = []
    for i, s in enumerate(strokes):
        sources, targets = costs(s.path[0], s.tail_way, ends)[:2], costs(s.path[-1], s.head_way, ends)[:2]
        others = {n: path for n, path in courses.items() if strokes[n].head != s.head}
        on_head, head_gap = arrow_at(s.path[-1], s.head_way, others, ends.unit)
        on_tail, tail_gap = arrow_at(s.path[0], s.tail_way, others, ends.unit)
        on_head = on_head if not targets or targets[0][0] > min(CLEAR, head_gap) else -1
        on_tail = on_tail if not sources or sources[0][0] > min(CLEAR, tail_gap) else -1
        if on_head < 0 and on_tail < 0:
            continue
        if on_head >= 0:
            targets = [(ON_ARROW_COST + head_gap, by_stroke[on_head].target)]
        if on_tail >= 0:
            sources = [(ON_ARROW_COST + tail_gap, by_stroke[on_tail].source)]
        found += [replace(k, anchor=on_head, branch=on_tail) for k in _pairs(i, sources, targets)]
    return found


def arrow_at(point: Point, way: Point, courses: Mapping[int, NDArray[np.float64]], unit: float) -> tuple[int, float]:
    """Find the arrow on whose middle an end lies, or that runs across close ahead of it, and the gap between.

    `courses` are the paths of other heads' arrows by their number. The gap is in heights of text; where there is none,
    -1 and infinity.
    """
    best, best_gap = -1, math.inf
    for i, course in courses.items():
        path = course - point
        along, beside = path @ way / unit, np.abs(path[:, 0] * way[1] - path[:, 1] * way[0]) / unit
        near = (np.hypot(*path.T) < ON_ARROW * unit) | ((along > 0) & (along < AHEAD) & (beside < ON_ARROW))
        for p, a in zip(path[near], along[near], strict=True):
            gap = max(0.0, float(a))
            if gap < best_gap and min(math.dist(p, path[0]), math.dist(p, path[-1])) > 0.6 * unit:
                best, best_gap = i, gap
    return best, best_gap


def _pairs(i: int, sources: Sequence[tuple[float, int]], targets: Sequence[tuple[float, int]]) -> list[Link]:
    """Pair the nearest labels, the nearest pair first; never a label with itself."""
    pairs = sorted((cs + ct, cs, ct, s, t) for cs, s in sources for ct, t in targets if s != t)
    return [Link(i, s, t, cs, ct) for _, cs, ct, s, t in pairs[:MOST_PAIRS]]


def choose(links: Sequence[Link], strokes: Sequence[Stroke], least: float) -> list[Link]:
    """Take each head's best link, and surer further ones that alone explain a marked tail.

    An end that is another head needs no explaining.
    """
    ranked = sorted(links, key=lambda k: (-k.score, k.stroke, k.source, k.target))
    heads: set[int] = set()
    tails: set[int] = set()
    chosen = []
    for k in ranked:
        if strokes[k.stroke].head not in heads:
            heads.add(strokes[k.stroke].head)
            tails.add(strokes[k.stroke].tail)
            chosen.append(k)
    for k in ranked:
        s = strokes[k.stroke]
        if k.score >= max(least, FURTHER) and s.marked_tail and not s.double and s.tail not in tails:
            tails.add(s.tail)
            chosen.append(k)
    return sorted((k for k in chosen if k.score >= least), key=lambda k: (k.stroke, k.source, k.target))
