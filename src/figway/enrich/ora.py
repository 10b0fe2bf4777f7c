"""Test for over-representation: exact hypergeometric tails, Benjamini and Hochberg, the odds ratio. Pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def tails(background: int, size: int, drawn: int) -> Floats:
    """Give P(X >= k) for k = 0, 1, ... of the items in a set of `size` when `drawn` of `background` are drawn.

    The probabilities follow from one another by exact ratios, outwards from the most likely one, and are scaled
    so that they sum to one; the tails are summed from the least likely on. No logarithm is taken, so that the
    relative error stays near that of the floating point numbers themselves (1e-14), down to the smallest
    number (5e-324).

    >>> tails(20, 5, 10)[5]  # all five are among the ten: C(15, 5) / C(20, 10)
    0.016253869969040248
    """
    low, high = max(0, drawn + size - background), min(size, drawn)
    mode = min(max((drawn + 1) * (size + 1) // (background + 2), low), high)
    up = np.arange(mode, high, dtype=np.float64)
    down = np.arange(mode, low, -1, dtype=np.float64)
    rest = background - size - drawn
    rising = np.cumprod((size - up) * (drawn - up) / ((up + 1) * (rest + up + 1)))
    falling = np.cumprod(down * (rest + down) / ((size - down + 1) * (drawn - down + 1)))
    weights = np.concatenate((falling[::-1], [1.0], rising))
    sums = np.cumsum(weights[::-1])[::-1]
    left = np.cumsum(weights)
    upper = sums / (left[mode - low - 1] + sums[mode - low] if mode > low else sums[0])
    tail = np.ones(high + 1)
    tail[low : high + 1] = np.minimum(upper, 1.0)
    tail[: low + 1] = 1.0
    return tail


def adjust(p: Floats, counts: Ints | None = None, total: int | None = None) -> Floats:
    """Give false discovery rates after Benjamini and Hochberg (1995).

    `counts` says how many tests have each p-value (one each where left out), `total` how many tests there were
    in all where some, of p = 1, are not listed.
    """
    if not len(p):
        return np.zeros(0)
    counts = np.ones(len(p), np.int64) if counts is None else counts
    order = np.argsort(p, kind="stable")
    rank = np.cumsum(counts[order])
    total = int(rank[-1]) if total is None else total
    scaled = np.minimum.accumulate((p[order] * total / rank)[::-1])[::-1]
    rates = np.empty(len(p))
    rates[order] = np.minimum(scaled, 1.0)
    return rates


def odds_ratio(overlap: int, size: int, drawn: int, background: int) -> float:
    """Give the odds ratio of the two-by-two table: infinite where a set lies whole in the query or the other way."""
    missed, others = size - overlap, drawn - overlap
    neither = background - size - drawn + overlap
    if not missed or not others:
        return float("inf") if overlap and neither else float("nan")
    return overlap * neither / (missed * others)


class Tested(NamedTuple):
    """Hold the p-value and the false discovery rate of each set, in the order of the sets given."""

    p: Floats
    fdr: Floats


def over_representation(overlap: Ints, size: Ints, drawn: int, background: int) -> Tested:
    """Test sets of these sizes with these overlaps; each different pair of the two is worked out once."""
    p, fdr = np.ones(len(overlap)), np.ones(len(overlap))
    hit = np.flatnonzero(overlap)
    if not len(hit):
        return Tested(p, fdr)
    width = int(overlap.max()) + 1
    codes = size[hit] * width + overlap[hit]
    counts = np.bincount(codes)
    pairs = np.flatnonzero(counts)
    values = np.empty(len(pairs))
    sizes, overlaps = pairs // width, pairs % width
    for each in np.unique(sizes):
        rows = np.flatnonzero(sizes == each)
        values[rows] = tails(background, int(each), drawn)[overlaps[rows]]
    rates = adjust(values, counts[pairs], len(overlap))
    place = np.zeros(len(counts), np.int64)
    place[pairs] = np.arange(len(pairs))
    p[hit], fdr[hit] = values[place[codes]], rates[place[codes]]
    return Tested(p, fdr)
