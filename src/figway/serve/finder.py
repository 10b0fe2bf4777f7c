"""Say what the pages ask of a library's figures; `find` answers from memory, `stored` from a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from figway.store.explore import Similar, Suggestion

FACETS = ("organism", "year", "gene", "chemical", "disease", "journal", "kind", "has")
SORTS = ("relevance", "newest", "oldest", "title", "genes", "relations")


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one figure as a list shows it."""

    figid: str
    title: str
    reftext: str
    paper: str
    year: str
    pmcid: str
    genes: int
    chemicals: int
    diseases: int
    relations: int
    image: bool
    doubt: float = 0.0


def title_of(title: str, paper: str, number: str) -> str:
    """Name a figure for people: its title, else the number and the paper that it stands in."""
    return title or (f"{number or 'Figure'} of “{paper}”" if paper else f"{number or 'Figure'} without a title")


def reference_of(number: str, reftext: str, pmcid: str, year: str) -> str:
    """Say in a line where a figure stands: its number, and the paper as it is cited."""
    number = number.capitalize() if number.isupper() else number
    return " · ".join(part for part in (number, *((reftext,) if reftext else (pmcid, year))) if part)


@dataclass(frozen=True, slots=True)
class Count:
    """Say how many of the results have one value of a facet."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one figure that was found, with the piece of its caption that shows why (runs of text; True fits).

    `also` are figures that show the same picture.
    """

    card: Card
    rank: float
    snippet: tuple[tuple[str, bool], ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Hold one page of figures, how many there are in all, how they can be narrowed, and the query as it was meant."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[Count, ...]]
    page: int
    size: int
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Say that figures draw a relation of one thing with another: what it does to it, or what that does to it."""

    sign: str
    outgoing: bool
    name: str
    kind: str
    figures: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Count what a library holds; `best` is the figid of a figure to show, "" where there is none."""

    figures: int
    papers: int
    years: tuple[tuple[int, int], ...]
    genes: int
    chemicals: int
    relations: int
    newest: tuple[Card, ...]
    best: str


class Finder(Protocol):
    """Find figures of one library."""

    def search(
        self,
        text: str,
        chosen: Mapping[str, tuple[str, ...]],
        *,
        sort: str,
        page: int,
        size: int,
        papers: frozenset[str] | None = None,
    ) -> Results:
        """Find figures: what the text asks for, narrowed to the facet values that were chosen and to papers.

        Of figures that show the same picture, the one that fits best stands for all.
        """
        ...

    def complete(self, typed: str, size: int) -> list[Suggestion]:
        """Give names that begin as what is typed, the commonest first."""
        ...

    def similar(self, figid: str, size: int) -> tuple[Similar[Card], ...]:
        """Give the figures that share the most telling names with one."""
        ...

    def overview(self) -> Overview:
        """Count what the library holds."""
        ...

    def top(self, kind: str, size: int) -> list[tuple[str, int]]:
        """Give the names of a kind on the most figures."""
        ...

    def different(self, kind: str) -> int:
        """Count the different names of a kind."""
        ...

    def named(self, kind: str, identifier: str) -> tuple[str, str] | None:
        """Give the name of a thing and the query for its figures; None where no figure names it."""
        ...

    def drawn(self, kind: str, name: str, size: int) -> tuple[Drawn, ...]:
        """Give what figures draw from and to a thing, what the most figures draw first."""
        ...

    def identifier(self, kind: str, name: str) -> str:
        """Give the identifier of a thing by its name, "" where it has none."""
        ...

    def entrez(self, figid: str) -> list[str]:
        """Give the NCBI Gene numbers that a figure names, ascending."""
        ...

    def alias(self, alias: str) -> str:
        """Give the figid that an alias (`PMC123__F2`) stands for, "" where there is none."""
        ...


def every_year(counts: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Count from the first year to the last, years without figures too."""
    return tuple((y, counts.get(y, 0)) for y in range(min(counts), max(counts) + 1)) if counts else ()


def liveliest(genes: int, relations: int) -> tuple[bool, int]:
    """Order figures by how much there is to see on them, for the one that the first page shows."""
    return relations > 0, min(relations, 25) + min(genes, 40)
