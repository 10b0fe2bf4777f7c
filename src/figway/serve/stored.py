"""Answer the pages from a library's store, as fast for a hundred thousand figures as for ten."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

import numpy as np

from figway.enrich import Sets, pack_sets, replace_sets, stored_sets
from figway.enrich.sources import ItemMaker, set_of
from figway.errors import UsageError
from figway.lexicon.load import Lexicon
from figway.records import FigureRecord
from figway.serve.find import snippet, snippet_words
from figway.serve.finder import (
    FACETS,
    Card,
    Count,
    Drawn,
    Hit,
    Overview,
    Results,
    every_year,
    liveliest,
    reference_of,
    title_of,
)
from figway.store import Hit as StoreHit
from figway.store import Results as StoreResults
from figway.store import Store, explore
from figway.store.columns import Mask
from figway.store.copies import once
from figway.store.corrected import CorrectedStore

Narrowed = tuple[tuple[str, tuple[str, ...]], ...]
_FACET_SIZE = 8
_KEPT = 256
_LARGEST_KEPT = 200
"""Figures of a page up to which results are kept; exports ask for all of them at once."""


class StoreFinder:
    """Find figures through a store."""

    def __init__(self, store: Store, copies: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> None:
        self._store, self._copies = store, copies
        self._once = once(store, copies)
        self._found = lru_cache(maxsize=_KEPT)(self._search)

    def sets(self) -> Sets | None:
        """Give the sets that enrichment tests, as people corrected them; None where the store was built without."""
        sets = stored_sets(self._store.reader)
        if sets is None or not isinstance(self._store, CorrectedStore):
            return sets
        since, items = self._store.since, ItemMaker(Lexicon.load())
        figids = [str(figid) for (figid,) in since.reader.rows("SELECT figid FROM figure")]
        return replace_sets(sets, figids, pack_sets(set_of(since.figure(figid), items) for figid in figids))

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
        papers: frozenset[str] | None = None,
    ) -> Results:
        """Find figures; a query that cannot be understood is taken as words. What was found lately is kept."""
        ask = self._found if size <= _LARGEST_KEPT else self._search
        return ask(text, tuple(sorted(chosen.items())), sort, page, size, papers)

    def _search(
        self, text: str, narrowed: Narrowed, sort: str, page: int, size: int, papers: frozenset[str] | None = None
    ) -> Results:
        chosen = dict(narrowed)
        kept = None if papers is None else self._of(papers)

        def find(query: str) -> StoreResults:
            return self._store.search(
                query, filters=chosen, sort=sort, page=page, size=size, facet_size=_FACET_SIZE, within=kept,
                once=self._once,
            )  # fmt: skip

        try:
            found = find(text)
        except UsageError:
            text = text.replace(":", " ")
            found = find(text)
        shown = snippet_words(text)
        hits = tuple(
            Hit(_card(h), h.rank, snippet(h.caption, shown), self._copies.get(h.figid, ())) for h in found.hits
        )
        facets = {name: _counts(name, found.facets[name], chosen.get(name, ())) for name in FACETS}
        meant = explore.spelled(self._store, text) if text and not found.total else ""
        return Results(hits, found.total, facets, page, size, meant)

    def _of(self, papers: frozenset[str]) -> Mask:
        """Mark the figures of papers."""
        return np.fromiter((pmcid in papers for pmcid in self._pmcids), np.bool_, len(self._pmcids))

    @cached_property
    def _pmcids(self) -> list[str]:
        return [str(pmcid) for (pmcid,) in self._store.reader.rows("SELECT pmcid FROM figure ORDER BY n")]

    def complete(self, typed: str, size: int) -> list[explore.Suggestion]:
        """Give names and aliases that begin as the last word that is typed."""
        last = typed.split()[-1] if typed.split() else ""
        found = list(explore.suggest(self._store, last, size))
        if isinstance(self._store, CorrectedStore):
            known = {(s.name, s.kind) for s in found}
            found += [s for s in explore.suggest(self._store.since, last, size) if (s.name, s.kind) not in known]
        return found[:size]

    def similar(self, figid: str, size: int) -> tuple[explore.Similar[Card], ...]:
        """Give the figures that share the most telling names with one."""
        return tuple(
            explore.Similar(_card(s.hit), s.score, s.shared) for s in explore.similar(self._store, figid, size)
        )

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
        if not found and isinstance(self._store, CorrectedStore):
            found = self._store.since.reader.rows(sql, (curie, kind))
        return (str(found[0][0]), f'{kind}:"{curie.rpartition(":")[2]}"') if found else None

    def drawn(self, kind: str, name: str, size: int) -> tuple[Drawn, ...]:
        """Give what figures draw from and to a thing, what the most figures draw first."""
        rows = explore.drawn(self._store, kind, name, size)
        return tuple(Drawn(sign, side == 0, other, what, n) for sign, side, other, what, n in rows)

    def identifier(self, kind: str, name: str) -> str:
        """Give the identifier of a thing by its name, "" where it has none."""
        sql = "SELECT curie FROM entity WHERE kind = ? AND name = ? ORDER BY figures DESC"
        found = self._store.reader.rows(sql, (kind, name))
        return str(found[0][0]) if found else ""

    def entrez(self, figid: str) -> list[str]:
        """Give the NCBI Gene numbers that a figure names, ascending."""
        return explore.entrez_of(self._store.of(figid), figid)

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
