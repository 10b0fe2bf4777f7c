"""Read sets from where they are kept: figway's records, and GMT files of any origin."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from figway.corrections import apply_corrections, read_corrections
from figway.enrich.identifiers import Names, item_of
from figway.enrich.model import HUMAN, FigureSet, Item, Understood
from figway.errors import InputError
from figway.lexicon import Lexicon
from figway.records import FigureRecord, GeneRow, TermRow

Report = Callable[[str], None]
_TERM_PREFIXES = {"mesh": "mesh", "chebi": "chebi", "doid": "doid"}


class ItemMaker:
    """Give the items that rows of records and words of GMT files stand for; each different one is sought once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = Names(lexicon, kinds=("gene",))
        self._items: dict[tuple[str, ...], Item | None] = {}

    def gene(self, row: GeneRow) -> Item | None:
        """Give the item of a row of genes, None where it names none; orthologs without a number count as human."""
        key = ("gene", row.entrez, row.hgnc_symbol or row.symbol, row.organism)
        if key not in self._items:
            self._items[key] = self._gene(row)
        return self._items[key]

    def term(self, row: TermRow, kind: str) -> Item | None:
        """Give the item of a row of chemicals or diseases, None where it has no identifier."""
        key = (kind, row.source, row.identifier)
        if row.identifier and key not in self._items:
            self._items[key] = self._term(row, kind)
        return self._items.get(key)

    def word(self, word: str) -> Item | None:
        """Give the item of a word of a GMT file: a gene by number or symbol, as it stands where it is unknown."""
        key = ("word", word)
        if key not in self._items:
            self._items[key] = self._word(word)
        return self._items[key]

    def _gene(self, row: GeneRow) -> Item | None:
        symbol = row.hgnc_symbol or row.symbol
        if row.entrez:
            known = self._by_curie(f"ncbigene:{row.entrez}")
            return known or Item(f"ncbigene:{row.entrez}", symbol or row.entrez, "gene", row.organism)
        entity = self._lexicon.gene(row.hgnc_symbol) if row.hgnc_symbol else None
        if entity is not None:
            return item_of(entity)
        return Item(f"symbol:{symbol}", symbol, "gene", row.organism) if symbol else None

    def _term(self, row: TermRow, kind: str) -> Item:
        prefix, _, local = row.identifier.rpartition(":")
        prefix = (prefix or row.source or "mesh").lower()
        curie = f"{_TERM_PREFIXES.get(prefix, prefix)}:{local}"
        found = self._by_curie(curie)
        return found if found and found.kind == kind else Item(curie, row.word, kind)

    def _word(self, word: str) -> Item | None:
        if word.isdecimal():
            return self._by_curie(f"ncbigene:{int(word)}") or Item(f"ncbigene:{int(word)}", word)
        found = self._names.understand(word)
        if isinstance(found, Understood) and found.how in ("symbol", "previous symbol", "identifier", "Ensembl gene"):
            return Item(found.key, found.label, "gene", HUMAN)
        return Item(f"symbol:{word}", word) if word else None

    def _by_curie(self, curie: str) -> Item | None:
        entity = self._lexicon.entity(curie)
        if entity is None:
            owners = self._lexicon.owners(curie)
            entity = self._lexicon.entity(owners[0]) if len(owners) == 1 else None
        return item_of(entity) if entity is not None else None


def set_of(record: FigureRecord, items: ItemMaker) -> FigureSet:
    """Give a record as a set of its genes, chemicals and diseases."""
    found = [items.gene(row) for row in record.genes]
    found += [items.term(row, "chemical") for row in record.chemicals]
    found += [items.term(row, "disease") for row in record.diseases]
    organisms = dict.fromkeys((*record.organisms, *(row.organism for row in record.genes if row.organism)))
    year = record.article.year
    return FigureSet(
        id=record.figid,
        items=tuple(item for item in found if item is not None),
        title=record.figure.figtitle,
        paper=record.article.title,
        year=int(year) if year.isdecimal() else 0,
        organisms=tuple(organisms),
        text=record.figure.caption,
    )


def sets_of_records(library: Path, paths: Iterable[Path], items: ItemMaker, report: Report) -> Iterator[FigureSet]:
    """Read record files as people corrected them; one that cannot be read is told to `report` and passed over."""
    corrected = (library / "corrections").is_dir()
    for path in paths:
        try:
            record = FigureRecord.load(path)
            if corrected:
                acts = (act for _, act in read_corrections(library, record.figid))
                record = apply_corrections(record, acts)
            yield set_of(record, items)
        except (OSError, ValueError) as error:
            report(f"{path} is no record and was passed over: {str(error).splitlines()[0]}")


def sets_of_gmt(path: Path, items: ItemMaker) -> Iterator[FigureSet]:
    """Read a GMT file (gzipped or not): a set a line, its name, a description, its genes, separated by tabs.

    Genes are Entrez numbers or symbols; a weight after a comma, as Enrichr's libraries have it, is passed over.
    Raises InputError where a line has no tab or the file is no text.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no GMT file: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise InputError(
                f"{path}, line {number}: a GMT line is a name, a description and genes, with tabs between them."
            )
        words = (re.sub(r",[\d.eE+-]+$", "", word.strip()) for word in fields[2:])
        members = [items.word(word) for word in words if word]
        description = fields[1].strip()
        title = "" if description.lower() in ("", "na", "n/a") or "://" in description else description
        yield FigureSet(fields[0].strip(), tuple(item for item in members if item is not None), title=title)
