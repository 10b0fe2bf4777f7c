"""Give things one identifier, whichever database a figure or a pathway names them by."""

from __future__ import annotations

from collections.abc import Iterable

from figway.lexicon import Lexicon
from figway.network import Node
from figway.text import fold


class Keys:
    """Translate identifiers by the lexicon: `ensembl:ENSG00000142208`, `mgi:87986` and `ncbigene:207` to `hgnc:391`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon.load()
        self._known: dict[str, str] = {}

    def of(self, node: Node) -> tuple[str, ...]:
        """Give the keys of a node: one, several for a list (`STAT1/2`), none where nothing identifies it.

        A chemical whose database the lexicon does not hold is known by its name, where that is a chemical's alone.
        """
        if node.kind == "gene" and node.members:
            return tuple(dict.fromkeys(k for m in node.members if (k := self._first(m.identifiers))))
        found = self._first(node.identifiers)
        if found and found not in node.identifiers:
            return (found,)
        if node.identifiers and self._lexicon.entity(found) is None and node.kind == "chemical":
            found = self._chemical(node.label) or found
        return (found,) if found else ()

    def _first(self, identifiers: Iterable[str]) -> str:
        listed = tuple(identifiers)
        return next(filter(None, map(self._resolve, listed)), listed[0] if listed else "")

    def _resolve(self, curie: str) -> str:
        if curie not in self._known:
            self._known[curie] = self._look_up(curie)
        return self._known[curie]

    def _look_up(self, curie: str) -> str:
        prefix, _, local = curie.partition(":")
        if prefix == "hgnc.symbol":
            gene = self._lexicon.gene(local)
            return gene.id if gene else ""
        entity = self._lexicon.entity(curie)
        if entity is None:
            owners = self._lexicon.owners(curie)
            return next((o for o in owners if o.startswith("hgnc:")), owners[0] if owners else "")
        human = (x for x in entity.xrefs if x.startswith("hgnc:"))
        return next(human, curie) if entity.kind == "gene" else curie

    def _chemical(self, label: str) -> str:
        meanings = {name.entity for name in self._lexicon.lookup(fold(label))}
        entities = [e for e in map(self._lexicon.entity, meanings) if e and e.kind == "chemical"]
        return entities[0].id if len(entities) == 1 else ""
