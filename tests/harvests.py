"""Harvest from the services that stand in for the real ones."""

from __future__ import annotations

import datetime

from figway.acquire.queries import PHRASES, Query
from figway.harvest.campaign import Plan
from figway.harvest.model import Choice, Search

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)


def plan(
    *,
    since: datetime.date | None = FIRST,
    until: datetime.date = LAST,
    service: str = "entrez",
    query: Query | None = None,
    again: bool = False,
    parallel: int = 2,
    articles: tuple[str, ...] = (),
    **choice: object,
) -> Plan:
    """Put together what a harvest is asked for."""
    search = Search(query or Query(phrases=PHRASES), service, since, until, again)
    return Plan((search,), Choice(**choice), again=again, parallel=parallel, articles=articles)  # type: ignore[arg-type]
