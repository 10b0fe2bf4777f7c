"""Tell a record in one line: the rows of a library's summary.tsv."""

from __future__ import annotations

from typing import Any

from figway.records import FigureRecord

SUMMARY_COLUMNS = (
    "figid", "number", "figtitle", "year", "pmcid", "kind", "pathway_score", "width", "height", "lines", "mentions",
    "genes", "unique_genes", "chemicals", "diseases", "relations", "organisms", "warnings", "phash",
)  # fmt: skip


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
