"""Join figures that show nearly the same things, so that a much copied pathway is tested once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from figway.enrich.model import FigureSet
from figway.enrich.sets import Ints, Sets, pack_sets

ALIKE = 0.8
"""Figures are near-identical whose items overlap by this much (Jaccard: shared over all)."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Hold sets of clusters and the figures that each stands for, its first figure before the others."""

    sets: Sets
    members: tuple[tuple[str, ...], ...]

    def others(self, number: int) -> tuple[str, ...]:
        """Give the figures of a cluster beside the one that it is called after."""
        return self.members[number][1:]


def cluster_sets(sets: Sets, alike: float = ALIKE) -> Clusters:
    """Join sets to clusters; a cluster holds the items that at least half of its figures show.

    Every figure of a cluster is like its leader, the largest one, so that clusters do not grow into chains.
    """
    leaders = assign_leaders(sets, alike)
    groups: dict[int, list[int]] = {}
    for number, leader in enumerate(leaders.tolist()):
        groups.setdefault(leader, []).append(number)
    ordered = [(leader, *(n for n in group if n != leader)) for leader, group in groups.items()]
    ordered.sort(key=lambda group: sets.ids[group[0]])
    packed = pack_sets(_joined(sets, group) for group in ordered)
    return Clusters(packed, tuple(tuple(sets.ids[n] for n in group) for group in ordered))


def assign_leaders(sets: Sets, alike: float = ALIKE) -> Ints:
    """Give each set the number of its leader: the first of the larger sets that is like it, or itself.

    Two sets can only be alike if they share one of the few rarest items of each (prefix filtering, Bayardo et
    al. 2007), so only sets that do are compared.
    """
    rarity = np.argsort(np.argsort(np.diff(sets.item_start), kind="stable"))
    size = np.diff(sets.start)
    leader = np.arange(len(sets), dtype=np.int64)
    rows = [sets.items_of(n) for n in range(len(sets))]
    by_item: dict[int, list[int]] = {}
    for number in np.lexsort((np.arange(len(sets)), -size)).tolist():
        row = rows[number]
        prefix = row[np.argsort(rarity[row])][: len(row) - int(np.ceil(alike * len(row))) + 1].tolist()
        largest = size[number] / alike
        candidates = {c for item in prefix for c in by_item.get(item, ()) if size[c] <= largest}
        own = set(row.tolist())
        for candidate in sorted(candidates, key=lambda c: (-size[c], c)):
            shared = len(own.intersection(rows[candidate].tolist()))
            if shared >= alike * (len(row) + len(rows[candidate]) - shared):
                leader[number] = candidate
                break
        else:
            for item in row[np.argsort(rarity[row])][: len(row) - int(np.ceil(alike * len(row))) + 1].tolist():
                by_item.setdefault(item, []).append(number)
    return leader


def _joined(sets: Sets, group: tuple[int, ...]) -> FigureSet:
    first = group[0]
    members, counts = np.unique(np.concatenate([sets.items_of(n) for n in group]), return_counts=True)
    kept = members[2 * counts >= len(group)]
    bounds = [slice(sets.organism_start[n], sets.organism_start[n + 1]) for n in group]
    organisms = sorted({sets.organism_names[o] for bound in bounds for o in sets.organism[bound]})
    return FigureSet(
        id=sets.ids[first],
        items=tuple(sets.item(int(i)) for i in kept),
        title=sets.titles[first],
        paper=sets.papers[first],
        year=int(sets.year[first]),
        organisms=tuple(organisms),
        text=sets.texts(first),
    )
