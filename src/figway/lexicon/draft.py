"""Gather entities and names before they are written."""

from __future__ import annotations

from collections.abc import Iterable

from figway.lexicon.model import KINDS, SOURCES, Entity
from figway.text import fold

_RANK = {source: rank for rank, source in enumerate(SOURCES)}


class Draft:
    """Hold a lexicon in the making: entities by CURIE, and names by key."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.names: dict[str, dict[tuple[int, str, str], None]] = {}
        self._owned: set[tuple[str, str]] = set()

    def add_entity(self, entity: Entity) -> None:
        """Add an entity; raises ValueError where its CURIE is taken or its kind unknown."""
        if entity.id in self.entities:
            raise ValueError(f"{entity.id} is given twice")
        if entity.kind not in KINDS:
            raise ValueError(f"{entity.id} has the unknown kind {entity.kind!r}")
        self.entities[entity.id] = entity

    def extend_xrefs(self, curie: str, xrefs: Iterable[str]) -> None:
        """Add cross-references that an entity does not have yet."""
        entity = self.entities[curie]
        new = tuple(dict.fromkeys((*entity.xrefs, *xrefs)))
        self.entities[curie] = entity._replace(xrefs=new)

    def add_name(self, name: str, source: str, curie: str, *, spellings: bool = True) -> bool:
        """Give an entity a name and say whether it was new.

        With `spellings` off, a name is dropped where the entity has another of the same key already, as it
        is for the plurals, inversions and spellings of large vocabularies.
        """
        name = " ".join(name.split())
        key = fold(name)
        if not key or (not spellings and (key, curie) in self._owned):
            return False
        self._owned.add((key, curie))
        self.names.setdefault(key, {})[(_RANK[source], curie, name)] = None
        return True

    def owns(self, curie: str, name: str) -> bool:
        """Say whether an entity has a name of this key already."""
        return (fold(name), curie) in self._owned

    def meanings(self, name: str, source: str) -> list[str]:
        """Give the CURIEs that a name of this source stands for, sorted."""
        rank = _RANK[source]
        return sorted({curie for r, curie, _ in self.names.get(fold(name), ()) if r == rank})

    def names_of(self, source: str) -> list[tuple[str, str]]:
        """Give the names of a source with the CURIEs that they stand for, in the order in which their keys came."""
        rank = _RANK[source]
        return [(curie, name) for rows in self.names.values() for r, curie, name in rows if r == rank]

    def counts(self) -> dict[str, int]:
        """Count keys, names by source and entities by kind."""
        counts = {"keys": len(self.names), "names": 0, "entities": len(self.entities)}
        counts |= {f"names.{source}": 0 for source in SOURCES} | {f"entities.{kind}": 0 for kind in KINDS}
        for rows in self.names.values():
            for rank, _, _ in rows:
                counts[f"names.{SOURCES[rank]}"] += 1
                counts["names"] += 1
        for entity in self.entities.values():
            counts[f"entities.{entity.kind}"] += 1
        return counts
