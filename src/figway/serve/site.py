"""Hold what a served library is made of: its folder, how it looks, what its figures are in short."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Literal

from figway.corrections import Correction, apply_corrections, read_corrections
from figway.enrich import Sets, open_sets
from figway.errors import InputError, LibraryError
from figway.library import Library
from figway.records import FigureRecord
from figway.serve.finder import Card, Finder, reference_of, title_of
from figway.serve.memory import MemoryFinder
from figway.serve.render import Look
from figway.serve.stored import StoreFinder
from figway.store import changed_since, open_store, store_mark
from figway.summary import summary_row

MEGABYTE = 1_000_000
_IN_MEMORY = 2000
"""Figures up to which corrections are found at once, not only after the next build: more take too long to hold."""

_SAFE = re.compile(r"[\w.+()-]{1,200}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Say how a library is served: its name, limits of what is sent to it, names under which it answers (all: none).

    `curator` is the person in whose name whoever reaches the server corrects figures; "" lets nobody.
    """

    library: Path
    title: str = "figway"
    base_url: str = ""
    upload_limit: int = 20 * MEGABYTE
    body_limit: int = 2 * MEGABYTE
    hosts: tuple[str, ...] = ()
    images: Literal["all", "free"] = "all"
    curator: str = ""


class Site:
    """Answer for a library that is served; nothing of it is ever changed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.library = Library.open(settings.library)
        self.look = Look(settings.title, base_url=settings.base_url, curate=bool(settings.curator), enrich=True)
        self._finder: Finder | None = None
        self._built: object = None
        self._opening = Lock()

    def record(self, figid: str) -> FigureRecord | None:
        """Give a record as people corrected it; None where there is no such figure or its file is damaged."""
        if not _SAFE.fullmatch(figid) or ".." in figid:
            return None
        try:
            record = self.library.record(figid)
        except (FileNotFoundError, InputError):
            return None
        return apply_corrections(record, self.corrections(figid))

    def corrections(self, figid: str) -> list[Correction]:
        """List what people did to a figure, in order."""
        return [c for _, c in read_corrections(self.library.path, figid)]

    @property
    def finder(self) -> Finder:
        """Give what finds figures: the store where it is there and current, opened anew where it was built anew."""
        with self._opening:
            built = store_mark(self.library)
            if self._finder is None or built != self._built:
                self._finder, self._built = _open_finder(self), built
            return self._finder

    def sets(self, finder: Finder) -> Sets:
        """Give the sets that enrichment tests: of the store that the pages are answered from, else of the records."""
        stored = finder.sets() if isinstance(finder, StoreFinder) else None
        return open_sets(self.library.path) if stored is None else stored

    def changed(self) -> None:
        """Forget what was made for the search, for a figure was corrected."""
        self._finder = None

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """List the figures, the newest first."""
        known = self.library.read_summary()
        rows = (known[figid] if record is None else summary_row(record) for figid, record in self._readable(known))
        return tuple(sorted(map(_card, rows), key=lambda c: (c.year, c.relations, c.figid), reverse=True))

    def _readable(self, known: Container[str]) -> Iterator[tuple[str, FigureRecord | None]]:
        """Yield the figures that can be read, with the record of those that are not known without it."""
        for figid in self.library.figids():
            record = None if figid in known else self.record(figid)
            if record is not None or figid in known:
                yield figid, record


def _card(row: dict[str, str]) -> Card:
    number = {name: int(row[name] or 0) for name in ("unique_genes", "chemicals", "diseases", "relations")}
    return Card(
        row["figid"], title_of(row["figtitle"], "", row["number"]),
        reference_of(row["number"], "", row["pmcid"], row["year"]), "", row["year"], row["pmcid"],
        number["unique_genes"], number["chemicals"], number["diseases"], number["relations"], image=True,
    )  # fmt: skip


def _open_finder(site: Site) -> Finder:
    """Take the store unless records are newer, or corrections of a library that memory can hold."""
    newer = changed_since(site.library)
    try:
        if newer == "" or (newer == "corrections" and len(site.library) > _IN_MEMORY):
            return StoreFinder(open_store(site.library.path))
    except LibraryError as error:
        print(f"figway: {error}", file=sys.stderr)
    return MemoryFinder(site)
