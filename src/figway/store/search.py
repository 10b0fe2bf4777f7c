"""Find figures in a store: words by their postings, names through the entities, relations through their ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.errors import LibraryError, UsageError
from figway.records import FigureRecord
from figway.store.backend import Reader, Row
from figway.store.columns import KINDS, Columns, Ints, Mask, first_of_each, read_columns
from figway.store.evaluate import HAS, Evaluator
from figway.store.place import open_reader
from figway.store.query import Ranks, parse, parse_edge
from figway.store.rows import unpack
from figway.store.schema import VERSION

SORTS = ("relevance", "newest", "oldest", "title", "genes", "relations", "unsure")
FACETS = ("organism", "year", "gene", "chemical", "disease", "journal", "licence", "kind", "has")
_HIT = (
    "figid, alias, number, title, caption, paper, reftext, year, pmcid, journal, organisms, genes, chemicals, "
    "diseases, relations"
)
_CHUNK = 500
_FEW = 5
"""Terms up to which each is looked up by itself."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one figure of a result; `rank` says how well it fits, and only the order of ranks matters."""

    figid: str
    alias: str
    number: str
    title: str
    caption: str
    paper: str
    reftext: str
    year: str
    pmcid: str
    journal: str
    organisms: tuple[str, ...]
    genes: int
    chemicals: int
    diseases: int
    relations: int
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """Hold one page of figures, how many there are in all, and the commonest values of each facet."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Store:
    """Read a store; nothing can be written through it. Threads may share one."""

    def __init__(self, reader: Reader, where: str) -> None:
        self.reader = reader
        if reader.rows("SELECT value FROM meta WHERE name = 'schema'") != [(VERSION,)]:
            raise LibraryError(f"{where} is a store of another version: build it anew with figway build")
        self.columns: Columns = read_columns(reader.rows("SELECT name, dtype, data FROM columns"))
        self._evaluator = Evaluator(reader, self.columns)
        self.name = lru_cache(maxsize=1 << 15)(self._read_name)
        self._by_kind = {kind: np.flatnonzero(self.columns.kind == at) for at, kind in enumerate(KINDS)}

    @property
    def renamed(self) -> Collection[int]:
        """Give the figures that name other things than `columns` say: none."""
        return ()

    def molecules_of(self, n: int) -> Ints:
        """Give the genes, chemicals and the like that a figure names."""
        return self.columns.molecules_of(n)

    def close(self) -> None:
        """Let go of the database."""
        self.reader.close()

    def of(self, figid: str) -> Store:
        """Give the store that answers for a figure: this one."""
        return self

    def figure(self, figid: str) -> FigureRecord:
        """Give a figure's record, by figid or alias, as people corrected it; raises KeyError."""
        for column in ("figid", "alias"):
            found = self.reader.rows(f"SELECT data FROM record JOIN figure USING (n) WHERE {column} = ?", (figid,))
            if found:
                return unpack(found[0][0])
        raise KeyError(figid)

    def search(
        self,
        text: str,
        *,
        filters: Mapping[str, tuple[str, ...]] | None = None,
        page: int = 1,
        size: int | None = 20,
        sort: str = "relevance",
        facet_size: int = 10,
        within: Mask | None = None,
        once: Ints | None = None,
    ) -> Results:
        """Find figures: see docs/search.md for what can be asked. Raises UsageError where it cannot be understood.

        `filters` keep the figures with one of the values of each facet; a facet is counted among what the others
        leave. No size gives all figures, no facet_size counts nothing. `within` are the figures that may be found; of
        figures with one number in `once` the first is shown, 0 stands alone.
        """
        if sort not in SORTS:
            raise UsageError(f"sort: expected one of {', '.join(SORTS)}, found {sort!r}")
        ranks = self.rank(text)
        if within is not None:
            ranks = Ranks(ranks.mask & within, ranks.score)
        chosen = {name: values for name, values in (filters or {}).items() if values}
        kept = {name: self._having(name, values) for name, values in chosen.items()}
        mask = _all((ranks.mask, *kept.values()))
        rows = np.flatnonzero(mask)
        first = 0 if size is None else (page - 1) * size
        if once is not None and once[rows].any():
            rows = self._sorted(rows, ranks, sort, len(rows))
            rows = rows[first_of_each(once[rows])]
            shown = rows[first : len(rows) if size is None else page * size]
        else:
            shown = self._sorted(rows, ranks, sort, len(rows) if size is None else page * size)[first:]
        facets = self._facets(ranks.mask, kept, chosen, facet_size) if facet_size else {}
        return Results(self.hits(shown, ranks), len(rows), facets)

    def figids(self, text: str) -> list[str]:
        """Give the figids of all figures that fit a query, in their order."""
        wanted = np.flatnonzero(self.rank(text).mask)
        figids = {int(n): str(figid) for n, figid in self.reader.rows("SELECT n, figid FROM figure")}
        return [figids[int(n)] for n in wanted]

    def _facets(
        self, mask: Mask, kept: Mapping[str, Mask], chosen: Mapping[str, tuple[str, ...]], size: int
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        left = {name: _all((mask, *(m for other, m in kept.items() if other != name))) for name in kept}
        left[""] = _all((mask, *kept.values()))
        counts = {name: self.columns.count(some) for name, some in left.items()}
        facets: dict[str, tuple[tuple[str, int], ...]] = {}
        for name in FACETS:
            key = name if name in kept else ""
            if name == "year":
                facets[name] = self._years(left[key])
            elif name == "has":
                facets[name] = self._has(left[key])
            else:
                facets[name] = self._entities(name, left[key], counts[key], size, chosen.get(name, ()))
        return facets

    def rank(self, text: str) -> Ranks:
        """Find and weigh the figures that fit a query."""
        edge = parse_edge(text)
        if edge is not None:
            return self._evaluator.edges(edge)
        groups: list[Ranks] = []
        out: list[Ranks] = []
        terms = list(parse(text))
        evaluator = self._evaluator.prepared(terms) if len(terms) > _FEW else self._evaluator
        for term in terms:
            found = evaluator.term(term)
            if term.out:
                out.append(found)
            elif term.either and groups:
                groups[-1] = groups[-1] | found
            else:
                groups.append(found)
        ranks = Ranks.of(np.ones(self.columns.figures, np.bool_))
        for group in groups:
            ranks = ranks & group
        for leave in out:
            ranks = ranks.without(leave)
        return ranks

    def _having(self, facet: str, values: Iterable[str]) -> Mask:
        mask = np.zeros(self.columns.figures, np.bool_)
        for value in values:
            if facet == "year":
                mask |= self.columns.year == (int(value) if value.isdecimal() and len(value) < 5 else -1)
            elif facet == "has" and value in HAS:
                mask |= getattr(self.columns, value) > 0
            elif facet in KINDS:
                for (e,) in self.reader.rows("SELECT e FROM entity WHERE kind = ? AND name = ?", (facet, value)):
                    mask[self.columns.figures_of(e)] = True
        return mask

    def _sorted(self, rows: Any, ranks: Ranks, sort: str, most: int) -> Any:
        """Give the first figures in an order, those that are equal by number; the others are not sorted."""
        c = self.columns
        keys: dict[str, Callable[[], NDArray[Any]]] = {
            "relevance": lambda: -ranks.score[rows], "newest": lambda: -c.year[rows],
            "oldest": lambda: np.where(c.year[rows] == 0, 9999, c.year[rows]), "title": lambda: c.title_order[rows],
            "genes": lambda: -c.genes[rows], "relations": lambda: -c.relations[rows],
            "unsure": lambda: -c.doubt[rows],
        }  # fmt: skip
        key = keys[sort]()
        if 0 < most < len(rows):
            some = key <= np.partition(key, most - 1)[most - 1]
            rows, key = rows[some], key[some]
        return rows[np.argsort(key, kind="stable")][:most]

    def hits(self, numbers: Any, ranks: Ranks | None = None) -> tuple[Hit, ...]:
        """Give figures by their numbers, in that order."""
        known: dict[int, Row] = {}
        wanted = [int(n) for n in numbers]
        for first in range(0, len(wanted), _CHUNK):
            some = wanted[first : first + _CHUNK]
            marks = ", ".join("?" * len(some))
            rows = self.reader.rows(f"SELECT n, {_HIT} FROM figure WHERE n IN ({marks})", some)
            known |= {row[0]: row[1:] for row in rows}
        score = ranks.score if ranks else np.zeros(self.columns.figures, np.float32)
        return tuple(_hit(known[n], float(score[n])) for n in wanted)

    def _years(self, mask: Mask) -> tuple[tuple[str, int], ...]:
        counts = np.bincount(self.columns.year[mask])
        return tuple((str(year), int(counts[year])) for year in np.flatnonzero(counts)[::-1] if year)

    def _has(self, mask: Mask) -> tuple[tuple[str, int], ...]:
        pairs = [(has, int(np.count_nonzero(mask & (getattr(self.columns, has) > 0)))) for has in HAS]
        return tuple(sorted((pair for pair in pairs if pair[1]), key=lambda pair: -pair[1]))

    def _entities(
        self, kind: str, mask: Mask, counts: NDArray[np.int64], size: int, chosen: Iterable[str]
    ) -> tuple[tuple[str, int], ...]:
        """Count the commonest things of a kind by name, and those that were chosen; of one name, figures of either."""
        of_kind = self._by_kind[kind]
        here = counts[of_kind]
        most = min(size, int(np.count_nonzero(here)))
        top = of_kind[np.argpartition(-here, most - 1)[:most]] if most else of_kind[:0]
        names = Counter(self.name(int(e)) for e in top)
        found = {self.name(int(e)): int(counts[e]) for e in top}
        for name in (*(n for n, times in names.items() if times > 1), *chosen):
            found[name] = int(np.count_nonzero(mask & self._having(kind, (name,))))
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def _read_name(self, e: int) -> str:
        return str(self.reader.rows("SELECT name FROM entity WHERE e = ?", (e,))[0][0])


def _all(masks: Iterable[Mask]) -> Mask:
    found, *others = masks
    for mask in others:
        found = found & mask
    return found


def _hit(row: Row, rank: float) -> Hit:
    at = _HIT.split(", ").index("organisms")
    organisms = tuple(o for o in row[at].split("|") if o)
    values: Row = (*row[:at], organisms, *row[at + 1 :], round(rank, 4))
    return Hit(*values)


def open_store(path: str | Path) -> Store:
    """Open the store of a library folder, a store file or a database (`postgresql://...`).

    Raises LibraryError where there is none.
    """
    reader, name = open_reader(path)
    try:
        return Store(reader, name)
    except BaseException:
        reader.close()
        raise
