"""Answer the pages from a library's store, as fast for a hundred thousand figures as for ten."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

import numpy as np

from figway.enrich import Sets, stored_sets
from figway.errors import UsageError
from figway.records import FigureRecord
from figway.serve.find import snippet, snippet_words
from figway.serve.finder import (
    FACETS,
    Alike,
    Card,
    Completion,
    Count,
    Hit,
    Overview,
    Results,
    every_year,
    liveliest,
    reference_of,
    title_of,
)
from figway.store import Hit as StoreHit
from figway.store import Store, explore

Narrowed = tuple[tuple[str, tuple[str, ...]], ...]
_FACET_SIZE = 8
_KEPT = 256
_LARGEST_KEPT = 200
"""Figures of a page up to which results are kept; exports ask for all of them at once."""


class StoreFinder:
    """Find figures through a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found = lru_cache(maxsize=_KEPT)(self._search)

    def sets(self) -> Sets | None:
        """Give the sets that enrichment tests, None where the store was built without."""
        return stored_sets(self._store.reader)

    def figids(self) -> list[str]:
        """List the figures of the store."""
        return [str(row[0]) for row in self._store.reader.rows("SELECT figid FROM figure ORDER BY n")]

    def record(self, figid: str) -> FigureRecord | None:
        """Give a record as it was when the store was built; None where there is no such figure."""
        try:
            found = self._store.figure(figid)
        except KeyError:
            return None
        return found if found.figid == figid else None

    def search(
        self,
        text: str,
        chosen: Mapping[str, tuple[str, ...]],
        *,
        sort: str = "relevance",
        page: int = 1,
        size: int = 24,
    ) -> Results:
        """Find figures; a query that cannot be understood is taken as words. What was found lately is kept."""
        ask = self._found if size <= _LARGEST_KEPT else self._search
        return ask(text, tuple(sorted(chosen.items())), sort, page, size)

    def _search(self, text: str, narrowed: Narrowed, sort: str, page: int, size: int) -> Results:
        chosen = dict(narrowed)
        try:
            found = self._store.search(text, filters=chosen, sort=sort, page=page, size=size, facet_size=_FACET_SIZE)
        except UsageError:
            text = text.replace(":", " ")
            found = self._store.search(text, filters=chosen, sort=sort, page=page, size=size, facet_size=_FACET_SIZE)
        shown = snippet_words(text)
        hits = tuple(Hit(_card(h), h.rank, snippet(h.caption, shown)) for h in found.hits)
        facets = {name: _counts(name, found.facets[name], chosen.get(name, ())) for name in FACETS}
        meant = explore.spelled(self._store, text) if text and not found.total else ""
        return Results(hits, found.total, facets, page, size, meant)

    def complete(self, typed: str, size: int) -> list[Completion]:
        """Give names and aliases that begin as the last word that is typed."""
        last = typed.split()[-1] if typed.split() else ""
        return [Completion(s.name, s.kind, s.figures, s.matched) for s in explore.suggest(self._store, last, size)]

    def similar(self, figid: str, size: int) -> tuple[Alike, ...]:
        """Give the figures that share the most telling names with one."""
        return tuple(Alike(_card(s.hit), s.score, s.shared) for s in explore.similar(self._store, figid, size))

    def overview(self) -> Overview:
        """Count what the store holds."""
        return self._overview

    @cached_property
    def _overview(self) -> Overview:
        c = self._store.columns
        papers = self._store.reader.rows("SELECT count(DISTINCT pmcid) FROM figure WHERE pmcid <> ''")[0][0]
        years = {int(y): int(n) for y, n in enumerate(np.bincount(c.year)) if y and n} if c.figures else {}
        newest = self._store.search("", sort="newest", size=8, facet_size=0).hits
        lively = map(liveliest, c.genes.tolist(), c.relations.tolist())
        best = max(enumerate(lively), key=lambda pair: pair[1], default=None)
        shown = self._store.hits([best[0]])[0].figid if best else ""
        return Overview(
            c.figures, int(papers), every_year(years), int(c.genes.sum()), int(c.chemicals.sum()),
            int(c.relations.sum()), tuple(map(_card, newest)), shown,
        )  # fmt: skip

    def top(self, kind: str, size: int) -> list[tuple[str, int]]:
        """Give the names of a kind on the most figures."""
        return explore.top(self._store, kind, size)

    def different(self, kind: str) -> int:
        """Count the different things of a kind."""
        sql = "SELECT count(*) FROM entity WHERE kind = ? AND figures > 0"
        return int(self._store.reader.rows(sql, (kind,))[0][0])

    def named(self, kind: str, identifier: str) -> tuple[str, str] | None:
        """Give the name of a thing and the query for its figures."""
        curie = f"ncbigene:{identifier}" if kind == "gene" else identifier
        sql = "SELECT name FROM entity WHERE curie = ? AND kind = ? AND figures > 0"
        found = self._store.reader.rows(sql, (curie, kind))
        return (str(found[0][0]), f'{kind}:"{curie.rpartition(":")[2]}"') if found else None

    def entrez(self, figid: str) -> list[str]:
        """Give the NCBI Gene numbers that a figure names, ascending."""
        return explore.entrez_of(self._store, figid)

    def alias(self, alias: str) -> str:
        """Give the figid that an alias stands for, "" where there is none."""
        found = self._store.reader.rows("SELECT figid FROM figure WHERE alias = ?", (alias,)) if alias else []
        return str(found[0][0]) if found else ""


def _card(hit: StoreHit) -> Card:
    return Card(
        hit.figid, title_of(hit.title, hit.paper, hit.number),
        reference_of(hit.number, hit.reftext, hit.pmcid, hit.year),
        hit.paper, hit.year, hit.pmcid, hit.genes, hit.chemicals, hit.diseases,
        hit.relations, image=True,
    )  # fmt: skip


def _counts(name: str, pairs: tuple[tuple[str, int], ...], chosen: tuple[str, ...]) -> tuple[Count, ...]:
    """Show what was chosen first, then the commonest; of years the latest."""
    order = pairs if name == "year" else sorted(pairs, key=lambda p: (-p[1], p[0]))
    rows = sorted(order, key=lambda p: p[0] not in chosen)
    return tuple(Count(value, n, value in chosen) for value, n in rows[: max(_FACET_SIZE, len(chosen))])
