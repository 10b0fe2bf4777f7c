"""Ask PubMed Central with a query of its own, and narrow what it finds to the library's papers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

from figway.errors import FigwayError

_FIRST = datetime.date(1800, 1, 1)
_MOST_ASKED = 60
"""Searches for one query at most: each can give 9,999 articles, a query with more is asked by shorter times."""
_KEPT = 64
_ATTEMPTS = 2


class ArchiveError(FigwayError):
    """Say why PubMed Central could not be asked."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Hold what PubMed Central finds: the PMC ids, and how many there are where not all could be had."""

    pmcids: frozenset[str]
    count: int

    @property
    def whole(self) -> bool:
        """Tell whether all were had."""
        return len(self.pmcids) >= self.count


def ask(query: str, today: datetime.date | None = None) -> Papers:
    """Give the articles of a query in PubMed Central's language; an answer is kept for the day.

    Raises ArchiveError where it cannot be asked or does not understand.
    """
    return _ask(" ".join(query.split()), today or datetime.datetime.now(datetime.UTC).date())


@lru_cache(maxsize=_KEPT)
def _ask(text: str, today: datetime.date) -> Papers:
    try:
        from figway.acquire.client import Client, Services
        from figway.acquire.entrez import Entrez
        from figway.acquire.queries import Query, Window
    except ImportError as error:
        raise ArchiveError(f"{error.name} is missing: pip install 'figway[fetch]'") from error
    services = Services()
    found: set[str] = set()
    total = asked = 0
    with Client(rates=services.rates(api_key=False), attempts=_ATTEMPTS) as client:
        entrez = Entrez(client, services.entrez)
        waiting = [Window(_FIRST, today + datetime.timedelta(days=366))]
        while waiting and asked < _MOST_ASKED:
            window, asked = waiting.pop(), asked + 1
            try:
                hits = entrez.search(Query(text=text, open_access=False, date="published"), window)
                total = max(total, hits.count)
                if entrez.limit and hits.count > entrez.limit and window.days > 1:
                    waiting += window.halves()
                    continue
                found.update(hit.pmcid for page in hits.pages for hit in page)
            except FigwayError as error:
                raise ArchiveError(f"PubMed Central could not be asked: {error}") from error
    return Papers(frozenset(found), max(total, len(found)))
