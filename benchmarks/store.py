"""Build a store of a drawn library and search it: time, size, memory, and how long each kind of query takes.

    python benchmarks/store.py [--figures N] [--files] [--rounds N] [--keep FOLDER] [--json]

Draws the records (see drawing.py) straight into the store's writer, or with --files first writes record files and builds
the library from them as `figway build` does. The seconds of drawing are taken off. Then it asks --rounds queries of
each kind, drawn with their facets as a page of results shows them, and prints the median and 95th percentile of their
wall-clock times, and the mean CPU time. --keep leaves the library, and asks the store that it finds there already.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from drawing import FIGURES, ORGANISMS, TOPIC, Words, draw_records, genes, terms
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


def build(folder: Path, lexicon: Lexicon, figures: int, *, files: bool) -> dict[str, float]:
    clock = Clock()
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
    cpu, wall = time.process_time(), time.perf_counter()
    if files:
        build_store(library)
    else:
        made: Iterator[FigureRows] = (figure_rows(record, lexicon) for record in counted())
        write_store(folder / STORE, made, lexicon)
    return {
        "figures": figures, **rows, "build_s": time.perf_counter() - wall - clock.wall,
        "build_cpu_s": time.process_time() - cpu - clock.cpu, "store_mb": (folder / STORE).stat().st_size / 1e6,
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


def ask(store: Store, queries: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    wall: dict[str, list[float]] = {}
    facts: dict[str, dict[str, float]] = {}
    for kind, texts in queries.items():
        times, cpu, total = [], time.process_time(), 0
        for text in texts:
            start = time.perf_counter()
            total += store.search(text, size=24).total
            times.append(1000 * (time.perf_counter() - start))
        wall[kind] = times
        facts[kind] = {
            "p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95)),
            "cpu_ms": 1000 * (time.process_time() - cpu) / len(texts), "mean_found": total / len(texts),
        }  # fmt: skip
    every = [t for times in wall.values() for t in times]
    cpu_ms = float(np.mean([f["cpu_ms"] for f in facts.values()]))
    middle, late = (float(np.percentile(every, part)) for part in (50, 95))
    facts["every kind"] = {"p50_ms": middle, "p95_ms": late, "cpu_ms": cpu_ms, "mean_found": 0.0}
    return facts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--files", action="store_true", help="write record files and build from them")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lexicon = Lexicon.load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary) / "library"
        facts: dict[str, float] = {}
        if not (folder / STORE).is_file():
            print("drawing and building ...", file=sys.stderr)
            facts = build(folder, lexicon, arguments.figures, files=arguments.files)
        start = time.perf_counter()
        store = open_store(folder)
        store.search("insulin")
        facts["open_and_first_search_ms"] = 1000 * (time.perf_counter() - start)
        found = ask(store, draw_queries(lexicon, arguments.rounds))
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
