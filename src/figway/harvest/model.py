"""Define what a harvest is asked for and what becomes of an article, its figures and files."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from figway.acquire.cloud import licence_key
from figway.acquire.queries import Query

ArticleState = Literal["todo", "done", "skipped", "failed"]
FileKind = Literal["article", "metadata", "picture"]
FigureState = Literal["todo", "done", "skipped", "missing", "failed"]


class ArticleEntry(NamedTuple):
    """Hold what the ledger says of an article, in the order of its columns."""

    id: str
    state: ArticleState
    reason: str = ""
    detail: str = ""
    version: str = ""
    licence: str = ""
    retracted: bool = False
    source: str = ""
    path: str = ""


class FigureEntry(NamedTuple):
    """Hold what the ledger says of a figure, in the order of its columns."""

    id: str
    article: str
    number: str
    state: FigureState
    reason: str = ""
    detail: str = ""
    path: str = ""
    url: str = ""
    licence: str = ""
    kept: bool = False


class FileEntry(NamedTuple):
    """Hold what the ledger says of a file, in the order of its columns."""

    path: str
    article: str
    kind: FileKind
    url: str
    source: str
    md5: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Work:
    """Hold what was known of an article before it is worked on.

    `done` and `kept` are figids, `pictures` are paths by figid, `hashes` are SHA-256 by path.
    """

    pmcid: str
    done: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    pictures: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Harvested:
    """Hold what became of one article.

    `disk_full` says that nothing more can be written, `unreachable` that no connection could be made, and why.
    """

    article: ArticleEntry
    figures: tuple[FigureEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    disk_full: bool = False
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Say which articles and figures are wanted.

    `licences` are keys such as `cc-by`, all where empty. `keep` and `exclude` name articles and figures; what is
    kept is taken whatever its licence and caption.
    """

    licences: frozenset[str] = frozenset()
    caption: str = ""
    retracted: bool = True
    keep: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    def refuses_licence(self, licence: str) -> bool:
        """Tell whether articles of a licence are not wanted."""
        return bool(self.licences) and licence_key(licence) not in self.licences

    def keeps(self, pmcid: str, figid: str = "") -> bool:
        """Tell whether an article, or a figure of it, is named among those to keep."""
        if figid:
            return bool(self.keep & {pmcid, figid})
        return pmcid in self.keep or any(name.startswith(f"{pmcid}__") for name in self.keep)

    def refuses_caption(self, caption: str) -> bool:
        """Tell whether figures of a caption are not wanted."""
        return bool(self.caption) and not re.search(self.caption, caption, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Search:
    """Say what is searched, where and for which days; `since` is None for what came after the last search."""

    query: Query
    service: str
    since: datetime.date | None
    until: datetime.date
    again: bool = False
