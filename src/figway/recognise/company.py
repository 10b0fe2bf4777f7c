"""Judge a gene by the company it keeps: which genes stand together in known pathways.

The pathways are WikiPathways' (CC0), listed by training/recognise/pathways.py. Two numbers come of them: in how many
pathways a gene stands (how likely it is to be drawn at all), and how often it stands with the genes that a figure
surely names.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from functools import lru_cache, reduce
from importlib.resources import files
from operator import or_

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity

CLOSEST = 1.0 + 1e-9
"""More than the closeness of any gene to others."""


@lru_cache(maxsize=1)
def memberships() -> dict[str, int]:
    """Give the pathways of each gene, by its HGNC CURIE: a number whose bits are the lines of the file.

    Numbers are compared many times faster than sets.
    """
    raw = (files("figway.recognise") / "pathways.tsv.gz").read_bytes()
    found: dict[str, int] = {}
    for number, line in enumerate(gzip.decompress(raw).decode().splitlines()):
        for gene in line.split("\t")[1:]:
            curie = f"hgnc:{gene}"
            found[curie] = found.get(curie, 0) | 1 << number
    return found


def pathways_of(entity: Entity, lexicon: Lexicon) -> int:
    """Give the pathways of a gene, of its human ortholog, or of a family's members together."""
    known = memberships()
    if entity.members:
        return reduce(or_, (known.get(m, 0) for m in entity.members))
    human = entity.id if entity.id.startswith("hgnc:") else next((x for x in entity.xrefs if x[:5] == "hgnc:"), "")
    return known.get(human, 0)


def drawn(pathways: int) -> float:
    """Give how well known from pathways a gene is: 0 for none, 1 for ten or more.

    >>> drawn(0), round(drawn(0b1111111111), 2)
    (0.0, 1.0)
    """
    return min(1.0, math.log1p(pathways.bit_count()) / math.log(11))


class Company:
    """Hold the pathways of the genes that a figure surely names, and weigh others by them."""

    def __init__(self, sure: Iterable[tuple[str, int]] = ()) -> None:
        self.sure = {curie: (pathways, pathways.bit_count()) for curie, pathways in sure if pathways}
        self._known: dict[str, float] = {}

    def closeness(self, curie: str, pathways: int) -> float:
        """Give how close a gene is to the figure's sure genes: the mean of the three best cosines, 0 to 1."""
        if not pathways:
            return 0.0
        if curie not in self._known:
            size = pathways.bit_count()
            cosines = [
                both.bit_count() / math.sqrt(size * others)
                for name, (other, others) in self.sure.items()
                if (both := pathways & other) and name != curie
            ]
            self._known[curie] = sum(sorted(cosines, reverse=True)[:3]) / 3
        return self._known[curie]
