"""Link the ends of traced arrows to labels, and settle signs, anchors, double heads and duplicates.

Distances are in heights of the figure's text. An end looks ahead along its line: a label straight ahead counts as
nearer than one beside, one behind as far away. An end with no label near that lies on another arrow takes over
that arrow's target (of a head) or source (of a tail).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point
from figway.relate.labels import Label
from figway.relate.shapes import Shape, groups_of

BESIDE, BEHIND = 1.7, 3.0
FARTHEST = 4.5
NOTE_COST = 1.5
TOUCHING = 1.0
ON_ARROW, ON_ARROW_COST, AHEAD, NEXT_TO = 0.45, 0.4, 1.5, 0.6
GROWN = 0.2
CLEAR = 0.7
FURTHER = 0.6
MOST_PAIRS = 6

Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]


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

    @property
    def ends(self) -> tuple[tuple[Point, Point], tuple[Point, Point]]:
        """Give place and outward direction of the tail's end, then of the head's."""
        return (self.path[0], self.tail_way), (self.path[-1], self.head_way)


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


def reach(point: Point, way: Point, boxes: Numbers, unit: float) -> Numbers:
    """Price the distance from an end, looking along `way`, to each box (n, 4); 0 where the end touches it."""
    dx, dy = ((np.clip(point[k], boxes[..., k], boxes[..., 2 + k]) - point[k]) / unit for k in (0, 1))
    along, beside = dx * way[0] + dy * way[1], np.abs(dx * way[1] - dy * way[0])
    cost = np.hypot(np.maximum(along, 0.0), BESIDE * beside) + BEHIND * np.maximum(0.0, -along)
    return np.asarray(np.minimum(cost, 0.9 * ahead(point, way, boxes, unit)))


def apart(point: Point, boxes: Numbers) -> Numbers:
    """Give the distance from a point to each box (n, 4), in pixels."""
    dx, dy = (np.clip(point[k], boxes[..., k], boxes[..., 2 + k]) - point[k] for k in (0, 1))
    return np.asarray(np.hypot(dx, dy))


def ahead(point: Point, way: Point, boxes: Numbers, unit: float) -> Numbers:
    """Give how far ahead a ray meets each box (n, 4), a little enlarged, in units; infinity where it misses."""
    near, far = np.zeros(boxes.shape[:-1]), np.full(boxes.shape[:-1], np.inf)
    for k in (0, 1):
        low, high = boxes[..., k] - GROWN * unit - point[k], boxes[..., 2 + k] + GROWN * unit - point[k]
        if abs(way[k]) < 1e-6:
            far = np.where((low <= 0) & (high >= 0), far, -np.inf)
            continue
        near = np.maximum(near, np.minimum(low / way[k], high / way[k]))
        far = np.minimum(far, np.maximum(low / way[k], high / way[k]))
    return np.where(near <= far, near / unit, np.inf)


@dataclass(frozen=True, slots=True)
class Look:
    """Hold what an end sees: the labels near, by their distance, and how far straight ahead each label is."""

    near: list[tuple[float, int]]
    straight: Numbers


@dataclass(frozen=True)
class Ends:
    """Hold what an arrow may end on: labels, the shapes that they stand in, and the height of text."""

    labels: Sequence[Label]
    shapes: Sequence[Shape | None]
    unit: float
    known: dict[tuple[Point, Point], Look] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def boxes(self) -> Numbers:
        """Give the boxes of the labels as one table."""
        return np.array([label.box for label in self.labels], np.float64).reshape(-1, 4)

    @cached_property
    def shape_boxes(self) -> Numbers:
        """Give the boxes of the shapes as one table; those of labels without shape are infinitely far."""
        far = (np.inf,) * 4
        return np.array([far if shape is None else shape.box for shape in self.shapes], np.float64).reshape(-1, 4)

    @cached_property
    def notes(self) -> Numbers:
        """Give what it costs to end on each label because it is a note."""
        return np.array([NOTE_COST if label.note else 0.0 for label in self.labels])

    @cached_property
    def groups(self) -> list[tuple[int, ...]]:
        """Give for each label the labels that an arrow to it also means."""
        return groups_of(self.labels, self.shapes)


def look(point: Point, way: Point, ends: Ends) -> Look:
    """Look from an end for labels, leaving out those too far away."""
    if (point, way) in ends.known:
        return ends.known[point, way]
    cost = reach(point, way, ends.boxes, ends.unit)
    for i in np.flatnonzero(apart(point, ends.shape_boxes) < TOUCHING * ends.unit).tolist():
        shape = ends.shapes[i]
        if shape is not None and (gap := shape.distance(point) / ends.unit) < TOUCHING:
            cost[i] = min(cost[i], 0.1 + gap + 0.1 * cost[i])
    cost += ends.notes
    near = sorted((float(cost[i]), i) for i in np.flatnonzero(cost < FARTHEST).tolist())
    return ends.known.setdefault((point, way), Look(near, ahead(point, way, ends.boxes, ends.unit)))


def propose(strokes: Sequence[Stroke], ends: Ends) -> list[Link]:
    """List the likely pairs of labels of every stroke: the nearest four at each end."""
    found = []
    for i, s in enumerate(strokes):
        sources, targets = (look(*end, ends).near[:4] for end in s.ends)
        found += _pairs(i, sources, targets)
    return found


def propose_on_arrows(strokes: Sequence[Stroke], chosen: Sequence[Link], ends: Ends) -> list[Link]:
    """List further pairs for strokes with an end on a chosen arrow, whose target (or source) they take over."""
    by_stroke = {k.stroke: k for k in chosen}
    courses = Courses.of(strokes, sorted(by_stroke), ends.unit)
    found = []
    for i, s in enumerate(strokes):
        sources, targets = (look(*end, ends).near[:2] for end in s.ends)
        (on_tail, tail_gap), (on_head, head_gap) = (arrow_at(*end, s.head, courses, ends.unit) for end in s.ends)
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


@dataclass(frozen=True, slots=True)
class Courses:
    """Hold the points of arrows but for those next to their ends, and of each its arrow and that arrow's head."""

    points: Numbers
    stroke: Ints
    head: Ints

    @classmethod
    def of(cls, strokes: Sequence[Stroke], chosen: Sequence[int], unit: float) -> Courses:
        """Lay the middles of some arrows end to end."""
        paths = [np.array(strokes[i].path) for i in chosen]
        inner = [np.minimum(*(np.hypot(*(p - p[end]).T) for end in (0, -1))) > NEXT_TO * unit for p in paths]
        sizes = [int(n.sum()) for n in inner]
        points = np.concatenate([np.empty((0, 2)), *(p[n] for p, n in zip(paths, inner, strict=True))])
        heads = [strokes[i].head for i in chosen]
        return cls(points, np.repeat(np.array(chosen, np.int64), sizes), np.repeat(np.array(heads, np.int64), sizes))


def arrow_at(point: Point, way: Point, head: int, courses: Courses, unit: float) -> tuple[int, float]:
    """Find another head's arrow on whose middle an end lies, or that runs across close ahead of it, and the gap.

    The gap is in heights of text; where there is no such arrow, -1 and infinity.
    """
    far = (AHEAD + ON_ARROW) * unit
    near = np.flatnonzero((np.abs(courses.points - point) < far).all(1) & (courses.head != head))
    path = (courses.points[near] - point) / unit
    along, beside = path @ way, np.abs(path[:, 0] * way[1] - path[:, 1] * way[0])
    met = (np.hypot(*path.T) < ON_ARROW) | ((along > 0) & (along < AHEAD) & (beside < ON_ARROW))
    if not met.any():
        return -1, math.inf
    gaps = np.where(met, np.maximum(along, 0.0), np.inf)
    best = int(gaps.argmin())
    return int(courses.stroke[near[best]]), float(gaps[best])


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
