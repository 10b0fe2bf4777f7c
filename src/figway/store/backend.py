"""Say what a database must do to hold a store; `sqlite` and `postgres` do it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

Row = tuple[Any, ...]


class Reader(Protocol):
    """Read a store; nothing can be written through it. Threads may share a reader."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Give the rows of a query, whose parameters are written `?`."""
        ...

    def phrase(self, words: Sequence[str], fields: Sequence[str], *, prefix: bool) -> list[int]:
        """Give the figures with these words one after another in one of the fields; `prefix` leaves the last open."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class Writer(Protocol):
    """Write a new store beside the old one, if any."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to a table of `schema.TABLES`."""
        ...

    def add_text(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Append the words of figures: the figure's number and its texts in the order of `schema.TEXT_FIELDS`."""
        ...

    def finish(self) -> None:
        """Index what was written and put it in the place of the old store, whole."""
        ...

    def abandon(self) -> None:
        """Remove what was written; the old store stays."""
        ...
