"""Write figures in the shape of the BioThings PFOCR API, one JSON document a line, as its data plugin reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from figway.records import FigureRecord, TermRow

PMC = "https://www.ncbi.nlm.nih.gov"


def write_records(records: Iterable[FigureRecord], stream: BinaryIO) -> None:
    """Write a line a figure; one that names nothing with an identifier is left out."""
    for record in records:
        found = document(record, link(record))
        if found["associatedWith"]["mentions"]:
            stream.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def document(record: FigureRecord, url: str) -> dict[str, Any]:
    """Give a figure as the API answers; `url` is where the figure is shown."""
    mentions = {
        "genes": {"ncbigene": _numbers(g.entrez for g in record.genes)},
        "chemicals": {"mesh": _ids(record.chemicals, "MESH"), "chebi": _ids(record.chemicals, "CHEBI")},
        "diseases": {"mesh": _ids(record.diseases, "MESH"), "doid": _ids(record.diseases, "DOID")},
    }
    kept = {kind: {name: ids for name, ids in spaces.items() if ids} for kind, spaces in mentions.items()}
    about = {
        "title": record.figure.figtitle,
        "figureUrl": url,
        "pfocrUrl": url,
        "pmc": record.article.pmcid,
        "mentions": {kind: spaces for kind, spaces in kept.items() if spaces},
    }
    return {"_id": record.figid, "associatedWith": about}


def link(record: FigureRecord) -> str:
    """Say where a figure is shown: its page at PubMed Central, else its picture; empty where neither is known."""
    page = record.figure.figlink
    if page.startswith("/"):
        return PMC + page
    return page or record.figure.image.url


def _numbers(values: Iterable[str]) -> list[str]:
    return sorted(set(filter(None, values)), key=lambda v: (len(v), v))


def _ids(rows: Sequence[TermRow], source: str) -> list[str]:
    """Give the identifiers of one vocabulary; a row that names no other is MeSH's."""
    return sorted({r.identifier for r in rows if r.identifier and (r.source.upper() or "MESH") == source})
