"""Search a store and, in the place of some of its figures, what people made of them since it was built."""

from __future__ import annotations

import bisect
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.lexicon.load import Lexicon
from figway.records import FigureRecord
from figway.store.build import write_store
from figway.store.columns import Floats, Ints, Mask
from figway.store.query import Ranks
from figway.store.rows import FigureRows
from figway.store.search import Hit, Store, open_store

_FIGURE_COLUMNS = ("year", "score", "genes", "chemicals", "diseases", "relations", "corrections", "doubt")
_IN = 500


class CorrectedStore(Store):
    """Answer as `base` does, but for the figures that `since` holds: those it answers for, at their old numbers.

    What a name weighs, and spelling help, are those of `base` until it is built anew, and what no figure of `base`
    names makes none similar.
    """

    def __init__(self, base: Store, since: Store, keep: object = None) -> None:
        self.base, self.since, self._keep = base, since, keep
        self.reader, self.name = base.reader, base.name
        self._evaluator, self._by_kind = base._evaluator, base._by_kind
        numbers = {figid: n for n, figid in since.reader.rows("SELECT n, figid FROM figure")}
        places = list(_rows_of(base, "figure", ("figid", "n"), sorted(numbers)))
        self._there = np.array([numbers[figid] for figid, _ in places], np.int64)
        self._here = np.array([n for _, n in places], np.int64)
        self._new = dict(zip(self._here.tolist(), self._there.tolist(), strict=True))
        self._old = np.ones(base.columns.figures, np.bool_)
        self._old[self._here] = False
        self._molecules = self._moved_molecules()
        patched = {name: self._patched(name) for name in _FIGURE_COLUMNS}
        self.columns = replace(base.columns, **patched, title_order=self._title_order(), norm=self._norm())

    def _patched(self, name: str) -> Any:
        column = getattr(self.base.columns, name).copy()
        column[self._here] = getattr(self.since.columns, name)[self._there]
        return column

    def _title_order(self) -> NDArray[np.float64]:
        """Put the titles of what was corrected between those of the base."""
        places = self.base.columns.title_order.astype(np.float64)
        order = np.argsort(self.base.columns.title_order)
        titles: dict[int, str] = dict(self.since.reader.rows("SELECT n, title FROM figure"))
        keys = sorted((_title_key(titles[there]), here) for here, there in self._new.items())
        for number, (key, here) in enumerate(keys, 1):
            place = bisect.bisect_left(order, key, key=lambda n: _title_key(self._old_title(int(n))))
            places[here] = place - 1 + number / (len(keys) + 1)
        return places

    def _old_title(self, n: int) -> str:
        return str(self.reader.rows("SELECT title FROM figure WHERE n = ?", (n,))[0][0])

    def _moved_molecules(self) -> dict[int, Ints]:
        """Give what each corrected figure names, by the numbers of the base."""
        curies = {str(curie): int(e) for e, curie in self.since.reader.rows("SELECT e, curie FROM entity")}
        known = {curies[curie]: e for curie, e in _rows_of(self.base, "entity", ("curie", "e"), sorted(curies))}
        named = {here: self.since.columns.molecules_of(there).tolist() for here, there in self._new.items()}
        return {here: np.array([known[e] for e in es if e in known], np.int32) for here, es in named.items()}

    def _norm(self) -> Floats:
        norm = self.base.columns.norm.copy()
        for here, named in self._molecules.items():
            norm[here] = np.sqrt((self.base.columns.idf(named).astype(np.float64) ** 2).sum())
        return norm

    @property
    def renamed(self) -> Collection[int]:
        """Give the figures that were corrected."""
        return self._molecules.keys()

    def molecules_of(self, n: int) -> Ints:
        """Give the genes, chemicals and the like that a figure names, as people corrected it."""
        return self._molecules[n] if n in self._molecules else self.base.molecules_of(n)

    def close(self) -> None:
        """Let go of both."""
        self.since.reader.close()
        self.base.reader.close()

    def of(self, figid: str) -> Store:
        """Give the store that answers for a figure."""
        return self.since if self.since.reader.rows("SELECT n FROM figure WHERE figid = ?", (figid,)) else self.base

    def figure(self, figid: str) -> FigureRecord:
        """Give a figure's record as people corrected it; raises KeyError."""
        try:
            return self.since.figure(figid)
        except KeyError:
            return self.base.figure(figid)

    def rank(self, text: str) -> Ranks:
        """Find and weigh the figures that fit a query."""
        old, new = self.base.rank(text), self.since.rank(text)
        mask, score = old.mask.copy(), old.score.copy()
        mask[self._here] = new.mask[self._there]
        usual = old.score[old.mask].mean() if old.mask.any() else new.score[self._there]
        score[self._here] = np.where(old.mask[self._here], old.score[self._here], usual)  # few figures weigh no word
        return Ranks(mask, score)

    def hits(self, numbers: Any, ranks: Ranks | None = None) -> tuple[Hit, ...]:
        """Give figures by their numbers, in that order."""
        found = self.base.hits(numbers, ranks)
        new = [self._new[int(n)] for n in numbers if int(n) in self._new]
        fresh = {hit.figid: hit for hit in self.since.hits(new)} if new else {}
        return tuple(replace(fresh[h.figid], rank=h.rank) if h.figid in fresh else h for h in found)

    def _having(self, facet: str, values: Iterable[str]) -> Mask:
        values = tuple(values)
        mask = self.base._having(facet, values).copy()
        mask[self._here] = self.since._having(facet, values)[self._there]
        return mask

    def _facets(
        self, mask: Mask, kept: Mapping[str, Mask], chosen: Mapping[str, tuple[str, ...]], size: int
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        masks = {name: kept[name] & self._old for name in kept}
        old = self.base._facets(mask & self._old, masks, chosen, size)
        new = self.since._facets(self._moved(mask), {n: self._moved(m) for n, m in kept.items()}, chosen, 4 * size)
        found = {}
        for name, pairs in old.items():
            counts = Counter(dict(pairs))
            counts.update({value: n for value, n in new[name] if n})
            order = counts.items() if name == "year" else sorted(counts.items(), key=lambda p: (-p[1], p[0]))
            years = sorted(order, reverse=True) if name == "year" else order
            found[name] = tuple(years)
        return found

    def _moved(self, mask: Mask) -> Mask:
        """Give a mask of the base as one of what was corrected."""
        found = np.zeros(self.since.columns.figures, np.bool_)
        found[self._there] = mask[self._here]
        return found


def with_corrected(base: Store, rows: Iterable[FigureRows]) -> Store:
    """Put figures in the place of a store's own; they are kept in a file that goes with the store."""
    ordered = sorted(rows, key=lambda row: row.figid)
    if not ordered:
        return base
    folder = tempfile.TemporaryDirectory(prefix="figway-")
    path = Path(folder.name) / "corrected.sqlite"
    write_store(path, ordered, Lexicon.load())
    return CorrectedStore(base, open_store(path), folder)


def _title_key(title: str) -> tuple[bool, str]:
    """Give what titles are ordered by, as the store's builder orders them: those without one last."""
    return not title, title.lower()


def _rows_of(store: Store, table: str, columns: tuple[str, str], keys: list[str]) -> Iterator[tuple[str, int]]:
    """Give the key and number of the rows that have one of these keys."""
    for first in range(0, len(keys), _IN):
        some = keys[first : first + _IN]
        marks = ", ".join("?" * len(some))
        rows = store.reader.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE {columns[0]} IN ({marks})", some)
        yield from ((str(key), int(number)) for key, number in rows)
