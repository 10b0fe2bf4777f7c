"""Hold what a served library is made of: its folder, how it looks, what its figures are in short."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Literal

from figway.corrections import Correction, apply_corrections, corrections_mark, read_corrections
from figway.enrich import Sets, open_sets
from figway.errors import InputError, LibraryError
from figway.lexicon.load import Lexicon
from figway.library import Library
from figway.records import FigureRecord
from figway.serve.finder import Card, Finder, reference_of, title_of
from figway.serve.memory import MemoryFinder
from figway.serve.render import Look
from figway.serve.stored import StoreFinder
from figway.serve.users import Sessions
from figway.store import (
    Store,
    changed_since,
    corrected_rows,
    corrected_since,
    is_address,
    open_store,
    stands_alone,
    store_mark,
    store_of,
    with_corrected,
)
from figway.store.copies import groups_of
from figway.store.rows import FigureRows
from figway.summary import summary_row

MEGABYTE = 1_000_000

_LOOK_S = 2.0
"""Seconds after which a database is asked again whether its store was built anew."""

_SAFE = re.compile(r"[\w.+()-]{1,200}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Say how a library is served: its name, limits of what is sent to it, names under which it answers (all: none).

    `library` is a folder, or a store alone: a file, or an address such as `postgresql://...`.
    `curator` is the person in whose name whoever reaches the server corrects figures, `users` the file of those who
    may sign in to; without either nobody can. `sessions` is where several workers keep who signed in.
    """

    library: Path | str
    title: str = "figway"
    base_url: str = ""
    upload_limit: int = 20 * MEGABYTE
    body_limit: int = 2 * MEGABYTE
    hosts: tuple[str, ...] = ()
    images: Literal["all", "free"] = "all"
    curator: str = ""
    users: Path | None = None
    sessions: Path | None = None


class Site:
    """Answer for a library that is served; nothing of it is ever changed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._alone = stands_alone(settings.library)
        self.library = self._no_files() if self._alone else Library.open(settings.library)
        self._place = store_of(self.library) if not self._alone else _place(settings.library)
        self.people = Sessions(settings.users, settings.sessions) if settings.users else None
        self.look = Look(
            settings.title, base_url=settings.base_url, curate=bool(settings.curator or settings.users), enrich=True,
            sign_in=self.people is not None,
        )  # fmt: skip
        self._store: tuple[object, Store] | None = None
        self._corrected: dict[str, tuple[int, FigureRows]] = {}
        self._finder: Finder | None = None
        self._built: object = None
        self._looked = 0.0
        self._corrections = 0
        self._opening = Lock()
        if self._alone:
            self._finder, self._built = StoreFinder(open_store(self._place)), store_mark(self._place)

    def _no_files(self) -> Library:
        """Give the library of a store that stands alone: without files, so that all comes from the store."""
        self._folder = tempfile.TemporaryDirectory(prefix="figway-")
        return Library.create(self._folder.name)

    def record(self, figid: str) -> FigureRecord | None:
        """Give a record as people corrected it; None where there is no such figure or its file is damaged."""
        if not _SAFE.fullmatch(figid) or ".." in figid:
            return None
        try:
            record = self.library.record(figid)
        except FileNotFoundError:
            finder = self.finder
            return finder.record(figid) if isinstance(finder, StoreFinder) else None
        except InputError:
            return None
        return apply_corrections(record, self.corrections(figid))

    def figids(self) -> list[str]:
        """List the figures."""
        finder = self.finder
        return finder.figids() if self._alone and isinstance(finder, StoreFinder) else self.library.figids()

    def corrections(self, figid: str) -> list[Correction]:
        """List what people did to a figure, in order."""
        return [c for _, c in read_corrections(self.library.path, figid)]

    @property
    def finder(self) -> Finder:
        """Give what finds figures: the store where it is there and current, opened anew where it was built anew.

        It is made anew, too, where somebody corrected a figure, here or in another worker.
        """
        with self._opening:
            corrections = 0 if self._alone else corrections_mark(self.library.path)
            if corrections != self._corrections:
                self._finder, self._corrections = None, corrections
            if self._finder is None or self._due():
                built = store_mark(self._place)
                if self._finder is None or built != self._built:
                    self._finder, self._built = self._open_finder(), built
            return self._finder

    def _due(self) -> bool:
        """Tell whether to see if the store was built anew; a database is not asked at every request."""
        now = monotonic()
        if is_address(self._place) and now - self._looked < _LOOK_S:
            return False
        self._looked = now
        return True

    def _open_finder(self) -> Finder:
        """Take the store unless records are newer; what was corrected since answers in the place of what it holds."""
        if self._alone:
            return StoreFinder(open_store(self._place))
        newer = changed_since(self.library)
        try:
            if newer in ("", "corrections"):
                store = self.store()
                return StoreFinder(with_corrected(store, self.corrected()) if newer else store, self.copies)
        except LibraryError as error:
            print(f"figway: {error}", file=sys.stderr)
        return MemoryFinder(self)

    @property
    def edition(self) -> str:
        """Give what changes whenever searches may find something else; "" where that cannot be told."""
        return f"{self._built} {self._corrections}" if isinstance(self.finder, StoreFinder) else ""

    def sets(self, finder: Finder) -> Sets:
        """Give the sets that enrichment tests: of the store that the pages are answered from, else of the records."""
        stored = finder.sets() if isinstance(finder, StoreFinder) else None
        return open_sets(self.library.path) if stored is None else stored

    def curator(self, token: str) -> str:
        """Give in whose name corrections are made by one who sends this token; "" for nobody's."""
        return self.settings.curator or (self.people.name_of(token) if self.people else "")

    def store(self) -> Store:
        """Open the library's store, once for each time that it was built."""
        built = store_mark(self._place)
        if self._store is None or self._store[0] != built:
            self._store = (built, open_store(self._place))
        return self._store[1]

    def corrected(self) -> list[FigureRows]:
        """Make the rows of what was corrected since the store was built; of what is known only what changed anew."""
        lexicon = Lexicon.load()
        for figid, time in corrected_since(self.library).items():
            if self._corrected.get(figid, (0,))[0] != time and (rows := corrected_rows(self.library, figid, lexicon)):
                self._corrected[figid] = (time, rows)
        wanted = corrected_since(self.library)
        self._corrected = {figid: held for figid, held in self._corrected.items() if figid in wanted}
        return [rows for _, rows in self._corrected.values()]

    @cached_property
    def copies(self) -> dict[str, tuple[str, ...]]:
        """Give each figure whose picture is in the library more than once the others that show it."""
        return groups_of(self.library.read_duplicates())

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


def _place(where: str | Path) -> str | Path:
    return where if is_address(where) else Path(where)


def _card(row: dict[str, str]) -> Card:
    number = {name: int(row[name] or 0) for name in ("unique_genes", "chemicals", "diseases", "relations")}
    return Card(
        row["figid"], title_of(row["figtitle"], "", row["number"]),
        reference_of(row["number"], "", row["pmcid"], row["year"]), "", row["year"], row["pmcid"],
        number["unique_genes"], number["chemicals"], number["diseases"], number["relations"], image=True,
    )  # fmt: skip
