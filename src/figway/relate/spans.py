"""Span the way from a marked tail to a head where no walker got through: faint, dotted and thin lines.

Head and tail have places and directions, so that one smooth curve joins them. It is offered as a way where some of
the line shows beneath it; `ways` then weighs it against those that were walked. Places are in pixels of the maps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from figway.geometry import Point
from figway.relate.heads import Maps, Mark
from figway.relate.walk import FIELD_COST, MEAN_COST, MISS_COST, ON_LINE, STEP, Floats, Trace, sample

NEAREST, FARTHEST = 8.0, 300.0
MOST_BEND = math.cos(math.radians(45))
LEAST_SHOWN = 0.15
GLIMPSES = 24
"""Steps of the first look at a curve."""
MOST_SPANS = 3
"""How many spans are offered to one head, those that show best."""


def spans(maps: Maps, walked: Sequence[Sequence[Trace]]) -> list[list[Trace]]:
    """List for each head the curves to marked tails that no walker reached from it, the best shown first."""
    if not maps.tails:
        return [[] for _ in maps.heads]
    field = maps.field
    found = []
    for number, (head, traces) in enumerate(zip(maps.heads, walked, strict=True)):
        known = {t.tail for t in traces}
        facing = [i for i in _facing(head, maps.tails) if i not in known]
        new = [
            t for i in _glimpsed(field, head, facing, maps.tails) for t in _shown(field, number, head, i, maps.tails)
        ]
        found.append(sorted(new, key=lambda t: t.cost)[:MOST_SPANS])
    return found


def _facing(head: Mark, tails: Sequence[Mark]) -> list[int]:
    """List the tails whose line may run to a head without much of a bend."""
    apart = np.array(head.at) - np.array([t.at for t in tails])
    far = np.hypot(apart[:, 0], apart[:, 1])
    chord = apart / np.maximum(far, 1e-6)[:, None]
    leaving = -(chord * np.array([t.way for t in tails])).sum(1)
    coming = chord @ np.array(head.way)
    facing = (far > NEAREST) & (far < FARTHEST) & (leaving > MOST_BEND) & (coming > MOST_BEND)
    return [int(i) for i in np.flatnonzero(facing)]


def _glimpsed(field: Floats, head: Mark, facing: Sequence[int], tails: Sequence[Mark]) -> list[int]:
    """Keep the tails whose curves show at a few places at all, so that only these are looked at closely."""
    if not facing:
        return []
    bends = [(i, bent) for i in facing for bent in (0.0, math.dist(tails[i].at, head.at) / 3)]
    places = np.concatenate([curve(tails[i], head, bent, GLIMPSES)[1:-1] for i, bent in bends])
    seen = (sample(field, places)[0].reshape(len(bends), -1) > ON_LINE).mean(1) > LEAST_SHOWN / 2
    return sorted({i for (i, _), shows in zip(bends, seen.tolist(), strict=True) if shows})


def _shown(field: Floats, number: int, head: Mark, index: int, tails: Sequence[Mark]) -> list[Trace]:
    """Give the curve from a tail to a head as a way, where enough of its line shows."""
    tail = tails[index]
    far = math.dist(tail.at, head.at)
    best: list[Trace] = []
    for bent in (0.0, far / 3):
        path = curve(tail, head, bent, max(4, round(far / STEP)))
        along = path[2:] - path[:-2]
        angle = np.arctan2(along[:, 1], along[:, 0])
        there = sample(field, path[1:-1].astype(np.float32))
        line = np.clip(there[0], 0, 1)
        if (line > ON_LINE).mean() < LEAST_SHOWN:
            continue
        agree = np.clip(there[1] * np.cos(2 * angle) + there[2] * np.sin(2 * angle), -1, 1)
        mean = float((MISS_COST * (1 - line) + FIELD_COST * line * (1 - agree) / 2).mean())
        going = path[0] - path[1]
        going = going / max(float(np.hypot(*going)), 1e-6)
        points: tuple[Point, ...] = tuple((float(x), float(y)) for x, y in path[:-1])
        cost = MEAN_COST * mean + 1.0 - tail.score
        trace = Trace(number, index, points, tail.way, float(line.mean()), cost, (float(going[0]), float(going[1])))
        if not best or cost < best[0].cost:
            best = [trace]
    return best


def curve(tail: Mark, head: Mark, bent: float, steps: int) -> Floats:
    """Draw a cubic curve that leaves a tail and reaches a head in their directions; straight where `bent` is 0."""
    t = np.linspace(0, 1, steps + 1)[:, None]
    a, d = np.array(tail.at), np.array(head.at)
    if bent == 0.0:
        path = a + (d - a) * t
    else:
        b, c = a - np.array(tail.way) * bent, d - np.array(head.way) * bent
        path = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    points: Floats = path.astype(np.float32)
    return points
