"""Recognise what the read lines name: the stage that fills mentions and their flat views."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from figway.lexicon.load import Lexicon
from figway.recognise.context import context_of
from figway.recognise.match import Matcher
from figway.recognise.resolve import Resolver
from figway.recognise.views import gene_rows, mentions_of, term_rows
from figway.records import FigureRecord


class Recogniser:
    """Fill `mentions`, `genes`, `chemicals` and `diseases` from a record's lines; needs no picture."""

    name = "recognise"
    version = "1"
    needs_image = False

    def __init__(self, lexicon: Lexicon | str | Path | None = None) -> None:
        self.lexicon = lexicon if isinstance(lexicon, Lexicon) else Lexicon.load(lexicon)
        self.resolver = Resolver(Matcher(self.lexicon))

    def fingerprint(self) -> str:
        """Give the hash of name, version and lexicon."""
        return hashlib.sha256(f"{self.name}\0{self.version}\0{self.lexicon.fingerprint()}".encode()).hexdigest()[:16]

    def detail(self) -> dict[str, str]:
        """Name the lexicon's sources with their versions."""
        return {"lexicon": self.lexicon.fingerprint()[:16]}

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without mentions and their views."""
        return record.evolve(mentions=(), genes=(), chemicals=(), diseases=(), organisms=(), organisms_ner=())

    def __call__(self, record: FigureRecord, image: Any = None) -> FigureRecord:
        """Return the record with what its lines name."""
        meanings = self.resolver(record.text, context_of(record))
        mentions = mentions_of(meanings, self.lexicon)
        return record.evolve(
            mentions=mentions,
            genes=gene_rows(mentions, self.lexicon),
            chemicals=term_rows(mentions, "chemical"),
            diseases=term_rows(mentions, "disease"),
        )
