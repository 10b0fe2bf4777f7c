"""Recognise what the read lines name: the stage that fills mentions and their flat views."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from figway.lexicon.load import Lexicon
from figway.recognise.context import context_of
from figway.recognise.match import Matcher
from figway.recognise.organisms import organisms_of
from figway.recognise.resolve import Resolver
from figway.recognise.views import gene_rows, mentions_of, term_rows, without_human_genes
from figway.records import FigureRecord

TABLES = ("weights.json", "pathways.tsv.gz", "looks.npz", "organisms/organisms.tsv")
"""What decides results beside code and lexicon, inside this package."""


def _hash_of(table: str) -> str:
    return hashlib.sha256((files("figway.recognise") / table).read_bytes()).hexdigest()


class Recogniser:
    """Fill `mentions`, `genes`, `chemicals` and `diseases` from a record's lines; needs no picture."""

    name = "recognise"
    version = "4"
    needs_image = False
    reads: tuple[str, ...] = ("text",)
    empties: tuple[str, ...] = ("mentions", "genes", "chemicals", "diseases", "organisms", "organisms_ner")
    fills: tuple[str, ...] = (*empties, "warnings")

    def __init__(self, lexicon: Lexicon | str | Path | None = None) -> None:
        self.lexicon = lexicon if isinstance(lexicon, Lexicon) else Lexicon.load(lexicon)
        self.resolver = Resolver(Matcher(self.lexicon))
        parts = [self.name, self.version, self.lexicon.fingerprint(), *map(_hash_of, TABLES)]
        sources = {note.name: note.version for note in self.lexicon.manifest.sources if note.version}
        self._detail = {"lexicon": self.lexicon.fingerprint()[:16], **sources}
        self._fingerprint = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def load(self) -> None:
        """Do nothing: the lexicon is there from the start, mapped into memory."""

    def fingerprint(self) -> str:
        """Give the hash of name, version, lexicon, weights and the other tables that recognising reads."""
        return self._fingerprint

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without mentions and their views."""
        warnings = tuple(w for w in record.warnings if not w.startswith("no human genes:"))
        return record.evolve(**dict.fromkeys(self.empties, ()), warnings=warnings)

    def __call__(self, record: FigureRecord, image: Any = None) -> FigureRecord:
        """Return the record with what its lines name."""
        organisms = organisms_of(record, self.lexicon)
        published = organisms.published
        meanings = self.resolver(record.text, context_of(record))
        mentions = mentions_of(meanings, self.lexicon)
        warnings = record.warnings
        if not organisms.human_genes:
            mentions = tuple(without_human_genes(m, organisms.reason) for m in mentions)
            warnings = (*warnings, organisms.reason)
        found = record.evolve(
            mentions=mentions,
            organisms=published[:5],
            organisms_ner=organisms.all_named or published,
            genes=gene_rows(mentions, self.lexicon, published[:5]),
            chemicals=term_rows(mentions, "chemical"),
            diseases=term_rows(mentions, "disease"),
            warnings=warnings,
        )
        detail = {**self._detail, "organisms": "; ".join(organisms.why)}
        return found.signed(self.name, self.version, self.fingerprint(), detail)
