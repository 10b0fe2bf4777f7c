"""Answer the pages of a library without a store from its records, held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from figway.records import FigureRecord
from figway.serve.find import Entry, entry_of, search, suggestions
from figway.serve.finder import Card, Drawn, Overview, Results, every_year, liveliest
from figway.store.explore import Similar, Suggestion, rarest
from figway.store.spelling import respell
from figway.store.words import surface


class Records(Protocol):
    """Give the figures of a library and their records as people corrected them."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """List the figures."""
        ...

    @property
    def copies(self) -> Mapping[str, tuple[str, ...]]:
        """Give the figures that show the same picture as one."""
        ...

    def record(self, figid: str) -> FigureRecord | None:
        """Give a record, None where there is no such figure."""
        ...


_ALIKE = ("gene", "chemical", "disease")


class MemoryFinder:
    """Find figures in memory; made anew after a correction."""

    def __init__(self, site: Records) -> None:
        self._site = site

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        pairs = ((self._site.record(card.figid), card) for card in self._site.cards)
        return tuple(entry_of(record, card) for record, card in pairs if record)

    @cached_property
    def _names(self) -> dict[str, frozenset[tuple[str, str]]]:
        """Give what each figure names, by figid."""
        return {
            e.card.figid: frozenset((kind, value) for kind in _ALIKE for value in e.values[kind]) for e in self._entries
        }

    @cached_property
    def _weights(self) -> dict[tuple[str, str], float]:
        counts = Counter(name for names in self._names.values() for name in names)
        return {name: rarest(len(self._entries), n) ** 2 for name, n in counts.items()}

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
        """Find figures: what the text asks for, narrowed to the facet values that were chosen."""
        known = self._entries if papers is None else [e for e in self._entries if e.card.pmcid in papers]
        found = search(known, text, chosen, sort=sort, page=page, size=size, copies=self._site.copies)
        if found.total or not text:
            return found
        meant = respell(text, self._known, lambda word: self._vocabulary.items())
        return Results(found.hits, 0, found.facets, page, size, meant)

    @cached_property
    def _vocabulary(self) -> Counter[str]:
        return Counter(word for e in self._entries for word in set(surface(f"{e.strong} {e.weak}")))

    def _known(self, value: str) -> bool:
        return all(word in self._vocabulary for word in surface(value))

    def complete(self, typed: str, size: int) -> list[Suggestion]:
        """Give names that begin as the last word that is typed."""
        return [Suggestion(value, kind, n) for value, kind, n in suggestions(self._entries, typed, size)]

    def similar(self, figid: str, size: int) -> tuple[Similar[Card], ...]:
        """Give the figures that share the most telling names with one."""
        own = self._names.get(figid, frozenset())
        found = []
        for e in self._entries:
            shared = own & self._names[e.card.figid]
            if shared and e.card.figid != figid:
                score = self._length(shared) ** 2 / (self._length(own) * self._length(self._names[e.card.figid]))
                rare = sorted(shared, key=lambda name: (-self._weights[name], name))
                found.append(Similar(e.card, round(score, 4), tuple(value for _, value in rare)))
        return tuple(sorted(found, key=lambda a: (-a.score, a.hit.figid))[:size])

    def _length(self, names: frozenset[tuple[str, str]]) -> float:
        return float(sum(self._weights[name] for name in names) ** 0.5)

    def overview(self) -> Overview:
        """Count what the library holds."""
        cards = self._site.cards
        years = Counter(int(c.year) for c in cards if c.year.isdigit())
        best = max(cards, key=lambda c: liveliest(c.genes, c.relations), default=None)
        return Overview(
            len(cards), len({c.pmcid for c in cards if c.pmcid}), every_year(years), sum(c.genes for c in cards),
            sum(c.chemicals for c in cards), sum(c.relations for c in cards), cards[:8], best.figid if best else "",
        )  # fmt: skip

    def top(self, kind: str, size: int) -> list[tuple[str, int]]:
        """Give the names of a kind on the most figures."""
        return Counter(v for e in self._entries for v in e.values[kind]).most_common(size)

    def different(self, kind: str) -> int:
        """Count the different names of a kind."""
        return len({v for e in self._entries for v in e.values[kind]})

    def named(self, kind: str, identifier: str) -> tuple[str, str] | None:
        """Give the name that most figures give a thing, and the query for its figures."""
        counts = Counter(name for e in self._entries for what, name, of in e.ids if (what, of) == (kind, identifier))
        if not counts:
            return None
        terms = [f"gene:{identifier}"] if kind == "gene" else [f'{kind}:"{word}"' for word in counts]
        return counts.most_common(1)[0][0], " OR ".join(terms)

    def identifier(self, kind: str, name: str) -> str:
        """Give the identifier of a thing by its name, "" where it has none."""
        return next(
            (of for e in self._entries for what, known, of in sorted(e.ids) if (what, known) == (kind, name)), ""
        )

    def drawn(self, kind: str, name: str, size: int) -> tuple[Drawn, ...]:
        """Give what figures draw from and to a thing, what the most figures draw first."""
        counts: Counter[tuple[str, bool, str, str]] = Counter()
        for e in self._entries:
            ends = {(s, True, b, bk) for a, ak, s, b, bk in e.drawn if (ak, a) == (kind, name)}
            ends |= {(s, False, a, ak) for a, ak, s, b, bk in e.drawn if (bk, b) == (kind, name)}
            counts.update(ends)
        order = sorted(counts.items(), key=lambda p: (-p[1], p[0][2], p[0][0]))
        return tuple(Drawn(*key, n) for key, n in order[:size])

    def entrez(self, figid: str) -> list[str]:
        """Give the NCBI Gene numbers that a figure names, ascending."""
        record = self._site.record(figid)
        return sorted({g.entrez for g in record.genes if g.entrez}, key=int) if record else []

    def alias(self, alias: str) -> str:
        """Give the figid that an alias stands for, "" where there is none."""
        return self._aliases.get(alias, "")

    @cached_property
    def _aliases(self) -> dict[str, str]:
        records = (self._site.record(card.figid) for card in self._site.cards)
        return {r.figid_alias: r.figid for r in records if r and r.figid_alias}
