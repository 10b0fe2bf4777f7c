"""Search a store and, in the place of some of its figures, what people made of them since it was built."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from figway.lexicon.load import Lexicon
from figway.records import FigureRecord
from figway.store.build import write_store
from figway.store.columns import Mask
from figway.store.query import Ranks
from figway.store.rows import FigureRows
from figway.store.search import Hit, Store, open_store

_FIGURE_COLUMNS = ("year", "score", "genes", "chemicals", "diseases", "relations", "corrections", "doubt")
_IN = 500


class CorrectedStore(Store):
    """Answer as `base` does, but for the figures that `since` holds: those it answers for, at their old numbers.

    Spelling help, similar figures and the order by title are those of `base`, until it is built anew.
    """

    def __init__(self, base: Store, since: Store, keep: object = None) -> None:
        self.base, self.since, self._keep = base, since, keep
        self.reader, self.name = base.reader, base.name
        self._evaluator, self._by_kind = base._evaluator, base._by_kind
        numbers = {figid: n for n, figid in since.reader.rows("SELECT n, figid FROM figure")}
        places = list(_numbers(base, sorted(numbers)))
        self._there = np.array([numbers[figid] for figid, _ in places], np.int64)
        self._here = np.array([n for _, n in places], np.int64)
        self._new = dict(zip(self._here.tolist(), self._there.tolist(), strict=True))
        self._old = np.ones(base.columns.figures, np.bool_)
        self._old[self._here] = False
        self.columns = replace(base.columns, **{name: self._patched(name) for name in _FIGURE_COLUMNS})

    def _patched(self, name: str) -> Any:
        column = getattr(self.base.columns, name).copy()
        column[self._here] = getattr(self.since.columns, name)[self._there]
        return column

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


def _numbers(store: Store, figids: list[str]) -> Iterable[tuple[str, int]]:
    for first in range(0, len(figids), _IN):
        some = figids[first : first + _IN]
        rows = store.reader.rows(f"SELECT figid, n FROM figure WHERE figid IN ({', '.join('?' * len(some))})", some)
        yield from ((str(figid), int(n)) for figid, n in rows)
