"""Follow lines from each arrowhead back to where they begin: walk all likely ways, then weigh them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from figway.relate.heads import Maps
from figway.relate.spans import spans
from figway.relate.walk import Floats, Trace, walk

Weigh = Callable[[Maps, Sequence[Trace]], Floats]


def ways_to(maps: Maps) -> list[list[Trace]]:
    """List the ways that may lead to each head: those that were walked, then those that span what cannot be walked."""
    walked = walk(maps)
    return [[*own, *further] for own, further in zip(walked, spans(maps, walked), strict=True)]


def follow(maps: Maps, weigh: Weigh) -> list[list[Trace]]:
    """List the ways that lead to each head, the likeliest first; `cost` becomes the log odds against each."""
    found = ways_to(maps)
    every = [t for traces in found for t in traces]
    if not every:
        return found
    priced = iter([replace(t, cost=-odds) for t, odds in zip(every, weigh(maps, every).tolist(), strict=True)])
    ranked = [[next(priced) for _ in traces] for traces in found]
    return [sorted(traces, key=lambda t: (t.cost, t.tail, t.path)) for traces in ranked]
