"""Match families and complexes with their members: AKT in a figure and AKT1 in a pathway, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from figway.lexicon import Lexicon
from figway.recognise.views import LARGEST_COMPLEX, LARGEST_FAMILY
from figway.records import Model

Pair = tuple[str, str]


class FamilyMatch(Model):
    """Say that a thing of the figure and one of the pathway are a family or complex and a member (or part) of it."""

    figure: str
    pathway: str
    figure_label: str
    pathway_label: str
    family: str
    kind: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """Hold the family matches of two lists of things, and the Jaccard index that counts them.

    Things that match make one unit (AKT and AKT1, AKT2, AKT3 are one), which is shared; so is each thing that both
    have. What has no partner of its own but is kin to a thing that both have is matched with it, and no unit.
    """

    matches: tuple[FamilyMatch, ...]
    jaccard: float


class Families:
    """Know which families and complexes of the lexicon hold a thing, whatever lies between.

    Families of more than 20 members and complexes of more than 60 match nothing: they are classes (kinases), which
    would meet every figure.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon.load()
        self._above: dict[str, dict[str, str]] = {}

    def above(self, key: str) -> Mapping[str, str]:
        """Give the families and complexes that a thing belongs to, with their kinds."""
        if key not in self._above:
            self._above[key] = dict(self._climb(key))
        return self._above[key]

    def kinship(self, figure: Mapping[str, str], pathway: Mapping[str, str]) -> Kinship:
        """Match the things (labels by key) that only one of the two has with the other's."""
        both = figure.keys() & pathway.keys()
        found = [
            self._match(a, figure[a], b, pathway[b])
            for a, b in self._kin(figure, pathway)
            if a not in both or b not in both
        ]
        free = [m for m in found if m.figure not in both and m.pathway not in both]
        paired = {m.figure for m in free} | {m.pathway for m in free}
        held = [m for m in found if len({m.figure, m.pathway} & both) == 1 and not {m.figure, m.pathway} & paired]
        groups = _count_groups((m.figure, m.pathway) for m in free)
        matched = paired | {x for m in held for x in (m.figure, m.pathway)} | both
        shared = len(both) + groups
        units = shared + len((figure.keys() | pathway.keys()) - matched)
        return Kinship((*free, *held), shared / units if units else 0.0)

    def _match(self, a: str, figure: str, b: str, pathway: str) -> FamilyMatch:
        family, kind = (b, self.above(a)[b]) if b in self.above(a) else (a, self.above(b)[a])
        return FamilyMatch(figure=a, pathway=b, figure_label=figure, pathway_label=pathway, family=family, kind=kind)

    def _kin(self, figure: Mapping[str, str], pathway: Mapping[str, str]) -> Iterator[Pair]:
        below: dict[str, list[str]] = {}
        for b in pathway:
            for family in self.above(b):
                below.setdefault(family, []).append(b)
        for a in figure:
            found = [b for b in self.above(a) if b in pathway]
            yield from ((a, b) for b in (*found, *below.get(a, ())))

    def _climb(self, key: str) -> Iterator[tuple[str, str]]:
        entity = self._lexicon.entity(key)
        waiting = list(entity.parents) if entity else []
        seen = set()
        while waiting:
            found = self._lexicon.entity(waiting.pop())
            if found is None or found.id in seen:
                continue
            seen.add(found.id)
            waiting += found.parents
            if len(found.members) <= (LARGEST_COMPLEX if found.kind == "complex" else LARGEST_FAMILY):
                yield found.id, found.kind


def _count_groups(matches: Iterable[Pair]) -> int:
    """Count the groups of things that matches join, directly or through others."""
    leader: dict[str, str] = {}

    def lead(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for a, b in matches:
        leader[lead(a)] = lead(b)
    return sum(key == of for key, of in leader.items())
