"""Build a store from the records of a library, beside the old one, which it then replaces."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from figway import __version__
from figway.corrections import apply_corrections, read_corrections
from figway.errors import InputError
from figway.lexicon.load import Lexicon
from figway.library import Library
from figway.records import Failure, FigureRecord
from figway.store.backend import Row, Writer
from figway.store.columns import KINDS, invert, write_columns
from figway.store.names import Ref
from figway.store.place import open_writer, store_mark, store_of
from figway.store.postings import Postings
from figway.store.rows import EdgeRow, FigureRows, figure_rows
from figway.store.schema import BY_NAME, VERSION
from figway.text import fold

_BATCH = 500
_COUNTS = ("year", "score", "genes", "chemicals", "diseases", "relations", "corrections", "doubt")
_FLOATS = ("score", "doubt")
_SIGNS = {"+": 1, "-": -1}


class Gatherer(Protocol):
    """Gather rows of the table `sets` while records pass (`figway.enrich.SetsGatherer`)."""

    def add(self, record: FigureRecord) -> None:
        """Take one record."""
        ...

    def rows(self) -> Iterable[Row]:
        """Give the rows of all that was taken."""
        ...


def build_store(
    library: Library, tell: Callable[[int], None] = lambda done: None, *, to: str = "", sets: Gatherer | None = None
) -> tuple[int, list[Failure]]:
    """Build a library's store with people's corrections applied; give the number of figures and what failed.

    `to` is the address of a PostgreSQL database (`postgresql://...`), else figway.toml or the folder is its place. A
    record that cannot be read is left out and told. The old store stays until the new one is whole.
    """
    lexicon = Lexicon.load()
    failures: list[Failure] = []
    records = _corrected(library, failures)
    rows = (figure_rows(record, lexicon, acts) for record, acts in _passing(records, sets))
    return write_store(store_of(library, to), rows, lexicon, tell, sets=sets), failures


def write_store(
    where: str | Path,
    rows: Iterable[FigureRows],
    lexicon: Lexicon,
    tell: Callable[[int], None] = lambda done: None,
    *,
    sets: Gatherer | None = None,
) -> int:
    """Write a store of figures, given in the order of their figids, in the place of an old one; give their number."""
    writer = open_writer(where)
    builder = _Builder(writer)
    try:
        for row in rows:
            builder.add(row)
            tell(builder.figures)
        builder.finish(lexicon)
        writer.add("sets", sets.rows() if sets else ())
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return builder.figures


def changed_since(library: Library, to: str = "") -> Literal["", "corrections", "records", "all"]:
    """Say what was written since a library's store was begun: nothing, corrections alone, or records; all without one.

    Files are written beside their place and renamed, so that the folder tells.
    """
    built = store_mark(store_of(library, to))
    if built is None:
        return "all"
    shards = (entry.path for entry in os.scandir(library.records) if entry.is_dir()) if library.sharded else ()
    if any(_time(folder) > built[1] for folder in (library.records, *shards)):
        return "records"
    corrections = library.path / "corrections"
    folders = (corrections, *(corrections.iterdir() if corrections.is_dir() else ()))
    return "corrections" if any(_time(folder) > built[1] for folder in folders) else ""


def corrected_since(library: Library, to: str = "") -> dict[str, int]:
    """List the figures that were corrected since a library's store was begun, and when they were last."""
    built = store_mark(store_of(library, to))
    corrections = library.path / "corrections"
    if built is None or not corrections.is_dir():
        return {}
    times = {folder.name: _time(folder) for folder in corrections.iterdir()}
    return {figid: time for figid, time in times.items() if time > built[1]}


def corrected_rows(library: Library, figid: str, lexicon: Lexicon) -> FigureRows | None:
    """Make the rows of one figure as people corrected it; None where its record cannot be read."""
    try:
        record = library.record(figid)
    except (InputError, FileNotFoundError):
        return None
    acts = [act for _, act in read_corrections(library.path, figid)]
    return figure_rows(apply_corrections(record, acts), lexicon, len(acts))


def _time(folder: str | Path) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0


def _passing(records: Iterable[tuple[FigureRecord, int]], sets: Gatherer | None) -> Iterator[tuple[FigureRecord, int]]:
    for record, acts in records:
        if sets:
            sets.add(record)
        yield record, acts


def _corrected(library: Library, failures: list[Failure]) -> Iterator[tuple[FigureRecord, int]]:
    """Give each record as people corrected it, with the number of corrections."""
    for figid in library.figids():
        try:
            record = library.record(figid)
        except InputError as error:
            path = str(library.record_path(figid))
            failures.append(Failure(figid=figid, stage="build", error="InputError", message=str(error), path=path))
            continue
        acts = [act for _, act in read_corrections(library.path, figid)]
        yield apply_corrections(record, acts), len(acts)


class _Builder:
    """Number figures, entities and relations, and hand them to a writer in batches."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.figures = 0
        self._edges = 0
        self._entities: dict[str, tuple[int, Ref]] = {}
        self._waiting: dict[str, list[Row]] = {}
        self._texts: list[tuple[int, tuple[str, ...]]] = []
        self._postings = Postings()
        self._titles: list[str] = []
        self._pairs = (array("i"), array("i"))
        self._counts: dict[str, array[Any]] = {name: array("f" if name in _FLOATS else "i") for name in _COUNTS}
        self._ends: dict[str, array[Any]] = {
            "edge_figure": array("i"),
            "edge_sign": array("b"),
            "edge_weight": array("f"),
        }

    def add(self, rows: FigureRows) -> None:
        """Take one figure."""
        n = self.figures
        self._row("figure", (n, *rows.figure))
        self._row("record", (n, rows.data))
        self._texts.append((n, rows.text))
        self._postings.add(n, rows.text)
        said = dict(zip(BY_NAME["figure"].names[1:], rows.figure, strict=True))
        self._titles.append(said["title"].lower())
        for name, column in self._counts.items():
            column.append(_number(said[name], name))
        for ref, count in rows.refs:
            e = self._entity(ref)
            self._pairs[0].append(n)
            self._pairs[1].append(e)
            self._row("figure_entity", (e, n, count))
        for edge in rows.edges:
            self._edge(n, edge)
        self.figures += 1
        if self.figures % _BATCH == 0:
            self._flush()

    def _edge(self, n: int, edge: EdgeRow) -> None:
        said = dict(zip(BY_NAME["edge"].names[2:], edge.values, strict=True))
        self._row("edge", (self._edges, n, *edge.values))
        self._ends["edge_figure"].append(n)
        self._ends["edge_sign"].append(_SIGNS.get(said["sign"], 0))
        self._ends["edge_weight"].append(said["score"] + said["stated"])
        for end in edge.ends:
            self._row("edge_end", (self._entity(end.ref), end.side, self._edges, int(end.member)))
        self._edges += 1

    def _entity(self, ref: Ref) -> int:
        return self._entities.setdefault(ref.curie, (len(self._entities), ref))[0]

    def _row(self, table: str, values: Row) -> None:
        self._waiting.setdefault(table, []).append(values)

    def _flush(self) -> None:
        for table, rows in self._waiting.items():
            self.writer.add(table, rows)
        self.writer.add_text(self._texts)
        self._waiting.clear()
        self._texts.clear()

    def finish(self, lexicon: Lexicon) -> None:
        """Write what is known only when all figures were seen: entities, their names, postings, arrays."""
        arrays = self._arrays()
        named = np.diff(arrays["start"]).tolist()
        for curie, (e, ref) in self._entities.items():
            self._row("entity", (e, curie, ref.kind, ref.name, ref.organism, named[e]))
        for key, e, name in _aliases(self._entities, lexicon):
            self._row("alias", (key, e, name))
        for name, value in (("schema", VERSION), ("figway", __version__), ("figures", str(self.figures))):
            self._row("meta", (name, value))
        self._flush()
        self.writer.add("word", self._postings.rows())
        self.writer.add("columns", write_columns(arrays))

    def _arrays(self) -> dict[str, NDArray[Any]]:
        kind = np.array([KINDS.index(ref.kind) for _, ref in self._entities.values()], np.uint8)
        order = sorted(range(self.figures), key=lambda n: (not self._titles[n], self._titles[n]))
        title_order = np.empty(self.figures, np.int32)
        title_order[order] = np.arange(self.figures, dtype=np.int32)
        figure, entity = (np.array(pair, np.int32) for pair in self._pairs)
        counts = {name: np.array(column) for name, column in self._counts.items()}
        ends = {name: np.array(column) for name, column in self._ends.items()}
        return {
            "kind": kind,
            "title_order": title_order,
            **counts,
            **ends,
            **invert(figure, entity, kind, self.figures),
        }


def _number(value: Any, name: str) -> float:
    """Give a value as the arrays hold it: no year is 0, no score is not a number."""
    if name == "score":
        return float("nan") if value is None else float(value)
    return float(value) if name == "doubt" else int(value or 0)


def _aliases(entities: dict[str, tuple[int, Ref]], lexicon: Lexicon) -> Iterator[tuple[str, int, str]]:
    """Give every name of every entity once: its own, its local identifier, and the lexicon's."""
    known: dict[str, list[int]] = {}
    names: dict[tuple[str, int], str] = {}
    for curie, (e, ref) in entities.items():
        names.setdefault((fold(ref.name) or ref.name.lower(), e), ref.name)
        names.setdefault((curie.rpartition(":")[2].lower(), e), curie)
        same = lexicon.owners(curie) if curie.startswith("ncbigene:") else ()
        for owner in {ref.lexicon or curie, *same}:
            known.setdefault(owner, []).append(e)
    for key, name in lexicon.names_of(known):
        for e in known[name.entity]:
            names.setdefault((key, e), name.name)
    return ((key, e, name) for (key, e), name in names.items())
