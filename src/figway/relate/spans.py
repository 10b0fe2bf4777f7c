"""Span the way from a marked tail to a head where no walker got through: faint, dotted and thin lines.

Head and tail have places and directions, so that one smooth curve joins them. It is offered as a way where some of
the line shows beneath it; `ways` then weighs it against those that were walked. Places are in pixels of the maps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point
from figway.relate.heads import Maps, Mark
from figway.relate.runs import Ints, Runs
from figway.relate.walk import FIELD_COST, MEAN_COST, MISS_COST, ON_LINE, STEP, Floats, Trace, sample

NEAREST, FARTHEST = 8.0, 300.0
MOST_BEND = math.cos(math.radians(45))
LEAST_SHOWN = 0.15
GLIMPSES = 24
"""Steps of the first look at a curve."""
MOST_SPANS = 3
"""How many spans are offered to one head, those that show best."""
BENT = (0.0, 1 / 3)
"""How far the curves of a pair keep to the directions of its tail and head, by the way between: straight, and bent."""


def spans(maps: Maps, walked: Sequence[Sequence[Trace]]) -> list[list[Trace]]:
    """List for each head the curves to marked tails that no walker reached from it, the best shown first."""
    found: list[list[Trace]] = [[] for _ in maps.heads]
    if not (maps.heads and maps.tails):
        return found
    facing = _facing(maps.heads, maps.tails)
    for number, traces in enumerate(walked):
        facing[number, [t.tail for t in traces if 0 <= t.tail < len(maps.tails)]] = False
    for t in _shown(maps, _glimpsed(maps, np.argwhere(facing))):
        found[t.head].append(t)
    return found


def _facing(heads: Sequence[Mark], tails: Sequence[Mark]) -> NDArray[np.bool_]:
    """Tell of which heads and tails the line may run from one to the other without much of a bend."""
    apart = np.array([m.at for m in heads])[:, None] - np.array([m.at for m in tails])
    far = np.hypot(apart[..., 0], apart[..., 1])
    chord = apart / np.maximum(far, 1e-6)[..., None]
    leaving = -(chord * np.array([m.way for m in tails])).sum(2)
    coming = (chord * np.array([m.way for m in heads])[:, None]).sum(2)
    return np.asarray((far > NEAREST) & (far < FARTHEST) & (leaving > MOST_BEND) & (coming > MOST_BEND))


def _glimpsed(maps: Maps, pairs: Ints) -> Ints:
    """Keep the pairs whose curves show at a few places at all, so that only these are looked at closely."""
    along, shows = np.arange(1, GLIMPSES) / GLIMPSES, np.zeros(len(pairs), np.bool_)
    for bent in BENT:
        places = curve(guides(maps, pairs, bent)[:, None], along).reshape(-1, 2)
        line = sample(maps.field, places)[0].reshape(-1, len(along))
        shows |= (line > ON_LINE).mean(1) > LEAST_SHOWN / 2
    return pairs[shows]


def _shown(maps: Maps, pairs: Ints) -> Iterator[Trace]:
    """Give the curves that show best as ways, the better of each pair and a few for each head."""
    guided, pairs = np.concatenate([guides(maps, pairs, bent) for bent in BENT]), np.tile(pairs, (len(BENT), 1))
    steps = np.maximum(4, np.rint(np.hypot(*(guided[:, 3] - guided[:, 0]).T) / STEP)).astype(np.int64)
    runs = Runs.of_sizes((steps + 1).tolist())
    path = curve(guided[runs.of], runs.place / steps[runs.of])
    inner = np.flatnonzero((runs.place > 0) & (runs.left > 0))
    middle, there = Runs(runs.of[inner], runs.count), sample(maps.field, path[inner])
    x, y = (path[inner + 1] - path[inner - 1]).T
    line = np.clip(there[0], 0, 1)
    agree = (there[1] * (x**2 - y**2) + there[2] * 2 * x * y) / np.maximum(x**2 + y**2, 1e-6)
    missing = MISS_COST * (1 - line) + FIELD_COST * line * (1 - np.clip(agree, -1, 1)) / 2
    costs = MEAN_COST * middle.mean(missing) + 1.0 - np.array([m.score for m in maps.tails])[pairs[:, 1]]
    able, support = middle.mean(line > ON_LINE) >= LEAST_SHOWN, middle.mean(line)
    taken: set[tuple[int, int]] = set()
    room = [MOST_SPANS] * len(maps.heads)
    for n in np.lexsort((pairs[:, 1], costs)).tolist():
        head, tail = pairs[n].tolist()
        if able[n] and room[head] and (head, tail) not in taken:
            taken.add((head, tail))
            room[head] -= 1
            points = path[runs.starts[n] : runs.starts[n] + steps[n]]
            yield _span(head, tail, maps.tails[tail].way, points, float(support[n]), float(costs[n]))


def _span(head: int, tail: int, way: Point, points: Floats, support: float, cost: float) -> Trace:
    x, y = (points[0] - points[1]).tolist()
    norm = max(math.hypot(x, y), 1e-6)
    return Trace(head, tail, tuple((a, b) for a, b in points.tolist()), way, support, cost, (x / norm, y / norm))


def guides(maps: Maps, pairs: Ints, bent: float) -> NDArray[np.float64]:
    """Give the four points that guide the curve of each pair of a head and a tail, from tail to head."""
    heads, tails = (np.array([(m.at, m.way) for m in marks]) for marks in (maps.heads, maps.tails))
    a, d = tails[pairs[:, 1], 0], heads[pairs[:, 0], 0]
    far = np.hypot(*(d - a).T)[:, None] * bent
    if not bent:
        return np.stack([a, (2 * a + d) / 3, (a + 2 * d) / 3, d], 1)
    return np.stack([a, a - tails[pairs[:, 1], 1] * far, d - heads[pairs[:, 0], 1] * far, d], 1)


def curve(guided: NDArray[np.float64], along: NDArray[np.float64]) -> Floats:
    """Place points on cubic curves (..., 4, 2), a share of the way along each."""
    t = along[..., None]
    a, b, c, d = (guided[..., n, :] for n in range(4))
    points: Floats = ((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d).astype(
        np.float32
    )
    return points
