"""Compare the speed of figway's enrichment with GSEApy's on the same sets, in one interleaved run.

    python benchmarks/enriching.py [--figures N] [--query N] [--rounds N] [--json]

Draws a library of figures (by default 110,000 with 1.4 million gene rows and 350,000 chemical rows, as PFOCR
counts them: sizes log-normal, a few genes in very many figures), asks for a list of genes by figway and by GSEApy in
turn, both with the sets in memory, checks that the p-values agree, and prints the median times, their ratio, the
largest difference, and what opening the packed sets takes. Needs `gseapy` (in figway[benchmarks]).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from figway.enrich import Enricher, FigureSet, Item, Question, Sets, pack_sets
from figway.enrich.cache import load_packed, save_packed
from figway.enrich.identifiers import item_of
from figway.lexicon import Lexicon

GENES, CHEMICALS = 18_586, 14_212
GENE_ROWS, CHEMICAL_ROWS, FIGURES = 1_400_000, 350_000, 110_000


def draw_sets(lexicon: Lexicon, figures: int, seed: int = 1) -> Iterator[FigureSet]:
    """Draw figures with genes of the lexicon and chemicals, in the numbers of the published archive."""
    rng = np.random.default_rng(seed)
    genes = [item for item in human_genes(lexicon) if item.key.startswith("ncbigene:")][:GENES]
    chemicals = [Item(f"mesh:D{n:06}", f"chemical {n}", "chemical") for n in range(CHEMICALS)]
    chosen = [
        _rows(rng, pool, rows / FIGURES, figures) for pool, rows in ((genes, GENE_ROWS), (chemicals, CHEMICAL_ROWS))
    ]
    for number, (some, others) in enumerate(zip(*chosen, strict=True)):
        items = (*(genes[i] for i in some), *(chemicals[i] for i in others))
        yield FigureSet(
            f"PMC{number:07}__f1", items, f"Pathway {number}", "A paper", 1995 + number % 30, ("Homo sapiens",)
        )


def human_genes(lexicon: Lexicon) -> Iterator[Item]:
    for number in range(5, 30_000):
        entity = lexicon.entity(f"hgnc:{number}")
        if entity is not None:
            yield item_of(entity)


def _rows(rng: np.random.Generator, pool: list[Item], mean: float, figures: int) -> list[np.ndarray]:
    sizes = np.maximum(1, rng.lognormal(np.log(mean) - 0.5, 1.0, figures)).astype(int)
    weights = 1 / np.arange(10, len(pool) + 10) ** 0.8
    places = np.minimum(np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(sizes.sum())), len(pool) - 1)
    return np.split(places, np.cumsum(sizes)[:-1])


def timed(call: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def compare(sets: Sets, lexicon: Lexicon, query: list[str], rounds: int) -> dict[str, float]:
    from gseapy.stats import calc_pvalues, multiple_testing_correction

    enricher = Enricher(sets, lexicon)
    genes = {key for key in sets.keys if key.startswith("ncbigene:")}
    keys = sets.keys
    gmt = {sets.ids[n]: {keys[i] for i in sets.items_of(n)} for n in range(len(sets))}
    asked = {enricher.sets.find(label).key for label in query}
    question = Question(query="\n".join(query), fdr=1.0, limit=100, min_size=1, max_size=100_000)
    every = question.model_copy(update={"limit": None})

    def gseapy() -> tuple[object, object]:
        names, p, *_ = calc_pvalues(asked, gmt, genes)
        multiple_testing_correction(p)
        return names, p

    first, _ = timed(lambda: enricher.ask(question))
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed(lambda: enricher.ask(question))[0])
        seconds, (names, p) = timed(gseapy)
        theirs.append(seconds)
    expected = dict(zip(names, p, strict=True))
    answer = enricher.ask(every)
    difference = max(abs(row.p - expected[figid]) for row in answer.sets for figid in (row.id, *row.identical))
    seen = sum(1 + len(row.identical) for row in answer.sets)
    return {
        "sets": len(sets), "tested": answer.tested, "query": answer.query_size, "with_overlap": seen,
        "with_overlap_gseapy": len(expected), "first_ms": 1000 * first, "figway_ms": 1000 * statistics.median(ours),
        "gseapy_ms": 1000 * statistics.median(theirs),
        "ratio": statistics.median(theirs) / statistics.median(ours), "largest_difference_of_p": difference,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--query", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    lexicon = Lexicon.load()
    print("drawing sets ...", file=sys.stderr)
    packing, sets = timed(lambda: pack_sets(draw_sets(lexicon, arguments.figures)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sets.npz"
        save_packed(path, sets, "drawn")
        opening, _ = timed(lambda: load_packed(path, "drawn"))
        size = path.stat().st_size
    rng = np.random.default_rng(7)
    genes = [sets.labels[n] for n in np.flatnonzero(sets.item_kind == 0)]
    common = np.diff(sets.item_start)[sets.item_kind == 0]
    query = [genes[i] for i in rng.choice(len(genes), arguments.query, replace=False, p=common / common.sum())]
    facts = {"packing_s": packing, "packed_mb": size / 1e6, "opening_ms": 1000 * opening}
    facts |= compare(sets, lexicon, query, arguments.rounds)
    facts |= clusters(sets) if arguments.figures <= FIGURES else {}
    if arguments.json:
        print(json.dumps(facts, indent=1))
    else:
        for name, value in facts.items():
            print(f"{name}\t{value:.6g}")


def clusters(sets: Sets) -> dict[str, float]:
    from figway.enrich.clusters import cluster_sets

    seconds, found = timed(lambda: cluster_sets(sets))
    return {"clustering_s": seconds, "clusters": len(found.sets)}


if __name__ == "__main__":
    main()
