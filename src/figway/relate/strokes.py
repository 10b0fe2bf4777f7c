"""Follow lines from each arrowhead back to where they begin: walk all likely ways, then weigh them."""

from __future__ import annotations

from dataclasses import replace

from figway.relate.heads import Maps
from figway.relate.spans import spans
from figway.relate.walk import Trace, walk
from figway.relate.ways import measure, weights


def ways_to(maps: Maps) -> list[list[Trace]]:
    """List the ways that may lead to each head: those that were walked, then those that span what cannot be walked."""
    walked = walk(maps)
    return [[*own, *further] for own, further in zip(walked, spans(maps, walked), strict=True)]


def follow(maps: Maps) -> list[list[Trace]]:
    """List the ways that lead to each head, the likeliest (of least cost) first; one for each tail or loose end."""
    found = ways_to(maps)
    every = [t for traces in found for t in traces]
    if not every:
        return found
    costs = -(measure(maps.field, every, maps.tails, maps.picture) @ weights())
    priced = iter([replace(t, cost=float(c)) for t, c in zip(every, costs, strict=True)])
    ranked = [[next(priced) for _ in traces] for traces in found]
    return [sorted(traces, key=lambda t: (t.cost, t.tail, t.path)) for traces in ranked]
