"""Keep the ledger of a harvest: windows of days, articles, figures and files, each with its state.

One SQLite file, `ledger.sqlite`, in the library. What belongs together is written in one transaction, so that a
process that is killed leaves the ledger as it was before or after. Files are put in place before the ledger says so.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self
from urllib.parse import quote

from figway.acquire.queries import Hit, Window
from figway.errors import LibraryError
from figway.harvest.ledger_reader import LedgerReader
from figway.harvest.model import ArticleEntry, FigureEntry, FileEntry
from figway.harvest.schema import VERSION, create

NAME = "ledger.sqlite"


class Ledger(LedgerReader):
    """Read and write one ledger; one process at a time writes (the library's lock sees to it)."""

    @classmethod
    def open(cls, library: Path, *, dry: bool = False) -> Ledger:
        """Open the ledger of a library for writing, or begin one; with `dry`, a copy in memory.

        Raises LibraryError where the file is none, or one of another version.
        """
        path = library / NAME
        if dry:
            copy = sqlite3.connect(":memory:", isolation_level=None)
            if not path.exists():
                return cls(create(copy))
            with cls.read(library) as ledger:
                ledger._db.backup(copy)
            return cls(copy)
        with _told(path):
            database = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
                create(database)
            _check(path, database)
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                database.execute(f"PRAGMA {pragma}")
            return cls(database)

    @classmethod
    def read(cls, library: Path) -> Ledger:
        """Open the ledger of a library for reading, also while a harvest writes to it; raises LibraryError."""
        path = library / NAME
        with _told(path):
            address = f"file:{quote(str(path.absolute()))}"
            try:
                database = sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=30.0)  # it tidies up when it closes
                _check(path, database)
            except sqlite3.OperationalError:  # a folder that cannot be written to: nobody else can, either
                database = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
                _check(path, database)
            database.execute("PRAGMA query_only = ON")
            return cls(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block writes, or nothing; raises LibraryError where nothing can be written."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise LibraryError(f"cannot write to the ledger: {error}. Free some space and run again.") from error

    def record_window(self, service: str, query: str, window: Window, count: int, hits: Sequence[Hit]) -> int:
        """Enter a window with all that was found in it; give how many articles are new."""
        state = "listed" if len(hits) >= count else "short"
        key = (service, query, str(window.since), str(window.until))
        with self.transaction():
            row = self._db.execute(
                "INSERT INTO windows (service, query, since, until, hits, listed, state, searched)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (service, query, since, until) DO UPDATE SET"
                " hits = excluded.hits, listed = excluded.listed, state = excluded.state, searched = excluded.searched"
                " RETURNING id",
                (*key, count, len(hits), state, _now()),
            ).fetchone()
            self._db.execute("DELETE FROM hits WHERE window = ?", (row["id"],))
            if state == "listed":  # what was searched in smaller or earlier windows is in this one
                self._db.execute(
                    "DELETE FROM windows WHERE service = ? AND query = ? AND since >= ? AND until <= ? AND id <> ?",
                    (*key, row["id"]),
                )
            new = self._add_articles(hits)
            self._db.executemany("INSERT OR IGNORE INTO hits VALUES (?, ?)", [(row["id"], hit.id) for hit in hits])
        return new

    def add_articles(self, hits: Iterable[Hit]) -> int:
        """Enter articles to be fetched; give how many are new."""
        with self.transaction():
            return self._add_articles(hits)

    def _add_articles(self, hits: Iterable[Hit]) -> int:
        before = self._db.total_changes
        rows = [(h.id, *(("todo", "") if h.pmcid else ("skipped", "no PMC id")), _now()) for h in hits]
        self._db.executemany("INSERT OR IGNORE INTO articles (id, state, reason, updated) VALUES (?, ?, ?, ?)", rows)
        return self._db.total_changes - before

    def record(self, article: ArticleEntry, figures: Sequence[FigureEntry], files: Sequence[FileEntry]) -> None:
        """Enter what became of one article, its figures and files; figures that it no longer has are said to be so."""
        now = _now()
        with self.transaction():
            self._db.execute(
                "UPDATE articles SET state = :state, reason = :reason, detail = :detail,"
                " version = coalesce(nullif(:version, ''), version), licence = coalesce(nullif(:licence, ''), licence),"
                " retracted = CASE :state WHEN 'done' THEN :retracted ELSE max(retracted, :retracted) END,"
                " source = coalesce(nullif(:source, ''), source),"
                " path = coalesce(nullif(:path, ''), path), attempts = attempts + 1, asked = :asked, updated = :now"
                " WHERE id = :id",
                {**article._asdict(), "asked": int(time.time()), "now": now},
            )
            if article.state == "done":
                self._db.execute(
                    "UPDATE figures SET state = 'skipped', reason = 'replaced', detail = '', updated = ?"
                    f" WHERE article = ? AND id NOT IN ({','.join('?' * len(figures))})",
                    (now, article.id, *(figure.id for figure in figures)),
                )
            self._db.executemany(
                "INSERT INTO figures (id, article, number, state, reason, detail, path, url, licence, kept, updated)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{now}') ON CONFLICT (id) DO UPDATE SET"
                " number = excluded.number, state = excluded.state, reason = excluded.reason, detail = excluded.detail,"
                ""
                " path = coalesce(nullif(excluded.path, ''), path), url = coalesce(nullif(excluded.url, ''), url),"
                " licence = excluded.licence,"
                " kept = max(kept, excluded.kept), updated = excluded.updated",
                figures,
            )
            self._db.execute(
                "DELETE FROM files WHERE article = ? AND kind = 'picture' AND path NOT IN"
                " (SELECT path FROM figures WHERE article = ?)",
                (article.id, article.id),
            )
            self._db.executemany(
                "INSERT INTO files (path, article, kind, url, source, md5, sha256, size, updated)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{now}') ON CONFLICT (path) DO UPDATE SET url = excluded.url,"
                " source = excluded.source, md5 = excluded.md5, sha256 = excluded.sha256, size = excluded.size,"
                " updated = excluded.updated WHERE sha256 <> excluded.sha256 OR url <> excluded.url",
                files,
            )

    def ask_again(
        self, where: str, column: str = "id", values: Collection[str] | None = None, *, among: bool = True
    ) -> int:
        """Set articles to be looked at anew whose column is among some values, or is not; give how many."""
        condition, parameters = _among(column, values, among=among)
        with self.transaction():
            return self._db.execute(
                f"UPDATE articles SET state = 'todo', reason = '', detail = '' WHERE ({where}) AND {condition}",
                parameters,
            ).rowcount

    def ask_again_for_figures(
        self, where: str, column: str = "id", values: Collection[str] | None = None, *, among: bool = True
    ) -> int:
        """Set the articles of figures to be looked at anew, chosen as by `ask_again`; give how many."""
        condition, parameters = _among(column, values, among=among)
        with self.transaction():
            return self._db.execute(
                "UPDATE articles SET state = 'todo', reason = '', detail = '' WHERE id IN"
                f" (SELECT article FROM figures WHERE ({where}) AND {condition})",
                parameters,
            ).rowcount

    def lost_files(self, there: frozenset[str]) -> int:
        """Set the articles to be looked at anew whose pictures are no longer there; give how many pictures."""
        gone = [
            row["id"]
            for row in self._db.execute("SELECT id, path FROM figures WHERE state = 'done' AND path <> ''")
            if row["path"] not in there
        ]
        with self.transaction():
            self._db.executemany("UPDATE figures SET state = 'todo' WHERE id = ?", [(figid,) for figid in gone])
        return len(gone)


def _check(path: Path, database: sqlite3.Connection) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        raise LibraryError(f"{path} is a ledger of version {version}; this figway reads version {VERSION}.")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"{path} is no ledger ({error}). Put an older copy in its place, or move it away and harvest again: "
            "files that are there are not fetched again."
        ) from error


def _among(column: str, values: Collection[str] | None, *, among: bool) -> tuple[str, tuple[str, ...]]:
    if values is None:
        return "1", ()
    verb = "IN" if among else "NOT IN"
    return f"{column} {verb} (SELECT value FROM json_each(?))", (json.dumps(sorted(values)),)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
