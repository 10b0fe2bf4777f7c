"""Say what is looked for in the literature: a query, days, and what a service finds there."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

PHRASES = (
    "signaling pathway",
    "signalling pathway",
    "regulatory pathway",
    "disease pathway",
    "drug pathway",
    "metabolic pathway",
    "biosynthetic pathway",
    "synthesis pathway",
    "cancer pathway",
    "response pathway",
    "cycle pathway",
)
"""Look for these in captions by default; PFOCR has used the same eleven since 2018."""

DateKind = Literal["live", "published"]
"""Which day counts: when the article came into the archive, or when it was published."""


@dataclass(frozen=True, slots=True)
class Query:
    """Hold what is looked for: phrases in captions, or words in the service's own language in their place."""

    text: str = ""
    phrases: tuple[str, ...] = PHRASES
    open_access: bool = True
    date: DateKind = "live"


class Window(NamedTuple):
    """Hold a stretch of days, both ends included."""

    since: datetime.date
    until: datetime.date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.until - self.since).days + 1

    def halves(self) -> tuple[Window, Window]:
        """Split in two; a single day cannot be split."""
        middle = self.since + datetime.timedelta(days=self.days // 2 - 1)
        return Window(self.since, middle), Window(middle + datetime.timedelta(days=1), self.until)

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"


@dataclass(frozen=True, slots=True)
class Hit:
    """Name one article that was found; `id` is its PMC id, or the service's own where it has none."""

    id: str
    pmcid: str = ""


@dataclass(slots=True)
class Hits:
    """Give the hits of one search page by page; `count` is how many the service says there are."""

    count: int
    pages: Iterator[list[Hit]] = field(repr=False)


class Discovery(Protocol):
    """Describe a service that finds articles."""

    name: str
    limit: int | None
    """How many hits of one search can be had; None where all can."""

    def term(self, query: Query, window: Window) -> str:
        """Write query and days in the service's language."""
        ...

    def search(self, query: Query, window: Window) -> Hits:
        """Look for articles; raises RemoteError, or UsageError for a query that the service does not understand."""
        ...
