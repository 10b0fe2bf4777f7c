"""Judge a gene by the company it keeps: which genes stand together in known pathways.

The pathways are WikiPathways' (CC0), listed by training/recognise/pathways.py. Two numbers come of them: in how many
pathways a gene stands (how likely it is to be drawn at all), and how often it stands with the genes that a figure
surely names.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity


@lru_cache(maxsize=1)
def memberships() -> dict[str, frozenset[int]]:
    """Give the pathways of each gene, by its HGNC CURIE."""
    raw = (files("figway.recognise") / "pathways.tsv.gz").read_bytes()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(gzip.decompress(raw).decode().splitlines()):
        for gene in line.split("\t")[1:]:
            found.setdefault(f"hgnc:{gene}", set()).add(number)
    return {gene: frozenset(pathways) for gene, pathways in found.items()}


def pathways_of(entity: Entity, lexicon: Lexicon) -> frozenset[int]:
    """Give the pathways of a gene, of its human ortholog, or of a family's members together."""
    known = memberships()
    if entity.members:
        return frozenset().union(*(known.get(m, frozenset()) for m in entity.members))
    human = entity.id if entity.id.startswith("hgnc:") else next((x for x in entity.xrefs if x[:5] == "hgnc:"), "")
    return known.get(human, frozenset())


def drawn(pathways: frozenset[int]) -> float:
    """Give how well known from pathways a gene is: 0 for none, 1 for ten or more.

    >>> drawn(frozenset()), round(drawn(frozenset(range(10))), 2)
    (0.0, 1.0)
    """
    return min(1.0, math.log1p(len(pathways)) / math.log(11))


class Company:
    """Hold the pathways of the genes that a figure surely names, and weigh others by them."""

    def __init__(self, sure: Iterable[tuple[str, frozenset[int]]] = ()) -> None:
        self.sure = {curie: pathways for curie, pathways in sure if pathways}
        self._known: dict[str, float] = {}

    def closeness(self, curie: str, pathways: frozenset[int]) -> float:
        """Give how close a gene is to the figure's sure genes: the mean of the three best cosines, 0 to 1."""
        if not pathways:
            return 0.0
        if curie not in self._known:
            size = len(pathways)
            cosines = [
                len(pathways & other) / math.sqrt(size * len(other))
                for name, other in self.sure.items()
                if name != curie and not pathways.isdisjoint(other)
            ]
            self._known[curie] = sum(sorted(cosines, reverse=True)[:3]) / 3
        return self._known[curie]
