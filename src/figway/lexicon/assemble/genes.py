"""Take genes into a draft: HGNC's, with NCBI's aliases and the orthologs of mouse and rat."""

from __future__ import annotations

import re
from collections.abc import Iterable

from figway.lexicon.draft import Draft
from figway.lexicon.model import Entity
from figway.lexicon.sources.rows import Gene, GeneAliases, Ortholog

DROPPED_LOCI = {"phenotype only", "fragile site", "region", "virus integration site", "transposable element"}
"""HGNC locus types that are no genes."""

SYMBOL_ONLY_LOCI = {"pseudogene", "T cell receptor pseudogene", "immunoglobulin pseudogene", "readthrough"}
"""HGNC locus types whose aliases would mostly collide with those of real genes."""

_UNNAMED = re.compile(r"^(Gm\d+|LOC\d+|RGD\d+|[A-Z]{2}\d{6,}|.*Rik\d*|.*-ps\d*|mt-.*|n-T.*)$")
_MAX_NAME = 60


class GeneIndex:
    """Find HGNC genes by what other sources call them; what stands for two genes stands for none."""

    def __init__(self, genes: Iterable[Gene]) -> None:
        self.symbols: dict[str, str] = {}
        self.xrefs: dict[str, str] = {}
        previous: dict[str, set[str]] = {}
        owners: dict[str, set[str]] = {}
        for gene in genes:
            self.symbols[gene.symbol] = gene.id
            for symbol in gene.previous:
                previous.setdefault(symbol, set()).add(gene.id)
            for xref in gene.xrefs:
                owners.setdefault(xref, set()).add(gene.id)
        self.previous = {symbol: next(iter(ids)) for symbol, ids in previous.items() if len(ids) == 1}
        self.xrefs = {xref: next(iter(ids)) for xref, ids in owners.items() if len(ids) == 1}

    def find(self, curie: str) -> str | None:
        """Give the gene's `hgnc:` CURIE for a CURIE of HGNC, UniProt, NCBI Gene, MGI, RGD, ..."""
        prefix, _, local = curie.partition(":")
        if prefix == "hgnc.symbol":
            return self.symbols.get(local) or self.previous.get(local)
        return curie if prefix == "hgnc" else self.xrefs.get(curie)


def select_genes(genes: Iterable[Gene]) -> list[Gene]:
    """Give the genes that enter the lexicon, with names only where they are wanted."""
    kept = (gene for gene in genes if gene.locus not in DROPPED_LOCI)
    return [
        gene._replace(aliases=(), previous=(), alias_names=()) if gene.locus in SYMBOL_ONLY_LOCI else gene
        for gene in kept
    ]


def add_genes(draft: Draft, genes: Iterable[Gene]) -> None:
    """Add HGNC genes with their symbols, previous and alias symbols and full names."""
    for gene in genes:
        draft.add_entity(Entity(gene.id, "gene", gene.symbol, gene.xrefs))
        draft.add_name(gene.symbol, "hgnc_symbol", gene.id)
        for symbol in gene.previous:
            draft.add_name(symbol, "hgnc_prev_symbol", gene.id)
        for symbol in gene.aliases:
            draft.add_name(symbol, "hgnc_alias_symbol", gene.id)
        if gene.locus in SYMBOL_ONLY_LOCI:
            continue
        draft.add_name(gene.name, "hgnc_name", gene.id, spellings=False)
        for name in gene.alias_names:
            if len(name) <= _MAX_NAME:
                draft.add_name(name, "hgnc_alias_name", gene.id, spellings=False)


def add_aliases(draft: Draft, rows: Iterable[GeneAliases], index: GeneIndex, symbol_only: set[str]) -> None:
    """Add those of NCBI's aliases that HGNC lacks, for genes that both have."""
    for row in rows:
        gene = row.hgnc or index.find(row.id)
        if gene is None or gene not in draft.entities or gene in symbol_only:
            continue
        for alias in (row.symbol, *row.aliases):
            if not draft.owns(gene, alias):
                draft.add_name(alias, "ncbigene_alias", gene)


def add_orthologs(draft: Draft, rows: Iterable[Ortholog], index: GeneIndex, prefix: str) -> None:
    """Add mouse (`mgi`) or rat (`rgd`) genes, linked to their human ortholog where HGNC names one.

    A gene without one is kept only where it is mouse's and has a proper symbol, and then without synonyms.
    """
    for row in rows:
        human = row.hgnc or index.find(row.id)
        if row.id in draft.entities or (human is not None and human not in draft.entities):
            continue
        if human is None and (prefix != "mgi" or _UNNAMED.match(row.symbol)):
            continue
        draft.add_entity(Entity(row.id, "gene", row.symbol, (human,) if human else ()))
        draft.add_name(row.symbol, f"{prefix}_symbol", row.id)
        for synonym in row.synonyms if human else ():
            if not _UNNAMED.match(synonym) and not draft.owns(human or "", synonym):
                draft.add_name(synonym, f"{prefix}_synonym", row.id, spellings=False)
