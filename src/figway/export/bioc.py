"""Write figures as BioC JSON (http://bioc.sourceforge.net): title, caption and the text in the figure, with entities.

A document is a figure, with three passages. Entities are annotations of what the figure's text says, with offsets in
characters; drawn relations join them. What was recognised without a line of text (a corrected or imported figure) adds
its word as a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from figway.network.build import edge_kind
from figway.records import FigureRecord, Mention

Json = dict[str, Any]
Span = tuple[int, int]
TYPES = {
    "gene": "Gene", "family": "FamilyName", "complex": "Complex", "chemical": "Chemical", "disease": "Disease",
    "process": "BiologicalProcess", "place": "CellularComponent", "other_protein": "Protein",
    "other_molecule": "Molecule", "other": "Other",
}  # fmt: skip


def write_records(records: Iterable[FigureRecord], stream: BinaryIO) -> None:
    """Write one collection, a line a document, holding one record at a time."""
    stream.write(b'{"source": "figway", "date": "", "key": "", "version": "1.0", "infons": {}, "documents": [')
    lead = b"\n"
    for record in records:
        stream.write(lead + json.dumps(document(record), ensure_ascii=False).encode("utf-8", "replace"))
        lead = b",\n"
    stream.write(b"\n]}\n")


def document(record: FigureRecord) -> Json:
    """Give a figure as a BioC document."""
    article = record.article
    passages = [
        _passage("title", record.figure.figtitle, 0),
        _passage("fig_caption", record.figure.caption, len(record.figure.figtitle) + 1),
    ]
    start = passages[1]["offset"] + len(record.figure.caption) + 1
    text, spans = _Text(record).laid_out()
    passages.append(_passage("fig_text", text, start))
    passages[2]["annotations"] = [_annotation(m, spans[m.id], text, start) for m in record.mentions]
    about = {"pmcid": article.pmcid, "pmid": article.pmid, "doi": article.doi, "license": article.licence}
    infons = {name: value for name, value in about.items() if value}
    return {"id": record.figid, "infons": infons, "passages": passages, "relations": _relations(record)}


def _passage(kind: str, text: str, offset: int) -> Json:
    infons = {"type": kind, "section_type": "FIG"}
    return {"infons": infons, "offset": offset, "text": text, "sentences": [], "annotations": [], "relations": []}


class _Text:
    """Lay the lines of a figure out as one text, and find each mention in it."""

    def __init__(self, record: FigureRecord) -> None:
        self.record = record
        self.lines: list[str] = []
        self.starts: dict[str, Span] = {}
        self.used: set[Span] = set()
        self.length = 0
        for line in record.text:
            self.starts[line.id] = self._add(line.text)

    def laid_out(self) -> tuple[str, dict[str, list[Span]]]:
        """Give the text, and where in it each mention stands, by its id."""
        spans = {m.id: self._find(m) for m in self.record.mentions}
        return "\n".join(self.lines), spans

    def _add(self, text: str) -> Span:
        start = self.length
        self.lines.append(text)
        self.length += len(text) + 1
        return start, start + len(text)

    def _find(self, mention: Mention) -> list[Span]:
        """Find the word in one of its lines, each place once; else the lines as a whole are the place."""
        places = [self.starts[i] for i in mention.text_ids if i in self.starts]
        text = "\n".join(self.lines)
        for start, end in places:
            at = text.find(mention.word, start, end)
            while at >= 0 and (at, at + len(mention.word)) in self.used:
                at = text.find(mention.word, at + 1, end)
            if at >= 0:
                self.used.add((at, at + len(mention.word)))
                return [(at, at + len(mention.word))]
        return sorted(set(places)) or [self._add(mention.word)]


def _annotation(mention: Mention, spans: list[Span], text: str, start: int) -> Json:
    infons = {
        "type": TYPES[mention.kind],
        "identifier": ";".join(mention.identifiers),
        "name": mention.symbol,
        "word": mention.word,
        "organism": mention.organism,
        "score": str(mention.score),
        "polygon": " ".join(f"{x:g},{y:g}" for x, y in mention.polygon),
    }
    return {
        "id": mention.id,
        "infons": {name: value for name, value in infons.items() if value},
        "text": text[spans[0][0] : spans[-1][1]],
        "locations": [{"offset": start + a, "length": b - a} for a, b in spans],
    }


def _relations(record: FigureRecord) -> list[Json]:
    found = []
    for n, r in enumerate(record.relations, 1):
        ends = [(i, "source") for i in r.source_ids] + [(i, "target") for i in r.target_ids]
        infons = {"type": edge_kind(r.sign, r.annotation), "sign": r.sign, "score": str(r.score)}
        nodes = [{"refid": refid, "role": role} for refid, role in ends]
        found.append({"id": f"r{n}", "infons": infons, "nodes": nodes})
    return found
