"""Reduce numbers that lie end to end, run by run: the points of all ways of a figure at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.floating[Any]] | NDArray[np.bool_]
Result = NDArray[np.float64]


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

    def total(self, values: Numbers) -> Result:
        """Sum each run."""
        return np.asarray(np.bincount(self.of, values, self.count), np.float64)

    def mean(self, values: Numbers) -> Result:
        """Give the mean of each run."""
        return np.asarray(self.total(values) / np.maximum(self.sizes, 1))
