"""Write figures as Parquet: one file a table, in row groups, so that any number of figures needs the same memory.

Identifiers, members and states are lists, boxes four numbers in pixels of the figure; `figid` joins the tables.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figway.errors import UsageError
from figway.records import FigureRecord, TermRow

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
GROUP = 10_000
"""Rows that are held of each table before they are written."""


def write_folder(records: Iterable[FigureRecord], folder: Path) -> int:
    """Write the tables and count the figures; what stood there is replaced when all is written."""
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs an extra part: pip install 'figway[export]'") from error
    count = 0
    parts = {name: folder / f".{name}.parquet.part" for name in TABLES}
    try:
        with contextlib.ExitStack() as stack:
            tables = {}
            for name, schema in schemas().items():
                writer = stack.enter_context(pq.ParquetWriter(parts[name], schema, compression="zstd"))
                tables[name] = _Table(writer, schema)
            for record in records:
                count += 1
                for name, rows in TABLES.items():
                    tables[name].add(rows(record))
            for table in tables.values():
                table.flush()
        for name, part in parts.items():
            part.replace(folder / f"{name}.parquet")
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return count


class _Table:
    """Collect rows and write them a group at a time."""

    def __init__(self, writer: Any, schema: pa.Schema) -> None:
        self.writer, self.schema = writer, schema
        self.rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        self.rows += rows
        if len(self.rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        if self.rows:
            self.writer.write_table(pa.Table.from_pylist(self.rows, schema=self.schema))
            self.rows = []


def schemas() -> dict[str, pa.Schema]:
    """Give the columns of each table with their types."""
    import pyarrow as pa

    text, number, real = pa.string(), pa.int32(), pa.float64()
    texts = pa.list_(text)
    box = {"left": real, "top": real, "right": real, "bottom": real}
    members = pa.list_(pa.struct({"symbol": text, "identifiers": texts}))
    columns: dict[str, dict[str, Any]] = {
        "figures": {
            **dict.fromkeys(
                ("figid", "alias", "number", "figtype", "title", "caption", "pmcid", "pmid", "doi", "paper",
                 "reference", "journal", "year", "licence", "kind"), text,
            ),
            "pathway_score": real, "organisms": texts, "width": number, "height": number,
        },
        "mentions": {
            **dict.fromkeys(("figid", "id", "word", "kind", "symbol", "source"), text),
            "identifiers": texts, "organism": text, "members": members, "state": texts, "compartment": text,
            "complex": text, **box, "score": real,
        },
        "relations": {
            **dict.fromkeys(("figid", "id", "source", "target"), text),
            "source_ids": texts, "target_ids": texts,
            **dict.fromkeys(("sign", "origin", "head", "line", "annotation", "sentence"), text),
            "path": pa.list_(pa.list_(real)), "score": real,
        },
        "text": {**dict.fromkeys(("figid", "id", "text"), text), **box, "angle": real, "score": real},
        "genes": dict.fromkeys(("figid", "word", "symbol", "source", "hgnc_symbol", "entrez", "organism", "mention"),
                               text),
        "chemicals": dict.fromkeys(("figid", "word", "source", "identifier", "mention"), text),
        "diseases": dict.fromkeys(("figid", "word", "source", "identifier", "mention"), text),
    }  # fmt: skip
    return {name: pa.schema(list(fields.items())) for name, fields in columns.items()}


def _figures(record: FigureRecord) -> Iterator[Row]:
    figure, article = record.figure, record.article
    yield {
        "figid": record.figid, "alias": record.figid_alias, "number": figure.number, "figtype": figure.figtype,
        "title": figure.figtitle, "caption": figure.caption, "pmcid": article.pmcid, "pmid": article.pmid,
        "doi": article.doi, "paper": article.title, "reference": article.reftext, "journal": article.journal,
        "year": article.year, "licence": figure.image.licence or article.licence, "kind": record.kind,
        "pathway_score": record.pathway_score, "organisms": record.organisms, "width": figure.image.width,
        "height": figure.image.height,
    }  # fmt: skip


def _mentions(record: FigureRecord) -> Iterator[Row]:
    for m in record.mentions:
        box = (m.box.x0, m.box.y0, m.box.x1, m.box.y1) if m.box else (None,) * 4
        yield {
            "figid": record.figid, "id": m.id, "word": m.word, "kind": m.kind, "symbol": m.symbol, "source": m.source,
            "identifiers": m.identifiers, "organism": m.organism, "members": [x.model_dump() for x in m.members],
            "state": m.state, "compartment": m.compartment, "complex": m.complex, **_sides(box), "score": m.score,
        }  # fmt: skip


def _relations(record: FigureRecord) -> Iterator[Row]:
    for n, r in enumerate(record.relations, 1):
        yield {
            "figid": record.figid, "id": f"r{n}", "source": r.source, "target": r.target, "source_ids": r.source_ids,
            "target_ids": r.target_ids, "sign": r.sign, "origin": "drawn", "head": r.head, "line": r.line,
            "annotation": r.annotation, "sentence": "", "path": r.path, "score": r.score,
        }  # fmt: skip
    for n, s in enumerate(record.stated, 1):
        yield {
            "figid": record.figid, "id": f"s{n}", "source": s.source, "target": s.target, "source_ids": [],
            "target_ids": [], "sign": s.sign, "origin": "stated", "head": "", "line": "", "annotation": "",
            "sentence": s.sentence, "path": [], "score": None,
        }  # fmt: skip


def _text(record: FigureRecord) -> Iterator[Row]:
    for line in record.text:
        box = line.box
        sides = _sides((box.x0, box.y0, box.x1, box.y1))
        row = {"figid": record.figid, "id": line.id, "text": line.text, **sides}
        yield row | {"angle": line.angle, "score": line.score}


def _sides(box: tuple[float | None, ...]) -> Row:
    return dict(zip(("left", "top", "right", "bottom"), box, strict=True))


def _genes(record: FigureRecord) -> Iterator[Row]:
    return ({"figid": record.figid, **row.model_dump()} for row in record.genes)


def _terms(record: FigureRecord, rows: Iterable[TermRow]) -> Iterator[Row]:
    return ({"figid": record.figid, **row.model_dump()} for row in rows)


TABLES: dict[str, Callable[[FigureRecord], Iterator[Row]]] = {
    "figures": _figures,
    "mentions": _mentions,
    "relations": _relations,
    "text": _text,
    "genes": _genes,
    "chemicals": lambda record: _terms(record, record.chemicals),
    "diseases": lambda record: _terms(record, record.diseases),
}
"""The tables by name, with what makes the rows of a record."""
