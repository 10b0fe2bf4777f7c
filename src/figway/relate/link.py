"""Link the ends of traced arrows to labels, and settle signs, anchors, double heads and duplicates.

Distances are in heights of the figure's text. An end looks ahead along its line: a label straight ahead counts as
nearer than one beside, one behind as far away. An end with no label near that lies on another arrow takes over
that arrow's target (of a head) or source (of a tail).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from figway.geometry import Box, Point
from figway.relate.labels import Label
from figway.relate.shapes import Shape

BESIDE, BEHIND = 1.7, 3.0
FARTHEST = 4.5
NOTE_COST = 1.5
TOUCHING = 1.0
ON_ARROW = 0.45


@dataclass(frozen=True, slots=True)
class Stroke:
    """Hold one traced arrow in pixels of the figure: path from tail to head, outward directions at its ends."""

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


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one arrow with the labels at its ends (indices), how far they are, and the arrow it ends on."""

    stroke: int
    source: int
    target: int
    source_cost: float
    target_cost: float
    anchor: int = -1
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


def costs(point: Point, way: Point, ends: Ends) -> list[tuple[float, int]]:
    """Price every label for an end, the nearest first, leaving out those too far away."""
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
    return sorted(found)


def arrow_under(point: Point, own: int, strokes: Sequence[Stroke], unit: float) -> tuple[int, float]:
    """Find the other arrow on whose middle a point lies; (-1, inf) where none."""
    best, best_gap = -1, math.inf
    for i, s in enumerate(strokes):
        if i == own or s.head == strokes[own].head:
            continue
        ends = min(math.dist(point, s.path[0]), math.dist(point, s.path[-1]))
        gap = min(math.dist(point, p) for p in s.path)
        if gap < best_gap and ends > 0.6 * unit:
            best, best_gap = i, gap
    return (best, best_gap / unit) if best_gap < ON_ARROW * unit else (-1, math.inf)


def link(strokes: Sequence[Stroke], ends: Ends) -> list[Link]:
    """Link every arrow whose two ends can be told."""
    plain: dict[int, Link] = {}
    later: list[tuple[int, int, int]] = []
    for i, s in enumerate(strokes):
        sources = costs(s.path[0], s.tail_way, ends)
        targets = costs(s.path[-1], s.head_way, ends)
        on_head, on_tail = -1, -1
        if not targets or targets[0][0] > 0.7:
            on_head, _ = arrow_under(s.path[-1], i, strokes, ends.unit)
        if not sources or sources[0][0] > 0.7:
            on_tail, _ = arrow_under(s.path[0], i, strokes, ends.unit)
        if on_head >= 0 or on_tail >= 0:
            later.append((i, on_head, on_tail))
            continue
        found = _pair(i, sources, targets)
        if found:
            plain[i] = found
    links = dict(plain)
    for _ in range(2):
        for i, on_head, on_tail in later:
            if i not in links:
                found = _anchored(i, on_head, on_tail, strokes[i], ends, links)
                if found:
                    links[i] = found
    return [links[i] for i in sorted(links)]


def _pair(i: int, sources: list[tuple[float, int]], targets: list[tuple[float, int]]) -> Link | None:
    """Choose the nearest two different labels."""
    best: Link | None = None
    for cs, s in sources[:3]:
        for ct, t in targets[:3]:
            if s != t and (best is None or cs + ct < best.source_cost + best.target_cost):
                best = Link(i, s, t, cs, ct)
    return best


def _anchored(i: int, on_head: int, on_tail: int, stroke: Stroke, ends: Ends, links: dict[int, Link]) -> Link | None:
    sources = costs(stroke.path[0], stroke.tail_way, ends)
    targets = costs(stroke.path[-1], stroke.head_way, ends)
    if on_head in links:
        targets = [(0.4, links[on_head].target)]
    if on_tail in links:
        sources = [(0.4, links[on_tail].source)]
    found = _pair(i, sources, targets)
    if found and on_head in links:
        found = Link(i, found.source, found.target, found.source_cost, found.target_cost, on_head)
    return found
