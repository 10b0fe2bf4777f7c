"""Windows of days, against sets of days."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from figway.acquire.queries import Window
from figway.harvest.windows import months, uncovered

ORIGIN = datetime.date(2023, 11, 1)


def _window(start: int, length: int) -> Window:
    return Window(ORIGIN + datetime.timedelta(start), ORIGIN + datetime.timedelta(start + length))


windows = st.builds(_window, st.integers(0, 500), st.integers(0, 120))


def days(*many: Window) -> set[datetime.date]:
    return {window.since + datetime.timedelta(n) for window in many for n in range(window.days)}


@given(windows, st.lists(windows, max_size=6))
def test_what_is_not_covered_is_left_and_nothing_twice(wanted: Window, covered: list[Window]) -> None:
    left = uncovered(wanted, covered)
    assert days(*left) == days(wanted) - days(*covered)
    assert sum(window.days for window in left) == len(days(*left))


@given(windows)
def test_months_hold_each_day_once(window: Window) -> None:
    parts = list(months(window))
    assert days(*parts) == days(window)
    assert sum(part.days for part in parts) == window.days
    assert all((part.since.year, part.since.month) == (part.until.year, part.until.month) for part in parts)


@given(windows.filter(lambda window: window.days > 1))
def test_halves_hold_each_day_once(window: Window) -> None:
    first, second = window.halves()
    assert first.days + second.days == window.days
    assert days(first, second) == days(window)
    assert abs(first.days - second.days) <= 1
