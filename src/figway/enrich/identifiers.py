"""Take names and identifiers of many kinds for the things that figures show, and say what was not understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from figway.enrich.model import HUMAN, KINDS, Item, NotUnderstood, Reading, Understood
from figway.lexicon import Entity, Lexicon, Name
from figway.text import fold

PREFIXES = {
    "hgnc": "hgnc", "ncbigene": "ncbigene", "entrez": "ncbigene", "geneid": "ncbigene", "ensembl": "ensembl",
    "uniprot": "uniprot", "uniprotkb": "uniprot", "mgi": "mgi", "rgd": "rgd", "mesh": "mesh", "chebi": "chebi",
    "doid": "doid", "fplx": "fplx",
}  # fmt: skip
"""Prefixes of identifiers that are understood, with those that figway writes."""

_CURIE = re.compile(r"^([A-Za-z.]+):(?:\1:)?([A-Za-z0-9._-]+)$", re.IGNORECASE)
_ENSEMBL = re.compile(r"^ENS([A-Z]{3,4})?([GTPE])\d{11}(?:\.\d+)?$", re.IGNORECASE)
_UNIPROT = re.compile(
    r"^([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2})(?:[-.]\d+)?(?:_[A-Z]+)?$", re.IGNORECASE
)
_MESH = re.compile(r"^[CD]\d{6,9}$")
_ENSEMBL_PARTS = {"T": "transcript", "P": "protein", "E": "exon"}
_ORTHOLOGS = {"mgi": "mouse", "rgd": "rat"}
_ALIASES = ("curated", "famplex_gene", "hgnc_alias_symbol", "mirna_name", "ncbigene_alias", "hgnc_name")


class Tier(NamedTuple):
    """Hold names of equal trust: those of these sources, in the very letters or not, of genes or of other things."""

    how: str
    sources: tuple[str, ...]
    exact: bool
    gene: bool


TIERS = (
    Tier("symbol", ("hgnc_symbol",), exact=True, gene=True),
    Tier("name", ("curated", "mesh_name", "chebi_name", "doid_name"), exact=True, gene=False),
    Tier("symbol", ("hgnc_symbol",), exact=False, gene=True),
    Tier("previous symbol", ("hgnc_prev_symbol",), exact=False, gene=True),
    Tier("name", ("mesh_name", "chebi_name", "doid_name"), exact=False, gene=False),
    Tier("alias", _ALIASES, exact=False, gene=True),
    Tier("symbol of an ortholog", ("mgi_symbol", "rgd_symbol"), exact=False, gene=True),
    Tier("synonym", (), exact=False, gene=False),
)
"""In what order the meanings of a name are tried; what the first that fits leaves open is said to be ambiguous."""

Known = Callable[[str], Item | None]


class Names:
    """Understand names and identifiers by the lexicon, and by what the sets at hand call their own items."""

    def __init__(self, lexicon: Lexicon, known: Known = lambda word: None, kinds: Sequence[str] = KINDS) -> None:
        self.lexicon = lexicon
        self._known = known
        self._kinds = frozenset(kinds)
        self._understand = lru_cache(maxsize=1 << 16)(self._seek)

    def understand(self, word: str) -> Understood | NotUnderstood:
        """Say what one word stands for, or why it stands for nothing; words that come again are not sought again."""
        return self._understand(word)

    def _seek(self, word: str) -> Understood | NotUnderstood:
        for attempt in (self._identifier, self._symbol, self._own, self._accession):
            found = attempt(word)
            if found is not None:
                return found
        return NotUnderstood(word=word, why=self._reason(word))

    def read(self, words: Iterable[str]) -> Reading:
        """Understand a list; of several words for one thing the first is kept."""
        items: dict[str, Understood] = {}
        failed: list[NotUnderstood] = []
        unique = dict.fromkeys(words)
        for word in unique:
            found = self.understand(word)
            if isinstance(found, NotUnderstood):
                failed.append(found)
            else:
                items.setdefault(found.key, found)
        return Reading(words=len(unique), items=tuple(items.values()), not_understood=tuple(failed))

    def is_known(self, word: str) -> bool:
        """Say whether a word stands for anything."""
        return isinstance(self.understand(word), Understood)

    def _identifier(self, word: str) -> Understood | NotUnderstood | None:
        if word.isdecimal() and "gene" in self._kinds:
            return self._by_curie(word, f"ncbigene:{int(word)}", "Entrez")
        if match := _ENSEMBL.match(word):
            species, part = match[1] or "", match[2].upper()
            if part != "G":
                why = f"is an Ensembl {_ENSEMBL_PARTS[part]}: give the gene (ENSG...)"
                return NotUnderstood(word=word, why=why)
            if not species:
                return self._by_curie(word, f"ensembl:{word.upper().partition('.')[0]}", "Ensembl gene")
            return NotUnderstood(word=word, why="is an Ensembl gene of another species: give symbols or human genes")
        if _MESH.match(word):
            return self._by_curie(word, f"mesh:{word}", "MeSH")
        if (match := _CURIE.match(word)) and match[1].lower() in PREFIXES:
            prefix = PREFIXES[match[1].lower()]
            return self._by_curie(word, f"{prefix}:{match[2]}", "identifier")
        return None

    def _accession(self, word: str) -> Understood | NotUnderstood | None:
        match = _UNIPROT.match(word)
        return self._by_curie(word, f"uniprot:{match[1].upper()}", "UniProt") if match else None

    def _by_curie(self, word: str, curie: str, how: str) -> Understood | NotUnderstood:
        own = self._known(curie)
        if own is not None:
            return self._take(word, own, how)
        entity = self.lexicon.entity(curie)
        entities = [entity] if entity else [e for e in map(self.lexicon.entity, self.lexicon.owners(curie)) if e]
        return self._choose(word, entities, how) or NotUnderstood(word=word, why=f"no {how} that figway knows")

    def _symbol(self, word: str) -> Understood | NotUnderstood | None:
        names = self.lexicon.lookup(fold(word))
        for tier in TIERS:
            fitting = [name for name in names if _fits(name, word, tier)]
            entities = {name.entity: self.lexicon.entity(name.entity) for name in fitting}
            of_kind = [e for e in entities.values() if e is not None and (e.kind == "gene") == tier.gene]
            if found := self._choose(word, of_kind, tier.how):
                return found
        return None

    def _choose(self, word: str, entities: Sequence[Entity], how: str) -> Understood | NotUnderstood | None:
        items = {item.key: item for entity in entities for item in self._items(entity)}
        wanted = [item for item in items.values() if item.kind in self._kinds]
        if len(wanted) > 1:
            labels = sorted(item.label for item in wanted)
            return NotUnderstood(word=word, why=f"is ambiguous ({how}): {_some(labels)}")
        return self._take(word, wanted[0], how) if wanted else None

    def _items(self, entity: Entity) -> Iterator[Item]:
        if entity.id.partition(":")[0] in _ORTHOLOGS:
            for xref in entity.xrefs:
                if xref.startswith("hgnc:") and (human := self.lexicon.entity(xref)):
                    yield from self._items(human)
        elif entity.kind in KINDS:
            yield item_of(entity)

    def _own(self, word: str) -> Understood | None:
        item = self._known(word)
        return self._take(word, item, "name in the figures") if item and item.kind in self._kinds else None

    def _take(self, word: str, item: Item, how: str) -> Understood:
        return Understood(word=word, key=item.key, label=item.label, kind=item.kind, organism=item.organism, how=how)

    def _reason(self, word: str) -> str:
        for name in self.lexicon.lookup(fold(word)):
            entity = self.lexicon.entity(name.entity)
            if entity is not None and entity.members and "gene" in self._kinds:
                members = [gene.name for gene in map(self.lexicon.entity, entity.members) if gene]
                return f"names a {entity.kind} of genes, give those that you mean: {_some(members)}"
            if entity is not None:
                return f"names a {entity.kind.replace('_', ' ')}, not a {' or '.join(sorted(self._kinds))}"
        return "no name or identifier that figway knows"


def item_of(entity: Entity) -> Item:
    """Give the item of an entity of the lexicon: a human gene by its Entrez number, all else by its own CURIE."""
    if entity.kind != "gene":
        return Item(entity.id, entity.name, entity.kind)
    entrez = next((x for x in entity.xrefs if x.startswith("ncbigene:")), entity.id)
    return Item(entrez, entity.name, "gene", HUMAN)


def split_words(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Split a pasted list at line ends, tabs, semicolons, commas and blanks, but keep names whole that are known.

    >>> split_words("AKT1, TP53\\nnitric oxide", {"AKT1", "TP53", "nitric oxide"}.__contains__)
    ['AKT1', 'TP53', 'nitric oxide']
    """
    return [word for line in text.splitlines() for word in _split(line, (r"[\t;]", ",", r"\s"), is_known)]


def _split(text: str, separators: tuple[str, ...], is_known: Callable[[str], bool]) -> list[str]:
    text = text.strip().strip("\"'").strip()
    if not text:
        return []
    if not separators or not re.search(r"[\s;,]", text) or is_known(text):
        return [text]
    parts = re.split(separators[0], text)
    return [word for part in parts for word in _split(part, separators[1:], is_known)]


def _fits(name: Name, word: str, tier: Tier) -> bool:
    return (not tier.sources or name.source in tier.sources) and (not tier.exact or name.name == word)


def _some(labels: Sequence[str], shown: int = 6) -> str:
    return " ".join(labels[:shown]) + (" ..." if len(labels) > shown else "")
