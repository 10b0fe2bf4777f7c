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
ROW = 256
"""Places read in one row: OpenCV takes no row of more than 32767."""
TAIL_REACH = 2.2
SAME_END = 5.0
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


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Hold a walker, by its step and place among those of that step, that came to a mark or a loose end (-1)."""

    tail: int
    cost: float
    step: int
    index: int
    at: Point


def sample(maps: Floats, at: Floats) -> Floats:
    """Read maps (H, W, C) at places (N, 2) between pixels, zero outside; gives (C, N)."""
    import cv2

    rows = max(1, -(-len(at) // ROW))
    places = np.full((rows * ROW, 2), -2.0, np.float32)
    places[: len(at)] = at
    there = cv2.remap(maps, places.reshape(rows, ROW, 2), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)  # type: ignore[call-overload]
    return np.asarray(there, np.float32).reshape(rows * ROW, -1)[: len(at)].T


def _first(heads: Sequence[Mark]) -> _Walkers:
    n = len(heads)
    way = np.array([m.way for m in heads], np.float32).reshape(n, 2)
    back = np.array([1.5 if m.kind == "pointed" else 0.5 for m in heads], np.float32)[:, None]
    at = np.array([m.at for m in heads], np.float32).reshape(n, 2) - way * back
    angle = np.arctan2(-way[:, 1], -way[:, 0]).astype(np.float32)
    zero = np.zeros(n, np.float32)
    none = np.full(n, -1, np.int64)
    return _Walkers(np.arange(n), at, angle, zero, zero, zero, np.zeros(n, np.int64), none)


def _advance(w: _Walkers, field: Floats, number: int) -> _Walkers:
    """Let every walker that is not lost try every turn, and price the results."""
    own = np.flatnonzero(w.gap <= MOST_GAP)
    n, parent = len(own), np.repeat(own, len(TURNS))
    angle = w.angle[parent] + np.tile(TURNS, n)
    way = np.stack([np.cos(angle), np.sin(angle)], 1)
    half, at = (w.at[parent] + (way * far).astype(np.float32) for far in (STEP / 2, STEP))
    there = sample(field, at)
    line = 0.5 * (there[0] + sample(field, half)[0])
    agree = there[1] * (way[:, 0] ** 2 - way[:, 1] ** 2) + there[2] * (2 * way[:, 0] * way[:, 1])
    turn = np.tile(TURN_COST * (1.0 if number else 0.3), n)
    cost = MISS_COST * (1 - line) + FIELD_COST * line * (1 - np.clip(agree, -1, 1)) / 2 + turn
    gap = np.where(line < ON_LINE, w.gap[parent] + np.where(there[3] > 0.5, 2, 1), 0)
    return _Walkers(
        w.head[parent], at, angle, w.cost[parent] + cost, w.turned[parent] + turn, w.support[parent] + line, gap, parent
    )


def _best(w: _Walkers) -> NDArray[np.intp]:
    """Choose the walkers that go on: one a cell and direction, the cheapest `BEAM` of each head."""
    order = np.lexsort((w.cost, w.head))
    cell = np.round(w.at[order] / 1.5).astype(np.int64)
    octant = np.round(w.angle[order] / (math.pi / 6)).astype(np.int64) % 12
    key = ((w.head[order] * 4096 + cell[:, 0] + 1024) * 4096 + cell[:, 1] + 1024) * 12 + octant
    _, first = np.unique(key, return_index=True)
    order = order[np.sort(first)]
    heads = w.head[order]
    starts = np.searchsorted(heads, heads, side="left")
    best: NDArray[np.intp] = order[np.arange(len(order)) - starts < BEAM]
    return best


def walk(maps: Maps) -> list[list[Trace]]:
    """List the ways that may lead to each head, the easiest to walk first; one for each tail or loose end."""
    found: list[list[_Arrival]] = [[] for _ in maps.heads]
    if not maps.heads:
        return []
    stops = (*maps.tails, *maps.heads)
    places = np.array([m.at for m in stops], np.float32)
    close = _close_to(places, maps.line.shape)
    history = [_first(maps.heads)]
    cheapest: dict[tuple[int, int], float] = {}
    loose: set[tuple[int, int]] = set()
    for number in range(MOST_STEPS):
        w = _advance(history[-1], maps.field, number)
        history.append(w.take(_best(w)))
        if number:
            _note_stops(history, stops, places, found, close, cheapest)
        _note_loose(history, found, loose)
        if (history[-1].gap > MOST_GAP).all():
            break
    kept = [(n, arrival) for n, arrivals in enumerate(found) for arrival in _distinct(arrivals)]
    traces: list[list[Trace]] = [[] for _ in maps.heads]
    for (n, arrival), path in zip(kept, _paths(history, [arrival for _, arrival in kept]), strict=True):
        traces[n].append(_trace(history[arrival.step], n, arrival, path, stops))
    return traces


def _close_to(places: Floats, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Mark the pixels about places, to look for stops only where there are some."""
    close, reach = np.zeros(shape, np.bool_), math.ceil(TAIL_REACH) + 1
    for x, y in np.rint(places).astype(int).tolist():
        close[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = True
    return close


def _note_stops(
    history: list[_Walkers],
    stops: Sequence[Mark],
    places: Floats,
    found: list[list[_Arrival]],
    close: NDArray[np.bool_],
    cheapest: dict[tuple[int, int], float],
) -> None:
    """Record the walkers that reached a tail, or an arrow's other head, at less cost than any before."""
    w = history[-1]
    x, y = (np.clip(np.rint(w.at[:, k]).astype(np.int64), 0, close.shape[1 - k] - 1) for k in (0, 1))
    some = np.flatnonzero(close[y, x])
    if not len(some):
        return
    apart = (w.at[some, :1] - places[:, 0]) ** 2 + (w.at[some, 1:] - places[:, 1]) ** 2
    for k, t in np.argwhere(apart < TAIL_REACH**2).tolist():
        i, mark = int(some[k]), stops[t]
        angle = float(w.angle[i])
        along = math.cos(angle) * mark.way[0] + math.sin(angle) * mark.way[1]
        if along <= (SAME_WAY if mark.kind == "tail" else STRAIGHT_ON):
            continue
        reached, cost = (int(w.head[i]), t), _cost(w, i, len(history) - 1, mark)
        if cost < cheapest.get(reached, math.inf):
            cheapest[reached] = cost
            found[reached[0]].append(_Arrival(t, cost, len(history) - 1, i, mark.at))
        w.cost[i] += PASSED_COST


def _note_loose(history: list[_Walkers], found: list[list[_Arrival]], known: set[tuple[int, int]]) -> None:
    """Record lines that are gone, each once, as ending where they last were seen."""
    step, gap = len(history) - 1, history[-1].gap
    left = np.flatnonzero((gap > MOST_GAP) | (gap == SOME_GAP))
    while len(left) and step >= 2:
        w = history[step]
        seen = w.gap[left] == 0
        for i in sorted(set(left[seen].tolist())):
            if (step, i) not in known:
                known.add((step, i))
                at = (float(w.at[i, 0]), float(w.at[i, 1]))
                found[int(w.head[i])].append(_Arrival(-1, _cost(w, i, step, None), step, i, at))
        left, step = w.parent[left[~seen]], step - 1


def _cost(w: _Walkers, index: int, steps: int, mark: Mark | None) -> float:
    """Price the whole way of a walker that ends at a mark, or loosely."""
    mean = (float(w.cost[index]) - float(w.turned[index])) / steps
    cost = MEAN_COST * mean + 0.6 * float(w.turned[index])
    return cost + (LOOSE_COST if mark is None else 1.0 - mark.score + (0.0 if mark.kind == "tail" else HEAD_COST))


def _distinct(arrivals: Sequence[_Arrival]) -> list[_Arrival]:
    """Keep the cheapest arrival at each mark, and at each place where lines end loosely."""
    ranked = sorted(arrivals, key=lambda a: (a.cost, a.tail, a.step, a.index))
    at = np.array([a.at for a in ranked]).reshape(-1, 2)
    left = np.ones(len(ranked), np.bool_)
    kept = []
    for n, arrival in enumerate(ranked):
        if left[n]:
            kept.append(arrival)
            left &= np.hypot(*(at - at[n]).T) >= SAME_END
    return kept


def _paths(history: Sequence[_Walkers], arrivals: Sequence[_Arrival]) -> list[tuple[Point, ...]]:
    """Tell the ways by which walkers arrived, all at once, from where they arrived back to their heads."""
    steps = np.array([a.step for a in arrivals], np.int64)
    index = np.array([a.index for a in arrivals], np.int64)
    at = np.empty((len(arrivals), len(history), 2), np.float32)
    for step in range(len(history) - 1, -1, -1):
        under_way = np.flatnonzero(steps >= step)
        at[under_way, step] = history[step].at[index[under_way]]
        index[under_way] = history[step].parent[index[under_way]]
    return [tuple(map(tuple, at[n, a.step :: -1].tolist())) for n, a in enumerate(arrivals)]


def _trace(w: _Walkers, head: int, arrival: _Arrival, path: tuple[Point, ...], stops: Sequence[Mark]) -> Trace:
    """Write out a way that a walker came."""
    angle, support = float(w.angle[arrival.index]), float(w.support[arrival.index]) / arrival.step
    going = math.cos(angle), math.sin(angle)
    if arrival.tail < 0:
        return Trace(head, -1, path, going, support, arrival.cost, going)
    mark = stops[arrival.tail]
    return Trace(head, arrival.tail, (mark.at, *path), mark.way, support, arrival.cost, going)
