"""Reduce numbers that lie end to end, run by run: the points of all ways of a figure at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.floating[Any]] | NDArray[np.bool_]
Result = NDArray[np.float64]
Places = NDArray[np.float32]

ROW = 1 << 20
"""More than any picture is wide, so that cells of one row have numbers that follow one another."""


@dataclass(frozen=True)
class Runs:
    """Say to which of `count` runs each number belongs: `of` never falls. Of an empty run all that is told is 0."""

    of: Ints
    count: int

    @classmethod
    def of_sizes(cls, sizes: Sequence[int]) -> Runs:
        """Make runs of so many numbers each."""
        return cls(np.repeat(np.arange(len(sizes)), sizes), len(sizes))

    @cached_property
    def sizes(self) -> Ints:
        """Give how many numbers each run has."""
        return np.bincount(self.of, minlength=self.count)

    @cached_property
    def starts(self) -> Ints:
        """Give the index at which each run begins."""
        return np.cumsum(self.sizes) - self.sizes

    @cached_property
    def place(self) -> Ints:
        """Give the place of each number in its run, from its beginning."""
        return np.asarray(np.arange(len(self.of)) - self.starts[self.of])

    @cached_property
    def left(self) -> Ints:
        """Give how many numbers of its run follow each."""
        return np.asarray(self.sizes[self.of] - 1 - self.place)

    def where(self, kept: NDArray[np.bool_]) -> Runs:
        """Keep some of the numbers."""
        return Runs(self.of[kept], self.count)

    def total(self, values: Numbers) -> Result:
        """Sum each run."""
        return np.asarray(np.bincount(self.of, values, self.count), np.float64)

    def mean(self, values: Numbers) -> Result:
        """Give the mean of each run."""
        return np.asarray(self.total(values) / np.maximum(self.sizes, 1))

    def quantile(self, values: Numbers, share: float) -> Result:
        """Give the value of each run that so large a share of its numbers does not exceed, as `np.quantile` does."""
        if not len(values):
            return np.zeros(self.count)
        ranked = values[np.lexsort((values, self.of))]
        at = share * np.maximum(self.sizes - 1, 0)
        low = np.floor(at).astype(np.int64)
        first = np.minimum(self.starts + low, len(ranked) - 1)
        second = np.minimum(self.starts + np.minimum(low + 1, np.maximum(self.sizes - 1, 0)), len(ranked) - 1)
        found = ranked[first] + (at - low) * (ranked[second].astype(np.float64) - ranked[first])
        return np.where(self.sizes > 0, found, 0.0)

    def highest(self, values: Numbers) -> Result:
        """Give the greatest number of each run."""
        return self.quantile(values, 1.0)

    def windows(self, values: Numbers, size: int) -> tuple[Runs, Result]:
        """Sum every `size` neighbours of one run; a run shorter than that is summed whole."""
        whole = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        first = np.flatnonzero((self.left >= size - 1) | ((self.place == 0) & (self.sizes[self.of] < size)))
        last = first + np.minimum(size, self.sizes[self.of[first]])
        return Runs(self.of[first], self.count), whole[last] - whole[first]

    def longest(self, which: NDArray[np.bool_]) -> Result:
        """Give the length of the longest unbroken stretch of each run on which `which` holds."""
        index = np.arange(len(which))
        broken = np.where(which, np.where(self.place == 0, index - 1, -1), index)
        return self.highest((index - np.maximum.accumulate(broken)).astype(np.float64))


def within(points: Places, places: Places, reach: float) -> tuple[Ints, Ints]:
    """List the pairs of a point and a place (both N x 2) less than `reach` apart, by their indices."""
    far = math.ceil(reach) + 1
    cells, middle = (np.rint(at).astype(np.int64) for at in (points, places))
    cell = cells[:, 1] * ROW + cells[:, 0]
    order = np.argsort(cell, kind="stable")
    first = (middle[:, 1, None] + np.arange(-far, far + 1)) * ROW + middle[:, :1] - far
    low, high = (np.searchsorted(cell[order], at.ravel()) for at in (first, first + 2 * far + 1))
    met = Runs.of_sizes((high - low).tolist())
    point, place = order[low[met.of] + met.place], met.of // (2 * far + 1)
    apart = points[point] - places[place]
    near = apart[:, 0] ** 2 + apart[:, 1] ** 2 < reach**2
    return point[near], place[near]
