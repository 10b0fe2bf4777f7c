"""Write what a release holds of each record: rows of tables, lines of gene sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from figway.records import FigureRecord

Cells = tuple[str, ...]


class Table(NamedTuple):
    """Hold one table of a release: its columns, and the rows of one record."""

    columns: Cells
    rows: Callable[[FigureRecord], Iterator[Cells]]


def _figures(record: FigureRecord) -> Iterator[Cells]:
    figure, article = record.figure, record.article
    score = "" if record.pathway_score is None else f"{record.pathway_score:.4f}"
    yield (
        record.figid, record.figid_alias, figure.number, figure.figtype, figure.figtitle, figure.caption, article.pmcid,
        article.pmid, article.doi, article.title, article.reftext, article.journal, article.year,
        figure.image.licence or article.licence, record.kind, score, "; ".join(record.organisms),
        str(len({g.entrez or g.symbol for g in record.genes})), str(len(record.chemicals)), str(len(record.diseases)),
        str(len(record.relations)),
    )  # fmt: skip


def _genes(record: FigureRecord) -> Iterator[Cells]:
    for g in record.genes:
        yield record.figid, g.word, g.symbol, g.source, g.hgnc_symbol, g.entrez, g.organism


def _terms(name: str) -> Callable[[FigureRecord], Iterator[Cells]]:
    def rows(record: FigureRecord) -> Iterator[Cells]:
        for term in getattr(record, name):
            yield record.figid, term.word, term.source, term.identifier

    return rows


def _relations(record: FigureRecord) -> Iterator[Cells]:
    for r in record.relations:
        yield record.figid, r.source, r.sign, r.target, r.head, r.line, r.annotation, f"{r.score:.4f}", "figure"
    for s in record.stated:
        yield record.figid, s.source, s.sign, s.target, "", "", s.sentence, "", "caption"


TABLES = {
    "figures": Table(
        (
            "figid", "alias", "number", "figtype", "title", "caption", "pmcid", "pmid", "doi", "paper", "reference",
            "journal", "year", "licence", "kind", "pathway_score", "organisms", "genes", "chemicals", "diseases",
            "relations",
        ),
        _figures,
    ),
    "genes": Table(("figid", "word", "symbol", "source", "hgnc_symbol", "entrez", "organism"), _genes),
    "chemicals": Table(("figid", "word", "source", "identifier"), _terms("chemicals")),
    "diseases": Table(("figid", "word", "source", "identifier"), _terms("diseases")),
    "relations": Table(
        ("figid", "source", "sign", "target", "head", "line", "note", "score", "from"), _relations
    ),
}  # fmt: skip
"""Every table of a release by name."""


def line_of(cells: Cells) -> str:
    """Write a row as a line: tabs and line ends within a cell become blanks."""
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def gene_sets(record: FigureRecord) -> dict[str, str]:
    """Give a record's lines of GMT by organism: figid, title, Entrez numbers."""
    found: dict[str, set[str]] = {}
    for gene in record.genes:
        if gene.entrez:
            found.setdefault(gene.organism or "Homo sapiens", set()).add(gene.entrez)
    title = record.figure.figtitle or record.figid
    return {name: line_of((record.figid, title, *sorted(ids, key=_number))) for name, ids in found.items()}


def file_name(organism: str) -> str:
    """Give an organism's name as a file name."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", organism).strip("_.") or "unnamed"


def _number(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (0, text)
