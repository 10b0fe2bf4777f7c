"""Fetch one article: its newest version, its XML and the pictures of its figures, from whoever has them."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figway import derive
from figway.acquire import jats
from figway.acquire.cloud import CloudArticle
from figway.acquire.verify import check_article
from figway.errors import AbsentError, InputError, RemoteError, UnreachableError
from figway.files import DISK_FULL
from figway.harvest.model import ArticleEntry, ArticleState, Choice, FigureEntry, Harvested, Work
from figway.harvest.pictures import Suppliers, fetch_picture
from figway.harvest.shelf import Shelf
from figway.library import Library
from figway.records import FigureRecord

UNVERSIONED = "0"
"""Stands for the version of an article that does not come from the PMC Cloud Service."""

BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an article that nobody thought of may raise; it is told as its trouble and ends no harvest."""


@dataclass(slots=True)
class _Known:
    """Collect what is known of an article while it is fetched."""

    pmcid: str
    version: str = ""
    licence: str = ""
    retracted: bool = False
    source: str = ""
    path: str = ""
    cloud: CloudArticle | None = None

    def entry(self, state: ArticleState, reason: str = "", detail: str = "") -> ArticleEntry:
        return ArticleEntry(
            self.pmcid, state, reason, detail, self.version, self.licence, self.retracted, self.source, self.path
        )

    @property
    def name(self) -> str:
        return f"{self.pmcid}.{self.version}"


class ArticleFetcher:
    """Fetch articles into a library; one serves several threads."""

    def __init__(self, library: Library, suppliers: Suppliers, choice: Choice) -> None:
        self.library = library
        self.suppliers = suppliers
        self.choice = choice

    def __call__(self, work: Work) -> Harvested:
        """Give what became of an article; a trouble with it becomes its state and harms no other."""
        known, shelf = _Known(work.pmcid), Shelf(self.library, work)
        full, unreachable = False, ""
        figures: tuple[FigureEntry, ...] = ()
        try:
            entry, figures = self._fetch(work, known, shelf)
        except AbsentError as error:
            entry = known.entry("skipped", "not available", str(error))
        except OSError as error:
            full = error.errno in DISK_FULL
            entry = known.entry("failed", "cannot be written", f"{error.filename or work.pmcid}: {error.strerror}")
        except InputError as error:
            reason = "service" if isinstance(error, RemoteError) else "unreadable"
            entry = known.entry("failed", reason, str(error))
            unreachable = str(error) if isinstance(error, UnreachableError) else ""
        except BUGS as error:
            detail = f"{type(error).__name__}: {error} (an error inside figway; please report it with this article)"
            entry = known.entry("failed", "internal", detail)
        return Harvested(entry, figures, tuple(shelf.files), full, unreachable)

    def _fetch(self, work: Work, known: _Known, shelf: Shelf) -> tuple[ArticleEntry, tuple[FigureEntry, ...]]:
        if work.pmcid in self.choice.exclude:
            return known.entry("skipped", "excluded"), ()
        self._look_up(known, shelf)
        refused = self._refused(known) if known.cloud is not None else None
        if refused is not None:
            return refused, ()
        path = self._fetch_xml(known, shelf)
        parsed = self._parse(path, known, shelf)
        known.licence = known.licence or parsed.article.licence
        refused = self._refused(known)
        if refused is not None:
            return refused, ()
        drawn = jats.records(parsed, known.pmcid)
        if not drawn and not parsed.has_body and known.cloud is None:
            shelf.drop_article(path)
            known.path = ""
            raise AbsentError(f"{known.source} gives no full text")
        return known.entry("done"), tuple(self._figure(work, known, shelf, d.record, d.names) for d in drawn)

    def _refused(self, known: _Known) -> ArticleEntry | None:
        """Say why an article is not wanted, where it is not."""
        if self.choice.keeps(known.pmcid):
            return None
        if self.choice.refuses_licence(known.licence):
            return known.entry("skipped", "licence", known.licence or "none stated")
        if known.retracted and not self.choice.retracted:
            return known.entry("skipped", "retracted")
        return None

    def _look_up(self, known: _Known, shelf: Shelf) -> None:
        """Find the newest published version in the cloud, and what its metadata say.

        A higher number need not be the better version: it may be the author's manuscript of what is published.
        """
        cloud = self.suppliers.cloud
        stated: dict[int, dict[str, Any]] = {}
        for version in cloud.versions(known.pmcid):
            with contextlib.suppress(AbsentError):  # its metadata are not there yet
                stated[version] = cloud.metadata(known.pmcid, version)
        articles = [cloud.article(known.pmcid, version, metadata) for version, metadata in stated.items()]
        if not articles:
            known.version = UNVERSIONED
            return
        known.cloud = max(articles, key=lambda a: (a.open_access and not a.manuscript, not a.manuscript, a.version))
        known.version, known.source = str(known.cloud.version), cloud.name
        known.licence, known.retracted = known.cloud.licence, any(article.retracted for article in articles)
        body = json.dumps(stated[known.cloud.version], ensure_ascii=False, indent=1).encode()
        written = shelf.write(f"articles/{known.name}/{known.name}.json", body)
        shelf.note(written, "metadata", cloud.name, cloud.metadata_url(known.pmcid, known.cloud.version))

    def _fetch_xml(self, known: _Known, shelf: Shelf) -> Path:
        """Bring the article's XML to its place, from the cloud, else from Europe PMC, else from E-utilities."""
        relative = f"articles/{known.name}/{known.name}.xml"
        path, known.path = shelf.place(relative), relative
        if known.cloud is not None and known.cloud.xml is not None:
            file = known.cloud.xml
            fetched = shelf.held(relative, file.md5) or self.suppliers.cloud.fetch(file, path, check_article)
            shelf.note(fetched, "article", known.source, file.url, file.md5)
        elif shelf.held(relative) is None:
            try:
                fetched = self.suppliers.europepmc.fetch_xml(known.pmcid, path)
                known.source = self.suppliers.europepmc.name
            except AbsentError:
                fetched = shelf.write(relative, self.suppliers.entrez.fetch_xml(known.pmcid))
                known.source = self.suppliers.entrez.name
            shelf.note(fetched, "article", known.source)
        return path

    def _parse(self, path: Path, known: _Known, shelf: Shelf) -> jats.JatsArticle:
        """Read an article; one that cannot be read, and whose MD5 no one stated, is removed to be fetched anew."""
        try:
            return jats.parse(path.read_bytes(), str(path))
        except InputError:
            if known.cloud is None or known.cloud.xml is None or not known.cloud.xml.md5:
                shelf.drop_article(path)
            raise

    def _figure(
        self, work: Work, known: _Known, shelf: Shelf, record: FigureRecord, names: tuple[str, ...]
    ) -> FigureEntry:
        """Fetch the picture of one figure and say what became of it."""
        figid, choice = record.figid, self.choice
        number = derive.number(record.figure.number, record.figure.filename)
        asked = bool(choice.only & {figid, number, record.figure.number})
        kept = choice.keeps(work.pmcid, figid) or figid in work.kept or asked
        licence = record.figure.image.licence or known.licence
        base = FigureEntry(figid, work.pmcid, number, "done", licence=licence, kept=kept)
        if figid in choice.exclude:
            return base._replace(state="skipped", reason="excluded")
        if choice.only and not asked and figid not in work.done:
            return base._replace(state="skipped", reason="not asked for")
        if not kept and choice.refuses_caption(f"{record.figure.figtitle}\n{record.figure.caption}"):
            return base._replace(state="skipped", reason="caption", detail=choice.caption)
        if not names:
            return base._replace(state="skipped", reason="no picture")
        try:
            url, path = fetch_picture(shelf, self.suppliers, known.cloud, figid, names)
        except AbsentError as error:
            return base._replace(state="missing", reason="no service has the picture", detail=str(error))
        except RemoteError as error:
            return base._replace(state="failed", reason="service", detail=str(error))
        return base._replace(path=path, url=url)
