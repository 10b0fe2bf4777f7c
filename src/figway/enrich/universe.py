"""Settle what is tested: the items that could have been drawn, and the figures that pass the filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.enrich.model import KINDS, Question
from figway.enrich.sets import Ints, Sets

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Universe:
    """Hold what a test is made in.

    `drawable` flags the items of the background, `outside` counts those that no figure shows. `size` counts the
    items of the background in each set. `tested` are the sets to test, each different one once: the first of
    those that hold the same items. `group` numbers such sets, -1 where a set is not tested; `grouped` lists the
    sets by group, `group_start` bounds each.
    """

    drawable: Flags
    outside: int
    size: Ints
    tested: Ints
    group: Ints
    grouped: Ints
    group_start: Ints

    @property
    def background(self) -> int:
        """Count the items that could have been drawn."""
        return int(self.drawable.sum()) + self.outside

    @property
    def figures(self) -> int:
        """Count the sets that the tested ones stand for."""
        return len(self.grouped)

    def identical(self, number: int) -> Ints:
        """Give the sets that hold the same items as this one, without itself."""
        group = self.group[number]
        same = self.grouped[self.group_start[group] : self.group_start[group + 1]]
        others: Ints = same[same != number]
        return others


def settle(sets: Sets, drawable: Flags, outside: int, passing: Flags, question: Question) -> Universe:
    """Give the universe of a test from the background's items and the sets that pass the filters."""
    size = count_items(sets, drawable)
    wanted = np.flatnonzero(passing & (size >= question.min_size) & (size <= question.max_size))
    group = np.full(len(sets), -1, np.int64)
    signs = _signatures(sets, drawable)[wanted]
    _, first, number, count = np.unique(signs, return_index=True, return_inverse=True, return_counts=True)
    group[wanted] = number
    grouped = wanted[np.argsort(number, kind="stable")]
    start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    return Universe(drawable, outside, size, wanted[np.sort(first)], group, grouped, start)


def count_items(sets: Sets, chosen: Flags) -> Ints:
    """Count the chosen items of each set."""
    sums = np.concatenate(([0], np.cumsum(chosen[sets.items], dtype=np.int64)))
    counts: Ints = sums[sets.start[1:]] - sums[sets.start[:-1]]
    return counts


def count_overlap(sets: Sets, query: Ints) -> Ints:
    """Count the query's items in each set, by way of the sets of each item."""
    rows = [sets.figures[sets.item_start[i] : sets.item_start[i + 1]] for i in query.tolist()]
    found = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return np.bincount(found, minlength=len(sets)).astype(np.int64)


def all_alike(sets: Sets, query: Sequence[int], kinds: Iterable[str] = ()) -> Flags:
    """Flag what figures show of the kinds that the query has, and of genes those of its organisms alone."""
    items = np.asarray(query, np.int64)
    wanted = set(sets.item_kind[items].tolist()) | {KINDS.index(kind) for kind in kinds}
    flags = np.isin(sets.item_kind, sorted(wanted))
    genes = sets.item_kind == KINDS.index("gene")
    own = np.unique(sets.item_organism[items[genes[items]]])
    return flags & (~genes | np.isin(sets.item_organism, own)) if len(own) else flags


def passing(sets: Sets, question: Question) -> Flags:
    """Flag the sets that pass the filters by organism, year, words and figure."""
    flags = np.ones(len(sets), bool)
    if question.organisms:
        flags &= _about(sets, question.organisms)
    if question.first_year is not None:
        flags &= sets.year >= question.first_year
    if question.last_year is not None:
        flags &= (sets.year <= question.last_year) & (sets.year > 0)
    if words := question.words.casefold().split():
        flags &= np.fromiter((all(w in sets.texts(n) for w in words) for n in range(len(sets))), bool, len(sets))
    if question.figures is not None:
        chosen = frozenset(question.figures)
        flags &= np.fromiter((figid in chosen for figid in sets.ids), bool, len(sets))
    return flags


def _about(sets: Sets, organisms: Sequence[str]) -> Flags:
    names = {name.casefold(): number for number, name in enumerate(sets.organism_names)}
    numbers = [names[o.casefold()] for o in organisms if o.casefold() in names]
    sums = np.concatenate(([0], np.cumsum(np.isin(sets.organism, numbers), dtype=np.int64)))
    flags: Flags = sums[sets.organism_start[1:]] > sums[sets.organism_start[:-1]]
    return flags


def _signatures(sets: Sets, chosen: Flags) -> NDArray[np.uint64]:
    """Give each set a 64-bit number that only sets with the same chosen items share.

    The numbers of the items, well mixed (splitmix64), are summed; two different sets of a million meet by
    chance with a probability of 3e-8.
    """
    z = (np.arange(sets.item_count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = np.where(chosen, z ^ (z >> np.uint64(31)), np.uint64(0))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(z[sets.items], dtype=np.uint64)))
    return sums[sets.start[1:]] - sums[sets.start[:-1]]
