"""Tell a record in one line, and read and write a library's tables: summary.tsv and duplicates.tsv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from figway.files import write_whole
from figway.records import FigureRecord

SUMMARY_COLUMNS = (
    "figid", "number", "figtitle", "year", "pmcid", "kind", "pathway_score", "width", "height", "lines", "mentions",
    "genes", "unique_genes", "chemicals", "diseases", "relations", "organisms", "warnings", "phash",
)  # fmt: skip
DUPLICATES_COLUMNS = ("figid", "same_as", "distance")


def picture_hash_of(record: FigureRecord) -> str:
    """Give the perceptual hash that the classifier signed; empty where there is none."""
    signed = record.provenance.get("classify")
    return signed.detail.get("phash", "") if signed else ""


def summary_row(record: FigureRecord) -> dict[str, str]:
    """Give a record's line of summary.tsv."""
    image = record.figure.image
    score = record.pathway_score
    values: dict[str, Any] = {
        "figid": record.figid,
        "number": record.figure.number,
        "figtitle": record.figure.figtitle,
        "year": record.article.year,
        "pmcid": record.article.pmcid,
        "kind": record.kind,
        "pathway_score": "" if score is None else f"{score:.4f}",
        "width": image.width,
        "height": image.height,
        "lines": len(record.text),
        "mentions": len(record.mentions),
        "genes": len(record.genes),
        "unique_genes": len({g.hgnc_symbol for g in record.genes if g.hgnc_symbol}),
        "chemicals": len(record.chemicals),
        "diseases": len(record.diseases),
        "relations": len(record.relations),
        "organisms": "|".join(record.organisms),
        "warnings": "|".join(record.warnings),
        "phash": picture_hash_of(record),
    }
    return {name: " ".join(str(values[name]).split()) for name in SUMMARY_COLUMNS}


def read_summary(path: Path) -> dict[str, dict[str, str]]:
    """Read summary.tsv as rows by figid; empty when there is none, or one that is damaged or of other columns."""
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ()) != SUMMARY_COLUMNS:
        return {}
    return {row["figid"]: row for row in rows if None not in row and None not in row.values()}


def write_summary(path: Path, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Write summary.tsv, one line a figure, sorted by figid."""
    out = io.StringIO()
    out.write("\t".join(SUMMARY_COLUMNS) + "\n")
    for figid in sorted(rows):
        out.write("\t".join(rows[figid].get(name) or "" for name in SUMMARY_COLUMNS) + "\n")
    write_whole(path, out.getvalue())


def read_duplicates(path: Path) -> tuple[tuple[str, str, int], ...]:
    """Read duplicates.tsv: pairs of figures that show the same picture, with the bits by which their hashes differ.

    Empty when there is none, or one that is damaged.
    """
    try:
        head, *lines = path.read_text("utf-8").splitlines() or [""]
        if tuple(head.split("\t")) != DUPLICATES_COLUMNS:
            return ()
        rows = [line.split("\t") for line in lines]
        return tuple((a, b, int(distance)) for a, b, distance in rows)
    except (FileNotFoundError, ValueError):
        return ()


def write_duplicates(path: Path, pairs: Iterable[tuple[str, str, int]]) -> None:
    """Write duplicates.tsv, one pair a line, sorted."""
    rows = [DUPLICATES_COLUMNS, *((a, b, str(distance)) for a, b, distance in sorted(pairs))]
    write_whole(path, "".join("\t".join(row) + "\n" for row in rows))
