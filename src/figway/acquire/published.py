"""Read what others published of figures: PFOCR's pages with their tables, gene sets (GMT), and figway's own records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from figway import derive
from figway.errors import FigwayError, InputError, UsageError
from figway.frontmatter import load_page
from figway.records import Article, Failure, Figure, FigureRecord, GeneRow

KINDS = (".md", ".json", ".gmt")
"""Ends of files that are read: pages, records, and gene sets."""


def find_published(path: Path) -> list[Path]:
    """List the pages, records and GMT files of a folder, sorted; raises UsageError where there are none.

    Where a folder holds both the page and the record of a figure, the record counts, for it says more.
    """
    if path.is_file():
        if path.suffix not in KINDS:
            raise UsageError(f"{path}: expected a page (.md), a record (.json) or gene sets (.gmt)")
        return [path]
    files = sorted(p for p in path.rglob("*") if p.suffix in KINDS and p.is_file() and not p.name.startswith("."))
    known = set(files)
    found = [p for p in files if p.suffix != ".md" or p.with_suffix(".json") not in known]
    if not found:
        raise UsageError(f"{path}: no pages (.md), records (.json) or gene sets (.gmt) there")
    return found


def read_published(path: Path) -> Iterator[FigureRecord | Failure]:
    """Yield the figures of one file; what cannot be read becomes a Failure that says where and why."""
    if path.suffix == ".gmt":
        yield from _read_gmt(path)
        return
    try:
        yield _checked(load_page(path) if path.suffix == ".md" else _load_record(path))
    except (FigwayError, OSError) as error:
        yield Failure(figid=path.stem, stage="import", error=type(error).__name__, message=str(error), path=str(path))


def _load_record(path: Path) -> FigureRecord:
    try:
        return FigureRecord.load(path)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{path} is no figway record: {place}: {first['msg']}") from error


def _checked(record: FigureRecord) -> FigureRecord:
    """Refuse a figid that is no plain file name, for it names files of the library."""
    if derive.safe_name(record.figid) != record.figid:
        raise InputError(f"figid: expected letters, digits, '-', '_' and '.', found {record.figid!r}")
    return record


def _read_gmt(path: Path) -> Iterator[FigureRecord | Failure]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield Failure(figid=path.stem, stage="import", error=type(error).__name__, message=str(error), path=str(path))
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        try:
            if len(cells) < 3:
                raise InputError(f"{path}, line {number}: expected name, description and genes, parted by tabs")
            yield _checked(_gene_set(cells[0].strip(), cells[1].strip(), cells[2:]))
        except InputError as error:
            figid = cells[0].strip() or f"{path.stem}-{number}"
            yield Failure(figid=figid, stage="import", error="InputError", message=str(error), path=str(path))


def _gene_set(name: str, title: str, genes: list[str]) -> FigureRecord:
    """Make a record of a gene set, whose genes are Entrez numbers or symbols."""
    pmcid = derive.pmcid_of(name)
    rows = tuple(_gene(gene) for gene in dict.fromkeys(g.strip() for g in genes) if gene)
    return FigureRecord(
        figid=name,
        figure=Figure(figtitle=title),
        article=Article(pmcid=pmcid),
        kind="pathway",
        genes=rows,
        warnings=("imported from a gene set: only its title and genes are known",),
    )


def _gene(gene: str) -> GeneRow:
    if gene.isdecimal():
        return GeneRow(word=gene, symbol="", source="gmt", entrez=gene)
    return GeneRow(word=gene, symbol=gene, source="gmt", hgnc_symbol=gene, organism="Homo sapiens")
