"""Search windows of days, each split until all its hits can be had, and enter them in the ledger."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from figway.acquire.queries import Discovery, Hit, Query, Window
from figway.errors import RemoteError, UnreachableError, UsageError
from figway.harvest.ledger import Ledger
from figway.harvest.model import Search
from figway.harvest.windows import months, uncovered

SETTLED = datetime.timedelta(days=14)
"""How far before its last day a search "since the last one" begins, for what the services index late."""
TRIES = 3
"""How often a search is made whose pages do not hold as many hits as it says there are."""


@dataclass(slots=True)
class Found:
    """Count what a search found.

    `short` are windows that could not be listed whole, and why; `unreachable` are services, and why.
    """

    windows: int = 0
    hits: int = 0
    new: int = 0
    short: list[str] = dataclasses.field(default_factory=list)
    unreachable: list[str] = dataclasses.field(default_factory=list)


def discover(
    service: Discovery, search: Search, ledger: Ledger, tell: Callable[[Window, Found], None] = lambda *_: None
) -> Found:
    """Search the days that are not in the ledger yet, and enter what is found.

    A window in which the service fails is left for the next run, and so are all where it cannot be reached. Raises
    UsageError where the query is not understood, or "since the last time" was asked for and there is none.
    """
    found = Found()
    key = query_key(search.query)
    wanted = [month for window in _wanted(ledger, service.name, key, search) for month in months(window)]
    try:
        for month in wanted:
            _search(service, search.query, key, month, ledger, found, tell)
    except UnreachableError as error:
        found.unreachable.append(str(error))
        found.short.append(f"{Window(month.since, wanted[-1].until)}: {service.name} cannot be reached")
    return found


def query_key(query: Query) -> str:
    """Write a query as the ledger keeps it, so that the same one is known again."""
    return json.dumps(dataclasses.asdict(query), ensure_ascii=False, sort_keys=True)


def _wanted(ledger: Ledger, service: str, key: str, search: Search) -> list[Window]:
    covered = ledger.covered(service, key)
    since = search.since
    if since is None:
        if not covered:
            raise UsageError(
                "this query was not searched before in this library, so there is no last time: give --since DATE."
            )
        since = min(max(window.until for window in covered), search.until) - SETTLED
        return uncovered(
            Window(min(window.since for window in covered), search.until),
            [Window(w.since, min(w.until, since)) for w in covered if w.since <= since],
        )
    if since > search.until:
        raise UsageError(f"--since {since} is after --until {search.until}.")
    whole = Window(since, search.until)
    return [whole] if search.again else uncovered(whole, covered)


def _search(
    service: Discovery,
    query: Query,
    key: str,
    window: Window,
    ledger: Ledger,
    found: Found,
    tell: Callable[[Window, Found], None],
) -> None:
    try:
        count, hits = _list(service, query, window)
        if hits is None:
            for half in window.halves():
                _search(service, query, key, half, ledger, found, tell)
            return
    except UnreachableError:
        raise
    except RemoteError as error:
        found.short.append(f"{window}: {error}")
        return
    found.windows += 1
    found.hits += len(hits)
    found.new += ledger.record_window(service.name, key, window, count, hits)
    if len(hits) < count:
        found.short.append(f"{window}: {service.name} counts {count} articles and lists {len(hits)}")
    tell(window, found)


def _list(service: Discovery, query: Query, window: Window) -> tuple[int, list[Hit] | None]:
    """Give the count and all hits, each once; None for the hits where there are more than the service gives.

    What is found on a single day is listed phrase by phrase where there are more.
    """
    hits: dict[str, Hit] = {}
    for _ in range(TRIES):
        answer = service.search(query, window)
        if service.limit is not None and answer.count > service.limit:
            if window.days > 1:
                return answer.count, None
            if len(query.phrases) > 1:
                alone = [_list(service, dataclasses.replace(query, phrases=(p,)), window)[1] for p in query.phrases]
                return answer.count, list({hit.id: hit for found in alone for hit in found or ()}.values())
        hits |= {hit.id: hit for hit in _all(answer.pages)}
        if len(hits) >= answer.count:
            break
    return answer.count, list(hits.values())


def _all(pages: Iterator[list[Hit]]) -> Iterator[Hit]:
    for page in pages:
        yield from page
