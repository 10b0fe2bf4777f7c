"""Say which thing a row of a record names, as a CURIE: pure, given a lexicon.

A gene is `ncbigene:ID` wherever its NCBI Gene number is known, of whatever organism, so that imported pages and
figway's own records meet; else the lexicon's identifier. What has no identifier is filed under its name
(`label:chemical/glycocalyx`). Organisms and journals are filed under theirs (`organism:Homo sapiens`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from figway.lexicon.load import Lexicon
from figway.records import GeneRow, Mention, TermRow
from figway.text import fold

HUMAN = "Homo sapiens"
ORTHOLOGS = {"Mus musculus": "mgi:", "Rattus norvegicus": "rgd:"}
TERMS = ("chemical", "disease")


class Ref(NamedTuple):
    """Name a thing: identifier, kind, name, organism (of genes), and its identifier in the lexicon if known."""

    curie: str
    kind: str
    name: str
    organism: str = ""
    lexicon: str = ""


def gene_ref(row: GeneRow, lexicon: Lexicon) -> Ref | None:
    """Identify the gene of a row; None where the row names none."""
    organism = row.organism or (HUMAN if row.hgnc_symbol else "")
    if row.entrez:
        curie = row.entrez if row.entrez.startswith("ncbigene:") else f"ncbigene:{row.entrez}"
        return Ref(curie, "gene", row.hgnc_symbol or row.symbol or row.word, organism)
    symbol = (row.hgnc_symbol if organism in ("", HUMAN) else row.symbol) or row.symbol
    if not symbol:
        return None
    found = _in_lexicon(symbol, organism, lexicon)
    return found or Ref(f"label:gene/{organism}/{symbol}", "gene", symbol, organism)


def _in_lexicon(symbol: str, organism: str, lexicon: Lexicon) -> Ref | None:
    prefix = ORTHOLOGS.get(organism, "hgnc:" if organism in ("", HUMAN) else "")
    if not prefix:
        return None
    names = [name for name in lexicon.lookup(fold(symbol)) if name.entity.startswith(prefix)]
    exact = [name for name in names if name.name == symbol and name.source.endswith("_symbol")]
    for name in exact or names:
        entity = lexicon.entity(name.entity)
        if entity is not None:
            entrez = next((x for x in entity.xrefs if x.startswith("ncbigene:")), "")
            return Ref(entrez or entity.id, "gene", entity.name, organism or HUMAN, entity.id)
    return None


def term_ref(row: TermRow, kind: str, lexicon: Lexicon) -> Ref | None:
    """Identify the chemical or disease of a row; None where the row holds nothing."""
    if row.identifier:
        prefix, _, local = row.identifier.rpartition(":")
        curie = f"{(prefix or row.source or 'mesh').lower()}:{local}"
        entity = lexicon.entity(curie)
        return Ref(curie, kind, entity.name if entity else row.word, "", curie if entity else "")
    key = fold(row.word)
    if not key:
        return None
    for name in lexicon.lookup(key):
        entity = lexicon.entity(name.entity)
        if entity is not None and entity.kind == kind:
            return Ref(entity.id, kind, entity.name, "", entity.id)
    return Ref(f"label:{kind}/{key}", kind, row.word)


def mention_ref(mention: Mention, lexicon: Lexicon) -> Ref | None:
    """Identify a mention that has no row of its own: a family, complex, process, place or other molecule."""
    if not mention.identifiers or mention.kind in ("gene", "other", *TERMS):
        return None
    curie = mention.identifiers[0]
    entity = lexicon.entity(curie)
    return Ref(curie, mention.kind, entity.name if entity else mention.symbol, "", curie if entity else "")


def family_ref(row: GeneRow, lexicon: Lexicon) -> Ref | None:
    """Identify the family or complex that a gene row was spelt out from; None for a gene named itself."""
    if row.source not in ("bioentities_symbol", "famplex_relations"):
        return None
    for name in lexicon.lookup(fold(row.symbol)):
        entity = lexicon.entity(name.entity)
        if entity is not None and entity.kind in ("family", "complex"):
            return Ref(entity.id, entity.kind, entity.name, "", entity.id)
    return None


def label_refs(kind: str, names: Iterable[str]) -> list[Ref]:
    """File organisms, journals and licences under their names."""
    return [Ref(f"{kind}:{name}", kind, name) for name in dict.fromkeys(names) if name]
