"""Build a store of a drawn library and search it: time, size, memory, and how long each kind of query takes.

    python benchmarks/store.py [--figures N] [--files] [--rounds N] [--keep FOLDER] [--to ADDRESS] [--json]

Draws the records (see drawing.py) straight into the store's writer, or with --files first writes record files and builds
the library from them as `figway build` does. The seconds of drawing are taken off. Then it asks --rounds queries of
each kind, drawn with their facets as a page of results shows them, and prints the median and 95th percentile of their
wall-clock times, and the mean CPU time. --keep leaves the library, and asks the store that it finds there already.
--to builds and asks in a PostgreSQL database on this machine (`postgresql://...`), whose CPU time is counted too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

import processes
from drawing import FIGURES, ORGANISMS, TOPIC, Words, draw_records, genes, terms
from figway.enrich import SetsGatherer
from figway.errors import LibraryError
from figway.lexicon import Lexicon
from figway.library import Library
from figway.records import FigureRecord
from figway.store import Store, build_store, open_store
from figway.store.build import write_store
from figway.store.place import STORE
from figway.store.rows import FigureRows, figure_rows


class Clock:
    """Sum the CPU and wall-clock seconds that are spent in drawing."""

    def __init__(self) -> None:
        self.cpu = self.wall = 0.0

    def outside(self, records: Iterable[FigureRecord]) -> Iterator[FigureRecord]:
        """Pass records on."""
        found = iter(records)
        while True:
            cpu, wall = time.process_time(), time.perf_counter()
            record = next(found, None)
            self.cpu += time.process_time() - cpu
            self.wall += time.perf_counter() - wall
            if record is None:
                return
            yield record


class Database:
    """Tell the size of a store and the CPU time of its database: none of its own for SQLite, all of PostgreSQL's."""

    def __init__(self, where: str | Path) -> None:
        self._where = where
        self._server = 0
        if isinstance(where, str):
            import psycopg

            self._connection = psycopg.connect(where, autocommit=True)
            self._server = processes.parent(self._connection.info.backend_pid)

    def cpu_s(self) -> float:
        """Give the CPU seconds that the database has taken so far."""
        return processes.cpu_s(self._server) if self._server else 0.0

    def size_mb(self) -> float:
        """Give the megabytes of the store."""
        if isinstance(self._where, Path):
            return self._where.stat().st_size / 1e6
        sql = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'figway'::regnamespace AND relkind = 'r'"
        row = self._connection.execute(sql).fetchone()
        return float(row[0]) / 1e6 if row else 0.0


def build(folder: Path, to: str, lexicon: Lexicon, figures: int, *, files: bool) -> dict[str, float]:
    clock = Clock()
    database = Database(to or folder / STORE)
    drawn = clock.outside(draw_records(lexicon, figures))
    rows = {"gene_rows": 0, "chemical_rows": 0, "relations": 0}

    def counted() -> Iterator[FigureRecord]:
        for record in drawn:
            rows["gene_rows"] += len(record.genes)
            rows["chemical_rows"] += len(record.chemicals)
            rows["relations"] += len(record.relations)
            yield record

    library = Library.create(folder)
    if files:
        for record in counted():
            library.record_path(record.figid).write_text(record.to_json(), "utf-8")
        clock = Clock()
    sets = SetsGatherer(lexicon)

    def made() -> Iterator[FigureRows]:
        for record in counted():
            sets.add(record)
            yield figure_rows(record, lexicon)

    cpu, wall, other = time.process_time(), time.perf_counter(), database.cpu_s()
    if files:
        build_store(library, to=to, sets=sets)
    else:
        write_store(to or folder / STORE, made(), lexicon, sets=sets)
    return {
        "figures": figures, **rows, "build_s": time.perf_counter() - wall - clock.wall,
        "build_cpu_s": time.process_time() - cpu - clock.cpu, "database_cpu_s": database.cpu_s() - other,
        "store_mb": database.size_mb(),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }  # fmt: skip


def draw_queries(lexicon: Lexicon, rounds: int, seed: int = 5) -> dict[str, list[str]]:
    """Draw what people ask: topics are common words, names as common as they are in the figures."""
    rng = np.random.default_rng(seed)
    symbols = [name.word for name in genes(lexicon)]
    chemicals = [name.word for name in terms(lexicon, "chemical", 14_212)]
    words = Words(lexicon, rng)

    def gene() -> str:
        return symbols[min(int(rng.exponential(600)), len(symbols) - 1)]

    def chemical() -> str:
        return chemicals[min(int(rng.exponential(400)), len(chemicals) - 1)]

    def topic() -> str:
        return str(rng.choice(TOPIC[5:]))

    def word() -> str:
        return str(words.draw(rng, np.array([1, 1]))[0][0])

    def organism() -> str:
        return ORGANISMS[int(rng.integers(len(ORGANISMS)))][0]

    kinds = {
        "topic": topic, "any word": word, "two topics": lambda: f"{topic()} {topic()}",
        "topic OR topic": lambda: f"{topic()} OR {topic()}", "phrase": lambda: f'"{topic()} {topic()}"',
        "prefix": lambda: f"{topic()[:4]}*", "symbol": gene, "gene": lambda: f"gene:{gene()}",
        "two genes": lambda: f"gene:{gene()} gene:{gene()}", "genes OR": lambda: f"gene:{gene()} OR gene:{gene()}",
        "chemical": lambda: f'chemical:"{chemical()}"', "words and gene": lambda: f"{topic()} gene:{gene()} year:2015..",
        "organism": lambda: f'organism:"{organism()}"', "years": lambda: f"year:{1998 + int(rng.integers(26))}..",
        "relation": lambda: f"{gene()} -> ?", "has relations": lambda: f"{topic()} has:relations",
        "author": lambda: f"author:{word()}", "all": lambda: "",
    }  # fmt: skip
    return {kind: [make() for _ in range(rounds)] for kind, make in kinds.items()}


def ask(store: Store, database: Database, queries: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    wall: dict[str, list[float]] = {}
    facts: dict[str, dict[str, float]] = {}
    for kind, texts in queries.items():
        times, cpu, total = [], time.process_time() + database.cpu_s(), 0
        for text in texts:
            start = time.perf_counter()
            total += store.search(text, size=24).total
            times.append(1000 * (time.perf_counter() - start))
        wall[kind] = times
        facts[kind] = {
            "p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95)),
            "cpu_ms": 1000 * (time.process_time() + database.cpu_s() - cpu) / len(texts), "mean_found": total / len(texts),
        }  # fmt: skip
    every = [t for times in wall.values() for t in times]
    cpu_ms = float(np.mean([f["cpu_ms"] for f in facts.values()]))
    middle, late = (float(np.percentile(every, part)) for part in (50, 95))
    facts["every kind"] = {"p50_ms": middle, "p95_ms": late, "cpu_ms": cpu_ms, "mean_found": 0.0}
    return facts


def stands(where: str | Path) -> bool:
    try:
        open_store(where).close()
    except LibraryError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--files", action="store_true", help="write record files and build from them")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--to", default="", metavar="ADDRESS")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lexicon = Lexicon.load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary) / "library"
        facts: dict[str, float] = {}
        where = arguments.to or folder / STORE
        if not stands(where):
            print("drawing and building ...", file=sys.stderr)
            facts = build(folder, arguments.to, lexicon, arguments.figures, files=arguments.files)
        start = time.perf_counter()
        with contextlib.closing(open_store(where)) as store:
            store.search("insulin")
            facts["open_and_first_search_ms"] = 1000 * (time.perf_counter() - start)
            found = ask(store, Database(where), draw_queries(lexicon, arguments.rounds))
    if arguments.json:
        print(json.dumps({**facts, "queries": found}, indent=1))
        return
    for name, value in facts.items():
        print(f"{name}\t{value:.6g}")
    print("\nquery\tp50 ms\tp95 ms\tCPU ms\tfigures found")
    for kind, row in found.items():
        print(kind, *(f"{row[n]:.1f}" for n in ("p50_ms", "p95_ms", "cpu_ms")), f"{row['mean_found']:.0f}", sep="\t")


if __name__ == "__main__":
    main()
