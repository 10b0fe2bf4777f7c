"""Build a store from the records of a library: one SQLite file beside the old one, which it then replaces."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from figway import __version__
from figway.corrections import apply_corrections, read_corrections
from figway.errors import InputError
from figway.files import PART
from figway.lexicon.load import Lexicon
from figway.library import Library
from figway.records import Failure
from figway.store.names import Ref
from figway.store.rows import EdgeRow, FigureRows, figure_rows
from figway.store.schema import BY_NAME, TABLES, TEXT_FIELDS, VERSION, Table
from figway.text import fold

STORE = "store.sqlite"


def build_store(library: Library, tell: Callable[[int], None] = lambda done: None) -> tuple[int, list[Failure]]:
    """Build a library's store with people's corrections applied; give the number of figures and what failed.

    A record that cannot be read is left out and told. The old store stays until the new one is whole.
    """
    lexicon = Lexicon.load()
    failures: list[Failure] = []
    figures = write_store(library.path / STORE, _rows(library, lexicon, failures), lexicon, tell)
    return figures, failures


def write_store(
    path: Path, rows: Iterable[FigureRows], lexicon: Lexicon, tell: Callable[[int], None] = lambda done: None
) -> int:
    """Write a store of figures, given in the order of their figids, in the place of an old one; give their number."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as connection:
            writer = _Writer(connection)
            for row in rows:
                writer.add(row)
                tell(writer.figures)
            writer.finish(lexicon)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return writer.figures


def _rows(library: Library, lexicon: Lexicon, failures: list[Failure]) -> Iterator[FigureRows]:
    for figid in library.figids():
        try:
            record = library.record(figid)
        except InputError as error:
            path = str(library.record_path(figid))
            failures.append(Failure(figid=figid, stage="build", error="InputError", message=str(error), path=path))
            continue
        acts = [act for _, act in read_corrections(library.path, figid)]
        yield figure_rows(apply_corrections(record, acts), lexicon, len(acts))


class _Writer:
    """Write the tables through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.figures = 0
        self.edges = 0
        self.entities: dict[str, tuple[int, Ref]] = {}
        self.named: dict[int, int] = {}
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -65536"):
            connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            connection.execute(_create(table))
        connection.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({', '.join(TEXT_FIELDS)}, content='', prefix='2 3', "
            'tokenize="unicode61 remove_diacritics 0")'
        )
        connection.execute("BEGIN")

    def add(self, rows: FigureRows) -> None:
        """Write one figure."""
        n = self.figures
        self._insert("figure", (n, *rows.figure))
        self._insert("record", (n, rows.data))
        marks = ", ".join("?" * (len(TEXT_FIELDS) + 1))
        self.connection.execute(
            f"INSERT INTO words (rowid, {', '.join(TEXT_FIELDS)}) VALUES ({marks})", (n, *rows.text)
        )
        for ref, count in rows.refs:
            e = self._number(ref)
            self.named[e] = self.named.get(e, 0) + 1
            self._insert("figure_entity", (e, n, count))
        for edge in rows.edges:
            self._edge(n, edge)
        self.figures += 1

    def _edge(self, n: int, edge: EdgeRow) -> None:
        self._insert("edge", (self.edges, n, *edge.values))
        for end in edge.ends:
            self._insert("edge_end", (self._number(end.ref), end.side, self.edges, int(end.member)))
        self.edges += 1

    def _number(self, ref: Ref) -> int:
        known = self.entities.setdefault(ref.curie, (len(self.entities), ref))
        return known[0]

    def _insert(self, table: str, values: tuple[object, ...]) -> None:
        self.connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    def finish(self, lexicon: Lexicon) -> None:
        """Write entities and their names, then index."""
        for curie, (e, ref) in self.entities.items():
            self._insert("entity", (e, curie, ref.kind, ref.name, ref.organism, self.named.get(e, 0)))
        for key, e, name in self._aliases(lexicon):
            self.connection.execute("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", (key, e, name))
        for name, value in (("schema", VERSION), ("figway", __version__), ("figures", str(self.figures))):
            self._insert("meta", (name, value))
        self.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        for table in BY_NAME.values():
            for index in table.indexes:
                name = f"{table.name}_{'_'.join(index)}"
                self.connection.execute(f"CREATE INDEX {name} ON {table.name} ({', '.join(index)})")
        self.connection.execute("COMMIT")
        self.connection.execute("ANALYZE")

    def _aliases(self, lexicon: Lexicon) -> Iterator[tuple[str, int, str]]:
        """Give every name of every entity: its own, and the lexicon's."""
        known: dict[str, int] = {}
        for curie, (e, ref) in self.entities.items():
            known[ref.lexicon or curie] = known[curie] = e
            yield fold(ref.name) or ref.name.lower(), e, ref.name
            yield curie.rpartition(":")[2].lower(), e, curie
        for key in lexicon.keys(""):
            for name in lexicon.lookup(key):
                e_or_none = known.get(name.entity)
                if e_or_none is None and name.entity.startswith("hgnc:") and name.source.startswith("hgnc_"):
                    entity = lexicon.entity(name.entity)
                    e_or_none = next((known[x] for x in (entity.xrefs if entity else ()) if x in known), None)
                if e_or_none is not None:
                    yield key, e_or_none, name.name


def _create(table: Table) -> str:
    columns = ", ".join(f"{name} {kind}" for name, kind in table.columns)
    tail = "" if len(table.key) == 1 else " WITHOUT ROWID"
    return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)})){tail}"
