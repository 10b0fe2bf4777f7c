"""Walk the lines of a figure from each arrowhead back to where they may begin, through crossings, gaps and dashes.

All heads are followed at once: a beam of walkers a head takes steps of two map pixels, each step costs what the
line map lacks there, what the direction field disagrees and how sharply the walker turned. A walker ends at a tail
that the network marked, or where the line has been gone for too long. Places are in pixels of the maps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.geometry import Point
from figway.relate.heads import Maps, Mark

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STEP = 2.0
TURNS = np.radians(np.array([0, 10, -10, 20, -20, 32, -32, 48, -48, 68, -68, 90, -90], np.float32))
TURN_COST = np.minimum((np.degrees(np.abs(TURNS)) / 30) ** 2 * 0.25, 1.5).astype(np.float32)
MISS_COST, FIELD_COST = 1.2, 0.4
ON_LINE = 0.3
MOST_GAP = 8
SOME_GAP = 2
MOST_STEPS = 260
BEAM = 10
TAIL_REACH = 2.2
LOOSE_COST, MEAN_COST = 1.2, 3.0
SAME_WAY, STRAIGHT_ON, PASSED_COST, HEAD_COST = 0.3, 0.8, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Trace:
    """Hold one way from a tail to a head; `tail` counts tails, then heads; -1 where the line ends loosely."""

    head: int
    tail: int
    path: tuple[Point, ...]
    way: Point
    support: float
    cost: float
    going: Point


@dataclass(slots=True)
class _Walkers:
    """Hold the walkers of one step: their head, place, direction, cost, support, gap and parent."""

    head: Ints
    at: Floats
    angle: Floats
    cost: Floats
    turned: Floats
    support: Floats
    gap: Ints
    parent: Ints

    def take(self, keep: NDArray[np.intp]) -> _Walkers:
        return _Walkers(*(getattr(self, f)[keep] for f in self.__slots__))


def sample(maps: NDArray[np.float32], at: Floats) -> Floats:
    """Read maps (C, H, W) at places (N, 2) between pixels, zero outside; gives (C, N)."""
    _, high, wide = maps.shape
    x, y = at[:, 0], at[:, 1]
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = x - x0, y - y0
    rows = [
        (np.minimum(np.maximum(i, 0), high - 1), w * ((i >= 0) & (i < high))) for i, w in ((y0, 1 - fy), (y0 + 1, fy))
    ]
    cols = [
        (np.minimum(np.maximum(i, 0), wide - 1), w * ((i >= 0) & (i < wide))) for i, w in ((x0, 1 - fx), (x0 + 1, fx))
    ]
    total = np.zeros((maps.shape[0], len(at)), np.float32)
    for yi, wy in rows:
        for xi, wx in cols:
            total += maps[:, yi, xi] * (wx * wy)
    return total


def _first(heads: Sequence[Mark]) -> _Walkers:
    n = len(heads)
    way = np.array([m.way for m in heads], np.float32).reshape(n, 2)
    back = np.array([1.5 if m.kind == "pointed" else 0.5 for m in heads], np.float32)[:, None]
    at = np.array([m.at for m in heads], np.float32).reshape(n, 2) - way * back
    angle = np.arctan2(-way[:, 1], -way[:, 0]).astype(np.float32)
    zero = np.zeros(n, np.float32)
    none = np.full(n, -1, np.int64)
    return _Walkers(np.arange(n), at, angle, zero, zero, zero, np.zeros(n, np.int64), none)


def _advance(w: _Walkers, field: NDArray[np.float32], number: int) -> _Walkers:
    """Let every walker try every turn, and price the results."""
    n, k = len(w.head), len(TURNS)
    angle = (w.angle[:, None] + TURNS[None, :]).ravel()
    way = np.stack([np.cos(angle), np.sin(angle)], 1)
    start = np.repeat(w.at, k, 0)
    at = (start + way * STEP).astype(np.float32)
    there, half = sample(field, at), sample(field[:1], (start + way * (STEP / 2)).astype(np.float32))
    line = 0.5 * (there[0] + half[0])
    agree = there[1] * np.cos(2 * angle) + there[2] * np.sin(2 * angle)
    turn = np.tile(TURN_COST, n) * (0.3 if number == 0 else 1.0)
    cost = MISS_COST * (1 - line) + FIELD_COST * line * (1 - np.clip(agree, -1, 1)) / 2 + turn
    gap = np.where(line < ON_LINE, np.repeat(w.gap, k) + np.where(there[3] > 0.5, 2, 1), 0)
    return _Walkers(
        np.repeat(w.head, k), at.astype(np.float32), angle, (np.repeat(w.cost, k) + cost).astype(np.float32),
        (np.repeat(w.turned, k) + turn).astype(np.float32), (np.repeat(w.support, k) + line).astype(np.float32),
        gap, np.repeat(np.arange(n), k),
    )  # fmt: skip


def _best(w: _Walkers) -> NDArray[np.intp]:
    """Choose the walkers that go on: one a cell and direction, the cheapest `BEAM` of each head."""
    order = np.lexsort((np.arange(len(w.cost)), w.cost, w.head))
    cell = np.round(w.at[order] / 1.5).astype(np.int64)
    octant = np.round(w.angle[order] / (math.pi / 6)).astype(np.int64) % 12
    key = ((w.head[order] * 4096 + cell[:, 0] + 1024) * 4096 + cell[:, 1] + 1024) * 12 + octant
    _, first = np.unique(key, return_index=True)
    order = order[np.sort(first)]
    heads = w.head[order]
    starts = np.searchsorted(heads, heads, side="left")
    best: NDArray[np.intp] = order[np.arange(len(order)) - starts < BEAM]
    return best


def field_of(maps: Maps) -> Floats:
    """Stack what walkers feel: the line, its direction (cos and sin of twice the angle) and text."""
    return np.concatenate([maps.line[None], maps.turn, maps.text[None]])


def walk(maps: Maps) -> list[list[Trace]]:
    """List the ways that may lead to each head, the easiest to walk first; one for each tail or loose end."""
    found: list[list[Trace]] = [[] for _ in maps.heads]
    if not maps.heads:
        return found
    field = field_of(maps)
    stops = (*maps.tails, *maps.heads)
    places = np.array([m.at for m in stops], np.float32).reshape(-1, 2)
    ways = np.array([m.way for m in stops], np.float32).reshape(-1, 2)
    close = _close_to(places, maps.line.shape)
    history = [_first(maps.heads)]
    cheapest: dict[tuple[int, int], float] = {}
    for number in range(MOST_STEPS):
        w = _advance(history[-1], field, number)
        w = w.take(_best(w))
        history.append(w)
        if number:
            _note_stops(history, stops, places, ways, found, close, cheapest)
        over = w.gap > MOST_GAP
        for i in np.flatnonzero(over | (w.gap == SOME_GAP)).tolist():
            _note_loose(history, i, found)
        history[-1].cost[over] = np.inf
        if over.any():
            alive = np.flatnonzero(~over)
            history[-1] = w.take(alive)
        if not len(history[-1].head):
            break
    return [_distinct(traces) for traces in found]


def _close_to(places: Floats, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Mark the pixels about places, to look for stops only where there are some."""
    close = np.zeros(shape, np.bool_)
    reach = math.ceil(TAIL_REACH) + 1
    for x, y in np.rint(places).astype(int).tolist():
        close[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = True
    return close


def _note_stops(
    history: list[_Walkers],
    stops: Sequence[Mark],
    places: Floats,
    ways: Floats,
    found: list[list[Trace]],
    close: NDArray[np.bool_],
    cheapest: dict[tuple[int, int], float],
) -> None:
    """Record the walkers that reached a tail, or an arrow's other head, at less cost than any before."""
    w = history[-1]
    x, y = (np.clip(np.rint(w.at[:, k]).astype(np.int64), 0, close.shape[1 - k] - 1) for k in (0, 1))
    some = np.flatnonzero(close[y, x])
    if not len(some):
        return
    near = ((w.at[some, None] - places[None]) ** 2).sum(2) < TAIL_REACH**2
    going = np.stack([np.cos(w.angle[some]), np.sin(w.angle[some])], 1)
    least = np.array([SAME_WAY if m.kind == "tail" else STRAIGHT_ON for m in stops], np.float32)
    for k, t in np.argwhere(near & (going @ ways.T > least)).tolist():
        i = int(some[k])
        reached, cost = (int(w.head[i]), t), _cost(w, i, len(history) - 1, stops[t])
        if cost < cheapest.get(reached, math.inf):
            cheapest[reached] = cost
            found[reached[0]].append(_trace(history, i, t, stops[t]))
        w.cost[i] += PASSED_COST


def _note_loose(history: list[_Walkers], index: int, found: list[list[Trace]]) -> None:
    """Record a line that is gone, as ending where it last was seen."""
    depth = len(history) - 1
    while depth > 0 and history[depth].gap[index] > 0:
        index, depth = int(history[depth].parent[index]), depth - 1
    if depth >= 2:
        trace = _trace(history[: depth + 1], index, -1, None)
        found[trace.head].append(trace)


def _cost(w: _Walkers, index: int, steps: int, mark: Mark | None) -> float:
    """Price the whole way of a walker that ends at a mark, or loosely."""
    mean = (float(w.cost[index]) - float(w.turned[index])) / steps
    cost = MEAN_COST * mean + 0.6 * float(w.turned[index])
    return cost + (LOOSE_COST if mark is None else 1.0 - mark.score + (0.0 if mark.kind == "tail" else HEAD_COST))


def _trace(history: list[_Walkers], index: int, tail: int, mark: Mark | None) -> Trace:
    w, steps = history[-1], len(history) - 1
    head, support, cost = int(w.head[index]), float(w.support[index]) / steps, _cost(w, index, steps, mark)
    angle = float(w.angle[index])
    path: list[Point] = [] if mark is None else [mark.at]
    for depth in range(steps, -1, -1):
        at = history[depth].at[index]
        path.append((float(at[0]), float(at[1])))
        index = int(history[depth].parent[index])
    way = mark.way if mark is not None else (math.cos(angle), math.sin(angle))
    return Trace(head, tail, tuple(path), way, support, cost, (math.cos(angle), math.sin(angle)))


def _distinct(traces: list[Trace]) -> list[Trace]:
    """Keep the cheapest trace of each tail, and of each place where lines end loosely."""
    kept: list[Trace] = []
    for t in sorted(traces, key=lambda t: (t.cost, t.tail, t.path)):
        if not any((t.tail >= 0 and t.tail == k.tail) or math.dist(t.path[0], k.path[0]) < 5 for k in kept):
            kept.append(t)
    return kept
