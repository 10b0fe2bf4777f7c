"""Cut the time that is to be searched into windows of days: pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from figway.acquire.queries import Window

_DAY = datetime.timedelta(days=1)


def months(window: Window) -> Iterator[Window]:
    """Cut at the ends of months.

    >>> [str(w) for w in months(Window(datetime.date(2026, 1, 30), datetime.date(2026, 3, 2)))]
    ['2026-01-30..2026-01-31', '2026-02-01..2026-02-28', '2026-03-01..2026-03-02']
    """
    since = window.since
    while since <= window.until:
        following = (since.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        yield Window(since, min(following - _DAY, window.until))
        since = following


def uncovered(wanted: Window, covered: Iterable[Window]) -> list[Window]:
    """Give the stretches of days that no window covers, in order.

    >>> day = lambda n: datetime.date(2026, 1, n)
    >>> [str(w) for w in uncovered(Window(day(1), day(9)), [Window(day(3), day(4)), Window(day(4), day(6))])]
    ['2026-01-01..2026-01-02', '2026-01-07..2026-01-09']
    """
    gaps, since = [], wanted.since
    for window in sorted(covered):
        if window.until < since or window.since > wanted.until:
            continue
        if window.since > since:
            gaps.append(Window(since, window.since - _DAY))
        since = window.until + _DAY
    return [*gaps, Window(since, wanted.until)] if since <= wanted.until else gaps
