"""Fetch one article: its newest version, its XML and the pictures of its figures, from whoever has them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from figway import derive
from figway.acquire.article_xml import ArticleXml, read_article
from figway.acquire.cloud import Cloud, CloudArticle, find_picture, picture_names
from figway.acquire.entrez import Entrez
from figway.acquire.europepmc import EuropePmc
from figway.acquire.verify import check_article, check_picture
from figway.download import Fetched, hash_of
from figway.errors import AbsentError, InputError, RemoteError
from figway.files import DISK_FULL, write_whole
from figway.harvest.model import ArticleEntry, ArticleState, Choice, FigureEntry, FileEntry, FileKind, Harvested, Work
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


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Hold the services that give articles, in the order in which they are asked."""

    cloud: Cloud
    europepmc: EuropePmc
    entrez: Entrez


@dataclass(slots=True)
class _Got:
    """Collect what was fetched of an article."""

    files: list[FileEntry] = field(default_factory=list)
    version: str = ""
    licence: str = ""
    retracted: bool = False
    source: str = ""
    path: str = ""
    cloud: CloudArticle | None = None

    def entry(self, pmcid: str, state: ArticleState, reason: str = "", detail: str = "") -> ArticleEntry:
        return ArticleEntry(
            pmcid,
            state,
            reason,
            detail,
            self.version,
            self.licence,
            self.retracted,
            self.source,
            self.path,
        )


class ArticleFetcher:
    """Fetch articles into a library; one serves several threads."""

    def __init__(self, library: Path, suppliers: Suppliers, choice: Choice) -> None:
        self.library = library
        self.suppliers = suppliers
        self.choice = choice

    def __call__(self, work: Work) -> Harvested:
        """Give what became of an article; a trouble with it becomes its state and harms no other."""
        got = _Got()
        try:
            return self._fetch(work, got)
        except AbsentError as error:
            return Harvested(got.entry(work.pmcid, "skipped", "not available", str(error)), files=tuple(got.files))
        except OSError as error:
            full = error.errno in DISK_FULL
            entry = got.entry(work.pmcid, "failed", "cannot be written", f"{error.filename}: {error.strerror}")
            return Harvested(entry, files=tuple(got.files), disk_full=full)
        except InputError as error:
            reason = "service" if isinstance(error, RemoteError) else "unreadable"
            return Harvested(got.entry(work.pmcid, "failed", reason, str(error)), files=tuple(got.files))
        except BUGS as error:
            detail = f"{type(error).__name__}: {error} (an error inside figway; please report it with this article)"
            return Harvested(got.entry(work.pmcid, "failed", "internal", detail), files=tuple(got.files))

    def _fetch(self, work: Work, got: _Got) -> Harvested:
        pmcid, choice = work.pmcid, self.choice
        if pmcid in choice.exclude:
            return Harvested(got.entry(pmcid, "skipped", "excluded"))
        kept = choice.keeps(pmcid)
        self._look_up(pmcid, got)
        if got.cloud is not None and not kept:
            if choice.refuses_licence(got.licence):
                return Harvested(got.entry(pmcid, "skipped", "licence", got.licence or "none stated"))
            if got.retracted and not choice.retracted:
                return Harvested(got.entry(pmcid, "skipped", "retracted"))
        path = self._fetch_xml(work, got)
        parsed = self._parse(path, pmcid, got)
        got.licence = got.licence or parsed.article.licence
        if not kept and choice.refuses_licence(got.licence):
            return Harvested(
                got.entry(pmcid, "skipped", "licence", got.licence or "none stated"), files=tuple(got.files)
            )
        if not parsed.drawn and not parsed.has_body and got.cloud is None:
            _drop(path, got)
            raise AbsentError(f"{got.source} gives no full text")
        figures = [self._figure(work, got, each.record, each.names) for each in parsed.drawn]
        return Harvested(got.entry(pmcid, "done"), tuple(figures), tuple(got.files))

    def _parse(self, path: Path, pmcid: str, got: _Got) -> ArticleXml:
        """Read an article; one that cannot be read, and whose MD5 no one stated, is removed to be fetched anew."""
        try:
            return read_article(path.read_bytes(), pmcid, str(path))
        except InputError:
            if got.cloud is None or got.cloud.xml is None or not got.cloud.xml.md5:
                _drop(path, got)
            raise

    def _look_up(self, pmcid: str, got: _Got) -> None:
        """Find the newest version in the cloud, and what its metadata say."""
        versions = self.suppliers.cloud.versions(pmcid)
        if not versions:
            got.version, got.source = UNVERSIONED, self.suppliers.europepmc.name
            return
        newest = versions[-1]
        metadata = self.suppliers.cloud.metadata(pmcid, newest)
        article = self.suppliers.cloud.article(pmcid, newest, metadata)
        got.cloud, got.version, got.source = article, str(newest), self.suppliers.cloud.name
        got.licence, got.retracted = article.licence, article.retracted
        self._write(got, pmcid, "metadata", json.dumps(metadata, ensure_ascii=False, indent=1).encode())

    def _fetch_xml(self, work: Work, got: _Got) -> Path:
        """Bring the article's XML to its place, from the cloud, else from Europe PMC, else from E-utilities."""
        pmcid = work.pmcid
        relative = f"{_folder(pmcid, got.version)}/{pmcid}.{got.version}.xml"
        path = self.library / relative
        got.path = relative
        if got.cloud is not None and got.cloud.xml is not None:
            file = got.cloud.xml
            fetched = self._held(work, relative, file.md5) or self.suppliers.cloud.fetch(file, path, check_article)
            got.files.append(_file(relative, pmcid, "article", file.url, got.source, file.md5, fetched))
            return path
        held = self._held(work, relative, "")
        if held is not None:
            return path
        try:
            fetched = self.suppliers.europepmc.fetch_xml(pmcid, path)
            got.source = self.suppliers.europepmc.name
        except AbsentError:
            body = self.suppliers.entrez.fetch_xml(pmcid)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, body)
            fetched = Fetched(path, len(body), hashlib.sha256(body).hexdigest())
            got.source = self.suppliers.entrez.name
        got.files.append(_file(relative, pmcid, "article", "", got.source, "", fetched))
        return path

    def _figure(self, work: Work, got: _Got, record: FigureRecord, names: tuple[str, ...]) -> FigureEntry:
        """Fetch the picture of one figure and say what became of it."""
        figid, choice = record.figid, self.choice
        number = derive.number(record.figure.number, record.figure.filename)
        licence = record.figure.image.licence or got.licence
        asked = bool(choice.only & {figid, number, record.figure.number})
        kept = choice.keeps(work.pmcid, figid) or figid in work.kept or asked
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
            url, path = self._picture(work, got, figid, names)
        except AbsentError as error:
            return base._replace(state="missing", reason="no service has the picture", detail=str(error))
        except RemoteError as error:
            return base._replace(state="failed", reason="service", detail=str(error))
        return base._replace(path=path, url=url)

    def _picture(self, work: Work, got: _Got, figid: str, names: tuple[str, ...]) -> tuple[str, str]:
        """Bring a picture to its place; raises AbsentError where neither service has it, or RemoteError."""
        file = find_picture(names, got.cloud.media) if got.cloud is not None else None
        if file is not None:
            relative = _image(figid, file.name)
            try:
                fetched = self._held(work, relative, file.md5) or self.suppliers.cloud.fetch(
                    file, self.library / relative, check_picture
                )
            except AbsentError:
                pass  # stated and not there: the second source may have it
            else:
                got.files.append(_file(relative, work.pmcid, "picture", file.url, "cloud", file.md5, fetched))
                return file.url, relative
        return self._second_source(work, got, figid, names)

    def _second_source(self, work: Work, got: _Got, figid: str, names: tuple[str, ...]) -> tuple[str, str]:
        said: list[str] = []
        for name in _tried(names):
            relative, url = _image(figid, name), self.suppliers.europepmc.picture_url(work.pmcid, name)
            try:
                fetched = self._held(work, relative, "") or self.suppliers.europepmc.fetch_picture(
                    work.pmcid, name, self.library / relative
                )
            except AbsentError as error:
                said.append(str(error))
                continue
            got.files.append(_file(relative, work.pmcid, "picture", url, "europepmc", "", fetched))
            return url, relative
        raise AbsentError("; ".join(said))

    def _held(self, work: Work, relative: str, md5: str) -> Fetched | None:
        """Give a file that is there already and has the stated MD5, or else is as the ledger knows it."""
        path = self.library / relative
        if not path.is_file():
            return None
        sha256 = hash_of(path, "sha256")
        right = hash_of(path, "md5") == md5 if md5 else work.hashes.get(relative) == sha256
        return Fetched(path, path.stat().st_size, sha256, True) if right else None

    def _write(self, got: _Got, pmcid: str, kind: FileKind, body: bytes) -> None:
        relative = f"{_folder(pmcid, got.version)}/{pmcid}.{got.version}.json"
        path = self.library / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
        fetched = Fetched(path, len(body), hashlib.sha256(body).hexdigest())
        url = self.suppliers.cloud.metadata_url(pmcid, int(got.version))
        got.files.append(_file(relative, pmcid, kind, url, "cloud", "", fetched))


def _drop(path: Path, got: _Got) -> None:
    """Remove an article that is of no use, so that it is fetched anew."""
    path.unlink()
    got.files[:] = [file for file in got.files if file.kind != "article"]
    got.path = ""


def _folder(pmcid: str, version: str) -> str:
    return f"articles/{pmcid}.{version}"


def _image(figid: str, name: str) -> str:
    return f"images/{figid}{Path(name).suffix.lower()}"


def _tried(names: Iterable[str]) -> list[str]:
    """Give the names to ask the second source for, which shows pictures in browsers."""
    found: dict[str, None] = {}
    for name in names:
        for candidate in picture_names(name):
            if re.search(r"\.(?:jpg|png|gif)$", candidate, re.IGNORECASE):
                found.setdefault(candidate)
    return list(found)


def _file(relative: str, pmcid: str, kind: FileKind, url: str, source: str, md5: str, fetched: Fetched) -> FileEntry:
    return FileEntry(relative, pmcid, kind, url, source, md5, fetched.sha256, fetched.size)
