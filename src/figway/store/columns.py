"""Keep what searches weigh and count in packed arrays: who names what, years, scores, ends of relations.

A figure's number in the store is its place in every array of figures, an entity's in every array of entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

KINDS = (
    "gene", "family", "complex", "chemical", "disease", "process", "place", "other_protein", "other_molecule",
    "organism", "journal", "licence", "kind",
)  # fmt: skip
"""Kinds of entities; `Columns.kind` holds the place of each entity's here."""

MOLECULES = ("gene", "family", "complex", "chemical", "disease")
"""Kinds of entities that make two figures similar."""

_MOLECULES = [KINDS.index(name) for name in MOLECULES]
_DENSE = 5
"""Share of the figures (one in so many) from which counting goes through all pairs at once."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold the arrays of a store, read-only.

    `postings[start[e]:start[e + 1]]` are the figures that name entity e, ascending; `named[figure_start[n]:...]` the
    entities that figure n names, `norm[n]` the length of its vector of molecules. `edge_*` have one item a relation.
    """

    year: Ints
    score: Floats
    genes: Ints
    chemicals: Ints
    diseases: Ints
    relations: Ints
    corrections: Ints
    doubt: Floats
    title_order: Ints | NDArray[np.float64]
    kind: NDArray[np.uint8]
    start: Ints
    postings: Ints
    figure_start: Ints
    named: Ints
    norm: Floats
    edge_figure: Ints
    edge_sign: NDArray[np.int8]
    edge_weight: Floats

    @property
    def figures(self) -> int:
        """Count the figures."""
        return len(self.year)

    def figures_of(self, entity: int) -> Ints:
        """Give the figures that name an entity."""
        return self.postings[self.start[entity] : self.start[entity + 1]]

    def entities_of(self, figure: int) -> Ints:
        """Give the entities that a figure names."""
        return self.named[self.figure_start[figure] : self.figure_start[figure + 1]]

    def molecules_of(self, figure: int) -> Ints:
        """Give the entities of a figure that make it similar to others."""
        named = self.entities_of(figure)
        found: Ints = named[np.isin(self.kind[named], _MOLECULES)]
        return found

    def count(self, mask: Mask) -> NDArray[np.int64]:
        """Count for each entity the figures of a mask that name it."""
        entities = len(self.start) - 1
        total = int(np.count_nonzero(mask))
        if 2 * total > len(mask):
            rest = self.count(~mask) if total < len(mask) else 0
            return np.diff(self.start).astype(np.int64) - rest
        if total * _DENSE > len(mask):
            return np.bincount(self.named[np.repeat(mask, np.diff(self.figure_start))], minlength=entities)
        figures = np.flatnonzero(mask)
        begin = self.figure_start[figures]
        length = self.figure_start[figures + 1] - begin
        before = np.cumsum(length) - length
        places = np.repeat(begin - before, length) + np.arange(length.sum())
        return np.bincount(self.named[places], minlength=entities)

    def idf(self, entities: Ints) -> Floats:
        """Weigh entities: the fewer figures name one, the more it says."""
        return rarity(self.figures, self.start[entities + 1] - self.start[entities])


def first_of_each(groups: Ints) -> Mask:
    """Mark the first of each group, and all that are alone."""
    found: Mask = np.equal(groups, 0)
    numbers, places = np.unique(groups, return_index=True)
    found[places[numbers > 0]] = True
    return found


def rarity(figures: int, named_by: NDArray[Any]) -> Floats:
    """Weigh what so many of all figures have."""
    return np.log1p((figures - named_by + 0.5) / (named_by + 0.5)).astype(np.float32)


def invert(figure: Ints, entity: Ints, kind: NDArray[np.uint8], figures: int) -> dict[str, NDArray[Any]]:
    """Make the arrays of who names what from pairs of figure and entity, the pairs in the order of the figures."""
    entities = len(kind)
    by_entity = np.argsort(entity, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(entity, minlength=entities))))
    figure_start = np.concatenate(([0], np.cumsum(np.bincount(figure, minlength=figures))))
    molecule = np.isin(kind, _MOLECULES)
    weights = rarity(figures, np.diff(start)).astype(np.float64) ** 2 * molecule
    norm = np.sqrt(np.bincount(figure, weights=weights[entity], minlength=figures))
    return {
        "start": start.astype(np.int32), "postings": figure[by_entity].astype(np.int32),
        "figure_start": figure_start.astype(np.int32), "named": entity.astype(np.int32),
        "norm": norm.astype(np.float32),
    }  # fmt: skip


def write_columns(arrays: Mapping[str, NDArray[Any]]) -> Iterable[tuple[str, str, bytes]]:
    """Give the arrays as they are stored: name, type, bytes."""
    for name in (field.name for field in fields(Columns)):
        array = arrays[name]
        yield name, array.dtype.str, array.tobytes()


def read_columns(stored: Iterable[tuple[str, str, bytes]]) -> Columns:
    """Read the arrays as they were stored."""
    return Columns(**{name: np.frombuffer(data, dtype=dtype) for name, dtype, data in stored})
